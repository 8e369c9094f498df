"""One file's bytes, by what they are: HTML, plain text, PDF, feed or JSON."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dateline.read.decode import decode, looks_binary
from dateline.read.feeds import read_feed, read_json
from dateline.read.html import read_html
from dateline.read.page import MAX_RAW, Given, Laid, make_page
from dateline.read.pdf import read_pdf
from dateline.records import Page, Problem

_HTML = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]*>\s*|<!DOCTYPE[^>\[]{0,300}>\s*)*<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(r"charset=[\"']?([\w:.-]+)", re.IGNORECASE)
_ELSEWHERE = (
    (b"PK\x03\x04", "an archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip file"),
)


def read_payload(data: bytes, content_type: str, given: Given, *, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield what bytes of a stated content type hold; the bytes themselves decide where they contradict it.

    Empty, binary and oversized input gives a Problem.
    """
    where = given.address
    kind = content_type.split(";")[0].strip().lower()
    if not data.strip():
        yield Problem("it is empty", where, "check that it was saved whole")
    elif len(data) > MAX_RAW:
        yield Problem(
            f"it has more than {MAX_RAW // (1024 * 1024)} MiB", where, "no single report is that long: split it, or give JSON Lines"
        )
    elif data[:1024].lstrip().startswith(b"%PDF-"):
        yield from read_pdf(data, given, learned=learned)
    elif (found := next((name for magic, name in _ELSEWHERE if data.startswith(magic)), None)) or looks_binary(data):
        yield Problem(f"it is {found or 'binary data'}, not a text", where, "save the report as HTML, text or PDF")
    elif kind == "application/pdf":
        yield Problem("it is no PDF though it is named so", where, "open it in a viewer to see what it is")
    elif _FEED.match(data[:4096]) or kind in ("application/rss+xml", "application/atom+xml"):
        yield from read_feed(data, given, learned=learned)
    elif kind in ("application/json", "application/feed+json"):
        yield from read_json(data, given, learned=learned)
    elif kind in ("text/html", "application/xhtml+xml") or (kind != "text/plain" and _HTML.match(data[:4096])):
        charset = _CHARSET.search(content_type)
        yield from read_html(data, given, encoding=charset.group(1) if charset else None, learned=learned)
    elif kind in ("text/plain", "text/markdown", ""):
        yield from _read_text(data, content_type, given, learned)
    elif kind in ("application/xml", "text/xml"):
        yield Problem("it is XML but no RSS or Atom feed", where, "give the page itself, or a feed")
    else:
        yield Problem(f"it is {kind}, not a page", where, "give HTML, text, PDF or a feed")


def _read_text(data: bytes, content_type: str, given: Given, learned: dt.datetime) -> Iterator[Page | Problem]:
    charset = _CHARSET.search(content_type)
    text, note = decode(data, declared=charset.group(1) if charset else None)
    if note:
        yield Problem(note, given.address, "check names with accents; convert the file to UTF-8 if they are wrong", fatal=False)
    yield from make_page(Laid(text), given, raw=data, learned=learned)
