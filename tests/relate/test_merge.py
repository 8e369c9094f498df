"""Which sentences tell one happening: a text and the places (with a day of June) of the event reports that it tells."""

from __future__ import annotations

import pytest

from dateline.records import EventReport
from tests.reader import coded

ONE = [
    ("A car bomb exploded in the city of Ostrel on Monday. The explosion killed six people.", "Ostrel 13"),
    (
        "Gunmen attacked the village of Rumoke on Sunday. The attack left nine villagers dead. The gunmen fled after the attack.",
        "Rumoke 12",
    ),
    (
        "The Syrian army captured the town of Belkara on Monday. The capture of Belkara came after a week of fighting.",
        "Belkara 13",
    ),
    ("Warplanes bombed the town of Belkara on Monday. The airstrikes killed eight civilians.", "Belkara 13"),
    ("Clashes erupted in Belkara between the army and rebels on Monday. The fighting lasted several hours.", "Belkara 13"),
    (
        "A suicide bomber attacked a mosque in Ostrel on Monday. The blast killed 12 worshippers. Islamic State claimed responsibility for the attack.",
        "Ostrel 13",
    ),
    ("Islamic State attacked a checkpoint in Belkara on Monday. Four soldiers were killed in the attack.", "Belkara 13"),
    (
        "An explosion hit a bus in Ostrel on Monday. The bombing wounded ten people. No group claimed responsibility for the bombing.",
        "Ostrel 13",
    ),
    ("Gunmen killed a priest in Rumoke on Monday. The murder shocked the town.", "Rumoke 13"),
    ("A ceasefire was signed in Ostrel on Monday. The ceasefire came into force on Tuesday.", "Ostrel 13"),
    (
        "Kurdish fighters clashed with Turkish troops in Belkara on Monday. Six Turkish soldiers were killed in the clashes.",
        "Belkara 13",
    ),
    ("A mine exploded near Rumoke on Monday. It killed two farmers.", "Rumoke 13"),
    (
        "Al-Shabaab attacked an army base in Belkara on Sunday. Al-Shabaab men stormed the base. The attack was condemned by the government.",
        "Belkara 12",
    ),
    (
        "The bombing of the town of Belkara killed six people on Monday. The bombing of Belkara was carried out by Russian warplanes.",
        "Belkara 13",
    ),
    ("Gunmen raided the village of Rumoke on Sunday. Four people were killed and seven wounded.", "Rumoke 12"),
    ("Israeli jets bombed the town of Belkara on Monday. The strikes destroyed three houses.", "Belkara 13"),
    (
        "Hayat Tahrir al-Sham attacked the village of Rumoke on Monday. Government forces repelled the attack.",
        "Rumoke 13",
    ),
    ("Rockets hit the town of Ostrel on Monday. Three people died in the attack.", "Ostrel 13"),
    ("Gunmen kidnapped two nurses in Rumoke on Monday. The kidnapping was condemned by the governor.", "Rumoke 13"),
    ("Protesters marched in the town of Tarmin on Tuesday. The protest ended peacefully.", "Tarmin 14"),
]
OTHER_PLACE = [
    ("Boko Haram attacked the village of Rumoke on Monday. Separately, Boko Haram attacked the village of Tarmin.", "Rumoke 13; Tarmin 13"),
    (
        "Russian warplanes bombed the town of Belkara on Monday. Meanwhile, Syrian government forces shelled the town of Ostrel on Monday.",
        "Belkara 13; Ostrel 13",
    ),
    (
        "Police arrested four men in Ostrel on Monday. Police also arrested two women in Belkara on Monday.",
        "Ostrel 13; Belkara 13",
    ),
    (
        "FARC guerrillas attacked the town of Rumoke on Monday. In another attack, ELN guerrillas blew up a pipeline in Belkara on Monday.",
        "Rumoke 13; Belkara 13",
    ),
    (
        "Islamic State ambushed a convoy near Ostrel on Monday. Elsewhere, Islamic State ambushed a patrol near Tarmin.",
        "Ostrel 13; Tarmin 13",
    ),
    (
        "Soldiers killed four rebels in Rumoke on Monday. On the same day, soldiers killed three rebels in Tarmin.",
        "Rumoke 13; Tarmin 13",
    ),
    ("A rocket hit a house in Ostrel on Monday, killing five people. A second rocket hit a school in Rumoke.", "Ostrel 13; Rumoke 13"),
    (
        "The army captured the villages of Belkara and Rumoke on Monday. The army also captured the town of Ostrel on Monday.",
        "Belkara 13; Rumoke 13; Ostrel 13",
    ),
    (
        "Workers went on strike in Ostrel on Monday. Gunmen shot dead a journalist in Rumoke on Monday.",
        "Ostrel 13; Rumoke 13",
    ),
]
OTHER_DAY = [
    (
        "A roadside bomb killed two soldiers in Ostrel on Monday. Another roadside bomb killed a policeman in Ostrel on Tuesday.",
        "Ostrel 13; Ostrel 14",
    ),
    (
        "The army shelled the village of Rumoke on Sunday. The army shelled the village of Rumoke again on Tuesday.",
        "Rumoke 12; Rumoke 14",
    ),
    (
        "A drone strike killed two militants in Ostrel on Monday. On Thursday, a drone strike killed four militants in Rumoke.",
        "Ostrel 13; Rumoke 16",
    ),
    (
        "Rebels seized the town of Belkara on 13 June. Rebels seized the town of Rumoke on 15 June.",
        "Belkara 13; Rumoke 15",
    ),
    (
        "The Taliban captured the town of Belkara on Sunday. Afghan forces recaptured the town of Belkara on Tuesday.",
        "Belkara 12; Belkara 14",
    ),
    (
        "The Syrian army captured the town of Belkara from Islamic State on Monday. Islamic State attacked the village of Rumoke on Tuesday.",
        "Belkara 13; Rumoke 14",
    ),
]
OTHER_DEED = [
    (
        "Gunmen attacked the village of Rumoke on Monday. Separately, gunmen attacked a bus, killing four people.",
        "Rumoke 13; Rumoke 13",
    ),
    ("A roadside bomb killed two soldiers in Ostrel on Monday. A second bomb wounded three people.", "Ostrel 13; Ostrel 13"),
    ("A roadside bomb killed two soldiers in Ostrel on Monday. Another bomb killed a policeman.", "Ostrel 13; Ostrel 13"),
    ("Islamic State attacked a base in Ostrel on Monday. In another attack, four policemen were killed.", "Ostrel 13; Ostrel 13"),
    (
        "Gunmen opened fire on a bus in Rumoke on Monday, killing four passengers. Police later arrested two men in Ostrel.",
        "Rumoke 13; Ostrel 13",
    ),
    (
        "The Syrian army shelled the village of Tarmin on Monday. Islamic State shelled the village of Tarmin on Monday.",
        "Tarmin 13; Tarmin 13",
    ),
    (
        "Gunmen kidnapped two engineers in Rumoke on Monday. The engineers were released on Wednesday.",
        "Rumoke 13; Rumoke 15",
    ),
    ("The army advanced on the town of Belkara on Monday. It captured the town on Tuesday.", "Belkara 13; Belkara 14"),
    (
        "Police arrested three men in Ostrel on Monday. A car bomb exploded in Ostrel on Monday.",
        "Ostrel 13; Ostrel 13",
    ),
    (
        "Gunmen killed a priest in Tarmin on Monday. Residents protested in Tarmin on Monday.",
        "Tarmin 13; Tarmin 13",
    ),
]


