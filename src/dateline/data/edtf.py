"""Dates as EDTF strings (ISO 8601-2, level 2): intervals, open ends, approximate days, unspecified digits."""

from __future__ import annotations

import calendar
import datetime as dt

SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
"""EDTF month numbers of the seasons, by their letters in TIMEX3."""

QUARTERS = (33, 34, 35, 36)
"""EDTF month numbers of the quarters."""


def edtf(start: dt.date | None, end: dt.date | None, precision: str, basis: str = "explicit") -> str | None:
    """Return inclusive days as EDTF, None where neither is known.

    A whole month, year, decade or century is written short; days that stand for a vague expression carry `~`: a week that is no calendar
    week, the latter part of a month, the week that the news falls in.

    >>> day = dt.date
    >>> edtf(day(2017, 2, 1), day(2017, 2, 28), "month"), edtf(day(1990, 1, 1), day(1999, 12, 31), "range")
    ('2017-02', '199X')
    >>> edtf(None, day(2017, 2, 3), "before"), edtf(day(2017, 2, 21), day(2017, 2, 28), "month")
    ('../2017-02-03', '2017-02-21~/2017-02-28~')
    """
    if start is None and end is None:
        return None
    if start is None or end is None:
        return f"{start or '..'}/{end or '..'}"
    if start == end:
        return start.isoformat()
    short = _digits(start, end) or _period(start, end)
    if short:
        return short
    if precision in ("week", "month", "year") and not _whole(start, precision):
        return f"{start}~/{end}" if basis == "publication" else f"{start}~/{end}~"
    return f"{start}/{end}"


def open_end(start: dt.date, end: dt.date | None, precision: str) -> str:
    """Return an interval that runs on from a day, month or year ("since May 2015").

    >>> open_end(dt.date(2015, 5, 1), dt.date(2015, 5, 31), "month")
    '2015-05/..'
    """
    return f"{(edtf(start, end, precision) or str(start)).partition('/')[0]}/.."


def _digits(start: dt.date, end: dt.date) -> str | None:
    """Write a decade or a century with unspecified digits."""
    if (start.month, start.day, end.month, end.day) != (1, 1, 12, 31):
        return None
    for years in (10, 100):
        if start.year % years == 0 and end.year == start.year + years - 1:
            return str(start.year // years).ljust(4, "X")
    return None


def _period(start: dt.date, end: dt.date) -> str | None:
    """Write whole months or years, or an interval of them."""
    if start.day != 1 or end.day != calendar.monthrange(end.year, end.month)[1]:
        return None
    if (start.month, end.month) == (1, 12):
        first, last = f"{start.year:04}", f"{end.year:04}"
    else:
        first, last = f"{start:%Y-%m}", f"{end:%Y-%m}"
    return first if first == last else f"{first}/{last}"


def _whole(start: dt.date, precision: str) -> bool:
    """Tell whether a period begins where the calendar's does."""
    return {"week": start.weekday() == 0, "month": start.day == 1, "year": (start.month, start.day) == (1, 1)}[precision]
