"""Control over time: what ends a span, what is contested, what only one side claims; places and holders under several names."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
import time
from typing import Any

import pytest

from dateline.link.control import at, by_place, holder_key, place_key, said_of_areas, timeline
from dateline.link.control_claims import control_claims
from dateline.linked import ControlSketch
from dateline.records import ControlState, Location, Span
from tests.export.coded_reports import report

FIRST = dt.date(2031, 5, 1)
_N = itertools.count()


def claim(holder: str | None, day: int, basis: str = "state", state: str = "held", source: str = "Wire", **other: Any) -> ControlSketch:
    """Return a claim about Karsa on a day of May."""
    number = FIRST.toordinal() + day - 1
    values: dict[str, Any] = {
        "id": f"H{next(_N):04}", "sighting": "S", "place": "Karsa", "names": ("Karsa",), "part": False, "lat": None, "lon": None,
        "country_code": None, "holder": holder, "side": None, "state": state, "basis": basis, "day": number, "since": number, "until": None,
        "source": source, "source_type": "media_outlet", "source_side": None, "attributed": True, "polarity": "+", "certainty": "certain",
        "outlet": source, "published": number, "learned": dt.datetime(2031, 5, day, tzinfo=dt.UTC),
    }  # fmt: skip
    return ControlSketch(**(values | other))


def told(*claims: ControlSketch, **options: Any) -> list[tuple[int, str, str | None]]:
    """Return each span's first day of May, state and holder."""
    return [(s.first_day - FIRST.toordinal() + 1, s.state, s.holder) for s in timeline(claims, **options)]


def test_a_capture_ends_the_earlier_holder_s_span() -> None:
    spans = timeline([claim("Army", 1), claim("Front", 5, "taken")])
    assert [(s.holder, s.last_day is None) for s in spans] == [("Army", False), ("Front", True)]
    assert spans[0].last_day == spans[1].first_day - 1


def test_what_only_the_holder_s_side_says_is_claimed_until_others_say_so() -> None:
    own = claim("Front", 5, "taken", source="Front spokesman")
    assert told(claim("Army", 1), own) == [(1, "held", "Army"), (5, "claimed", "Front")]
    assert told(claim("Army", 1), own, claim("Front", 6)) == [(1, "held", "Army"), (5, "claimed", "Front"), (6, "held", "Front")]


def test_sides_that_contradict_each_other_make_it_contested_with_who_says_what() -> None:
    spans = timeline([claim("Front", 5, "taken", source="Front spokesman"), claim("Army", 5, source="Army command")])
    assert [(s.state, s.holder) for s in spans] == [("contested", None)]
    assert [(c.holder, c.speakers, c.only_own) for c in spans[0].claimants] == [
        ("Army", ("Army command",), True), ("Front", ("Front spokesman",), True),
    ]  # fmt: skip


def test_a_denial_keeps_both_and_the_best_told_is_named() -> None:
    denial = claim("Front", 6, "taken", source="Army command", polarity="-")
    spans = timeline([claim("Army", 1), claim("Front", 5, "taken"), denial])
    assert [(s.state, s.holder) for s in spans] == [("held", "Army"), ("held", "Front"), ("contested", "Front")]
    assert spans[-1].claimants[0].speakers == ("Army command (denies)",)
    assert told(claim("Front", 5, "taken", source="Front spokesman"), denial)[-1] == (6, "contested", None)


def test_a_third_party_ends_the_contest() -> None:
    claims = [claim("Front", 5, "taken", source="Front spokesman"), claim("Army", 5, source="Army command"), claim("Front", 8)]
    assert told(*claims) == [(5, "contested", None), (8, "held", "Front")]


def test_who_leaves_leaves_nobody() -> None:
    assert told(claim("Army", 1), claim("Army", 3, "left", "lost")) == [(1, "held", "Army"), (3, "lost", None)]
    assert told(claim("Army", 1), claim("Front", 3, "left", "lost")) == [(1, "held", "Army")]


def test_a_siege_adds_the_besieger_and_nobody_besieges_himself() -> None:
    spans = timeline([claim("Army", 1), claim("Front", 4, state="besieged")])
    assert [(s.state, s.holder, s.besieger) for s in spans] == [("held", "Army", None), ("besieged", "Army", "Front")]
    assert [(s.state, s.holder) for s in timeline([claim("Front", 1), claim("Front", 4, state="besieged")])][-1] == ("besieged", None)


def test_a_mention_that_lags_behind_a_capture_does_not_undo_it() -> None:
    assert told(claim("Army", 1), claim("Front", 5, "taken"), claim("Army", 6)) == [(1, "held", "Army"), (5, "held", "Front")]
    assert told(claim("Army", 1), claim("Front", 5, "taken"), claim("Army", 20))[-1] == (20, "held", "Army")


def test_words_that_say_contested_or_shared() -> None:
    assert told(claim("Army", 1), claim(None, 3, state="contested")) == [(1, "held", "Army"), (3, "contested", "Army")]
    assert told(claim("Army and Front", 3, state="shared")) == [(3, "shared", None)]


def test_a_part_of_the_place_does_not_change_its_holder() -> None:
    assert told(claim("Army", 1), claim("Front", 3, "taken", part=True)) == [(1, "held", "Army")]


