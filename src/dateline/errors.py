"""The error tree: every message says what, where, and what to do next."""

from __future__ import annotations


class DatelineError(Exception):
    """A failure that a user can act on.

    `what` is one sentence, `where` a file, line, address or field, `hint` what to do next.
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\nhint: {self.hint}" if self.hint else text


class ReadError(DatelineError):
    """A source, or a part of one, could not be read."""


class DataError(DatelineError):
    """A data file (code book, actor registry, word list) is broken; lists all its faults."""


class ConfigError(DatelineError):
    """The configuration file or an option is wrong."""


class GazetteerError(DatelineError):
    """The place index is missing, of another version, or an import failed."""


class StoreError(DatelineError):
    """The store cannot be opened, written, or is of a newer version."""


class ExportError(DatelineError):
    """An export cannot be written as asked."""


class DeskError(DatelineError):
    """The desk refuses or cannot answer a request; `status` is the HTTP status."""

    def __init__(self, status: int, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status
