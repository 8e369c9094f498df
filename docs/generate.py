"""Writes the parts of the documentation that follow from the code: `python docs/generate.py`, or `--check` to compare only.

docs/reference/cli.md holds the help of every command; the excerpt in README.md is what `dateline demo` prints.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer
import typer.main

from dateline.cli import app

ROOT = Path(__file__).resolve().parent.parent
CLI = ROOT / "docs" / "reference" / "cli.md"
README = ROOT / "README.md"
EXCERPT = re.compile(r"(<!-- demo -->\n```text\n).*?(```\n<!-- /demo -->)", re.S)
WIDTH = 110
EXCERPT_WIDTH = 130
HEAD = """\
# The command line

Written by `python docs/generate.py` from the commands' own help. Results go to stdout, progress and messages to stderr.
The exit status is 0 when everything was read, 1 when a part was not, 2 when nothing was, the output could not be written or the
command was called wrongly. A line that begins with `note:` is a remark on something that was read; it changes no status.
"""


def commands() -> Iterator[tuple[str, object, typer.Context]]:
    """Yield the full name, the command and its context, the top command first."""
    todo = [("dateline", typer.main.get_command(app), None)]
    while todo:
        name, command, parent = todo.pop(0)
        names = None if parent else ["-h", "--help"]
        context = typer.Context(
            command, info_name=name.split()[-1], parent=parent, terminal_width=WIDTH, max_content_width=WIDTH, help_option_names=names
        )
        yield name, command, context
        todo += [(f"{name} {inner}", child, context) for inner, child in getattr(command, "commands", {}).items()]


def cli_page() -> str:
    """Return the page of the command line."""
    parts = [HEAD]
    for name, command, context in commands():
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines()).strip()  # type: ignore[attr-defined]
        parts.append(f"{'##' if ' ' in name else '#' * 2} {name}\n\n```text\n{help_text}\n```\n")
    return "\n".join(parts)


TABLES = [
    re.compile(title)
    for title in (r"event DL-\d+$", r"\d+ claim", r"event DL-\d+: \d+ count", "what each resolver", r"\d+ reports are copies")
]
"""Titles of the tables of `dateline demo` that the excerpt shows, in their order."""
ROWS = 13  # lines of a table that the excerpt shows


def demo_excerpt() -> str:
    """Return what `dateline demo` shows of one event, the claims under it, its tolls, and copies, run in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="dateline-docs-") as folder:
        env = os.environ | {"DATELINE_HOME": folder, "COLUMNS": str(EXCERPT_WIDTH)}
        run = subprocess.run(
            [sys.executable, "-m", "dateline", "demo", "--folder", f"{folder}/demo"],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=env,
            check=True,
            cwd=folder,
        )
    lines = [line.rstrip() for line in run.stdout.splitlines()]
    starts = [next(n for n, line in enumerate(lines) if title.match(line)) for title in TABLES]
    ends = [*starts[1:], lines.index("written:")]
    shown = ["\n".join(lines[first:end]).strip().split("\n") for first, end in zip(starts, ends, strict=True)]
    return "\n\n".join("\n".join([*table[:ROWS], " ..."] if len(table) > ROWS else table) for table in shown) + "\n"


def readme_page() -> str:
    """Return the README with its excerpt renewed."""
    excerpt = demo_excerpt()
    return EXCERPT.sub(lambda found: found.group(1) + excerpt + found.group(2), README.read_text(encoding="utf-8"))


def main(argv: list[str]) -> int:
    """Write the pages, or with `--check` say which ones differ and return 1."""
    stale = []
    for path, page in ((CLI, cli_page), (README, readme_page)):
        text = page()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if "--check" not in argv:
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'differs; run: python docs/generate.py' if '--check' in argv else 'written'}")
    return 1 if stale and "--check" in argv else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
