"""The head of a report: title, byline, outlet and date lines, labels, datelines and wire headers."""

from __future__ import annotations

import re
from functools import cache

from dateline.data.outlets import find_outlet
from dateline.data.zones import zone_patterns
from dateline.read.datelines import match_wire
from dateline.read.dates import find_dates
from dateline.read.headvalues import Head
from dateline.read.marks import Line, Marks
from dateline.read.titles import clean_title, match_title
from dateline.records import MetaValue, Span

# A page head is short: more lines than this are body.
HEAD_LINES = 16
_TITLE_WORDS = 30
_BYLINE_WORDS = 14
_SOURCE_WORDS = 6
_FINAL = re.compile(r"[.;,:][\"'”’)]*$")
_CLOCK = re.compile(
    r"\b(?:\d{1,2}[:.h]\d{2}(?::\d{2})?|\d{4})\s*(?:hrs?|hours|a\.?m\.?|p\.?m\.?)?\s*(?:\(?(?:utc|gmt|msk|est|edt|pst|cet|ist)(?:\s?[+-]\s?\d{1,2})?\)?)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\(?\s*updated\s*:?[^()\n]{0,40}\)?", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:utc|gmt|msk|est|edt|[ap]\.?m|published|posted|updated|last|modified|on|at|date|time|by|issued|created)\b|[\W_]+", re.IGNORECASE
)
_DOCUMENT_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+){1,4}(?:\s+\([A-Z][A-Z .&-]*\))?\s*$")


def read_head(marks: Marks, lines: list[Line], head: Head, *, title: str | None) -> int:
    """Mark the head lines of a text of several lines; return how many lines it took."""
    at = 0
    if lines and _DOCUMENT_ID.match(lines[0].plain):
        marks.add(lines[0].start, lines[0].end, "section")
        at = 1
    at = _read_title(marks, lines, at, head, title)
    taken = at
    for i in range(at, min(at + HEAD_LINES, len(lines))):
        if match_wire(marks.text, lines[i].start) or not _read_line(marks, lines[i], head):
            break
        taken = i + 1
    return taken


def _read_title(marks: Marks, lines: list[Line], at: int, head: Head, title: str | None) -> int:
    """Mark the title among the first lines; boilerplate and date lines may stand before it."""
    if title:
        for i in range(at, min(at + 6, len(lines))):
            found = match_title(marks.text, title, lines[i].start, len(marks.text))
            if found and found[1] >= lines[i].end - 2:
                for line in lines[at:i]:
                    _read_line(marks, line, head)
                head.title = MetaValue(_joined(marks.text[slice(*found)]), Span(*found))
                last = next((j for j in range(i, len(lines)) if lines[j].end >= found[1]), i)
                marks.add(lines[i].start, max(found[1], lines[last].end if lines[last].end - found[1] < 4 else found[1]), "title")
                return last + 1
        return at
    first = lines[at] if at < len(lines) else None
    if first is None or len(lines) - at < 3 or not _headline_like(first.plain) or match_wire(marks.text, first.start):
        return at
    following = lines[at + 1]
    if following.blank_before or _is_head_line(following):
        words = clean_title(first.plain)
        start = marks.text.find(words, first.start, first.end)
        span = Span(start, start + len(words)) if start >= 0 else Span(first.start, first.end)
        head.title = MetaValue(words, span)
        marks.add(first.start, first.end, "title")
        return at + 1
    return at


def _headline_like(text: str) -> bool:
    words = text.split()
    return (
        2 < len(words) <= _TITLE_WORDS
        and not _FINAL.search(text)
        and not re.match(r"(?:by|from)\s", text, re.IGNORECASE)
        and text[0] not in "[(<"
    )


def _is_head_line(line: Line) -> bool:
    return _label(line.plain) is not None or _date_rest(line.plain) is not None


