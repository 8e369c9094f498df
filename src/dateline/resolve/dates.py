"""Chooses the date of an event: the expression that modifies its trigger, else the context, else the publication rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.records import DateValue, EventReport, Sentence, Span, TimeMention

NEWS_DAYS = 7
"""News without a date happened in the week before publication (the guideline's rule)."""
_SUBORDINATE = re.compile(
    r"[;]|\b(?:after|before|since|until|following|when|while|where|which|who|whom|whose|because|although"
    r"|as\s+well\s+as\s+those|despite|in\s+response\s+to|ahead\s+of|amid|than)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s+(?:and|but|or|while)\s|\b(?:that|said|says|told|adding|but)\b|[—–:]|\.\s", re.IGNORECASE)
_PAST_BACKGROUND = re.compile(
    r"\b(?:already|had(?:\s+\w+ly)?(?:\s+been)?|previously|formerly|earlier|once)(?:\s+(?:been|also|\w+ly|\w+ed))?\s*$",
    re.IGNORECASE,
)
_OWN_CLAUSE = re.compile(rf"{_SUBORDINATE.pattern}|,\s+(?:and|but)\s|\bthat\b", re.IGNORECASE)
_APART = re.compile(r"[,;]|\band\b", re.IGNORECASE)
_BESIDE = re.compile(r"\s*(?:on|in|at|last|early|late|earlier)?\s*", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:was|were|has|have|had|is|are)\b", re.IGNORECASE)
_ADVERBIAL = re.compile(r",\s+\w+ing$")  # "..., killing nine" goes with the clause before it
_ALREADY = re.compile(r"(?:already|previously|formerly|earlier)\b", re.IGNORECASE)
_FRONTED = re.compile(
    r"^(?:[^.;]{0,80}?(?:--|[—–\])]|\s-)\s+)?\W*(?:(?:on|in|at|by|earlier|late|early|since|during|over|between|from|meanwhile|also|and|but|then|later"
    r"|separately|elsewhere|days|the|week|month|additionally),?\s*)*(?:(?:on|in|at|by|earlier|during|since|over"
    r"|the)\s+)*$",
    re.IGNORECASE,
)


def news_date(published: dt.date | None) -> DateValue:
    """Return the date of news without one: the week up to publication, open where publication is unknown."""
    if published is None:
        return DateValue(None, None, "unknown", "publication")
    return DateValue(published - dt.timedelta(days=NEWS_DAYS), published, "week", "publication")


def _gap_cost(text: str, trigger: Span, span: Span) -> float | None:
    """Cost of hanging a date on a trigger by what lies between them; None where another clause owns the date."""
    if span.overlaps(trigger):
        return 0.0
    after = span.start >= trigger.end
    gap = text[trigger.end : span.start] if after else text[span.end : trigger.start]
    cost = float(len(gap))
    if not after and _fronted(text, span):
        return cost / 10 + 5 + (60 if re.search(r"[;]|\.\s", gap) else 0)
    breaks = len(_SUBORDINATE.findall(re.sub(r"\bsince\s*$", "", gap) if after else gap))
    if after and breaks and not _relative_to_trigger(gap):
        return None
    if not after and (re.search(r";", gap) or (breaks and text[: span.start].strip() == "")):
        return None
    return cost + 40 * len(_CLAUSE.findall(gap)) + 60 * breaks


def _relative_to_trigger(gap: str) -> bool:
    """Tell whether the break only opens a relative clause about the trigger itself ("an attack which took place on Friday")."""
    return re.match(r"\s*,?\s*(?:which|that|when)\b[\w\s]{0,30}$", gap, re.IGNORECASE) is not None


def _fronted(text: str, span: Span) -> bool:
    """Tell whether a date opens the sentence as an adverbial and so holds for all its clauses ("On Sunday ...", not "Sunday's attack")."""
    return _FRONTED.match(text[: span.start]) is not None and not re.search(r"['’]?s$", text[span.start : span.end])


def _owned_by_other(trigger: Span, span: Span, others: Collection[Span], text: str) -> bool:
    """Tell whether another trigger stands between the date and this one, or has the date in a clause of its own."""
    if span.start >= trigger.end:
        return any(
            trigger.end <= other.start and other.end <= span.start and _OWN_CLAUSE.search(text[trigger.end : other.start])
            for other in others
        )
    if _fronted(text, span) or _ADVERBIAL.match(text[span.end : trigger.end]):
        return False
    return any(
        (span.end <= other.start and other.end <= trigger.start)
        or (other.end <= span.start and _APART.search(text[span.end : trigger.start]))
        or (other.end <= span.start and _BESIDE.fullmatch(text[other.end : span.start]) and _FINITE.search(text[span.end : trigger.start]))
        for other in others
    )


def choose_time(
    trigger: Span, sentence: Sentence, times: Sequence[TimeMention], *, cue_times: Collection[Span] = (), others: Collection[Span] = ()
) -> TimeMention | None:
    """Return the time expression of the sentence that modifies the trigger, None where none does.

    Offsets are the document's; `cue_times` modify the reporting cue and are left out, `others` are further triggers of the sentence.
    """
    base = sentence.span.start
    text = sentence.text
    local = Span(max(0, trigger.start - base), max(0, trigger.end - base))
    rivals = [Span(s.start - base, s.end - base) for s in others if sentence.span.covers(s) and s != trigger]
    best: tuple[float, TimeMention] | None = None
    for time in times:
        if time.sentence != sentence.index or not sentence.span.covers(time.span) or any(time.span.overlaps(cue) for cue in cue_times):
            continue
        span = Span(time.span.start - base, time.span.end - base)
        cost = _gap_cost(text, local, span)
        if cost is None or _owned_by_other(local, span, rivals, text):
            continue
        cost += 100 if time.value.basis == "publication" else 0
        if best is None or cost < best[0]:
            best = (cost, time)
    return best[1] if best else None


def event_date(
    trigger: Span,
    sentence: Sentence,
    times: Sequence[TimeMention],
    *,
    published: dt.date | None,
    realis: str,
    cue_times: Collection[Span] = (),
    context: DateValue | None = None,
    others: Collection[Span] = (),
) -> DateValue:
    """Return when the event of a trigger happened.

    The expression that modifies it, else the date carried from the context (basis "inferred"), else the guideline's rules: planned events
    without a date stay open, background ("had been", "already") lies before publication, news lies in the week up to it.
    """
    chosen = choose_time(trigger, sentence, times, cue_times=cue_times, others=others)
    if chosen is not None:
        return chosen.value
    if realis == "planned":
        return DateValue(None, None, "unknown", "inferred")
    left = sentence.text[: max(0, trigger.start - sentence.span.start)]
    if (
        _PAST_BACKGROUND.search(left[-30:]) or _ALREADY.match(sentence.text, max(0, trigger.start - sentence.span.start))
    ) and context is None:
        return DateValue(None, published, "before", "publication")
    if context is not None:
        return replace(context, basis="inferred", expr=None)
    return news_date(published)


STORY_EVENTS = 2
"""How many core events must share the only day of a report before it dates the undated ones, where the lead tells none."""
LEAD_SENTENCES = 3
"""The lead: one dated event in it gives the day of the report (the first sentences of news tell when)."""
CARRIED_SENTENCES = 1
"""How far, in sentences of one paragraph, a dated event dates the undated ones that are told after it."""


@dataclass(slots=True)
class Narrative:
    """The days that undated events take up as the report tells them one after the other."""

    day: DateValue | None  # the only day of the report's dated core events
    _last: tuple[Sentence, DateValue] | None = None  # the dated event told last

    @classmethod
    def of(cls, events: Iterable[EventReport]) -> Narrative:
        """Return the narrative of a report's events as they stand before undated ones are dated."""
        dated = [
            (e.date.start, e.date.end, e.sentence)
            for e in events
            if e.salience != "background" and e.realis != "planned" and e.date.precision == "day" and e.date.expr
        ]
        lead = dated and min(at for *_, at in dated) < LEAD_SENTENCES
        if len({day for day, *_ in dated}) != 1 or (len(dated) < STORY_EVENTS and not lead):
            return cls(None)
        return cls(DateValue(*dated[0][:2], "day", "inferred"))

    def at(self, event: EventReport, sentence: Sentence) -> DateValue | None:
        """Return the day that an undated event takes up, None where the report tells none."""
        if self._last is None or event.realis == "planned" or event.salience == "background":
            return self.day
        told, date = self._last
        near = told.paragraph == sentence.paragraph and 0 <= sentence.index - told.index <= CARRIED_SENTENCES
        return date if near else self.day

    def tell(self, event: EventReport, sentence: Sentence, date: DateValue) -> None:
        """Go on to the next event; plans and background leave the story's day as it is."""
        if date.precision == "day" and date.expr is not None and event.realis != "planned" and event.salience != "background":
            self._last = sentence, date
