"""Where dateline keeps its files, and the one configuration file.

The home folder is DATELINE_HOME, else the platform's place for application data. `config.toml` in it, or the file that
`--config` names, is read once; every fault of it is reported together.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import ConfigError
from dateline.records import DEFAULT_READER, READERS

LOG_LEVELS = ("debug", "info", "warning", "error")
RESOLVERS = ("lowest", "low-best-high", "range", "majority", "source-hierarchy", "highest", "midpoint")
"""Names that an exporter takes for choosing one toll among competing ones."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting of the configuration file: dotted name, what it says, its values (empty: any text), and what holds without it."""

    name: str
    help: str
    default: str
    values: tuple[str, ...] = ()


KEYS = (
    Key("store.url", "Address of the store, for SQLAlchemy.", "sqlite:///DATELINE_HOME/dateline.sqlite3"),
    Key("log.file", "File that the log is added to; `~` is the user's home.", "none"),
    Key("log.level", "How much is logged.", "info", LOG_LEVELS),
    Key("code.reader", "Who reads: the rules, the trained model, or both merged.", DEFAULT_READER, READERS),
    Key(
        "export.resolver",
        "How one toll is chosen where sources differ.",
        "lowest",
        RESOLVERS,
    ),
)


@dataclass(frozen=True, slots=True)
class Config:
    """What holds for one run: the home folder, the file read (None if there is none), and the settings by dotted name."""

    home: Path
    path: Path | None
    settings: Mapping[str, str]

    @property
    def reader(self) -> str:
        """Who reads where the command does not say it."""
        return self.settings.get("code.reader") or DEFAULT_READER

    @property
    def store_url(self) -> str:
        """The store's address; without a setting, one SQLite file in the home folder."""
        return self.settings.get("store.url") or f"sqlite:///{(self.home / 'dateline.sqlite3').as_posix()}"

    @property
    def log_file(self) -> Path | None:
        """The file that the log goes to, if any."""
        name = self.settings.get("log.file")
        return Path(name).expanduser() if name else None

    @property
    def log_level(self) -> str:
        """One of LOG_LEVELS."""
        return self.settings.get("log.level", "info")

    @property
    def resolver(self) -> str | None:
        """The resolver that exports use unless told otherwise, if one is set."""
        return self.settings.get("export.resolver")


def home_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder for the store, the place index and the configuration; it need not exist.

    DATELINE_HOME if set, else the platform's convention: XDG_DATA_HOME or ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%.
    """
    env = os.environ if environ is None else environ
    if named := env.get("DATELINE_HOME"):
        return Path(named).expanduser().absolute()
    if sys.platform == "win32":
        return Path(env.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "dateline"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "dateline"
    return Path(env.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "dateline"


def sqlite_file(url: str) -> Path | None:
    """Return the file of a store's address (a path, or sqlite:///PATH); None where it is no file."""
    if "://" not in url:
        return Path(url)
    path = url.removeprefix("sqlite:///")
    return None if path in (url, "", ":memory:") else Path(path)


def load(*, path: Path | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read the configuration: `path` if given (it must exist), else config.toml of the home folder if there is one.

    Raises ConfigError with every unknown key and every wrong value of the file, each with its line.
    """
    home = home_folder(environ)
    file = path or home / "config.toml"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if path is None:
            return Config(home, None, {})
        raise ConfigError("there is no such configuration file", where=str(path), hint="give --config an existing TOML file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(file), hint="it must be a readable TOML file in UTF-8") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is no valid TOML: {error}", where=str(file), hint="mend the line that it names") from error
    settings, faults = _settings(table, text)
    if faults:
        listed = "\n  ".join(f"{file}:{line}: {fault}" for line, fault in faults)
        raise ConfigError(
            f"{len(faults)} fault(s) in the configuration:\n  {listed}", hint=f"known keys: {', '.join(k.name for k in KEYS)}"
        )
    return Config(home, file, settings)


def _settings(table: Mapping[str, object], text: str) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """Return the settings by dotted name, and the faults with their lines."""
    known = {key.name: key for key in KEYS}
    sections = {name.split(".")[0] for name in known}
    settings: dict[str, str] = {}
    faults = []
    for name, value in _leaves(table, sections):
        key = known.get(name)
        if key is None:
            near = difflib.get_close_matches(name, known, n=1)
            faults.append((_line_of(name, text), f"unknown key {name!r}" + (f", meant {near[0]!r}?" if near else "")))
        elif not isinstance(value, str) or not value:
            faults.append((_line_of(name, text), f"{name!r} wants a text, not {value!r}"))
        elif key.values and value not in key.values:
            faults.append((_line_of(name, text), f"{name!r} wants one of {', '.join(key.values)}, not {value!r}"))
        else:
            settings[name] = value
    return settings, sorted(faults)


def _leaves(table: Mapping[str, object], sections: set[str]) -> Iterator[tuple[str, object]]:
    """Yield dotted names with their values; an unknown section is one leaf."""
    for name, value in table.items():
        if name in sections and isinstance(value, dict):
            yield from ((f"{name}.{inner}", leaf) for inner, leaf in value.items())
        else:
            yield name, value


def _line_of(name: str, text: str) -> int:
    """Return the line (from 1) where a dotted key stands; 1 where its writing is too unusual to find."""
    *section, key = name.split(".")
    current = ""
    whole = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[\]=]")
    plain = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*[\]=]")
    for number, line in enumerate(text.splitlines(), 1):
        if whole.match(line) or (current == ".".join(section) and plain.match(line)):
            return number
        if header := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
            current = header.group(1)
    return 1
