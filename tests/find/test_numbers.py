"""Numbers: value, bounds and modifier; what only looks like a count is left out."""

from __future__ import annotations

import pytest

from dateline.find.numbers import find_numbers, number_value
from dateline.records import Count

ROWS: list[tuple[str, list[tuple[str, int | None, int | None, int | None, str]]]] = [
    ("They buried 14 men.", [("14", 14, 14, 14, "exact")]),
    ("They buried 1,250 men.", [("1,250", 1250, 1250, 1250, "exact")]),
    ("They counted 1.250 refugees.", [("1.250", 1250, 1250, 1250, "exact")]),
    ("They counted 284000 refugees.", [("284000", 284000, 284000, 284000, "exact")]),
    ("some 8 thousand porters left", [("some 8 thousand", None, 8000, None, "about")]),
    ("2.5 million people left", [("2.5 million", 2500000, 2500000, 2500000, "exact")]),
    ("Sixty-three villagers stayed", [("Sixty-three", 63, 63, 63, "exact")]),
    ("forty two villagers stayed", [("forty two", 42, 42, 42, "exact")]),
    ("a hundred and twenty recruits", [("a hundred and twenty", 120, 120, 120, "exact")]),
    ("three hundred recruits", [("three hundred", 300, 300, 300, "exact")]),
    ("two thousand five hundred recruits", [("two thousand five hundred", 2500, 2500, 2500, "exact")]),
    ("a dozen recruits", [("a dozen", 12, 12, 12, "exact")]),
    ("two dozen recruits", [("two dozen", 24, 24, 24, "exact")]),
    ("half a dozen recruits", [("half a dozen", 6, 6, 6, "exact")]),
    ("dozens of recruits", [("dozens", 24, None, None, "unquantified")]),
    ("scores of recruits", [("scores", 40, None, None, "unquantified")]),
    ("tens of recruits", [("tens", 20, None, None, "unquantified")]),
    ("hundreds of recruits", [("hundreds", 200, None, None, "unquantified")]),
    ("several hundred recruits", [("several hundred", 200, None, None, "unquantified")]),
    ("thousands of recruits", [("thousands", None, None, None, "unquantified")]),
    ("several recruits", [("several", None, None, None, "unquantified")]),
    ("many recruits", [("many", None, None, None, "unquantified")]),
    ("a number of recruits", [("a number", None, None, None, "unquantified")]),
    ("at least 9 recruits", [("at least 9", 9, 9, None, "at_least")]),
    ("no fewer than nine recruits", [("no fewer than nine", 9, 9, None, "at_least")]),
    ("not less than 9 recruits", [("not less than 9", 9, 9, None, "at_least")]),
    ("a minimum of 9 recruits", [("a minimum of 9", 9, 9, None, "at_least")]),
    ("9 or more recruits", [("9 or more", 9, 9, None, "at_least")]),
    ("more than 60 recruits", [("more than 60", 60, 60, None, "more_than")]),
    ("over 60 recruits", [("over 60", 60, 60, None, "more_than")]),
    ("upwards of 60 recruits", [("upwards of 60", 60, 60, None, "more_than")]),
    ("in excess of 60 recruits", [("in excess of 60", 60, 60, None, "more_than")]),
    ("around 60 recruits", [("around 60", None, 60, None, "about")]),
    ("an estimated 60 recruits", [("an estimated 60", None, 60, None, "about")]),
    ("roughly sixty recruits", [("roughly sixty", None, 60, None, "about")]),
    ("60 or so recruits", [("60 or so", None, 60, None, "about")]),
    ("nearly 60 recruits", [("nearly 60", None, 60, 60, "nearly")]),
    ("close to 60 recruits", [("close to 60", None, 60, 60, "nearly")]),
    ("up to 60 recruits", [("up to 60", None, 60, 60, "up_to")]),
    ("as many as 60 recruits", [("as many as 60", None, 60, 60, "up_to")]),
    ("no more than 60 recruits", [("no more than 60", None, 60, 60, "up_to")]),
    ("between 20 and 30 recruits", [("between 20 and 30", 20, None, 30, "range")]),
    ("20 to 30 recruits", [("20 to 30", 20, None, 30, "range")]),
    ("20-30 recruits", [("20-30", 20, None, 30, "range")]),
    ("two or three recruits", [("two or three", 2, None, 3, "range")]),
    ("the count rose from 20 to 30", [("20", 20, 20, 20, "exact"), ("30", 30, 30, 30, "exact")]),
    ("four guards and 11 cooks", [("four", 4, 4, 4, "exact"), ("11", 11, 11, 11, "exact")]),
]

NOT_COUNTS = [
    "a 34-year-old clerk", "a clerk aged 12", "107 mm rockets", "within 40 kilometers", "at 10:30", "on 14 October", "on October 14",
    "$300 was paid", "12 percent", "12% of it", "the 4th Brigade", "harbour district 6", "an M-16", "a T-72", "flight 203", "highway 9",
    "Resolution 2254", "for 24 hours", "in 1987", "six weeks later", "at 5 pm", "ten times", "no one came", "two-day talks", "a 12-hour siege",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_number_with_bounds(text: str, expected: list[tuple[str, int | None, int | None, int | None, str]]) -> None:
    found = [(text[n.start : n.end], n.count) for n in find_numbers(text)]
    assert found == [(words, Count(low, best, high, modifier)) for words, low, best, high, modifier in expected]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", NOT_COUNTS)
def test_what_is_no_count(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("words", "value"),
    [("12", 12), ("1,200", 1200), ("ninety-nine", 99), ("a thousand", 1000), ("three dozen", 36), ("1.5 million", 1500000), ("many", None)],
)
def test_value_of_words(words: str, value: int | None) -> None:
    assert number_value(words) == value


@pytest.mark.parametrize("digits", ["1" * 5000, "7" * 400, "1" + ",111" * 2000, "1." + "3" * 5000, "9" * 320 + " million"])
def test_longer_than_any_count(digits: str) -> None:
    assert number_value(digits) is None
    assert [n.value for n in find_numbers(f"{digits} killed 3 people.")] == [3]
