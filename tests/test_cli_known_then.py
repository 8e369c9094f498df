"""`--as-known-on` on export, tolls, compare and control: the rows of a day, whatever was learned after it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.linkage import link_store
from dateline.records import CodedReport, Codes, ControlState, Reading, Span
from dateline.store import Store, open_store
from tests.export.brief_reports import DAY, FIRST, HERE, claim, event, page, toll

Call = Callable[..., str]
DAYS = tuple(dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC) for day in range(1, 8))
OUTPUTS = (
    ("export", "acled"),
    ("export", "ucdp"),
    ("export", "jsonl"),
    ("export", "geojson"),
    ("tolls", "DL-1", "--json"),
    ("tolls", "DL-2", "--json"),
    ("compare", "acled", "ucdp"),
    ("control", "--at", "2020-01-01", "--json"),
)


def told(name: str, outlet: str, number: int, by: str, *, day: dt.date = FIRST, earlier: int | None = None) -> CodedReport:
    """Return a report of the one clash, with a count of the dead, and who holds a place."""
    counts = (toll("e1.c1", number),)
    if earlier is not None:
        counts += (dataclasses.replace(toll("e1.c2", earlier, span=Span(4, 6)), superseded=True),)
    where = (dataclasses.replace(HERE[0], status="resolved"),)
    codes = Codes("Battles", "Armed clash", "Political violence", 12, 1)
    clash = event(tolls=counts, date=dataclasses.replace(DAY, start=day, end=day), locations=where, codes=codes)
    said = tuple(claim(f"k{n}", "e1", one.id, by=by) for n, one in enumerate(counts, 1))
    holds = ControlState("h8", "Orlun", Span(0, 5), by, by, "held", dt.date(2017, 10, 30), None, Span(0, 9), 0)
    return page(name, outlet, (clash,), said, 1, controls=(holds,))


def read_again(report: CodedReport, number: int) -> CodedReport:
    """Return another reading of a report, with another count."""
    (clash,) = report.events
    counted = dataclasses.replace(clash, tolls=(toll("e1.c1", number),))
    return dataclasses.replace(report, events=(counted,), reading=Reading(report.page.sighting.id, "rules@9", "0"))


ZENITH = told("r1", "Harbour Wire", 12, "Zenith Observatory")
FAR = told("r2", "Gazeta Polna", 3, "Ministry of Health", day=FIRST + dt.timedelta(40))
NEAR = read_again(told("r2", "Gazeta Polna", 3, "Ministry of Health"), 5)


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Return a function that calls the command line and gives what it prints."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def call(*args: str) -> str:
        monkeypatch.setattr(sys, "argv", ["dateline", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capfd.readouterr()
        try:
            main()
        except SystemExit as end:
            return f"{end.code}: {capfd.readouterr().err}"
        return capfd.readouterr().out

    return call


def put(store: Store, report: CodedReport, day: dt.datetime) -> None:
    store.add(report, learned=day)
    link_store(store, learned=day)


def test_the_rows_of_a_day_stay_those_of_that_day(dateline: Call, tmp_path: Path) -> None:
    additions = (
        ZENITH,
        FAR,  # another event, DL-2
        read_again(ZENITH, 14),
        NEAR,  # the report of DL-2 read again: it is the clash of DL-1
        told("r3", "Radio Quell", 11, "Zenith Observatory", earlier=12),  # a correction
    )
    then: list[dict[tuple[str, ...], str]] = []
    merged = 0
    with open_store(tmp_path / "dateline.sqlite3") as store:
        for report, day in zip(additions, DAYS, strict=False):
            put(store, report, day)
            then.append({words: dateline(*words) for words in OUTPUTS})
            merged += store.event("DL-2").id == "DL-1" if len(then) > 1 else 0
    assert merged, "the later reading was to merge the two events"
    for words in OUTPUTS[:3]:
        assert len({day[words] for day in then}) == len(additions), f"{words} was to change with every addition"
    for day, shown in zip(DAYS, then, strict=False):
        for words, rows in shown.items():
            again = dateline(*words, "--as-known-on", day.date().isoformat())
            if rows.startswith("2: "):
                assert again.startswith("2: "), words
            else:
                assert again == rows, (words, day)


def test_before_the_first_day_there_is_nothing_and_a_file_has_no_days(dateline: Call, tmp_path: Path) -> None:
    with open_store(tmp_path / "dateline.sqlite3") as store:
        put(store, ZENITH, DAYS[1])
    assert "no reading reported the event by 2026-03-01" in dateline("tolls", "DL-1", "--as-known-on", "2026-03-01")
    assert dateline("export", "jsonl", "--as-known-on", "2026-03-01") == ""
    assert "a file has no times" in dateline("compare", "acled", "ucdp", str(tmp_path / "x.jsonl"), "--as-known-on", "2026-03-01")
