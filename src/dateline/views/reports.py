"""One report as its page shows it: the frozen text with everything marked that was read in it, and cells that know their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.export import mask_report
from dateline.linked import Copy
from dateline.records import BOILERPLATE, Claim, CodedReport, EventReport, Span
from dateline.store import Store
from dateline.views import cells
from dateline.views.marking import Mark, Segment, segments
from dateline.views.origins import linked_sketches


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an event report: its name, what stands in it, and the words that it rests on."""

    name: str
    value: str
    spans: tuple[Span, ...]
    made_by: str = ""

    @property
    def ranges(self) -> str:
        """Return the words' ranges as the page's script reads them: "12-20 40-44"."""
        return " ".join(f"{span.start}-{span.end}" for span in self.spans)


@dataclass(frozen=True, slots=True)
class Rows:
    """An event report with the id of its event and its cells."""

    event: EventReport
    number: str | None
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the text with its marks; kind is the zone that it stands in."""

    kind: str
    boilerplate: bool
    pieces: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A report with all that its page shows; names of reports by sighting for its copies."""

    report: CodedReport
    paragraphs: tuple[Paragraph, ...]
    rows: tuple[Rows, ...]
    copies: tuple[Copy, ...]
    names: Mapping[str, str]


def read(store: Store, sighting: str, *, unmask: bool = False) -> Read:
    """Return what a report's page shows; private persons are masked unless asked otherwise. Raises StoreError where there is none."""
    found, numbers = store.report(sighting)
    report = found if unmask else mask_report(found)
    sketches, copies = linked_sketches(store, {sighting})
    own = tuple(copy for copy in copies if sighting in (copy.sighting, copy.of))
    rows = tuple(Rows(event, numbers.get(event.id), tuple(cells_of(event)), _claims(report, event)) for event in report.events)
    return Read(report, tuple(paragraphs(report)), rows, own, {one.sighting: one.doc_id for one in sketches})


def cells_of(event: EventReport) -> Iterator[Cell]:
    """Yield the cells of an event report with the words that each rests on."""
    trigger = (event.trigger,)
    yield Cell("type", f"{event.event_type}: {event.sub_event_type}", trigger, event.made_by)
    if event.realis != "actual":
        yield Cell("realis", cells.REALIS.get(event.realis, event.realis), trigger, event.made_by)
    yield Cell("date", cells.day_or_range(event.date), (event.date.expr,) if event.date.expr else (), event.made_by)
    for location in event.locations:
        yield Cell("place", cells.where(location), location.spans, event.made_by)
    for actor in event.participants:
        side = f" ({actor.side})" if actor.side and actor.side != actor.name else ""
        yield Cell(actor.role, f"{actor.name}{side}{', inferred' if actor.inferred else ''}", actor.spans, event.made_by)
    for toll in event.tolls:
        yield Cell("toll", cells.toll(toll), (toll.span, *toll.mentions), toll.made_by)
    for loss in event.losses:
        yield Cell("loss", cells.loss(loss), (loss.span,), loss.made_by)
    if event.outcome is not None:
        yield Cell("outcome", event.outcome.kind.replace("_", " "), trigger, event.made_by)


def paragraphs(report: CodedReport) -> Iterator[Paragraph]:
    """Yield the whole text in order, a zone or a stretch between zones at a time, with its marks."""
    text, at = report.page.document.text, 0
    marks = tuple(marks_of(report))
    for zone in sorted(report.page.document.zones, key=lambda zone: (zone.span.start, zone.span.end)):
        if zone.span.start > at:
            yield from _paragraph("between", text, Span(at, zone.span.start), marks)
        if zone.span.end > at:
            yield from _paragraph(zone.kind, text, Span(max(at, zone.span.start), zone.span.end), marks)
            at = zone.span.end
    if at < len(text):
        yield from _paragraph("between", text, Span(at, len(text)), marks)


def marks_of(report: CodedReport) -> Iterator[Mark]:
    """Yield a mark for every mention, event, toll, loss and claim."""
    found = report.mentions
    for kind, mentions in (("actor", found.actors), ("place", found.places), ("time", found.times)):
        yield from (Mark(mention.span, kind) for mention in mentions)
    for event in report.events:
        yield Mark(event.trigger, "event", event.id)
        yield from (Mark(span, "place", event.id) for place in event.locations for span in place.spans)
        yield from (Mark(span, "actor", event.id) for actor in event.participants for span in actor.spans)
        if event.date.expr is not None:
            yield Mark(event.date.expr, "time", event.id)
        yield from (Mark(span, "toll", toll.id) for toll in event.tolls for span in (toll.span, *toll.mentions))
        yield from (Mark(loss.span, "loss", loss.id) for loss in event.losses)
    for claim in report.claims:
        yield Mark(claim.content, "claim", claim.id)
        if claim.cue is not None:
            yield Mark(claim.cue, "cue", claim.id)
        if claim.source.span is not None:
            yield Mark(claim.source.span, "source", claim.id)


def _paragraph(kind: str, text: str, span: Span, marks: Sequence[Mark]) -> Iterator[Paragraph]:
    if text[span.start : span.end].strip():
        yield Paragraph(kind, kind in BOILERPLATE, tuple(segments(text, span, marks)))


def _claims(report: CodedReport, event: EventReport) -> tuple[Claim, ...]:
    return tuple(cells.about(event, report.claims))
