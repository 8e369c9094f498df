"""The first page, the JSON interface and the desk's guards, on a store of one report built by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.export.coded_reports import report


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a desk on a linked store."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as store:
        store.add(report())
        desk = open_desk(store, load())
        with TestClient(create_app(desk), base_url="http://127.0.0.1") as made:
            yield made


def test_the_page_lists_events_without_script(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert 'href="/events/DL-1"' in answer.text
    assert "Harbour Wire" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_htmx_gets_the_table_alone(client: TestClient) -> None:
    answer = client.get("/?type=Protests", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "No event passes" in answer.text
    assert client.get("/?from=soon").text.count('class="fault"') == 1


def test_private_persons_are_masked_in_search_and_lists(client: TestClient) -> None:
    assert "Veshko" not in client.get("/api/v1/events").text
    assert client.get("/api/v1/events?q=Veshko").json()["total"] == 0
    assert client.get("/api/v1/events?q=Orlun").json()["total"] > 0


def test_the_interface_answers_map_weeks_facets_and_one_event(client: TestClient) -> None:
    total = client.get("/api/v1/events").json()["total"]
    found = client.get("/api/v1/map?bbox=-180,-85,180,85&zoom=3").json()
    assert found["total"] == total
    assert found["in_view"] + found["unplaced"] <= total
    assert sum(week["events"] for week in client.get("/api/v1/weeks").json()["weeks"]) <= total
    assert client.get("/api/v1/facets").json()["facets"]["outlet"] == [["Harbour Wire", total]]
    assert client.get("/api/v1/events/DL-1").json()["id"] == "DL-1"
    assert client.get("/api/v1/events/DL-99").status_code == 404
    assert client.get("/api/v1/events?limit=-1").status_code == 422
    assert client.get("/api/v1/events?bbox=1,2,3,99").status_code == 400


def test_other_hosts_and_missing_pages_are_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    missing = client.get("/nothing")
    assert missing.status_code == 404
    assert "there is no such page" in missing.text


def test_static_files_are_kept_by_what_is_in_them(client: TestClient) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/../app.py").status_code == 404


def test_rows_follow_what_is_added(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite3") as store:
        desk = open_desk(store, load())
        with TestClient(create_app(desk), base_url="http://127.0.0.1") as client:
            assert client.get("/api/v1/events").json()["total"] == 0
            assert "Add reports" in client.get("/").text
            store.add(report())
            assert desk.refresh() == len(report().events)
            assert client.get("/api/v1/events").json()["total"] == len(report().events)
            assert desk.refresh() == 0
