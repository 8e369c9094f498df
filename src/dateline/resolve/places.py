"""Decides which place of the index each mention means, by what the report says around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate
from typing import Any

from dateline.data.gazetteer import load_terms
from dateline.records import Location, Page, PlaceCandidate, PlaceIndex, PlaceMention
from dateline.resolve.place_areas import beside, circle, half
from dateline.resolve.place_context import ReportContext, distance_km, shifted
from dateline.resolve.place_joining import joined, midway
from dateline.resolve.place_ranking import (
    ANSWERED,
    AREAS,
    EXACT,
    FUZZY_IN_CONTEXT,
    TOWN_REACH_KM,
    Case,
    answers,
    at_middle,
    frame_of,
    only_the_name,
    prior,
    rank_cases,
    reached,
    read_cases,
    settled,
)
from dateline.resolve.place_words import PARTS_OF_TOWNS, SETTLEMENTS, PlaceWords, bare_name

CANDIDATES_KEPT = 5
_RADII = {"city": 8.0, "town": 4.0, "village": 2.5, "neighbourhood": 2.0, "site": 2.0, "hill": 3.0, "road": 20.0}
_FAR_OUT = frozenset(
    "airport airbase airfield airstrip base dam field oilfield crossing refinery camp mine".split()
)  # sites of the open country
_NEAR_TOWN_KM = 100.0  # how far from a town what a report puts near it may lie
_AROUND_KM = 10.0  # of what lies near a place, at its outskirts or in a part of it
_DISTRICT_KM = 30.0  # of a district around the town that it is named after
_MOST = 0.8  # of all chances, which the candidates hold that an ambiguous name is between
_SEAT_KM, _SEATS = 100.0, 200  # how far, and among how many places, the largest town of a division is looked for
_GUESSED = 0.65  # share of the sites that lie in the town spoken of beside them
_UNRANKED = 0.6  # chance of a containing place that was not ranked among its namesakes
_DEFAULT_RADIUS_KM = 50.0  # of an area whose extent the index does not know


def resolve_places(
    mentions: Sequence[PlaceMention], page: Page, index: PlaceIndex, *, theatre: frozenset[str] = frozenset()
) -> tuple[Location, ...]:
    """Return one location for each mention, in order, with ranked candidates and an honest precision.

    status resolved: the place itself; area: only what contains it, or a direction or distance from it; ambiguous: namesakes that the report
    does not tell apart, no coordinates unless they lie close together; unresolved: no answer. Candidates' scores are probabilities, `nil` is that
    of none of them. `theatre` holds the countries of the armed sides that the report names.
    """
    cases, keys = read_cases(mentions, index)
    ranked, context = rank_cases(cases, page, index, theatre=theatre)
    finder = Containers(ranked, context, index)
    located = [_locate(mention, ranked[key], finder) for mention, key in zip(mentions, keys, strict=True)]
    return tuple(joined(mentions, located))


@lru_cache(maxsize=4096)
def _largest_town(
    index: PlaceIndex, name: str, country: str | None, admin1: str | None, middle: tuple[float, float], radius_km: float | None
) -> tuple[float, float] | None:  # fmt: skip
    """Return where the town of a division's name lies, else the largest one within its reach."""
    named = [c for c in index.lookup(name, fuzzy=False) if c.kind in SETTLEMENTS and c.admin1 == admin1]
    named = [c for c in named if c.country_code == country] or [
        c
        for c in index.near(*middle, min(_SEAT_KM, radius_km or _DEFAULT_RADIUS_KM), _SEATS)
        if c.kind in SETTLEMENTS and (c.country_code, c.admin1) == (country, admin1)
    ]
    found = max(named, key=lambda c: c.population, default=None)
    return (found.lat, found.lon) if found else None


