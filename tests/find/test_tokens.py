"""Words with their offsets: how a sentence is cut, and what counts as a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.find.tokens import tokenize
from dateline.records import Span
from tests.reader import sentence_of

CUTS = [
    ("The army took Rumoke.", ["The", "army", "took", "Rumoke", "."]),
    ("Tal al-Hana's defenders", ["Tal", "al-Hana's", "defenders"]),
    ("Tal al-Hana’s defenders", ["Tal", "al-Hana’s", "defenders"]),
    ("3,500 people, 2.5 km", ["3,500", "people", ",", "2.5", "km"]),
    ("the U.S. jets", ["the", "U.S.", "jets"]),
    ("(RSF) units", ["(", "RSF", ")", "units"]),
    ("didn’t enter", ["didn’t", "enter"]),
    ("Şırnak–Çukurca", ["Şırnak", "–", "Çukurca"]),
    ("15km east", ["15km", "east"]),
    ("a 40-day siege", ["a", "40-day", "siege"]),
    ("", []),
    (" \n\t ", []),
]


@pytest.mark.parametrize(("text", "words"), CUTS)
def test_words_numbers_and_marks(text: str, words: list[str]) -> None:
    assert list(tokenize(sentence_of(text)).words) == words


@pytest.mark.parametrize(
    ("text", "lowers"),
    [
        ("Boko Haram's men", ["boko", "haram", "men"]),
        ("Boko Haram’s men", ["boko", "haram", "men"]),
        ("the rebels' camp", ["the", "rebels", "camp"]),
        ("BOKO HARAM'S MEN", ["boko", "haram", "men"]),
    ],
)
def test_lower_case_words_lose_their_possessive(text: str, lowers: list[str]) -> None:
    assert list(tokenize(sentence_of(text)).lowers) == lowers


def test_a_span_leaves_a_closing_possessive_out() -> None:
    text = "Boko Haram's men"
    tokens = tokenize(sentence_of(text, 100))
    span = tokens.span(0, 2)
    assert span == Span(100, 110)
    assert text[span.start - 100 : span.end - 100] == "Boko Haram"


def test_offsets_lead_back_to_words() -> None:
    tokens = tokenize(sentence_of("Rebels took the town of Rumoke", 50))
    assert tokens.at(50) == 0
    assert tokens.at(51) == 1  # inside "Rebels": the next word that starts
    assert tokens.at(500) == len(tokens)
    assert tokens.inside(tokens.span(2, 4)) == (2, 4)
    assert tokens.inside(Span(52, 60)) == (0, 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday the army took Rumoke", ["Rumoke"]),
        ("General Omar Haddin spoke", ["Omar", "Haddin"]),
        ("in al-Karsa and el-Obrak", ["al-Karsa", "el-Obrak"]),
        ("The rebels of anti-Obrak", []),
    ],
)
def test_only_what_can_be_a_name_is_one(text: str, names: list[str]) -> None:
    tokens = tokenize(sentence_of(text))
    assert [word for word, is_name in zip(tokens.words, tokens.names, strict=True) if is_name] == names


@given(st.text(max_size=200), st.integers(0, 10_000))
def test_every_word_is_where_its_offsets_say(text: str, start: int) -> None:
    tokens = tokenize(sentence_of(text, start))
    ends = 0
    for index, word in enumerate(tokens.words):
        assert text[tokens.starts[index] : tokens.ends[index]] == word
        assert ends <= tokens.starts[index] < tokens.ends[index]
        ends = tokens.ends[index]
        assert text[tokens.span(index, index + 1).start - start :].startswith(word[:1])
    assert len(tokens.words) == len(tokens.lowers) == len(tokens.names)
