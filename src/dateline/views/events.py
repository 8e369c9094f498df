"""One event as its page shows it: rows by code book, claims by side, tolls side by side, who copied whom, history, what was left apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.errors import DatelineError, StoreError
from dateline.export import ACLED, UCDP, Choice, Counting, Excluded, acled, mask_report, ucdp
from dateline.export.table import Cell
from dateline.link.speakers import speaker_of
from dateline.linkage import why
from dateline.linked import Copy, Link, TollTable, event_ids
from dateline.records import Claim, CodedReport, EventReport, Span
from dateline.store import Member, Store, StoredEvent
from dateline.views.credibility import Credibility, credibility_of, masked
from dateline.views.marking import Mark, Segment, around, segments
from dateline.views.origins import linked_sketches, origin_keys
from dateline.views.tolls import tolls_of

UNKNOWN_SIDE = "No side known"
_SHOWN = {
    "acled": """event_date time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2
    interaction civilian_targeting location admin1 country latitude longitude geo_precision fatalities notes""".split(),
    "ucdp": """type_of_violence dyad_name side_a side_b date_start date_end date_prec where_coordinates where_prec adm_1 country latitude
    longitude event_clarity deaths_a deaths_b deaths_civilians deaths_unknown best high low""".split(),
}  # fmt: skip
"""The columns of each code book that the page shows; the export has them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a code book makes of the event: its rows by column, what it leaves out by which rule, and how it chose numbers."""

    book: str
    rows: tuple[Mapping[str, Cell], ...]
    excluded: tuple[Excluded, ...]
    choices: tuple[Choice, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the sentence that it stands in; `about` in words ("the event", "30 killed")."""

    claim: Claim
    side: str
    speaker: str
    about: tuple[str, ...]
    words: tuple[Segment, ...]
    sighting: str
    doc_id: str
    outlet: str | None
    published: dt.date | None


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to the event in the store, at a time (ISO, UTC)."""

    at: str
    what: str
    sighting: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event with all that its page shows. sides: claims by side of the speaker. doc_ids: names of reports by sighting. stands_in: the
    sighting of each claim (stable ids)."""

    event: StoredEvent
    members: tuple[Member, ...]
    books: tuple[Row, ...]
    sides: Mapping[str, tuple[Said, ...]]
    tolls: TollTable | None
    credibility: Credibility | None
    copies: tuple[Copy, ...]
    doc_ids: Mapping[str, str]
    stands_in: Mapping[str, str]
    history: tuple[Moment, ...]
    links: tuple[Link, ...]
    nearest: Link | None
    names: Mapping[str, tuple[str, str, str]]


def told(store: Store, event_id: str, *, unmask: bool = False, as_known: dt.datetime | None = None) -> Told:
    """Return what is told of an event; private persons are masked unless asked otherwise. Raises StoreError where there is none."""
    found = store.event(event_id, as_known=as_known)
    members = found.members if unmask else _masked(found.members)
    shown = replace(found, members=members)
    sightings = {member.report.page.sighting.id for member in members}
    keys = origin_keys(store, sightings, as_known=as_known)
    sketches, copies = linked_sketches(store, sightings, as_known=as_known)
    tolls = tolls_of(shown, keys, unmask=True)
    own = {event_ids(member.report)[member.event.id] for member in found.members}
    reasons = why(store, own)
    others = {reasons.nearest.a, reasons.nearest.b} if reasons.nearest else set()
    return Told(
        event=found, members=members, books=tuple(_books(shown, tolls)), sides=_sides(members), tolls=tolls,
        credibility=_credibility(store, found, unmask=unmask), copies=tuple(copies), doc_ids={one.sighting: one.doc_id for one in sketches},
        stands_in={claim.id: one.sighting for one in sketches for claim in one.claims},
        history=tuple(sorted(_history(found), key=lambda one: one.at)), links=reasons.links, nearest=reasons.nearest,
        names=store.members(own | others),
    )  # fmt: skip


