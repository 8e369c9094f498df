"""UCDP GED's columns and counting rules: one row for each deadly event, low, best and high by side.

Rows bear `DL-` ids and a code status that says machine-coded. Rules after UCDP GED's public code book: a row has at least one death,
a place and a date; aggregates only with clarity 2 and never beside their parts. Ids of UCDP's own (conflict, dyad, side) stay empty.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.data.actors import load_actors
from dateline.data.countries import Country
from dateline.export.acled import country_named, country_of
from dateline.export.deaths import Counting, Share, denied, is_denied_event, set_aside, shares, together, told, total
from dateline.export.notes import outlet_of, relation_words, why_undated
from dateline.export.resolvers import Triple
from dateline.export.table import Cell, Choice, Excluded, Numbered, Table, admitted, review_of
from dateline.records import CodedReport, DateValue, EventReport, Location, Participant, Toll

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id",
    "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

STATUS = "machine-coded by dateline"
ONE_SIDED = 3
STATE_BASED = 1
STATE_CLASSES = frozenset({1, 8})
"""ACLED's classes of actors that are states' forces; only with the actor class of a state for class 8."""
UNARMED = frozenset({5, 6, 7})
"""ACLED's classes of actors that are no organised armed force: rioters, protesters, civilians."""
NO_STATES = frozenset({"coalition", "un"})
"""Kinds of registry entries that act for several states."""

_SMALL = frozenset({"city", "town", "village", "neighbourhood", "site", "hill"})
_FUZZY = frozenset({"area", "road", "water"})


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event report that is to be a row."""

    event_id: str
    report: CodedReport
    event: EventReport
    start: dt.date
    end: dt.date
    violence: int | None
    deaths: dict[str, int]
    figures: str = ""
    others: tuple[tuple[CodedReport, EventReport], ...] = ()  # further reports of the same event


_TOLD_BY_OTHERS = frozenset({"ucdp.no_deaths", "ucdp.no_type", "ucdp.no_place", "ucdp.no_date"})
"""Rules that keep no event out whose other reports make a row."""
DEFAULT = Counting("low-best-high", "first")
"""UCDP's own way of counting."""


def ucdp(
    reports: Iterable[Numbered],
    *,
    counting: Counting = DEFAULT,
    flagged: frozenset[str] = frozenset(),
    unmask: bool = False,
    allow_fiction: bool = False,
) -> Table:
    """Return GED rows, one for each event, ordered by date and id, and what was left out.

    The resolver gives `best` between competing tolls, low and high keep the extremes. The row of an event told by several reports takes its
    cells from the one that knows most. flagged holds ids of events that are rows even without a death. Raises ExportError.
    """
    excluded: list[Excluded] = []
    entries: list[_Entry] = []
    members: dict[str, list[tuple[CodedReport, EventReport, list[Share]]]] = {}
    for report, ids in admitted(reports, unmask=unmask, allow_fiction=allow_fiction):
        hindrances = {e.id: _hindrance(report, e, flagged=ids.get(e.id, e.id) in flagged) for e in report.events}
        eligible = [e for e in report.events if hindrances[e.id] is None]
        fallen = shares(report, ids, {e.id for e in eligible}, counting)
        for event in report.events:
            event_id = ids.get(event.id, event.id)
            hindrance = hindrances[event.id]
            if hindrance is not None:
                excluded.append(Excluded(event_id, f"ucdp.{hindrance[0]}", hindrance[1]))
                continue
            members.setdefault(event_id, []).append((report, event, fallen.get(event.id, [])))
    for event_id, told_by in members.items():
        entry = _entry(event_id, told_by, counting)
        if entry.deaths["high"] < 1 and event_id not in flagged:
            excluded.append(Excluded(event_id, "ucdp.no_deaths", ELSEWHERE))
        else:
            entries.append(entry)
    with_row = {entry.event_id for entry in entries}
    excluded = [left for left in excluded if left.event_id not in with_row or left.rule not in _TOLD_BY_OTHERS]
    parts = [e for e in entries if e.event.salience != "aggregate"]
    kept = []
    for entry in entries:
        part = next((p for p in parts if _is_part(p, entry)), None) if entry.event.salience == "aggregate" else None
        if part is None:
            kept.append(entry)
        else:
            excluded.append(Excluded(entry.event_id, "ucdp.aggregate_beside_parts", f"{part.event_id} is among what it sums up"))
    kept.sort(key=lambda e: (e.start, e.event_id))
    choices = tuple(
        Choice(e.event_id, column, e.deaths[column], rule, e.figures, set_aside(counting, {e.event_id}))
        for e in kept for column, rule in (("best", counting.resolver), ("low", "lowest"), ("high", "highest"))
    )  # fmt: skip
    return Table(COLUMNS, tuple(_row(e) for e in kept), tuple(excluded), choices)


