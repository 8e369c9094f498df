"""What a report says about where it plays: countries by name and demonym, divisions, and the places already settled on."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from dateline.data.countries import load_countries
from dateline.records import Page, PlaceCandidate

_Key = TypeVar("_Key", str, tuple[str, str])
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019.-][^\W\d_]+)*")
_TITLE_WEIGHT = 3.0  # words of the title, dateline and region lines count as so many of the body
_COUNTRY_WEIGHT = 2.0  # a country named outright, against a demonym or a place that lies in it
_SUPPORT_WEIGHT = 1.0  # all candidates of one name share this weight by population
_AMERICAN = frozenset({"US", "GB", "RU", "FR", "IL", "IR", "TR"})  # act abroad: their demonyms tell little of where
_ABROAD_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place settled on, and the sentences that name it."""

    lat: float
    lon: float
    sentences: frozenset[int]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Weights from 0 to 1 of countries and divisions, and the anchors."""

    countries: Mapping[str, float] = field(default_factory=dict)
    divisions: Mapping[tuple[str, str], float] = field(default_factory=dict)
    named: frozenset[str] = frozenset()  # countries that the report names or gives a demonym of
    anchors: tuple[Anchor, ...] = ()


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


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


def _count_words(text: str, weight: float, counts: dict[str, float]) -> None:
    words = _country_words()
    for token in _TOKEN.findall(text):
        found = words.get(token.lower()) or (words.get(token.lower().removesuffix("s")) if token[:1].isupper() else None)
        if found and token[:1].isupper():
            counts[found[0]] += weight * found[1]


def read_context(page: Page, names: Iterable[tuple[Sequence[PlaceCandidate], int]]) -> ReportContext:
    """Weigh countries and divisions by the words of the page and by the exact candidates of each name with its count."""
    counts: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    document, sighting = page.document, page.sighting
    _count_words(document.text, 1.0, counts)
    meta = document.meta
    heads = [value.value for value in (meta.dateline_place, *meta.regions) if value]
    _count_words(" ".join([sighting.title or (meta.title.value if meta.title else ""), *heads]), _TITLE_WEIGHT, counts)
    named = frozenset(counts)
    for candidates, times in names:
        _add_support(candidates, times, counts, divisions)
    return ReportContext(_scaled(counts), _scaled(divisions), named)


def _add_support(
    candidates: Sequence[PlaceCandidate], times: int, counts: dict[str, float], divisions: dict[tuple[str, str], float]
) -> None:
    """Share one name's weight among its candidates, by population; a name that only one country has speaks for it."""
    weights = [(candidate, math.sqrt(candidate.population + 500)) for candidate in candidates]
    total = sum(weight for _, weight in weights)
    for candidate, weight in weights:
        share = _SUPPORT_WEIGHT * min(times, 3) * weight / total
        code = candidate.country_code
        if code:
            counts[code] += share * (_COUNTRY_WEIGHT if candidate.kind == "country" else 1.0)
            if candidate.admin1:
                divisions[code, candidate.admin1] += share * (2.0 if candidate.kind == "admin1" else 1.0)


def _scaled(counts: Mapping[_Key, float]) -> dict[_Key, float]:
    top = max(counts.values(), default=0.0)
    return {key: math.sqrt(count / top) for key, count in counts.items()} if top > 0 else {}