def test_contradictions_of_one_second_and_a_change_dated_to_a_week() -> None:
    assert told(claim("Army", 5, "taken"), claim("Front", 5, "taken")) == [(5, "contested", None)]
    vague = claim("Front", 9, "taken", since=FIRST.toordinal() + 2)
    assert told(claim("Front", 5, "taken"), claim("Army", 7, "taken"), vague) == [(5, "held", "Front"), (7, "held", "Army")]


def test_what_was_known_on_a_day() -> None:
    late = claim("Front", 5, "taken", learned=dt.datetime(2031, 6, 1, tzinfo=dt.UTC))
    assert told(claim("Army", 1), late, known_on=dt.date(2031, 5, 31)) == [(1, "held", "Army")]
    assert len(told(claim("Army", 1), late, known_on=dt.date(2031, 6, 1))) == 2


def test_the_state_of_a_day() -> None:
    spans = timeline([claim("Army", 3), claim("Front", 5, "taken")])
    assert [[s.holder for s in at(spans, FIRST + dt.timedelta(days=n))] for n in (0, 2, 3, 4, 90)] == [
        [],
        ["Army"],
        ["Army"],
        ["Front"],
        ["Front"],
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_arrival_does_not_matter(seed: int) -> None:
    claims = [
        claim(h, d, b, source=s) for h, d, b, s in itertools.product(("Army", "Front"), (1, 3, 5), ("state", "taken"), ("Wire", "Army"))
    ]
    mixed = list(claims)
    random.Random(seed).shuffle(mixed)
    assert timeline(mixed) == timeline(claims)


def test_namesakes_apart_are_two_places_and_spellings_are_one() -> None:
    here, there = claim("Army", 1, lat=35.0, lon=36.0), claim("Front", 1, lat=37.0, lon=41.0)
    near, without = claim("Army", 2, lat=35.05, lon=36.0, names=("Al-Karsa",)), claim("Army", 3, names=("the town of Karsa",))
    assert sorted(len(group) for group in by_place([here, there, near, without])) == [1, 3]
    assert by_place([claim("Army", 1, names=("the town",))]) == []


@pytest.mark.parametrize(("name", "key"), [("Deir ez-Zor", "deir zor"), ("the village", ""), ("from the Front", ""), ("Ḥamāh", "hamah")])
def test_keys_of_places(name: str, key: str) -> None:
    assert place_key(name) == key


def test_keys_of_holders() -> None:
    assert holder_key("Hill League fighters", None) == holder_key("the Hill League", None) == holder_key("League men", "Hill League")
    assert holder_key(None, None) is None


def test_many_claims_of_one_place_and_day_take_no_time() -> None:
    claims = [claim(f"Band {n % 7}", 1 + n % 9, "taken") for n in range(20_000)]
    started = time.perf_counter()
    assert timeline(claims)
    assert time.perf_counter() - started < 5


def test_a_report_tells_its_states_and_its_captures_by_speaker() -> None:
    coded = report()
    found = control_claims(coded)
    assert {(c.place, c.holder, c.basis, c.state) for c in found if c.basis == "taken"} >= {
        ("Upper Sarn", "Northern Army", "taken", "held")
    }
    assert all(c.former == "Red Valley Front" for c in found if c.basis == "taken" and c.holder == "Northern Army")
    planned = dataclasses.replace(coded, events=tuple(dataclasses.replace(e, realis="planned") for e in coded.events), controls=())
    assert control_claims(planned) == ()


def test_a_state_is_the_outlet_s_where_nobody_else_says_it() -> None:
    coded = report()
    state = ControlState("h9", "Orlun", Span(0, 5), "the Front", "Red Valley Front", "held", dt.date(2017, 10, 30), None, Span(0, 9), 0)
    only = dataclasses.replace(coded, events=(), controls=(state,), claims=())
    assert [(c.place, c.side, c.source, c.attributed) for c in control_claims(only)] == [
        ("Orlun", "Red Valley Front", coded.page.sighting.outlet, False)
    ]


def test_what_is_said_of_an_area_is_said_of_the_places_in_it_and_marked_so() -> None:
    spans = timeline(
        [claim("Army", 1, place="Upper Keth", names=("Upper Keth",), country_code="XA"), claim("Front", 2, place="Menz", names=("Menz",))]
    )
    inside = Location("Karsa", "at", (Span(0, 5),), status="resolved", country_code="XA", lat=3.0, lon=4.0, within=("Upper Keth",))
    elsewhere = dataclasses.replace(inside, country_code="XB")
    (found,) = said_of_areas(spans, [inside], "the town of Karsa")
    assert (found.place, found.area, found.holder, found.lat, found.lon) == ("Karsa", "Upper Keth", "Army", 3.0, 4.0)
    assert found.claims == next(span for span in spans if span.place == "Upper Keth").claims
    assert said_of_areas(spans, [elsewhere], "Karsa") == ()
    assert said_of_areas(spans, [dataclasses.replace(inside, status="ambiguous")], "Karsa") == ()
    assert said_of_areas(spans, [inside], "Menz") == ()
    assert said_of_areas(spans, [dataclasses.replace(inside, within=(), admin1="Upper Keth")], "Karsa") == (found,)
