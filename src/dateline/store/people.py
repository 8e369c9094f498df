"""Who may use a desk of several, and what was done there: accounts, sessions, failed logins, the log of writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from dateline.errors import StoreError
from dateline.store import schema
from dateline.store.database import writing


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account. password: argon2's encoded hash; made: when, as the store writes times."""

    name: str
    role: str
    password: str
    active: bool
    made: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log of writes: when, who, what was done, on what."""

    number: int
    at: str
    who: str
    did: str
    on: str | None
    details: Mapping[str, Any]


class People:
    """Accounts, sessions, failed logins and the log. Times are aware and kept in UTC."""

    def __init__(self, engine: Engine, where: str = "") -> None:
        self._engine = engine
        self._where = where

    # ------------------------------------------------------------ accounts

    def accounts(self) -> list[Account]:
        """Return all accounts by name."""
        with self._engine.connect() as connection:
            return [Account(*row) for row in connection.execute(sa.select(schema.accounts).order_by(schema.accounts.c.name))]

    def account(self, name: str) -> Account | None:
        """Return the account of a name."""
        with self._engine.connect() as connection:
            return _account(connection, name)

    def add(self, name: str, role: str, password: str, *, now: dt.datetime) -> None:
        """Make an account; `password` is its hash. Raises StoreError where the name is taken."""
        try:
            with writing(self._engine).begin() as connection:
                values = {"name": name, "role": role, "password": password, "active": True, "made": _written(now)}
                connection.execute(sa.insert(schema.accounts).values(**values))
        except sa.exc.IntegrityError as error:
            raise StoreError(f"there is an account {name} already", where=self._where, hint="choose another name") from error

    def change(self, name: str, *, role: str | None = None, password: str | None = None, active: bool | None = None) -> Account:
        """Change an account; another password or its deactivation ends its sessions.

        Raises StoreError where there is no such account, or no active admin would be left.
        """
        values = {key: value for key, value in (("role", role), ("password", password), ("active", active)) if value is not None}
        accounts = schema.accounts
        with writing(self._engine).begin() as connection:
            if _account(connection, name) is None:
                raise StoreError(f"there is no account {name}", where=self._where, hint="`dateline team list` names them")
            if values:
                connection.execute(sa.update(accounts).where(accounts.c.name == name).values(**values))
            if role is not None or active is not None:
                left = sa.select(sa.func.count()).where(accounts.c.role == "admin", accounts.c.active)
                if not connection.scalar(left):
                    raise StoreError("no active admin would be left", where=name, hint="make another account an admin first")
            if password is not None or active is False:
                connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.account == name))
            changed = _account(connection, name)
        assert changed is not None
        return changed

    # ------------------------------------------------------------ sessions

    def open_session(self, token: str, name: str, *, now: dt.datetime, ends: dt.datetime) -> None:
        """Keep a session of an account under the hash of its token; sessions that have ended are cleared away."""
        with writing(self._engine).begin() as connection:
            connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.ends <= _written(now)))
            values = {"token": token, "account": name, "made": _written(now), "seen": _written(now), "ends": _written(ends)}
            connection.execute(sa.insert(schema.sessions).values(**values))

    def session(self, token: str, *, now: dt.datetime, idle: dt.timedelta, mark: dt.timedelta) -> Account | None:
        """Return the active account of a session that has neither ended nor lain idle too long; its use is marked every `mark` or so."""
        sessions, accounts = schema.sessions, schema.accounts
        query = (
            sa.select(accounts, sessions.c.seen)
            .join(sessions, sessions.c.account == accounts.c.name)
            .where(
                sessions.c.token == token,
                sessions.c.ends > _written(now),
                sessions.c.seen > _written(now - idle),
                accounts.c.active,
            )
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.seen <= _written(now - mark):
            with suppress(StoreError), writing(self._engine).begin() as connection:  # who only reads is let in all the same
                connection.execute(sa.update(sessions).where(sessions.c.token == token).values(seen=_written(now)))
        return Account(*row[:5])

    def close_session(self, token: str) -> None:
        """End a session."""
        with writing(self._engine).begin() as connection:
            connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.token == token))

    def sessions(self, name: str) -> list[tuple[str, str]]:
        """Return when each session of an account was begun and last used, the last used first."""
        sessions = schema.sessions
        query = sa.select(sessions.c.made, sessions.c.seen).where(sessions.c.account == name).order_by(sessions.c.seen.desc())
        with self._engine.connect() as connection:
            return [(row.made, row.seen) for row in connection.execute(query)]

    # ------------------------------------------------------------ failed logins

    def attempt(self, limits: Mapping[str, int], *, now: dt.datetime, window: dt.timedelta) -> list[int] | None:
        """Count a login as failed before it is tried, under each key; None where a key has had its number within the window already.

        Returns the numbers of the entries, for `forgive`. Counting first keeps attempts at the same time within the limits.
        """
        failures = schema.login_failures
        with writing(self._engine).begin() as connection:
            connection.execute(sa.delete(failures).where(failures.c.at <= _written(now - window)))
            for key, most in limits.items():
                if (connection.scalar(sa.select(sa.func.count()).where(failures.c.key == key)) or 0) >= most:
                    return None
            made = [connection.execute(sa.insert(failures).values(key=key, at=_written(now))) for key in limits]
            return [int(one.inserted_primary_key[0]) for one in made if one.inserted_primary_key]

    def forgive(self, numbers: Sequence[int], key: str) -> None:
        """Take back what `attempt` counted, and all failures under a key."""
        failures = schema.login_failures
        with writing(self._engine).begin() as connection:
            connection.execute(sa.delete(failures).where(sa.or_(failures.c.number.in_(numbers), failures.c.key == key)))

    # ------------------------------------------------------------ the log

    def note(self, who: str, did: str, on: str | None, details: Mapping[str, Any], *, now: dt.datetime) -> None:
        """Add a line to the log."""
        values = {"at": _written(now), "who": who, "did": did, "on": on, "details": dict(details)}
        with writing(self._engine).begin() as connection:
            connection.execute(sa.insert(schema.audit).values(**values))

    def log(self, *, who: str = "", before: int | None = None, limit: int = 100) -> list[Entry]:
        """Return the newest lines of the log, of one person if asked, from before a number if asked."""
        audit = schema.audit
        query = sa.select(audit).order_by(audit.c.number.desc()).limit(limit)
        if who:
            query = query.where(audit.c.who == who)
        if before is not None:
            query = query.where(audit.c.number < before)
        with self._engine.connect() as connection:
            return [Entry(row.number, row.at, row.who, row.did, row._mapping["on"], row.details or {}) for row in connection.execute(query)]


def _account(connection: Connection, name: str) -> Account | None:
    row = connection.execute(sa.select(schema.accounts).where(schema.accounts.c.name == name)).one_or_none()
    return None if row is None else Account(*row)


def _written(when: dt.datetime) -> str:
    """Return a time as the store writes it: UTC, always to the microsecond, so that texts compare as times do."""
    return when.astimezone(dt.UTC).isoformat(timespec="microseconds")
