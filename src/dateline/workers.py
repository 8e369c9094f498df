"""Codes many pages on several processors: this process reads and codes, helpers code beside it, reports come out in the order of the pages."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import chain, islice
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

from dateline.data.actors import own_actors, use_own
from dateline.errors import DatelineError
from dateline.gazetteer import open_index
from dateline.pipeline import STAGES, Coder, code_guarded, code_pages
from dateline.records import DEFAULT_READER, CodedReport, Page, Problem

ALONE = 8
"""Pages that are coded here before helpers are started: a helper takes a second to come up."""
MOST = 4
"""Processes at most where nobody says how many: each holds a quarter of a gigabyte."""
_AHEAD = 2  # pages that a helper has in hand or waiting

Outcome = CodedReport | Problem


def processors() -> int:
    """Return how many processors this process may use; more processes than these only stand in each other's way."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def code_many(
    pages: Iterable[Page | Problem], *, home: Path | None = None, until: str | None = None, reader: str = DEFAULT_READER,
    all_claims: bool = False, jobs: int | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Code pages as `code_pages` does, on `jobs` processes once there are more than a few; the reports are the same and in the same order.

    There is never more than one process a processor; without `jobs` there are MOST at most.
    `home` holds the place indexes that were added. Raises what `code_pages` raises; a helper that dies is told as a problem of its page.
    """
    jobs = min(jobs or MOST, processors())
    index = open_index(home)
    if jobs == 1:
        yield from code_pages(pages, index=index, until=until, reader=reader, all_claims=all_claims)
        return
    rest = iter(pages)
    coder = Coder(index, until or STAGES[-1], reader, all_claims=all_claims, threads=1)
    for page in islice(rest, ALONE):
        yield page if isinstance(page, Problem) else code_guarded(coder, page)
    following = next(rest, None)
    if following is None:
        return
    helpers = [_Helper(home, until or STAGES[-1], reader, all_claims) for _ in range(jobs - 1)]
    try:
        yield from _shared(coder, helpers, chain([following], rest))
    finally:  # also on Ctrl-C, or where the reader of the reports has gone
        for helper in helpers:
            helper.end()


def _shared(coder: Coder, helpers: Sequence[_Helper], pages: Iterator[Page | Problem]) -> Iterator[Outcome]:
    """Give pages to the helpers while they take them, code one here while they are busy, and yield in the order of the pages."""
    waiting: deque[Future[Outcome] | Outcome] = deque()
    left = True
    while left or waiting:
        while waiting and (not isinstance(waiting[0], Future) or waiting[0].done() or not left):
            result = waiting.popleft()
            yield result.result() if isinstance(result, Future) else result
        if not left:
            continue
        following = next(pages, None)
        if following is None:
            left = False
        elif isinstance(following, Problem):
            waiting.append(following)
        elif (free := min((h for h in helpers if h.takes()), key=_Helper.in_hand, default=None)) is not None:
            waiting.append(free.give(following))
        else:
            waiting.append(code_guarded(coder, following))


class _Helper:
    """A process that codes pages, and the thread here that speaks with it: its end is seen as the end of their pipe."""

    def __init__(self, home: Path | None, until: str, reader: str, all_claims: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_help, args=(there, home, own_actors(), until, reader, all_claims), daemon=True)
        self._process.start()
        there.close()
        self._given: SimpleQueue[tuple[Page, Future[Outcome]] | None] = SimpleQueue()
        self._unfinished: list[Future[Outcome]] = []
        self._dead = False
        threading.Thread(target=self._speak, daemon=True).start()

    def takes(self) -> bool:
        """Tell whether it lives and has not enough in hand."""
        return not self._dead and self.in_hand() < _AHEAD

    def in_hand(self) -> int:
        """Return how many pages it was given and has not coded."""
        self._unfinished = [future for future in self._unfinished if not future.done()]
        return len(self._unfinished)

    def give(self, page: Page) -> Future[Outcome]:
        """Give it a page."""
        future: Future[Outcome] = Future()
        self._unfinished.append(future)
        self._given.put((page, future))
        return future

    def end(self) -> None:
        """End it, whatever it does."""
        self._given.put(None)
        self._process.terminate()
        self._process.join()

    def _speak(self) -> None:
        while (given := self._given.get()) is not None:
            page, future = given
            try:
                self._pipe.send(page)
                result = self._pipe.recv()
            except (EOFError, OSError):
                self._dead = True
                hint = "the machine may be short of memory: code with --jobs 1"
                result = Problem("could not be coded: the process that read it was ended from outside", page.sighting.address, hint)
            if isinstance(result, DatelineError):
                future.set_exception(result)
            else:
                future.set_result(result)


def _help(pipe: Connection, home: Path | None, actors: str, until: str, reader: str, all_claims: bool) -> None:
    """Code page after page in a process of its own; what keeps it from coding at all is its answer to each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reads
    coder: Coder | DatelineError
    use_own(actors)
    try:
        coder = Coder(open_index(home), until, reader, all_claims=all_claims, threads=1)
    except DatelineError as error:
        coder = error
    with contextlib.suppress(EOFError, OSError):  # the process that reads has ended
        while True:
            page = pipe.recv()
            try:
                pipe.send(coder if isinstance(coder, DatelineError) else code_guarded(coder, page))
            except DatelineError as error:
                pipe.send(error)


__all__ = ["ALONE", "MOST", "code_many", "processors"]
