"""`dateline why`: the evidence for each link of an event, and what was nearest to it but left apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.reading import Database
from dateline.cli.session import console, put, put_json
from dateline.cli.stored import Json, existing_store
from dateline.views import cells

if TYPE_CHECKING:
    from dateline.linked import Link

EXAMPLES = "\b\nExamples:\n  dateline why DL-12\n  dateline why --json DL-12\n"
COLUMNS = ("event reports", "score", "evidence")
Names = dict[str, tuple[str, str, str]]


def why(
    ctx: typer.Context,
    event: Annotated[str, typer.Argument(help="The event's id, as `dateline events` lists it.", metavar="EVENT")],
    db: Database = None,
    as_json: Json = False,
) -> None:
    """Show why the reports of an event were linked, and the nearest event report that was not."""
    from dateline.cli.tables import event_row, event_table, table
    from dateline.linkage import why as reasons
    from dateline.linked import event_ids

    with existing_store(ctx, db) as store:
        found = store.event(event)
        own = {event_ids(member.report)[member.event.id] for member in found.members}
        told = reasons(store, own)
        names = store.members(own | ({told.nearest.a, told.nearest.b} if told.nearest else set()))
    if as_json:
        links = [_link_object(link, names) for link in told.links]
        put_json({"event": found.id, "links": links, "nearest": _link_object(told.nearest, names) if told.nearest else None})
        return
    screen = console()
    rows = [(*event_row(m.event, m.claims), cells.report_name(m.report.page.sighting.doc_id)) for m in found.members]
    screen.print(event_table(f"event {found.id}: {len(rows)} event report(s)", rows, after=("report",)))
    if told.links:
        screen.print(
            table(f"{len(told.links)} link(s), evidence in log-odds", COLUMNS, [_cells(link, names) for link in told.links], heads=2)
        )
    else:
        put("one event report: nothing to link")
    if told.nearest:
        screen.print(table("the nearest that was not linked", COLUMNS, [_cells(told.nearest, names)], heads=2))
    else:
        put("no other event report is near it")


def _cells(link: Link, names: Names) -> tuple[str, ...]:
    reasons = [f"{piece.weight:+.1f} {piece.feature.replace('_', ' ')}: {piece.saw}" for piece in link.evidence]
    kept_apart = [f"kept apart ({link.barred})"] if link.barred else []
    return f"{_name(link.a, names)} = {_name(link.b, names)}", f"{link.score:.2f}", "; ".join(kept_apart + reasons)


def _name(report: str, names: Names) -> str:
    if report not in names:
        return report
    number, doc_id, local = names[report]
    return f"{cells.report_name(doc_id)}#{local} ({number})"


def _link_object(link: Link, names: Names) -> dict[str, object]:
    ends = [
        {"event": names[i][0], "event_report": f"{names[i][1]}#{names[i][2]}"} if i in names else {"event_report": i}
        for i in (link.a, link.b)
    ]
    evidence = [{"feature": piece.feature, "saw": piece.saw, "weight": piece.weight} for piece in link.evidence]
    return {"between": ends, "score": link.score, "barred": link.barred, "evidence": evidence}
