"""Even-handedness: other words for the same deed, and the two sides exchanged, change only the cells that depend on them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dateline.pipeline import code_text
from dateline.records import CodedReport, EventReport, Participant, Span

PAIRS = tomllib.loads((Path(__file__).parent / "swap_pairs.toml").read_text(encoding="utf-8"))
TAKER_DECIDES = {"Government regains territory", "Non-state actor overtakes territory"}


def test_there_are_fifty_pairs() -> None:
    ids = [pair["id"] for kind in ("framing", "sides") for pair in PAIRS[kind]]
    assert len(ids) == 50
    assert len(set(ids)) == 50


def coded(text: str, published: dt.date) -> CodedReport:
    return code_text(text, outlet="Test Outlet", published=published, reader="rules")


def fixed_cells(event: EventReport) -> dict[str, Any]:
    """Return the cells that neither the framing nor the sides may change."""
    return {
        "event_type": event.event_type,
        "realis": event.realis,
        "salience": event.salience,
        "places": [(place.name, place.relation) for place in event.locations],
        "date": (event.date.start, event.date.end, event.date.precision, event.date.basis),
        "outcome": event.outcome.kind if event.outcome else None,
        "outcome_places": event.outcome.places if event.outcome else None,
        "n_incidents": event.n_incidents,
        "tolls": [(toll.kind, toll.count, toll.category, toll.scope, toll.subgroup) for toll in event.tolls],
        "losses": [(loss.item, loss.count, loss.effect) for loss in event.losses],
    }


def claim_cells(report: CodedReport) -> list[tuple[object, ...]]:
    """Return what is said of each claim about an event; its cue class is the author's attitude, thus framing."""
    claims = [claim for claim in report.claims if any(about.startswith("e") for about in claim.about)]
    return [(claim.source.name, claim.attributed, claim.certainty, claim.polarity) for claim in claims]


def actor_cells(event: EventReport, *, names: bool) -> dict[str, Any]:
    """Return the cells that name who acts, suffers, gains and loses."""
    people = sorted((p.role, p.side or "", p.actor_class, (p.name if names else "")) for p in event.participants)
    outcome = (event.outcome.by, event.outcome.from_) if event.outcome and names else None
    return {
        "sub_event_type": event.sub_event_type,
        "participants": people,
        "outcome": outcome,
        "toll_sides": [toll.side for toll in event.tolls] if names else None,
        "loss_sides": [loss.side for loss in event.losses] if names else None,
    }


def framings(report: CodedReport) -> list[str]:
    return sorted(s.span.of(report.page.document).lower() for s in report.statements if s.predicate == "framing")


@pytest.mark.parametrize("pair", PAIRS["framing"], ids=lambda pair: pair["id"])
def test_loaded_words_change_no_cell_but_the_framing(pair: Mapping[str, Any]) -> None:
    loaded, plain = coded(pair["loaded"], pair["published"]), coded(pair["plain"], pair["published"])
    names = pair.get("names", True)
    assert plain.events, "a pair without an event shows nothing"
    assert [fixed_cells(event) for event in loaded.events] == [fixed_cells(event) for event in plain.events]
    assert [actor_cells(event, names=names) for event in loaded.events] == [actor_cells(event, names=names) for event in plain.events]
    if names:
        assert claim_cells(loaded) == claim_cells(plain)
    assert framings(loaded), "the loaded word is kept as framing"
    assert framings(loaded) != framings(plain)


class Slots:
    """One filling of a pair's sentence: who stands in slot A and in slot B, and where."""

    def __init__(self, pair: Mapping[str, Any], first: str, second: str) -> None:
        self.spans: dict[str, Span] = {}
        text = ""
        for part in pair["text"].replace("{", "\n{").replace("}", "}\n").split("\n"):
            slot = part.strip("{}") if part in ("{A}", "{B}") else None
            words = {"A": first, "B": second}[slot] if slot else part
            words = words if text else words[:1].upper() + words[1:]
            if slot:
                self.spans[slot] = Span(len(text), len(text) + len(words))
            text += words
        self.report = coded(text, pair["published"])
        self.start = self.report.page.document.text.index(text)
        self.names: dict[str, str] = {}
        for mention in self.report.mentions.actors:
            slot = self.of_span(mention.span)
            if slot:
                self.names |= {name: slot for name in (mention.name, mention.side) if name}
        for event in self.report.events:
            for participant in event.participants:
                slot = self.of_participant(participant)
                if slot in ("A", "B"):
                    self.names |= {name: slot for name in (participant.name, participant.side) if name}

    def of_span(self, span: Span) -> str | None:
        for slot, where in self.spans.items():
            if span.overlaps(Span(where.start + self.start, where.end + self.start)):
                return slot
        return None

    def of_participant(self, participant: Participant) -> str:
        for span in participant.spans:
            slot = self.of_span(span)
            if slot:
                return slot
        return self.of_name(participant.name)

    def of_name(self, name: str | None) -> str:
        return self.names.get(name, name) if name else ""

    def cells(self, event: EventReport) -> dict[str, Any]:
        """Return the actor cells with the slots in the place of names."""
        outcome = event.outcome
        return {
            "participants": sorted((p.role, self.of_participant(p)) for p in event.participants),
            "outcome": (sorted(map(self.of_name, outcome.by)), self.of_name(outcome.from_)) if outcome else None,
            "toll_sides": [self.of_name(toll.side) for toll in event.tolls],
            "loss_sides": [self.of_name(loss.side) for loss in event.losses],
        }

    def claims(self) -> list[tuple[object, ...]]:
        return [(self.of_name(source), *rest) for source, *rest in claim_cells(self.report)]  # type: ignore[arg-type]


@pytest.mark.parametrize("pair", PAIRS["sides"], ids=lambda pair: pair["id"])
def test_exchanged_sides_change_only_what_follows_from_them(pair: Mapping[str, Any]) -> None:
    left, right = Slots(pair, pair["a"], pair["b"]), Slots(pair, pair["b"], pair["a"])
    assert left.report.events, "a pair without an event shows nothing"
    assert [fixed_cells(event) for event in left.report.events] == [fixed_cells(event) for event in right.report.events]
    assert [left.cells(event) for event in left.report.events] == [right.cells(event) for event in right.report.events]
    acting = {left.of_participant(p) for event in left.report.events for p in event.participants}
    assert acting | {source for source, *_ in left.claims()} >= {"A", "B"}, "both sides act or speak"
    assert left.claims() == right.claims()
    for one, other in zip(left.report.events, right.report.events, strict=True):
        if one.sub_event_type != other.sub_event_type:
            assert {one.sub_event_type, other.sub_event_type} == TAKER_DECIDES
