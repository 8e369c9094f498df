from __future__ import annotations

import datetime as dt
import doctest
import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rich.console import Console

from dateline import __version__
from dateline.cli import filters, layout, main, stored, tally
from dateline.cli.reading import Stage
from dateline.cli.tables import event_row, event_table
from dateline.data.samples import sample_paths
from dateline.read import read
from dateline.records import CodedReport, Count, Document, Loss, Page, Problem, Sighting, Span
from dateline.store import open_store
from dateline.views import cells

TEXT = """Army claims villages as rebels hit back
Monday, 30 October 2017

On Sunday, the Syrian Arab Army captured the villages of Tell Marwin and Kafr Sulan in northern Hama from Hay'at Tahrir al-Sham, state media said.
According to pro-opposition sources, at least 14 soldiers were killed and two battle tanks were destroyed in the fighting.
The army plans to storm the village of Wadi Harun next week, a military source told reporters.
"""


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Result]


@pytest.fixture
def dateline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Call]:
    """Return a function that calls the command line in this process, with a home folder of its own."""
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    hook = sys.excepthook

    def call(*args: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "argv", ["dateline", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin))))
        capfd.readouterr()
        status = 0
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capfd.readouterr()
        return Result(status, captured.out, captured.err)

    yield call
    sys.excepthook = hook
    for handler in logging.getLogger("dateline").handlers[:]:
        handler.close()
        logging.getLogger("dateline").removeHandler(handler)


@pytest.fixture
def report(tmp_path: Path) -> str:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    return "report.txt"


def process(*args: str, **kwargs: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "dateline", *args], capture_output=True, check=False, **kwargs)


def test_version(dateline: Call) -> None:
    assert dateline("--version") == Result(0, f"dateline {__version__}\n", "")


def test_stages_are_the_pipelines() -> None:
    from dateline.pipeline import STAGES

    assert tuple(map(str, Stage)) == STAGES


def test_code_prints_a_table(dateline: Call, report: str) -> None:
    result = dateline("code", report)
    assert result.status == 0
    assert result.err == ""
    for expected in ("2017-10-29", "Tell Marwin", "Kafr Sulan", "Syrian Arab Army", "state media", "planned", "at least 14 killed"):
        assert expected.casefold() in result.out.casefold(), expected


def test_code_json_prints_one_object_a_line(dateline: Call) -> None:
    lines = [json.dumps({"id": f"r{n}", "text": TEXT + f"Report {n} ends.\n"}) for n in range(3)]
    result = dateline("code", "--json", "-", stdin="\n".join(lines).encode())
    assert result.status == 0
    assert [found["doc_id"] for found in result.objects] == ["r0", "r1", "r2"]
    first = result.objects[0]
    assert first["schema"] == "dateline/1"
    assert first["text"] == TEXT + "Report 0 ends.\n"
    for event in first["events"]:
        start, end = event["trigger"]["span"]
        assert first["text"][start:end] == event["trigger"]["text"]


