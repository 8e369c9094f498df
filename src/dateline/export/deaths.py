"""Counting the dead: which tolls count, whose estimates compete, how a group's toll is shared out, and who decides between sources.

Sides add up; the same side's numbers from several sources compete, and a named resolver decides. A sub-count is never added to its whole,
a superseded or denied toll counts for nothing, and a total without a side is never added to numbers that have one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.data.toll_sources import source_order
from dateline.errors import ExportError
from dateline.export.resolvers import RESOLVERS, Estimate, Triple
from dateline.linked import TollRow, TollTable
from dateline.records import Claim, CodedReport, EventReport, Toll


@dataclass(frozen=True, slots=True)
class Share:
    """A toll as it falls to one event: the `index`th of `parts` equal parts, the first taking the remainder."""

    report: CodedReport
    toll: Toll
    claims: tuple[Claim, ...]
    index: int = 0
    parts: int = 1
    event_id: str = ""
    rows: tuple[TollRow, ...] = ()  # of the event's toll table, those that stand

    @property
    def sources(self) -> tuple[str, ...]:
        """Return who says so, the outlet where nobody is named."""
        outlet = self.report.page.sighting.outlet or self.report.page.sighting.doc_id
        return tuple(dict.fromkeys(c.source.name for c in self.claims)) or (outlet,)

    @property
    def voice(self) -> str:
        """Return whose word it is: the origin, else the report and its sources."""
        if self.rows:
            return " + ".join(sorted({row.entry.stream for row in self.rows}))
        return " + ".join((self.report.page.sighting.id, *self.sources))

    @property
    def known(self) -> bool:
        """Tell whether a named speaker stands behind it."""
        if self.rows:
            return any(not row.entry.voice.startswith("report:") for row in self.rows)
        return any(c.attributed and c.source.type != "unnamed" for c in self.claims)

    def rank(self, order: Mapping[str, int]) -> int:
        """Return how much its most believed source is believed, 0 the most; a party on its own dead is `own`."""
        if any(row.entry.loss_of == "own" for row in self.rows):
            return order["own"]
        return min((order[c.source.type] for c in self.claims), default=order["author"])

    def of(self, number: int) -> int:
        """Return this share of a number."""
        return number // self.parts + (number % self.parts if self.index == 0 else 0)


@dataclass(frozen=True, slots=True)
class Counting:
    """How tolls are counted: the resolver's name, what becomes of a group's toll, who says how many of whom by event, whom to believe.

    tolls: the toll table of each event, by its id; without them every toll of a report stands, and each report speaks for itself. order:
    rank of each kind of source, for resolvers that ask for it; None takes the package's.
    """

    resolver: str
    group: str
    tolls: Mapping[str, TollTable] = field(default_factory=dict)
    order: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        for what, value, known in (("resolver", self.resolver, tuple(RESOLVERS)), ("group rule", self.group, GROUPS)):
            if value not in known:
                raise ExportError(f"there is no {what} {value!r}", hint=f"one of {', '.join(known)}")

    @property
    def ranks(self) -> Mapping[str, int]:
        """Return the rank of each kind of source: the order given, else the package's."""
        return self.order if self.order is not None else source_order()

    def rows(self, event_id: str, sighting: str, toll: str) -> list[TollRow]:
        """Return what the event's table says of a toll of a report; empty where there is no table."""
        table = self.tolls.get(event_id)
        cells = table.cells if table is not None else ()
        return [row for cell in cells for row in cell.rows if row.entry.toll == toll and row.entry.sighting == sighting]


GROUPS = ("divide", "first")
"""What becomes of a toll for several places: divided evenly, or put on the first row."""


def claims_about(report: CodedReport, target: str) -> tuple[Claim, ...]:
    """Return the claims about an id."""
    return tuple(claim for claim in report.claims if target in claim.about)


def denied(report: CodedReport, target: str) -> bool:
    """Tell whether whoever speaks of an id denies it."""
    claims = claims_about(report, target)
    return bool(claims) and all(claim.polarity == "-" for claim in claims)


def shares(report: CodedReport, ids: Mapping[str, str], eligible: Collection[str], counting: Counting) -> dict[str, list[Share]]:
    """Return the killed tolls that count, by the local id of the event that they fall to; `eligible` are the events that become rows.

    What the event's toll table does not let stand counts for nothing: figures that were superseded, corrected, withdrawn, or said again.
    """
    kept = {t.id: (e, t) for e in report.events for t in e.tolls if _counts(report, t) and _falls(report, e, t, eligible)}
    by_event: dict[str, list[Share]] = defaultdict(list)
    for event, toll in kept.values():
        if toll.part_of in kept:
            continue
        claims = tuple(c for c in claims_about(report, toll.id) if c.polarity == "+")
        members = _members(report, event, eligible) if toll.scope == "group" else [event.id]
        members = members if counting.group == "divide" else members[:1]
        for index, member in enumerate(members):
            event_id = ids.get(member, member)
            rows = counting.rows(event_id, report.page.sighting.id, toll.id)
            standing = tuple(row for row in rows if row.standing == "stands" or (row.standing == "part" and toll.part_of is not None))
            if standing or not rows:
                by_event[member].append(Share(report, toll, claims, index, len(members), event_id, standing))
    return by_event


