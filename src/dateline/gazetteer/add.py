"""Adds lists of places to the user's index, lists them, takes them out."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import GazetteerError
from dateline.faults import Faults
from dateline.gazetteer.index import DEFAULT_INDEX, USER_FOLDER, WORLD
from dateline.gazetteer.schema import write_index
from dateline.gazetteer.sources import file_rows

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_BYTES_A_ROW = 80  # of a list of places: gives the progress bar an end before the file is read
Progress = Callable[[int, int], None]


def _fips_codes() -> dict[str, str]:
    """Return ISO codes by folded FIPS 10-4 code."""
    lines = DEFAULT_INDEX.with_name("fips.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith(("#", "fips\t")))
    return {fips.casefold(): iso for fips, iso in pairs}


@dataclass(frozen=True, slots=True)
class Added:
    """What an import did: places stored, and the lines left out with their faults told."""

    places: int
    left_out: int = 0
    faults: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One list of places in the user's index."""

    name: str
    source: str
    places: int
    megabytes: float


def _country_codes() -> dict[str, str]:
    """Return ISO codes by folded code and name, as the packaged index has them."""
    with closing(sqlite3.connect(f"{DEFAULT_INDEX.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        rows = list(connection.execute("SELECT code, name FROM country"))
        rows += connection.execute("SELECT country, alternates FROM place WHERE kind = 'country'")
    return {name.casefold(): code for code, names in rows for name in (code, *names.split("|"))}


def add(
    source: str | Path,
    *,
    home: Path,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    keep_good: bool = False,
    progress: Progress | None = None,
) -> Added:
    """Build the index of one list of places under `home` and put it in the place of its older version.

    source: a GeoNames dump (19 columns, zipped or not), or a CSV or TSV with name, lat and lon columns; `columns` maps these to other
    headings. name: of the list, by default the file's. keep_good: import the good lines of a file that has bad ones too.
    progress is called with places stored and places expected. Killing the process at any moment leaves the old index.
    Raises GazetteerError with the lines that cannot be used, nothing imported then; many faults are in NAME.faults.tsv beside the index.
    """
    path = Path(source)
    label = _UNSAFE.sub("_", name or path.stem).strip("_") or "places"
    if label == WORLD:
        raise GazetteerError(f"the name {WORLD!r} is taken by the world index", where=str(path), hint="give the list another --name")
    total = path.stat().st_size // _BYTES_A_ROW if path.is_file() else 0
    folder = home / USER_FOLDER
    faults = Faults(str(path), GazetteerError, folder / f"{label}.faults.tsv")
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_parts(folder, label)
        rows = file_rows(path, faults, countries=_country_codes(), fips=_fips_codes(), mapping=columns)
        for count in write_index(folder / f"{label}.sqlite", rows, meta={"source": str(source)}, check=lambda: _check(faults, keep_good)):
            if progress:
                progress(count, max(total, count))
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"the index cannot be written: {error}", where=str(folder), hint="check the folder and its free space"
        ) from error
    finally:
        faults.close()
    if progress:
        progress(count, count)
    return Added(count, faults.count, str(faults) if faults.count else "")


def _check(faults: Faults, keep_good: bool) -> None:
    if not keep_good:
        faults.check()


def clear_parts(folder: Path, label: str) -> None:
    """Remove what a killed import of this list left, and the faults of the last one."""
    for stale in (*folder.glob(f".{label}.sqlite.*.part*"), folder / f"{label}.faults.tsv"):
        stale.unlink(missing_ok=True)


def added(home: Path) -> list[Source]:
    """Return the lists of the user's index by name; raise GazetteerError for a file that cannot be read."""
    found = []
    for path in sorted((home / USER_FOLDER).glob("*.sqlite")):
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
                facts = dict(connection.execute("SELECT name, value FROM meta"))
        except sqlite3.Error as error:
            raise GazetteerError(f"the place index cannot be opened: {error}", where=str(path), hint="add the source again") from error
        found.append(Source(path.stem, facts.get("source", ""), int(facts.get("places", 0)), path.stat().st_size / 1e6))
    return found


def remove(name: str, *, home: Path) -> None:
    """Take a list out of the user's index; raise GazetteerError if there is none of that name."""
    path = home / USER_FOLDER / f"{name}.sqlite"
    names = [file.stem for file in sorted((home / USER_FOLDER).glob("*.sqlite"))]
    if name not in names:
        raise GazetteerError(f"no list {name!r}", where=str(path.parent), hint=f"the lists are: {', '.join(names) or 'none'}")
    path.unlink()
    clear_parts(path.parent, name)
