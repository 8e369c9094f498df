"""Who a speaker's words name: canonical name, type of source and stated leaning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dateline.data.actors import load_actors
from dateline.data.countries import load_countries
from dateline.data.source_types import Body, speaker_words
from dateline.records import ActorMention, Source, SourceType

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_STANCE = re.compile(
    r"\b((?:pro|anti)-[\w-]+(?:\s+media\s+outlet)?|[\w'’.-]+-(?:linked|affiliated|aligned|run|controlled|backed|owned|funded|sponsored|leaning|friendly)"
    r"|semi-official|opposing|opposition(?=\s+(?:media|activists?|sources?|groups?|monitors?|officials?|politicians?|leaders?|figures?|lawmakers?|part(?:y|ies)))|independent)\b",
    re.IGNORECASE,
)
_PLAIN_STANCES = frozenset(
    {"opposition", "pro", "anti", "state", "government", "rebel", "opposing", "independent", "semi", "regime", "military"}
)
_PERSONS_SIDE = frozenset({"media", "news", "opposition", "community", "party", "union", "society"})
"""Speaking nouns that may stand before the noun for a person: "opposition leader X"."""
_PLURALS = frozenset(
    {
        "groups",
        "people",
        "some",
        "many",
        "others",
        "critics",
        "supporters",
        "organisations",
        "organizations",
        "members",
        "leaders",
        "few",
        "both",
    }
)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_ARTICLE = re.compile(r"^(?:the|a|an|another|its|his|her|their)\s+", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "same", "another", "also"})
_CLASS_TYPES: dict[str, SourceType] = {
    "state_forces": "belligerent", "rebel": "belligerent", "militia": "belligerent", "external": "belligerent", "police": "official",
    "government": "official", "media": "media_outlet", "civilians": "witness", "protesters": "witness",
}  # fmt: skip
_KIND_TYPES: dict[str, SourceType] = {
    "army": "belligerent", "air_force": "belligerent", "navy": "belligerent", "police": "official", "government": "official",
    "office": "official", "rebel": "belligerent", "political_militia": "belligerent", "identity_militia": "belligerent",
    "cartel": "belligerent", "coalition": "belligerent", "un": "un", "media": "media_outlet", "state_media": "state_media",
    "monitor": "ngo_monitor", "ngo": "ngo", "medical": "medical", "agency": "media_outlet", "civilians": "witness",
}  # fmt: skip
_TITLES = re.compile(
    r"\b(?:(?:Prime|Foreign|Defen[cs]e|Interior) Minister|Attorney General|President|Premier|Minister|Secretary|Governor|Mayor|Senator|Sen\.|Rep\.|Gov\."
    r"|King|Chancellor|Ambassador|Archbishop|Bishop|Judge|Deputy|Congressman|Commissioner|Sheriff|Prince|Emir|Sultan)(?=\s)"
)
_RANKS = re.compile(
    r"\b(?:General|Gen\.|Gen|Colonel|Col\.|Col|Major|Maj\.|Captain|Capt\.|Lieutenant|Lt\.|Lt|Brigadier|Brig\.|Admiral|Adm\.|Sergeant|Sgt\.|Commander"
    r"|Cmdr\.|Marshal)(?=\s+[A-Z])"
)
_OFFICE = re.compile(
    r"\b(?:(?:vice |deputy )?(?:president|governor)|(?:prime |foreign |defen[cs]e |interior |health )?minister|premier|mayor|senator|secretary"
    r"|chancellor|ambassador|bishop|archbishop|judge|commissioner|prefect|sheriff|prosecutor|lawmaker|councillor|councilman)"
    r"(?:\s+(?:general|chief))?\s+(?=[A-Z][\w'’.-]*\s+[A-Z])"
)
_LOCAL_OFFICE = frozenset("governor mayor prefect administrator councillor councilman commissioner vice-governor".split())
_POLICE = re.compile(r"\b(?:police\w*|gendarme\w*|constab\w+|sheriff|cops?|carabinier\w*|security)\b", re.IGNORECASE)
_NOT_GOVERNMENT = re.compile(
    r"\b(?:opposition|rebels?|separatist|insurgent|hospital|union|church|club|school|university|company|un|u\.n\.|former|western|retired"
    r"|kurdish|houthi|hamas|hezbollah|palestinian|breakaway|exiled?|tribal|community|shadow|[\w’'-]+-(?:installed|appointed|imposed|backed|aligned|allied|controlled|linked|led|run|held))\b(?=[\w\s-]*\b(?:officials?|leaders?|ministers?|authorit\w+|administrat\w+)\b)",
    re.IGNORECASE,
)
_MEDIUM = r"(?:media|television|tv|radio|(?:news\s+)?agency|newspaper|channel|broadcaster|daily)"
_STATE_RUN = re.compile(
    rf"\b(?:state(?:-(?:run|owned|controlled|media))?|government-(?:run|owned))\b[\w\s'’-]*\b{_MEDIUM}\b", re.IGNORECASE
)
_ARMED_MEDIA = re.compile(
    r"\b(?:terrorist|group|rebel|militant|guerrilla|insurgent|jihadist|ISIS|ISIL|IS|army|military|war)(?:['’]?s['’]?|-\w+)?\s+(?:media|news|radio|clandestine)",
    re.IGNORECASE,
)
_SPOKES = r"(?:spokes\w+|representative|director)"
_SPEAKS_FOR = re.compile(rf"\b{_SPOKES}\s+(?:of|for|at|from)\s+(?:the\s+)?([^,]+)", re.IGNORECASE)
_DEFINITE_BODY = re.compile(rf"\b{_SPOKES}\s+(?:of|for)\s+\w", re.IGNORECASE)
_ITS_SPEAKER = re.compile(
    rf"(?:^|,\s*)(?:the\s+|an?\s+)?([\w'’.-]+(?:\s+[\w'’.-]+){{0,3}}?)(?:['’]s)?\s+(?:\w+\s+)?{_SPOKES}\b", re.IGNORECASE
)
_CAPITALS = re.compile(r"[A-Z][\w'’-]*\.?(?:\s+(?:(?:al|bin|ibn|de|la|del|von|van|el|abu|da|dos)\s+)*[A-Z][\w'’-]*\.?)*")
_CARE = re.compile(r"((?:[A-Z][\w'’-]*\s+)+(?:[Hh]ospital|[Cc]linic))")
_RELEASING = re.compile(
    r"\b(?:Ministry|Department|Embassy|Government|Presidency|Foreign Office|White House|Kremlin|Parliament|Cabinet|Consulate|Office of)\b",
    re.IGNORECASE,
)
_ARMED_BODY = re.compile(
    r"\b(?:Army|Armed Forces|Command|CENTCOM|Coalition|CJTF-OIR|NATO|Brigades?|Military|Navy|Air Force|Defen[cs]e (?:Forces|Ministry)"
    r"|Ministry of Defen[cs]e)\b",
    re.IGNORECASE,
)
_PRESS = re.compile(r"\b(?:News|Times|Agency|Press|Post|Today|Magazine|Journal|Watch)\b")
_RELATED = re.compile(r"\b(?:by|to|with)\s+(?:the\s+)?$")
_DESCRIBES = re.compile(r"-\w|['’]s?\b\s*\w")
_FIGHTING = frozenset({"state_forces", "rebel", "militia", "police", "external"})
_QUIET_TYPES = frozenset({"ngo", "ngo_monitor", "media_outlet", "state_media", "official"})
_STRONG_TYPES: tuple[SourceType, ...] = ("medical", "ngo_monitor", "un", "state_media")
_WEAK_TYPES: tuple[SourceType, ...] = ("belligerent", "official", "media_outlet", "ngo", "witness", "unnamed")


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker as its words name it.

    heads: lower-case speaking nouns of the phrase; reference: pronoun | definite | indefinite | name; person: the personal name in it, if any.
    """

    name: str
    type: SourceType
    stance: str | None
    heads: frozenset[str]
    reference: str
    person: str | None = None


