"""Opening the store's database: versions, back-ups, migrations, and what is refused."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url

from dateline import __version__
from dateline.errors import StoreError
from dateline.store import schema

log = logging.getLogger(__name__)

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Versions of the schema, oldest first; the last is this release's."""

BUSY_SECONDS = 30
"""How long a writer waits for another: longer than any single report takes to add, shorter than a person's patience."""
_OUTSIDE = ("locked", "full", "readonly", "disk I/O")  # of SQLite's messages: what is no fault of the program


def open_engine(url: str | Path) -> Engine:
    """Return an engine on a store of this release's schema, made, or backed up and migrated, where need be.

    `url` is a path or an SQLAlchemy address of SQLite. Raises StoreError for a newer store, a file that is none, and what cannot be opened.
    """
    address = _address(url)
    path = Path(address.database) if address.database and address.database != ":memory:" else None
    if path is not None:
        _check_path(path)
    engine = _engine(address)
    try:
        _bring_up(engine, path)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise StoreError(
            f"the store cannot be opened: {error.orig}",
            where=str(path or url),
            hint="name another file with --db, or put a back-up of the store in its place",
        ) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _write_ahead(connection: Any) -> None:
    """Switch to a write-ahead log; SQLite does not wait here for another process that makes the same file, so this does."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return


def _address(url: str | Path) -> URL:
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(url))
    try:
        address = make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreError("not an address of a database", where=url, hint="give a path, or sqlite:///PATH") from error
    if address.get_backend_name() != "sqlite":
        raise StoreError(
            f"stores in {address.get_backend_name()} are not supported",
            where=address.render_as_string(hide_password=True),
            hint="give a path, or sqlite:///PATH",
        )
    return address


def _check_path(path: Path) -> None:
    if path.is_dir():
        raise StoreError("the store is a folder, not a file", where=str(path), hint=f"name a file in it: --db {path / 'dateline.sqlite'}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the folder of the store cannot be made: {error.strerror}", where=str(path.parent), hint="name another --db"
        ) from error


def _engine(address: URL) -> Engine:
    engine = sa.create_engine(address)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins no transaction of its own: tables are made inside ours too
        for pragma in (
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "foreign_keys=ON",
            "synchronous=NORMAL",  # in WAL a killed process loses nothing; only a power cut may lose the last reports, whole
            "cache_size=-12000",  # for each connection: a desk has several
        ):
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @sa.event.listens_for(engine, "handle_error")
    def told(context: sa.engine.ExceptionContext) -> None:
        """Say as a fault of the store what is no fault of the program, wherever it comes up."""
        error = context.original_exception
        if isinstance(error, sqlite3.OperationalError) and any(word in str(error) for word in _OUTSIDE):
            raise StoreError(
                f"the store cannot be written: {error}", where=address.database,
                hint="see that the disk has room and no other program holds the store, then do it again",
            ) from error  # fmt: skip

    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine whose transactions take the write lock at once, so that what they read stays true until they end."""
    return engine.execution_options(writes=True)


def _bring_up(engine: Engine, path: Path | None) -> None:
    with engine.connect() as connection:
        found = _version(connection, path)
    if found == REVISIONS[-1]:
        return
    if found is not None and path is not None:
        copy = _back_up(engine, path, found)
        log.warning("the store %s is of schema version %s; backed up to %s and migrated to %s", path, found, copy, REVISIONS[-1])
    with writing(engine).begin() as connection:
        if _version(connection, path) != REVISIONS[-1]:
            migrate(connection)


def _version(connection: Connection, path: Path | None) -> str | None:
    """Return the schema's version, None for an empty database."""
    tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return None
    where = str(path) if path else None
    if not {"alembic_version", "facts"} <= tables:
        raise StoreError("the file is a database of something else", where=where, hint="name another file with --db")
    version = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    if version not in REVISIONS:
        maker = connection.execute(sa.select(schema.facts.c.value).where(schema.facts.c.name == "dateline")).scalar()
        raise StoreError(
            f"the store is of a newer version (schema {version}, written by dateline {maker}; this is dateline {__version__})",
            where=where,
            hint="install that version of dateline or a newer one, or name another file with --db",
        )
    return version


def migrate(connection: Connection, to: str = REVISIONS[-1]) -> None:
    """Bring the schema up to a version, inside the connection's transaction."""
    from alembic import command  # half of what opening costs, and needed only here
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    connection.execute(sa.delete(schema.facts).where(schema.facts.c.name == "dateline"))
    connection.execute(sa.insert(schema.facts).values(name="dateline", value=__version__))


def _back_up(engine: Engine, path: Path, version: str) -> Path:
    """Copy the store beside itself, under the day and its version; the copy is whole or not there."""
    stem = f"{path.name}.{dt.datetime.now(dt.UTC):%Y-%m-%d}.v{version}"
    copy = path.with_name(f"{stem}.bak")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{stem}.{number}.bak")
    part = copy.with_name(copy.name + ".part")
    part.unlink(missing_ok=True)
    with engine.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise StoreError("the store cannot be backed up: its driver is not SQLite's", where=str(path), hint="copy the file by hand")
        target = sqlite3.connect(part)
        try:
            source.backup(target)
        finally:
            target.close()
    part.replace(copy)
    return copy
