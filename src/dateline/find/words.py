"""The lower-case words of a sentence, for cheap look-ups before any pattern runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter

SENTENCES_KEPT = 512
"""Sentences whose words are remembered: the finders ask for those of one report one after the other."""
_WORD = re.compile(r"[a-z]+")


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


def whole_words(low: str, words: Iterable[str]) -> list[tuple[str, int]]:
    """Return where the words stand in a lower-case text, in text order; in a compound they do not count."""
    found = []
    for word in words:
        start = low.find(word)
        while start >= 0:
            end = start + len(word)
            if not (_inside(low[end : end + 1]) or (start and _inside(low[start - 1]))):
                found.append((word, start))
            start = low.find(word, end)
    found.sort(key=itemgetter(1))
    return found


def _inside(char: str) -> bool:
    """Tell whether a character beside a word makes it part of a longer one."""
    return char.isalnum() or char == "-" or char == "_"
