"""Words of a sentence with their offsets: the view that all finders of names and triggers share."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dateline.records import Sentence, Span

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][^\W_]*(?:[-'’‘`][^\W_]+)*['’]?|\d+(?:[.,:]\d+)*(?:[^\W\d_]+)?(?:-[^\W_]+)*|[^\w\s]|_+")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


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
        lowers.append(_POSSESSIVE.sub("", word).lower() if word[-1] in "'’sS" and len(word) > 1 and ("'" in word or "’" in word) else word.lower())
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(tuple(words), tuple(lowers), tuple(starts), tuple(ends), sentence.span.start)
