"""Who said what, against PolNeAR: source, cue and content of attributions in political news.

PolNeAR (Newell, Margolin and Ruths, LREC 2018) is distributed at https://github.com/networkdynamics/PolNeAR; prepared here as one JSON object
a line: `text` and `attributions`, each with lists `Source`, `Cue`, `Content` of `{spans, text}`. Its attributions include attitudes and intentions
("wants", "endorsed") that are no reports; the reader leaves these out, so recall is also given over the cues of its own lexicon.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dateline.attribute import attribute
from dateline.data.cues import cue_lexicon
from dateline.records import Attribution, Document, Page, Sighting, Span, Zone
from dateline.segment import segment

_FILE = Path("polnear") / "dev.jsonl"
_CONTENT_IOU = 0.5  # as the project's scorer has it for a claim's content


@dataclass(frozen=True)
class Marked:
    """One annotated attribution: the hull of each part, None where the text has none."""

    source: Span | None
    cue: Span
    content: Span
    own: bool  # the cue is one of the reader's lexicon


@dataclass
class Tally:
    """Counts for one score."""

    right: int = 0
    predicted: int = 0
    marked: int = 0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.right / max(1, self.predicted + self.marked)

    def line(self, name: str) -> str:
        """Return precision, recall and F1 as a row of text."""
        precision = self.right / self.predicted if self.predicted else 0.0
        recall = self.right / self.marked if self.marked else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return f"{name:24} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


@dataclass
class Scores:
    """All tallies; recall_own is over cues of the reader's lexicon."""

    cue: Tally = field(default_factory=Tally)
    source: Tally = field(default_factory=Tally)
    content: Tally = field(default_factory=Tally)
    content_iou: Tally = field(default_factory=Tally)
    own: Tally = field(default_factory=Tally)


def main(data: Path) -> int:
    """Print precision, recall and F1 of cue, source and content; 2 when the data set is not there."""
    path = data / _FILE
    if not path.is_file():
        print(f"{path}: not there\n  hint: see the head of bench/attribution.py for where PolNeAR is distributed", file=sys.stderr)
        return 2
    scores, sentences, seconds = Scores(), 0, 0.0
    for row in read_rows(path):
        page = page_of(row["text"])
        parts = segment(page.document)
        started = time.perf_counter()
        found = attribute(page, parts, ())
        seconds += time.perf_counter() - started
        sentences += len(parts)
        score(found, list(marked(row)), scores)
    print(scores.cue.line("cue (overlap)"))
    print(scores.source.line("source (overlap)"))
    print(scores.content.line("content (overlap)"))
    print(scores.content_iou.line(f"content (IoU {_CONTENT_IOU})"))
    print(f"recall over cues of the lexicon: {scores.own.right / max(1, scores.own.marked):.3f} of {scores.own.marked}")
    print(f"{1000 * seconds * 25 / max(1, sentences):.1f} ms for 25 sentences")
    return 0


def read_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a prepared PolNeAR file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def page_of(text: str) -> Page:
    """Wrap a text as a page whose whole text is body."""
    document = Document(text, zones=(Zone("body", Span(0, len(text))),))
    return Page(document, Sighting(document.id, "polnear", "polnear", None, None, None, None, None, "none", datetime.now(UTC)))


def marked(row: Mapping[str, Any]) -> Iterator[Marked]:
    """Yield the attributions of a row that have a cue and a content."""
    lexicon = cue_lexicon()
    for item in row["attributions"]:
        cue, content = _hull(item["Cue"]), _hull(item["Content"])
        if cue is not None and content is not None:
            words = row["text"][cue.start : cue.end].lower()
            yield Marked(_hull(item["Source"]), cue, content, lexicon.inside(words))


def _hull(parts: Sequence[Mapping[str, Any]]) -> Span | None:
    spans = [tuple(span) for part in parts for span in part["spans"]]
    return Span(min(span[0] for span in spans), max(span[1] for span in spans)) if spans else None


def score(found: Sequence[Attribution], gold: Sequence[Marked], scores: Scores) -> None:
    """Pair attributions by their cues, one to one, and count the parts that overlap."""
    by_cue: dict[Span, list[Attribution]] = {}
    for item in found:
        if item.cue is not None:
            by_cue.setdefault(item.cue, []).append(item)
    taken: set[Span] = set()
    scores.cue.predicted += len(by_cue)
    scores.content.predicted += len(by_cue)
    scores.content_iou.predicted += len(by_cue)
    scores.source.predicted += sum(items[0].source.span is not None for items in by_cue.values())
    for mark in gold:
        scores.cue.marked += 1
        scores.content.marked += 1
        scores.content_iou.marked += 1
        scores.source.marked += mark.source is not None
        scores.own.marked += mark.own
        cue = next((cue for cue in by_cue if cue not in taken and cue.overlaps(mark.cue)), None)
        if cue is None:
            continue
        taken.add(cue)
        items = by_cue[cue]
        hull = Span(min(item.content.start for item in items), max(item.content.end for item in items))
        scores.cue.right += 1
        scores.own.right += mark.own
        source = items[0].source.span
        scores.source.right += source is not None and mark.source is not None and source.overlaps(mark.source)
        scores.content.right += hull.overlaps(mark.content)
        scores.content_iou.right += max(_iou(hull, mark.content), *(_iou(item.content, mark.content) for item in items)) >= _CONTENT_IOU


def _iou(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    union = max(one.end, other.end) - min(one.start, other.start)
    return max(0, common) / union if union else 0.0


@dataclass
class PartScores:
    """Counts of cue, source, content and whole attributions, each part right from an overlap (intersection over union) of half."""

    cue: Tally = field(default_factory=Tally)
    source: Tally = field(default_factory=Tally)
    content: Tally = field(default_factory=Tally)
    whole: Tally = field(default_factory=Tally)

    def lines(self) -> Iterator[str]:
        """Yield a row of text for each part."""
        for name in ("cue", "source", "content", "whole"):
            yield getattr(self, name).line(f"{name} (IoU {_CONTENT_IOU})")


def score_parts(found: Sequence[tuple[Span, Span | None, Span]], gold: Sequence[Marked], scores: PartScores) -> None:
    """Pair attributions (cue, source, content) with those marked, one to one, by their cues, and count the parts that fit.

    A marked attribution without a source asks that none be given. Whole: all its parts fit.
    """
    options = sorted(
        (-_iou(cue, mark.cue), -_iou(content, mark.content), i, j)
        for i, (cue, _, content) in enumerate(found)
        for j, mark in enumerate(gold)
        if cue.overlaps(mark.cue)
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in options:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    scores.cue.predicted += len(found)
    scores.content.predicted += len(found)
    scores.whole.predicted += len(found)
    scores.source.predicted += sum(source is not None for _, source, _ in found)
    scores.cue.marked += len(gold)
    scores.content.marked += len(gold)
    scores.whole.marked += len(gold)
    scores.source.marked += sum(mark.source is not None for mark in gold)
    for i, j in pairs.items():
        (cue, source, content), mark = found[i], gold[j]
        fits = _iou(cue, mark.cue) >= _CONTENT_IOU
        told = _iou(content, mark.content) >= _CONTENT_IOU
        said = source is not None and mark.source is not None and _iou(source, mark.source) >= _CONTENT_IOU
        scores.cue.right += fits
        scores.content.right += told
        scores.source.right += said
        scores.whole.right += fits and told and (said or (source is None and mark.source is None))
