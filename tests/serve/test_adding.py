"""Adding: the reading queue, what it finds and what fails, private addresses, hostile names, an end in the middle, the watch list."""

from __future__ import annotations

import datetime as dt
import functools
import html
import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.apart import code_apart
from dateline.config import Config
from dateline.gazetteer import open_index
from dateline.pipeline import code_pages
from dateline.read import read
from dateline.read.fetch import fetch
from dateline.records import CodedReport, Problem
from dateline.serve.app import create_app
from dateline.serve.desk import Desk
from dateline.serve.people import Person
from dateline.serve.reading_queue import MAX_UPLOAD, ReadingQueue, harmless
from dateline.store import Run, open_store

TEXT = "Army shelling killed three farmers in Salamiyah on Monday, the district hospital said."
FEED = """<rss version="2.0"><channel><title>Plain Courier</title>{items}</channel></rss>"""
ITEM = "<item><guid>{n}</guid><title>Item {n}</title><description>A mortar shell killed {n} people in Salamiyah on Sunday, residents said.</description></item>"


def code_here(sources, *, home, reader, published, outlet, wanted, get=None) -> Iterator[CodedReport | Problem]:  # type: ignore[no-untyped-def]
    """Code in this process, by the rules: quick, and the fetching can be replaced."""
    pages = (
        page for page in read(sources, published=published, outlet=outlet, get=get) if isinstance(page, Problem) or wanted(page.sighting)
    )
    yield from code_pages(pages, index=open_index(), reader="rules")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_store(tmp_path / "desk.sqlite3") as store:
        made = Desk(store, Config(tmp_path / "home", None, {}), hosts=("testserver", "127.0.0.1"))
        made.queue = ReadingQueue(store, made.config, made.refresh, code_here)
        yield made
        made.queue.end()


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(create_app(desk))


def post(client: TestClient, path: str, data: dict[str, str] | None = None, **more: object):  # type: ignore[no-untyped-def]
    client.get("/add")
    token = client.cookies["dateline_csrf"]
    return client.post(path, data={"csrf": token, **(data or {})}, follow_redirects=False, **more)  # type: ignore[arg-type]


def ended(desk: Desk, number: int, seconds: float = 60) -> Run:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        run = desk.store.watches.run(number)
        assert run is not None
        if not run.is_open:
            return run
        time.sleep(0.05)
    raise AssertionError("the run did not end")


def number_of(answer) -> int:  # type: ignore[no-untyped-def]
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rpartition("/")[2])


def test_a_pasted_text_is_read_and_its_events_are_listed(desk: Desk, client: TestClient) -> None:
    number = number_of(post(client, "/add", {"text": TEXT, "title": "Shelling", "outlet": "Courier", "published": "2017-10-31"}))
    run = ended(desk, number)
    assert run.state == "done"
    (report,) = (part for part in run.outcome if "report" in part)
    assert report["events"]
    page = client.get(f"/add/{number}").text
    assert f'href="/events/{report["events"][0]}"' in page
    assert f'href="/reports/{report["report"]}"' in page
    assert "2017-10-30" in page
    assert [one.outlet for one in desk.store.events()] == ["Courier"]
    again = number_of(post(client, "/add", {"text": TEXT, "title": "Shelling", "outlet": "Courier", "published": "2017-10-31"}))
    assert ended(desk, again).state == "done"
    assert "already there" in client.get(f"/add/{again}").text
    assert not any(desk.queue.folder.iterdir())


def test_a_form_without_its_token_adds_nothing(desk: Desk, client: TestClient) -> None:
    assert client.post("/add", data={"text": TEXT}).status_code == 403
    assert desk.store.watches.runs() == []


def test_a_viewer_adds_nothing(desk: Desk, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("guest", "viewer"))
    assert client.get("/add").status_code == 403
    assert client.get("/watch").status_code == 403


