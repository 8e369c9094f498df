"""Time expressions of every type as TIMEX3 has them: dates, times of day, durations, sets; "now", "the past", "soon".

Dates are those of find.times, with their ranges taken apart; what names no days is found here. Values follow TIMEX3 as TempEval-3 uses it
(UzZaman et al. 2013, https://aclanthology.org/S13-2001/). Ages ("aged 30", "a 12-year-old") are no time expressions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.data.edtf import QUARTERS, SEASONS, edtf
from dateline.data.time_words import time_words
from dateline.find.durations import PARTS_OF_DAY, SEASON_LETTERS, duration, patterns, read
from dateline.find.times import Found, dated_in
from dateline.find.words import lowered
from dateline.records import DateValue, Sentence, Span, Timex, TimexKind

_JOIN = re.compile(r"\s*(?:[-–—]|\b(?:to|and|or|until|till|through)\b)\s*", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$")
_RANGES = frozenset({"crossed", "crossedm", "ranged", "rangedm", "months", "weekdays"})
_LEADS = re.compile(
    r"(?:(?:over|in|during|within|for|throughout|across|at|on|from|between|about|around|some|just|only|nearly|more\s+than|less\s+than)\s+)+",
    re.IGNORECASE,
)
_OPEN = {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE"}
_MODS = (("START", r"early|beginning"), ("MID", r"mid|middle"), ("END", r"late|end"))
_PART = re.compile(rf"\b({'|'.join(PARTS_OF_DAY)}|tonight|overnight)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A time expression inside a sentence, before it becomes a record."""

    start: int
    end: int
    kind: TimexKind
    value: str
    mod: str | None = None
    date: DateValue | None = None


def find_timexes(sentences: Sequence[Sentence], published: dt.date | None) -> tuple[Timex, ...]:
    """Return all time expressions of a report in text order, none over another; without a publication day relative ones stay open."""
    out = []
    for sentence in sentences:
        base = sentence.span.start
        for piece in _in_sentence(sentence.text, published):
            span = Span(base + piece.start, base + piece.end)
            out.append(Timex(span, sentence.index, piece.kind, piece.value, piece.mod, edtf_of(piece.value, piece.date), piece.date))
    return tuple(out)


def edtf_of(value: str, date: DateValue | None) -> str | None:
    """Return a TIMEX3 value as EDTF; None for durations, sets and references without days.

    >>> edtf_of("19", None), edtf_of("2012-SU", None), edtf_of("P2Y", None)
    ('19XX', '2012-22', None)
    >>> edtf_of("2013-03-22T15:00Z", None)
    '2013-03-22T15:00:00Z'
    """
    season = re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value)
    if season:
        return f"{season[1]}-{SEASONS[season[2]]}"
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", value)
    if quarter:
        return f"{quarter[1]}-{QUARTERS[int(quarter[2]) - 1]}"
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "X")
    clock = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d)(:\d\d)?(Z?)", value)
    if clock:
        return f"{clock[1]}{clock[2] or ':00'}:00{clock[3]}"
    if date is not None:
        return date.edtf or edtf(date.start, date.end, date.precision, date.basis)
    return value if re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", value) else None


def _in_sentence(text: str, published: dt.date | None) -> Iterator[_Piece]:
    """Yield what is found in text order: sets and clock times before the dates inside them, dates before the durations inside them."""
    kept: list[_Piece] = []
    dates = [piece for found in dated_in(text, published) for piece in _pieces(text, found, published)]
    for piece in (*_others(text, published, first=True), *dates, *_others(text, published, first=False)):
        if not any(piece.start < k.end and k.start < piece.end for k in kept):
            kept.append(piece)
    yield from sorted(kept, key=lambda piece: piece.start)


def _others(text: str, published: dt.date | None, *, first: bool) -> Iterator[_Piece]:
    low = lowered(text)
    for match in patterns(first=first).finditer(low):
        kind_value = read(text, match, published)
        if kind_value is not None:
            yield _Piece(match.start(), match.end(), *kind_value)


# ---------------------------------------------------------------- dates of find.times as TIMEX3


def _pieces(text: str, found: Found, published: dt.date | None) -> Iterator[_Piece]:
    """Yield one expression, or the two ends of a range."""
    start, end = found.start, found.end - (2 if _POSSESSIVE.search(text[found.start : found.end]) else 0)
    words = text[start:end]
    date = found.value
    if found.kind in _RANGES or (found.kind == "year" and found.match["y2"]):
        yield from _ends(text, found)
        return
    lead = _LEADS.match(words)
    if lead:
        start, words = start + lead.end(), words[lead.end() :]
    kind, value, mod = _valued(found, words, date, published)
    yield _Piece(start, end, kind, value, mod, date)


