"""Pages and sentences of invented texts, without the reader and the segmenter."""

from __future__ import annotations

import datetime as dt
import re

from dateline.records import Document, Page, Sentence, Sighting, Span, Zone

_END = re.compile(r"(?<=[.!?:])[\"”]*\s+(?=[\"“A-Z\-])")


def page_of(text: str, outlet: str | None = None, original: str | None = None) -> Page:
    """Wrap a text as a page that is all body."""
    document = Document(text, zones=(Zone("body", Span(0, len(text))),))
    learned = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    return Page(document, Sighting(document.id, "t", "t", None, outlet, original, None, None, "none", learned))


def sentences_of(text: str, recased: str | None = None) -> list[Sentence]:
    """Split a text at sentence ends; `recased` gives the words of a text in capitals."""
    found, start, paragraph = [], 0, 0
    for match in [*_END.finditer(text), None]:
        end = match.start() + len(match.group().rstrip()) if match else len(text)
        found.append(Sentence(len(found), Span(start, end), (recased or text)[start:end], paragraph, "body"))
        if match:
            start = match.end()
            paragraph += "\n" in match.group()
    return found