@dataclass(frozen=True, slots=True)
class Containers:
    """Finds what a place that the index does not know lies in."""

    cases: Mapping[PlaceWords, Case]
    context: ReportContext
    index: PlaceIndex
    _around: dict[PlaceWords, PlaceCandidate | None] = field(default_factory=dict)

    def of(self, case: Case) -> PlaceCandidate | None:
        """Return the nearest containing place that is known: named with the mention, else, for a part of a town, the town spoken of."""
        for at, name in enumerate(case.words.within):
            level = case.words.outer_level if at == 0 else None
            found = (self._division(name, level) if level in ("admin1", "country") else None) or self.named(name)
            if found:
                return self._nearer(case.words, found)
        if case.words.level not in PARTS_OF_TOWNS:
            return None
        embedded = self._embedded(case.words)
        nameless = not case.words.names or case.words.level == "neighbourhood"
        return embedded or self._spoken_of(min(case.sentences), back=2 if nameless else 1)

    def chance(self, outer: PlaceCandidate) -> float:
        """Return how likely the report means a containing place by its name; _UNRANKED where it was only looked up."""
        return max((case.chance for case in self.cases.values() if case.best and case.best.id == outer.id), default=_UNRANKED)

    def _nearer(self, words: PlaceWords, outer: PlaceCandidate) -> PlaceCandidate:
        """Return the village that a base or field far out is named after, rather than the town that the report puts it near."""
        ends_so = words.names and words.names[0].split()[-1].lower() in _FAR_OUT
        village = self._embedded(words) if words.level == "site" and ends_so else None
        return village if village and distance_km(village.lat, village.lon, outer.lat, outer.lon) <= _NEAR_TOWN_KM else outer

    def at_home(self, place: PlaceCandidate) -> bool:
        """Tell whether the report speaks of the country of a place, or of none."""
        return not self.context.named or place.country_code in self.context.named

    def seat(self, area: PlaceCandidate) -> tuple[float, float] | None:
        """Return where the largest town of a division lies: the one of its name, else the largest within its reach."""
        if area.kind not in ("admin1", "admin2"):
            return None
        return _largest_town(self.index, area.name, area.country_code, area.admin1, (area.lat, area.lon), area.radius_km)

    def _division(self, name: str, level: str | None) -> PlaceCandidate | None:
        frame = frame_of(name, self.context, self.index)
        return next((outer for outer in frame if outer.kind == level), None)

    def named(self, name: str) -> PlaceCandidate | None:
        bare = bare_name(name)
        same = [case for key, case in self.cases.items() if case.best and bare in key.names and answers(case)]
        town = next((case.best for case in same if case.best and case.best.kind in SETTLEMENTS), None)
        if town:
            return town
        if same:
            return same[0].best
        home = [case.best.country_code for case in self.cases.values() if case.best and case.best.score >= EXACT]
        found = [
            c for c in self.index.lookup(name, limit=20) if c.score >= EXACT or (c.score >= FUZZY_IN_CONTEXT and c.country_code in home)
        ]
        return max(
            found, key=lambda c: c.score + (0.7 if c.country_code in home else 0) + prior(c) - (0.3 if c.kind in AREAS else 0), default=None
        )

    def _embedded(self, words: PlaceWords) -> PlaceCandidate | None:
        """Return the settlement whose name begins the name of a site, the rest being the words for its kind: "Mosul University"."""
        tokens = words.names[0].split() if words.names else []
        heads = load_terms().heads
        for size in range(len(tokens) - 1, 0, -1):
            if not any(token.lower() in heads for token in tokens[size:]):
                continue
            prefix = " ".join(tokens[:size])
            if self.index.known(prefix) and (found := self.named(prefix)) and found.kind in SETTLEMENTS:
                return found
        return None

    def site_named_after(self, case: Case) -> PlaceCandidate | None:
        """Return a site of the report that bears the name of an unknown place: "X" beside "X Military Airport"."""
        start = f"{case.words.text.casefold()} "
        if len(start) <= 4:
            return None
        sites = (other for other in self.cases.values() if other.best and other.best.kind == "site")
        named = (other for other in sites if other.best and other.best.name.casefold().startswith(start))
        return next((place for other in named if (place := settled(other))), None)

    def around(self, case: Case) -> PlaceCandidate | None:
        """Return a place whose division an unknown name very likely shares: all that the sentence, or one of the two before, names lie in it."""
        if case.words not in self._around:
            self._around[case.words] = self._beside(case)
        return self._around[case.words]

    def _beside(self, case: Case) -> PlaceCandidate | None:
        for back in (0, 1, 2):
            wanted = {sentence - back for sentence in case.sentences}
            near = [
                place
                for other in self.cases.values()
                if other is not case and other.sentences & wanted and (place := settled(other)) and place.kind != "country"
            ]
            if near:
                shared = len({(place.country_code, place.admin1) for place in near}) == 1
                said = self.context.spoken_of(case.starts[0])
                return near[0] if shared and near[0].admin1 and (not said or near[0].country_code in said) else None
        return None

    def _spoken_of(self, sentence: int, *, back: int) -> PlaceCandidate | None:
        """Return the town named in the same sentence or at most `back` before."""
        options = [
            (sentence - at, -case.chance, place)
            for case in self.cases.values()
            if case.best and case.best.kind in ("city", "town") and case.words.level not in PARTS_OF_TOWNS
            for at in case.sentences
            if 0 <= sentence - at <= back and (place := settled(case))
        ]
        return min(options, key=lambda option: option[:2])[2] if options else None


