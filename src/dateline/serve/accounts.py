"""Signing in: passwords, sessions, and how often a password may be wrong.

Passwords are kept as Argon2id with the parameters that RFC 9106 recommends where memory is scarce (64 MiB, three passes). Of a session the
store keeps only the SHA-256 of its token, so that a copy of the store opens no session.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import re
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Request, Response

from dateline.errors import DeskError
from dateline.serve.people import ROLES, Person, Role
from dateline.store import Account, People

SESSION_COOKIE = "dateline_session"
IDLE = dt.timedelta(hours=8)
"""A session that is not used for so long ends."""
LONGEST = dt.timedelta(days=7)
"""Every session ends after so long."""
MARK = dt.timedelta(minutes=1)
"""How often the use of a session is written down."""
WINDOW = dt.timedelta(minutes=15)
WRONG_OF_A_NAME, WRONG_OF_AN_ADDRESS = 10, 30
"""Failed logins within the window after which an account, or an address, has to wait."""
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
RESERVED = frozenset({"local"})
SHORTEST, MOST = 10, 500
"""Characters of a password."""
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each hash takes 64 MiB: so many at a time."""


def add_account(people: People, name: str, role: str, password: str) -> None:
    """Make an account; raises DeskError for a name, role or password that cannot be, StoreError where the name is taken."""
    if not NAME.fullmatch(name) or name in RESERVED:
        raise DeskError(
            400, f"no name of an account: {name!r}", hint="1 to 40 of a-z, 0-9, dot, dash and underscore, the first a letter or digit"
        )
    people.add(name, checked_role(role), hashed(name, password), now=_now())


def checked_role(role: str) -> Role:
    """Return the role of a name; raises DeskError."""
    for known in ROLES:
        if role == known:
            return known
    raise DeskError(400, f"no role: {role!r}", hint=f"one of {', '.join(ROLES)}")


def hashed(name: str, password: str) -> str:
    """Return the hash of a new password; raises DeskError where it is too short or too easy to guess."""
    if not SHORTEST <= len(password) <= MOST:
        raise DeskError(400, f"a password has {SHORTEST} to {MOST} characters", hint="several words are easier to keep in mind")
    if (name in password.casefold() and len(password) < len(name) + SHORTEST) or len(set(password)) < 5:
        raise DeskError(400, "the password is too easy to guess", hint="leave your name out, and take more than a few different characters")
    with _AT_ONCE:
        return _hasher().hash(password)


def right(account: Account | None, password: str) -> bool:
    """Tell whether a password is an active account's; a name that is unknown costs the same time."""
    with _AT_ONCE:
        try:
            _hasher().verify(account.password if account is not None and account.active else _nobody(), password[:MOST])
        except (VerificationError, InvalidHashError):
            return False
    return account is not None and account.active


def sign_in(people: People, name: str, password: str, address: str | None) -> str:
    """Return the token of a new session; raises DeskError (401) for a wrong name or password, (429) after too many of them."""
    name = name.strip().casefold()[:80]
    by_name, by_address = f"name:{name}", f"address:{_network(address)}"
    counted = people.attempt({by_name: WRONG_OF_A_NAME, by_address: WRONG_OF_AN_ADDRESS}, now=_now(), window=WINDOW)
    if counted is None:
        raise DeskError(429, "too many failed logins", hint=f"wait {WINDOW.seconds // 60} minutes, then sign in")
    if not right(people.account(name), password):
        raise DeskError(401, "the name or the password is wrong", hint="an admin of the desk can set a new password")
    people.forgive(counted, by_name)
    return _opened(people, name)


def new_password(people: People, name: str, old: str, new: str, address: str | None) -> str:
    """Change a password by the old one; all sessions end, the token of a new one is returned. Raises DeskError as `sign_in` does."""
    fresh = hashed(name, new)
    sign_in(people, name, old, address)
    people.change(name, password=fresh)
    return _opened(people, name)


def signed_in(people: People, token: str) -> Person | None:
    """Return whose session a token opens."""
    account = people.session(_kept(token), now=_now(), idle=IDLE, mark=MARK) if token else None
    return None if account is None else Person(account.name, checked_role(account.role))


def sign_out(people: People, token: str) -> None:
    """End the session of a token."""
    people.close_session(_kept(token))


def set_session(request: Request, answer: Response, token: str) -> None:
    """Put the token of a session into the browser; over TLS it never goes without."""
    answer.set_cookie(
        SESSION_COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https", max_age=int(LONGEST.total_seconds())
    )


def local_path(address: str) -> str:
    """Return an address within the desk, else `/`: what stands in `next=` may lead nowhere else."""
    if re.fullmatch(r"/(?![/\\])[!-\[\]-~]*", address) and len(address) <= 2000:
        return address
    return "/"


def _opened(people: People, name: str) -> str:
    token = secrets.token_urlsafe(32)
    people.open_session(_kept(token), name, now=_now(), ends=_now() + LONGEST)
    return token


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _network(address: str | None) -> str:
    """Return the address, of IPv6 its first 64 bits: who has one of these has them all."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return address or "unknown"
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


@cache
def _nobody() -> str:
    """Return a hash that no password has."""
    return _hasher().hash(secrets.token_urlsafe(32))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
