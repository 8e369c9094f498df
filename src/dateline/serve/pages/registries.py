"""The registries: actors, outlets and places, with what the store says of each; places can be added."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.data.actors import ActorEntry, load_actors
from dateline.data.outlets import Outlet, outlets
from dateline.errors import DeskError
from dateline.export import mask_report
from dateline.gazetteer import add as add_places
from dateline.gazetteer import added, open_index
from dateline.link.profile import Profile, profiles
from dateline.serve.desk import Desk, desk_of
from dateline.serve.people import at_least, person_of
from dateline.serve.rendering import render
from dateline.views.together import together

router = APIRouter(include_in_schema=False)
SHOWN = 60
"""Rows of a registry on a page."""
LIST, OWN = "desk", "places.csv"
"""The name of the list that holds the places added on the desk, and its file in the home folder."""
KINDS = ("village", "town", "city", "neighbourhood", "site", "hill", "road", "area", "water")
_HEADINGS = ("name", "lat", "lon", "kind", "country", "alternates")
_ALIKE = 0.9
"""Score from which a name found in the index is the place looked for, and no similar one."""
SEE_OTHER = 303
Text = Annotated[str, Query(max_length=200)]
Line = Annotated[str, Form(max_length=200)]


# ---------------------------------------------------------------- actors


@router.get("/actors")
def actors_page(request: Request, q: Text = "") -> HTMLResponse:
    """Show the entries of the registry that a text is in, those that the store's events name most often first."""
    named = desk_of(request).store.registries.actors()
    words = q.casefold().split()
    found = [one for one in load_actors().all if all(word in _spellings(one) for word in words)]
    found.sort(key=lambda one: (-named.get(one.id, 0), one.name))
    return render(request, "actors.html", q=q, found=found[:SHOWN], n=len(found), named=named)


@router.get("/actors/{entry_id}")
def actor_page(request: Request, entry_id: str) -> HTMLResponse:
    """Show one entry with those it is tied to, and the events that name it."""
    desk, actors = desk_of(request), load_actors()
    entry = actors.get(entry_id)
    if entry is None:
        raise DeskError(404, "the registry has no such actor", where=entry_id[:100], hint="/actors looks names up")
    named = desk.store.registries.events_of(entry.id)
    events = [(row, role) for number, _, role in named if (row := desk.columns.row(number)) is not None]
    parts = [one for one in actors.all if one.parent == entry.id]
    return render(
        request, "actor.html", entry=entry, events=events, parent=actors.get(entry.parent), parts=parts,
        ties=[(tie, actors.get(tie.other)) for tie in entry.ties],
        line=[(text, actors.get(one)) for text, ids in (("before it", entry.predecessors), ("after it", entry.successors)) for one in ids],
    )  # fmt: skip


def _spellings(entry: ActorEntry) -> str:
    return "\n".join((entry.id, entry.name, entry.side, *entry.aliases)).casefold()


# ---------------------------------------------------------------- outlets


@router.get("/outlets")
def outlets_page(request: Request, q: Text = "", outlet: Text = "") -> HTMLResponse:
    """Show the outlets of the store's reports as these show them, or one of them; and those that the registry knows."""
    told = _profiles(desk_of(request))
    word = q.casefold().strip()
    known = [one for one in outlets() if not word or any(word in name.casefold() for name in (one.name, *one.aliases, *one.domains))]
    found = [one for one in told if not word or word in one.outlet.casefold()]
    chosen = next((one for one in told if one.outlet == outlet), None)
    if outlet and chosen is None:
        raise DeskError(404, "no report of the store is from such an outlet", where=outlet, hint="/outlets lists them")
    kinds: Mapping[str, Outlet] = {name.casefold(): one for one in outlets() for name in (one.name, *one.aliases)}
    return render(
        request, "outlets.html", q=q, found=found, known=known[:SHOWN], n_known=len(known), chosen=chosen, kinds=kinds, percent=percent
    )


def percent(share: Any) -> str:
    """Return a share in words with its 95% interval, marked where it is over few cases."""
    if share.value is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.0%} ({low:.0%} to {high:.0%}{', few cases' if share.few else ''})"


