"""Forms that no page of the desk would send: each is refused with what is wrong and what to do, keeps nothing, and breaks no page."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from dateline.linked import event_ids
from dateline.records import Reading
from dateline.serve.pages.review import settle
from dateline.store import Store
from tests.export.coded_reports import report
from tests.serve.persons import Browser, copy_of, desk_app, make_store

HUGE = "9" * 30
PLACE = {"name": "A", "level": None, "admin1": None, "country": None, "country_code": None, "lat": 1.0, "lon": 1.0}


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
def eve(app: FastAPI) -> Browser:
    return Browser(app, "eve")


def ids(store: Store) -> dict[str, str]:
    return event_ids(next(store.reports()))


def sighting(store: Store) -> str:
    return next(store.reports()).page.sighting.id


def kept(store: Store) -> int:
    return len(store.reviews.of(sighting(store)))


def post(browser: Browser, path: str, **fields: object) -> int:
    browser.get("/review")
    answer = browser.client.post(path, data={"csrf": browser.client.cookies["dateline_csrf"], **fields}, follow_redirects=False)
    browser.text = answer.text
    return answer.status_code


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/review/undo", {"number": HUGE}),
        ("/review/unbond", {"number": HUGE, "one": "E-1"}),
        ("/review/assign", {"event": HUGE, "who": "ann"}),
        ("/review/assign", {"event": "999", "who": "ann"}),
        ("/review/assign", {"event": "1", "who": "nobody"}),
        ("/review/add/{sighting}", {"start": "²", "end": "5", "sub_event_type": "Attack"}),
        ("/review/add/{sighting}", {"start": "0", "end": "9" * 5000, "sub_event_type": "Attack"}),
        ("/review/add/{sighting}", {"start": "0", "end": "5", "sub_event_type": "Attack", "why": "x" * 5000}),
        (f"/add/{HUGE}/again", {}),
        (f"/double/code/{HUGE}/done", {}),
        (f"/watch/{HUGE}/now", {}),
    ],
)
def test_numbers_and_names_that_cannot_be_are_refused(eve: Browser, store: Store, path: str, fields: dict[str, str]) -> None:
    assert post(eve, path.format(sighting=sighting(store)), **fields) in (400, 404, 422)
    assert eve.text
    assert kept(store) == 0
    assert store.reviews.assignments() == {}


@pytest.mark.parametrize("address", [f"/add/{HUGE}", f"/double/code/{HUGE}", f"/review/DL-1?done={HUGE}", f"/events/DL-{HUGE}"])
def test_numbers_in_addresses_that_cannot_be_are_refused(eve: Browser, address: str) -> None:
    assert eve.client.get(address).status_code in (404, 422)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"was": "5"}, "load the page again"),
        ({"was": "[" * 100_000}, "load the page again"),
        ({"seen": f"{'9' * 5000}.0.0"}, "load the page again"),
        ({"place__pick": "[" * 100_000}, "no place of the index"),
        ({"place__pick": json.dumps(PLACE | {"country_code": {"a": 1}})}, "country_code"),
        ({"place__pick": json.dumps(PLACE | {"country": 5})}, "country"),
        ({"place__pick": json.dumps(PLACE | {"name": "\ud800"})}, "cannot be shown"),
        ({"place__name": "a\x00b"}, "cannot be shown"),
        ({"place__admin1": "x" * 501}, "too many"),
        ({"date__start": "0001-01-01", "date__end": "", "date__precision": "day"}, "look at the year"),
        ({"date__start": "2017-10-01", "date__end": "9999-12-31", "date__precision": "range"}, "look at the year"),
        ({"tolls__rows": "²"}, "at most 200 rows"),
        ({"tolls__rows": "201"}, "at most 200 rows"),
        ({"why": "x" * 4001, "realis": "ongoing"}, "too many"),
        ({"do": "reject", "why": " "}, "needs its reason"),
    ],
)
def test_cells_that_cannot_be_kept_are_told(eve: Browser, store: Store, fields: dict[str, str], told: str) -> None:
    eve.get("/review/DL-1")
    assert eve.send("/review/E-", **fields) == 422
    assert told in eve.text
    assert kept(store) == 0
    assert eve.client.get("/review/DL-1").status_code == 200


def test_a_form_with_as_many_rows_as_it_may_carry_is_saved_again(eve: Browser, store: Store) -> None:
    rows = {f"tolls__{n}__{column}": value for n in range(198) for column, value in (("kind", "killed"), ("low", "1"), ("span", "0-5"))}
    eve.get("/review/DL-1")
    assert eve.send("/review/E-", tolls__rows="198", **rows) == 200
    assert eve.send("/review/E-", realis="ongoing") == 200
    assert eve.send("/review/E-", tolls__rows="0") == 200
    assert [review.field for review in store.reviews.of(sighting(store))] == ["tolls", "realis", "tolls"]


def test_a_rejected_event_report_is_not_merged(eve: Browser, store: Store) -> None:
    one, other = (ids(store)[local] for local in ("e1", "e2"))
    eve.get(f"/review/{one}")
    assert eve.send("/review/E-", do="reject", why="there is none") == 200
    for pair in ((one, other), (other, one)):
        assert post(eve, "/review/merge", one=pair[0], other=pair[1]) == 409
        assert "undo the rejection" in eve.text
    assert store.reviews.bonds() == ()


def double(app: FastAPI, store: Store) -> dict[str, str]:
    """Give the report to both coders; return the address of each one's coding."""
    assert post(Browser(app, "eve"), "/double/give", sighting=sighting(store), to="ann, bob") == 303
    return {coding.coder: f"/double/code/{coding.number}" for coding in store.reviews.codings()}


