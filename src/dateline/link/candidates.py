"""Which reports to compare: those that share a rare key, so that no report is compared with more than a few others.

Whether two reports meet under a key depends on the reports under that key alone, so that reports that come one by one
(`copy_index`) meet as those do that come all at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from dateline.link.likeness import Text
from dateline.link.report_sketch import PERMUTATIONS
from dateline.linked import ReportSketch

ROWS = 4
"""Rows of a band: with 32 bands two texts of resemblance .5 meet with probability .87, of .6 with .99, of .2 with .05."""
BANDS = PERMUTATIONS // ROWS
BLOCK, FACT_BLOCK = 24, 12
"""A key in more reports than this is no rare one: facts under it are not compared, texts only with their next neighbours in time."""
NEIGHBOURS = 4
UNDATED = 4_000_000
"""Stands for the day of reports without one: later than any date."""
_FACTS = 8
"""Counts, and places, of a report that keys are made of."""
_KEPT = 4096
"""Sketches kept unpacked at a time."""


def text_keys(report: ReportSketch) -> Iterator[int]:
    """Yield keys that reports share which have words in common: bands of the signature, sentences, quotations."""
    for band in range(BANDS if report.signature else 0):
        start = band * ROWS * 4
        yield _key("band", str(band), report.signature[start : start + ROWS * 4].hex())
    yield from Text(report).hashes
    for quote in report.quotes:
        yield _key("quote", quote)


def fact_keys(report: ReportSketch) -> Iterator[int]:
    """Yield keys that reports share which tell the same facts: two counts, a count and a place, an event's type, place and day."""
    numbers, places = report.numbers[:_FACTS], report.places[:_FACTS]
    for one, other in combinations(numbers, 2):
        yield _key("counts", one, other)
    for number in numbers:
        for place in places:
            yield _key("count and place", number, place)
    for event in report.events:
        if event.place is not None and event.first_day is not None:
            yield _key("event", event.event_type, event.place.lower(), str(event.first_day))


def keys(report: ReportSketch) -> tuple[int, ...]:
    """Return all keys of a report, sorted, 63 bits each: what a store indexes to find the reports near a new one."""
    return tuple(sorted({*text_keys(report), *fact_keys(report)}))


def age(report: ReportSketch) -> tuple[int, str]:
    """Return what sets reports in the order of their publication, those of no known day last."""
    return UNDATED if report.published is None else report.published, report.sighting


def candidates(reports: Sequence[ReportSketch]) -> Iterator[tuple[Text, Text]]:
    """Yield the pairs of reports to compare, each once; `reports` by age, whatever order they came in."""
    pairs = np.unique(np.concatenate([_pairs(reports, texts=True), _pairs(reports, texts=False)]))
    unpacked: dict[int, Text] = {}
    for code in pairs.tolist():
        i, j = divmod(code, len(reports))
        if len(unpacked) > _KEPT:
            unpacked.clear()
        yield tuple(unpacked.setdefault(n, Text(reports[n])) for n in (i, j))  # type: ignore[misc]


def _pairs(reports: Sequence[ReportSketch], *, texts: bool) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return pairs i * n + j, i < j, of reports that share a rare key, or are near each other in time under a frequent one."""
    n = len(reports)
    counts = np.zeros(n + 1, dtype=np.int64)
    found: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for i, report in enumerate(reports):
        own = np.fromiter(set(text_keys(report) if texts else fact_keys(report)), dtype=np.int64)
        found.append(own)
        counts[i + 1] = len(own)
    if not counts.any():
        return np.empty(0, dtype=np.int64)
    every = np.concatenate(found)
    owner = np.repeat(np.arange(n), counts[1:])
    order = np.lexsort((owner, every))
    every, owner = every[order], owner[order]
    starts = np.flatnonzero(np.r_[True, every[1:] != every[:-1]])
    sizes = np.diff(np.r_[starts, len(every)])
    out: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for size in np.unique(sizes[sizes > 1]).tolist():
        first = starts[sizes == size]
        if size > FACT_BLOCK and not texts:
            break
        reach = size - 1 if size <= BLOCK else NEIGHBOURS
        for step in range(1, reach + 1):
            at = (first[:, None] + np.arange(size - step)).ravel()
            out.append(np.unique(owner[at] * n + owner[at + step]))
    return np.unique(np.concatenate(out)) if out else np.empty(0, dtype=np.int64)


def _key(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "little") >> 1
