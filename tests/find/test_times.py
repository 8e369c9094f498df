"""Time expressions: words, days, precision and basis; and what is no date."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.data.time_words import parse_time_words, time_words
from dateline.errors import DataError
from dateline.find.relative_days import weekday_on
from dateline.find.times import find_times
from dateline.records import Sentence, Span

PUBLISHED = dt.date(2019, 3, 13)  # a Wednesday

ROWS: list[tuple[str, str, str, str, str, str]] = [
    # text, words, start, end, precision, basis
    ("Fighting began on February 8.", "February 8", "2019-02-08", "2019-02-08", "day", "explicit"),
    ("Fighting began on 8 February 2018.", "8 February 2018", "2018-02-08", "2018-02-08", "day", "explicit"),
    ("Fighting began on Feb. 8.", "Feb. 8", "2019-02-08", "2019-02-08", "day", "explicit"),
    ("Fighting began on the 8th of February.", "8th of February", "2019-02-08", "2019-02-08", "day", "explicit"),
    ("Fighting began on October 8.", "October 8", "2018-10-08", "2018-10-08", "day", "explicit"),
    ("Fighting began on August 14, 2016.", "August 14, 2016", "2016-08-14", "2016-08-14", "day", "explicit"),
    ("Fighting began on Friday, 1 March.", "Friday, 1 March", "2019-03-01", "2019-03-01", "day", "explicit"),
    ("Sun Mar 10 2019 the camp fell.", "Sun Mar 10 2019", "2019-03-10", "2019-03-10", "day", "explicit"),
    ("30 DECEMBER: the camp fell.", "30 DECEMBER", "2018-12-30", "2018-12-30", "day", "explicit"),
    ("Lima, 15 JAN 90 (TXT)", "15 JAN 90", "1990-01-15", "1990-01-15", "day", "explicit"),
    ("19-06-2013 the camp fell", "19-06-2013", "2013-06-19", "2013-06-19", "day", "explicit"),
    ("23.05.2016 the camp fell", "23.05.2016", "2016-05-23", "2016-05-23", "day", "explicit"),
    ("04/25/2017 the camp fell", "04/25/2017", "2017-04-25", "2017-04-25", "day", "explicit"),
    ("2013-06-19 the camp fell", "2013-06-19", "2013-06-19", "2013-06-19", "day", "explicit"),
    ("They held it between 21-24 Dec.", "21-24 Dec.", "2018-12-21", "2018-12-24", "range", "explicit"),
    ("They held it from 3 to 5 February.", "3 to 5 February", "2019-02-03", "2019-02-05", "range", "explicit"),
    ("They held it on May 5-7, 2016.", "May 5-7, 2016", "2016-05-05", "2016-05-07", "range", "explicit"),
    ("Between 28 April and 3 May 2017 it burned.", "28 April and 3 May 2017", "2017-04-28", "2017-05-03", "range", "explicit"),
    ("It burned from December 30 to January 2.", "December 30 to January 2", "2018-12-30", "2019-01-02", "range", "explicit"),
    ("The shells fell on Sunday.", "Sunday", "2019-03-10", "2019-03-10", "day", "relative"),
    ("The shells fell on Wednesday.", "Wednesday", "2019-03-13", "2019-03-13", "day", "relative"),
    ("The shells fell last Monday.", "last Monday", "2019-03-11", "2019-03-11", "day", "relative"),
    ("The shells fell last Wednesday.", "last Wednesday", "2019-03-06", "2019-03-06", "day", "relative"),
    ("The ruins of Saturdays fire", "Saturdays", "2019-03-09", "2019-03-09", "day", "relative"),
    ("The ruins of Saturday's fire", "Saturday's", "2019-03-09", "2019-03-09", "day", "relative"),
    ("The ruins of Saturday’s fire", "Saturday’s", "2019-03-09", "2019-03-09", "day", "relative"),
    ("The shells fell on Friday night.", "Friday night", "2019-03-08", "2019-03-08", "day", "relative"),
    ("The shells fell early on Tuesday.", "early on Tuesday", "2019-03-12", "2019-03-12", "day", "relative"),
    ("It burned between Friday and Sunday.", "between Friday and Sunday", "2019-03-08", "2019-03-10", "range", "relative"),
    ("The camp fell yesterday.", "yesterday", "2019-03-12", "2019-03-12", "day", "relative"),
    ("The camp fell today.", "today", "2019-03-13", "2019-03-13", "day", "relative"),
    ("The camp fell this morning.", "this morning", "2019-03-13", "2019-03-13", "day", "relative"),
    ("The camp fell tonight.", "tonight", "2019-03-13", "2019-03-13", "day", "relative"),
    ("The camp fell last night.", "last night", "2019-03-12", "2019-03-12", "day", "relative"),
    ("The camp fell earlier in the day.", "earlier in the day", "2019-03-13", "2019-03-13", "day", "relative"),
    ("The camp fell the day before yesterday.", "the day before yesterday", "2019-03-11", "2019-03-11", "day", "relative"),
    ("The camp fell overnight.", "overnight", "2019-03-12", "2019-03-13", "range", "relative"),
    ("The camp fell this weekend.", "this weekend", "2019-03-09", "2019-03-10", "range", "relative"),
    ("The camp fell over the weekend.", "over the weekend", "2019-03-09", "2019-03-10", "range", "relative"),
    ("The camp fell last week.", "last week", "2019-03-04", "2019-03-10", "week", "relative"),
    ("The camp fell this week.", "this week", "2019-03-11", "2019-03-13", "week", "relative"),
    ("The camp fell last month.", "last month", "2019-02-01", "2019-02-28", "month", "relative"),
    ("The camp fell last year.", "last year", "2018-01-01", "2018-12-31", "year", "relative"),
    ("Raids went on over the past 36 hours.", "over the past 36 hours", "2019-03-11", "2019-03-13", "range", "relative"),
    ("Raids went on over the last year.", "over the last year", "2018-03-13", "2019-03-13", "range", "relative"),
    ("Raids went on in the past three days.", "in the past three days", "2019-03-10", "2019-03-13", "range", "relative"),
    ("The camp fell two days ago.", "two days ago", "2019-03-11", "2019-03-11", "day", "relative"),
    ("The camp fell three weeks ago.", "three weeks ago", "2019-02-17", "2019-02-23", "week", "relative"),
    ("The camp fell a month ago.", "a month ago", "2019-02-01", "2019-02-28", "month", "relative"),
    ("The camp fell 4 years ago.", "4 years ago", "2015-01-01", "2015-12-31", "year", "relative"),
    ("In December the camp fell.", "December", "2018-12-01", "2018-12-31", "month", "relative"),
    ("The camp fell in early February.", "early February", "2019-02-01", "2019-02-10", "month", "relative"),
    ("The camp fell in mid-June.", "mid-June", "2018-06-11", "2018-06-20", "month", "relative"),
    ("The camp fell in July 2016.", "July 2016", "2016-07-01", "2016-07-31", "month", "explicit"),
    ("The January offensive failed.", "January", "2019-01-01", "2019-01-31", "month", "relative"),
    ("The camp fell in late 2016.", "late 2016", "2016-09-01", "2016-12-31", "range", "explicit"),
    ("The camp fell in 2006.", "2006", "2006-01-01", "2006-12-31", "year", "explicit"),
    ("The war lasted from 1980 to 1992.", "1980 to 1992", "1980-01-01", "1992-12-31", "range", "explicit"),
    ("The area has burned since May 2015.", "May 2015", "2015-05-01", "2019-03-13", "range", "explicit"),
    ("The area has burned since the rising began in 2012.", "2012", "2012-01-01", "2019-03-13", "range", "explicit"),
    ("The area has burned since Saturday.", "Saturday", "2019-03-09", "2019-03-13", "range", "relative"),
    ("They held it from March to May 2016.", "March to May 2016", "2016-03-01", "2016-05-31", "range", "explicit"),
    ("They held it from November to January.", "November to January", "2018-11-01", "2019-01-31", "range", "relative"),
    ("It burned overnight Monday to Tuesday.", "overnight Monday to Tuesday", "2019-03-11", "2019-03-12", "range", "relative"),
    ("It burned overnight on Sunday.", "overnight on Sunday", "2019-03-10", "2019-03-10", "day", "relative"),
    ("The port closed last summer.", "last summer", "2018-06-01", "2018-08-31", "range", "relative"),
    ("He recalled a 2010 raid.", "2010", "2010-01-01", "2010-12-31", "year", "explicit"),
    ("Raids grew in recent weeks.", "in recent weeks", "None", "2019-03-13", "before", "relative"),
    ("The camp fell recently.", "recently", "2019-03-06", "2019-03-13", "week", "publication"),
    ("The camp fell in recent days.", "in recent days", "2019-03-06", "2019-03-13", "week", "publication"),
    ("The council will meet on Friday.", "Friday", "2019-03-15", "2019-03-15", "day", "relative"),
    ("The council will meet on April 2.", "April 2", "2019-04-02", "2019-04-02", "day", "explicit"),
    ("The talks are planned for May.", "May", "2019-05-01", "2019-05-31", "month", "relative"),
    ("A vote is due next month.", "next month", "2019-04-01", "2019-04-30", "month", "relative"),
    ("He leaves next Monday.", "next Monday", "2019-03-18", "2019-03-18", "day", "relative"),
    ("He resigns on March 20.", "March 20", "2019-03-20", "2019-03-20", "day", "explicit"),
    ("He resigned on April 20.", "April 20", "2018-04-20", "2018-04-20", "day", "explicit"),
    ("The port fell on the 8th.", "the 8th", "2019-03-08", "2019-03-08", "day", "relative"),
    ("The port fell on the 28th, they said.", "the 28th", "2019-02-28", "2019-02-28", "day", "relative"),
    ("The council will meet on the 28th.", "the 28th", "2019-03-28", "2019-03-28", "day", "relative"),
    ("It fell on the sixth of August.", "the sixth of August", "2018-08-06", "2018-08-06", "day", "explicit"),
    ("It fell on 15 Tishreen al-Thani 2016.", "15 Tishreen al-Thani 2016", "2016-11-15", "2016-11-15", "day", "explicit"),
    ("It fell on 3 Nisan.", "3 Nisan", "2018-04-03", "2018-04-03", "day", "explicit"),
    ("It fell in Hazeeran 2017.", "Hazeeran 2017", "2017-06-01", "2017-06-30", "month", "explicit"),
    ("The port closed in spring.", "spring", "2019-03-01", "2019-03-13", "range", "relative"),
    ("They fled in the late 1990s.", "the late 1990s", "1997-01-01", "1999-12-31", "range", "explicit"),
    ("It fell on Christmas Eve.", "Christmas Eve", "2018-12-24", "2018-12-24", "day", "relative"),
    ("Shops stay shut until Friday.", "Friday", "2019-03-15", "2019-03-15", "day", "relative"),
    ("Fighting continued until Friday.", "Friday", "2019-03-08", "2019-03-08", "day", "relative"),
    ("It fell on Friday, and the council will meet.", "Friday", "2019-03-08", "2019-03-08", "day", "relative"),
    ("On Friday, the council will meet.", "Friday", "2019-03-15", "2019-03-15", "day", "relative"),
    ("He set up a post there on Friday.", "Friday", "2019-03-08", "2019-03-08", "day", "relative"),
    ("Guards who set fires last Wednesday fled.", "last Wednesday", "2019-03-06", "2019-03-06", "day", "relative"),
    ("He leaves tomorrow.", "tomorrow", "2019-03-14", "2019-03-14", "day", "relative"),
]

NO_DATES = [
    "They may attack again.", "It lasted a second.", "He told the Sunday Times.", "The siege ended after 24 hours of fighting.",
    "The convoy set out at 10:30.", "The group has 2010 members.", "Resolution 2254 was read.", "It hit a T-72.", "They will march on.",
    "They march every Monday.", "Shops close on Sundays.", "On the 4th Brigade's orders they left.", "the same day", "In the fall of the city many died.",
    "The month-long war went on.", "He paid $2000.", "The Black Friday sale opened.",
]  # fmt: skip


def _sentences(text: str) -> tuple[Sentence, ...]:
    return (Sentence(0, Span(0, len(text)), text, 0, "body"),)


@pytest.mark.parametrize(("text", "words", "start", "end", "precision", "basis"), ROWS)
def test_expression_and_its_days(text: str, words: str, start: str, end: str, precision: str, basis: str) -> None:
    (found,) = find_times(_sentences(text), PUBLISHED)
    assert text[found.span.start : found.span.end] == words
    assert (str(found.value.start), str(found.value.end), found.value.precision, found.value.basis) == (start, end, precision, basis)
    assert found.value.expr == found.span


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text: str) -> None:
    assert find_times(_sentences(text), PUBLISHED) == ()


NARRATED = [
    ("They fled on Friday and came back the same day.", "2019-03-08"),
    ("They fled on Friday and came back the following day.", "2019-03-09"),
    ("Those who fled on Friday had come the day before.", "2019-03-07"),
    ("They fled on 1 March and came back three days later.", "2019-03-04"),
    ("They fled on 1 March, two days earlier than told.", "2019-02-27"),
]


@pytest.mark.parametrize(("text", "day"), NARRATED)
def test_days_told_from_another_day(text: str, day: str) -> None:
    assert str(find_times(_sentences(text), PUBLISHED)[-1].value.start) == day


def test_the_same_day_goes_back_over_sentences() -> None:
    first, second = "It fell on Friday.", "The mill fell the same day."
    sentences = (Sentence(0, Span(0, 18), first, 0, "body"), Sentence(1, Span(19, 46), second, 0, "body"))
    assert [str(t.value.start) for t in find_times(sentences, PUBLISHED)] == ["2019-03-08", "2019-03-08"]


def test_without_publication_only_full_dates_are_known() -> None:
    text = "It fell on 8 February 2018, on Sunday, and on March 3."
    values = [(t.value.start, t.value.precision) for t in find_times(_sentences(text), None)]
    assert values == [(dt.date(2018, 2, 8), "day"), (None, "day"), (None, "day")]


def test_offsets_are_the_documents() -> None:
    text = "It fell on Sunday."
    (found,) = find_times((Sentence(3, Span(40, 40 + len(text)), text, 0, "body"),), PUBLISHED)
    assert (found.span, found.sentence) == (Span(51, 57), 3)


def test_impossible_days_are_no_dates() -> None:
    assert find_times(_sentences("On 31.02.2018 it fell."), PUBLISHED) == ()


@pytest.mark.parametrize(
    ("weekday", "which", "future", "day"),
    [(2, "", False, 13), (3, "", False, 7), (2, "last", False, 6), (2, "next", False, 20), (3, "", True, 14), (2, "", True, 13)],
)
def test_weekday_against_publication(weekday: int, which: str, future: bool, day: int) -> None:
    assert weekday_on(PUBLISHED, weekday, which=which, future=future) == dt.date(2019, 3, day)


def test_word_list_loads_and_names_all_faults() -> None:
    assert time_words().months["december"] == 12
    with pytest.raises(DataError) as error:
        parse_time_words({"months": ["may"], "weekday_forms": {"tues": "tuesday"}, "days": {"today": "0"}})
    for fault in ("months: expected 12", "weekdays: expected 7", "weekday_forms: tues", "[days] today", "[recent] lacks words"):
        assert fault in str(error.value)
