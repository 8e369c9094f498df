"""What was read and what was not: problems, remarks, progress, and the exit status."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import typer

from dateline.cli.session import log, say
from dateline.records import CodedReport, Page, Problem

Read = TypeVar("Read", Page, CodedReport)

NOTHING_READ = 2
PART_NOT_READ = 1
PROGRESS_AFTER = 1.0
"""Seconds without a sign of life that a person at a terminal takes for granted."""
PROGRESS_EVERY = 0.5
ERASE_LINE = "\r\x1b[K"


def _told(item: Page | CodedReport) -> tuple[str, str]:
    """Return the name of what was read, and how much it gave."""
    if isinstance(item, Page):
        return item.sighting.doc_id, f"{len(item.document.text):,} characters read"
    found = f"{len(item.events)} event(s), {len(item.claims)} claim(s), {len(item.sentences)} sentence(s)"
    return item.page.sighting.doc_id, f"{found} read and coded"


class Tally:
    """Counts what was read, prints problems and remarks, and gives the exit status; with `progress` also shows the count on a terminal."""

    def __init__(self, *, progress: bool = False) -> None:
        self.read = 0
        self.problems = 0
        self.notes = 0
        self._progress = progress and sys.stderr.isatty()
        self._next = time.monotonic() + PROGRESS_AFTER

    def sort(self, items: Iterable[Read | Problem]) -> Iterator[Read]:
        """Yield what was read; print each problem as it comes."""
        started = time.monotonic()
        try:
            for item in items:
                if isinstance(item, Problem):
                    self._erase()
                    self.problem(item)
                    continue
                self.read += 1
                log.info("%s: %s in %.2f s", *_told(item), time.monotonic() - started)
                yield item
                self._show()
                started = time.monotonic()
        finally:
            self._erase()

    def problem(self, problem: Problem) -> None:
        """Print "where: what" and a hint to stderr, log and count it; a remark on what was read is a note."""
        if problem.fatal:
            self.problems += 1
        else:
            self.notes += 1
        say(f"{'' if problem.fatal else 'note: '}{problem.where}: {problem.what}\n  hint: {problem.hint}")
        log.log(logging.WARNING if problem.fatal else logging.INFO, "%s: %s", problem.where, problem.what)

    @property
    def status(self) -> int:
        """0 if all was read, 1 if a part was not, 2 if nothing was; notes do not count."""
        if not self.read and (self.problems or self.notes):
            return NOTHING_READ
        return PART_NOT_READ if self.problems else 0

    def exit(self) -> None:
        """End the command with the status, if it is not 0."""
        if self.status:
            raise typer.Exit(self.status)

    def _show(self) -> None:
        if self._progress and time.monotonic() >= self._next:
            self._next = time.monotonic() + PROGRESS_EVERY
            sys.stderr.write(f"{ERASE_LINE}{self.read} report(s) done")
            sys.stderr.flush()

    def _erase(self) -> None:
        if self._progress:
            sys.stderr.write(ERASE_LINE)
            sys.stderr.flush()
