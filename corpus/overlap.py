"""Runs of words that the corpus shares with other texts: the proof that its sentences are its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.records import Report

RUN = 8
"""Words of a run; shorter ones are idiom ("said in a statement on Tuesday that")."""
WORD = re.compile(r"\w+")
BINARY = frozenset({".pdf", ".zip", ".gz"})
NESTED = frozenset({".json", ".jsonl", ".jsonlines"})


def runs(text: str) -> Iterator[str]:
    """Yield every run of `RUN` words, lower case, punctuation left out."""
    words = WORD.findall(text.lower())
    for start in range(len(words) - RUN + 1):
        yield " ".join(words[start : start + RUN])


def of_reports(reports: Iterable[Report]) -> dict[str, str]:
    """Return the runs of the reports' sentences with the id of a report that has each."""
    return {run: report.id for report in reports for line in report.lines for run in runs(report.words(line.range))}


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the texts under a folder: of JSON files every string, other files whole."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in NESTED:
            yield from ((path, text) for text in _strings_of(path))
        elif path.is_file() and path.suffix not in BINARY:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def _strings_of(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8", errors="replace")
    try:
        yield from _strings(json.loads(source))
    except ValueError:
        for line in source.split("\n"):  # a line may hold further line separators of Unicode
            if line.strip():
                yield from _strings(json.loads(line))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield " ".join(value)  # tokens of one sentence
        else:
            for item in value:
                yield from _strings(item)


def shared(reports: Iterable[Report], folders: Iterable[Path]) -> list[tuple[str, str, Path]]:
    """Return (run, report id, file) of every run of the reports that stands in a text under the folders."""
    own = of_reports(reports)
    found = {}
    for folder in folders:
        for path, text in texts(folder):
            for run in runs(text):
                if run in own:
                    found[run] = (run, own[run], path)
    return sorted(found.values())
