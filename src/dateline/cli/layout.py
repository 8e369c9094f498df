"""How a table fits its screen: columns wide enough for whole words, or one record under the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

LEAST = 12
"""Columns narrower than this are hard to read; only a column whose cells are shorter is."""
LONGEST = 36
"""Columns that a word is kept whole for: the longest names of event types have 35; what is longer is an address."""
_INDENT = "  "
_MARK = " ["
"""What stands behind this in a cell of a kept column may stand on the next line: "Armed clash [failed]"."""
_INSIDE = re.compile(r"(?<=[-/_.;,])(?=\w)")


@dataclass(frozen=True, slots=True)
class Fitting:
    """A table of plain text that fits the screen it is printed on.

    narrow: so many columns, the first, keep to one line. kept: columns whose cells are not broken where there is room for `LONGEST`.
    heads: so many cells stand on the first line of a record where the columns do not fit, the others under it with their names.
    least: a screen narrower than this gets records, fit or not. empty: said in place of a table without rows.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    narrow: int = 0
    kept: Sequence[str] = ()
    heads: int = 1
    least: int = 0
    empty: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Lay the table out for the width at hand."""
        if not self.rows and self.empty:
            from rich.text import Text

            yield Text(f"{self.title}\n{self.empty}\n")
            return
        fewest, most = self._needs()
        weights = [1 + sum(len(row[i]) for row in self.rows) for i in range(len(self.columns))]
        widths = column_widths(fewest, most, weights, room=options.max_width - 3 * len(self.columns) + 1)
        if widths is None or options.max_width < self.least:
            yield from self._records(options.max_width)
        else:
            yield self._table(widths)

    def _needs(self) -> tuple[list[int], list[int]]:
        """Return for each column the width under which words are cut, and the one at which every cell is on one line."""
        fewest, most = [], []
        for number, column in enumerate(self.columns):
            cells = [row[number] for row in self.rows]
            widest = max(map(_width, (column, *cells)))
            if number < self.narrow:
                fewest.append(widest)
            elif column in self.kept:
                widest = max((_width(column), *(min(_width(cell.partition(_MARK)[0]), LONGEST) for cell in cells)))
                fewest.append(widest)
            else:
                words = (min(_width(piece), LONGEST) for cell in (column, *cells) for piece in _pieces(cell))
                fewest.append(max(min(widest, LEAST), max(words, default=0)))
            most.append(widest)
        return fewest, most

    def _table(self, widths: Sequence[int]) -> RenderableType:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        made = Table(title=Text(self.title) if self.title else None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for column, width in zip(self.columns, widths, strict=True):
            made.add_column("\n".join(wrapped(column, width)), width=width, no_wrap=True, overflow="fold")
        for row in self.rows:
            made.add_row(*(Text("\n".join(wrapped(cell, width))) for cell, width in zip(row, widths, strict=True)))
        return made

    def _records(self, width: int) -> Iterator[RenderableType]:
        from rich.text import Text

        label = max(map(len, self.columns[self.heads :]), default=0)
        if self.title:
            yield Text(f"{self.title}\n", style="italic")
        for row in self.rows:
            first = "  ".join(cell for cell in row[: self.heads] if cell)
            yield Text("\n".join(_hanging("", first, width, 2 * len(_INDENT))), style="bold")
            for column, cell in zip(self.columns[self.heads :], row[self.heads :], strict=True):
                if cell and cell != "-":
                    yield Text("\n".join(_hanging(f"{_INDENT}{column:<{label}}  ", cell, width, label + 2 * len(_INDENT))))
            yield Text("")


def column_widths(fewest: Sequence[int], most: Sequence[int], weights: Sequence[int], *, room: int) -> list[int] | None:
    """Return the widths of columns that fit into `room` together, the spare shared out by weight; None where they do not fit.

    >>> column_widths([4, 10], [4, 40], [1, 9], room=30), column_widths([4, 9], [8, 20], [1, 3], room=17), column_widths([4], [9], [1], room=3)
    ([4, 26], [5, 12], None)
    """
    spare = room - sum(fewest)
    if spare < 0:
        return None
    widths = list(fewest)
    while spare > 0 and (wanting := [i for i, width in enumerate(widths) if width < most[i]]):
        total, before = sum(weights[i] for i in wanting), spare
        for i in wanting:
            more = min(most[i] - widths[i], max(before * weights[i] // total, 1), spare)
            widths[i] += more
            spare -= more
    return widths


def wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text at a width: broken at spaces, a longer word at its hyphens and the like, any other where it must be.

    >>> wrapped("the 04-meridian-wire-market.txt", 14)
    ['the', '04-meridian-', 'wire-market.', 'txt']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if _width(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line.rstrip())
            *whole, line = _cut(word, width)
            lines += whole
        lines.append(line.rstrip())
    return lines


def _cut(word: str, width: int) -> list[str]:
    """Return a word in pieces that fit."""
    if _width(word) <= width:
        return [word]
    out = [""]
    for piece in _pieces(word):
        if out[-1] and _width(out[-1] + piece) > width:
            out.append("")
        while _width(piece) > width:
            room = max(width // 2, 1)  # a wide character takes two columns
            room = width if piece[:width].isascii() else room
            out[-1], piece = piece[:room], piece[room:]
            out.append("")
        out[-1] += piece
    return out


def _pieces(text: str) -> list[str]:
    """Return the parts of a text between which a line may end."""
    return [piece for word in text.split() for piece in _INSIDE.split(word)]


def _hanging(start: str, text: str, width: int, indent: int) -> list[str]:
    """Return a text after its start, further lines indented."""
    lines = wrapped(text, max(width - max(len(start), indent), LEAST))
    return [start + lines[0], *(" " * indent + line for line in lines[1:])]


def _width(text: str) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, text.split("\n")))
