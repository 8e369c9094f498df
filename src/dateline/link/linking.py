"""Event reports linked to events, all at once or a few at a time: the outcome depends on the set, never on the order of arrival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dateline.link.blocks import CAP, Node, met, moved, node
from dateline.link.clusters import BAR, cluster, components
from dateline.link.pairs import barred, score
from dateline.link.traits import Kin, traits
from dateline.linked import EventSketch

FLOOR = 200_000
"""Score from which a pair may bring two event reports into one component; below it no mean with other pairs reaches THRESHOLD."""
THRESHOLD = 500_000
"""Mean score from which two groups of event reports are one event: more likely than not."""
JOIN = 250_000
"""Mean score from which a vague report, or one of a plan or denial, joins an event, if none other is half as likely: "fighting in the
province last week" is one of several fights, but of the only fight that is known there it may well be a report."""
RIVAL = 2.0
DENSE = 120
"""Components up to this size have all their pairs scored, not only those that met under a key."""
Row = dict[str, int]


class Shelf(Protocol):
    """Keeps nodes, the keys that they lie under and the scores of their pairs; in memory, or in the store."""

    def nodes(self, ids: Collection[str]) -> Mapping[str, Node]:
        """Return the nodes that there are of these ids."""
        ...

    def postings(self, keys: Collection[int]) -> Mapping[int, list[Node]]:
        """Return the nodes under each key; the lists are the caller's to change."""
        ...

    def rows(self, ids: Collection[str]) -> Mapping[str, Row]:
        """Return the scores of each node's pairs."""
        ...

    def keep(self, changed: Iterable[Node], gone: Iterable[Node]) -> None:
        """Keep nodes that are new or have other members, and drop those that have none."""
        ...

    def keep_rows(self, rows: Mapping[str, Row]) -> None:
        """Keep the scores of nodes; each is told from both ends."""
        ...


class MemoryShelf:
    """A shelf in memory."""

    def __init__(self) -> None:
        self._nodes: dict[str, Node] = {}
        self._postings: dict[int, list[Node]] = {}
        self._rows: dict[str, Row] = {}

    def nodes(self, ids: Collection[str]) -> Mapping[str, Node]:
        """Return the nodes that there are of these ids."""
        return {i: self._nodes[i] for i in ids if i in self._nodes}

    def postings(self, keys: Collection[int]) -> Mapping[int, list[Node]]:
        """Return the nodes under each key: the lists themselves."""
        return {key: self._postings.setdefault(key, []) for key in keys}

    def rows(self, ids: Collection[str]) -> Mapping[str, Row]:
        """Return the scores of each node's pairs."""
        return {i: self._rows.get(i, {}) for i in ids}

    def keep(self, changed: Iterable[Node], gone: Iterable[Node]) -> None:
        """Keep nodes; the postings are changed already."""
        self._nodes |= {one.id: one for one in changed}
        for one in gone:
            del self._nodes[one.id]

    def keep_rows(self, rows: Mapping[str, Row]) -> None:
        """Keep the scores of nodes."""
        for i, row in rows.items():
            if row:
                self._rows[i] = row
            else:
                self._rows.pop(i, None)


