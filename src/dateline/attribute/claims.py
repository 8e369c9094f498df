"""Claims: which speaker stands behind each event report, toll, loss, control state and statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dateline.attribute.clauses import Clauses
from dateline.attribute.deeds import NEAR, Deeds
from dateline.attribute.naming import body_of_outlet
from dateline.data.actors import load_actors
from dateline.data.countries import load_countries
from dateline.records import (
    Attribution,
    Certainty,
    Claim,
    ControlState,
    EventReport,
    Page,
    Sentence,
    Span,
    Statement,
)
from dateline.veil import ArmedName, veiled

_NO_ASSERTION = frozenset({"call", "ask", "withhold"})  # what a call or question presupposes is the author's own assertion
_OF_A_DEED = frozenset({"deny", "accuse", "claim_responsibility"})
_HARMED = frozenset({"killed", "wounded", "casualties"})
_TOLL = re.compile(
    r"(?:that\s+)?(?:the|this|that|those|these|its|their|any|such)\s+(?:[\w'’-]+\s+){0,3}?(?:tolls?|figures?|numbers?|counts?)\b",
    re.IGNORECASE,
)
_DISCLAIMS = re.compile(
    r"\b(?:involvement|any role|a role|responsibility|being behind|any (?:link|connection)|complicity|participation|"
    r"(?:not|no longer|nor) (?:been )?(?:responsible|involved|behind)|nothing to do with)\b", re.IGNORECASE,
)  # fmt: skip
_OWNS = re.compile(
    r"(?:that\s+)?(?:it|they|we|(?:its|their|our|his)\s+(?:\w+\s+){1,2}?)\s*(?:(?:was|were|is|are|had been|have been)\s+(?:behind|responsible for)|"
    r"(?:had\s+|have\s+)?(?:carried out|conducted|staged|perpetrated|was the author of)\s+(?:the|this|that|these|those|\w+day['’]s)\s)\b",
    re.IGNORECASE,
)
_PARTOOK = re.compile(
    r"\b(?:was|were|is|are|been|being|had|have|has|took)\s+(?:\w+ly\s+|any\s+)?(?:involved|responsible|behind|complicit|part)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|nothing|never)\b|n['’]t\b")
_ACCUSED = re.compile(r"(?:the\s+)?((?:[\w'’.-]+\s+){0,5}?[\w'’.-]+)\s+(?:of|for|with)\b", re.IGNORECASE)
_ACCUSED_ALONE = re.compile(r"(?:the\s+)?([\w'’.()-]+(?:\s+[\w'’.()-]+){0,7})", re.IGNORECASE)
_JOINED = re.compile(r"\s+(?:and|or)\s+(?:the\s+)?")
_DEED_ON = re.compile(r"(?:(?!\bfor\b)[^,;])*?\b(?:on|to)\s+(?:(?:the|an?)\s+)?((?:(?!\b(?:on|to|for|of)\b)[^,;])+)")
_BLAMED = re.compile(r"\s+(?:(?:fully|directly|solely)\s+)?(?:responsible|accountable)$")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_HARM = re.compile(r"(?:were |was |been |have |has |had )*(?:kill|wound|injur|die|dead|death|los[et]|casualt|maim)\w*", re.IGNORECASE)
_NEGATION = re.compile(r"(?:\b(?:not|never|neither|without|failed to|cannot)\b|n['’]t\b)[^,;.]{0,40}$", re.IGNORECASE)
_WHOLE = 0.8  # of a sentence's characters from speaker to content; the rest is a date or an adverb
_OPENING = 5  # characters before the speaker who opens a sentence: a mark of quotation or "The"
_BLOCK = 1000  # characters in a block of the index over contents: some seven sentences
_ORDER: tuple[Certainty, ...] = ("certain", "probable", "possible")


@dataclass(frozen=True, slots=True)
class _Item:
    """A record to be claimed: its id, where it stands, and the event it belongs to."""

    id: str
    span: Span
    event: EventReport | None
    kind: str  # event | mention | toll | loss | state
    negated: bool = False


def claims(
    page: Page,
    attributions: Sequence[Attribution],
    events: Sequence[EventReport],
    statements: Sequence[Statement] = (),
    controls: Sequence[ControlState] = (),
    *,
    sentences: Sequence[Sentence] = (),
    names: Sequence[ArmedName] = (),
) -> tuple[Claim, ...]:
    """Return the claims that link every record to at least one speaker, ids k1, k2, ... in text order.

    A record belongs to the innermost attribution whose content holds its words, else to the outlet (or to the body whose release this is).
    `sentences` bound the clauses of what the outlet says; without them they are found by punctuation. `names` are those of armed sides.
    """
    told = sorted(events, key=lambda event: event.trigger)
    deeds = Deeds(veiled(page.document.text, names), told)
    maker = _Maker(page, attributions, Clauses(page.document, attributions, sentences), told, deeds)
    for item in _items(page, events, statements, controls):
        maker.claim(item)
    return maker.finish()


def _items(page: Page, events: Sequence[EventReport], statements: Sequence[Statement], controls: Sequence[ControlState]) -> Iterator[_Item]:
    for event in events:
        negated = event.realis == "hypothetical_denied" and _negated(page, event)
        yield _Item(event.id, event.trigger, event, "event", negated)
        for mention in event.mentions:
            if mention != event.trigger:
                yield _Item(event.id, mention, event, "mention", negated)
        for toll in event.tolls:
            yield _Item(toll.id, toll.span, event, "toll")
        for loss in event.losses:
            yield _Item(loss.id, loss.span, event, "loss")
    yield from (_Item(statement.id, statement.span, None, "state") for statement in statements)
    yield from (_Item(control.id, control.place_span, None, "state") for control in controls)


def _negated(page: Page, event: EventReport) -> bool:
    return _NEGATION.search(page.document.text[max(0, event.trigger.start - 60) : event.trigger.start]) is not None


class _Maker:
    """Collects claims while records are linked to their speakers; merged by speaker and content."""

    def __init__(
        self, page: Page, attributions: Sequence[Attribution], clauses: Clauses, events: Sequence[EventReport], deeds: Deeds
    ) -> None:  # fmt: skip
        self._page = page
        self._attributions = attributions
        self._by_block: dict[int, list[Attribution]] = {}
        for item in attributions:
            for block in range(item.content.start // _BLOCK, item.content.end // _BLOCK + 1):
                self._by_block.setdefault(block, []).append(item)
        self._clauses = clauses
        self._events = events
        self._author = body_of_outlet(_outlet(page))
        self._made: dict[tuple[object, ...], Claim] = {}
        self._claimed: set[str] = set()
        self._states: set[str] = set()
        self._with_actor: dict[tuple[object, ...], tuple[object, ...]] = {}
        self._spoken: dict[tuple[Span | None, str, Span], tuple[str, ...]] = {}
        self._last_told: tuple[int, EventReport | None] | None = None
        self._deeds = deeds
        self._doubts: dict[Span, Certainty] = {}

    def claim(self, item: _Item) -> None:
        """Put one record under the claims of those who say it; a bare verb of harm tells a toll, not the event."""
        if item.kind == "mention" and item.id in self._claimed and _HARM.fullmatch(item.span.of(self._page.document)):
            return
        if item.kind == "state":
            self._states.add(item.id)
        holders = self._holders(item.span)
        speaker = next((holder for holder in holders if not self._passes_over(holder, item)), None)
        if speaker is None and item.kind == "state":
            speaker = self._accuser(item.span)
        if item.kind == "mention" and speaker is None and item.id in self._claimed:
            return
        if speaker is None:
            self._by_author(item)
        else:
            for one in _together(speaker, holders):
                self._by_speaker(item, one)
        for denier in holders:
            if (
                denier is not speaker
                and (speaker is None or denier.cue != speaker.cue)
                and denier.act == "deny"
                and denier.polarity == "-"
                and item.kind != "mention"
            ):
                self._by_speaker(item, denier)
        responsible = next((holder for holder in holders if holder.act == "claim_responsibility"), None)
        if responsible is not None and item.event is not None and item.kind in ("event", "mention"):
            for one in _together(responsible, holders):
                self._responsibility(item, one)
        self._claimed.add(item.id)

    def finish(self) -> tuple[Claim, ...]:
        """Add denials and claims of responsibility that name no event themselves, number all claims in text order."""
        for attribution in self._attributions:
            self._about_deed(attribution)
            self._join_statements(attribution)
            named = self._named_event(attribution)
            if named is not None or attribution.act == "accuse":
                self._last_told = (attribution.sentence, named)
        ordered = sorted(self._made.values(), key=lambda claim: (claim.content.start, claim.content.end, claim.cue or claim.content))
        return tuple(_numbered(claim, number) for number, claim in enumerate(ordered, 1))

    def _holders(self, span: Span) -> list[Attribution]:
        """Return the attributions whose content holds the span, innermost first."""
        found = [item for item in self._by_block.get(span.start // _BLOCK, ()) if item.content.covers(span)]
        return sorted(found, key=lambda item: item.content.end - item.content.start)

    def _accuser(self, span: Span) -> Attribution | None:
        """Return who accuses somebody, or owns to a deed, in a sentence that he opens or fills: it is his claim, not the outlet's."""
        for item in self._by_block.get(span.end // _BLOCK, ()):
            if (
                item.act not in ("accuse", "claim_responsibility")
                or item.source.span is None
                or not (span.covers(item.content) and span.covers(item.source.span))
            ):
                continue
            told = item.content.end - min(item.source.span.start, item.content.start)
            if told >= _WHOLE * (span.end - span.start) or item.source.span.start - span.start <= _OPENING:
                return item
        return None

    @staticmethod
    def _passes_over(holder: Attribution, item: _Item) -> bool:
        return holder.act in _NO_ASSERTION or holder.act == "claim_responsibility"

    def _by_speaker(self, item: _Item, speaker: Attribution) -> None:
        denied = speaker.polarity == "-"
        words = speaker.content.of(self._page.document)
        if denied and (_DISCLAIMS.search(words) or _PARTOOK.search(words)):
            self._by_author(item)
            return
        about = [item.id]
        actor: tuple[str, ...] | None = None
        if speaker.act == "accuse" and item.event is not None and item.kind in ("event", "mention"):
            about.append(f"{item.event.id}.actors")
            actor = self._accused(item.event, speaker)
        polarity = "-" if denied != item.negated else "+"
        self._add(about, speaker, polarity, actor)

    def _accused(self, event: EventReport, speaker: Attribution) -> tuple[str, ...] | None:
        """Name the accused: initiators named in the accusation, else its first words, else the event's initiators."""
        initiators = [person for person in event.participants if person.role == "initiator"]
        inside = [person.name for person in initiators if any(speaker.content.covers(span) for span in person.spans)]
        content = speaker.content.of(self._page.document)
        words = self._blamed_on(speaker, content) or _ACCUSED.match(content) or _ACCUSED_ALONE.fullmatch(content)
        names = inside or (self._all_named(_BLAMED.sub("", words.group(1))) if words else [person.name for person in initiators])
        return tuple(dict.fromkeys(names)) or None

    def _blamed_on(self, speaker: Attribution, content: str) -> re.Match[str] | None:
        """Return the accused of "blamed the attack on X" and "attributed it to X"."""
        cue = speaker.cue.of(self._page.document).lower() if speaker.cue is not None else ""
        return _DEED_ON.fullmatch(content) if cue.startswith(("blam", "attribut", "pin")) else None

    @cached_property
    def _people(self) -> dict[str, str]:
        """The names of participants, then of sources, by the words that the report has for them."""
        text = self._page.document
        said = [(span, person.name) for event in self._events for person in event.participants for span in person.spans]
        said += [(one.source.span, one.source.name) for one in self._attributions if one.source.span is not None]
        found: dict[str, str] = {}
        for span, name in said:
            found.setdefault(_ARTICLE.sub("", span.of(text)), name)
        return found

    def _all_named(self, words: str) -> list[str]:
        """Return the names of one accused, or of two that "and" joins where either has a name of its own."""
        whole = self._named(words)
        parts = [self._named(part) for part in _JOINED.split(words)]
        known = len(parts) == 2 and any(name != part for name, part in zip(parts, _JOINED.split(words), strict=True))
        return parts if whole == words and known else [whole]

    def _named(self, words: str) -> str:
        """Return the name that the report or the registry has for the words of an actor, else the words."""
        if words in self._people:
            return self._people[words]
        if words.islower():
            part = {name for said, name in self._people.items() if words in said.split() and words not in name.split()}
            return part.pop() if len(part) == 1 else words
        country = load_countries().by_name(words)
        state = load_actors().state(country.iso2, "government") if country is not None else None
        if state is not None:
            return state.name
        known = load_actors().match(words)
        entry = load_actors().get(known[0].entries[0]) if len(known) == 1 and len(known[0].entries) == 1 else None
        return entry.name if entry is not None and (known[0].start, known[0].end) == (0, len(words)) else words

    def _responsibility(self, item: _Item, speaker: Attribution) -> None:
        assert item.event is not None
        self._add([item.event.id, f"{item.event.id}.actors"], speaker, "+", (speaker.source.name,))

    def _about_deed(self, attribution: Attribution) -> None:
        """Denials, accusations and claims of responsibility that hold no trigger of the event which they are about."""
        words = attribution.content.of(self._page.document)
        said = attribution.polarity == "-" or attribution.act in ("assert", "announce")
        partook = attribution.polarity == "-" and _PARTOOK.search(words) is not None
        if partook or (said and (attribution.polarity == "-" or _NOT.search(words)) and _DISCLAIMS.search(words)):
            event = self._event_at(attribution)
            if event is not None:
                self._add([f"{event.id}.actors"], attribution, "-", (attribution.source.name,))
        elif attribution.act in _OF_A_DEED and self._named_event(attribution) is None:
            self._linked(attribution)
        elif attribution.act in ("assert", "announce") and attribution.polarity == "+" and _OWNS.match(words):
            event = self._event_at(attribution)
            if event is not None:
                self._add_to(event, attribution, "+", (attribution.source.name,))

    def _named_event(self, attribution: Attribution) -> EventReport | None:
        """Return the event that a claim of this attribution is about, if one is made already."""
        made = self._spoken.get((attribution.cue, attribution.source.name, attribution.content), ())
        real = [event for event in self._events if event.realis != "hypothetical_denied"]
        return next((event for event in real if event.id in made or f"{event.id}.actors" in made), None) if made else None

    def _join_statements(self, attribution: Attribution) -> None:
        """Put statements that an accusation or claim of responsibility fills under its claim about the event."""
        words = (attribution.cue, attribution.source.name, attribution.content)
        alone = self._made.get((*words, "+", None))
        if alone is None or attribution.act not in ("accuse", "claim_responsibility") or not self._states.issuperset(alone.about):
            return
        key = self._with_actor.get((*words, "+"))
        if key is not None:
            del self._made[(*words, "+", None)]
            self._made[key] = replace(self._made[key], about=(*self._made[key].about, *alone.about))

    def _add_to(self, event: EventReport, attribution: Attribution, polarity: str, actor: tuple[str, ...] | None) -> None:
        """Put an event and its actors under one claim with what the same words were already taken to say."""
        alone = self._made.pop((attribution.cue, attribution.source.name, attribution.content, polarity, None), None)
        self._add((event.id, f"{event.id}.actors", *(alone.about if alone else ())), attribution, polarity, actor)

    def _linked(self, attribution: Attribution) -> None:
        if attribution.act == "claim_responsibility":
            event = self._deeds.spoken_of(attribution) or self._event_at(attribution)
            if event is not None:
                self._add_to(event, attribution, "+", (attribution.source.name,))
            return
        if attribution.act == "deny" and (toll := self._disputed_toll(attribution)) is not None:
            self._add([toll], attribution, attribution.polarity, None)
            return
        event = self._last_told[1] if self._last_told is not None and self._answers(attribution) else self._deeds.spoken_of(attribution)
        if event is None:
            return
        if attribution.act == "accuse":
            self._add_to(event, attribution, attribution.polarity, self._accused(event, attribution))
        elif self._deeds.speaks_of_itself(attribution):
            self._add_to(event, attribution, attribution.polarity, (attribution.source.name,))
        else:
            self._add([event.id], attribution, attribution.polarity, None)

    def _answers(self, attribution: Attribution) -> bool:
        """Tell whether a denial of "this" or "the allegations" answers the last claim about an event, or the last accusation, before it."""
        if attribution.act != "deny" or self._last_told is None or not self._deeds.refers(attribution):
            return False
        return 0 <= attribution.sentence - self._last_told[0] <= NEAR

    def _disputed_toll(self, attribution: Attribution) -> str | None:
        """Return the last toll told before a denial of "the toll" or "the figure"."""
        if not _TOLL.match(attribution.content.of(self._page.document)):
            return None
        before = [t for event in self._events for t in event.tolls if t.span.start < attribution.content.start and t.kind in _HARMED]
        return max(before, key=lambda toll: toll.span).id if before else None

    def _event_at(self, attribution: Attribution) -> EventReport | None:
        """Return the event inside the content, else the one spoken of, else the last one told before, else the first of the report."""
        inside = [event for event in self._events if any(attribution.content.covers(span) for span in (event.trigger, *event.mentions))]
        if inside:
            return inside[0]
        if (event := self._deeds.spoken_of(attribution)) is not None:
            return event
        start = attribution.content.start
        before = [event for event in self._events if event.trigger.start < start]
        return before[-1] if before else (self._events[0] if self._events else None)

    def _by_author(self, item: _Item) -> None:
        content = self._clauses.clause(item.span)
        polarity = "-" if item.negated else "+"
        certainty = self._clauses.hedged(content, item.span)
        key = (None, content, polarity, certainty)
        old = self._made.get(key)
        about = (*old.about, item.id) if old and item.id not in old.about else (old.about if old else (item.id,))
        self._made[key] = Claim(
            "", about, self._author, False, (), None, content, certainty, polarity, "distancing" if certainty == "possible" else "neutral"
        )

    def _add(self, about: Sequence[str], speaker: Attribution, polarity: str, actor: tuple[str, ...] | None) -> None:
        key = (speaker.cue, speaker.source.name, speaker.content, polarity, actor)
        old = self._made.get(key)
        merged = tuple(dict.fromkeys((*(old.about if old else ()), *about)))
        words = (speaker.cue, speaker.source.name, speaker.content)
        if actor is not None:
            self._with_actor[(*words, polarity)] = key
        self._spoken[words] = (*self._spoken.get(words, ()), *about)
        self._made[key] = Claim(
            "", merged, speaker.source, speaker.attributed, speaker.via, speaker.cue, speaker.content, self._certainty(speaker), polarity,
            speaker.cue_class, speaker.stance, actor, speaker.said_on, speaker.said_place,
        )  # fmt: skip

    def _certainty(self, speaker: Attribution) -> Certainty:
        doubt = self._doubts.get(speaker.content)
        if doubt is None:
            doubt = self._doubts[speaker.content] = self._clauses.doubt(speaker.content)
        return max(speaker.certainty, doubt, key=_ORDER.index)


def _together(speaker: Attribution, holders: Sequence[Attribution]) -> list[Attribution]:
    """Return the speaker and those who say the same with him ("officials and residents said")."""
    same = [holder for holder in holders if holder.cue == speaker.cue and holder.content == speaker.content]
    return same or [speaker]


def _numbered(claim: Claim, number: int) -> Claim:
    return Claim(
        f"k{number}", claim.about, claim.source, claim.attributed, claim.via, claim.cue, claim.content, claim.certainty, claim.polarity,
        claim.cue_class, claim.stance, claim.actor, claim.said_on, claim.said_place, claim.made_by, claim.confidence,
    )  # fmt: skip


def _outlet(page: Page) -> str:
    sighting, meta = page.sighting, page.document.meta
    original = sighting.original_outlet or (meta.original_outlet.value if meta.original_outlet else None)
    seen = meta.outlet or meta.agency  # wire copy names its agency alone
    return original or sighting.outlet or (seen.value if seen else None) or "Unknown outlet"
