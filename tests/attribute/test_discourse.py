"""Speakers and contents that run over several sentences; dates, places, relays, stances and hedges of what is said."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dateline.attribute import attribute
from dateline.records import ActorMention, Attribution, Sentence, Span
from tests.attribute.pages import page_of, sentences_of


def read(text: str, **given: str) -> tuple[Attribution, ...]:
    return attribute(page_of(text, given.get("outlet")), sentences_of(text, given.get("recased")), ())


# (text, names of the sources in text order)
SPEAKERS = [
    ("General Amir Hadad said the town had fallen. He added that ten men died.", ["Amir Hadad", "Amir Hadad"]),
    ("The Lake Observatory said nine people died. It said the toll might rise.", ["Lake Observatory", "Lake Observatory"]),
    ("The Lake Observatory said nine people died. The monitor said two were children.", ["Lake Observatory"] * 2),
    ("Nine people died in a raid a monitor said. The Lake Observatory said two were children.", ["Lake Observatory"] * 2),
    ("The Dawn Front claimed it held the hill. The statement added that two tanks burned.", ["Dawn Front"] * 2),
    ("A source in Orlen told Reuters the road was cut. The source said the army had left.", ["Source in Orlen"] * 2),
    ("Police said two men died. Residents said three men died. They said one was a boy.", ["Police", "Residents", "Residents"]),
    (
        "Governor Ana Brin said the dam was safe. The army said it was not. Brin said engineers had seen it.",
        ["Ana Brin", "Army", "Ana Brin"],
    ),
]


@pytest.mark.parametrize(("text", "names"), SPEAKERS)
def test_who_a_later_phrase_stands_for(text: str, names: list[str]) -> None:
    assert [item.source.name for item in read(text)] == names


def test_quotation_over_sentences_before_the_speaker() -> None:
    text = '"They came at night. They took nine men. Nobody returned," a villager said.'
    (only,) = read(text)
    assert only.content.of(page_of(text).document) == '"They came at night. They took nine men. Nobody returned,"'


def test_quotation_goes_on_behind_the_speaker() -> None:
    text = '"The town is ours," the commander said. "Nine men died. We will stay." Shops were open.'
    first, second = read(text)
    assert not first.carried
    assert second.carried
    assert second.source.name == first.source.name == "Commander"
    assert second.content.of(page_of(text).document) == '"Nine men died. We will stay."'


def test_quotation_in_the_next_sentence_without_a_cue() -> None:
    text = 'The commander said the town had fallen. "Nine men died," he told reporters. Rain fell.'
    assert [item.source.name for item in read(text)] == ["Commander", "Commander"]


def test_speaker_in_a_sentence_of_his_own() -> None:
    text = '"Where are our sons?" Olga Brin asked. Nobody answered.'
    assert [text[item.content.start : item.content.end] for item in read(text)] == ['"Where are our sons?"']


def test_nothing_is_carried_to_prose() -> None:
    text = "The army said the town had fallen. Two markets burned down. Nine shops were looted."
    assert len(read(text)) == 1


def test_a_list_under_one_header() -> None:
    text = "The watchdog gave the following examples and said:\n- A school was hit on Monday.\n- A clinic was hit on Friday.\nRain fell."
    found = read(text)
    assert [item.carried for item in found if "hit" in text[item.content.start : item.content.end]] == [True, True]
    assert {item.source.name for item in found} == {"Watchdog"}


def test_table_export_with_doubled_quotation_marks() -> None:
    text = '"The union says the pit is ""beyond repair"" after the fire."'
    (only,) = read(text)
    assert text[only.content.start : only.content.end] == 'the pit is ""beyond repair"" after the fire'


# (text, sources of the relay chain, nearest the reader first)
RELAYS = [
    ("Harbour radio quoted the pilots as saying that two piers burned, Reuters reports.", ["Reuters", "Harbour radio"]),
    ("A medic told AFP that nine people died.", ["AFP"]),
    ("A medic told reporters that nine people died.", []),
    ("The army said in a statement carried by SANA that it had left.", ["SANA"]),
    ("The Lake Observatory said witnesses told it nine people died.", ["Lake Observatory"]),
    ("A medic told Human Rights Watch the ward was full. A nurse told the group the beds were gone.", ["Human Rights Watch"]),
]


@pytest.mark.parametrize(("text", "chain"), RELAYS)
def test_relay(text: str, chain: list[str]) -> None:
    found = [item for item in read(text) if item.source.name not in ("Reuters", "Lake Observatory")]
    assert [via.name for via in found[-1].via] == chain


def test_what_an_outlet_was_told_is_not_relayed_by_itself() -> None:
    (only,) = read("A medic told Reuters that nine people died.", outlet="Reuters")
    assert only.via == ()


def test_a_source_that_spoke_to_the_outlet_itself() -> None:
    found = read("A source told Reuters that nine people died. The source said two were boys.", outlet="Reuters")
    assert [(item.source.name, item.source.type, item.via) for item in found] == [("Reuters source (unnamed)", "unnamed", ())] * 2


# (text, the words of the date, the place)
SAID = [
    ("On 4 March, the junta formally announced that it was leaving.", "On 4 March", None),
    ("The minister told reporters in Geneva on Monday that talks had failed.", "on Monday", "Geneva"),
    ("The army said on 3 May that two posts fell.", "on 3 May", None),
    ("Two posts fell, the army said late on Friday.", "late on Friday", None),
    ("The army said two posts fell on Monday.", None, None),
]


@pytest.mark.parametrize(("text", "date", "place"), SAID)
def test_when_and_where_it_was_said(text: str, date: str | None, place: str | None) -> None:
    (only,) = read(text)
    said = only.said_on.expr if only.said_on is not None else None
    assert (said.of(page_of(text).document) if said else None) == date
    assert only.said_place == place
    assert only.said_on is None or (only.said_on.start, only.said_on.precision, only.said_on.basis) == (None, "unknown", "explicit")


# (text, certainty, polarity, class, act)
MANNER = [
    ("The army said the town had fallen.", "certain", "+", "neutral", "assert"),
    ("The army claimed the town had fallen.", "certain", "+", "distancing", "assert"),
    ("The army confirmed the town had fallen.", "certain", "+", "endorsing", "assert"),
    ("The army denied the town had fallen.", "certain", "-", "neutral", "deny"),
    ("The army did not deny that the town had fallen.", "certain", "+", "neutral", "deny"),
    ("The army said the town had reportedly fallen.", "probable", "+", "neutral", "assert"),
    ("The ministry said no deaths were reported.", "certain", "+", "neutral", "assert"),
    ("Witnesses believe that the town has fallen.", "probable", "+", "neutral", "assert"),
    ("The mayor accused the army of burning the town.", "possible", "+", "distancing", "accuse"),
    ("The mayor announced the fall of the town.", "certain", "+", "neutral", "announce"),
    ("The mayor urged the rebels to leave the town.", "certain", "+", "neutral", "call"),
    ("The mayor did not say whether the town had fallen.", "certain", "+", "neutral", "withhold"),
    ("The Dawn Front claimed responsibility for the raid.", "certain", "+", "distancing", "claim_responsibility"),
]


@pytest.mark.parametrize(("text", "certainty", "polarity", "cue_class", "act"), MANNER)
def test_manner(text: str, certainty: str, polarity: str, cue_class: str, act: str) -> None:
    (only,) = read(text)
    assert (only.certainty, only.polarity, only.cue_class, only.act) == (certainty, polarity, cue_class, act)


# (speaker's words, stance)
STANCES = [
    ("Opposition-linked activists", "opposition-linked"),
    ("The KLF-linked news site", "KLF-linked"),
    ("Pro-government radio", "pro-government"),
    ("The state-run newspaper", "state-run"),
    ("The UK-based Lake Observatory", None),
    ("The army", None),
]


@pytest.mark.parametrize(("words", "stance"), STANCES)
def test_stance_only_as_stated(words: str, stance: str | None) -> None:
    (only,) = read(f"{words} said that the town had fallen.")
    assert only.stance == stance


def test_capitals_are_read_recased_and_point_into_the_text() -> None:
    text = "COLONEL RENE MARTA SAID TODAY THAT TWO POSTS WERE BURNED."
    (only,) = read(text, recased="Colonel Rene Marta said today that two posts were burned.")
    assert only.source.name == "Rene Marta"
    assert text[only.content.start : only.content.end] == "TWO POSTS WERE BURNED"


def test_recording() -> None:
    text = "Col Juan Vargas said he was ready. [Begin recording] [Reporter] How many died? [Vargas] Nine men died. We left. [End recording] Rain fell."
    bounds = [0, *(text.index(words) for words in ("[Begin", "[Vargas]", "We left", "[End", "Rain")), len(text)]
    sentences = [Sentence(n, Span(start, end - 1), text[start : end - 1], 0, "body") for n, (start, end) in enumerate(pairwise(bounds))]
    found = attribute(page_of(text), sentences, ())
    spoken = [
        (item.source.name, text[item.content.start : item.content.end])
        for item in found
        if item.cue and item.cue.of(page_of(text).document) == "recording"
    ]
    assert spoken == [("Juan Vargas", "Nine men died"), ("Juan Vargas", "We left")]


def test_boilerplate_says_nothing() -> None:
    text = "The army said the town had fallen."
    sentence = Sentence(0, Span(0, len(text)), text, 0, "image_caption")
    assert attribute(page_of(text), [sentence], ()) == ()


def test_registered_actor_names_the_speaker() -> None:
    text = "Fighters of the Naba group said the town had fallen."
    span = Span(text.index("the Naba"), text.index("the Naba") + len("the Naba group"))
    mention = ActorMention(span, 0, "Naba Movement", "Naba Movement", "rebel", entry="x.naba")
    (only,) = attribute(page_of(text), sentences_of(text), (mention,))
    assert (only.source.name, only.source.type) == ("Naba Movement", "belligerent")


NOUNS = [
    ("A senior officer told the Courier nine men died.", "A senior officer", "police", "Senior officer"),
    ("A police officer told the Courier nine men died.", "A police officer", "police", "Torm Police"),
    ("The district governor said nine men died.", "The district governor", "government", "District governor"),
    ("Opposition officials said nine men died.", "Opposition officials", "government", "Opposition officials"),
    ("Senior officials said nine men died.", "Senior officials", "government", "Torm Police"),
]


@pytest.mark.parametrize(("text", "words", "actor_class", "name"), NOUNS)
def test_a_general_noun_stands_for_a_body_only_where_it_can(text: str, words: str, actor_class: str, name: str) -> None:
    mention = ActorMention(Span(0, len(words)), 0, "Torm Police", "Torm", actor_class, entry="x.torm", generic=True)
    (only,) = attribute(page_of(text), sentences_of(text), (mention,))
    assert only.source.name == name


def test_who_only_describes_the_speaker_does_not_speak() -> None:
    text = "The Naba-linked Dawn agency said the town had fallen."
    group = ActorMention(Span(4, 8), 0, "Naba Movement", "Naba Movement", "rebel", entry="x.naba")
    agency = ActorMention(Span(16, 27), 0, "Dawn Agency", None, "media", entry="x.dawn")
    (only,) = attribute(page_of(text), sentences_of(text), (group, agency))
    assert (only.source.name, only.stance) == ("Dawn Agency", "Naba-linked")


def test_a_table_run_together_says_nothing_and_hides_nothing() -> None:
    table = "The army said " + "row " * 1000 + "ended."
    text = f"{table} Police said nine men fled."
    assert [item.source.name for item in read(text)] == ["Police"]
