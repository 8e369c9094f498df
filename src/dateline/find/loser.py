"""Who lost: the noun phrase before "lost 28 riflemen, a field gun and a jeep"."""

from __future__ import annotations

import re

WINDOW = 90
"""Characters before the verb in which its subject is looked for."""
_SUBJECT_NP = re.compile(r"((?:[\w'’-]+\s+){0,6}[\w'’-]+)\s+(?:(?:has|have|had|also|reportedly|already)\s+)*$")
_TRAILING = re.compile(r"(?:\s+(?:has|have|had|also|reportedly|already))+$", re.IGNORECASE)
_NP_START = re.compile(
    r".*(?:\b(?:that|said|says|claimed|because|while|and|but|when|which|after|in|on|at|of)\b|[,;:\"“(])\s*",
    re.IGNORECASE | re.DOTALL,
)


def loser(text: str, end: int) -> tuple[int, int] | None:
    """Range of the noun phrase that is the subject of "lost"."""
    base = max(0, end - WINDOW)
    match = _SUBJECT_NP.search(text[base:end])
    if match is None:
        return None
    words = match.group(1)
    start, stop = base + match.start(1), base + match.end(1)
    if trailing := _TRAILING.search(words):
        stop -= len(trailing.group())
    if cut := _NP_START.match(text[start:stop]):
        start += cut.end()
    return (start, stop) if stop > start else None
