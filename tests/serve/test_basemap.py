"""The base map's files: whole, inside their size, with disputed borders known as such."""

from __future__ import annotations

import gzip
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import dateline

FOLDER = Path(dateline.__file__).parent / "serve/static/basemap"
LISTED = json.loads((FOLDER / "cells.json").read_text(encoding="utf-8"))
KINDS = {"land", "lake", "river", "border", "disputed", "limit", "admin1", "country"}
WORLD_LIMIT, CELL_LIMIT = 300_000, 200_000  # bytes compressed, so that a first view stays under 1.5 MB


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def corners(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], (int, float)):
        return [tuple(coordinates)]
    return [corner for part in coordinates for corner in corners(part)]


def nearest(features: list[dict[str, Any]], lon: float, lat: float) -> float:
    """Return the distance in degrees from a point to the nearest line."""
    best = math.inf
    for feature in features:
        for (x1, y1), (x2, y2) in pairwise(corners(feature["geometry"]["coordinates"])):
            dx, dy = x2 - x1, y2 - y1
            along = max(0.0, min(1.0, ((lon - x1) * dx + (lat - y1) * dy) / (dx * dx + dy * dy)))
            best = min(best, math.dist((lon, lat), (x1 + along * dx, y1 + along * dy)))
    return best


def test_the_cells_are_the_files_of_the_folder() -> None:
    assert sorted(LISTED["cells"]) == sorted(path.stem for path in (FOLDER / "detail").iterdir())


@pytest.mark.parametrize("name", ["world.json", *(f"detail/{cell}.json" for cell in LISTED["cells"])])
def test_a_file_holds_known_kinds_and_points_on_earth_within_its_size(name: str) -> None:
    data = read(name)
    assert data["type"] == "FeatureCollection"
    assert {feature["properties"]["k"] for feature in data["features"]} <= KINDS
    west, south, east, north = -180.0, -90.0, 180.0, 90.0
    if name != "world.json":
        column, row = map(int, Path(name).stem.split("_"))
        west, south = column * LISTED["degrees"] - 180.03, row * LISTED["degrees"] - 90.03
        east, north = west + LISTED["degrees"] + 0.06, south + LISTED["degrees"] + 0.06
    for lon, lat in (corner for feature in data["features"] for corner in corners(feature["geometry"]["coordinates"])):
        assert west <= lon <= east
        assert south <= lat <= north
    for lon, lat, label, zoom, capital in data["places"]:
        assert west <= lon <= east and south <= lat <= north and label and 1 <= zoom <= 12 and capital in (0, 1)  # noqa: PT018
    packed = len(gzip.compress((FOLDER / name).read_bytes(), 6))
    assert packed <= (WORLD_LIMIT if name == "world.json" else CELL_LIMIT)


@pytest.mark.parametrize(
    ("cell", "place", "lon", "lat"),
    [
        ("12_6", "line of control in Kashmir", 74.0, 34.1),
        ("10_6", "Golan", 35.85, 33.0),
        ("10_6", "West Bank", 35.0, 32.4),
        ("10_6", "Kosovo and Serbia", 20.9, 43.2),
        ("10_6", "Crimea", 33.7, 46.1),
        ("8_5", "berm of Western Sahara", -14.9, 21.45),
        ("11_4", "Somaliland", 48.5, 8.9),
    ],
)
def test_a_disputed_border_is_disputed_in_both_levels(cell: str, place: str, lon: float, lat: float) -> None:
    for name, reach in (("world.json", 0.3), (f"detail/{cell}.json", 0.3)):
        disputed = [feature for feature in read(name)["features"] if feature["properties"]["k"] == "disputed"]
        assert disputed
        assert nearest(disputed, lon, lat) < reach, place


def test_a_plain_border_is_not_disputed() -> None:
    features = read("world.json")["features"]
    assert nearest([feature for feature in features if feature["properties"]["k"] == "disputed"], 7.6, 48.6) > 5  # the Rhine at Strasbourg
    assert nearest([feature for feature in features if feature["properties"]["k"] == "border"], 7.6, 48.6) < 0.5


def test_capitals_and_countries_are_on_the_world_level() -> None:
    world = read("world.json")
    assert {"Damascus", "Kabul", "Khartoum", "Kyiv"} <= {name for *_, name, _, capital in world["places"] if capital}
    assert {"Syria", "Sudan", "Ukraine", "Somaliland"} <= {feature["properties"].get("n") for feature in world["features"]}
