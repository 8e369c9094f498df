"""Splits a document, zone by zone, into sentences, headings and list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.records import BOILERPLATE, Document, Sentence, Span, Zone
from dateline.segment.boundaries import sentence_ends
from dateline.segment.casing import acronyms_of, is_capitals, recase
from dateline.segment.lines import Unit, item_body, units, wrap_width

# The longest sentences of reports (lists of the dead, findings of law) run to some 2,000 characters; a text without full stops is cut
# at this length, so that what is read of one sentence stays short.
MAX_SENTENCE = 2500
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A run of one zone, inline boilerplate swallowed."""

    kind: str
    start: int
    end: int


def segment(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of all zones in text order, spans exact, `paragraph` counted over the document.

    A sentence of a zone other than body carries that zone's kind. An inline note in brackets that is boilerplate stays inside its
    body sentence. List items are whole sentences under `header`, the heading before them. Text outside any zone counts as body.
    """
    text = document.text
    stretches = _stretches(document)
    capitals = is_capitals("".join(text[s.start : s.end] for s in stretches if s.kind == "body"))
    width = wrap_width(text)
    out: list[Sentence] = []
    paragraph = 0
    header: str | None = None
    acronyms = acronyms_of(text) if capitals else frozenset()
    previous = ""
    for stretch in stretches:
        for unit in units(text, stretch.start, stretch.end, width=width):
            header = _header(text, unit, stretch.kind, previous, header)
            for start, end in _split(text, unit, stretch.kind, capitals=capitals):
                shown = text[start:end]
                if not shown.isprintable():  # of white space only the common blank counts as printable
                    shown = _SPACES.sub(" ", shown)
                if capitals and is_capitals_line(shown):
                    shown = recase(shown, acronyms=acronyms)
                out.append(Sentence(len(out), Span(start, end), shown, paragraph, stretch.kind, header))
            if stretch.kind == "body" and unit.kind == "heading":
                header = text[unit.start : unit.end].rstrip(": \t")
            previous = unit.kind
            paragraph += 1
    return tuple(out)


def _header(text: str, unit: Unit, kind: str, previous: str, header: str | None) -> str | None:
    """Return the heading that a unit stands under: it reaches over a list, or over the one paragraph that follows it."""
    if kind != "body" or unit.kind == "heading" or (unit.kind == "paragraph" and previous != "heading"):
        return None
    return header


def is_capitals_line(text: str) -> bool:
    """Tell whether no letter, or few, of a sentence is lower case."""
    lower = sum(map(str.islower, text))
    return lower * 3 < sum(map(str.isupper, text))


def _split(text: str, unit: Unit, kind: str, *, capitals: bool) -> Iterator[tuple[int, int]]:
    if unit.kind == "heading" or kind in ("title", "byline", "dateline"):
        yield unit.start, unit.end
        return
    start = unit.start
    body = item_body(text, unit) if unit.kind == "item" else unit.start
    for end in sentence_ends(text, body, unit.end, capitals=capitals):
        while end - start > MAX_SENTENCE:
            cut = max(text.rfind(" ", start, start + MAX_SENTENCE), text.rfind("\n", start, start + MAX_SENTENCE))
            cut = cut if cut > start else start + MAX_SENTENCE
            yield from _trimmed(text, start, cut)
            start = cut
        yield from _trimmed(text, start, end)
        start = end


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the range without the white space before it, if anything is left."""
    while start < end and text[start].isspace():
        start += 1
    if start < end:
        yield start, end


def _stretches(document: Document) -> list[_Stretch]:
    text = document.text
    zones = sorted(document.zones, key=lambda zone: (zone.span.start, zone.span.end))
    out: list[_Stretch] = []
    at = 0
    for i, zone in enumerate(zones):
        if zone.span.start > at and not text[at : zone.span.start].isspace():
            out.append(_Stretch("body", at, zone.span.start))
        if zone.kind == "body" and out and out[-1].kind == "body" and i and _inline(document, zones[i - 1]):
            out[-1] = _Stretch("body", out[-1].start, zone.span.end)
        elif not (_inline(document, zone) and out and out[-1].kind == "body"):
            out.append(_Stretch(zone.kind, zone.span.start, zone.span.end))
        else:
            out[-1] = _Stretch("body", out[-1].start, zone.span.end)
        at = max(at, zone.span.end)
    if at < len(text) and not text[at:].isspace():
        out.append(_Stretch("body", at, len(text)))
    return out


def _inline(document: Document, zone: Zone) -> bool:
    """Tell whether a zone is a bracketed note inside a line of prose."""
    if zone.kind not in BOILERPLATE or zone.span.end - zone.span.start < 2:
        return False
    text = document.text
    if text[zone.span.start] not in "([" or text[zone.span.end - 1] not in ")]":
        return False
    before = text[max(zone.span.start - 2, 0) : zone.span.start].rstrip(" \t")
    return bool(before) and before[-1] not in "\n\r.!?"