def _locate(mention: PlaceMention, case: Case, containers: Containers) -> Location:
    words = case.words
    blank = Location(
        name=words.text or mention.name, relation=mention.relation, spans=(mention.span,), level=mention.level or words.level,
        candidates=_candidates(case), nil=round(case.nil, 3) if case.candidates else None, within=mention.within,
    )  # fmt: skip
    if words.ends:
        return _road(blank, words, containers)
    best = case.best
    if best is None or case.nil >= max(case.chance, ANSWERED) or (best.score < EXACT and containers.site_named_after(case)):
        return _in_container(blank, case, containers)
    if only_the_name(words, best):
        namesakes = best.score >= EXACT and not answers(case)
        if words.level in ("water", "hill") or namesakes or not containers.at_home(best):
            return _in_container(blank, case, containers)
        return _inside(blank, (containers.of(case) if words.within else None) or best, containers)
    sited = words.level == "site" and best.kind == "site"
    if words.level in PARTS_OF_TOWNS and not sited and (outer := containers.of(case)) and _elsewhere(best, outer):
        return _inside(blank, outer, containers)
    if not answers(case):
        return _ambiguous(blank, case)
    return _resolved(blank, case, best)


def _elsewhere(best: PlaceCandidate, outer: PlaceCandidate) -> bool:
    """Tell whether a namesake lies away from the town whose part is meant."""
    return outer.kind in SETTLEMENTS and not reached(best, outer, 1.0)


def _candidates(case: Case) -> tuple[PlaceCandidate, ...]:
    kept = zip(case.candidates[:CANDIDATES_KEPT], case.chances, strict=False)
    return tuple(replace(at_middle(candidate), score=round(chance, 3)) for candidate, chance in kept)


def _filled(blank: Location, place: PlaceCandidate, **others: Any) -> Location:
    """Return the location with what the index knows of a place; `others` are further fields, made in the same step."""
    known: dict[str, Any] = {
        "admin1": place.admin1, "country": place.country, "country_code": place.country_code, "level": blank.level or place.kind,
        "lat": place.lat, "lon": place.lon, "radius_km": _radius(place),
    }  # fmt: skip
    return replace(blank, **(known | others))


def _radius(place: PlaceCandidate) -> float:
    return place.radius_km or _RADII.get(place.kind, _DEFAULT_RADIUS_KM)


def _resolved(blank: Location, case: Case, best: PlaceCandidate) -> Location:
    words, best = case.words, at_middle(best)
    name = best.name if best.score >= EXACT and not words.part and not words.near else blank.name
    level = best.kind if words.level in PARTS_OF_TOWNS and best.kind in SETTLEMENTS else blank.level
    level = level or best.kind
    if words.distance_km is not None or (words.part and words.bearing is not None) or (words.near and words.bearing is not None):
        return _moved(_filled(blank, best, level=level, name=name, status="resolved"), best, words)
    status = "area" if words.part else "resolved"
    if best.kind in AREAS:
        small = best.kind in ("area", "water") and _radius(best) <= TOWN_REACH_KM
        return _filled(blank, best, level=level, name=name, status=status, geo_precision=2 if small else 3)
    if words.part or words.near:
        radius = max(_AROUND_KM, _radius(best))
        around = circle(best.lat, best.lon, radius)
        return _filled(blank, best, level=level, name=name, status=status, geo_precision=2, radius_km=radius, area=around)
    return _filled(blank, best, level=level, name=name, status=status, geo_precision=1)


