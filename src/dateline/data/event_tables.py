"""Tables of events that users bring: the loader of event_tables.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.data.codebooks import load_acled
from dateline.errors import DataError
from dateline.records import DatePrecision

_FILE = "event_tables.toml"
PRECISIONS = frozenset({"day", "range", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class DayRule:
    """What a code of date precision says: days on either side of the day given, or its whole month."""

    precision: DatePrecision
    days: int = 0
    month: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """What a code of place precision says: kilometres about the point, and ACLED's geo_precision."""

    km: float
    precision: int


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table: headings by field, fields that it must have, headings of which it has one, and its codes."""

    name: str
    headings: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...]
    known_by: frozenset[str]
    days: Mapping[str, DayRule]
    reaches: Mapping[str, Reach]
    reach: Reach
    classes: Mapping[str, str]
    older_types: Mapping[str, tuple[str, str | None]]


@cache
def load_event_tables() -> Mapping[str, TableKind]:
    """Return the kinds of tables by name, the most particular first; raise DataError with every fault of the file."""
    raw = tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8"))
    faults: list[str] = []
    kinds = {name: _kind(name, entry, faults) for name, entry in raw.items()}
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint="correct these entries; nothing was loaded")
    return kinds


def _kind(name: str, entry: Mapping[str, dict[str, dict[str, object]]], faults: list[str]) -> TableKind:
    book = load_acled()
    headings = {field: tuple(map(str, names)) for field, names in entry["headings"].items()}
    faults += [f"{name}: needs {field}, which has no headings" for field in entry["needs"] if field not in headings]
    older: dict[str, tuple[str, str | None]] = {}
    for old, (kind, sub) in entry.get("older_types", {}).items():
        if kind not in book.hierarchy or (sub and book.event_type_of.get(sub) != kind):
            faults.append(f"{name}: {old!r} is no {kind!r}, {sub!r} of ACLED's types")
        older[old] = (kind, sub or None)
    days = {code: DayRule(**rule) for code, rule in entry.get("date_prec", {}).items()}  # type: ignore[arg-type]
    faults += [f"{name}: date precision {rule.precision!r}" for rule in days.values() if rule.precision not in PRECISIONS]
    reaches = {code: Reach(**reach) for code, reach in entry.get("geo_prec", {}).items()}  # type: ignore[arg-type]
    reach = Reach(float(entry["reach"]["km"]), 2) if "reach" in entry else reaches["2"]  # type: ignore[arg-type]
    return TableKind(
        name, headings, tuple(entry["needs"]), frozenset(entry["known_by"]), days, reaches, reach,
        {code: str(kind) for code, kind in entry.get("class", {}).items()}, older,
    )  # fmt: skip
