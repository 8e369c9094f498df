"""The top command: options of every command, and the edge where errors become messages."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import Annotated

import typer
import typer.main

from dateline import __version__, config
from dateline.cli import demo, exporting, gazetteer, reading, state, stored
from dateline.cli.session import Session, flush, say, set_up_logging
from dateline.cli.tally import NOTHING_READ
from dateline.errors import DatelineError

app = typer.Typer(
    name="dateline",
    help="Reads reports about armed conflict and keeps, claim by claim, who did what to whom, where, when, with what losses, "
    "and who says so.",
    epilog="\b\nExamples:\n"
    "  dateline demo                                  see it work on the sample reports\n"
    "  dateline code page.html                        one page in, an event table out\n"
    "  dateline add reports/ && dateline events       keep many reports, list their events\n"
    "  dateline export acled -o events.csv            give the rows out\n",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"dateline {__version__}")
        raise typer.Exit


@app.callback()
def top(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_print_version)] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Log to stderr; show where an internal error arose.")] = False,
    log_file: Annotated[Path | None, typer.Option("--log-file", metavar="FILE", help="Add the log to this file.", dir_okay=False)] = None,
    config_file: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Read this configuration file, not config.toml of DATELINE_HOME.")
    ] = None,
) -> None:
    """Make the session that every command runs in."""
    settings = config.load(path=config_file)
    set_up_logging(settings, log_file=log_file, verbose=verbose)
    ctx.obj = Session(settings, verbose)


app.command("code", short_help="Code sources and print what they report.", epilog=reading.CODE_EXAMPLES)(reading.code)
app.command("add", short_help="Code sources and keep them in the store.", epilog=reading.ADD_EXAMPLES)(reading.add)
app.command("events", short_help="List the events of the store.", epilog=stored.EVENTS_EXAMPLES)(stored.events)
app.command("claims", short_help="Show the claims under one event.", epilog=stored.CLAIMS_EXAMPLES)(stored.claims)
app.command("export", short_help="Give the events of the store out as rows.", epilog=exporting.EXAMPLES)(exporting.export)
app.add_typer(gazetteer.app, name="gazetteer")
app.command("demo", short_help="Show the whole way on the sample reports.", epilog=demo.EXAMPLES)(demo.demo)
app.command("doctor", short_help="Say what is installed and what is missing.", epilog=state.EXAMPLES)(state.doctor)


def _explain(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that an internal error arose, without a traceback."""
    say(f"dateline: internal error: {kind.__name__}: {error}")
    say("  hint: run it again with -v before the command to see where it arose, and report it with the input that brings it about")
    logging.getLogger("dateline").debug("internal error", exc_info=(kind, error, trace))


def main() -> None:
    """Run the command line; a failure that a user can act on is printed as what, where and hint, never as a traceback."""
    if not {"-v", "--verbose"} & set(sys.argv[1:]):
        sys.excepthook = _explain
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a replaced stream (a test's) need not have it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        typer.main.get_command(app)(prog_name="dateline")
    except DatelineError as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            logging.getLogger("dateline").debug("it failed here", exc_info=error)
        say(f"{error.where or 'dateline'}: {error.what}" + (f"\n  hint: {error.hint}" if error.hint else ""))
        sys.exit(NOTHING_READ)
    finally:
        flush()
