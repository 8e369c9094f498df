"""The door of the desk: who sends a request, whether they may, and a line in the log for every write."""

from __future__ import annotations

import datetime as dt
import json
import logging
from typing import Any
from urllib.parse import quote

from fastapi.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.errors import StoreError
from dateline.serve.accounts import SESSION_COOKIE, signed_in
from dateline.serve.desk import Desk
from dateline.serve.people import LOCAL, Person
from dateline.serve.security import SAFE

log = logging.getLogger("dateline.serve")
OPEN = ("/login", "/static/")
"""What is shown to those who are not signed in."""
OWN = ("/login", "/logout", "/account")
"""What viewers may write: what concerns themselves."""


class Door:
    """ASGI middleware: sets `request.state.person`; turns away who is not signed in, and viewers who would write; logs writes."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path, writes = scope["path"], scope["method"] not in SAFE
        person: Person | None = LOCAL
        if self.desk.team:
            token = "" if path.startswith("/static/") else _cookie(scope, SESSION_COOKIE)
            person = await run_in_threadpool(signed_in, self.desk.store.people, token) if token else None
        scope.setdefault("state", {})["person"] = person
        if writes:
            send = self._logged(scope, send)
        if person is None and not _under(path, OPEN):
            await _sign_in_first(scope, send)
        elif writes and person is not None and not person.may("coder") and not _under(path, OWN):
            await _say(send, 403, f"a {person.role} reads and changes nothing", "ask an admin of the desk for the role of a coder", path)
        else:
            try:
                await self.app(scope, receive, send)
            except Exception:
                if writes:
                    await run_in_threadpool(self._note, scope, 500)
                raise

    def _logged(self, scope: Scope, send: Send) -> Send:
        """Return a way to answer that writes a line into the log before an answer begins."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                await run_in_threadpool(self._note, scope, message["status"])
            await send(message)

        return answer

    def _note(self, scope: Scope, status: int) -> None:
        """Keep who wrote what, on what; a page may say more of it in `request.state.did` and `.on`. Bodies of forms are never kept."""
        state: dict[str, Any] = scope["state"]
        person: Person | None = state.get("person")
        pattern = getattr(scope.get("route"), "path", None) or scope["path"]
        did = state.get("did") or f"{scope['method']} {pattern}"
        client = scope.get("client")
        details = {"path": scope["path"], "status": status, "address": client[0] if client else None}
        try:
            self.desk.store.people.note(
                person.name if person else "-", str(did)[:200], state.get("on") or _object(scope), details, now=dt.datetime.now(dt.UTC)
            )
        except StoreError:
            log.exception("the log of writes cannot be written: %s %s", did, details)


def _object(scope: Scope) -> str | None:
    """Return what a path names: `DL-12` of /events/DL-12/review."""
    return ", ".join(str(value) for value in scope.get("path_params", {}).values()) or None


def _under(path: str, several: tuple[str, ...]) -> bool:
    return any(path.startswith(one) if one.endswith("/") else path == one or path.startswith(f"{one}/") for one in several)


def _cookie(scope: Scope, name: str) -> str:
    return HTTPConnection(scope).cookies.get(name, "")


async def _sign_in_first(scope: Scope, send: Send) -> None:
    """Lead a person to the page to sign in; tell a program that it has to."""
    headers = dict(scope["headers"])
    address = "/login"
    if scope["method"] in SAFE:
        query = scope["query_string"].decode("latin-1")
        address += "?next=" + quote(scope["path"] + (f"?{query}" if query else ""), safe="")
    if scope["path"].startswith("/api/") or b"hx-request" in headers or scope["method"] not in SAFE:
        extra = [(b"hx-redirect", b"/login")] if b"hx-request" in headers else []
        await _say(send, 401, "you are not signed in", "sign in at /login", scope["path"], extra)
        return
    await _begin(send, 303, [(b"location", address.encode("latin-1")), (b"content-length", b"0")])
    await send({"type": "http.response.body", "body": b""})


async def _say(send: Send, status: int, what: str, hint: str, path: str, extra: list[tuple[bytes, bytes]] | None = None) -> None:
    api = path.startswith("/api/")
    body = json.dumps({"error": {"what": what, "where": None, "hint": hint}}) if api else f"{what}\n  hint: {hint}\n"
    kind = b"application/json" if api else b"text/plain; charset=utf-8"
    given = body.encode()
    await _begin(send, status, [(b"content-type", kind), (b"content-length", str(len(given)).encode()), *(extra or [])])
    await send({"type": "http.response.body", "body": given})


async def _begin(send: Send, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
