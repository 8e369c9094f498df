"""Takes the pictures of the tutorial from a running desk on the sample week: `python docs/pictures.py` (needs Debian's chromium, and playwright)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURES = Path(__file__).parent / "pictures"
SHOTS = {
    "map": "/",
    "event": "/events/{event}",
    "report": "{report}",
    "control": "/control?at=2031-05-08",
    "review": "/review/{event}",
}
"""The pages that are pictured; `{event}` is the event that most reports tell, `{report}` one of them."""
SIZE = {"width": 1280, "height": 860}
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader",
)  # fmt: skip
SETTLED = 2500
"""Milliseconds after which map and timeline are drawn."""


@contextmanager
def desk(store: Path) -> Iterator[str]:
    """Give the address of a desk on a store."""
    command = [sys.executable, "-m", "dateline", "serve", "--db", str(store), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        try:
            for line in running.stderr:
                if found := re.search(r"open at (http://\S+?)/ ", line):
                    yield found[1]
                    break
        finally:
            running.terminate()


def shoot(page: Page, address: str, file: Path) -> None:
    """Take one picture."""
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=file, type="jpeg", quality=80)


def main() -> None:
    """Take all pictures."""
    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("no chromium\nhint: apt install chromium")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        store = Path(folder) / "demo" / "dateline.sqlite3"
        subprocess.run(
            [sys.executable, "-m", "dateline", "demo", "--folder", str(store.parent), "--no-browser"], check=True, capture_output=True
        )
        with desk(store) as address:
            page = play.chromium.launch(executable_path=browser, args=list(FLAGS)).new_page(viewport=SIZE)  # type: ignore[arg-type]
            most = page.request.get(f"{address}/api/v1/events?sort=-reports&limit=1").json()["events"][0]["id"]
            page.goto(f"{address}/events/{most}")
            report = (page.locator('a[href^="/reports/"]').first.get_attribute("href") or "/").partition("#")[0]
            for name, path in SHOTS.items():
                shoot(page, address + path.format(event=most, report=report), PICTURES / f"{name}.jpg")
                print(f"{PICTURES / name}.jpg")


if __name__ == "__main__":
    main()
