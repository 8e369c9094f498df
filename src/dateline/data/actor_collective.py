"""Reads collective and loaded words for actors ("the regime", "terrorists", "the resistance") by country, day and speaker."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.data.actors import ActorEntry, load_actors

ARMED = frozenset({"rebel", "political_militia", "identity_militia", "army", "government", "coalition"})
"""Kinds of actors that a loaded word can mean."""


@dataclass(frozen=True, slots=True)
class Described:
    """Whom a loaded word means: the words as said, an entry or None, a side or None where neither place nor speaker tells it."""

    words: str
    entry: ActorEntry | None
    side: str | None


@cache
def _words() -> tuple[dict[str, str], dict[str, str]]:
    raw = tomllib.loads(resources.files("dateline.data").joinpath("actor_collective.toml").read_text(encoding="utf-8"))
    state, other = ({word.strip(): key for key, words in raw[table].items() for word in words.split(",")} for table in ("state", "words"))
    return state, other


def described(words: str, *, country: str | None, day: dt.date | None, speaker: str | None = None) -> Described | None:
    """Return whom a collective word means in a country (ISO code) on a day as the speaker's side uses it; None for any other word.

    One actor is named only where a single side fits; with several or none the actor stays described, with the side where all share it.
    """
    key = " ".join(words.lower().removeprefix("the ").split())
    state, other = _words()
    if key in state:
        entry = load_actors().state(country, state[key], day) if country else None
        return Described(words, entry, entry.side if entry is not None else None)
    if key not in other:
        return None
    if other[key] == "own":
        return _one(words, list(_of_side(speaker, country, day)) if speaker else [], speaker)
    if speaker is not None:
        return _one(words, list(_foes(list(_of_side(speaker, country, day)), country, day)), None)
    government = load_actors().state(country, "government", day) if country and other[key] == "opponent" else None
    own = list(_of_side(government.side, country, day)) if government is not None else []
    return _one(words, list(_foes(own, country, day)), None)


def _of_side(side: str | None, country: str | None, day: dt.date | None) -> Iterator[ActorEntry]:
    for entry in load_actors().all:
        if entry.side == side and entry.kind in ARMED and entry.valid_on(day) and (country is None or country in entry.country):
            yield entry


def _foes(own: list[ActorEntry], country: str | None, day: dt.date | None) -> Iterator[ActorEntry]:
    """Yield the registry's enemies, on a day and in a country, of any of these entries."""
    actors = load_actors()
    ids = {entry.id for entry in own}
    named = {tie.other for entry in own for tie in entry.ties if not tie.friendly and tie.holds_on(day)}
    for entry in actors.all:
        hostile = entry.id in named or any(tie.other in ids and not tie.friendly and tie.holds_on(day) for tie in entry.ties)
        if hostile and entry.valid_on(day) and (country is None or country in entry.country):
            yield entry


def _one(words: str, entries: list[ActorEntry], side: str | None) -> Described:
    sides = {entry.side for entry in entries}
    only = entries[0] if len(entries) == 1 else None
    return Described(words, only, side or (next(iter(sides)) if len(sides) == 1 else None))
