"""`python -m train.ship`: writes the weight files of the package and their registry from a fitted reader."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch

from dateline.models.registry import FOLDER
from train.encoder import PRETRAINED, folder_of
from train.export import export
from train.heads import layout
from train.model import Reader
from train.registering import register


def ship(fitted: Path, into: Path, *, work: Path, encoder: str = "minilm") -> None:
    """Write the files of a fitted reader into a folder; a calibration that lies there stays."""
    folder = folder_of(encoder, work)
    reader = Reader(folder, layout())
    reader.load_state_dict(torch.load(fitted, weights_only=True))
    write_files(reader, into, tokenizer=folder / "tokenizer.json")


def write_files(reader: Reader, into: Path, *, tokenizer: Path) -> None:
    """Write graphs, layout, tokenizer, and an empty calibration where there is none."""
    into.mkdir(parents=True, exist_ok=True)
    export(reader, into)
    (into / "layout.json").write_text(reader.layout.as_json() + "\n", encoding="utf-8")
    shutil.copyfile(tokenizer, into / "tokenizer.json")
    if not (into / "calibration.json").is_file():
        (into / "calibration.json").write_text(json.dumps({"temperature": {}, "outside": {}}) + "\n", encoding="utf-8")


def main() -> None:
    """Ship one fitted reader."""
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="python -m train.ship", description=__doc__)
    parser.add_argument("fitted", type=Path, nargs="?", default=root / ".train" / "default.pt", help="weights that train.reader left")
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--work", type=Path, default=root / ".train")
    parser.add_argument("--encoder", choices=tuple(PRETRAINED), default="minilm")
    args = parser.parse_args()
    ship(args.fitted, args.into, work=args.work, encoder=args.encoder)
    register(args.into, encoder=args.encoder)


if __name__ == "__main__":
    main()
