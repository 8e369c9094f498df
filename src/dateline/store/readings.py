"""Coded reports out of their rows, as persons left them: a stored reading stays untouched, reviews are put on top."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.records import CodedReport, Span
from dateline.reviewed import Review, apply
from dateline.store import schema
from dateline.store.body import unpack, unpack_text
from dateline.store.link_tables import chunks


def any_readings(raw: bool) -> sa.Select[Any]:
    """Select readings, newest last, with what their reports are made of; the raw bytes of the page only if asked."""
    readings, sightings, documents = schema.readings, schema.sightings, schema.documents
    columns: list[Any] = [readings.c.number, readings.c.id, readings.c.sighting, readings.c.body, documents.c.text]
    joined = readings.join(sightings, readings.c.sighting == sightings.c.id).join(documents, sightings.c.document == documents.c.id)
    if raw:
        columns.append(schema.raws.c.bytes)
        joined = joined.outerjoin(schema.raws, schema.raws.c.sha256 == sightings.c.raw_sha256)
    return sa.select(*columns).select_from(joined).order_by(readings.c.number)


def current_readings(raw: bool, then: str | None = None) -> sa.Select[Any]:
    """Select the readings that are current, or were at a time as the store writes it."""
    return any_readings(raw).where(*current(then))


def current(then: str | None) -> list[Any]:
    """Return what picks the readings that are current, or were at a time."""
    readings = schema.readings
    if then is None:
        return [readings.c.superseded.is_(None)]
    return [readings.c.learned <= then, sa.or_(readings.c.superseded.is_(None), readings.c.superseded > then)]


def as_read(row: Any, raw: bool = False) -> CodedReport:
    """Return the report of a row as its reader read it."""
    content = zlib.decompress(row.bytes) if raw and row.bytes is not None else b""
    return unpack(row.body, text=unpack_text(row.text), raw=content, where=row.id)


def reports(connection: Connection, rows: Sequence[Any], raw: bool = False, then: str | None = None) -> list[CodedReport]:
    """Return the reports of rows with what persons said of them, now or up to a time."""
    said = reviews_of(connection, {row.sighting for row in rows}, then)
    return [apply(as_read(row, raw), said.get(row.sighting, ())) for row in rows]


def reviews_of(connection: Connection, sightings: Collection[str], then: str | None = None) -> dict[str, list[Review]]:
    """Return the reviews that count for some sightings, now or at a time: not undone, and of no coding that is not adjudicated."""
    table = schema.reviews
    holding: list[Any] = [table.c.undone.is_(None)]
    if then is not None:
        holding = [table.c.made <= then, sa.or_(table.c.undone.is_(None), table.c.undone > then)]
    found: dict[str, list[Review]] = defaultdict(list)
    for part in chunks(sightings):
        query = sa.select(table).where(table.c.sighting.in_(part), table.c.coding.is_(None), *holding).order_by(table.c.number)
        for row in connection.execute(query):
            found[row.sighting].append(review_of(row, counts=True))
    return found


def review_of(row: Any, *, counts: bool = False) -> Review:
    """Return the review of a row; `counts` forgets that it was undone, for a time when it was not."""
    return Review(
        row.number, row.sighting, tuple(Span(*pair) for pair in row.spans), row.field, row.old, row.new, row.who, row.why, row.made,
        row.event, row.coding, None if counts else row.undone, None if counts else row.undone_by,
    )  # fmt: skip
