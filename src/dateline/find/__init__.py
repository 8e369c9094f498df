"""Finding: the first reader, from rules and word lists, behind the Annotator protocol."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.find.actors import find_actors
from dateline.find.losses import find_losses
from dateline.find.places import find_places
from dateline.find.setting import Setting, find_setting
from dateline.find.times import find_times
from dateline.find.tokens import tokenize
from dateline.find.tolls import find_tolls
from dateline.find.triggers import find_triggers
from dateline.records import ActorMention, Mentions, Page, PlaceIndex, Sentence, SentenceScores

__all__ = ["RuleAnnotator", "Setting", "find_setting"]


class RuleAnnotator:
    """The rule reader's finder: one pass a sentence for each kind of mention."""

    name = "rules"

    def __init__(self, index: PlaceIndex) -> None:
        self._index = index

    def annotate(self, page: Page, sentences: Sequence[Sentence], scores: Sequence[SentenceScores] = ()) -> Mentions:
        """Return the mentions of the headline and the body; the other zones are not looked at."""
        return self.annotate_in(page, sentences)[0]

    def annotate_in(self, page: Page, sentences: Sequence[Sentence]) -> tuple[Mentions, Setting]:
        """Return the mentions with the setting they were read in: the country of the report and of each sentence."""
        told = reporting(sentences)
        tokens = [tokenize(s) for s in told]
        setting = find_setting(told, tokens, self._index, page.sighting.title or "", page.sighting.published)
        actors = _without_outlet(find_actors(told, tokens, setting), page)
        triggers = find_triggers(told, tokens)
        places = find_places(told, tokens, actors, triggers, self._index, setting)
        mentions = Mentions(
            actors=actors,
            places=places,
            times=find_times(told, page.sighting.published),
            triggers=triggers,
            tolls=find_tolls(told),
            losses=find_losses(told),
        )
        return mentions, setting


def _without_outlet(actors: Sequence[ActorMention], page: Page) -> tuple[ActorMention, ...]:
    """Leave out the initials of the report's outlet: in the Barid News Agency's report "BNA" is the agency, whoever else bears them."""
    outlet = page.sighting.outlet or (page.document.meta.outlet.value if page.document.meta.outlet else "")
    initials = outlet if outlet.isupper() else "".join(word[0] for word in outlet.split() if word[0].isupper())
    if len(initials) < _INITIALS:
        return tuple(actors)
    return tuple(a for a in actors if a.span.of(page.document) != initials or a.actor_class == "media")


_INITIALS = 3  # letters of an outlet's initials from which they are taken for it


def reporting(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that report: headline and body."""
    return [s for s in sentences if s.zone in ("title", "body")]
