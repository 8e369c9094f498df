"""One sentence laid out for reading: its words, actors, places, triggers and clause breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.records import ActorMention, Attribution, LossMention, PlaceMention, Sentence, Span, TimeMention, TollMention, TriggerMention
from dateline.relate.cases import case_before

_BREAK = re.compile(
    r";|\bbut\b|\bwhile\b|\bwhereas\b|\balthough\b|\bthough\b|\bwhen\b|\bafter\b|\bbefore\b|\bfollowing\b|\bwhich\b|\bwho\b|\bwhose\b|\bwhere\b|"
    r"\bbecause\b|\bsince\b|\bas\b|\bin order to\b|\baimed at\b|\bamid\b|, and (?=[a-z]+ed\b)|\bthat\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with everything found in it, in text order; speakers are not among the actors."""

    sentence: Sentence
    actors: tuple[ActorMention, ...]
    speaking: tuple[ActorMention, ...]  # actors that speak in it, for "X said it had ..."
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    triggers: tuple[TriggerMention, ...]
    tolls: tuple[tuple[int, TollMention], ...]
    losses: tuple[tuple[int, LossMention], ...]
    speakers: tuple[Attribution, ...]
    breaks: tuple[int, ...]  # document offsets at which a clause ends; empty without triggers
    cases: Mapping[Span, str]  # the case of each actor; empty without triggers

    def text(self, start: int, end: int) -> str:
        """Return the words between two document offsets, as the finders see them."""
        base = self.sentence.span.start
        return self.sentence.text[max(0, start - base) : max(0, end - base)]

    def before(self, offset: int, width: int = 60) -> str:
        """Return up to `width` characters before a document offset."""
        return self.text(max(self.sentence.span.start, offset - width), offset)

    def after(self, offset: int, width: int = 60) -> str:
        """Return up to `width` characters after a document offset."""
        return self.text(offset, min(self.sentence.span.end, offset + width))

    def clause(self, span: Span) -> Span:
        """Return the stretch between the clause breaks around a span."""
        left = max((b for b in self.breaks if b <= span.start), default=self.sentence.span.start)
        right = min((b for b in self.breaks if b >= span.end), default=self.sentence.span.end)
        return Span(left, right)


def lay_out(
    sentences: Sequence[Sentence],
    *,
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
    triggers: Sequence[TriggerMention],
    tolls: Sequence[TollMention],
    losses: Sequence[LossMention],
    attributions: Sequence[Attribution],
) -> list[Scene]:
    """Return one scene for each sentence; an actor that only speaks in it is left out of its actors."""
    scenes = []
    by = {s.index: ([], [], [], [], [], [], []) for s in sentences}  # type: dict[int, tuple[list, ...]]  # type: ignore[type-arg]
    for slot, items in enumerate((actors, places, times, triggers)):
        for item in items:
            by[item.sentence][slot].append(item)
    for number, toll in enumerate(tolls):
        by[toll.sentence][4].append((number, toll))
    for number, loss in enumerate(losses):
        by[loss.sentence][5].append((number, loss))
    for attribution in attributions:
        by[attribution.sentence][6].append(attribution)
    for sentence in sentences:
        a, p, t, g, o, l, s = by[sentence.index]
        silent = tuple(x for x in a if not any(_speaks(x, y) for y in s))
        start = sentence.span.start
        breaks = tuple(start + m.start() for m in _BREAK.finditer(sentence.text)) if g else ()
        cases = {x.span: case_before(sentence.text[: x.span.start - start]) for x in silent} if g else {}
        speaking = tuple(x for x in a if x not in silent)
        scenes.append(Scene(sentence, silent, speaking, tuple(p), tuple(t), tuple(g), tuple(o), tuple(l), tuple(s), breaks, cases))
    return scenes


def _speaks(actor: ActorMention, attribution: Attribution) -> bool:
    spans = [attribution.source.span, *(v.span for v in attribution.via)]
    return attribution.act != "claim_responsibility" and any(
        s is not None and s.overlaps(actor.span) and not attribution.content.covers(actor.span) for s in spans
    )
