"""From the model's numbers to spans: the best path of tags in which nothing starts inside a span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
_NEVER = np.float32(-1e9)


def log_softmax(logits: Floats) -> Floats:
    """Return the log of the softmax over the last axis."""
    shifted = logits - logits.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def softmax(logits: Floats) -> Floats:
    """Return the softmax over the last axis."""
    out: Floats = np.exp(log_softmax(logits))
    return out


def best_paths(scores: Floats, starts: Flags, unended: Flags | None = None, unbegun: Flags | None = None) -> Ints:
    """Return the best tags of every sequence and head by Viterbi's algorithm.

    scores: [sequences, words, heads, 1 + 2 * types] log probabilities, columns outside, begin, inside of each type. starts: [sequences, words],
    where a span can only begin (the first word of a sentence). unended, unbegun: [sequences, words, heads], where none ends, where none begins.
    An inside follows only a begin or inside of its own type.
    """
    sequences, words, heads, columns = scores.shape
    types = (columns - 1) // 2
    emitted = scores.copy()
    emitted[:, :, :, 2::2] = np.where(starts[:, :, None, None], _NEVER, emitted[:, :, :, 2::2])
    if unbegun is not None:
        emitted[:, :, :, 1::2] = np.where(unbegun[..., None], _NEVER, emitted[:, :, :, 1::2])
    if unended is not None:
        emitted[:, -1, :, 1:] = np.where(unended[:, -1, :, None], _NEVER, emitted[:, -1, :, 1:])
    back = np.zeros((words, sequences, heads, columns), np.int8)
    current = emitted[:, 0].copy()
    begins, insides = np.arange(1, columns, 2), np.arange(2, columns, 2)
    for word in range(1, words):
        best = current.argmax(-1)
        if unended is not None:
            best = np.where(unended[:, word - 1], 0, best)
        top = np.take_along_axis(current, best[..., None], -1)
        following = emitted[:, word] + top
        back[word] = best[..., None].astype(np.int8)
        stay = current[..., insides] >= current[..., begins]
        inner = np.where(stay, current[..., insides], current[..., begins])
        following[..., insides] = emitted[:, word][..., insides] + inner
        back[word][..., insides] = np.where(stay, insides, begins).astype(np.int8) if types else 0
        current = following
    path = np.zeros((sequences, words, heads), np.int64)
    path[:, -1] = current.argmax(-1)
    for word in range(words - 1, 0, -1):
        path[:, word - 1] = np.take_along_axis(back[word], path[:, word][..., None], -1)[..., 0]
    return path


def spans_of(tags: Sequence[int], starts: Sequence[bool]) -> Iterator[tuple[int, int, int]]:
    """Yield (first word, word after the last, type) of a sequence of tag columns.

    A loose inside opens a span, as the usual scorer of entities has it; after best_paths there is none.
    """
    begin, kind = -1, -1
    for position, tag in enumerate(tags):
        inside = tag > 0 and tag % 2 == 0 and begin >= 0 and (tag - 2) // 2 == kind and not starts[position]
        if begin >= 0 and not inside:
            yield begin, position, kind
            begin = -1
        if tag > 0 and not inside:
            begin, kind = position, (tag - 1) // 2
    if begin >= 0:
        yield begin, len(tags), kind


__all__ = ["Flags", "Floats", "best_paths", "log_softmax", "softmax", "spans_of"]
