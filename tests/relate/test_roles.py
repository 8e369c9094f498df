"""Who acts on whom: a sentence and its cast, "initiators > targets; harmed victims; with supporters" by side."""

from __future__ import annotations

import pytest

from tests.reader import cast, coded

ACTIVE = [
    ("The Syrian army attacked Hayat Tahrir al-Sham near the town of Ostrel.", "Syrian government and allies > HTS / al-Nusra"),
    ("Islamic State fighters ambushed an Iraqi army convoy near Ostrel.", "Islamic State > Iraqi government and allies"),
    ("Al-Shabaab militants attacked a base of Somali government forces in Ostrel.", "Al-Shabaab > Government of Somalia"),
    ("Israeli forces shelled Hezbollah positions near the town of Ostrel in Lebanon.", "Israel > Hezbollah"),
    ("Hezbollah fired rockets at Israeli troops near Ostrel.", "Hezbollah > Israel"),
    ("Ukrainian artillery shelled Russian troops near Ostrel.", "Ukraine > Russia"),
    ("Saudi-led coalition jets bombed Houthi positions in Ostrel.", "Saudi-led Coalition > Houthis"),
    ("Turkish jets bombed YPG positions near Ostrel.", "Turkey > SDF"),
    (
        "The Colombian army killed six FARC guerrillas near Ostrel.",
        "Government of Colombia > FARC",
    ),
    ("Maoist rebels killed four policemen in the village of Rumoke in India.", "Naxalites > Government of India"),
    ("Tamil Tigers killed six Sri Lankan soldiers near Ostrel.", "LTTE > Government of Sri Lanka"),
    ("Russian forces shelled the town of Ostrel on Monday.", "Russia"),
    ("Russia fired missiles at the city of Ostrel on Monday.", "Russia"),
    ("Israel bombed the town of Ostrel on Tuesday.", "Israel"),
    ("Gunmen killed three villagers in Rumoke.", "Unidentified; harmed Civilians"),
    ("A group of armed men attacked the village of Rumoke.", "Unidentified"),
    ("Dozens of gunmen attacked the village of Rumoke.", "Unidentified"),
    ("Members of the Taliban shot dead a teacher in the village of Rumoke.", "Taliban; harmed Civilians"),
    (
        "M23 rebels fought Congolese soldiers near the town of Ostrel.",
        "M23 > Government of DR Congo",
    ),
    ("The Contras ambushed Nicaraguan soldiers near Ostrel.", "Contras > Government of Nicaragua"),
    ("ELN GUERRILLAS KIDNAPPED FOUR OIL WORKERS IN THE TOWN OF RUMOKE.", "ELN; harmed Civilians"),
    ("Police arrested seven protesters in the city of Ostrel.", "Police; harmed Civilians"),
    ("Myanmar soldiers burned the village of Rumoke.", "Government of Myanmar"),
    ("Rebels threatened to attack the town of Tarmin.", "Militants (unspecified)"),
    ("The militia launched a failed attack on the town of Tarmin.", "Militia"),
    ("Rebels ambushed a UN convoy near Tarmin, wounding two peacekeepers.", "Militants (unspecified) > United Nations"),
    ("Rebels captured five soldiers near the town of Tarmin.", "Militants (unspecified) > Soldiers"),
    ("US drones struck a convoy in the town of Tarmin in Yemen.", "United States"),
    ("Ukrainian drones struck an oil depot in Tarmin.", "Ukraine"),
    ("France launched airstrikes in the town of Tarmin.", "France"),
    ("The Ukrainian air force struck Russian positions near Tarmin.", "Ukraine > Russia"),
    ("Unknown men threw a grenade at a bar in the town of Tarmin.", "Unidentified"),
    ("Soldiers found a weapons cache in the town of Tarmin.", "Soldiers"),
    ("Air defences shot down a drone over the town of Tarmin.", "Air defences"),
    ("Police fired tear gas at protesters in the town of Tarmin.", "Protesters > Police"),
    ("Police dispersed a protest in the city of Tarmin with tear gas.", "?Protesters > Police"),
    ("Demonstrators clashed with police in the city of Tarmin.", "Protesters > Police"),
    ("Hundreds of people marched in Tarmin on Tuesday.", "Protesters"),
    ("Hundreds marched in the city of Tarmin to demand elections.", "?Protesters"),
    ("Protesters marched in the town of Tarmin on Tuesday. The protest ended peacefully.", "Protesters"),
]
TAKING = [
    ("The Taliban captured the town of Belkara from Afghan government forces.", "Taliban > Government of Afghanistan"),
    ("French-backed Syrian Democratic Forces captured the town of Belkara from Islamic State.", "SDF > Islamic State"),
    ("The Arakan Army captured the town of Ostrel from Myanmar's military.", "Arakan Army > Government of Myanmar"),
    (
        "TPLF fighters recaptured the town of Rumoke from Ethiopian forces.",
        "Tigray forces > Government of Ethiopia",
    ),
    ("Wagner mercenaries captured the village of Rumoke from Ukrainian forces.", "Wagner Group > Ukraine"),
    ("The Liberation Front of Maren captured the town of Belkara from the army.", "Liberation Front of Maren > Army"),
    ("The village of Rumoke fell to M23 rebels on Friday.", "M23"),
    ("The village of Rumoke fell to Boko Haram after the Nigerian army withdrew.", "Boko Haram"),
    ("Turkish troops entered the village of Rumoke in northern Syria.", "Turkey"),
    ("The Syrian army drove Islamic State out of the town of Tarmin.", "Syrian government and allies > Islamic State"),
    ("Islamic State lost the town of Tarmin to the Syrian army.", "Syrian government and allies > Islamic State"),
    ("The Houthis, a Yemeni rebel group, seized the town of Tarmin.", "Houthis"),
]
PASSIVE = [
    ("The Iraqi army was attacked by Islamic State near Ostrel.", "Islamic State > Iraqi government and allies"),
    ("The town of Belkara was captured by the Taliban on Sunday.", "Taliban"),
    ("Three villagers were killed by gunmen in Rumoke.", "Unidentified; harmed Civilians"),
    ("Seven protesters were arrested by police in the city of Ostrel.", "Police; harmed Civilians"),
    ("Two aid workers were kidnapped by gunmen in Rumoke.", "Unidentified; harmed Civilians"),
    ("Six Ukrainian soldiers were killed by Russian shelling near Ostrel.", "Russia > Ukraine"),
    ("The village of Rumoke was shelled by the Syrian army.", "Syrian government and allies"),
    ("A patrol of Somali soldiers was ambushed by Al-Shabaab near the town of Tarmin.", "Al-Shabaab > Government of Somalia"),
    ("Rebels were driven out of the town of Tarmin by the Syrian army.", "Syrian government and allies > Syrian opposition"),
]
NOMINAL = [
    ("The shelling of the town of Belkara by the Syrian army killed four civilians.", "Syrian government and allies; harmed Civilians"),
    ("An attack by Boko Haram on the village of Rumoke killed nine people.", "Boko Haram; harmed Civilians"),
    ("Boko Haram's attack on the village of Rumoke left nine civilians dead.", "Boko Haram; harmed Civilians"),
    ("The raid by Israeli troops on the town of Ostrel killed two people.", "Israel; harmed Civilians"),
    ("Three soldiers were killed in an attack by Al-Shabaab in the town of Ostrel.", "Al-Shabaab > Soldiers"),
    ("The abduction of two nurses by gunmen in the town of Rumoke was reported on Monday.", "Unidentified; harmed Civilians"),
    ("The attack on the town of Ostrel was claimed by Islamic State.", "Islamic State"),
    ("Islamic State claimed the attack on a police post in the town of Ostrel.", "Islamic State > Police"),
    ("Al-Shabaab claimed responsibility for the bombing in Ostrel that killed six soldiers.", "Al-Shabaab > Soldiers"),
    (
        "The Syrian army's attack near the town of Belkara was repelled by Hayat Tahrir al-Sham.",
        "Syrian government and allies > HTS / al-Nusra",
    ),
    ("Hayat Tahrir al-Sham repelled an attack by the Syrian army near Belkara.", "Syrian government and allies > HTS / al-Nusra"),
    ("A roadside bomb killed two soldiers near Ostrel.", "?Unidentified > Soldiers"),
    ("Russian airstrikes killed 11 Hayat Tahrir al-Sham fighters near Belkara.", "Russia > HTS / al-Nusra"),
    ("An attempt by the rebels to seize the village of Tarmin failed.", "Militants (unspecified)"),
    ("A shell fired by the army landed on a school in the town of Tarmin.", "Army"),
    ("Security forces foiled a suicide attack in the city of Tarmin on Tuesday.", "?Unidentified > Security forces"),
    ("Shells hit Tarmin, North Kordofan, on Monday, killing three civilians.", "?Unidentified; harmed Civilians"),
    ("A drone strike hit Umm Karsa on Monday and killed five people, residents said.", "?Unidentified; harmed Civilians"),
]
BOTH_SIDES = [
    ("Clashes between the Syrian army and Hayat Tahrir al-Sham erupted in Belkara.", "Syrian government and allies > HTS / al-Nusra"),
    ("Clashes erupted in Belkara between the Syrian army and Hayat Tahrir al-Sham.", "Syrian government and allies > HTS / al-Nusra"),
    ("The Syrian army clashed with Hayat Tahrir al-Sham in Belkara.", "Syrian government and allies > HTS / al-Nusra"),
    ("Fighting broke out between Russian forces and Ukrainian troops near Ostrel.", "Russia > Ukraine"),
    (
        "Fighting between M23 and the Congolese army resumed near Ostrel on Monday.",
        "M23 > Government of DR Congo",
    ),
    ("Islamic State lost 21 fighters in clashes with the Syrian army near Belkara.", "Islamic State > Syrian government and allies"),
    ("Ugandan soldiers and ADF rebels clashed near the town of Tarmin.", "Uganda > Allied Democratic Forces"),
    ("M23 rebels and the army exchanged fire on Tuesday around Tarmin.", "M23 > Army"),
]
JOINT = [
    ("The Nigerian army and Chadian troops attacked Boko Haram near Belkara.", "Government of Nigeria + Government of Chad > Boko Haram"),
    (
        "The Nigerian army, Chadian troops and Cameroonian soldiers attacked Boko Haram near Belkara.",
        "Government of Nigeria + Government of Chad + Government of Cameroon > Boko Haram",
    ),
    (
        "Ethiopian troops and Eritrean forces attacked the town of Rumoke in Tigray.",
        "Government of Ethiopia + Eritrea",
    ),
    (
        "The Syrian army, backed by Russian warplanes, captured the village of Rumoke from Islamic State.",
        "Syrian government and allies > Islamic State; with Russia",
    ),
    (
        "The Yemeni army, supported by the Saudi-led coalition, seized the town of Belkara from the Houthis.",
        "Government of Yemen > Houthis; with Saudi-led Coalition",
    ),
    (
        "With the support of the Russian air force, the Syrian army captured the village of Rumoke.",
        "Syrian government and allies; with Russia",
    ),
    ("Six soldiers and two civilians were killed when Boko Haram attacked the town of Rumoke.", "Boko Haram > Soldiers; harmed Civilians"),
    ("Al-Shabaab, which is linked to al-Qaeda, attacked the village of Rumoke.", "Al-Shabaab"),
    ("Militants from Boko Haram attacked the village of Rumoke.", "Boko Haram"),
    ("The Syrian army and Islamic State signed a ceasefire in the town of Belkara.", "Syrian government and allies + Islamic State"),
    ("The Syrian army and Islamic State agreed to a ceasefire in Tarmin.", "Syrian government and allies + Islamic State"),
    ("Syrian and Russian warplanes bombed the town of Tarmin.", "Syrian government and allies + Russia"),
    (
        "The Nigerian army, together with the Civilian Joint Task Force, attacked Boko Haram near the town of Tarmin.",
        "Government of Nigeria + Government of Nigeria > Boko Haram",
    ),
]
SPEAKERS = [
    (
        "The Syrian Democratic Forces said its fighters had captured the town of Belkara from Islamic State.",
        "SDF > Islamic State",
    ),
    ("The Syrian army said it had taken the village of Rumoke from Islamic State.", "Syrian government and allies > Islamic State"),
    ("The Syrian army said it had captured the village of Rumoke from Islamic State.", "Syrian government and allies > Islamic State"),
    ("The Turkish army said it had killed 14 PKK militants near Ostrel.", "Turkey > PKK"),
    ("The Pakistani army said on Friday its troops killed nine militants in Ostrel.", "Government of Pakistan > Militants (unspecified)"),
    ("The Syrian Observatory for Human Rights said Islamic State captured the village of Rumoke.", "Islamic State"),
    ("The United Nations said gunmen killed three villagers in Rumoke.", "Unidentified; harmed Civilians"),
    ("A resident said the Syrian army shelled the village of Rumoke.", "Syrian government and allies"),
    ("Moscow said its jets had bombed the town of Tarmin.", "Russia"),
    ("The military said its forces had killed 16 terrorists in the Karsen area.", "Military > Militants (unspecified)"),
]


