"""Ranges of counts: what each kind of speaker leaves open, and what nobody bounds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from dateline.link.toll_range import LOOSE, said_range, tied, toll_range
from dateline.link.tolls import toll_table
from dateline.linked import EventSketch, TollCell, TollEntry
from tests.link.test_linking import event
from tests.link.test_tolls import entry


def cell(*entries: TollEntry, taken_back: Sequence[tuple[str, int | None]] = ()) -> TollCell:
    return toll_table("DL-1", entries, taken_back).cells[0]


def party(figure: int, speaker: str = "Front spokesman", loss_of: str | None = "enemy", **other: object) -> TollEntry:
    return entry(figure, speaker, speaker_type="belligerent", loss_of=loss_of, **other)


@pytest.mark.parametrize(
    ("entries", "ends"),
    [
        ((entry(12, "Monitor"),), (12, 12)),
        ((entry(12, "Monitor"), entry(18, "hospital", speaker_type="medical")), (12, 18)),
        ((entry(12, "Monitor", high=None, modifier="at_least"),), (12, None)),
        ((party(30),), (10, 30)),
        ((party(2),), (1, 2)),
        ((party(4, loss_of="own"),), (4, 12)),
        ((party(6, loss_of=None),), (2, 18)),
        ((party(6, loss_of="third", category="civilian"),), (6, 6)),
        ((entry(6, "Post", speaker_type="author"),), (4, 9)),
        ((party(30), entry(12, "Monitor")), (12, 30)),
        ((party(30), party(5, "Army command", "own")), (5, 30)),
    ],
)
def test_ends_of_a_range(entries: tuple[TollEntry, ...], ends: tuple[int, int | None]) -> None:
    found = toll_range(cell(*entries))
    assert found is not None
    assert (found.low, found.high) == ends


def test_every_widening_has_its_reason() -> None:
    widened, plain = toll_range(cell(party(30))), toll_range(cell(entry(12, "Monitor")))
    assert widened is not None
    assert plain is not None
    assert widened.why == ("Front spokesman counts its enemy's dead: a third may be true",)
    assert plain.why == ()


def test_what_one_outlet_takes_back_begins_at_nothing() -> None:
    told = entry(5, "Post", speaker_type="author", outlet="Post", attributed=False), entry(6, "Monitor")
    found = toll_range(cell(*told, taken_back=[("Post", None)]))
    assert found is not None
    assert (found.low, found.high) == (0, 6)


def test_what_does_not_stand_has_no_range() -> None:
    only = cell(entry(5, "Post", outlet="Post"), taken_back=[("Post", None)])
    assert toll_range(only) is None
    assert said_range(only) is None


def test_what_was_said_is_taken_as_it_stands() -> None:
    found = said_range(cell(party(30), entry(12, "Monitor")))
    assert found is not None
    assert (found.low, found.high) == (12, 30)
    assert found.holds(12)
    assert not found.holds(31)


def told(sighting: str, **other: object) -> EventSketch:
    plain = event(1, random.Random(3), days=1)
    alike = replace(
        plain, id=f"E-{sighting}", sighting=sighting, tolls=(), words=("convoy", "ambush", "bridge"), first_day=740_000, last_day=740_000
    )
    return replace(alike, date_precision="day", lat=35.0, lon=37.0, radius_km=3.0, geo_precision=1, **other)


def test_who_counts_may_tell_of_another_event() -> None:
    table = toll_table("DL-1", [entry(12, "Monitor", sighting="S-a")])
    near = tied(table, [told("S-a"), told("S-b")], {}).cells[0]
    loose = tied(
        table, [told("S-a"), told("S-b", first_day=740_002, last_day=740_002, sub_event_type="Arrests", words=("raid",))], {}
    ).cells[0]
    assert near.tie is not None
    assert loose.tie is not None
    assert loose.tie < LOOSE < near.tie
    sure, unsure = toll_range(near), toll_range(loose)
    assert sure is not None
    assert unsure is not None
    assert (sure.low, sure.high, sure.why) == (12, 12, ())
    assert (unsure.low, unsure.high) == (0, 12)
    assert "may tell of another" in unsure.why[0]


def test_where_all_count_there_is_no_tie_to_doubt() -> None:
    table = toll_table("DL-1", [entry(12, "Monitor", sighting="S-a"), entry(12, "Hospital", sighting="S-b")])
    assert tied(table, [told("S-a"), told("S-b")], {}).cells[0].tie is None
