"""Days told from the day of publication: weekdays, "yesterday", "two weeks ago", "over the past year", "this weekend"."""

from __future__ import annotations

import datetime as dt
import re

from dateline.data.time_words import TimeWords
from dateline.find.calendar_days import Expression, Value, is_named, month_end, shift_months

RECENT_DAYS = 7
"""Length of "recently", by the guideline's rule for news without a date."""

_PAPERS = re.compile(r"\s+(?:Times|Mirror|Telegraph|Herald|Express|Post|Mail|Mass|school|sermon|prayers?|Standard|Guardian|People)\b")
_NAMED_DAYS = re.compile(r"(?:Black|Good|Bloody|Ash|Easter|Palm|Holy|Maundy|Big|Super|Man)\s+$")


def weekday_on(published: dt.date, weekday: int, *, which: str, future: bool) -> dt.date:
    """Return the weekday meant: the last on or before publication, before it for "last", ahead of it for "next" and the future."""
    back = (published.weekday() - weekday) % 7
    if which in ("next", "this coming", "coming", "the following"):
        return published + dt.timedelta(days=7 - back)
    if which == "last":
        return published - dt.timedelta(days=back or 7)
    if future:
        return published + dt.timedelta(days=(7 - back) % 7)
    return published - dt.timedelta(days=back)


def read_weekday(c: Expression) -> Value | None:
    """Read "Sunday", "last Monday", "Saturday's"."""
    m = c.match
    if not is_named(m["wd"]) or _PAPERS.match(c.text, m.end()) or _NAMED_DAYS.search(c.text[max(0, m.start() - 12) : m.start()]):
        return None
    before = c.text[max(0, m.start() - 12) : m.start()]
    if re.search(r"\b(?:every|each)\s+$", before, re.IGNORECASE) or (
        m.group().lower().endswith("days") and re.search(r"\bon\s+$", before, re.IGNORECASE)
    ):
        return None  # a habit: "every Monday", "open on Sundays"
    if c.published is None:
        return (None, None, "day", "relative")
    which = " ".join((m["wwhich"] or "").lower().split())
    tail = (m["wk"] or "").lower().split()
    which = tail[0] if tail else which
    day = weekday_on(c.published, c.words.weekdays[m["wd"].lower()], which=which, future=c.future)
    if tail == ["last", "week"]:
        monday = c.published - dt.timedelta(days=c.published.weekday() + 7)
        day = monday + dt.timedelta(days=c.words.weekdays[m["wd"].lower()])
    return day, day, "day", "relative"


def read_weekdays(c: Expression) -> Value | None:
    """Read "between Friday and Sunday"."""
    m = c.match
    if not is_named(m["wa"]) or not is_named(m["wb"]):
        return None
    if c.published is None:
        return (None, None, "range", "relative")
    end = weekday_on(c.published, c.words.weekdays[m["wb"].lower()], which="", future=c.future)
    back = (end.weekday() - c.words.weekdays[m["wa"].lower()]) % 7
    if back == 0 or (back > 4 and re.search(r"\b(?:and|or)\b", m.group(), re.IGNORECASE)):
        return end, end, "day", "relative"
    return end - dt.timedelta(days=back), end, "range", "relative"


def read_days(c: Expression) -> Value | None:
    """Read "yesterday", "this morning"."""
    key = re.sub(r"^the\s+(?=day)", "", " ".join(c.match.group().lower().split()))
    offset = c.words.days.get(key, c.words.days.get("the " + key))
    if offset is None or c.published is None:
        return (None, None, "day", "relative") if offset is not None else None
    day = c.published + dt.timedelta(days=offset)
    return day, day, "day", "relative"


def read_recent(c: Expression) -> Value | None:
    """Read "recently": the days before publication."""
    if c.published is None:
        return (None, None, "week", "publication")
    return c.published - dt.timedelta(days=RECENT_DAYS), c.published, "week", "publication"


def _quantity(words: str | None, table: TimeWords) -> int | None:
    low = " ".join((words or "").lower().split())
    if low.isdigit():
        return int(low)
    return {"a couple of": 2, "couple of": 2}.get(low, table.numbers.get(low))


def read_ago(c: Expression) -> Value | None:
    """Read "two days ago"; the longer ago, the coarser."""
    unit = c.match["au"].lower().rstrip("s")
    count = _quantity(c.match["an"], c.words)
    if c.published is None:
        return (None, None, "unknown", "relative")
    if count is None:
        if unit in ("hour", "day"):
            return read_recent(c)
        return None, c.published, "before", "relative"
    try:
        return _ago_value(c.published, count, unit)
    except (ValueError, OverflowError):
        return None


def _ago_value(published: dt.date, count: int, unit: str) -> Value | None:
    if unit == "hour":
        day = published - dt.timedelta(days=round(count / 24))
        return day, day, "day", "relative"
    if unit == "day":
        day = published - dt.timedelta(days=count)
        return day, day, "day", "relative"
    if unit == "week":
        day = published - dt.timedelta(weeks=count)
        return day - dt.timedelta(days=3), day + dt.timedelta(days=3), "week", "relative"
    if unit == "month":
        day = shift_months(published, -count)
        return day.replace(day=1), min(month_end(day.year, day.month), published), "month", "relative"
    year = published.year - count * (10 if unit == "decade" else 1)
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative"


