"""Ranks the places of the index that each name of a report may mean, all names together, with nil as one of the candidates."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from dateline.data.countries import load_countries
from dateline.data.gazetteer import load_terms
from dateline.data.place_weights import PlaceWeights, load_place_weights
from dateline.data.reference_points import load_reference_points
from dateline.records import Page, PlaceCandidate, PlaceIndex, PlaceMention
from dateline.resolve.place_context import (
    NO_SUPPORT,
    Anchor,
    ReportContext,
    Support,
    by_people,
    distance_km,
    on_sphere,
    read_context,
    support_of,
    toward,
    with_names,
)
from dateline.resolve.place_words import PARTS_OF_TOWNS, SETTLEMENTS, PlaceWords, kind_of, read_words

EXACT = 0.94  # index scores from here are the name itself, in some spelling
FUZZY_LISTED = 0.58  # least score at which a similar spelling in a country that the report speaks of is a candidate
FUZZY_IN_CONTEXT = 0.78  # least score at which a containing place may be meant by a similar spelling
FUZZY_ANYWHERE = 0.82  # least score at which a similar spelling elsewhere is a candidate
ANSWERED = 0.55  # chance from which a candidate is the answer: from here a wrong village is rarer than a right one
AREA_ANSWERED = 0.5  # the same for a division or country: as an answer a wrong area is less harm than a wrong village
SIMILAR_ANSWERED = 0.62  # the same for a similar spelling, whose chance rests on less: in made-up contexts two of three are right from here
SETTLED = 0.8  # chance from which it may stand for the place where its neighbours lie
SAME_PLACE_KM = 12.0  # candidates this close are one place listed twice
FOREIGN_POPULATION = 500_000  # a larger city is news far from home; a smaller one of a country never spoken of is a sign against it
TOWN_REACH_KM = 25.0  # parts of a town lie within
AREAS = frozenset({"country", "admin1", "admin2", "area", "water"})
ROUNDS = 3  # by itself, then twice with what the rounds before thought of the other names; a fourth moves no chance by more than .01
KEPT = 16  # candidates that go on after the first round
_LIKELY = 0.1  # chance from which a candidate of one name is weighed as a neighbour of another

# Scale of the hand-set weights that choose among containing places, on the scale of the index's score of a spelling.
_POPULATION = 0.14  # a tenfold population
_COUNTRY = 0.7  # the country that the report speaks of most
_CAPITAL = 0.15  # a national capital
_CLOSE_KM = 30.0  # distance at which the nearest place of the report vouches with 1/e of its weight
_BESIDE_KM = 100.0  # the same for the nearest place of the same sentence
_ABOUT_KM = 200.0  # the same for every place of the report
_FAR = 0.98  # cosine under which (1,270 km) a neighbour adds nothing
_ENOUGH = 3.0  # places near by from which more add nothing
# Divisions of this list are a vote of the neighbours, unsure at borders: where a side is told ("northern X"), half the radius counts as inside.
_VOTED, _VOTED_REACH = "syria_iraq", 0.5
_DIVISIONS = ("admin1", "admin2")
_FIRST_NAME = 0.98  # index scores from here are the first name of a place, not another
_SPELT_ALIKE = 58.0  # percent of letters that two spellings of one name share
_ENDINGS = ("ian", ("ia", "y", "o", "a", "")), ("ean", ("ea", "e")), ("an", ("a", "o", "")), ("n", ("", "s")), ("i", ("",)), ("", ("ia",))
"""What adjectives of regions end in, and the names that they are made of."""
_LARGE = 100_000  # people of a town that is known even where its name is a common word
_STEM = 4  # letters of such a name at least
_INLAND = frozenset(
    "lake river reservoir creek lac lago rio".split()
)  # words that begin or end the names of waters, and are seldom left out
_BUILT = frozenset(
    {"site", "water", "hill", "road", "neighbourhood", "area"}
)  # kinds whose places have more of a name than the town they lie in
_HOME = 0.5  # weight from which a report plays in a country
_KNOWN_SPELLING = 0.5  # of the weight of size for a similar spelling: the larger a place, the rarer another spelling of its name
_UNCOUNTED = 500  # people of a settlement whose list has no count: lists begin at about so many
_LONG = 8  # letters from which a name hardly resembles another by chance
_METROPOLIS = 5.7  # tenfolds of people from which a city is named in reports of other countries
_DIVISION_SHARE = 10  # a division counts a tenth of all who live in it

FEATURES = (
    "other_name", "similar", "unlike", "short", "people", "capital", "is_country", "is_division", "is_county", "is_area", "is_site", "part_of_area",
    "level_same", "level_like", "level_other", "kind_said", "shadowed", "metropolis", "lesser", "unsaid", "derived", "common",
    "country", "division", "home", "last_country", "foreign", "theatre", "inside", "outside", "side", "close", "beside", "about",
)  # fmt: skip
"""What is known of a candidate, in the order of its numbers; data/place_weights.toml says what each means and weighs."""
NIL_FEATURES = ("nil", "nil_similar", "nil_country", "nil_neighbours")
"""What speaks for none of the candidates: always one; the index has no place of the very name; the report speaks of some country;
it names other places. What it speaks of counts against the candidates that lie elsewhere."""
_STILL = 22  # the first so many stay the same from round to round


@dataclass(frozen=True, slots=True)
class Case:
    """All mentions of a report with the same words, and their candidates, best first once ranked.

    chances: probability of each candidate, what is missing from one is that of none; features: the numbers they rest on.
    """

    words: PlaceWords
    sentences: frozenset[int]
    candidates: tuple[PlaceCandidate, ...] = ()
    chances: tuple[float, ...] = ()
    features: tuple[tuple[float, ...], ...] = ()
    nil_features: tuple[float, ...] = ()
    derived: bool = False  # the index has the name only without the words for its kind: "X" of "X Stadium"
    own: Support = NO_SUPPORT
    starts: tuple[int, ...] = (0,)  # first character of each mention

    @property
    def best(self) -> PlaceCandidate | None:
        return self.candidates[0] if self.candidates else None

    @property
    def chance(self) -> float:
        return self.chances[0] if self.chances else 0.0

    @property
    def nil(self) -> float:
        return max(0.0, 1.0 - sum(self.chances))


def read_cases(mentions: Sequence[PlaceMention], index: PlaceIndex) -> tuple[dict[PlaceWords, Case], list[PlaceWords]]:
    """Read every mention; a name without a containing place takes the one that the report gives it elsewhere."""
    read = [read_words(mention, index) for mention in mentions]
    given = {words.names: words.within for words in reversed(read) if words.within and words.names}
    keys = [words if words.within or words.names not in given else replace(words, within=given[words.names]) for words in read]
    first: dict[PlaceWords, PlaceWords] = {}
    keys = [first.setdefault(replace(key, text=key.text.casefold(), names=tuple(map(str.casefold, key.names))), key) for key in keys]
    sentences: dict[PlaceWords, set[int]] = {}
    starts: dict[PlaceWords, list[int]] = {}
    for mention, key in zip(mentions, keys, strict=True):
        sentences.setdefault(key, set()).add(mention.sentence)
        starts.setdefault(key, []).append(mention.span.start)
    spoken = {name for key in sentences for name in key.names}
    for key in list(sentences):
        for name in key.within:  # containing places that the report mentions only so
            if name not in spoken:
                sentences.setdefault(PlaceWords(name, (name,), None), set()).update(sentences[key])
    return {key: Case(key, frozenset(found), starts=tuple(sorted(starts.get(key, (0,))))) for key, found in sentences.items()}, keys


def rank_cases(
    cases: Mapping[PlaceWords, Case],
    page: Page,
    index: PlaceIndex,
    *,
    theatre: frozenset[str] = frozenset(),
    weights: PlaceWeights | None = None,
    kept: int = KEPT,
) -> tuple[dict[PlaceWords, Case], ReportContext]:
    """Rank all cases together: each by itself, then again with what was thought of the others as its neighbourhood."""
    weights = weights or load_place_weights()
    words = read_context(page, theatre, frozenset(name.casefold() for key in cases for name in key.names))
    found = {key: _exact(key, index) if any(map(_is_name, key.names)) else ((), False) for key in cases}
    exact = {key: candidates for key, (candidates, _) in found.items()}
    supports = {key: support_of(exact[key], by_people(exact[key]), len(case.sentences)) for key, case in cases.items()}
    spots = [(start, code) for key, case in cases.items() if (code := _country_of(exact[key])) for start in case.starts]
    context = with_names(words, supports.values(), spots)
    home = frozenset(code for code in context.total.countries if context.country(code) >= _HOME)
    now = {key: replace(case, own=supports[key], derived=found[key][1]) for key, case in cases.items()}
    now = {key: replace(case, candidates=_candidates(case, exact[key], context, index, home)) for key, case in now.items()}
    now = {key: replace(case, features=_stills(case, index)) for key, case in now.items()}
    for turn in range(ROUNDS):
        anchors = [anchor for case in now.values() for anchor in _anchors(case)] if turn else []
        frames = {name: frame_of(name, context, index) for key in now for name in key.within}
        now = {key: _ranked(case, context, frames, anchors, weights, kept) for key, case in now.items()}
        supports = {key: support_of(case.candidates, case.chances, len(case.sentences)) for key, case in now.items()}
        now = {key: replace(case, own=supports[key]) for key, case in now.items()}
        context = with_names(words, supports.values(), [spot for case in now.values() for spot in _spots(case)])
    return {key: _merged(case) for key, case in now.items()}, context


def _is_name(written: str) -> bool:
    """Tell whether words are a name: in scripts that have capitals, one stands in it."""
    return written != written.lower() or written == written.upper()


def _country_of(candidates: Sequence[PlaceCandidate]) -> str | None:
    """Return the country that a name stands for if it stands for one at all."""
    return next((c.country_code for c in candidates if c.kind == "country"), None)


def _spots(case: Case) -> list[tuple[int, str]]:
    """Return where a name stands that means a country, and which."""
    best = case.best
    if best is None or best.kind != "country" or best.country_code is None or not answers(case):
        return []
    return [(start, best.country_code) for start in case.starts]


def _anchors(case: Case) -> list[Anchor]:
    return [
        Anchor(case.words.names, on_sphere(c.lat, c.lon), chance, case.sentences)
        for c, chance in zip(case.candidates, case.chances, strict=True)
        if chance >= _LIKELY and c.kind not in ("country", "admin1", "area", "water")
    ]


def _ranked(
    case: Case,
    context: ReportContext,
    frames: Mapping[str, tuple[PlaceCandidate, ...]],
    anchors: Sequence[Anchor],
    weights: PlaceWeights,
    kept: int,
) -> Case:
    around = [frame for name in case.words.within if (frame := frames[name])]
    anchors = [anchor for anchor in anchors if anchor.names[:1] != case.words.names[:1]]  # a name is no neighbour of itself
    rows = [
        (*still[:_STILL], *_moving(candidate, case, context, around, anchors))
        for candidate, still in zip(case.candidates, case.features, strict=True)
    ]
    lit = max((context.country(code, case.own) for code in context.total.countries), default=0.0)
    nil = (1.0, min((row[1] for row in rows), default=1.0), lit, float(bool(anchors)))
    chances = shares(rows, nil, weights)
    order = sorted(range(len(rows)), key=lambda i: (-chances[i], -case.candidates[i].population, case.candidates[i].id))[:kept]
    return replace(
        case, candidates=tuple(case.candidates[i] for i in order), chances=tuple(chances[i] for i in order),
        features=tuple(rows[i] for i in order), nil_features=nil,
    )  # fmt: skip


def shares(rows: Sequence[Sequence[float]], nil_row: Sequence[float], weights: PlaceWeights) -> list[float]:
    """Return the chance of each candidate; what is missing from one is the chance of none of them."""
    if not rows:
        return []
    scores = [sum(weight * value for weight, value in zip(weights.candidate, row, strict=True)) for row in rows]
    nil = sum(weight * value for weight, value in zip(weights.nil, nil_row, strict=True))
    top = max(nil, *scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers) + math.exp(nil - top)
    return [power / total for power in powers]


def _merged(case: Case) -> Case:
    """Give the chances of a place that is listed twice to the likelier of the two, or to the country rather than a city called so too."""
    kept: list[int] = []
    chances: dict[int, float] = {}
    for i, candidate in enumerate(case.candidates):
        same = next((other for other in kept if _same_place(candidate, case.candidates[other])), None)
        if same is None:
            kept.append(i)
            chances[i] = case.chances[i]
        elif candidate.kind == "country" and candidate.score >= _FIRST_NAME > case.candidates[same].score:
            kept[kept.index(same)] = i
            chances[i] = chances.pop(same) + case.chances[i]
        else:
            chances[same] += case.chances[i]
    kept.sort(key=lambda i: -chances[i])
    return replace(
        case, candidates=tuple(case.candidates[i] for i in kept), chances=tuple(chances[i] for i in kept),
        features=tuple(case.features[i] for i in kept),
    )  # fmt: skip


def _exact(words: PlaceWords, index: PlaceIndex) -> tuple[tuple[PlaceCandidate, ...], bool]:
    """Return the places of a name, and whether only a shorter form of it has any."""
    for number, name in enumerate(words.names):
        found = index.lookup(name, fuzzy=False, limit=60)
        if words.level == "country":
            found = [candidate for candidate in found if candidate.kind == "country"] or found
        elif name.casefold() in load_terms().directions:  # "the West" is a division where it is a place at all
            found = [candidate for candidate in found if candidate.kind in AREAS]
        if found:
            parts = {c.country_code for c in found if c.kind == "admin1" and c.name.casefold() == name.casefold()}
            whole = [c for c in found if c.kind != "country" or c.country_code not in parts or c.name.casefold() == name.casefold()]
            return tuple(_at_reference(candidate) for candidate in whole), number > 0 and name in words.names[0]
    return _of_adjective(words.names[0], index) if words.names else (), False


def _of_adjective(word: str, index: PlaceIndex) -> tuple[PlaceCandidate, ...]:
    """Return the divisions and regions that an adjective or the word for those who live there is of: Ossetian, Dagestanis, Sicilian."""
    for ending, nouns in _ENDINGS:
        stem = word.casefold().removesuffix("s")
        if stem.endswith(ending) and len(stem) - len(ending) >= _STEM:
            for noun in nouns:
                found = index.lookup(stem.removesuffix(ending) + noun, fuzzy=False, limit=60)
                if wide := [c for c in found if c.kind in ("country", "admin1", "area") and c.score >= EXACT]:
                    return tuple(_at_reference(candidate) for candidate in wide)
    return ()


def _at_reference(candidate: PlaceCandidate) -> PlaceCandidate:
    """Put a country, continent or sea where the usual lists put it."""
    if candidate.kind not in ("country", "area", "water"):
        return candidate
    point = load_reference_points().get((candidate.country_code or "") if candidate.kind == "country" else candidate.name)
    return replace(candidate, lat=point[0], lon=point[1]) if point else candidate


def at_middle(candidate: PlaceCandidate) -> PlaceCandidate:
    """Put a first-level division whose settlements lie on one side at the middle of its area, as lists of divisions do."""
    point = load_reference_points().get(candidate.id) if candidate.kind == "admin1" else None
    return replace(candidate, lat=point[0], lon=point[1]) if point else candidate


def _candidates(
    case: Case, exact: tuple[PlaceCandidate, ...], context: ReportContext, index: PlaceIndex, home: frozenset[str]
) -> tuple[PlaceCandidate, ...]:
    """Return the exact candidates, and similar spellings where none of those lies in a country that the report speaks of."""
    words = case.words
    if not any(map(_is_name, words.names)):
        return ()
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


def _same_place(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    """Tell whether two candidates are one place, or a place and the division named after it."""
    if (one.kind == "water") != (other.kind == "water"):
        return False
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


def _stills(case: Case, index: PlaceIndex) -> tuple[tuple[float, ...], ...]:
    """Return what the name and the kind of each candidate say: the first features, the same in every round."""
    wide = [c for c in case.candidates if c.kind in ("country", "admin1") and c.score >= EXACT]
    own = any(c.score >= _FIRST_NAME for c in case.candidates)
    common = not any(map(index.known, case.words.names))
    return tuple((*_still(candidate, case.words, wide), *_named(candidate, case, own, common)) for candidate in case.candidates)


def _named(candidate: PlaceCandidate, case: Case, own: bool, common: bool) -> tuple[float, float, float, float]:
    """Return what tells that another than a candidate is meant by the name.

    It is called otherwise while another has the name itself (`own`); its word for the kind is left out; it has but a part of the name; or it is
    a small place whose name is a common word.

    "Scotland" is a division before it is the United Kingdom, and "Ontario" seldom Lake Ontario; but DeKalb is DeKalb County.
    """
    exact = candidate.score >= EXACT
    otherwise = own and exact and candidate.score < _FIRST_NAME and not _alike(candidate.name, case.words.names)
    first, last = (words := candidate.name.casefold().split())[0], words[-1]
    unsaid = exact and candidate.kind == "water" and case.words.level != "water" and bool({first, last} & _INLAND)
    said = unsaid and not _INLAND.isdisjoint(case.words.text.casefold().split())
    part = exact and case.derived and case.words.level in _BUILT and candidate.kind not in ("site", "water", "hill", "road")
    turn = case.words.text.casefold() in load_terms().directions
    word = turn or (common and exact and candidate.kind in SETTLEMENTS and candidate.population < _LARGE)
    return float(otherwise), float(unsaid and not said), float(part), float(word)


def _alike(name: str, written: Sequence[str]) -> bool:
    """Tell whether a name holds what is written, or is another spelling of it."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    longest = (max(one.casefold().replace("-", " ").split(), key=len, default="") for one in written)
    return any(fuzz.partial_ratio(one, folded) >= _SPELT_ALIKE for one in longest)


