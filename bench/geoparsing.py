"""Measures toponyms of news against coordinates: LGL, GeoWebNews and GeoVirus, with gold spans and from end to end.

Data as in the shared folder: geoparsing/lgl.jsonl, GWN.jsonl, GeoVirus.jsonl (https://github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation).
The index is the world's (`dateline gazetteer build-world`) and what else is added under DATELINE_HOME; without one there, it is built in a
temporary folder, which takes about 20 s. An answer is the likeliest candidate of a name, whatever its probability; "none" where no candidate is
left. Toponyms without coordinates or a span in the text aren't scored. Reference: Mordecai 3 with all of GeoNames, LGL 82.7, GeoWebNews 94.1 at
161 km; with its threshold 92% kept, 95.9% right.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench import floors
from dateline.find.place_gaps import COMMA_IN
from dateline.gazetteer import MergedIndex, build_world, open_index
from dateline.gazetteer.index import USER_FOLDER, WORLD
from dateline.pipeline import Coder
from dateline.records import Document, Location, Page, PlaceMention, Sighting, Span, Zone
from dateline.resolve.place_context import distance_km
from dateline.resolve.place_words import bare_name
from dateline.resolve.places import resolve_places

CORPORA = ("lgl", "GWN", "GeoVirus")
ACCURACY_KM = 161.0  # 100 miles, the measure of the field
NEAR_KM = 25.0
SURE = 0.7
_FAR = 20_038.0  # half the way around: the error of no answer
_INNER = ("city", "town", "village", "neighbourhood", "site", "admin2")
_OUTER = ("country", "admin1", "admin2")


@dataclass(slots=True)
class Score:
    """What came out on one corpus."""

    name: str
    errors: list[float] = field(default_factory=list)  # km, in the order of the names; _FAR without an answer
    chances: list[float] = field(default_factory=list)
    seconds: float = 0.0
    found: int = 0
    said: int = 0
    there: int = 0

    def figures(self) -> dict[str, float]:
        """Return the measures by name."""
        total = max(1, len(self.errors))
        kept = [error for error, chance in zip(self.errors, self.chances, strict=True) if chance >= SURE]
        precision, recall = self.found / max(1, self.said), self.found / max(1, self.there)
        return {
            "at_161km": sum(error <= ACCURACY_KM for error in self.errors) / total,
            "at_25km": sum(error <= NEAR_KM for error in self.errors) / total,
            "median_km": statistics.median(self.errors) if self.errors else _FAR,
            "sure_kept": len(kept) / total,
            "sure_right": sum(error <= ACCURACY_KM for error in kept) / max(1, len(kept)),
            "recognition": 2 * precision * recall / max(1e-9, precision + recall),
            "ms_a_name": 1000 * self.seconds / total,
        }


def page_of(text: str, title: str | None = None) -> Page:
    """Return a page of a text alone."""
    document = Document(text, zones=(Zone("body", Span(0, len(text))),))
    return Page(document, Sighting(document.id, "bench", "bench", title, None, None, None, None, "none", dt.datetime.now(dt.UTC)))


def documents(path: Path) -> Iterator[tuple[str, str | None, list[dict[str, object]]]]:
    """Yield text, title and the toponyms that have a span in the text."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            document = json.loads(line)
            text = document["text"]
            yield text, document.get("title"), [t for t in document["toponyms"] if 0 <= t["start"] < t["end"] <= len(text)]


