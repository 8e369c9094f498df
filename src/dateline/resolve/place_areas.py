"""Areas that words about space describe: a circle, the half of one on a side, a corridor between two places."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dateline.records import Area
from dateline.resolve.place_context import shifted, toward

_CORNERS = 24  # of a circle: its sides are off by under 1% of the radius
_HALF_WIDTH = 0.15  # of a corridor, as a share of its length
_LEAST_KM, _MOST_KM = 3.0, 20.0  # half-widths of corridors

Point = tuple[float, float]


def circle(lat: float, lon: float, km: float) -> Area:
    """Return the area within `km` of a point."""
    return _area("circle", [shifted(lat, lon, 360.0 * turn / _CORNERS, km) for turn in range(_CORNERS, 0, -1)])


def half(lat: float, lon: float, km: float, bearing: float) -> Area:
    """Return the half of a circle on the side of a bearing, in degrees clockwise from north."""
    steps = _CORNERS // 2
    return _area("half", [shifted(lat, lon, bearing + 90.0 - 180.0 * turn / steps, km) for turn in range(steps + 1)])


def corridor(one: Point, other: Point) -> Area:
    """Return a strip between two points (lat, lon), as wide as a road may wind."""
    return _strip(one, other, _width(one, other), _width(one, other), "corridor")


def beside(one: Point, other: Point, bearing: float, km: float) -> Area:
    """Return the strip `km` wide along the line between two points, on the side of a bearing."""
    right = (_bearing(one, other) + 90.0) % 360.0
    on_right = math.cos(math.radians(right - bearing)) >= 0
    return _strip(one, other, 0.0 if on_right else km, km if on_right else 0.0, "half")


def _width(one: Point, other: Point) -> float:
    length = math.hypot(toward(0.0, *one, *other), toward(90.0, *one, *other))
    return min(_MOST_KM, max(_LEAST_KM, _HALF_WIDTH * length))


def _bearing(one: Point, other: Point) -> float:
    return math.degrees(math.atan2(toward(90.0, *one, *other), toward(0.0, *one, *other))) % 360.0


def _strip(one: Point, other: Point, left: float, right: float, kind: str) -> Area:
    way = _bearing(one, other)
    corners = [
        shifted(*one, way + 90.0, right), shifted(*other, way + 90.0, right), shifted(*other, way - 90.0, left), shifted(*one, way - 90.0, left)
    ]  # fmt: skip
    return _area(kind, corners)


def _area(kind: str, corners: Sequence[Point]) -> Area:
    ring = [(round(lon, 4), round(lat, 4)) for lat, lon in corners]
    return Area(kind, (*ring, ring[0]))
