"""Ways to make one number of several: resolvers by name, each after the code book or practice that its docstring names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Triple = tuple[int, int, int]
"""Low, best, high."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one voice says of one side: low, best, high.

    rank: how much its kind of source is believed, 0 the most. known: a named speaker stands behind it; all that is of unknown origin
    together has one vote.
    """

    numbers: Triple
    voice: str
    rank: int = 0
    known: bool = True


Resolver = Callable[[Sequence[Estimate]], Triple]


def lowest(estimates: Sequence[Estimate]) -> Triple:
    """Take the lowest number that any voice gives: ACLED's code book, the most conservative of reported estimates."""
    return (min(e.numbers[0] for e in estimates),) * 3


def highest(estimates: Sequence[Estimate]) -> Triple:
    """Take the highest number that any voice gives: UCDP GED's high estimate alone."""
    return (max(e.numbers[2] for e in estimates),) * 3


def low_best_high(estimates: Sequence[Estimate]) -> Triple:
    """Keep the lowest and the highest, and take as best the lower of what voices call best: UCDP GED's code book.

    The code book takes the most reliable report first, and the lower number where none can be told to be; here no voice is held to be
    more reliable unless `source-hierarchy` is asked for.
    """
    low, _, high = spread(estimates)
    return low, min(e.numbers[1] for e in estimates), high


def spread(estimates: Sequence[Estimate]) -> Triple:
    """Keep the lowest and highest, with the middle between them, rounded down: no voice is preferred (casualty recorders' ranges)."""
    low, high = min(e.numbers[0] for e in estimates), max(e.numbers[2] for e in estimates)
    return low, (low + high) // 2, high


def majority(estimates: Sequence[Estimate]) -> Triple:
    """Take the number that most independent origins give, the lowest where they are even: no code book, common desk practice."""
    votes: Counter[int] = Counter()
    for number in {e.numbers[1] for e in estimates}:
        saying = [e for e in estimates if e.numbers[1] == number]
        votes[number] = len({e.voice for e in saying if e.known}) + any(not e.known for e in saying)
    most = max(votes.values())
    return (min(number for number, times in votes.items() if times == most),) * 3


def midpoint(estimates: Sequence[Estimate]) -> Triple:
    """Take the middle between lowest and highest, rounded down."""
    return (spread(estimates)[1],) * 3


def source_hierarchy(estimates: Sequence[Estimate]) -> Triple:
    """Take what the most believed kind of source says, by the order in toll_sources.toml, the lowest of several: a desk's own order."""
    first = min(e.rank for e in estimates)
    return min((e.numbers for e in estimates if e.rank == first), key=lambda n: (n[1], n[0], n[2]))


RESOLVERS: Mapping[str, Resolver] = {
    "lowest": lowest,
    "low-best-high": low_best_high,
    "range": spread,
    "majority": majority,
    "source-hierarchy": source_hierarchy,
    "highest": highest,
    "midpoint": midpoint,
}
"""Resolvers by name."""
