"""Words about space, in invented sentences around real towns."""

import itertools
from collections.abc import Iterator

import pytest

from dateline.code.ucdp import where_prec
from dateline.data.place_weights import load_place_weights, parse_place_weights
from dateline.data.reference_points import parse_reference_points
from dateline.errors import DataError
from dateline.export.ucdp import where_precision
from dateline.gazetteer import MergedIndex, open_index
from dateline.pipeline import Coder
from dateline.records import Location, PlaceMention, Span
from dateline.resolve.place_areas import beside, circle, corridor, half
from dateline.resolve.place_context import distance_km, toward
from dateline.resolve.place_ranking import FEATURES, NIL_FEATURES
from tests.reader import page_of


@pytest.fixture(scope="module")
def index() -> Iterator[MergedIndex]:
    opened = open_index()
    yield opened
    opened.close()


def places_of(index: MergedIndex, text: str) -> dict[str, Location]:
    report = Coder(index, "resolve", "rules").code(page_of(text))
    return {span.of(report.page.document): place for place in report.places for span in place.spans}


def test_rings_are_closed_and_counter_clockwise() -> None:
    for area in (circle(35, 37, 10), half(35, 37, 10, 270), corridor((35, 37), (36, 38)), beside((35, 37), (35, 38), 0, 25)):
        ring = area.ring
        assert ring[0] == ring[-1]
        assert sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in itertools.pairwise(ring)) < 0, area.kind


@pytest.mark.parametrize("bearing", [0, 45, 90, 180, 270])
def test_a_half_lies_on_its_side_within_reach(bearing: float) -> None:
    for lon, lat in half(35, 37, 20, bearing).ring:
        assert toward(bearing, 35, 37, lat, lon) >= -0.1
        assert distance_km(35, 37, lat, lon) <= 20.2


def test_a_strip_beside_a_line_lies_on_the_side_told() -> None:
    lats = [lat for _, lat in beside((35, 37), (35, 38), 180, 25).ring]
    assert max(lats) == pytest.approx(35, abs=0.001)
    assert min(lats) == pytest.approx(35 - 25 / 111.2, abs=0.01)


def test_between_two_towns_is_half_way_with_a_corridor(index: MergedIndex) -> None:
    found = places_of(index, "Syrian troops shelled a convoy between Homs and Palmyra on Monday.")
    place = found["Homs"]
    assert place.area is not None
    assert (place.area.kind, place.status, place.lat) == ("corridor", "area", found["Palmyra"].lat)
    assert place.lon is not None
    assert 37 < place.lon < 38
    assert (where_prec(place), where_precision(place), place.geo_precision) == (5, 5, 3)


def test_a_side_of_a_town_is_a_half_circle(index: MergedIndex) -> None:
    place = places_of(index, "Rockets landed in fields west of Aleppo in Syria.")["Aleppo"]
    assert place.area is not None
    assert (place.area.kind, place.status, place.geo_precision) == ("half", "area", 2)
    assert place.lon is not None
    assert max(lon for lon, _ in place.area.ring) <= place.lon + 0.001


def test_the_road_to_a_town_begins_at_the_town_before(index: MergedIndex) -> None:
    text = "Syrian fighters withdrew from Hama and mined the road to Salamiyah."
    place = places_of(index, text)["Salamiyah"]
    assert place.area is not None
    assert place.area.kind == "corridor"


def test_a_border_has_no_point_and_the_country_on_this_side(index: MergedIndex) -> None:
    place = places_of(index, "Shells fell in Azaz near the border with Turkey, Syrian state media said.")["Turkey"]
    assert (place.status, place.lat, place.country_code, place.geo_precision) == ("area", None, "SY", 3)


def test_an_unknown_village_of_a_province_has_the_seat_for_acled(index: MergedIndex) -> None:
    place = places_of(index, "Syrian troops took the village of Zurqubayta in Hama province.")["Zurqubayta"]
    assert (place.lat, place.geo_precision) == (None, 3)
    assert place.seat == pytest.approx((35.13, 36.75), abs=0.05)


def test_the_open_sea_is_of_no_country() -> None:
    sea = Location("Red Sea", "at", (), level="water", lat=20.0, lon=38.0, status="resolved", geo_precision=3)
    assert where_prec(sea) == where_precision(sea) == 7


def test_weights_are_those_of_the_features() -> None:
    assert load_place_weights().names == (*FEATURES, *NIL_FEATURES)


def test_broken_weights_tell_every_fault() -> None:
    with pytest.raises(DataError) as told:
        parse_place_weights('[candidate]\npeople = "much"\n')
    assert "[nil] is missing" in str(told.value)
    assert "candidate.people" in str(told.value)


def test_broken_reference_points_tell_every_row() -> None:
    with pytest.raises(DataError) as told:
        parse_reference_points("SY\t35\nIQ\t99\t44\tx\n")
    assert "line 1" in str(told.value)
    assert "line 2" in str(told.value)


@pytest.mark.parametrize("name", ["x" * 10_000, "\u0301" * 50, "\U00012000\U00012001\U00012002", "qwrtzpsdf"])
def test_what_is_no_name_is_no_place(index: MergedIndex, name: str) -> None:
    from dateline.resolve.places import resolve_places

    place = resolve_places([PlaceMention(Span(0, 1), 0, name)], page_of("x"), index)[0]
    assert (place.status, place.lat) == ("unresolved", None)
