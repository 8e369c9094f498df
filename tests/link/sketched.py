"""Sketches of invented reports for the tests of linking."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.link.report_sketch import sketch
from dateline.linked import ReportSketch
from dateline.pipeline import code_pages
from dateline.read.page import Given, Laid, make_page
from dateline.records import CodedReport, Page
from tests.reader import LEARNED, index


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A variant and its story, with the class of the variant as a copy of the story ("none": no copy)."""

    name: str
    story: ReportSketch
    variant: ReportSketch
    kind: str
    missed: bool = False  # known not to be found


def coded(
    text: str, *, outlet: str | None = None, published: dt.date | None = None, doc_id: str = "t", title: str | None = None
) -> CodedReport:
    """Read and code a text by the rules."""
    given = Given(doc_id, doc_id, title=title, outlet=outlet, published=published)
    (page,) = (one for one in make_page(Laid(text), given, raw=b"", learned=LEARNED) if isinstance(one, Page))
    (report,) = code_pages([page], index=index(), reader="rules")
    assert isinstance(report, CodedReport)
    return report


def sketched(text: str, *, outlet: str | None = None, published: dt.date | None = None, doc_id: str = "t") -> ReportSketch:
    """Sketch a text without event reports."""
    return sketch(coded(text, outlet=outlet, published=published, doc_id=doc_id), ())


@cache
def labelled_pairs() -> tuple[LabelledPair, ...]:
    """Return the pairs of copy_pairs.toml, sketched."""
    out = []
    for story in tomllib.loads((Path(__file__).parent / "copy_pairs.toml").read_text(encoding="utf-8"))["story"]:
        root = sketched(story["text"], outlet=story.get("outlet"), published=story.get("published"), doc_id=story["id"])
        for n, pair in enumerate(story["pair"], 1):
            name = f"{story['id']} {n} {pair.get('outlet', '')}"
            out.append(
                LabelledPair(
                    name,
                    root,
                    sketched(pair["text"], outlet=pair.get("outlet"), published=pair.get("published"), doc_id=name),
                    pair["kind"],
                    pair.get("missed", False),
                )
            )
    return tuple(out)
