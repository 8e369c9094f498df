"""UCDP rows: columns, sides, low, best and high, precisions, aggregates."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from dateline.errors import ExportError
from dateline.export import Counting, Table, to_csv, ucdp
from dateline.export.ucdp import priogrid, where_precision
from dateline.records import Codes, Count, DateValue, Source
from tests.export.coded_reports import ARMY, BATTLE, CIVILIANS, DAY, FRONT, claim, event, exact, participant, place, report, toll

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id "
    "dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
    "source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt "
    "priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown "
    "best high low gwnoa gwnob"
)
DEAD = toll("e1.c1", exact(5), "12 soldiers")


def table(*events: Any, claims: Any = (), **options: Any) -> Table:
    return ucdp([(report(events=events, claims=tuple(claims)), {e.id: f"DL-{n}" for n, e in enumerate(events, 1)})], **options)


def only(found: Table) -> Any:
    assert len(found.rows) == 1
    return found.rows[0]


def deaths(row: Any) -> dict[str, Any]:
    return {key: row[key] for key in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")}


def test_columns_are_geds_in_their_order() -> None:
    found = table(event("e1", tolls=(DEAD,)))
    assert to_csv(found).splitlines()[0] == ",".join(COLUMNS.split())
    assert len(found.columns) == 49


def test_deaths_by_side_add_up_to_best() -> None:
    tolls = (
        toll("e1.c1", Count(10, 12, 15, "range"), "12 soldiers", side="Northern Army"),
        toll("e1.c2", Count(30, 30, None, "at_least"), "At least 30 fighters"),
        toll("e1.c3", exact(4), "dozens of people", side="Civilians", category="civilian"),
        toll("e1.c4", exact(2), "a truck", side="Militants (unspecified)"),
        toll("e1.c5", exact(50), "a shell", side=None, category="unknown"),
        toll("e1.c6", exact(9), "3 commanders", part_of="e1.c2"),
    )
    row = only(table(event("e1", tolls=tolls)))
    assert deaths(row) == {
        "deaths_a": 12, "deaths_b": 30, "deaths_civilians": 4, "deaths_unknown": 4, "best": 50, "high": 51, "low": 50,
    }  # fmt: skip


def test_competing_tolls_give_low_best_and_high() -> None:
    tolls = (toll("e1.c1", exact(10), "12 soldiers"), toll("e1.c2", exact(35), "a truck"))
    claims = (claim("k1", ("e1", "e1.c1")), claim("k2", ("e1.c2",), source=Source("B", "official")))
    row = only(table(event("e1", tolls=tolls), claims=claims))
    assert (row["low"], row["best"], row["high"], row["number_of_sources"]) == (10, 10, 35, 2)
    assert only(table(event("e1", tolls=tolls), claims=claims, counting=Counting("highest", "first")))["best"] == 35


def test_the_state_is_side_a_and_one_sided_violence_is_against_civilians() -> None:
    front, army = dataclasses.replace(FRONT, role="initiator"), dataclasses.replace(ARMY, role="target", country="Syria")
    row = only(table(event("e1", participants=(front, army), tolls=(DEAD,))))
    assert (row["side_a"], row["side_b"], row["dyad_name"]) == (
        "Government of Syria", "Red Valley Front", "Government of Syria - Red Valley Front",
    )  # fmt: skip
    assert (row["gwnoa"], row["gwnob"], row["deaths_b"]) == (652, None, 5)
    one_sided = Codes("Violence against civilians", "Attack", None, None, 3)
    dead = toll("e1.c1", exact(2), "12 soldiers", side="Civilians", category="unknown")
    row = only(table(event("e1", participants=(front, CIVILIANS), codes=one_sided, tolls=(dead,))))
    assert (row["side_a"], row["side_b"], row["deaths_civilians"]) == ("Red Valley Front", "Civilians", 2)


def test_only_deadly_events_are_rows_unless_flagged() -> None:
    found = table(event("e1", tolls=(toll("e1.c1", exact(3), "12 soldiers", kind="wounded"),)))
    assert (found.rows, [e.rule for e in found.excluded]) == ((), ["ucdp.no_deaths"])
    assert only(table(event("e1"), flagged=frozenset({"DL-1"})))["best"] == 0


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"realis": "planned"}, "ucdp.planned"),
        ({"realis": "hypothetical_denied"}, "ucdp.hypothetical_denied"),
        ({"codes": Codes()}, "ucdp.no_type"),
        ({"locations": ()}, "ucdp.no_place"),
        ({"date": DateValue(None, None, "unknown", "inferred")}, "ucdp.no_date"),
    ],
)
def test_what_makes_no_row(changes: dict[str, Any], rule: str) -> None:
    found = table(event("e1", tolls=(DEAD,), **changes))
    assert (found.rows, [e.rule for e in found.excluded]) == ((), [rule])


GUNMEN = participant("initiator", "Unidentified armed actor", interac=3)
HAMLET = participant("target", "Hill Company", actor_class="organisation")


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ((), "the attacker is not identified"),
        ((CIVILIANS,), "the attacker is not identified"),
        ((GUNMEN, CIVILIANS), "the attacker is not identified"),
        ((dataclasses.replace(FRONT, role="initiator"),), "the target is not known"),
        ((ARMY, HAMLET), "the target is not identified (Hill Company)"),
        ((dataclasses.replace(HAMLET, role="initiator"), FRONT), "it is not known what kind of actor stands on one side (Hill Company)"),
        ((dataclasses.replace(CIVILIANS, role="initiator"), FRONT), "one side is no organised actor (Civilians)"),
    ],
)
def test_why_no_type_could_be_given_is_told(people: Any, why: str) -> None:
    (left,) = table(event("e1", participants=people, codes=Codes(), tolls=(DEAD,))).excluded
    assert left.rule == "ucdp.no_type"
    assert left.explanation.startswith(why)
    assert "in review" in left.explanation


def test_what_nobody_died_in_is_left_out_for_that_and_not_for_its_type() -> None:
    gunmen = {"participants": (GUNMEN, CIVILIANS), "codes": Codes()}
    hurt = toll("e1.c1", exact(3), "12 soldiers", kind="wounded")
    unnumbered = toll("e2.c1", Count(None, None, None, "unquantified"), "12 soldiers")
    shared = toll("e3.c1", exact(9), "12 soldiers", scope="group")
    found = table(
        event("e1", tolls=(hurt,), **gunmen),
        event("e2", tolls=(unnumbered,), **gunmen),
        event("e3", tolls=(shared,), group="g1"),
        event("e4", group="g1", codes=Codes()),
    )
    assert only(found)["id"] == "DL-3"
    assert [(e.event_id, e.rule, e.explanation.split(",")[0]) for e in found.excluded] == [
        ("DL-1", "ucdp.no_deaths", "no source speaks of a death"),
        ("DL-2", "ucdp.no_deaths", "deaths are spoken of"),
        ("DL-4", "ucdp.no_deaths", "the deaths of its group of places are counted in the row of another place"),
    ]  # fmt: skip


def test_a_states_army_is_its_government_with_its_number() -> None:
    army = participant("initiator", "Nigerian Armed Forces", interac=1, actor_class="state_forces", entry="ng.army", country="NG")
    rebels = dataclasses.replace(FRONT, country="NG")
    row = only(table(event("e1", participants=(army, rebels), tolls=(DEAD,))))
    assert (row["side_a"], row["side_b"], row["gwnoa"], row["gwnob"]) == ("Government of Nigeria", "Red Valley Front", 475, None)
    assert row["dyad_name"] == "Government of Nigeria - Red Valley Front"
    abroad = participant("target", "Turkish Armed Forces", interac=8, actor_class="state_forces", country="TR")
    row = only(table(event("e1", participants=(army, abroad), tolls=(DEAD,))))
    assert (row["side_b"], row["gwnob"]) == ("Government of Turkey", 640)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"within": ("Borno", "Nigeria")}, "at Maiduguri, Borno, Nigeria"),
        ({"within": ("Nigeria",)}, "at Maiduguri, Borno, Nigeria"),
        ({"within": ("Old Town", "Maiduguri")}, "at Maiduguri, Old Town, Borno, Nigeria"),
        ({"name": "Borno", "level": "admin1", "relation": "in"}, "in Borno, Nigeria"),
        ({"name": "Nigeria", "level": "country", "admin1": None}, "in Nigeria"),
    ],
)
def test_a_place_is_described_with_each_area_once(changes: dict[str, Any], words: str) -> None:
    where = place(**({"name": "Maiduguri", "level": "city", "admin1": "Borno", "country": "Nigeria", "country_code": "NG"} | changes))
    assert only(table(event("e1", locations=(where,), tolls=(DEAD,))))["where_description"] == words


def test_an_open_end_is_the_highest_number_that_is_given() -> None:
    row = only(table(event("e1", tolls=(toll("e1.c1", Count(41, 41, None, "at_least"), "12 soldiers"),))))
    assert (row["low"], row["best"], row["high"]) == (41, 41, 41)


OCTOBER = DateValue(dt.date(2017, 10, 1), dt.date(2017, 10, 31), "month", "explicit")


def test_an_aggregate_has_clarity_2_and_never_stands_beside_its_parts() -> None:
    total = event(
        "e2", salience="aggregate", date=OCTOBER, codes=Codes(), tolls=(toll("e2.c1", exact(90), "More than 90 people", side=None),)
    )
    alone = only(table(total))
    assert (alone["event_clarity"], alone["date_prec"], alone["deaths_unknown"], alone["type_of_violence"]) == (2, 4, 90, None)
    found = table(event("e1", tolls=(DEAD,)), total)
    assert (only(found)["id"], only(found)["event_clarity"]) == ("DL-1", 1)
    assert [(e.event_id, e.rule) for e in found.excluded] == [("DL-2", "ucdp.aggregate_beside_parts")]
    november = dataclasses.replace(OCTOBER, start=dt.date(2017, 11, 1), end=dt.date(2017, 11, 30))
    assert len(table(event("e1", tolls=(DEAD,)), dataclasses.replace(total, date=november)).rows) == 2


def test_an_aggregate_of_another_report_gives_way_to_the_events_of_its_area() -> None:
    area = place("Orlun", level="admin1")
    total = event("e1", salience="aggregate", date=OCTOBER, locations=(area,), tolls=(DEAD,))
    single = report("hw-2", events=(event("e1", tolls=(DEAD,)),), claims=())
    for country, rows in (("Norvia", 1), ("Elsewhere", 2)):
        moved = dataclasses.replace(total, locations=(dataclasses.replace(area, country=country),))
        whole = report("hw-1", events=(moved,), claims=())
        assert len(ucdp([(whole, {"e1": "DL-1"}), (single, {"e1": "DL-2"})]).rows) == rows


@pytest.mark.parametrize(
    ("changes", "precision"),
    [
        ({}, 1),
        ({"relation": "near"}, 2),
        ({"geo_precision": 2}, 2),
        ({"level": "admin2"}, 3),
        ({"level": "admin1"}, 4),
        ({"level": "road"}, 5),
        ({"level": "country"}, 6),
        ({"lat": None}, 4),
        ({"lat": None, "admin1": None}, 6),
        ({"status": "area", "geo_precision": 3}, 4),
    ],
)
def test_where_precision(changes: dict[str, Any], precision: int) -> None:
    assert where_precision(place("P", **changes)) == precision


@pytest.mark.parametrize(
    ("start", "end", "precision", "expected"),
    [(29, 29, "day", 1), (28, 29, "range", 2), (23, 30, "week", 3), (1, 31, "month", 4), (1, 31, "year", 5), (10, 29, "range", 4)],
)
def test_date_precision(start: int, end: int, precision: Any, expected: int) -> None:
    date = DateValue(dt.date(2017, 10, start), dt.date(2017, 10, end), precision, "explicit")
    row = only(table(event("e1", date=date, tolls=(DEAD,))))
    assert (row["date_prec"], row["date_start"], row["date_end"]) == (expected, f"2017-10-{start:02}", f"2017-10-{end:02}")


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90, -180, 1), (89.9, 179.9, 259200), (90, 180, 259200), (35.5, 37.25, 181155)])
def test_priogrid(lat: float, lon: float, cell: int) -> None:
    assert priogrid(lat, lon) == cell


def test_rows_say_that_a_machine_coded_them_and_fiction_is_refused() -> None:
    row = only(table(event("e1", tolls=(DEAD,)), claims=[claim("k1", ("e1", "e1.c1"))]))
    assert row["code_status"] == "machine-coded by dateline, unreviewed"
    assert (row["id"], row["relid"], row["source_original"]) == ("DL-1", "hw-1/e1", "Pro-army sources")
    with pytest.raises(ExportError, match="--allow-fiction"):
        ucdp([(report(fiction=True), {})])


def test_pandas_and_duckdb_read_back_what_was_written(tmp_path: Path) -> None:
    nasty = 'Front of "Joy",\nç 火'
    found = table(
        event(
            "e1",
            participants=(ARMY, dataclasses.replace(FRONT, name=nasty)),
            tolls=(DEAD,),
            codes=BATTLE,
            date=DateValue(DAY, DAY, "day", "explicit"),
        )
    )
    path = tmp_path / "ged.csv"
    path.write_text(to_csv(found), encoding="utf-8", newline="")
    frame = pd.read_csv(path)
    assert tuple(frame.columns) == found.columns
    assert (frame["side_b"][0], frame["best"][0], frame["geom_wkt"][0]) == (nasty, 5, "POINT (37.25 35.5)")
    assert duckdb.sql(f"SELECT side_b, best FROM read_csv('{path}', header=true)").fetchall() == [(nasty, 5)]
