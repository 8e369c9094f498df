"""How often the store's current readings name the actors and places of the registries."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dateline.store import schema


class Registries:
    """Counts of events by registry entry and by place name."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def actors(self) -> dict[str, int]:
        """Return the number of events that name each registry entry, by its id."""
        acting, members = schema.participants, schema.event_members
        query = (
            sa.select(acting.c.entry, sa.func.count(sa.distinct(members.c.event)).label("n"))
            .select_from(_current(acting))
            .where(acting.c.entry.is_not(None), schema.readings.c.superseded.is_(None))
            .group_by(acting.c.entry)
        )
        with self._engine.connect() as connection:
            return {row.entry: int(row.n) for row in connection.execute(query)}

    def events_of(self, entry: str, limit: int = 200) -> list[tuple[int, str, str]]:
        """Return the events that name an entry: number, name as the report has it, role; the newest number first."""
        acting, members = schema.participants, schema.event_members
        query = (
            sa.select(members.c.event, acting.c.name, acting.c.role)
            .select_from(_current(acting))
            .where(acting.c.entry == entry, schema.readings.c.superseded.is_(None))
            .distinct()
            .order_by(members.c.event.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            return [(int(row.event), row.name, row.role) for row in connection.execute(query)]

    def unplaced(self) -> dict[str, list[int]]:
        """Return the names that no place of the index was found for, with the numbers of their events."""
        where, members = schema.locations, schema.event_members
        query = (
            sa.select(where.c.name, members.c.event)
            .select_from(_current(where))
            .where(where.c.lat.is_(None), where.c.status != "area", schema.readings.c.superseded.is_(None))
            .distinct()
            .order_by(where.c.name, members.c.event)
        )
        found: dict[str, list[int]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                found.setdefault(row.name, []).append(int(row.event))
        return found


def _current(part: sa.Table) -> sa.Join:
    """Return parts of event reports with the readings and events that these are of."""
    reports, readings, members = schema.event_reports, schema.readings, schema.event_members
    return (
        sa.join(part, reports, sa.and_(reports.c.reading == part.c.reading, reports.c.local_id == part.c.event))
        .join(readings, readings.c.number == reports.c.reading)
        .join(members, members.c.event_report == reports.c.id)
    )
