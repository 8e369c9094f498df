"""Words that tell private persons from public ones, read from privacy.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from dateline.errors import DataError


@dataclass(frozen=True, slots=True)
class PrivacyWords:
    """The lists of privacy.toml, in lower case."""

    public_titles: frozenset[str]
    community_titles: frozenset[str]
    community_words: frozenset[str]
    community_bodies: frozenset[str]
    community_names: frozenset[str]
    person_nouns: frozenset[str]
    institutions: frozenset[str]
    belongings: frozenset[str]
    fates: frozenset[str]
    harms: frozenset[str]
    honorifics: frozenset[str]
    particles: frozenset[str]
    never_names: frozenset[str]


def parse_privacy_words(text: str, *, where: str = "privacy.toml") -> PrivacyWords:
    """Return the lists of a file; raises DataError with all its faults."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"not TOML: {error}", where=where, hint="see the TOML documentation") from error
    faults = []
    wanted = [f.name for f in fields(PrivacyWords)]
    for name in wanted:
        words = given.get(name)
        if not isinstance(words, list) or not words:
            faults.append(f"{name}: expected a list of words")
        else:
            faults += [f"{name}[{i}]: expected a word in lower case, found {w!r}" for i, w in enumerate(words) if not _good(w)]
    faults += [f"{name}: unknown list" for name in given if name not in wanted]
    if faults:
        raise DataError("; ".join(faults), where=where, hint=f"the lists are {', '.join(wanted)}")
    return PrivacyWords(**{name: frozenset(given[name]) for name in wanted})


def _good(word: object) -> bool:
    return isinstance(word, str) and word == word.lower().strip() != ""


@cache
def privacy_words() -> PrivacyWords:
    """Return the packaged lists."""
    return parse_privacy_words((resources.files("dateline.data") / "privacy.toml").read_text("utf-8"))
