"""Who says so: every attribution of a report, and the claims that link records to speakers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.attribute.claims import claims
from dateline.attribute.discourse import Spoken, resolve_speakers, run_on
from dateline.attribute.drafts import Draft
from dateline.attribute.frames import read_frames
from dateline.attribute.line import may_speak, quoted_spans, read_line
from dateline.attribute.modelled import attitudes_of, with_model
from dateline.attribute.pairs import each_speaker
from dateline.attribute.recordings import read_recordings
from dateline.models.spans import ModelReading
from dateline.records import ActorMention, Attribution, Certainty, DateValue, Page, Sentence, Span, Via

__all__ = ["attribute", "claims", "in_the_wide_sense"]

_ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible")


def attribute(
    page: Page, sentences: Sequence[Sentence], actors: Sequence[ActorMention], reading: ModelReading | None = None
) -> tuple[Attribution, ...]:  # fmt: skip
    """Return every attribution of the report's title and body, about conflict or not, in text order; `reading` adds what a model found.

    Spans are document offsets. `said_on` holds only the words of the date (`expr`), its value is left to the resolver of dates.
    """
    read = [sentence for sentence in sentences if sentence.zone in ("title", "body")]
    quotes = quoted_spans(read)
    drafts: list[Draft] = read_recordings(read)
    for position, sentence in enumerate(read):
        if may_speak(sentence.text):
            drafts += read_frames(read_line(sentence, quotes), position)
    if reading is not None:
        drafts = with_model(drafts, reading, read)
    ordered = sorted(actors, key=lambda mention: mention.span)
    recased = _recased(page, read)
    spoken = resolve_speakers(recased, each_speaker(recased, run_on(read, drafts, quotes), ordered), ordered)
    spoken = _own_sources(page, [item for item in spoken if item.draft.shape != "header"])
    beside: dict[int, list[Spoken]] = {}
    for item in spoken:
        beside.setdefault(item.draft.sentence, []).append(item)
    return tuple(
        _attribution(page, item, read, beside[item.draft.sentence]) for item in spoken if not _merged(item, beside[item.draft.sentence])
    )


def in_the_wide_sense(
    page: Page, sentences: Sequence[Sentence], actors: Sequence[ActorMention], reading: ModelReading, found: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Return the attributions of a report with attitudes and intentions ("wants", "endorsed"), which have the act `attitude`, in text order.

    Where an attribution was found already, its words are those that the model marks in the wide sense, all else stays. Empty readings add nothing.
    """
    read = [sentence for sentence in sentences if sentence.zone in ("title", "body")]
    recased = _recased(page, read)
    drafts = attitudes_of(reading, read)
    named = resolve_speakers(recased, drafts, sorted(actors, key=lambda mention: mention.span))
    out = []
    met: set[int] = set()
    for item in named:
        own = next((n for n, a in enumerate(found) if n not in met and a.cue is not None and a.cue.overlaps(item.draft.cue)), None)
        wide = _attribution(page, item, read, ())
        if own is not None:
            met.add(own)
            source = found[own].source if wide.source.span is None else replace(found[own].source, span=wide.source.span)
            wide = replace(found[own], cue=wide.cue, content=wide.content, source=source)
        out.append(wide)
    out += [a for n, a in enumerate(found) if n not in met]
    return tuple(sorted(out, key=lambda a: (a.sentence, a.cue or a.content)))


def _outlets(page: Page) -> dict[str, str]:
    """Return the names under which the report's own outlets are spoken of, mapped to the outlet."""
    own = [name for name in (page.sighting.outlet, page.sighting.original_outlet) if name]
    return {form: name for name in own for form in (name, name.partition(" (")[0])}


def _own_sources(page: Page, spoken: list[Spoken]) -> list[Spoken]:
    """Name unnamed sources that spoke to the report's own outlet after it ("A source told Xyz" in Xyz)."""
    outlets = _outlets(page)
    told = {
        item.source.name: outlets[via]
        for item in spoken
        for via in item.via
        if via in outlets and item.source.type == "unnamed" and item.draft.source is not None
    }
    return [
        replace(item, source=replace(item.source, name=f"{told[item.source.name]} source (unnamed)")) if item.source.name in told else item
        for item in spoken
    ]


def _recased(page: Page, sentences: Sequence[Sentence]) -> str:
    """Return the document's text with the sentences as they were recased, code point for code point."""
    text = page.document.text
    parts: list[str] = []
    position = 0
    for sentence in sentences:
        if sentence.span.start < position:
            continue
        parts += (text[position : sentence.span.start], sentence.text)
        position = sentence.span.end
    parts.append(text[position:])
    return "".join(parts)


def _merged(item: Spoken, spoken: Sequence[Spoken]) -> bool:
    """A hedge without a speaker inside what somebody says in its sentence is that speaker's hedge, no source of its own."""
    if item.source.type != "unnamed" or item.draft.source is not None or item.draft.carried:
        return False
    return any(
        other is not item and (other.draft.source is not None or other.draft.same_speaker) and other.draft.content.covers(item.draft.cue)
        for other in spoken
    )


def _certainty(item: Spoken, spoken: Sequence[Spoken]) -> Certainty:
    """Return how sure a speaker is by his cue and by the hedges in what he says ("no deaths were reported" is none)."""
    hedges = [
        other.draft.certainty
        for other in spoken
        if other is not item
        and other.draft.source is None
        and other.source.type == "unnamed"
        and other.draft.entry.expression not in ("reported", "said")
        and item.draft.content.covers(other.draft.cue)
    ]
    return max([item.draft.certainty, *hedges], key=_ORDER.index)


def _attribution(page: Page, item: Spoken, sentences: Sequence[Sentence], spoken: Sequence[Spoken]) -> Attribution:
    draft = item.draft
    outlets = _outlets(page)
    via = [
        Via(name, span) for name, span in zip(item.via, draft.via, strict=True) if name and name != item.source.name and name not in outlets
    ]
    via = [*_wrapping(item, spoken), *via]
    said_on = DateValue(None, None, "unknown", "explicit", draft.date) if draft.date is not None else None
    return Attribution(
        sentence=sentences[draft.sentence].index,
        source=item.source,
        cue=draft.cue,
        content=draft.content,
        via=tuple(via),
        cue_class=draft.entry.cue_class,
        certainty=_certainty(item, spoken),
        polarity=draft.polarity,
        stance=item.stance,
        act=draft.entry.act,
        said_on=said_on,
        said_place=draft.place,
        carried=draft.carried,
        made_by=draft.made_by,
    )


def _wrapping(item: Spoken, spoken: Sequence[Spoken]) -> list[Via]:
    """Speakers of the same sentence whose content holds this whole attribution relay it, outermost first."""
    whole = Span(min(item.draft.cue.start, item.draft.content.start), max(item.draft.cue.end, item.draft.content.end))
    outer = [
        other
        for other in spoken
        if other is not item and other.draft.source is not None
        and other.draft.entry.act not in ("deny", "call", "ask", "withhold")
        and other.draft.content.covers(whole) and other.source.name != item.source.name
    ]  # fmt: skip
    outer.sort(key=lambda other: other.draft.content.start - other.draft.content.end)
    return [Via(other.source.name, other.draft.source) for other in outer]
