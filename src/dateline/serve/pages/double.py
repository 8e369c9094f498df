"""Double coding: a report given to several coders who do not see each other, their agreement, and the adjudicator's choice."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.errors import DatelineError, DeskError
from dateline.linked import event_ids
from dateline.records import CodedReport
from dateline.reviewed import CELLS, cell
from dateline.serve.cell_forms import LABELS, cells_of, changed, choices, count_of, in_words, new_cells, read_cells
from dateline.serve.desk import Desk, desk_of
from dateline.serve.filters import Number
from dateline.serve.frozen import event_marks, stretches
from dateline.serve.pages.review import CONFLICT, INVALID, SEE_OTHER, Fields, candidates, coders, lists, settle, words_of
from dateline.serve.people import Person, at_least, person_of
from dateline.serve.rendering import render
from dateline.store import Case, Coding, ReviewConflictError, Reviews
from dateline.views.cells import report_name
from dateline.views.coding import Agreement, Aligned, agreement, aligned, differing

router = APIRouter(include_in_schema=False)
DONE = ("done", "adjudicated")


@router.get("/double")
def double_page(request: Request, sighting: str = "") -> HTMLResponse:
    """Show what a coder has to code; to an adjudicator all reports that are coded twice, with the agreement over them."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    reviews = desk.store.reviews
    by_report: dict[str, list[Coding]] = defaultdict(list)
    for coding in reviews.codings():
        by_report[coding.sighting].append(coding)
    judging = person.may("adjudicator")
    names = {report.page.sighting.id: _name(report) for report in desk.store.reports()} if judging or by_report else {}
    return render(
        request, "double.html", mine=reviews.codings(coder=person.name), names=names, judging=judging, sighting=sighting,
        reports={s: given for s, given in by_report.items() if _open_to(given, person)} if judging else {}, coders=coders(desk, person),
        over_all=_over_all(desk, by_report) if judging else None,
    )  # fmt: skip


@router.post("/double/give")
def give(request: Request, sighting: Annotated[str, Form()], to: Annotated[str, Form()] = "") -> Response:
    """Give a report to two coders or more, named with commas between them."""
    person, desk = at_least("adjudicator", person_of(request)), desk_of(request)
    names = list(dict.fromkeys(name.strip() for name in to.split(",") if name.strip()))
    there = desk.store.reviews.codings(sighting)
    if len({c.coder for c in there} | set(names)) < 2:
        raise DeskError(INVALID, "double coding needs two coders or more", where=to, hint="name them with commas between them: ann, bob")
    people = {account.name for account in desk.store.people.accounts() if account.active}
    if desk.team and (unknown := sorted(set(names) - people)):
        raise DeskError(INVALID, f"there is no account {', '.join(unknown)}", hint="an admin makes accounts at /team")
    desk.store.reviews.give(sighting, names, given_by=person.name)
    return RedirectResponse("/double", SEE_OTHER)


@router.get("/double/code/{number}")
def coding_page(
    request: Request, number: Number, at: str = "", add: bool = False, start: int | None = None, end: int | None = None
) -> HTMLResponse:
    """Show a coder's own coding of a report, one event at a time."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    coding = _own(desk, number, person)
    if add:
        return _add_form(request, desk, coding, start, end)
    return _coding(request, desk, coding, at)


@router.post("/double/code/{number}/add")
def code_added(request: Request, number: Number, form: Fields) -> Response:
    """Add an event to a coding."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    coding = _own(desk, number, person, writing=True)
    span = words_of(form)
    cells = new_cells(form, fallback=(span.start, span.end))
    made = desk.store.reviews.add(coding.sighting, span, cells, who=person.name, why=form.get("why") or None, coding=number)
    return RedirectResponse(f"/double/code/{number}?at={made.event_report}", SEE_OTHER)


@router.post("/double/code/{number}/undo")
def code_undone(request: Request, number: Number, review: Annotated[Number, Form()]) -> Response:
    """Take back what a coder said in a coding."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    _own(desk, number, person, writing=True)
    if desk.store.reviews.one(review, coding=number) is None:
        raise DeskError(404, "there is no such review in this coding", where=str(review), hint="load the page again")
    taken = desk.store.reviews.undo(review, who=person.name, coding=number)
    return RedirectResponse(f"/double/code/{number}?at={taken[0].event_report}", SEE_OTHER)


@router.post("/double/code/{number}/done")
def code_done(request: Request, number: Number) -> Response:
    """Close a coding; every event of it must have been accepted, corrected or rejected."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    coding = _own(desk, number, person, writing=True)
    left = [e for e in desk.store.reviews.report(coding.sighting, coding=number).events if e.review is None]
    if left:
        raise DeskError(
            CONFLICT, f"{len(left)} event(s) of the report are not decided yet", hint="accept, correct or reject each, then close it"
        )
    desk.store.reviews.close(number, "done")
    return RedirectResponse("/double", SEE_OTHER)


