"""The cells of one row of a table of events as a reference event, or the first cell that cannot be used."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from dateline.data.codebooks import load_acled
from dateline.data.countries import load_countries
from dateline.data.event_tables import TableKind, load_event_tables
from dateline.faults import CellError, check_text, degrees, whole_number
from dateline.records import DatePrecision
from dateline.references import RawRow, ReferenceRow, RowActor, TableLayout

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2099, 12, 31)
"""Days of a table of events; another is an empty cell of a spreadsheet or a misread year. Planned exercises and invented samples lie in years to come."""
_ISO = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[T ].*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})[ /.-]+([^\W\d_]{3,9})\.?[ /.,-]+(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,9})\.? +(\d{1,2}),? +(\d{4})")
_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: .*)?")
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_PLAIN_DAY = "a day as YYYY-MM-DD or 16 May 2025"
_EVENT_TYPES = {"1": "Battles", "2": "Battles", "3": "Violence against civilians"}
"""The least that UCDP's types of violence say in ACLED's words."""


def read_row(layout: TableLayout, raw: RawRow) -> ReferenceRow:
    """Return the reference event that a row tells of; raise CellError with column, what it holds and what was expected."""
    return _Row(layout, raw).read()


class _Row:
    """A row with its cells by field."""

    def __init__(self, layout: TableLayout, raw: RawRow) -> None:
        self.layout, self.raw = layout, raw
        self.kind: TableKind = load_event_tables()[layout.kind]
        if not all(map(str.isascii, raw.cells)):
            for heading, cell in zip(layout.header, raw.cells, strict=True):
                check_text(heading, cell)

    def read(self) -> ReferenceRow:
        first, last, precision = self._days()
        lat, lon = self._point()
        reach = self.kind.reach
        if code := self._get("geo_prec"):
            if code not in self.kind.reaches:
                raise self._fault("geo_prec", f"one of {', '.join(self.kind.reaches)}")
            reach = self.kind.reaches[code]
        placed = lat is not None
        event_type, sub_type = self._types()
        return ReferenceRow(
            id=self._get("id") or f"row {self.raw.number}",
            number=self.raw.number,
            first_day=first,
            last_day=last,
            date_precision=precision,
            lat=lat,
            lon=lon,
            radius_km=reach.km if placed else None,
            geo_precision=reach.precision if placed else None,
            place=self._get("place") or None,
            country_code=_country(self._get("country")),
            event_type=event_type,
            sub_event_type=sub_type,
            one_sided=event_type == "Violence against civilians",
            actors=tuple(self._actors()),
            killed=self._killed(),
            summary=self._get("clarity") == "2",
            merges=self.layout.kind == "acled",
            notes=self._get("notes"),
        )

    def _get(self, field: str) -> str:
        at = self.layout.columns.get(field)
        return "" if at is None else self.raw.cells[at].strip()

    def _fault(self, field: str, expected: str) -> CellError:
        at = self.layout.columns[field]
        return CellError(self.layout.header[at], self.raw.cells[at], expected)

    def _number(self, field: str) -> int | None:
        cell = self._get(field)
        return whole_number(self.layout.header[self.layout.columns[field]], cell) if cell else None

    def _point(self) -> tuple[float, float] | tuple[None, None]:
        if not (self._get("lat") or self._get("lon")):
            if not self._get("place"):
                raise self._fault("lat" if "lat" in self.layout.columns else "place", "a point, or the name of a place")
            return None, None
        heading = self.layout.header
        lat = degrees(heading[self.layout.columns["lat"]], self._get("lat"), 90)
        lon = degrees(heading[self.layout.columns["lon"]], self._get("lon"), 180)
        if lat == lon == 0:
            raise self._fault("lat", "a point on land or sea; 0, 0 stands for none")
        return lat, lon

    def _days(self) -> tuple[int, int, DatePrecision]:
        """Return the first and last day that the row may mean."""
        first = self._day("date")
        last = self._day("date_end") if self._get("date_end") else first
        if last < first:
            raise self._fault("date_end", f"a day not before {first}")
        code = self._get("date_prec")
        if not code:
            return first.toordinal(), last.toordinal(), "day" if first == last else "range"
        if code not in self.kind.days:
            raise self._fault("date_prec", f"one of {', '.join(self.kind.days)}")
        rule = self.kind.days[code]
        if rule.month:
            first, last = first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
        return first.toordinal() - rule.days, last.toordinal() + rule.days, rule.precision

    def _day(self, field: str) -> dt.date:
        cell = self._get(field)
        try:
            day = _parse_day(cell, self.layout.day_first)
        except _UnclearDayError:
            raise self._fault(field, f"{_PLAIN_DAY}; say --dates day-first or month-first for dates in figures") from None
        except ValueError:
            raise self._fault(field, f"a day that there is, {_PLAIN_DAY.partition(' ')[2]}") from None
        if day is None:
            raise self._fault(field, _PLAIN_DAY)
        if not FIRST_DAY <= day <= LAST_DAY:
            raise self._fault(field, f"a day between {FIRST_DAY} and {LAST_DAY}")
        return day

    def _types(self) -> tuple[str | None, str | None]:
        if self.layout.kind == "ucdp":
            violence = self._get("violence")
            if violence and violence not in _EVENT_TYPES:
                raise self._fault("violence", "1, 2 or 3")
            return _EVENT_TYPES.get(violence), None
        event_type, sub_type = _coded(self.layout.kind, self._get("type"), self._get("sub_type"))
        if self.layout.kind == "acled":
            if event_type is None:
                raise self._fault("type", f"one of {', '.join(load_acled().hierarchy)}, or a type of older exports")
            if sub_type is None and self._get("sub_type"):
                raise self._fault("sub_type", "a sub-event type of ACLED's code book")
        return event_type, sub_type

    def _actors(self) -> Iterator[RowActor]:
        for side, letter in ((1, "a"), (2, "b")):
            if self.layout.kind == "ucdp":
                if name := self._get(f"side_{letter}"):
                    yield RowActor(side, name, "civilians" if name.casefold() == "civilians" else None)
            elif name := self._get(f"actor{side}"):
                yield RowActor(side, name, _class_of(self.layout.kind, self._get(f"class{side}")))
                yield from (RowActor(side, other.strip(), None) for other in self._get(f"with{side}").split(";") if other.strip())

    def _killed(self) -> tuple[int, int, int] | None:
        told = [number for field in ("low", "killed", "high") if (number := self._number(field)) is not None]
        if not told:
            return None
        best = self._number("killed")
        return min(told), sorted(told)[len(told) // 2] if best is None else best, max(told)


@lru_cache(maxsize=5000)
def _coded(kind: str, name: str, sub: str) -> tuple[str | None, str | None]:
    """Return event type and sub-event type in ACLED's words, None for what is none of its words, today's or older ones."""
    book = load_acled()
    subs = {one.casefold(): one for one in book.event_type_of}
    event_type = {one.casefold(): one for one in book.hierarchy}.get(name.casefold())
    sub_type = subs.get(sub.casefold())
    older = load_event_tables()[kind].older_types.get(name.casefold())
    if event_type is None and older is not None:
        event_type, sub_type = older[0], sub_type or older[1]
    if kind == "acled":
        return event_type, sub_type
    if event_type is None and sub_type is None:  # one column that holds the finer types
        sub_type = subs.get(name.casefold())
    return event_type or (book.event_type_of[sub_type] if sub_type else None), sub_type


@lru_cache(maxsize=500)
def _class_of(kind: str, code: str) -> str | None:
    """Return the class of an actor by its interaction code, a number or its label."""
    labels = {label.casefold(): str(number) for number, label in load_acled().inter.items()}
    return load_event_tables()[kind].classes.get(labels.get(code.casefold(), code))


class _UnclearDayError(ValueError):
    """A day in figures that may be read two ways."""


@lru_cache(maxsize=20_000)
def _parse_day(cell: str, day_first: bool | None) -> dt.date | None:
    """Return the day of a cell, None for no day at all; raise ValueError for one that there is not, _UnclearDayError for "03/04/2017"."""
    if found := _ISO.fullmatch(cell):
        return dt.date(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_MONTH.fullmatch(cell):
        return _by_name(found[3], found[2], found[1])
    if found := _MONTH_DAY.fullmatch(cell):
        return _by_name(found[3], found[1], found[2])
    if found := _FIGURES.fullmatch(cell):
        if day_first is None:
            raise _UnclearDayError(cell)
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        return dt.date(_year(found[3]), int(month), int(day))
    return None


def _by_name(year: str, month: str, day: str) -> dt.date | None:
    number = _MONTHS.get(month[:3].lower())
    return dt.date(_year(year), number, int(day)) if number and calendar.month_name[number].lower().startswith(month.lower()[:4]) else None


def _year(digits: str) -> int:
    """Return the year of four digits, or of two: the last one of that ending that is not to come."""
    year = int(digits)
    if len(digits) == 4:
        return year
    now = dt.datetime.now(dt.UTC).year
    return year + (2000 if year + 2000 <= now else 1900)


@lru_cache(maxsize=1000)
def _country(name: str) -> str | None:
    countries = load_countries()
    plain = _BRACKET.sub("", name)
    found = next((c for c in (countries.by_name(name), countries.by_name(plain), countries.get(name)) if c), None)
    found = found or next((c for c in countries.all if c.iso3 == name.upper()), None)
    return found.iso2 if found else None