_NO_INITIALS: Mapping[str, str] = {}


def name_speaker(text: str, start: int, actors: Sequence[ActorMention], initials: Mapping[str, str] = _NO_INITIALS) -> Named:
    """Name the speaker that stands in `text`, which begins at the document offset `start`.

    `actors` are the mentions that overlap its words; `initials` those that the report introduces, with their full names.
    """
    named = _named(text, start, actors, initials)
    short = named.name.rpartition(" (")[2].rstrip(")")
    if named.name.endswith(f" ({short})") and short in initials and not any(m.name == named.name for m in actors):
        named = replace(named, name=named.name.removesuffix(f" ({short})"))
    full = initials.get(named.name)
    if full is None:
        return named
    body = speaker_words().bodies.get(full)
    if body is not None:
        return replace(named, name=body.name, type=body.type)
    kind = _type_by_words(full, [word.lower() for word in _WORD.findall(full)])
    mention = next((m for m in actors if not m.person and not m.generic), None)
    if mention is not None:
        return replace(named, name=mention.name, type=registered_type(mention, kind))
    return replace(named, name=full, type=kind or named.type)


def _named(text: str, start: int, actors: Sequence[ActorMention], initials: Mapping[str, str]) -> Named:
    text = _first_of_two(_POSSESSIVE.sub("", text))
    lows = [word.lower() for word in _WORD.findall(text)]
    heads = frozenset(_heads(lows))
    if len(lows) == 1 and lows[0] in ("he", "she", "it", "they", "who", "which", "we", "i", "you", "him", "her", "them"):
        return Named(text, "unnamed", None, heads, "pronoun")
    words = speaker_words()
    stance = _stance(text)
    kind = _type_by_words(text, lows)
    person = _person(text, heads)
    reference = _reference(lows, text)
    whole = words.bodies.get(_ARTICLE.sub("", text)) or words.bodies.get(text)
    registered = _registered(text, start, actors)
    if whole is not None and registered is not None and _means_otherwise(text, whole, registered, start, initials):
        return Named(registered.name, registered_type(registered, kind), stance, heads, "name", person)
    if whole is not None and _ARTICLE.sub("", text) in initials and initials[_ARTICLE.sub("", text)] not in words.bodies:
        whole = None
    if whole is not None:
        return Named(whole.name, whole.type, stance, heads, "name")
    if kind == "medical":
        return Named(_medical_name(text), "medical", stance, heads, reference, person)
    body = _body(text, initials)
    if heads & {"source", "sources"}:
        told = body is not None and not _RELATED.search(text, 0, body.start())
        return _unnamed_source(text, lows, stance, heads, kind, body.group() if body and told else None)
    own_right = person is not None and (_TITLES.search(text) is not None or _OFFICE.search(text) is not None)
    if registered is not None and not own_right and not (kind == "witness" and not heads & {"leader", "official"}):
        return Named(registered.name, registered_type(registered, kind), stance, heads, "name", person)
    if body and not own_right and (kind not in ("witness", "belligerent") or words.bodies[body.group()].type == "belligerent"):
        known = words.bodies[body.group()]
        return Named(known.name, known.type, stance, heads, "name", person)
    state = _state(text) if registered is None and not heads else None
    if state is not None:
        return Named(state, "official", stance, heads, "name")
    organisation = _organisation(text, heads)
    if organisation is None and person is not None:
        return Named(person, kind or "official", stance, heads, "name", person)
    if organisation is not None and _DEFINITE_BODY.search(text):
        reference = "name"
    loose = reference == "indefinite" or bool(heads & _PLURALS)
    name = organisation or _capital(text.split(",")[0].strip())
    return Named(name, kind or ("unnamed" if loose else "official"), stance, heads, reference, person)


