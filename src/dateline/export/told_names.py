"""Finds people's names in a text by the words around them: who is private, who was harmed, who holds an office.

A name is a run of capitalised words with their particles. What stands before or after it tells whose it is: "farmer NAME",
"the body of NAME", "NAME, 34,", "NAME was killed", "gunmen killed NAME", "the social leader NAME", "General NAME".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dateline.data.privacy_words import privacy_words

LONGEST_NAME = 5
"""Capitalised words of a name, its particles aside ("Maria Elena de la Cruz Vega"); longer runs are headlines."""
LONGEST_LIST = 12
"""Names of one list that are read; longer lists are tables."""

TOKEN = re.compile(r"[^\W\d_][\w'’ʼ\-]*")
_JOIN = re.compile(r"(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)(?:(?:his|her|their)\s+(?:[\w\-]+\s+){1,2})?", re.IGNORECASE)
_JOIN_BEFORE = re.compile(r"(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|in|from|at|near|for)\s+(?:the\s+)?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;\"“‘(\[\r\n])\s*$")
_THING_AFTER = re.compile(
    r"[ \t]+(?!(?:and|was|were|is|has|had|who|said|says|told|dead)\b)[a-z][\w\-]*(?:s|men|women|people|police|members)\b"
)


def words_of(name: str) -> list[str]:
    """Return the words of a name."""
    return TOKEN.findall(name)


def told(text: str) -> Iterator[str]:
    """Yield the names that the words around them give to private persons, whether or not they were harmed."""
    for match in _before_name().finditer(text):
        yield _name_after(text, match.end())
    for match in _plural_before_name().finditer(text):
        names = list(_list_after(text, match.end()))
        if len(names) > 1:
            yield from names
    yield from of_communities(text)
    yield from harmed(text)


def harmed(text: str) -> Iterator[str]:
    """Yield the names of those who were killed, injured, abducted and the like, or whose age or calling is told after the name."""
    for match in _after_name().finditer(text):
        names = list(_list_before(text, match.start(), several=match["several"] is not None))
        inner = (match["inner"] or "").strip(" ,")
        if len(words_of(inner)) > 1 and _name_after(inner, 0) == inner:
            yield inner
            if names and _PREPOSITION.search(text[: match.start() - len(names[0])]):
                continue  # "the leader of PLACE, NAME, was killed"
        yield from names
    for match in _naming().finditer(text):
        yield from (name for name in _list_after(text, match.end()) if len(words_of(name)) > 1)
    for match in _harm_before_name().finditer(text):
        for name in _list_after(text, match.end()):
            if len(words_of(name)) > 1 and not _THING_AFTER.match(text, text.find(name, match.end()) + len(name)):
                yield name


def of_communities(text: str) -> Iterator[str]:
    """Yield the names that a community's title stands before: "social leader NAME", "indigenous governors NAME and NAME"."""
    for match in _community_title().finditer(text):
        if _is_community(text, match):
            yield from _list_after(text, match.end()) if match["plural"] else (_name_after(text, match.end()),)


def titled(text: str) -> Iterator[str]:
    """Yield the names that a public title stands before; a community's title is none."""
    ends = {match.end() for match in _community_title().finditer(text) if _is_community(text, match)}
    for match in _public_title().finditer(text):
        if match.end() not in ends:
            yield _name_after(text, match.end())


def name_at_end(text: str) -> str:
    """Return the name that a phrase ends in ("the farmer Pedro Ramirez"), empty if there is none or a public title stands before it."""
    return _name_before(text, len(text))


def _is_community(text: str, match: re.Match[str]) -> bool:
    """Tell whether a title is a community's: "African Union head" is not, "Union leader" at the start of a sentence is."""
    word = match["word"]
    if word.casefold() not in privacy_words().community_names or word[0].islower():
        return True
    return _SENTENCE_START.search(text, 0, match.start()) is not None


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


@cache
def _public_title() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_alternatives(privacy_words().public_titles)})\b\.?,?\s+", re.IGNORECASE)


@cache
def _community_title() -> re.Pattern[str]:
    """Match a community's title: its word, what may stand between ("action board", a people's name), the title, with a comma or none."""
    words = privacy_words()
    named = _alternatives(words.community_words)
    between = rf"(?:{named}|{_alternatives(words.community_bodies)}|(?-i:[A-ZÀ-Þ])[\w'’\-]+)"
    return re.compile(
        rf"(?<![\w\-])(?P<word>{named})(?![\w\-])(?:[\s/,]+{between}(?![\w\-])){{0,3}}?\s+"
        rf"(?:{_alternatives(words.community_titles)})(?P<plural>s)?\b,?\s+(?:(?:named|called|identified\s+as)\s+)?",
        re.IGNORECASE,
    )


@cache
def _before_name() -> re.Pattern[str]:
    """Match what stands right before a private name."""
    words = privacy_words()
    nouns = _alternatives(words.person_nouns)
    return re.compile(
        rf"\b(?:{nouns})(?:,|\s+(?:named|called))?\s+"
        rf"|\b(?:named|identified(?:\s+only)?\s+as|known\s+as)\s+"
        rf"|\b(?:{_alternatives(words.belongings)})\s+of\s+(?:(?:a|the|his|her|their)\s+)?"
        rf"|\b\d{{1,2}}-year-old\s+(?:(?:{nouns})\s+)?"
        rf"|\b(?:{_alternatives(words.honorifics)})\b\.?\s+",
        re.IGNORECASE,
    )


