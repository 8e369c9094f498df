"""The desk's table of events: one row an event, made anew when what it rests on changes, and the words by which it is found."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.store import schema
from dateline.store.database import writing
from dateline.store.link_tables import chunks

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class DeskRow:
    """What map, table and filters show of one event; days are proleptic ordinals, distances kilometres.

    date: in words ("2017-10-23..29"). ring: (longitude, latitude) of the area that the words describe. side: of the initiator, first in
    `sides`. credibility: Admiralty 1-6, None where the reports are not linked. review: unreviewed | accepted | corrected. doubt: how much
    there is to review, 0 for nothing.
    """

    event: int
    first_day: int | None
    last_day: int | None
    date: str | None
    event_type: str
    sub_event_type: str
    realis: str
    salience: str
    lat: float | None
    lon: float | None
    radius_km: float | None
    geo_precision: int | None
    ring: Sequence[Sequence[float]] | None
    place: str | None
    admin1: str | None
    country: str | None
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    credibility: int | None
    airwars: str | None
    origins_low: int
    origins_high: int
    n_reports: int
    n_claims: int
    confidence: float | None
    fiction: bool
    review: str
    actors: Sequence[str]
    sides: Sequence[str]
    outlets: Sequence[str]
    speakers: Sequence[str]
    learned: str
    doubt: float = 0.0


FIELDS = tuple(field.name for field in fields(DeskRow))


class DeskTable:
    """The rows, and what of them is out of date."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def stale(self) -> dict[int, str]:
        """Return the events whose row is missing or older than their readings, links or reviews, with the stamp that a new row gets.

        An event that no current reading reports any more has an empty stamp.
        """
        out: dict[int, str] = {}
        with self._engine.connect() as connection:
            kept = iter(_pairs(connection, "SELECT event, stamp FROM desk_events WHERE NOT gone ORDER BY event"))
            old = next(kept, None)
            for event, stamp in _stamps(connection):
                while old is not None and old[0] < event:
                    out[old[0]] = ""
                    old = next(kept, None)
                if old is None or old != (event, stamp):
                    out[event] = stamp
                if old is not None and old[0] == event:
                    old = next(kept, None)
            out |= {gone: "" for gone, _ in ([old] if old is not None else []) + list(kept)}
        return out

    @contextmanager
    def watching(self) -> Iterator[Callable[[], bool]]:
        """Give a question: has anything been written to the store, by any process, since it was asked last? For one thread."""
        with self._engine.connect() as connection:

            def version() -> int:
                with connection.begin():
                    return int(connection.exec_driver_sql("PRAGMA data_version").scalar() or 0)

            seen = version()

            def moved() -> bool:
                nonlocal seen
                before, seen = seen, version()
                return seen != before

            yield moved

    def put(self, rows: Iterable[tuple[DeskRow, str, str]], gone: Collection[int] = ()) -> None:
        """Keep rows, each with its stamp and its words; mark events as gone. One transaction."""
        desk = schema.desk_events
        with writing(self._engine).begin() as connection:
            change = int(connection.scalar(sa.select(sa.func.coalesce(sa.func.max(desk.c.change), 0))) or 0)
            given = list(rows)
            for part in chunks([*(row.event for row, _, _ in given)]):
                connection.execute(sa.delete(desk).where(desk.c.event.in_(part)))
            for part in chunks([*(row.event for row, _, _ in given), *gone]):
                connection.execute(_WORDS_OUT, [{"event": event} for event in part])
            if given:
                values = [
                    _whole(asdict(row)) | {"stamp": stamp, "change": change + n, "gone": False}
                    for n, (row, stamp, _) in enumerate(given, 1)
                ]
                connection.execute(sa.insert(desk), values)
                connection.execute(_WORDS_IN, [{"event": row.event, "words": _whole(words)} for row, _, words in given])
            for n, event in enumerate(gone, change + len(given) + 1):
                connection.execute(sa.update(desk).where(desk.c.event == event).values(gone=True, stamp="", change=n))

    def since(self, change: int) -> tuple[int, list[tuple[bool, DeskRow]]]:
        """Return the last change, and the rows changed after the one given, each with whether its event is gone; the oldest change first.

        Equal texts and lists are one object in all rows: of a hundred thousand rows most say the same few thousand things.
        """
        told: dict[str, Any] = {}
        read: dict[str, Any] = {}
        found = []
        with self._engine.connect() as connection:
            for last, gone, *cells in connection.exec_driver_sql(_SINCE, (change,)):
                for n, cell in enumerate(cells):
                    if type(cell) is str:
                        cells[n] = told.setdefault(cell, cell)
                for n in _JSON:
                    cell = cells[n]
                    if cell not in read:
                        read[cell] = _shared(json.loads(cell) if cell else None, told)
                    cells[n] = read[cell]
                cells[_FICTION] = bool(cells[_FICTION])
                found.append((bool(gone), DeskRow(*cells)))
                change = last
        return change, found

    def last_change(self) -> int:
        """Return the number of the last change: while it is the same, so are all rows."""
        with self._engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT max(change) FROM desk_events").scalar() or 0)

    def found(self, text: str) -> list[int]:
        """Return the events whose words hold all that are asked for, the last of them as a beginning; none where the text has no word."""
        words = WORD.findall(text)
        if not words:
            return []
        asked = " ".join(f'"{word}"' for word in words) + "*"
        with self._engine.connect() as connection:
            return [int(row[0]) for row in connection.execute(_SEARCH, {"asked": asked})]


