"""Words of harm to people and nouns for people, loaded from toll_words.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal, get_args

from dateline.errors import DataError
from dateline.records import Category, TollKind

FILE = "toll_words.toml"
Place = Literal["object", "subject", "verb"]
Form = Literal["base", "present", "past", "participle", "both", "ing"]


@dataclass(frozen=True, slots=True)
class HarmForm:
    """One inflected form of a verb of harm; `both` is past tense and participle in one."""

    kind: TollKind
    form: Form
    strict: bool
    intransitive: bool


@dataclass(frozen=True, slots=True)
class HarmPhrase:
    """A predicate of several words: regular expression over lower-case text and where its people stand."""

    kind: TollKind
    place: Place
    keys: frozenset[str]  # one of them is among the words of the sentence
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A noun for people in one of its forms."""

    lemma: str
    category: Category
    singular: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class TollWords:
    """All word lists of the toll finder; keys are lower case."""

    verbs: Mapping[str, HarmForm]
    phrases: tuple[HarmPhrase, ...]
    nouns: Mapping[str, TollKind]  # "death (of)"
    states: Mapping[str, TollKind]  # "dead"
    counts: Mapping[str, TollKind]  # "deaths", "fatalities"
    people: Mapping[str, PersonNoun]
    not_people: frozenset[str]
    signs: frozenset[str]  # words one of which every sentence with a predicate of harm has


def plural_of(noun: str) -> str:
    """Return the regular English plural of a noun ("army" -> "armies", "gunman" -> "gunmen")."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def _inflect(base: str, irregular: Mapping[str, list[str]]) -> dict[str, Form]:
    stem = base[:-1] if base.endswith("e") else base
    ing = {"die": "dying", "flee": "fleeing", "free": "freeing", "kidnap": "kidnapping", "nab": "nabbing", "swap": "swapping"}.get(
        base, stem + "ing"
    )
    forms: dict[str, Form] = {base: "base", plural_of(base): "present", ing: "ing"}
    past, participle = irregular.get(base, [stem + "ed", stem + "ed"])
    if past == participle:
        forms[past] = "both"
    else:
        forms[past], forms[participle] = "past", "participle"
    return forms


def _people(table: Mapping[str, Any], irregular: Mapping[str, str]) -> dict[str, PersonNoun]:
    found: dict[str, PersonNoun] = {}
    categories: tuple[Category, ...] = ("combatant", "civilian", "unknown")
    for category in categories:
        for noun in table[category]:
            plural = irregular.get(noun, plural_of(noun)).lower()
            single = noun.lower()
            both = plural == single
            found.setdefault(single, PersonNoun(single, category, single != "people", both))
            found.setdefault(plural, PersonNoun(single, category, both and single != "people", True))
    return found


def _faults(raw: Mapping[str, Any]) -> list[str]:
    kinds = get_args(TollKind)
    faults = [f"[{kind}] is missing" for kind in kinds if kind not in raw]
    faults += [
        f"[{kind}] lacks {key}"
        for kind in kinds
        if kind in raw
        for key in ("verbs", "strict", "intransitive", "nouns", "states", "counts")
        if key not in raw[kind]
    ]
    for number, phrase in enumerate(raw.get("phrase", ()), start=1):
        if phrase.get("kind") not in kinds:
            faults.append(f"phrase {number}: kind must be one of {', '.join(kinds)}")
        if phrase.get("place") not in get_args(Place):
            faults.append(f"phrase {number}: place must be one of {', '.join(get_args(Place))}")
        faults += [f"phrase {number}: {key} is missing" for key in ("pattern", "keys") if not phrase.get(key)]
    people = raw.get("people", {})
    faults += [f"[people] lacks {key}" for key in ("combatant", "civilian", "unknown") if key not in people]
    return faults


def parse_toll_words(raw: Mapping[str, Any]) -> TollWords:
    """Turn the parsed TOML into look-up tables; raises DataError naming all faults at once."""
    if faults := _faults(raw):
        raise DataError("; ".join(faults), where=FILE, hint="compare the file with the one in the package")
    irregular = raw.get("irregular", {})
    verbs: dict[str, HarmForm] = {}
    nouns: dict[str, TollKind] = {}
    states: dict[str, TollKind] = {}
    counts: dict[str, TollKind] = {}
    for kind in get_args(TollKind):
        table = raw[kind]
        for key in ("verbs", "strict", "intransitive"):
            for base in table[key]:
                for word, form in _inflect(base, irregular).items():
                    verbs.setdefault(word, HarmForm(kind, form, key == "strict", key == "intransitive"))
        for noun in table["nouns"]:
            nouns.setdefault(noun, kind)
            nouns.setdefault(plural_of(noun), kind)
        states.update(dict.fromkeys(table["states"], kind))
        for noun in table["counts"]:
            counts.setdefault(noun, kind)
            counts.setdefault(plural_of(noun), kind)
    phrases = tuple(
        HarmPhrase(p["kind"], p["place"], frozenset(p["keys"]), re.compile(rf"(?<![\w-])(?:{p['pattern']})(?![\w-])"))
        for p in raw.get("phrase", ())
    )
    signs = {*verbs, *nouns, *states, *counts, *(key for phrase in phrases for key in phrase.keys)}
    not_people = {form for noun in raw.get("not_people", {}).get("nouns", ()) for form in (noun, plural_of(noun))}
    return TollWords(
        verbs=verbs,
        phrases=phrases,
        nouns=nouns,
        states=states,
        counts=counts,
        people=_people(raw["people"], raw.get("irregular_plurals", {})),
        not_people=frozenset(not_people),
        signs=frozenset(signs),
    )


@functools.cache
def toll_words() -> TollWords:
    """Return the package's word lists."""
    return parse_toll_words(tomllib.loads(resources.files("dateline.data").joinpath(FILE).read_text("utf-8")))
