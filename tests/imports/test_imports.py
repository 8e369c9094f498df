from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dateline.data.event_tables import load_event_tables
from dateline.errors import ReadError
from dateline.faults import Faults
from dateline.imports import FIELDS, open_table
from dateline.references import ReferenceRow
from tests.imports.tables import ACLED, ACLED_ROW, UCDP, UCDP_ROW, workbook, written


def rows(path: Path, **options: Any) -> tuple[list[ReferenceRow], Faults]:
    faults = Faults(str(path), ReadError, unit="row")
    with open_table(path, faults, **options) as table:
        return [row for _, row in table.rows()], faults


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def test_an_acled_export(tmp_path: Path) -> None:
    hxl = "#event+code,#date+occurred" + "," * 29
    (row,), faults = rows(written(tmp_path / "a.csv", ACLED, hxl, ACLED_ROW))
    assert not faults.count
    assert (row.id, row.number, row.first_day, row.last_day, row.date_precision) == ("SYR1", 3, day("2017-10-03"), day("2017-10-03"), "day")
    assert (row.event_type, row.sub_event_type, row.killed, row.country_code) == ("Battles", "Armed clash", (30, 30, 30), "SY")
    assert [(a.side, a.actor_class) for a in row.actors] == [(1, "state_forces"), (2, "rebel")]
    assert (row.lat, row.lon, row.radius_km, row.geo_precision, row.place, row.merges) == (35.2, 36.7, 3.0, 1, "Qamhara", True)
    assert row.notes == 'Clashes, "heavy" ones'


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("Battle-No change of territory", ("Battles", "Armed clash")),
        ("Remote violence", ("Explosions/Remote violence", None)),
        ("Riots/Protests", ("Protests", None)),
        ("Non-violent transfer of territory", ("Strategic developments", "Non-violent transfer of territory")),
    ],
)
def test_an_older_acled_export(tmp_path: Path, type_: str, expected: tuple[str, str | None]) -> None:
    head = (
        "GWNO;EVENT_ID_CNTY;EVENT_DATE;YEAR;TIME_PRECISION;EVENT_TYPE;ACTOR1;ALLY_ACTOR_1;INTER1;ACTOR2;INTER2;"
        "COUNTRY;LOCATION;LATITUDE;LONGITUDE;GEO_PRECIS;FATALITIES"
    )
    line = f"652;1SYR;5-Nov-97;1997;3;{type_};Rebels;Helpers; 2;Villagers;7;Syria;Qamhara;35.2;36.7;2;4"
    (row,), faults = rows(written(tmp_path / "a.csv", head, line.replace("; 2", ";2")))
    assert not faults.count, str(faults)
    assert (row.event_type, row.sub_event_type) == expected
    assert (row.first_day, row.last_day, row.date_precision) == (day("1997-11-01"), day("1997-11-30"), "month")
    assert [(a.side, a.name, a.actor_class) for a in row.actors] == [
        (1, "Rebels", "rebel"),
        (1, "Helpers", None),
        (2, "Villagers", "civilians"),
    ]


@pytest.mark.parametrize("zipped", [False, True])
def test_a_ucdp_export(tmp_path: Path, zipped: bool) -> None:
    path = written(tmp_path / "ged.csv", UCDP, UCDP_ROW)
    if zipped:
        with zipfile.ZipFile(tmp_path / "ged.zip", "w") as archive:
            archive.write(path, "ged.csv")
        path = tmp_path / "ged.zip"
    (row,), faults = rows(path)
    assert not faults.count
    assert (row.first_day, row.last_day, row.date_precision, row.summary) == (day("2017-10-01"), day("2017-10-14"), "week", True)
    assert (row.killed, row.radius_km, row.event_type, row.sub_event_type, row.one_sided) == ((20, 22, 40), 25.0, "Battles", None, False)


