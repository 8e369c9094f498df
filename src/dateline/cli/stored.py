"""`dateline events` and `dateline claims`: what the store holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import cells
from dateline.cli.filters import find_events
from dateline.cli.reading import Database, day
from dateline.cli.session import console, put, put_json, say, session_of
from dateline.config import sqlite_file
from dateline.errors import StoreError
from dateline.records import Claim, Document

if TYPE_CHECKING:
    from dateline.store import EventSummary, Member, Store

EVENTS_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline events\n"
    "  dateline events --country Syria --from 2017-10-23 --to 2017-10-30\n"
    "  dateline events --type Battles --json > battles.jsonl\n"
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
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = None,
    as_json: Json = False,
) -> None:
    """List the events of the store, earliest first."""
    from dateline.store import EventFilter

    wanted = EventFilter(
        country=country, place=place, since=day(since), until=day(to), event_type=kind, sub_event_type=sub_type, actor=actor, limit=limit
    )
    with existing_store(ctx, db) as store:
        found = find_events(store, wanted)
        rows = [] if as_json else list(_rows(store, found))
    if as_json:
        for event in found:
            put_json(dataclasses.asdict(event))
    elif found:
        from dateline.cli.tables import event_table

        console().print(event_table(f"{len(found)} event report(s)", rows, before=("id",), after=("report",)))
    else:
        say("no event of the store matches\n  hint: `dateline events` without options lists them all; `dateline add` puts reports in")


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
