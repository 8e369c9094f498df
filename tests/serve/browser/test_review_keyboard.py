"""The whole review cycle by keyboard alone, two browsers on one event, and two coders with an adjudicator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.config import load
from dateline.linked import event_ids
from dateline.serve.running import open_desk
from dateline.store import Store
from tests.export.coded_reports import at
from tests.serve.browser.conftest import Open, served, violations
from tests.serve.persons import SECRET, copy_of, make_store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("desk") / "store.sqlite3")


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    with copy_of(made, tmp_path) as opened:
        yield opened


@pytest.fixture
def alone(store: Store) -> Iterator[str]:
    with served(open_desk(store, load())) as address:
        yield address


@pytest.fixture
def team(store: Store) -> Iterator[str]:
    with served(open_desk(store, load(), team=True)) as address:
        yield address


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def leaves(page: Any, *keys: str) -> None:
    """Press keys, the last of which leads to another page."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        press(page, keys[-1])


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text()).strip()


def types(store: Store) -> dict[str, str]:
    return {e.id: f"{e.sub_event_type}, {e.review or 'unreviewed'}" for e in next(store.reports()).events}


def test_the_review_cycle_by_keyboard(alone: str, open_page: Open, store: Store) -> None:
    page = open_page(f"{alone}/review")
    assert violations(page) == []
    leaves(page, "n")
    assert heading(page).startswith("DL-1:")
    assert violations(page) == []
    press(page, "?")
    assert page.locator("dialog#keys").is_visible()
    press(page, "Escape")

    leaves(page, "a")  # accepted: the next one comes
    assert types(store)["e1"].endswith("accepted")
    assert heading(page).startswith("DL-4:")
    leaves(page, "u")  # and back
    assert heading(page).startswith("DL-1:")
    assert types(store)["e1"].endswith("unreviewed")

    press(page, "e")
    assert page.evaluate("document.activeElement.name") == "sub_event_type"
    page.keyboard.type("Armed clash")
    press(page, "Tab", "Tab", "Tab")
    assert page.evaluate("document.activeElement.name") == "date.start"
    page.locator("#why").focus()
    page.keyboard.type("only fighting is told, not who holds it")
    leaves(page, "Control+Enter")
    assert types(store)["e1"] == "Armed clash, corrected"
    assert "Saved." in page.locator(".banner").inner_text()

    leaves(page, "j")
    here = heading(page)
    leaves(page, "j")
    assert heading(page) != here
    leaves(page, "k")
    assert heading(page) == here

    press(page, "r")
    assert page.evaluate("document.activeElement.id") == "why"
    page.keyboard.type("a plan only")
    leaves(page, "Enter")
    assert "e4" not in types(store)
    leaves(page, "u")
    assert types(store)["e4"].endswith("unreviewed")

    page.goto(f"{alone}/review/DL-1")
    press(page, "m")
    page.keyboard.type("DL-3")
    leaves(page, "Enter")
    assert len(store.event("DL-1").members) == 2
    press(page, "s", "Space")
    leaves(page, "Control+Enter")
    assert len(store.event("DL-1").members) == 1


def test_a_missed_event_is_added_by_selecting_words_without_a_mouse(alone: str, open_page: Open, store: Store) -> None:
    page = open_page(f"{alone}/review/DL-1")
    span = at("a truck")
    press(page, "t")
    page.evaluate(
        """([start, end]) => {
            const node = document.createTreeWalker(document.getElementById("frozen"), NodeFilter.SHOW_TEXT);
            let seen = 0, range = document.createRange();
            while (node.nextNode()) {
                const n = [...node.currentNode.data].length;
                if (start >= seen && start < seen + n) range.setStart(node.currentNode, start - seen);
                if (end > seen && end <= seen + n) range.setEnd(node.currentNode, end - seen);
                seen += n;
            }
            getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        [span.start, span.end - 1],
    )
    press(page, "Shift+ArrowRight")
    page.wait_for_timeout(200)
    assert f"{span.start}-{span.end}" in page.locator("#selected").inner_text()
    leaves(page, "w")
    assert (page.locator("#start").input_value(), page.locator("#end").input_value()) == (str(span.start), str(span.end))
    assert violations(page) == []
    page.keyboard.type("Armed clash")
    leaves(page, "Control+Enter")
    added = next(store.reports()).events[-1]
    assert (added.trigger, added.sub_event_type, added.made_by) == (span, "Armed clash", "person:local")


def signed_in(open_page: Open, address: str, name: str, path: str) -> Any:
    page = open_page(f"{address}/login?next={path}")
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=password]").fill(SECRET)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{address}{path}")
    return page


def test_the_second_of_two_browsers_is_told(alone: str, open_page: Open, chromium: Any, store: Store) -> None:
    one, other = open_page(f"{alone}/review/DL-1"), chromium.new_page()  # whose console tells of the refusal
    other.goto(f"{alone}/review/DL-1")
    press(one, "e")
    one.keyboard.type("Armed clash")
    leaves(one, "Control+Enter")
    other.locator("select[name=realis]").select_option("planned")
    with other.expect_response(lambda answer: answer.status == 409):
        press(other, "Control+Enter")
    other.wait_for_selector(".conflict")
    assert "Armed clash" in other.locator(".conflict").inner_text()
    assert store.event("DL-1").members[0].event.realis == "actual"
    assert other.locator("select[name=realis]").input_value() == "planned"
    leaves(other, "Control+Enter")
    event = store.event("DL-1").members[0].event
    assert (event.realis, event.sub_event_type) == ("planned", "Armed clash")
    other.close()


def test_two_coders_and_an_adjudicator_by_keyboard(team: str, open_page: Open, store: Store) -> None:
    (before,) = store.reports()
    store.reviews.give(before.page.sighting.id, ["ann", "bob"], given_by="eve")
    for name, kind in (("ann", "Armed clash"), ("bob", "Attack")):
        page = signed_in(open_page, team, name, "/double")
        page.locator("a[href^='/double/code/']").focus()
        leaves(page, "Enter")
        assert violations(page) == []
        press(page, "e")
        page.keyboard.type(kind)
        leaves(page, "Control+Enter")
        leaves(page, "n")
        for _ in range(4):
            leaves(page, "a")
        page.locator("#done").focus()
        leaves(page, "Enter")
    page = signed_in(open_page, team, "eve", f"/double/{before.page.sighting.id}")
    assert violations(page) == []
    page.locator("input[type=radio]").nth(1).focus()
    press(page, "Space")
    page.locator("#save").focus()
    leaves(page, "Enter")
    (after,) = store.reports()
    first = next(e for e in after.events if event_ids(after)[e.id] == event_ids(before)["e1"])
    assert (first.sub_event_type, first.made_by) == ("Attack", "person:eve")
    assert {e.review for e in after.events} <= {"accepted", "corrected"}


@pytest.mark.parametrize("path", ["/review", "/review/DL-1"])
def test_pages_fit_a_phone_and_read_without_script(alone: str, open_page: Open, path: str) -> None:
    page = open_page(f"{alone}{path}", width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    bare = open_page(f"{alone}{path}", java_script_enabled=False)
    assert "Upper Sarn" in bare.content()
