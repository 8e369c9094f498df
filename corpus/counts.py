"""How much of what the corpus holds: by layer, conflict, voice and split."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.records import Report
from corpus.splits import SPLITS

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


def grouped(placed: Iterable[tuple[Report, str]]) -> dict[str, Mapping[str, Sequence[Report]]]:
    """Return the reports by split (train first), by conflict and by voice (by name); `placed` gives each report with its split."""
    splits: dict[str, list[Report]] = {split: [] for split in SPLITS}
    conflicts: dict[str, list[Report]] = defaultdict(list)
    voices: dict[str, list[Report]] = defaultdict(list)
    for report, split in placed:
        splits[split].append(report)
        conflicts[report.header["conflict"]].append(report)
        voices[report.header["voice"]].append(report)
    return {"split": splits, "conflict": dict(sorted(conflicts.items())), "voice": dict(sorted(voices.items()))}
