"""Who speaks in reports: head nouns by type of source, and the well-known bodies that speak."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast, get_args

from dateline.data.inflect import plural
from dateline.errors import DataError
from dateline.records import SourceType

_FILE = "source_types.toml"
_TYPES: tuple[str, ...] = get_args(SourceType)
_OTHER = ("speakers", "relational", "persons", "documents", "not_speakers", "modifiers")
_IRREGULAR_PLURALS = {
    "policeman": "policemen",
    "policewoman": "policewomen",
    "man": "men",
    "woman": "women",
    "gunman": "gunmen",
    "militiaman": "militiamen",
}


@dataclass(frozen=True, slots=True)
class Body:
    """A well-known body that speaks: canonical name and its type of source."""

    name: str
    type: SourceType


@dataclass(frozen=True, slots=True)
class SpeakerWords:
    """The words that make a noun phrase a speaker.

    heads: lower-case noun (plurals too) -> type; speakers: nouns that speak, whatever their type (heads included);
    relational, persons, documents, not_speakers, modifiers: as the file describes; bodies: alias -> body; body_pattern finds the aliases in a text.
    """

    heads: dict[str, SourceType]
    speakers: frozenset[str]
    relational: frozenset[str]
    persons: frozenset[str]
    documents: frozenset[str]
    not_speakers: frozenset[str]
    modifiers: frozenset[str]
    bodies: dict[str, Body]
    body_pattern: re.Pattern[str]


@cache
def speaker_words() -> SpeakerWords:
    """Return the words of source_types.toml; raises DataError listing all its faults."""
    raw = tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8"))
    faults = _faults(raw)
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint=f"types are {', '.join(_TYPES)}; see the head of the file")
    heads: dict[str, SourceType] = {}
    for kind, nouns in raw["heads"].items():
        for form in _forms(nouns):
            heads.setdefault(form, cast("SourceType", kind))
    other = {key: frozenset(_forms(raw["other"][key])) for key in _OTHER}
    bodies = _bodies(raw["bodies"])
    names = sorted(bodies, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?=['’]s\b|['’]?(?![\w-]))")
    return SpeakerWords(
        heads=heads,
        speakers=frozenset(heads) | other["speakers"],
        relational=other["relational"],
        persons=other["persons"],
        documents=other["documents"],
        not_speakers=other["not_speakers"],
        modifiers=frozenset(raw["other"]["modifiers"]),
        bodies=bodies,
        body_pattern=pattern,
    )


def _forms(nouns: list[str]) -> list[str]:
    return [form for noun in nouns for form in (noun, _IRREGULAR_PLURALS.get(noun) or plural(noun))]


def _bodies(groups: dict[str, list[str]]) -> dict[str, Body]:
    found: dict[str, Body] = {}
    for kind, lines in groups.items():
        for line in lines:
            names = line.split("|")
            for alias in names:
                found.setdefault(alias, Body(names[0], cast("SourceType", kind)))
    return found


def _faults(raw: dict[str, Any]) -> list[str]:
    faults = [f"no table [{table}]" for table in ("heads", "other", "bodies") if not isinstance(raw.get(table), dict)]
    if faults:
        return faults
    faults += [f"[{table}] {kind}: not a type of source" for table in ("heads", "bodies") for kind in raw[table] if kind not in _TYPES]
    faults += [f"[other] {key}: missing" for key in _OTHER if key not in raw["other"]]
    for table in ("heads", "other", "bodies"):
        for key, values in raw[table].items():
            if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
                faults.append(f"[{table}] {key}: not a list of words")
    return faults
