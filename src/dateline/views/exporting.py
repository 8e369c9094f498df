"""Rows out of the store: all of it for the command line, the events that a page shows for the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.views.origins import origin_keys

if TYPE_CHECKING:
    from dateline.export import Counting
    from dateline.export.table import Numbered, Table
    from dateline.records import CodedReport
    from dateline.store import Store

TABLES = ("acled", "ucdp")
"""Formats that count: they choose between tolls, and leave out what their rules do."""
FORMATS = (*TABLES, "geojson", "jsonl")
"""The formats that rows are given out in."""


@dataclass(frozen=True, slots=True)
class Given:
    """An export as text: the rows; for formats that count, what was left out and how numbers were chosen, as CSV. fiction: all is invented."""

    text: str
    left_out: str = ""
    choices: str = ""
    n_left_out: int = 0
    fiction: bool = False


def counting_of(
    reports: Iterable[Numbered], format_: str, resolver: str | None, *, unmask: bool = False, origins: Mapping[str, str] | None = None
) -> Counting:
    """Return how a format counts tolls: by the resolver that is named, or its code book's own, over the toll tables of the reports."""
    from dateline import export as exporters
    from dateline.config import home_folder
    from dateline.data import toll_sources
    from dateline.link.tolls import toll_tables

    own = exporters.ACLED if format_ == "acled" else exporters.UCDP
    tables = toll_tables(((report if unmask else exporters.mask_report(report), ids) for report, ids in reports), origins)
    return exporters.Counting(resolver or own.resolver, own.group, tables, toll_sources.source_order(home_folder() / toll_sources.FILE))


def table_of(
    store: Store, format_: str, *, unmask: bool = False, allow_fiction: bool = False, resolver: str | None = None,
    as_known: dt.datetime | None = None,
) -> Table:  # fmt: skip
    """Return the table of the whole store in a format that counts; as_known (aware): as it was at that time."""
    from dateline import export as exporters

    make = exporters.acled if format_ == "acled" else exporters.ucdp
    numbered = store.numbered_reports(as_known=as_known)
    counting = counting_of(numbered, format_, resolver, unmask=unmask, origins=origin_keys(store, as_known=as_known))
    return make(store.numbered_reports(as_known=as_known), counting=counting, unmask=unmask, allow_fiction=allow_fiction)


def export_events(store: Store, format_: str, events: Collection[str], *, unmask: bool = False, resolver: str | None = None) -> Given:
    """Return exactly some events (`DL-` ids) in a format; fiction is given out only where every report of them is. Raises ExportError.

    Numbers of people do not depend on what else is asked for: a toll of several places is divided as in the whole report.
    """
    from dateline import export as exporters

    whole = list(store.reports_of(events))
    fiction = bool(whole) and all(report.page.document.fiction for report, _ in whole)
    chosen = [only(report, ids, events) for report, ids in whole]
    if format_ == "geojson":
        return Given(exporters.geojson(chosen, unmask=unmask, allow_fiction=fiction), fiction=fiction)
    if format_ == "jsonl":
        return Given("".join(exporters.jsonl(chosen, unmask=unmask, allow_fiction=fiction)), fiction=fiction)
    make = exporters.acled if format_ == "acled" else exporters.ucdp
    keys = origin_keys(store, {report.page.sighting.id for report, _ in whole})
    counting = counting_of(whole, format_, resolver, unmask=unmask, origins=keys)
    table = rows_of(make, whole, set(events), counting, unmask=unmask, allow_fiction=fiction)
    return Given(
        exporters.to_csv(table), exporters.excluded_csv(table.excluded), exporters.choices_csv(table.choices), len(table.excluded), fiction
    )


def only(report: CodedReport, ids: Mapping[str, str], events: Collection[str]) -> Numbered:
    """Return a report with no other event reports than those of some events, and without claims about nothing but others."""
    kept = {local for local, number in ids.items() if number in events}
    gone = {event.id for event in report.events} - kept
    claims = tuple(claim for claim in report.claims if not claim.about or any(_head(target) not in gone for target in claim.about))
    shown = replace(report, events=tuple(event for event in report.events if event.id in kept), claims=claims, unkept=())
    return shown, {local: ids[local] for local in kept}


def _head(target: str) -> str:
    """Return the event report that a part belongs to ("e1.c2": "e1"), or the id itself."""
    return target.partition(".")[0]


def rows_of(
    make: Callable[..., Table], reports: Sequence[Numbered], events: Collection[str], counting: Counting, **options: bool
) -> Table:  # fmt: skip
    """Return what a format that counts makes of some events in whole reports.

    ACLED's rows hold all of one place, day and pair of actors: an event that is in the row of another gets the one it has by itself.
    """
    every = make(reports, counting=counting, **options)
    column = "event_id_cnty" if "event_id_cnty" in every.columns else "id"
    rows = [row for row in every.rows if row[column] in events]
    choices = [choice for choice in every.choices if choice.event_id in events]
    if column != "id":
        alone = make([only(report, ids, events) for report, ids in reports], counting=counting, **options)
        missing = {row[column] for row in alone.rows} - {row[column] for row in rows}
        rows = sorted([*rows, *(row for row in alone.rows if row[column] in missing)], key=lambda row: str(row["event_date"]))
        choices += [choice for choice in alone.choices if choice.event_id in missing]
    excluded = tuple(dict.fromkeys(left for left in every.excluded if left.event_id in events))
    return replace(every, rows=tuple(rows), excluded=excluded, choices=tuple(choices))
