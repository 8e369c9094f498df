"""Countries and territories: codes, names, demonyms, regions, read from countries.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import DataError

REGIONS_UCDP = frozenset({"Africa", "Americas", "Asia", "Europe", "Middle East", ""})
_COLUMNS = ("iso2", "iso3", "numeric", "gw", "name", "aliases", "demonyms", "acled_region", "ucdp_region", "capital")
_SPACE = re.compile(r"[\s\-\u2010\u2011]+")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory; `gw` is Gleditsch and Ward's number, None for places outside their list."""

    iso2: str
    iso3: str
    numeric: int
    gw: int | None
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    acled_region: str
    ucdp_region: str
    capital: str


def _key(text: str) -> str:
    """Return the form in which names are compared: one case, plain apostrophes, no dots, single spaces for hyphens, no article."""
    if text.isalpha():
        return text.casefold()
    folded = _SPACE.sub(" ", text.translate(_APOSTROPHES).replace(".", "").casefold()).strip()
    return folded.removeprefix("the ")


class Countries:
    """All countries, found by code, by name in any case, or by demonym."""

    def __init__(self, rows: Iterable[Country]) -> None:
        self.all: tuple[Country, ...] = tuple(rows)
        self._by_code: Mapping[str, Country] = {country.iso2: country for country in self.all}
        self._by_name = {_key(name): country for country in self.all for name in (country.name, *country.aliases)}
        self._by_demonym = {_key(word): country for country in self.all for word in country.demonyms}

    def get(self, iso2: str | None) -> Country | None:
        """Return the country of a two-letter ISO code, None if there is none."""
        return self._by_code.get(iso2.upper()) if iso2 else None

    def by_name(self, text: str) -> Country | None:
        """Return the country that a name or alias means ("SYRIA", "the Sudan", "Burma"), None if unknown."""
        return self._by_name.get(_key(text))

    def by_demonym(self, word: str) -> Country | None:
        """Return the country of a demonym or adjective ("Salvadorean", "south sudanese"), None if unknown."""
        return self._by_demonym.get(_key(word))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and alias, for finders that build a pattern."""
        return tuple(name for country in self.all for name in (country.name, *country.aliases))

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Every demonym and adjective, for finders that build a pattern."""
        return tuple(word for country in self.all for word in country.demonyms)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _number(cell: str, *, column: str, where: str, faults: list[str]) -> int | None:
    if not cell:
        return None
    if not cell.isdecimal():
        faults.append(f"{where}: {column} is {cell!r}, expected digits")
        return None
    return int(cell)


def _duplicates(countries: list[Country]) -> list[str]:
    """Return one line for each code, name or demonym that two countries claim."""
    faults: list[str] = []
    for label, words in (
        ("iso2", [(c.iso2, c.iso2) for c in countries]),
        ("iso3", [(c.iso3, c.iso2) for c in countries]),
        ("name", [(_key(n), c.iso2) for c in countries for n in (c.name, *c.aliases)]),
        ("demonym", [(_key(n), c.iso2) for c in countries for n in c.demonyms]),
    ):
        seen: dict[str, str] = {}
        for word, iso2 in words:
            if label[:3] != "iso" and seen.get(word) == iso2:
                continue
            if word in seen:
                faults.append(f"{label} {word!r} stands twice: {seen[word]} and {iso2}")
            seen[word] = iso2
    return faults


def parse_countries(text: str, *, where: str = "countries.tsv") -> Countries:
    """Read the table from its text; raise DataError with every fault found."""
    faults: list[str] = []
    countries: list[Country] = []
    header: tuple[str, ...] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = tuple(line.split("\t"))
        place = f"{where}:{number}"
        if header is None:
            header = cells
            if header != _COLUMNS:
                raise DataError(f"columns are {', '.join(header)}", where=place, hint=f"expected {', '.join(_COLUMNS)}")
            continue
        if len(cells) != len(_COLUMNS):
            faults.append(f"{place}: {len(cells)} cells, expected {len(_COLUMNS)}")
            continue
        iso2, iso3, numeric, gw, name, aliases, demonyms, acled, ucdp, capital = cells
        code = _number(numeric, column="numeric", where=place, faults=faults)
        gw_number = _number(gw, column="gw", where=place, faults=faults)
        if len(iso2) != 2 or len(iso3) != 3:
            faults.append(f"{place}: codes {iso2!r}, {iso3!r}, expected 2 and 3 letters")
        if not name or not acled or code is None:
            faults.append(f"{place}: name, numeric and acled_region must be filled")
        if ucdp not in REGIONS_UCDP:
            faults.append(f"{place}: ucdp_region {ucdp!r}, expected one of {', '.join(sorted(REGIONS_UCDP))}")
        countries.append(Country(iso2, iso3, code or 0, gw_number, name, _split(aliases), _split(demonyms), acled, ucdp, capital))
    faults.extend(f"{where}: {fault}" for fault in _duplicates(countries))
    if faults:
        raise DataError("; ".join(faults), where=where, hint="correct these lines; nothing was loaded")
    return Countries(countries)


@cache
def load_countries() -> Countries:
    """Return the package's table of countries, read once."""
    return parse_countries(resources.files("dateline.data").joinpath("countries.tsv").read_text(encoding="utf-8"))
