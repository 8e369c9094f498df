"""Filled templates of attacks against MUC-4 in its five-role form: incident type, perpetrators, targets, victims, weapons.

The form, and the measure, are those of GTT (Du, Rush and Cardie, "Template Filling with Generative Transformers", NAACL 2021;
https://github.com/xinyadu/gtt, eval.py). In each report the predicted templates are mapped to the gold templates, each to at most one and
no two to the same, so that the report's micro-F1 is highest. A pair counts when the incident type predicted is the gold one, or one of two
that the gold gives ("attack / bombing"). In such a pair the type is right; a predicted entity is right when all its mentions are mentions
of one gold entity of the role, and a gold entity is found when some predicted entity lies in it so. Mentions are compared in small
letters, without punctuation and articles. All entities of templates that are in no pair count as spurious or missing; gold templates that
do not differ in their words count once. Micro-F1 is over types and entities of all reports.

eval.py does not pair entities one to one: two predictions that lie in one gold entity are both right, and one prediction that lies in two
gold entities finds both. `one_to_one=True` pairs them (as CEAF does) and is the stricter figure; only the other compares with published ones.

GTT_F1 is the figure that this project's data folder gives for GTT (BERT) on TST3, 100 reports. Papers score TST3 and TST4 together, 200
reports with 201 templates; there the released output of GTT (BERT) has 49.00 by the same measure (P 63.18, R 40.02), and DyGIE++ 45.79
(Das et al., "Automatic Error Analysis for Document-level Information Extraction", ACL 2022;
https://github.com/IceJinx33/auto-err-template-fill, error_outputs/per_slot_prf1.txt).
"""

from __future__ import annotations

import json
import string
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Template = dict[str, Any]
"""`incident_type`: str; each of ROLES: a list of entities, an entity a list of mentions, a mention a string or [string, offset]."""

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPE = "incident_type"
GTT_F1 = 46.48

_FILES = {split: Path("muc4") / f"role_fillers_{split}.jsonl" for split in ("train", "dev", "test_tst3")}
_ARTICLES = frozenset({"a", "an", "the"})
_DROPPED = str.maketrans("", "", string.punctuation)
_EXHAUSTIVE = 12  # gold templates of a report: 4,096 sets of them are walked through in well under a second; TST3 has at most 6


@dataclass(frozen=True, slots=True)
class Report:
    """One report with its gold templates."""

    docid: str
    text: str
    templates: list[Template]


