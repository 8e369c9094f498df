"""Reads lists of places: the packaged cities500 table, GeoNames dumps, any CSV or TSV with name, lat and lon."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dateline.errors import GazetteerError
from dateline.gazetteer.keys import is_latin
from dateline.gazetteer.schema import PlaceRow

GEONAMES_COLUMNS = 19
MAX_FAULTS = 20  # faults shown; the rest is counted
CITY_FROM, TOWN_FROM = 50_000, 5_000  # inhabitants from which a settlement is called a city, a town

# GeoNames feature codes and classes, by longest prefix: https://www.geonames.org/export/codes.html
_FEATURES = {
    "A.PCL": "country", "A.TERR": "country", "A.ADM1": "admin1", "A.ADM": "admin2", "A.": "area", "P.PPLX": "neighbourhood", "P.": "settlement",
    "S.": "site", "R.": "road", "T.": "hill", "T.VAL": "area", "T.DSRT": "area", "T.PLN": "area", "T.ISL": "area", "T.PEN": "area",
    "T.CAPE": "area", "T.BCH": "area", "H.": "water", "U.": "water", "L.": "area", "V.": "area",
}  # fmt: skip
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name",
        "name_en",
        "place",
        "place_name",
        "placename",
        "toponym",
        "fullname",
        "full_name",
        "full_name_nd_ro",
        "label",
        "settlement",
    ),
    "lat": ("lat", "latitude", "y", "lat_dd", "ycoord", "point_y"),
    "lon": ("lon", "lng", "long", "longitude", "x", "long_dd", "xcoord", "point_x"),
    "admin1": ("admin1", "admin1_name", "admin1name", "adm1_en", "adm1_name", "province", "governorate", "state", "region", "department"),
    "country": ("country", "country_code", "countrycode", "iso2", "iso", "cc", "cc1", "adm0_en", "country_name"),
    "kind": ("kind", "type", "level", "feature", "place_type"),
    "population": ("population", "pop"),
    "alternates": ("alternates", "alternatenames", "alternate_names", "aliases", "alt_names", "other_names", "variants"),
}
_KINDS = frozenset({"country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water"})


@dataclass(slots=True)
class Faults:
    """The lines of one source that could not be used."""

    where: str
    lines: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, what: str) -> None:
        """Keep the first faults and count the rest."""
        self.count += 1
        if len(self.lines) < MAX_FAULTS:
            self.lines.append(f"line {line}: {what}")

    def check(self) -> None:
        """Raise GazetteerError with every fault kept, if there is any."""
        if self.count:
            more = f"; and {self.count - len(self.lines)} more" if self.count > len(self.lines) else ""
            raise GazetteerError(
                f"{self.count} lines cannot be used: {'; '.join(self.lines)}{more}",
                where=self.where,
                hint="correct these lines and add the file again; nothing was imported",
            )


def settlement_kind(population: int) -> str:
    """Return city, town or village by the number of inhabitants."""
    return "city" if population >= CITY_FROM else "town" if population >= TOWN_FROM else "village"


def geonames_kind(feature_class: str, feature_code: str, population: int) -> str:
    """Return the level that a GeoNames feature stands for."""
    code = f"{feature_class}.{feature_code}"
    kind = _FEATURES[max((prefix for prefix in _FEATURES if code.startswith(prefix)), key=len, default="V.")]
    return settlement_kind(population) if kind == "settlement" else kind


def point_of(lat: str, lon: str) -> tuple[float, float]:
    """Return the numbers of a latitude and a longitude; raise ValueError with the reason."""
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        raise ValueError(f"lat {lat!r}, lon {lon!r} are no numbers") from None
    if not (math.isfinite(y) and math.isfinite(x) and -90 <= y <= 90 and -180 <= x <= 180):
        raise ValueError(f"lat {lat}, lon {lon} are not on the globe")
    return y, x


def packaged_rows(path: Path, *, source: str = "geonames") -> Iterator[PlaceRow]:
    """Yield the rows of a packaged table: gzip TSV of GeoNames id, name, lat, lon, country, admin1 code, population, alternates."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            number, name, lat, lon, country, code, population, alternates = line.rstrip("\n").split("\t")
            people = int(population)
            yield PlaceRow(
                id=f"gn:{number}", name=name, alternates=tuple(alternates.split("|")) if alternates else (), lat=float(lat), lon=float(lon),
                kind=settlement_kind(people), country=country, admin1=f"{country}.{code}" if code else None, population=people, source=source,
            )  # fmt: skip


def _geonames_row(cells: Sequence[str]) -> PlaceRow:
    lat, lon = point_of(cells[4], cells[5])
    people = int(cells[14] or 0)
    if not cells[1]:
        raise ValueError("no name")
    alternates = (cells[2], *(name for name in cells[3].split(",") if name and is_latin(name)))
    country, code = cells[8], cells[10]
    return PlaceRow(
        id=f"gn:{cells[0]}", name=cells[1], alternates=alternates, lat=lat, lon=lon, kind=geonames_kind(cells[6], cells[7], people),
        country=country or None, admin1=f"{country}.{code}" if country and code else None, population=people, source="geonames",
    )  # fmt: skip


