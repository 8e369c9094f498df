"""The weights by which pairs of event reports are scored: the loader of link_weights.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dateline.errors import DataError

_FILE = "link_weights.toml"


@cache
def weights() -> Mapping[str, float]:
    """Return log-odds by feature, "bias" among them; raises DataError listing all faults."""
    raw = tomllib.loads((files("dateline.data") / _FILE).read_text(encoding="utf-8"))
    faults = [] if isinstance(raw.get("weight"), list) else ["no [[weight]]"]
    found: dict[str, float] = {}
    for row in [] if faults else raw["weight"]:
        if not (isinstance(row.get("feature"), str) and isinstance(row.get("log_odds"), int | float) and isinstance(row.get("why"), str)):
            faults.append(f"{row!r} has not feature, log_odds and why")
        elif row["feature"] in found:
            faults.append(f"{row['feature']} is there twice")
        else:
            found[row["feature"]] = float(row["log_odds"])
    if not faults and "bias" not in found:
        faults.append("no bias")
    if faults:
        raise DataError("; ".join(faults), where=_FILE, hint="see the comments in the file")
    return found