@dataclass(slots=True)
class Tally:
    """How many of the predicted are right, and how many of the gold are found; entities and types together count alike."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        self.right += other.right
        self.predicted += other.predicted
        self.found += other.found
        self.gold += other.gold

    @property
    def precision(self) -> float:
        """Share of the predicted that is right, 0 where nothing is predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found, 0 where there is none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _f1(self.precision, self.recall)

    def line(self, name: str) -> str:
        """Return precision, recall and F1 in percent as a row of text."""
        return f"{name:24} P {100 * self.precision:6.2f}  R {100 * self.recall:6.2f}  F1 {100 * self.f1:6.2f}   of {self.gold}"


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies by role, incident_type among them, and of all together (micro)."""

    roles: Mapping[str, Tally]

    @property
    def overall(self) -> Tally:
        """The sum over the roles."""
        total = Tally()
        for tally in self.roles.values():
            total.add(tally)
        return total


@dataclass(frozen=True, slots=True)
class _Filled:
    """A template with its mentions made alike: by role a list of entities, an entity a set of strings."""

    type: str
    roles: Mapping[str, list[frozenset[str]]]
    size: int = field(default=0)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def read(path: Path) -> list[Report]:
    """Return the reports of a file of role fillers."""
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return [Report(row["docid"], row["doctext"], row["templates"]) for row in rows]


def normal(mention: str) -> str:
    """Return a mention as it is compared.

    >>> normal('The "Santo Tomas"  farm')
    'santo tomas farm'
    """
    return " ".join(word for word in mention.lower().translate(_DROPPED).split() if word not in _ARTICLES)


def score(gold: Mapping[str, Sequence[Template]], predicted: Mapping[str, Sequence[Template]], *, one_to_one: bool = False) -> Scores:
    """Score the templates of reports by their ids; a report without predicted templates may be left out.

    Raises ValueError for predicted reports that are not among the gold ones.
    """
    strange = sorted(set(predicted) - set(gold))
    if strange:
        raise ValueError(f"templates for unknown reports: {', '.join(strange[:5])}")
    totals = {role: Tally() for role in (TYPE, *ROLES)}
    for docid, templates in gold.items():
        wanted = [_filled(template) for template in distinct(templates)]
        given = [_filled(template) for template in predicted.get(docid, ())]
        for role, tally in _of_report(wanted, given, one_to_one=one_to_one).items():
            totals[role].add(tally)
    return Scores(totals)


def _words(template: Template) -> dict[str, Any]:
    """Return a template with bare strings for mentions, empty entities left out."""
    roles = {role: [[m if isinstance(m, str) else m[0] for m in entity] for entity in template.get(role, ())] for role in ROLES}
    return {TYPE: template[TYPE]} | {role: [entity for entity in entities if entity] for role, entities in roles.items()}


def distinct(templates: Sequence[Template]) -> list[Template]:
    """Return the templates in bare words, each once; gold scored against its own templates gives 1.0 after this only.

    Predicted templates are not made distinct by `score`: a second one alike is spurious, as in eval.py.
    """
    kept: list[Template] = []
    for template in map(_words, templates):
        if template not in kept:
            kept.append(template)
    return kept


def _filled(template: Template) -> _Filled:
    words = _words(template)
    roles = {role: [frozenset(map(normal, entity)) for entity in words[role]] for role in ROLES}
    return _Filled(words[TYPE], roles, 1 + sum(map(len, roles.values())))


def _of_report(gold: Sequence[_Filled], given: Sequence[_Filled], *, one_to_one: bool) -> dict[str, Tally]:
    """Return the tallies of a report under its best mapping."""
    tallies = {role: Tally() for role in (TYPE, *ROLES)}
    for template in given:
        tallies[TYPE].predicted += 1
        for role, entities in template.roles.items():
            tallies[role].predicted += len(entities)
    for template in gold:
        tallies[TYPE].gold += 1
        for role, entities in template.roles.items():
            tallies[role].gold += len(entities)
    pairs = [[_pair(want, have, one_to_one=one_to_one) for want in gold] for have in given]
    gains = [[(sum(n for n, _ in pair.values()), sum(n for _, n in pair.values())) if pair else None for pair in row] for row in pairs]
    for have, want in enumerate(mapping(gains, sum(t.size for t in given), sum(t.size for t in gold))):
        pair = pairs[have][want] if want is not None else None
        for role, (right, found) in pair.items() if pair else ():
            tallies[role].right += right
            tallies[role].found += found
    return tallies


def _pair(want: _Filled, have: _Filled, *, one_to_one: bool) -> dict[str, tuple[int, int]] | None:
    """Return by role how many predicted are right and how many gold are found in a pair, None where the incident types are not the same."""
    if have.type != want.type and have.type not in want.type.split(" / "):
        return None
    counts = {TYPE: (1, 1)}
    for role in ROLES:
        lies_in = [[entity <= true for true in want.roles[role]] for entity in have.roles[role]]
        if one_to_one:
            matched = _matching(lies_in)
            counts[role] = (matched, matched)
        else:
            counts[role] = (sum(map(any, lies_in)), sum(map(any, zip(*lies_in, strict=True))))
    return counts


def _matching(edges: Sequence[Sequence[bool]]) -> int:
    """Return how many rows and columns can be paired along the edges at most (augmenting paths)."""
    row_of: dict[int, int] = {}

    def placed(row: int, tried: set[int]) -> bool:
        for column, edge in enumerate(edges[row]):
            if edge and column not in tried:
                tried.add(column)
                if column not in row_of or placed(row_of[column], tried):
                    row_of[column] = row
                    return True
        return False

    return sum(placed(row, set()) for row in range(len(edges)))


Gain = tuple[int, int]  # predicted that are right, gold that are found


def mapping(gains: Sequence[Sequence[Gain | None]], predicted: int, gold: int) -> list[int | None]:
    """Return for each predicted template the gold template that it is mapped to, so that the report's F1 is highest.

    gains[i][j] is what the pair adds to both numerators, None where the two cannot be paired; `predicted` and `gold` are the denominators,
    which no mapping changes. Of equally good mappings the one with the earlier gold templates is taken. Exact up to 12 gold templates
    that can be paired at all, and always where both gains of every pair are equal; above, the sum of precision and recall is made highest.
    """
    useful = sorted({j for row in gains for j, gain in enumerate(row) if gain is not None})
    if not useful:
        return [None] * len(gains)
    if len(useful) > _EXHAUSTIVE:
        weights = [[gain[0] / predicted + gain[1] / gold if gain else 0.0 for gain in row] for row in gains]
        return [j if j is not None and gains[i][j] is not None else None for i, j in enumerate(assignment(weights))]
    best: tuple[float, tuple[int, ...]] | None = None
    for right, found, chosen in _ends(gains, useful):
        rank = (-_f1(right / predicted, found / gold), chosen)
        if best is None or rank < best:
            best = rank
    return [j if j in useful else None for j in best[1]] if best else []


def _ends(gains: Sequence[Sequence[Gain | None]], useful: Sequence[int]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield (right, found, gold index by predicted template) of the mappings that no other one beats in both numbers.

    Walks over the predicted templates; for every set of gold templates taken so far it keeps what is not beaten.
    """
    nobody = max(useful) + 1
    fronts: dict[int, dict[Gain, tuple[int, ...]]] = {0: {(0, 0): ()}}
    for row in gains:
        reached: dict[int, dict[Gain, tuple[int, ...]]] = {}
        for taken, front in fronts.items():
            steps = [(taken | 1 << bit, row[j], j) for bit, j in enumerate(useful) if row[j] is not None and not taken >> bit & 1]
            for now, gain, j in [*steps, (taken, (0, 0), nobody)]:
                kept = reached.setdefault(now, {})
                for (right, found), chosen in front.items():
                    key, path = (right + gain[0], found + gain[1]), (*chosen, j)  # type: ignore[index]
                    kept[key] = min(kept.get(key, path), path)
        fronts = {taken: _unbeaten(front) for taken, front in reached.items()}
    for front in fronts.values():
        for (right, found), chosen in front.items():
            yield right, found, chosen


