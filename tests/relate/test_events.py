"""Event reports: their types, one for each place of a list, takers and losers, groups and numbers of incidents."""

from __future__ import annotations

import pytest

from dateline.data.triggers import EVENT_TYPE_OF
from dateline.records import EventReport
from tests.reader import coded, where

TYPES = [
    ("Government regains territory", "The army recaptured the town of Belkara."),
    ("Government regains territory", "Government troops regained control of Ostrel."),
    ("Government regains territory", "The town of Ostrel was retaken by the Iraqi army."),
    ("Non-state actor overtakes territory", "Rebels captured the town of Belkara."),
    ("Non-state actor overtakes territory", "Al-Shabaab overran the town of Ostrel."),
    ("Non-state actor overtakes territory", "The village of Rumoke fell to Boko Haram."),
    ("Armed clash", "Clashes between soldiers and rebels broke out in Ostrel."),
    ("Armed clash", "Rebels ambushed an army patrol near Ostrel."),
    ("Armed clash", "Soldiers and gunmen exchanged fire in the town of Ostrel."),
    ("Air/drone strike", "Warplanes carried out airstrikes on Ostrel."),
    ("Air/drone strike", "A drone strike killed two militants in Ostrel."),
    ("Air/drone strike", "Army helicopters dropped barrel bombs on the town of Belkara."),
    ("Air/drone strike", "Israeli jets bombed the town of Belkara."),
    ("Suicide bomb", "A suicide bomber blew himself up in Ostrel."),
    ("Suicide bomb", "A suicide car bombing struck a checkpoint in Ostrel."),
    ("Shelling/artillery/missile attack", "The army shelled the village of Rumoke."),
    ("Shelling/artillery/missile attack", "Rockets landed in the town of Ostrel."),
    ("Shelling/artillery/missile attack", "A missile hit a school in the town of Ostrel."),
    ("Remote explosive/landmine/IED", "A roadside bomb exploded near Ostrel."),
    ("Remote explosive/landmine/IED", "A landmine killed two farmers near Ostrel."),
    ("Grenade", "Unknown men threw a grenade at a bar in Ostrel."),
    ("Grenade", "A grenade attack wounded four people in Ostrel."),
    ("Chemical weapon", "A chlorine attack on Ostrel injured twelve people."),
    ("Chemical weapon", "A chemical attack was reported in Ostrel on Monday."),
    ("Sexual violence", "Soldiers raped three women in Rumoke."),
    ("Sexual violence", "Militiamen gang-raped two girls in the village of Rumoke."),
    ("Attack", "Gunmen killed five villagers in Rumoke."),
    ("Attack", "Militants executed four civilians in Ostrel."),
    ("Abduction/forced disappearance", "Gunmen abducted a priest in Ostrel."),
    ("Abduction/forced disappearance", "Two nurses were kidnapped in Rumoke."),
    ("Peaceful protest", "Residents held a demonstration in Ostrel on Monday."),
    ("Protest with intervention", "Police dispersed a protest in Ostrel with tear gas."),
    ("Protest with intervention", "Police used tear gas to break up a demonstration in Ostrel."),
    ("Peaceful protest", "Teachers protested in Ostrel."),
    ("Violent demonstration", "Protesters threw stones at police in Ostrel."),
    ("Violent demonstration", "Demonstrators clashed with police in Ostrel."),
    ("Mob violence", "An angry mob beat a man to death in Rumoke."),
    ("Mob violence", "Communal violence erupted in Rumoke."),
    ("Agreement", "The government and the rebels signed a peace agreement in Ostrel."),
    ("Agreement", "A ceasefire took effect in Ostrel on Monday."),
    ("Arrests", "Police arrested six men in Ostrel."),
    ("Arrests", "Security forces detained two journalists in Ostrel."),
    ("Change to group/activity", "The army sent reinforcements to the town of Ostrel."),
    ("Change to group/activity", "Two commanders defected to the rebels in Ostrel."),
    ("Disrupted weapons use", "Soldiers found a weapons cache in Ostrel."),
    ("Disrupted weapons use", "Police defused a bomb in Ostrel."),
    ("Headquarters or base established", "Troops established a base in the village of Rumoke."),
    ("Headquarters or base established", "The army set up a checkpoint near Ostrel."),
    ("Looting/property destruction", "Gunmen looted shops in Ostrel."),
    ("Looting/property destruction", "Militants burned houses in the village of Rumoke."),
    ("Non-violent transfer of territory", "Rebels withdrew from the town of Ostrel."),
    ("Non-violent transfer of territory", "Soldiers pulled out of the village of Rumoke."),
    ("Other", "Inmates escaped from prison in Ostrel."),
    ("Other", "A mass grave was found in Ostrel."),
    ("Armed clash", "An attempt by the rebels to seize the village of Tarmin failed."),
    ("Government regains territory", "The Syrian army drove Islamic State out of the town of Tarmin."),
    ("Government regains territory", "Rebels were driven out of the town of Tarmin by the Syrian army."),
    ("Government regains territory", "Islamic State lost the town of Tarmin to the Syrian army."),
    ("Shelling/artillery/missile attack", "A shell fired by the army landed on a school in the town of Tarmin."),
    ("Air/drone strike", "The aircraft is hitting rebel positions in the town of Tarmin."),
    ("Suicide bomb", "Security forces foiled a suicide attack in the city of Tarmin on Tuesday."),
    ("Peaceful protest", "Hundreds marched in the city of Tarmin to demand elections."),
    ("Peaceful protest", "Hundreds of people marched in Tarmin on Tuesday."),
    ("Protest with intervention", "Police fired tear gas at protesters in the town of Tarmin."),
    ("Excessive force against protesters", "Police opened fire on protesters in the town of Tarmin."),
    ("Agreement", "The Syrian army and Islamic State agreed to a ceasefire in Tarmin."),
]


