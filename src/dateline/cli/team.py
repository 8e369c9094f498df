"""`dateline team`: accounts of a desk that several persons share."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from dateline.cli.reading import Database
from dateline.cli.session import say, session_of
from dateline.errors import ConfigError

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline team add noor --role admin            the first account; the password is asked for\n"
    "  dateline team add ivan --role coder < secret   the password from a file's first line\n"
    "  dateline serve --team                          the desk, for those who have accounts\n"
)
app = typer.Typer(
    name="team",
    help="Accounts of a desk that several persons share: viewers, coders, adjudicators, admins.",
    epilog=EXAMPLES,
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the account: a-z, 0-9, dot, dash, underscore.")]
Role = Annotated[str, typer.Option("--role", metavar="ROLE", help="viewer, coder, adjudicator or admin.")]

NewRole = Annotated[str, typer.Argument(metavar="ROLE", help="viewer, coder, adjudicator or admin.")]


@app.command("add", epilog="\b\nExamples:\n  dateline team add noor --role admin\n")
def add(ctx: typer.Context, name: Name, role: Role = "viewer", db: Database = None) -> None:
    """Make an account; the password is asked for at the terminal, or read as the first line of standard input."""
    from dateline.serve.accounts import add_account
    from dateline.store import open_store

    with open_store(db or session_of(ctx).config.store_url) as store:
        add_account(store.people, name, role, _password(name))
    say(f"{name} may sign in as {role}")


@app.command("list", epilog="\b\nExamples:\n  dateline team list\n")
def show(ctx: typer.Context, db: Database = None) -> None:
    """List the accounts: name, role, state, since when; separated by tabs."""
    from dateline.store import open_store

    with open_store(db or session_of(ctx).config.store_url) as store:
        for one in store.people.accounts():
            print(one.name, one.role, "active" if one.active else "deactivated", one.made[:10], sep="\t")


@app.command("role", epilog="\b\nExamples:\n  dateline team role ivan adjudicator\n")
def set_role(
    ctx: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="viewer, coder, adjudicator or admin.")],
    db: Database = None,
) -> None:
    """Give an account another role; it holds at once."""
    from dateline.serve.accounts import checked_role
    from dateline.store import open_store

    with open_store(db or session_of(ctx).config.store_url) as store:
        store.people.change(name, role=checked_role(role))
    say(f"{name} is {role} now")


@app.command("password", epilog="\b\nExamples:\n  dateline team password ivan\n")
def set_password(ctx: typer.Context, name: Name, db: Database = None) -> None:
    """Set a new password; the account's sessions end."""
    from dateline.serve.accounts import hashed
    from dateline.store import open_store

    with open_store(db or session_of(ctx).config.store_url) as store:
        store.people.change(name, password=hashed(name, _password(name)))
    say(f"{name} has a new password; its sessions have ended")


@app.command("deactivate", epilog="\b\nExamples:\n  dateline team deactivate ivan\n")
def deactivate(ctx: typer.Context, name: Name, db: Database = None) -> None:
    """Let an account sign in no more; its sessions end, what it wrote stays under its name."""
    _set_active(ctx, name, db, False)


@app.command("activate", epilog="\b\nExamples:\n  dateline team activate ivan\n")
def activate(ctx: typer.Context, name: Name, db: Database = None) -> None:
    """Let a deactivated account sign in again."""
    _set_active(ctx, name, db, True)


def _set_active(ctx: typer.Context, name: str, db: str | None, active: bool) -> None:
    from dateline.store import open_store

    with open_store(db or session_of(ctx).config.store_url) as store:
        store.people.change(name, active=active)
    say(f"{name} is {'active' if active else 'deactivated'}")


def _password(name: str) -> str:
    """Ask for a new password twice at the terminal; elsewhere take the first line of standard input. Raises ConfigError."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"password of {name}: ")
    if getpass.getpass("once more: ") != first:
        raise ConfigError("the two differ", hint="type the same password twice")
    return first
