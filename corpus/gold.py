"""Converts annotated reports to the gold schema (`dateline-gold/1`), with the further layers of `dateline/1` beside it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus import vocabulary
from corpus.dates import bounds, precision
from corpus.records import REPORTING, Argument, Claim, Control, Entity, Event, Range, Report, Statement, TextLine, Toll, When

Json = dict[str, Any]
NEWS_OF_THE_DAY = dt.timedelta(days=7)
"""An event without a date is dated to the week up to the publication (gold guideline, section 4)."""
DATED = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
    r"|\b(?:19|20)\d\d\b(?! hours)|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"
)
"""A month, a year or a date in figures: the time is explicit; a clock, a weekday, a number of days is relative."""


def to_gold(report: Report, split: str) -> Json:
    """Return one report as an object of the gold schema; `text` is the frozen text."""
    name = f"{report.id}.txt"
    tolls, losses = toll_ids(report), loss_ids(report)
    title = next((line for line in report.lines if line.zone == "title"), None)
    return {
        "schema": "dateline-gold/1",
        "doc_id": report.id,
        "split": split,
        "text_file": name,
        "text_sha256": hashlib.sha256(report.text.encode()).hexdigest(),
        "n_chars": len(report.text),
        "fiction": True,
        "source": {"corpus": "dateline corpus", "corpus_id": report.id, "conflict": report.header["conflict"], "licence": "CC BY 4.0"},
        "input_meta": {
            "title": report.words(title.range) if title else None,
            "outlet": report.header["outlet"],
            "url": None,
            "published": report.header["published"],
            "published_basis": "corpus",
        },
        "meta": _meta(report, title),
        "boilerplate": [{"kind": line.zone, **_quote(report, line.range)} for line in report.lines if line.zone not in REPORTING],
        "events": [_event(report, event, tolls, losses) for event in report.events],
        "claims": [_claim(report, claim, tolls | losses) for claim in report.claims],
        "statements": [_statement(report, statement) for statement in report.statements],
        "controls": [_control(report, control) for control in report.controls],
        "mentions": _mentions(report),
        "entities": {entity.id: entity_of(entity) for entity in report.entities.values()},
        "notes": report.header.get("notes", ""),
        "text": report.text,
    }


def toll_ids(report: Report) -> dict[str, str]:
    """Return the gold schema's id of every toll (`e1.c2`) by the id that the markup gives it (`k2`)."""
    return {toll.id: f"{bearer(report, toll)}.c{index}" for index, toll in enumerate(report.tolls, start=1)}


def bearer(report: Report, toll: Toll) -> str:
    """Return the id of the event that a toll hangs on: that of a group on the group's first event."""
    group = next((event.group for event in report.events if event.id == toll.events[0]), None)
    return next(event.id for event in report.events if event.group == group) if toll.group and group else toll.events[0]


def loss_ids(report: Report) -> dict[str, str]:
    """Return the gold schema's id of every loss (`e1.l1`) by the id that the markup gives it (`l1`)."""
    return {loss.id: f"{loss.event}.l{index}" for index, loss in enumerate(report.losses, start=1)}


def write(reports: Iterable[tuple[Report, str]], folder: Path) -> int:
    """Write `ID.txt` and `ID.json` of every report and its split into a folder; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for report, split in reports:
        record = to_gold(report, split)
        (folder / record["text_file"]).write_text(record.pop("text"), encoding="utf-8", newline="")
        (folder / f"{report.id}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written += 1
    return written


# ---------------------------------------------------------------- parts


def _quote(report: Report, where: Range | None) -> Json:
    return {"span": list(where), "text": report.words(where)} if where else {"span": None, "text": None}


def _meta(report: Report, title: TextLine | None) -> Json:
    found: Json = dict.fromkeys(("title", "outlet", "original_outlet", "published", "original_date", "dateline_place", "agency"))
    found |= {"authors": [], "regions": [], "themes": []}
    if report.header.get("author"):
        found["authors"] = [{"value": report.header["author"], "span": None, "text": None}]
    if report.header.get("original_outlet"):
        found["original_outlet"] = {"value": report.header["original_outlet"], "span": None, "text": None}
    if title:
        found["title"] = {"value": report.words(title.range), **_quote(report, title.range)}
    return found


def best_mention(report: Report, entity: str, event: Event) -> Range | None:
    """Return the entity's mention nearest the trigger in its sentence, else the first in a sentence that names the event again."""
    own = [m.range for m in report.mentions if m.entity == entity and m.at == event.at]
    if own:
        return min(own, key=lambda where: max(where[0] - event.trigger[1], event.trigger[0] - where[1]))
    lines = {at for _, at in event.mentions}
    return next((m.range for m in report.mentions if m.entity == entity and m.at in lines), None)


