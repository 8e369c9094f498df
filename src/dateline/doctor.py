"""Looks at the installation: what is installed, where data lies, what is missing."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline import __version__
from dateline.config import Config, sqlite_file
from dateline.errors import DataError, DatelineError

DISTRIBUTION = "dateline"
DATA = Path(__file__).resolve().parent / "data"
OLDEST_PYTHON = (3, 11)
_NAME = re.compile(r"[A-Za-z0-9._-]+")
PROBE_PLACE = "Aleppo"
"""A name that every prepared place index holds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what, its state in words, whether it is as it must be, and what to do if not."""

    what: str
    state: str
    ok: bool = True
    hint: str | None = None


def examine(config: Config) -> Iterator[Finding]:
    """Yield findings about Python, packages, folders, configuration, place index and store; nothing is created or changed."""
    version = platform.python_version()
    yield Finding("dateline", __version__)
    yield Finding("python", f"{version} ({sys.executable})", sys.version_info[:2] >= OLDEST_PYTHON, "install Python 3.11 or newer")
    yield from _packages()
    home = config.home
    yield Finding(
        "home (DATELINE_HOME)", f"{home}{'' if home.is_dir() else ' (made at first need)'}", _usable(home), f"make {home} writable"
    )
    yield Finding("configuration", str(config.path) if config.path else f"none ({home / 'config.toml'} would be read)")
    yield Finding("log", str(config.log_file) if config.log_file else "none (--log-file or log.file)")
    yield _word_lists()
    yield _weights()
    yield _place_index(home)
    yield _store(config.store_url)


def _packages() -> Iterator[Finding]:
    """Yield every required package with its version; one that is missing is no fault of the rest."""
    try:
        required = importlib.metadata.requires(DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        yield Finding("packages", "dateline itself is not installed", False, "install it: pip install .")
        return
    names = sorted({match.group() for line in required if (match := _NAME.match(line))})
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    yield Finding("packages", ", ".join(found))
    if missing:
        yield Finding("missing packages", ", ".join(missing), False, f"pip install {' '.join(missing)}")


def _usable(folder: Path) -> bool:
    """Tell whether the folder is, or could be made, a writable one."""
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


def _weights() -> Finding:
    """Tell whether the model's files are there and unaltered, and whether a sentence can be read with them."""
    try:
        from dateline.models.reader import load_reader

        reader = load_reader()
        read = reader.read([(0, 0, "Rebels shelled the town on Sunday.")])
    except DataError as error:
        return Finding("reader's weights", f"{error.where}: {error.what}", False, error.hint)
    except ImportError as error:
        return Finding(
            "reader's weights", f"cannot be run: {error}", False, "install onnxruntime, tokenizers and numpy, or use --reader rules"
        )
    model = reader.model
    size = sum(one.bytes for one in model.files) / 1e6
    state = f"{model.made_by}, {len(model.files)} files, {size:.1f} MB, {model.licence}, sha256 as registered"
    return Finding("reader's weights", state if read.spans else f"{state}, but reads nothing", bool(read.spans), "reinstall dateline")


def _word_lists() -> Finding:
    files = [path for path in DATA.rglob("*") if path.suffix in (".toml", ".tsv")]
    return Finding("code books and word lists", f"{len(files)} files in {DATA}", bool(files), "install dateline again")


def _place_index(home: Path) -> Finding:
    from dateline.gazetteer import open_index

    try:
        index = open_index(home)
        found = index.lookup(PROBE_PLACE, limit=1)
    except DatelineError as error:
        return Finding("place index", error.what, False, error.hint)
    return Finding("place index", f"ready, version {index.version[:12]}", bool(found), "it holds no places; install dateline again")


def _store(url: str) -> Finding:
    from dateline.store import open_store

    file = sqlite_file(url)
    if file is not None and not file.exists():
        return Finding("store", f"none yet at {file} (`dateline add` makes it)")
    try:
        with open_store(url) as store:
            stats = store.stats()
    except DatelineError as error:
        return Finding("store", f"{url}: {error.what}", False, error.hint)
    return Finding(
        "store", f"{url}: {stats['current_readings']} report(s), {stats['event_reports']} event report(s), {stats['claims']} claim(s)"
    )
