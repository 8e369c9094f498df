"""Two speakers behind one cue: "opposition officials and residents said" is said by each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dateline.attribute.drafts import Draft
from dateline.data.source_types import speaker_words
from dateline.records import ActorMention, Span

_AND = re.compile(r"\s+(?:and|as well as)\s+", re.IGNORECASE)
_PHRASE_END = re.compile(r"\s+(?:of|in|at|from|for|near|with|on|to|by|who|close|inside|based)\b|,", re.IGNORECASE)
_BINDS = re.compile(r"\b(?:of|for|to|with|between|both|by|on|and)\b|,", re.IGNORECASE)
_DETERMINED = re.compile(r"(?:the|an?|its|his|her|their|some|several|many|other|another|\w+['’]s)\s", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)


def each_speaker(text: str, drafts: Sequence[Draft], actors: Sequence[ActorMention]) -> list[Draft]:
    """Return the drafts, one for each of two speakers that "and" joins; in text order of their cues and speakers."""
    out: list[Draft] = []
    for draft in drafts:
        halves = _halves(text, draft.source, actors) if draft.source is not None else None
        out += [draft] if halves is None else [replace(draft, source=half) for half in halves]
    return out


def _halves(text: str, source: Span, actors: Sequence[ActorMention]) -> tuple[Span, Span] | None:
    words = text[source.start : source.end]
    joined = _AND.search(words)
    if joined is None:
        return None
    first, second = Span(source.start, source.start + joined.start()), Span(source.start + joined.end(), source.end)
    one, other = text[first.start : first.end], text[second.start : second.end]
    if _BINDS.search(one) or _AND.search(other) or any(m.span.start < first.end and m.span.end > second.start for m in actors):
        return None
    if not (_speaks(one, first, actors) and _speaks(other, second, actors)) or _one_person(one, other):
        return None
    return first, second


def _speaks(words: str, span: Span, actors: Sequence[ActorMention]) -> bool:
    """Tell whether the head of a phrase is a noun that speaks, a well-known body or a registered actor."""
    known = speaker_words()
    head = _PHRASE_END.split(words, maxsplit=1)[0]
    if head.rpartition(" ")[2].lower() in known.speakers or words in known.bodies or _ARTICLE.sub("", words) in known.bodies:
        return True
    return any(m.span.start >= span.start and m.span.end == span.start + len(head) and m.entry is not None and not m.person for m in actors)


def _one_person(one: str, other: str) -> bool:
    """Tell whether two nouns name one person: "the founder and director of X"."""
    persons = speaker_words().persons
    heads = [_PHRASE_END.split(words, maxsplit=1)[0].rpartition(" ")[2].lower() for words in (one, other)]
    return not heads[1].endswith("s") and all(head in persons for head in heads) and _DETERMINED.match(other) is None
