"""When each state's government came to power, for names in ACLED's pattern, and the names of states in UCDP's data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.data.countries import Countries, load_countries
from dateline.errors import DataError

COLUMNS = ("iso2", "since", "ucdp")


@dataclass(frozen=True, slots=True)
class Governments:
    """Years of change by ISO code, and UCDP's names of states where they differ from ours."""

    years: dict[str, tuple[int, ...]]
    ucdp: dict[str, str]


def parse_governments(text: str, *, countries: Countries, where: str = "governments.tsv") -> Governments:
    """Read the table; raise DataError with every fault found."""
    faults: list[str] = []
    years: dict[str, tuple[int, ...]] = {}
    ucdp: dict[str, str] = {}
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line and not line.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != COLUMNS:
        raise DataError(f"columns are not {', '.join(COLUMNS)}", where=where, hint="correct the header")
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            faults.append(f"{where}:{number}: {len(cells)} cells, expected {len(COLUMNS)}")
            continue
        code, since, name = cells
        if countries.get(code) is None:
            faults.append(f"{where}:{number}: no country {code!r}")
        if code in years:
            faults.append(f"{where}:{number}: {code!r} stands twice")
        starts = since.split(";") if since else []
        if not all(one.isdecimal() and len(one) == 4 for one in starts) or starts != sorted(starts):
            faults.append(f"{where}:{number}: since is {since!r}, expected rising years divided by semicolons")
            continue
        years[code] = tuple(map(int, starts))
        if name:
            ucdp[code] = name
    if faults:
        raise DataError("; ".join(faults), where=where, hint="correct these lines; nothing was loaded")
    return Governments(years, ucdp)


@cache
def load_governments() -> Governments:
    """Return the package's table, read once."""
    text = resources.files("dateline.data").joinpath("governments.tsv").read_text(encoding="utf-8")
    return parse_governments(text, countries=load_countries())


def government_years(iso2: str, day: dt.date | None) -> str | None:
    """Return the years of the government in power on a day as ACLED writes them ("2000-2024", "2024-"), None where the table has none.

    In a year of change the new government is taken; without a day, the present one.
    """
    starts = load_governments().years.get(iso2, ())
    held = [start for start in starts if day is None or start <= day.year]
    if not held:
        return None
    following = starts[len(held)] if len(held) < len(starts) else ""
    return f"{held[-1]}-{following}"


def ucdp_country(iso2: str) -> str:
    """Return the name of a state in UCDP's data ("Russia (Soviet Union)")."""
    country = load_countries().get(iso2)
    return load_governments().ucdp.get(iso2) or (country.name if country is not None else iso2)