def body_of_outlet(outlet: str) -> Source:
    """Return the source of a report's unattributed words: the outlet as author, or the body whose own release it is."""
    body = speaker_words().bodies.get(outlet)
    if body is not None and body.type in ("belligerent", "official"):
        return Source(body.name, body.type)
    if _ARMED_BODY.search(outlet) and not _PRESS.search(outlet):
        return Source(outlet, "belligerent")
    if _RELEASING.search(outlet) and not _PRESS.search(outlet):
        return Source(outlet, "official")
    return Source(outlet, "author")


def _state(text: str) -> str | None:
    """Return the government of the country that a speaker's words name, None where they name none."""
    country = load_countries().by_name(_ARTICLE.sub("", text))
    entry = load_actors().state(country.iso2, "government") if country is not None else None
    return entry.name if entry is not None else None


def _means_otherwise(text: str, body: Body, registered: ActorMention, start: int, initials: Mapping[str, str]) -> bool:
    """Tell whether initials of a well-known body stand for an actor here: one that the report introduced, or one that fights."""
    short = _ARTICLE.sub("", text)
    if not short.isupper() or registered.name == body.name or registered.generic:
        return False
    if initials.get(short) in speaker_words().bodies:
        return False
    return short in initials or (body.type in _QUIET_TYPES and registered.actor_class in _FIGHTING)


