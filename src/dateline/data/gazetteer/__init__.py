"""Words for kinds of places, directions and distances, read from terms.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.errors import DataError

LEVELS = frozenset({"country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "site", "road", "hill", "area", "water"})
_FILE = "terms.toml"


@dataclass(frozen=True, slots=True)
class PlaceTerms:
    """The words around names of places, in small letters.

    heads: head noun to the levels it may stand for, most usual first; directions: degrees clockwise from north; units: kilometres.
    """

    heads: Mapping[str, tuple[str, ...]]
    strip: frozenset[str]
    joins: frozenset[str]
    directions: Mapping[str, float]
    parts: frozenset[str]
    units: Mapping[str, float]


def parse_terms(text: str, *, where: str = _FILE) -> PlaceTerms:
    """Read the terms from TOML text; raise DataError with every fault."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(str(error), where=where, hint="correct the TOML") from error
    faults = [f"section [{name}] is missing" for name in ("heads", "strip", "directions", "parts", "units") if name not in table]
    heads: dict[str, tuple[str, ...]] = {}
    for level, words in table.get("heads", {}).items():
        if level not in LEVELS:
            faults.append(f"heads.{level} is no level, expected one of {', '.join(sorted(LEVELS))}")
        for word in words:
            heads[word] = (*heads.get(word, ()), level)
    for section in ("directions", "units"):
        faults += [
            f"{section}.{word} is {value!r}, expected a number"
            for word, value in table.get(section, {}).items()
            if isinstance(value, bool) or not isinstance(value, int | float)
        ]
    if faults:
        raise DataError("; ".join(faults), where=where, hint="correct these entries; nothing was loaded")
    strip = table["strip"]
    return PlaceTerms(
        heads=heads, strip=frozenset(strip.get("words", ())), joins=frozenset(strip.get("joins", ())),
        directions={word: float(value) for word, value in table["directions"].items()}, parts=frozenset(table["parts"].get("words", ())),
        units={word: float(value) for word, value in table["units"].items()},
    )  # fmt: skip


@cache
def load_terms() -> PlaceTerms:
    """Return the package's terms, read once."""
    return parse_terms((resources.files(__name__) / _FILE).read_text(encoding="utf-8"))
