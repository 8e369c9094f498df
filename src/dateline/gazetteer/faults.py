"""The lines of a list of places that cannot be used: shown, counted, and written out when there are many."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dateline.errors import GazetteerError

MAX_FAULTS = 20  # faults shown in the message; all of them are in the file
_CUT = 60  # characters of a cell that are shown


class CellError(ValueError):
    """A cell that cannot be used: its column, what it holds, what was expected."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        self.column, self.found, self.expected = column, found, expected
        super().__init__(f"{column} {found[:_CUT]!r}, expected {expected}")


@dataclass(slots=True)
class Faults:
    """The faults of one source; beyond the first few they are written to `file`, if one is given."""

    where: str
    file: Path | None = None
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
            self.lines.append(f"line {line}: {str(fault).encode('utf-8', 'backslashreplace').decode()}")
            self._early.append(row)
        elif self.file is not None:
            if self._out is None:
                self._out = self.file.open("w", encoding="utf-8")
                self._out.writelines(f"{line}\n" for line in ("line\tcolumn\tfound\texpected", *self._early))
            self._out.write(row + "\n")

    def close(self) -> None:
        """Finish the file."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def __str__(self) -> str:
        more = self.count - len(self.lines)
        rest = f"; and {more} more" + (f", all in {self.file}" if self.file else "") if more > 0 else ""
        return f"{self.count} {'line' if self.count == 1 else 'lines'} cannot be used: {'; '.join(self.lines)}{rest}"

    def check(self) -> None:
        """Raise GazetteerError with every fault kept, if there is any."""
        self.close()
        if self.count:
            hint = "correct these lines and add the file again, or take the good ones with --keep-good; nothing was imported"
            raise GazetteerError(str(self), where=self.where, hint=hint)
