"""Pairs the event reports of two readers, keeps the cells of the one that the table names, and says where they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.data.merge import MergePolicy
from dateline.data.triggers import EVENT_TYPE_OF
from dateline.merge.confidence import event_confidence
from dateline.models.spans import ModelReading
from dateline.records import REGION_LEVELS, EventReport, Location, ReaderCell, Span

Chances = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event report of the merged reading: what each reader has of it, and the facts that its confidence rests on."""

    rules: EventReport | None
    model: EventReport | None
    facts: Mapping[str, float]

    @property
    def found_by(self) -> str:
        """Who found it: both | rules | model."""
        return "both" if self.rules is not None and self.model is not None else "rules" if self.rules is not None else "model"


def scored(rules: Sequence[EventReport], model: Sequence[EventReport], reading: ModelReading, chances: Chances) -> list[Candidate]:
    """Return the event reports of both readers, paired where they tell one event, in text order, each with the facts of its confidence.

    `chances` gives for each of the model's reports the probabilities of its cells.
    """
    partner = _paired(rules, model)
    taken = {id(other) for other in partner.values()}
    out = [_candidate(one, partner.get(one.id), reading, chances) for one in rules]
    out += [_candidate(None, one, reading, chances) for one in model if id(one) not in taken]
    return sorted(out, key=lambda c: _lead(c).trigger)  # a stable sort: places of one trigger stay in their order


def merge_events(
    candidates: Sequence[Candidate], policy: MergePolicy, weights: Mapping[str, float]
) -> tuple[tuple[EventReport, ...], tuple[EventReport, ...]]:
    """Return the event reports that the policy keeps, ids e1, e2 ... in text order, and those it leaves out, ids x1, x2 ...

    All have their calibrated confidence (None without fitted weights); those that both readers found list the cells that differ.
    """
    kept: list[EventReport] = []
    left: list[EventReport] = []
    confidences = [event_confidence(candidate.facts, weights) for candidate in candidates]
    stands = [chance is None or chance >= policy.least[one.found_by] for one, chance in zip(candidates, confidences, strict=True)]
    listed = _in_a_list(candidates, stands)
    for n, (candidate, confidence) in enumerate(zip(candidates, confidences, strict=True)):
        report = replace(_merged(candidate, policy), confidence=None if confidence is None else round(confidence, 3))
        if stands[n] or n in listed:
            kept.append(_numbered(report, f"e{len(kept) + 1}"))
        else:
            left.append(_numbered(report, f"x{len(left) + 1}"))
    return _regrouped(_counted_once(_taken_over(kept, left))), _regrouped(left)


def _in_a_list(candidates: Sequence[Candidate], stands: Sequence[bool]) -> set[int]:
    """Return the rules' reports that stand in a list of one kind of deed, sentence after sentence, of which both readers found another.

    "Near A, two strikes destroyed ... Near B, one strike hit ...": who takes one item for an event takes the next for one.
    """
    out: set[int] = set()
    run: list[int] = []
    for n, candidate in enumerate(candidates):
        one = candidate.rules
        if one is None:
            continue
        last = candidates[run[-1]].rules if run else None
        goes_on = (
            last is not None and one.sentence - last.sentence <= 1 and (one.lemma, one.sub_event_type) == (last.lemma, last.sub_event_type)
        )
        run = [*run, n] if goes_on else [n]
        if any(stands[i] and candidates[i].found_by == "both" for i in run):
            out.update(run)
    return out


def _taken_over(kept: Sequence[EventReport], left: Sequence[EventReport]) -> list[EventReport]:
    """Give the tolls and losses of a group whose bearer was left out to the first of its members that stands."""
    out = list(kept)
    for report in left:
        if report.group is None or not (report.tolls or report.losses):
            continue
        first = next((n for n, other in enumerate(out) if other.group == report.group), None)
        if first is not None and not out[first].tolls and not out[first].losses:
            out[first] = _numbered(replace(out[first], tolls=report.tolls, losses=report.losses), out[first].id)
    return out