def _hindrance(report: CodedReport, event: EventReport, *, flagged: bool) -> tuple[str, str] | None:
    """Return the first rule that keeps an event from being a row, and why; None if none does. What nobody died in needs no type."""
    if event.realis in ("planned", "hypothetical_denied"):
        return event.realis, f"the report gives the event as {event.realis.replace('_', ' or ')}, not as one that happened"
    if is_denied_event(report, event):
        return "denied", "every claim about the event denies it"
    deathless = None if flagged else _why_deathless(report, event)
    if deathless is not None:
        return "no_deaths", deathless
    if event.codes.ucdp_type_of_violence is None and event.salience != "aggregate":
        return "no_type", _why_no_type(event)
    if not event.locations:
        return "no_place", "the report gives the event no place"
    if _dates(event.date) is None:
        return "no_date", why_undated(report, event.date)
    return None


ELSEWHERE = "the deaths of its group of places are counted in the row of another place, or in none"


def _why_deathless(report: CodedReport, event: EventReport) -> str | None:
    """Return why an event has no deaths of its own; None where a toll of the killed stands on it that is neither denied nor superseded."""
    own = [toll for toll in event.tolls if _counts(report, toll)]
    if any(max(toll.count.low or 0, toll.count.best or 0, toll.count.high or 0) > 0 for toll in own):
        return None
    if own:
        return "deaths are spoken of, but without a number; set one in review"
    group = [e for e in report.events if e.group is not None and e.group == event.group and e.id != event.id]
    if any(toll.scope == "group" and _counts(report, toll) for e in group for toll in e.tolls):
        return ELSEWHERE if event.codes.ucdp_type_of_violence is None else None
    return "no source speaks of a death"


def _counts(report: CodedReport, toll: Toll) -> bool:
    return toll.kind == "killed" and not toll.superseded and not denied(report, toll.id)


def _why_no_type(event: EventReport) -> str:
    """Return why no type of violence could be given, and what would give one."""
    doers = [p for p in event.participants if p.role == "initiator"]
    others = [p for p in event.participants if p.role in ("target", "victim")]
    armed = [p for p in doers if p.interac not in UNARMED]
    if not doers or (armed and all(_unidentified(p) for p in armed)):
        return "the attacker is not identified, and UCDP gives a type only to identified ones; set the attacker in review"
    if not armed:
        return f"one side is no organised actor ({_names(doers)}); if one acted, set it in review"
    if not others:
        return "the target is not known; set it in review"
    known = [p for p in others if p.interac is not None and not _unidentified(p)]
    if not known:
        return f"the target is not identified ({_names(others)}); set it in review"
    unclear = [p for p in (*armed, *others) if p.interac is None or _unidentified(p)]
    if unclear:
        return f"it is not known what kind of actor stands on one side ({_names(unclear)}); set it in review"
    return "the sides are neither a state, organised groups nor civilians; set them in review"


def _unidentified(actor: Participant) -> bool:
    return actor.actor_class == "unidentified" and actor.entry is None


def _names(actors: Sequence[Participant]) -> str:
    return ", ".join(dict.fromkeys(p.name for p in actors))


def _dates(date: DateValue) -> tuple[dt.date, dt.date] | None:
    start, end = date.start or date.end, date.end or date.start
    return None if start is None or end is None or date.precision in ("before", "unknown") else (start, end)


def _is_part(part: _Entry, whole: _Entry) -> bool:
    """Tell whether a single event may be one of those that an aggregate sums up: in its days, and in its report or its area."""
    if not (whole.start <= part.end and part.start <= whole.end):
        return False
    if part.report.page.sighting.id == whole.report.page.sighting.id:
        return True
    area, place = whole.event.locations[0], part.event.locations[0]
    if area.country is None or area.country != place.country:
        return False
    return area.level == "country" or area.admin1 in (None, place.admin1) or area.name in (place.admin1, place.name)


def _number(share: Share) -> Triple:
    """Return low, best and high of a share; where one is open, the nearest that is given stands for it."""
    low, best, high = share.toll.count.low, share.toll.count.best, share.toll.count.high
    middle = next((n for n in (best, low, high) if n is not None), 0)
    return share.of(low if low is not None else middle), share.of(middle), share.of(high if high is not None else middle)


