from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import replace
from typing import Any

import pytest

from bench import swap
from dateline.records import (
    Claim,
    CodedReport,
    Codes,
    Count,
    DateValue,
    Document,
    EventReport,
    Location,
    Mentions,
    Page,
    Participant,
    Reading,
    Sighting,
    Source,
    Span,
    Statement,
    Toll,
)

DAY = dt.date(2017, 5, 10)
COMPOSED = swap.pairs()


# ---------------------------------------------------------------- composing


def test_there_are_enough_pairs_of_enough_wars() -> None:
    assert len(COMPOSED) >= 200
    assert len({pair.id for pair in COMPOSED}) == len(COMPOSED)
    assert len({pair.war for pair in COMPOSED}) >= 8
    assert {pair.kind for pair in COMPOSED} == {"sides", "framing", "both"}
    assert len({(pair.one.text, pair.other.text) for pair in COMPOSED}) == len(COMPOSED)


def test_the_same_seed_gives_the_same_pairs() -> None:
    assert swap.pairs() == COMPOSED
    assert swap.pairs(swap.SEED + 1) != COMPOSED


def names(pair: swap.Pair) -> set[str]:
    """Return the sides that stand in the pieces by which the two texts differ."""
    cut = [[text.text[p.start : p.end] for p in text.pieces] for text in (pair.one, pair.other)]
    return {word[:1].lower() + word[1:] for a, b in zip(*cut, strict=True) if a != b for word in (a, b)}


def test_at_least_twelve_opposing_pairs_exchange_their_sides() -> None:
    exchanged = {frozenset(names(pair)) for pair in COMPOSED if pair.kind == "sides"}
    assert len(exchanged) >= 12
    assert all(len(sides) in (1, 2) for sides in exchanged)


@pytest.mark.parametrize("pair", COMPOSED[::7], ids=lambda pair: pair.id)
def test_a_pair_is_two_short_texts_that_differ_in_their_slots_only(pair: swap.Pair) -> None:
    for text in (pair.one, pair.other):
        assert "".join(text.text[p.start : p.end] for p in text.pieces) == text.text
        assert "{" not in text.text
        sentences = re.split(r"(?<=\.) ", text.text)
        assert 2 <= len(sentences) <= 4
        assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in sentences)
        assert text.events
        assert all(event.place in text.text for event in text.events)
    assert [event.place for event in pair.one.events] == [event.place for event in pair.other.events]
    assert (pair.one.acting == pair.other.acting) == (pair.kind == "framing")
    assert pair.one.text != pair.other.text


def test_who_takes_a_place_decides_its_sub_type() -> None:
    taken = {pair.one.acting: pair.one.events[0] for pair in COMPOSED if pair.id.startswith("took-village") and pair.war == "somalia"}
    expected = {"first": "Government regains territory", "second": "Non-state actor overtakes territory"}
    assert taken
    assert all(event.sub_event_type == expected[acting] for acting, event in taken.items())


# ---------------------------------------------------------------- comparing

LEFT = "The army liberated Kafr Dumna from M23 on Monday. A spokesman said that ten men were killed."
RIGHT = "M23 seized Kafr Dumna from the army on Monday. A spokesman said that ten men were killed."


