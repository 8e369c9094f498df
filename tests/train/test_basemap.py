"""The rules that make the base map."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

shapely = pytest.importorskip("shapely", reason="shapely is needed only to make the base map anew (dependency group train)")
from train.basemap import DETAIL, PLAIN, Feature, as_json, border_kind, clipped, division_lines  # noqa: E402


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"FEATURECLA": PLAIN, "FCLASS_RU": ""}, "border"),
        ({"FEATURECLA": PLAIN, "FCLASS_CN": "Map unit boundary"}, "border"),
        ({"FEATURECLA": PLAIN, "FCLASS_RU": "Unrecognized"}, "disputed"),
        ({"FEATURECLA": PLAIN, "FCLASS_OSM": "Unrecognized"}, "border"),
        ({"FEATURECLA": "Line of control (please verify)"}, "disputed"),
        ({"FEATURECLA": "Indefinite (please verify)"}, "disputed"),
        ({"FEATURECLA": "Lease limit"}, "limit"),
    ],
)
def test_kind_of_a_border(facts: dict[str, str], kind: str) -> None:
    assert border_kind(facts) == kind


def test_only_lines_between_two_divisions_of_one_country_are_drawn(tmp_path: Path) -> None:
    def square(west: int, country: str) -> dict[str, object]:
        ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
        return {"type": "Feature", "properties": {"adm0_a3": country}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

    path = tmp_path / "admin1.json"
    path.write_text(json.dumps({"features": [square(0, "AAA"), square(1, "AAA"), square(2, "BBB")]}), encoding="utf-8")
    assert [sorted(line.shape.coords) for line in division_lines(path, DETAIL)] == [[(1.0, 0.0), (1.0, 1.0)]]


def test_areas_overlap_the_edge_of_their_cell_and_lines_do_not() -> None:
    across = [Feature({"k": "land"}, shapely.box(-5, 1, 5, 2)), Feature({"k": "border"}, shapely.LineString([(-5, 1), (5, 1)]))]
    area, line = clipped(across, 0, 0)
    assert area.shape.bounds == (-0.02, 1, 5, 2)
    assert line.shape.bounds == (0, 1, 5, 1)


def test_a_shape_smaller_than_the_grid_is_left_out() -> None:
    assert as_json([Feature({"k": "land"}, shapely.box(0, 0, 0.0001, 0.0001))], 3) == []
    assert as_json([Feature({"k": "border"}, shapely.LineString([(0, 0), (1.23456, 1)]))], 2)[0]["geometry"]["coordinates"] == [
        [0, 0],
        [1.23, 1],
    ]
