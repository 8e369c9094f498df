"""Reads tables of places with headings: OCHA and GNS lists, any CSV or TSV with name, latitude and longitude."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dateline.errors import GazetteerError
from dateline.faults import CellError, Faults, check_text, whole_number
from dateline.gazetteer.points import geonames_kind, point_of, settlement_kind
from dateline.gazetteer.schema import PlaceRow

COLUMNS = ("name", "lat", "lon", "admin1", "country", "kind", "population", "alternates", "id", "feature_class", "feature_code")
"""What a table may say of a place; name, lat and lon it must."""

_DIVISION = re.compile(r"(adm(?:in)?([1-4]))_?(?:name|en|fr|es|pt)")
_DIVISION_NAMES = ("adm{}_en", "admin{}name_en", "adm{}_name", "admin{}name", "adm{}_fr", "admin{}name_fr", "adm{}_es", "adm{}_pt")
_NO_NAME = re.compile(r"code|type|(?:^|_)id$")
_DIVISION_KINDS = {"1": "admin1", "2": "admin2", "3": "admin2"}  # the fourth level is that of towns and villages where OCHA lists them

# Headings in the order they are looked for: plain ones, OCHA's (settlement lists and divisions of the common operational data sets, the
# finest level first), GNS's (both layouts).
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": (
        "name", "name_en", "place", "place_name", "placename", "toponym", "fullname", "full_name", "full_name_nd_ro", "full_name_ro", "full_nm_nd",
        "label", "settlement", "settlement_name", "village", "village_name", "ppl_name", "featurename_en", "featurename", "featurenam",
        *(name.format(level) for level in "4321" for name in _DIVISION_NAMES),
    ),
    "lat": ("lat", "latitude", "y", "lat_dd", "ycoord", "y_coord", "point_y", "dec_lat", "latitude_dd", "centroid_y", "center_lat", "centroid_lat"),
    "lon": (
        "lon", "lng", "long", "longitude", "x", "long_dd", "lon_dd", "xcoord", "x_coord", "point_x", "dec_long", "longitude_dd", "centroid_x", "center_lon",
        "centroid_lon",
    ),
    "admin1": (
        "admin1", "admin1_name", "admin1name", "admin1name_en", "adm1_en", "adm1_name", "adm1_fr", "province", "governorate", "state", "region", "department",
        "oblast", "wilaya", "adm1",
    ),
    "country": (
        "country", "country_code", "countrycode", "iso2", "iso", "iso3", "cc", "cc1", "cc_ft", "adm0_pcode", "admin0pcode", "adm0_en", "adm0_name",
        "admin0name_en", "country_name",
    ),
    "kind": ("kind", "type", "level", "feature", "place_type", "featuretype"),
    "population": ("population", "pop", "pop_total"),
    "alternates": (
        "alternates", "alternatenames", "alternate_names", "aliases", "alt_names", "alt_name", "other_names", "variants", "name_alt", "featurealt1name_en",
        "name_ar", "full_name", "full_name_ro", "full_nm_nd", "short_form", "full_nm_rg", "full_name_rg", "full_name_nd_rg",
    ),
    "id": (
        "id", "ufi", "pcode", "geonameid", "place_id", "featureref",
        *(f"{word}{level}{code}" for level in "4321" for word, code in (("adm", "_pcode"), ("admin", "pcode"))),
    ),
    "feature_class": ("fc", "feature_class"),
    "feature_code": ("dsg", "desig_cd", "feature_code"),
}  # fmt: skip
_KINDS = frozenset({"country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water"})
FIPS_HEADING, GENC_HEADING = "cc1", "cc_ft"  # of GNS files until 2021 and since
_CODES = {"fips": {"gz": "PS"}, "genc": {"xgz": "PS", "xwb": "PS", "xks": "XK"}}  # of Gaza, the West Bank, Kosovo: none of ISO 3166
_NOWHERE = frozenset({"os", "uf", "zz", "zzz", "xxx"})  # codes of GNS for oceans and undersea features
_DIVIDERS = "\t;,|"


def _plain(header: Sequence[str]) -> list[str]:
    return [cell.strip().lstrip("\ufeff").lower().replace(" ", "_") for cell in header]


def columns_of(header: Sequence[str], where: str, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each column; `mapping` gives the heading of a column where the usual ones do not serve.

    Raises GazetteerError that names all columns missing, or all headings of the mapping that the table has not.
    """
    plain = _plain(header)
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


