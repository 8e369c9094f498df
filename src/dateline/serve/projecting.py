"""One row of the desk for each event: made when its readings, links or reviews have changed, and only then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from dateline.errors import StoreError
from dateline.export import RESOLVERS, acled_estimates, mask_report
from dateline.link.control_claims import control_claims
from dateline.link.profile import counted
from dateline.linked import TollTable
from dateline.records import CodedReport, EventReport, Location
from dateline.store import DeskRow, Member, ReportRow, Store, StoredEvent
from dateline.views import cells
from dateline.views.credibility import Credibility, credibility_of
from dateline.views.events import masked_members
from dateline.views.origins import origin_keys
from dateline.views.tolls import tolls_of

PORTION = 200
"""Rows kept in one transaction: a second's work."""
_PRECISE = ("day", "range", "week", "month", "year")
_AREA = 4
"""Rank of a place without coordinates, after ACLED's three."""
DIFFER, UNPLACED, UNDATED = 0.5, 0.5, 0.25
"""What a difference of readers, a place and a date weigh against a confidence of 0 (which weighs 1): a wrong cell, not a wrong row."""


def refresh(store: Store, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the rows anew that are missing or out of date; return how many. `progress` is told how many are done, of how many."""
    stale = store.desk.stale()
    waiting = sorted(stale.items())
    for n in range(0, len(waiting), PORTION):
        part = waiting[n : n + PORTION]
        gone = [event for event, stamp in part if not stamp]
        rows = []
        for event, stamp in part:
            if not stamp:
                continue
            try:
                found = store.event(f"DL-{event}")
            except StoreError:  # it was changed meanwhile; the next refresh sees it
                continue
            shown = replace(found, members=masked_members(found.members))
            rows.append((row_of(store, found, shown), stamp, words_of(shown)))
        store.desk.put(rows, gone)
        if progress is not None:
            progress(min(n + PORTION, len(waiting)), len(waiting))
    _lay_out_reports(store)
    return len(waiting)


def _lay_out_reports(store: Store) -> None:
    """Make what is kept of the reports that have come or been reviewed."""
    stamps = store.desk_reports.stale()
    numbers = sorted(stamps)
    for n in range(0, len(numbers), PORTION):
        found = store.readings(numbers[n : n + PORTION])
        store.desk_reports.put([report_row(number, stamps[number], report) for number, report in found])


def report_row(reading: int, stamp: str, report: CodedReport) -> ReportRow:
    """Return what the desk keeps of a report, private persons masked."""
    masked = mask_report(report)
    told = replace(counted(masked), sighting=report.page.sighting.id)
    return ReportRow(reading, stamp, report.page.document.fiction, control_claims(masked), told.values())


def row_of(store: Store, found: StoredEvent, shown: StoredEvent) -> DeskRow:
    """Return the row of an event; `shown`: the same with private persons masked, which is what the row tells."""
    members = shown.members
    first = foremost(member.event for member in members)
    place = first.locations[0] if first.locations else None
    credibility = _credibility(store, found)
    sightings = {member.report.page.sighting.id for member in members}
    tolls = tolls_of(shown, origin_keys(store, sightings), unmask=True)
    killed = killed_of(tolls)
    claims = [claim for member in members for claim in member.claims]
    acting = [p for member in members for p in member.event.participants]
    sides = [p.side for p in sorted(acting, key=lambda p: p.role != "initiator") if p.side]
    states = {state for member in members for state in _reviewed(member)}
    return DeskRow(
        event=int(found.id.removeprefix("DL-")),
        first_day=first.date.start.toordinal() if first.date.start else None,
        last_day=first.date.end.toordinal() if first.date.end else None,
        date=cells.day_or_range(first.date) if first.date.start or first.date.end else None,
        event_type=first.event_type, sub_event_type=first.sub_event_type, realis=first.realis, salience=first.salience,
        lat=place.lat if place else None, lon=place.lon if place else None, radius_km=place.radius_km if place else None,
        geo_precision=place.geo_precision if place else None, ring=place.area.ring if place and place.area else None,
        place=place.name if place else None, admin1=place.admin1 if place else None, country=place.country if place else None,
        killed_low=killed[0] if killed else None, killed_best=killed[1] if killed else None, killed_high=killed[2] if killed else None,
        credibility=int(credibility.admiralty.grade) if credibility else None,
        airwars=credibility.airwars.name if credibility and credibility.airwars else None,
        origins_low=credibility.count.low if credibility else 0, origins_high=credibility.count.high if credibility else len(sightings),
        n_reports=len(sightings), n_claims=len(claims), confidence=first.confidence,
        fiction=all(member.report.page.document.fiction for member in members),
        review="corrected" if "corrected" in states else "accepted" if "accepted" in states else "unreviewed",
        actors=_once(p.name for p in acting), sides=_once(sides),
        outlets=_once(member.report.page.sighting.outlet or cells.report_name(member.report.page.sighting.doc_id) for member in members),
        speakers=_once(claim.source.name for claim in claims), learned=found.learned,
        doubt=max(doubt_of(member.event) for member in members),
    )  # fmt: skip


def foremost(events: Iterable[EventReport]) -> EventReport:
    """Return the event report that stands for an event: of what happened before what did not, at the place that most name, best placed and dated."""
    several = list(events)
    named = Counter(_place(event) for event in several)
    return min(several, key=lambda event: (event.realis != "actual", -named[_place(event)], *_rank(event)))


def killed_of(tolls: TollTable | None) -> tuple[int, int, int] | None:
    """Return low, best and high of the dead: sides add up, a total without sides competes with their sum; None where nobody counts dead."""
    found = [
        (cell.who, RESOLVERS["low-best-high"](estimates))
        for cell in (tolls.cells if tolls else ())
        if cell.kind == "killed" and (estimates := acled_estimates(cell))
    ]
    if not found:
        return None
    sides = [numbers for who, numbers in found if who is not None]
    totals = [numbers for who, numbers in found if who is None]
    if not sides:
        low, best, high = (max(numbers[i] for numbers in totals) for i in range(3))
        return low, best, high
    low, best, high = (sum(numbers[i] for numbers in sides) for i in range(3))
    return low, max(best, *(n[1] for n in totals)) if totals else best, max(high, *(n[2] for n in totals)) if totals else high


def words_of(shown: StoredEvent) -> str:
    """Return the words by which an event, as it is shown, is found: places, actors, speakers, outlets, titles, what its claims say."""
    parts: dict[str, None] = {shown.id: None}
    for member in shown.members:
        document, sighting, event = member.report.page.document, member.report.page.sighting, member.event
        said = [event.sub_event_type, sighting.title or "", sighting.outlet or "", event.trigger.of(document)]
        said += [part for place in event.locations for part in (place.name, place.admin1 or "", place.country or "")]
        said += [part for p in event.participants for part in (p.name, p.side or "")]
        said += [part for claim in member.claims for part in (claim.source.name, claim.content.of(document))]
        parts |= dict.fromkeys(said)
    return "\n".join(part for part in parts if part)


def _credibility(store: Store, found: StoredEvent) -> Credibility | None:
    try:
        return credibility_of(store, found)
    except StoreError:  # not linked yet
        return None


def _reviewed(member: Member) -> Iterator[str]:
    """Yield what persons made of an event report."""
    if member.event.review is not None:
        yield member.event.review


def doubts(event: EventReport) -> dict[str, float]:
    """Return why an event report is worth a look, in words, each with its weight: nothing of one that a person reviewed."""
    if event.review is not None:
        return {}
    place = event.locations[0] if event.locations else None
    out = {} if event.confidence is None else {f"read with confidence {event.confidence:.2f}": 1 - event.confidence}
    out |= {"two readers differ on it": DIFFER} if event.readers else {}
    if place is None or place.lat is None or place.status in ("ambiguous", "unresolved"):
        out["its place is not resolved"] = UNPLACED
    if event.date.start is None:
        out["it has no date"] = UNDATED
    return out


def doubt_of(event: EventReport) -> float:
    """Return how much there is to review of an event report: the sum of its doubts."""
    return round(sum(doubts(event).values()), 3)


def _place(event: EventReport) -> str:
    return event.locations[0].name.casefold() if event.locations else ""


def _rank(event: EventReport) -> tuple[int, int, bool, int, str]:
    place: Location | None = event.locations[0] if event.locations else None
    placed = place.geo_precision or _AREA if place is not None and place.lat is not None else _AREA + 1
    dated = _PRECISE.index(event.date.precision) if event.date.precision in _PRECISE else len(_PRECISE)
    return placed, dated, event.event_type == "", -len(event.participants), event.id


def _once(values: Iterable[str]) -> Sequence[str]:
    return list(islice(dict.fromkeys(values), 40))
