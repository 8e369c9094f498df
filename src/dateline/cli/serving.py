"""`dateline serve`: the desk in the browser."""

from __future__ import annotations

import threading
import webbrowser
from typing import Annotated

import typer

from dateline.cli.reading import Database
from dateline.cli.session import say, session_of
from dateline.errors import ConfigError

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline serve                                     the desk on your own store, in your browser\n"
    "  dateline serve --db desk.sqlite3 --port 8800 --no-browser\n"
    "  dateline serve --team --name desk.example.org      for a team, behind a proxy that speaks TLS\n"
)
PORT = 8440
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - refused without a name


def serve(
    ctx: typer.Context,
    db: Database = None,
    host: Annotated[str, typer.Option("--host", metavar="NAME", help="Name or address to listen at; other than loopback only with --team.")] = LOOPBACK[0],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen at; 0 takes a free one.")] = PORT,
    team: Annotated[bool, typer.Option("--team", help="Ask for accounts: roles, sessions, an audit log.")] = False,
    name: Annotated[list[str] | None, typer.Option("--name", metavar="HOST", help="A further name that the desk answers to; may be repeated.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
) -> None:  # fmt: skip
    """Open the desk: map and timeline, events with their claims, control, review, on the local store; works without internet."""
    from dateline.serve.running import open_desk, run
    from dateline.store import open_store

    if host not in LOOPBACK and not team:
        raise ConfigError(f"a desk without accounts is for this machine alone, and {host} is not", hint="give --team, or leave --host out")
    if host in EVERYWHERE and not name:
        raise ConfigError(f"{host} is no name that a browser could ask for", hint="give --name as well, such as --name desk.example.org")
    config = session_of(ctx).config
    with open_store(db or config.store_url) as store:
        desk = open_desk(store, config, team=team, host=host, names=tuple(name or ()), say=say)
        if team and not any(one.active and one.role == "admin" for one in store.people.accounts()):
            raise ConfigError("the desk has no admin yet", hint="make one: dateline team add NAME --role admin")

        def ready(address: str) -> None:
            say(f"the desk is open at {address} (Ctrl-C ends it)")
            if browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        run(desk, host=host, port=port, ready=ready)
