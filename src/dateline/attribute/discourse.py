"""From one sentence to the next: whom "he", "the monitor" and "a statement" stand for, quotations that run on, lists under one header."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.attribute.drafts import Draft
from dateline.attribute.initials import introduced
from dateline.attribute.line import overlapping
from dateline.attribute.naming import Named, name_speaker, registered_type
from dateline.data.source_types import speaker_words
from dateline.records import ActorMention, Sentence, Source, SourceType, Span

_PERSON_PRONOUNS = frozenset({"he", "she", "who", "him", "her"})
_MONITOR_NOUNS = frozenset({"monitor", "observatory", "watchdog", "monitors"})
_MEDIA = frozenset({"media_outlet", "state_media", "ngo", "ngo_monitor", "un", "belligerent"})
_QUOTED_SHARE = 0.9  # of a sentence in quotation marks; the rest is punctuation
_RELEASE_HEAD = 3  # sentences: "The minister said:" at the head of a release opens its whole text, later ones only a paragraph
_MEDIUM_NOUNS = frozenset(
    {"group", "agency", "newspaper", "channel", "organisation", "organization", "monitor", "paper", "network", "broadcaster", "watchdog"}
)
_MEMORY_SPEAKERS = 60  # how many speakers back at most: five in each of those sentences
_NEAR = 300  # characters back to the actor that a pronoun may stand for: its own sentence and the one before
_MEMORY_SENTENCES = 12  # how far back a definite speaker is looked for; farther ones are named again in news prose
_LEAD_SENTENCES = 6  # how far ahead an indefinite lead ("a monitor said") finds its name


@dataclass(frozen=True, slots=True)
class Spoken:
    """A draft with its speaker resolved."""

    draft: Draft
    source: Source
    stance: str | None
    via: tuple[str, ...]


def unnamed(draft: Draft) -> Source:
    """Return the source of what nobody is named for."""
    names = {"believed": "Unnamed sources", "thought": "Unnamed sources", "feared": "Unnamed sources", "suspected": "Unnamed sources"}
    return Source(names.get(draft.entry.expression, "Unnamed reports"), "unnamed")


def resolve_speakers(text: str, drafts: Sequence[Draft], actors: Sequence[ActorMention]) -> list[Spoken]:
    """Name the speaker of every draft; pronouns and definite phrases take the latest speaker that fits."""
    initials = introduced(text) if drafts else {}
    named = [_name(text, draft.source, actors, initials) if draft.source is not None else None for draft in drafts]
    spoken: list[Spoken] = []
    memory: list[tuple[int, Named, Source]] = []
    media: list[str] = []
    for position, draft in enumerate(drafts):
        mine = named[position]
        if draft.source is None and not (draft.same_speaker or draft.carried):
            source, stance = unnamed(draft), None
        elif mine is None:
            source, stance = (
                (Source(memory[-1][2].name, memory[-1][2].type, memory[-1][2].span), memory[-1][1].stance)
                if memory
                else (unnamed(draft), None)
            )
        else:
            source = _resolved(mine, draft, memory, named, drafts, position)
            if source.name == mine.name and mine.reference == "pronoun":
                source = _mentioned(mine, source, actors)
            if draft.entry.act == "claim_responsibility" and source.type in ("official", "unnamed", "ngo"):
                source = Source(source.name, "belligerent", source.span)
            stance = mine.stance
            memory.append((draft.sentence, _remembered(mine, source, memory), source))
        via = tuple(_medium(text, span, actors, initials, media, memory) for span in draft.via)
        media += [name for name in via if name]
        spoken.append(Spoken(draft, source, stance, via))
    return spoken


def _mentioned(mine: Named, own: Source, actors: Sequence[ActorMention]) -> Source:
    """Let a pronoun without a speaker before it stand for the last actor named before it: "he" a person, "it" a body."""
    person = mine.name.lower() in _PERSON_PRONOUNS
    start = own.span.start if own.span is not None else 0
    first = bisect_left(actors, start - _NEAR, key=lambda mention: mention.span.start)
    until = bisect_left(actors, start, key=lambda mention: mention.span.start)
    before = [mention for mention in actors[first:until] if (mention.person if person else mention.entry is not None)]
    if not before or mine.name.lower() not in (*_PERSON_PRONOUNS, "it", "they"):
        return own
    last = before[-1]
    return Source(last.name, "official" if person else registered_type(last, None), own.span)


def _remembered(mine: Named, source: Source, memory: list[tuple[int, Named, Source]]) -> Named:
    """A pronoun is remembered as the speaker it stands for."""
    if mine.reference != "pronoun":
        return mine
    return next((old for _, old, known in reversed(memory[-_MEMORY_SPEAKERS:]) if known.name == source.name), mine)


def _name(text: str, span: Span, actors: Sequence[ActorMention], initials: Mapping[str, str]) -> Named:
    first = bisect_left(actors, span.start, key=lambda mention: mention.span.end)
    last = bisect_left(actors, span.end, key=lambda mention: mention.span.start)
    inside = [mention for mention in actors[first:last] if mention.span.overlaps(span)]
    return name_speaker(text[span.start : span.end], span.start, inside, initials)


def _medium(
    text: str,
    span: Span,
    actors: Sequence[ActorMention],
    initials: Mapping[str, str],
    media: list[str],
    memory: list[tuple[int, Named, Source]],
) -> str:
    """Name who passes it on; "" for an addressee that publishes nothing ("reporters"). "It" and "the group" are the latest medium."""
    found = _name(text, span, actors, initials)
    recent = [(old, source) for _, old, source in reversed(memory[-_MEMORY_SPEAKERS:])]
    if found.reference == "pronoun":
        known = _by_pronoun(found, recent) if found.name.lower() in ("it", "them") else None
        return known.name if known is not None and known.type in _MEDIA else ""
    if found.reference == "definite":
        known = _by_noun(found, recent)
        if known is not None and known.type in _MEDIA:
            return known.name
        if found.heads & _MEDIUM_NOUNS and media:
            return media[-1]
        return found.name if found.type in ("state_media", "media_outlet") else ""
    if found.heads & {"reporters", "journalists", "newsmen", "reporter", "journalist"} and found.reference != "name":
        return ""
    return found.name if found.type in _MEDIA else ""


def _resolved(
    mine: Named,
    draft: Draft,
    memory: list[tuple[int, Named, Source]],
    named: Sequence[Named | None],
    drafts: Sequence[Draft],
    position: int,
) -> Source:
    own = Source(mine.name, mine.type, draft.source)
    recent = [
        (old, source) for sentence, old, source in reversed(memory[-_MEMORY_SPEAKERS:]) if draft.sentence - sentence <= _MEMORY_SENTENCES
    ]
    found: Source | None = None
    if mine.reference == "pronoun":
        found = _by_pronoun(mine, recent)
    elif mine.reference == "definite":
        found = _by_noun(mine, recent)
    elif (mine.reference == "name" and mine.person is not None and mine.name == mine.person) or (
        mine.reference == "name" and not mine.heads
    ):
        found = _by_surname(mine, recent)
    if found is None and mine.type == "ngo_monitor" and mine.reference in ("indefinite", "definite"):
        found = _ahead(named, drafts, position)
    return own if found is None else Source(found.name, found.type, draft.source)


def _by_pronoun(mine: Named, recent: list[tuple[Named, Source]]) -> Source | None:
    low = mine.name.lower()
    if low in _PERSON_PRONOUNS:
        persons = speaker_words().persons
        fitting = [
            source
            for old, source in recent
            if old.person is not None or old.heads & persons or old.reference == "pronoun" or old.type in ("witness", "official")
        ]
    elif low == "it":
        fitting = [
            source
            for old, source in recent
            if source.type not in ("witness", "medical") and (old.person is None or source.name != old.person)
        ]
    elif low in ("they", "them", "we"):
        fitting = [source for old, source in recent if old.person is None or source.name != old.person]
    else:
        return None
    return fitting[0] if fitting else (recent[0][1] if recent else None)


def _by_noun(mine: Named, recent: list[tuple[Named, Source]]) -> Source | None:
    words = speaker_words()
    if mine.heads & words.documents:
        return recent[0][1] if recent else None
    if mine.heads & {"source"}:
        return next((source for old, source in recent if "source" in old.heads), None)
    for old, source in recent:
        if old.heads & mine.heads - {"group", "official", "chief", "head"} and old.reference != "definite":
            return source
        lowered = source.name.lower()
        if any(head in lowered.split() for head in mine.heads):
            return source
        if mine.heads & _MONITOR_NOUNS and source.type == "ngo_monitor":
            return source
    kinds: set[SourceType] = set()
    if mine.heads & _MONITOR_NOUNS or mine.type == "ngo_monitor":
        kinds = {"ngo_monitor"}
    elif mine.heads & {"agency", "newspaper", "channel", "broadcaster", "outlet", "network", "paper", "daily"}:
        kinds = {"state_media", "media_outlet", "belligerent"}
    elif mine.heads & {"group", "organisation", "organization", "organizations", "movement"}:
        kinds = {"ngo_monitor", "ngo", "belligerent"}
    elif mine.heads & words.persons:
        if " of " in mine.name or " for " in mine.name:
            return None
        kinds = {mine.type} if mine.type in ("official", "belligerent", "medical", "witness") else {"official", "belligerent"}
        one = not any(head.endswith("s") for head in mine.heads)
        return next(
            (source for old, source in recent if source.type in kinds and (old.person or _alike(old, words.persons, one=one))), None
        )
    return next((source for _, source in recent if source.type in kinds), None)


def _alike(old: Named, persons: frozenset[str], *, one: bool) -> bool:
    """Tell whether a speaker without a name is a person, and one only where one is looked for: "the governor" is not "officials"."""
    heads = old.heads & persons
    return bool(heads) and not (one and all(head.endswith("s") for head in heads))


def _by_surname(mine: Named, recent: list[tuple[Named, Source]]) -> Source | None:
    surname = mine.name.split()[-1].lower() if mine.name.split() else ""
    for old, source in recent:
        if old.person and old.person.lower().split()[-1] == surname:
            return source
        if mine.name and mine.name.lower() in source.name.lower().split():
            return source
    return None


def _ahead(named: Sequence[Named | None], drafts: Sequence[Draft], position: int) -> Source | None:
    here = drafts[position].sentence
    for later, draft in zip(named[position + 1 :], drafts[position + 1 :], strict=True):
        if draft.sentence - here > _LEAD_SENTENCES:
            return None
        if later is not None and later.type == "ngo_monitor" and later.reference == "name":
            return Source(later.name, later.type)
    return None


# ---------------------------------------------------------------- quotations and lists that run on


def run_on(sentences: Sequence[Sentence], drafts: Sequence[Draft], quotes: Sequence[Span]) -> list[Draft]:
    """Extend contents over quotations of several sentences and add what visibly continues an attribution."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        kept = _adopted(draft, quotes, sentences) if draft.shape == "orphan" else _over_quote(draft, quotes, sentences)
        if kept is not None:
            by_sentence.setdefault(draft.sentence, []).append(kept)
    out: list[Draft] = []
    listed_to = 0
    for position in range(len(sentences)):
        mine = by_sentence.get(position, [])
        if not mine and position >= listed_to:
            carried = _carried(position, sentences, out, quotes)
            mine = [carried] if carried is not None else []
        out += mine
        listed = _listed(position, sentences, mine, by_sentence)
        if listed:
            out += listed
            listed_to = listed[-1].sentence + 1
    return sorted(_unique(out), key=lambda draft: (draft.cue.start, draft.content.start, draft.content.end))


