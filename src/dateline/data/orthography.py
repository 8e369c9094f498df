"""Abbreviations, particles, titles and fixed capitals: the loader of orthography.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

from dateline.errors import DataError

_FILE = "orthography.toml"


@dataclass(frozen=True, slots=True)
class Orthography:
    """Word lists for splitting and recasing; every entry in lower case except `phrases`."""

    abbreviations: frozenset[str]
    soft_abbreviations: frozenset[str]
    particles: frozenset[str]
    titles: frozenset[str]
    capitalised: frozenset[str]
    capitalised_beside_number: frozenset[str]
    phrases: frozenset[str]
    acronyms: frozenset[str]


@cache
def orthography() -> Orthography:
    """Return the lists of orthography.toml.

    Raises DataError naming every list that is missing, is no list of words, or is unknown.
    """
    raw = tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8"))
    names = [field.name for field in fields(Orthography)]
    faults = [f"{name}: expected a list of words" for name in names if not _is_words(raw.get(name))]
    faults += [f"{name}: unknown list" for name in raw if name not in names]
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint="each list is an array of strings")
    return Orthography(**{name: frozenset(raw[name]) for name in names})


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)