def _counted_once(kept: Sequence[EventReport]) -> list[EventReport]:
    """Drop the tolls and losses of events that the model alone found where the same words already count for another event."""
    tolls = [
        (toll.kind, span) for r in kept if not r.made_by.startswith("model:") for toll in r.tolls for span in (toll.span, *toll.mentions)
    ]
    losses = [loss.span for r in kept if not r.made_by.startswith("model:") for loss in r.losses]
    out = []
    for report in kept:
        if report.made_by.startswith("model:"):
            own = tuple(t for t in report.tolls if not any(kind == t.kind and span.overlaps(t.span) for kind, span in tolls))
            lost = tuple(loss for loss in report.losses if not any(span.overlaps(loss.span) for span in losses))
            report = _numbered(replace(report, tolls=own, losses=lost), report.id)
        out.append(report)
    return out


def _lead(candidate: Candidate) -> EventReport:
    one = candidate.rules or candidate.model
    if one is None:
        raise ValueError("a candidate without a report")
    return one


# ---------------------------------------------------------------- pairing


def _paired(rules: Sequence[EventReport], model: Sequence[EventReport]) -> dict[str, EventReport]:
    """Pair reports one to one, the likest first."""
    options = []
    for i, one in enumerate(rules):
        for j, other in enumerate(model):
            if (score := _likeness(one, other)) > 0:
                options.append((-score, i, j))
    partner: dict[str, EventReport] = {}
    used: set[int] = set()
    for _, i, j in sorted(options):
        if rules[i].id not in partner and j not in used:
            partner[rules[i].id] = model[j]
            used.add(j)
    return partner


def _likeness(one: EventReport, other: EventReport) -> float:
    """Tell how much two reports look like one event: their triggers meet, or they stand in one sentence with one type and place."""
    meets = _meet((one.trigger, *one.mentions), (other.trigger, *other.mentions))
    if not meets and one.sentence != other.sentence:
        return 0.0
    place = same_place(one, other)
    if place is False:
        return 0.0
    if meets:
        return 2.0 + 0.5 * (place is True) + (1.0 if one.trigger.overlaps(other.trigger) else 0.0)
    alike = one.sub_event_type == other.sub_event_type or (
        one.event_type == other.event_type and one.event_type != "Strategic developments"
    )
    if one.sentence == other.sentence and alike and place is True:
        return 1.0
    return 0.0


def _meet(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in one for b in other)


def same_place(one: EventReport, other: EventReport) -> bool | None:
    """Tell whether two reports are set in one place; None where one of them only infers it."""
    a, b = one.locations[:1], other.locations[:1]
    if not a or not b or a[0].inferred or b[0].inferred or not a[0].spans or not b[0].spans:
        return None
    if _is_same(a[0], b[0]):
        return True
    if a[0].level in REGION_LEVELS or b[0].level in REGION_LEVELS:
        return None
    alike = any(_is_same(a[0], c) for c in other.locations) or any(_is_same(b[0], c) for c in one.locations)
    return None if alike else False


def _is_same(one: Location, other: Location) -> bool:
    return _meet(one.spans, other.spans) or one.name.lower() == other.name.lower()


# ---------------------------------------------------------------- facts and cells


def _candidate(rules: EventReport | None, model: EventReport | None, reading: ModelReading, chances: Chances) -> Candidate:
    lead = rules or model
    assert lead is not None
    seen = chances.get(model.id, {}) if model is not None else {}
    own = lead.locations[:1]
    facts = {
        "both": float(rules is not None and model is not None), "rules_only": float(model is None),
        "trigger": seen["trigger"] if model is not None else max(reading.chance("trigger", s) for s in (lead.trigger, *lead.mentions)),
        "sub_type": seen.get("sub_type", 0.0), "place": seen.get("place", 0.0), "own_place": float(bool(own) and not own[0].inferred),
        "same_type": float(rules is not None and model is not None and rules.sub_event_type == model.sub_event_type),
        "same_place": float(rules is not None and model is not None and same_place(rules, model) is True),
        "dated": float(lead.date.expr is not None), "acted": float(any(p.spans for p in lead.participants)),
        "told": reading.relevant.get(lead.sentence, 0.0),
    }  # fmt: skip
    if model is not None:
        facts["sure.sub_event_type"] = seen.get("sub_type", 0.0)
        facts["sure.realis"] = seen.get("realis", 0.0)
        facts["sure.locations"] = seen.get("place", 0.0)
        facts["sure.participants"] = seen.get("roles", 0.0)
        facts["sure.salience"] = seen.get("salience", 0.0)
    return Candidate(rules, model, facts)


