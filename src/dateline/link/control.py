"""Who holds each place from when to when: the claims of all reports about it, day by day.

The rules, in words. A capture ends what was said before; a place that its holder left is nobody's until somebody is said to hold it. What
only the holder's own side says is `claimed`, what anybody else says as well is `held`. Where sides contradict each other about the same
days the place is `contested`, with who says what; it stays so until somebody who is not the winner's own side, or the loser itself, says
who holds it. A denial keeps both. The holder of a contested place is the one claimant whom others than its own side name, or nobody. A
siege leaves the holder and adds the besieger.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dateline.linked import Claimant, ControlSketch, ControlSpan
from dateline.records import Location

SAME_PLACE_KM = 25.0
"""Two resolved places of one name farther apart are namesakes: a gazetteer's points of one town differ by less."""
STALE_DAYS = 3
"""A mere mention ("X-held town") within so many days of a capture by others does not undo it: reports lag behind the ground."""
DENIAL_DAYS = 7
"""A denial reaches back to captures of so many days before it."""

_ARTICLES = frozenset("the al el as es an ad ed ar er az ez at et ash esh adh edh ath eth ul ur uz us".split())
_GENERIC = frozenset(
    "town village city district area hamlet base province region port camp of place areas villages towns districts territory enclave quarter".split()
)
_PREPOSITION = re.compile(r"(?:from|to|of|in|at|by|with|for|on|near|towards?)\s")
_RANKS = frozenset("the a an of its fighters men units unit militants gunmen members".split())
_DROPPED = frozenset("the a an forces force troops fighters soldiers army units militants members movement group its of".split())


# ---------------------------------------------------------------- the same place, the same holder


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """Return what spellings of one name share: letters without marks, no articles, no words for kinds of places; empty for what has no name.

    >>> place_key("the town of Deir ez-Zor"), place_key("Dayr al Zūr"), place_key("the village")
    ('deir zor', 'dayr zur', '')
    """
    if name == name.lower() != name.upper() or _PREPOSITION.match(name):
        return ""
    return " ".join(word for word in _words(name) if word not in _ARTICLES and word not in _GENERIC)


@lru_cache(maxsize=65536)
def holder_key(holder: str | None, side: str | None) -> str | None:
    """Return what makes two holders one: the side where it is known, else the name, without kinds of troops and number.

    >>> holder_key("Hill League fighters", None), holder_key("the army", "Army of Orlun"), holder_key("the army", None)
    ('hill league', 'orlun', 'the army')
    """
    name = side or holder
    if name is None:
        return None
    words = [word.removesuffix("s") for word in _words(name) if word not in _DROPPED]
    return " ".join(words) or name.casefold()


