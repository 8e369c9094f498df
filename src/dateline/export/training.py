"""Reports that persons reviewed whole, as training data: a text and a record each, in the schema of the annotated reports."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from dateline.export.one_json import to_dict
from dateline.export.table import Numbered, admitted
from dateline.records import CodedReport

Json = dict[str, Any]
SCHEMA = "dateline-gold/1"
KEPT = ("doc_id", "text_sha256", "n_chars", "fiction", "input_meta", "meta", "boilerplate", "events", "claims", "statements", "controls")
"""What of a coded report the schema of annotated reports has too."""


def training(reports: Iterable[Numbered], reviewed: Collection[str], *, allow_fiction: bool = False) -> Iterator[tuple[str, str, Json]]:
    """Yield name, frozen text and record of each report of which every event was accepted, corrected, added or rejected by a person.

    `reviewed`: ids of sightings that a person reviewed; one with an event that nobody looked at is left out, whatever was said of the
    others. Nothing is masked: the offsets are those of the text. Raises ExportError for fiction unless allowed.
    """
    for report, _ in admitted(reports, unmask=True, allow_fiction=allow_fiction):
        if report.page.sighting.id in reviewed and all(event.review is not None for event in report.events):
            name = _name(report)
            yield name, report.page.document.text, _record(report, name)


def _record(report: CodedReport, name: str) -> Json:
    found = to_dict(report, all_claims=True)
    record = {"schema": SCHEMA, "split": "train", "text_file": f"{name}.txt"} | {key: found[key] for key in KEPT}
    for out, event in zip(record["events"], report.events, strict=True):
        out["review"] = event.review
    makers = {event.made_by.removeprefix("person:") for event in report.events if event.made_by.startswith("person:")}
    return record | {
        "source": {"corpus": "reviewed reports", "reader": report.reading.reader, "corrected_by": sorted(makers), "reviewed": ["events"]},
        "notes": "events were reviewed by persons; claims, statements and controls are as read",
    }


def _name(report: CodedReport) -> str:
    """Return a file's name for a report: its own name as far as files take it, and its id, so that no two are the same."""
    words = re.sub(r"[^\w.-]+", "-", report.page.sighting.doc_id.rsplit("/", 1)[-1])[:60].strip("-.") or "report"
    return f"{words}-{report.page.sighting.id.removeprefix('S-')[:8]}"
