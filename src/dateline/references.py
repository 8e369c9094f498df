"""The frozen records of reference events: tables of events that others coded, their rows, and how a report's events stand to them.

Days are proleptic ordinals (`datetime.date.toordinal`), both ends inclusive. Standard library only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dateline.records import DatePrecision

Standing = Literal["new", "update", "known", "none"]
"""new: no row is of this event; known: a row is, and says as much; update: a row is, and the report says something else or more; none: it can have no row."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How the cells of a table are read.

    kind: acled | ucdp | table. header: the headings as written. columns: field -> number of its column.
    day_first: of dates in figures ("03/04/2017"); None where they may not be read either way.
    """

    kind: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    day_first: bool | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in its table: number (as a spreadsheet counts, headings included) and cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowActor:
    """An actor of a row: the side that it stands on (1 or 2), its name as written, its class where the table tells it."""

    side: int
    name: str
    actor_class: str | None


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One row of a table of events, read.

    id: its own in the table, else "row N". event_type and sub_event_type in ACLED's words, None where the table does not say.
    one_sided: only civilians are harmed. killed: low, best, high; None where the table does not count.
    summary: the row may stand for several incidents of more than a day (UCDP's clarity 2).
    """

    id: str
    number: int
    first_day: int
    last_day: int
    date_precision: DatePrecision
    lat: float | None  # lat, lon and radius_km None: the table tells a name only
    lon: float | None
    radius_km: float | None
    geo_precision: int | None
    place: str | None
    country_code: str | None
    event_type: str | None
    sub_event_type: str | None
    one_sided: bool
    actors: tuple[RowActor, ...]
    killed: tuple[int, int, int] | None
    summary: bool
    merges: bool  # the data set puts incidents of one day, place and pair of actors into one row (ACLED)
    notes: str


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """A table of the store: where it came from and how it is read."""

    name: str
    file: str
    sha256: str
    layout: TableLayout
    rows: int
    left_out: int
    imported: str  # ISO time


@dataclass(frozen=True, slots=True)
class Standpoint:
    """How one event report stands to a table: new, update or known, why, and against which row (None where none is near)."""

    standing: Standing
    reason: str
    row: str | None = None
    score: float | None = None  # of the pair, 0 to 1
