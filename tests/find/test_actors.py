"""Who acts or suffers: registry names, nouns that take the country of the report, unlisted groups, states, civilians, persons."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from dateline.pipeline import code_pages
from dateline.records import CodedReport
from tests.reader import found, index, page_of

READ = [
    ("Syrian rebels attacked the town of Belkara.", ["Syrian rebels = Syrian rebels/rebel"]),
    ("In Iraq, police left the city of Ostrel.", ["police = Iraqi Police/police"]),
    ("ISIS fighters attacked the village.", ["ISIS fighters = Islamic State/rebel"]),
    ("Daesh terrorists attacked the village.", ["Daesh terrorists = Islamic State/rebel"]),
    ("Fighters of the Islamic State attacked the village.", ["Fighters of the Islamic State = Islamic State/rebel"]),
    ("Soldiers of the Iraqi army fled.", ["Soldiers of the Iraqi army = Iraqi Army/state_forces"]),
    ("Rebels of the Free Syrian Army fled.", ["Rebels of the Free Syrian Army = Free Syrian Army/rebel"]),
    ("The Tatmadaw shelled the village.", ["Tatmadaw = Myanmar Armed Forces/state_forces"]),
    ("The Lord's Resistance Army fled.", ["Lord's Resistance Army = Lord's Resistance Army/rebel"]),
    ("MS-13 gang members fled.", ["MS-13 gang members = Mara Salvatrucha (MS-13)/militia"]),
    ("American warplanes bombed the town.", ["American warplanes = US Armed Forces/state_forces"]),
    ("Turkish jets bombed the town.", ["Turkish jets = Turkish Armed Forces/state_forces"]),
    ("Kurdish fighters fled.", ["Kurdish fighters = Kurdish fighters/rebel"]),
    ("Hooded gunmen fled.", ["Hooded gunmen = Unidentified armed actor/unidentified"]),
    ("Unknown assailants fled.", ["Unknown assailants = Unidentified armed actor/unidentified"]),
    ("Pro-government fighters fled in Syria.", ["Pro-government fighters = Pro-government fighters (Syria)/militia"]),
    ("Villagers fled.", ["Villagers = Civilians/civilians"]),
    ("Two French journalists were killed.", ["French journalists = Civilians/civilians"]),
    ("Protesters marched.", ["Protesters = Protesters/protesters"]),
    ("Russia attacked Ukraine.", ["Russia = Government of Russia/government", "Ukraine = Government of Ukraine/government"]),
    ("The president of Colombia spoke.", ["president = Government of Colombia/government"]),
    ("General Omar Haddin said nothing.", ["Omar Haddin = Omar Haddin/person"]),
    ("The UN said nothing.", ["UN = United Nations/external"]),
    ("Reuters said nothing.", ["Reuters = Reuters/media"]),
    ("The police station was empty.", ["police = Police/police"]),
    ("Unknown men fled.", ["Unknown men = Unidentified armed actor/unidentified"]),
    ("Air defences shot down a drone over the town of Tarmin.", ["Air defences = Air defences/state_forces"]),
    (
        "Syrian and Russian warplanes bombed the town of Tarmin.",
        ["Syrian = Syrian government forces/state_forces", "Russian warplanes = Russian Armed Forces/state_forces"],
    ),
    (
        "The Ukrainian air force struck Russian positions near Tarmin.",
        ["Ukrainian air force = Armed Forces of Ukraine/state_forces", "Russian positions = Russian Armed Forces/state_forces"],
    ),
    (
        "Moscow said its jets had bombed the town of Tarmin.",
        ["Moscow = Government of Russia/government", "jets = Jets/state_forces"],
    ),
    (
        "Boko Haram burned Kala. The group said so.",
        ["Boko Haram = Boko Haram/rebel", "The group = Boko Haram/rebel"],
    ),
    ("The group stage ended.", []),
    (
        "The Syrian Observatory for Human Rights said nothing.",
        ["Syrian Observatory for Human Rights = Syrian Observatory for Human Rights/organisation"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_words_names_and_classes(text: str, expected: list[str]) -> None:
    report = found(text)
    assert [f"{a.span.of(report.page.document)} = {a.name}/{a.actor_class}" for a in report.mentions.actors] == expected


NO_ACTOR = [
    "The leaves on the street turned.",
    "The town hall of Ostrel opened.",
    "He will march in May.",
    "She had her hair cut.",
    "A military operation went on.",
    "The Front Street market in Ostrel reopened.",
    "A meeting in the town of Rumoke discussed roads.",
    "It rained in Burkina Faso.",
    "The road to Damascus was closed.",
]


@pytest.mark.parametrize("text", NO_ACTOR)
def test_ordinary_phrases_and_places_hold_no_actor(text: str) -> None:
    assert found(text).mentions.actors == ()


SIDES = [
    ("In Ukraine, the army shelled the village of Rumoke.", "Ukraine"),
    ("In Somalia, soldiers left.", "Government of Somalia"),
    ("In Colombia, the police left.", "Government of Colombia"),
    ("Turkish jets bombed the town.", "Turkey"),
    ("ISIS fighters fled.", "Islamic State"),
    ("Syrian rebels fled.", "Syrian opposition"),
    ("The Syrian army fled.", "Syrian government and allies"),
    ("Jabhat al-Nusra fled.", "HTS / al-Nusra"),
    ("Villagers fled.", "Civilians"),
    ("Gunmen fled.", "Unidentified"),
    ("General Omar Haddin said nothing.", None),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_the_party_that_an_actor_belongs_to(text: str, side: str | None) -> None:
    (actor,) = found(text).mentions.actors
    assert actor.side == side


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        ("The army fled in Somalia.", True),
        ("The Somali National Army fled.", False),
        ("Militants fled.", True),
        ("Taliban militants fled.", False),
    ],
)
def test_nouns_that_take_their_identity_from_the_report_are_generic(text: str, generic: bool) -> None:
    (actor,) = found(text).mentions.actors
    assert actor.generic is generic


def test_the_same_noun_is_another_army_in_another_country() -> None:
    names = {
        country: found(f"In {country}, the army shelled a village.").mentions.actors[0].name
        for country in ("Ukraine", "Colombia", "Nigeria")
    }
    assert len(set(names.values())) == 3


def test_actors_never_overlap_and_lie_in_text_order() -> None:
    text = "Syrian army soldiers, Hezbollah fighters and Russian jets attacked Free Syrian Army rebels and killed five villagers, Reuters said."
    spans = [actor.span for actor in found(text).mentions.actors]
    assert len(spans) == 6
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize(("outlet", "named"), [("Barid News Agency", False), ("BNA", False), ("Barid Times", True), (None, True)])
def test_the_initials_of_the_outlet_are_nobody_else_s(outlet: str | None, named: bool) -> None:
    page = page_of("Rebels attacked the town of Tarmin, the BNA said.")
    (report,) = code_pages([replace(page, sighting=replace(page.sighting, outlet=outlet))], index=index(), reader="rules", until="find")
    assert isinstance(report, CodedReport)
    assert any(actor.span.of(page.document) == "BNA" for actor in report.mentions.actors) == named
