"""Counted people in a sentence: a number, article or vague quantity with the noun phrase that it counts.

A flat scan to the right of each number: modifiers up to the noun for people, no further than a preposition, verb or comma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

from dateline.data.equipment import equipment
from dateline.data.toll_words import PersonNoun, TollWords, toll_words
from dateline.find.numbers import Number, counted, find_numbers
from dateline.find.speakers import may_speak, speaks_after
from dateline.records import Category, Count

HeadKind = Literal["person", "pronoun", "bare", "unknown", "thing", "speaker"]

MAX_MODIFIERS = 11
"""Words and marks between a number and its noun: a front's full name with its initials in brackets fits in."""

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\w+(?:[-'’/]\w+)*|[^\w\s]")
_ARTICLE = re.compile(
    r"(?<![\w.-])(an?|another|one)(?=\s+\w)(?!\s+(?:number|total|group|handful|series|dozen|hundred|thousand|million"
    r"|few|couple|lot|minimum|maximum|half)\b)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?<![\w.-])(?:both(?=\s+\w+s\b)|an?\s+couple(?:\s+of(?=\s))?|an?\s+pair\s+of)(?![\w-])", re.IGNORECASE)
_FAMILY = re.compile(r"(?:an?|the|one)\s+(?:entire\s+|whole\s+|\w+\s+)?(?:family|crew|group)\s+of\s+$", re.IGNORECASE)
_OF_PRONOUN = re.compile(r"\s+of\s+(them|whom|these|those|us|which)\b", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:(?:the|its|his|their|her|our|these|those|an?)\s+)*", re.IGNORECASE)
STOP = frozenset(
    "of in on at by from with without near to for during after before since until against between among amid over under into through across "
    "around outside inside along as than and or but nor while when where whose which who whom that because if though although including included "
    "include includes was were is are be been being has have had do did does will would could may might can should must said say says told "
    "reported announced added claimed confirmed he she it they we you i his her its their the this these those there a an some any no not also "
    "so then later later, today yesterday sunday monday tuesday wednesday thursday friday saturday per via toward towards upon about "
    "according whereas reportedly allegedly apparently instantly immediately respectively just only still already each alone so-called".split()
)
_COUNTS = re.compile(
    r"\d|(?:an?|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?|dozens?"
    r"|scores|hundreds?|several|some|many|at|about|around|over|more|nearly|the)$",
    re.IGNORECASE,
)
_BODIES = frozenset({"militia", "police", "personnel", "taliban"})
"""Nouns that "five" makes people of, and "a" a body: five militia, but a militia."""
_OTHERS = frozenset({"other", "others", "more", "else", "additional", "further"})
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:ians|eans|ans|is|ers|ards|ites|ists)$")
_MEN = re.compile(r"[a-z'’-]+(?:men|women)$")
_MAN_ENDINGS = ("man", "men")
_SINGLE_MAN = re.compile(r"[a-z'’-]+(?:man|woman)$")


class Token(NamedTuple):
    """A word or mark, offsets from the start of the sentence."""

    text: str
    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Counted people; offsets from the start of the sentence."""

    start: int
    end: int
    core: int  # where the number without its modifier begins
    words: int  # where the words after the number begin
    count: Count
    head: str | None  # noun as written
    kind: HeadKind
    category: Category
    article: bool = False


def tokens_of(text: str) -> list[Token]:
    """Cut a sentence into words and marks."""
    return [Token(word := m.group(), word.lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def person_noun(token: Token, words: TollWords) -> PersonNoun | None:
    """Look a word up as a noun for people; words in -men and plural demonyms ("Belgians") count too."""
    low = token.low
    known = words.people.get(low.replace("’", "'"))
    if known is not None:
        return known
    if "-" in low and (known := words.people.get(low.rsplit("-", 1)[-1])) is not None:
        return known
    if not low.endswith(_MAN_ENDINGS):
        return None
    if _MEN.fullmatch(low):
        return PersonNoun(low, "unknown", False, True)
    if _SINGLE_MAN.fullmatch(low) and low not in ("human", "woman"):
        return PersonNoun(low, "unknown", True, False)
    return None


class _Scan:
    """The tokens of one sentence with look-up by offset."""

    def __init__(self, text: str, words: TollWords) -> None:
        self.text = text
        self.words = words

    @cached_property
    def tokens(self) -> list[Token]:
        """The words and marks, cut when a number or an article asks for them."""
        return tokens_of(self.text)

    @cached_property
    def at(self) -> Mapping[int, int]:
        """The index of the token that starts at an offset."""
        return {token.start: i for i, token in enumerate(self.tokens)}

    def first_after(self, offset: int) -> int:
        """Index of the first token at or after an offset."""
        position = offset
        while position < len(self.text) and position not in self.at:
            position += 1
        return self.at.get(position, len(self.tokens))

    def names_thing(self, index: int) -> bool:
        """Tell whether a token is equipment or a building, so that a noun for people before it only modifies it ("personnel carriers")."""
        things = equipment()
        return index < len(self.tokens) and (self.tokens[index].low in things.heads or self.tokens[index].low in things.plurals)

    def stops(self, index: int) -> bool:
        token = self.tokens[index]
        if token.low in STOP or not (token.text[0].isalnum() or token.text in "\"'“”‘’"):
            return True
        form = self.words.verbs.get(token.low)
        if form is not None:
            return True
        return token.low in self.words.states

    def head_from(self, index: int, *, single: bool) -> tuple[int, PersonNoun] | None:
        """Find the noun for people that ends the phrase starting at a token."""
        best: tuple[int, PersonNoun] | None = None
        for i in range(index, min(index + MAX_MODIFIERS + 1, len(self.tokens))):
            token = self.tokens[i]
            noun = person_noun(token, self.words)
            if noun is None or (token.low in self.words.verbs and best is not None):
                done = best is not None and (single or best[1].plural)
                if (done or not token.text[0].isalnum()) and self._name_goes_on(i, single=single):
                    continue
                if done or (self.stops(i) and not self._joins(i, index, single=single)):
                    break
                continue
            if best is not None and best[1].plural and not single and i > best[0] + 1 and not self._name_goes_on(best[0] + 1, single=False):
                break
            if (noun.singular if single else noun.plural) or best is None:
                best = (i, noun)
        if best is None or not (best[1].singular if single else best[1].plural):
            return None
        return best

    def _name_goes_on(self, i: int, *, single: bool) -> bool:
        """Tell whether only the rest of a name, initials in brackets included, stands before another noun for people."""
        for token in self.tokens[i : i + 6]:
            noun = person_noun(token, self.words)
            if noun is not None and (noun.singular if single else noun.plural) and token.text[0].islower():
                return True
            if token.text not in "()" and not token.text[0].isupper():
                return False
        return False

    def _joins(self, i: int, first: int, *, single: bool) -> bool:
        """Tell whether "and" or a comma only joins two modifiers ("Syrian and Russian soldiers")."""
        if single or i == first or self.tokens[i].low not in ("and", ",", "or", "-"):
            return False
        for token in self.tokens[i + 1 : i + 4]:
            noun = person_noun(token, self.words)
            if noun is not None and noun.plural:
                return True
            if token.low in STOP or token.low in self.words.verbs or token.low in self.words.states or not token.text[0].isalpha():
                return False
        return False


def _people_after(scan: _Scan, number: Number) -> Phrase | None:
    index = scan.first_after(number.end)
    text = scan.text
    if pronoun := _OF_PRONOUN.match(text, number.end):
        return Phrase(number.start, pronoun.end(), number.core, number.end, number.count, pronoun.group(1), "pronoun", "unknown")
    start_words = number.end
    if part := _OF.match(text, number.end):
        start_words = part.end()
        index = scan.first_after(start_words)
    single = number.value == 1
    found = scan.head_from(index, single=single and part is None)
    if found is not None and scan.names_thing(found[0] + 1):
        token = scan.tokens[found[0] + 1]
        return Phrase(number.start, token.end, number.core, start_words, number.count, token.text, "thing", "unknown")
    if found is not None:
        return _with_head(scan, number, start_words, found, single=single)
    return None if part else _headless(scan, number, index)


def _with_head(scan: _Scan, number: Number, words: int, found: tuple[int, PersonNoun], *, single: bool) -> Phrase:
    i, noun = found
    category = noun.category
    end, head = scan.tokens[i].end, scan.tokens[i].text
    if noun.category == "unknown":
        category = _by_modifiers(scan, words, scan.tokens[i].start)
    following = scan.tokens[i + 1 : i + 4]
    if not single and len(following) >= 2 and following[0].low in ("and", "or") and not _COUNTS.match(following[1].text):
        offset = 1 if person_noun(following[1], scan.words) else 2
        second = person_noun(following[offset], scan.words) if len(following) > offset else None
        if second is not None and second.plural and (offset == 1 or not scan.stops(i + 2)):
            end, head = following[offset].end, f"{head} and {following[offset].text}"
            category = category if second.category == category else "mixed"
    return Phrase(number.start, end, number.core, words, number.count, head, "person", category)


_SOLDIERLY = frozenset(
    "army military rebel guerrilla guerilla militia paramilitary insurgent militant terrorist jihadist armed "
    "navy marine police enemy commando separatist isis isil daesh taliban al-qaeda hamas hezbollah".split()
)

_ACRONYM = re.compile(r"\b(?!UN|US|UK|EU|UNICEF|UNHCR|ICRC|MSF|NGO|WFP|WHO|AU|USAID)[A-Z]{2,}(?:-[A-Z]+)?\b")
"""Members of a body known by its initials are armed in conflict reports, aid and world bodies aside."""


def _by_modifiers(scan: _Scan, start: int, end: int) -> Category:
    words = scan.text[start:end].lower().split()
    if any(word in ("civilian", "unarmed", "innocent", "school", "local") for word in words):
        return "civilian"
    if any(word in _SOLDIERLY for word in words) or _ACRONYM.search(scan.text, start, end):
        return "combatant"
    return "unknown"


def _headless(scan: _Scan, number: Number, index: int) -> Phrase | None:
    """A number without a noun for people: "50 others", "16 were killed", or a noun not in the list."""
    count, tokens = number.count, scan.tokens
    if index >= len(tokens):
        return Phrase(number.start, number.end, number.core, number.end, count, None, "bare", "unknown")
    token = tokens[index]
    if token.low in _OTHERS:
        return Phrase(number.start, token.end, number.core, number.end, count, token.text, "pronoun", "unknown")
    if scan.stops(index):
        return Phrase(number.start, number.end, number.core, number.end, count, None, "bare", "unknown")
    last = index
    while last + 1 < len(tokens) and last - index < 3 and not scan.stops(last + 1):
        last += 1
    phrase = _unlisted(scan, number, index, last)
    if phrase.kind == "unknown" and scan.tokens[last].text[0].isupper():
        return Phrase(number.start, number.end, number.core, number.end, count, None, "bare", "unknown")
    return phrase


def _unlisted(scan: _Scan, number: Number, index: int, last: int) -> Phrase:
    run = scan.tokens[index : last + 1]
    things = equipment()
    for token in run:
        low = token.low.rsplit("-", 1)[-1]
        if low in scan.words.not_people or low in things.heads or low in things.plurals or token.low in things.plurals:
            return Phrase(number.start, run[-1].end, number.core, number.end, number.count, token.text, "thing", "unknown")
        if _DEMONYM.fullmatch(token.text):
            return Phrase(number.start, token.end, number.core, number.end, number.count, token.text, "person", "unknown")
    return Phrase(number.start, run[-1].end, number.core, number.end, number.count, run[-1].text, "unknown", "unknown")


def _single(scan: _Scan, match: re.Match[str]) -> Phrase | None:
    index = scan.first_after(match.end())
    found = scan.head_from(index, single=True)
    if found is None or scan.names_thing(found[0] + 1) or scan.tokens[found[0]].low in _BODIES:
        return None
    i, noun = found
    category = noun.category if noun.category != "unknown" else _by_modifiers(scan, match.end(), scan.tokens[i].start)
    return Phrase(
        match.start(), scan.tokens[i].end, match.start(), match.end(), counted(1, "exact"), scan.tokens[i].text, "person", category, True
    )


def _pairs(scan: _Scan) -> list[Phrase]:
    found: list[Phrase] = []
    for match in _PAIR.finditer(scan.text):
        number = Number(match.start(), match.end(), match.start(), counted(2, "exact"), 2)
        phrase = _people_after(scan, number)
        if phrase is not None and phrase.kind == "person":
            found.append(phrase)
        elif match.group().lower().endswith("couple"):
            found.append(
                Phrase(match.start(), match.end(), match.start(), match.end(), counted(2, "exact"), "couple", "person", "civilian")
            )
    return found


def plural_people_at(text: str, offset: int) -> Phrase | None:
    """Return the people named without a number at an offset ("rebel fighters"), as an unquantified count; None if none stand there."""
    scan = _Scan(text, toll_words())
    index = scan.first_after(offset)
    if index >= len(scan.tokens) or scan.stops(index):
        return None
    found = scan.head_from(index, single=False)
    if found is None or found[0] - index > 3:
        return None
    start = scan.tokens[index].start
    number = Number(start, start, start, Count(None, None, None, "unquantified"), None)
    return _with_head(scan, number, start, found, single=False)


def find_people(text: str) -> tuple[Phrase, ...]:
    """Return the counted phrases of a sentence that may be people, in order, things and bare numbers marked as such.

    Those who only speak in it ("two officials said") are marked as such too.
    """
    scan = _Scan(text, toll_words())
    phrases = _pairs(scan)
    for number in find_numbers(text):
        if any(p.start <= number.start < p.end for p in phrases):
            continue
        phrase = _people_after(scan, number)
        if phrase is None:
            continue
        family = _FAMILY.search(text[: phrase.start])
        if family and phrase.kind == "bare":
            phrase = Phrase(family.start(), phrase.end, phrase.core, phrase.words, phrase.count, "family", "person", "civilian")
        phrases.append(phrase)
    for match in _ARTICLE.finditer(text):
        if any(p.start <= match.start() < p.end for p in phrases):
            continue
        if (phrase := _single(scan, match)) is not None:
            phrases.append(phrase)
    phrases.sort(key=lambda p: (p.start, -p.end))
    kept = [p for i, p in enumerate(phrases) if i == 0 or p.start >= phrases[i - 1].end]
    if not may_speak(text):
        return tuple(kept)
    return tuple(replace(p, kind="speaker") if p.kind != "thing" and speaks_after(text, p.end) else p for p in kept)
