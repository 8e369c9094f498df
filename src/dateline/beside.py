"""Beside existing data: puts tables of events that others coded into the store, and tells how the events of reports stand to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import ReadError
from dateline.faults import CellError, Faults
from dateline.imports import open_table, read_row, table_name
from dateline.link.event_sketch import sketches
from dateline.link.reference import comparable, place_key, stand_all
from dateline.linked import EventSketch
from dateline.records import CodedReport
from dateline.references import RawRow, ReferenceRow, ReferenceTable, Standpoint
from dateline.store import Store

FOLDER = "imports"
NOT_COMPARED = Standpoint("none", "not compared: it is planned, denied, or a sum over many events")
_KEPT = 20_000
"""Rows kept read: reports of one week meet the same ones again and again."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: its name, rows stored, rows left out with their faults told, and how the table was read."""

    name: str
    rows: int
    left_out: int
    faults: str
    notes: tuple[str, ...]


def import_table(
    store: Store,
    path: Path,
    *,
    home: Path,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    day_first: bool | None = None,
    keep_good: bool = False,
    progress: Callable[[int, int], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Imported:
    """Store a table of events, in the place of an older one of its name.

    columns: fields to headings. day_first: of dates in figures. keep_good: leave rows that cannot be used out. progress is called with rows
    stored and rows expected, tell with how the table is read, before its rows are. Many faults are in NAME.faults.tsv in the folder `imports`
    of home. Raises ReadError with all faults, nothing stored then; killing the process at any moment leaves the store as it was.
    """
    label = table_name(name or path.name)
    faults = Faults(str(path), ReadError, home / FOLDER / f"{label}.faults.tsv", "row")
    if faults.file:
        faults.file.unlink(missing_ok=True)

    def check() -> int:
        if not keep_good:
            faults.check()
        return faults.count

    def twice(row: int, identity: str, other: int) -> None:
        faults.add(row, CellError("id", identity, f"an id that no other row has (row {other} has it)"))

    try:
        with open_table(path, faults, mapping=columns, sheet=sheet, day_first=day_first) as table:
            for note in table.notes if tell else ():
                tell(note)  # type: ignore[misc]
            described = ReferenceTable(label, str(path), table.sha256, table.layout, 0, 0, "")
            count = store.references.add(
                described, ((raw, row, place_key(row)) for raw, row in table.rows()), twice=twice, check=check,
                progress=(lambda done: progress(done, max(done, table.expected))) if progress else None,
            )  # fmt: skip
            return Imported(label, count, faults.count, str(faults) if faults.count else "", tuple(table.notes))
    finally:
        faults.close()


class Marker:
    """Tells how event reports stand to one table of the store; rows read are kept."""

    def __init__(self, store: Store, table: ReferenceTable) -> None:
        self._store, self._table = store, table
        self._rows: dict[int, ReferenceRow] = {}

    def report(self, report: CodedReport) -> dict[str, Standpoint]:
        """Return how the event reports of a report stand to the table, by local id."""
        told = sketches(report)
        apart = {event.local_id: NOT_COMPARED for event in told if not comparable(event)}
        return apart | stand_all(((event, self.near(event)) for event in told if event.local_id not in apart), self._table.name)

    def near(self, event: EventSketch) -> list[ReferenceRow]:
        """Return the rows that may be of an event."""
        near: list[RawRow] = []
        days = [day for day in (event.first_day, event.last_day) if day is not None]
        if days:
            point = None if event.lat is None or event.lon is None else (event.lat, event.lon)
            near = self._store.references.near(
                self._table.name, days=(min(days), max(days)), point=point, radius_km=event.radius_km or 0.0, names=event.names
            )
        return [self._read(row) for row in near]

    def _read(self, raw: RawRow) -> ReferenceRow:
        if raw.number not in self._rows:
            if len(self._rows) >= _KEPT:
                self._rows.clear()
            self._rows[raw.number] = read_row(self._table.layout, raw)
        return self._rows[raw.number]


def mark(store: Store, *, progress: Callable[[int, int], None] | None = None) -> dict[str, Counter[str]]:
    """Mark all event reports that are not marked yet against every table; return the counts by table."""
    counts: dict[str, Counter[str]] = {}
    for table in store.references.tables():
        counts[table.name] = Counter()
        marker = Marker(store, table)
        readings = store.references.unmarked(table.name)
        for done, number in enumerate(readings, 1):
            marks = marker.report(store.reading(number))
            store.references.keep_marks(table.name, number, marks)
            counts[table.name].update(one.standing for one in marks.values())
            if progress:
                progress(done, len(readings))
    return counts
