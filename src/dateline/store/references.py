"""Tables of reference events in the store: added whole or not at all, found by day and place, and what stands to them how."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.errors import StoreError
from dateline.references import RawRow, ReferenceRow, ReferenceTable, Standpoint, TableLayout
from dateline.store import schema
from dateline.store.body import pack_text, unpack_text
from dateline.store.database import writing

BATCH = 1000
"""Rows written in one statement."""
NEAR_DAYS = 4
"""How many days from the event rows are looked for: exact days more than three apart are two events."""
NEAR_KM = 30.0
"""Kilometres beyond what event report and row both reach; a wrong point is rarely farther off."""
MOST_NEAR = 300
"""Rows given at most: a hundred times what a day of a city's fighting fills."""
_KM_A_DEGREE = 111.2
_BOXES = sa.table("reference_boxes", *(sa.column(c) for c in ("number", "first_day", "last_day", "south", "north", "west", "east")))
MOST_NAMES = 8
"""Names of its places that an event is looked for by."""
LONGEST = 400
"""Days that a row may last and still be found by its name: a year, and what precision adds."""
Entry = tuple[RawRow, ReferenceRow, str]
"""A row as it stands and as it is read, and the spelling of its place's name by which it is found."""


class References:
    """The reference tables of a store."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    @contextmanager
    def _connection(self, *, write: bool = False) -> Iterator[Connection]:
        try:
            with writing(self._engine).begin() if write else self._engine.connect() as connection:
                yield connection
        except (sa.exc.DatabaseError, sqlite3.DatabaseError) as error:
            raise StoreError(
                f"the store cannot be {'written' if write else 'read'}: {getattr(error, 'orig', error)}",
                where=self._where,
                hint="see that the disk has room and no other program holds the store",
            ) from error

    def tables(self) -> list[ReferenceTable]:
        """Return the tables, by name."""
        with self._connection() as connection:
            found = connection.execute(sa.select(schema.reference_tables).order_by(schema.reference_tables.c.name)).all()
        return [_table(row) for row in found]

    def table(self, name: str) -> ReferenceTable:
        """Return the table of a name; raise StoreError where there is none."""
        tables = {table.name: table for table in self.tables()}
        if name not in tables:
            raise StoreError(f"no reference table {name!r}", where=self._where, hint=f"the tables are: {', '.join(tables) or 'none'}")
        return tables[name]

    def add(
        self,
        table: ReferenceTable,
        rows: Iterable[Entry],
        *,
        twice: Callable[[int, str, int], None],
        check: Callable[[], int],
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Store a table in one transaction, in the place of an older one of its name; return the number of rows.

        twice is told a row, its id and the row that has the same id; check is called when all are read and returns how many were left out,
        or raises: then, as when the process is killed, the store stays as it was.
        """
        with self._connection(write=True) as connection:
            _remove(connection, table.name)
            described = {
                "name": table.name,
                "file": table.file,
                "sha256": table.sha256,
                "layout": dataclasses.asdict(table.layout),
                "rows": 0,
                "left_out": 0,
                "imported": dt.datetime.now(dt.UTC).isoformat(),
            }
            (number,) = connection.execute(sa.insert(schema.reference_tables), described).inserted_primary_key or (0,)
            first = _next(connection)
            count = 0
            source = iter(rows)
            while batch := list(islice(source, BATCH)):
                kept = _fresh(connection, number, batch, twice)
                _write(connection, number, first + count, kept)
                count += len(kept)
                if progress:
                    progress(count)
            left_out = check()
            if not count:
                raise StoreError("no row of the table can be used", where=table.file, hint="correct the rows named above")
            changed = sa.update(schema.reference_tables).where(schema.reference_tables.c.number == number)
            connection.execute(changed.values(rows=count, left_out=left_out))
        return count

    def remove(self, name: str) -> None:
        """Take a table out, with all that stands to it; raise StoreError if there is none of that name."""
        self.table(name)
        with self._connection(write=True) as connection:
            _remove(connection, name)

    def near(
        self, name: str, *, days: tuple[int, int], point: tuple[float, float] | None, radius_km: float, names: Sequence[str] = ()
    ) -> list[RawRow]:
        """Return the rows whose days and place, by point or name, may be those of an event, at most MOST_NEAR of each kind."""
        rows, tables = schema.reference_rows, schema.reference_tables
        first, last = days[0] - NEAR_DAYS, days[1] + NEAR_DAYS
        found: dict[int, RawRow] = {}
        with self._connection() as connection:
            table = connection.scalar(sa.select(tables.c.number).where(tables.c.name == name))
            wanted = sa.select(rows.c.row, rows.c.cells).limit(MOST_NEAR)
            queries = []
            if point is not None:
                boxes = wanted.join(_BOXES, _BOXES.c.number == rows.c.number).where(*_within(point, radius_km, first, last))
                queries.append(
                    boxes.where(sa.literal_column("+reference_rows.table_number") == table)
                )  # "+": the boxes first, not all rows
            if names:
                started = rows.c.first_day.between(first - LONGEST, last)
                named = rows.c.place.in_(names[:MOST_NAMES])
                queries.append(wanted.where(rows.c.table_number == table, named, started, rows.c.last_day >= first))
            for query in queries:
                for row in connection.execute(query):
                    if row.row not in found:
                        found[row.row] = RawRow(row.row, tuple(json.loads(unpack_text(row.cells))))
        return list(found.values())

    def keep_marks(self, name: str, reading: int, marks: Mapping[str, Standpoint]) -> None:
        """Keep how the event reports of a reading, by local id, stand to a table."""
        now = dt.datetime.now(dt.UTC).isoformat()
        with self._connection(write=True) as connection:
            number = connection.scalar(sa.select(schema.reference_tables.c.number).where(schema.reference_tables.c.name == name))
            if number is None:
                return  # it was taken out meanwhile
            told = [
                {"table_number": number, "reading": reading, "event": event, "row_id": mark.row, "learned": now}
                | {key: getattr(mark, key) for key in ("standing", "reason", "score")}
                for event, mark in marks.items()
            ]
            connection.execute(sa.insert(schema.reference_marks).prefix_with("OR REPLACE"), told)

    def unmarked(self, name: str) -> list[int]:
        """Return the current readings with event reports of which it is not known how they stand to a table."""
        events, readings, marks, tables = schema.event_reports, schema.readings, schema.reference_marks, schema.reference_tables
        table = sa.select(tables.c.number).where(tables.c.name == name).scalar_subquery()
        marked = sa.select(marks.c.event).where(
            marks.c.table_number == table, marks.c.reading == events.c.reading, marks.c.event == events.c.local_id
        )
        query = (
            sa.select(events.c.reading)
            .join(readings, readings.c.number == events.c.reading)
            .where(readings.c.superseded.is_(None), ~marked.exists())
            .distinct()
            .order_by(events.c.reading)
        )
        with self._connection() as connection:
            return list(connection.scalars(query))

    def marks(self, name: str) -> dict[str, Standpoint]:
        """Return how event reports of current readings, by stable id, stand to a table."""
        events, marks, tables, readings = schema.event_reports, schema.reference_marks, schema.reference_tables, schema.readings
        query = (
            sa.select(events.c.id, marks)
            .join(marks, sa.and_(marks.c.reading == events.c.reading, marks.c.event == events.c.local_id))
            .join(tables, tables.c.number == marks.c.table_number)
            .join(readings, readings.c.number == events.c.reading)
            .where(tables.c.name == name, readings.c.superseded.is_(None))
        )
        with self._connection() as connection:
            return {row.id: Standpoint(row.standing, row.reason, row.row_id, row.score) for row in connection.execute(query)}