class Web:
    """A web of one public host, which leads on to an address of a cloud's own; notes what is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self._ends: list[socket.socket] = []

    def resolve(self, host: str, _: int) -> list[str]:
        return {"news.example": ["93.184.216.34"], "localhost": ["127.0.0.1", "::1"]}.get(host, [host])

    def connect(self, address: tuple[str, int], timeout: float) -> socket.socket:
        self.asked.append(address)
        here, there = socket.socketpair()
        there.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n")
        self._ends.append(there)
        return here


@pytest.fixture
def web(desk: Desk) -> Web:
    made = Web()
    get = functools.partial(fetch, resolve=made.resolve, connect=made.connect)
    desk.queue = ReadingQueue(desk.store, desk.config, desk.refresh, functools.partial(code_here, get=get))
    return made


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "169.254.169.254", "[::1]:80", "10.1.2.3", "[::ffff:127.0.0.1]"])
def test_private_addresses_are_not_fetched(desk: Desk, client: TestClient, web: Web, host: str) -> None:
    run = ended(desk, number_of(post(client, "/add", {"address": f"http://{host}/page"})))
    assert run.state == "failed"
    assert "not a public address" in run.outcome[0]["problem"]
    assert web.asked == []


def test_a_redirect_to_a_private_address_is_not_followed(desk: Desk, client: TestClient, web: Web) -> None:
    run = ended(desk, number_of(post(client, "/add", {"address": "http://news.example/page"})))
    assert web.asked == [("93.184.216.34", 80)]
    assert run.state == "failed"
    assert "169.254.169.254 is at 169.254.169.254, which is not a public address" in run.outcome[0]["problem"]


def test_other_schemes_and_stdin_are_refused(client: TestClient) -> None:
    for address in ("file:///etc/passwd", "-", "/etc/passwd", "ftp://example.org/"):
        answer = post(client, "/add", {"address": address})
        assert answer.status_code == 400
        assert "only http and https" in answer.text


def test_hostile_file_names_and_texts_stay_text(desk: Desk, client: TestClient) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    files = [("files", (name, TEXT.encode(), "text/plain")), ("files", ("../../../evil.exe", b"MZ\x00\x01", "text/plain"))]
    run = ended(desk, number_of(post(client, "/add", {"outlet": "<script>alert(2)</script>"}, files=files)))
    page = client.get(f"/add/{run.number}").text + client.get("/add").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert html.escape(name, quote=False) in page.replace("&#39;", "'").replace("&#34;", '"')
    assert "evil.exe" in page
    assert str(desk.queue.folder) not in page
    assert not list(desk.config.home.parent.rglob("evil.exe"))


def test_a_file_name_is_made_harmless() -> None:
    assert harmless("../" * 20 + "x/.ssh") == "ssh"
    assert len(harmless("a" * 500 + ".html")) < 200
    assert harmless("a" * 500 + ".html").endswith(".html")
    assert harmless("\x00\n") == "file"
    assert len(harmless("\N{SNOWMAN}" * 300 + ".\N{SNOWMAN}").encode()) < 255


def test_too_much_at_once_is_refused_with_the_limit(desk: Desk, client: TestClient) -> None:
    client.get("/add")
    answer = client.post(
        "/add", content=b"", headers={"content-length": str(MAX_UPLOAD * 2), "content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 413
    assert f"at most {MAX_UPLOAD // 1_000_000} MB" in answer.text


def test_nothing_given_is_said(client: TestClient) -> None:
    assert post(client, "/add", {"text": "  "}).status_code == 400


def test_progress_comes_as_events(desk: Desk, client: TestClient) -> None:
    run = ended(desk, number_of(post(client, "/add", {"text": TEXT, "published": "2017-10-31"})))
    answer = client.get(f"/add/{run.number}/stream")
    assert answer.headers["content-type"].startswith("text/event-stream")
    first, *lines = answer.text.splitlines()
    assert first == "event: ended"
    assert all(line.startswith("data: ") for line in lines if line)
    assert any("Done." in line for line in lines)
    assert client.get("/add/999/stream").status_code == 404


def test_a_desk_ended_in_the_middle_says_so_and_keeps_what_was_whole(desk: Desk, client: TestClient, tmp_path: Path) -> None:
    second = threading.Event()

    def stuck(sources, **more):  # type: ignore[no-untyped-def]
        yield from code_here(sources[:1], **more)
        second.set()
        time.sleep(30)

    desk.queue = ReadingQueue(desk.store, desk.config, desk.refresh, stuck)
    number = number_of(post(client, "/add", {"text": TEXT, "published": "2017-10-31"}))
    assert second.wait(30)
    with open_store(tmp_path / "desk.sqlite3") as store:  # what another start of the desk finds
        later = Desk(store, desk.config, hosts=("testserver",))
        later.queue = ReadingQueue(store, later.config, later.refresh, code_here)
        later.queue.start()
        run = ended(later, number)
        assert run.state == "failed"
        assert "ended while it read" in run.outcome[-1]["problem"]
        assert len(list(store.reports())) == 1
        page = TestClient(create_app(later)).get(f"/add/{number}").text
        assert "Not finished." in page
        assert "Read it again" in page
        later.queue.end()


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


def test_the_process_apart_reads_and_its_death_is_told(tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"{n}.txt").write_text(TEXT.replace("three", str(n)))
    given = code_apart([str(tmp_path)], reader="rules", published=dt.date(2017, 10, 31))
    assert isinstance(next(given), CodedReport)
    for child in multiprocessing.active_children():
        child.kill()
    rest = list(given)
    assert isinstance(rest[-1], Problem)
    assert "ended from outside" in rest[-1].what


def ended_watch(desk: Desk, until: Callable[[str], bool] = lambda said: said != "waiting") -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        said = desk.store.watches.watches()[0].last_result
        if said is not None and until(said):
            return said
        time.sleep(0.05)
    raise AssertionError("the watch was not read")
