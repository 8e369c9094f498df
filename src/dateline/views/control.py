"""Who is said to hold what: the claims of the store's reports as they may be shown, and their timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.linked import ControlSketch, ControlSpan
    from dateline.store import Store

DELAY = 1
"""Days that lie between a day and its being shown, unless more are asked for."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Spans of every place, by place and day, with the claims behind them by id."""

    spans: Sequence[ControlSpan]
    claims: Mapping[str, ControlSketch]

    def days(self) -> tuple[dt.date, ...]:
        """Return the days on which anything changed, the earliest first."""
        return tuple(dt.date.fromordinal(day) for day in sorted({span.first_day for span in self.spans}))

    def at(self, day: dt.date) -> tuple[ControlSpan, ...]:
        """Return the spans that a day lies in."""
        from dateline.link.control import at

        return at(self.spans, day)


def latest_shown(delay: int = DELAY) -> dt.date:
    """Return the last day of which anything is shown."""
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=delay)


def holdings(store: Store, *, known: dt.datetime | None = None, delay: int = DELAY, refuse_fiction: bool = False) -> Holdings:
    """Return who is said to hold what, as the store has it or had it at a moment (aware); private persons are masked."""
    from dateline.link.control import timeline

    claims = {claim.id: claim for claim in claims_of(store, latest_shown(delay), known, refuse_fiction=refuse_fiction)}
    return Holdings(timeline(claims.values()), claims)


def claims_of(store: Store, latest: dt.date, then: dt.datetime | None, *, refuse_fiction: bool) -> Iterator[ControlSketch]:
    """Yield the claims of all reports, private persons masked, but for what happened after the latest day; fiction has nobody to harm."""
    from dateline.export.table import admitted
    from dateline.link.control import day_of
    from dateline.link.control_claims import control_claims

    for report, _ in admitted(store.numbered_reports(as_known=then), unmask=False, allow_fiction=not refuse_fiction):
        for claim in control_claims(report):
            if report.page.document.fiction or (day_of(claim) or 0) <= latest.toordinal():
                yield claim
