"""Find those who act and suffer: registry names, "Syrian rebels", "government troops", civilians, countries as agents, office holders."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.data.actor_nouns import ActorNoun, ActorNouns, load_actor_nouns
from dateline.data.actors import ActorEntry, Actors, load_actors
from dateline.data.countries import Country, load_countries
from dateline.data.place_words import load_place_words
from dateline.find.groups import MADE_BY as UNLISTED
from dateline.find.groups import GroupMemory, find_groups
from dateline.find.names import country_named, country_of_demonym, is_name_word, name_runs
from dateline.find.setting import Setting
from dateline.find.tokens import Tokens
from dateline.records import ActorMention, Sentence

CLASS_OF_KIND = {
    "army": "state_forces", "air_force": "state_forces", "navy": "state_forces", "police": "police", "government": "government", "office": "government",
    "rebel": "rebel", "political_militia": "militia", "cartel": "militia", "identity_militia": "militia", "civilians": "civilians", "coalition": "external",
    "un": "external", "media": "media", "state_media": "media", "monitor": "organisation", "ngo": "organisation", "medical": "organisation", "agency": "media",
}  # fmt: skip
"""Kinds of the registry to the actor classes of ActorMention."""
ARMED = frozenset({"state_forces", "police", "rebel", "militia", "external", "unidentified"})
_TITLES = frozenset(
    "president minister premier governor mayor senator general colonel captain major lieutenant commander king prince sheikh chancellor "
    "secretary chairman leader ambassador deputy judge archbishop bishop".split()
)
_MODIFIERS = frozenset(
    "armed unidentified unknown masked local foreign regular elite special senior young innocent suspected alleged heavily rebel opposition "
    "government regime loyalist militant insurgent islamist jihadist separatist extremist terrorist guerrilla paramilitary kurdish sunni shiite "
    "shia christian arab turkmen tribal popular hutu tutsi leftist rightist maoist communist allied pro-government pro-regime anti-government "
    "military army police security coalition state national federal border riot suicide trapped displaced unarmed fellow military-led islamic "
    "takfiri baathist republican nationalist ethnic rival friendly enemy hostile private hooded subversive clandestine urban".split()
)
_LOYAL = re.compile(r"^(?:pro-(?:government|regime|state|assad|damascus|kyiv|kiev|moscow)|loyalist|popular)$")
_AGENT_VERBS = frozenset(
    "has have had will would said says is was are were did does agreed accused denied denies launched carried attacked bombed struck invaded "
    "blamed vowed insisted rejected deployed sent announced warned signed began started "
    "continues fired hit shot targeted conducted and claims claimed imposed closed".split()
)
_ADVERB_HEAD = 3  # "Furthermore, X and Y agreed": a comma this early follows an adverb, not a place
_CORPORATE = frozenset(
    "militants militant terrorists terrorist jihadists jihadist extremists extremist fighters fighter insurgents insurgent group gunmen "
    "subversives subversive guerrillas guerrilla rebels rebel members elements gangs takfiris islamists".split()
)
_ANYONE_IN_RANKS = frozenset("member personnel leader commander crew crewman suspect supporter employee official".split())
_LOOSE = frozenset("members member elements gangs gang".split())
_IDENTITY = frozenset(
    "kurdish sunni shiite shia arab druze turkmen christian tribal hutu tutsi maoist communist foreign rival ethnic islamic leftist rightist".split()
)
_UNSPECIFIED = frozenset(
    "militants militant terrorists terrorist jihadists jihadist extremists extremist elements members gangs takfiris islamists".split()
)


@dataclass(slots=True)
class _Memory:
    """What the report has named so far."""

    group: ActorMention | None = None  # latest non-state armed actor
    sole: ActorEntry | None = None  # the only armed group that the report names at all


def find_actors(sentences: Sequence[Sentence], tokens: Sequence[Tokens], setting: Setting) -> tuple[ActorMention, ...]:
    """Return the actor mentions in text order, never overlapping."""
    registry = load_actors()
    memory = _Memory(sole=_sole_group(sentences, registry, setting))
    groups = GroupMemory()
    found: list[ActorMention] = []
    for sentence, words in zip(sentences, tokens, strict=True):
        here = [_as_introduced(m, sentence, groups) for m in _named(sentence, words, registry, setting)]
        here += find_groups(sentence, words, here, groups)
        here = _nouns(sentence, words, here, registry, setting, memory)
        here += _countries(sentence, words, here, registry, setting.day)
        here += _weapon_owners(sentence, words, here, registry, setting.day)
        here += _persons(sentence, words, here)
        found += sorted(here, key=lambda a: a.span.start)
    return tuple(found)


_NO_REBELS = frozenset({"Islamic State", "Al-Qaeda", "HTS / al-Nusra"})
"""Sides that reports call militants and terrorists, hardly ever rebels: beside them "rebels" are others."""


def _sole_group(sentences: Sequence[Sentence], registry: Actors, setting: Setting) -> ActorEntry | None:
    """Return the one armed group that a report names, also where it says "the guerrillas" before it says which."""
    found: dict[str, ActorEntry] = {}
    for sentence in sentences:
        for match in registry.match(sentence.text):
            entries = registry.choose(match.entries, country=setting.at(sentence.index), day=setting.day)
            if entries and entries[0].kind == "rebel":
                found.setdefault(entries[0].side, entries[0])
    return next(iter(found.values())) if len(found) == 1 else None


def _mention(sentence: Sentence, words: Tokens, first: int, last: int, entry: ActorEntry, *, generic: bool = False) -> ActorMention:
    noun = load_actor_nouns().get(words.lowers[last - 1])
    name = (
        _as_said(entry, noun.unit, entry.country[0])
        if noun is not None and noun.unit and entry.kind == "army" and entry.country
        else entry.name
    )
    return ActorMention(words.span(first, last), sentence.index, name, entry.side, CLASS_OF_KIND[entry.kind], entry.id, generic=generic)


def _named(sentence: Sentence, words: Tokens, registry: Actors, setting: Setting) -> list[ActorMention]:
    out: list[ActorMention] = []
    for match in registry.match(sentence.text):
        entries = registry.choose(match.entries, country=setting.at(sentence.index), day=setting.day)
        if not entries:
            continue
        first = words.at(sentence.span.start + match.start)
        last = words.at(sentence.span.start + match.end)
        if last <= first:
            continue
        out.append(_mention(sentence, words, first, last, entries[0]))
    return out


def _as_introduced(mention: ActorMention, sentence: Sentence, groups: GroupMemory) -> ActorMention:
    """Give a short form the meaning that this report introduced it with ("Rapid Support Forces (RSF)")."""
    text = sentence.text[mention.span.start - sentence.span.start : mention.span.end - sentence.span.start]
    known = groups.acronyms.get(text)
    if known is None or known.entry == mention.entry:
        return mention
    return replace(mention, name=known.name, side=known.side, actor_class=known.actor_class, entry=known.entry)


def _nouns(
    sentence: Sentence, words: Tokens, named: list[ActorMention], registry: Actors, setting: Setting, memory: _Memory
) -> list[ActorMention]:
    """Add noun phrases ("rebel fighters"); one next to a name takes the name's identity and swallows it."""
    nouns = load_actor_nouns()
    covered = {i: m for m in named for i in range(*words.inside(m.span))}
    out: list[ActorMention] = []
    swallowed: set[int] = set()
    position = 0
    ordered = sorted(named, key=lambda m: m.span.start)
    first_words, lowers, size = _first_words(), words.lowers, len(words)
    while position < size:
        if position in covered:
            mention = covered[position]
            if mention.actor_class in ("rebel", "militia"):
                memory.group = mention
            position = words.inside(mention.span)[1]
            continue
        if lowers[position] in _GROUP_AGAIN and memory.group is not None and _points_back(words, position):
            group = memory.group
            out.append(replace(group, span=words.span(position - 1, position + 1), sentence=sentence.index, generic=True))
            position += 1
            continue
        if lowers[position] not in first_words:
            position += 1
            continue
        last, noun = _longest_noun(words, position, covered, nouns)
        if noun is not None and words.lowers[position] == "military" and last == position + 1 and _adjective(words, last):
            noun = None
        if noun is not None and noun.actor_class in ("rebel", "militia") and last in covered and covered[last].actor_class in ARMED:
            noun = None  # "the paramilitary X", "rebel group Y": it says what X is
        if noun is None or (noun.actor_class == "civilians" and not noun.plural and _modifies_place(words, last)):
            position += 1
            continue
        if not noun.plural and last < len(words) and last not in covered and nouns.get(words.lowers[last]) is not None:
            position = last  # "terrorist delinquents", "rebel fighters": a modifier of the next noun
            continue
        mention, absorbed = _noun_mention(sentence, words, position, last, noun, covered, registry, setting, memory)
        swallowed.update(id(m) for m in absorbed)
        out.append(mention)
        position = max(last, words.inside(mention.span)[1])
    return [m for m in ordered if id(m) not in swallowed] + out


