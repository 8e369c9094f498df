"""Scores `dateline code --json -` on the annotated reports, against the floors."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench import floors

COMMAND = (sys.executable, "-m", "dateline", "code", "--json", "-")
SHOWN = (
    "event_all",
    "event_macro",
    "slot.actor_name",
    "slot.loss",
    "toll_full",
    "source_event",
    "source_toll",
    "boilerplate_chars",
    "meta",
)
"""Scores that are printed beside the gated ones."""


def main(shared: Path, *, gate: bool, update: bool, allow_lower: bool, errors: bool) -> int:
    """Score, print, and compare; return 0, 1 when a floor does not hold, 2 when the scorer could not run."""
    gold = shared / "gold"
    if not (gold / "evaluate.py").is_file():
        print(f"{gold}: no annotated reports there: skipped\n  hint: give --shared the folder that holds gold/evaluate.py")
        return 0 if gate else 2
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        result = _score(gold, Path(folder), errors=errors)
    if result is None:
        return 2
    values = {name: figure(value) for name, value in result["scores"].items() if value is not None}
    kept = floors.load()
    _print(kept.gold, values, result["scores"])
    digest = gold_digest(gold / "gold")
    if kept.gold_sha256 and kept.gold_sha256 != digest:
        print("note: the annotated reports are not those that the floors were measured on; run --update-floors and look at the difference")
    if update:
        return _update(kept, values, digest, allow_lower=allow_lower)
    failed = [name for name, floor in kept.gold.items() if not floor.holds(values[name])]
    if failed:
        print(f"under the floor: {', '.join(failed)}")
    return 1 if failed and gate else 0


def _score(gold: Path, folder: Path, *, errors: bool) -> dict[str, Mapping[str, object]] | None:
    """Run the reader on every report and the scorer on its answers; None when either failed."""
    told = read_reports(gold, folder / "answers", reports=gold / "gold", errors=errors)
    if told is None:
        return None
    print(told.strip() if errors else told.partition("\n")[0])
    return score_answers(gold, folder / "answers", reports=gold / "gold")


def read_reports(gold: Path, answers: Path, *, reports: Path, errors: bool = False, link: bool = False) -> str | None:
    """Run the reader on a folder of annotated reports, answers into another; return what evaluate.py tells, None when the reader failed."""
    with tempfile.TemporaryDirectory(prefix="dateline-home-") as home:
        run = subprocess.run(
            [
                sys.executable, str(gold / "evaluate.py"), "--gold", str(reports), "--out", str(answers), *(["--errors"] if errors else []),
                "--", *COMMAND[:-1], *(["--link"] if link else []), COMMAND[-1],
            ],
            capture_output=True, text=True, encoding="utf-8", env=os.environ | {"DATELINE_HOME": home}, check=False,
        )  # fmt: skip
    if run.returncode:
        print(run.stdout.partition("\n")[0])
        print(f"the reader failed on the annotated reports\n{run.stderr[-2000:]}", file=sys.stderr)
        return None
    return run.stdout


def score_answers(gold: Path, answers: Path, *, reports: Path) -> dict[str, Mapping[str, object]]:
    """Return the scores of a folder of answers against a folder of annotated reports."""
    target = answers.with_name(f"{reports.name}-scores.json")
    subprocess.run(
        [sys.executable, str(gold / "score.py"), str(reports), str(answers), "--json", str(target)], capture_output=True, check=True
    )
    found: dict[str, Mapping[str, object]] = json.loads(target.read_text(encoding="utf-8"))
    return found


def figure(value: object) -> float:
    """Return the one number of a score: F1, accuracy, or a count."""
    if isinstance(value, Mapping):
        value = value["f1"] if "f1" in value else value["acc"]
    return float(value or 0)  # type: ignore[arg-type]


def _print(gated: Mapping[str, floors.Floor], values: Mapping[str, float], scores: Mapping[str, object]) -> None:
    print(f"{'measure':24}{'score':>8}{'floor':>8}{'target':>8}   precision  recall")
    for name in [*gated, *(n for n in SHOWN if n in values)]:
        floor, detail = gated.get(name), scores[name]
        limits = f"{floor.floor:8.3f}{floor.target:8.3f}" if floor else " " * 16
        parts = f"   {detail['p']:9.3f}{detail['r']:8.3f}" if isinstance(detail, Mapping) and "p" in detail else ""
        verdict = "   UNDER THE FLOOR" if floor and not floor.holds(values[name]) else ""
        print(f"{name:24}{values[name]:8.3f}{limits}{parts}{verdict}")


def _update(kept: floors.Floors, values: Mapping[str, float], digest: str, *, allow_lower: bool) -> int:
    new, lowered = floors.updated(kept, values, gold_sha256=digest, allow_lower=allow_lower)
    if lowered and not allow_lower:
        print(
            f"not written, these floors would fall: {', '.join(lowered)}\n  hint: --allow-lower, with the reason in the change",
            file=sys.stderr,
        )
        return 1
    floors.FILE.write_text(floors.text_of(new), encoding="utf-8")
    print(f"written: {floors.FILE}")
    return 0


def gold_digest(folder: Path) -> str:
    """Return the SHA-256 over names and contents of the annotated reports."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
