"""How far an event may be believed: the origins behind it, and its grades."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.errors import StoreError
from dateline.views.origins import linked_sketches
from dateline.views.tolls import tolls_of

if TYPE_CHECKING:
    from dateline.data.credibility import Judgement
    from dateline.link.credibility import Grade
    from dateline.linked import EventSketch, Origin, OriginCount
    from dateline.store import Member, Store, StoredEvent


@dataclass(frozen=True, slots=True)
class Credibility:
    """What is said of an event's credibility: its origins, their number as an interval, and the grades; `airwars` for civilian harm only."""

    event: str
    count: OriginCount
    origins: tuple[tuple[Origin, int, int], ...]  # with the claims about the event, and the reports that they stand in
    admiralty: Grade
    airwars: Grade | None
    topics: tuple[str, ...]
    doc_ids: tuple[str, ...]
    day: dt.date | None


def credibility_of(store: Store, found: StoredEvent, *, as_known: dt.datetime | None = None) -> Credibility:
    """Return what is known about who says an event; raises StoreError where its reports are not linked.

    as_known (aware): of an event as it was at that time, its reports as they were linked then.
    """
    from dateline.link.credibility import admiralty, airwars, basis, contradicted
    from dateline.link.origins import count, origins
    from dateline.linked import event_ids

    sightings = {member.report.page.sighting.id for member in found.members}
    own = {event_ids(member.report)[member.event.id] for member in found.members}
    reports, copies = linked_sketches(store, sightings, as_known=as_known)
    events = [event for report in reports for event in report.events if event.id in own]
    if not events:
        raise StoreError(f"the reports of the event are not linked yet: {found.id}", hint="`dateline add` links what the store holds")
    every = origins(reports, copies)
    counts = tolls_of(found, {claim: origin.key for origin in every for claim in origin.claims}, unmask=True)
    rows = [row for cell in counts.cells for row in cell.rows] if counts else []
    about = {claim.id: report.sighting for report in reports for claim in report.claims if _is_about(claim.about, report.sighting, events)}
    behind = basis(
        events, reports, every,
        contradicted=contradicted(counts.cells, every) if counts else False,
        withdrawn={claim for row in rows if row.standing == "withdrawn" for claim in row.entry.claims},
    )  # fmt: skip
    told = tuple(
        (origin, len(claims), len({about[claim] for claim in claims}))
        for origin in every
        if (claims := [claim for claim in origin.claims if claim in about])
    )
    first = found.members[0].event
    where = [member.event.locations[0] for member in found.members if member.event.locations]
    topics = [t for m in found.members for t in (m.event.sub_event_type, m.event.event_type)]
    topics += [t for m in found.members for toll in m.event.tolls for t in (f"{toll.category} tolls", toll.kind, "tolls")]
    topics += [name for place in where for name in (place.admin1, place.country) if name]
    return Credibility(
        event=found.id, count=count(every, about), origins=tuple(sorted(told, key=lambda one: (not one[0].known, -one[1], one[0].key))),
        admiralty=admiralty(behind), airwars=airwars(behind, [toll for event in events for toll in event.tolls]),
        topics=tuple(dict.fromkeys(topics)), doc_ids=tuple(report.doc_id for report in reports), day=first.date.start,
    )  # fmt: skip


def masked(shown: Credibility, found: StoredEvent, hidden: Sequence[Member] | None = None) -> Credibility:
    """Return the same with private persons blocked out wherever they are named, as in the exports; hidden: the event's members, masked."""
    from dateline.export import mask_report

    names: dict[str, str] = {}
    reports = {member.report.page.sighting.id: member.report for member in hidden or ()}
    for member in _once(found):
        other_report = reports.get(member.report.page.sighting.id) or mask_report(member.report)
        for claim, other in zip(member.report.claims, other_report.claims, strict=True):
            pairs = [(claim.source.name, other.source.name), *((a.name, b.name) for a, b in zip(claim.via, other.via, strict=True))]
            names |= {own: masked for own, masked in pairs if own != masked}

    def hide(text: str) -> str:
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, names[name])
        return text

    return replace(
        shown,
        origins=tuple(
            (replace(origin, speaker=hide(origin.speaker or "") or None, evidence=tuple(map(hide, origin.evidence))), claims, reports)
            for origin, claims, reports in shown.origins
        ),
        admiralty=replace(shown.admiralty, because=hide(shown.admiralty.because)),
        airwars=replace(shown.airwars, because=hide(shown.airwars.because)) if shown.airwars is not None else None,
    )


def _once(found: StoredEvent) -> Iterable[Member]:
    """Yield one member of each report of an event."""
    return {member.report.page.sighting.id: member for member in found.members}.values()


def _is_about(targets: Sequence[str], sighting: str, events: Sequence[EventSketch]) -> bool:
    """Tell whether a claim is about an event report of the event, or a part of it."""
    return any(
        event.sighting == sighting and (target == event.local_id or target.startswith(f"{event.local_id}."))
        for event in events
        for target in targets
    )


def judged(shown: Credibility, origin: Origin, table: Sequence[Judgement]) -> Judgement | None:
    """Return the first judgement of a speaker on a topic of the event, None where there is none."""
    from dateline.link.credibility import judged as judgement_of

    if origin.speaker is None:
        return None
    found = (judgement_of(origin.speaker, topic, shown.day, table) for topic in (*shown.topics, None))
    return next((judgement for judgement in found if judgement is not None), None)


def judgement_words(judgement: Judgement | None) -> str:
    """Return a judgement in a cell: the grade, on what, and from when to when it holds ("B on civilian tolls, 2013-01-01 to 2016-12-31")."""
    from dateline.data.credibility import UNJUDGED

    if judgement is None:
        return UNJUDGED
    topic = f" on {judgement.topic}" if judgement.topic else ""
    since, until = judgement.since, judgement.until
    days = f"{since} to {until}" if since and until else f"from {since}" if since else f"to {until}" if until else ""
    return f"{judgement.grade}{topic}{f', {days}' if days else ''}"


def own_judgements() -> Sequence[Judgement]:
    """Return the judgements of speakers: the user's file in the home folder before the package's."""
    from dateline.config import home_folder
    from dateline.data.credibility import RELIABILITY_FILE, judgements

    own = home_folder() / RELIABILITY_FILE
    return judgements(own if own.is_file() else None)
