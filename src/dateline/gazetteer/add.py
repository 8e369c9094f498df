"""Adds a list of places to the user's index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from dateline.errors import GazetteerError
from dateline.gazetteer.index import DEFAULT_INDEX, USER_FOLDER
from dateline.gazetteer.schema import PlaceRow, write_index
from dateline.gazetteer.sources import file_rows, packaged_rows

CITIES500 = "cities500"
CITIES500_FILE = DEFAULT_INDEX.with_name("cities500.tsv.gz")
CITIES500_ROWS = 234_908
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_BYTES_A_ROW = 80  # of a list of places: gives the progress bar an end before the file is read


def _country_codes() -> dict[str, str]:
    """Return ISO codes by folded code and name, as the packaged index has them."""
    with closing(sqlite3.connect(f"{DEFAULT_INDEX.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = list(connection.execute("SELECT code, name FROM country"))
        rows += connection.execute("SELECT country, alternates FROM place WHERE kind = 'country'")
    return {name.casefold(): code for code, names in rows for name in (code, *names.split("|"))}


def _rows(source: str | Path) -> tuple[str, Iterator[PlaceRow], int]:
    """Return the name of the index file, the rows and about how many they are."""
    if str(source) == CITIES500:
        return CITIES500, packaged_rows(CITIES500_FILE), CITIES500_ROWS
    path = Path(source)
    total = path.stat().st_size // _BYTES_A_ROW if path.is_file() else 0
    return _UNSAFE.sub("_", path.stem) or "places", file_rows(path, countries=_country_codes()), total


def add(source: str | Path, *, home: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Build the index of one list of places under `home`, put it in the place of its older version, return the number of places.

    source: "cities500" (packaged), or a file: GeoNames dump (19 columns, zipped or not), CSV or TSV with name, lat and lon columns.
    progress is called with places stored and places expected. Killing the process at any moment leaves the old index.
    Raises GazetteerError with every line that could not be used; nothing is imported then.
    """
    name, rows, total = _rows(source)
    folder = home / USER_FOLDER
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob(f".{name}.sqlite.*.part"):
            stale.unlink(missing_ok=True)
        for count in write_index(folder / f"{name}.sqlite", rows, meta={"source": str(source)}):
            if progress:
                progress(count, max(total, count))
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"the index cannot be written: {error}", where=str(folder), hint="check the folder and its free space"
        ) from error
    if progress:
        progress(count, count)
    return count
