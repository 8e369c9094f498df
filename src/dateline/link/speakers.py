"""Who a speaker is, whatever it is called: registry entry, well-known body, or a name of its own; and whose voice a media arm is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.data.actor_lookup import look_up
from dateline.data.actor_nouns import load_actor_nouns
from dateline.data.actors import ActorEntry, load_actors
from dateline.data.outlets import find_outlet
from dateline.data.source_types import speaker_words
from dateline.data.words import is_common

ARMS = frozenset({"media", "state_media", "agency", "commander"})
"""Kinds of registry entries that speak for the one that they are part of."""
NO_PARTY = frozenset({"media", "agency", "monitor", "ngo", "medical"})
"""Kinds that stand on no side of their own."""
_ROLE = re.compile(r"(?<=\w)\s+(?:sources?|officials?|spokes(?:man|woman|person|people)|statements?)$")
_INDEFINITE = re.compile(r"(?:an?|one|some|several|many|two|three|another|other|local|unnamed|anonymous)\s", re.IGNORECASE)
_ORDINARY = frozenset("tv of the defence defense".split())
_ROUNDED = re.compile(r"\s*\([^()]*\)")
_NOUN_WORDS = 3
_INSTITUTION_WORDS = 2
_OFFICE_NOUNS = frozenset(
    "directorate ministry defence defense authority administration department agency service command prosecution".split()
)
"""Offices of which a country has one under each full name, unlike its hospitals, councils and courts."""
_NAMES_KEPT = 65_536


@dataclass(frozen=True, slots=True)
class Speaker:
    """key: the same for every name of one voice; name: as shown; own: the key before a media arm is led back to its party."""

    key: str
    name: str
    own: str
    side: str | None


@lru_cache(maxsize=_NAMES_KEPT)
def speaker_of(name: str, country: str | None = None) -> Speaker | None:
    """Return who a name of a source means; None for words that name nobody ("local residents", "a military source").

    An unnamed source of a named body ("Syrian Arab Army (unnamed military source)") is that body speaking. A part of a state speaks for
    its government, a media arm for the party that runs it; armed groups and monitors for themselves. A name made of ordinary words
    ("police", "Interior Ministry") means a body of the country (ISO code) that the report is about, and nobody where that is not known.
    """
    plain = _ROLE.sub("", _ROUNDED.sub("", name)).strip()
    if _INDEFINITE.match(plain):
        return None
    ordinary = all(is_common(word) or word.lower() in _ORDINARY for word in re.findall(r"[^\W\d_]+", plain))
    entry = (
        _part_of_state(plain, country)
        if ordinary and not _listed(plain)
        else next(iter(one), None)
        if len(one := look_up(plain)) == 1
        else None
    )
    if entry is not None:
        voice = _voice(entry)
        return Speaker(f"actor:{voice.id}", voice.name, f"actor:{entry.id}", None if voice.kind in NO_PARTY else voice.side or None)
    if ordinary:
        return None
    body = speaker_words().bodies.get(plain)
    outlet = find_outlet(body.name if body else plain)
    if outlet is not None or body is not None:
        shown = outlet.name if outlet else body.name if body else plain
        if shown != plain and len(look_up(shown)) == 1:
            return speaker_of(shown)
        return Speaker(f"body:{_folded(shown)}", shown, f"body:{_folded(shown)}", None)
    if _is_name(plain):
        return Speaker(f"name:{_folded(plain)}", plain, f"name:{_folded(plain)}", None)
    return None


def institution(name: str, country: str | None) -> Speaker | None:
    """Return the one institution that ordinary words name in a country ("the health directorate"); None for people and for several."""
    words = re.sub(r"^the ", "", _ROUNDED.sub("", name).strip().lower()).split()
    if country is None or len(words) < _INSTITUTION_WORDS or _INDEFINITE.match(name) or words[-1] not in _OFFICE_NOUNS:
        return None
    key = f"body:{' '.join(words)}@{country.lower()}"
    return Speaker(key, " ".join(words), key, None)


def _listed(name: str) -> bool:
    """Tell whether ordinary words are together a name of the registry, capitals and all ("White Helmets", "US military")."""
    return any(match.start == 0 and match.end == len(name) for match in load_actors().match(name))


def _part_of_state(name: str, country: str | None) -> ActorEntry | None:
    """Return the part of a country's state that a noun means ("police", "the army"), None where none or no country is given."""
    words = re.sub(r"^the ", "", name.lower()).split()
    if country is None or not words or len(words) > _NOUN_WORDS:
        return None
    noun = next((found for n in range(len(words)) if (found := load_actor_nouns().get(" ".join(words[n:]))) is not None), None)
    return load_actors().state(country, noun.unit) if noun is not None and noun.unit is not None else None


def _voice(entry: ActorEntry) -> ActorEntry:
    """Return whom an entry speaks for: the party of its media arm or commander, the government of a part of the state."""
    actors = load_actors()
    seen = {entry.id}
    while entry.kind in ARMS and (parent := actors.get(entry.parent) or actors.by_name(entry.parent or "")) and parent.id not in seen:
        entry = parent
        seen.add(entry.id)
    if entry.units and entry.country and entry.interac == 1:
        entry = actors.state(entry.country[0], "government") or entry
    line = actors.succession(entry.id)
    return line[-1] if line and entry.kind not in ("government", "office") else entry


def _is_name(text: str) -> bool:
    """Tell whether the words hold a proper name: a capital on what is no ordinary word, or after the first word on no noun for speakers."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    heads = speaker_words().speakers
    return any(word[0].isupper() and word.lower() not in heads and (n > 0 or not is_common(word)) for n, word in enumerate(words))


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower()))
