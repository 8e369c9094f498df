"""Takes the words of a place mention apart: the name proper, kind, direction, distance, and what it lies in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.data.countries import Country, load_countries
from dateline.data.gazetteer import PlaceTerms, load_terms
from dateline.data.place_words import load_place_words
from dateline.records import PlaceIndex, PlaceMention

SETTLEMENTS = ("city", "town", "village")
NAMES_KEPT = 4096  # names of containing places whose words are remembered: a war has few provinces
PARTS_OF_TOWNS = ("neighbourhood", "site")
BETWEEN, ROAD_TO, BORDER_WITH = JOINING = ("between", "road to", "border with")
"""Offsets of a mention that say nothing of the place itself but how the place meant lies to it and another."""
_NUMBER = re.compile(r"(?<![\w.])(\d{1,4}(?:[.,]\d+)?)")
_FROM = re.compile(r"^(.*?\d[\d.,]*[\s-]*[A-Za-z]+\b.*?\b(?:from|of|outside))\s+(?:the\s+)?(\S.*)$")
_ROAD_ENDS = re.compile(r"\s*[-\u2010-\u2015\u2212/]\s*|\s+(?:to|and)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;()\"\u201c\u201d]+")
_POSSESSIVE = re.compile(r"(?<=[^'\u2019]{2})['\u2019][sS]?$")


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """What the words of one mention say.

    names: spellings to look up, the fullest first; within: containing places, nearest first; bearing: degrees clockwise from north;
    part: only a part or the surroundings of the named place are meant; ends: the two ends of a road.
    """

    text: str
    names: tuple[str, ...]
    level: str | None
    within: tuple[str, ...] = ()
    bearing: float | None = None
    distance_km: float | None = None
    part: bool = False
    ends: tuple[str, ...] = ()
    near: bool = False
    side: float | None = None  # of what contains it: "in northern X"
    outer_level: str | None = None  # of the nearest containing place: "in X province"


def read_words(mention: PlaceMention, index: PlaceIndex) -> PlaceWords:
    """Take the mention apart; the index tells a name such as "South Ossetia" from a direction and a name."""
    terms = load_terms()
    offset, name = (None if mention.offset in JOINING else mention.offset), mention.name
    if offset is None and (found := _FROM.match(name)) and _offset(found[1], terms)[1] is not None:  # "a post 6 km from X"
        offset, name = found[1], found[2]
    words = _strip(_words(name), terms)
    text = " ".join(words) if name == mention.name else mention.name
    bearing, distance = _offset(offset or "", terms)
    within = tuple(dict.fromkeys(bare_name(name) for name in mention.within))
    sides = [turned for name in mention.within if (turned := _outer(name)[0]) is not None]
    side = next((turned for turned in sides if turned >= 0), None)
    outer_level = _outer(mention.within[0])[1] if mention.within else None
    if outer_level is None and (side is not None or (within and mention.level in SETTLEMENTS)):
        outer_level = "admin1"  # a village, or a side, is of the province and not of the city named like it
    near = mention.relation == "near" or offset is not None
    given = PlaceWords(text, (), mention.level, within, bearing, distance, near=near, side=side, outer_level=outer_level)
    if _all_heads(words, terms):  # "the stadium": a kind of place without a name
        return replace(given, level=mention.level or terms.heads.get(words[-1].lower() if words else "", ("site",))[0])
    full = " ".join(words)
    short = load_place_words().short.get(full)
    if short:  # "Wash." is the state
        return replace(given, names=(short,), level=given.level or ("admin1" if full.endswith(".") and "," not in short else None))
    country = load_countries().by_demonym(full)
    if country and mention.level in (None, "country"):
        return replace(given, names=(country.name,), level="country")
    if _listed(full, index):
        return replace(given, names=(full,))
    turned, words = _leading_direction(words, terms)
    country, words = _leading_country(words)
    if country:  # "central Syria's Hama province": central is said of the country
        turned, words = _leading_direction(words, terms)
        within = (*within, country.name)
    part = turned is not None
    words, tail, inside = _split(words, terms)
    core, head = _edge_heads(words, terms)
    level = mention.level or head
    within = (*tail, *within)
    if inside and _all_heads(words, terms):  # "the airport barracks in X": the site has no name of its own
        return replace(given, names=_site_names(words, tail), level=level or "site", within=within)
    ends = tuple(part for part in _ROAD_ENDS.split(" ".join(core)) if part) if level == "road" else ()
    full = " ".join(words)
    singular = full[:-1] if full.endswith("s") and len(core) < len(words) else ""  # "Rumaila oil fields": lists have "oil field"
    owner = full[:-1] if full.endswith(("s", "S")) and len(full) > 4 else ""  # "Raqqas": a possessive whose apostrophe is lost
    names = tuple(dict.fromkeys(name for name in (full, singular, " ".join(core), owner) if name))
    if level == "area" and head == "area" and mention.level != "area":
        part = True
    if bearing is None and turned is not None and turned >= 0:
        bearing = turned
    ends = ends if len(ends) == 2 else ()
    return PlaceWords(text, names, level, within, bearing, distance, part, ends, near, side, outer_level)


def _site_names(words: Sequence[str], tail: Sequence[str]) -> tuple[str, ...]:
    """Return the names that a list may have for "the airport barracks in X": X airport, X barracks."""
    return tuple(f"{tail[0]} {word}" for word in words) if tail else ()


@lru_cache(maxsize=NAMES_KEPT)
def bare_name(name: str) -> str:
    """Return a containing place's name without determiners, directions and the words for its kind."""
    terms = load_terms()
    if (short := load_place_words().short_within.get(name)) is not None:
        return short
    words = _leading_direction(_strip(_words(name), terms), terms)[1]
    core, _ = _edge_heads(words, terms)
    return " ".join(core or words) or name


