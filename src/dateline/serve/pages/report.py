"""One report: its text with all that was read in it, the stored original as a download, its copies."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, Response

from dateline.errors import DeskError
from dateline.serve.desk import desk_of
from dateline.serve.people import at_least, person_of
from dateline.serve.rendering import render
from dateline.views.reports import read

router = APIRouter(include_in_schema=False)
Sighting = Annotated[str, Path(pattern=r"^S-[0-9a-f]{16}$")]


@router.get("/reports/{sighting}")
def report_page(request: Request, sighting: Sighting) -> HTMLResponse:
    """Show a report."""
    shown = read(desk_of(request).store, sighting, unmask=person_of(request).may_unmask)
    return render(
        request, "report.html", read=shown, sighting=shown.report.page.sighting, address=web_address(shown.report.page.sighting.url)
    )


@router.get("/reports/{sighting}/original")
def original(request: Request, sighting: Sighting) -> Response:
    """Give the page as it was fetched, byte for byte, as a download that no browser runs; not to viewers, since nothing is masked in it."""
    at_least("coder", person_of(request))
    found, _ = desk_of(request).store.report(sighting, raw=True)
    if not found.page.sighting.raw:
        raise DeskError(404, "the store keeps no original of this report", hint="reports added as JSON Lines have none")
    headers = {
        "content-disposition": f'attachment; filename="{sighting}.original"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-sha256": found.page.sighting.raw_sha256,
    }
    return Response(found.page.sighting.raw, media_type="application/octet-stream", headers=headers)


def web_address(url: str | None) -> str | None:
    """Return an address that a page may link to: http or https with a host, None for anything else."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
