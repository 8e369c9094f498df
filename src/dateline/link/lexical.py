"""Whether two event mentions tell of one event by their words alone: triggers, what stands around them, and the reports they stand in.

A pair has FEATURES; a small network (data/lexical.npz, fitted by train/lexical.py on the train and dev parts of ECB+) makes a score of
them. Nothing is known here of places, days or tolls as such; those are for the caller to compare.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dateline.data.lexical_weights import lexical_weights

Floats = NDArray[np.float64]

REPORTING = frozenset("say tell report announce add claim confirm state declare comment".split())
"""Lemmas of which a collection has many that are different events: somebody says something in every report."""
FEATURES = (
    "same_lemma", "kinship", "meaning", "words", "near", "names", "numbers", "likeness", "same_report", "same_sentence", "common_most",
    "common_least", "reporting", "sentences_apart", "first_sentence", "last_sentence", "rival_there", "rival_here", "shortest",
)  # fmt: skip
_MANY = 5.0  # sentences, places: what is farther apart or further down makes no difference


@dataclass(frozen=True, slots=True)
class Mention:
    """An event's trigger and what stands around it. Words are lemmas in lower case, without those of the trigger and function words.

    near: words within five of the trigger; names: words with a capital inside the sentence; beside: lemmas of all triggers of the report;
    commonness: share of the collection's reports that have a trigger of this lemma.
    """

    report: str
    sentence: int
    lemma: str
    words: frozenset[str]
    near: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    beside: frozenset[str]
    commonness: float


def score(a: Mention, b: Mention, *, likeness: float, weight: Mapping[str, float]) -> float:
    """Return how likely two mentions are of one event, 0 to 1.

    likeness: cosine of the two reports' words, 0 to 1; weight: how telling a word is (inverse document frequency), 1 where it is absent.
    """
    return float(scores(np.array([features(a, b, likeness=likeness, weight=weight)]))[0])


def scores(rows: Floats) -> Floats:
    """Return the scores of pairs given as rows of FEATURES."""
    return lexical_weights().network.run(rows)


def features(a: Mention, b: Mention, *, likeness: float, weight: Mapping[str, float]) -> tuple[float, ...]:
    """Return the features of a pair, in the order of FEATURES; -1 where one side has nothing to compare."""
    same_report = a.report == b.report
    return (
        float(a.lemma == b.lemma), kinship(a.lemma, b.lemma), meaning(a.lemma, b.lemma), _shared(a.words, b.words, weight),
        _shared(a.near, b.near, weight), _overlap(a.names, b.names), _overlap(a.numbers, b.numbers), likeness, float(same_report),
        float(same_report and a.sentence == b.sentence), max(a.commonness, b.commonness), min(a.commonness, b.commonness),
        float((a.lemma in REPORTING) + (b.lemma in REPORTING)), min(_MANY, abs(a.sentence - b.sentence)) if same_report else -1.0,
        min(_MANY, a.sentence, b.sentence), min(_MANY, max(a.sentence, b.sentence)), float(not same_report and a.lemma in b.beside),
        float(not same_report and b.lemma in a.beside), math.log1p(min(len(a.words), len(b.words))),
    )  # fmt: skip


def kinship(a: str, b: str) -> float:
    """Return the share of the longer word that both begin with: "explode" and "explosion" are kin, "attack" and "attach" look it."""
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same / max(len(a), len(b), 1)


def meaning(a: str, b: str) -> float:
    """Return the cosine of two words' vectors, 1 for the same word, 0 where one has none."""
    if a == b:
        return 1.0
    vectors = lexical_weights().vectors
    one, other = vectors.get(a), vectors.get(b)
    return 0.0 if one is None or other is None else float(one @ other)


def _shared(a: frozenset[str], b: frozenset[str], weight: Mapping[str, float]) -> float:
    if not a or not b:
        return 0.0
    both = sum(weight.get(word, 1.0) for word in a & b)
    return both / math.sqrt(sum(weight.get(word, 1.0) for word in a) * sum(weight.get(word, 1.0) for word in b))


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else -1.0
