"""Registries in Chromium: each page at two widths, an edit seen and kept, nothing that axe calls serious."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.config import load
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.export.coded_reports import report
from tests.serve.browser.conftest import Open, served, violations


@pytest.mark.parametrize("width", [1440, 390])
def test_registries_are_read_and_edited(open_page: Open, tmp_path: Path, width: int) -> None:
    home = tmp_path / "home"
    with open_store(tmp_path / "store.sqlite3") as store:
        store.add(report())
        with served(open_desk(store, load(environ={"DATELINE_HOME": str(home)}))) as address:
            page = open_page(f"{address}/actors?q=haftar", width=width)
            for path in ("/actors?q=haftar", "/actors/rsf", "/outlets", "/outlets/Harbour%20Wire", "/reliability", "/places?q=Tripoli"):
                page.goto(address + path)
                assert violations(page) == [], path
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            page.goto(f"{address}/actors/edit")
            for name, value in (("id", "xx.valley"), ("name", "Red Valley Front"), ("country", "SY")):
                page.fill(f"[name={name}]", value)
            page.select_option("[name=kind]", "rebel")
            page.click("text=Show what it would change")
            assert "nobody listed" in page.inner_text("main")
            assert violations(page) == []
            page.click("text=Keep it")
            page.wait_for_url("**/actors")
            assert "xx.valley" in page.inner_text("main")
            page.goto(f"{address}/places")
            for name, value in (("name", "Homs"), ("lat", "34.1"), ("lon", "36.7")):
                page.fill(f"form.stack [name={name}]", value)
            page.click("text=Show what it would change")
            assert violations(page) == []
            page.click("text=Keep it")
            page.wait_for_url("**/places?q=Homs")
            assert "desk-places.csv" in page.inner_text("main")
    assert "xx.valley" in (home / "actors.tsv").read_text(encoding="utf-8")
