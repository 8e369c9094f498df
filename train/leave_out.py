"""Keeps the gold out of training: by hash of the whole text, and of every sentence long enough to be its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_WORDS = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORTEST = 8
_ANY = 3  # words: what is shorter ("Read more.") tells nothing


def text_hash(text: str) -> str:
    """Return the hash of a text's words in lower case: white space, punctuation and capitals don't tell two copies apart."""
    return hashlib.sha256(" ".join(_WORDS.findall(text.lower())).encode()).hexdigest()


class LeftOut:
    """The texts that no weight may be trained on."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: set[str] = set()
        self._short: set[str] = set()
        self._texts: set[str] = set()
        for text in texts:
            self._texts.add(text_hash(text))
            words = _WORDS.findall(text.lower())
            self._short |= {" ".join(_WORDS.findall(part.lower())) for part in _SENTENCE.split(text) if part.strip()}
            self._runs |= {" ".join(words[n : n + _SHORTEST]) for n in range(len(words) - _SHORTEST + 1)}

    def has(self, text: str) -> bool:
        """Tell whether a text is one of those left out, shares a run of eight words with one of them, or is a shorter sentence of one."""
        if text_hash(text) in self._texts:
            return True
        words = _WORDS.findall(text.lower())
        if len(words) < _SHORTEST:
            return len(words) >= _ANY and " ".join(words) in self._short
        return any(" ".join(words[n : n + _SHORTEST]) in self._runs for n in range(len(words) - _SHORTEST + 1))

    def __len__(self) -> int:
        return len(self._texts)


def gold_left_out(shared: Path) -> LeftOut:
    """Return the annotated reports of the gold as texts to leave out; raises FileNotFoundError where there are none."""
    files = sorted((shared / "gold").rglob("*.txt"))
    if not files:
        raise FileNotFoundError(f"{shared / 'gold'}: no annotated reports there; training must know what to leave out")
    return LeftOut(path.read_text(encoding="utf-8") for path in files)
