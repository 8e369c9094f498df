"""Double coding by two coders and an adjudicator, who see of each other what they may, on a store of one report built by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from dateline.linked import event_ids
from dateline.store import Store
from tests.export.coded_reports import at
from tests.serve.persons import Browser, copy_of, desk_app, make_store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("desk") / "store.sqlite3")


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    with copy_of(made, tmp_path) as opened:
        yield opened


@pytest.fixture
def app(store: Store) -> FastAPI:
    return desk_app(store)


def mine(browser: Browser) -> str:
    """Return the address of a coder's coding."""
    found = re.search(r'href="(/double/code/\d+)"', browser.get("/double"))
    assert found is not None
    return found[1]


def accept_rest(browser: Browser, address: str) -> None:
    """Accept what is not decided yet, and close the coding."""
    while "undecided" in browser.get(address):
        assert browser.send(f"{address}/E-", do="accept") == 200
    assert browser.send(f"{address}/done") == 200


def test_two_coders_and_an_adjudicator(app: FastAPI, store: Store) -> None:
    ann, bob, eve = Browser(app, "ann"), Browser(app, "bob"), Browser(app, "eve")
    (before,) = store.reports()
    sighting, ids = before.page.sighting.id, event_ids(before)
    eve.get("/double")
    assert eve.send("/double/give", to="ann") == 422
    eve.get("/double")
    assert eve.send("/double/give", to="ann, bob") == 200
    assert eve.client.get(f"/double/{sighting}").status_code == 409

    hers = mine(ann)
    ann.get(f"{hers}?at={ids['e1']}")
    assert ann.send(f"{hers}/E-", sub_event_type="Armed clash", tolls__0__low="20", why="SECRET-REASON") == 200
    assert ann.client.post(f"{hers}/done", data={"csrf": ann.form(hers)[1]["csrf"]}).status_code == 409
    span = at("a truck")
    ann.get(f"{hers}?add=1&start={span.start}&end={span.end}")
    assert ann.send(f"{hers}/add", sub_event_type="Disrupted weapons use") == 200
    accept_rest(ann, hers)
    assert list(store.reports()) == [before]

    his = mine(bob)
    page = bob.get(f"{his}?at={ids['e1']}")
    assert "SECRET-REASON" not in page
    assert "Disrupted weapons use</" not in page.split("Events of the report")[1].split("</ul>")[0]
    assert "selected>Government regains territory" in page
    assert bob.client.get(hers).status_code == 404
    bob.get(f"{his}?at={ids['e5']}")
    assert bob.send(f"{his}/E-", do="reject", why="no event of its own") == 200
    bob.get(f"{his}?at={ids['e1']}")
    assert bob.send(f"{his}/E-", realis="ongoing") == 200
    accept_rest(bob, his)
    assert bob.client.get(f"/double/{sighting}").status_code == 403

    page = eve.get(f"/double/{sighting}")
    assert "F1 0.80" in page  # six and four events, four of them the same: 2 * 4 / 10
    numbers = dict(re.findall(r'<th scope="row">([a-z ]+)</th><td class="number">(?:<span class="muted">)?([-.\d]+)', page))
    assert numbers["realis"] != "1.00"
    where, given = eve.form(f"/double/{sighting}")
    radios = set(re.findall(r'<input type="radio" name="([^"]+)"', page))
    assert {f"{ids['e1']}.sub_event_type", f"{ids['e1']}.tolls", f"{ids['e1']}.realis", f"{ids['e5']}.event"} <= radios
    choice = dict.fromkeys(radios, "0") | {f"{ids['e1']}.realis": "1", f"{ids['e5']}.event": "1"}
    given = {name: value for name, value in given.items() if name not in radios}
    assert eve.client.post(where, data=given).status_code == 422
    assert eve.client.post(where, data=given | choice).status_code == 200

    (after,) = store.reports()
    first = next(e for e in after.events if event_ids(after)[e.id] == ids["e1"])
    assert (first.sub_event_type, first.realis, first.tolls[0].count.low, first.made_by) == ("Armed clash", "ongoing", 20, "person:eve")
    assert ids["e5"] not in event_ids(after).values()
    assert [e.sub_event_type for e in after.events if e.trigger == span] == ["Disrupted weapons use"]
    assert {e.review for e in after.events} == {"accepted", "corrected"}
    said = [r for r in store.reviews.of(sighting) if r.coding is None]
    assert {r.who for r in said} == {"eve"}
    assert all("ann" in (r.why or "") and "bob" in (r.why or "") for r in said)
    assert {c.state for c in store.reviews.codings(sighting)} == {"adjudicated"}
    assert "Agreement of ann and bob over 1 report" in eve.get("/double")
