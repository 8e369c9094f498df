"""Who says how many, of one event."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.linked import Copy, TollCell, TollTable
    from dateline.store import StoredEvent


def tolls_of(
    found: StoredEvent, origins: Mapping[str, str], copies: Collection[Copy] | None = None, *, unmask: bool = False
) -> TollTable | None:
    """Return who says how many of one event, None where nobody counts.

    origins: the key of the origin of each claim (stable ids). copies: those among the event's reports and what they copy; with them the table
    also tells how surely those who count tell of the same event as the others.
    """
    from dateline.export import mask_report
    from dateline.link import kin_of
    from dateline.link.event_sketch import sketches
    from dateline.link.toll_range import tied
    from dateline.link.tolls import toll_tables

    ids: dict[str, dict[str, str]] = {}
    for member in found.members:
        ids.setdefault(member.report.page.sighting.id, {})[member.event.id] = found.id
    reports = {member.report.page.sighting.id: member.report for member in found.members}
    numbered = ((report if unmask else mask_report(report), ids[sighting]) for sighting, report in reports.items())
    table = toll_tables(numbered, origins).get(found.id)
    if table is None or copies is None:
        return table
    told = [one for sighting, report in reports.items() for one in sketches(report) if one.local_id in ids[sighting]]
    return tied(table, told, kin_of(copies))


def likely(cell: TollCell) -> str | None:
    """Return the range that the truth of a count is taken to lie in, with the reasons for which it is wider than what was said."""
    from dateline.link.toll_range import toll_range

    found = toll_range(cell)
    if found is None:
        return None
    ends = f"{found.low} or more" if found.high is None else str(found.low) if found.low == found.high else f"{found.low}-{found.high}"
    return f"likely {ends}" + (f" ({'; '.join(found.why)})" if found.why else "")
