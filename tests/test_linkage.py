"""Linking in the store: what is held is linked once, whatever the portions; ids stay; every day's state can be asked for again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from dateline.link import Linker, sketch, sketches, traits
from dateline.link.copies import copies
from dateline.link.linking import MemoryShelf
from dateline.linkage import copies_of, link_store, why
from dateline.linked import event_ids
from dateline.records import CodedReport, Reading
from dateline.store import Store, open_store
from tests.link.sketched import coded

CLASH = "Army troops clashed with rebels in Jisr al-Shughur on Monday. Twelve rebels were killed in the fighting, a monitor said."
AGAIN = "At least twelve rebels died on Monday in clashes with army troops in Jisr al-Shughur, according to a local doctor."
RAID = "Warplanes bombed a market in Maarat al-Numan on Wednesday. Nineteen civilians were killed, rescue workers said."
RAID_AGAIN = "Nineteen civilians were killed on Wednesday when warplanes bombed a market in Maarat al-Numan, medics said."
DAYS = [dt.datetime(2016, 7, n, 12, tzinfo=dt.UTC) for n in range(1, 9)]


def report(name: str, text: str) -> CodedReport:
    return coded(text, doc_id=name, outlet=f"Outlet {name}", published=dt.date(2016, 6, 17))


@pytest.fixture(scope="module")
def told() -> tuple[CodedReport, ...]:
    """Return five reports of two events; the last is the first once more, at another outlet."""
    return report("a", CLASH), report("b", RAID), report("c", AGAIN), report("d", RAID_AGAIN), report("e", CLASH)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "a.sqlite") as opened:
        yield opened


def groups(store: Store, *, as_known: dt.datetime | None = None) -> set[frozenset[str]]:
    """Return the events as sets of the names of their reports."""
    found: dict[str, set[str]] = {}
    for one in store.events(as_known=as_known):
        found.setdefault(one.id, set()).add(one.doc_id)
    return {frozenset(names) for names in found.values()}


def rows(store: Store, statement: str) -> list[tuple[object, ...]]:
    with store._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


def members(store: Store) -> set[frozenset[str]]:
    found: dict[object, set[str]] = {}
    for identity, event in rows(store, "SELECT event_report, event FROM event_members"):
        found.setdefault(event, set()).add(str(identity))
    return {frozenset(ids) for ids in found.values()}


@pytest.mark.parametrize("portions", [[5], [1, 1, 1, 1, 1], [2, 3], [4, 1]])
def test_portions_end_where_linking_in_memory_ends(store: Store, told: Sequence[CodedReport], portions: list[int]) -> None:
    waiting = list(reversed(told)) if portions[0] == 2 else list(told)
    for size in portions:
        for one in waiting[:size]:
            store.add(one)
        waiting = waiting[size:]
        assert link_store(store, portion=2).reports == size
    whole = Linker().update([event for one in told for event in sketches(one)])
    assert members(store) == {frozenset(group) for group in whole.whole()}
    assert groups(store) == {frozenset("ace"), frozenset("bd")}
    assert link_store(store).reports == 0


def test_a_merged_events_id_leads_to_the_event_that_took_it_in(store: Store, told: Sequence[CodedReport]) -> None:
    first = store.add(told[0], learned=DAYS[0]).event_ids["e1"]
    second = store.add(told[2], learned=DAYS[1]).event_ids["e1"]
    assert first != second
    assert link_store(store, learned=DAYS[2]).merged == 1
    assert store.event(second).id == store.event(first).id == first
    assert {member.report.page.sighting.doc_id for member in store.event(second).members} == {"a", "c"}
    third = store.add(told[4], learned=DAYS[3]).event_ids["e1"]
    link_store(store, learned=DAYS[4])
    assert store.event(third).id == first


def test_each_days_state_can_be_asked_for(store: Store, told: Sequence[CodedReport]) -> None:
    for day, one in zip(DAYS, told[:3], strict=False):
        store.add(one, learned=day)
    link_store(store, learned=DAYS[4])
    assert groups(store, as_known=DAYS[0] - dt.timedelta(days=1)) == set()
    assert groups(store, as_known=DAYS[1]) == {frozenset("a"), frozenset("b")}
    assert groups(store, as_known=DAYS[3]) == {frozenset("a"), frozenset("b"), frozenset("c")}
    assert groups(store, as_known=DAYS[4]) == groups(store) == {frozenset("ac"), frozenset("b")}


def test_a_newer_reading_is_linked_in_place_of_the_older(store: Store, told: Sequence[CodedReport]) -> None:
    for hour, one in enumerate(told[:3]):
        store.add(one, learned=DAYS[0] + dt.timedelta(hours=hour))
    link_store(store, learned=DAYS[1])
    (event,) = told[2].events
    moved = dataclasses.replace(event, date=dataclasses.replace(event.date, start=dt.date(2015, 1, 1), end=dt.date(2015, 1, 1)))
    sighting = told[2].page.sighting.id
    store.add(dataclasses.replace(told[2], events=(moved,), reading=Reading(sighting, "rules@9", "x")), learned=DAYS[2])
    link_store(store, learned=DAYS[3])
    assert groups(store) == {frozenset("a"), frozenset("b"), frozenset("c")}
    assert groups(store, as_known=DAYS[1]) == {frozenset("ac"), frozenset("b")}
    assert store.event("DL-1").members[0].report.page.sighting.doc_id == "a"  # the older part keeps the id
    store.add(dataclasses.replace(told[2], events=(), claims=(), reading=Reading(sighting, "rules@10", "x")), learned=DAYS[4])
    link_store(store, learned=DAYS[5])
    assert rows(store, f"SELECT count(*) FROM event_sketches WHERE sighting = '{sighting}'") == [(0,)]


def test_a_linker_that_is_killed_has_linked_a_portion_whole_or_not_at_all(
    store: Store, told: Sequence[CodedReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in told:
        store.add(one)
    before = store.stats()
    from dateline.store import LinkTables

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(LinkTables, "mark", killed)
        with pytest.raises(KeyboardInterrupt):
            link_store(store)
    assert store.stats() == before
    assert link_store(store).reports == 5
    assert groups(store) == {frozenset("ace"), frozenset("bd")}


def test_copies_are_kept(store: Store, told: Sequence[CodedReport]) -> None:
    for one in told:
        store.add(one)
    link_store(store)
    ids = {one.page.sighting.id: one.page.sighting.doc_id for one in told}
    assert ("a", "e", "identical") in {(*sorted((ids[c.sighting], ids[c.of])), c.kind) for c in copies_of(store)}


def test_why_gives_each_link_and_the_nearest_that_was_left_apart(store: Store, told: Sequence[CodedReport]) -> None:
    near = report("n", CLASH.replace("Jisr al-Shughur", "Saraqib").replace("Twelve", "Three"))
    for one in (told[0], told[2], near):
        store.add(one)
    link_store(store)
    ids = {name: event_ids(one)["e1"] for name, one in zip("acn", (told[0], told[2], near), strict=True)}
    found = why(store, [ids["a"], ids["c"]])
    (link,) = found.links
    assert {link.a, link.b} == {ids["a"], ids["c"]}
    assert link.score >= 0.5
    assert "toll_equal" in {piece.feature for piece in link.evidence}
    assert found.nearest is not None
    assert ids["n"] in (found.nearest.a, found.nearest.b)
    assert found.nearest.barred is not None or found.nearest.score < 0.5


@pytest.mark.parametrize("portion", [1, 3, 100])
def test_copies_are_the_same_one_by_one_and_all_at_once(store: Store, told: Sequence[CodedReport], portion: int) -> None:
    edited = [report(f"n{n}", CLASH.replace("Twelve rebels were", f"{n} rebels were")) for n in range(13, 19)]
    reports = [*edited, *told, report("z", CLASH)]
    for one in reversed(reports):
        store.add(one)
        if portion == 1:
            link_store(store)
    link_store(store, portion=portion)
    expected = copies([sketch(one, sketches(one)) for one in reports])
    assert len(expected) > 6
    assert copies_of(store) == expected


def test_event_reports_that_are_there_are_scored_anew_when_their_reports_turn_out_to_be_copies(told: Sequence[CodedReport]) -> None:
    events = [event for one in (told[0], told[2]) for event in sketches(one)]
    kin = {events[0].sighting: {events[1].sighting}, events[1].sighting: {events[0].sighting}}

    def rows_of(shelf: MemoryShelf) -> object:
        return {node: dict(row) for node, row in shelf.rows([traits(one).id for one in events]).items()}

    early, late = MemoryShelf(), MemoryShelf()
    Linker(early).update(events, kin=kin)
    Linker(late).update(events)
    assert rows_of(late) != rows_of(early)
    Linker(late).update([], kin=kin, stale=events)
    assert rows_of(late) == rows_of(early)


def test_a_copy_that_is_found_when_a_report_is_read_anew_reaches_the_links(store: Store, told: Sequence[CodedReport]) -> None:
    edited = report("n", CLASH.replace("clashed with", "clashed heavily in the streets with"))
    unread = dataclasses.replace(edited, sentences=tuple(dataclasses.replace(one, zone="section") for one in edited.sentences))
    for hour, one in enumerate((told[0], unread)):
        store.add(one, learned=DAYS[0] + dt.timedelta(hours=hour))
    link_store(store, learned=DAYS[1])
    assert copies_of(store) == ()
    before = rows(store, "SELECT node, other, score FROM links ORDER BY node, other")
    store.add(dataclasses.replace(edited, reading=Reading(edited.page.sighting.id, "rules@9", "x")), learned=DAYS[2])
    link_store(store, learned=DAYS[3])
    assert len(copies_of(store)) == 1
    after = rows(store, "SELECT node, other, score FROM links ORDER BY node, other")
    assert [row[:2] for row in after] == [row[:2] for row in before]
    assert [row[2] for row in after] != [row[2] for row in before]
