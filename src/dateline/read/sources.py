"""Opens each source and yields its pages and problems."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from dateline.read.jsonl import read_jsonl
from dateline.read.page import Given, Laid, make_page
from dateline.records import Page, Problem


def utcnow() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def read(
    sources: Sequence[str | Path],
    *,
    published: dt.date | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
    clock: Callable[[], dt.datetime] = utcnow,
) -> Iterator[Page | Problem]:
    """Yield the pages of all sources, one after another, and a Problem for each part that could not be read.

    A source is a file, a folder, "-" for JSON Lines on standard input, or an http(s) address. `published` and `outlet` fill what a source lacks.
    """
    for source in sources:
        name = str(source)
        defaults = Given(doc_id=name, address=name, outlet=outlet, published=published)
        if name == "-":
            yield from read_jsonl(stdin or sys.stdin.buffer, name="-", defaults=defaults, learned=clock())
            continue
        path = Path(name)
        data = path.read_bytes()
        if path.suffix == ".jsonl":
            yield from read_jsonl(data.splitlines(), name=name, defaults=defaults, learned=clock())
        else:
            yield from make_page(Laid(data.decode("utf-8")), defaults, raw=data, learned=clock())
