"""Tolls in the synthetic war: how often the truth lies within the range of the counts that stand, with true memberships of events.

A cell is a side of an event that somebody counts the killed of; its range runs from the lowest to the highest count that stands, open
above where one of them is ("at least"). The ceiling is the same for all counts that were ever said: what no rule can pass, since a cell
that only one speaker counts wrongly never holds the truth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.war import MEASURING_SEED, War
from dateline.export import RESOLVERS, acled_estimates
from dateline.link.tolls import toll_tables
from dateline.linked import TollCell, TollRow

SIZE = 10_000
WARS = 3
MOST_BELOW_CEILING = 0.03
"""How far the share may lie under the ceiling: the room for counts that a rule sets aside though they were right."""


@dataclass(slots=True)
class Held:
    """Cells, those whose range holds the truth, and those that hold it among all counts; by number of voices that stand."""

    cells: int = 0
    within: int = 0
    said: int = 0
    by_voices: dict[int, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def main(*, gate: bool = False) -> int:
    """Print the shares for each war; return 1 where a gated one is farther under its ceiling than it may be."""
    status = 0
    for seed in range(MEASURING_SEED, MEASURING_SEED + WARS):
        held = measure(War(SIZE, seed))
        share, ceiling = held.within / held.cells, held.said / held.cells
        voices = "  ".join(
            f"{n}{'+' if n == 5 else ''} voices {right / all_:.2f} of {all_}" for n, (right, all_) in sorted(held.by_voices.items())
        )
        print(f"tolls, war {seed}: truth within the range in {share:.3f} of {held.cells} cells, ceiling {ceiling:.3f}  ({voices})")
        status |= gate and share < ceiling - MOST_BELOW_CEILING
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
    standing = [row for row in cell.rows if row.standing == "stands"]
    said = [row for row in cell.rows if row.standing != "part"]
    estimates = acled_estimates(cell)
    if not estimates or not said:
        return
    low, _, high = RESOLVERS["range"](estimates)
    right = low <= truth and (truth <= high or _is_open(standing))
    figures = [row.entry.figure or 0 for row in said]
    held.cells += 1
    held.within += right
    held.said += min(figures) <= truth and (truth <= max(figures) or _is_open(said))
    voices = held.by_voices[min(len(estimates), 5)]
    voices[0], voices[1] = voices[0] + right, voices[1] + 1


def _is_open(rows: list[TollRow]) -> bool:
    return any(row.entry.high is None for row in rows)
