"""Opening a store: new, older, newer, broken, and killed while it is written."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from dateline.errors import StoreError
from dateline.store import open_store
from dateline.store.database import REVISIONS, _address, _engine, migrate, open_engine, writing
from dateline.store.schema import metadata
from tests.export.coded_reports import report

ROOT = Path(__file__).parents[2]


def at_version(path: Path, version: str) -> None:
    """Make a store as that version made it, with one document in it."""
    engine = _engine(_address(path))
    with writing(engine).begin() as connection:
        migrate(connection, version)
        connection.execute(sa.text("INSERT INTO documents VALUES ('d1', x'00', 0, NULL, 0, '2017-01-01T00:00:00+00:00')"))
    engine.dispose()


def test_a_new_store_has_the_schema_of_the_code(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "s.sqlite")
    with engine.connect() as connection:
        tables = {
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith(("reference_boxes", "desk_words"))
        }  # virtual
        assert compare_metadata(MigrationContext.configure(connection, opts=tables), metadata) == []
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(sa.text("PRAGMA busy_timeout")) == 30000
    engine.dispose()


def test_an_older_store_is_backed_up_and_migrated(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    at_version(path, REVISIONS[0])
    with open_store(path) as store:
        store.add(report())
        assert store.stats()["documents"] == 2
        assert store.stats()["reviews"] == 0
    (copy,) = tmp_path.glob("*.bak")
    assert copy.name.startswith("s.sqlite.20")
    assert copy.name.endswith(f".v{REVISIONS[0]}.bak")
    with sqlite3.connect(copy) as backup:
        assert backup.execute("SELECT id FROM documents").fetchall() == [("d1",)]
        assert backup.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISIONS[0],)]
        assert backup.execute("SELECT name FROM sqlite_master WHERE name = 'reviews'").fetchall() == []
    backup.close()
    with open_store(path):
        pass
    assert len(list(tmp_path.glob("*.bak"))) == 1


def test_a_second_back_up_of_a_day_does_not_replace_the_first(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    for _ in range(2):
        for old in tmp_path.glob("s.sqlite*"):
            if old.suffix != ".bak":
                old.unlink()
        at_version(path, REVISIONS[0])
        open_store(path).close()
    assert len(list(tmp_path.glob("*.bak"))) == 2


def test_a_migration_that_fails_leaves_the_old_store(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    at_version(path, REVISIONS[0])
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE reviews (mine)")
    connection.close()
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISIONS[0],)]
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'event_aliases'").fetchall() == []
    connection.close()


def test_a_newer_store_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.execute("UPDATE facts SET value = '9.1' WHERE name = 'dateline'")
    connection.close()
    with pytest.raises(StoreError) as caught:
        open_store(path)
    for part in (str(path), "newer version (schema 0099, written by dateline 9.1", "hint: install that version"):
        assert part in str(caught.value)
    assert list(tmp_path.glob("*.bak")) == []


def test_what_is_no_store_is_refused_with_a_hint(tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.sqlite"
    rubbish.write_bytes(b"not a database " * 500)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE birds (name)")
    connection.close()
    cut = tmp_path / "cut.sqlite"
    open_store(cut).close()
    cut.write_bytes(cut.read_bytes()[:6000])
    file = tmp_path / "file"
    file.write_text("x")
    for given, message in (
        (rubbish, "file is not a database"),
        (other, "a database of something else"),
        (cut, "cannot be opened"),
        (tmp_path, "a folder, not a file"),
        (file / "s.sqlite", "cannot be made"),
        ("postgresql://me:secret@host/db", "stores in postgresql are not supported"),
        ("nonsense://", "not"),
    ):
        with pytest.raises(StoreError) as caught:
            open_store(given)
        assert message in str(caught.value)
        assert "hint:" in str(caught.value)
        assert "secret" not in str(caught.value)
    assert rubbish.read_bytes() == b"not a database " * 500


def test_an_address_and_an_empty_file_open(tmp_path: Path) -> None:
    (tmp_path / "empty.sqlite").touch()
    with open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}") as store:
        assert store.add(report()).added
    with open_store(str(tmp_path / "empty.sqlite")) as store:
        assert store.stats()["readings"] == 1


ADDER = """
import sys
from dateline.store import open_store
from tests.export.coded_reports import TEXT, report
store = open_store(sys.argv[1])
print("ready", flush=True)
n = 0
while True:
    store.add(report(f"{sys.argv[2]}-{n}", text=TEXT + f"{sys.argv[2]}-{n}"))
    n += 1
"""


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


@pytest.mark.parametrize("delay", [0.0, 0.011, 0.053, 0.2])
def test_a_store_that_was_killed_opens_with_every_report_whole(tmp_path: Path, delay: float) -> None:
    path = tmp_path / "s.sqlite"
    adder = subprocess.Popen([sys.executable, "-c", ADDER, str(path), "k"], stdout=subprocess.PIPE, env=environment())
    assert adder.stdout is not None
    adder.stdout.readline()
    time.sleep(delay)
    adder.send_signal(signal.SIGKILL)
    adder.wait()
    adder.stdout.close()
    with open_store(path) as store:
        stats = store.stats()
        reports = list(store.reports(raw=True))
        assert all(len(coded.events) == 5 and len(coded.claims) == 7 for coded in reports)
        n = len(reports)
        assert [stats[t] for t in ("documents", "sightings", "readings", "raws")] == [n] * 4
        assert [stats[t] for t in ("event_reports", "events", "claims", "tolls", "sentences")] == [5 * n, 5 * n, 7 * n, 5 * n, 6 * n]
        assert store.add(report("after")).added
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_two_processes_may_make_and_fill_one_store(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    script = ADDER.replace("while True", "while n < 15")
    adders = [
        subprocess.Popen([sys.executable, "-c", script, str(path), name], stdout=subprocess.DEVNULL, env=environment()) for name in "ab"
    ]
    assert [adder.wait(timeout=60) for adder in adders] == [0, 0]
    with open_store(path) as store:
        assert store.stats()["readings"] == 30
        assert len({e.id for e in store.events()}) == 150


def test_a_store_damaged_inside_says_so_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with open_store(path) as store:
        store.add(report())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    size = int(connection.execute("PRAGMA page_size").fetchone()[0])
    roots = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_master WHERE tbl_name IN ('readings', 'event_reports')")]
    connection.close()
    with path.open("r+b") as stream:
        for root in roots:
            stream.seek((root - 1) * size)
            stream.write(b"\xab" * size)
    with open_store(path) as store:
        for read in (lambda: list(store.reports()), store.events, lambda: store.event("DL-1")):
            with pytest.raises(StoreError, match="cannot be read"):
                read()
