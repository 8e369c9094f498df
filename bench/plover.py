"""Root and quad codes of source-target pairs against PLV, the PLOVER set of ZSP.

PLV is distributed at https://github.com/snowood1/Zero-Shot-PLOVER with ZSP (Hu, Skorupa Parolin, Khan, Brandt, Osorio and D'Orazio,
"Leveraging Codebook Knowledge with NLI and ChatGPT for Zero-Shot Political Relation Classification", ACL 2024). A row is a sentence with
one source and one target marked, a root code and `gold_penta`, the quad code 1 to 4 (the "pentacode" has 0 for neutral statements too,
which no row has). ZSP's figures are macro-F1 on the test rows, .821 root and .892 quad: the same numbers come out here when the
columns root_L2 and penta_L2 of PLV_test.tsv, which are its answers, are scored.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.records import Span

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
"""Names of the quad codes, as the column gold_penta numbers them."""

QUAD_OF = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
    "COOPERATE": 2, "AID": 2, "YIELD": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
"""Quad code of a root code: so in all 1,033 test rows, in all but 8 of the 1,050 train rows (slips), and in ZSP's table of codes.

It is the code book's division (sections 3.1.4 to 3.16.4), except that the book has sixteen roots: it parts CAMEO's YIELD into CONCEDE
(verbal cooperation) and RETREAT (material cooperation), where PLV keeps one root, YIELD, as material cooperation.
"""

SAME_ROOT = {"CONCEDE": "YIELD", "RETREAT": "YIELD", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""Roots of the code book and of CAMEO under the root that PLV has for them; ZSP merges INVESTIGATE and FIGHT so itself."""

ZSP = {"root": 0.821, "quad": 0.892}
"""Macro-F1 of ZSP on the test rows."""

_FILES = {"test": Path("plover_zsp") / "PLV_test.tsv", "train": Path("plover_zsp") / "PLV_train.tsv"}
_MARK = re.compile(r"<(/?)([st])>")
_NOBODY = "a recipient"  # what the column has where the sentence names no target


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence with who acts on whom: offsets into `text`, which has no marks; a party that the sentence does not name is None."""

    text: str
    source: Span | None
    target: Span | None
    root: str
    quad: int


def read(path: Path) -> list[Row]:
    """Return the rows of a file of PLV.

    A party is the first marked place that has the words of its column, else the first place that has them, else the first marked place.
    Raises ValueError for a root or quad code that is not known.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_MINIMAL))
    return [_row(row, f"{path}, row {number}") for number, row in enumerate(rows, start=1)]


def _row(row: Mapping[str, str], where: str) -> Row:
    text, marks = unmark(row["marked_sentence"])
    root, quad = row["gold_root"], row["gold_penta"]
    if root not in QUAD_OF or not quad.isdigit() or int(quad) not in QUADS:
        raise ValueError(f"unknown codes {root!r}, {quad!r} at {where}; expected a root of {', '.join(QUAD_OF)} and a quad of 1 to 4")
    return Row(text, _party(text, marks["s"], row["source"]), _party(text, marks["t"], row["target"]), root, int(quad))


def unmark(marked: str) -> tuple[str, dict[str, list[Span]]]:
    """Return the text without its marks, and the marked places of source ("s") and target ("t") in it.

    Marks may stand in each other; blanks at the ends of a place are left out; a mark without its partner marks nothing.

    >>> unmark("<s>The <t>Haitian</t> group</s> agreed.")
    ('The Haitian group agreed.', {'s': [Span(start=0, end=17)], 't': [Span(start=4, end=11)]})
    """
    places: dict[str, list[Span]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    parts: list[str] = []
    length = read_to = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[read_to : mark.start()])
        length += mark.start() - read_to
        read_to = mark.end()
        closing, party = mark.groups()
        if not closing:
            opened[party] = length
        elif party in opened:
            places[party].append(Span(opened.pop(party), length))
    text = "".join([*parts, marked[read_to:]])
    return text, {party: [_trimmed(place, text) for place in found] for party, found in places.items()}


def _trimmed(place: Span, text: str) -> Span:
    words = text[place.start : place.end]
    start = place.start + len(words) - len(words.lstrip())
    return Span(start, max(start, place.start + len(words.rstrip())))


def _party(text: str, places: Sequence[Span], words: str) -> Span | None:
    words = words.strip()
    for place in places:
        if text[place.start : place.end] == words:
            return place
    at = text.find(words) if words and words != _NOBODY else -1
    if at >= 0:
        return Span(at, at + len(words))
    return places[0] if places else None


def score(rows: Sequence[Row], predicted_roots: Sequence[str | None]) -> dict[str, Any]:
    """Return macro-F1 over root and over quad codes, accuracy, and F1 by code: keys root, quad, accuracy, by_root, by_quad.

    The quad code predicted is that of the root predicted (QUAD_OF); None and roots that PLV does not know are wrong. As in ZSP, the
    mean is over the codes that are marked or predicted. Raises ValueError when there are not as many roots as rows.
    """
    if len(rows) != len(predicted_roots):
        raise ValueError(f"{len(predicted_roots)} root codes for {len(rows)} rows")
    said = [SAME_ROOT.get(root, root) if root else None for root in predicted_roots]
    by_root = f1_by_code([row.root for row in rows], said)
    by_quad = f1_by_code([row.quad for row in rows], [QUAD_OF.get(root) if root else None for root in said])
    right = sum(row.root == root for row, root in zip(rows, said, strict=True))
    return {
        "root": _mean(by_root.values()),
        "quad": _mean(by_quad.values()),
        "accuracy": right / len(rows) if rows else 0.0,
        "by_root": by_root,
        "by_quad": by_quad,
    }


def f1_by_code(gold: Sequence[Any], predicted: Sequence[Any]) -> dict[Any, float]:
    """Return the F1 of every code that is marked or predicted; None is no code."""
    right = Counter(true for true, said in zip(gold, predicted, strict=True) if true == said)
    all_of = Counter(gold) + Counter(code for code in predicted if code is not None)
    return {code: 2 * right[code] / all_of[code] for code in sorted(all_of)}


def _mean(values: Any) -> float:
    figures = list(values)
    return sum(figures) / len(figures) if figures else 0.0


def zsp_roots(path: Path) -> Iterator[str | None]:
    """Yield the root codes that ZSP gave to the rows of a file, None where the file does not carry them."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield row.get("root_L2")


def main(data: Path, roots: Callable[[Sequence[Row]], Sequence[str | None]] | None = None) -> int:
    """Print macro-F1 of a coder of rows on the test rows beside ZSP's; 2 when the data set is not there. Without a coder, ZSP's alone."""
    path = data / _FILES["test"]
    if not path.is_file():
        print(f"{path}: not there\n  hint: see the head of bench/plover.py for where PLV is distributed", file=sys.stderr)
        return 2
    rows = read(path)
    reached = score(rows, list(zsp_roots(path)))
    print(f"PLV test, {len(rows)} rows, macro-F1")
    print(f"{'ZSP':24} root {reached['root']:.3f}  quad {reached['quad']:.3f}   (published: {ZSP['root']:.3f}, {ZSP['quad']:.3f})")
    if roots is not None:
        scores = score(rows, roots(rows))
        print(f"{'reader':24} root {scores['root']:.3f}  quad {scores['quad']:.3f}   accuracy {scores['accuracy']:.3f}")
        for code, f1 in [*scores["by_root"].items(), *((QUADS[quad], f1) for quad, f1 in scores["by_quad"].items())]:
            print(f"  {code:22} F1 {f1:.3f}")
    return 0
