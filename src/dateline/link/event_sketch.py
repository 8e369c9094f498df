"""The little that linking needs of an event report: when, where, who, how many, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from anyascii import anyascii

from dateline.data.copy_words import content_word
from dateline.linked import ActorSketch, EventSketch, TollSketch, event_ids
from dateline.records import CodedReport, EventReport, Location, Participant, Toll

RADII_KM = {1: 3.0, 2: 20.0, 3: 80.0}
"""Reach of a place that doesn't state its own, by ACLED's geo_precision: a village, "near" it, a province."""
MAX_WORDS = 60
"""Content words kept of an event report: its two or three sentences, not a page of background."""
LONGEST_NAME = 60
"""Characters of a name or count; a longer stretch is a clause, whose words count."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ARTICLES = frozenset("al el as es an en ad ed ar er az ez at et ash esh the".split())
_KINDS = frozenset("governorate province district city town village countryside area region sub mount camp of in near".split())


def sketches(report: CodedReport) -> tuple[EventSketch, ...]:
    """Return a sketch of each event report of a report, in the report's order."""
    ids = event_ids(report)
    return tuple(_sketch(report, event, ids[event.id]) for event in report.events)


def name_key(name: str) -> str:
    """Return one spelling for a place's name: lower-case ASCII without articles and words like "province"; the whole where no more is left.

    >>> name_key("Deir ez-Zor Governorate"), name_key("the town of Al-Bāb")
    ('deir zor', 'bab')
    """
    words = re.sub(r"[^a-z0-9]+", " ", anyascii(name).lower().replace("'", "").replace("`", "")).split()
    kept = [word for word in words if word not in _ARTICLES and word not in _KINDS]
    return " ".join(kept or words)


def _sketch(report: CodedReport, event: EventReport, identity: str) -> EventSketch:
    place = event.locations[0] if event.locations else None
    lat, lon = _point(place)
    published = report.page.sighting.published
    return EventSketch(
        id=identity,
        local_id=event.id,
        sighting=report.page.sighting.id,
        event_type=event.event_type,
        sub_event_type=event.sub_event_type,
        realis=event.realis,
        salience=event.salience,
        lemma=event.lemma,
        first_day=event.date.start.toordinal() if event.date.start else None,
        last_day=event.date.end.toordinal() if event.date.end else None,
        date_precision=event.date.precision,
        published=published.toordinal() if published else None,
        place=place.name if place else None,
        names=tuple(dict.fromkeys(name_key(name) for name in _names(report, event.locations) if name_key(name))),
        lat=lat,
        lon=lon,
        radius_km=(place.radius_km or RADII_KM.get(place.geo_precision or 3, 80.0)) if place and lat is not None else None,
        geo_precision=place.geo_precision if place else None,
        country_code=place.country_code if place else None,
        admin1=place.admin1 if place else None,
        group=event.group,
        actors=tuple(_actors(event.participants)),
        tolls=tuple(_toll(toll) for toll in event.tolls),
        words=_words(report, event),
        outcome=event.outcome.kind if event.outcome else None,
    )


def _point(place: Location | None) -> tuple[float | None, float | None]:
    """Return where the place is; a division's largest town where only that is known."""
    if place is None:
        return None, None
    if place.lat is None and place.seat is not None:
        return place.seat
    return place.lat, place.lon


def _names(report: CodedReport, places: Iterable[Location]) -> Iterator[str]:
    """Yield the names of places as resolved and as written."""
    for place in places:
        yield place.name
        yield from (span.of(report.page.document) for span in place.spans if span.end - span.start <= 40)


def _actors(participants: Iterable[Participant]) -> Iterator[ActorSketch]:
    for actor in participants:
        yield ActorSketch(actor.role, actor.entry or name_key(actor.name), actor.side, actor.actor_class)


def _toll(toll: Toll) -> TollSketch:
    count = toll.count
    return TollSketch(
        toll.id, toll.kind, toll.side, toll.category, count.low, count.best, count.high, toll.subgroup, toll.part_of, toll.scope, toll.superseded
    )  # fmt: skip


def _words(report: CodedReport, event: EventReport) -> tuple[str, ...]:
    """Return the content words of the sentences that tell of the event, each once, the trigger's own sentence first.

    Names, dates and counts are left out: they are compared by themselves.
    """
    spans = (event.trigger, *event.mentions)
    told = [s for s in report.sentences if any(s.span.overlaps(span) for span in spans)]
    told.sort(key=lambda s: (s.index != event.sentence, s.index))
    named = [span for place in event.locations for span in place.spans] + [span for actor in event.participants for span in actor.spans]
    named += [toll.span for toll in event.tolls] + ([event.date.expr] if event.date.expr else [])
    taken = {at for span in named if span.end - span.start <= LONGEST_NAME for at in range(span.start, span.end)}
    found = (
        content_word(anyascii(word.group()).lower().removesuffix("'s"))
        for s in told
        for word in _WORD.finditer(s.text)
        if s.span.start + word.start() not in taken
    )
    return tuple(dict.fromkeys(word for word in found if word))[:MAX_WORDS]
