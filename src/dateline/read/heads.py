"""The head of a report: title, byline, outlet and date lines, labels, datelines and wire headers."""

from __future__ import annotations

import re
from functools import cache

from dateline.data.countries import load_countries
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


# Names of an outlet, a desk and a series stand between title and date; a letterhead has more lines.
_NAME_LINES = 3
_LETTERHEAD_LINES = 5
_NAME_WORDS = 10
_SMALL_WORD = 3
# What a text is, beside its date: no outlet.
_KIND_OF_TEXT = re.compile(
    r"(?:(?:full|daily|weekly|situation|press|news|flash|field|video|radio|final)\s+)*"
    r"(?:transcript|statement|communiqu[eé]|release|bulletin|report|update|briefing|summary|brief|dispatch|notes?)(?:\s+(?:no\.?|number|#)?\s*\d+)?",
    re.IGNORECASE,
)
_OUTLET_WORD = re.compile(
    r"^The\s|\b(?:agency|broadcasting|bulletin|channel|chronicle|courier|daily|dispatch|gazette|guardian|herald|journal|mail|media|monitor|network|news"
    r"|newspaper|observer|online|post|press|radio|reporter|review|standard|star|sun|telegraph|television|times|tribune|tv|voice|weekly|wire)\b",
    re.IGNORECASE,
)


def read_head(marks: Marks, lines: list[Line], head: Head, *, title: str | None) -> int:
    """Mark the head lines of a text of several lines; return how many lines it took."""
    at = 0
    if lines and _DOCUMENT_ID.match(lines[0].plain):
        marks.add(lines[0].start, lines[0].end, "section")
        at = 1
    taken = at if title else _read_letterhead(marks, lines, at, head)
    if taken == at:
        at += 0 if title else _read_masthead(marks, lines, at, head)
        taken = _read_title(marks, lines, at, head, title)
    while taken < len(lines) and (names := _names_before_date(lines, taken)):
        _read_names(marks, lines[taken : taken + names], head)
        taken += names
    for i in range(taken, min(taken + HEAD_LINES, len(lines))):
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
    if following.blank_before or _is_head_line(following) or _names_before_date(lines, at + 1):
        words = clean_title(first.plain)
        start = marks.text.find(words, first.start, first.end)
        span = Span(start, start + len(words)) if start >= 0 else Span(first.start, first.end)
        head.title = MetaValue(words, span)
        marks.add(first.start, first.end, "title")
        return at + 1
    return at


def _read_letterhead(marks: Marks, lines: list[Line], at: int, head: Head) -> int:
    """Mark lines over a date that begin with a name in capitals: who gives it out, parts of that body, and last what it is.

    Returns the first line after them, `at` where there are none.
    """
    count = _names_before_date(lines, at, most=_LETTERHEAD_LINES)
    if count < 2 or not lines[at].plain.isupper() or any(c.isdigit() for c in lines[at].plain):
        return at
    first, last = lines[at], lines[at + count - 1]
    head.outlet = MetaValue(_in_small(first.plain), _inside(marks.text, first, first.plain))
    head.title = MetaValue(last.plain, _inside(marks.text, last, last.plain))
    for line in lines[at : at + count - 1]:
        marks.add(line.start, line.end, "byline" if line is first else "section")
    marks.add(last.start, last.end, "title")
    return at + count


def _read_masthead(marks: Marks, lines: list[Line], at: int, head: Head) -> int:
    """Mark an outlet's name over title and date; return how many lines it took."""
    if len(lines) - at < 4 or not _name_like(lines[at].plain) or not _headline_like(lines[at + 1].plain):
        return 0
    name = lines[at].plain
    sounds = find_outlet(name) or any(word.end() == len(name) for word in _OUTLET_WORD.finditer(name))
    if not sounds or _date_rest(lines[at + 1].plain) is not None:
        return 0
    if _date_rest(lines[at + 2].plain) is None and not _names_before_date(lines, at + 2):
        return 0
    _read_names(marks, lines[at : at + 1], head)
    return 1


def _names_before_date(lines: list[Line], at: int, *, most: int = _NAME_LINES) -> int:
    """Return how many lines of names (an outlet, a desk, a series) stand from here to a date line; 0 where they lead to none."""
    for i in range(at, min(at + most + 1, len(lines) - 1)):
        if _date_rest(lines[i].plain) is not None:
            return i - at
        if not _name_like(lines[i].plain):
            return 0
    return 0


def _name_like(text: str) -> bool:
    """Tell whether a line is a name or a heading: short, not a sentence, its longer words with capitals."""
    words = text.split()
    return (
        len(words) <= _NAME_WORDS
        and text[0].isupper()
        and not _FINAL.search(text)
        and text[-1] not in "!?"
        and all(not word[0].islower() or len(word) <= _SMALL_WORD for word in words)
        and _label(text) is None
        and not zone_patterns().line.match(text)
    )


def _read_names(marks: Marks, lines: list[Line], head: Head) -> None:
    """Mark lines between title and date: the first that sounds like an outlet is it, the others are sections."""
    for line in lines:
        words = line.plain
        if head.outlet is None and (find_outlet(words) or (_OUTLET_WORD.search(words) and not any(c.isdigit() for c in words))):
            head.outlet = MetaValue(words, _inside(marks.text, line, words))
            marks.add(line.start, line.end, "byline")
        else:
            marks.add(line.start, line.end, "section")


def _in_small(words: str) -> str:
    """Return a name in capitals as names are written otherwise: "MINISTRY OF DEFENCE" as "Ministry of Defence"."""
    small = (word.lower() if word in ("OF", "THE", "AND", "FOR", "IN") else word.capitalize() for word in words.split())
    return " ".join(small) if words.isupper() and " " in words else words


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


@cache
def _capitals() -> frozenset[str]:
    return frozenset(country.capital.casefold() for country in load_countries().all if country.capital)


def _is_capital(words: str) -> bool:
    return words.casefold() in _capitals()


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
    named = re.sub(r"^(?:published|posted|updated|date|issued|on|as (?:of|at))\b[\W_]*", "", named, flags=re.IGNORECASE)
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
    if rest and head.place is None and _is_capital(rest):
        head.place, rest = MetaValue(_in_small(rest), _inside(text, line, rest)), ""
    named = bool(rest) and rest not in zone_patterns().run_in["sections"] and not _KIND_OF_TEXT.fullmatch(rest)
    name = MetaValue(rest, _inside(text, line, rest)) if named else None
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
