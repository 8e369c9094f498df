"""One coded report as one JSON object, schema `dateline/1`: what `dateline code --json` prints and `dateline add` reads back.

`to_dict` and `from_dict` are each other's inverse but for the raw bytes of the page (their hash is kept)
and for the parts that are left out unless asked for: attributions, places, mentions.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from dateline.data.edtf import edtf
from dateline.data.schema.shape import Json, Maybe, Reading, Record, Rules, Scalar, Shapes
from dateline.errors import ReadError
from dateline.records import (
    BOILERPLATE,
    Attribution,
    Claim,
    CodedReport,
    ControlState,
    DateValue,
    Document,
    EventReport,
    Link,
    Location,
    Media,
    Mentions,
    Meta,
    Outcome,
    Page,
    Problem,
    Sentence,
    Sighting,
    Statement,
    Toll,
    TollMention,
    Zone,
)
from dateline.records import Reading as ReadingRecord

SCHEMA = "dateline/1"
_HINT = "write the line with: dateline code --json"


def _fold_incidents(out: Json, text: str) -> Json:
    """Write the number of incidents as {value, span, text}, and the slot for types that a person finds equally good."""
    value, quote = out["n_incidents"], out.pop("n_incidents_span")
    if value is not None or quote is not None:
        out["n_incidents"] = {"value": value, **(quote or {"span": None, "text": None})}
    out["alt_sub_event_types"] = []
    return out


def _unfold_incidents(given: Json, text: str) -> Json:
    number = given.get("n_incidents")
    if isinstance(number, Mapping):
        given["n_incidents"] = number.get("value")
        given["n_incidents_span"] = None if number.get("span") is None else number
    return given


def _fold_date(out: Json, text: str) -> Json:
    """Write every date in EDTF too; the finder's own where the days alone don't tell it, such as an open end."""
    if out["edtf"] is None:
        start, end = (dt.date.fromisoformat(day) if day else None for day in (out["start"], out["end"]))
        out["edtf"] = edtf(start, end, out["precision"], out["basis"])
    return out


def _fold_sentence(out: Json, text: str) -> Json:
    """Leave a sentence's text out where it is the very words of the document."""
    start, end = out["span"]
    if out["text"] == text[start:end]:
        del out["text"]
    return out


def _unfold_sentence(given: Json, text: str) -> Json:
    span = given.get("span")
    if "text" not in given and isinstance(span, list) and all(type(v) is int for v in span):
        given["text"] = text[slice(*span[:2])]
    return given


_FACTUALITY = {"certainty": "factuality", "polarity": "factuality"}
_INCIDENTS: Json = {
    "n_incidents": {"anyOf": [{"type": "object", "properties": {"value": {"type": ["integer", "null"]}}}, {"type": "null"}]},
    "alt_sub_event_types": {"type": "array", "items": {"type": "string"}},
}
_SHAPES = Shapes(
    {
        Attribution: Rules(inside=_FACTUALITY),
        Claim: Rules(inside=_FACTUALITY),
        DateValue: Rules(fold=_fold_date, optional=frozenset({"edtf"})),
        EventReport: Rules(
            rename={"participants": "actors", "tolls": "casualties"},
            fold=_fold_incidents,
            unfold=_unfold_incidents,
            omit=frozenset({"review"}),  # of the store, not of the reading: exports say it
            extra=_INCIDENTS,
        ),
        Outcome: Rules(rename={"from_": "from"}),
        Sentence: Rules(bare=True, optional=frozenset({"text"}), fold=_fold_sentence, unfold=_unfold_sentence),
        Sighting: Rules(omit=frozenset({"raw"})),
        Toll: Rules(inline=frozenset({"count"})),
        TollMention: Rules(inline=frozenset({"count"})),
        Zone: Rules(bare=True),
    }
)
_LISTS: dict[str, type] = {
    "zones": Zone, "links": Link, "media": Media, "sentences": Sentence, "events": EventReport, "claims": Claim,
    "statements": Statement, "controls": ControlState, "problems": Problem, "attributions": Attribution, "places": Location,
}  # fmt: skip
_OPTIONAL = frozenset({"attributions", "places", "mentions"})