_AFTER_NOUN = frozenset(
    "said says has have had was were is are will would in on at and or to of for from with by that which who also may can could did does "
    "took launched killed".split()
)


_GROUP_AGAIN = frozenset({"group", "organization", "organisation", "outfit"})
"""With "the" before them these stand for the armed group named last."""


def _points_back(words: Tokens, position: int) -> bool:
    """Tell "the group said" from "a group of men" and "the group stage"."""
    if position == 0 or words.lowers[position - 1] not in ("the", "this"):
        return False
    following = words.lowers[position + 1] if position + 1 < len(words) else ""
    return following != "of" and not _adjective(words, position + 1)


def _adjective(words: Tokens, last: int) -> bool:
    """Tell "a military operation" from "the military said"."""
    if last >= len(words) or not words.words[last].isalpha():
        return False
    return words.lowers[last] not in _AFTER_NOUN and not words.lowers[last].endswith("ed")


def _modifies_place(words: Tokens, last: int) -> bool:
    """Tell "student quarter 2" and "farmer market" from people."""
    return last < len(words) and words.lowers[last] in load_place_words().level_of


@cache
def _first_words() -> frozenset[str]:
    """Return the words that an actor noun can begin with: most words of a sentence are ruled out by one look."""
    return frozenset(form.split()[0] for form in load_actor_nouns().nouns)


