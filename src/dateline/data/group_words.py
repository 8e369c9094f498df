"""Words that make a capitalised name a group's name, from data/group_words.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import DataError


@dataclass(frozen=True)
class GroupWords:
    """head_of: closing word -> actor class; opener_of: opening word -> actor class; state: words that make an armed group the state's."""

    head_of: dict[str, str]
    opener_of: dict[str, str]
    state: frozenset[str]


@cache
def load_group_words() -> GroupWords:
    """Read the word list; raises DataError if a head stands under two classes."""
    raw = tomllib.loads(files("dateline.data").joinpath("group_words.toml").read_text(encoding="utf-8"))
    head_of: dict[str, str] = {}
    twice: list[str] = []
    for actor_class, words in raw["head"].items():
        twice += [word for word in words if word in head_of]
        head_of.update(dict.fromkeys(words, actor_class))
    if twice:
        raise DataError(f"heads listed twice: {', '.join(twice)}", where="data/group_words.toml", hint="keep one")
    opener_of = {word: actor_class for actor_class, words in raw["opener"].items() for word in words}
    return GroupWords(head_of, opener_of, frozenset(raw["state"]["words"]))
