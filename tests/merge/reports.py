"""Event reports made by hand, as the rules and the model give them, a sentence to every hundred characters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dateline.data.triggers import EVENT_TYPE_OF
from dateline.records import Count, DateValue, EventReport, Location, Loss, Participant, Span, Toll

UNDATED = DateValue(None, None, "unknown", "inferred")


def span(at: int, size: int = 6) -> Span:
    return Span(at, at + size)


def at(name: str, start: int | None = None, level: str | None = "town", **fields: Any) -> Location:
    """A place whose words stand at an offset, or one that is inferred."""
    return Location(name, "at", () if start is None else (span(start),), level, inferred=start is None, **fields)


def day(number: int) -> DateValue:
    return DateValue(dt.date(2016, 6, number), dt.date(2016, 6, number), "day", "relative", span(90, 3))


def actor(role: Any, name: str, start: int | None = None) -> Participant:
    return Participant(role, name, name, () if start is None else (span(start),))


def toll(event_id: str, number: int, best: int, kind: Any = "killed", part_of: int | None = None, scope: Any = "event") -> Toll:
    whole = None if part_of is None else f"{event_id}.c{part_of}"
    count = Count(best, best, best, "exact")
    return Toll(f"{event_id}.c{number}", kind, count, None, "unknown", None, whole, scope, span(50 + number, 1), made_by=f"toll {best}")


def loss(event_id: str, number: int, item: str) -> Loss:
    return Loss(f"{event_id}.l{number}", item, 1, None, "destroyed", span(70 + number, 1))


def report(
    event_id: str, trigger: int, *places: Location, sub_type: str = "Armed clash", mentions: Sequence[int] = (), **fields: Any
) -> EventReport:  # fmt: skip
    """An event report whose trigger and mentions stand at offsets; further fields as they are."""
    given: dict[str, Any] = {
        "realis": "actual", "salience": "core", "participants": (), "date": UNDATED, "sentence": trigger // 100,
        "made_by": "model:m@1" if event_id.startswith("m") else "rule:relate.events",
    }  # fmt: skip
    return EventReport(
        id=event_id, trigger=span(trigger), mentions=tuple(span(start) for start in mentions), event_type=EVENT_TYPE_OF[sub_type],
        sub_event_type=sub_type, locations=places, **(given | fields),
    )  # fmt: skip
