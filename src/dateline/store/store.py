"""The store: adds coded reports, each whole or not at all, and gives reports and events back."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.errors import StoreError
from dateline.linked import event_ids
from dateline.records import Claim, CodedReport, EventReport
from dateline.reviewed import apply
from dateline.store import schema
from dateline.store.body import LEVEL, pack, pack_text
from dateline.store.database import open_engine, writing
from dateline.store.desk import DeskTable
from dateline.store.desk_reports import DeskReports
from dateline.store.histories import Change, changes
from dateline.store.link_tables import LinkTables, chunks
from dateline.store.memberships import Memberships
from dateline.store.people import People
from dateline.store.readings import any_readings, current, current_readings, reports, reviews_of
from dateline.store.references import References
from dateline.store.registries import Registries
from dateline.store.reviews import Reviews
from dateline.store.rows import tables
from dateline.store.summaries import EventFilter, EventSummary, summaries
from dateline.store.watches import Watches

BATCH = 50
"""Reports held at once while streaming: about 10 MB of records."""
_LONGEST = 19
"""Digits of a number that SQLite can no longer hold."""


@dataclass(frozen=True, slots=True)
class AddResult:
    """What adding a report did.

    added: false where the very reading was there already. superseded: the older reading of the same sighting that this one replaces
    as the current one. event_ids: the `DL-` id of each event report by its local id.
    """

    added: bool
    reading_id: str
    superseded: str | None
    event_ids: dict[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """One event report of an event, in its report, with the claims that are about it, its tolls, losses, actors or outcome."""

    report: CodedReport
    event: EventReport
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event with the event reports that it is made of."""

    id: str
    learned: str
    members: tuple[Member, ...]


def open_store(url: str | Path) -> Store:
    """Open the store at a path or SQLite address; it is made where there is none, backed up and migrated where it is older.

    Raises StoreError where it is newer, no store, or cannot be opened.
    """
    return Store(open_engine(url), str(url))