def _unbeaten(front: Mapping[Gain, tuple[int, ...]]) -> dict[Gain, tuple[int, ...]]:
    kept: dict[Gain, tuple[int, ...]] = {}
    most = -1
    for key in sorted(front, reverse=True):
        if key[1] > most:
            kept[key] = front[key]
            most = key[1]
    return kept


def assignment(weights: Sequence[Sequence[float]]) -> list[int | None]:
    """Return a column for each row, none twice, so that the sum of their weights is highest; None where there are more rows than columns.

    The Hungarian method with potentials, cubic in the longer side (Kuhn 1955; Munkres 1957). Weights are not negative.
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    size = max(rows, columns)
    cost = [[-weights[i][j] if i < rows and j < columns else 0.0 for j in range(size)] for i in range(size)]
    of_row, of_column, row_at = [0.0] * size, [0.0] * (size + 1), [-1] * (size + 1)
    for start in range(size):
        row_at[size] = start  # a column that stands for none
        slack, came, seen, column = [float("inf")] * size, [size] * size, [False] * (size + 1), size
        while row_at[column] != -1:
            seen[column] = True
            row = row_at[column]
            for j in range(size):
                reduced = cost[row][j] - of_row[row] - of_column[j]
                if not seen[j] and reduced < slack[j]:
                    slack[j], came[j] = reduced, column
            following = min((j for j in range(size) if not seen[j]), key=slack.__getitem__)
            step = slack[following]
            for j in range(size + 1):
                if seen[j]:
                    of_row[row_at[j]] += step
                    of_column[j] -= step
                elif j < size:
                    slack[j] -= step
            column = following
        while column != size:
            row_at[column] = row_at[came[column]]
            column = came[column]
        row_at[size] = -1
    found: list[int | None] = [None] * rows
    for j in range(columns):
        if 0 <= row_at[j] < rows:
            found[row_at[j]] = j
    return found


def main(data: Path, fill: Callable[[str], Sequence[Template]] | None = None, *, split: str = "test_tst3") -> int:
    """Fill the templates of every report of a split and print the scores by role; 2 when the data set is not there.

    Without `fill` nothing is filled: that shows what is there. The last line pairs entities one to one.
    """
    path = data / _FILES[split]
    if not path.is_file():
        print(f"{path}: not there\n  hint: see the head of bench/muc4.py for where MUC-4 in this form is distributed", file=sys.stderr)
        return 2
    reports = read(path)
    gold = {report.docid: report.templates for report in reports}
    predicted = {report.docid: list(fill(report.text)) if fill is not None else [] for report in reports}
    scores = score(gold, predicted)
    print(f"MUC-4 {split}, {len(reports)} reports, {scores.roles[TYPE].gold} templates; GTT on TST3 {GTT_F1}")
    for role, tally in scores.roles.items():
        print(tally.line(role))
    print(scores.overall.line("overall (micro)"))
    print(score(gold, predicted, one_to_one=True).overall.line("overall, one to one"))
    return 0