def _longest_noun(words: Tokens, position: int, covered: dict[int, ActorMention], nouns: ActorNouns) -> tuple[int, ActorNoun | None]:
    for size in (3, 2, 1):
        last = position + size
        if last > len(words) or any(i in covered for i in range(position, last)):
            continue
        noun = nouns.get(" ".join(words.lowers[position:last]))
        if noun is not None:
            return last, noun
    return position + 1, None


def _noun_mention(
    sentence: Sentence, words: Tokens, position: int, last: int, noun: ActorNoun, covered: dict[int, ActorMention], registry: Actors,
    setting: Setting, memory: _Memory,
) -> tuple[ActorMention, list[ActorMention]]:  # fmt: skip
    first = position
    demonym: str | None = None
    while first > 0 and first - 1 not in covered:
        lower = words.lowers[first - 1]
        country = country_of_demonym(lower) if words.is_name(first - 1) else None
        if country is not None:
            demonym = country.iso2
        elif not (lower in _MODIFIERS or ("-" in lower and lower[0].isalpha() and not words.is_name(first - 1))):
            break
        first -= 1
    absorbed: list[ActorMention] = []
    owner = covered.get(first - 1) if first > 0 else None
    if first > 3 and words.words[first - 1] in ")]" and words.words[first - 3] in "([":  # "Syrian Arab Army (SAA) troops"
        owner = covered.get(first - 4)
    if (
        owner is not None
        and not words.words[first - 1].endswith(("'s", "’s"))
        and (owner.actor_class not in ("media", "organisation") or owner.made_by == UNLISTED)
    ):
        absorbed.append(owner)
        first = words.inside(owner.span)[0]
    elif (
        last + 1 < len(words) and words.lowers[last] in ("of", "from") and noun.actor_class not in ("civilians", "government", "protesters")
    ):
        ahead = last + 1 + (words.lowers[last + 1] in ("the", "a"))
        owner = covered.get(ahead)
        if owner is not None and owner.actor_class in ARMED:
            absorbed.append(owner)
            last = words.inside(owner.span)[1]
        else:
            owner = None
    else:
        owner = None
    mention = _identify(sentence, words, first, position, last, noun, owner, demonym, registry, setting, memory)
    return mention, absorbed


