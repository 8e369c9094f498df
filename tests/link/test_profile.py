"""The profile of an outlet: what is counted, for whom, with which interval."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.link.profile import FEW, Profile, Share, profiles
from dateline.linked import Copy, OriginCount
from dateline.records import (
    ActorMention,
    Claim,
    CodedReport,
    Count,
    DateValue,
    Document,
    EventReport,
    Mentions,
    Page,
    Participant,
    Reading,
    Sentence,
    Sighting,
    Source,
    Span,
    Statement,
    Toll,
    Zone,
)  # fmt: skip

TITLE = "Regime shells Qorbet"
BODY = "The terrorists fled, a colonel claimed. “The regime lost four men,” the Vorlak Front said."
TEXT = f"{TITLE}\n{BODY}"
DAY = dt.date(2031, 5, 1)
LEARNED = dt.datetime(2031, 5, 2, tzinfo=dt.UTC)


def at(words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.casefold().index(words.casefold(), start + 1)
    return Span(start, start + len(words))


def claim(name: str, about: str, words: str, *, by: str | None = None, **kwargs: Any) -> Claim:
    source = Source(by, "belligerent") if by else Source("Harbour Wire", "author")
    known: dict[str, Any] = {"certainty": "certain", "polarity": "+", "cue_class": "neutral"}
    return Claim(name, (about,), source, by is not None, (), None, at(words), **(known | kwargs))


def statement(name: str, words: str, sentence: int, nth: int = 0) -> Statement:
    return Statement(name, "framing", words, None, at(words, nth), sentence)


def report(name: str = "r1", outlet: str | None = "Harbour Wire", *, days: int = 0, title: str = TITLE, **kwargs: Any) -> CodedReport:
    ends = len(TITLE)
    document = Document(TEXT, (Zone("title", Span(0, ends)), Zone("body", Span(ends + 1, len(TEXT)))))
    sighting = Sighting(document.id, name, f"{name}.txt", title, outlet, None, None, DAY + dt.timedelta(days), "given", LEARNED)
    cut = TEXT.index("“The")
    sentences = (
        Sentence(0, Span(0, ends), TITLE, 0, "title"),
        Sentence(1, Span(ends + 1, cut - 1), TEXT[ends + 1 : cut - 1], 1, "body"),
        Sentence(2, Span(cut, len(TEXT)), TEXT[cut:], 1, "body"),
    )
    army, front = ("Army", "Umber side"), ("Vorlak Front", "Vorlak Front")
    actors = (
        ActorMention(at("Regime"), 0, army[0], army[1], "state_forces"),
        ActorMention(at("terrorists"), 1, front[0], front[1], "rebel"),
        ActorMention(at("regime", 1), 2, army[0], army[1], "state_forces"),
    )
    day = DateValue(DAY, DAY, "day", "explicit")
    shelling = EventReport(
        "e1", at("shells"), (), "Explosions/Remote violence", "Shelling/artillery/missile attack", "actual", "core",
        (Participant("target", *front, ()),), (), day,
        tolls=(Toll("e1.c1", "killed", Count(4, 4, 4, "exact"), "Umber side", "combatant", None, None, "event", at("four men"), superseded=True),),
    )  # fmt: skip
    claims = (
        claim("k1", "e1", TITLE),
        claim("k2", "e1", "The terrorists fled", by="Colonel", cue_class="distancing"),
        claim("k3", "e1.c1", "The regime lost four men", by="Vorlak Front"),
        claim("k4", "s1", "The terrorists"),
    )
    framing = (statement("s1", "Regime", 0), statement("s2", "terrorists", 1), statement("s3", "regime", 2, 1))
    known: dict[str, Any] = {"events": (shelling,), "claims": claims, "statements": framing}
    made = CodedReport(Page(document, sighting), Reading(sighting.id, "rules", "0"), sentences, Mentions(actors=actors))
    return dataclasses.replace(made, **(known | kwargs))


def profile(*reports: CodedReport, of: str = "Harbour Wire", **known: Any) -> Profile:
    found = profiles([(one, {"e1": "DL-1"}) for one in reports], **known)
    return next(one for one in found if one.outlet == of)


def test_claims_about_events_are_counted_in_headline_and_body() -> None:
    one = profile(report())
    assert (one.unattributed.count, one.unattributed.of) == (1, 3)
    assert (one.unattributed_headlines.count, one.unattributed_headlines.of) == (1, 1)
    assert (one.unattributed_bodies.count, one.unattributed_bodies.of) == (0, 2)
    assert (one.reports, one.events, one.event_reports, one.words) == (1, 1, 1, 18)


def test_speakers_bear_their_side_and_share() -> None:
    one = profile(report(), report("r2"))
    assert {(s.name, s.side, s.share.count, s.share.of) for s in one.speakers} == {
        ("Colonel", None, 2, 4),
        ("Vorlak Front", "Vorlak Front", 2, 4),
    }
    assert [(kind, share.count) for kind, share in one.source_types] == [("belligerent", 4)]
    by_side = {c.side: (c.claims, c.distancing.count, c.endorsing.count) for c in one.cues}
    assert by_side == {None: (2, 2, 0), "Vorlak Front": (2, 0, 0)}


def test_loaded_words_are_the_outlets_own_or_quoted_by_the_side_they_are_said_of() -> None:
    found = {(w.word, w.side): w for w in profile(report()).loaded}
    regime, terrorists = found["regime", "Umber side"], found["terrorists", "Vorlak Front"]
    assert (regime.own, regime.quoted) == (1, 1)
    assert (terrorists.own, terrorists.quoted) == (0, 1)
    assert regime.per_thousand == pytest.approx(1000 / 18)
    assert regime.interval[0] < regime.per_thousand < regime.interval[1]
    assert regime.examples[0].words == TITLE
    assert regime.examples[0].doc_id == "r1"


def test_copies_are_counted_on_both_sides_with_the_days_between() -> None:
    original, taken = report("r1"), report("r2", "Gazeta Polna", days=3)
    copies = (Copy(taken.page.sighting.id, original.page.sighting.id, "rewrite", 0.9, ()),)
    given = profile(original, taken, copies=copies).given[0]
    assert (given.outlet, given.kinds, given.lags, given.median_lag) == ("Gazeta Polna", (("rewrite", 1),), (3,), 3.0)
    back = profile(original, taken, copies=copies, of="Gazeta Polna").taken[0]
    assert (back.outlet, back.copies) == ("Harbour Wire", 1)


def test_what_only_it_reports_is_counted_by_origins_or_else_by_outlets() -> None:
    assert profile(report()).alone == Share(1, 1)
    assert profile(report(), report("r2", "Gazeta Polna")).alone == Share(0, 1)
    both = report(), report("r2", "Gazeta Polna")
    copies = (Copy(both[1].page.sighting.id, both[0].page.sighting.id, "identical", 1.0, ()),)
    assert profile(*both, copies=copies).alone == Share(1, 1)
    assert profile(*both, origins={"DL-1": OriginCount(1, 1)}).alone == Share(1, 1)
    assert profile(report(), origins={"DL-1": OriginCount(1, 2)}).alone == Share(0, 1)


def test_corrections_are_counted() -> None:
    one = profile(report(title="CORRECTED: Shells hit Qorbet"), report("r2"))
    assert (one.correcting_reports, one.superseded_numbers) == (1, 2)


def test_an_outlet_without_a_name_has_a_profile_too() -> None:
    assert profile(report(outlet=None), of="(outlet not known)").reports == 1


def test_exchanging_the_sides_exchanges_the_counts() -> None:
    def exchanged(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("Umber side", "\0").replace("Vorlak Front", "Umber side").replace("\0", "Vorlak Front")
        if isinstance(value, tuple):
            return tuple(exchanged(item) for item in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type) and not isinstance(value, (Span, Document)):
            return dataclasses.replace(value, **{f.name: exchanged(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init})
        return value

    one, other = profile(report()), profile(exchanged(report()))
    assert {(w.word, exchanged(w.side), w.own, w.quoted) for w in one.loaded} == {(w.word, w.side, w.own, w.quoted) for w in other.loaded}
    assert {(exchanged(s.name), exchanged(s.side), s.share) for s in one.speakers} == {(s.name, s.side, s.share) for s in other.speakers}


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share_and_narrows(count: int, more: int) -> None:
    share = Share(count, count + more)
    low, high = share.interval
    assert 0 <= low <= high <= 1
    assert share.few == (share.of < FEW)
    if share.value is None:
        assert (low, high) == (0, 1)
        return
    assert low <= share.value + 1e-12
    assert share.value <= high + 1e-12
    wider = Share(4 * share.count, 4 * share.of).interval
    assert wider[1] - wider[0] < high - low


def test_the_interval_is_wilsons() -> None:
    low, high = Share(1, 10).interval  # the closed form worked by hand
    assert low == pytest.approx(0.0178762, abs=1e-6)
    assert high == pytest.approx(0.4041500, abs=1e-6)
