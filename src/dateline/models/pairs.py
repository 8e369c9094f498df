"""Which pairs of spans are scored, and the facts about a pair that its vectors don't hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.models.layout import Layout

_STEPS = (1, 2, 3, 5, 8, 13, 21, 40)
DISTANCES = 2 * (len(_STEPS) + 1)
GAPS = 7
RANKS = 4


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A span in a window: words from `first` up to `last` (positions in the window), the sentence it lies in."""

    first: int
    last: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two spans that may be linked, their kinds, and the facts the scorer takes: kinds, distance, sentence gap, ranks."""

    one: Stretch
    other: Stretch
    kinds: tuple[str, str]
    facts: tuple[int, int, int, int, int, int]


def candidates(layout: Layout, spans: Mapping[str, Sequence[Stretch]]) -> Iterator[Pair]:
    """Yield the pairs of spans of a window that some relation may link, given the spans by kind."""
    places = {kind: position for position, kind in enumerate(layout.kinds)}
    for one_kind, other_kind in dict.fromkeys(pair for pairs in layout.legal.values() for pair in pairs):
        ones, others = spans.get(one_kind, ()), spans.get(other_kind, ())
        if not ones or not others:
            continue
        backward = one_kind == other_kind == "actor"  # a mention and those before it
        for one in ones:
            near = [o for o in others if o != one and (o < one or not backward)]
            near.sort(key=lambda o: (abs(_distance(one, o)), o.first))
            for rank, other in enumerate(near[:_MOST]):
                between = sum(1 for o in ones if o != one and _between(one, other, o))
                distance, gap = _distance(one, other), max(-3, min(3, other.sentence - one.sentence))
                facts = (places[one_kind], places[other_kind], _bucket(distance), gap + 3, min(rank, RANKS - 1), min(between, RANKS - 1))
                yield Pair(one, other, (one_kind, other_kind), facts)


_MOST = 24
"""A span is scored against so many of the nearest of a kind."""


def _distance(one: Stretch, other: Stretch) -> int:
    """Words from one span to the other, negative where the other comes first; 0 where they touch or overlap."""
    if other.first >= one.last:
        return other.first - one.last + 1
    if other.last <= one.first:
        return other.last - one.first - 1
    return 0


def _between(one: Stretch, other: Stretch, third: Stretch) -> bool:
    low, high = min(one.last, other.last), max(one.first, other.first)
    return low <= third.first < high


def _bucket(distance: int) -> int:
    step = sum(1 for edge in _STEPS if abs(distance) >= edge)
    return step if distance >= 0 else len(_STEPS) + 1 + step


__all__ = ["DISTANCES", "GAPS", "RANKS", "Pair", "Stretch", "candidates"]
