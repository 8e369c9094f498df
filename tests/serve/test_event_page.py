"""The pages of an event and of a report, exports of what is shown, and evidence packs, on reports built by hand."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.serve.app import create_app
from dateline.serve.pages.report import web_address
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from tests.export.coded_reports import report


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a linked store of one report."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        made.add(report())
        yield made


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Return a client of the desk on the store."""
    with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as made:
        yield made


def test_an_event_shows_claims_tolls_rows_and_history(client: TestClient) -> None:
    page = client.get("/events/DL-1").text
    for heading in ("Who says what", "Who counts how many", "As code books have it", "Where it comes from", "History", "left apart"):
        assert heading in page, heading
    assert "machine-coded" in page
    assert '<mark class="content">' in page
    assert "ACLED columns" in page
    assert "UCDP columns" in page
    assert "sub_event_type" in page
    assert client.get("/events/dl-1").status_code == 200
    assert client.get("/events/DL-1?known=").status_code == 200
    assert client.get("/events/DL-1?known=2001-01-01").status_code in (400, 404)
    missing = client.get("/events/DL-999")
    assert missing.status_code in (400, 404)
    assert "DL-999" in missing.text


def test_a_report_shows_its_text_whole_with_marks_and_cells(client: TestClient, store: Store) -> None:
    coded, numbers = store.report(next(store.reports()).page.sighting.id)
    page = client.get(f"/reports/{coded.page.sighting.id}").text
    pieces = re.findall(r'data-start="(\d+)" data-end="(\d+)"', page)
    assert all(int(a) < int(b) for a, b in pieces)
    assert [int(b) for _, b in pieces][:-1] == sorted(int(b) for _, b in pieces)[:-1]
    assert set(numbers.values()) <= set(re.findall(r"DL-\d+", page))
    assert 'data-spans="' in page
    assert coded.page.document.id in page
    assert client.get("/reports/S-0000000000000000").status_code in (400, 404)
    assert client.get("/reports/../../etc/passwd").status_code == 404


def test_the_original_is_a_download_that_nothing_runs(client: TestClient, store: Store) -> None:
    coded, _ = store.report(next(store.reports()).page.sighting.id, raw=True)
    answer = client.get(f"/reports/{coded.page.sighting.id}/original")
    if not coded.page.sighting.raw:
        assert answer.status_code == 404
        return
    assert answer.content == coded.page.sighting.raw
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert hashlib.sha256(answer.content).hexdigest() == answer.headers["x-content-sha256"]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://harbour.example/a", True), ("http://x.example", True), ("javascript:alert(1)", False), (" javascript:alert(1)", False),
        ("data:text/html,x", False), ("https:", False), ("//evil.example", False), ("http://[::1", False), (None, False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None, linked: bool) -> None:
    assert (web_address(url) is not None) == linked


def test_exports_hold_exactly_what_is_shown(client: TestClient) -> None:
    shown = {one["id"] for one in client.get("/api/v1/events?type=Battles").json()["events"]}
    found = json.loads(client.get("/export/geojson?type=Battles").content)
    assert {feature["id"] for feature in found["features"]} == shown
    rows = client.get("/export/acled?type=Battles")
    assert rows.headers["content-disposition"].startswith("attachment")
    assert {re.split(r"[-+ ]", line)[0] for line in rows.text.splitlines()[1:] if line} <= {"DL"} | {
        line[:2] for line in rows.text.splitlines()[1:]
    }
    assert client.get("/export/ucdp?country=Atlantis").text.count("\n") == 1
    assert client.get("/export/xlsx").status_code == 422
    assert "Veshko" not in client.get("/export/jsonl").text


def test_a_pack_stands_alone_and_is_masked(client: TestClient) -> None:
    answer = client.get("/pack?ids=DL-1,2")
    assert answer.headers["content-disposition"].startswith("attachment")
    page = answer.text
    assert "How to read this" in page
    assert "DL-2" in page
    assert "Veshko" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
    for query, status in (("ids=DL-1,x", 400), ("ids=DL-99999", 400), ("country=Atlantis", 404), ("ids=,", 404)):
        assert client.get(f"/pack?{query}").status_code == status, query


def test_a_zipped_pack_lists_its_hashes(client: TestClient) -> None:
    packed = zipfile.ZipFile(io.BytesIO(client.get("/pack?ids=DL-1&form=zip").content))
    sums = dict(reversed(line.split("  ", 1)) for line in packed.read("SHA256SUMS").decode().splitlines())  # type: ignore[arg-type]
    assert set(sums) == set(packed.namelist()) - {"SHA256SUMS"}
    assert all(hashlib.sha256(packed.read(name)).hexdigest() == sum_ for name, sum_ in sums.items())
    assert "evidence.html" in sums


def test_control_shows_a_day_a_place_and_what_was_known(client: TestClient) -> None:
    page = client.get("/control").text
    assert "Who is said to hold what" in page
    assert client.get("/control?at=&known=&side=&place=").status_code == 200
    held = client.get("/control?at=2017-10-30").text
    assert "Orlun" in held
    assert "As known on" in held
    assert "Nothing is said" in client.get("/control?at=1990-01-01").text
    assert client.get("/control?at=tomorrow").status_code == 422
    found = client.get("/control.geojson?at=2017-10-30").json()
    assert found["type"] == "FeatureCollection"
    assert client.get("/control?place=Orlun", headers={"HX-Request": "true"}).text.lstrip().startswith("<h2")
