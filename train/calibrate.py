"""`python -m train.calibrate`: temperatures of the heads and weights of the events' confidence, fitted on the corpus's dev split and its news."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench import muc4
from bench.reader import templates
from bench.readers import coded, reliability, scored, split_of_corpus
from dateline.data.merge import load_merge_policy
from dateline.gazetteer import open_index
from dateline.merge import merge_events
from dateline.merge.confidence import FACTS, event_confidence
from dateline.merge.events import Candidate
from dateline.models.reader import load_reader
from dateline.models.registry import FOLDER
from dateline.pipeline import Coder
from dateline.records import CodedReport, EventReport
from train.hints import Hinter
from train.registering import register

NEWS = Path(__file__).resolve().parent.parent / "corpus" / "news"
ROOT = Path(__file__).resolve().parent.parent
_LEANS = (0.0, -0.5, -1.0, -1.5)
_SHRINK = 0.003
"""Weight of the squared size of the confidence's weights against the mean loss: the dev split is small."""


class _Open(Coder):
    """A coder that keeps every candidate event and notes what its confidence would rest on."""

    def __init__(self, reader: str) -> None:
        super().__init__(open_index(), "code", reader)
        self.facts: list[Mapping[str, float]] = []

    def keep(self, candidates: Sequence[Candidate]) -> tuple[tuple[EventReport, ...], tuple[EventReport, ...]]:
        """Keep them all."""
        self.facts = [c.facts for c in candidates]
        return merge_events(candidates, load_merge_policy(), {})


def candidates_of(reports: Path, shared: Path, reader: str = "both") -> tuple[list[dict[str, float]], list[int], int]:
    """Return the facts of every candidate event of a folder of annotated reports, whether each is right, and the number of core events there."""
    coder = _Open(reader)
    facts: list[dict[str, float]] = []

    def read_all() -> Iterator[CodedReport]:
        for report in coded(reports, coder):
            facts.extend(dict(one) for one in coder.facts)
            yield report

    found = scored(reports, read_all(), shared)
    return facts, [int(right) for _, right, _ in found.events], found.core


def fit_confidence(rows: Sequence[Mapping[str, float]], right: Sequence[int]) -> dict[str, float]:
    """Fit the logistic model by Newton's method; deterministic."""
    x = np.array([[1.0, *(row.get(name, 0.0) for name in FACTS)] for row in rows])
    y = np.array(right, float)
    w = np.zeros(x.shape[1])
    shrink = np.full(x.shape[1], _SHRINK)
    shrink[0] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) / len(y) + shrink * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x / len(y) + np.diag(shrink)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    return {"bias": round(float(w[0]), 4)} | {name: round(float(value), 4) for name, value in zip(FACTS, w[1:], strict=True)}


def best_threshold(
    rows: Sequence[Mapping[str, float]], right: Sequence[int], core: int, weights: Mapping[str, float]
) -> tuple[float, float]:
    """Return the confidence from which events are kept at the best F1, and that F1."""
    chances = np.array([event_confidence(row, weights) for row in rows])
    y = np.array(right)
    best = (0.0, 0.0)
    for least in np.arange(0, 0.8, 0.02):
        kept = chances >= least
        hit = y[kept].sum()
        f1 = 2 * hit / max(1, kept.sum() + core)
        best = max(best, (float(f1), float(least)))
    return best[1], best[0]


def lean_of_fillers(data: Path, folder: Path) -> float:
    """Return what is added to "no filler" so that the templates of MUC-4's 200 reports for development come out best; 0 where they are not there."""
    path = data / "muc4" / "role_fillers_dev.jsonl"
    if not path.is_file():
        return 0.0
    model, hinter = load_reader("reader", folder), Hinter()
    reports = muc4.read(path)
    gold = {report.docid: report.templates for report in reports}
    best = (0.0, 0.0)
    for lean in _LEANS:
        model.lean("muc", lean)
        filled = {report.docid: templates(model, hinter, report.text) for report in reports}
        best = max(best, (muc4.score(gold, filled).overall.f1, lean))
    print(f"muc4 (development): F1 {best[0]:.3f} with {best[1]:+.1f} for no filler")
    return best[1]


def main() -> None:
    """Fit on the dev split and the news, and print how it fits each."""
    parser = argparse.ArgumentParser(prog="python -m train.calibrate", description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder that holds gold/score.py")
    parser.add_argument("--into", type=Path, default=FOLDER)
    args = parser.parse_args()
    path = args.into / "calibration.json"
    tuning = json.loads(path.read_text(encoding="utf-8"))
    tuning["confidence"] = {}
    tuning["outside"] = {"muc": lean_of_fillers(args.shared / "data", args.into)}
    with tempfile.TemporaryDirectory() as scratch:
        folders = (split_of_corpus("dev", Path(scratch) / "dev"), NEWS)
        for reader in ("both", "model"):
            parts = [candidates_of(folder, args.shared, reader) for folder in folders]
            rows = [row for part in parts for row in part[0]]
            right = [y for part in parts for y in part[1]]
            tuning["confidence"][reader] = weights = fit_confidence(rows, right)
            for folder, (own, good, core) in zip(folders, parts, strict=True):
                least, f1 = best_threshold(own, good, core, weights)
                error, _ = reliability([(event_confidence(one, weights) or 0.0, bool(y)) for one, y in zip(own, good, strict=True)])
                print(
                    f"{reader}, {folder.name}: {len(own)} candidates, {sum(good)} right, {core} core events; best from {least:.2f} (F1 about {f1:.3f});"
                )
                print(f"  calibration error {error:.3f}")
            print(json.dumps(weights))
    path.write_text(json.dumps(tuning, indent=1) + "\n", encoding="utf-8")
    register(args.into)


if __name__ == "__main__":
    main()