def test_columns_that_are_named_by_the_user(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "Wann\tWo\tTote\tY\tX", "03/04/2017\tQamhara\t5\t35.2\t36.7", "13/04/2017\tZurnabad\t\t\t")
    found, faults = rows(path, mapping={"date": "wann", "place": "Wo", "killed": "Tote"}, day_first=True)
    assert not faults.count
    assert [(row.id, row.first_day, row.place, row.lat, row.killed) for row in found] == [
        ("row 2", day("2017-04-03"), "Qamhara", 35.2, (5, 5, 5)),
        ("row 3", day("2017-04-13"), "Zurnabad", None, None),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"event_date": "31 February 2017"}, "event_date '31 February 2017', expected a day that there is"),
        ({"event_date": "03/04/2017"}, "say --dates day-first or month-first"),
        ({"event_date": "soon"}, "event_date 'soon', expected a day as"),
        ({"event_date": "1017-10-03"}, "expected a day between 1900-01-01"),
        ({"latitude": "95.2"}, "latitude '95.2', expected degrees from -90 to 90"),
        ({"longitude": "36,7"}, "32 columns', expected 31 columns"),
        ({"longitude": "east"}, "longitude 'east', expected degrees as a decimal number"),
        ({"latitude": "0", "longitude": "0.0"}, "latitude '0', expected a point"),
        ({"fatalities": "many"}, "fatalities 'many', expected a whole number"),
        ({"fatalities": "=A1+B1"}, "fatalities '=A1+B1', expected a whole number"),
        ({"event_type": "Fight"}, "event_type 'Fight', expected one of Battles"),
        ({"sub_event_type": "Fight"}, "sub_event_type 'Fight', expected a sub-event type"),
        ({"time_precision": "7"}, "time_precision '7', expected one of 1, 2, 3"),
        ({"geo_precision": "0"}, "geo_precision '0', expected one of 1, 2, 3"),
        ({"location": "Qamh\udce9ra"}, r"location 'Qamh\udce9ra', expected UTF-8 text"),
    ],
)
def test_cells_that_cannot_be_used_are_told(tmp_path: Path, cells: dict[str, str], expected: str) -> None:
    values = dict(zip(ACLED.split(","), ACLED_ROW.replace('"Clashes, ""heavy"" ones"', "x").split(","), strict=True)) | cells
    path = tmp_path / "a.csv"
    text = "\n".join((ACLED, ACLED_ROW.replace("SYR1", "SYR0"), ",".join(values.values()), ACLED_ROW.replace("SYR1", "SYR2")))
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    found, faults = rows(path)
    assert [row.id for row in found] == ["SYR0", "SYR2"]
    assert faults.count == 1
    assert faults.lines[0].startswith("row 3: ")
    assert expected in faults.lines[0]


def test_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "ged.csv"
    path.write_text("\n".join((UCDP, UCDP_ROW, UCDP_ROW[:52])), encoding="utf-8")
    found, faults = rows(path)
    assert len(found) == 1
    assert "row 3: all 'unexpected end of data', expected quotes that are closed" in str(faults)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["name,lat,lon", "a,1,2"], r"no column for date among name, lat, lon"),
        (["date,town_name", "a,1"], r"no column for lat, lon among date, town_name"),
        (["date,Where", "a,1"], r"--column place=HEADING; in place of place, lat and lon do"),
        (["Day off,lat,lon", "a,1,2"], r"like --column date=HEADING; the fields are"),
        (["event_id_cnty,event_type,inter1,actor1,latitude", "a,b,1,c,2"], r"no column for date, .*it looks like a table of ACLED"),
        (["date,lat,lon,Date ", "2017-01-01,1,2,2017-01-02"], r"the heading date stands more than once"),
        (["date,lat,lon"], r"no events in this table"),
        ([""], r"no headings"),
    ],
)
def test_headings_that_do_not_do(tmp_path: Path, lines: list[str], expected: str) -> None:
    with pytest.raises(ReadError, match=expected):
        rows(written(tmp_path / "t.csv", *lines))


def test_a_mapping_to_no_heading_and_no_field(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "date,lat,lon", "2017-01-01,1,2")
    with pytest.raises(ReadError, match="no heading 'Tote'"):
        rows(path, mapping={"killed": "Tote"})
    with pytest.raises(ReadError, match="no field wounded"):
        rows(path, mapping={"wounded": "lat"})
    with pytest.raises(ReadError, match="a text file has no sheets"):
        rows(path, sheet="x")


def test_a_workbook(tmp_path: Path) -> None:
    head = ["Date", "Lat", "Lon", "Killed", "Place"]
    body = [
        ["2017-10-03", 35.2, 36.7, 4, "Qamhara"],
        ["2017-10-04", 35.2, 36.7, "=SUM(D2:D2)", "Qamhara"],
        ["2017-10-05", 35.2, 36.7, 1, "A"],
        ["2017-10-06", 35.2, 36.7, 1, ""],
    ]
    path = workbook(tmp_path / "t.xlsx", {"empty": [], "events": [head, *body]}, merged="E4:E5")
    found, faults = rows(path)
    assert [(row.number, row.killed) for row in found] == [(2, (4, 4, 4))]
    assert [line.split(",")[0] for line in faults.lines] == [
        "row 3: Killed 'a formula in D3'", "row 4: Place 'merged cells E4:E5'", "row 5: Place 'merged cells E4:E5'",
    ]  # fmt: skip
    with pytest.raises(ReadError, match="no sheet 'x'"):
        rows(path, sheet="x")
    with pytest.raises(ReadError, match="the sheet is empty"):
        rows(path, sheet="empty")


def test_half_a_workbook(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "t.xlsx", {"events": [["Date", "Lat", "Lon"], ["2017-10-03", 35.2, 36.7]]}).read_bytes()
    (tmp_path / "half.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ReadError, match="no workbook that can be read"):
        rows(tmp_path / "half.xlsx")


def test_the_fields_of_plain_tables_are_those_told() -> None:
    assert set(FIELDS) == set(load_event_tables()["table"].headings)