@cache
def _plural_before_name() -> re.Pattern[str]:
    """Match a plural that stands before a list of private names ("farmers NAME and NAME")."""
    nouns = _alternatives(privacy_words().person_nouns)
    return re.compile(
        rf"\b(?:(?:{nouns})(?:s|es)|children|(?:\w+)?men|wives)(?:,|\s+named)?\s+|\b(?:bodies|lives|killings?|murders?|deaths?)\s+of\s+",
        re.IGNORECASE,
    )


@cache
def _naming() -> re.Pattern[str]:
    """Match what names the harmed: "named the dead as NAME and NAME", "among the dead were the teacher NAME and NAME"."""
    nouns = _alternatives(privacy_words().person_nouns)
    harmed = r"(?:dead|killed|slain|victims?|wounded|injured|abducted|kidnapped)"
    return re.compile(
        rf"\b(?:named|identified)\s+(?:the|its|their|both|all|\w+)\s+(?:\w+\s+)?{harmed}\s+as\s+"
        rf"|\b{harmed}\s+(?:was|were|are|is|has\s+been|have\s+been)\s+(?:named|identified)\s+(?:\w+ly\s+)?as\s+"
        rf"|\b(?:among|amongst)\s+(?:the|those)\s+{harmed}\s+(?:was|were|is|are)\s+(?:(?:the|an?|local|(?:\w+\s+)?(?:{nouns}))\s+){{0,3}}",
        re.IGNORECASE,
    )


@cache
def _after_name() -> re.Pattern[str]:
    """Match what stands right after a private name; `inner` may be an apposition that is a name itself, `several` tells of a list."""
    words = privacy_words()
    nouns, fates = _alternatives(words.person_nouns), _alternatives(words.fates)
    age = r"(?:aged\s+)?\d{1,2}(?=[,;.)]|\s+(?:years|was|were|who|and|from|of)\b)"
    return re.compile(
        rf"\s*[,(]\s*{age}"
        rf"|,\s+an?\s+(?:\d{{1,2}}-year-old\b|(?:[\w\-]+\s+){{0,3}}(?:{nouns})\b)"
        rf"|\s+and\s+(?:his|her|their)\s+(?:[\w\-]+\s+){{0,2}}(?:{nouns})s?\b[^.;]{{0,60}}?\s+(?:was|were|had\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:{fates})\b"
        rf"|(?P<inner>,[^,.]{{1,60}},)?\s+(?:was|(?P<several>were|have\s+been)|has\s+been|had\s+been|is|are|went)\s+"
        rf"(?:(?:also|all|both|being|\w+ly)\s+|shot\s+and\s+)?(?:{fates})\b"
        rf"|\s+(?:dies|died)\b",
        re.IGNORECASE,
    )


@cache
def _harm_before_name() -> re.Pattern[str]:
    """Match a verb of harm with what may stand between it and the name that it befalls ("killed the village elder NAME")."""
    words = privacy_words()
    return re.compile(
        rf"(?<!was )(?<!were )\b(?:{_alternatives(words.harms)})\s+(?:(?:the|an?|their|his|her|local|former|then|\d{{1,2}}-year-old)\s+){{0,2}}"
        rf"(?:(?:(?:{_alternatives(words.community_words | words.person_nouns)}|elder|activist|lawyer|reporter|imam|pastor)s?,?\s+){{0,3}})?",
        re.IGNORECASE,
    )


def _is_name(token: str) -> bool:
    low = token.casefold()
    words = privacy_words()
    return (token[0].isupper() and low not in words.never_names and low not in words.fates) or low.split("-")[0] in words.particles


def _name_after(text: str, position: int) -> str:
    """Return the run of name words that starts right there, empty if none."""
    end, at, count = position, position, 0
    while count < LONGEST_NAME:
        token = TOKEN.match(text, at)
        if not token or not _is_name(token.group()):
            break
        end, count = token.end(), count + token.group()[0].isupper()
        gap = re.match(r"\.?[ \t]+|\s" if len(token.group()) == 1 else r"[ \t]+|\s", text[end : end + 3])
        if not gap or token.group().endswith(("'s", "’s")):
            break
        at = end + gap.end()
    return text[position:end]


def _list_after(text: str, position: int) -> Iterator[str]:
    """Yield the names of the list that starts right there; each but the first has more than one word."""
    at = position
    for n in range(LONGEST_LIST):
        name = _name_after(text, at)
        if not name or (n and len(words_of(name)) < 2):
            return
        yield name
        join = _JOIN.match(text, at + len(name))
        if join is None:
            return
        at = join.end()


def _name_before(text: str, position: int) -> str:
    """Return the run of name words that ends right there, empty if none or where a public title stands before it."""
    tokens = list(TOKEN.finditer(text, max(0, position - 120), position))
    start, at, count = position, position, 0
    for token in reversed(tokens):
        if count == LONGEST_NAME or text[token.end() : at].strip(" .\t\r\n") or not _is_name(token.group()):
            break
        start = at = token.start()
        count += token.group()[0].isupper()
    return "" if _ends_in_title(text, start) else text[start:position]


def _ends_in_title(text: str, position: int) -> bool:
    """Tell whether a public title ends right there, and not a community's."""
    before = text[max(0, position - 80) : position]
    if not any(match.end() == len(before) for match in _public_title().finditer(before)):
        return False
    return not any(match.end() == len(before) and _is_community(before, match) for match in _community_title().finditer(before))


def _list_before(text: str, position: int, *, several: bool) -> Iterator[str]:
    """Yield the name that ends right there, and where several are told of, those that a list puts before it."""
    at = position
    for n in range(LONGEST_LIST):
        name = _name_before(text, at)
        if not name or (n and len(words_of(name)) < 2):
            return
        yield name
        join = _JOIN_BEFORE.search(text, max(0, at - len(name) - 8), at - len(name))
        if not several or join is None:
            return
        at = join.start()
