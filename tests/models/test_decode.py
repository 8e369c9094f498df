"""The best legal path of tags against trying every path, and the spans that tags spell."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.models.decode import Floats, best_paths, log_softmax, softmax, spans_of

OUT, BEGIN, INSIDE, BEGIN_2 = range(4)


def legal(path: Sequence[int], starts: Sequence[bool], unended: Sequence[bool] = (), unbegun: Sequence[bool] = ()) -> bool:
    """Tell whether every inside goes on from its own begin or inside, within its sentence, and no span ends or begins where it must not."""
    for word, tag in enumerate(path):
        inside = tag > 0 and tag % 2 == 0
        if inside and (starts[word] or word == 0 or path[word - 1] not in (tag, tag - 1)):
            return False
        if unbegun and unbegun[word] and tag % 2 == 1:
            return False
        following = path[word + 1] if word + 1 < len(path) else 0
        if unended and unended[word] and tag > 0 and (following == 0 or following % 2 == 1):
            return False
    return True


def drawn(seed: int, shape: tuple[int, int, int, int], *, ties: bool) -> tuple[Floats, np.ndarray]:
    """Draw scores and starts; the first word of a sequence is a start. Ties come of whole numbers."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, shape)
    scores = np.round(logits) if ties else logits
    starts = rng.random(shape[:2]) < 0.3
    starts[:, 0] = True
    return log_softmax(scores.astype(np.float32)), starts


SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 5), st.integers(1, 2), st.sampled_from([1, 3, 5]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), SHAPES, st.booleans())
def test_the_best_path_is_the_best_of_all_legal_ones(seed: int, shape: tuple[int, int, int, int], ties: bool) -> None:
    scores, starts = drawn(seed, shape, ties=ties)
    paths = best_paths(scores, starts)
    sequences, words, heads, columns = shape
    assert paths.shape == (sequences, words, heads)
    every = list(product(range(columns), repeat=words))
    for row in range(sequences):
        right = np.array([p for p in every if legal(p, starts[row].tolist())])
        for head in range(heads):
            totals = scores[row, np.arange(words), head][np.arange(words), right].sum(-1)
            path = paths[row, :, head]
            assert legal(path.tolist(), starts[row].tolist())
            assert scores[row, np.arange(words), head, path].sum() == pytest.approx(totals.max(), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), SHAPES)
def test_the_best_path_ends_and_begins_no_span_where_none_may(seed: int, shape: tuple[int, int, int, int]) -> None:
    scores, starts = drawn(seed, shape, ties=False)
    sequences, words, heads, columns = shape
    rng = np.random.default_rng(seed)
    unended, unbegun = rng.random((2, sequences, words, heads)) < 0.3
    paths = best_paths(scores, starts, unended, unbegun)
    every = list(product(range(columns), repeat=words))
    for row, head in product(range(sequences), range(heads)):
        limits = (starts[row].tolist(), unended[row, :, head].tolist(), unbegun[row, :, head].tolist())
        right = np.array([p for p in every if legal(p, *limits)])
        totals = scores[row, np.arange(words), head][np.arange(words), right].sum(-1)
        path = paths[row, :, head]
        assert legal(path.tolist(), *limits)
        assert scores[row, np.arange(words), head, path].sum() == pytest.approx(totals.max(), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.tuples(st.integers(1, 3), st.integers(1, 160), st.integers(1, 4), st.sampled_from([1, 3, 7, 21])))
def test_no_inside_stands_loose(seed: int, shape: tuple[int, int, int, int]) -> None:
    scores, starts = drawn(seed, shape, ties=False)
    paths = best_paths(scores * np.float32(40), starts)
    assert all(legal(paths[row, :, head].tolist(), starts[row].tolist()) for row in range(shape[0]) for head in range(shape[2]))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_sequences_and_heads_do_not_touch_each_other(seed: int) -> None:
    scores, starts = drawn(seed, (3, 6, 2, 5), ties=False)
    together = best_paths(scores, starts)
    for row, head in product(range(3), range(2)):
        alone = best_paths(scores[row : row + 1, :, head : head + 1], starts[row : row + 1])
        assert together[row, :, head].tolist() == alone[0, :, 0].tolist()


