"""Whose people they were: "six members of the Northern Front", "three fighters from the Tarma militia"."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.data.actors import load_actors
from dateline.data.group_words import load_group_words
from dateline.records import Category

_PART = r"(?:[A-Z]\.(?=\s?[A-Z])|[A-Z0-9][\w'’-]*|['’]?(?:al|el|ul|as|ar|bin)-[A-Z][\w'’-]*)"
_LINK = r"(?:of|for|the|and|de|del|la|las|los|el|al|du|des|do|da|dos|der|von|van)"
_BODY = re.compile(
    rf"\s+(?:(?P<of>of|belonging\s+to|loyal\s+to|affiliated\s+(?:with|to)|linked\s+to)|from|with)\s+(?P<the>(?:the|its|their|a|an)\s+)?"
    rf"(?P<name>(?:(?!(?:in|at|near|on|from|and|who|that|by|with|for|to|was|were|or|as)\b)[a-z][\w'’-]*\s+){{0,3}}?{_PART}(?:\s+(?:{_LINK}\s+){{0,2}}{_PART}){{0,6}}(?:\s+[a-z][\w'’-]*){{0,2}})"
)
_HOLDS = re.compile(
    r"members?|fighters?|m[ae]n|elements?|operatives?|supporters?|leaders?|commanders?|chiefs?|personnel|recruits?|followers?"
)
_TAIL = re.compile(r"\s+(?P<word>[a-z][\w'’-]*)$")
_ARMED = frozenset({"rebel", "militia", "state_forces"})
_ARMED_KINDS = frozenset({"rebel", "political_militia", "identity_militia", "cartel", "army", "air_force", "navy", "coalition"})
_REACH = 120
"""Characters behind the noun in which the body's name stands."""


def body_behind(text: str, head: str, end: int) -> tuple[int, int] | None:
    """Return the range of the named body that people, whose noun ends at an offset, are said to be of; None where none is named.

    "From" and "with" may lead to a place and an instrument: a name counts behind them only with its article or as an armed body.
    """
    if not head or " " in head:
        return None
    match = _BODY.match(text, end, end + _REACH)
    if match is None:
        return None
    start, stop = match.span("name")
    known = max((start + m.end for m in load_actors().match(text[start:stop]) if m.start == 0), default=start)
    while (tail := _TAIL.search(text, start, stop)) is not None and tail["word"] not in load_group_words().head_of and known < stop:
        stop = tail.start()
    name = text[start:stop]
    if not any(char.isupper() for char in name):
        return None
    plain = _HOLDS.fullmatch(head.lower()) is not None
    if match["of"] and plain:
        return start, stop
    return (start, stop) if armed_body(name) else None


@lru_cache(maxsize=1024)
def armed_body(name: str) -> bool:
    """Tell whether a name is that of an armed group or force: by its last word, by the registry, else by its words."""
    actors, words = load_actors(), load_group_words()
    lows = name.lower().split()
    if lows and words.head_of.get(lows[-1]) in _ARMED:
        return True
    known = [actors.get(entry) for match in actors.match(name) for entry in match.entries]
    kinds = {entry.kind for entry in known if entry is not None}
    if kinds:
        return bool(kinds & _ARMED_KINDS)
    return words.opener_of.get(lows[0]) in _ARMED or any(words.head_of.get(low) in _ARMED for low in lows)


def category_of(name: str, category: Category) -> Category:
    """Return the category of a body's people: an armed body's are combatants."""
    return "combatant" if category == "unknown" and armed_body(name) else category
