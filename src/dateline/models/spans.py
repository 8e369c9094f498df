"""What the model found in a report: spans with their classes, links between them, each with a probability."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.records import ActorMention, LossMention, PlaceMention, Span, TimeMention, TollMention

READ = ("actor", "place", "time", "trigger", "toll", "loss", "cue", "source", "content")
"""The tag heads that a report is read with: those whose spans a stage takes up."""
ATTITUDES = ("polnear.cue", "polnear.source", "polnear.content")
"""The tag heads for attributions in the wide sense of PolNeAR: attitudes and intentions too."""


@dataclass(frozen=True, slots=True)
class Found:
    """A span of one kind; `classes` gives for each head that asks about the kind its labels with their probabilities."""

    kind: str
    span: Span
    sentence: int
    probability: float
    label: str = ""
    classes: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def best(self, head: str) -> tuple[str, float]:
        """Return the likeliest label of a head and its probability; ("", 0.0) where the head says nothing of the span."""
        labels = self.classes.get(head)
        return max(labels.items(), key=lambda item: item[1]) if labels else ("", 0.0)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation from one span to another, as positions in `ModelReading.spans`."""

    relation: str
    one: int
    other: int
    probability: float


@dataclass(frozen=True, slots=True)
class ModelReading:
    """All that the model found in one report, spans in text order.

    relevant: the probability that a sentence tells something. hints: for triggers and cues, each word that may belong to one, with the chance.
    sentences: classes of whole sentences by head.
    """

    spans: tuple[Found, ...] = ()
    links: tuple[Link, ...] = ()
    relevant: Mapping[int, float] = field(default_factory=dict)
    made_by: str = "model:reader"
    hints: Mapping[str, Sequence[tuple[Span, float]]] = field(default_factory=dict)
    sentences: Mapping[str, Mapping[int, Mapping[str, float]]] = field(default_factory=dict)

    def of(self, kind: str) -> list[int]:
        """Return the positions of the spans of a kind."""
        return [n for n, found in enumerate(self.spans) if found.kind == kind]

    def chance(self, kind: str, span: Span) -> float:
        """Return the highest chance that a word of a span belongs to a trigger or a cue."""
        words = self.hints.get(kind, ())
        first = bisect_left(words, span.start + 1, key=lambda item: item[0].end)
        best = 0.0
        while first < len(words) and words[first][0].start < span.end:
            best = max(best, words[first][1])
            first += 1
        return best


@dataclass(frozen=True, slots=True)
class ModelMentions:
    """What the model's spans name, by their positions in the reading: identities, places, dates and counts as the lists and rules give them."""

    reading: ModelReading
    actors: Mapping[int, ActorMention]
    places: Mapping[int, PlaceMention]
    times: Mapping[int, TimeMention]
    tolls: Mapping[int, TollMention]
    losses: Mapping[int, LossMention]
    named: frozenset[int] = frozenset()
    """The places whose words hold a name, or that point back to one: the others ("government-held towns") only describe."""
    things: frozenset[int] = frozenset()
    """The triggers that are part of a name for a thing ("attack helicopter") and tell no deed."""


__all__ = ["ATTITUDES", "READ", "Found", "Link", "ModelMentions", "ModelReading"]
