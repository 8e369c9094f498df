"""Initials that a report introduces: who is meant by them from there on."""

from __future__ import annotations

import pytest

from dateline.attribute import attribute
from dateline.attribute.initials import introduced
from dateline.records import ActorMention, Span
from tests.attribute.pages import page_of, sentences_of

INTRODUCED = [
    ("The Lake Shore Front (LSF) took the pass.", {"LSF": "Lake Shore Front"}),
    ("Members of the People's Army of Torm (PAT) fled.", {"PAT": "People's Army of Torm"}),
    ("the National Association for the Prisoners (NAP) said", {"NAP": "National Association for the Prisoners"}),
    ("The Ejercito Verde de Torm (EVT) fled.", {"EVT": "Ejercito Verde de Torm"}),
    ("The Free Army of Torm (LFT) fled.", {"LFT": "Free Army of Torm"}),
    ("The Lake Shore Front [LSF] and the Hill Guard Corps (HGC) fled.", {"LSF": "Lake Shore Front", "HGC": "Hill Guard Corps"}),
    ("KOSH (AFP) - A mine went off.", {}),
    ("They fled the town (NSF).", {}),
    ("Nine men (UTC).", {}),
    ("", {}),
]


@pytest.mark.parametrize(("text", "names"), INTRODUCED)
def test_introduced(text: str, names: dict[str, str]) -> None:
    assert introduced(text) == names


SPEAKERS = [
    ("The Lake Shore Front (LSF) attacked the pass. The LSF said it had lost two men.", "Lake Shore Front", "belligerent"),
    ("The Rapid Shore Front (RSF) attacked the pass. The RSF said it had lost two men.", "Rapid Shore Front", "belligerent"),
    ("The Rapid Shore Front (RSF) attacked the pass. A spokesman for the RSF said two men died.", "Rapid Shore Front", "belligerent"),
    ("Reporters Without Borders (RSF) met. RSF said two men died.", "Reporters Without Borders", "ngo"),
    ("The pass was hit. RSF said two men died.", "Reporters Without Borders", "ngo"),
    ("The Herders Association of Torm (HAT) met. HAT said two men died.", "Herders Association of Torm", "ngo"),
    ("The Kosh Doctors Network (KDN) met. The KDN said two men died.", "Kosh Doctors Network", "medical"),
]


@pytest.mark.parametrize(("text", "name", "kind"), SPEAKERS)
def test_speaker_by_initials(text: str, name: str, kind: str) -> None:
    (found,) = attribute(page_of(text), sentences_of(text), ())
    assert (found.source.name, found.source.type) == (name, kind)


MENTIONED = [
    "The Rapid Shore Front (RSF) attacked the pass. The RSF said it had lost two men.",
    "The Rapid Shore Front (RSF) attacked the pass. RSF spokesman Adam Lor said two men died.",
    "Troops attacked the pass. The RSF said it had lost two men.",
]


@pytest.mark.parametrize("text", MENTIONED)
def test_the_actor_found_there_speaks(text: str) -> None:
    start = text.rindex("RSF")
    front = ActorMention(Span(start, start + 3), 1, "Rapid Shore Front", "Rapid Shore Front", "rebel", entry="x.rsf")
    (found,) = attribute(page_of(text), sentences_of(text), (front,))
    assert (found.source.name, found.source.type) == ("Rapid Shore Front", "belligerent")