def _read_line(marks: Marks, line: Line, head: Head) -> bool:
    """Mark one head line and keep its values; False where the line is no head line."""
    label = _label(line.plain)
    text = marks.text
    if label is not None:
        kind, words = label
        start = text.find(words, line.start, line.end)
        values = _items(text, line, words)
        if kind == "byline":
            if len(words.split()) > _BYLINE_WORDS or _FINAL.search(words):
                return False
            head.authors += values if " and " in words or ";" in words else values[:1]
            return marks.add(line.start, line.end, "byline")
        if kind == "region":
            head.regions += values
        elif kind == "theme":
            head.themes += values
        elif kind == "title" and head.title is None:
            head.title = MetaValue(words, Span(start, start + len(words)) if start >= 0 else None)
            return marks.add(line.start, line.end, "title")
        elif kind == "date":
            return _read_date(marks, line, head)
        elif kind in ("source", "credit"):
            return read_source_line(marks, line, head)
        return marks.add(line.start, line.end, "section")
    if _read_date(marks, line, head):
        return True
    found = zone_patterns().line.match(line.plain)
    if found and found.lastgroup:
        return marks.add(line.start, line.end, found.lastgroup)
    if line.plain in zone_patterns().run_in["sections"]:
        return marks.add(line.start, line.end, "section")
    if find_outlet(line.plain) and head.outlet is None:
        head.outlet = MetaValue(line.plain, _inside(text, line, line.plain))
        return marks.add(line.start, line.end, "byline")
    return False


@cache
def _labels() -> re.Pattern[str]:
    parts = []
    for kind, words in zone_patterns().label.items():
        listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        space = r"(?:\s*:\s*|\s+(?=[A-Z]))" if kind in ("byline", "credit") else r"\s*:\s*"
        parts.append(f"(?P<{kind}>(?:{listed}){space})")
    return re.compile("|".join(parts), re.IGNORECASE)


def _label(text: str) -> tuple[str, str] | None:
    """Return the kind of label that opens a line, and the words after it."""
    found = _labels().match(text)
    if found is None or found.lastgroup is None:
        return None
    words = text[found.end() :].strip()
    if not words or (found.lastgroup == "byline" and not words[0].isupper() and ":" not in found.group()):
        return None
    return found.lastgroup, words


def _items(text: str, line: Line, words: str) -> list[MetaValue]:
    """Return the values of a label's line, separated by commas or "and", each with its span."""
    out: list[MetaValue] = []
    for item in re.split(r",\s*|\s+and\s+(?=[A-Z])|;\s*|\s\|\s", words):
        item = item.strip(" .[]*")
        if item:
            at = text.find(item, out[-1].span.end if out and out[-1].span else line.start, line.end)
            out.append(MetaValue(item, Span(at, at + len(item)) if at >= 0 else None))
    return out


def _inside(text: str, line: Line, words: str) -> Span | None:
    at = text.find(words, line.start, line.end)
    return Span(at, at + len(words)) if at >= 0 else None


def _date_rest(text: str) -> str | None:
    """Return what a line says beside a date (an outlet, mostly), or None where it is no date line."""
    dates = find_dates(text)
    if not dates or len(dates) > 3:
        return None
    rest = _UPDATED.sub(" ", text)
    for found in find_dates(rest)[::-1]:
        rest = rest[: found.start] + " " + rest[found.end :]
    rest = _CLOCK.sub(" ", rest)
    named = re.sub(r"^[\W_]+|[\W_]+$", "", re.sub(r"\s+", " ", rest))
    named = re.sub(r"^(?:published|posted|updated|date|issued|on)\b[\W_]*", "", named, flags=re.IGNORECASE)
    words = [word for word in named.split() if not _NOISE.fullmatch(word)]
    if len(words) > 6 or any(word[0].islower() and word not in ("of", "the", "and", "for", "al", "de", "la") for word in words):
        return None
    return named if words else ""


def _read_date(marks: Marks, line: Line, head: Head) -> bool:
    rest = _date_rest(line.plain)
    if rest is None:
        return False
    text = marks.text
    found = find_dates(text, line.start, line.end)
    if not found:
        return False
    date = MetaValue(found[0].day.isoformat(), Span(found[0].start, found[0].end))
    rest = re.sub(r"\s*[,|–—-]\s*$", "", rest)
    name = MetaValue(rest, _inside(text, line, rest)) if rest and rest not in zone_patterns().run_in["sections"] else None
    if head.published is None:
        head.published, head.outlet = date, head.outlet or name
    elif name is not None and head.original_outlet is None and (head.outlet is None or name.value != head.outlet.value):
        head.original_outlet, head.original_date = name, date
    return marks.add(line.start, line.end, "dateline")


def read_source_line(marks: Marks, line: Line, head: Head) -> bool:
    """Mark a closing line that names the source of a copy ("Source: Agency") or those who worked on it; False for any other."""
    label = _label(line.plain)
    if label is None or label[0] not in ("source", "credit"):
        return False
    if label[0] == "source":
        values = _items(marks.text, line, label[1])
        if len(label[1].split()) > _SOURCE_WORDS or not values:
            return False
        head.original_outlet = head.original_outlet or values[0]
    return marks.add(line.start, line.end, "byline")


def _joined(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()