def _words(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", re.sub(r"['’ʼʿʾ`]", "", bare)).casefold().split()


def by_place(sketches: Iterable[ControlSketch]) -> list[tuple[ControlSketch, ...]]:
    """Return the claims of each place: one name and near each other, or one point; claims about places without a name are left out.

    A claim without coordinates goes to the place of its name that has most claims.
    """
    named: dict[str, list[ControlSketch]] = defaultdict(list)
    for sketch in sorted(sketches, key=lambda s: s.id):
        keys = [key for key in map(place_key, sketch.names or (sketch.place,)) if key]
        if keys:
            named[keys[0]].append(sketch)
    groups = [group for one in named.values() for group in _apart(one)]
    merged: dict[object, list[ControlSketch]] = {}
    for group in groups:
        point = next(((round(s.lat, 3), round(s.lon, 3)) for s in group if s.lat is not None and s.lon is not None), None)
        merged.setdefault(point or (place_key(group[0].place), group[0].country_code), []).extend(group)
    return [tuple(group) for group in merged.values()]


def _apart(sketches: Sequence[ControlSketch]) -> list[list[ControlSketch]]:
    """Return the claims of one name as places that lie apart."""
    groups: list[list[ControlSketch]] = []
    for sketch in sketches:
        if sketch.lat is None or sketch.lon is None:
            continue
        near = next((g for g in groups if kilometres(g[0], sketch) <= SAME_PLACE_KM), None)
        if near is None:
            groups.append([sketch])
        else:
            near.append(sketch)
    adrift = [s for s in sketches if s.lat is None or s.lon is None]
    if not groups:
        return [adrift]
    for sketch in adrift:
        here = [g for g in groups if sketch.country_code in (None, g[0].country_code)] or groups
        max(here, key=len).append(sketch)
    return groups


def kilometres(one: ControlSketch, other: ControlSketch) -> float:
    """Return the distance of two places with coordinates on a plane that is true within a degree or two."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    across = ((one.lon - other.lon + 180) % 360 - 180) * math.cos(math.radians((one.lat + other.lat) / 2))
    return 111.2 * math.hypot(one.lat - other.lat, across)


# ---------------------------------------------------------------- the timeline


@dataclass(slots=True)
class _Standing:
    """What stands on a day: the span being made, with the claims of each holder."""

    state: str
    key: str | None
    since: int
    reason: str
    votes: dict[str, list[ControlSketch]] = field(default_factory=dict)
    besieger: ControlSketch | None = None
    claims: list[str] = field(default_factory=list)
    taken: bool = False  # it began with a capture, not with a mere mention


def timeline(sketches: Iterable[ControlSketch], *, known_on: dt.date | None = None) -> tuple[ControlSpan, ...]:
    """Return the spans of every place, by place and day; with `known_on` those of the claims that were learned on that day or before.

    Claims without any day, and places without a name, have no place in it. The order of the claims does not matter.
    """
    kept = [s for s in sketches if known_on is None or s.learned.date() <= known_on]
    spans = [span for group in by_place(kept) for span in _spans(group)]
    return tuple(sorted(spans, key=lambda s: (s.place, s.country_code or "", s.lat or 0.0, s.lon or 0.0, s.first_day)))


def at(spans: Iterable[ControlSpan], day: dt.date) -> tuple[ControlSpan, ...]:
    """Return the spans that a day lies in: one for each place that anything is said of by then."""
    number = day.toordinal()
    return tuple(s for s in spans if s.first_day <= number and (s.last_day is None or number <= s.last_day))


def said_of_areas(spans: Iterable[ControlSpan], places: Iterable[Location], name: str) -> tuple[ControlSpan, ...]:
    """Return what the spans of areas say of a place that none is about: the place with the area that it is said of.

    places: those that reports name, with the areas that they lie in. Who holds a province is said to hold its towns, and may not.
    """
    here = [place for place in places if place.status == "resolved" and place_key(place.name) == place_key(name)]
    areas: dict[str, Location] = {}
    for place in here:
        for area in (*place.within, *((place.admin1,) if place.admin1 else ())):
            if place_key(area) != place_key(name):
                areas.setdefault(place_key(area), place)
    return tuple(
        replace(span, place=inside.name, lat=inside.lat, lon=inside.lon, area=span.place)
        for span in spans
        if (inside := areas.get(place_key(span.place))) is not None and span.country_code in (None, inside.country_code)
    )


def day_of(sketch: ControlSketch) -> int | None:
    """Return the day from which a claim counts: that of the change of hands or of "since", never after its publication."""
    if sketch.day is not None and sketch.published is not None:
        return min(sketch.day, sketch.published)
    return sketch.day if sketch.day is not None else sketch.published


def _dated(group: Sequence[ControlSketch]) -> Iterator[tuple[int | None, ControlSketch]]:
    """Yield each claim with its day; a change dated to a stretch of days falls on the day that an exact claim of it gives within them."""
    exact: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for sketch in group:
        day = day_of(sketch)
        if day is not None and sketch.since in (None, sketch.day):
            exact[holder_key(sketch.holder, sketch.side), sketch.basis].append(day)
    for sketch in group:
        day = day_of(sketch)
        if day is not None and sketch.since is not None and sketch.since < day and sketch.basis != "state":
            near = [d for d in exact[holder_key(sketch.holder, sketch.side), sketch.basis] if sketch.since <= d <= day]
            day = max(near, default=day)
        yield day, sketch


def _spans(group: Sequence[ControlSketch]) -> Iterator[ControlSpan]:
    days: dict[int, list[ControlSketch]] = defaultdict(list)
    for day, sketch in _dated(group):
        if day is not None and sketch.until is None and sketch.certainty != "possible":
            days[day].append(sketch)
    made: list[_Standing] = []
    for day in sorted(days):
        now = made[-1] if made else None
        new = _Day(day, sorted(days[day], key=lambda s: s.id), now).decide()
        if new is not None and new is not now:
            if now is not None and now.since == day:
                made.pop()
            made.append(new)
    names = [s.place for s in group]
    where = next((s for s in group if s.lat is not None), group[0])
    place = max(sorted(set(names)), key=names.count)
    for n, one in enumerate(made):
        last = made[n + 1].since - 1 if n + 1 < len(made) else None
        yield _span(one, place, where, last)


def _span(one: _Standing, place: str, where: ControlSketch, last: int | None) -> ControlSpan:
    claimants = tuple(_claimant(votes) for _, votes in sorted(one.votes.items()))
    key = one.key if one.state != "contested" else _best_told(one.votes)
    first = next((v[0] for k, v in one.votes.items() if k == key), None)
    besieger = one.besieger.holder if one.besieger is not None else None
    if one.state == "held" and one.besieger is not None:
        one = replace(one, state="besieged")
    return ControlSpan(
        place=place, lat=where.lat, lon=where.lon, country_code=where.country_code, state=one.state,
        holder=first.holder if first is not None else None, side=first.side if first is not None else None,
        first_day=one.since, last_day=last, claimants=claimants, claims=tuple(dict.fromkeys(one.claims)), reason=one.reason, besieger=besieger,
    )  # fmt: skip


def _best_told(votes: Mapping[str, Sequence[ControlSketch]]) -> str | None:
    """Return the only one of the claimants whom others than its own side name; None where that is none of them, or several."""
    told = [key for key, found in votes.items() if any(s.polarity == "+" and not own(s) for s in found)]
    return told[0] if len(told) == 1 else None


def _claimant(votes: Sequence[ControlSketch]) -> Claimant:
    speakers = tuple(sorted({f"{s.source} (denies)" if s.polarity == "-" else s.source for s in votes}))
    held = votes[0]
    return Claimant(held.holder or "?", held.side, speakers, all(own(s) for s in votes))


def own(sketch: ControlSketch) -> bool:
    """Tell whether the speaker is the holder, or of its side."""
    return _is_of(sketch, sketch.holder, sketch.side)


def _is_of(sketch: ControlSketch, holder: str | None, side: str | None) -> bool:
    if side is not None and sketch.source_side is not None:
        return sketch.source_side == side
    if holder is None:
        return False
    one, other = _name_words(holder), _name_words(sketch.source)
    return bool(one and other) and (one <= other or other <= one)


@lru_cache(maxsize=65536)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(word for word in _words(name) if word not in _RANKS)


@dataclass(slots=True)
class _Day:
    """The claims of one day about one place, and what stood before."""

    day: int
    claims: Sequence[ControlSketch]
    before: _Standing | None

    def decide(self) -> _Standing | None:
        """Return what stands from this day on: the standing before, with the day's claims in it, or a new one; None if there is none."""
        votes = self._votes()
        denials = [s for s in self.claims if s.polarity == "-" and s.basis in ("taken", "state") and s.state == "held"]
        named = [s for s in self.claims if s.polarity == "+" and s.state in ("contested", "shared") and not s.part]
        losses = [s for s in self.claims if s.polarity == "+" and s.state == "lost"]
        standing = self.before
        if votes:
            standing = self._held(votes, losses)
        elif losses:
            standing = self._lost(losses)
        if denials and standing is not None:
            standing = self._denied(standing, denials)
        if named and not any(s.basis == "taken" for found in votes.values() for s in found):
            standing = self._said_contested(standing, named)
        return self._besieged(standing)

    def _votes(self) -> dict[str, list[ControlSketch]]:
        """Return who is said to hold the whole place, by holder; what is said of a part counts where nothing is said of the whole."""
        votes: dict[str, list[ControlSketch]] = defaultdict(list)
        told = [s for s in self.claims if s.polarity == "+" and s.state == "held"]
        whole = [s for s in told if not s.part]
        if whole or (self.before is None):
            for sketch in whole or told:
                key = holder_key(sketch.holder, sketch.side)
                if key is not None:
                    votes[key].append(sketch)
        return dict(votes)

    def _held(self, votes: dict[str, list[ControlSketch]], losses: Sequence[ControlSketch]) -> _Standing | None:
        before = self.before
        strong = {key: found for key, found in votes.items() if self._decides(key, found, losses)}
        if before is not None and before.key is not None and len(votes) > 1 and any(k != before.key for k in strong):
            votes = {key: found for key, found in votes.items() if key != before.key or any(s.basis == "taken" for s in found)}
        if len(votes) > 1 and len(strong) == 1:
            winner = next(iter(strong))
            conceded = any(self._conceded(s) for s in votes[winner])
            if conceded or all(not any(s.basis == "taken" for s in found) for key, found in votes.items() if key != winner):
                votes = {winner: votes[winner]}
        if len(votes) > 1:
            return self._contest(votes, "different holders are named for the same day")
        key, found = next(iter(votes.items()))
        if before is None or before.key is None:
            if before is not None and before.state == "contested" and key in before.votes and not self._decides(key, found, losses):
                return self._joined(before, votes)
            return self._new(key, found)
        if key == before.key:
            return self._confirmed(before, key, found)
        if any(s.basis == "taken" for s in found) or any(holder_key(s.holder, s.side) == before.key for s in losses):
            return self._new(key, found)
        if before.taken and self.day - before.since <= STALE_DAYS:
            if all(not own(s) for s in found):
                return before  # a mention that lags behind the capture
            return self._contest({**before.votes, key: found}, "the side that held it says that it still does")
        if all(own(s) for s in found):
            return self._contest({**before.votes, key: found}, "only its own side says that the holder has changed")
        return self._new(key, found)

    def _decides(self, key: str, found: Sequence[ControlSketch], losses: Sequence[ControlSketch]) -> bool:
        """Tell whether claims of a holder outweigh others: somebody else than its own side makes them, or the loser admits the loss."""
        admitted = any(_is_of(s, s.holder, s.side) and holder_key(s.holder, s.side) != key for s in losses)
        return admitted or any(not own(s) for s in found)

    def _conceded(self, sketch: ControlSketch) -> bool:
        """Tell whether the one who lost the place says so."""
        return sketch.former is not None and _is_of(sketch, sketch.former, sketch.former_side)

    def _new(self, key: str, found: Sequence[ControlSketch]) -> _Standing:
        taken = any(s.basis == "taken" for s in found)
        only_own = all(own(s) for s in found)
        reason = "taken" if taken else "said to hold it"
        if only_own:
            reason += ", by its own side alone"
        return _Standing(
            "claimed" if only_own else "held", key, self.day, reason, {key: list(found)}, claims=[s.id for s in found], taken=taken
        )

    def _confirmed(self, before: _Standing, key: str, found: Sequence[ControlSketch]) -> _Standing:
        """Return the standing with more claims for it; what only its own side claimed is held once somebody else says so."""
        if before.state == "claimed" and any(not own(s) for s in found):
            votes = {key: [*before.votes.get(key, ()), *found]}
            return _Standing(
                "held",
                key,
                self.day,
                "said by others than its own side too",
                votes,
                before.besieger,
                [*before.claims, *(s.id for s in found)],
            )
        return self._joined(before, {key: list(found)})

    def _joined(self, before: _Standing, votes: dict[str, list[ControlSketch]]) -> _Standing:
        for key, found in votes.items():
            before.votes.setdefault(key, []).extend(found)
            before.claims.extend(s.id for s in found)
        return before

    def _contest(self, votes: dict[str, list[ControlSketch]], reason: str) -> _Standing:
        before = self.before
        if before is not None and before.state == "contested" and set(votes) <= set(before.votes):
            return self._joined(before, votes)
        claims = [s.id for found in votes.values() for s in found]
        return _Standing("contested", None, self.day, reason, {key: list(found) for key, found in votes.items()}, claims=claims)

    def _lost(self, losses: Sequence[ControlSketch]) -> _Standing | None:
        before = self.before
        losers = {holder_key(s.holder, s.side) for s in losses if not s.part}
        if before is not None and before.state == "contested":
            left = {key: found for key, found in before.votes.items() if key not in losers}
            if len(left) == 1 and len(left) < len(before.votes):
                key, found = next(iter(left.items()))
                return _Standing(
                    "held",
                    key,
                    self.day,
                    "the other side is said to have left",
                    {key: found},
                    claims=[*before.claims, *(s.id for s in losses)],
                )
        if not losers or (before is not None and before.key is not None and before.key not in losers):
            return before
        return _Standing("lost", None, self.day, "left, and nobody is said to hold it", claims=[s.id for s in losses])

    def _denied(self, standing: _Standing, denials: Sequence[ControlSketch]) -> _Standing:
        """Return what stands once a capture is denied: both, the taker's claim and the denier's."""
        aimed = [s for s in denials if holder_key(s.holder, s.side) == standing.key]
        if not aimed or self.day - standing.since > DENIAL_DAYS:
            return standing
        votes = {key: list(found) for key, found in standing.votes.items()}
        votes["(denied)"] = [replace(s, holder=f"not {s.holder}", side=None) for s in aimed]
        claims = [*standing.claims, *(s.id for s in aimed)]
        return _Standing("contested", None, self.day, "the capture is denied", votes, claims=claims)

    def _said_contested(self, standing: _Standing | None, named: Sequence[ControlSketch]) -> _Standing:
        state = named[0].state
        claims = [s.id for s in named]
        if standing is not None and standing.state == state:
            standing.claims.extend(claims)
            return standing
        votes = {key: list(found) for key, found in standing.votes.items()} if standing is not None else {}
        for sketch in named:
            if sketch.holder is not None:
                votes = {}  # the words name who shares or contests it
        for sketch in named:
            if sketch.holder is not None:
                votes.setdefault(holder_key(sketch.holder, sketch.side) or "?", []).append(sketch)
        return _Standing(state, None, self.day, f"said to be {state}", votes, claims=claims)

    def _besieged(self, standing: _Standing | None) -> _Standing | None:
        sieges = [s for s in self.claims if s.polarity == "+" and s.state == "besieged" and not s.part]
        if not sieges:
            return standing
        named = next((s for s in sieges if s.holder is not None), sieges[0])
        if standing is None or (
            standing.key is not None and standing.key == holder_key(named.holder, named.side)
        ):  # nobody besieges himself
            return _Standing("besieged", None, self.day, "said to be besieged", besieger=named, claims=[s.id for s in sieges])
        if standing.besieger is not None or standing.since == self.day:
            standing.besieger = standing.besieger if standing.besieger is not None and standing.besieger.holder else named
            standing.claims.extend(s.id for s in sieges)
            return standing
        votes = {key: list(found) for key, found in standing.votes.items()}
        claims = [*standing.claims, *(s.id for s in sieges)]
        return replace(standing, since=self.day, reason="said to be besieged", votes=votes, besieger=named, claims=claims)
