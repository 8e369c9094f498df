"""Builds the whole world's index from the package: every city with its names in every script, divisions, airports, waters."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from dateline.errors import GazetteerError
from dateline.gazetteer.add import clear_parts
from dateline.gazetteer.index import COLUMNS, DEFAULT_INDEX, USER_FOLDER, WORLD
from dateline.gazetteer.schema import PlaceRow, write_index
from dateline.gazetteer.sources import packaged_rows, world_rows

CITIES500_FILE = DEFAULT_INDEX.with_name("cities500.tsv.gz")
WORLD_FILE = DEFAULT_INDEX.with_name("world.tsv.gz")
EXPECTED_PLACES = 300_000  # about: gives the progress bar an end


def _default_rows(connection: sqlite3.Connection) -> Iterator[PlaceRow]:
    for _, identity, name, alternates, lat, lon, kind, country, admin1, population, radius, source in connection.execute(
        f"SELECT {COLUMNS} FROM place ORDER BY number"
    ):
        yield PlaceRow(
            identity, name, tuple(filter(None, alternates.split("|"))), lat, lon, kind, country, admin1, population, source, radius
        )


def _rows(connection: sqlite3.Connection) -> Iterator[PlaceRow]:
    """Yield the rows of the packaged index with the other names that the table of cities has for them, then all others."""
    default = {row.id: row for row in _default_rows(connection)}
    for city in packaged_rows(CITIES500_FILE):
        known = default.pop(city.id, None)
        yield city if known is None else replace(known, alternates=tuple(dict.fromkeys((*known.alternates, *city.alternates))))
    yield from default.values()
    seen = set(default)
    yield from (row for row in world_rows(WORLD_FILE) if row.id not in seen)


def build_world(home: Path, *, progress: Callable[[int, int], None] | None = None) -> int:
    """Build the world's index under `home`, which from then on is used instead of the packaged one; return the number of places.

    progress is called with places stored and places expected. Killing the process at any moment leaves what was there.
    Raises GazetteerError if the folder cannot be written.
    """
    folder = home / USER_FOLDER
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_parts(folder, WORLD)
        with closing(sqlite3.connect(f"{DEFAULT_INDEX.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            facts = dict(connection.execute("SELECT name, value FROM meta"))
            tables = {name: dict(connection.execute(f"SELECT code, name FROM {name}")) for name in ("country", "admin1")}
            shapes = connection.execute("SELECT code, south, north, west, east, rings FROM shape")
            meta = {"source": "the package", "base": facts["content"]}
            target = folder / f"{WORLD}.sqlite"
            for count in write_index(
                target, _rows(connection), meta=meta, countries=tables["country"], admin1=tables["admin1"], shapes=shapes
            ):
                if progress:
                    progress(count, max(EXPECTED_PLACES, count))
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"the world index cannot be written: {error}", where=str(folder), hint="check the folder and its free space"
        ) from error
    if progress:
        progress(count, count)
    return count
