"""What stands in a cell: place, date, type, actors, toll and sources of one event report, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from dateline.records import Claim, Count, DateValue, EventReport, Location, Loss, Participant, Source, Toll, Via

REALIS = {"attempted_failed": "failed", "planned": "planned", "ongoing": "ongoing", "hypothetical_denied": "hypothetical or denied"}
_BEFORE = {"at_least": "at least ", "more_than": "more than ", "about": "about ", "nearly": "nearly ", "up_to": "up to "}
UNKNOWN = "-"


def day_or_range(date: DateValue) -> str:
    """Return "2017-10-29", "2017-10-23..29", or a dash where no date is known."""
    return days(date.start.isoformat() if date.start else None, date.end.isoformat() if date.end else None)


def days(start: str | None, end: str | None) -> str:
    """Return two ISO days as one cell; of the second only what differs, a question mark for one that is open."""
    if start is None and end is None:
        return UNKNOWN
    if start is None or end is None or start == end:
        return f"{start or '?'}" if start == end else f"{start or '?'}..{end or '?'}"
    same = next(n for n in (8, 5, 0) if start[:n] == end[:n])
    return f"{start}..{end[same:]}"


def report_name(doc_id: str) -> str:
    """Return a report's name as short as it stays telling: of a path the file's name, of anything else all."""
    return doc_id if "://" in doc_id else PurePath(doc_id).name or doc_id


def where(location: Location) -> str:
    """Return the place with its relation and area; a question mark where it could not be placed."""
    before = "" if location.relation in ("at", "in") else f"{location.relation} "
    area = location.admin1 or location.country
    inside = f" ({area})" if area and area != location.name else ""
    return f"{before}{location.name}{inside}" + ("" if location.status in ("resolved", "area") else " ?")


def place(event: EventReport) -> str:
    """Return the event's own place."""
    return where(event.locations[0]) if event.locations else UNKNOWN


def kind(event: EventReport) -> str:
    """Return the sub-event type, with what it is where it is no accomplished act of its own."""
    notes = [REALIS[event.realis]] if event.realis in REALIS else []
    notes += ["aggregate"] if event.salience == "aggregate" else []
    return f"{event.sub_event_type} [{', '.join(notes)}]" if notes else event.sub_event_type


def actors(event: EventReport) -> str:
    """Return "who -> whom": initiators and supporters, then targets and victims; a dash for an unknown one before the arrow."""
    acting = _names(event.participants, ("initiator", "supporter"))
    suffering = _names(event.participants, ("target", "victim"))
    return acting if suffering == UNKNOWN else f"{acting} -> {suffering}"


def _names(participants: Iterable[Participant], roles: tuple[str, ...]) -> str:
    names = dict.fromkeys(p.name + (" (?)" if p.inferred else "") for p in participants if p.role in roles)
    return ", ".join(names) or UNKNOWN


def number(count: Count) -> str:
    """Return the count as its modifier gives it: "at least 30", "20-30", "some" for one that names no number."""
    if count.modifier == "range" and count.low is not None and count.high is not None:
        return f"{count.low}-{count.high}"
    value = next((n for n in (count.best, count.low, count.high) if n is not None), None)
    if count.modifier == "unquantified":
        return "some" if value is None else f"some ({value} or more)"
    return "some" if value is None else f"{_BEFORE.get(count.modifier, '')}{value}"


def toll(item: Toll) -> str:
    """Return "at least 30 killed (side)"."""
    side = item.subgroup or item.side
    return f"{number(item.count)} {item.kind}" + (f" ({side})" if side else "")


def loss(item: Loss) -> str:
    """Return "2 x tank destroyed (side)"; items are singular nouns."""
    count = "some" if item.count is None else "1" if item.count == 1 else f"{item.count} x"
    return f"{count} {item.item} {item.effect}" + (f" ({item.side})" if item.side else "")


def losses(event: EventReport) -> str:
    """Return all tolls and losses of the event."""
    return "; ".join([*map(toll, event.tolls), *map(loss, event.losses)]) or UNKNOWN


def about(event: EventReport, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield the claims about the event, its tolls, losses, actors or outcome."""
    parts = {event.id, f"{event.id}.actors", f"{event.id}.outcome", *(t.id for t in event.tolls), *(x.id for x in event.losses)}
    for claim in claims:
        if not parts.isdisjoint(claim.about):
            yield claim


def sources(event: EventReport, claims: Iterable[Claim]) -> str:
    """Return who says so, each once; a denial is marked."""
    named = (f"{speaker(c.source, c.via)}{' (denies)' if c.polarity == '-' else ''}" for c in about(event, claims))
    return "; ".join(dict.fromkeys(named)) or UNKNOWN


def speaker(source: Source, via: Iterable[Via] = ()) -> str:
    """Return the source with its relay chain."""
    chain = ", ".join(link.name for link in via)
    return f"{source.name} via {chain}" if chain else source.name