@pytest.mark.parametrize(("kind", "text"), TYPES)
def test_the_words_give_the_sub_event_type(kind: str, text: str) -> None:
    (event,) = coded(text).events
    assert event.sub_event_type == kind
    assert event.event_type == EVENT_TYPE_OF[kind]


LATER_WORDS = [
    ("Suicide bomb", "A bomb exploded at a market in Ostrel. A suicide bomber carried out the bombing."),
    ("Suicide bomb", "An explosion hit a tram in Ostrel. The blast was set off by a suicide attacker."),
    ("Violent demonstration", "A protest in Ostrel turned violent as demonstrators threw stones at police."),
    ("Attack", "Gunmen attacked the village of Rumoke. Six villagers were killed in the attack."),
    ("Armed clash", "Gunmen attacked an army post in Ostrel. Six soldiers were killed in the attack."),
    ("Attack", "Gunmen opened fire on a bus in Rumoke, killing four passengers."),
    ("Air/drone strike", "Ukraine attacked an oil refinery in the city of Ostrel with drones."),
    ("Shelling/artillery/missile attack", "Al-Shabaab fired mortars at the airport in the town of Ostrel."),
    ("Remote explosive/landmine/IED", "Five soldiers died when their vehicle hit a landmine near Ostrel."),
    ("Air/drone strike", "Drone attacks on the city of Ostrel killed five people."),
    ("Disrupted weapons use", "Rebels shot down a helicopter over the town of Ostrel."),
]


@pytest.mark.parametrize(("kind", "text"), LATER_WORDS)
def test_weapons_and_the_harmed_decide_the_type(kind: str, text: str) -> None:
    (event,) = coded(text).events
    assert event.sub_event_type == kind


FIGURATIVE = [
    "The song captured the mood in Ostrel.",
    "The book captured the attention of readers in Ostrel.",
    "The report demonstrated that Ostrel needs water.",
    "A price war broke out in Ostrel.",
    "The virus attacks the lungs.",
    "The storm hit Ostrel on Monday.",
    "The mayor launched a campaign against litter in Ostrel.",
    "The team seized the opportunity in Ostrel.",
    "The club fired its coach in Ostrel.",
    "Investors fled as shares took a hit in Ostrel.",
    "The bull market charged ahead in Ostrel.",
    "The band struck a chord with listeners in Ostrel.",
    "Oil hit a record on Monday.",
    "The party captured most votes in the town of Ostrel.",
    "The song captured the public's mood in Ostrel.",
    "The new fighting vehicle was shown in Ostrel.",
    "The committee reached a compromise in Ostrel.",
]


