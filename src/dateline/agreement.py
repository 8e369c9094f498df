"""How far coders agree: Krippendorff's alpha, percent agreement, and F1 of what they found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import combinations
from typing import Literal, TypeVar

Metric = Literal["nominal", "interval"]
Value = TypeVar("Value", bound=Hashable)
Units = Sequence[Sequence[Value | None]]
"""What each coder said of each unit, unit by unit; None where a coder said nothing."""


def alpha(units: Units[Value], metric: Metric = "nominal") -> float | None:
    """Return Krippendorff's alpha: 1 for perfect agreement, 0 for that of chance; None where there is nothing to compare or only one value.

    Values are labels, or numbers for the metric "interval". A unit that fewer than two coders judged counts for nothing. After
    Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", by coincidences of values within units.
    """
    together: dict[tuple[Value, Value], float] = defaultdict(float)
    for unit in units:
        said = [value for value in unit if value is not None]
        for i, one in enumerate(said):
            for j, other in enumerate(said):
                if i != j:
                    together[one, other] += 1 / (len(said) - 1)
    totals: Mapping[Value, float] = _totals(together)
    n = sum(totals.values())
    expected = sum(totals[c] * totals[k] * _apart(c, k, metric) for c in totals for k in totals)
    if n < 2 or not expected:
        return None
    observed = sum(count * _apart(c, k, metric) for (c, k), count in together.items())
    return 1 - (n - 1) * observed / expected


def percent(units: Units[Value]) -> float | None:
    """Return the share of pairs of coders, over all units, that said the same; None where no two judged one unit."""
    pairs = [(a, b) for unit in units for a, b in combinations([value for value in unit if value is not None], 2)]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else None


def f1(found: Sequence[Collection[Hashable]]) -> float | None:
    """Return the mean over pairs of coders of the F1 of what they found, each measured by the other; None where nobody found anything."""
    scores = []
    for one, other in combinations(found, 2):
        total = len(set(one)) + len(set(other))
        if total:
            scores.append(2 * len(set(one) & set(other)) / total)
    return sum(scores) / len(scores) if scores else None


def _totals(together: Mapping[tuple[Value, Value], float]) -> dict[Value, float]:
    totals: dict[Value, float] = defaultdict(float)
    for (one, _), count in together.items():
        totals[one] += count
    return dict(totals)


def _apart(one: object, other: object, metric: Metric) -> float:
    """Return the squared difference of two values: 0 or 1 for labels."""
    if metric == "nominal":
        return float(one != other)
    assert isinstance(one, (int, float))
    assert isinstance(other, (int, float))
    return float(one - other) ** 2
