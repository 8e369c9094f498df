"""The page of an event: rows by code book, claims by side, counts, origins, history."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.records import Reading
from dateline.serve.app import create_app
from dateline.serve.people import Person
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from dateline.views.events import OWN_WORDS, told
from dateline.views.exporting import export_events
from tests.export.coded_reports import TEXT, report
from tests.serve.hostile import PAYLOADS, faults, hostile

FIRST, LATER = dt.datetime(2031, 5, 10, 8, tzinfo=dt.UTC), dt.datetime(2031, 5, 20, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of a report, one of another outlet that prints it later, and hostile ones."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        one = report("wire-1")
        made.add(one, learned=FIRST)
        link_store(made, learned=FIRST)
        copied = report("daily-1", text=TEXT + "\nMore on our pages.")
        sighting = dataclasses.replace(copied.page.sighting, outlet="Valley Daily", address="daily/1.html")
        page = dataclasses.replace(copied.page, sighting=sighting)
        reading = Reading(sighting.id, copied.reading.reader, copied.reading.resources)
        made.add(dataclasses.replace(copied, page=page, reading=reading), learned=LATER)
        for n in range(0, len(PAYLOADS), 7):
            made.add(hostile(n), learned=LATER)
        link_store(made, learned=LATER)
        yield made


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Return a browser at a desk on it."""
    with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as made:
        yield made


def events(store: Store) -> list[str]:
    """Return the ids of the first events."""
    return sorted({one.id for one in store.events()}, key=lambda event: int(event[3:]))[:6]


def test_every_claim_stands_with_its_words_and_leads_to_them(client: TestClient, store: Store) -> None:
    page = client.get("/events/DL-1").text
    member = store.event("DL-1").members[0]
    assert member.claims
    for claim in member.claims:
        anchor = f'/reports/{member.report.page.sighting.id}#o{claim.content.start}"'
        assert anchor in page
        target = client.get(f"/reports/{member.report.page.sighting.id}").text
        assert f'id="o{claim.content.start}"' in target
    assert "<mark" in page


def test_claims_are_told_apart_by_side_and_denials_marked(store: Store, client: TestClient) -> None:
    shown = [told(store, event) for event in events(store)]
    for one in shown:
        for side, said in one.sides.items():
            assert all((claim.claim.source.type == "author") == (side == OWN_WORDS) for claim in said)
        assert sum(map(len, one.sides.values())) == sum(len(member.claims) for member in one.members)
    denying = [one for one in shown if any(said.claim.polarity == "-" for group in one.sides.values() for said in group)]
    assert denying
    page = client.get(f"/events/{denying[0].event.id}").text
    assert 'class="claim denies"' in page
    assert " denies " in page


def test_each_code_book_has_a_row_or_says_why_not(store: Store) -> None:
    for event in events(store):
        for book in told(store, event).books:
            assert book.rows or book.excluded or book.refused, (event, book.book)
            assert len(set(book.excluded)) == len(book.excluded)


def test_the_row_is_that_of_the_export(store: Store) -> None:
    compared = 0
    for event in events(store):
        book = next(one for one in told(store, event, unmask=True).books if one.book == "acled")
        rows = list(csv.DictReader(io.StringIO(export_events(store, "acled", {event}, unmask=True).text)))
        for shown, given in zip(book.rows, rows, strict=True):
            compared += 1
            for column, value in shown.items():
                if column not in ("notes", "fatalities"):
                    assert given[column] == str(value), (event, column)
    assert compared


def test_counts_are_drawn_and_written(client: TestClient, store: Store) -> None:
    counted = next(event for event in events(store) if told(store, event).tolls is not None)
    page = client.get(f"/events/{counted}").text
    assert '<svg class="interval' in page
    tolls = told(store, counted).tolls
    assert tolls is not None
    assert "Likely " in page
    for cell in tolls.cells:
        for row in cell.rows:
            assert f"“{row.entry.words}”" in page


def test_who_copied_whom_is_drawn_and_written(client: TestClient, store: Store) -> None:
    shown = told(store, "DL-1")
    assert len({member.report.page.sighting.outlet for member in shown.members}) > 1
    assert shown.copies
    page = client.get("/events/DL-1").text
    assert 'class="copy"' in page
    assert re.search(r"is (?:the same text as|a near-duplicate of|an agency copy of|a rewrite of)", page)
    assert page.count("<title>") > 1  # each arrow says what it is


def test_history_tells_readings_memberships_and_reviews(client: TestClient, store: Store) -> None:
    page = client.get("/events/DL-1").text
    for words in ("a report was read by", "was put in this event", "was given its number", "was found to be this event"):
        assert words in page, words


def test_as_known_on_a_day_leaves_out_what_came_later(client: TestClient) -> None:
    then, now = (client.get(f"/events/DL-1{query}").text for query in ("?known=2031-05-12", ""))
    assert "Valley Daily" in now
    assert "Valley Daily" not in then
    assert "as known on 2031-05-12" in then
    assert "2031-05-20" not in then
    assert client.get("/events/DL-1?known=2031-05-01").status_code == 404
    assert client.get("/events/DL-1?known=soon").status_code == 422


def test_a_merged_id_leads_on_and_an_unknown_one_says_what_to_do(client: TestClient, store: Store) -> None:
    merged = next(change.what for change in store.history("DL-1") if change.kind == "merged")
    answer = client.get(f"/events/{merged}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "/events/DL-1")
    assert client.get("/events/dl-1", follow_redirects=False).status_code == 301
    for wrong in ("DL-9999", "DL-x", "nothing", "DL-" + "9" * 30):
        answer = client.get(f"/events/{wrong}")
        assert answer.status_code == 404, wrong
        assert "table lists the ids" in answer.text


def test_viewers_see_private_persons_masked(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    named = next(event for event in events(store) if "Veshko" in client.get(f"/events/{event}").text)
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("someone", "viewer"))
    page = client.get(f"/events/{named}").text
    assert "Veshko" not in page
    assert "█" in page


def test_a_review_stands_in_the_history_its_reason_not_for_viewers(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = store.event("DL-1").members[0]
    case = store.reviews.case(event_ids(member.report)[member.event.id])
    store.reviews.save(case.event_report, {"accept": True}, who="rana", why="read it twice", seen=case.seen)
    page = client.get("/events/DL-1").text
    assert "rana accepted the event as it stands: read it twice" in page
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("someone", "viewer"))
    page = client.get("/events/DL-1").text
    assert "rana accepted the event as it stands" in page
    assert "read it twice" not in page


def test_hostile_reports_run_nothing(client: TestClient, store: Store) -> None:
    pages = 0
    for one in store.events():
        answer = client.get(f"/events/{one.id}")
        assert answer.status_code == 200
        assert faults(answer.text) == []
        pages += 1
    assert pages > 8
