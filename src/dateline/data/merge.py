"""The table that says which reader decides what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import DataError

CELLS = ("sub_event_type", "realis", "salience", "participants", "locations", "date", "outcome", "tolls", "losses")
FOUND_BY = ("both", "rules", "model")
CHOICES = ("rules", "model", "surer", "filled")


WEIGHED = ("sub_event_type", "realis", "salience", "participants", "locations")
"""Cells that the model gives a probability for: only these can go to the surer reader."""


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """Whose cell is kept (`cells`), from which probability the model is `sure`, and the confidence an event report needs by who found it."""

    cells: Mapping[str, str]
    sure: float
    least: Mapping[str, float]


@cache
def load_merge_policy() -> MergePolicy:
    """Read data/merge.toml; raises DataError that lists its faults."""
    hint = "see the head of the file"
    try:
        raw = tomllib.loads((files("dateline.data") / "merge.toml").read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise DataError(f"cannot be read: {error}", where="merge.toml", hint=hint) from error
    cells = {name: value for name, value in raw.get("cells", {}).items() if name != "sure"}
    least = raw.get("events", {}).get("least", {})
    faults = [f"[cells] {name}: missing" for name in CELLS if name not in cells]
    faults += [f"[cells] {name}: no such cell" for name in cells if name not in CELLS]
    faults += [f"[cells] {name} = {value!r}: not one of {', '.join(CHOICES)}" for name, value in cells.items() if value not in CHOICES]
    faults += [f"[events] least.{name}: missing" for name in FOUND_BY if name not in least]
    faults += [
        f"[cells] {name} = 'surer': the model gives no probability for it"
        for name in cells
        if cells[name] == "surer" and name not in WEIGHED
    ]
    faults += [f"[events] least.{name}: nobody finds by that name" for name in least if name not in FOUND_BY]
    numbers = {"[cells] sure": raw.get("cells", {}).get("sure", 1.0)} | {f"[events] least.{name}": value for name, value in least.items()}
    faults += [f"{name} = {value!r}: not a number from 0 to 1" for name, value in numbers.items() if not _is_chance(value)]
    if faults:
        raise DataError("; ".join(faults), where="merge.toml", hint=hint)
    return MergePolicy(cells, float(raw["cells"].get("sure", 1.0)), {name: float(value) for name, value in least.items()})


def _is_chance(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


__all__ = ["CELLS", "CHOICES", "FOUND_BY", "MergePolicy", "load_merge_policy"]
