"""Claims of control in the many forms of words: who has a grip on what, what passed to whom, whose flag flies where, what is denied or only planned."""

from __future__ import annotations

import pytest

from dateline.link.control_claims import control_claims
from tests.reader import coded

REBELS = "Militants (unspecified)"


def told(text: str) -> set[tuple[str, str | None, str]]:
    """Return place, holder and state of what a sentence asserts."""
    return {
        (claim.names[-1], claim.holder, claim.state)
        for claim in control_claims(coded(text))
        if claim.polarity == "+" and claim.basis != "repelled" and claim.until is None
    }


FORMS = [
    ("Tarvin has been back in government hands since Tuesday.", {("Tarvin", "Government", "held")}),
    ("Control of Tarvin passed from the rebels to the army.", {("Tarvin", "Army", "held")}),
    ("Tarvin slid under rebel rule.", {("Tarvin", REBELS, "held")}),
    ("Tarvin was lost to the rebels.", {("Tarvin", REBELS, "held")}),
    ("The rebels maintain a bridgehead at Lodd.", {("Lodd", REBELS, "held")}),
    ("The army has tightened its grip on Lodd.", {("Lodd", "Army", "held")}),
    ("The army relinquished control of Lodd to the rebels.", {("Lodd", REBELS, "held")}),
    ("The rebels made themselves masters of Lodd.", {("Lodd", REBELS, "held")}),
    ("Rebels, now in control of Lodd, imposed a curfew.", {("Lodd", REBELS, "held")}),
    ("Rebel fighters hang on to the fort at Lodd.", {("fort at Lodd", REBELS, "held")}),
    ("The army lost ground around Lodd.", {("Lodd", "Army", "lost"), ("ground around Lodd", "Army", "lost")}),
    ("Rebels are no longer present in Lodd.", {("Lodd", REBELS, "lost")}),
    ("Lodd is free of rebels.", {("Lodd", REBELS, "lost")}),
    ("Lodd slipped from government control last week.", {("Lodd", "Government", "lost")}),
    ("The army has cleared Lodd of rebels.", {("Lodd", "Army", "held")}),
    ("The army refused to leave Lodd.", {("Lodd", "Army", "held")}),
    ("Rebels continue to hold Lodd.", {("Lodd", REBELS, "held")}),
    ("The army was forced to withdraw from Lodd.", {("Lodd", "Army", "lost")}),
    ("Rebels forced the army to withdraw from Lodd.", {("Lodd", "Army", "lost")}),
    ("Rebels hoisted their black flag in Lodd.", {("Lodd", REBELS, "held")}),
    ("The flag of the rebels flies over Lodd.", {("Lodd", REBELS, "held")}),
    ("The front line runs through Lodd.", {("Lodd", None, "contested")}),
    ("Both sides claim control of Lodd.", {("Lodd", None, "contested")}),
    ("The army and the militia jointly control Lodd.", {("Lodd", "army and militia", "shared")}),
    ("Rebels have Lodd surrounded.", {("Lodd", REBELS, "besieged")}),
    ("The rebels' siege of Lodd goes on.", {("Lodd", REBELS, "besieged")}),
    ("Lodd is hemmed in on three sides by rebels.", {("Lodd", REBELS, "besieged")}),
    ("The army confirmed the loss of Lodd.", {("Lodd", "Army", "lost")}),
    ("The fall of Lodd to the rebels was confirmed by residents.", {("Lodd", REBELS, "held")}),
    ("After capturing Lodd, the rebels moved on.", {("Lodd", REBELS, "held")}),
    ("The army holds Lodd, the rebels Menz.", {("Lodd", "Army", "held"), ("Menz", "rebels", "held")}),
    ("The army won Lodd back from the rebels.", {("Lodd", "Army", "held")}),
    ("Lodd, until last week a rebel stronghold, is quiet.", {("Lodd", REBELS, "lost")}),
    ("Rebels entered Lodd and secured the harbour.", {("Lodd", REBELS, "held")}),
]


@pytest.mark.parametrize(("text", "wanted"), FORMS)
def test_who_is_said_to_hold_a_place(text: str, wanted: set[tuple[str, str | None, str]]) -> None:
    assert told(text) == wanted


NOTHING = [
    "Neither the army nor the rebels control Lodd.",
    "The army lifted the siege of Lodd.",
    "Lodd is not under siege.",
    "The army denied that Lodd had fallen.",
    "Rebels nearly captured Lodd on Friday.",
    "Rebels may have taken Lodd.",
    "Had the rebels taken Lodd, the war would be over.",
    "The army has yet to recapture Lodd.",
    "Talks on the handover of Lodd to the police broke down.",
    "The president promised to restore state authority in Lodd.",
    "The rebels have no control over Lodd.",
    "The rebels kept a low profile in Lodd.",
    "The rebels pulled out of talks in Lodd.",
    "Troops took positions around Lodd.",
    "Lodd is surrounded by hills.",
    "The hospital in Lodd is run by nuns.",
    "Rebel officials played down reports that the army had overrun Lodd.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_planned_denied_or_no_hold_of_ground_makes_no_claim(text: str) -> None:
    assert told(text) == set()


def test_the_words_overrule_the_roles_of_an_event_report() -> None:
    assert told("The army lost the town of Lodd to the rebels.") == {("Lodd", REBELS, "held")}
    assert told("The army was driven back from Lodd.") == {("Lodd", "Army", "lost")}


def test_a_pronoun_stands_for_who_speaks() -> None:
    claims = control_claims(coded("The rebels said they had captured Lodd, but the army said it was still in control of the town."))
    assert {(claim.names[0], claim.holder, claim.source) for claim in claims} == {("Lodd", REBELS, "Rebels"), ("Lodd", "Army", "Army")}
