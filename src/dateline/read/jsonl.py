"""JSON Lines: one report a line, with `id`, `text` or `html`, and any of title, outlet, url, published, language."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import BinaryIO

from dateline.errors import ReadError
from dateline.read.html import read_html
from dateline.read.page import MAX_RAW, Given, Laid, given_date, make_page
from dateline.records import Page, Problem

_STRINGS = ("text", "html", "title", "outlet", "url", "language", "published")
_HINT = 'a line is one JSON object with "text" or "html", e.g. {"id": "a1", "text": "...", "published": "2017-10-31"}'


def read_jsonl(stream: BinaryIO, *, name: str, defaults: Given, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield a page for each line; a broken line gives a Problem that names file and line, blank lines nothing."""
    count = 0
    for number, line in enumerate(bounded_lines(stream), 1):
        if not line.strip():
            continue
        count += 1
        yield from read_line(line, where=f"{name}:{number}", defaults=defaults, learned=learned)
    if not count:
        yield Problem("it holds no lines", name, _HINT)


def bounded_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield lines; of one longer than MAX_RAW only its head, one byte over the limit, so that no line fills the memory."""
    while line := stream.readline(MAX_RAW + 1):
        yield line
        while len(line) > MAX_RAW and not line.endswith(b"\n"):
            line = stream.readline(MAX_RAW + 1)


def read_line(line: bytes, *, where: str, defaults: Given, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield the page of one line, or the Problem with it."""
    if len(line) > MAX_RAW:
        yield Problem(f"the line is longer than {MAX_RAW:,} bytes", where, "split it into reports")
        return
    try:
        record = decode_line(line)
    except ReadError as error:
        yield Problem(error.what, where, error.hint or _HINT)
        return
    yield from read_record(record, where=where, defaults=defaults, learned=learned, raw=line)


def decode_line(line: bytes) -> object:
    """Return what a line of JSON holds; raises ReadError for one that is none."""
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReadError(f"byte {error.start + 1} of the line is not UTF-8", hint="JSON Lines are UTF-8: convert the file") from None
    except json.JSONDecodeError as error:
        raise ReadError(f"not JSON: {error.msg.removesuffix(' at')} at column {error.colno}") from None
    except RecursionError:
        raise ReadError("not readable: nested too deeply") from None
    except ValueError as error:  # a number of thousands of digits
        raise ReadError(f"not readable: {error}") from None


def read_record(record: object, *, where: str, defaults: Given, learned: dt.datetime, raw: bytes) -> Iterator[Page | Problem]:
    """Yield the page of one decoded record, or the Problem with it."""
    if not isinstance(record, dict):
        yield Problem(f"a {type(record).__name__}, not an object", where, _HINT)
        return
    faults = [f"{key!r} is not a string" for key in _STRINGS if not isinstance(record.get(key, ""), str | None)]
    published = None
    try:
        published = given_date(record.get("published"))
    except ValueError as error:
        yield Problem(f"'published' is {error}", where, "use YYYY-MM-DD; the line was read without it", fatal=False)
    if faults or not (record.get("text") or record.get("html")):
        yield Problem("; ".join(faults) or 'neither "text" nor "html" in it', where, _HINT)
        return
    given = Given(
        doc_id=str(record["id"]) if record.get("id") not in (None, "") else where,
        address=str(record.get("url") or where),
        title=record.get("title") or None,
        outlet=record.get("outlet") or None,
        url=record.get("url") or None,
        published=published,
        language=record.get("language") or None,
        fiction=record.get("fiction") is True,
    ).or_else(defaults)
    if record.get("text"):
        yield from make_page(Laid(record["text"]), given, raw=raw, learned=learned)
    else:
        yield from read_html(record["html"].encode("utf-8", "replace"), given, encoding="utf-8", learned=learned, raw=raw)
