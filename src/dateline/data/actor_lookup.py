"""Answers which actors a name means, as a set for a name that lists several, and what the code books call them; empty where none fits."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from dateline.data.actor_match import WORD, alias_key, fold
from dateline.data.actor_names import NAME_LENGTH, POSSESSIVE, NameIndex, load_name_words, tokens
from dateline.data.actor_rows import MARKS
from dateline.data.actors import ActorEntry, load_actors
from dateline.data.countries import load_countries
from dateline.data.governments import government_years, ucdp_country

__all__ = ["acled_name", "carries", "commanded", "look_up", "ucdp_name"]

LOOKED_UP = 4096
"""Names whose answer is remembered."""
STATE_UNITS = frozenset({"government", "army", "forces", "air_force", "navy", "security", "guard", "defence_ministry", "interior_ministry"})
_YEARS = re.compile(r"\s*\((\d{4})\s*-\s*(\d{4})?\)\s*$")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]\s*")
_LIST = re.compile(r"\s*[,;&+]\s*(?:and\s+)?|\s+(?:and|with|together with|alongside)\s+(?:the\s+)?")
_OF_STATE = re.compile(
    r"(?:the\s+)?(?P<noun>government|regime|authorities|junta|army|armed forces|military|troops|soldiers|security forces|police|forces|air force"
    r"|navy|state forces)\s+(?:of|from|in)\s+(?:the\s+)?(?P<state>.+)",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:the\s+)?(?:\w+\s+){0,2}\w+\s+(?:loyal\s+to|led\s+by|commanded\s+by|headed\s+by|under|of)\s+(?:the\s+)?(?P<name>[^\W\d_].+)"
)
_OWNED = re.compile(
    r"(?P<name>[^\W\d_].+?)['\u2019]s?\s+(?:\w+\s+)?(?:fighters|forces|men|militia|militiamen|rebels|troops|soldiers|group|faction|followers)"
)
_COMMA = re.compile(r"[,;]")
_PLAIN = frozenset(
    "islamist jihadi jihadist sunni shia shiite shi'ite kurdish arab tuareg baloch tamil moro chechen christian muslim communist maoist marxist "
    "leftist rightist nationalist ultranationalist radical hardline outlawed banned iranian backed iran turkey turkish us russian linked allied "
    "inspired former ex rogue drug criminal dissident breakaway splinter remnant wing arm gang cartel syndicate mafia".split()
)


@lru_cache(maxsize=LOOKED_UP)
def look_up(name: str, *, country: str | None = None, day: dt.date | None = None) -> tuple[ActorEntry, ...]:
    """Return the entries that a name means in a country (ISO code) on a day: one, several where it lists several, none where none fits.

    A name that fits several actors alike, and no better in that place at that time, is answered with none.
    """
    text = " ".join(name.split()[:NAME_LENGTH])
    if not text or len(text) > NAME_LENGTH or not any(map(str.isalnum, text)):
        return ()
    code = country.upper() if country else None
    years = _YEARS.search(text)
    if years is not None:
        text = text[: years.start()]
        day = day or dt.date(int(years[2] or years[1]), 1, 1)
    parts = [part.strip() for part in _LIST.split(text) if part.strip()]
    if (found := _listed(text, code, day)) is not None:
        return (found,)
    if len(parts) > 1 and (each := _each(parts, code, day)):
        return each
    if not _COMMA.search(text) and (found := _ruled(text, code, day, strict=len(parts) > 1)) is not None:
        return (found,)
    return ()


def _each(parts: Sequence[str], code: str | None, day: dt.date | None) -> tuple[ActorEntry, ...]:
    """Return the actors of a list of names, none where one of them is not known; "A and B fighters" shares its last words."""
    known: dict[str, ActorEntry] = {}
    last = parts[-1].split()
    for part in parts:
        shared = [f"{part} {' '.join(last[cut:])}" for cut in range(1, len(last))] if part is not parts[-1] else []
        entry = next((one for text in (part, *shared) if (one := _ruled(text, code, day)) is not None), None)
        if entry is None:
            return ()
        known[entry.id] = entry
    return tuple(known.values())


def ucdp_name(entry: ActorEntry) -> str | None:
    """Return the name of an actor in UCDP's data, None where it has none.

    That is its own, its state's, that of its nearest successor or predecessor (UCDP keeps one name for a line), or of the force it is
    part of.
    """
    actors = load_actors()
    seen: set[str] = set()
    one: ActorEntry | None = entry
    while one is not None and one.id not in seen:
        if one.ucdp:
            return one.ucdp[0]
        if one.interac == 1 and one.country and (one.units or one.id.startswith(f"{one.country[0].lower()}.")):
            return f"Government of {ucdp_country(one.country[0])}"
        if (line := [other for other in actors.succession(one.id) if other.ucdp]) and one.kind == "rebel":
            later = [other for other in line if other.valid_from and one.valid_to and other.valid_from >= one.valid_to]
            return (later[0] if later else line[-1]).ucdp[0]
        seen.add(one.id)
        one = actors.get(one.parent)
    return None


def carries(entry: ActorEntry, name: str) -> bool:
    """Tell whether a name is one that UCDP knows an actor by."""
    return name in (entry.ucdp or (ucdp_name(entry),))


def acled_name(entry: ActorEntry, day: dt.date | None) -> str:
    """Return the name of an actor in ACLED's pattern: "Military Forces of Mali (2021-)" for a state's, else its own name."""
    if entry.interac != 1 or not entry.units or not entry.country:
        return entry.name
    country = load_countries().get(entry.country[0])
    if country is None:
        return entry.name
    head = "Police Forces" if entry.kind == "police" else "Government" if entry.kind in ("government", "office") else "Military Forces"
    years = government_years(country.iso2, day)
    return f"{head} of {country.name}" + (f" ({years})" if years else "")


@cache
def _exact() -> dict[str, tuple[str, ...]]:
    """Return the entries of every listed spelling by its folded words; a UCDP name counts as a spelling."""
    found: dict[str, dict[str, None]] = {}
    for entry in load_actors().all:
        for spelling in (entry.name, *entry.aliases, *entry.ucdp):
            found.setdefault(alias_key(spelling.lstrip(MARKS)), {})[entry.id] = None
    return {key: tuple(ids) for key, ids in found.items() if key}


@cache
def _index() -> NameIndex:
    entries = load_actors().all
    return NameIndex((spelling.lstrip(MARKS), entry.id) for entry in entries for spelling in (entry.name, *entry.aliases, *entry.ucdp))


def _listed(text: str, code: str | None, day: dt.date | None) -> ActorEntry | None:
    """Return the one actor that bears a name, or the part of a state that it describes."""
    for spelling in _readings(text):
        ids = _exact().get(alias_key(spelling)) or _whole(spelling)
        if ids and (entry := _settle(ids, code, day, loose=False)) is not None:
            return entry
    return _state(text, code, day)


def _ruled(text: str, code: str | None, day: dt.date | None, *, strict: bool = False) -> ActorEntry | None:
    """Return the one actor that a name means, by its listed spellings or by rule; strictly: not by a part of it or a near spelling."""
    if (entry := _listed(text, code, day)) is not None:
        return entry
    for spelling in _readings(text):
        entry_id = _index().find(spelling, strict=strict, settle=lambda ids, loose: _id(_settle(ids, code, day, loose=loose)))
        if entry_id is None and code is not None and (shorter := _without_country(spelling, code)):
            entry_id = _index().find(shorter, strict=strict, settle=lambda ids, loose: _id(_settle(ids, code, day, loose=loose)))
        if entry_id is not None:
            return load_actors().get(entry_id)
    return None if strict else _led_by(text, code, day) or _within(text, code, day)


def _id(entry: ActorEntry | None) -> str | None:
    return entry.id if entry is not None else None


def _readings(text: str) -> list[str]:
    """Return the name, and without what stands in brackets, and what stands in them."""
    bracket = _BRACKET.search(text)
    if bracket is None:
        return [text]
    outside = " ".join(_BRACKET.sub(" ", text).split())
    return [one for one in (text, outside, bracket[1] if bracket[1].isupper() else "") if one]


def _whole(text: str) -> tuple[str, ...]:
    """Return what the finder of names in running text reads in the name as a whole ("Kenyan riot police")."""
    return next((match.entries for match in load_actors().match(text) if (match.start, match.end) == (0, len(text))), ())


def _state(text: str, code: str | None, day: dt.date | None) -> ActorEntry | None:
    """Read "soldiers of Mali", a country's name or its capital as its forces or government."""
    of = _OF_STATE.fullmatch(text)
    if of is not None and (ids := _whole(f"{of['state']}'s {of['noun'].lower()}")):
        return _settle(ids, code, day, loose=False)
    countries = load_countries()
    country = countries.by_name(text) or next(
        (one for one in countries.all if one.capital and alias_key(one.capital) == alias_key(text)), None
    )
    return load_actors().state(country.iso2, "government", day) if country is not None else None


