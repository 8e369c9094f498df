"""The readers side by side: rules, model, both, on annotated reports; precision by confidence, its calibration, and two sets of weights compared."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.gold import figure
from corpus import gold, splits
from corpus.check import check_files
from dateline.export import one_json
from dateline.gazetteer import open_index
from dateline.models.reader import load_reader
from dateline.models.registry import FOLDER
from dateline.pipeline import Coder
from dateline.read import read
from dateline.records import READERS, CodedReport, Problem

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ("event", "event_without_largest", "slot.place", "slot.actor_side", "toll_exact", "source", "acc.realis", "acc.sub_event_type")
RECALL = 0.40
"""Recall at which the precision of events is asked for."""
_DRAWS = 2000
_SEED = 11


@dataclass(frozen=True, slots=True)
class Scored:
    """A folder of annotated reports read: the scorer's result, and for each event its report, confidence and whether it is right."""

    scores: Mapping[str, Any]
    per_doc: Mapping[str, Mapping[str, float]]
    events: Sequence[tuple[float, bool, bool]]  # confidence, right, a core event of the gold; in the order of reading
    core: int

    def value(self, name: str) -> float:
        """Return one score."""
        return figure(self.scores[name])


def split_of_corpus(split: str, folder: Path) -> Path:
    """Write the reports of a split of the corpus in the gold schema; return their folder."""
    reports = [report for _, report, _, _ in check_files(sorted((ROOT / "corpus" / "reports").rglob("*.txt")))]
    given = splits.rules()
    gold.write(((report, split) for report in reports if splits.split_of(report, given) == split), folder)
    return folder


def coded(reports: Path, coder: Coder) -> Iterator[CodedReport]:
    """Read every annotated report of a folder with what its metadata gives, as the scorer's driver does."""
    lines = []
    for path in sorted(reports.glob("*.json")):
        if path.name.startswith("_"):
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        with (reports / record["text_file"]).open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        given = {
            key: value for key, value in (record["input_meta"] or {}).items() if key in ("title", "outlet", "url", "published") and value
        }
        lines.append(json.dumps({"id": record["doc_id"], "text": text, **given}))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        for page in read([stream.name]):
            if not isinstance(page, Problem):
                yield coder.code(page)