def _shadowed(candidate: PlaceCandidate, wide: Sequence[PlaceCandidate]) -> bool:
    """Tell whether a lesser place bears the name of a country, or of a division of its own country that it does not lie in or is small in."""
    if candidate.kind == "country":
        return False
    if candidate.kind == "admin1":
        return any(outer.kind == "country" and outer.country_code == candidate.country_code for outer in wide)
    otherwise = candidate.score < _FIRST_NAME
    return any(
        outer.kind == "country"
        or (otherwise and outer.country_code == candidate.country_code and candidate.population * _DIVISION_SHARE < outer.population)
        or (candidate.kind in ("water", "area") and outer.country_code == candidate.country_code)
        or (outer.country_code == candidate.country_code and outer.admin1 != candidate.admin1 and not _is_capital(candidate))
        for outer in wide
    )


def _still(candidate: PlaceCandidate, words: PlaceWords, wide: Sequence[PlaceCandidate]) -> tuple[float, ...]:
    kind, level = candidate.kind, words.level
    similar = candidate.score < EXACT
    free = level is None and not (words.part and words.distance_km is None)
    people = candidate.population / (_DIVISION_SHARE if kind in ("admin1", "admin2") else 1) if kind != "country" else 0
    if kind in SETTLEMENTS and not people:
        people = _UNCOUNTED
    size = math.log10(people + 1) * (_KNOWN_SPELLING if similar else 1.0)
    fit = _level_fit(level, kind) if level is not None else None
    named_so = kind in _DIVISIONS and (fit == "same" or any(kind_of(name) in _DIVISIONS for name in words.names[:1]))
    return (
        float(EXACT <= candidate.score < 0.98), float(similar), (1.0 - candidate.score) ** 2 if similar else 0.0,
        float(max(0, _LONG - max(map(_letters, words.names), default=0))) if similar else 0.0, size,
        float(_is_capital(candidate)), float(kind == "country"), float(free and kind == "admin1"), float(free and kind == "admin2"),
        float(free and kind in ("area", "water")), float(free and kind in ("site", "hill", "road")),
        float(words.part and words.distance_km is None and level in (None, "area") and kind in AREAS),
        float(fit == "same"), float(fit == "like"), float(fit == "other"),
        float(named_so and not similar), float(_shadowed(candidate, wide)),
        max(0.0, math.log10(people + 1) - _METROPOLIS) if kind in SETTLEMENTS else 0.0,
    )  # fmt: skip


