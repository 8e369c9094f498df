"""`dateline export`: rows out of the store."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.reading import Database, KnownOn
from dateline.cli.session import put, say, session_of
from dateline.cli.stored import existing_store
from dateline.errors import ExportError
from dateline.views.days import day, end_of
from dateline.views.exporting import TABLES, table_of

if TYPE_CHECKING:
    from dateline.export import Excluded
    from dateline.store import Store

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline export acled -o acled.csv                 rows with ACLED's columns; excluded.csv and acled-tolls.csv beside it\n"
    "  dateline export ucdp --tolls majority -o ucdp.csv\n"
    "  dateline export geojson | less\n"
    "  dateline export corpus --unmask -o reviewed          training data out of what was reviewed\n"
)
EXCLUDED = "excluded.csv"
TOLLS = "tolls.csv"


class Format(StrEnum):
    """The formats that rows are given out in."""

    ACLED = "acled"
    UCDP = "ucdp"
    GEOJSON = "geojson"
    JSONL = "jsonl"
    CORPUS = "corpus"


def export(
    ctx: typer.Context,
    format_: Annotated[Format, typer.Argument(metavar="FORMAT", help="acled, ucdp, geojson, jsonl or corpus.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here, not to stdout; for corpus a folder.")
    ] = None,
    db: Database = None,
    allow_fiction: Annotated[bool, typer.Option("--allow-fiction", help="Give out rows of reports that are marked as fiction.")] = False,
    unmask: Annotated[bool, typer.Option("--unmask", help="Do not mask private persons: only for files that stay with you.")] = False,
    resolver: Annotated[
        str | None,
        typer.Option(
            "--tolls", "--resolver", metavar="NAME", help="acled, ucdp: how one number is made where sources differ; names in docs."
        ),
    ] = None,
    as_known: KnownOn = None,
) -> None:
    """Give the events of the store out as rows.

    corpus writes the reports whose events persons reviewed, all of them, as training data: a text and a record each in the folder -o.

    With -o, what acled and ucdp leave out goes to excluded.csv beside the file, with the rule, and how each number of dead was chosen to
    acled-tolls.csv or ucdp-tolls.csv.
    """
    if resolver and format_ not in TABLES:
        raise ExportError(f"{format_} keeps every toll, so there is nothing to resolve", hint=f"--tolls is for {' and '.join(TABLES)}")
    chosen = resolver or session_of(ctx).config.resolver
    if format_ is Format.CORPUS and (output is None or not unmask):
        raise ExportError(
            "training data holds texts as they are, with the names of private persons, in a folder of files",
            hint="dateline export corpus --unmask -o FOLDER, for a folder that stays with you",
        )
    with existing_store(ctx, db) as store:
        count = write_export(
            store, format_, output, allow_fiction=allow_fiction, unmask=unmask, resolver=chosen, as_known=end_of(day(as_known))
        )
    if count:
        say(
            f"{count} event report(s) left out"
            + (f": see {output.parent / EXCLUDED}" if output else "; with -o FILE, excluded.csv says why")
        )


def write_export(
    store: Store, format_: Format, output: Path | None, *, allow_fiction: bool = False, unmask: bool = False, resolver: str | None = None,
    as_known: dt.datetime | None = None,
) -> int:  # fmt: skip
    """Write one export to a file, or to stdout; return how many event reports were left out, which are listed beside the file.

    as_known (aware): the rows as they were at that time.
    """
    from dateline import export as exporters

    reports = store.numbered_reports(as_known=as_known)
    if format_ is Format.CORPUS and output is not None:
        found = exporters.training(reports, store.reviews.reviewed(), allow_fiction=allow_fiction)
        say(f"{_write_corpus(found, output)} report(s) reviewed whole, in {output}")
        return 0
    if format_ is Format.JSONL:
        write(exporters.jsonl(reports, unmask=unmask, allow_fiction=allow_fiction), output)
        return 0
    if format_ is Format.GEOJSON:
        write([exporters.geojson(reports, unmask=unmask, allow_fiction=allow_fiction)], output)
        return 0
    table = table_of(store, format_, unmask=unmask, allow_fiction=allow_fiction, resolver=resolver, as_known=as_known)
    write([exporters.to_csv(table)], output)
    if output is not None:
        _write_beside(output.parent / EXCLUDED, table.excluded, format_)
        write([exporters.choices_csv(table.choices)], output.parent / f"{format_}-{TOLLS}")
    return len(table.excluded)


def _write_corpus(found: Iterable[tuple[str, str, dict[str, Any]]], folder: Path) -> int:
    """Write a text and a record for each report; return how many."""
    count = 0
    for name, text, record in found:
        write([text], folder / f"{name}.txt")
        write([json.dumps(record, ensure_ascii=False, indent=1), "\n"], folder / f"{name}.json")
        count += 1
    return count


def write(parts: Iterable[str], output: Path | None) -> None:
    """Write to stdout, or to a file that is there only when it is whole."""
    if output is None:
        for part in parts:
            put(part.removesuffix("\n"))
        return
    if output.exists() and not output.is_file():
        raise ExportError(
            "is no regular file and would be replaced",
            where=str(output),
            hint="give -o a file's name; for a pipe leave -o out and redirect stdout",
        )
    part_file = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with part_file.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(parts)
        part_file.replace(output)
    except OSError as error:
        raise ExportError(
            f"cannot be written: {error.strerror}", where=str(output), hint="give -o a file in a folder that you may write to"
        ) from error
    finally:
        part_file.unlink(missing_ok=True)


def _write_beside(file: Path, excluded: Iterable[Excluded], format_: Format) -> None:
    """Write what was left out; what another format left out, as its rules' names tell, stays in the file."""
    from dateline.export import Excluded, excluded_csv

    others: list[Excluded] = []
    if file.exists():
        with file.open(encoding="utf-8", newline="") as stream:
            rows = [row for row in csv.reader(stream) if len(row) == len(fields(Excluded))][1:]
        others = [Excluded(*row) for row in rows if not row[1].startswith(f"{format_}.")]
    write([excluded_csv([*others, *excluded])], file)
