"""Two speakers behind one cue."""

from __future__ import annotations

import pytest

from dateline.attribute import attribute, claims
from tests.attribute.pages import page_of, sentences_of
from tests.attribute.test_claims import event

PAIRS = [
    ("Nine men died in Orlen, opposition officials and residents said.", ["Opposition officials", "Residents"]),
    ("The army and the police said nine men died.", ["Army", "Police"]),
    ("According to police and witnesses, nine men died.", ["Police", "Witnesses"]),
    ("Doctors Without Borders and the Red Cross said nine men died.", ["Doctors Without Borders", "Red Cross"]),
    ("The founder and director of the clinic said nine men died.", ["Founder and director of the clinic"]),
    ("A spokesman for the army and police said nine men died.", ["Army"]),
    (
        "Police said nine men died. Residents and doctors said ten did. They said one was a boy.",
        ["Police", "Residents", "Doctors", "Doctors"],
    ),
]


@pytest.mark.parametrize(("text", "names"), PAIRS)
def test_each_of_two_speakers(text: str, names: list[str]) -> None:
    assert [item.source.name for item in attribute(page_of(text), sentences_of(text), ())] == names


def test_each_makes_the_claim() -> None:
    text = "Gunmen attacked the camp at dawn, killing nine herders, residents and doctors said."
    page, sentences = page_of(text, "Daily Courier"), sentences_of(text)
    found = claims(page, attribute(page, sentences, ()), [event(text, "attacked", tolls=("nine herders",))], sentences=sentences)
    assert [(claim.source.name, claim.about) for claim in found] == [("Residents", ("e1", "e1.c1")), ("Doctors", ("e1", "e1.c1"))]
