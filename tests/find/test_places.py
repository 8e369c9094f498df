"""Place names and place phrases: words, name, level, relation and what contains them."""

from __future__ import annotations

import pytest

from dateline.records import PlaceMention
from tests.reader import found


def written(place: PlaceMention, text: str) -> str:
    """Write a place: "words = name (level) relation; in containing", leaving out what is plain."""
    words = text[place.span.start : place.span.end]
    parts = [words if words == place.name else f"{words} = {place.name}", f" ({place.level})" if place.level else ""]
    parts.append(f" {place.relation}" if place.relation != "at" else "")
    parts.append(f"; in {', '.join(place.within)}" if place.within else "")
    return "".join(parts)


READ = [
    ("The army captured the village of Rumoke.", ["Rumoke (village)"]),
    ("Clashes broke out in the western countryside of Daraa.", ["western countryside of Daraa (area)"]),
    ("Clashes broke out in eastern Ukraine.", ["eastern Ukraine (area)"]),
    ("Clashes erupted on the outskirts of Ostrel.", ["outskirts of Ostrel (area)"]),
    ("Rebels left the area of Ostrel.", ["area of Ostrel (area)"]),
    ("Rebels attacked the Tabran airport in Ostrel.", ["Tabran airport (site); in Ostrel", "Ostrel"]),
    ("Rebels attacked the Tabran airbase in Homs province.", ["Tabran airbase (site); in Homs", "Homs province = Homs (admin1)"]),
    ("Gunmen attacked the Saint Mark hospital in Rumoke.", ["Saint Mark hospital (site); in Rumoke", "Rumoke"]),
    ("Rebels shelled Hill 402.", ["Hill 402 (hill)"]),
    ("Rebels ambushed troops in the Tabran mountains.", ["Tabran mountains (hill)"]),
    ("Militants attacked a convoy on the Belkara-Ostrel highway.", ["Belkara-Ostrel highway (road)"]),
    ("The fighting spread to the Tabran river.", ["Tabran river (water) towards"]),
    ("Rebels attacked the village of San Luis de la Reina.", ["San Luis de la Reina (village)"]),
    ("Rebels attacked the village of Deir al-Obran.", ["Deir al-Obran (village)"]),
    ("Clashes broke out in Norrland county.", ["Norrland county = Norrland (admin2)"]),
    ("Clashes broke out in Ostrel's northern suburbs.", ["Ostrel"]),
    ("The army advanced towards Ostrel.", ["Ostrel towards"]),
    ("Soldiers were killed near the village of Rumoke.", ["Rumoke (village) near"]),
    ("Soldiers withdrew from the village of Rumoke.", ["Rumoke (village) from"]),
    ("Rebels captured Belkara, a village in southern Idlib.", ["Belkara; in southern Idlib", "southern Idlib (area)"]),
    ("Jihadists attacked the village of Rumoke in Burkina Faso.", ["Rumoke (village); in Burkina Faso", "Burkina Faso (country)"]),
    ("Rebels of the Free Syrian Army attacked Tarmin.", ["Tarmin"]),
    ("A drone strike hit Umm Karsa on Monday.", ["Umm Karsa"]),
    ("A drone strike hit Tarmin, Sudan, on Monday.", ["Tarmin; in Sudan", "Sudan (country)"]),
    ("Ukrainian drones hit Tarmin, Russia, on Monday.", ["Tarmin; in Russia", "Russia (country)"]),
    ("Shells hit Tarmin, North Kordofan, on Monday.", ["Tarmin; in North Kordofan", "North Kordofan"]),
    (
        "A bomb exploded in the Karsen neighbourhood of Tarmin.",
        ["Karsen neighbourhood = Karsen (neighbourhood); in Tarmin", "Tarmin"],
    ),
    (
        "The village of Tarmin in the west of Hama province was shelled by the army.",
        ["Tarmin (village); in Hama", "Hama province = Hama (admin1)"],
    ),
    (
        "Government forces captured the village of Tarmin from rebels in the northern countryside of Aleppo.",
        ["Tarmin (village); in northern countryside of Aleppo", "northern countryside of Aleppo (area)"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_names_levels_relations_and_containing_places(text: str, expected: list[str]) -> None:
    assert [written(place, text) for place in found(text).mentions.places] == expected


OFFSETS = [
    ("A bomb exploded 9 km north of the city of Ostrel.", "9 km north of the city of"),
    ("A bomb exploded 12 miles from the town of Ostrel.", "12 miles from"),
    ("A bomb exploded about 20 kilometres south-west of the city of Ostrel.", "about 20 kilometres south-west of the city of"),
    ("A bomb exploded in the city of Ostrel.", None),
]


@pytest.mark.parametrize(("text", "offset"), OFFSETS)
def test_distances_from_a_place(text: str, offset: str | None) -> None:
    (place,) = found(text).mentions.places
    assert (place.name, place.offset) == ("Ostrel", offset)
    assert place.relation == ("near" if offset else "at")


LISTS = [
    ("The army captured the villages of Belkara, Rumoke and Ostrel.", ["Belkara", "Rumoke", "Ostrel"]),
    ("The army shelled the towns of Belkara, Rumoke, and Ostrel.", ["Belkara", "Rumoke", "Ostrel"]),
    ("The army captured the villages of Belkara and Rumoke.", ["Belkara", "Rumoke"]),
    (
        "The army is in control of the Tabran dam, Karsen mountain and the Obran junction.",
        ["Tabran dam", "Karsen mountain", "Obran junction"],
    ),
    ("Clashes broke out between the villages of Belkara and Rumoke.", ["Belkara", "Rumoke"]),
    ("Warplanes bombed Belkara, Tarmin and Ostrel.", ["Belkara", "Tarmin", "Ostrel"]),
]


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_places_of_a_list_share_a_group(text: str, names: list[str]) -> None:
    places = found(text).mentions.places
    assert [place.name for place in places] == names
    assert {place.group for place in places} == {1}


def test_places_apart_share_no_group() -> None:
    places = found("The army captured the village of Belkara and shelled the villages of Rumoke and Ostrel.").mentions.places
    assert next((place.name, place.group) for place in places) == ("Belkara", None)
    assert len({place.group for place in places[1:]}) == 1


NO_PLACE = [
    "Troops loyal to Khartoum fled.",
    "Groups opposed to Khartoum fled.",
    "The National Council met.",
    "The Rumoke Front met.",
    "The Belkara Brigade fled.",
    "The Ostrel Times reported it.",
    "Omar Haddin said nothing.",
    "On Monday the army rested.",
    "The United Nations said nothing.",
    "The leaves fell.",
    "Operation Desert Wind went on.",
    "The Kurdish and Arab parties met.",
    "He spoke in English on Facebook.",
]


@pytest.mark.parametrize("text", NO_PLACE)
def test_organisations_people_and_days_are_no_places(text: str) -> None:
    assert found(text).mentions.places == ()


def test_residents_from_a_place_are_not_there() -> None:
    text = "Residents from Belkara protested in Ostrel."
    at = [place.name for place in found(text).mentions.places if place.relation == "at"]
    assert at == ["Ostrel"]


ANAPHORA = [
    ("The city of Ostrel is calm. Rebels attacked the city on Monday.", "Ostrel"),
    ("Rebels shelled the village of Rumoke. They entered the village on Monday.", "Rumoke"),
    ("Clashes broke out in the village of Rumoke and in the town of Ostrel. Soldiers left the town on Monday.", "Ostrel"),
]


@pytest.mark.parametrize(("text", "name"), ANAPHORA)
def test_the_city_is_the_city_named_before(text: str, name: str) -> None:
    last = found(text).mentions.places[-1]
    assert last.name == name
    assert text[last.span.start : last.span.end].startswith("the ")
