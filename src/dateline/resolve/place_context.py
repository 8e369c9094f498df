"""What a report says about where it plays: countries by name and demonym, divisions, and the places already settled on."""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TypeVar

from dateline.data.countries import load_countries
from dateline.records import Page, PlaceCandidate

_Key = TypeVar("_Key", str, tuple[str, str])
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*")
_TITLE_WEIGHT = 3.0  # words of the title, dateline and region lines count as so many of the body
_COUNTRY_WEIGHT = 2.0  # a country named outright, against a demonym or a place that lies in it
_DIVISION_SHARE = 10  # a division speaks for itself like a town of a tenth of its people
LOCAL_REACH = 500  # characters over which a country word holds for the names after it: a paragraph
_LISTED = re.compile(r"\w[^\W\d]*(?:[ '\u2019.-]+[A-Z][^\W\d]*)*(?:,| and| or|, and|, or)(?: in| from)?(?: the)? ")
"""From the first letter of a country to that of the next: two that a list names together."""
_FEW = 1.5  # evidence that is full weight where there is no more: one country named, or one and a half names of its towns
_SUPPORT_WEIGHT = 1.0  # all candidates of one name share this weight by population
_AMERICAN = frozenset({"US", "GB", "RU", "FR", "IL", "IR", "TR"})  # act abroad: their demonyms tell little of where
_ABROAD_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that a name of the report may mean, with what is thought of it and the sentences that name it; a unit vector."""

    names: tuple[str, ...]
    at: tuple[float, float, float]
    chance: float
    sentences: frozenset[int]


@dataclass(frozen=True, slots=True)
class Support:
    """What one name, or a whole report, adds to the weights of countries and divisions."""

    countries: Mapping[str, float] = field(default_factory=dict)
    divisions: Mapping[tuple[str, str], float] = field(default_factory=dict)

    @staticmethod
    def of(countries: Mapping[str, float], divisions: Mapping[tuple[str, str], float]) -> Support:
        """Return the sums of a report, the greatest first: what is left of the first ones without a name's own is found at once."""
        return Support(_greatest_first(countries), _greatest_first(divisions))