@dataclass(frozen=True, slots=True)
class Change:
    """What an update did.

    groups: the events of all components that it touched, as sorted event reports. joins: loose event reports with one event report of the
    event that they join, which may be of a component that is untouched. removed: event reports that are gone.
    """

    groups: tuple[tuple[str, ...], ...]
    joins: tuple[tuple[tuple[str, ...], str], ...]
    removed: tuple[str, ...] = ()

    def whole(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups with what joins them: all events, where the update held all event reports."""
        at = {member: n for n, group in enumerate(self.groups) for member in group}
        found = [list(group) for group in self.groups]
        for members, anchor in self.joins:
            found[at[anchor]] += members
        return tuple(sorted(tuple(sorted(group)) for group in found))


class Linker:
    """Keeps event reports linked on a shelf; `update` touches only the components concerned."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf: Shelf = shelf or MemoryShelf()

    def update(
        self, add: Iterable[EventSketch], remove: Iterable[EventSketch] = (), kin: Kin | None = None, *, stale: Iterable[EventSketch] = ()
    ) -> Change:
        """Remove event reports, add others (what is there already is not added twice), and regroup what they touch.

        `kin`: copies among the reports, of the sightings that come, and of those that other event reports told in the same words lie in.
        `stale`: event reports that are there already, of reports whose copies have changed since; their pairs are scored anew.
        """
        coming = {sketch.id: (sketch, traits(sketch)) for sketch in add}
        going = {sketch.id: traits(sketch).id for sketch in remove}
        going = {identity: where for identity, where in going.items() if identity not in coming or coming[identity][1].id != where}
        wanted = {told.id for _, told in coming.values()} | set(going.values())
        nodes = dict(self._shelf.nodes(wanted))
        new: dict[str, Node] = {}
        touched: dict[str, Node] = {}
        for identity, where in going.items():
            if where in nodes and nodes[where].members.pop(identity, None) is not None:
                touched[where] = nodes[where]
        for identity, (sketch, told) in coming.items():
            if told.id not in nodes:
                nodes[told.id] = new[told.id] = node(told, {})
            one = nodes[told.id]
            if identity not in one.members:
                one.members[identity] = sketch.sighting
                touched[told.id] = one
        nodes |= self._shelf.nodes({traits(sketch).id for sketch in stale})
        touched |= {i: nodes[i] for sketch in stale if (i := traits(sketch).id) in nodes and nodes[i].members}
        for one in touched.values():
            one.traits = one.traits.seen_in(one.members.values(), kin or {})
        gone = {i: one for i, one in touched.items() if not one.members and i not in new}
        changed = touched.keys() - gone.keys()
        touched = self._place([one for one in new.values() if one.members], gone, touched)
        rows, affected = self._rescore(touched, gone, touched.keys() if gone else changed)
        change = self._regroup(affected | touched.keys(), rows, {**nodes, **touched})
        return replace(change, removed=tuple(sorted(going.keys() - coming.keys())))

    def _place(self, new: Sequence[Node], gone: Mapping[str, Node], touched: Mapping[str, Node]) -> dict[str, Node]:
        """Put new nodes under their keys and take those away that are gone; return all whose company changes."""
        found = {i: one for i, one in touched.items() if i not in gone}
        changes: dict[int, list[tuple[Node, bool]]] = defaultdict(list)
        for one in new:
            for key in one.keys:
                changes[key].append((one, True))
        for one in gone.values():
            for key in one.keys:
                changes[key].append((one, False))
        postings = self._shelf.postings(changes)
        for key, moves in changes.items():
            posting = postings[key]
            before = len(posting)
            posting.extend(one for one, comes in moves if comes)
            leaving = {one.id for one, comes in moves if not comes}
            if leaving:
                posting[:] = [one for one in posting if one.id not in leaving]
            if before <= CAP and len(posting) <= CAP:
                continue
            posting.sort(key=lambda one: one.order)
            if before <= CAP or len(posting) <= CAP:
                found |= {one.id: one for one in posting}
                continue
            for one, _ in moves:
                found |= {other.id: other for other in moved(one, posting, len(moves) + 1)}
        self._shelf.keep([one for one in touched.values() if one.members], gone.values())
        return found

    def _rescore(self, touched: Mapping[str, Node], gone: Mapping[str, Node], changed: Collection[str]) -> tuple[dict[str, Row], set[str]]:
        """Score the touched nodes anew against all that they meet; return the rows that changed and the nodes whose component may have.

        Two nodes of which neither is `changed` have the score that they had: where nothing goes, what comes can only move them apart.
        """
        postings = self._shelf.postings({key for one in touched.values() for key in one.keys})
        old = self._shelf.rows(touched.keys() | gone.keys())
        affected = {other for row in old.values() for other in row} | set(touched)
        affected -= gone.keys()
        rows: dict[str, Row] = {i: {} for i in gone}
        fresh: dict[str, Row] = {i: {} for i in touched}
        others: dict[str, Node] = {}
        for i, one in touched.items():
            row, before, comes = fresh[i], old[i], i in changed
            seen: set[str] = set()
            for key in one.keys:
                for other in met(one, key, postings[key]):
                    if other.id in seen:
                        continue
                    seen.add(other.id)
                    if other.id in fresh:
                        if other.id < i:
                            continue  # the other end scores the pair: meeting is mutual
                        value = _score(one, other) if comes or other.id in changed else before.get(other.id, 0)
                        if value:
                            row[other.id] = fresh[other.id][i] = value
                    elif value := _score(one, other) if comes else before.get(other.id, 0):
                        row[other.id] = value
                        others[other.id] = other
        back = {end for row in old.values() for end in row if end not in fresh and end not in gone} | others.keys()
        kept = self._shelf.rows(back)
        for end in back:
            rows[end] = {i: value for i, value in kept[end].items() if i not in fresh and i not in gone}
        for i, row in fresh.items():
            for end, value in row.items():
                if end not in fresh:
                    rows[end][i] = value
        rows |= fresh
        self._shelf.keep_rows(rows)
        return rows, affected | others.keys()

    def _regroup(self, affected: Collection[str], rows: Mapping[str, Row], known: Mapping[str, Node]) -> Change:
        """Cluster what is firm in the components of the affected nodes, and let what is loose near them join the events found."""
        view = _View(self._shelf, rows, known)
        view.read(affected)
        firm = [i for i in affected if i in view.nodes and view.nodes[i].firm]
        events = view.events(firm)
        near = {end for event in events for i in event for end, value in view.rows[i].items() if value > 0}
        view.read(near)
        loose = {i for i in near | set(affected) if i in view.nodes and not view.nodes[i].firm}
        joined, left = view.joined(loose)
        groups = [*events, *left]
        told = tuple(sorted(view.members(group) for group in groups))
        joins = tuple(sorted((view.members(group), view.members(event)[0]) for group, event in joined))
        return Change(told, joins)


class _View:
    """What regrouping has read of a shelf so far."""

    def __init__(self, shelf: Shelf, rows: Mapping[str, Row], known: Mapping[str, Node]) -> None:
        self._shelf = shelf
        self.rows: dict[str, Row] = dict(rows)
        self.nodes: dict[str, Node] = {i: one for i, one in known.items() if one.members}
        self._event_of: dict[str, tuple[str, ...]] = {}

    def read(self, ids: Iterable[str]) -> None:
        """Read nodes with their rows and the nodes at the other ends."""
        wanted = set(ids)
        self.rows |= self._shelf.rows(wanted - self.rows.keys())
        ends = {end for i in wanted for end, value in self.rows.get(i, {}).items() if value > 0} | wanted
        self.nodes |= self._shelf.nodes(ends - self.nodes.keys())

    def events(self, firm: Iterable[str]) -> list[tuple[str, ...]]:
        """Return the events in the components of firm nodes."""
        wanted = [i for i in firm if i not in self._event_of]
        found = self._clusters(wanted, firm=True)
        self._event_of |= {i: event for event in found for i in event}
        return sorted({self._event_of[i] for i in firm} | set(found))

    def joined(self, loose: Iterable[str]) -> tuple[list[tuple[tuple[str, ...], tuple[str, ...]]], list[tuple[str, ...]]]:
        """Return the groups of loose nodes that join an event, each with the event that it fits, and the groups that join none.

        A group fits an event with which its mean score is THRESHOLD or more, or JOIN or more if no other event is half as likely.
        """
        found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        left: list[tuple[str, ...]] = []
        groups = self._clusters(loose, firm=False)
        ends = {g: {end for i in g for end, value in self.rows[i].items() if value > 0 and self.nodes[end].firm} for g in groups}
        self.events({end for near in ends.values() for end in near})
        for group in groups:
            near = sorted({self._event_of[end] for end in ends[group]})
            means = sorted(((self._mean(group, event), event) for event in near), reverse=True)
            best, rival = (mean for mean, _ in (*means, (0.0, ()), (0.0, ()))[:2])
            if best >= THRESHOLD or (best >= JOIN and rival * RIVAL <= best):
                found.append((group, means[0][1]))
            else:
                left.append(group)
        return found, left

    def _mean(self, group: Sequence[str], event: Sequence[str]) -> float:
        return sum(self.rows[i].get(end, 0) for i in group for end in event) / (len(group) * len(event))

    def _clusters(self, ids: Iterable[str], *, firm: bool) -> list[tuple[str, ...]]:
        """Return the clusters in the components of some nodes, among firm or among loose ones."""
        whole = set(ids)
        frontier = set(whole)
        while frontier:
            self.read(frontier)
            ends = {end for i in frontier for end, value in self.rows[i].items() if value >= THRESHOLD}
            frontier = {end for end in ends if self.nodes[end].firm == firm} - whole
            whole |= frontier
        return [
            tuple(found)
            for group in components(whole, self._among(whole), THRESHOLD)
            for found in cluster(group, _completed([self.nodes[i] for i in group], self.rows), THRESHOLD)
        ]

    def _among(self, ids: Collection[str]) -> dict[str, Row]:
        return {i: {end: value for end, value in self.rows[i].items() if end in ids} for i in ids}

    def members(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the event reports of nodes, sorted."""
        return tuple(sorted(member for i in ids for member in self.nodes[i].members))


def _score(one: Node, other: Node) -> int:
    """Return the score of a pair that counts for something, BAR where a rule keeps apart what else would be linked, else 0."""
    value = score(one.traits, other.traits)
    if value < FLOOR // 10:
        return 0
    return BAR if barred(one.traits, other.traits) else value


def _completed(group: Sequence[Node], rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Return the scores within a component: of all its pairs, or in a large one of those that met, and the bars between events of one report."""
    if len(group) <= DENSE:
        scores: dict[str, Row] = {one.id: {} for one in group}
        for n, one in enumerate(group):
            row = rows[one.id]
            for other in group[n + 1 :]:
                value = row[other.id] if other.id in row else _score(one, other)
                if value:
                    scores[one.id][other.id] = scores[other.id][one.id] = value
        return scores
    scores = {one.id: dict(rows[one.id]) for one in group}
    by_sighting: dict[str, list[str]] = defaultdict(list)
    for one in group:
        for sighting in one.traits.sightings:
            by_sighting[sighting].append(one.id)
    for ids in by_sighting.values():
        for i in ids:
            scores[i] |= {other: BAR for other in ids if other != i}
    return scores
