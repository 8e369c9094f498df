"""Recasing of reports written in capitals, one code point for one code point."""

from __future__ import annotations

import re
from functools import cache

from dateline.data.actors import load_actors
from dateline.data.orthography import Orthography, orthography
from dateline.data.words import is_common

# A report counts as written in capitals where this share of its letters is upper case; headlines alone never reach it over a body.
CAPITALS_SHARE = 0.7
_FEWEST_LETTERS = 80  # a shorter text is a headline or a fragment: leave it as it is

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ACRONYM = re.compile(r"(?<=[\[(])[A-Z][A-Z0-9-]{1,9}(?=[\])])")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}[A-Z]?")


_MODEL = re.compile(r"[A-Z]{1,3}-\d")  # AK-47, M-16, T-55
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Þ]", re.IGNORECASE)
_SMALL = frozenset(["of", "the", "for", "and", "in", "de", "la", "los", "del", "y"])
_OPENS_PLACE = frozenset(
    "town city village municipality department province hamlet port community canton district neighborhood towns villages area "
    "jurisdiction intendancy commissariat parish ranch farm volcano hill island suburb settlement region".split()
)
_NEVER_PLACE = frozenset(
    ["the", "a", "an", "this", "that", "these", "his", "her", "their", "its", "about", "some", "origin", "another", "any", "each"]
)
_MEMBERS = frozenset(
    "soldier soldiers troop troops conscripts commandos paratroopers infantry artillery tanks unit units patrol fighter fighters militant "
    "positions militants militiaman militiamen rebel rebels guerrilla guerrillas gunmen officers policemen aircraft warplanes jets".split()
)
_ARTICLES = frozenset(["el", "la", "los", "las"])


def is_capitals(text: str) -> bool:
    """Tell whether a text is written in capitals (at least 70 % of its letters)."""
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper + lower >= _FEWEST_LETTERS and upper >= CAPITALS_SHARE * (upper + lower)


@cache
def _phrases() -> re.Pattern[str]:
    longest = sorted(orthography().phrases, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest) + r")\b", re.IGNORECASE)


def acronyms_of(text: str) -> frozenset[str]:
    """Return the acronyms that a report in capitals introduces in brackets ("NATIONAL PARTY [NP]"), in capitals."""
    out = set()
    for match in _ACRONYM.finditer(text):
        initials = {word.group()[0] for word in _WORD.finditer(text[max(match.start() - _EXPANSION * 10, 0) : match.start()])}
        if not is_common(match.group()) or (match.group()[0] in initials and text[match.end()] == "]" and len(match.group()) <= 6):
            out.add(match.group())
    return frozenset(out - {"TEXT"})


def recase(text: str, *, acronyms: frozenset[str] = frozenset()) -> str:
    """Return a sentence in capitals with ordinary words in lower case and names in Title case; same number of code points.

    Ordinary words are those of the common-word list; bracketed acronyms, dotted abbreviations and known acronyms keep their capitals.
    Characters whose case mapping changes the length stay as they are.
    """
    lists = orthography()
    words = list(_WORD.finditer(text))
    fixed = {at for first, last in _fixed(text, lists, acronyms) for at in range(first, last)}
    plain = [_plain(text, words, i, lists) for i in range(len(words))]
    out = list(text)
    for i, match in enumerate(words):
        start, end = match.span()
        if fixed.issuperset(range(start, end)):
            continue
        word = match.group()
        if start and text[start - 1].isdigit():
            out[start:end] = _lower(word)
            continue
        if plain[i] and i > 0 and not _names_around(text, words, plain, i, lists):
            new = _lower(word)
        else:
            new = _title(word)
        out[start:end] = new
    for named in load_actors().match(text):
        for inner in _WORD.finditer(text, named.start, named.end):
            if inner.group().lower() not in _SMALL | _MEMBERS and not fixed.issuperset(range(*inner.span())):
                out[inner.start() : inner.end()] = _title(inner.group())
    for match in _phrases().finditer(text):
        for inner in _WORD.finditer(match.group()):
            first = match.start() + inner.start()
            out[first : first + len(inner.group())] = _title(inner.group())
    return "".join(out)


def _fixed(text: str, lists: Orthography, acronyms: frozenset[str]) -> list[tuple[int, int]]:
    """Return the ranges that keep their capitals."""
    spans = [match.span() for match in _ACRONYM.finditer(text) if not is_common(match.group()) or len(match.group()) <= 5]
    spans += [match.span() for match in _DOTTED.finditer(text)]
    for match in _WORD.finditer(text):
        word = match.group()
        if match.start() and text[match.start() - 1].isdigit():
            continue
        known = word in acronyms or (word.lower() in lists.acronyms and not _word_here(text, match))
        if known or _MODEL.match(text, match.start()) or (len(word) > 1 and not _VOWEL.search(word) and not is_common(word)):
            spans.append(match.span())
    return spans


