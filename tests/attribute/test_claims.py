"""Claims over invented reports: events, tolls and losses are named by the words they rest on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dateline.attribute import attribute, claims
from dateline.records import (
    Claim,
    ControlState,
    Count,
    DateValue,
    EventReport,
    Location,
    Loss,
    Participant,
    Realis,
    Span,
    Statement,
    Toll,
)
from tests.attribute.pages import page_of, sentences_of


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def event(
    text: str,
    words: str,
    *,
    number: int = 1,
    tolls: tuple[str, ...] = (),
    losses: tuple[str, ...] = (),
    mentions: tuple[str, ...] = (),
    initiator: str | None = None,
    realis: Realis = "actual",
) -> EventReport:
    """Build an event report on the first place where its words stand."""
    id_ = f"e{number}"
    count = Count(9, 9, 9, "exact")
    people = (Participant("initiator", initiator, initiator, (span(text, initiator),)),) if initiator else ()
    return EventReport(
        id=id_,
        trigger=span(text, words),
        mentions=tuple(span(text, mention) for mention in mentions),
        event_type="Battles",
        sub_event_type="Armed clash",
        realis=realis,
        salience="core",
        participants=people,
        locations=(),
        date=DateValue(None, None, "unknown", "inferred"),
        tolls=tuple(
            Toll(f"{id_}.c{n}", "killed", count, None, "unknown", None, None, "event", span(text, toll)) for n, toll in enumerate(tolls, 1)
        ),
        losses=tuple(Loss(f"{id_}.l{n}", "tank", 1, None, "destroyed", span(text, loss)) for n, loss in enumerate(losses, 1)),
    )


def read(text: str, *events: EventReport, **given: str | None) -> tuple[Claim, ...]:
    page = page_of(text, given.get("outlet") or "Daily Courier", given.get("original"))
    sentences = sentences_of(text)
    return claims(page, attribute(page, sentences, ()), events, sentences=sentences)


def told(found: tuple[Claim, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(claim.source.name, claim.about, claim.polarity) for claim in found]


def test_prose_is_claimed_by_the_outlet() -> None:
    text = "Troops clashed with rebels near Orlen, but nine men died in Velmar."
    found = read(text, event(text, "clashed"), event(text, "died", number=2, tolls=("nine men",)))
    assert told(found) == [("Daily Courier", ("e1",), "+"), ("Daily Courier", ("e2", "e2.c1"), "+")]
    assert [text[claim.content.start : claim.content.end] for claim in found] == [
        "Troops clashed with rebels near Orlen",
        "nine men died in Velmar",
    ]
    assert all(not claim.attributed and claim.cue is None and claim.source.type == "author" for claim in found)
    assert [claim.id for claim in found] == ["k1", "k2"]


@pytest.mark.parametrize(
    ("outlet", "original", "name", "kind"),
    [
        ("Daily Courier", None, "Daily Courier", "author"),
        ("World Digest", "Daily Courier", "Daily Courier", "author"),
        ("Ministry of Defence of Tirania", None, "Ministry of Defence of Tirania", "belligerent"),
        ("Embassy of Tirania", None, "Embassy of Tirania", "official"),
        ("CENTCOM", None, "CENTCOM / CJTF-OIR", "belligerent"),
        ("Army Times", None, "Army Times", "author"),
    ],
)
def test_who_claims_unattributed_words(outlet: str, original: str | None, name: str, kind: str) -> None:
    text = "Troops clashed with rebels near Orlen."
    (only,) = read(text, event(text, "clashed"), outlet=outlet, original=original)
    assert (only.source.name, only.source.type, only.attributed) == (name, kind, False)


def test_toll_and_event_of_one_speaker_share_a_claim() -> None:
    text = "The Lake Observatory said nine men and a tank were lost in clashes near Orlen."
    (only,) = read(text, event(text, "clashes", tolls=("nine men",), losses=("a tank",)))
    assert only.about == ("e1", "e1.c1", "e1.l1")
    assert (only.source.type, only.attributed) == ("ngo_monitor", True)


def test_mentions_add_speakers_but_not_the_outlet() -> None:
    text = "The army said a raid hit Orlen. Residents said the bombing lasted an hour. The attack shook the valley."
    found = read(text, event(text, "raid", mentions=("bombing", "attack")))
    assert told(found) == [("Army", ("e1",), "+"), ("Residents", ("e1",), "+")]


def test_a_toll_told_by_another_does_not_make_him_claim_the_event() -> None:
    text = "Troops seized Orlen on Monday. According to medics, nine men were killed."
    found = read(text, event(text, "seized", tolls=("nine men",), mentions=("killed",)))
    assert told(found) == [("Daily Courier", ("e1",), "+"), ("Medics", ("e1.c1",), "+")]


def test_denial() -> None:
    text = "The army denied that rebels captured Orlen."
    (only,) = read(text, event(text, "captured"))
    assert told((only,)) == [("Army", ("e1",), "-")]


def test_a_claim_that_another_denies() -> None:
    text = "The militia said it had captured Velmar, a claim Kassar denied."
    assert set(told(read(text, event(text, "captured")))) == {("Militia", ("e1",), "+"), ("Kassar", ("e1",), "-")}


def test_negated_event() -> None:
    text = "The rebels didn't reach Orlen."
    (only,) = read(text, event(text, "reach", realis="hypothetical_denied"))
    assert told((only,)) == [("Daily Courier", ("e1",), "-")]


def test_condition_is_not_negated() -> None:
    text = "The rebels will enter Orlen if the talks fail."
    (only,) = read(text, event(text, "enter", realis="hypothetical_denied"))
    assert only.polarity == "+"


def test_denied_involvement_concerns_the_actors_only() -> None:
    text = "A bomb exploded in Orlen. The Dawn Front denied any involvement."
    found = read(text, event(text, "exploded"))
    assert told(found) == [("Daily Courier", ("e1",), "+"), ("Dawn Front", ("e1.actors",), "-")]
    assert found[1].actor == ("Dawn Front",)


def test_not_responsible() -> None:
    text = "A bomb exploded in Orlen. The Dawn Front said it was not responsible."
    assert told(read(text, event(text, "exploded")))[1] == ("Dawn Front", ("e1.actors",), "-")


def test_claim_of_responsibility_leaves_the_toll_to_the_reporter() -> None:
    text = "The Dawn Front claimed responsibility for the bombing, which killed nine people."
    found = read(text, event(text, "bombing", tolls=("nine people",)))
    by_name = {claim.source.name: claim for claim in found}
    assert by_name["Dawn Front"].about == ("e1", "e1.actors")
    assert by_name["Dawn Front"].actor == ("Dawn Front",)
    assert set(by_name["Daily Courier"].about) == {"e1", "e1.c1"}


def test_claim_of_responsibility_for_what_was_told_before() -> None:
    text = "A bomb exploded in Orlen. The Dawn Front claimed responsibility."
    assert told(read(text, event(text, "exploded")))[1] == ("Dawn Front", ("e1", "e1.actors"), "+")


def test_accusation() -> None:
    text = "Kassar accused Tirania of bombing a school."
    (only,) = read(text, event(text, "bombing", initiator="Tirania"))
    assert (only.about, only.actor, only.certainty, only.cue_class) == (("e1", "e1.actors"), ("Tirania",), "possible", "distancing")


def test_accused_is_named_without_participants() -> None:
    text = "Officials blamed the Dawn Front for the kidnapping."
    (only,) = read(text, event(text, "kidnapping"))
    assert only.actor == ("Dawn Front",)


def test_what_a_call_presupposes_is_the_authors() -> None:
    text = "The union called for an inquiry into a raid that killed nine people."
    (only,) = read(text, event(text, "raid", tolls=("nine people",)))
    assert (only.source.name, only.attributed, only.about) == ("Daily Courier", False, ("e1", "e1.c1"))


# (text, trigger, certainty)
HEDGES = [
    ("The raid hit Orlen.", "raid", "certain"),
    ("The mine apparently exploded under a cart.", "exploded", "probable"),
    ("Rebels may have shelled the town.", "shelled", "possible"),
    ("The mine exploded in May near Orlen.", "exploded", "certain"),
    ("The alleged bombing shook the valley.", "bombing", "possible"),
    ("Suspected rebels attacked the post.", "attacked", "certain"),
    ("The prisoners were reportedly shot.", "shot", "probable"),
    ("The army said rebels may have shelled the town.", "shelled", "possible"),
]


@pytest.mark.parametrize(("text", "trigger", "certainty"), HEDGES)
def test_hedges(text: str, trigger: str, certainty: str) -> None:
    (only,) = read(text, event(text, trigger))
    assert only.certainty == certainty


def test_statements_and_control_states_are_claimed() -> None:
    text = "The army said the rebel-held town was starving. The truce aims to open the road."
    page, sentences = page_of(text, "Daily Courier"), sentences_of(text)
    control = ControlState("s1", "town", span(text, "town"), "rebels", None, "held", None, None, span(text, "rebel-held town"), 0)
    purpose = Statement("s2", "purpose", "truce", None, span(text, "to open the road"), 1)
    found = claims(page, attribute(page, sentences, ()), (), (purpose,), (control,), sentences=sentences)
    assert told(found) == [("Army", ("s1",), "+"), ("Daily Courier", ("s2",), "+")]


def test_every_record_is_claimed_and_every_span_lies_in_the_text() -> None:
    text = (
        "Troops clashed with rebels near Orlen. According to medics, nine people died; the mayor denied it. "
        '"They burned two trucks," a resident said. "Then they left Velmar." Kassar blamed the Front.'
    )
    events = (
        event(text, "clashed"),
        event(text, "died", number=2, tolls=("nine people",)),
        event(text, "burned", number=3, losses=("two trucks",)),
        event(text, "left Velmar", number=4),
    )
    found = read(text, *events)
    about = {record for claim in found for record in claim.about}
    assert {"e1", "e2", "e2.c1", "e3", "e3.l1", "e4"} <= about
    assert [claim.id for claim in found] == [f"k{number}" for number in range(1, len(found) + 1)]
    assert all(0 <= claim.content.start < claim.content.end <= len(text) for claim in found)
    assert {claim.source.name for claim in found if "e4" in claim.about} == {"Resident", "Kassar"}


def test_sentences_are_optional() -> None:
    text = "Gen. Hadad left. Troops clashed with rebels near Orlen. Rain fell."
    page = page_of(text)
    (only,) = claims(page, (), (event(text, "clashed"),))
    assert text[only.content.start : only.content.end] == "Troops clashed with rebels near Orlen"


def _place(name: str) -> Location:
    return Location(name, "at", ())


def about(text: str, *events: EventReport) -> list[tuple[str, tuple[str, ...], str, tuple[str, ...] | None]]:
    """Return source, records, polarity and accused of the claims with a cue."""
    return [(c.source.name, c.about, c.polarity, c.actor) for c in read(text, *events) if c.cue is not None]


BACK = "Shells hit a market in Orlen on Friday, killing nine people. "
FRONT = ("Army",)
# (what follows, source, records, polarity, actors)
DEEDS: list[tuple[str, str, tuple[str, ...], str, tuple[str, ...] | None]] = [
    ("The network blamed the Torm Front.", "Network", ("e1", "e1.actors"), "+", ("Torm Front",)),
    ("The network blamed the Torm Front for the attack.", "Network", ("e1", "e1.actors"), "+", ("Torm Front",)),
    ("Residents blamed the Torm Front and the Hill Guard.", "Residents", ("e1", "e1.actors"), "+", ("Torm Front and the Hill Guard",)),
    ("Residents accused the Torm Front of shelling the market.", "Residents", ("e1", "e1.actors"), "+", ("Torm Front",)),
    ("The governor held the Torm Front responsible.", "Governor", ("e1", "e1.actors"), "+", ("Torm Front",)),
    ("The army denied that its forces had shelled the market.", "Army", ("e1", "e1.actors"), "-", FRONT),
    ("The army denied reports that its shells had hit the market.", "Army", ("e1",), "-", None),
    ("The army denied that its units were involved.", "Army", ("e1.actors",), "-", FRONT),
    ("Residents blamed the attack on the Torm Front.", "Residents", ("e1", "e1.actors"), "+", ("Torm Front",)),
    ("The army denied shelling the market.", "Army", ("e1", "e1.actors"), "-", FRONT),
    ("The army denied responsibility.", "Army", ("e1.actors",), "-", FRONT),
    ("A rights group disputed this.", "Rights group", ("e1",), "-", None),
    ("The ministry rejected the allegations.", "Ministry", ("e1",), "-", None),
    ("The ministry denied that the attack had taken place.", "Ministry", ("e1",), "-", None),
    ("The ministry disputed the death toll.", "Ministry", ("e1.c1",), "-", None),
    ("The Torm Front claimed responsibility.", "Torm Front", ("e1", "e1.actors"), "+", ("Torm Front",)),
    ("The Torm Front said it was behind the attack.", "Torm Front", ("e1", "e1.actors"), "+", ("Torm Front",)),
]


@pytest.mark.parametrize(("more", "source", "records", "polarity", "actor"), DEEDS, ids=[row[0] for row in DEEDS])
def test_denial_and_blame_of_what_was_told_before(
    more: str, source: str, records: tuple[str, ...], polarity: str, actor: tuple[str, ...] | None
) -> None:
    text = BACK + more
    shells = replace(event(text, "Shells hit", tolls=("nine people",)), event_type="Explosions/Remote violence", lemma="shell hit",
                     sub_event_type="Shelling/artillery/missile attack")  # fmt: skip
    assert about(text, shells) == [(source, records, polarity, actor)]


NO_DEED = [
    "The ministry rejected the proposal for talks.",
    "The ministry dismissed the mayor.",
    "The opposition accused the ministry of blocking aid.",
    "The opposition has long accused the army of killing farmers.",
    "Nobody claimed responsibility.",
    "The army held the hill for two days.",
]


@pytest.mark.parametrize("more", NO_DEED)
def test_what_speaks_of_no_deed(more: str) -> None:
    text = BACK + more
    assert all(not record.startswith("e1") for _, records, _, _ in about(text, event(text, "hit")) for record in records)


def test_the_latest_event_of_the_kind_and_place() -> None:
    text = (
        "Gunmen attacked a camp near Orlen, killing nine. Rockets struck a depot in Velmar. The army denied it had fired rockets at Velmar. "
        "Villagers blamed the Front for the killings in Orlen. The Front denied the accusation."
    )
    camp = replace(event(text, "attacked"), locations=(_place("Orlen"),), lemma="attack")
    depot = replace(
        event(text, "struck", number=2), locations=(_place("Velmar"),), event_type="Explosions/Remote violence", lemma="launch",
        sub_event_type="Shelling/artillery/missile attack", sentence=1,
    )  # fmt: skip
    assert about(text, camp, depot) == [
        ("Army", ("e2", "e2.actors"), "-", ("Army",)),
        ("Villagers", ("e1", "e1.actors"), "+", ("Front",)),
        ("Front", ("e1",), "-", None),
    ]


def test_a_headline_speaks_of_what_follows() -> None:
    text = "Army denies shelling market. Shells hit a market in Orlen on Friday."
    shells = replace(event(text, "Shells hit"), event_type="Explosions/Remote violence", sub_event_type="Shelling/artillery/missile attack")
    assert about(text, shells) == [("Army", ("e1", "e1.actors"), "-", ("Army",))]


def test_a_denial_inside_a_report_speaks_of_nothing_told_later() -> None:
    text = "Gunmen abducted a judge near Orlen. The army denied shelling the town. A roadside bomb killed two guards in Velmar."
    judge = replace(
        event(text, "abducted"), event_type="Violence against civilians", sub_event_type="Abduction/forced disappearance", lemma="abduct"
    )
    bomb = replace(
        event(text, "roadside bomb", number=2),
        event_type="Explosions/Remote violence", sub_event_type="Remote explosive/landmine/IED", lemma="roadside bomb", sentence=2,
    )  # fmt: skip
    assert [records for _, records, sign, _ in about(text, judge, bomb) if sign == "-"] == []


def test_the_accusers_sentence_is_his_claim_and_not_the_outlets() -> None:
    _whole_sentence_is_his("The network blamed the Torm Front.")
    _whole_sentence_is_his("The network blamed the Torm Front for the attack.")


def _whole_sentence_is_his(sentence: str) -> None:
    text = BACK + sentence
    page, sentences = page_of(text, "Daily Courier"), sentences_of(text)
    said = Statement("s1", "assessment", None, None, span(text, sentence.rstrip(".")), 1)
    found = claims(page, attribute(page, sentences, ()), (event(text, "hit"),), (said,), sentences=sentences)
    assert [(claim.source.name, claim.about) for claim in found if "s1" in claim.about] == [("Network", ("e1", "e1.actors", "s1"))]


def test_a_denial_of_an_accusation_that_is_about_no_event_is_about_none() -> None:
    text = BACK + "Torm accused Velmar of sheltering rebels. Velmar denied the allegation."
    assert about(text, event(text, "hit")) == []
