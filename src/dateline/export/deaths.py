"""Counting the dead: which tolls count, whose estimates compete, how a group's toll is shared out, and who decides between sources.

Sides add up; the same side's numbers from several sources compete, and a named resolver decides. A sub-count is never added to its whole,
a superseded or denied toll counts for nothing, and a total without a side is never added to numbers that have one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.errors import ExportError
from dateline.records import Claim, CodedReport, EventReport, Toll

Triple = tuple[int, int, int]
"""Low, best, high."""


@dataclass(frozen=True, slots=True)
class Share:
    """A toll as it falls to one event: the `index`th of `parts` equal parts, the first taking the remainder."""

    report: CodedReport
    toll: Toll
    claims: tuple[Claim, ...]
    index: int = 0
    parts: int = 1

    @property
    def sources(self) -> tuple[str, ...]:
        """Return who says so, the outlet where nobody is named."""
        outlet = self.report.page.sighting.outlet or self.report.page.sighting.doc_id
        return tuple(dict.fromkeys(c.source.name for c in self.claims)) or (outlet,)

    def of(self, number: int) -> int:
        """Return this share of a number."""
        return number // self.parts + (number % self.parts if self.index == 0 else 0)


def _lowest(estimates: Sequence[Triple]) -> int:
    return min(low for low, _, _ in estimates)


def _highest(estimates: Sequence[Triple]) -> int:
    return max(high for _, _, high in estimates)


def _majority(estimates: Sequence[Triple]) -> int:
    counts = Counter(best for _, best, _ in estimates)
    most = max(counts.values())
    return min(number for number, times in counts.items() if times == most)


def _midpoint(estimates: Sequence[Triple]) -> int:
    return (_lowest(estimates) + _highest(estimates)) // 2


RESOLVERS: Mapping[str, Callable[[Sequence[Triple]], int]] = {
    "lowest": _lowest,
    "highest": _highest,
    "majority": _majority,
    "midpoint": _midpoint,
}
"""Ways to choose between competing tolls; majority takes the number that most sources give, the lowest of them where they are even."""

GROUPS = ("divide", "first")
"""What becomes of a toll for several places: divided evenly, or put on the first row."""


def check_options(resolver: str, group: str) -> None:
    """Raise ExportError for a resolver or a treatment of groups that there is not."""
    for what, value, known in (("resolver", resolver, tuple(RESOLVERS)), ("group rule", group, GROUPS)):
        if value not in known:
            raise ExportError(f"there is no {what} {value!r}", hint=f"one of {', '.join(known)}")


def claims_about(report: CodedReport, target: str) -> tuple[Claim, ...]:
    """Return the claims about an id."""
    return tuple(claim for claim in report.claims if target in claim.about)


def denied(report: CodedReport, target: str) -> bool:
    """Tell whether whoever speaks of an id denies it."""
    claims = claims_about(report, target)
    return bool(claims) and all(claim.polarity == "-" for claim in claims)


def shares(report: CodedReport, eligible: Collection[str], *, group: str) -> dict[str, list[Share]]:
    """Return the killed tolls that count, by the local id of the event that they fall to; `eligible` are the events that become rows."""
    kept = {t.id: (e, t) for e in report.events for t in e.tolls if _counts(report, t) and _falls(report, e, t, eligible)}
    by_event: dict[str, list[Share]] = defaultdict(list)
    for event, toll in kept.values():
        if toll.part_of in kept:
            continue
        claims = tuple(c for c in claims_about(report, toll.id) if c.polarity == "+")
        members = _members(report, event, eligible) if toll.scope == "group" else [event.id]
        members = members if group == "divide" else members[:1]
        for index, member in enumerate(members):
            by_event[member].append(Share(report, toll, claims, index, len(members)))
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


def total(
    found: Iterable[Share], number: Callable[[Share], Triple], resolver: str, *, side: Callable[[Share], str | None]
) -> tuple[dict[str | None, int], bool]:
    """Return the number for each side (None: no side is given) after resolving, and whether any side had competing numbers."""
    estimates: dict[str | None, dict[tuple[str, tuple[str, ...]], list[tuple[Share, Triple]]]] = defaultdict(lambda: defaultdict(list))
    for share in found:
        estimates[side(share)][share.report.page.sighting.id, share.sources].append((share, number(share)))
    numbers: dict[str | None, int] = {}
    competing = False
    for key, by_source in estimates.items():
        wholes = [given for given in by_source.values() if any(share.toll.subgroup is None for share, _ in given)]
        sums = [_sum(given) for given in wholes or by_source.values()]  # who counts only commanders does not compete with who counts all
        competing = competing or len(set(sums)) > 1
        numbers[key] = RESOLVERS[resolver](sums)
    return numbers, competing


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


def together(numbers: Mapping[str | None, int]) -> int:
    """Return the whole: the sum over sides, or the total that has no side where that is larger."""
    return max(numbers.get(None, 0), sum(n for side, n in numbers.items() if side is not None))


def side_of(share: Share) -> str | None:
    """Return whose dead they are, None for a total over sides or of unknown side."""
    toll = share.toll
    if toll.category == "mixed":
        return None
    return toll.side or ("Civilians" if toll.category == "civilian" else None)


def is_denied_event(report: CodedReport, event: EventReport) -> bool:
    """Tell whether the event itself is only spoken of to deny it."""
    return denied(report, event.id)
