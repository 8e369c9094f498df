"""Dates, against TempEval-3: which DATE expressions are found, and whether they mean the right day, month or year.

TempEval-3 platinum (UzZaman et al., SemEval-2013) is distributed at https://www.cs.york.ac.uk/semeval-2013/task1/; prepared here as one JSON
object a line: `text`, `dct` (day of writing) and `timex` with offsets, type and TIMEX3 value. Durations, sets and times of day are not asked for;
a found date counts as right in value where it lies within the annotated day, week, month or year and is as exact.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.find.times import find_times
from dateline.records import DateValue, Document, Span, Zone
from dateline.segment import segment

_FILE = Path("tempeval3") / "platinum.jsonl"
_VALUE = re.compile(r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?:-WE)?(?:T\w+)?$")


@dataclass(frozen=True)
class Tally:
    """Counts over the file."""

    marked: int
    found: int  # marked expressions that a found one overlaps
    dated: int  # of these, with a value of a day, week, month or year
    right: int  # of these, resolved to it
    extra: int  # found expressions that overlap no annotated one of any type


def days_of(value: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of a TIMEX3 value, None where it names no calendar day, week, month or year."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year = int(match["year"])
    if match["week"]:
        monday = dt.date.fromisocalendar(year, int(match["week"]), 1)
        return monday, monday + dt.timedelta(days=6)
    if match["day"]:
        day = dt.date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["month"]:
        month = int(match["month"])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def agrees(value: DateValue, days: tuple[dt.date, dt.date]) -> bool:
    """Tell whether a resolved date lies within the annotated days and is as exact; "since" may run on."""
    if value.start is None:
        return False
    inside = days[0] <= value.start <= days[1]
    if days[0] == days[1]:
        return inside and (value.end == value.start or value.precision == "range")
    return inside and (value.end is None or value.end != value.start)


def _reports(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def score(path: Path) -> Tally:
    """Read every report of the file and compare."""
    marked = found = dated = right = extra = 0
    for report in _reports(path):
        text = report["text"]
        document = Document(text, zones=(Zone("body", Span(0, len(text))),))
        times = find_times(segment(document), dt.date.fromisoformat(report["dct"]))
        every = [Span(t["start"], t["end"]) for t in report["timex"]]
        extra += sum(not any(time.span.overlaps(span) for span in every) for time in times)
        for timex in report["timex"]:
            if timex["type"] != "DATE":
                continue
            marked += 1
            span = Span(timex["start"], timex["end"])
            time = next((t for t in times if t.span.overlaps(span)), None)
            if time is None:
                continue
            found += 1
            days = days_of(timex["value"])
            if days is not None:
                dated += 1
                right += agrees(time.value, days)
    return Tally(marked, found, dated, right, extra)


def main(data: Path) -> int:
    """Print recall of DATE expressions and accuracy of their values; 2 where the file is missing."""
    path = data / _FILE
    if not path.exists():
        print(f"{path}: not found\nhint: --data names the folder that holds {_FILE}", file=sys.stderr)
        return 2
    tally = score(path)
    print(f"DATE expressions   {tally.marked}")
    print(f"found              {tally.found}  recall {tally.found / max(1, tally.marked):.3f}")
    print(f"values right       {tally.right} of {tally.dated}  accuracy {tally.right / max(1, tally.dated):.3f}")
    print(f"found, not marked  {tally.extra}")
    return 0