def _body(text: str, initials: Mapping[str, str]) -> re.Match[str] | None:
    """Find a well-known body: the last of the United Nations' ones, else the first.

    A common noun among their names ("Observatory") stands alone or behind an article, not in a longer name; initials that the report
    introduces for somebody else are none of its names.
    """
    words = speaker_words()
    found: list[re.Match[str]] = []
    for match in words.body_pattern.finditer(text):
        before = text[: match.start()].rstrip().rpartition(" ")[2]
        longer = before[:1].isupper() and "-" not in before and before.lower() not in _ARTICLES
        full = initials.get(match.group())
        other = full is not None and full not in words.bodies
        if not other and not (longer and match.group().lower().removeprefix("the ") in words.speakers):
            found.append(match)
    if found and all(words.bodies[match.group()].type == "un" for match in found):
        return found[-1]
    return found[0] if found else None


def _first_of_two(text: str) -> str:
    """Leave the first of two speakers ("residents and police"): one claim has one source."""
    first, joined, second = text.partition(" and ")
    speakers = speaker_words().speakers
    both = first.rpartition(" ")[2].lower() in speakers and second.rpartition(" ")[2].lower() in speakers
    return first if joined and both and "," not in text and " of " not in text and " for " not in text else text


def _heads(lows: list[str]) -> list[str]:
    words = speaker_words().speakers
    found = [low for low in lows if low in words]
    found += [f"{first} {second}" for first, second in pairwise(lows) if f"{first} {second}" in words]
    found += [low.rpartition("-")[2] for low in lows if "-" in low and low.rpartition("-")[2] in words]
    return found


def _stance(text: str) -> str | None:
    """Return the stated leaning; a capital that only the sentence's beginning gave is undone ("Opposition-linked", not "ISIS-linked")."""
    match = _STANCE.search(text)
    if match is None:
        return None
    words = match.group(1)
    return words[0].lower() + words[1:] if words.split("-")[0].lower() in _PLAIN_STANCES else words


def _reference(lows: list[str], text: str) -> str:
    if not lows:
        return "name"
    capital = any(word[0].isupper() for word in _WORD.findall(text)[1:])
    if lows[0] in ("the", "this", "that", "these", "those", "its", "his", "her", "their"):
        return "name" if capital else "definite"
    if lows[0] in ("a", "an", "one", "another", "some", "several"):
        return "name" if capital else "indefinite"
    return "name" if capital or (text[:1].isupper() and lows[0] not in speaker_words().speakers) else "indefinite"


def _registered(text: str, start: int, actors: Sequence[ActorMention]) -> ActorMention | None:
    """Choose the registered actor that the phrase names: not one that only describes it ("ISIS-linked agency", "Kassar's envoy")."""
    known = [mention for mention in actors if mention.entry is not None and not mention.person and not _only_a_noun(text, mention)]
    alone = [mention for mention in known if not _DESCRIBES.match(text, max(0, mention.span.end - start))]
    media = [mention for mention in alone if mention.actor_class == "media"]
    return min(media or alone or known, key=lambda mention: mention.generic, default=None)


def _only_a_noun(text: str, mention: ActorMention) -> bool:
    """Tell whether a general noun was read as a body that the phrase does not mean: "a senior officer", "the governor", "opposition officials"."""
    if not mention.generic:
        return False
    if mention.actor_class == "police":
        return _POLICE.search(text) is None
    if mention.actor_class != "government":
        return False
    return _NOT_GOVERNMENT.search(text) is not None or not _LOCAL_OFFICE.isdisjoint(
        _POSSESSIVE.sub("", word).lower() for word in _WORD.findall(text)
    )


