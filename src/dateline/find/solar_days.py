"""Days and months of the solar year of Afghanistan and Iran: "12 Mizan 1402", "Saur 1357", "22 Bahman".

The year begins at the spring equinox; leap years follow the cycle of 33 years (8 of them leap), which agrees with the observed equinox from
1178 to 1633 (K. M. Borkowski, "The Persian calendar for 3000 years", 1996, https://doi.org/10.1007/BF00058475).
"""

from __future__ import annotations

import datetime as dt

from dateline.find.calendar_days import AHEAD_DAYS, Expression, Value

_EPOCH = dt.date(622, 3, 20).toordinal()  # from which the cycle counts: the year 1402 begins on 21 March 2023


def solar_day(year: int, month: int, day: int) -> dt.date | None:
    """Return a day of the solar year, None where the month has no such day.

    >>> solar_day(1402, 7, 12), solar_day(1357, 2, 7), solar_day(1402, 12, 30)
    (datetime.date(2023, 10, 4), datetime.date(1978, 4, 27), None)
    """
    if not (1 <= month <= 12 and 1 <= day <= _length(year, month)):
        return None
    return dt.date.fromordinal(_before(year) + 31 * (month - 1) - max(0, month - 7) + day)


def _before(year: int) -> int:
    """Return the ordinal of the last day before a solar year."""
    return _EPOCH + 365 * (year - 1) + (8 * year + 21) // 33


def _length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month < 7 else 30
    return _before(year + 1) - _before(year) - 336


def read_solar(c: Expression) -> Value | None:
    """Read a day or a month of the solar year; a day without a year lies by publication, or ahead of it where the clause is about the future."""
    m = c.match
    name = m["sm"] or m["smd"] or m["smo"]
    month, digits = c.words.solar[name.lower()], m["sd"] or m["sdd"] or m["sdo"]
    if not name[0].isupper():
        return None
    if m["smo"]:
        return _without_year(c, month, int(digits))
    year = int(m["sy"] or m["syd"])
    if digits:
        day = solar_day(year, month, int(digits))
        return (day, day, "day", "explicit") if day else None
    return solar_day(year, month, 1), solar_day(year, month, _length(year, month)), "range", "explicit"


def _without_year(c: Expression, month: int, number: int) -> Value | None:
    if c.published is None:
        return (None, None, "day", "explicit") if number <= 31 else None
    now = c.published.year - 621
    days = [day for year in range(now - 5, now + 6) if (day := solar_day(year, month, number))]
    soon = c.published + dt.timedelta(days=AHEAD_DAYS)
    found = [day for day in days if day >= c.published][:1] if c.future else [day for day in days if day <= soon][-1:]
    return (found[0], found[0], "day", "explicit") if found else None
