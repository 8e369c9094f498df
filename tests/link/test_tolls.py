"""Tolls side by side: growing counts, disputes, corrections, parts, copies; the order of arrival does not matter."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from typing import Any

import pytest

from dateline.link.tolls import toll_table, toll_tables
from dateline.linked import TollEntry, TollTable
from tests.export.coded_reports import report

DAY = dt.date(2031, 5, 9).toordinal()
_N = itertools.count()


def entry(figure: int, speaker: str = "A", day: int = 0, hour: int | None = None, **other: Any) -> TollEntry:
    """Return a count of killed soldiers by a speaker on a day, learned of at an hour of that day or long after."""
    n = next(_N)
    learned = dt.datetime(2031, 5, 9, hour or 0, tzinfo=dt.UTC) + dt.timedelta(days=day if hour is not None else 300)
    values: dict[str, Any] = {
        "sighting": f"S{n}", "doc_id": f"d{n}", "outlet": f"outlet of {speaker}", "toll": "e1.c1", "claims": (f"C{n}",), "kind": "killed",
        "side": "Northern Army", "category": "combatant", "subgroup": None, "part_of": None, "scope": "event", "low": figure, "best": figure,
        "high": figure, "modifier": "exact", "words": f"{figure} soldiers", "speaker": speaker, "speaker_type": "ngo_monitor",
        "speaker_side": None, "attributed": True, "denied_by": (), "loss_of": None, "voice": f"name:{speaker}", "stream": f"name:{speaker}",
        "said": DAY + day, "learned": learned, "earlier": False,
    }  # fmt: skip
    return TollEntry(**(values | other))


def standing(table: TollTable) -> list[tuple[int | None, str]]:
    """Return figures with their standing, in order."""
    return sorted((row.entry.figure, row.standing) for cell in table.cells for row in cell.rows)


def pattern(*entries: TollEntry) -> str:
    return toll_table("DL-1", entries).cells[0].pattern


def test_a_count_that_grows_over_two_days_stands_at_its_last() -> None:
    entries = [entry(20, "A"), entry(43, "B", 0, 20), entry(70, "C", 1, 8), entry(112, "D", 1, 20)]
    assert standing(toll_table("DL-1", entries)) == [(20, "superseded"), (43, "superseded"), (70, "superseded"), (112, "stands")]
    assert pattern(*entries) == "growing"


def test_two_speakers_of_one_evening_are_a_dispute() -> None:
    entries = [entry(12, "A", 0, 18), entry(18, "B", 0, 20)]
    assert standing(toll_table("DL-1", entries)) == [(12, "stands"), (18, "stands")]
    assert pattern(*entries) == "disputed"


def test_two_exact_counts_of_two_days_are_a_dispute_but_a_lower_bound_grows() -> None:
    assert pattern(entry(12, "A"), entry(18, "B", 1)) == "disputed"
    assert pattern(entry(12, "A", high=None, modifier="at_least"), entry(18, "B", 1)) == "growing"


def test_a_party_s_higher_figure_does_not_outgrow_another_s() -> None:
    bound = entry(12, "A", high=None, modifier="at_least")
    boast = entry(90, "B", 1, speaker_type="belligerent", speaker_side="Front")
    assert standing(toll_table("DL-1", [bound, boast])) == [(12, "stands"), (90, "stands")]


def test_who_repeats_the_lower_figure_disputes_the_higher() -> None:
    entries = [entry(12, "A", modifier="at_least", high=None), entry(18, "B", 1), entry(12, "A", 1, modifier="at_least", high=None)]
    assert standing(toll_table("DL-1", entries)) == [(12, "repeated"), (12, "stands"), (18, "stands")]


def test_the_later_word_of_one_speaker_stands() -> None:
    assert standing(toll_table("DL-1", [entry(30, "A"), entry(25, "A", 1)])) == [(25, "stands"), (30, "superseded")]


def test_an_earlier_toll_that_was_wrong_is_corrected_where_it_was_printed() -> None:
    first = entry(30, "hospital", outlet="Harbour Wire")
    wrong = entry(30, "hospital", 2, outlet="Harbour Wire", earlier=True)
    right = entry(21, "police", 2, outlet="Harbour Wire")
    elsewhere = entry(30, "mayor")
    assert standing(toll_table("DL-1", [first, wrong, right, elsewhere])) == [
        (21, "stands"),
        (30, "corrected"),
        (30, "corrected"),
        (30, "stands"),
    ]


def test_what_is_taken_back_falls_with_its_copies() -> None:
    own = entry(9, "Harbour Wire", outlet="Harbour Wire", attributed=False, voice="report:S", stream="outlet:harbour wire")
    copy = entry(9, "Gazette", outlet="Gazette", attributed=False, voice="report:S", stream="outlet:gazette")
    other = entry(7, "hospital")
    found = toll_table("DL-1", [own, copy, other], [("Harbour Wire", DAY + 3)])
    assert standing(found) == [(7, "stands"), (9, "withdrawn"), (9, "withdrawn")]


def test_parts_and_denied_counts_do_not_stand() -> None:
    part = entry(3, "A", part_of="e1.c1", toll="e1.c2", subgroup="children")
    denied = entry(40, "C", claims=(), denied_by=("Army",))
    assert standing(toll_table("DL-1", [entry(12, "A"), part, denied])) == [(3, "part"), (12, "stands"), (40, "denied")]


def test_a_denial_by_another_leaves_the_count_standing_with_who_denies() -> None:
    row = toll_table("DL-1", [entry(40, "A", denied_by=("Army",))]).cells[0].rows[0]
    assert (row.standing, row.reason) == ("stands", "stands; denied by Army")


def test_sides_and_kinds_are_cells_of_their_own() -> None:
    entries = [entry(3), entry(4, side=None, category="civilian"), entry(5, kind="wounded"), entry(9, category="mixed")]
    assert {(c.kind, c.who) for c in toll_table("DL-1", entries).cells} == {
        ("killed", "Northern Army"), ("killed", "Civilians"), ("wounded", "Northern Army"), ("killed", None),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    entries = [entry(n, f"S{n % 4}", n % 3, modifier="at_least" if n % 2 else "exact") for n in (20, 43, 70, 112, 43, 20, 5)]
    mixed = list(entries)
    random.Random(seed).shuffle(mixed)
    assert toll_table("DL-1", mixed) == toll_table("DL-1", entries)


def test_a_report_s_counts_with_their_speakers_and_groups() -> None:
    tables = toll_tables([(report(), {"e1": "DL-1", "e2": "DL-2"})])
    rows = [row for cell in tables["DL-1"].cells for row in cell.rows]
    assert {(r.entry.figure, r.entry.subgroup, r.standing) for r in rows if r.entry.toll in ("e1.c1", "e1.c2")} == {
        (30, None, "stands"), (3, "commanders", "part"),
    }  # fmt: skip
    assert any(r.entry.scope == "group" for cell in tables["DL-2"].cells for r in cell.rows)


def test_an_origin_that_is_given_is_the_voice() -> None:
    found = toll_tables([(report(), {"e1": "DL-1"})])
    claim = found["DL-1"].cells[0].rows[0].entry.claims[0]
    again = toll_tables([(report(), {"e1": "DL-1"})], {claim: "actor:army"})
    assert any(row.entry.voice == "actor:army" for cell in again["DL-1"].cells for row in cell.rows)