def scored(reports: Path, answers: Iterable[CodedReport], shared: Path) -> Scored:
    """Score coded reports against a folder of annotated ones with the scorer of the annotated reports."""
    confidence: dict[tuple[str, str], float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "answers"
        folder.mkdir()
        for report in answers:
            doc_id = report.page.sighting.doc_id
            (folder / f"{doc_id}.json").write_text(json.dumps(one_json.to_dict(report)), encoding="utf-8")
            for event in report.events:
                confidence[doc_id, event.id] = event.confidence or 0.0
        target = Path(scratch) / "scores.json"
        command = [sys.executable, str(shared / "gold" / "score.py"), str(reports), str(folder), "--json", str(target)]
        subprocess.run(command, check=True, capture_output=True)
        found = json.loads(target.read_text(encoding="utf-8"))
    matched = {(doc, predicted): own for doc, detail in found["detail"].items() for own, predicted in detail["matched"].items()}
    cores: set[tuple[str, str]] = set()
    for doc_id in found["detail"]:
        record = json.loads((reports / f"{doc_id}.json").read_text(encoding="utf-8"))
        cores |= {(doc_id, event["id"]) for event in record["events"] if event["salience"] == "core"}
    events = [
        (chance, key in matched, (key[0], matched.get(key)) in cores) for key, chance in confidence.items()
    ]  # in the order of reading
    return Scored(found["scores"], found["per_doc"], events, len(cores))


def precision_at(found: Scored, recall: float = RECALL) -> float | None:
    """Return the precision of the surest events that together reach a recall of the core events; None where they never do."""
    right = hits = 0
    for number, (_, is_right, is_core) in enumerate(sorted(found.events, reverse=True), 1):
        right += is_right
        hits += is_core
        if hits >= recall * found.core:
            return right / number
    return None


def reliability(events: Sequence[tuple[float, bool]], bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Return the expected calibration error, and (mean confidence, share that is right, number) of each tenth of confidence."""
    curve, error = [], 0.0
    for low in range(bins):
        inside = [(c, r) for c, r in events if low / bins <= c < (low + 1) / bins or (low == bins - 1 and c == 1.0)]
        if inside:
            sure, right = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            curve.append((sure, right, len(inside)))
            error += abs(sure - right) * len(inside) / len(events)
    return error, curve


def difference(one: Mapping[str, Mapping[str, float]], other: Mapping[str, Mapping[str, float]]) -> tuple[float, float, float]:
    """Return the difference in event F1 of two readings of the same reports, with its 95% interval (paired bootstrap over reports)."""
    docs = sorted(one)
    rng = random.Random(_SEED)

    def f1(of: Mapping[str, Mapping[str, float]], drawn: Sequence[str]) -> float:
        tp, fp, fn = (sum(of[d][key] for d in drawn) for key in ("tp", "fp", "fn"))
        return 2 * tp / max(1.0, 2 * tp + fp + fn)

    draws = []
    for _ in range(_DRAWS):
        drawn = [rng.choice(docs) for _ in docs]
        draws.append(f1(one, drawn) - f1(other, drawn))
    draws.sort()
    return f1(one, docs) - f1(other, docs), draws[int(0.025 * _DRAWS)], draws[int(0.975 * _DRAWS)]


def row(name: str, reader: str, found: Scored) -> str:
    """Return the scores of one reading as a row of text."""
    sure = precision_at(found) if any(c for c, _, _ in found.events) else None
    told = "".join(f"{found.value(key):>10.3f}" if found.scores.get(key) else f"{'-':>10}" for key in SHOWN)
    return f"{name:8}{reader:8}{told}{'-' if sure is None else format(sure, '.3f'):>10}"


def main(shared: Path, *, other: Path | None = None, readers: Sequence[str] = READERS) -> int:
    """Print all of it; 2 where the scorer of the annotated reports is not there."""
    if not (shared / "gold" / "score.py").is_file():
        print(f"{shared / 'gold' / 'score.py'}: not there: skipped\n  hint: give --shared the folder that holds gold/score.py")
        return 2
    index = open_index()
    with tempfile.TemporaryDirectory(prefix="dateline-readers-") as scratch:
        folders = {"gold": shared / "gold" / "gold"}
        folders |= {split: split_of_corpus(split, Path(scratch) / split) for split in ("dev", "test")}
        print(
            f"{'reports':8}{'reader':8}"
            + "".join(f"{key.replace('slot.', '').replace('event_without', 'w/o')[:9]:>10}" for key in SHOWN)
            + f"{'P@R.4':>10}"
        )
        kept: dict[tuple[str, str], Scored] = {}
        for name, folder in folders.items():
            for reader in readers:
                kept[name, reader] = scored(folder, coded(folder, Coder(index, "code", reader)), shared)
                print(row(name, reader, kept[name, reader]), flush=True)
        if "both" in readers:
            error, curve = reliability([(c, r) for c, r, _ in kept["test", "both"].events])
            print(f"\ncalibration on the test split: expected error {error:.3f}\nsaid   right  events")
            print("\n".join(f"{sure:.2f}   {right:.2f}   {number:5}" for sure, right, number in curve))
        if other is not None:
            for reader in ("model", "both"):
                coder = Coder(index, "code", reader, model=load_reader("reader", other))
                there = scored(folders["gold"], coded(folders["gold"], coder), shared)
                print(row("gold", f"{reader}*", there))
                gap, low, high = difference(kept["gold", reader].per_doc, there.per_doc)
                print(f"event F1, {FOLDER.name} less {other}: {gap:+.3f} [{low:+.3f}, {high:+.3f}]")
    return 0
