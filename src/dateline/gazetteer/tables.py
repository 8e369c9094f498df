"""Reads tables of places with headings: OCHA and GNS lists, any CSV or TSV with name, latitude and longitude."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from dateline.errors import GazetteerError
from dateline.gazetteer.faults import CellError, Faults
from dateline.gazetteer.points import check_text, geonames_kind, point_of, settlement_kind, whole_number
from dateline.gazetteer.schema import PlaceRow

COLUMNS = ("name", "lat", "lon", "admin1", "country", "kind", "population", "alternates", "id", "feature_class", "feature_code")
"""What a table may say of a place; name, lat and lon it must."""

# Headings in the order they are looked for: plain ones, OCHA's (settlement lists of the common operational data sets), GNS's (both layouts).
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name", "name_en", "place", "place_name", "placename", "toponym", "fullname", "full_name", "full_name_nd_ro", "full_name_ro", "full_nm_nd",
        "label", "settlement", "settlement_name", "village", "village_name", "ppl_name", "featurename_en", "featurename", "featurenam",
        "adm4_en", "admin4name_en", "adm3_en", "admin3name_en", "adm2_en", "admin2name_en",
    ),
    "lat": ("lat", "latitude", "y", "lat_dd", "ycoord", "y_coord", "point_y", "dec_lat", "latitude_dd", "centroid_y"),
    "lon": ("lon", "lng", "long", "longitude", "x", "long_dd", "lon_dd", "xcoord", "x_coord", "point_x", "dec_long", "longitude_dd", "centroid_x"),
    "admin1": (
        "admin1", "admin1_name", "admin1name", "admin1name_en", "adm1_en", "adm1_name", "province", "governorate", "state", "region", "department",
        "oblast", "wilaya", "adm1",
    ),
    "country": ("country", "country_code", "countrycode", "iso2", "iso", "iso3", "cc", "cc1", "cc_ft", "adm0_pcode", "admin0pcode", "adm0_en", "country_name"),
    "kind": ("kind", "type", "level", "feature", "place_type", "featuretype"),
    "population": ("population", "pop", "pop_total"),
    "alternates": (
        "alternates", "alternatenames", "alternate_names", "aliases", "alt_names", "alt_name", "other_names", "variants", "name_alt", "featurealt1name_en",
        "name_ar", "adm4_ar", "adm3_ar", "short_form", "full_nm_rg", "full_name_rg",
    ),
    "id": ("id", "ufi", "pcode", "geonameid", "place_id", "featureref", "adm4_pcode", "admin4pcode", "adm3_pcode", "admin3pcode"),
    "feature_class": ("fc", "feature_class"),
    "feature_code": ("dsg", "desig_cd", "feature_code"),
}  # fmt: skip
_KINDS = frozenset({"country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water"})
FIPS_HEADING = "cc1"  # of GNS files until 2021
_DIVIDERS = "\t;,|"


def columns_of(header: Sequence[str], where: str, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each column; `mapping` gives the heading of a column where the usual ones do not serve.

    Raises GazetteerError that names all columns missing, or all headings of the mapping that the table has not.
    """
    plain = [cell.strip().lstrip("\ufeff").lower().replace(" ", "_") for cell in header]
    strange = [f"{column}={heading}" for column, heading in mapping.items() if heading.strip().lower().replace(" ", "_") not in plain]
    unknown = [column for column in mapping if column not in COLUMNS]
    if strange or unknown:
        faults = [f"no heading for {', '.join(strange)}"] * bool(strange) + [f"no column {', '.join(unknown)}"] * bool(unknown)
        hint = f"the headings are {', '.join(header)}; the columns are {', '.join(COLUMNS)}"
        raise GazetteerError("; ".join(faults), where=f"{where}, line 1", hint=hint)
    found: dict[str, int] = {}
    for column, names in _HEADINGS.items():
        if column in mapping:
            found[column] = plain.index(mapping[column].strip().lower().replace(" ", "_"))
            continue
        position = next((plain.index(name) for name in names if name in plain), None)
        if position is not None:
            found[column] = position
    missing = [column for column in ("name", "lat", "lon") if column not in found]
    if missing:
        raise GazetteerError(
            f"no column for {', '.join(missing)} among {', '.join(header)[:400]}",
            where=f"{where}, line 1",
            hint="name the columns name, lat, lon and, if there, admin1, country, kind, population, alternates; or say --column lat=HEADING",
        )
    return found


def _kind(cells: Mapping[str, str], population: int) -> str:
    kind = cells.get("kind", "").strip().lower()
    if kind in _KINDS:
        return kind
    if cells.get("feature_class", "").strip():
        return geonames_kind(cells["feature_class"].strip().upper(), cells.get("feature_code", "").strip().upper(), population)
    return settlement_kind(population)


def _row(cells: Mapping[str, str], *, number: int, source: str, countries: Mapping[str, str]) -> PlaceRow:
    for column, cell in cells.items():
        check_text(column, cell)
    lat, lon = point_of(cells["lat"], cells["lon"])
    names = [part.strip() for part in cells["name"].split("/") if part.strip()]
    if not names:
        raise CellError("name", cells["name"], "a name")
    people = whole_number("population", cells.get("population", "").replace(",", ""))
    others = [part.strip() for part in cells.get("alternates", "").replace("|", ";").replace(",", ";").split(";") if part.strip()]
    country = cells.get("country", "").strip()
    code = countries.get(country.split(",")[0].strip().casefold()) if country else None
    if country and code is None:
        raise CellError("country", country, "a country's code or name")
    identity = cells.get("id", "").strip() or str(number)
    return PlaceRow(
        id=f"{source}:{identity}", name=names[0], alternates=(*names[1:], *others), lat=lat, lon=lon, kind=_kind(cells, people), country=code,
        admin1=cells.get("admin1", "").strip() or None, population=people, source=source,
    )  # fmt: skip


def table_rows(
    lines: Iterable[str],
    first: str,
    faults: Faults,
    *,
    source: str,
    countries: Mapping[str, str],
    fips: Mapping[str, str],
    mapping: Mapping[str, str],
) -> Iterator[PlaceRow]:
    """Yield the places of a table whose heading line is `first`; lines that cannot be used go to `faults`."""
    divider = max(_DIVIDERS, key=first.count)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if divider == "\t" else csv.QUOTE_MINIMAL
    header = next(csv.reader([first], delimiter=divider, quoting=quoting), [])
    columns = columns_of(header, faults.where, mapping)
    if "country" in columns and header[columns["country"]].strip().lower() == FIPS_HEADING:
        countries = fips
    rows = csv.reader(lines, delimiter=divider, quoting=quoting, strict=True)
    read = 1  # lines of the file so far
    while True:
        start = read + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            read = rows.line_num + 1
            faults.add(start, CellError("all", str(error), "quotes that are closed on their line"))
            continue
        read = rows.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            faults.add(start, CellError("all", f"{len(cells)} columns", f"{len(header)} columns as in the heading"))
            continue
        try:
            yield _row({name: cells[at] for name, at in columns.items()}, number=start, source=source, countries=countries)
        except CellError as fault:
            faults.add(start, fault)
