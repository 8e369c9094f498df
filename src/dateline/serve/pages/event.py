"""One event: the row as each code book has it, every claim by side, tolls, origins, credibility, history, what was left apart."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from dateline.errors import DeskError, StoreError
from dateline.serve.desk import desk_of
from dateline.serve.people import person_of
from dateline.serve.rendering import render
from dateline.serve.telling import of_event
from dateline.views.days import end_of
from dateline.views.events import told

router = APIRouter(include_in_schema=False)
_HINT = "the map's table lists the ids, DL-1 and so on; with a day given, an event must have been reported by then"


@router.get("/events/{event}")
def event_page(request: Request, event: str, known: Annotated[dt.date | None, Query()] = None) -> Response:
    """Show an event, or as it was known on a day; an id that was merged leads to the event that took it in."""
    desk, person = desk_of(request), person_of(request)
    try:
        shown = told(desk.store, event, unmask=person.may_unmask, as_known=end_of(known))
    except StoreError as error:
        raise DeskError(404, error.what, hint=_HINT) from error
    if shown.event.id != event:
        return RedirectResponse(f"/events/{shown.event.id}" + (f"?known={known}" if known else ""), 301)
    return render(
        request, "event.html", row=desk.columns.row(int(shown.event.id[3:])), known=known, packed=False, inside=(), **of_event(shown)
    )
