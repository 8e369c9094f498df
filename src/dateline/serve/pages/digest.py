"""The digest: what was learned on a day, or since one; made to be printed."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.errors import DeskError
from dateline.serve.desk import desk_of
from dateline.serve.filters import Day, Wanted
from dateline.serve.pages.control import STATES, holdings
from dateline.serve.people import person_of
from dateline.serve.rendering import render
from dateline.views.days import end_of
from dateline.views.digest import corrections, hand_changes, start_of, toll_changes

router = APIRouter(include_in_schema=False)
PAGE = 300
"""New events that are listed; more are counted and led to."""


@router.get("/digest")
def digest_page(request: Request, on: Day = None, since: Day = None) -> HTMLResponse:
    """Show what was learned from the first moment of a day to the last of another (UTC): today's, unless days are given."""
    desk, person = desk_of(request), person_of(request)
    last = on or dt.datetime.now(dt.UTC).date()
    first = since or last
    if first > last:
        raise DeskError(400, f"{first} is after {last}", hint="give the earlier day as since")
    before, after = start_of(first), end_of(last)
    assert after is not None
    _, rows = desk.columns.events(Wanted())
    new = [row for row in rows if before <= dt.datetime.fromisoformat(row.learned) <= after]
    changes, back, left = toll_changes(desk.store, before, after)
    hands = hand_changes(holdings(desk, first - dt.timedelta(days=1)).spans, holdings(desk, last).spans)
    return render(
        request, "digest.html", first=first, last=last, new=new[:PAGE], n_new=len(new), changes=changes, back=back, left=left, hands=hands,
        states=STATES, corrected=corrections(desk.store, before, after), titles=person.may_unmask,
        rows={one: desk.columns.row(int(one.removeprefix("DL-"))) for one in {*(c.event for c in changes), *(b.event for b in back)}},
        before=first - dt.timedelta(days=1), after=last + dt.timedelta(days=1), today=dt.datetime.now(dt.UTC).date(),
        watches=desk.store.watches.watches() if person.may("coder") else [],
    )  # fmt: skip
