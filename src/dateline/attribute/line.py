"""One sentence as words with offsets and quotation, and the stretches of the report that stand in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.data.cues import cue_lexicon
from dateline.records import Sentence, Span

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Brig|Sgt|Adm|Sen|Rep|Gov|Rev|St|Prof|Jr|Sr|Cmdr|Pvt|Cpl|Hon|No)\.(?=\s)"
    r"|\"\"|``|''|\d+(?:[.,:]\d+)*(?:[-–][^\W_]+)*|\w+(?:[-’'‘`&][^\W_]+)*(?:(?<=s)['’](?=\s))?|[^\w\s*]"
)
_MAX_SENTENCE = 3000  # characters: longer "sentences" are tables and broken pages; prose stays below 1,500
_PLAIN_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
QUOTES = frozenset({'"', '""', "“", "”", "``", "''", "«", "»", "„"})
_OPENING = frozenset({"“", "``", "«", "„"})
_CLOSING = frozenset({"”", "''", "»"})
_QUOTE = re.compile(r"\"\"|``|''|[\"“”«»„]")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence's words: as written, lower-cased, with offsets into `text`; quoted tells which words stand in quotation marks."""

    text: str
    base: int
    words: tuple[str, ...]
    lows: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    quoted: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """Return the document range of the words from `first` up to, not including, `last`."""
        return Span(self.base + self.starts[first], self.base + self.ends[last - 1])

    def is_name(self, index: int) -> bool:
        """Tell whether a word begins with a capital letter, an Arabic article before it at most ("al-Noor")."""
        word = self.words[index]
        return word[:1].isupper() or _WITH_ARTICLE.match(word) is not None


_WITH_ARTICLE = re.compile(r"(?:a[dlnrstz]|ash|ath|e[dlnrstz]|esh|ul)-[^\W\d_a-z]")


def lower(text: str) -> str:
    """Return the text in lower case, code point for code point."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def overlapping(ordered: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return those of the spans, in text order and apart from each other, that share a character with `span` or touch it."""
    first = bisect_left(ordered, span.start, key=lambda item: item.end)
    last = bisect_right(ordered, span.end, key=lambda item: item.start)
    return ordered[first:last]


def may_speak(text: str) -> bool:
    """Tell whether the first word of some cue stands in a text: a cheap test before its words are read."""
    return len(text) <= _MAX_SENTENCE and not cue_lexicon().by_first.keys().isdisjoint(_PLAIN_WORD.findall(lower(text)))


def read_line(sentence: Sentence, quotes: Sequence[Span]) -> Line:
    """Split a sentence into words; `quotes` are the quoted stretches of the whole report."""
    matches = list(_TOKEN.finditer(sentence.text))
    base = sentence.span.start
    near = [(quote.start - base, quote.end - base) for quote in overlapping(quotes, sentence.span)]
    words = tuple(match.group() for match in matches)
    lowered = lower(sentence.text)
    starts = tuple(match.start() for match in matches)
    ends = tuple(match.end() for match in matches)
    return Line(
        text=sentence.text,
        base=base,
        words=words,
        lows=tuple(lowered[start:end] for start, end in zip(starts, ends, strict=True)),
        starts=starts,
        ends=ends,
        quoted=tuple(any(first <= start < last for first, last in near) for start in starts) if near else (False,) * len(starts),
    )


def quoted_spans(sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Return the quoted stretches, marks included, in text order; an unclosed one ends with its paragraph."""
    found: list[Span] = []
    opened: int | None = None
    mark_open = ""
    paragraph: int | None = None
    last_end = 0
    doubled = _doubled_paragraphs(sentences)
    for sentence in sentences:
        if opened is not None and sentence.paragraph != paragraph:
            found.append(Span(opened, max(last_end, opened)))
            opened = None
        paragraph = sentence.paragraph
        last_end = sentence.span.end
        for match in _QUOTE.finditer(sentence.text):
            mark = match.group()
            if mark == '"' and sentence.paragraph in doubled:
                continue
            if opened is None and _opens(sentence.text, match):
                opened, mark_open = sentence.span.start + match.start(), mark
            elif opened is not None and _closes(mark, mark_open):
                found.append(Span(opened, sentence.span.start + match.end()))
                opened = None
    if opened is not None:
        found.append(Span(opened, max(last_end, opened)))
    return tuple(found)


def _doubled_paragraphs(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the paragraphs that a table export put in quotation marks, doubling those inside: there only the doubled ones quote."""
    return frozenset(sentence.paragraph for sentence in sentences if sentence.text.startswith('"') and '""' in sentence.text)


def _opens(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark in _CLOSING and mark != "''":
        return False
    if mark in _OPENING:
        return True
    before = text[match.start() - 1 : match.start()]
    if before == ",":
        return text[match.end() : match.end() + 1].isalnum()
    return not before or before.isspace() or before in "([—–-:"


def _closes(mark: str, opened_by: str) -> bool:
    if opened_by in ("“", "„"):
        return mark in ("”", "“") if opened_by == "„" else mark in ("”", '"')
    if opened_by == "«":
        return mark == "»"
    if opened_by == "``":
        return mark in ("''", '"')
    return mark == opened_by or mark == "”"
