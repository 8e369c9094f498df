"""Filters, clusters, weeks and facets of events in memory, on rows made by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from dateline.serve.columns import SINGLES, Columns, _Snapshot
from dateline.serve.filters import Pairs, Wanted, wanted
from dateline.store import DeskRow, open_store, schema

MONDAY = dt.date(2017, 10, 30).toordinal()


def row(event: int, **cells: object) -> DeskRow:
    """Return a row of an event on Monday, 30 October 2017, at 36 E 35 N."""
    made = DeskRow(
        event=event, first_day=MONDAY, last_day=MONDAY, date="2017-10-30", event_type="Battles", sub_event_type="Armed clash",
        realis="actual", salience="core", lat=35.0, lon=36.0, radius_km=None, geo_precision=1, ring=None, place="Orlun", admin1="Keth",
        country="Nowhere", killed_low=None, killed_best=None, killed_high=None, credibility=3, airwars=None, origins_low=1,
        origins_high=1, n_reports=1, n_claims=2, confidence=None, fiction=True, review="unreviewed", actors=("Northern Army",),
        sides=("North",), outlets=("Harbour Wire",), speakers=("the army",), learned="2017-11-01T00:00:00+00:00",
    )  # fmt: skip
    return dataclasses.replace(made, **cells)  # type: ignore[arg-type]


@pytest.fixture
def columns(tmp_path: Path) -> Columns:
    """Return the columns of a store with five rows."""
    store = open_store(tmp_path / "s.sqlite3")
    rows = [
        row(1, killed_low=3, killed_best=4, killed_high=9),
        row(2, first_day=MONDAY - 8, last_day=MONDAY - 6, event_type="Protests", actors=("Bakers", "Millers"), killed_low=0, killed_best=0, killed_high=0),
        row(3, lat=None, lon=None, geo_precision=None, place=None, credibility=None, review="accepted"),
        row(4, first_day=None, last_day=None, date=None, lon=-179.5, lat=-16.0, country="Fiji", geo_precision=3),
        row(5, first_day=MONDAY + 20, last_day=MONDAY + 20, lon=179.5, lat=-16.0, killed_low=1, killed_best=1, killed_high=1),
    ]  # fmt: skip
    with store._engine.begin() as connection:
        connection.execute(sa.insert(schema.events), [{"number": n, "learned": ""} for n in range(1, 8)])
    store.desk.put((one, f"stamp {one.event}", f"words{one.event} Orlún bridge") for one in rows)
    return Columns(store)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {1, 2, 3, 4, 5}),
        ("from=2017-10-24", {1, 2, 3, 5}),  # the second lasts from the 22nd to the 24th
        ("to=2017-10-22", {2}),
        ("from=2017-10-31&to=2017-11-30", {5}),
        ("type=Protests&type=Riots", {2}),
        ("actor=millers", {2}),
        ("actor=mill", {2}),  # nobody is called so: who has it in the name
        ("outlet=harbour", {1, 2, 3, 4, 5}),
        ("country=FJ", {4}),
        ("country=Fi", set()),
        ("side=North&country=Fiji", {4}),
        ("cred=3", {1, 2, 4, 5}),
        ("cred=2", set()),
        ("precision=2", {1, 2, 5}),
        ("review=accepted", {3}),
        ("q=orlun brid", {1, 2, 3, 4, 5}),
        ("q=words2", {2}),
        ('q="%22 OR *', set()),
        ("q=---", set()),
        ("bbox=30,30,40,40", {1, 2}),
        ("bbox=170,-20,-170,0", {4, 5}),
        ("bbox=170,-20,190,0", {4, 5}),
        ("place=Keth&outlet=harbour wire&speaker=the army", {1, 2, 3, 4, 5}),
    ],
)
def test_filters_of_the_url(columns: Columns, query: str, expected: set[int]) -> None:
    asked = wanted(Pairs(tuple(pair.split("=", 1)) for pair in query.split("&") if pair))  # type: ignore[misc]
    assert asked.faults == ()
    total, rows = columns.events(asked)
    assert {one.event for one in rows} == expected
    assert total == len(expected)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-date", [5, 1, 3, 2, 4]),
        ("date", [2, 1, 3, 5, 4]),
        ("-killed", [1, 5, 2, 3, 4]),
        ("killed", [2, 5, 1, 3, 4]),
        ("place", [1, 2, 4, 5, 3]),
    ],
)
def test_the_order_puts_what_is_not_known_last(columns: Columns, sort: str, expected: list[int]) -> None:
    assert [one.event for one in columns.events(Wanted(sort=sort))[1]] == expected
    assert [one.event for one in columns.events(Wanted(sort=sort), limit=2, offset=2)[1]] == expected[2:4]


def test_weeks_have_no_gap_and_sum_the_dead(columns: Columns) -> None:
    found = columns.weeks(Wanted())
    assert [week.monday.isoformat() for week in found] == [
        "2017-10-16", "2017-10-23", "2017-10-30", "2017-11-06", "2017-11-13"
    ]  # fmt: skip
    assert [(week.events, week.low, week.best, week.high) for week in found] == [
        (1, 0, 0, 0),
        (0, 0, 0, 0),
        (2, 3, 4, 9),
        (0, 0, 0, 0),
        (1, 1, 1, 1),
    ]
    assert columns.weeks(Wanted(country="Atlantis")) == ()


def test_facets_count_what_passes(columns: Columns) -> None:
    assert columns.facets(Wanted(types=("Battles",)))["country"] == [("Nowhere", 3), ("Fiji", 1)]
    assert columns.facets(Wanted())["actor"] == [("Northern Army", 4), ("Bakers", 1), ("Millers", 1)]


def test_crowds_are_drawn_as_circles_that_lose_nobody(columns: Columns, tmp_path: Path) -> None:
    store = open_store(tmp_path / "many.sqlite3")
    n = SINGLES + 100
    with store._engine.begin() as connection:
        connection.execute(sa.insert(schema.events), [{"number": k, "learned": ""} for k in range(1, n + 2)])
    spread = [
        row(k, lat=35 + (k % 20) / 1000, lon=36 + (k % 7) / 1000, killed_low=1, killed_best=1, killed_high=2) for k in range(1, n + 1)
    ]
    store.desk.put((one, "s", "w") for one in [*spread, row(n + 1, lat=-30.0, lon=20.0)])
    many = Columns(store)
    view = many.view(Wanted(), (-180, -85, 180, 85), 2)
    assert (view.total, view.in_view, view.unplaced) == (n + 1, n + 1, 0)
    assert [one.event for one in view.events] == [n + 1]
    (circle,) = view.clusters
    assert (circle.n, circle.killed, circle.types) == (n, (n, 2 * n), {"Battles": n})
    assert circle.box[0] <= circle.lon <= circle.box[2]
    assert len(many.view(Wanted(), (-180, -85, 180, 85), 16).clusters) == 140
    assert columns.view(Wanted(), None, 2).unplaced == 1


def test_columns_follow_the_store(columns: Columns) -> None:
    store_rows = columns.events(Wanted())[0]
    columns._desk.put([(row(1, country="Elsewhere"), "new", "w")], gone=[2])
    assert columns.events(Wanted())[0] == store_rows - 1
    assert columns.row(2) is None
    assert [one.event for one in columns.events(Wanted(country="Elsewhere"))[1]] == [1]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("from=yesterday", "from: no day"),
        ("cred=9", "cred: no number"),
        ("bbox=1,2,3", "bbox: no box"),
        ("bbox=0,50,1,40", "out of range"),
        ("sort=color", "sort:"),
    ],
)
def test_what_cannot_be_read_is_told_and_left_out(query: str, fault: str) -> None:
    found = wanted(Pairs([tuple(query.split("=", 1))]))  # type: ignore[list-item]
    assert len(found.faults) == 1
    assert fault in found.faults[0]
    assert not found.any


def test_filters_come_back_from_their_own_query() -> None:
    query = "from=2017-10-01&type=Battles&type=Riots&actor=A%26B&q=%C3%A7a&cred=2&precision=1&bbox=1,2,3,4&sort=date&review=accepted"
    from urllib.parse import parse_qsl

    found = wanted(Pairs(parse_qsl(query)))
    assert wanted(Pairs(parse_qsl(found.query()))) == found
    assert "actor" not in found.query(actor=None)
    assert "page=3" in found.query(page=3)


def test_columns_changed_row_by_row_are_those_made_at_once() -> None:
    chance = random.Random(3)

    def any_row(event: int) -> DeskRow:
        return row(
            event, place=chance.choice((None, "Orlun", "Sarn", f"Keth {chance.randrange(9)}")), lat=chance.choice((None, chance.uniform(-80, 80))),
            event_type=chance.choice(("Battles", "Protests", f"Kind {chance.randrange(4)}")), first_day=chance.choice((None, MONDAY + event)),
            actors=tuple(chance.sample(("Bakers", "Millers", "Northern Army", "Masons"), chance.randrange(4))), killed_low=chance.choice((None, 2)),
            credibility=chance.choice((None, 1, 6)), review=chance.choice(("unreviewed", "accepted")),
        )  # fmt: skip

    held: dict[int, DeskRow] = {}
    now = _Snapshot(())
    for _ in range(60):
        gone = {event for event in held if chance.random() < 0.15}
        rows = [any_row(event) for event in chance.sample(range(40), chance.randrange(12)) if event not in gone]
        now = now.changed(rows, gone)
        held = {event: one for event, one in held.items() if event not in gone} | {one.event: one for one in rows}
        whole = _Snapshot([held[event] for event in sorted(held)])
        assert list(now.rows) == list(whole.rows)
        assert now.at == whole.at
        for made in (now, whole):
            assert [made.types[n] for n in made.type.tolist()] == [one.event_type for one in made.rows]
            assert [made.places[n] if n >= 0 else None for n in made.place.tolist()] == [one.place for one in made.rows]
        for name in ("first", "last", "lat", "lon", "precision", "credibility", "reports", "killed", "x", "y"):
            np.testing.assert_array_equal(getattr(now, name), getattr(whole, name), err_msg=name)
        for facet, values in whole.words.items():
            assert now.words[facet].keys() == values.keys(), facet
            for value, at in values.items():
                np.testing.assert_array_equal(now.words[facet][value], at)
