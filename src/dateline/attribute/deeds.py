"""Which event a denial, an accusation or a claim of responsibility speaks of, where its own words tell none: "the army blamed the rebels"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from dateline.data.triggers import EVENT_TYPE_OF, load_triggers
from dateline.records import Attribution, EventReport

_VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_VIOLENT_TOO = frozenset({"Excessive force against protesters", "Protest with intervention", "Violent demonstration", "Mob violence"})
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_REFERS = re.compile(
    r"(?:any |all )?(?:this|it|that|these|those|so|(?:(?:the|this|that|these|those|such|his|her|its|their|any|all|both)\s+)?(?:[\w'’-]+\s+){0,3}?"
    r"(?:claims?|allegations?|accusations?|charges?|reports?|accounts?|versions?|statements?|assertions?|suggestions?|wrongdoing|guilt|blame))\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:the|this|that|these|those|any|such|his|its|their|(?:of|for)\s+an?|[A-Z]\w+day['’]s)\s+(?:[\w'’-]+\s+){0,3}?"
    r"(?:attacks?|assaults?|incidents?|violence|killings?|deaths?|murders?|massacres?|atrocit(?:y|ies)|crimes?|blasts?|explosions?|operations?|events?)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:long|repeatedly|often|routinely|regularly|frequently|always|usually|habitually|for (?:years|decades|months))\b", re.IGNORECASE
)
_SELF = re.compile(
    r"(?:that\s+)?(?:its|it|their|they|his|her|he|she|our|we)\b|"
    r"(?:having|carrying out|being|shelling|bombing|attacking|killing|targeting|striking|shooting|abducting|burning)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|did|does|do|can|could|may|might|\w{3,}ed|of|for|with|as)\b")
_NOT_REFERRED = re.compile(
    r"\b(?:offer|proposal|plan|demand|call|talks|ceasefire|truce|deal|request|invitation|appeal|resolution|bid)s?\b", re.IGNORECASE
)
_RESPONSIBLE = re.compile(r"\s+(?:(?:fully|directly|solely)\s+)?(?:responsible|accountable)$")
NEAR = 4
"""Sentences back at most to an event that only "this" or the name of the accused refers to; two short paragraphs."""
_BACK, _AHEAD = 200, 20
"""Mentions of events back and ahead at most that are looked at: a long report's last pages speak of what is told there."""
_MAX_NAME = 8
"""Words of a content that holds nothing but the name of the accused."""


class Deeds:
    """The events of a report, asked for the one that some words without a trigger of their own speak of.

    `text` is the document's, the names of armed sides veiled: whom they accuse does not tell of which deed.
    """

    def __init__(self, text: str, events: Sequence[EventReport]) -> None:
        self._text = text
        self._events = [event for event in events if event.realis not in ("planned", "hypothetical_denied")]
        told = ((span.start, number) for number, event in enumerate(self._events) for span in (event.trigger, *event.mentions))
        self._told = sorted(told)
        self._places = {loc.name for event in self._events for loc in event.locations[:1] if loc.level != "country" and loc.name}

    def spoken_of(self, attribution: Attribution) -> EventReport | None:
        """Return the latest event before the attribution that fits its words by kind and place, or None; one after it only where none is told before."""
        start = attribution.cue.start if attribution.cue is not None else attribution.content.start
        edge = bisect_left(self._told, (min(start, attribution.content.start), -1))
        words = _Words(attribution, self._words(attribution), self._places)
        before = [number for _, number in reversed(self._told[max(0, edge - _BACK) : edge])]
        behind = [number for _, number in self._told[edge : edge + _AHEAD]] if not before else []
        for numbers, ahead in ((before, False), (behind, True)):
            order = {number: -position for position, number in reversed(list(enumerate(dict.fromkeys(numbers))))}
            ranked = [
                (score, self._events[number].salience != "aggregate", latest, number)
                for number, latest in order.items()
                if (score := words.fit(self._events[number], ahead=ahead))
            ]
            if ranked:
                return self._events[max(ranked)[3]]
        return None

    def _words(self, attribution: Attribution) -> str:
        return self._text[attribution.content.start : attribution.content.end]

    def refers(self, attribution: Attribution) -> bool:
        """Tell whether the words only refer to what somebody said before: "this", "the allegations"."""
        return _refers(self._words(attribution), attribution.act)

    def speaks_of_itself(self, attribution: Attribution) -> bool:
        """Tell whether a denial is about the speaker's own part: "denied that its forces had shelled the market"."""
        return _SELF.match(self._words(attribution)) is not None