def _event(report: Report, event: Event, tolls: dict[str, str], losses: dict[str, str]) -> Json:
    actors = []
    for role in event.roles:
        entity, where = report.entities[role.entity], best_mention(report, role.entity, event)
        actors.append(
            {
                "role": role.role, "name": entity.name, "side": entity.side, "spans": [_quote(report, where)] if where else [],
                "inferred": where is None, "disjunct": role.disjunct, "actor_class": entity.label, "entity": role.entity,
            }
        )  # fmt: skip
    incidents = event.incidents
    return {
        "id": event.id,
        "group": event.group,
        "salience": event.salience,
        "trigger": _quote(report, event.trigger),
        "mentions": [_quote(report, where) for where, _ in event.mentions],
        "event_type": vocabulary.SUB_TYPES[event.sub_type],
        "sub_event_type": event.sub_type,
        "alt_sub_event_types": list(event.alternatives),
        "n_incidents": {"value": incidents[0], **_quote(report, incidents[1])} if incidents else None,
        "realis": event.realis,
        "actors": actors,
        "locations": [_location(report, event, place.relation, place.entity) for place in event.places],
        "date": _date(report, event.on),
        "outcome": _outcome(report, event),
        "casualties": [_toll(report, toll, tolls) for toll in report.tolls if bearer(report, toll) == event.id],
        "losses": [
            {
                "id": losses[loss.id], "item": loss.item, "count": loss.count, "side": _side(report, loss.of), "effect": loss.effect,
                **_quote(report, loss.range),
            }
            for loss in report.losses
            if loss.event == event.id
        ],
    }  # fmt: skip


def _side(report: Report, entity: str | None) -> str | None:
    """Sides of tolls and losses are canonical names of actors, as in the gold."""
    return report.entities[entity].name if entity else None


def _location(report: Report, event: Event, relation: str, entity_id: str) -> Json:
    entity = report.entities[entity_id]
    where = best_mention(report, entity_id, event)
    point = entity.point
    return {
        "name": entity.name, "relation": relation, "admin1": entity.field(1), "country": entity.field(2), "level": entity.label,
        "lat": point[0] if point else None, "lon": point[1] if point else None, "invented": entity.invented,
        "spans": [_quote(report, where)] if where else [], "inferred": where is None, "entity": entity_id,
    }  # fmt: skip


def _date(report: Report, when: When) -> Json:
    published = dt.date.fromisoformat(report.header["published"])
    if when.basis == "publication":
        start = (published - NEWS_OF_THE_DAY).isoformat()
        return {"start": start, "end": published.isoformat(), "precision": "week", "basis": "publication", "expr": None}
    time = next((time for time in report.times if time.id == when.time), None)
    value = time.value if time else when.value
    quote = _quote(report, time.range) if time else None
    basis = "inferred" if time is None else "explicit" if DATED.search(report.words(time.range)) else "relative"
    if value is None:
        return {"start": None, "end": None, "precision": "unknown", "basis": basis, "expr": quote}
    start_day, end_day = bounds(value)
    if value.endswith("/.."):
        end_day = max(published.isoformat(), start_day or "")
    return {"start": start_day, "end": end_day, "precision": precision(value), "basis": basis, "expr": quote, "edtf": value}


def _outcome(report: Report, event: Event) -> Json | None:
    if not event.outcome:
        return None
    initiators = [report.entities[role.entity].name for role in event.roles if role.role == "initiator"]
    targets = [report.entities[role.entity].name for role in event.roles if role.role == "target"]
    by, against = (targets, initiators) if event.outcome == "repelled" else (initiators, targets)
    places = [report.entities[place.entity].name for place in event.places[:1]]
    return {"kind": event.outcome, "by": by, "from": against[0] if against else None, "places": places}


