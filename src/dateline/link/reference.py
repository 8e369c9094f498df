"""How an event of a report stands to the rows of a table that others coded: new, an update of one, or known.

A row becomes a sketch, so that the pair model of linking scores it like another report. Four things differ. The order of a row's actors
says nothing, so the better of both orders counts. A row counts all the dead, so the report's are added up before they are compared. A row may stand
for more than the report tells (ACLED merges the incidents of one day, place and pair of actors, UCDP's summary events run over weeks), so a lower
count in the report is no reason against it. And a table without finer types is compared by the coarse ones.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from dateline.data.actor_lookup import look_up
from dateline.data.copy_words import content_word
from dateline.data.countries import load_countries
from dateline.data.link_weights import weights
from dateline.link.event_sketch import MAX_WORDS, name_key
from dateline.link.pairs import barred, distance, features
from dateline.link.traits import Traits, traits
from dateline.linked import ActorSketch, EventSketch, TollSketch
from dateline.references import ReferenceRow, RowActor, Standpoint

SAME = 0.1
"""Score from which a row is the event. It is lower than for two reports: a row has hardly any words, which are half of what links reports, and an event
has one row at most. Right marks on a third of the corpus's train split: .918 at .06, .918 at .12, .901 at .25, .890 at .4."""
WIDEST = 3
"""The geo_precision of a point that stands for a division."""
LIKELY = 0.05
"""Probability from which the likest row is told beside a new event; below it the nearest is."""
STANDS = frozenset({"actual", "ongoing", "attempted_failed"})
"""Realis of events that have a row anywhere; plans and denials have none."""
_CAPTURES = frozenset({"Government regains territory", "Non-state actor overtakes territory", "Non-violent transfer of territory"})
_VIOLENCE = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
_STATE = re.compile(
    r"(?P<head>Military|Police) Forces of (?P<state>[^(]+?)\s*(?:\((?P<years>\d{4}\s*-\s*(?:\d{4})?)\))?(?P<branch>\s[^()]*)?"
)
_YEARS = re.compile(r"\s*\(\d{4}\s*-\s*(?:\d{4})?\)")
_ACRONYM = re.compile(r"[A-Z][\w-]{1,11}: (?P<name>.+)")
_BRACKET = re.compile(r"\s*\(([^()]*)\)\s*$")
_PEOPLE = (
    ("civilian", "civilians"),
    ("protester", "protesters"),
    ("rioter", "protesters"),
    ("unidentified", "unidentified"),
    ("unknown", "unidentified"),
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NEGATIVE = -0.5
"""Log-odds from which a reason against a row is worth telling."""
Triple = tuple[int, int, int]


def comparable(event: EventSketch) -> bool:
    """Tell whether the event could have a row: it happened, or was tried, and is no sum over many."""
    return event.realis in STANDS and event.salience != "aggregate"


def sketch_row(row: ReferenceRow, table: str) -> EventSketch:
    """Return a row as the sketch of an event report."""
    day = dt.date.fromordinal(row.first_day)
    return EventSketch(
        id=f"{table}:{row.id}", local_id=row.id, sighting=table, event_type=row.event_type or "", sub_event_type=row.sub_event_type or "",
        realis="actual", salience="core", lemma="", first_day=row.first_day, last_day=row.last_day, date_precision=row.date_precision,
        published=None, place=row.place, names=_names(row), lat=row.lat,
        lon=row.lon, radius_km=row.radius_km, geo_precision=row.geo_precision, country_code=row.country_code, admin1=None, group=None,
        actors=tuple(_actor(actor, row.country_code, day) for actor in row.actors), tolls=_toll(row.killed), words=_words(row.notes),
        outcome="captured" if row.sub_event_type in _CAPTURES else None,
    )  # fmt: skip


def place_key(row: ReferenceRow) -> str:
    """Return the spelling of the row's place by which it is found; empty where it names none."""
    return next(iter(_names(row)), "")


def _names(row: ReferenceRow) -> tuple[str, ...]:
    """Return the names of the row's place; ACLED writes a part of a city behind it ("Aleppo - Salah al Din")."""
    return tuple(dict.fromkeys(key for part in (row.place or "").split(" - ")[:3] if (key := name_key(part))))


def stand(event: EventSketch, rows: Iterable[ReferenceRow], table: str) -> Standpoint:
    """Return how an event report stands to the rows near it, with the reason in words."""
    return stand_all([(event, rows)], table)[event.local_id]


def stand_all(events: Iterable[tuple[EventSketch, Iterable[ReferenceRow]]], table: str) -> dict[str, Standpoint]:
    """Return how the event reports of one report, each with the rows near it, stand, by local id.

    A report tells its events apart, so a row is of one of them, the one that it fits best; several share it only where the table would put
    them into one row: on the same day, at the same place, of one type.
    """
    pairs = {event.local_id: _pairs(event, rows, table) for event, rows in events}
    fitting = [
        (one.score, key, one) for key, found in pairs.items() if not isinstance(found, Standpoint) for one in found if one.score >= SAME
    ]
    best: dict[str, _Pair] = {}
    taken: dict[str, list[EventSketch]] = defaultdict(list)
    for _, key, one in sorted(fitting, key=lambda fit: (-fit[0], fit[1], fit[2].row.id)):
        if key not in best and all(one.row.merges and _one_row(one.event, other) for other in taken[one.row.id]):
            best[key] = one
            taken[one.row.id].append(one.event)
    shares = {key: len(taken[one.row.id]) for key, one in best.items()}
    return {
        key: found if isinstance(found, Standpoint) else _standpoint(found, best.get(key), shares.get(key, 0))
        for key, found in pairs.items()
    }


def _pairs(event: EventSketch, rows: Iterable[ReferenceRow], table: str) -> list[_Pair] | Standpoint:
    untold = event.first_day is None and event.last_day is None
    if untold or (event.lat is None and not event.names):
        return Standpoint("new", f"new: the report tells no {'day' if untold else 'place'} by which a row could be found")
    killed = _total(event.tolls)
    whole = dataclasses.replace(event, tolls=_toll(killed))
    ours = traits(whole)
    return [_Pair(whole, ours, row, table, killed) for row in rows]


def _standpoint(pairs: Sequence[_Pair], best: _Pair | None, sharing: int) -> Standpoint:
    if not pairs:
        return Standpoint("new", "new: no row is near in time and place")
    if best is None:
        likest = max(pairs, key=lambda pair: (pair.score, pair.row.id))
        nearest = (
            likest if likest.score >= LIKELY else min(pairs, key=lambda pair: (pair.km / 10 + pair.days_apart, -pair.score, pair.row.id))
        )
        return Standpoint("new", nearest.told_apart(), nearest.row.id, round(nearest.score, 3))
    change = best.change()
    words = f"update: {change}; {best.told()}" if change else f"known: {best.told()}"
    shared = f", a row that holds {sharing} events of the report" if sharing > 1 else ""
    return Standpoint("update" if change else "known", words + shared, best.row.id, round(best.score, 3))


def _one_row(a: EventSketch, b: EventSketch) -> bool:
    """Tell whether ACLED would put two events of a report into one row."""
    return (a.first_day, a.last_day, a.event_type, a.names[:1]) == (b.first_day, b.last_day, b.event_type, b.names[:1])


@dataclass(frozen=True, slots=True)
class _Reason:
    feature: str
    saw: str
    weight: float


class _Pair:
    """An event report beside a row."""

    def __init__(self, event: EventSketch, ours: Traits, row: ReferenceRow, table: str, killed: Triple | None) -> None:
        self.event, self.row, self.killed = event, row, killed
        theirs = _traits(row, table)
        self.bar = barred(ours, theirs)
        total, self.reasons = (-math.inf, []) if self.bar else max(self._ways(ours, theirs), key=lambda one: one[0])
        self.score = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) if self.reasons else 0.0
        self.km = distance(ours, theirs)
        self.days_apart = max(0, ours.first - theirs.last, theirs.first - ours.last)

    def _ways(self, ours: Traits, theirs: Traits) -> Iterator[tuple[float, list[_Reason]]]:
        """Yield log-odds and reasons: for both orders of the row's actors, and by the place's name alone where the point says little."""
        swapped = [] if self.row.one_sided else [dataclasses.replace(theirs, initiators=theirs.targets, targets=theirs.initiators)]
        named = [dataclasses.replace(ours, placed=False)] if self._known_by_name(ours, theirs) else []
        for one in (ours, *named):
            for other in (theirs, *swapped):
                reasons = list(self._reasons(one, other))
                yield weights()["bias"] + sum(reason.weight for reason in reasons), reasons

    def _known_by_name(self, ours: Traits, theirs: Traits) -> bool:
        """Tell whether the report places the event in a division only, but by the name of the row's place in the same country."""
        same = bool(ours.name) and ours.name == theirs.name and (not ours.country or not theirs.country or ours.country == theirs.country)
        return same and self.event.geo_precision == WIDEST and self.row.geo_precision != WIDEST

    def _reasons(self, ours: Traits, theirs: Traits) -> Iterator[_Reason]:
        known = weights()
        for name, value, saw in features(ours, theirs):
            if name.startswith("type_"):
                if self.row.sub_event_type is None:
                    continue
                if name == "type_other" and self.event.event_type == self.row.event_type and "Other" in saw:
                    name = "type_kin"  # "Other" stands for any strategic development that a coder finds no type for
            elif name == "place_same_name" and self.row.geo_precision != WIDEST:
                name = "place_same"  # a settlement that no index knows, but the table
            elif name == "toll_apart" and self._may_be_part():
                continue
            yield _Reason(name, saw, known[name] * value)
        coarse = _coarse_type(self.event.event_type, self.row) if self.row.sub_event_type is None else None
        if coarse is not None:
            yield _Reason(coarse, f"{self.event.event_type}, {self.row.event_type}", known[coarse])

    def _may_be_part(self) -> bool:
        """Tell whether the row may count more than the report tells of, or has no count of its own yet."""
        if self.killed is None or self.row.killed is None:
            return False
        wide = self.row.merges or self.row.summary or self.row.last_day - self.row.first_day > 1
        return self.row.killed[2] == 0 or (wide and self.killed[1] <= self.row.killed[2])

    def change(self) -> str:
        """Return what the report says that the row does not, empty where nothing."""
        found = []
        ours, theirs = self.killed, self.row.killed
        if ours is not None and theirs is not None:
            more, less = ours[0] > theirs[2], ours[2] < theirs[0] and not self._may_be_part()
            found += [f"toll {_number(ours)} instead of {_number(theirs)}"] * (more or less)
        elif ours is not None and ours[1] > 0:
            found.append(f"toll {_number(ours)}, where the row gives none")
        if self.event.sub_event_type in _CAPTURES and self.row.sub_event_type == "Armed clash":
            found.append(f"the place changed hands ({self.event.sub_event_type}), where the row has {self.row.sub_event_type}")
        return "; ".join(found)

    def told(self) -> str:
        """Return why the row is this event."""
        parts = [self.row.id, self._days(), self._distance()]
        matched = {reason.feature for reason in self.reasons if reason.weight > 0}
        names = [_sides(self.row, side) for side in (1, 2)]
        if {"actors_by", "actors_on"} <= matched and all(names):
            parts.append(" against ".join(names))
        elif matched & {"actors_by", "actors_on", "actors_swapped"}:
            parts.append(" against ".join(filter(None, names)) + " in the row")
        parts.append(self._dead())
        span = self.row.last_day - self.row.first_day + 1
        if self.row.summary or (self.row.date_precision == "range" and span > 2):
            parts.append(f"the row sums up {span} days: the report may tell a part of it")
        return ", ".join(filter(None, parts))

    def told_apart(self) -> str:
        """Return which row is nearest, and what speaks most against it."""
        against = min(self.reasons, key=lambda reason: reason.weight, default=None)
        telling = against is not None and against.weight <= _NEGATIVE and not against.feature.startswith(("place", "day"))
        why = self.bar or (
            "it fits another event of the report better" if self.score >= SAME else against.saw if against and telling else ""
        )
        return f"new: nearest is {self.row.id}, {self._distance()} and {self._days()}" + (f": {why}" if why else "")

    def _days(self) -> str:
        if self.days_apart:
            return f"{self.days_apart} day{'s' if self.days_apart > 1 else ''} away"
        exact = self.row.first_day == self.row.last_day == self.event.first_day == self.event.last_day
        return "same day" if exact else f"within {_dates(self.row)}"

    def _distance(self) -> str:
        if self.row.lat is None or self.event.lat is None:
            return f"{self.row.place} by name" if self.row.place else "a place without a point"
        reach = max(self.row.radius_km or 0.0, self.event.radius_km or 0.0)
        km = f"{self.km:.1f} km apart" if self.km < 10 else f"{self.km:.0f} km apart"
        return km if reach <= 30 else f"{km} (known to {reach:.0f} km)"

    def _dead(self) -> str:
        if self.killed is None or self.row.killed is None:
            return ""
        ours, theirs = _number(self.killed), _number(self.row.killed)
        if ours == theirs:
            return f"{ours} killed in both"
        if self.killed[2] < self.row.killed[0] and self._may_be_part():
            return f"{ours} of the row's {theirs} killed: it may hold more than this incident"
        return f"{ours} killed, {theirs} in the row"


