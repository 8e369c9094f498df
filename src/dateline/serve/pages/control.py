"""Who is said to hold what on a day: map and table, contested and one-sided claims shown as such."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from dateline.export import control_geojson
from dateline.linked import ControlSpan
from dateline.serve.desk import Desk, desk_of
from dateline.serve.rendering import is_fragment, render
from dateline.views.control import DELAY, Holdings, holdings, latest_shown
from dateline.views.days import day, end_of

router = APIRouter(include_in_schema=False)
SAID = {
    "held": "held", "claimed": "claimed by its own side alone", "contested": "contested", "besieged": "besieged", "shared": "shared",
    "lost": "left; nobody said to hold it",
}  # fmt: skip
"""States in words."""
Text = Annotated[str, Query(max_length=200)]


@router.get("/control")
def control_page(request: Request, at: Text = "", known: Text = "", place: Text = "", step: Text = "") -> Response:
    """Show who is said to hold what; without a day, on the last one that anything is said of. `step` is a day as a number, from the slider."""
    if step.isdecimal() and not at:
        number = max(1, min(int(step), dt.date.max.toordinal()))
        return RedirectResponse(request.url.include_query_params(at=dt.date.fromordinal(number).isoformat()).remove_query_params("step"))
    desk, known_on = desk_of(request), day(known or None)
    held = _holdings(desk, known_on)
    days = held.days()
    on = day(at or None) or min(days[-1] if days else latest_shown(), latest_shown() if not days else days[-1])
    found = [span for span in held.at(on) if not place or place.casefold() in span.place.casefold()]
    past = [span for span in held.spans if place and place.casefold() in span.place.casefold()]
    return render(
        request, "_control.html" if is_fragment(request) else "control.html",
        found=found, past=past, claims=held.claims, days=days, on=on, known=known_on, place=place, said=SAID, delay=DELAY,
        counts={state: sum(span.state == state for span in found) for state in SAID},
    )  # fmt: skip


@router.get("/control.geojson")
def control_features(request: Request, at: Text = "", known: Text = "", place: Text = "") -> Response:
    """Return who is said to hold what on a day as GeoJSON: places to about a kilometre, nothing of the last day."""
    held = _holdings(desk_of(request), day(known or None))
    on = day(at or None) or latest_shown()
    found: list[ControlSpan] = [span for span in held.at(on) if not place or place.casefold() in span.place.casefold()]
    return Response(control_geojson(found, on), media_type="application/geo+json")


def _holdings(desk: Desk, known: dt.date | None) -> Holdings:
    """Return the claims of the store, read once for each of its states and each day of knowledge."""
    key: tuple[Any, ...] = (desk.store.desk.last_change(), known, latest_shown())
    found = desk.kept.get(key)
    if found is None:
        found = holdings(desk.store, known=end_of(known))
        desk.kept.put(key, found)
    assert isinstance(found, Holdings)
    return found


