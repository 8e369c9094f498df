"""Links what the store holds: the only module that knows both the linker and the store.

Each portion of readings is linked in one transaction, so a linker that is killed has linked a portion whole or not at all, and the
next run goes on with what is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.link import explain, kin_of, sketch, sketches, traits
from dateline.link.blocks import Node, near, node
from dateline.link.bonds import bonded
from dateline.link.copies import graph
from dateline.link.copy_index import CopyIndex
from dateline.link.linking import Linker
from dateline.linked import Copy, EventSketch, Link
from dateline.records import CodedReport
from dateline.store import LinkTables, Store

PORTION = 100
"""Reports linked in one transaction: a second's work or two, and as much is lost at most when it is stopped."""


@dataclass(frozen=True, slots=True)
class Told:
    """What linking did: reports linked, events that were merged into others, reports found to be copies."""

    reports: int
    merged: int
    copies: int


def link_store(store: Store, *, learned: dt.datetime | None = None, portion: int = PORTION) -> Told:
    """Link all readings of the store that have not been linked yet."""
    reports = merged = copied = 0
    while waiting := store.unlinked(portion):
        with store.linking(learned=learned) as tables:
            fresh = [(number, report) for number, report in waiting if not tables.is_linked(number)]
            new, found = link_reports(tables, [report for _, report in fresh])
            merged += new
            copied += found
            tables.mark([number for number, _ in fresh])
        reports += len(fresh)
    return Told(reports, merged, copied)


def link_reports(tables: LinkTables, reports: Sequence[CodedReport]) -> tuple[int, int]:
    """Link some readings with what is linked already; return how many events were merged, and how many of the reports are copies."""
    changed = CopyIndex(tables).update([sketch(report, sketches(report)) for report in reports])
    copied = len({end for pair in changed for end in pair} & {report.page.sighting.id for report in reports})
    return _link(tables, reports, changed), copied


def _link(tables: LinkTables, reports: Iterable[CodedReport], copied: Collection[tuple[str, str]]) -> int:
    """Link the event reports of readings, in place of those of older readings of the same sightings; return how many events were merged.

    `copied`: pairs of copies found or taken back. Event reports whose pairs they concern are scored anew, though they were there already.
    """
    coming: dict[str, tuple[EventSketch, ...]] = {report.page.sighting.id: sketches(report) for report in reports}
    new = [one for told in coming.values() for one in told]
    old = tables.sketches_of(coming)
    shelf = _Tables(tables)
    same = shelf.nodes({traits(one).id for one in new})
    first_read = coming.keys() - {one.sighting for one in old}
    stale = tables.sketches_of({end for pair in copied if first_read.isdisjoint(pair) for end in pair})
    bound = tables.bound([one.id for one in old])  # what a person said of them may be new: their groups are to be known
    stale += [one for one in old if one.id in bound]
    same = {**same, **shelf.nodes({traits(one).id for one in stale})}
    told_in = {sighting for one in same.values() for sighting in one.members.values()}
    change = Linker(shelf).update(new, old, kin_of(tables.copies(told_in | coming.keys())), stale=stale)
    tables.drop_sketches([one.id for one in old])
    tables.put_sketches([(one, traits(one).id) for one in new])
    tables.memberships.drop(change.removed)
    groups, joins = bonded(change.groups, change.joins, tables.bonds(), tables.memberships.company)
    return len(tables.memberships.apply(groups, joins))


def copies_of(store: Store) -> tuple[Copy, ...]:
    """Return the copies among the store's reports, each with its best parent."""
    with store.linked() as tables:
        return graph(tables.copies())


def families(tables: LinkTables, sightings: Collection[str], *, as_known: dt.datetime | None = None) -> tuple[Copy, ...]:
    """Return the copies among some reports and all that they copy or that copy them, at however many removes, each with its best parent."""
    found: dict[tuple[str, str], Copy] = {}
    known: set[str] = set()
    ends = set(sightings)
    while ends:
        known |= ends
        near = tables.copies(ends, as_known=as_known)
        found |= {(copy.sighting, copy.of): copy for copy in near}
        ends = {end for copy in near for end in (copy.sighting, copy.of)} - known
    return graph(found.values())


class _Tables:
    """The linker's shelf in the store; what was read or written once is kept until the transaction ends."""

    def __init__(self, tables: LinkTables) -> None:
        self._tables = tables
        self._known: dict[str, Node] = {}

    def nodes(self, ids: Collection[str]) -> Mapping[str, Node]:
        """Return the nodes that there are of these ids."""
        found = self._tables.nodes([i for i in ids if i not in self._known])
        kin = kin_of(self._tables.copies({sighting for _, members in found.values() for sighting in members.values()}))
        for i, (one, members) in found.items():
            self._known[i] = node(traits(one).seen_in(members.values(), kin), members)
        return {i: self._known[i] for i in ids if i in self._known and self._known[i].members}

    def postings(self, keys: Collection[int]) -> Mapping[int, list[Node]]:
        """Return the nodes under each key."""
        found = self._tables.postings(keys)
        known = self.nodes({i for ids in found.values() for i in ids})
        return {key: sorted((known[i] for i in ids if i in known), key=lambda one: one.order) for key, ids in found.items()}

    def rows(self, ids: Collection[str]) -> Mapping[str, dict[str, int]]:
        """Return the scores of each node's pairs."""
        return self._tables.scores(ids)

    def keep(self, changed: Iterable[Node], gone: Iterable[Node]) -> None:
        """Post the nodes that are new, and take away those that are gone."""
        for one in changed:
            self._known[one.id] = one
            self._tables.post(one.id, one.keys)
        self._tables.unpost([one.id for one in gone])

    def keep_rows(self, rows: Mapping[str, dict[str, int]]) -> None:
        """Keep the scores of nodes."""
        self._tables.put_scores(rows)


@dataclass(frozen=True, slots=True)
class Why:
    """Why an event is what it is: the links between its event reports, and the nearest pair of one of them with one of another event."""

    links: tuple[Link, ...]
    nearest: Link | None


def why(store: Store, reports: Collection[str]) -> Why:
    """Return the evidence for an event, given its event reports (stable ids); what is not linked yet has none."""
    with store.linked() as tables:
        sketched = list(tables.sketches(reports).values())
        shelf = _Tables(tables)
        own = shelf.nodes({traits(one).id for one in sketched})
        postings = shelf.postings({key for one in own.values() for key in one.keys})
        kin = kin_of(tables.copies({one.sighting for one in sketched}))
    told = sorted((traits(one).told_by(one.id).seen_in((one.sighting,), kin) for one in sketched), key=lambda one: one.id)
    inside = [explain(one, other) for n, one in enumerate(told) for other in told[n + 1 :]]
    outside = {
        (one.id, other.id): (one, other)
        for one in own.values()
        for key in one.keys
        for other in near(one, postings[key])
        if other.id not in own
    }
    found = [_between(one, other) for one, other in outside.values()]
    return Why(tuple(inside), min(found, key=lambda link: (link.barred is not None, -link.score, link.a, link.b), default=None))


def _between(one: Node, other: Node) -> Link:
    """Return the scored pair of two nodes under the ids of their first event reports."""
    a, b = (each.traits.told_by(min(each.members)) for each in (one, other))
    return explain(a, b)
