"""The report's page in a browser: a cell lights its words, words light their cells."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from dateline.config import load
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.export.coded_reports import report

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
pytest.importorskip("playwright")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no chromium at /usr/bin/chromium")
REAL = {name: getattr(__import__("socket").socket, name) for name in ("connect", "connect_ex")}


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of a report's page at a running desk; the loopback alone may be reached."""
    import socket

    for name, own in REAL.items():
        monkeypatch.setattr(socket.socket, name, own)
    with open_store(tmp_path / "store.sqlite3") as store:
        one = report()
        store.add(one)
        server = uvicorn.Server(uvicorn.Config(create_app(open_desk(store, load())), host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/reports/{one.page.sighting.id}"
        server.should_exit = True
        thread.join(10)


def test_cells_and_words_light_each_other(address: str) -> None:
    from playwright.sync_api import sync_playwright

    faults: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto(address)
        cell = page.locator("a[data-spans]").first
        spans = [tuple(map(int, part.split("-"))) for part in (cell.get_attribute("data-spans") or "").split()]
        cell.focus()
        lit = page.eval_on_selector_all(".text .lit", "nodes => nodes.map((n) => [+n.dataset.start, +n.dataset.end])")
        assert lit
        assert all(any(start < end and first < last for first, last in spans) for start, end in lit)
        word = page.locator(f'.text [data-start="{lit[0][0]}"]')
        page.mouse.move(0, 0)
        word.hover()
        assert cell.evaluate("node => node.classList.contains('lit')")
        browser.close()
    assert faults == []
