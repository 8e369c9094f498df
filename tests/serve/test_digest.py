"""The digest: new events, changed counts, places that changed hands, corrections, day by day as they were learned."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.config import Config
from dateline.gazetteer import open_index
from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.pipeline import code_pages
from dateline.read import read
from dateline.records import CodedReport
from dateline.reviewed import cell
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.store import Store, open_store

REPORTS = (
    (1, "Courier", "Shelling in Salamiyah", "2017-10-29",
     ("Army shelling killed three farmers in Salamiyah on Sunday, residents said. Rebels hold the town of Atshan, residents said.")),
    (2, "Herald", "Toll rises", "2017-10-30", "Army shelling killed at least nine farmers in Salamiyah on Sunday, the district hospital said."),
    (2, "Herald", "Atshan falls", "2017-10-30", "The Syrian army captured the town of Atshan from rebels on Monday, residents said."),
    (3, "Courier", "Correction: shelling in Salamiyah", "2017-10-31", "A bomb killed two guards in Hama on Tuesday, police said."),
)  # fmt: skip
DAYS = {n: dt.date(2020, 5, n) for n in (1, 2, 3, 4)}


def learn(store: Store, folder: Path) -> None:
    """Let a store learn the reports on their days."""
    for n, (day, outlet, title, published, text) in enumerate(REPORTS):
        path = folder / f"{n}.jsonl"
        path.write_text(json.dumps({"id": str(n), "text": text, "title": title, "outlet": outlet, "published": published}))
        learned = dt.datetime.combine(DAYS[day], dt.time(9, n), dt.UTC)
        for report in code_pages(read([path]), index=open_index(), reader="rules"):
            assert isinstance(report, CodedReport)
            store.add(report, learned=learned)
        link_store(store, learned=learned + dt.timedelta(minutes=1))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a desk whose store learned four reports on three days."""
    folder = tmp_path_factory.mktemp("digest")
    with open_store(folder / "store.sqlite3") as store:
        learn(store, folder)
        desk = open_desk(store, Config(folder / "home", None, {}))
        with TestClient(create_app(desk), base_url="http://127.0.0.1") as made:
            yield made


def parts(client: TestClient, query: str) -> dict[str, str]:
    text = client.get(f"/digest?{query}").text
    sections = text.split("<h2>")[1:]
    return {section.partition("</h2>")[0]: section.partition("</h2>")[2].partition("<footer")[0] for section in sections}


def test_new_events_stand_under_the_day_on_which_they_were_learned(client: TestClient) -> None:
    first = parts(client, f"on={DAYS[1]}")["New events"]
    assert "Salamiyah" in first
    assert 'href="/events/DL-' in first
    third = parts(client, f"on={DAYS[3]}")["New events"]
    assert "Hama" in third
    assert "Salamiyah" not in third
    assert "None." in parts(client, f"on={DAYS[4]}")["New events"]


def test_a_count_that_rose_is_told_with_both_figures(client: TestClient) -> None:
    changed = parts(client, f"on={DAYS[2]}")["Changed counts"]
    assert "killed" in changed
    assert "<td>3</td>" in changed
    assert "9" in changed
    assert "None." in parts(client, f"on={DAYS[3]}")["Changed counts"]


def test_a_place_that_changed_hands_is_told_once(client: TestClient) -> None:
    name = "Places of which something else is said"
    assert "Atshan" in parts(client, f"on={DAYS[2]}")[name]
    assert "Atshan" not in parts(client, f"on={DAYS[3]}")[name]


def test_corrections_are_told(client: TestClient) -> None:
    assert "calls itself a correction" in parts(client, f"on={DAYS[3]}")["Taken back or corrected"]
    assert "calls itself a correction" not in parts(client, f"on={DAYS[2]}")["Taken back or corrected"]


def test_several_days_are_told_together_and_wrong_ones_refused(client: TestClient) -> None:
    new = parts(client, f"since={DAYS[1]}&on={DAYS[3]}")["New events"]
    assert "Salamiyah" in new
    assert "Hama" in new
    assert client.get(f"/digest?since={DAYS[3]}&on={DAYS[1]}").status_code == 400
    assert client.get("/digest?on=soon").status_code == 422
    assert client.get("/digest").status_code == 200


def test_the_digest_as_json_says_the_same(client: TestClient) -> None:
    told = client.get(f"/digest?on={DAYS[2]}&json=1").json()
    assert [one["id"] for one in client.get(f"/digest?on={DAYS[1]}&json=1").json()["new_events"]] == ["DL-1"]
    (changed,) = (one for one in told["changed_tolls"] if one["kind"] == "killed")
    assert changed["before"] == "3"
    assert "9" in changed["after"]
    (hands,) = told["control"]
    assert hands["place"] == "Atshan"
    assert hands["before"]["holder"] != hands["after"]["holder"]
    assert client.get(f"/digest?on={DAYS[3]}&json=1").json()["corrections"][0]["title"].startswith("Correction")


def test_the_first_day_of_the_calendar_has_none_before_it(client: TestClient) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get(f"/digest?on={day}").status_code in (200, 400, 422)


def test_what_review_corrects_and_rejects_is_told_on_its_day(tmp_path: Path) -> None:
    noon = dt.datetime.combine(DAYS[4], dt.time(12), dt.UTC)
    with open_store(tmp_path / "store.sqlite3") as store:
        learn(store, tmp_path)
        reports = {report.page.sighting.title: report for report in store.reports()}
        counted = next(event for event in reports["Toll rises"].events if event.tolls)
        wrong = next(event for event in reports["Correction: shelling in Salamiyah"].events)
        one, other = event_ids(reports["Toll rises"])[counted.id], event_ids(reports["Correction: shelling in Salamiyah"])[wrong.id]
        (toll,) = cell(counted, "tolls")
        said = {"tolls": [{**toll, "low": 12, "best": 12, "high": 12, "modifier": "exact"}]}
        store.reviews.save(one, said, who="ada", seen=store.reviews.case(one).seen, made=noon)
        store.reviews.save(other, {"event": None}, who="ada", why="a film", seen=store.reviews.case(other).seen, made=noon)
        link_store(store, learned=noon)
        with TestClient(create_app(open_desk(store, Config(tmp_path / "home", None, {}))), base_url="http://127.0.0.1") as client:
            told = client.get(f"/digest?on={DAYS[4]}&json=1").json()
            page = parts(client, f"on={DAYS[4]}")
    (changed,) = told["changed_tolls"]
    assert "12" in changed["after"]
    assert "12" not in changed["before"]
    (rejected,) = told["rejected"]
    assert (rejected["by"], rejected["why"]) == ("ada", "a film")
    assert rejected["event"] is not None
    assert "rejected in review by ada: a film" in page["Taken back or corrected"]
