"""Sentences cut into windows: every word once, in order, inside its sentence, whatever the script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dateline.models.features import CASES, FEATURES, Hints, case_of
from dateline.models.registry import FOLDER
from dateline.models.windows import LONGEST, Pieces, Window, Windows, batches, padded
from tests.models.hostile import HARD, Sentences, documents, in_row, texts

TOKENIZER = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
WINDOWS = Windows(TOKENIZER)
CLS, SEP = TOKENIZER.token_to_id("[CLS]"), TOKENIZER.token_to_id("[SEP]")
LIMITS = st.sampled_from([8, 16, 64, 96, LONGEST])
MANY = "Rebels shelled the old market in Ostrel again residents said "


def check_pieces(pieces: Sequence[Pieces], sentences: Sentences) -> None:
    """Words share out the pieces of their sentence, and stand in it one after the other."""
    assert [one.sentence for one in pieces] == [number for number, _, _ in sentences]
    for one, (_, start, text) in zip(pieces, sentences, strict=True):
        assert len(one.ids) == len(one.features)
        assert [p for p, _, _, _ in one.words] == [0, *(q for _, q, _, _ in one.words)][: len(one.words)]
        assert not one.ids or one.words[-1][1] == len(one.ids)
        at = start
        for p, q, a, b in one.words:
            assert p < q
            assert at <= a < b <= start + len(text)
            assert set(one.features[p:q]) == {one.features[p]}
            assert one.features[p][0] == case_of(text[a - start : b - start])
            at = b


def check_windows(windows: Sequence[Window], pieces: Sequence[Pieces], longest: int) -> None:
    """Every word of the pieces is read once, in order, with its own ids."""
    room = longest - 2
    words = [(one, word) for one in pieces for word in one.words]
    read = [(window, word) for window in windows for word in window.words]
    assert [(w.start, w.end, w.sentence) for _, w in read] == [(a, b, one.sentence) for one, (_, _, a, b) in words]
    for (window, word), (one, (p, q, _, _)) in zip(read, words, strict=True):
        assert window.ids[word.first : word.last] == one.ids[p : min(q, p + room)]
        assert window.features[word.first : word.last] == one.features[p : min(q, p + room)]
    for window in windows:
        assert len(window.ids) == len(window.features) <= longest
        assert window.words
        assert (window.ids[0], window.ids[-1]) == (CLS, SEP)
        inside = [n for word in window.words for n in range(word.first, word.last)]
        assert inside == sorted(set(inside))
        others = set(range(len(window.ids))) - set(inside)
        assert {window.ids[n] for n in others} == {CLS, SEP}
        assert {window.features[n] for n in others} == {(0,) * len(FEATURES)}
        assert len(others) == 1 + len(dict.fromkeys(word.sentence for word in window.words))


# ---------------------------------------------------------------- pieces


@settings(max_examples=100, deadline=None)
@given(documents())
def test_words_lie_in_their_sentence_in_order(sentences: Sentences) -> None:
    check_pieces(WINDOWS.pieces(sentences), sentences)


@pytest.mark.parametrize("text", HARD, ids=ascii)
def test_words_of_a_hard_text(text: str) -> None:
    sentences = [(3, 7, text)]
    check_pieces(WINDOWS.pieces(sentences), sentences)


def test_a_lone_surrogate_is_a_character_like_another() -> None:
    sentences = in_row("Gunmen killed\ud800 12 people in Ostrel.", "\udfff", "They fled.")
    check_pieces(WINDOWS.pieces(sentences), sentences)
    assert [len(one.words) for one in WINDOWS.pieces([sentences[2]])] == [3]


@settings(max_examples=100, deadline=None)
@given(texts())
def test_no_letter_of_ascii_is_left_out_of_a_word(text: str) -> None:
    (one,) = WINDOWS.pieces([(0, 0, text)])
    read = {n for _, _, a, b in one.words for n in range(a, b)}
    assert {n for n, c in enumerate(text) if c.isascii() and c.isalnum()} <= read
    assert not any(text[n] in " \t\n\r\u00a0\u3000" for n in read)


def test_a_word_ends_after_the_marks_that_combine_with_it() -> None:
    for text in ("Bogota\u0301 fell", "नमस्ते fell", "की fell", "حلبٌ fell"):
        (one,) = WINDOWS.pieces([(0, 0, text)])
        _, _, _, end = one.words[0]
        assert not unicodedata.combining(text[end]), ascii(text)
        assert text[end] == " ", ascii(text)


@settings(max_examples=80, deadline=None)
@given(documents(3), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.integers(1, 2), st.integers(1, 2)), max_size=6))
def test_a_hint_marks_the_words_that_it_touches(sentences: Sentences, given_hints: list[tuple[int, int, int, int]]) -> None:
    hints: Hints = [(start, start + size, feature, value) for start, size, feature, value in given_hints]
    for one in WINDOWS.pieces(sentences, hints):
        for p, _, a, b in one.words:
            for feature in (1, 2):
                touching = {value for start, end, of, value in hints if of == feature and start < b and a < end}
                assert one.features[p][feature] in (touching or {0})
            assert one.features[p][3] == 0


def test_sentences_are_read_alone_as_they_are_side_by_side() -> None:
    sentences = in_row(*HARD)
    together = WINDOWS.pieces(sentences)
    assert together == [WINDOWS.pieces([one])[0] for one in sentences]


SHAPES = [
    ("army", "lower"), ("Army", "title"), ("A", "title"), ("USA", "upper"), ("iPhone", "mixed"), ("McCain", "mixed"), ("12", "digit"), ("٣", "digit"),
    ("...", "mark"), ("🙂", "mark"), ("漢字", "other"), ("حلب", "other"), ("Дом", "title"), ("", "mark"), ("U.S", "upper"), ("al-Assad", "mixed"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "case"), SHAPES)
def test_the_shape_of_a_word(word: str, case: str) -> None:
    assert CASES[case_of(word)] == case


# ---------------------------------------------------------------- windows


@settings(max_examples=100, deadline=None)
@given(documents(), LIMITS)
def test_every_word_is_in_one_window(sentences: Sentences, longest: int) -> None:
    pieces = WINDOWS.pieces(sentences)
    check_windows(list(WINDOWS.pack(pieces, longest)), pieces, longest)


@settings(max_examples=60, deadline=None)
@given(documents(), LIMITS)
def test_a_sentence_that_fits_is_not_cut(sentences: Sentences, longest: int) -> None:
    pieces = WINDOWS.pieces(sentences)
    windows = list(WINDOWS.pack(pieces, longest))
    for one in pieces:
        holders = [n for n, window in enumerate(windows) if any(w.sentence == one.sentence for w in window.words)]
        assert len(holders) <= 1 or len(one.ids) > longest - 2
        assert holders == list(range(holders[0], holders[-1] + 1)) if holders else not one.words


def test_a_sentence_of_ten_thousand_words() -> None:
    sentences = in_row("They fled.", MANY * 1000, "", "They fled.")
    pieces = WINDOWS.pieces(sentences)
    check_pieces(pieces, sentences)
    windows = list(WINDOWS.pack(pieces))
    check_windows(windows, pieces, LONGEST)
    assert sum(len(window.words) for window in windows) == 3 + 10_000 + 3


def test_nothing_gives_no_window() -> None:
    assert WINDOWS.pieces([]) == []
    assert list(WINDOWS.pack(WINDOWS.pieces(in_row("", " ", "\u200b", "\n")))) == []
    assert list(batches([])) == []


def test_a_word_of_more_pieces_than_a_window_holds_loses_its_tail_only() -> None:
    sentences = in_row("Rebels " + "zq" * 50 + " fled.")
    pieces = WINDOWS.pieces(sentences)
    assert any(q - p > 14 for p, q, _, _ in pieces[0].words)
    check_windows(list(WINDOWS.pack(pieces, 16)), pieces, 16)


# ---------------------------------------------------------------- part, join


@settings(max_examples=80, deadline=None)
@given(texts(), st.data())
def test_parts_of_a_sentence_keep_their_ids_and_ranges(text: str, data: st.DataObject) -> None:
    (one,) = WINDOWS.pieces([(2, 5, text)])
    if not one.words:
        return
    first = data.draw(st.integers(0, len(one.words) - 1))
    last = data.draw(st.integers(first + 1, len(one.words)))
    part = one.part(first, last)
    assert part.sentence == one.sentence
    assert [word[2:] for word in part.words] == [word[2:] for word in one.words[first:last]]
    assert [part.ids[p:q] for p, q, _, _ in part.words] == [one.ids[p:q] for p, q, _, _ in one.words[first:last]]
    assert [part.features[p:q] for p, q, _, _ in part.words] == [one.features[p:q] for p, q, _, _ in one.words[first:last]]
    assert (part.words[0][0], part.words[-1][1]) == (0, len(part.ids))
    assert one.part(0, len(one.words)) == one


@settings(max_examples=60, deadline=None)
@given(documents())
def test_a_window_of_several_sentences_has_a_separator_after_each(sentences: Sentences) -> None:
    pieces = WINDOWS.pieces(sentences)
    window = WINDOWS.join(pieces)
    expected = [CLS]
    for one in pieces:
        expected += [*one.ids, SEP]
    assert window.ids == expected
    assert len(window.features) == len(window.ids)
    ranges = [(one.sentence, a, b, one.ids[p:q]) for one in pieces for p, q, a, b in one.words]
    assert [(w.sentence, w.start, w.end, window.ids[w.first : w.last]) for w in window.words] == ranges


# ---------------------------------------------------------------- batches


@settings(max_examples=80, deadline=None)
@given(documents(), LIMITS, st.sampled_from([1, 64, 200, 1024]))
def test_batches_give_each_window_once(sentences: Sentences, longest: int, most: int) -> None:
    windows = list(WINDOWS.pack(WINDOWS.pieces(sentences), longest))
    given_ = []
    for positions, ids, mask, features in batches(windows, most):
        given_ += positions
        size = max(len(windows[n].ids) for n in positions)
        assert ids.shape == mask.shape == (len(positions), size)
        assert features.shape == (len(positions), size, len(FEATURES))
        assert len(positions) * size <= most or len(positions) == 1
        for row, n in enumerate(positions):
            length = len(windows[n].ids)
            assert ids[row, :length].tolist() == windows[n].ids
            assert [tuple(values) for values in features[row, :length].tolist()] == windows[n].features
            assert mask[row].tolist() == [1] * length + [0] * (size - length)
            assert not ids[row, length:].any()
            assert not features[row, length:].any()
    assert sorted(given_) == list(range(len(windows)))


def test_padding_is_masked() -> None:
    long, short = (WINDOWS.join(WINDOWS.pieces(in_row(text))) for text in (MANY, "They fled."))
    ids, mask, features = padded([short, long])
    assert ids.shape == mask.shape == features.shape[:2] == (2, len(long.ids))
    assert mask.sum(1).tolist() == [len(short.ids), len(long.ids)]
