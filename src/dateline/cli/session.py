"""What every command shares: the settings, and what goes to stdout, to stderr and to the log."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from dateline.config import Config
from dateline.errors import ConfigError, DatelineError

if TYPE_CHECKING:
    from rich.console import Console

log = logging.getLogger("dateline")

PIPED_WIDTH = 160
"""Columns of a table that goes to a file or a pipe: wide enough for the event table; a terminal's own width is used otherwise."""


@dataclass(frozen=True, slots=True)
class Session:
    """The settings of one run of the command."""

    config: Config
    verbose: bool = False


def session_of(ctx: typer.Context) -> Session:
    """Return the session that the top command made."""
    session = ctx.find_object(Session)
    if session is None:
        raise DatelineError("the command was called without its top command", hint="call it through `dateline`")
    return session


def take_own_actors(home: Path) -> None:
    """Take the user's actors of the home folder, if there are any, beside the package's; raises ConfigError where they cannot be read."""
    from dateline.data.actors import OWN_FILE, use_own

    path = home / OWN_FILE
    try:
        use_own(path.read_text(encoding="utf-8") if path.is_file() else "")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path), hint="it must be a readable text file in UTF-8") from error


def say(text: str) -> None:
    """Print a line for the user to stderr, where it is in nobody's way."""
    print(text, file=sys.stderr, flush=True)


def put(line: str) -> None:
    """Write one line to stdout at once; where the reader has gone (`| head`), end quietly. Raises DatelineError where it cannot be written."""
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        end_quietly()
    except OSError as error:
        raise output_error(error) from error


def put_json(value: Mapping[str, object]) -> None:
    """Write one JSON object as one line to stdout."""
    put(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def end_quietly() -> NoReturn:
    """Leave without a word: nobody reads stdout any more, so what is still to be written has no use."""
    _give_up_stdout()
    raise typer.Exit(0)


def output_error(error: OSError) -> DatelineError:
    """Return what to say where stdout cannot be written; what it still holds is thrown away."""
    _give_up_stdout()
    return DatelineError(
        f"cannot write the output: {error.strerror or error}", hint="see that stdout leads to a file or program that takes it"
    )


def _give_up_stdout() -> None:
    with contextlib.suppress(OSError):  # a closed one has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def flush() -> None:
    """Write out what stdout still holds, if anybody reads it; raises DatelineError where it cannot be written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_stdout()
    except OSError as error:
        raise output_error(error) from error


class _Closed(io.TextIOBase):
    """Stands for a stream that was closed before the command began (`>&-`): it takes nothing."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "stdout is closed")


def stand_in_for_closed() -> None:
    """Give streams that the caller closed something to stand for them: an empty stdin, a stdout that fails when written, a mute stderr."""
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BytesIO())
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def console() -> Console:
    """Return a console on stdout; wide where stdout is no terminal, so that a piped table is whole."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            end_quietly()

        def print(self, *objects: Any, **options: Any) -> None:
            try:
                super().print(*objects, **options)
            except OSError as error:
                raise output_error(error) from error

    plain = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Screen(width=PIPED_WIDTH if plain else None, highlight=False, soft_wrap=False)


def set_up_logging(config: Config, *, log_file: Path | None, verbose: bool) -> None:
    """Send the log to the file asked for, and with `verbose` to stderr; otherwise nothing is logged."""
    log.setLevel(logging.DEBUG if verbose else config.log_level.upper())
    log.propagate = False
    handlers: list[logging.Handler] = []
    for old in log.handlers[:]:
        log.removeHandler(old)
        old.close()
    if target := log_file or config.log_file:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            handlers.append(logging.FileHandler(target, encoding="utf-8"))
        except OSError as error:
            raise DatelineError(
                f"the log cannot be written: {error.strerror}", where=str(target), hint="give --log-file a writable path"
            ) from error
    if verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        log.addHandler(handler)
