"""The page of a report: its whole text with everything marked, cells that lead to their words, the stored original."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.records import Span
from dateline.serve.app import create_app
from dateline.serve.people import Person
from dateline.serve.rendering import web_address
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from dateline.views.marking import Mark, segments
from dateline.views.reports import cells_of, read
from tests.export.coded_reports import report
from tests.serve.hostile import PAYLOADS, faults, hostile

RAW = b"<html><script>alert(1)</script><p>Shelling."
PIECE = re.compile(r'<span id="o(\d+)" data-start="(\d+)" data-end="(\d+)"[^>]*>([^<]*)</span>')


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of a report whose page is kept, and hostile ones."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as made:
        plain = report("wire-1")
        sighting = dataclasses.replace(plain.page.sighting, raw=RAW, raw_sha256=hashlib.sha256(RAW).hexdigest())
        made.add(dataclasses.replace(plain, page=dataclasses.replace(plain.page, sighting=sighting)))
        for n in range(0, len(PAYLOADS), 3):
            one = hostile(n)
            seen = dataclasses.replace(one.page.sighting, raw=b"", raw_sha256="")
            made.add(dataclasses.replace(one, page=dataclasses.replace(one.page, sighting=seen)))
        yield made


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    """Return a browser at a desk on it."""
    with TestClient(create_app(open_desk(store, load())), base_url="http://127.0.0.1") as made:
        yield made


def first(store: Store) -> str:
    return next(one.page.sighting.id for one in store.reports())


def test_the_whole_text_is_there_in_pieces_that_know_their_place(client: TestClient, store: Store) -> None:
    for one in store.reports():
        text = one.page.document.text
        pieces = PIECE.findall(client.get(f"/reports/{one.page.sighting.id}").text)
        assert pieces
        for name, start, end, shown in pieces:
            assert name == start
            assert html.unescape(shown) == text[int(start) : int(end)]
        covered = "".join(text[int(start) : int(end)] for _, start, end, _ in pieces)
        assert "".join(covered.split()) == "".join(text.split())
        assert len({name for name, *_ in pieces}) == len(pieces)


def test_every_cell_leads_to_its_words(client: TestClient, store: Store) -> None:
    one = next(store.reports())
    page = client.get(f"/reports/{one.page.sighting.id}").text
    for event in one.events:
        for cell in cells_of(event):
            for span in cell.spans:
                assert f'id="o{span.start}"' in page, (cell.name, cell.value)
            assert not cell.spans or f'data-spans="{cell.ranges}"' in page


def test_overlapping_and_nested_marks_are_cut_not_lost() -> None:
    text = "abcdefghij"
    marks = [Mark(Span(0, 6), "claim", "k1"), Mark(Span(2, 4), "place"), Mark(Span(3, 8), "actor"), Mark(Span(9, 20), "time")]
    found = segments(text, Span(0, 10), marks)
    assert "".join(piece.text for piece in found) == text
    for at in range(10):
        piece = next(one for one in found if one.start <= at < one.start + len(one.text))
        assert set(piece.kinds) == {mark.kind for mark in marks if mark.span.start <= at < mark.span.end}, at


def test_the_original_is_a_download_that_no_browser_runs(client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/reports/{first(store)}/original"
    answer = client.get(address)
    assert answer.content == RAW
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert hashlib.sha256(RAW).hexdigest() in client.get(f"/reports/{first(store)}").text
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("someone", "viewer"))
    assert client.get(address).status_code == 403


def test_unknown_reports_and_lost_originals_are_404(client: TestClient, store: Store) -> None:
    for wrong in ("S-0000000000000000", "S-1", "nothing"):
        answer = client.get(f"/reports/{wrong}")
        assert answer.status_code == 404, wrong
        assert "an event&#39;s page links to its reports" in answer.text
    other = [one.page.sighting.id for one in store.reports()][1]
    assert client.get(f"/reports/{other}/original").status_code == 404


def test_viewers_see_private_persons_masked_at_the_same_offsets(
    client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    plain = client.get(f"/reports/{first(store)}").text
    monkeypatch.setattr("dateline.serve.door.LOCAL", Person("someone", "viewer"))
    page = client.get(f"/reports/{first(store)}").text
    assert "Veshko" in plain
    assert "Veshko" not in page
    assert [piece[:3] for piece in PIECE.findall(page)] == [piece[:3] for piece in PIECE.findall(plain)]
    assert "/original" not in page


def test_hostile_reports_run_nothing(client: TestClient, store: Store) -> None:
    for one in store.reports():
        answer = client.get(f"/reports/{one.page.sighting.id}")
        assert answer.status_code == 200
        assert faults(answer.text) == []


@pytest.mark.parametrize(
    "payload", [*PAYLOADS, "ftp://a.example/", "//a.example", "http:", "https:///x", "java\nscript:alert(1)", "http://[", None]
)
def test_only_web_addresses_become_links(payload: str | None) -> None:
    assert web_address(payload) is None


def test_a_web_address_becomes_a_link() -> None:
    assert web_address("https://a.example/x?y=1") == "https://a.example/x?y=1"


def test_what_a_page_shows_is_what_the_store_holds(store: Store) -> None:
    shown = read(store, first(store), unmask=True)
    assert {row.number for row in shown.rows} <= {one.id for one in store.events()}
    assert [row.event.id for row in shown.rows] == [event.id for event in shown.report.events]
