"""Links what the store holds: the only module that knows both the linker and the store.

Each portion of readings is linked in one transaction, so a linker that is killed has linked a portion whole or not at all, and the
next run goes on with what is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dateline.link import explain, kin_of, sketch, sketches, traits
from dateline.link.blocks import Node, near, node
from dateline.link.bonds import bonded
from dateline.link.candidates import keys
from dateline.link.copies import compare, graph
from dateline.link.linking import Linker
from dateline.linked import Copy, EventSketch, Link, ReportSketch
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
            copied += sum(_compare(tables, sketch(report, sketches(report))) for _, report in fresh)
            merged += _link(tables, [report for _, report in fresh])
            tables.mark([number for number, _ in fresh])
        reports += len(fresh)
    return Told(reports, merged, copied)


def _link(tables: LinkTables, reports: Iterable[CodedReport]) -> int:
    """Link the event reports of readings, in place of those of older readings of the same sightings; return how many events were merged."""
    coming: dict[str, tuple[EventSketch, ...]] = {report.page.sighting.id: sketches(report) for report in reports}
    new = [one for told in coming.values() for one in told]
    old = tables.sketches_of(coming)
    shelf = _Tables(tables)
    same = shelf.nodes({traits(one).id for one in new})
    told_in = {sighting for one in same.values() for sighting in one.members.values()}
    kin = kin_of(tables.copies(told_in | coming.keys()))
    linker = Linker(shelf)
    bound = tables.bound([one.id for one in old])
    if bound:  # their groups are to be known anew, though nothing else about them changed
        linker.update((), [one for one in old if one.id in bound], kin)
    change = linker.update(new, [one for one in old if one.id not in bound], kin)
    gone = tuple(sorted(bound - {one.id for one in new}))
    tables.drop_sketches([one.id for one in old])
    tables.put_sketches([(one, traits(one).id) for one in new])
    tables.memberships.drop((*change.removed, *gone))
    groups, joins = bonded(change.groups, change.joins, tables.bonds(), tables.memberships.company)
    return len(tables.memberships.apply(groups, joins))


def _compare(tables: LinkTables, report: ReportSketch) -> int:
    """Compare a report with those near it and keep it; return 1 if it is in a pair of copies. One text at many addresses is compared once."""
    same = tables.same_text(report)
    own = () if same else keys(report)
    near = tables.reports([same]) if same else tables.near_report(report, own)
    found = [copy for other in near if (copy := compare(report, other)) is not None]
    tables.put_report(report, own)
    tables.put_copies(report.sighting, found)
    return min(1, len(found))


def copies_of(store: Store) -> tuple[Copy, ...]:
    """Return the copies among the store's reports, each with its best parent."""
    with store.linked() as tables:
        return graph(tables.copies())


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
