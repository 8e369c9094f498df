"""From sentences to the windows that the encoder reads: whole sentences side by side, long ones cut between words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.models.features import FEATURES, VEIL, case_of

Ints = NDArray[np.int64]
LONGEST = 160
"""Word pieces of a window, its marks at both ends included."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence, or a part of a long one, in word pieces.

    ids and features one a piece; `words` one a word: its first piece, the piece after its last, its character range in the document.
    """

    sentence: int
    ids: list[int]
    features: list[tuple[int, ...]]
    words: list[tuple[int, int, int, int]]

    def part(self, first: int, last: int) -> Pieces:
        """Return the words from `first` up to `last`."""
        a, b = self.words[first][0], self.words[last - 1][1]
        moved = [(p - a, q - a, start, end) for p, q, start, end in self.words[first:last]]
        return Pieces(self.sentence, self.ids[a:b], self.features[a:b], moved)


class Word(NamedTuple):
    """A word of a window: first piece, piece after its last, character range in the document, its sentence."""

    first: int
    last: int
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads in one go: ids and features by piece, and the words."""

    ids: list[int]
    features: list[tuple[int, ...]]
    words: list[Word]


_NOTHING = (0,) * len(FEATURES)
_VEILED = (1, 0, 1, 0)  # a word with a capital, in no place, in the name of an actor of the registry, not asked about
_BEARERS = ("alpha", "beta", "gamma", "delta", "sigma", "omega", "theta", "lambda")
"""What is read in the place of veiled names; one piece each."""


