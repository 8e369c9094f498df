"""`dateline code --explain`: what each of two readers says of each event, and whose word was kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dateline.cli.layout import Fitting
from dateline.cli.tables import table
from dateline.records import CodedReport, EventReport


def found_by(event: EventReport) -> str:
    """Return who found an event report: both | rules | model."""
    by_model, by_rules = "model:" in event.made_by, "rule:" in event.made_by
    return "both" if by_model and by_rules else "model" if by_model else "rules"


def as_dict(report: CodedReport) -> dict[str, Any]:
    """Return the explanation of a report as one JSON object."""
    return {
        "doc_id": report.page.sighting.doc_id,
        "reader": report.reading.reader,
        "events": [_event(report, event) for event in report.events],
        "left_out": [_event(report, event) for event in report.unkept],
    }


def _event(report: CodedReport, event: EventReport) -> dict[str, Any]:
    return {
        "id": event.id, "trigger": event.trigger.of(report.page.document), "span": [event.trigger.start, event.trigger.end],
        "sub_event_type": event.sub_event_type, "place": event.locations[0].name if event.locations else None, "found_by": found_by(event),
        "confidence": event.confidence,
        "differ": [{"cell": c.cell, "rules": c.rules, "model": c.model, "kept": c.kept} for c in event.readers],
    }  # fmt: skip


def tables(report: CodedReport) -> Iterator[Fitting]:
    """Yield a table of the events that stand and one of those left out."""
    name = report.page.sighting.doc_id
    yield _table(report, report.events, f"{name}: events, by both readers")
    if report.unkept:
        yield _table(report, report.unkept, f"{name}: left out, too uncertain")


def _table(report: CodedReport, events: Sequence[EventReport], title: str) -> Fitting:
    rows = []
    for event in events:
        place = event.locations[0].name if event.locations else ""
        sure = "" if event.confidence is None else f"{event.confidence:.2f}"
        differ = "; ".join(f"{c.cell}: rules {c.rules or '-'} | model {c.model or '-'} (kept: {c.kept})" for c in event.readers)
        rows.append((event.id, event.trigger.of(report.page.document), f"{event.sub_event_type}, {place}", found_by(event), sure, differ))
    return table(title, ("event", "words", "type and place", "found by", "sure", "where they differ"), rows)


__all__ = ["as_dict", "found_by", "tables"]