@pytest.mark.parametrize(("text", "expected"), [*ACTIVE, *TAKING, *PASSIVE, *NOMINAL, *BOTH_SIDES, *JOINT, *SPEAKERS])
def test_one_event_has_the_cast_that_the_sentence_gives(text: str, expected: str) -> None:
    assert [cast(event) for event in coded(text).events] == [expected]


CARRIED = [
    (
        "The Free Syrian Army advanced on the town of Belkara. They captured the village of Rumoke.",
        ["Syrian opposition", "Syrian opposition"],
    ),
    (
        "The Syrian army attacked Islamic State near Belkara on Monday. It captured the village of Rumoke on Tuesday.",
        ["Syrian government and allies > Islamic State", "Syrian government and allies > ?Islamic State"],
    ),
    (
        "The Syrian army captured the town of Belkara and shelled the village of Rumoke.",
        ["Syrian government and allies", "Syrian government and allies"],
    ),
    (
        "Israeli troops raided the town of Ostrel and arrested six men.",
        ["Israel", "Israel; harmed Civilians"],
    ),
    (
        "The Northern Salvation Front (NSF) attacked the village of Rumoke on Monday. The NSF killed four soldiers in Ostrel on Tuesday.",
        ["Northern Salvation Front", "Northern Salvation Front > Soldiers"],
    ),
    (
        "The Syrian army captured the town of Belkara from Islamic State on Monday. Islamic State attacked the village of Rumoke on Tuesday.",
        ["Syrian government and allies > Islamic State", "Islamic State > ?Syrian government and allies"],
    ),
    (
        "Gunmen killed a priest in Tarmin on Monday. Residents protested in Tarmin on Monday.",
        ["Unidentified; harmed Civilians", "Protesters"],
    ),
    (
        "The Ethiopian army carried out air strikes near Tarmin. Near Ostrel, two strikes engaged a Fano unit; destroyed a depot.",
        ["Government of Ethiopia > ?Fano militia", "?Government of Ethiopia > Fano militia"],
    ),
    (
        "Rebels attacked the town of Tarmin. The rebels then withdrew from the town of Tarmin.",
        ["Militants (unspecified)", "Militants (unspecified)"],
    ),
    (
        "The Nigerian army killed nine Boko Haram fighters near the town of Tarmin. Three soldiers were also killed.",
        ["Government of Nigeria > Boko Haram"],
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