def _books(found: StoredEvent, tolls: TollTable | None) -> Iterator[Row]:
    ids: dict[str, dict[str, str]] = defaultdict(dict)
    for member in found.members:
        ids[member.report.page.sighting.id][member.event.id] = found.id
    own = {member.report.page.sighting.id: _only(member.report, ids[member.report.page.sighting.id]) for member in found.members}
    numbered = [(report, ids[sighting]) for sighting, report in own.items()]
    tables = {found.id: tolls} if tolls is not None else {}
    for book, make, default in (("acled", acled, ACLED), ("ucdp", ucdp, UCDP)):
        try:
            table = make(numbered, counting=Counting(default.resolver, default.group, tables), unmask=True, allow_fiction=True)
        except DatelineError as error:
            yield Row(book, (), (), (), error.what)
            continue
        rows = tuple({column: row.get(column) for column in _SHOWN[book] if row.get(column) not in (None, "")} for row in table.rows)
        yield Row(book, rows, table.excluded, tuple(c for c in table.choices if c.figures or c.set_aside))


def _only(report: CodedReport, events: Mapping[str, str]) -> CodedReport:
    """Return the report with no other event reports than these."""
    return replace(report, events=tuple(event for event in report.events if event.id in events))


def _sides(members: Sequence[Member]) -> dict[str, tuple[Said, ...]]:
    out: dict[str, list[Said]] = defaultdict(list)
    for member in members:
        for claim in member.claims:
            said = _said(member, claim)
            out[said.side].append(said)
    return {side: tuple(out[side]) for side in sorted(out, key=lambda side: (side == UNKNOWN_SIDE, -len(out[side]), side))}


def _said(member: Member, claim: Claim) -> Said:
    report, event = member.report, member.event
    document, sighting = report.page.document, report.page.sighting
    country = event.locations[0].country_code if event.locations else None
    voice = speaker_of(claim.source.name, country)
    marks = [Mark(claim.content, "content"), *([Mark(claim.cue, "cue")] if claim.cue else [])]
    marks += [Mark(claim.source.span, "source")] if claim.source.span else []
    whole = around(document.text, claim.content, [sentence.span for sentence in report.sentences])
    for mark in marks:
        whole = Span(min(whole.start, mark.span.start), max(whole.end, mark.span.end))
    chain = "".join(f" via {link.name}" for link in claim.via)
    return Said(
        claim, voice.side if voice is not None and voice.side else UNKNOWN_SIDE, claim.source.name + chain, tuple(about(event, claim)),
        tuple(segments(document.text, whole, marks)), sighting.id, sighting.doc_id, sighting.outlet, sighting.published,
    )  # fmt: skip


def about(event: EventReport, claim: Claim) -> Iterator[str]:
    """Yield what of the event a claim is about, in words."""
    from dateline.views import cells

    parts = {event.id: "the event", f"{event.id}.actors": "who did it", f"{event.id}.outcome": "what came of it"}
    parts |= {toll.id: cells.toll(toll) for toll in event.tolls} | {loss.id: cells.loss(loss) for loss in event.losses}
    for target in claim.about:
        if target in parts:
            yield parts[target]


def _credibility(store: Store, found: StoredEvent, *, unmask: bool) -> Credibility | None:
    try:
        shown = credibility_of(store, found)
    except StoreError:  # not linked yet
        return None
    return shown if unmask else masked(shown, found)


def _history(found: StoredEvent) -> Iterator[Moment]:
    yield Moment(found.learned, "the event's id was given")
    for report in {member.report.page.sighting.id: member.report for member in found.members}.values():
        sighting = report.page.sighting
        yield Moment(sighting.learned.astimezone(dt.UTC).isoformat(), f"report read by {report.reading.reader}", sighting.id)


def _masked(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return members with private persons masked, each report once."""
    reports = {member.report.page.sighting.id: member.report for member in members}
    hidden = {sighting: mask_report(report) for sighting, report in reports.items()}
    out = []
    for member in members:
        report = hidden[member.report.page.sighting.id]
        event = next((one for one in report.events if one.id == member.event.id), member.event)
        wanted = {claim.id for claim in member.claims}
        out.append(Member(report, event, tuple(claim for claim in report.claims if claim.id in wanted)))
    return tuple(out)
