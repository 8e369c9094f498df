"""Look-ups that keep the work on a long report, or on a long sentence, in proportion to its length."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from dateline.records import ActorMention, PlaceMention

SEARCHES_KEPT = 64
"""Pairs of a pattern and a sentence whose matches are remembered: one sentence after the other is read."""

_Mention = TypeVar("_Mention", ActorMention, PlaceMention)


def by_sentence(mentions: Sequence[_Mention]) -> dict[int, list[_Mention]]:
    """Return the mentions by the index of their sentence."""
    index: dict[int, list[_Mention]] = {}
    for mention in mentions:
        index.setdefault(mention.sentence, []).append(mention)
    return index


def next_match(pattern: re.Pattern[str], text: str, start: int, end: int | None = None) -> re.Match[str] | None:
    """Search a text from an offset on, up to another one, without reading again what is known to hold no match."""
    starts = _starts(pattern, text)
    position = bisect_left(starts, start)
    if position == len(starts):
        return None
    return pattern.search(text, starts[position], len(text) if end is None else end)


@lru_cache(maxsize=SEARCHES_KEPT)
def _starts(pattern: re.Pattern[str], text: str) -> tuple[int, ...]:
    """Return where a pattern matches a text, also inside of other matches."""
    found: list[int] = []
    match = pattern.search(text)
    while match is not None:
        found.append(match.start())
        match = pattern.search(text, match.start() + 1)
    return tuple(found)
