"""Who is said to hold what, over all days: what the page of control, the digest and the JSON interface show."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateline.link.control import timeline
from dateline.linked import ControlSketch, ControlSpan
from dateline.serve.desk import Desk
from dateline.views.control import DELAY, kept_claims
from dateline.views.days import end_of


@dataclass(frozen=True, slots=True)
class Holdings:
    """All spans with the claims behind them by id, as known at one time."""

    spans: tuple[ControlSpan, ...]
    claims: dict[str, ControlSketch]
    first: dt.date | None
    last: dt.date | None


def holdings(desk: Desk, known: dt.date | None) -> Holdings:
    """Return who holds what, as known on a day; kept until the store's events change."""
    today = dt.datetime.now(dt.UTC).date()
    latest = today - dt.timedelta(days=DELAY)
    known = known if known is not None and known < today else None  # nothing is known later than now
    return desk.kept.of("control", (known, latest), desk.store.desk.last_change(), lambda: _holdings(desk, known, latest))


def _holdings(desk: Desk, known: dt.date | None, latest: dt.date) -> Holdings:
    claims = list(kept_claims(desk.store, latest, end_of(known)))
    spans = timeline(claims)
    ends = [span.first_day for span in spans] + [span.last_day for span in spans if span.last_day is not None]
    first, last = (dt.date.fromordinal(min(ends)), dt.date.fromordinal(max(ends))) if ends else (None, None)
    return Holdings(spans, {claim.id: claim for claim in claims}, first, last)
