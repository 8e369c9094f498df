"""ACLED's codes of an event report: who took territory, event type, disorder type, interaction."""

from __future__ import annotations

import datetime as dt

from dateline.data.actors import ActorEntry, load_actors
from dateline.data.codebooks import load_acled
from dateline.data.countries import load_countries
from dateline.records import EventReport, Participant

STATE, CIVILIANS = 1, 7
VIOLENCE_AGAINST_CIVILIANS = "Violence against civilians"


def participants(event: EventReport, *roles: str) -> tuple[Participant, ...]:
    """Return the event's participants in any of the roles, in their order."""
    return tuple(p for p in event.participants if p.role in roles)


def event_country(event: EventReport) -> str | None:
    """Return the ISO code of the country in which the event lies, None if its place is not resolved so far."""
    for location in event.locations:
        if location.country_code:
            return location.country_code.upper()
        found = load_countries().by_name(location.country) if location.country else None
        if found is not None:
            return found.iso2
    return None


def taker_sub_type(event: EventReport) -> str:
    """Return the sub-event type of a takeover by who takes, other events' sub-event type unchanged.

    A taker of class 1, or one allied with the state at home, regains for the government; rebels, militias and foreign forces alone
    overtake; where no taker's class is known the given sub-event type stays (ACLED's territory rules).
    """
    book = load_acled()
    if event.sub_event_type not in (book.regains, book.overtakes):
        return event.sub_event_type
    takers = participants(event, "initiator")
    country = event_country(event)
    if any(p.interac == STATE or _stands_with_state(p, country, event.date.start) for p in takers):
        return book.regains
    if any(p.interac in book.overtakers for p in takers):
        return book.overtakes
    return event.sub_event_type


def _stands_with_state(p: Participant, country: str | None, day: dt.date | None) -> bool:
    """Tell whether a participant is of the government's side at home, its dependant, or linked with it as an ally."""
    actors = load_actors()
    entry = actors.get(p.entry)
    home = country or (entry.country[0] if entry and entry.country else p.country)
    government = actors.state(home, "government", day) if home else None
    if government is None or p.interac == STATE:
        return False
    if p.side is not None and p.side == government.side:
        return True
    return entry is not None and home is not None and _linked(entry, home, day)


def _linked(entry: ActorEntry, home: str, day: dt.date | None) -> bool:
    """Tell whether parent or allies tie an entry to a part of the state that exists on the day."""
    actors = load_actors()
    for unit in ("government", "army", "forces"):
        part = actors.state(home, unit, day)
        if part is not None and (part.id == entry.parent or part.id in entry.allies or entry.id in part.allies):
            return True
    return False


def event_type(sub_event_type: str) -> str | None:
    """Return the event type of a sub-event type, None if the book does not know it."""
    return load_acled().event_type_of.get(sub_event_type)


def disorder_type(sub_event_type: str) -> str | None:
    """Return the disorder type of a sub-event type, None if the book does not know it."""
    return load_acled().disorder_type_of.get(sub_event_type)


def interaction(event: EventReport, sub_event_type: str) -> int | None:
    """Return the code of the two sides' classes, the lower digit first, 0 for no second actor; None where a class is missing."""
    book = load_acled()
    kind = event_type(sub_event_type)
    firsts = participants(event, "initiator")
    seconds = participants(event, "target", "victim")
    first = next((p.interac for p in firsts if p.interac is not None), None)
    second = next((p.interac for p in seconds if p.interac is not None), None)
    if kind == VIOLENCE_AGAINST_CIVILIANS and not seconds:
        second = CIVILIANS
    if first is None or (second is None and (seconds or kind not in book.alone)):
        return None
    low, high = sorted((first, second)) if second is not None else (first, 0)
    code = 10 * low + high
    return code if code in book.interactions else None