def _without_country(text: str, code: str) -> str:
    """Return the name without the name and demonyms of the country asked for, empty where nothing changes or is left."""
    country = load_countries().get(code)
    if country is None:
        return ""
    own = {fold(word) for name in (country.name, *country.aliases, *country.demonyms) for word in WORD.findall(name)}
    words = WORD.findall(POSSESSIVE.sub("", text))
    kept = [word for word in words if fold(word) not in own]
    return " ".join(kept) if kept and len(kept) < len(words) else ""


@cache
def _commanders() -> dict[str, tuple[ActorEntry, ...]]:
    """Return the commanders by the words of their names, ranks left out, and by their last names."""
    found: dict[str, dict[str, ActorEntry]] = {}
    for entry in load_actors().all:
        if entry.kind == "commander":
            for name in (entry.name, *entry.aliases):
                told = tokens(name)
                for key in (" ".join(told), told[-1]):
                    found.setdefault(key, {})[entry.id] = entry
    return {key: tuple(entries.values()) for key, entries in found.items()}


def commanded(name: str, *, country: str | None = None, day: dt.date | None = None) -> ActorEntry | None:
    """Return the force of a commander of a name or last name ("General Haftar"), None where none or several bear it."""
    told = tokens(name)
    bearers = _commanders().get(" ".join(told), ())
    near = [entry for entry in bearers if country is None or country in entry.country] or bearers
    forces = {entry.parent: None for entry in near}
    if len(forces) != 1:
        return None
    actors = load_actors()
    (force,) = forces
    return actors.at(force, day) or actors.get(force) if force is not None else None