def registered_type(mention: ActorMention, kind: SourceType | None) -> SourceType:
    """Type by the registry's kind of actor; an armed group's media speak for it."""
    entry = load_actors().get(mention.entry)
    if entry is not None and entry.kind in _KIND_TYPES:
        armed = entry.kind == "media" and entry.side not in (None, "", entry.name)
        return "belligerent" if armed else _KIND_TYPES[entry.kind]
    return _CLASS_TYPES.get(mention.actor_class, kind or "official")


def _type_by_words(text: str, lows: list[str]) -> SourceType | None:
    """Type by the nouns of the phrase, the telling ones first."""
    if _ARMED_MEDIA.search(text):
        return "belligerent"
    if _STATE_RUN.search(text):
        return "state_media"
    if {"police", "ministry", "minister"} & set(lows) or _TITLES.search(text):
        return "official"
    words = speaker_words()
    typed = {words.heads[head] for head in _heads(lows) if head in words.heads}
    strong = next((kind for kind in _STRONG_TYPES if kind in typed), None)
    if strong is not None:
        return strong
    if _RANKS.search(text):
        return "belligerent"
    return next((kind for kind in _WEAK_TYPES if kind in typed), None)


def _person(text: str, heads: frozenset[str]) -> str | None:
    """Return a personal name: capitalised words that name no body, behind a title or beside a noun for persons."""
    words = speaker_words()
    title = _TITLES.search(text) or _RANKS.search(text)
    if title is None and "," not in text and not all(head.rpartition(" ")[2] in words.persons | _PERSONS_SIDE for head in heads):
        return None
    best: str | None = None
    for match in _CAPITALS.finditer(text, title.end() if title else 0):
        parts = match.group().split()
        while parts and (
            parts[0].lower() in _ARTICLES | words.speakers | words.modifiers
            or _TITLES.match(parts[0] + " ")
            or _RANKS.match(parts[0] + " A")
        ):
            parts.pop(0)
        lowered = {part.lower().removesuffix("'s").removesuffix("’s") for part in parts}
        if not parts or lowered & (words.speakers | {"human", "rights", "army", "united", "national", "news", "ministry"}):
            continue
        if parts[-1].endswith(("'s", "’s")) or words.body_pattern.fullmatch(" ".join(parts)):
            continue
        if (len(parts) >= 2 or title) and (best is None or not title):
            best = " ".join(parts)
    return best


def _organisation(text: str, heads: frozenset[str]) -> str | None:
    """Return the body that a spokesman, representative or director speaks for, None where the phrase names none."""
    if not heads & {"spokesman", "spokeswoman", "spokesperson", "spokesmen", "spokespeople", "representative", "director"}:
        return None
    match = _SPEAKS_FOR.search(text)
    if match:
        return _capital(_first_of_two(_without_person(match.group(1).strip())))
    match = _ITS_SPEAKER.search(text)
    inner = match.group(1).strip() if match else ""
    return _capital(inner) if inner and inner.lower() not in _ARTICLES else None


def _without_person(words: str) -> str:
    """Cut the name of the person behind the body ("the Lake Observatory Sami Rahal")."""
    parts = words.split()
    speakers = speaker_words().speakers
    last = max((i for i, part in enumerate(parts) if part.lower() in speakers), default=len(parts) - 1)
    return " ".join(parts[: last + 1]) if all(part[0].isupper() for part in parts[last + 1 :]) else words


def _medical_name(text: str) -> str:
    match = _CARE.search(text)
    return f"{_ARTICLE.sub('', match.group(1))} source" if match else _capital(text)


def _unnamed_source(
    text: str, lows: list[str], stance: str | None, heads: frozenset[str], kind: SourceType | None, body: str | None
) -> Named:
    reference = "definite" if lows[0] in ("the", "this", "these") else "indefinite"
    if body is not None:
        return Named(f"{speaker_words().bodies[body].name} source (unnamed)", "unnamed", stance, heads, reference)
    if kind not in ("belligerent", "official", "medical") or stance is not None:
        kind = "unnamed"
    return Named(_capital(text.split(",")[0]), kind, stance, heads, reference)


def _capital(text: str) -> str:
    stripped = _ARTICLE.sub("", _POSSESSIVE.sub("", text.strip()))
    return stripped[:1].upper() + stripped[1:]
