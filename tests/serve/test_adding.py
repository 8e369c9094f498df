"""Adding: the reading queue, what it finds and what fails, private addresses, hostile names, an end in the middle."""

from __future__ import annotations

import datetime as dt
import html
import multiprocessing
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.apart import code_apart
from dateline.config import Config
from dateline.records import CodedReport, Problem
from dateline.serve.app import create_app
from dateline.serve.desk import Desk
from dateline.serve.people import Person
from dateline.serve.reading_queue import MAX_UPLOAD, ReadingQueue, harmless
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.serve.reading import TEXT, Web, code_here, ended, number_of, post, reading_desk, with_web


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
    assert str(desk.config.home) not in client.get("/export/acled").text + client.get("/export/ucdp").text
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


ENDED = """
import time, sys
from pathlib import Path
from dateline.config import Config
from dateline.serve.desk import Desk
from dateline.serve.reading_queue import ReadingQueue
from dateline.store import open_store
from tests.serve.reading import code_here

def stuck(sources, **more):
    yield from code_here(sources, **more)
    print("one is read", flush=True)
    time.sleep(60)

folder = Path(sys.argv[1])
desk = Desk(open_store(folder / "desk.sqlite3"), Config(folder / "home", None, {}))
desk.queue = ReadingQueue(desk.store, desk.config, desk.refresh, stuck)
desk.queue.put("local", [{"source": sys.argv[2], "name": "one", "published": "2017-10-31", "outlet": None}])
time.sleep(60)
"""


def test_a_desk_that_is_killed_leaves_whole_reports_and_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT)
    with subprocess.Popen(
        [sys.executable, "-c", ENDED, str(tmp_path), str(tmp_path / "one.txt")], stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "one is read\n"
        killed.kill()
    with open_store(tmp_path / "desk.sqlite3") as store:
        assert store.watches.runs()[0].state == "reading"
        later = open_desk(store, Config(tmp_path / "home", None, {}), names=("testserver",))
        later.queue.start()
        (run,) = store.watches.runs()
        assert run.state == "failed"
        assert len(list(store.reports())) == 1
        page = TestClient(create_app(later)).get(f"/add/{run.number}").text
        assert "ended while it read" in page
        assert 'href="/events/DL-1"' in page
        later.queue.end()
