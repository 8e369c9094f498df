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

    shape: before (speaker, cue, content) | after (content, speaker, cue) | nominal | adverb | passive | gerund | carried; header (a list
    follows) and orphan (a quotation precedes) have no content of their own yet.
    source None: nobody is named.
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
    made_by: str = "rule:attribute"


def trim(line: Line, first: int, last: int) -> tuple[int, int] | None:
    """Strip outer punctuation, stray quotation marks and a leading "that" or "but" from the words [first, last); None if nothing is left."""
    while first < last and (line.lows[first] in _EDGE_LEADING or line.lows[first] in _LEADING_WORDS or _stray(line, first)):
        first += 1
    while last > first and (line.lows[last - 1] in _EDGE_TRAILING or _stray(line, last - 1)):
        last -= 1
    while last > first and line.lows[last - 1] in QUOTES and not any(line.quoted[first : last - 1]):
        last -= 1
    if last <= first or not any(line.lows[i][0].isalnum() for i in range(first, last)):
        return None
    return first, last


def _stray(line: Line, index: int) -> bool:
    """Tell whether a quotation mark opens or closes nothing."""
    return line.lows[index] in QUOTES and not line.quoted[index]
