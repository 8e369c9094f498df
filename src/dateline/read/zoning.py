"""Zones and metadata of a plain text: an article's dump with its lines, or one long line scraped without them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.data.outlets import find_outlet
from dateline.data.zones import zone_patterns
from dateline.read.datelines import read_dateline, read_signature
from dateline.read.dates import find_dates
from dateline.read.headlines import headline_end, mark_run_in
from dateline.read.heads import read_head, read_source_line
from dateline.read.headvalues import Head
from dateline.read.marks import Line, Marks, lines_of, links_of
from dateline.read.titles import match_title
from dateline.records import Link, Meta, MetaValue, Span, Zone

# Standing texts (definitions, campaign notes) close a report: a paragraph in its first part is reporting.
TAIL_FROM = 0.4
# Unmatched short lines after this many boilerplate lines at the end of a page are navigation.
_NAVIGATION_WORDS = 12
# The source of a copy is named among so many last lines.
_CLOSING = 8
# A line at least this long whose sentence is not over goes on in the next: wire copy is wrapped at 60 columns and more.
_WRAPPED = 45
_ORIGINAL = re.compile(
    r"(?:original source (?:of|for) this \w+ is"
    r"|(?:first|originally|previously) (?:published|appeared|posted)(?: (?:by|in|on|at))?"
    r"|(?:re|cross-?)(?:published|printed|posted) (?:with permission )?(?:from|by))\s*:?\s*"
    r"\[?(?P<name>(?-i:(?:[Tt]he )?[A-Z][\w.'’&-]*(?: (?:of |the |and )?[A-Z][\w.'’&-]*){0,5}))",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\s*(?:\d{3,4}|\d{1,2}[:.]\d{2})(?:\s*(?:[ap]m|hrs?|hours))?(?:\s*(?:UTC|GMT|MSK|EST|EDT)(?:[+-]\d{1,2})?)?|\s*(?:UTC|GMT|MSK)(?:[+-]\d{1,2})?|\s*\(\s*updated[^()]{0,40}\)",
    re.IGNORECASE,
)
_STAMP_LABEL = re.compile(r"\s*(?:published|posted|edited|updated|last (?:updated|modified)|date)(?: time| on| at)?\s*:?\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?][\"”’')]*(?=\s|$)")
# Up to this many lines a text counts as scraped without its line breaks.
_RUN_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Zoned:
    """What zoning a text gives."""

    zones: tuple[Zone, ...]
    meta: Meta
    links: tuple[Link, ...]


def zone_text(text: str, *, title: str | None = None, outlet: str | None = None, known: tuple[Zone, ...] = ()) -> Zoned:
    """Return zones, visible metadata and links of a text.

    `title` and `outlet` are what was given with it; `known` are boilerplate zones that mark-up gave, kept as they are.
    """
    marks = Marks(text, sorted((zone.span.start, zone.span.end, zone.kind) for zone in known))
    lines = [line for line in lines_of(text) if not known or marks.free(line.start, line.end)]
    head = Head()
    if len(lines) <= _RUN_TOGETHER:
        for i, line in enumerate(lines):
            notice = zone_patterns().line.match(line.plain) if i else None  # a whole line of it, after the text
            if not (notice and notice.lastgroup and marks.add(line.start, line.end, notice.lastgroup)):
                _zone_run_together(marks, line, head, title)
        if lines:
            _mark_last(marks, lines[-1])
    else:
        taken = read_head(marks, lines, head, title=title)
        if taken < len(lines):
            first = lines[taken]
            stamped = _read_stamp(marks, first.start, first.end, head)
            read_dateline(marks, stamped, first.end, head)
        _zone_lines(marks, lines[taken:], head)
    _mark_inline(marks)
    links = tuple(Link(url, Span(start, end)) for url, start, end in links_of(text))
    return Zoned(marks.zones(), _meta(text, head, outlet), links)


def _zone_run_together(marks: Marks, line: Line, head: Head, title: str | None) -> None:
    """Zone one long line: stamp and title at its start in either order, chrome inside, signature at its end."""
    text = marks.text
    at = _read_section_stamp(marks, line.start, line.end, head)
    after_title = _read_run_title(marks, at, line.end, head, title, stamped=at > line.start)
    if after_title > at:
        mark_run_in(marks, after_title, line.end)
        while True:  # a credit may stand between title and stamp
            at = after_title
            after_title = next((stop for first, stop, _ in marks.taken if text[at:first].strip() == "" and first >= at), at)
            if after_title == at:
                break
        at = _read_section_stamp(marks, at, line.end, head)
    else:
        mark_run_in(marks, at, line.end)
    _mark_inline(marks)
    for match in re.finditer(r"(?<![\w])[A-Z]{3,}(?:[ -][A-Z]{2,}){0,4}(?:, [A-Z][a-z]+)? \([^()]{2,30}\)", text[line.start : line.end]):
        start = line.start + match.start()
        if marks.free(start, start + len(match.group())):
            read_dateline(marks, start, line.end, head)
    if not any(kind == "dateline" and head.place for _, _, kind in marks.taken):
        first = next((zone.span.start for zone in marks.zones() if zone.kind == "body" and zone.span.end > line.start), line.end)
        read_dateline(marks, max(first, line.start), line.end, head, bare=True)
    read_signature(marks, line.start, line.end, head)


def _read_stamp(marks: Marks, start: int, end: int, head: Head) -> int:
    """Mark a date with its time at the start of a line ("Published time 3 May 2019 1215 Edited time ..."); return what follows it."""
    text = marks.text
    label = _STAMP_LABEL.match(text, start, end)
    dates = find_dates(text, start, min(end, start + 60))
    if not dates or text[label.end() if label else start : dates[0].start].strip():
        return start
    following = text[dates[0].end : dates[0].end + 2]
    if label is None and (following[:1] == "," or re.match(r"\s[a-z]", following)):
        return start  # "3 May 2015, the army ..." is prose
    at = _stamp_end(text, dates[0].end, end)
    while again := _STAMP_LABEL.match(text, at, end):
        later = find_dates(text, again.end(), min(end, again.end() + 30))
        if not later or text[again.end() : later[0].start].strip():
            break
        at = _stamp_end(text, later[0].end, end)
    head.published = head.published or MetaValue(dates[0].day.isoformat(), Span(dates[0].start, dates[0].end))
    marks.add(start, at, "dateline")
    while at < end and text[at].isspace():
        at += 1
    return at


def _stamp_end(text: str, at: int, end: int) -> int:
    while stamp := _STAMP.match(text, at, end):
        at = stamp.end()
    return at


def _read_section_stamp(marks: Marks, start: int, end: int, head: Head) -> int:
    """Mark "Africa 0912 03.06.2018" after a title."""
    text = marks.text
    while start < end and text[start].isspace():
        start += 1
    for section in zone_patterns().run_in["sections"]:
        if text.startswith(section + " ", start) and (dates := find_dates(text, start, min(end, start + len(section) + 40))):
            between = text[start + len(section) : dates[0].start]
            if not re.sub(r"[\d:\s]", "", between):
                at = _stamp_end(text, dates[0].end, end)
                head.published = head.published or MetaValue(dates[0].day.isoformat(), Span(dates[0].start, dates[0].end))
                marks.add(start, at, "dateline")
                return at
    return _read_stamp(marks, start, end, head)


def _read_run_title(marks: Marks, start: int, end: int, head: Head, title: str | None, *, stamped: bool) -> int:
    """Mark the title at the start of a long line: the given one, or after a stamp a sentence in Title Case."""
    text = marks.text
    found = match_title(text, title, start, end) if title else None
    stop = _SENTENCE.search(text, start, end) if found is None and stamped else None
    if stop and stop.start() > start and headline_end(text, start, stop.start()) == stop.start():
        found = (start, stop.start())
    if found is None:
        return start
    if not text[found[1] : end].strip(". "):
        return start  # nothing would be left to report
    head.title = MetaValue(text[found[0] : found[1]], Span(*found))
    stop_at = found[1]
    while stop_at < end and text[stop_at] in ".!?":
        stop_at += 1
    marks.add(found[0], stop_at, "title")
    return stop_at


def _zone_lines(marks: Marks, lines: list[Line], head: Head) -> None:
    """Mark boilerplate lines after the head."""
    patterns = zone_patterns()
    standing: str | None = None
    previous: str | None = None
    count = 0
    for i, line in enumerate(lines):
        found = None if previous is None and _goes_on(lines, i) else patterns.line.match(line.plain)
        kind = found.lastgroup if found else None
        if kind is None and len(lines) - i <= _CLOSING and read_source_line(marks, line, head):
            continue
        in_tail = line.start > TAIL_FROM * len(marks.text) and i > 0
        if kind is None and in_tail and (opened := patterns.paragraph.match(line.plain)):
            kind = standing = opened.lastgroup
        elif kind is None and standing:
            kind = standing
        elif kind is None and count and in_tail:
            kind = _after_boilerplate(line, previous, count)
        if kind and marks.add(line.start, line.end, kind):
            count += kind not in ("image_caption", "social_embed")
            _read_origin(marks.text, line, head)
        elif not kind:
            _mark_long_line(marks, line)
            count = 0
        previous = kind
    if lines:
        _mark_last(marks, lines[-1])
        body = [line for line in lines if marks.free(line.start, line.end)]
        if body:
            read_signature(marks, body[-1].start, body[-1].end, head)


def _goes_on(lines: list[Line], i: int) -> bool:
    """Tell whether a line continues a hard-wrapped sentence of the line before it."""
    if i == 0 or lines[i].blank_before:
        return False
    before = lines[i - 1].plain
    return len(before) >= _WRAPPED and before[-1] not in '.!?:"”’)]'


def _after_boilerplate(line: Line, previous: str | None, count: int) -> str | None:
    """Return the kind of an unmatched line in the tail: it continues a notice, a list of headlines, or is navigation."""
    short = len(line.plain.split()) <= _NAVIGATION_WORDS and not _SENTENCE.search(line.plain)
    if previous == "related_links" and not _SENTENCE.search(line.plain[-2:]):
        return "related_links"
    if previous in ("disclaimer", "copyright") and not line.blank_before:
        return previous
    return "navigation" if short and count > 1 and previous else None


def _mark_long_line(marks: Marks, line: Line) -> None:
    if "twitter.com" in line.plain or "READ MORE" in line.plain or "Get short URL" in line.plain:
        mark_run_in(marks, line.start, line.end)


def _mark_last(marks: Marks, line: Line) -> None:
    """Mark a closing sentence that only says that a war goes on."""
    text = marks.text
    body = [zone for zone in marks.zones() if zone.kind == "body"]
    if not body:
        return
    start, end = max(body[-1].span.start, line.start), body[-1].span.end
    ends = [match.end() for match in _SENTENCE.finditer(text, start, end) if match.end() < end]
    first = ends[-1] if ends else start
    while first < end and text[first].isspace():
        first += 1
    if first > TAIL_FROM * len(text) and (found := zone_patterns().last_sentence.match(text[first:end])) and found.lastgroup:
        marks.add(first, end, found.lastgroup)


def _mark_inline(marks: Marks) -> None:
    for match in zone_patterns().inline.finditer(marks.text):
        if match.lastgroup:
            marks.add(match.start(), match.end(), match.lastgroup)


def _read_origin(text: str, line: Line, head: Head) -> None:
    """Keep the original outlet (and date) that a notice states."""
    match = _ORIGINAL.search(line.plain)
    if match is None or head.original_outlet is not None:
        return
    name = match["name"].strip().rstrip(".")
    at = text.find(name, line.start, line.end)
    head.original_outlet = MetaValue(name, Span(at, at + len(name)) if at >= 0 else None)
    dates = find_dates(text, line.start, line.end)
    if dates:
        head.original_date = MetaValue(dates[0].day.isoformat(), Span(dates[0].start, dates[0].end))


def _same_outlet(one: str, other: str) -> bool:
    known = find_outlet(one)
    return one.casefold() == other.casefold() or (known is not None and known is find_outlet(other))


def _meta(text: str, head: Head, outlet: str | None) -> Meta:
    """Return the metadata; an agency that is not the outlet itself is the original outlet."""
    original = head.original_outlet
    own_name = outlet or (head.outlet.value if head.outlet else None)
    if original is None and own_name and head.agency is not None and not _same_outlet(own_name, head.agency.value):
        original = head.agency
    if original is not None and own_name and head.original_date is None and _same_outlet(own_name, original.value):
        original = None
    return Meta(
        title=head.title,
        authors=tuple(head.authors),
        outlet=head.outlet,
        original_outlet=original,
        published=head.published,
        original_date=head.original_date,
        dateline_place=head.place,
        agency=head.agency,
        regions=tuple(head.regions),
        themes=tuple(head.themes),
    )
