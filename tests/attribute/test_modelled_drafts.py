"""Attributions of a reading made by hand, alone and beside those of the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.attribute import attribute
from dateline.attribute.drafts import Draft
from dateline.attribute.modelled import modelled_drafts, with_model
from dateline.data.cues import Cue
from dateline.models.spans import ModelReading
from dateline.records import Span
from tests.models.readings import Made, made

SAID = "<s1:The mayor> <c1:said> <q1:the town fell>. It rained."
CUE = Cue("said", "verb", frozenset({"clause"}), "neutral", "assert", "certain")


def drafts(given: Made) -> list[Draft]:
    return modelled_drafts(given.reading, given.sentences)


def words(given: Made, span: Span | None) -> str | None:
    return span.of(given.page.document) if span is not None else None


def told(given: Made) -> list[tuple[str | None, str | None, str | None]]:
    """Write the model's drafts: speaker, cue, content."""
    return [(words(given, d.source), words(given, d.cue), words(given, d.content)) for d in drafts(given)]


# ---------------------------------------------------------------- the model's own

DRAFTS = [
    ("c1 source s1; c1 content q1", [("The mayor", "said", "the town fell")]),
    ("c1 content q1", [(None, "said", "the town fell")]),
    ("c1 content q1 0.4; c1 source s1 0.39", [(None, "said", "the town fell")]),
    ("c1 content q1 0.39; c1 source s1", []),
    ("c1 source s1", []),  # nothing is said
    ("", []),
]


