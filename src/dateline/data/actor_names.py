"""Looks a whole name up in the registry: as listed, else by rules for spelling, word order, translation and added words; nil where none fits.

The keys of a name, from strict to loose: its folded words; the same words in any order, without articles and words such as "fighters",
translated by actor_words.toml; their consonants; those run together; those without words such as "brigade"; initials; a near
spelling. The loose ones answer only with an actor at home in the country asked for, and none answers where two actors fit alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dateline.data.actor_match import WORD, fold

LAST_WHOLE = 3
"""The last kind of key that all words of a name are in."""
NAME_LENGTH = 200
"""Longer texts are no name; the longest in the registry has 75 characters."""
SKELETON_LEAST = 4
"""Consonants that a name must leave to be known by them: with fewer, one name in ten of the registry collides with another."""
NAMED_LEAST = 5
"""Consonants that the words which are common in no other name must have to stand for the whole name."""
INITIALS_LEAST = 3
NEAR_LENGTH = 7
NEAR_RATIO = 0.86
NEAR_MARGIN = 0.04
"""Shares of letters that a near spelling must have, and by which it must beat the next actor."""
_VOWELS = re.compile(r"[aeiouyw]+")
_SOUNDS = (
    ("sch", "s"), ("tch", "c"), ("dj", "j"), ("ou", "u"), ("ph", "f"), ("gh", "g"), ("kh", "k"), ("ck", "k"), ("ch", "c"), ("dh", "d"),
    ("th", "t"), ("sh", "s"), ("zh", "z"), ("q", "k"), ("v", "b"), ("h", ""),
)  # fmt: skip
"""Letters that transliterations write differently; what is left is compared without vowels."""
POSSESSIVE = re.compile(r"(?<=\w)['\u2019]s\b|(?<=s)['\u2019](?=\s)")
_DOUBLED = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class NameWords:
    """Word lists of actor_words.toml."""

    links: frozenset[str]
    people: frozenset[str]
    canonical: dict[str, str]
    bodies: frozenset[str]
    common: frozenset[str]


@cache
def load_name_words() -> NameWords:
    """Return the word lists, read once."""
    raw = tomllib.loads(resources.files("dateline.data").joinpath("actor_words.toml").read_text(encoding="utf-8"))
    canonical = {word: head for table in ("bodies", "translations") for head, words in raw[table].items() for word in words.split()}
    return NameWords(
        frozenset(raw["links"].split()), frozenset(raw["people"].split()), canonical, frozenset(raw["bodies"]),
        frozenset(raw["common"]["words"].split()),
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _canonical(word: str) -> str:
    """Return the folded word in the singular, in English where its language is known, in one spelling."""
    words = load_name_words()
    if word in words.canonical:
        return words.canonical[word]
    if len(word) > 3 and word[-1] == "s" and word[-2] not in "su":
        word = word[:-1]
    word = word.replace("isation", "ization").replace("defence", "defense").replace("centre", "center")
    return words.canonical.get(word, word)


def tokens(name: str) -> list[str]:
    """Return the words of a name that tell which actor is meant, in order: no links, no words for people unless nothing else is left."""
    words = load_name_words()
    plain = [_canonical(fold(word)) for word in WORD.findall(POSSESSIVE.sub("", name))]
    told = [word for word in plain if word not in words.links] or plain
    return [word for word in told if word not in words.people] or told


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """Return the consonants of a folded word as most transliterations agree on them ("jaysh", "jeish": "js"); a first vowel stays as "a"."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    if not word:
        return ""
    if "c" in word:
        word = word.replace("c", "k")
    first = "a" if word[0] in "aeiou" else word[0]
    return _DOUBLED.sub(r"\1", first + _VOWELS.sub("", word[1:]))


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of the registry with its keys, made once when names are first looked up by rule."""

    entry: str
    words: tuple[str, ...]


_Key = tuple[int, str]


def _keys(told: list[str]) -> Iterator[_Key]:
    """Yield the keys of a name's words, strict ones first."""
    words = load_name_words()
    ordered = sorted(set(told))
    yield 1, " ".join(ordered)
    yield 0, "".join(told)
    bones = [bone for word in told if (bone := skeleton(word))]
    if sum(map(len, bones)) >= SKELETON_LEAST:
        yield 2, " ".join(sorted(set(bones)))
        yield 3, "".join(bones)
    own = [word for word in told if word not in words.bodies]
    if own and any(word not in words.common and len(word) >= SKELETON_LEAST for word in own):
        rest = sorted({skeleton(word) for word in own})
        if sum(map(len, rest)) >= INITIALS_LEAST:
            yield 4, " ".join(rest)
        named = sorted({skeleton(word) for word in own if word not in words.common})
        if named != rest and sum(map(len, named)) >= NAMED_LEAST:
            yield 5, " ".join(named)


def _initials(name: str) -> set[str]:
    """Return the acronyms that a name of three words and more can have."""
    plain = [fold(word) for word in WORD.findall(name.partition(" (")[0]) if not word.isdecimal()]
    links = load_name_words().links
    found = {"".join(word[0] for word in plain if word), "".join(word[0] for word in plain if word and word not in links)}
    return {one for one in found if len(one) >= INITIALS_LEAST}


class NameIndex:
    """Names of the registry by their keys; `settle` chooses among entries that share one and answers None where it cannot."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self._by_key: dict[_Key, list[str]] = {}
        self._by_initials: dict[str, list[str]] = {}
        self._near: dict[tuple[str, int], list[tuple[str, str]]] = {}
        for spelling, entry_id in spellings:
            told = tokens(spelling)
            for key in _keys(told):
                ids = self._by_key.setdefault(key, [])
                if entry_id not in ids:
                    ids.append(entry_id)
            if " " in spelling:
                for short in _initials(spelling):
                    ids = self._by_initials.setdefault(short, [])
                    if entry_id not in ids:
                        ids.append(entry_id)
            joined = " ".join(sorted(set(told)))
            if len(joined) >= NEAR_LENGTH:
                self._near.setdefault((joined[0], joined.count(" ")), []).append((joined, entry_id))

    def find(self, name: str, *, settle: Callable[[list[str], bool], str | None], strict: bool) -> str | None:
        """Return the id of the one entry that a name means by rule, None where none or several fit; strictly: with all its words.

        `settle(ids, loose)` returns the one that fits place and day; a loose key asks more of it.
        """
        told = tokens(name)
        for key in _keys(told):
            ids = self._by_key.get(key)
            if ids and not (strict and key[0] > LAST_WHOLE):
                return settle(ids, key[0] >= LAST_WHOLE)
        if strict:
            return None
        if len(told) == 1 and len(told[0]) >= INITIALS_LEAST and (ids := self._by_initials.get(told[0])):
            return settle(ids, True)
        return self._nearly(" ".join(sorted(set(told))), settle)

    def _nearly(self, joined: str, settle: Callable[[list[str], bool], str | None]) -> str | None:
        if len(joined) < NEAR_LENGTH:
            return None
        from rapidfuzz import fuzz, process

        rows = self._near.get((joined[0], joined.count(" ")), [])
        hits = process.extract(
            joined, [text for text, _ in rows], scorer=fuzz.ratio, score_cutoff=100 * (NEAR_RATIO - NEAR_MARGIN), limit=8, processor=None
        )
        scored: dict[str, float] = {}
        for _, score, position in hits:
            scored.setdefault(rows[position][1], score / 100)
        best = max(scored.values(), default=0.0)
        if best < NEAR_RATIO:
            return None
        return settle([entry for entry, score in scored.items() if score > best - NEAR_MARGIN], True)
