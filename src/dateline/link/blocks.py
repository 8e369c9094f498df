"""Where event reports that may be one event meet: keys of place and time, each event report under those that its own precision reaches.

Two event reports are compared if a key has both of them and the key's need is met: under a key of provinces at least one of the two must
be known to no more than a province, and so on. Under a key with more than CAP event reports each meets only the NEAR before and
after it in the order of what they tell, so that a thousand reports of one place and day cost a thousand times NEAR comparisons, not a million.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dateline.link.traits import LONGEST_DAYS, Traits
from dateline.linked import TollSketch

CAP = 150
"""Event reports under one key that all meet each other: 11,175 pairs, a quarter of a second."""
NEAR = 24
PAD_DAYS = 1
"""Each looks a day beyond its own window, so exact dates meet that are two days apart."""
PAD_KM = 3.0
SHORT_DAYS = 5
"""Windows up to this are entered by the day, longer ones by BUCKET days."""
BUCKET = 16
SMALL_KM, WIDE_KM = 25.0, 110.0
"""Reach of what is entered by fine cells, and by coarse ones (a province); of what reaches farther, the counts must agree."""
_FINE, _COARSE = 4, 1  # cells a degree
_SPACE, _TIME, _UNPLACED = 1, 2, 4
_DAY, _DAY_WIDE, _LONG, _LONG_WIDE, _COUNT, _NAME = range(6)
_NEEDS = (0, _SPACE, _TIME, _SPACE | _TIME, _SPACE, _UNPLACED)
_LEAST_COUNT = 3


@dataclass(slots=True, eq=False)
class Node:
    """What one or more event reports tell in the same words, and the keys that it lies under."""

    traits: Traits
    members: dict[str, str]  # event report -> sighting
    keys: tuple[int, ...]
    flags: int
    order: str
    id: str = field(init=False)

    @property
    def firm(self) -> bool:
        """Whether it tells exactly of something that happened: what events are made of; anything else may only join one."""
        return self.traits.precise and not self.traits.unreal

    def __post_init__(self) -> None:
        self.id = self.traits.id


def node(traits: Traits, members: dict[str, str]) -> Node:
    """Return the node of some traits."""
    flags = (
        (_SPACE if traits.placed and traits.radius > SMALL_KM else 0)
        | (_TIME if traits.days > SHORT_DAYS else 0)
        | (0 if traits.placed else _UNPLACED | _SPACE)
    )
    return Node(traits, members, tuple(dict.fromkeys(_keys(traits))), flags, _order(traits))


def met(one: Node, key: int, posting: Sequence[Node]) -> list[Node]:
    """Return those under a key that a node is to be compared with; a posting above CAP must be sorted by `order`."""
    need = _NEEDS[key & 7] & ~one.flags
    return [other for other in _beside(one, posting) if other.flags & need == need and other is not one]


def near(one: Node, posting: Sequence[Node]) -> list[Node]:
    """Return the others of a posting, above CAP those beside the node."""
    return [other for other in _beside(one, posting) if other is not one]


def _beside(one: Node, posting: Sequence[Node]) -> Sequence[Node]:
    if len(posting) <= CAP:
        return posting
    at = bisect_left(posting, one.order, key=_by_order)
    return posting[max(0, at - NEAR) : at + NEAR + 1]


def moved(one: Node, posting: Sequence[Node], changes: int) -> Sequence[Node]:
    """Return those of a sorted posting above CAP whose company changes when a node comes or goes, one of so many changes."""
    at = bisect_left(posting, one.order, key=_by_order)
    return posting[max(0, at - NEAR - changes) : at + NEAR + changes + 1]


def _by_order(one: Node) -> str:
    return one.order


def _keys(a: Traits) -> Iterator[int]:
    if not 1 <= a.days <= LONGEST_DAYS:
        return
    buckets = range((a.first - PAD_DAYS) // BUCKET, (a.last + PAD_DAYS) // BUCKET + 1)
    days = range(a.first - PAD_DAYS, a.last + PAD_DAYS + 1) if a.days <= SHORT_DAYS else range(0)
    if a.placed and a.radius <= WIDE_KM:
        small = a.radius <= SMALL_KM
        wide = list(_cells(a, _COARSE))
        for cell in _cells(a, _FINE) if small else ():
            for day in days:
                yield _grid(day, cell, _DAY)
            for bucket in buckets:
                yield _grid(bucket, cell, _LONG)
        for cell in wide:
            for day in days:
                yield _grid(day, cell, _DAY_WIDE)
            for bucket in buckets:
                yield _grid(bucket, cell, _LONG_WIDE)
    for bucket in buckets:
        for toll in a.tolls:
            if (count := _count(toll)) is not None and count >= _LEAST_COUNT:
                yield _word(f"{a.country}/{bucket}/{toll.kind}/{count}", _COUNT)
        if a.name:
            yield _word(f"{bucket}/{a.skeleton or a.name}", _NAME)


def _cells(a: Traits, per_degree: int) -> Iterator[int]:
    """Yield the cells that the circle of a place touches."""
    up = (a.radius + PAD_KM) / 111.195
    across = up / max(0.1, math.cos(math.radians(a.lat)))
    south, north = (math.floor((a.lat + 90.0 + d) * per_degree) for d in (-up, up))
    west, east = (math.floor((a.lon + 180.0 + d) * per_degree) for d in (-across, across))
    for y in range(south, north + 1):
        for x in range(west, east + 1):
            yield (y + 16) * 2048 + x % (360 * per_degree)


def _grid(time: int, cell: int, need: int) -> int:
    return ((time << 22) + cell) << 3 | need


def _word(text: str, need: int) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "big") << 3 | need


def _count(toll: TollSketch) -> int | None:
    return toll.best if toll.best is not None else toll.low


def _order(a: Traits) -> str:
    """Return what sorts like beside like: class, largest toll, parties, place."""
    most = max((count for toll in a.tolls if (count := _count(toll)) is not None), default=0)
    parties = "/".join("+".join(sorted(party.sides)) for party in (a.initiators, a.targets))
    return f"{a.family}|{min(most, 999999):06d}|{parties}|{a.skeleton}|{a.kind}|{a.id}"
