"""One sentence laid out for reading: its words, actors, places, triggers and clause breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.records import ActorMention, Attribution, LossMention, PlaceMention, Sentence, Span, TimeMention, TollMention, TriggerMention
from dateline.relate.cases import case_before

_BREAK = re.compile(
    r";|\b(?:but|while|whereas|although|though|when|after|before|following|which|who|whose|where|because|since|in order to|aimed at|amid|that)\b|"
    r"(?<!such )(?<!soon )(?<!well )(?<!long )\bas\b(?! (?:soon|well|long|part|an?|the|many|much|far)\b)|"
    r", and (?=[a-z]+ed\b)",
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

    def breaks_between(self, start: int, end: int) -> bool:
        """Tell whether a clause ends between two document offsets."""
        return any(start <= b < end for b in self.breaks)

    def clause(self, span: Span) -> Span:
        """Return the stretch between the clause breaks around a span."""
        left = max((b for b in self.breaks if b <= span.start), default=self.sentence.span.start)
        right = min((b for b in self.breaks if b >= span.end), default=self.sentence.span.end)
        return Span(left, right)


@dataclass(slots=True)
class _Found:
    """The mentions of one sentence while they are sorted."""

    actors: list[ActorMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    triggers: list[TriggerMention] = field(default_factory=list)
    tolls: list[tuple[int, TollMention]] = field(default_factory=list)
    losses: list[tuple[int, LossMention]] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)


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
    """Return one scene for each sentence; who only speaks in it, or is counted among the harmed, is left out of its actors."""
    scenes = []
    by = {s.index: _Found() for s in sentences}
    for actor in actors:
        by[actor.sentence].actors.append(actor)
    for place in places:
        by[place.sentence].places.append(place)
    for time in times:
        by[time.sentence].times.append(time)
    for trigger in triggers:
        by[trigger.sentence].triggers.append(trigger)
    for number, toll in enumerate(tolls):
        by[toll.sentence].tolls.append((number, toll))
    for number, loss in enumerate(losses):
        by[loss.sentence].losses.append((number, loss))
    for attribution in attributions:
        by[attribution.sentence].attributions.append(attribution)
    for sentence in sentences:
        here = by[sentence.index]
        spoken = here.attributions
        speaking = tuple(x for x in here.actors if any(_speaks(x, y) for y in spoken))
        counted = [toll.span for _, toll in here.tolls]
        things = [loss.span for _, loss in here.losses]  # "an artillery system": no actor
        silent = tuple(
            x for x in here.actors
            if x not in speaking and not any(x.span.overlaps(s) for s in counted) and not (x.generic and any(x.span.overlaps(s) for s in things))
        )  # fmt: skip
        start = sentence.span.start
        breaks = tuple(start + m.start() for m in _BREAK.finditer(sentence.text)) if here.triggers else ()
        cases = {x.span: case_before(sentence.text[: x.span.start - start]) for x in silent} if here.triggers else {}
        scenes.append(
            Scene(
                sentence,
                silent,
                speaking,
                tuple(here.places),
                tuple(here.times),
                tuple(here.triggers),
                tuple(here.tolls),
                tuple(here.losses),
                tuple(spoken),
                breaks,
                cases,
            )
        )
    return scenes


def _speaks(actor: ActorMention, attribution: Attribution) -> bool:
    spans = [attribution.source.span, *(v.span for v in attribution.via)]
    return attribution.act != "claim_responsibility" and any(
        s is not None and s.overlaps(actor.span) and not attribution.content.covers(actor.span) for s in spans
    )
