"""Cells as persons say they are, on a coded report of invented text."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from dateline.errors import DatelineError
from dateline.linked import event_ids
from dateline.records import CodedReport
from dateline.reviewed import CELLS, Review, apply, cell, restored, snapshot
from tests.export.coded_reports import at, report


def review(number: int, field: str, new: Any, *, local: str = "e1", who: str = "ann", coded: CodedReport | None = None) -> Review:
    coded = coded or report()
    event = next(e for e in coded.events if e.id == local)
    return Review(
        number, "S", (event.trigger,), field, None, new, who, None, f"2018-01-{number:02}", snapshot(coded, event, event_ids(coded)[local])
    )


def after(field: str, new: Any) -> Any:
    return apply(report(), [review(1, field, new)]).events[0]


@pytest.mark.parametrize("field", CELLS)
def test_a_cell_given_as_it_is_changes_no_cell(field: str) -> None:
    for event in report().events:
        given = apply(report(), [review(1, field, cell(event, field), local=event.id)])
        changed = next(e for e in given.events if e.id == event.id)
        assert {name: cell(changed, name) for name in CELLS} == {name: cell(event, name) for name in CELLS}


def test_a_snapshot_gives_the_event_report_back() -> None:
    for event in report().events:
        assert restored(snapshot(report(), event, "E"), report().page.document.text) == event


def test_a_place_keeps_its_words_and_its_event_the_id() -> None:
    moved = {
        "name": "Lower Sarn",
        "relation": "near",
        "lat": 35.25,
        "lon": 37,
        "geo_precision": 2,
        "country": "Norvia",
        "country_code": "NV",
    }
    given = apply(report(), [review(1, "place", moved)])
    place = given.events[0].locations[0]
    assert (place.name, place.lat, place.lon, place.geo_precision, place.status) == ("Lower Sarn", 35.25, 37.0, 2, "resolved")
    assert place.spans == (at("Upper Sarn"),)
    assert event_ids(given) == event_ids(report())
    assert event_ids(apply(report(), [review(1, "place", None)])) == event_ids(report())


def test_codes_follow_a_correction_and_the_given_type_stays() -> None:
    names = {"initiator": "Red Valley Front", "target": "Northern Army"}
    swapped = [{"role": role, "name": name, "side": name, "spans": []} for role, name in names.items()]
    both = apply(report(), [review(1, "participants", swapped)]).events[0]
    assert (both.codes.acled_interaction, both.participants[0].spans) == (12, report().events[0].participants[1].spans)
    assert both.sub_event_type == "Non-state actor overtakes territory"  # by ACLED's rule, who takes decides the type
    typed = apply(report(), [review(1, "participants", swapped), review(2, "sub_event_type", "Government regains territory", who="bob")])
    assert (typed.events[0].sub_event_type, typed.events[0].codes.acled_sub_event_type) == ("Government regains territory",) * 2
    assert typed.events[0].made_by == "person:bob"


def test_tolls_keep_their_ids_by_their_words_and_claims_follow() -> None:
    first, *_, last = cell(report().events[0], "tolls")
    given = apply(report(), [review(1, "tolls", [first | {"low": 28, "best": 28}, last])])
    tolls = given.events[0].tolls
    assert [(t.id, t.count.low, t.made_by) for t in tolls] == [("e1.c1", 28, "person:ann"), ("e1.c3", 12, "rule:relate.tolls")]
    targets = {target for claim in given.claims for target in claim.about}
    assert "e1.c2" not in targets
    assert {"e1.c1", "e1.c3"} <= targets
    assert len(given.claims) == len(report().claims)


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("realis", "maybe", "none of"),
        ("sub_event_type", "Duel", "none of"),
        ("date", {"start": "2017-10-30", "end": "2017-10-29", "precision": "range"}, "before it begins"),
        ("date", {"start": "soon", "end": None, "precision": "day"}, "no day"),
        ("place", {"name": "X", "lat": 95, "lon": 3}, "no number from -90 to 90"),
        ("place", {"name": "X", "lat": 5}, "go together"),
        ("place", {"name": " "}, "a name is missing"),
        ("tolls", [{"kind": "killed", "low": 5, "best": 3, "high": 9, "span": [0, 4]}], "not in this order"),
        ("tolls", [{"kind": "killed", "low": 1, "best": 1, "high": 1, "span": [0, 99_999]}], "outside the text"),
        ("losses", [{"item": "tank", "effect": "sunk", "span": [0, 4]}], "none of"),
        ("outcome", {"kind": "won"}, "none of"),
        ("colour", "red", "no cell"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused(field: str, value: Any, what: str) -> None:
    from dateline.reviewed import corrected

    with pytest.raises(DatelineError, match=what):
        corrected(report().events[0], field, value, report().page.document.text, "ann")


def test_the_last_word_counts_and_what_is_undone_does_not() -> None:
    said = [
        review(1, "realis", "planned"),
        review(2, "realis", "ongoing"),
        dataclasses.replace(review(3, "realis", "actual"), undone="2018"),
    ]
    assert apply(report(), said).events[0].realis == apply(report(), reversed(said)).events[0].realis == "ongoing"
    assert after("accept", True).review == "accepted"
    assert len(apply(report(), [review(1, "event", None), review(2, "realis", "planned")]).events) == len(report().events)


def test_another_list_of_villages_under_one_trigger_goes_to_the_same_place() -> None:
    coded = report()
    first, second = coded.events[0], coded.events[1]
    assert first.trigger == second.trigger
    moved = tuple(dataclasses.replace(e, trigger=at("Army captured")) if e in (first, second) else e for e in reversed(coded.events))
    given = apply(report(events=moved), [review(1, "realis", "planned", local="e2")])
    assert [e.locations[0].name for e in given.events if e.realis == "planned" and e.review] == [second.locations[0].name]