def test_a_blind_coding_is_neither_undone_nor_told_from_outside(app: FastAPI, store: Store) -> None:
    codings = double(app, store)
    ann, bob = Browser(app, "ann"), Browser(app, "bob")
    ann.get(f"{codings['ann']}?at={ids(store)['e1']}")
    assert ann.send(f"{codings['ann']}/E-", do="reject", why="none") == 200
    (said,) = store.reviews.of(sighting(store))
    assert post(bob, "/review/undo", number=said.number) == 400
    assert post(bob, f"{codings['bob']}/undo", review=said.number) == 404
    assert "Rejected" not in bob.get(f"/review/DL-1?done={said.number}")
    assert [review.undone for review in store.reviews.of(sighting(store))] == [None]
    assert post(ann, f"{codings['ann']}/undo", review=said.number) == 303
    assert [review.undone_by for review in store.reviews.of(sighting(store))] == ["ann"]


def test_an_adjudication_is_kept_whole_and_once(app: FastAPI, store: Store) -> None:
    codings = double(app, store)
    ann, bob, eve = (Browser(app, name) for name in ("ann", "bob", "eve"))
    ann.get(f"{codings['ann']}?add=1&start=0&end=5")
    assert ann.send(f"{codings['ann']}/add", sub_event_type="Disrupted weapons use") == 200
    for browser, name, realis in ((ann, "ann", "ongoing"), (bob, "bob", "planned")):
        browser.get(f"{codings[name]}?at={ids(store)['e1']}")
        assert browser.send(f"{codings[name]}/E-", realis=realis) == 200
        while "undecided" in browser.get(codings[name]):
            assert browser.send(f"{codings[name]}/E-", do="accept") == 200
        assert post(browser, f"{codings[name]}/done") == 303
    path = f"/double/{sighting(store)}"
    page = eve.get(path)
    _, given = eve.form(path)
    radios = sorted(set(re.findall(r'<input type="radio" name="([^"]+)"', page)))
    whole = {name: value for name, value in given.items() if name not in radios} | dict.fromkeys(radios, "0")
    for wrong in (
        {name: value for name, value in whole.items() if name != radios[-1]},
        whole | {radios[-1]: "²"},
        whole | {radios[-1]: "2"},
    ):
        assert eve.client.post(path, data=wrong).status_code == 422
        assert [review for review in store.reviews.of(sighting(store)) if review.coding is None] == []
    assert eve.client.post(path, data=whole).status_code == 200
    once = store.reviews.of(sighting(store))
    again = eve.client.post(path, data=whole)
    assert (again.status_code, "adjudicated already" in again.text) == (409, True)
    assert store.reviews.of(sighting(store)) == once


