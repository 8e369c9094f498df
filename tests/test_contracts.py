"""The import contracts of the design, and what an import may not do."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "dateline"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
HEAVY = (
    "fastapi",
    "uvicorn",
    "sqlalchemy",
    "alembic",
    "trafilatura",
    "htmldate",
    "lxml",
    "pypdf",
    "warcio",
    "feedparser",
    "rapidfuzz",
    "dateline.pipeline",
)


def name_of(path: Path) -> str:
    parts = ("dateline", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_import_linter_keeps_its_contracts() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=SOURCE.parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    assert "0 broken" in run.stdout


@pytest.mark.parametrize("module", ["records", "errors"])
def test_records_and_errors_need_only_the_standard_library(module: str) -> None:
    names = {name.split(".")[0] for name in imported(SOURCE / f"{module}.py")}
    assert names <= sys.stdlib_module_names


def test_addresses_are_opened_in_one_place_only() -> None:
    opening = {name_of(path) for path in MODULES if {"urllib.request", "http.client"} & set(imported(path))}
    assert opening <= {"dateline.read.fetch"}


def test_no_module_is_a_drawer() -> None:
    assert not {"utils", "util", "helpers", "helper", "common", "misc", "v2"} & {path.stem for path in MODULES}


AUDIT = """
import importlib, sys
broken = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "sqlite3.connect"):
        broken.append((event, str(args[:1])))
    elif event == "open" and isinstance(args[0], str) and "dateline/data" in args[0].replace("\\\\", "/"):
        if not args[0].endswith((".py", ".pyc")):
            broken.append((event, args[0]))
sys.addaudithook(watch)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(broken)
raise SystemExit(bool(broken))
"""


def test_nothing_loads_or_connects_at_import() -> None:
    names = [name_of(path) for path in MODULES if path.stem != "__main__"]
    run = subprocess.run([sys.executable, "-c", AUDIT, *names], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_command_line_starts_without_the_heavy_parts() -> None:
    probe = "import sys, dateline.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", probe, *HEAVY], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_heavy_parts_are_real() -> None:
    assert all(importlib.util.find_spec(name.split(".")[0]) for name in HEAVY)


def test_every_package_that_is_imported_is_declared() -> None:
    project = tomllib.loads((SOURCE.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^A-Za-z0-9_.-]", line)[0].replace("-", "_").lower() for line in project["dependencies"]}
    foreign = {name.split(".")[0] for path in MODULES for name in imported(path)} - sys.stdlib_module_names - {"dateline"}
    packages = importlib.metadata.packages_distributions()  # a module may bear another name than its package: argon2, of argon2-cffi
    carriers = {name: {one.replace("-", "_").lower() for one in packages[name]} for name in foreign}
    assert [name for name, those in carriers.items() if not those & declared] == []
