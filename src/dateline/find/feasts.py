"""Feasts and named periods: Ramadan 2016, Eid al-Fitr, Christmas Eve, Easter, Nowruz.

Islamic dates are reckoned by the tabular calendar (30-year cycle with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29; epoch 15 July 622,
Julian: the astronomical variant, nearest to the days announced), which the sighted moon leaves by a day or two: they are told as approximate.
Easter is the Western one (the Gregorian computus).
"""

from __future__ import annotations

import datetime as dt

from dateline.find.calendar_days import Expression, Value

_HIJRI_EPOCH = dt.date(622, 7, 18).toordinal()  # 15 July of the Julian calendar
_ISLAMIC = {  # month and day of the tabular year, length in days
    "ramadan": (9, 1, 30), "eid_al_fitr": (10, 1, 3), "eid_al_adha": (12, 10, 4), "ashura": (1, 10, 1), "mawlid": (3, 12, 1),
    "muharram": (1, 1, 30),
}  # fmt: skip
MOVABLE = frozenset(_ISLAMIC)
"""Feasts whose days the sighting of the moon decides."""
_FIXED = {"christmas": (12, 25), "new_year": (1, 1), "nowruz": (3, 21)}


def islamic_day(year: int, month: int, day: int) -> dt.date:
    """Return a day of the tabular Islamic calendar.

    >>> islamic_day(1437, 9, 1)
    datetime.date(2016, 6, 6)
    """
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day - 1
    return dt.date.fromordinal(_HIJRI_EPOCH + days)


def easter(year: int) -> dt.date:
    """Return Western Easter Sunday.

    >>> easter(2016)
    datetime.date(2016, 3, 27)
    """
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - epact // 28 * (1 - 29 // (epact + 1) * ((21 - golden) // 11))
    back = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (back + 40) // 44
    return dt.date(year, month, back + 28 - 31 * (month // 4))


def days_of(key: str, year: int) -> list[tuple[dt.date, dt.date]]:
    """Return the first and last days of a feast in a Gregorian year: none, one or two of the Islamic ones."""
    if key in _FIXED:
        day = dt.date(year, *_FIXED[key])
        return [(day, day)]
    if key in ("easter", "good_friday"):
        day = easter(year) - dt.timedelta(days=2 if key == "good_friday" else 0)
        return [(day, day)]
    month, number, length = _ISLAMIC[key]
    guess = (year - 622) * 33 // 32
    starts = [islamic_day(hijri, month, number) for hijri in range(guess - 1, guess + 4)]
    return [(start, start + dt.timedelta(days=length - 1)) for start in starts if start.year == year]


def read_feast(c: Expression) -> Value | None:
    """Read a feast: of the year named, else the last one begun by publication, the next where the clause is about the future."""
    m = c.match
    name = m["fn"]
    if not name[0].isupper() and not name.startswith("the"):
        return None
    key = c.words.feasts[" ".join(name.lower().split())]
    if key == "new_year" and not m["fx"]:
        return None
    found = _chosen(c, key)
    if found is None:
        return (None, None, "range", "explicit") if c.published is None else None
    start, end = found
    edge = " ".join((m["fe"] or "").lower().split()) + (m["fx"] or "").lower()
    if edge.startswith("eve"):
        start = end = start - dt.timedelta(days=1)
    elif edge.startswith(("first", "start", "beginning")):
        end = start
    elif edge.startswith("end"):
        start = end
    return start, end, "day" if start == end else "range", "explicit" if m["fyear"] else "relative"


def _chosen(c: Expression, key: str) -> tuple[dt.date, dt.date] | None:
    if c.match["fyear"]:
        return next(iter(days_of(key, int(c.match["fyear"]))), None)
    if c.published is None:
        return None
    year = c.published.year
    every = [days for near in (year - 1, year, year + 1) for days in days_of(key, near)]
    if c.future:
        return next((days for days in every if days[1] >= c.published), None)
    soon = c.published + dt.timedelta(days=1)  # a feast of tomorrow is the coming one
    return next((days for days in reversed(every) if days[0] <= soon), None)
