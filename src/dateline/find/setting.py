"""Which country a report, and each of its sentences, is about: "the army" is somebody's army."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.data.countries import Country, load_countries
from dateline.data.place_words import load_place_words
from dateline.find.names import country_named, country_of_demonym
from dateline.find.tokens import Tokens
from dateline.records import PlaceCandidate, PlaceIndex, Sentence

_PLACE_WEIGHT = 3  # a country after "in" says more about the scene than an adjective ("US jets")
_LARGE = 100_000  # inhabitants from which a place's name tells its country; smaller ones have namesakes that no index knows
_SMALL_WEIGHT = 0.25
_OUTWEIGHS = 10  # a town so many times larger than its namesakes abroad is the one meant
_SCENE_SHARE = 0.25  # a country counts as a scene of the report from a quarter of the leading one's weight
_ABROAD = frozenset(
    "ambassador ambassadors embassy consul consulate diplomat diplomats foreign journalist journalists reporter tourist tourists citizen citizens national "
    "nationals envoy mediator mediators mediation aid air airstrikes strikes jets drones drone warplanes missiles aircraft".split()
)
_PLACED = frozenset("in into inside across throughout within from of near outside entered".split())


@dataclass(frozen=True, slots=True)
class Setting:
    """The leading country of a report and the country of each sentence, as two-letter codes, None where nothing tells."""

    country: str | None
    by_sentence: Mapping[int, str | None]
    day: dt.date | None = None  # of publication: which government and which name of a group were in force

    def at(self, sentence: int) -> str | None:
        """Return the country of a sentence, by its index in the report."""
        return self.by_sentence.get(sentence, self.country)


def find_setting(
    sentences: Sequence[Sentence], tokens: Sequence[Tokens], index: PlaceIndex, hint: str = "", day: dt.date | None = None
) -> Setting:
    """Weigh country names, demonyms, capitals and known places; `hint` is the title handed over with the text."""
    weights: dict[str, float] = defaultdict(float)
    placed: list[list[str]] = []
    countries = load_countries()
    for country in _named(hint):
        weights[country.iso2] += 2
    for sentence, words in zip(sentences, tokens, strict=True):
        here: list[str] = []
        _weigh(words, weights, here)
        if sentence.header:
            head = countries.by_name(sentence.header)
            if head is not None:
                here.append(head.iso2)
                weights[head.iso2] += 1
        placed.append(here)
    _weigh_known_places(tokens, index, weights, placed)
    leading = max(weights, key=lambda code: weights[code]) if weights else None
    if leading is None or weights[leading] < 1:
        return Setting(None, {}, day)
    scenes = {code for code, weight in weights.items() if weight >= _SCENE_SHARE * weights[leading]}
    current: str | None = next((code for here in placed for code in here if code in scenes), leading)
    local: dict[int, str | None] = {}
    for sentence, here in zip(sentences, placed, strict=True):
        inside = [code for code in here if code in scenes]
        fronted = _fronted(sentence)
        if fronted is not None:
            current = fronted
        elif inside and current not in inside:
            current = inside[0]
        local[sentence.index] = current
    return Setting(leading, local, day)


_FRONTED = re.compile(r"^\W*(?:in|inside|across|throughout)\s+((?:the\s+)?[A-Z][\w-]+(?:\s+[A-Z][\w-]+)?)\b\s*,", re.IGNORECASE)


def _fronted(sentence: Sentence) -> str | None:
    """Read the country of "In X, the army ..."."""
    match = _FRONTED.match(sentence.text)
    country = country_named(match.group(1)) if match else None
    return country.iso2 if country is not None else None


def _weigh(words: Tokens, weights: dict[str, float], here: list[str]) -> None:
    directions = load_place_words().direction_adjectives
    depth = 0
    for i, lower in enumerate(words.lowers):
        depth += (lower == "(") - (lower == ")")
        if depth > 0 or not words.words[i][:1].isupper():
            continue
        two = f"{words.words[i]} {words.words[i + 1]}" if i + 1 < len(words) and words.words[i + 1][:1].isupper() else ""
        country = (country_named(two) if two else None) or country_named(lower)
        if country is None and lower.endswith("s"):
            country = country_named(lower[:-1])
        if country is not None:
            before = words.lowers[i - 1] if i else ""
            before = words.lowers[i - 2] if before in ("the", *directions) and i > 1 else before
            if before in _PLACED or before in directions:
                weights[country.iso2] += _PLACE_WEIGHT
                here.append(country.iso2)
            else:
                weights[country.iso2] += 1
            continue
        demonym = country_of_demonym(lower)
        if demonym is not None and (words.lowers[i + 1] if i + 1 < len(words) else "") in _ABROAD:
            weights[demonym.iso2] += _SMALL_WEIGHT  # "the Egyptian ambassador" is not at home
        elif demonym is not None:
            weights[demonym.iso2] += 1
            here.append(demonym.iso2)


def _weigh_known_places(tokens: Sequence[Tokens], index: PlaceIndex, weights: dict[str, float], placed: Sequence[list[str]]) -> None:
    for words, here in zip(tokens, placed, strict=True):
        for i in range(1, len(words)):
            if words.lowers[i - 1] not in ("in", "at", "near", "of", "outside") or not words.is_name(i):
                continue
            last = i + 1
            while last < len(words) and words.is_name(last) and "," not in words.words[last]:
                last += 1
            name = " ".join(words.words[i:last]).removesuffix("'s").removesuffix("’s")  # whole: "Bir" of "Bir Hamad" is another place
            if index.known(name):
                country = _home_of(index.lookup(name, fuzzy=False, limit=5))
                if country is not None:
                    weights[country[0]] += country[1]
                    here.append(country[0])


def _home_of(hits: Sequence[PlaceCandidate]) -> tuple[str, float] | None:
    """Return the country that a name tells, and with which weight; None where namesakes of like size lie in several."""
    sizes: dict[str, int] = {}
    for hit in hits:
        if hit.country_code:
            size = _LARGE if hit.kind in ("country", "admin1") else hit.population
            sizes[hit.country_code] = max(sizes.get(hit.country_code, 0), size)
    if not sizes:
        return None
    code = max(sizes, key=lambda key: sizes[key])
    if any(other != code and size * _OUTWEIGHS > sizes[code] for other, size in sizes.items()) or (len(sizes) > 1 and sizes[code] < _LARGE):
        return None
    return code, 1 if sizes[code] >= _LARGE else _SMALL_WEIGHT


_CAPITALISED = re.compile(r"[A-Z][\w-]+")


def _named(text: str) -> list[Country]:
    countries = load_countries()
    found = []
    for word in _CAPITALISED.findall(text):
        country = countries.by_name(word) or countries.by_demonym(word) or (countries.by_name(word[:-1]) if word.endswith("s") else None)
        if country is not None:
            found.append(country)
    return found
