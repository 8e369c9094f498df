"""Rows of a user beside the package's actor registry: actors of their own, and further spellings of known ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.data.actor_rows import COLUMNS

OWN_FILE = "actors.tsv"
"""The user's rows in DATELINE_HOME, with the columns of the package's tables."""
_FREE = frozenset({"id", "name", "aliases"})
"""Columns that a row about a known actor may fill."""
Texts = list[tuple[str, str]]


def own_rows(text: str, where: str = OWN_FILE) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of a table of the user's, and its faults of form, each with file and line."""
    rows: list[dict[str, str]] = []
    faults: list[str] = []
    seen: set[str] = set()
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line and not line.startswith("#")]
    if lines and tuple(lines[0][1].split("\t")) != COLUMNS:
        return [], [f"{where}:{lines[0][0]}: the first line must name the columns {', '.join(COLUMNS)}, divided by tabs"]
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            faults.append(f"{where}:{number}: {len(cells)} cells, expected {len(COLUMNS)}")
        elif cells[0] in seen:
            faults.append(f"{where}:{number}: id {cells[0]!r} stands twice")
        else:
            seen.add(cells[0])
            rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows, faults


def own_text(rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as a table of the user's."""
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)))


def merged(files: Sequence[tuple[str, str]], own: str, where: str = OWN_FILE) -> tuple[Texts, list[str]]:
    """Return the package's (file name, text) pairs with a user's table, and the faults of its form and of what it adds to known actors.

    A row whose id the package has adds its spellings there and may say nothing else; any other row is a new actor, with the same line number.
    """
    rows, faults = own_rows(own, where)
    added = {row["id"]: row for row in rows}
    known: set[str] = set()
    out: Texts = []
    for name, text in files:
        lines = text.split("\n")
        for n, line in enumerate(lines):
            row = added.get(line.partition("\t")[0])
            if row is None or line.startswith("#"):
                continue
            cells = line.split("\t")
            known.add(row["id"])
            if strange := [column for column in COLUMNS if column not in _FREE and row[column]]:
                faults.append(f"{where}: {row['id']!r} is known: only aliases can be added to it, not {', '.join(strange)}")
            cells[2] = ";".join(part for part in (cells[2], row["aliases"]) if part)
            lines[n] = "\t".join(cells)
        out.append((name, "\n".join(lines)))
    kept = ["#" if line.partition("\t")[0] in known else line for line in own.splitlines()]
    return [*out, (where, "\n".join(kept))], faults
