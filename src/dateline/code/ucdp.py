"""UCDP's codes of an event report: type of violence, precision of place and date, clarity."""

from __future__ import annotations

from dateline.code.acled import participants
from dateline.data.actors import load_actors
from dateline.data.codebooks import load_ucdp
from dateline.records import DateValue, EventReport, Location, Participant

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
ARMED_GROUPS = frozenset({2, 3, 4})
UNARMED = frozenset({5, 6, 7})
STATE_CLASSES = frozenset({"state_forces", "police", "government"})
STATE_KINDS = frozenset({"army", "air_force", "navy", "police", "government", "office", "coalition"})
WEEK_DAYS, MONTH_DAYS = 7, 31
_POINTS = frozenset({"city", "town", "village", "neighbourhood", "site", "hill"})
_LINES = frozenset({"road", "water"})


def has_deaths(event: EventReport) -> bool:
    """Tell whether the report counts at least one person killed."""
    least = load_ucdp().deaths_min
    return any(
        toll.kind == "killed" and max(toll.count.low or 0, toll.count.best or 0, toll.count.high or 0) >= least for toll in event.tolls
    )


def _party(p: Participant) -> str | None:
    """Return state, group or civilians; None where the participant is unidentified or its class is unknown."""
    if p.actor_class == "unidentified" and p.entry is None:
        return None
    if p.interac in UNARMED:
        return "civilians"
    entry = load_actors().get(p.entry)
    of_state = p.actor_class in STATE_CLASSES or (entry is not None and entry.kind in STATE_KINDS)
    if p.interac == 1 or (p.interac == 8 and of_state):
        return "state"
    return "group" if p.interac in ARMED_GROUPS else None


def _parties(event: EventReport, *roles: str) -> set[str | None]:
    return {_party(p) for p in participants(event, *roles)}


def type_of_violence(event: EventReport) -> int | None:
    """Return 1 state-based, 2 non-state, 3 one-sided; None where nobody is said to have died or a party is not known.

    Civilians who die between two armed parties do not make the event one-sided.
    """
    if event.realis not in ("actual", "attempted_failed", "ongoing") or not has_deaths(event):
        return None
    doers, others = _parties(event, "initiator"), _parties(event, "target", "victim")
    doers.discard("civilians")
    if not doers or doers == {None}:
        return None
    armed = others - {"civilians", None}
    if not armed:
        return ONE_SIDED if others == {"civilians"} else None
    if "state" in doers | armed:
        return STATE_BASED
    return NON_STATE if doers == {"group"} else None


def where_prec(location: Location) -> int | None:
    """Return UCDP's precision of a place: 1 point, 2 near it, 3 second-level and 4 first-level division, 5 vague, 6 country, 7 open sea."""
    if location.status == "unresolved":
        return None
    if location.level == "water" and location.lat is not None and location.country_code is None:
        return 7
    if location.area is not None and location.area.kind == "corridor":
        return 5
    if location.status == "area":
        return _containing(location)
    if location.level == "country":
        return 6
    if location.level == "admin1":
        return 4
    if location.level == "admin2":
        return 3
    if location.level in _LINES or location.relation in ("from", "towards") or location.lat is None:
        return 5
    if location.relation == "near":
        return 2
    if location.level in _POINTS and location.geo_precision in (None, 1):
        return 1
    near = location.radius_km is None or location.radius_km <= load_ucdp().limited_area_km
    return 2 if near else 5


def _containing(location: Location) -> int | None:
    if location.radius_km is not None and location.radius_km <= load_ucdp().limited_area_km:
        return 2
    if location.admin1:
        return 4
    return 6 if location.country_code or location.country else None


def date_prec(date: DateValue) -> int | None:
    """Return UCDP's precision of a date: 1 day, 2 two to six days, 3 week, 4 month, 5 longer; None where an end is open."""
    if date.start is None or date.end is None:
        return None
    days = (date.end - date.start).days + 1
    if days == 1:
        return 1
    if date.precision == "range" and days < WEEK_DAYS:
        return 2
    if date.precision == "week" or days <= WEEK_DAYS:
        return 3
    return 4 if days <= MONTH_DAYS else 5


def event_clarity(event: EventReport) -> int:
    """Return 1 for an incident that can be told apart, 2 for a sum over several."""
    return 2 if event.salience == "aggregate" or (event.n_incidents or 1) > 1 else 1
