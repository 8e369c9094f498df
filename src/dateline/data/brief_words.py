"""Loads the words of the brief (`brief.toml`): what was done by type, and which names take an article."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.data.codebooks import load_acled
from dateline.errors import DataError

_FILE = "brief.toml"
_LISTS = ("articled", "bare", "kinds", "single", "pronouns", "corrections")
FORMS: Mapping[str, frozenset[str]] = {
    "both": frozenset({"a", "b"}),
    "by": frozenset({"a"}),
    "on": frozenset({"b"}),
    "none": frozenset(),
}
"""The forms of an act, and the actors that each names."""


@dataclass(frozen=True, slots=True)
class BriefWords:
    """Acts by sub-event type and form; words, in lower case, that decide how a name stands in a sentence."""

    acts: Mapping[str, Mapping[str, str]]
    articled: frozenset[str]
    bare: frozenset[str]
    kinds: frozenset[str]
    single: frozenset[str]
    pronouns: frozenset[str]
    corrections: frozenset[str]


@cache
def brief_words() -> BriefWords:
    """Return the packaged words; DataError lists all faults of the file."""
    return parse_brief_words((files("dateline.data") / _FILE).read_text(encoding="utf-8"), name=_FILE)


def parse_brief_words(text: str, *, name: str) -> BriefWords:
    """Return the words written in TOML; DataError lists all faults of the file at once."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"not TOML: {error}", where=name, hint="mend the line named") from error
    faults = list(_faults(raw))
    if faults:
        raise DataError("; ".join(faults), where=name, hint="see the head of the file for the form of an entry")
    return BriefWords(raw["act"], **{key: frozenset(raw[key]) for key in _LISTS})


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong: lists that are missing, types without an act, forms without their actors."""
    yield from (f"$.{key}: missing" for key in ("source", "licence", *_LISTS) if not raw.get(key))
    acts = raw.get("act", {})
    types = set(load_acled().event_type_of)
    yield from (f"$.act: no entry for {name!r}" for name in sorted(types - set(acts)))
    yield from (f"$.act: {name!r} is no sub-event type" for name in sorted(set(acts) - types))
    for name, act in acts.items():
        for form, actors in FORMS.items():
            named = {actor for actor in "ab" if f"{{{actor}}}" in act.get(form, "")}
            if form not in act or named != actors:
                yield f'$.act."{name}".{form}: must name {sorted(actors) or "nobody"}'
