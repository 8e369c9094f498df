"""Who acts on whom: a sentence and its cast, "initiators > targets; harmed victims; with supporters", "?" where inferred."""

from __future__ import annotations

import pytest

from tests.reader import cast, coded

ACTIVE = [
    ("The Syrian army attacked Hayat Tahrir al-Sham near the town of Ostrel.", "Syrian Arab Army > Hayat Tahrir al-Sham"),
    ("Islamic State fighters ambushed an Iraqi army convoy near Ostrel.", "Islamic State > Iraqi Army"),
    ("Al-Shabaab militants attacked a base of Somali government forces in Ostrel.", "Al-Shabaab > Somali National Army"),
    ("Israeli forces shelled Hezbollah positions near the town of Ostrel in Lebanon.", "Israel Defense Forces > Hezbollah"),
    ("Hezbollah fired rockets at Israeli troops near Ostrel.", "Hezbollah > Israel Defense Forces"),
    ("Ukrainian artillery shelled Russian troops near Ostrel.", "Armed Forces of Ukraine > Russian Armed Forces"),
    ("Saudi-led coalition jets bombed Houthi positions in Ostrel.", "Saudi-led Coalition > Houthis"),
    ("Turkish jets bombed YPG positions near Ostrel.", "Turkish Armed Forces > YPG"),
    (
        "The Colombian army killed six FARC guerrillas near Ostrel.",
        "Colombian Armed Forces > Revolutionary Armed Forces of Colombia (FARC)",
    ),
    ("Maoist rebels killed four policemen in the village of Rumoke in India.", "Maoist rebels > Indian Police"),
    ("Tamil Tigers killed six Sri Lankan soldiers near Ostrel.", "Liberation Tigers of Tamil Eelam > Sri Lankan Armed Forces"),
    ("Russian forces shelled the town of Ostrel on Monday.", "Russian Armed Forces"),
    ("Russia fired missiles at the city of Ostrel on Monday.", "Government of Russia"),
    ("Israel bombed the town of Ostrel on Tuesday.", "Government of Israel"),
    ("Gunmen killed three villagers in Rumoke.", "Unidentified armed actor; harmed Civilians"),
    ("A group of armed men attacked the village of Rumoke.", "Unidentified armed actor"),
    ("Dozens of gunmen attacked the village of Rumoke.", "Unidentified armed actor"),
    ("Members of the Taliban shot dead a teacher in the village of Rumoke.", "Taliban; harmed Civilians"),
    (
        "M23 rebels fought Congolese soldiers near the town of Ostrel.",
        "March 23 Movement (M23) > Armed Forces of the Democratic Republic of Congo",
    ),
    ("The Contras ambushed Nicaraguan soldiers near Ostrel.", "Contras > Sandinista Popular Army"),
    ("ELN GUERRILLAS KIDNAPPED FOUR OIL WORKERS IN THE TOWN OF RUMOKE.", "National Liberation Army (ELN); harmed Civilians"),
    ("Police arrested seven protesters in the city of Ostrel.", "Police; harmed Civilians"),
    ("Myanmar soldiers burned the village of Rumoke.", "Myanmar Armed Forces"),
]
TAKING = [
    ("The Taliban captured the town of Belkara from Afghan government forces.", "Taliban > Afghan National Army"),
    ("US-backed Syrian Democratic Forces captured the town of Belkara from Islamic State.", "Syrian Democratic Forces > Islamic State"),
    ("The Arakan Army captured the town of Ostrel from Myanmar's military.", "Arakan Army > Myanmar Armed Forces"),
    (
        "TPLF fighters recaptured the town of Rumoke from Ethiopian forces.",
        "Tigray People's Liberation Front > Ethiopian National Defence Force",
    ),
    ("Wagner mercenaries captured the village of Rumoke from Ukrainian forces.", "Wagner Group > Armed Forces of Ukraine"),
    ("The Liberation Front of Maren captured the town of Belkara from the army.", "Liberation Front of Maren > Army"),
    ("The village of Rumoke fell to M23 rebels on Friday.", "March 23 Movement (M23)"),
    ("The village of Rumoke fell to Boko Haram after the Nigerian army withdrew.", "Boko Haram"),
    ("Turkish troops entered the village of Rumoke in northern Syria.", "Turkish Armed Forces"),
]
PASSIVE = [
    ("The Iraqi army was attacked by Islamic State near Ostrel.", "Islamic State > Iraqi Army"),
    ("The town of Belkara was captured by the Taliban on Sunday.", "Taliban"),
    ("Three villagers were killed by gunmen in Rumoke.", "Unidentified armed actor; harmed Civilians"),
    ("Seven protesters were arrested by police in the city of Ostrel.", "Police; harmed Civilians"),
    ("Two aid workers were kidnapped by gunmen in Rumoke.", "Unidentified armed actor; harmed Civilians"),
    ("Six Ukrainian soldiers were killed by Russian shelling near Ostrel.", "Russian Armed Forces > Armed Forces of Ukraine"),
    ("The village of Rumoke was shelled by the Syrian army.", "Syrian Arab Army"),
]
NOMINAL = [
    ("The shelling of the town of Belkara by the Syrian army killed four civilians.", "Syrian Arab Army; harmed Civilians"),
    ("An attack by Boko Haram on the village of Rumoke killed nine people.", "Boko Haram; harmed Civilians"),
    ("Boko Haram's attack on the village of Rumoke left nine civilians dead.", "Boko Haram; harmed Civilians"),
    ("The raid by Israeli troops on the town of Ostrel killed two people.", "Israel Defense Forces; harmed Civilians"),
    ("Three soldiers were killed in an attack by Al-Shabaab in the town of Ostrel.", "Al-Shabaab > Soldiers"),
    ("The abduction of two nurses by gunmen in the town of Rumoke was reported on Monday.", "Unidentified armed actor; harmed Civilians"),
    ("The attack on the town of Ostrel was claimed by Islamic State.", "Islamic State"),
    ("Islamic State claimed the attack on a police post in the town of Ostrel.", "Islamic State > Police"),
    ("Al-Shabaab claimed responsibility for the bombing in Ostrel that killed six soldiers.", "Al-Shabaab > Soldiers"),
    ("The Syrian army's attack near the town of Belkara was repelled by Hayat Tahrir al-Sham.", "Syrian Arab Army > Hayat Tahrir al-Sham"),
    ("Hayat Tahrir al-Sham repelled an attack by the Syrian army near Belkara.", "Syrian Arab Army > Hayat Tahrir al-Sham"),
    ("A roadside bomb killed two soldiers near Ostrel.", "?Unidentified armed actor > Soldiers"),
    ("Russian airstrikes killed 11 Hayat Tahrir al-Sham fighters near Belkara.", "Russian Armed Forces > Hayat Tahrir al-Sham"),
]
BOTH_SIDES = [
    ("Clashes between the Syrian army and Hayat Tahrir al-Sham erupted in Belkara.", "Syrian Arab Army > Hayat Tahrir al-Sham"),
    ("Clashes erupted in Belkara between the Syrian army and Hayat Tahrir al-Sham.", "Syrian Arab Army > Hayat Tahrir al-Sham"),
    ("The Syrian army clashed with Hayat Tahrir al-Sham in Belkara.", "Syrian Arab Army > Hayat Tahrir al-Sham"),
    ("Fighting broke out between Russian forces and Ukrainian troops near Ostrel.", "Russian Armed Forces > Armed Forces of Ukraine"),
    (
        "Fighting between M23 and the Congolese army resumed near Ostrel on Monday.",
        "March 23 Movement (M23) > Armed Forces of the Democratic Republic of Congo",
    ),
    ("Islamic State lost 35 fighters in clashes with the Syrian army near Belkara.", "Islamic State > Syrian Arab Army"),
]
JOINT = [
    ("The Syrian army and Hezbollah attacked Hayat Tahrir al-Sham near Belkara.", "Syrian Arab Army + Hezbollah > Hayat Tahrir al-Sham"),
    (
        "The Syrian army, Hezbollah and Russian forces attacked Islamic State near Belkara.",
        "Syrian Arab Army + Hezbollah + Russian Armed Forces > Islamic State",
    ),
    (
        "Ethiopian troops and Eritrean forces attacked the town of Rumoke in Tigray.",
        "Ethiopian National Defence Force + Eritrean Defence Forces",
    ),
    (
        "The Syrian army, backed by Russian warplanes, captured the village of Rumoke from Islamic State.",
        "Syrian Arab Army > Islamic State; with Russian Armed Forces",
    ),
    (
        "The Syrian army, supported by Hezbollah, seized the town of Belkara from Islamic State.",
        "Syrian Arab Army > Islamic State; with Hezbollah",
    ),
    (
        "With the support of the Russian air force, the Syrian army captured the village of Rumoke.",
        "Syrian Arab Army; with Russian Armed Forces",
    ),
    ("Six soldiers and two civilians were killed when Boko Haram attacked the town of Rumoke.", "Boko Haram > Soldiers; harmed Civilians"),
    ("Al-Shabaab, which is linked to al-Qaeda, attacked the village of Rumoke.", "Al-Shabaab"),
    ("Militants from Boko Haram attacked the village of Rumoke.", "Boko Haram"),
    ("The Syrian army and Islamic State signed a ceasefire in the town of Belkara.", "Syrian Arab Army + Islamic State"),
]
SPEAKERS = [
    (
        "The Syrian Democratic Forces said its fighters had captured the town of Belkara from Islamic State.",
        "Syrian Democratic Forces > Islamic State",
    ),
    ("The Syrian army said it had captured the village of Rumoke from Islamic State.", "Syrian Arab Army > Islamic State"),
    ("The Turkish army said it had killed 14 PKK militants near Ostrel.", "Turkish Armed Forces > Kurdistan Workers Party (PKK)"),
    ("The Pakistani army said on Friday its troops killed nine militants in Ostrel.", "Pakistani Armed Forces > Militants (unspecified)"),
    ("The Syrian Observatory for Human Rights said Islamic State captured the village of Rumoke.", "Islamic State"),
    ("The United Nations said gunmen killed three villagers in Rumoke.", "Unidentified armed actor; harmed Civilians"),
    ("A resident said the Syrian army shelled the village of Rumoke.", "Syrian Arab Army"),
]


