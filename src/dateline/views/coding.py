"""Codings of one report side by side: which event reports are the same, and how far the coders agree on each cell."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.agreement import Metric, alpha, f1, percent
from dateline.linked import event_ids
from dateline.records import CodedReport, EventReport
from dateline.reviewed import cell


@dataclass(frozen=True, slots=True)
class Aligned:
    """One event report as each coder has it, None where a coder has none; `identity`: its stable id, of the first coder who has it."""

    identity: str
    coded: tuple[EventReport | None, ...]

    @property
    def any(self) -> EventReport:
        """The event report as the first coder has it who has it."""
        return next(event for event in self.coded if event is not None)


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far coders agree on one cell. units: event reports that two coders or more have."""

    field: str
    metric: Metric
    alpha: float | None
    percent: float | None
    units: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree: F1 of the events found, and each cell of those that two have."""

    found: float | None
    fields: tuple[FieldAgreement, ...]


def aligned(codings: Sequence[CodedReport]) -> list[Aligned]:
    """Return the event reports of several codings of one report: the same id is the same, added ones by overlapping triggers."""
    rows: list[tuple[str, list[EventReport | None]]] = []
    for n, report in enumerate(codings):
        ids = event_ids(report)
        for event in report.events:
            at = next((row for row in rows if row[0] == ids[event.id]), None)
            at = at or next((row for row in rows if row[1][n] is None and _same(row[1], event, ids[event.id], codings)), None)
            if at is None:
                at = (ids[event.id], [None] * len(codings))
                rows.append(at)
            at[1][n] = event
    rows.sort(key=lambda row: next(e.trigger for e in row[1] if e is not None))
    return [Aligned(identity, tuple(coded)) for identity, coded in rows]


def _same(coded: Sequence[EventReport | None], event: EventReport, identity: str, codings: Sequence[CodedReport]) -> bool:
    """Tell whether an event report that no other coding has by its id is the one of a row: overlapping triggers, and the same place if any."""
    if any(identity in event_ids(report).values() for report, one in zip(codings, coded, strict=True) if one is not None):
        return False
    return all(one is None or (one.trigger.overlaps(event.trigger) and _place(one) == _place(event)) for one in coded)


def agreement(rows: Sequence[Aligned], coders: int) -> Agreement:
    """Return the agreement of coders over aligned event reports of one report, or of many together."""
    found = [{row.identity for row in rows if row.coded[n] is not None} for n in range(coders)]
    fields = []
    for field, (metric, value) in VALUES.items():
        units = [[None if event is None else value(event) for event in row.coded] for row in rows]
        paired = sum(sum(one is not None for one in unit) > 1 for unit in units)
        fields.append(FieldAgreement(field, metric, alpha(units, metric), percent(units), paired))
    return Agreement(f1(found), tuple(fields))


def _place(event: EventReport) -> str:
    return event.locations[0].name.casefold() if event.locations else "no place"


def _day(day: dt.date | None) -> int | None:
    return day.toordinal() if day else None


def _people(event: EventReport) -> str:
    return json.dumps(sorted({(p.role, p.name.casefold()) for p in event.participants}))


def _killed(event: EventReport) -> int | None:
    """Return the dead that an event report counts: parts of another toll left out; None where it counts none."""
    counts = [t.count for t in event.tolls if t.kind == "killed" and t.part_of is None and not t.superseded]
    numbers = [n for c in counts if (n := c.best if c.best is not None else c.low if c.low is not None else c.high) is not None]
    return sum(numbers) if numbers else None


def _harmed(event: EventReport) -> str:
    return json.dumps(sorted((t.kind, t.count.low or -1, t.count.high or -1, t.category) for t in event.tolls))


VALUES: Mapping[str, tuple[Metric, Callable[[EventReport], Any]]] = {
    "type": ("nominal", lambda e: e.sub_event_type),
    "realis": ("nominal", lambda e: e.realis),
    "salience": ("nominal", lambda e: e.salience),
    "first day": ("interval", lambda e: _day(e.date.start)),
    "last day": ("interval", lambda e: _day(e.date.end)),
    "precision of the date": ("nominal", lambda e: e.date.precision),
    "place": ("nominal", _place),
    "participants": ("nominal", _people),
    "number killed": ("interval", _killed),
    "people harmed": ("nominal", _harmed),
    "outcome": ("nominal", lambda e: e.outcome.kind if e.outcome else "none"),
}
"""What is compared of an event report, and how its values differ: labels, or numbers and days."""


def differing(row: Aligned, fields: Sequence[str]) -> list[str]:
    """Return the cells in which the coders who have an event report differ."""
    have = [event for event in row.coded if event is not None]
    return [
        field for field in fields if any(_shown(cell(event, field), field) != _shown(cell(have[0], field), field) for event in have[1:])
    ]


def _shown(value: Any, field: str) -> Any:
    """Return a cell without the words it rests on: coders who differ only in these agree."""
    if field == "participants":
        return sorted((p["role"], p["name"], p["side"] or "") for p in value)
    return value
