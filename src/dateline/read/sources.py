"""Opens each source and yields its pages and problems, one at a time."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ReadError
from dateline.read.archives import read_warc
from dateline.read.jsonl import read_jsonl
from dateline.read.page import MAX_RAW, Given
from dateline.read.payload import read_payload
from dateline.records import Page, Problem

if TYPE_CHECKING:
    from dateline.read.fetch import Fetched

_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/plain",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
}
_LINES = (".jsonl", ".ndjson")
_WARCS = (".warc", ".warc.gz", ".arc.gz")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{1,19}:/", re.IGNORECASE)
_KNOWN = "HTML, text, PDF, JSON Lines, JSON, RSS, Atom or WARC"


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
    get: Callable[[str], Fetched] | None = None,
) -> Iterator[Page | Problem]:
    """Yield the pages of all sources, one after another, and a Problem for each part that was not read, or is read with a doubt.

    A source is a file, a folder (read with its subfolders, sorted by name), "-" for JSON Lines on standard input, or an http(s) address.
    `published` and `outlet` fill what a source lacks; `get` stands in for the fetching of an address. Nothing is held but the page
    at hand. A failing source never stops the others.
    """
    for source in sources:
        name = str(source)
        given = Given(doc_id=name, address=name, outlet=outlet, published=published)
        if not name:
            yield Problem("the name of a source is empty", "(no name)", "name a file, a folder or an address")
        elif name == "-":
            yield from read_jsonl(stdin or sys.stdin.buffer, name="standard input", defaults=given, learned=clock())
        elif name.lower().startswith(("http://", "https://")):
            yield from _read_address(name, given, clock, get)
        elif _SCHEME.match(name) and not os.path.lexists(name):
            yield Problem(
                "only http and https addresses are read", name, "name a file by its path, or give an address that begins with https://"
            )
        elif _is_folder(Path(name)):
            yield from _read_folder(Path(name), given, clock)
        else:
            yield from _read_file(Path(name), given, clock(), listed=False)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long for the file system: opening it says so
        return False


def _read_folder(folder: Path, given: Given, clock: Callable[[], dt.datetime]) -> Iterator[Page | Problem]:
    faults: list[OSError] = []
    count = 0
    for parent, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(one for one in names if not one.startswith(".")):
            path = Path(parent, name)
            count += 1
            own = Given(doc_id=str(path), address=str(path)).or_else(given)
            yield from _read_file(path, own, clock(), listed=True)
        while faults:
            fault = faults.pop()
            yield Problem(f"the folder cannot be read: {fault.strerror}", str(fault.filename), "check its permissions")
    if not count:
        yield Problem("the folder holds no files", str(folder), f"give a folder with {_KNOWN}")


def _read_file(path: Path, given: Given, learned: dt.datetime, *, listed: bool) -> Iterator[Page | Problem]:
    """Yield what a file holds; `listed` files of other kinds (pictures beside pages) are not opened."""
    name = path.name.lower()
    try:
        if listed and not stat.S_ISREG(path.stat().st_mode):
            yield Problem("it is no regular file", str(path), "name a pipe or a device as a source of its own")
        elif name.endswith(_WARCS):
            with path.open("rb") as stream:
                yield from read_warc(stream, given, learned=learned)
        elif name.endswith(_LINES):
            with path.open("rb") as stream:
                yield from read_jsonl(stream, name=str(path), defaults=given, learned=learned)
        elif path.suffix.lower() in _TYPES or not path.suffix or not listed:
            with path.open("rb") as stream:
                data = stream.read(MAX_RAW + 1)
            yield from read_payload(data, _TYPES.get(path.suffix.lower(), ""), given, learned=learned)
        else:
            yield Problem(f"files named {path.suffix} are not read", str(path), f"reports are {_KNOWN}")
    except FileNotFoundError:
        yield Problem("there is no such file or folder", str(path), "check the name")
    except OSError as error:
        hint = "check the name" if error.errno == errno.ENAMETOOLONG else "check its permissions"
        yield Problem(f"the file cannot be read: {error.strerror or error}", str(path), hint)


def _read_address(
    url: str, given: Given, clock: Callable[[], dt.datetime], get: Callable[[str], Fetched] | None
) -> Iterator[Page | Problem]:
    if get is None:
        from dateline.read.fetch import fetch  # http and ssl, only where a page is fetched

        get = fetch
    try:
        answer = get(url)
    except ReadError as error:
        yield Problem(error.what, error.where or url, error.hint or "save the page by hand and read the file")
        return
    own = Given(doc_id=url, address=url, url=answer.url, headers=answer.headers).or_else(given)
    yield from read_payload(answer.body, answer.content_type or "text/html", own, learned=clock())
