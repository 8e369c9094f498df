"""A sketch of an event report made ready for comparing it with thousands of others."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from dateline.linked import ActorSketch, EventSketch, TollSketch
from dateline.records import stable_id

BEFORE_DAYS = 30
"""How far back "before the 15th" reaches: what is told as background of the news is mostly of the month before."""
UNKNOWN_DAYS = 14
"""How far back from its publication an undated event is looked for: reports tell of the last two weeks."""
LONGEST_DAYS = 120
"""An event known to a longer stretch only is left apart: a year holds dozens of like events at any place."""
PRECISE_KM = 30.0
EXACT_DAYS = 2
"""A stretch of up to so many days ("the night of 3 to 4 May") is an exact date."""
_UNREAL = frozenset({"planned", "hypothetical_denied"})
_VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_CROWDS = frozenset({"Protests", "Riots"})
_BLASTS = frozenset({"Suicide bomb", "Remote explosive/landmine/IED", "Grenade"})
_FIRE = frozenset({"Air/drone strike", "Shelling/artillery/missile attack", "Chemical weapon"})
_SEIZING = frozenset({"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"})
_GAIN, _LOSS = frozenset({"captured", "lost"}), frozenset({"repelled", "none_gained"})
_VAGUE_SIDES = frozenset({"unidentified", "unknown", "civilians"})
_VOWELS = re.compile(r"(?<=.)[aeiouyhw]+")
_DOUBLED = re.compile(r"(.)\1+")
_BEARINGS = re.compile(r"\b(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|central|inner|outer|greater|rural|rif)(?:ern)?\b ?")


Kin = Mapping[str, Collection[str]]
"""By sighting those of the reports that it copies or that copy it."""


@dataclass(frozen=True, slots=True)
class Party:
    """Who acted, or was acted on: registry keys and sides; `people`: civilians or protesters were among those who suffered."""

    keys: frozenset[str]
    sides: frozenset[str]
    people: bool

    def __bool__(self) -> bool:
        return bool(self.keys or self.sides)


@dataclass(frozen=True, slots=True)
class Traits:
    """What pairs are compared by; days are ordinals, `first` > `last` where nothing tells the day."""

    id: str  # of what is told: event reports that tell the same in the same words share it
    sightings: frozenset[str]
    group: str | None
    kind: str
    family: str
    method: str
    seizing: bool
    battle: bool
    first: int
    last: int
    exact: bool
    lat: float
    lon: float
    placed: bool
    radius: float
    named: bool  # an exact named place
    country: str | None
    admin1: str | None
    name: str
    skeleton: str
    town: str  # the name without its bearings: that of X for "the northern countryside of X"
    names: frozenset[str]
    parties: frozenset[str]  # sides that took part or suffered, civilians aside
    initiators: Party
    targets: Party
    tolls: tuple[TollSketch, ...]
    words: frozenset[str]
    unreal: bool
    aggregate: bool
    outcome: str
    kin: frozenset[str]  # sightings of reports that copy one that tells it, or are copied by it

    @property
    def days(self) -> int:
        """Length of the window, at least 1 where there is one."""
        return self.last - self.first + 1

    @property
    def precise(self) -> bool:
        """Whether an exact day and a place of 30 km or less are told: what other reports can be held against."""
        return self.exact and self.placed and self.radius <= PRECISE_KM

    def seen_in(self, sightings: Collection[str], kin: Kin) -> Traits:
        """Return the traits as told in these sightings."""
        near = frozenset(other for sighting in sightings for other in kin.get(sighting, ()))
        return replace(self, sightings=frozenset(sightings), kin=near)

    def told_by(self, event_report: str) -> Traits:
        """Return the traits under the id of one event report that tells them."""
        return replace(self, id=event_report)


def traits(sketch: EventSketch) -> Traits:
    """Return a sketch's traits."""
    first, last = _window(sketch)
    placed = sketch.lat is not None and sketch.lon is not None and _on_earth(sketch.lat, sketch.lon)
    names = sketch.names
    name = names[0] if names else ""
    initiators = [a for a in sketch.actors if a.role in ("initiator", "supporter")]
    targets = [a for a in sketch.actors if a.role in ("target", "victim")]
    return Traits(
        id=stable_id("T", _content(sketch)),
        sightings=frozenset((sketch.sighting,)),
        group=sketch.group,
        kind=sketch.sub_event_type,
        family=_family(sketch.event_type),
        method="blast" if sketch.sub_event_type in _BLASTS else "fire" if sketch.sub_event_type in _FIRE else "",
        seizing=sketch.sub_event_type in _SEIZING,
        battle=sketch.event_type == "Battles",
        first=first,
        last=last,
        exact=first <= last and last - first < EXACT_DAYS and sketch.date_precision in ("day", "range"),
        lat=sketch.lat if placed and sketch.lat is not None else 0.0,
        lon=sketch.lon if placed and sketch.lon is not None else 0.0,
        placed=placed,
        radius=max(0.0, sketch.radius_km or 0.0),
        named=placed and sketch.geo_precision == 1,
        country=sketch.country_code,
        admin1=sketch.admin1,
        name=name,
        skeleton=skeleton(name),
        town=_BEARINGS.sub("", name).strip() or name,
        names=frozenset(names),
        parties=frozenset(_parties(sketch)),
        initiators=_party(initiators),
        targets=_party(targets),
        tolls=tuple(t for t in sketch.tolls if not t.superseded),
        words=frozenset(sketch.words),
        unreal=sketch.realis in _UNREAL,
        aggregate=sketch.salience == "aggregate",
        outcome="gain" if sketch.outcome in _GAIN else "none" if sketch.outcome in _LOSS else sketch.outcome or "",
        kin=frozenset(),
    )


