"""Composes the pairs of the swap test: short reports with slots, filled from bench/swap_texts.toml.

Each report has a twin in which the two sides are exchanged throughout, the other side's verb is used ("liberated" for "seized"), or both.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dateline.records import Span

SEED = 20

_FILE = Path(__file__).with_name("swap_texts.toml")
_ROUNDS = 6  # twins of a text with sides exchanged; texts with a verb of framing have half as many of either other kind
_VERB_SLOTS = ("{took}", "{taken}", "{taking}")
_SLOT = re.compile(r"(\{\w+\})")
_FEW = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Intended:
    """An event that a composed text tells."""

    sub_event_type: str
    place: str


@dataclass(frozen=True, slots=True)
class Text:
    """One composed text; `pieces` cuts it into its slots and what stands between them, `acting` is the side that stands in slot A."""

    text: str
    pieces: tuple[Span, ...]
    acting: str  # first | second
    events: tuple[Intended, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that differ in their sides, in the verb of framing, or in both; they have as many pieces."""

    id: str
    kind: str  # sides | framing | both
    war: str
    published: dt.date
    one: Text
    other: Text


@cache
def _stock() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def pairs(seed: int = SEED) -> list[Pair]:
    """Return the pairs; the same seed gives the same ones. All opposing sides and all texts come up about equally often."""
    rng = random.Random(seed)
    stock = _stock()
    opponents = [(war, sides) for war in stock["war"] for sides in war["sides"]]
    rng.shuffle(opponents)
    made: list[Pair] = []
    for text in stock["text"]:
        kinds = ["sides"] * _ROUNDS
        if any(slot in text["text"] for slot in _VERB_SLOTS):
            kinds += ["framing", "both"] * (_ROUNDS // 2)
        for turn, kind in enumerate(kinds):
            war, sides = opponents[len(made) % len(opponents)]
            made.append(_pair(f"{text['id']}-{turn}", kind, turn, text, war, sides, rng))
    return made


def _pair(
    name: str, kind: str, turn: int, text: Mapping[str, Any], war: Mapping[str, Any], sides: Sequence[str], rng: random.Random
) -> Pair:
    common = _common(war, rng)
    verbs = rng.choice(_stock()["framing"])
    first, second = ("one", "other") if turn % 2 else ("other", "one")
    verb = {"sides": (first, first), "framing": ("one", "other"), "both": (first, second)}[kind]
    acts = {"sides": ("first", "second"), "both": ("first", "second"), "framing": (("first", "second")[turn // 2 % 2],) * 2}[kind]
    one, other = (_composed(text, sides, acting, common | verbs[which]) for acting, which in zip(acts, verb, strict=True))
    return Pair(name, kind, war["id"], war["published"], one, other)


def _common(war: Mapping[str, Any], rng: random.Random) -> dict[str, str]:
    """Return the fillers that the two texts of a pair share."""
    here, there = rng.sample(war["places"], 2)
    few, many = rng.choice(_FEW), rng.sample(range(10, 40), 2)
    return {
        "P": here, "Q": there, "R": rng.choice(war["regions"]), "day": rng.choice(_DAYS), "few": few, "n": str(many[0]), "m": str(many[1]),
    }  # fmt: skip


def _composed(text: Mapping[str, Any], sides: Sequence[str], acting: str, fillers: Mapping[str, str]) -> Text:
    first, second, government = sides
    in_a, in_b = (first, second) if acting == "first" else (second, first)
    words = {**fillers, "A": in_a, "B": in_b}
    parts: list[str] = []
    for part in _SLOT.split(text["text"]):
        filled = words[part[1:-1]] if _SLOT.fullmatch(part) else part
        opens = "".join(parts).endswith(". ") or not any(parts)
        parts.append(filled[:1].upper() + filled[1:] if opens else filled)
    pieces, at = [], 0
    for part in parts:
        pieces.append(Span(at, at + len(part)))
        at += len(part)
    types = _stock()["sub_types"]
    events = []
    for sub_type, place in text["events"]:
        if sub_type.startswith("take"):
            taker = acting if sub_type == "take" else {"first": "second", "second": "first"}[acting]
            sub_type = "regains" if taker == government else "overtakes"
        events.append(Intended(types[sub_type], fillers[place]))
    return Text("".join(parts), tuple(pieces), acting, tuple(events))
