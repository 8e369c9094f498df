"""What the encoder cannot see by itself: the case of a word, and what the place index and the actor registry know of it."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.records import Mentions, Span
from dateline.veil import ArmedName

CASES = ("lower", "title", "upper", "mixed", "digit", "mark", "other")
"""Shapes of a word; the encoder reads lower case only."""
PLACES = ("none", "known", "guessed")
"""Whether the word stands in a place name of the index, or in words that a rule takes for a place."""
ACTORS = ("none", "registered", "described")
"""Whether the word stands in a name of the actor registry, or in words that describe an actor."""
MARKS = ("none", "source", "target")
"""Arguments that the caller asks about (a relation between two given spans); none when a report is read."""
FEATURES = (("case", CASES), ("places", PLACES), ("actors", ACTORS), ("marks", MARKS))
"""The features of a word in the order of the model's input, with their values."""

VEIL = len(FEATURES)
"""In the place of a feature: the words are read as one name that tells nothing of its bearer; the value numbers the bearers of a text."""

Hints = list[tuple[int, int, int, int]]
"""Character range, feature (position in FEATURES, or VEIL), value (position in its values, or number of the bearer)."""


def case_of(word: str) -> int:
    """Return the position in CASES of a word's shape."""
    if word.isdigit():
        return 4
    if not any(c.isalnum() for c in word):
        return 5
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[0].isupper() and word[1:].islower():
        return 1
    return 3 if any(c.isupper() for c in word) else 6


def hints_of(mentions: Mentions) -> Hints:
    """Return what the lexical finders know about stretches of the text, offsets into the document."""
    places = [(m.span, 1 if m.known else 2) for m in mentions.places]
    actors = [(m.span, 1 if m.entry is not None and not m.generic else 2) for m in mentions.actors]
    return [*_ranged(places, 1), *_ranged(actors, 2)]


def veils_of(names: Iterable[ArmedName]) -> Hints:
    """Return the names of armed sides as hints that they be read as any name."""
    return [(name.span.start, name.span.end, VEIL, name.bearer) for name in names]


def _ranged(spans: Iterable[tuple[Span, int]], feature: int) -> Hints:
    return [(span.start, span.end, feature, value) for span, value in spans]


__all__ = ["ACTORS", "CASES", "FEATURES", "MARKS", "PLACES", "VEIL", "Hints", "case_of", "hints_of", "veils_of"]
