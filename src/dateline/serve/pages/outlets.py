"""Outlets as their stored reports show them, and the desk's judgements of how reliable speakers and outlets are."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.data.credibility import GRADES, RELIABILITY_FILE, UNJUDGED, Judgement, judgements, parse_judgements
from dateline.data.outlets import outlets
from dateline.errors import DatelineError, DeskError, StoreError
from dateline.link.profile import Counted, Profile, Share, profiles_of
from dateline.link.speakers import speaker_of
from dateline.linkage import copies_of
from dateline.serve.desk import Desk, desk_of
from dateline.serve.keeping import mark_of, read_own, write_own
from dateline.serve.people import at_least, person_of
from dateline.serve.rendering import render
from dateline.views.credibility import credibility_of, judged

router = APIRouter(include_in_schema=False)
WEIGHED = 200
"""Events whose grades are compared for a preview: each is some hundredths of a second's work."""
EXAMPLES = 20
KNOWN = 60
"""Outlets of the registry on a page."""
FIELDS = ("name", "topic", "grade", "from", "to", "by", "why")
LONGEST = 500
"""Characters of a field of a judgement."""
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*speaker[ \t]*\]\]", re.MULTILINE)
_SAVING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Told:
    """The profiles of all outlets, private persons masked; `made`: when (UTC)."""

    made: dt.datetime
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class Regraded:
    """A speaker of an event whose shown reliability an edit changes."""

    event: str
    speaker: str
    before: str
    after: str