def test_an_inside_that_is_sure_needs_its_begin() -> None:
    scores = np.full((1, 3, 1, 5), -9, np.float32)
    scores[0, 0, 0, OUT] = scores[0, 1, 0, INSIDE] = scores[0, 2, 0, INSIDE] = 0
    starts = np.array([[True, False, False]])
    assert best_paths(scores, starts)[0, :, 0].tolist() == [BEGIN, INSIDE, INSIDE]
    starts[0, 1] = True
    assert best_paths(scores, starts)[0, :, 0].tolist() == [OUT, BEGIN, INSIDE]
    starts[0, 2] = True
    assert best_paths(scores, starts)[0, :, 0].tolist() in ([OUT, tag, other] for tag in range(5) for other in (OUT, BEGIN, BEGIN_2))


def test_scores_are_left_as_they_were() -> None:
    scores, starts = drawn(5, (2, 4, 1, 3), ties=False)
    before = scores.copy()
    best_paths(scores, starts)
    assert (scores == before).all()


# ---------------------------------------------------------------- spans

TAGS = [
    ("", "", []),
    ("0 0 0", "", []),
    ("1 2 2", "", [(0, 3, 0)]),
    ("1 1 2", "", [(0, 1, 0), (1, 3, 0)]),
    ("0 2 2 0", "", [(1, 3, 0)]),  # loose: the inside opens a span
    ("2 1", "", [(0, 1, 0), (1, 2, 0)]),
    ("1 4 4", "", [(0, 1, 0), (1, 3, 1)]),  # the inside of another type opens one of its own
    ("3 4 2", "", [(0, 2, 1), (2, 3, 0)]),
    ("1 2 2 2", "2", [(0, 2, 0), (2, 4, 0)]),  # no span goes on over the start of a sentence
    ("0 4", "1", [(1, 2, 1)]),
    ("1 0 2", "", [(0, 1, 0), (2, 3, 0)]),
]


@pytest.mark.parametrize(("tags", "starts", "expected"), TAGS)
def test_the_spans_of_tags(tags: str, starts: str, expected: list[tuple[int, int, int]]) -> None:
    columns = [int(tag) for tag in tags.split()]
    begins = [word == 0 or str(word) in starts.split() for word in range(len(columns))]
    assert list(spans_of(columns, begins)) == expected


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=20))
def test_spans_hold_every_tagged_word_once(given_: list[tuple[int, bool]]) -> None:
    tags, starts = [tag for tag, _ in given_], [start for _, start in given_]
    spans = list(spans_of(tags, starts))
    held = [word for first, last, _ in spans for word in range(first, last)]
    assert held == [word for word, tag in enumerate(tags) if tag]
    for first, last, kind in spans:
        assert {(tag - 1) // 2 for tag in tags[first:last]} == {kind}
        assert not any(starts[first + 1 : last])
        assert all(tag % 2 == 0 for tag in tags[first + 1 : last])
    for (_, end, kind), (begin, _, next_kind) in pairwise(spans):
        assert end < begin or kind != next_kind or starts[begin] or tags[begin] % 2


@given(st.integers(0, 2**32), st.integers(1, 30))
def test_a_legal_path_gives_back_the_begins(seed: int, words: int) -> None:
    scores, starts = drawn(seed, (1, words, 1, 5), ties=False)
    tags = best_paths(scores, starts)[0, :, 0].tolist()
    spans = list(spans_of(tags, starts[0].tolist()))
    assert [first for first, _, _ in spans] == [word for word, tag in enumerate(tags) if tag % 2]


# ---------------------------------------------------------------- softmax

LOGITS = st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=8)


@given(LOGITS, st.floats(-100, 100, width=32))
def test_softmax_gives_chances_that_add_up(values: list[float], shift: float) -> None:
    logits = np.array([values], np.float32)
    chances = softmax(logits)
    assert chances.shape == logits.shape
    assert np.isfinite(log_softmax(logits)).all()
    assert ((chances >= 0) & (chances <= 1 + 1e-6)).all()
    assert chances.sum() == pytest.approx(1, abs=1e-4)
    assert softmax(np.array([values]) + shift) == pytest.approx(softmax(np.array([values])), abs=1e-6)


def test_softmax_goes_along_the_last_axis() -> None:
    logits = np.array([[0, 0], [0, np.log(3)]], np.float32)
    assert softmax(logits) == pytest.approx(np.array([[0.5, 0.5], [0.25, 0.75]]))
    assert np.exp(log_softmax(logits)) == pytest.approx(softmax(logits))
