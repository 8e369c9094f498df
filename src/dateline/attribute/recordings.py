"""Speech inside a recording, as monitored broadcasts mark it: "[begin recording] [Ortega] ... [end recording]"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.attribute.drafts import Draft
from dateline.data.cues import Cue
from dateline.records import Sentence, Span

_BEGIN = re.compile(r"\[\s*begin\s+(?:[\w'’-]+\s+){0,4}?(recording|video)\s*\]", re.IGNORECASE)
_END = re.compile(r"\[\s*end\s+(?:[\w'’-]+\s+){0,2}?(?:recording|video)\s*\]", re.IGNORECASE)
_TURN = re.compile(r"\s*\[([^\]\[]{2,40})\]\s*")
_NO_SPEAKER = re.compile(
    r"\b(?:omitted|indistinct|heard|received|continued|recording|words?|passage|video|text|applause|laughs?|interrupt\w*)\b", re.IGNORECASE
)
_ASKS = re.compile(r"\b(?:reporter|correspondent|announcer|interviewer|moderator|question|journalist)\b", re.IGNORECASE)
_CUE = Cue("recording", "noun", frozenset(), "neutral", "assert", "certain")


def read_recordings(sentences: Sequence[Sentence]) -> list[Draft]:
    """Return a draft for every sentence spoken in a recording; a bracketed name opens a turn, what reporters ask is left out."""
    drafts: list[Draft] = []
    cue: Span | None = None
    speaker: Span | None = None
    asking = False
    for position, sentence in enumerate(sentences):
        begin = _BEGIN.search(sentence.text)
        start = 0
        if begin is not None:
            cue = Span(sentence.span.start + begin.start(1), sentence.span.start + begin.end(1))
            speaker, asking, start = None, False, begin.end()
        if cue is None:
            continue
        turn = _TURN.match(sentence.text, start)
        while turn is not None and not _END.match(turn[0].strip()):
            if not _NO_SPEAKER.search(turn[1]):
                asking = _ASKS.search(turn[1]) is not None
                speaker = Span(sentence.span.start + turn.start(1), sentence.span.start + turn.end(1))
            start = turn.end()
            turn = _TURN.match(sentence.text, start)
        end = _END.search(sentence.text, start)
        stop = end.start() if end is not None else len(sentence.text)
        words = sentence.text[start:stop].strip(" .")
        if words and not asking:
            content = Span(sentence.span.start + start, sentence.span.start + start + len(sentence.text[start:stop].rstrip(" .")))
            drafts.append(Draft(position, cue, speaker, content, _CUE, "recording", same_speaker=speaker is None, carried=begin is None))
        if end is not None:
            cue = None
    return drafts
