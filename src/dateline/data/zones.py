"""Patterns of page zones: the loader of zones.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import DataError
from dateline.records import BOILERPLATE

_FILE = "zones.toml"
_PATTERNS = ("line", "paragraph", "last_sentence", "inline", "markup")
_WORDS = {
    "run_in": ("related", "tail", "sections", "providers", "credits"),
    "label": ("byline", "region", "theme", "date", "source", "credit", "title"),
}


@dataclass(frozen=True, slots=True)
class ZonePatterns:
    """Compiled patterns; a match's `lastgroup` is the kind of zone."""

    line: re.Pattern[str]
    paragraph: re.Pattern[str]
    last_sentence: re.Pattern[str]
    inline: re.Pattern[str]
    markup: re.Pattern[str]
    run_in: Mapping[str, tuple[str, ...]]
    label: Mapping[str, tuple[str, ...]]


@cache
def zone_patterns() -> ZonePatterns:
    """Return the patterns of zones.toml.

    Raises DataError listing every unknown table or kind and every pattern that does not compile or has groups of its own.
    """
    raw = tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8"))
    faults = [f"{table}: missing table" for table in (*_PATTERNS, *_WORDS) if table not in raw]
    faults += [f"{table}: unknown table" for table in raw if table not in _PATTERNS and table not in _WORDS]
    for table in _PATTERNS:
        for kind, patterns in raw.get(table, {}).items():
            if kind not in BOILERPLATE:
                faults.append(f"{table}.{kind}: no kind of boilerplate")
            faults += [f"{table}.{kind}[{i}]: {fault}" for i, pattern in enumerate(patterns) if (fault := _fault(pattern))]
    faults += [f"{table}.{key}: missing list" for table, keys in _WORDS.items() for key in keys if key not in raw.get(table, {})]
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint="kinds are those of dateline.records.BOILERPLATE; use (?:...) for groups")
    return ZonePatterns(
        line=_compile(raw["line"]),
        paragraph=_compile(raw["paragraph"]),
        last_sentence=_compile(raw["last_sentence"]),
        inline=_compile(raw["inline"]),
        markup=_compile(raw["markup"]),
        run_in={key: tuple(raw["run_in"][key]) for key in _WORDS["run_in"]},
        label={key: tuple(raw["label"][key]) for key in _WORDS["label"]},
    )


def _fault(pattern: str) -> str | None:
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        return str(error)
    return "capturing group" if groups else None


def _compile(kinds: Mapping[str, list[str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in kinds.items()), re.IGNORECASE)
