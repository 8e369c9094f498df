"""Grades of information by rules: who says so, against whose interest, who denies it; and the reliability of speakers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dateline.data.credibility import Judgement, Rule, grading_rules, parse_judgements, parse_rules
from dateline.errors import DataError
from dateline.link.credibility import Basis, admiralty, airwars, basis, contradicted, grade, holds, reliability
from dateline.link.credibility import judged as judgement_of
from dateline.link.origins import origins
from dateline.link.tolls import toll_table
from dateline.linked import ActorSketch, ClaimSketch, Copy, EventSketch, OriginCount, ReportSketch, TollEntry, TollSketch
from tests.link.test_origins import event, report
from tests.reader import LEARNED

GOVERNMENT, STATE = "Syrian government and allies", "Islamic State"


def told(
    sighting: str,
    *claims: ClaimSketch,
    by: str | None = STATE,
    of: str | None = GOVERNMENT,
    category: str = "combatant",
) -> ReportSketch:
    """Make a report of an attack of one side on another, with the dead of the one attacked."""
    toll = TollSketch("e1.c1", "killed", None if category == "civilian" else of, category, 30, 30, 30, None, None, "event", False)  # type: ignore[arg-type]
    actors = tuple(ActorSketch(role, side, side, "rebel") for role, side in (("initiator", by), ("target", of)) if side is not None)
    return replace(report(sighting, *claims), events=(replace(event(sighting), actors=actors, tolls=(toll,)),))


def said(
    name: str,
    source: str,
    kind: str,
    *,
    side: str | None = None,
    polarity: str = "+",
    certainty: str = "certain",
    via: tuple[str, ...] = (),
) -> ClaimSketch:
    return ClaimSketch(name, ("e1", "e1.c1"), source, kind, side, True, via, polarity, certainty)  # type: ignore[arg-type]


def judged(*reports: ReportSketch, contradicted: bool = False) -> Basis:
    events: list[EventSketch] = [one for each in reports for one in each.events]
    return basis(events, reports, origins(reports, ()), contradicted=contradicted)


MONITOR = said("m", "SOHR", "ngo_monitor")
HOSPITAL = said("h", "Salamiyeh National Hospital", "medical")
ATTACKER = said("a", "Amaq", "belligerent", side=STATE)
ATTACKED = said("v", "SANA", "state_media", side=GOVERNMENT)
PROSE = said("p", "Post", "author")


@pytest.mark.parametrize(
    ("reports", "number", "words"),
    [
        ([told("S-1", PROSE)], "6", "no source is named"),
        ([told("S-1", said("u", "local sources", "unnamed"))], "6", "no source is named"),
        ([told("S-1", MONITOR)], "3", "one origin at first hand"),
        ([told("S-1", MONITOR), told("S-2", PROSE)], "3", "Syrian Observatory for Human Rights"),
        ([told("S-1", replace(MONITOR, certainty="probable"))], "4", "with reserve"),
        ([told("S-1", MONITOR), told("S-2", HOSPITAL)], "1", "2 independent origins"),
        ([told("S-1", ATTACKER)], "4", "only the side that it serves"),
        ([told("S-1", ATTACKER), told("S-2", replace(ATTACKED, polarity="-"))], "5", "SANA denies it"),
        ([told("S-1", ATTACKED)], "2", "against its own interest"),
        ([told("S-1", ATTACKED), told("S-2", MONITOR)], "1", "against its own interest"),
        ([told("S-1", ATTACKER), told("S-2", ATTACKED)], "1", "enemies say the same"),
        ([told("S-1", ATTACKER), told("S-2", replace(ATTACKED, via=("Amaq",)))], "2", "against its own interest"),
        ([told("S-1", MONITOR), told("S-2", replace(HOSPITAL, polarity="-"))], "4", "denies it"),
        ([told("S-1", said("o", "Oxfam", "ngo"))], "3", "one known origin"),
    ],
)  # fmt: skip
def test_information_credibility(reports, number, words):
    found = admiralty(judged(*reports))
    assert found.grade == number
    assert words in found.because


def test_what_all_take_back_is_improbable_and_what_one_takes_back_rests_on_the_other():
    reports = [told("S-1", MONITOR), told("S-2", HOSPITAL)]
    events = [one for each in reports for one in each.events]
    found = origins(reports, ())
    assert admiralty(basis(events, reports, found, withdrawn=["m", "h"])).grade == "5"
    assert admiralty(basis(events, reports, found, withdrawn=["h"])).grade == "3"


def test_counts_that_cannot_all_be_true_are_no_confirmation():
    reports = [told("S-1", MONITOR), told("S-2", HOSPITAL)]
    assert admiralty(judged(*reports)).grade == "1"
    assert admiralty(judged(*reports, contradicted=True)).grade == "3"


def counted(name: str, voice: str, figure: int, modifier: str = "exact") -> TollEntry:
    return TollEntry(
        sighting=f"S-{name}", doc_id=name, outlet=f"Outlet {name}", toll="e1.c1", claims=(name,), kind="killed", side=None, category="civilian",
        subgroup=None, part_of=None, scope="event", low=figure, best=figure, high=figure if modifier == "exact" else None, modifier=modifier,
        words="", speaker=name, speaker_type="witness", speaker_side=None, attributed=True, denied_by=(), loss_of=None, voice=voice,
        stream=f"stream:{name}", said=736000, learned=LEARNED, earlier=False,
    )  # fmt: skip


ARMY = said("s", "Syrian Arab Army", "belligerent", side=GOVERNMENT)


@pytest.mark.parametrize(
    ("claims", "figures", "expected"),
    [
        pytest.param([MONITOR, HOSPITAL], (40, 3), True, id="two of their own"),
        pytest.param([MONITOR, HOSPITAL], (40, 40), False, id="of one mind"),
        pytest.param([ATTACKED, ARMY], (40, 3), False, id="an army and its side's media arm"),
        pytest.param([ATTACKED, ATTACKER], (40, 3), True, id="enemies"),
        pytest.param([MONITOR, replace(HOSPITAL, via=("SOHR",))], (40, 3), False, id="one relays the other"),
        pytest.param([MONITOR, PROSE], (40, 3), False, id="one is nobody named, who may have it from the other"),
        pytest.param([replace(PROSE, id="p1"), replace(PROSE, id="p2")], (40, 3), False, id="nobody is named"),
    ],
)
def test_only_independent_voices_contradict_each_other(claims, figures, expected):
    reports = [replace(told(f"S-{one.id}", one), outlet=f"Outlet {one.id}") for one in claims]
    found = origins(reports, ())
    origin_of = {claim: origin.key for origin in found for claim in origin.claims}
    table = toll_table("DL-1", [counted(one.id, origin_of[one.id], n) for one, n in zip(claims, figures, strict=True)])
    assert contradicted(table.cells, found) is expected


def test_at_least_so_many_contradicts_no_higher_count():
    reports = [told("S-m", MONITOR), told("S-h", HOSPITAL)]
    found = origins(reports, ())
    origin_of = {claim: origin.key for origin in found for claim in origin.claims}
    table = toll_table("DL-1", [counted("m", origin_of["m"], 12, "at_least"), counted("h", origin_of["h"], 18)])
    assert not contradicted(table.cells, found)


def without_tolls(made: ReportSketch, **fields: object) -> ReportSketch:
    bare = replace(made, events=tuple(replace(event, tolls=()) for event in made.events))
    return replace(bare, claims=tuple(replace(claim, about=("e1",)) for claim in bare.claims), **fields)  # type: ignore[arg-type]


RETRACTION = replace(PROSE, id="r", polarity="-", attributed=False)


@pytest.mark.parametrize("outlet", ["Harbour Post", None])
def test_an_event_without_tolls_that_its_outlet_takes_back_is_improbable(outlet):
    first = without_tolls(told("S-1", replace(PROSE, attributed=False), MONITOR), outlet=outlet, doc_id="one")
    later = without_tolls(told("S-2", RETRACTION), outlet=outlet, doc_id="one", published=736002)
    assert admiralty(judged(first, later)).grade == "5"
    assert admiralty(judged(first)).grade == "3"


def test_a_retraction_takes_back_neither_others_words_nor_what_the_outlet_says_afterwards():
    first = without_tolls(told("S-1", replace(PROSE, attributed=False)), outlet="Harbour Post")
    other = without_tolls(told("S-3", MONITOR), outlet="Mirror")
    later = without_tolls(told("S-2", RETRACTION), outlet="Harbour Post", published=736002)
    again = without_tolls(told("S-4", replace(HOSPITAL, id="h2")), outlet="Harbour Post", published=736004)
    assert admiralty(judged(first, other, later)).grade == "4"  # the monitor stands, and is denied
    assert admiralty(judged(first, later, again)).grade == "4"


def test_what_others_have_from_a_report_that_was_taken_back_goes_with_it():
    first = without_tolls(told("S-1", replace(PROSE, attributed=False)), outlet="Harbour Post")
    copied = without_tolls(told("S-3", replace(PROSE, id="q", attributed=False)), outlet="Mirror")
    later = without_tolls(told("S-2", RETRACTION), outlet="Harbour Post", published=736002)
    reports = [first, copied, later]
    events = [one for each in reports for one in each.events]
    found = origins(reports, (Copy("S-3", "S-1", "identical", 1.0, ()),))
    assert admiralty(basis(events, reports, found)).grade == "5"
    assert admiralty(basis(events, reports, origins(reports, ()))).grade == "6"


def test_soldiers_who_died_beside_civilians_discount_nothing():
    made = told("S-1", MONITOR, category="civilian")
    soldiers = replace(made.events[0].tolls[0], id="e1.c2", side=GOVERNMENT, category="combatant", low=3, best=3, high=3)
    both = replace(made, events=(replace(made.events[0], tolls=(*made.events[0].tolls, soldiers)),))
    both = replace(both, claims=(replace(MONITOR, about=("e1", "e1.c1", "e1.c2")),))
    found = airwars(judged(both, told("S-2", HOSPITAL, category="civilian")), both.events[0].tolls)
    assert found is not None
    assert found.grade == "fair"


def test_other_dead_counted_by_another_report_discount_nothing():
    soldiers = told("S-2", HOSPITAL, category="combatant")
    three = replace(soldiers.events[0].tolls[0], low=3, best=3, high=3)
    soldiers = replace(soldiers, events=(replace(soldiers.events[0], tolls=(three,)),))
    reports = [told("S-1", MONITOR, category="civilian"), soldiers]
    found = airwars(judged(*reports), [toll for one in reports for each in one.events for toll in each.tolls])
    assert found is not None
    assert found.grade == "fair"


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([told("S-1", MONITOR, category="civilian")], "weak"),
        ([told("S-1", MONITOR, category="civilian"), told("S-2", HOSPITAL, category="civilian")], "fair"),
        ([told("S-1", MONITOR, category="civilian", by=None), told("S-2", HOSPITAL, category="civilian", by=None)], "weak"),
        ([told("S-1", MONITOR, category="civilian"), told("S-2", HOSPITAL, category="civilian", by=GOVERNMENT)], "contested"),
        ([told("S-1", ATTACKER, category="civilian")], "confirmed"),
        ([told("S-1", MONITOR, category="civilian"), told("S-2", HOSPITAL, category="combatant")], "discounted"),
        ([told("S-1", MONITOR, category="combatant")], None),
    ],
)
def test_grades_of_civilian_harm(reports, expected):
    tolls = [toll for one in reports for each in one.events for toll in each.tolls]
    found = airwars(judged(*reports), tolls)
    assert (found.grade if found else None) == expected
    assert found is None or found.because


def test_exchanging_the_sides_exchanges_boast_and_admission():
    boast = admiralty(judged(told("S-1", ATTACKER)))
    swapped = admiralty(judged(told("S-1", replace(ATTACKED, source_type="belligerent"), by=GOVERNMENT, of=STATE)))
    assert (boast.grade, boast.rule) == (swapped.grade, swapped.rule)


def test_one_toll_alone_can_be_judged():
    one, two = told("S-1", replace(MONITOR, about=("e1",))), told("S-2", HOSPITAL)
    events = [*one.events, *two.events]
    found = basis(events, [one, two], origins([one, two], ()), tolls=[f"{two.events[0].id} e1.c1"])
    assert found.speakers == ("Salamiyeh National Hospital",)


def test_conditions_read_as_written():
    here = Basis(OriginCount(2, 5), 3, frozenset({"witness"}), frozenset({"denied"}), (), ())
    assert holds("2 or more independent origins", here)
    assert not holds("3 or more independent origins", here)
    assert holds("5 or more possible origins", here)
    assert holds("3 or more known origins", here)
    assert holds("said by witness", here)
    assert holds("not said by un", here)
    assert holds("denied", here)
    assert not holds("not denied", here)


def test_the_first_rule_that_holds_is_taken():
    here = Basis(OriginCount(1, 1), 1, frozenset(), frozenset({"boast"}), ("A", "B", "C", "D", "E"), ())
    rules = [Rule("4", "doubtful", ("boast",), "{speakers}"), Rule("3", "possibly true", (), "x")]
    assert grade(here, rules).because == "A, B, C, D and 1 more"
    assert grade(here, rules[::-1]).grade == "3"


def test_the_package_s_rules_load_and_judge_nobody():
    assert {rule.grade for rule in grading_rules()["admiralty"]} == set("123456")
    assert {rule.grade for rule in grading_rules()["airwars"]} == {"confirmed", "fair", "weak", "contested", "discounted"}
    assert reliability("SOHR", "civilian tolls", dt.date(2015, 1, 1)) == "F"


def test_all_faults_of_a_rule_file_are_told():
    bad = {"admiralty": [{"grade": "7", "name": "x", "when": ["hearsay"], "because": "{who}"}], "airwars": []}
    with pytest.raises(DataError) as caught:
        parse_rules(bad)
    for fault in ("grade '7'", "unknown condition 'hearsay'", "`because`", "no rules [[airwars]]"):
        assert fault in str(caught.value)


def test_the_last_rule_may_have_no_conditions():
    row = {"grade": "1", "name": "x", "when": ["denied"], "because": "x"}
    with pytest.raises(DataError, match="would have no grade"):
        parse_rules({"admiralty": [row], "airwars": [row | {"grade": "weak", "when": []}]})


def test_reliability_has_topics_and_dates_and_knows_aliases():
    table = parse_judgements({"speaker": [
        {"name": "Syrian Observatory for Human Rights", "topic": "civilian tolls", "from": dt.date(2013, 1, 1), "to": dt.date(2016, 12, 31), "grade": "B"},
        {"name": "SOHR", "grade": "C"},
    ]})  # fmt: skip
    assert reliability("SOHR", "Civilian tolls", dt.date(2015, 1, 1), table) == "B"
    assert reliability("Syrian Observatory", "civilian tolls", dt.date(2017, 1, 1), table) == "C"
    assert reliability("SOHR", None, None, table) == "C"
    assert judgement_of("SOHR", "civilian tolls", dt.date(2015, 1, 1), table) == table[0]
    assert judgement_of("SANA", None, None, table) is None
    assert reliability("SANA", None, None, table) == "F"


def test_all_faults_of_a_reliability_file_are_told():
    with pytest.raises(DataError) as caught:
        parse_judgements(
            {
                "speaker": [{"name": "SOHR", "grade": "G", "frm": 1}, {"grade": "A"}, {"name": "X", "grade": "A", "from": "2013"}],
                "speakers": [],
            }
        )
    for fault in ("grade 'G'", "unknown key 'frm'", "needs a name", "`from` is not a day", "unknown table 'speakers'"):
        assert fault in str(caught.value)


def test_a_judgement_without_days_holds_always():
    assert Judgement("X", "A").holds(None, dt.date(1999, 1, 1))
    assert not Judgement("X", "A", topic="losses").holds(None, None)
