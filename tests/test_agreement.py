"""Agreement of coders, against the values that Krippendorff (2011) works out by hand, and values worked out here."""

from __future__ import annotations

import pytest

from dateline.agreement import alpha, f1, percent

BINARY = ("0100000010", "1110010000")
LABELS = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(coders: tuple[str, ...]) -> list[list[int | str | None]]:
    """Return what each coder said of each unit, a character each; a dot is nothing."""
    return [[None if c == "." else int(c) if c.isdigit() else c for c in unit] for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("coders", "metric", "expected"),
    [
        (BINARY, "nominal", 0.095),  # section A of the paper
        (LABELS, "nominal", 0.692),  # section B
        (MISSING, "nominal", 0.743),  # section C, four observers, with missing values
        (MISSING, "interval", 0.849),
    ],
)
def test_published_values(coders: tuple[str, ...], metric: str, expected: float) -> None:
    assert alpha(units(coders), metric) == pytest.approx(expected, abs=5e-4)  # type: ignore[arg-type]


def test_worked_by_hand() -> None:
    # two coders, three units: (1, 1), (1, 2), (2, 2): coincidences 1-1: 2, 1-2 and 2-1: 1 each, 2-2: 2; n = 6, three of each value
    # nominal: 1 - 5 * 2 / (2 * 3 * 3) = 4/9; so interval, whose only difference is 1
    given = [[1, 1], [1, 2], [2, 2]]
    assert alpha(given) == pytest.approx(4 / 9)
    assert alpha(given, "interval") == pytest.approx(4 / 9)
    # (1, 1), (1, 3), (3, 3): all differences are 4, over and under the line
    assert alpha([[1, 1], [1, 3], [3, 3]], "interval") == pytest.approx(4 / 9)
    # (0, 0), (10, 11), (20, 20): observed 2 * 1; values 0 0 10 11 20 20 give 2 * (2*100 + 2*121 + 4*400 + 1 + 2*100 + 2*81) = 4810
    assert alpha([[0, 0], [10, 11], [20, 20]], "interval") == pytest.approx(1 - 5 * 2 / 4810)


def test_what_cannot_be_compared() -> None:
    assert alpha([]) is None
    assert alpha([[1, None], [None, 2]]) is None
    assert alpha([["a", "a"], ["a", "a"]]) is None  # one value only: chance agrees as well
    assert alpha([["a", "a"], ["b", "b"]]) == 1
    assert alpha([["a", "b"], ["b", "a"]]) == pytest.approx(-0.5)


def test_percent_and_f1() -> None:
    assert percent([["a", "a"], ["a", "b"], ["a", None]]) == 0.5
    assert percent([["a", "a", "b"]]) == pytest.approx(1 / 3)
    assert percent([["a", None]]) is None
    assert f1([{"e1", "e2"}, {"e2", "e3"}]) == 0.5
    assert f1([{"e1"}, {"e1"}, set()]) == pytest.approx(1 / 3)
    assert f1([set(), set()]) is None
