"""The actor registry: search, one actor, and the user's own rows, with what they would change before they are kept."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.data.actor_lookup import ucdp_name
from dateline.data.actor_match import alias_key
from dateline.data.actor_own import own_rows, own_text
from dateline.data.actor_rows import KINDS, MARKS
from dateline.data.actors import COLUMNS, OWN_FILE, ActorEntry, Actors, check_own, load_actors, own_actors, with_own
from dateline.errors import DeskError
from dateline.serve.desk import Desk, desk_of
from dateline.serve.keeping import mark_of, read_own, write_own
from dateline.serve.people import at_least, person_of
from dateline.serve.rendering import render

router = APIRouter(include_in_schema=False)
SHOWN = 200
"""Lines of a list on a page."""
EXAMPLES = 20
LATEST = 30
"""Events of an actor on its page."""
LONGEST = 4000
"""Characters of a cell of the form."""
_SAVING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Change:
    """A name of the store that means another actor with an edit; `events` name it."""

    name: str
    events: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@router.get("/actors")
def actors_page(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """List the actors of which a name holds the words asked for; those that the store names where nothing is asked."""
    desk, actors = desk_of(request), load_actors()
    named = desk.store.registries.actors()
    key = alias_key(q) if q.strip() else ""
    found = [(entry, named.get(entry.id, 0)) for entry in _all(actors, named) if not key or _bears(entry, key)]
    if not key:
        found = [one for one in found if one[1]]
    found.sort(key=lambda one: (-one[1], one[0].name))
    own, _ = own_rows(read_own(desk, OWN_FILE))
    return render(
        request, "actors.html", q=q, rows=found[:SHOWN], total=len(found), own=own, waiting=read_own(desk, OWN_FILE) != own_actors(),
        known=len(actors.all),
    )  # fmt: skip


@router.get("/actors/edit")
def edit_page(request: Request, entry: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """Show the form of a new actor, or of the user's row about one."""
    desk, person = desk_of(request), person_of(request)
    at_least("coder", person)
    row = next((row for row in own_rows(read_own(desk, OWN_FILE))[0] if row["id"] == entry), None)
    known = _packaged(entry)
    if row is None:
        row = dict.fromkeys(COLUMNS, "") | {"id": entry, "name": known.name if known else ""}
    return _form(request, row, known)


@router.post("/actors/edit")
async def edit(request: Request) -> Response:
    """Show what a row would change, or keep it; with faults, all of them are told and nothing is kept."""
    given = await request.form()
    cells = {column: " ".join(str(given.get(column, ""))[:LONGEST].split()) for column in COLUMNS}
    return await run_in_threadpool(_edited, request, cells, str(given.get("act", "")), str(given.get("seen", "")))


def _edited(request: Request, row: dict[str, str], act: str, seen: str) -> Response:
    desk, person = desk_of(request), person_of(request)
    at_least("coder", person)
    known = _packaged(row["id"])
    if known is not None:
        row["name"] = ""
    with _SAVING:
        old = read_own(desk, OWN_FILE)
        rows, faults = own_rows(old)
        rows = [other for other in rows if other["id"] != row["id"]]
        if act != "remove":
            rows.append(row)
        text = own_text(rows) if rows else ""
        faults = faults or ([] if row["id"] else ["id must be filled"]) or check_own(text)
        now = mark_of(old, text)
        if faults or act == "preview" or seen != now:
            changes = None if faults else changed(desk, load_actors(), with_own(text))
            return _form(request, row, known, faults=faults, changes=changes, seen=now, act=act, status=400 if faults else 200)
        write_own(desk, OWN_FILE, text)
    request.state.did, request.state.on = f"{act} a row of {OWN_FILE}", row["id"][:80]
    return RedirectResponse("/actors", 303)


@router.get("/actors/{entry_id}")
def actor_page(request: Request, entry_id: str) -> HTMLResponse:
    """Show all that the registry says of an actor, and the latest events that name it."""
    desk, actors = desk_of(request), load_actors()
    entry = actors.get(entry_id)
    if entry is None:
        raise DeskError(404, f"no actor of the registry has the id {entry_id[:80]!r}", hint="search it at /actors")
    parts = [other for other in actors.all if other.parent == entry.id]
    named = dict.fromkeys(number for number, _, _ in desk.store.registries.events_of(entry.id))
    events = [row for number in named if (row := desk.columns.row(number)) is not None]
    return render(
        request, "actor.html", entry=entry, actors=actors, parts=parts, ucdp=ucdp_name(entry), events=events[:LATEST], n_events=len(events)
    )


def changed(desk: Desk, now: Actors, edited: Actors) -> tuple[Change, ...]:
    """Return the names of the store's actors and sides whose listed bearers differ between two registries, most events first."""
    named: dict[str, int] = {}
    for facet in ("actor", "side"):
        for name, events in desk.columns.values(facet).items():
            named[name] = max(events, named.get(name, 0))
    one, two = _spellings(now), _spellings(edited)
    pairs = ((name, events, _bearers(name, now, one), _bearers(name, edited, two)) for name, events in named.items())
    found = [Change(name, events, before, after) for name, events, before, after in pairs if before != after]
    return tuple(sorted(found, key=lambda change: (-change.events, change.name)))


def _form(
    request: Request, row: Mapping[str, str], known: ActorEntry | None, *, faults: list[str] | None = None,
    changes: tuple[Change, ...] | None = None, seen: str = "", act: str = "", status: int = 200,
) -> HTMLResponse:  # fmt: skip
    context: dict[str, Any] = {
        "row": row, "known": known, "faults": faults or [], "changes": changes, "most": EXAMPLES, "kinds": sorted(KINDS),
        "events": sum(change.events for change in changes or ()), "seen": seen, "act": act,
        "kept": any(other["id"] == row["id"] for other in own_rows(read_own(desk_of(request), OWN_FILE))[0]),
    }  # fmt: skip
    return render(request, "actor_edit.html", status=status, **context)


def _packaged(entry_id: str) -> ActorEntry | None:
    """Return the packaged entry of an id: the one in use, unless the user's rows alone have it."""
    entry = load_actors().get(entry_id) if entry_id else None
    own = {row["id"]: row for row in own_rows(own_actors())[0]}
    return None if entry is None or (entry_id in own and own[entry_id]["kind"]) else entry


def _all(actors: Actors, named: Mapping[str, int]) -> list[ActorEntry]:
    """Return all listed entries, and those made for a state's army or police that events name."""
    found = dict.fromkeys((*actors.all, *(entry for one in named if (entry := actors.get(one)) is not None)))
    return list(found)


def _bears(entry: ActorEntry, key: str) -> bool:
    return any(key in alias_key(name.lstrip(MARKS)) for name in (entry.name, entry.id, *entry.aliases, *entry.ucdp))


def _spellings(actors: Actors) -> dict[str, tuple[str, ...]]:
    """Return the ids of all who bear a spelling, by its folded words."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in actors.all:
        for key in {alias_key(name.lstrip(MARKS)) for name in (entry.name, *entry.aliases, *entry.ucdp)}:
            found[key] = (*found.get(key, ()), entry.id)
    return found


def _bearers(name: str, actors: Actors, spellings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the ids that a name has by a listed spelling of the whole of it."""
    listed = spellings.get(alias_key(name)) or next((m.entries for m in actors.match(name) if (m.start, m.end) == (0, len(name))), ())
    return tuple(sorted(listed))
