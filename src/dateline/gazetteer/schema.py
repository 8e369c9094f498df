"""The place index's SQLite file: rows in, one read-only file out."""

from __future__ import annotations

import hashlib
import math
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dateline.gazetteer.keys import ascii_fold, key_number, normalise, own_script, skeleton, vowels_alike
from dateline.gazetteer.shapes import Shape

SCHEMA_VERSION = "3"
_BATCH = 5000  # rows between two calls of the progress function

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE admin1 (code TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, alternates TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 TEXT,
    population INTEGER NOT NULL, radius REAL, source TEXT NOT NULL, cell INTEGER NOT NULL);
CREATE TABLE key (number INTEGER NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (number, place)) WITHOUT ROWID;
CREATE TABLE sound (
    number INTEGER NOT NULL, place INTEGER NOT NULL, population INTEGER NOT NULL, spellings TEXT NOT NULL,
    PRIMARY KEY (number, place)) WITHOUT ROWID;
CREATE TABLE shape (code TEXT PRIMARY KEY, south REAL NOT NULL, north REAL NOT NULL, west REAL NOT NULL, east REAL NOT NULL, rings BLOB NOT NULL);
"""
_LOOSE = """
ATTACH '' AS loose;
CREATE TABLE loose.key (number INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE TABLE loose.sound (number INTEGER NOT NULL, place INTEGER NOT NULL, population INTEGER NOT NULL, spellings TEXT NOT NULL);
"""  # a nameless file: on disk, gone when closed


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place to be stored; `admin1` is a code of the admin1 table ("SY.10") or, for user files, a name."""

    id: str
    name: str
    alternates: tuple[str, ...]
    lat: float
    lon: float
    kind: str
    country: str | None
    admin1: str | None
    population: int
    source: str
    radius_km: float | None = None


def cell_of(lat: float, lon: float) -> int:
    """Return the number of the one-degree cell that a point lies in."""
    return (min(math.floor(lat), 89) + 90) * 360 + (math.floor(lon) + 180) % 360


def _keys(row: PlaceRow) -> tuple[set[int], dict[int, str]]:
    """Return the keys that a place is found by, and by skeleton the spellings that have it, their vowels alike.

    Other names in scripts other than Latin are found only under their own key. Spellings are divided by strokes: before the first of them
    stands the normalised first name, or nothing where that has another skeleton; the other names follow with their articles.
    """
    numbers: set[int] = set()
    sounds: dict[str, dict[str, None]] = {}
    for name in (row.name, *row.alternates):
        own = own_script(name)
        if own:
            numbers.add(key_number("o", own))
            if name is not row.name:
                continue
        key = normalise(name)
        if len(key) > 1:
            numbers.add(key_number("n", key))
            bones = skeleton(name)
            if bones:
                first = name is row.name
                spelling = key if first else ascii_fold(name).replace("|", " ").strip()
                sounds.setdefault(bones, {} if first else {"": None})[vowels_alike(spelling)] = None
    return numbers, {key_number("s", bones): "|".join(spellings) for bones, spellings in sounds.items()}


def _folded(row: PlaceRow) -> str:
    """Return the alternates in the form they are compared in, once each."""
    name = ascii_fold(row.name)
    forms = dict.fromkeys(own_script(alternate) or ascii_fold(alternate).replace("|", " ").strip() for alternate in row.alternates)
    return "|".join(form for form in forms if form and form != name)


def _place_values(number: int, row: PlaceRow) -> tuple[object, ...]:
    return (
        number, row.id, row.name, _folded(row), round(row.lat, 5), round(row.lon, 5),
        row.kind, row.country, row.admin1, row.population, row.radius_km, row.source, cell_of(row.lat, row.lon),
    )  # fmt: skip


def _insert(connection: sqlite3.Connection, rows: Iterable[PlaceRow]) -> Iterator[int]:
    """Store the rows, yielding the number stored after every batch; keys are stored last, in order, so that the tree is packed."""
    digest = hashlib.sha256()
    number = 0
    places: list[tuple[object, ...]] = []
    keys: list[tuple[int, int]] = []
    sounds: list[tuple[int, int, int, str]] = []

    def flush() -> None:
        digest.update(repr(places).encode())
        connection.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", places)
        connection.executemany("INSERT INTO loose.key VALUES (?,?)", keys)
        connection.executemany("INSERT INTO loose.sound VALUES (?,?,?,?)", sounds)
        for stored in (places, keys, sounds):
            stored.clear()

    for number, row in enumerate(rows, start=1):
        places.append(_place_values(number, row))
        own, alike = _keys(row)
        keys.extend((key, number) for key in own)
        sounds.extend((key, number, row.population, spellings) for key, spellings in alike.items())
        if number % _BATCH == 0:
            flush()
            yield number
    flush()
    connection.execute("INSERT INTO key SELECT number, place FROM loose.key ORDER BY number, place")
    connection.execute("INSERT INTO sound SELECT * FROM loose.sound ORDER BY number, place")
    connection.execute("CREATE INDEX place_cell ON place (cell)")
    connection.execute("INSERT INTO meta VALUES ('content', ?)", (digest.hexdigest(),))
    connection.execute("INSERT INTO meta VALUES ('places', ?)", (str(number),))
    yield number


def write_index(
    path: Path,
    rows: Iterable[PlaceRow],
    *,
    meta: Mapping[str, str],
    countries: Mapping[str, str] | None = None,
    admin1: Mapping[str, str] | None = None,
    shapes: Iterable[Shape] = (),
    check: Callable[[], None] = lambda: None,
) -> Iterator[int]:
    """Write an index beside `path` and move it there when it is whole; yields the number of places stored so far.

    The iteration must be run to its end: a reader sees the old file until then, and killing the process at any moment leaves it.
    Memory stays the same for any number of rows; keys wait on disk. `check` is called when all rows are stored, and may raise to refuse them.
    Raises OSError and sqlite3.Error; the part file is removed unless the process is killed.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + _TABLES + _LOOSE)
            connection.execute("BEGIN")
            facts = {"schema": SCHEMA_VERSION, **meta}
            connection.executemany("INSERT INTO meta VALUES (?,?)", sorted(facts.items()))
            connection.executemany("INSERT INTO country VALUES (?,?)", sorted((countries or {}).items()))
            connection.executemany("INSERT INTO admin1 VALUES (?,?)", sorted((admin1 or {}).items()))
            connection.executemany("INSERT INTO shape VALUES (?,?,?,?,?,?)", shapes)
            yield from _insert(connection, rows)
            check()
            connection.commit()
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