def placed(event: EventReport) -> str:
    day = event.date.start.day if event.date.start and event.date.start == event.date.end else "?"
    return f"{event.locations[0].name} {day}"


@pytest.mark.parametrize(("text", "expected"), [*ONE, *OTHER_PLACE, *OTHER_DAY, *OTHER_DEED])
def test_one_report_for_each_happening(text: str, expected: str) -> None:
    assert "; ".join(placed(event) for event in coded(text).events) == expected


REPEATS = [
    ("A car bomb exploded in the city of Ostrel on Monday. The explosion killed six people.", "explosion"),
    ("Gunmen attacked the village of Rumoke on Sunday. The attack left nine villagers dead.", "attack"),
    ("The army captured the town of Belkara on Monday. The capture of Belkara came after a week of fighting.", "capture"),
    ("An explosion hit a bus in Ostrel on Monday. The bombing wounded ten people.", "bombing"),
    ("Gunmen killed a priest in Rumoke on Monday. The murder shocked the town.", "murder"),
    ("Islamic State attacked a checkpoint in Belkara on Monday. Four soldiers were killed in the attack.", "attack"),
    ("Gunmen kidnapped two nurses in Rumoke on Monday. The kidnapping was condemned by the governor.", "kidnapping"),
    ("Israeli jets bombed the town of Belkara on Monday. The bombing destroyed three houses.", "bombing"),
]


@pytest.mark.parametrize(("text", "word"), REPEATS)
def test_what_repeats_an_event_is_kept_as_its_mention(text: str, word: str) -> None:
    (event,) = coded(text).events
    assert word in [text[span.start : span.end] for span in event.mentions]
    assert event.trigger not in event.mentions


def test_mentions_are_told_apart_and_in_text_order() -> None:
    (event,) = coded(
        "Gunmen attacked the village of Rumoke on Sunday. The attack left nine villagers dead. The assault lasted an hour."
    ).events
    assert list(event.mentions) == sorted(set(event.mentions), key=lambda span: span.start)
    assert len(event.mentions) >= 2


def test_the_attacker_of_a_later_sentence_fills_the_gap_of_the_first() -> None:
    text = "A suicide bomber attacked a mosque in Ostrel on Monday. Islamic State claimed responsibility for the attack."
    (event,) = coded(text).events
    assert [p.name for p in event.participants if p.role == "initiator"] == ["Islamic State"]


def test_a_title_repeats_what_the_body_tells() -> None:
    text = "Gunmen attacked the village of Rumoke on Sunday. The attack left nine villagers dead."
    assert len(coded(text, title="Nine killed in attack on Rumoke").events) == 1


def test_ids_follow_the_text() -> None:
    events = coded("The army captured the villages of Belkara and Rumoke. Police arrested three men in Ostrel.").events
    assert [event.id for event in events] == ["e1", "e2", "e3"]
    assert [event.trigger.start for event in events] == sorted(event.trigger.start for event in events)
