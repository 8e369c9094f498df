from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from bench.war import Habits, Told, War
from dateline.records import CodedReport

SIZE = 3000


@pytest.fixture(scope="module")
def told() -> tuple[War, list[tuple[CodedReport, Told]]]:
    war = War(SIZE, 5)
    return war, list(war.documents())


def test_the_same_seed_gives_the_same_war_and_another_another() -> None:
    first, again, other = (list(War(200, seed).documents()) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_a_war_has_the_size_that_was_asked_for(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    events = sum(len(report.events) for report, _ in told[1])
    assert SIZE <= events < SIZE + Habits().roundup_size
    with pytest.raises(ValueError, match="size 0"):
        War(0)


def test_spans_quote_what_their_records_say(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    """Every record's range holds its words: triggers, places, counts, names of speakers; sentences cover the text in order."""
    for report, _ in told[1]:
        text = report.page.document
        assert report.page.sighting.document_id == text.id
        for sentence in report.sentences:
            assert sentence.span.of(text) == sentence.text
        assert all(a.span.end <= b.span.start for a, b in pairwise(report.sentences))
        for event in report.events:
            assert event.trigger.of(text)
            assert report.sentences[event.sentence].span.covers(event.trigger)
            for place in event.locations:
                seen = [span.of(text).lower() for span in place.spans]
                assert all(word.endswith(place.name.lower()) or place.name.lower() in word for word in seen), (place, seen)
            for toll in event.tolls:
                assert not toll.span.of(text).endswith((" ", "."))
        for claim in report.claims:
            if claim.source.span:
                assert claim.source.span.of(text).lower().startswith(claim.source.name.lower())


def test_every_event_report_and_claim_has_its_truth(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    for report, truth in told[1]:
        assert set(truth.incidents) == set(truth.happened) == set(truth.killed) == {event.id for event in report.events}
        assert set(truth.origins) == {claim.id for claim in report.claims}
        known = {event.id for event in report.events} | {toll.id for event in report.events for toll in event.tolls}
        assert {about for claim in report.claims for about in claim.about} <= known


def test_reports_come_in_the_order_in_which_they_are_learned(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    hours = [report.page.sighting.learned for report, _ in told[1]]
    assert hours == sorted(hours)
    assert len({report.page.sighting.id for report, _ in told[1]}) == len(told[1])


def test_identical_copies_have_the_words_of_their_original_and_others_have_not(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    texts = {report.page.sighting.doc_id: report.page.document.text for report, _ in told[1]}
    kinds: Counter[str] = Counter()
    for report, truth in told[1]:
        if truth.of in texts:
            same = texts[report.page.sighting.doc_id] == texts[truth.of]
            kinds[truth.copy_kind or ""] += 1
            assert same or truth.copy_kind != "identical"
    assert min(kinds[kind] for kind in ("identical", "near_duplicate", "agency_copy", "rewrite")) > 50


def test_a_copy_rests_on_the_origins_of_its_original(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    by_id = {report.page.sighting.doc_id: truth for report, truth in told[1]}
    for truth in by_id.values():
        if truth.of in by_id:
            assert set(truth.origins.values()) <= set(by_id[truth.of].origins.values())
            assert truth.incidents == by_id[truth.of].incidents


def test_the_war_has_all_that_makes_linking_hard(told: tuple[War, list[tuple[CodedReport, Told]]]) -> None:
    war, documents = told
    seen: Counter[str] = Counter()
    days_and_places: dict[tuple[object, str], set[str]] = defaultdict(set)
    for report, truth in documents:
        seen["control"] += len(report.controls)
        seen["besieged"] += sum(control.state == "besieged" for control in report.controls)
        seen["relayed"] += any(claim.via for claim in report.claims)
        seen["denied"] += any(claim.polarity == "-" for claim in report.claims)
        seen["unnamed"] += any(claim.source.type == "unnamed" for claim in report.claims)
        for event in report.events:
            place = event.locations[0]
            seen[f"precision {place.geo_precision}"] += 1
            seen[f"date {event.date.precision}"] += 1
            seen["rumour"] += not truth.happened[event.id]
            seen["part"] += any(toll.part_of for toll in event.tolls)
            seen["superseded"] += any(toll.superseded for toll in event.tolls)
            seen["outcome"] += event.outcome is not None
            seen["nameless"] += any(p.side is None and p.actor_class != "civilians" for p in event.participants)
            days_and_places[event.date.start, place.name].add(truth.incidents[event.id])
    wanted = (
        "control", "besieged", "relayed", "denied", "unnamed", "precision 1", "precision 2", "precision 3", "date day", "date week", "date range",
        "rumour", "part", "superseded", "outcome", "nameless",
    )  # fmt: skip
    assert {what for what in wanted if seen[what] < 5} == set()
    assert sum(len(incidents) > 1 for incidents in days_and_places.values()) > 20
    assert len(war.contested_places()) > 5


def test_tolls_are_heavy_tailed_and_boasts_are_over_the_truth() -> None:
    war = War(4000, 2)
    dead: dict[str, int] = {}
    boasts = []
    for report, truth in war.documents():
        for event in report.events:
            dead[truth.incidents[event.id]] = sum(truth.killed[event.id].values())
            speakers = {claim.source.name for claim in report.claims if event.id in claim.about and claim.attributed}
            for toll in event.tolls:
                true = truth.killed[event.id].get(toll.side or "", 0)
                if (
                    true
                    and speakers == {"Vardanian Army command"}
                    and toll.side == "Highland Front"
                    and toll.kind == "killed"
                    and not toll.part_of
                ):
                    boasts.append((toll.count.low or 0) / true)
    ordered = sorted(dead.values())
    assert ordered[-1] > 10 * max(1, ordered[len(ordered) // 2])
    assert sum(boasts) / len(boasts) > 1.5


def test_holders_follow_the_captures() -> None:
    """The truth of a place's holder changes exactly on the days when a capture or withdrawal of it happened."""
    war = War(3000, 8)
    taken = defaultdict(set)
    for report, truth in war.documents():
        for event in report.events:
            if event.outcome and truth.happened[event.id] and event.realis == "actual":
                taken[event.locations[0].name].add(event.outcome.by[0])
    reported = [(number, name) for number, name in war.contested_places() if taken[name]]
    assert len(reported) > 5
    last = [war.holder(number, war.last_day) in taken[name] for number, name in reported]
    assert sum(last) / len(last) > 0.7


def test_habits_must_add_up() -> None:
    with pytest.raises(ValueError, match="speakers"):
        Habits(monitor=0.9)
    with pytest.raises(ValueError, match="verbatim"):
        Habits(verbatim=0.8, edited=0.3)