@router.post("/double/code/{number}/{event_report}")
def code_say(request: Request, number: Number, event_report: str, form: Fields) -> Response:
    """Keep what a coder says of an event in a coding."""
    person, desk = at_least("coder", person_of(request)), desk_of(request)
    coding = _own(desk, number, person, writing=True)
    case = desk.store.reviews.case(event_report, coding=number)
    do, why = form.get("do", "save"), form.get("why", "").strip() or None
    try:
        if do == "reject" and not why:
            raise DeskError(INVALID, "a rejection needs its reason", hint="say why there is no such event, then reject")
        said: dict[str, Any] = {"event": None} if do == "reject" else {"accept": True}
        if do == "save" and case.event is not None:
            own = read_cells(form, fallback=(case.event.trigger.start, case.event.trigger.end))
            said = changed(form, own)
        desk.store.reviews.save(event_report, said, who=person.name, seen=form.get("seen", ""), why=why, coding=number)
    except DatelineError as fault:
        status = CONFLICT if isinstance(fault, ReviewConflictError) else INVALID
        return _coding(request, desk, coding, event_report, fault=fault, status=status, why=why)
    at = form.get("after") or event_report if do in ("accept", "reject") else event_report
    return RedirectResponse(f"/double/code/{number}?at={at}", SEE_OTHER)


@router.get("/double/{sighting}")
def compare_page(request: Request, sighting: str) -> HTMLResponse:
    """Show the codings of a report side by side with their agreement, once all are done."""
    person, desk = at_least("adjudicator", person_of(request)), desk_of(request)
    given, rows = _compared(desk, sighting, person)
    report = desk.store.reviews.report(sighting)
    now = {identity: desk.store.reviews.case(identity) for identity in event_ids(report).values()}
    differ = {row.identity: differing(row, CELLS) for row in rows}
    return render(
        request, "double_compare.html", sighting=sighting, report=report, given=given, rows=rows, differ=differ, agreement=agreement(rows, len(given)),
        cell=cell, in_words=in_words, labels=LABELS, fields=CELLS, now=now,
        text=stretches(report.page.document.text, [(row.any.trigger, "w-type", "") for row in rows]),
        adjudicated=all(c.state == "adjudicated" for c in given),
    )  # fmt: skip


@router.post("/double/{sighting}")
def adjudicate(request: Request, sighting: str, form: Fields) -> Response:
    """Make the adjudicator's choices count: of each event whose coding is taken, as a whole and cell by cell."""
    person, desk = at_least("adjudicator", person_of(request)), desk_of(request)
    with desk.store.reviews.together() as reviews:
        given, rows = _compared(desk, sighting, person)
        if all(c.state == "adjudicated" for c in given):
            raise DeskError(CONFLICT, "the report is adjudicated already", where=sighting, hint="correct its events at /review")
        names = " and ".join(c.coder for c in given)
        current = set(event_ids(desk.store.reviews.report(sighting)).values())
        for row in rows:
            chosen = {field: _chosen(form, row, field, len(given)) for field in ("event", *differing(row, CELLS))}
            _apply(
                reviews,
                sighting,
                row,
                chosen,
                given,
                person,
                names,
                known=row.identity in current,
                seen=form.get(f"{row.identity}.seen", ""),
            )
        for coding in given:
            reviews.close(coding.number, "adjudicated")
    settle(desk)
    return RedirectResponse(f"/double/{sighting}", SEE_OTHER)


def _chosen(form: dict[str, str], row: Aligned, field: str, n: int) -> int:
    value = form.get(f"{row.identity}.{field}", "")
    if (which := count_of(value)) is None or which >= n:
        raise DeskError(INVALID, f"nothing is chosen for {LABELS.get(field, field)} of an event", hint="choose a coder in every row")
    return which


def _apply(
    reviews: Reviews,
    sighting: str,
    row: Aligned,
    chosen: dict[str, int],
    given: list[Coding],
    person: Person,
    names: str,
    *,
    known: bool,
    seen: str,
) -> None:
    """Keep the choices for one event report as reviews that count; they name the coders."""
    taken = row.coded[chosen["event"]]
    whole = f"adjudicated between {names}: {given[chosen['event']].coder}'s"
    if taken is None:
        if known:
            reviews.save(row.identity, {"event": None}, who=person.name, seen=seen, why=whole)
        return
    values = {field: cell(row.coded[chosen.get(field, chosen["event"])] or taken, field) for field in CELLS}  # fmt: skip
    why = f"adjudicated between {names}: " + ", ".join(
        f"{LABELS[field].lower()} {given[n].coder}'s" for field, n in chosen.items() if field != "event"
    )
    why = why if len(chosen) > 1 else f"adjudicated between {names}, who agree" if None not in row.coded else whole
    if known:
        reviews.save(row.identity, {"accept": True, **values}, who=person.name, seen=seen, why=why)
    else:
        filled = {field: value for field, value in values.items() if value not in (None, [])}
        reviews.add(sighting, taken.trigger, filled, who=person.name, why=why)


