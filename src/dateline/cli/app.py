"""The top command: options of every command, and the edge where errors become messages."""

from __future__ import annotations

import errno
import logging
import sys
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any

import typer
import typer.main

from dateline import __version__, config
from dateline.cli import (
    briefing,
    control,
    credibility,
    demo,
    exporting,
    gazetteer,
    importing,
    packing,
    profiling,
    reading,
    serving,
    state,
    stored,
    team,
    tolls,
    why,
)
from dateline.cli.session import Session, flush, output_error, say, set_up_logging, stand_in_for_closed, take_own_actors
from dateline.cli.tally import NOTHING_READ
from dateline.errors import DatelineError

_WRONG_CALL: type[Exception] = typer.BadParameter.__bases__[0]
"""The error of every wrong call, which Typer does not name."""
_INTERRUPTED = 130

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
    take_own_actors(settings.home)
    set_up_logging(settings, log_file=log_file, verbose=verbose)
    ctx.obj = Session(settings, verbose)


app.command("code", short_help="Code sources and print what they report.", epilog=reading.CODE_EXAMPLES)(reading.code)
app.command("add", short_help="Code sources and keep them in the store.", epilog=reading.ADD_EXAMPLES)(reading.add)
app.command("events", short_help="List the events of the store.", epilog=stored.EVENTS_EXAMPLES)(stored.events)
app.command("claims", short_help="Show the claims under one event.", epilog=stored.CLAIMS_EXAMPLES)(stored.claims)
app.command("tolls", short_help="Show who says how many, of one event.", epilog=tolls.TOLLS_EXAMPLES)(tolls.tolls)
app.command("control", short_help="Say who is said to hold each place on a day.", epilog=control.EXAMPLES)(control.control)
app.command("why", short_help="Show why event reports are one event.", epilog=why.EXAMPLES)(why.why)
app.command("credibility", short_help="Say how far an event may be believed, and why.", epilog=credibility.EXAMPLES)(
    credibility.credibility
)
app.command("export", short_help="Give the events of the store out as rows.", epilog=exporting.EXAMPLES)(exporting.export)
app.command("pack", short_help="Write events with all their evidence to one file.", epilog=packing.EXAMPLES)(packing.pack)
app.command("compare", short_help="Show why code books count other numbers.", epilog=tolls.COMPARE_EXAMPLES)(tolls.compare)
app.command("brief", short_help="Summarise the store in cited sentences.", epilog=briefing.EXAMPLES)(briefing.brief)
app.command("profile", short_help="Describe an outlet by its reports.", epilog=profiling.EXAMPLES)(profiling.profile)
app.command("import", short_help="Put tables of events beside the reports: ACLED, UCDP, CSV, XLSX.", epilog=importing.EXAMPLES)(
    importing.import_
)
app.command("serve", short_help="Open the desk: map, claims and review in the browser.", epilog=serving.EXAMPLES)(serving.serve)
app.add_typer(team.app, name="team")
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
    stand_in_for_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a replaced stream (a test's) need not have it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run()
    except DatelineError as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            logging.getLogger("dateline").debug("it failed here", exc_info=error)
        say(f"{error.where or 'dateline'}: {error.what}" + (f"\n  hint: {error.hint}" if error.hint else ""))
        status = NOTHING_READ
    if status:
        sys.exit(status)


def _run() -> int:
    """Run the command line and return its exit status; raises DatelineError for a failure that a user can act on."""
    command = typer.main.get_command(app)
    try:
        status = command(prog_name="dateline", standalone_mode=False)
    except _WRONG_CALL as error:
        error.message = error.message.replace("Value error, ", "")  # type: ignore[attr-defined]
        error.show()  # type: ignore[attr-defined]
        if hint := _misplaced(command, error):
            say(f"  hint: {hint}")
        status = NOTHING_READ
    except typer.Abort:
        say("dateline: interrupted")
        status = _INTERRUPTED
    except OSError as error:  # what Typer itself prints, such as the help
        if error.errno not in (errno.ENOSPC, errno.EBADF):
            raise
        raise output_error(error) from error
    flush()
    return status if isinstance(status, int) else 0


def _misplaced(command: Any, error: Exception) -> str | None:
    """Return where an option belongs that stands before the command but is one of a command's, or the other way round."""
    option, inner = getattr(error, "option_name", None), getattr(getattr(error, "ctx", None), "command", None)
    if option is None or inner is None:
        return None
    takers = [name for name, one in command.commands.items() if option in _options(one)]
    if inner is not command and option in _options(command):
        return f"{option} goes before the command: dateline {option} {inner.name} ..."
    if inner is command and takers:
        meant = next((name for name in takers if name in sys.argv), takers[0])
        return f"{option} goes after the command: dateline {meant} {option} ..."
    return None


def _options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}
