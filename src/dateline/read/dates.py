"""Calendar dates as page heads, datelines and addresses write them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DATE = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?P<iso>(?P<y1>\d{{4}})-(?P<m1>\d{{2}})-(?P<d1>\d{{2}}))"
    rf"|(?P<num>(?P<d2>\d{{1,2}})[./-](?P<m2>\d{{1,2}})[./-](?P<y2>\d{{4}}))"
    rf"|{_WEEKDAY}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+(?:of\s+)?(?P<m3>{_MONTH})\.?,?[\s.-]+(?P<y3>\d{{4}}|\d{{2}})"
    rf"|{_WEEKDAY}(?P<m4>{_MONTH})\.?\s+(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{{4}})"
    rf")(?!\d)",
    re.IGNORECASE,
)
_IN_URL = re.compile(
    r"/(?P<y>(?:19|20)\d{2})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})(?:/|\b)|(?<!\d)(?P<y2>20\d{2})-?(?P<m2>[01]\d)-?(?P<d2>[0-3]\d)(?!\d)"
)
# A year of two digits is of the century that puts it nearest before this one's end: wire archives of the 1980s and 1990s use them.
_PIVOT = 50
# Newspapers are not older, and days near the ends of the calendar leave no room to count from ("the day before").
YEARS = range(1600, 2200)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text, as a half-open range."""

    start: int
    end: int
    day: dt.date


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[Dated]:
    """Return the full dates (day, month and year) of a range, in text order; impossible ones are left out.

    >>> [found.day.isoformat() for found in find_dates("Sun 21 May 2017 and 3 JAN 90, not 31.02.2017")]
    ['2017-05-21', '1990-01-03']
    """
    out = []
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        day = _day(match)
        if day is not None:
            out.append(Dated(match.start(), match.end(), day))
    return out


def parse_date(value: str) -> dt.date | None:
    """Return the date that a metadata value gives: ISO 8601 with or without a time, or any form that find_dates knows."""
    text = value.strip()
    try:
        day = dt.datetime.fromisoformat(text.replace("Z", "+00:00")).date()
        return day if day.year in YEARS else None
    except ValueError:
        found = find_dates(text[:60])
        return found[0].day if found else None


def date_of_url(url: str) -> dt.date | None:
    """Return the day that a web address carries (/2017/10/31/), if any."""
    match = _IN_URL.search(url)
    if match is None:
        return None
    year, month, day = (match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"])
    return _valid(int(year), int(month), int(day))


def _day(match: re.Match[str]) -> dt.date | None:
    if match["iso"]:
        return _valid(int(match["y1"]), int(match["m1"]), int(match["d1"]))
    if match["num"]:
        day, month = int(match["d2"]), int(match["m2"])
        if month > 12 >= day:
            day, month = month, day
        return _valid(int(match["y2"]), month, day)
    year, month_name, day_text = (match["y3"], match["m3"], match["d3"]) if match["d3"] else (match["y4"], match["m4"], match["d4"])
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _PIVOT else 2000
    return _valid(number, _MONTHS.index(month_name[:3].lower()) + 1, int(day_text))


def _valid(year: int, month: int, day: int) -> dt.date | None:
    if year not in YEARS:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
