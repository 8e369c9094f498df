"""Exports of the desk: exactly the events that the filters let pass."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.serve.app import create_app
from dateline.serve.people import Person
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from dateline.views.exporting import FORMATS, export_events, only
from tests.export.coded_reports import report


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of one report."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        made.add(report())
        yield made


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Return a browser at a desk on it."""
    with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as made:
        yield made


def shown(client: TestClient, query: str) -> set[str]:
    return {row["id"] for row in client.get(f"/api/v1/events?{query}").json()["events"]}


@pytest.mark.parametrize("query", ["", "type=Battles", "q=Orlun", "type=Protests", "sub=Armed+clash"])
def test_each_format_holds_the_events_shown_and_no_other(client: TestClient, query: str) -> None:
    wanted = shown(client, query)
    features = json.loads(client.get(f"/export/geojson?{query}").text)["features"]
    assert {feature["id"] for feature in features} == wanted
    lines = [json.loads(line) for line in client.get(f"/export/jsonl?{query}").text.splitlines()]
    assert {event["event_id"] for line in lines for event in line["events"]} == wanted
    for format_, column in (("acled", "event_id_cnty"), ("ucdp", "id")):
        answer = client.get(f"/export/{format_}?{query}")
        assert answer.headers["content-disposition"].startswith(f'attachment; filename="dateline-{format_}')
        assert {row[column] for row in csv.DictReader(io.StringIO(answer.text))} <= wanted


def test_what_is_shown_is_in_the_rows_or_left_out_by_a_rule(store: Store, client: TestClient) -> None:
    for event in sorted(shown(client, "")):
        for format_, column in (("acled", "event_id_cnty"), ("ucdp", "id")):
            given = export_events(store, format_, {event})
            rows = {row[column] for row in csv.DictReader(io.StringIO(given.text))}
            left = {row["event_id"] for row in csv.DictReader(io.StringIO(given.left_out))}
            assert rows | left == {event}, format_
            assert len(list(csv.DictReader(io.StringIO(given.left_out)))) == given.n_left_out


def test_numbers_do_not_depend_on_what_else_is_asked_for(store: Store, client: TestClient) -> None:
    every = {row["id"]: row for row in csv.DictReader(io.StringIO(export_events(store, "ucdp", shown(client, "")).text))}
    assert every
    for event, row in every.items():
        alone = next(csv.DictReader(io.StringIO(export_events(store, "ucdp", {event}).text)))
        assert alone == row


def test_claims_about_other_events_are_left_out(store: Store) -> None:
    found, ids = next(store.reports_of(["DL-1"]))
    part, numbers = only(found, ids, {"DL-1"})
    assert set(numbers.values()) == {"DL-1"}
    kept = {event.id for event in part.events}
    assert part.claims
    assert len(part.claims) < len(found.claims)
    for claim in part.claims:
        assert any(target.partition(".")[0] in kept or not target.startswith("e") for target in claim.about)


def test_viewers_get_private_persons_masked(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Veshko" in client.get("/export/jsonl").text
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("someone", "viewer"))
    for format_ in FORMATS:
        assert "Veshko" not in client.get(f"/export/{format_}").text


def test_wrong_formats_and_filters_are_refused(client: TestClient) -> None:
    assert client.get("/export/xlsx").status_code == 404
    assert "jsonl" in client.get("/export/xlsx").text
    assert client.get("/export/acled?from=soon").status_code == 400


def test_fiction_is_given_out_by_itself_and_named_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.sqlite3") as store:
        store.add(report("invented", fiction=True))
        with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as client:
            assert "FICTION" in client.get("/export/acled").headers["content-disposition"]
            store.add(report("real", text=report().page.document.text + "\nMore."))
            open_desk(store, load())
            mixed = client.get("/export/acled")
            assert mixed.status_code == 400
            assert "fiction" in mixed.text
