"""Measures place names against coordinates set by hand: 110 names as reports on Syria and Iraq write them.

Data as in the shared folder: toponyms/toponyms.tsv (name, lat, lon, tolerance in km). Each name is looked up alone, and resolved in a sentence
that names both countries. An answer is right within its tolerance; giving none is right only where no row of the index that the name may mean
lies there; coordinates elsewhere are wrong.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import floors
from bench.geoparsing import page_of, world_index
from dateline.gazetteer import MergedIndex
from dateline.records import Location, PlaceCandidate, PlaceMention, Span
from dateline.resolve.place_context import distance_km
from dateline.resolve.places import resolve_places

_FRAME = "Fighting was reported in Syria and in Iraq at {name}."
_LOOKED = 200  # candidates of a name that tell whether the index has its place


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name, its point, and how far an answer may lie from it."""

    name: str
    lat: float
    lon: float
    km: float

    def at(self, place: PlaceCandidate | Location) -> bool:
        """Tell whether a place lies within the tolerance."""
        return place.lat is not None and place.lon is not None and distance_km(place.lat, place.lon, self.lat, self.lon) <= self.km


def read(path: Path) -> list[Toponym]:
    """Read the list."""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in csv.reader(lines, delimiter="\t") if row and not row[0].startswith("#")]
    return [Toponym(row[0], float(row[1]), float(row[2]), float(row[3])) for row in rows]


def figures(names: Sequence[Toponym], index: MergedIndex) -> tuple[dict[str, float], list[str]]:
    """Return the counts, milliseconds a name, and what is not right in words."""
    by_coordinates = nil = wrong = 0
    missed = []
    start = time.perf_counter()
    places = []
    for item in names:
        text = _FRAME.format(name=item.name)
        at = text.index(item.name)
        places.append(resolve_places([PlaceMention(Span(at, at + len(item.name)), 0, item.name)], page_of(text), index)[0])
    spent = time.perf_counter() - start
    for item, place in zip(names, places, strict=True):
        if item.at(place):
            by_coordinates += 1
            continue
        absent = not any(item.at(candidate) for candidate in index.lookup(item.name, limit=_LOOKED))
        nil += place.lat is None and absent
        wrong += place.lat is not None
        if place.lat is not None or not absent:
            missed.append(f"{item.name}: {place.status}, {[(c.name, c.admin1, c.score) for c in place.candidates[:2]]}, none {place.nil}")
    first = [(item, found) for item in names if (found := index.lookup(item.name))]
    values = {
        "first_candidate": float(sum(item.at(found[0]) for item, found in first)), "right": float(by_coordinates), "nil_right": float(nil),
        "wrong": float(wrong), "ms_a_name": 1000 * spent / max(1, len(names)),
    }  # fmt: skip
    return values, missed


def main(data: Path, *, gate: bool = False) -> int:
    """Print the figures on the world's index. With `gate` return 1 where a figure misses its floor."""
    listed = data / "toponyms" / "toponyms.tsv"
    if not listed.is_file():
        print(f"{listed}: no such file: skipped")
        return 0 if gate else 2
    with world_index() as index:
        values, missed = figures(read(listed), index)
    print("\n".join(missed))
    return floors.shown(values, "toponyms", gate=gate)
