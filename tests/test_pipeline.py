"""The whole way of one report: stages, problems, spans into the frozen text, and the same answer twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import pipeline
from dateline.code import code_event
from dateline.errors import ConfigError, DataError
from dateline.pipeline import STAGES, code_pages, code_text, resources_version
from dateline.records import CodedReport, Document, Problem, Sentence, Span
from tests.reader import FRIDAY, coded, index, page_of

TEXT = (
    "The Syrian army captured the villages of Belkara and Rumoke from Islamic State on Monday, killing at least 20 militants and destroying two tanks. "
    "According to state media, the town of Ostrel is still held by Islamic State. "
    "Islamic State said that it had repelled an attack near Ostrel."
)


def until(stage: str | None, text: str = TEXT) -> CodedReport:
    (report,) = code_pages([page_of(text)], index=index(), reader="rules", until=stage)
    assert isinstance(report, CodedReport)
    return report


# ---------------------------------------------------------------- stages


def made(report: CodedReport) -> set[str]:
    """Tell which kinds of records a report holds."""
    kinds = {
        name for name in ("sentences", "attributions", "events", "claims", "statements", "controls", "places") if getattr(report, name)
    }
    return kinds | ({"mentions"} if report.mentions.actors else set())


FIND = {"sentences", "mentions", "attributions"}
RELATE = FIND | {"events", "controls"}
MADE_BY_STAGE = [
    ("read", set()),
    ("segment", {"sentences"}),
    ("find", FIND),
    ("relate", RELATE),
    ("attribute", RELATE | {"claims"}),
    ("resolve", RELATE | {"claims", "places"}),
    ("code", RELATE | {"claims", "places"}),
    (None, RELATE | {"claims", "places"}),
]


@pytest.mark.parametrize(("stage", "kinds"), MADE_BY_STAGE)
def test_each_stage_adds_its_records(stage: str | None, kinds: set[str]) -> None:
    assert made(until(stage)) - {"statements"} == kinds


def test_the_stages_are_tested_one_by_one() -> None:
    assert [stage for stage, _ in MADE_BY_STAGE] == [*STAGES, None]


def test_labels_come_with_the_last_stage() -> None:
    assert {event.codes.acled_sub_event_type for event in until("resolve").events} == {None}
    assert all(event.codes.acled_sub_event_type for event in until("code").events)
    assert tuple(code_event(event) for event in until("resolve").events) == until("code").events


def test_an_earlier_stage_gives_what_the_later_ones_start_from() -> None:
    assert until("segment").sentences == until("code").sentences
    assert until("find").mentions == until("code").mentions
    assert [event.trigger for event in until("relate").events] == [event.trigger for event in until("code").events]


def test_an_unknown_stage_is_refused_with_the_stages_named() -> None:
    with pytest.raises(ConfigError, match="stages are: read, segment, find"):
        list(code_pages([page_of(TEXT)], index=index(), reader="rules", until="print"))


def test_problems_pass_through_in_their_place() -> None:
    broken = Problem("no text", "page 2", "give another page")
    first, second, third = code_pages([page_of(TEXT), broken, page_of("Gunmen killed a priest in Rumoke.")], index=index(), reader="rules")
    assert second is broken
    assert isinstance(first, CodedReport)
    assert isinstance(third, CodedReport)
    assert (len(first.events), len(third.events)) == (3, 1)


def test_a_report_is_coded_as_soon_as_it_is_read() -> None:
    def pages() -> Iterator[Any]:
        yield page_of(TEXT)
        raise AssertionError("the second page was read before the first was given out")

    assert isinstance(next(code_pages(pages(), index=index(), reader="rules")), CodedReport)


# ---------------------------------------------------------------- a report that fails


STAGE_OF = {
    "segment": "segment", "find_setting": "find", "attribute": "attribute", "relate": "relate", "find_statements": "relate",
    "find_control": "relate", "resolve_places": "resolve", "code_event": "code", "claims": "attribute",
}  # fmt: skip


def broken_for(part: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one part of the pipeline fail for every report."""
    where = "dateline.find" if part == "find_setting" else "dateline.pipeline"

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(f"{where}.{part}", fail)


