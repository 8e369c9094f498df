"""The page of control, on a report built by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.records import ControlState, Span
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from tests.export.coded_reports import report


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of one report that says who holds a place."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        coded = report()
        state = ControlState("h8", "Orlun", Span(0, 5), "the Front", "Red Valley Front", "held", dt.date(2017, 10, 30), None, Span(0, 9), 0)
        made.add(dataclasses.replace(coded, controls=(state,)))
        yield made


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Return a client of the desk on the store."""
    with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as made:
        yield made


def test_control_shows_a_day_a_place_and_what_was_known(client: TestClient) -> None:
    page = client.get("/control").text
    assert "Who is said to hold what" in page
    assert client.get("/control?at=&known=&side=&place=").status_code == 200
    held = client.get("/control?at=2017-10-30").text
    assert "Orlun" in held
    assert "As known on" in held
    assert "Nothing is said" in client.get("/control?at=1990-01-01").text
    assert client.get("/control?at=tomorrow").status_code == 422
    found = client.get("/control.geojson?at=2017-10-30").json()
    assert found["type"] == "FeatureCollection"
    assert client.get("/control?place=Orlun", headers={"HX-Request": "true"}).text.lstrip().startswith("<h2")


def test_the_api_says_who_holds_what(client: TestClient) -> None:
    told = client.get("/api/v1/control?at=2017-10-30").json()
    held = {one["place"]: one for one in told["places"]}["Orlun"]
    assert told["total"] == len(told["places"])
    assert (held["state"], held["holder"], held["side"]) == ("held", "the Front", "Red Valley Front")
    assert held["since"] == "2017-10-30"
    assert all(claim["speaker"] and claim["report"].startswith("S-") for claim in held["claims"])
    assert client.get("/api/v1/control?at=2017-10-30&as_known_on=1990-01-01").json()["places"] == []
    assert client.get("/api/v1/control?at=1990-01-01").json()["total"] == 0
    shapes = client.get("/api/v1/control?at=2017-10-30&format=geojson")
    assert shapes.headers["content-type"] == "application/geo+json"
    assert [one["properties"]["place"] for one in shapes.json()["features"]] == [one["place"] for one in told["places"]]
    assert client.get("/api/v1/control").status_code == 422
    assert client.get("/api/v1/control?at=2017-10-30&format=kml").status_code == 422
