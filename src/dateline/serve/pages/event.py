"""One event: the row as each code book has it, every claim by side, tolls, origins, credibility, history, what was left apart."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from dateline.linked import TollTable
from dateline.serve.desk import desk_of
from dateline.serve.drawing import Graph, graph, interval, most_of, number
from dateline.serve.filters import Day
from dateline.serve.people import person_of
from dateline.serve.projecting import foremost
from dateline.serve.rendering import render
from dateline.views import cells
from dateline.views.days import end_of
from dateline.views.events import Told, told

router = APIRouter(include_in_schema=False)
EventId = Annotated[str, Path(pattern=r"^(?i:DL-)\d{1,18}$")]


@router.get("/events/{event}")
def event_page(request: Request, event: EventId, known: Day = None) -> Response:
    """Show an event, or as it was known on a day; an id that was merged leads to the event that took it in."""
    desk, person = desk_of(request), person_of(request)
    shown = told(desk.store, event, unmask=person.may_unmask, as_known=end_of(known))
    if shown.event.id != event.upper():
        return RedirectResponse(f"/events/{shown.event.id}", 301)
    first = foremost(member.event for member in shown.members)
    return render(
        request, "event.html", told=shown, first=first, row=desk.columns.row(int(shown.event.id[3:])), known=known,
        tolls=bars_of(shown.tolls), number=number, graph=graph_of(shown), place=first.locations[0] if first.locations else None,
    )  # fmt: skip


def bars_of(tolls: TollTable | None) -> list[tuple[object, list[tuple[object, object]]]]:
    """Return each cell of the tolls with its rows, each with where it stands on the cell's scale."""
    return [(cell, [(row, interval(row.entry, most_of(cell))) for row in cell.rows]) for cell in (tolls.cells if tolls else ())]


def graph_of(shown: Told) -> Graph | None:
    """Return the graph of an event's origins and reports; None where the reports are not linked yet."""
    if shown.credibility is None:
        return None
    reports: dict[str, tuple[str, str]] = {}
    for member in sorted(
        shown.members, key=lambda one: (one.report.page.sighting.published or dt.date.max, one.report.page.sighting.doc_id)
    ):
        sighting = member.report.page.sighting
        day = sighting.published.isoformat() if sighting.published else "no date"
        reports[sighting.id] = (sighting.outlet or cells.report_name(sighting.doc_id), day)
    for copy in shown.copies:
        for end in (copy.sighting, copy.of):
            reports.setdefault(end, (cells.report_name(shown.doc_ids.get(end, "another report")), "not of this event"))
    return graph([origin for origin, _, _ in shown.credibility.origins], shown.stands_in, reports, shown.copies)
