"""Places that lie between, on the road to, or at the border with others: mentions that say nothing of the named place itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from dateline.records import Location, PlaceMention
from dateline.resolve.place_areas import circle, corridor
from dateline.resolve.place_context import distance_km
from dateline.resolve.place_words import BETWEEN, BORDER_WITH, ROAD_TO

_SMALL_KM = 25.0  # half-length up to which a corridor is ACLED's small area (geo_precision 2)
_ROAD_KM = 20.0  # around a place, where only the far end of the road is told
_LONGEST_KM = 300.0  # places further apart are not the two ends of one road


class Spot(Protocol):
    """Anything with a point and a division."""

    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def admin1(self) -> str | None: ...


def midway(found: Location, one: Spot, other: Spot) -> Location:
    """Put a location half-way between two others, with the corridor that joins them."""
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    reach = distance_km(one.lat, one.lon, other.lat, other.lon) / 2
    return replace(
        found, admin1=one.admin1 if one.admin1 == other.admin1 else None, lat=round((one.lat + other.lat) / 2, 4),
        lon=round((one.lon + other.lon) / 2, 4), radius_km=round(max(5.0, reach), 1), status="area",
        geo_precision=2 if reach <= _SMALL_KM else 3, area=corridor((one.lat, one.lon), (other.lat, other.lon)),
    )  # fmt: skip


def joined(mentions: Sequence[PlaceMention], places: Sequence[Location]) -> list[Location]:
    """Return the places, those of "between A and B", "the road to A", "the border with A" with the area that the words mean."""
    out = list(places)
    for at, mention in enumerate(mentions):
        if mention.offset == BETWEEN and at + 1 < len(mentions) and mentions[at + 1].offset == BETWEEN and out[at].area is None:
            one, other = places[at], places[at + 1]
            if _pointed(one) and _pointed(other) and _apart(one, other) <= _LONGEST_KM:
                out[at], out[at + 1] = midway(one, one, other), midway(other, one, other)
        elif mention.offset == ROAD_TO and _pointed(places[at]) and places[at].geo_precision == 1:
            out[at] = _on_the_road(at, mentions, places)
        elif mention.offset == BORDER_WITH:
            out[at] = _at_the_border(at, mentions, places)
    return out


def _pointed(place: Location) -> bool:
    return place.lat is not None and place.lon is not None


def _apart(one: Location, other: Location) -> float:
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _on_the_road(at: int, mentions: Sequence[PlaceMention], places: Sequence[Location]) -> Location:
    """Join the place with the town named before it in the sentence; without one, all that is known is that it is not far."""
    place = places[at]
    for back in range(at - 1, -1, -1):
        start = places[back]
        if mentions[back].sentence != mentions[at].sentence:
            break
        if start.geo_precision == 1 and _pointed(start) and 1.0 < _apart(start, place) <= _LONGEST_KM:
            return midway(place, start, place)
    assert place.lat is not None
    assert place.lon is not None
    return replace(place, status="area", geo_precision=2, radius_km=_ROAD_KM, area=circle(place.lat, place.lon, _ROAD_KM))


def _at_the_border(at: int, mentions: Sequence[PlaceMention], places: Sequence[Location]) -> Location:
    """Leave a border with a country without a point: it is as long as the country; the side is that of the place named before it."""
    place = places[at]
    if place.level != "country":
        return place
    here = next(
        (places[i] for i in range(at - 1, -1, -1) if mentions[i].sentence == mentions[at].sentence and places[i].country_code), None
    )
    found = replace(place, relation="near", status="area", geo_precision=3, lat=None, lon=None, radius_km=None)
    return replace(found, admin1=here.admin1, country=here.country, country_code=here.country_code) if here else found