def _identify(
    sentence: Sentence, words: Tokens, first: int, head: int, last: int, noun: ActorNoun, owner: ActorMention | None, demonym: str | None,
    registry: Actors, setting: Setting, memory: _Memory,
) -> ActorMention:  # fmt: skip
    span = words.span(first, last)
    base = ActorMention(span, sentence.index, "", None, noun.actor_class, generic=True)
    modifiers = words.lowers[first:last]
    if noun.actor_class == "civilians" and noun.toll == "unknown" and owner is None and noun.lemma in _ANYONE_IN_RANKS:
        return replace(base, name=_title(words, first, last), side=None, actor_class="organisation")
    if noun.actor_class == "civilians":
        if owner is not None and noun.toll != "civilian":
            return replace(base, name=owner.name, side=owner.side, actor_class=owner.actor_class, entry=owner.entry, generic=False)
        return replace(base, name="Civilians", side="Civilians")
    if owner is not None:
        armed = noun.actor_class if owner.actor_class == "organisation" else owner.actor_class
        return replace(base, name=owner.name, side=owner.side, actor_class=armed, entry=owner.entry, generic=False)
    country = demonym or setting.at(sentence.index)
    if noun.actor_class in ("rebel", "militia") or any(_LOYAL.match(m) for m in modifiers):
        return _rebels(base, words, head, modifiers, country, demonym, registry, memory, setting.day)
    if noun.actor_class == "unidentified":
        return replace(base, name="Unidentified armed actor", side="Unidentified")
    if noun.actor_class in ("protesters", "rioters"):
        return replace(base, name=noun.actor_class.capitalize(), side=noun.actor_class.capitalize())
    if noun.unit is not None and country is not None:
        entry = registry.state(country, noun.unit, setting.day)
        if entry is not None:
            return replace(
                base, name=_as_said(entry, noun.unit, country), side=entry.side, actor_class=CLASS_OF_KIND[entry.kind], entry=entry.id
            )
    if noun.actor_class == "external":
        return replace(base, name=_title(words, first, last), side=None)
    return replace(base, name=_title(words, first, last), side=None)


def _as_said(entry: ActorEntry, unit: str, country: str) -> str:
    """Return the name of a state's force: where one entry stands for army and all forces, "soldiers" are the army's."""
    place = load_countries().get(country)
    demonym = place.demonyms[0] if place is not None and place.demonyms else " "
    short = [alias for alias in entry.aliases if alias.startswith("=") and sum(map(str.isupper, alias)) > 1]
    # a force mostly known by its short form ("SAF"), or under a name of its own, keeps its name
    listed = bool(short) and (entry.aliases[0] == short[0] or not entry.name.startswith(demonym))
    if unit == "army" and "forces" in entry.units and place is not None and demonym != " " and not listed:
        return load_actor_nouns().units[unit].name.format(adj=demonym, country=place.name)
    return entry.name


def _rebels(
    base: ActorMention, words: Tokens, head: int, modifiers: Sequence[str], country: str | None, demonym: str | None, registry: Actors, memory: _Memory,
    day: dt.date | None,
) -> ActorMention:  # fmt: skip
    noun = words.lowers[head]
    place = load_countries().get(country)
    if any(_LOYAL.match(m) or m in ("government", "regime") for m in modifiers) and place is not None:
        entry = registry.by_name(f"Pro-government fighters ({place.name})")
        if entry is not None:
            return replace(base, name=entry.name, side=entry.side, actor_class="militia", entry=entry.id)
        state = registry.state(place.iso2, "government", day)
        side = state.side if state is not None else f"Government of {place.name}"
        return replace(base, name=f"Pro-government fighters ({place.name})", side=side, actor_class="militia")
    opposition = noun.startswith(("rebel", "insurgent", "guerrilla", "separatist")) or any(
        m in ("rebel", "opposition", "insurgent") for m in modifiers
    )
    if any(m in _IDENTITY or m.endswith(("-backed", "-led", "-linked", "-allied", "-aligned")) for m in modifiers):
        text = " ".join(words.words[words.inside(base.span)[0] : words.inside(base.span)[1]])
        return replace(base, name=text[:1].upper() + text[1:], side=None)
    sole = memory.sole
    if (
        sole is not None
        and demonym is None
        and memory.group is None
        and not (noun.startswith("rebel") and sole.side in _NO_REBELS)
        and noun not in _LOOSE
    ):
        return replace(base, name=sole.name, side=sole.side, actor_class=CLASS_OF_KIND[sole.kind], entry=sole.id)
    loose = not opposition or noun in _UNSPECIFIED or noun.startswith(("insurgent", "guerrilla", "separatist"))
    if loose and memory.group is not None and noun in _CORPORATE and demonym is None:
        group = memory.group
        return replace(base, name=group.name, side=group.side, actor_class=group.actor_class, entry=group.entry)
    if opposition and place is not None:
        adjective = place.demonyms[0] if place.demonyms else place.name
        kind = "rebels" if any(m in ("rebel", "opposition") for m in modifiers) or noun.startswith("rebel") else noun.rstrip("s") + "s"
        name = f"{adjective} {kind}"
        entry = registry.by_name(name)
        if entry is not None:
            return replace(base, name=entry.name, side=entry.side, entry=entry.id, actor_class=CLASS_OF_KIND[entry.kind])
        return replace(base, name=name, side=name)
    if base.actor_class == "militia":
        return replace(base, name=f"Militia ({place.name})" if place else "Militia", side=None)
    return replace(base, name="Militants (unspecified)", side="Militants (unspecified)")


