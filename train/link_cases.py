"""Reads the invented cases of tests/link/link_cases.toml as sketches, and their pairs with the truth."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.link.event_sketch import name_key
from dateline.linked import ActorSketch, EventSketch, TollSketch

CASES = Path(__file__).resolve().parent.parent / "tests" / "link" / "link_cases.toml"
FIRST_OF_MAY = 735_718
MONTH = 31
TYPES = {
    "clash": ("Battles", "Armed clash"),
    "takes": ("Battles", "Non-state actor overtakes territory"),
    "regain": ("Battles", "Government regains territory"),
    "shell": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "air": ("Explosions/Remote violence", "Air/drone strike"),
    "ied": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "suicide": ("Explosions/Remote violence", "Suicide bomb"),
    "grenade": ("Explosions/Remote violence", "Grenade"),
    "attack": ("Violence against civilians", "Attack"),
    "abduct": ("Violence against civilians", "Abduction/forced disappearance"),
    "protest": ("Protests", "Peaceful protest"),
    "riot": ("Riots", "Violent demonstration"),
    "agree": ("Strategic developments", "Agreement"),
    "arrest": ("Strategic developments", "Arrests"),
    "loot": ("Strategic developments", "Looting/property destruction"),
    "transfer": ("Strategic developments", "Non-violent transfer of territory"),
}
_KINDS = {"k": "killed", "w": "wounded", "c": "captured", "d": "displaced", "a": "abducted"}
_PLACE = re.compile(r"(?P<name>[^@]+) @(?:\?|(?P<lat>-?[\d.]+),(?P<lon>-?[\d.]+))(?: ~(?P<km>\d+))?")
_TOLL = re.compile(r"([kwcda])(\d+)(\+)?(?:-(\d+))?(?::(\w+))?")


@dataclass(frozen=True, slots=True)
class Case:
    """An invented case: its event reports, and the event that each truly tells of (several letters: a report of several)."""

    name: str
    sketches: tuple[EventSketch, ...]
    truth: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[EventSketch, EventSketch, bool]]:
        """Yield the pairs of two reports with whether they tell of one event; a report of several events is in none."""
        for (a, x), (b, y) in itertools.combinations(zip(self.sketches, self.truth, strict=True), 2):
            if len(x) == len(y) == 1 and a.sighting != b.sighting:
                yield a, b, x == y


def cases(path: Path = CASES) -> list[Case]:
    """Return the cases; raises ValueError where a line is none."""
    return [_case(n, given["name"], given["lines"]) for n, given in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"])]


def _case(number: int, name: str, lines: list[str]) -> Case:
    told = [_report(f"{number}", n, line) for n, line in enumerate(lines)]
    return Case(name, tuple(sketch for sketch, _ in told), tuple(truth for _, truth in told))


def _report(case: str, n: int, line: str) -> tuple[EventSketch, str]:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) not in (7, 8):
        raise ValueError(f"case {case}: 7 or 8 fields are wanted: {line}")
    label, days, place, kind, actors, tolls, words = fields[:7]
    truth, report = label.split()
    where = _PLACE.fullmatch(place)
    if where is None:
        raise ValueError(f"case {case}: no place: {place}")
    first, last, precision = _days(days)
    km = float(where["km"] or 3)
    by, on = actors.split(">")
    sketch = EventSketch(
        id=f"E-{case}-{n}", local_id=f"e{n}", sighting=f"S-{case}-{report}", event_type=TYPES[kind][0], sub_event_type=TYPES[kind][1],
        realis="hypothetical_denied" if truth.endswith("*") else "actual", salience="core", lemma=kind, first_day=first, last_day=last,
        date_precision=precision, published=FIRST_OF_MAY + 31, place=where["name"], names=(name_key(where["name"]),),
        lat=float(where["lat"]) if where["lat"] else None, lon=float(where["lon"]) if where["lon"] else None,
        radius_km=km if where["lat"] else None, geo_precision=None if not where["lat"] else 1 if km <= 10 else 2 if km <= 30 else 3,
        country_code="XX", admin1=None, group=None,
        actors=(*_actors("initiator", by), *_actors("target", on)), tolls=tuple(_tolls(tolls)), words=tuple(dict.fromkeys(words.split())),
        outcome={"gain": "captured", "none": "repelled"}.get(fields[7]) if len(fields) == 8 else None,
    )  # fmt: skip
    return sketch, truth.rstrip("*")


def _days(text: str) -> tuple[int | None, int | None, str]:
    if text == "?":
        return None, None, "unknown"
    first, _, last = text.partition("-")
    if first == "?":
        return None, FIRST_OF_MAY + int(last) - 1, "before"
    start = FIRST_OF_MAY + int(first) - 1
    end = FIRST_OF_MAY + int(last or first) - 1
    return start, end, "day" if start == end else "range" if end - start < 3 else "week" if end - start < 9 else "month"


def _actors(role: str, text: str) -> Iterator[ActorSketch]:
    for one in text.split("+"):
        key, _, side = one.strip().partition("/")
        if key in ("civ", "people"):
            yield ActorSketch(role, "civilians", "Civilians", "civilians")
        elif key == "?":
            yield ActorSketch(role, "unidentified armed actor", "Unidentified", "unidentified")
        else:
            yield ActorSketch(role, f"{side}-{key}", side, "rebel")


def _tolls(text: str) -> Iterator[TollSketch]:
    for n, match in enumerate(_TOLL.finditer(text)):
        kind, low, more, high, side = match.groups()
        top = int(high) if high else None if more else int(low)
        yield TollSketch(f"c{n}", _KINDS[kind], side, "unknown", int(low), int(low), top, None, None, "event", False)  # type: ignore[arg-type]
