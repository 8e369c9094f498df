"""Statements: tables of a sentence with its actors in [brackets], and what it states."""

from __future__ import annotations

import re

import pytest

from dateline.data.statement_words import PREDICATES, cue_key, parse_statement_words, statement_words
from dateline.errors import DataError
from dateline.records import ActorMention, PlaceMention, Sentence, Span, Statement
from dateline.relate.statements import find_statements

BASE = 100  # sentences do not begin at the document's first character


def marked(text: str, zone: str = "body", index: int = 0, base: int = BASE) -> tuple[Sentence, list[ActorMention], list[PlaceMention]]:
    """Return the sentence written with [actors] and {places}, and its mentions."""
    actors: list[ActorMention] = []
    places: list[PlaceMention] = []
    plain = ""
    for part in re.split(r"(\[[^\]]*\]|\{[^}]*\})", text):
        start = base + len(plain)
        words = part[1:-1] if part[:1] in "[{" else part
        plain += words
        span = Span(start, base + len(plain))
        if part.startswith("["):
            actors.append(ActorMention(span, index, words, None, "rebel"))
        elif part.startswith("{"):
            places.append(PlaceMention(span, index, words))
    return Sentence(index, Span(base, base + len(plain)), plain, 0, zone), actors, places


def stated(text: str, **options: object) -> list[Statement]:
    """Return the statements of one marked sentence."""
    sentence, actors, places = marked(text)
    return list(find_statements([sentence], actors, places, **options))  # type: ignore[arg-type]


def words(statement: Statement, text: str) -> str:
    plain = re.sub(r"[\[\]{}]", "", text)
    return plain[statement.span.start - BASE : statement.span.end - BASE]


CLASSES = [
    ("The [Northern Front] (formerly the Valley Brigades) entered talks.", "relation", "Northern Front", "the Valley Brigades"),
    ("Two tanks of the Moscow-backed [Coastal Guard] moved west.", "relation", "Coastal Guard", "Moscow"),
    (
        "[The Red Crescent Army], the military wing of the Harvest Party, kept silent.",
        "relation",
        "The Red Crescent Army",
        "the Harvest Party",
    ),
    ("[The Free Column] is allied with [the Delta Council] in the south.", "relation", "The Free Column", "the Delta Council"),
    ("Gunmen loyal to [General Osei] patrol the market.", "relation", None, "General Osei"),
    ("The battalion moved north in order to relieve the garrison.", "purpose", "The battalion", "relieve the garrison"),
    ("Engineers mined the bridge to prevent the rebels from crossing.", "purpose", "Engineers", "the rebels from crossing"),
    ("The raid was aimed at the fuel depots behind the line.", "purpose", "The raid", "the fuel depots behind the line"),
    ("Schools are shut because of the shelling.", "cause", "Schools", "the shelling"),
    ("The dispute over wells led to a week of reprisals.", "cause", "The dispute over wells", "a week of reprisals"),
    ("The pullback came after two nights of bombardment.", "cause", "The pullback", "two nights of bombardment"),
    ("The closure is a result of the blockade.", "cause", "The closure", "the blockade"),
    ("The convoy will leave as soon as the road is clear.", "condition", "The convoy", "the road is clear"),
    ("If the guarantors agree, buses will take the families out.", "condition", None, "the guarantors agree"),
    ("No one will return unless the mines are lifted.", "condition", "No one", "the mines are lifted"),
    ("The ridge is strategically placed above the road.", "assessment", "The ridge", "placed above the road"),
    ("The loss of the depot is a serious blow to the brigade.", "assessment", "The loss of the depot", "the brigade"),
    ("The security situation remains critical.", "assessment", "The security situation", "remains critical"),
    ("The real purpose is the refinery.", "motive", "The real purpose", "the refinery"),
    ("[The junta] seeks to divide the opposition.", "motive", "The junta", "divide the opposition"),
    ("[The two commands] agreed to open a crossing for the wounded.", "agreement", "The two commands", "open a crossing for the wounded"),
    ("Under the terms of the deal, each side frees nine captives.", "agreement", None, "each side frees nine captives"),
    ("[The defence minister] resigned on Tuesday.", "office", "The defence minister", "on Tuesday"),
    ("Colonel Adeyo was appointed governor.", "office", "Colonel Adeyo", "governor"),
    ("The region holds a referendum in spring.", "vote", "The region", "in spring"),
    ("The brigade possesses rocket launchers.", "capability", "The brigade", "rocket launchers"),
    ("The town lies on the road to the coast.", "background", "The town", "on the road to the coast"),
    ("The two clans have been fighting over pasture.", "background", "The two clans", "over pasture"),
    ("[The bishop] called for an end to the killing.", "call", "The bishop", "an end to the killing"),
    ("[The mission] condemned the attack.", "call", "The mission", "the attack"),
]


@pytest.mark.parametrize(("text", "predicate", "subject", "object_"), CLASSES)
def test_classes(text: str, predicate: str, subject: str | None, object_: str) -> None:
    found = [s for s in stated(text) if s.predicate == predicate]
    assert found, [(s.predicate, s.subject, s.object) for s in stated(text)]
    assert found[0].object == object_
    if subject is not None:
        assert found[0].subject == subject


