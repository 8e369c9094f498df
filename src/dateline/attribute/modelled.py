"""Attributions that the model found: its cues with their speakers' words and contents, as drafts beside those of the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dateline.attribute.drafts import Draft
from dateline.data.cues import Cue, cue_lexicon
from dateline.models.spans import Found, ModelReading
from dateline.records import Certainty, CueClass, Sentence, Span

ADDED = 0.6
"""Probability of a cue from which the model's attribution stands where the rules have none; chosen on the corpus's dev split."""
ATTITUDE = 0.45
DROPPED = 0.05
"""The rules' attribution goes where the model gives its cue less chance than this."""
LINKED = 0.4
_CERTAINTIES: dict[str, Certainty] = {"certain": "certain", "probable": "probable", "possible": "possible"}
_CLASSES: dict[str, CueClass] = {"neutral": "neutral", "distancing": "distancing", "endorsing": "endorsing"}
_SURE = 0.6


def with_model(drafts: Sequence[Draft], reading: ModelReading, sentences: Sequence[Sentence]) -> list[Draft]:
    """Return the rules' drafts that the model does not rule out, and the model's own, in text order."""
    kept = [d for d in drafts if d.carried or d.source is not None or reading.chance("cue", d.cue) >= DROPPED]
    taken = [d.cue for d in kept]
    said = [d for d in modelled_drafts(reading, sentences) if d.source is not None]  # "reportedly" without a speaker the rules know better
    added = [d for d in said if not any(d.cue.overlaps(cue) for cue in taken)]
    return sorted([*kept, *added], key=lambda d: (d.sentence, d.cue))


def attitudes_of(reading: ModelReading, sentences: Sequence[Sentence]) -> list[Draft]:
    """Return the drafts of what is said, wanted, endorsed or feared; none where the model was not asked for them."""
    drafts = modelled_drafts(reading, sentences, kind="polnear.cue", least=ATTITUDE)
    return [replace(d, entry=replace(d.entry, act="attitude")) for d in drafts]


def modelled_drafts(reading: ModelReading, sentences: Sequence[Sentence], *, kind: str = "cue", least: float = ADDED) -> list[Draft]:
    """Return the drafts of the model's cues of a kind ("cue", or "polnear.cue" with attitudes and intentions) that have a content."""
    places = {s.index: position for position, s in enumerate(sentences)}
    linked: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
    for link in reading.links:
        if link.relation in ("source", "content") and link.probability >= LINKED:
            linked[link.relation, link.one].append((link.probability, link.other))
    out = []
    for n in reading.of(kind):
        found = reading.spans[n]
        contents = [other for _, other in linked["content", n]]
        if found.probability < least or not contents or found.sentence not in places:
            continue
        source = max(linked["source", n], default=None)
        content = _hull([reading.spans[m].span for m in contents], reading.spans[max(linked["content", n])[1]].span)
        speaker = reading.spans[source[1]].span if source else None
        out.append(_draft(found, places[found.sentence], speaker, content, sentences[places[found.sentence]], reading.made_by))
    return out


def _hull(spans: Sequence[Span], surest: Span) -> Span:
    """Return the stretch from the surest part of a content over the parts that stand beside it, the nearest first."""
    start, end = surest.start, surest.end
    for span in sorted(spans, key=lambda s: max(s.start - surest.end, surest.start - s.end)):
        if 0 <= span.start - end <= _GAP:
            end = span.end
        elif 0 <= start - span.end <= _GAP:
            start = span.start
    return Span(start, end)


_GAP = 60  # characters of a speaker and cue set into the middle of what is said


def _draft(found: Found, position: int, source: Span | None, content: Span, sentence: Sentence, made_by: str) -> Draft:
    """Return the draft of a cue: doubt, denial and attitude as the list of cues has them, else as the model is sure of them."""
    words = sentence.text[found.span.start - sentence.span.start : found.span.end - sentence.span.start]
    entry = _entry(words)
    attitude, sure = found.best("cue_class")
    if sure >= _SURE and attitude != "neutral" and entry.cue_class == "neutral":
        entry = replace(entry, cue_class=_CLASSES[attitude])
    certainty, sure = found.best("certainty")
    doubt = _CERTAINTIES[certainty] if sure >= _SURE and certainty in _CERTAINTIES and entry.certainty == "certain" else entry.certainty
    polarity, sure = found.best("polarity")
    denied = entry.act == "deny" or (polarity == "-" and sure >= _SURE)
    shape = "before" if content.start > found.span.start else "after"
    return Draft(position, found.span, source, content, entry, shape, certainty=doubt, polarity="-" if denied else "+", made_by=made_by)


def _entry(words: str) -> Cue:
    """Return the cue of the list with these words, a plain one where the list has none."""
    lows = words.lower().split()
    lexicon = cue_lexicon()
    for index in range(len(lows)):
        sequence = lexicon.at(lows, index)
        if sequence:
            return lexicon.forms[" ".join(sequence)][0].cue
    return Cue(words.lower(), "verb", frozenset({"clause"}), _CLASSES["neutral"], "assert", "certain")
