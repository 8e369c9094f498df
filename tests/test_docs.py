"""The documentation says what the code does: every command, option, key, column is in it, and every example runs."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import sys
import types
from pathlib import Path

import pytest

from dateline import config
from dateline.export import RESOLVERS, json_schema
from dateline.export.acled import COLUMNS as ACLED_COLUMNS
from dateline.export.ucdp import COLUMNS as UCDP_COLUMNS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
CONSOLE = re.compile(r"```console\n(.*?)```", re.S)
WITH_COMMANDS = [page for page in PAGES if CONSOLE.search(page.read_text(encoding="utf-8"))]


def generator() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def test_the_page_of_commands_is_what_the_commands_say() -> None:
    assert reference("cli.md") == generator().cli_page(), "run: make docs"


def test_every_command_has_examples_and_every_option_says_what_it_does() -> None:
    listed = list(generator().commands())
    assert {"dateline code", "dateline add", "dateline export", "dateline gazetteer lookup", "dateline doctor"} <= {
        name for name, _, _ in listed
    }
    for name, command, _ in listed:
        assert command.help, name
        assert getattr(command, "commands", None) or "dateline" in (command.epilog or ""), f"{name} has no examples"
        for parameter in command.params:
            assert parameter.name == "help" or getattr(parameter, "help", None), f"{name}: {parameter.name} is not described"


def test_the_resolvers_of_the_configuration_are_those_of_the_exports() -> None:
    assert tuple(RESOLVERS) == config.RESOLVERS


def test_every_configuration_key_is_described_with_its_values() -> None:
    page = reference("configuration.md")
    for key in config.KEYS:
        section = re.search(rf"### `{re.escape(key.name)}`\n(.*?)(?=\n##|\Z)", page, re.S)
        assert section, key.name
        shown = section.group(1) + (reference("exports.md") if key.name == "export.resolver" else "")
        assert all(f"`{value}`" in shown for value in key.values), key.name
    assert set(re.findall(r"### `([^`]+)`", page)) == {key.name for key in config.KEYS}


@pytest.mark.parametrize("format_", ["acled", "ucdp"])
def test_every_export_column_is_described(format_: str) -> None:
    columns = {"acled": ACLED_COLUMNS, "ucdp": UCDP_COLUMNS}[format_]
    section = re.search(rf"## `{format_}`\n(.*?)(?=\n## |\Z)", reference("exports.md"), re.S)
    assert section
    described = re.findall(r"^\| `([^`]+)` \|", section.group(1), re.M)
    assert described == list(columns)


def test_every_key_of_the_json_is_described() -> None:
    described = re.findall(r"^\| `([^`]+)` \|", reference("json.md"), re.M)
    assert sorted(described) == sorted(json_schema()["properties"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        if found.suffix != ".md":
            continue
        headings = {
            re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).strip().replace(" ", "-")
            for line in found.read_text().splitlines()
            if line[:1] == "#"
        }
        assert not anchor or anchor in headings, target


def commands_of(page: Path) -> str:
    """Return the commands of a page's console blocks as one script; a line that begins with "> " continues the one before."""
    lines = []
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith(("$ ", ">")):
                lines.append(line[2:])
    return "\n".join(lines) + "\n"


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `dateline` and `python3` are this interpreter's, with a home of its own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, call in (("dateline", f'exec "{sys.executable}" -m dateline "$@"'), ("python3", f'exec "{sys.executable}" "$@"')):
        file = folder / name
        file.write_text(f"#!/bin/sh\n{call}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "DATELINE_HOME": str(tmp_path / "home"), "COLUMNS": "200"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="the examples are written for bash")
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=lambda page: page.name)
def test_every_example_runs(page: Path, shell: dict[str, str], tmp_path: Path) -> None:
    script = "set -euo pipefail\n" + commands_of(page)
    run = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=shell, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, f"{run.stdout[-2000:]}\n{run.stderr[-2000:]}"
    assert run.stdout


def test_the_tutorial_shows_what_it_promises(shell: dict[str, str], tmp_path: Path) -> None:
    script = "set -euo pipefail\n" + commands_of(DOCS / "tutorial.md")
    run = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=shell, capture_output=True, text=True, encoding="utf-8", check=True)
    for promised in ("Tell Marwin", "Kafr Sulan", "2017-10-29", "planned", "state media", "claim(s) under it"):
        assert promised.casefold() in run.stdout.casefold(), promised
    for file in ("acled.csv", "events.geojson", "excluded.csv", "coded.jsonl", "events.jsonl"):
        assert (tmp_path / file).stat().st_size, file


def test_the_readme_shows_what_the_demo_prints() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8") == generator().readme_page(), "run: make docs"
