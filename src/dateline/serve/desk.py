"""What one running desk holds: the store, its columns, and who may use it."""

from __future__ import annotations

import logging
import secrets
import threading
from dataclasses import dataclass, field

from fastapi import Request

from dateline.config import Config
from dateline.serve.columns import Columns
from dateline.serve.kept import Kept
from dateline.serve.projecting import refresh
from dateline.serve.reading_queue import ReadingQueue
from dateline.store import Store

log = logging.getLogger("dateline.serve")


@dataclass(slots=True)
class Desk:
    """A running desk. `team`: accounts are needed; `hosts`: names under which it answers, to keep other pages' scripts out."""

    store: Store
    config: Config
    team: bool = False
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    columns: Columns = field(init=False)
    queue: ReadingQueue = field(init=False)
    kept: Kept = field(init=False, default_factory=Kept)
    writing: threading.Lock = field(init=False, default_factory=threading.Lock)  # held while a list of one's own is changed
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.columns = Columns(self.store)
        self.queue = ReadingQueue(self.store, self.config, self.refresh)

    def refresh(self) -> int:
        """Bring the desk's table of events up to date; one at a time."""
        with self._lock:
            return refresh(self.store)


def desk_of(request: Request) -> Desk:
    """Return the desk that answers a request."""
    return request.app.state.desk  # type: ignore[no-any-return]