_SAYING = frozenset("said says agreed accused denied denies warned announced signed claims claimed blamed vowed insisted rejected".split())


@cache
def _by_capital() -> dict[str, Country]:
    return {country.capital: country for country in load_countries().all if country.capital}


def _countries(sentence: Sentence, words: Tokens, taken: list[ActorMention], registry: Actors, day: dt.date | None) -> list[ActorMention]:
    """Read a country's name as its government where it stands as agent or addressee: "Israel fired", "accused Turkey of", "Iraq and Turkey agreed"."""
    blocked = frozenset(i for m in taken for i in range(*words.inside(m.span)))
    out: list[ActorMention] = []
    for first, last in name_runs(words, blocked):
        for cut in (last, first + 1):
            name = " ".join(words.words[first:cut]).removesuffix("'s").removesuffix("’s")
            country = country_named(name)
            if country is None and cut < len(words) and words.lowers[cut] in _SAYING:
                country = _by_capital().get(name)  # "Moscow said"
            if country is not None:
                break
        if country is None or cut != last:
            continue
        following = words.lowers[last] if last < len(words) else ""
        if following == "and" and last + 2 < len(words) and is_name_word(words, last + 1) and country_named(words.words[last + 1]):
            following = words.lowers[last + 2]
        before = words.lowers[first - 1] if first else ""
        agent = following in _AGENT_VERBS and before not in ("in", "of", "at", "from", "near", "across", "to", "into", "inside", "outside")
        agent = agent and (before != "," or first <= _ADVERB_HEAD)
        if before in ("accused", "blamed", "against", "by", "warning", "warned", "attacked", "invaded") or (
            agent and (before in ("", "and", "that") or first == 0 or before in ',."“:-–—)')
        ):
            entry = registry.state(country.iso2, "government", day)
            if entry is not None:
                out.append(_mention(sentence, words, first, last, entry))
    return out


_WEAPONS = frozenset(
    "strike strikes airstrike airstrikes missile missiles rocket rockets drone drones artillery shelling shells bombardment bombardments air aerial "
    "invasion offensive warships bombing bombings bombs tanks tank guns fire ballistic cruise raids incursion counteroffensive".split()
)


def _weapon_owners(
    sentence: Sentence, words: Tokens, taken: list[ActorMention], registry: Actors, day: dt.date | None
) -> list[ActorMention]:
    """Read "Russian missiles", "a U.S. strike", "Israel's shelling" as the armed forces of that state."""
    blocked = frozenset(i for m in taken for i in range(*words.inside(m.span)))
    out: list[ActorMention] = []
    forces = {words.inside(m.span)[0] for m in taken if m.actor_class == "state_forces"}
    for i in range(len(words) - 1):
        if i in blocked or not words.is_name(i):
            continue
        shared = words.lowers[i + 1] == "and" and i + 2 in forces and country_of_demonym(words.lowers[i + 2]) is not None
        if words.lowers[i + 1] not in _WEAPONS and not shared:  # shared: "Syrian and Russian warplanes"
            continue
        owner = country_of_demonym(words.lowers[i]) or country_named(words.lowers[i])
        entry = registry.state(owner.iso2, "forces", day) if owner is not None else None
        if entry is not None:
            out.append(_mention(sentence, words, i, i + 1, entry))
    return out


def _persons(sentence: Sentence, words: Tokens, taken: list[ActorMention]) -> list[ActorMention]:
    """Read "President Name Name" as a person."""
    blocked = frozenset(i for m in taken for i in range(*words.inside(m.span)))
    out = []
    for first, last in name_runs(words, blocked):
        if first and words.lowers[first - 1] in _TITLES and last - first >= 1:
            name = " ".join(words.words[first:last])
            out.append(ActorMention(words.span(first, last), sentence.index, name, None, "person", person=True))
    return out


def _title(words: Tokens, first: int, last: int) -> str:
    text = " ".join(words.words[first:last])
    return text[:1].upper() + text[1:]
