"""Map, timeline and table in a browser."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dateline.config import load
from dateline.serve.desk import Desk
from dateline.serve.rendering import MARKS
from dateline.store import DeskRow, open_store, schema
from tests.serve.browser.conftest import Open, served, until, violations

BUDGET = 1_500_000  # bytes that a first view may take, compressed
FIRST = dt.date(2017, 10, 2).toordinal()
HOSTILE = "<img src=x onerror=alert(1)> Orlun"
TYPES = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
    "Nothing known",
)


def row(event: int, **cells: Any) -> DeskRow:
    values: dict[str, Any] = {
        "first_day": FIRST + event, "event_type": TYPES[event % 7], "lat": 35.0 + event % 6 / 3, "lon": 36.0 + event % 9 / 3,
        "geo_precision": 1, "radius_km": 2.0, "ring": None, "place": "Orlun", "killed_low": event % 4, "sides": ["North"],
    } | cells  # fmt: skip
    day, dead = values["first_day"], values["killed_low"]
    return DeskRow(
        event=event, last_day=day, date=dt.date.fromordinal(day).isoformat(), sub_event_type="Armed clash", realis="actual", salience="core",
        admin1="Keth", country="Syria", killed_best=dead + 1, killed_high=dead + 3, credibility=3, airwars=None, origins_low=1,
        origins_high=1, n_reports=1, n_claims=2, confidence=None, fiction=True, review="unreviewed", actors=("Northern Army",),
        outlets=("Harbour Wire",), speakers=("the army",), learned="2017-11-01T00:00:00+00:00", **values,
    )  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a desk with 60 events, one alone in the east, one known to a region only, four at one place in the south."""
    ring = [[38 + 0.4 * math.cos(turn), 38 + 0.3 * math.sin(turn)] for turn in range(6)]
    rows = [
        *(row(n) for n in range(1, 55)),
        row(55, lon=45.0, lat=36.0, place=HOSTILE, sides=["South"]),
        row(56, lon=38.0, lat=38.0, geo_precision=3, radius_km=40.0, ring=ring, place="northern Keth"),
        *(row(n, lon=36.0, lat=32.0, event_type="Riots") for n in range(57, 61)),
    ]
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as store:
        with store._engine.begin() as connection:
            connection.execute(sa.insert(schema.events), [{"number": one.event, "learned": ""} for one in rows])
        store.desk.put((one, f"stamp {one.event}", f"{one.place} {one.event_type}") for one in rows)
        with served(Desk(store, load())) as made:
            yield made


def ready(page: Any) -> Any:
    page.wait_for_selector("#map[data-ready]")
    page.wait_for_selector("#weeks[data-ready]")
    return page


def at(page: Any, lon: float, lat: float) -> tuple[float, float]:
    """Return where a point of the map is on the screen, by the address's zoom and middle (web Mercator, 512-pixel tiles)."""
    zoom, middle_lat, middle_lon = map(float, re.search(r"#at=([\d.-]+)/([\d.-]+)/([\d.-]+)", page.url).groups())  # type: ignore[union-attr]
    world = 512 * 2**zoom

    def height(value: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(value) / 2)) / (2 * math.pi) * world

    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2 + (lon - middle_lon) / 360 * world, box["y"] + box["height"] / 2 - (height(lat) - height(middle_lat))


def test_the_first_view_shows_all_events_within_its_weight(open_page: Open, address: str) -> None:
    page = ready(open_page(address))
    assert page.inner_text("#map-note") == "60 events, all in view."
    assert page.locator("#weeks rect").count() > 5
    size = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((all, one) => all + one.encodedBodySize, 0)"
    )
    assert 500_000 < size < BUDGET
    hosts = page.evaluate("[...new Set(performance.getEntriesByType('resource').map((one) => new URL(one.name).host))]")
    assert hosts == [address.removeprefix("http://")]


def test_an_event_opens_by_a_click_and_its_row_is_marked(open_page: Open, address: str) -> None:
    page = ready(open_page(f"{address}/?side=South#at=7/36/45"))
    page.mouse.click(*at(page, 45.0, 36.0))
    card = page.locator(".map-card")
    assert card.get_by_role("link").get_attribute("href") == "/events/DL-55"
    assert HOSTILE in card.inner_text()
    assert page.locator(".map-card img").count() == 0
    assert page.locator("#events tr.lit").get_attribute("data-event") == "DL-55"
    assert page.evaluate("scrollY") == 0
    card.get_by_role("button", name="Go to its row").click()
    until(page, "(({ top, bottom }) => top > 0 && bottom < innerHeight)(document.querySelector('tr.lit').getBoundingClientRect())")


def test_a_circle_comes_apart_by_a_click(open_page: Open, address: str) -> None:
    page = ready(open_page(f"{address}/#at=3/35.5/37"))
    assert page.inner_text("#map-note") == "60 events, all in view."
    page.mouse.click(*at(page, 37.3, 35.8))
    until(page, "parseFloat(location.hash.slice(4)) > 4")


