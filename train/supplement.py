"""Makes rows of supplement.tsv: crossings, roads and regions that are named after settlements and divisions of GeoNames, and rivers.

    python -m train.supplement [--rivers DIR]

Reads supplement.toml beside it and the package's table of cities; prints the rows to put into src/dateline/data/gazetteer/supplement.tsv.
rivers: folder with ne_10m_rivers_lake_centerlines (Natural Earth, public domain; in Debian's package libmagics++-data 4.13.0).
"""

from __future__ import annotations

import argparse
import struct
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from dateline.gazetteer.index import distance_km, open_index
from dateline.gazetteer.keys import normalise
from dateline.gazetteer.schema import PlaceRow
from dateline.gazetteer.sources import packaged_rows
from dateline.gazetteer.world import CITIES500_FILE
from train.world import Point, dbase_rows, extent

FILE = Path(__file__).with_suffix(".toml")
CROSSING_KM = 5.0  # a crossing lies within this distance of the town it is named after
SOURCES = {
    "crossing": "GeoNames (CC BY 4.0): the town beside it",
    "road": "GeoNames (CC BY 4.0): the middle and reach of the towns it joins",
    "region": "GeoNames (CC BY 4.0): the middle and reach of its settlements",
    "river": "Natural Earth 10m rivers (public domain): a point on the line and its reach",
}


@dataclass(slots=True)
class Settlements:
    """The package's settlements by GeoNames id, by name and country, and by first-level division."""

    by_id: dict[str, PlaceRow] = field(default_factory=dict)
    by_name: dict[tuple[str, str], PlaceRow] = field(default_factory=dict)
    by_division: Mapping[str, list[PlaceRow]] = field(default_factory=lambda: defaultdict(list))
    divisions: dict[tuple[str, str], str] = field(default_factory=dict)

    def where(self, text: str) -> list[PlaceRow]:
        """Return the settlements of one item of the file; raise KeyError where there are none."""
        if text.isdecimal():
            return [self.by_id[text]]
        name, country = text.lstrip("@").rsplit(" ", 1)
        if text.startswith("@"):
            return self.by_division[self.divisions[normalise(name), country]]
        return [self.by_name[normalise(name), country]]


def settlements() -> Settlements:
    """Read the package's table of cities, most populous first."""
    found = Settlements()
    index = open_index()
    for row in packaged_rows(CITIES500_FILE):
        found.by_id[row.id.removeprefix("gn:")] = row
        for name in (row.name, *row.alternates):
            found.by_name.setdefault((normalise(name), row.country or ""), row)
        found.by_division[row.admin1 or ""].append(row)
    for code in found.by_division:
        name = index._admin1.get(code)
        if name:
            found.divisions[normalise(name), code.split(".")[0]] = code
    index.close()
    return found


def middle_of(route: Sequence[Point]) -> tuple[float, float, float]:
    """Return the point halfway along a line of points (lat, lon), and how far from it the farther end lies in kilometres."""
    steps = [distance_km(*a, *b) for a, b in pairwise(route)]
    left = sum(steps) / 2
    for (a, b), step in zip(pairwise(route), steps, strict=True):
        if left <= step:
            share = left / step if step else 0.0
            lat, lon = (one + share * (other - one) for one, other in zip(a, b, strict=True))
            return lat, lon, max(distance_km(lat, lon, *end) for end in (route[0], route[-1]))
        left -= step
    return *route[-1], 0.0


def _row(sort: str, kind: str, entry: Sequence[str], rows: Sequence[PlaceRow], place: tuple[float, float, float]) -> str:
    name, aliases, conflict, _ = entry
    countries = {row.country for row in rows}
    country = countries.pop() if len(countries) == 1 else ""
    identity = f"{sort[:2]}:{normalise(name).replace(' ', '-')}"
    lat, lon, reach = place
    return "\t".join(
        (
            identity,
            name,
            aliases,
            f"{lat:.3f}",
            f"{lon:.3f}",
            f"{max(reach, CROSSING_KM):.0f}",
            kind,
            country or "",
            conflict,
            SOURCES[sort],
        )
    )


def rows(entries: Mapping[str, Iterable[Sequence[str]]], known: Settlements) -> Iterator[str]:
    """Yield the lines for all entries; raise ValueError that names every settlement that is not found."""
    unknown = []
    lines = []
    for sort, kind in (("crossing", "site"), ("road", "road"), ("region", "area")):
        for entry in entries[f"{sort}s"]:
            try:
                places = [row for item in entry[3].split(",") for row in known.where(item.strip())]
            except KeyError as error:
                unknown.append(f"{entry[0]}: {error}")
                continue
            points = [(row.lat, row.lon) for row in places]
            place = (*points[0], CROSSING_KM) if sort == "crossing" else middle_of(points) if sort == "road" else extent(points)
            lines.append(_row(sort, kind, entry, places, place))
    if unknown:
        raise ValueError(f"{FILE}: not in the table of cities: {'; '.join(unknown)}")
    yield from lines


def lines_of(shapes: bytes) -> Iterator[list[Point]]:
    """Yield the corners (lat, lon) of each record of an ESRI shapefile of lines."""
    at = 100
    while at < len(shapes):
        length = 2 * int(struct.unpack(">i", shapes[at + 4 : at + 8])[0])
        body = shapes[at + 8 : at + 8 + length]
        at += 8 + length
        if struct.unpack("<i", body[:4])[0] != 3:
            yield []
            continue
        parts, corners = struct.unpack("<ii", body[36:44])
        flat = struct.unpack(f"<{2 * corners}d", body[44 + 4 * parts : 44 + 4 * parts + 16 * corners])
        yield [(flat[number + 1], flat[number]) for number in range(0, len(flat), 2)]


def river_rows(entries: Iterable[tuple[str, str, str, str, str, Sequence[float]]], folder: Path) -> Iterator[str]:
    """Yield the lines of rivers: the tenth-degree cell on the line from which its farthest one is nearest, and the reach of nine tenths of it."""
    path = folder / "ne_10m_rivers_lake_centerlines"
    named = [cells["name"].strip() for cells in dbase_rows(path.with_suffix(".dbf").read_bytes())]
    lines = list(lines_of(path.with_suffix(".shp").read_bytes()))
    for name, aliases, conflict, country, parts, (south, north, west, east) in entries:
        wanted = set(parts.split(","))
        points = [point for part, line in zip(named, lines, strict=True) if part in wanted for point in line]
        cells = sorted({(round(lat, 1), round(lon, 1)) for lat, lon in points if south <= lat <= north and west <= lon <= east})
        if not cells:
            raise ValueError(f"{path}: no {parts} between {south:g} and {north:g}, {west:g} and {east:g}")
        middle = min(cells, key=lambda cell: max(distance_km(*cell, *other) for other in cells))
        reach = sorted(distance_km(*middle, *cell) for cell in cells)[int(0.9 * (len(cells) - 1))]
        identity = f"ri:{name.lower().replace(' ', '-').replace(chr(39), '')}"
        yield "\t".join(
            (identity, name, aliases, str(middle[0]), str(middle[1]), f"{max(10, reach):.0f}", "water", country, conflict, SOURCES["river"])
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rivers", type=Path)
    options = parser.parse_args()
    listed = tomllib.loads(FILE.read_text(encoding="utf-8"))
    made = river_rows(listed["rivers"], options.rivers) if options.rivers else ()
    print("\n".join((*made, *rows(listed, settlements()))))
