"""Who is said to hold each place: the claims of all reports, as they may be shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.linked import ControlSketch
    from dateline.store import Store

DELAY = 1
"""Days that lie between a day and its being shown, unless more are asked for."""


def claims_of_control(store: Store, latest: dt.date, then: dt.datetime | None, *, refuse_fiction: bool) -> Iterator[ControlSketch]:
    """Yield the claims of all reports, private persons masked, but for what happened after the latest day; fiction has nobody to harm.

    then (aware): as they were known at that time.
    """
    from dateline.export.table import admitted
    from dateline.link.control import day_of
    from dateline.link.control_claims import control_claims

    for report, _ in admitted(store.numbered_reports(as_known=then), unmask=False, allow_fiction=not refuse_fiction):
        for claim in control_claims(report):
            if report.page.document.fiction or (day_of(claim) or 0) <= latest.toordinal():
                yield claim


def kept_claims(store: Store, latest: dt.date, then: dt.datetime | None) -> Iterator[ControlSketch]:
    """Yield the same claims, fiction among them, as the desk keeps them by reading; only what it does not keep is read."""
    from dateline.export import mask_report
    from dateline.link.control import day_of
    from dateline.link.control_claims import control_claims

    found, left = store.desk_reports.control(then.astimezone(dt.UTC).isoformat() if then else None)
    for number, report in store.readings(left, as_known=then):
        found.append((number, report.page.document.fiction, control_claims(mask_report(report))))
    for _, fiction, claims in sorted(found, key=lambda one: one[0]):
        for claim in claims:
            if fiction or (day_of(claim) or 0) <= latest.toordinal():
                yield claim
