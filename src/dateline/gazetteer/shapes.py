"""Shapes of first-level divisions: packing them, telling what lies inside."""

from __future__ import annotations

import array
import sys
import zlib
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

Ring = tuple[tuple[int, int], ...]
"""Corners of a closed line as (lat, lon) in thousandths of a degree; the last joins the first."""
Shape = tuple[str, float, float, float, float, bytes]
"""A row of the table: code, south, north, west and east in degrees, packed rings."""


def _deltas(values: Sequence[int]) -> list[int]:
    return [values[0], *(after - before for before, after in pairwise(values))]


def pack_rings(rings: Iterable[Ring]) -> bytes:
    """Return the rings in few bytes: number of corners, then the steps from corner to corner, compressed.

    >>> unpack_rings(pack_rings([((0, 0), (0, 10), (10, 0))]))
    [((0, 0), (0, 10), (10, 0))]
    """
    flat = array.array("i")
    for ring in rings:
        lats, lons = zip(*ring, strict=True)
        flat.extend([len(ring), *_deltas(lats), *_deltas(lons)])
    if sys.byteorder == "big":
        flat.byteswap()
    return zlib.compress(flat.tobytes(), 9)


def unpack_rings(packed: bytes) -> list[Ring]:
    """Return the rings that were packed."""
    flat = array.array("i")
    flat.frombytes(zlib.decompress(packed))
    if sys.byteorder == "big":
        flat.byteswap()
    rings: list[Ring] = []
    at = 0
    while at < len(flat):
        count = flat[at]
        lats, lons = flat[at + 1 : at + 1 + count], flat[at + 1 + count : at + 1 + 2 * count]
        rings.append(tuple(zip(accumulate(lats), accumulate(lons), strict=True)))
        at += 1 + 2 * count
    return rings


def inside(lat: float, lon: float, rings: Iterable[Ring]) -> bool:
    """Tell whether a point in degrees lies in one of the rings, by the crossings of a line to the east.

    >>> inside(0.002, 0.002, [((0, 0), (0, 10), (10, 0))]), inside(0.009, 0.009, [((0, 0), (0, 10), (10, 0))])
    (True, False)
    """
    y, x = lat * 1000, lon * 1000
    for ring in rings:
        within = False
        y1, x1 = ring[-1]
        for y2, x2 in ring:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                within = not within
            y1, x1 = y2, x2
        if within:
            return True
    return False
