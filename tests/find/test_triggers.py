"""Words that name events: the sense and the grammatical form that the words around them give, and uses that name none."""

from __future__ import annotations

import itertools

import pytest

from dateline.data.triggers import load_triggers
from dateline.find.tokens import tokenize
from dateline.find.triggers import find_triggers
from tests.reader import found, sentence_of

READ = [
    ("The army captured the town.", "captured/take/verb_active"),
    ("The town was captured.", "captured/take/verb_passive"),
    ("The town was quickly captured by rebels.", "captured/take/verb_passive"),
    ("Soldiers have attacked the town.", "attacked/attack/verb_active"),
    ("Soldiers were attacked.", "attacked/attack/verb_passive"),
    ("Soldiers getting attacked fled.", "attacked/attack/verb_passive"),
    ("The town attacked by rebels is calm.", "attacked/attack/verb_passive"),
    ("The army will attack.", "attack/attack/verb_active"),
    ("Rebels attack the town.", "attack/attack/verb_active"),
    ("The attack began.", "attack/attack/noun"),
    ("The rebels fled after an attack.", "attack/attack/noun"),
    ("They are shelling the town.", "shelling/bombard/verb_active"),
    ("The army strikes the town.", "strikes/strike/verb_active"),
    ("Troops overran the base.", "overran/take/verb_active"),
    ("The barracks were overrun.", "overrun/take/verb_passive"),
    ("The officers retook Rumoke.", "retook/take/verb_active"),
    ("The rebels took control of the town.", "took control of/take/verb_active"),
    ("Rebels took over the town.", "took over/take/verb_active"),
    ("The town fell to the rebels.", "fell to/fall/verb_active"),
    ("Troops fought their way into the town.", "fought their way into/enter/verb_active"),
    ("Gunmen opened fire on a bus.", "opened fire on/attack/verb_active"),
    ("A bomber blew himself up.", "blew himself up/suicide/verb_active"),
    ("He was shot dead.", "shot dead/murder/verb_passive"),
    ("Workers held a general strike.", "general strike/protest/noun"),
    ("Workers went on strike.", "went on strike/protest/verb_active"),
    ("The shelling of the town killed two.", "shelling/bombard/noun killed/kill/verb_active"),
    ("Rebel attacks killed two.", "attacks/attack/noun killed/kill/verb_active"),
    ("A car bomb exploded.", "car bomb/bombing/weak exploded/explosion/verb_active"),
    ("THE ARMY ATTACKED THE TOWN.", "ATTACKED/attack/verb_active"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_sense_and_form(text: str, expected: str) -> None:
    report = found(text)
    triggers = [f"{t.span.of(report.page.document)}/{t.sense}/{t.form}" for t in report.mentions.triggers]
    assert " ".join(triggers) == expected


NONE = [
    "The captured town was quiet.",
    "Among wounded porters was a boy.",
    "The National Liberation Front met.",
    "The battle tank stood still.",
    "Fighting vehicles were seen.",
    "The attack helicopter landed.",
    "A raid siren sounded.",
    "The song captured the mood.",
    "Prices hit a record high.",
    "The study demonstrated that rain helps.",
    "The study demonstrates how rain helps.",
    "The strike group sailed on.",
    "The shell of the house stood.",
    "He ran for office.",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_words_that_name_no_event(text: str) -> None:
    assert find_triggers([sentence_of(text)], [tokenize(sentence_of(text))]) == ()


def test_every_sense_is_reached_by_its_own_words() -> None:
    table = load_triggers()
    reached = {form.sense for forms in table.by_first.values() for form in forms}
    assert reached == set(table.senses)


def test_triggers_never_overlap_and_lie_in_text_order() -> None:
    text = "Rebels opened fire on troops, took control of the town and shot dead two men after a truck bomb attack."
    spans = [trigger.span for trigger in found(text).mentions.triggers]
    assert len(spans) >= 4
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
