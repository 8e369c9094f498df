"""Sheets of XLSX workbooks, row by row; formulas and merged cells are faults, since what they show is not what the file says of one event.

calamine reads the values and holds the sheet in memory (about 60 bytes a cell): a dump of hundreds of thousands of rows belongs into a CSV file.
It does not tell formulas, so these are looked for in the sheet's own part of the archive.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from dateline.errors import ReadError
from dateline.faults import CellError
from dateline.references import RawRow

SHEETS = (".xlsx", ".xlsm")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CELL = re.compile(r"([A-Z]+)(\d+)")
Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def open_sheet(path: Path, name: str | None) -> tuple[str, int, Iterator[RawRow | tuple[int, CellError]]]:
    """Return the name of a sheet, its height and its rows, numbered as the spreadsheet does; rows that cannot be used come as faults.

    Without a name the first sheet that holds cells. Raises ReadError for what is no workbook, and for a sheet that is empty or not there.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if name is not None and name not in names:
            raise ReadError(f"no sheet {name!r}", where=str(path), hint=f"the sheets are {', '.join(names)}")
        sheets = (book.get_sheet_by_name(one) for one in ([name] if name is not None else names))
        sheet = next((one for one in sheets if one.height), None)
        if sheet is None:
            raise ReadError(
                "the sheet is empty" if name else "every sheet is empty", where=str(path), hint="give a table with headings and rows"
            )
        formulas = dict(_formulas(path, names.index(sheet.name)))
    except (CalamineError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError) as error:
        raise ReadError(
            f"no workbook that can be read: {error}", where=str(path), hint="save it anew as XLSX, or as CSV; half a file is not imported"
        ) from error
    return sheet.name, sheet.total_height, _rows(sheet, formulas)


def _rows(sheet: CalamineSheet, formulas: Mapping[int, str]) -> Iterator[RawRow | tuple[int, CellError]]:
    merged = {row + 1: (low, high) for low, high in sheet.merged_cell_ranges or [] for row in range(low[0], high[0] + 1)}
    left = sheet.start[1] if sheet.start else 0
    header: tuple[str, ...] = ()
    for number, values in enumerate(sheet.iter_rows(), 1):  # from the sheet's first row, but from its first column with cells
        cells = tuple(map(_text, values))
        if not header and any(cells):
            header = cells
        if number in merged:
            low, high = merged[number]
            span = f"{_letters(low[1])}{low[0] + 1}:{_letters(high[1])}{high[0] + 1}"
            yield number, CellError(_heading(header, low[1] - left), f"merged cells {span}", "a cell of its own in each row and column")
        elif number in formulas:
            letters = formulas[number]
            yield (
                number,
                CellError(
                    _heading(header, _index(letters) - left), f"a formula in {letters}{number}", "its value: copy, paste values only"
                ),
            )
        else:
            yield RawRow(number, cells)


def _heading(header: tuple[str, ...], at: int) -> str:
    return header[at] if 0 <= at < len(header) else "all"


def _text(value: Value) -> str:
    """Return a cell as an export would write it.

    >>> _text(12.0), _text(35.5), _text(dt.datetime(2017, 10, 3))
    ('12', '35.5', '2017-10-03')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def _formulas(path: Path, sheet: int) -> Iterator[tuple[int, str]]:
    """Yield the rows with formulas, each with the letters of its first."""
    with zipfile.ZipFile(path) as archive:
        book = etree.fromstring(archive.read("xl/workbook.xml"), _parser())
        links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), _parser())
        wanted = book.findall(f"{_MAIN}sheets/{_MAIN}sheet")[sheet].get(f"{_LINK}id")
        target = next(str(link.get("Target")) for link in links if link.get("Id") == wanted)
        with archive.open(target.lstrip("/") if target.startswith("/") else f"xl/{target}") as part:
            for _, row in etree.iterparse(part, tag=f"{_MAIN}row", resolve_entities=False, no_network=True):
                found = row.find(f"{_MAIN}c/{_MAIN}f")
                place = _CELL.fullmatch(found.getparent().get("r") or "") if found is not None else None
                if place:
                    yield int(place[2]), place[1]
                row.clear()
                while row.getprevious() is not None:
                    del row.getparent()[0]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _letters(column: int) -> str:
    """Return the letters of a column that is counted from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _index(letters: str) -> int:
    """Return the number, from 0, of a column by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