@functools.cache
def _shape(cls: type) -> Record:
    return _SHAPES.of(cls)


def to_dict(report: CodedReport, *, all_claims: bool = False, with_places: bool = False, with_mentions: bool = False) -> Json:
    """Return the report in the full gold schema and more; nothing in it is shared with the report.

    all_claims adds `attributions` (every speaker of the report), with_places `places` (every place mention, resolved),
    with_mentions `mentions` (what the finders found, by kind).
    """
    document, sighting = report.page.document, report.page.sighting
    text = document.text
    meta = _shape(Meta).encode(document.meta, text)
    out: Json = {
        "schema": SCHEMA,
        "doc_id": sighting.doc_id,
        "text_file": None,
        "text_sha256": document.id,
        "n_chars": len(text),
        "language": document.language,
        "fiction": document.fiction,
        "sighting": {"id": sighting.id} | _shape(Sighting).encode(sighting, text),
        "reading": {"id": report.reading.id} | _shape(ReadingRecord).encode(report.reading, text),
        "meta": meta,
        "boilerplate": list(_boilerplate(document)),
    }
    out["input_meta"] = {key: out["sighting"][key] for key in ("title", "outlet", "url", "published", "published_basis")}
    records: dict[str, tuple[Any, ...]] = {
        "zones": document.zones, "links": document.links, "media": document.media, "events": report.events,
        "claims": report.claims, "statements": report.statements, "controls": report.controls, "problems": report.problems,
        "sentences": report.sentences,
    }  # fmt: skip
    records |= {"attributions": report.attributions} if all_claims else {}
    records |= {"places": report.places} if with_places else {}
    for key, items in records.items():
        shape = _shape(_LISTS[key])
        out[key] = [shape.encode(item, text) for item in items]
    for place in out.get("places", ()):
        place |= place["spans"][0] if place["spans"] else {"span": None, "text": None}
    if with_mentions:
        out["mentions"] = _shape(Mentions).encode(report.mentions, text)
    out["text"] = text
    return out


def _boilerplate(document: Document) -> Iterator[Json]:
    for zone in document.zones:
        if zone.kind in BOILERPLATE:
            yield {"kind": zone.kind, "span": [zone.span.start, zone.span.end], "text": zone.span.of(document)}


def to_line(report: CodedReport | Json, *, all_claims: bool = False, with_places: bool = False, with_mentions: bool = False) -> str:
    """Return the report as one line of JSON without the line end; text that UTF-8 cannot carry is escaped."""
    given = report if isinstance(report, dict) else to_dict(
        report, all_claims=all_claims, with_places=with_places, with_mentions=with_mentions
    )  # fmt: skip
    line = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(given, separators=(",", ":"))
    return line


def from_dict(given: object) -> CodedReport:
    """Return the report of one JSON object; raw bytes are empty, parts that were left out are empty.

    Raises ReadError that lists every bad field with its `$.path`.
    """
    found = given.get("schema") if isinstance(given, dict) else type(given).__name__
    if not isinstance(given, dict) or found != SCHEMA:
        raise ReadError(f"not a coded report: expected {SCHEMA!r}, found {found!r}", where="$.schema", hint=_HINT)
    text = given.get("text")
    if not isinstance(text, str):
        raise ReadError("the text of the report is missing", where="$.text", hint=_HINT)
    reading = Reading(text)
    report = _report(given, text, reading)
    if not reading.faults:
        _check_hash(given, report, reading)
        _check_ids(report, reading)
    if reading.faults:
        name = given.get("doc_id")
        raise ReadError(
            f"{len(reading.faults)} bad field(s) in a coded report:\n  " + "\n  ".join(reading.faults),
            where=str(name) if name else None,
            hint="the fields are described by dateline/data/schema/dateline-1.schema.json",
        )
    return report


