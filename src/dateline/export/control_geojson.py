"""Who holds each place on one day as GeoJSON (RFC 7946): a feature for each place, coarse and by the day, with the claims behind it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from dateline.linked import ControlSpan

DECIMALS = 2
"""Of coordinates: about a kilometre, a settlement and not a position within it."""


def control_geojson(spans: Iterable[ControlSpan], day: dt.date) -> str:
    """Return a FeatureCollection of the spans that a day lies in; places without coordinates have a null geometry."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(span.lon, DECIMALS), round(span.lat, DECIMALS)]}
            if span.lat is not None and span.lon is not None
            else None,
            "properties": {
                "place": span.place,
                "said_of_area": span.area,
                "country_code": span.country_code,
                "on": day.isoformat(),
                "state": span.state,
                "holder": span.holder,
                "side": span.side,
                "besieger": span.besieger,
                "since": dt.date.fromordinal(span.first_day).isoformat(),
                "until": dt.date.fromordinal(span.last_day).isoformat() if span.last_day is not None else None,
                "reason": span.reason,
                "claimants": [
                    {"holder": c.holder, "side": c.side, "speakers": list(c.speakers), "only_its_own_side": c.only_own}
                    for c in span.claimants
                ],
                "claims": list(span.claims),
                "machine_coded": True,
                "review": "unreviewed",
            },
        }
        for span in spans
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")
