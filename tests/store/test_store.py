"""The store: nothing lost, nothing twice, nothing overwritten."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import StoreError
from dateline.export import mask_report
from dateline.records import Span
from dateline.store import EventFilter, Store, open_store
from tests.export.coded_reports import DAY, TEXT, event, place, report

LATER = dt.datetime(2018, 1, 2, 3, 4, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@pytest.fixture
def store(tmp_path: Path) -> Any:
    with open_store(tmp_path / "folder" / "dateline.sqlite") as opened:
        yield opened


def rows(store: Store, statement: str) -> list[Any]:
    with store._engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


def test_a_report_comes_back_whole_with_its_raw_bytes(store: Store) -> None:
    result = store.add(report())
    assert result.added
    assert result.event_ids == {f"e{n}": f"DL-{n}" for n in range(1, 6)}
    assert list(store.reports(raw=True)) == [report()]
    (without,) = store.reports()
    assert without.page.sighting.raw == b""


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=20), st.text(st.characters(), max_size=20))
def test_any_characters_come_back(tail: str, name: str) -> None:
    with open_store("sqlite://") as store:
        coded = report(text=TEXT + tail, events=(event("e1", locations=(place(name),)),), claims=())
        store.add(coded)
        assert list(store.reports(raw=True)) == [coded]
        assert len(store.events()) == 1


def test_the_same_report_twice_changes_nothing(store: Store) -> None:
    first = store.add(report(), learned=LATER)
    before = store.stats()
    dump = rows(store, "SELECT * FROM readings")
    second = store.add(report())
    assert (second.added, second.event_ids, second.superseded) == (False, first.event_ids, None)
    assert store.stats() == before
    assert rows(store, "SELECT * FROM readings") == dump


def test_a_newer_reading_supersedes_and_overwrites_nothing(store: Store) -> None:
    old = store.add(report(), learned=LATER)
    kept = rows(store, "SELECT number, body, learned FROM readings")
    moved = dataclasses.replace(report().events[1], trigger=Span(0, 4))
    newer = report(reader="rules@0.2.0", events=(report().events[0], moved, *report().events[2:]))
    result = store.add(newer)
    assert (result.added, result.superseded) == (True, old.reading_id)
    assert [r.reading.reader for r in store.reports()] == ["rules@0.2.0"]
    assert rows(store, "SELECT number, body, learned FROM readings")[:1] == kept
    assert result.event_ids == old.event_ids | {"e2": "DL-6"}
    assert (store.stats()["documents"], store.stats()["sightings"], store.stats()["readings"], store.stats()["current_readings"]) == (
        1,
        1,
        2,
        1,
    )
    assert len(store.events()) == 5
    assert store.event("DL-1").members[0].report.reading.reader == "rules@0.2.0"
    with pytest.raises(StoreError, match="no current reading reports the event any more: DL-2"):
        store.event("DL-2")
    again = store.add(report())
    assert not again.added
    assert again.event_ids == old.event_ids


def test_two_sightings_of_one_document_share_its_text(store: Store) -> None:
    for address in ("a.txt", "b.txt"):
        coded = report()
        sighting = dataclasses.replace(coded.page.sighting, address=address)
        page = dataclasses.replace(coded.page, sighting=sighting)
        reading = dataclasses.replace(coded.reading, sighting_id=sighting.id)
        store.add(dataclasses.replace(coded, page=page, reading=reading))
    stats = store.stats()
    assert (stats["documents"], stats["raws"], stats["sightings"], stats["readings"], stats["events"]) == (1, 1, 2, 2, 10)


def test_events_with_equal_words_have_ids_of_their_own(store: Store) -> None:
    result = store.add(report(events=(event("e1"), event("e2")), claims=()))
    assert result.event_ids == {"e1": "DL-1", "e2": "DL-2"}


def test_the_tables_can_be_queried(store: Store) -> None:
    store.add(report(), learned=LATER)
    assert rows(store, "SELECT kind, low, best, high, modifier, side FROM tolls WHERE local_id = 'e1.c1'") == [
        ("killed", 30, 30, None, "at_least", "Red Valley Front")
    ]
    assert rows(store, "SELECT claim FROM claim_about WHERE event = 'e1' AND target = 'e1.c3'") == [("k4",)]
    assert rows(store, "SELECT source, polarity, said_on_start, said_place FROM claims WHERE local_id = 'k3'") == [
        ("Red Valley Front", "-", "2017-10-29", "Orlun")
    ]
    assert rows(store, "SELECT place, date_start, lat, outcome, acled_sub_event_type FROM event_reports WHERE local_id = 'e1'") == [
        ("Upper Sarn", "2017-10-29", 35.5, "captured", "Government regains territory")
    ]
    assert rows(store, "SELECT place, holder, until FROM controls") == [("Orlun", "the Front", "2017-10-29")]
    assert rows(store, "SELECT learned FROM readings") == [("2018-01-02T01:04:00+00:00",)]
    assert rows(store, "SELECT learned, published FROM sightings") == [("2017-10-31T09:30:00+00:00", "2017-10-30")]
    stats = store.stats()
    expected = {"sentences": 6, "participants": 7, "losses": 2, "statements": 1, "problems": 1, "reviews": 0, "claims": 7, "tolls": 5}
    assert {key: stats[key] for key in expected} == expected


def test_an_event_is_given_with_its_claims(store: Store) -> None:
    store.add(report())
    found = store.event("dl-1")
    assert found.id == "DL-1"
    assert [c.id for c in found.members[0].claims] == ["k1", "k2", "k3", "k4"]
    assert found.members[0].event == report().events[0]
    assert [c.id for c in store.event("3").members[0].claims] == ["k5"]


def test_an_alias_leads_to_its_event(store: Store) -> None:
    store.add(report())
    with store._engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("INSERT INTO event_aliases VALUES (77, 2, '2018-01-01T00:00:00+00:00')"))
    assert store.event("DL-77").id == "DL-2"


@pytest.mark.parametrize("event_id", ["DL-99", "DL-", "x", "-1", "DL-٣", "9" * 30])
def test_an_event_that_there_is_not(store: Store, event_id: str) -> None:
    store.add(report())
    with pytest.raises(StoreError, match="hint: dateline events"):
        store.event(event_id)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["DL-5", "DL-1", "DL-2", "DL-3", "DL-4"]),
        ({"limit": 2}, ["DL-5", "DL-1"]),
        ({"place": "upper sarn"}, ["DL-1"]),
        ({"country": "norvia", "event_type": "battles", "realis": "actual", "salience": "core"}, ["DL-1", "DL-2"]),
        ({"country": "nv", "sub_event_type": "Shelling/artillery/missile attack"}, ["DL-3"]),
        ({"actor": "RED VALLEY FRONT"}, ["DL-1", "DL-2", "DL-4"]),
        ({"since": dt.date(2017, 10, 29)}, ["DL-5", "DL-1", "DL-2", "DL-3"]),
        ({"since": dt.date(2017, 11, 1)}, []),
        ({"until": dt.date(2017, 10, 28)}, ["DL-5"]),
        ({"doc_id": "hw-2"}, []),
        ({"outlet": "harbour wire", "place": "Orlun", "salience": "core"}, ["DL-4"]),
    ],
)
def test_filters(store: Store, wanted: dict[str, Any], expected: list[str]) -> None:
    store.add(report())
    assert [e.id for e in store.events(EventFilter(**wanted))] == expected


def test_an_event_is_listed_with_actors_tolls_and_number_of_claims(store: Store) -> None:
    store.add(report())
    first = store.events(EventFilter(place="Upper Sarn"))[0]
    assert [(a.role, a.name) for a in first.actors] == [("initiator", "Northern Army"), ("target", "Red Valley Front")]
    assert [(t.id, t.low, t.side) for t in first.tolls][2] == ("e1.c3", 12, "Northern Army")
    assert (first.n_claims, first.doc_id, first.date_start, first.outcome) == (4, "hw-1", DAY.isoformat(), "captured")


def test_reports_stream_in_the_order_added_while_others_are_added(store: Store) -> None:
    for n in range(120):
        store.add(report(f"r{n}", text=TEXT + str(n), events=(), claims=()))
    seen = []
    for n, (coded, ids) in enumerate(store.numbered_reports()):
        assert ids == {}
        seen.append(coded.page.sighting.doc_id)
        if n == 10:
            store.add(report("late", text=TEXT + "late", events=(), claims=()))
    assert seen == [f"r{n}" for n in range(120)] + ["late"]


def test_a_masked_or_changed_report_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="the text is not the one that was sighted"):
        store.add(mask_report(report()))
    strange = dataclasses.replace(report(), reading=dataclasses.replace(report().reading, sighting_id="S-other"))
    with pytest.raises(StoreError, match="another sighting"):
        store.add(strange)
    assert store.stats()["documents"] == 0


def test_a_report_that_contradicts_itself_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(StoreError, match="contradict") as caught:
        store.add(report(events=(event("e1"), event("e1")), claims=()))
    assert "hw-1" in str(caught.value)
    assert set(store.stats().values()) == {0, 1}
    assert store.stats()["facts"] == 1
    assert store.stats()["readings"] == 0
