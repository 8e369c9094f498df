"""Who is said to hold what on a day: as a map and a table, with a slider over the days and what was known when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from dateline.export import control_geojson
from dateline.link.control import at as on_day
from dateline.link.control import place_key
from dateline.linked import ControlSpan
from dateline.serve.desk import desk_of
from dateline.serve.filters import Day
from dateline.serve.holding import holdings
from dateline.serve.rendering import is_fragment, render

router = APIRouter(include_in_schema=False)
STATES = {
    "held": "held", "claimed": "claimed by one side alone", "contested": "contested", "shared": "shared", "besieged": "besieged",
    "lost": "left; nobody is said to hold it",
}  # fmt: skip
"""What each state is called on the page."""


@router.get("/control")
def control_page(
    request: Request,
    at: Day = None,
    known: Day = None,
    place: Annotated[str, Query(max_length=200)] = "",
    side: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show who is said to hold each place on a day; the last day of any claim where none is asked for."""
    held = holdings(desk_of(request), known)
    day = at or held.last or dt.datetime.now(dt.UTC).date()
    spans = _shown(held.spans, place) if place else on_day(held.spans, day)
    if side:
        spans = tuple(span for span in spans if side in (span.side, span.holder) or any(side in (c.side, c.holder) for c in span.claimants))
    rows = [(span, [held.claims[claim] for claim in span.claims if claim in held.claims]) for span in spans]
    context: dict[str, Any] = {
        "day": day, "known": known, "place": place, "side": side, "rows": rows, "held": held, "states": STATES,
        "sides": sorted({span.side or span.holder or "" for span in held.spans} - {""}),
        "days": (held.last - held.first).days if held.first and held.last else 0,
        "now_at": (day - held.first).days if held.first else 0,
    }  # fmt: skip
    return render(request, "_control.html" if is_fragment(request) else "control.html", **context)


@router.get("/control.geojson")
def control_map(request: Request, at: dt.date, known: Day = None) -> Response:
    """Give the places of a day as GeoJSON, coordinates to about a kilometre."""
    return Response(control_geojson(on_day(holdings(desk_of(request), known).spans, at), at), media_type="application/geo+json")


def _shown(spans: Sequence[ControlSpan], place: str) -> tuple[ControlSpan, ...]:
    key = place_key(place)
    return tuple(span for span in spans if (key and place_key(span.place) == key) or span.place.casefold() == place.casefold())
