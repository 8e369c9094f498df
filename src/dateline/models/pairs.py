"""Which pairs of spans are scored, and the facts about a pair that its vectors don't hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.models.layout import Layout

Ints = NDArray[np.int64]
_STEPS = np.array((1, 2, 3, 5, 8, 13, 21, 40))
DISTANCES = 2 * (len(_STEPS) + 1)
GAPS = 7
RANKS = 4
_MOST = 24
"""A span is scored against so many of the nearest of a kind."""

_APART = 1 << 12  # more words than a window has


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A span in a window: words from `first` up to `last` (positions in the window), the sentence it lies in, the window's number."""

    first: int
    last: int
    sentence: int
    window: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """The pairs of two kinds of span: positions in the spans of each kind, and facts [pairs, 6].

    Facts: the two kinds, distance, sentence gap, rank of the other among the nearest of its kind, spans of the first kind in between.
    """

    kinds: tuple[str, str]
    ones: Ints
    others: Ints
    facts: Ints


def blocks(layout: Layout, spans: Mapping[str, Sequence[Stretch]]) -> Iterator[Block]:
    """Yield the pairs of spans of the same window that some relation may link, given the spans by kind, each sorted by window and place, none twice.

    Mentions of actors and places are paired with those before them only; a span is never paired with itself under another kind.
    """
    numbers = {kind: position for position, kind in enumerate(layout.kinds)}
    arrays = {kind: _placed(items) for kind, items in spans.items() if items}
    for one_kind, other_kind in dict.fromkeys(pair for pairs in layout.legal.values() for pair in pairs):
        ones, others = arrays.get(one_kind), arrays.get(other_kind)
        if ones is None or others is None:
            continue
        after = others[None, :, 0] - ones[:, None, 1] + 1
        before = others[None, :, 1] - ones[:, None, 0] - 1
        distance = np.where(after >= 1, after, np.where(before <= -1, before, 0))
        order = np.argsort(np.abs(distance) * (1 << 20) + others[None, :, 0], axis=1, kind="stable")
        allowed = (ones[:, None, 0] != others[None, :, 0]) | (ones[:, None, 1] != others[None, :, 1])
        allowed &= ones[:, None, 3] == others[None, :, 3]
        if one_kind == other_kind != "trigger":
            allowed &= np.arange(len(others))[None, :] < np.arange(len(ones))[:, None]
        kept = np.take_along_axis(allowed, order, 1)
        rank = np.cumsum(kept, 1) - 1
        rows, columns = np.nonzero(kept & (rank < _MOST))
        if not len(rows):
            continue
        chosen = order[rows, columns]
        low = np.minimum(ones[rows, 1], others[chosen, 1])
        high = np.maximum(ones[rows, 0], others[chosen, 0])
        firsts = np.sort(ones[:, 0])
        between = np.maximum(0, np.searchsorted(firsts, high) - np.searchsorted(firsts, low))
        gap = np.clip(others[chosen, 2] - ones[rows, 2], -3, 3) + 3
        facts = np.stack(
            [
                np.full(len(rows), numbers[one_kind]), np.full(len(rows), numbers[other_kind]), _buckets(distance[rows, chosen]), gap,
                np.minimum(rank[rows, columns], RANKS - 1), np.minimum(between, RANKS - 1),
            ],
            1,
        )  # fmt: skip
        yield Block((one_kind, other_kind), rows, chosen, facts)


def _placed(items: Sequence[Stretch]) -> Ints:
    """Return first word, word after the last, sentence and window of each span [spans, 4]; words of different windows lie far apart."""
    return np.array([(s.first + s.window * _APART, s.last + s.window * _APART, s.sentence, s.window) for s in items], np.int64)


def _buckets(distances: Ints) -> Ints:
    """Return the class of each distance in words: by size, and apart for spans that stand before."""
    steps = (np.abs(distances)[:, None] >= _STEPS[None, :]).sum(1)
    out: Ints = np.where(distances >= 0, steps, len(_STEPS) + 1 + steps)
    return out


__all__ = ["DISTANCES", "GAPS", "RANKS", "Block", "Stretch", "blocks"]
