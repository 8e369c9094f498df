"""The order in which sources of a toll are believed: the loader of toll_sources.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from dateline.errors import DataError

FILE = "toll_sources.toml"
KINDS = frozenset("own belligerent official state_media ngo_monitor media_outlet witness medical ngo un unnamed author".split())


@cache
def source_order(own_file: Path | None = None) -> Mapping[str, int]:
    """Return the rank of each type of source, 0 the most believed; `own_file` stands for the package's where it exists.

    Raises DataError naming every entry that is unknown, given twice, or missing.
    """
    given = own_file if own_file is not None and own_file.is_file() else None
    text = given.read_text(encoding="utf-8") if given else files("dateline.data").joinpath(FILE).read_text(encoding="utf-8")
    where = str(given) if given else FILE
    try:
        order = tomllib.loads(text).get("order")
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"no TOML: {error}", where=where, hint='it holds one line: order = ["own", "ngo_monitor", ...]') from error
    if not isinstance(order, list):
        raise DataError("has no list `order`", where=where, hint='it holds one line: order = ["own", "ngo_monitor", ...]')
    faults = [f"unknown: {kind}" for kind in order if kind not in KINDS]
    faults += [f"given twice: {kind}" for kind in dict.fromkeys(order) if order.count(kind) > 1]
    faults += [f"missing: {kind}" for kind in sorted(KINDS - set(map(str, order)))]
    if faults:
        raise DataError("; ".join(faults), where=where, hint=f"each of these once: {', '.join(sorted(KINDS))}")
    return {kind: rank for rank, kind in enumerate(order)}
