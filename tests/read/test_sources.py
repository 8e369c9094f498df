"""What each kind of source gives, and what bad input gets: a message, never an end of the run."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.errors import ReadError
from dateline.read import read
from dateline.read.fetch import Fetched
from dateline.read.page import MAX_RAW
from dateline.records import Page, Problem

NOW = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)
PROSE = "The army of Norland left the town of Olden on Monday, and the mayor said that the bridge was open to the people of the valley."


def run(*sources: str | Path, **options: object) -> tuple[list[Page], list[Problem]]:
    found = list(read([str(source) for source in sources], clock=lambda: NOW, **options))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Page)], [one for one in found if isinstance(one, Problem)]


def pdf_of(*pages: str, password: str | None = None) -> bytes:
    writer = pypdf.PdfWriter()
    for words in pages:
        page = writer.add_blank_page(width=600, height=800)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 700 Td ({words}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def warc_of(*pages: str, gzipped: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for number, words in enumerate(pages):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
        payload = io.BytesIO(f"<html><body><p>{words}</p></body></html>".encode())
        record = writer.create_warc_record(
            f"http://valley.example/{number}",
            "response",
            payload=payload,
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2019-05-04T10:00:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


def test_json_lines_keep_text_and_what_was_given(tmp_path: Path) -> None:
    record = {
        "id": "a-1",
        "text": f"  {PROSE}\r\n\u00a0",
        "title": "Army leaves Olden",
        "outlet": "Valley Times",
        "url": "https://valley.example/1",
        "published": "2019-05-04",
    }
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(record) + "\n\n", encoding="utf-8")
    pages, problems = run(path)
    assert problems == []
    sighting = pages[0].sighting
    assert pages[0].document.text == record["text"]
    assert pages[0].document.language == "en"
    assert (sighting.doc_id, sighting.title, sighting.outlet, sighting.url) == (
        "a-1",
        "Army leaves Olden",
        "Valley Times",
        "https://valley.example/1",
    )
    assert (sighting.published, sighting.published_basis, sighting.learned) == (dt.date(2019, 5, 4), "given", NOW)
    assert json.loads(sighting.raw) == record
    assert sighting.document_id == pages[0].document.id


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"{not json}", "not JSON"),
        (b'["a"]', "not an object"),
        (b'{"id": "x"}', 'neither "text" nor "html"'),
        (b'{"id": "x", "text": 5}', "'text' is not a string"),
        (b'{"text": "   "}', "no text"),
        (b'{"text": "\xff\xfe"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_read(tmp_path: Path, line: bytes, what: str) -> None:
    good = json.dumps({"id": "ok", "text": PROSE, "published": "2019-05-04"}).encode()
    path = tmp_path / "in.jsonl"
    path.write_bytes(good + b"\n" + line + b"\n" + good + b"\n")
    pages, problems = run(path)
    assert len(pages) == 2
    assert [problem.where for problem in problems] == [f"{path}:2"]
    assert what in problems[0].what
    assert problems[0].fatal


def test_a_date_that_is_none_is_named_and_the_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": "x", "text": PROSE, "published": "last week"}), encoding="utf-8")
    pages, problems = run(path)
    assert [page.sighting.published for page in pages] == [None]
    assert [problem.fatal for problem in problems] == [False, False]
    assert "'published' is not a date" in problems[0].what
    assert "no date of publication" in problems[1].what


def test_standard_input_is_json_lines() -> None:
    pages, problems = run("-", stdin=io.BytesIO(json.dumps({"id": "x", "text": PROSE}).encode()), published=dt.date(2019, 5, 4))
    assert [page.sighting.doc_id for page in pages] == ["x"]
    assert problems == []


def test_a_text_file_is_kept_newlines_and_all(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{PROSE}\r\n\r\nNobody was hurt.\r\n".encode())
    pages, _ = run(path, published=dt.date(2019, 5, 4), outlet="Valley Times")
    assert pages[0].document.text == f"{PROSE}\r\n\r\nNobody was hurt.\r\n"
    assert pages[0].sighting.outlet == "Valley Times"


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
        ("a.txt", b"PK\x03\x04" + bytes(100), "office document"),
        ("a.html", b"", "empty"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "no text"),
        ("a.pdf", b"%PDF-1.7\nnothing more", "cannot be opened"),
        ("a.pdf", b"plain words", "no PDF"),
        ("a.xml", b"<catalogue><item/></catalogue>", "no RSS or Atom"),
        ("a.rss", b"<rss><channel></channel></rss>", "no items"),
        ("a.json", b"{", "not JSON"),
        ("a.jsonl", b"", "no lines"),
        ("a.warc", b"", "no pages"),
        ("a.warc.gz", b"\x1f\x8bbroken", "damaged"),
    ],
)
def test_unreadable_files_say_so_and_do_not_stop_the_others(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    bad, good = tmp_path / name, tmp_path / "z.txt"
    bad.write_bytes(data)
    good.write_text(PROSE, encoding="utf-8")
    pages, problems = run(bad, good, published=dt.date(2019, 5, 4))
    assert [page.sighting.address for page in pages] == [str(good)]
    assert len(problems) == 1
    assert what in problems[0].what
    assert problems[0].where.startswith(str(bad))
    assert problems[0].hint
    assert problems[0].fatal


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    _, problems = run(tmp_path / "none.txt")
    assert "no such file" in problems[0].what


def test_a_page_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    pages, problems = run(path)
    assert pages == []
    assert "more than 32 MiB" in problems[0].what


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read() -> None:
    good = json.dumps({"id": "ok", "text": PROSE, "published": "2019-05-04"}).encode()
    stream = io.BytesIO(b'{"text": "' + b"a" * (MAX_RAW + 10) + b'"}\n' + good)
    pages, problems = run("-", stdin=stream)
    assert [page.sighting.doc_id for page in pages] == ["ok"]
    assert [problem.where for problem in problems] == ["standard input:1"]


@pytest.mark.parametrize(
    ("data", "word", "note"),
    [
        ("José left Olden — “for good”, they said. Ünal stayed on in the valley.".encode("cp1252"), "José", True),
        ("Город Ольден был обстрелян ночью. Погибли двое мирных жителей, сообщил мэр города.".encode("koi8-r"), "Ольден", True),
        (b"\xff\xfe" + "Olden was shelled.".encode("utf-16-le"), "Olden", False),
        (b"\xef\xbb\xbfOlden was shelled.", "Olden", False),
    ],
)
def test_an_unknown_code_page_is_guessed_and_told(tmp_path: Path, data: bytes, word: str, note: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    pages, problems = run(path, published=dt.date(2019, 5, 4))
    assert word in pages[0].document.text
    assert any("code page" in problem.what for problem in problems) is note


def test_bytes_that_fit_no_code_page_are_marked_as_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<meta charset=utf-8><p>" + PROSE.encode() * 3 + b" \xff Olden</p>")
    pages, problems = run(path, published=dt.date(2019, 5, 4))
    assert "\ufffd Olden" in pages[0].document.text
    assert "replaced by U+FFFD" in problems[0].what
    assert not problems[0].fatal


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "El ejército de Norlandia abandonó la ciudad de Olden el lunes por la mañana, según dijo el alcalde de la ciudad a los periodistas.",
            "es",
        ),
        ("Армия Норландии покинула город Ольден в понедельник утром, сообщил журналистам мэр города.", "ru"),
        ("غادر جيش نورلاند بلدة أولدن صباح يوم الاثنين، حسبما قال رئيس البلدية للصحفيين.", "ar"),
        (
            "Die Armee von Norland hat die Stadt Olden am Montag verlassen, und der Bürgermeister sagte, die Brücke ist für die Leute offen.",
            "de",
        ),
    ],
)
def test_another_language_is_told_and_still_yielded(tmp_path: Path, text: str, language: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    pages, problems = run(path, published=dt.date(2019, 5, 4))
    assert pages[0].document.language == language
    assert [problem.fatal for problem in problems] == [True]
    assert "English" in problems[0].what


def test_a_pdf_gives_the_text_of_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of("Troops left Olden.", "Nobody was hurt."))
    pages, _ = run(path, published=dt.date(2019, 5, 4))
    assert pages[0].document.text == "Troops left Olden.\n\nNobody was hurt."
    assert pages[0].sighting.raw == path.read_bytes()


@pytest.mark.parametrize(("data", "what"), [(pdf_of("secret", password="p"), "encrypted"), (pdf_of(""), "only pictures")])
def test_an_encrypted_or_pictured_pdf_says_what_to_do(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    pages, problems = run(path)
    assert pages == []
    assert what in problems[0].what


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Times</title>
<item><title>Army leaves Olden</title><link>https://valley.example/1</link><pubDate>Sat, 04 May 2019 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{prose}&lt;/p&gt;</description></item>
{broken}
<item><title>Bridge open</title><link>https://valley.example/3</link><pubDate>Sat, 04 May 2019 12:00:00 GMT</pubDate><description>{prose}</description></item>
</channel></rss>"""