def _merged(candidate: Candidate, policy: MergePolicy) -> EventReport:
    rules, model = candidate.rules, candidate.model
    if rules is None or model is None:
        return _lead(candidate)
    chosen: dict[str, str] = {}
    for cell, choice in policy.cells.items():
        if choice == "surer":
            chosen[cell] = "model" if candidate.facts.get(f"sure.{cell}", 0.0) >= policy.sure else "rules"
        elif choice == "filled":
            chosen[cell] = "model" if _is_open(rules, cell) and not _is_open(model, cell) else "rules"
        else:
            chosen[cell] = choice
    by = {"rules": rules, "model": model}
    sub_type = by[chosen["sub_event_type"]].sub_event_type
    mentions = (m for m in sorted({*rules.mentions, *model.mentions, model.trigger}) if not m.overlaps(rules.trigger))
    return replace(
        rules, sub_event_type=sub_type, event_type=EVENT_TYPE_OF[sub_type], realis=by[chosen["realis"]].realis,
        salience=by[chosen["salience"]].salience, participants=by[chosen["participants"]].participants,
        locations=by[chosen["locations"]].locations, date=by[chosen["date"]].date, outcome=by[chosen["outcome"]].outcome,
        tolls=by[chosen["tolls"]].tolls, losses=by[chosen["losses"]].losses, mentions=tuple(mentions),
        made_by=f"{rules.made_by}+{model.made_by}", readers=tuple(_differences(rules, model, chosen)),
    )  # fmt: skip


def _is_open(report: EventReport, cell: str) -> bool:
    """Tell whether a reader left a cell open: nothing found, nobody named, or a place that the text does not give there."""
    if cell == "participants":
        return all(p.inferred for p in report.participants)
    if cell == "locations":
        return not report.locations or report.locations[0].inferred
    if cell == "date":
        return report.date.expr is None
    return not getattr(report, cell)


def _differences(rules: EventReport, model: EventReport, chosen: Mapping[str, str]) -> list[ReaderCell]:
    """Return the cells in which the two readers differ, as words."""
    cells = []
    for cell in chosen:
        one, other = told(rules, cell), told(model, cell)
        if one != other:
            cells.append(ReaderCell(cell, one, other, chosen[cell]))
    return cells


def told(report: EventReport, cell: str) -> str:
    """Return a cell of an event report in words, for comparison and for people."""
    if cell == "participants":
        return "; ".join(sorted(f"{p.role} {p.name}" for p in report.participants))
    if cell == "locations":
        return report.locations[0].name if report.locations else ""
    if cell == "date":
        return "" if report.date.start is None else f"{report.date.start}/{report.date.end}"
    if cell == "outcome":
        return report.outcome.kind if report.outcome else ""
    if cell == "tolls":
        return "; ".join(sorted(f"{t.kind} {t.count.low}-{t.count.best}-{t.count.high}" for t in report.tolls))
    if cell == "losses":
        return "; ".join(sorted(f"{loss.count} {loss.item} {loss.effect}" for loss in report.losses))
    return str(getattr(report, cell))


def _numbered(report: EventReport, event_id: str) -> EventReport:
    """Return the report under another id, its tolls and losses along."""
    ids = {toll.id: f"{event_id}.c{n}" for n, toll in enumerate(report.tolls, 1)}
    tolls = tuple(replace(t, id=ids[t.id], part_of=ids.get(t.part_of) if t.part_of else None) for t in report.tolls)
    losses = tuple(replace(loss, id=f"{event_id}.l{n}") for n, loss in enumerate(report.losses, 1))
    return replace(report, id=event_id, tolls=tolls, losses=losses)


def _regrouped(reports: Sequence[EventReport]) -> tuple[EventReport, ...]:
    """Name the groups anew and drop those with one member left."""
    members: dict[str, int] = {}
    for report in reports:
        if report.group is not None:
            members[report.group] = members.get(report.group, 0) + 1
    names = {group: f"g{n}" for n, group in enumerate((g for g, count in members.items() if count > 1), 1)}
    out = []
    for report in reports:
        if report.group is not None:
            alone = report.group not in names
            tolls = tuple(replace(t, scope="event") if alone else t for t in report.tolls)
            report = replace(report, group=names.get(report.group), tolls=tolls)
        out.append(report)
    return tuple(out)


__all__ = ["Candidate", "merge_events", "same_place", "scored", "told"]
