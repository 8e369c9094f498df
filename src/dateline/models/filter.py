"""The first, cheap look at a sentence: may it hold an event trigger or a reporting cue, so that the reader should read it?

Linear scores over hashed features. For each of two heads (event triggers, reporting cues) a sentence scores the weights of its best word, seen with
two words on either side, and the weights of all its words. Feature hashing after Weinberger et al. (ICML 2009); the best word stands for the
sentence as in multiple-instance learning (Andrews, Tsochantaridis and Hofmann, NIPS 2002). Sums are over integers: a score hangs on the
text alone, not on the machine or on the sentences beside it.
"""

from __future__ import annotations

import hashlib
import re
import tokenize
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.errors import DataError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Hashes = NDArray[np.uint32]

HEADS = ("trigger", "cue")
BITS = 17
SLOTS = 1 << BITS
"""Weights a head has in each of the two tables, `word` (the best word) and `text` (all words)."""
ROLES = {"own": (0, 1, 3, 4), "before": (0, 2), "after": (0, 2), "second_before": (0,), "second_after": (0,), "text": (0, 1, 4)}
"""What a word can be to the scored word (itself, a neighbour, the neighbour's neighbour, or one of all the words of the sentence), and which of its
hashes are features then."""
FILE = Path(__file__).parent / "weights" / "filter.npz"
COMMAND = "python -m train.filter"