@pytest.mark.parametrize(("text", "expected"), [*ACTIVE, *TAKING, *PASSIVE, *NOMINAL, *BOTH_SIDES, *JOINT, *SPEAKERS])
def test_one_event_has_the_cast_that_the_sentence_gives(text: str, expected: str) -> None:
    assert [cast(event) for event in coded(text).events] == [expected]


CARRIED = [
    (
        "The Free Syrian Army advanced on the town of Belkara. They captured the village of Rumoke.",
        ["Free Syrian Army", "Free Syrian Army"],
    ),
    (
        "The Syrian army attacked Islamic State near Belkara on Monday. It captured the village of Rumoke on Tuesday.",
        ["Syrian Arab Army > Islamic State", "Syrian Arab Army > ?Islamic State"],
    ),
    (
        "The Syrian army captured the town of Belkara and shelled the village of Rumoke.",
        ["Syrian Arab Army", "Syrian Arab Army"],
    ),
    (
        "Israeli troops raided the town of Ostrel and arrested six men.",
        ["Israel Defense Forces", "Israel Defense Forces; harmed Civilians"],
    ),
    (
        "The Northern Salvation Front (NSF) attacked the village of Rumoke on Monday. The NSF killed four soldiers in Ostrel on Tuesday.",
        ["Northern Salvation Front", "Northern Salvation Front > Soldiers"],
    ),
    (
        "The Syrian army captured the town of Belkara from Islamic State on Monday. Islamic State attacked the village of Rumoke on Tuesday.",
        ["Syrian Arab Army > Islamic State", "Islamic State > ?Syrian Arab Army"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_subjects_are_carried_to_what_follows(text: str, expected: list[str]) -> None:
    assert [cast(event) for event in coded(text).events] == expected


def test_every_participant_that_is_named_quotes_its_words() -> None:
    for text, _ in [*ACTIVE, *PASSIVE, *JOINT]:
        for event in coded(text).events:
            for participant in event.participants:
                assert participant.inferred is (participant.spans == ())
                assert all(text[span.start : span.end].strip() for span in participant.spans)