def mentions_of(text: str, toponyms: Sequence[dict[str, object]], index: MergedIndex) -> list[PlaceMention]:
    """Return gold spans as mentions; of "A, B" the second contains the first where it is a country or a division, as the finder has it."""
    found: list[PlaceMention] = []
    for item in sorted(toponyms, key=lambda t: int(str(t["start"]))):
        start, end = int(str(item["start"])), int(str(item["end"]))
        found.append(PlaceMention(Span(start, end), text.count(". ", 0, start), text[start:end]))
    for at in range(len(found) - 2, -1, -1):
        inner, outer = found[at], found[at + 1]
        gap = text[inner.span.end : outer.span.start] if inner.span.end <= outer.span.start else ""
        if COMMA_IN.match(gap) or gap.strip() == "," or gap == " (":
            kinds = {c.kind for c in index.lookup(bare_name(outer.name), fuzzy=False, limit=5)}
            own = {c.kind for c in index.lookup(inner.name, fuzzy=False, limit=3)}
            if kinds & set(_OUTER) and not own & {"country", "admin1"}:
                found[at] = replace(inner, within=(outer.name, *outer.within))
    return found


def gold_spans(path: Path, index: MergedIndex, score: Score) -> None:
    """Score the likeliest candidate of every gold span."""
    for text, title, toponyms in documents(path):
        toponyms = sorted(toponyms, key=lambda t: int(str(t["start"])))
        mentions = mentions_of(text, toponyms, index)
        start = time.perf_counter()
        places = resolve_places(mentions, page_of(text, title), index)
        score.seconds += time.perf_counter() - start
        for place, item in zip(places, toponyms, strict=True):
            if item.get("lat") is not None:
                lat, lon, chance = answer(place)
                far = (
                    distance_km(lat, lon, float(str(item["lat"])), float(str(item["lon"]))) if lat is not None and lon is not None else _FAR
                )
                score.errors.append(far)
                score.chances.append(chance)


def answer(place: Location) -> tuple[float | None, float | None, float]:
    """Return the point that a location stands for, best guess included, and its probability."""
    best = place.candidates[0] if place.candidates else None
    if best is None:
        return place.lat, place.lon, 0.0
    if place.lat is None or place.status != "resolved":
        return best.lat, best.lon, best.score if place.lat is not None or place.status == "ambiguous" else 0.0
    return place.lat, place.lon, best.score


def recognition(path: Path, index: MergedIndex, score: Score) -> None:
    """Score the rules' place mentions against the gold spans: a hit overlaps one and begins or ends with it."""
    coder = Coder(index, "find", "rules")
    for text, title, toponyms in documents(path):
        spans = {(int(str(t["start"])), int(str(t["end"]))) for t in toponyms}
        said = {(m.span.start, m.span.end) for m in coder.code(page_of(text, title)).mentions.places}
        hits = sum(any(s[0] < g[1] and g[0] < s[1] and (s[0] == g[0] or s[1] == g[1]) for s in said) for g in spans)
        score.found, score.said, score.there = score.found + hits, score.said + len(said), score.there + len(spans)


def measure(data: Path, index: MergedIndex, *, whole: bool = True) -> dict[str, float]:
    """Return all figures by corpus and name."""
    out: dict[str, float] = {}
    for corpus in CORPORA:
        path = data / "geoparsing" / f"{corpus}.jsonl"
        if path.is_file():
            score = Score(corpus)
            gold_spans(path, index, score)
            if whole:
                recognition(path, index, score)
            out |= {f"{corpus}.{name}": value for name, value in score.figures().items()}
    return out


@contextmanager
def world_index() -> Iterator[MergedIndex]:
    """Open the world's index and what else is under DATELINE_HOME; where it is not there, it is built in a temporary folder for the run."""
    with tempfile.TemporaryDirectory(prefix="dateline-places-") as folder:
        home = Path(os.environ.get("DATELINE_HOME", folder))
        if not (home / USER_FOLDER / f"{WORLD}.sqlite").is_file():
            home = Path(folder)
            build_world(home)
        index = open_index(home)
        try:
            yield index
        finally:
            index.close()


def main(data: Path, *, gate: bool = False) -> int:
    """Print the figures; with `gate` return 1 where one is under its floor. 0 with a reason where the data is not there."""
    if not (data / "geoparsing").is_dir():
        print(f"{data / 'geoparsing'}: no such folder: skipped")
        return 0 if gate else 2
    with world_index() as index:
        values = measure(data, index)
    return floors.shown(values, "geoparsing", gate=gate)
