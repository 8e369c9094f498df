"""`dateline pack`: events with all their evidence as one file, for people without dateline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.reading import Database
from dateline.cli.session import say
from dateline.cli.stored import existing_store
from dateline.errors import ExportError

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline pack DL-12 -o evidence.html               one page that needs nothing but a browser\n"
    "  dateline pack DL-12 DL-15 -o evidence.zip          with rows, the stored originals and the SHA-256 of each file\n"
)
ENDINGS = (".html", ".zip")


def pack(
    ctx: typer.Context,
    events: Annotated[list[str], typer.Argument(help="Ids of events, as `dateline events` lists them.", metavar="EVENT...")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Write here: a name that ends in .html or .zip.", show_default=False)],
    originals: Annotated[
        bool, typer.Option("--originals/--no-originals", help="Put pages as they were fetched into a zip; nobody is masked in them.")
    ] = True,
    db: Database = None,
) -> None:  # fmt: skip
    """Write rows, claims, quotes, sources, origins and credibility of events to one file; private persons are masked in all but originals."""
    from dateline.serve.packing import page_of, zip_of
    from dateline.views.packing import pack as packed

    if output.suffix.lower() not in ENDINGS:
        raise ExportError("a pack is a page or a zip", where=str(output), hint="give -o a name that ends in .html or .zip")
    with existing_store(ctx, db) as store:
        found = packed(store, events)
        is_page = output.suffix.lower() == ".html"
        body = page_of(found).encode("utf-8", "replace") if is_page else zip_of(store, found, originals=originals)
    try:
        output.write_bytes(body)
    except OSError as error:
        hint = "give -o a file in a folder that you may write to"
        raise ExportError(f"cannot be written: {error.strerror}", where=str(output), hint=hint) from error
    say(f"{len(found.events)} event(s), {len(found.reports)} report(s): see {output}")
