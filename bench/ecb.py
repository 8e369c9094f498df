"""Event coreference across documents on ECB+: gold mentions of the test part, CoNLL F1, against the lemma heuristic.

The standard set-up (Cybulska and Vossen 2015): topics 36 to 45 for test, mentions of the checked sentences only, single mentions counted.
Documents are not sorted into topics for the resolvers. A resolver is any function that takes a `train.sets.ecb.Collection` and returns one
label for each of its mentions, in their order; `figures` scores it.

The lemma heuristic puts together mentions of one head lemma in documents that are alike: documents are clustered by average linkage over
the cosines of their tf-idf vectors, cut where the dev part scores best.
ECB+ is at https://github.com/cltl/ecbPlus.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from bench import clusters, floors
from dateline.link import lexical
from train.sets import ecb

Resolver = Callable[[ecb.Collection], Sequence[Hashable]]
CUT = 0.2
"""Least mean likeness of two groups of documents that are one to the lemma heuristic: best of .05, .1, .15, .2, .25, .3 on dev."""
THRESHOLD = 0.3
"""Least mean score of two groups of mentions that are one event: chosen by train/lexical.py over folds of topics of train and dev."""
CUTS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)


def average_linkage(table: np.ndarray, least: float) -> np.ndarray:
    """Return a label for each row: the two groups of the highest mean are joined until none reaches `least`. Ties go to the lowest rows.

    Groups that join have a pair that reaches `least`, so parts of the rows that no such pair holds together are clustered by themselves.
    """
    labels = np.arange(len(table))
    for part in _parts(table >= least):
        labels[part] = part[_joined(table[np.ix_(part, part)], least)]
    return labels


def _parts(near: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows of each part of two and more that `near` holds together, in order."""
    free = np.ones(len(near), bool)
    for row in range(len(near)):
        if not free[row]:
            continue
        part, fresh = np.zeros(len(near), bool), np.zeros(len(near), bool)
        fresh[row] = True
        while fresh.any():
            part |= fresh
            fresh = near[fresh].any(0) & ~part
        free &= ~part
        if part.sum() > 1:
            yield np.flatnonzero(part)


def _joined(table: np.ndarray, least: float) -> np.ndarray:
    count = len(table)
    sums = table.astype(float)
    np.fill_diagonal(sums, 0.0)
    size, labels, alive = np.ones(count), np.arange(count), np.ones(count, bool)
    means = sums.copy()
    np.fill_diagonal(means, -1.0)
    while count > 1:
        a, b = sorted(divmod(int(means.argmax()), count))
        if means[a, b] < least:
            break
        labels[labels == b] = a
        sums[a] += sums[b]
        sums[:, a] = sums[a]
        size[a] += size[b]
        alive[b] = False
        means[b] = means[:, b] = -1.0
        row = np.where(alive, sums[a] / (size[a] * size), -1.0)
        row[a] = -1.0
        means[a] = means[:, a] = row
    return labels


def by_lemma(data: ecb.Collection, cut: float = CUT) -> list[Hashable]:
    """Return the groups of the lemma heuristic."""
    documents = average_linkage(data.likeness, cut)
    return [(int(documents[report]), gold.mention.lemma) for report, gold in zip(data.reports.tolist(), data.golds, strict=True)]


def by_words(data: ecb.Collection, threshold: float = THRESHOLD) -> list[Hashable]:
    """Return the groups of dateline.link.lexical."""
    first, second = data.pairs()
    table = np.zeros((len(data.golds), len(data.golds)))
    table[first, second] = table[second, first] = lexical.scores(data.rows(first, second))
    return [int(label) for label in average_linkage(table, threshold)]


def figures(data: ecb.Collection, resolver: Resolver) -> dict[str, float]:
    """Return CoNLL F1 and its three parts for a resolver."""
    found = clusters.score([gold.event for gold in data.golds], resolver(data))
    return {"conll": found.conll, "muc": found.muc.f1, "b_cubed": found.b_cubed.f1, "ceaf_e": found.ceaf_e.f1}


def main(data: Path, *, gate: bool = False) -> int:
    """Print the base on dev by cut, and the figures on test; with `gate` return 1 where the test's is under its floor."""
    folder = data / "ecbplus"
    if not (folder / "mentions.jsonl").is_file():
        print(f"{folder}: there is no ECB+ there\n  hint: give --data the folder that holds ecbplus/mentions.jsonl", file=sys.stderr)
        return 0 if gate else 2
    dev, test = ecb.load(folder, "dev"), ecb.load(folder, "test")
    cuts = {cut: figures(dev, partial(by_lemma, cut=cut))["conll"] for cut in CUTS}
    print("dev, lemma by cut:      ", "  ".join(f"{cut:g}: {value:.4f}" for cut, value in cuts.items()))
    print(f"-- test, {len(test.golds)} mentions, base: lemma heuristic (cut {CUT:g})")
    print("\n".join(f"{name:34}{value:10.4f}" for name, value in figures(test, by_lemma).items()))
    print(f"-- test, dateline.link.lexical (threshold {THRESHOLD:g})")
    return floors.shown(figures(test, by_words), "ecb", gate=gate)
