"""Reports as persons left them: cells corrected, event reports accepted, rejected and added, on top of what a reader read.

A review hangs on the words of an event report, not on a reading: after a newer reading it goes to the event report with the same trigger,
else with the same sentence and type; where there is none any more, the event report is kept as it was when it was reviewed.
"""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from dateline.errors import DatelineError
from dateline.linked import event_ids
from dateline.records import (
    Category,
    Claim,
    CodedReport,
    Count,
    DatePrecision,
    DateValue,
    Effect,
    EventReport,
    Location,
    Loss,
    Modifier,
    Outcome,
    OutcomeKind,
    Participant,
    Realis,
    Relation,
    Role,
    Salience,
    Source,
    Span,
    Toll,
    TollKind,
    stable_id,
)

Json = Any
CELLS = ("sub_event_type", "realis", "salience", "date", "place", "participants", "tolls", "losses", "outcome")
"""The cells of an event report that a review corrects, each as a whole."""
EVENT, ACCEPT, BOND = "event", "accept", "bond"
"""Fields of reviews that are about the row: it is rejected (new is None) or added (new holds its cells); it is right as it stands; it is
one event with another row, or not (the bond itself is kept elsewhere; the review makes it hold on after a newer reading)."""
FIRST_DAY, LAST_DAY = dt.date(1600, 1, 1), dt.date(2199, 12, 31)
"""Between which days an event may be said to be."""
LONGEST = {"why": 4000}
"""Characters of a text that a person gives, where they are not MOST."""
MOST = 500
PERSON = "person:"
"""How the makers of records begin who are persons."""


class ReviewError(DatelineError):
    """A review says what no cell can hold."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of one field of an event report.

    event: the event report as it was read, with its stable id and its sentence, as `snapshot` makes it. coding: the double coding that it
    belongs to. made, undone: ISO times in UTC.
    """

    number: int
    sighting: str
    spans: tuple[Span, ...]
    field: str
    old: Json
    new: Json
    who: str
    why: str | None
    made: str
    event: Json
    coding: int | None = None
    undone: str | None = None
    undone_by: str | None = None

    @property
    def event_report(self) -> str:
        """The stable id of the event report."""
        return str(self.event["id"])

    @property
    def rejects(self) -> bool:
        """Tell whether the review says that there is no such event."""
        return self.field == EVENT and self.new is None

    @property
    def adds(self) -> bool:
        """Tell whether the review adds an event that no reader found."""
        return self.field == EVENT and self.new is not None


# ---------------------------------------------------------------- cells


def cell(event: EventReport, field: str) -> Json:
    """Return a cell as JSON: what a form shows, a review keeps and two coders are compared by."""
    if field == "date":
        days = (day.isoformat() if day else None for day in (event.date.start, event.date.end))
        return dict(zip(("start", "end"), days, strict=True)) | {"precision": event.date.precision}
    if field == "place":
        place = event.locations[0] if event.locations else None
        return {key: getattr(place, key) for key in PLACE} if place else None
    if field == "participants":
        return [{"role": p.role, "name": p.name, "side": p.side, "spans": _pairs(p.spans)} for p in event.participants]
    if field == "tolls":
        return [
            {"kind": t.kind, "low": t.count.low, "best": t.count.best, "high": t.count.high, "modifier": t.count.modifier, "side": t.side,
             "category": t.category, "span": [t.span.start, t.span.end]}
            for t in event.tolls
        ]  # fmt: skip
    if field == "losses":
        return [
            {"item": x.item, "count": x.count, "side": x.side, "effect": x.effect, "span": [x.span.start, x.span.end]} for x in event.losses
        ]
    if field == "outcome":
        o = event.outcome
        return {"kind": o.kind, "by": list(o.by), "from": o.from_, "places": list(o.places)} if o else None
    return getattr(event, field)


PLACE = ("name", "relation", "level", "admin1", "country", "country_code", "lat", "lon", "geo_precision", "radius_km")
_NUMBERS = ("lat", "lon", "geo_precision", "radius_km")
_COUNTED = {"low": int, "best": int, "high": int}