def _moving(
    candidate: PlaceCandidate,
    case: Case,
    context: ReportContext,
    frames: Sequence[tuple[PlaceCandidate, ...]],
    anchors: Sequence[Anchor],
) -> tuple[float, ...]:
    """Return what the rest of the report says of a candidate: the features that change from round to round."""
    code = candidate.country_code
    frames = [frame for frame in frames if candidate.kind != "admin1" or any(outer.kind == "country" for outer in frame)]
    inside = any(_fits(candidate, frame, case.words) for frame in frames)
    side = sum(_direction_fit(candidate, frame, case.words.side) for frame in frames) if case.words.side is not None else 0.0
    close, beside, about = _vouched(candidate, case.sentences, anchors)
    country = context.country(code, case.own)
    far = code and candidate.population < FOREIGN_POPULATION and context.foreign(code, case.own)
    foreign = 1.0 - country if far else 0.0
    division = context.division(code, candidate.admin1, case.own) if candidate.admin1 else 0.0
    return (
        country, division, division**2,
        float(bool(code) and candidate.kind != "country" and code in context.spoken_of(case.starts[0])), foreign, float(code in context.theatre),
        float(inside), float(bool(frames) and not inside), side, close, beside, about,
    )  # fmt: skip


def _letters(name: str) -> int:
    """Return how many letters the words of a name have, articles and the like left out."""
    return sum(len(word) for word in re.split(r"[\s-]+", name) if len(word) > 2)


