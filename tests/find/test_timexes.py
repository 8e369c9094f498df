"""Time expressions of every type: extent, TIMEX3 type and value, EDTF."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.data.edtf import edtf
from dateline.find.durations import duration
from dateline.find.feasts import days_of
from dateline.find.timexes import find_timexes
from dateline.records import Sentence, Span

PUBLISHED = dt.date(2019, 3, 13)  # a Wednesday

ROWS: list[tuple[str, list[tuple[str, str, str, str | None]]]] = [
    # text, (words, type, TIMEX3 value, EDTF) of each expression
    ("The port fell on Sunday night.", [("Sunday night", "TIME", "2019-03-10TNI", "2019-03-10")]),
    ("Sunday's raid failed.", [("Sunday", "DATE", "2019-03-10", "2019-03-10")]),
    ("It fell in July 2016.", [("July 2016", "DATE", "2016-07", "2016-07")]),
    ("It fell in early February.", [("early February", "DATE", "2019-02", "2019-02-01~/2019-02-10~")]),
    ("They held it from 3 to 5 February.", [("3", "DATE", "2019-02-03", "2019-02-03"), ("5 February", "DATE", "2019-02-05", "2019-02-05")]),
    ("Fighting has raged since May 2015.", [("May 2015", "DATE", "2015-05", "2015-05/..")]),
    ("The port closed last summer.", [("last summer", "DATE", "2018-SU", "2018-22")]),
    ("It fell last week.", [("last week", "DATE", "2019-W10", "2019-03-04/2019-03-10")]),
    ("It fell early this year.", [("early this year", "DATE", "2019", "2019")]),
    ("It fell three weeks ago.", [("three weeks ago", "DATE", "2019-W08", "2019-02-17~/2019-02-23~")]),
    ("It was so in the 1980s.", [("the 1980s", "DATE", "198", "198X")]),
    ("It was so in the 19th century.", [("19th century", "DATE", "18", "18XX")]),
    ("Exports fell in the third quarter of 2018.", [("the third quarter of 2018", "DATE", "2018-Q3", "2018-35")]),
    ("It is now held by rebels.", [("now", "DATE", "PRESENT_REF", None)]),
    ("He will return soon.", [("soon", "DATE", "FUTURE_REF", None)]),
    ("They met for two years.", [("two years", "DURATION", "P2Y", None)]),
    ("They met over the past two years.", [("the past two years", "DURATION", "P2Y", "2017-03-13/2019-03-13")]),
    ("It took several hours.", [("several hours", "DURATION", "PTXH", None)]),
    ("A 18-month siege ended.", [("18-month", "DURATION", "P18M", None)]),
    ("The siege lasted a decade.", [("a decade", "DURATION", "P10Y", None)]),
    ("The siege lasted two and a half years.", [("two and a half years", "DURATION", "P2.5Y", None)]),
    ("They march every Monday.", [("every Monday", "SET", "XXXX-WXX-1", None)]),
    ("Shops close on Sundays.", [("Sundays", "SET", "XXXX-WXX-7", None)]),
    ("Fees are paid annually.", [("annually", "SET", "P1Y", None)]),
    ("It fell at 15:00 GMT on Sunday.", [("15:00 GMT on Sunday", "TIME", "2019-03-10T15:00Z", "2019-03-10T15:00:00Z")]),
    ("It fell at 3 p.m. on Sunday.", [("3 p.m. on Sunday", "TIME", "2019-03-10T15", "2019-03-10T15:00:00")]),
    ("Raids went on during Ramadan 2016.", [("Ramadan 2016", "DATE", "2016-06-06", "2016-06-06~/2016-07-05~")]),
    ("It was hit on 12 Mizan 1397.", [("12 Mizan 1397", "DATE", "2018-10-04", "2018-10-04")]),
    ("It fell in Saur 1357.", [("Saur 1357", "DATE", "1978-05", "1978-04-21/1978-05-21")]),
    ("Students marched on 22 Bahman.", [("22 Bahman", "DATE", "2019-02-11", "2019-02-11")]),
    ("A 15 Khordad missile was fired at Mehr 14.", []),
    ("A 12-year-old boy died.", []),
    ("A man aged 30 years died.", []),
    ("It cost 20 dollars a day.", []),
]


def _found(text: str) -> list[tuple[str, str, str, str | None]]:
    sentence = Sentence(0, Span(7, 7 + len(text)), text, 0, "body")
    return [(text[t.span.start - 7 : t.span.end - 7], t.kind, t.value, t.edtf) for t in find_timexes((sentence,), PUBLISHED)]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_extent_type_and_value(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert _found(text) == expected


def test_modifiers() -> None:
    text = "In late 2016, after more than two weeks, about two days were left."
    sentence = Sentence(0, Span(0, len(text)), text, 0, "body")
    assert [t.mod for t in find_timexes((sentence,), PUBLISHED)] == ["END", "MORE_THAN", "APPROX"]


def test_without_publication_relative_ones_stay_open() -> None:
    text = "It fell on Sunday, last week, this fiscal year and on 8 February 2018."
    sentence = Sentence(0, Span(0, len(text)), text, 0, "body")
    assert [(t.value, t.edtf) for t in find_timexes((sentence,), None)] == [
        ("XXXX-XX-XX", None), ("XXXX-WXX", None), ("XXXX", None), ("2018-02-08", "2018-02-08"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a" * 10_000, "1" * 10_000, "\u0301" * 10_000, "two " * 3_000, "የካቲት ፳፻፲፩"])
def test_hostile_text_is_read_quickly_and_without_error(text: str) -> None:
    sentence = Sentence(0, Span(0, len(text)), text, 0, "body")
    assert find_timexes((sentence,), PUBLISHED) == ()


@pytest.mark.parametrize(
    ("count", "unit", "value"), [(3, "centuries", "P300Y"), (1, "fortnight", "P2W"), (None, "decades", "PXDE"), (24, "hours", "PT24H")]
)
def test_durations(count: int | None, unit: str, value: str) -> None:
    assert duration(count, unit.replace("ies", "y")) == value


# first days as announced by most countries (public calendars); the reckoned ones may lie a day off
ANNOUNCED = [
    ("ramadan", dt.date(2014, 6, 28)), ("ramadan", dt.date(2016, 6, 6)), ("ramadan", dt.date(2017, 5, 27)), ("ramadan", dt.date(2023, 3, 23)),
    ("eid_al_fitr", dt.date(2016, 7, 6)), ("eid_al_adha", dt.date(2014, 10, 4)), ("eid_al_adha", dt.date(2016, 9, 12)),
    ("ashura", dt.date(2017, 10, 1)),
]  # fmt: skip


@pytest.mark.parametrize(("key", "day"), ANNOUNCED)
def test_islamic_feasts_lie_within_a_day_of_the_announced(key: str, day: dt.date) -> None:
    ((start, _),) = days_of(key, day.year)
    assert abs((start - day).days) <= 1


def test_easter_and_fixed_feasts() -> None:
    assert [days_of("easter", year)[0][0] for year in (2000, 2016, 2019)] == [
        dt.date(2000, 4, 23),
        dt.date(2016, 3, 27),
        dt.date(2019, 4, 21),
    ]
    assert days_of("good_friday", 2019) == [(dt.date(2019, 4, 19), dt.date(2019, 4, 19))]
    assert days_of("christmas", 2019) == [(dt.date(2019, 12, 25), dt.date(2019, 12, 25))]


DATES = [
    ("2019-03-10", "2019-03-10", "day", "relative", "2019-03-10"),
    ("2019-01-01", "2019-12-31", "year", "explicit", "2019"),
    ("2016-03-01", "2016-05-31", "range", "explicit", "2016-03/2016-05"),
    ("1980-01-01", "1992-12-31", "range", "explicit", "1980/1992"),
    ("2019-03-06", "2019-03-13", "week", "publication", "2019-03-06~/2019-03-13"),
    (None, "2019-03-13", "before", "publication", "../2019-03-13"),
    ("2019-03-13", None, "range", "inferred", "2019-03-13/.."),
    (None, None, "unknown", "inferred", None),
]


@pytest.mark.parametrize(("start", "end", "precision", "basis", "expected"), DATES)
def test_days_as_edtf(start: str | None, end: str | None, precision: str, basis: str, expected: str | None) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (start, end)]
    assert edtf(days[0], days[1], precision, basis) == expected
