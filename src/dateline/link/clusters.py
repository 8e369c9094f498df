"""Event reports grouped into events: average-link clustering with pairs that can never go together.

Method: agglomerative clustering by the mean score over all pairs between two groups (UPGMA; Sokal and Michener 1958) with cannot-link
constraints (Davidson and Ravi 2005), on each connected component of the pairs. Scores are whole numbers and ties fall to the smallest
ids, so the outcome depends on the set alone, never on its order.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

Scores = Mapping[str, Mapping[str, int]]
"""Score of each pair from both its ends; a pair that is not there scores 0. Below 0: the two can never go together."""
BAR = -(10**15)
"""Score of a pair that can never go together: no sum of others outweighs it."""


def components(ids: Iterable[str], scores: Scores, floor: int) -> list[list[str]]:
    """Return the ids in groups that pairs of `floor` and more connect, each sorted, in the order of their first ids."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(ids):
        if start in seen:
            continue
        seen.add(start)
        group, rest = [start], [start]
        while rest:
            for other, value in scores.get(rest.pop(), {}).items():
                if value >= floor and other not in seen:
                    seen.add(other)
                    group.append(other)
                    rest.append(other)
        found.append(sorted(group))
    return found


def cluster(ids: Iterable[str], scores: Scores, threshold: int) -> list[list[str]]:
    """Return the ids grouped so that the mean score between any two groups is below `threshold`, the best merged first."""
    members = {i: [name] for i, name in enumerate(sorted(ids))}
    number = {names[0]: i for i, names in members.items()}
    sums: dict[int, dict[int, int]] = {
        i: {number[other]: value for other, value in scores.get(names[0], {}).items() if other in number} for i, names in members.items()
    }
    heap: list[tuple[float, int, int, int, int]] = [
        (-value, i, j, 1, 1) for i, row in sums.items() for j, value in row.items() if i < j and value >= threshold
    ]
    heapq.heapify(heap)
    while heap:
        _, i, j, size_i, size_j = heapq.heappop(heap)
        if i not in members or j not in members or (len(members[i]), len(members[j])) != (size_i, size_j):
            continue
        members[i] += members.pop(j)
        row = sums[i]
        for k, value in sums.pop(j).items():
            if k != i:
                row[k] = row.get(k, 0) + value
                sums[k][i] = row[k]
                del sums[k][j]
        row.pop(j, None)
        for k, value in row.items():
            mean = value / (len(members[i]) * len(members[k]))
            if mean >= threshold:
                a, b = (i, k) if i < k else (k, i)
                heapq.heappush(heap, (-mean, a, b, len(members[a]), len(members[b])))
    return sorted(sorted(names) for names in members.values())
