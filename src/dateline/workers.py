"""Codes many pages on several processors: this process reads and codes, helpers code beside it, reports come out in the order of the pages."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

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
    """Return how many processes code many pages where nobody says it: one a processor, MOST at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST, usable))


def code_many(
    pages: Iterable[Page | Problem], *, home: Path | None = None, until: str | None = None, reader: str = DEFAULT_READER,
    all_claims: bool = False, jobs: int | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Code pages as `code_pages` does, on `jobs` processes once there are more than a few; the reports are the same and in the same order.

    `home` holds the place indexes that were added. Raises what `code_pages` raises; a helper that dies is told as a problem of its page.
    """
    jobs = jobs or processors()
    index = open_index(home)
    if jobs == 1:
        yield from code_pages(pages, index=index, until=until, reader=reader, all_claims=all_claims)
        return
    rest = iter(pages)
    alone = code_pages(_first(rest, ALONE), index=index, until=until, reader=reader, all_claims=all_claims, threads=1)
    yield from alone
    following = next(rest, None)
    if following is None:
        return
    coder = Coder(index, until or STAGES[-1], reader, all_claims=all_claims, threads=1)
    pool = ProcessPoolExecutor(
        jobs - 1, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(home, until or STAGES[-1], reader, all_claims)
    )
    try:
        yield from _shared(coder, pool, _and(following, rest), _AHEAD * (jobs - 1))
    except BaseException:  # Ctrl-C, or the reader of the reports has gone: nobody wants the pages in hand
        for helper in multiprocessing.active_children():
            helper.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _first(pages: Iterator[Page | Problem], count: int) -> Iterator[Page | Problem]:
    for _ in range(count):
        page = next(pages, None)
        if page is None:
            return
        yield page


def _and(first: Page | Problem, rest: Iterator[Page | Problem]) -> Iterator[Page | Problem]:
    yield first
    yield from rest


def _shared(coder: Coder, pool: ProcessPoolExecutor, pages: Iterator[Page | Problem], most: int) -> Iterator[Outcome]:
    """Give pages to the helpers while they take them, code one here while they are busy, and yield in the order of the pages."""
    waiting: deque[tuple[Page | None, Future[Outcome] | Outcome]] = deque()
    left = True
    while left or waiting:
        while waiting and (not isinstance(waiting[0][1], Future) or waiting[0][1].done() or not left):
            page, result = waiting.popleft()
            yield _told(page, result) if isinstance(result, Future) else result
        if not left:
            continue
        following = next(pages, None)
        if following is None:
            left = False
        elif isinstance(following, Problem):
            waiting.append((None, following))
        elif sum(isinstance(result, Future) and not result.done() for _, result in waiting) < most and (given := _given(pool, following)):
            waiting.append((following, given))
        else:
            waiting.append((following, code_guarded(coder, following)))


def _given(pool: ProcessPoolExecutor, page: Page) -> Future[Outcome] | None:
    """Give a page to the helpers; None where there are none any more, so that it is coded here."""
    try:
        return pool.submit(_code, page)
    except BrokenProcessPool:
        return None


def _told(page: Page | None, future: Future[Outcome]) -> Outcome:
    """Return what a helper made of a page; what it raised for all pages is raised here, and its death is a problem of the page."""
    try:
        return future.result()
    except BrokenProcessPool:
        address = page.sighting.address if page is not None else ""
        hint = "the machine may be short of memory: code with --jobs 1"
        return Problem("could not be coded: the process that read it was ended from outside", address, hint)


_loaded: list[Coder | DatelineError] = []
"""In a helper: what codes its pages, or why nothing can."""


def _begin(home: Path | None, until: str, reader: str, all_claims: bool) -> None:
    """Load what a helper needs, once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reads
    try:
        _loaded.append(Coder(open_index(home), until, reader, all_claims=all_claims, threads=1))
    except DatelineError as error:
        _loaded.append(error)


def _code(page: Page) -> Outcome:
    (coder,) = _loaded
    if isinstance(coder, DatelineError):
        raise coder
    return code_guarded(coder, page)


__all__ = ["ALONE", "MOST", "code_many", "processors"]
