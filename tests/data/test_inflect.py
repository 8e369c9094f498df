"""English verb and noun forms."""

from __future__ import annotations

import pytest

from dateline.data.inflect import plural, verb_forms

FORMS = [
    ("capture", "captures", "captured", "captured", "capturing"),
    ("attack", "attacks", "attacked", "attacked", "attacking"),
    ("occupy", "occupies", "occupied", "occupied", "occupying"),
    ("deploy", "deploys", "deployed", "deployed", "deploying"),
    ("clash", "clashes", "clashed", "clashed", "clashing"),
    ("free", "frees", "freed", "freed", "freeing"),
    ("kidnap", "kidnaps", "kidnapped", "kidnapped", "kidnapping"),
    ("repel", "repels", "repelled", "repelled", "repelling"),
    ("blow", "blows", "blew", "blown", "blowing"),
    ("retake", "retakes", "retook", "retaken", "retaking"),
    ("strike", "strikes", "struck", "struck", "striking"),
    ("fight", "fights", "fought", "fought", "fighting"),
    ("shoot", "shoots", "shot", "shot", "shooting"),
    ("withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"),
]


@pytest.mark.parametrize(("base", "third", "past", "participle", "ing"), FORMS)
def test_every_form_of_a_verb(base: str, third: str, past: str, participle: str, ing: str) -> None:
    forms = verb_forms(base)
    assert set(forms) == {base, third, past, participle, ing}
    assert forms[past] == "past"
    assert forms[ing] == "ing"
    assert forms[third] == "s"
    if participle != past and participle != base:
        assert forms[participle] == "participle"


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("attack", "attacks"),
        ("clash", "clashes"),
        ("robbery", "robberies"),
        ("ambush", "ambushes"),
        ("convoy", "convoys"),
        ("truce", "truces"),
    ],
)
def test_plurals(noun: str, expected: str) -> None:
    assert plural(noun) == expected
