"""Names exchanged in a training text: every span goes on quoting its words."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train.examples import Example, Name, Range, edited, renamed
from train.heads import HEADS, LEGAL, layout

Edit = tuple[int, int, str]
WORDS = ("Ostrel", "Hill Front", "the army", "shelled", "12", "🙂", "नमस्ते", "حلب", "漢字", "e\u0301", "\u200b", "said", ".", ",", "\n")
POOLS = {
    "place": ["Rumoke", "Tarmin-on-Sea", "X", "مدينة حلب"],
    "actor": ["Sea Guard", "The Very Long Liberation Front of the Plains", "Y"],
}


def ranges_of(example: Example) -> list[Range]:
    """Return every range that an example holds, in the order of its fields."""
    found = [*example.sentences]
    found += [(a, b) for spans in example.tags.values() for a, b, _ in spans]
    found += [where for _, where, _ in example.classes]
    found += [(a, b) for a, b, _, _ in example.hints]
    return found + [name.where for name in example.names]


def links_of(example: Example) -> set[tuple[str, str, str, str]]:
    """Return the links with the words of their ends."""
    both = {("link", *link) for link in example.links} | {("unscored", *link) for link in example.unscored}
    return {(kind, relation, example.text[slice(*one)], example.text[slice(*other)]) for kind, relation, one, other in both}


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[Range]]:
    """Give a text of words with the range of each."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
    text, where = "", []
    for word in words:
        text += draw(st.sampled_from(["", " "])) if text else ""
        where.append((len(text), len(text) + len(word)))
        text += word
    return text, where


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """Give an example with spans over any runs of its words and names on some of them."""
    text, where = draw(texts())

    def span() -> Range:
        first = draw(st.integers(0, len(where) - 1))
        return where[first][0], where[draw(st.integers(first, min(len(where) - 1, first + 5)))][1]

    def spans(most: int = 5) -> list[Range]:
        return [span() for _ in range(draw(st.integers(0, most)))]

    cut = draw(st.integers(0, len(where) - 1))
    sentences = [(0, where[cut][1]), (where[cut][1], len(text))]
    example = Example("test", "d", text, sentences, linked=frozenset({"same"}), annotated={"actor": {0}, "place": {0, 1}})
    example.tags = {head: [(*one, head) for one in spans()] for head in ("actor", "place")}
    example.classes = [("level", one, "town") for one in spans(3)]
    example.sentence_classes = [("relevant", 0, "yes")]
    example.links = {("same", one, span()) for one in spans(3)}
    example.unscored = {("same", one, span()) for one in spans(2)}
    example.hints = [(*one, 1, 2) for one in spans(3)]
    example.names = [
        Name(span() if draw(st.booleans()) else draw(st.sampled_from(where)), draw(st.sampled_from(["place", "actor"])))
        for _ in range(draw(st.integers(0, 8)))
    ]
    return example


# ---------------------------------------------------------------- edited


@st.composite
def edits(draw: st.DrawFn) -> tuple[Example, list[Edit]]:
    """Give an example with edits in order that don't overlap."""
    example = draw(examples())
    bounds = sorted(draw(st.sets(st.integers(0, len(example.text)), max_size=8)))
    made = [(a, b, draw(st.sampled_from(["", "Q", "QQQQ", "Q" * 40]))) for a, b in pairwise(bounds)]
    return example, [edit for edit in made if draw(st.booleans())]