def read_past(c: Expression) -> Value | None:
    """Read "over the past 24 hours", "last year"."""
    unit = c.match["pu"].lower()
    if c.match["pn"] is None and not unit.endswith("s"):
        return _past_one(c, unit)
    if c.published is None:
        return (None, None, "range", "relative")
    count = _quantity(c.match["pn"], c.words)
    unit = unit.rstrip("s")
    if count is None:
        if unit == "hour":
            return c.published - dt.timedelta(days=1), c.published, "range", "relative"
        if unit == "day":
            return read_recent(c)
        return None, c.published, "before", "relative"
    try:
        return _past_start(c.published, count, unit), c.published, "range", "relative"
    except (ValueError, OverflowError):
        return None


def _past_start(published: dt.date, count: int, unit: str) -> dt.date:
    if unit == "hour":
        return published - dt.timedelta(days=max(1, round(count / 24)))
    if unit in ("day", "week"):
        return published - dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = {"month": 1, "year": 12, "decade": 120}[unit]
    return shift_months(published, -count * months)


def _past_one(c: Expression, unit: str) -> Value | None:
    """ "over the last year" is the year up to publication, "last year" the calendar year before."""
    words = c.match.group().lower()
    spanning = re.match(r"(?:over|during|within|in|for|throughout|across)\s+the\b|the\s+past\b|(?:over|during)\s+the", words) is not None
    if unit == "day":
        return None
    if c.published is None:
        return (None, None, "range" if spanning else "unknown", "relative")
    if spanning:
        return _past_start(c.published, 1, unit), c.published, "week" if unit == "week" else "range", "relative"
    return _whole_unit(c.published, unit, -1)


def _whole_unit(published: dt.date, unit: str, step: int) -> Value | None:
    if unit == "week":
        monday = published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=step)
        end = monday + dt.timedelta(days=6)
        return monday, min(end, published) if step == 0 else end, "week", "relative"
    if unit == "month":
        day = shift_months(published.replace(day=1), step)
        end = month_end(day.year, day.month)
        return day, min(end, published) if step == 0 else end, "month", "relative"
    if unit == "year":
        end = dt.date(published.year + step, 12, 31)
        return dt.date(published.year + step, 1, 1), min(end, published) if step == 0 else end, "year", "relative"
    return None


def read_unit(c: Expression) -> Value | None:
    """Read "this weekend", "next month"."""
    m = c.match
    which, unit = " ".join(m["uw"].lower().split()), m["uu"].lower()
    over = m.group().lower().startswith(("over", "during", "at ", "on "))
    if which == "the" and not (unit == "weekend" and over):
        return None
    if c.published is None:
        return (None, None, "unknown", "relative")
    if unit == "weekend":
        return _weekend(c.published, which)
    if which in ("next", "the coming"):
        return _whole_unit(c.published, unit, 1)
    if which == "this":
        return _whole_unit(c.published, unit, 0)
    if which in ("past", "the past", "the last"):
        return _past_start(c.published, 1, unit), c.published, "week" if unit == "week" else "range", "relative"
    return _whole_unit(c.published, unit, -1)


def _weekend(published: dt.date, which: str) -> Value:
    saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
    if which == "next" or which == "the coming":
        saturday += dt.timedelta(days=7)
    elif which in ("last", "the last", "the previous") and published.weekday() >= 5:
        saturday -= dt.timedelta(days=7)
    sunday = saturday + dt.timedelta(days=1)
    end = min(sunday, published) if saturday <= published else sunday
    return saturday, end, "range", "relative"


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def read_season(c: Expression) -> Value | None:
    """Read "last summer"."""
    if c.published is None:
        return (None, None, "range", "relative")
    first, last = _SEASONS[c.match["sn"].lower()]
    which = " ".join((c.match["sw"] or "").lower().split())
    if which in ("the", "") and (not c.match["sn"][0].islower() or (which and c.match["sn"] == "fall")):
        return None  # part of a name, or no season
    step = {"next": 1, "this": 0, "the": 0, "": 0}.get(which, -1)
    step = 1 if step == 0 and c.future else step
    for year in range(c.published.year + 1, c.published.year - 3, -1):
        start, end = dt.date(year, first, 1), month_end(year + (last < first), last)
        past = end < c.published if step < 0 else start <= c.published
        if past and step <= 0:
            return start, min(end, c.published), "range", "relative"
        if step > 0 and start <= c.published:
            return dt.date(year + 1, first, 1), month_end(year + 1 + (last < first), last), "range", "relative"
    return None


def read_overnight(c: Expression) -> Value | None:
    """Read "overnight": the night to the day of publication."""
    if c.published is None:
        return (None, None, "range", "relative")
    return c.published - dt.timedelta(days=1), c.published, "range", "relative"
