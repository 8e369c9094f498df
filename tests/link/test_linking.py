"""Linking: what belongs together, whatever the order in which it comes."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link import blocks, kin_of, linking
from dateline.link.linking import Linker
from dateline.linked import ActorSketch, Copy, EventSketch, TollSketch

KINDS = (
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Violence against civilians", "Attack"),
)
PLACES = (("tal amra", 35.0, 37.0), ("kafr sud", 35.1, 37.05), ("bir hassan", 35.6, 38.0), ("mazraat", 36.9, 38.4))
SIDES = ("Army", "Rebels", "Front")


def event(number: int, chance: random.Random, *, days: int = 12, sightings: int = 40) -> EventSketch:
    """Return an invented event report."""
    kind = chance.choice(KINDS)
    name, lat, lon = chance.choice(PLACES)
    precision = chance.choice((1, 1, 1, 2, 3))
    day = 735_000 + chance.randrange(days)
    long = chance.choice((0, 0, 0, 0, 6, 29))
    killed = chance.choice((None, 3, 7, 12, 23))
    by, on = chance.sample(SIDES, 2)
    placed = chance.random() > 0.1
    tolls = () if killed is None else (TollSketch("e1.c1", "killed", None, "unknown", killed, killed, killed, None, None, "event", False),)
    return EventSketch(
        id=f"E-{number:04d}", local_id=f"e{chance.randrange(4)}", sighting=f"S-{chance.randrange(sightings)}", event_type=kind[0], sub_event_type=kind[1],
        realis=chance.choice(("actual", "actual", "actual", "planned")), salience="core", lemma="attack", first_day=day, last_day=day + long,
        date_precision="day" if not long else "week" if long < 10 else "month", published=day + long + 1, place=name, names=(name,),
        lat=lat if placed else None, lon=lon if placed else None, radius_km={1: 3.0, 2: 20.0, 3: 90.0}[precision] if placed else None,
        geo_precision=precision if placed else None, country_code="SY", admin1=None, group=None,
        actors=(ActorSketch("initiator", by.lower(), by, "rebel"), ActorSketch("target", on.lower(), on, "rebel")), tolls=tolls,
        words=tuple(chance.sample(("shell", "gun", "dawn", "market", "tank", "bridge", "raid", "night"), 3)), outcome=None,
    )  # fmt: skip


def war(seed: int, size: int = 120) -> list[EventSketch]:
    """Return many of them."""
    chance = random.Random(seed)
    return [event(number, chance) for number in range(size)]


def pairs_of_copies(seed: int, sightings: int = 40) -> list[Copy]:
    """Return invented copies among the sightings."""
    chance = random.Random(seed)
    pairs = [chance.sample(range(sightings), 2) for _ in range(sightings // 2)]
    return [Copy(f"S-{a}", f"S-{b}", "rewrite", 0.5, ()) for a, b in pairs]


def groups_of(
    linker_input: Sequence[Sequence[EventSketch]], removed: Sequence[EventSketch] = (), copies: Sequence[Copy] = ()
) -> set[tuple[str, ...]]:
    """Feed a linker in portions and return its groups, kept as a store would keep them; a copy is known once both its reports are there."""
    linker = Linker()
    event_of: dict[str, object] = {}
    there: set[str] = set()
    for add, remove in [*((portion, ()) for portion in linker_input), ((), removed)]:
        there |= {event.sighting for event in add}
        change = linker.update(add, remove, kin_of(copy for copy in copies if {copy.sighting, copy.of} <= there))
        for identity in change.removed:
            event_of.pop(identity, None)
        for group in change.groups:
            event_of.update(dict.fromkeys(group, object()))
        for members, anchor in change.joins:
            event_of.update(dict.fromkeys(members, event_of[anchor]))
    found: dict[object, list[str]] = {}
    for identity, event in event_of.items():
        found.setdefault(event, []).append(identity)
    return {tuple(sorted(group)) for group in found.values()}


def test_twenty_orders_give_the_same_memberships() -> None:
    told = war(7)
    whole = groups_of([told])
    assert 10 < len(whole) < len(told)
    for seed in range(20):
        shuffled = random.Random(seed).sample(told, len(told))
        assert groups_of([shuffled]) == whole
        assert groups_of([shuffled[i : i + 17] for i in range(0, len(shuffled), 17)]) == whole


def test_twenty_orders_give_the_same_memberships_with_copies_as_evidence() -> None:
    told, copies = war(8), pairs_of_copies(8)
    whole = groups_of([told], copies=copies)
    assert whole != groups_of([told])
    for seed in range(20):
        shuffled = random.Random(seed).sample(told, len(told))
        assert groups_of([shuffled], copies=copies) == whole
        assert groups_of([shuffled[i : i + 17] for i in range(0, len(shuffled), 17)], copies=copies) == whole


@given(seed=st.integers(0, 10_000), size=st.integers(1, 60), cuts=st.lists(st.integers(1, 9), min_size=1, max_size=6), full=st.booleans())
@settings(max_examples=60, deadline=None)
def test_adding_and_taking_away_end_where_linking_at_once_ends(seed: int, size: int, cuts: list[int], full: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if full:  # every block is over its cap
            for module in (blocks, linking):
                patch.setattr(module, "CAP", 4)
            patch.setattr(blocks, "NEAR", 2)
        told = war(seed, size)
        extra = [event(1000 + n, random.Random(seed + n)) for n in range(5)]
        shuffled = random.Random(seed).sample(told + extra, size + 5)
        portions, at = [], 0
        while at < len(shuffled):
            step = cuts[len(portions) % len(cuts)]
            portions.append(shuffled[at : at + step])
            at += step
        copies = pairs_of_copies(seed)
        assert groups_of(portions, extra, copies) == groups_of([told], copies=copies)