class Store:
    """A store of reports; close it, or use it as a context manager."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._where = where

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # ------------------------------------------------------------ adding

    def add(self, report: CodedReport, *, learned: dt.datetime | None = None) -> AddResult:
        """Add a report in one transaction; a reading that is there already changes nothing, a newer one supersedes and erases nothing.

        `learned` (aware; now) is the time kept with the reading and what is new in it. Raises StoreError.
        """
        _check(report)
        now = (learned or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat()
        body = pack(report)
        try:
            with writing(self._engine).begin() as connection:
                return _add(connection, report, body, now)
        except sa.exc.IntegrityError as error:
            raise StoreError(
                f"the report's records contradict each other: {error.orig}",
                where=report.page.sighting.doc_id,
                hint="every id must be given once",
            ) from error
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"the store cannot be written: {error.orig}",
                where=self._where,
                hint="see that the disk has room and no other program holds the store",
            ) from error

    # ------------------------------------------------------------ linking

    @contextmanager
    def linking(self, *, learned: dt.datetime | None = None) -> Iterator[LinkTables]:
        """Give the tables between reports in one transaction, which is kept whole or, after an error, not at all.

        `learned` (aware; now) is the time kept with what changes. Raises StoreError.
        """
        now = (learned or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat()
        try:
            with writing(self._engine).begin() as connection:
                yield LinkTables(connection, now)
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"the links cannot be written: {error.orig}",
                where=self._where,
                hint="see that the disk has room and no other program holds the store",
            ) from error

    def unlinked(self, limit: int) -> list[tuple[int, CodedReport]]:
        """Return the current readings, by number, that have not been linked, or not since a review: the oldest, so many at most."""
        linked = sa.select(schema.linked_readings.c.reading).where(~schema.linked_readings.c.stale)
        query = current_readings(False).where(schema.readings.c.number.not_in(linked)).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(query).all()
            return list(zip((row.number for row in rows), reports(connection, rows), strict=True))

    @contextmanager
    def linked(self) -> Iterator[LinkTables]:
        """Give the tables between reports to read from."""
        with self._reading() as connection:
            yield LinkTables(connection, "")

    def members(self, event_reports: Collection[str]) -> dict[str, tuple[str, str, str]]:
        """Return by stable id the `DL-` id of the event, the report's name and the local id of event reports of current readings."""
        reports, members, readings, sightings = schema.event_reports, schema.event_members, schema.readings, schema.sightings
        query = (
            sa.select(reports.c.id, members.c.event, sightings.c.doc_id, reports.c.local_id)
            .join(members, members.c.event_report == reports.c.id)
            .join(readings, readings.c.number == reports.c.reading)
            .join(sightings, sightings.c.id == readings.c.sighting)
            .where(readings.c.superseded.is_(None))
        )
        with self._reading() as connection:
            return {
                row.id: (f"DL-{row.event}", row.doc_id, row.local_id)
                for part in chunks(event_reports)
                for row in connection.execute(query.where(reports.c.id.in_(part)))
            }

    # ------------------------------------------------------------ reading

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection to read from; raises StoreError where the file is damaged."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"the store cannot be read: {error.orig}",
                where=self._where,
                hint="put a back-up of the store in its place, or add the reports to a new one with --db",
            ) from error

    def reports(self, *, raw: bool = False) -> Iterator[CodedReport]:
        """Yield every report in its current reading, in the order added; with the raw bytes of the page only if asked."""
        for report, _ in self.numbered_reports(raw=raw):
            yield report

    def numbered_reports(self, *, raw: bool = False, as_known: dt.datetime | None = None) -> Iterator[tuple[CodedReport, dict[str, str]]]:
        """Yield every report in its current reading with the `DL-` ids of its event reports by local id: what exports take.

        `as_known` (aware) asks for the readings that were current at that time, under the ids that their events then had.
        """
        then = as_known.astimezone(dt.UTC).isoformat() if as_known else None
        last = 0
        while True:
            with self._reading() as connection:
                rows = connection.execute(current_readings(raw, then).where(schema.readings.c.number > last).limit(BATCH)).all()
                found = reports(connection, rows, raw, then)
                ids = _dl_ids(connection, [row.number for row in rows], then)
            if not rows:
                return
            for row, report in zip(rows, found, strict=True):
                last = row.number
                yield report, ids.get(row.number, {})

    def reports_of(self, events: Collection[str], *, raw: bool = False) -> Iterator[tuple[CodedReport, dict[str, str]]]:
        """Yield the reports that tell of some events (`DL-` ids), each whole and once, with the ids of all their event reports, as added."""
        members, told = schema.event_members, schema.event_reports
        digits = (event.upper().removeprefix("DL-") for event in events)
        wanted = [int(number) for number in digits if number.isascii() and number.isdigit() and len(number) < _LONGEST]
        query = (
            sa.select(told.c.reading)
            .join(members, members.c.event_report == told.c.id)
            .join(schema.readings, schema.readings.c.number == told.c.reading)
            .where(*current(None))
            .distinct()
        )
        with self._reading() as connection:
            numbers = sorted({n for part in chunks(wanted) for n in connection.scalars(query.where(members.c.event.in_(part)))})
        for at in range(0, len(numbers), BATCH):
            with self._reading() as connection:
                picked = any_readings(raw).where(schema.readings.c.number.in_(numbers[at : at + BATCH]))
                rows = connection.execute(picked).all()
                found = reports(connection, rows, raw)
                ids = _dl_ids(connection, [row.number for row in rows])
            for row, report in zip(rows, found, strict=True):
                yield report, ids.get(row.number, {})

    def readings(self, numbers: Collection[int], *, as_known: dt.datetime | None = None) -> Iterator[tuple[int, CodedReport]]:
        """Yield readings by their numbers, as persons left them now, or had left them at a time (aware)."""
        then = as_known.astimezone(dt.UTC).isoformat() if as_known else None
        wanted = sorted(numbers)
        for at in range(0, len(wanted), BATCH):
            with self._reading() as connection:
                rows = connection.execute(any_readings(False).where(schema.readings.c.number.in_(wanted[at : at + BATCH]))).all()
                yield from zip([row.number for row in rows], reports(connection, rows, False, then), strict=True)

    def linked_reports(self, as_known: dt.datetime, sightings: Collection[str] | None = None) -> Iterator[CodedReport]:
        """Yield the reports as they had been linked at a time (aware), each in its newest reading then: of some sightings, or all."""
        readings, linked = schema.readings, schema.linked_readings
        then = as_known.astimezone(dt.UTC).isoformat()
        newest = (
            sa.select(sa.func.max(readings.c.number).label("number"))
            .join(linked, linked.c.reading == readings.c.number)
            .where(linked.c.learned <= then)
            .group_by(readings.c.sighting)
        )
        with self._reading() as connection:
            if sightings is None:
                numbers = list(connection.scalars(newest))
            else:
                numbers = [n for part in chunks(sightings) for n in connection.scalars(newest.where(readings.c.sighting.in_(part)))]
            query = any_readings(False)
            for part in chunks(sorted(numbers)):
                yield from reports(connection, connection.execute(query.where(readings.c.number.in_(part))).all(), False, then)

    def report(self, sighting: str, *, raw: bool = False) -> tuple[CodedReport, dict[str, str]]:
        """Return the report of a sighting in its current reading, with the `DL-` ids of its event reports by local id; raises StoreError."""
        with self._reading() as connection:
            row = connection.execute(current_readings(raw).where(schema.readings.c.sighting == sighting)).one_or_none()
            if row is None:
                raise StoreError(f"there is no such report: {sighting}", where=self._where, hint="an event's page links to its reports")
            return reports(connection, [row], raw)[0], _dl_ids(connection, [row.number]).get(row.number, {})

    def events(self, wanted: EventFilter | None = None, *, as_known: dt.datetime | None = None) -> list[EventSummary]:
        """Return the event reports of current readings that pass the filter, earliest first.

        `as_known` (aware) asks for the readings that were current at that time, under the events that they then belonged to.
        """
        with self._reading() as connection:
            return summaries(connection, wanted or EventFilter(), as_known=as_known.astimezone(dt.UTC).isoformat() if as_known else None)

    def event(self, event_id: str, *, as_known: dt.datetime | None = None) -> StoredEvent:
        """Return an event by its id, or by one that it had before a merge; raises StoreError where there is none.

        `as_known` (aware) asks for the event as it was at that time; an id that was merged later is then an event of its own.
        """
        then = as_known.astimezone(dt.UTC).isoformat() if as_known else None
        with self._reading() as connection:
            number = self._number(connection, event_id, then)
            learned = connection.scalar(sa.select(schema.events.c.learned).where(schema.events.c.number == number))
            places = connection.execute(_members(number, then)).all()
            if not places and then is not None:
                raise self._missing(event_id, f"no reading reported the event by {then[:10]}")
            if not places:
                raise self._missing(event_id, "no current reading reports the event any more")
            found = [_member(connection, place.reading, place.local_id, then) for place in places]
        return StoredEvent(f"DL-{number}", learned or "", tuple(member for member in found if member is not None))

    def history(self, event_id: str) -> list[Change]:
        """Return what became of an event, the first change first; raises StoreError where there is none."""
        with self._reading() as connection:
            return changes(connection, self._number(connection, event_id))

    @property
    def people(self) -> People:
        """Accounts, sessions and the log of writes."""
        return People(self._engine, self._where)

    @property
    def references(self) -> References:
        """The tables of reference events."""
        return References(self._engine, self._where)

    @property
    def reviews(self) -> Reviews:
        """What persons said of event reports."""
        return Reviews(self._engine, self._where)

    @property
    def desk(self) -> DeskTable:
        """The desk's table of events."""
        return DeskTable(self._engine)

    @property
    def desk_reports(self) -> DeskReports:
        """What the desk's pages over all reports need of each."""
        return DeskReports(self._engine)

    @property
    def registries(self) -> Registries:
        """How often the actors and places of the registries are named."""
        return Registries(self._engine)

    @property
    def watches(self) -> Watches:
        """What the desk reads, and the watch list."""
        return Watches(self._engine)

    def reading(self, number: int) -> CodedReport:
        """Return the report of a reading by its number."""
        with self._reading() as connection:
            return reports(connection, [connection.execute(current_readings(False).where(schema.readings.c.number == number)).one()])[0]

    def _number(self, connection: Connection, event_id: str, then: str | None = None) -> int:
        digits = event_id.strip().upper().removeprefix("DL-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < _LONGEST):
            raise self._missing(event_id, "not an event's id")
        aliases, events = schema.event_aliases, schema.events
        merged = sa.select(aliases.c.event).where(aliases.c.alias == int(digits))
        target = connection.scalar(merged.where(aliases.c.learned <= then) if then is not None else merged)
        number = connection.scalar(sa.select(events.c.number).where(events.c.number == (target or int(digits))))
        if number is None:
            raise self._missing(event_id, "there is no such event")
        return int(number)

    def _missing(self, event_id: str, what: str) -> StoreError:
        return StoreError(f"{what}: {event_id}", where=self._where, hint="dateline events lists the ids, DL-1 and so on")

    def stats(self) -> dict[str, int]:
        """Return the number of rows of every table, and of current readings."""
        with self._reading() as connection:
            counts = {
                table.name: int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)
                for table in schema.metadata.sorted_tables
            }
            current = connection.scalar(sa.select(sa.func.count()).where(schema.readings.c.superseded.is_(None)))
        return counts | {"current_readings": int(current or 0)}


