"""A desk whose queue codes in this process by the rules, and a web of one host: what adding and watching are tested on."""

from __future__ import annotations

import functools
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from dateline.config import Config
from dateline.gazetteer import open_index
from dateline.pipeline import code_pages
from dateline.read import read
from dateline.read.fetch import fetch
from dateline.records import CodedReport, Problem
from dateline.serve.desk import Desk
from dateline.serve.reading_queue import ReadingQueue
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


@contextmanager
def reading_desk(folder: Path) -> Iterator[Desk]:
    """Give a desk on an empty store."""
    with open_store(folder / "desk.sqlite3") as store:
        made = Desk(store, Config(folder / "home", None, {}), hosts=("testserver", "127.0.0.1"))
        made.queue = ReadingQueue(store, made.config, made.refresh, code_here)
        yield made
        made.queue.end()


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


def with_web(desk: Desk) -> Web:
    """Let a desk fetch from a web that is not there."""
    made = Web()
    get = functools.partial(fetch, resolve=made.resolve, connect=made.connect)
    desk.queue = ReadingQueue(desk.store, desk.config, desk.refresh, functools.partial(code_here, get=get))
    return made


def ended_watch(desk: Desk, until: Callable[[str], bool] = lambda said: said != "waiting") -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        said = desk.store.watches.watches()[0].last_result
        if said is not None and until(said):
            return said
        time.sleep(0.05)
    raise AssertionError("the watch was not read")
