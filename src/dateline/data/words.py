"""Common English words, to tell names from words at the start of a sentence and in reports written in capitals."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dateline.errors import DataError

_FILE = "english_words.txt"


@cache
def common_words() -> frozenset[str]:
    """Return the lower-case words of english_words.txt.

    Raises DataError listing every line that is not one lower-case ASCII word.
    """
    lines = (files("dateline.data") / _FILE).read_text(encoding="utf-8").splitlines()
    words = frozenset(line for line in lines if line and not line.startswith("#"))
    broken = sorted(word for word in words if not (word.isascii() and word.isalpha() and word.islower()))
    if broken:
        raise DataError(f"not lower-case words: {', '.join(broken)}", where=_FILE, hint="one word a line, a-z only")
    return words


def is_common(word: str) -> bool:
    """Tell whether a word, in whatever case, is an ordinary English word.

    >>> is_common("Soldiers"), is_common("Kharkiv"), is_common("government's")
    (True, False, True)
    """
    lowered = word.lower()
    if lowered.endswith(("'s", "’s")):
        lowered = lowered[:-2]
    return lowered in common_words()
