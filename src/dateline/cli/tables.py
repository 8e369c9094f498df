"""Tables of coded reports and of every intermediate, for people; programs take `--json`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from dateline.cli.layout import Fitting
from dateline.records import Claim, CodedReport, Document, EventReport, Sentence, Span
from dateline.views import cells

EVENT_COLUMNS = ("date", "place", "type", "actors", "toll and losses", "source")


STACKED_BELOW = 120
"""Columns of the screen under which an event's cells stand one under the other."""
NO_EVENT = "no event found; `dateline code --coverage` lists each sentence with what was read from it"


def event_table(title: str, rows: Iterable[Sequence[str]], *, before: Sequence[str] = (), after: Sequence[str] = ()) -> Fitting:
    """Return a table of events: cells of EVENT_COLUMNS, and of further columns before and after them."""
    columns = (*before, *EVENT_COLUMNS, *after)
    heads = len(before) + EVENT_COLUMNS.index("actors")
    return Fitting(title, columns, list(rows), len(before) + 1, ("type",), heads, STACKED_BELOW, NO_EVENT)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, narrow: int = 0, heads: int = 1) -> Fitting:
    """Return a table of plain text; the first `narrow` columns keep to one line, `heads` open a record where columns do not fit."""
    return Fitting(title, columns, list(rows), narrow, heads=heads)


