"""Tables that users bring, of places or events: opened, their cells checked, the lines that cannot be used told, and written out when many."""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dateline.errors import DatelineError

MAX_FAULTS = 20  # faults shown in the message; all of them are in the file
_CUT = 60  # characters of a cell that are shown
_NOT_DECODED = re.compile("[\udc80-\udcff]")
_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
TEXTS = (".txt", ".tsv", ".csv")


class CellError(ValueError):
    """A cell that cannot be used: its column, what it holds, what was expected."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        self.column, self.found, self.expected = column, found, expected
        super().__init__(f"{column} {found[:_CUT]!r}, expected {expected}")


@dataclass(slots=True)
class Faults:
    """The faults of one source; beyond the first few they are written to `file`, if one is given.

    error: what `check` raises. unit: what the lines of the source are called.
    """

    where: str
    error: type[DatelineError]
    file: Path | None = None
    unit: str = "line"
    lines: list[str] = field(default_factory=list)
    count: int = 0
    _early: list[str] = field(default_factory=list)
    _out: IO[str] | None = None

    def add(self, line: int, fault: CellError) -> None:
        """Keep one fault."""
        self.count += 1
        cells = (str(line), fault.column, fault.found[: 10 * _CUT], fault.expected)
        row = "\t".join(" ".join(cell.encode("utf-8", "backslashreplace").decode().split()) for cell in cells)
        if self.count <= MAX_FAULTS:
            self.lines.append(f"{self.unit} {line}: {str(fault).encode('utf-8', 'backslashreplace').decode()}")
            self._early.append(row)
        elif self.file is not None:
            if self._out is None:
                self.file.parent.mkdir(parents=True, exist_ok=True)
                self._out = self.file.open("w", encoding="utf-8")
                self._out.writelines(f"{line}\n" for line in (f"{self.unit}\tcolumn\tfound\texpected", *self._early))
            self._out.write(row + "\n")

    def close(self) -> None:
        """Finish the file."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def __str__(self) -> str:
        more = self.count - len(self.lines)
        rest = f"; and {more} more" + (f", all in {self.file}" if self.file else "") if more > 0 else ""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'} cannot be used: {'; '.join(self.lines)}{rest}"

    def check(self) -> None:
        """Raise the error with every fault kept, if there is any."""
        self.close()
        if self.count:
            hint = f"correct these {self.unit}s and add the file again, or take the good ones with --keep-good; nothing was imported"
            raise self.error(str(self), where=self.where, hint=hint)


def degrees(column: str, text: str, most: float) -> float:
    """Return degrees between -most and most; raise CellError for another text."""
    try:
        value = float(text)
    except ValueError:
        raise CellError(column, text, "degrees as a decimal number") from None
    if not (math.isfinite(value) and -most <= value <= most):
        raise CellError(column, text, f"degrees from -{most:g} to {most:g}")
    return value


def whole_number(column: str, text: str) -> int:
    """Return a number that may be left empty; raise CellError for another text."""
    bare = text.strip().removesuffix(".0")
    if bare and not bare.isdecimal():
        raise CellError(column, text, "a whole number")
    return int(bare or 0)


def check_text(column: str, text: str) -> None:
    """Raise CellError for a cell with bytes that are no UTF-8."""
    if not text.isascii() and _NOT_DECODED.search(text):
        raise CellError(column, text, "UTF-8 text")


def _text(raw: IO[bytes], where: str, error: type[DatelineError]) -> IO[str]:
    """Open bytes as text in which wrong bytes stand out; raise `error` for text in another encoding throughout."""
    buffered = io.BufferedReader(raw) if isinstance(raw, io.RawIOBase) else raw
    peek = getattr(buffered, "peek", None)
    start = bytes(peek(4)[:4]) if peek else b""
    encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "")
    if encoding:
        raise error(f"not UTF-8 but {encoding} text", where=where, hint="save the file as UTF-8")
    return io.TextIOWrapper(buffered, encoding="utf-8-sig", errors="surrogateescape", newline="")


@contextmanager
def open_text(path: Path, *, error: type[DatelineError], kinds: str) -> Iterator[IO[str]]:
    """Open a text file, or the largest text member of a zip archive; raise `error`, whose hint names the `kinds` of file that are taken."""
    if not path.is_file():
        raise error("no such file", where=str(path), hint=f"give the path of {kinds}")
    try:
        with path.open("rb") as head:
            zipped = head.read(4) == b"PK\x03\x04"
        if not zipped:
            with path.open("rb") as raw:
                yield _text(raw, str(path), error)
            return
        with zipfile.ZipFile(path) as archive:
            texts = [m for m in archive.infolist() if m.filename.lower().endswith(TEXTS)]
            members = [member for member in texts if "readme" not in member.filename.lower()]
            if not members:
                raise error("the archive holds no .txt, .tsv or .csv", where=str(path), hint="unpack it and give the file")
            with archive.open(max(members, key=lambda member: member.file_size)) as raw:
                yield _text(raw, str(path), error)
    except (zipfile.BadZipFile, zlib.error, EOFError) as broken:
        raise error(f"broken archive: {broken}", where=str(path), hint="download it again; half a file is not imported") from broken