def _knows(event: EventReport) -> tuple[bool, bool, int, int]:
    """Return how much an event report knows: its point, its day, how many actors, how many tolls."""
    placed = event.locations[0].lat is not None
    return placed, event.date.precision == "day", len(event.participants), len(event.tolls)


def _entry(event_id: str, told_by: Sequence[tuple[CodedReport, EventReport, list[Share]]], counting: Counting) -> _Entry:
    report, event, _ = max(told_by, key=lambda one: _knows(one[1]))
    found = [share for _, _, some in told_by for share in some]
    start, end = _dates(event.date) or (dt.date.min, dt.date.min)
    side_a, side_b = _sides(event)

    def side(share: Share) -> str | None:
        toll = share.toll
        if toll.category == "civilian" or (toll.side or "").casefold().startswith("civilian"):
            return "civilians"
        for key, actor in (("a", side_a), ("b", side_b)):
            if actor is not None and toll.side is not None and toll.side in (actor.name, actor.side):
                return key
        return None if toll.side is None or toll.category == "mixed" else "unknown"

    resolved = total(found, lambda share: (_number(share)[1],) * 3, counting, side=side)
    lows = total(found, _number, counting, side=side, resolver="lowest")
    highs = total(found, _number, counting, side=side, resolver="highest")
    by_side = {key: one.numbers[1] for key, one in resolved.items()}
    named = sum(n for key, n in by_side.items() if key is not None)
    rest = max(0, by_side.get(None, 0) - named)  # of a total without sides, what no side accounts for
    deaths = {
        "deaths_a": by_side.get("a", 0),
        "deaths_b": by_side.get("b", 0),
        "deaths_civilians": by_side.get("civilians", 0),
        "deaths_unknown": by_side.get("unknown", 0) + rest,
    }
    best = sum(deaths.values())
    deaths |= {"best": best, "high": max(best, together(highs)), "low": min(best, together(lows))}
    others = tuple((r, e) for r, e, _ in told_by if e is not event)
    figures = told(
        {
            {"a": side_a.name if side_a else "a", "b": side_b.name if side_b else "b"}.get(key or "", key): one
            for key, one in resolved.items()
        }
    )
    return _Entry(event_id, report, event, start, end, event.codes.ucdp_type_of_violence, deaths, figures, others)


def _sides(event: EventReport) -> tuple[Participant | None, Participant | None]:
    """Return side a (the state in state-based violence, else who acts) and side b (in one-sided violence the civilians)."""
    doers = [p for p in event.participants if p.role == "initiator"]
    others = [p for p in event.participants if p.role in ("target", "victim")]
    one, two = next(iter(doers), None), next(iter(others), None)
    if event.codes.ucdp_type_of_violence == STATE_BASED and two is not None and not _is_state(one) and _is_state(two):
        one, two = two, one
    return one, two


def _is_state(actor: Participant | None) -> bool:
    return (
        actor is not None and actor.interac in STATE_CLASSES and actor.actor_class in ("state_forces", "police", "government", "external")
    )


def _row(entry: _Entry) -> dict[str, Cell]:
    event, report = entry.event, entry.report
    sighting = report.page.sighting
    side_a, side_b = _sides(event)
    names = [_side_name(actor, entry.start) for actor in (side_a, side_b)]
    if entry.violence == ONE_SIDED:
        names[1] = "Civilians"
    sources = list(dict.fromkeys(name for r, e in ((report, event), *entry.others) for name in _sources(r, e))) or [outlet_of(report)]
    published = sighting.published.isoformat() if sighting.published else None
    article = ", ".join(f'"{part}"' for part in (sighting.outlet, published, sighting.title) if part)
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {
        "id": entry.event_id,
        "relid": f"{sighting.doc_id}/{event.id}",
        "year": entry.start.year,
        "code_status": f"{STATUS}, {review_of((event, *(e for _, e in entry.others)))}",
        "type_of_violence": entry.violence,
        "dyad_name": " - ".join(name for name in names if name) if all(names) else None,
        "side_a": names[0],
        "side_b": names[1],
        "number_of_sources": len(sources),
        "source_article": article or None,
        "source_office": outlet_of(report),
        "source_date": published,
        "source_headline": sighting.title,
        "source_original": "; ".join(name.replace(";", ",") for name in sources),
        "event_clarity": 2 if event.salience == "aggregate" else 1,
        "date_prec": _date_precision(event.date, entry.start, entry.end),
        "date_start": entry.start.isoformat(),
        "date_end": entry.end.isoformat(),
        "gwnoa": _state_number(side_a),
        "gwnob": None if entry.violence == ONE_SIDED else _state_number(side_b),
    }
    return row | _where(event.locations[0]) | entry.deaths