@pytest.mark.parametrize(("links", "expected"), DRAFTS)
def test_a_cue_with_what_it_is_linked_to(links: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert told(made(SAID, links)) == expected


@pytest.mark.parametrize(("chance", "count"), [(0.59, 0), (0.6, 1), (1.0, 1)])
def test_a_cue_that_is_unsure_gives_none(chance: float, count: int) -> None:
    given = made(SAID, "c1 content q1", chances={"c1": chance})
    assert len(drafts(given)) == count
    assert len(modelled_drafts(given.reading, given.sentences, least=0.1)) == 1


def test_only_cues_of_the_kind_that_is_asked_for() -> None:
    given = made(SAID, "c1 content q1")
    assert modelled_drafts(given.reading, given.sentences, kind="polnear.cue") == []


def test_of_two_speakers_the_likelier_speaks() -> None:
    given = made("<s1:The mayor>, not <s2:the army>, <c1:said> <q1:the town fell>.", "c1 content q1; c1 source s1 0.6; c1 source s2 0.7")
    assert told(given) == [("the army", "said", "the town fell")]


SIDES = [
    ("<s1:The mayor> <c1:said> <q1:the town fell>.", "before"),
    ("<q1:The town fell>, <s1:the mayor> <c1:said>.", "after"),
    ("<c1:According to> <s1:the mayor>, <q1:the town fell>.", "before"),
]


@pytest.mark.parametrize(("text", "shape"), SIDES)
def test_where_the_content_stands(text: str, shape: str) -> None:
    (draft,) = drafts(made(text, "c1 source s1; c1 content q1"))
    assert draft.shape == shape
    assert not draft.carried


PARTED = [
    ("c1 content q1; c1 content q2 0.8", "The town fell”, the mayor said, “and the bridge too"),
    ("c1 content q1 0.8; c1 content q2", "The town fell”, the mayor said, “and the bridge too"),
    ("c1 content q1", "The town fell"),
    ("c1 content q2", "and the bridge too"),
]


@pytest.mark.parametrize(("links", "content"), PARTED)
def test_parts_around_the_speaker_are_one_content(links: str, content: str) -> None:
    given = made("“<q1:The town fell>”, <s1:the mayor> <c1:said>, “<q2:and the bridge too>.”", links)
    assert [words(given, d.content) for d in drafts(given)] == [content]


def test_parts_far_apart_are_not_joined() -> None:
    given = made("<q1:The town fell>. " + "It rained. " * 9 + "He <c1:said> <q2:the bridge fell>.", "c1 content q1 0.8; c1 content q2")
    assert [words(given, d.content) for d in drafts(given)] == ["the bridge fell"]


@pytest.mark.parametrize("surest", ["q1", "q2", "q3"])
def test_all_parts_are_joined_whichever_is_the_surest(surest: str) -> None:
    text = "“<q1:The old town fell on Monday>,” <s1:the mayor> <c1:said>, “<q2:the last bridge over the river fell>,” adding “<q3:the port fell>”."
    given = made(text, "; ".join(f"c1 content {mark} {0.95 if mark == surest else 0.6}" for mark in ("q1", "q2", "q3")))
    (draft,) = drafts(given)
    assert draft.content == Span(given.span("q1").start, given.span("q3").end)


def test_a_sentence_that_is_not_read_gives_none() -> None:
    given = made("It rained. " + SAID, "c1 source s1; c1 content q1")
    assert [d.sentence for d in drafts(given)] == [1]
    assert [d.sentence for d in modelled_drafts(given.reading, given.sentences[1:])] == [0]  # positions among those read
    assert modelled_drafts(given.reading, given.sentences[:1]) == []


# ---------------------------------------------------------------- classes and cue words

CLASSED = [
    ("said", "", "certain", "+"),
    ("said", "certainty=possible", "possible", "+"),
    ("said", "certainty=possible:0.59", "certain", "+"),
    ("said", "polarity=-", "certain", "-"),
    ("said", "polarity=-:0.59", "certain", "+"),
    ("said", "certainty=probable:0.6 polarity=-:0.6", "probable", "-"),
]


@pytest.mark.parametrize(("cue", "classes", "certainty", "polarity"), CLASSED)
def test_certainty_and_polarity_where_the_model_is_sure(cue: str, classes: str, certainty: str, polarity: str) -> None:
    (draft,) = drafts(made(SAID.replace("said", cue), "c1 content q1", c1=classes))
    assert (draft.certainty, draft.polarity) == (certainty, polarity)


def test_where_the_model_is_unsure_the_list_tells_how_certain_a_cue_is() -> None:
    given = made("<s1:Analysts> <c1:suspect> <q1:the town fell>.", "c1 content q1", c1="certainty=certain:0.4")
    (draft,) = drafts(given)
    assert draft.entry.certainty == draft.certainty == "probable"


def test_where_the_model_is_unsure_a_denial_denies() -> None:
    (draft,) = drafts(made("<s1:The army> <c1:denied> <q1:that it had fled>.", "c1 content q1", c1="polarity=-:0.55"))
    assert (draft.entry.act, draft.polarity) == ("deny", "-")


ENTRIES = [
    ("said", "say", "assert"),
    ("DENIED", "deny", "deny"),
    ("has also said", "say", "assert"),
    ("according to", "according to", "assert"),
]


@pytest.mark.parametrize(("cue", "expression", "act"), ENTRIES)
def test_a_cue_of_the_list(cue: str, expression: str, act: str) -> None:
    (draft,) = drafts(made(SAID.replace("said", cue), "c1 content q1"))
    assert (draft.entry.expression, draft.entry.act) == (expression, act)


def test_a_cue_that_the_list_has_not_is_a_plain_one() -> None:
    (draft,) = drafts(made(SAID.replace("said", "Groused"), "c1 content q1"))
    assert draft.entry == Cue("groused", "verb", frozenset({"clause"}), "neutral", "assert", "certain")


# ---------------------------------------------------------------- beside the rules


def ruled(given: Made, cue: str, content: str, source: str | None = None, **fields: object) -> Draft:
    """A draft of the rules over marked spans."""
    draft = Draft(given.sentence(cue), given.span(cue), given.span(source) if source else None, given.span(content), CUE, "before")
    return replace(draft, **fields)  # type: ignore[arg-type]


TWO = "<s1:The mayor> <c1:said> <q1:the town fell>. <s2:The army> <c2:said> <q2:it held>."


def test_the_rules_drafts_stay_and_the_model_s_fill_the_gaps() -> None:
    given = made(TWO, "c1 source s1; c1 content q1; c2 source s2; c2 content q2")
    own = ruled(given, "c1", "q1", "s1", certainty="possible")
    both = with_model([own], given.reading, given.sentences)
    assert both[0] is own
    assert [(d.sentence, d.cue) for d in both] == [(0, given.span("c1")), (1, given.span("c2"))]
    late = ruled(given, "c2", "q2", "s2")
    assert with_model([late], given.reading, given.sentences)[1] is late


def test_a_cue_that_touches_one_of_the_rules_is_not_added() -> None:
    given = made("<s1:The mayor> <c1:has <c2:said>> <q1:the town fell>.", "c1 source s1; c1 content q1")
    assert with_model([ruled(given, "c2", "q1", "s1")], given.reading, given.sentences) == [ruled(given, "c2", "q1", "s1")]


def hinted(given: Made, chance: float) -> ModelReading:
    return replace(given.reading, hints={"cue": [(given.span("c1"), chance)]})


KEPT = [
    (0.0, None, False, False),
    (0.049, None, False, False),
    (0.05, None, False, True),
    (0.0, "s1", False, True),  # somebody is named
    (0.0, None, True, True),  # what a speaker goes on to say has no cue of its own
]


@pytest.mark.parametrize(("chance", "source", "carried", "kept"), KEPT)
def test_what_nobody_is_named_for_goes_where_the_model_sees_no_cue(chance: float, source: str | None, carried: bool, kept: bool) -> None:
    given = made(SAID)
    own = ruled(given, "c1", "q1", source, carried=carried)
    assert with_model([own], hinted(given, chance), given.sentences) == ([own] if kept else [])


def test_where_the_rules_draft_goes_the_model_s_may_come() -> None:
    given = made(SAID, "c1 source s1; c1 content q1")
    (draft,) = with_model([ruled(given, "c1", "q1")], hinted(given, 0.0), given.sentences)
    assert draft.source == given.span("s1")


def test_nothing_to_merge() -> None:
    given = made("It rained.")
    assert with_model([], given.reading, given.sentences) == []


# ---------------------------------------------------------------- to the end


def test_a_speaker_that_the_model_alone_sees() -> None:
    given = made("<s1:The Lake Observatory> <c1:groused> that <q1:the town fell>.", "c1 source s1; c1 content q1", c1="certainty=probable")
    assert attribute(given.page, given.sentences, []) == ()
    (one,) = attribute(given.page, given.sentences, [], given.reading)
    assert (one.source.name, one.source.span, one.certainty, one.cue, one.content) == (
        "Lake Observatory", given.span("s1"), "probable", given.span("c1"), given.span("q1"),
    )  # fmt: skip


def test_without_a_reading_nothing_changes() -> None:
    given = made(TWO, "c1 source s1; c1 content q1; c2 source s2; c2 content q2")
    rules = attribute(given.page, given.sentences, [])
    assert attribute(given.page, given.sentences, [], given.reading) == rules
    assert [one.source.name for one in rules] == ["Mayor", "Army"]


ACROSS = [
    "c2 source s1; c2 content q1",
    "c1 source s2; c1 content q2",
    "c1 source s2; c1 content q1; c2 content q1",
    "c1 source s2; c1 content q1; c2 content q2",
]


@pytest.mark.parametrize("links", ACROSS)
def test_speakers_and_contents_may_stand_in_other_sentences(links: str) -> None:
    given = made("<s1:Aides> <c1:groused> <q1:of losses>. Then <s2:others> <c2:shrugged> <q2:of gains>. It rained.", links)
    found = attribute(given.page, given.sentences, [], given.reading)
    assert [one.cue for one in found] == [d.cue for d in drafts(given) if d.source is not None]
    assert all(one.source.name for one in found)
