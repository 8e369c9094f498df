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
from dateline.records import Mentions, Page, PlaceIndex, Sentence, SentenceScores

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
        actors = find_actors(told, tokens, setting)
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


def reporting(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that report: headline and body."""
    return [s for s in sentences if s.zone in ("title", "body")]
