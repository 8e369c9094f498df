"""The origin of each claim that the store's reports hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.linked import Copy, ReportSketch
    from dateline.store import Store


def origin_keys(store: Store, sightings: Collection[str] | None = None, *, as_known: dt.datetime | None = None) -> dict[str, str]:
    """Return the key of the origin of each claim (stable id) of linked reports: of some sightings and what they copy, or of all.

    as_known (aware): as they were linked at that time.
    """
    from dateline.link.origins import origins

    reports, copies = linked_sketches(store, sightings, as_known=as_known)
    return {claim: origin.key for origin in origins(reports, copies) for claim in origin.claims}


def linked_sketches(
    store: Store, sightings: Collection[str] | None = None, *, as_known: dt.datetime | None = None
) -> tuple[list[ReportSketch], list[Copy]]:
    """Return the sketches of linked reports and the copies among them: of some sightings and what they copy, or of all."""
    from dateline.link import sketch, sketches
    from dateline.link.copies import graph
    from dateline.linkage import families

    with store.linked() as tables:
        found = graph(tables.copies(as_known=as_known)) if sightings is None else families(tables, sightings, as_known=as_known)
        copies = list(found)
        wanted = set(sightings) | {end for copy in copies for end in (copy.sighting, copy.of)} if sightings is not None else None
        if as_known is None:
            return tables.reports(wanted if wanted is not None else {report.page.sighting.id for report in store.reports()}), copies
    return [sketch(report, sketches(report)) for report in store.linked_reports(as_known, wanted)], copies
