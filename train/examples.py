"""Training examples: a text with the spans, classes and links that one set annotates, and what it says nothing about."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.models.features import Hints

Range = tuple[int, int]
UNKNOWN = "?"
"""Label of a span that is neither right nor wrong."""


@dataclass(slots=True)
class Name:
    """A mention whose words are a name: it may be exchanged for another, the same everywhere in the text."""

    where: Range
    kind: str  # place | actor


@dataclass(slots=True)
class Example:
    """One text, offsets in code points.

    tags: spans with their type by head. annotated: for each head the sentences that it is annotated in. classes: head, span, label.
    sentence_classes: head, sentence, label. links: relation, span, span; `linked` names the relations that are annotated, and
    `unscored` those pairs that are neither right nor wrong.
    """

    source: str
    doc: str
    text: str
    sentences: list[Range]
    tags: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)
    annotated: dict[str, set[int]] = field(default_factory=dict)
    classes: list[tuple[str, Range, str]] = field(default_factory=list)
    sentence_classes: list[tuple[str, int, str]] = field(default_factory=list)
    links: set[tuple[str, Range, Range]] = field(default_factory=set)
    linked: frozenset[str] = frozenset()
    unscored: set[tuple[str, Range, Range]] = field(default_factory=set)
    hints: Hints = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    weight: float = 1.0


def renamed(example: Example, pools: Mapping[str, Sequence[str]], rng: random.Random, share: float) -> Example:
    """Return the example with a share of its names exchanged for others of the same kind, every occurrence of a name alike."""
    chosen: dict[tuple[str, str], str] = {}
    edits: list[tuple[int, int, str]] = []
    for name in sorted(example.names, key=lambda n: (n.where[0], -n.where[1])):
        if edits and name.where[0] < edits[-1][1]:
            continue
        words = example.text[slice(*name.where)]
        key = (name.kind, words)
        if key not in chosen:
            chosen[key] = rng.choice(pools[name.kind]) if rng.random() < share and pools.get(name.kind) else words
        if chosen[key] != words:
            edits.append((*name.where, chosen[key]))
    return edited(example, edits) if edits else example


def edited(example: Example, edits: Sequence[tuple[int, int, str]]) -> Example:
    """Return the example with ranges of its text replaced; every offset moves along."""
    pieces, at, shifts = [], 0, []
    for start, end, words in edits:
        pieces += [example.text[at:start], words]
        shifts.append((start, end, len(words)))
        at = end
    pieces.append(example.text[at:])
    starts = sorted(shifts)

    def moved(position: int, is_end: bool) -> int:
        delta = 0
        for start, end, size in starts:
            if position >= end:
                delta += size - (end - start)
            elif position > start:
                return start + delta + (size if is_end else 0)
            else:
                break
        return position + delta

    cache: dict[Range, Range] = {}

    def span(where: Range) -> Range:
        if where not in cache:
            cache[where] = (moved(where[0], False), moved(where[1], True))
        return cache[where]

    return replace(
        example,
        text="".join(pieces),
        sentences=[span(s) for s in example.sentences],
        tags={head: [(*span((a, b)), label) for a, b, label in spans] for head, spans in example.tags.items()},
        classes=[(head, span(where), label) for head, where, label in example.classes],
        links={(relation, span(one), span(other)) for relation, one, other in example.links},
        unscored={(relation, span(one), span(other)) for relation, one, other in example.unscored},
        hints=[(*span((a, b)), feature, value) for a, b, feature, value in example.hints],
        names=[Name(span(name.where), name.kind) for name in example.names],
    )


__all__ = ["UNKNOWN", "Example", "Name", "Range", "edited", "renamed"]