def _unique(drafts: list[Draft]) -> list[Draft]:
    return list({(draft.cue, draft.content): draft for draft in reversed(drafts)}.values())


def _adopted(draft: Draft, quotes: Sequence[Span], sentences: Sequence[Sentence]) -> Draft | None:
    """Give a speaker without words of his own the quotation that ends right before his sentence (""Why?" she asked")."""
    start = sentences[draft.sentence].span.start
    near = overlapping(quotes, Span(max(0, start - 3), start + 2))
    quote = next((quote for quote in near if start - 3 <= quote.end <= start + 2 and quote.start < start), None)
    return None if quote is None else replace(draft, content=quote, shape="after")


def _over_quote(draft: Draft, quotes: Sequence[Span], sentences: Sequence[Sentence]) -> Draft:
    """Grow a content over a quotation that begins or ends in another sentence."""
    start, end = draft.content.start, draft.content.end
    bounds = sentences[draft.sentence].span
    for quote in overlapping(quotes, draft.content):
        if not quote.overlaps(draft.content) or quote.overlaps(draft.cue):
            continue
        if quote.end > max(end, bounds.end) and quote.start >= start - 1 and draft.shape in ("before", "gerund", "after"):
            end = quote.end
        if quote.start < min(start, bounds.start) and draft.shape == "after":
            start = quote.start
    return draft if (start, end) == (draft.content.start, draft.content.end) else replace(draft, content=Span(start, end))


