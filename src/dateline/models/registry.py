"""The weight files of the package: where they lie, their hashes, licence, and how to get them back."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.errors import DataError

FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of a model: its name, SHA-256 in hex, size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the registry: name, version (the start of a hash over its files), licence, card, the command that rebuilds it, its files."""

    name: str
    version: str
    licence: str
    card: str
    command: str
    files: tuple[WeightFile, ...]

    @property
    def made_by(self) -> str:
        """What records say of what made them."""
        return f"model:{self.name}@{self.version}"


def load_registry(folder: Path = FOLDER) -> dict[str, Model]:
    """Read `registry.toml`; raises DataError where it is missing or broken."""
    path = folder / "registry.toml"
    hint = "install dateline anew (pip install --force-reinstall dateline), or code with --reader rules"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            name: Model(
                name,
                _version(row["files"]),
                row["licence"],
                row["card"],
                row["command"],
                tuple(WeightFile(one["name"], one["sha256"], one["bytes"]) for one in row["files"]),
            )
            for name, row in raw["model"].items()
        }
    except OSError as error:
        raise DataError("the list of the reader's weights cannot be read", where=str(path), hint=hint) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"the list of the reader's weights is broken ({error!r})", where=str(path), hint=hint) from error


def _version(files: list[dict[str, str]]) -> str:
    return hashlib.sha256("".join(one["sha256"] for one in files).encode()).hexdigest()[:8]


@cache
def checked(name: str, folder: Path = FOLDER) -> Model:
    """Return a model all of whose files are there and have the hashes of the registry; raises DataError that names each that has not."""
    registry = load_registry(folder)
    if name not in registry:
        raise DataError(
            f"no model {name!r} in the registry",
            where=str(folder),
            hint=f"models are: {', '.join(registry)}; --reader rules works without any",
        )
    model = registry[name]
    wrong = [text for one in model.files if (text := _fault(folder / one.name, one)) is not None]
    if wrong:
        raise DataError(
            "; ".join(wrong),
            where=str(folder),
            hint=f"restore with `git checkout -- src/dateline/models/weights`, pip install --force-reinstall, or build anew: {model.command}; "
            "--reader rules works without weights",
        )
    return model


def _fault(path: Path, one: WeightFile) -> str | None:
    if not path.is_file():
        return f"{one.name} is missing (expected sha256 {one.sha256})"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return None if found == one.sha256 else f"{one.name} was altered: sha256 {found}, expected {one.sha256}"


__all__ = ["FOLDER", "Model", "WeightFile", "checked", "load_registry"]