def _members(report: CodedReport, event: EventReport, eligible: Collection[str]) -> list[str]:
    """Return the events of a group that become rows, the event itself if it is in none."""
    if event.group is None:
        return [event.id] if event.id in eligible else []
    return [e.id for e in report.events if e.group == event.group and e.id in eligible]


def _falls(report: CodedReport, event: EventReport, toll: Toll, eligible: Collection[str]) -> bool:
    """Tell whether a toll falls to a row: its event is one, or another of its group where the toll is the group's and the event took place."""
    if event.id in eligible:
        return True
    happened = event.realis not in ("planned", "hypothetical_denied") and event.salience != "aggregate"
    return happened and toll.scope == "group" and bool(_members(report, event, eligible))


def _counts(report: CodedReport, toll: Toll) -> bool:
    return toll.kind == "killed" and not toll.superseded and not denied(report, toll.id)


@dataclass(frozen=True, slots=True)
class Resolved:
    """One side's number: what the resolver made of the estimates, and these."""

    numbers: Triple
    estimates: tuple[Estimate, ...]

    @property
    def competing(self) -> bool:
        """Tell whether the estimates differ."""
        return len({e.numbers for e in self.estimates}) > 1


def total(
    found: Iterable[Share],
    number: Callable[[Share], Triple],
    counting: Counting,
    *,
    side: Callable[[Share], str | None],
    resolver: str = "",
) -> dict[str | None, Resolved]:
    """Return the number for each side (None: no side is given), by the counting's resolver or another that is named."""
    given: dict[str | None, dict[str, list[Share]]] = defaultdict(lambda: defaultdict(list))
    for share in found:
        given[side(share)][share.voice].append(share)
    resolved: dict[str | None, Resolved] = {}
    for key, by_voice in given.items():
        wholes = {voice: said for voice, said in by_voice.items() if any(share.toll.subgroup is None for share in said)}
        estimates = tuple(  # who counts only commanders does not compete with who counts all
            Estimate(_sum([(s, number(s)) for s in said]), voice, min(s.rank(counting.ranks) for s in said), any(s.known for s in said))
            for voice, said in (wholes or by_voice).items()
        )
        resolved[key] = Resolved(RESOLVERS[resolver or counting.resolver](estimates), estimates)
    return resolved


def _sum(given: Sequence[tuple[Share, Triple]]) -> Triple:
    """Add up what one source says of one side; the same number said again in another claim is one number."""
    counted: dict[tuple[Triple, str | None], tuple[str, ...]] = {}
    low = best = high = 0
    for share, triple in given:
        claims = tuple(claim.id for claim in share.claims)
        again = counted.get((triple, share.toll.subgroup))
        if again is not None and again != claims:
            continue
        counted[triple, share.toll.subgroup] = claims
        low, best, high = low + triple[0], best + triple[1], high + triple[2]
    return low, best, high


def together(resolved: Mapping[str | None, Resolved]) -> int:
    """Return the whole of best numbers: the sum over sides, or the total that has no side where that is larger."""
    numbers = {side: one.numbers[1] for side, one in resolved.items()}
    return max(numbers.get(None, 0), sum(n for side, n in numbers.items() if side is not None))


def told(resolved: Mapping[str | None, Resolved]) -> str:
    """Return what was resolved, in words: "Red Front 12 or 18 (2 voices)"."""
    parts = []
    for side, one in sorted(resolved.items(), key=lambda item: item[0] or ""):
        figures = " or ".join(
            dict.fromkeys(str(n) if n == low == high else f"{low}-{high}" for low, n, high in sorted({e.numbers for e in one.estimates}))
        )
        parts.append(f"{side or 'side not given'}: {figures} ({len(one.estimates)} voice{'s' if len(one.estimates) > 1 else ''})")
    return "; ".join(parts)


def side_of(share: Share) -> str | None:
    """Return whose dead they are, None for a total over sides or of unknown side."""
    toll = share.toll
    if toll.category == "mixed":
        return None
    return toll.side or ("Civilians" if toll.category == "civilian" else None)


def is_denied_event(report: CodedReport, event: EventReport) -> bool:
    """Tell whether the event itself is only spoken of to deny it."""
    return denied(report, event.id)


def set_aside(counting: Counting, events: Collection[str]) -> str:
    """Return the counts of the killed that do not stand in the tables of some events, with the reason: "20 (X): the count grew"."""
    tables = [counting.tolls[event] for event in sorted(events) if event in counting.tolls]
    rows = [row for table in tables for cell in table.cells if cell.kind == "killed" for row in cell.rows if row.standing != "stands"]
    return "; ".join(dict.fromkeys(f"{row.entry.words} ({row.entry.speaker}): {row.reason}" for row in rows))
