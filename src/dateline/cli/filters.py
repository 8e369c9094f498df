"""The filters of `dateline events`: names by every spelling that the word lists know, values checked where nothing is found."""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.errors import DatelineError

if TYPE_CHECKING:
    from dateline.store import EventFilter, EventSummary, Store

_SHOWN = 5
"""Names shown at most in place of one that is not found."""


def find_events(store: Store, wanted: EventFilter, *, as_known: dt.datetime | None = None) -> list[EventSummary]:
    """Return the events that pass the filter, an actor or country under any of its names.

    Raises DatelineError where none does and a value is none that an event can have.
    """
    named = dataclasses.replace(wanted, country=_country(wanted.country), limit=None)
    found: dict[EventSummary, None] = {}
    for actor in actor_names(wanted.actor) if wanted.actor else (None,):
        found |= dict.fromkeys(store.events(dataclasses.replace(named, actor=actor), as_known=as_known))
    if not found:
        _check(store, wanted)
    return sorted(found, key=_order)[: wanted.limit]


def actor_names(name: str) -> list[str]:
    """Return the name as given, and the ids of the actors in the registry that bear it in any case ("rsf").

    >>> actor_names("NATO's")
    ["NATO's"]
    """
    from dateline.data.actor_match import alias_key
    from dateline.data.actors import load_actors

    key = alias_key(name)
    bearers = (e for e in load_actors().all if key in {alias_key(one.lstrip("=!")) for one in (e.name, *e.aliases)})
    return list(dict.fromkeys([name, *(one for entry in bearers for one in (entry.id, entry.name))]))


def _country(name: str | None) -> str | None:
    from dateline.data.countries import load_countries

    known = load_countries().by_name(name) if name else None
    return known.iso2 if known else name


def _order(event: EventSummary) -> tuple[bool, str, int]:
    return event.date_start is None, event.date_start or "", int(event.id.partition("-")[2])


def _check(store: Store, wanted: EventFilter) -> None:
    """Raise for a type or country that there is not, and for an actor that neither the registry nor an event of the store names."""
    from dateline.data.codebooks import load_acled
    from dateline.data.countries import load_countries
    from dateline.store import EventFilter

    book = load_acled()
    _known("event type", wanted.event_type, book.hierarchy)
    _known("sub-event type", wanted.sub_event_type, book.event_type_of)
    if wanted.country is None and wanted.actor is None:
        return
    events = store.events(EventFilter())
    countries = load_countries()
    if wanted.country and countries.by_name(wanted.country) is None and countries.get(wanted.country) is None:
        _known("country", wanted.country, {event.country for event in events if event.country}, what="countries of the store's events")
    if wanted.actor and len(actor_names(wanted.actor)) == 1 and not store.events(EventFilter(actor=wanted.actor, limit=1)):
        near = similar(wanted.actor, {name for event in events for actor in event.actors for name in (actor.name, actor.side) if name})
        hint = f"similar: {', '.join(near)}" if near else "`dateline events` lists the events with their actors"
        raise DatelineError(f"no event of the store names the actor {wanted.actor!r}", hint=hint)


def _known(field: str, value: str | None, names: Iterable[str], *, what: str = "known") -> None:
    if value is not None and value.casefold() not in {name.casefold() for name in names}:
        raise DatelineError(f"no {field} is called {value!r}", hint=f"{what}: {', '.join(sorted(names)) or 'none'}")


def similar(name: str, names: Iterable[str]) -> list[str]:
    """Return names that hold the given one, or are spelled like it.

    >>> similar("front", ["Salvation Front", "Army"]), similar("Armee", ["Salvation Front", "Army"])
    (['Salvation Front'], ['Army'])
    """
    folded = {one.casefold(): one for one in sorted(names)}
    holding = [key for key in folded if name.casefold() in key]
    return [folded[key] for key in dict.fromkeys([*holding, *difflib.get_close_matches(name.casefold(), folded)])][:_SHOWN]