NO_SUPPORT = Support()


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The evidence of where a report plays: sums over its words and names, the countries it speaks of, those of its actors."""

    total: Support = NO_SUPPORT
    named: frozenset[str] = frozenset()  # countries that the report names or gives a demonym of
    spots: tuple[tuple[int, str], ...] = ()  # where it does so, by character
    theatre: frozenset[str] = frozenset()  # countries of the armed sides that the report names
    text: str = ""  # of the page

    def country(self, code: str | None, own: Support = NO_SUPPORT) -> float:
        """Return the weight of a country from 0 to 1, without what the asking name itself has added."""
        return _weight(self.total.countries, own.countries, code or "")

    def spoken_of(self, start: int) -> frozenset[str]:
        """Return the country named last before a character, within the reach of a paragraph; of a list of countries all."""
        at = bisect.bisect_right(self.spots, (start, "\uffff")) - 1
        if at < 0 or start - self.spots[at][0] > LOCAL_REACH:
            return frozenset()
        first = at
        while first > 0 and _LISTED.fullmatch(self.text, self.spots[first - 1][0], self.spots[first][0]):
            first -= 1
        return frozenset(code for _, code in self.spots[first : at + 1])

    def foreign(self, code: str | None, own: Support = NO_SUPPORT) -> bool:
        """Tell whether the report names other countries only, what the asking name itself may mean left out."""
        return code not in self.named and any(self.total.countries.get(named, 0.0) > own.countries.get(named, 0.0) for named in self.named)

    def division(self, code: str | None, admin1: str | None, own: Support = NO_SUPPORT) -> float:
        """Return the weight of a division from 0 to 1, without what the asking name itself has added."""
        return _weight(self.total.divisions, own.divisions, (code or "", admin1 or ""))


def _greatest_first(weights: Mapping[_Key, float]) -> Mapping[_Key, float]:
    return dict(sorted(weights.items(), key=lambda item: -item[1]))


def _weight(total: Mapping[_Key, float], own: Mapping[_Key, float], key: _Key) -> float:
    """Return the root of the share that a key has of the greatest weight, both without the asking name's own; `total` has the greatest first."""
    weight = total.get(key, 0.0) - own.get(key, 0.0)
    if weight <= 0.0:
        return 0.0
    top = max(_FEW, weight)
    for other, whole in total.items():
        if whole <= top:
            break
        top = max(top, whole - own.get(other, 0.0))
    return math.sqrt(weight / top)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def on_sphere(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a point as a unit vector: distances of many pairs cost a root each instead of five sines."""
    north, east = math.radians(lat), math.radians(lon)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def shifted(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point `km` from a point in a direction (degrees clockwise from north), on a local plane."""
    angle = math.radians(bearing)
    north = math.cos(angle) * km / 111.2
    east = math.sin(angle) * km / (111.2 * max(0.05, math.cos(math.radians(lat))))
    return max(-90.0, min(90.0, lat + north)), (lon + east + 180) % 360 - 180


def toward(bearing: float, lat: float, lon: float, to_lat: float, to_lon: float) -> float:
    """Return how many kilometres the second point lies from the first in a direction; negative behind it."""
    north = (to_lat - lat) * 111.2
    east = ((to_lon - lon + 180) % 360 - 180) * 111.2 * math.cos(math.radians(lat))
    angle = math.radians(bearing)
    return north * math.cos(angle) + east * math.sin(angle)


@cache
def _country_words() -> Mapping[str, tuple[str, float]]:
    """Return country code and weight by word in small letters: one-word names and demonyms."""
    table: dict[str, tuple[str, float]] = {}
    for country in load_countries().all:
        weight = _ABROAD_WEIGHT if country.iso2 in _AMERICAN else 1.0
        for word in country.demonyms:
            table.setdefault(word.lower(), (country.iso2, weight))
        for word in (country.name, *country.aliases):
            if len(word) > 3 and " " not in word:
                table[word.lower()] = (country.iso2, _COUNTRY_WEIGHT)
    return table


def _count_words(text: str, weight: float, counts: dict[str, float], taken: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """Add the weights of country words; return where each stands and its code, without demonyms of powers that act abroad.

    taken: words that are left out, since they are names of places that speak for themselves ("Georgia").
    """
    words = _country_words()
    spots: list[tuple[int, str]] = []
    for match in _TOKEN.finditer(text):
        token = match[0]
        lowered = token.lower()
        if not token[0].isupper() or lowered in taken:
            continue
        found = words.get(lowered) or words.get(lowered.removesuffix("s"))
        if found:
            counts[found[0]] += weight * found[1]
            if found[1] >= 1.0:
                spots.append((match.start(), found[0]))
    return spots


def read_context(page: Page, theatre: frozenset[str] = frozenset(), taken: frozenset[str] = frozenset()) -> ReportContext:
    """Weigh countries by the words of the page alone, without the names of places `taken`, in small letters, which speak for themselves."""
    counts: dict[str, float] = defaultdict(float)
    document, sighting = page.document, page.sighting
    spots = _count_words(document.text, 1.0, counts, taken)
    meta = document.meta
    heads = [value.value for value in (meta.dateline_place, *meta.regions) if value]
    _count_words(" ".join([sighting.title or (meta.title.value if meta.title else ""), *heads]), _TITLE_WEIGHT, counts, taken)
    return ReportContext(Support(counts), frozenset(counts), tuple(spots), theatre, document.text)


def with_names(context: ReportContext, supports: Iterable[Support], spots: Iterable[tuple[int, str]]) -> ReportContext:
    """Add to the words of the page what its names of places say of countries and divisions; `spots`: where those of countries stand."""
    counts: dict[str, float] = defaultdict(float, context.total.countries)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    for support in supports:
        for code, weight in support.countries.items():
            counts[code] += weight
        for key, weight in support.divisions.items():
            divisions[key] += weight
    total = Support.of(counts, divisions)
    named = sorted((*context.spots, *spots))
    return replace(context, total=total, named=context.named | {code for _, code in named}, spots=tuple(named))


def by_people(candidates: Sequence[PlaceCandidate]) -> tuple[float, ...]:
    """Share one among candidates by population, a division with a tenth of its people."""
    weights = [math.sqrt((c.population / _DIVISION_SHARE if c.kind == "admin1" else c.population) + 500) for c in candidates]
    total = sum(weights)
    return tuple(weight / total for weight in weights)


def support_of(candidates: Sequence[PlaceCandidate], shares: Sequence[float], times: int) -> Support:
    """Give one name's weight to the countries and divisions of its candidates: a name that only one country has speaks for it."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    for candidate, chance in zip(candidates, shares, strict=True):
        share = _SUPPORT_WEIGHT * min(times, 3) * chance
        code = candidate.country_code
        if code:
            countries[code] += share * (_COUNTRY_WEIGHT if candidate.kind == "country" else 1.0)
            if candidate.admin1:
                divisions[code, candidate.admin1] += share * (_COUNTRY_WEIGHT if candidate.kind == "admin1" else 1.0)
    return Support(countries, divisions)
