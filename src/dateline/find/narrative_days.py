"""Days told from another day of the report: "the same day", "the following night", "two days later", "on the 16th"."""

from __future__ import annotations

import datetime as dt
import re

from dateline.find.calendar_days import Expression, Value

_BACK = re.compile(r"\b(?:previous|before|earlier|preceding)\b", re.IGNORECASE)
_FORTH = re.compile(r"\b(?:following|next|after|later)\b", re.IGNORECASE)
_UNITS = re.compile(
    r"\s+(?:brigades?|divisions?|battalions?|regiments?|corps|army|armou?red|mechani[sz]ed|infantry|mountain|airborne|parallel|century|anniversary"
    r"|district|floor|birthday|day|hour|time|week|month|year|street|avenue|congress|session|round|edition|attack|strike|such|person|victim"
    r"|kilomet\w+|mile|meridian|grade)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s*(?:[,.;:)]|$|(?:and|or|but|to|until|by|when|the|a|an|in|at|he|she|it|they|its|our|their|was|were)\b)")


def read_same(c: Expression) -> Value | None:
    """Read "the same day", "that night", "the day before", "two days later" against the day told last."""
    words = c.match.group().lower()
    step = -1 if _BACK.search(words) else 1 if _FORTH.search(words) else 0
    count = c.match["samen"]
    if count:
        step *= int(count) if count.isdigit() else c.words.numbers.get(count.lower(), 0)
        if step == 0:
            return None
    day = c.reference
    if day is None and step < 0 and not count:
        day = c.published
    if day is None:
        return (None, None, "day", "relative") if step < 0 and not count else None
    try:
        day += dt.timedelta(days=step)
    except OverflowError:
        return None
    return day, day, "day", "relative"


def read_nth(c: Expression) -> Value | None:
    """Read "on the 16th": the last such day on or before publication, the next where the clause is about the future."""
    m = c.match
    number = int(m["bd"])
    if not 1 <= number <= 31 or _UNITS.match(c.text, m.end()):
        return None
    if not re.search(r"\bon\s+$", c.text[: m.start()], re.IGNORECASE) and not _CLOSED.match(c.text, m.end()):
        return None
    if c.published is None:
        return (None, None, "day", "relative")
    day = _nearest(c.published, number, forward=c.future)
    return (day, day, "day", "relative") if day else None


def _nearest(published: dt.date, number: int, *, forward: bool) -> dt.date | None:
    index = published.year * 12 + published.month - 1
    for shift in range(4):
        year, month = divmod(index + (shift if forward else -shift), 12)
        try:
            day = dt.date(year, month + 1, number)
        except ValueError:
            continue
        if (day >= published) if forward else (day <= published):
            return day
    return None
