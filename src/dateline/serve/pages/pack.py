"""What leaves the desk: rows of exactly the events shown, and evidence packs for people without dateline."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from dateline import __version__
from dateline.errors import DeskError
from dateline.serve.desk import desk_of
from dateline.serve.drawing import number
from dateline.serve.filters import wanted
from dateline.serve.pages.event import bars_of, graph_of
from dateline.serve.people import person_of
from dateline.serve.projecting import foremost
from dateline.serve.rendering import STATIC, environment
from dateline.views.events import told
from dateline.views.packing import FORMATS, bundle, rows_of

router = APIRouter(include_in_schema=False)
MOST = 200
"""Events in one pack: a page that a browser still opens at once."""
_ID = re.compile(r"(?i:DL-)?(\d{1,18})")


@router.get("/export/{form}")
def export(request: Request, form: Annotated[str, Path(pattern=f"^({'|'.join(FORMATS)})$")]) -> Response:
    """Give out exactly the events that pass the filters."""
    desk, person = desk_of(request), person_of(request)
    _, rows = desk.columns.events(wanted(request.query_params))
    file = rows_of(desk.store, [row.event for row in rows], form, unmask=person.may_unmask and request.query_params.get("unmask") == "1")
    return Response(file.content, media_type=file.media_type, headers={"content-disposition": f'attachment; filename="{file.name}"'})


@router.get("/pack")
def pack(
    request: Request, ids: Annotated[str, Query(max_length=5000)] = "", form: Annotated[str, Query(pattern="^(html|zip)$")] = "html"
) -> Response:
    """Give an evidence pack of some events, or of those that pass the filters: one page that needs nothing else, or a zip with the originals."""
    desk, person = desk_of(request), person_of(request)
    events = _numbers(ids) if ids else [row.event for row in desk.columns.events(wanted(request.query_params), limit=MOST + 1)[1]]
    if not events:
        raise DeskError(404, "no event is asked for", hint="name events (ids=DL-1,DL-2), or widen the filters")
    if len(events) > MOST:
        raise DeskError(400, f"more than {MOST} events for one pack", hint="narrow the filters, or give rows out")
    shown = [told(desk.store, f"DL-{event}") for event in events]  # masked, whoever asks: a pack is made to be passed on
    page = environment().get_template("pack.html").render(
        shown=[(one, foremost(m.event for m in one.members), bars_of(one.tolls), graph_of(one)) for one in shown],
        style=Markup((STATIC / "desk.css").read_text(encoding="utf-8")), made=dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        version=__version__, number=number, fiction=any(m.report.page.document.fiction for one in shown for m in one.members),
    )  # fmt: skip
    name = f"evidence-DL-{events[0]}" + (f"-and-{len(events) - 1}-more" if len(events) > 1 else "")
    if form == "html":
        return Response(page, media_type="text/html", headers=_headers(f"{name}.html"))
    originals = []
    notes = [
        f"Evidence pack of {len(events)} event(s), made {dt.datetime.now(dt.UTC).isoformat(timespec='minutes')} by dateline {__version__}.",
        "SHA256SUMS lists all files.",
    ]
    if person.may_unmask:
        originals = [(r.page.sighting.id, r.page.sighting.raw) for r, _ in desk.store.reports_of(events, raw=True)]
        notes.append(
            "originals/ holds the pages as they were read. Nothing is masked in them: pass them on only to those who may see private persons' names."
        )
    else:
        notes.append("The originals are left out: private persons are not masked in them, and the role viewer does not see these.")
    return Response(bundle(page, originals, notes), media_type="application/zip", headers=_headers(f"{name}.zip"))


def _numbers(ids: str) -> list[int]:
    found = []
    for part in filter(None, (part.strip() for part in ids.split(","))):
        match = _ID.fullmatch(part)
        if match is None:
            raise DeskError(400, f"no event's id: {part!r}", hint="ids=DL-1,DL-2")
        found.append(int(match[1]))
    return list(dict.fromkeys(found))


def _headers(name: str) -> dict[str, str]:
    return {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
