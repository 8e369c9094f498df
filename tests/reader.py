"""Read one invented text with the rules, and write what was read in one line each for the tables of the tests."""

from __future__ import annotations

import datetime as dt
from functools import cache

from dateline.gazetteer import open_index
from dateline.pipeline import code_pages, code_text
from dateline.records import CodedReport, Document, EventReport, Page, PlaceIndex, Sentence, Sighting, Span, Toll, Zone

FRIDAY = dt.date(2016, 6, 17)
LEARNED = dt.datetime(2016, 6, 18, 9, 30, tzinfo=dt.UTC)


@cache
def index() -> PlaceIndex:
    """Return the packaged place index, opened once."""
    return open_index()


def coded(text: str, *, title: str | None = None) -> CodedReport:
    """Code a text published on Friday 17 June 2016."""
    return code_text(text, title=title, outlet="Test Wire", published=FRIDAY, index=index(), reader="rules")


def page_of(text: str) -> Page:
    """Wrap a text as a page that is all body."""
    document = Document(text, zones=(Zone("body", Span(0, len(text))),))
    return Page(document, Sighting(document.id, "t", "t", None, "Test Wire", None, None, FRIDAY, "given", LEARNED))


def found(text: str) -> CodedReport:
    """Run the stages up to the mentions."""
    (report,) = code_pages([page_of(text)], index=index(), reader="rules", until="find")
    assert isinstance(report, CodedReport)
    return report


def sentence_of(text: str, start: int = 0) -> Sentence:
    """Take a text as one body sentence that starts at an offset of its document."""
    return Sentence(0, Span(start, start + len(text)), text, 0, "body")


def cast(event: EventReport) -> str:
    """Write the sides (names where no side is known) of an event: "A + B > C; harmed D; with E", "?" before one that is inferred."""

    def of(role: str) -> str:
        return " + ".join(("?" if p.inferred else "") + (p.side or p.name) for p in event.participants if p.role == role)

    parts = [of("initiator"), " > " + of("target") if of("target") else ""]
    parts.append("; harmed " + of("victim") if of("victim") else "")
    parts.append("; with " + of("supporter") if of("supporter") else "")
    return "".join(parts).removeprefix("; ").strip()


def where(event: EventReport) -> str:
    """Write the places of an event: its own place first, "near", "in" or "from" before what is not simply the place.

    The nearest region that the words put its place in stands behind it, be it a location of its own or told by the place.
    """
    names = [("" if place.relation == "at" else f"{place.relation} ") + place.name for place in event.locations]
    around = event.locations[0].within[:1] if len(names) == 1 else ()
    return ", ".join(names + [f"in {name}" for name in around])


def harm(toll: Toll) -> str:
    """Write a toll: "killed 12 Civilians of e1.c1"; where the count is not exact, its best figure ("?" if none) and its bounds: "8 (8-)"."""
    low, best, high = ("" if n is None else str(n) for n in (toll.count.low, toll.count.best, toll.count.high))
    count = low if low == best == high else f"{best or '?'} ({low}-{high})"
    parts = [
        toll.kind,
        count,
        toll.side or toll.category,
        f"of {toll.part_of}" if toll.part_of else "",
        "(group)" if toll.scope == "group" else "",
    ]
    return " ".join(part for part in parts if part)
