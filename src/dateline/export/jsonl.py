"""JSON Lines: every report whole, one to a line, with offsets and `DL-` ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dateline.export.mask import mask_report
from dateline.export.one_json import to_dict, to_line
from dateline.export.table import Numbered, admitted


def jsonl(reports: Iterable[Numbered], *, unmask: bool = False, allow_fiction: bool = False) -> Iterator[str]:
    """Yield a line for each report, line end included, in schema `dateline/1` with `event_id` and `review` on every event.

    A masked line says `masked` and keeps the hash of the text before masking. Raises ExportError for fiction unless allowed.
    """
    for report, ids in admitted(reports, unmask=True, allow_fiction=allow_fiction):
        shown = report if unmask else mask_report(report)
        line = to_dict(shown, all_claims=True, with_places=True, with_mentions=True)
        if shown.page.document.text != report.page.document.text or shown.claims != report.claims:
            line |= {"masked": True, "text_sha256": report.page.sighting.document_id}
        for event, told in zip(line["events"], report.events, strict=True):
            event["event_id"] = ids.get(event["id"])
            event["review"] = told.review or "unreviewed"
        yield to_line(line) + "\n"
