"""Recasing of reports in capitals: words in lower case, names in Title case, lengths unchanged."""

from __future__ import annotations

import pytest

from dateline.data.words import is_common
from dateline.records import Document
from dateline.segment import segment
from dateline.segment.casing import acronyms_of, is_capitals, recase


@pytest.mark.parametrize(
    ("text", "recased"),
    [
        ("TROOPS ATTACKED A POST IN SAN LUIS DE LA REINA.", "Troops attacked a post in San Luis de la Reina."),
        ("THE POLICE WENT TO EL ENCANTO AND LA PALMITA FARM.", "The police went to El Encanto and La Palmita farm."),
        ("THE NATIONAL LIBERATION FRONT [NLF] LEFT.", "The National Liberation Front [NLF] left."),
        ("MEN OF THE UNITED STATES AND THE SOVIET UNION MET.", "Men of the United States and the Soviet Union met."),
        ("ON MONDAY, 5 MAY, TROOPS MAY MARCH INTO OQUENDO.", "On Monday, 5 May, troops may march into Oquendo."),
        (
            "COLONEL JUAN OQUENDO OF THE 3D BRIGADE SAID AN AK-47 WAS FOUND.",
            "Colonel Juan Oquendo of the 3d brigade said an AK-47 was found.",
        ),
        ("THE COLONEL SAID THE U.S. ADVISERS LEFT AT 5 P.M.", "The colonel said the U.S. advisers left at 5 P.M."),
        ("THE ELN ATTACKED 12 KM FROM OQUENDO, AFP SAID.", "The ELN attacked 12 km from Oquendo, AFP said."),
        ("SALVADORAN AND COLOMBIAN SOLDIERS MET D'AUBIGNY.", "Salvadoran and Colombian soldiers met D'Aubigny."),
        ("THE RIVER'S BANK IS THE GOVERNMENT'S.", "The river's bank is the government's."),
        ("İSTANBUL WAS BOMBED.", "İstanbul was bombed."),
    ],
)
def test_recase(text: str, recased: str) -> None:
    assert recase(text, acronyms=frozenset(["NLF"])) == recased
    assert len(recased) == len(text)


def test_only_reports_in_capitals_are_recased() -> None:
    body = "TROOPS ATTACKED A POST NEAR OQUENDO. THE POLICE SAID THAT NINE MEN WERE KILLED AND A CLERK HURT IN THE ATTACK."
    assert is_capitals(body)
    assert segment(Document(body))[0].text == "Troops attacked a post near Oquendo."
    mixed = "TROOPS ATTACK OQUENDO. The police said that nine men were killed and a clerk hurt in the attack on the post."
    assert segment(Document(mixed))[0].text == "TROOPS ATTACK OQUENDO."


def test_acronyms_that_a_report_introduces_keep_their_capitals_later() -> None:
    body = (
        "THE RURAL LABOR PARTY [RULAP] MET ON MONDAY IN THE CAPITAL AND SPOKE TO THE PRESS ABOUT THE WAR [PASSAGE OMITTED]. "
        "RULAP LEADERS ASKED FOR TALKS WITH THE ARMY."
    )
    assert acronyms_of(body) == frozenset(["RULAP"])
    assert segment(Document(body))[1].text == "RULAP leaders asked for talks with the army."


@pytest.mark.parametrize(
    ("word", "common"),
    [
        ("Soldiers", True),
        ("the", True),
        ("government’s", True),
        ("strafed", True),
        ("Kharkiv", False),
        ("Salvadoran", False),
        ("Monday", False),
        ("x1", False),
        ("", False),
    ],
)
def test_common_words(word: str, common: bool) -> None:
    assert is_common(word) is common