def _led_by(text: str, code: str | None, day: dt.date | None) -> ActorEntry | None:
    """Read "soldiers loyal to General Haftar", "Haftar's fighters" as the force commanded."""
    led = _LED.fullmatch(text) or _OWNED.fullmatch(text)
    if led is None:
        return None
    force = commanded(led["name"], country=code, day=day)
    last = tokens(led["name"])[-1]
    words = load_name_words()
    if force is not None or code is None or last in words.bodies | words.common:
        return force
    named = [entry for entry in load_actors().all if code in entry.country and entry.kind != "commander" and last in tokens(entry.name)]
    return named[0] if len(named) == 1 else None


def _within(text: str, code: str | None, day: dt.date | None) -> ActorEntry | None:
    """Read a listed name with words beside it that add no other actor ("Islamist group Al-Shabaab")."""
    matches = load_actors().match(text)
    if len(matches) != 1:
        return None
    words, countries = load_name_words(), load_countries()
    (match,) = matches
    before = "" if text[: match.start].rstrip().endswith(("'s", "\u2019s")) else text[: match.start]  # "Joseph Kony's LRA"
    for word in WORD.findall(f"{before} {text[match.end :]}"):
        plain = fold(word)
        if plain in words.links or plain in _PLAIN or tokens(f"x {word}") == ["x"] or countries.by_demonym(word) is not None:
            continue
        return None
    return _settle(match.entries, code, day, loose=True)


def _settle(ids: Sequence[str], code: str | None, day: dt.date | None, *, loose: bool) -> ActorEntry | None:
    """Return the one entry that fits place and day, None where none or several do.

    Without a country every bearer counts; with one, those at home there go first, then those without a home, then, unless the key
    is loose, foreign ones. What still is several is one where it is one line of succession, one force with its parts, or the one
    that UCDP lists.
    """
    actors = load_actors()
    pool = [entry for entry in map(actors.get, ids) if entry is not None]
    if code is not None:
        home = [entry for entry in pool if code in entry.country]
        pool = home or [entry for entry in pool if not entry.country] or ([] if loose else pool)
    if len(pool) > 1:
        pool = [entry for entry in pool if entry.valid_on(day)] or pool
    if len(pool) < 2:
        return actors.at(pool[0].id, day) if pool and pool[0].units else pool[0] if pool else None
    if all(entry.interac == 1 and entry.units and entry.country[0] == pool[0].country[0] for entry in pool):
        return pool[0]
    lines = {entry.id for entry in actors.succession(pool[0].id)}
    if all(entry.id in lines for entry in pool):
        return actors.at(pool[0].id, day) or pool[-1]
    for entry in pool:
        if all(other is entry or _part_of(other, entry) for other in pool):
            return entry
    listed = [entry for entry in pool if entry.ucdp]
    if len(listed) == 1 or (listed and len({entry.ucdp[0] for entry in listed}) == 1):
        return listed[0]
    return None


def _part_of(entry: ActorEntry, whole: ActorEntry) -> bool:
    actors = load_actors()
    seen: set[str] = set()
    one: ActorEntry | None = entry
    while one is not None and one.parent is not None and one.id not in seen:
        if one.parent == whole.id:
            return True
        seen.add(one.id)
        one = actors.get(one.parent)
    return False
