"""Stretches of capitalised words: the raw material of place and actor names."""

from __future__ import annotations

from functools import lru_cache

from dateline.data.countries import Country, load_countries
from dateline.data.words import is_common
from dateline.find.tokens import Tokens

_PARTICLES = frozenset("al el de la las los del da do dos e es ez az ad as an ar ash at bin ibn abu umm deir van von i y d'".split())


@lru_cache(maxsize=20_000)
def country_named(name: str) -> Country | None:
    """Return the country of a name in any case, None if it is none; kept, since every capitalised word is asked for."""
    return load_countries().by_name(name)


@lru_cache(maxsize=20_000)
def country_of_demonym(word: str) -> Country | None:
    """Return the country of a demonym ("Syrian"), None if it is none."""
    return load_countries().by_demonym(word)


def is_name_word(tokens: Tokens, index: int) -> bool:
    """Tell whether a token can be part of a proper name."""
    return tokens.names[index]


def name_runs(tokens: Tokens, blocked: frozenset[int]) -> list[tuple[int, int]]:
    """Return token ranges [first, last) of proper names outside the blocked tokens.

    A run goes over particles between capitalised words ("San Luis de la Reina") and over a number after a name ("Sector 4");
    it ends after a possessive. A single ordinary word at the start of a sentence is no name.
    """
    runs: list[tuple[int, int]] = []
    if True not in tokens.names:
        return runs
    done = 0
    for index in [i for i, name in enumerate(tokens.names) if name]:
        if index < done or index in blocked:
            continue
        first, last = index, _run_end(tokens, index, blocked)
        done = last
        if first == 0 or tokens.words[first - 1] in '."“”:':
            while first < last and last - first > 1 and is_common(tokens.words[first]):
                first += 1
            if last - first == 1 and is_common(tokens.words[first]):
                continue
        runs.append((first, last))
    return runs


def _run_end(tokens: Tokens, index: int, blocked: frozenset[int]) -> int:
    last, size = index + 1, len(tokens)
    while last < size and last not in blocked:
        if possessive(tokens, last - 1):
            break
        if is_name_word(tokens, last):
            last += 1
            continue
        bridge = last
        while bridge < size and bridge - last < 2 and tokens.lowers[bridge] in _PARTICLES and bridge not in blocked:
            bridge += 1
        if bridge > last and bridge < size and bridge not in blocked and is_name_word(tokens, bridge):
            last = bridge + 1
            continue
        break
    return last


def possessive(tokens: Tokens, index: int) -> bool:
    """Tell whether a token ends in a possessive, also one that lost its apostrophe ("Chads", "Kenyas")."""
    word = tokens.words[index]
    if word.endswith(("'s", "’s", "s'", "s’")):
        return True
    return word.endswith("s") and len(word) > 4 and country_named(word[:-1]) is not None and country_named(word) is None


def strip_possessive(word: str) -> str:
    """Return the name without its possessive ending."""
    for ending in ("'s", "’s"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word
