"""Rows and evidence of chosen events, for files: what exports and evidence packs take from the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.errors import ExportError
from dateline.export import ACLED, UCDP, Counting, acled, geojson, jsonl, mask_report, to_csv, ucdp
from dateline.link.tolls import toll_tables
from dateline.store import Store
from dateline.views.origins import origin_keys

FORMATS: Mapping[str, tuple[str, str]] = {
    "acled": ("csv", "text/csv"),
    "ucdp": ("csv", "text/csv"),
    "geojson": ("geojson", "application/geo+json"),
    "jsonl": ("jsonl", "application/x-ndjson"),
}
"""Formats that rows are given out in, with the ending of the file's name and the media type."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to give out; fiction: its rows come from invented reports, and its name says so."""

    name: str
    media_type: str
    content: bytes


def rows_of(store: Store, events: Collection[int], form: str, *, unmask: bool = False) -> File:
    """Return exactly some events in a format; private persons are masked unless asked otherwise. Raises ExportError.

    Fiction is given out only where all of it is fiction, and the file's name then says so.
    """
    if form not in FORMATS:
        raise ExportError(f"there is no format {form!r}", hint=f"one of {', '.join(FORMATS)}")
    reports = list(store.reports_of(events))
    invented = [report.page.document.fiction for report, _ in reports]
    if any(invented) and not all(invented):
        reports = [(report, ids) for report, ids in reports if not report.page.document.fiction]
    fiction = bool(invented) and all(invented)
    ending, media = FORMATS[form]
    if form == "jsonl":
        text = "".join(jsonl(reports, unmask=unmask, allow_fiction=fiction))
    elif form == "geojson":
        text = geojson(reports, unmask=unmask, allow_fiction=fiction)
    else:
        book, make = (ACLED, acled) if form == "acled" else (UCDP, ucdp)
        shown = [(report if unmask else mask_report(report), ids) for report, ids in reports]
        tables = toll_tables(shown, origin_keys(store, {report.page.sighting.id for report, _ in reports}))
        text = to_csv(make(reports, counting=Counting(book.resolver, book.group, tables), unmask=unmask, allow_fiction=fiction))
    return File(f"dateline-{'fiction-' if fiction else ''}{form}.{ending}", media, text.encode("utf-8", "replace"))


def bundle(page: str, originals: Iterable[tuple[str, bytes]], notes: Sequence[str]) -> bytes:
    """Return a zip with an evidence pack's page, the stored originals by sighting, and a list of SHA-256 over all files."""
    files = {"evidence.html": page.encode("utf-8", "replace")}
    files |= {f"originals/{sighting}.original": raw for sighting, raw in originals if raw}
    files["NOTES.txt"] = ("\n".join(notes) + "\n").encode()
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in sorted((files | {"SHA256SUMS": sums.encode()}).items()):
            made.writestr(zipfile.ZipInfo(name, _now()), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _now() -> tuple[int, int, int, int, int, int]:
    now = dt.datetime.now(dt.UTC)
    return now.year, now.month, now.day, now.hour, now.minute, now.second