@lru_cache(maxsize=20_000)
def _traits(row: ReferenceRow, table: str) -> Traits:
    return traits(sketch_row(row, table))


def _coarse_type(ours: str, row: ReferenceRow) -> str | None:
    """Return the feature of a pair of which one has no finer type, None where the table tells no type."""
    if row.event_type is None:
        return None
    if ours == row.event_type:
        return "type_like"
    violent = ours in _VIOLENCE and row.event_type in _VIOLENCE
    crowds = {ours, row.event_type} <= {"Protests", "Riots"}
    return "type_kin" if violent or crowds else "type_other"


def _toll(killed: Triple | None) -> tuple[TollSketch, ...]:
    if killed is None:
        return ()
    low, best, high = killed
    return (TollSketch("c", "killed", None, "unknown", low, best, high, None, None, "event", False),)


def _total(tolls: Sequence[TollSketch]) -> Triple | None:
    """Return the dead of a report's event, all sides together; a side's numbers from several sources compete and are not added."""
    sides: dict[tuple[str | None, str], list[Triple]] = defaultdict(list)
    for toll in tolls:
        if toll.kind != "killed" or toll.superseded or toll.part_of is not None or toll.scope != "event" or toll.subgroup is not None:
            continue
        told = [number for number in (toll.low, toll.best, toll.high) if number is not None]
        if told:
            best = toll.best if toll.best is not None else told[0]
            sides[toll.side, toll.category if toll.side is None else ""].append((min(told), best, max(told)))
    if not sides:
        return None
    each = {
        key: (min(t[0] for t in told), sorted(t[1] for t in told)[len(told) // 2], max(t[2] for t in told)) for key, told in sides.items()
    }
    named = [count for (side, _), count in each.items() if side is not None]
    rest = [count for (side, _), count in each.items() if side is None]
    parts = named or rest
    low, best, high = (sum(count[n] for count in parts) for n in range(3))
    if named and rest and (whole := max(rest, key=lambda count: count[1]))[1] >= best:
        return whole
    return low, best, high


def _actor(actor: RowActor, country: str | None, day: dt.date) -> ActorSketch:
    role = "initiator" if actor.side == 1 else "target"
    key, side, kind = _resolved(actor.name, country, day.replace(month=1, day=1))
    return ActorSketch(role, key, side, actor.actor_class if kind == "unidentified" and actor.actor_class else kind)


@lru_cache(maxsize=20_000)
def _resolved(name: str, country: str | None, day: dt.date) -> tuple[str, str | None, str]:
    """Return key, side and class of a name as ACLED, UCDP or a plain table writes it; the day within its year."""
    low = name.casefold()
    for word, kind in _PEOPLE:
        if word in low:
            return ("civilians" if kind == "civilians" else name_key(name)), None, kind
    for spelling, home in _spellings(name, country):
        if (found := look_up(spelling, country=home, day=day)) and len(found) == 1:
            return found[0].id, found[0].side or found[0].name, _CLASSES.get(found[0].interac or 0, "unidentified")
    return name_key(_BRACKET.sub("", name)), None, "rebel"


_CLASSES = {1: "state_forces", 2: "rebel", 3: "militia", 4: "militia", 5: "protesters", 6: "protesters", 7: "civilians", 8: "external"}


def _spellings(name: str, country: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield the readings of a name with the country to look in: ACLED's pattern for state forces, an acronym before a colon, a country in brackets."""
    if state := _STATE.fullmatch(name):
        found = load_countries().by_name(state["state"])
        home = found.iso2 if found else country
        yield f"{state['head']} Forces of {state['state']}" + (f" ({state['years']})" if state["years"] else ""), home
        return
    bare = _YEARS.sub("", name)
    inside = _BRACKET.search(bare)
    home = country
    if inside and (found := load_countries().by_name(inside[1])):
        bare, home = _BRACKET.sub("", bare), found.iso2
    full = _ACRONYM.fullmatch(bare)
    yield from ((one, home) for one in ([full["name"], bare.partition(":")[0]] if full else [bare]))
    if bare != name:
        yield name, country


def _words(notes: str) -> tuple[str, ...]:
    found = (content_word(anyascii(word).lower().removesuffix("'s")) for word in _WORD.findall(notes))
    return tuple(dict.fromkeys(word for word in found if word))[:MAX_WORDS]


def _sides(row: ReferenceRow, side: int) -> str:
    """Return the first actor of a side as written, without years."""
    return next((_YEARS.sub("", actor.name) for actor in row.actors if actor.side == side), "")


def _number(count: Triple) -> str:
    low, best, high = count
    return str(best) if low == high else f"{low}-{high}"


def _dates(row: ReferenceRow) -> str:
    first, last = (dt.date.fromordinal(day) for day in (row.first_day, row.last_day))
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
