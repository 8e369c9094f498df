from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import floors, gold, speed, texts
from bench.floors import Floor


def test_composed_reports_are_as_the_benchmark_says() -> None:
    made = list(texts.reports(200))
    assert len({report.text for report in made}) == len({report.id for report in made}) == 200
    words = sum(len(report.text.split()) for report in made) / len(made)
    assert 570 <= words <= 650
    assert all(2 * report.event_sentences >= report.sentences for report in made)
    assert list(texts.reports(3)) == made[:3]
    line = json.loads(made[0].line())
    assert line["text"] == made[0].text
    assert line["id"] == "bench-0"


AFTER = [
    (Floor("event", 0.60, 0.0), 0.63, 0.60, ""),
    (Floor("event", 0.60, 0.0), 0.60, 0.60, ""),
    (Floor("event", 0.60, 0.0), 0.50, 0.48, "0.100 under the target of 0.60"),
    (Floor("event", 0.60, 0.0), 0.01, 0.0, "0.590 under the target of 0.60"),
    (Floor("false", 0, 0, most=True), 0, 0, ""),
    (Floor("false", 0, 0, most=True), 2, 2, "2 over the target"),
]


@pytest.mark.parametrize(("floor", "value", "expected", "gap"), AFTER)
def test_a_floor_is_the_target_or_what_was_measured_less_the_margin(floor: Floor, value: float, expected: float, gap: str) -> None:
    new = floor.after(value)
    assert (new.floor, new.gap, new.measured) == (pytest.approx(expected), gap, value)
    assert new.holds(value)


def test_floors_rise_freely_and_fall_only_when_allowed() -> None:
    kept = floors.Floors("", {"event": Floor("event", 0.6, 0.5), "toll": Floor("toll", 0.6, 0.5)}, {})
    new, lowered = floors.updated(kept, {"event": 0.7, "toll": 0.4}, gold_sha256="x", allow_lower=False)
    assert lowered == ["toll"]
    assert (new.gold["event"].floor, new.gold["toll"].floor, new.gold_sha256) == (0.6, 0.5, "x")
    new, _ = floors.updated(kept, {"event": 0.7, "toll": 0.4}, gold_sha256="x", allow_lower=True)
    assert new.gold["toll"].floor == pytest.approx(0.38)


def test_the_file_of_floors_says_what_its_text_says(tmp_path: Path) -> None:
    kept = floors.load()
    assert {"event", "event_without_largest", "slot.place", "slot.actor_side", "toll_exact", "source", "events_in_boilerplate"} <= set(
        kept.gold
    )
    assert {"reports_per_second", "start_up_seconds", "first_report_seconds", "peak_megabytes"} == set(kept.speed)
    path = tmp_path / "floors.toml"
    path.write_text(floors.text_of(kept), encoding="utf-8")
    assert floors.load(path) == kept


FAKE_EVALUATE = """
import pathlib, sys
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1]); out.mkdir()
print("2 of 2 documents answered")
"""
FAKE_SCORE = """
import json, sys
scores = {name: {"p": .5, "r": .5, "f1": F1} for name in
          ("event", "event_without_largest", "slot.place", "slot.actor_side", "toll_exact", "source")} | {"events_in_boilerplate": WRONG}
json.dump({"scores": scores}, open(sys.argv[sys.argv.index("--json") + 1], "w"))
"""


def shared_with(tmp_path: Path, *, f1: float, wrong: int) -> Path:
    folder = tmp_path / "shared" / "gold"
    (folder / "gold").mkdir(parents=True)
    (folder / "gold" / "a.json").write_text("{}")
    (folder / "evaluate.py").write_text(FAKE_EVALUATE)
    (folder / "score.py").write_text(FAKE_SCORE.replace("F1", str(f1)).replace("WRONG", str(wrong)))
    return folder.parent


@pytest.mark.parametrize(("f1", "wrong", "status"), [(1.0, 0, 0), (0.01, 0, 1), (1.0, 1, 1)])
def test_the_gate_fails_under_a_floor(
    f1: float, wrong: int, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("event", "event_without_largest", "slot.place", "slot.actor_side", "toll_exact", "source")
    known = {name: Floor(name, 0.6, 0.5) for name in names} | {"events_in_boilerplate": Floor("events_in_boilerplate", 0, 0, most=True)}
    monkeypatch.setattr(floors, "load", lambda: floors.Floors("", known, {}))
    shared = shared_with(tmp_path, f1=f1, wrong=wrong)
    assert gold.main(shared, gate=True, update=False, allow_lower=False, errors=False) == status
    assert ("UNDER THE FLOOR" in capsys.readouterr().out) == bool(status)


def test_updating_refuses_to_lower(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "floors.toml"
    names = ("event", "event_without_largest", "slot.place", "slot.actor_side", "toll_exact", "source", "events_in_boilerplate")
    file.write_text(floors.text_of(floors.Floors("", {name: Floor(name, 0.6, 0.6) for name in names}, {"x": Floor("x", 1, 1)})))
    monkeypatch.setattr(floors, "FILE", file)
    before = file.read_text()
    shared = shared_with(tmp_path, f1=0.3, wrong=1)
    assert gold.main(shared, gate=False, update=True, allow_lower=False, errors=False) == 1
    assert file.read_text() == before
    assert gold.main(shared, gate=False, update=True, allow_lower=True, errors=False) == 0
    assert floors.load(file).gold["event"].floor == pytest.approx(0.28)


def test_without_annotated_reports_the_gate_is_skipped_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["gold", "--gate", "--shared", str(tmp_path)]) == 0
    assert "skipped" in capsys.readouterr().out
    assert command.main(["gold", "--shared", str(tmp_path)]) == 2


def test_benchmarks_on_data_need_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["toponyms", "--data", str(tmp_path / "missing")]) == 2
    assert "hint: " in capsys.readouterr().err


FAST = {"reports_per_second": 30.0, "start_up_seconds": 0.2, "first_report_seconds": 1.0, "peak_megabytes": 100.0}
SLOW = FAST | {"reports_per_second": 1.0}


@pytest.mark.parametrize(
    ("runs", "gate", "status"),
    [([FAST], True, 0), ([SLOW, FAST], True, 0), ([SLOW, SLOW], True, 1), ([None, None], True, 2), ([SLOW], False, 0), ([None], False, 2)],
    ids=["fast", "slow-once", "slow-twice", "failed", "no-gate", "failed-no-gate"],
)
def test_the_speed_gate_fails_when_a_limit_is_missed_twice(
    runs: list[dict[str, float] | None], gate: bool, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = list(runs)
    asked: list[list[int]] = []

    def measure(sizes: list[int], *_: object) -> dict[str, float] | None:
        asked.append(sizes)
        return left.pop(0)

    monkeypatch.setattr(speed, "_measure", measure)
    assert speed.main([5_000], gate=gate) == status
    assert not left
    assert asked[0] == [speed.GATE_MOST if gate else 5_000]
