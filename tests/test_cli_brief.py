"""`dateline brief` and `dateline profile`, as they are called."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.linkage import link_store
from dateline.store import open_store
from dateline.views.together import together
from tests.export.brief_reports import FIRST, claim, event, page, toll

Call = Callable[..., tuple[int, str, str]]
MONDAY, TUESDAY = (dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC) for day in (2, 3))


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Return a function that calls the command line on a store of two reports of one event, one a day, and gives status, output, messages."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    first = page("r1", "Harbour Wire", (event(tolls=(toll("e1.c1", 12),)),), (claim("k1", "e1", "e1.c1", by="Zenith Observatory"),), 1)
    second = page("r2", "Gazeta Polna", (event(tolls=(toll("e1.c1", 3),)),), (claim("k1", "e1", "e1.c1", by="Ministry of Health"),), 1)
    with open_store(tmp_path / "dateline.sqlite3") as store:
        for report, day in ((first, MONDAY), (second, TUESDAY)):
            store.add(report, learned=day)
            link_store(store, learned=day)

    def call(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dateline", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    monkeypatch.setattr("dateline.cli.briefing.dt", Later)
    return call


class Later:
    """Stands for the module `datetime` a hundred years on: the invented events are of 2031."""

    UTC, timedelta = dt.UTC, dt.timedelta

    class datetime:  # noqa: N801
        @staticmethod
        def now(zone: dt.tzinfo) -> dt.datetime:
            return dt.datetime(2131, 1, 1, tzinfo=zone)


def test_a_brief_tells_both_reports_of_one_event(dateline: Call) -> None:
    status, out, _ = dateline("brief")
    text = " ".join(out.split())
    assert status == 0
    assert "One event from two reports by two outlets" in text
    assert (
        "Numbers of killed differ. The Zenith Observatory: 12 people [DL-1: r1#k1]; the Ministry of Health: 3 people [DL-1: r2#k1]." in text
    )
    assert "r2: Gazeta Polna" in text


def test_a_brief_of_a_day_holds_what_was_known_on_it(dateline: Call) -> None:
    _, then, _ = dateline("brief", "--as-known-on", "2026-03-02")
    assert "as known on 2 March 2026" in " ".join(then.split())
    assert "Zenith Observatory" in then
    assert "Ministry of Health" not in then
    assert "Numbers of killed differ" not in then
    _, now, _ = dateline("brief", "--as-known-on", "2026-03-03")
    assert "Ministry of Health" in now
    _, before, told = dateline("brief", "--as-known-on", "2026-03-01")
    assert "No event that happened" in before
    assert "held no report then" in told


def test_a_brief_is_written_in_every_format(dateline: Call, tmp_path: Path) -> None:
    for format_ in ("text", "markdown", "html", "json"):
        file = tmp_path / f"brief.{format_}"
        status, out, _ = dateline("brief", "--format", format_, "-o", str(file))
        assert (status, out) == (0, "")
        text = file.read_text(encoding="utf-8")
        assert "Zenith Observatory" in text
        assert (json.loads(text)["schema"] == "dateline-brief/1") if format_ == "json" else re.search("[Ss]ituation brief|SITUATION", text)


def test_nothing_of_the_last_day_is_told(dateline: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    class Now(Later):
        class datetime:  # noqa: N801
            @staticmethod
            def now(zone: dt.tzinfo) -> dt.datetime:
                return dt.datetime.combine(FIRST, dt.time(18), zone)

    monkeypatch.setattr("dateline.cli.briefing.dt", Now)
    assert "No event that happened" in dateline("brief")[1]


def test_wrong_questions_are_answered(dateline: Call) -> None:
    assert "no day" in dateline("brief", "--since", "yesterday")[2]
    assert "the period begins after its end" in dateline("brief", "--since", "2031-05-02", "--until", "2031-05-01")[2]
    status, _, err = dateline("profile", "Harbor Wire")
    assert status == 2
    assert "similar: Harbour Wire" in err


def test_profiles_are_shown_as_table_and_json(dateline: Call) -> None:
    _, out, _ = dateline("profile")
    assert "2 outlet(s)" in out
    assert "0 of 1, 0% (0-79%, few)" in out
    _, out, _ = dateline("profile", "harbour wire")
    assert "Zenith Observatory" in out
    _, out, _ = dateline("profile", "Harbour Wire", "--json")
    found = json.loads(out)
    assert found["schema"] == "dateline-profile/1"
    assert found["alone"] == {"count": 0, "of": 1, "share": 0.0, "interval_95": [0.0, pytest.approx(0.793, abs=1e-3)], "few": True}
    assert found["speakers"][0]["name"] == "Zenith Observatory"


def test_reports_that_were_not_linked_are_linked_for_the_answer(tmp_path: Path) -> None:
    with open_store(tmp_path / "loose.sqlite3") as store:
        for name, outlet in (("r1", "Harbour Wire"), ("r2", "Gazeta Polna")):
            store.add(page(name, outlet, (event(),), (claim("k1", by="Zenith Observatory"),), 1))
        loose = together(store)
        assert {number for _, ids in loose.reports for number in ids.values()} == {"DL-1"}
        link_store(store)
        linked = together(store)
    assert linked.origins == loose.origins
    assert [ids for _, ids in linked.reports] == [ids for _, ids in loose.reports]
