"""General actor nouns ("troops", "gunmen", "villagers") and the units of a state, read from actor_nouns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dateline.errors import DataError

CLASSES = frozenset(
    {"state_forces", "police", "rebel", "militia", "unidentified", "civilians", "protesters", "rioters", "government", "external"}
)
TOLLS = frozenset({"civilian", "combatant", "unknown"})


@dataclass(frozen=True, slots=True)
class ActorNoun:
    """A head noun in one of its forms; `toll` is the category of a count of such people, `unit` the state unit it may mean."""

    form: str
    lemma: str
    plural: bool
    actor_class: str
    toll: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of any state: the pattern of its name, its kind, the nouns that make it after a demonym or a country's name."""

    id: str
    name: str
    kind: str
    nouns: tuple[str, ...]
    bare: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorNouns:
    """Nouns by their lower-case form, state units by id, and words that add nothing between demonym and noun."""

    nouns: Mapping[str, ActorNoun]
    units: Mapping[str, Unit]
    modifiers: frozenset[str]

    def get(self, form: str) -> ActorNoun | None:
        """Return the noun of a form in any case ("Troops", "fighter jets"), None if unknown."""
        return self.nouns.get(form.casefold())


def _forms(group: Mapping[str, Any], where: str, faults: list[str]) -> list[ActorNoun]:
    actor_class, toll, unit = group.get("class"), group.get("toll"), group.get("unit")
    if actor_class not in CLASSES:
        faults.append(f"{where}: class {actor_class!r}, expected one of {', '.join(sorted(CLASSES))}")
    if toll not in TOLLS:
        faults.append(f"{where}: toll {toll!r}, expected one of {', '.join(sorted(TOLLS))}")
    found: list[ActorNoun] = []
    for pair in str(group.get("forms", "")).split(","):
        words = [word.replace("_", " ") for word in pair.split()]
        if len(words) != 2 or words == ["-", "-"]:
            faults.append(f"{where}: {pair.strip()!r} is no pair of forms")
            continue
        lemma = words[0] if words[0] != "-" else words[1]
        for plural, form in enumerate(words):
            if form != "-":
                found.append(ActorNoun(form, lemma, bool(plural), str(actor_class), str(toll), unit))
    return found


def parse_actor_nouns(text: str, *, where: str = "actor_nouns.toml") -> ActorNouns:
    """Read nouns and units from TOML text; raise DataError with every fault found."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(str(error), where=where, hint="correct the TOML syntax") from error
    faults: list[str] = []
    nouns: dict[str, ActorNoun] = {}
    for number, group in enumerate(data.get("noun", []), start=1):
        for noun in _forms(group, f"{where}: noun {number}", faults):
            kept = nouns.setdefault(noun.form, noun)
            if kept is not noun and kept.lemma != noun.lemma:
                faults.append(f"{where}: noun {number}: {noun.form!r} stands twice")
    units: dict[str, Unit] = {}
    for unit_id, table in data.get("unit", {}).items():
        missing = [key for key in ("name", "kind", "nouns", "bare") if key not in table]
        if missing:
            faults.append(f"{where}: unit.{unit_id}: lacks {', '.join(missing)}")
            continue
        units[unit_id] = Unit(unit_id, table["name"], table["kind"], tuple(table["nouns"]), tuple(table["bare"]))
    faults.extend(
        f"{where}: noun {noun.form!r}: no unit {noun.unit!r}" for noun in nouns.values() if noun.unit is not None and noun.unit not in units
    )
    if faults:
        raise DataError("; ".join(faults), where=where, hint="correct these entries; nothing was loaded")
    return ActorNouns(nouns, units, frozenset(data.get("modifiers", {}).get("words", ())))


@cache
def load_actor_nouns() -> ActorNouns:
    """Return the package's actor nouns, read once."""
    return parse_actor_nouns(resources.files("dateline.data").joinpath("actor_nouns.toml").read_text(encoding="utf-8"))