def _ends(text: str, found: Found) -> Iterator[_Piece]:
    start, end, date = found.start, found.end, found.value
    words = text[start:end]
    lead = re.match(r"(?:from|between|overnight(?:\s+(?:from|on))?)\s+", words, re.IGNORECASE)
    start += lead.end() if lead else 0
    join = _JOIN.search(text, start + 1, end)
    exact = {"months": "month", "year": "year"}.get(found.kind, "day")
    values = [_cut(day, exact) for day in (date.start, date.end)]
    if join is None:
        yield _Piece(start, end, "DATE", values[0], None, date)
        return
    yield _Piece(start, join.start(), "DATE", values[0], None, _single(date.start, exact, date))
    yield _Piece(join.end(), end, "DATE", values[1], None, _single(date.end, exact, date))


def _single(day: dt.date | None, exact: str, date: DateValue) -> DateValue | None:
    return DateValue(day, day, "day", date.basis) if exact == "day" and day is not None else None


def _cut(day: dt.date | None, exact: str) -> str:
    if day is None:
        return {"day": "XXXX-XX-XX", "month": "XXXX-XX", "year": "XXXX"}[exact]
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[exact]]


def _mod(words: str) -> str | None:
    return next((mod for mod, pattern in _MODS if re.search(rf"\b(?:{pattern})\b", words, re.IGNORECASE)), None)


def _valued(found: Found, words: str, date: DateValue, published: dt.date | None) -> tuple[TimexKind, str, str | None]:
    special = _SPECIAL.get(found.kind)
    if special is not None:
        return special(found, words, date, published)
    if found.kind == "decade":
        return "DATE", found.match["dc"][:3], _mod(words)
    if found.kind in ("month", "monthed", "dayed", "year", "iso", "numeric"):
        exact = {"month": "month", "year": "year"}.get(found.kind, "day")
        return "DATE", _cut(date.start, exact), _mod(words) if exact != "day" else None
    return _day(found, words, date, published)


_Valued = tuple[TimexKind, str, str | None]


def _day(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    """Value a day, with the part of it that is named."""
    value = _cut(date.start, "day")
    part = _PART.search(words)
    if part is None:
        return "DATE", value, None
    return "TIME", value + PARTS_OF_DAY.get(part[1].lower(), "TNI"), None


def _recent(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    many = re.search(r"\b(hours|days|weeks|months|years)\b", words, re.IGNORECASE)
    if "ago" not in words.lower() and many and "these" not in words.lower():
        return "DURATION", duration(None, many[1]), None
    if "this week" in words.lower():
        return "DATE", _week(published), "START"
    return "DATE", "PRESENT_REF" if "these" in words.lower() else "PAST_REF", None


def _ago(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    unit = found.match["au"].lower().rstrip("s")
    if date.start is None:
        return "DATE", "PAST_REF", None
    if unit == "week":
        return "DATE", _week(date.start + dt.timedelta(days=3)), None
    return "DATE", _cut(date.start, {"month": "month", "year": "year", "decade": "year"}.get(unit, "day")), None


def _past(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    unit = found.match["pu"].lower()
    if found.match["pn"] is None and not unit.endswith("s"):
        return _unit_back(unit, date, published)
    count = (found.match["pn"] or "").lower()
    number = int(count) if count.isdigit() else time_words().numbers.get(count, 2 if count.startswith("couple") else None)
    return "DURATION", duration(number, unit), None


def _unit_back(unit: str, date: DateValue, published: dt.date | None) -> _Valued:
    if unit == "week" and published is not None:
        return "DATE", _week(published - dt.timedelta(days=7)), None
    if unit == "month" and published is not None:
        return "DATE", _cut(published.replace(day=1) - dt.timedelta(days=1), "month"), None
    if unit == "year" and published is not None:
        return "DATE", f"{published.year - 1:04}", None
    if published is None and unit in _OPEN:
        return "DATE", _OPEN[unit], None
    return "DURATION", duration(1, unit), None


def _unit(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    unit = found.match["uu"].lower()
    if date.start is None:
        return "DATE", _OPEN[unit], None
    if re.search(r"\b(?:past|the\s+last)\b", words, re.IGNORECASE) and unit != "weekend":
        return _unit_back(unit, date, published)
    if unit in ("week", "weekend"):
        return "DATE", _week(date.start) + ("-WE" if unit == "weekend" else ""), _mod(words)
    return "DATE", _cut(date.start, unit), _mod(words)


def _season(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    letters = SEASON_LETTERS[found.match["sn"].lower()]
    return "DATE", f"{date.start.year if date.start else 'XXXX'}-{letters}", _mod(words)


def _solar(found: Found, words: str, date: DateValue, published: dt.date | None) -> _Valued:
    """Value a month of the solar year by the month that most of it lies in: TIMEX3 has no other."""
    if date.start is None or date.start == date.end:
        return _day(found, words, date, published)
    return "DATE", _cut(date.start + dt.timedelta(days=15), "month"), "APPROX"


def _week(day: dt.date | None) -> str:
    if day is None:
        return "XXXX-WXX"
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


_SPECIAL: Mapping[str, Callable[[Found, str, DateValue, dt.date | None], _Valued]] = {
    "recent": _recent,
    "ago": _ago,
    "past": _past,
    "unit": _unit,
    "season": _season,
    "solar": _solar,
}
