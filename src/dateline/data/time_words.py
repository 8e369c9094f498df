"""Words of time expressions, loaded from time_words.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from dateline.errors import DataError

FILE = "time_words.toml"


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Word lists of the time finder; all keys lower case."""

    months: Mapping[str, int]  # 1-12
    weekdays: Mapping[str, int]  # Monday 0
    days: Mapping[str, int]  # offset in days from publication
    recent: tuple[str, ...]
    numbers: Mapping[str, int]
    future: tuple[str, ...]
    ordinals: Mapping[str, int]
    feasts: Mapping[str, str]  # name to the key that find.feasts reckons by
    solar: Mapping[str, int]  # months of the Afghan and Iranian year, 1-12
    solar_alone: frozenset[str]  # of them those that are dates without a year beside them

    def month(self, name: str) -> int:
        """Return the number of a month as written; KeyError where it is none."""
        return self.months[" ".join(name.lower().split())]


def parse_time_words(raw: Mapping[str, Any]) -> TimeWords:
    """Turn the parsed TOML into look-up tables; raises DataError naming all faults at once."""
    months, weekdays = raw.get("months", []), raw.get("weekdays", [])
    numbers = raw.get("numbers", {})
    faults = []
    if len(months) != 12:
        faults.append(f"months: expected 12, found {len(months)}")
    if len(weekdays) != 7:
        faults.append(f"weekdays: expected 7, found {len(weekdays)}")
    faults += [f"weekday_forms: {form} names no weekday" for form, day in raw.get("weekday_forms", {}).items() if day not in weekdays]
    faults += [f"month_forms: {form} must be 1 to 12" for form, month in raw.get("month_forms", {}).items() if not 1 <= month <= 12]
    faults += [f"[days] {words}: expected a whole number" for words, days in raw.get("days", {}).items() if not isinstance(days, int)]
    if len(numbers.get("words", ())) != len(numbers.get("values", ())):
        faults.append("[numbers]: words and values differ in length")
    faults += [f"[{key}] lacks words" for key in ("recent", "future", "ordinals") if not raw.get(key, {}).get("words")]
    faults += [f"other_calendars: {form} must be 1 to 12" for form, month in raw.get("other_calendars", {}).items() if not 1 <= month <= 12]
    solar = raw.get("solar", {}).get("months", [])
    faults += [] if len(solar) == 12 else [f"[solar] months: expected 12, found {len(solar)}"]
    faults += [] if raw.get("feasts") else ["[feasts] lacks names"]
    if faults:
        raise DataError("; ".join(faults), where=FILE, hint="compare the file with the one in the package")
    month_table = {form: i for i, name in enumerate(months, start=1) for form in (name, name[:3])}
    day_table = {form: i for i, name in enumerate(weekdays) for form in (name, name[:3])}
    solar_table = {name: month for month, names in enumerate(solar, start=1) for name in names}
    return TimeWords(
        months={**month_table, **raw.get("month_forms", {}), **raw.get("other_calendars", {})},
        weekdays={**day_table, **{form: weekdays.index(day) for form, day in raw.get("weekday_forms", {}).items()}},
        days=raw["days"],
        recent=tuple(raw["recent"]["words"]),
        numbers=dict(zip(numbers["words"], numbers["values"], strict=True)),
        future=tuple(raw["future"]["words"]),
        feasts={name: key for key, names in raw["feasts"].items() for name in names},
        solar=solar_table,
        solar_alone=frozenset(solar_table).difference(raw["solar"].get("with_year", [])),
        ordinals={word: i for i, word in enumerate(raw["ordinals"]["words"], start=1)},
    )


@functools.cache
def time_words() -> TimeWords:
    """Return the package's word lists."""
    return parse_time_words(tomllib.loads(resources.files("dateline.data").joinpath(FILE).read_text("utf-8")))
