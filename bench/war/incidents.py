"""What truly happens: incidents of all classes day by day, with their dead, and places that change hands."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench.war.habits import Habits
from bench.war.theatre import CIVILIANS, SIDES, Theatre


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of incident: its codes, how common it is, whom it kills, and the kind that it is mistaken for."""

    key: str
    event_type: str
    sub_event_type: str
    weight: float
    civilians: float  # share of the dead that are civilians
    deadly: float  # factor on the dead, 0 where nobody dies
    mistaken_for: str | None = None


KINDS = {
    kind.key: kind
    for kind in (
        Kind("clash", "Battles", "Armed clash", 22, 0.05, 1.0, "shelling"),
        Kind("shelling", "Explosions/Remote violence", "Shelling/artillery/missile attack", 22, 0.7, 0.8, "airstrike"),
        Kind("airstrike", "Explosions/Remote violence", "Air/drone strike", 16, 0.6, 1.4, "shelling"),
        Kind("bomb", "Explosions/Remote violence", "Remote explosive/landmine/IED", 8, 0.5, 0.8, "suicide"),
        Kind("suicide", "Explosions/Remote violence", "Suicide bomb", 2, 0.6, 2.0, "bomb"),
        Kind("grenade", "Explosions/Remote violence", "Grenade", 1, 0.6, 0.4, "bomb"),
        Kind("chemical", "Explosions/Remote violence", "Chemical weapon", 0.4, 0.8, 2.0, "airstrike"),
        Kind("killing", "Violence against civilians", "Attack", 8, 1.0, 0.7, "clash"),
        Kind("abduction", "Violence against civilians", "Abduction/forced disappearance", 4, 1.0, 0.0, "arrest"),
        Kind("arrest", "Strategic developments", "Arrests", 3, 1.0, 0.0, "abduction"),
        Kind("protest", "Protests", "Peaceful protest", 4, 1.0, 0.0, None),
        Kind("riot", "Riots", "Violent demonstration", 1, 1.0, 0.2, "protest"),
        Kind("looting", "Strategic developments", "Looting/property destruction", 2, 1.0, 0.0, None),
        Kind("truce", "Strategic developments", "Agreement", 1, 0.0, 0.0, None),
        Kind("capture", "Battles", "Government regains territory", 0, 0.1, 1.5, "clash"),
        Kind("assault", "Battles", "Armed clash", 0, 0.1, 1.5, None),
        Kind("withdrawal", "Strategic developments", "Non-violent transfer of territory", 0, 0.0, 0.0, "capture"),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, or that rumour says did: `dead` by side key or Civilians."""

    id: str
    day: int
    kind: Kind
    place: int
    attacker: int
    target: int
    dead: tuple[tuple[str, int], ...]
    happened: bool = True
    grows: bool = False

    @property
    def killed(self) -> int:
        """All dead together."""
        return sum(n for _, n in self.dead)


class Fate:
    """Draws the incidents of one war."""

    def __init__(self, habits: Habits, theatre: Theatre, chance: random.Random) -> None:
        self._habits, self._theatre, self._chance = habits, theatre, chance
        self._kinds = [kind for kind in KINDS.values() if kind.weight]
        self._weights = [kind.weight for kind in self._kinds]
        self._planned: dict[int, list[tuple[int, int]]] = {}  # day: attempts to take a place back, as (place, side)
        self._made = 0

    def day(self, day: int) -> Iterator[Incident]:
        """Yield the incidents of a day; places change hands as they are drawn."""
        habits, chance, theatre = self._habits, self._chance, self._theatre
        for place, side in self._planned.pop(day, ()):
            if theatre.holder[place] != side:
                yield self._attempt(day, place, side)
        mean = habits.incidents_per_place_day * len(theatre.places)
        struck: list[int] = []
        for _ in range(max(1, round(chance.gauss(mean, math.sqrt(mean))))):
            front = theatre.front()
            if struck and chance.random() < habits.same_place:
                place = chance.choice(struck)
            else:
                place = chance.choice(front) if front and chance.random() < habits.hot else chance.randrange(len(theatre.places))
            struck.append(place)
            draw = chance.random()
            enemies = theatre.enemies_near(place)
            if enemies and draw < habits.captures:
                yield self._attempt(day, place, chance.choice(enemies))
            elif enemies and draw < habits.captures + habits.withdrawals:
                yield self._withdrawal(day, place, enemies[0])
            else:
                yield self._other(day, place, enemies)

    def _attempt(self, day: int, place: int, side: int) -> Incident:
        habits, chance = self._habits, self._chance
        before = self._theatre.holder[place]
        wins = chance.random() < habits.capture_succeeds
        if wins:
            self._theatre.take(place, side, day)
            if chance.random() < habits.counter_attack:
                self._planned.setdefault(day + chance.randint(1, 6), []).append((place, before))
        return self._new(day, KINDS["capture" if wins else "assault"], place, side, before)

    def _withdrawal(self, day: int, place: int, side: int) -> Incident:
        before = self._theatre.holder[place]
        self._theatre.take(place, side, day)
        return self._new(day, KINDS["withdrawal"], place, side, before)

    def _other(self, day: int, place: int, enemies: list[int]) -> Incident:
        chance = self._chance
        kind = chance.choices(self._kinds, self._weights)[0]
        held = self._theatre.holder[place]
        inside = kind.key in ("arrest", "protest", "riot", "looting", "abduction", "killing", "truce")
        attacker = held if inside and chance.random() < 0.7 else chance.choice(enemies or [s for s in range(len(SIDES)) if s != held])
        return self._new(day, kind, place, attacker, held, happened=chance.random() >= self._habits.rumours)

    def _new(self, day: int, kind: Kind, place: int, attacker: int, target: int, *, happened: bool = True) -> Incident:
        habits, chance = self._habits, self._chance
        total = 0
        if kind.deadly and chance.random() >= habits.bloodless:
            total = min(habits.most_dead, max(1, int(kind.deadly * chance.paretovariate(habits.tail))))
        civilians = sum(chance.random() < kind.civilians for _ in range(total))
        fighters = total - civilians
        own = sum(chance.random() < 0.4 for _ in range(fighters)) if kind.event_type == "Battles" else 0
        dead = [(CIVILIANS, civilians), (SIDES[target].key, fighters - own), (SIDES[attacker].key, own)]
        if attacker == target:
            dead = [(CIVILIANS, total)]
        self._made += 1
        return Incident(
            f"i{self._made}", day, kind, place, attacker, target, tuple((who, n) for who, n in dead if n), happened,
            total >= 8 and chance.random() < habits.growing,
        )  # fmt: skip
