"""Reviews in the store: kept, put on top of every reading, taken back, never overwritten unseen; events merged and split by persons."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import DatelineError, StoreError
from dateline.export import geojson, jsonl
from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.records import CodedReport, Span
from dateline.store import EventFilter, ReviewConflictError, Store, open_store
from tests.export.coded_reports import TEXT, at, event, place, report

CLASH = {"sub_event_type": "Armed clash"}
EARLY, LATE = (dt.datetime(2018, 1, n, tzinfo=dt.UTC) for n in (2, 5))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "dateline.sqlite") as opened:
        opened.add(report(), learned=EARLY)
        link_store(opened, learned=EARLY)
        yield opened


def stable(store: Store, local: str = "e1") -> str:
    return event_ids(next(store.reports()))[local]


def save(store: Store, changes: dict[str, object], who: str = "ann", local: str = "e1", **options: object) -> int:
    """Save a review of an event report as it stands; return the number of the last."""
    case = store.reviews.case(stable(store, local))
    return store.reviews.save(case.event_report, changes, who=who, seen=case.seen, **options)[-1].number  # type: ignore[arg-type]


def test_a_corrected_cell_is_given_out_everywhere_and_the_reading_stays(store: Store) -> None:
    before = event_ids(next(store.reports()))
    save(store, CLASH, why="the report speaks of fighting only")
    (given,) = store.reports()
    assert (given.events[0].sub_event_type, given.events[0].made_by, given.events[0].confidence) == ("Armed clash", "person:ann", None)
    assert given.events[0].codes.acled_sub_event_type == "Armed clash"
    assert event_ids(given) == before
    assert store.event("DL-1").members[0].event.review == "corrected"
    assert [e.id for e in store.events(EventFilter(sub_event_type="armed clash"))] == ["DL-1"]
    (kept,) = store.reviews.of(given.page.sighting.id)
    assert (kept.old, kept.new, kept.who, kept.why) == (
        "Government regains territory",
        "Armed clash",
        "ann",
        "the report speaks of fighting only",
    )
    features = json.loads(geojson(store.numbered_reports(), unmask=True))["features"]
    assert [f["properties"]["review"] for f in features] == ["corrected", *["unreviewed"] * 4]
    (line,) = jsonl(store.numbered_reports(), unmask=True)
    assert [e["review"] for e in json.loads(line)["events"]][:2] == ["corrected", "unreviewed"]


def test_undo_brings_back_what_was_read(store: Store) -> None:
    (before,) = store.reports()
    number = save(store, {"sub_event_type": "Armed clash", "realis": "planned"})
    taken = store.reviews.undo(number, who="bob")
    assert [(r.field, r.undone_by) for r in taken] == [("sub_event_type", "bob"), ("realis", "bob")]
    assert list(store.reports()) == [before]
    assert store.events(EventFilter(realis="planned", place="Upper Sarn")) == []
    assert len(store.reviews.of(before.page.sighting.id)) == 2
    with pytest.raises(StoreError, match="undone already by bob"):
        store.reviews.undo(number, who="ann")


def test_what_was_known_before_a_review_is_still_told(store: Store) -> None:
    number = save(store, CLASH, made=LATE)
    store.reviews.undo(number, who="ann", made=LATE + dt.timedelta(days=3))

    def then(day: int) -> str:
        when = dt.datetime(2018, 1, day, 12, tzinfo=dt.UTC)
        ((known, _),) = store.numbered_reports(as_known=when)
        assert store.event("DL-1", as_known=when).members[0].event == known.events[0]
        return known.events[0].sub_event_type

    assert [then(4), then(6), then(9)] == ["Government regains territory", "Armed clash", "Government regains territory"]


def test_a_rejected_event_is_gone_and_comes_back_under_its_id(store: Store) -> None:
    number = save(store, {"event": None}, local="e2", why="told twice")
    link_store(store)
    (given,) = store.reports()
    assert [e.id for e in given.events] == ["e1", "e3", "e4", "e5"]
    assert all(not target.startswith("e2") for claim in given.claims for target in claim.about)
    with pytest.raises(StoreError, match="no current reading"):
        store.event("DL-2")
    store.reviews.undo(number, who="ann")
    link_store(store)
    assert store.event("DL-2").members[0].event.id == "e2"


def test_accepting_says_so_and_changes_nothing_else(store: Store) -> None:
    (before,) = store.reports()
    save(store, {"accept": True})
    (after,) = store.reports()
    assert after.events[0] == dataclasses.replace(before.events[0], review="accepted")


def test_the_second_editor_is_told_and_overwrites_nothing(store: Store) -> None:
    first = store.reviews.case(stable(store))
    store.reviews.save(first.event_report, CLASH, who="ann", seen=first.seen)
    with pytest.raises(ReviewConflictError) as told:
        store.reviews.save(first.event_report, {"realis": "planned"}, who="bob", seen=first.seen)
    assert [(r.who, r.field, r.old, r.new) for r in told.value.changes] == [
        ("ann", "sub_event_type", "Government regains territory", "Armed clash")
    ]
    assert next(store.reports()).events[0].realis == "actual"
    second = store.reviews.case(first.event_report)
    store.reviews.undo(second.reviews[-1].number, who="eve")
    with pytest.raises(ReviewConflictError, match="eve changed") as told:
        store.reviews.save(first.event_report, {"realis": "planned"}, who="bob", seen=second.seen)
    assert told.value.changes[0].undone_by == "eve"
    other = store.reviews.case(stable(store, "e2"))  # another event of the report is no conflict
    store.reviews.save(other.event_report, CLASH, who="bob", seen=other.seen)


def test_a_cell_that_is_as_it_was_is_no_review(store: Store) -> None:
    case = store.reviews.case(stable(store))
    assert store.reviews.save(case.event_report, {"realis": "actual"}, who="ann", seen=case.seen) == ()
    assert store.reviews.case(case.event_report).seen == case.seen
    with pytest.raises(DatelineError, match="none of"):
        store.reviews.save(case.event_report, {"realis": "sure", "salience": "core"}, who="ann", seen=case.seen)
    assert store.reviews.of(case.report.page.sighting.id) == ()


def test_an_added_event_has_an_id_codes_and_a_claim(store: Store) -> None:
    span = at("a truck")
    sighting = next(store.reports()).page.sighting.id
    cells = {"sub_event_type": "Armed clash", "place": {"name": "Orlun", "lat": 35.1, "lon": 37.0, "geo_precision": 1}}
    made = store.reviews.add(sighting, span, cells, who="ann", why="missed")
    link_store(store)
    (given,) = store.reports()
    added = given.events[-1]
    assert (added.trigger, added.event_type, added.codes.acled_event_type, added.made_by) == (span, "Battles", "Battles", "person:ann")
    assert any(added.id in claim.about for claim in given.claims)
    assert store.event(f"DL-{6}").members[0].event == added
    store.reviews.undo(made.number, who="ann")
    link_store(store)
    assert len(next(store.reports()).events) == 5


def reread(*, keep: bool) -> CodedReport:
    """Return a newer reading of the same sighting: the trigger of e1 is a word longer, or e1 is not found any more."""
    first, *rest = report().events
    moved = dataclasses.replace(first, trigger=Span(first.trigger.start, first.trigger.end + 4), realis="ongoing")
    return report(reader="rules@0.2.0", events=(moved, *rest) if keep else tuple(rest), claims=())


@pytest.mark.parametrize("keep", [True, False])
def test_corrections_survive_a_newer_reading(store: Store, keep: bool) -> None:
    identity = stable(store)
    save(store, CLASH)
    store.add(reread(keep=keep))
    link_store(store)
    (given,) = store.reports()
    local = next(i for i, known in event_ids(given).items() if known == identity)
    found = next(e for e in given.events if e.id == local)
    assert (found.sub_event_type, found.review) == ("Armed clash", "corrected")
    assert found.realis == ("ongoing" if keep else "actual")
    assert store.event("DL-1").members[0].event == found
    assert len(given.events) == 5
    assert given.reading.reader == "rules@0.2.0"


def test_a_rejection_survives_a_newer_reading(store: Store) -> None:
    save(store, {"event": None}, why="no event")
    store.add(reread(keep=True))
    assert [e.id for e in next(store.reports()).events] == ["e2", "e3", "e4", "e5"]


def other_report(name: str, hour: str) -> CodedReport:
    """Return a report of another day and place, so that the linker keeps it apart."""
    text = f"{TEXT}\n{hour}"
    where = place("Far Keth", spans=(at("Upper Sarn"),), lat=10.0, lon=10.0)
    return report(name, text=text, events=(event("e1", locations=(where,)),), claims=())


def groups(store: Store) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for coded, ids in store.numbered_reports():
        for local, event_id in ids.items():
            found.setdefault(event_id, set()).add(f"{coded.page.sighting.doc_id}/{local}")
    return {frozenset(group) for group in found.values() if len(group) > 1}


def test_events_are_merged_and_split_whatever_the_order_and_undone(store: Store) -> None:
    for name in ("far", "near"):
        store.add(other_report(name, name))
    link_store(store)
    ids = {f"{r.page.sighting.doc_id}/{i}": known for r in store.reports() for i, known in event_ids(r).items()}
    start = groups(store)
    assert start == {frozenset({"far/e1", "near/e1"})}  # the same words told twice
    (cut,) = store.reviews.bond([(ids["far/e1"], ids["near/e1"])], together=False, who="ann")
    (tied,) = store.reviews.bond([(ids["hw-1/e1"], ids["far/e1"])], together=True, who="bob", why="the same raid")
    link_store(store)
    assert groups(store) == {frozenset({"hw-1/e1", "far/e1"})}
    store.add(reread(keep=True))  # linked again: it stays so
    store.add(other_report("late", "late"))
    link_store(store)
    assert frozenset({"hw-1/e2", "hw-1/e1"}) not in groups(store)
    assert any({"far/e1"} < group and "near/e1" not in group for group in groups(store))
    store.reviews.unbond(cut, who="ann")
    store.reviews.unbond(tied, who="bob")
    link_store(store)
    assert groups(store) == {frozenset({"far/e1", "near/e1", "late/e1"})}
    assert store.reviews.bonds() == ()


def test_bonds_give_the_same_events_in_any_order(tmp_path: Path) -> None:
    outcomes = []
    for turn in (False, True):
        with open_store(tmp_path / f"{turn}.sqlite") as store:
            every = [report(), *(other_report(name, name) for name in ("far", "near", "late"))]
            for one in reversed(every) if turn else every:
                store.add(one)
            link_store(store)
            ids = {f"{r.page.sighting.doc_id}/{i}": known for r in store.reports() for i, known in event_ids(r).items()}
            said = [
                (("near/e1", "late/e1"), False), (("far/e1", "late/e1"), False), (("hw-1/e3", "late/e1"), True), (("hw-1/e4", "near/e1"), True)
            ]  # fmt: skip
            for (one, other), together in reversed(said) if turn else said:
                store.reviews.bond([(ids[one], ids[other])], together=together, who="ann")
                if turn:
                    link_store(store)
            link_store(store)
            outcomes.append(groups(store))
    assert outcomes[0] == outcomes[1] == {frozenset({"hw-1/e3", "late/e1"}), frozenset({"hw-1/e4", "near/e1", "far/e1"})}


def test_a_coding_counts_for_nothing_until_it_is_adjudicated(store: Store) -> None:
    (before,) = store.reports()
    one, two = store.reviews.give(before.page.sighting.id, ["ann", "bob"], given_by="eve")
    case = store.reviews.case(stable(store), coding=one.number)
    store.reviews.save(case.event_report, CLASH, who="ann", seen=case.seen, coding=one.number)
    assert list(store.reports()) == [before]
    assert store.reviews.report(one.sighting, coding=one.number).events[0].sub_event_type == "Armed clash"
    assert store.reviews.report(one.sighting, coding=two.number).events[0].sub_event_type == "Government regains territory"
    assert store.reviews.case(case.event_report, coding=two.number).reviews == ()
