"""What the desk reads: portions of sources, by hand or for a watch, and the watch list of feeds and folders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dateline.store import schema
from dateline.store.database import writing

OPEN = ("waiting", "reading", "linking")
"""States of a run that has not ended; the others are done and failed."""
STOPPED = "the desk was ended while it read this"
"""What is said of a run that never came to its end."""


@dataclass(frozen=True, slots=True)
class Run:
    """A portion of sources: who gave it, for which watch, when (ISO, UTC), how far it is, what came of each part."""

    number: int
    watch: int | None
    who: str
    started: str
    ended: str | None
    state: str
    sources: Sequence[Mapping[str, Any]]
    outcome: Sequence[Mapping[str, Any]]

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be read, or being read."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Watch:
    """A feed's address or a folder that is read again and again; times are ISO, UTC."""

    number: int
    source: str
    name: str | None
    every_minutes: int
    added: str
    last_run: str | None
    last_result: str | None
    active: bool

    def due(self, now: dt.datetime) -> bool:
        """Tell whether it is to be read again by a moment (aware)."""
        if not self.active:
            return False
        return self.last_run is None or dt.datetime.fromisoformat(self.last_run) + dt.timedelta(minutes=self.every_minutes) <= now


class Watches:
    """Runs and watches in the store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ------------------------------------------------------------ runs

    def begin(self, who: str, sources: Sequence[Mapping[str, Any]], *, watch: int | None = None) -> int:
        """Keep a run that waits to be read; return its number."""
        row = {"watch": watch, "who": who, "started": _now(), "state": "waiting", "sources": list(sources), "outcome": []}
        with writing(self._engine).begin() as connection:
            return _number(connection.execute(sa.insert(schema.runs), row))

    def note(self, number: int, state: str, outcome: Sequence[Mapping[str, Any]]) -> None:
        """Keep how far a run is."""
        values: dict[str, Any] = {"state": state, "outcome": list(outcome)}
        if state not in OPEN:
            values["ended"] = _now()
        with writing(self._engine).begin() as connection:
            connection.execute(sa.update(schema.runs).where(schema.runs.c.number == number).values(values))

    def run(self, number: int) -> Run | None:
        """Return a run, None where there is none of that number."""
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(schema.runs).where(schema.runs.c.number == number)).one_or_none()
        return _run(row) if row is not None else None

    def runs(self, limit: int = 20) -> list[Run]:
        """Return the latest runs, the newest first."""
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(sa.select(schema.runs).order_by(schema.runs.c.number.desc()).limit(limit))]

    def waiting(self) -> Run | None:
        """Return the oldest run that waits."""
        query = sa.select(schema.runs).where(schema.runs.c.state == "waiting").order_by(schema.runs.c.number).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return _run(row) if row is not None else None

    def stop_unfinished(self) -> int:
        """Say of runs that were being read when the desk was ended that they were; return how many."""
        hint = "what is listed was added whole, nothing is half there: read it again for the rest"
        fault = {"problem": STOPPED, "where": "this run", "hint": hint, "fatal": True}
        query = sa.select(schema.runs).where(schema.runs.c.state.in_(("reading", "linking")))
        with self._engine.connect() as connection:
            stopped = [_run(row) for row in connection.execute(query)]
        for run in stopped:
            self.note(run.number, "failed", [*run.outcome, fault])
        return len(stopped)

    def knows(self, sighting: str) -> bool:
        """Tell whether the store holds a sighting."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(schema.sightings.c.id).where(schema.sightings.c.id == sighting)) is not None

    # ------------------------------------------------------------ what was learned

    def told_anew(self, since: dt.datetime, until: dt.datetime) -> list[str]:
        """Return the events (`DL-` ids) that were known before a time (aware) and of which something was read, linked or reviewed until another."""
        members, reports, readings, events = schema.event_members, schema.event_reports, schema.readings, schema.events
        first, last = _written(since), _written(until)
        reviews = schema.reviews
        reviewed = sa.select(reviews.c.sighting).where(
            reviews.c.coding.is_(None), sa.or_(reviews.c.made.between(first, last), reviews.c.undone.between(first, last))
        )
        query = (
            sa.select(members.c.event)
            .join(reports, reports.c.id == members.c.event_report)
            .join(readings, readings.c.number == reports.c.reading)
            .join(events, events.c.number == members.c.event)
            .where(
                sa.or_(readings.c.learned.between(first, last), members.c.learned.between(first, last), readings.c.sighting.in_(reviewed)),
                events.c.learned < first,
                readings.c.superseded.is_(None),
            )
            .distinct()
            .order_by(members.c.event)
        )
        with self._engine.connect() as connection:
            return [f"DL-{event}" for event in connection.scalars(query)]

    def rejected(self, since: dt.datetime, until: dt.datetime) -> list[tuple[str, str | None, str, str | None]]:
        """Return the events that persons said are none, between two times (aware): sighting, `DL-` id where it had one, who, why."""
        reviews, history = schema.reviews, schema.event_history
        query = (
            sa.select(reviews)
            .where(reviews.c.field == "event", reviews.c.coding.is_(None), reviews.c.undone.is_(None))
            .where(reviews.c.made.between(_written(since), _written(until)))
            .order_by(reviews.c.number)
        )
        with self._engine.connect() as connection:
            found = [row for row in connection.execute(query) if row.new is None]
            ids = {row.event["id"] for row in found}
            was = dict(connection.execute(sa.select(history.c.event_report, history.c.event).where(history.c.event_report.in_(ids))).all())
        return [(row.sighting, f"DL-{was[one]}" if (one := row.event["id"]) in was else None, row.who, row.why) for row in found]

    def learned(self, since: dt.datetime, until: dt.datetime) -> list[tuple[str, str | None, str | None]]:
        """Return the reports first seen between two times (aware): sighting, title, outlet."""
        sightings = schema.sightings
        first = (
            sa.select(schema.readings.c.sighting, sa.func.min(schema.readings.c.learned).label("at"))
            .group_by(schema.readings.c.sighting)
            .subquery()
        )
        query = (
            sa.select(sightings.c.id, sightings.c.title, sightings.c.outlet)
            .join(first, first.c.sighting == sightings.c.id)
            .where(first.c.at >= _written(since), first.c.at <= _written(until))
            .order_by(first.c.at)
        )
        with self._engine.connect() as connection:
            return [(row.id, row.title, row.outlet) for row in connection.execute(query)]

    # ------------------------------------------------------------ watches

    def watches(self) -> list[Watch]:
        """Return the watch list in the order made."""
        with self._engine.connect() as connection:
            return [Watch(**row._mapping) for row in connection.execute(sa.select(schema.watches).order_by(schema.watches.c.number))]

    def watch(self, source: str, *, name: str | None, every_minutes: int) -> int:
        """Put a feed or a folder on the list; return its number."""
        row = {"source": source, "name": name, "every_minutes": every_minutes, "added": _now(), "active": True}
        with writing(self._engine).begin() as connection:
            return _number(connection.execute(sa.insert(schema.watches), row))

    def change(self, number: int, **values: Any) -> None:
        """Change columns of a watch."""
        with writing(self._engine).begin() as connection:
            connection.execute(sa.update(schema.watches).where(schema.watches.c.number == number).values(values))

    def ran(self, number: int, result: str) -> None:
        """Keep that a watch was read now, and what came of it."""
        self.change(number, last_run=_now(), last_result=result)

    def unwatch(self, number: int) -> None:
        """Take a watch off the list; what was read for it stays."""
        with writing(self._engine).begin() as connection:
            connection.execute(sa.delete(schema.watches).where(schema.watches.c.number == number))


def _run(row: sa.Row[Any]) -> Run:
    return Run(**row._mapping)


def _written(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat()


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _number(made: sa.CursorResult[Any]) -> int:
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])
