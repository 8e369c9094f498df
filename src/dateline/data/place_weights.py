"""The weights that choose among places of the same name, from data/place_weights.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.errors import DataError

FILE = "place_weights.toml"


@dataclass(frozen=True, slots=True)
class PlaceWeights:
    """Names and weights of what speaks for a candidate, and for none of them; in log odds."""

    names: tuple[str, ...]
    candidate: tuple[float, ...]
    nil: tuple[float, ...]


def parse_place_weights(text: str, *, where: str = FILE) -> PlaceWeights:
    """Read the weights from TOML text; raise DataError with every fault."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(str(error), where=where, hint="correct the TOML") from error
    faults = [f"section [{name}] is missing" for name in ("candidate", "nil") if not table.get(name)]
    faults += [
        f"{section}.{name} is {value!r}, expected a number"
        for section in ("candidate", "nil")
        for name, value in table.get(section, {}).items()
        if isinstance(value, bool) or not isinstance(value, int | float)
    ]
    if faults:
        raise DataError("; ".join(faults), where=where, hint="run `python -m train.places` to write the file anew")
    chosen, nil = table["candidate"], table["nil"]
    return PlaceWeights((*chosen, *nil), tuple(map(float, chosen.values())), tuple(map(float, nil.values())))


@cache
def load_place_weights() -> PlaceWeights:
    """Return the package's weights, read once."""
    return parse_place_weights(files("dateline.data").joinpath(FILE).read_text(encoding="utf-8"))
