"""Whether two event reports tell of one event: a score that adds up reasons, each of which can be printed.

The score is a logistic regression over the features below; weights and their reasons lie in data/link_weights.toml, train/links.py fits
them. Scores are whole millionths, so that sums do not depend on their order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from dateline.data.link_weights import weights
from dateline.link.traits import Party, Traits
from dateline.linked import Evidence, Link, TollSketch

ONE = 1_000_000
"""A score of 1."""
FAR_DAYS = 3
"""Exact dates this far apart are two events: reports of one day's fighting are dated a day or two late, not three."""
FRESH_DAYS = 2
"""What is told without a day is mostly of the last days before it was published."""
MOST_TOLD = 4
"""Names that the evidence lists of a set."""
NEAR_TOLLS = 0.41
"""Counts up to half as much again (log 1.5) are two counts of one thing."""
_KM = 111.195
_ROUND = frozenset({10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 150, 200, 250, 300, 400, 500, 1000})
Feature = tuple[str, float, str]
"""Name, value (mostly 0 to 1) and what was seen."""
Saw = str | tuple[object, ...]
"""What was seen, or the format of it and what goes in: it is put into words only where it is shown."""
_Feature = tuple[str, float, Saw]


def score(a: Traits, b: Traits) -> int:
    """Return how likely the two are one event, in millionths; a barred pair's is that without the bar."""
    known = weights()
    total = known["bias"] + sum([known[name] * value for name, value, _ in _features(a, b)])
    return round(ONE / (1.0 + math.exp(-total))) if -30 < total < 30 else (ONE if total > 0 else 0)


def barred(a: Traits, b: Traits) -> str | None:
    """Return the rule by which the two can never be one event, None where there is none."""
    if a.sightings & b.sightings:
        if a.group is not None and a.group == b.group:
            return "same list: two places of one list are two events"
        return "same report: a report tells its events apart"
    if a.aggregate != b.aggregate:
        return "aggregate: a sum over many events is none of them"
    if a.country and b.country and a.country != b.country and distance(a, b) > a.radius + b.radius + 10.0:
        return "different countries"
    if a.exact and b.exact and (a.first - b.last > FAR_DAYS or b.first - a.last > FAR_DAYS):
        return "different days"
    if a.named and b.named and not _same_name(a, b) and distance(a, b) > a.radius + b.radius + 1.0 and not a.names & b.names:
        return "different places: two named places, farther apart than either reaches"
    return None


def link(a: Traits, b: Traits) -> Link:
    """Return the scored pair with its evidence, the weightiest first."""
    known = weights()
    a, b = (a, b) if a.id <= b.id else (b, a)
    found = [Evidence(name, saw, round(known[name] * value, 3)) for name, value, saw in features(a, b)]
    found.sort(key=lambda e: (-abs(e.weight), e.feature))
    return Link(a.id, b.id, score(a, b) / ONE, tuple(found), barred(a, b))


def distance(a: Traits, b: Traits) -> float:
    """Return the kilometres between the two points (equirectangular, good to a per cent below 500 km); 0 where one has none."""
    if not (a.placed and b.placed):
        return 0.0
    x = (a.lon - b.lon + 180.0) % 360.0 - 180.0
    return _KM * math.hypot(a.lat - b.lat, x * math.cos(math.radians((a.lat + b.lat) / 2)))


def features(a: Traits, b: Traits) -> list[Feature]:
    """Return the features that hold of a pair: name, value (mostly 0 to 1) and what was seen."""
    return [(name, value, _in_words(saw)) for name, value, saw in _features(a, b)]


def _features(a: Traits, b: Traits) -> list[_Feature]:
    return [*_place(a, b), *_days(a, b), *_type(a, b), *_actors(a, b), *_parties(a, b), *_tolls(a.tolls, b.tolls), *_rest(a, b)]


def _in_words(saw: Saw) -> str:
    if isinstance(saw, str):
        return saw
    form, *given = saw
    return str(form).format(*(_listed(one) for one in given))


def _listed(one: object) -> object:
    """Return a set or list as its first few members in words; who acted on whom of traits."""
    if isinstance(one, Traits):
        by, on = (", ".join(sorted(party.keys or party.sides)[:2]) for party in (one.initiators, one.targets))
        return f"{by or '?'} on {on or '?'}"
    return ", ".join(sorted(map(str, one))[:MOST_TOLD]) if isinstance(one, frozenset | list) else one


def _same_name(a: Traits, b: Traits) -> bool:
    return bool(a.name) and (a.name == b.name or (a.skeleton != "" and a.skeleton == b.skeleton))