def test_each_object_comes_as_soon_as_its_report_is_done() -> None:
    with subprocess.Popen([sys.executable, "-m", "dateline", "code", "--json", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as run:
        assert run.stdin
        assert run.stdout
        for number in range(2):
            run.stdin.write(json.dumps({"id": str(number), "text": TEXT}).encode() + b"\n")
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["doc_id"] == str(number)
        run.stdin.close()
    assert run.returncode == 0


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(50))
    (tmp_path / "many.jsonl").write_text(lines)
    command = [sys.executable, "-m", "dateline", "code", "--json", str(tmp_path / "many.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        assert json.loads(run.stdout.readline())["doc_id"] == "0"
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_a_table_that_nobody_reads_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT)
    command = f'"{sys.executable}" -m dateline code "{tmp_path}/report.txt" | true; echo "${{PIPESTATUS[0]}}"'
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (run.stdout.strip(), run.stderr) == ("0", "")


def test_coverage_lists_each_body_sentence_and_counts_the_empty(dateline: Call, report: str) -> None:
    with_nothing = TEXT + "Nothing.\n"
    line = json.dumps({"id": "x", "text": with_nothing}).encode()
    found = dateline("code", "--coverage", "--json", "-", stdin=line).objects[0]
    texts = [entry["text"].strip() for entry in found["sentences"]]
    assert sum("Tell Marwin" in text for text in texts) == 1
    assert found["empty"] == sum(not entry["records"] for entry in found["sentences"])
    by_kind = next(entry["records"] for entry in found["sentences"] if "at least 14" in entry["text"])
    assert {"tolls", "claims", "attributions"} <= set(by_kind)
    table = dateline("code", "--coverage", report)
    assert table.status == 0
    assert "body sentence(s)" in table.out


@pytest.mark.parametrize("stage", [str(stage) for stage in Stage])
def test_until_shows_what_a_stage_made(stage: str, dateline: Call, report: str) -> None:
    shown = {
        "read": "body", "segment": "Tell Marwin", "find": "trigger", "relate": "event", "attribute": "state media",
        "resolve": "northern Hama", "code": "Tell Marwin",
    }  # fmt: skip
    result = dateline("code", "--until", stage, report)
    assert result.status == 0
    assert shown[stage].casefold() in result.out.casefold()


def test_until_resolve_gives_every_place_with_its_candidates(dateline: Call, report: str) -> None:
    found = dateline("code", "--until", "resolve", "--json", report).objects[0]
    names = {place["name"] for place in found["places"]}
    assert {"Tell Marwin", "Kafr Sulan", "Wadi Harun"} <= names
    assert all({"span", "lat", "lon", "candidates"} <= set(place) for place in found["places"])
    assert all(found["text"][slice(*place["span"])] for place in found["places"] if place["span"])


def test_all_claims_gives_every_attribution(dateline: Call, report: str) -> None:
    assert "attributions" not in dateline("code", "--json", report).objects[0]
    found = dateline("code", "--json", "--all-claims", report).objects[0]
    assert {"military source"} & {item["source"]["name"].removeprefix("a ").casefold() for item in found["attributions"]}


def test_published_and_outlet_fill_what_the_source_lacks(dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "undated.txt").write_text("Rebels shelled the town of Azaz on Sunday, killing three soldiers, state media said.\n")
    found = dateline("code", "--json", "--published", "2017-10-30", "--outlet", "Example Wire", "undated.txt")
    assert found.status == 0
    assert found.objects[0]["input_meta"]["published"] == "2017-10-30"
    assert found.objects[0]["input_meta"]["outlet"] == "Example Wire"
    assert found.objects[0]["events"][0]["date"]["start"] == "2017-10-29"


WRONG = [
    (("code", "--published", "30/10/2017", "x.txt"), "no day: '30/10/2017'", "YYYY-MM-DD"),
    (("--config", "none.toml", "code", "x.txt"), "no such configuration file", "--config"),
    (("claims", "DL-1"), "there is no store yet", "dateline add"),
    (("events",), "there is no store yet", "dateline add"),
    (("export", "acled"), "there is no store yet", "dateline add"),
    (("gazetteer", "add", "none.csv"), "none.csv: ", "GeoNames dump"),
    (("code", "none.txt"), "none.txt: ", ""),
]


@pytest.mark.parametrize(("args", "what", "hint"), WRONG, ids=[" ".join(args) for args, _, _ in WRONG])
def test_errors_say_what_where_and_a_hint(args: tuple[str, ...], what: str, hint: str, dateline: Call) -> None:
    result = dateline(*args)
    assert result.status == 2
    assert result.out == ""
    assert what in result.err
    assert "hint: " in result.err
    assert hint in result.err.partition("hint: ")[2]
    assert "Traceback" not in result.err


def test_status_1_when_a_part_could_not_be_read_and_the_rest_is_coded(dateline: Call, report: str) -> None:
    good = json.dumps({"id": "good", "text": TEXT}).encode()
    result = dateline("code", "--json", "-", "none.txt", stdin=b"{broken\n" + good + b"\n")
    assert result.status == 1
    assert [found["doc_id"] for found in result.objects] == ["good"]
    assert result.err.count("hint: ") == 2


REMARKS = {
    "no day": json.dumps({"id": "x", "text": "Rebels shelled the town of Azaz on Sunday, state media said.\n"}).encode(),
    "a day that is none": json.dumps({"id": "x", "published": "last week", "text": TEXT}).encode(),
    "a guessed code page": TEXT.replace("Wadi Harun", "Wad\xed Har\xfan \u201cthe Green\u201d").encode("cp1252"),
}
UNREAD = {
    "a feed that breaks off": (
        "feed.xml",
        b"<rss version='2.0'><channel><title>A</title><item><title>T</title><description>"
        + TEXT.encode()
        + b"</description></item><item><title>cut</tit",
    ),
    "another language": (
        "es.txt",
        b"El ej\xc3\xa9rcito abandon\xc3\xb3 la ciudad de Azaz el lunes, 30 de octubre de 2017, dijo el alcalde de la ciudad.",
    ),
    "a picture in a folder": ("map.jpg", b"\xff\xd8\xff"),
}


@pytest.mark.parametrize("given", REMARKS.values(), ids=REMARKS)
def test_a_remark_on_what_was_read_is_a_note_and_changes_no_status(given: bytes, dateline: Call, tmp_path: Path) -> None:
    name = "x.jsonl" if given.startswith(b"{") else "x.txt"
    (tmp_path / name).write_bytes(given)
    coded = dateline("code", "--json", name)
    assert len(coded.objects) == 1
    assert (coded.status, coded.err.startswith("note: ")) == (0, True), coded.err
    added = dateline("add", name)
    assert added.status == 0
    assert "1 report(s) added, 0 already there, 0 problem(s), " in added.err
    assert ", 0 note(s)" not in added.err


@pytest.mark.parametrize(("name", "data"), UNREAD.values(), ids=UNREAD)
def test_a_part_that_is_not_read_is_a_problem_and_gives_status_1(name: str, data: bytes, dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / name).write_bytes(data)
    (tmp_path / "reports" / "good.txt").write_text(TEXT, encoding="utf-8")
    result = dateline("add", "--published", "2017-10-30", "reports")
    assert result.status == 1
    assert " 0 problem(s)" not in result.err
    assert "problem(s), 0 note(s)" in result.err
    assert not [line for line in result.err.splitlines() if line.startswith("note: ")]


def test_an_internal_error_shows_no_traceback_unless_asked(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import dateline.doctor\ndef examine(config):\n    raise LookupError('it broke')\ndateline.doctor.examine = examine\n"
    )
    env = os.environ | {"PYTHONPATH": str(tmp_path), "DATELINE_HOME": str(tmp_path / "home")}
    plain = process("doctor", env=env)
    assert plain.returncode == 1
    assert b"Traceback" not in plain.stderr
    assert b"internal error: LookupError: it broke" in plain.stderr
    assert b"hint: " in plain.stderr
    assert b"Traceback" in process("-v", "doctor", env=env).stderr


def test_log_file_and_verbose(dateline: Call, report: str, tmp_path: Path) -> None:
    dateline("--log-file", "logs/a.log", "add", report, "none.txt")
    logged = (tmp_path / "logs" / "a.log").read_text(encoding="utf-8")
    assert "report.txt" in logged
    assert "none.txt" in logged
    assert "INFO dateline" in dateline("-v", "add", report).err
    assert "INFO dateline" not in dateline("add", report).err


def test_add_events_claims_and_back(dateline: Call, report: str) -> None:
    assert "1 report(s) added, 0 already there, 0 problem(s)" in dateline("add", report).err
    assert "0 report(s) added, 1 already there" in dateline("add", report).err
    events = dateline("events", "--json").objects
    assert events
    first = events[0]
    assert first["id"].startswith("DL-")
    assert first["id"] in dateline("events").out
    claims = dateline("claims", "--json", first["id"]).objects
    assert claims
    assert all(claim["event"] == first["id"] and claim["content"]["text"] in TEXT for claim in claims)
    shown = dateline("claims", first["id"].lower()).out
    assert f"{len(claims)} claim(s) under it" in shown
    assert claims[0]["source"] in shown


def test_add_reads_back_what_code_wrote(dateline: Call, report: str, tmp_path: Path) -> None:
    coded = dateline("code", "--json", report).out
    (tmp_path / "coded.jsonl").write_text(coded, encoding="utf-8")
    assert "1 report(s) added" in dateline("add", "--db", "a.sqlite3", "coded.jsonl").err
    assert "1 report(s) added" in dateline("add", "--db", "b.sqlite3", "-", stdin=coded.encode()).err
    assert "1 report(s) added" in dateline("add", "--db", "c.sqlite3", report).err
    listed = [dateline("events", "--json", "--db", f"{name}.sqlite3").out for name in "abc"]
    assert listed[0] == listed[1] == listed[2] != ""


def test_add_names_the_line_of_a_coded_report_that_is_broken(dateline: Call, report: str, tmp_path: Path) -> None:
    coded = dateline("code", "--json", report).out
    wrong = json.loads(coded)
    wrong["events"][0]["realis"] = "perhaps"
    (tmp_path / "coded.jsonl").write_text(coded + "{broken\n\n" + json.dumps(wrong) + "\n", encoding="utf-8")
    result = dateline("add", "coded.jsonl")
    assert result.status == 1
    assert "coded.jsonl:2: not JSON" in result.err
    assert "coded.jsonl:4" in result.err
    assert "$.events[0].realis" in result.err


FILTERS = [
    (("--from", "2017-10-29", "--to", "2017-10-29"), lambda e: e["date_start"] == "2017-10-29"),
    (("--country", "SY"), lambda e: e["country"] == "Syria"),
    (("--type", "battles"), lambda e: e["event_type"] == "Battles"),
    (("--actor", "Syrian Arab Army"), lambda e: any(a["name"] == "Syrian Arab Army" for a in e["actors"])),
    (("--place", "Tell Marwin"), lambda e: e["place"] == "Tell Marwin"),
]


@pytest.mark.parametrize(("options", "wanted"), FILTERS, ids=[options[0] for options, _ in FILTERS])
def test_events_can_be_filtered(options: tuple[str, ...], wanted: Callable[[Any], bool], dateline: Call, report: str) -> None:
    other = json.dumps(
        {"id": "o", "published": "2016-03-02", "text": "Gunmen abducted two teachers in Maiduguri on Tuesday, police said.\n"}
    )
    dateline("add", report, "-", stdin=other.encode())
    everything = dateline("events", "--json").objects
    found = dateline("events", "--json", *options).objects
    assert found == [event for event in everything if wanted(event)]
    assert 0 < len(found) < len(everything)


MARKS = """Army claims villages as rebels hit back
Monday, 30 October 2017

On Sunday, the Syrian Arab Army shelled the village of Kafr Sulan, killing at least 27 people and wounding more than 60, state media said.
Two soldiers were kidnapped near Tell Marwin on Saturday.
"""


def test_events_shows_what_code_shows_and_the_sources(dateline: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")  # every cell on one line
    (tmp_path / "report.txt").write_text(MARKS, encoding="utf-8")
    dateline("add", "report.txt")
    report = next(iter(read_reports(tmp_path)))
    listed = dateline("events").out
    for event in report.events:
        for cell in event_row(event, report.claims):
            assert " ".join(cell.split()) in " ".join(listed.split()), cell
    for expected in ("at least 27 killed", "more than 60 wounded", "near Tell Marwin", "(?)", "State media", "report.txt"):
        assert expected.casefold() in listed.casefold(), expected


def read_reports(folder: Path) -> list[CodedReport]:
    with open_store(folder / "home" / "dateline.sqlite3") as store:
        return list(store.reports())


def test_many_events_are_listed_like_few(dateline: Call, report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    dateline("add", report)
    few = dateline("events").out
    monkeypatch.setattr(stored, "_FEW", 0)
    assert dateline("events").out == few


NO_SUCH = [
    (("--type", "battle"), "no event type is called 'battle'", "Battles, Explosions/Remote violence"),
    (("--sub-type", "clash"), "no sub-event type is called 'clash'", "Armed clash"),
    (("--country", "Wakanda"), "no country is called 'Wakanda'", "Syria"),
    (("--actor", "Tahrir"), "no event of the store names the actor 'Tahrir'", "Hayat Tahrir al-Sham"),
]


@pytest.mark.parametrize(("options", "what", "hint"), NO_SUCH, ids=[options[0] for options, _, _ in NO_SUCH])
def test_a_filter_that_nothing_can_pass_is_an_error(options: tuple[str, ...], what: str, hint: str, dateline: Call, report: str) -> None:
    dateline("add", report)
    result = dateline("events", *options)
    assert (result.status, result.out) == (2, "")
    assert what in result.err
    assert hint in result.err.partition("hint: ")[2]


def test_a_filter_that_nothing_passes_is_no_error(dateline: Call, report: str) -> None:
    dateline("add", report)
    for options in (("--country", "France"), ("--type", "Riots"), ("--actor", "RSF"), ("--place", "Azaz")):
        result = dateline("events", *options)
        assert (result.status, result.out) == (0, "")
        assert "no event of the store matches" in result.err


def test_an_actor_is_found_by_its_short_name_and_a_country_by_any(dateline: Call, report: str) -> None:
    other = {
        "id": "o",
        "published": "2025-02-10",
        "text": "The RSF shelled a market in El Fasher on Sunday, killing 27 people, doctors said.\n",
    }
    dateline("add", report, "-", stdin=json.dumps(other).encode())
    found = dateline("events", "--json", "--actor", "rsf").objects
    assert {event["doc_id"] for event in found} == {"o"}
    assert found == dateline("events", "--json", "--actor", "Rapid Support Forces").objects
    assert found == dateline("events", "--json", "--country", "the sudan").objects
    assert found[:1] == dateline("events", "--json", "--actor", "RSF", "--limit", "1").objects


def test_a_report_without_events_says_so(dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "calm.txt").write_text("It was a fine day in the valley. The sun shone.\n", encoding="utf-8")
    result = dateline("code", "--published", "2017-10-30", "calm.txt")
    assert result.status == 0
    assert "no event found; `dateline code --coverage` lists each sentence with what was read from it" in result.out
    assert "toll and losses" not in result.out


def test_until_resolve_shows_dates_entries_and_precision_and_no_coded_events(dateline: Call, report: str) -> None:
    shown = dateline("code", "--until", "resolve", report).out
    for column in ("precision", "basis", "registry entry"):
        assert column in shown
    assert "2017-10-29" in shown
    assert "sy.army" in shown
    for coded in ("Armed clash", "event(s)", "toll and losses"):
        assert coded not in shown


LONG = "Shelling/artillery/missile attack"
EVENT_ROWS = [
    (
        "2017-10-23..29", "outskirts of Kafr Sindan (Hama) ?", f"{LONG} [hypothetical or denied]",
        "Syrian transitional government forces -> Northern Salvation Front, Civilians", "at least 27 killed; some (24 or more) wounded (Civilians)",
        "Hama Monitoring Network via Meridian Wire; Syrian transitional government forces (denies)",
    )
]  # fmt: skip


def lay_out(width: int) -> list[str]:
    screen = Console(width=width, file=io.StringIO(), highlight=False)
    screen.print(
        event_table("one event", [("DL-1", *row, "04-meridian-wire-market.txt") for row in EVENT_ROWS], before=("id",), after=("report",))
    )
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 100, 110, 130, 160, 200])
def test_a_table_of_events_fits_its_screen_and_cuts_no_word(width: int) -> None:
    lines = lay_out(width)
    assert all(len(line.rstrip()) <= width for line in lines)
    shown = " ".join(" ".join(lines).split()).split()
    for word in " ".join(EVENT_ROWS[0]).split():
        assert word in shown, word


def test_a_wide_table_has_columns_and_a_narrow_one_records() -> None:
    assert LONG in " ".join(lay_out(160)).replace("  ", " ")
    assert any(line.split()[:3] == ["id", "date", "place"] for line in lay_out(160))
    narrow = lay_out(80)
    assert any(line.startswith("DL-1  2017-10-23..29  outskirts of Kafr Sindan (Hama) ?") for line in narrow)
    assert any(line.startswith("  toll and losses  at least 27 killed; ") for line in narrow)


@pytest.mark.parametrize("module", [layout, filters], ids=["layout", "filters"])
def test_examples_of_the_docstrings_hold(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)


FULL = [("code", "--json"), ("code",), ("doctor",), ("--help",)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("args", FULL, ids=" ".join)
@pytest.mark.parametrize(("target", "why"), [("> /dev/full", "No space left on device"), (">&-", "stdout is closed")])
def test_an_output_that_cannot_be_written_is_told(args: tuple[str, ...], target: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT)
    source = "report.txt" if "code" in args else ""
    command = f'"{sys.executable}" -m dateline {" ".join(args)} {source} {target}'
    env = os.environ | {"DATELINE_HOME": str(tmp_path / "home")}
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path, env=env)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"cannot write the output: {why}" in run.stderr
    assert "internal error" not in run.stderr
    assert "Exception ignored" not in run.stderr


def test_a_closed_stdin_holds_no_lines(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m dateline code - <&-'
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert "holds no lines" in run.stderr


MISPLACED = [
    (("code", "-v", "x.txt"), "-v goes before the command: dateline -v code"),
    (("events", "--log-file", "a.log"), "--log-file goes before the command: dateline --log-file events"),
    (("--db", "x", "events"), "--db goes after the command: dateline events --db"),
    (("--json", "code", "x.txt"), "--json goes after the command: dateline code --json"),
]


@pytest.mark.parametrize(("args", "hint"), MISPLACED, ids=[" ".join(args) for args, _ in MISPLACED])
def test_a_misplaced_option_is_told_its_place(args: tuple[str, ...], hint: str, dateline: Call) -> None:
    result = dateline(*args)
    assert result.status == 2
    assert f"hint: {hint}" in result.err


def test_verbose_logs_each_source_with_its_time(dateline: Call, report: str) -> None:
    quiet = dateline("code", report)
    assert quiet.err == ""
    loud = dateline("-v", "code", report)
    assert re.search(r"INFO dateline: report\.txt: \d+ event\(s\), .* in \d+\.\d\d s", loud.err)
    assert loud.out == quiet.out


def test_a_name_too_long_for_the_file_system_is_a_problem(dateline: Call) -> None:
    result = dateline("add", "a" * 300)
    assert result.status == 2
    assert "File name too long" in result.err
    assert "internal error" not in result.err


@pytest.mark.parametrize("given", ["0001-01-01", "1599-12-31", "2200-01-01"])
def test_a_day_that_no_report_has_is_refused(given: str, dateline: Call, report: str) -> None:
    result = dateline("code", "--published", given, report)
    assert (result.status, result.out) == (2, "")
    assert f"no year of reports: '{given}'" in result.err


def test_messages_are_plain_english(dateline: Call) -> None:
    assert "not JSON: Invalid control character at column 9" in dateline("code", "-", stdin=b'{"id":"x\t"}\n').err
    assert "Invalid value for '--until': 'later' is not one of" in dateline("code", "--until", "later", "x").err


def test_lookup_gives_similar_names_only_where_they_are_and_no_exact_match(dateline: Call) -> None:
    exact = dateline("gazetteer", "lookup", "Idlib")
    assert "Duliby" not in exact.out
    assert "no exact match" not in exact.out
    near = dateline("gazetteer", "lookup", "Idlyb")
    assert "no exact match; similar names:" in near.out
    assert "Idlib" in near.out
    far = dateline("gazetteer", "lookup", "Abu Shouk")
    assert (far.status, far.out) == (1, "")
    assert "Bushwick" not in dateline("gazetteer", "lookup", "--json", "Abu Shouk").out


def test_a_store_can_be_named_by_the_configuration(dateline: Call, report: str, tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('[store]\nurl = "sqlite:///named.sqlite3"\n')
    assert dateline("--config", "my.toml", "add", report).status == 0
    assert (tmp_path / "named.sqlite3").is_file()
    assert not (tmp_path / "home" / "dateline.sqlite3").exists()


def test_gazetteer_grows_and_is_looked_up(dateline: Call, tmp_path: Path) -> None:
    assert dateline("gazetteer", "lookup", "Xqvzzk").status == 1
    (tmp_path / "villages.csv").write_text("name,lat,lon,country,admin1\nXqvzzk,35.5123,37.2511,SY,Hama\n")
    assert "1 place(s)" in dateline("gazetteer", "add", "villages.csv").err
    assert "35.5123, 37.2511" in dateline("gazetteer", "lookup", "Xqvzzk").out
    assert dateline("gazetteer", "lookup", "Xqvzzk", "--in", "Iraq").status == 1
    assert "35.5123" in dateline("gazetteer", "lookup", "Xqvzzk", "--in", "Syria", "--near", "35,37").out
    assert "not LAT,LON" in dateline("gazetteer", "lookup", "Xqvzzk", "--near", "north").err
    assert "villages" in dateline("gazetteer", "list").out
    assert "not COLUMN=HEADING" in dateline("gazetteer", "add", "villages.csv", "-c", "lat").err
    assert dateline("gazetteer", "remove", "villages").status == 0
    assert dateline("gazetteer", "remove", "villages").status == 2
    assert "nothing was added" in dateline("gazetteer", "list").err
    assert dateline("gazetteer", "lookup", "Xqvzzk").status == 1
    found = dateline("gazetteer", "lookup", "--json", "--limit", "1", "Aleppo").objects
    assert [place["country_code"] for place in found] == ["SY"]


def test_doctor_says_what_is_there(dateline: Call, report: str) -> None:
    fresh = dateline("doctor")
    assert fresh.status == 0
    for expected in ("dateline: ", "python: ", "sqlalchemy", "place index: ready", "store: none yet", "configuration: none"):
        assert expected in fresh.out
    dateline("add", report)
    assert "1 report(s)" in dateline("doctor").out


def test_doctor_says_what_is_missing(dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "dateline.sqlite3").write_text("this is no database")
    result = dateline("doctor")
    assert result.status == 1
    assert "MISSING  store: " in result.out
    assert "hint: " in result.out


def test_demo_shows_events_claims_and_where_the_exports_lie(dateline: Call, tmp_path: Path) -> None:
    result = dateline("demo")
    assert result.status == 0, result.err
    assert "sample reports (invented, and marked so)" in result.out
    assert "claim(s) under it" in result.out
    written = [line[12:].partition(",")[0] for line in result.out.partition("written:\n")[2].splitlines()]
    assert {Path(name).name for name in written} == {
        "dateline.sqlite3", "acled.csv", "ucdp.csv", "events.geojson", "everything.jsonl", "excluded.csv"
    }  # fmt: skip
    assert all((tmp_path / name).stat().st_size for name in written)
    rules = (tmp_path / ".demo" / "excluded.csv").read_text(encoding="utf-8")
    assert ",acled." in rules
    assert ",ucdp." in rules
    assert dateline("demo").status == 0


def test_demo_leaves_a_folder_of_others_alone(dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    result = dateline("demo", "--folder", "mine")
    assert result.status == 2
    assert "left alone" in result.err
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "x"


def test_samples_are_given_out_only_as_fiction(dateline: Call, tmp_path: Path) -> None:
    dateline("demo", "--folder", "demo")
    refused = dateline("export", "acled", "--db", "demo/dateline.sqlite3", "-o", "rows.csv")
    assert "--allow-fiction" in refused.err
    allowed = dateline("export", "acled", "--db", "demo/dateline.sqlite3", "--allow-fiction", "-o", "rows.csv")
    assert allowed.status == 0
    assert len((tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()) > 10


def test_export_writes_rows_and_what_was_left_out(dateline: Call, report: str, tmp_path: Path) -> None:
    dateline("add", report)
    to_stdout = dateline("export", "acled")
    assert to_stdout.status == 0
    assert to_stdout.out.startswith("event_id_cnty,event_date,")
    assert dateline("export", "acled", "-o", "rows/acled.csv").status == 0
    assert (tmp_path / "rows" / "acled.csv").read_bytes().decode() == to_stdout.out
    left_out = (tmp_path / "rows" / "excluded.csv").read_text(encoding="utf-8").splitlines()
    assert left_out[0] == "event_id,rule,explanation"
    assert any(",acled.planned," in line for line in left_out)


def test_export_replaces_no_pipe(dateline: Call, report: str, tmp_path: Path) -> None:
    dateline("add", report)
    os.mkfifo(tmp_path / "pipe")
    refused = dateline("export", "jsonl", "-o", "pipe")
    assert refused.status == 2
    assert "no regular file" in refused.err
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    "args", [("code",), ("code", "--no-such"), ("export", "xml"), ("no-such-command",), ("code", "--until", "later", "x")]
)
def test_wrong_calls_end_with_status_2(args: tuple[str, ...], dateline: Call) -> None:
    result = dateline(*args)
    assert result.status == 2
    assert "Error" in result.err


DAYS = [
    (None, None, "-"),
    ("2017-10-29", "2017-10-29", "2017-10-29"),
    ("2017-10-23", "2017-10-29", "2017-10-23..29"),
    ("2017-09-30", "2017-10-01", "2017-09-30..10-01"),
    ("2016-12-31", "2017-01-01", "2016-12-31..2017-01-01"),
    (None, "2017-10-29", "?..2017-10-29"),
    ("2017-10-29", None, "2017-10-29..?"),
]


@pytest.mark.parametrize(("start", "end", "cell"), DAYS)
def test_days_as_a_cell(start: str | None, end: str | None, cell: str) -> None:
    assert cells.days(start, end) == cell


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("screen", "shown"), [(Terminal(), True), (io.StringIO(), False)], ids=["terminal", "pipe"])
def test_progress_is_shown_on_a_terminal_only(screen: io.StringIO, shown: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(tally, "PROGRESS_AFTER", 0.0)
    counted = tally.Tally(progress=True)
    page = Page(Document("x"), Sighting("d", "d", "d", None, None, None, None, None, "none", dt.datetime.now(dt.UTC)))
    assert list(counted.sort([page, Problem("it is empty", "a.txt", "save it again")])) == [page]
    assert counted.status == tally.PART_NOT_READ
    assert (
        screen.getvalue().replace(tally.ERASE_LINE, "")
        == ("1 report(s) done" if shown else "") + "a.txt: it is empty\n  hint: save it again\n"
    )
    assert (tally.ERASE_LINE in screen.getvalue()) == shown


COUNTS = [
    (Count(30, 30, 30, "exact"), "30"),
    (Count(30, 30, None, "at_least"), "at least 30"),
    (Count(20, 25, 30, "range"), "20-30"),
    (Count(None, 30, 30, "nearly"), "nearly 30"),
    (Count(24, None, None, "unquantified"), "some (24 or more)"),
    (Count(None, None, None, "unquantified"), "some"),
]


@pytest.mark.parametrize(("count", "words"), COUNTS)
def test_counts_as_a_cell(count: Count, words: str) -> None:
    assert cells.number(count) == words


LOSSES = [(2, "2 x tank destroyed (Army)"), (1, "1 tank destroyed (Army)"), (None, "some tank destroyed (Army)")]


@pytest.mark.parametrize(("count", "words"), LOSSES)
def test_losses_as_a_cell(count: int | None, words: str) -> None:
    assert cells.loss(Loss("l1", "tank", count, "Army", "destroyed", Span(0, 1))) == words


def test_every_sample_is_dated_and_its_notice_is_no_body() -> None:
    pages = [page for page in read(sample_paths()) if isinstance(page, Page)]
    assert len(pages) > 15
    for page in pages:
        assert page.sighting.published is not None, page.sighting.doc_id
        body = [zone.span.of(page.document) for zone in page.document.zones if zone.kind == "body"]
        assert not any("Fiction" in text for text in body), page.sighting.doc_id


REFERENCE = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,location,latitude,longitude,geo_precision,fatalities\n"
    "SYR123,29 October 2017,1,Explosions/Remote violence,Shelling/artillery/missile attack,Opposition Rebels (Syria),2,"
    "Military Forces of Syria (2000-2024),1,Syria,Azaz,36.5866,37.0447,1,1\n"
)
BESIDE = (
    "Rebels shelled the town of Azaz on Sunday, killing three soldiers, state media said. On Monday, gunmen abducted two doctors in Raqqa."
)


def test_import_marks_events_as_they_are_added(dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(REFERENCE, encoding="utf-8")
    line = json.dumps({"id": "a", "text": BESIDE, "published": "2017-10-30"})
    (tmp_path / "r.jsonl").write_text(line + "\n", encoding="utf-8")
    done = dateline("import", "acled.csv")
    assert done.status == 0
    assert "acled.csv: read as an export of ACLED: id=event_id_cnty, date=event_date" in done.err
    assert "1 row(s) of acled.csv are in the store as acled.csv" in done.err
    added = dateline("add", "--reader", "rules", "r.jsonl")
    assert "1 new, 1 update, 0 known against acled.csv" in added.err
    told = dateline("events", "--against", "acled.csv", "--json").objects
    assert {(one["sub_event_type"], one["against"]["standing"], one["against"]["row"]) for one in told} == {
        ("Shelling/artillery/missile attack", "update", "SYR123"),
        ("Abduction/forced disappearance", "new", None),
    }
    (new,) = dateline("events", "--new", "--json").objects
    assert new["sub_event_type"] == "Abduction/forced disappearance"
    assert "toll 3 instead of 1" in " ".join(dateline("events", "--against", "acled.csv").out.split())
    rows = dateline("import", "--marks", "acled.csv").out.splitlines()
    assert rows[0].startswith("event,report,date,place,event_type,sub_event_type,standing,row,score,reason,table")
    assert len(rows) == 3
    assert "acled.csv" in dateline("import", "--list").out
    assert dateline("import", "--remove", "acled.csv").status == 0
    gone = dateline("events", "--new")
    assert gone.status == 2
    assert "no table was imported" in gone.err


def test_import_that_is_refused_says_why(dateline: Call, tmp_path: Path) -> None:
    (tmp_path / "acled.csv").write_text(REFERENCE + REFERENCE.splitlines()[1] + "\n", encoding="utf-8")
    refused = dateline("import", "acled.csv")
    assert refused.status == 2
    assert "row 3: id 'SYR123', expected an id that no other row has (row 2 has it)" in refused.err
    assert "nothing was imported" in refused.err
    kept = dateline("import", "acled.csv", "--keep-good")
    assert kept.status == 0
    assert "1 row cannot be used: row 3" in kept.err
    assert dateline("import").status == 2
    assert dateline("import", "acled.csv", "--list").status == 2
    assert "is not COLUMN=HEADING" in dateline("import", "acled.csv", "-c", "date").err
    (tmp_path / "b.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert dateline("import", "acled.csv", "b.csv", "--keep-good").status == 1


def test_events_from_several_reports_are_one_row_with_reasons(dateline: Call, tmp_path: Path) -> None:
    for name, text in (
        ("one", "Twelve rebels were killed in clashes with army troops in Jisr al-Shughur on 13 June 2016, a monitor said."),
        ("two", "Army troops and rebels clashed in Jisr al-Shughur on 13 June 2016. Twelve rebels were killed, a doctor said."),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    assert "linked" not in dateline("add", "--no-link", "one.txt", "two.txt").err
    assert len(dateline("events", "--json").objects) == 2
    assert "2 report(s) linked: 1 event(s) merged" in dateline("add", "one.txt").err
    (event,) = dateline("events", "--json").objects
    assert event["n_reports"] == 2
    assert sorted(Path(name).name for name in event["reports"]) == ["one.txt", "two.txt"]
    assert len(dateline("events", "--reports", "--json").objects) == 2
    assert "1 event(s) from 2 event report(s)" in dateline("events").out
    assert dateline("events", "--json", "--as-known-on", "2010-01-01").objects == []
    assert "1 event(s) from 2" in dateline("events", "--as-known-on", "2099-01-01").out
    (tmp_path / "three.txt").write_text(
        "At least four rebels were killed in clashes in Jisr al-Shughur on 3 May 2016, a monitor said.", encoding="utf-8"
    )
    dateline("add", "three.txt")
    assert "at least 4 killed" in " ".join(dateline("events", "--to", "2016-05-30", "--as-known-on", "2099-01-01").out.split())
    (why,) = dateline("why", "--json", event["id"]).objects
    assert why["links"][0]["score"] >= 0.5
    assert {"day_same", "toll_equal"} <= {piece["feature"] for piece in why["links"][0]["evidence"]}
    assert "12 killed in both" in dateline("why", "DL-2").out


def test_code_link_ends_with_a_line_of_events_and_copies(dateline: Call, tmp_path: Path) -> None:
    text = "Twelve rebels were killed in clashes with army troops in Jisr al-Shughur on 13 June 2016, a monitor said."
    lines = [json.dumps({"id": name, "text": text, "outlet": name}) for name in ("a", "b")]
    *reports, last = dateline("code", "--json", "--link", "-", stdin="\n".join(lines).encode()).objects
    assert [one["doc_id"] for one in reports] == ["a", "b"]
    assert last["doc_id"] == "_crossdoc"
    (cluster,) = last["clusters"]
    assert cluster["groups"] == [["a#e1", "b#e1"]]
    assert [sorted(copy["docs"]) for copy in last["copies"]] == [["a", "b"]]
    assert dateline("code", "--link", "-").status == 2