TOKEN = re.compile(r"\w{1,40}|[^\w\s]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LOWEST = -(1 << 24)
_WORDS_KEPT = 1 << 16  # words whose sums are kept between calls: 60 bytes each, beside the word
_WORDS_FIRST = 1 << 10
_AT_ONCE = 1 << 15  # words scored at once: the arrays stay in the processor's cache
_UNREADABLE = (
    OSError, ValueError, KeyError, EOFError, TypeError, AttributeError, SyntaxError, RuntimeError, MemoryError, tokenize.TokenError, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
"""What numpy and zipfile raise over broken files."""
_MIX = (np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35), np.uint32(0x27D4EB2F))
_SPREAD = np.uint32(0x9E3779B1)


def tokens(text: str) -> list[str]:
    """Return the words and marks of a sentence as written; characters that can't be seen are left out, words are cut at 40 characters."""
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
        if _UNSEEN.search(text):
            text = _UNSEEN.sub("", text)
    found: list[str] = TOKEN.findall(text)
    return found


def word_hashes(word: str) -> tuple[int, ...]:
    """Return the hashes (CRC-32) of a word, its three last, two last and four first letters, all in lower case, and of its shape."""
    low = word.lower()
    data = low.encode("utf-8", "surrogatepass")
    parts: tuple[bytes, ...]
    if len(data) == len(low):
        parts = (data, data[-3:], data[-2:], data[:4])
    else:
        parts = (data, *(part.encode("utf-8", "surrogatepass") for part in (low[-3:], low[-2:], low[:4])))
    return *map(zlib.crc32, parts), _SHAPES[_shape(word)]


def _shape(word: str) -> str:
    if word.islower():
        return "lower"
    if word.isdigit():
        return "number"
    if word.isupper():
        return "upper" if len(word) > 1 else "capital"
    return "capital" if word[:1].isupper() else "mark"


_SHAPES = {shape: zlib.crc32(shape.encode()) for shape in ("lower", "number", "upper", "capital", "mark")}


def word_slots(hashes: Hashes) -> dict[str, Ints]:
    """Return the slots of the features of words by role, [words, features of the role]; `hashes` [words, 5] by `word_hashes`."""
    return {
        role: np.column_stack([_slots(hashes[:, part] ^ np.uint32(zlib.crc32(f"{role} {part}".encode()))) for part in parts])
        for role, parts in ROLES.items()
    }


def pair_slots(words: Hashes) -> tuple[Ints, Ints, Ints]:
    """Return slots for each word with the one before it: as left pair of the word, as right pair of the word before, in the text.

    `words` [words]: the first of their hashes. The answers have one item less.
    """
    mixed = (words[:-1] * _MIX[0]) ^ words[1:]
    left, right, text = (_slots(mixed * odd) for odd in _MIX)
    return left, right, text


def _slots(hashes: Hashes) -> Ints:
    """Return the high bits of a product: every bit of a hash moves them (Knuth, vol. 3, 6.4)."""
    return ((hashes * _SPREAD) >> np.uint32(32 - BITS)).astype(np.int64)


class SentenceFilter:
    """Tells which sentences to read.

    word, text: weights [SLOTS, heads] of 8 bits; scale: [2, heads], what one step of either table is worth; least: [heads], the score from which
    a sentence is kept. One thread at a time: sums of words seen before are kept.
    """

    def __init__(self, word: NDArray[np.int8], text: NDArray[np.int8], scale: Floats, least: Floats) -> None:
        self._word, self._text, self._scale, self._least = word, text, scale, least
        self._words = _Words(word, text)

    def keep(self, texts: Sequence[str]) -> list[bool]:
        """Tell for each sentence whether it may hold a trigger or a cue; one without a word is not kept."""
        kept: list[bool] = (self.scores(texts) >= 0).tolist()
        return kept

    def scores(self, texts: Sequence[str]) -> Floats:
        """Return how far each sentence lies above the threshold of its better head, in log-odds; minus infinity for one without a word."""
        above: Floats = (self.logits(texts) - self._least).max(1)
        return above

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the scores of each sentence, [sentences, heads]; minus infinity for one without a word."""
        parts = list(self._parts(iter(texts)))
        return np.concatenate(parts) if parts else np.empty((0, len(HEADS)))

    def _parts(self, texts: Iterator[str]) -> Iterator[Floats]:
        while True:
            self._words.make_room()
            ids, ends = [0, 0], [2]
            for text in islice(texts, _AT_ONCE):
                ids += map(self._words.__getitem__, tokens(text))
                ids += (0, 0)
                ends.append(len(ids))
                if len(ids) > _AT_ONCE:
                    break
            if len(ends) == 1:
                return
            self._words.learn()
            yield self._scored(np.array(ids), np.array(ends))

    def _scored(self, ids: Ints, ends: Ints) -> Floats:
        """Score sentences whose words stand side by side, with two edges (0) before, between and behind them."""
        sums = {role: table[ids] for role, table in self._words.sums.items()}
        left, right, text = pair_slots(self._words.hashes[ids])
        best = sums["own"].astype(np.int32)
        best[1:] += sums["before"][:-1]
        best[:-1] += sums["after"][1:]
        best[2:] += sums["second_before"][:-2]
        best[:-2] += sums["second_after"][2:]
        best[1:] += self._word[left]
        best[:-1] += self._word[right]
        whole = sums["text"].astype(np.int64)
        whole[1:] += self._text[text]
        edges = ids == 0
        best[edges], whole[edges] = _LOWEST, 0
        high = np.maximum.reduceat(best, ends[:-1])
        logits: Floats = high * self._scale[0] + np.add.reduceat(whole, ends[:-1]) * self._scale[1]
        logits[high[:, 0] == _LOWEST] = -np.inf
        return logits


class _Words(dict[str, int]):
    """Numbers of the words seen, and for each number the sums of its weights by role; 0 is the edge of a sentence."""

    def __init__(self, word: NDArray[np.int8], text: NDArray[np.int8]) -> None:
        super().__init__()
        self._tables = {role: text if role == "text" else word for role in ROLES}
        self._new: list[tuple[int, ...]] = []
        self._clear()

    def _clear(self) -> None:
        self.clear()
        self.sums = {role: np.empty((_WORDS_FIRST, len(HEADS)), np.int16) for role in ROLES}
        self.hashes = np.empty(_WORDS_FIRST, np.uint32)
        self[""]
        self.learn()

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        self._new.append(word_hashes(word))
        return number

    def learn(self) -> None:
        """Add up the weights of the words that came since the last time."""
        if not self._new:
            return
        hashes = np.array(self._new, np.uint32)
        first, self._new = len(self) - len(self._new), []
        while len(self.hashes) < len(self):
            self.hashes = np.concatenate([self.hashes, np.empty_like(self.hashes)])
            self.sums = {role: np.concatenate([sums, np.empty_like(sums)]) for role, sums in self.sums.items()}
        self.hashes[first : len(self)] = hashes[:, 0]
        for role, slots in word_slots(hashes).items():
            self._tables[role][slots].sum(1, dtype=np.int16, out=self.sums[role][first : len(self)])

    def make_room(self) -> None:
        """Forget all words when there are too many."""
        if len(self) > _WORDS_KEPT:
            self._clear()


def load_filter(path: Path = FILE) -> SentenceFilter:
    """Read a weight file; raises DataError where it is missing, altered, or of another layout."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            word, text, scale, least, digest = (arrays[name] for name in ("word", "text", "scale", "least", "digest"))
    except FileNotFoundError as error:
        raise _fault("the weights of the sentence filter are missing", path) from error
    except _UNREADABLE as error:
        raise _fault(f"the weights of the sentence filter cannot be read ({error!r})", path) from error
    heads = len(HEADS)
    shapes = [((SLOTS, heads), np.int8), ((SLOTS, heads), np.int8), ((2, heads), np.float64), ((heads,), np.float64)]
    if [(a.shape, a.dtype) for a in (word, text, scale, least)] != shapes:
        raise _fault("the weights of the sentence filter have another layout", path)
    if digest.tobytes() != digest_of(word, text, scale, least):
        raise _fault("the weights of the sentence filter were altered", path)
    return SentenceFilter(word, text, scale, least)


def digest_of(word: NDArray[np.int8], text: NDArray[np.int8], scale: Floats, least: Floats) -> bytes:
    """Return the hash that a weight file carries over its arrays, 32 bytes."""
    return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in (word, text, scale, least))).digest()


def _fault(what: str, path: Path) -> DataError:
    return DataError(what, where=str(path), hint=f"restore it with `git checkout -- {FILE.name}` in its folder, or build it: {COMMAND}")


__all__ = ["COMMAND", "FILE", "HEADS", "SentenceFilter", "load_filter"]
