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
from threading import Lock
from typing import NamedTuple

from dateline.data.actor_nouns import ActorNouns
from dateline.data.countries import Countries

WORD = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\b\.?|[^\W_]+(?:['\u2019\u2018\u02bc`\u00b4][^\W_]+)*")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018\u02bc`\u00b4."))
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "e"})
_POSSESSIVE = re.compile(r"['\u2019\u2018\u02bc`\u00b4][sS]$")
_GAP_CHARS = "'\u2019 \t\r\n\u00a0-\u2010\u2011\u2013/"
_OUTSIDE = frozenset({"pro", "anti", "non", "ex", "counter"})
"""Before a hyphen these say that the named one is not the actor ("anti-FARC patrols", "ex-LTTE cadres")."""
GAP_MAX = 8
"""A line break with its indentation may part the words of a name; a wider gap is layout."""
MODIFIERS_MAX = 2
"""So many words may stand between demonym and noun ("Syrian Arab armed forces")."""
ACRONYM_LETTERS = 4
"""Acronyms up to this length collide with words ("IS", "MIR", "AIM"); longer ones are written in any case without harm."""
SENTENCES_KEPT = 512
"""Texts whose matches are remembered: the names of a report are asked for more than once."""
CAPS_LETTERS = 12
"""A text with at least so many letters and none in lower case is an all-capitals report, in which capitals tell nothing."""


PATTERNS = (("Government", "government"), ("Military Forces", "forces"), ("Police Forces", "police"))
"""Heads of ACLED's names for parts of a state, before "of" and its name, and the units that they mean."""


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


class _Form(NamedTuple):
    """A word as the tries know it, kept for every word seen."""

    key: str
    raw: str  # no apostrophes, no dots
    possessive: bool
    last_key: str  # without the possessive: what a name may end in


_Word = tuple[int, int, _Form]
"""Start, end with the possessive, form."""


class _Path(NamedTuple):
    """A spelling to be laid into the trie: an entry's alias, or a name or demonym of a state."""

    spelling: str
    mark: str  # "", "=" or "!"
    entry: str | None
    loose: bool  # alias: needs no capital; state: every noun may follow
    state: str | None = None


def _new() -> _Node:
    return _Node({})


