"""Filters of the desk, as they stand in the URL: the one spelling that pages, API and exports share."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Protocol
from urllib.parse import urlencode

from fastapi import Query as FormField
from pydantic import BeforeValidator, Field

from dateline.errors import DatelineError

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; west is greater than east where the box crosses the 180th meridian."""
SORTS = ("-date", "date", "-killed", "killed", "place", "-reports")
REVIEWS = ("unreviewed", "accepted", "corrected")


Number = Annotated[int, Field(ge=1, le=2**62)]
"""A number under which the store keeps something: one that a store can hold."""
Day = Annotated[dt.date | None, BeforeValidator(lambda given: given or None), FormField()]
"""A day of a URL; a form that leaves it empty asks for none."""


class Query(Protocol):
    """A URL's query: FastAPI's, or any mapping with repeated keys."""

    def getlist(self, key: str) -> Sequence[str]:
        """Return all values of a key."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are wanted; empty fields ask for nothing. Days are inclusive; an event passes whose days touch them."""

    since: dt.date | None = None
    until: dt.date | None = None
    types: tuple[str, ...] = ()
    sub: str = ""
    actor: str = ""
    side: str = ""
    outlet: str = ""
    speaker: str = ""
    country: str = ""
    place: str = ""
    text: str = ""
    review: str = ""
    credibility: int | None = None
    precision: int | None = None
    box: Box | None = None
    sort: str = SORTS[0]
    faults: tuple[str, ...] = field(default=(), compare=False)

    def query(self, **changes: object) -> str:
        """Return the URL's query for these filters, with some of them changed; None takes one away."""
        pairs = dict(_pairs(self))
        for key, value in changes.items():
            name = _NAMES.get(key, key)
            pairs.pop(name, None)
            if value not in (None, "", ()):
                pairs[name] = list(value) if isinstance(value, (tuple, list)) else [str(value)]
        return urlencode(pairs, doseq=True)

    @property
    def any(self) -> bool:
        """Tell whether anything is asked for, order aside."""
        return any(key != "sort" for key, _ in _pairs(self))


_NAMES = {"since": "from", "until": "to", "types": "type", "credibility": "cred", "text": "q", "box": "bbox"}
"""Fields whose name in the URL is another."""
_WORDS = ("sub", "actor", "side", "outlet", "speaker", "country", "place", "text")
MOST = 500
"""Characters taken of any one value."""


def wanted(query: Query) -> Wanted:
    """Read the filters of a URL; what cannot be read is left out and told in `faults`, one sentence each."""
    faults: list[str] = []
    given: dict[str, object] = {name: _first(query, _NAMES.get(name, name)) for name in _WORDS}
    given["types"] = tuple(dict.fromkeys(value.strip()[:MOST] for value in query.getlist("type") if value.strip()))
    for name in ("since", "until"):
        given[name] = _day(_first(query, _NAMES[name]), _NAMES[name], faults)
    for name, most in (("credibility", 6), ("precision", 3)):
        given[name] = _whole(_first(query, _NAMES.get(name, name)), _NAMES.get(name, name), most, faults)
    given["review"] = _one_of(_first(query, "review"), "review", REVIEWS, faults) or ""
    given["sort"] = _one_of(_first(query, "sort"), "sort", SORTS, faults) or SORTS[0]
    given["box"] = _box(_first(query, "bbox"), faults)
    return Wanted(**given, faults=tuple(faults))  # type: ignore[arg-type]


def checked(found: Wanted) -> Wanted:
    """Return filters that could all be read; raises DatelineError with every fault, for the API."""
    if found.faults:
        raise DatelineError("; ".join(found.faults), where="query", hint="see /api/v1/docs for the filters")
    return found


class Pairs:
    """A query of plain pairs."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = list(pairs)

    def getlist(self, key: str) -> Sequence[str]:
        """Return all values of a key."""
        return [value for name, value in self._pairs if name == key]


def _pairs(found: Wanted) -> Iterator[tuple[str, list[str]]]:
    blank = Wanted()
    for one in dataclasses.fields(found):
        value = getattr(found, one.name)
        if one.name == "faults" or value == getattr(blank, one.name):
            continue
        name = _NAMES.get(one.name, one.name)
        if one.name == "types":
            yield name, list(value)
        elif one.name == "box":
            yield name, [",".join(f"{edge:g}" for edge in value)]
        else:
            yield name, [str(value)]


def _first(query: Query, key: str) -> str:
    return next((value.strip()[:MOST] for value in query.getlist(key) if value.strip()), "")


def _day(text: str, name: str, faults: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        faults.append(f"{name}: no day: {text!r} (YYYY-MM-DD)")
        return None


def _whole(text: str, name: str, most: int, faults: list[str]) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    faults.append(f"{name}: no number from 1 to {most}: {text!r}")
    return None


def _one_of(text: str, name: str, known: Sequence[str], faults: list[str]) -> str:
    if text and text not in known:
        faults.append(f"{name}: {text!r} is none of {', '.join(known)}")
        return ""
    return text


def _box(text: str, faults: list[str]) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        faults.append(f"bbox: no box: {text!r} (west,south,east,north)")
        return None
    if not (-90 <= south <= north <= 90 and -540 <= west <= 540 and -540 <= east <= 540):
        faults.append(f"bbox: out of range: {text!r}")
        return None
    return west, south, east, north
