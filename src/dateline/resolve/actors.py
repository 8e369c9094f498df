"""Gives a participant its registry entry by date and place, its country, and ACLED's interaction class."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dateline.data.actor_collective import described
from dateline.data.actor_lookup import commanded
from dateline.data.actor_nouns import load_actor_nouns
from dateline.data.actors import ActorEntry, Actors, load_actors
from dateline.data.countries import load_countries
from dateline.records import ActorCandidate, Attribution, Participant, Span

STATE, EXTERNAL, CIVILIANS = 1, 8, 7
UNNAMED, UNNAMED_NAME = "militants", "Militants (unspecified)"
"""The general word for those whom a report names no further, and the name they are read under."""
STATES = frozenset({"state_forces", "police", "government"})
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


def resolve_participant(p: Participant, *, country: str | None, date: dt.date | None, speaker: str | None = None) -> Participant:
    """Return the participant with entry, candidates, side, country and interaction class filled in.

    A loaded word ("the resistance") is read as the `speaker`'s side, where one is given, uses it.

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
    if chosen is None and (meant := _meant(p, here, date)) is not None:
        chosen, name = meant, meant.name
    words = UNNAMED if p.name == UNNAMED_NAME else p.name
    told = described(words, country=here, day=date, speaker=speaker) if chosen is None and speaker is not None else None
    if told is not None and told.entry is not None:
        chosen, name = told.entry, told.entry.name
    valid = None if chosen is None else actors.at(chosen.id, date) or chosen
    home = valid.country[0] if valid and valid.country else _home(p.name) or (here if p.actor_class != "external" else None)
    return Participant(
        role=p.role,
        name=name,
        side=_side(p.side if chosen is given and p.side and told is None else None, valid, here, date) or (told and told.side) or p.side,
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


def speaker_side(trigger: Span, attributions: Sequence[Attribution]) -> str | None:
    """Return the side of the party to a conflict that reports an event by its trigger, None where none is said to."""
    actors = load_actors()
    for attribution in attributions:
        if attribution.content.covers(trigger):
            found = [actors.get(one) for match in actors.match(attribution.source.name) for one in match.entries[:1]]
            return next((entry.side for entry in found if entry is not None and entry.kind not in NO_PARTY - {"state_media"}), None)
    return None


def _meant(p: Participant, here: str | None, date: dt.date | None) -> ActorEntry | None:
    """Return the force of a named commander, or whom a general word means in a country: "government troops", "coalition jets"."""
    if p.role == "initiator" and " " in p.name and (force := commanded(p.name, country=here, day=date)) is not None:
        return force
    if p.actor_class == "external" and "coalition" in p.name.lower() and here is not None:
        there = [
            e
            for e in load_actors().all
            if e.kind == "coalition" and "coalition" in e.name.lower() and here in e.country and e.valid_on(date)
        ]
        return there[0] if len(there) == 1 else None
    if p.actor_class not in STATES or here is None or _home(p.name) is not None:
        return None
    words = _PLAIN_WORD.findall(p.name.lower())
    noun = next((found for size in (3, 2, 1) if (found := load_actor_nouns().get(" ".join(words[-size:]))) is not None), None)
    if noun is None or noun.unit is None or len(words) > len(noun.form.split()) + 1:
        return None
    return load_actors().state(here, noun.unit, date)


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
        if government is not None and (entry.ally_of(government.id, date) or government.ally_of(entry.id, date)):
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
