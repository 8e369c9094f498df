"""`dateline events` and `dateline claims`: what the store holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.filters import find_events
from dateline.cli.reading import Database, KnownOn
from dateline.cli.session import console, put, put_json, say, session_of
from dateline.config import sqlite_file
from dateline.errors import DatelineError, StoreError
from dateline.records import Claim, Document
from dateline.views import cells
from dateline.views.days import day, end_of

if TYPE_CHECKING:
    from dateline.references import Standpoint
    from dateline.store import EventSummary, Member, Store, TollSummary

EVENTS_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline events\n"
    "  dateline events --country Syria --from 2017-10-23 --to 2017-10-30\n"
    "  dateline events --type Battles --json > battles.jsonl\n"
    "  dateline events --against acled.csv                how each stands to an imported table, and why\n"
    "  dateline events --new                              only those that no imported table has\n"
)
CLAIMS_EXAMPLES = "\b\nExamples:\n  dateline claims DL-12\n  dateline claims --json DL-12\n"
_FEW = 200
"""Events up to which each is fetched by itself; more are picked out of all reports."""
CLAIM_COLUMNS = ("source", "kind", "says", "certainty", "words", "report")
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def existing_store(ctx: typer.Context, db: str | None) -> Store:
    """Open the store that is asked for; raises StoreError where there is none yet, rather than making an empty one."""
    from dateline.store import open_store

    url = db or session_of(ctx).config.store_url
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise StoreError("there is no store yet", where=str(file), hint="`dateline add SOURCE` makes it; --db names another")
    return open_store(url)


def events(
    ctx: typer.Context,
    db: Database = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="NAME", help="Only events of this country (name or two-letter code).")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Only events at this place.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only events of this day or later.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only events of this day or earlier.")] = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only this event type, like Battles.")] = None,
    sub_type: Annotated[
        str | None, typer.Option("--sub-type", metavar="TYPE", help="Only this sub-event type, like 'Armed clash'.")
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option("--actor", metavar="NAME", help="Only events in which this actor or side takes part; short names such as RSF do."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="NAME", help="Say how each event stands to this imported table: new, update or known."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Only events that no imported table has (with --against: not this one).")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = None,
    by_report: Annotated[
        bool, typer.Option("--reports", help="List each event report by itself, not the events that they are linked to.")
    ] = False,
    as_known: KnownOn = None,
    as_json: Json = False,
) -> None:
    """List the events of the store, earliest first, each with the number of its reports."""
    from dateline.cli.importing import standings
    from dateline.store import EventFilter

    wanted = EventFilter(
        country=country, place=place, since=day(since), until=day(to), event_type=kind, sub_event_type=sub_type, actor=actor,
    )  # fmt: skip
    then = day(as_known)
    if then and (against is not None or new):
        raise DatelineError("how events stand to a table is known of today only", hint="leave out --as-known-on, or --against and --new")
    known = end_of(then)
    marks: dict[str, dict[str, Standpoint]] = {}
    with existing_store(ctx, db) as store:
        reports = find_events(store, wanted, as_known=known)
        if against is not None or new:
            marks = standings(store, _tables(store, against))
        if new:
            reports = _new(reports, store, marks)
        groups = ([[one] for one in reports] if by_report else list(_groups(reports)))[:limit]
        heads = [group[0] for group in groups]
        rows = [] if as_json else [_summary_row(one) for one in heads] if known else list(_rows(store, heads))
    told = marks.get(against or "", {})
    stands = [_standing(group, told) for group in groups]
    if as_json:
        for group, mark in zip(groups, stands, strict=True):
            put_json(
                dataclasses.asdict(group[0])
                | ({} if by_report else _counted(group))
                | ({"against": dataclasses.asdict(mark)} if mark else {})
            )
        return
    if not by_report:
        rows = [(*row[:-1], f"{len({one.doc_id for one in group})}: {row[-1]}") for row, group in zip(rows, groups, strict=True)]
    if against is not None:
        rows = [(*row, mark.reason if mark else "") for row, mark in zip(rows, stands, strict=True)]
    if groups:
        title = f"{len(groups)} event report(s)" if by_report else f"{len(groups)} event(s) from {len(reports)} event report(s)"
        _print_events(title, rows, "report" if by_report else "reports", *([against] if against else []))
    else:
        say("no event of the store matches\n  hint: `dateline events` without options lists them all; `dateline add` puts reports in")


def _counted(group: Sequence[EventSummary]) -> dict[str, object]:
    doc_ids = list(dict.fromkeys(one.doc_id for one in group))
    return {"n_reports": len(doc_ids), "reports": doc_ids}


def _tables(store: Store, against: str | None) -> list[str]:
    """Return the names of the tables that are asked for; raises StoreError where there are none."""
    if against is not None:
        return [store.references.table(against).name]
    names = [table.name for table in store.references.tables()]
    if not names:
        raise StoreError(
            "no table was imported that events could be new against",
            hint="`dateline import FILE` takes ACLED and UCDP exports, CSV and XLSX",
        )
    return names


def _new(found: Sequence[EventSummary], store: Store, marks: Mapping[str, Mapping[str, Standpoint]]) -> list[EventSummary]:
    """Return the event reports of events that are compared and in none of the tables, by none of their reports."""
    has_row = {report for table in marks.values() for report, mark in table.items() if mark.standing in ("update", "known")}
    compared = {report for table in marks.values() for report, mark in table.items() if mark.standing == "new"}
    known = {event.id for event in store.events() if event.event_report in has_row}
    return [event for event in found if event.id not in known and event.event_report in compared]


def _standing(group: Sequence[EventSummary], told: Mapping[str, Standpoint]) -> Standpoint | None:
    """Return how an event stands: an update where one of its reports is, else known where one is, else new."""
    order = ("update", "known", "new", "none")
    return min(
        (told[one.event_report] for one in group if one.event_report in told), key=lambda mark: order.index(mark.standing), default=None
    )


def _print_events(title: str, rows: Sequence[tuple[str, ...]], *last: str) -> None:
    from dateline.cli.tables import event_table

    console().print(event_table(title, rows, before=("id",), after=last))


def _groups(reports: Sequence[EventSummary]) -> Iterator[list[EventSummary]]:
    """Yield the event reports of each event, the one that tells most exactly first, in the order of their first."""
    found: dict[str, list[EventSummary]] = {}
    for one in reports:
        found.setdefault(one.id, []).append(one)
    for group in found.values():
        group.sort(key=_exactness)
        yield group


def _exactness(one: EventSummary) -> tuple[bool, int, bool, bool, int, str]:
    """Order event reports: what happened, at an exact place, on an exact day, with actors, on most claims."""
    happened = one.realis not in ("planned", "hypothetical_denied")
    return not happened, one.geo_precision or 9, one.date_precision != "day", not one.actors, -one.n_claims, one.doc_id


def _summary_row(one: EventSummary) -> tuple[str, ...]:
    """Return the cells of an event report as the tables of an earlier day tell it."""
    acting = ", ".join(a.name for a in one.actors if a.role in ("initiator", "supporter")) or cells.UNKNOWN
    suffering = ", ".join(a.name for a in one.actors if a.role in ("target", "victim"))
    tolls = "; ".join(f"{_between(t)} {t.kind}" for t in one.tolls) or cells.UNKNOWN
    return (
        one.id, cells.days(one.date_start, one.date_end), one.place or cells.UNKNOWN, one.sub_event_type,
        f"{acting} -> {suffering}" if suffering else acting, tolls, f"{one.n_claims} claim(s)", cells.report_name(one.doc_id),
    )  # fmt: skip


def _between(toll: TollSummary) -> str:
    """Return "4", "4-7", "at least 4", "up to 7"; "some" where no number is given."""
    if toll.low is None and toll.high is None:
        return "some" if toll.best is None else str(toll.best)
    if toll.low is None or toll.high is None:
        return f"up to {toll.high}" if toll.low is None else f"at least {toll.low}"
    return str(toll.low) if toll.low == toll.high else f"{toll.low}-{toll.high}"


def _rows(store: Store, found: Sequence[EventSummary]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of events, made from their reports: what `dateline code` shows of them."""
    from dateline.cli.tables import event_row

    wanted = {event.id for event in found}
    parts: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    if len(wanted) < _FEW:
        members = ((number, member.report, member.event) for number in wanted for member in store.event(number).members)
    else:
        members = ((ids[e.id], report, e) for report, ids in store.numbered_reports() for e in report.events if ids.get(e.id) in wanted)
    for number, report, event in members:
        parts.setdefault((number, report.page.sighting.doc_id), []).append(event_row(event, report.claims))
    for summary in found:
        told = parts[summary.id, summary.doc_id]
        yield (summary.id, *(told.pop(0) if len(told) > 1 else told[0]), cells.report_name(summary.doc_id))


