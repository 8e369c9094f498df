"""Input that is broken, hostile or odd: what can be read is read, the rest is named, and nothing takes long."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import os
import time
from pathlib import Path

import pytest

from dateline.read import read
from dateline.records import Page, Problem
from tests.read.test_sources import PROSE, run, warc_of

DAY = dt.date(2019, 5, 4)


def one_file(path: Path, data: bytes) -> tuple[list[Page], list[Problem]]:
    path.write_bytes(data)
    return run(path, published=DAY)


@pytest.mark.parametrize("name", ["base64", "rot13", "idna", "undefined", "punycode", "utf-7", "unicode_escape", "x-nonsense"])
def test_a_page_that_names_a_codec_of_no_text_is_read(tmp_path: Path, name: str) -> None:
    data = f"<html><head><meta charset='{name}'></head><body><p>{PROSE} Caf".encode() + b"\xe9</p></body></html>"
    pages, problems = one_file(tmp_path / "a.html", data)
    assert PROSE in pages[0].document.text
    assert any("code page" in problem.what for problem in problems)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_is_read_with_and_without_its_mark(tmp_path: Path, codec: str) -> None:
    pages, problems = one_file(tmp_path / "a.txt", PROSE.encode(codec))
    assert [page.document.text for page in pages] == [PROSE]
    assert problems == []


def test_a_stray_zero_byte_makes_no_text_binary(tmp_path: Path) -> None:
    pages, _ = one_file(tmp_path / "a.txt", PROSE.replace("Olden", "Olden\0").encode())
    assert len(pages) == 1


@pytest.mark.parametrize(("tag", "end"), [("<div>", "</div>"), ("<b>", ""), ("<table><tr><td>", "")])
def test_mark_up_nested_beyond_reason_keeps_its_words(tmp_path: Path, tag: str, end: str) -> None:
    pages, _ = one_file(tmp_path / "a.html", (tag * 3000 + PROSE + end * 3000).encode())
    assert [page.document.text for page in pages] == [PROSE]


def test_an_archive_packed_as_one_gzip_file_is_read_whole(tmp_path: Path) -> None:
    pages, problems = one_file(tmp_path / "a.warc.gz", gzip.compress(warc_of(PROSE, "Nobody was hurt.", gzipped=False)))
    assert [page.document.text for page in pages] == [PROSE, "Nobody was hurt."]
    assert not any("breaks off" in problem.what for problem in problems)


def test_a_damaged_byte_in_an_archive_keeps_the_records_before(tmp_path: Path) -> None:
    first, data = warc_of(PROSE), bytearray(warc_of(PROSE, "Nobody was hurt."))
    data[len(first) + 60] ^= 0xFF
    pages, problems = one_file(tmp_path / "a.warc.gz", bytes(data))
    assert [page.document.text for page in pages] == [PROSE]
    assert "breaks off or is damaged" in problems[-1].what


@pytest.mark.parametrize("kept", [25, 40, 80, 150])
def test_an_archive_cut_in_the_head_of_a_record_keeps_the_records_before(tmp_path: Path, kept: int) -> None:
    whole, first = warc_of(PROSE, PROSE, gzipped=False), len(warc_of(PROSE, gzipped=False))
    pages, problems = one_file(tmp_path / "a.warc", whole[: first + kept])
    assert [page.document.text for page in pages] == [PROSE]
    assert "breaks off" in problems[-1].what


def test_rubbish_in_an_archive_is_not_quoted_at_length(tmp_path: Path) -> None:
    _, problems = one_file(tmp_path / "a.warc", b"rubbish " * 50_000)
    assert [problem.fatal for problem in problems] == [True]
    assert len(problems[0].what) < 300


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "x", "text": "a", "n": ' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"id": "x", "text": 5}',
        "[1, 2]",
        "null",
        '{"id": "x", "html": ""}',
    ],
)
def test_an_odd_line_is_named_and_the_next_one_read(line: str) -> None:
    good = json.dumps({"id": "ok", "text": PROSE})
    pages, problems = run("-", stdin=io.BytesIO(f"{line}\n{good}\n".encode()), published=DAY)
    assert [page.sighting.doc_id for page in pages] == ["ok"]
    assert [problem.where for problem in problems] == ["standard input:1"]


@pytest.mark.parametrize("field", [{"url": "http://[::1"}, {"url": "http://a:99999999/2019/13/45"}, {"id": "\ud800"}, {"outlet": "\0"}])
def test_odd_fields_do_not_keep_a_text_from_being_read(field: dict[str, str]) -> None:
    pages, _ = run("-", stdin=io.BytesIO(json.dumps({"id": "a", "text": PROSE} | field).encode()), published=DAY)
    assert [page.document.text for page in pages] == [PROSE]


def test_half_of_a_surrogate_pair_in_a_page_spoils_no_other_character() -> None:
    line = json.dumps({"id": "a", "html": f"<p>{PROSE} José \ud800"})
    pages, problems = run("-", stdin=io.BytesIO(line.encode()), published=DAY)
    assert "José" in pages[0].document.text
    assert problems == []


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "0000-00-00", "yesterday"])
def test_a_day_that_no_report_has_is_named(value: str) -> None:
    pages, problems = run("-", stdin=io.BytesIO(json.dumps({"id": "a", "text": PROSE, "published": value}).encode()))
    assert pages[0].sighting.published is None
    assert value in problems[0].what


@pytest.mark.parametrize(
    ("name", "what"), [("", "empty"), ("ftp://a.example/b", "only http"), ("file:///a", "only http"), ("x" * 300, "cannot be read")]
)
def test_names_that_are_no_source(name: str, what: str) -> None:
    found = list(read([name]))
    assert [isinstance(one, Problem) and what in one.what for one in found] == [True]


def test_a_pipe_in_a_folder_does_not_hold_it_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "b.txt").write_text(PROSE)
    pages, problems = run(tmp_path, published=DAY)
    assert [page.document.text for page in pages] == [PROSE]
    assert [problem.what for problem in problems] == ["it is no regular file"]


def test_a_feed_with_a_document_type_is_a_feed(tmp_path: Path) -> None:
    feed = (
        f"<rss version='0.91'><channel><title>Valley</title><item><title>A</title><description>{PROSE}</description></item></channel></rss>"
    )
    head = "<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'http://valley.example/rss.dtd'>"
    pages, _ = one_file(tmp_path / "a.xml", (head + feed).encode())
    assert [page.document.text for page in pages] == [PROSE]


@pytest.mark.parametrize(
    "unit", ["1", "Al-", "Aa-", "contact", "contact:a", "killed ", "(", '"', "- ", ".", "A", "\n", "\r", "[a](", "http://"]
)
def test_repetitions_take_no_longer_than_they_are_long(unit: str) -> None:
    line = json.dumps({"id": "a", "text": unit * (60_000 // len(unit)), "published": "2019-05-04"}).encode()
    began = time.process_time()
    list(read(["-"], stdin=io.BytesIO(line)))
    assert time.process_time() - began < 2.0