def _check(report: CodedReport) -> None:
    document, sighting = report.page.document, report.page.sighting
    for what, good in (
        ("the text is not the one that was sighted (masked, or changed)", sighting.document_id == document.id),
        ("the reading is of another sighting", report.reading.sighting_id == sighting.id),
    ):
        if not good:
            raise StoreError(what, where=sighting.doc_id, hint="add the report as `dateline code --json` gives it")


def _add(connection: Connection, report: CodedReport, body: bytes, now: str) -> AddResult:
    readings, made = schema.readings, report.reading
    known = connection.scalar(sa.select(readings.c.number).where(readings.c.id == made.id))
    if known is not None:
        return AddResult(False, made.id, None, _dl_ids(connection, [known]).get(known, {}))
    scrub = _scrubber(body)
    _add_page(connection, report, now, scrub)
    older = connection.scalar(sa.select(readings.c.id).where(readings.c.sighting == made.sighting_id, readings.c.superseded.is_(None)))
    if older is not None:
        connection.execute(sa.update(readings).where(readings.c.id == older).values(superseded=now))
    number = int(connection.scalar(sa.select(sa.func.coalesce(sa.func.max(readings.c.number), 0))) or 0) + 1
    row = {
        "number": number,
        "id": made.id,
        "sighting": made.sighting_id,
        "reader": made.reader,
        "resources": made.resources,
        "learned": now,
        "body": body,
    }
    connection.execute(sa.insert(readings), row)
    said = reviews_of(connection, [made.sighting_id]).get(made.sighting_id, ())
    reviewed = apply(report, said)
    for table, rows in tables(reviewed, number):
        connection.execute(sa.insert(table), [scrub(row) for row in rows])
    return AddResult(True, made.id, older, _mint(connection, reviewed, now))


