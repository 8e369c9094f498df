"""What the table exports share: their input, their answer, and how it is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from dateline.errors import ExportError
from dateline.export.mask import mask_report
from dateline.records import CodedReport, EventReport

Numbered = tuple[CodedReport, Mapping[str, str]]
"""A report with the `DL-` id of each of its event reports by local id: what `Store.numbered_reports` yields and every exporter takes."""

Cell = str | int | float | None
_FORMULA = re.compile(r"[=+\-@\t\r](?![\d.]+$)")


@dataclass(frozen=True, slots=True)
class Excluded:
    """An event that an export leaves out: the id of the rule that did it, and why in a sentence."""

    event_id: str
    rule: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Choice:
    """How the number of one cell was chosen: by which resolver, of which figures, and which figures no longer stood and why."""

    event_id: str
    column: str
    value: int
    resolver: str
    figures: str
    set_aside: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by column, what was left out, and how each number of people was chosen."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]
    excluded: tuple[Excluded, ...]
    choices: tuple[Choice, ...] = ()


def admitted(reports: Iterable[Numbered], *, unmask: bool, allow_fiction: bool) -> Iterator[Numbered]:
    """Yield the reports as an export may show them: masked unless asked otherwise; raises ExportError for fiction unless allowed."""
    for report, ids in reports:
        if report.page.document.fiction and not allow_fiction:
            raise ExportError(
                "the report is fiction and must not pass for a record of real events",
                where=report.page.sighting.doc_id,
                hint="to export the sample reports all the same: --allow-fiction",
            )
        yield (report if unmask else mask_report(report)), ids


def review_of(events: Iterable[EventReport]) -> str:
    """Return what persons made of the event reports of a row: corrected where any is, else accepted where any is, else unreviewed."""
    states = {event.review for event in events}
    return "corrected" if "corrected" in states else "accepted" if "accepted" in states else "unreviewed"


def to_csv(table: Table) -> str:
    """Return the rows as CSV (RFC 4180 quotes, line feeds) with a header; None is an empty cell."""
    return as_csv(table.columns, ([row.get(column) for column in table.columns] for row in table.rows))


def excluded_csv(excluded: Iterable[Excluded]) -> str:
    """Return what was left out as CSV: event_id, rule, explanation."""
    return as_csv(("event_id", "rule", "explanation"), ([e.event_id, e.rule, e.explanation] for e in excluded))


def choices_csv(choices: Iterable[Choice]) -> str:
    """Return how numbers were chosen as CSV: event_id, column, value, resolver, figures, set_aside; what nobody counts has no line."""
    told = [c for c in choices if c.figures or c.set_aside]
    return as_csv([f.name for f in fields(Choice)], ([getattr(c, f.name) for f in fields(Choice)] for c in told))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV (RFC 4180 quotes, line feeds) under a header; what a spreadsheet would take for a formula gets a ' before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_inert(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")


def _inert(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value
