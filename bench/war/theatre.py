"""The ground that the war is fought over, the sides, and who holds which place when."""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from bench.war.habits import Habits

COUNTRY, COUNTRY_CODE = "Vardania", "XV"
_KM_PER_DEGREE = 111.2
_SOUTH, _WEST = 12.0, 21.0


@dataclass(frozen=True, slots=True)
class Side:
    """A party: what it is called, by others too, who speaks for it, and its classes."""

    key: str
    name: str
    short: tuple[str, ...]
    fighters: str
    loaded: tuple[str, ...]  # what its enemies call it
    spokesman: str
    media: str
    actor_class: str
    interac: int


SIDES = (
    Side("war-government", "Vardanian Army", ("government forces", "the army", "Vardanian troops"),
         "soldiers", ("regime forces", "the regime's militias"),
         "Vardanian Army command", "Vardan State Telegraph", "state_forces", 1),
    Side("war-front", "Highland Front", ("Highland Front fighters", "the rebels", "Front units"),
         "rebels", ("armed terrorists", "mercenaries"),
         "Highland Front spokesman", "Highland Voice", "rebel", 2),
    Side("war-league", "Saar League", ("Saar League fighters", "League gunmen", "the militants"),
         "militants", ("apostates", "terrorist gangs"),
         "Saar League media office", "Saar Dispatch", "rebel", 2),
    Side("war-guard", "River Guard", ("River Guard units", "the militia", "Guard fighters"),
         "militiamen", ("separatists", "occupiers' proxies"),
         "River Guard press centre", "Guard News", "militia", 3),
)  # fmt: skip
CIVILIANS = "Civilians"


@dataclass(frozen=True, slots=True)
class Place:
    """A town or village; `province` is a number, `same` another place of the same name, if any."""

    number: int
    name: str
    lat: float
    lon: float
    province: int
    level: str
    neighbours: tuple[int, ...]
    same: int | None


_ONSETS = ("b", "d", "k", "l", "m", "n", "r", "s", "t", "v", "z", "g", "h", "sh", "tr", "kr", "dz", "j")
_VOWELS = ("a", "e", "i", "o", "u", "aa", "ei", "ou")
_CODAS = ("", "", "n", "r", "l", "s", "m", "sh", "k", "d")
_PREFIXES = ("", "", "", "", "Upper ", "Lower ", "Tal ", "Ber ")


def _name(chance: random.Random) -> str:
    syllables = "".join(
        chance.choice(_ONSETS) + chance.choice(_VOWELS) + (chance.choice(_CODAS) if last else "")
        for last in (False,) * chance.choice((0, 1, 1, 2)) + (True,)
    )
    return chance.choice(_PREFIXES) + syllables.capitalize()


class Theatre:
    """Places in provinces with their neighbours, and the record of who took what when."""

    def __init__(self, habits: Habits, size: int, chance: random.Random) -> None:
        count = max(40, int(habits.places_per_root * math.sqrt(size)))
        width = habits.spacing_km * math.sqrt(count)
        spots = np.array([(chance.random() * width, chance.random() * width) for _ in range(count)])
        centres = np.array([(chance.random() * width, chance.random() * width) for _ in range(habits.provinces)])
        province_of = ((spots[:, None] - centres[None]) ** 2).sum(-1).argmin(1)
        self.provinces = tuple(_name(chance).removeprefix("Upper ").removeprefix("Lower ") for _ in range(habits.provinces))
        self.centres = tuple(_degrees(x, y) for x, y in centres.tolist())
        names = self._names(habits, count, chance)
        first: dict[str, int] = {}
        places = []
        for n, (x, y) in enumerate(spots.tolist()):
            lat, lon = _degrees(x, y)
            near = ((spots - spots[n]) ** 2).sum(1).argsort()[1:7]
            level = "town" if chance.random() < 0.15 else "village"
            places.append(Place(n, names[n], lat, lon, int(province_of[n]), level, tuple(near.tolist()), first.get(names[n])))
            first.setdefault(names[n], n)
        self.places = tuple(places)
        self.holder = self._first_holders(centres, spots, chance)
        self._changes: list[list[tuple[int, int]]] = [[(0, side)] for side in self.holder]
        self._front: list[int] = []
        self._front_fresh = False

    def _names(self, habits: Habits, count: int, chance: random.Random) -> list[str]:
        names: list[str] = []
        taken: set[str] = set()
        while len(names) < count:
            if names and chance.random() < habits.namesakes:
                names.append(chance.choice(names))
                continue
            name = _name(chance)
            if name not in taken:
                taken.add(name)
                names.append(name)
        return names

    def _first_holders(self, centres: np.ndarray, spots: np.ndarray, chance: random.Random) -> list[int]:
        """Give each side one seat and each place the side whose seat is nearest; the state has two."""
        seats = [chance.randrange(len(spots)) for _ in range(len(SIDES) + 1)]
        owner = [*range(len(SIDES)), 0]
        nearest = ((spots[:, None] - spots[seats][None]) ** 2).sum(-1).argmin(1)
        return [owner[int(n)] for n in nearest]

    def take(self, place: int, side: int, day: int) -> None:
        """Put a place under a side from a day on."""
        self.holder[place] = side
        self._changes[place].append((day, side))
        self._front_fresh = False

    def held(self, place: int, day: int) -> int:
        """Return the side that truly holds a place at the end of a day."""
        changes = self._changes[place]
        return changes[bisect_right(changes, day, key=lambda change: change[0]) - 1][1]

    def changed(self, place: int) -> bool:
        """Tell whether the place ever changed hands."""
        return len(self._changes[place]) > 1

    def front(self) -> list[int]:
        """Return the places with a neighbour under another side."""
        if not self._front_fresh:
            self._front = [p.number for p in self.places if any(self.holder[n] != self.holder[p.number] for n in p.neighbours)]
            self._front_fresh = True
        return self._front

    def enemies_near(self, place: int) -> list[int]:
        """Return the sides that hold neighbours of a place and not the place, the most present first."""
        own = self.holder[place]
        beside = [self.holder[n] for n in self.places[place].neighbours if self.holder[n] != own]
        return sorted(set(beside), key=lambda side: (-beside.count(side), side))


def _degrees(x: float, y: float) -> tuple[float, float]:
    lat = _SOUTH + y / _KM_PER_DEGREE
    return round(lat, 4), round(_WEST + x / (_KM_PER_DEGREE * math.cos(math.radians(lat))), 4)
