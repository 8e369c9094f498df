"""What the head of a report says, collected while its lines are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from dateline.records import MetaValue


@dataclass(slots=True)
class Head:
    """What the head says, filled while it is read."""

    title: MetaValue | None = None
    authors: list[MetaValue] = field(default_factory=list)
    outlet: MetaValue | None = None
    original_outlet: MetaValue | None = None
    published: MetaValue | None = None
    original_date: MetaValue | None = None
    place: MetaValue | None = None
    agency: MetaValue | None = None
    regions: list[MetaValue] = field(default_factory=list)
    themes: list[MetaValue] = field(default_factory=list)


def iso(value: MetaValue | None) -> dt.date | None:
    """Return the date of a value that holds an ISO date."""
    return dt.date.fromisoformat(value.value) if value else None
