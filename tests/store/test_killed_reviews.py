"""Reviews, merges and adjudications whose process is killed at one statement after another: whole or absent, and the next save works."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.store import Store, open_store
from tests.export.coded_reports import report
from tests.store.test_store_database import environment

SAVER = """
import os, signal, sys
import sqlalchemy as sa
from dateline.linkage import link_store
from dateline.linked import event_ids
from dateline.store import open_store
store = open_store(sys.argv[1])
one, other = (event_ids(next(store.reports()))[local] for local in ("e1", "e3"))
reviews, left = store.reviews, int(sys.argv[3])
writes = ("INSERT", "UPDATE", "DELETE")

@sa.event.listens_for(sa.engine.Engine, "before_cursor_execute")
def stop(connection, cursor, statement, parameters, context, many):
    global left
    if statement.startswith(writes):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

both = {"sub_event_type": "Armed clash", "realis": "attempted_failed"}
if sys.argv[2] == "save":
    reviews.save(one, both, who="ann", seen=reviews.case(one).seen, why="killed")
elif sys.argv[2] == "merge":
    reviews.bond([(one, other)], together=True, who="ann", why="killed")
else:
    with reviews.together() as kept:
        for event in (one, other):
            kept.save(event, both, who="eve", seen=kept.case(event).seen, why="killed")
link_store(store)
print("done", flush=True)
"""
STATEMENTS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89)
"""Statements that write, before which the process is killed; what is done in fewer ends by itself."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("killed") / "s.sqlite3"
    with open_store(path) as store:
        store.add(report())
        link_store(store)
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def said(store: Store) -> list[tuple[str, str]]:
    sighting = next(store.reports()).page.sighting.id
    return [(r.event_report, r.field) for r in store.reviews.of(sighting) if r.why == "killed"]


@pytest.mark.parametrize("act", ["save", "merge", "adjudicate"])
def test_a_save_that_was_killed_is_whole_or_absent(made: Path, tmp_path: Path, act: str) -> None:
    ended = []
    for n in STATEMENTS:
        path = tmp_path / f"{n}.sqlite3"
        path.write_bytes(made.read_bytes())
        run = subprocess.run(
            [sys.executable, "-c", SAVER, str(path), act, str(n)], capture_output=True, text=True, env=environment(), check=False
        )
        assert run.returncode in (0, -signal.SIGKILL), run.stderr
        ended.append(run.returncode)
        with open_store(path) as store:
            link_store(store)
            one, other = (event_ids(next(store.reports()))[local] for local in ("e1", "e3"))
            kept = said(store)
            whole = {"save": 2, "merge": 2, "adjudicate": 4}[act]
            assert len(kept) in (0, whole), (n, kept)
            if run.returncode == 0:
                assert len(kept) == whole
            if act == "merge":
                held = store.members([one, other])
                assert (held[one][0] == held[other][0]) is bool(kept)
                assert bool(store.reviews.bonds()) is bool(kept)
            else:
                told = next(e for e in next(store.reports()).events if e.id == "e1")
                assert (told.sub_event_type == "Armed clash", told.realis == "attempted_failed") == (bool(kept), bool(kept))
            case = store.reviews.case(one)
            assert store.reviews.save(one, {"salience": "background"}, who="bob", seen=case.seen, why="after")
            link_store(store)
            assert not store.unlinked(1)
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
    assert -signal.SIGKILL in ended
