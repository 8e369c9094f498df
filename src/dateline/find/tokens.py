"""Words of a sentence with their offsets: the view that all finders of names and triggers share."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dateline.records import Sentence, Span

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:[-'’‘`][^\W_]+)*['’]?|\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?(?:-[^\W_]+)*|[^\w\s]|_+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


_CLITIC = re.compile(r"^(?:al|el|ash|as|ad|ar|an|az|at|es|ez|ed|er|abu|bin|ul|ol|e|o|d|l)[-'’][A-Z]")
_CLITIC_HEADS = frozenset("aebuold")
NEVER_NAMES = frozenset(
    "the a an this that these those in on at by near from to of and or but for with as after before while when where who which it its he she they "
    "we i his her their our your my if then so not no nor both some many several most all any each every other another two three four five six "
    "seven eight nine ten monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun however meanwhile according "
    "also earlier later since during until about around some there here today yesterday tomorrow tonight separately recently previously "
    "under over against between among into out up down video photo mr mrs ms dr gen lt col maj sgt capt president general colonel captain "
    "major lieutenant sergeant minister prime governor mayor senator king prince sheikh imam bishop archbishop father priest ambassador "
    "spokesman spokeswoman spokesperson director commander secretary chief judge prosecutor will would may might can could is was were are be".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of one sentence as parallel lists.

    words: as written (possessive 's kept); lowers: lower case without the possessive ending; starts, ends: offsets into Sentence.text;
    base: offset of the sentence in the document.
    """

    words: tuple[str, ...]
    lowers: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    base: int
    names: tuple[bool, ...]  # which tokens can be part of a proper name

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """Return the document range from token `first` up to, not including, token `last`; a closing possessive is left out."""
        end = self.starts[last - 1] + len(_POSSESSIVE.sub("", self.words[last - 1]))
        return Span(self.base + self.starts[first], self.base + end)

    def at(self, offset: int) -> int:
        """Return the index of the first token that starts at or after a document offset."""
        return bisect_left(self.starts, offset - self.base)

    def inside(self, span: Span) -> tuple[int, int]:
        """Return the token range [first, last) of a document range."""
        first = bisect_left(self.ends, span.start - self.base + 1)
        last = bisect_left(self.starts, span.end - self.base)
        return first, last

    def is_name(self, index: int) -> bool:
        """Tell whether a token is capitalised."""
        return self.words[index][:1].isupper()


def tokenize(sentence: Sentence) -> Tokens:
    """Split a sentence into words, numbers and marks."""
    words: list[str] = []
    lowers: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(sentence.text):
        word = match.group()
        words.append(word)
        lowers.append(
            _POSSESSIVE.sub("", word).lower() if word[-1] in "'’sS" and len(word) > 1 and ("'" in word or "’" in word) else word.lower()
        )
        starts.append(match.start())
        ends.append(match.end())
    names = tuple(
        (w[0].isupper() or (w[0] in _CLITIC_HEADS and _CLITIC.match(w) is not None)) and low not in NEVER_NAMES
        for w, low in zip(words, lowers, strict=True)
    )
    return Tokens(tuple(words), tuple(lowers), tuple(starts), tuple(ends), sentence.span.start, names)