def _table(row: Any) -> ReferenceTable:
    told = row.layout
    layout = TableLayout(told["kind"], tuple(told["header"]), told["columns"], told["day_first"])
    return ReferenceTable(row.name, row.file, row.sha256, layout, row.rows, row.left_out, row.imported)


def _next(connection: Connection) -> int:
    rows = schema.reference_rows
    return int(connection.scalar(sa.select(sa.func.coalesce(sa.func.max(rows.c.number), 0))) or 0) + 1


def _fresh(connection: Connection, table: int, batch: Sequence[Entry], twice: Callable[[int, str, int], None]) -> list[Entry]:
    """Return the rows whose id no row before them has."""
    rows = schema.reference_rows
    seen: dict[str, int] = {}
    ids = [row.id for _, row, _ in batch]
    for i in range(0, len(ids), 500):  # below SQLite's limit of values in a statement
        found = connection.execute(sa.select(rows.c.id, rows.c.row).where(rows.c.table_number == table, rows.c.id.in_(ids[i : i + 500])))
        seen |= {row.id: row.row for row in found}
    kept = []
    for raw, row, key in batch:
        if row.id in seen:
            twice(raw.number, row.id, seen[row.id])
        else:
            seen[row.id] = raw.number
            kept.append((raw, row, key))
    return kept


