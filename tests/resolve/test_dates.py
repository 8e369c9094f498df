"""The date of an event: the expression of its own clause, else the context, else the rules for news, plans and background."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.export.one_json import from_dict, to_dict
from dateline.find.times import find_times
from dateline.records import DateValue, Sentence, Span
from dateline.resolve.dates import choose_time, event_date, news_date
from tests.reader import coded

PUBLISHED = dt.date(2019, 3, 13)  # a Wednesday
SUNDAY, FRIDAY = dt.date(2019, 3, 10), dt.date(2019, 3, 8)

CHOICES: list[tuple[str, str, str | None]] = [
    ("Rebels attacked the port on Sunday.", "attacked", "Sunday"),
    ("On Sunday rebels attacked the port.", "attacked", "Sunday"),
    ("On Sunday rebels attacked the port and captured the mill.", "captured", "Sunday"),
    ("Rebels attacked the port and captured the mill on Sunday.", "attacked", "Sunday"),
    ("The army shelled the port after rebels captured it on Sunday.", "captured", "Sunday"),
    ("The army shelled the port after rebels captured it on Sunday.", "shelled", None),
    ("The army shelled the port on Friday after rebels captured it on Sunday.", "shelled", "Friday"),
    ("The army shelled the port on Friday after rebels captured it on Sunday.", "captured", "Sunday"),
    ("Rebels attacked the port on Friday, and the army bombed the mill on Sunday.", "attacked", "Friday"),
    ("Rebels attacked the port on Friday, and the army bombed the mill on Sunday.", "bombed", "Sunday"),
    ("Sunday's attack on the port failed.", "attack", "Sunday's"),
    ("An attack which took place on Sunday failed.", "attack", "Sunday"),
    ("Rebels attacked the port.", "attacked", None),
    ("The army said on Tuesday that rebels had attacked the port on Sunday.", "attacked", "Sunday"),
    ("Rebels attacked the port on Sunday, killing nine.", "killing", "Sunday"),
    ("Sunday's attack came a day after rebels shelled the mill.", "shelled", None),
    ("Six clerks were captured on Friday in an attack on the mill.", "attack", "Friday"),
    ("Two clerks captured on Monday were shelled.", "shelled", None),
    ("KHARDAN (RNA) - On Sunday rebels attacked the port and captured the mill.", "captured", "Sunday"),
]

TRIGGERS = ("attacked", "attack", "captured", "shelled", "bombed", "killing")


def _sentence(text: str, start: int = 0) -> Sentence:
    return Sentence(0, Span(start, start + len(text)), text, 0, "body")


def _span(text: str, word: str, start: int = 0) -> Span:
    at = text.index(word) + start
    return Span(at, at + len(word))


def _others(text: str, word: str) -> tuple[Span, ...]:
    return tuple(_span(text, w) for w in TRIGGERS if w in text and w != word and w not in word and word not in w)


@pytest.mark.parametrize("start", [0, 700])
@pytest.mark.parametrize(("text", "word", "expected"), CHOICES)
def test_expression_of_the_own_clause(text: str, word: str, expected: str | None, start: int) -> None:
    sentence = _sentence(text, start)
    others = tuple(Span(s.start + start, s.end + start) for s in _others(text, word))
    chosen = choose_time(_span(text, word, start), sentence, find_times((sentence,), PUBLISHED), others=others)
    assert (text[chosen.span.start - start : chosen.span.end - start] if chosen else None) == expected


def _date(text: str, word: str, *, realis: str = "actual", context: DateValue | None = None, published: dt.date | None = PUBLISHED,
          cue: str | None = None) -> DateValue:  # fmt: skip
    sentence = _sentence(text)
    cues = (_span(text, cue),) if cue else ()
    return event_date(
        _span(text, word), sentence, find_times((sentence,), published), published=published, realis=realis, cue_times=cues, context=context
    )


def test_date_on_the_cue_is_not_the_events() -> None:
    text = "On Sunday the army announced that it attacked the port."
    assert _date(text, "attacked", cue="Sunday") == news_date(PUBLISHED)
    assert _date(text, "attacked").start == SUNDAY


def test_news_without_a_date_is_of_the_week_before() -> None:
    found = _date("Rebels attacked the port.", "attacked")
    assert (found.start, found.end, found.precision, found.basis) == (dt.date(2019, 3, 6), PUBLISHED, "week", "publication")


def test_without_publication_nothing_is_known() -> None:
    found = _date("Rebels attacked the port.", "attacked", published=None)
    assert (found.start, found.end, found.precision) == (None, None, "unknown")


def test_planned_events_stay_open() -> None:
    found = _date("Rebels want to attack the port.", "attack", realis="planned")
    assert (found.start, found.end, found.precision, found.basis) == (None, None, "unknown", "inferred")


def test_planned_event_with_a_date_takes_it() -> None:
    assert _date("Rebels will attack the port on Friday.", "attack", realis="planned").start == dt.date(2019, 3, 15)


@pytest.mark.parametrize("text", ["The two had already agreed.", "The two have already agreed.", "The two had previously agreed."])
def test_background_lies_before_publication(text: str) -> None:
    found = _date(text, "agreed")
    assert (found.start, found.end, found.precision) == (None, PUBLISHED, "before")


def test_background_word_may_be_part_of_the_trigger() -> None:
    assert _date("The two have already agreed.", "already agreed").precision == "before"


def test_context_is_carried_as_inferred() -> None:
    context = DateValue(FRIDAY, FRIDAY, "day", "relative", Span(3, 9))
    assert _date("Troops then attacked the mill.", "attacked", context=context) == DateValue(FRIDAY, FRIDAY, "day", "inferred", None)


def test_own_date_beats_the_context() -> None:
    context = DateValue(FRIDAY, FRIDAY, "day", "relative")
    assert _date("Troops attacked the mill on Sunday.", "attacked", context=context).start == SUNDAY


STORIES = [
    # text, published on Friday 17 June 2016; the trigger and its day
    ("Rebels shelled the village of Belkara on Sunday. Troops captured a base there.", "captured", "2016-06-12", "inferred"),
    ("Rebels shelled the village of Belkara on Sunday. The following day troops captured Rumoke.", "captured", "2016-06-13", "relative"),
    ("Rebels shelled the village of Belkara on Sunday.\n\nTroops captured the village of Rumoke.", "captured", "2016-06-12", "inferred"),
    (
        "Troops captured the village of Rumoke. It is small. It is old. It is far.\n\nRebels shelled the village of Belkara on Sunday.",
        "captured",
        "2016-06-10",
        "publication",
    ),
    ("The army said on Tuesday that rebels shelled the village of Belkara.", "shelled", "2016-06-10", "publication"),
]


@pytest.mark.parametrize(("text", "trigger", "day", "basis"), STORIES)
def test_undated_events_take_up_the_day_told_last(text: str, trigger: str, day: str, basis: str) -> None:
    report = coded(text)
    (event,) = (e for e in report.events if e.trigger.of(report.page.document) == trigger)
    assert (str(event.date.start), event.date.basis) == (day, basis)


def test_date_on_the_cue_is_the_claims() -> None:
    report = coded("On Tuesday the army announced that its troops had captured the village of Belkara on Sunday.")
    (event,), (claim,) = report.events, report.claims
    assert claim.said_on is not None
    assert (str(event.date.start), str(claim.said_on.start)) == ("2016-06-12", "2016-06-14")


def test_dates_are_exported_as_edtf() -> None:
    report = coded("Rebels have besieged the village of Belkara since mid-May. Rebels shelled the village of Rumoke.")
    dates = [event["date"]["edtf"] for event in to_dict(report)["events"]]
    assert dates == ["2016-05-11~/..", "2016-06-10~/2016-06-17"]
    assert from_dict(to_dict(report)).events == report.events
