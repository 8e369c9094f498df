"""Finds registry names in text: one pass over the words, a trie over their folded forms, leftmost-longest.

Words are compared without case, accents and apostrophes, and a hyphen or slash between words equals a space ("Da'esh", "Daesh";
"al-Sham", "Al Sham"). Capitals then decide: acronyms of up to four letters and aliases marked "=" or "!" need theirs exactly;
other names need a capital in one of their capitalised words, armed groups of one word ("hezbollah") excepted. A demonym or
country name before a noun for a part of the state ("Kenyan warplanes", "Chad's army") makes a match with the state's entry.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from dateline.data.actor_nouns import ActorNouns
from dateline.data.countries import Countries

_WORD = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\b\.?|[^\W_]+(?:['\u2019\u2018\u02bc`\u00b4][^\W_]+)*")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc`\u00b4."))
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e"})
_POSSESSIVE = re.compile(r"['\u2019\u2018\u02bc`\u00b4][sS]$")
_GAP_CHARS = " \t\r\n\u00a0-\u2010\u2011\u2013/"
_OUTSIDE = frozenset({"pro", "anti", "non", "ex", "counter"})
"""Before a hyphen these say that the named one is not the actor ("anti-FARC patrols", "ex-LTTE cadres")."""
ACRONYM_LETTERS = 4
"""Acronyms up to this length collide with words ("IS", "MIR", "AIM"); longer ones are written in any case without harm."""
CAPS_LETTERS = 12
"""A text with at least so many letters and none in lower case is an all-capitals report, in which capitals tell nothing."""


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """A stretch of text, half-open, and the ids of the entries that it may name."""

    start: int
    end: int
    entries: tuple[str, ...]


@dataclass(slots=True)
class _Name:
    """What stands at the end of a path: entries by the capitals that they ask for."""

    any_case: list[str]
    exact: dict[tuple[str, ...], list[str]]
    not_in_caps: set[tuple[str, ...]]
    capitals: tuple[bool, ...] = ()  # words of which one must have a capital


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node]
    name: _Name | None = None
    state: str | None = None  # ISO code: the path is a demonym or a country's name
    adjective: bool = False  # a demonym or an acronym: every noun may follow
    unit: str | None = None  # in the trie of nouns: the unit meant
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int  # without the possessive
    raw: str  # no apostrophes, no dots
    key: str
    last_key: str  # without the possessive: what a name may end in
    possessive: bool
    joined: bool  # only a space, hyphen or slash stands before it
    hyphen: bool


def _new() -> _Node:
    return _Node({})


@lru_cache(maxsize=20_000)
def _fold(word: str) -> str:
    plain = word.translate(_APOSTROPHES).casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def alias_key(name: str) -> str:
    """Return the folded words of a name: equal for two spellings that the matcher takes as the same."""
    return " ".join(_fold(word) for word in _WORD.findall(name))


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    before = 0
    for found in _WORD.finditer(text):
        token, start, end = found.group(), found.start(), found.end()
        gap = text[before:start]
        key = last_key = _fold(token)
        possessive = len(token) > 2 and token[-1] in "sS" and _POSSESSIVE.search(token) is not None
        if possessive:
            end -= 2
            last_key = key[:-1]
        joined = gap == " " or gap == "-" or (bool(gap) and len(gap) < 4 and not gap.strip(_GAP_CHARS))
        raw = token if token.isalnum() else token.translate(_APOSTROPHES)
        words.append(_Word(start, end, raw, key, last_key, possessive, joined, gap == "-"))
        before = found.end()
    return words


class Matcher:
    """A trie over all aliases and over demonyms with the nouns for parts of a state."""

    def __init__(
        self,
        aliases: Iterable[tuple[str, str, bool]],
        countries: Countries,
        nouns: ActorNouns,
        unit_ids: Callable[[str, str], tuple[str, ...]],
    ) -> None:
        self._root = _new()
        self._nouns = _new()
        self._unit_ids = unit_ids
        self._modifiers = frozenset(_fold(word) for word in nouns.modifiers)
        for alias, entry_id, loose in aliases:
            self._add_alias(alias, entry_id, loose=loose)
        for country in countries.all:
            for name in (country.name, *country.aliases):
                self._add_state(name, country.iso2, adjective=name.replace(".", "").isupper())
                self._add_alias(f"Government of {name}", unit_ids(country.iso2, "government")[0], loose=False)
            for name in country.demonyms:
                self._add_state(name, country.iso2, adjective=True)
        for unit in nouns.units.values():
            for noun in unit.nouns:
                node = _walk(self._nouns, noun)
                node.unit = unit.id
                node.bare = noun in unit.bare

    def _add_alias(self, alias: str, entry_id: str, *, loose: bool) -> None:
        mark = alias[0] if alias[0] in "=!" else ""
        spelling = alias[1:] if mark else alias
        tokens = _WORD.findall(spelling)
        node = _walk(self._root, spelling)
        if node.name is None:
            node.name = _Name([], {}, set())
        raw = tuple(token.translate(_APOSTROPHES) for token in tokens)
        compact = "".join(raw)
        if mark or (compact.isupper() and len(compact) <= ACRONYM_LETTERS):
            ids = node.name.exact.setdefault(raw, [])
            if mark == "!":
                node.name.not_in_caps.add(raw)
        else:
            ids = node.name.any_case
            node.name.capitals = () if loose and len(tokens) == 1 else tuple(token[0].isupper() for token in tokens)
        if entry_id not in ids:
            ids.append(entry_id)

    def _add_state(self, name: str, iso2: str, *, adjective: bool) -> None:
        node = _walk(self._root, name)
        node.state = iso2
        node.adjective = node.adjective or adjective

    def match(self, text: str) -> list[ActorMatch]:
        """Return the matches from left to right, none overlapping."""
        words = _words(text)
        caps = text.isupper() and sum(map(str.isalpha, text)) >= CAPS_LETTERS
        found: list[ActorMatch] = []
        root = self._root.next
        position, count = 0, len(words)
        while position < count:
            word = words[position]
            if word.key not in root and word.last_key not in root:
                position += 1
                continue
            outside = word.hyphen and position > 0 and words[position - 1].key in _OUTSIDE
            stop, entries = self._longest(words, position, caps)
            if entries and not outside:
                found.append(ActorMatch(word.start, words[stop - 1].end, entries))
                position = stop
            else:
                position += 1
        return found

    def _longest(self, words: list[_Word], first: int, caps: bool) -> tuple[int, tuple[str, ...]]:
        best = first
        entries: tuple[str, ...] = ()
        node: _Node | None = self._root
        for index in range(first, len(words)):
            word = words[index]
            if index > first and not word.joined:
                break
            assert node is not None
            ends = node.next.get(word.key), node.next.get(word.last_key) if word.possessive else None
            for end in ends:
                if end is None:
                    continue
                if end.name is not None:
                    ids = _allowed(end.name, words[first : index + 1], caps)
                    if ids and index + 1 >= best:
                        best, entries = index + 1, ids
                if end.state is not None and (caps or word.raw[0].isupper()):
                    stop, unit = self._unit(words, index + 1, end, word)
                    if unit is not None and stop > best:
                        best, entries = stop, self._unit_ids(end.state, unit)
            node = ends[0]
            if node is None:
                break
        return best, entries

    def _unit(self, words: list[_Word], first: int, state: _Node, last: _Word) -> tuple[int, str | None]:
        """Return where the noun for a part of the state ends that follows its demonym or name, and the unit."""
        if state.adjective and len(last.raw) <= ACRONYM_LETTERS and last.raw.islower():
            return first, None
        any_noun = state.adjective or last.possessive
        best, unit = first, None
        start = first
        for _ in range(3):
            node: _Node | None = self._nouns
            for index in range(start, len(words)):
                word = words[index]
                if not word.joined:
                    break
                assert node is not None
                node = node.next.get(word.key) or node.next.get(word.last_key)
                if node is None:
                    break
                if node.unit is not None and (any_noun or node.bare) and index + 1 > best:
                    best, unit = index + 1, node.unit
            if start >= len(words) or not words[start].joined or words[start].key not in self._modifiers or not any_noun:
                break
            start += 1
        return best, unit


def _walk(root: _Node, name: str) -> _Node:
    """Return the node at the end of the path of a name, made where it is new."""
    node = root
    for token in _WORD.findall(name):
        key = _fold(token)
        following = node.next.get(key)
        if following is None:
            following = node.next[key] = _new()
        node = following
    return node


def _allowed(name: _Name, words: list[_Word], caps: bool) -> tuple[str, ...]:
    """Return the entries whose rule of capitals the words obey."""
    if caps:
        exact = [entry for raw, ids in name.exact.items() if raw not in name.not_in_caps for entry in ids]
        return tuple(dict.fromkeys([*exact, *name.any_case]))
    ids: list[str] = []
    if name.exact:
        raw = tuple(word.raw for word in words)
        if words[-1].possessive:
            raw = (*raw[:-1], raw[-1][:-1])
        ids += name.exact.get(raw, [])
    if name.any_case and (
        not any(name.capitals) or any(word.raw[0].isupper() for word, capital in zip(words, name.capitals, strict=True) if capital)
    ):
        ids += name.any_case
    return tuple(dict.fromkeys(ids))