@router.get("/outlets")
def outlets_page(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """List the outlets of the store, a line each."""
    told = told_of(desk_of(request))
    rows = [one for one in told.profiles if q.strip().casefold() in one.outlet.casefold()]
    word = q.strip().casefold()
    known = [one for one in outlets() if any(word in name.casefold() for name in (one.name, *one.aliases, *one.domains))]
    return render(request, "outlets.html", q=q, rows=rows, told=told, share=share, known=known[:KNOWN], n_known=len(known))


@router.get("/outlets/{name:path}")
def outlet_page(request: Request, name: str) -> HTMLResponse:
    """Show what the store's reports show of one outlet."""
    told = told_of(desk_of(request))
    found = next((one for one in told.profiles if one.outlet.casefold() == name.casefold()), None)
    if found is None:
        raise DeskError(404, f"no report of the store is from an outlet called {name[:80]!r}", hint="the outlets are at /outlets")
    table = _table(read_own(desk_of(request), RELIABILITY_FILE))
    return render(request, "outlet.html", one=found, told=told, share=share, judged=[j for j in table if _same(j.name, found.outlet)])


@router.get("/reliability")
def reliability_page(request: Request, name: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """List the judgements of speakers and outlets, with the form of a new one."""
    return _page(request, dict.fromkeys(FIELDS, "") | {"name": name})


@router.post("/reliability")
async def judge(request: Request) -> Response:
    """Show what a new judgement would change, or keep it; with faults, all of them are told and nothing is kept."""
    given = await request.form()
    row = {field: _plain(str(given.get(field, ""))) for field in FIELDS}
    return await run_in_threadpool(_edited, request, row, None, str(given.get("act", "")), str(given.get("seen", "")))


@router.post("/reliability/{number}/remove")
def remove(request: Request, number: int, seen: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Show what taking a judgement away would change, or take it away."""
    return _edited(request, dict.fromkeys(FIELDS, ""), number, "save", seen)


def _edited(request: Request, row: dict[str, str], number: int | None, act: str, seen: str) -> Response:
    desk, person = desk_of(request), person_of(request)
    at_least("coder", person)
    with _SAVING:
        old = read_own(desk, RELIABILITY_FILE)
        now = _table(old)
        try:
            text = _with(old, row) if number is None else _without(old, number)
            then = _table(text)
        except DatelineError as error:
            return _page(request, row, faults=error.what.split("; "), status=400)
        shown = mark_of(old, text)
        if act != "save" or seen != shown:
            names = {j.name for j in {*now} ^ {*then}}
            changes, left = regraded(desk, names, now, then)
            return _page(request, row, changes=changes, left=left, seen=shown, number=number)
        write_own(desk, RELIABILITY_FILE, text)
        judgements.cache_clear()
    request.state.did = "add a judgement of reliability" if number is None else "remove a judgement of reliability"
    request.state.on = row["name"][:80] or f"number {number}"
    return RedirectResponse("/reliability", 303)


def told_of(desk: Desk) -> Told:
    """Return the profiles of all outlets, from what the desk keeps of each report; kept until the store's events change."""
    return desk.kept.of("outlets", None, desk.store.desk.last_change(), lambda: _told(desk))


def _told(desk: Desk) -> Told:
    reports = ((Counted.of(values), ids) for values, ids in desk.store.desk_reports.counted())
    origins = {f"DL-{row.event}": row.origins_high for row in desk.columns.follow().rows if row.n_claims}
    return Told(dt.datetime.now(dt.UTC), profiles_of(reports, copies=copies_of(desk.store), origins=origins))


def regraded(desk: Desk, names: set[str], now: Sequence[Judgement], then: Sequence[Judgement]) -> tuple[list[Regraded], int]:
    """Return the speakers of events whose reliability differs between two tables, and how many events were left unweighed."""
    speakers = {
        spoken for facet in ("speaker", "outlet") for spoken in desk.columns.values(facet) if any(_same(name, spoken) for name in names)
    }
    rows = [row for row in desk.columns.follow().rows if not speakers.isdisjoint((*row.speakers, *row.outlets))]
    found: list[Regraded] = []
    for row in rows[:WEIGHED]:
        try:
            shown = credibility_of(desk.store, desk.store.event(f"DL-{row.event}"))
        except StoreError:  # not linked, or changed meanwhile
            continue
        for origin, _, _ in shown.origins:
            if origin.speaker is None or not any(_same(name, origin.speaker) for name in names):
                continue
            one, two = judged(shown, origin, now), judged(shown, origin, then)
            grades = (one.grade if one else UNJUDGED, two.grade if two else UNJUDGED)
            if grades[0] != grades[1]:
                found.append(Regraded(f"DL-{row.event}", origin.speaker, *grades))
    return found, max(0, len(rows) - WEIGHED)


def share(value: Share) -> str:
    """Return a share in words with its 95% interval, marked where it is over few cases."""
    if value.value is None:
        return "0 of 0"
    low, high = (100 * end for end in value.interval)
    return f"{value.count} of {value.of}, {100 * value.value:.0f}% ({low:.0f}-{high:.0f}%{', few' if value.few else ''})"


def _page(
    request: Request, row: dict[str, str], *, faults: Sequence[str] = (), changes: list[Regraded] | None = None, left: int = 0,
    seen: str = "", number: int | None = None, status: int = 200,
) -> HTMLResponse:  # fmt: skip
    table = _table(read_own(desk_of(request), RELIABILITY_FILE))
    return render(
        request, "reliability.html", status=status, row=row, table=table, faults=faults, changes=changes, left=left, seen=seen, number=number,
        grades=GRADES, most=EXAMPLES, file=RELIABILITY_FILE, events=len({one.event for one in changes or ()}),
    )  # fmt: skip


def _same(name: str, other: str) -> bool:
    """Tell whether two names are of one speaker, as the judgements are looked up."""
    one, two = speaker_of(name), speaker_of(other)
    return name.casefold() == other.casefold() or (one is not None and two is not None and one.own == two.own)


def _table(text: str) -> tuple[Judgement, ...]:
    try:
        return parse_judgements(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DeskError(400, f"is no valid TOML: {error}", where=RELIABILITY_FILE, hint="mend the line that it names") from error


def _with(old: str, row: dict[str, str]) -> str:
    """Return the file with a judgement before all others, so that it is the first that holds."""
    lines = ["[[speaker]]"]
    for field in FIELDS:
        if row[field]:
            is_day = field in ("from", "to") and re.fullmatch(r"\d{4}-\d\d-\d\d", row[field])
            lines.append(f"{field} = {row[field] if is_day else json.dumps(row[field], ensure_ascii=False)}")
    first = _HEAD.search(old)
    at = first.start() if first else len(old)
    before = old[:at] if not old[:at] or old[:at].endswith("\n") else old[:at] + "\n"
    return before + "\n".join(lines) + "\n" + ("\n" + old[at:].lstrip("\n") if old[at:] else "")


def _without(old: str, number: int) -> str:
    """Return the file without its judgement of a number (from 1), the words of all others kept as they are."""
    starts = [found.start() for found in _HEAD.finditer(old)]
    table = _table(old)
    if len(starts) != len(table) or not 1 <= number <= len(starts):
        raise DeskError(400, f"there is no judgement {number} that can be taken out here", hint=f"edit {RELIABILITY_FILE} by hand")
    ends = [*starts[1:], len(old)]
    text = old[: starts[number - 1]] + old[ends[number - 1] :]
    if _table(text) != (*table[: number - 1], *table[number:]):
        raise DeskError(400, "the file is written in another way than the desk's", hint=f"edit {RELIABILITY_FILE} by hand")
    return text


def _plain(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split())[:LONGEST] if sign.isprintable())
