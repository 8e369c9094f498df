"""`dateline credibility`, as it is called."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.cli import main
from dateline.linkage import link_store
from dateline.records import CodedReport, Document, Page, Source
from dateline.store import open_store
from tests.export.brief_reports import claim, event, page, toll

Call = Callable[..., tuple[int, str, str]]
LEARNED = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Return a function that puts reports into a new store and calls the command on their first event."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def call(reports: list[CodedReport], *options: str, link: bool = True) -> tuple[int, str, str]:
        with open_store(tmp_path / "dateline.sqlite3") as store:
            added = [store.add(report, learned=LEARNED) for report in reports]
            number = added[0].event_ids["e1"]
            if link:
                link_store(store, learned=LEARNED)
        monkeypatch.setattr(sys, "argv", ["dateline", "credibility", number, *options])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capfd.readouterr()
        return status, captured.out, captured.err

    return call


MONITOR, CLINIC = Source("Zenith Observatory", "ngo_monitor"), Source("Director of the Sarn clinic", "medical")
TEXTS = {
    "Harbour Wire": "The dead of the crossing were carried to the chapel before noon, and people stood in the rain along the whole of the quay.",
    "Gazeta Polna": "Our correspondent walked from ward to ward of the clinic; three nurses, who had not slept, gave figures that differ by the hour.",
}


def said(name: str, outlet: str, speaker: str, killed: int = 12, **fields: object) -> CodedReport:
    """Return a report of one event in which a speaker counts the dead, civilians."""
    count = replace(toll("e1.c1", killed), category="civilian", side="Civilians")
    made = replace(claim("k1", "e1", "e1.c1", by=speaker), **fields)  # type: ignore[arg-type]
    report = page(name, outlet, (event(tolls=(count,)),), (made,), 1)
    own = Document(TEXTS[outlet])
    seen = replace(report.page.sighting, document_id=own.id)
    return replace(report, page=Page(own, seen), reading=replace(report.reading, sighting_id=seen.id))


def test_two_who_do_not_cite_each_other_are_two_origins(dateline: Call) -> None:
    reports = [said("r1", "Harbour Wire", "Zenith", source=MONITOR), said("r2", "Gazeta Polna", "clinic", source=CLINIC)]
    status, out, _ = dateline(reports, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["origins"] == {"low": 2, "high": 2}
    assert {one["speaker"] for one in found["behind"]} == {MONITOR.name, CLINIC.name}
    assert {one["reliability"] for one in found["behind"]} == {"F"}
    assert found["admiralty"]["grade"] in "12"


def test_one_speaker_in_two_outlets_is_one_origin(dateline: Call) -> None:
    reports = [said("r1", "Harbour Wire", "Zenith Observatory"), said("r2", "Gazeta Polna", "Zenith Observatory")]
    _, out, _ = dateline(reports, "--json")
    found = json.loads(out)
    assert found["origins"] == {"low": 1, "high": 1}
    assert found["admiralty"]["grade"] not in "1"


def test_unnamed_sources_are_at_most_one(dateline: Call) -> None:
    unnamed = {"source": Source("sources", "unnamed")}
    _, out, _ = dateline([said("r1", "Harbour Wire", "x", **unnamed), said("r2", "Gazeta Polna", "x", **unnamed)], "--json")
    found = json.loads(out)
    assert found["origins"] == {"low": 1, "high": 2}
    assert not any(one["known"] for one in found["behind"])


def test_counts_that_cannot_both_be_true_keep_it_from_the_best_grade(dateline: Call) -> None:
    disputed = [said("s1", "Harbour Wire", "Zenith", 40, source=MONITOR), said("s2", "Gazeta Polna", "clinic", 3, source=CLINIC)]
    _, out, _ = dateline(disputed, "--json")
    assert json.loads(out)["admiralty"]["grade"] == "3"


def test_a_judgement_of_the_user_is_shown(dateline: Call, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('[[speaker]]\nname = "Zenith Observatory"\ngrade = "B"\nby = "desk"\n', encoding="utf-8")
    _, out, _ = dateline([said("r1", "Harbour Wire", "Zenith Observatory")], "--reliability", str(file))
    row = next(line for line in out.splitlines() if line.startswith(" Zenith Observatory"))
    assert " B " in row
    assert "information credibility" in out
    assert "civilian harm" in out


def test_a_judgement_is_shown_with_its_topic_and_days(dateline: Call, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(
        '[[speaker]]\nname = "Zenith Observatory"\ntopic = "civilian tolls"\nfrom = 2000-01-01\nto = 2099-12-31\ngrade = "B"\nby = "desk"\n',
        encoding="utf-8",
    )
    reports = [said("r1", "Harbour Wire", "Zenith Observatory")]
    _, out, _ = dateline(reports, "--reliability", str(file))
    assert "B on civilian tolls, 2000-01-01 to 2099-12-31" in out
    _, out, _ = dateline(reports, "--reliability", str(file), "--json")
    (behind,) = json.loads(out)["behind"]
    assert behind["reliability"] == "B"
    assert behind["judgement"] == {"topic": "civilian tolls", "from": "2000-01-01", "to": "2099-12-31", "by": "desk", "why": None}


def test_an_event_without_tolls_that_was_taken_back_is_improbable(dateline: Call) -> None:
    own = claim("k1", "e1")
    back = replace(event(), realis="hypothetical_denied")
    reports = [page("r1", "Harbour Wire", (event(),), (own,), 1), page("r2", "Harbour Wire", (back,), (replace(own, polarity="-"),), 1)]
    _, out, _ = dateline(reports, "--json")
    found = json.loads(out)
    assert (found["admiralty"]["grade"], found["admiralty"]["name"]) == ("5", "improbable")


def test_a_faulty_file_of_judgements_is_refused(dateline: Call, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('[[speaker]]\nname = "Zenith Observatory"\ngrade = "Z"\n', encoding="utf-8")
    status, out, err = dateline([said("r1", "Harbour Wire", "Zenith Observatory")], "--reliability", str(file))
    assert status != 0
    assert out == ""
    assert "ours.toml" in err


def test_reports_that_are_not_linked_are_said_to_be(dateline: Call) -> None:
    status, _, err = dateline([said("r1", "Harbour Wire", "Zenith Observatory")], link=False)
    assert status != 0
    assert "not linked" in err


def test_private_speakers_are_masked_unless_asked_for(dateline: Call) -> None:
    witness = Source("Halima Dourane", "witness")
    text = "Halima Dourane, a mother of three who was hurt, said that twelve people were killed at the crossing."
    report = said("r1", "Harbour Wire", "x", source=witness)
    own = Document(text)
    seen = replace(report.page.sighting, document_id=own.id)
    report = replace(report, page=Page(own, seen), reading=replace(report.reading, sighting_id=seen.id))
    _, out, _ = dateline([report])
    assert "Halima" not in out
    _, out, _ = dateline([report], "--unmask")
    assert "Halima Dourane" in out
