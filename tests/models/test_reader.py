"""What holds of every reading, whatever the weights have learned and however odd the text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.data.triggers import EVENT_TYPE_OF
from dateline.models.features import Hints
from dateline.models.reader import ASKED, LEAST, ModelReader, load_reader
from dateline.models.spans import READ, Found, ModelReading
from dateline.models.windows import LONGEST
from dateline.records import Span
from tests.models.hostile import HARD, Sentences, documents, in_row

REPORT = in_row(
    "Twelve killed as army shells Ostrel",
    "The Syrian army shelled the town of Ostrel on Monday, killing 12 civilians and destroying two tanks, the Observatory said.",
    "Rebels captured Belkara, they said, adding that five soldiers had been wounded; the army denied it.",
    "Ostrel is held by the Islamic State group.",
)


@cache
def model() -> ModelReader:
    return load_reader()


def every_tag_head() -> list[str]:
    return [name for name, head in model().layout.heads.items() if head.kind == "tags"]


def check(reading: ModelReading, sentences: Sentences, heads: Sequence[str] = READ) -> None:
    """Hold a reading to what it says of itself."""
    layout = model().layout
    ranges = {number: (start, start + len(text)) for number, start, text in sentences}

    def inside(span: Span, number: int) -> bool:
        return ranges[number][0] <= span.start < span.end <= ranges[number][1]

    def chances(labels: Sequence[str], given_: dict[str, float]) -> None:
        assert list(given_) == list(labels)
        assert all(0 <= chance <= 1 for chance in given_.values())
        assert math.isclose(sum(given_.values()), 1, abs_tol=1e-4)

    spans = reading.spans
    assert list(spans) == sorted(spans, key=lambda f: (f.span.start, f.span.end, f.kind))
    for found in spans:
        assert found.kind in heads
        assert found.label in layout.heads[found.kind].labels
        assert inside(found.span, found.sentence)
        assert 0 < found.probability <= 1
        assert set(found.classes) == set(ASKED.get(found.kind, ()))
        for head, given_ in found.classes.items():
            chances(layout.heads[head].labels, dict(given_))
    for kind in heads:
        for one, other in pairwise(spans[n] for n in reading.of(kind)):
            assert one.span.end <= other.span.start
    links = [(link.one, link.other, link.relation) for link in reading.links]
    assert links == sorted(set(links))
    for link in reading.links:
        assert 0 <= link.one < len(spans)
        assert 0 <= link.other < len(spans)
        assert (spans[link.one].kind, spans[link.other].kind) in layout.legal[link.relation]
        assert link.one != link.other
        assert LEAST <= link.probability <= 1
        if link.relation == "corefer":
            assert spans[link.other].span < spans[link.one].span
    assert set(reading.relevant) <= set(ranges)
    assert all(0 <= chance <= 1 for chance in reading.relevant.values())
    for name, of in reading.sentences.items():
        assert layout.heads[name].kind == "sentence"
        for number, given_ in of.items():
            assert number in ranges
            chances(layout.heads[name].labels, dict(given_))
    for kind, words in reading.hints.items():
        assert [span for span, _ in words] == sorted(span for span, _ in words)
        for span, chance in words:
            assert 0 < chance <= 1
            assert any(inside(span, number) for number in ranges)
            assert reading.chance(kind, span) >= chance


# ---------------------------------------------------------------- hostile texts


@settings(max_examples=25, deadline=None)
@given(documents())
def test_a_reading_of_anything_holds_together(sentences: Sentences) -> None:
    reading = model().read(sentences)
    check(reading, sentences)
    assert reading == model().read(sentences)


def test_a_reading_of_all_hard_texts_at_once() -> None:
    sentences = in_row(*HARD, *(text for _, _, text in REPORT))
    reading = model().read(sentences)
    check(reading, sentences)
    assert reading == model().read(sentences)


def test_a_text_with_lone_surrogates_is_read() -> None:
    sentences = in_row("\udfff", "The army \ud800shelled Ostrel\udc00 on Monday.")
    check(model().read(sentences), sentences)


@settings(max_examples=10, deadline=None)
@given(documents(4), st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30), st.integers(1, 3), st.integers(1, 2)), max_size=8))
def test_hints_of_any_kind_may_lie_anywhere(sentences: Sentences, given_: list[tuple[int, int, int, int]]) -> None:
    hints: Hints = [(start, start + size, feature, value) for start, size, feature, value in given_]
    check(model().read([*sentences], hints), sentences)


@settings(max_examples=10, deadline=None)
@given(documents(4))
def test_every_head_and_the_tags_of_each_word_alone(sentences: Sentences) -> None:
    layout = model().layout
    told = [name for name, head in layout.heads.items() if head.kind == "sentence"]
    reading = model().read(sentences, heads=every_tag_head(), sentence_heads=told, constrained=False)
    check(reading, sentences, every_tag_head())
    assert set(reading.sentences) == set(told)
    worded = {number for number, _, text in sentences if any(c.isascii() and c.isalnum() for c in text)}
    assert all(set(of) >= worded for of in reading.sentences.values())


def test_a_sentence_over_many_windows() -> None:
    words = "Rebels shelled the old market in Ostrel on Monday , killing 12 civilians , residents said , and the army denied it , "
    sentences = in_row("They fled.", words * 110, "They fled.")
    assert len(sentences[1][2].split()) > 15 * LONGEST
    reading = model().read(sentences)
    check(reading, sentences)
    assert set(reading.relevant) == {0, 1, 2}


# ---------------------------------------------------------------- ordinary text


def test_a_report_is_read_the_same_wherever_it_stands_in_the_document() -> None:
    moved = [(number + 40, start + 1000, text) for number, start, text in REPORT]
    here, there = model().read(REPORT), model().read(moved)
    check(here, REPORT)
    assert here.spans
    assert [(f.kind, f.span.start + 1000, f.span.end + 1000, f.sentence + 40, f.probability, f.classes) for f in here.spans] == [
        (f.kind, f.span.start, f.span.end, f.sentence, f.probability, f.classes) for f in there.spans
    ]
    assert here.links == there.links
    assert {n + 40: chance for n, chance in here.relevant.items()} == there.relevant


def test_sentences_without_words_change_nothing() -> None:
    (number, start, text), *rest = REPORT[1:]
    end = rest[-1][1] + len(rest[-1][2])
    padded = [(90, end + 1, ""), (number, start, text), *rest, (91, end + 2, " "), (92, end + 4, "\u200b")]
    assert model().read(padded) == model().read(REPORT[1:])


def test_only_the_heads_that_are_asked_for() -> None:
    reading = model().read(REPORT, heads=("place", "actor"), sentence_heads=())
    check(reading, REPORT, ("place", "actor"))
    assert (reading.relevant, reading.hints, reading.sentences) == ({}, {}, {})
    whole = model().read(REPORT)
    assert [f.span for f in reading.spans] == [f.span for f in whole.spans if f.kind in ("place", "actor")]


def test_nothing_to_read() -> None:
    for sentences in ([], in_row(""), in_row("", " \n", "\u200b")):
        nothing = ModelReading(made_by=model().model.made_by, hints={"trigger": [], "cue": []}, sentences={"relevant": {}})
        assert model().read(sentences) == nothing


def test_every_label_has_its_meaning() -> None:
    layout = model().layout
    assert set(READ) <= set(layout.heads)
    assert {head for heads in ASKED.values() for head in heads} <= set(layout.heads)
    assert set(layout.heads["sub_type"].labels) <= set(EVENT_TYPE_OF)
    assert all(kind in layout.heads for pairs in layout.legal.values() for ends in pairs for kind in ends)
    assert sorted(n for head in layout.heads.values() for n in range(*head.columns.indices(layout.width))) == list(range(layout.width))


# ---------------------------------------------------------------- chance, best


def test_the_chance_of_a_span_is_that_of_its_likeliest_word() -> None:
    words = [(Span(0, 4), 0.2), (Span(5, 9), 0.7), (Span(10, 14), 0.4)]
    reading = ModelReading(hints={"trigger": words})
    asked = {Span(0, 4): 0.2, Span(3, 6): 0.7, Span(4, 5): 0.0, Span(9, 12): 0.4, Span(0, 14): 0.7, Span(14, 20): 0.0, Span(6, 7): 0.7}
    assert {span: reading.chance("trigger", span) for span in asked} == asked
    assert reading.chance("cue", Span(0, 4)) == 0


def test_the_likeliest_label() -> None:
    found = Found("cue", Span(0, 1), 0, 1.0, "cue", {"polarity": {"+": 0.3, "-": 0.7}})
    assert found.best("polarity") == ("-", 0.7)
    assert found.best("certainty") == ("", 0.0)


@pytest.mark.parametrize("threads", [1])
def test_a_second_reader_reads_the_same(threads: int) -> None:
    reading, other = model().read(REPORT), load_reader(threads=threads).read(REPORT)
    assert [(f.kind, f.span) for f in reading.spans] == [(f.kind, f.span) for f in other.spans]
    assert [f.probability for f in reading.spans] == pytest.approx([f.probability for f in other.spans], abs=1e-3)
