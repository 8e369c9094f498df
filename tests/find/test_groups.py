"""Groups that no registry lists: names made of a group word, their class, and the short form later in the report."""

from __future__ import annotations

import pytest

from dateline.find.groups import MADE_BY
from tests.reader import found

UNLISTED = [
    ("The Tarmin Salvation Front attacked a base.", "Tarmin Salvation Front", "rebel"),
    ("The Omran Brigades attacked a base.", "Omran Brigades", "rebel"),
    ("The Liberation Front of Maren attacked a base.", "Liberation Front of Maren", "rebel"),
    ("Ansar al-Obran attacked a base.", "Ansar al-Obran", "rebel"),
    ("Liwa al-Tabran attacked a base.", "Liwa al-Tabran", "rebel"),
    ("Katibat al-Tabran attacked a base.", "Katibat al-Tabran", "rebel"),
    ("The Royal Tarmin Army attacked a base.", "Royal Tarmin Army", "state_forces"),
    ("The Tarmin Gendarmerie attacked a base.", "Tarmin Gendarmerie", "police"),
    ("The Tarmin Farmers Union met.", "Tarmin Farmers Union", "organisation"),
    ("The Belkara Defence Militia attacked a base.", "Belkara Defence Militia", "rebel"),
]


@pytest.mark.parametrize(("text", "name", "actor_class"), UNLISTED)
def test_a_name_with_a_group_word_is_a_group(text: str, name: str, actor_class: str) -> None:
    (actor,) = found(text).mentions.actors
    assert (actor.name, actor.side, actor.actor_class, actor.entry) == (name, name, actor_class, None)
    assert actor.made_by == MADE_BY


@pytest.mark.parametrize(
    "text", ["The front was quiet.", "A union of farmers met.", "The Front met.", "Ansar spoke.", "The weather front moved on."]
)
def test_a_group_word_alone_is_no_group(text: str) -> None:
    assert [actor for actor in found(text).mentions.actors if actor.made_by == MADE_BY] == []


SHORT_FORMS = [
    ("The Tarmin Salvation Front (TSF) attacked a base. The TSF fled.", ["Tarmin Salvation Front"] * 2),
    ("The Tarmin Salvation Front (TSF) attacked a base. TSF fighters fled.", ["Tarmin Salvation Front"] * 2),
    ("The Tarmin Salvation Front (TSF) attacked a base. The TSF's base fell.", ["Tarmin Salvation Front"] * 2),
    ("The Tarmin Salvation Front [TSF] attacked a base. The TSF fled.", ["Tarmin Salvation Front"] * 2),
    ("The TSF fled.", []),
    ("The Tarmin Salvation Front (led by Haddin) attacked a base. The TSF fled.", ["Tarmin Salvation Front"]),
]


@pytest.mark.parametrize(("text", "names"), SHORT_FORMS)
def test_short_forms_mean_what_the_report_introduced_them_for(text: str, names: list[str]) -> None:
    assert [actor.name for actor in found(text).mentions.actors] == names


def test_an_introduced_short_form_outweighs_the_registry() -> None:
    plain = found("The FLM fled.").mentions.actors
    introduced = found("The Tarmin Workers Front (FLM) attacked a base. On Monday FLM fighters fled.").mentions.actors
    assert [actor.name for actor in plain] != ["Tarmin Workers Front"]
    assert introduced[-1].name == "Tarmin Workers Front"