FRAMINGS = [
    ("The army liberated the hamlet of {Ras Tuma}.", ["liberated"], "The army"),
    ("[Terrorists] shelled the mill.", ["Terrorists"], "Terrorists"),
    ("The so-called [Eastern Emirate] issued a decree.", ["so-called"], "Eastern Emirate"),
    ("Three martyrs were buried at noon.", ["martyrs"], None),
    ("A puppet council sits in {Old Harbour}.", ["puppet"], None),
]


@pytest.mark.parametrize(("text", "loaded", "subject"), FRAMINGS)
def test_framing_is_the_loaded_word_alone(text: str, loaded: list[str], subject: str | None) -> None:
    found = [s for s in stated(text) if s.predicate == "framing"]
    assert [words(s, text) for s in found] == loaded
    assert found[0].subject == subject


NOT_STATED = [
    ("The army seized the hamlet.", "framing"),
    ("He was killed in order of seniority.", "purpose"),
    ("They called him a hero of the village.", "call"),
    ("The forces withdrew to the river.", "cause"),
    ("The patrol set out once more.", "condition"),
]


@pytest.mark.parametrize(("text", "predicate"), NOT_STATED)
def test_lookalikes_are_not_stated(text: str, predicate: str) -> None:
    assert predicate not in [s.predicate for s in stated(text)]


def test_several_statements_of_one_sentence() -> None:
    text = "The general said that the Lisbon-backed [militia] possesses drones because of smuggling."
    assert {"relation", "capability", "cause"} <= {s.predicate for s in stated(text)}


def test_subject_is_that_of_the_reported_clause() -> None:
    found = [s for s in stated("The ministry announced that the columns will advance unless the siege ends.") if s.predicate == "condition"]
    assert [s.subject for s in found] == ["the columns"]


def test_bare_sentence_falls_back_only_where_nothing_else_covers_it() -> None:
    text = "A dog crossed the yard."
    assert [(s.predicate, words(s, text)) for s in stated(text)] == [("other", "A dog crossed the yard")]
    assert stated(text, covered={0}) == []
    assert [s.predicate for s in stated("Fighting went on all night.")] == ["situation"]
    assert stated("Fighting went on all night.", covered={0}) == []
    assert [s.predicate for s in stated("The truce holds.", covered={0})] == ["agreement"]


def test_prose_with_an_unknown_verb_is_kept_whole() -> None:
    assert [s.predicate for s in stated("The workshop manufactures shoes for the barefoot.")] == ["other"]


@pytest.mark.parametrize("text", ["Photo gallery", "Central Province, 3 May", "", "..."])
def test_no_verb_no_statement(text: str) -> None:
    assert stated(text) == []


def test_boilerplate_states_nothing() -> None:
    sentence, actors, places = marked("Please support us because of rising costs.", zone="donation_appeal")
    assert find_statements([sentence], actors, places) == ()


def test_spans_quote_the_text_and_ids_run_on() -> None:
    texts = [row[0] for row in CLASSES]
    sentences, mentions, base = [], [], 7
    for index, text in enumerate(texts):
        sentence, actors, _ = marked(text, index=index, base=base)
        sentences.append(sentence)
        mentions.extend(actors)
        base = sentence.span.end + 2
    found = find_statements(sentences, mentions, [])
    assert [s.id for s in found] == [f"s{n}" for n in range(1, len(found) + 1)]
    assert {s.sentence for s in found} == set(range(len(texts)))
    for statement in found:
        sentence = sentences[statement.sentence]
        assert sentence.span.covers(statement.span)
        quoted = sentence.text[statement.span.start - sentence.span.start : statement.span.end - sentence.span.start]
        assert quoted
        assert quoted == quoted.strip()
        assert statement.predicate in PREDICATES


def test_curly_apostrophes_and_capitals() -> None:
    assert [s.predicate for s in stated("THE ARMY CONDEMNED THE RAID.")] == ["call"]
    assert "framing" in [s.predicate for s in stated("The regime’s guns fell silent.")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('licence = "x"', "$.source"),
        ('source = "x"\nlicence = "x"\n[[cue]]\nid = "a"\npredicate = "mood"\nshape = "tail"\nphrases = ["so"]', "$.cue[0].predicate"),
        ('source = "x"\nlicence = "x"\n[[cue]]\nid = "a"\npredicate = "call"\nshape = "round"\nphrases = ["so"]', "$.cue[0].shape"),
        ('source = "x"\nlicence = "x"\n[[cue]]\nid = "a"\npredicate = "call"\nshape = "tail"\nphrases = ["so*"]', "$.cue[0].phrases[0]"),
        ('source = "x"\nlicence = "x"\n[[cue]]\nid = "a"\npredicate = "call"\nshape = "tail"\nphrases = ["call ..."]', "ends in a gap"),
        ('source = "x"\nlicence = "x"\n[control]\nheld = []', "$.control.held"),
        ("source = ", "not TOML"),
    ],
)
def test_broken_word_lists_say_where(text: str, fault: str) -> None:
    with pytest.raises(DataError, match=re.escape(fault)):
        parse_statement_words(text, name="mine.toml")


def test_packaged_words_are_found_by_their_key() -> None:
    for key, cues in statement_words().cues.items():
        assert key == cue_key(key)
        for cue in cues:
            assert cue.pattern.flags & re.IGNORECASE
