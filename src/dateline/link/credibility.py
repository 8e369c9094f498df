"""How far to believe something: NATO's information credibility 1-6 and Airwars' grades of civilian harm, by rules that a user can edit.

The rules (data/credibility.toml) read only what is known about who says so: origins, sides, directness, denials. The grade of the
information is kept apart from the reliability of a speaker, as the doctrine asks.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.data.credibility import COUNTED, SAID_BY, UNJUDGED, Judgement, Rule, grading_rules, judgements
from dateline.link.origins import PARTIES, count, groups
from dateline.link.speakers import speaker_of
from dateline.linked import ClaimSketch, EventSketch, Origin, OriginCount, ReportSketch, TollCell, TollEntry, TollSketch
from dateline.records import SourceType

FIRST_HAND: frozenset[SourceType] = frozenset({"witness", "medical", "ngo_monitor", "un"})
_OPEN = frozenset({"at_least", "more_than", "unquantified"})
_NAMED = 4
"""So many speakers are named in a sentence, then their number."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What is known about who says something: all that a rule may ask.

    flags: those of `data.credibility.FLAGS` that hold; types: of the sources that assert it; speakers, deniers: names, in order.
    """

    origins: OriginCount
    known: int
    types: frozenset[SourceType]
    flags: frozenset[str]
    speakers: tuple[str, ...]
    deniers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a scale, its name, the sentence that explains it, and the place of the rule in the file, from 1."""

    grade: str
    name: str
    because: str
    rule: int


def admiralty(basis: Basis, rules: Sequence[Rule] | None = None) -> Grade:
    """Return the information credibility, 1 (confirmed by other sources) to 6 (truth cannot be judged)."""
    return grade(basis, rules or grading_rules()["admiralty"])


def airwars(basis: Basis, tolls: Collection[TollSketch], rules: Sequence[Rule] | None = None) -> Grade | None:
    """Return Airwars' grade of civilian harm; None where no toll is of civilians or of civilians and combatants mixed."""
    if not any(toll.category in ("civilian", "mixed") and toll.kind in ("killed", "wounded", "casualties") for toll in tolls):
        return None
    return grade(basis, rules or grading_rules()["airwars"])


def grade(basis: Basis, rules: Sequence[Rule]) -> Grade:
    """Return what the first rule whose conditions all hold says; rules end in one without conditions."""
    for n, rule in enumerate(rules, 1):
        if all(holds(condition, basis) for condition in rule.when):
            because = rule.because.format(
                independent=basis.origins.low, possible=basis.origins.high, speakers=_names(basis.speakers), deniers=_names(basis.deniers)
            )
            return Grade(rule.grade, rule.name, because, n)
    raise ValueError("no rule holds: the last one must have no conditions")


def holds(condition: str, basis: Basis) -> bool:
    """Tell whether a condition of the rule file is met; "not" before it turns it round."""
    if condition.startswith("not "):
        return not holds(condition.removeprefix("not "), basis)
    if counted := COUNTED.fullmatch(condition):
        having = {"independent": basis.origins.low, "possible": basis.origins.high, "known": basis.known}
        return having[counted["what"]] >= int(counted["least"])
    if said := SAID_BY.fullmatch(condition):
        return said["type"] in basis.types
    return condition in basis.flags


def reliability(name: str, topic: str | None, day: dt.date | None, table: Sequence[Judgement] | None = None) -> str:
    """Return the reliability A to F of a speaker on a topic on a day: that of the first judgement that holds, F where there is none."""
    judgement = judged(name, topic, day, table)
    return UNJUDGED if judgement is None else judgement.grade


def judged(name: str, topic: str | None, day: dt.date | None, table: Sequence[Judgement] | None = None) -> Judgement | None:
    """Return the first judgement of a speaker that holds on a topic on a day, None where there is none."""
    speaker = speaker_of(name)
    for judgement in judgements() if table is None else table:
        other = speaker_of(judgement.name)
        same = judgement.name.casefold() == name.casefold() or (speaker is not None and other is not None and speaker.own == other.own)
        if same and judgement.holds(topic, day):
            return judgement
    return None


# ---------------------------------------------------------------- what is known about who says so


