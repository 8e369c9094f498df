from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from dateline.link.reference import comparable, place_key, sketch_row, stand, stand_all
from dateline.linked import ActorSketch, EventSketch, TollSketch
from dateline.references import ReferenceRow, RowActor

DAY = dt.date(2017, 10, 3).toordinal()
ROW = ReferenceRow(
    id="SYR1", number=2, first_day=DAY, last_day=DAY, date_precision="day", lat=35.2, lon=36.7, radius_km=3.0, geo_precision=1, place="Qamhara",
    country_code="SY", event_type="Battles", sub_event_type="Armed clash", one_sided=False,
    actors=(RowActor(1, "HTS: Hayat Tahrir al Sham", "rebel"), RowActor(2, "Military Forces of Syria (2000-2024)", "state_forces")),
    killed=(30, 30, 30), summary=False, merges=True, notes="",
)  # fmt: skip
UCDP = dataclasses.replace(ROW, id="77", sub_event_type=None, merges=False)


def toll(killed: int, side: str | None = None) -> TollSketch:
    return TollSketch("c", "killed", side, "unknown", killed, killed, killed, None, None, "event", False)


EVENT = EventSketch(
    id="E1", local_id="e1", sighting="S1", event_type="Battles", sub_event_type="Armed clash", realis="actual", salience="core", lemma="clash",
    first_day=DAY, last_day=DAY, date_precision="day", published=DAY + 1, place="Qamhara", names=("qamhara",), lat=35.21, lon=36.7,
    radius_km=3.0, geo_precision=1, country_code="SY", admin1="Hama", group=None,
    actors=(
        ActorSketch("initiator", "sy.army", "Syrian government and allies", "state_forces"), ActorSketch("target", "hts", "HTS / al-Nusra", "rebel"),
    ),
    tolls=(toll(30),), words=(),
)  # fmt: skip


@pytest.mark.parametrize(
    ("event", "row", "expected"),
    [
        ({}, {}, "known: SYR1, same day, 1.1 km apart, HTS: Hayat Tahrir al Sham against Military Forces of Syria, 30 killed in both"),
        ({"tolls": (toll(43),)}, {}, "update: toll 43 instead of 30; SYR1, same day"),
        ({"tolls": (toll(20, "a"), toll(23, "b"))}, {}, "update: toll 43 instead of 30"),
        ({"tolls": (toll(12),)}, {}, "12 of the row's 30 killed: it may hold more than this incident"),
        ({"tolls": (toll(12),)}, {"merges": False}, "update: toll 12 instead of 30"),
        ({"tolls": ()}, {}, "known: SYR1"),
        ({}, {"killed": None}, "update: toll 30, where the row gives none"),
        ({"sub_event_type": "Government regains territory"}, {}, "update: the place changed hands"),
        ({"first_day": DAY + 6, "last_day": DAY + 6}, {}, "new: nearest is SYR1, 1.1 km apart and 6 days away: different days"),
        ({"event_type": "Protests", "sub_event_type": "Peaceful protest", "actors": (), "tolls": ()}, {}, "new: nearest is SYR1"),
        ({"lat": None, "lon": None, "radius_km": None, "geo_precision": None}, {}, "known: SYR1, same day, Qamhara by name"),
        ({"lat": 35.9, "lon": 36.7, "radius_km": 80.0, "geo_precision": 3}, {}, "known: SYR1, same day, 78 km apart (known to 80 km)"),
        ({"lat": None, "lon": None, "names": ()}, {}, "new: the report tells no place"),
        ({"first_day": None, "last_day": None}, {}, "new: the report tells no day"),
        (
            {"tolls": (toll(12),)},
            {"summary": True, "merges": False, "last_day": DAY + 13, "date_precision": "range"},
            "the row sums up 14 days: the report may tell a part of it",
        ),
    ],
)
def test_how_an_event_stands_and_why(event: dict[str, object], row: dict[str, object], expected: str) -> None:
    mark = stand(dataclasses.replace(EVENT, **event), [dataclasses.replace(ROW, **row)], "acled.csv")  # type: ignore[arg-type]
    assert expected in mark.reason
    assert mark.reason.startswith(mark.standing)


def test_the_best_of_several_rows_is_told() -> None:
    far = dataclasses.replace(ROW, id="SYR2", lat=35.5)
    later = dataclasses.replace(ROW, id="SYR3", first_day=DAY + 1, last_day=DAY + 1)
    assert stand(EVENT, [far, later, ROW], "t").row == "SYR1"
    assert stand(EVENT, [], "t").reason == "new: no row is near in time and place"


def test_a_table_without_finer_types() -> None:
    assert stand(EVENT, [UCDP], "t").standing == "known"
    protest = dataclasses.replace(EVENT, event_type="Strategic developments", sub_event_type="Agreement", tolls=())
    assert stand(protest, [dataclasses.replace(UCDP, place="Elsewhere")], "t").standing == "new"


@pytest.mark.parametrize(
    ("name", "key", "kind"),
    [
        ("Military Forces of Russia (2000-) Air Force", "ru.army", "state_forces"),
        ("RSF: Rapid Support Forces", "rsf", "rebel"),
        ("Civilians (Syria)", "civilians", "civilians"),
        ("Protesters (Syria)", "protesters syria", "protesters"),
        ("Unidentified Armed Group (Syria)", "unidentified armed group syria", "unidentified"),
        ("Islamic State (Syria)", "is", "rebel"),
        ("Zurnabad Guard (Syria)", "zurnabad guard", "rebel"),
    ],
)
def test_actors_as_tables_write_them(name: str, key: str, kind: str) -> None:
    (actor,) = sketch_row(dataclasses.replace(ROW, actors=(RowActor(1, name, None),)), "t").actors
    assert (actor.key, actor.actor_class) == (key, kind)


def test_what_can_have_a_row() -> None:
    assert comparable(EVENT)
    assert not comparable(dataclasses.replace(EVENT, realis="planned"))
    assert not comparable(dataclasses.replace(EVENT, salience="aggregate"))
    assert place_key(dataclasses.replace(ROW, place="Aleppo - Salah al Din")) == "aleppo"
    assert place_key(dataclasses.replace(ROW, place=None)) == ""


def test_a_row_is_of_one_event_of_a_report() -> None:
    later = dataclasses.replace(EVENT, local_id="e2", tolls=(), first_day=DAY + 1, last_day=DAY + 1)
    marks = stand_all([(EVENT, [ROW]), (later, [ROW])], "t")
    assert (marks["e1"].standing, marks["e2"].standing) == ("known", "new")
    assert marks["e2"].reason.endswith("it fits another event of the report better")
    again = dataclasses.replace(later, first_day=DAY, last_day=DAY)
    both = stand_all([(EVENT, [ROW]), (again, [ROW])], "t").values()
    assert [(one.row, one.reason.rpartition(", ")[2]) for one in both] == [("SYR1", "a row that holds 2 events of the report")] * 2
