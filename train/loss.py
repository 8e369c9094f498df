"""The loss of a batch: every head counts where its set annotates it."""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from train.batch import Batch
from train.model import Reader

_CLASSES = 0.4
_PAIRS = 1.0
_RARE = {"trigger": 2.0, "content": 0.6, "polnear.content": 0.6, "statement": 0.6}


def losses(reader: Reader, batch: Batch) -> dict[str, Tensor]:
    """Return the loss of each head that the batch annotates."""
    logits, vectors = reader.encoder(batch.ids, batch.mask, batch.features)
    logits, vectors = logits.float(), vectors.float()
    heads = reader.layout.heads
    rows: dict[str, list[int]] = defaultdict(list)
    pieces: dict[str, list[int]] = defaultdict(list)
    labels: dict[str, list[int]] = defaultdict(list)
    spans: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    ends: list[tuple[int, int, int]] = []
    facts: list[list[int]] = []
    targets: list[list[float]] = []
    weights: list[list[float]] = []
    anchors = 0
    for row, window in enumerate(batch.windows):
        for head, tagged in window.tags.items():
            rows[head] += [row] * len(tagged)
            pieces[head] += [piece for piece, _ in tagged]
            labels[head] += [column for _, column in tagged]
        for head, first, last, label in window.classes:
            spans[head].append((row, first, last, label))
        anchors += len({pair.anchor for pair in window.pairs})
        for pair in window.pairs:
            ends += [(row, *pair.one), (row, *pair.other)]
            facts.append(pair.facts)
            targets.append(pair.targets)
            weights.append(pair.weights)
    out: dict[str, Tensor] = {}
    for head in rows:
        if not rows[head]:
            continue
        picked = logits[rows[head], pieces[head], heads[head].columns]
        out[head] = _RARE.get(head, 1.0) * cross_entropy(picked, torch.tensor(labels[head]))
    for head, found in spans.items():
        means = span_means(logits[..., heads[head].columns], [(row, first, last) for row, first, last, _ in found])
        out[head] = _CLASSES * cross_entropy(means, torch.tensor([label for *_, label in found]))
    if facts:
        means = span_means(vectors, ends)
        scores = reader.pairs(means[0::2], means[1::2], torch.tensor(facts))
        right, counted = torch.tensor(targets), torch.tensor(weights)
        total = binary_cross_entropy_with_logits(scores.float(), right, weight=counted, reduction="sum")
        out["pairs"] = _PAIRS * total / max(1, anchors)
    return out


def span_means(states: Tensor, spans: list[tuple[int, int, int]]) -> Tensor:
    """Return the mean over the pieces of each span (row, first piece, piece after the last) of [rows, pieces, size]."""
    sums = torch.cat([torch.zeros_like(states[:, :1]), states.cumsum(1)], 1)
    where = torch.tensor(spans)
    return (sums[where[:, 0], where[:, 2]] - sums[where[:, 0], where[:, 1]]) / (where[:, 2] - where[:, 1]).unsqueeze(1)