def _sources(report: CodedReport, event: EventReport) -> list[str]:
    targets = {event.id} | {toll.id for toll in event.tolls}
    return [c.source.name for c in report.claims if targets & set(c.about)]


def _state(actor: Participant | None) -> Country | None:
    """Return the state whose forces or government the actor is, by the registry entry's country or else the actor's; None for all others."""
    if actor is None or not _is_state(actor):
        return None
    entry = load_actors().get(actor.entry)
    if entry is not None and entry.kind in NO_STATES:
        return None
    home = entry.country[0] if entry is not None and entry.country else actor.country
    return country_named(home) if home else None


def _state_number(actor: Participant | None) -> int | None:
    """Return Gleditsch and Ward's number of the state whose forces the actor is, None for all others."""
    country = _state(actor)
    return country.gw if country else None


def _side_name(actor: Participant | None, day: dt.date) -> str | None:
    """Return UCDP's name of a side: a state's army or police is its government."""
    country = _state(actor)
    if actor is None or country is None:
        return actor.name if actor else None
    government = load_actors().state(country.iso2, "government", day)
    named = government is not None and government.name.startswith("Government of ")
    return government.name if government is not None and named else f"Government of {country.name}"


def _where(place: Location) -> dict[str, Cell]:
    country = country_of(place)
    lat, lon = _point(place)
    known = lat is not None and lon is not None
    areas = [part for part in (place.admin1, country.name if country else place.country) if part and part != place.name]
    named = {part.casefold() for part in (place.name, *areas, place.country) if part}
    nearer = [part for part in place.within if part.casefold() not in named and (country is None or country_named(part) != country)]
    within = ", ".join(dict.fromkeys((*nearer, *areas)))
    return {
        "where_prec": where_precision(place),
        "where_coordinates": place.name if known else None,
        "where_description": f"{relation_words(place)} {place.name}" + (f", {within}" if within else ""),
        "adm_1": place.admin1,
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if known else None,
        "priogrid_gid": priogrid(lat, lon) if lat is not None and lon is not None else None,
        "country": country.name if country else place.country,
        "country_id": country.gw if country else None,
        "region": (country.ucdp_region or None) if country else None,
    }


def _point(place: Location) -> tuple[float | None, float | None]:
    """Return the point of a place; of what lies somewhere in a division or country, the middle of that."""
    if place.status == "area" and place.candidates and where_precision(place) in (3, 4, 6):
        outer = place.candidates[0]
        if outer.kind in ("admin1", "admin2", "country"):
            return outer.lat, outer.lon
    return place.lat, place.lon


def where_precision(place: Location) -> int:
    """Return UCDP's precision of a place: 1 itself, 2 near it, 3 and 4 the division, 5 a line or what is vague, 6 country, 7 the open sea."""
    if place.level == "water" and place.lat is not None and place.country_code is None:
        return 7
    if place.area is not None and place.area.kind == "corridor":
        return 5
    if place.level == "country":
        return 6
    if place.level in ("admin1", "admin2"):
        return 4 if place.level == "admin1" else 3
    if place.lat is None or place.level in _FUZZY:
        return 5 if place.lat is not None or place.level in _FUZZY else 4 if place.admin1 else 6
    if place.geo_precision == 3:
        return 4 if place.status == "area" else 1
    return 2 if place.geo_precision == 2 or (place.relation != "at" and place.relation != "in") else 1


def _date_precision(date: DateValue, start: dt.date, end: dt.date) -> int:
    """Return UCDP's precision of a date: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer."""
    days = (end - start).days + 1
    if date.precision == "month":
        return 4
    if date.precision == "year":
        return 5
    if date.precision == "week":
        return 3
    return next((prec for limit, prec in ((1, 1), (6, 2), (8, 3), (31, 4)) if days <= limit), 5)


def priogrid(lat: float, lon: float) -> int:
    """Return the PRIO-GRID cell of a point: half-degree cells, numbered from 1 in the south-west, row by row.

    >>> priogrid(-90, -180), priogrid(35.14, 36.75)
    (1, 180434)
    """
    row = min(359, math.floor((lat + 90) * 2))
    column = min(719, math.floor((lon + 180) * 2))
    return row * 720 + column + 1
