"""Time expressions, against TempEval-3: which are found, with which extent, type and value.

TempEval-3 platinum (UzZaman et al., SemEval-2013) is distributed at https://www.cs.york.ac.uk/semeval-2013/task1/; prepared here as one JSON
object a line: `text`, `dct` (day of writing) and `timex` with offsets, type and TIMEX3 value. As in the task: strict asks for equal extents,
relaxed for a shared character, value F1 for a shared character and an equal value.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import floors
from dateline.find.timexes import find_timexes
from dateline.records import Document, Span, Timex, Zone
from dateline.segment import segment

_FILE = Path("tempeval3") / "platinum.jsonl"


@dataclass
class Tally:
    """Counts over the file; the right ones are those of the relaxed pairs."""

    marked: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    typed: int = 0
    valued: int = 0

    def scores(self) -> dict[str, float]:
        """Return the F1 scores of the task."""
        rows = {"strict": self.strict, "relaxed": self.relaxed, "type": self.typed, "value": self.valued}
        return {name: 2 * right / max(1, self.marked + self.found) for name, right in rows.items()}


def pairs(marked: list[Mapping[str, Any]], found: tuple[Timex, ...]) -> Iterator[tuple[Mapping[str, Any], Timex]]:
    """Pair marked and found expressions one to one: equal extents first, then in text order whatever shares a character."""
    free = list(found)
    left = []
    for timex in marked:
        same = next((t for t in free if (t.span.start, t.span.end) == (timex["start"], timex["end"])), None)
        if same is None:
            left.append(timex)
            continue
        free.remove(same)
        yield timex, same
    for timex in left:
        near = next((t for t in free if t.span.overlaps(Span(timex["start"], timex["end"]))), None)
        if near is not None:
            free.remove(near)
            yield timex, near


def score(path: Path, *, errors: bool = False) -> Tally:
    """Read every report of the file and compare; `errors` prints what differs."""
    tally = Tally()
    with path.open(encoding="utf-8") as lines:
        reports = [json.loads(line) for line in lines]
    for report in reports:
        text = report["text"]
        document = Document(text, zones=(Zone("body", Span(0, len(text))),))
        found = find_timexes(segment(document), dt.date.fromisoformat(report["dct"]))
        matched = list(pairs(report["timex"], found))
        tally.marked += len(report["timex"])
        tally.found += len(found)
        tally.relaxed += len(matched)
        tally.strict += sum((t.span.start, t.span.end) == (g["start"], g["end"]) for g, t in matched)
        tally.typed += sum(t.kind == g["type"] for g, t in matched)
        tally.valued += sum(t.value == g["value"] for g, t in matched)
        if errors:
            _print_errors(report, matched, found)
    return tally


def _print_errors(report: Mapping[str, Any], matched: list[tuple[Mapping[str, Any], Timex]], found: tuple[Timex, ...]) -> None:
    text = report["text"]
    reached = [gold for gold, _ in matched]
    met = [timex for _, timex in matched]
    for gold in report["timex"]:
        if gold not in reached:
            print(f"missed    {gold['text']!r} {gold['value']}")
    for timex in found:
        if timex not in met:
            around = text[max(0, timex.span.start - 30) : timex.span.end + 20].replace("\n", " ")
            print(f"extra     {text[timex.span.start : timex.span.end]!r} {timex.value}: {around}")
    for gold, timex in matched:
        words = text[timex.span.start : timex.span.end]
        if words != gold["text"]:
            print(f"extent    {gold['text']!r} found {words!r}")
        if timex.value != gold["value"]:
            print(f"value     {gold['text']!r} {gold['value']} found {timex.value}")


def main(data: Path, *, gate: bool = False, errors: bool = False) -> int:
    """Print the scores beside their floors; with `gate` 1 where one is under it; 2 where the file is missing."""
    path = data / _FILE
    if not path.exists():
        print(f"{path}: not found\nhint: --data names the folder that holds {_FILE}", file=sys.stderr)
        return 2
    tally = score(path, errors=errors)
    kept = floors.load().timexes
    print(f"marked {tally.marked}, found {tally.found}, strict {tally.strict}, relaxed {tally.relaxed}, value {tally.valued}")
    failed = []
    for name, value in tally.scores().items():
        floor = kept.get(name)
        limits = f"  floor {floor.floor:.3f}  target {floor.target:.3f}" if floor else ""
        print(f"{name:8} F1 {value:.3f}{limits}")
        failed += [name] if floor and not floor.holds(value) else []
    if failed:
        print(f"under the floor: {', '.join(failed)}")
    return 1 if gate and failed else 0
