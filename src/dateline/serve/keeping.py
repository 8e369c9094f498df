"""Answers that take long to make, kept while the store is as it was."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

MOST = 6
"""Answers kept: those of a slider's page and of a few days of knowledge."""


class Kept:
    """The answers used last, by what they rest on."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> object | None:
        """Return what is kept under a key."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Hashable, answer: object) -> None:
        """Keep an answer; the one unused longest goes."""
        with self._lock:
            self._held[key] = answer
            while len(self._held) > MOST:
                self._held.popitem(last=False)
