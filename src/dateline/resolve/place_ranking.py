"""Ranks the places of the index that each name of a report may mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.data.countries import load_countries
from dateline.records import Page, PlaceCandidate, PlaceIndex, PlaceMention
from dateline.resolve.place_context import NO_SUPPORT, Anchor, ReportContext, Support, distance_km, read_context, support_of, toward
from dateline.resolve.place_words import PARTS_OF_TOWNS, SETTLEMENTS, PlaceWords, read_words

EXACT = 0.94  # index scores from here are the name itself, in some spelling
# Of 41 likenesses found for names that the index lacks (bench/toponyms.py), 14 of 17 from .75 on were right, the others namesakes; below, 2 of 24.
FUZZY_LISTED = 0.58  # least score at which a similar spelling in a country that the report speaks of is a candidate
FUZZY_IN_CONTEXT = 0.73  # least score at which it may be the answer
FUZZY_ANYWHERE = 0.82  # least score without such support
MARGIN = 0.05  # lead under which two candidates stay ambiguous
FUZZY_MARGIN = 0.25  # the same where the best is only a similar spelling: how similar says little about which namesake is meant
SURE_MARGIN = 0.3  # lead from which a candidate may vouch for its neighbours
SAME_PLACE_KM = 12.0  # candidates this close are one place listed twice
FOREIGN_POPULATION = 500_000  # a smaller place of a country that the report never speaks of is no answer
TOWN_REACH_KM = 25.0  # parts of a town lie within
NEIGHBOUR_KM = 120.0  # distance at which a settled place vouches with 1/e of its weight
AREAS = frozenset({"country", "admin1", "admin2", "area", "water"})

# Weights of the evidence, on the scale of the index's score of a spelling. Chosen with bench/toponyms.py on LGL and GeoWebNews, countries left
# out, cities500 added: .62 and .55 right within 161 km, .32 and .46 without the report's own evidence; around these values all move by under .01.
_POPULATION = 0.14  # a tenfold population
_COUNTRY, _DIVISION = 0.7, 0.5  # the country, the division that the report speaks of most
_LOCAL = 0.5  # the country named last
_WITHIN, _OUTSIDE = 1.2, 0.8  # inside, outside what the words say contains it
_DIRECTION = 1.0  # at the edge of the division on the side that the words give: outweighs a division that is a mere vote
_NEIGHBOUR = 0.8  # beside a settled place of the same sentence
_CAPITAL, _FOREIGN = 0.15, 0.2  # a national capital; a small place of a country not named
# Divisions of this list are a vote of the neighbours, unsure at borders: where a side is told ("northern X"), half the radius counts as inside.
_VOTED, _VOTED_REACH = "syria_iraq", 0.5
_DOMINANCE = 20  # times the people of every namesake: who says London without more means that one, who says San Antonio need not
_SUPPORTED = 0.3  # what the report must add to name and size for a small place to be the answer
_HOME = 0.5  # weight from which a report plays in a country
_DIVISION_SHARE = 10  # a division counts a tenth of all who live in it


@dataclass(frozen=True, slots=True)
class Case:
    """All mentions of a report with the same words, and their candidates, best first once ranked."""

    words: PlaceWords
    sentences: frozenset[int]
    candidates: tuple[PlaceCandidate, ...] = ()
    scores: tuple[float, ...] = ()
    own: Support = NO_SUPPORT
    start: int = 0  # first character of the first mention

    @property
    def best(self) -> PlaceCandidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def margin(self) -> float:
        return self.scores[0] - self.scores[1] if len(self.scores) > 1 else 1.0


def read_cases(mentions: Sequence[PlaceMention], index: PlaceIndex) -> tuple[dict[PlaceWords, Case], list[PlaceWords]]:
    """Read every mention; a name without a containing place takes the one that the report gives it elsewhere."""
    read = [read_words(mention, index) for mention in mentions]
    given = {words.names: words.within for words in reversed(read) if words.within and words.names}
    keys = [words if words.within or words.names not in given else replace(words, within=given[words.names]) for words in read]
    sentences: dict[PlaceWords, set[int]] = {}
    starts: dict[PlaceWords, int] = {}
    for mention, key in zip(mentions, keys, strict=True):
        sentences.setdefault(key, set()).add(mention.sentence)
        starts[key] = min(mention.span.start, starts.get(key, mention.span.start))
    spoken = {name for key in sentences for name in key.names}
    for key in list(sentences):
        for name in key.within:  # containing places that the report mentions only so
            if name not in spoken:
                sentences.setdefault(PlaceWords(name, (name,), None), set()).update(sentences[key])
    return {key: Case(key, frozenset(found), start=starts.get(key, 0)) for key, found in sentences.items()}, keys


def rank_cases(cases: Mapping[PlaceWords, Case], page: Page, index: PlaceIndex) -> tuple[dict[PlaceWords, Case], ReportContext]:
    """Rank every case by itself, then the doubtful ones again with the settled ones as neighbours."""
    exact = {key: _exact(key, index) for key in cases}
    supports = {key: support_of(exact[key], len(case.sentences)) for key, case in cases.items()}
    cases = {key: Case(key, case.sentences, own=supports[key], start=case.start) for key, case in cases.items()}
    context = read_context(page, [case.own for case in cases.values()])
    home = frozenset(code for code in context.total.countries if context.country(code) >= _HOME)
    first = {key: _ranked(case, _candidates(case, exact[key], context, index, home), context, index) for key, case in cases.items()}
    anchors = tuple(
        Anchor(case.best.lat, case.best.lon, case.sentences)
        for case in first.values()
        if case.best
        and case.margin >= SURE_MARGIN
        and case.best.score >= FUZZY_ANYWHERE
        and case.best.kind not in ("country", "area", "water")
    )
    anchored = replace(context, anchors=anchors)
    second = {key: case if case.margin >= SURE_MARGIN else _ranked(case, case.candidates, anchored, index) for key, case in first.items()}
    return second, anchored


def _exact(words: PlaceWords, index: PlaceIndex) -> tuple[PlaceCandidate, ...]:
    for name in words.names:
        found = index.lookup(name, fuzzy=False, limit=60)
        if found:
            return tuple(found)
    return ()


def _candidates(
    case: Case, exact: tuple[PlaceCandidate, ...], context: ReportContext, index: PlaceIndex, home: frozenset[str]
) -> tuple[PlaceCandidate, ...]:
    """Return the exact candidates, and similar spellings where none of those lies in a country that the report speaks of."""
    words = case.words
    home -= {code for code in case.own.countries if context.country(code, case.own) < _HOME}
    if any(c.country_code in home or c.population >= FOREIGN_POPULATION or c.kind in AREAS for c in exact):
        return exact
    wrong = ("country",) if words.level == "admin1" else ("country", "admin1")
    similar: dict[str, PlaceCandidate] = {}
    for name in words.names:
        for candidate in index.lookup(name, limit=60):
            near_home = candidate.country_code in home and candidate.score >= FUZZY_LISTED
            if (near_home or candidate.score >= FUZZY_ANYWHERE) and candidate.kind not in wrong:
                similar.setdefault(candidate.id, candidate)
    return (*exact, *(candidate for candidate in similar.values() if candidate.id not in {known.id for known in exact}))


def _ranked(case: Case, candidates: Sequence[PlaceCandidate], context: ReportContext, index: PlaceIndex) -> Case:
    frames = [frame_of(name, context, index) for name in case.words.within]
    scored = sorted(
        ((_score(candidate, case, context, frames), candidate) for candidate in candidates),
        key=lambda pair: (-pair[0], -pair[1].population, pair[1].id),
    )
    kept: list[tuple[float, PlaceCandidate]] = []
    for score, candidate in scored:
        if not any(_same_place(candidate, other) for _, other in kept):
            kept.append((score, candidate))
    return Case(case.words, case.sentences, tuple([c for _, c in kept]), tuple([s for s, _ in kept]), case.own, case.start)


def _same_place(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    """Tell whether two candidates are one place, or a place and the division named after it."""
    apart = distance_km(one.lat, one.lon, other.lat, other.lon)
    if one.kind in AREAS or other.kind in AREAS:
        reach = max(one.radius_km or 0, other.radius_km or 0)
        return one.country_code == other.country_code and apart <= max(2 * reach, SAME_PLACE_KM)
    return apart <= SAME_PLACE_KM


def frame_of(name: str, context: ReportContext, index: PlaceIndex) -> tuple[PlaceCandidate, ...]:
    """Return what a containing place may be, at most one of each kind, in the country that fits best."""
    found = index.lookup(name, fuzzy=False, limit=40) or [c for c in index.lookup(name, limit=10) if c.score >= FUZZY_IN_CONTEXT]
    ranked = sorted(found, key=lambda c: -(c.score + _COUNTRY * context.country(c.country_code) + prior(c)))
    if not ranked:
        return ()
    code = ranked[0].country_code
    kinds: dict[str, PlaceCandidate] = {}
    for candidate in ranked:
        if candidate.country_code == code:
            kinds.setdefault("settlement" if candidate.kind in SETTLEMENTS else candidate.kind, candidate)
    return tuple(kinds.values())


def prior(candidate: PlaceCandidate) -> float:
    """Return the weight of a place by its size; a national capital has more, a division counts a tenth of all who live in it."""
    people = candidate.population / (_DIVISION_SHARE if candidate.kind in ("admin1", "admin2") else 1)
    country = load_countries().get(candidate.country_code) if candidate.kind == "city" else None
    capital = _CAPITAL if country and country.capital and candidate.name.startswith(country.capital.split(",")[0]) else 0.0
    return _POPULATION * math.log10(people + 1) + capital


def _score(candidate: PlaceCandidate, case: Case, context: ReportContext, frames: Sequence[tuple[PlaceCandidate, ...]]) -> float:
    score = likeness(candidate) + prior(candidate) + _level_fit(case.words, candidate)
    code = candidate.country_code
    score += _COUNTRY * context.country(code, case.own) + _DIVISION * context.division(code, candidate.admin1, case.own)
    if code and code == context.spoken_of(case.start):
        score += _LOCAL
    if context.named and code and code not in context.named and candidate.population < FOREIGN_POPULATION:
        score -= _FOREIGN
    for frame in frames:
        if frame:
            score += _WITHIN if _fits(candidate, frame, case.words) else -_OUTSIDE
            score += _direction_fit(candidate, frame, case.words.side)
    return score + _NEIGHBOUR * _vouched(candidate, case.sentences, context.anchors)


def likeness(candidate: PlaceCandidate) -> float:
    """Return the index score with similar spellings drawn apart from the name itself."""
    return candidate.score if candidate.score >= EXACT else 2 * candidate.score - 1


def _level_fit(words: PlaceWords, candidate: PlaceCandidate) -> float:
    """Return how well the kind of a candidate agrees with what the words call it."""
    level, kind = words.level, candidate.kind
    lived_in = kind in SETTLEMENTS or kind == "neighbourhood"
    if level is None:
        if words.part and words.distance_km is None:  # "northern X", "countryside of X"
            return 0.25 if kind in AREAS else 0.0
        return {"country": 0.35, "admin1": -0.12, "admin2": -0.05, "site": -0.1, "water": -0.1}.get(kind, 0.0)
    if level == kind or (level in SETTLEMENTS and kind in SETTLEMENTS):
        return 0.35
    if level in AREAS and kind in AREAS:
        return 0.2
    if level in PARTS_OF_TOWNS and (lived_in or kind in PARTS_OF_TOWNS):
        return 0.0
    if level == "area":
        return 0.0
    if level in SETTLEMENTS or level == "admin1" or level == "country":
        return -0.4
    return -0.2


def _fits(candidate: PlaceCandidate, frame: tuple[PlaceCandidate, ...], words: PlaceWords) -> bool:
    for outer in frame:
        if outer.kind == "country":
            if candidate.country_code == outer.country_code:
                return True
        elif outer.kind == "admin1":
            inside = outer.country_code == candidate.country_code and outer.admin1 == candidate.admin1
            inside = inside or (words.side is not None and candidate.source == _VOTED and reached(candidate, outer, _VOTED_REACH))
            if words.level not in PARTS_OF_TOWNS and (inside or (candidate.admin1 is None and reached(candidate, outer, 1.0))):
                return True
        elif reached(candidate, outer, 1.5 if outer.radius_km else 1.0):
            return True
    return False


def reached(candidate: PlaceCandidate, outer: PlaceCandidate, scale: float) -> bool:
    """Tell whether a place lies within the extent of another, times `scale`."""
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


def answers(case: Case, best: PlaceCandidate, context: ReportContext) -> bool:
    """Tell whether the best candidate is good enough to stand: its name and the report must both speak for it."""
    lead = case.scores[0] - likeness(best) - prior(best)
    home = context.country(best.country_code, case.own) >= _HOME
    dominant = best.population >= FOREIGN_POPULATION and all(c.population * _DOMINANCE <= best.population for c in case.candidates[1:])
    if (
        case.words.within and lead < 0
    ):  # it lies outside what contains it: a town may, where a list was read as containing; a village may not
        return best.score >= EXACT and (dominant or (home and best.kind in ("city", "town", "admin1")))
    supported = lead >= _SUPPORTED
    if best.score < EXACT:
        return best.score >= FUZZY_ANYWHERE or (best.score >= FUZZY_IN_CONTEXT and supported)
    alone = len(case.candidates) == 1 and (home or not context.named)
    return supported or dominant or alone or best.kind in AREAS


def needed_margin(best: PlaceCandidate) -> float:
    """Return the lead that a candidate needs over the next to be the answer."""
    return MARGIN if best.score >= EXACT else FUZZY_MARGIN


def only_the_name(words: PlaceWords, best: PlaceCandidate) -> bool:
    """Tell whether a hill, river, site, road or district merely bears the name of the settlement found."""
    if words.level in ("admin1", "admin2"):
        return best.kind in SETTLEMENTS
    if words.level in ("water", "hill"):
        return best.kind in SETTLEMENTS and len(words.names) > 1
    return words.level in ("site", "road") and best.kind in (*SETTLEMENTS, "admin1")


def settled(case: Case, context: ReportContext) -> PlaceCandidate | None:
    """Return the place that a name stands for beyond doubt, None if there is no such."""
    best = case.best
    if best is None or not answers(case, best, context) or case.margin < needed_margin(best) or only_the_name(case.words, best):
        return None
    return best
