"""ECB+ (Cybulska and Vossen 2014, CC BY 3.0): event mentions with their sentences, for training and for the benchmark.

The mentions are those of the sentences that the corpus names as checked. Lemmas by simplemma; nothing of the annotation of participants,
times, places or topics is used, only the triggers and the tokens.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import simplemma
from numpy.typing import NDArray

from dateline.link.lexical import Mention, features

Ints = NDArray[np.int64]
SPLITS = ("train", "dev", "test")
LIKE = 0.12
"""Least likeness of two documents whose mentions are compared at all; below it lie .3% of the pairs of one event of train, 1.1% of dev."""
_NEAR = 5
_PARTICLES = frozenset(
    "into out off up down on in over away for to with at of back from by about through after the a an his her their its no not".split()
)
_EMPTY = frozenset(
    "the a an of to in and on at for with by from as is was were are be been it its that this he she his her they their has have had who "
    "which will would not but or after over into said says say s 's `` '' , . - : ; ( ) i you we".split()
)


@dataclass(frozen=True, slots=True)
class Gold:
    """An event mention as annotated: its document, what the features see of it, and the label of its event."""

    document: str
    mention: Mention
    event: str


@dataclass(frozen=True, slots=True)
class Collection:
    """The documents of a split: mentions, document names, likeness of documents [documents, documents] and weights of words."""

    golds: tuple[Gold, ...]
    documents: tuple[str, ...]
    likeness: np.ndarray
    weight: Mapping[str, float]

    @property
    def reports(self) -> Ints:
        """The number of each mention's document."""
        number = {name: n for n, name in enumerate(self.documents)}
        return np.array([number[gold.document] for gold in self.golds])

    def pairs(self) -> tuple[Ints, Ints]:
        """Return the pairs of mentions that are compared, as two arrays of their numbers."""
        first, second = np.tril_indices(len(self.golds), -1)
        reports = self.reports
        near = self.likeness[reports[first], reports[second]] >= LIKE
        return first[near], second[near]

    def rows(self, first: Ints, second: Ints) -> np.ndarray:
        """Return the features of pairs."""
        reports = self.reports
        return np.array(
            [
                features(
                    self.golds[i].mention, self.golds[j].mention, likeness=float(self.likeness[reports[i], reports[j]]), weight=self.weight
                )
                for i, j in zip(first.tolist(), second.tolist(), strict=True)
            ]
        )


def load(folder: Path, split: str) -> Collection:
    """Read one split from docs.jsonl and mentions.jsonl."""
    with (folder / "docs.jsonl").open(encoding="utf-8") as lines:
        sentences = {row["doc"]: [sentence.split() for sentence in row["sentences"]] for row in map(json.loads, lines)}
    with (folder / "mentions.jsonl").open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["split"] == split and row["is_event"] and row["validated"]]
    documents = tuple(sorted({row["doc"] for row in rows}))
    bags = {name: _bag(name, sentences[name]) for name in documents}
    frequency = Counter(word for bag in bags.values() for word in bag)
    lemmas = [lemma(head(row["text"])) for row in rows]
    beside: dict[str, set[str]] = defaultdict(set)
    for row, word in zip(rows, lemmas, strict=True):
        beside[row["doc"]].add(word)
    spread = Counter(word for words in beside.values() for word in words)
    golds = tuple(
        Gold(
            row["doc"],
            _mention(row, sentences[row["doc"]][row["sent"]], word, beside[row["doc"]], spread[word] / len(documents)),
            row["cluster"],
        )
        for row, word in zip(rows, lemmas, strict=True)
    )
    weight = {word: math.log(1 + len(documents) / n) for word, n in frequency.items()}
    return Collection(golds, documents, _likeness([bags[name] for name in documents], frequency), weight)


def texts(folder: Path, documents: Sequence[str]) -> dict[str, str]:
    """Return the text of each document, its tokens joined by spaces."""
    with (folder / "docs.jsonl").open(encoding="utf-8") as lines:
        return {row["doc"]: "\n".join(row["sentences"]) for row in map(json.loads, lines) if row["doc"] in set(documents)}


def head(words: str) -> str:
    """Return the head of a trigger of several words: the verb before a particle, else the last word.

    >>> head("checked into"), head("court hearing"), head("shot")
    ('checked', 'hearing', 'shot')
    """
    parts = words.split()
    content = [part for part in parts if part.lower() not in _PARTICLES] or parts
    return content[0] if parts[-1].lower() in _PARTICLES else content[-1]


@cache
def lemma(word: str) -> str:
    """Return a word's base form in lower case."""
    return str(simplemma.lemmatize(word.lower(), lang="en")).lower()


def _bag(name: str, sentences: Sequence[Sequence[str]]) -> Counter[str]:
    """Count the lemmas of a document; the first line of the later part of the corpus is an address."""
    body = sentences[1:] if name.endswith("plus.xml") else sentences
    return Counter(lemma(token) for sentence in body for token in sentence if token.lower() not in _EMPTY and re.search(r"\w", token))


def _likeness(bags: Sequence[Counter[str]], frequency: Counter[str]) -> np.ndarray:
    """Return the cosines of the documents by tf-idf; words of one document alone don't count."""
    columns = {word: n for n, word in enumerate(word for word, count in frequency.items() if count > 1)}
    table = np.zeros((len(bags), len(columns)))
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            if word in columns:
                table[row, columns[word]] = (1 + math.log(count)) * math.log(1 + len(bags) / frequency[word])
    table /= np.maximum(1e-9, np.linalg.norm(table, axis=1, keepdims=True))
    cosines: np.ndarray = table @ table.T
    np.fill_diagonal(cosines, 1.0)
    return cosines


def _mention(row: Mapping[str, object], sentence: Sequence[str], word: str, beside: set[str], commonness: float) -> Mention:
    trigger = {int(n) for n in row["tok"]}  # type: ignore[attr-defined]
    kept = [(n, token) for n, token in enumerate(sentence) if n not in trigger and re.search(r"\w", token) and token.lower() not in _EMPTY]
    return Mention(
        str(row["doc"]), int(row["sent"]), word, frozenset(lemma(token) for _, token in kept),  # type: ignore[call-overload]
        frozenset(lemma(token) for n, token in kept if min(abs(n - at) for at in trigger) <= _NEAR),
        frozenset(token.lower() for n, token in kept if n and token[:1].isupper()), frozenset(token for _, token in kept if token[0].isdigit()),
        frozenset(beside), commonness,
    )  # fmt: skip
