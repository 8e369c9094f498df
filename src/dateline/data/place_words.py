"""Words that tell a place, its level and the direction, from data/place_words.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import DataError


@dataclass(frozen=True)
class PlaceWords:
    """level_of: level noun -> level; inner: words between a name and its level noun; directions: adjectives and nouns;
    prefix_of: first word of a name -> level; openers: first words of place names; short: short form -> name; short_within: the same, of what contains
    a place."""

    level_of: dict[str, str]
    inner: frozenset[str]
    direction_adjectives: frozenset[str]
    direction_nouns: frozenset[str]
    relation_of: dict[str, str]
    prefix_of: dict[str, str]
    openers: frozenset[str]
    short: dict[str, str]
    short_within: dict[str, str]


@cache
def load_place_words() -> PlaceWords:
    """Read the word list; raises DataError if a level noun stands under two levels."""
    raw = tomllib.loads(files("dateline.data").joinpath("place_words.toml").read_text(encoding="utf-8"))
    level_of: dict[str, str] = {}
    twice: list[str] = []
    for level, words in raw["level"].items():
        twice += [word for word in words if word in level_of]
        level_of.update(dict.fromkeys(words, level))
    if twice:
        raise DataError(f"level nouns listed twice: {', '.join(twice)}", where="data/place_words.toml", hint="keep one")
    relation_of = {word: relation for relation, words in reversed(list(raw["preposition"].items())) for word in words}
    return PlaceWords(
        level_of,
        frozenset(raw["modifier"]["inner"]),
        frozenset(raw["direction"]["adjectives"]),
        frozenset(raw["direction"]["nouns"]),
        relation_of,
        {word: level for level, words in raw["prefix"].items() for word in words},
        frozenset(raw["opener"]["words"]),
        raw["short"],
        raw["short"] | raw["short_within"],
    )
