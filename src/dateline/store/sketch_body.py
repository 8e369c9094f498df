"""Sketches as the text that the store keeps, and back: values in the order of the records' fields, so that a field added last is read as its default."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import zlib
from typing import Any

from dateline.linked import ActorSketch, ClaimSketch, ControlSketch, EventSketch, ReportSketch, TollSketch

_EVENT = tuple(field.name for field in dataclasses.fields(EventSketch))
_CLAIM = tuple(field.name for field in dataclasses.fields(ClaimSketch))
_CONTROL = tuple(field.name for field in dataclasses.fields(ControlSketch))
_REPORT = tuple(field.name for field in dataclasses.fields(ReportSketch))


def event_values(sketch: EventSketch) -> list[Any]:
    """Return an event report's sketch as a list for JSON."""
    values = [getattr(sketch, name) for name in _EVENT]
    values[_EVENT.index("actors")] = [dataclasses.astuple(actor) for actor in sketch.actors]
    values[_EVENT.index("tolls")] = [dataclasses.astuple(toll) for toll in sketch.tolls]
    return values


def event_of(values: list[Any]) -> EventSketch:
    """Return the sketch of `event_values`."""
    given = dict(zip(_EVENT, values, strict=False))
    given["names"] = tuple(given["names"])
    given["words"] = tuple(given["words"])
    given["actors"] = tuple(ActorSketch(*actor) for actor in given["actors"])
    given["tolls"] = tuple(TollSketch(*toll) for toll in given["tolls"])
    return EventSketch(**given)


def control_values(sketch: ControlSketch) -> list[Any]:
    """Return a claim of control as a list for JSON."""
    return [_plain(getattr(sketch, name)) for name in _CONTROL]


def control_of(values: list[Any]) -> ControlSketch:
    """Return the claim of `control_values`."""
    given: dict[str, Any] = dict(zip(_CONTROL, values, strict=False))
    return ControlSketch(**given | {"names": tuple(given["names"]), "learned": dt.datetime.fromisoformat(given["learned"])})


def pack_report(sketch: ReportSketch) -> bytes:
    """Return a report's sketch as compressed JSON, without its event reports, which are kept by themselves."""
    values = [_plain(getattr(sketch, name)) for name in _REPORT]
    values[_REPORT.index("events")] = []
    values[_REPORT.index("claims")] = [dataclasses.astuple(claim) for claim in sketch.claims]
    return zlib.compress(json.dumps(values, separators=(",", ":")).encode())


def unpack_report(body: bytes, events: tuple[EventSketch, ...] = ()) -> ReportSketch:
    """Return the sketch of `pack_report` with event reports put back."""
    given: dict[str, Any] = dict(zip(_REPORT, json.loads(zlib.decompress(body)), strict=False))
    for name in ("signature", "wording"):
        given[name] = base64.b85decode(given[name])
    given = {name: _fixed(value) for name, value in given.items()}
    given["learned"] = dt.datetime.fromisoformat(given["learned"])
    given["events"] = events
    given["claims"] = tuple(_claim(claim) for claim in given["claims"])
    return ReportSketch(**given)


def _claim(values: tuple[Any, ...]) -> ClaimSketch:
    given: dict[str, Any] = dict(zip(_CLAIM, map(_fixed, values), strict=False))
    return ClaimSketch(**given)


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b85encode(value).decode("ascii")
    return value.isoformat() if isinstance(value, dt.datetime) else value
