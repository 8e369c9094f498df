"""What the templates of an event are given, on its page and in an evidence pack."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dateline.linked import TollCell, TollRow, TollTable
from dateline.serve.drawing import Graph, Interval, graph, interval, most_of
from dateline.serve.projecting import foremost
from dateline.views import cells
from dateline.views.events import Told
from dateline.views.tolls import likely


def of_event(shown: Told) -> dict[str, Any]:
    """Return an event with its drawings, by the names that _event.html uses."""
    first = foremost(member.event for member in shown.members)
    return {
        "told": shown,
        "first": first,
        "place": first.locations[0] if first.locations else None,
        "tolls": _bars(shown.tolls),
        "graph": _graph(shown),
    }


def _bars(tolls: TollTable | None) -> list[tuple[TollCell, str | None, int, list[tuple[TollRow, Interval | None]]]]:
    """Return each cell of the tolls with the range that is likely, the end of its scale and its rows, each with where it stands on the scale."""
    cells_ = tolls.cells if tolls else ()
    return [(cell, likely(cell), most_of(cell), [(row, interval(row.entry, most_of(cell))) for row in cell.rows]) for cell in cells_]


def _graph(shown: Told) -> Graph | None:
    if shown.credibility is None:
        return None
    reports: dict[str, tuple[str, str]] = {}
    for member in sorted(
        shown.members, key=lambda one: (one.report.page.sighting.published or dt.date.max, one.report.page.sighting.doc_id)
    ):
        sighting = member.report.page.sighting
        day = sighting.published.isoformat() if sighting.published else "no date"
        reports[sighting.id] = (sighting.outlet or cells.report_name(sighting.doc_id), day)
    for copy in shown.copies:
        for end in (copy.sighting, copy.of):
            reports.setdefault(end, (cells.report_name(shown.doc_ids.get(end, "another report")), "not of this event"))
    return graph([origin for origin, _, _ in shown.credibility.origins], shown.stands_in, reports, shown.copies)