def _profiles(desk: Desk) -> Sequence[Profile]:
    """Return what the reports show of each outlet, private persons masked; made once for each state of the store."""
    change = desk.store.desk.last_change()
    kept = desk.kept.get("profiles")
    if isinstance(kept, _Told) and kept.change == change:
        return kept.profiles
    found = together(desk.store)
    made = _Told(
        change, profiles([(mask_report(report), ids) for report, ids in found.reports], copies=found.copies, origins=found.origins)
    )
    desk.kept["profiles"] = made
    return made.profiles


@dataclass(frozen=True, slots=True)
class _Told:
    change: int
    profiles: Sequence[Profile]


# ---------------------------------------------------------------- places


@router.get("/places")
def places_page(request: Request, q: Text = "") -> HTMLResponse:
    """Look a name up in the place index; show the lists of one's own and the names that were not found."""
    desk, person = desk_of(request), person_of(request)
    found = open_index(desk.config.home).lookup(q, limit=SHOWN) if q.strip() else ()
    return render(request, "places.html", **_of_places(desk, person.may("coder")), q=q, found=found, given=None, would=())


@router.post("/places")
def add_place(
    request: Request, name: Line, lat: Annotated[float, Form(ge=-90, le=90)], lon: Annotated[float, Form(ge=-180, le=180)], kind: Line = "village",
    country: Line = "", alternates: Line = "", sure: Annotated[str, Form(max_length=3)] = "",
) -> Response:  # fmt: skip
    """Show what a place would change, or add it to the list of one's own where the form says that this was seen."""
    desk, person = desk_of(request), at_least("coder", person_of(request))
    row = {
        "name": _plain(name), "lat": str(lat), "lon": str(lon), "kind": kind, "country": _plain(country),
        "alternates": "|".join(part.strip() for part in _plain(alternates).split(",") if part.strip()),
    }  # fmt: skip
    if not any(map(str.isalnum, row["name"])) or kind not in KINDS:
        raise DeskError(400, "the place wants a name and a kind", hint=f"kinds are {', '.join(KINDS)}")
    if sure != "yes":
        would = _would_find(desk, row)
        return render(request, "places.html", **_of_places(desk, person.may("coder")), q="", found=(), given=row, would=would)
    with desk.writing:
        desk.config.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=desk.config.home) as folder:
            trial = Path(folder) / OWN
            trial.write_text(_with_row(desk.config.home / OWN, row), encoding="utf-8")
            add_places(trial, home=desk.config.home, name=LIST)  # all lines are checked before anything is changed
            trial.replace(desk.config.home / OWN)
    request.state.did, request.state.on = "added a place", row["name"]
    return RedirectResponse(f"/places?q={quote(row['name'])}", SEE_OTHER)


def _of_places(desk: Desk, may_add: bool) -> dict[str, Any]:
    unplaced = sorted(desk.store.registries.unplaced().items(), key=lambda one: (-len(one[1]), one[0]))
    return {"lists": added(desk.config.home), "unplaced": unplaced[:SHOWN], "n_unplaced": len(unplaced), "kinds": KINDS, "may_add": may_add}


def _would_find(desk: Desk, row: Mapping[str, str]) -> list[tuple[str, list[int]]]:
    """Return the names without a place that would be found with a row added: by an index of this row alone, made for the answer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / OWN
        path.write_text(_with_row(path, row), encoding="utf-8")
        add_places(path, home=Path(folder), name=LIST)
        index = open_index(Path(folder))
        return [
            (name, events)
            for name, events in desk.store.registries.unplaced().items()
            if any(one.source == f"user:{OWN}" and one.score >= _ALIKE for one in index.lookup(name, fuzzy=False))
        ]


def _with_row(path: Path, row: Mapping[str, str]) -> str:
    """Return a list of places with one more, or with its line replaced where it has the same name and kind."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) if path.is_file() else []
    kept = [one for one in rows if (one["name"], one["kind"]) != (row["name"], row["kind"])]
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEADINGS, lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, row])
    return out.getvalue()


def _plain(text: str) -> str:
    return " ".join(text.split())
