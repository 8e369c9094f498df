"""Adding and watching in a browser: a text is followed to its events and the digest, files, a watched folder; without script by links."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.apart import code_apart
from dateline.config import Config
from dateline.serve.reading_queue import ReadingQueue
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.serve.browser.conftest import Open, served, until, violations

TEXT = "Army shelling killed three farmers in Salamiyah on Monday, the district hospital said."


def by_rules(sources, *, reader, **more):  # type: ignore[no-untyped-def]
    """Code in a process apart, by the rules alone: quick."""
    return code_apart(sources, reader="rules", **more)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("adding")
    with open_store(folder / "store.sqlite3") as store:
        desk = open_desk(store, Config(folder / "home", None, {}))
        desk.queue = ReadingQueue(store, desk.config, desk.refresh, by_rules)
        with served(desk) as made:
            yield made
        desk.queue.end()


def test_a_text_is_followed_to_its_events(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/add")
    assert violations(page) == []
    page.fill("[name=text]", TEXT)
    page.fill("[name=title]", "<b>Shelling</b>")
    page.fill("[name=published]", "2017-10-31")
    page.fill("[name=address]", "http://127.0.0.1:9/page")
    page.click("form.adding button")
    page.wait_for_url("**/add/*")
    until(page, "document.querySelector('.run-state').textContent.includes('Done.')")
    assert page.locator(".found li a[href^='/events/DL-']").count() == 1
    assert page.locator(".found").inner_text().startswith("<b>Shelling</b>")
    assert "not a public address" in page.locator(".faults").inner_text()
    assert violations(page) == []
    with page.expect_navigation():
        page.locator(".found li a[href^='/events/DL-']").click()
    assert "Salamiyah" in page.locator("main").inner_text()
    digest = open_page(f"{address}/digest", width=390, height=844)
    assert "Salamiyah" in digest.locator("main").inner_text()
    assert violations(digest) == []


def test_files_are_counted_before_they_are_sent(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/add", width=390, height=844)
    files = [
        {"name": "../one.txt", "mimeType": "text/plain", "buffer": TEXT.replace("three", "five").encode()},
        {"name": "picture.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + b"\x00" * 80},
    ]
    page.set_input_files("input[name=files] >> nth=0", files)
    assert page.inner_text("#chosen").startswith("2 files")
    page.click("form.adding button")
    page.wait_for_url("**/add/*")
    until(page, "document.querySelector('.run-state').textContent.includes('Done.')")
    assert "one.txt" in page.locator(".found").inner_text()
    assert "picture.png" in page.locator(".faults").inner_text()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_folder_is_watched_and_the_watch_taken_away(address: str, open_page: Open, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT.replace("three", "seven"))
    page = open_page(f"{address}/watch")
    page.fill("[name=source]", str(tmp_path))
    page.fill("[name=name]", "Inbox")
    with page.expect_navigation():
        page.click("form.watch-form button")
    for _ in range(100):
        if "1 new report" in page.locator("main").inner_text():
            break
        page.wait_for_timeout(200)
        page.reload()
    assert "1 new report, 1 event" in page.locator("main").inner_text()
    assert violations(page) == []
    with page.expect_navigation():
        page.click("text=Pause")
    assert "paused" in page.locator("main").inner_text()
    with page.expect_navigation():
        page.click("text=Remove")
    assert "Nothing is watched yet." in page.locator("main").inner_text()


def test_without_script_links_lead_on(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/add", java_script_enabled=False)
    page.fill("[name=text]", TEXT.replace("three", "eleven"))
    with page.expect_navigation():
        page.click("form.adding button")
    for _ in range(100):
        if page.locator("text=Look again").count() == 0:
            break
        page.wait_for_timeout(200)
        if page.locator("text=Look again").count():
            with page.expect_navigation():
                page.click("text=Look again")
    assert "Done." in page.locator(".run-state").inner_text()
    assert page.locator(".found li a[href^='/events/DL-']").count() == 1
