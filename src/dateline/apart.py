"""Reads and codes sources in one process of its own, so that a program which stays open neither waits for it nor grows by the models."""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from dateline.errors import DatelineError
from dateline.records import DEFAULT_READER, CodedReport, Problem, Sighting

Outcome = CodedReport | Problem


def code_apart(
    sources: Sequence[str], *, home: Path | None = None, reader: str = DEFAULT_READER, published: dt.date | None = None,
    outlet: str | None = None, wanted: Callable[[Sighting], bool] = lambda _: True,
) -> Iterator[Outcome]:  # fmt: skip
    """Yield the coded report, or the problem, of each page of sources; `wanted` is asked before a page is coded.

    The process ends with the sources, with this iterator, or with the program that began it. One that is ended from outside is told as a
    problem. Raises what keeps a page from being coded at all: a missing index, a reader that does not exist.
    """
    context = multiprocessing.get_context("spawn")
    pipe, there = context.Pipe()
    process = context.Process(target=_read, args=(there, list(sources), home, reader, published, outlet), daemon=True)
    process.start()
    there.close()
    try:
        while (told := pipe.recv()) is not None:
            if isinstance(told, DatelineError):
                raise told
            if isinstance(told, Sighting):
                pipe.send(wanted(told))
            else:
                yield told
    except (EOFError, OSError):
        yield Problem(
            "the rest could not be read: the process that read it was ended from outside", ", ".join(sources),
            "the machine may be short of memory: read it again in smaller portions",
        )  # fmt: skip
    finally:
        pipe.close()
        process.terminate()
        process.join()


def _read(pipe: Connection, sources: Sequence[str], home: Path | None, reader: str, published: dt.date | None, outlet: str | None) -> None:
    """Read, ask, code, tell, page after page; the end of the pipe is the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program
    from dateline.gazetteer import open_index
    from dateline.pipeline import STAGES, Coder, code_guarded
    from dateline.read import read

    with contextlib.suppress(EOFError, OSError):
        try:
            coder: Coder | None = None
            for page in read(sources, published=published, outlet=outlet):
                if isinstance(page, Problem):
                    pipe.send(page)
                    continue
                pipe.send(page.sighting)
                if pipe.recv():
                    coder = coder or Coder(open_index(home), STAGES[-1], reader, threads=1)
                    pipe.send(code_guarded(coder, page))
            pipe.send(None)
        except DatelineError as error:
            pipe.send(error)


__all__ = ["code_apart"]
