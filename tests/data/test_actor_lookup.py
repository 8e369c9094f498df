"""Whole names looked up in the registry: spellings, order, lists, states, commanders, nil; names in the code books' patterns."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.data.actor_lookup import acled_name, commanded, look_up, ucdp_name
from dateline.data.actors import load_actors


def named(name: str, country: str | None = None, day: dt.date | None = None) -> list[str]:
    return [entry.id for entry in look_up(name, country=country, day=day)]


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("Jeish ul-Islam", "SY", ["jaysh_islam"]),
        ("fighters of Ahrar ash-Sham", "SY", ["ahrar"]),
        ("Ansar-Allah", "YE", ["houthis"]),
        ("Huthi rebels", "YE", ["houthis"]),
        ("A.Q.I.M.", "DZ", ["aqim"]),
        ("M-23 rebels", "CD", ["m23"]),
        ("Cártel de Tijuana", "MX", ["tijuana"]),
        ("Joseph Kony's LRA", "UG", ["lra"]),
        ("Islamist group Al-Shabaab", "SO", ["shabaab"]),
        ("Libyan Shura Council of Benghazi Revolutionaries", "LY", ["brsc"]),
        ("HTS and Southern Front", "SY", ["hts", "southern_front"]),
        ("Hausa and Yoruba youths", "NG", ["ethn.ng.hausa", "ethn.ng.yoruba"]),
        ("Ethiopian troops and OLF rebels", "ET", ["et.endf", "olf"]),
        ("UPC", "CF", ["upc_cf"]),
        ("UPC", "CD", ["upc_cd"]),
        ("PLA", "IN", ["pla_in"]),
        ("soldiers of Mali", "ML", ["ml.fama"]),
        ("Kampala", "UG", ["ug.government"]),
        ("Police Forces of Kenya (2013-2022)", "KE", ["ke.police"]),
        ("soldiers loyal to General Haftar", "LY", ["ly.lna"]),
        ("anti-Maduro protesters", "VE", ["oppo.ve.maduro"]),
        ("Dimatingkal-Manalocon-Cadayon", "PH", ["dimatingkal"]),
        ("Crimson Dawn", "MX", []),
        ("Black Panther Brigade", "SY", []),
        ("HTS and the Crimson Dawn", "SY", []),
        ("Sons of the Desert Front", "LY", []),
        ("Republican Guard", None, []),
        ("the", None, []),
        ("", None, []),
    ],
)  # fmt: skip
def test_look_up(name: str, country: str | None, expected: list[str]) -> None:
    assert named(name, country) == expected


def test_a_year_in_the_name_tells_the_government() -> None:
    assert named("Military Forces of Syria (2000-2024)", "SY") != named("Military Forces of Syria (2025-)", "SY")


def test_hopeless_names_are_nobody() -> None:
    assert look_up("x" * 10_000) == ()
    assert look_up("\u0301" * 500) == ()
    assert look_up("𐤀𐤁𐤂 𐤃𐤄𐤅") == ()


@given(st.text(max_size=30), st.sampled_from([None, "SY", "NG", "QQ"]))
def test_any_text_has_an_answer(text: str, country: str | None) -> None:
    assert len(look_up(text, country=country)) <= len(text)


@pytest.mark.parametrize(
    ("entry_id", "name"),
    [
        ("houthis", "Ansarallah"),
        ("qassam", "Hamas"),
        ("nusra", "Jabhat Fateh al-Sham"),
        ("iswap", "IS"),
        ("mm.tatmadaw", "Government of Myanmar (Burma)"),
        ("tg.police", "Government of Togo"),
        ("reuters", None),
    ],
)
def test_ucdp_name(entry_id: str, name: str | None) -> None:
    entry = load_actors().get(entry_id)
    assert entry is not None
    assert ucdp_name(entry) == name


@pytest.mark.parametrize(
    ("entry_id", "day", "name"),
    [
        ("ml.fama", dt.date(2022, 3, 1), "Military Forces of Mali (2021-)"),
        ("sy.army", dt.date(2017, 3, 1), "Military Forces of Syria (2000-2024)"),
        ("ke.police", dt.date(2015, 1, 1), "Police Forces of Kenya (2013-2022)"),
        ("ua.government", dt.date(2020, 1, 1), "Government of Ukraine (2019-)"),
        ("hts", None, "Hayat Tahrir al-Sham"),
    ],
)
def test_acled_name(entry_id: str, day: dt.date | None, name: str) -> None:
    entry = load_actors().get(entry_id)
    assert entry is not None
    assert acled_name(entry, day) == name


def test_commanders_stand_for_their_force_and_never_in_running_text() -> None:
    force = commanded("General Abdel Fattah al-Burhan", country="SD")
    assert force is not None
    assert force.id == "sd.saf"
    assert commanded("General Nobody", country="SD") is None
    assert [load_actors().match(text) for text in ("Abu Bakr al-Baghdadi spoke", "Kony fled")] == [[], []]
