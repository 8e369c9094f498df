"""Measures the choice among places of the same name: 150 names with several bearers, each in a sentence or two of its own (namesakes.toml).

A name is right within 5 km of the place meant; the base is the most populous bearer of the name. The index is the world's.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from bench import floors
from bench.geoparsing import page_of, world_index
from dateline.gazetteer import MergedIndex
from dateline.pipeline import Coder
from dateline.records import PlaceMention, Span
from dateline.resolve.place_context import distance_km
from dateline.resolve.places import resolve_places

FILE = Path(__file__).with_name("namesakes.toml")
RIGHT_KM = 5.0
SURE = 0.7


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its context, and the point of the place meant."""

    text: str
    name: str
    lat: float
    lon: float
    geonames: int


def load(path: Path = FILE) -> list[Name]:
    """Read the names; each must stand in its text."""
    names = [Name(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["name"]]
    absent = [name.name for name in names if name.name not in name.text]
    if absent:
        raise ValueError(f"{path}: not in their texts: {', '.join(absent)}")
    return names


def figures(names: list[Name], index: MergedIndex) -> tuple[dict[str, float], list[str]]:
    """Return the shares that come out right, and the misses in words."""
    coder = Coder(index, "find", "rules")
    right = base = sure = sure_right = wrong = 0
    missed = []
    for item in names:
        start = item.text.index(item.name)
        span = Span(start, start + len(item.name))
        page = page_of(item.text)
        mentions = list(coder.code(page).mentions.places)
        at = next((i for i, m in enumerate(mentions) if m.span.overlaps(span)), None)
        if at is None:  # the choice is what is measured: a name that the finder misses is given
            mentions.append(PlaceMention(span, item.text.count(". ", 0, start), item.name))
            at = len(mentions) - 1
        place = resolve_places(mentions, page, index)[at]
        best = place.candidates[0] if place.candidates else None
        hit = best is not None and distance_km(best.lat, best.lon, item.lat, item.lon) <= RIGHT_KM
        answered = place.lat is not None and place.lon is not None
        wrong += answered and distance_km(place.lat or 0.0, place.lon or 0.0, item.lat, item.lon) > RIGHT_KM
        right += hit
        if best is not None and best.score >= SURE:
            sure, sure_right = sure + 1, sure_right + hit
        largest = max(index.lookup(item.name, fuzzy=False, limit=200), key=lambda c: c.population, default=None)
        base += largest is not None and distance_km(largest.lat, largest.lon, item.lat, item.lon) <= RIGHT_KM
        if not hit:
            missed.append(f"{item.name}: {best and (best.name, best.admin1, best.country_code, best.score)} in {item.text}")
    total = max(1, len(names))
    values = {
        "right": right / total, "most_populous": base / total, "gain": (right - base) / total, "answered_wrong": wrong / total,
        "sure_kept": sure / total, "sure_right": sure_right / max(1, sure),
    }  # fmt: skip
    return values, missed


def main(data: Path, *, gate: bool = False) -> int:
    """Print the figures and the misses; with `gate` return 1 where a figure is under its floor. The data is beside this file."""
    with world_index() as index:
        values, missed = figures(load(), index)
    print("\n".join(missed))
    return floors.shown(values, "namesakes", gate=gate)