def skeleton(name: str) -> str:
    """Return the consonants of a name, its first letter kept: what most transliterations agree on; empty below three letters.

    >>> skeleton("kherbet juwayid") == skeleton("khirbat juwaid")
    True
    """
    bare = " ".join(_DOUBLED.sub(r"\1", _VOWELS.sub("", word)) for word in name.split())
    return bare if len(bare) > 2 else ""


def _content(sketch: EventSketch) -> str:
    """Return all that a sketch says but its id, sighting and day of publication."""
    return repr((
        sketch.local_id, sketch.event_type, sketch.sub_event_type, sketch.realis, sketch.salience, sketch.first_day, sketch.last_day,
        sketch.date_precision, sketch.names, sketch.lat, sketch.lon, sketch.actors, sketch.tolls, sketch.words, sketch.outcome, sketch.group,
        sketch.country_code, sketch.published if sketch.first_day is None else None,
    ))  # fmt: skip


def _on_earth(lat: float, lon: float) -> bool:
    return -90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0 and not math.isnan(lat + lon)


def _window(sketch: EventSketch) -> tuple[int, int]:
    first, last = sketch.first_day, sketch.last_day
    if first is None and last is None:
        if sketch.published is None:
            return 1, 0
        return sketch.published - UNKNOWN_DAYS, sketch.published
    if first is None and last is not None:
        return last - BEFORE_DAYS, last
    if first is not None and last is None:
        return first, max(first, sketch.published or first)
    one, other = first or 0, last or 0
    return min(one, other), max(one, other)


def _family(event_type: str) -> str:
    return "violence" if event_type in _VIOLENCE else "crowd" if event_type in _CROWDS else "other"


def _parties(sketch: EventSketch) -> Iterator[str]:
    for side in (*(a.side for a in sketch.actors), *(t.side for t in sketch.tolls)):
        if side and side.lower() not in _VAGUE_SIDES:
            yield side


def _party(actors: list[ActorSketch]) -> Party:
    known = [a for a in actors if a.actor_class not in ("civilians", "unidentified") and (a.side or "").lower() not in _VAGUE_SIDES]
    return Party(
        frozenset(a.key for a in known if a.key),
        frozenset(a.side for a in known if a.side),
        any(a.actor_class in ("civilians", "protesters") or (a.side or "").lower() == "civilians" for a in actors),
    )
