"""Per-token training views: one object a sentence, tokens with BIO tags by layer, and the links between spans.

Spans inside a view are half-open ranges of token indices; `tokens` are character ranges of the frozen text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.records import REPORTING, Range, Report, When

Json = dict[str, Any]
TOKEN = re.compile(r"\w+|[^\w\s]")
Spans = list[tuple[Range, str]]


def views(report: Report, split: str) -> Iterator[Json]:
    """Yield one view per line of the report; lines of zones without reporting have tokens and zone only."""
    for index, line in enumerate(report.lines):
        tokens = [(line.range[0] + m.start(), line.range[0] + m.end()) for m in TOKEN.finditer(report.words(line.range))]
        view: Json = {
            "report": report.id, "split": split, "conflict": report.header["conflict"], "voice": report.header["voice"],
            "line": index, "paragraph": line.paragraph, "zone": line.zone, "text": report.words(line.range), "tokens": tokens,
        }  # fmt: skip
        if line.zone in REPORTING:
            grid = _Grid(tokens)
            view |= {"tags": _tags(report, index, grid)} | _records(report, index, grid)
            view["relevant"] = bool(view["triggers"] or view["tolls"] or view["claims"] or view["statements"] or view["controls"])
        yield view


class _Grid:
    """The tokens of one line, and which of them a character range covers."""

    def __init__(self, tokens: list[Range]) -> None:
        self.tokens = tokens

    def cover(self, where: Range | None) -> list[int] | None:
        """Return [first, last + 1] of the tokens inside a range, None where the range leaves the line without a token."""
        if where is None:
            return None
        inside = [i for i, (start, end) in enumerate(self.tokens) if start < where[1] and where[0] < end]
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
    kinds = {entity.id: entity.kind for entity in report.entities.values()}
    layers: dict[str, Spans] = {name: [] for name in ("actor", "place", "time", "weapon", "quantity", "trigger", "toll", "loss")}
    for mention in report.mentions:
        if mention.at == index:
            layers[kinds[mention.entity]].append((mention.range, kinds[mention.entity]))
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
    return {name: grid.bio(spans) for name, spans in layers.items()}


def _records(report: Report, index: int, grid: _Grid) -> Json:
    """The records of one line with token spans and links."""
    times = {time.id: time for time in report.times if time.at == index}

    def near(entity: str) -> list[list[int] | None]:
        return [grid.cover(m.range) for m in report.mentions if m.at == index and m.entity == entity]

    def here(when: When | None) -> list[int] | None:
        return grid.cover(times[when.time].range) if when and when.time in times else None

    return {
        "mentions": [{"entity": m.entity, "kind": report.entities[m.entity].kind, "span": grid.cover(m.range)} for m in report.mentions if m.at == index],
        "triggers": [
            {
                "event": event.id, "span": grid.cover(where), "again": where != event.trigger, "sub_type": event.sub_type,
                "realis": event.realis, "salience": event.salience, "time": here(event.on),
                "roles": [{"role": role.role, "entity": role.entity, "spans": near(role.entity)} for role in event.roles],
                "places": [{"relation": p.relation, "entity": p.entity, "spans": near(p.entity)} for p in event.places],
            }
            for event in report.events
            for where, at in ((event.trigger, event.at), *event.mentions)
            if at == index
        ],
        "tolls": [
            {
                "toll": toll.id, "span": grid.cover(where), "kind": toll.kind, "modifier": toll.modifier, "low": toll.low,
                "best": toll.best, "high": toll.high, "category": toll.category, "of": near(toll.of) if toll.of else [],
                "events": list(toll.events), "part_of": toll.part_of,
            }
            for toll in report.tolls
            for where, at in ((toll.range, toll.at), *toll.mentions)
            if at == index
        ],
        "losses": [
            {"span": grid.cover(loss.range), "effect": loss.effect, "count": loss.count, "item": loss.item, "event": loss.event}
            for loss in report.losses
            if loss.at == index
        ],
        "claims": [
            {
                "source": claim.source if claim.source in ("author", "unnamed") else "entity", "source_span": grid.cover(claim.source_range),
                "cue": grid.cover(claim.cue), "content": grid.cover(claim.content), "certainty": claim.certainty,
                "polarity": claim.polarity, "cue_class": claim.cue_class, "about": list(claim.about), "said_on": here(claim.said_on),
                "via": [near(relay) for relay in claim.via],
                "runs_on": claim.content[1] > report.lines[index].range[1],
            }
            for claim in report.claims
            if claim.at == index
        ],
        "statements": [{"span": grid.cover(s.range), "predicate": s.predicate} for s in report.statements if s.at == index],
        "controls": [
            {"span": grid.cover(h.range), "state": h.state, "place": near(h.place), "holders": [near(x) for x in h.holders]}
            for h in report.controls
            if h.at == index
        ],
    }  # fmt: skip


def all_views(reports: Iterable[tuple[Report, str]]) -> Iterator[Json]:
    """Yield the views of many reports."""
    for report, split in reports:
        yield from views(report, split)