def _scrubber(body: bytes) -> Any:
    """Return what makes a row fit for SQLite: nothing to do unless the report holds characters that UTF-8 forbids."""
    try:
        zlib.decompress(body).decode("utf-8")
    except UnicodeDecodeError:
        return lambda row: {key: _replace(value) for key, value in row.items()}
    return lambda row: row


def _replace(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _add_page(connection: Connection, report: CodedReport, now: str, scrub: Any) -> None:
    document, sighting = report.page.document, report.page.sighting
    text = {
        "id": document.id,
        "text": pack_text(document.text),
        "n_chars": len(document.text),
        "language": document.language,
        "fiction": document.fiction,
        "learned": now,
    }
    _insert_once(connection, schema.documents, [text])
    if sighting.raw:
        packed = {"sha256": sighting.raw_sha256, "bytes": zlib.compress(sighting.raw, LEVEL), "size": len(sighting.raw)}
        _insert_once(connection, schema.raws, [packed])
    keys = ("doc_id", "address", "title", "outlet", "original_outlet", "url", "published_basis", "raw_sha256")
    seen = {key: getattr(sighting, key) for key in keys} | {
        "id": sighting.id,
        "document": document.id,
        "published": sighting.published.isoformat() if sighting.published else None,
        "learned": sighting.learned.astimezone(dt.UTC).isoformat(),
        "headers": [list(pair) for pair in sighting.headers],
    }
    _insert_once(connection, schema.sightings, [scrub(seen)])


def _insert_once(connection: Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(sa.insert(table).prefix_with("OR IGNORE"), rows)


def _mint(connection: Connection, report: CodedReport, now: str) -> dict[str, str]:
    """Give every event report that has none an event of its own; return the `DL-` ids by local id."""
    stable = event_ids(report)
    numbers = Memberships(connection, now).mint(list(stable.values()))
    return {local: f"DL-{numbers[identity]}" for local, identity in stable.items()}


def _memberships(then: str | None) -> tuple[sa.Table, list[Any]]:
    """Return the table of memberships, now or at a time, and what picks those that held then."""
    if then is None:
        return schema.event_members, []
    history = schema.event_history
    return history, [history.c.learned <= then, sa.or_(history.c.until.is_(None), history.c.until > then)]


def _dl_ids(connection: Connection, numbers: Sequence[int], then: str | None = None) -> dict[int, dict[str, str]]:
    reports = schema.event_reports
    members, holding = _memberships(then)
    query = (
        sa.select(reports.c.reading, reports.c.local_id, members.c.event)
        .join(members, members.c.event_report == reports.c.id)
        .where(reports.c.reading.in_(numbers), *holding)
    )
    found: dict[int, dict[str, str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.reading, {})[row.local_id] = f"DL-{row.event}"
    return found


def _members(number: int, then: str | None = None) -> sa.Select[Any]:
    reports, readings = schema.event_reports, schema.readings
    members, holding = _memberships(then)
    return (
        sa.select(reports.c.reading, reports.c.local_id)
        .join(members, members.c.event_report == reports.c.id)
        .join(readings, readings.c.number == reports.c.reading)
        .where(members.c.event == number, *current(then), *holding)
        .order_by(reports.c.reading)
    )


def _member(connection: Connection, reading: int, local_id: str, then: str | None = None) -> Member | None:
    row = connection.execute(any_readings(True).where(schema.readings.c.number == reading)).one()
    report = reports(connection, [row], True, then)[0]
    event = next((e for e in report.events if e.id == local_id), None)
    if event is None:  # at that time no person had added it yet
        return None
    targets = (
        {event.id, f"{event.id}.actors", f"{event.id}.outcome"} | {toll.id for toll in event.tolls} | {loss.id for loss in event.losses}
    )
    return Member(report, event, tuple(c for c in report.claims if targets & set(c.about)))