def corrected(event: EventReport, field: str, value: Json, text: str, who: str) -> EventReport:
    """Return the event report with a cell as a person says it is; raises ReviewError for what the cell cannot hold."""
    made_by = PERSON + who
    if field == "sub_event_type":
        changed = replace(event, sub_event_type=_one_of(value, _sub_types(), field))
    elif field == "realis":
        changed = replace(event, realis=_one_of(value, get_args(Realis), field))
    elif field == "salience":
        changed = replace(event, salience=_one_of(value, get_args(Salience), field))
    elif field == "date":
        changed = replace(event, date=_date(event.date, value))
    elif field == "place":
        changed = replace(event, locations=_places(event.locations, value))
    elif field == "participants":
        changed = replace(event, participants=tuple(_participant(event, given, text) for given in _list(value, field)))
    elif field == "tolls":
        changed = replace(event, tolls=_tolls(event, _list(value, field), text, made_by))
    elif field == "losses":
        changed = replace(event, losses=_losses(event, _list(value, field), text, made_by))
    elif field == "outcome":
        changed = replace(event, outcome=_outcome(value))
    else:
        raise ReviewError(f"no cell {field!r}", hint=f"cells are: {', '.join(CELLS)}")
    return replace(changed, made_by=made_by, confidence=None, review="corrected")


def fit(field: str, value: Json, old: Json = None) -> None:
    """See that what a person newly gives for a cell can be kept and shown; raises ReviewError. What is in `old` already passes.

    Kept apart from `corrected`, which makes a stored review hold again and must take all that was ever kept.
    """
    if isinstance(value, str):
        _line(field, value)
    elif isinstance(value, Mapping):
        before = old if isinstance(old, Mapping) else {}
        for key, part in value.items():
            if part in (None, before.get(key)):
                continue
            if field == "place" and key not in _NUMBERS and not isinstance(part, str):
                raise ReviewError(f"{field}, {key}: {str(part)[:40]!r} is no text")
            if key in ("start", "end") and (day := _day(part)) and not FIRST_DAY <= day <= LAST_DAY:
                raise ReviewError(f"date: {day} is not between {FIRST_DAY} and {LAST_DAY}", hint="look at the year")
            fit(f"{field}, {key}", part)
    elif isinstance(value, list):
        for row in value:
            if not isinstance(old, list) or row not in old:
                fit(field, row)


def _line(field: str, text: str) -> None:
    if len(text) > (most := LONGEST.get(field, MOST)):
        raise ReviewError(f"{field}: {len(text)} characters are too many", hint=f"at most {most}")
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r" for char in text):
        raise ReviewError(f"{field}: {text[:40]!r} holds characters that cannot be shown", hint="type the text anew")


def _one_of(value: Json, known: Sequence[str], field: str) -> Any:
    if value not in known:
        raise ReviewError(f"{field}: {value!r} is none of {', '.join(known)}")
    return value


def _list(value: Json, field: str) -> list[Mapping[str, Json]]:
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise ReviewError(f"{field}: expected a list of rows")
    return value