def _is_capital(candidate: PlaceCandidate) -> bool:
    country = load_countries().get(candidate.country_code) if candidate.kind == "city" else None
    return bool(country and country.capital and candidate.name.startswith(country.capital.split(",")[0]))


def _level_fit(level: str, kind: str) -> str | None:
    """Return how the kind of a candidate agrees with what the words call it: same, like, None for no sign either way, other."""
    lived_in = kind in SETTLEMENTS or kind == "neighbourhood"
    if level == kind or (level in SETTLEMENTS and kind in SETTLEMENTS):
        return "same"
    if level in AREAS and kind in AREAS:
        return "like"
    if level == "area" or (level in PARTS_OF_TOWNS and (lived_in or kind in PARTS_OF_TOWNS)):
        return None
    return "other"


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
    """Return how far on the side of the containing division that the report gives a place lies: 1 at its edge, less inside and beyond."""
    area = next((outer for outer in frame if outer.kind in ("admin1", "country")), None)
    if bearing is None or area is None or not area.radius_km:
        return 0.0
    share = toward(bearing, area.lat, area.lon, candidate.lat, candidate.lon) / area.radius_km
    return max(-1.0, share if share <= 1.0 else 2.0 - share)


def _vouched(candidate: PlaceCandidate, sentences: frozenset[int], anchors: Sequence[Anchor]) -> tuple[float, float, float]:
    """Return how close the nearest place of the report lies, how near the nearest of the same or the next sentence, and how many lie around.

    Each from 0 to 1, with the chance of the other place in it.
    """
    if not anchors:
        return 0.0, 0.0, 0.0
    x, y, z = on_sphere(candidate.lat, candidate.lon)
    close = beside = about = 0.0
    for anchor in anchors:
        dot = x * anchor.at[0] + y * anchor.at[1] + z * anchor.at[2]
        if dot < _FAR:
            continue
        apart = 6371.0 * math.sqrt(max(0.0, 2.0 - 2.0 * dot))
        if apart < 0.5:
            continue
        about += anchor.chance * math.exp(-apart / _ABOUT_KM)
        close = max(close, anchor.chance * math.exp(-apart / _CLOSE_KM))
        if any(abs(one - other) <= 1 for one in sentences for other in anchor.sentences):
            beside = max(beside, anchor.chance * math.exp(-apart / _BESIDE_KM))
    return close, beside, min(1.0, about / _ENOUGH)


def answers(case: Case) -> bool:
    """Tell whether the best candidate is good enough to stand as the answer."""
    if case.best is None:
        return False
    least = SIMILAR_ANSWERED if case.best.score < EXACT else AREA_ANSWERED if case.best.kind in AREAS else ANSWERED
    return case.chance >= least


def only_the_name(words: PlaceWords, best: PlaceCandidate) -> bool:
    """Tell whether a hill, river, site, road or district merely bears the name of the settlement found."""
    if words.level in ("admin1", "admin2"):
        return best.kind in SETTLEMENTS
    if words.level in ("water", "hill"):
        return best.kind in SETTLEMENTS and len(words.names) > 1
    return words.level in ("site", "road") and best.kind in (*SETTLEMENTS, "admin1")


def settled(case: Case) -> PlaceCandidate | None:
    """Return the place that a name stands for beyond doubt, None if there is no such."""
    best = case.best
    return None if best is None or case.chance < SETTLED or only_the_name(case.words, best) else best
