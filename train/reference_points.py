"""Adds the middles of first-level divisions to data/reference_points.tsv: `python -m train.reference_points`.

The place index puts a division amid its settlements, which in a large empty land lie all on one side: Ontario's along its southern border. Lists of
divisions give the middle of the area. Rows are written for divisions whose two middles lie FAR_KM or more apart; the middle of an area is that of its
outline in the packaged index (Natural Earth 10m, public domain), by pieces.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from dateline.data import reference_points
from dateline.gazetteer.index import DEFAULT_INDEX
from dateline.gazetteer.shapes import Ring, unpack_rings
from dateline.resolve.place_context import distance_km, on_sphere

FAR_KM = 100.0
SOURCE = "outline"


def middle(rings: Sequence[Ring]) -> tuple[float, float]:
    """Return the middle of an area (lat, lon in degrees): that of its pieces on their local planes, weighed by their areas."""
    total = [0.0, 0.0, 0.0]
    for ring in rings:
        lat0, lon0 = ring[0]
        narrow = math.cos(math.radians(sum(lat for lat, _ in ring) / len(ring) / 1000))
        twice = north = east = 0.0
        for (lat1, lon1), (lat2, lon2) in zip(ring, (*ring[1:], ring[0]), strict=True):  # steps from the first corner: no piece is wide
            y1, x1, y2, x2 = lat1 - lat0, lon1 - lon0, lat2 - lat0, lon2 - lon0
            cross = x1 * y2 - x2 * y1
            twice, north, east = twice + cross, north + (y1 + y2) * cross, east + (x1 + x2) * cross
        if twice:
            at = on_sphere((lat0 + north / (3 * twice)) / 1000, (lon0 + east / (3 * twice)) / 1000)
            total = [sum_ + abs(twice) * narrow * part for sum_, part in zip(total, at, strict=True)]
    x, y, z = total
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def rows() -> Iterator[str]:
    """Yield a line for each division whose settlements lie far from its middle."""
    with closing(sqlite3.connect(f"{DEFAULT_INDEX.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        shapes = dict(connection.execute("SELECT code, rings FROM shape"))
        places = connection.execute("SELECT id, admin1, lat, lon FROM place WHERE kind = 'admin1' AND radius IS NOT NULL ORDER BY id")
        for identity, code, lat, lon in places:
            if code in shapes and identity == f"a1:{code}":
                to_lat, to_lon = middle(unpack_rings(shapes[code]))
                if distance_km(lat, lon, to_lat, to_lon) >= FAR_KM:
                    yield f"{identity}\t{to_lat:.2f}\t{to_lon:.2f}\t{SOURCE}"


def main() -> None:
    """Write the rows after those of countries and continents, in place of older ones."""
    path = Path(reference_points.__file__).with_name(reference_points.FILE)
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.endswith(f"\t{SOURCE}")]
    path.write_text("\n".join([*kept, *rows()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