def basis(
    events: Sequence[EventSketch], reports: Sequence[ReportSketch], found: Sequence[Origin], *, tolls: Collection[str] | None = None,
    contradicted: bool = False,
    withdrawn: Collection[str] = (),
) -> Basis:  # fmt: skip
    """Return what is known about who says an event (its event reports), or some of its tolls (event report id, a space, toll id).

    reports: those that hold the event reports; contradicted: whether the tolls of independent origins cannot all be true;
    withdrawn: claims (ids) that their speaker or outlet took back, besides those of outlets that took back the whole event. An earlier
    count that has grown is not withdrawn.
    """
    said = list(_claims(events, {report.sighting: report for report in reports}, tolls))
    withdrawn = {*withdrawn, *taken_back(events, reports, found)}
    yes = [one for one in said if one.claim.polarity != "-" and one.claim.id not in withdrawn]
    no = [one for one in said if one.claim.polarity == "-"]
    ids = {one.claim.id for one in yes}
    by_claim = {claim: origin for origin in found for claim in origin.claims}
    known = [origin for origin in found if origin.known and not ids.isdisjoint(origin.claims)]
    harmers = {(by_claim[one.claim.id].key, side) for one in yes if one.claim.id in by_claim for side in one.harmers}
    flags = {
        "enemies agree": _enemies_agree(yes, known, ids),
        "admission": any(one.against for one in yes),
        "boast": bool(known) and all(one.serves for one in yes if (origin := by_claim.get(one.claim.id)) is not None and origin.known),
        "first hand": any(one.claim.source_type in FIRST_HAND for one in yes),
        "denied": any(not one.accused for one in no),
        "denied by the accused": any(one.accused for one in no),
        "withdrawn": not yes and any(one.claim.id in withdrawn for one in said),
        "contradicted": contradicted,
        "hedged": bool(yes) and all(one.claim.certainty != "certain" for one in yes),
        "harmer accepts": any(one.claim.side is not None and one.claim.side in one.harmers for one in yes),
        "harmer named": bool(harmers),
        "harmer disputed": len({side for _, side in harmers}) > 1 and len({key for key, _ in harmers}) > 1,
        "victims said combatants": any(one.combatants and one.claim.side is None for one in yes),
    }
    return Basis(
        origins=count(found, ids), known=len(known), types=frozenset(one.claim.source_type for one in yes),
        flags=frozenset(flag for flag, holds_true in flags.items() if holds_true),
        speakers=tuple(sorted(origin.speaker for origin in known if origin.speaker)),
        deniers=tuple(sorted({one.claim.source for one in no})),
    )  # fmt: skip


def contradicted(cells: Iterable[TollCell], found: Sequence[Origin]) -> bool:
    """Tell whether counts that stand in one cell and cannot all be true are of independent origins.

    What one side's own voices say differently, or relays of one another, or nobody named, is no contradiction: it may all be of one.
    """
    known = {origin.key: origin for origin in found if origin.known}
    return any(
        _disputed([row.entry for row in cell.rows if row.standing == "stands" and row.entry.voice in known], known) for cell in cells
    )


def _disputed(entries: Sequence[TollEntry], known: Mapping[str, Origin]) -> bool:
    voices = {entry.voice for entry in entries}
    independent = groups([known[voice] for voice in sorted(voices)], {claim for entry in entries for claim in entry.claims})
    ranges = []
    for group in independent:
        said: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)  # what a speaker says in one report adds up
        for entry in entries:
            if entry.voice in {origin.key for origin in group}:
                said[entry.voice, entry.sighting].append(_allowed(entry))
        sums = [(sum(low for low, _ in some), sum(high for _, high in some)) for some in said.values()]
        ranges.append((min(low for low, _ in sums), max(high for _, high in sums)))
    return len(ranges) > 1 and max(low for low, _ in ranges) > min(high for _, high in ranges)


def _allowed(entry: TollEntry) -> tuple[float, float]:
    """Return the least and the most that a count allows; "at least" has no end."""
    figure = entry.figure or 0
    most = math.inf if entry.modifier in _OPEN else figure
    return (figure if entry.low is None else entry.low), (most if entry.high is None else entry.high)


def taken_back(events: Sequence[EventSketch], reports: Sequence[ReportSketch], found: Sequence[Origin]) -> frozenset[str]:
    """Return the claims (ids) about an event that their outlet took back: it says itself, later, that it did not happen.

    With them go the words of other outlets that have them from there; what a named speaker told others stands.
    """
    of_event = {(event.sighting, event.local_id) for event in events}
    origin_of = {claim: origin.key for origin in found for claim in origin.claims}
    gone: set[str] = set()
    for report in reports:
        if any(_denies_itself(claim, report, of_event) for claim in report.claims):
            before = [r for r in reports if _outlet(r) == _outlet(report) and (r.published or 0) <= (report.published or r.published or 0)]
            own = [claim for r in before for claim in r.claims if claim.polarity != "-" and _is_of(claim, r, of_event)]
            gone |= {claim.id for claim in own}
            voices = {origin_of.get(claim.id) for claim in own if not claim.attributed} - {None}
            others = [r for r in reports if _outlet(r) != _outlet(report)]
            gone |= {
                c.id for r in others for c in r.claims if c.polarity != "-" and origin_of.get(c.id) in voices and _is_of(c, r, of_event)
            }
    return frozenset(gone)


