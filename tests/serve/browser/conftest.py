"""A Chromium for the desk's pages: a server on a free port, and pages on which an error of the console fails the test."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from dateline.serve.app import create_app
from dateline.serve.desk import Desk

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
)  # fmt: skip
AXE = Path(__file__).with_name("axe.min.js")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Open = Callable[..., "sync_api.Page"]


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """Serve a desk in a thread; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(desk), host="127.0.0.1", port=port, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server did not start"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[sync_api.Browser]:
    """Return Debian's Chromium, drawing in software."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: sync_api.Browser) -> Iterator[Open]:
    """Return a function that opens an address in a fresh browser context; any error of a page fails the test."""
    errors: list[str] = []
    contexts = []

    def opened(address: str, *, width: int = 1440, height: int = 900, **options: object) -> sync_api.Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def until(page: sync_api.Page, expression: str) -> None:
    """Wait until an expression holds on a page; asked from outside, since the page's policy lets no string be run inside it."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {expression}")


def violations(page: sync_api.Page) -> list[str]:
    """Return the serious and critical violations that axe finds on a page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['target']}: {node['failureSummary']}"
        for one in found if one["impact"] in ("serious", "critical") for node in one["nodes"]
    ]  # fmt: skip