def _carried(position: int, sentences: Sequence[Sentence], out: Sequence[Draft], quotes: Sequence[Span]) -> Draft | None:
    """A sentence that is wholly quotation, behind an attributed one, belongs to the same speaker."""
    span = sentences[position].span
    if not out or position - out[-1].sentence > 1 or any(draft.content.overlaps(span) for draft in out[-4:]):
        return None
    inside = [quote for quote in overlapping(quotes, span) if quote.overlaps(span)]
    covered = sum(min(quote.end, span.end) - max(quote.start, span.start) for quote in inside)
    last = out[-1]
    if covered < _QUOTED_SHARE * (span.end - span.start) or (last.source is None and not last.carried and not last.same_speaker):
        return None
    return replace(
        last, sentence=position, content=Span(max(inside[0].start, span.start), inside[-1].end), carried=True, shape="carried", source=None
    )


def _listed(position: int, sentences: Sequence[Sentence], mine: Sequence[Draft], by_sentence: dict[int, list[Draft]]) -> list[Draft]:
    """Carry what stands below "X gave the following examples:" or, unquoted, below "X said:"."""
    if not mine or not sentences[position].text.rstrip().endswith(":") or (mine[-1].source is None and not mine[-1].same_speaker):
        return []
    header = sentences[position]
    release = mine[-1].shape == "header" and position < _RELEASE_HEAD
    found: list[Draft] = []
    for following in range(position + 1, len(sentences)):
        item = sentences[following]
        block = mine[-1].shape == "header" and item.paragraph == sentences[position + 1].paragraph
        if (
            following in by_sentence
            or item.zone != header.zone
            or item.text[:1] in '"“'
            or not (release or block or _is_item(item, header))
        ):
            break
        found.append(replace(mine[-1], sentence=following, content=item.span, carried=True, shape="carried", source=None))
    return found


def _is_item(item: Sentence, header: Sentence) -> bool:
    stripped = item.text.lstrip()
    inside = item.header is not None and item.header != header.header
    return inside or stripped[:1] in ("-", "–", "—", "*", "•", "·") or stripped[:2].rstrip(".)").isdigit()