def _report(given: Json, text: str, reading: Reading) -> CodedReport:
    lists = {key: _list(given, key, cls, reading) for key, cls in _LISTS.items()}
    meta = _shape(Meta).decode(given.get("meta", {}), "$.meta", reading)
    language = Maybe(Scalar(str)).decode(given.get("language"), "$.language", reading)
    fiction = Scalar(bool).decode(given.get("fiction", False), "$.fiction", reading)
    document = Document(text, lists["zones"], meta, lists["links"], lists["media"], language, bool(fiction))
    sighting = _shape(Sighting).decode(given.get("sighting"), "$.sighting", reading)
    made = _shape(ReadingRecord).decode(given.get("reading"), "$.reading", reading)
    mentions = _shape(Mentions).decode(given["mentions"], "$.mentions", reading) if "mentions" in given else Mentions()
    parts = {key: lists[key] for key in ("attributions", "events", "claims", "statements", "controls", "places", "problems")}
    return CodedReport(Page(document, sighting), made, lists["sentences"], mentions, **parts)


def _list(given: Json, key: str, cls: type, reading: Reading) -> tuple[Any, ...]:
    value = given.get(key, [])
    if not isinstance(value, list):
        reading.fault(f"$.{key}", f"expected a list, found {type(value).__name__}")
        return ()
    shape = _shape(cls)
    return tuple(shape.decode(item, f"$.{key}[{i}]", reading) for i, item in enumerate(value))


def _check_hash(given: Json, report: CodedReport, reading: Reading) -> None:
    """A text that was changed is refused, but for a masked one, whose hash stays that of the text before masking."""
    document, sighting = report.page.document, report.page.sighting
    if given.get("masked"):
        return
    for path, hashed in (("$.text_sha256", given.get("text_sha256")), ("$.sighting.document_id", sighting.document_id)):
        if hashed != document.id:
            reading.fault(path, f"the text's SHA-256 is {document.id[:12]}..., found {str(hashed)[:12]}...")


def _check_ids(report: CodedReport, reading: Reading) -> None:
    """Ids are given once, and a claim is about ids that there are."""
    known: set[str] = set()
    for path, record in _identified(report):
        if record.id in known:
            reading.fault(f"{path}.id", f"id {record.id!r} is given twice")
        known.add(record.id)
    for event in report.events:
        known |= {f"{event.id}.actors", f"{event.id}.outcome"}
    for i, claim in enumerate(report.claims):
        for j, target in enumerate(claim.about):
            if target not in known:
                reading.fault(f"$.claims[{i}].about[{j}]", f"no record has the id {target!r}")


def _identified(report: CodedReport) -> Iterator[tuple[str, Any]]:
    for i, event in enumerate(report.events):
        yield f"$.events[{i}]", event
        yield from ((f"$.events[{i}].casualties[{j}]", toll) for j, toll in enumerate(event.tolls))
        yield from ((f"$.events[{i}].losses[{j}]", loss) for j, loss in enumerate(event.losses))
    for key, records in (("claims", report.claims), ("statements", report.statements), ("controls", report.controls)):
        yield from ((f"$.{key}[{i}]", record) for i, record in enumerate(records))


def json_schema() -> Json:
    """Return the JSON Schema (draft 2020-12) of `to_dict`'s answer, made from the same shapes that write and read it."""
    definitions: Json = {}
    properties: Json = {
        "schema": {"const": SCHEMA},
        "doc_id": {"type": "string"},
        "text_file": {"type": "null"},
        "text_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "n_chars": {"type": "integer", "minimum": 0},
        "language": {"type": ["string", "null"]},
        "fiction": {"type": "boolean"},
        "masked": {"const": True, "description": "private persons are masked; text_sha256 is that of the text before masking"},
        "input_meta": {"type": "object"},
        "boilerplate": {"type": "array", "items": {"type": "object", "required": ["kind", "span", "text"]}},
        "text": {"type": "string"},
    }
    singles = {"meta": Meta, "sighting": Sighting, "reading": ReadingRecord, "mentions": Mentions}
    properties |= {key: _shape(cls).schema(definitions) for key, cls in singles.items()}
    properties |= {key: {"type": "array", "items": _shape(cls).schema(definitions)} for key, cls in _LISTS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:dateline:schema:1",
        "title": "A coded report of dateline, schema dateline/1",
        "description": "Offsets are half-open ranges of Unicode code points of `text`.",
        "type": "object",
        "properties": properties,
        "required": [key for key in properties if key not in _OPTIONAL | {"masked"}],
        "$defs": definitions,
    }
