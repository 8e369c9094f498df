"""Feeds: RSS, Atom and JSON Feed, each item a page."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.read.html import read_html
from dateline.read.jsonl import read_record
from dateline.read.page import Given, Laid, make_page
from dateline.records import Page, Problem

_MARKUP = re.compile(r"<(?:p|div|br|a|img|b|i|em|strong|ul|ol|li|h\d|span|table|figure|blockquote)\b|&(?:\w+|#\d+);", re.IGNORECASE)


def read_feed(data: bytes, given: Given, *, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield the pages of an RSS or Atom feed; a broken item gives a Problem "feed#item" and the others are read.

    Nothing is fetched: an item is what the feed carries of it.
    """
    import feedparser

    where = given.address
    feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    error = feed.get("bozo_exception") if feed.get("bozo") else None
    if not feed.entries:
        reason = f": {error}" if error is not None else ""
        yield Problem(f"no items were found in the feed{reason}", where, "check that it is RSS or Atom and has items")
        return
    if error is not None and not isinstance(error, feedparser.CharacterEncodingOverride | feedparser.NonXMLContentType):
        yield Problem(f"the feed is not well formed ({error}); items after that may be cut or missing", where, "compare with the source")
    outlet = given.outlet or feed.feed.get("title")
    for number, entry in enumerate(feed.entries, 1):
        yield from _entry(entry, number, given, outlet, learned)


def _entry(entry: Mapping[str, Any], number: int, feed: Given, outlet: str | None, learned: dt.datetime) -> Iterator[Page | Problem]:
    where = f"{feed.address}#item {number}"
    contents = [part.get("value", "") for part in entry.get("content", [])] or [entry.get("summary", "")]
    body = max(contents, key=len).strip()
    if not body:
        yield Problem("the item has no text", where, "the feed carries only its title: fetch the address of the item")
        return
    link = entry.get("link") or None
    given = Given(
        doc_id=entry.get("id") or link or where,
        address=link or where,
        title=entry.get("title") or None,
        outlet=outlet,
        url=link,
        published=_stamp(entry.get("published_parsed") or entry.get("updated_parsed")) or feed.published,
        original_outlet=(entry.get("source") or {}).get("title"),
        language=feed.language,
        fiction=any((tag.get("term") or "").lower() == "fiction" for tag in entry.get("tags", [])),
    )
    raw = json.dumps({key: value for key, value in entry.items() if isinstance(value, str)}, ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )
    if _MARKUP.search(body):
        yield from read_html(body.encode("utf-8", "replace"), given, encoding="utf-8", learned=learned, raw=raw)
    else:
        yield from make_page(Laid(body), given, raw=raw, learned=learned)


def _stamp(parsed: Any) -> dt.date | None:
    if parsed is None:
        return None
    try:
        return dt.date(*parsed[:3])
    except (TypeError, ValueError):
        return None


def read_json(data: bytes, given: Given, *, learned: dt.datetime) -> Iterator[Page | Problem]:
    """Yield the pages of a JSON Feed, of a list of records as JSON Lines have them, or of one such record."""
    where = given.address
    hint = 'give a JSON Feed, or records with "text" or "html"'
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield Problem(f"byte {error.start + 1} is not UTF-8", where, "JSON is UTF-8: convert the file")
        return
    except json.JSONDecodeError as error:
        yield Problem(
            f"not JSON: {error.msg.removesuffix(' at')} at line {error.lineno}, column {error.colno}", f"{where}:{error.lineno}", hint
        )
        return
    except RecursionError:
        yield Problem("not readable: nested too deeply", where, hint)
        return
    except ValueError as error:  # a number of thousands of digits
        yield Problem(f"not readable: {error}", where, hint)
        return
    if isinstance(content, dict) and isinstance(content.get("items"), list):
        outlet = content.get("title") if isinstance(content.get("title"), str) else None
        for number, item in enumerate(content["items"], 1):
            yield from _json_item(item, f"{where}#item {number}", given, outlet, learned)
        if not content["items"]:
            yield Problem("the feed has no items", where, hint)
        return
    for number, record in enumerate(content if isinstance(content, list) else [content], 1):
        place = f"{where}#{number}" if isinstance(content, list) else where
        yield from read_record(
            record,
            where=place,
            defaults=given,
            learned=learned,
            raw=json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass"),
        )


def _json_item(item: Any, where: str, feed: Given, outlet: str | None, learned: dt.datetime) -> Iterator[Page | Problem]:
    if not isinstance(item, dict):
        yield Problem("the item is no object", where, "compare with jsonfeed.org/version/1.1")
        return
    record = {
        "id": item.get("id"),
        "text": item.get("content_text"),
        "html": item.get("content_html"),
        "title": item.get("title"),
        "outlet": outlet,
        "url": item.get("url"),
        "language": item.get("language"),
        "published": item.get("date_published"),
    }
    raw = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
    yield from read_record(record, where=where, defaults=feed, learned=learned, raw=raw)
