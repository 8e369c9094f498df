"""Signing in and out, one's own account, the accounts of the team, and the log of writes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.errors import DatelineError, DeskError
from dateline.serve import accounts
from dateline.serve.desk import desk_of
from dateline.serve.people import ROLES, at_least, person_of
from dateline.serve.rendering import render
from dateline.serve.security import CSRF_COOKIE

router = APIRouter(include_in_schema=False)
LINES = 100
"""Lines of the log on a page."""
Words = Annotated[str, Form(max_length=accounts.MOST)]


@router.get("/login")
def login_page(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:  # noqa: A002 - the field's name in the URL
    """Ask for name and password."""
    if not desk_of(request).team:
        return _to("/")
    return render(request, "login.html", next=accounts.local_path(next), fault=None, name="")


@router.post("/login")
def login(
    request: Request,
    name: Words,
    password: Words,
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002
) -> Response:
    """Sign in: an older session of this browser ends, a new one begins under a new token."""
    desk = desk_of(request)
    if not desk.team:
        return _to("/")
    request.state.did, request.state.on = "sign in", name.strip()[:80]
    old = request.cookies.get(accounts.SESSION_COOKIE)
    try:
        token = accounts.sign_in(desk.store.people, name, password, request.client.host if request.client else None)
    except DeskError as error:
        answer: Response = render(
            request, "login.html", status=error.status, next=accounts.local_path(next), fault=f"{error.what}: {error.hint}", name=name[:80]
        )
        if error.status == 429:
            answer.headers["retry-after"] = str(accounts.WINDOW.seconds)
        return answer
    if old:
        accounts.sign_out(desk.store.people, old)
    answer = _to(accounts.local_path(next))
    accounts.set_session(request, answer, token)
    answer.set_cookie(CSRF_COOKIE, secrets.token_urlsafe(32), httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


@router.post("/logout")
def logout(request: Request) -> Response:
    """End the session."""
    accounts.sign_out(desk_of(request).store.people, request.cookies.get(accounts.SESSION_COOKIE, ""))
    answer = _to("/login")
    answer.delete_cookie(accounts.SESSION_COOKIE, httponly=True, samesite="lax")
    return answer


@router.get("/account")
def account(request: Request) -> HTMLResponse:
    """Show one's own account and its sessions."""
    return _account(request)


@router.post("/account/password")
def password(request: Request, old: Words, new: Words, again: Words) -> Response:
    """Change one's own password; every session ends, this browser gets a new one."""
    desk, person = desk_of(request), person_of(request)
    if not desk.team:
        raise _no_accounts()
    request.state.did = "change own password"
    try:
        if new != again:
            raise DeskError(400, "the two new passwords differ", hint="type the new one twice")
        token = accounts.new_password(desk.store.people, person.name, old, new, request.client.host if request.client else None)
    except DeskError as error:
        return _account(request, fault=f"{error.what}: {error.hint}", status=error.status)
    answer = _to("/account")
    accounts.set_session(request, answer, token)
    return answer


@router.get("/team")
def team(request: Request) -> HTMLResponse:
    """List the accounts, for admins."""
    return _team(request)


@router.post("/team")
def add(request: Request, name: Words, role: Words, password: Words) -> Response:
    """Make an account."""
    request.state.did, request.state.on = f"add account as {role[:20]}", name[:80]
    return _changed(request, lambda: accounts.add_account(desk_of(request).store.people, name, role, password))


@router.post("/team/{name}/role")
def role(request: Request, name: str, role: Words) -> Response:
    """Give an account another role; it holds at once."""
    request.state.did = f"make {role[:20]}"
    return _changed(request, lambda: desk_of(request).store.people.change(name, role=accounts.checked_role(role)))


@router.post("/team/{name}/active")
def active(request: Request, name: str, active: Annotated[bool, Form()]) -> Response:
    """Deactivate an account, which ends its sessions, or activate it again; what it wrote stays under its name."""
    request.state.did = "activate" if active else "deactivate"
    return _changed(request, lambda: desk_of(request).store.people.change(name, active=active))


@router.post("/team/{name}/password")
def reset(request: Request, name: str, password: Words) -> Response:
    """Set the password of an account, which ends its sessions."""
    request.state.did = "set password"
    people = desk_of(request).store.people
    return _changed(request, lambda: people.change(name, password=accounts.hashed(name, password)))


@router.get("/team/log")
def log(
    request: Request,
    who: Annotated[str, Query(max_length=80)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """Show the log of writes, the newest first."""
    at_least("admin", person_of(request))
    lines = desk_of(request).store.people.log(who=who, before=before, limit=LINES + 1)
    return render(request, "log.html", lines=lines[:LINES], more=len(lines) > LINES, who=who, before=before)


def _team(request: Request, fault: str | None = None, status: int = 200) -> HTMLResponse:
    at_least("admin", person_of(request))
    found = desk_of(request).store.people.accounts()
    return render(request, "team.html", status=status, accounts=found, roles=ROLES, fault=fault)


def _account(request: Request, fault: str | None = None, status: int = 200) -> HTMLResponse:
    person = person_of(request)
    found = desk_of(request).store.people.sessions(person.name)
    return render(request, "account.html", status=status, sessions=found, fault=fault, shortest=accounts.SHORTEST)


def _changed(request: Request, change: Callable[[], object]) -> Response:
    """Do what an admin asked for, and show the accounts; what cannot be done is told above them."""
    at_least("admin", person_of(request))
    if not desk_of(request).team:
        raise _no_accounts()
    try:
        change()
    except DatelineError as error:
        return _team(request, f"{error.what}: {error.hint}" if error.hint else error.what, 400)
    return _to("/team")


def _no_accounts() -> DeskError:
    return DeskError(400, "this desk has no accounts", hint="start it with `dateline serve --team`")


def _to(address: str) -> Response:
    return RedirectResponse(address, 303)
