"""Days, months and years named by the calendar: "8 October 2017", "11-13 Dec.", "early March", "in 2006"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from dateline.data.time_words import TimeWords
from dateline.records import DateBasis, DatePrecision

_MAY_VERB = re.compile(r"\s+(?:be|have|not|also|well|even|soon|now|still|come|take|God|[a-z]+ly|[a-z]{3,})\b")
_LEADS = re.compile(
    r"\b(?:in|since|early|late|mid|last|of|during|until|till|by|this|next|from|the|past|through|between|before|after"
    r"|throughout|and|to|around|on|for|beginning|end)[\s-]+(?:of\s+)?$",
    re.IGNORECASE,
)
_MODELS = re.compile(
    r"(?:\b(?:No\.?|number|Resolution|Decree|Law|Agenda|Vision|Expo|Highway|Route|Windows|World\s+Cup|Olympics|model"
    r"|page|room)\s*|[#$€£:/.\w-])$",
    re.IGNORECASE,
)
_YEAR_LEADS = re.compile(
    r"\b(?:in|since|during|until|till|by|of|late|early|mid|before|after|from|throughout|to|between|and|through|around"
    r"|back\s+in|year|summer|winter|spring|autumn|fall|end\s+of|beginning\s+of)[\s-]+$",
    re.IGNORECASE,
)
_DETERMINER = re.compile(r"(?:\b(?:an?|the|his|her|its|their|our)|['’]s)\s+$", re.IGNORECASE)
_SINGULAR = re.compile(r"\s+(?:[a-z]+\s+)?[a-z]*[a-rt-z]\b(?!\s+(?:people|soldiers|men)\b)")

AHEAD_DAYS = 14
"""How far after publication a date without a year and without a word of the future still lies ahead."""

Value = tuple[dt.date | None, dt.date | None, DatePrecision, DateBasis]


@dataclass(frozen=True, slots=True)
class Expression:
    """A matched expression with what it is read against; the groups of the match are those of find.times."""

    text: str
    match: re.Match[str]
    published: dt.date | None
    future: bool
    words: TimeWords
    reference: dt.date | None = None  # the day told last before it


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shift_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months away, or the last of the month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def year_of(month: int, day: int, published: dt.date | None, *, future: bool) -> int | None:
    """Return the year of a date without one: the latest on or before publication, or the next where the clause is about the future.

    A date at most AHEAD_DAYS after publication is the coming one: nobody leaves the year out of a date eleven months old.
    """
    if published is None:
        return None
    soon = published + dt.timedelta(days=AHEAD_DAYS)
    for year in {published.year, soon.year} if day > 1 else ():
        found = _day(year, month, day)
        if found is not None and published < found <= soon:
            return year
    for year in range(published.year - 4, published.year + 5) if future else range(published.year, published.year - 9, -1):
        found = _day(year, month, day)
        if found is not None and (found >= published if future else found <= published):
            return year
    return None


def _full_year(digits: str | None, published: dt.date | None) -> int | None:
    """Read a year of four digits, or of two by the century nearest to publication."""
    if not digits:
        return None
    digits = digits.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    pivot = published.year if published else 2000
    return min((century + int(digits) for century in (1900, 2000)), key=lambda year: abs(year - pivot))


def _span_days(start: dt.date | None, end: dt.date | None) -> Value | None:
    if start is None or end is None or end < start:
        return None
    return start, end, "day" if start == end else "range", "explicit"


def _one(day: dt.date | None) -> Value | None:
    return (day, day, "day", "explicit") if day is not None else None


def _calendar_day(c: Expression, month: int, day: int, year_digits: str | None) -> Value | None:
    if not 1 <= day <= 31:
        return None
    year = _full_year(year_digits, c.published)
    if year is None:
        if c.published is None:
            return (None, None, "day", "explicit")
        year = year_of(month, day, c.published, future=c.future)
    return _one(_day(year, month, day)) if year is not None else None


def _calendar_range(c: Expression, first: tuple[int, int], last: tuple[int, int], year_digits: str | None) -> Value | None:
    year = _full_year(year_digits, c.published) or year_of(last[0], last[1], c.published, future=c.future)
    if year is None:
        start = year_of(first[0], first[1], c.published, future=c.future)
        if start is None:
            return (None, None, "range", "explicit") if c.published is None else None
        year = start
    start_year = year - 1 if first > last else year
    return _span_days(_day(start_year, *first), _day(year, *last))


def read_iso(c: Expression) -> Value | None:
    """Read "2014-08-17"."""
    return _one(_day(int(c.match["iy"]), int(c.match["im"]), int(c.match["id"])))


def read_numeric(c: Expression) -> Value | None:
    """Read "17-08-2014", day first unless that is impossible."""
    a, b = int(c.match["na"]), int(c.match["nb"])
    if len(c.match["ny"]) == 2 and c.match["sep"] != "/":
        return None
    year = _full_year(c.match["ny"], c.published)
    if year is None:
        return None
    return _one(_day(year, b, a) or _day(year, a, b))


def read_crossed(c: Expression) -> Value | None:
    """Read "28 April to 3 May 2017"."""
    m = c.match
    first = (c.words.month(m["xam"]), int(m["xa"]))
    last = (c.words.month(m["xbm"]), int(m["xb"]))
    if m["xay"] and m["xy"]:
        years = _full_year(m["xay"], c.published), _full_year(m["xy"], c.published)
        return _span_days(_day(years[0] or 1, *first), _day(years[1] or 1, *last))
    return _calendar_range(c, first, last, m["xy"] or m["xay"])


def read_crossed_months(c: Expression) -> Value | None:
    """Read "April 28 to May 3, 2017"."""
    m = c.match
    return _calendar_range(c, (c.words.month(m["ymam"]), int(m["yma"])), (c.words.month(m["ymbm"]), int(m["ymb"])), m["ymy"])


def read_ranged(c: Expression) -> Value | None:
    """Read "11-13 Dec."."""
    m = c.match
    month = c.words.month(m["rm"])
    return _calendar_range(c, (month, int(m["ra"])), (month, int(m["rb"])), m["ry"])


def read_ranged_months(c: Expression) -> Value | None:
    """Read "May 5-7, 2016"."""
    m = c.match
    month = c.words.month(m["qm"])
    return _calendar_range(c, (month, int(m["qa"])), (month, int(m["qb"])), m["qy"])


def read_dayed(c: Expression) -> Value | None:
    """Read "8 October 2017"."""
    return _calendar_day(c, c.words.month(c.match["dm"]), int(c.match["da"]), c.match["dy"])


def read_monthed(c: Expression) -> Value | None:
    """Read "October 8, 2017"."""
    return _calendar_day(c, c.words.month(c.match["mm"]), int(c.match["ma"]), c.match["my"])


def read_worded(c: Expression) -> Value | None:
    """Read "the sixth of August"."""
    return _calendar_day(c, c.words.month(c.match["wm"]), c.words.ordinals[c.match["wo"].lower()], c.match["wy"])


def is_named(word: str) -> bool:
    """Tell whether a word is written as a name."""
    return word[:1].isupper()


def read_months(c: Expression) -> Value | None:
    """Read "from March to May 2016"."""
    m = c.match
    if not is_named(m["za"]) or not is_named(m["zb"]):
        return None
    first, last = c.words.month(m["za"]), c.words.month(m["zb"])
    year = int(m["zy"]) if m["zy"] else year_of(last, 1, c.published, future=c.future)
    if year is None:
        return (None, None, "range", "explicit")
    end = month_end(year, last)
    if c.published is not None and not c.future and dt.date(year, last, 1) <= c.published:
        end = min(end, c.published)
    return dt.date(year - (first > last), first, 1), end, "range", "explicit" if m["zy"] else "relative"


def read_month(c: Expression) -> Value | None:
    """Read "early March", "in December", "July 2016"; no month without a capital or a word that leads to it."""
    m = c.match
    word = m["mn"]
    qualified = m["mny"] or m["phase"] or m["which"]
    if not is_named(word) or (not qualified and not _LEADS.search(c.text[max(0, m.start() - 20) : m.start()])):
        return None
    if (
        word.lower() in ("may", "march")
        and not qualified
        and _MAY_VERB.match(c.text, m.end())
        and not _LEADS.search(c.text[max(0, m.start() - 20) : m.start()])
    ):
        return None
    month = c.words.month(word)
    which = (m["which"] or "").lower()
    future = c.future or which == "next"
    if m["mny"]:
        year: int | None = int(m["mny"])
    else:
        last = calendar.monthrange(2001, month)[1]
        year = year_of(month, last if future else 1, c.published, future=future)
        if which == "last" and c.published and year == c.published.year and month == c.published.month:
            year -= 1
    if year is None:
        return (None, None, "month", "explicit")
    start, end = _phase_of_month(m["phase"], year, month)
    if c.published is not None and start <= c.published < end and not future:
        end = c.published
    return start, end, "month", "explicit" if m["mny"] else "relative"


def _phase_of_month(phase: str | None, year: int, month: int) -> tuple[dt.date, dt.date]:
    end = month_end(year, month)
    word = (phase or "").lower()
    if word in ("early",) or "beginning" in word:
        return dt.date(year, month, 1), dt.date(year, month, 10)
    if word.startswith("mid") or "middle" in word:
        return dt.date(year, month, 11), dt.date(year, month, 20)
    if word == "late" or "end" in word:
        return dt.date(year, month, 21), end
    return dt.date(year, month, 1), end


_YEAR_PHASES = {
    "early": (1, 4), "beginning": (1, 3), "mid": (5, 8), "late": (9, 12), "end": (10, 12),
    "summer": (6, 8), "spring": (3, 5), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 12),
}  # fmt: skip
"""Months of a year that "early", "mid", "late" and the seasons mean."""


def _is_modifier(text: str, before: str, end: int) -> bool:
    """Tell whether a year stands before a noun in the singular ("a 2010 raid"), where a count would need the plural."""
    return _DETERMINER.search(before) is not None and _SINGULAR.match(text, end) is not None


def read_year(c: Expression) -> Value | None:
    """Read "in 2006", "late 2016", "from 1980 to 1992", "a 2010 raid"."""
    m = c.match
    before = c.text[max(0, m.start() - 24) : m.start()]
    if _MODELS.search(before) or not (
        m["yphase"] or m["y2"] or _YEAR_LEADS.search(before) or before.rstrip().endswith("(") or _is_modifier(c.text, before, m.end())
    ):
        return None
    if re.match(r"\s+(?:people|civilians|soldiers|men|troops|fighters|persons|families|others|dead|wounded)\b", c.text[m.end() :]):
        return None
    year = int(m["y"])
    if m["y2"]:
        return (dt.date(year, 1, 1), dt.date(int(m["y2"]), 12, 31), "range", "explicit") if int(m["y2"]) > year else None
    phase = (m["yphase"] or "").lower()
    months = (1, 12)
    for word, found in _YEAR_PHASES.items():
        if word in phase:
            months = found
    precision: DatePrecision = "year" if months == (1, 12) else "range"
    return dt.date(year, months[0], 1), month_end(year, months[1]), precision, "explicit"


_DECADE_PHASES = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
"""Years of a decade that its parts mean."""


def read_decade(c: Expression) -> Value | None:
    """Read "the 1980s", "the late 1990s"."""
    first, last = _DECADE_PHASES.get((c.match["dphase"] or "").lower(), (0, 9))
    year = int(c.match["dc"])
    return dt.date(year + first, 1, 1), dt.date(year + last, 12, 31), "range", "explicit"
