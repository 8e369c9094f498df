"""`dateline export`: rows out of the store."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.reading import Database
from dateline.cli.session import session_of
from dateline.cli.stored import existing_store

if TYPE_CHECKING:
    from dateline.store import Store

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline export acled -o acled.csv                 rows with ACLED's columns; excluded.csv beside it\n"
    "  dateline export ucdp --resolver majority -o ucdp.csv\n"
    "  dateline export geojson | less\n"
)
EXCLUDED = "excluded.csv"


class Format(StrEnum):
    """The formats that rows are given out in."""

    ACLED = "acled"
    UCDP = "ucdp"
    GEOJSON = "geojson"
    JSONL = "jsonl"


def export(
    ctx: typer.Context,
    format_: Annotated[Format, typer.Argument(metavar="FORMAT", help="acled, ucdp, geojson or jsonl.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here (and excluded.csv beside it), not to stdout.")
    ] = None,
    db: Database = None,
    allow_fiction: Annotated[bool, typer.Option("--allow-fiction", help="Give out rows of reports that are marked as fiction.")] = False,
    unmask: Annotated[bool, typer.Option("--unmask", help="Do not mask private persons: only for files that stay with you.")] = False,
    resolver: Annotated[str | None, typer.Option("--resolver", metavar="NAME", help="How one toll is chosen where sources differ.")] = None,
) -> None:
    """Give the events of the store out as rows; what is left out goes to excluded.csv with the rule that did it."""
    with existing_store(ctx, db) as store:
        write_export(
            store, str(format_), output, allow_fiction=allow_fiction, unmask=unmask, resolver=resolver or session_of(ctx).config.resolver
        )


def write_export(
    store: Store, name: str, output: Path | None, *, allow_fiction: bool = False, unmask: bool = False, resolver: str | None = None
) -> None:
    """Write one export and its excluded.csv; without a file, rows go to stdout and what is left out is only counted."""
    raise NotImplementedError