def _bare(word: str) -> str:
    """Return the word without apostrophes and dots."""
    return word if word.isalnum() else word.translate(_APOSTROPHES)


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word without case, accents, apostrophes and dots."""
    plain = _bare(word).casefold()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def alias_key(name: str) -> str:
    """Return the folded words of a name: equal for two spellings that the matcher takes as the same."""
    return " ".join(fold(word) for word in WORD.findall(name))


@lru_cache(maxsize=20_000)
def _form(word: str) -> _Form:
    key = fold(word)
    possessive = len(word) > 2 and word[-1] in "sS" and _POSSESSIVE.search(word) is not None
    return _Form(key, _bare(word), possessive, key[:-1] if possessive else key)


def _joined(text: str, before: _Word, word: _Word) -> bool:
    """Tell whether only a space, hyphen or slash stands between two words."""
    gap = text[before[1] : word[0]]
    return gap == " " or gap == "-" or (bool(gap) and len(gap) <= GAP_MAX and not gap.strip(_GAP_CHARS))


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
        self._modifiers = frozenset(fold(word) for word in nouns.modifiers)
        self._lock = Lock()
        self._kept = lru_cache(maxsize=SENTENCES_KEPT)(self._find)
        self._waiting: dict[str, list[_Path]] = {}
        for alias, entry_id, loose in aliases:
            self._wait(_Path(alias.lstrip("=!"), alias[0] if alias[0] in "=!" else "", entry_id, loose))
        for country in countries.all:
            for name in (country.name, *country.aliases):
                self._wait(_Path(name, "", None, name.replace(".", "").isupper(), country.iso2))
                for head, unit_id in PATTERNS:
                    self._wait(_Path(f"{head} of {name}", "", unit_ids(country.iso2, unit_id)[0], False))
            for name in country.demonyms:
                self._wait(_Path(name, "", None, True, country.iso2))
        for unit in nouns.units.values():
            for noun in unit.nouns:
                node = _descend(self._nouns, WORD.findall(noun))
                node.unit = unit.id
                node.bare = noun in unit.bare

    def _wait(self, path: _Path) -> None:
        """Note a path under its first word; it is laid when a text first shows that word, which keeps loading short."""
        first = WORD.search(path.spelling)
        if first is not None:
            self._waiting.setdefault(fold(first.group()), []).append(path)

    def _lay(self, key: str) -> None:
        with self._lock:
            for path in self._waiting.get(key, ()):
                tokens = WORD.findall(path.spelling)
                node = _descend(self._root, tokens)
                if path.state is not None:
                    node.state = path.state
                    node.adjective = node.adjective or path.loose
                else:
                    _name_node(node, tokens, path)
            self._waiting.pop(key, None)

    def match(self, text: str) -> list[ActorMatch]:
        """Return the matches from left to right, none overlapping."""
        return list(self._kept(text))

    def _find(self, text: str) -> tuple[ActorMatch, ...]:
        words = [(found.start(), found.end(), _form(found.group())) for found in WORD.finditer(text)]
        caps = text.isupper() and sum(map(str.isalpha, text)) >= CAPS_LETTERS
        found: list[ActorMatch] = []
        root, waiting = self._root.next, self._waiting
        for _, _, form in words:
            if form.key in waiting:
                self._lay(form.key)
            if form.possessive and form.last_key in waiting:
                self._lay(form.last_key)
        following = 0
        for position, word in enumerate(words):
            if position < following or (word[2].key not in root and word[2].last_key not in root):
                continue
            stop, entries = self._longest(text, words, position, caps)
            if entries and not _outside(text, words, position):
                last = words[stop - 1]
                found.append(ActorMatch(word[0], last[1] - 2 if last[2].possessive else last[1], entries))
                following = stop
        return tuple(found)

    def _longest(self, text: str, words: list[_Word], first: int, caps: bool) -> tuple[int, tuple[str, ...]]:
        """Return where the longest name from a word on ends, and its entries."""
        best = first
        entries: tuple[str, ...] = ()
        node = self._root
        for index in range(first, len(words)):
            form = words[index][2]
            if index > first and not _joined(text, words[index - 1], words[index]):
                break
            following = node.next.get(form.key)
            for end in (following, node.next.get(form.last_key) if form.possessive else None):
                if end is None:
                    continue
                if end.name is not None and (ids := _allowed(end.name, words[first : index + 1], caps)):
                    best, entries = index + 1, ids
                if end.state is not None and (caps or form.raw[0].isupper()):
                    stop, unit = self._unit(text, words, index + 1, any_noun=end.adjective or form.possessive)
                    if unit is not None and stop > best:
                        best, entries = stop, self._unit_ids(end.state, unit)
            if following is None:
                break
            node = following
        return best, entries

    def _unit(self, text: str, words: list[_Word], first: int, *, any_noun: bool) -> tuple[int, str | None]:
        """Return where the noun for a part of the state ends that follows its demonym or name, and the unit."""
        best: int = first
        unit: str | None = None
        for start in range(first, min(first + MODIFIERS_MAX + 1, len(words))):
            if not _joined(text, words[start - 1], words[start]):
                break
            node: _Node | None = self._nouns
            for index in range(start, len(words)):
                if node is None or not _joined(text, words[index - 1], words[index]):
                    break
                form = words[index][2]
                node = node.next.get(form.key) or node.next.get(form.last_key)
                if node is not None and node.unit is not None and (any_noun or node.bare) and index + 1 > best:
                    best, unit = index + 1, node.unit
            if words[start][2].key not in self._modifiers or not any_noun:
                break
        return best, unit


def _outside(text: str, words: list[_Word], position: int) -> bool:
    """Tell whether a hyphenated "anti-" or the like stands before a word."""
    if position == 0 or words[position - 1][2].key not in _OUTSIDE:
        return False
    return text[words[position - 1][1] : words[position][0]] == "-"


def _descend(root: _Node, tokens: Iterable[str]) -> _Node:
    """Return the node at the end of the path of a name's words, made where it is new."""
    node = root
    for token in tokens:
        key = fold(token)
        following = node.next.get(key)
        if following is None:
            following = node.next[key] = _new()
        node = following
    return node


def _name_node(node: _Node, tokens: list[str], path: _Path) -> None:
    """Put an alias at the end of its path, with the capitals that it asks for."""
    name = node.name
    if name is None:
        name = node.name = _Name([], {}, set())
    raw = tuple(map(_bare, tokens))
    if path.mark or (path.spelling.isupper() and len("".join(raw)) <= ACRONYM_LETTERS):
        ids = name.exact.setdefault(raw, [])
        if path.mark == "!":
            name.not_in_caps.add(raw)
    else:
        ids = name.any_case
        if path.loose and len(tokens) == 1:
            name.capitals = ()
        else:
            name.capitals = tuple(token[0].isupper() for token in tokens)
    if path.entry is not None and path.entry not in ids:
        ids.append(path.entry)


def _allowed(name: _Name, words: list[_Word], caps: bool) -> tuple[str, ...]:
    """Return the entries whose rule of capitals the words obey."""
    if caps:
        exact = [entry for raw, ids in name.exact.items() if raw not in name.not_in_caps for entry in ids]
        return tuple(dict.fromkeys([*exact, *name.any_case]))
    ids: list[str] = []
    if name.exact:
        raw = tuple([word[2].raw for word in words])
        bare = (*raw[:-1], raw[-1][:-1]) if words[-1][2].possessive else raw
        ids += name.exact.get(raw) or name.exact.get(bare, [])
    if name.any_case and _capital(name.capitals, words):
        ids += name.any_case
    return tuple(ids) if len(ids) < 2 else tuple(dict.fromkeys(ids))


def _capital(capitals: tuple[bool, ...], words: list[_Word]) -> bool:
    """Tell whether one of the words that ask for a capital has it, or none asks."""
    asked = False
    for capital, word in zip(capitals, words, strict=False):
        if capital:
            if word[2].raw[0].isupper():
                return True
            asked = True
    return not asked