@pytest.mark.parametrize(("part", "stage"), STAGE_OF.items())
def test_a_report_that_fails_is_a_problem_that_names_the_stage(part: str, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_for(part, IndexError("pop from empty list"), monkeypatch)
    page = page_of(TEXT)
    (problem,) = code_pages([page], index=index(), reader="rules")
    assert isinstance(problem, Problem)
    assert problem.fatal
    assert (problem.what, problem.where) == (f"could not be coded: IndexError in stage {stage}", page.sighting.address)
    assert "report it" in problem.hint
    assert "--log-file" in problem.hint


def test_a_report_that_fails_leaves_the_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = until(None)
    segment = pipeline.segment

    def fail_once(document: Document) -> tuple[Sentence, ...]:
        monkeypatch.setattr(pipeline, "segment", segment)
        raise RecursionError

    monkeypatch.setattr(pipeline, "segment", fail_once)
    first, second = code_pages([page_of(TEXT), page_of(TEXT)], index=index(), reader="rules")
    assert isinstance(first, Problem)
    assert second == alone


def test_the_log_says_where_a_report_failed(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    broken_for("relate", KeyError("e1"), monkeypatch)
    monkeypatch.setattr(logging.getLogger("dateline"), "propagate", True)
    list(code_pages([page_of(TEXT)], index=index(), reader="rules"))
    (entry,) = {id(record): record for record in caplog.records}.values()  # a handler that another test left may give it twice
    assert entry.levelname == "ERROR"
    assert entry.exc_info is not None
    assert entry.exc_info[0] is KeyError


def test_a_broken_data_file_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    broken_for("relate", DataError("no senses", where="data/triggers.toml"), monkeypatch)
    with pytest.raises(DataError, match="no senses"):
        list(code_pages([page_of(TEXT)], index=index(), reader="rules"))


def test_a_text_handed_over_alone_fails_as_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    broken_for("relate", KeyError("e1"), monkeypatch)
    with pytest.raises(KeyError):
        code_text(TEXT, index=index(), reader="rules")


# ---------------------------------------------------------------- one text


def test_a_text_is_coded_as_it_stands() -> None:
    report = code_text(TEXT, doc_id="mine", outlet="Test Wire", published=FRIDAY, index=index(), reader="rules")
    assert report.page.document.text == TEXT
    assert report.page.sighting.doc_id == "mine"
    assert report.page.sighting.published_basis == "given"
    assert report.reading.resources.startswith(resources_version())
    first, second, third = report.events
    assert (first.group, second.group, third.group) == ("g1", "g1", None)
    assert [event.locations[0].name for event in report.events] == ["Belkara", "Rumoke", "Ostrel"]
    assert first.date.start == first.date.end == dt.date(2016, 6, 13)


def test_without_a_date_of_publication_weekdays_stay_open() -> None:
    report = code_text(TEXT, index=index(), reader="rules")
    assert report.page.sighting.published_basis == "none"
    assert report.events
    assert all(event.date.start is None for event in report.events)


@pytest.mark.parametrize("day", ["12.04.2016", "12.04.16", "10.30.15", "1.2.3.4"])
def test_a_day_in_figures_is_no_count(day: str) -> None:
    report = coded(f"On {day} two tanks were destroyed in Rumoke.")
    assert [(loss.item, loss.count) for loss in report.mentions.losses] == [("tank", 2)]


def test_every_event_stands_under_a_claim() -> None:
    report = coded(TEXT)
    claimed = set(chain.from_iterable(claim.about for claim in report.claims))
    assert {event.id for event in report.events} <= claimed
    assert {toll.id for event in report.events for toll in event.tolls} <= claimed


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "…", "12", "Yes.", "\ufeff", "\x00"])
def test_a_text_without_news_has_no_events(text: str) -> None:
    report = coded(text)
    assert (report.events, report.claims) == ((), ())


LINE_ENDS = [TEXT.replace(". ", ".\r\n"), TEXT.replace(". ", ".\n\n"), TEXT.replace(" ", "  "), "\n" + TEXT + "\n"]


@pytest.mark.parametrize("text", LINE_ENDS, ids=["CRLF", "paragraphs", "double spaces", "blank lines around"])
def test_line_ends_and_spaces_change_no_event(text: str) -> None:
    def cells(report: CodedReport) -> list[tuple[object, ...]]:
        return [(e.sub_event_type, e.realis, e.locations[0].name, e.date.start, [p.name for p in e.participants]) for e in report.events]

    assert cells(coded(text)) == cells(coded(TEXT))


# ---------------------------------------------------------------- spans


