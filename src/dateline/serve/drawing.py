"""Drawings that the server makes: intervals of tolls, and the graph of who took words or facts from whom. Positions only; templates draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.linked import Copy, Origin, TollCell, TollEntry
from dateline.records import Count
from dateline.views import cells

BAR = 180
"""Units of width of the widest interval."""
LINE = 46
LEFT, RIGHT, BOX = 8, 330, 230
"""Where the columns of the graph begin, and the width of its boxes."""
_LABEL = 32


@dataclass(frozen=True, slots=True)
class Interval:
    """A count on a scale from nought: from `low` to `high` (None: open, drawn to the end), with its best at `best`."""

    low: float
    high: float
    best: float | None
    open: bool


def interval(entry: TollEntry, most: int) -> Interval | None:
    """Return where a count stands on a scale that ends at `most`; None for one without a number."""
    figures = [n for n in (entry.low, entry.best, entry.high) if n is not None]
    if not figures or most <= 0:
        return None
    low = entry.low if entry.low is not None else min(figures)
    upward = entry.high is None and entry.modifier in ("at_least", "more_than", "unquantified")
    high = most if upward else entry.high if entry.high is not None else max(figures)
    scale = BAR / most
    return Interval(low * scale, max(high * scale, low * scale + 2), entry.best * scale if entry.best is not None else None, upward)


def number(entry: TollEntry) -> str:
    """Return a count in words, as its modifier gives it: "at least 30", "20-30"."""
    return cells.number(Count(entry.low, entry.best, entry.high, entry.modifier))  # type: ignore[arg-type]


def most_of(cell: TollCell) -> int:
    """Return the end of the scale for the counts of a cell: a tenth more than the greatest."""
    figures = [n for row in cell.rows for n in (row.entry.low, row.entry.best, row.entry.high) if n is not None]
    return -(-max(figures, default=0) * 11 // 10)


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the graph: an origin at the left or a report at the right."""

    id: str
    x: int
    y: int
    label: str
    under: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow of the graph, as an SVG path, with what it says."""

    path: str
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and arrows; `width` and `height` in units of the drawing."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def graph(origins: Sequence[Origin], stands_in: Mapping[str, str], reports: Mapping[str, tuple[str, str]], copies: Sequence[Copy]) -> Graph:
    """Return the graph of an event: its origins, the reports that they speak in, and which report copies which.

    stands_in: the report of each claim. reports: by sighting, its outlet or name, and its day, in the order drawn.
    """
    shown = dict.fromkeys([*reports, *(end for copy in copies for end in (copy.of, copy.sighting) if end in reports)])
    at = {sighting: n for n, sighting in enumerate(shown)}
    boxes = [Box(sighting, RIGHT, LEFT + n * LINE, _short(reports[sighting][0]), reports[sighting][1]) for sighting, n in at.items()]
    lines = []
    heard = [
        (one, sorted({stands_in[claim] for claim in one.claims if stands_in.get(claim) in at}, key=lambda s: at[s])) for one in origins
    ]
    heard = [(one, found) for one, found in heard if found]
    for n, (one, found) in enumerate(heard):
        boxes.append(
            Box(
                one.key,
                LEFT,
                LEFT + n * LINE,
                _short(one.speaker or "unknown origin"),
                one.side or one.source_type.replace("_", " "),
                one.known,
            )
        )
        for sighting in found:
            y, to = LEFT + n * LINE + 17, LEFT + at[sighting] * LINE + 17
            path = f"M{LEFT + BOX} {y} C{LEFT + BOX + 50} {y} {RIGHT - 50} {to} {RIGHT - 4} {to}"
            lines.append(Line(path, "said", f"{one.speaker or 'unknown'} speaks in {reports[sighting][0]}"))
    for copy in copies:
        if copy.sighting in at and copy.of in at:
            y, to = LEFT + at[copy.sighting] * LINE + 17, LEFT + at[copy.of] * LINE + 17
            out = RIGHT + BOX + 24 + 12 * abs(at[copy.sighting] - at[copy.of])
            says = f"{reports[copy.sighting][0]}: {copy.kind.replace('_', ' ')} of {reports[copy.of][0]}"
            lines.append(Line(f"M{RIGHT + BOX} {y} C{out} {y} {out} {to} {RIGHT + BOX + 4} {to}", "copy", says))
    rows = max(len(at), len(heard), 1)
    return Graph(tuple(boxes), tuple(lines), RIGHT + BOX + 40 + 12 * rows, LEFT + rows * LINE)


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1] + "…"