def report(text: str, *, first: str, second: str, verb: str, **changed: Any) -> CodedReport:
    """Return a coding of a text by hand: one event, one toll, two claims, one statement."""

    def at(words: str) -> Span:
        start = text.lower().index(words.lower())
        return Span(start, start + len(words))

    def actor(role: Any, name: str) -> Participant:
        return Participant(role, name, name, (at(name),))

    state = first == "The army"
    event = EventReport(
        "e1", at(verb), (), "Battles", "Government regains territory" if state else "Non-state actor overtakes territory", "actual", "core",
        (actor("initiator", first), actor("target", second)), (Location("Kafr Dumna", "at", (at("Kafr Dumna"),)),),
        DateValue(DAY, DAY, "day", "relative", at("Monday")),
        tolls=(Toll("e1.c1", "killed", Count(10, 10, 10, "exact"), second, "combatant", None, None, "event", at("ten men")),),
        codes=Codes(acled_interaction=12, ucdp_type_of_violence=1, plover_event="COERCE"),
    )  # fmt: skip
    claims = (
        Claim("k1", ("e1", "s1"), Source("Wire", "author"), False, (), None, Span(0, text.index(". ")), "certain", "+", "neutral"),
        Claim(
            "k2", ("e1.c1",), Source(first, "official" if state else "belligerent", at("A spokesman")), True, (), at("said"),
            Span(text.index("ten"), len(text) - 1), "certain", "+", "neutral",
        ),
    )  # fmt: skip
    statements = (Statement("s1", "framing", first, None, at(verb), 0),) if verb == "liberated" else ()
    claims = claims if statements else (replace(claims[0], about=("e1",)), claims[1])
    sighting = Sighting("", "t", "t", None, "Wire", None, None, DAY, "given", dt.datetime(2017, 5, 11, tzinfo=dt.UTC))
    coded = CodedReport(
        Page(Document(text), sighting), Reading("S", "hand", ""), (), Mentions(), events=(event,), claims=claims, statements=statements
    )
    if "event" in changed:
        coded = replace(coded, events=tuple(replace(e, **changed.pop("event")) for e in coded.events))
    if "claim" in changed:
        coded = replace(coded, claims=(coded.claims[0], replace(coded.claims[1], **changed.pop("claim"))))
    return replace(coded, **changed)


def left(**changed: Any) -> CodedReport:
    return report(LEFT, first="The army", second="M23", verb="liberated", **changed)


def right(**changed: Any) -> CodedReport:
    return report(RIGHT, first="M23", second="the army", verb="seized", **changed)


def test_exchanged_sides_and_framing_are_no_difference() -> None:
    assert swap.compare(left(), left()) == []
    assert swap.compare(left(), right()) == []
    assert swap.compare(right(), left()) == []


def test_pieces_may_be_given() -> None:
    def cut(text: str, *names: str) -> list[Span]:
        spans = [Span(m.start(), m.end()) for m in re.finditer("|".join(names), text)]
        bounds = [0, *(n for span in spans for n in (span.start, span.end)), len(text)]
        return [Span(a, b) for a, b in itertools.pairwise(bounds)]

    pieces = (cut(LEFT, "The army", "liberated", "M23"), cut(RIGHT, "M23", "seized", "the army"))
    assert swap.compare(left(), right(), pieces=pieces) == []
    moved = right(event={"trigger": Span(RIGHT.index("from"), RIGHT.index("from") + 4)})
    assert [told.partition(":")[0] for told in swap.compare(left(), moved, pieces=pieces)][:2] == ["events", "events"]


TEN = right().events[0].tolls[0]
CHANGES = [
    ({"event": {"realis": "planned"}}, {"realis"}),
    ({"event": {"salience": "background"}}, {"salience"}),
    ({"event": {"sub_event_type": "Armed clash"}}, {"sub_event_type"}),
    ({"event": {"date": DateValue(None, None, "unknown", "inferred")}}, {"date"}),
    ({"event": {"tolls": (replace(TEN, count=Count(10, None, None, "at_least")),)}}, {"tolls"}),
    ({"event": {"tolls": (replace(TEN, category="unknown"),)}}, {"tolls"}),
    ({"event": {"tolls": (replace(TEN, side="somebody"),)}}, set()),
    ({"event": {"participants": ()}}, set()),
    ({"event": {"codes": Codes(acled_interaction=22, ucdp_type_of_violence=2, plover_event="COERCE")}}, set()),
    ({"event": {"locations": (Location("Kafr Dumna", "near", ()),)}}, {"places"}),
    ({"event": {"locations": ()}}, {"events", "claims"}),
    ({"events": (), "claims": ()}, {"events", "claims"}),
    ({"claim": {"polarity": "-"}}, {"claims"}),
    ({"claim": {"certainty": "possible"}}, {"claims"}),
    ({"claim": {"cue": None}}, {"claims"}),
    ({"claim": {"cue_class": "distancing"}}, set()),
    ({"claim": {"source": Source("Residents", "witness", None)}}, {"claims"}),
    ({"statements": (Statement("s9", "purpose", None, None, Span(0, 3), 0),)}, {"statements"}),
    ({"statements": (Statement("s9", "framing", None, None, Span(0, 3), 0),)}, set()),
]


