"""Control states: tables of a sentence with [actors] and {places}, and who holds what."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dateline.records import ActorMention, ControlState, PlaceMention, Sentence, Span
from dateline.relate.control import find_control

BASE = 40
DAY = dt.date(2031, 5, 9)


def states(text: str, zone: str = "body", published: dt.date | None = DAY) -> list[ControlState]:
    """Return the control states of one marked sentence, changes of hands aside."""
    return [state for state in found_in(text, zone, published) if state.basis == "state"]


def found_in(text: str, zone: str = "body", published: dt.date | None = DAY) -> list[ControlState]:
    """Return all that is found in one marked sentence."""
    actors: list[ActorMention] = []
    places: list[PlaceMention] = []
    plain = ""
    for part in re.split(r"(\[[^\]]*\]|\{[^}]*\})", text):
        inner = part[1:-1] if part[:1] in "[{" else part
        span = Span(BASE + len(plain), BASE + len(plain) + len(inner))
        plain += inner
        if part.startswith("["):
            actors.append(ActorMention(span, 0, inner, f"side of {inner}", "rebel"))
        elif part.startswith("{"):
            places.append(PlaceMention(span, 0, inner))
    sentence = Sentence(0, Span(BASE, BASE + len(plain)), plain, 0, zone)
    return list(find_control([sentence], actors, places, published))


HELD = [
    ("Shells fell on the rebel-held town of {Karsa}.", "Karsa", "rebel", "held"),
    ("Columns moved on [HLF]-held {Karsa}.", "Karsa", "HLF", "held"),
    ("Families fled opposition-controlled areas at night.", "areas", "opposition", "held"),
    ("Families fled rebel held areas at night.", "areas", "rebel", "held"),
    ("The hospital stands in a district governed by [the Coast Council].", "district", "the Coast Council", "held"),
    ("The hospital stands in {Karsa}, which is controlled by [the Coast Council].", "Karsa", "the Coast Council", "held"),
    ("{Karsa} is under the control of [the Coast Council].", "Karsa", "the Coast Council", "held"),
    ("{Karsa} remains firmly under government control.", "Karsa", "government", "held"),
    ("The port of {Menz} remains in the hands of [the militia].", "Menz", "the militia", "held"),
    ("The old quarter of the city is still in rebel hands.", "quarter of the city", "rebel", "held"),
    ("The town of Oru remains in the hands of the mutineers.", "town of Oru", "mutineers", "held"),
    ("[The Coast Council] still controls {Menz}.", "Menz", "The Coast Council", "held"),
    ("[The Coast Council] retains control of the refinery.", "refinery", "The Coast Council", "held"),
    ("Guerrillas hold the hills above the dam.", "hills above the dam", "Guerrillas", "held"),
    ("{Karsa}, a stronghold of [the Coast Council], was quiet.", "Karsa", "the Coast Council", "held"),
    ("{Karsa}, a rebel stronghold, was quiet.", "Karsa", "rebel", "held"),
    ("Shells fell on the rebel enclave of {Karsa}.", "Karsa", "rebel", "held"),
    ("It was [the Coast Council]'s last bastion in {Karsa}.", "Karsa", "the Coast Council", "held"),
    ("A US-controlled zone hampers flights beyond the river.", "zone", "US", "held"),
    ("The fields west of the river lie in government hands.", "fields west of the river", "government", "held"),
    ("Kafr Dunes, which remains under the control of the Hill League (HL), was shelled.", "Kafr Dunes", "Hill League", "held"),
    ("HL militants still hold Old Mill, their last stronghold on the bank.", "Old Mill", "HL militants", "held"),
    ("[The Coast Council] is in charge of {Karsa}.", "Karsa", "The Coast Council", "held"),
    ("[The Coast Council] holds sway over {Karsa}.", "Karsa", "The Coast Council", "held"),
    ("[The Coast Council] has imposed its rule on {Karsa}.", "Karsa", "The Coast Council", "held"),
    ("[The guerrillas] are masters of {Karsa}.", "Karsa", "The guerrillas", "held"),
    ("[The guerrillas] are entrenched in {Karsa}.", "Karsa", "The guerrillas", "held"),
    ("[The guerrillas] now administer {Karsa}.", "Karsa", "The guerrillas", "held"),
    ("[The guerrillas] hold most of the coast.", "coast", "The guerrillas", "held"),
    ("{Karsa} has been a fief of [the Coast Council] for years.", "Karsa", "the Coast Council", "held"),
    ("{Karsa} is no longer in the hands of [the Coast Council].", "Karsa", "the Coast Council", "lost"),
    ("{Karsa} has been under [HL] siege since May.", "Karsa", "HL", "besieged"),
    ("[HL] troops have cut {Karsa} off from the rest of the valley.", "Karsa", "HL troops", "besieged"),
    ("{Karsa}, ringed by [HL fighters], has no bread.", "Karsa", "HL fighters", "besieged"),
    ("[The guerrillas] are holding {Karsa}.", "Karsa", "The guerrillas", "held"),
    ("{Karsa} has belonged to [the Coast Council] since May.", "Karsa", "the Coast Council", "held"),
    ("The rebels' hold on {Karsa} is slipping.", "Karsa", "rebels", "held"),
    ("[The guerrillas] keep {Karsa} under blockade.", "Karsa", "The guerrillas", "besieged"),
    ("The siege of {Karsa} by [the guerrillas] entered its second month.", "Karsa", "the guerrillas", "besieged"),
    ("Old Mill is besieged by HL forces.", "Old Mill", "HL forces", "besieged"),
    ("Shells fell on {Karsa}, an HL-held town north of {Menz}.", "Karsa", "HL", "held"),
    ("The HL still holds the northern quarter of the town.", "northern quarter of the town", "HL", "held"),
    ("{Karsa}, besieged by [the Coast Council], lacks flour.", "Karsa", "the Coast Council", "besieged"),
    ("Flour reached the besieged town of {Karsa}.", "Karsa", None, "besieged"),
    ("{Karsa} has been under siege for a year.", "Karsa", None, "besieged"),
    ("Patrols cross the disputed district of {Karsa}.", "Karsa", None, "contested"),
    (
        "The district is disputed between [the Coast Council] and [the Hill League].",
        "district",
        "the Coast Council and the Hill League",
        "contested",
    ),
    ("The city is divided between [the Coast Council] and [the Hill League].", "city", "the Coast Council and the Hill League", "shared"),
    (
        "The crossing is jointly run by [the Coast Council] and [the Hill League].",
        "crossing",
        "the Coast Council and the Hill League",
        "shared",
    ),
    ("[The Hill League] lost control of {Karsa}.", "Karsa", "The Hill League", "lost"),
    ("[The Hill League] no longer controls {Karsa}.", "Karsa", "The Hill League", "lost"),
]


@pytest.mark.parametrize(("text", "place", "holder", "state"), HELD)
def test_who_holds_what(text: str, place: str, holder: str | None, state: str) -> None:
    found = states(text)
    assert [(s.place, s.holder, s.state) for s in found] == [(place, holder, state)]


MORE_HELD = [
    ("{Karsa} is HL-held.", [("Karsa", "HL", "held")]),
    ("{Karsa}, which [the Hill League] holds, was quiet.", [("Karsa", "the Hill League", "held")]),
    ("{Karsa} remains contested.", [("Karsa", None, "contested")]),
    ("{Karsa} is in the grip of [the militia].", [("Karsa", "the militia", "held")]),
    ("{Karsa} belongs to [the militia].", [("Karsa", "the militia", "held")]),
    ("[The army] and [the Hill League] both claim control of {Karsa}.", [("Karsa", "The army and the Hill League", "contested")]),
    ("[The army] has blockaded {Karsa} for a year.", [("Karsa", "The army", "besieged")]),
    ("{Karsa} is held by [the army], {Menz} by [the Hill League].", [("Karsa", "the army", "held"), ("Menz", "the Hill League", "held")]),
    ("[The army] said its troops are in control of {Karsa}.", [("Karsa", "The army", "held")]),
    ("{Karsa}, once a stronghold of the League, is now held by [the army].", [("Karsa", "the army", "held")]),
]


@pytest.mark.parametrize(("text", "wanted"), MORE_HELD)
def test_states_in_further_forms(text: str, wanted: list[tuple[str, str | None, str]]) -> None:
    assert [(s.place, s.holder, s.state) for s in states(text)] == wanted


CHANGES = [
    ("[The army] captured {Karsa} from [the Hill League].", [("Karsa", "The army", "taken", "the Hill League")]),
    ("{Karsa} was retaken by [the army].", [("Karsa", "the army", "taken", None)]),
    ("{Karsa} fell to [the Hill League] on Monday.", [("Karsa", "the Hill League", "taken", None)]),
    ("{Karsa} came under the control of [the Hill League] on Monday.", [("Karsa", "the Hill League", "taken", None)]),
    ("[The army] handed {Karsa} over to [the police].", [("Karsa", "the police", "taken", "The army")]),
    ("[The army] drove the rebels out of {Karsa}.", [("Karsa", "The army", "taken", "rebels")]),
    ("[The army] withdrew from {Karsa}.", [("Karsa", "The army", "left", None)]),
    ("{Karsa} was abandoned by [the army].", [("Karsa", "the army", "left", None)]),
    ("{Karsa} fell on Friday to forces of the lowland government.", [("Karsa", "forces of the lowland government", "taken", None)]),
    ("[The rebels] raised their flag over {Karsa}.", [("Karsa", "The rebels", "taken", None)]),
    ("[The army] admitted losing {Karsa}.", [("Karsa", "The army", "left", None)]),
    ("[The rebels] were driven out of {Karsa}.", [("Karsa", "The rebels", "left", None)]),
    ("[The rebels] were driven out of {Karsa} by [the army].", [("Karsa", "the army", "taken", "The rebels")]),
    ("[The army] abandoned the base at {Karsa}.", [("base at Karsa", "The army", "left", None)]),
    ("Shells fell on {Karsa}; [the army] retreated from the town.", [("Karsa", "the army", "left", None)]),
]


@pytest.mark.parametrize(("text", "wanted"), CHANGES)
def test_changes_of_hands(text: str, wanted: list[tuple[str, str, str, str | None]]) -> None:
    assert [(s.place, s.holder, s.basis, s.former) for s in found_in(text) if s.basis != "state"] == wanted


NO_CHANGES = [
    "[The army] will capture {Karsa}.",
    "[The army] failed to capture {Karsa}.",
    "If [the army] captured {Karsa}, the road would open.",
    "[The army] captured eleven fighters near {Karsa}.",
    "The photographer captured the mood of {Karsa}.",
    "The party lost {Karsa} in the elections.",
    "In 1999 [the army] captured {Karsa}.",
]


@pytest.mark.parametrize("text", NO_CHANGES)
def test_no_change_of_hands(text: str) -> None:
    assert [s for s in found_in(text) if s.basis != "state"] == []


NOT_HELD = [
    "[The army] broke the siege of {Karsa} by hill fighters.",
    "[The army] is in charge of the ceremony.",
    "The referendum held by [the Coast Council] was calm.",
    "Talks were held by the two sides in the capital.",
    "State-run television showed the parade.",
    "[The Hill League] will hold a congress in the capital.",
    "[The Hill League] would control {Karsa} if the line broke.",
    "[The Hill League] wants to control {Karsa}.",
    "[The Hill League] did not control {Karsa}.",
    "{Karsa} came under the control of [the Hill League] on Monday.",
    "The hamlet fell into the hands of [the Hill League].",
    "Twelve hostages held by [the Hill League] were freed.",
    "Doctors brought the outbreak in {Karsa} under control.",
    "Once [the Hill League] gain full control of {Karsa}, the road opens.",
    "The order was read by state-run Radio Menz.",
    "Nobody controls Hill 9 now.",
    "He held his ground in the debate.",
]


@pytest.mark.parametrize("text", NOT_HELD)
def test_no_control_state(text: str) -> None:
    assert states(text) == []


def test_two_states_in_one_sentence() -> None:
    found = states("A road links the rebel-held town of {Karsa} with a valley ruled by [the Coast Council].")
    assert [(s.id, s.place, s.holder) for s in found] == [("h1", "Karsa", "rebel"), ("h2", "valley", "the Coast Council")]


def test_two_areas_joined_are_two_places() -> None:
    found = states("The fence stands between a zone ruled by [the Coast Council] in {Menz} and a zone ruled by [the Hill League].")
    assert [(s.place, s.holder) for s in found] == [("zone", "the Coast Council"), ("zone", "the Hill League")]


def test_side_comes_from_the_actor() -> None:
    assert states("Columns moved on [HLF]-held {Karsa}.")[0].side == "side of HLF"
    assert states("Columns moved on rebel-held {Karsa}.")[0].side is None


DATED = [
    ("Shells fell on rebel-held {Karsa}.", DAY, None),
    ("{Karsa} has been under rebel control since March 2028.", dt.date(2028, 3, 1), None),
    ("{Karsa} was under rebel control until 2030.", None, dt.date(2030, 1, 1)),
    ("Shells fell on the formerly rebel-held town of {Karsa}.", None, DAY),
    ("[The Hill League] lost control of {Karsa}.", None, DAY),
    ("Mines litter territory previously held by [the Hill League].", None, DAY),
]


@pytest.mark.parametrize(("text", "start", "end"), DATED)
def test_from_when_to_when(text: str, start: dt.date | None, end: dt.date | None) -> None:
    found = states(text)
    assert [(s.start, s.end) for s in found] == [(start, end)]


def test_without_a_publication_day_the_dates_stay_open() -> None:
    assert [(s.start, s.end) for s in states("Shells fell on rebel-held {Karsa}.", published=None)] == [(None, None)]


@pytest.mark.parametrize("text", [row[0] for row in HELD])
def test_spans_quote_the_sentence(text: str) -> None:
    plain = re.sub(r"[\[\]{}]", "", text)
    for state in states(text):
        assert state.place == plain[state.place_span.start - BASE : state.place_span.end - BASE]
        quoted = plain[state.span.start - BASE : state.span.end - BASE]
        assert quoted
        assert quoted == quoted.strip()
        assert state.span.covers(state.place_span)


def test_boilerplate_holds_nothing() -> None:
    assert states("More on rebel-held {Karsa}.", zone="related_links") == []
