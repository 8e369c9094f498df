"""Review: a queue of events, one at a time with its words; every cell is accepted, corrected or rejected by a form, and taken back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.errors import DatelineError, DeskError
from dateline.gazetteer import open_index
from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.records import EventReport, PlaceCandidate, Span
from dateline.reviewed import BOND, CELLS
from dateline.serve.cell_forms import cells_of, changed, choices, in_words, new_cells, pair_of, read_cells
from dateline.serve.desk import Desk, desk_of
from dateline.serve.filters import Number, Wanted, wanted
from dateline.serve.frozen import event_marks, stretches
from dateline.serve.people import Person, at_least, person_of
from dateline.serve.projecting import doubts
from dateline.serve.rendering import render
from dateline.store import Case, DeskRow, ReviewConflictError, Store
from dateline.views.cells import report_name

router = APIRouter(include_in_schema=False)
PAGE = 50
"""Events of the queue on a page."""
OFFERED = 8
"""Places of the index that a form offers."""
ORDERS = {"doubt": "most doubtful first", "date": "oldest first", "mine": "given to me"}
SEE_OTHER, CONFLICT, INVALID = 303, 409, 422


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form."""
    return {key: value for key, value in (await request.form()).items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(fields)]


@dataclass(frozen=True, slots=True)
class Queue:
    """The events to review in their order, and how the URL says which."""

    rows: tuple[DeskRow, ...]
    by: str
    wanted: Wanted

    @property
    def query(self) -> str:
        """The URL's query for this queue."""
        return "&".join(part for part in (self.wanted.query(), urlencode({"by": self.by}) if self.by != "doubt" else "") if part)

    def beside(self, event: int) -> tuple[str | None, str | None, int | None]:
        """Return the events before and after one, and its place in the queue; of one that is not in it, the first comes after."""
        at = next((n for n, row in enumerate(self.rows) if row.event == event), None)
        if at is None:
            return None, f"DL-{self.rows[0].event}" if self.rows else None, None
        before = f"DL-{self.rows[at - 1].event}" if at else None
        after = f"DL-{self.rows[at + 1].event}" if at + 1 < len(self.rows) else None
        return before, after, at + 1


def queue(desk: Desk, request: Request, person: Person) -> Queue:
    """Return the queue that the URL asks for: what nobody reviewed yet, unless its filter says otherwise."""
    found = wanted(request.query_params)
    by = request.query_params.get("by", "doubt")
    by = by if by in ORDERS else "doubt"
    _, rows = desk.columns.events(found)
    if not found.review:
        rows = [row for row in rows if row.review == "unreviewed"]
    if by == "mine":
        whose = desk.store.reviews.assignments()
        rows = [row for row in rows if whose.get(row.event) == person.name]
    if by == "date":
        rows.sort(key=lambda row: (row.first_day is None, row.first_day or 0, row.event))
    else:
        rows.sort(key=lambda row: (-row.doubt, row.event))
    return Queue(tuple(rows), by, found)


