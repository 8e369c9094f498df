"""What keeps hostile pages out: headers on every answer, names of hosts, and a token in every form."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dateline.errors import DeskError

CSRF_COOKIE = "dateline_csrf"
CSRF_FIELD = "csrf"
CSRF_HEADER = "x-csrf-token"
MOST_FIELDS = 5000
"""Fields of a form: three lists of 200 rows take 4000."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src-elem 'self'",
        "style-src-attr 'unsafe-inline'",  # widths and positions that MapLibre and Plot set; no text of a report gets there
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware: refuses hosts that are not the desk's, and puts the headers on every answer; a page may set its own policy."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        if _name(host) not in self.hosts:
            await _refuse(send, f"the desk does not answer as {host!r}; give `dateline serve` --host")
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=_holder(message))
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, with_headers)


def _holder(message: Message) -> MutableMapping[str, Any]:
    message.setdefault("headers", [])
    return message


def _name(host: str) -> str:
    name, _, port = host.rpartition(":")
    return (name if port.isascii() and port.isdecimal() else host).lower()


async def _refuse(send: Send, why: str) -> None:
    body = f"{why}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in HEADERS.items()]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def token_of(request: Request) -> str:
    """Return the token that the forms of this browser carry; a new one is set as a cookie with the answer."""
    token = request.cookies.get(CSRF_COOKIE, "")
    if len(token) < 32:
        token = getattr(request.state, "csrf", "") or secrets.token_urlsafe(32)
    request.state.csrf = token
    return token


async def no_forgery(request: Request) -> None:
    """Refuse a write that no page of the desk sent: another origin, or a form without this browser's token. Raises DeskError (403)."""
    if request.method in SAFE:
        return
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise DeskError(403, "the form comes from another site", where=origin, hint="write from the desk's own pages")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise DeskError(403, "the form comes from another site", hint="write from the desk's own pages")
    given = request.headers.get(CSRF_HEADER)
    if given is None and request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        value = (await request.form(max_fields=MOST_FIELDS)).get(CSRF_FIELD)
        given = value if isinstance(value, str) else None
    kept = request.cookies.get(CSRF_COOKIE, "")
    if not kept or not given or not hmac.compare_digest(kept.encode(), given.encode()):
        raise DeskError(403, "the form's token is missing or old", hint="load the page again and send the form once more")