def test_a_private_name_that_a_coder_types_is_masked_for_viewers(app: FastAPI, store: Store) -> None:
    ann, guest = Browser(app, "ann"), Browser(app, "guest")
    ann.get("/review/DL-1")
    rows = {"participants__0__name": "Karim Yazbek", "participants__1__role": "target", "participants__1__name": "Suqour Brigade"}
    assert ann.send("/review/E-", participants__0__role="target", **rows, why="Karim Yazbek's uncle says so") == 200
    assert "Karim Yazbek" in ann.get("/events/DL-1")
    paths = (
        "/",
        "/events/DL-1",
        "/pack?ids=DL-1",
        "/export/acled",
        "/export/geojson",
        "/export/jsonl",
        "/api/v1/facets",
        "/digest?since=2000-01-01",
    )
    for path in (*paths, f"/reports/{sighting(store)}", f"/api/v1/reports/{sighting(store)}", "/api/v1/events"):
        assert "Yazbek" not in guest.get(path), path
    assert "Suqour Brigade" in guest.get("/events/DL-1")
    for field in ("q", "actor"):
        assert guest.client.get(f"/api/v1/events?{field}=Karim+Yazbek").json()["total"] == 0


def test_a_store_that_another_program_holds_is_told_and_the_form_kept(app: FastAPI, eve: Browser, store: Store) -> None:
    eve.get("/review/DL-1")
    with store._engine.connect() as connection:  # the desk's own connections wait no longer than these
        path = connection.exec_driver_sql("PRAGMA database_list").fetchone()[2]
    sa.event.listen(store._engine, "checkout", lambda driver, *_: driver.execute("PRAGMA busy_timeout=50"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert eve.send("/review/E-", realis="ongoing", why="the word is still") == 422
    assert "database is locked" in eve.text
    assert "the word is still" in eve.text
    assert post(eve, "/double/give", sighting=sighting(store), to="ann, bob") == 400
    assert "database is locked" in eve.text
    assert eve.client.get("/").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    assert kept(store) == 0
    eve.get("/review/DL-1")
    assert eve.send("/review/E-", realis="ongoing") == 200
    assert kept(store) == 1


def test_half_characters_of_a_report_stop_no_page(app: FastAPI, eve: Browser, store: Store) -> None:
    half = report("half")
    seen = dataclasses.replace(half.page.sighting, title="x\ud800", outlet="o\ud800", url="https://news.example/\ud800")
    event = dataclasses.replace(half.events[0], locations=(dataclasses.replace(half.events[0].locations[0], name="T\ud800"),))
    reading = Reading(seen.id, half.reading.reader, half.reading.resources)
    page = dataclasses.replace(half.page, sighting=seen)
    added = dataclasses.replace(half, page=page, reading=reading, events=(event, *half.events[1:]))
    store.add(added)
    settle(app.state.desk)
    paths = ("/", "/outlets", "/review", "/digest", "/double", "/control", "/export/jsonl", "/api/v1/facets", f"/reports/{seen.id}")
    rows = eve.client.get("/api/v1/events").json()["events"]
    each = [path.format(row["id"]) for row in rows for path in ("/events/{}", "/review/{}", "/api/v1/events/{}/claims", "/pack?ids={}")]
    for path in (*paths, f"/api/v1/reports/{seen.id}", *each):
        assert eve.client.get(path).status_code == 200, path


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "+1+1", "@SUM(A1)", "-2+3"])
def test_no_cell_of_a_table_is_a_formula(eve: Browser, store: Store, text: str) -> None:
    eve.get("/review/DL-1")
    assert eve.send("/review/E-", place__name=text, place__admin1=text, participants__0__name=text, participants__0__side=text) == 200
    found = eve.client.get("/export/acled").text + eve.client.get("/export/ucdp").text
    cells = [cell for row in csv.reader(found.splitlines()) for cell in row]
    assert f"'{text}" in cells
    assert not [
        cell for cell in cells if cell[:1] in ("=", "+", "@", "\t") or (cell.startswith("-") and not cell[1:].replace(".", "").isdigit())
    ]
