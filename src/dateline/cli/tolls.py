"""`dateline tolls` and `dateline compare`: who says how many, and what code books make of it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.exporting import write
from dateline.cli.reading import Database, KnownOn, read_back
from dateline.cli.session import console, put_json, say
from dateline.cli.stored import Json, existing_store
from dateline.errors import ReadError, StoreError
from dateline.records import CodedReport, Count
from dateline.views import cells
from dateline.views.days import day, end_of
from dateline.views.exporting import counting_of
from dateline.views.origins import linked_sketches, origin_keys
from dateline.views.tolls import likely, tolls_of

if TYPE_CHECKING:
    from dateline.export import Compared
    from dateline.export.table import Numbered
    from dateline.linked import TollCell, TollRow, TollTable

TOLLS_EXAMPLES = "\b\nExamples:\n  dateline tolls DL-12\n  dateline tolls --json DL-12\n"
COMPARE_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline compare acled ucdp\n"
    "  dateline compare acled ucdp -o compared.csv\n"
    "  dateline code --json reports/ > coded.jsonl && dateline compare acled ucdp coded.jsonl\n"
)
COLUMNS = ("count", "whose", "said by", "loss", "said on", "stands", "why", "words", "report")


class Book(StrEnum):
    """The code books that can be compared."""

    ACLED = "acled"
    UCDP = "ucdp"


def tolls(
    ctx: typer.Context,
    event: Annotated[str, typer.Argument(help="The event's id, as `dateline events` lists it.", metavar="EVENT")],
    db: Database = None,
    as_json: Json = False,
    as_known: KnownOn = None,
) -> None:
    """Show who says how many of whom of one event, which counts still stand and why, and what each resolver makes of them."""
    from dateline.link.origins import origins

    then = end_of(day(as_known))
    with existing_store(ctx, db) as store:
        found = store.event(event, as_known=then)
        reports, copies = linked_sketches(store, {m.report.page.sighting.id for m in found.members}, as_known=then)
    origin = {claim: one.key for one in origins(reports, copies) for claim in one.claims}
    shown = tolls_of(found, origin, copies)
    if shown is None:
        raise StoreError(f"no report of the event counts people: {found.id}", hint="`dateline events` lists the events with their tolls")
    if as_json:
        for cell in shown.cells:
            for row in cell.rows:
                put_json(_object(shown, cell, row))
        return
    print_tolls(shown)


def print_tolls(shown: TollTable) -> None:
    """Print the counts of an event, and what each resolver makes of them."""
    from dateline.cli.tables import table
    from dateline.export import RESOLVERS, acled_estimates

    rows = [_row(cell, row) for cell in shown.cells for row in cell.rows]
    console().print(table(f"event {shown.event}: {len(rows)} count(s)", COLUMNS, rows, heads=3))
    made = []
    for cell in shown.cells:
        estimates = acled_estimates(cell)
        if estimates:
            numbers = [f"{name} {_triple(resolver(estimates))}" for name, resolver in RESOLVERS.items()]
            numbers += [words] if (words := likely(cell)) is not None else []
            made.append((f"{cell.kind}, {cell.who or 'side not given'}", cell.pattern, "; ".join(numbers)))
    console().print(table("what each resolver makes of it", ("count", "pattern", "low-best-high"), made))


def _triple(numbers: tuple[int, int, int]) -> str:
    return str(numbers[1]) if numbers[0] == numbers[2] else "-".join(map(str, numbers))


def _row(cell: TollCell, row: TollRow) -> tuple[str, ...]:
    entry = row.entry
    count = Count(entry.low, entry.best, entry.high, entry.modifier)  # type: ignore[arg-type]
    whose = ", ".join(part for part in (entry.subgroup, cell.who or "side not given") if part)
    return (
        f"{cells.number(count)} {entry.kind}", whose + (" (a group of places)" if entry.scope == "group" else ""), entry.speaker, entry.loss_of or "-",
        dt.date.fromordinal(entry.said).isoformat() if entry.said is not None else "-", row.standing, row.reason, entry.words, cells.report_name(entry.doc_id),
    )  # fmt: skip


def _object(shown: TollTable, cell: TollCell, row: TollRow) -> dict[str, object]:
    entry = dataclasses.asdict(row.entry)
    entry["said"] = dt.date.fromordinal(row.entry.said).isoformat() if row.entry.said is not None else None
    entry["learned"] = row.entry.learned.isoformat()
    return {"event": shown.event, "pattern": cell.pattern, "standing": row.standing, "reason": row.reason} | entry


def compare(
    ctx: typer.Context,
    one: Annotated[Book, typer.Argument(metavar="BOOK", help="acled.", show_default=False)],
    other: Annotated[Book, typer.Argument(metavar="BOOK", help="ucdp.", show_default=False)],
    source: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Lines of `dateline code --json`, in place of the store.", show_default=False)
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write CSV here, not a table to stdout.")] = None,
    tolls_: Annotated[
        str | None, typer.Option("--tolls", metavar="NAME", help="One resolver for both, so that only the other rules differ.")
    ] = None,
    db: Database = None,
    allow_fiction: Annotated[bool, typer.Option("--allow-fiction", help="Compare reports that are marked as fiction.")] = False,
    as_known: KnownOn = None,
) -> None:
    """Show, event by event and in all, where and why two code books count other numbers of dead from the same claims."""
    from dateline.export import compare as side_by_side
    from dateline.export import compared_csv

    if {one, other} != {Book.ACLED, Book.UCDP}:
        raise typer.BadParameter("compare acled with ucdp")
    then = end_of(day(as_known))
    if then is not None and source is not None:
        raise typer.BadParameter("--as-known-on asks the store; a file has no times of learning")
    origins: dict[str, str] = {}
    if source is not None:
        reports: list[Numbered] = [
            (report, {e.id: f"{report.page.sighting.doc_id}/{e.id}" for e in report.events}) for report in _lines(source)
        ]
    else:
        with existing_store(ctx, db) as store:
            reports, origins = list(store.numbered_reports(as_known=then)), origin_keys(store, as_known=then)
    counting = {book: counting_of(reports, book.value, tolls_, origins=origins) for book in Book}
    rows = side_by_side(reports, of_acled=counting[Book.ACLED], of_ucdp=counting[Book.UCDP], allow_fiction=allow_fiction)
    if output is not None:
        write([compared_csv(rows)], output)
        say(f"{len(rows) - 1} event(s) compared: see {output}")
        return
    _show(rows)


def _lines(source: Path) -> Iterable[CodedReport]:
    if not source.is_file():
        raise ReadError("there is no such file", where=str(source), hint="write one with: dateline code --json SOURCE > coded.jsonl")
    for found in read_back(str(source)):
        if isinstance(found, CodedReport):
            yield found
        else:
            raise ReadError(found.what, where=found.where, hint=found.hint)


def _show(rows: Iterable[Compared]) -> None:
    from dateline.cli.tables import table

    def number(n: int | None) -> str:
        return "-" if n is None else str(n)

    shown = [
        (
            r.events,
            r.day,
            r.place,
            number(r.acled),
            number(r.ucdp_best),
            f"{number(r.ucdp_low)}..{number(r.ucdp_high)}",
            f"{r.difference:+d}" if r.difference else "0",
            r.reasons,
        )
        for r in rows
    ]
    console().print(
        table(
            f"{len(shown) - 1} event(s) with deaths",
            ("event", "day", "place", "acled", "ucdp best", "low..high", "acled - ucdp", "why"),
            shown,
            heads=3,
        )
    )
