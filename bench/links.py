"""Scores links between the event reports of the annotated reports: with annotated event reports as input, by the linker and by the base.

The base links event reports of two documents if sub-event type, place name and first day are the same.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import gold as gold_bench
from dateline.gazetteer import open_index
from dateline.link import link
from dateline.linked import event_ids
from dateline.pipeline import code_pages
from dateline.read.page import Given, Laid, make_page
from dateline.records import (
    CodedReport,
    Count,
    DateValue,
    EventReport,
    Location,
    Outcome,
    Page,
    Participant,
    PlaceIndex,
    Sighting,
    Span,
    Toll,
)  # fmt: skip

LEVELS = {"country": 400.0, "admin1": 80.0, "admin2": 30.0, "area": 25.0, "city": 8.0, "town": 4.0}
"""Kilometres that a place of a level reaches; 3 for all others."""
Pair = tuple[str, str]
Json = Mapping[str, Any]


def main(shared: Path, *, gate: bool) -> int:
    """Print the scores; return 0, 2 when the reader failed."""
    gold = shared / "gold"
    if not (gold / "gold" / "_crossdoc.json").is_file():
        print(f"{gold}: no annotated links there: skipped\n  hint: give --shared the folder that holds gold/gold/_crossdoc.json")
        return 0 if gate else 2
    wanted = _pairs(c["groups"] for c in json.loads((gold / "gold" / "_crossdoc.json").read_text(encoding="utf-8"))["clusters"])
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((gold / "gold").glob("*.json")) if path.name[0] != "_"]
    reports = list(annotated(documents, gold / "gold", open_index()))
    names = {identity: f"{r.page.sighting.doc_id}#{e}" for r in reports for e, identity in event_ids(r).items()}
    found = _pairs([[[names[member] for member in group] for group in link(reports).events]])
    _print("annotated event reports", found, wanted)
    _print("base: type, place, day", _pairs([_alike(documents)]), wanted)
    for pair in sorted(wanted - found):
        print("  missed", *pair)
    for pair in sorted(found - wanted):
        print("  too many", *pair)
    return _end_to_end(gold)


def _end_to_end(gold: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="dateline-links-") as folder:
        answers = Path(folder) / "answers"
        if gold_bench.read_reports(gold, answers, reports=gold / "gold", link=True) is None:
            return 2
        told = gold_bench.score_answers(gold, answers, reports=gold / "gold").get("crossdoc") or {}
    for name, score in told.items():
        print(f"end to end, {name}: {score}")
    return 0


def _print(what: str, found: set[Pair], wanted: set[Pair]) -> None:
    hits = len(found & wanted)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(wanted))
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    print(f"{what}: links P {precision:.4f} R {recall:.4f} F1 {f1:.4f} ({hits} of {len(wanted)}, {len(found) - hits} too many)")


def _pairs(clusters: Iterable[Iterable[Sequence[str]]]) -> set[Pair]:
    found = {tuple(sorted(pair)) for groups in clusters for group in groups for pair in itertools.combinations(group, 2)}
    return {(a, b) for a, b in found if a.split("#")[0] != b.split("#")[0]}


def _alike(documents: Iterable[Json]) -> list[list[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for document in documents:
        for event in document["events"]:
            if event["locations"] and event["date"]["start"]:
                key = event["sub_event_type"], event["locations"][0]["name"], event["date"]["start"]
                groups.setdefault(key, []).append(f"{document['doc_id']}#{event['id']}")
    return list(groups.values())


def annotated(documents: Iterable[Json], folder: Path, index: PlaceIndex) -> Iterator[CodedReport]:
    """Yield annotated reports as coded ones: the annotated event reports, their places looked up as the reader looks them up."""
    for document in documents:
        text = (folder / document["text_file"]).open(encoding="utf-8", newline="").read()
        meta = document.get("input_meta") or {}
        day = dt.date.fromisoformat(meta["published"]) if meta.get("published") else None
        given = Given(document["doc_id"], document["doc_id"], title=meta.get("title"), outlet=meta.get("outlet"), published=day)
        made = make_page(Laid(text), given, raw=b"", learned=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        pages = [one for one in made if isinstance(one, Page)]
        for report in code_pages(pages, index=index, reader="rules"):
            if isinstance(report, CodedReport):
                assert isinstance(report.page.sighting, Sighting)
                events = tuple(_event(event, report, index) for event in document["events"])
                yield replace(report, events=events, claims=())


def _span(given: Any) -> Span:
    return Span(*given["span"])


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _event(given: Json, report: CodedReport, index: PlaceIndex) -> EventReport:
    trigger = _span(given["trigger"])
    date = given["date"]
    outcome = given.get("outcome")
    return EventReport(
        id=given["id"],
        trigger=trigger,
        mentions=tuple(_span(m) for m in given["mentions"]),
        event_type=given["event_type"],
        sub_event_type=given["sub_event_type"],
        realis=given["realis"],
        salience=given["salience"],
        participants=tuple(
            Participant(a["role"], a["name"], a["side"], tuple(map(_span, a["spans"])), actor_class=_actor_class(a))
            for a in given["actors"]
        ),
        locations=tuple(_location(place, report, index) for place in given["locations"]),
        date=DateValue(_day(date["start"]), _day(date["end"]), date["precision"], date["basis"]),
        group=given["group"],
        outcome=Outcome(outcome["kind"]) if outcome else None,
        tolls=tuple(_toll(toll) for toll in given["casualties"]),
        sentence=next((s.index for s in report.sentences if s.span.overlaps(trigger)), 0),
    )


def _actor_class(actor: Json) -> str:
    side = (actor["side"] or "").lower()
    return "civilians" if side == "civilians" else "unidentified" if side in ("unidentified", "") else "rebel"


def _toll(given: Json) -> Toll:
    count = Count(given["low"], given["best"], given["high"], given["modifier"])
    return Toll(
        given["id"], given["kind"], count, given["side"], given["category"], given["subgroup"], given["part_of"], given["scope"],
        Span(*given["span"]), superseded=bool(given.get("superseded")),
    )  # fmt: skip


def _location(given: Json, report: CodedReport, index: PlaceIndex) -> Location:
    spans = tuple(map(_span, given["spans"]))
    found = next((p for p in report.places if any(s.overlaps(t) for s in p.spans for t in spans) and p.lat is not None), None)
    candidates = [c for c in index.lookup(given["name"]) if c.admin1 == given["admin1"]]
    point = (given["lat"], given["lon"]) if given["lat"] is not None else (found.lat, found.lon) if found else (None, None)
    if point[0] is None and candidates:
        point = candidates[0].lat, candidates[0].lon
    level = given.get("level") or ""
    exact = level not in ("country", "admin1", "admin2", "area") and given["relation"] == "at"
    known = found.country_code if found else candidates[0].country_code if candidates else None
    return Location(
        given["name"], given["relation"], spans, level=level, admin1=given["admin1"], country=given["country"], country_code=known, lat=point[0],
        lon=point[1], geo_precision=1 if exact else 3 if level in ("country", "admin1") else 2,
        radius_km=max(LEVELS.get(level, 3.0), 3.0 if exact else 15.0), status="resolved",
    )  # fmt: skip
