"""What the desk has worked out and keeps: the last few answers of each kind, until the store's events change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 2
"""Answers of a kind that are kept; one over a large store takes some tens of megabytes."""


class Kept:
    """Answers by kind and question; of each kind the least used goes first. Equal questions asked at once are worked out once."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: dict[str, OrderedDict[Hashable, tuple[int, Any]]] = {}
        self._making: dict[str, threading.RLock] = {}
        self._lock = threading.Lock()

    def of(self, kind: str, question: Hashable, change: int, make: Callable[[], T]) -> T:
        """Return the answer kept at a change of the store, or make it; those of other changes are let go."""
        with self._lock:
            making = self._making.setdefault(kind, threading.RLock())
        with making:
            answers = self._answers.setdefault(kind, OrderedDict())
            for stale in [one for one, (at, _) in answers.items() if at != change]:
                del answers[stale]
            if question not in answers:
                made = make()
                answers[question] = change, made
                while len(answers) > self._most:
                    answers.popitem(last=False)
                return made
            answers.move_to_end(question)
            found: T = answers[question][1]
            return found

    def __len__(self) -> int:
        return sum(map(len, self._answers.values()))
