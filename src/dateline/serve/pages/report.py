"""One report: its text with all that was read in it, the stored original as a download, its copies."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from dateline.errors import DeskError, StoreError
from dateline.serve.desk import desk_of
from dateline.serve.people import at_least, person_of
from dateline.serve.rendering import render, web_address
from dateline.views.reports import read

router = APIRouter(include_in_schema=False)


@router.get("/reports/{sighting}")
def report_page(request: Request, sighting: str) -> HTMLResponse:
    """Show a report."""
    store, person = desk_of(request).store, person_of(request)
    try:
        shown = read(store, sighting, unmask=person.may_unmask)
    except StoreError as error:
        raise DeskError(404, error.what, hint=error.hint) from error
    reviews = store.reviews.of(sighting) if person.may("coder") else ()
    return render(
        request, "report.html", read=shown, sighting=shown.report.page.sighting, address=web_address(shown.report.page.sighting.url),
        rejected=[review for review in reviews if review.rejects and review.undone is None and review.coding is None],
    )  # fmt: skip


@router.get("/reports/{sighting}/original")
def original(request: Request, sighting: str) -> Response:
    """Give the page as it was fetched, byte for byte, as a download that no browser runs; not to viewers, since nothing is masked in it."""
    at_least("coder", person_of(request))
    try:
        found, _ = desk_of(request).store.report(sighting, raw=True)
    except StoreError as error:
        raise DeskError(404, error.what, hint=error.hint) from error
    if not found.page.sighting.raw:
        raise DeskError(404, "the store keeps no original of this report", hint="reports added as JSON Lines have none")
    headers = {
        "content-disposition": f'attachment; filename="{found.page.sighting.id}.original"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-sha256": found.page.sighting.raw_sha256,
    }
    return Response(found.page.sighting.raw, media_type="application/octet-stream", headers=headers)
