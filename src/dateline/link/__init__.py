"""Across reports: copies and origins, one event from many reports, tolls side by side, who holds what."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dateline.link.copies import compared, graph
from dateline.link.event_sketch import sketches
from dateline.link.linking import Linker
from dateline.link.origins import origins
from dateline.link.pairs import link as explain
from dateline.link.report_sketch import sketch
from dateline.link.traits import Kin, traits
from dateline.linked import Copy, EventSketch, Link, Linked, ReportSketch
from dateline.records import CodedReport

__all__ = ["MOST", "Linker", "explain", "kin_of", "link", "link_sketches", "sketch", "sketches", "traits"]

MOST = 20
"""Event reports of a group whose pairs are all given with their evidence."""


def link(reports: Sequence[CodedReport]) -> Linked:
    """Return what the reports tell together: events as groups of event reports, the pairs scored, copies and origins."""
    return link_sketches([sketch(report, sketches(report)) for report in reports])


def link_sketches(found: Sequence[ReportSketch]) -> Linked:
    """Do as `link` does for reports that are sketched already."""
    events = [event for report in found for event in report.events]
    pairs = compared(found)
    copied, kin = graph(pairs), kin_of(pairs)
    groups = Linker().update(events, kin=kin).whole()
    return Linked(groups, tuple(_links(groups, events, kin)), copied, origins(found, copied))


def kin_of(copied: Iterable[Copy]) -> dict[str, set[str]]:
    """Return by sighting those of the reports that it copies or that copy it."""
    found: dict[str, set[str]] = defaultdict(set)
    for copy in copied:
        found[copy.sighting].add(copy.of)
        found[copy.of].add(copy.sighting)
    return found


def _links(groups: Iterable[Sequence[str]], events: Iterable[EventSketch], kin: Kin) -> Iterator[Link]:
    """Yield the scored pairs within each group; of a large group those of its first MOST event reports with all others."""
    known = {event.id: traits(event).told_by(event.id).seen_in((event.sighting,), kin) for event in events}
    for group in groups:
        for n, one in enumerate(group[:MOST]):
            for other in itertools.islice(group, n + 1, None):
                yield explain(known[one], known[other])
