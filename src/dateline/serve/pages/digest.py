"""The digest: what was learned on a day, or since one; made to be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from dateline.errors import DeskError
from dateline.linked import ControlSpan
from dateline.serve.desk import Desk, desk_of
from dateline.serve.filters import Day, Wanted
from dateline.serve.holding import holdings
from dateline.serve.pages.control import STATES
from dateline.serve.people import person_of
from dateline.serve.rendering import render
from dateline.store import DeskRow
from dateline.views.days import end_of
from dateline.views.digest import HandChange, TakenBack, TollChange, corrections, hand_changes, start_of, toll_changes

router = APIRouter(include_in_schema=False)
PAGE = 300
"""New events that are listed; more are counted and led to."""


@router.get("/digest")
def digest_page(
    request: Request, on: Day = None, since: Day = None, json: Annotated[bool, Query()] = False
) -> Response:  # fmt: skip
    """Show what was learned from the first moment of a day to the last of another (UTC): today's, unless days are given."""
    desk, person = desk_of(request), person_of(request)
    last = on or dt.datetime.now(dt.UTC).date()
    first = since or last
    if first > last:
        raise DeskError(400, f"{first} is after {last}", hint="give the earlier day as since")
    found = _digest(desk, first, last)
    if json:
        return JSONResponse(_object(found, titles=person.may_unmask))
    return render(
        request, "digest.html", found=found, titles=person.may_unmask, states=STATES, most=PAGE,
        rows={one: desk.columns.row(int(one.removeprefix("DL-"))) for one in {*(c.event for c in found.changes), *(b.event for b in found.back)}},
        before=_day_by(first, -1), after=_day_by(last, 1), today=dt.datetime.now(dt.UTC).date(),
        watches=desk.store.watches.watches() if person.may("coder") else [],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Digest:
    """What was learned from a day to another: rows of new events, counts that changed and those taken back, places, what was rejected.

    left: events that were told anew and are not compared. corrected: reports that call themselves a correction.
    """

    first: dt.date
    last: dt.date
    new: Sequence[DeskRow]
    changes: Sequence[TollChange]
    back: Sequence[TakenBack]
    left: int
    hands: Sequence[HandChange]
    corrected: Sequence[tuple[str, str | None, str | None]]
    rejected: Sequence[tuple[str, str | None, str, str | None]]


def _digest(desk: Desk, first: dt.date, last: dt.date) -> Digest:
    """Return the digest of some days; kept until the store's events change."""
    return desk.kept.of("digest", (first, last), desk.store.desk.last_change(), lambda: _made(desk, first, last))


def _made(desk: Desk, first: dt.date, last: dt.date) -> Digest:
    begin, end = start_of(first), end_of(last)
    assert end is not None
    _, rows = desk.columns.events(Wanted())
    changes, back, left = toll_changes(desk.store, begin, end)
    before = _day_by(first, -1)
    return Digest(
        first, last, [row for row in rows if begin <= dt.datetime.fromisoformat(row.learned) <= end], changes, back, left,
        hand_changes(holdings(desk, before).spans if before else (), holdings(desk, last).spans),
        corrections(desk.store, begin, end), desk.store.watches.rejected(begin, end),
    )  # fmt: skip


def _object(found: Digest, *, titles: bool) -> dict[str, object]:
    """Return the digest as JSON; titles and reasons, where names may stand, only if asked."""
    return {
        "since": found.first.isoformat(), "on": found.last.isoformat(),
        "new_events": [
            {"id": f"DL-{row.event}", "type": row.event_type, "sub_event_type": row.sub_event_type, "place": row.place, "country": row.country,
             "date": row.date, "realis": row.realis, "killed": [row.killed_low, row.killed_best, row.killed_high], "outlets": list(row.outlets)}
            for row in found.new
        ],
        "changed_tolls": [asdict(one) for one in found.changes],
        "not_compared": found.left,
        "control": [{"place": one.place, "before": _held(one.before), "after": _held(one.after)} for one in found.hands],
        "taken_back": [asdict(one) for one in found.back],
        "rejected": [{"report": report, "event": event, "by": who, "why": why if titles else None} for report, event, who, why in found.rejected],
        "corrections": [{"report": report, "title": title if titles else None, "outlet": outlet} for report, title, outlet in found.corrected],
    }  # fmt: skip


def _held(span: ControlSpan | None) -> dict[str, object] | None:
    if span is None:
        return None
    return {"state": span.state, "holder": span.holder, "side": span.side, "besieger": span.besieger, "reason": span.reason}


def _day_by(day: dt.date, days: int) -> dt.date | None:
    """Return the day so many days later, None where the calendar ends."""
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None