def _denies_itself(claim: ClaimSketch, report: ReportSketch, of_event: Collection[tuple[str, str]]) -> bool:
    whole = any((report.sighting, target) in of_event for target in claim.about)
    return whole and claim.polarity == "-" and (not claim.attributed or claim.source == _outlet(report))


def _is_of(claim: ClaimSketch, report: ReportSketch, of_event: Collection[tuple[str, str]]) -> bool:
    """Tell whether a claim is about the event, or a part of it."""
    return any((report.sighting, target.partition(".")[0]) in of_event for target in claim.about)


def _outlet(report: ReportSketch) -> str:
    return report.outlet or report.doc_id


@dataclass(frozen=True, slots=True)
class _Said:
    """One claim about an event report or toll, and how it stands to the speaker's interest."""

    claim: ClaimSketch
    against: bool
    serves: bool
    accused: bool
    combatants: bool
    harmers: frozenset[str]


def _claims(
    events: Sequence[EventSketch], reports: Mapping[str, ReportSketch], tolls: Collection[str] | None
) -> Iterator[_Said]:  # fmt: skip
    civilian = any(toll.category == "civilian" for event in events for toll in event.tolls)
    dead = [(event.id, toll) for event in events for toll in event.tolls if toll.category == "civilian" and toll.kind == "killed"]
    for event in events:
        report = reports[event.sighting]
        own = {toll.id: toll for toll in event.tolls if tolls is None or f"{event.id} {toll.id}" in tolls}
        targets = set(own) if tolls is not None else {event.local_id, f"{event.local_id}.outcome", *own}
        harmers = frozenset(actor.side for actor in event.actors if actor.role == "initiator" and actor.side)
        for claim in report.claims:
            about = targets.intersection(claim.about)
            if about:
                counted = [own[one] for one in about if one in own]
                lost = {toll.side for toll in counted or own.values() if toll.side} or _losers(event)
                yield _Said(
                    claim=claim, against=claim.side is not None and (claim.side in lost or (civilian and claim.side in harmers)),
                    serves=_serves(claim, event, lost, civilian=civilian), accused=claim.side is not None and claim.side in harmers,
                    combatants=any(toll.category == "combatant" and toll.kind == "killed" and _same_dead(event, toll, dead) for toll in counted),
                    harmers=harmers,
                )  # fmt: skip


def _same_dead(event: EventSketch, toll: TollSketch, dead: Sequence[tuple[str, TollSketch]]) -> bool:
    """Tell whether a count of dead combatants is one of those whom others count as civilians: as many, by a report that has none beside them.

    dead: counts of dead civilians with their event reports. Soldiers who died beside civilians are other dead.
    """
    if any(identity == event.id for identity, _ in dead):
        return False
    low, high = _between(toll)
    return any(low <= most and least <= high for least, most in (_between(other) for _, other in dead))


def _between(toll: TollSketch) -> tuple[int, int]:
    """Return the least and the most of a count, its one figure where it has no range."""
    figure = next((n for n in (toll.best, toll.low, toll.high) if n is not None), 0)
    return (figure if toll.low is None else toll.low), (figure if toll.high is None else toll.high)


def _losers(event: EventSketch) -> set[str]:
    return {actor.side for actor in event.actors if actor.role in ("target", "victim") and actor.side}


def _serves(claim: ClaimSketch, event: EventSketch, lost: set[str], *, civilian: bool) -> bool:
    """Tell whether a speaker gains by being believed: a party to the event, speaking of what others lost or did."""
    if claim.side is None or claim.source_type not in PARTIES or claim.side in lost:
        return False
    if claim.side not in {actor.side for actor in event.actors}:
        return False
    return not (civilian and any(actor.role == "initiator" and actor.side == claim.side for actor in event.actors))


def _enemies_agree(yes: Sequence[_Said], known: Sequence[Origin], ids: Collection[str]) -> bool:
    """Tell whether two sides that stand against each other in the event say so, in groups that do not rest on each other."""
    parties = [origin for origin in known if origin.side is not None and origin.source_type in PARTIES]
    sides = [{origin.side for origin in group if origin.side} for group in groups(parties, ids)]
    harmers = {side for one in yes for side in one.harmers}
    gained = any(group & harmers for group in sides)
    return gained and any(not group & harmers and any(one.against and one.claim.side in group for one in yes) for group in sides)


def _names(names: Sequence[str]) -> str:
    if not names:
        return "nobody named"
    rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + rest
