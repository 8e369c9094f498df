"""Evidence packs: one file that says all of some events and needs nothing else."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import html
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.errors import ExportError
from dateline.serve.app import create_app
from dateline.serve.packing import page_of
from dateline.serve.people import Person
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from dateline.views.packing import MOST, pack
from tests.export.coded_reports import report
from tests.serve.hostile import PAYLOADS, faults, hostile

RAW = b"<html><p>Shelling near the harbour."
NOW = dt.datetime(2031, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of a report whose page is kept, and hostile ones."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        plain = report("wire-1")
        sighting = dataclasses.replace(plain.page.sighting, raw=RAW, raw_sha256=hashlib.sha256(RAW).hexdigest())
        made.add(dataclasses.replace(plain, page=dataclasses.replace(plain.page, sighting=sighting)))
        for n in range(0, len(PAYLOADS), 7):
            made.add(hostile(n))
        yield made


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Return a browser at a desk on it."""
    with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as made:
        yield made


def test_a_pack_holds_rows_claims_quotes_sources_and_hashes(client: TestClient, store: Store) -> None:
    page = html.unescape(client.get("/pack?ids=DL-1").text)
    found = store.event("DL-1")
    for member in found.members:
        assert member.report.page.sighting.document_id in page
        assert member.report.page.sighting.raw_sha256 in page
        for claim in member.claims:
            assert claim.source.name in page
    for words in (
        "How to read this",
        "Contents",
        "ACLED columns",
        "UCDP columns",
        "Information credibility",
        "Who counts how many",
        "Where it comes from",
    ):
        assert words in page, words


def test_a_pack_needs_nothing_else_and_runs_nothing(client: TestClient) -> None:
    answer = client.get("/pack")
    assert answer.headers["content-disposition"].startswith('attachment; filename="dateline-')
    page = answer.text
    assert "<script" not in page.replace("&lt;script", "")
    assert not re.search(r'(?:src|href)="(?:/|\.)', page)
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert policy
    assert style
    assert "script" not in policy[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"sha256-{digest}" in policy[1].replace("&#39;", "'")
    assert "url(" not in style[1]
    assert faults(page.replace(policy[0], "").replace(style[0], "")) == []


def test_links_within_a_pack_lead_somewhere(client: TestClient) -> None:
    page = client.get("/pack").text
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_pack_masks_private_persons_for_everybody(client: TestClient) -> None:
    assert "Veshko" not in client.get("/pack").text
    archive = zipfile.ZipFile(io.BytesIO(client.get("/pack?form=zip").content))
    for name in archive.namelist():
        assert name.startswith("originals/") or b"Veshko" not in archive.read(name), name


def test_a_selection_by_filters_holds_what_they_let_pass(client: TestClient) -> None:
    wanted = {row["id"] for row in client.get("/api/v1/events?sub=Armed+clash").json()["events"]}
    page = client.get("/pack?sub=Armed+clash").text
    assert set(re.findall(r'<h2 id="(DL-\d+)"', page)) == wanted
    assert client.get("/pack?type=Protests").status_code == 400
    assert client.get("/pack?from=soon").status_code == 400
    assert client.get("/pack?ids=DL-1,DL-9999").status_code == 404
    assert client.get("/pack?ids=DL-1&form=pdf").status_code == 422


def test_a_zip_has_the_hash_of_every_file(client: TestClient, store: Store) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get("/pack?ids=DL-1&form=zip").content))
    told = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(told) == set(archive.namelist()) - {"SHA256SUMS"}
    for name, digest in told.items():
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    original = f"originals/{next(store.reports()).page.sighting.id}.original"
    assert archive.read(original) == RAW
    assert {"evidence.html", "acled.csv", "ucdp.csv", "events.geojson", "reports.jsonl", "README.txt"} <= set(told)


def test_viewers_get_no_originals(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("someone", "viewer"))
    archive = zipfile.ZipFile(io.BytesIO(client.get("/pack?ids=DL-1&form=zip").content))
    assert not any(name.startswith("originals/") for name in archive.namelist())
    assert "Originals are left out" in archive.read("README.txt").decode()


def test_more_events_than_a_pack_holds_are_refused(store: Store, client: TestClient) -> None:
    with pytest.raises(ExportError, match=f"{MOST + 1} events"):
        pack(store, [f"DL-{n}" for n in range(1, MOST + 2)])
    answer = client.get("/pack?ids=" + ",".join(f"DL-{n}" for n in range(1, MOST + 2)))
    assert answer.status_code == 400
    assert "narrow the filters" in answer.text


def test_the_same_store_and_time_give_the_same_page(store: Store) -> None:
    one, two = (page_of(pack(store, ["DL-1", "dl-1", "DL-2"], now=lambda: NOW)) for _ in range(2))
    assert one == two
    assert "2031-06-01 12:00 UTC" in one
    assert one.count('class="pack-event"') == 2
