"""The events that a brief tells: accounts joined by event, those of the period and region, events of one list bundled, and their weight."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from urllib.parse import urlsplit

from dateline.data.countries import load_countries
from dateline.export.brief_language import region
from dateline.export.brief_records import Member, Story
from dateline.export.brief_tolls import Standings
from dateline.export.brief_voices import Bundle, Count
from dateline.export.deaths import Counting, Resolved, Share, shares, side_of, total
from dateline.export.resolvers import Triple
from dateline.linked import Copy, OriginCount, TollTable
from dateline.records import Claim, CodedReport, DateValue, EventReport, Location

LIMIT = 40
"""Paragraphs told unless another limit is given: about ten minutes of reading."""
DEATHS_WEIGH, GROUND_WEIGHS, ORIGIN_WEIGHS = 2.0, 4.0, 2.0
"""How much a doubling of the dead, ground that changes hands, and each origin (report, where origins are not known) weigh in the order."""
TOLD = frozenset({"actual", "attempted_failed", "ongoing"})
GROUND = frozenset({"captured", "lost"})
RESOLVER = "low-best-high"


@dataclass(frozen=True, slots=True)
class Between:
    """What is known between reports: which sighting copies which, how many independent origins claims have, which counts still stand.

    count takes (sighting id, the claim's id in its report); None where origins are not known. tolls: the toll table of an event by its id.
    """

    copies: Sequence[Copy] = ()
    count: Callable[[Collection[tuple[str, str]]], OriginCount] | None = None
    tolls: Mapping[str, TollTable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a brief is to cover: inclusive days, a region (place, division, country or its code), so many paragraphs at most.

    known_on: the day whose knowledge the reports given are, for the heading alone. latest: nothing later is told, but of fiction.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    region: str | None = None
    limit: int = LIMIT
    known_on: dt.date | None = None
    latest: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known between reports, by the references of a brief."""

    count: Count
    standings: Standings
    counting: Counting
    copies: Mapping[str, str]  # sighting -> what it copies


@dataclass(frozen=True, slots=True)
class Told:
    """A bundle with what orders it and its deaths: (low, best, high), None where no number is given."""

    bundle: Bundle
    date: DateValue
    places: tuple[Location, ...]
    area: Location | None  # of all places that accounts give one in the region that most are in
    killed: Triple | None
    importance: float

    @property
    def region(self) -> str:
        return region([self.area] if self.area else [])

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(story.id for story in self.bundle.stories)

    @property
    def order(self) -> tuple[dt.date, float, str]:
        return self.date.end or self.date.start or dt.date.max, -self.importance, self.ids[0]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A report as it may be shown, as the store has it, and the ids of its events."""

    shown: CodedReport
    original: CodedReport
    ids: Mapping[str, str]

    @property
    def sighting(self) -> str:
        """Return the id of the sighting as the store has it."""
        return self.original.page.sighting.id


def labels_of(leaves: Sequence[Leaf]) -> dict[str, str]:
    """Return a short label for each sighting, no two alike: the name of the file or last part of the address, else the whole."""
    short: dict[str, list[str]] = defaultdict(list)
    for leaf in leaves:
        short[_short_name(leaf.shown.page.sighting.doc_id)].append(leaf.sighting)
    return {one: name if len(ids) == 1 else f"{name}~{n}" for name, ids in short.items() for n, one in enumerate(ids, 1)}


def _short_name(doc_id: str) -> str:
    parts = urlsplit(doc_id) if "://" in doc_id else None
    name = (PurePath(parts.path).name or parts.netloc) if parts else PurePath(doc_id).stem
    return "-".join(name.replace("#", "-").replace("]", "-").replace(",", "-").replace(";", "-").split()) or "report"


def known_of(between: Between, labels: Mapping[str, str]) -> Known:
    """Return what is known between the reports that bear these labels (by sighting)."""
    sightings = {label: sighting for sighting, label in labels.items()}
    origins = between.count
    count: Count = (lambda refs: None) if origins is None else (lambda refs: origins([(sightings[r.report], r.claim) for r in refs]))
    standings = {
        (event, row.entry.sighting, row.entry.toll, row.entry.speaker): row.standing
        for event, table in between.tolls.items()
        for cell in table.cells
        for row in cell.rows
    }
    copies = {copy.sighting: copy.of for copy in between.copies}
    return Known(count, standings, Counting(RESOLVER, "first", between.tolls), copies)


def stories(leaves: Sequence[Leaf], labels: Mapping[str, str], copied: Mapping[str, str]) -> list[Story]:
    """Return the events, each with all reports' accounts of it, copies after what they copy, else first published first."""
    members: dict[str, list[Member]] = defaultdict(list)
    for leaf in leaves:
        for event in leaf.shown.events:
            number = leaf.ids.get(event.id, event.id)
            members[number].append(Member(number, labels[leaf.sighting], leaf.shown, event, leaf.original, leaf.sighting in copied))
    return [Story(name, tuple(sorted(found, key=_published))) for name, found in members.items()]


def _published(member: Member) -> tuple[bool, dt.date, str]:
    return member.copied, member.report.page.sighting.published or dt.date.max, member.label


def realis(story: Story) -> set[str]:
    """Return how accounts put the event: as done, tried, going on, planned, denied; totals over a period aside."""
    return {m.event.realis for m in story.members if m.event.salience != "aggregate"}


def happened(story: Story) -> bool:
    """Tell whether an account says that the event took place, or at least the attempt."""
    return bool(realis(story) & TOLD)


def is_total(story: Story) -> bool:
    """Tell whether the event is a total over a period or an area."""
    return all(m.event.salience == "aggregate" and m.event.realis in TOLD for m in story.members)


def inside(story: Story, wanted: str | None) -> bool:
    """Tell whether an account places the event in the region."""
    if wanted is None:
        return True
    country = load_countries().by_name(wanted)
    names = {wanted.casefold(), *({country.iso2.casefold()} if country else ())}
    for member in story.members:
        for place in member.event.locations:
            given = (place.name, place.admin1, place.country, place.country_code, *place.within)
            if names & {name.casefold() for name in given if name}:
                return True
    return False


def in_period(stories: Iterable[Story], asked: Asked) -> tuple[list[Story], list[Story]]:
    """Return the events of the period, and earlier ones that a report of the period tells of."""
    now, earlier = [], []
    for story in stories:
        date = _date(story.members)
        start, end = date.start or date.end, date.end or date.start
        published = [p for m in story.members if (p := m.report.page.sighting.published) is not None]
        if start is None or end is None:
            start, end = (min(published), max(published)) if published else (None, None)
        last = end or max(published, default=None)
        if asked.latest and last and last > asked.latest and not all(m.report.page.document.fiction for m in story.members):
            continue
        if start is None or end is None:
            if asked.since is None and asked.until is None:
                now.append(story)
        elif (asked.since is None or end >= asked.since) and (asked.until is None or start <= asked.until):
            now.append(story)
        elif asked.since and end < asked.since and any(_within(day, asked) for day in published):
            earlier.append(story)
    return now, earlier


def _within(day: dt.date, asked: Asked) -> bool:
    return (asked.since is None or day >= asked.since) and (asked.until is None or day <= asked.until)


def _date(members: Sequence[Member]) -> DateValue:
    """Return the most exact date that an account gives, of equally exact ones the first published."""
    dates = [m.event.date for m in members]
    known = [d for d in dates if d.start and d.end] or dates
    return min(known, key=lambda d: (d.end - d.start).days if d.start and d.end else math.inf)


def bundles(stories: Iterable[Story]) -> list[Bundle]:
    """Return the events, those in one that the same claims put at several places of a list."""
    groups: dict[object, list[Story]] = defaultdict(list)
    for story in stories:
        groups[_likeness(story)].append(story)
    return [Bundle(tuple(group)) for group in groups.values()]


def _likeness(story: Story) -> object:
    """Return what events of one bundle share: claims, type, date, actors, kind of outcome and region."""
    key = []
    for member in story.members:
        event = member.event
        claims = tuple(c.id for c in member.report.claims if event.id in c.about)
        if not claims:
            return story.id
        actors = tuple((p.role, p.name) for p in event.participants)
        outcome = event.outcome.kind if event.outcome else None
        relation = event.locations[0].relation if event.locations else None
        area = region(event.locations)
        key.append((member.label, claims, event.sub_event_type, event.realis, event.date, actors, outcome, relation, area))
    return tuple(key)


def told_of(bundle: Bundle, known: Known, deaths: Mapping[str, Sequence[Share]]) -> Told:
    """Return a bundle with its date, places, deaths and weight in the order."""
    members = bundle.members
    places = [_place(story) for story in bundle.stories]
    told = tuple({p.name: p for p in places if p is not None}.values())
    given = [share for story in bundle.stories for share in deaths.get(story.id, ())]
    killed = _together(total(given, _triple, known.counting, side=side_of)) if given else None
    ground = any(is_change(m.event) for m in members)
    origins = known.count([member.ref(claim) for member in members for claim in claims_of(member) if claim.polarity == "+"])
    backing = origins.low if origins else len({m.sighting for m in members if not m.copied})
    dead = math.log2(1 + killed[1]) if killed else 0.0
    importance = DEATHS_WEIGH * dead + GROUND_WEIGHS * ground + ORIGIN_WEIGHS * backing
    return Told(bundle, _date(members), told, _area_of(members, {p.name for p in told}), killed, importance)


def _place(story: Story) -> Location | None:
    """Return the event's place: the name that most accounts give it, of equally many one that is placed, then the first published."""
    places = [m.event.locations[0] for m in story.members if m.event.locations]
    times = Counter(place.name for place in places)
    return min(places, key=lambda place: (-times[place.name], place.lat is None), default=None)


def _area_of(members: Sequence[Member], names: Collection[str]) -> Location | None:
    """Return a place in the region that most accounts of the places told put the event in; a country only where none gives a division."""
    there = [m.event.locations for m in members if m.event.locations and m.event.locations[0].name in names]
    given = [next((p for p in places if p.admin1), next((p for p in places if p.country), None)) for places in there]
    areas = [place for place in given if place is not None]
    times = Counter((place.admin1, place.country) for place in areas)
    return min(areas, key=lambda place: (not place.admin1, -times[place.admin1, place.country]), default=None)


def _triple(share: Share) -> Triple:
    count = share.toll.count
    low = next((n for n in (count.low, count.best, 0) if n is not None), 0)
    best = next((n for n in (count.best, count.low, count.high) if n is not None), 0)
    high = next((n for n in (count.high, count.best, count.low) if n is not None), 0)
    return share.of(low), share.of(best), share.of(max(high, best))


def deaths_of(told: Iterable[Story], counting: Counting) -> dict[str, list[Share]]:
    """Return the counts of the dead by event; a count of several events of a list falls to the first of them that is told.

    Copies add nothing where a report that is none tells of the event.
    """
    reports: dict[str, CodedReport] = {}
    numbers: dict[str, dict[str, str]] = defaultdict(dict)
    idle: set[tuple[str, str]] = set()
    for story in told:
        for member in story.members:
            reports[member.sighting] = member.original
            numbers[member.sighting][member.event.id] = story.id
            if member.copied and not all(m.copied for m in story.members):
                idle.add((member.sighting, member.event.id))
    found: dict[str, list[Share]] = defaultdict(list)
    for sighting, report in reports.items():
        ids = numbers[sighting]
        for local, given in shares(report, ids, list(ids), counting).items():
            if (sighting, local) not in idle:
                found[ids[local]] += given
    return found


def _together(resolved: Mapping[str | None, Resolved]) -> Triple:
    """Return the sum over sides, or the total that has no side where that is larger, for each of low, best and high."""
    low, best, high = (
        max(
            sum(one.numbers[n] for side, one in resolved.items() if side is not None),
            *(one.numbers[n] for side, one in resolved.items() if side is None),
            0,
        )
        for n in range(3)
    )
    return low, best, high


def is_change(event: EventReport) -> bool:
    """Tell whether ground is said to have changed hands."""
    return event.outcome is not None and event.outcome.kind in GROUND and event.realis == "actual"


def claims_of(member: Member) -> Iterator[Claim]:
    """Yield the claims about an account's event or a part of it."""
    event = member.event
    parts = {event.id, f"{event.id}.actors", f"{event.id}.outcome", *(t.id for t in event.tolls), *(x.id for x in event.losses)}
    yield from (claim for claim in member.report.claims if parts & set(claim.about))
