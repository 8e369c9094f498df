"""`dateline control`, `tolls` and `compare` on a store of reports built by hand."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.records import ControlState, Location, Span
from dateline.store import open_store
from tests.export.coded_reports import report


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Return the address of a store with one report: a state of its own day, and one of today."""
    coded = report()
    states = (
        ControlState("h8", "Orlun", Span(0, 5), "the Front", "Red Valley Front", "held", dt.date(2017, 10, 30), None, Span(0, 9), 0),
        ControlState(
            "h9", "Lower Keth", Span(0, 4), "the Front", "Red Valley Front", "held", dt.datetime.now(dt.UTC).date(), None, Span(0, 8), 0
        ),
    )
    sighting = dataclasses.replace(coded.page.sighting, published=None)
    coded = dataclasses.replace(coded, controls=states, page=dataclasses.replace(coded.page, sighting=sighting))
    coded = dataclasses.replace(coded, reading=dataclasses.replace(coded.reading, sighting_id=sighting.id))
    url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    with open_store(url) as store:
        store.add(coded)
    return url


def dateline(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    environment = os.environ | {"DATELINE_HOME": str(home), "COLUMNS": "200"}
    return subprocess.run([sys.executable, "-m", "dateline", *words], capture_output=True, text=True, env=environment, check=False)


def test_control_names_holder_and_speaker_and_keeps_back_the_last_day(db: str, tmp_path: Path) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    found = [json.loads(line) for line in dateline("control", "--at", today, "--json", "--db", db, home=tmp_path).stdout.splitlines()]
    assert {(one["place"], one["side"], one["state"]) for one in found} >= {("Orlun", "Red Valley Front", "held")}
    assert all(one["place"] != "Lower Keth" for one in found)
    assert dateline("control", "--at", "2001-01-01", "--db", db, home=tmp_path).stderr.startswith("nothing is said")


def test_control_as_geojson_is_coarse(db: str, tmp_path: Path) -> None:
    run = dateline("control", "--at", "2020-01-01", "--geojson", "--db", db, home=tmp_path)
    features = json.loads(run.stdout)["features"]
    assert features
    points = [f["geometry"]["coordinates"] for f in features if f["geometry"]]
    assert all(round(x, 2) == x for point in points for x in point)


def test_a_place_that_no_claim_is_about_is_shown_with_what_is_said_of_its_area(tmp_path: Path) -> None:
    coded = report()
    state = ControlState(
        "h8", "Upper Keth", Span(0, 5), "the Front", "Red Valley Front", "held", dt.date(2017, 10, 30), None, Span(0, 9), 0
    )
    town = Location("Karsa", "at", (Span(30, 35),), status="resolved", lat=3.0, lon=4.0, within=("Upper Keth",))
    url = f"sqlite:///{tmp_path / 'areas.sqlite3'}"
    with open_store(url) as store:
        store.add(dataclasses.replace(coded, controls=(state,), places=(town,), events=(), claims=()))
    asked = ("control", "--at", "2020-01-01", "--db", url, "--place")
    (found,) = [json.loads(line) for line in dateline(*asked, "Karsa", "--json", home=tmp_path).stdout.splitlines()]
    assert (found["place"], found["said_of_area"], found["side"]) == ("Karsa", "Upper Keth", "Red Valley Front")
    assert "Karsa (said of Upper Keth)" in dateline(*asked, "Karsa", home=tmp_path).stdout
    (feature,) = json.loads(dateline(*asked, "Karsa", "--geojson", home=tmp_path).stdout)["features"]
    assert feature["properties"]["said_of_area"] == "Upper Keth"
    assert "no claim of the store" in dateline(*asked, "Nowhere", home=tmp_path).stderr


def test_tolls_of_an_event_and_what_is_not_there(db: str, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in dateline("tolls", "DL-1", "--json", "--db", db, home=tmp_path).stdout.splitlines()]
    assert {(row["best"], row["standing"]) for row in rows} >= {(30, "stands"), (3, "part")}
    assert "there is no such event" in dateline("tolls", "DL-999", "--db", db, home=tmp_path).stderr


def test_compare_ends_in_totals_that_add_up(db: str, tmp_path: Path) -> None:
    out = tmp_path / "compared.csv"
    assert dateline("compare", "acled", "ucdp", "-o", str(out), "--db", db, home=tmp_path).returncode == 0
    *rows, whole = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert whole["events"] == "total"
    assert int(whole["acled"]) == sum(int(row["acled"] or 0) for row in rows)
    assert int(whole["difference"]) == sum(int(row["difference"]) for row in rows)
    assert all(row["rules"] for row in rows if row["difference"] != "0")
    assert dateline("compare", "acled", "acled", "--db", db, home=tmp_path).returncode == 2
