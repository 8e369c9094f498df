"""Bodies that a report introduces with their initials: "the Lake Doctors' Network (LDN)" is meant by "LDN" from there on."""

from __future__ import annotations

import re
from collections.abc import Mapping

_INITIALS = re.compile(r"[\"”’]?\s?[(\[](?:the\s+|or\s+|known\s+as\s+(?:the\s+)?)?(?P<short>[A-Z][A-Z0-9-]{1,8})[)\],;]")
_WORD = re.compile(r"[^\W_](?:[\w'’&.-]*[\w'’])?")
_LINKS = frozenset("of for the and in on to de del la las los el al du des do da dos & y et with against".split())
_REACH = 110
"""Characters before the bracket in which the full name stands: nine words of it fit in."""
_FEWEST = 2
"""Words of a full name at least: one word in front of a bracket is more often a place ("Paris (AFP)") than a body."""


def introduced(text: str) -> Mapping[str, str]:
    """Return the initials that a text introduces, with the full name that stands before them; the first introduction counts."""
    found: dict[str, str] = {}
    for match in _INITIALS.finditer(text):
        short = match["short"]
        if short not in found and (name := _full_name(text[max(0, match.start() - _REACH) : match.start()], short)):
            found[short] = name
    return found


def _full_name(before: str, short: str) -> str | None:
    """Return the words at the end of a text that the initials stand for, else its last run of capitalised words."""
    line = before.rpartition("\n")[2]
    words = list(_WORD.finditer(line))
    if not words or words[-1].end() < len(line.rstrip()):
        return None
    run = _run(line, words)
    letters = [char for char in short if char.isalpha()]
    for first in range(len(words) - 1, -1, -1):
        some = [word.group() for word in words[first:]]
        if some[0][0].upper() == letters[0] and some[0].lower() not in _LINKS and _spells(some, letters):
            return line[words[first].start() :].strip() if len(some) >= _FEWEST else None
    return line[run:].strip() if run is not None else None


def _run(line: str, words: list[re.Match[str]]) -> int | None:
    """Return where the last run of capitalised words begins, small links between them included; None where it has one word only."""
    first, capitals = len(words), 0
    for index in range(len(words) - 1, -1, -1):
        word = words[index].group()
        apart = index + 1 < len(words) and line[words[index].end() : words[index + 1].start()].strip() != ""
        if apart or not (word[0].isupper() or word in _LINKS):
            break
        if word[0].isupper() and word.lower() not in _LINKS:
            first, capitals = index, capitals + 1
    return words[first].start() if capitals >= _FEWEST else None


def _spells(words: list[str], letters: list[str]) -> bool:
    """Tell whether the words' first letters, parts of compounds and small links at will, spell the initials."""
    position = 0
    for word in words:
        parts = [part for part in re.split(r"[-'’]", word) if part]
        if position < len(letters) and parts[0][0].upper() == letters[position]:
            position += 1
            for part in parts[1:]:
                if position < len(letters) and part[0].upper() == letters[position]:
                    position += 1
        elif word not in _LINKS:
            return False
    return position == len(letters)