@pytest.mark.parametrize("text", FIGURATIVE)
def test_figurative_uses_are_no_events(text: str) -> None:
    assert coded(text).events == ()


NO_FIGHTING = [
    "Four people were killed in a car accident in Ostrel.",
    "The heat wave killed crops in Tarmin.",
    "The heat wave killed crops in Hama.",
    "Fighting in Ostrel has stopped.",
    "The minister attacked the opposition in Ostrel.",
    "The governor attacked the opposition in Khartoum.",
]


@pytest.mark.parametrize("text", NO_FIGHTING)
def test_accidents_words_and_ended_fighting_are_no_events(text: str) -> None:
    assert coded(text).events == ()


IN_TURN = [
    (
        "Gunmen killed a priest in Tarmin on Monday. Residents protested in Tarmin on Monday.",
        ["Attack: Tarmin", "Peaceful protest: Tarmin"],
    ),
    (
        "Rebels attacked the town of Tarmin. The rebels then withdrew from the town of Tarmin.",
        ["Armed clash: Tarmin", "Non-violent transfer of territory: from Tarmin"],
    ),
    (
        "The Nigerian army killed nine Boko Haram fighters near the town of Tarmin. Three soldiers were also killed.",
        ["Armed clash: near Tarmin"],
    ),
    ("A suicide bombing killed nine people in Tarmin on Monday. The bomber struck as they prayed.", ["Suicide bomb: Tarmin"]),
    (
        "Air strikes hit Tarmin on Monday, killing five people. Two strikes destroyed a mortar team near Ostrel.",
        ["Air/drone strike: Tarmin", "Air/drone strike: near Ostrel"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), IN_TURN)
def test_what_follows_is_another_event_only_if_it_is_another_deed(text: str, expected: list[str]) -> None:
    assert [f"{event.sub_event_type}: {where(event)}" for event in coded(text).events] == expected


LISTS = [
    ("The army captured the villages of Belkara, Rumoke and Ostrel.", ["Belkara", "Rumoke", "Ostrel"]),
    (
        "The army captured Belkara, Rumoke and Ostrel villages in the western countryside of Daraa.",
        [f"{name}, in western countryside of Daraa" for name in ("Belkara", "Rumoke", "Ostrel")],
    ),
    ("Rebels seized the towns of Belkara and Rumoke in northern Aleppo.", ["Belkara, in northern Aleppo", "Rumoke, in northern Aleppo"]),
    ("Rebels shelled the towns of Belkara and Rumoke.", ["Belkara", "Rumoke"]),
    (
        "The army took control of the Omran oil field, the Belkara bridge and the Tabran hill.",
        ["Omran oil field", "Belkara bridge", "Tabran hill"],
    ),
    ("The villages of Belkara, Rumoke and Ostrel were captured by the Taliban.", ["Belkara", "Rumoke", "Ostrel"]),
    ("The towns of Belkara and Rumoke fell to Boko Haram.", ["Belkara", "Rumoke"]),
    ("Clashes took place in the villages of Belkara and Rumoke.", ["Belkara", "Rumoke"]),
    ("Rebels withdrew from the villages of Belkara and Rumoke.", ["from Belkara", "from Rumoke"]),
    ("Warplanes bombed Belkara, Tarmin and Ostrel.", ["Belkara", "Tarmin", "Ostrel"]),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_each_place_of_a_list_has_its_event_in_one_group(text: str, expected: list[str]) -> None:
    events = coded(text).events
    assert [where(event) for event in events] == expected
    assert {event.group for event in events} == {"g1"}
    assert len({(e.trigger, e.sub_event_type, e.realis) for e in events}) == 1


def test_the_ground_between_two_places_has_one_event() -> None:
    events = coded("Clashes between soldiers and rebels broke out on Monday in the area between Ostrel and Belkara.").events
    assert [(where(event), event.group) for event in events] == [("Ostrel", None)]


def test_two_lists_are_two_groups() -> None:
    events = coded("The army captured the villages of Belkara and Rumoke. It shelled the towns of Ostrel and Tarmin.").events
    assert [event.group for event in events] == ["g1", "g1", "g2", "g2"]


PLACED = [
    ("The army captured the village of Belkara in northern Hama province.", "Belkara, in Hama"),
    ("Rebels captured Belkara, a village in southern Idlib.", "Belkara, in southern Idlib"),
    ("Rebels attacked the Tabran airbase in Homs province.", "Tabran airbase, in Homs"),
    ("Gunmen attacked the Saint Mark hospital in Rumoke.", "Saint Mark hospital, in Rumoke"),
    ("Jihadists attacked the village of Rumoke in Burkina Faso.", "Rumoke, in Burkina Faso"),
    ("In Colombia, guerrillas attacked the town of Rumoke in Cauca department.", "Rumoke, in Cauca"),
    ("Houthi fighters fired a missile at the city of Ostrel in Saudi Arabia.", "Ostrel, in Saudi Arabia"),
    ("A bomb exploded 9 km north of the city of Ostrel.", "near Ostrel"),
    ("Soldiers ambushed rebels near the town of Ostrel.", "near Ostrel"),
    ("Residents from Belkara protested in Ostrel.", "Ostrel"),
    ("Gunmen attacked buses of villagers evacuated from the besieged town of Belkara near Ostrel.", "near Ostrel"),
    ("Clashes broke out in Iraq's Anbar province.", "Anbar, in Iraq"),
    ("The army advanced towards Ostrel.", "towards Ostrel"),
    ("Islamic State withdrew from the village of Rumoke.", "from Rumoke"),
    ("Militants attacked a convoy on the Belkara-Ostrel highway.", "Belkara-Ostrel highway"),
    ("Rebels ambushed troops in the Tabran mountains.", "Tabran mountains"),
    ("The Ostrel Times reported that gunmen killed two people in Rumoke.", "Rumoke"),
    ("The Belkara Brigade attacked the village of Rumoke.", "Rumoke"),
    ("Rebels of the Free Syrian Army attacked Tarmin.", "Tarmin"),
    ("A bomb exploded in the Karsen neighbourhood of Tarmin.", "Karsen, in Tarmin"),
    ("Five people were killed in the Karsen district of Ostrel when rockets landed.", "Karsen, in Ostrel"),
    ("The village of Tarmin in the west of Hama province was shelled by the army.", "Tarmin, in Hama"),
    (
        "Government forces captured the village of Tarmin from rebels in the northern countryside of Aleppo.",
        "Tarmin, in northern countryside of Aleppo",
    ),
    ("A drone strike hit Umm Karsa on Monday and killed five people, residents said.", "Umm Karsa"),
    ("Shells hit Tarmin, North Kordofan, on Monday, killing three civilians.", "Tarmin, in North Kordofan"),
    ("A drone strike hit Tarmin, Sudan, on Monday.", "Tarmin, in Sudan"),
    ("Ukrainian drones hit Tarmin, Russia, on Monday.", "Tarmin, in Russia"),
]


@pytest.mark.parametrize(("text", "expected"), PLACED)
def test_the_place_of_an_event_and_what_contains_it(text: str, expected: str) -> None:
    assert [where(event) for event in coded(text).events] == [expected]


def outcome(event: EventReport) -> tuple[str, str, str | None, str] | None:
    result = event.outcome
    return (result.kind, " + ".join(result.by), result.from_, ", ".join(result.places)) if result else None


OUTCOMES = [
    ("The Taliban captured the town of Belkara from Afghan government forces.", ("captured", "Taliban", "Afghan National Army", "Belkara")),
    ("The village of Rumoke fell to M23 rebels.", ("captured", "March 23 Movement (M23)", None, "Rumoke")),
    ("The town of Belkara was captured by Al-Shabaab.", ("captured", "Al-Shabaab", None, "Belkara")),
    (
        "The Syrian army and Hezbollah captured the town of Belkara from Islamic State.",
        ("captured", "Syrian Arab Army + Hezbollah", "Islamic State", "Belkara"),
    ),
    ("Islamic State withdrew from the village of Rumoke.", ("lost", "", "Islamic State", "Rumoke")),
    (
        "Hayat Tahrir al-Sham repelled an attack by the Syrian army near Belkara.",
        ("repelled", "Hayat Tahrir al-Sham", "Syrian Arab Army", "Belkara"),
    ),
    ("Islamic State released four hostages in Belkara.", ("freed", "Islamic State", None, "Belkara")),
    ("The army was unable to take control of the village of Ostrel.", ("none_gained", "Army", None, "Ostrel")),
    ("The army did not capture the village of Ostrel.", ("none_gained", "Army", None, "Ostrel")),
    ("The army didn’t capture the town of Tarmin.", ("none_gained", "Army", None, "Tarmin")),
    (
        "An attempt by the rebels to seize the village of Tarmin failed.",
        ("none_gained", "Militants (unspecified)", None, "Tarmin"),
    ),
    (
        "Government forces attacked rebel positions in the town of Tarmin without success.",
        ("none_gained", "Government forces", None, "Tarmin"),
    ),
    (
        "Security forces foiled a suicide attack in the city of Tarmin on Tuesday.",
        ("repelled", "Security forces", "Unidentified armed actor", "Tarmin"),
    ),
    (
        "The Syrian army drove Islamic State out of the town of Tarmin.",
        ("captured", "Syrian Arab Army", "Islamic State", "Tarmin"),
    ),
    (
        "Rebels were driven out of the town of Tarmin by the Syrian army.",
        ("captured", "Syrian Arab Army", "Syrian rebels", "Tarmin"),
    ),
    (
        "Islamic State lost the town of Tarmin to the Syrian army.",
        ("captured", "Syrian Arab Army", "Islamic State", "Tarmin"),
    ),
    ("The army shelled the village of Rumoke.", None),
    ("Gunmen killed five villagers in Rumoke.", None),
]


@pytest.mark.parametrize(("text", "expected"), OUTCOMES)
def test_takers_losers_and_what_came_of_it(text: str, expected: tuple[str, str, str | None, str] | None) -> None:
    assert [outcome(event) for event in coded(text).events] == [expected]


INCIDENTS = [
    ("Warplanes carried out six airstrikes on the town of Ostrel.", 6),
    ("Israel launched twelve airstrikes on the town of Ostrel.", 12),
    ("Three explosions were heard in the town of Ostrel.", 3),
    ("An airstrike hit the town of Ostrel.", None),
    ("Islamic State lost 32 fighters in clashes with the Syrian army near Tarmin.", None),
    ("Villagers found seven bodies near the village of Tarmin.", None),
]


@pytest.mark.parametrize(("text", "number"), INCIDENTS)
def test_a_number_of_incidents_is_read_with_its_words(text: str, number: int | None) -> None:
    (event,) = coded(text).events
    assert event.n_incidents == number
    assert (event.n_incidents_span is None) is (number is None)


def test_what_is_long_past_is_background() -> None:
    events = coded("Rebels captured the town of Belkara on 3 February. The army shelled the town of Ostrel on Monday.").events
    assert [event.salience for event in events] == ["background", "core"]


def test_places_of_a_list_lie_in_the_country_of_its_heading() -> None:
    syria, iraq = "- Near Belkara, one strike destroyed a tank.", "- Near Ostrel, one strike destroyed a bridge."
    text = f"The coalition carried out five strikes on Monday.\n\nSyria\n\n{syria}\n\nIraq\n\n{iraq}"
    within = {event.locations[0].name: event.locations[0].within for event in coded(text).events}
    assert within["Belkara"] == ("Syria",)
    assert within["Ostrel"] == ("Iraq",)
