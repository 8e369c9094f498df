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

WORLD_EXAMPLES = "\b\nExamples:\n  dateline gazetteer build-world\n"
ADD_EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline gazetteer add UA.zip                             a country's GeoNames dump\n"
    "  dateline gazetteer add places.csv                         any CSV or TSV with name, lat and lon\n"
    "  dateline gazetteer add camps.csv -c name=CAMP -c lat=Y -c lon=X\n"
)
LOOKUP_EXAMPLES = (
    "\b\nExamples:\n"
    '  dateline gazetteer lookup "Deir ez-Zor"\n'
    "  dateline gazetteer lookup --near 35.5,36.4 --in Idlib Kafr\n"
    "  dateline gazetteer lookup --json Azaz\n"
)
LIST_EXAMPLES = "\b\nExamples:\n  dateline gazetteer list\n"
REMOVE_EXAMPLES = "\b\nExamples:\n  dateline gazetteer remove UA\n"


SIMILAR = 0.75
"""Score under which a spelling is another name, not another way to write this one."""


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on stderr while something is counted up: the caller is given a function of (done, of how many)."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command("build-world", epilog=WORLD_EXAMPLES)
def build(ctx: typer.Context) -> None:
    """Build the whole world's index: every city of 500 people, names in every script, divisions, airports, waters."""
    from dateline.gazetteer import build_world

    with progress("building the world") as advance:
        count = build_world(session_of(ctx).config.home, progress=advance)
    say(f"{count} places are in the index")


@app.command("add", epilog=ADD_EXAMPLES)
def add(
    ctx: typer.Context,
    source: Annotated[
        str, typer.Argument(help="A file: a GeoNames dump, an OCHA or GNS list, any CSV or TSV with headings; zipped or not.")
    ],
    column: Annotated[
        list[str] | None, typer.Option("--column", "-c", metavar="COLUMN=HEADING", help="Take a column from this heading; may be repeated.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Call the list so (default: as the file).")] = None,
    keep_good: Annotated[bool, typer.Option("--keep-good", help="Take the good lines of a file that has bad ones too.")] = False,
) -> None:
    """Add places to the index; adding a list of the same name again replaces it."""
    from dateline.gazetteer import add as add_places

    columns = dict(pair(text, "lat=Y") for text in column or [])
    with progress(f"adding {source}") as advance:
        done = add_places(source, home=session_of(ctx).config.home, name=name, columns=columns, keep_good=keep_good, progress=advance)
    say(f"{done.places} place(s) of {source} are in the index")
    if done.left_out:
        say(done.faults)


def pair(text: str, example: str) -> tuple[str, str]:
    """Return the two sides of COLUMN=HEADING; raise BadParameter with an example for another text."""
    column, sign, heading = text.partition("=")
    if not sign or not column or not heading:
        raise typer.BadParameter(f"{text!r} is not COLUMN=HEADING, such as {example}", param_hint="--column")
    return column.strip(), heading


@app.command("list", epilog=LIST_EXAMPLES)
def list_added(ctx: typer.Context) -> None:
    """List what was added to the index."""
    from dateline.cli.tables import table
    from dateline.gazetteer import added

    rows = [(found.name, found.source, str(found.places), f"{found.megabytes:.1f}") for found in added(session_of(ctx).config.home)]
    if rows:
        console().print(table("", ("list", "from", "places", "MB"), rows))
    else:
        say("nothing was added: the index is the packaged one\n  hint: `dateline gazetteer build-world` or `dateline gazetteer add FILE`")


@app.command("remove", epilog=REMOVE_EXAMPLES)
def remove(ctx: typer.Context, name: Annotated[str, typer.Argument(help="The list, as `dateline gazetteer list` names it.")]) -> None:
    """Take a list out of the index."""
    from dateline.gazetteer import remove as remove_list

    remove_list(name, home=session_of(ctx).config.home)
    say(f"the places of {name} are out of the index")


def _point(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat = lon = 999.0
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise typer.BadParameter(f"{text!r} is not LAT,LON in degrees, such as 35.5,36.4", param_hint="--near")
    return lat, lon


@app.command("lookup", epilog=LOOKUP_EXAMPLES)
def lookup(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name as written; spelling may differ.")],
    near: Annotated[str | None, typer.Option("--near", metavar="LAT,LON", help="The nearest to this point first.")] = None,
    region: Annotated[str | None, typer.Option("--in", metavar="REGION", help="Only in this country or division.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with all that is known.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show at most so many.")] = 20,
) -> None:
    """Look a name up: the places of that name, most people first, or else those of similar ones. Ends with status 1 where there is none."""
    from dateline.cli.tables import table
    from dateline.gazetteer import open_index

    index = open_index(session_of(ctx).config.home)
    point = _point(near) if near else None
    found = index.search(name, near=point, region=region, limit=limit)
    exact = bool(found)
    if not exact:
        found = [place for place in index.search(name, near=point, region=region, fuzzy=True, limit=limit) if place.score >= SIMILAR]
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
                ", ".join(p.sources),
            )
            for p in found
        ]
        title = "" if exact else "no exact match; similar names:"
        console().print(table(title, ("name", "kind", "in", "country", "point", "people", "score", "sources"), rows, heads=8))
    if not found:
        say(f"no place is named like {name!r}\n  hint: `dateline gazetteer add` takes a country's own list of places")
        raise typer.Exit(1)
