"""Copy classes on sixty pairs of texts of our own (copy_pairs.toml): identical, near-duplicate, agency copy, rewrite, none.

Each text is read by the pipeline as a page of its outlet and day, as a feed item would come in. Right is the class; of the pairs with a
root among the two, whether the right one is taken for it is counted apart. Base: the share of word shingles that two texts have in common,
which MinHash estimates; it knows no rewrites.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import floors
from dateline.gazetteer import open_index
from dateline.link import sketch, sketches
from dateline.link.copies import compare
from dateline.pipeline import Coder
from dateline.read.page import Given, Laid, make_page
from dateline.records import Page

FILE = Path(__file__).with_name("copy_pairs.toml")
CLASSES = ("identical", "near_duplicate", "agency_copy", "rewrite", "none")
SHINGLE = 3
BASE = (("identical", 0.98), ("near_duplicate", 0.6), ("agency_copy", 0.2))
"""Least share of common shingles by class: the usual cut for near-duplicates, and what is left of a copied dispatch after cuts."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a pair, with what a feed item carries."""

    outlet: str
    published: dt.date
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, their true class, and which is the root: a, b, the name of a third, or nothing."""

    id: str
    kind: str
    root: str
    note: str
    a: Text
    b: Text


def load(path: Path = FILE) -> list[Pair]:
    """Read the pairs; raises ValueError for an unknown class, an edit that does not apply, or a root that is nowhere."""
    return [_pair(row, path) for row in tomllib.loads(path.read_text(encoding="utf-8"))["pair"]]


def _pair(row: Mapping[str, Any], path: Path) -> Pair:
    first = row["a"].strip("\n")
    second = row.get("b")
    if second is None:
        second = first
        for old, new in row["edits"]:
            if old not in second:
                raise ValueError(f"{path}: {row['id']}: not in the text: {old!r}")
            second = second.replace(old, new, 1)
        second = row.get("before", "") + second + row.get("after", "")
    if row["class"] not in CLASSES:
        raise ValueError(f"{path}: {row['id']}: unknown class {row['class']!r}; expected one of {', '.join(CLASSES)}")
    if (row["class"] == "none") != (row["root"] == ""):
        raise ValueError(f"{path}: {row['id']}: a root is wanted for every class but none")
    titles = row.get("titles", (None, None))
    days = [dt.date.fromisoformat(day) for day in row["published"]]
    a, b = (Text(row["outlets"][n], days[n], titles[n], text.strip("\n")) for n, text in enumerate((first, second)))
    return Pair(row["id"], row["class"], row["root"], row["note"], a, b)


def shingles(text: str) -> frozenset[int]:
    """Return hashes of all runs of three words of a text, whatever its capitals and punctuation."""
    words = _WORD.findall(text.lower())
    return frozenset(zlib.crc32(" ".join(words[i : i + SHINGLE]).encode()) for i in range(len(words) - SHINGLE + 1))


def by_shingles(pair: Pair) -> tuple[str, str]:
    """Return the base's class, and as root the text that was published first."""
    a, b = shingles(pair.a.text), shingles(pair.b.text)
    common = len(a & b) / max(1, len(a | b))
    kind = next((kind for kind, least in BASE if common >= least), "none")
    return kind, ("a" if pair.a.published <= pair.b.published else "b") if kind != "none" else ""


class Product:
    """The copy finder of the package, on what its reader finds in the two texts."""

    def __init__(self) -> None:
        self._coder = Coder(open_index(), "code")

    def __call__(self, pair: Pair) -> tuple[str, str]:
        """Return class and root of a pair."""
        reports = [self._coder.code(_page(pair, side)) for side in ("a", "b")]
        first, second = (sketch(report, sketches(report)) for report in reports)
        found = compare(first, second)
        if found is None:
            return "none", ""
        return found.kind, "a" if found.of == first.sighting else "b"


def _page(pair: Pair, side: str) -> Page:
    text = pair.a if side == "a" else pair.b
    name = f"{pair.id}-{side}"
    given = Given(name, name, title=text.title, outlet=text.outlet, published=text.published)
    learned = dt.datetime.combine(text.published, dt.time(12), dt.UTC)
    return next(made for made in make_page(Laid(text.text), given, raw=b"", learned=learned) if isinstance(made, Page))


def figures(pairs: list[Pair], answers: list[tuple[str, str]]) -> dict[str, float]:
    """Return accuracy over the five classes, over copy or not, recall by class, and accuracy of the root where the pair holds it."""
    right = [answer[0] == pair.kind for pair, answer in zip(pairs, answers, strict=True)]
    told = [(answer[0] != "none") == (pair.kind != "none") for pair, answer in zip(pairs, answers, strict=True)]
    roots = [answer[1] == pair.root for pair, answer in zip(pairs, answers, strict=True) if pair.root in ("a", "b")]
    values = {"class": sum(right) / len(right), "copy_or_not": sum(told) / len(told), "root": sum(roots) / max(1, len(roots))}
    count = Counter(pair.kind for pair in pairs)
    for kind in CLASSES:
        values[f"class.{kind}"] = sum(r for r, pair in zip(right, pairs, strict=True) if pair.kind == kind) / max(1, count[kind])
    return values


def main(*, gate: bool = False) -> int:
    """Print the figures beside the base's, and what is wrong; with `gate` return 1 where a figure is under its floor."""
    pairs = load()
    print("-- base: common shingles")
    print("\n".join(f"{name:34}{value:10.3f}" for name, value in figures(pairs, [by_shingles(pair) for pair in pairs]).items()))
    product = Product()
    answers = [product(pair) for pair in pairs]
    for pair, (kind, _) in zip(pairs, answers, strict=True):
        if kind != pair.kind:
            print(f"{pair.id}: {pair.kind}, taken for {kind} ({pair.note})")
    print("-- dateline")
    return floors.shown(figures(pairs, answers), "copies", gate=gate)
