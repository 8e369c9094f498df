"""Between which numbers the truth of a count lies, given who says so: low and high with the reason for each end.

The resolvers of the exports repeat what was said. This range also says how far what was said can be trusted:

- where a known speaker who is no party to the conflict has counted (a monitor, a hospital, an official of neither side), the range runs from the lowest to the
  highest count that stands; "at least" and "more than" leave it open above;
- where only parties and unknown voices count, each of their counts stands for an interval: a claim on the enemy's dead for ENEMY times less and no
  more, an admission of one's own for no less and OWN times more, a party's of whom it isn't known whose dead they are for both, what no named
  witness stands behind for UNSURE times either way;
- where one who told it has taken it back, or somebody denies the count, it begins at 0; so it does where those who count are tied to the event's
  other reports so loosely (below LOOSE, by the mean score of their pairs) that they may tell of another event; else at 1 or more.

Sources: belligerents overstate what they did to the enemy and understate their own losses, which is why UCDP's and ACLED's code books take them
with reserve. ENEMY is the best documented case: for 15 September 1940 the RAF announced 185 aircraft shot down, the Luftwaffe's own records have about 60.
OWN is the same seen from the other side. UNSURE is the width within which `pairs` takes two counts for counts of one thing. LOOSE was chosen on
synthetic wars of the tuning seeds: two of three ranges that it opens downwards need it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.link.pairs import ONE, score
from dateline.link.traits import Kin, traits
from dateline.linked import EventSketch, TollCell, TollEntry, TollTable

ENEMY = 3.0
OWN = 3.0
UNSURE = 1.5
LOOSE = 0.7
PARTIES = frozenset({"belligerent", "state_media"})
NO_WITNESS = frozenset({"author", "unnamed", "media_outlet"})
"""Kinds of sources of whom it is not known how they know: an outlet's own prose, an unnamed source, another outlet."""
_OPEN = frozenset({"at_least", "more_than", "unquantified"})


@dataclass(frozen=True, slots=True)
class TollRange:
    """The least and the most that a count may be, high None where nothing bounds it; why: a reason for each widening, in words."""

    low: int
    high: int | None
    why: tuple[str, ...] = ()

    def holds(self, number: int) -> bool:
        """Tell whether a number lies within the range."""
        return self.low <= number and (self.high is None or number <= self.high)


def tied(table: TollTable, told: Collection[EventSketch], kin: Kin) -> TollTable:
    """Return the table with how surely those who count are of one event with its other event reports; told: all event reports of the event."""
    seen = [(one.sighting, traits(one).seen_in((one.sighting,), kin).told_by(one.id)) for one in told]
    cells = []
    for cell in table.cells:
        counting = {row.entry.sighting for row in cell.rows if row.standing == "stands"}
        scores = [score(a, b) for sighting, a in seen if sighting in counting for other, b in seen if other not in counting]
        cells.append(replace(cell, tie=sum(scores) / len(scores) / ONE if scores else None))
    return replace(table, cells=tuple(cells))


def toll_range(cell: TollCell) -> TollRange | None:
    """Return the range of a cell's count, None where no count stands."""
    voices = _voices(cell)
    if not voices:
        return None
    trusted = any(one[0].speaker_type not in PARTIES | NO_WITNESS for one in voices)
    ends = [(*_said(one), "") if trusted else _meant(one) for one in voices]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    why = list(dict.fromkeys(end[2] for end in ends if end[2]))
    if low > 0:
        low = max(1.0, low)  # where somebody was killed, it was one at least
    if any(row.standing == "withdrawn" or row.entry.denied_by for row in cell.rows):
        low = 0.0
        why.append("from 0: denied, or taken back by one who told it")
    if low > 0 and cell.tie is not None and cell.tie < LOOSE:
        low = 0.0
        why.append(f"from 0: those who count are tied to the event's other reports by {cell.tie:.2f}, and may tell of another")
    return TollRange(math.floor(low), None if math.isinf(high) else math.ceil(high), tuple(why))


def said_range(cell: TollCell) -> TollRange | None:
    """Return the range from the lowest to the highest count that stands, as they were said, None where none stands."""
    ends = [_said(one) for one in _voices(cell)]
    if not ends:
        return None
    high = max(end[1] for end in ends)
    return TollRange(math.floor(min(end[0] for end in ends)), None if math.isinf(high) else math.ceil(high))


def _voices(cell: TollCell) -> list[list[TollEntry]]:
    """Return the counts that stand, by who says them: those of one voice add up."""
    said: dict[str, list[TollEntry]] = defaultdict(list)
    for row in cell.rows:
        if row.standing == "stands":
            said[row.entry.stream].append(row.entry)
    return [said[stream] for stream in sorted(said)]


def _said(entries: Sequence[TollEntry]) -> tuple[float, float]:
    """Return the bounds of what one voice says of parts that add up."""
    return sum(e.low if e.low is not None else e.figure or 0 for e in entries), sum(_highs(entries))


def _highs(entries: Sequence[TollEntry]) -> Iterator[float]:
    for e in entries:
        if e.high is not None:
            yield e.high
        else:
            yield math.inf if e.modifier in _OPEN else e.figure or 0


def _meant(entries: Sequence[TollEntry]) -> tuple[float, float, str]:
    """Return the bounds that one voice's count stands for, by what the voice has to gain, with the reason."""
    low, high = _said(entries)
    first = entries[0]
    name = first.speaker
    if first.speaker_type in PARTIES and first.loss_of == "enemy":
        return low / ENEMY, high, f"{name} counts its enemy's dead: a third may be true"
    if first.speaker_type in PARTIES and first.loss_of == "own":
        return low, max(high, low * OWN), f"{name} counts its own dead: there may be three times as many"
    if first.speaker_type in PARTIES and first.loss_of is None and first.category != "civilian":
        return (
            low / ENEMY,
            max(high, low * OWN),
            f"{name} is a party, and whose dead it counts is not known: a third, or three times as many",
        )
    if first.speaker_type in NO_WITNESS:
        return low / UNSURE, high * UNSURE, f"no named witness behind the count of {name}: half as many again either way"
    return low, high, ""
