"""Where sentences end inside a paragraph."""

from __future__ import annotations

import re
from functools import cache

from dateline.data.orthography import orthography

_CLOSERS = "\"'”’»)]"
_END = re.compile(r"(?:\.{3,}|…|[.!?]+)[\"'”’»)\]]*(?:\[\d{1,3}\])*")  # footnote marks go with the sentence before them
_NUMBERING = re.compile(r"\s*\(?(?:\d{1,2}|[a-zA-Z])[.)]")
_WORD_BEFORE = re.compile(r"[^\s(\[\"“‘'«/–—-]+$")
_INITIALS = re.compile(r"(?:\w\.)*\w", re.UNICODE)
_STARTER = re.compile(r"[\"'“‘«(\[]*[^\W_]")
_LOOK_BACK = 24  # longer than any abbreviation


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    lists = orthography()
    return lists.abbreviations, lists.soft_abbreviations


def sentence_ends(text: str, start: int, end: int, *, capitals: bool = False) -> list[int]:
    """Return the offsets just after each sentence of the range; the last one is the end of the range.

    A full stop ends a sentence where white space and a capital, digit or opening quote follow, or where a capitalised word
    follows without white space; abbreviations, initials, decimals and bracketed text do not.
    With `capitals` the case of letters tells nothing.
    """
    out: list[int] = []
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if stop >= end:
            break
        if _NUMBERING.fullmatch(text, out[-1] if out else start, stop):
            continue  # "2. The army ..."
        if _ends(text, match, end, capitals=capitals):
            out.append(stop)
    if not out or out[-1] < end:
        out.append(end)
    return out


def _ends(text: str, match: re.Match[str], end: int, *, capitals: bool) -> bool:
    stop, following = match.end(), text[match.end()]
    mark = match.group()
    if not following.isspace():
        return _glued(text, match, end, capitals=capitals)
    head = stop
    while head < end and text[head].isspace():
        head += 1
    starter = _STARTER.match(text, head, end)
    if head >= end or starter is None:
        return False
    first = text[starter.end() - 1]
    if first.islower() and not (first == "a" and text.startswith("al-", starter.end() - 1)):
        return False
    if mark[0] in "!?":
        return True
    if mark.startswith("...") or mark[0] == "…":
        return not first.isdigit()
    return not _abbreviated(text, match, first, text[head : min(head + _LOOK_BACK, end)])


def _abbreviated(text: str, match: re.Match[str], first: str, ahead: str) -> bool:
    """Tell whether the full stop belongs to the word before it."""
    found = _WORD_BEFORE.search(text, max(match.start() - _LOOK_BACK, 0), match.start())
    if found is None:
        return False
    word = found.group()
    if len(match.group()) > 1:  # a closing quote or bracket follows the stop: only initials go on (“J.D.” Smith)
        return "." in word and bool(_INITIALS.fullmatch(word)) and len(word) <= 3
    hard, soft = _abbreviations()
    lowered = word.lower()
    if lowered in soft:
        return not (first.isupper() and _opens_sentence(ahead))
    if lowered in hard:
        return first.isdigit() or lowered not in _BEFORE_NUMBERS
    initial = len(word) == 1 and word.isupper() and word != "I"
    return initial or ("." in word and bool(_INITIALS.fullmatch(word)))


# Words that are abbreviations only before a number ("No. 4"), ordinary words otherwise ("said no.").
_BEFORE_NUMBERS = frozenset(["no", "nos", "art", "fig", "vol", "para", "min", "sec", "mil", "al", "mon", "fri", "div", "cal", "ca"])


def _opens_sentence(ahead: str) -> bool:
    """Tell whether a capitalised word after "U.S." or "Inc." opens a sentence rather than goes on with a name."""
    word = re.match(r"[\"'“‘]*(\w+)", ahead)
    return word is not None and word.group(1).lower() in _OPENERS


_OPENERS = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "it",
        "he",
        "she",
        "they",
        "we",
        "this",
        "that",
        "these",
        "those",
        "but",
        "and",
        "however",
        "meanwhile",
        "according",
        "after",
        "before",
        "also",
        "when",
        "while",
        "as",
        "for",
        "to",
        "since",
        "its",
        "their",
        "his",
    ]
)


def _glued(text: str, match: re.Match[str], end: int, *, capitals: bool) -> bool:
    """Tell whether a sentence starts right after the mark, its space missing ("were killed.The army said")."""
    stop = match.end()
    if capitals or (match.group()[0] != "." and match.group()[0] not in "!?"):
        return False
    ahead = text[stop : min(stop + 3, end)]
    if len(ahead) < 2 or not (ahead[0].isupper() and (ahead[1].islower() or ahead[1] == " ")):
        return False
    before = text[max(match.start() - 3, 0) : match.start()]
    return len(before) == 3 and ((before.isalpha() and before[1:].islower()) or before[-1] in _CLOSERS or before.isdigit())
