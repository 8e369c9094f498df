"""What became of an event in the store: its readings, the event reports that came and went, the ids that it took in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema
from dateline.store.link_tables import chunks

ChangeKind = Literal["read", "superseded", "joined", "left", "merged"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change at a time (ISO, UTC). what: the reader of a reading; the stable id of an event report; the id that was merged."""

    at: str
    kind: ChangeKind
    what: str
    sighting: str | None = None


def changes(connection: Connection, number: int) -> list[Change]:
    """Return all changes of an event, the first one first."""
    history, told, readings = schema.event_history, schema.event_reports, schema.readings
    moves = connection.execute(sa.select(history).where(history.c.event == number)).all()
    seen: dict[str, str] = {}
    for part in chunks({row.event_report for row in moves}):
        query = sa.select(told.c.id, readings.c.sighting).join(readings, readings.c.number == told.c.reading).where(told.c.id.in_(part))
        seen |= {row.id: row.sighting for row in connection.execute(query)}
    found = [Change(row.learned, "joined", row.event_report, seen.get(row.event_report)) for row in moves]
    found += [Change(row.until, "left", row.event_report, seen.get(row.event_report)) for row in moves if row.until]
    found += _readings(connection, set(seen.values()))
    aliases = schema.event_aliases
    merged = connection.execute(sa.select(aliases).where(aliases.c.event == number))
    found += [Change(row.learned, "merged", f"DL-{row.alias}") for row in merged]
    return sorted(found, key=lambda change: (change.at, _ORDER.index(change.kind), change.what))


_ORDER = ("read", "superseded", "joined", "left", "merged")


def _readings(connection: Connection, sightings: set[str]) -> Iterator[Change]:
    readings = schema.readings
    for part in chunks(sightings):
        for row in connection.execute(sa.select(readings).where(readings.c.sighting.in_(part)).order_by(readings.c.number)):
            yield Change(row.learned, "read", row.reader, row.sighting)
            if row.superseded:
                yield Change(row.superseded, "superseded", row.reader, row.sighting)
