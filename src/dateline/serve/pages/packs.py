"""The evidence pack of an event or of all that pass the filters, for people without dateline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dateline.errors import DeskError, ExportError, StoreError
from dateline.serve.desk import desk_of
from dateline.serve.filters import checked, wanted
from dateline.serve.packing import name_of, page_of, zip_of
from dateline.serve.people import person_of
from dateline.views.packing import Pack, pack

router = APIRouter(include_in_schema=False)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@router.get("/pack")
def give_pack(request: Request, form: Annotated[Literal["html", "zip"], Query()] = "html") -> Response:
    """Give a pack as a file: a page, or a zip with rows and, for those who code, the stored originals."""
    store, person = desk_of(request).store, person_of(request)
    found = _found(request)
    if form == "zip":
        body, kind = zip_of(store, found, originals=person.may_unmask), "application/zip"
    else:
        body, kind = page_of(found).encode("utf-8", "replace"), "text/html; charset=utf-8"
    headers = {"content-disposition": f'attachment; filename="{name_of(found)}.{form}"', "content-security-policy": POLICY}
    return Response(body, media_type=kind, headers=headers)


def _found(request: Request) -> Pack:
    desk = desk_of(request)
    ids: Sequence[str] = [part.strip() for value in request.query_params.getlist("ids") for part in value.split(",") if part.strip()]
    if not ids:
        _, rows = desk.columns.events(checked(wanted(request.query_params)))
        ids = [f"DL-{row.event}" for row in rows]
    try:
        return pack(desk.store, ids)
    except StoreError as error:
        raise DeskError(404, error.what, hint="the map's table lists the ids, DL-1 and so on") from error
    except ExportError as error:
        raise DeskError(400, error.what, hint=error.hint) from error
