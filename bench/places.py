"""Measures the place index: how long building and importing take, in what memory and space, and how fast names are looked up.

The list that is imported is made here: a million invented names in the layout of a GeoNames dump. Each step runs as a process of its own, whose
peak memory the system tells.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bench import floors
from dateline.gazetteer import MergedIndex, open_index
from dateline.gazetteer.sources import packaged_rows
from dateline.gazetteer.world import CITIES500_FILE

ROWS = 1_000_000
LOOKED_UP = 4_000
_ONSETS = "b d f g h j k l m n q r s t w z sh kh th gh br dr tr kr al".split()
_VOWELS = "a i u e o aa ee ou".split()
_ENDS = ["", "", "", "n", "r", "l", "m", "b", "q", "t"]
_CYRILLIC = str.maketrans("abdefghijklmnoqrstuwz", "абдефгхийклмнокрстувз")
_CODE = "import sys; from pathlib import Path; from dateline.gazetteer import add, build_world; "


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step cost: seconds by the wall, megabytes of memory at the most, megabytes of the file written."""

    seconds: float
    memory: float
    disk: float


def _word(draw: random.Random) -> str:
    return "".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(draw.randint(2, 4))) + draw.choice(_ENDS)


def write_dump(path: Path, rows: int, seed: int = 1) -> None:
    """Write a dump of invented villages with two to four other names each, one in five in another script."""
    draw = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            name = _word(draw).capitalize()
            others = [f"{_word(draw).capitalize()} {_word(draw).capitalize()}" for _ in range(draw.randint(1, 3))]
            if number % 5 == 0:
                others.append(name.lower().translate(_CYRILLIC))
            lat, lon = draw.uniform(-60, 70), draw.uniform(-180, 180)
            cells = (20_000_000 + number, name, name, ",".join(others), f"{lat:.5f}", f"{lon:.5f}", "P", "PPL", "SY", "", "10", "", "", "",
                     draw.randint(0, 9000), "", 300, "Asia/Damascus", "2020-01-01")  # fmt: skip
            out.write("\t".join(map(str, cells)) + "\n")


def _step(code: str, home: Path, name: str, *arguments: str) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _CODE + code, str(home), *arguments], env=os.environ)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{code} ended with status {os.waitstatus_to_exitcode(status)} (peak so far {before} kB)")
    return Cost(seconds, used.ru_maxrss / 1024, (home / "gazetteer" / f"{name}.sqlite").stat().st_size / 1e6)


def _spent_us(index: MergedIndex, names: list[str], *, fuzzy: bool) -> list[float]:
    """Return the processor's time of each look-up in microseconds, shortest first: other work on the machine does not count."""
    spent = []
    for name in names:
        start = time.thread_time()
        index.lookup(name, fuzzy=fuzzy)
        spent.append((time.thread_time() - start) * 1e6)
    return sorted(spent)


def look_ups(index: MergedIndex) -> dict[str, float]:
    """Return microseconds of a look-up on names drawn from the index, each looked up for the first time, and of hopeless ones."""
    draw = random.Random(2)
    rows = draw.sample(list(packaged_rows(CITIES500_FILE)), LOOKED_UP)
    names = [row.name for row in rows]
    exact = _spent_us(index, names[: LOOKED_UP // 2], fuzzy=False)
    misspelt = [name.replace("a", "e", 1) + "h" for name in names[LOOKED_UP // 2 :]]
    cascade = _spent_us(index, misspelt, fuzzy=True)
    hopeless = [
        "x" * 10_000,
        "\u0301" * 50,
        "\u0301" * 10_000,
        "\U00012000\U00012001\U00012002",
        "".join(chr(0x16A0 + n) for n in range(9)),
    ]
    worst = 0.0
    for name in hopeless:
        start = time.perf_counter()
        found = index.lookup(name)
        worst = max(worst, (time.perf_counter() - start) * 1e6)
        if found:
            raise SystemExit(f"a name of {unicodedata.name(name[0])} was found: {found[0]}")
    return {
        "exact_us": statistics.median(exact), "cascade_us": statistics.median(cascade), "cascade_p95_us": cascade[len(cascade) * 95 // 100],
        "hopeless_us": worst,
    }  # fmt: skip


def measure(rows: int = ROWS) -> dict[str, float]:
    """Build the world, import a dump, look names up; return the figures by name."""
    with tempfile.TemporaryDirectory(prefix="dateline-places-") as folder:
        home = Path(folder)
        world = _step("build_world(Path(sys.argv[1]))", home, "world")
        index = open_index(home)
        figures = look_ups(index)
        index.close()
        dump = home / "dump.txt"
        write_dump(dump, rows)
        added = _step("add(Path(sys.argv[2]), home=Path(sys.argv[1]))", home, "dump", str(dump))
    return {
        "world_seconds": world.seconds, "world_megabytes": world.memory, "world_disk_megabytes": world.disk,
        "import_seconds": added.seconds, "import_megabytes": added.memory, "import_disk_megabytes": added.disk, **figures,
    }  # fmt: skip


def main(*, gate: bool = False) -> int:
    """Print the figures; with gate return 1 when one misses its floor."""
    figures = measure()
    for name, value in figures.items():
        print(f"{name:<24} {value:10.1f}")
    if not gate:
        return 0
    limits = floors.load().places
    missed = [name for name, floor in limits.items() if not floor.holds(figures[name])]
    for name in missed:
        print(f"over its limit of {limits[name].floor:g}: {name} {figures[name]:.1f}")
    return int(bool(missed))