def _place(a: Traits, b: Traits) -> Iterator[_Feature]:
    apart = distance(a, b)
    reach = a.radius + b.radius
    wide = max(a.radius, b.radius)
    same = _same_name(a, b)
    if not (a.placed and b.placed):
        if same:
            yield "place_same_name", 1.0, ("{} in both", a.name)
        elif a.names & b.names:
            yield "place_shared_name", 1.0, ("{}", a.names & b.names)
        else:
            yield "place_unknown", 1.0, "one has no known place"
    elif apart > reach + 1.0:
        yield "place_outside", min(3.0, (apart - reach) / 20.0), ("{:.0f} km apart, together they reach {:.0f} km", apart, reach)
        if same:
            yield "place_same_name_far", 1.0, ("{} in both", a.name)
    elif same and a.radius <= 30.0 and b.radius <= 30.0:
        yield "place_same", 1.0, ("{} in both", a.name)
    elif wide <= 5.0:
        yield "place_close", max(0.0, 1.0 - apart / 6.0), ("{:.0f} km apart", apart)
        if a.named and b.named:
            yield "place_other_name", 1.0, ("{}, {}", a.name, b.name)
    elif same:
        yield "place_same_area", 1.0, ("{} in both, known to {:.0f} km", a.name, wide)
    elif wide <= 30.0 and a.town == b.town:
        yield "place_near_same", 1.0, ("{} and its surroundings", a.town)
    else:
        named = wide <= 30.0
        yield ("place_within_near" if named else "place_within_far"), 1.0, ("{:.0f} km apart, one known to {:.0f} km", apart, wide)
        yield "place_towards_edge", apart / (reach + 1.0), ("{:.0f} of {:.0f} km", apart, reach)
    shared = a.names & b.names - {a.name if same else ""}
    others = min(len(a.names), len(b.names))
    if shared and others and (a.placed and b.placed):
        yield "names_shared", len(shared) / others, ("{}", shared)


def _days(a: Traits, b: Traits) -> Iterator[_Feature]:
    if a.days <= 0 or b.days <= 0:
        yield "day_unknown", 1.0, "one has no known day"
        return
    gap = max(a.first - b.last, b.first - a.last)
    if a.exact and b.exact:
        if gap <= 0:
            yield "day_same", 1.0, "the same day"
        else:
            yield ("day_next" if gap == 1 else "day_off"), 1.0, ("{} day(s) apart", gap)
        return
    if gap > 0:
        yield "day_outside", min(3.0, gap / 3.0), ("{} day(s) apart", gap)
        return
    longest = max(a.days, b.days)
    common = min(a.last, b.last) - max(a.first, b.first) + 1
    if a.exact or b.exact:
        day, stretch = (a, b) if a.exact else (b, a)
        if longest > 8:
            yield "day_within_month", 1.0, ("a day within {} days", longest)
        elif stretch.last - day.last <= FRESH_DAYS:
            yield "day_at_end_of_week", 1.0, ("a day at the end of {} days", longest)
        else:
            yield "day_within_week", 1.0, ("a day within {} days", longest)
    else:
        yield "day_overlap", common / longest, ("{} of {} days in common", common, longest)


def _type(a: Traits, b: Traits) -> Iterator[_Feature]:
    saw: Saw = a.kind if a.kind == b.kind else ("{}, {}", a.kind, b.kind)
    if a.kind == b.kind:
        yield "type_same", 1.0, saw
    elif a.family == b.family == "violence":
        if a.method and b.method:
            like = "type_other_means" if a.method != b.method else "type_fire" if a.method == "fire" else "type_like"
            yield like, 1.0, saw
        elif a.seizing and b.seizing:
            yield "type_other_holder", 1.0, saw
        else:
            yield ("type_battle" if a.battle and b.battle else "type_kin"), 1.0, saw
    elif a.family == b.family == "crowd" or (a.seizing and b.seizing):
        yield "type_like", 1.0, saw
    else:
        yield "type_other", 1.0, saw


def _agree(a: Party, b: Party) -> float | None:
    """Return how far two parties agree: 1 an actor in common, .7 a side, 0 nothing; None where one is not told."""
    if not a or not b:
        return None
    if a.keys & b.keys:
        return 1.0
    if not a.sides or not b.sides:
        return None  # a name that no registry has may be anybody's: "mercenaries", "the regime's militias"
    return 0.7 if a.sides & b.sides else 0.0