def _own(desk: Desk, number: int, person: Person, *, writing: bool = False) -> Coding:
    """Return a coding of a person; raises DeskError where it is another's, or closed and to be written."""
    found = next((c for c in desk.store.reviews.codings(coder=person.name) if c.number == number), None)
    if found is None:
        raise DeskError(404, "you have no such coding", where=str(number), hint="yours are listed at /double")
    if writing and found.state != "open":
        raise DeskError(CONFLICT, "the coding is closed", where=str(number), hint="an adjudicator can give the report anew")
    return found


def _open_to(given: list[Coding], person: Person) -> bool:
    """Tell whether a person may look at codings: not at those of others while an own one is open."""
    return all(c.state in DONE for c in given if c.coder == person.name)


def _compared(desk: Desk, sighting: str, person: Person) -> tuple[list[Coding], list[Aligned]]:
    given = list(desk.store.reviews.codings(sighting))
    if len(given) < 2 or any(c.state not in DONE for c in given):
        waiting = ", ".join(c.coder for c in given if c.state not in DONE)
        raise DeskError(
            CONFLICT, "the codings are compared when all are done", where=waiting or sighting, hint="see /double for who still codes"
        )
    return given, aligned([desk.store.reviews.report(sighting, coding=c.number) for c in given])


def _over_all(desk: Desk, by_report: dict[str, list[Coding]]) -> tuple[tuple[str, ...], int, Agreement] | None:
    """Return the agreement over all reports that the same coders have done, of the pair that did most."""
    done: dict[tuple[str, ...], list[list[Coding]]] = defaultdict(list)
    for given in by_report.values():
        if len(given) > 1 and all(c.state in DONE for c in given):
            done[tuple(sorted(c.coder for c in given))].append(sorted(given, key=lambda c: c.coder))
    if not done:
        return None
    who = max(done, key=lambda names: (len(done[names]), names))
    rows = [row for given in done[who] for row in aligned([desk.store.reviews.report(c.sighting, coding=c.number) for c in given])]
    return who, len(done[who]), agreement(rows, len(who))


def _coding(
    request: Request,
    desk: Desk,
    coding: Coding,
    at: str,
    *,
    fault: DatelineError | None = None,
    status: int = 200,
    why: str | None = None,
) -> HTMLResponse:
    reviews = desk.store.reviews
    report = reviews.report(coding.sighting, coding=coding.number)
    ids = event_ids(report)
    listed = [(ids[event.id], event) for event in report.events]
    rejected = sorted(
        {r.event_report for r in reviews.of(coding.sighting) if r.coding == coding.number and r.rejects and r.undone is None}
        - set(ids.values())
    )
    at = at or next((identity for identity, event in listed if event.review is None), listed[0][0] if listed else "")
    case: Case | None = reviews.case(at, coding=coding.number) if at else None
    shown = (case.event or case.read) if case else None
    now = cells_of(case.event) if case and case.event else dict.fromkeys(CELLS)
    order = [identity for identity, _ in listed]
    here = order.index(at) if at in order else -1
    open_left = [identity for identity, event in listed if event.review is None and identity != at]
    alive = [r for r in case.reviews if r.undone is None] if case else []
    return render(
        request, "double_code.html", status=status, coding=coding, report=report, sighting=report.page.sighting, document=report.page.document,
        listed=listed, rejected=rejected, case=case, event=shown, cells=now, was=json.dumps(now), choices=choices(), fault=fault, in_words=in_words,
        why=why or "", candidates=candidates(shown) if shown else (), lists=lists(desk), before=order[here - 1] if here > 0 else None,
        following=order[here + 1] if 0 <= here < len(order) - 1 else None, after=open_left[0] if open_left else at, last=alive[-1].number if alive else None,
        text=stretches(report.page.document.text, event_marks(report, shown) if shown else ()), ready=all(e.review for _, e in listed),
    )  # fmt: skip


def _add_form(request: Request, desk: Desk, coding: Coding, start: int | None, end: int | None) -> HTMLResponse:
    report = desk.store.reviews.report(coding.sighting, coding=coding.number)
    ids = event_ids(report)
    return render(
        request, "review_add.html", report=report, sighting="add",
        text=stretches(report.page.document.text, [(event.trigger, "w-type", "") for event in report.events]),
        start=start, end=end, choices=choices(), listed=[(ids[e.id], e) for e in report.events], fault=None, lists=lists(desk),
        action=f"/double/code/{coding.number}", coding=None, back=f"/double/code/{coding.number}", given=dict.fromkeys(CELLS),
    )  # fmt: skip


def _name(report: CodedReport) -> str:
    sighting = report.page.sighting
    return f"{sighting.title or report_name(sighting.doc_id)} ({sighting.outlet or 'unknown outlet'}{f', {sighting.published}' if sighting.published else ''})"
