"""The map with its timeline and table: the first page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dateline.serve.desk import desk_of
from dateline.serve.filters import REVIEWS, SORTS, wanted
from dateline.serve.rendering import MARKS, is_fragment, render

router = APIRouter(include_in_schema=False)
PAGE = 50
"""Rows of the table on a page."""


@router.get("/")
def map_page(request: Request, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> HTMLResponse:
    """Show map, timeline and table of the events that pass the filters; htmx gets the table alone."""
    columns = desk_of(request).columns
    found = wanted(request.query_params)
    total, rows = columns.events(found, limit=PAGE, offset=(page - 1) * PAGE)
    context: dict[str, Any] = {
        "wanted": found, "rows": rows, "total": total, "page": page, "last_page": max(1, -(-total // PAGE)), "first": (page - 1) * PAGE + 1,
    }  # fmt: skip
    if is_fragment(request):
        return render(request, "_events.html", **context)
    return render(
        request, "map.html", facets=columns.facets(found), span=columns.span(), reviews=REVIEWS, sorts=SORTS, marks=MARKS, **context
    )