def _write(connection: Connection, table: int, first: int, batch: Sequence[Entry]) -> None:
    if not batch:
        return
    rows = [
        {
            "number": number,
            "table_number": table,
            "id": row.id,
            "row": raw.number,
            "place": key or None,
            "first_day": row.first_day,
            "last_day": row.last_day,
            "cells": pack_text(json.dumps(raw.cells, ensure_ascii=False, separators=(",", ":"))),
        }
        for number, (raw, row, key) in enumerate(batch, first)
    ]
    connection.execute(sa.insert(schema.reference_rows), rows)
    boxes = [{"number": number} | box for number, (_, row, _) in enumerate(batch, first) if (box := _box(row))]
    if boxes:
        connection.execute(sa.insert(_BOXES), boxes)


def _within(point: tuple[float, float], radius_km: float, first: int, last: int) -> list[Any]:
    """Return the conditions that a row's box meets the days and the surroundings of a point."""
    box, (lat, lon) = _BOXES.c, point
    reach = (radius_km + NEAR_KM) / _KM_A_DEGREE
    wide = _wide(lat, reach)
    return [
        box.last_day >= first, box.first_day <= last, box.north >= lat - reach, box.south <= lat + reach, box.east >= lon - wide,
        box.west <= lon + wide,
    ]  # fmt: skip


def _wide(lat: float, reach: float) -> float:
    """Return the degrees of longitude that so many degrees of latitude are as long as."""
    return min(180.0, reach / max(0.02, math.cos(math.radians(min(89.0, abs(lat) + reach)))))


def _box(row: ReferenceRow) -> dict[str, float] | None:
    """Return the days and degrees that a row may reach, None where it has no point."""
    if row.lat is None or row.lon is None or row.radius_km is None:
        return None
    reach = row.radius_km / _KM_A_DEGREE
    wide = _wide(row.lat, reach)
    return {
        "first_day": row.first_day, "last_day": row.last_day, "south": row.lat - reach, "north": row.lat + reach, "west": row.lon - wide,
        "east": row.lon + wide,
    }  # fmt: skip


def _remove(connection: Connection, name: str) -> None:
    tables, rows, marks = schema.reference_tables, schema.reference_rows, schema.reference_marks
    number = connection.scalar(sa.select(tables.c.number).where(tables.c.name == name))
    if number is None:
        return
    own = sa.select(rows.c.number).where(rows.c.table_number == number)
    connection.execute(sa.delete(_BOXES).where(_BOXES.c.number.in_(own)))
    for table in (marks, rows):
        connection.execute(sa.delete(table).where(table.c.table_number == number))
    connection.execute(sa.delete(tables).where(tables.c.number == number))
