"""The review pages without script: forms as a browser sends them, on a store of one report built by hand."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from dateline.export import geojson
from dateline.linked import event_ids
from dateline.store import Store
from tests.export.coded_reports import at
from tests.serve.persons import Browser, copy_of, desk_app, make_store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("desk") / "store.sqlite3")


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    with copy_of(made, tmp_path) as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> FastAPI:
    return desk_app(store)


@pytest.fixture
def ann(app: FastAPI) -> Browser:
    return Browser(app, "ann")


def first(store: Store) -> str:
    return event_ids(next(store.reports()))["e1"]


def exported(store: Store) -> dict[str, str]:
    """Return the type of each event as an export gives it, with its state of review."""
    found = json.loads(geojson(store.numbered_reports(), unmask=True))["features"]
    return {f["id"]: f"{f['properties']['sub_event_type']}, {f['properties']['review']}" for f in found}


def test_a_cell_is_corrected_kept_exported_and_taken_back(ann: Browser, store: Store) -> None:
    before = exported(store)
    ann.get("/review/DL-1")
    assert 'value="Upper Sarn"' in ann.text
    assert ann.send("/review/E-", sub_event_type="Armed clash", tolls__0__low="25", why="only fighting is told") == 200
    assert exported(store) == before | {"DL-1": "Armed clash, corrected"}
    said = store.reviews.of(next(store.reports()).page.sighting.id)
    assert [(r.field, r.who, r.why) for r in said] == [
        ("sub_event_type", "ann", "only fighting is told"),
        ("tolls", "ann", "only fighting is told"),
    ]
    assert store.event("DL-1").members[0].event.tolls[0].count.low == 25
    assert 'DL-1"' in ann.get("/?review=corrected&sort=date")
    ann.get(f"/review/DL-1?done={said[-1].number}")
    assert ann.send("/review/undo") == 200
    assert exported(store) == before
    assert "undone by ann" in ann.text


def test_a_form_sent_as_it_came_changes_nothing(ann: Browser, store: Store) -> None:
    for n in range(1, 6):
        ann.get(f"/review/DL-{n}")
        assert ann.send("/review/E-") == 200
        assert "Nothing was changed" in ann.text
    assert store.reviews.of(next(store.reports()).page.sighting.id) == ()


def test_accepting_leads_to_the_next_and_rejecting_wants_a_reason(ann: Browser, store: Store) -> None:
    order = re.findall(r'href="/review/(DL-\d)\?', ann.get("/review"))
    queue = list(dict.fromkeys(order))
    ann.get(f"/review/{queue[0]}")
    ann.send("/review/E-", do="accept")
    assert f"<title>Review {queue[1]}" in ann.text
    assert "Accepted the event before" in ann.text
    assert ann.send("/review/E-", do="reject") == 422
    assert "needs its reason" in ann.text
    assert ann.send("/review/E-", do="reject", why="a rumour") == 200
    assert set(exported(store)) == {"DL-1", "DL-2", "DL-3", "DL-4", "DL-5"} - {queue[1]}
    assert f"<title>Review {queue[2]}" in ann.text
    ann.send("/review/undo")
    assert set(exported(store)) == {"DL-1", "DL-2", "DL-3", "DL-4", "DL-5"}
    assert re.findall(r'href="/review/(DL-\d)\?', ann.get("/review?review=accepted"))[:1] == [queue[0]]


def test_a_rejected_event_is_found_again_at_its_report(ann: Browser, store: Store) -> None:
    ann.get("/review/DL-1")
    rejected, report = re.search(r'action="/review/(E-\w+)', ann.text), re.search(r'href="(/reports/S-\w+)"', ann.text)
    assert rejected is not None
    assert report is not None
    assert "Rejected in review" not in ann.get(report[1])
    ann.get("/review/DL-1")
    ann.send("/review/E-", do="reject", why="a rumour")
    found = ann.get(report[1])
    assert f'href="/review/{rejected[1]}"' in found
    assert "a rumour" in found
    ann.get(f"/review/{rejected[1]}")
    assert "Undo the rejection" in ann.text
    ann.send("/review/undo")
    assert "DL-1" in exported(store)
    assert "Rejected in review" not in ann.get(report[1])


def test_the_second_browser_is_told_what_changed(app: FastAPI, ann: Browser, store: Store) -> None:
    bob = Browser(app, "bob")
    ann.get("/review/DL-1")
    bob.get("/review/DL-1")
    assert ann.send("/review/E-", sub_event_type="Armed clash", why="fighting") == 200
    assert bob.send("/review/E-", realis="planned", sub_event_type="Attack") == 409
    assert "<strong>ann</strong> changed Type from “Government regains territory” to “Armed clash” (fighting)" in bob.text
    assert exported(store)["DL-1"] == "Armed clash, corrected"
    assert store.event("DL-1").members[0].event.realis == "actual"
    form = bob.form("/review/E-")[1]
    assert (form["realis"], form["sub_event_type"]) == ("planned", "Attack")  # what he wrote is not lost
    assert bob.send("/review/E-", sub_event_type="Armed clash") == 200
    assert (store.event("DL-1").members[0].event.realis, exported(store)["DL-1"]) == ("planned", "Armed clash, corrected")


def test_wrong_numbers_are_told_and_the_form_is_kept(ann: Browser, store: Store) -> None:
    ann.get("/review/DL-1")
    assert ann.send("/review/E-", tolls__0__low="9", tolls__0__best="3") == 422
    assert "are not in this order" in ann.text
    assert ann.form("/review/E-")[1]["tolls.0.low"] == "9"
    assert ann.send("/review/E-", tolls__0__low="many") == 422
    assert "is no number" in ann.text


def test_a_place_is_looked_up_and_picked(ann: Browser, store: Store) -> None:
    ann.get("/review/DL-4")
    assert ann.send("/review/E-", do="lookup", place__name="Damascus", realis="actual") == 200
    assert ann.form("/review/E-")[1]["realis"] == "actual"  # what was written elsewhere stays
    pick = next(html.unescape(value) for value in re.findall(r'<option value="({&#34;name.*?)"', ann.text) if "Damascus" in value)
    assert store.reviews.of(next(store.reports()).page.sighting.id) == ()
    assert ann.send("/review/E-", place__pick=pick) == 200
    place = store.event("DL-4").members[0].event.locations[0]
    assert (place.name, place.country_code, round(place.lat or 0), place.status) == ("Damascus", "SY", 34, "resolved")
    ann.get("/review/DL-4")
    assert ann.send("/review/E-", do="lookup", place__name="Qwxzzt") == 422


def test_a_missed_event_is_added_on_words(ann: Browser, store: Store) -> None:
    span = at("a truck")
    sighting = next(store.reports()).page.sighting.id
    ann.get(f"/review/add/{sighting}?start={span.start}&end={span.end}")
    assert "a truck" in ann.text
    assert ann.send("/review/add", sub_event_type="Armed clash", place__name="Orlun", place__lat="35.1", place__lon="37") == 200
    assert "<title>Review DL-6" in ann.text
    assert exported(store)["DL-6"] == "Armed clash, corrected"
    assert str(store.event("DL-6").members[0].event.date.start) == "2017-10-30"  # no day was given: that of the publication
    ann.get(f"/review/add/{sighting}")
    assert ann.send("/review/add", sub_event_type="Armed clash") == 422
    assert "select them in the text" in ann.text


def test_events_are_merged_and_split_by_forms(ann: Browser, store: Store) -> None:
    ann.get("/review/DL-1")
    assert ann.send("/review/merge", other="DL-3", why="one battle") == 200
    assert len(store.event("DL-1").members) == 2
    assert "one event with" in ann.text
    second = event_ids(next(store.reports()))["e3"]
    assert ann.send("/review/split", out=second) == 200
    assert len(store.event("DL-1").members) == 1
    assert ann.send("/review/unbond") == 200
    assert len(store.event("DL-1").members) == 1  # the merge was replaced by the split, and nothing is left of it
    own = re.search(r"<title>Review (DL-\d+)", ann.text)
    assert own is not None
    assert ann.send("/review/merge", other=own[1]) == 422


def test_a_merge_is_told_and_undone_like_any_review(ann: Browser, store: Store) -> None:
    ann.get("/review/DL-1")
    assert ann.send("/review/merge", other="DL-3", why="one battle") == 200
    assert "Merged" in ann.text
    assert len(store.event("DL-1").members) == 2
    assert ann.send("/review/undo") == 200
    assert len(store.event("DL-1").members) == 1
    assert "undone by" in ann.text
    assert store.reviews.bonds() == ()


def test_of_a_day_one_end_is_enough(ann: Browser, store: Store) -> None:
    ann.get("/review/DL-1")
    assert ann.send("/review/E-", do="save", why="dated", date__start="2017-10-21", date__end="", date__precision="day") == 200
    told = store.event("DL-1").members[0].event.date
    assert str(told.start) == str(told.end) == "2017-10-21"


def test_the_queue_goes_by_doubt_date_and_assignment(app: FastAPI, ann: Browser, store: Store) -> None:
    eve = Browser(app, "eve")
    eve.get("/review")
    eve.client.post("/review/assign", data=eve.form("/review/assign")[1] | {"event": ["3", "4"], "who": "ann"})
    assert set(re.findall(r'href="/review/(DL-\d)\?', ann.get("/review?by=mine"))) == {"DL-3", "DL-4"}
    assert "Nothing waits" in eve.get("/review?by=mine")
    rows = re.findall(r'<th scope="row"><a href="/review/(DL-\d)', ann.get("/review"))
    assert rows[:2] == ["DL-1", "DL-4"]  # the one was read with little confidence, of the other place and day are not known
    assert set(re.findall(r'<th scope="row"><a href="/review/(DL-\d)', ann.get("/review?type=Explosions/Remote+violence"))) == {"DL-3"}
    assert ann.client.post("/review/assign", data={"who": "ann", "csrf": ann.form("/review/assign")[1]["csrf"]}).status_code == 403


def test_viewers_do_not_review(app: FastAPI) -> None:
    guest = Browser(app, "guest")
    assert guest.client.get("/review").status_code == 403
    assert guest.client.get("/review/DL-1").status_code == 403
