"""The clause of a report that holds a span, outside what others are quoted with, and how sure its words are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from dateline.data.cues import cue_lexicon
from dateline.records import Attribution, Certainty, Document, Sentence, Span

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n\s*\n")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Brig|Sgt|Adm|Sen|Rep|Gov|St|No|[A-Z])\.$")
_BREAK = re.compile(r";|,\s+(?=(?:and|but|while|whereas|although)\s)|\s(?=but\s)")
_STRIP = " \t\r\n,;:—–-"
_HEDGE_REACH = 90  # characters before the words that a hedge governs: about a clause of 15 words
_NEAR_REACH = 30  # an adjective ("the alleged raid") governs only the noun right behind it
_ADJECTIVES = frozenset(
    {"alleged", "suspected", "so-called", "purported", "supposed", "unconfirmed", "apparent", "probable", "presumed", "likely"}
)


@cache
def _hedges() -> tuple[re.Pattern[str], dict[str, Certainty]]:
    lexicon = cue_lexicon()
    sure = {words: form.cue.certainty for words, forms in lexicon.forms.items() for form in forms if form.cue.kind == "hedge"}
    longest = sorted(sure, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"), sure


class Clauses:
    """Clauses of one document; sentence bounds are given or found by punctuation."""

    def __init__(self, document: Document, attributions: Sequence[Attribution], sentences: Sequence[Sentence] = ()) -> None:
        self._text = document.text
        self._taken = sorted(
            {span for item in attributions if item.attributed for span in (item.source.span, item.cue) if span is not None}
        )
        self._contents = sorted(
            {item.content for item in attributions if item.act not in ("call", "ask", "withhold", "claim_responsibility")}
        )
        self._bounds = [sentence.span for sentence in sentences] or _sentence_bounds(self._text)
        self._starts = [bound.start for bound in self._bounds]

    def clause(self, span: Span) -> Span:
        """Return the smallest clause around a span that leaves speakers, cues and what they say out."""
        index = bisect_right(self._starts, span.start) - 1
        sentence = self._bounds[index] if index >= 0 and self._bounds[index].end >= span.end else Span(span.start, span.end)
        start, end = sentence.start, sentence.end
        for taken in (*_starting_in(self._taken, sentence), *_starting_in(self._contents, sentence)):
            if sentence.covers(taken) and not taken.overlaps(span):
                if taken.end <= span.start:
                    start = max(start, taken.end)
                else:
                    end = min(end, taken.start)
        for match in _BREAK.finditer(self._text, start, end):
            if match.end() <= span.start:
                start = max(start, match.end())
            elif match.start() >= span.end:
                end = min(end, match.start())
                break
        return self._trimmed(start, end, span)

    def _trimmed(self, start: int, end: int, span: Span) -> Span:
        while start < span.start and self._text[start] in _STRIP:
            start += 1
        lead = re.compile(r"(?:and|but|while|whereas|although)\s+").match(self._text, start, span.start)
        start = lead.end() if lead else start
        while end > span.end and self._text[end - 1] in _STRIP + ".!?":
            end -= 1
        return Span(min(start, span.start), max(end, span.end))

    def hedged(self, clause: Span, span: Span) -> Certainty:
        """Return how sure the author is of the words at `span` within a clause."""
        pattern, sure = _hedges()
        found: Certainty = "certain"
        for match in pattern.finditer(self._text, max(clause.start, span.start - _HEDGE_REACH), span.end):
            word = match.group()
            if word in _ADJECTIVES and (match.end() < span.start - _NEAR_REACH or word == "suspected"):
                continue
            if sure[word] == "possible" or found == "certain":
                found = sure[word]
        return found

    def doubt(self, content: Span) -> Certainty:
        """Return how sure a speaker is by the hedges of what he says."""
        words = self._text[content.start : content.end]
        if re.search(r"\b(?:may|might) (?:have|be)\b|\b(?:it (?:is|was|remains?) unclear|a possible|was possible|possibly)\b", words):
            return "possible"
        if re.search(r"\b(?:apparently|probably|supposedly|presumably|reportedly|(?:is|are|was|were) (?:believed|thought) to)\b", words):
            return "probable"
        return "certain"


def _starting_in(ordered: Sequence[Span], sentence: Span) -> Sequence[Span]:
    first = bisect_left(ordered, sentence.start, key=lambda span: span.start)
    return ordered[first : bisect_right(ordered, sentence.end, key=lambda span: span.start)]


def _sentence_bounds(text: str) -> list[Span]:
    bounds: list[Span] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text, max(0, match.start() - 6), match.start()):
            continue
        bounds.append(Span(start, match.start() if match.group().isspace() else match.start() + len(match.group().rstrip())))
        start = match.end()
    bounds.append(Span(start, len(text)))
    return bounds
