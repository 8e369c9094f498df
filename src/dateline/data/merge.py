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
CHOICES = ("rules", "model", "surer")


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """Whose cell is kept (`cells`), from which probability the model is `sure`, and the confidence an event report needs by who found it."""

    cells: Mapping[str, str]
    sure: float
    least: Mapping[str, float]


@cache
def load_merge_policy() -> MergePolicy:
    """Read data/merge.toml; raises DataError that lists its faults."""
    raw = tomllib.loads((files("dateline.data") / "merge.toml").read_text(encoding="utf-8"))
    cells = {name: value for name, value in raw.get("cells", {}).items() if name != "sure"}
    least = raw.get("events", {}).get("least", {})
    faults = [f"[cells] {name}: missing" for name in CELLS if name not in cells]
    faults += [f"[cells] {name}: no such cell" for name in cells if name not in CELLS]
    faults += [f"[cells] {name} = {value!r}: not one of {', '.join(CHOICES)}" for name, value in cells.items() if value not in CHOICES]
    faults += [f"[events] least.{name}: missing" for name in FOUND_BY if name not in least]
    if faults:
        raise DataError("; ".join(faults), where="merge.toml", hint="see the head of the file")
    return MergePolicy(cells, float(raw["cells"].get("sure", 1.0)), {name: float(value) for name, value in least.items()})


__all__ = ["CELLS", "CHOICES", "FOUND_BY", "MergePolicy", "load_merge_policy"]