def _word_here(text: str, match: re.Match[str]) -> bool:
    """Tell whether an acronym that is also a word is the word here ("AM", "US", "CAR", "SAM")."""
    return match.group().lower() in ("us", "am", "pm", "car", "mar") and not text[: match.start()].rstrip().lower().endswith(("the", "of"))


def _plain(text: str, words: list[re.Match[str]], i: int, lists: Orthography) -> bool:
    """Tell whether the word is an ordinary one, to be written in lower case."""
    lowered = words[i].group().lower()
    if lowered in lists.capitalised:
        return False
    if lowered in lists.capitalised_beside_number:
        before = text[max(words[i].start() - 4, 0) : words[i].start()].strip(" ,.\n\t")
        after = text[words[i].end() : words[i].end() + 4].strip(" ,.\n\t")
        return not (before[-1:].isdigit() or after[:1].isdigit())
    if lowered in _ARTICLES or (lowered in lists.particles and not is_common(lowered)):
        return _inside_name(text, words, i, lists)
    return is_common(lowered) or lowered == "a"


def _inside_name(text: str, words: list[re.Match[str]], i: int, lists: Orthography) -> bool:
    """Tell whether a particle stands inside a name ("LUIS DE LA REINA"), not at its head ("EL CARMEN")."""
    if i == 0 or text[words[i - 1].end() : words[i].start()].strip():
        return False
    before = words[i - 1].group().lower()
    return before in lists.particles or not is_common(before)


def _names_around(text: str, words: list[re.Match[str]], plain: list[bool], i: int, lists: Orthography) -> bool:
    """Tell whether an ordinary word is part of a name: a title before one, or spelled inside a bracketed acronym's expansion."""
    lowered = words[i].group().lower()
    if _place_opened(words, i) and lowered not in _NEVER_PLACE:
        return True
    if lowered in lists.titles and i + 1 < len(words):
        between = text[words[i].end() : words[i + 1].start()]
        return between.isspace() and not plain[i + 1] and words[i + 1].group().lower() not in lists.capitalised
    return _in_expansion(text, words, i, lists)


def _place_opened(words: list[re.Match[str]], i: int) -> bool:
    """Tell whether "TOWN OF", "DEPARTMENT OF", "AREA OF" stands before the word: a name follows, however ordinary ("TOWN OF TAME")."""
    return i > 1 and words[i - 1].group().lower() == "of" and words[i - 2].group().lower() in _OPENS_PLACE


def _in_expansion(text: str, words: list[re.Match[str]], i: int, lists: Orthography) -> bool:
    """Tell whether the word belongs to a name that a bracketed acronym abbreviates ("NATIONAL LIBERATION FRONT [FNL]")."""
    if words[i].group().lower() in _NEVER_NAME:
        return False
    last = i
    while last + 1 < len(words) and last - i < _EXPANSION and text[words[last].end() : words[last + 1].start()].isspace():
        last += 1
    acronym = re.match(r"\s*[\[(]([A-Z]{2,8})[\])]", text[words[last].end() : words[last].end() + 14])
    if acronym is None:
        return False
    letters = acronym.group(1)
    # Count back from the acronym over words whose first letter it holds; small words in between do not count.
    for k in range(last, i - 1, -1):
        lowered = words[k].group().lower()
        if lowered in _NEVER_NAME or lowered in lists.particles:
            continue
        if lowered[0].upper() not in letters:
            return False
    return sum(words[k].group().lower() not in _NEVER_NAME for k in range(i, last + 1)) <= len(letters)


_EXPANSION = 8  # words of the longest expansion looked at
_NEVER_NAME = frozenset(["the", "a", "an", "of", "for", "and", "to", "in", "on", "at", "by", "from", "with"])


def _lower(word: str) -> list[str]:
    return [c.lower() if len(c.lower()) == 1 else c for c in word]


def _title(word: str) -> list[str]:
    """Return the word with its first letter as it is and the rest in lower case; O'NEILL and D'AUBUISSON keep both capitals."""
    letters = _lower(word)
    letters[0] = word[0].upper() if len(word[0].upper()) == 1 else word[0]
    for mark in ("'", "’"):
        at = word.find(mark)
        if at == 1 and len(word) > 3:
            letters[2] = word[2]
    return letters
