"""Who says how many, of one event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.linked import TollTable
    from dateline.store import StoredEvent


def tolls_of(found: StoredEvent, origins: Mapping[str, str], *, unmask: bool = False) -> TollTable | None:
    """Return who says how many of one event, None where nobody counts; origins: the key of the origin of each claim (stable ids)."""
    from dateline.export import mask_report
    from dateline.link.tolls import toll_tables

    ids: dict[str, dict[str, str]] = {}
    for member in found.members:
        ids.setdefault(member.report.page.sighting.id, {})[member.event.id] = found.id
    reports = {member.report.page.sighting.id: member.report for member in found.members}
    numbered = ((report if unmask else mask_report(report), ids[sighting]) for sighting, report in reports.items())
    return toll_tables(numbered, origins).get(found.id)
