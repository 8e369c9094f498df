"""How far two readers of the same text agree, layer by layer.

Figures are micro-averaged over reports. F1 takes one reader as the truth and is the same both ways. Spans agree where their
intersection over union is at least `NEAR`. Entities of the two readers are paired one to one by the mentions that they share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from corpus.records import Event, Range, Report

T = TypeVar("T")
NEAR = 0.5
"""Least overlap of spans that count as the same, that of the gold scorer for contents."""


@dataclass
class F1:
    """Counts of one layer: shared records, and those of either reader."""

    both: int = 0
    first: int = 0
    second: int = 0

    def add(self, shared: int, first: int, second: int) -> None:
        """Add one report's counts."""
        self.both += shared
        self.first += first
        self.second += second

    @property
    def value(self) -> float | None:
        """F1, None where neither reader marked anything."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else None


@dataclass
class Agreement:
    """F1 by layer, and pairs of labels by closed question for Cohen's kappa."""

    f1: dict[str, F1] = field(default_factory=lambda: defaultdict(F1))
    pairs: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    apart: list[tuple[str, str, str]] = field(default_factory=list)  # report, layer, what only one reader marked

    def rows(self) -> list[tuple[str, float | None, int]]:
        """Return (layer, F1 or kappa, number of records) in order of the layers."""
        rows: list[tuple[str, float | None, int]] = [(name, f1.value, max(f1.first, f1.second)) for name, f1 in self.f1.items()]
        return rows + [(f"{name} (kappa)", kappa(pairs), len(pairs)) for name, pairs in self.pairs.items()]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (1960) of paired labels, None without pairs; 1 where both use one and the same label.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")])
    0.5
    """
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[label] * second[label] for label in first) / total**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def near(a: Range | None, b: Range | None) -> bool:
    """Tell whether two spans count as the same."""
    if a is None or b is None:
        return a is b
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / ((a[1] - a[0]) + (b[1] - b[0]) - shared) >= NEAR


def compare(pairs: Iterable[tuple[Report, Report]]) -> Agreement:
    """Return the agreement over pairs of readings; raise ValueError where the texts differ."""
    result = Agreement()
    for one, other in pairs:
        if one.text != other.text:
            raise ValueError(f"{one.id}: the two readings are not of the same text")
        _Pair(one, other, result).run()
    return result


class _Pair:
    """Two readings of one text."""

    def __init__(self, one: Report, other: Report, result: Agreement) -> None:
        self.one, self.other, self.result = one, other, result
        self.entity = _paired(one, other)

    def run(self) -> None:
        """Compare every layer."""
        for kind in ("actor", "place"):
            spans = [[m.range for m in r.mentions if r.entities[m.entity].kind == kind] for r in (self.one, self.other)]
            self._layer(f"mention {kind}", spans[0], spans[1], near)
        self._layer("coreference of actors", self._links(self.one, own=True), self._links(self.other, own=False), _equal)
        self._layer("time span", [t.range for t in self.one.times], [t.range for t in self.other.times], near)
        self._layer(
            "time span+value",
            [(t.range, t.value) for t in self.one.times],
            [(t.range, t.value) for t in self.other.times],
            lambda a, b: near(a[0], b[0]) and a[1] == b[1],
        )
        for kind in ("weapon", "quantity"):
            ends = [[thing.range for thing in r.things if thing.kind == kind] for r in (self.one, self.other)]
            self._layer(f"mention {kind}", ends[0], ends[1], near)
        self._events()
        self._tolls()
        self._claims()
        self._states()

    def _layer(self, name: str, first: Sequence[T], second: Sequence[T], same: Callable[[T, T], bool]) -> list[tuple[T, T]]:
        """Pair records one to one, best first come first served, and count them."""
        left, matched = list(second), []
        for record in first:
            partner = next((other for other in left if same(record, other)), None)
            if partner is not None:
                left.remove(partner)
                matched.append((record, partner))
        self.result.f1[name].add(len(matched), len(first), len(second))
        return matched

    def _links(self, report: Report, *, own: bool) -> list[Hashable]:
        """Actor mentions that both readers marked (same span), each with its entity in the first reader's names."""
        theirs = {m.range for m in (self.other if own else self.one).mentions}
        names = {} if own else {second: first for first, second in self.entity.items()}
        return [
            (m.range, m.entity if own else names.get(m.entity, f"other:{m.entity}"))
            for m in report.mentions
            if report.entities[m.entity].kind == "actor" and m.range in theirs
        ]

    def _events(self) -> None:
        triggers = [sorted({(e.trigger, e.sub_type) for e in r.events}) for r in (self.one, self.other)]
        self._layer("trigger span", [t for t, _ in triggers[0]], [t for t, _ in triggers[1]], near)
        self._layer(
            "trigger span+type",
            triggers[0],
            triggers[1],
            lambda a, b: near(a[0], b[0]) and (a[1] == b[1] or self._alternative(a, b)),
        )
        matched = self._layer("event (trigger and place)", self.one.events, self.other.events, self._same_event)
        roles: list[list[tuple[int, str, str]]] = [[], []]
        for index, (a, b) in enumerate(matched):
            for question in ("realis", "salience"):
                self.result.pairs[question].append((getattr(a, question), getattr(b, question)))
            self.result.pairs["sub type of matched triggers"].append((a.sub_type, b.sub_type))
            self.result.f1["time of matched events"].add(int(_value(self.one, a) == _value(self.other, b)), 1, 1)
            roles[0] += [(index, role.role, self.entity.get(role.entity, role.entity)) for role in a.roles]
            roles[1] += [(index, role.role, role.entity) for role in b.roles]
        self._layer("roles of matched events", roles[0], roles[1], _equal)
        self._note("trigger", [(e.trigger, e.sub_type) for e in self.one.events], [(e.trigger, e.sub_type) for e in self.other.events])

    def _alternative(self, a: tuple[Range, str], b: tuple[Range, str]) -> bool:
        """Either reader allows the other's type as equally good."""
        mine = {alt for e in self.one.events if e.trigger == a[0] for alt in e.alternatives}
        yours = {alt for e in self.other.events if e.trigger == b[0] for alt in e.alternatives}
        return b[1] in mine or a[1] in yours

    def _same_event(self, a: Event, b: Event) -> bool:
        if not any(near(x, y) for x in _told(a) for y in _told(b)):
            return False
        return bool({self.entity.get(p.entity) for p in a.places[:1]} & {p.entity for p in b.places})

    def _tolls(self) -> None:
        tolls = [[(t.range, t.kind, t.low, t.best, t.high) for t in r.tolls] for r in (self.one, self.other)]
        self._layer("toll (span, kind, count)", tolls[0], tolls[1], lambda a, b: near(a[0], b[0]) and a[1:] == b[1:])
        self._note("toll", [t[:2] for t in tolls[0]], [t[:2] for t in tolls[1]])

    def _claims(self) -> None:
        cues = [[c.cue for c in r.claims if c.cue] for r in (self.one, self.other)]
        self._layer("cue", cues[0], cues[1], near)
        self._layer("source of event or toll", self._sources(self.one), self._sources(self.other), self._same_source)
        spoken = [[c for c in r.claims if c.cue] for r in (self.one, self.other)]
        matched = self._layer("content of attributed claims", spoken[0], spoken[1], lambda a, b: near(a.content, b.content))
        for a, b in matched:
            self.result.pairs["certainty"].append((a.certainty, b.certainty))
            self.result.pairs["polarity"].append((a.polarity, b.polarity))
        self._note("cue", [(c, "cue") for c in cues[0]], [(c, "cue") for c in cues[1]])

    def _sources(self, report: Report) -> list[tuple[Range, str]]:
        """Every pair of a trigger or toll and who says it; a person who speaks for a body is the body."""
        where = {e.id: e.trigger for e in report.events} | {t.id: t.range for t in report.tolls}
        body = {entity.id: entity.speaks_for or entity.id for entity in report.entities.values()}
        return sorted(
            {(where[ref], body.get(claim.source, claim.source)) for claim in report.claims for ref in claim.about if ref in where}
        )

    def _same_source(self, a: tuple[Range, str], b: tuple[Range, str]) -> bool:
        return near(a[0], b[0]) and self.entity.get(a[1], a[1]) == b[1]

    def _states(self) -> None:
        controls = [[(h.range, h.state, h.place) for h in r.controls] for r in (self.one, self.other)]
        self._layer(
            "control state (place, state)",
            controls[0],
            controls[1],
            lambda a, b: a[1] == b[1] and self.entity.get(a[2]) == b[2] and _touch(a[0], b[0]),
        )
        self._note("control", [h[:2] for h in controls[0]], [h[:2] for h in controls[1]])
        statements = [[(s.range, s.predicate) for s in r.statements] for r in (self.one, self.other)]
        self._layer("statement (span)", [s for s, _ in statements[0]], [s for s, _ in statements[1]], _touch)
        self._layer("statement (span, predicate)", statements[0], statements[1], lambda a, b: _touch(a[0], b[0]) and a[1] == b[1])

    def _note(self, layer: str, first: Sequence[tuple[Range, str]], second: Sequence[tuple[Range, str]]) -> None:
        """Keep what one reader alone marked, for the adjudication."""
        for mine, theirs, who in ((first, second, "first"), (second, first, "second")):
            for where, label in mine:
                if not any(near(where, other) and label == kind for other, kind in theirs):
                    self.result.apart.append((self.one.id, layer, f"{who} reader only: {self.one.words(where)!r} {label}"))


def _equal(a: Hashable, b: Hashable) -> bool:
    return a == b


def _touch(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _told(event: Event) -> list[Range]:
    return [event.trigger, *(where for where, _ in event.mentions)]


def _value(report: Report, event: Event) -> str | None:
    if event.on.time:
        return next(time.value for time in report.times if time.id == event.on.time)
    return event.on.value or event.on.basis


def _paired(one: Report, other: Report) -> dict[str, str]:
    """Pair entities of the two readers by the mentions that they share, most shared first."""
    spans: dict[Range, list[str]] = defaultdict(list)
    for mention in other.mentions:
        spans[mention.range].append(mention.entity)
    shared = Counter((m.entity, partner) for m in one.mentions for partner in spans[m.range])
    names = Counter(
        {
            (a.id, b.id): 1
            for a in one.entities.values()
            for b in other.entities.values()
            if a.kind == b.kind and a.name.lower() == b.name.lower()
        }
    )
    paired: dict[str, str] = {}
    for (first, second), _ in (*shared.most_common(), *names.most_common()):
        if first not in paired and second not in paired.values() and one.entities[first].kind == other.entities[second].kind:
            paired[first] = second
    return paired
