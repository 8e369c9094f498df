"""Tolls on events: kind, bounds, side, what is part of what, and the scope; a text and its tolls in order."""

from __future__ import annotations

import pytest

from tests.reader import coded, harm

OF_ONE_EVENT = [
    ("A car bomb killed 12 people and wounded 30 others in the city of Ostrel.", ["killed 12 unknown", "wounded 30 unknown"]),
    (
        "Twelve civilians, including three children, were killed in airstrikes on the town of Belkara.",
        ["killed 12 Civilians", "killed 3 Civilians of e1.c1"],
    ),
    (
        "Syrian warplanes bombed the town of Belkara, killing six civilians, including two children.",
        ["killed 6 Civilians", "killed 2 Civilians of e1.c1"],
    ),
    (
        "Clashes in Belkara left ten soldiers and fifteen militants dead.",
        ["killed 10 Soldiers", "killed 15 Militants (unspecified)"],
    ),
    ("The attack in Rumoke killed at least eight villagers.", ["killed 8 (8-) Civilians"]),
    ("More than 20 Taliban fighters were killed in an airstrike on the town of Belkara.", ["killed 20 (20-) Taliban"]),
    ("Nearly 40 people were killed in an attack on a ferry in Rumoke.", ["killed 40 (-40) unknown"]),
    ("Between 10 and 15 rebels were killed in clashes with the army in Belkara.", ["killed ? (10-15) Militants (unspecified)"]),
    ("Dozens of people were wounded when rockets landed in Ostrel.", ["wounded ? (24-) unknown"]),
    ("Islamic State lost 21 fighters in clashes with the Syrian army near Belkara.", ["killed 21 Islamic State"]),
    (
        "Six soldiers and two civilians were killed when Boko Haram attacked the town of Rumoke.",
        ["killed 6 Soldiers", "killed 2 Civilians"],
    ),
    ("A suicide bomber killed nine policemen at a checkpoint in Ostrel.", ["killed 9 Policemen"]),
    (
        "Clashes in Ostrel killed 30 fighters, including 12 soldiers.",
        ["killed 30 Militants (unspecified)", "killed 12 Soldiers of e1.c1"],
    ),
    ("Gunmen abducted 20 schoolgirls in the town of Rumoke.", ["abducted 20 Civilians"]),
    (
        "An attack in Ostrel killed three policemen, one soldier and five civilians.",
        ["killed 3 Policemen", "killed 1 Soldier", "killed 5 Civilians"],
    ),
    ("Clashes displaced 3,000 people in the town of Belkara.", ["displaced 3000 unknown"]),
    ("Two French journalists were killed in an ambush near Ostrel.", ["killed 2 Civilians"]),
    ("Russian airstrikes killed 11 Hayat Tahrir al-Sham fighters near Belkara.", ["killed 11 Hayat Tahrir al-Sham"]),
    ("The Turkish army said it had killed 14 PKK militants near Ostrel.", ["killed 14 Kurdistan Workers Party (PKK)"]),
    (
        "Six Taliban fighters were killed and nine wounded by shelling near Ostrel.",
        ["killed 6 Taliban", "wounded 9 Taliban"],
    ),
    ("Indian security forces killed four Maoist rebels in Rumoke.", ["killed 4 Communist Party of India (Maoist)"]),
    ("THE COLOMBIAN ARMY KILLED SIX FARC GUERRILLAS NEAR THE TOWN OF RUMOKE.", ["killed 6 Revolutionary Armed Forces of Colombia (FARC)"]),
    ("Police arrested seven protesters in the city of Ostrel.", ["captured 7 Civilians"]),
    ("Islamic State released four hostages in Belkara.", ["freed 4 unknown"]),
    ("Police shot and killed a demonstrator in Ostrel.", ["killed 1 Civilians"]),
    ("No one was killed in the explosion in Ostrel.", []),
    ("Rebels captured five soldiers near the town of Tarmin.", ["captured 5 Soldiers"]),
    (
        "The Syrian army killed 11 Islamic State militants in Tarmin and lost four soldiers.",
        ["killed 11 Islamic State", "killed 4 Syrian Arab Army"],
    ),
    (
        "The Nigerian army killed nine Boko Haram fighters near the town of Tarmin. Three soldiers were also killed.",
        ["killed 9 Boko Haram", "killed 3 Nigerian Army"],
    ),
    (
        "Hayat Tahrir al-Sham attacked the village of Tarmin. Government forces repelled the attack, killing seven militants.",
        ["killed 7 Hayat Tahrir al-Sham"],
    ),
    ("A drone strike hit Umm Karsa on Monday and killed five people, residents said.", ["killed 5 unknown"]),
    ("Shells hit Tarmin, North Kordofan, on Monday, killing three civilians.", ["killed 3 Civilians"]),
]
REPEATED = [
    (
        "The shelling of Ostrel killed four people on Monday. Four people were killed in the shelling of Ostrel.",
        ["killed 4 unknown"],
    ),
    (
        "Gunmen killed nine villagers in Rumoke on Monday. The attack, in which nine villagers were killed, lasted an hour.",
        ["killed 9 Civilians"],
    ),
    ("Islamic State attacked a checkpoint in Belkara. Four soldiers were killed in the attack.", ["killed 4 Soldiers"]),
    ("Gunmen raided the village of Rumoke. Four people were killed and seven wounded.", ["killed 4 unknown", "wounded 7 unknown"]),
    ("Warplanes bombed the town of Belkara. The airstrikes killed eight civilians.", ["killed 8 Civilians"]),
]


