"""What each report says about who holds a place: its control states, and the changes of hands that its event reports tell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache

from dateline.data.actors import load_actors
from dateline.data.triggers import load_triggers
from dateline.link.control import holder_key
from dateline.linked import ControlSketch
from dateline.records import Claim, CodedReport, ControlState, EventReport, Location, Participant, Source, Span, stable_id

_PART = re.compile(
    r"\b(?:parts?|half|halves|quarters?|suburbs?|districts?|outskirts|neighbou?rhoods?|countryside|areas?|swathes?|bank|side|edges?|"
    r"villages|hills|(?:north|south|east|west)\w*)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(r"\b(?:to|towards?|into|in the direction of)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?)?$", re.IGNORECASE)
_OF_A_PERSON = re.compile(r"\b(?:he|she|who)\s+(?:was|were|is|had been|has been)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_NOT_YET = re.compile(
    r"(?:^|[,;.]\s+)(?:had|should|were|unless|if)\s+(?:the |an? |[A-Z])[^,;.]*$|\b(?:once|as soon as)\s[^,;.]*\b(?:has|have)\s+$|"
    r"\b(?:may|might|could|would|should)\s+(?:soon\s+|also\s+)?(?:have\s+)?$|\b(?:nearly|almost|all but|yet to|"
    r"close to|near to|verge of|brink of|about to|short of|poised to|play\w* down (?:the )?(?:reports?|claims?) [^,;.]*)\s*(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_NO_GARRISON = re.compile(
    r"\s+(?:its|their|his)\s+(?!(?:\w+\s+)?(?:troops|forces|soldiers|men|fighters|units|army|garrison)\b)\w+|"
    r"\s+(?:out\s+)?(?:of|from)?\s*(?:the\s+)?(?:talks|negotiations|accord|agreement|deal|treaty|race|elections?)\b",
    re.IGNORECASE,
)
"""What a party may pull out, or out of, and yet stay in the place."""
_NOBODY = frozenset({"Unidentified armed actor", "Unidentified"})
_LONGEST_WORDS = 240
_TERRITORY = ("Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory")
_REAL = frozenset({"actual", "hypothetical_denied"})
_NO_PARTY = frozenset({"media", "monitor", "ngo", "medical", "agency", "civilians"})

_Speakers = Mapping[str, tuple[Claim, ...]]
_Holder = tuple[str | None, str | None]


def control_claims(report: CodedReport) -> tuple[ControlSketch, ...]:
    """Return the claims of a report about who holds what, one for each speaker and place, states first, then changes of hands.

    Changes of hands are read from the outcome of event reports, or where they have none from the kind of their trigger; what is planned,
    has failed or goes on makes none. A claim that denies keeps its polarity.
    """
    speakers: dict[str, list[Claim]] = {}
    for claim in report.claims:
        for target in claim.about:
            speakers.setdefault(target, []).append(claim)
    by_target = {target: tuple(found) for target, found in speakers.items()}
    taken = {(c.sentence, c.place.casefold()) for c in report.controls if c.basis == "taken"}
    given = {(c.sentence, c.place.casefold(), holder_key(c.former, None)) for c in report.controls if c.basis == "taken" and c.former}
    told: set[tuple[int | None, str]] = set()
    kept = []
    for event in report.events:
        change = _change(event)
        where = {(_sentence(report, event.trigger), place.name.casefold()) for place in event.locations}
        if change is not None and any((*one, holder_key(change[1][0], None)) in given for one in where):
            continue  # the words say that who is said to take it gave it up
        if change is not None and _overruled(report, event, change):
            continue
        if change is not None and not (change[0] == "left" and where & taken):  # there the words say who took it
            told |= where
            kept.append(event)
    return (*_states(report, by_target, told), *_changes(report, kept, by_target))


def _overruled(report: CodedReport, event: EventReport, change: tuple[str, _Holder, _Holder]) -> bool:
    """Tell whether the words around the trigger of an event report tell of the change of hands, and name other parts in it.

    The roles of an event report are those of a clash; "lost X to Y" and "overran their camp on X" give each party its part in words.
    """
    basis, taker, former = change
    for control in report.controls:
        if not control.span.covers(event.trigger) or (control.basis == "state" and control.state not in ("lost", "besieged")):
            continue
        if control.state == "besieged":
            return True
        key = holder_key(control.holder, control.side)
        if key != holder_key(*(former if control.state == "lost" else taker)) or (basis == "left") != (control.state == "lost"):
            return True
    return False


def _sentence(report: CodedReport, span: Span) -> int | None:
    return next((s.index for s in report.sentences if s.span.covers(span)), None)


def speaker_side(source: Source) -> str | None:
    """Return the side that a speaker stands on, None for those who are no party or not in the registry."""
    return _side(source.name)


@cache
def _side(name: str) -> str | None:
    actors = load_actors()
    entries = [actors.get(one) for match in actors.match(name) for one in match.entries[:1]]
    return next((entry.side for entry in entries if entry is not None and entry.kind not in _NO_PARTY), None)


def _states(report: CodedReport, speakers: _Speakers, told: Container[tuple[int | None, str]]) -> Iterator[ControlSketch]:
    """Yield the states, and those changes of hands that no event report tells: `told` has the sentences and places that one does."""
    by_span = {span: place for place in report.places for span in place.spans}
    for control in report.controls:
        where = _located(control.place_span, by_span)
        name = where.name if where is not None else control.place
        day = control.start or control.end
        if control.basis != "state":
            if any((control.sentence, one.casefold()) in told for one in (name, control.place)):
                continue
            day = _day_of(report, control) or day
        yield from _told(
            report, control.id, control.span, speakers.get(control.id, ()),
            place=name, where=where, written=control.place, part=_is_part(report, control, name), holder=(control.holder, control.side),
            former=(control.former, None), state=control.state, basis=control.basis, day=day, since=day, until=control.end if control.state != "lost" else None,
        )  # fmt: skip


def _day_of(report: CodedReport, control: ControlState) -> dt.date | None:
    """Return the last day of the first time expression of the sentence that names days, None where none does."""
    dates = (t.value for t in report.mentions.times if t.sentence == control.sentence)
    return next((d.end or d.start for d in dates if d.precision in ("day", "range", "week") and (d.end or d.start)), None)


def _located(span: Span, by_span: Mapping[Span, Location]) -> Location | None:
    """Return the resolved place of a span: of its own words, or of the first place named within them."""
    if span in by_span:
        return by_span[span]
    inside = sorted((one for one in by_span if span.covers(one) or one.covers(span)), key=lambda one: (one.start, -one.end))
    return by_span[inside[0]] if inside else None


def _is_part(report: CodedReport, control: ControlState, name: str) -> bool:
    """Tell whether the words speak of a part of the place: "the western suburbs of X", or before a bare name "parts of"."""
    text, span = report.page.document.text, control.place_span
    before = re.search(r"(?:[\w-]+\s+){1,3}(?:of|in)\s+(?:the\s+)?$", text[max(0, span.start - 40) : span.start])
    words = f"{before.group() if before else ''}{span.of(report.page.document)}"
    return _PART.search(words.replace(name, "")) is not None


def _is_goal(report: CodedReport, place: Location) -> bool:
    """Tell whether the words give a place as where somebody went."""
    text = report.page.document.text
    return place.relation == "towards" or any(_GOAL.search(text, max(0, span.start - 40), span.start) for span in place.spans[:1])


def _changes(report: CodedReport, events: Iterable[EventReport], speakers: _Speakers) -> Iterator[ControlSketch]:
    for event in events:
        if event.realis not in _REAL or event.salience == "aggregate" or not event.locations:
            continue
        change = _change(event)
        if change is None:
            continue
        basis, taker, former = change
        claims = speakers.get(f"{event.id}.outcome", ()) or speakers.get(event.id, ())
        if event.realis == "hypothetical_denied" and not any(claim.polarity == "-" for claim in claims):
            continue
        if _OF_A_PERSON.search(report.page.document.text, max(0, event.trigger.start - 40), event.trigger.start) and basis == "taken":
            continue
        text = report.page.document.text
        if _NOT_YET.search(text, max(0, event.trigger.start - 80), event.trigger.start):
            continue
        if basis == "left" and _NO_GARRISON.match(text, event.trigger.end):
            continue
        names = {place.casefold() for place in (event.outcome.places if event.outcome else ())}
        own = [place for place in event.locations if place.name.casefold() in names] or list(event.locations[:1])
        worded = {c.place.casefold() for c in report.controls if c.basis != "state" and c.span.covers(event.trigger)}
        if worded:  # the words say which of the places it is
            told = {c.place.casefold() for c in report.controls if c.basis != "state" and not c.span.covers(event.trigger)}
            own = [place for place in own if _among(place, worded)] or [place for place in own if not _among(place, told)]
        if basis == "left":  # "retreated toward X", "fled to X": there they went
            own = [place for place in own if not _is_goal(report, place)]
        day, since = event.date.end or event.date.start, event.date.start or event.date.end
        for place in own:
            yield from _told(
                report, f"{event.id}:{place.name}", event.trigger, claims,
                place=place.name, where=place, written=place.name, part=False, holder=taker if basis != "left" else former,
                former=former if basis != "left" else (None, None), state="lost" if basis == "left" else "held", basis=basis,
                day=day, since=since, until=None,
            )  # fmt: skip


def _among(place: Location, names: Iterable[str]) -> bool:
    """Tell whether a place is one of those named, each in lower case."""
    return any(place.name.casefold() in one or one in place.name.casefold() for one in names)


def _change(event: EventReport) -> tuple[str, _Holder, _Holder] | None:
    """Return what kind of change of hands an event report tells, who takes or keeps the place, and who loses it; None where none changes."""
    outcome = event.outcome
    frame = _frames().get(event.lemma)
    acting = [p for p in event.participants if p.role == "initiator"]
    others = [p for p in event.participants if p.role == "target"]
    if outcome is not None:
        taker, former = _joined(event, outcome.by), _joined(event, (outcome.from_,) if outcome.from_ else ())
        if outcome.kind == "captured":
            if event.sub_event_type not in _TERRITORY or event.locations[0].relation not in ("at", "in"):
                return None  # fighters were captured near it, or it was entered and fought for
            return ("taken", taker, former) if taker[0] else ("left", taker, former) if former[0] else None
        if outcome.kind == "lost" and former[0]:
            return ("taken", taker, former) if taker[0] else ("left", taker, former)
        if outcome.kind == "repelled" and taker[0]:
            return "repelled", taker, former
    if frame == "withdraw" and acting:
        return "left", (None, None), _joined(event, tuple(p.name for p in acting[:1]))
    if event.sub_event_type in _TERRITORY[:2] and acting and outcome is None:
        return "taken", _joined(event, tuple(p.name for p in acting)), _joined(event, tuple(p.name for p in others[:1]))
    return None


@cache
def _frames() -> Mapping[str, str]:
    """Return the frame of each trigger lemma that has one only."""
    table = load_triggers()
    found: dict[str, set[str]] = {}
    for forms in table.by_first.values():
        for form in forms:
            found.setdefault(form.lemma, set()).add(table.senses[form.sense].frame)
    return {lemma: next(iter(frames)) for lemma, frames in found.items() if len(frames) == 1}


def _joined(event: EventReport, names: tuple[str, ...]) -> _Holder:
    """Return the names as one holder, with the side where all stand on one."""
    people: list[tuple[str, Participant | None]] = []
    for name in dict.fromkeys(names):
        if name not in _NOBODY:
            people.append((name, next((p for p in event.participants if name in (p.name, p.side)), None)))
    if not people:
        return None, None
    sides = {p.side if p is not None else None for _, p in people}
    return " and ".join(name for name, _ in people), next(iter(sides)) if len(sides) == 1 else None


def _told(
    report: CodedReport, id_: str, span: Span, claims: tuple[Claim, ...], *, place: str, where: Location | None, written: str, part: bool,
    holder: _Holder, former: _Holder, state: str, basis: str, day: dt.date | None, since: dt.date | None,
    until: dt.date | None,
) -> Iterator[ControlSketch]:  # fmt: skip
    """Yield one sketch for each speaker; what no claim is about is the outlet's own."""
    sighting = report.page.sighting
    outlet = sighting.outlet or sighting.doc_id
    told = sorted({(c.source.name, c.source.type, c.attributed, c.polarity, c.certainty) for c in claims}) or [
        (outlet, "author", False, "+", "certain")
    ]
    placed = where is not None and where.status == "resolved"
    words = " ".join(span.of(report.page.document).split())[:_LONGEST_WORDS]
    published = sighting.published
    for name, kind, attributed, polarity, certainty in told:
        yield ControlSketch(
            id=stable_id("H", sighting.id, "control", id_, span, place, name, polarity), sighting=sighting.id, place=place,
            names=tuple(dict.fromkeys((place, written))), part=part,
            lat=where.lat if where is not None and placed else None, lon=where.lon if where is not None and placed else None,
            country_code=where.country_code if where is not None else None,
            holder=holder[0], side=holder[1], state=state, basis=basis,
            day=day.toordinal() if day else None, since=since.toordinal() if since else None, until=until.toordinal() if until else None,
            source=name, source_type=kind, source_side=_side(name), attributed=attributed, polarity=polarity, certainty=certainty,
            outlet=sighting.outlet, published=published.toordinal() if published else None, learned=sighting.learned,
            former=former[0], former_side=former[1], words=words,
        )  # fmt: skip