@router.get("/review")
def queue_page(request: Request, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> HTMLResponse:
    """Show the queue."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    found = queue(desk, request, person)
    rows = found.rows[(page - 1) * PAGE : page * PAGE]
    return render(
        request, "review.html", queue=found, rows=rows, page=page, last_page=max(1, -(-len(found.rows) // PAGE)), orders=ORDERS,
        whose=desk.store.reviews.assignments(), may_assign=person.may("adjudicator"), coders=coders(desk, person), reviewing=None,
    )  # fmt: skip


@router.post("/review/assign")
def assign(
    request: Request,
    who: Annotated[str, Form()] = "",
    event: Annotated[list[Number] | None, Form()] = None,
    back: Annotated[str, Form()] = "",
) -> Response:
    """Give events of the queue to somebody, or to nobody."""
    person, desk = at_least("adjudicator", person_of(request)), desk_of(request)
    if unknown := [f"DL-{number}" for number in event or () if desk.columns.row(number) is None]:
        raise DeskError(404, "there is no such event", where=", ".join(unknown), hint="the queue at /review lists them")
    if desk.team and who and who not in coders(desk, person):
        raise DeskError(INVALID, f"there is no account {who}", hint="an admin makes accounts at /team")
    for number in event or ():
        desk.store.reviews.assign(number, who or None, given_by=person.name)
    return RedirectResponse(f"/review?{back}", SEE_OTHER)


@router.get("/review/add/{sighting}")
def add_page(request: Request, sighting: str, start: int | None = None, end: int | None = None) -> HTMLResponse:
    """Show a report's text with the form for an event that no reader found."""
    at_least("coder", person_of(request))
    report = desk_of(request).store.reviews.report(sighting)
    marks = [(e.trigger, "w-type", e.sub_event_type) for e in report.events]
    return render(
        request, "review_add.html", report=report, sighting=sighting, text=stretches(report.page.document.text, marks), start=start, end=end,
        choices=choices(), listed=_listed(report.events, event_ids(report)), fault=None, lists=lists(desk_of(request)), action="/review/add",
        coding=None, back=f"/reports/{sighting}", given=dict.fromkeys(CELLS),
    )  # fmt: skip


@router.post("/review/add/{sighting}")
def add(request: Request, sighting: str, form: Fields) -> Response:
    """Add an event on words of the text."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    span = words_of(form)
    cells = new_cells(form, fallback=(span.start, span.end))
    made = desk.store.reviews.add(sighting, span, cells, who=person.name, why=form.get("why") or None)
    settle(desk)
    return RedirectResponse(f"/review/{made.event_report}?done={made.number}", SEE_OTHER)


@router.post("/review/undo")
def undo(request: Request, number: Annotated[Number, Form()], back: Annotated[str, Form()] = "") -> Response:
    """Take a review back, or the merge or split that it tells of."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    reviews = desk.store.reviews
    bond = reviews.one(number)
    if bond is not None and bond.field == BOND:
        reviews.unbond(bond.new["bond"], who=person.name)
        event_report = bond.event_report
    else:
        event_report = reviews.undo(number, who=person.name)[0].event_report
    settle(desk)
    return RedirectResponse(f"/review/{event_report}?{back}", SEE_OTHER)


@router.post("/review/merge")
def merge(
    request: Request, one: Annotated[str, Form()], other: Annotated[str, Form()], why: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Say that an event report and another event are one."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    partner = _report_of(desk.store, other.strip())
    held = desk.store.members([one, partner])
    for report in (one, partner):
        if report not in held and desk.store.reviews.case(report).event is None:
            raise DeskError(CONFLICT, "the event report is rejected", where=report, hint="undo the rejection, then merge")
    if one in held and partner in held and held[one][0] == held[partner][0]:
        raise DeskError(INVALID, "the two are one event already", where=other, hint="give the id of another event")
    desk.store.reviews.bond([(one, partner)], together=True, who=person.name, why=why or None)
    settle(desk)
    return RedirectResponse(f"/review/{one}?{_told(desk, one, back)}", SEE_OTHER)


@router.post("/review/split")
def split(
    request: Request, one: Annotated[str, Form()], out: Annotated[list[str] | None, Form()] = None, why: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Say that the event reports that are ticked are another event than the rest."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    event_id = desk.store.members([one]).get(one, (None,))[0]
    if event_id is None:
        raise DeskError(404, f"no event holds {one}")
    every = [event_ids(m.report)[m.event.id] for m in desk.store.event(event_id).members]
    parted = [report for report in every if report in set(out or ())]
    rest = [report for report in every if report not in parted]
    if not parted or not rest:
        raise DeskError(
            INVALID, "tick some of the event reports, not all of them", where=event_id, hint="what is ticked becomes another event"
        )
    desk.store.reviews.bond([(a, b) for a in parted for b in rest], together=False, who=person.name, why=why or None)
    settle(desk)
    return RedirectResponse(f"/review/{one}?{_told(desk, one, back)}", SEE_OTHER)


def _told(desk: Desk, event_report: str, back: str) -> str:
    """Return the query of a page that tells of the merge or split that was just made."""
    return "&".join(part for part in (back, f"done={desk.store.reviews.case(event_report).reviews[-1].number}") if part)


@router.post("/review/unbond")
def unbond(request: Request, number: Annotated[Number, Form()], one: Annotated[str, Form()], back: Annotated[str, Form()] = "") -> Response:
    """Take a merge or split back."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    desk.store.reviews.unbond(number, who=person.name)
    settle(desk)
    return RedirectResponse(f"/review/{one}?{back}", SEE_OTHER)


@router.get("/review/{key}")
def event_page(
    request: Request, key: str, done: Annotated[int | None, Query(ge=0, le=2**62)] = None, after: str | None = None
) -> HTMLResponse:
    """Show one event report to review, by its stable id or by its event's."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    case = desk.store.reviews.case(_report_of(desk.store, key))
    return _event(request, desk, person, case, done=done, after=after)


@router.post("/review/{event_report}")
def say(request: Request, event_report: str, form: Fields) -> Response:
    """Keep what the form says: `do` is accept, reject or save. What somebody else changed meanwhile is told, and nothing is overwritten."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    case = desk.store.reviews.case(event_report)
    do, why, back, after = form.get("do", "save"), form.get("why", "").strip() or None, form.get("back", ""), form.get("after", "")
    asked: dict[str, Any] = {}
    if do == "lookup":
        asked = _asked("save", why, form, case)
        return _event(request, desk, person, case, drafted=asked, why=why, after=after, found_places=look_up(form.get("place.name", "")))
    try:
        asked = _asked(do, why, form, case)
        new = desk.store.reviews.save(event_report, asked, who=person.name, seen=form.get("seen", ""), why=why)
    except ReviewConflictError as conflict:
        fresh = desk.store.reviews.case(event_report)
        return _event(
            request, desk, person, fresh, conflict=conflict, drafted=asked if do == "save" else {}, why=why, status=CONFLICT, after=after
        )
    except DatelineError as fault:
        return _event(request, desk, person, case, fault=fault, drafted=asked, why=why, status=INVALID, after=after)
    if new:
        settle(desk)
    told = f"done={new[-1].number}" if new else "done=0"
    onward = after if do in ("accept", "reject") and after else event_report
    query = "&".join(part for part in (back, told, f"after={after}" if after and onward == event_report else "") if part)
    return RedirectResponse(f"/review/{onward}?{query}", SEE_OTHER)


def _asked(do: str, why: str | None, form: Mapping[str, str], case: Case) -> dict[str, Any]:
    """Return what a form says of an event report, by field."""
    if do == "accept":
        return {"accept": True}
    if do == "reject":
        if not why:
            raise DeskError(INVALID, "a rejection needs its reason", hint="say why there is no such event, then reject")
        return {"event": None}
    if case.event is None:
        raise DeskError(CONFLICT, "the event report is rejected", hint="undo the rejection, then correct it")
    cells = read_cells(form, fallback=(case.event.trigger.start, case.event.trigger.end))
    return changed(form, cells)


def _event(
    request: Request, desk: Desk, person: Person, case: Case, *, done: int | None = None, after: str | None = None,
    conflict: ReviewConflictError | None = None, fault: DatelineError | None = None, drafted: Mapping[str, Any] | None = None, status: int = 200,
    found_places: tuple[PlaceCandidate, ...] = (), why: str | None = None,
) -> HTMLResponse:  # fmt: skip
    found = queue(desk, request, person)
    before, following, at = found.beside(int(case.event_id[3:])) if case.event_id else (None, None, None)
    shown = case.event or case.read
    document = case.report.page.document
    members = _members(desk.store, case)
    reviews = desk.store.reviews
    banner = reviews.one(done) if done else None
    now = cells_of(case.event) if case.event else {}
    return render(
        request, "review_event.html", status=status, case=case, event=shown, rejected=case.event is None, document=document,
        sighting=case.report.page.sighting, text=stretches(document.text, event_marks(case.report, shown) if shown else ()), cells=now | dict(drafted or {}),
        was=json.dumps(now), choices=choices(), candidates=found_places or (candidates(shown) if shown else ()), doubts=doubts(shown) if shown else {},
        members=members, bonds=reviews.bonds([m[0] for m in members]), before=before, following=after or following, at=at, queue=found,
        reviewing=case.event_id, conflict=conflict, fault=fault, drafted=sorted(drafted or ()), banner=banner, saved=done, in_words=in_words,
        lists=lists(desk), listed=_listed(case.report.events, event_ids(case.report)), last=_last(case, person),
        whose=reviews.assignments().get(int(case.event_id[3:])) if case.event_id else None, claims=_claims(case, shown), why=why or "",
    )  # fmt: skip


def _last(case: Case, person: Person) -> int | None:
    """Return the last review that `u` takes back: the person's own, else anybody's."""
    alive = [r for r in case.reviews if r.undone is None]
    own = [r for r in alive if r.who == person.name]
    return (own or alive)[-1].number if alive else None


def _claims(case: Case, event: EventReport | None) -> list[Any]:
    if event is None:
        return []
    targets = {event.id, f"{event.id}.actors", f"{event.id}.outcome"} | {t.id for t in event.tolls} | {x.id for x in event.losses}
    return [claim for claim in case.report.claims if targets & set(claim.about)]


def _members(store: Store, case: Case) -> list[tuple[str, EventReport, str]]:
    """Return the event reports of the case's event with the names of their reports."""
    if case.event is None or case.event_id is None:
        return []
    found = store.event(case.event_id).members
    return [
        (event_ids(m.report)[m.event.id], m.event, m.report.page.sighting.outlet or report_name(m.report.page.sighting.doc_id))
        for m in found
    ]


def _listed(events: tuple[EventReport, ...], ids: Mapping[str, str]) -> list[tuple[str, EventReport]]:
    return [(ids[event.id], event) for event in events]


def _report_of(store: Store, key: str) -> str:
    """Return the stable id of an event report: the given one, or of an event the first that nobody reviewed."""
    if key.startswith("E-"):
        return key
    found = store.event(key)
    open_first = sorted(found.members, key=lambda member: member.event.review is not None)
    return event_ids(open_first[0].report)[open_first[0].event.id]


def candidates(event: EventReport) -> tuple[PlaceCandidate, ...]:
    """Return the places of the index that the event's place may be."""
    return event.locations[0].candidates[:OFFERED] if event.locations else ()


def look_up(name: str) -> tuple[PlaceCandidate, ...]:
    """Return the places of the index that a name may mean, best first; raises DeskError where there is none."""
    found = tuple(open_index().lookup(name.strip(), limit=OFFERED)) if name.strip() else ()
    if not found:
        raise DeskError(
            INVALID, f"the index has no place like {name.strip()!r}", hint="go back, and write its coordinates or another spelling"
        )
    return found


def lists(desk: Desk) -> dict[str, list[str]]:
    """Return names that forms offer: actors and sides that the store has most."""
    facets = desk.columns.facets(Wanted())
    return {name: [value for value, _ in facets[name]][:100] for name in ("actor", "side")}


def coders(desk: Desk, person: Person) -> list[str]:
    """Return who can be given work: the names of the desk's accounts, and those who were given some before."""
    people = getattr(desk.store, "people", None)
    names = {account.name for account in people.accounts()} if people is not None and hasattr(people, "accounts") else set()
    reviews = desk.store.reviews
    return sorted(names | {person.name} | set(reviews.assignments().values()) | {coding.coder for coding in reviews.codings()})


def words_of(form: Mapping[str, str]) -> Span:
    """Return the words that a form names by where they begin and end; raises DeskError."""
    start, end = form.get("start", "").strip(), form.get("end", "").strip()
    if (pair := pair_of(f"{start}-{end}")) is None or pair[0] >= pair[1]:
        raise DeskError(INVALID, "the event has no words", hint="select them in the text, or give the offsets at which they begin and end")
    return Span(*pair)


def settle(desk: Desk) -> None:
    """Link what a review changed, and bring the desk's table up to date."""
    link_store(desk.store)
    desk.refresh()