def _other_names(plain: Sequence[str], name: int) -> list[int]:
    """Return the positions of the columns that hold other names of what the name column names."""
    level = _DIVISION.match(plain[name])
    return [
        at
        for at, heading in enumerate(plain)
        if at != name
        and (heading in _HEADINGS["alternates"] or (level and re.match(rf"{level[1]}(?!\d)", heading) and not _NO_NAME.search(heading)))
    ]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the rows of a table are read: its columns, those of other names, its codes of countries, the kind of its places if told by a heading."""

    columns: Mapping[str, int]
    others: Sequence[int]
    countries: Mapping[str, str]
    codes: str  # "fips", "genc" or "": what the codes of GNS are
    kind: str | None
    source: str

    def row(self, cells: Sequence[str], number: int) -> PlaceRow:
        """Return the place of one line."""
        told = {name: cells[at] for name, at in self.columns.items()}
        others = [cells[at] for at in self.others]
        for column, cell in (*told.items(), *(("alternates", cell) for cell in others)):
            check_text(column, cell)
        lat, lon = point_of(told["lat"], told["lon"])
        alternates = [name.strip() for cell in others for name in re.split("[|,;]", cell) if name.strip()]
        names = [part.strip() for part in told["name"].split("/") if part.strip()] or alternates[:1]
        if not names:
            raise CellError("name", told["name"], "a name")
        people = whole_number("population", told.get("population", "").replace(",", ""))
        country = self._country(told.get("country", "").strip())
        return PlaceRow(
            id=f"{self.source}:{told.get('id', '').strip() or number}", name=names[0], alternates=(*names[1:], *alternates), lat=lat, lon=lon,
            kind=self._kind(told, people), country=country, admin1=self._admin1(told.get("admin1", "").strip(), country), population=people,
            source=self.source,
        )  # fmt: skip

    def _country(self, text: str) -> str | None:
        first = text.split(",")[0].strip().casefold()
        code = self.countries.get(first) or self.countries.get(text.casefold()) or _CODES.get(self.codes, {}).get(first)
        if first and code is None and not (self.codes and first in _NOWHERE):
            raise CellError("country", text, "a country's code or name")
        return code

    def _admin1(self, text: str, country: str | None) -> str | None:
        """Return a division: its name, or for the codes of older GNS files, which GeoNames has too, the code."""
        if self.codes:
            return f"{country}.{text}" if self.codes == "fips" and country and text.isalnum() and text != "00" else None
        return text or None

    def _kind(self, told: Mapping[str, str], population: int) -> str:
        kind = told.get("kind", "").strip().lower()
        if kind in _KINDS:
            return kind
        if told.get("feature_class", "").strip():
            return geonames_kind(told["feature_class"].strip().upper(), told.get("feature_code", "").strip().upper(), population)
        return self.kind or settlement_kind(population)


def _layout(
    header: Sequence[str], where: str, *, source: str, countries: Mapping[str, str], fips: Mapping[str, str], mapping: Mapping[str, str]
) -> _Layout:
    columns = columns_of(header, where, mapping)
    plain = _plain(header)
    others = _other_names(plain, columns["name"]) if "alternates" not in mapping else [columns["alternates"]]
    codes = {FIPS_HEADING: "fips", GENC_HEADING: "genc"}.get(plain[columns["country"]], "") if "country" in columns else ""
    level = _DIVISION.match(plain[columns["name"]])
    return _Layout(columns, others, fips if codes == "fips" else countries, codes, _DIVISION_KINDS.get(level[2]) if level else None, source)


def _is_hashtags(cells: Sequence[str]) -> bool:
    """Tell whether a line holds the hashtags of the Humanitarian Exchange Language (https://hxlstandard.org), which follow the headings."""
    return any(cells) and all(not cell.strip() or cell.strip().startswith("#") for cell in cells)


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
    layout = _layout(header, faults.where, source=source, countries=countries, fips=fips, mapping=mapping)
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
        if not any(cells) or (start == 2 and _is_hashtags(cells)):
            continue
        if len(cells) != len(header):
            faults.add(start, CellError("all", f"{len(cells)} columns", f"{len(header)} columns as in the heading"))
            continue
        try:
            yield layout.row(cells, start)
        except CellError as fault:
            faults.add(start, fault)
