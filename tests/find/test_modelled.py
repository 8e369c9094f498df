"""What the lists and rules make of a model's spans: who is meant, where, how many."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dateline.find.modelled import find_modelled
from dateline.find.setting import Setting
from dateline.models.spans import ModelMentions, ModelReading
from dateline.records import (
    ActorMention,
    Count,
    DateValue,
    LossMention,
    Mentions,
    PlaceMention,
    TimeMention,
    TollMention,
)  # fmt: skip
from dateline.veil import armed_names
from tests.models.readings import MADE_BY, NOWHERE, Made, made

NOTHING = Mentions()


def found(given: Made, rules: Mentions = NOTHING, setting: Setting = NOWHERE) -> ModelMentions:
    return find_modelled(
        given.reading, given.page, given.sentences, rules, setting, armed_names(rules.actors, given.page.document.text), made_by=MADE_BY
    )


def named(given: Made, mark: str, rules: Mentions = NOTHING, setting: Setting = NOWHERE) -> str:
    """Write the actor of a mark: its name, its side after a slash where it has one, and whether it is generic or a person."""
    actor = found(given, rules, setting).actors[given.at[mark]]
    return "".join(
        (actor.name, f" / {actor.side}" if actor.side else "", " (generic)" if actor.generic else "", " (person)" if actor.person else "")
    )


# ---------------------------------------------------------------- actors

NAMES = [
    ("<a1:Villagers> fled.", "civilians", "Civilians / Civilians (generic)"),
    ("<a1:Hundreds of students> marched.", "protesters", "Protesters / Protesters (generic)"),
    ("Then <a1:Umm Karim> fled.", "person", "Umm Karim (person)"),
    ("Then <a1:the mayor> fled.", "person", "mayor (person)"),
    ("<a1:The gunmen> fled.", "unidentified", "Unidentified armed actor / Unidentified (generic)"),
    ("<a1:The Hill Front> attacked.", "rebel", "Hill Front / Hill Front"),
    ("<a1:The Hill Watch> attacked.", "militia", "Hill Watch / Hill Watch"),
    ("<a1:The Hill Ministry> agreed.", "government", "Hill Ministry"),
    ("<a1:the fighters> fled.", "rebel", "fighters (generic)"),
    ("<a1:Hezbollah> attacked.", "rebel", "Hezbollah / Hezbollah"),
    ("<a1:They> fled.", "rebel", "They (generic)"),
    ("<a1:the group> fled.", "rebel", "group (generic)"),
    ("<a1:They> fled.", "civilians", "They (generic)"),
]


@pytest.mark.parametrize(("text", "label", "expected"), NAMES)
def test_the_name_of_an_actor(text: str, label: str, expected: str) -> None:
    assert named(made(text, a1=f"actor_class={label}"), "a1") == expected


def test_an_actor_keeps_the_model_s_words_class_and_maker() -> None:
    given = made("They fled. <a1:The Hill Front> attacked.", a1="actor_class=rebel")
    actor = found(given).actors[given.at["a1"]]
    assert (actor.span, actor.sentence, actor.actor_class, actor.made_by) == (given.span("a1"), 1, "rebel", MADE_BY)
    assert actor.entry is None


def test_the_registry_names_by_the_country_of_the_sentence() -> None:
    given = made("<a1:The army> attacked. <a2:Hezbollah> fled.", a1="actor_class=state_forces", a2="actor_class=unidentified")
    actors = found(given, setting=Setting("SY", {})).actors
    assert actors[given.at["a2"]].entry == "hezbollah"
    assert actors[given.at["a2"]].actor_class == "rebel"


def rule(given: Made, mark: str, name: str, **fields: object) -> ActorMention:
    base = ActorMention(given.span(mark), given.sentence(mark), name, None, "rebel")
    return replace(base, **fields)  # type: ignore[arg-type]


def test_a_group_takes_the_rules_reading_of_the_same_words() -> None:
    given = made("<a1:The <a2:Fatah> fighters> attacked.", a1="actor_class=militia")
    known = rule(given, "a2", "Fatah", side="Fatah", entry="fatah")
    described = rule(given, "a2", "Fighters", side="Somebody")
    actor = found(given, Mentions(actors=(known,))).actors[given.at["a1"]]
    assert (actor.name, actor.side, actor.entry, actor.actor_class, actor.span) == ("Fatah", "Fatah", "fatah", "rebel", given.span("a1"))
    actor = found(given, Mentions(actors=(described,))).actors[given.at["a1"]]
    assert (actor.name, actor.actor_class, actor.made_by) == ("Fighters", "militia", MADE_BY)


def test_a_name_goes_before_a_noun_and_the_head_before_its_tail() -> None:
    given = made("<a1:<a2:Fighters> of <a3:Fatah>> attacked.", a1="actor_class=rebel")
    generic, name = rule(given, "a2", "Militants", generic=True), rule(given, "a3", "Fatah")
    assert named(given, "a1", Mentions(actors=(generic, name))) == "Fatah"
    assert named(given, "a1", Mentions(actors=(replace(generic, generic=False), name))) == "Militants"


def test_a_person_takes_the_rules_name_of_a_person_and_the_side_of_his_group() -> None:
    given = made("<a1:<a2:Fatah> commander <a3:Ali Hassan>> fled.", a1="actor_class=person")
    group, person = rule(given, "a2", "Fatah", side="Fatah"), rule(given, "a3", "Ali Hassan", person=True, actor_class="person")
    assert named(given, "a1", Mentions(actors=(group, person))) == "Ali Hassan / Fatah (person)"
    assert named(given, "a1", Mentions(actors=(group,))) == "Fatah commander Ali Hassan / Fatah (person)"


def test_civilians_and_pronouns_take_nothing_of_the_rules() -> None:
    given = made("<a1:People of <a2:Fatah>> fled, <a3:they> said.", a1="actor_class=civilians", a3="actor_class=rebel")
    rules = Mentions(actors=(rule(given, "a2", "Fatah"), rule(given, "a3", "Fatah")))
    assert named(given, "a1", rules) == "Civilians / Civilians (generic)"
    assert named(given, "a3", rules) == "they (generic)"


# ---------------------------------------------------------------- who is meant by a pronoun

CHAIN = "<a1:The Hill Front> attacked. <a2:The fighters> fled. <a3:They> came back. <a4:It> won."
CLASSES = {"a1": "actor_class=rebel", "a2": "actor_class=unidentified", "a3": "actor_class=rebel", "a4": "actor_class=militia"}
MEANT = [
    ("a3 corefer a1", "a3", "Hill Front / Hill Front"),
    ("a3 corefer a1 0.5", "a3", "Hill Front / Hill Front"),
    ("a3 corefer a1 0.49", "a3", "They (generic)"),
    ("a3 same a1", "a3", "They (generic)"),
    ("a3 corefer a1; a4 corefer a3", "a4", "Hill Front / Hill Front"),  # through what the earlier pronoun stands for
    ("a4 corefer a3", "a4", "It (generic)"),
    ("a4 corefer a3 0.9; a4 corefer a1 0.6", "a4", "Hill Front / Hill Front"),  # the likeliest that has a name
    ("a3 corefer a1 0.6; a3 corefer a2 0.7", "a3", "Unidentified armed actor / Unidentified"),
    ("a2 corefer a1", "a2", "Unidentified armed actor / Unidentified (generic)"),  # what has a side keeps it
    ("a1 corefer a3", "a1", "Hill Front / Hill Front"),
]


@pytest.mark.parametrize(("links", "mark", "expected"), MEANT)
def test_a_pronoun_takes_the_name_of_what_it_stands_for(links: str, mark: str, expected: str) -> None:
    assert named(made(CHAIN, links, **CLASSES), mark) == expected


def test_a_pronoun_keeps_its_own_words_and_takes_identity_and_class() -> None:
    given = made("<a1:Umm Karim> fled. <a2:She> came back.", "a2 corefer a1", a1="actor_class=person", a2="actor_class=rebel")
    pronoun = found(given).actors[given.at["a2"]]
    assert (pronoun.span, pronoun.sentence) == (given.span("a2"), 1)
    assert (pronoun.name, pronoun.actor_class, pronoun.person, pronoun.generic) == ("Umm Karim", "person", True, False)


# ---------------------------------------------------------------- places


def place(given: Made, mark: str, name: str, **fields: object) -> PlaceMention:
    return replace(PlaceMention(given.span(mark), given.sentence(mark), name, "village", known=True), **fields)  # type: ignore[arg-type]


def test_a_place_that_the_rules_found_stays_as_it_is() -> None:
    given = made("It fell at <p1:town <p2:Old Ostrel>>.", p1="level=hill", p2="level=hill")
    inner, outer = place(given, "p2", "Old Ostrel"), place(given, "p1", "Town", within=("Hama",))
    assert found(given, Mentions(places=(inner,))).places[given.at["p2"]] is inner
    assert found(given, Mentions(places=(inner,))).places[given.at["p1"]] is inner  # ten of fifteen characters
    assert found(given, Mentions(places=(outer,))).places[given.at["p2"]] is outer  # it holds all of the span
    assert found(given, Mentions(places=(outer, inner))).places[given.at["p2"]] is inner


def test_a_place_of_the_model_s_own() -> None:
    given = made("Rebels in <p1:the <p2:Rumoke> crossing beyond the northern hills> fled.", p1="level=site:0.6")
    own = found(given, Mentions(places=(place(given, "p2", "Tarmin"),))).places
    assert own[given.at["p1"]] == PlaceMention(given.span("p1"), 0, "Rumoke crossing beyond the northern hills", "site", made_by=MADE_BY)


@pytest.mark.parametrize(("label", "level"), [("level=road", "road"), ("level=other", None), ("level=road:0.49", None), ("", None)])
def test_the_level_of_a_place(label: str, level: str | None) -> None:
    given = made("They took <p1:the Ostrel road>.", p1=label)
    own = found(given).places[given.at["p1"]]
    assert (own.name, own.level, own.known) == ("Ostrel road", level, False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shells hit <p1:the mainly Druze towns> of <p2:Rumoke> and Tarmin.", "Rumoke"),
        ("Shells hit <p1:Druze> towns of <p2:Rumoke> and Tarmin.", "Rumoke"),
        ("Shells hit <p1:the mainly Druze towns> on the road to <p2:Rumoke>.", "mainly Druze towns"),
        ("Shells hit <p1:the residence> of <p2:Rumoke>.", "residence"),
    ],
)
def test_a_kind_of_place_is_the_place_named_behind_it(text: str, name: str) -> None:
    given = made(text)
    named = place(given, "p2", "Rumoke")
    own = found(given, Mentions(places=(named,)))
    assert own.places[given.at["p1"]].name == name
    assert (given.at["p1"] in own.named) == (name != "residence")


def test_a_trigger_in_the_name_of_a_thing_tells_no_deed() -> None:
    given = made("The town lay within <t1:shelling> range. They began <t2:shelling> it.")
    assert found(given).things == {given.at["t1"]}


BACK = [
    ("They took <p1:Ostrel>. <p2:The village> burned.", "level=village", "Ostrel"),
    ("They took <p1:Ostrel>. Fire broke out <p2:there>.", "level=town", "Ostrel"),
    ("They left <p1:Iraq>. <p2:The town> burned.", "level=country", "town"),  # a country is no town
    ("They took <p1:Ostrel>. <p2:A village> burned.", "level=village", "village"),  # another one
    ("<p2:The village> burned. They took <p1:Ostrel>.", "level=village", "village"),  # not yet named
    ("They took <p1:Ostrel>. <p2:It> burned.", "level=town", "Ostrel"),  # a capital makes no name
]


@pytest.mark.parametrize(("text", "level", "name"), BACK)
def test_a_noun_stands_for_the_last_place_that_it_can_be(text: str, level: str, name: str) -> None:
    given = made(text, p1=level)
    place_ = found(given).places[given.at["p2"]]
    assert place_.name == name
    assert (place_.span, place_.sentence) == (given.span("p2"), given.sentence("p2"))


# ---------------------------------------------------------------- tolls

COUNTS = [
    ("It killed <n1:12 people>.", Count(12, 12, 12, "exact")),
    ("It killed <n1:at least three soldiers>.", Count(3, None, None, "at_least")),
    ("It killed <n1:a farmer>.", Count(1, 1, 1, "exact")),
    ("It killed <n1:another man>.", Count(1, 1, 1, "exact")),
    ("It killed <n1:Umm Karim>.", Count(1, 1, 1, "exact")),
    ("<n1:Two farmers> died.", Count(2, 2, 2, "exact")),
    ("On 7 May it killed 5 and wounded <n1:3 men>.", Count(3, 3, 3, "exact")),
]
COUNTLESS = [
    "It killed <n1:people>.",
    "It killed <n1:the farmers> and 12 others.",
    "<n1:Farmers> died.",
    "On 7 May it killed <n1:soldiers>.",
    "It killed <n1:🙂>.",
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_a_count_is_read_from_the_words(text: str, count: Count) -> None:
    given = made(text, n1="toll_kind=wounded category=civilian")
    toll = found(given).tolls[given.at["n1"]]
    assert (toll.count.low, toll.count.modifier) == (count.low, count.modifier)
    assert toll.count == count or count.modifier != "exact"
    assert (toll.span, toll.kind, toll.category, toll.made_by) == (given.span("n1"), "wounded", "civilian", MADE_BY)


@pytest.mark.parametrize("text", COUNTLESS)
def test_where_no_number_is_there_is_no_toll(text: str) -> None:
    given = made(text)
    assert found(given).tolls == {}


def test_a_count_is_read_in_its_own_sentence() -> None:
    given = made("They fled with 9 men. It killed <n1:4 of them>.")
    assert found(given).tolls[given.at["n1"]].count.best == 4


def counted(given: Made, mark: str, kind: str = "killed") -> TollMention:
    return TollMention(given.span(mark), given.sentence(mark), kind, Count(2, 2, 2, "exact"), None, "men", None, "unknown")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "kind"), [("toll_kind=killed", "killed"), ("toll_kind=wounded:0.89", "killed"), ("toll_kind=wounded:0.9", "wounded")]
)
def test_a_toll_that_the_rules_counted_stays_unless_the_model_is_sure_of_its_kind(label: str, kind: str) -> None:
    given = made("It killed <n1:<n2:two> men>.", n1=label)
    rules = counted(given, "n2")
    assert found(given, Mentions(tolls=(rules,))).tolls[given.at["n1"]] == replace(rules, kind=kind)  # type: ignore[arg-type]


def test_of_two_counts_of_the_rules_the_one_that_shares_more_is_meant() -> None:
    given = made("It killed <n1:<n2:two> and wounded <n3:three soldiers>>.")
    first, second = counted(given, "n2"), counted(given, "n3", "wounded")
    assert found(given, Mentions(tolls=(first, second))).tolls[given.at["n1"]].span == second.span


# ---------------------------------------------------------------- times, losses


def test_dates_and_losses_are_those_of_the_rules_or_none() -> None:
    given = made("On <d1:Monday> and <d2:some day> it destroyed <l1:two tanks> and <l2:hope>.")
    value = DateValue(dt.date(2016, 6, 13), dt.date(2016, 6, 13), "day", "relative", given.span("d1"))
    time = TimeMention(given.span("d1"), 0, value)
    loss = LossMention(given.span("l1"), 0, "tank", 2, "destroyed", None)
    got = found(given, Mentions(times=(time,), losses=(loss,)))
    assert got.times == {given.at["d1"]: time}
    assert got.losses == {given.at["l1"]: loss}


def test_words_side_by_side_are_not_the_same_words() -> None:
    given = made("<p1:Ostrel><p2:Rumoke> fell.")
    (own,) = [m for n, m in found(given, Mentions(places=(place(given, "p1", "Ostrel"),))).places.items() if n == given.at["p2"]]
    assert own.name == "Rumoke"


def test_a_span_of_many_hundred_characters_finds_its_mention() -> None:
    given = made("<p1:" + "Ostrel " * 150 + "> and <p2:Rumoke> fell.")
    assert (
        found(given, Mentions(places=(place(given, "p1", "Ostrels"), place(given, "p2", "Rumoke")))).places[given.at["p1"]].name
        == "Ostrels"
    )


def test_nothing_found() -> None:
    given = made("They fled.")
    assert found(given) == ModelMentions(ModelReading(), {}, {}, {}, {}, {})
