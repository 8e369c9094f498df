"""Finds a known title in a text whose dump may have lost its punctuation."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’‘`-][^\W_]+)*")
_LABEL = re.compile(r"^\s*(?:title|headline)\s*:\s*", re.IGNORECASE)
# Words of the title that may be missing or differ: dumps lose apostrophes, dashes and words in angle brackets.
_SLACK = 0.2
# A title of fewer words is found by accident ("Syria").
_FEWEST = 3


def clean_title(title: str) -> str:
    """Return a title without a "title:" label and surrounding white space."""
    return _LABEL.sub("", title).strip()


def match_title(text: str, title: str, start: int, limit: int) -> tuple[int, int] | None:
    """Return where the title stands in text[start:limit], beginning at the first word, or None.

    Punctuation, case, apostrophes and up to a fifth of the words may differ. A stretch that goes on as a sentence
    (a lower-case word or a comma follows) is no title.
    """
    wanted = [_bare(word) for word in _WORD.findall(clean_title(title))]
    if len(wanted) < _FEWEST:
        return None
    found = []
    for match in _WORD.finditer(text, start, min(limit, start + 3 * len(title) + 40)):
        found.append(match)
        if len(found) >= len(wanted) + 4:
            break
    pairs = _align(wanted, [_bare(match.group()) for match in found])
    if len(pairs) < (1 - _SLACK) * len(wanted) or not pairs or pairs[0][1] > 1 or pairs[-1][0] < len(wanted) - 2:
        return None
    first, last = found[pairs[0][1] if pairs[0][0] == 0 else 0].start(), found[pairs[-1][1]].end()
    after = text[last : last + 3]
    if after[:1] == "," or re.match(r"\s+[a-z]", after):
        return None
    while last < len(text) and text[last] in "\"'”’!?)" and not text[last].isspace():
        last += 1
    while first > start and text[first - 1] in "\"'“‘(":
        first -= 1
    return first, last


def _bare(word: str) -> str:
    return re.sub(r"['’‘`-]", "", word).lower()


def _align(wanted: list[str], found: list[str]) -> list[tuple[int, int]]:
    """Return index pairs of equal words in order, greedily, looking two words ahead on either side."""
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(wanted) and j < len(found):
        for skip_i, skip_j in ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0)):
            if i + skip_i < len(wanted) and j + skip_j < len(found) and wanted[i + skip_i] == found[j + skip_j]:
                i, j = i + skip_i, j + skip_j
                pairs.append((i, j))
                break
        i, j = i + 1, j + 1
    return pairs