@pytest.mark.parametrize(("changed", "kinds"), CHANGES)
def test_other_cells_must_be_equal(changed: dict[str, Any], kinds: set[str]) -> None:
    assert {told.partition(":")[0] for told in swap.compare(left(), right(**dict(changed)))} == kinds


def test_actors_must_be_equal_where_the_sides_are_the_same() -> None:
    same = report(LEFT, first="The army", second="M23", verb="liberated")
    assert swap.compare(left(), same, exchanged=False) == []
    other = left(event={"participants": ()})
    assert [told.partition(":")[0] for told in swap.compare(left(), other, exchanged=False)] == ["actors"]
    retaken = left(event={"sub_event_type": "Non-state actor overtakes territory"})
    assert swap.compare(left(), retaken) == []
    assert [told.partition(":")[0] for told in swap.compare(left(), retaken, exchanged=False)] == ["sub_event_type"]


# ---------------------------------------------------------------- measuring


def told_by_hand(text: str, event: swap.Intended, **changed: Any) -> CodedReport:
    sighting = Sighting("", "t", "t", None, "Wire", None, None, DAY, "given", dt.datetime(2017, 5, 11, tzinfo=dt.UTC))
    made = EventReport(
        "e1", Span(0, 0), (), "", event.sub_event_type, "actual", "core", (), (Location(event.place, "at", ()),),
        DateValue(None, None, "unknown", "inferred"),
    )  # fmt: skip
    return CodedReport(
        Page(Document(text), sighting), Reading("S", "hand", ""), (), Mentions(), events=(replace(made, **changed),)
    )  # fmt: skip


def test_a_reader_that_heeds_the_framing_fails_the_pairs_of_framing_only() -> None:
    wanted = {text.text: text for pair in COMPOSED for text in (pair.one, pair.other)}

    def read(text: str, published: dt.date) -> CodedReport:
        return told_by_hand(text, wanted[text].events[0], realis="actual" if "liberat" in text or "freed" in text else "planned")

    outcome = swap.measure(COMPOSED, read)
    failed = {outcome.kinds[name] for name, found in outcome.differences.items() if found}
    assert failed == {"framing", "both"}
    assert 0 < outcome.share < 1
    assert outcome.share_of_events == outcome.share
    assert outcome.acting["first"].f1 == pytest.approx(outcome.acting["second"].f1)
    assert outcome.acting["first"].right == outcome.acting["first"].coded < outcome.acting["first"].told


def test_a_reader_that_overlooks_one_side_has_a_gap(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = {text.text: text for pair in COMPOSED for text in (pair.one, pair.other)}

    def read(text: str, published: dt.date) -> CodedReport:
        coded = told_by_hand(text, wanted[text].events[0])
        return coded if wanted[text].acting == "first" else replace(coded, events=())

    assert swap.main(read, shown=1) == 0
    told = capsys.readouterr().out
    assert f"of {len(COMPOSED)} pairs" in told
    assert "events, second side acts P 0.000  R 0.000  F1 0.000" in told
    assert float(re.search(r"gap of F1 by side: ([\d.]+)", told)[1]) > 0.8  # type: ignore[index]


def test_the_rules_reader_goes_through() -> None:
    outcome = swap.measure(COMPOSED[:4], swap.packaged("rules"))
    assert len(outcome.differences) == 4
    assert outcome.acting["first"].right > 0
