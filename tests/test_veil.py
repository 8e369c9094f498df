"""The names of armed sides veiled: alike for whoever bears them, at the same places, and nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dateline.models.features import VEIL, Hints
from dateline.models.registry import FOLDER
from dateline.models.windows import Windows
from dateline.records import ActorMention, Span
from dateline.veil import ArmedName, armed_names, veiled
from tests.models.hostile import Sentences, documents

WINDOWS = Windows(Tokenizer.from_file(str(FOLDER / "tokenizer.json")))


def mention(
    text: str, words: str, actor_class: str, *, entry: str | None = None, generic: bool = False, person: bool = False
) -> ActorMention:
    start = text.index(words)
    return ActorMention(Span(start, start + len(words)), 0, words, None, actor_class, entry, generic, person)


TEXT = "Forces of Tarma and the Northern Unity Government forces met General Oro; police and the Tarma Unity Government watched the rebels."


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        (mention(TEXT, "Forces of Tarma", "state_forces"), "Forces of Tarma"),
        (mention(TEXT, "Northern Unity Government", "government"), "Northern Unity Government forces"),
        (mention(TEXT, "Northern Unity Government forces", "government"), "Northern Unity Government forces"),
        (mention(TEXT, "Tarma Unity Government", "government"), None),
        (mention(TEXT, "General Oro", "state_forces", person=True), None),
        (mention(TEXT, "rebels", "rebel", generic=True), None),
        (mention(TEXT, "police", "police"), None),
    ],
)
def test_names_of_armed_sides_are_veiled_and_no_others(actor: ActorMention, name: str | None) -> None:
    found = armed_names([actor], TEXT)
    assert [TEXT[one.span.start : one.span.end] for one in found] == ([name] if name else [])
    moved = armed_names([actor], TEXT[5:], 5) if actor.span.start >= 5 else found
    assert moved == found


def test_bearers_are_numbered_in_the_order_of_the_text_and_names_inside_names_left_out() -> None:
    text = "Oro Front, Tarma Army, Oro Front again"
    actors = [
        ActorMention(Span(11, 21), 0, "Tarma Army", None, "state_forces", "t"), ActorMention(Span(0, 9), 0, "Oro Front", None, "rebel", "o"),
        ActorMention(Span(0, 3), 0, "Oro", None, "rebel", "x"), ActorMention(Span(23, 32), 0, "Oro Front", None, "rebel", "o"),
    ]  # fmt: skip
    assert [(one.span.start, one.bearer) for one in armed_names(actors, text)] == [(0, 0), (11, 1), (23, 0)]
    assert veiled(text, armed_names(actors, text)) == "Xxxxxxxxx, Xxxxxxxxxx, Xxxxxxxxx again"


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=5), st.integers(0, 12))
def test_a_veiled_text_is_as_long_as_before(text: str, ranges: list[tuple[int, int]], start: int) -> None:
    names = [ArmedName(Span(a, a + size), 0) for a, size in sorted(ranges)]
    seen = veiled(text, names, start)
    assert len(seen) == len(text)
    hidden = {n - start for one in names for n in range(one.span.start, one.span.end)}
    assert all(here == there for n, (here, there) in enumerate(zip(text, seen, strict=True)) if n not in hidden)


def ids(text: str, *names: str) -> list[int]:
    hints: Hints = [(text.index(name), text.index(name) + len(name), VEIL, number) for number, name in enumerate(names)]
    (one,) = WINDOWS.pieces([(0, 0, text)], hints)
    return one.ids


def test_the_model_reads_the_same_whichever_side_acts() -> None:
    one = ids("The Tarma army shelled the Front for the Freedom of Oro near Ostrel.", "Tarma army", "Front for the Freedom of Oro")
    other = ids("R7 shelled Tarma's Presidential Guard near Ostrel.", "R7", "Tarma's Presidential Guard")
    assert one == other
    assert one != ids("R7 shelled R7 near Ostrel.", "R7")


def test_a_veiled_name_is_one_word_at_its_place_without_its_article() -> None:
    text = "On Sunday the Oro Front withdrew."
    (one,) = WINDOWS.pieces([(0, 0, text)], [(14, 23, VEIL, 0), (14, 23, 2, 1)])
    assert [text[a:b] for _, _, a, b in one.words] == ["On", "Sunday", "Oro Front", "withdrew", "."]
    assert [p for p, _, _, _ in one.words] == list(range(5))


@settings(max_examples=80, deadline=None)
@given(documents(3), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.integers(0, 40)), max_size=6))
def test_veils_keep_words_in_order_and_in_their_sentence(sentences: Sentences, ranges: list[tuple[int, int, int]]) -> None:
    pieces = WINDOWS.pieces(sentences, [(a, a + size, VEIL, number) for a, size, number in ranges])
    for one, (_, start, text) in zip(pieces, sentences, strict=True):
        assert len(one.ids) == len(one.features)
        assert [p for p, _, _, _ in one.words] == [0, *(q for _, q, _, _ in one.words)][: len(one.words)]
        at = start
        for _, _, a, b in one.words:
            assert at <= a < b <= start + len(text)
            at = b
