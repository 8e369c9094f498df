"""Text with marks: a stretch of a report cut at every edge of the spans that lie in it, so that overlapping marks are all kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.records import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span with the kind of what it marks ("place") and the id of the record that it belongs to ("e1")."""

    span: Span
    kind: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text under the same marks; start is its offset in the report's text."""

    start: int
    text: str
    kinds: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


def segments(text: str, within: Span, marks: Iterable[Mark]) -> list[Segment]:
    """Return a stretch of a text as pieces, in order; joined they are the stretch. Marks outside it are ignored."""
    inside = [mark for mark in marks if mark.span.start < within.end and within.start < mark.span.end]
    edges = {within.start, within.end}
    opening: dict[int, list[Mark]] = {}
    for mark in inside:
        start, end = max(mark.span.start, within.start), min(mark.span.end, within.end)
        edges |= {start, end}
        opening.setdefault(start, []).append(mark)
    ordered = sorted(edges)
    out: list[Segment] = []
    under: list[Mark] = []
    for start, end in itertools.pairwise(ordered):
        under = [mark for mark in under if mark.span.end > start] + opening.get(start, [])
        out.append(Segment(start, text[start:end], _once(mark.kind for mark in under), _once(mark.record for mark in under if mark.record)))
    return out


def around(text: str, span: Span, sentences: Sequence[Span]) -> Span:
    """Return the sentences that a span touches as one stretch, the span itself where it lies in none."""
    touched = [one for one in sentences if one.start < span.end and span.start < one.end]
    return Span(min(span.start, *(one.start for one in touched)), max(span.end, *(one.end for one in touched))) if touched else span


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
