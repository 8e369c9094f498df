"""The sentence filter: what it keeps of the sentences with an event trigger or a reporting cue, what it skips, how long it takes.

On the test split of the corpus (conflicts and voices that no weight was fitted on), and on PolNeAR's development documents (Newell, Margolin and
Ruths, LREC 2018) where they are; there a reporting cue is a cue of the project's list, apart from attitudes and intentions ("wants", "endorsed").
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import REPORTS
from corpus.markup import read
from corpus.splits import rules, split_of
from corpus.tokens import all_views
from dateline.data.cues import cue_lexicon
from dateline.models.filter import load_filter
from dateline.records import Document, Span, Zone
from dateline.segment import segment

LEAST_KEPT = 0.99
"""Of the sentences with a trigger, and of those with a cue, on the test split of the corpus."""
MOST_TIME = 40.0
"""Microseconds a sentence of 25 words."""
_WORDS = 25
_POLNEAR = Path("polnear") / "dev.jsonl"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence and what lies in it; `parts` names it for the table."""

    text: str
    parts: frozenset[str]


def main(data: Path, corpus_views: Path | None = None) -> int:
    """Print the figures; return 1 where one misses its limit.

    `data`: folder of the public sets. `corpus_views`: the per-token views of the corpus as JSON lines, made anew where not given.
    """
    chosen = load_filter()
    status = 0
    for name, sentences in (("corpus, test split", list(corpus_test(corpus_views))), ("PolNeAR, dev", list(polnear_dev(data)))):
        if not sentences:
            print(f"{name}: not there")
            continue
        kept = chosen.keep([s.text for s in sentences])
        print(f"{name}: {1 - sum(kept) / len(kept):.3f} of {len(kept)} sentences skipped")
        for part in dict.fromkeys(part for s in sentences for part in sorted(s.parts)):
            of = [k for k, s in zip(kept, sentences, strict=True) if part in s.parts]
            share = sum(of) / len(of)
            low = name.startswith("corpus") and part in ("trigger", "cue") and share < LEAST_KEPT
            status |= low
            print(f"  {part:32} kept {share:.4f}  skipped {1 - share:.4f}  of {len(of)}{f'  under {LEAST_KEPT}' if low else ''}")
        taken = microseconds([s.text for s in sentences])
        slow = taken > MOST_TIME
        print(f"  {taken:.1f} microseconds a sentence of {_WORDS} words{f', over {MOST_TIME}' if slow else ''}")
    return int(status)


def corpus_test(views: Path | None = None) -> Iterator[Judged]:
    """Yield the titles, sentences and list items of the test split."""
    for view in _views(views):
        if view["split"] == "test" and "relevant" in view:
            cue = any(claim["cue"] for claim in view["claims"])
            parts = {name for name, there in (("trigger", view["triggers"]), ("cue", cue)) if there}
            parts |= set() if parts else {"toll, control or statement alone"} if view["relevant"] else {"nothing"}
            yield Judged(view["text"], frozenset(parts))


def _views(path: Path | None) -> Iterator[Mapping[str, Any]]:
    if path is None:
        given = rules()
        yield from all_views((report, split_of(report, given)) for report in map(read, sorted(REPORTS.glob("*/*.txt"))))
    else:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def polnear_dev(data: Path) -> Iterator[Judged]:
    """Yield the sentences of PolNeAR's development documents, none where they are not there."""
    path, lexicon = data / _POLNEAR, cue_lexicon()
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        cues = [tuple(span) for found in row["attributions"] for part in found["Cue"] for span in part["spans"]]
        for sentence in segment(Document(text, zones=(Zone("body", Span(0, len(text))),))):
            at = sentence.span
            inside = [text[max(a, at.start) : min(b, at.end)] for a, b in cues if a < at.end and at.start < b]
            parts = {"no cue"} if not inside else {"reporting cue"} if any(map(lexicon.inside, inside)) else {"attitude alone"}
            yield Judged(text[at.start : at.end], frozenset(parts))


def microseconds(texts: Sequence[str], runs: int = 5) -> float:
    """Return the time for 25 words of these sentences, the best of some runs, each by a filter that has seen no word before."""
    words = sum(len(text.split()) for text in texts)
    best = float("inf")
    for _ in range(runs):
        fresh = load_filter()
        begun = time.perf_counter()
        fresh.keep(texts)
        best = min(best, time.perf_counter() - begun)
    return best / words * _WORDS * 1e6


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
