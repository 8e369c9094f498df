"""Which event reports make up which event, now and at any time before; an event's id is minted once and never given to another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from dateline.store import schema


class Memberships:
    """Changes of memberships at one time."""

    def __init__(self, connection: Connection, now: str) -> None:
        self._connection = connection
        self._now = now

    def mint(self, reports: Sequence[str]) -> dict[str, int]:
        """Give every event report that has none an event of its own; one that was read before keeps the event it has."""
        known = self.events_of(reports)
        new = self._new_events([report for report in dict.fromkeys(reports) if report not in known])
        return known | new

    def bring_back(self, reports: Sequence[str]) -> dict[str, int]:
        """Give every event report an event as `mint` does; one that was in an event before comes back to it, if it is still one of its own."""
        members, history = schema.event_members, schema.event_history
        known = self.events_of(reports)
        for part in _chunks(report for report in dict.fromkeys(reports) if report not in known):
            last = sa.select(history.c.event_report, history.c.event).where(history.c.event_report.in_(part)).order_by(history.c.number)
            before = {row.event_report: row.event for row in self._connection.execute(last)}
            gone = sa.select(schema.event_aliases.c.alias).where(schema.event_aliases.c.alias.in_(set(before.values())))
            merged = set(self._connection.scalars(gone))
            rows = [{"event_report": r, "event": n, "learned": self._now} for r, n in before.items() if n not in merged]
            if rows:
                self._connection.execute(sa.insert(members), rows)
                self._connection.execute(sa.insert(history), rows)
        return self.mint(reports)

    def events_of(self, reports: Iterable[str]) -> dict[str, int]:
        """Return the event of each event report that has one."""
        members = schema.event_members
        found: dict[str, int] = {}
        for part in _chunks(reports):
            query = sa.select(members.c.event_report, members.c.event).where(members.c.event_report.in_(part))
            found |= {row.event_report: row.event for row in self._connection.execute(query)}
        return found

    def company(self, reports: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Return all event reports of the event that each event report is in, by event report."""
        members = schema.event_members
        now_in = self.events_of(reports)
        found: dict[int, list[str]] = defaultdict(list)
        for part in _chunks(set(now_in.values())):
            query = sa.select(members.c.event, members.c.event_report).where(members.c.event.in_(part)).order_by(members.c.event_report)
            for row in self._connection.execute(query):
                found[row.event].append(row.event_report)
        return {report: tuple(found[number]) for report, number in now_in.items()}

    def apply(self, groups: Sequence[Sequence[str]], joins: Sequence[tuple[Sequence[str], str]] = ()) -> dict[int, int]:
        """Make each group of event reports one event, and let others join the event of one; return the numbers merged into others, old to new.

        An event that is split keeps its number with the part that has most of its event reports, the oldest among equals, and with those
        that are not spoken of here where there are such; a merged one takes the smallest number, the others become its aliases.
        """
        loose = [report for reports, _ in joins for report in reports]
        grouped = [report for group in groups for report in group]
        now_in = self.mint([*grouped, *loose])
        held = self._held(set(now_in.values()), now_in.keys())
        shares: dict[int, Counter[int]] = defaultdict(Counter)
        for n, group in enumerate(groups):
            for report in group:
                if now_in[report] not in held:
                    shares[now_in[report]][n] += 1
        since = self._since(grouped)
        heirs: dict[int, list[int]] = defaultdict(list)
        for number in sorted(shares):
            heir = min(shares[number], key=lambda n: (-shares[number][n], min(since[r] for r in groups[n] if now_in[r] == number)))
            heirs[heir].append(number)
        merged: dict[int, int] = {}
        target: dict[str, int] = {}
        for n, group in enumerate(groups):
            number = min(heirs[n]) if n in heirs else self._number()
            merged |= {old: number for old in heirs.get(n, ()) if old != number}
            target |= dict.fromkeys(group, number)
        anchors = self.events_of(anchor for _, anchor in joins if anchor not in target)
        for reports, anchor in joins:
            target |= dict.fromkeys(reports, target.get(anchor, anchors.get(anchor, 0)))
        for report in loose:  # an event of which nothing else is left has become that which it joins
            if now_in[report] != target[report] and now_in[report] not in held and now_in[report] not in shares:
                merged.setdefault(now_in[report], target[report])
        self._move({report: number for report, number in target.items() if now_in[report] != number})
        self._alias(merged)
        return merged

    def drop(self, reports: Iterable[str]) -> None:
        """End the membership of event reports that a newer reading no longer has."""
        members, history = schema.event_members, schema.event_history
        for part in _chunks(reports):
            still = history.c.event_report.in_(part), history.c.until.is_(None)
            self._connection.execute(sa.update(history).where(*still).values(until=self._now))
            self._connection.execute(sa.delete(members).where(members.c.event_report.in_(part)))

    def _held(self, numbers: Iterable[int], listed: Collection[str]) -> set[int]:
        """Return those of some events that have event reports which are not listed."""
        members = schema.event_members
        found: set[int] = set()
        for part in _chunks(numbers):
            query = sa.select(members.c.event_report, members.c.event).where(members.c.event.in_(part))
            found |= {row.event for row in self._connection.execute(query) if row.event_report not in listed}
        return found

    def _since(self, reports: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return when each event report was first put into any event, with its id for ties."""
        history = schema.event_history
        found: dict[str, tuple[str, str]] = {}
        for part in _chunks(reports):
            query = sa.select(history.c.event_report, sa.func.min(history.c.learned)).where(history.c.event_report.in_(part))
            found |= {report: (learned, report) for report, learned in self._connection.execute(query.group_by(history.c.event_report))}
        return found

    def _number(self) -> int:
        made = self._connection.execute(sa.insert(schema.events).values(number=self._next(), learned=self._now))
        return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0

    def _next(self) -> int:
        return int(self._connection.scalar(sa.select(sa.func.coalesce(sa.func.max(schema.events.c.number), 0))) or 0) + 1

    def _new_events(self, reports: Sequence[str]) -> dict[str, int]:
        new = {report: n for n, report in enumerate(reports, self._next())}
        if new:
            self._connection.execute(sa.insert(schema.events), [{"number": n, "learned": self._now} for n in new.values()])
            rows = [{"event_report": report, "event": n, "learned": self._now} for report, n in new.items()]
            self._connection.execute(sa.insert(schema.event_members), rows)
            self._connection.execute(sa.insert(schema.event_history), rows)
        return new

    def _move(self, moves: dict[str, int]) -> None:
        members, history = schema.event_members, schema.event_history
        for part in _chunks(moves):
            still = history.c.event_report.in_(part), history.c.until.is_(None)
            self._connection.execute(sa.update(history).where(*still).values(until=self._now))
            self._connection.execute(sa.delete(members).where(members.c.event_report.in_(part)))
            rows = [{"event_report": report, "event": moves[report], "learned": self._now} for report in part]
            self._connection.execute(sa.insert(members), rows)
            self._connection.execute(sa.insert(history), rows)

    def _alias(self, merged: dict[int, int]) -> None:
        """Let merged events' numbers lead to the event that took them in, and so the aliases that they had."""
        aliases = schema.event_aliases
        for old, new in merged.items():
            self._connection.execute(sa.update(aliases).where(aliases.c.event == old).values(event=new))
        if merged:
            rows = [{"alias": old, "event": new, "learned": self._now} for old, new in merged.items()]
            self._connection.execute(sa.insert(aliases).prefix_with("OR REPLACE"), rows)


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(values)
    while part := list(islice(rest, 500)):  # below SQLite's limit of values in a statement
        yield part
