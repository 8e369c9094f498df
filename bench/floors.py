"""The floors that scores and speed must not fall under, kept in floors.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

FILE = Path(__file__).with_name("floors.toml")
SECTIONS = (
    "gold",
    "speed",
    "reader",
    "places",
    "geoparsing",
    "namesakes",
    "toponyms",
    "actors",
    "timexes",
    "war",
    "linking_cost",
    "copies",
    "ecb",
    "reference",
    "desk",
)
MARGIN = 0.02
"""How far under what was measured a floor lies while its target is not reached: less than any change worth having."""


@dataclass(frozen=True, slots=True)
class Floor:
    """One measure: what is aimed at, what must hold, what was measured when that was set, and the gap in words.

    `most` turns the direction: the measure is a count or a time that must not exceed the floor.
    """

    name: str
    target: float
    floor: float
    measured: float | None = None
    gap: str = ""
    most: bool = False

    def holds(self, value: float) -> bool:
        """Tell whether a value passes."""
        return value <= self.floor if self.most else value >= self.floor

    def lowered_by(self, other: Floor) -> bool:
        """Tell whether the other is the weaker demand."""
        return other.floor > self.floor if self.most else other.floor < self.floor

    def after(self, value: float) -> Floor:
        """Return the floor that a new measurement gives: the target where it is reached, else the value less the margin, with the gap."""
        if value <= self.target if self.most else value >= self.target:
            return replace(self, floor=self.target, measured=value, gap="")
        if self.most:
            return replace(self, floor=value, measured=value, gap=f"{value - self.target:g} over the target")
        floor = max(0.0, round(value - MARGIN, 4))
        return replace(self, floor=floor, measured=value, gap=f"{self.target - value:.3f} under the target of {self.target:.2f}")


@dataclass(frozen=True, slots=True)
class Floors:
    """All floors of the file, and the hash of the annotated reports that they were measured on."""

    gold_sha256: str
    gold: Mapping[str, Floor]
    speed: Mapping[str, Floor]
    reader: Mapping[str, Floor] = field(default_factory=dict)
    places: Mapping[str, Floor] = field(default_factory=dict)
    geoparsing: Mapping[str, Floor] = field(default_factory=dict)
    namesakes: Mapping[str, Floor] = field(default_factory=dict)
    toponyms: Mapping[str, Floor] = field(default_factory=dict)
    actors: Mapping[str, Floor] = field(default_factory=dict)
    timexes: Mapping[str, Floor] = field(default_factory=dict)
    war: Mapping[str, Floor] = field(default_factory=dict)
    linking_cost: Mapping[str, Floor] = field(default_factory=dict)
    copies: Mapping[str, Floor] = field(default_factory=dict)
    ecb: Mapping[str, Floor] = field(default_factory=dict)
    reference: Mapping[str, Floor] = field(default_factory=dict)
    desk: Mapping[str, Floor] = field(default_factory=dict)


def load(path: Path | None = None) -> Floors:
    """Read the floors from FILE, or another path."""
    table = tomllib.loads((path or FILE).read_text(encoding="utf-8"))
    sections = {key: {name: Floor(name, **entry) for name, entry in table.get(key, {}).items()} for key in SECTIONS}
    return Floors(table["gold_sha256"], **sections)


def updated(floors: Floors, measured: Mapping[str, float], *, gold_sha256: str, allow_lower: bool) -> tuple[Floors, list[str]]:
    """Return the floors that a measurement gives and the names of those it would lower; these stay as they are unless allowed."""
    new: dict[str, Floor] = {}
    lowered = []
    for name, floor in floors.gold.items():
        candidate = floor.after(measured[name])
        if floor.lowered_by(candidate):
            lowered.append(name)
        new[name] = floor if floor.lowered_by(candidate) and not allow_lower else candidate
    return replace(floors, gold=new, gold_sha256=gold_sha256), lowered


HEAD = """\
# Floors of the score gate and limits of the speed gate. Written by `python -m bench gold --update-floors`, which raises floors
# freely and lowers one only with --allow-lower. A floor is its target where that is reached, else what was measured less .02,
# and the gap is named.
"""


def text_of(floors: Floors) -> str:
    """Return the file's text."""
    lines = [HEAD, f'gold_sha256 = "{floors.gold_sha256}"']
    for section, entries in ((section, getattr(floors, section)) for section in SECTIONS):
        for name, floor in entries.items():
            lines += [
                "",
                f"[{section}.{json.dumps(name) if '.' in name else name}]",
                f"target = {float(floor.target)}",
                f"floor = {float(floor.floor)}",
            ]
            lines += [] if floor.measured is None else [f"measured = {float(floor.measured)}"]
            lines += [f"gap = {json.dumps(floor.gap)}"] if floor.gap else []
            lines += ["most = true"] if floor.most else []
    return "\n".join(lines) + "\n"


def shown(values: Mapping[str, float], section: str, *, gate: bool) -> int:
    """Print the figures of a benchmark beside the floors of its section; return 1 where, with `gate`, one does not hold."""
    kept: Mapping[str, Floor] = getattr(load(), section)
    failed = []
    for name, value in values.items():
        floor = kept.get(name)
        limits = f"  floor {floor.floor:9.3f}  target {floor.target:9.3f}" if floor else ""
        if floor and not floor.holds(value):
            failed.append(name)
        print(f"{name:34}{value:10.3f}{limits}{'  UNDER THE FLOOR' if name in failed else ''}")
    if failed:
        print(f"under the floor: {', '.join(failed)}")
    return 1 if failed and gate else 0
