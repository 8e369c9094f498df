"""Decides which place of the index each mention means, by what the report says around it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dateline.data.gazetteer import load_terms
from dateline.records import Location, Page, PlaceCandidate, PlaceIndex, PlaceMention
from dateline.resolve.place_context import ReportContext, distance_km, shifted
from dateline.resolve.place_ranking import (
    AREAS,
    EXACT,
    FUZZY_IN_CONTEXT,
    TOWN_REACH_KM,
    Case,
    answers,
    frame_of,
    needed_margin,
    only_the_name,
    prior,
    rank_cases,
    reached,
    read_cases,
    settled,
)
from dateline.resolve.place_words import PARTS_OF_TOWNS, SETTLEMENTS, PlaceWords, bare_name

CANDIDATES_KEPT = 5
_TEMPERATURE = 0.2  # of the shares that the candidates' scores are given as
_RADII = {"city": 8.0, "town": 4.0, "village": 2.5, "neighbourhood": 2.0, "site": 2.0, "hill": 3.0, "road": 20.0}
_DISTRICT_KM = 30.0  # of a district around the town that it is named after
_DEFAULT_RADIUS_KM = 50.0  # of an area whose extent the index does not know


def resolve_places(mentions: Sequence[PlaceMention], page: Page, index: PlaceIndex) -> tuple[Location, ...]:
    """Return one location for each mention, in order, with ranked candidates and an honest precision.

    status resolved: the place itself; area: only what contains it, or a direction or distance from it; ambiguous: namesakes that the report
    does not tell apart, no coordinates unless they lie close together; unresolved: no answer. Candidates' scores are shares of 1.
    """
    cases, keys = read_cases(mentions, index)
    ranked, context = rank_cases(cases, page, index)
    finder = Containers(ranked, context, index)
    return tuple(_locate(mention, ranked[key], finder) for mention, key in zip(mentions, keys, strict=True))


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
                return found
        if case.words.level not in PARTS_OF_TOWNS:
            return None
        embedded = self._embedded(case.words)
        nameless = not case.words.names or case.words.level == "neighbourhood"
        return embedded or self._spoken_of(min(case.sentences), back=2 if nameless else 1)

    def at_home(self, place: PlaceCandidate) -> bool:
        """Tell whether the report speaks of the country of a place, or of none."""
        return not self.context.named or place.country_code in self.context.named

    def _division(self, name: str, level: str | None) -> PlaceCandidate | None:
        frame = frame_of(name, self.context, self.index)
        return next((outer for outer in frame if outer.kind == level), None)

    def named(self, name: str) -> PlaceCandidate | None:
        bare = bare_name(name)
        same = [case for key, case in self.cases.items() if case.best and bare in key.names and answers(case, case.best, self.context)]
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
        return next((place for other in named if (place := settled(other, self.context))), None)

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
                if other is not case and other.sentences & wanted and (place := settled(other, self.context)) and place.kind != "country"
            ]
            if near:
                shared = len({(place.country_code, place.admin1) for place in near}) == 1
                said = self.context.spoken_of(case.start)
                return near[0] if shared and near[0].admin1 and said in (None, near[0].country_code) else None
        return None

    def _spoken_of(self, sentence: int, *, back: int) -> PlaceCandidate | None:
        """Return the town named in the same sentence or at most `back` before."""
        options = [
            (sentence - at, -case.margin, place)
            for case in self.cases.values()
            if case.best and case.best.kind in ("city", "town") and case.words.level not in PARTS_OF_TOWNS
            for at in case.sentences
            if 0 <= sentence - at <= back and (place := settled(case, self.context))
        ]
        return min(options, key=lambda option: option[:2])[2] if options else None


def _locate(mention: PlaceMention, case: Case, containers: Containers) -> Location:
    words = case.words
    blank = Location(
        name=words.text or mention.name, relation=mention.relation, spans=(mention.span,), level=mention.level or words.level,
        candidates=_shares(case), within=mention.within,
    )  # fmt: skip
    if words.ends:
        return _road(blank, words, containers)
    best = case.best
    if best is None or not answers(case, best, containers.context):
        return _in_container(blank, case, containers)
    if only_the_name(words, best):
        if words.level in ("water", "hill") or not containers.at_home(best):
            return _in_container(blank, case, containers)
        return _inside(blank, (containers.of(case) if words.within else None) or best)
    sited = words.level == "site" and best.kind == "site"
    if words.level in PARTS_OF_TOWNS and not sited and (outer := containers.of(case)) and _elsewhere(best, outer):
        return _inside(blank, outer)
    if case.margin < needed_margin(best):
        return _ambiguous(blank, case)
    return _resolved(blank, case, best)


def _elsewhere(best: PlaceCandidate, outer: PlaceCandidate) -> bool:
    """Tell whether a namesake lies away from the town whose part is meant."""
    return outer.kind in SETTLEMENTS and not reached(best, outer, 1.0)


def _shares(case: Case) -> tuple[PlaceCandidate, ...]:
    top = case.scores[0] if case.scores else 0.0
    weights = [math.exp((score - top) / _TEMPERATURE) for score in case.scores]
    total = sum(weights)
    return tuple(replace(c, score=round(w / total, 3)) for c, w in zip(case.candidates[:CANDIDATES_KEPT], weights, strict=False))


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
    words = case.words
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
        return _filled(blank, best, level=level, name=name, status=status, geo_precision=2, radius_km=max(10.0, _radius(best)))
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
    return replace(found, lat=round(lat, 4), lon=round(lon, 4), radius_km=round(radius, 1), geo_precision=precision, status="area")


def _inside(blank: Location, outer: PlaceCandidate) -> Location:
    """Give a place that the index does not know the position of what contains it, if that is a settlement."""
    alone = (replace(outer, score=1.0),)
    if outer.kind in SETTLEMENTS:
        radius = _DISTRICT_KM if blank.level in AREAS else max(10.0, _radius(outer))
        kept = blank.candidates or alone
        return _filled(blank, outer, level=blank.level, status="area", candidates=kept, geo_precision=2, radius_km=radius)
    return _filled(blank, outer, level=blank.level, status="area", candidates=alone, lat=None, lon=None, geo_precision=3)


def _in_container(blank: Location, case: Case, containers: Containers) -> Location:
    outer = containers.of(case)
    if outer:
        return _inside(blank, outer)
    site = containers.site_named_after(case)
    if site:
        alone = (replace(site, score=1.0),)
        return _filled(blank, site, level=blank.level, status="area", geo_precision=2, radius_km=10.0, candidates=alone)
    area = containers.around(case) if case.words.names else None
    if area is None:
        return replace(blank, status="unresolved")
    return replace(blank, status="unresolved", inferred=True, admin1=area.admin1, country=area.country, country_code=area.country_code)


def _ambiguous(blank: Location, case: Case) -> Location:
    best = case.candidates[0]
    rivals = [c for c, score in zip(case.candidates, case.scores, strict=True) if case.scores[0] - score < needed_margin(best)]
    spread = max(distance_km(best.lat, best.lon, other.lat, other.lon) for other in rivals)
    shared = replace(_filled(blank, best), name=best.name if best.score >= EXACT else blank.name, status="ambiguous")
    if any(other.admin1 != best.admin1 for other in rivals):
        shared = replace(shared, admin1=None)
    if any(other.country_code != best.country_code for other in rivals):
        shared = replace(shared, country=None, country_code=None)
    if spread <= _DEFAULT_RADIUS_KM:
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
    one, other = ends
    half = distance_km(one.lat, one.lon, other.lat, other.lon) / 2
    return replace(
        _filled(blank, one), admin1=one.admin1 if one.admin1 == other.admin1 else None, lat=round((one.lat + other.lat) / 2, 4),
        lon=round((one.lon + other.lon) / 2, 4), radius_km=round(max(5.0, half), 1), status="area", geo_precision=2 if half <= TOWN_REACH_KM else 3,
        candidates=tuple(replace(end, score=0.5) for end in ends),
    )  # fmt: skip
