"""What the desk reads in the background: one portion after another, coded in a process of its own, kept, linked and laid out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO, Protocol

from dateline.apart import code_apart
from dateline.config import Config
from dateline.errors import DatelineError, DeskError
from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.records import CodedReport, Problem, Sighting
from dateline.store import Run, Store, Watch

log = logging.getLogger("dateline.serve")
MAX_UPLOAD = 50_000_000
"""Bytes of all files that are given at once: a feed's archive, or a few hundred pages."""
TICK = 20.0
"""Seconds between looks at the watch list, and at what other processes put into the store."""
FEW, KEPT_EVERY = 100, 1.0
"""Up to so many pages it is kept after each how far a run is, then every so many seconds."""
_FOLDER = "uploads"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST = 120  # bytes of a name that is kept, besides its ending


class Code(Protocol):
    """What reads and codes sources: `dateline.apart.code_apart`."""

    def __call__(
        self,
        sources: list[str],
        *,
        home: Path,
        reader: str,
        published: dt.date | None,
        outlet: str | None,
        wanted: Callable[[Sighting], bool],
    ) -> Iterator[CodedReport | Problem]:
        """Yield what each page gave."""
        ...


class ReadingQueue:
    """One thread that reads what waits and what the watch list says is due, and lays out what others put into the store meanwhile.

    Runs wait in the store, so an ended desk loses none.
    """

    def __init__(self, store: Store, config: Config, refresh: Callable[[], object], code: Code = code_apart) -> None:
        self._store = store
        self._config = config
        self._refresh = refresh
        self._code = code
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._ended = False
        self.doing = ""
        """The name of the page that is being coded; empty while nothing is."""

    @property
    def folder(self) -> Path:
        """Where files lie that were given to the desk until they are read."""
        return self._config.home / _FOLDER

    @property
    def ended(self) -> bool:
        """Tell whether it reads no more."""
        return self._ended

    def start(self) -> None:
        """Begin to read, once; what an earlier desk was ended in is said to be unfinished."""
        with self._lock:
            if self._thread is None:
                if stopped := self._store.watches.stop_unfinished():
                    log.warning("%d run(s) had been ended in the middle; /add says what is missing", stopped)
                self._thread = threading.Thread(target=self._work, name="reading queue", daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Read no more after the page in hand."""
        self._ended = True
        self._wake.set()

    def put(self, who: str, sources: Iterable[Mapping[str, Any]], *, watch: int | None = None) -> int:
        """Let sources be read (each with source, name, published, outlet); return the number of the run."""
        number = self._store.watches.begin(who, list(sources), watch=watch)
        self.start()
        self._wake.set()
        return number

    def keep(self, name: str, stream: BinaryIO) -> Path:
        """Keep a file that was given, under a harmless name in a folder named by its content; raises DeskError (413) where it is too long."""
        data = stream.read(MAX_UPLOAD + 1)
        if len(data) > MAX_UPLOAD:
            raise DeskError(413, f"the file is longer than {MAX_UPLOAD // 1_000_000} MB", where=harmless(name), hint="give it in parts")
        folder = self.folder / hashlib.sha256(data).hexdigest()[:24]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / harmless(name)
        path.write_bytes(data)
        return path

    def keep_text(self, text: str, *, title: str, outlet: str, published: str) -> Path:
        """Keep a text that was pasted as a line of JSON, named by its content."""
        mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
        record = {"id": f"pasted-{mark}", "text": text, "title": title or None, "outlet": outlet or None, "published": published or None}
        line = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
        folder = self.folder / hashlib.sha256(line).hexdigest()[:24]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "pasted.jsonl"
        path.write_bytes(line + b"\n")
        return path

    # ------------------------------------------------------------ the thread

    def _work(self) -> None:
        with self._store.desk.watching() as moved:
            while not self._ended:
                self._wake.clear()
                try:
                    run = self._store.watches.waiting()
                    if run is not None:
                        self._read(run)
                        continue
                    self._look()
                    if moved():  # `dateline add` at a terminal, say
                        self._refresh()
                except DatelineError as error:  # the store cannot be written: it may be so for a while
                    log.error("the reading queue: %s", error)
                except Exception:
                    log.exception("the reading queue")
                self._wake.wait(TICK)

    def _look(self) -> None:
        """Let what is due on the watch list be read."""
        now = dt.datetime.now(dt.UTC)
        for watch in self._store.watches.watches():
            if watch.due(now):
                self._store.watches.ran(watch.number, "waiting")
                self.put("watch list", [source_of(watch)], watch=watch.number)

    def _read(self, run: Run) -> None:
        outcome: list[Mapping[str, Any]] = []
        self._store.watches.note(run.number, "reading", outcome)
        try:
            for source in run.sources:
                self._read_source(run, source, outcome)
                if self._ended:
                    return
            self._finish(run, outcome)
        except DatelineError as error:
            outcome.append({"problem": error.what, "where": error.where or "the desk", "hint": error.hint or "", "fatal": True})
            self._store.watches.note(run.number, "failed", outcome)
        except Exception as error:
            log.exception("run %d", run.number)
            fault = f"internal error: {type(error).__name__}"
            outcome.append({"problem": fault, "where": "the desk", "hint": "the log of `dateline serve` says more", "fatal": True})
            self._store.watches.note(run.number, "failed", outcome)
        finally:
            self.doing = ""
            self._forget(run)
        if run.watch is not None and (ended := self._store.watches.run(run.number)) is not None:
            self._store.watches.ran(run.watch, in_short(ended))

    def _read_source(self, run: Run, source: Mapping[str, Any], outcome: list[Mapping[str, Any]]) -> None:
        seen = 0
        last = time.monotonic()

        def wanted(sighting: Sighting) -> bool:
            nonlocal seen
            if run.watch is not None and self._store.watches.knows(sighting.id):
                seen += 1
                return False
            self.doing = sighting.title or self._shown(sighting.doc_id)
            return True

        published = dt.date.fromisoformat(source["published"]) if source.get("published") else None
        for told in self._code(
            [source["source"]], home=self._config.home, reader=self._config.reader, published=published, outlet=source.get("outlet") or None,
            wanted=wanted,
        ):  # fmt: skip
            outcome.append(self._fault(told) if isinstance(told, Problem) else self._added(told))
            if len(outcome) < FEW or time.monotonic() - last > KEPT_EVERY:
                self._store.watches.note(run.number, "reading", outcome)
                last = time.monotonic()
            if self._ended:
                return
        if seen:
            outcome.append({"known": seen, "where": self._shown(source["source"])})
        self._store.watches.note(run.number, "reading", outcome)

    def _added(self, report: CodedReport) -> Mapping[str, Any]:
        sighting = report.page.sighting
        sighting = dataclasses.replace(sighting, doc_id=self._shown(sighting.doc_id))  # rows name it: no folder of this machine
        report = dataclasses.replace(report, page=dataclasses.replace(report.page, sighting=sighting))
        added = self._store.add(report).added
        name = sighting.title or sighting.doc_id
        return {"report": sighting.id, "name": name, "added": added, "ids": list(event_ids(report).values()), "events": []}

    def _fault(self, problem: Problem) -> Mapping[str, Any]:
        return {"problem": problem.what, "where": self._shown(problem.where), "hint": problem.hint, "fatal": problem.fatal}

    def _finish(self, run: Run, outcome: list[Mapping[str, Any]]) -> None:
        """Link what was added, lay it out, and say which events it reports."""
        self.doing = ""
        self._store.watches.note(run.number, "linking", outcome)
        link_store(self._store)
        self._refresh()
        numbers = self._store.members([one for part in outcome for one in part.get("ids", ())])
        told = [
            {key: value for key, value in part.items() if key != "ids"}
            | {"events": list(dict.fromkeys(numbers[one][0] for one in part["ids"] if one in numbers))}
            if "report" in part
            else part
            for part in outcome
        ]
        failed = any(part.get("fatal") for part in told) and not any("report" in part or "known" in part for part in told)
        self._store.watches.note(run.number, "failed" if failed else "done", told)

    def _shown(self, where: str) -> str:
        """Return a name without the folder in which the desk kept the file."""
        own = f"{self.folder}/"
        return where.removeprefix(own).partition("/")[2] if where.startswith(own) else where

    def _forget(self, run: Run) -> None:
        """Take away the files that were read: the store keeps each page as it came."""
        if self._ended:
            return
        for source in run.sources:
            path = Path(source["source"])
            if path.is_relative_to(self.folder) and path.is_file():
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()


def source_of(watch: Watch) -> dict[str, Any]:
    """Return what is read for a watch."""
    return {"source": watch.source, "name": watch.name or watch.source, "published": None, "outlet": None}


def in_short(run: Run) -> str:
    """Return what came of a run in a line."""
    new = sum(bool(part.get("added")) for part in run.outcome)
    faults = [part for part in run.outcome if part.get("fatal")]
    events = len({event for part in run.outcome if part.get("added") for event in part.get("events", ())})
    said = f"{new} new report{'' if new == 1 else 's'}, {events} event{'' if events == 1 else 's'}"
    return said + (f"; {len(faults)} not read: {faults[0]['problem']}" if faults else "")


def harmless(name: str) -> str:
    """Return a file's own name, without folders, control characters and leading dots, not too long for any disk, with its ending kept.

    >>> harmless("../../etc/passwd"), harmless("C:\\\\a\\\\b.html"), harmless("..."), harmless("a\\x00b.txt")
    ('passwd', 'b.html', 'file', 'ab.txt')
    """
    bare = PurePosixPath(PureWindowsPath(name).as_posix()).name
    bare = _CONTROLS.sub("", bare).encode("utf-8", "replace").decode().strip().lstrip(".")
    stem, dot, ending = bare.rpartition(".")
    if dot and len(ending) < 10:
        return f"{_cut(stem) or 'file'}.{ending}"
    return _cut(bare) or "file"


def _cut(name: str) -> str:
    return name.encode()[:_LONGEST].decode(errors="ignore")
