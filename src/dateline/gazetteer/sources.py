"""Reads lists of places: the packaged tables, GeoNames dumps, and through `tables` all with headings."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from dateline.errors import GazetteerError
from dateline.faults import CellError, Faults, check_text, open_text, whole_number
from dateline.gazetteer.points import geonames_kind, point_of, settlement_kind
from dateline.gazetteer.schema import PlaceRow
from dateline.gazetteer.tables import table_rows

GEONAMES_COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code", "country code", "cc2",
    "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation", "dem", "timezone", "modification date",
)  # fmt: skip
LIKE_A_DUMP = 10  # tabs after a number: a line of a dump, whole or not, and no heading
WORLD_COLUMNS = ("id", "name", "alternates", "lat", "lon", "kind", "country", "admin1", "population", "radius_km", "source")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def packaged_rows(path: Path, *, source: str = "geonames") -> Iterator[PlaceRow]:
    """Yield the cities of a packaged table: gzip TSV of GeoNames id, name, lat, lon, country, admin1 code, population, alternates."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            number, name, lat, lon, country, code, population, alternates = line.rstrip("\n").split("\t")
            people = int(population)
            yield PlaceRow(
                id=f"gn:{number}", name=name, alternates=tuple(alternates.split("|")) if alternates else (), lat=float(lat), lon=float(lon),
                kind=settlement_kind(people), country=country, admin1=f"{country}.{code}" if code else None, population=people, source=source,
            )  # fmt: skip


def world_rows(path: Path) -> Iterator[PlaceRow]:
    """Yield the places of a packaged table of all kinds: gzip TSV in the order of WORLD_COLUMNS."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            identity, name, alternates, lat, lon, kind, country, admin1, population, radius, source = line.rstrip("\n").split("\t")
            yield PlaceRow(
                id=identity, name=name, alternates=tuple(alternates.split("|")) if alternates else (), lat=float(lat), lon=float(lon),
                kind=kind, country=country or None, admin1=admin1 or None, population=int(population), source=source,
                radius_km=float(radius) if radius else None,
            )  # fmt: skip


def _geonames_row(cells: Sequence[str]) -> PlaceRow:
    for at in (1, 3):
        check_text(GEONAMES_COLUMNS[at], cells[at])
    if not cells[0].isdecimal():
        raise CellError("geonameid", cells[0], "a whole number")
    if not cells[1]:
        raise CellError("name", "", "a name")
    lat, lon = point_of(cells[4], cells[5])
    people = whole_number("population", cells[14])
    if not _DAY.fullmatch(cells[18]):
        raise CellError("modification date", cells[18], "YYYY-MM-DD, the end of a whole line")
    alternates = (cells[2], *filter(None, cells[3].split(",")))
    country, code = cells[8], cells[10]
    return PlaceRow(
        id=f"gn:{cells[0]}", name=cells[1], alternates=alternates, lat=lat, lon=lon, kind=geonames_kind(cells[6], cells[7], people),
        country=country or None, admin1=f"{country}.{code}" if country and code else None, population=people, source="geonames",
    )  # fmt: skip


def _geonames(lines: Iterable[str], faults: Faults) -> Iterator[PlaceRow]:
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != len(GEONAMES_COLUMNS):
            if line.strip():
                faults.add(number, CellError("all", f"{len(cells)} columns", f"{len(GEONAMES_COLUMNS)} columns of a GeoNames dump"))
            continue
        try:
            yield _geonames_row(cells)
        except CellError as fault:
            faults.add(number, fault)


def file_rows(
    path: Path,
    faults: Faults,
    *,
    countries: Mapping[str, str],
    fips: Mapping[str, str],
    mapping: Mapping[str, str] | None = None,
) -> Iterator[PlaceRow]:
    """Yield the places of a file; `countries` maps folded names and codes to ISO codes, `fips` FIPS codes, `mapping` columns to headings.

    Lines that cannot be used go to `faults`. Raises GazetteerError for an unreadable file or heading, and if there is no good line.
    """
    empty = True
    with open_text(path, error=GazetteerError, kinds="a GeoNames dump, CSV or TSV") as lines:
        first = lines.readline()
        if first.count("\t") >= LIKE_A_DUMP and first.split("\t", 1)[0].isdecimal() and not mapping:
            rows = _geonames(chain([first], lines), faults)
        else:
            rows = table_rows(
                lines, first.rstrip("\r\n"), faults, source=f"user:{path.name}", countries=countries, fips=fips, mapping=mapping or {}
            )
        for row in rows:
            empty = False
            yield row
    if empty and not faults.count:
        raise GazetteerError("no places in this file", where=str(path), hint="a header line and one line for each place are expected")
