"""Per-token training views: one object a line of text, tokens with BIO tags by layer, and the links between spans.

`tokens` are half-open character ranges of the view's own `text`; `start` is where that text begins in the frozen text of the report. Spans inside
a view are half-open ranges of token indices. Entities, events, tolls and losses carry the ids of the gold record of the same report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.gold import entity_of, loss_ids, toll_ids
from corpus.records import ANNOTATED, SENTENCES, Argument, Range, Report, When

Json = dict[str, Any]
TOKEN = re.compile(r"\w+|[^\w\s]")
Spans = list[tuple[Range, str]]
HEADLINE = ("actor", "place", "time", "weapon", "quantity", "trigger", "toll")
"""Layers of a headline: who says it is not annotated there."""
HEADING = ("actor", "place", "time")
"""Layers of a heading within the text."""


def views(report: Report, split: str) -> Iterator[Json]:
    """Yield one view per line of the report; a layer that a zone is not annotated for is absent, never empty."""
    for index, line in enumerate(report.lines):
        words = report.words(line.range)
        tokens = [m.span() for m in TOKEN.finditer(words)]
        view: Json = {
            "report": report.id, "split": split, "conflict": report.header["conflict"], "voice": report.header["voice"],
            "published": report.header["published"], "line": index, "paragraph": line.paragraph, "zone": line.zone,
            "start": line.range[0], "text": words, "tokens": tokens,
        }  # fmt: skip
        if line.zone in ANNOTATED:
            grid = _Grid(tokens, line.range)
            view["tags"] = _tags(report, index, grid)
        if line.zone in SENTENCES:
            view |= _records(report, index, grid)
            view["relevant"] = bool(view["triggers"] or view["tolls"] or view["claims"] or view["statements"] or view["controls"])
        yield view


class _Grid:
    """The tokens of one line, and which of them a range of the frozen text covers."""

    def __init__(self, tokens: list[Range], line: Range) -> None:
        self.tokens = tokens
        self.line = line

    def cover(self, where: Range | None) -> list[int] | None:
        """Return [first, last + 1] of the tokens inside a range, None where it covers no token of the line."""
        if where is None:
            return None
        a, b = where[0] - self.line[0], where[1] - self.line[0]
        inside = [i for i, (start, end) in enumerate(self.tokens) if start < b and a < end]
        return [inside[0], inside[-1] + 1] if inside else None

    def bio(self, spans: Spans) -> list[str]:
        """Return BIO tags; of spans that overlap the longest is tagged."""
        tags = ["O"] * len(self.tokens)
        for where, label in sorted(spans, key=lambda span: (span[0][0] - span[0][1], span[0])):
            cover = self.cover(where)
            if cover and all(tag == "O" for tag in tags[cover[0] : cover[1]]):
                tags[cover[0] : cover[1]] = [f"B-{label}"] + [f"I-{label}"] * (cover[1] - cover[0] - 1)
        return tags


def _tags(report: Report, index: int, grid: _Grid) -> dict[str, list[str]]:
    """BIO tags of one line by layer."""
    line = report.lines[index].range
    layers: dict[str, Spans] = {name: [] for name in ("actor", "place", "time", "weapon", "quantity", "trigger", "toll", "loss")}
    for mention in report.mentions:
        if mention.at == index:
            kind = report.entities[mention.entity].kind
            layers[kind].append((mention.range, kind))
    layers["time"] += [(time.range, "time") for time in report.times if time.at == index]
    for thing in report.things:
        if thing.at == index:
            layers[thing.kind].append((thing.range, thing.kind))
    for event in report.events:
        if event.at == index:
            layers["trigger"].append((event.trigger, event.sub_type))
        layers["trigger"] += [(where, event.sub_type) for where, at in event.mentions if at == index]
    for toll in report.tolls:
        if toll.at == index:
            layers["toll"].append((toll.range, toll.kind))
        layers["toll"] += [(where, toll.kind) for where, at in toll.mentions if at == index]
    layers["loss"] += [(loss.range, loss.effect) for loss in report.losses if loss.at == index]
    layers["statement"] = [(s.range, s.predicate) for s in report.statements if s.at == index]
    layers["control"] = [(control.range, control.state) for control in report.controls if control.at == index]
    spoken = [claim for claim in report.claims if claim.cue and claim.at == index]
    layers["cue"] = [(claim.cue, "cue") for claim in spoken if claim.cue]
    layers["source"] = [(claim.source_range, "source") for claim in spoken if claim.source_range]
    told = [claim.content for claim in report.claims if claim.cue and claim.content[0] < line[1] and line[0] < claim.content[1]]
    layers["content"] = [((max(start, line[0]), min(end, line[1])), "content") for start, end in told]
    zone = report.lines[index].zone
    kept = HEADING if zone == "section" else HEADLINE if zone == "title" else tuple(layers)
    return {name: grid.bio(layers[name]) for name in kept}


def _records(report: Report, index: int, grid: _Grid) -> Json:
    """The records of one line with token spans, ids and links."""
    times = {time.id: time for time in report.times}
    tolls, losses = toll_ids(report), loss_ids(report)
    named: set[str] = {m.entity for m in report.mentions if m.at == index}

    def who(entity: str) -> Json:
        named.add(entity)
        return {"entity": entity, "spans": [grid.cover(m.range) for m in report.mentions if m.at == index and m.entity == entity]}

    def when(on: When | None) -> Json | None:
        if on is None:
            return None
        time = times.get(on.time or "")
        here = time is not None and time.at == index
        return {"basis": on.basis, "edtf": time.value if time else on.value, "span": grid.cover(time.range) if time and here else None}

    def end(argument: Argument | None) -> Json | None:
        if argument is None:
            return None
        return who(argument.entity) if argument.entity else {"entity": None, "spans": [grid.cover(argument.range)]}

    found: Json = {
        "mentions": [
            {"entity": m.entity, "kind": report.entities[m.entity].kind, "span": grid.cover(m.range)} for m in report.mentions if m.at == index
        ],
        "times": [{"span": grid.cover(time.range), "edtf": time.value} for time in report.times if time.at == index],
        "triggers": [
            {
                "event": event.id, "span": grid.cover(where), "again": where != event.trigger, "sub_type": event.sub_type,
                "alternatives": list(event.alternatives), "realis": event.realis, "salience": event.salience, "outcome": event.outcome,
                "group": event.group, "on": when(event.on),
                "roles": [{"role": role.role, "disjunct": role.disjunct, **who(role.entity)} for role in event.roles],
                "places": [{"relation": place.relation, **who(place.entity)} for place in event.places],
            }
            for event in report.events
            for where, at in ((event.trigger, event.at), *event.mentions)
            if at == index
        ],
        "tolls": [
            {
                "toll": tolls[toll.id], "span": grid.cover(where), "kind": toll.kind, "modifier": toll.modifier, "low": toll.low,
                "best": toll.best, "high": toll.high, "category": toll.category, "subgroup": toll.subgroup, "earlier": toll.earlier,
                "of": who(toll.of) if toll.of else None, "events": list(toll.events), "group": toll.group,
                "part_of": tolls[toll.part_of] if toll.part_of else None,
            }
            for toll in report.tolls
            for where, at in ((toll.range, toll.at), *toll.mentions)
            if at == index
        ],
        "losses": [
            {
                "loss": losses[loss.id], "span": grid.cover(loss.range), "effect": loss.effect, "count": loss.count, "item": loss.item,
                "of": who(loss.of) if loss.of else None, "event": loss.event,
            }
            for loss in report.losses
            if loss.at == index
        ],
        "claims": [
            {
                "claim": claim.id, "source": claim.source if claim.source in ("author", "unnamed") else who(claim.source),
                "source_span": grid.cover(claim.source_range), "cue": grid.cover(claim.cue), "content": grid.cover(claim.content),
                "runs_on": claim.content[1] > report.lines[index].range[1], "certainty": claim.certainty, "polarity": claim.polarity,
                "cue_class": claim.cue_class, "stance": claim.stance, "about": [tolls.get(ref, losses.get(ref, ref)) for ref in claim.about],
                "actor": [who(actor) for actor in claim.actor], "via": [who(relay) for relay in claim.via],
                "said_on": when(claim.said_on), "said_at": who(claim.said_at) if claim.said_at else None,
            }
            for claim in report.claims
            if claim.at == index
        ],
        "statements": [
            {"statement": s.id, "span": grid.cover(s.range), "predicate": s.predicate, "subject": end(s.subject), "object": end(s.object)}
            for s in report.statements
            if s.at == index
        ],
        "controls": [
            {
                "control": h.id, "span": grid.cover(h.range), "state": h.state, "place": who(h.place),
                "holders": [who(holder) for holder in h.holders], "on": when(h.on),
            }
            for h in report.controls
            if h.at == index
        ],
    }  # fmt: skip
    found["entities"] = {name: entity_of(report.entities[name]) for name in sorted(named)}
    return found


def all_views(reports: Iterable[tuple[Report, str]]) -> Iterator[Json]:
    """Yield the views of many reports."""
    for report, split in reports:
        yield from views(report, split)
