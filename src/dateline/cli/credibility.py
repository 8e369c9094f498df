"""`dateline credibility`: how far an event may be believed, and by which rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import cells
from dateline.cli.reading import Database
from dateline.cli.session import console, put, put_json
from dateline.cli.stored import Json, existing_store
from dateline.cli.tolls import tolls_of
from dateline.config import home_folder
from dateline.errors import StoreError

if TYPE_CHECKING:
    from dateline.data.credibility import Judgement
    from dateline.link.credibility import Grade
    from dateline.linked import EventSketch, Origin, OriginCount
    from dateline.store import Member, Store, StoredEvent

EXAMPLES = "\b\nExamples:\n  dateline credibility DL-12\n  dateline credibility DL-12 --reliability our-judgements.toml\n"
COLUMNS = ("origin", "side", "kind", "reliability", "claims", "in reports", "because")
RELIABILITY_FILE = "reliability.toml"
"""Judgements of speakers in DATELINE_HOME, taken where no file is named."""


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


def credibility(
    ctx: typer.Context,
    event: Annotated[str, typer.Argument(help="The event's id, as `dateline events` lists it.", metavar="EVENT")],
    reliability: Annotated[
        Path | None,
        typer.Option(
            "--reliability",
            metavar="FILE",
            help=f"Your judgements of speakers (TOML); {RELIABILITY_FILE} in DATELINE_HOME where none is named.",
        ),
    ] = None,
    db: Database = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Do not mask private persons: only for what stays with you.")] = False,
    as_json: Json = False,
) -> None:
    """Show the origins behind an event, its information credibility 1-6, for civilian harm Airwars' grade, each with its rule in a sentence."""
    from dateline.data.credibility import judgements

    own = reliability or next((path for path in (home_folder() / RELIABILITY_FILE,) if path.is_file()), None)
    table = judgements(own)
    with existing_store(ctx, db) as store:
        found = store.event(event)
        shown = credibility_of(store, found)
    if not unmask:
        shown = _masked(shown, found)
    if as_json:
        put_json(_object(shown, table))
        return
    from dateline.cli.tables import table as lay_out

    low, high = shown.count.low, shown.count.high
    number = f"{low} independent origin{'s' if low != 1 else ''}" if low == high else f"{low} to {high} independent origins"
    rows = [
        (origin.speaker or "unknown", origin.side or "-", origin.source_type, _shown(_judged(shown, origin, table)), str(claims), str(reports),
         _named(origin.evidence, shown.doc_ids))
        for origin, claims, reports in shown.origins
    ]  # fmt: skip
    console().print(lay_out(f"event {shown.event}: {number}", COLUMNS, rows, heads=3))
    put(f"information credibility {shown.admiralty.grade} ({shown.admiralty.name}): {shown.admiralty.because}")
    if shown.airwars is not None:
        put(f"civilian harm {shown.airwars.name}: {shown.airwars.because}")
    put("reliability A-F is a judgement of yours about a speaker, on a topic and for the days given; F is 'cannot be judged'")


def credibility_of(store: Store, found: StoredEvent) -> Credibility:
    """Return what is known about who says an event; raises StoreError where its reports are not linked."""
    from dateline.link.credibility import admiralty, airwars, basis, contradicted
    from dateline.link.origins import count, origins
    from dateline.linkage import families
    from dateline.linked import event_ids

    sightings = {member.report.page.sighting.id for member in found.members}
    own = {event_ids(member.report)[member.event.id] for member in found.members}
    with store.linked() as tables:
        copies = families(tables, sightings)
        reports = tables.reports(sightings | {end for copy in copies for end in (copy.sighting, copy.of)})
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


def _named(reasons: Sequence[str], doc_ids: Sequence[str]) -> str:
    """Return reasons with reports by their short names."""
    text = "; ".join(reasons) or "-"
    for doc_id in sorted(doc_ids, key=len, reverse=True):
        text = text.replace(doc_id, cells.report_name(doc_id))
    return text


def _masked(shown: Credibility, found: StoredEvent) -> Credibility:
    """Return the same with private persons blocked out wherever they are named, as in the exports."""
    from dateline.export import mask_report

    names: dict[str, str] = {}
    for member in _once(found):
        hidden = mask_report(member.report)
        for claim, other in zip(member.report.claims, hidden.claims, strict=True):
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


def _judged(shown: Credibility, origin: Origin, table: Sequence[Judgement]) -> Judgement | None:
    """Return the first judgement of a speaker on a topic of the event, None where there is none."""
    from dateline.link.credibility import judged

    if origin.speaker is None:
        return None
    found = (judged(origin.speaker, topic, shown.day, table) for topic in (*shown.topics, None))
    return next((judgement for judgement in found if judgement is not None), None)


def _shown(judgement: Judgement | None) -> str:
    """Return a judgement in a cell: the grade, on what, and from when to when it holds ("B on civilian tolls, 2013-01-01 to 2016-12-31")."""
    from dateline.data.credibility import UNJUDGED

    if judgement is None:
        return UNJUDGED
    topic = f" on {judgement.topic}" if judgement.topic else ""
    since, until = judgement.since, judgement.until
    days = f"{since} to {until}" if since and until else f"from {since}" if since else f"to {until}" if until else ""
    return f"{judgement.grade}{topic}{f', {days}' if days else ''}"


def _judgement(judgement: Judgement | None) -> dict[str, object] | None:
    """Return for JSON what a grade of reliability rests on, None where nobody has judged."""
    if judgement is None:
        return None
    days = {"from": judgement.since, "to": judgement.until}
    return {"topic": judgement.topic, **{key: day.isoformat() if day else None for key, day in days.items()},
            "by": judgement.by, "why": judgement.why}  # fmt: skip


def _object(shown: Credibility, table: Sequence[Judgement]) -> dict[str, object]:
    from dateline.data.credibility import UNJUDGED

    return {
        "event": shown.event,
        "origins": {"low": shown.count.low, "high": shown.count.high},
        "admiralty": asdict(shown.admiralty),
        "airwars": asdict(shown.airwars) if shown.airwars is not None else None,
        "behind": [
            {"speaker": o.speaker, "side": o.side, "known": o.known, "source_type": o.source_type, "claims": claims, "reports": reports,
             "reliability": judgement.grade if judgement else UNJUDGED, "judgement": _judgement(judgement), "because": list(o.evidence)}
            for o, claims, reports in shown.origins
            for judgement in (_judged(shown, o, table),)
        ],
    }  # fmt: skip
