"""Adding in a real browser: a text pasted, progress without a reload by hand, what was found; all pages without serious faults of access."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.config import Config
from dateline.serve.desk import Desk
from dateline.serve.reading_queue import ReadingQueue
from dateline.store import open_store
from tests.serve.browser.conftest import Open, served, violations
from tests.serve.test_adding import TEXT, code_here

PAGES = ("/add", "/add/1", "/watch", "/digest", "/actors?q=syria", "/actors/sy.army", "/outlets", "/places?q=Hama")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("adding")
    with open_store(folder / "store.sqlite3") as store:
        desk = Desk(store, Config(folder / "home", None, {}))
        desk.queue = ReadingQueue(store, desk.config, desk.refresh, code_here)
        with served(desk) as address:
            yield address
        desk.queue.end()


def test_a_text_is_added_and_followed(site: str, open_page: Open) -> None:
    page = open_page(f"{site}/add")
    page.fill("[name=text]", TEXT)
    page.fill("[name=published]", "2017-10-31")
    page.fill("[name=title]", "<img src=x onerror=alert(1)>")
    page.set_input_files(
        "input[name=files] >> nth=0", {"name": "more.txt", "mimeType": "text/plain", "buffer": b"Nothing happened here today."}
    )
    assert "1 file" in page.inner_text("#chosen")
    page.click("form.adding button")
    page.wait_for_url("**/add/*")
    page.wait_for_selector(".run-state >> text=Done.")
    page.wait_for_selector('.found a[href^="/events/"]')
    assert "<img src=x" in page.inner_text(".found")


def test_too_large_files_are_told_before_they_are_sent(site: str, open_page: Open, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(60_000_000)
    page = open_page(f"{site}/add")
    page.set_input_files("input[name=files] >> nth=0", str(big))
    assert "more than 50 MB" in page.inner_text("#chosen")
    page.click("form.adding button")
    assert page.url.endswith("/add")


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_have_no_serious_fault_and_fit(site: str, open_page: Open, width: int) -> None:
    for path in PAGES:
        page = open_page(site + path, width=width, height=844)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_pages_read_without_script(site: str, open_page: Open) -> None:
    for path in PAGES:
        page = open_page(site + path, java_script_enabled=False)
        assert page.locator("main h1").count() == 1, path
