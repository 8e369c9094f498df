"""The place index: looking names up, the user's lists, and places of the desk's own, with what they would change before they are kept."""

from __future__ import annotations

import csv
import io
import math
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.errors import GazetteerError
from dateline.gazetteer import MergedIndex, add, added, open_index, remove
from dateline.records import PlaceCandidate
from dateline.serve.desk import Desk, desk_of
from dateline.serve.keeping import mark_of, read_own, write_own
from dateline.serve.people import at_least, person_of
from dateline.serve.rendering import render

router = APIRouter(include_in_schema=False)
LIST, OWN_FILE = "desk", "desk-places.csv"
"""The list of the places added at the desk, and its table in the home folder."""
HEADINGS = ("name", "lat", "lon", "kind", "country", "alternates")
KINDS = ("village", "town", "city", "neighbourhood", "site", "hill", "road", "area", "water")
SHOWN, EXAMPLES, LONGEST = 60, 20, 500
_SAVING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Change:
    """What a place would change: names without a place that it would be found for, with their events, and names that others bear already."""

    found: tuple[tuple[str, Sequence[int]], ...]
    shared: tuple[tuple[str, int, PlaceCandidate], ...]  # the name, how many bear it, the first of them


@router.get("/places")
def places_page(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    near: Annotated[str, Query(max_length=60)] = "",
    within: Annotated[str, Query(alias="in", max_length=200)] = "",
) -> HTMLResponse:
    """Look a name up, the nearest to a point (lat,lon) first and in a region only where these are given."""
    found: Sequence[PlaceCandidate] = ()
    fault = None
    point = _point(near) if near.strip() else None
    if near.strip() and point is None:
        fault = f"near: {near!r} is no point: latitude and longitude in degrees, such as 35.1,36.7"
    if q.strip():
        try:
            with closing(open_index(desk_of(request).config.home)) as index:
                found = index.search(q.strip(), near=point, region=within.strip() or None, fuzzy=True, limit=SHOWN)
        except GazetteerError as error:
            fault = f"{error.what}: {error.hint}"
    return _page(request, dict.fromkeys(HEADINGS, "") | {"name": q}, q=q, near=near, within=within, found=found, fault=fault)


@router.post("/places")
async def edit(request: Request) -> Response:
    """Show what a place would change, or keep it or take it out; with faults, all of them are told and the index stays as it was."""
    given = await request.form()
    row = {column: " ".join(str(given.get(column, ""))[:LONGEST].split()) for column in HEADINGS}
    row["alternates"] = "|".join(part.strip() for part in row["alternates"].replace(";", "|").split("|") if part.strip())
    return await run_in_threadpool(_edited, request, row, str(given.get("act", "")), str(given.get("seen", "")))


def _edited(request: Request, row: dict[str, str], act: str, seen: str) -> Response:
    desk, person = desk_of(request), person_of(request)
    at_least("coder", person)
    with _SAVING:
        old = read_own(desk, OWN_FILE)
        rows = [other for other in _rows(old) if (other["name"], other["lat"], other["lon"]) != (row["name"], row["lat"], row["lon"])]
        text = _text(rows if act == "remove" else [*rows, row])
        faults = [] if act == "remove" else _faults(row)
        shown = mark_of(old, text)
        try:
            change = None if faults else would_change(desk, row)
            if not faults and seen == shown and act in ("save", "remove"):
                _keep(desk, text, empty=act == "remove" and not rows)
                request.state.did, request.state.on = f"{act} a place of {OWN_FILE}", row["name"][:80]
                return RedirectResponse(f"/places?{urlencode({'q': row['name']})}", 303)
        except GazetteerError as error:
            faults, change = [*faults, f"{error.what}"], None
    return _page(request, row, faults=faults, change=change, seen=shown, act=act, status=400 if faults else 200)


def would_change(desk: Desk, row: Mapping[str, str]) -> Change:
    """Return what a place would change, by an index of it alone; raises GazetteerError where the place index refuses it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / OWN_FILE
        path.write_text(_text([row]), encoding="utf-8")
        add(path, home=Path(folder), name=LIST)
        with closing(MergedIndex([Path(folder) / "gazetteer" / f"{LIST}.sqlite"])) as alone:
            found = [(name, events) for name, events in desk.store.registries.unplaced().items() if alone.lookup(name, fuzzy=False)]
    shared = []
    with closing(open_index(desk.config.home)) as index:
        for name in dict.fromkeys((row["name"], *row["alternates"].split("|"))):
            others = [other for other in index.lookup(name, fuzzy=False) if not _is(other, row)] if name else []
            if others:
                shared.append((name, len(others), others[0]))
    return Change(tuple(sorted(found, key=lambda one: (-len(one[1]), one[0]))), tuple(shared))


def _keep(desk: Desk, text: str, *, empty: bool) -> None:
    """Put a table in the place of the desk's list: first the index, which checks every line, then the table."""
    if empty:
        remove(LIST, home=desk.config.home)
        write_own(desk, OWN_FILE, "")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / OWN_FILE
        path.write_text(text, encoding="utf-8")
        add(path, home=desk.config.home, name=LIST)
    write_own(desk, OWN_FILE, text)


def _page(request: Request, row: Mapping[str, str], *, status: int = 200, **context: Any) -> HTMLResponse:
    desk = desk_of(request)
    unplaced = sorted(desk.store.registries.unplaced().items(), key=lambda one: (-len(one[1]), one[0]))
    shared = {
        "q": "", "near": "", "within": "", "found": (), "fault": None, "faults": [], "change": None, "seen": "", "act": "", "row": row,
        "kinds": KINDS, "lists": added(desk.config.home), "own": _rows(read_own(desk, OWN_FILE)), "unplaced": unplaced[:SHOWN],
        "n_unplaced": len(unplaced), "most": EXAMPLES,
    }  # fmt: skip
    return render(request, "places.html", status=status, **shared | context)


def _faults(row: Mapping[str, str]) -> list[str]:
    """Return every fault of a row that the form can tell."""
    faults = [] if any(map(str.isalnum, row["name"])) else ["name: it must be filled"]
    for column, most in (("lat", 90), ("lon", 180)):
        value = _degrees(row[column])
        if value is None or abs(value) > most:
            faults.append(f"{column}: {row[column]!r}, expected degrees from -{most} to {most}")
    if row["kind"] not in KINDS:
        faults.append(f"kind: {row['kind']!r}, expected one of {', '.join(KINDS)}")
    return faults


def _degrees(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _point(text: str) -> tuple[float, float] | None:
    parts = [_degrees(part) for part in text.split(",")]
    if len(parts) != 2 or parts[0] is None or parts[1] is None or abs(parts[0]) > 90 or abs(parts[1]) > 180:
        return None
    return parts[0], parts[1]


def _is(place: PlaceCandidate, row: Mapping[str, str]) -> bool:
    """Tell whether a place of the index is the row itself, kept before."""
    return place.source == f"user:{OWN_FILE}" and place.name == row["name"] and abs(place.lat - float(row["lat"])) < 1e-4


def _rows(text: str) -> list[dict[str, str]]:
    return [{column: line.get(column) or "" for column in HEADINGS} for line in csv.DictReader(io.StringIO(text))]


def _text(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADINGS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
