"""What the desk keeps of each report says what the reports themselves say, at any time and after reviews."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from dateline.export import mask_report
from dateline.link.profile import Counted, counted, profiles, profiles_of
from dateline.linkage import link_store
from dateline.linked import ControlSketch, event_ids
from dateline.serve.projecting import refresh
from dateline.store import Store, open_store
from dateline.views.control import claims_of_control, kept_claims
from dateline.views.days import end_of
from tests.serve.test_digest import DAYS, learn

LATEST = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store that learned four reports on three days, some of which say who holds a town."""
    folder = tmp_path_factory.mktemp("kept")
    with open_store(folder / "store.sqlite3") as made:
        learn(made, folder)
        yield made


def same(store: Store) -> list[ControlSketch]:
    """See that what is kept is what is read, at every time; return the claims that there are now."""
    for day in (None, *DAYS.values()):
        read = list(claims_of_control(store, LATEST, end_of(day), refuse_fiction=False))
        assert list(kept_claims(store, LATEST, end_of(day))) == read, day
    return list(claims_of_control(store, LATEST, None, refuse_fiction=False))


def test_claims_of_control_are_those_that_the_reports_make(store: Store) -> None:
    assert same(store)
    assert len(store.desk_reports.control()[1]) == 4  # nothing is kept yet: all are read
    refresh(store)
    assert store.desk_reports.stale() == {}
    assert store.desk_reports.control()[1] == []
    assert same(store)


def test_a_review_makes_them_anew(store: Store) -> None:
    refresh(store)
    before = same(store)
    report = next(one for one in store.reports() if "captured" in one.page.document.text)
    event = event_ids(report)[report.events[0].id]
    case = store.reviews.case(event)
    done = store.reviews.save(event, {"event": None}, who="person:A", seen=case.seen, why="no such event")
    assert len(store.desk_reports.stale()) == 1
    assert same(store) != before  # what is out of date is read, not believed
    link_store(store)
    refresh(store)
    assert store.desk_reports.stale() == {}
    assert same(store) != before
    store.reviews.undo(done[-1].number, who="person:A")
    link_store(store)
    refresh(store)
    assert same(store) == before


def test_profiles_are_those_of_the_reports(store: Store) -> None:
    refresh(store)
    reports = [(mask_report(report), ids) for report, ids in store.numbered_reports()]
    written = [(Counted.of(json.loads(json.dumps(counted(report).values()))), ids) for report, ids in reports]
    assert profiles_of(written) == profiles(reports)
    kept = [(Counted.of(values), ids) for values, ids in store.desk_reports.counted()]
    assert profiles_of(kept) == profiles(reports)
    assert {one.outlet for one in profiles_of(kept)} == {"Courier", "Herald"}
