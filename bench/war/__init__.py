"""A synthetic war with known truth, of any size, that shares nothing with the linker but the records that it reads.

`War(size, seed).documents()` yields reports in the order in which they are learned, each with its truth, as many as hold `size` event
reports; the state of the war (who holds what) grows with the places, and only stories of the last days are kept. The same size, seed and
habits give the same war. Everybody and everything in it is invented.
"""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections.abc import Iterator

from bench.war.habits import MEASURING_SEED, TUNING_SEEDS, Habits
from bench.war.incidents import Fate
from bench.war.press import Press, Story
from bench.war.setting import FIRST_DAY, Told, doc_id, set_story
from bench.war.theatre import SIDES, Theatre
from dateline.records import CodedReport

__all__ = ["MEASURING_SEED", "TUNING_SEEDS", "Habits", "Told", "War", "doc_id"]

_LONGEST_DAYS = 5000  # no war lasts longer: a guard against habits under which nothing is ever reported


class War:
    """One war; `holder` tells the truth of who held a place, for the days that have been told."""

    def __init__(self, size: int, seed: int = MEASURING_SEED, habits: Habits | None = None) -> None:
        if size < 1:
            raise ValueError(f"size {size}: a war needs at least one event report")
        self.size, self.seed, self.habits = size, seed, habits or Habits()
        chance = random.Random(f"war {seed} {size}")
        self._theatre = Theatre(self.habits, size, chance)
        self._fate = Fate(self.habits, self._theatre, chance)
        self._press = Press(self.habits, self._theatre, chance)
        self._told = 0
        self.last_day: dt.date = FIRST_DAY

    def documents(self) -> Iterator[tuple[CodedReport, Told]]:
        """Yield each report with its truth; to be called once."""
        for story in self._stories():
            report, told = set_story(story, self._theatre)
            self._told += len(report.events)
            yield report, told
            if self._told >= self.size:
                return

    def holder(self, place: int, day: dt.date) -> str:
        """Return the name of the side that truly held a place (by number) at the end of a day."""
        return SIDES[self._theatre.held(place, (day - FIRST_DAY).days)].name

    def contested_places(self) -> list[tuple[int, str]]:
        """Return number and name of each place that changed hands and shares its name with no other."""
        names = [place.name for place in self._theatre.places]
        return [(p.number, p.name) for p in self._theatre.places if self._theatre.changed(p.number) and names.count(p.name) == 1]

    def _stories(self) -> Iterator[Story]:
        """Yield stories by the hour in which they are learned of: those of a day are drawn with it, copies and late ones wait."""
        waiting: list[tuple[int, int, Story]] = []
        for day in range(_LONGEST_DAYS):
            for story in self._press.of_day(day, list(self._fate.day(day))):
                for one in (story, *self._press.copies_of(story)):
                    heapq.heappush(waiting, (one.learned, one.number, one))
            self.last_day = FIRST_DAY + dt.timedelta(days=day)
            while waiting and waiting[0][0] < (day + 1) * 24:
                yield heapq.heappop(waiting)[2]
