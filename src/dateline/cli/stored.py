"""`dateline events` and `dateline claims`: what the store holds."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import cells
from dateline.cli.reading import Database, day
from dateline.cli.session import console, put, put_json, say, session_of
from dateline.config import sqlite_file
from dateline.errors import StoreError
from dateline.records import Claim, Document

if TYPE_CHECKING:
    from dateline.store import EventSummary, Member, Store, TollSummary

EVENTS_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline events\n"
    "  dateline events --country Syria --from 2017-10-23 --to 2017-10-30\n"
    "  dateline events --type Battles --json > battles.jsonl\n"
)
CLAIMS_EXAMPLES = "\b\nExamples:\n  dateline claims DL-12\n  dateline claims --json DL-12\n"
EVENT_COLUMNS = ("id", "date", "place", "type", "actors", "toll", "claims", "report")
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
        str | None, typer.Option("--actor", metavar="NAME", help="Only events in which this actor or side takes part.")
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
        found = store.events(wanted)
    if as_json:
        for event in found:
            put_json(dataclasses.asdict(event))
    elif found:
        from dateline.cli.tables import table

        console().print(table(f"{len(found)} event report(s)", EVENT_COLUMNS, map(_row, found), narrow=2))
    else:
        say("no event in the store is like that\n  hint: `dateline add` puts reports in; fewer options let more through")


def _row(event: EventSummary) -> tuple[str, ...]:
    area = event.admin1 or event.country
    acting = ", ".join(dict.fromkeys(a.name for a in event.actors if a.role in ("initiator", "supporter")))
    suffering = ", ".join(dict.fromkeys(a.name for a in event.actors if a.role in ("target", "victim")))
    return (
        event.id,
        cells.days(event.date_start, event.date_end),
        f"{event.place or cells.UNKNOWN}" + (f" ({area})" if area and area != event.place else ""),
        event.sub_event_type + (f" [{cells.REALIS[event.realis]}]" if event.realis in cells.REALIS else ""),
        f"{acting or cells.UNKNOWN}" + (f" -> {suffering}" if suffering else ""),
        "; ".join(map(_toll, event.tolls)) or cells.UNKNOWN,
        str(event.n_claims),
        cells.report_name(event.doc_id),
    )


def _toll(toll: TollSummary) -> str:
    bounds = dict.fromkeys(str(n) for n in (toll.low, toll.best, toll.high) if n is not None)
    return f"{'/'.join(bounds) or 'some'} {toll.kind}" + (f" ({toll.side})" if toll.side else "")


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
    from dateline.cli.tables import EVENT_COLUMNS as COLUMNS
    from dateline.cli.tables import event_row, table

    screen = console()
    screen.print(table(f"event {event_id}", COLUMNS, [event_row(m.event, m.claims) for m in members], narrow=1))
    rows = [_claim_row(claim, member) for member in members for claim in member.claims]
    screen.print(table(f"{len(rows)} claim(s) under it", CLAIM_COLUMNS, rows))
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
