"""HTML pages: our own visible text is the record; trafilatura and htmldate only vote on zones and the date."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator

from lxml import etree

from dateline.read.decode import decode
from dateline.read.markup import read_markup
from dateline.read.page import MAX_RAW, Given, Laid, make_page
from dateline.read.visible import Visible, visible_text
from dateline.records import Page, Problem, Span, Zone

# trafilatura's vote counts where it found at least this share of the words that mark-up left as body: below it, it missed the article.
VOTE_SHARE = 0.4
# A line of prose this long is never voted away inside the article, only before its first or after its last line.
_PROSE_WORDS = 25
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,80}?encoding=[\"']([\w:.-]{2,40})", re.IGNORECASE)
# libxml2 reads no deeper than 256 elements: old pages that never close their <font> or <b> go beyond.
_INLINE = re.compile(r"</?(?:span|font|b|i|u|em|strong|small|big|tt|center)\b[^<>]*>", re.IGNORECASE)
_BLOCKS = re.compile(r"</?(?:div|section|table|thead|tbody|tr|td|ul|ol|li|dl|dd|blockquote)\b[^<>]*>", re.IGNORECASE)
_LINE = re.compile(r"[^\n]+")
_WORDS = re.compile(r"\w+")


def read_html(
    data: bytes, given: Given, *, encoding: str | None, learned: dt.datetime, raw: bytes | None = None
) -> Iterator[Page | Problem]:
    """Yield the page of HTML bytes, and problems; `encoding` is what a header said, `raw` the bytes to keep where they are more than the page.

    Broken mark-up is repaired as a browser does.
    """
    if len(data) > MAX_RAW:
        yield Problem(f"the page has {len(data):,} bytes, the limit is {MAX_RAW:,}", given.address, "save the article alone")
        return
    root, note = _parse(data, encoding)
    if note:
        yield Problem(note, given.address, "check names with accents; convert the file to UTF-8 if they are wrong", fatal=False)
    if root is None:
        yield Problem("there is no HTML in it", given.address, "check that the file is a web page and not empty")
        return
    visible = visible_text(root)
    markup = read_markup(root)
    title = markup.title if markup.title and markup.title != markup.outlet else visible.heading
    filled = given.or_else(
        Given(
            given.doc_id,
            given.address,
            title=visible.heading if visible.heading and title and visible.heading in title else title,
            outlet=markup.outlet,
            url=markup.url,
            language=markup.language,
            fiction=markup.fiction,
            markup_date=markup.published,
            header_date=None if given.published or markup.published else _dated(root),
        )
    )
    zones = (*visible.zones, *_voted(root, visible))
    laid = Laid(visible.text, zones, visible.links, visible.media)
    yield from make_page(laid, filled, raw=data if raw is None else raw, learned=learned)


def _parse(data: bytes, encoding: str | None) -> tuple[etree._Element | None, str | None]:
    """Return the tree and a note on the code page where it had to be guessed."""
    declared = encoding or _declared(data)
    text, note = decode(data, declared=declared)
    if not text.strip():
        return None, None
    text = text.replace("\x00", "")
    root, whole = _tree(text)
    if not whole:
        root, _ = _tree(_BLOCKS.sub("<p>", _INLINE.sub("", text)))
    return root, note


def _tree(text: str) -> tuple[etree._Element | None, bool]:
    """Return the tree, and whether it holds the page down to its deepest element."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    return root, not any("Excessive depth" in fault.message for fault in parser.error_log)


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data, 0, 4096) or _XML_ENCODING.search(data, 0, 200)
    return found.group(1).decode("ascii", "replace") if found else None


def _dated(root: etree._Element) -> dt.date | None:
    """Return htmldate's answer; it looks at mark-up, addresses and visible dates."""
    from htmldate import find_date

    try:
        value = find_date(root, extensive_search=False, original_date=True)
    except (ValueError, TypeError, AttributeError):  # odd trees
        return None
    return dt.date.fromisoformat(value) if value else None


def _voted(root: etree._Element, visible: Visible) -> list[Zone]:
    """Return lines that trafilatura leaves out of the article: all before its first and after its last line, short ones inside."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page that it finds too short
    try:
        article = trafilatura.extract(root, include_comments=False, include_tables=True, fast=True, favor_recall=True)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []
    if not article:
        return []
    kept = {line for part in article.split("\n") if (line := _squeezed(part))}
    whole = _squeezed(article)
    lines = [match for match in _LINE.finditer(visible.text) if not _in_zones(match, visible)]
    hits = [bool(words := _squeezed(match.group())) and (words in kept or (len(words) > 20 and words in whole)) for match in lines]
    found = sum(len(match.group()) for match, hit in zip(lines, hits, strict=True) if hit)
    if not any(hits) or found < VOTE_SHARE * sum(len(match.group()) for match in lines):
        return []
    first, last = hits.index(True), len(hits) - 1 - hits[::-1].index(True)
    out = []
    for i, (match, hit) in enumerate(zip(lines, hits, strict=True)):
        words = match.group().strip()
        above = i < first and words != visible.heading and not _head_line(words)
        inside = first < i < last and _headline_link(match, visible)
        if not hit and (above or i > last or inside):
            start = match.start() + match.group().index(words)
            out.append(Zone("related_links" if inside else "site_chrome", Span(start, start + len(words))))
    return out


def _head_line(text: str) -> bool:
    """Tell whether a line above the article may be title, byline or date, which the text's own zoning reads."""
    return len(text.split()) <= 30 and bool(re.search(r"\d{4}|^\s*by\b", text, re.IGNORECASE))


def _in_zones(match: re.Match[str], visible: Visible) -> bool:
    return any(zone.span.start < match.end() and match.start() < zone.span.end for zone in visible.zones)


def _headline_link(match: re.Match[str], visible: Visible) -> bool:
    """Tell whether a line is a short link without final punctuation: the headline of another page."""
    words = match.group().strip()
    if len(words.split()) >= _PROSE_WORDS or words.startswith("•") or words[-1] in '.!?:"”’':
        return False
    return any(
        link.span
        and match.start() <= link.span.start
        and link.span.end <= match.end()
        and link.span.end - link.span.start > 0.6 * len(match.group().strip())
        for link in visible.links
    )


def _squeezed(text: str) -> str:
    return " ".join(_WORDS.findall(text)).lower()
