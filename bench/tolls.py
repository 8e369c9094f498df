"""Tolls in the synthetic war: how often the truth lies within the range of a count, and how wide the range is, with true memberships of events.

A cell is a side of an event that somebody counts the killed of; its range is that of `dateline.link.toll_range`. Beside it stands what
the counts that stand say themselves, from the lowest to the highest, open above where one of them is ("at least"). A range's width is
(high + 1) / (low + 1); those without an upper end are told apart. What never happened counts here, with no dead.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.war import MEASURING_SEED, War
from dateline.link.toll_range import said_range, toll_range
from dateline.link.tolls import toll_tables
from dateline.linked import TollCell

SIZE = 10_000
WARS = 3
LEAST = 0.94
"""Share of ranges that must hold the truth: .95 is wanted, less the noise of 1,300 cells."""
WIDEST = 2.0
"""Mean width of ranges with an upper end that they may have for it."""


@dataclass(slots=True)
class Held:
    """Cells, those whose range holds the truth, and those where what was said does; widths; by number of voices that stand."""

    cells: int = 0
    within: int = 0
    said: int = 0
    open: int = 0
    widths: list[float] = field(default_factory=list)
    by_voices: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def main(*, gate: bool = False) -> int:
    """Print the shares for each war; return 1 where a gated one is lower, or its ranges are wider, than they may be."""
    status = 0
    for seed in range(MEASURING_SEED, MEASURING_SEED + WARS):
        held = measure(War(SIZE, seed))
        share, width = held.within / held.cells, statistics.fmean(held.widths)
        voices = "  ".join(
            f"{n}{'+' if n == 5 else ''} voices {right / all_:.2f} of {all_}" for n, (right, all_) in sorted(held.by_voices.items())
        )
        print(
            f"tolls, war {seed}: truth within the range in {share:.3f} of {held.cells} cells, as said {held.said / held.cells:.3f}; "
            f"width mean {width:.2f}, median {statistics.median(held.widths):.2f}, no upper end {held.open / held.cells:.3f}  ({voices})"
        )
        status |= gate and (share < LEAST or width > WIDEST)
    return int(status)


def measure(war: War) -> Held:
    """Compare the toll tables of a war's events, as they truly belong together, with the truth."""
    truth: dict[str, Mapping[str, int]] = {}
    reports = []
    for report, told in war.documents():
        reports.append((report, dict(told.incidents)))
        truth |= {incident: told.killed[local] for local, incident in told.incidents.items()}
    held = Held()
    for event, table in toll_tables(reports).items():
        for cell in table.cells:
            if cell.kind == "killed" and cell.who is not None:
                _judge(held, cell, truth[event].get(cell.who, 0))
    return held


def _judge(held: Held, cell: TollCell, truth: int) -> None:
    found, said = toll_range(cell), said_range(cell)
    if found is None or said is None:
        return
    right = found.holds(truth)
    held.cells += 1
    held.within += right
    held.said += said.holds(truth)
    held.open += found.high is None
    held.widths += [] if found.high is None else [(found.high + 1) / (found.low + 1)]
    voices = held.by_voices[min(len({row.entry.stream for row in cell.rows if row.standing == "stands"}), 5)]
    voices[0], voices[1] = voices[0] + right, voices[1] + 1
