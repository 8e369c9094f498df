"""Cells of lists of places: points on the globe, numbers, GeoNames features, text that was decoded right."""

from __future__ import annotations

import functools
import math
import re

from dateline.gazetteer.faults import CellError

CITY_FROM, TOWN_FROM = 50_000, 5_000  # inhabitants from which a settlement is called a city, a town

# GeoNames feature codes and classes, by longest prefix: https://www.geonames.org/export/codes.html
_FEATURES = {
    "A.PCL": "country", "A.TERR": "country", "A.ADM1": "admin1", "A.ADM": "admin2", "A.": "area", "P.PPLX": "neighbourhood", "P.": "settlement",
    "S.": "site", "R.": "road", "T.": "hill", "T.VAL": "area", "T.DSRT": "area", "T.PLN": "area", "T.ISL": "area", "T.PEN": "area",
    "T.CAPE": "area", "T.BCH": "area", "H.": "water", "U.": "water", "L.": "area", "V.": "area",
}  # fmt: skip
_NOT_DECODED = re.compile("[\udc80-\udcff]")


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


def _degrees(column: str, text: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        raise CellError(column, text, "degrees as a decimal number") from None
    if not (math.isfinite(value) and -most <= value <= most):
        raise CellError(column, text, f"degrees from -{most:g} to {most:g}")
    return value


def point_of(lat: str, lon: str) -> tuple[float, float]:
    """Return the numbers of a latitude and a longitude in degrees; raise CellError with the reason."""
    return _degrees("lat", lat, 90), _degrees("lon", lon, 180)


def whole_number(column: str, text: str) -> int:
    """Return a number that may be left empty; raise CellError for another text."""
    bare = text.strip().removesuffix(".0")
    if bare and not bare.isdecimal():
        raise CellError(column, text, "a whole number")
    return int(bare or 0)


def check_text(column: str, text: str) -> None:
    """Raise CellError for a cell with bytes that are no UTF-8."""
    if not text.isascii() and _NOT_DECODED.search(text):
        raise CellError(column, text, "UTF-8 text")
