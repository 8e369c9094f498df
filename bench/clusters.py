"""Scores of groupings: B-cubed, MUC, CEAF-e, their mean (CoNLL F1), and pairs of links.

A grouping is given as a label for each item, the same items in the same order for key (truth) and response. Definitions: MUC of Vilain et
al. (1995), B-cubed of Bagga and Baldwin (1998), CEAF-e with the similarity phi-4 of Luo (2005), their mean as in the CoNLL-2012 shared
task (Pradhan et al. 2012). With given items (gold mentions) nothing is spurious or missing, so no variant of these differs. Items that
stand alone count in B-cubed and CEAF-e and, by its definition, not in MUC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Labels = Sequence[Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each between 0 and 1, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one response."""

    muc: Score
    b_cubed: Score
    ceaf_e: Score
    links: Score

    @property
    def conll(self) -> float:
        """The mean of the F1 of MUC, B-cubed and CEAF-e."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def score(key: Labels, response: Labels) -> Scores:
    """Return all scores; raises ValueError where the two have not the same items."""
    return Scores(muc(key, response), b_cubed(key, response), ceaf_e(key, response), links(key, response))


def b_cubed(key: Labels, response: Labels) -> Score:
    """Return, averaged over items, the share of the item's response group that is of its key group, and of its key group found."""
    overlap, keys, responses = _overlap(key, response)
    total = len(key) or 1
    precision = sum(n * n / responses[r] for (_, r), n in overlap.items()) / total
    recall = sum(n * n / keys[k] for (k, _), n in overlap.items()) / total
    return Score(precision, recall)


def muc(key: Labels, response: Labels) -> Score:
    """Return the share of the links that hold each group together which the other side has too; groups of one have no link."""
    overlap, keys, responses = _overlap(key, response)
    parts_of_key = Counter(k for k, _ in overlap)
    parts_of_response = Counter(r for _, r in overlap)
    return Score(_kept(responses, parts_of_response), _kept(keys, parts_of_key))


def _kept(groups: Mapping[Hashable, int], parts: Mapping[Hashable, int]) -> float:
    links = sum(size - 1 for size in groups.values())
    return sum(size - parts[label] for label, size in groups.items()) / links if links else 0.0


def links(key: Labels, response: Labels) -> Score:
    """Return precision and recall of the pairs of items put together."""
    overlap, keys, responses = _overlap(key, response)
    both = _pairs(overlap.values())
    in_key, in_response = _pairs(keys.values()), _pairs(responses.values())
    return Score(both / in_response if in_response else 0.0, both / in_key if in_key else 0.0)


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def ceaf_e(key: Labels, response: Labels) -> Score:
    """Return the best one-to-one alignment of groups by phi-4 = 2 |K and R| / (|K| + |R|), over the number of groups of each side."""
    overlap, keys, responses = _overlap(key, response)
    similar = {(k, r): 2 * n / (keys[k] + responses[r]) for (k, r), n in overlap.items()}
    total = sum(_best_alignment(part) for part in _components(similar))
    return Score(total / len(responses) if responses else 0.0, total / len(keys) if keys else 0.0)


def _components(similar: Mapping[tuple[Hashable, Hashable], float]) -> Iterable[dict[tuple[Hashable, Hashable], float]]:
    """Split the pairs of groups into parts that share no group: each is aligned by itself."""
    by_key: dict[Hashable, list[Hashable]] = defaultdict(list)
    by_response: dict[Hashable, list[Hashable]] = defaultdict(list)
    for k, r in similar:
        by_key[k].append(r)
        by_response[r].append(k)
    seen: set[Hashable] = set()
    for start in by_key:
        if start in seen:
            continue
        seen.add(start)
        stack, part, done = [start], {}, set()
        while stack:
            k = stack.pop()
            for r in by_key[k]:
                part[k, r] = similar[k, r]
                if r in done:
                    continue
                done.add(r)
                fresh = [other for other in by_response[r] if other not in seen]
                seen.update(fresh)
                stack.extend(fresh)
        yield part


def _best_alignment(part: Mapping[tuple[Hashable, Hashable], float]) -> float:
    if len(part) == 1:
        return next(iter(part.values()))
    rows = {k: i for i, k in enumerate(dict.fromkeys(k for k, _ in part))}
    columns = {r: i for i, r in enumerate(dict.fromkeys(r for _, r in part))}
    gain = np.zeros((len(rows), len(columns)))
    for (k, r), value in part.items():
        gain[rows[k], columns[r]] = value
    gain = gain if len(rows) <= len(columns) else gain.T
    return float(sum(gain[i, j] for i, j in enumerate(assignment(-gain))))


def assignment(cost: np.ndarray) -> list[int]:
    """Return for each row the column of the cheapest one-to-one assignment; rows at most as many as columns.

    Shortest augmenting paths with potentials (Kuhn-Munkres in the form of Jonker and Volgenant), cubic time.
    """
    n, m = cost.shape
    row_potential, column_potential = np.zeros(n + 1), np.zeros(m + 1)
    row_of = np.zeros(m + 1, dtype=int)  # 1-based, 0: free; column 0 stands for the row being placed
    for row in range(1, n + 1):
        row_of[0] = row
        column = 0
        shortest = np.full(m + 1, np.inf)
        before = np.zeros(m + 1, dtype=int)
        used = np.zeros(m + 1, dtype=bool)
        while row_of[column]:
            used[column] = True
            here = row_of[column]
            reduced = cost[here - 1] - row_potential[here] - column_potential[1:]
            better = ~used[1:] & (reduced < shortest[1:])
            shortest[1:][better] = reduced[better]
            before[1:][better] = column
            open_columns = np.where(used, np.inf, shortest)
            open_columns[0] = np.inf
            nearest = int(open_columns.argmin())
            delta = open_columns[nearest]
            row_potential[row_of[used]] += delta
            column_potential[used] -= delta
            shortest[~used] -= delta
            column = nearest
        while column:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    chosen = [0] * n
    for column in range(1, m + 1):
        if row_of[column]:
            chosen[row_of[column] - 1] = column - 1
    return chosen


def _overlap(key: Labels, response: Labels) -> tuple[Counter[tuple[Hashable, Hashable]], Counter[Hashable], Counter[Hashable]]:
    if len(key) != len(response):
        raise ValueError(f"key has {len(key)} items, response {len(response)}: a label is wanted for each item of the key")
    return Counter(zip(key, response, strict=True)), Counter(key), Counter(response)