class Windows:
    """Cuts texts into windows with one tokenizer."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._cls, self._sep = (_id(tokenizer, names) for names in (("[CLS]", "<s>"), ("[SEP]", "</s>")))
        self._bearers = [found for found in map(self.id_of, _BEARERS) if found is not None]
        self.articles = {found for found in map(self.id_of, ("the", "a", "an")) if found is not None}

    def id_of(self, word: str) -> int | None:
        """Return the id of a word that is one piece, None where it is not."""
        found = self._tokenizer.token_to_id(word)
        return None if found is None else int(found)

    def pieces(self, texts: Sequence[tuple[int, int, str]], hints: Sequence[tuple[int, int, int, int]] = ()) -> list[Pieces]:
        """Return the pieces of sentences given as (number, start in the document, text); a sentence without a word gives empty ones.

        Hints are character ranges of the document with a feature and its value; a veiled one (feature VEIL) becomes one word of one piece that
        is the same for every name, the article before it with it. Offsets are code points whatever the script.
        """
        ordered = sorted(hint for hint in hints if hint[2] < VEIL)
        veils = sorted((a, b, number) for a, b, feature, number in hints if feature == VEIL) if self._bearers else []
        encoded = self._tokenizer.encode_batch([_plain(text) for _, _, text in texts], add_special_tokens=False)
        out = []
        for (number, start, text), one in zip(texts, encoded, strict=True):
            words: list[tuple[int, int, int, int]] = []
            last: int | None = None
            for piece, (word, (a, b)) in enumerate(zip(one.word_ids, one.offsets, strict=True)):
                if words and word == last:
                    first, _, begin, end = words[-1]
                    words[-1] = (first, piece + 1, begin, max(end, start + b))
                else:
                    words.append((piece, piece + 1, start + a, start + b))
                    last = word
            stops = [a for _, _, a, _ in words[1:]] + [start + len(text)]
            words = [(p, q, a, min(stop, _with_marks(text, b - start) + start)) for (p, q, a, b), stop in zip(words, stops, strict=False)]
            whole = Pieces(number, list(one.ids), _features(words, len(one.ids), text, start, ordered), words)
            own = [veil for veil in veils if veil[0] < start + len(text) and veil[1] > start]
            out.append(self._veiled(whole, own) if own else whole)
        return out

    def _veiled(self, whole: Pieces, veils: Sequence[tuple[int, int, int]]) -> Pieces:
        """Return a sentence with its veiled names as one word each; veils are character ranges in order, with the number of the bearer."""
        ids: list[int] = []
        features: list[tuple[int, ...]] = []
        words: list[tuple[int, int, int, int]] = []
        at, veiled = 0, -1
        for p, q, a, b in whole.words:
            while at < len(veils) and veils[at][1] <= a:
                at += 1
            if at == len(veils) or b <= veils[at][0]:
                words.append((len(ids), len(ids) + q - p, a, b))
                ids += whole.ids[p:q]
                features += whole.features[p:q]
            elif veiled == at:
                words[-1] = (*words[-1][:3], b)
            else:
                veiled = at
                if words and ids[-1] in self.articles and words[-1][1] - words[-1][0] == 1:
                    words.pop(), ids.pop(), features.pop()
                words.append((len(ids), len(ids) + 1, a, b))
                ids.append(self._bearers[veils[at][2] % len(self._bearers)])
                features.append(_VEILED)
        return Pieces(whole.sentence, ids, features, words)

    def pack(self, pieces: Sequence[Pieces], longest: int = LONGEST) -> Iterator[Window]:
        """Yield windows of at most `longest` pieces: sentences in order, as many as fit; one that is longer is cut between words."""
        room = longest - 2
        current: list[Pieces] = []
        used = 0
        for one in pieces:
            for part in _cut(one, room):
                if current and used + 1 + len(part.ids) > room:
                    yield self.join(current)
                    current, used = [], 0
                current.append(part)
                used += len(part.ids) + (1 if used else 0)
        if current:
            yield self.join(current)

    def join(self, parts: Sequence[Pieces]) -> Window:
        """Return one window of several sentences, a separator after each."""
        ids, features, words = [self._cls], [_NOTHING], []
        for part in parts:
            base = len(ids)
            ids += part.ids
            features += part.features
            words += [Word(base + p, base + q, start, end, part.sentence) for p, q, start, end in part.words]
            ids.append(self._sep)
            features.append(_NOTHING)
        return Window(ids, features, words)


_UNPAIRED = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile(r"\[(CLS|SEP|MASK|PAD|UNK)\]")


def _plain(text: str) -> str:
    """Return a text of the same length that the tokenizer can take as nothing but words: no half of a surrogate pair, no mark of its own."""
    return _SPECIAL.sub(r"(\1)", _UNPAIRED.sub("\ufffd", text))


def _with_marks(text: str, end: int) -> int:
    """Return the end of a word with the combining marks that follow it, which the tokenizer drops."""
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return end


def _id(tokenizer: Tokenizer, names: Sequence[str]) -> int:
    """Return the id of a mark by the first of its names that the tokenizer has."""
    for name in names:
        found = tokenizer.token_to_id(name)
        if found is not None:
            return int(found)
    raise ValueError(f"the tokenizer has no {' or '.join(names)}")


def _cut(one: Pieces, room: int) -> Iterator[Pieces]:
    """Yield a sentence in parts of at most `room` pieces; a single word of more pieces loses its tail."""
    if len(one.ids) <= room:
        if one.words:
            yield one
        return
    first = 0
    while first < len(one.words):
        last = first + 1
        while last < len(one.words) and one.words[last][1] - one.words[first][0] <= room:
            last += 1
        part = one.part(first, last)
        yield Pieces(part.sentence, part.ids[:room], part.features[:room], [(p, min(q, room), a, b) for p, q, a, b in part.words])
        first = last


def _features(
    words: Sequence[tuple[int, int, int, int]], pieces: int, text: str, start: int, hints: Sequence[tuple[int, int, int, int]]
) -> list[tuple[int, ...]]:
    """Return the features of every piece: those of its word."""
    values = [[0] * len(FEATURES) for _ in words]
    for cells, (_, _, a, b) in zip(values, words, strict=True):
        cells[0] = case_of(text[a - start : b - start] or " ")
    if words:
        for a, b, feature, value in hints:
            if b <= words[0][2] or a >= words[-1][3]:
                continue
            for row, (_, _, begin, end) in zip(values, words, strict=True):
                if begin < b and a < end:
                    row[feature] = value
    out = [_NOTHING] * pieces
    for row, (p, q, _, _) in zip(values, words, strict=True):
        out[p:q] = [tuple(row)] * (q - p)
    return out


def batches(windows: Sequence[Window], pieces: int = 1024) -> Iterator[tuple[list[int], Ints, Ints, Ints]]:
    """Yield batches of windows of like length: their positions, ids, attention mask, features, padded to the longest of the batch."""
    order = sorted(range(len(windows)), key=lambda n: len(windows[n].ids))
    batch: list[int] = []
    for n in order:
        if batch and (len(batch) + 1) * len(windows[n].ids) > pieces:
            yield batch, *padded([windows[m] for m in batch])
            batch = []
        batch.append(n)
    if batch:
        yield batch, *padded([windows[m] for m in batch])


def padded(windows: Sequence[Window]) -> tuple[Ints, Ints, Ints]:
    """Return ids, attention mask and features of windows as arrays of equal length."""
    longest = max(len(w.ids) for w in windows)
    ids = np.zeros((len(windows), longest), np.int64)
    mask = np.zeros((len(windows), longest), np.int64)
    features = np.zeros((len(windows), longest, len(FEATURES)), np.int64)
    for row, window in enumerate(windows):
        size = len(window.ids)
        ids[row, :size] = window.ids
        mask[row, :size] = 1
        features[row, :size] = window.features
    return ids, mask, features


__all__ = ["LONGEST", "Ints", "Pieces", "Window", "Windows", "Word", "batches", "padded"]
