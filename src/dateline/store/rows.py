"""A coded report as rows of the store's tables."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Table

from dateline.linked import event_ids
from dateline.records import CodedReport, EventReport, Location, Participant, Span, Via, stable_id
from dateline.store import schema

Row = dict[str, Any]


def tables(report: CodedReport, reading: int) -> Iterator[tuple[Table, list[Row]]]:
    """Yield each table with its rows, in an order that keeps foreign keys; `reading` is the number of the reading."""
    numbered: tuple[tuple[Table, Callable[[CodedReport], Iterator[Row]]], ...] = (
        (schema.sentences, _sentences),
        (schema.event_reports, _events),
        (schema.locations, lambda r: (_location(e, n, x) for e in r.events for n, x in enumerate(e.locations))),
        (schema.participants, lambda r: (_participant(e, n, x) for e in r.events for n, x in enumerate(e.participants))),
        (schema.tolls, _tolls),
        (schema.losses, _losses),
        (schema.claims, _claims),
        (schema.claim_about, _about),
        (schema.statements, _statements),
        (schema.controls, _controls),
        (schema.problems, _problems),
    )
    for table, rows in numbered:
        found = [{"reading": reading} | row for row in rows(report)]
        if found:
            yield table, found


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _ends(span: Span | None, prefix: str = "") -> Row:
    return {f"{prefix}start": span.start if span else None, f"{prefix}end": span.end if span else None}


def _made(record: Any) -> Row:
    return {"made_by": record.made_by, "confidence": record.confidence}


def _sentences(report: CodedReport) -> Iterator[Row]:
    for s in report.sentences:
        yield {"n": s.index, "paragraph": s.paragraph, "zone": s.zone, "header": s.header, **_ends(s.span)}


def _events(report: CodedReport) -> Iterator[Row]:
    ids = event_ids(report)
    for e in report.events:
        place = e.locations[0] if e.locations else None
        where = ("admin1", "country", "country_code", "lat", "lon", "geo_precision")
        yield {
            "local_id": e.id,
            "id": ids[e.id],
            "event_type": e.event_type,
            "sub_event_type": e.sub_event_type,
            "realis": e.realis,
            "salience": e.salience,
            "group_id": e.group,
            "n_incidents": e.n_incidents,
            "place": place.name if place else None,
            **{key: getattr(place, key) if place else None for key in where},
            "date_start": _day(e.date.start),
            "date_end": _day(e.date.end),
            "date_precision": e.date.precision,
            "date_basis": e.date.basis,
            "outcome": e.outcome.kind if e.outcome else None,
            "outcome_from": e.outcome.from_ if e.outcome else None,
            "acled_event_type": e.codes.acled_event_type,
            "acled_sub_event_type": e.codes.acled_sub_event_type,
            "ucdp_type_of_violence": e.codes.ucdp_type_of_violence,
            "plover_event": e.codes.plover_event,
            **_ends(e.trigger, "trigger_"),
            **_made(e),
        }


_PLACE_FIELDS = (
    "name", "relation", "level", "admin1", "country", "country_code", "lat", "lon", "geo_precision", "radius_km", "status", "inferred",
)  # fmt: skip
_ACTOR_FIELDS = ("role", "name", "side", "actor_class", "entry", "interac", "country", "inferred", "disjunct")


def _location(event: EventReport, n: int, place: Location) -> Row:
    fields = {key: getattr(place, key) for key in _PLACE_FIELDS}
    return {"event": event.id, "n": n, **fields, **_ends(place.spans[0] if place.spans else None)}


def _participant(event: EventReport, n: int, actor: Participant) -> Row:
    fields = {key: getattr(actor, key) for key in _ACTOR_FIELDS}
    return {"event": event.id, "n": n, **fields, **_ends(actor.spans[0] if actor.spans else None)}


def _tolls(report: CodedReport) -> Iterator[Row]:
    keys = ("kind", "side", "category", "subgroup", "part_of", "scope", "superseded")
    for e in report.events:
        for t in e.tolls:
            count = {"low": t.count.low, "best": t.count.best, "high": t.count.high, "modifier": t.count.modifier}
            yield {"local_id": t.id, "event": e.id, **count, **{k: getattr(t, k) for k in keys}, **_ends(t.span), **_made(t)}


def _losses(report: CodedReport) -> Iterator[Row]:
    for e in report.events:
        for x in e.losses:
            fields = {"item": x.item, "count": x.count, "side": x.side, "effect": x.effect}
            yield {"local_id": x.id, "event": e.id, **fields, **_ends(x.span), **_made(x)}


def _via(via: Via) -> Row:
    return {"name": via.name, "span": [via.span.start, via.span.end] if via.span else None}


def _claims(report: CodedReport) -> Iterator[Row]:
    seen: Counter[tuple[Span, Span | None]] = Counter()
    sighting = report.page.sighting.id
    keys = ("attributed", "certainty", "polarity", "cue_class", "stance", "said_place")
    for c in report.claims:
        n = seen[c.content, c.cue]
        seen[c.content, c.cue] += 1
        said = c.said_on
        yield {
            "local_id": c.id,
            "id": stable_id("C", sighting, "claim", c.content, c.cue, n),
            "source": c.source.name,
            "source_type": c.source.type,
            **{key: getattr(c, key) for key in keys},
            "actor": list(c.actor) if c.actor is not None else None,
            "via": [_via(v) for v in c.via],
            "said_on_start": _day(said.start) if said else None,
            "said_on_end": _day(said.end) if said else None,
            **_ends(c.source.span, "source_"),
            **_ends(c.cue, "cue_"),
            **_ends(c.content, "content_"),
            **_made(c),
        }


def _about(report: CodedReport) -> Iterator[Row]:
    owner = {e.id: e.id for e in report.events}
    for e in report.events:
        owner |= {f"{e.id}.actors": e.id, f"{e.id}.outcome": e.id}
        owner |= {toll.id: e.id for toll in e.tolls} | {loss.id: e.id for loss in e.losses}
    for c in report.claims:
        for target in dict.fromkeys(c.about):
            yield {"claim": c.id, "target": target, "event": owner.get(target)}


def _statements(report: CodedReport) -> Iterator[Row]:
    for s in report.statements:
        fields = {"predicate": s.predicate, "subject": s.subject, "object": s.object, "sentence": s.sentence}
        yield {"local_id": s.id, **fields, **_ends(s.span), **_made(s)}


def _controls(report: CodedReport) -> Iterator[Row]:
    for c in report.controls:
        fields = {"place": c.place, "holder": c.holder, "side": c.side, "state": c.state, "sentence": c.sentence}
        yield {"local_id": c.id, **fields, "since": _day(c.start), "until": _day(c.end), **_ends(c.span), **_made(c)}


def _problems(report: CodedReport) -> Iterator[Row]:
    for n, p in enumerate(report.problems):
        yield {"n": n, "what": p.what, "where": p.where, "hint": p.hint, "fatal": p.fatal}