def test_a_feed_item_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(RSS.format(prose=PROSE, broken=""), encoding="utf-8")
    pages, problems = run(path)
    assert problems == []
    assert [page.document.text for page in pages] == [PROSE, PROSE]
    assert [(page.sighting.address, page.sighting.outlet, page.sighting.published) for page in pages] == [
        ("https://valley.example/1", "Valley Times", dt.date(2019, 5, 4)),
        ("https://valley.example/3", "Valley Times", dt.date(2019, 5, 4)),
    ]


def test_an_item_without_text_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(RSS.format(prose=PROSE, broken="<item><title>Only a title</title></item>"), encoding="utf-8")
    pages, problems = run(path)
    assert len(pages) == 2
    assert [problem.where for problem in problems] == [f"{path}#item 2"]


def test_a_feed_that_breaks_in_one_item_still_gives_items(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(RSS.format(prose=PROSE, broken="<item><title>Broken & <b unclosed</title></item>"), encoding="utf-8")
    pages, problems = run(path)
    assert pages[0].sighting.title == "Army leaves Olden"
    assert any("not well formed" in problem.what for problem in problems)


def test_a_json_feed_and_a_list_of_records(tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    item = {"id": "1", "content_text": PROSE, "date_published": "2019-05-04T10:00:00Z"}
    feed.write_text(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Valley Times", "items": [item, "broken"]}), encoding="utf-8"
    )
    records = tmp_path / "records.json"
    records.write_text(json.dumps([{"id": "r", "html": f"<p>{PROSE}</p>", "published": "2019-05-04"}]), encoding="utf-8")
    pages, problems = run(feed, records)
    assert [(page.sighting.doc_id, page.sighting.outlet, page.document.text) for page in pages] == [
        ("1", "Valley Times", PROSE),
        ("r", None, PROSE),
    ]
    assert [problem.where for problem in problems] == [f"{feed}#item 2"]


@pytest.mark.parametrize("gzipped", [True, False])
def test_an_archive_gives_its_pages_with_their_time(tmp_path: Path, gzipped: bool) -> None:
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    path.write_bytes(warc_of(PROSE, "Nobody was hurt.", gzipped=gzipped))
    pages, _ = run(path, published=dt.date(2019, 5, 4))
    assert [page.document.text for page in pages] == [PROSE, "Nobody was hurt."]
    assert pages[0].sighting.learned == dt.datetime(2019, 5, 4, 10, tzinfo=dt.UTC)
    assert pages[0].sighting.url == "http://valley.example/0"
    assert ("Content-Type", "text/html; charset=utf-8") in pages[0].sighting.headers


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("cut", [20, 60, 200, 300])
def test_a_truncated_archive_keeps_the_records_before(tmp_path: Path, gzipped: bool, cut: int) -> None:
    path = tmp_path / ("a.warc.gz" if gzipped else "a.warc")
    path.write_bytes(warc_of(PROSE, "Nobody was hurt." * 30, gzipped=gzipped)[:-cut])
    pages, problems = run(path, published=dt.date(2019, 5, 4))
    assert [page.document.text for page in pages] == [PROSE]
    assert "breaks off" in problems[-1].what
    assert problems[-1].fatal


def test_a_folder_is_read_in_order_and_half_of_it_failing_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    files: dict[str, bytes] = {
        "a.txt": PROSE.encode(), "b.txt": b"", "c.html": f"<p>{PROSE}</p>".encode(), "d.pdf": b"%PDF-x", "e.jpg": b"\xff\xd8\xff", "sub/f.txt": PROSE.encode(),
        "sub/g.jsonl": b"{\n", ".hidden/h.txt": PROSE.encode(),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    pages, problems = run(tmp_path, published=dt.date(2019, 5, 4))
    assert [Path(page.sighting.address).name for page in pages] == ["a.txt", "c.html", "f.txt"]
    assert [(Path(problem.where).name, problem.fatal) for problem in problems] == [
        ("b.txt", True),
        ("d.pdf", True),
        ("e.jpg", True),
        ("g.jsonl:1", True),
    ]


def test_a_folder_is_not_held_in_memory(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(PROSE, encoding="utf-8")
    found = read([tmp_path], published=dt.date(2019, 5, 4))
    next(found)
    (tmp_path / "2.txt").unlink()
    assert [isinstance(one, Page) for one in found] == [True, False]


def test_an_address_is_read_by_what_comes_back() -> None:
    def get(url: str) -> Fetched:
        return Fetched(f"{url}/final", "text/html; charset=utf-8", (("Date", "x"),), f"<title>Army leaves</title><p>{PROSE}</p>".encode())

    pages, _ = run("https://valley.example/2019/05/04/army", get=get)
    assert pages[0].sighting.url == "https://valley.example/2019/05/04/army/final"
    assert (pages[0].sighting.published, pages[0].sighting.published_basis) == (dt.date(2019, 5, 4), "url")
    assert pages[0].sighting.headers == (("Date", "x"),)


def test_an_address_that_is_no_page_or_refused_is_a_problem() -> None:
    def refuse(url: str) -> Fetched:
        raise ReadError("it is private", where=url, hint="save it")

    _, problems = run("https://valley.example/a", get=refuse)
    assert (problems[0].what, problems[0].where, problems[0].hint) == ("it is private", "https://valley.example/a", "save it")
    _, problems = run("https://valley.example/a", get=lambda url: Fetched(url, "video/mp4", (), b"moving words"))
    assert "video/mp4, not a page" in problems[0].what


def test_fiction_is_told_by_field_or_notice(tmp_path: Path) -> None:
    lines: Sequence[dict[str, object]] = [
        {"id": "a", "text": PROSE, "fiction": True},
        {"id": "b", "text": f"{PROSE}\nNobody was hurt.\nThis report is a work of fiction."},
        {"id": "c", "text": f"{PROSE}\nThe mayor called it fiction.\nHe left."},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    pages, _ = run(path)
    assert [page.document.fiction for page in pages] == [True, True, False]


def test_gzip_named_text_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(gzip.compress(PROSE.encode()))
    _, problems = run(path)
    assert "gzip" in problems[0].what
