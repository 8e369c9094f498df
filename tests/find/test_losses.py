"""Losses: item as a singular noun, count, effect, and whose it was."""

from __future__ import annotations

import pytest

from dateline.data.equipment import equipment, parse_equipment
from dateline.errors import DataError
from dateline.find.losses import find_losses
from dateline.records import Sentence, Span

ROWS: list[tuple[str, list[tuple[str, str, int | None]]]] = [
    ("The strike destroyed a bridge.", [("destroyed", "bridge", 1)]),
    ("The strike destroyed two bridges and a fuel depot.", [("destroyed", "bridge", 2), ("destroyed", "fuel depot", 1)]),
    (
        "Jets engaged two militia tactical units; destroyed four trenches, a mortar tube, and an ammunition cache; and damaged a runway.",
        [("engaged", "tactical unit", 2), ("destroyed", "trench", 4), ("destroyed", "mortar tube", 1), ("destroyed", "ammunition cache", 1),
         ("damaged", "runway", 1)],
    ),
    ("Artillery suppressed a mortar team.", [("suppressed", "mortar team", 1)]),
    ("The brigade lost three tanks, a BTR-80 vehicle and nine men.", [("destroyed", "tank", 3), ("destroyed", "BTR-80", 1)]),
    ("Three tanks and a truck were destroyed.", [("destroyed", "tank", 3), ("destroyed", "truck", 1)]),
    ("Several pickups had been put out of action.", [("destroyed", "pickup", None)]),
    ("Gunners shot down a government helicopter over the dam.", [("destroyed", "helicopter", 1)]),
    ("A drone was shot down near the river.", [("destroyed", "drone", 1)]),
    ("Two army trucks were burned on the road.", [("destroyed", "truck", 2)]),
    ("Guerrillas burned two buses and a trailer.", [("destroyed", "bus", 2), ("destroyed", "trailer", 1)]),
    ("The rebels captured three T-55 tanks and an ammunition depot.", [("captured", "T-55 tank", 3), ("captured", "ammunition depot", 1)]),
    ("The rebels captured three hills and two positions.", []),
    ("Police seized 15 rifles and two grenades.", [("captured", "rifle", 15), ("captured", "grenade", 2)]),
    ("The blast damaged 12 houses.", [("damaged", "house", 12)]),
    ("At least six shops were damaged by shelling.", [("damaged", "shop", 6)]),
    ("A church and a school were badly damaged.", [("damaged", "church", 1), ("damaged", "school", 1)]),
    ("Saboteurs blew up two electricity pylons.", [("destroyed", "electricity pylon", 2)]),
    ("A pontoon bridge was blown up.", [("destroyed", "pontoon bridge", 1)]),
    ("The crew knocked out an armored vehicle.", [("destroyed", "armored vehicle", 1)]),
    ("Sappers destroyed an Ansar-held building.", [("destroyed", "building", 1)]),
    ("The patrol destroyed two rebel fighting positions.", [("destroyed", "fighting position", 2)]),
    ("Seven fuel storage tanks were destroyed.", [("destroyed", "fuel storage tank", 7)]),
    ("The raid destroyed eight cement mixers.", [("destroyed", "cement mixer", 8)]),
    ("The raid destroyed over 40 gunmen and four jeeps.", [("destroyed", "jeep", 4)]),
    ("The raid did not destroy the bridge.", []),
    ("They plan to destroy two bridges.", []),
    ("The mission destroyed the hopes of many.", []),
    ("He sat on the damaged barges.", []),
    ("The navy sank three boats.", [("destroyed", "boat", 3)]),
    ("Villagers torched a police station.", [("destroyed", "police station", 1)]),
    ("Two ambulances were set on fire.", [("destroyed", "ambulance", 2)]),
    ("The mob set fire to a bakery.", [("destroyed", "bakery", 1)]),
    ("The militia lost two drones, a howitzer and five pickup trucks.",
     [("destroyed", "drone", 2), ("destroyed", "howitzer", 1), ("destroyed", "pickup truck", 5)]),
    ("Commandos captured a cache and destroyed a tunnel.", [("captured", "cache", 1), ("destroyed", "tunnel", 1)]),
    ("Both bridges were destroyed.", [("destroyed", "bridge", 2)]),
    ("Gunners shot down 15 of 20 drones.", [("destroyed", "drone", 15)]),
    ("They destroyed a search and rescue boat and 16 rocket and grenade launchers.",
     [("destroyed", "search and rescue boat", 1), ("destroyed", "rocket and grenade launcher", 16)]),
    ("A van and an army truck were hit and destroyed by missiles.", [("destroyed", "van", 1), ("destroyed", "truck", 1)]),
    ("They claim to have destroyed 7 APCs.", [("destroyed", "APC", 7)]),
    ("The army destroyed dozens of militants' hideouts.", [("destroyed", "hideout", None)]),
    ("The mob burned down the post and looted shops.", [("destroyed", "post", 1)]),
    ("Dozens of homes were destroyed.", [("destroyed", "home", None)]),
]  # fmt: skip


def _sentence(text: str, start: int = 0) -> Sentence:
    return Sentence(0, Span(start, start + len(text)), text, 0, "body")


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_losses(text: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert [(m.effect, m.item, m.count) for m in find_losses((_sentence(text),))] == expected


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("The Delta Column lost two trucks.", "The Delta Column"),
        ("Monitors said the Delta Column had lost a truck.", "the Delta Column"),
        ("Jets destroyed three Ansar tanks.", "Ansar"),
        ("Jets destroyed a Delta-held bunker.", "Delta-held"),
        ("Jets destroyed a bunker.", None),
    ],
)
def test_words_for_the_holder(text: str, side: str | None) -> None:
    (loss,) = find_losses((_sentence(text),))
    assert (text[loss.side_text.start : loss.side_text.end] if loss.side_text else None) == side


def test_span_is_determiner_and_noun_in_the_document() -> None:
    text = "Shells damaged a school."
    (loss,) = find_losses((_sentence(text, start=100),))
    assert (loss.span.start - 100, loss.span.end - 100) == (text.index("a school"), len(text) - 1)


def test_definite_repetition_counts_once() -> None:
    first, second = "The mob burned two buses.", "The two buses were burned at the gate."
    sentences = (_sentence(first), Sentence(1, Span(50, 50 + len(second)), second, 0, "body"))
    assert [(m.item, m.count) for m in find_losses(sentences)] == [("bus", 2)]


def test_word_list_loads_and_names_all_faults() -> None:
    assert equipment().heads["bridge"] == "infrastructure"
    with pytest.raises(DataError) as error:
        parse_equipment({"seizable": ["ships"], "verbs": {"eaten": ["eat"]}, "phrase": [{"effect": "destroyed"}]})
    message = str(error.value)
    for fault in ("[armour] lacks nouns", "unknown class ships", "unknown effect eaten", "phrase 1", "[holders] lacks words"):
        assert fault in message
