"""Turns the EDTF values of the markup into first and last days."""

from __future__ import annotations

import calendar
import datetime as dt


def bounds(value: str) -> tuple[str | None, str | None]:
    """Return the first and last ISO day of `2024-03-12`, `2024-03`, `2024`, `A/B`, `A/..` or `../B`; None for an open end.

    >>> bounds("2024-02"), bounds("../2024-03-01")
    (('2024-02-01', '2024-02-29'), (None, '2024-03-01'))
    """
    start, slash, end = value.partition("/")
    return _day(start, last=False), _day(end if slash else start, last=True)


def _day(value: str, *, last: bool) -> str | None:
    if value == "..":
        return None
    parts = [int(part) for part in value.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12 if last else 1
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1] if last else 1
    return dt.date(year, month, day).isoformat()


def precision(value: str) -> str:
    """Return the gold schema's precision of a value: day, month, year, range or before."""
    start, slash, end = value.partition("/")
    if slash:
        return "before" if start == ".." else "day" if start == end and start.count("-") == 2 else "range"
    return ("year", "month", "day")[value.count("-")]
