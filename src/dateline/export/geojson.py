"""GeoJSON (RFC 7946): a feature for each event report, its claims and tolls as properties."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dateline.export.table import Numbered, admitted
from dateline.records import Claim, CodedReport, DateValue, EventReport, Location, Span, Toll

Json = dict[str, Any]


def geojson(reports: Iterable[Numbered], *, unmask: bool = False, allow_fiction: bool = False) -> str:
    """Return a FeatureCollection of all event reports, whatever their realis; those without coordinates have a null geometry.

    Raises ExportError for fiction unless allowed.
    """
    features = [
        _feature(ids.get(event.id, event.id), report, event)
        for report, ids in admitted(reports, unmask=unmask, allow_fiction=allow_fiction)
        for event in report.events
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def _feature(event_id: str, report: CodedReport, event: EventReport) -> Json:
    place = event.locations[0] if event.locations else None
    point = None
    if place is not None and place.lat is not None and place.lon is not None:
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "id": event_id, "geometry": point, "properties": _properties(event_id, report, event)}


def _properties(event_id: str, report: CodedReport, event: EventReport) -> Json:
    sighting = report.page.sighting
    targets = {event.id, f"{event.id}.actors", f"{event.id}.outcome"} | {t.id for t in event.tolls} | {x.id for x in event.losses}
    outcome = event.outcome
    return {
        "event_id": event_id,
        "machine_coded": True,
        "review": event.review or "unreviewed",
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "realis": event.realis,
        "salience": event.salience,
        "n_incidents": event.n_incidents,
        "confidence": event.confidence,
        "made_by": event.made_by,
        **_codes(event),
        **_date(event.date),
        **_place(event.locations[0] if event.locations else None),
        "other_places": [_place(other) for other in event.locations[1:]],
        "actors": [{"role": p.role, "name": p.name, "side": p.side, "inferred": p.inferred} for p in event.participants],
        "outcome": {"kind": outcome.kind, "by": list(outcome.by), "from": outcome.from_, "places": list(outcome.places)}
        if outcome
        else None,
        "tolls": [_toll(report, toll) for toll in event.tolls],
        "losses": [{"id": x.id, "item": x.item, "count": x.count, "side": x.side, "effect": x.effect} for x in event.losses],
        "claims": [_claim(report, claim) for claim in report.claims if targets & set(claim.about)],
        "trigger": _quote(report, event.trigger),
        "doc_id": sighting.doc_id,
        "document": sighting.document_id,
        "outlet": sighting.outlet,
        "original_outlet": sighting.original_outlet,
        "url": sighting.url,
        "published": sighting.published.isoformat() if sighting.published else None,
        "learned": sighting.learned.isoformat(),
    }


def _codes(event: EventReport) -> Json:
    codes = event.codes
    return {
        "disorder_type": codes.acled_disorder_type,
        "acled_event_type": codes.acled_event_type,
        "acled_sub_event_type": codes.acled_sub_event_type,
        "ucdp_type_of_violence": codes.ucdp_type_of_violence,
        "plover_event": codes.plover_event,
        "plover_mode": codes.plover_mode,
    }


def _quote(report: CodedReport, span: Span) -> Json:
    return {"span": [span.start, span.end], "text": span.of(report.page.document)}


def _date(date: DateValue) -> Json:
    return {
        "date_start": date.start.isoformat() if date.start else None,
        "date_end": date.end.isoformat() if date.end else None,
        "date_precision": date.precision,
        "date_basis": date.basis,
    }


def _place(place: Location | None) -> Json:
    keys = ("relation", "level", "admin1", "country", "country_code", "geo_precision", "radius_km", "inferred")
    found: Json = {"place": place.name if place else None, "place_status": place.status if place else "none"}
    area = {"type": "Polygon", "coordinates": [place.area.ring]} if place and place.area else None
    return found | {key: getattr(place, key) if place else None for key in keys} | {"area": area}


def _toll(report: CodedReport, toll: Toll) -> Json:
    count = toll.count
    return {
        "id": toll.id,
        "kind": toll.kind,
        "low": count.low,
        "best": count.best,
        "high": count.high,
        "modifier": count.modifier,
        "side": toll.side,
        "category": toll.category,
        "subgroup": toll.subgroup,
        "part_of": toll.part_of,
        "scope": toll.scope,
        "superseded": toll.superseded,
        **_quote(report, toll.span),
    }


def _claim(report: CodedReport, claim: Claim) -> Json:
    return {
        "id": claim.id,
        "about": list(claim.about),
        "source": claim.source.name,
        "source_type": claim.source.type,
        "attributed": claim.attributed,
        "via": [via.name for via in claim.via],
        "cue": claim.cue.of(report.page.document) if claim.cue else None,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "cue_class": claim.cue_class,
        "content": _quote(report, claim.content),
    }
