"""What the desk's pages over all reports need of each report, kept by reading: nothing is read whole again until it is reviewed."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.linked import ControlSketch
from dateline.store import schema
from dateline.store.database import writing
from dateline.store.link_tables import chunks
from dateline.store.readings import current
from dateline.store.sketch_body import control_of, control_values

LAYOUT = "1"
"""Of the rows: a release that makes them otherwise names another, and they are made anew."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What is kept of a reading's report, private persons masked; counted: values for JSON."""

    reading: int
    stamp: str
    fiction: bool
    control: Sequence[ControlSketch]
    counted: Any


class DeskReports:
    """The rows, and what of them is out of date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stale(self) -> dict[int, str]:
        """Return the current readings whose row is missing or older than their reviews, with the stamp that a new row gets."""
        readings, rows = schema.readings, schema.desk_reports
        with self._engine.connect() as connection:
            stamps = _stamps(connection)
            new = connection.execute(sa.select(readings.c.number).where(~sa.exists().where(rows.c.reading == readings.c.number)))
            told = sa.select(readings.c.number, readings.c.sighting, rows.c.stamp).outerjoin(rows, rows.c.reading == readings.c.number)
            told = told.where(readings.c.superseded.is_(None))
            other = sa.select(rows.c.reading).where(sa.or_(rows.c.stamp < LAYOUT, rows.c.stamp > LAYOUT))
            wanted = [told.where(readings.c.number.in_(part)) for part in chunks(new.scalars())]
            wanted += [told.where(readings.c.number.in_(other)), told.where(readings.c.sighting.in_(_REVIEWED))]
            out: dict[int, str] = {}
            for query in wanted:
                for row in connection.execute(query):
                    if row.stamp != (stamp := stamps.get(row.sighting, LAYOUT)):
                        out[row.number] = stamp
        return out

    def put(self, rows: Collection[ReportRow]) -> None:
        """Keep rows in place of older ones of their readings."""
        values = [
            {
                "reading": row.reading, "stamp": row.stamp, "fiction": row.fiction, "counted": row.counted,
                "control": [control_values(one) for one in row.control] or None,
            }
            for row in rows
        ]  # fmt: skip
        if values:
            with writing(self._engine).begin() as connection:
                connection.execute(sa.insert(schema.desk_reports).prefix_with("OR REPLACE"), values)

    def control(self, then: str | None = None) -> tuple[list[tuple[int, bool, tuple[ControlSketch, ...]]], list[int]]:
        """Return the claims of control of the readings that are current, or were at a time: reading, fiction, claims; and those not kept.

        Not kept are readings without a row, and those whose reviews it was not made with: of a time, all that were ever reviewed.
        """
        readings, rows = schema.readings, schema.desk_reports
        with self._engine.connect() as connection:
            stamps = _stamps(connection)
            query = sa.select(readings.c.number, readings.c.sighting, rows.c.stamp).outerjoin(rows, rows.c.reading == readings.c.number)
            others = query.where(*current(then), sa.or_(rows.c.stamp.is_(None), rows.c.stamp != LAYOUT, readings.c.sighting.in_(_REVIEWED)))
            left = [
                row.number
                for row in connection.execute(others.order_by(readings.c.number))
                if row.stamp != stamps.get(row.sighting, LAYOUT) or (then is not None and row.stamp != LAYOUT)
            ]
            unkept = set(left)
            told = (
                sa.select(rows.c.reading, rows.c.fiction, sa.type_coerce(rows.c.control, sa.String))
                .join(readings, rows.c.reading == readings.c.number)
                .where(*current(then), rows.c.control.is_not(None))
                .order_by(rows.c.reading)
            )
            found = [
                (number, bool(fiction), tuple(map(control_of, json.loads(control))))
                for number, fiction, control in connection.execute(told)
                if number not in unkept
            ]
        return found, left

    def counted(self) -> Iterator[tuple[Any, dict[str, str]]]:
        """Yield what is counted of each current reading, with the `DL-` ids of its event reports by local id."""
        readings, rows, events, members = schema.readings, schema.desk_reports, schema.event_reports, schema.event_members
        ids = (
            sa.select(events.c.reading, events.c.local_id, members.c.event)
            .join(members, members.c.event_report == events.c.id)
            .join(readings, readings.c.number == events.c.reading)
            .where(readings.c.superseded.is_(None))
            .order_by(events.c.reading)
        )
        told = (
            sa.select(rows.c.reading, sa.type_coerce(rows.c.counted, sa.String))
            .join(readings, rows.c.reading == readings.c.number)
            .where(readings.c.superseded.is_(None))
            .order_by(rows.c.reading)
        )
        with self._engine.connect() as connection:
            named = itertools.groupby(connection.execute(ids), key=lambda row: int(row[0]))
            at, events_of = next(named, (None, iter(())))
            for reading, counted in connection.execute(told):
                while at is not None and at < reading:
                    at, events_of = next(named, (None, iter(())))
                yield json.loads(counted), {local: f"DL-{event}" for _, local, event in events_of} if at == reading else {}


_REVIEWED = sa.select(schema.reviews.c.sighting).distinct()


def _stamps(connection: Connection) -> dict[str, str]:
    """Return of each sighting that was ever reviewed what its reviews come to."""
    table = schema.reviews
    query = sa.select(table.c.sighting, sa.func.count(), sa.func.count(table.c.undone), sa.func.count(table.c.coding)).group_by(
        table.c.sighting
    )
    return {row[0]: f"{LAYOUT} {row[1]} {row[2]} {row[3]}" for row in connection.execute(query)}
