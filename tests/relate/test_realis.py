"""Realis: what happened, failed, is planned, goes on or is denied; nothing but what happened becomes a capture."""

from __future__ import annotations

import pytest

from tests.reader import coded

ACTUAL, FAILED, PLANNED, ONGOING, DENIED = "actual", "attempted_failed", "planned", "ongoing", "hypothetical_denied"

ONE_EVENT = [
    ("Government forces captured the village of Rumoke on Sunday.", ACTUAL),
    ("Rebel fighters seized the hilltop town of Belkara after a night of fighting.", ACTUAL),
    ("Soldiers killed six militants in a raid near Ostrel on Monday.", ACTUAL),
    ("Gunmen abducted four teachers in the town of Rumoke.", ACTUAL),
    ("The army has captured the town of Belkara.", ACTUAL),
    ("The army had captured the town of Belkara before the truce.", ACTUAL),
    ("The village of Rumoke fell to Boko Haram on Sunday.", ACTUAL),
    ("The shelling of the town of Ostrel killed three people.", ACTUAL),
    ("The army repelled an attack by rebels on the village of Tarmin.", ACTUAL),
    ("Boko Haram's attack on the village of Tarmin left seven civilians dead.", ACTUAL),
    ("Government troops did not enter the village of Tarmin.", DENIED),
    ("The army didn't capture the town of Belkara.", DENIED),
    ("The army didn’t capture the town of Tarmin.", DENIED),
    ("The ministry denied that its aircraft bombed the village of Tarmin.", DENIED),
    ("The army did not shell the village of Rumoke.", DENIED),
    ("The rebels have not attacked the village of Rumoke.", DENIED),
    ("There was no attack on the village of Ostrel on Monday.", DENIED),
    ("No shelling was reported in Ostrel on Sunday.", DENIED),
    ("The rebels have not taken the village of Rumoke.", DENIED),
    ("Militants never captured the village of Tarmin.", DENIED),
    ("The group denied carrying out the attack in Rumoke.", DENIED),
    ("The governor ruled out an attack on the town of Belkara.", DENIED),
    ("The soldiers refrained from attacking the town of Ostrel.", DENIED),
    ("Government forces attempted to storm the town of Belkara on Tuesday.", FAILED),
    ("The rebels tried to capture the village of Tarmin but were repelled.", FAILED),
    ("The rebels sought to seize the town of Belkara but were forced back.", FAILED),
    ("The army was unable to take control of the village of Ostrel.", FAILED),
    ("The army failed to capture the village of Ostrel.", FAILED),
    ("Al-Shabaab launched a failed attack on the town of Belkara.", FAILED),
    ("Islamic State carried out an unsuccessful attack on the village of Rumoke.", FAILED),
    ("The police thwarted an attempt to bomb a market in Rumoke.", FAILED),
    ("An attempt by the rebels to seize the village of Tarmin failed.", FAILED),
    ("Government forces attacked rebel positions in the town of Tarmin without success.", FAILED),
    ("Security forces foiled a suicide attack in the city of Tarmin on Tuesday.", FAILED),
    ("The army attacked the village of Tarmin. However, little progress was made.", FAILED),
    ("Rebels stormed the village of Rumoke. But the attack failed.", FAILED),
    ("Hayat Tahrir al-Sham advanced on the town of Ostrel. However, it made no progress there.", FAILED),
    ("Government forces advanced on the town of Belkara. No gains were made.", FAILED),
    ("Rebels attacked the town of Ostrel on Monday but the attack was repelled.", FAILED),
    ("The army will storm the city of Belkara next week.", PLANNED),
    ("Government forces are preparing to attack the town of Belkara.", PLANNED),
    ("The army is expected to enter the town of Belkara.", PLANNED),
    ("Rebels were set to enter the town of Belkara.", PLANNED),
    ("The army plans to storm the town of Ostrel.", PLANNED),
    ("Islamic State threatened to attack the village of Rumoke.", PLANNED),
    ("The general vowed to recapture the town of Rumoke.", PLANNED),
    ("Once the army captures the town of Belkara, the road will be open.", PLANNED),
    ("Government forces are advancing on the town of Belkara.", ONGOING),
    ("Clashes are ongoing between the army and rebels in Ostrel.", ONGOING),
    ("The army is shelling the village of Tarmin.", ONGOING),
    ("The aircraft is hitting rebel positions in the town of Tarmin.", ONGOING),
    ("Fighting continues between the army and rebels in the town of Ostrel.", ONGOING),
    ("The rebels are still fighting government troops in the village of Rumoke.", ONGOING),
    ("Warplanes continue to bomb the town of Belkara.", ONGOING),
]


@pytest.mark.parametrize(("text", "realis"), ONE_EVENT)
def test_one_event_has_the_realis_that_the_words_give(text: str, realis: str) -> None:
    assert [event.realis for event in coded(text).events] == [realis]


NO_CAPTURE = [
    "An attempt by the rebels to seize the village of Tarmin failed.",
    "Government troops did not enter the village of Tarmin.",
    "The army tried to capture the town of Belkara without success.",
    "The army attacked the village of Rumoke. No lasting gains followed.",
    "The army sent reinforcements in order to launch an operation in Belkara.",
    "Troops massed near Ostrel in order to capture the town of Belkara.",
    "As soon as the marines secure Tarmin, they will advance on the town of Belkara.",
    "The offensive is aimed at capturing the town of Ostrel.",
    "If the army captures the town of Belkara, the rebels will lose their last supply road.",
    "Analysts warned that the rebels could seize the town of Ostrel.",
    "Rebels hope to seize the town of Ostrel.",
    "The army might retake the town of Belkara, an analyst said.",
    "The commander promised to liberate the town of Belkara.",
    "Rebels failed to seize the village of Rumoke.",
    "The plan to capture the town of Belkara was dropped.",
    "The army was unable to regain control of the town of Ostrel.",
    "Rebels are trying to capture the town of Belkara.",
]


@pytest.mark.parametrize("text", NO_CAPTURE)
def test_what_did_not_happen_is_no_accomplished_capture(text: str) -> None:
    taken = [e for e in coded(text).events if e.outcome and e.outcome.kind == "captured" and e.realis in ("actual", "ongoing")]
    assert taken == []


NO_EVENT = [
    "Analysts warned that the rebels could seize the town of Ostrel.",
    "If the army captures the town of Belkara, the rebels will flee.",
    "Government forces may attack the town of Belkara.",
    "Thousands of residents fled to avoid attacks on the village of Tarmin.",
    "The offensive is aimed at capturing the town of Ostrel.",
    "The law was passed to prevent attacks on the town of Ostrel.",
]


@pytest.mark.parametrize("text", NO_EVENT)
def test_mere_possibilities_and_purposes_are_no_events(text: str) -> None:
    assert coded(text).events == ()


def test_a_denied_and_an_accomplished_event_stand_apart() -> None:
    events = coded("The army captured the village of Rumoke on Monday. The army did not enter the town of Belkara.").events
    assert [(e.realis, e.locations[0].name) for e in events] == [(ACTUAL, "Rumoke"), (DENIED, "Belkara")]


def test_a_planned_assault_is_not_joined_to_a_past_one() -> None:
    events = coded("Rebels attacked the town of Belkara on Monday. Rebels plan to storm the town of Belkara next week.").events
    assert [e.realis for e in events] == [ACTUAL, PLANNED]