@settings(max_examples=100, deadline=None)
@given(edits())
def test_what_no_edit_touches_quotes_the_same_words(given_: tuple[Example, list[Edit]]) -> None:
    before, made = given_
    after = edited(before, made)
    assert len(after.text) == len(before.text) + sum(len(words) - (b - a) for a, b, words in made)
    moves = list(zip(ranges_of(before), ranges_of(after), strict=True))
    for (a, b), (c, d) in moves:
        assert 0 <= c <= d <= len(after.text)
        touched = [edit for edit in made if edit[0] < b and a < edit[1]]
        if not touched:
            assert after.text[c:d] == before.text[a:b]
        if all(a <= start and end <= b for start, end, _ in touched):  # whole edits inside: the words with the edits made
            words, at = "", a
            for start, end, new in touched:
                words += before.text[at:start] + new
                at = end
            assert after.text[c:d] == words + before.text[at:b]
    for (one, moved), (other, also) in pairwise(sorted(moves)):
        assert moved[0] <= also[0]
        assert one != other or moved == also


@settings(max_examples=100, deadline=None)
@given(edits())
def test_what_is_no_range_stays(given_: tuple[Example, list[Edit]]) -> None:
    before, made = given_
    after = edited(before, made)
    assert (after.source, after.doc, after.annotated, after.sentence_classes, after.linked, after.weight) == (
        before.source, before.doc, before.annotated, before.sentence_classes, before.linked, before.weight,
    )  # fmt: skip
    assert {head: [label for _, _, label in spans] for head, spans in after.tags.items()} == {
        head: [label for _, _, label in spans] for head, spans in before.tags.items()
    }
    assert [(head, label) for head, _, label in after.classes] == [(head, label) for head, _, label in before.classes]
    assert [hint[2:] for hint in after.hints] == [hint[2:] for hint in before.hints]
    assert [name.kind for name in after.names] == [name.kind for name in before.names]
    assert {relation for relation, _, _ in after.links} == {relation for relation, _, _ in before.links}


def test_an_edit_at_the_end_of_a_span_is_not_in_it() -> None:
    example = Example("test", "d", "Ostrel fell", [(0, 11)], tags={"place": [(0, 6, "place")], "trigger": [(7, 11, "trigger")]})
    after = edited(example, [(6, 7, " has ")])
    assert after.text == "Ostrel has fell"
    assert after.tags == {"place": [(0, 6, "place")], "trigger": [(11, 15, "trigger")]}
    assert after.sentences == [(0, 15)]


def test_the_example_that_is_edited_stays_as_it_was() -> None:
    example = Example("test", "d", "Ostrel fell", [(0, 11)], names=[Name((0, 6), "place")])
    assert edited(example, [(0, 6, "Rumoke-on-Sea")]).text == "Rumoke-on-Sea fell"
    assert (example.text, example.names[0].where, example.sentences) == ("Ostrel fell", (0, 6), [(0, 11)])


# ---------------------------------------------------------------- renamed


@settings(max_examples=100, deadline=None)
@given(examples(), st.integers(0, 10), st.sampled_from([0.0, 0.5, 1.0]))
def test_spans_without_a_name_keep_their_words(before: Example, seed: int, share: float) -> None:
    after = renamed(before, POOLS, random.Random(seed), share)
    for (a, b), (c, d) in zip(ranges_of(before), ranges_of(after), strict=True):
        if not any(name.where[0] < b and a < name.where[1] for name in before.names):
            assert after.text[c:d] == before.text[a:b]


@settings(max_examples=100, deadline=None)
@given(texts(), st.data())
def test_every_occurrence_of_a_name_is_exchanged_alike(given_: tuple[str, list[Range]], data: st.DataObject) -> None:
    text, where = given_
    kinds = {word: data.draw(st.sampled_from(["place", "actor"])) for word in WORDS}
    example = Example("test", "d", text, [(0, len(text))], names=[Name(one, kinds[text[slice(*one)]]) for one in where])
    after = renamed(example, POOLS, random.Random(data.draw(st.integers(0, 9))), data.draw(st.sampled_from([0.3, 1.0])))
    exchanged: dict[str, str] = {}
    for name, moved in zip(example.names, after.names, strict=True):
        old, new = text[slice(*name.where)], after.text[slice(*moved.where)]
        assert exchanged.setdefault(old, new) == new
        assert new == old or new in POOLS[name.kind]
        assert moved.kind == name.kind