@lru_cache(maxsize=NAMES_KEPT)
def _outer(name: str) -> tuple[float | None, str | None]:
    """Return the direction that a containing place's name begins with, and the level of the words for its kind."""
    terms = load_terms()
    return _leading_direction(_strip(_words(name), terms), terms)[0], _edge_heads(_words(name), terms)[1]


@lru_cache(maxsize=NAMES_KEPT)
def kind_of(name: str) -> str | None:
    """Return the level that the words of a name say besides a name of its own: admin2 for "X County"."""
    core, level = _edge_heads(_words(name), load_terms())
    return level if core else None


def _words(name: str) -> list[str]:
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(name)]


def _strip(words: Sequence[str], terms: PlaceTerms) -> list[str]:
    at = 0
    while at < len(words) - 1 and words[at].lower() in terms.strip:
        at += 1
    return list(words[at:])


def _listed(text: str, index: PlaceIndex) -> bool:
    return bool(index.lookup(text, fuzzy=False, limit=1))


def _leading_direction(words: Sequence[str], terms: PlaceTerms) -> tuple[float | None, list[str]]:
    """Take leading compass words, "central" and area nouns off; -1 stands for a part without direction."""
    turned: float | None = None
    at = 0
    while at < len(words) - 1:
        word = words[at].lower()
        if word in terms.directions:
            turned = terms.directions[word]
        else:
            area = "area" in terms.heads.get(word, ()) and (turned is not None or words[at + 1].lower() == "of")
            if not (area or word in terms.parts or (at and word in ("of", "the"))):
                break
            turned = -1.0 if turned is None else turned
        at += 1
    return turned, list(words[at:])


def _leading_country(words: Sequence[str]) -> tuple[Country | None, list[str]]:
    """Take a leading demonym or possessive country off: "Kenyan X province", "Kenyas X province" (the apostrophe lost)."""
    if len(words) < 2:
        return None, list(words)
    known = load_countries()
    first = words[0]
    country = known.by_demonym(first) or known.by_name(first) or (known.by_name(first[:-1]) if first.endswith(("s", "S")) else None)
    return (country, list(words[1:])) if country else (None, list(words))


def _split(words: Sequence[str], terms: PlaceTerms) -> tuple[list[str], tuple[str, ...], bool]:
    """Divide "X in Y" into X and what contains it; "the village of X" is no such case."""
    for at in range(1, len(words) - 1):
        if words[at].lower() in terms.joins:
            left, right = list(words[:at]), " ".join(words[at + 1 :])
            generic = _all_heads(left, terms)
            settled = generic and bool(
                set(terms.heads.get(" ".join(left).lower(), ())) & {*SETTLEMENTS, "admin1", "admin2", "country", "hill", "water"}
            )
            if words[at].lower() == "of" and (settled or not generic):
                if settled:
                    return list(words), (), False
                continue
            return left, (bare_name(right),), True
    return list(words), (), False


def _all_heads(words: Sequence[str], terms: PlaceTerms) -> bool:
    lowered = [word.lower() for word in words]
    return (
        all(word in terms.heads or word in terms.strip or word in terms.parts or word in _OF for word in lowered)
        or " ".join(lowered) in terms.heads
    )


_OF = frozenset({"of", "the", "de", "del"})


def _edge_heads(words: Sequence[str], terms: PlaceTerms) -> tuple[list[str], str | None]:
    """Take words for a kind of place off both ends; return the name that is left and the level of the kind."""
    left, right, level = 0, len(words), None
    for size in (3, 2, 1):  # "oil field", "local government area" before "field", "area"
        levels = terms.heads.get(" ".join(words[max(0, right - size) : right]).lower())
        if levels and right - size >= 0:
            level, right = levels[0], right - size
            break
    while left < right:
        word = words[left].lower()
        pair = " ".join(words[left : left + 2]).lower()
        if pair in terms.heads and left + 2 <= right:
            level, left = level or terms.heads[pair][0], left + 2
        elif word in terms.heads and (left + 1 < right or level is None):
            level, left = level or terms.heads[word][0], left + 1
        elif word in _OF and left:
            left += 1
        else:
            break
    return list(words[left:right]), level


def _offset(offset: str, terms: PlaceTerms) -> tuple[float | None, float | None]:
    """Return bearing and distance of "20 km to the east of"."""
    if not offset:
        return None, None
    words = [word.lower().strip(".") for word in _WORD.findall(offset)]
    bearing = next((terms.directions[word] for word in words if word in terms.directions), None)
    number = _NUMBER.search(offset)
    if number is None:
        return bearing, None
    after = re.match(r"[\s-]*([A-Za-z]+)", offset[number.end() :])
    unit = terms.units.get(after[1].lower()) if after else None
    return bearing, float(number[1].replace(",", ".")) * unit if unit else None
