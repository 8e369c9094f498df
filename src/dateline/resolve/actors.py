"""Gives a participant its registry entry by date and place, its country, and ACLED's interaction class."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache

from dateline.data.actors import ActorEntry, Actors, load_actors
from dateline.data.countries import load_countries
from dateline.records import ActorCandidate, Participant

STATE, EXTERNAL, CIVILIANS = 1, 8, 7
GROUPS = frozenset({2, 3, 4})
CLASS_OF_ACTOR: Mapping[str, int | None] = {
    "state_forces": STATE, "police": STATE, "government": STATE, "rebel": 2, "militia": 3, "unidentified": 3, "rioters": 5,
    "protesters": 6, "civilians": CIVILIANS, "media": CIVILIANS, "external": EXTERNAL, "person": None, "organisation": None,
}  # fmt: skip
"""ACLED's class of an actor that the registry does not hold; it files unidentified armed groups under political militias."""
NO_PARTY = frozenset({"media", "state_media", "monitor", "ngo", "medical", "agency"})
"""Kinds of entries that are no party to a conflict: harmed, they count as civilians."""
HOME_SCORE, VALID_SCORE = 0.5, 0.3
"""Shares of a candidate's rank score for being at home in the country and alive on the day; the name gives the rest."""
NAMES_KEPT = 4096
"""Names of actors whose look-up is remembered: the registry is fixed, and reports of one war name the same few hundred."""
_PLAIN_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=NAMES_KEPT)
def iso2_of(country: str | None) -> str | None:
    """Return the ISO code of a country given as a code or a name, None if unknown."""
    if not country:
        return None
    found = load_countries().get(country) if len(country) == 2 else load_countries().by_name(country)
    return found.iso2 if found else None


def interac(name: str, entry: ActorEntry | None, actor_class: str, event_country: str | None, date: dt.date | None) -> int | None:
    """Return ACLED's interaction class (1-8) of an actor in a country on a day, None where nothing tells it.

    A state's forces outside their own country are 8, External/Other forces. `event_country` is an ISO code or a name.
    """
    here = iso2_of(event_country)
    if entry is not None:
        valid = load_actors().at(entry.id, date) or entry
        if valid.interac == STATE and here is not None and valid.country and here not in valid.country:
            return EXTERNAL
        if valid.interac is not None:
            return valid.interac
        return CIVILIANS if valid.kind in NO_PARTY else None
    code = CLASS_OF_ACTOR.get(actor_class)
    if code == STATE and here is not None and _home(name) not in (None, here):
        return EXTERNAL
    return code


def resolve_participant(p: Participant, *, country: str | None, date: dt.date | None) -> Participant:
    """Return the participant with entry, candidates, side, country and interaction class filled in.

    The entry is that of its line of succession which is valid on the day of the event; the name stays the one that the text uses,
    except where a shared name ("Republican Guard") was read as an actor of another country than the event's.
    """
    actors = load_actors()
    here = iso2_of(country)
    ranked = _ranked(p, actors, here, date)
    given = actors.get(p.entry)
    chosen = given
    if ranked and (given is None or (here is not None and here not in given.country and here in ranked[0].country)):
        chosen = ranked[0]
    name = p.name
    if chosen is not None and given is not None and chosen is not given:
        name = chosen.name
    valid = None if chosen is None else actors.at(chosen.id, date) or chosen
    home = valid.country[0] if valid and valid.country else _home(p.name) or (here if p.actor_class != "external" else None)
    return Participant(
        role=p.role,
        name=name,
        side=_side(p.side if chosen is given and p.side else None, valid, here, date) or p.side,
        spans=p.spans,
        inferred=p.inferred,
        disjunct=p.disjunct,
        actor_class=p.actor_class,
        entry=valid.id if valid else None,
        interac=interac(p.name, valid, p.actor_class, here, date),
        country=p.country or home,
        candidates=tuple([ActorCandidate(entry.id, entry.name, _score(entry, here, date)) for entry in ranked]),
    )


def _ranked(p: Participant, actors: Actors, here: str | None, date: dt.date | None) -> tuple[ActorEntry, ...]:
    """Return the entries that the name may mean, best first."""
    ids = [p.entry, *_named(p.name)] if p.entry else list(_named(p.name))
    if not ids and (named := actors.by_name(p.name)) is not None:
        ids.append(named.id)
    return actors.choose(dict.fromkeys(ids), country=here, day=date) if ids else ()


@lru_cache(maxsize=NAMES_KEPT)
def _named(name: str) -> tuple[str, ...]:
    """Return the ids of the entries that the whole name may mean; a name that is only part of a longer phrase does not count."""
    ids: list[str] = []
    for text in {name: None, name.partition(" (")[0]: None}:
        for match in load_actors().match(text):
            if match.start == 0 and match.end == len(text):
                ids.extend(match.entries)
    return tuple(ids)


def _side(given: str | None, entry: ActorEntry | None, here: str | None, date: dt.date | None) -> str | None:
    """Return the party: for an armed group abroad that is an ally of the government there, the government's."""
    if entry is None:
        return given
    if here is not None and entry.interac in GROUPS and entry.country and here not in entry.country:
        government = load_actors().state(here, "government", date)
        if government is not None and (government.id in entry.allies or entry.id in government.allies):
            return government.side
    return given or entry.side


def _score(entry: ActorEntry, here: str | None, date: dt.date | None) -> float:
    home = HOME_SCORE if here is None or not entry.country or here in entry.country else 0.0
    valid = VALID_SCORE if entry.valid_on(date) else 0.0
    return round(1.0 - HOME_SCORE - VALID_SCORE + home + valid, 2)


@lru_cache(maxsize=NAMES_KEPT)
def _home(name: str) -> str | None:
    """Return the ISO code of the one country whose demonym or name stands in the actor's name, None if there is none."""
    countries = load_countries()
    for word in _PLAIN_WORD.findall(name):
        found = countries.by_demonym(word) or (countries.by_name(word) if len(word) > 3 else None)
        if found is not None:
            return found.iso2
    whole = countries.by_name(name)
    return whole.iso2 if whole else None
