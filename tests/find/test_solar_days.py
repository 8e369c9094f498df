"""The solar year of Afghanistan and Iran."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from dateline.data.time_words import time_words
from dateline.find.solar_days import solar_day
from dateline.find.times import dated_in

PUBLISHED = dt.date(2019, 3, 13)

NEW_YEARS = [  # first days of years as the observed equinox had them
    (1300, "1921-03-21"), (1342, "1963-03-21"), (1343, "1964-03-21"), (1357, "1978-03-21"), (1358, "1979-03-21"), (1371, "1992-03-21"),
    (1375, "1996-03-20"), (1380, "2001-03-21"), (1399, "2020-03-20"), (1400, "2021-03-21"), (1403, "2024-03-20"), (1404, "2025-03-21"),
]  # fmt: skip


@pytest.mark.parametrize(("year", "day"), NEW_YEARS)
def test_years_begin_at_the_equinox(year: int, day: str) -> None:
    assert solar_day(year, 1, 1) == dt.date.fromisoformat(day)


def test_months_follow_one_another_without_a_gap() -> None:
    for year in (1357, 1375, 1399, 1402, 1403):
        days = [solar_day(year, month, number) for month in range(1, 13) for number in range(1, 32)]
        told = [day for day in days if day is not None]
        assert [(after - before).days for before, after in pairwise(told)] == [1] * (len(told) - 1)
        assert solar_day(year + 1, 1, 1) == told[-1] + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 7 Saur 1357", ("1978-04-27", "1978-04-27")),  # the coup in Kabul
        ("on 22 Bahman 1357", ("1979-02-11", "1979-02-11")),  # the revolution in Iran
        ("on the 28th of Asad 1400", ("2021-08-19", "2021-08-19")),  # independence day in Kabul
        ("on Sawr 8, 1371", ("1992-04-28", "1992-04-28")),
        ("on Monday, 20 Hoot 1397", ("2019-03-11", "2019-03-11")),
        ("since Mizan 1397", ("2018-09-23", "2019-03-13")),
        ("in Esfand 1397", ("2019-02-20", "2019-03-20")),
        ("on 25 Esfand", ("2019-03-16", "2019-03-16")),  # three days ahead
        ("on 5 Mizan", ("2018-09-27", "2018-09-27")),
        ("it will be held on 5 Mizan", ("2019-09-27", "2019-09-27")),
    ],
)
def test_dates_of_the_solar_year(text: str, expected: tuple[str, str]) -> None:
    values = [found.value for found in dated_in(text, PUBLISHED)]
    assert [(str(value.start), str(value.end)) for value in values] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "troops loyal to Asad killed 14 men", "a 3 Khordad air defence system", "the 15 Khordad Foundation", "a Mehr reporter said", "in a mud hut 1400 m up",
        "12 mizan 1397", "on 5 Asad, 2 Tir and 7 Hut", "31 Mizan 13977",
    ],
)  # fmt: skip
def test_names_that_are_no_dates(text: str) -> None:
    assert list(dated_in(text, PUBLISHED)) == []


def test_every_month_has_its_names() -> None:
    words = time_words()
    assert sorted(set(words.solar.values())) == list(range(1, 13))
    assert words.solar_alone < set(words.solar)
    assert "asad" not in words.solar_alone
