"""The points at which the usual lists put countries and continents, from data/reference_points.tsv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dateline.errors import DataError

FILE = "reference_points.tsv"


def parse_reference_points(text: str, *, where: str = FILE) -> Mapping[str, tuple[float, float]]:
    """Return latitude and longitude by ISO code or name; raise DataError with every row that is no such."""
    points: dict[str, tuple[float, float]] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith(("#", "place\t")):
            continue
        cells = line.split("\t")
        try:
            place, lat, lon = cells[0], float(cells[1]), float(cells[2])
        except (IndexError, ValueError):
            faults.append(f"line {number}: expected place, lat, lon, source")
            continue
        if place in points or not (-90 <= lat <= 90 and -180 <= lon <= 180):
            faults.append(f"line {number}: {place} is listed twice or not on the globe")
        points[place] = lat, lon
    if faults:
        raise DataError("; ".join(faults), where=where, hint="correct these rows; nothing was loaded")
    return points


@cache
def load_reference_points() -> Mapping[str, tuple[float, float]]:
    """Return the package's points, read once."""
    return parse_reference_points(files("dateline.data").joinpath(FILE).read_text(encoding="utf-8"))
