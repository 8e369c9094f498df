"""Measures place names against coordinates: a list of names of Syria and Iraq, and the gold spans of LGL and GeoWebNews.

Data as in the shared folder: toponyms/toponyms.tsv (name, lat, lon, tolerance in km), geoparsing/lgl.jsonl and GWN.jsonl
(https://github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation). Reference: Mordecai 3, LGL 82.7, GeoWebNews 94.1 at 161 km.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.gazetteer import MergedIndex, open_index
from dateline.records import Document, Location, Page, PlaceCandidate, PlaceMention, Sighting, Span
from dateline.resolve.place_context import distance_km
from dateline.resolve.places import resolve_places

ACCURACY_KM = 161.0  # 100 miles, the measure of the field
_FRAME = "Fighting was reported in Syria and in Iraq at {name}."


@dataclass(frozen=True, slots=True)
class Scores:
    """How many of the names came out right, and microseconds a look-up."""

    what: str
    right: int
    total: int
    microseconds: float

    def __str__(self) -> str:
        return (
            f"{self.what:<42} {self.right:>5} of {self.total:<5} {self.right / max(1, self.total):.3f}   {self.microseconds:6.0f} us a name"
        )


def _page(text: str, title: str | None = None) -> Page:
    document = Document(text)
    now = dt.datetime.now(dt.UTC)
    return Page(document, Sighting(document.id, "bench", "bench", title, None, None, None, None, "none", now))


def _within(place: PlaceCandidate | Location, lat: float, lon: float, km: float) -> bool:
    return place.lat is not None and place.lon is not None and distance_km(place.lat, place.lon, lat, lon) <= km


def names_of_list(path: Path, index: MergedIndex) -> tuple[list[Scores], list[str]]:
    """Score each name of the list by look-up alone and with a sentence that names both countries; return the missed names too."""
    with path.open(encoding="utf-8") as lines:
        rows = [
            (row[0], float(row[1]), float(row[2]), float(row[3])) for row in csv.reader(lines, delimiter="\t") if row and row[0][0] != "#"
        ]
    start = time.perf_counter()
    looked = [(row, index.lookup(row[0])) for row in rows]
    looked_us = (time.perf_counter() - start) / len(rows) * 1e6
    top = sum(bool(found) and _within(found[0], *row[1:]) for row, found in looked)
    among = sum(any(_within(place, *row[1:]) for place in found) for row, found in looked)
    right, missed = 0, []
    start = time.perf_counter()
    for name, lat, lon, km in rows:
        text = _FRAME.format(name=name)
        at = text.index(name)
        location = resolve_places([PlaceMention(Span(at, at + len(name)), 0, name)], _page(text), index)[0]
        if _within(location, lat, lon, km):
            right += 1
        else:
            missed.append(f"{name}: {location.status}, {location.name}, {location.admin1}, {location.lat}, {location.lon}")
    spent = (time.perf_counter() - start) / len(rows) * 1e6
    scores = [
        Scores("names, first candidate", top, len(rows), looked_us),
        Scores("names, among 20 candidates", among, len(rows), looked_us),
        Scores("names, resolved in one sentence", right, len(rows), spent),
    ]
    return scores, missed


def _mentions(text: str, toponyms: Sequence[dict[str, object]]) -> list[PlaceMention]:
    found = []
    for item in toponyms:
        start, end = int(str(item["start"])), int(str(item["end"]))
        found.append(PlaceMention(Span(start, end), text.count(". ", 0, start), text[start:end]))
    return found


def gold_spans(path: Path, index: MergedIndex) -> list[Scores]:
    """Score the resolver on documents whose toponyms are given, at 161 km.

    Toponyms without coordinates or a span in the text are left out. The second score leaves out what resolves to a country (large ones
    have their points further apart than 161 km in different lists), the third counts coordinates that are wrong.
    """
    right = total = small = small_right = wrong = 0
    start = time.perf_counter()
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        document = json.loads(line)
        text = document["text"]
        toponyms = [item for item in document["toponyms"] if item.get("lat") is not None and 0 <= item["start"] < item["end"] <= len(text)]
        places = resolve_places(_mentions(text, toponyms), _page(text, document.get("title")), index)
        for place, item in zip(places, toponyms, strict=True):
            hit = _within(place, item["lat"], item["lon"], ACCURACY_KM)
            total, right = total + 1, right + hit
            if place.level != "country":
                small, small_right, wrong = small + 1, small_right + hit, wrong + (not hit and place.lat is not None)
    spent = (time.perf_counter() - start) / max(1, total) * 1e6
    return [
        Scores(f"{path.stem}, gold spans @161 km", right, total, spent),
        Scores(f"{path.stem}, countries left out", small_right, small, spent),
        Scores(f"{path.stem}, countries left out, wrong", wrong, small, spent),
    ]


def main(data: Path) -> int:
    """Print the figures; indexes added under DATELINE_HOME are used. Returns 2 if the data is not there."""
    listed = data / "toponyms" / "toponyms.tsv"
    if not listed.is_file():
        print(f"{listed}: no such file")
        return 2
    home = os.environ.get("DATELINE_HOME")
    index = open_index(Path(home) if home else None)
    scores, missed = names_of_list(listed, index)
    for score in scores:
        print(score)
    for corpus in ("lgl", "GWN"):
        path = data / "geoparsing" / f"{corpus}.jsonl"
        if path.is_file():
            for score in gold_spans(path, index):
                print(score)
    if missed:
        print("not resolved: " + "\n  ".join(["", *missed]))
    return 0
