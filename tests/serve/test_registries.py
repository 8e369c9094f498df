"""The desk's registries: actors, outlets and places, and what an edit would change before it is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.data.actors import COLUMNS, check_own, load_actors, own_actors, use_own, with_own
from dateline.data.credibility import judgements
from dateline.gazetteer import added, open_index
from dateline.pipeline import code_pages, resources_version
from dateline.read import read
from dateline.records import CodedReport
from dateline.serve.app import create_app
from dateline.serve.people import Person
from dateline.serve.running import open_desk
from dateline.serve.security import CSRF_COOKIE
from dateline.store import Store, open_store
from tests.export.coded_reports import report

TOKEN = "t" * 43
SPEAKER = "The Syrian Observatory for Human Rights"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the home folder of the desk."""
    return tmp_path / "home"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of two reports, one of them of a known speaker and of a village that no index has."""
    folder = tmp_path_factory.mktemp("registries")
    text = f"{SPEAKER} said the Syrian army shelled the village of Qurmazit on Sunday and killed two farmers."
    path = folder / "told.jsonl"
    path.write_text(json.dumps({"id": "1", "text": text, "outlet": "Ford Wire <b>", "published": "2017-10-30"}), encoding="utf-8")
    with open_store(folder / "store.sqlite3") as made, closing(open_index()) as index:
        made.add(report())
        for coded in code_pages(read([path]), index=index, reader="rules"):
            assert isinstance(coded, CodedReport)
            made.add(coded)
        yield made


@pytest.fixture
def desk(home: Path, store: Store) -> TestClient:
    """Return a browser at a desk with a home folder of its own."""
    app = create_app(open_desk(store, load(environ={"DATELINE_HOME": str(home)})))
    browser = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    browser.cookies.set(CSRF_COOKIE, TOKEN, domain="127.0.0.1")
    browser.headers["x-csrf-token"] = TOKEN
    return browser


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
    before = resources_version()
    row = "\t".join(["xx.own", "Hamlet Riders", "", "", "rebel", *[""] * 12])
    header = "\t".join(COLUMNS)
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


# ---------------------------------------------------------------- outlets and judgements of reliability


def test_outlets_are_shown_as_their_reports_show_them(desk: TestClient) -> None:
    page = desk.get("/outlets").text
    assert 'href="/outlets/Harbour%20Wire"' in page
    assert 'href="/?outlet=Harbour%20Wire"' in page
    assert "Ford Wire &lt;b&gt;" in page
    assert "<b>" not in page
    one = desk.get("/outlets/harbour wire").text
    assert "Whom it quotes" in one
    assert "by nobody" in one
    assert desk.get("/outlets/None").status_code == 404
    assert "reuters.com" in desk.get("/outlets?q=Reuters").text


def test_a_judgement_shows_which_events_it_changes_and_is_then_kept(desk: TestClient, home: Path) -> None:
    speaker = "SOHR"  # the registry's other name for the one who is quoted
    home.mkdir()
    own = home / "reliability.toml"
    own.write_text('# ours\n[[speaker]]\nname = "Somebody else"\ngrade = "C" # for now\n', encoding="utf-8")
    form = {"name": speaker, "grade": "B", "from": "2013-01-01", "why": 'said "so"'}
    preview = desk.post("/reliability", data=form | {"act": "preview"})
    assert preview.status_code == 200
    assert re.search(r"changes in <strong>[1-9]", preview.text)
    assert "<td>F</td><td>B</td>" in preview.text
    assert "Somebody else" in own.read_text()
    assert 'grade = "B"' not in own.read_text()
    assert desk.post("/reliability", data=form | {"act": "save", "seen": seen(preview.text)}).status_code == 303
    table = judgements(own)
    assert [(j.name, j.grade, j.why) for j in table[:2]] == [(speaker, "B", 'said "so"'), ("Somebody else", "C", None)]
    assert own.read_text().startswith("# ours")
    later = desk.post("/reliability", data={"name": speaker, "grade": "B", "from": "2099-01-01", "act": "preview"})
    assert "of no speaker of an event changes" in later.text
    again = desk.post("/reliability/1/remove")
    assert "<td>B</td><td>F</td>" in again.text
    assert desk.post("/reliability/1/remove", data={"seen": seen(again.text)}).status_code == 303
    assert own.read_text() == '# ours\n[[speaker]]\nname = "Somebody else"\ngrade = "C" # for now\n'


def test_all_faults_of_a_judgement_are_told(desk: TestClient, home: Path) -> None:
    answer = desk.post("/reliability", data={"name": "A", "grade": "Z", "from": "soon", "act": "save"})
    assert answer.status_code == 400
    assert "2 faults" in answer.text
    assert desk.post("/reliability/7/remove").status_code == 400
    assert not (home / "reliability.toml").exists()


# ---------------------------------------------------------------- places

PLACE = {"name": "Upper Sarn", "lat": "35.51", "lon": "37.25", "kind": "village", "country": "SY", "alternates": "Sarn al-Fawqa; Homs"}


def test_places_are_looked_up_near_a_point_and_in_a_region(desk: TestClient) -> None:
    page = desk.get("/places?q=Tripoli&near=34.4,35.8").text
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    assert "Lebanon" in rows[1]
    assert "Lebanon" not in desk.get("/places?q=Tripoli&in=Libya").text.partition("Names without")[0]
    assert "is no point" in desk.get("/places?q=Tripoli&near=far").text
    assert "no country, division" in desk.get("/places?q=Tripoli&in=Atlantis").text


def test_a_place_shows_what_it_would_change_and_is_then_kept(desk: TestClient, home: Path) -> None:
    preview = desk.post("/places", data=PLACE | {"act": "preview"})
    assert preview.status_code == 200
    assert "What it would change" in preview.text
    assert re.search(r"Homs</a>: \d+ other", preview.text)
    assert not (home / "gazetteer").exists()
    assert desk.post("/places", data=PLACE | {"act": "save", "seen": seen(preview.text)}).status_code == 303
    with closing(open_index(home)) as index:
        assert [round(place.lat, 2) for place in index.lookup("Sarn al-Fawqa", fuzzy=False)] == [35.51]
    assert "desk: 1 place" in desk.get("/places").text
    removal = desk.post("/places", data=PLACE | {"act": "remove"})
    assert desk.post("/places", data=PLACE | {"act": "remove", "seen": seen(removal.text)}).status_code == 303
    assert added(home) == []


def test_names_without_a_place_that_would_be_found_are_counted(desk: TestClient) -> None:
    page = desk.post("/places", data=PLACE | {"name": "Qurmazit", "act": "preview"}).text
    assert "<strong>1</strong> name of the store without a place" in page
    assert 'href="/events/DL-' in page.partition("What it would change")[2].partition("Names without")[0]


def test_a_refused_place_leaves_the_index_as_it_was(desk: TestClient, home: Path) -> None:
    answer = desk.post("/places", data=PLACE | {"name": "...", "lat": "91", "kind": "moon", "act": "save"})
    assert answer.status_code == 400
    assert "3 faults" in answer.text
    assert desk.post("/places", data=PLACE | {"country": "Narnia", "act": "save"}).status_code == 400
    assert not (home / "gazetteer").exists()


def test_viewers_read_and_edit_nothing(desk: TestClient, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("guest", "viewer"))
    for path, absent in (("/actors", "Add an actor"), ("/places", "Add a place"), ("/reliability", "A new judgement")):
        page = desk.get(path)
        assert page.status_code == 200
        assert absent not in page.text
    assert desk.get("/actors/edit").status_code == 403
    for path, form in (("/actors/edit", ROW), ("/reliability", {"name": "x", "grade": "A"}), ("/places", PLACE)):
        assert desk.post(path, data=dict(form)).status_code == 403
    assert not home.exists()