def claims(
    ctx: typer.Context,
    event: Annotated[str, typer.Argument(help="The event's id, as `dateline events` lists it.", metavar="EVENT")],
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Show the claims under one event: who says so, in which words, in which report."""
    with existing_store(ctx, db) as store:
        found = store.event(event)
    if as_json:
        for member in found.members:
            for claim in member.claims:
                put_json(
                    {"event": found.id, "doc_id": member.report.page.sighting.doc_id} | _claim_object(claim, member.report.page.document)
                )
        return
    print_claims(found.id, found.members)


def print_claims(event_id: str, members: tuple[Member, ...]) -> None:
    """Print an event's rows and the claims under it."""
    from dateline.cli.tables import event_row, event_table, table

    screen = console()
    screen.print(event_table(f"event {event_id}", [event_row(m.event, m.claims) for m in members]))
    rows = [_claim_row(claim, member) for member in members for claim in member.claims]
    screen.print(table(f"{len(rows)} claim(s) under it", CLAIM_COLUMNS, rows, heads=4))
    if not rows:
        put("")


def _claim_row(claim: Claim, member: Member) -> tuple[str, ...]:
    document = member.report.page.document
    cue = claim.cue.of(document) if claim.cue else "(in its own words)"
    says = f"denies: {cue}" if claim.polarity == "-" else cue
    return (
        cells.speaker(claim.source, claim.via),
        claim.source.type,
        says,
        claim.certainty,
        claim.content.of(document),
        cells.report_name(member.report.page.sighting.doc_id),
    )


def _claim_object(claim: Claim, document: Document) -> dict[str, object]:
    return {
        "id": claim.id,
        "about": list(claim.about),
        "source": claim.source.name,
        "source_type": claim.source.type,
        "attributed": claim.attributed,
        "via": [link.name for link in claim.via],
        "cue": claim.cue.of(document) if claim.cue else None,
        "content": {"span": [claim.content.start, claim.content.end], "text": claim.content.of(document)},
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "cue_class": claim.cue_class,
        "stance": claim.stance,
    }