def _toll(report: Report, toll: Toll, ids: dict[str, str]) -> Json:
    return {
        "id": ids[toll.id], "kind": toll.kind, "low": toll.low, "best": toll.best, "high": toll.high, "modifier": toll.modifier,
        "side": _side(report, toll.of), "category": toll.category, "subgroup": toll.subgroup,
        "part_of": ids[toll.part_of] if toll.part_of else None, "scope": "group" if toll.group else "event", "events": list(toll.events),
        "superseded": toll.earlier,
        "mentions": [_quote(report, where) for where, _ in toll.mentions], **_quote(report, toll.range),
    }  # fmt: skip


def _claim(report: Report, claim: Claim, ids: dict[str, str]) -> Json:
    return {
        "id": claim.id,
        "about": [ids.get(ref, ref) for ref in claim.about],
        "source": {**source_of(report, claim.source), **_quote(report, claim.source_range)},
        "attributed": claim.cue is not None,
        "via": [{"name": report.entities[relay].name} for relay in claim.via],
        "cue": _quote(report, claim.cue) if claim.cue else None,
        "content": _quote(report, claim.content),
        "factuality": {"certainty": claim.certainty, "polarity": claim.polarity},
        "cue_class": claim.cue_class,
        "stance": claim.stance,
        "actor": [report.entities[actor].name for actor in claim.actor] or None,
        "said_on": _date(report, claim.said_on) if claim.said_on else None,
        "said_place": report.entities[claim.said_at].name if claim.said_at else None,
    }


def source_of(report: Report, source: str) -> Json:
    """Return name and type of a source; a person who speaks for a body is the body."""
    if source == "author":
        return {"name": report.header["outlet"], "type": "author"}
    if source == "unnamed":
        return {"name": "Unnamed source", "type": "unnamed"}
    entity = report.entities[source]
    body = report.entities.get(entity.speaks_for or "")
    return {"name": (body or entity).name, "type": entity.source_type, "entity": source}


def _argument(report: Report, argument: Argument | None) -> str | None:
    if argument is None:
        return None
    return report.entities[argument.entity].name if argument.entity else report.words(argument.range or (0, 0))


def _statement(report: Report, statement: Statement) -> Json:
    return {
        "id": statement.id, "predicate": statement.predicate, "subject": _argument(report, statement.subject),
        "object": _argument(report, statement.object), **_quote(report, statement.range),
    }  # fmt: skip


def _control(report: Report, control: Control) -> Json:
    holders = [report.entities[holder] for holder in control.holders]
    date = _date(report, control.on)
    if control.on.basis == "publication":
        date = {"start": None, "end": report.header["published"], "precision": "before", "basis": "publication", "expr": None}
    return {
        "id": control.id, "place": report.entities[control.place].name, "holder": [entity.name for entity in holders],
        "side": [entity.side for entity in holders], "state": control.state, "date": date, **_quote(report, control.range),
    }  # fmt: skip


def entity_of(entity: Entity) -> Json:
    """Return what the header says about an actor or place."""
    if entity.kind == "place":
        point = entity.point
        return {
            "kind": "place", "name": entity.name, "level": entity.label, "admin1": entity.field(1), "country": entity.field(2),
            "lat": point[0] if point else None, "lon": point[1] if point else None, "invented": entity.invented,
        }  # fmt: skip
    return {
        "kind": "actor", "name": entity.name, "actor_class": entity.label, "side": entity.side, "source_type": entity.source_type,
        "speaks_for": entity.speaks_for,
    }  # fmt: skip


def _mentions(report: Report) -> list[Json]:
    found = [
        {"kind": report.entities[m.entity].kind, "entity": m.entity, "name": report.entities[m.entity].name, **_quote(report, m.range)}
        for m in report.mentions
    ]
    found += [{"kind": "time", "edtf": time.value, **_quote(report, time.range)} for time in report.times]
    found += [{"kind": thing.kind, **_quote(report, thing.range)} for thing in report.things]
    return sorted(found, key=lambda mention: mention["span"])
