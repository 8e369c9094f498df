"""Opens a table of events, row by row: CSV and TSV as text, zipped or not, XLSX through calamine."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dateline.errors import ReadError
from dateline.faults import CellError, Faults, open_text
from dateline.imports.layouts import layout_of
from dateline.imports.rows import read_row
from dateline.imports.sheets import SHEETS, open_sheet
from dateline.references import RawRow, ReferenceRow, TableLayout

KINDS = "an ACLED or UCDP export, a CSV, TSV or XLSX"
_BYTES_A_ROW = 700  # of an export: gives the progress bar an end before the file is read
_DIVIDERS = ",\t;|"
_TAGS = 0.5  # share of cells that begin with "#" in a line of HXL tags
Raw = RawRow | tuple[int, CellError]


@dataclass(slots=True)
class OpenTable:
    """A table that is open: how it is read, how many rows are expected about, and what the user should know of it."""

    path: Path
    sha256: str
    layout: TableLayout
    expected: int
    notes: list[str]
    _raw: Iterator[Raw]
    _faults: Faults
    _seen: int = field(default=0)

    def rows(self) -> Iterator[tuple[RawRow, ReferenceRow]]:
        """Yield the rows that can be used; the others go to the faults. Raises ReadError for a table without any row."""
        wanted = len(self.layout.header)
        for raw in self._raw:
            if not isinstance(raw, RawRow):
                self._faults.add(*raw)
            elif not any(raw.cells) or _tagged(raw.cells):
                continue
            elif len(raw.cells) != wanted:
                self._faults.add(raw.number, CellError("all", f"{len(raw.cells)} columns", f"{wanted} columns as in the headings"))
            else:
                try:
                    yield raw, read_row(self.layout, raw)
                except CellError as fault:
                    self._faults.add(raw.number, fault)
            self._seen += 1
        if not self._seen:
            raise ReadError(
                "no events in this table", where=str(self.path), hint="a line of headings and one row for each event are expected"
            )


def _tagged(cells: tuple[str, ...]) -> bool:
    if not any(cell.startswith("#") for cell in cells[:3]):
        return False
    filled = [cell for cell in cells if cell.strip()]
    return sum(cell.lstrip().startswith("#") for cell in filled) > _TAGS * len(filled)


@contextmanager
def open_table(
    path: Path, faults: Faults, *, mapping: Mapping[str, str] | None = None, sheet: str | None = None, day_first: bool | None = None
) -> Iterator[OpenTable]:
    """Open a table of events; what cannot be used goes to `faults`.

    mapping: fields to the headings that they are taken from, over the guess. sheet: of a workbook, by default its first with cells.
    Raises ReadError for what cannot be opened, and for headings that do not tell day and place.
    """
    if not path.is_file():
        raise ReadError("no such file", where=str(path), hint=f"give the path of {KINDS} table")
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    if path.suffix.lower() in SHEETS:
        name, height, rows = open_sheet(path, sheet)
        first = next((row for row in rows if not isinstance(row, RawRow) or any(row.cells)), None)
        if not isinstance(first, RawRow):
            raise ReadError(
                "no headings" if first is None else f"the headings cannot be used: {first[1]}",
                where=f"{path}, sheet {name}",
                hint="the first row with cells must hold plain headings; another sheet: --sheet NAME",
            )
        yield _opened(path, digest, first, rows, faults, mapping or {}, day_first, [f"sheet {name!r} is read"], height)
        return
    if sheet is not None:
        raise ReadError("a text file has no sheets", where=str(path), hint="leave --sheet out")
    with open_text(path, error=ReadError, kinds=f"{KINDS} table") as lines:
        first_line = lines.readline()
        if not first_line.strip():
            raise ReadError("no headings", where=str(path), hint="the first line must hold the headings")
        divider = max(_DIVIDERS, key=first_line.count)
        header = tuple(next(csv.reader([first_line.rstrip("\r\n")], delimiter=divider), []))
        rows = _text_rows(lines, divider)
        yield _opened(path, digest, RawRow(1, header), rows, faults, mapping or {}, day_first, [], path.stat().st_size // _BYTES_A_ROW)


def _opened(
    path: Path, digest: str, header: RawRow, rows: Iterator[Raw], faults: Faults, mapping: Mapping[str, str], day_first: bool | None,
    notes: list[str], expected: int,
) -> OpenTable:  # fmt: skip
    layout = layout_of(header.cells, mapping=mapping, day_first=day_first, where=f"{path}, row {header.number}")
    taken = ", ".join(f"{name}={layout.header[at]}" for name, at in layout.columns.items())
    what = "a table of events" if layout.kind == "table" else f"an export of {layout.kind.upper()}"
    return OpenTable(path, digest, layout, expected, [*notes, f"read as {what}: {taken}"], rows, faults)


def _text_rows(lines: Iterator[str], divider: str) -> Iterator[Raw]:
    quoting: Literal[0, 3] = csv.QUOTE_NONE if divider == "\t" else csv.QUOTE_MINIMAL
    rows = csv.reader(lines, delimiter=divider, quoting=quoting, strict=True)
    number = 1
    while True:
        number += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, CellError("all", str(error), "quotes that are closed, cells that are no longer than 131,072 characters")
            continue
        yield RawRow(number, tuple(cells))


def table_name(text: str) -> str:
    """Return a name that a table may have: letters, digits, dots, dashes.

    >>> table_name("ACLED export (2).csv")
    'ACLED_export_2_.csv'
    """
    return re.sub(r"[^\w.-]+", "_", text).strip("_") or "table"