def test_a_place_known_to_a_region_is_an_area_and_never_a_bare_mark(open_page: Open, address: str) -> None:
    page = ready(open_page(f"{address}/?place=northern+Keth#at=8/38/38"))
    page.mouse.click(*at(page, 38.0, 38.0))
    assert "somewhere in this area" in page.locator(".map-card").inner_text()
    edges = page.evaluate(
        """async () => {
          const { arranged, areaOf } = await import("/static/placing.js");
          const found = await (await fetch("/api/v1/map?place=northern+Keth&zoom=8")).json();
          const village = { ...found.events[0], precision: 1 };
          const circle = areaOf({ ...found.events[0], ring: null });
          return [arranged(found, () => ({ x: 0, y: 0 })).areas.length, areaOf(village), areaOf(found.events[0]).length, circle.length];
        }"""
    )
    assert edges == [1, None, 7, 49]


def test_events_of_one_place_stand_around_it(open_page: Open, address: str) -> None:
    page = ready(open_page(f"{address}/?type=Riots#at=9/32/36"))
    x, y = at(page, 36.0, 32.0)
    page.mouse.click(x, y + 20)  # the second of four
    assert page.locator(".map-card").get_by_role("link").inner_text() == "DL-58"


def test_the_brush_sets_days_for_map_table_and_address(open_page: Open, address: str) -> None:
    page = ready(open_page(address))
    box = page.locator("#weeks").bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 60, steps=5)
    page.mouse.up()
    until(page, "document.getElementById('map-note').textContent.startsWith('60') === false")
    asked = dict(re.findall(r"(from|to)=(\d{4}-\d\d-\d\d)", page.url))
    assert asked["from"] < asked["to"]
    said = int(page.inner_text("#map-note").split()[0])
    assert 0 < said < 60
    until(page, f"document.querySelector('.list-head strong').textContent === '{said}'")
    page.reload()
    assert ready(page).inner_text("#map-note").startswith(f"{said} events")
    assert page.input_value("[name=from]") == asked["from"]


def test_the_table_lists_only_what_the_map_shows_when_asked(open_page: Open, address: str) -> None:
    page = ready(open_page(f"{address}/#at=7/36/45"))
    assert page.inner_text(".list-head strong") == "60"
    page.check("#map-follow")
    until(page, "document.querySelector('.list-head strong').textContent === '1'")
    assert "bbox=" in page.url
    page.focus("#map canvas")
    for _ in range(3):
        page.keyboard.press("-")
        page.wait_for_timeout(600)
    until(page, "document.querySelector('.list-head strong').textContent === '60'")
    page.uncheck("#map-follow")
    until(page, "!location.search.includes('bbox')")


def test_the_map_moves_by_keys(open_page: Open, address: str) -> None:
    page = ready(open_page(f"{address}/#at=5/35/37"))
    page.focus("#map canvas")
    before = page.url
    page.keyboard.press("ArrowRight")
    until(page, f"location.href !== {before!r}")
    page.keyboard.press("-")
    until(page, "location.hash.startsWith('#at=4/')")


def test_a_phone_has_map_timeline_and_table_without_scrolling_sideways(open_page: Open, address: str) -> None:
    page = ready(open_page(address, width=390, height=844))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#map").bounding_box()["height"] > 250


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_serious(open_page: Open, address: str, width: int) -> None:
    assert violations(ready(open_page(address, width=width))) == []


def test_without_webgl_the_map_says_so_and_the_table_stays(open_page: Open, address: str, chromium: Any) -> None:
    context = chromium.new_context()
    context.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#map .map-none")
    assert "WebGL" in page.inner_text("#map")
    until(page, "document.getElementById('map-note').textContent === '60 events, all in view.'")
    assert page.locator("#events tbody tr").count() == 50
    context.close()


def test_without_script_the_table_is_there_and_filters_are_a_form(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/?type=Riots", java_script_enabled=False)
    assert page.locator("#events tbody tr").count() > 4
    page.fill("[name=q]", "Protests")
    page.uncheck("[value=Riots]")
    page.get_by_role("button", name="Filter").click()
    assert "q=Protests" in page.url


def test_marks_are_the_same_on_map_and_page() -> None:
    static = Path(__file__).resolve().parents[3] / "src/dateline/serve/static"
    script, style = (static / "types.js").read_text(encoding="utf-8"), (static / "desk.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", style))
    drawn = dict(re.findall(r'id="(\w+)" viewBox="0 0 16 16"><path d="([^"]+)"', (static / "marks.svg").read_text(encoding="utf-8")))
    named = dict(re.findall(r"\.mark-(\w+) \{ (?:fill: none; stroke|fill): var\(--([a-z]+)\)", style))
    found = re.findall(r'shape: "(\w+)", colour: "(#[0-9a-f]{6})",\s*path: "([^"]+)"', script)
    assert [shape for shape, _, _ in found] == ["circle", "triangle", "square", "diamond", "pentagon", "star", "ring"]
    assert dict(re.findall(r'name: "([^"]+)", shape: "(\w+)"', script)) == {**MARKS, "Other": "ring"}
    for shape, colour, path in found:
        assert colours[named[shape]] == colour
        assert drawn.get(shape, path) == path
