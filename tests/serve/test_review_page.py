"""The review pages without script: forms as a browser sends them, on a store of one report built by hand."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.export import geojson
from dateline.linked import event_ids
from dateline.serve.app import create_app
from dateline.serve.people import Person, Role
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from tests.export.coded_reports import at, report

HTMLFORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)


class Browser:
    """A person at a desk: gets pages, fills their forms, sends them."""

    def __init__(self, client: TestClient, name: str, role: Role = "adjudicator") -> None:
        self.client, self.person = client, Person(name, role)
        self.text = ""

    def get(self, path: str) -> str:
        self.client.app.state.someone = self.person  # type: ignore[attr-defined]
        self.text = self.client.get(path).text
        return self.text

    def form(self, action: str) -> tuple[str, dict[str, str | list[str]]]:
        """Return the address and the fields of the form whose address begins so."""
        for head, body in HTMLFORM.findall(self.text):
            where = html.unescape(re.search(r'action="([^"]*)"', head)[1])  # type: ignore[index]
            if where.startswith(action):
                return where, _fields(body)
        raise AssertionError(f"no form for {action}")

    def send(self, action: str, **fields: object) -> int:
        """Fill and send a form; return the status after redirects."""
        where, given = self.form(action)
        self.client.app.state.someone = self.person  # type: ignore[attr-defined]
        answer = self.client.post(where, data=given | {name.replace("__", "."): value for name, value in fields.items()})
        self.text = answer.text
        return answer.status_code


def _fields(body: str) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", body):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', body, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', inside) or re.search(r'<option(?: value="([^"]*)")?>([^<]*)', inside)
        found[name] = html.unescape(chosen[2] if chosen[1] is None else chosen[1]) if chosen else ""
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite3") as opened:
        opened.add(report())
        yield opened


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    desk = open_desk(store, load())
    app = create_app(desk)

    @app.middleware("http")
    async def someone(request, call_next):  # type: ignore[no-untyped-def]
        request.state.person = getattr(app.state, "someone", None) or Person("ann", "adjudicator")
        return await call_next(request)

    # the desk's own middleware says who it is last, so it is told the same
    import dateline.serve.app as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "LOCAL", Person("ann", "adjudicator"))
        with TestClient(app, base_url="http://127.0.0.1") as made:
            yield made


@pytest.fixture
def ann(client: TestClient) -> Browser:
    return Browser(client, "ann")


@pytest.fixture
def bob(client: TestClient, store: Store) -> Browser:
    return Browser(client, "bob")
