"""The pages to read in a browser: a cell lights its words and words their cells; none has a serious fault of access; all read without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dateline.config import load
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.export.coded_reports import report
from tests.serve.browser.conftest import Open, served, violations

SIGHTING = report().page.sighting.id
PAGES = ("/events/DL-1", f"/reports/{SIGHTING}", "/control", "/actors", "/outlets", "/places?q=Hama", "/digest", "/watch", "/api/v1/docs")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a desk on a store of one report."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as store:
        store.add(report())
        with served(open_desk(store, load())) as made:
            yield made


def test_cells_and_words_light_each_other(address: str, open_page: Open) -> None:
    page = open_page(f"{address}/reports/{SIGHTING}")
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


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_on_screen_and_phone(address: str, open_page: Open, path: str) -> None:
    page = open_page(address + path)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_read_without_script(address: str, open_page: Open, path: str) -> None:
    page = open_page(address + path, java_script_enabled=False)
    assert page.locator("main h1").count() >= 1
    assert page.locator("main").inner_text().strip()
