"""ACLED's columns and counting rules: one row for each place, day and pair of actors.

Rows bear `DL-` ids, claims and `machine-coded` in their tags, so that none passes for ACLED's own. Rules after ACLED's public code book:
planned, hypothetical and denied events, aggregates, and what has no date make no row; a capture that failed or goes on is an armed clash;
events of one place, day and pair are one row under the highest type; "dozens" are 12. Classes of actors are the numbers 1 to 8, 0 for none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.data.countries import Country, load_countries
from dateline.data.toll_sources import source_order
from dateline.export.deaths import Counting, Share, is_denied_event, set_aside, shares, side_of, together, told, total
from dateline.export.notes import UNKNOWN_OUTLET, Told, claim_name, outlet_of, why_undated, write_notes
from dateline.export.resolvers import Estimate, Triple
from dateline.export.table import Cell, Choice, Excluded, Numbered, Table, admitted, review_of
from dateline.linked import TollCell, TollEntry
from dateline.records import CodedReport, Count, DateValue, EventReport, Location, Participant

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1",
    "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2",
    "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

HIERARCHY = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Protests": ("Excessive force against protesters", "Protest with intervention", "Peaceful protest"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Explosions/Remote violence": (
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    ),
    "Violence against civilians": ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
"""Event types and their sub-types, the higher before the lower: of several at one place and day, the first names the row."""

_RANK = {sub: n for n, sub in enumerate(sub for subs in HIERARCHY.values() for sub in subs)}
_TYPE = {sub: event_type for event_type, subs in HIERARCHY.items() for sub in subs}
_DISORDER = {
    "Excessive force against protesters": "Political violence; Demonstrations",
    "Protest with intervention": "Demonstrations",
    "Peaceful protest": "Demonstrations",
    "Violent demonstration": "Demonstrations",
}
_CAPTURES = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
_UNREACHED = frozenset({"attempted_failed", "ongoing"})

_WORDS = {"dozen": 12, "hundred": 100, "tens": 10, "many": 10, "numerous": 10, "score": 20}
FEW = 3
"""ACLED's number for "several", "few" or a bare plural; 10 where the text says many."""

LONGEST_MONTH = 31
"""Days; a longer range has no ACLED time precision."""

CIVILIANS = 7


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event report that is to be a row, or a part of one."""

    event_id: str
    report: CodedReport
    event: EventReport
    sub_type: str
    day: dt.date
    precision: int


DEFAULT = Counting("lowest", "divide")
"""ACLED's own way of counting."""


def acled(reports: Iterable[Numbered], *, counting: Counting = DEFAULT, unmask: bool = False, allow_fiction: bool = False) -> Table:
    """Return ACLED rows, ordered by day and id, and what was left out.

    Event reports of one event are one row, and so are those of one place, day and pair of actors. Raises ExportError.
    """
    excluded: list[Excluded] = []
    admissible: list[_Entry] = []
    fallen: dict[tuple[str, str], list[Share]] = {}
    for report, ids in admitted(reports, unmask=unmask, allow_fiction=allow_fiction):
        entries = []
        for event in report.events:
            entry = _entry(ids.get(event.id, event.id), report, event)
            if isinstance(entry, Excluded):
                excluded.append(entry)
            else:
                entries.append(entry)
        for local, found in shares(report, ids, {e.event.id for e in entries}, counting).items():
            fallen[report.page.sighting.id, local] = found
        admissible += entries
    made = [_row(entries, fallen, counting) for entries in _merged(admissible)]
    made.sort(key=lambda pair: (str(pair[0]["event_date"]), _number(str(pair[0]["event_id_cnty"]))))
    return Table(COLUMNS, tuple(row for row, _ in made), tuple(excluded), tuple(choice for _, choice in made))


