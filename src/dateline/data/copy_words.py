"""Words for comparing the wording of two reports: the loader of copy_words.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from dateline.errors import DataError

_FILE = "copy_words.toml"
_NAME = r"\[?(?P<name>(?-i:(?:[Tt]he )?[A-Z][\w.'’&-]*(?: (?:of |the |and )?[A-Z][\w.'’&-]*){0,4}))"
_STEM_LEAST = 3
"""A stem keeps so many letters: "bus" and "red" are no inflections."""
_STEMS_KEPT = 65_536
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("ing", ""), ("ied", "y"), ("ed", ""), ("s", ""))
_NO_PLURAL = ("ss", "us", "is")
_DOUBLED = frozenset("bdgkmnprt")


@dataclass(frozen=True, slots=True)
class CopyWords:
    """Words of comparison.

    empty: stems that carry no content; same: stem -> the first of its group; marks, credits: what a page says of its own origin;
    numerals: word -> number.
    """

    empty: frozenset[str]
    same: Mapping[str, str]
    marks: tuple[re.Pattern[str], ...]
    credits: tuple[re.Pattern[str], ...]
    numerals: Mapping[str, int]


@cache
def copy_words() -> CopyWords:
    """Return the words of copy_words.toml; raises DataError listing all its faults."""
    return parse_copy_words(tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8")))


def parse_copy_words(raw: Mapping[str, Any]) -> CopyWords:
    """Check and build the table; raises DataError listing all faults."""
    faults = [f"{key}: not a list" for key in ("empty", "same", "marks", "credits") if not isinstance(raw.get(key), list)]
    faults += [] if isinstance(raw.get("numerals"), dict) else ["no table [numerals]"]
    if not faults:
        faults += [f"numerals: {word!r} is not a whole number" for word, value in raw["numerals"].items() if not isinstance(value, int)]
        faults += [f"same: {group!r} is not a list of two words or more" for group in raw["same"] if not _words(group) or len(group) < 2]
        faults += [f"empty: {word!r} is not a lower-case word" for word in raw["empty"] if not _words([word])]
        faults += [
            f"{key}: {line!r} has not one {{name}}" for key in ("marks", "credits") for line in raw[key] if line.count("{name}") != 1
        ]
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint="see the comments in the file")
    same: dict[str, str] = {}
    for group in raw["same"]:
        for word in group:
            same.setdefault(stripped(word), stripped(group[0]))
    return CopyWords(
        empty=frozenset(form for word in raw["empty"] for form in (word, stripped(word))),
        same=same,
        marks=tuple(map(_pattern, raw["marks"])),
        credits=tuple(map(_pattern, raw["credits"])),
        numerals=raw["numerals"],
    )


def _words(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(word, str) and word.isalpha() and word.islower() for word in values)


def _pattern(line: str) -> re.Pattern[str]:
    before, _, after = line.partition("{name}")
    return re.compile(before.replace(" ", r"\s+") + r"\s*:?\s*" * bool(before) + _NAME + after.replace(" ", r"\s+"), re.IGNORECASE)


@lru_cache(maxsize=_STEMS_KEPT)
def stripped(word: str) -> str:
    """Return a lower-case word without its regular English inflection.

    >>> [stripped(word) for word in ("villages", "wounded", "clashes", "bodies", "shelling", "captured", "stopped")]
    ['villag', 'wound', 'clash', 'body', 'shell', 'captur', 'stop']
    """
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LEAST and not word.endswith(_NO_PLURAL):
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > _STEM_LEAST and word[-1] == word[-2] and word[-1] in _DOUBLED:
        return word[:-1]
    return word[:-1] if len(word) > _STEM_LEAST and word[-1] == "e" else word


@lru_cache(maxsize=_STEMS_KEPT)
def content_word(word: str) -> str | None:
    """Return what a lower-case word stands for in a comparison of wordings, None where it carries no content.

    >>> content_word("slain") == content_word("deaths"), content_word("the")
    (True, None)
    """
    words = copy_words()
    stem = stripped(word)
    return None if word in words.empty or stem in words.empty else words.same.get(stem, stem)
