"""The lower-case words of a sentence, for cheap look-ups before any pattern runs."""

from __future__ import annotations

import re
from functools import lru_cache

SENTENCES_KEPT = 512
"""Sentences whose words are remembered: the finders ask for those of one report one after the other."""
_WORD = re.compile(r"[a-z]+")
_WHOLE = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")


def lowered(text: str) -> str:
    """Return the text in lower case with every offset kept."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=SENTENCES_KEPT)
def words_in(text: str) -> frozenset[str]:
    """Return the runs of letters of a text in lower case, parts of compounds included."""
    return frozenset(_WORD.findall(lowered(text)))


def whole_words(low: str) -> list[tuple[str, int]]:
    """Return the words that are no part of a compound, with their offsets."""
    return [(match.group(), match.start()) for match in _WHOLE.finditer(low)]
