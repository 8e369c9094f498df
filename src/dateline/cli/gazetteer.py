"""`dateline gazetteer`: grow the place index, look names up in it."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from dateline.cli.session import console, put_json, say, session_of

app = typer.Typer(help="Grow the place index, look names up in it.", no_args_is_help=True, rich_markup_mode=None)

ADD_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline gazetteer add cities500                   all GeoNames cities of 500 people and more\n"
    "  dateline gazetteer add UA.txt                      a country's GeoNames dump\n"
    "  dateline gazetteer add places.csv                  any CSV or TSV with name, lat and lon\n"
)
LOOKUP_EXAMPLES = '\b\nExamples:\n  dateline gazetteer lookup "Deir ez-Zor"\n  dateline gazetteer lookup --json Azaz\n'


SIMILAR = 0.71
"""Score under which a spelling is another name, not another way to write this one."""


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr while something is counted up: the caller is given a function of (done, of how many)."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command("add", epilog=ADD_EXAMPLES)
def add(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(help="`cities500`, or a file: a GeoNames dump, an OCHA or GNS list, any CSV or TSV with headings.")
    ],
) -> None:
    """Add places to the index; adding the same source again replaces it."""
    from dateline.gazetteer import add as add_places

    with progress(f"adding {source}") as advance:
        count = add_places(source, home=session_of(ctx).config.home, progress=advance)
    say(f"{count} place(s) of {source} are in the index")


@app.command("lookup", epilog=LOOKUP_EXAMPLES)
def lookup(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name as written; spelling may differ.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with all that is known.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show at most so many.")] = 20,
) -> None:
    """Look a name up: the places of that name, most people first, or else those of similar ones. Ends with status 1 where there is none."""
    from dateline.cli.tables import table
    from dateline.gazetteer import open_index

    index = open_index(session_of(ctx).config.home)
    found = index.lookup(name, fuzzy=False, limit=limit)
    exact = bool(found)
    if not exact:
        found = [place for place in index.lookup(name, limit=limit) if place.score >= SIMILAR]
    if as_json:
        for place in found:
            put_json(dataclasses.asdict(place))
    elif found:
        rows = [
            (
                p.name,
                p.kind,
                p.admin1 or "",
                p.country or "",
                f"{p.lat:.4f}, {p.lon:.4f}",
                str(p.population or ""),
                f"{p.score:.2f}",
                p.source,
            )
            for p in found
        ]
        title = "" if exact else "no exact match; similar names:"
        console().print(table(title, ("name", "kind", "in", "country", "point", "people", "score", "source"), rows, heads=8))
    if not found:
        say(f"no place is named like {name!r}\n  hint: `dateline gazetteer add` takes a country's own list of places")
        raise typer.Exit(1)