def event_row(event: EventReport, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return one event as cells, in the order of EVENT_COLUMNS."""
    return (
        cells.day_or_range(event.date), cells.place(event), cells.kind(event), cells.actors(event), cells.losses(event),
        cells.sources(event, claims),
    )  # fmt: skip


def title_of(report: CodedReport) -> str:
    """Return a heading for the report: its name, title, outlet and day."""
    sighting = report.page.sighting
    published = sighting.published.isoformat() if sighting.published else "no date"
    parts = [sighting.title or "", sighting.outlet or "", published]
    fiction = " [fiction]" if report.page.document.fiction else ""
    return f"{cells.report_name(sighting.doc_id)}: {', '.join(part for part in parts if part)}{fiction}"


def events_table(report: CodedReport) -> Fitting:
    """Return the report's events, and how much else it holds."""
    counts = f"{len(report.events)} event(s), {len(report.claims)} claim(s), {len(report.statements)} statement(s)"
    rows = [event_row(event, report.claims) for event in report.events]
    return event_table(f"{title_of(report)}\n{counts}", rows)


def attributions_table(report: CodedReport) -> Fitting:
    """Return every attribution of the report: who says what, by which words."""
    document = report.page.document
    rows = [
        (
            cells.speaker(item.source, item.via), item.source.type, _words(document, item.cue), item.act, item.certainty, item.polarity,
            item.content.of(document),
        )
        for item in report.attributions
    ]  # fmt: skip
    columns = ("source", "kind", "cue", "act", "certainty", "polarity", "content")
    return table(f"{len(rows)} attribution(s)", columns, rows, heads=6)


def _words(document: Document, span: Span | None) -> str:
    return span.of(document) if span else cells.UNKNOWN


def _zones(report: CodedReport) -> Iterator[tuple[str, ...]]:
    document = report.page.document
    for zone in document.zones:
        yield zone.kind, f"{zone.span.start}-{zone.span.end}", zone.span.of(document)


def _sentences(report: CodedReport) -> Iterator[tuple[str, ...]]:
    for sentence in report.sentences:
        yield str(sentence.index), sentence.zone, sentence.header or "", sentence.text


def _mentions(report: CodedReport) -> Iterator[tuple[str, ...]]:
    document, found = report.page.document, report.mentions
    listed: list[tuple[str, int, Span, str]] = [("actor", m.sentence, m.span, f"{m.name} / {m.side or '?'}") for m in found.actors]
    listed += [
        ("place", m.sentence, m.span, f"{m.relation} {m.name}" + (f" < {' < '.join(m.within)}" if m.within else "")) for m in found.places
    ]
    listed += [("time", m.sentence, m.span, cells.day_or_range(m.value)) for m in found.times]
    listed += [("trigger", m.sentence, m.span, m.sense) for m in found.triggers]
    listed += [("toll", m.sentence, m.span, f"{cells.number(m.count)} {m.kind}, {m.category}") for m in found.tolls]
    listed += [("loss", m.sentence, m.span, f"{m.count or '?'} {m.item} {m.effect}") for m in found.losses]
    for kind, sentence, span, value in sorted(listed, key=lambda row: (row[2], row[0])):
        yield str(sentence), kind, span.of(document), value


def _related(report: CodedReport) -> Iterator[tuple[str, ...]]:
    document = report.page.document
    for event in report.events:
        yield (
            "event",
            event.trigger.of(document),
            f"{cells.kind(event)}: {cells.actors(event)} at {cells.place(event)}; {cells.losses(event)}",
        )
    for statement in report.statements:
        yield "statement", statement.span.of(document), f"{statement.predicate}: {statement.subject or '?'} / {statement.object or '?'}"
    for control in report.controls:
        yield "control", control.span.of(document), f"{control.place} {control.state} by {control.holder or '?'}"


def _places(report: CodedReport) -> Iterator[tuple[str, ...]]:
    for location in report.places:
        point = cells.UNKNOWN if location.lat is None or location.lon is None else f"{location.lat:.4f}, {location.lon:.4f}"
        area = ", ".join(part for part in (location.admin1, location.country) if part and part != location.name)
        exact = str(location.geo_precision) if location.geo_precision else cells.UNKNOWN
        yield location.name, location.relation, location.status, exact, point, area, str(len(location.candidates))


def _dates(report: CodedReport) -> Iterator[tuple[str, ...]]:
    document = report.page.document
    for mention in report.mentions.times:
        value = mention.value
        yield "words", mention.span.of(document), cells.day_or_range(value), value.precision, value.basis
    for event in report.events:
        yield event.id, event.trigger.of(document), cells.day_or_range(event.date), event.date.precision, event.date.basis


def _people(report: CodedReport) -> Iterator[tuple[str, ...]]:
    everybody = (p for event in report.events for p in event.participants)
    yield from dict.fromkeys((p.name, p.side or "", p.entry or "", str(p.interac or ""), str(len(p.candidates))) for p in everybody)


_STAGES: dict[str, tuple[str, tuple[str, ...], Callable[[CodedReport], Iterator[tuple[str, ...]]]]] = {
    "read": ("zones", ("zone", "characters", "text"), _zones),
    "segment": ("sentences", ("no", "zone", "under", "text"), _sentences),
    "find": ("mentions", ("sentence", "kind", "words", "value"), _mentions),
    "relate": ("events, statements, control", ("record", "words", "content"), _related),
    "resolve": ("places", ("name", "relation", "status", "precision", "point", "in", "candidates"), _places),
}


def stage_tables(report: CodedReport, stage: str) -> Iterator[Fitting]:
    """Yield what a stage made, as tables; raises nothing, an empty table is an answer."""
    if stage == "attribute":
        yield attributions_table(report)
    elif stage == "code":
        yield events_table(report)
    else:
        name, columns, rows = _STAGES[stage]
        short = len(columns) - 1 if stage in ("read", "segment") else 0
        yield table(f"{title_of(report)}\n{name}", columns, rows(report), narrow=short, heads=short or 2)
    if stage == "resolve":
        yield table("dates", ("of", "words", "date", "precision", "basis"), _dates(report), heads=3)
        yield table("actors of events", ("name", "side", "registry entry", "class", "candidates"), _people(report), heads=3)


def coverage(report: CodedReport) -> Iterator[tuple[Sentence, dict[str, list[str]]]]:
    """Yield each body sentence with the ids (attributions: the source) of its records, by kind; without any, an empty dict."""
    for sentence in report.sentences:
        if sentence.zone == "body":
            yield sentence, {kind: ids for kind, ids in _records_of(report, sentence).items() if ids}


def _records_of(report: CodedReport, sentence: Sentence) -> dict[str, list[str]]:
    inside = sentence.span.overlaps
    return {
        "events": [e.id for e in report.events if inside(e.trigger) or any(map(inside, e.mentions))],
        "tolls": [t.id for e in report.events for t in e.tolls if inside(t.span)],
        "losses": [x.id for e in report.events for x in e.losses if inside(x.span)],
        "claims": [c.id for c in report.claims if inside(c.content)],
        "statements": [s.id for s in report.statements if inside(s.span)],
        "control": [c.id for c in report.controls if inside(c.span)],
        "attributions": [a.source.name for a in report.attributions if inside(a.content) or (a.cue is not None and inside(a.cue))],
    }


def coverage_table(report: CodedReport) -> Fitting:
    """Return the body sentences with the number of their records by kind, and how many are empty."""
    listed = list(coverage(report))
    empty = sum(not records for _, records in listed)
    rows = [
        (str(sentence.index), ", ".join(f"{len(ids)} {kind}" for kind, ids in records.items()) or "EMPTY", sentence.text)
        for sentence, records in listed
    ]
    return table(f"{title_of(report)}\n{len(listed)} body sentence(s), {empty} empty", ("no", "records", "sentence"), rows, narrow=1)
