"""Persons at a desk with accounts: browsers without script that get pages, fill their forms and send them."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from dateline.config import load
from dateline.serve import accounts
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.store import Store, open_store
from tests.export.coded_reports import report

ROLE_OF = {"ann": "coder", "bob": "coder", "eve": "adjudicator", "guest": "viewer"}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
SECRET = "seven grey herons wade"


class Browser:
    """A person at a desk: gets pages, fills their forms, sends them."""

    def __init__(self, app: FastAPI, name: str) -> None:
        self.client = TestClient(app, base_url="http://127.0.0.1")
        token = accounts.sign_in(app.state.desk.store.people, name, SECRET, "192.0.2.1")
        self.client.cookies.set(accounts.SESSION_COOKIE, token, domain="127.0.0.1")
        self.text = ""

    def get(self, path: str) -> str:
        """Load a page."""
        self.text = self.client.get(path).text
        return self.text

    def form(self, action: str) -> tuple[str, dict[str, str]]:
        """Return the address and the fields of the first form whose address begins so."""
        for head, body in FORM.findall(self.text):
            found = re.search(r'action="([^"]*)"', head)
            where = html.unescape(found[1]) if found else ""
            if where.startswith(action):
                return where, _fields(body)
        raise AssertionError(f"no form for {action} in {self.text[:300]}")

    def send(self, action: str, **fields: object) -> int:
        """Fill and send a form, `a__b` being the field a.b; return the status after redirects."""
        where, given = self.form(action)
        answer = self.client.post(where, data=given | {name.replace("__", "."): value for name, value in fields.items()})
        self.text = answer.text
        return answer.status_code


def _fields(body: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", body):
        name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("name", "value"))
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', body, re.S):
        options = re.findall(r'<option(?: value="([^"]*)")?( selected)?>([^<]*)', inside)
        value, _, words = next((option for option in options if option[1]), options[0])
        found[name] = html.unescape(value if "value=" in inside else words)
    return found


def make_store(file: Path) -> Path:
    """Make a linked store of one report built by hand, with an account for each person; return its file."""
    with open_store(file) as opened:
        opened.add(report())
        for name, role in ROLE_OF.items():
            accounts.add_account(opened.people, name, role, SECRET)
        open_desk(opened, load())
        with opened._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def copy_of(made: Path, folder: Path) -> Store:
    """Open a copy of a store."""
    return open_store(shutil.copy(made, folder / "store.sqlite3"))


def desk_app(store: Store) -> FastAPI:
    """Return the desk of several persons on a store."""
    return create_app(open_desk(store, load(), team=True))
