"""Rules that grade information, and the reliability of speakers: the loaders of credibility.toml and reliability.toml."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

from dateline.errors import DataError
from dateline.records import SourceType

RULES_FILE, RELIABILITY_FILE = "credibility.toml", "reliability.toml"
SCALES: Mapping[str, frozenset[str]] = {
    "admiralty": frozenset("123456"),
    "airwars": frozenset({"confirmed", "fair", "weak", "contested", "discounted"}),
}
FLAGS = frozenset({
    "enemies agree", "admission", "boast", "first hand", "denied", "denied by the accused", "withdrawn", "contradicted", "hedged",
    "harmer accepts", "harmer named", "harmer disputed", "victims said combatants",
})  # fmt: skip
COUNTED = re.compile(r"(?P<least>\d+) or more (?P<what>independent|possible|known) origins")
SAID_BY = re.compile(rf"said by (?P<type>{'|'.join(get_args(SourceType))})")
_FIELDS = re.compile(r"\{(\w*)\}")
_KNOWN_FIELDS = frozenset({"independent", "possible", "speakers", "deniers"})
GRADES = "ABCDEF"
UNJUDGED = "F"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a scale: all conditions of `when` must hold; `because` is the sentence, with fields to fill."""

    grade: str
    name: str
    when: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's opinion of a speaker on a topic (None: all) between two inclusive days (None: open)."""

    name: str
    grade: str
    topic: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    by: str | None = None
    why: str | None = None

    def holds(self, topic: str | None, day: dt.date | None) -> bool:
        """Tell whether it is on the topic and, where a day is given, holds on that day."""
        if self.topic is not None and (topic is None or self.topic.casefold() != topic.casefold()):
            return False
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


@cache
def grading_rules(path: Path | None = None) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of each scale in order, the package's or a user's; raises DataError listing all faults."""
    return parse_rules(_read(path, RULES_FILE), where=str(path or RULES_FILE))


@cache
def judgements(path: Path | None = None) -> tuple[Judgement, ...]:
    """Return the judgements of speakers, a user's file before the package's; raises DataError listing all faults."""
    own = parse_judgements(_read(None, RELIABILITY_FILE), where=RELIABILITY_FILE)
    return own if path is None else parse_judgements(_read(path, RELIABILITY_FILE), where=str(path)) + own


def parse_rules(raw: Mapping[str, Any], *, where: str = RULES_FILE) -> Mapping[str, tuple[Rule, ...]]:
    """Check and build the rules; raises DataError listing all faults."""
    faults = [f"unknown scale {scale!r}" for scale in sorted(set(raw) - set(SCALES))]
    for scale, grades in SCALES.items():
        rows = raw.get(scale)
        if not isinstance(rows, list) or not rows:
            faults.append(f"no rules [[{scale}]]")
            continue
        for n, row in enumerate(rows, 1):
            faults += [f"{scale} {n}: {fault}" for fault in _rule_faults(row, grades)]
        if not faults and rows[-1]["when"]:
            faults.append(f"{scale}: the last rule has conditions, so that some information would have no grade")
    if faults:
        raise DataError("; ".join(faults), where=where, hint="the conditions are listed at the head of the package's credibility.toml")
    return {scale: tuple(Rule(r["grade"], r["name"], tuple(r["when"]), r["because"]) for r in raw[scale]) for scale in SCALES}


def _rule_faults(row: object, grades: frozenset[str]) -> list[str]:
    if not isinstance(row, dict) or set(row) != {"grade", "name", "when", "because"}:
        return ["needs grade, name, when and because, and nothing else"]
    faults = [] if row["grade"] in grades else [f"grade {row['grade']!r} is none of {', '.join(sorted(grades))}"]
    if not isinstance(row["when"], list):
        return [*faults, "`when` is not a list of conditions"]
    for condition in row["when"]:
        plain = str(condition).removeprefix("not ")
        if plain not in FLAGS and not COUNTED.fullmatch(plain) and not SAID_BY.fullmatch(plain):
            faults.append(f"unknown condition {condition!r}")
    if not isinstance(row["because"], str) or set(_FIELDS.findall(row["because"])) - _KNOWN_FIELDS:
        faults.append("`because` is not a sentence with the fields {independent}, {possible}, {speakers}, {deniers}")
    return faults


def parse_judgements(raw: Mapping[str, Any], *, where: str = RELIABILITY_FILE) -> tuple[Judgement, ...]:
    """Check and build the judgements; raises DataError listing all faults."""
    rows: Sequence[Any] = raw.get("speaker", [])
    faults = [f"unknown table {key!r}" for key in sorted(set(raw) - {"speaker"})]
    for n, row in enumerate(rows, 1):
        faults += [f"speaker {n}: {fault}" for fault in _judgement_faults(row)]
    if faults:
        raise DataError("; ".join(faults), where=where, hint="see the example in the package's reliability.toml")
    return tuple(
        Judgement(row["name"], row["grade"], row.get("topic"), row.get("from"), row.get("to"), row.get("by"), row.get("why"))
        for row in rows
    )


def _judgement_faults(row: object) -> list[str]:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"].strip():
        return ["needs a name"]
    faults = [f"unknown key {key!r}" for key in sorted(set(row) - {"name", "topic", "from", "to", "grade", "by", "why"})]
    if row.get("grade") not in tuple(GRADES):
        faults.append(f"grade {row.get('grade')!r} is none of {', '.join(GRADES)}")
    faults += [f"`{key}` is not a day" for key in ("from", "to") if key in row and type(row[key]) is not dt.date]
    if not faults and "from" in row and "to" in row and row["from"] > row["to"]:
        faults.append("`from` is after `to`")
    return faults


def _read(path: Path | None, name: str) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8") if path else (files("dateline.data") / name).read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"cannot be read: {error}", where=str(path or name), hint="it must be a TOML file in UTF-8") from error