_SINCE = f"SELECT change, gone, {', '.join(FIELDS)} FROM desk_events WHERE change > ? ORDER BY change"
_JSON = tuple(n for n, name in enumerate(FIELDS) if isinstance(schema.desk_events.c[name].type, sa.JSON))
_FICTION = FIELDS.index("fiction")
_WORDS_OUT = sa.text("DELETE FROM desk_words WHERE rowid = :event")
_WORDS_IN = sa.text("INSERT INTO desk_words (rowid, words) VALUES (:event, :words)")
_SEARCH = sa.text("SELECT rowid FROM desk_words WHERE desk_words MATCH :asked ORDER BY rowid")


_CURRENT = "SELECT number, sighting FROM readings INDEXED BY ix_readings_current WHERE superseded IS NULL"
_TOLD = "SELECT m.event, e.reading, e.local_id FROM event_members m JOIN event_reports e ON e.id = m.event_report ORDER BY m.event"
_LINKED = "SELECT reading, learned, stale FROM linked_readings"
_COPIED = "SELECT sighting, count(*) FROM copies WHERE until IS NULL GROUP BY sighting"
_REVIEWED = "SELECT sighting, count(*), count(undone), count(coding) FROM reviews GROUP BY sighting"


def _stamps(connection: Connection) -> Iterator[tuple[int, str]]:
    """Yield each event with current event reports, in order, with a hash over its readings, their copies and reviews, and what is linked.

    It is done at every save over all events: each table is asked once, of indexes alone, and put together here, an event at a time.
    """
    copied: dict[str, int] = dict(_pairs(connection, _COPIED))
    reviewed = {row[0]: (row[1], row[2], row[3]) for row in connection.exec_driver_sql(_REVIEWED)}
    linked = {reading: f"{learned} {bool(stale)}" for reading, learned, stale in connection.exec_driver_sql(_LINKED)}
    about = {
        number: f"{linked.get(number, 'None None')} {copied.get(sighting, '')} {reviewed.get(sighting, '')}"
        for number, sighting in _pairs(connection, _CURRENT)
    }
    for event, told in itertools.groupby(connection.exec_driver_sql(_TOLD), key=itemgetter(0)):
        parts = sorted((reading, local) for _, reading, local in told if reading in about)
        if parts:
            text = "\n".join(f"{reading} {local} {about[reading]}" for reading, local in parts)
            yield int(event), hashlib.sha256(text.encode()).hexdigest()[:16]


def _pairs(connection: Connection, query: str) -> Iterator[tuple[Any, Any]]:
    return ((row[0], row[1]) for row in connection.exec_driver_sql(query))


def _whole(value: Any) -> Any:
    """Return a value without halves of surrogate pairs, which no database and no page can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, (list, tuple)) else value


def _shared(value: Any, told: dict[str, Any]) -> Any:
    """Return a list as a tuple whose texts are the ones that other rows have."""
    if isinstance(value, list):
        return tuple(_shared(one, told) for one in value)
    return told.setdefault(value, value) if isinstance(value, str) else value
