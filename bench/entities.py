"""Entity spans against re3d and the CAMEO named-entity set, as ConfliBERT splits them: exact match of bounds and type.

The files have a token and its BIO tag a line, and a blank line between sentences. re3d (Dstl, https://github.com/dstl/re3d) is split by
sentence here, so that train and test share documents; figures are for comparison with ConfliBERT (Hu et al., NAACL 2022) only, whose
splits are at https://github.com/eventdata/ConfliBERT. Scores are those of seqeval's default mode, which are conlleval's
(Tjong Kim Sang and Buchholz, CoNLL-2000): an I- tag after O or after another type starts an entity too.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Tagger = Callable[[Sequence[Sequence[str]]], Sequence[Sequence[str]]]
"""Takes sentences of tokens and returns as many sentences of as many tags."""

_OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a set lies under the data folder, ConfliBERT's mean F1 and spread over seeds on it (percent), and the least F1 wanted."""

    path: Path
    conflibert: float
    spread: float
    floor: float

    def __str__(self) -> str:
        return f"ConfliBERT {self.conflibert:.1f} +-{self.spread:.1f}, floor {self.floor:.0f}"


SETS = {
    "re3d": Reference(Path("re3d") / "conflibert_split" / "test.txt", 68.4, 1.5, 67.0),
    "cameo_ner": Reference(Path("conflibert") / "cameo_ner" / "test.txt", 74.0, 1.1, 72.0),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entities are right, predicted and marked."""

    right: int = 0
    predicted: int = 0
    marked: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted entities that are right, 0 where none is predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the marked entities that are found, 0 where none is marked."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 where nothing is right."""
        return 2 * self.right / (self.predicted + self.marked) if self.right else 0.0

    def line(self, name: str) -> str:
        """Return precision, recall and F1 in percent as a row of text."""
        return f"{name:24} P {100 * self.precision:5.1f}  R {100 * self.recall:5.1f}  F1 {100 * self.f1:5.1f}   of {self.marked}"


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts over all types together (micro), and by type."""

    micro: Counts
    types: Mapping[str, Counts] = field(default_factory=dict)


def read(path: Path) -> list[tuple[list[str], list[str]]]:
    """Return the sentences of a file as (tokens, tags).

    A tab or a space stands between token and tag; `-DOCSTART-` lines are passed over. Raises ValueError for a line without a tag.
    """
    sentences: list[tuple[list[str], list[str]]] = []
    tokens: list[str] = []
    tags: list[str] = []
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            line = line.rstrip("\r\n")
            if line.strip():
                token, tag = _parts(line, f"{path}:{number}")
                if token != "-DOCSTART-":
                    tokens.append(token)
                    tags.append(tag)
            elif tokens:
                sentences.append((tokens, tags))
                tokens, tags = [], []
    return [*sentences, (tokens, tags)] if tokens else sentences


def _parts(line: str, where: str) -> tuple[str, str]:
    cut = max(line.rstrip(" \t").rfind("\t"), line.rstrip(" \t").rfind(" "))
    if cut <= 0:
        raise ValueError(f"no tag at {where}: {line!r}\n  hint: a line is a token, a tab or space, and a BIO tag")
    return line[:cut].rstrip(" \t"), line[cut + 1 :].strip(" \t")


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the entities of one sentence as (first token, token after the last, type), in text order.

    >>> spans(["B-Place", "I-Place", "O", "I-Person", "I-Place"])
    [(0, 2, 'Place'), (3, 4, 'Person'), (4, 5, 'Place')]
    """
    found: list[tuple[int, int, str]] = []
    open_type: str | None = None
    start = 0
    for position, tag in enumerate([*tags, _OUTSIDE]):
        prefix, _, kind = tag.partition("-")
        inside = prefix != _OUTSIDE
        if open_type is not None and (not inside or prefix == "B" or kind != open_type):
            found.append((start, position, open_type))
            open_type = None
        if inside and open_type is None:
            open_type, start = kind, position
    return found


def score(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> Scores:
    """Compare tags, sentence by sentence: an entity is right when its bounds and its type are.

    Raises ValueError when the two differ in sentences or in tokens.
    """
    if len(gold) != len(predicted):
        raise ValueError(f"{len(predicted)} sentences are tagged, {len(gold)} are marked")
    marked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for number, (true, said) in enumerate(zip(gold, predicted, strict=True)):
        if len(true) != len(said):
            raise ValueError(f"sentence {number}: {len(said)} tags for {len(true)} tokens")
        of_gold, of_prediction = set(spans(true)), set(spans(said))
        marked.update(kind for *_, kind in of_gold)
        found.update(kind for *_, kind in of_prediction)
        right.update(kind for *_, kind in of_gold & of_prediction)
    types = {kind: Counts(right[kind], found[kind], marked[kind]) for kind in sorted(marked | found)}
    return Scores(Counts(right.total(), found.total(), marked.total()), types)


def report(data: Path, set_name: str, taggers: Mapping[str, Tagger], *, by_type: bool = False) -> dict[str, Scores]:
    """Run each tagger (by the name of its decoding) on the test split of a set; print a line for each and return the scores.

    Returns nothing, and says so, when the file is not under `data`. Raises KeyError for a set that is not in SETS.
    """
    reference = SETS[set_name]
    path = data / reference.path
    if not path.is_file():
        print(f"{path}: not there\n  hint: see the head of bench/entities.py for where the set is distributed", file=sys.stderr)
        return {}
    sentences = read(path)
    print(f"{set_name}: {len(sentences)} sentences; {reference}")
    scores: dict[str, Scores] = {}
    for name, tagger in taggers.items():
        scores[name] = score([tags for _, tags in sentences], tagger([tokens for tokens, _ in sentences]))
        verdict = "" if 100 * scores[name].micro.f1 >= reference.floor else "   UNDER THE FLOOR"
        print(scores[name].micro.line(name) + verdict)
        for kind, counts in scores[name].types.items() if by_type else ():
            print(counts.line(f"  {kind}"))
    return scores
