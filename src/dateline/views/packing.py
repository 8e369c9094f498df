"""What an evidence pack holds: events as their pages show them, masked, and every report that they rest on or that a report copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.errors import ExportError, StoreError
from dateline.export import mask_report
from dateline.records import CodedReport
from dateline.store import Store
from dateline.views.events import Told, told

MOST = 200
"""Events of a pack; more are rows for an export."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Events and their reports, private persons masked. others: reports that are none of the events' own, but copies or copied."""

    events: tuple[Told, ...]
    reports: tuple[CodedReport, ...]
    others: tuple[CodedReport, ...]
    made: dt.datetime


def pack(store: Store, events: Sequence[str], *, now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)) -> Pack:
    """Return the pack of some events (ids; one that was merged stands for the event it is in).

    Raises ExportError for none or too many, StoreError for an id that there is not.
    """
    wanted = list(dict.fromkeys(events))
    if not wanted:
        raise ExportError("there is no event to pack", hint="name events, or widen the filters")
    if len(wanted) > MOST:
        raise ExportError(
            f"{len(wanted)} events are asked for, and a pack holds {MOST} at most", hint="narrow the filters, or export rows instead"
        )
    found = {one.event.id: one for one in (told(store, event) for event in wanted)}
    own = {member.report.page.sighting.id: member.report for one in found.values() for member in one.members}
    ends = dict.fromkeys(end for one in found.values() for copy in one.copies for end in (copy.sighting, copy.of) if end not in own)
    return Pack(tuple(found.values()), tuple(own.values()), tuple(_others(store, ends)), now())


def _others(store: Store, sightings: dict[str, None]) -> list[CodedReport]:
    found = []
    for sighting in sightings:
        try:
            found.append(mask_report(store.report(sighting)[0]))
        except StoreError:  # only an older reading knew it
            continue
    return found
