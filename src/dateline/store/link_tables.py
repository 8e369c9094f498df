"""The tables between reports, inside one transaction: sketches, keys, pairs, copies and memberships of events."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.linked import Bond, Copy, EventSketch, Evidence, ReportSketch
from dateline.store import schema
from dateline.store.memberships import Memberships
from dateline.store.sketch_body import event_of, event_values, pack_report, unpack_report

_BLOCK = "SELECT day, sighting FROM report_posts WHERE key = ? ORDER BY day, sighting LIMIT ?"
_BEFORE = "SELECT day, sighting FROM report_posts WHERE key = ? AND (day, sighting) < (?, ?) ORDER BY day DESC, sighting DESC LIMIT ?"
_AFTER = "SELECT day, sighting FROM report_posts WHERE key = ? AND (day, sighting) > (?, ?) ORDER BY day, sighting LIMIT ?"
CHUNK = 500
"""Values asked for in one statement, below SQLite's limit."""


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield values by the CHUNK."""
    rest = iter(values)
    while part := list(islice(rest, CHUNK)):
        yield part


class LinkTables:
    """What linking reads and writes; made by `Store.linking`, good until its transaction ends."""

    def __init__(self, connection: Connection, now: str) -> None:
        self._connection = connection
        self._now = now
        self.memberships = Memberships(connection, now)

    # ------------------------------------------------------------ readings to link

    def is_linked(self, reading: int) -> bool:
        """Tell whether a reading has been linked, and not been reviewed since."""
        table = schema.linked_readings
        return self._connection.scalar(sa.select(table.c.reading).where(table.c.reading == reading, ~table.c.stale)) is not None

    def mark(self, readings: Sequence[int]) -> None:
        """Remember that readings have been linked."""
        table = schema.linked_readings
        for part in chunks(readings):
            self._connection.execute(sa.update(table).where(table.c.reading.in_(part)).values(stale=False))
            rows = [{"reading": n, "learned": self._now} for n in part]
            self._connection.execute(sa.insert(table).prefix_with("OR IGNORE"), rows)  # when it was first linked stays

    # ------------------------------------------------------------ event reports

    def sketches_of(self, sightings: Collection[str]) -> list[EventSketch]:
        """Return the event reports kept of some sightings."""
        return list(self._sketches(schema.event_sketches.c.sighting, sightings))

    def sketches(self, reports: Collection[str]) -> dict[str, EventSketch]:
        """Return event reports by their stable ids."""
        return {sketch.id: sketch for sketch in self._sketches(schema.event_sketches.c.event_report, reports)}

    def _sketches(self, column: Any, values: Collection[str]) -> Iterator[EventSketch]:
        for part in chunks(values):
            yield from map(event_of, self._connection.scalars(sa.select(schema.event_sketches.c.body).where(column.in_(part))))

    def nodes(self, ids: Collection[str]) -> dict[str, tuple[EventSketch, dict[str, str]]]:
        """Return, by node, one event report that tells it, and all that do with their sightings."""
        table = schema.event_sketches
        found: dict[str, tuple[EventSketch, dict[str, str]]] = {}
        for part in chunks(ids):
            for row in self._connection.execute(sa.select(table).where(table.c.node.in_(part)).order_by(table.c.event_report)):
                if row.node not in found:
                    found[row.node] = event_of(row.body), {}
                found[row.node][1][row.event_report] = row.sighting
        return found

    def drop_sketches(self, reports: Collection[str]) -> None:
        """Forget event reports that a newer reading no longer has."""
        for part in chunks(reports):
            self._connection.execute(sa.delete(schema.event_sketches).where(schema.event_sketches.c.event_report.in_(part)))

    def put_sketches(self, sketches: Iterable[tuple[EventSketch, str]]) -> None:
        """Keep event reports, each with its node."""
        rows = [{"event_report": s.id, "node": node, "sighting": s.sighting, "body": event_values(s)} for s, node in sketches]
        if rows:
            self._connection.execute(sa.insert(schema.event_sketches).prefix_with("OR REPLACE"), rows)

    def bound(self, reports: Collection[str]) -> set[str]:
        """Return those of some event reports of which a person ever said that they belong with or apart from another."""
        table = schema.bonds
        return {
            end
            for part in chunks(reports)
            for column in (table.c.one, table.c.other)
            for end in self._connection.scalars(sa.select(column).where(column.in_(part)))
        }

    def bonds(self) -> list[Bond]:
        """Return what persons said of pairs of event reports, and did not take back."""
        table = schema.bonds
        query = sa.select(table.c.number, table.c.one, table.c.other, table.c.together).where(table.c.undone.is_(None))
        return [Bond(*row) for row in self._connection.execute(query.order_by(table.c.number))]

    # ------------------------------------------------------------ keys and pairs of nodes

    def postings(self, keys: Collection[int]) -> dict[int, list[str]]:
        """Return the nodes under each key."""
        found: dict[int, list[str]] = {key: [] for key in keys}
        table = schema.link_posts
        for part in chunks(keys):
            for key, node in self._connection.execute(sa.select(table.c.key, table.c.node).where(table.c.key.in_(part))):
                found[key].append(node)
        return found

    def post(self, node: str, keys: Iterable[int]) -> None:
        """Put a node under its keys."""
        rows = [{"key": key, "node": node} for key in keys]
        if rows:
            self._connection.execute(sa.insert(schema.link_posts).prefix_with("OR IGNORE"), rows)

    def unpost(self, nodes: Collection[str]) -> None:
        """Take nodes from all their keys."""
        for part in chunks(nodes):
            self._connection.execute(sa.delete(schema.link_posts).where(schema.link_posts.c.node.in_(part)))

    def scores(self, nodes: Collection[str]) -> dict[str, dict[str, int]]:
        """Return the scores of each node's pairs."""
        found: dict[str, dict[str, int]] = {node: {} for node in nodes}
        for part in chunks(nodes):
            for node, other, score in self._connection.execute(sa.select(schema.links).where(schema.links.c.node.in_(part))):
                found[node][other] = score
        return found

    def put_scores(self, rows: Mapping[str, Mapping[str, int]]) -> None:
        """Keep the scores of nodes in place of those that they had."""
        for part in chunks(rows):
            self._connection.execute(sa.delete(schema.links).where(schema.links.c.node.in_(part)))
        pairs = [{"node": node, "other": other, "score": score} for node, row in rows.items() for other, score in row.items()]
        if pairs:
            self._connection.execute(sa.insert(schema.links), pairs)

    # ------------------------------------------------------------ reports and copies

    def reports(self, sightings: Collection[str]) -> list[ReportSketch]:
        """Return the sketches of reports, with their event reports."""
        events: dict[str, list[EventSketch]] = defaultdict(list)
        for sketch in self.sketches_of(sightings):
            events[sketch.sighting].append(sketch)
        table = schema.report_sketches
        found = []
        for part in chunks(sightings):
            for row in self._connection.execute(sa.select(table.c.sighting, table.c.body).where(table.c.sighting.in_(part))):
                found.append(unpack_report(row.body, tuple(sorted(events[row.sighting], key=lambda e: e.id))))
        return sorted(found, key=lambda report: report.sighting)

    def of_text(self, text: str) -> list[str]:
        """Return the sightings of the reports of one text, by standing."""
        table = schema.report_sketches
        return list(self._connection.scalars(sa.select(table.c.sighting).where(table.c.text == text).order_by(table.c.standing)))

    def put_report(self, report: ReportSketch, text: str, standing: str) -> None:
        """Keep a report's sketch, in place of an older one of the same sighting; its event reports are kept by themselves."""
        row = {"sighting": report.sighting, "text": text, "standing": standing, "body": pack_report(report)}
        self._connection.execute(sa.insert(schema.report_sketches).prefix_with("OR REPLACE"), row)

    def drop_report(self, sighting: str) -> None:
        """Forget a report's sketch."""
        self._connection.execute(sa.delete(schema.report_sketches).where(schema.report_sketches.c.sighting == sighting))

    def block(self, key: int, limit: int) -> list[tuple[int, str]]:
        """Return the first posts under a key, by day and sighting, at most so many."""
        return self._posts(_BLOCK, key, limit)

    def beside(self, key: int, post: tuple[int, str], limit: int) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
        """Return the posts under a key before and after one, the nearest first, at most so many of each."""
        return self._posts(_BEFORE, key, *post, limit), self._posts(_AFTER, key, *post, limit)

    def _posts(self, query: str, *values: int | str) -> list[tuple[int, str]]:
        cursor = self._connection.connection.cursor()  # asked a hundred times for each report: without SQLAlchemy in a third of the time
        cursor.execute(query, values)
        return list(cursor.fetchall())

    def post_report(self, post: tuple[int, str], keys: Collection[int]) -> None:
        """Put a report under keys."""
        rows = [{"key": key, "day": post[0], "sighting": post[1]} for key in keys]
        if rows:
            self._connection.execute(sa.insert(schema.report_posts), rows)

    def unpost_report(self, sighting: str) -> None:
        """Take a report from under all its keys."""
        self._connection.execute(sa.delete(schema.report_posts).where(schema.report_posts.c.sighting == sighting))

    def keep_copies(self, found: Iterable[Copy]) -> None:
        """Keep pairs of copies."""
        rows = [
            {
                "sighting": c.sighting, "of": c.of, "kind": c.kind, "score": c.score, "learned": self._now,
                "evidence": [dataclasses.astuple(e) for e in c.evidence],
            }
            for c in found
        ]  # fmt: skip
        if rows:
            self._connection.execute(sa.insert(schema.copies), rows)

    def end_copies(self, pairs: Collection[tuple[str, str]]) -> None:
        """Let pairs, given as copy and parent, hold no longer."""
        table = schema.copies
        for sighting, of in pairs:
            held = sa.and_(table.c.sighting == sighting, table.c.of == of, table.c.until.is_(None))
            self._connection.execute(sa.update(table).where(held).values(until=self._now))

    def copies(self, sightings: Collection[str] | None = None, *, as_known: dt.datetime | None = None) -> list[Copy]:
        """Return the pairs of copies that hold now, or did at a time (aware): of some sightings, or all."""
        table = schema.copies
        holding: list[Any] = [table.c.until.is_(None)]
        if as_known is not None:
            then = as_known.astimezone(dt.UTC).isoformat()
            holding = [table.c.learned <= then, sa.or_(table.c.until.is_(None), table.c.until > then)]
        query = sa.select(table).where(*holding)
        if sightings is None:
            rows = self._connection.execute(query).all()
        else:
            rows = [
                row
                for part in chunks(sightings)
                for row in self._connection.execute(query.where(sa.or_(table.c.sighting.in_(part), table.c.of.in_(part))))
            ]
        found = {
            (row.sighting, row.of): Copy(row.sighting, row.of, row.kind, row.score, tuple(Evidence(*e) for e in row.evidence))
            for row in rows
        }
        return [found[pair] for pair in sorted(found)]
