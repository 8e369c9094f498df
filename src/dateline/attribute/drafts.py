"""The draft of an attribution: what one cue gives within its own sentence, before speakers are named and resolved."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.attribute.line import QUOTES, Line
from dateline.data.cues import Cue
from dateline.records import Certainty, Span

_EDGE_LEADING = frozenset({",", ";", ":", "-", "–", "—", ".", ")", "…", "*", "•"})
_EDGE_TRAILING = frozenset({",", ";", ":", "-", "–", "—", ".", "?", "!", "(", "…"})
_LEADING_WORDS = frozenset({"that", "but", "and", "however", "meanwhile", "while"})


@dataclass(frozen=True, slots=True)
class Draft:
    """One cue with its speaker's words and content, as document ranges.

    shape: before (speaker, cue, content) | after (content, speaker, cue) | nominal | adverb | passive | gerund | carried.
    source None: nobody is named; wraps: the cue lies outside what it covers, so that other drafts may stand inside it.
    """

    sentence: int
    cue: Span
    source: Span | None
    content: Span
    entry: Cue
    shape: str
    certainty: Certainty = "certain"
    polarity: str = "+"
    via: tuple[Span, ...] = ()
    date: Span | None = None
    place: str | None = None
    same_speaker: bool = False  # the subject is the speaker of the draft before
    carried: bool = False


def trim(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """Strip outer punctuation and a leading "that" or "but" from the words [first, last); None if nothing is left."""
    while first < last and (line.lows[first] in _EDGE_LEADING or line.lows[first] in _LEADING_WORDS):
        first += 1
    while last > first and line.lows[last - 1] in _EDGE_TRAILING:
        last -= 1
    while last > first and line.lows[last - 1] in QUOTES and _opens_nothing(line, first, last):
        last -= 1
    if last <= first or not any(line.lows[i][0].isalnum() for i in range(first, last)):
        return None
    return first, last


def _opens_nothing(line: Line, first: int, last: int) -> bool:
    """Tell whether the last word is a lone opening quotation mark."""
    return line.starts[last - 1] > line.ends[last - 2] if last - 2 >= first else True
