"""`dateline brief`: a cited situation summary of the store."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dateline.cli.exporting import write
from dateline.cli.reading import Database
from dateline.cli.session import console, say
from dateline.cli.stored import existing_store
from dateline.views.control import DELAY
from dateline.views.days import day
from dateline.views.together import together

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline brief --since 2017-10-23 --until 2017-10-30\n"
    "  dateline brief --in Hama --format html -o hama.html\n"
    "  dateline brief --as-known-on 2017-10-27 --format markdown\n"
)


class Format(StrEnum):
    """The formats of a brief."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def brief(
    ctx: typer.Context,
    db: Database = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only events of this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only events of this day or earlier.")] = None,
    region: Annotated[
        str | None, typer.Option("--in", metavar="REGION", help="Only events in this place, division or country (name or two-letter code).")
    ] = None,
    known_on: Annotated[str | None, typer.Option("--as-known-on", metavar="DATE", help="Only what was in the store on this day.")] = None,
    format_: Annotated[Format, typer.Option("--format", metavar="FORMAT", help="text, markdown, html or json.")] = Format.TEXT,
    delay: Annotated[int, typer.Option("--delay", min=DELAY, metavar="DAYS", help="Tell nothing of the last so many days.")] = DELAY,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Tell at most so many paragraphs; the rest is counted.")] = 40,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write here, not to stdout.")] = None,
    allow_fiction: Annotated[bool, typer.Option("--allow-fiction", help="Tell of reports that are marked as fiction.")] = False,
    unmask: Annotated[bool, typer.Option("--unmask", help="Do not mask private persons: only for files that stay with you.")] = False,
) -> None:
    """Write a situation summary in sentences built from rows: every phrase with its claims, disagreements stated, sources at the end."""
    from dateline.export.brief import Asked, Between
    from dateline.export.brief import brief as make
    from dateline.export.brief_formats import render

    latest = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=delay)
    asked = Asked(day(since), day(until), region, limit, day(known_on), latest)
    with existing_store(ctx, db) as store:
        told = together(store, known_on=asked.known_on)
    between = Between(told.copies, told.count, told.tolls)
    made = make(told.reports, asked, between=between, unmask=unmask, allow_fiction=allow_fiction)
    if not told.reports:
        say("the store held no report then\n  hint: `dateline add` puts reports in" if asked.known_on else "the store holds no report")
    if format_ is Format.TEXT and output is None and console().is_terminal:
        from dateline.cli.brief_screen import show

        show(made)
        return
    write([render(made, format_)], output)
