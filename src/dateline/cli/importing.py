"""`dateline import`: tables of events that others coded, and how the events of the store stand to them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.gazetteer import pair, progress
from dateline.cli.reading import Database
from dateline.cli.session import console, put, say, session_of
from dateline.cli.stored import existing_store
from dateline.cli.tally import NOTHING_READ, PART_NOT_READ
from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.references import Standpoint
    from dateline.store import Store

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline import acled.csv                          an export of ACLED, of any year's columns\n"
    "  dateline import ged251.csv.zip --name ucdp         UCDP GED, zipped or not\n"
    "  dateline import incidents.xlsx --sheet 2017 -c date=Day -c lat=Y -c lon=X -c killed=Dead\n"
    "  dateline import --list\n"
    "  dateline import --marks acled.csv -o marks.csv     new, update or known, with the reason\n"
)
MARK_COLUMNS = ("event", "report", "date", "place", "event_type", "sub_event_type", "standing", "row", "score", "reason", "table")
_SHOWN = ("new", "update", "known")


class Dates(StrEnum):
    """How dates in figures are written."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Tables: ACLED or UCDP GED exports, CSV, TSV or XLSX with headings; CSV also zipped."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", help="Call the table so (default: as the file); one of that name is replaced.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column", "-c", metavar="FIELD=HEADING", help="Take a field from this heading, not the guessed one; may be repeated."
        ),
    ] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="XLSX: the sheet (default: the first with cells).")] = None,
    dates: Annotated[Dates | None, typer.Option("--dates", help="How dates in figures such as 03/04/2017 are meant.")] = None,
    keep_good: Annotated[bool, typer.Option("--keep-good", help="Take the good rows of a table that has bad ones too.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the tables of the store.")] = False,
    remove: Annotated[str | None, typer.Option("--remove", metavar="NAME", help="Take a table out of the store.")] = None,
    marks: Annotated[
        str | None, typer.Option("--marks", metavar="NAME", help="Give out how the store's events stand to a table, as CSV.")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="With --marks: write here, not to stdout.")] = None,
    db: Database = None,
) -> None:
    """Put tables of events that others coded beside the reports, and mark every event as new, an update, or known against them."""
    wanted = [bool(files), list_, remove is not None, marks is not None]
    if sum(wanted) != 1:
        raise typer.BadParameter("give files to import, or one of --list, --remove NAME, --marks NAME")
    if list_:
        _list(ctx, db)
    elif remove is not None:
        with existing_store(ctx, db) as store:
            store.references.remove(remove)
        say(f"the table {remove} is out of the store, with all that was marked against it")
    elif marks is not None:
        with existing_store(ctx, db) as store:
            _put_marks(store, marks, output)
    else:
        if name and len(files or ()) > 1:
            raise typer.BadParameter("one name for several tables", param_hint="--name")
        columns = dict(pair(text, "date=Day") for text in column or [])
        _import(ctx, files or [], name, columns, sheet, dates, db, keep_good=keep_good)


def _import(
    ctx: typer.Context, files: list[Path], name: str | None, columns: Mapping[str, str], sheet: str | None, dates: Dates | None,
    db: str | None, *, keep_good: bool,
) -> None:  # fmt: skip
    from dateline.beside import import_table, mark
    from dateline.store import open_store

    session = session_of(ctx)
    day_first = None if dates is None else dates is Dates.DAY_FIRST
    failed = 0
    with open_store(db or session.config.store_url) as store:
        for file in files:
            try:
                with progress(f"importing {file.name}") as advance:
                    done = import_table(
                        store, file, home=session.config.home, name=name, columns=columns, sheet=sheet, day_first=day_first, keep_good=keep_good,
                        progress=advance, tell=lambda note, file=file: say(f"{file}: {note}"),  # type: ignore[misc]
                    )  # fmt: skip
            except DatelineError as error:
                if len(files) == 1:
                    raise
                failed += 1
                say(f"{error.where or file}: {error.what}" + (f"\n  hint: {error.hint}" if error.hint else ""))
                continue
            say(f"{done.rows} row(s) of {file} are in the store as {done.name}")
            if done.left_out:
                say(done.faults)
        with progress("marking events") as advance:
            counts = mark(store, progress=advance)
    for line in count_lines(counts):
        say(line)
    if failed:
        raise typer.Exit(NOTHING_READ if failed == len(files) else PART_NOT_READ)


def count_lines(counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Yield "3 new, 1 update, 5 known against acled.csv" for each table against which anything was marked."""
    for table, count in counts.items():
        if count:
            rest = f", {count['none']} not compared" if count["none"] else ""
            yield ", ".join(f"{count[standing]} {standing}" for standing in _SHOWN) + f" against {table}{rest}"


def mark_added(store: Store) -> list[str]:
    """Mark the event reports that were added, and return how many are new, updates or known, a line for each table."""
    if not store.references.tables():
        return []
    from dateline.beside import mark

    return list(count_lines(mark(store)))


def _list(ctx: typer.Context, db: str | None) -> None:
    from dateline.cli.tables import table

    with existing_store(ctx, db) as store:
        found = store.references.tables()
    if not found:
        say("no table was imported\n  hint: `dateline import FILE` takes ACLED and UCDP exports, CSV and XLSX")
        return
    rows = [(t.name, t.layout.kind, str(t.rows), str(t.left_out), t.imported[:10], t.file, t.sha256[:16]) for t in found]
    console().print(table("", ("table", "kind", "rows", "left out", "imported", "from", "sha256"), rows, heads=6))


def standings(store: Store, names: list[str]) -> dict[str, dict[str, Standpoint]]:
    """Return, by table and stable id, how event reports stand; those added by other means than the command line are marked first."""
    from dateline.beside import mark

    mark(store)
    return {name: store.references.marks(name) for name in names}


def _put_marks(store: Store, name: str, output: Path | None) -> None:
    """Write the marks against a table as CSV."""
    from dateline.cli.exporting import write

    store.references.table(name)
    told = standings(store, [name])[name]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(MARK_COLUMNS)
    for event in store.events():
        if mark := told.get(event.event_report):
            rows.writerow((
                event.id, event.doc_id, event.date_start or "", event.place or "", event.event_type, event.sub_event_type, mark.standing,
                mark.row or "", "" if mark.score is None else mark.score, mark.reason, name,
            ))  # fmt: skip
    if output is None:
        put(text.getvalue().rstrip("\n"))
    else:
        write([text.getvalue()], output)
