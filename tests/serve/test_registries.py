"""The registries: actors with the events that name them, outlets with what they show, places looked up and added after a look."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dateline.config import Config
from dateline.gazetteer import open_index
from dateline.pipeline import code_pages
from dateline.read import read
from dateline.records import CodedReport
from dateline.serve.app import create_app
from dateline.serve.people import Person
from dateline.serve.running import open_desk
from dateline.store import open_store

TEXTS = (
    "The Syrian army shelled the village of Qurmazit on Sunday and killed two farmers, residents said.",
    "The Syrian army shelled the village of Qurmazit on Sunday. A hospital in Hama said three people were killed.",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("registries")
    with open_store(folder / "store.sqlite3") as store:
        for n, text in enumerate(TEXTS):
            path = folder / f"{n}.jsonl"
            path.write_text(json.dumps({"id": str(n), "text": text, "outlet": f"Outlet {n} <b>", "published": "2017-10-30"}))
            for report in code_pages(read([path]), index=open_index(), reader="rules"):
                assert isinstance(report, CodedReport)
                store.add(report, learned=dt.datetime(2020, 5, 1, tzinfo=dt.UTC))
        with TestClient(create_app(open_desk(store, Config(folder / "home", None, {}))), base_url="http://127.0.0.1") as made:
            yield made


def token(client: TestClient) -> str:
    client.get("/places")
    return client.cookies["dateline_csrf"]


def test_actors_are_found_by_any_of_their_names_with_the_events_that_name_them(client: TestClient) -> None:
    page = client.get("/actors?q=syrian+army").text
    assert 'href="/actors/sy.army"' in page
    one = client.get("/actors/sy.army").text
    assert 'href="/events/DL-1"' in one
    assert "enemy" in one or "ally" in one
    assert client.get("/actors?q=zzqqxx").text.count("<strong>0</strong>") == 1
    assert client.get("/actors/no.such").status_code == 404


def test_outlets_are_shown_as_their_reports_show_them(client: TestClient) -> None:
    page = client.get("/outlets").text
    assert "Outlet 0 &lt;b&gt;" in page
    assert "<b>" not in page
    assert "Reuters" in client.get("/outlets?q=reuters").text
    assert "unattributed" in client.get("/outlets", params={"outlet": "Outlet 0 <b>"}).text
    assert client.get("/outlets?outlet=Nobody").status_code == 404


def test_a_place_is_added_after_a_look_at_what_it_would_change(client: TestClient) -> None:
    assert "Qurmazit" in client.get("/places").text.partition("Names without a place")[2]
    given = {
        "name": "Qurmazit",
        "lat": "35.1",
        "lon": "36.9",
        "kind": "village",
        "country": "SY",
        "alternates": "Kurmazit",
        "csrf": token(client),
    }
    look = client.post("/places", data=given)
    assert look.status_code == 200
    assert "What it would change" in look.text
    assert 'href="/events/DL-1"' in look.text.partition("What it would change")[2].partition("Names without a place")[0]
    desk = client.app.state.desk  # type: ignore[attr-defined]
    assert not [one for one in open_index(desk.config.home).lookup("Qurmazit") if one.source == "user:places.csv"]
    done = client.post("/places", data=given | {"sure": "yes"}, follow_redirects=False)
    assert done.status_code == 303
    for other in ("Tellqurm", "Qurmazit"):  # another one keeps the first; the same one again replaces it
        client.post("/places", data=given | {"sure": "yes", "name": other, "lat": "35.2"})
    index = open_index(desk.config.home)
    assert [one.lat for one in index.lookup("Qurmazit", fuzzy=False) if one.source == "user:places.csv"] == [35.2]
    assert [one.name for one in index.lookup("Kurmazit", fuzzy=False) if one.source == "user:places.csv"]
    assert "desk: 2 places" in client.get("/places").text
    assert "added a place" in [entry.did for entry in desk.store.people.log()]


def test_what_is_no_place_changes_nothing(client: TestClient) -> None:
    given = {"name": "...", "lat": "1", "lon": "1", "kind": "village", "sure": "yes", "csrf": token(client)}
    assert client.post("/places", data=given).status_code == 400
    assert client.post("/places", data=given | {"name": "X", "kind": "moon"}).status_code == 400
    assert client.post("/places", data=given | {"name": "X", "lat": "91"}).status_code == 422
    assert client.post("/places", data={"name": "X", "lat": "1", "lon": "1", "sure": "yes"}).status_code == 403


def test_viewers_look_up_and_add_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("guest", "viewer"))
    assert "Add a place" not in client.get("/places").text
    assert client.post("/places", data={"name": "X", "lat": "1", "lon": "1", "csrf": token(client)}).status_code == 403
