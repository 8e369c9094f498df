"""Times the command as a user runs it: a fresh process each time, so nothing is cached from one run to the next."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench import floors, texts

SIZES = (100, 1_000, 10_000)
GATE_MOST = 1_000
"""The gate times at most so many reports: it must end in minutes."""
TRIES = 3
"""Short runs are timed so often and the best is taken: another process on the machine only ever adds time."""
MISSED, BROKEN = 1, 2
"""Exit statuses: a limit does not hold; the command itself failed."""
DATELINE = (sys.executable, "-m", "dateline")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command with its helpers: seconds by the wall and of all processors, peak memory in megabytes, exit status."""

    seconds: float
    processor: float
    megabytes: float
    status: int


def run(command: list[str], env: dict[str, str]) -> Run:
    """Run a command with its output thrown away, and measure it with the processes that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    ended = threading.Event()
    seen = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, ended, seen))
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    unit = 1e6 if sys.platform == "darwin" else 1e3  # ru_maxrss counts bytes on macOS, kilobytes elsewhere
    return Run(seconds, spent, max(seen[0], usage.ru_maxrss / unit), process.returncode)


def _watch(pid: int, ended: threading.Event, seen: list[float]) -> None:
    """Keep the most memory that a process and those it started hold together, pages shared among them counted once; Linux only."""
    while not ended.wait(0.1):
        seen[0] = max(seen[0], sum(_megabytes(one) for one in _family(pid)))


def _family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(int(child)))]


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1e3


def best(command: list[str], env: dict[str, str]) -> Run:
    """Return the fastest of TRIES runs."""
    return min((run(command, env) for _ in range(TRIES)), key=lambda one: one.seconds)


def write_reports(path: Path, count: int) -> int:
    """Write composed reports as JSON Lines; return their words."""
    words = 0
    with path.open("w", encoding="utf-8") as stream:
        for report in texts.reports(count):
            words += len(report.text.split())
            stream.write(report.line() + "\n")
    return words


def main(sizes: list[int], *, gate: bool) -> int:
    """Measure and print; return BROKEN when a command failed, MISSED with `gate` when a limit did not hold twice."""
    if gate:
        sizes = [min(size, GATE_MOST) for size in sizes]
    status = _once(sizes)
    if status and gate:
        print("once more: other work on the machine only ever makes a run slower")
        status = _once(sizes)
    return status if gate or status == BROKEN else 0


def _once(sizes: list[int]) -> int:
    """Measure and print once; return 0, MISSED or BROKEN."""
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as name:
        folder = Path(name)
        figures = _measure(sizes, folder, os.environ | {"DATELINE_HOME": str(folder / "home")})
    if figures is None:
        print("a run of `dateline code --json` failed; run it by hand on one line of bench.texts to see why", file=sys.stderr)
        return BROKEN
    limits = floors.load().speed
    failed = []
    for measure, value in figures.items():
        limit = limits[measure]
        failed += [] if limit.holds(value) else [measure]
        verdict = "" if limit.holds(value) else "   MISSES IT"
        print(f"{measure:24}{value:10.2f}   limit {'at most' if limit.most else 'at least'} {limit.floor:g}{verdict}")
    return MISSED if failed else 0


def _measure(sizes: list[int], folder: Path, env: dict[str, str]) -> dict[str, float] | None:
    """Print a line for each size; return the worst rate by the wall and memory over all of them, with start-up and first-report time."""
    help_run = best([*DATELINE, "--help"], env)
    one = folder / "1.jsonl"
    write_reports(one, 1)
    first = best([*DATELINE, "code", "--json", str(one)], env)
    runs = [help_run, first]
    rates = []
    print(f"{'reports':>8}{'words each':>12}{'seconds':>10}{'a second':>10}{'a processor':>14}{'peak MB':>9}   (a second: after start-up)")
    for size in sizes:
        source = folder / f"{size}.jsonl"
        words = write_reports(source, size)
        timed = run([*DATELINE, "code", "--json", str(source)], env)
        runs.append(timed)
        rates.append(_rate(size, timed.seconds, first.seconds))
        by_processor = _rate(size, timed.processor, first.processor)
        print(f"{size:8}{words / size:12.0f}{timed.seconds:10.2f}{rates[-1]:10.1f}{by_processor:14.1f}{timed.megabytes:9.0f}", flush=True)
        source.unlink()
    if any(one_run.status for one_run in runs):
        return None
    return {
        "reports_per_second": min(rates),
        "start_up_seconds": help_run.seconds,
        "first_report_seconds": first.seconds,
        "peak_megabytes": max(one_run.megabytes for one_run in runs),
    }


def _rate(size: int, seconds: float, first: float) -> float:
    """Return reports a second after the first one, which bears the start-up."""
    return (size - 1) / max(seconds - first, 1e-9) if size > 1 else 1 / seconds
