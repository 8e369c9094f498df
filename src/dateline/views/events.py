"""One event as its page shows it: rows by code book, claims by side, tolls side by side, who copied whom, history, what was left apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.errors import DatelineError, StoreError
from dateline.export import ACLED, UCDP, Choice, Counting, Excluded, acled, mask_report, ucdp
from dateline.export.table import Cell, review_of
from dateline.link.copies import graph
from dateline.link.origins import origins
from dateline.link.speakers import speaker_of
from dateline.linkage import Why, why
from dateline.linked import Copy, Link, TollTable, event_ids
from dateline.records import Claim, CodedReport, EventReport, Span
from dateline.reviewed import ACCEPT, Review
from dateline.store import Member, Store, StoredEvent
from dateline.views import cells
from dateline.views.credibility import Credibility, credibility_of, judged, judgement_words, masked, own_judgements
from dateline.views.exporting import rows_of
from dateline.views.marking import Mark, Segment, around, segments
from dateline.views.origins import linked_sketches
from dateline.views.tolls import tolls_of

OWN_WORDS, UNKNOWN_SIDE = "The outlets in their own words", "Speakers of no known side"
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
    """Something that happened to the event in the store, or that a person said of it, at a time (ISO, UTC)."""

    at: str
    what: str
    sighting: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An event with all that its page shows.

    review: what persons made of it. sides: claims by side of the speaker. reliability: of the speaker of each origin, by its key, A to F.
    doc_ids: names of reports by sighting. stands_in: the sighting of each claim (stable ids).
    """

    event: StoredEvent
    review: str
    members: tuple[Member, ...]
    books: tuple[Row, ...]
    sides: Mapping[str, tuple[Said, ...]]
    tolls: TollTable | None
    credibility: Credibility | None
    reliability: Mapping[str, str]
    copies: tuple[Copy, ...]
    doc_ids: Mapping[str, str]
    stands_in: Mapping[str, str]
    history: tuple[Moment, ...]
    links: tuple[Link, ...]
    nearest: Link | None
    names: Mapping[str, tuple[str, str, str]]

    def shortly(self, text: str) -> str:
        """Return a text with reports by their short names."""
        for doc_id in sorted(self.doc_ids.values(), key=len, reverse=True):
            text = text.replace(doc_id, cells.report_name(doc_id))
        return text


def told(store: Store, event_id: str, *, unmask: bool = False, as_known: dt.datetime | None = None) -> Told:
    """Return what is told of an event; private persons are masked unless asked otherwise. Raises StoreError where there is none."""
    found = store.event(event_id, as_known=as_known)
    members = found.members if unmask else masked_members(found.members)
    shown = replace(found, members=members)
    sightings = {member.report.page.sighting.id for member in members}
    sketches, copies = linked_sketches(store, sightings, as_known=as_known)
    tolls = tolls_of(shown, {claim: origin.key for origin in origins(sketches, copies) for claim in origin.claims}, copies, unmask=True)
    own = {event_ids(member.report)[member.event.id] for member in found.members}
    reasons = why(store, own) if as_known is None else Why((), None)
    others = {reasons.nearest.a, reasons.nearest.b} if reasons.nearest else set()
    credibility = _credibility(store, found, as_known)
    table = own_judgements()
    return Told(
        event=found, review=review_of(member.event for member in members), members=members, books=tuple(_books(shown, tolls)),
        sides=_sides(members), tolls=tolls,
        credibility=credibility if unmask or credibility is None else masked(credibility, found, members),
        reliability={one.key: judgement_words(judged(credibility, one, table)) for one, _, _ in credibility.origins} if credibility else {},
        copies=graph(copies), doc_ids={one.sighting: one.doc_id for one in sketches},
        stands_in={claim.id: one.sighting for one in sketches for claim in one.claims},
        history=tuple(_history(store, found, own, as_known, with_reasons=unmask)), links=reasons.links, nearest=reasons.nearest,
        names=store.members(own | others),
    )  # fmt: skip


def _books(shown: StoredEvent, tolls: TollTable | None) -> Iterator[Row]:
    """Yield what each code book makes of the event in its reports; the other events of these reports take their part of shared tolls."""
    ids: dict[str, dict[str, str]] = defaultdict(dict)
    for member in shown.members:
        ids[member.report.page.sighting.id][member.event.id] = shown.id
    reports = {member.report.page.sighting.id: member.report for member in shown.members}
    numbered = [(report, {one.id: ids[key].get(one.id, f"{key}/{one.id}") for one in report.events}) for key, report in reports.items()]
    tables = {shown.id: tolls} if tolls is not None else {}
    for book, make, default in (("acled", acled, ACLED), ("ucdp", ucdp, UCDP)):
        counting = Counting(default.resolver, default.group, tables)
        try:
            table = rows_of(make, numbered, {shown.id}, counting, unmask=True, allow_fiction=True)
        except DatelineError as error:
            yield Row(book, (), (), (), error.what)
            continue
        rows = tuple({column: row.get(column) for column in _SHOWN[book] if row.get(column) not in (None, "")} for row in table.rows)
        yield Row(book, rows, table.excluded, tuple(c for c in table.choices if c.figures or c.set_aside))


