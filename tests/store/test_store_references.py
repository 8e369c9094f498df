"""Reference tables in the store: whole or not at all, found by day and place, marks kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dateline.beside import import_table, mark
from dateline.errors import ReadError, StoreError
from dateline.store import open_store
from tests.export.coded_reports import report
from tests.imports.tables import ACLED, ACLED_ROW, written

ROOT = Path(__file__).parents[2]
DAY = 736605  # 2017-10-03


def table(path: Path, count: int, *, extra: str = "") -> Path:
    lines = [ACLED_ROW.replace("SYR1", f"SYR{n}").replace("35.2,36.7", f"{35 + n / 100:.2f},36.7") for n in range(count)]
    return written(path, ACLED, *lines, *([extra] if extra else []))


def test_rows_are_found_by_day_and_place(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite") as store:
        done = import_table(store, table(tmp_path / "a.csv", 200), home=tmp_path)
        assert (done.name, done.rows, done.left_out) == ("a.csv", 200, 0)
        (kept,) = store.references.tables()
        assert (kept.rows, kept.layout.kind, len(kept.sha256)) == (200, "acled", 64)
        near = store.references.near("a.csv", days=(DAY, DAY), point=(35.5, 36.7), radius_km=3.0)
        assert {row.cells[0] for row in near} == {f"SYR{n}" for n in range(18, 83)}  # 3 km each and 30 beyond
        assert store.references.near("a.csv", days=(DAY + 8, DAY + 9), point=(35.5, 36.7), radius_km=3.0) == []
        assert len(store.references.near("a.csv", days=(DAY, DAY), point=None, radius_km=0.0, names=("qamhara",))) == 200
        assert near[0].number == int(near[0].cells[0][3:]) + 2


def test_a_table_of_the_same_name_is_replaced_and_removed(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite") as store:
        for count in (5, 3):
            import_table(store, table(tmp_path / "a.csv", count), home=tmp_path)
        import_table(store, tmp_path / "a.csv", home=tmp_path, name="two")
        assert [(t.name, t.rows) for t in store.references.tables()] == [("a.csv", 3), ("two", 3)]
        store.references.remove("a.csv")
        assert store.stats()["reference_rows"] == 3
        with pytest.raises(StoreError, match=r"no reference table .a\.csv."):
            store.references.remove("a.csv")


def test_nothing_is_stored_when_rows_are_refused(tmp_path: Path) -> None:
    bad = table(tmp_path / "a.csv", 30, extra=ACLED_ROW.replace("SYR1", "SYR7").replace("36.7", "190.0"))
    twice = table(tmp_path / "b.csv", 30, extra=ACLED_ROW.replace("SYR1", "SYR7"))
    with open_store(tmp_path / "s.sqlite") as store:
        with pytest.raises(ReadError, match=r"row 32: longitude '190.0', expected degrees from -180 to 180; ?|nothing was imported"):
            import_table(store, bad, home=tmp_path)
        with pytest.raises(ReadError, match=r"row 32: id 'SYR7', expected an id that no other row has \(row 9 has it\)"):
            import_table(store, twice, home=tmp_path)
        assert store.references.tables() == []
        assert store.stats()["reference_rows"] == 0
        done = import_table(store, twice, home=tmp_path, keep_good=True)
        assert (done.rows, done.left_out) == (30, 1)
        assert "row 32" in done.faults
        worst = written(tmp_path / "c.csv", ACLED, ACLED_ROW.replace("36.7", "190.0"))
        with pytest.raises(StoreError, match="no row of the table can be used"):
            import_table(store, worst, home=tmp_path, keep_good=True)


def test_many_faults_are_in_a_file(tmp_path: Path) -> None:
    bad = written(tmp_path / "a.csv", ACLED, *[ACLED_ROW.replace("36.7", "190.0")] * 50)
    with open_store(tmp_path / "s.sqlite") as store, pytest.raises(ReadError, match=r"50 rows .*and 30 more, all in .*a\.csv\.faults\.tsv"):
        import_table(store, bad, home=tmp_path)
    lines = (tmp_path / "imports" / "a.csv.faults.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "row\tcolumn\tfound\texpected"
    assert len(lines) == 51


def test_a_killed_import_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path, small = tmp_path / "s.sqlite", table(tmp_path / "small.csv", 3)
    with open_store(path) as store:
        import_table(store, small, home=tmp_path, name="t")
    large = table(tmp_path / "large.csv", 20_000)
    code = (
        "import sys; from pathlib import Path; from dateline.beside import import_table; from dateline.store import open_store\n"
        f"with open_store({str(path)!r}) as s: import_table(s, Path({str(large)!r}), home=Path({str(tmp_path)!r}), name='t', "
        "progress=lambda done, total: print(done, flush=True))"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, cwd=ROOT
    )
    assert child.stdout is not None
    assert int(child.stdout.readline()) == 1000
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    time.sleep(0.1)
    with open_store(path) as store:
        assert [(t.name, t.rows) for t in store.references.tables()] == [("t", 3)]
        assert store.stats()["reference_rows"] == 3


def test_marks_are_made_once_and_go_with_their_table(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite") as store:
        store.add(report())
        import_table(store, table(tmp_path / "a.csv", 3), home=tmp_path)
        counts = mark(store)["a.csv"]
        assert sum(counts.values()) == len(report().events) > 0
        assert mark(store)["a.csv"] == {}
        marks = store.references.marks("a.csv")
        assert {one.event_report for one in store.events()} == set(marks)
        import_table(store, tmp_path / "a.csv", home=tmp_path)
        assert store.references.marks("a.csv") == {}
        assert sum(mark(store)["a.csv"].values()) == len(marks)
        store.references.remove("a.csv")
        assert store.stats()["reference_marks"] == 0