def spans_in(value: object) -> Iterator[Span]:
    """Yield every span of a record and of all records inside it."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(spans_in(item) for item in value.values())
    elif isinstance(value, tuple | list):
        yield from chain.from_iterable(spans_in(item) for item in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from chain.from_iterable(spans_in(getattr(value, field.name)) for field in dataclasses.fields(value))


def check_spans(report: CodedReport) -> None:
    text = report.page.document.text
    records = [
        report.sentences, report.mentions, report.attributions, report.events, report.claims, report.statements, report.controls, report.places,
    ]  # fmt: skip
    for span in spans_in(records):
        assert 0 <= span.start < span.end <= len(text)
        quoted = span.of(report.page.document)
        assert quoted == text[span.start : span.end]
        assert quoted.strip(), f"{span} quotes no words"
    for sentence in report.sentences:
        assert len(sentence.text) == sentence.span.end - sentence.span.start
    within = {sentence.index: sentence.span for sentence in report.sentences}
    found = report.mentions
    placed = [(m.sentence, m.span) for m in found.actors] + [(m.sentence, m.span) for m in found.places]
    placed += [(m.sentence, m.span) for m in found.times] + [(m.sentence, m.span) for m in found.triggers]
    assert all(within[sentence].covers(span) for sentence, span in placed)


SENTENCES = [
    "The Syrian army captured the villages of Belkara, Rumoke and Ostrel from Islamic State on Monday.",
    "Gunmen killed at least 12 people, including three children, in the town of Rumoke.",
    "According to a monitor, rebels didn’t reach the city of Ostrel; clashes went on 9 km north of the city.",
    "“We took the village,” a spokesman for the Tarmin Salvation Front (TSF) told Reuters on 3 June 2016.",
    "TSF fighters destroyed two tanks and lost “dozens” of men.",
    "GUERRILLAS KIDNAPPED FOUR OIL WORKERS IN EL SALVADOR.",
    "Russia's jets bombed Kafr Omran; the army's chief denied it.",
    "Syrias army shelled the Tabran radar compound in Homs province.",
    "Police arrested 7–9 protesters - no one was hurt.",
    "State TV quoted a general as saying that he will storm Ostrel as soon as the truce ends.",
    "ISIS-held Belkara remains besieged; US-backed forces withdrew from Rumoke.",
    "The president resigned. Parliament voted.",
]
NOISE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "\n",
            "\r\n",
            "\n\n",
            "\t",
            "\u00a0",
            "\u200b",
            "\u200f",
            "\ufeff",
            "\u2028",
            "…",
            "🚁",
            "e\u0301",
            "ﬁ",
            "İ",
            "ß",
            "- ",
            "* ",
            "(",
            ")",
            "“",
            "”",
            "'s ",
            "’",
            ":",
            ";",
        ]
    ),
)
MIXED = st.lists(st.one_of(st.sampled_from(SENTENCES), NOISE, st.sampled_from(SENTENCES).map(str.upper)), max_size=7).map(" ".join)
SHORT = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("text", [*SENTENCES, " ".join(SENTENCES), "\r\n".join(SENTENCES), " ".join(SENTENCES).upper()])
def test_spans_of_reports_quote_words(text: str) -> None:
    report = coded(text)
    assert report.sentences
    check_spans(report)


@SHORT
@given(st.text(max_size=300))
def test_spans_of_any_text_quote_words(text: str) -> None:
    check_spans(coded(text))


@SHORT
@given(MIXED)
def test_spans_of_reports_with_noise_quote_words(text: str) -> None:
    check_spans(coded(text))


@SHORT
@given(st.sampled_from(SENTENCES), st.data())
def test_a_sentence_cut_or_broken_anywhere_is_still_read(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sentence)))
    check_spans(coded(sentence[:at]))
    check_spans(coded(sentence[:at] + data.draw(NOISE) + sentence[at:]))


# ---------------------------------------------------------------- the same answer twice


def without_learned(report: CodedReport) -> CodedReport:
    sighting = dataclasses.replace(report.page.sighting, learned=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    return dataclasses.replace(report, page=dataclasses.replace(report.page, sighting=sighting))


@SHORT
@given(MIXED)
def test_the_same_text_gives_the_same_records(text: str) -> None:
    assert without_learned(coded(text)) == without_learned(coded(text))


def test_a_report_is_read_alike_alone_and_after_others() -> None:
    alone = until(None)
    after = list(code_pages([page_of(text) for text in (*SENTENCES, TEXT)], index=index(), reader="rules"))[-1]
    assert after == alone


# ---------------------------------------------------------------- long reports


def calls_for(text: str) -> int:
    """Return how many calls coding a text takes: a measure of the work that no other load on the machine changes."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        until(None, text)
    finally:
        sys.setprofile(before)
    return calls


VILLAGES = ("Belkara", "Rumoke", "Ostrel", "Kafr Omran", "Tabran", "Vastra", "Kirdan")


def long_text(copies: int) -> str:
    """Return a text that tells other tolls in each copy of its sentences."""
    told = [
        f"Rebels killed {n % 97 + 2} soldiers and destroyed two tanks in the village of {VILLAGES[n % 7]} on Monday, the army said. "
        f"The army shelled the town of {VILLAGES[n % 5]}, killing {n % 11 + 2} civilians, according to residents. "
        f"{n % 13 + 2} people were wounded. {VILLAGES[n % 3]} is still held by Islamic State because it is near the border."
        for n in range(copies)
    ]
    return "\n\n".join(told)


@pytest.mark.parametrize("text", [long_text, TEXT.__mul__], ids=["other tolls", "one text again and again"])
def test_the_work_grows_with_the_length_of_the_report(text: Callable[[int], str]) -> None:
    until(None, text(2))  # fills the caches
    assert calls_for(text(80)) < 5 * calls_for(text(20))
