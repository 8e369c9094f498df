"""`python -m train.reader`: fits the default reader, and the one without the Middle East for comparison."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor

from dateline.data.actors import load_actors
from dateline.models.registry import FOLDER
from dateline.models.windows import Windows
from train.batch import Labeller
from train.encoder import folder_of
from train.examples import Example
from train.fit import Stage, fit
from train.heads import layout
from train.hints import Hinter
from train.leave_out import LeftOut, gold_left_out
from train.model import Reader
from train.sets import corpus, public

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = {"re3d": public.re3d, "cameo": public.cameo, "polnear": public.polnear, "muc4": public.muc4, "plover": public.plover}

FIRST = Stage("first", {"polnear": 1.0, "muc4": 1.0, "cameo": 4, "plover": 4, "afar": 4})
"""Shared by both readers: everything but reports from the Middle East (`afar` is the corpus without them)."""


def _all_sets(re3d: float, cameo: float) -> dict[str, float]:
    return {"corpus": 12, "re3d": re3d, "cameo": cameo, "polnear": 0.3, "muc4": 1.0, "plover": 10}


_EXCHANGED = {"corpus": 0.6, "re3d": 0.3, "cameo": 0.3}
SECOND = {
    "default": (
        Stage("default-1", _all_sets(re3d=26, cameo=30), seed=8, renames={"corpus": 0.6}),
        Stage("default-2", _all_sets(re3d=22, cameo=20), seed=8, renames=_EXCHANGED),
    ),
    "afar": (Stage("afar", {"afar": 10, "cameo": 2, "polnear": 0.1, "muc4": 0.1, "plover": 1}, seed=8, renames={"afar": 0.4}),),
}
"""Each begins where the first stage ended; a reader is the mean of its stages' weights (Wortsman et al. 2022), better on small sets than any one."""


def views(folder: Path) -> list[dict[str, Any]]:
    """Return the per-token views of the corpus."""
    path = folder / "views.jsonl"
    if not path.is_file():
        subprocess.run([sys.executable, "-m", "bench", "corpus", "--tokens", str(path)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sets_of(names: set[str], data: Path, left_out: LeftOut, folder: Path, most: int | None = None) -> dict[str, list[Example]]:
    """Return the training sets by name, without anything of the gold, with the hints of the package's finders."""
    hinter = Hinter()
    out: dict[str, list[Example]] = {}
    rows = views(folder)
    for name in sorted(names):
        if name in PUBLIC:
            found = list(PUBLIC[name](data))
        else:
            found = list(corpus.examples(rows, {"train"}, without=corpus.MIDDLE_EAST if name == "afar" else ()))
        kept = [example for example in found if not left_out.has(example.text)]
        left = len(found) - len(kept)
        kept = kept[:most] if most else kept
        for example in kept:
            example.hints = [*example.hints, *hinter(example.text, veiled=name not in PUBLIC)]
        print(f"{name}: {len(kept)} texts ({left} left out: they share a run of words with the gold)", flush=True)
        out[name] = kept
    return out


def pools_of(sets: dict[str, list[Example]]) -> dict[str, list[str]]:
    """Return names to exchange for others: places of the packaged index and of the corpus, actors of the registry and of the corpus.

    A mention of re3d or cameo_ner is exchanged for another one of its type in the same set.
    """
    index = next((ROOT / "src" / "dateline" / "data" / "gazetteer").glob("*.sqlite*"), None)
    places: set[str] = set()
    actors = {name for entry in load_actors().all for name in (entry.name, *entry.aliases) if "=" not in name and "!" not in name}
    for example in sets.get("corpus", sets.get("afar", [])):
        for name in example.names:
            (places if name.kind == "place" else actors).add(example.text[slice(*name.where)])
    if index is not None:
        with sqlite3.connect(index) as db:
            names = [row[0] for row in db.execute("select name from place order by id")]
        places |= set(random.Random(3).sample(names, min(8000, len(names))))
    pools: dict[str, set[str]] = defaultdict(set)
    for name in ("re3d", "cameo"):
        for example in sets.get(name, []):
            for mention in example.names:
                pools[mention.kind].add(example.text[slice(*mention.where)])
    pools |= {"place": {p for p in places if p[:1].isupper()}, "actor": {a for a in actors if a[:1].isupper()}}
    return {kind: sorted(names) for kind, names in pools.items()}


def main() -> None:
    """Fit one reader, from whatever stage is there."""
    parser = argparse.ArgumentParser(prog="python -m train.reader", description=__doc__)
    parser.add_argument("which", choices=("first", *SECOND), help="first: the stage that both readers share")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--work", type=Path, default=ROOT / ".train", help="checkpoints and prepared files")
    parser.add_argument("--encoder", choices=("minilm", "mpnet"), default="minilm")
    parser.add_argument("--smoke", action="store_true", help="a few steps on a few texts of the corpus: shows that all of it runs")
    args = parser.parse_args()
    torch.set_num_threads(1)
    args.work.mkdir(parents=True, exist_ok=True)
    folder = folder_of(args.encoder, args.work)
    reader = Reader(folder, layout())
    windows = Windows(Tokenizer.from_file(str(folder / "tokenizer.json")))
    labeller = Labeller(windows, reader.layout)
    if args.smoke:
        with tempfile.TemporaryDirectory() as scratch:
            smoke(reader, labeller, Path(scratch))
        return
    stages = [FIRST, *SECOND.get(args.which, ())]
    names = {name for stage in stages for name in stage.passes if not (args.work / f"{stage.name}.pt").is_file()}
    sets = sets_of(names, args.data, gold_left_out(args.data.parent), args.work)
    pools = pools_of(sets)
    for stage in stages:
        if stage is not FIRST:
            reader.load_state_dict(torch.load(args.work / "first.pt", weights_only=True))
        fit(reader, sets, stage, labeller, pools, args.work, say=lambda text: print(text, flush=True))
    if len(stages) > 2:
        torch.save(mean([args.work / f"{stage.name}.pt" for stage in stages[1:]]), args.work / f"{args.which}.pt")


def mean(files: Sequence[Path]) -> dict[str, Tensor]:
    """Return the mean of the weights of several fits that began alike."""
    states = [torch.load(file, weights_only=True) for file in files]
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if first.is_floating_point() else first
        for name, first in states[0].items()
    }


def smoke(reader: Reader, labeller: Labeller, folder: Path) -> None:
    """Fit a few steps on a few reports of the corpus, write the weight files, and read a sentence with them."""
    from dateline.models.reader import load_reader
    from train.registering import register
    from train.ship import write_files

    sets = sets_of({"afar"}, folder, LeftOut([]), folder, most=6)
    fit(reader, sets, Stage("smoke", {"afar": 2}), labeller, pools_of(sets), folder, most_steps=6)
    write_files(reader, folder / "weights", tokenizer=folder_of("minilm", folder) / "tokenizer.json")
    shutil.copyfile(FOLDER / "filter.npz", folder / "weights" / "filter.npz")
    register(folder / "weights")
    text = "Rebels shelled the town of Azaz on Sunday, state media said."
    reading = load_reader("reader", folder / "weights").read([(0, 0, text)])
    print(f"smoke: fitted, exported, {len(reading.hints['trigger'])} words scored as triggers in: {text}")


if __name__ == "__main__":
    main()
