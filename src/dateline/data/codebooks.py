"""The code books: ACLED, UCDP GED and PLOVER as frozen records, read from codebooks/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from dateline.errors import DataError

__all__ = [
    "AcledBook", "Column", "PloverBook", "PloverRule", "UcdpBook",
    "load_acled", "load_plover", "load_ucdp", "parse_acled", "parse_plover", "parse_ucdp",
]  # fmt: skip

Book = TypeVar("Book")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a data set: name, type, and what it holds where the name does not say it."""

    name: str
    type: str
    note: str


@dataclass(frozen=True, slots=True)
class AcledBook:
    """ACLED's vocabulary and counting rules; `hierarchy` lists event types, the one that wins first."""

    columns: tuple[Column, ...]
    hierarchy: tuple[str, ...]
    event_type_of: Mapping[str, str]  # sub-event type -> event type
    disorder_type_of: Mapping[str, str]  # sub-event type -> disorder type
    inter: Mapping[int, str]
    interactions: frozenset[int]
    alone: frozenset[str]  # event types that need no second actor
    fatalities: Mapping[str, int | str]
    regains: str
    overtakes: str
    transfer: str
    overtakers: frozenset[int]


@dataclass(frozen=True, slots=True)
class UcdpBook:
    """UCDP GED's columns and code lists; keys are the codes, values what they mean."""

    columns: tuple[str, ...]
    regions: tuple[str, ...]
    type_of_violence: Mapping[int, str]
    where_prec: Mapping[int, str]
    date_prec: Mapping[int, str]
    event_clarity: Mapping[int, str]
    deaths_min: int
    limited_area_km: float


@dataclass(frozen=True, slots=True)
class PloverRule:
    """Sub-event types and, if any are given, trigger lemmas that make a PLOVER event and mode."""

    sub_event_types: frozenset[str]
    lemmas: frozenset[str]
    event: str
    mode: str | None


@dataclass(frozen=True, slots=True)
class PloverBook:
    """PLOVER's events with quad class and modes, and the rules that lead to them, first fit first."""

    quad_of: Mapping[str, str]
    modes_of: Mapping[str, tuple[str, ...]]
    contexts: tuple[str, ...]
    sectors: tuple[str, ...]
    fields: tuple[str, ...]
    rules: tuple[PloverRule, ...]


def _codes(table: Mapping[str, Any]) -> dict[int, str]:
    return {int(code): str(meaning) for code, meaning in table.items()}


def _acled(data: Mapping[str, Any], faults: list[str]) -> AcledBook:
    event_type_of: dict[str, str] = {}
    disorder: dict[str, str] = {}
    for table in data["event_type"]:
        for sub in table["sub_event_types"]:
            if sub in event_type_of:
                faults.append(f"sub-event type {sub!r} stands twice")
            event_type_of[sub] = table["name"]
            disorder[sub] = table["disorder_type"]
    faults.extend(f"disorder_type_of: no sub-event type {sub!r}" for sub in data["disorder_type_of"] if sub not in event_type_of)
    disorder |= data["disorder_type_of"]
    inter = _codes(data["inter"])
    for code in data["interaction"]["codes"]:
        first, second = divmod(code, 10)
        if first not in inter or (second and (second not in inter or second < first)):
            faults.append(f"interaction {code} is no pair of classes, the lower first")
    territory = data["territory"]
    for rule in ("regains", "overtakes", "transfer"):
        if territory[rule] not in event_type_of:
            faults.append(f"territory.{rule}: no sub-event type {territory[rule]!r}")
    return AcledBook(
        columns=tuple(Column(**column) for column in data["columns"]),
        hierarchy=tuple(table["name"] for table in data["event_type"]),
        event_type_of=event_type_of,
        disorder_type_of=disorder,
        inter=inter,
        interactions=frozenset(data["interaction"]["codes"]),
        alone=frozenset(data["interaction"]["alone"]),
        fatalities=data["fatalities"],
        regains=territory["regains"],
        overtakes=territory["overtakes"],
        transfer=territory["transfer"],
        overtakers=frozenset(territory["overtakers"]),
    )


def _ucdp(data: Mapping[str, Any], faults: list[str]) -> UcdpBook:
    columns = tuple(data["columns"])
    faults.extend(f"column {name!r} stands twice" for name in sorted({name for name in columns if columns.count(name) > 1}))
    return UcdpBook(
        columns=columns,
        regions=tuple(data["regions"]),
        type_of_violence=_codes(data["type_of_violence"]),
        where_prec=_codes(data["where_prec"]),
        date_prec=_codes(data["date_prec"]),
        event_clarity=_codes(data["event_clarity"]),
        deaths_min=data["rules"]["deaths_min"],
        limited_area_km=data["rules"]["limited_area_km"],
    )


def _plover(data: Mapping[str, Any], faults: list[str]) -> PloverBook:
    modes = {table["name"]: tuple(table["modes"]) for table in data["event"]}
    rules: list[PloverRule] = []
    for number, table in enumerate(data["rule"], start=1):
        event, mode = table["event"], table.get("mode")
        if event not in modes:
            faults.append(f"rule {number}: no event {event!r}")
        elif mode is not None and mode not in modes[event]:
            faults.append(f"rule {number}: {event} has no mode {mode!r}")
        rules.append(PloverRule(frozenset(table["sub_event_types"]), frozenset(table["lemmas"]), event, mode))
    return PloverBook(
        quad_of={table["name"]: table["quad"] for table in data["event"]},
        modes_of=modes,
        contexts=tuple(data["contexts"]),
        sectors=tuple(data["sectors"]),
        fields=tuple(data["fields"]),
        rules=tuple(rules),
    )


def _parse(text: str, where: str, make: Callable[[Mapping[str, Any], list[str]], Book]) -> Book:
    faults: list[str] = []
    try:
        book = make(tomllib.loads(text), faults)
    except tomllib.TOMLDecodeError as error:
        raise DataError(str(error), where=where, hint="correct the TOML syntax") from error
    except KeyError as error:
        raise DataError(f"key {error} is missing", where=where, hint="compare with the code book that the package carries") from error
    if faults:
        raise DataError("; ".join(faults), where=where, hint="correct these entries; nothing was loaded")
    return book


def parse_acled(text: str, *, where: str = "acled.toml") -> AcledBook:
    """Read ACLED's book from TOML text; raise DataError with every fault found."""
    return _parse(text, where, _acled)


def parse_ucdp(text: str, *, where: str = "ucdp.toml") -> UcdpBook:
    """Read UCDP's book from TOML text; raise DataError with every fault found."""
    return _parse(text, where, _ucdp)


def parse_plover(text: str, *, where: str = "plover.toml") -> PloverBook:
    """Read PLOVER's book from TOML text; raise DataError with every fault found."""
    return _parse(text, where, _plover)


def _text(name: str) -> str:
    return resources.files("dateline.data").joinpath("codebooks", name).read_text(encoding="utf-8")


@cache
def load_acled() -> AcledBook:
    """Return the package's ACLED book, read once."""
    return parse_acled(_text("acled.toml"))


@cache
def load_ucdp() -> UcdpBook:
    """Return the package's UCDP book, read once."""
    return parse_ucdp(_text("ucdp.toml"))


@cache
def load_plover() -> PloverBook:
    """Return the package's PLOVER book, read once."""
    return parse_plover(_text("plover.toml"))
