"""Rows out of the desk: exactly the events that the filters let pass, as a file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dateline.errors import DeskError, ExportError
from dateline.serve.desk import desk_of
from dateline.serve.filters import checked, wanted
from dateline.serve.people import person_of
from dateline.views.exporting import FORMATS, export_events

router = APIRouter(include_in_schema=False)
KINDS = {
    "acled": ("csv", "text/csv; charset=utf-8"),
    "ucdp": ("csv", "text/csv; charset=utf-8"),
    "geojson": ("geojson", "application/geo+json"),
    "jsonl": ("jsonl", "application/x-ndjson"),
}
"""Ending and media type of the file of each format."""
BOTH_HINT = "ask for invented events or for real ones: filter by outlet, place or day"


@router.get("/export/{format_}")
def export(request: Request, format_: str) -> Response:
    """Give the events out that pass the filters; private persons as the person may see them, fiction by itself and named so."""
    if format_ not in FORMATS:
        raise DeskError(404, f"there is no format {format_!r}", where=request.url.path, hint=f"one of {', '.join(FORMATS)}")
    desk, person = desk_of(request), person_of(request)
    _, rows = desk.columns.events(checked(wanted(request.query_params)))
    try:
        given = export_events(
            desk.store, format_, {f"DL-{row.event}" for row in rows}, unmask=person.may_unmask, resolver=desk.config.resolver
        )
    except ExportError as error:
        raise DeskError(400, error.what, where=error.where, hint=BOTH_HINT) from error
    ending, kind = KINDS[format_]
    name = f"dateline-{format_}{'-FICTION' if given.fiction else ''}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "x-events-left-out": str(given.n_left_out)}
    return Response(given.text.encode("utf-8", "replace"), media_type=kind, headers=headers)
