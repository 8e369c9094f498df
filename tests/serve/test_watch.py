"""The watch list: only what is new is read, at its time, and what came of it is shown; folders are for admins of a team."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.linkage import link_store
from dateline.records import CodedReport
from dateline.serve.app import create_app
from dateline.serve.desk import Desk
from dateline.serve.people import Person
from dateline.store import open_store
from tests.serve.reading import FEED, ITEM, TEXT, Web, code_here, ended, ended_watch, number_of, post, reading_desk, with_web


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with reading_desk(tmp_path) as made:
        yield made


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk))


@pytest.fixture
def web(desk: Desk) -> Web:
    return with_web(desk)


def test_a_watched_folder_gives_only_what_is_new(desk: Desk, client: TestClient, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "feed.xml").write_text(FEED.format(items=ITEM.format(n=2)))
    assert post(client, "/watch", {"source": str(folder), "name": "Inbox", "every": "30"}).status_code == 303
    assert "1 new report" in ended_watch(desk)
    (folder / "feed.xml").write_text(FEED.format(items=ITEM.format(n=2) + ITEM.format(n=5)))
    run = ended(desk, number_of(post(client, "/watch/1/now")))
    assert [part["name"] for part in run.outcome if part.get("added")] == ["Item 5"]
    assert [part["known"] for part in run.outcome if "known" in part] == [1]
    assert len(list(desk.store.reports())) == 2
    page = client.get("/watch").text
    assert "Inbox" in page
    assert post(client, "/watch", {"source": str(folder)}).status_code == 400
    post(client, "/watch/1/pause")
    assert not desk.store.watches.watches()[0].active
    post(client, "/watch/1/remove")
    assert desk.store.watches.watches() == []


def test_an_error_of_a_watch_is_shown(desk: Desk, client: TestClient, web: Web) -> None:
    post(client, "/watch", {"source": "http://169.254.1.1/feed.xml"})
    assert "not a public address" in ended_watch(desk)
    assert "not a public address" in client.get("/watch").text


def test_folders_are_for_admins_of_a_team(desk: Desk, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("coder", "coder"))
    monkeypatch.setattr("dateline.serve.pages.adding._may_folders", lambda desk, person: person.may("admin"))
    assert post(client, "/watch", {"source": str(tmp_path)}).status_code == 403


def test_what_is_due_is_read_by_itself(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.reading_queue.TICK", 0.05)
    (tmp_path / "a.txt").write_text(TEXT)
    desk.store.watches.watch(str(tmp_path / "a.txt"), name=None, every_minutes=60)
    desk.queue.start()
    assert "1 new report" in ended_watch(desk)


def test_what_another_process_adds_is_shown(desk: Desk, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.reading_queue.TICK", 0.05)
    (tmp_path / "a.txt").write_text(TEXT)
    (report,) = code_here(
        [str(tmp_path / "a.txt")], home=tmp_path, reader="rules", published=dt.date(2017, 10, 31), outlet=None, wanted=lambda _: True
    )
    assert isinstance(report, CodedReport)
    desk.queue.start()
    time.sleep(0.2)  # it has looked at the store once
    with open_store(tmp_path / "desk.sqlite3") as beside:
        beside.add(report)
        link_store(beside)
    end = time.monotonic() + 20
    while not (total := client.get("/api/v1/events").json()["total"]) and time.monotonic() < end:
        time.sleep(0.05)
    assert total == 1
    assert "DL-1" in client.get("/review").text