class _Words:
    """The words of one attribution's content, read once for all the events that they may speak of."""

    def __init__(self, attribution: Attribution, words: str, places: AbstractSet[str]) -> None:
        self._sentence = attribution.sentence
        self._act = attribution.act
        self._families = frozenset(_families_in(words))
        self._general = _GENERAL.search(words) is not None
        self._habit = _HABIT.search(words) is not None and not self._general
        self._named = frozenset(name for name in places if name in words and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))
        self._refers = _refers(words, attribution.act)

    def fit(self, event: EventReport, *, ahead: bool) -> int:
        """Return how well the words fit an event: 0 not at all, 1 by reference, 2 and 3 by kind of deed; the place adds one."""
        violent = event.event_type in _VIOLENT or event.sub_event_type in _VIOLENT_TOO
        here = any(location.name in self._named for location in event.locations)
        if self._named and not here:
            return 0
        kind = self._kinship(event, violent=violent)
        if kind and not self._habit:
            return kind + here
        if ahead or not 0 <= self._sentence - event.sentence <= NEAR:
            return 0
        return 1 if self._refers and (violent or self._act == "deny") else 0

    def _kinship(self, event: EventReport, *, violent: bool) -> int:
        """Return 3 where the words hold a trigger of the event's own kind, 2 a kindred or general one, 0 none."""
        best = 2 if violent and self._general else 0
        own = _families_of(event)
        for family, event_type in self._families:
            if family in own and family != "any":
                return 3
            if (family == "any" and violent) or (violent and event_type == event.event_type == "Explosions/Remote violence"):
                best = 2
        return best


def _refers(words: str, act: str) -> bool:
    """Tell whether words refer back without naming a deed: "this", "the allegations", or only the name of the accused."""
    if act == "claim_responsibility":
        return True
    if act == "deny":
        return _REFERS.match(words) is not None and _NOT_REFERRED.search(words) is None
    words = _RESPONSIBLE.sub("", words)
    return len(words.split()) <= _MAX_NAME and _FINITE.search(words) is None


def _families_of(event: EventReport) -> frozenset[str]:
    by_lemma, by_type = _families()
    return by_lemma.get(event.lemma, frozenset()) | by_type.get(event.sub_event_type, frozenset())


def _families_in(words: str) -> Iterator[tuple[str, str]]:
    """Yield the family and event type of each trigger word or phrase, every reading of it."""
    table = load_triggers()
    lows = tuple(match.group().lower() for match in _WORD.finditer(words))
    index = 0
    while index < len(lows):
        forms = table.by_first.get(lows[index], ())
        hit = next((form for form in forms if lows[index : index + len(form.words)] == form.words), None)
        for form in forms if hit is not None else ():
            if hit is not None and form.words == hit.words:
                sense = table.senses[form.sense]
                yield sense.family, EVENT_TYPE_OF[sense.sub_event_type]
        index += len(hit.words) if hit is not None else 1


@cache
def _families() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return the families of senses by the lemma of a trigger and by sub-event type."""
    table = load_triggers()
    by_lemma: dict[str, set[str]] = {}
    by_type: dict[str, set[str]] = {}
    for forms in table.by_first.values():
        for form in forms:
            by_lemma.setdefault(form.lemma, set()).add(table.senses[form.sense].family)
    for sense in table.senses.values():
        by_type.setdefault(sense.sub_event_type, set()).add(sense.family)
    return {key: frozenset(value) for key, value in by_lemma.items()}, {key: frozenset(value) for key, value in by_type.items()}