def _sides(members: Sequence[Member]) -> dict[str, tuple[Said, ...]]:
    out: dict[str, list[Said]] = defaultdict(list)
    for member in members:
        for claim in member.claims:
            said = _said(member, claim)
            out[said.side].append(said)
    return {
        side: tuple(out[side]) for side in sorted(out, key=lambda side: (side == OWN_WORDS, side == UNKNOWN_SIDE, -len(out[side]), side))
    }


def _said(member: Member, claim: Claim) -> Said:
    report, event = member.report, member.event
    document, sighting = report.page.document, report.page.sighting
    country = event.locations[0].country_code if event.locations else None
    voice = speaker_of(claim.source.name, country)
    side = OWN_WORDS if claim.source.type == "author" else voice.side if voice is not None and voice.side else UNKNOWN_SIDE
    marks = [Mark(claim.content, "content"), *([Mark(claim.cue, "cue")] if claim.cue else [])]
    marks += [Mark(claim.source.span, "source")] if claim.source.span else []
    whole = around(document.text, claim.content, [sentence.span for sentence in report.sentences])
    for mark in marks:
        whole = Span(min(whole.start, mark.span.start), max(whole.end, mark.span.end))
    chain = "".join(f" via {link.name}" for link in claim.via)
    return Said(
        claim, side, claim.source.name + chain, tuple(about(event, claim)),
        tuple(segments(document.text, whole, marks)), sighting.id, sighting.doc_id, sighting.outlet, sighting.published,
    )  # fmt: skip


def about(event: EventReport, claim: Claim) -> Iterator[str]:
    """Yield what of the event a claim is about, in words."""
    parts = {event.id: "the event", f"{event.id}.actors": "who did it", f"{event.id}.outcome": "what came of it"}
    parts |= {toll.id: cells.toll(toll) for toll in event.tolls} | {loss.id: cells.loss(loss) for loss in event.losses}
    for target in claim.about:
        if target in parts:
            yield parts[target]


def _credibility(store: Store, found: StoredEvent, as_known: dt.datetime | None) -> Credibility | None:
    try:
        return credibility_of(store, found, as_known=as_known)
    except StoreError:  # not linked yet
        return None


def _history(
    store: Store, found: StoredEvent, own: Collection[str], as_known: dt.datetime | None, *, with_reasons: bool
) -> list[Moment]:  # fmt: skip
    """Return what became of the event; reasons of reviews, which may name anybody, only where asked for."""
    moments = [Moment(found.learned, "the event was given its number")]
    moments += [Moment(change.at, _CHANGES[change.kind].format(change.what), change.sighting) for change in store.history(found.id)]
    for sighting in {member.report.page.sighting.id for member in found.members}:
        for review in store.reviews.of(sighting):
            if review.event_report in own and review.coding is None:
                moments.append(Moment(review.made, _reviewed(review, with_reasons), sighting))
                if review.undone:
                    moments.append(Moment(review.undone, f"{review.undone_by} undid a review of {review.who}", sighting))
    then = as_known.isoformat() if as_known else None
    return sorted((one for one in moments if then is None or one.at <= then), key=lambda one: one.at)


_CHANGES = {
    "read": "a report was read by {}", "superseded": "a newer reading took the place of one by {}",
    "joined": "a report's account was put in this event", "left": "a report's account was taken out of this event",
    "merged": "{} was found to be this event; its address leads here",
}  # fmt: skip


def _reviewed(review: Review, with_reasons: bool) -> str:
    did = (
        "rejected the event" if review.rejects else "added the event" if review.adds else f"corrected the {review.field.replace('_', ' ')}"
    )
    did = "accepted the event as it stands" if review.field == ACCEPT else did
    return f"{review.who} {did}" + (f": {review.why}" if review.why and with_reasons else "")


def masked_members(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return the members with private persons blocked out, each report masked once."""
    reports = {member.report.page.sighting.id: member.report for member in members}
    hidden = {sighting: mask_report(report) for sighting, report in reports.items()}
    return tuple(_in_report(member, hidden[member.report.page.sighting.id]) for member in members)


def _in_report(member: Member, report: CodedReport) -> Member:
    event = next((one for one in report.events if one.id == member.event.id), member.event)
    wanted = {claim.id for claim in member.claims}
    return Member(report, event, tuple(claim for claim in report.claims if claim.id in wanted))
