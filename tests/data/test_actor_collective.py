"""Collective and loaded words by country, day and speaker."""

import datetime as dt

import pytest

from dateline.data.actor_collective import described


@pytest.mark.parametrize(
    ("words", "country", "year", "speaker", "entry", "side"),
    [
        ("the regime", "SY", 2017, None, "sy.gov", "Syrian government and allies"),
        ("the regime", "SY", 2025, None, "sy.transitional_gov", "Syrian transitional government"),
        ("government troops", "TG", 2017, None, "tg.forces", "Government of Togo"),
        ("terrorists", "LK", 2001, "Government of Sri Lanka", "ltte", "LTTE"),
        ("terrorists", "LK", 2012, "Government of Sri Lanka", None, None),
        ("terrorists", "SY", 2017, None, None, None),
        ("the resistance", "LB", 2006, "Hezbollah", None, "Hezbollah"),
        ("the resistance", "LB", 2006, None, None, None),
        ("the enemy", "MM", 2022, "Nobody's Front", None, None),
    ],
)
def test_described(words: str, country: str, year: int, speaker: str | None, entry: str | None, side: str | None) -> None:
    found = described(words, country=country, day=dt.date(year, 6, 1), speaker=speaker)
    assert found is not None
    assert found.words == words
    assert (found.entry.id if found.entry else None, found.side) == (entry, side)


def test_other_words_are_not_read() -> None:
    assert described("the bakers", country="SY", day=None) is None
