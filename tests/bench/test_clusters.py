from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from bench import clusters

# key {a b c d e} {f g} {h i j k l}; response {a b c d e} {f g h i j k l}: the worked example of Bagga and Baldwin's paper.
KEY = [1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3]
TWO_JOINED = [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]
LARGE_JOINED = [1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1]


def test_b_cubed_on_the_published_example() -> None:
    """Joining a small group to a large one costs less than joining two large ones; MUC sees no difference."""
    first, second = clusters.b_cubed(KEY, TWO_JOINED), clusters.b_cubed(KEY, LARGE_JOINED)
    assert (first.precision, first.recall) == (pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12), 1)
    assert (second.precision, second.recall) == (pytest.approx((10 * 0.5 + 2) / 12), 1)
    assert first.precision == pytest.approx(0.762, abs=5e-4)
    assert second.precision == pytest.approx(0.583, abs=5e-4)


def test_muc_by_hand() -> None:
    for response in (TWO_JOINED, LARGE_JOINED):
        found = clusters.muc(KEY, response)
        assert (found.precision, found.recall) == (pytest.approx(9 / 10), 1)
    broken = clusters.muc([1, 1, 1, 1], [1, 1, 2, 2])  # one link of three is missing
    assert (broken.precision, broken.recall) == (1, pytest.approx(2 / 3))
    assert clusters.muc([1, 2, 3], [1, 2, 3]).f1 == 0  # single items have no links


def test_ceaf_e_by_hand() -> None:
    """{a b c} {d e f g} against {a b} {c d} {e f g}: the best alignment is abc-ab (.8) and defg-efg (6/7)."""
    found = clusters.ceaf_e([1, 1, 1, 2, 2, 2, 2], [1, 1, 2, 2, 3, 3, 3])
    total = 4 / 5 + 6 / 7
    assert (found.precision, found.recall) == (pytest.approx(total / 3), pytest.approx(total / 2))


def test_ceaf_e_takes_each_group_once() -> None:
    found = clusters.ceaf_e([1, 1, 1, 1], [1, 1, 2, 2])
    assert (found.precision, found.recall) == (pytest.approx(2 / 3 / 2), pytest.approx(2 / 3))


def test_links_by_hand() -> None:
    found = clusters.links([1, 1, 1, 2], [1, 1, 2, 2])
    assert (found.precision, found.recall) == (pytest.approx(1 / 2), pytest.approx(1 / 3))
    assert found.f1 == pytest.approx(0.4)


def test_conll_is_the_mean_of_three() -> None:
    """{a b} {c} {d e f} against {a b c} {d e} {f}."""
    found = clusters.score([1, 1, 2, 3, 3, 3], [1, 1, 1, 2, 2, 3])
    muc = 2 / 3  # 2 of 3 links on either side
    b_cubed = (2 * 2 / 3 + 1 / 3 + 2 + 1) / 6, (2 * 1 + 1 + 2 * 2 / 3 + 1 / 3) / 6
    ceaf = (4 / 5 + 4 / 5) / 3  # ab-abc and def-de; c and f are left
    assert found.muc.f1 == pytest.approx(muc)
    assert (found.b_cubed.precision, found.b_cubed.recall) == pytest.approx(b_cubed)
    assert found.ceaf_e.f1 == pytest.approx(ceaf)
    assert found.conll == pytest.approx((muc + found.b_cubed.f1 + ceaf) / 3)


def test_the_truth_scores_one_whatever_its_labels() -> None:
    found = clusters.score(KEY, [f"x{label}" for label in KEY])
    assert found.conll == found.links.f1 == pytest.approx(1)


def test_no_items_no_score() -> None:
    assert clusters.score([], []).conll == 0


def test_another_number_of_items_is_refused() -> None:
    with pytest.raises(ValueError, match="3 items, response 2"):
        clusters.score([1, 2, 3], [1, 2])


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 2), (3, 5), (5, 5), (6, 6)])
def test_the_assignment_is_the_cheapest_of_all(rows: int, columns: int) -> None:
    numbers = np.random.default_rng(rows * 10 + columns)
    for _ in range(10):
        cost = numbers.integers(-9, 9, (rows, columns)).astype(float)
        chosen = clusters.assignment(cost)
        assert len(set(chosen)) == rows
        cheapest = min(sum(cost[i, j] for i, j in enumerate(p)) for p in itertools.permutations(range(columns), rows))
        assert sum(cost[i, j] for i, j in enumerate(chosen)) == pytest.approx(cheapest)


def test_ceaf_e_aligns_over_all_groups_at_once() -> None:
    """The split into parts that share no group changes nothing: checked against every alignment of small random groupings."""
    chance = random.Random(7)
    for _ in range(20):
        key = [chance.randrange(4) for _ in range(9)]
        response = [chance.randrange(4) for _ in range(9)]
        groups = [[{i for i, x in enumerate(side) if x == label} for label in sorted(set(side))] for side in (key, response)]
        short, long = sorted(groups, key=len)
        best = max(
            sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(short, chosen, strict=True))
            for chosen in itertools.permutations(long, len(short))
        )
        assert clusters.ceaf_e(key, response).recall == pytest.approx(best / len(groups[0]))
