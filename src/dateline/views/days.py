"""Days as people give them."""

from __future__ import annotations

import datetime as dt

from dateline.errors import DatelineError


def end_of(day: dt.date | None) -> dt.datetime | None:
    """Return the last moment of a day (UTC), None for none."""
    return dt.datetime.combine(day, dt.time.max, dt.UTC) if day is not None else None


def day(text: str | None) -> dt.date | None:
    """Read an option's day; raises DatelineError where it is none."""
    if text is None:
        return None
    from dateline.read.dates import YEARS

    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        raise DatelineError(f"no day: {text!r}", hint="write it as YYYY-MM-DD, like 2017-10-30") from None
    if found.year not in YEARS:
        raise DatelineError(f"no year of reports: {text!r}", hint=f"years from {YEARS[0]} to {YEARS[-1]} are taken")
    return found