def _actors(a: Traits, b: Traits) -> Iterator[_Feature]:
    by, on = _agree(a.initiators, b.initiators), _agree(a.targets, b.targets)
    crossed = _agree(a.initiators, b.targets), _agree(a.targets, b.initiators)
    if by is not None and on is not None and by + on == 0.0:
        if (crossed[0] or 0.0) + (crossed[1] or 0.0) >= 1.4:
            yield "actors_swapped", 1.0, "the same parties in each other's place"
        else:
            yield "actors_other", 1.0, ("{}; {}", a, b)
        return
    told = [(name, value) for name, value in (("actors_by", by), ("actors_on", on)) if value is not None]
    if not told:
        if (crossed[0] or 0.0) + (crossed[1] or 0.0) > 0.0:
            yield "actors_crossed", 1.0, "one report's actor is the other's target"
        elif a.targets.people and b.targets.people:
            yield "actors_people", 1.0, "civilians in both"
        return
    for name, value in told:
        if value:
            yield name, value, ("{}; {}", a, b)
        else:
            yield f"{name}_other", 1.0, ("{}; {}", a, b)


def _parties(a: Traits, b: Traits) -> Iterator[_Feature]:
    if not a.parties or not b.parties:
        return
    common, fewer = len(a.parties & b.parties), min(len(a.parties), len(b.parties))
    saw = ("{}; {}", a.parties, b.parties)
    if common > 1:
        yield "parties_same", 1.0, saw
    elif not common:
        yield "parties_other", 1.0, saw
    elif common < fewer:
        yield "parties_differ", 1.0, saw
    else:
        yield "parties_fit", 1.0, saw


def _tolls(ours: tuple[TollSketch, ...], theirs: tuple[TollSketch, ...]) -> Iterator[_Feature]:
    """Compare the counts of the same kind: one equal count speaks for a pair, the nearer the odder; totals that contradict speak against."""
    equal: dict[tuple[str, str], tuple[float, int, str]] = {}
    apart: dict[tuple[str, str], tuple[float, int, int, str]] = {}
    for x in ours:
        for y in theirs:
            if x.kind != y.kind or (x.side and y.side and x.side != y.side):
                continue
            p, q = _value(x), _value(y)
            if p is None or q is None:
                continue
            cell = x.kind, x.side or y.side or ""
            if p == q:
                odd = min(1.0, math.log2(1 + p) / 5.0) * (0.7 if p in _ROUND else 1.0)
                equal[cell] = max(equal.get(cell, (0.0, 0, "")), (odd, p, x.kind))
            elif x.part_of is None and y.part_of is None and x.subgroup is None and y.subgroup is None:
                ratio = 0.0 if _ranges_meet(x, y) else math.log(max(p, q, 1) / max(1, min(p, q)))
                apart[cell] = min(apart.get(cell, (math.inf, 0, 0, "")), (ratio, min(p, q), max(p, q), x.kind))
    if equal:
        odds = math.fsum(odd for odd, _, _ in equal.values())
        yield "toll_equal", min(2.0, odds), ("{} in both", [f"{p} {kind}" for _, p, kind in equal.values()])
    differing = [found for cell, found in apart.items() if cell not in equal]
    near = [f"{p} and {q} {kind}" for ratio, p, q, kind in differing if ratio <= NEAR_TOLLS]
    if near:
        yield "toll_near", 1.0, ("{}", near)
    ratio, p, q, kind = max(differing, default=(0.0, 0, 0, ""))
    if ratio > NEAR_TOLLS:
        yield "toll_apart", min(3.0, ratio), ("{} and {} {}", p, q, kind)
    if _counts_dead(ours) != _counts_dead(theirs):
        yield "toll_silent", 1.0, "one tells of dead, the other doesn't say"


def _counts_dead(tolls: tuple[TollSketch, ...]) -> bool:
    return any(toll.kind == "killed" for toll in tolls)


def _value(toll: TollSketch) -> int | None:
    return toll.best if toll.best is not None else toll.low


def _ranges_meet(x: TollSketch, y: TollSketch) -> bool:
    """Tell whether both counts say "at least", "about" and the like, so that their ranges have a number in common."""
    low, high = max(x.low or 0, y.low or 0), [t.high for t in (x, y) if t.high is not None]
    return not high or min(high) >= low


def _rest(a: Traits, b: Traits) -> Iterator[_Feature]:
    if a.words and b.words:
        common = len(a.words & b.words)
        yield "words", 2.0 * common / (len(a.words) + len(b.words)), ("{} words in common", common)
    if (a.kin and not a.kin.isdisjoint(b.sightings)) or (b.kin and not b.kin.isdisjoint(a.sightings)):
        if a.kind == b.kind and (a.first, a.last) == (b.first, b.last) and _same_name(a, b):
            yield "copied_alike", 1.0, "one report copies the other, with place, day and type"
        else:
            yield "copied_other", 1.0, "one report copies the other, which differs in place, day or type"
    if a.outcome and b.outcome:
        yield ("outcome_same" if a.outcome == b.outcome else "outcome_other"), 1.0, ("{}, {}", a.outcome, b.outcome)
    if a.unreal != b.unreal:
        yield "realis_other", 1.0, "one is planned, denied or only thought of"
