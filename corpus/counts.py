"""How much of what the corpus holds: by layer, conflict, voice and split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.records import Report

LAYERS = ("reports", "sentences", "events", "claims", "tolls", "losses", "controls", "statements", "mentions", "times")


def count(reports: Iterable[Report]) -> Counter[str]:
    """Return the number of records per layer, and of reports without an event."""
    total: Counter[str] = Counter()
    for report in reports:
        total.update(
            reports=1,
            words=sum(len(report.words(line.range).split()) for line in report.lines),
            sentences=len(report.sentences),
            events=len(report.events),
            claims=len(report.claims),
            tolls=len(report.tolls),
            losses=len(report.losses),
            controls=len(report.controls),
            statements=len(report.statements),
            mentions=len(report.mentions) + len(report.times) + len(report.things),
            times=len(report.times),
            plain=int("plain" in report.profile),
            eventless=int(not report.events),
        )
    return total
