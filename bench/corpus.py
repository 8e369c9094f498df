"""The annotated corpus: validate it, count it, say how varied it is."""

from __future__ import annotations

from pathlib import Path

from corpus import REPORTS
from corpus.check import check_files
from corpus.counts import LAYERS, count
from corpus.records import Report


def main(files: list[Path]) -> int:
    """Check the files (all where none is named), print counts; return 1 if there is an error."""
    paths = files or sorted(REPORTS.glob("*/*.txt"))
    reports: list[Report] = []
    wrong = 0
    for path, report, errors, looks in check_files(paths):
        reports.append(report)
        wrong += len(errors)
        for fault in errors:
            print(f"{path}:{fault.line}: {fault.what}")
        if files:
            for fault in looks:
                print(f"{path}:{fault.line}: look: {fault.what}")
    total = count(reports)
    print(", ".join(f"{total[layer]:,} {layer}" for layer in LAYERS))
    print(f"{total['plain']} plain, {total['eventless']} without an event; {total['words'] / max(1, total['reports']):.0f} words a report")
    print(f"{wrong} errors")
    return 1 if wrong else 0
