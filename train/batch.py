"""From examples to batches: windows, the labels of their words and spans, the pairs with their relations."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dateline.models.layout import Layout
from dateline.models.pairs import Stretch, blocks
from dateline.models.windows import Window, Windows, padded
from train.examples import UNKNOWN, Example, Range

IGNORED = -100


@dataclass(slots=True)
class ScoredPair:
    """A pair of spans: the first with its kind, the pieces of both, the facts, and for each relation whether it holds and counts."""

    anchor: tuple[str, int, int]
    one: tuple[int, int]
    other: tuple[int, int]
    facts: list[int]
    targets: list[float]
    weights: list[float]


@dataclass(slots=True)
class Labelled:
    """A window with what is to be learned from it; positions count pieces of the window."""

    window: Window
    tags: dict[str, list[tuple[int, int]]]  # head -> (piece, column)
    classes: list[tuple[str, int, int, int]]  # head, first piece, piece after the last, label
    pairs: list[ScoredPair]


@dataclass(slots=True)
class Batch:
    """A batch on which one step is made."""

    ids: Tensor
    mask: Tensor
    features: Tensor
    windows: list[Labelled]


class Labeller:
    """Cuts examples into labelled windows."""

    def __init__(self, windows: Windows, layout: Layout) -> None:
        self._windows = windows
        self._layout = layout

    def windows(self, example: Example, longest: int) -> Iterator[Labelled]:
        """Yield the labelled windows of an example."""
        texts = [(n, a, example.text[a:b]) for n, (a, b) in enumerate(example.sentences)]
        for window in self._windows.pack(self._windows.pieces(texts, example.hints), longest):
            if window.words:
                yield self._label(example, window)

    def _label(self, example: Example, window: Window) -> Labelled:
        starts = [w.start for w in window.words]
        ends = [w.end for w in window.words]
        low, high = starts[0], ends[-1]
        cover: dict[Range, tuple[int, int] | None] = {}

        def words(where: Range) -> tuple[int, int] | None:
            if where not in cover:
                first = bisect_left(ends, where[0] + 1)
                last = bisect_left(starts, where[1])
                inside = where[0] >= low - 1 and where[1] <= high + 1 and first < last
                cover[where] = (first, last) if inside else None
            return cover[where]

        tags: dict[str, list[tuple[int, int]]] = {}
        spans: dict[str, list[Stretch]] = {}
        for head, sentences in example.annotated.items():
            columns = [0 if w.sentence in sentences else IGNORED for w in window.words]
            labels = self._layout.heads[head].labels
            for a, b, label in example.tags.get(head, ()):
                if b <= low or a >= high:
                    continue
                first, last = bisect_left(ends, a + 1), bisect_left(starts, b)
                if first >= last:
                    continue
                if label == UNKNOWN:
                    columns[first:last] = [IGNORED] * (last - first)
                    continue
                kind = labels.index(label)
                columns[first:last] = [1 + 2 * kind] + [2 + 2 * kind] * (last - first - 1)
                spans.setdefault(head, []).append(Stretch(first, last, window.words[first].sentence))
            tags[head] = [(w.first, column) for w, column in zip(window.words, columns, strict=True) if column != IGNORED]
        classes = []
        for head, where, label in example.classes:
            covered = words(where) if where[0] < high and where[1] > low else None
            if covered:
                classes.append((head, *self._pieces(window, covered), self._layout.heads[head].labels.index(label)))
        for head, sentence, label in example.sentence_classes:
            inside = [w for w in window.words if w.sentence == sentence]
            if inside:
                classes.append((head, inside[0].first, inside[-1].last, self._layout.heads[head].labels.index(label)))
        return Labelled(window, tags, classes, self._pairs(example, window, spans, words))

    def _pieces(self, window: Window, covered: tuple[int, int]) -> tuple[int, int]:
        return window.words[covered[0]].first, window.words[covered[1] - 1].last

    def _pairs(self, example: Example, window: Window, spans: dict[str, list[Stretch]], words) -> list:  # type: ignore[no-untyped-def,type-arg]
        if not example.linked:
            return []

        def indexed(links: set[tuple[str, Range, Range]]) -> set[tuple[str, int, int]]:
            found = set()
            for relation, one, other in links:
                a, b = words(one), words(other)
                if a and b:
                    found.add((relation, a[0], b[0], a[1], b[1]))
            return found

        right, open_ = indexed(example.links), indexed(example.unscored)
        ordered = {kind: sorted(set(items)) for kind, items in spans.items()}
        out = []
        for block in blocks(self._layout, ordered):
            for first, second, facts in zip(block.ones, block.others, block.facts.tolist(), strict=True):
                one, other = ordered[block.kinds[0]][first], ordered[block.kinds[1]][second]
                targets, weights = [], []
                for relation in self._layout.relations:
                    key = (relation, one.first, other.first, one.last, other.last)
                    legal = block.kinds in self._layout.legal[relation] and relation in example.linked
                    targets.append(float(key in right))
                    weights.append(float(legal and (key in right or key not in open_)))
                if any(weights):
                    ends = self._pieces(window, (one.first, one.last)), self._pieces(window, (other.first, other.last))
                    out.append(ScoredPair((block.kinds[0], *ends[0]), ends[0], ends[1], facts, targets, weights))
        return out


def batch_of(windows: Sequence[Labelled]) -> Batch:
    """Return the batch of some labelled windows."""
    ids, mask, features = padded([w.window for w in windows])
    return Batch(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(features), list(windows))


def without_hints(batch: Batch, rng: random.Random, share: float) -> None:
    """Blank the lexical hints (not the case, not the marks) of a share of the windows: the reader must do without them too."""
    for row in range(len(batch.windows)):
        if rng.random() < share:
            batch.features[row, :, 1:3] = 0


__all__ = ["IGNORED", "Batch", "Labelled", "Labeller", "batch_of", "without_hints"]