def _geonames(lines: Iterable[str], faults: Faults) -> Iterator[PlaceRow]:
    for number, line in enumerate(lines, start=1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != GEONAMES_COLUMNS:
            if line.strip():
                faults.add(number, f"{len(cells)} columns, expected {GEONAMES_COLUMNS}")
            continue
        try:
            yield _geonames_row(cells)
        except ValueError as error:
            faults.add(number, str(error))


def _columns(header: Sequence[str], where: str) -> dict[str, int]:
    found: dict[str, int] = {}
    plain = [cell.strip().lstrip("\ufeff").lower().replace(" ", "_") for cell in header]
    for column, names in _HEADINGS.items():
        position = next((plain.index(name) for name in names if name in plain), None)
        if position is not None:
            found[column] = position
    missing = [column for column in ("name", "lat", "lon") if column not in found]
    if missing:
        raise GazetteerError(
            f"no column for {', '.join(missing)} among {', '.join(header)}",
            where=f"{where}, line 1",
            hint="name the columns name, lat, lon and, if there, admin1, country, kind, population, alternates",
        )
    return found


def _table_row(cells: Mapping[str, str], *, number: int, source: str, countries: Mapping[str, str]) -> PlaceRow:
    lat, lon = point_of(cells["lat"], cells["lon"])
    names = [part.strip() for part in cells["name"].split("/") if part.strip()]
    if not names:
        raise ValueError("no name")
    people = cells.get("population", "").replace(",", "").strip() or "0"
    if not people.isdigit():
        raise ValueError(f"population {people!r} is no whole number")
    others = [part.strip() for part in cells.get("alternates", "").replace("|", ";").replace(",", ";").split(";") if part.strip()]
    country = cells.get("country", "").strip()
    code = countries.get(country.casefold()) if country else None
    if country and code is None:
        raise ValueError(f"country {country!r} is not known")
    kind = cells.get("kind", "").strip().lower()
    return PlaceRow(
        id=f"{source}:{number}", name=names[0], alternates=(*names[1:], *others), lat=lat, lon=lon,
        kind=kind if kind in _KINDS else settlement_kind(int(people)), country=code, admin1=cells.get("admin1", "").strip() or None,
        population=int(people), source=source,
    )  # fmt: skip


def _table(lines: IO[str], first: str, faults: Faults, *, source: str, countries: Mapping[str, str]) -> Iterator[PlaceRow]:
    divider = max("\t;,", key=first.count)
    columns = _columns(next(csv.reader([first], delimiter=divider)), faults.where)
    rows = csv.reader(lines, delimiter=divider)
    try:
        for cells in rows:
            number = rows.line_num + 1
            if not any(cells):
                continue
            if len(cells) <= max(columns.values()):
                faults.add(number, f"{len(cells)} cells, the header has more")
                continue
            try:
                yield _table_row({name: cells[at] for name, at in columns.items()}, number=number, source=source, countries=countries)
            except ValueError as error:
                faults.add(number, str(error))
    except csv.Error as error:
        faults.add(rows.line_num + 1, str(error))


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """Open a text file, or the largest text member of a zip archive."""
    if not path.is_file():
        raise GazetteerError("no such file", where=str(path), hint="give cities500, or the path of a GeoNames dump, CSV or TSV")
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                members = [
                    m
                    for m in archive.infolist()
                    if m.filename.lower().endswith((".txt", ".tsv", ".csv")) and "readme" not in m.filename.lower()
                ]
                if not members:
                    raise GazetteerError("the archive holds no .txt, .tsv or .csv", where=str(path), hint="unpack it and give the file")
                with archive.open(max(members, key=lambda member: member.file_size)) as raw:
                    yield io.TextIOWrapper(raw, encoding="utf-8", newline="")
        else:
            with path.open(encoding="utf-8", newline="") as lines:
                yield lines
    except UnicodeDecodeError as error:
        raise GazetteerError(
            f"not UTF-8 text ({error.reason} at byte {error.start})", where=str(path), hint="save the file as UTF-8"
        ) from error
    except zipfile.BadZipFile as error:
        raise GazetteerError(f"broken archive: {error}", where=str(path), hint="download it again") from error


def file_rows(path: Path, *, countries: Mapping[str, str]) -> Iterator[PlaceRow]:
    """Yield the places of a file; `countries` maps folded names and codes to ISO codes.

    Raises GazetteerError at once for an unreadable file or header, and at the end for the lines that could not be used, all together.
    """
    faults = Faults(str(path))
    source = f"user:{path.name}"
    empty = True
    with _opened(path) as lines:
        first = lines.readline()
        if first.count("\t") == GEONAMES_COLUMNS - 1 and first.split("\t", 1)[0].isdigit():
            rows = _geonames(_chain(first, lines), faults)
        else:
            rows = _table(lines, first.rstrip("\r\n"), faults, source=source, countries=countries)
        for row in rows:
            empty = False
            yield row
    faults.check()
    if empty:
        raise GazetteerError("no places in this file", where=str(path), hint="a header line and one line for each place are expected")


def _chain(first: str, rest: IO[str]) -> Iterator[str]:
    yield first
    yield from rest
