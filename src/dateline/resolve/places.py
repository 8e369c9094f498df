"""Decides which place of the index each mention means, by what the report says around it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.data.countries import load_countries
from dateline.records import Location, Page, PlaceCandidate, PlaceIndex, PlaceMention
from dateline.resolve.place_context import Anchor, ReportContext, Support, distance_km, read_context, shifted, support_of, toward
from dateline.resolve.place_words import PARTS_OF_TOWNS, SETTLEMENTS, PlaceWords, bare_name, read_words

EXACT = 0.94  # index scores from here are the name itself, in some spelling
# Of 41 likenesses found for names that the index lacks (bench/toponyms.py), 14 of 17 from .75 on were right, the others namesakes; below, 2 of 24.
FUZZY_LISTED = 0.58  # least score at which a similar spelling in a country that the report speaks of is a candidate
FUZZY_IN_CONTEXT = 0.73  # least score at which it may be the answer
FUZZY_ANYWHERE = 0.82  # least score without such support
MARGIN = 0.05  # lead under which two candidates stay ambiguous
FUZZY_MARGIN = 0.25  # the same where the best is only a similar spelling: how similar says little about which namesake is meant
SURE_MARGIN = 0.3  # lead from which a candidate may vouch for its neighbours
SAME_PLACE_KM = 12.0  # candidates of one kind and name this close are one place listed twice
_HOME = 0.5  # weight from which a report plays in a country
FOREIGN_POPULATION = 500_000  # a smaller namesake in a country the report never speaks of is no answer
TOWN_REACH_KM = 25.0  # parts of a town lie within
NEIGHBOUR_KM = 120.0  # distance at which a settled place vouches with 1/e of its weight
CANDIDATES_KEPT = 5

_POPULATION, _COUNTRY, _DIVISION, _WITHIN, _OUTSIDE, _DIRECTION, _NEIGHBOUR = 0.14, 0.7, 0.6, 1.2, 0.8, 0.3, 0.8
_CAPITAL, _FOREIGN, _DIVISION_SHARE = 0.15, 0.2, 10
_SUPPORTED = 0.3  # what the report must add to name and size for a small place to be the answer
_TEMPERATURE = 0.2  # of the shares that the candidates' scores are given as
_AREAS = frozenset({"country", "admin1", "admin2", "area", "water"})
_RADII = {"city": 8.0, "town": 4.0, "village": 2.5, "neighbourhood": 2.0, "site": 2.0, "hill": 3.0, "road": 20.0}
_DISTRICT_KM = 30.0  # of a district around the town that it is named after
_DEFAULT_RADIUS_KM = 50.0  # of an area whose extent the index does not know


@dataclass(frozen=True, slots=True)
class _Case:
    """All mentions of a report with the same words, and their candidates, best first once ranked."""

    words: PlaceWords
    sentences: frozenset[int]
    candidates: tuple[PlaceCandidate, ...] = ()
    scores: tuple[float, ...] = ()
    own: Support = Support()

    @property
    def best(self) -> PlaceCandidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def margin(self) -> float:
        return self.scores[0] - self.scores[1] if len(self.scores) > 1 else 1.0


def resolve_places(mentions: Sequence[PlaceMention], page: Page, index: PlaceIndex) -> tuple[Location, ...]:
    """Return one location for each mention, in order, with ranked candidates and an honest precision.

    status resolved: the place itself; area: only what contains it, or a direction or distance from it; ambiguous: namesakes that the report
    does not tell apart, no coordinates unless they lie close together; unresolved: no answer. Candidates' scores are shares of 1.
    """
    cases, keys = _cases(mentions, index)
    ranked, context = _rank_all(cases, page, index)
    finder = _Containers(ranked, context, index)
    return tuple(_locate(mention, ranked[key], finder) for mention, key in zip(mentions, keys, strict=True))


def _cases(mentions: Sequence[PlaceMention], index: PlaceIndex) -> tuple[dict[PlaceWords, _Case], list[PlaceWords]]:
    """Read every mention; a name without a containing place takes the one that the report gives it elsewhere."""
    read = [read_words(mention, index) for mention in mentions]
    given = {words.names: words.within for words in reversed(read) if words.within and words.names}
    keys = [words if words.within or words.names not in given else replace(words, within=given[words.names]) for words in read]
    sentences: dict[PlaceWords, set[int]] = {}
    for mention, key in zip(mentions, keys, strict=True):
        sentences.setdefault(key, set()).add(mention.sentence)
    spoken = {name for key in sentences for name in key.names}
    for key in list(sentences):
        for name in key.within:  # containing places that the report mentions only so
            if name not in spoken:
                sentences.setdefault(PlaceWords(name, (name,), None), set()).update(sentences[key])
    return {key: _Case(key, frozenset(found)) for key, found in sentences.items()}, keys


def _rank_all(cases: Mapping[PlaceWords, _Case], page: Page, index: PlaceIndex) -> tuple[dict[PlaceWords, _Case], ReportContext]:
    """Rank every case by itself, then the doubtful ones again with the settled ones as neighbours."""
    exact = {key: _exact(key, index) for key in cases}
    cases = {key: replace(case, own=support_of(exact[key], len(case.sentences))) for key, case in cases.items()}
    context = read_context(page, [case.own for case in cases.values()])
    first = {key: _ranked(case, _candidates(case, exact[key], context, index), context, index) for key, case in cases.items()}
    anchors = tuple(
        Anchor(case.best.lat, case.best.lon, case.sentences)
        for case in first.values()
        if case.best and case.margin >= SURE_MARGIN and case.best.score >= FUZZY_ANYWHERE and case.best.kind not in ("country", "area", "water")
    )
    settled = replace(context, anchors=anchors)
    second = {key: case if case.margin >= SURE_MARGIN else _ranked(case, case.candidates, settled, index) for key, case in first.items()}
    return second, settled


def _exact(words: PlaceWords, index: PlaceIndex) -> tuple[PlaceCandidate, ...]:
    for name in words.names:
        found = index.lookup(name, fuzzy=False, limit=60)
        if found:
            return tuple(found)
    return ()


def _candidates(
    case: _Case, exact: tuple[PlaceCandidate, ...], context: ReportContext, index: PlaceIndex
) -> tuple[PlaceCandidate, ...]:
    """Return the exact candidates, and similar spellings where none of those lies in a country that the report speaks of."""
    words = case.words
    home = {code for code in context.total.countries if context.country(code, case.own) >= _HOME}
    if any(c.country_code in home or c.population >= FOREIGN_POPULATION or c.kind in _AREAS for c in exact):
        return exact
    wrong = ("country",) if words.level == "admin1" else ("country", "admin1")
    similar: dict[str, PlaceCandidate] = {}
    for name in words.names:
        for candidate in index.lookup(name, limit=60):
            near_home = candidate.country_code in home and candidate.score >= FUZZY_LISTED
            if (near_home or candidate.score >= FUZZY_ANYWHERE) and candidate.kind not in wrong:
                similar.setdefault(candidate.id, candidate)
    return (*exact, *(candidate for candidate in similar.values() if candidate.id not in {known.id for known in exact}))


def _ranked(case: _Case, candidates: Sequence[PlaceCandidate], context: ReportContext, index: PlaceIndex) -> _Case:
    frames = [_frame(name, context, index) for name in case.words.within]
    scored = sorted(
        ((_score(candidate, case, context, frames), candidate) for candidate in candidates),
        key=lambda pair: (-pair[0], -pair[1].population, pair[1].id),
    )
    kept: list[tuple[float, PlaceCandidate]] = []
    for score, candidate in scored:
        if not any(_same_place(candidate, other) for _, other in kept):
            kept.append((score, candidate))
    return replace(case, candidates=tuple(c for _, c in kept), scores=tuple(s for s, _ in kept))


def _same_place(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    """Tell whether two candidates are one place, or a place and the division named after it."""
    apart = distance_km(one.lat, one.lon, other.lat, other.lon)
    if one.kind in _AREAS or other.kind in _AREAS:
        reach = max(one.radius_km or 0, other.radius_km or 0)
        return one.country_code == other.country_code and apart <= max(2 * reach, SAME_PLACE_KM)
    return apart <= SAME_PLACE_KM


def _frame(name: str, context: ReportContext, index: PlaceIndex) -> tuple[PlaceCandidate, ...]:
    """Return what a containing place may be, at most one of each kind, in the country that fits best."""
    found = index.lookup(name, fuzzy=False, limit=40) or [c for c in index.lookup(name, limit=10) if c.score >= FUZZY_IN_CONTEXT]
    ranked = sorted(found, key=lambda c: -(c.score + _COUNTRY * context.country(c.country_code) + _prior(c)))
    if not ranked:
        return ()
    code = ranked[0].country_code
    kinds: dict[str, PlaceCandidate] = {}
    for candidate in ranked:
        if candidate.country_code == code:
            kinds.setdefault("settlement" if candidate.kind in SETTLEMENTS else candidate.kind, candidate)
    return tuple(kinds.values())


def _prior(candidate: PlaceCandidate) -> float:
    """Return the weight of a place by its size; a national capital has more, a division counts a tenth of all who live in it."""
    people = candidate.population / (_DIVISION_SHARE if candidate.kind in ("admin1", "admin2") else 1)
    country = load_countries().get(candidate.country_code) if candidate.kind == "city" else None
    capital = _CAPITAL if country and country.capital and candidate.name.startswith(country.capital.split(",")[0]) else 0.0
    return _POPULATION * math.log10(people + 1) + capital


def _score(candidate: PlaceCandidate, case: _Case, context: ReportContext, frames: Sequence[tuple[PlaceCandidate, ...]]) -> float:
    score = _likeness(candidate) + _prior(candidate) + _level_fit(case.words, candidate)
    code = candidate.country_code
    score += _COUNTRY * context.country(code, case.own) + _DIVISION * context.division(code, candidate.admin1, case.own)
    if context.named and code and code not in context.named and candidate.population < FOREIGN_POPULATION:
        score -= _FOREIGN
    for frame in frames:
        if frame:
            score += _WITHIN if _fits(candidate, frame, case.words.level) else -_OUTSIDE
            score += _direction_fit(candidate, frame, case.words.side)
    return score + _NEIGHBOUR * _vouched(candidate, case.sentences, context.anchors)


def _likeness(candidate: PlaceCandidate) -> float:
    """Return the index score with similar spellings drawn apart from the name itself."""
    return candidate.score if candidate.score >= EXACT else 2 * candidate.score - 1


def _level_fit(words: PlaceWords, candidate: PlaceCandidate) -> float:
    """Return how well the kind of a candidate agrees with what the words call it."""
    level, kind = words.level, candidate.kind
    settled = kind in SETTLEMENTS or kind == "neighbourhood"
    if level is None:
        if words.part and words.distance_km is None:  # "northern X", "countryside of X"
            return 0.25 if kind in _AREAS else 0.0
        return {"country": 0.35, "admin1": -0.12, "admin2": -0.05, "site": -0.1, "water": -0.1}.get(kind, 0.0)
    if level == kind or (level in SETTLEMENTS and kind in SETTLEMENTS):
        return 0.35
    if level in _AREAS and kind in _AREAS:
        return 0.2
    if level in PARTS_OF_TOWNS and (settled or kind in PARTS_OF_TOWNS):
        return 0.0
    if level == "area":
        return 0.0
    if level in SETTLEMENTS or level == "admin1" or level == "country":
        return -0.4
    return -0.2


def _fits(candidate: PlaceCandidate, frame: tuple[PlaceCandidate, ...], level: str | None) -> bool:
    for outer in frame:
        if outer.kind == "country":
            if candidate.country_code == outer.country_code:
                return True
        elif outer.kind == "admin1":
            inside = outer.country_code == candidate.country_code and outer.admin1 == candidate.admin1
            if level not in PARTS_OF_TOWNS and (inside or (candidate.admin1 is None and _reached(candidate, outer, 1.0))):
                return True
        elif _reached(candidate, outer, 1.5 if outer.radius_km else 1.0):
            return True
    return False


def _reached(candidate: PlaceCandidate, outer: PlaceCandidate, scale: float) -> bool:
    reach = (outer.radius_km or TOWN_REACH_KM) * scale
    return distance_km(candidate.lat, candidate.lon, outer.lat, outer.lon) <= reach


def _direction_fit(candidate: PlaceCandidate, frame: tuple[PlaceCandidate, ...], bearing: float | None) -> float:
    """Prefer candidates on the side of the containing division that the report gives."""
    area = next((outer for outer in frame if outer.kind in ("admin1", "country")), None)
    if bearing is None or area is None or not area.radius_km:
        return 0.0
    share = toward(bearing, area.lat, area.lon, candidate.lat, candidate.lon) / area.radius_km
    return _DIRECTION * max(-1.0, min(1.0, share))


def _vouched(candidate: PlaceCandidate, sentences: frozenset[int], anchors: Sequence[Anchor]) -> float:
    best = 0.0
    for anchor in anchors:
        near = min((abs(a - b) for a in sentences for b in anchor.sentences), default=9) <= 1
        apart = distance_km(candidate.lat, candidate.lon, anchor.lat, anchor.lon)
        if apart > 0.5 or len(anchors) > 1:
            best = max(best, math.exp(-apart / NEIGHBOUR_KM) * (1.0 if near else 0.6))
    return best


@dataclass(frozen=True, slots=True)
class _Containers:
    """Finds what a place that the index does not know lies in."""

    cases: Mapping[PlaceWords, _Case]
    context: ReportContext
    index: PlaceIndex

    def of(self, case: _Case) -> PlaceCandidate | None:
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

    def _division(self, name: str, level: str | None) -> PlaceCandidate | None:
        frame = _frame(name, self.context, self.index)
        return next((outer for outer in frame if outer.kind == level), None)

    def named(self, name: str) -> PlaceCandidate | None:
        same = [case for key, case in self.cases.items() if case.best and bare_name(name) in key.names and _answers(case, case.best, self.context)]
        settled = next((case.best for case in same if case.best and case.best.kind in SETTLEMENTS), None)
        if settled:
            return settled
        if same:
            return same[0].best
        home = [case.best.country_code for case in self.cases.values() if case.best and case.best.score >= EXACT]
        found = [c for c in self.index.lookup(name, limit=20) if c.score >= EXACT or (c.score >= FUZZY_IN_CONTEXT and c.country_code in home)]
        return max(found, key=lambda c: c.score + (0.7 if c.country_code in home else 0) + _prior(c) - (0.3 if c.kind in _AREAS else 0), default=None)

    def _embedded(self, words: PlaceWords) -> PlaceCandidate | None:
        """Return the settlement whose name begins the name of a site: "Mosul University"."""
        tokens = words.names[0].split() if words.names else []
        for size in range(len(tokens) - 1, 0, -1):
            prefix = " ".join(tokens[:size])
            if self.index.known(prefix) and (found := self.named(prefix)) and found.kind in SETTLEMENTS:
                return found
        return None

    def _spoken_of(self, sentence: int, *, back: int) -> PlaceCandidate | None:
        """Return the town named in the same sentence or at most `back` before."""
        options = [
            (sentence - at, -case.margin, case.best)
            for case in self.cases.values()
            if case.best and case.best.kind in ("city", "town") and _answers(case, case.best, self.context) and case.words.level not in PARTS_OF_TOWNS
            for at in case.sentences
            if 0 <= sentence - at <= back
        ]
        return min(options, key=lambda option: option[:2])[2] if options else None


def _locate(mention: PlaceMention, case: _Case, containers: _Containers) -> Location:
    words = case.words
    blank = Location(
        name=words.text or mention.name, relation=mention.relation, spans=(mention.span,), level=mention.level or words.level,
        candidates=_shares(case), within=mention.within,
    )  # fmt: skip
    if words.ends:
        return _road(blank, words, containers)
    best = case.best
    if best is None or not _answers(case, best, containers.context):
        return _in_container(blank, case, containers)
    if words.level in ("water", "hill") and best.kind in SETTLEMENTS:  # only the name is shared
        return _in_container(blank, case, containers)
    if _named_after(words, best):
        return _inside(blank, (containers.of(case) if words.within else None) or best)
    sited = words.level == "site" and best.kind == "site"
    if words.level in PARTS_OF_TOWNS and not sited and (outer := containers.of(case)) and _elsewhere(best, outer):
        return _inside(blank, outer)
    if case.margin < _needed(best):
        return _ambiguous(blank, case)
    return _resolved(blank, case, best)


def _elsewhere(best: PlaceCandidate, outer: PlaceCandidate) -> bool:
    """Tell whether a namesake lies away from the town whose part is meant."""
    return outer.kind in SETTLEMENTS and not _reached(best, outer, 1.0)


def _answers(case: _Case, best: PlaceCandidate, context: ReportContext) -> bool:
    """Tell whether the best candidate is good enough to stand: its name and the report must both speak for it."""
    lead = case.scores[0] - _likeness(best) - _prior(best)
    large = best.population >= FOREIGN_POPULATION
    if case.words.within and lead < 0:  # it lies outside what contains it
        return best.score >= EXACT and large
    supported = lead >= _SUPPORTED
    if best.score < EXACT:
        return best.score >= FUZZY_ANYWHERE or (best.score >= FUZZY_IN_CONTEXT and supported)
    alone = len(case.candidates) == 1 and (not context.named or best.country_code in context.named)
    return supported or large or alone or best.kind in _AREAS


def _needed(best: PlaceCandidate) -> float:
    return MARGIN if best.score >= EXACT else FUZZY_MARGIN


def _named_after(words: PlaceWords, best: PlaceCandidate) -> bool:
    """Tell whether the best candidate is the settlement that a district, site, road or water takes its name from."""
    if words.level in ("admin1", "admin2"):
        return best.kind in SETTLEMENTS
    return words.level in ("site", "road") and best.kind in (*SETTLEMENTS, "admin1")


def _shares(case: _Case) -> tuple[PlaceCandidate, ...]:
    top = case.scores[0] if case.scores else 0.0
    weights = [math.exp((score - top) / _TEMPERATURE) for score in case.scores]
    total = sum(weights)
    return tuple(replace(c, score=round(w / total, 3)) for c, w in zip(case.candidates[:CANDIDATES_KEPT], weights, strict=False))


def _filled(blank: Location, place: PlaceCandidate) -> Location:
    return replace(
        blank, admin1=place.admin1, country=place.country, country_code=place.country_code, level=blank.level or place.kind,
        lat=place.lat, lon=place.lon, radius_km=_radius(place),
    )  # fmt: skip


def _radius(place: PlaceCandidate) -> float:
    return place.radius_km or _RADII.get(place.kind, _DEFAULT_RADIUS_KM)


def _resolved(blank: Location, case: _Case, best: PlaceCandidate) -> Location:
    words = case.words
    name = best.name if best.score >= EXACT and not words.part and not words.near else blank.name
    found = replace(_filled(blank, best), name=name, status="resolved")
    if words.distance_km is not None or (words.part and words.bearing is not None) or (words.near and words.bearing is not None):
        return _moved(found, best, words)
    if best.kind in _AREAS:
        return replace(found, geo_precision=2 if _radius(best) <= TOWN_REACH_KM else 3, status="area" if words.part else "resolved")
    if words.part or words.near:
        return replace(found, geo_precision=2, radius_km=max(10.0, _radius(best)), status="area" if words.part else "resolved")
    return replace(found, geo_precision=1)


def _moved(found: Location, best: PlaceCandidate, words: PlaceWords) -> Location:
    """Move a location by the direction and distance that the words give."""
    reach = _radius(best)
    if words.distance_km is not None:
        km, radius = words.distance_km, max(2.0, 0.25 * words.distance_km)
        if words.bearing is None:
            km, radius = 0.0, max(2.0, words.distance_km)
    elif best.kind in _AREAS:
        km, radius = 0.5 * reach, 0.5 * reach
    else:
        km, radius = 0.0, TOWN_REACH_KM
    lat, lon = shifted(best.lat, best.lon, words.bearing or 0.0, km)
    precision = 3 if best.kind in _AREAS and radius > TOWN_REACH_KM else 2
    return replace(found, lat=round(lat, 4), lon=round(lon, 4), radius_km=round(radius, 1), geo_precision=precision, status="area")


def _inside(blank: Location, outer: PlaceCandidate) -> Location:
    """Give a place that the index does not know the position of what contains it, if that is a settlement."""
    found = replace(_filled(blank, outer), level=blank.level, status="area", candidates=blank.candidates or (replace(outer, score=1.0),))
    if outer.kind in SETTLEMENTS:
        return replace(found, geo_precision=2, radius_km=_DISTRICT_KM if blank.level in _AREAS else max(10.0, _radius(outer)))
    return replace(found, lat=None, lon=None, geo_precision=3, candidates=(replace(outer, score=1.0),))


def _in_container(blank: Location, case: _Case, containers: _Containers) -> Location:
    outer = containers.of(case)
    return _inside(blank, outer) if outer else replace(blank, status="unresolved")


def _ambiguous(blank: Location, case: _Case) -> Location:
    best = case.candidates[0]
    rivals = [c for c, score in zip(case.candidates, case.scores, strict=True) if case.scores[0] - score < _needed(best)]
    spread = max(distance_km(best.lat, best.lon, other.lat, other.lon) for other in rivals)
    shared = replace(_filled(blank, best), name=best.name, status="ambiguous")
    if any(other.admin1 != best.admin1 for other in rivals):
        shared = replace(shared, admin1=None)
    if any(other.country_code != best.country_code for other in rivals):
        shared = replace(shared, country=None, country_code=None)
    if spread <= _DEFAULT_RADIUS_KM:
        return replace(shared, geo_precision=2, radius_km=round(spread, 1))
    return replace(shared, lat=None, lon=None, radius_km=None, geo_precision=None)


def _road(blank: Location, words: PlaceWords, containers: _Containers) -> Location:
    """Put a road half-way between the places that it joins."""
    ends = [end for name in words.ends if (end := containers.named(name))]
    if not ends:
        return replace(blank, status="unresolved")
    if len(ends) == 1:
        return replace(_filled(blank, ends[0]), status="area", geo_precision=3, radius_km=_DEFAULT_RADIUS_KM, candidates=(replace(ends[0], score=1.0),))
    one, other = ends
    half = distance_km(one.lat, one.lon, other.lat, other.lon) / 2
    return replace(
        _filled(blank, one), admin1=one.admin1 if one.admin1 == other.admin1 else None, lat=round((one.lat + other.lat) / 2, 4),
        lon=round((one.lon + other.lon) / 2, 4), radius_km=round(max(5.0, half), 1), status="area", geo_precision=2 if half <= TOWN_REACH_KM else 3,
        candidates=tuple(replace(end, score=0.5) for end in ends),
    )  # fmt: skip