def _merged(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Return the event reports of each row: those of one event, and those of one place, day and pair, whichever ties them."""
    lead: dict[object, int] = {}
    rows: dict[int, list[_Entry]] = {}
    for n, entry in enumerate(entries):
        keys: tuple[object, ...] = (entry.event_id, _key(entry))
        tied = sorted({lead[key] for key in keys if key in lead})
        first = tied[0] if tied else n
        rows.setdefault(first, []).append(entry)
        for other in tied[1:]:
            rows[first] += rows.pop(other)
            lead = {key: first if at == other else at for key, at in lead.items()}
        lead |= dict.fromkeys(keys, first)
    return list(rows.values())


def _number(event_id: str) -> tuple[int, str]:
    digits = event_id.removeprefix("DL-")
    return (int(digits) if digits.isdigit() else 0, event_id)


def _entry(event_id: str, report: CodedReport, event: EventReport) -> _Entry | Excluded:
    def out(rule: str, why: str) -> Excluded:
        return Excluded(event_id, f"acled.{rule}", why)

    sub_type = event.codes.acled_sub_event_type
    if event.realis in ("planned", "hypothetical_denied"):
        return out(event.realis, f"the report gives the event as {event.realis.replace('_', ' or ')}, not as one that happened")
    if is_denied_event(report, event):
        return out("denied", "every claim about the event denies it")
    if event.salience == "aggregate":
        return out("aggregate", "the report sums up several incidents; ACLED counts single events only")
    if sub_type not in _RANK:
        return out("no_code", "no ACLED sub-event type could be given")
    if not event.locations:
        return out("no_place", "the report gives the event no place")
    placed = _placed_in_time(event.date)
    if placed is None:
        return out("no_date", why_undated(report, event.date))
    if sub_type in _CAPTURES and event.realis in _UNREACHED:
        sub_type = "Armed clash"
    return _Entry(event_id, report, event, sub_type, *placed)


def _placed_in_time(date: DateValue) -> tuple[dt.date, int] | None:
    """Return ACLED's day (the middle of a period) and time precision, None where there is none."""
    start, end = date.start or date.end, date.end or date.start
    if start is None or end is None or date.precision in ("before", "unknown", "year"):
        return None
    days = (end - start).days
    if days > LONGEST_MONTH:
        return None
    middle = start + dt.timedelta(days=days // 2)
    if date.precision == "month" or days > 7:
        return middle, 3
    return middle, 1 if days == 0 and date.precision == "day" else 2


def _key(entry: _Entry) -> tuple[object, ...]:
    """Return what makes event reports one row: country, place, day and pair; without any actor an event stands alone."""
    place = entry.event.locations[0]
    pair = frozenset(actor.name for actor in _pair(entry) if actor is not None)
    point = (round(place.lat, 4), round(place.lon, 4)) if place.lat is not None and place.lon is not None else None
    alone = None if pair else (entry.report.page.sighting.id, entry.event.id)
    return place.country, place.name, point, entry.day, entry.precision, pair, alone


def _pair(entry: _Entry) -> tuple[Participant | None, Participant | None]:
    """Return the two main actors; the target of violence against civilians is always the second."""
    initiators = [p for p in entry.event.participants if p.role == "initiator"]
    targets = [p for p in entry.event.participants if p.role in ("target", "victim")]
    first, second = next(iter(initiators), None), next(iter(targets), None)
    if first is None and _TYPE[entry.sub_type] != "Violence against civilians":
        first, second = second, next(iter(targets[1:]), None)
    return first, second


def _name(actor: Participant | None) -> str | None:
    """Return ACLED's name of an actor: classes of people carry their country."""
    if actor is None:
        return None
    classes = ("civilians", "protesters", "rioters")
    if actor.actor_class not in classes or "(" in actor.name or not actor.country:
        return actor.name
    country = country_named(actor.country)
    return f"{actor.name} ({country.name if country else actor.country})"


def _row(entries: Sequence[_Entry], fallen: Mapping[tuple[str, str], list[Share]], counting: Counting) -> tuple[dict[str, Cell], Choice]:
    entries = sorted(entries, key=lambda e: (_RANK[e.sub_type], _number(e.event_id)))
    first = entries[0]
    found = [share for e in entries for share in fallen.get((e.report.page.sighting.id, e.event.id), ())]
    deaths, remarks, figures = _fatalities(found, counting)
    aside = set_aside(counting, {e.event_id for e in entries})
    if len(entries) > 1:
        remarks.append(f"{len(entries)} reported events of this place, day and pair of actors are one row.")
    row: dict[str, Cell] = dict.fromkeys(COLUMNS)
    row |= {
        "event_id_cnty": first.event_id,
        "event_date": first.day.isoformat(),
        "year": first.day.year,
        "time_precision": first.precision,
        "disorder_type": _disorder(first.sub_type),
        "event_type": _TYPE[first.sub_type],
        "sub_event_type": first.sub_type,
        "source": "; ".join(_outlets(entries)),
        "notes": write_notes([Told(e.report, e.event, e.sub_type) for e in entries], found, remarks),
        "fatalities": deaths,
        "tags": "; ".join(_tags(entries, found, counting.resolver)),
        "timestamp": max(int(e.report.page.sighting.learned.timestamp()) for e in entries),
    }
    choice = Choice(first.event_id, "fatalities", deaths, counting.resolver, figures, aside)
    return row | _actors(entries) | _where(first.event.locations[0]), choice


def _disorder(sub_type: str) -> str:
    event_type = _TYPE[sub_type]
    return "Strategic developments" if event_type == "Strategic developments" else _DISORDER.get(sub_type, "Political violence")


def _actors(entries: Sequence[_Entry]) -> dict[str, Cell]:
    first = entries[0]
    one, two = _pair(first)
    names = {_name(one), _name(two)}
    helpers: dict[str, None] = {}
    others: dict[str, None] = {}
    for entry in entries:
        for actor in entry.event.participants:
            name = _name(actor)
            if name is not None and name not in names:
                on_first = (actor.role in ("initiator", "supporter")) == (one is not None and one.role == "initiator")
                (helpers if on_first or two is None else others)[name] = None
    inter1, inter2 = _inter(one), _inter(two)
    targets = [p for p in first.event.participants if p.role in ("target", "victim")]
    civilians_only = bool(targets) and all(p.interac == CIVILIANS or p.actor_class == "civilians" for p in targets)
    targeted = (
        _TYPE[first.sub_type] == "Violence against civilians" or first.sub_type == "Excessive force against protesters" or civilians_only
    )
    return {
        "actor1": _name(one),
        "assoc_actor_1": "; ".join(helpers) or None,
        "inter1": inter1,
        "actor2": _name(two),
        "assoc_actor_2": "; ".join(others) or None,
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2),
        "civilian_targeting": "Civilians targeted" if targeted else None,
    }


def _inter(actor: Participant | None) -> int | None:
    """Return the actor's class, 0 where there is no actor, None where it is not known."""
    return 0 if actor is None else actor.interac


def _interaction(one: int | None, two: int | None) -> int | None:
    """Return the two classes as one number, the lower first, a lone one with 0; None where one is unknown or there is no actor."""
    if one is None or two is None or one == two == 0:
        return None
    low, high = sorted((one, two))
    return high * 10 if low == 0 else low * 10 + high


def _where(place: Location) -> dict[str, Cell]:
    country = country_of(place)
    point = (place.lat, place.lon) if place.lat is not None and place.lon is not None else place.seat  # a division is put at its seat
    return {
        "iso": country.numeric if country else None,
        "region": country.acled_region if country else None,
        "country": country.name if country else place.country,
        "admin1": place.admin1,
        "location": place.name,
        "latitude": f"{point[0]:.4f}" if point else None,
        "longitude": f"{point[1]:.4f}" if point else None,
        "geo_precision": place.geo_precision,
    }


def country_of(place: Location) -> Country | None:
    """Return the country record of a place, by code or else by name."""
    countries = load_countries()
    return countries.get(place.country_code) or (countries.by_name(place.country) if place.country else None)


def country_named(name: str) -> Country | None:
    """Return the country record of an ISO code or a name, None if unknown."""
    countries = load_countries()
    return (countries.get(name) if len(name) == 2 else None) or countries.by_name(name)


def acled_number(share: Share) -> Triple:
    """Return low, best and high of a share by ACLED's rules."""
    low, best, high = _counted(share.toll.count, share.toll.span.of(share.report.page.document))
    return share.of(low), share.of(best), share.of(high)


def _counted(count: Count, words: str) -> Triple:
    """Return low, best and high of a count by ACLED's rules: "dozens" 12, "tens" 10, "hundreds" 100, "several" 3, "many" 10."""
    if count.modifier == "unquantified":
        return (next((n for word, n in _WORDS.items() if word in words.casefold()), FEW),) * 3
    best = next((n for n in (count.best, count.low, count.high) if n is not None), 0)
    return count.low if count.low is not None else best, best, count.high if count.high is not None else best


def acled_estimates(cell: TollCell, order: Mapping[str, int] | None = None) -> tuple[Estimate, ...]:
    """Return what each voice that stands says of a cell of a toll table, in ACLED's numbers."""
    ranks = order or source_order()
    said: dict[str, list[TollEntry]] = defaultdict(list)
    for row in cell.rows:
        if row.standing == "stands":
            said[row.entry.stream].append(row.entry)
    out = []
    for voice, entries in said.items():
        numbers = [_counted(Count(e.low, e.best, e.high, e.modifier), e.words) for e in entries]  # type: ignore[arg-type]
        low, best, high = (sum(n[i] for n in numbers) for i in range(3))
        rank = min(ranks["own" if e.loss_of == "own" else e.speaker_type] for e in entries)
        out.append(Estimate((low, best, high), voice, rank, any(not e.voice.startswith("report:") for e in entries)))
    return tuple(out)


def _fatalities(found: Sequence[Share], counting: Counting) -> tuple[int, list[str], str]:
    """Return the number, remarks on how it was made, and the figures that it was made of."""
    numbers = total(found, acled_number, counting, side=side_of)
    remarks = []
    if any(share.parts > 1 for share in found):
        remarks.append("A toll that covers several places was divided evenly between their rows, the first taking the remainder.")
    if any(share.parts == 1 and share.toll.scope == "group" for share in found):
        remarks.append("A toll that covers several places is counted in this row only.")
    if any(one.competing for one in numbers.values()):
        remarks.append(f"Sources differ on the dead; fatalities take the {counting.resolver}.")
    return together(numbers), remarks, told(numbers)


def _outlets(entries: Sequence[_Entry]) -> list[str]:
    """Return the outlets and original outlets of the reports of a row, "Unknown outlet" where none is known."""
    named = [name for e in entries for name in (outlet_of(e.report), e.report.page.sighting.original_outlet) if name]
    known = [name for name in named if name != UNKNOWN_OUTLET]
    return list(dict.fromkeys(name.replace(";", ",") for name in known or [UNKNOWN_OUTLET]))


def _tags(entries: Sequence[_Entry], found: Sequence[Share], resolver: str) -> list[str]:
    """Return the tags of a row: machine-coded, review state, how deaths were resolved, inferred actors, ids of its events and claims."""
    ids = dict.fromkeys(f"event: {e.event_id}" for e in entries)
    claims: dict[str, None] = {}
    for entry in entries:
        event = entry.event
        targets = {event.id, f"{event.id}.actors", f"{event.id}.outcome"} | {t.id for t in event.tolls} | {x.id for x in event.losses}
        for claim in entry.report.claims:
            if targets & set(claim.about):
                claims[claim_name(entry.report, claim)] = None
    claims |= {claim_name(share.report, claim): None for share in found for claim in share.claims}
    inferred = dict.fromkeys(f"inferred: {_name(p)}" for e in entries for p in e.event.participants if p.inferred)
    context = ["salience: background"] if all(e.event.salience == "background" for e in entries) else []
    return [
        "machine-coded",
        f"review: {review_of(e.event for e in entries)}",
        *context,
        *([f"fatalities: {resolver}"] if found else []),
        *(tag.replace(";", ",") for tag in inferred),
        *ids,
        *(f"claim: {name.replace(';', ',')}" for name in claims),
    ]
