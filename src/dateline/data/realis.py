"""The patterns of data/realis.toml, compiled."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from dateline.errors import DataError


@cache
def load_realis() -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    """Return, by class, one pattern for the words before a trigger and one for those after, to be searched in lower case.

    Raises DataError naming every broken pattern.
    """
    raw = tomllib.loads(files("dateline.data").joinpath("realis.toml").read_text(encoding="utf-8"))
    faults: list[str] = []
    table: dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]] = {}
    for name, entry in raw.items():
        before = _compile(name, entry.get("before", ()), faults)
        after = _compile(name, entry.get("after", entry.get("patterns", ())), faults)
        table[name] = (before, after)
    if faults:
        raise DataError("; ".join(faults), where="data/realis.toml", hint="mend the named patterns")
    return table


def _compile(name: str, patterns: list[str] | tuple[str, ...], faults: list[str]) -> re.Pattern[str] | None:
    good = []
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            faults.append(f"{name}: {pattern!r}: {error}")
        else:
            good.append(pattern)
    return re.compile("|".join(f"(?:{p})" for p in good)) if good else None
