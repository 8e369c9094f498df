"""Which country a report, and each of its sentences, is about: "the army" is somebody's army."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.data.countries import Country, load_countries
from dateline.data.place_words import load_place_words
from dateline.find.tokens import Tokens
from dateline.records import PlaceIndex, Sentence

_PLACE_WEIGHT = 3  # a country after "in" says more about the scene than an adjective ("US jets")
_SCENE_SHARE = 0.25  # a country counts as a scene of the report from a quarter of the leading one's weight
_PLACED = frozenset("in into inside across throughout within from of near outside entered".split())


@dataclass(frozen=True, slots=True)
class Setting:
    """The leading country of a report and the country of each sentence, as two-letter codes, None where nothing tells."""

    country: str | None
    by_sentence: Mapping[int, str | None]

    def at(self, sentence: int) -> str | None:
        """Return the country of a sentence, by its index in the report."""
        return self.by_sentence.get(sentence, self.country)


def find_setting(sentences: Sequence[Sentence], tokens: Sequence[Tokens], index: PlaceIndex, hint: str = "") -> Setting:
    """Weigh country names, demonyms, capitals and known places; `hint` is the title handed over with the text."""
    weights: Counter[str] = Counter()
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
    _weigh_known_places(tokens, index, weights)
    leading = max(weights, key=lambda code: weights[code]) if weights else None
    if leading is None:
        return Setting(None, {})
    scenes = {code for code, weight in weights.items() if weight >= _SCENE_SHARE * weights[leading]}
    current: str | None = leading
    local: dict[int, str | None] = {}
    for sentence, here in zip(sentences, placed, strict=True):
        inside = [code for code in here if code in scenes]
        if inside:
            current = inside[0] if len(set(inside)) > 1 and current in inside else inside[-1]
        local[sentence.index] = current
    return Setting(leading, local)


def _weigh(words: Tokens, weights: Counter[str], here: list[str]) -> None:
    countries = load_countries()
    directions = load_place_words().direction_adjectives
    for i, lower in enumerate(words.lowers):
        if not words.words[i][:1].isupper():
            continue
        two = f"{words.words[i]} {words.words[i + 1]}" if i + 1 < len(words) and words.words[i + 1][:1].isupper() else ""
        country = (countries.by_name(two) if two else None) or countries.by_name(lower)
        if country is None and lower.endswith("s"):
            country = countries.by_name(lower[:-1])
        if country is not None:
            before = words.lowers[i - 1] if i else ""
            before = words.lowers[i - 2] if before in ("the", *directions) and i > 1 else before
            if before in _PLACED or before in directions:
                weights[country.iso2] += _PLACE_WEIGHT
                here.append(country.iso2)
            else:
                weights[country.iso2] += 1
            continue
        demonym = countries.by_demonym(lower)
        if demonym is not None:
            weights[demonym.iso2] += 1


def _weigh_known_places(tokens: Sequence[Tokens], index: PlaceIndex, weights: Counter[str]) -> None:
    seen: set[str] = set()
    for words in tokens:
        for i in range(1, len(words)):
            if words.lowers[i - 1] in ("in", "at", "near", "of", "outside") and words.is_name(i) and words.words[i] not in seen:
                seen.add(words.words[i])
                hits = index.lookup(words.words[i], fuzzy=False, limit=3) if index.known(words.words[i]) else ()
                if hits and hits[0].country_code:
                    weights[hits[0].country_code] += 1


_CAPITALISED = re.compile(r"[A-Z][\w-]+")


def _named(text: str) -> list[Country]:
    countries = load_countries()
    found = []
    for word in _CAPITALISED.findall(text):
        country = countries.by_name(word) or countries.by_demonym(word) or (countries.by_name(word[:-1]) if word.endswith("s") else None)
        if country is not None:
            found.append(country)
    return found