def _moved(found: Location, best: PlaceCandidate, words: PlaceWords) -> Location:
    """Move a location by the direction and distance that the words give."""
    reach = _radius(best)
    if words.distance_km is not None:
        km, radius = words.distance_km, max(2.0, 0.25 * words.distance_km)
        if words.bearing is None:
            km, radius = 0.0, max(2.0, words.distance_km)
    elif best.kind in AREAS:
        km, radius = 0.5 * reach, 0.5 * reach
    else:
        km, radius = 0.0, TOWN_REACH_KM
    lat, lon = shifted(best.lat, best.lon, words.bearing or 0.0, km)
    precision = 3 if best.kind in AREAS and radius > TOWN_REACH_KM else 2
    area = circle(lat, lon, radius)
    if words.distance_km is None and words.bearing is not None:
        area = half(best.lat, best.lon, reach if best.kind in AREAS else TOWN_REACH_KM, words.bearing)
    return replace(
        found, lat=round(lat, 4), lon=round(lon, 4), radius_km=round(radius, 1), geo_precision=precision, status="area", area=area
    )


def _inside(blank: Location, outer: PlaceCandidate, containers: Containers, *, said: bool = True) -> Location:
    """Give a place that the index does not know the position of what contains it, if that is a settlement; `said`: the words tell of it."""
    alone = (replace(outer, score=round(containers.chance(outer) * (1.0 if said else _GUESSED), 3)),)
    if outer.kind in SETTLEMENTS:
        radius = _DISTRICT_KM if blank.level in AREAS else max(_AROUND_KM, _radius(outer))
        kept = blank.candidates or alone
        area = circle(outer.lat, outer.lon, radius)
        return _filled(blank, outer, level=blank.level, status="area", candidates=kept, geo_precision=2, radius_km=radius, area=area)
    return _filled(
        blank, outer, level=blank.level, status="area", candidates=alone, lat=None, lon=None, geo_precision=3, seat=containers.seat(outer)
    )


def _in_container(blank: Location, case: Case, containers: Containers) -> Location:
    outer = containers.of(case)
    if outer:
        return _inside(blank, outer, containers, said=bool(case.words.within))
    site = containers.site_named_after(case)
    if site:
        alone = (replace(site, score=round(containers.chance(site), 3)),)
        return _filled(blank, site, level=blank.level, status="area", geo_precision=2, radius_km=_AROUND_KM, candidates=alone)
    area = containers.around(case) if case.words.names else None
    if area is None:
        return replace(blank, status="unresolved")
    return replace(blank, status="unresolved", inferred=True, admin1=area.admin1, country=area.country, country_code=area.country_code)


def _ambiguous(blank: Location, case: Case) -> Location:
    best = case.candidates[0]
    sums = accumulate(case.chances)
    rivals = [c for c, sum_ in zip(case.candidates, (0.0, *sums), strict=False) if sum_ < _MOST * (1.0 - case.nil)]
    spread = max(distance_km(best.lat, best.lon, other.lat, other.lon) for other in rivals)
    shared = replace(_filled(blank, best), name=best.name if best.score >= EXACT else blank.name, status="ambiguous")
    if any(other.admin1 != best.admin1 for other in rivals):
        shared = replace(shared, admin1=None)
    if any(other.country_code != best.country_code for other in rivals):
        shared = replace(shared, country=None, country_code=None)
    together = sum(case.chances[case.candidates.index(rival)] for rival in rivals)
    if spread <= _DEFAULT_RADIUS_KM and together >= ANSWERED and best.score >= EXACT:
        return replace(shared, geo_precision=2, radius_km=round(spread, 1))
    return replace(shared, lat=None, lon=None, radius_km=None, geo_precision=None)


def _road(blank: Location, words: PlaceWords, containers: Containers) -> Location:
    """Put a road half-way between the places that it joins."""
    ends = [end for name in words.ends if (end := containers.named(name))]
    if not ends:
        return replace(blank, status="unresolved")
    if len(ends) == 1:
        return replace(
            _filled(blank, ends[0]), status="area", geo_precision=3, radius_km=_DEFAULT_RADIUS_KM, candidates=(replace(ends[0], score=1.0),)
        )
    found = midway(_filled(blank, ends[0]), ends[0], ends[1])
    if words.near and words.bearing is not None:  # "west of the A-B highway"
        one, other = ((end.lat, end.lon) for end in ends)
        found = replace(found, area=beside(one, other, words.bearing, TOWN_REACH_KM))
    return replace(found, candidates=tuple(replace(end, score=0.5) for end in ends))
