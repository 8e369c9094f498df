"""ACLED rows: columns, counting rules, notes, tags, and what is left out by which rule."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dateline.errors import ExportError
from dateline.export import RESOLVERS, Counting, Table, acled, excluded_csv, to_csv
from dateline.records import Codes, Count, DateValue, Loss, Source
from tests.export.coded_reports import (
    ARMY,
    BATTLE,
    CIVILIANS,
    DAY,
    FRONT,
    SHELLING,
    SHELLS,
    at,
    claim,
    day,
    document,
    event,
    exact,
    participant,
    place,
    report,
    toll,
)

COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 "
    "inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision source "
    "source_scale notes fatalities tags timestamp"
)


def numbered(*reports: Any, first: int = 1) -> list[Any]:
    out, number = [], first
    for coded in reports:
        ids = {}
        for one in coded.events:
            ids[one.id] = f"DL-{number}"
            number += 1
        out.append((coded, ids))
    return out


def table(*events: Any, claims: Any = (), **options: Any) -> Table:
    return acled(numbered(report(events=tuple(events), claims=tuple(claims))), **options)


def only(found: Table) -> Any:
    assert len(found.rows) == 1
    return found.rows[0]


def test_columns_are_acleds_in_their_order() -> None:
    assert to_csv(acled(numbered(report()))).splitlines()[0] == ",".join(COLUMNS.split())


def test_a_row_from_end_to_end() -> None:
    row = acled(numbered(report())).rows[0]
    assert {k: v for k, v in row.items() if k not in ("notes", "tags")} == {
        "event_id_cnty": "DL-1", "event_date": "2017-10-29", "year": 2017, "time_precision": 1, "disorder_type": "Political violence",
        "event_type": "Battles", "sub_event_type": "Government regains territory", "actor1": "Northern Army", "assoc_actor_1": None,
        "inter1": 1, "actor2": "Red Valley Front", "assoc_actor_2": None, "inter2": 2, "interaction": 12, "civilian_targeting": None,
        "iso": None, "region": None, "country": "Norvia", "admin1": "Orlun", "admin2": None, "admin3": None, "location": "Upper Sarn",
        "latitude": "35.5000", "longitude": "37.2500", "geo_precision": 1, "source": "Harbour Wire; Harbour Agency", "source_scale": None,
        "fatalities": 27, "timestamp": 1509442200,
    }  # fmt: skip
    assert (
        row["tags"]
        == "machine-coded; review: unreviewed; fatalities: lowest; event: DL-1; claim: hw-1/k1; claim: hw-1/k2; claim: hw-1/k3; claim: hw-1/k4"
    )


def test_notes_say_who_says_each_number() -> None:
    notes = acled(numbered(report())).rows[0]["notes"]
    for sentence in (
        "On 29 October 2017, according to pro-army sources (relayed by Harbour Wire, A paper), Northern Army took territory",
        "took territory from Red Valley Front at Upper Sarn (claim k1).",
        "Red Valley Front denied this (claim k3).",
        "According to pro-army sources, at least 30 fighters of Red Valley Front were killed over 2 places (claim k2).",
        "According to Red Valley Front, 12 fighters of Northern Army were killed, a claim that the report keeps its distance from (claim k4).",
        "2 tanks of Northern Army were destroyed (claim k4).",
        "1 truck of Northern Army was destroyed (claim k4).",
        "divided evenly between their rows, the first taking the remainder.",
    ):
        assert sentence in notes


def test_notes_name_the_outlet_where_it_speaks_itself_beside_others() -> None:
    own = claim("k1", ("e1",), source=Source("Orlun Daily", "author"), attributed=False, cue=None)
    assert (
        "according to Orlun Daily and pro-army sources, Northern Army"
        in only(table(event("e1"), claims=[own, claim("k2", ("e1",))]))["notes"]
    )
    assert "according to Harbour Wire, Northern Army" in only(table(event("e1")))["notes"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"side": "Civilians", "category": "civilian"}, "1 civilian was killed"),
        ({}, "1 fighter of Red Valley Front was killed"),
        ({"side": None, "category": "unknown"}, "1 person was killed"),
        ({"side": None, "category": "civilian", "count": exact(4)}, "4 civilians were killed"),
        ({"side": None, "count": Count(1, 1, None, "at_least"), "category": "civilian"}, "at least 1 civilian was killed"),
        ({"side": None, "subgroup": "women"}, "1 woman was killed"),
        ({"side": None, "subgroup": "social leader", "count": exact(2)}, "2 social leaders were killed"),
        ({"side": None, "subgroup": "social leader Ana Mora"}, "the social leader Ana Mora was killed"),
        ({"side": None, "subgroup": "Ana Mora"}, ", Ana Mora was killed"),
    ],
)
def test_notes_count_one_and_several(changes: dict[str, Any], words: str) -> None:
    dead = toll("e1.c1", **({"count": exact(1), "words": "3 commanders"} | changes))
    assert words in only(table(event("e1", tolls=(dead,)), unmask=True))["notes"]


@pytest.mark.parametrize(
    ("item", "count", "words"),
    [
        ("house", 17, "17 houses were destroyed"),
        ("house", 1, "1 house was destroyed"),
        ("armoured vehicle", 3, "3 armoured vehicles were destroyed"),
        ("house", None, "houses (number not stated) were destroyed"),
        ("ammunition", None, "ammunition (number not stated) was destroyed"),
        ("aircraft", 2, "2 aircraft were destroyed"),
    ],
)
def test_notes_count_what_was_lost(item: str, count: int | None, words: str) -> None:
    loss = Loss("e1.l1", item, count, None, "destroyed", at("a truck"))
    assert words in only(table(event("e1", losses=(loss,))))["notes"]


def test_notes_and_tags_mark_who_is_inferred() -> None:
    guessed = dataclasses.replace(FRONT, inferred=True, spans=())
    helper = participant("supporter", "Hill Militia", inferred=True)
    row = only(table(event("e1", participants=(ARMY, guessed, helper))))
    assert "Northern Army took territory from Red Valley Front (inferred) at Upper Sarn" in row["notes"]
    assert "supported by Hill Militia" not in row["notes"]
    assert "inferred: Red Valley Front; inferred: Hill Militia" in row["tags"]
    assert "inferred" not in str(only(table(event("e1"))))


def test_notes_make_no_side_of_those_who_died_between_two() -> None:
    clash = dataclasses.replace(BATTLE, acled_sub_event_type="Armed clash")
    notes = only(table(event("e1", participants=(ARMY, FRONT, CIVILIANS), codes=clash)))["notes"]
    assert "Northern Army fought with Red Valley Front, also harming Civilians at Upper Sarn" in notes


def test_notes_of_what_nobody_is_said_to_have_done() -> None:
    other = Codes("Strategic developments", "Other", "Strategic developments")
    notes = only(table(event("e1", participants=(), codes=other)))["notes"]
    assert "there was a development (“captured”) at Upper Sarn" in notes
    assert "(“captured”) involving Civilians at" in only(table(event("e1", participants=(CIVILIANS,), codes=other)))["notes"]
    clash = dataclasses.replace(BATTLE, acled_sub_event_type="Armed clash")
    assert "unnamed actors fought at Upper Sarn" in only(table(event("e1", participants=(), codes=clash)))["notes"]
    nobody = participant("initiator", "Unidentified armed actor", inferred=True)
    notes = only(table(event("e1", participants=(nobody,), codes=SHELLING)))["notes"]
    assert "an unnamed actor shelled or fired missiles at Upper Sarn" in notes


@pytest.mark.parametrize(("level", "words"), [("country", "in Upper Sarn"), ("admin1", "in Upper Sarn"), ("village", "at Upper Sarn")])
def test_notes_put_an_event_in_an_area_and_at_a_point(level: str, words: str) -> None:
    assert words in only(table(event("e1", locations=(place("Upper Sarn", level=level),))))["notes"]


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("Family", "his family", "according to the family, Northern"),
        ("Residents", "local residents", "according to local residents, Northern"),
        ("Hospital", "The hospital", "according to the hospital, Northern"),
        ("Orlun Hospital", "Orlun Hospital", "according to Orlun Hospital, Northern"),
    ],
)
def test_notes_keep_the_words_for_a_source_that_is_only_described(name: str, words: str, expected: str) -> None:
    text = document().text + f"\r\n{words}"
    said = claim("k1", ("e1",), source=Source(name, "medical", at(words, text)))
    assert expected in only(acled(numbered(report(text=text, events=(event("e1"),), claims=(said,)))))["notes"]


def test_an_outlet_is_told_alike_in_source_and_notes() -> None:
    coded = report(events=(event("e1"),), claims=())
    nowhere = dataclasses.replace(coded.page.sighting, outlet=None, original_outlet=None)
    seen = only(acled(numbered(dataclasses.replace(coded, page=dataclasses.replace(coded.page, sighting=nowhere)))))
    assert seen["source"] == "Harbour Wire"
    assert "according to Harbour Wire" in seen["notes"]
    bare = dataclasses.replace(coded.page.document, meta=dataclasses.replace(coded.page.document.meta, outlet=None))
    unknown = only(acled(numbered(dataclasses.replace(coded, page=dataclasses.replace(coded.page, document=bare, sighting=nowhere)))))
    assert unknown["source"] == "Unknown outlet"
    assert "according to Unknown outlet" in unknown["notes"]


@pytest.mark.parametrize(
    ("date", "published", "words"),
    [
        (
            DateValue(None, None, "day", "relative", at("On Sunday")),
            False,
            "“On Sunday” could not be turned into a day: the report's day of",
        ),
        (DateValue(None, None, "day", "relative", at("On Sunday")), True, "“On Sunday” could not be turned into a day"),
        (DateValue(None, None, "unknown", "inferred"), False, "the report gives no day: the report's day of publication is not known"),
        (DateValue(None, None, "unknown", "inferred"), True, "the report gives no day"),
        (DateValue(None, DAY, "before", "explicit"), True, "it is only known to lie before 29 October 2017"),
        (DateValue(dt.date(2017, 1, 1), dt.date(2017, 12, 31), "year", "explicit"), True, "only the year is known, 2017"),
        (DateValue(dt.date(2017, 8, 1), DAY, "range", "explicit"), True, "a period longer than a month is known, 1 August 2017 to 29"),
    ],
)
def test_why_an_event_has_no_date_is_told(date: DateValue, published: bool, words: str) -> None:
    coded = report(events=(event("e1", date=date),), claims=())
    if not published:
        sighting = dataclasses.replace(coded.page.sighting, published=None)
        coded = dataclasses.replace(coded, page=dataclasses.replace(coded.page, sighting=sighting))
    (left,) = acled(numbered(coded)).excluded
    assert words in left.explanation
    assert ("--published" in left.explanation) is not published


def test_what_is_left_out_is_told_with_its_rule() -> None:
    found = acled(numbered(report()))
    assert [(e.event_id, e.rule) for e in found.excluded] == [("DL-4", "acled.planned"), ("DL-5", "acled.aggregate")]
    rows = list(csv.DictReader(io.StringIO(excluded_csv(found.excluded))))
    assert rows[0]["event_id"] == "DL-4"
    assert "planned" in rows[0]["explanation"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"realis": "planned"}, "acled.planned"),
        ({"realis": "hypothetical_denied"}, "acled.hypothetical_denied"),
        ({"salience": "aggregate"}, "acled.aggregate"),
        ({"codes": Codes()}, "acled.no_code"),
        ({"locations": ()}, "acled.no_place"),
        ({"date": DateValue(None, None, "unknown", "inferred")}, "acled.no_date"),
        ({"date": DateValue(None, DAY, "before", "explicit")}, "acled.no_date"),
        ({"date": DateValue(dt.date(2017, 1, 1), dt.date(2017, 12, 31), "year", "explicit")}, "acled.no_date"),
        ({"date": DateValue(dt.date(2017, 8, 1), DAY, "range", "explicit")}, "acled.no_date"),
    ],
)
def test_what_makes_no_row(changes: dict[str, Any], rule: str) -> None:
    found = table(event("e1", **changes))
    assert found.rows == ()
    assert [e.rule for e in found.excluded] == [rule]


def test_an_event_that_is_only_denied_makes_no_row_but_a_disputed_one_does() -> None:
    denial = claim("k1", ("e1",), polarity="-")
    assert [e.rule for e in table(event("e1"), claims=[denial]).excluded] == ["acled.denied"]
    assert len(table(event("e1"), claims=[denial, claim("k2", ("e1",))]).rows) == 1


@pytest.mark.parametrize("realis", ["attempted_failed", "ongoing"])
@pytest.mark.parametrize("sub_type", ["Government regains territory", "Non-state actor overtakes territory"])
def test_a_failed_or_unfinished_capture_is_a_clash(realis: str, sub_type: str) -> None:
    row = only(table(event("e1", realis=realis, codes=dataclasses.replace(BATTLE, acled_sub_event_type=sub_type))))
    assert (row["event_type"], row["sub_event_type"]) == ("Battles", "Armed clash")
    assert "took territory" not in row["notes"]


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [
        ((2017, 10, 29), (2017, 10, 29), "day", ("2017-10-29", 1)),
        ((2017, 10, 23), (2017, 10, 30), "week", ("2017-10-26", 2)),
        ((2017, 10, 28), (2017, 10, 29), "range", ("2017-10-28", 2)),
        ((2017, 10, 1), (2017, 10, 31), "month", ("2017-10-16", 3)),
        ((2017, 10, 1), (2017, 10, 20), "range", ("2017-10-10", 3)),
    ],
)
def test_time_precision_and_the_middle_of_periods(start: Any, end: Any, precision: Any, expected: tuple[str, int]) -> None:
    row = only(table(event("e1", date=DateValue(dt.date(*start), dt.date(*end), precision, "explicit"))))
    assert (row["event_date"], row["time_precision"]) == expected


def test_one_place_day_and_pair_is_one_row_under_the_highest_type() -> None:
    shelling = event("e1", codes=SHELLING, event_type="Explosions/Remote violence", sub_event_type=SHELLS)
    reversed_pair = (dataclasses.replace(FRONT, role="initiator"), dataclasses.replace(ARMY, role="target"))
    clash = event("e2", codes=dataclasses.replace(BATTLE, acled_sub_event_type="Armed clash"), participants=reversed_pair)
    elsewhere = event("e3", locations=(place("Lower Sarn", lat=35.0),))
    other_day = event("e4", date=day(DAY + dt.timedelta(days=1)))
    found = table(shelling, clash, elsewhere, other_day)
    assert [(r["event_id_cnty"], r["sub_event_type"]) for r in found.rows] == [
        ("DL-2", "Armed clash"), ("DL-3", "Government regains territory"), ("DL-4", "Government regains territory"),
    ]  # fmt: skip
    assert "event: DL-2; event: DL-1" in str(found.rows[0]["tags"])
    assert "2 reported events of this place, day and pair of actors are one row." in str(found.rows[0]["notes"])


def test_events_without_any_actor_are_not_merged() -> None:
    assert len(table(event("e1", participants=()), event("e2", participants=())).rows) == 2


def test_two_reports_of_one_event_are_one_row_and_claims_name_their_report() -> None:
    one = report("hw-1", events=(event("e1", tolls=(toll("e1.c1", exact(10), "3 commanders"),)),), claims=(claim("k1", ("e1", "e1.c1")),))
    other = report("hw-2", events=one.events, claims=(claim("k1", ("e1", "e1.c1")),))
    row = only(acled(numbered(one, other)))
    assert row["fatalities"] == 10
    assert "claim: hw-1/k1; claim: hw-2/k1" in row["tags"]
    assert "(claim hw-2/k1)" in row["notes"]


@pytest.mark.parametrize(
    ("words", "number"),
    [("dozens of people", 12), ("hundreds of them", 100), ("tens of men", 10), ("several men", 3), ("many people", 10)],
)
def test_unquantified_numbers(words: str, number: int) -> None:
    text = document().text + f"\r\n{words}"
    counted = toll("e1.c1", Count(24, None, None, "unquantified"), "people", span=at(words, text, words == "dozens of people"))
    coded = report(text=text, events=(event("e1", tolls=(counted,)),), claims=())
    assert only(acled(numbered(coded)))["fatalities"] == number


@pytest.mark.parametrize(
    ("count", "number"),
    [
        (exact(7), 7),
        (Count(30, 30, None, "at_least"), 30),
        (Count(30, 30, None, "more_than"), 30),
        (Count(None, 9, 9, "nearly"), 9),
        (Count(None, 20, None, "about"), 20),
        (Count(10, None, 15, "range"), 10),
        (Count(None, None, None, "unquantified"), 3),
    ],
)
def test_counts(count: Count, number: int) -> None:
    assert only(table(event("e1", tolls=(toll("e1.c1", count, "3 commanders"),))))["fatalities"] == number


def test_only_the_killed_count_and_casualties_alone_are_none() -> None:
    kinds = ("wounded", "captured", "casualties", "missing", "displaced")
    tolls = tuple(toll(f"e1.c{i}", exact(9), "3 commanders", kind=kind) for i, kind in enumerate(kinds))
    assert only(table(event("e1", tolls=tolls)))["fatalities"] == 0


def test_sub_counts_superseded_and_denied_tolls_are_not_added() -> None:
    tolls = (
        toll("e1.c1", exact(30), "At least 30 fighters"),
        toll("e1.c2", exact(3), "3 commanders", part_of="e1.c1"),
        toll("e1.c3", exact(50), "12 soldiers", superseded=True),
        toll("e1.c4", exact(80), "dozens of people", side="Civilians"),
        toll("e1.c5", exact(2), "a truck", part_of="e1.c6"),
        toll("e1.c6", exact(40), "a truck", kind="casualties"),
    )
    claims = (claim("k1", ("e1", "e1.c1", "e1.c5")), claim("k2", ("e1.c4",), polarity="-"))
    assert only(table(event("e1", tolls=tolls), claims=claims))["fatalities"] == 32


def test_sides_add_up_and_a_total_without_side_is_not_added_to_them() -> None:
    sided = (toll("e1.c1", exact(30), "At least 30 fighters"), toll("e1.c2", exact(5), "12 soldiers", side="Northern Army"))
    assert only(table(event("e1", tolls=sided)))["fatalities"] == 35
    total = toll("e1.c3", exact(33), "dozens of people", side=None, category="unknown")
    assert only(table(event("e1", tolls=(*sided, total))))["fatalities"] == 35
    larger = dataclasses.replace(total, count=exact(40))
    assert only(table(event("e1", tolls=(*sided, larger))))["fatalities"] == 40


COMPETING = ((10, "A"), (14, "B"), (14, "C"), (31, "D"))


@pytest.mark.parametrize(
    ("resolver", "number"),
    [("lowest", 10), ("highest", 31), ("majority", 14), ("midpoint", 20), ("range", 20), ("low-best-high", 10), ("source-hierarchy", 10)],
)
def test_competing_tolls_are_resolved_by_name(resolver: str, number: int) -> None:
    tolls = tuple(toll(f"e1.c{i}", exact(n), "3 commanders") for i, (n, _) in enumerate(COMPETING))
    claims = tuple(claim(f"k{i}", (f"e1.c{i}",), source=Source(name, "official")) for i, (_, name) in enumerate(COMPETING))
    row = only(table(event("e1", tolls=tolls), claims=claims, counting=Counting(resolver, "divide")))
    assert row["fatalities"] == number
    assert f"Sources differ on the dead; fatalities take the {resolver}." in row["notes"]
    assert "According to D, 31 fighters of Red Valley Front were killed (claim k3)." in row["notes"]
    assert set(RESOLVERS) == {"lowest", "highest", "majority", "midpoint", "range", "low-best-high", "source-hierarchy"}


def test_one_source_with_two_counts_adds_them_but_the_same_count_again_is_one() -> None:
    tolls = tuple(toll(f"e1.c{i}", exact(n), "3 commanders") for i, n in enumerate((4, 3, 4)))
    claims = (claim("k1", ("e1.c0", "e1.c1")), claim("k2", ("e1.c2",)))
    assert only(table(event("e1", tolls=tolls), claims=claims))["fatalities"] == 7
    alike = tuple(toll(f"e1.c{i}", exact(2), "3 commanders", subgroup=who) for i, who in enumerate(("women", "children")))
    assert only(table(event("e1", tolls=alike), claims=[claim("k1", ("e1.c0", "e1.c1"))]))["fatalities"] == 4


@pytest.mark.parametrize(("group", "numbers"), [("divide", [12, 10, 10]), ("first", [32, 0, 0])])
def test_a_toll_for_several_places(group: str, numbers: list[int]) -> None:
    shared = toll("e1.c1", exact(32), "At least 30 fighters", scope="group")
    events = [event(f"e{i}", group="g1", locations=(place(f"Village {i}", lat=35 + i),)) for i in (1, 2, 3)]
    events[0] = dataclasses.replace(events[0], tolls=(shared,))
    found = table(*events, event("e4", group="g1", realis="planned"), counting=Counting("lowest", group))
    assert [row["fatalities"] for row in found.rows] == numbers
    assert "several places" in str(found.rows[0]["notes"])


def test_a_groups_toll_survives_its_first_event_being_left_out() -> None:
    shared = toll("e1.c1", exact(9), "At least 30 fighters", scope="group")
    first, second = event("e1", group="g1", tolls=(shared,), locations=()), event("e2", group="g1")
    assert only(table(first, second))["fatalities"] == 9
    assert only(table(dataclasses.replace(first, realis="planned"), second))["fatalities"] == 0


def test_civilians_are_the_second_actor_with_their_country_and_are_the_target() -> None:
    codes = Codes("Violence against civilians", "Attack", "Political violence")
    civilians = dataclasses.replace(CIVILIANS, country="Norvia")
    row = only(table(event("e1", codes=codes, participants=(civilians, FRONT, dataclasses.replace(ARMY, role="initiator")))))
    assert (row["actor1"], row["actor2"], row["assoc_actor_2"]) == ("Northern Army", "Civilians (Norvia)", "Red Valley Front")
    assert (row["inter1"], row["inter2"], row["interaction"], row["civilian_targeting"]) == (1, 7, 17, "Civilians targeted")
    nobody = only(table(event("e1", codes=codes, participants=(civilians,))))
    assert (
        only(table(event("e1", codes=codes, participants=(dataclasses.replace(CIVILIANS, country="NG"),))))["actor2"]
        == "Civilians (Nigeria)"
    )
    assert (nobody["actor1"], nobody["inter1"], nobody["actor2"], nobody["interaction"]) == (None, 0, "Civilians (Norvia)", 70)


def test_helpers_are_associates_and_an_unknown_class_gives_no_interaction() -> None:
    helper = participant("supporter", "Coast Guard Corps", interac=8)
    militia = participant("initiator", "Hill Militia")
    row = only(table(event("e1", participants=(ARMY, militia, FRONT, helper, dataclasses.replace(FRONT, name="Others", interac=None)))))
    assert (row["assoc_actor_1"], row["assoc_actor_2"]) == ("Hill Militia; Coast Guard Corps", "Others")
    unknown = only(table(event("e1", participants=(ARMY, dataclasses.replace(FRONT, interac=None)))))
    assert (unknown["inter2"], unknown["interaction"]) == (None, None)


def test_countries_get_code_and_region_and_open_places_keep_their_row() -> None:
    row = only(table(event("e1", locations=(place("Hama", country="Syria", country_code="SY"),))))
    assert (row["iso"], row["region"], row["country"]) == (760, "Middle East", "Syria")
    unresolved = place("Nowhere", lat=None, lon=None, geo_precision=None, status="unresolved", country=None, country_code=None)
    row = only(table(event("e1", locations=(unresolved,))))
    assert (row["location"], row["latitude"], row["geo_precision"], row["country"]) == ("Nowhere", None, None, None)


def test_who_counts_only_a_part_does_not_compete_with_who_counts_all() -> None:
    tolls = (toll("e1.c1", exact(30), "At least 30 fighters"), toll("e1.c2", exact(3), "3 commanders", subgroup="commanders"))
    claims = (claim("k1", ("e1.c1",)), claim("k2", ("e1.c2",), source=Source("B", "official")))
    assert only(table(event("e1", tolls=tolls), claims=claims))["fatalities"] == 30


def test_fiction_and_unknown_options_are_refused() -> None:
    with pytest.raises(ExportError, match="--allow-fiction"):
        acled(numbered(report(fiction=True)))
    assert acled(numbered(report(fiction=True)), allow_fiction=True).rows
    with pytest.raises(ExportError, match="lowest, low-best-high, range, majority"):
        Counting("luck", "divide")
    with pytest.raises(ExportError, match="divide, first"):
        Counting("lowest", "ignore")


NASTY = 'Village of "Saints",\nçà; 火 – of\tJoy'


def test_pandas_and_duckdb_read_back_what_was_written(tmp_path: Path) -> None:
    found = acled(numbered(report(events=(event("e1", locations=(place(NASTY),)), event("e2", locations=(place("B", lat=1.0),))))))
    path = tmp_path / "acled.csv"
    path.write_text(to_csv(found), encoding="utf-8", newline="")
    frame = pd.read_csv(path)
    assert tuple(frame.columns) == found.columns
    assert frame["location"].tolist() == ["B", NASTY] or frame["location"].tolist() == [NASTY, "B"]
    assert frame["fatalities"].dtype == "int64"
    for column in found.columns:
        for cell, row in zip(frame[column].tolist(), found.rows, strict=True):
            assert (row[column] is None and pd.isna(cell)) or str(cell) == str(row[column]) or float(cell) == float(str(row[column]))
    rows = duckdb.sql(f"SELECT location, notes, tags FROM read_csv('{path}', header=true)").fetchall()
    assert rows == [(r["location"], r["notes"], r["tags"]) for r in found.rows]


def test_private_names_are_masked_unless_asked_for() -> None:
    notes = str(acled(numbered(report())).rows[2]["notes"])
    assert "Delnik" not in notes
    assert "████ ██████" in notes
    assert "Maro Delnik" in str(acled(numbered(report()), unmask=True).rows[2]["notes"])
