"""The desk's registries: actors, outlets and places, and what an edit would change before it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.data.actors import check_own, own_actors, use_own, with_own
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.serve.security import CSRF_COOKIE
from dateline.store import open_store
from tests.export.coded_reports import report

TOKEN = "t" * 43


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the home folder of the desk."""
    return tmp_path / "home"


@pytest.fixture
def desk(home: Path, tmp_path: Path) -> Iterator[TestClient]:
    """Return a browser at a desk with a home folder of its own and one report."""
    with open_store(tmp_path / "store.sqlite3") as store:
        store.add(report())
        app = create_app(open_desk(store, load(environ={"DATELINE_HOME": str(home)})))
        browser = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        browser.cookies.set(CSRF_COOKIE, TOKEN, domain="127.0.0.1")
        browser.headers["x-csrf-token"] = TOKEN
        yield browser


def seen(page: str) -> str:
    """Return the mark of what a preview showed."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


# ---------------------------------------------------------------- actors

ROW = {"id": "xx.valley", "name": "Red Valley Front", "kind": "rebel", "country": "SY", "aliases": "=RVF"}


def test_actors_are_found_by_other_spellings(desk: TestClient) -> None:
    page = desk.get("/actors?q=haftar").text
    assert 'href="/actors/ly.lna"' in page
    assert "jabhat" not in page.casefold()
    assert 'href="/actors/edit"' in page


def test_an_actor_is_shown_with_its_bonds(desk: TestClient) -> None:
    page = desk.get("/actors/rsf").text
    assert "2013-08-01 to 2023-04-14" in page
    assert 'href="/actors/sd.saf"' in page
    assert desk.get("/actors/nobody").status_code == 404


def test_all_faults_of_an_edit_are_told_and_nothing_is_kept(desk: TestClient, home: Path) -> None:
    answer = desk.post("/actors/edit", data=ROW | {"kind": "dragon", "country": "QQ", "from": "soon", "parent": "no such", "act": "save"})
    assert answer.status_code == 400
    for fault in ("dragon", "QQ", "soon", "no such"):
        assert f"&#39;{fault}&#39;" in answer.text
    assert not (home / "actors.tsv").exists()


def test_an_edit_shows_what_it_would_change_and_is_then_kept(desk: TestClient, home: Path) -> None:
    preview = desk.post("/actors/edit", data=ROW | {"act": "save"})
    assert preview.status_code == 200
    assert "<strong>1</strong> name of the store" in preview.text
    assert "nobody listed" in preview.text
    assert "xx.valley" in preview.text
    assert not (home / "actors.tsv").exists()
    other = desk.post("/actors/edit", data=ROW | {"name": "Blue Valley Front", "act": "save", "seen": seen(preview.text)})
    assert other.status_code == 200, "an edit that differs from what was shown is shown again"
    assert desk.post("/actors/edit", data=ROW | {"act": "save", "seen": seen(preview.text)}).status_code == 303
    text = (home / "actors.tsv").read_text(encoding="utf-8")
    assert check_own(text) == []
    kept = with_own(text).get("xx.valley")
    assert kept is not None
    assert kept.aliases == ("=RVF",)
    page = desk.get("/actors").text
    assert "from its next start" in page
    removal = desk.post("/actors/edit", data={"id": "xx.valley", "act": "remove"})
    assert desk.post("/actors/edit", data={"id": "xx.valley", "act": "remove", "seen": seen(removal.text)}).status_code == 303
    assert not (home / "actors.tsv").exists()


def test_known_actors_take_further_spellings_only(desk: TestClient, home: Path) -> None:
    form = {"id": "rsf", "aliases": "Hamlet Riders"}
    preview = desk.post("/actors/edit", data=form | {"act": "preview"})
    assert desk.post("/actors/edit", data=form | {"act": "save", "seen": seen(preview.text)}).status_code == 303
    text = (home / "actors.tsv").read_text(encoding="utf-8")
    assert with_own(text).match("the Hamlet Riders came")[0].entries == ("rsf",)
    assert "only aliases" in check_own(text.replace("Hamlet Riders\t", "Hamlet Riders\tOther side"))[0]
    taken = desk.post("/actors/edit", data={"id": "rsf", "aliases": "Sudanese army", "act": "preview"})
    assert taken.status_code == 400
    assert "sd.saf" in taken.text


def test_own_actors_are_taken_by_readings_and_told_in_their_resources() -> None:
    from dateline.data.actors import load_actors
    from dateline.pipeline import resources_version

    before = resources_version()
    row = "\t".join(["xx.own", "Hamlet Riders", "", "", "rebel", *[""] * 12])
    header = "\t".join(__import__("dateline.data.actors", fromlist=["COLUMNS"]).COLUMNS)
    try:
        use_own(f"{header}\n{row}\n")
        resources_version.cache_clear()
        assert load_actors().get("xx.own") is not None
        assert resources_version() != before
    finally:
        use_own("")
        resources_version.cache_clear()
    assert own_actors() == ""
    assert load_actors().get("xx.own") is None
    assert resources_version() == before
