"""Readings made by hand: a text with marked spans, the links between them and their classes, as a model would give them.

"<a1:The army> <t1:shelled> <p1:Ostrel>" marks spans of the kinds in KINDS; marks may hold each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.find.setting import Setting
from dateline.models.spans import Found, Link, ModelReading
from dateline.records import Page, Sentence, Span
from tests.attribute.pages import page_of, sentences_of

KINDS = {
    "a": "actor", "p": "place", "d": "time", "t": "trigger", "n": "toll", "l": "loss", "c": "cue", "s": "source", "q": "content",
}  # fmt: skip
USUAL = {
    "trigger": "sub_type=Armed_clash realis=actual salience=core outcome=none again=new",
    "cue": "certainty=certain polarity=+ cue_class=neutral",
    "toll": "toll_kind=killed category=unknown",
}
"""Classes of a span where a test gives none."""
_MARK = re.compile(r"<([a-z]\d+):|>")
MADE_BY = "model:test@1"
NOWHERE = Setting(None, {})


@dataclass(frozen=True)
class Made:
    """A page with its sentences and reading; `at` gives the positions of the marked spans in the reading."""

    page: Page
    sentences: list[Sentence]
    reading: ModelReading
    at: dict[str, int]

    def span(self, mark: str) -> Span:
        """Return the range of a marked span."""
        return self.reading.spans[self.at[mark]].span

    def sentence(self, mark: str) -> int:
        """Return the sentence of a marked span."""
        return self.reading.spans[self.at[mark]].sentence


def made(marked: str, links: str = "", *, titles: int = 0, chances: dict[str, float] | None = None, **classes: str) -> Made:
    """Make a reading. links: "t1 initiator a1; t1 place.at p1 0.6", 0.9 where none is said.

    classes: by mark, "realis=planned outcome=captured:0.4", 1 where no chance is said; _ stands for a blank. The first `titles` sentences are titles.
    chances: of spans, by mark, 0.9 where none is said.
    """
    text, ranges = _unmarked(marked)
    sentences = [replace(s, zone="title") if s.index < titles else s for s in sentences_of(text)]
    order = sorted(ranges, key=lambda mark: (ranges[mark], KINDS[mark[0]]))
    at = {mark: n for n, mark in enumerate(order)}
    spans = tuple(_found(mark, ranges[mark], sentences, (chances or {}).get(mark, 0.9), classes.get(mark, "")) for mark in order)
    made_links = [_link(one.split(), at) for one in links.split(";") if one.strip()]
    reading = ModelReading(spans, tuple(sorted(made_links, key=lambda link: (link.one, link.other, link.relation))))
    return Made(page_of(text), sentences, reading, at)


def _unmarked(marked: str) -> tuple[str, dict[str, Span]]:
    text, at = "", 0
    begun: list[tuple[str, int]] = []
    ranges: dict[str, Span] = {}
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if mark.group(1):
            begun.append((mark.group(1), len(text)))
        else:
            name, start = begun.pop()
            ranges[name] = Span(start, len(text))
    assert not begun
    return text + marked[at:], ranges


def _found(mark: str, span: Span, sentences: Sequence[Sentence], chance: float, given: str) -> Found:
    kind = KINDS[mark[0]]
    sentence = next(s.index for s in sentences if s.span.covers(span))
    labels: dict[str, dict[str, float]] = {}
    for item in f"{USUAL.get(kind, '')} {given}".split():
        head, _, value = item.partition("=")
        label, _, sure = value.partition(":")
        labels[head] = {label.replace("_", " ") if head == "sub_type" else label: float(sure or 1)}
    return Found(kind, span, sentence, chance, kind, labels)


def _link(words: Sequence[str], at: dict[str, int]) -> Link:
    one, relation, other, *chance = words
    return Link(relation, at[one], at[other], float(chance[0]) if chance else 0.9)
