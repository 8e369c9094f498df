"""Cells of lists of places: points on the globe, kinds of places, GeoNames features."""

from __future__ import annotations

import functools

from dateline.faults import degrees

CITY_FROM, TOWN_FROM = 50_000, 5_000  # inhabitants from which a settlement is called a city, a town

# GeoNames feature codes and classes, by longest prefix: https://www.geonames.org/export/codes.html
_FEATURES = {
    "A.PCL": "country", "A.TERR": "country", "A.ADM1": "admin1", "A.ADM": "admin2", "A.": "area", "P.PPLX": "neighbourhood", "P.": "settlement",
    "S.": "site", "R.": "road", "T.": "hill", "T.VAL": "area", "T.DSRT": "area", "T.PLN": "area", "T.ISL": "area", "T.PEN": "area",
    "T.CAPE": "area", "T.BCH": "area", "H.": "water", "U.": "water", "L.": "area", "V.": "area",
}  # fmt: skip


def settlement_kind(population: int) -> str:
    """Return city, town or village by the number of inhabitants."""
    return "city" if population >= CITY_FROM else "town" if population >= TOWN_FROM else "village"


@functools.cache
def _feature(code: str) -> str:
    return _FEATURES[max((prefix for prefix in _FEATURES if code.startswith(prefix)), key=len, default="V.")]


def geonames_kind(feature_class: str, feature_code: str, population: int) -> str:
    """Return the level that a GeoNames feature stands for."""
    kind = _feature(f"{feature_class}.{feature_code}")
    return settlement_kind(population) if kind == "settlement" else kind


def point_of(lat: str, lon: str) -> tuple[float, float]:
    """Return the numbers of a latitude and a longitude in degrees; raise CellError with the reason."""
    return degrees("lat", lat, 90), degrees("lon", lon, 180)