@pytest.mark.parametrize(("text", "expected"), [*OF_ONE_EVENT, *REPEATED])
def test_tolls_of_one_event(text: str, expected: list[str]) -> None:
    (event,) = coded(text).events
    assert [harm(toll) for toll in event.tolls] == expected
    assert [toll.id for toll in event.tolls] == [f"e1.c{n}" for n in range(1, len(expected) + 1)]


def test_a_repeated_count_keeps_the_words_that_repeat_it() -> None:
    text = "The shelling of Ostrel killed four people on Monday. Four people were killed in the shelling of Ostrel."
    (toll,) = coded(text).events[0].tolls
    assert text[toll.span.start : toll.span.end] == "four people"
    assert [text[span.start : span.end] for span in toll.mentions] == ["Four people"]


GROUPS = [
    ("The army captured the villages of Belkara and Rumoke, killing 20 militants.", "killed 20 Militants (unspecified) (group)"),
    ("The army shelled the towns of Belkara, Rumoke and Tarmin, killing 15 civilians.", "killed 15 Civilians (group)"),
    ("Boko Haram attacked the villages of Rumoke and Tarmin, killing at least 30 people.", "killed 30 (30-) unknown (group)"),
]


@pytest.mark.parametrize(("text", "expected"), GROUPS)
def test_a_toll_of_a_list_of_places_stands_once_for_the_group(text: str, expected: str) -> None:
    first, *others = coded(text).events
    assert [harm(toll) for toll in first.tolls] == [expected]
    assert others
    assert [toll for event in others for toll in event.tolls] == []


TOTALS = [
    "Since 2011, more than 300,000 people have been killed in the conflict.",
    "The UN says the conflict has killed 250,000 people since 2003.",
    "Some 40,000 people have been killed since the insurgency began.",
]


@pytest.mark.parametrize("text", TOTALS)
def test_totals_of_a_war_are_no_event(text: str) -> None:
    assert coded(text).events == ()


@pytest.mark.parametrize(
    "text",
    [
        "Shelling killed six people in the town of Ostrel on Monday. More than 400,000 people have been killed since 2011.",
        "The war in Syria has killed more than 400,000 people. Six people were killed by shelling in the town of Ostrel on Monday.",
    ],
)
def test_a_war_total_stays_out_of_the_toll_of_an_event(text: str) -> None:
    assert [harm(toll) for event in coded(text).events for toll in event.tolls] == ["killed 6 unknown"]


def test_each_toll_stays_with_its_event() -> None:
    text = "A roadside bomb killed two soldiers in Ostrel on Monday. Another roadside bomb killed a policeman in Rumoke on Tuesday."
    assert [[harm(toll) for toll in event.tolls] for event in coded(text).events] == [["killed 2 Soldiers"], ["killed 1 Policeman"]]


NOT_THEIRS = [
    "There was no attack on the town of Ostrel; six people were killed in an accident.",
    "The army did not storm the town of Ostrel, where six people were killed on Monday.",
    "The army will storm the town of Ostrel. Six people were killed in the village of Rumoke.",
]


@pytest.mark.parametrize("text", NOT_THEIRS)
def test_planned_and_denied_events_carry_no_toll(text: str) -> None:
    first, *others = coded(text).events
    assert first.realis in ("planned", "hypothetical_denied")
    assert first.tolls == ()
    assert [harm(toll) for event in others for toll in event.tolls] == ["killed 6 unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "The army will storm the town of Ostrel. The army has lost six soldiers.",
        "The army did not shell the town of Ostrel. The army lost six soldiers.",
    ],
)
def test_a_toll_that_no_event_can_carry_is_left_out(text: str) -> None:
    (event,) = coded(text).events
    assert event.tolls == ()


LOSSES = [
    ("Rebels attacked an army base in Ostrel and destroyed two tanks.", [("tank", 2, "destroyed", "Army")]),
    (
        "Islamic State lost two tanks and an armoured vehicle in clashes with the Syrian army near Belkara.",
        [("tank", 2, "destroyed", "Islamic State"), ("armoured vehicle", 1, "destroyed", "Islamic State")],
    ),
    ("Ukrainian troops destroyed three Russian tanks near Ostrel.", [("tank", 3, "destroyed", "Russian Armed Forces")]),
]


@pytest.mark.parametrize(("text", "expected"), LOSSES)
def test_losses_with_the_side_that_bore_them(text: str, expected: list[tuple[str, int, str, str]]) -> None:
    (event,) = coded(text).events
    assert [(loss.item, loss.count, loss.effect, loss.side) for loss in event.losses] == expected