def _words(value: Json, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ReviewError(f"{field}: a name is missing")
    return value.strip()


def _number(value: Json, field: str, kind: type = int, low: float = 0, high: float = 1e9) -> Any:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (kind is int and value != int(value)) or not low <= value <= high:
        raise ReviewError(f"{field}: {value!r} is no number from {low:g} to {high:g}")
    return kind(value)


def _span(value: Json, text: str, field: str) -> Span:
    try:
        start, end = value
        span = Span(int(start), int(end))
    except (TypeError, ValueError):
        raise ReviewError(
            f"{field}: {value!r} are no words of the text", hint="give where they begin and end, counted in characters"
        ) from None
    if not span.start < span.end <= len(text):
        raise ReviewError(f"{field}: [{span.start}, {span.end}) lies outside the text of {len(text)} characters")
    return span


def _day(value: Json) -> dt.date | None:
    if not value:
        return None
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ReviewError(f"date: {value!r} is no day", hint="write it as 2017-10-29") from None


def _date(old: DateValue, value: Json) -> DateValue:
    start, end = _day(value.get("start")), _day(value.get("end"))
    precision = _one_of(value.get("precision"), get_args(DatePrecision), "date precision")
    if precision == "day":
        start, end = start or end, end or start  # one day is told by either
    if start and end and end < start:
        raise ReviewError(f"date: it ends on {end} before it begins on {start}")
    return replace(old, start=start, end=end, precision=precision, edtf=None)


def _places(old: Sequence[Location], value: Json) -> tuple[Location, ...]:
    """Return the places with another one first; its words stay those that the event report was found with."""
    if value is None:
        return ()
    relation = _one_of(value.get("relation") or "at", get_args(Relation), "relation")
    lat = _number(value.get("lat"), "latitude", float, -90, 90)
    lon = _number(value.get("lon"), "longitude", float, -180, 180)
    if (lat is None) != (lon is None):
        raise ReviewError("place: latitude and longitude go together")
    was = old[0] if old else Location("", "at", ())
    same = lat is not None and (was.lat, was.lon) == (lat, lon)
    place = replace(
        was, name=_words(value.get("name"), "place"), relation=relation, level=value.get("level"), admin1=value.get("admin1"),
        country=value.get("country"), country_code=value.get("country_code"), lat=lat, lon=lon,
        geo_precision=_number(value.get("geo_precision"), "precision of the place", int, 1, 3),
        radius_km=_number(value.get("radius_km"), "radius", float, 0, 20_000), status="resolved" if lat is not None else "unresolved",
        inferred=False, area=was.area if same else None, seat=was.seat if same else None, nil=None,
    )  # fmt: skip
    return (place, *old[1:])


def _participant(event: EventReport, given: Mapping[str, Json], text: str) -> Participant:
    """Return a participant: one that was read, in another role or side, or one that a person names."""
    role, name = _one_of(given.get("role"), get_args(Role), "role"), _words(given.get("name"), "participant")
    side = given.get("side") or None
    known = next((p for p in event.participants if p.name == name), None)
    if known is not None:
        return replace(known, role=role, side=side)
    from dateline.resolve.actors import resolve_participant

    spans = tuple(_span(pair, text, f"participant {name}") for pair in given.get("spans") or ())
    country = event.locations[0].country_code if event.locations else None
    found = resolve_participant(Participant(role, name, side, spans, inferred=not spans), country=country, date=event.date.start)
    return replace(found, name=name, side=side or found.side)


def _tolls(event: EventReport, rows: Sequence[Mapping[str, Json]], text: str, made_by: str) -> tuple[Toll, ...]:
    left = list(event.tolls)
    numbers = _free(f"{event.id}.c", (t.id for t in event.tolls))
    out = []
    for given in rows:
        span = _span(given.get("span"), text, "toll")
        low, best, high = (_number(given.get(key), f"toll, {key}") for key in _COUNTED)
        if any(a is not None and b is not None and a > b for a, b in ((low, best), (best, high), (low, high))):
            raise ReviewError(f"toll: low {low}, best {best} and high {high} are not in this order")
        kind = _one_of(given.get("kind"), get_args(TollKind), "toll, kind")
        modifier = _one_of(given.get("modifier") or "exact", get_args(Modifier), "toll, modifier")
        category = _one_of(given.get("category") or "unknown", get_args(Category), "toll, category")
        was = next((t for t in left if t.span == span and t.kind == kind), None) or next((t for t in left if t.span == span), None)
        if was is not None:
            left.remove(was)
        base = was or Toll(next(numbers), "killed", Count(None, None, None, "exact"), None, "unknown", None, None, "event", span)
        count = Count(low, best, high, modifier)
        toll = replace(base, kind=kind, count=count, side=given.get("side") or None, category=category)
        out.append(toll if toll == was else replace(toll, made_by=made_by, confidence=None))
    kept = {toll.id for toll in out}
    return tuple(toll if toll.part_of in kept else replace(toll, part_of=None) for toll in out)


def _losses(event: EventReport, rows: Sequence[Mapping[str, Json]], text: str, made_by: str) -> tuple[Loss, ...]:
    left = list(event.losses)
    numbers = _free(f"{event.id}.l", (x.id for x in event.losses))
    out = []
    for given in rows:
        span = _span(given.get("span"), text, "loss")
        was = next((x for x in left if x.span == span), None)
        if was is not None:
            left.remove(was)
        base = was or Loss(next(numbers), "", None, None, "destroyed", span)
        effect = _one_of(given.get("effect"), get_args(Effect), "loss, effect")
        loss = replace(
            base, item=_words(given.get("item"), "loss"), count=_number(given.get("count"), "loss, count"), side=given.get("side") or None,
            effect=effect,
        )  # fmt: skip
        out.append(loss if loss == was else replace(loss, made_by=made_by, confidence=None))
    return tuple(out)


def _outcome(value: Json) -> Outcome | None:
    if value is None:
        return None
    kind = _one_of(value.get("kind"), get_args(OutcomeKind), "outcome")
    by, places = (tuple(str(one) for one in value.get(key) or ()) for key in ("by", "places"))
    return Outcome(kind, by, value.get("from") or None, places)


def _free(prefix: str, taken: Iterable[str]) -> Any:
    used = set(taken)
    return (f"{prefix}{n}" for n in range(1, 10_000) if f"{prefix}{n}" not in used)


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


@functools.cache
def _sub_types() -> tuple[str, ...]:
    from dateline.data.codebooks import load_acled

    return tuple(load_acled().event_type_of)


# ---------------------------------------------------------------- snapshots


@functools.cache
def _shape() -> Any:
    from dateline.data.schema.shape import Rules, Shapes

    return Shapes({}, default=Rules(bare=True, sparse=True)).of(EventReport)


def snapshot(report: CodedReport, event: EventReport, identity: str) -> Json:
    """Return an event report as a review keeps it: with its stable id, the range of its sentence, and the others that stood in it."""
    sentence = next((s.span for s in report.sentences if s.index == event.sentence), event.trigger)
    others = (e for e in report.events if e.id != event.id and (e.sentence == event.sentence or e.trigger.overlaps(event.trigger)))
    ids = event_ids(report)
    return {
        "id": identity, "sentence": [sentence.start, sentence.end], "beside": [ids[e.id] for e in others],
        "report": _shape().encode(event, ""),
    }  # fmt: skip


def restored(kept: Json, text: str) -> EventReport:
    """Return the event report of a snapshot; raises ReviewError where it is damaged."""
    from dateline.data.schema.shape import Reading

    reading = Reading(text)
    event = _shape().decode(kept["report"], "$", reading)
    if event is None or reading.faults:
        raise ReviewError(f"a stored review is damaged: {'; '.join(reading.faults[:3])}", hint="restore the store from a back-up")
    return event  # type: ignore[no-any-return]


def added(report: CodedReport, trigger: Span, cells: Mapping[str, Json], *, who: str, made: str) -> tuple[EventReport, str]:
    """Return an event report that a person adds on words of the text, with its stable id; raises ReviewError."""
    text = report.page.document.text
    _span((trigger.start, trigger.end), text, "event")
    published = report.page.sighting.published
    date = DateValue(published, published, "day", "publication") if published else DateValue(None, None, "unknown", "inferred")
    sentence = next((s.index for s in report.sentences if s.span.start <= trigger.start < s.span.end), 0)
    blank = EventReport(
        f"e{_next(report)}", trigger, (), "", "", "actual", "core", (), (), date, sentence=sentence, lemma=trigger.of(report.page.document).casefold()
    )  # fmt: skip
    if "sub_event_type" not in cells:
        raise ReviewError("an event that is added needs a sub-event type", hint="choose one")
    event = _with_cells(blank, cells, text, who)
    return _coded(event, True), stable_id("E", report.page.sighting.id, "person", trigger, made, who)


def _with_cells(event: EventReport, cells: Mapping[str, Json], text: str, who: str) -> EventReport:
    for field in CELLS:  # the place before the participants, whom it helps to find
        if field in cells:
            event = corrected(event, field, cells[field], text, who)
    return event


def _next(report: CodedReport) -> int:
    return 1 + max((int(e.id[1:]) for e in report.events if e.id[1:].isdigit()), default=0)


# ---------------------------------------------------------------- applying


def apply(report: CodedReport, reviews: Iterable[Review]) -> CodedReport:
    """Return a report as read, with what persons said of it; the caller picks the reviews that count. Pure.

    Codes by code book are made anew, corrected records name the person as their maker and have no confidence, stable ids stay.
    """
    groups: dict[str, list[Review]] = {}
    for review in sorted((r for r in reviews if r.undone is None), key=lambda r: r.number):
        groups.setdefault(review.event_report, []).append(review)
    if not groups:
        return report
    ids = event_ids(report)
    at = _matched(report, ids, groups)
    events: list[EventReport] = []
    stable: list[tuple[str, str]] = []
    for event in report.events:
        identity = at.get(event.id)
        reviewed = _reviewed(event, groups[identity], report.page.document.text) if identity else event
        if reviewed is not None:
            events.append(reviewed)
            stable.append((event.id, identity or ids[event.id]))
    number = _next(report)
    for identity, group in groups.items():
        if identity in at.values() or group[-1].rejects:
            continue
        event = _renamed(restored(group[-1].event, report.page.document.text), f"e{number}")
        reviewed = _reviewed(event, group, report.page.document.text)
        if reviewed is not None:
            events.append(reviewed)
            stable.append((event.id, identity))
            number += 1
    return replace(report, events=tuple(events), claims=_claims(report, events), ids=tuple(stable))


def matched(report: CodedReport, reviews: Iterable[Review]) -> dict[str, str]:
    """Return, by local id of a report as read, the stable id under which its event report was reviewed."""
    groups: dict[str, list[Review]] = {}
    for review in reviews:
        if review.undone is None:
            groups.setdefault(review.event_report, []).append(review)
    return _matched(report, event_ids(report), groups)


def _matched(report: CodedReport, ids: Mapping[str, str], groups: Mapping[str, Sequence[Review]]) -> dict[str, str]:
    """Return, by local id, the group of reviews that an event report has: the same id, else overlapping triggers, else sentence and type."""
    spans = {s.index: s.span for s in report.sentences}
    out = {local: identity for local, identity in ids.items() if identity in groups}
    waiting = [identity for identity in groups if identity not in out.values()]
    for closest in (True, False):
        for identity in list(waiting):
            group = groups[identity]
            was = restored(group[-1].event, report.page.document.text)
            start, end = group[-1].event["sentence"]
            free = [e for e in report.events if e.id not in out and ids[e.id] not in group[-1].event["beside"]]
            if any(r.adds for r in group):
                free = [e for e in free if e.sub_event_type == was.sub_event_type and _place_of(e) == _place_of(was)]
            if closest:
                free = [e for e in free if e.trigger.overlaps(was.trigger)]
            else:
                free = [
                    e for e in free
                    if e.event_type == was.event_type and e.sentence in spans and spans[e.sentence].overlaps(Span(start, end))
                ]  # fmt: skip
            if free:
                best = min(free, key=lambda e: (_place_of(e) != _place_of(was), e.sub_event_type != was.sub_event_type, e.trigger))
                out[best.id] = identity
                waiting.remove(identity)
    return out


def _place_of(event: EventReport) -> str | None:
    return event.locations[0].name if event.locations else None


def _reviewed(event: EventReport, group: Sequence[Review], text: str) -> EventReport | None:
    """Return an event report after all reviews of it, in their order; None where the last of them rejects it."""
    if group[-1].rejects:
        return None
    recode, sub_type = False, None
    for review in group:
        if review.adds:
            event, recode, sub_type = _with_cells(event, review.new, text, review.who), True, review.new.get("sub_event_type")
        elif review.field in CELLS:
            event, recode = corrected(event, review.field, review.new, text, review.who), True
            sub_type = review.new if review.field == "sub_event_type" else sub_type
        elif review.field == ACCEPT:
            event = replace(event, review=event.review or "accepted")
    return _coded(event, sub_type is not None) if recode else event


def _coded(event: EventReport, typed: bool) -> EventReport:
    """Return the event report with its codes made anew; a type that a person gave stays, whoever is said to have taken the place."""
    from dateline.code import code_event
    from dateline.data.actors import load_actors
    from dateline.data.codebooks import load_acled
    from dateline.resolve.actors import interac

    country = event.locations[0].country_code if event.locations else None
    people = tuple(
        replace(p, interac=interac(p.name, load_actors().get(p.entry), p.actor_class, country, event.date.start))
        for p in event.participants
    )
    coded = code_event(replace(event, participants=people))
    if typed and coded.sub_event_type != event.sub_event_type:
        book = load_acled()
        kind = book.event_type_of[event.sub_event_type]
        codes = replace(coded.codes, acled_event_type=kind, acled_sub_event_type=event.sub_event_type)
        coded = replace(coded, event_type=kind, sub_event_type=event.sub_event_type, codes=codes)
    return coded


def _renamed(event: EventReport, local: str) -> EventReport:
    """Return an event report under another local id, and so its tolls and losses."""
    tolls = {t.id: f"{local}.c{n}" for n, t in enumerate(event.tolls, 1)}
    return replace(
        event, id=local, group=None,
        tolls=tuple(replace(t, id=tolls[t.id], part_of=tolls.get(t.part_of or "")) for t in event.tolls),
        losses=tuple(replace(x, id=f"{local}.l{n}") for n, x in enumerate(event.losses, 1)),
    )  # fmt: skip


# ---------------------------------------------------------------- claims


def _claims(report: CodedReport, events: Sequence[EventReport]) -> tuple[Claim, ...]:
    """Return the claims about what there is now: nothing that was taken away, and everything that was added under the words that tell it."""
    before = {target: e.id for e in report.events for target in _targets(e)}
    now = {target: e.id for e in events for target in _targets(e)}
    about: dict[str, list[str]] = {}
    for claim in report.claims:
        kept = (t if t in now or t not in before else before[t] for t in claim.about)
        about[claim.id] = list(dict.fromkeys(t for t in kept if t in now or t not in before))
    claims = list(report.claims)
    told = {target for targets in about.values() for target in targets}
    numbers = _free("k", about)
    for event in events:
        records = [(event.id, event.trigger), *((t.id, t.span) for t in event.tolls), *((x.id, x.span) for x in event.losses)]
        for target, span in records:
            if target in told or target in before:
                continue
            speakers = [c for c in report.claims if c.content.overlaps(span) and c.polarity == "+"]
            if not speakers:
                speakers = [c for c in claims if event.id in about[c.id]][:1] or [_author(report, event, next(numbers))]
            for claim in speakers:
                if claim.id not in about:
                    claims.append(claim)
                about.setdefault(claim.id, []).append(target)
    return tuple(replace(c, about=tuple(about[c.id])) for c in claims if about[c.id])


def _targets(event: EventReport) -> tuple[str, ...]:
    return (event.id, f"{event.id}.actors", f"{event.id}.outcome", *(t.id for t in event.tolls), *(x.id for x in event.losses))


def _author(report: CodedReport, event: EventReport, identity: str) -> Claim:
    """Return the claim of the report's author that an added event happened."""
    sighting = report.page.sighting
    content = next((s.span for s in report.sentences if s.index == event.sentence), event.trigger)
    source = Source(sighting.outlet or sighting.doc_id, "author")
    return Claim(identity, (), source, False, (), None, content, "certain", "+", "neutral", made_by=event.made_by)
