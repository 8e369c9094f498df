"""Writes the registry of the weight files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from train.encoder import PRETRAINED

FILES = ("reader.onnx", "pairs.onnx", "tokenizer.json", "layout.json", "calibration.json", "filter.npz")


def register(
    into: Path, *, name: str = "reader", encoder: str = "minilm", command: str = "python -m train.reader default && python -m train.ship"
) -> None:
    """Write `registry.toml` over the files of a folder."""
    lines = [
        "# The weights of the package: `dateline doctor` checks them against these hashes. Written by `python -m train.ship`.",
        f"[model.{name}]",
        'licence = "Apache-2.0"',
        'card = "docs/reference/model-card.md"',
        f'command = "{command}"',
        f'encoder = "{"+".join(PRETRAINED[encoder].packages)}"',
        f'encoder_sha256 = "{PRETRAINED[encoder].sha256}"',
        f'encoder_licence = "{PRETRAINED[encoder].licence}"',
    ]
    for file in FILES:
        data = (into / file).read_bytes()
        lines += [
            "",
            f"[[model.{name}.files]]",
            f'name = "{file}"',
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"',
            f"bytes = {len(data)}",
        ]
    (into / "registry.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
