"""What stored reports tell together: copies, origins and one event from many reports, for the commands that show it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.linked import Copy, OriginCount, TollTable
from dateline.views.days import end_of

if TYPE_CHECKING:
    from dateline.export import Numbered
    from dateline.linked import Origin, ReportSketch
    from dateline.records import CodedReport
    from dateline.store import Store


@dataclass(frozen=True, slots=True)
class Together:
    """Reports with the ids of their events, accounts of one event under one id; copies; independent origins.

    origins: by event id, of all who assert it or a part of it. count: of claims, each given as (sighting id, its id in the report).
    tolls: who says how many of whom, by event id.
    """

    reports: Sequence[Numbered]
    copies: tuple[Copy, ...]
    origins: Mapping[str, OriginCount]
    count: Callable[[Collection[tuple[str, str]]], OriginCount]
    tolls: Mapping[str, TollTable]


def together(store: Store, *, known_on: dt.date | None = None) -> Together:
    """Return what the store's reports tell together, or those that it held at the end of a day (UTC), as they were linked then.

    Reports that were added without being linked are linked here, for this answer alone: an event's id is then the smallest that one of
    its accounts has in the store.
    """
    from dateline.link import Linker
    from dateline.link.copies import copies
    from dateline.link.origins import origins
    from dateline.link.tolls import toll_tables

    given = list(store.numbered_reports(as_known=end_of(known_on)))
    is_linked = not store.unlinked(1)
    found = _sketches(store if is_linked and known_on is None else None, [report for report, _ in given])
    numbered: list[Numbered] = list(given)
    if not is_linked:
        numbers = {e.id: ids.get(e.local_id, e.local_id) for (_, ids), one in zip(given, found, strict=True) for e in one.events}
        merged = _merged(Linker().update([event for one in found for event in one.events]).groups, numbers)
        numbered = [
            (report, {e.local_id: merged[numbers[e.id]] for e in one.events}) for (report, _), one in zip(given, found, strict=True)
        ]
    copied = copies(found)
    stable = {
        (report.page.sighting.id, claim.id): one.id
        for (report, _), sketched in zip(given, found, strict=True)
        for claim, one in zip(report.claims, sketched.claims, strict=True)
    }
    known = {claim: origin for origin in origins(found, copied) for claim in origin.claims}
    tolls = toll_tables(numbered, {claim: origin.key for claim, origin in known.items()})
    by_event = {number: _behind(known, claims) for number, claims in _asserting(found, [ids for _, ids in numbered]).items()}
    return Together(numbered, copied, by_event, lambda claims: _behind(known, [stable[one] for one in claims]), tolls)


def _sketches(store: Store | None, reports: Sequence[CodedReport]) -> list[ReportSketch]:
    """Return the sketches of reports: those that a store keeps of its current readings, else made anew."""
    from dateline.link import sketch, sketches

    kept: dict[str, ReportSketch] = {}
    if store is not None:
        with store.linked() as tables:
            kept = {one.sighting: one for one in tables.reports([report.page.sighting.id for report in reports])}
    return [kept.get(report.page.sighting.id) or sketch(report, sketches(report)) for report in reports]


def _merged(groups: Iterable[Sequence[str]], numbers: Mapping[str, str]) -> dict[str, str]:
    """Return for each event's id the one that it is told under: events that share an account, directly or not, have one."""
    at = {number: number for number in numbers.values()}

    def top(number: str) -> str:
        while at[number] != number:
            number = at[number]
        return number

    for group in groups:
        first, *others = sorted({top(numbers[one]) for one in group}, key=_order)
        for other in others:
            one, two = sorted((top(first), top(other)), key=_order)
            at[two] = one
    return {number: top(number) for number in at}


def _order(number: str) -> tuple[int, str]:
    digits = number.rpartition("-")[2]
    return (int(digits) if digits.isascii() and digits.isdigit() else 0), number


def _asserting(found: Sequence[ReportSketch], ids: Sequence[Mapping[str, str]]) -> dict[str, dict[str, None]]:
    """Return the claims (stable ids) that assert each event or a part of it."""
    claims: dict[str, dict[str, None]] = defaultdict(dict)
    for report, numbers in zip(found, ids, strict=True):
        for claim in report.claims:
            for target in claim.about if claim.polarity == "+" else ():
                if number := numbers.get(target.partition(".")[0]):
                    claims[number][claim.id] = None
    return claims


def _behind(known: Mapping[str, Origin], claims: Collection[str]) -> OriginCount:
    """Return how many independent origins claims have."""
    from dateline.link.origins import count

    origins = {known[claim].key: known[claim] for claim in claims if claim in known}
    return count(list(origins.values()), claims)
