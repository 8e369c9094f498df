"""Events as a table: what `dateline events` lists."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; None asks for nothing. Names compare without case; since and until are inclusive days."""

    country: str | None = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    event_type: str | None = None
    sub_event_type: str | None = None
    actor: str | None = None
    realis: str | None = None
    salience: str | None = None
    doc_id: str | None = None
    outlet: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ActorSummary:
    """An actor in its role."""

    role: str
    name: str
    side: str | None


@dataclass(frozen=True, slots=True)
class TollSummary:
    """A toll as stored."""

    id: str
    kind: str
    low: int | None
    best: int | None
    high: int | None
    side: str | None
    category: str


@dataclass(frozen=True, slots=True)
class EventSummary:
    """One event report of a current reading, under the id of its event; dates are ISO days."""

    id: str
    event_report: str
    doc_id: str
    outlet: str | None
    published: str | None
    event_type: str
    sub_event_type: str
    realis: str
    salience: str
    date_start: str | None
    date_end: str | None
    date_precision: str
    place: str | None
    admin1: str | None
    country: str | None
    lat: float | None
    lon: float | None
    geo_precision: int | None
    outcome: str | None
    actors: tuple[ActorSummary, ...]
    tolls: tuple[TollSummary, ...]
    n_claims: int


def summaries(connection: Connection, wanted: EventFilter, *, as_known: str | None = None) -> list[EventSummary]:
    """Return the event reports that pass the filter, by date, then id; those without a date come last.

    `as_known`, a time as the store writes it, asks for the readings and memberships that held then.
    """
    reports, readings, sightings = schema.event_reports, schema.readings, schema.sightings
    members: sa.Table = schema.event_members if as_known is None else schema.event_history
    current: list[sa.ColumnElement[bool]] = [readings.c.superseded.is_(None)]
    if as_known is not None:
        current = [
            readings.c.learned <= as_known, sa.or_(readings.c.superseded.is_(None), readings.c.superseded > as_known),
            members.c.learned <= as_known, sa.or_(members.c.until.is_(None), members.c.until > as_known),
        ]  # fmt: skip
    query = (
        sa.select(reports, members.c.event.label("event"), sightings.c.doc_id, sightings.c.outlet, sightings.c.published)
        .join(members, members.c.event_report == reports.c.id)
        .join(readings, readings.c.number == reports.c.reading)
        .join(sightings, sightings.c.id == readings.c.sighting)
        .where(*current, *_conditions(wanted))
        .order_by(reports.c.date_start.is_(None), reports.c.date_start, members.c.event, reports.c.reading)
        .limit(wanted.limit)
    )
    rows = connection.execute(query).all()
    keys = [(row.reading, row.local_id) for row in rows]
    actors = _parts(connection, schema.participants, keys)
    tolls = _parts(connection, schema.tolls, keys)
    claims = _claim_counts(connection, keys)
    return [_summary(row, actors[row.reading, row.local_id], tolls[row.reading, row.local_id], claims) for row in rows]


def _same(column: Any, value: str) -> Any:
    """Compare without case beyond ASCII too, where the value is stored as given or in lower or upper case."""
    return sa.or_(sa.func.lower(column) == value.lower(), column == value)


def _conditions(wanted: EventFilter) -> list[Any]:
    reports, sightings = schema.event_reports, schema.sightings
    named = {
        reports.c.event_type: wanted.event_type,
        reports.c.sub_event_type: wanted.sub_event_type,
        reports.c.realis: wanted.realis,
        reports.c.salience: wanted.salience,
        reports.c.place: wanted.place,
        sightings.c.outlet: wanted.outlet,
    }
    conditions = [_same(column, value) for column, value in named.items() if value is not None]
    if wanted.country is not None:
        conditions.append(sa.or_(_same(reports.c.country, wanted.country), _same(reports.c.country_code, wanted.country)))
    if wanted.doc_id is not None:
        conditions.append(sightings.c.doc_id == wanted.doc_id)
    if wanted.since is not None:
        conditions.append(sa.func.coalesce(reports.c.date_end, reports.c.date_start) >= wanted.since.isoformat())
    if wanted.until is not None:
        conditions.append(sa.func.coalesce(reports.c.date_start, reports.c.date_end) <= wanted.until.isoformat())
    if wanted.actor is not None:
        people = schema.participants
        acting = sa.select(people.c.n).where(people.c.reading == reports.c.reading, people.c.event == reports.c.local_id)
        named_so = sa.or_(_same(people.c.name, wanted.actor), _same(people.c.side, wanted.actor), people.c.entry == wanted.actor)
        conditions.append(acting.where(named_so).exists())
    return conditions


CHUNK = 400
"""Keys asked for in one statement, two values each: SQLite's own limit of values may be as low as 999."""


def _parts(connection: Connection, table: sa.Table, keys: list[tuple[int, str]]) -> dict[tuple[int, str], list[Any]]:
    order = table.c.n if "n" in table.c else table.c.local_id
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for i in range(0, len(keys), CHUNK):
        among = sa.tuple_(table.c.reading, table.c.event).in_(keys[i : i + CHUNK])
        for row in connection.execute(sa.select(table).where(among).order_by(order)):
            found[row.reading, row.event].append(row)
    return found


def _claim_counts(connection: Connection, keys: list[tuple[int, str]]) -> dict[tuple[int, str], int]:
    about = schema.claim_about
    found: dict[tuple[int, str], int] = {}
    readings = sorted({reading for reading, _ in keys})
    for i in range(0, len(readings), CHUNK):
        query = (
            sa.select(about.c.reading, about.c.event, sa.func.count(about.c.claim.distinct()).label("claims"))
            .where(about.c.reading.in_(readings[i : i + CHUNK]), about.c.event.is_not(None))
            .group_by(about.c.reading, about.c.event)
        )
        found |= {(row.reading, row.event): row.claims for row in connection.execute(query)}
    return found


_FIELDS = (
    "doc_id", "outlet", "published", "event_type", "sub_event_type", "realis", "salience", "date_start", "date_end", "date_precision",
    "place", "admin1", "country", "lat", "lon", "geo_precision", "outcome",
)  # fmt: skip


def _summary(row: Any, actors: list[Any], tolls: list[Any], claims: dict[tuple[int, str], int]) -> EventSummary:
    return EventSummary(
        id=f"DL-{row.event}",
        event_report=row.id,
        **{key: getattr(row, key) for key in _FIELDS},
        actors=tuple(ActorSummary(a.role, a.name, a.side) for a in actors),
        tolls=tuple(TollSummary(t.local_id, t.kind, t.low, t.best, t.high, t.side, t.category) for t in tolls),
        n_claims=claims.get((row.reading, row.local_id), 0),
    )