def test_one_name_of_two_kinds_may_become_two() -> None:
    example = Example("test", "d", "Hama took Hama", [(0, 14)], names=[Name((0, 4), "actor"), Name((10, 14), "place")])
    assert renamed(example, {"actor": ["Sea Guard"], "place": ["Rumoke"]}, random.Random(1), 1.0).text == "Sea Guard took Rumoke"


def test_links_go_along() -> None:
    text = "The Hill Front shelled Ostrel. Ostrel fell."
    example = Example(
        "test", "d", text, [(0, 30), (31, 43)], names=[Name((23, 29), "place"), Name((31, 37), "place"), Name((4, 14), "actor")]
    )
    example.links = {("target", (15, 22), (23, 29)), ("initiator", (15, 22), (0, 14))}
    example.unscored = {("target", (15, 22), (31, 37))}
    after = renamed(example, {"place": ["Tarmin-on-Sea"], "actor": ["Sea Guard"]}, random.Random(2), 1.0)
    assert after.text == "The Sea Guard shelled Tarmin-on-Sea. Tarmin-on-Sea fell."
    assert links_of(after) == {
        ("link", "target", "shelled", "Tarmin-on-Sea"), ("link", "initiator", "shelled", "The Sea Guard"), ("unscored", "target", "shelled", "Tarmin-on-Sea"),
    }  # fmt: skip
    assert [after.text[slice(*one)] for one in after.sentences] == ["The Sea Guard shelled Tarmin-on-Sea.", "Tarmin-on-Sea fell."]


NESTED = [
    ([(0, 10), (5, 10)], "Sea Guard fell"),  # the longer name is exchanged, the one inside goes with it
    ([(5, 10), (0, 10)], "Sea Guard fell"),
    ([(0, 6), (4, 10)], "Sea Guardront fell"),  # of two that cross, the first
]


@pytest.mark.parametrize(("where", "text"), NESTED)
def test_names_that_overlap(where: list[Range], text: str) -> None:
    example = Example("test", "d", "Hill Front fell", [(0, 15)], names=[Name(one, "actor") for one in where])
    after = renamed(example, {"actor": ["Sea Guard"]}, random.Random(3), 1.0)
    assert after.text == text
    assert after.text[slice(*after.sentences[0])] == text


@pytest.mark.parametrize(
    ("share", "pools"), [(0.0, POOLS), (1.0, {}), (1.0, {"place": [], "actor": []}), (1.0, {"place": ["Ostrel"], "actor": []})]
)
def test_nothing_to_exchange(share: float, pools: dict[str, list[str]]) -> None:
    example = Example("test", "d", "Ostrel fell", [(0, 11)], names=[Name((0, 6), "place")])
    assert renamed(example, pools, random.Random(4), share) is example


def test_the_same_seed_gives_the_same_names() -> None:
    text = " ".join(f"Name{n}" for n in range(30))
    names = [Name((text.index(word), text.index(word) + len(word)), "place") for word in text.split()]
    example = Example("test", "d", text, [(0, len(text))], names=names)
    one, again, other = (renamed(example, POOLS, random.Random(seed), 0.5).text for seed in (5, 5, 6))
    assert one == again != other
    assert 0 < sum(f"Name{n}" in one.split() for n in range(30)) < 30


# ---------------------------------------------------------------- heads


def test_links_join_spans_that_the_heads_mark() -> None:
    tags = {name for name, kind, _ in HEADS if kind == "tags"}
    assert {kind for pairs in LEGAL.values() for pair in pairs for kind in pair} <= tags
    assert len({name for name, _, _ in HEADS}) == len(HEADS)
    assert all(len(set(labels)) == len(labels) > 0 for _, _, labels in HEADS)
    assert layout().width == sum(1 + 2 * len(labels) if kind == "tags" else len(labels) for _, kind, labels in HEADS)
