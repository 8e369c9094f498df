"""Nouns for equipment, buildings and positions, and verbs for their loss, loaded from equipment.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, cast, get_args

from dateline.data.toll_words import plural_of
from dateline.errors import DataError
from dateline.records import Effect

FILE = "equipment.toml"
CLASSES = (
    "armour",
    "artillery",
    "aircraft",
    "vehicle",
    "vessel",
    "weapon",
    "explosive",
    "supply",
    "position",
    "building",
    "infrastructure",
)
Place = Literal["object", "subject", "verb"]


@dataclass(frozen=True, slots=True)
class LossForm:
    """One inflected form of a verb of loss; form as in toll_words."""

    effect: Effect
    form: str


@dataclass(frozen=True, slots=True)
class LossPhrase:
    """A predicate of several words and where its items stand."""

    effect: Effect
    place: Place
    keys: frozenset[str]  # one of them is among the words of the sentence
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Equipment:
    """All word lists of the loss finder; keys are lower case."""

    heads: Mapping[str, str]  # singular last word or whole noun -> class
    plurals: Mapping[str, str]  # plural -> singular
    mass: frozenset[str]  # nouns without a singular, or uncountable
    seizable: frozenset[str]  # classes
    holders: frozenset[str]
    fillers: frozenset[str]
    verbs: Mapping[str, LossForm]
    phrases: tuple[LossPhrase, ...]
    signs: frozenset[str]  # words one of which every sentence with a verb of loss has


def _forms(base: str, irregular: Mapping[str, list[str]]) -> dict[str, str]:
    stem = base[:-1] if base.endswith("e") else base
    ing = {"gut": "gutting"}.get(base, stem + "ing")
    forms = {base: "base", plural_of(base): "present", ing: "ing"}
    past, participle = irregular.get(base, [stem + "ed", stem + "ed"])
    if past == participle:
        forms[past] = "both"
    else:
        forms[past], forms[participle] = "past", "participle"
    return forms


def _faults(raw: Mapping[str, Any]) -> list[str]:
    faults = [f"[{name}] lacks nouns" for name in CLASSES if not raw.get(name, {}).get("nouns")]
    faults += [f"seizable: unknown class {name}" for name in raw.get("seizable", ()) if name not in CLASSES]
    faults += [f"[holders] lacks {key}" for key in ("words", "fillers") if key not in raw.get("holders", {})]
    effects = get_args(Effect)
    faults += [f"[verbs]: unknown effect {name}" for name in raw.get("verbs", {}) if name not in effects]
    for number, phrase in enumerate(raw.get("phrase", ()), start=1):
        if phrase.get("effect") not in effects:
            faults.append(f"phrase {number}: effect must be one of {', '.join(effects)}")
        if phrase.get("place") not in get_args(Place) or not phrase.get("pattern") or not phrase.get("keys"):
            faults.append(f"phrase {number}: place (object, subject or verb), keys and pattern are needed")
    return faults


def parse_equipment(raw: Mapping[str, Any]) -> Equipment:
    """Turn the parsed TOML into look-up tables; raises DataError naming all faults at once."""
    if faults := _faults(raw):
        raise DataError("; ".join(faults), where=FILE, hint="compare the file with the one in the package")
    heads: dict[str, str] = {}
    plurals: dict[str, str] = {}
    mass = frozenset(noun.lower() for noun in raw.get("plural_only", ()))
    for name in CLASSES:
        for noun in raw[name]["nouns"]:
            heads.setdefault(noun.lower(), name)
            if noun.lower() not in mass:
                plurals.setdefault(plural_of(noun).lower(), noun)
    verbs: dict[str, LossForm] = {}
    irregular = raw.get("irregular", {})
    for effect, bases in raw.get("verbs", {}).items():
        for base in bases:
            for word, form in _forms(base, irregular).items():
                verbs.setdefault(word, LossForm(cast(Effect, effect), form))
    phrases = tuple(
        LossPhrase(p["effect"], p["place"], frozenset(p["keys"]), re.compile(rf"(?<![\w-])(?:{p['pattern']})(?![\w-])"))
        for p in raw.get("phrase", ())
    )
    return Equipment(
        heads=heads,
        plurals=plurals,
        mass=mass,
        seizable=frozenset(raw.get("seizable", ())),
        holders=frozenset(raw["holders"]["words"]),
        fillers=frozenset(raw["holders"]["fillers"]),
        verbs=verbs,
        phrases=phrases,
        signs=frozenset({*verbs, *(key for phrase in phrases for key in phrase.keys)}),
    )


@functools.cache
def equipment() -> Equipment:
    """Return the package's word lists."""
    return parse_equipment(tomllib.loads(resources.files("dateline.data").joinpath(FILE).read_text("utf-8")))
