"""The user's own files in the home folder, as the desk reads and writes them."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from dateline.errors import ConfigError
from dateline.serve.desk import Desk


def read_own(desk: Desk, name: str) -> str:
    """Return the text of a file of the home folder, empty where there is none; raises ConfigError where it cannot be read."""
    path = desk.config.home / name
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", where=str(path), hint="it must be a readable text file in UTF-8") from error


def write_own(desk: Desk, name: str, text: str) -> None:
    """Put a text in the place of a file of the home folder, whole or not at all; an empty text takes the file away."""
    path = desk.config.home / name
    try:
        if not text:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        number, part = tempfile.mkstemp(dir=path.parent, prefix=f".{name}.")
        try:
            with os.fdopen(number, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error}", where=str(path), hint="check the folder and its free space") from error


def mark_of(*parts: str) -> str:
    """Return a mark of what a preview was made of: an edit is kept only if it, and the file, are as they were shown."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
