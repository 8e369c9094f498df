"""Reviews, bonds, codings and assignments: what persons said, who, when and why. Nothing is deleted; what is taken back is marked so."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.errors import StoreError
from dateline.linked import Bond, event_ids
from dateline.records import CodedReport, EventReport, Span
from dateline.reviewed import ACCEPT, BOND, CELLS, EVENT, Review, added, apply, cell, corrected, fit, matched, snapshot
from dateline.store import schema
from dateline.store.database import writing
from dateline.store.memberships import Memberships
from dateline.store.readings import as_read, current_readings, review_of, reviews_of
from dateline.store.rows import tables

_LONGEST = 19  # digits of a number that the store can hold, and one more


class ReviewConflictError(StoreError):
    """Somebody else changed the event report since the form was loaded; `changes` are their reviews, newest last."""

    def __init__(self, what: str, *, where: str, changes: Sequence[Review] = ()) -> None:
        super().__init__(what, where=where, hint="look at the changes, then save again what you still want to change")
        self.changes = tuple(changes)


@dataclass(frozen=True, slots=True)
class Case:
    """An event report under review.

    report, event: with all that counts (of a coding: with that coding alone). read: as the reader read it, None where no reader did.
    event: None where it is rejected. seen: what a form carries, so that a later save is noticed. reviews: oldest first, those undone too.
    """

    report: CodedReport
    event: EventReport | None
    read: EventReport | None
    event_report: str
    event_id: str | None
    seen: str
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Coding:
    """A report given to a coder. state: open | done | adjudicated."""

    number: int
    sighting: str
    coder: str
    state: str
    given_by: str
    made: str
    closed: str | None


class Reviews:
    """What persons said of event reports."""

    def __init__(self, engine: Engine, where: str, connection: Connection | None = None) -> None:
        self._engine = engine
        self._where = where
        self._connection = connection

    # ------------------------------------------------------------ reading

    def case(self, event_report: str, *, coding: int | None = None) -> Case:
        """Return an event report, by its stable id, as it is under review; raises StoreError where no current reading or review has it."""
        with self._engine.connect() as connection:
            return self._case(connection, self._sighting(connection, event_report), event_report, coding)

    def report(self, sighting: str, *, coding: int | None = None) -> CodedReport:
        """Return the current report of a sighting: with all that counts, or as one coding has it; raises StoreError."""
        with self._engine.connect() as connection:
            read = self._read(connection, sighting)[1]
            return apply(read, _counting(self._all(connection, sighting), coding))

    def of(self, sighting: str) -> tuple[Review, ...]:
        """Return all reviews of a sighting, oldest first: those undone too, and those of codings."""
        with self._engine.connect() as connection:
            return self._all(connection, sighting)

    def reviewed(self) -> set[str]:
        """Return the sightings of which a review counts."""
        table = schema.reviews
        counting = table.c.undone.is_(None), table.c.coding.is_(None)
        with self._engine.connect() as connection:
            return set(connection.scalars(sa.select(table.c.sighting).where(*counting).distinct()))

    def one(self, number: int, *, coding: int | None = None) -> Review | None:
        """Return a review of a coding, or of none, by its number; None where there is none, or it is undone."""
        table = schema.reviews
        same = table.c.number == number, table.c.coding.is_not_distinct_from(coding), table.c.undone.is_(None)
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(table).where(*same)).first()
        return review_of(row) if row is not None else None

    # ------------------------------------------------------------ writing

    def save(
        self, event_report: str, changes: Mapping[str, Any], *, who: str, seen: str, why: str | None = None, coding: int | None = None,
        made: dt.datetime | None = None,
    ) -> tuple[Review, ...]:  # fmt: skip
        """Keep what a person says of an event report: cells by field, `accept`, or `event` None to reject it; return the new reviews.

        A cell that is as it was is no review. `seen`: of the case that the person looked at. Raises ReviewConflictError where somebody changed it
        since, ReviewError for a value that a cell cannot hold, StoreError; then nothing is kept.
        """
        now = _now(made)
        fit("why", why)
        with self._writing() as connection:
            sighting = self._sighting(connection, event_report)
            case = self._case(connection, sighting, event_report, coding)
            self._check_seen(case, seen, who, coding)
            text = case.report.page.document.text
            kept = snapshot(case.report, case.read, event_report) if case.read is not None else case.reviews[-1].event
            event = case.event
            found = []
            for field, value in changes.items():
                old: Any = None
                if field in CELLS:
                    if event is None:
                        raise StoreError("the event report is rejected", where=self._where, hint="undo the rejection first")
                    old = cell(event, field)
                    if old == value:
                        continue
                    fit(field, value, old)
                    event = corrected(event, field, value, text, who)
                    if cell(event, field) == old:
                        continue
                elif field not in (EVENT, ACCEPT):
                    raise StoreError(f"no field {field!r} can be reviewed", where=self._where, hint=f"fields are: {', '.join(CELLS)}")
                spans = kept["report"]["trigger"]
                found.append(
                    {"sighting": sighting, "spans": [spans], "field": field, "old": old, "new": value, "who": who, "why": why, "made": now,
                     "event": kept, "coding": coding}
                )  # fmt: skip
            return self._keep(connection, sighting, found, now, coding)

    def add(
        self, sighting: str, trigger: Span, cells: Mapping[str, Any], *, who: str, why: str | None = None, coding: int | None = None,
        made: dt.datetime | None = None,
    ) -> Review:  # fmt: skip
        """Add an event report that no reader found, on words of the text; return the review. Raises ReviewError, StoreError."""
        now = _now(made)
        fit("why", why)
        for field, value in cells.items():
            fit(field, value)
        with self._writing() as connection:
            read = self._read(connection, sighting)[1]
            report = apply(read, _counting(self._all(connection, sighting), coding))
            event, identity = added(report, trigger, cells, who=who, made=now)
            row = {
                "sighting": sighting, "spans": [[trigger.start, trigger.end]], "field": EVENT, "old": None, "new": dict(cells), "who": who,
                "why": why, "made": now, "event": snapshot(report, event, identity), "coding": coding,
            }  # fmt: skip
            return self._keep(connection, sighting, [row], now, coding)[0]

    def undo(self, number: int, *, who: str, coding: int | None = None, made: dt.datetime | None = None) -> tuple[Review, ...]:
        """Take back a review of a coding, or of none, with those saved together with it; return them.

        Raises StoreError where there is none, or it is undone.
        """
        now = _now(made)
        table = schema.reviews
        with self._writing() as connection:
            same = table.c.number == number, table.c.coding.is_not_distinct_from(coding)
            row = connection.execute(sa.select(table).where(*same)).first()
            if row is None or row.undone is not None:
                what = "there is no such review" if row is None else f"it was undone already by {row.undone_by}"
                raise StoreError(f"{what}: {number}", where=self._where, hint="the history of the event report lists its reviews")
            batch = [r for r in self._all(connection, row.sighting) if (r.event_report, r.made, r.who, r.coding) == _batch(row)]
            if row.field == BOND:
                raise StoreError("a merge or split is undone as a whole", where=self._where, hint="undo it under “One event or several”")
            numbers = [r.number for r in batch if r.undone is None and r.field != BOND]
            connection.execute(sa.update(table).where(table.c.number.in_(numbers)).values(undone=now, undone_by=who))
            if row.coding is None:
                self._spread(connection, row.sighting, now)
            return tuple(dataclasses.replace(r, undone=now, undone_by=who) for r in batch if r.number in numbers)

    # ------------------------------------------------------------ bonds

    def bond(
        self, pairs: Sequence[tuple[str, str]], *, together: bool, who: str, why: str | None = None, made: dt.datetime | None = None
    ) -> tuple[int, ...]:
        """Say of pairs of event reports that they are one event, or two; what was said before of a pair is undone. Return the numbers.

        The reports concerned are to be linked again. Raises StoreError where an event report is unknown.
        """
        now = _now(made)
        fit("why", why)
        table = schema.bonds
        numbers = []
        with self._writing() as connection:
            for one, other in sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}):
                same = table.c.one == one, table.c.other == other, table.c.undone.is_(None)
                self._take_back(connection, connection.scalars(sa.select(table.c.number).where(*same)).all(), who=who, now=now)
                values = {"one": one, "other": other, "together": together, "who": who, "why": why, "made": now}
                key = connection.execute(sa.insert(table), values).inserted_primary_key
                numbers.append(int(key[0]) if key else 0)
                for end, partner in ((one, other), (other, one)):
                    sighting = self._sighting(connection, end)
                    said = {"bond": numbers[-1], "other": partner, "together": together}
                    self._note(connection, self._case(connection, sighting, end, None), said, who=who, why=why, now=now)
                    self._relink(connection, sighting)
        return tuple(numbers)

    def unbond(self, number: int, *, who: str, made: dt.datetime | None = None) -> tuple[int, ...]:
        """Take back a bond with those that were made together with it; return their numbers."""
        table = schema.bonds
        with self._writing() as connection:
            row = connection.execute(sa.select(table).where(table.c.number == number)).first()
            if row is None or row.undone is not None:
                raise StoreError(f"there is no such bond, or it is undone: {number}", where=self._where)
            same = table.c.made == row.made, table.c.who == row.who, table.c.undone.is_(None)
            rows = connection.execute(sa.select(table).where(*same)).all()
            self._take_back(connection, [bond.number for bond in rows], who=who, now=_now(made))
            for sighting in {self._sighting(connection, end) for bond in rows for end in (bond.one, bond.other)}:
                self._relink(connection, sighting)
        return tuple(bond.number for bond in rows)

    def _take_back(self, connection: Connection, numbers: Sequence[int], *, who: str, now: str) -> None:
        """Mark bonds as undone, and the reviews that tell of them."""
        taken_back = {"undone": now, "undone_by": who}
        bonds, reviews = schema.bonds, schema.reviews
        connection.execute(sa.update(bonds).where(bonds.c.number.in_(numbers)).values(taken_back))
        noted = sa.func.json_extract(reviews.c.new, "$.bond").in_(numbers)
        connection.execute(sa.update(reviews).where(reviews.c.field == BOND, noted).values(taken_back))

    def bonds(self, event_reports: Collection[str] | None = None) -> tuple[tuple[Bond, str, str | None, str], ...]:
        """Return the bonds that hold, of some event reports or all, each with who said so, why and when."""
        table = schema.bonds
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(table).where(table.c.undone.is_(None)).order_by(table.c.number)).all()
        wanted = None if event_reports is None else set(event_reports)
        return tuple(
            (Bond(row.number, row.one, row.other, row.together), row.who, row.why, row.made)
            for row in rows
            if wanted is None or row.one in wanted or row.other in wanted
        )

    # ------------------------------------------------------------ assignments

    def assign(self, event: int, who: str | None, *, given_by: str) -> None:
        """Give an event of the queue to somebody, in place of whom it was given to before; None takes it away."""
        table = schema.assignments
        with self._writing() as connection:
            connection.execute(sa.delete(table).where(table.c.event == event))
            if who:
                connection.execute(sa.insert(table).values(event=event, who=who, given_by=given_by, made=_now(None)))

    def assignments(self) -> dict[int, str]:
        """Return whose each event is that was given to somebody."""
        table = schema.assignments
        with self._engine.connect() as connection:
            return {row.event: row.who for row in connection.execute(sa.select(table.c.event, table.c.who))}

    # ------------------------------------------------------------ double coding

    def give(self, sighting: str, coders: Sequence[str], *, given_by: str) -> tuple[Coding, ...]:
        """Give a report to coders; one who has it already keeps it. Return its codings."""
        table = schema.codings
        with self._writing() as connection:
            self._read(connection, sighting)
            rows = [{"sighting": sighting, "coder": c, "state": "open", "given_by": given_by, "made": _now(None)} for c in coders]
            if rows:
                connection.execute(sa.insert(table).prefix_with("OR IGNORE"), rows)
        return self.codings(sighting)

    def codings(self, sighting: str | None = None, *, coder: str | None = None) -> tuple[Coding, ...]:
        """Return the codings of a report, of a coder, or all."""
        table = schema.codings
        query = sa.select(table).order_by(table.c.number)
        query = query.where(table.c.sighting == sighting) if sighting is not None else query
        query = query.where(table.c.coder == coder) if coder is not None else query
        with self._engine.connect() as connection:
            return tuple(Coding(*row) for row in connection.execute(query))

    def close(self, number: int, state: str) -> None:
        """Set the state of a coding: done by its coder, adjudicated, or open again."""
        table = schema.codings
        with self._writing() as connection:
            values = {"state": state, "closed": None if state == "open" else _now(None)}
            connection.execute(sa.update(table).where(table.c.number == number).values(values))

    @contextmanager
    def together(self) -> Iterator[Reviews]:
        """Give reviews of which all that is written inside is kept, or nothing where something fails."""
        with self._writing() as connection:
            yield Reviews(self._engine, self._where, connection)

    # ------------------------------------------------------------ inside

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._connection is not None:
            yield self._connection
            return
        try:
            with writing(self._engine).begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"the review cannot be written: {error.orig}",
                where=self._where,
                hint="see that the disk has room and no other program holds the store",
            ) from error

    def _sighting(self, connection: Connection, event_report: str) -> str:
        reports, readings = schema.event_reports, schema.readings
        query = sa.select(readings.c.sighting).join(reports, reports.c.reading == readings.c.number).where(reports.c.id == event_report)
        found = connection.scalar(query.order_by(readings.c.superseded.is_not(None)).limit(1))
        if found is None:
            of = sa.func.json_extract(schema.reviews.c.event, "$.id") == event_report
            found = connection.scalar(sa.select(schema.reviews.c.sighting).where(of).limit(1))
        if found is None:
            raise StoreError(f"there is no such event report: {event_report}", where=self._where, hint="open it from the queue at /review")
        return str(found)

    def _read(self, connection: Connection, sighting: str) -> tuple[int, CodedReport]:
        row = connection.execute(current_readings(False).where(schema.readings.c.sighting == sighting)).first()
        if row is None:
            raise StoreError(f"there is no such report: {sighting}", where=self._where, hint="its address is in the queue at /review")
        return int(row.number), as_read(row)

    def _all(self, connection: Connection, sighting: str) -> tuple[Review, ...]:
        table = schema.reviews
        return tuple(map(review_of, connection.execute(sa.select(table).where(table.c.sighting == sighting).order_by(table.c.number))))

    def _case(self, connection: Connection, sighting: str, event_report: str, coding: int | None) -> Case:
        number, read = self._read(connection, sighting)
        every = self._all(connection, sighting)
        counting = _counting(every, coding)
        report = apply(read, counting)
        own = tuple(r for r in every if r.event_report == event_report and r.coding == coding)
        local = next((i for i, stable in event_ids(report).items() if stable == event_report), None)
        event = next((e for e in report.events if e.id == local), None)
        before = next((i for i, stable in matched(read, counting).items() if stable == event_report), None)
        before = before or next((i for i, stable in event_ids(read).items() if stable == event_report), None)
        was = next((e for e in read.events if e.id == before), None)
        if event is None and was is None and not own:
            raise StoreError(f"no current reading has the event report: {event_report}", where=self._where, hint="see /review")
        member = schema.event_members
        minted = connection.scalar(sa.select(member.c.event).where(member.c.event_report == event_report))
        last, undone = max((r.number for r in own), default=0), sum(r.undone is not None for r in own)
        return Case(report, event, was, event_report, f"DL-{minted}" if minted else None, f"{number}.{last}.{undone}", own)

    def _check_seen(self, case: Case, seen: str, who: str, coding: int | None) -> None:
        if seen == case.seen:
            return
        reading, last, undone = _seen(seen)
        changes = [r for r in case.reviews if r.number > last]
        taken_back = [r for r in case.reviews if r.number <= last and r.undone is not None]
        if len(taken_back) > undone:
            changes = sorted(taken_back, key=lambda r: r.undone or "")[undone:] + changes
        if reading != _seen(case.seen)[0] and not changes:
            raise ReviewConflictError("the report was read anew since you opened it", where=case.event_report)
        names = ", ".join(sorted({r.undone_by or r.who for r in changes})) or "somebody"
        raise ReviewConflictError(
            f"{names} changed the event since you opened it; nothing of yours was saved", where=case.event_report, changes=changes
        )

    def _keep(
        self, connection: Connection, sighting: str, rows: Sequence[Mapping[str, Any]], now: str, coding: int | None
    ) -> tuple[Review, ...]:
        table = schema.reviews
        numbers = []
        for row in rows:
            values = {**row, "old": _json(row["old"]), "new": _json(row["new"])}
            key = connection.execute(sa.insert(table), values).inserted_primary_key
            numbers.append(int(key[0]) if key else 0)
        if rows and coding is None:
            self._spread(connection, sighting, now)
        return tuple(map(review_of, connection.execute(sa.select(table).where(table.c.number.in_(numbers)).order_by(table.c.number))))

    def _note(self, connection: Connection, case: Case, said: Mapping[str, Any], *, who: str, why: str | None, now: str) -> None:
        """Keep with an event report that a bond was made."""
        kept = snapshot(case.report, case.read, case.event_report) if case.read is not None else case.reviews[-1].event
        row = {
            "sighting": case.report.page.sighting.id, "spans": [kept["report"]["trigger"]], "field": BOND, "old": sa.null(), "new": dict(said),
            "who": who, "why": why, "made": now, "event": kept,
        }  # fmt: skip
        connection.execute(sa.insert(schema.reviews), row)

    def _spread(self, connection: Connection, sighting: str, now: str) -> None:
        """Make the rows of a sighting's current reading anew, mint events for what is new, and have it linked again."""
        number, read = self._read(connection, sighting)
        report = apply(read, reviews_of(connection, [sighting]).get(sighting, ()))
        scrub = _scrub_surrogates
        for table in reversed(SPREAD):
            connection.execute(sa.delete(table).where(table.c.reading == number))
        for table, rows in tables(report, number):
            connection.execute(sa.insert(table), [scrub(row) for row in rows])
        Memberships(connection, now).bring_back(list(event_ids(report).values()))
        self._relink(connection, sighting)

    def _relink(self, connection: Connection, sighting: str) -> None:
        readings, linked = schema.readings, schema.linked_readings
        current = sa.select(readings.c.number).where(readings.c.sighting == sighting, readings.c.superseded.is_(None))
        connection.execute(sa.update(linked).where(linked.c.reading.in_(current)).values(stale=True))


SPREAD = (
    schema.sentences, schema.event_reports, schema.locations, schema.participants, schema.tolls, schema.losses, schema.claims,
    schema.claim_about, schema.statements, schema.controls, schema.problems,
)  # fmt: skip
"""The tables that a report is spread over, those that others refer to first."""


def _counting(reviews: Sequence[Review], coding: int | None) -> list[Review]:
    return [r for r in reviews if r.coding == coding and r.undone is None]


def _now(made: dt.datetime | None) -> str:
    return (made or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).isoformat()


def _batch(row: Any) -> tuple[str, str, str, int | None]:
    return row.event["id"], row.made, row.who, row.coding


def _seen(seen: str) -> tuple[int, int, int]:
    parts = seen.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < _LONGEST for part in parts):
        raise StoreError(f"the form does not say what it was made from: {seen[:80]!r}", hint="load the page again")
    reading, last, undone = map(int, parts)
    return reading, last, undone


def _json(value: Any) -> Any:
    return sa.null() if value is None else value


def _scrub_surrogates(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value for key, value in row.items()}
