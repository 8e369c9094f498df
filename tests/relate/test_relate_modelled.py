"""Event reports of a reading made by hand: which triggers are one happening, where, who, when, with what losses."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.find.modelled import find_modelled
from dateline.models.spans import ModelMentions
from dateline.records import Count, DateValue, EventReport, LossMention, Mentions, PlaceMention, TimeMention, TollMention
from dateline.relate.modelled import UNKNOWN_DATE, relate_modelled
from tests.models.readings import MADE_BY, NOWHERE, Made, made
from tests.reader import cast, harm, where


def mentions(given_: Made) -> Mentions:
    """Rule mentions of a day by the number of its mark, and of the losses of the text."""
    marks = sorted(given_.at)
    days = {mark: dt.date(2016, 6, int(mark[1:])) for mark in marks if mark[0] == "d"}
    times = [
        TimeMention(given_.span(m), given_.sentence(m), DateValue(day, day, "day", "explicit", given_.span(m))) for m, day in days.items()
    ]
    losses = [LossMention(given_.span(m), given_.sentence(m), "tank", 2, "destroyed", None) for m in marks if m[0] == "l"]
    return Mentions(times=tuple(times), losses=tuple(losses))


def read(
    given_: Made, country: str | None = None, rules: Mentions | None = None
) -> tuple[tuple[EventReport, ...], dict[str, dict[str, float]]]:
    found = find_modelled(given_.reading, given_.page, given_.sentences, rules or mentions(given_), NOWHERE, (), made_by=MADE_BY)
    return relate_modelled(given_.page, given_.sentences, found, lambda _sentence: country, made_by=MADE_BY)


def events(given_: Made, country: str | None = None, rules: Mentions | None = None) -> tuple[EventReport, ...]:
    return read(given_, country, rules)[0]


def words(given_: Made, event: EventReport) -> str:
    """Write the trigger of an event, and its mentions in brackets."""
    document = given_.page.document
    return event.trigger.of(document) + "".join(f" ({span.of(document)})" for span in event.mentions)


# ---------------------------------------------------------------- where

PLACED = "They <t1:attacked> <p1:Ostrel>, <p2:Rumoke> and <p3:Ostrel>, in <p4:Hama>, from <p5:Tarmin>."
PLACES = [
    ("t1 place.at p1", ["Ostrel"]),
    ("t1 place.near p1", ["near Ostrel"]),
    ("t1 place.towards p1", ["towards Ostrel"]),
    ("t1 place.at p1; t1 place.at p2", ["Ostrel", "Rumoke"]),
    ("t1 place.at p2; t1 place.near p1 0.5", ["near Ostrel", "Rumoke"]),
    ("t1 place.at p1; t1 place.at p3", ["Ostrel"]),  # one name twice
    ("t1 place.at p1; t1 place.near p1 0.6", ["Ostrel"]),
    ("t1 place.at p1; t1 place.at p2 0.39", ["Ostrel"]),
    ("t1 place.at p1; t1 place.in p4", ["Ostrel, in Hama"]),
    ("t1 place.at p1; t1 place.at p2; t1 place.in p4", ["Ostrel, in Hama", "Rumoke, in Hama"]),
    ("t1 place.at p1; t1 place.from p5", ["Ostrel, from Tarmin"]),
    ("t1 place.at p1; t1 place.in p4 0.39", ["Ostrel"]),
    ("t1 place.at p1; t1 place.in p3", ["Ostrel"]),  # a place does not lie in itself
    ("t1 place.in p4", ["in Hama"]),
    ("t1 place.in p4 0.5; t1 place.in p2 0.8", ["in Rumoke, in Hama"]),
]


@pytest.mark.parametrize(("links", "expected"), PLACES)
def test_an_event_for_each_place_of_its_own(links: str, expected: list[str]) -> None:
    found = events(made(PLACED, links))
    assert [where(event) for event in found] == expected
    assert [event.id for event in found] == [f"m{n}" for n in range(1, len(expected) + 1)]
    assert {event.group for event in found} == ({"mg1"} if len(expected) > 1 else {None})
    assert not any(location.inferred for event in found for location in event.locations)


def test_a_noun_and_the_name_that_it_stands_beside_are_one_place() -> None:
    given_ = made(
        "They <t1:attacked> <p1:the village> of <p2:Rumoke>.", "t1 place.at p1; t1 place.at p2", p1="level=village", p2="level=village"
    )
    assert [where(event) for event in events(given_)] == ["Rumoke"]


def test_each_place_keeps_its_words() -> None:
    given_ = made(PLACED, "t1 place.at p1; t1 place.at p2; t1 place.in p4", p1="level=town")
    first, second = events(given_)
    assert [place.spans for place in first.locations] == [(given_.span("p1"),), (given_.span("p4"),)]
    assert [place.spans for place in second.locations] == [(given_.span("p2"),), (given_.span("p4"),)]
    assert (first.locations[0].level, second.locations[0].level) == ("town", None)
    assert first.trigger == second.trigger == given_.span("t1")


FAR = "Rebels <t1:attacked> <p1:Ostrel>. They fled. {}They <t2:shelled> it. They <t3:burned> <p2:Rumoke>."


@pytest.mark.parametrize(("between", "expected"), [("", "Ostrel"), ("It rained. ", "Ostrel"), ("It rained. It rained. ", "Ostrel")])
def test_an_event_without_a_place_stays_at_the_last_one(between: str, expected: str) -> None:
    given_ = made(FAR.format(between), "t1 place.at p1; t3 place.at p2", t2="sub_type=Attack")
    _, second, _ = events(given_)
    assert where(second) == expected
    assert second.locations[0].inferred
    assert second.locations[0].spans == ()


def test_far_from_the_last_event_its_place_is_the_nearest_named() -> None:
    given_ = made(
        "Rebels <t1:attacked> <p1:Ostrel>. " + "It rained. " * 4 + "In <p2:Tarmin> they <t2:shelled> it.", "t1 place.at p1", p2="level=town"
    )
    assert [where(event) for event in events(given_)] == ["Ostrel", "Tarmin"]
    given_ = made("They <t1:attacked> it. <p1:Iraq> and <p2:Ostrel> burned.", p1="level=country")
    assert [where(event) for event in events(given_)] == ["Ostrel"]


def test_where_no_place_is_named_there_is_the_country_or_nothing() -> None:
    given_ = made("They <t1:attacked> it.")
    (event,) = events(given_, "SY")
    assert [(place.name, place.relation, place.level, place.inferred) for place in event.locations] == [("Syria", "in", "country", True)]
    assert events(given_)[0].locations == ()


def test_a_place_that_the_rules_know_keeps_what_they_know() -> None:
    given_ = made("They <t1:attacked> <p1:northern Hama>.", "t1 place.at p1")
    known = PlaceMention(given_.span("p1"), 0, "northern Hama", "admin1", "in", ("Hama",), known=True)
    (event,) = events(given_, rules=Mentions(places=(known,)))
    (place,) = event.locations
    assert (place.name, place.relation, place.level, place.within) == ("northern Hama", "in", "admin1", ("Hama",))


# ---------------------------------------------------------------- which triggers are one happening

TOLD = "Rebels <t1:attacked> a base. The <t2:attack> was long. The <t3:blast> was heard. They <t4:fled>."
BLAST = {"t3": "sub_type=Suicide_bomb"}
MERGED = [
    ("", {}, ["attacked", "attack", "blast", "fled"]),
    ("t1 same t2 0.75", {}, ["attacked (attack)", "blast", "fled"]),
    ("t2 same t1 0.75", {}, ["attacked (attack)", "blast", "fled"]),  # in either direction
    ("t1 same t2 0.74", {}, ["attacked", "attack", "blast", "fled"]),
    ("t1 same t2 0.5", {"t2": "again=again:0.5"}, ["attacked (attack)", "blast", "fled"]),
    ("t1 same t2 0.49", {"t2": "again=again:0.5"}, ["attacked", "attack", "blast", "fled"]),
    ("t1 same t2; t2 same t3", {}, ["attacked (attack) (blast)", "fled"]),
    ("t1 same t2; t3 same t4", {}, ["attacked (attack)", "blast (fled)"]),
    ("t1 same t3 0.8; t2 same t3 0.9", {}, ["attacked", "attack (blast)", "fled"]),  # with the likeliest
    ("", {"t2": "again=again:0.7"}, ["attacked (attack)", "blast", "fled"]),  # told again, of the same kind
    ("", {"t3": "again=again:0.7 sub_type=Suicide_bomb"}, ["attacked", "attack", "blast", "fled"]),
    ("", {"t2": "again=again:0.69"}, ["attacked", "attack", "blast", "fled"]),
    ("", {**BLAST, "t4": "again=again"}, ["attacked", "attack (fled)", "blast"]),  # with the latest of its kind
    ("", {"t1": "again=again"}, ["attacked", "attack", "blast", "fled"]),  # nothing was told before
]


@pytest.mark.parametrize(("links", "classes", "expected"), MERGED)
def test_triggers_of_one_happening(links: str, classes: dict[str, str], expected: list[str]) -> None:
    given_ = made(TOLD, links, **classes)
    assert [words(given_, event) for event in events(given_)] == expected


def test_a_happening_has_what_its_later_triggers_tell() -> None:
    given_ = made(
        "<a1:The army> <t1:attacked>. The <t2:attack> hit <p1:Ostrel> on <d13:Monday>, <a2:rebels> said, and killed <n1:3 men>.",
        "t1 same t2; t1 initiator a1; t2 initiator a2; t2 target a2; t2 place.at p1; t2 time d13; t2 toll n1",
        a1="actor_class=state_forces", a2="actor_class=rebel",
    )  # fmt: skip
    (event,) = events(given_)
    assert (where(event), event.date.start, [harm(toll) for toll in event.tolls]) == ("Ostrel", dt.date(2016, 6, 13), ["killed 3 unknown"])
    (one,) = event.participants  # the first trigger that names anybody in a role
    assert (one.role, one.spans) == ("initiator", (given_.span("a1"),))


def test_what_the_title_tells_is_told_by_the_body() -> None:
    text = "Rebels <t1:storm> <p1:Ostrel>, <n1:9> dead. Rebels <t2:shelled> a base. Rebels <t3:stormed> <p2:Rumoke> and killed <n2:9 men>."
    links = "t1 place.at p1; t3 place.at p2; t1 toll n1; t3 toll n2"
    given_ = made(text.replace("dead. ", "dead.\n"), links, titles=1, t2="sub_type=Shelling/artillery/missile_attack")
    shelled, stormed = events(given_)
    assert (words(given_, shelled), words(given_, stormed)) == ("shelled", "stormed (storm)")
    assert where(stormed) == "Rumoke"
    assert [toll.span for toll in stormed.tolls] == [given_.span("n2")]


def test_what_the_title_alone_tells_is_an_event() -> None:
    given_ = made("Rebels <t1:storm> <p1:Ostrel>, killing <n1:9 men>.\nIt rained.", "t1 place.at p1; t1 toll n1", titles=1)
    (event,) = events(given_)
    assert (where(event), [harm(toll) for toll in event.tolls]) == ("Ostrel", ["killed 9 unknown"])


def test_no_trigger_no_event() -> None:
    assert read(made("It rained in <p1:Ostrel>.")) == ((), {})


# ---------------------------------------------------------------- who

CAST = (
    "<a1:The Hill Front> <t1:attacked> <a2:the Plains Army>, <a3:villagers>, <a4:Umm Karim>, <a5:the fighters> and <a6:the ministry> "
    "with <a7:the Sea Guard>."
)
WHO = {
    "a1": "actor_class=rebel", "a2": "actor_class=state_forces", "a3": "actor_class=civilians", "a4": "actor_class=person", "a5": "actor_class=militia",
    "a6": "actor_class=government", "a7": "actor_class=militia",
}  # fmt: skip
CASTS = [
    ("t1 initiator a1; t1 target a2", "Hill Front > Plains Army"),
    ("t1 initiator a1; t1 target a2 0.49", "Hill Front"),
    ("t1 initiator a1; t1 supporter a7", "Hill Front; with Sea Guard"),
    ("t1 initiator a1; t1 initiator a7", "Hill Front + Sea Guard"),
    ("t1 target a2", "?Unidentified > Plains Army"),
    ("t1 initiator a1; t1 victim a3", "Hill Front; harmed Civilians"),
    ("t1 initiator a1; t1 target a4", "Hill Front; harmed Civilians"),  # a person who is attacked is a civilian
    ("t1 initiator a1; t1 victim a3; t1 victim a4", "Hill Front; harmed Civilians"),
    ("t1 initiator a4", "Umm Karim"),
    ("t1 initiator a5", "Unidentified"),
    ("t1 initiator a1; t1 target a6", "Hill Front"),  # a noun that is no armed side and names nobody
    ("t1 initiator a1; t1 target a1", "Hill Front"),  # nobody attacks himself
    ("", "?Unidentified"),
]


@pytest.mark.parametrize(("links", "expected"), CASTS)
def test_who_took_part(links: str, expected: str) -> None:
    (event,) = events(made(CAST, links, **WHO))
    assert cast(event) == expected


INFERRED = [
    ("Armed_clash", None, "Unidentified armed actor"),
    ("Grenade", None, "Unidentified armed actor"),
    ("Attack", None, "Unidentified armed actor"),
    ("Peaceful_protest", None, "Protesters"),
    ("Mob_violence", "SY", "Protesters (Syria)"),
    ("Arrests", "SY", None),
]


@pytest.mark.parametrize(("sub_type", "country", "name"), INFERRED)
def test_who_must_have_done_it(sub_type: str, country: str | None, name: str | None) -> None:
    (event,) = events(made("It <t1:happened>.", t1=f"sub_type={sub_type}"), country)
    assert [(p.role, p.name, p.inferred) for p in event.participants] == ([("initiator", name, True)] if name else [])


def test_a_pronoun_acts_under_the_name_that_it_stands_for() -> None:
    given_ = made(
        "<a1:The Hill Front> left. Then <a2:they> <t1:attacked>.",
        "t1 initiator a2; a2 corefer a1",
        a1="actor_class=rebel",
        a2="actor_class=rebel",
    )
    (event,) = events(given_)
    assert [(p.name, p.spans) for p in event.participants] == [("Hill Front", (given_.span("a2"),))]


# ---------------------------------------------------------------- tolls and losses

HARM = "<a1:The Hill Front> <t1:attacked> <a2:the Plains Army> and <t2:shelled> it, killing <n1:12 men>, wounding <n2:3> and <n3:people>."
HARMS = [
    ("t1 toll n1", {}, ["killed 12 unknown"], []),
    ("t2 toll n1", {}, [], ["killed 12 unknown"]),
    ("t1 toll n1 0.6; t2 toll n1 0.7", {}, [], ["killed 12 unknown"]),  # with the likelier trigger
    ("t1 toll n1 0.39", {}, [], []),
    ("t1 toll n3", {}, [], []),  # no number
    ("t1 toll n1; t1 toll n2", {"n2": "toll_kind=wounded"}, ["killed 12 unknown", "wounded 3 unknown"], []),
    ("t1 toll n1; n1 of a2", {"n1": "category=combatant"}, ["killed 12 Plains Army"], []),
    ("t1 toll n1; n1 of a2 0.49", {"n1": "category=combatant"}, ["killed 12 combatant"], []),
    ("t1 toll n1; t1 target a2", {"n1": "category=combatant"}, ["killed 12 Plains Army"], []),
    ("t1 toll n1; t1 target a2", {}, ["killed 12 unknown"], []),
    ("t1 toll n1; n1 of a2", {"n1": "category=civilian"}, ["killed 12 Civilians"], []),
]


@pytest.mark.parametrize(("links", "classes", "first", "second"), HARMS)
def test_tolls_hang_on_the_trigger_that_they_are_linked_to(
    links: str, classes: dict[str, str], first: list[str], second: list[str]
) -> None:
    one, other = events(made(HARM, links, a1="actor_class=rebel", a2="actor_class=state_forces", **classes))
    assert ([harm(toll) for toll in one.tolls], [harm(toll) for toll in other.tolls]) == (first, second)
    assert [toll.id for toll in (*one.tolls, *other.tolls)] == [f"m1.c{n}" for n in range(1, len(first) + 1)] + [
        f"m2.c{n}" for n in range(1, len(second) + 1)
    ]


@pytest.mark.parametrize(
    ("category", "expected"),
    [("civilian", "?Unidentified; harmed Civilians"), ("combatant", "?Unidentified"), ("unknown", "?Unidentified")],
)
def test_civilians_who_were_counted_took_part(category: str, expected: str) -> None:
    (event,) = events(made("They <t1:attacked>, killing <n1:12 men>.", "t1 toll n1", n1=f"category={category}"))
    assert cast(event) == expected


def test_the_toll_of_several_places_stands_on_the_first_for_all() -> None:
    given_ = made("They <t1:attacked> <p1:Ostrel> and <p2:Rumoke>, killing <n1:12 men>.", "t1 place.at p1; t1 place.at p2; t1 toll n1")
    first, second = events(given_)
    assert [(toll.id, toll.scope) for toll in first.tolls] == [("m1.c1", "group")]
    assert second.tolls == ()


def test_a_count_told_again_is_one_toll() -> None:
    given_ = made("They <t1:attacked>, killing <n1:12 men>. The <t2:attack> killed <n2:twelve>.", "t1 same t2; t1 toll n1; t2 toll n2")
    (event,) = events(given_)
    assert [harm(toll) for toll in event.tolls] == ["killed 12 unknown"]


def test_as_many_of_others_are_another_toll() -> None:
    given_ = made(
        "They <t1:attacked>, killing <n1:2 <a1:Plains Army soldiers>> and <n2:2 <a2:Sea Guard policemen>>.",
        "t1 toll n1; t1 toll n2; n1 of a1; n2 of a2", n1="category=combatant", n2="category=combatant", a1="actor_class=state_forces", a2="actor_class=police",
    )  # fmt: skip
    (event,) = events(given_)
    assert len(event.tolls) == 2


def test_one_count_of_the_rules_is_one_toll_however_often_the_model_marks_it() -> None:
    given_ = made("They <t1:attacked>, killing <n3:<n1:12> <n2:men>>.", "t1 toll n1; t1 toll n2")
    rules = TollMention(given_.span("n3"), 0, "killed", Count(12, 12, 12, "exact"), None, "men", None, "unknown")
    (event,) = events(given_, rules=Mentions(tolls=(rules,)))
    assert [toll.span for toll in event.tolls] == [given_.span("n3")]


def test_losses_are_those_of_the_one_attacked() -> None:
    text = "<a1:The Hill Front> <t1:attacked> <a2:the Plains Army>, destroying <l1:two tanks> and <l2:two trucks>."
    given_ = made(text, "t1 target a2; t1 loss l1; t1 loss l2 0.3", a1="actor_class=rebel", a2="actor_class=state_forces")
    (event,) = events(given_)
    assert [(loss.id, loss.item, loss.count, loss.side, loss.effect, loss.span) for loss in event.losses] == [
        ("m1.l1", "tank", 2, "Plains Army", "destroyed", given_.span("l1"))
    ]


# ---------------------------------------------------------------- outcome, date, classes

FOUGHT = "<a1:The Hill Front> <t1:fought> <a2:the Plains Army> in <p1:Ostrel>."
OUTCOMES = [
    ("captured", ("Hill Front",), "Plains Army"),
    ("freed", ("Hill Front",), "Plains Army"),
    ("repelled", ("Plains Army",), "Hill Front"),  # those attacked held it against the attackers
    ("lost", ("Plains Army",), "Hill Front"),
]


@pytest.mark.parametrize(("kind", "by", "against"), OUTCOMES)
def test_who_gained(kind: str, by: tuple[str, ...], against: str) -> None:
    links = "t1 initiator a1; t1 target a2; t1 place.at p1"
    (event,) = events(made(FOUGHT, links, t1=f"outcome={kind}", a1="actor_class=rebel", a2="actor_class=state_forces"))
    assert event.outcome is not None
    assert (event.outcome.kind, event.outcome.by, event.outcome.from_, event.outcome.places) == (kind, by, against, ("Ostrel",))


@pytest.mark.parametrize(
    ("kind", "by", "against"), [("captured", ("Hill Front",), None), ("repelled", (), "Hill Front"), ("lost", (), "Hill Front")]
)
def test_who_gained_against_nobody_named(kind: str, by: tuple[str, ...], against: str | None) -> None:
    (event,) = events(made(FOUGHT, "t1 initiator a1", t1=f"outcome={kind}", a1="actor_class=rebel"))
    assert event.outcome is not None
    assert (event.outcome.by, event.outcome.from_) == (by, against)


def test_nothing_came_of_it() -> None:
    assert events(made(FOUGHT, t1="outcome=none"))[0].outcome is None


TIMES = [
    ("t1 time d13", 13),
    ("t1 time d13; t1 time d14 0.95", 14),
    ("t1 time d13 0.39", None),
    ("t2 time d14", 14),
    ("t1 time d13 0.5; t2 time d14", 13),
    ("", None),
]


@pytest.mark.parametrize(("links", "day"), TIMES)
def test_the_date_of_the_first_trigger_that_has_one(links: str, day: int | None) -> None:
    given_ = made("They <t1:attacked> on <d13:Monday>. The <t2:attack> went on until <d14:Tuesday>.", f"t1 same t2; {links}")
    (event,) = events(given_)
    assert (event.date.start.day if event.date.start else None) == day
    assert (event.date == UNKNOWN_DATE) == (day is None)


def test_a_date_that_nobody_can_read_is_unknown() -> None:
    given_ = made("They <t1:attacked> on <d13:some day>.", "t1 time d13")
    assert events(given_, rules=Mentions())[0].date == UNKNOWN_DATE


def test_the_classes_and_chances_of_an_event() -> None:
    given_ = made(
        "<a1:The Hill Front> will <t1:Attack> <p1:Ostrel>.", "t1 initiator a1 0.7; t1 place.at p1 0.8", chances={"t1": 0.6},
        t1="sub_type=Air/drone_strike:0.5 realis=planned:0.4 salience=background:0.3", a1="actor_class=rebel",
    )  # fmt: skip
    (event,), chances = read(given_)
    assert (event.sub_event_type, event.event_type) == ("Air/drone strike", "Explosions/Remote violence")
    assert (event.realis, event.salience, event.lemma, event.sentence, event.made_by) == ("planned", "background", "attack", 0, MADE_BY)
    assert chances == {"m1": {"trigger": 0.6, "sub_type": 0.5, "realis": 0.4, "salience": 0.3, "roles": 0.7, "place": 0.8}}


# ---------------------------------------------------------------- whatever is linked

MANY = (
    "<a1:The Hill Front> <t1:stormed> <p1:Ostrel> near <p2:Rumoke> on <d13:Monday>, killing <n1:12 men> of <a2:the Plains Army>. "
    "<a3:They> <t2:burned> <l1:two tanks>; <n2:three villagers> died. The <t3:raid> in <p3:Hama> hurt <n3:4> of <a4:the villagers>. "
    "Police <t4:arrested> <n4:12 men>."
)
RELATIONS = {
    **dict.fromkeys(("initiator", "target", "victim", "supporter"), ("t", "a")), **dict.fromkeys(("at", "in", "near", "towards", "from"), ("t", "p")),
    "time": ("t", "d"), "toll": ("t", "n"), "loss": ("t", "l"), "same": ("t", "t"), "of": ("n", "a"), "corefer": ("a", "a"),
}  # fmt: skip
MARKS = {kind: [mark for mark in made(MANY).at if mark[0] == kind] for kind in "aptdnl"}


@st.composite
def linked(draw: st.DrawFn) -> Made:
    """Give a reading of MANY with any links and classes."""
    found: dict[tuple[str, str, str], float] = {}
    for _ in range(draw(st.integers(0, 30))):
        relation = draw(st.sampled_from(sorted(RELATIONS)))
        one, other = (draw(st.sampled_from(MARKS[kind])) for kind in RELATIONS[relation])
        if one != other and (relation != "corefer" or one > other):
            name = f"place.{relation}" if RELATIONS[relation] == ("t", "p") else relation
            found[one, name, other] = draw(st.sampled_from([0.3, 0.45, 0.6, 0.8, 0.99]))
    kinds = ["Armed_clash", "Attack", "Arrests", "Mob_violence"]
    classes = {
        mark: f"again={draw(st.sampled_from(['new', 'again']))} sub_type={draw(st.sampled_from(kinds))} outcome={draw(st.sampled_from(['none', 'lost']))}"
        for mark in MARKS["t"]
    }
    classes |= {
        mark: f"actor_class={draw(st.sampled_from(['rebel', 'civilians', 'person', 'unidentified', 'government']))}" for mark in MARKS["a"]
    }
    classes |= {mark: f"category={draw(st.sampled_from(['civilian', 'combatant', 'unknown']))}" for mark in MARKS["n"]}
    links = "; ".join(f"{one} {name} {other} {chance}" for (one, name, other), chance in found.items())
    return made(MANY, links, titles=draw(st.sampled_from([0, 0, 1])), **classes)


@settings(max_examples=120, deadline=None)
@given(linked())
def test_whatever_is_linked_the_events_hold_together(given_: Made) -> None:
    found, chances = read(given_, "SY")
    assert [event.id for event in found] == [f"m{n}" for n in range(1, len(found) + 1)]
    assert list(chances) == [event.id for event in found]
    assert all(0 <= chance <= 1 for of in chances.values() for chance in of.values())
    leads = list(dict.fromkeys(event.trigger for event in found))
    assert leads == sorted(leads)
    members = Counter(event.group for event in found if event.group)
    assert all(count > 1 for count in members.values())
    told = [span for lead in leads for span in (lead, *next(event.mentions for event in found if event.trigger == lead))]
    assert len(told) == len(set(told))  # a trigger is of one happening
    title = {s.index for s in given_.sentences if s.zone == "title"}
    assert {given_.span(mark) for mark in MARKS["t"] if given_.sentence(mark) not in title} <= set(told)
    tolls = [toll.span for event in found for toll in event.tolls]
    assert len(tolls) == len(set(tolls))
    for event in found:
        assert event.locations
        assert sum(1 for other in found if other.trigger == event.trigger) == (members[event.group] if event.group else 1)
        people = [(p.role, p.name) for p in event.participants]
        assert len(people) == len(set(people))
        assert all(toll.id.startswith(f"{event.id}.") for toll in event.tolls)
        assert all(toll.scope == ("group" if event.group else "event") for toll in event.tolls)
        if event.outcome:
            assert {*event.outcome.by, event.outcome.from_} <= {p.name for p in event.participants} | {None}


def test_events_are_told_of_mentions_that_were_found() -> None:
    given_ = made("They <t1:attacked>.")
    empty = ModelMentions(given_.reading, {}, {}, {}, {}, {})
    (event,), _ = relate_modelled(given_.page, given_.sentences, empty, lambda _sentence: None, made_by=MADE_BY)
    assert event.locations == ()
