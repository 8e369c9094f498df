"""Who a speaker's words name: canonical name, type of source and stated leaning."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.data.source_types import speaker_words
from dateline.records import ActorMention, Source, SourceType, Span

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_STANCE = re.compile(
    r"\b((?:pro|anti)-[\w-]+(?:\s+media\s+outlet)?|[\w'’.-]+-(?:linked|affiliated|aligned|run|controlled|backed|owned|funded|sponsored|leaning|friendly)|"
    r"semi-official|opposing|opposition(?=\s+(?:media|activist|activists|source|sources|groups|monitor))|independent)\b", re.IGNORECASE,
)  # fmt: skip
_LEADING = re.compile(r"^(?:the|a|an|another|his|her|its|their|one|some|several|many|two|three|other|local)\s+", re.IGNORECASE)
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "same", "another", "also"})
_CLASS_TYPES: dict[str, SourceType] = {
    "state_forces": "belligerent", "rebel": "belligerent", "militia": "belligerent", "external": "belligerent", "police": "official",
    "government": "official", "media": "media_outlet", "civilians": "witness", "protesters": "witness",
}  # fmt: skip
_TITLES = re.compile(
    r"\b(President|Prime Minister|Premier|Foreign Minister|Defen[cs]e Minister|Interior Minister|Minister|Secretary|Governor|Mayor|Senator|Sen\.|Rep\.|Gov\.|King|"
    r"Chancellor|Ambassador|Archbishop|Bishop|Judge|Deputy|Congressman|Commissioner|Attorney General|Sheriff|Prince|Emir|Sultan)\b"
)
_RANKS = re.compile(
    r"\b(General|Gen\.|Gen|Colonel|Col\.|Col|Major|Maj\.|Captain|Capt\.|Lieutenant|Lt\.|Lt|Brigadier|Brig\.|Admiral|Adm\.|Sergeant|Sgt\.|Commander|Cmdr\.|Marshal)\b"
)
_STATE_RUN = re.compile(
    r"\b(?:state(?:-(?:run|owned|controlled|media))?|official|government-(?:run|owned))\b[\w\s'’-]*\b(?:media|television|tv|radio|agency|newspaper|channel|broadcaster|daily)\b",
    re.IGNORECASE,
)
_ARMED_MEDIA = re.compile(
    r"\b(?:terrorist|group|rebel|militant|guerrilla|insurgent|jihadist|ISIS|ISIL|IS|army|war)[\w'’-]*\s+(?:media|news|radio|clandestine)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A speaker as its words name it.

    heads: lower-case nouns of the phrase; reference: pronoun | definite | indefinite | name; bodily: a body stands for the person named.
    """

    name: str
    type: SourceType
    stance: str | None
    heads: frozenset[str]
    reference: str
    person: str | None = None


def name_speaker(text: str, span: Span, actors: Sequence[ActorMention]) -> Named:
    """Name the speaker that stands in `text`; `actors` are the mentions that overlap its span."""
    lows = [word.lower() for word in _WORD.findall(text)]
    stance_match = _STANCE.search(text)
    stance = stance_match.group(1) if stance_match else None
    heads = frozenset(_heads(lows))
    words = speaker_words()
    if len(lows) == 1 and lows[0] in ("he", "she", "it", "they", "who", "which", "we", "i", "you", "him", "her", "them"):
        return Named(text, "unnamed", None, heads, "pronoun")
    body = words.body_pattern.search(text)
    person = _person(text)
    kind = _type_by_words(text, lows)
    registered = _registered(actors)
    reference = _reference(lows, text)
    if heads & words.heads.keys() and any(words.heads[head] == "medical" for head in heads if head in words.heads):
        return Named(_medical_name(text), "medical", stance, heads, reference, person)
    if body and kind not in ("witness", "belligerent"):
        known = words.bodies[body.group()]
        if "media" not in known.type or not (heads & {"source", "sources"}):
            return Named(known.name, known.type, stance, heads, "name", person)
    if heads & {"source", "sources"}:
        return _unnamed_source(text, lows, stance, heads, body.group() if body else None)
    if (
        registered is not None
        and not registered.person
        and (person is None or heads & words.persons or registered.span.end - registered.span.start >= len(text) - 4)
    ):
        fallback = (
            kind
            if kind in ("official", "state_media", "ngo_monitor", "un", "ngo", "media_outlet")
            and registered.actor_class in ("government", "media", "organisation")
            else None
        )
        return Named(
            registered.name, fallback or _CLASS_TYPES.get(registered.actor_class, kind or "official"), stance, heads, "name", person
        )
    if person is not None and (kind is None or reference == "name"):
        organisation = _organisation(text, heads)
        if organisation is None:
            return Named(person, kind or "official", stance, heads, "name", person)
        return Named(organisation, kind or "official", stance, heads, "name", person)
    return Named(
        _plain_name(text, heads), kind or ("unnamed" if reference == "indefinite" else "official"), stance, heads, reference, person
    )


def _heads(lows: list[str]) -> list[str]:
    words = speaker_words().speakers
    found = [low for low in lows if low in words]
    found += [f"{first} {second}" for first, second in itertools.pairwise(lows) if f"{first} {second}" in words]
    found += [low.rpartition("-")[2] for low in lows if "-" in low and low.rpartition("-")[2] in words]
    return found


def _reference(lows: list[str], text: str) -> str:
    if not lows:
        return "name"
    capital = any(word[0].isupper() for word in _WORD.findall(text)[1:])
    if lows[0] in ("the", "this", "that", "these", "those", "its", "his", "her", "their"):
        return "name" if capital else "definite"
    if lows[0] in ("a", "an", "one", "another", "some", "several"):
        return "name" if capital else "indefinite"
    return "name" if capital or (text[:1].isupper() and lows[0] not in speaker_words().speakers) else "indefinite"


def _type_by_words(text: str, lows: list[str]) -> SourceType | None:
    """Type by the nouns of the phrase: the last head before "of", "for", a comma decides, then what it speaks for."""
    if _ARMED_MEDIA.search(text):
        return "belligerent"
    if _STATE_RUN.search(text):
        return "state_media"
    words = speaker_words()
    typed = [words.heads[low] for low in lows if low in words.heads]
    typed += [words.heads[pair] for pair in (f"{a} {b}" for a, b in itertools.pairwise(lows)) if pair in words.heads]
    typed += [words.heads[low.rpartition("-")[2]] for low in lows if "-" in low and low.rpartition("-")[2] in words.heads]
    if "police" in lows:
        return "official"
    if "ministry" in lows or "minister" in lows or _TITLES.search(text):
        return "official"
    strong: tuple[SourceType, ...] = ("medical", "ngo_monitor", "un", "state_media")
    for kind in strong:
        if kind in typed:
            return kind
    if _RANKS.search(text):
        return "belligerent"
    if "unnamed" in typed and "belligerent" in typed:
        return "belligerent"
    weak: tuple[SourceType, ...] = ("belligerent", "official", "media_outlet", "ngo", "witness", "unnamed")
    for kind in weak:
        if kind in typed:
            return kind
    return None


def _registered(actors: Sequence[ActorMention]) -> ActorMention | None:
    named = [mention for mention in actors if mention.entry is not None and not mention.generic]
    return named[0] if named else None


def _person(text: str) -> str | None:
    """Return a personal name: two or more capitalised words that name no body, at the head or the end of the phrase."""
    words = speaker_words()
    title = _TITLES.search(text) or _RANKS.search(text)
    tail = text[title.end() :] if title else text
    best: str | None = None
    for match in re.finditer(r"[A-Z][\w.'’-]*(?:\s+(?:al|bin|ibn|de|la|del|von|van|el|abu|da|dos)?\s*[A-Z][\w.'’-]*)*", tail):
        parts = [part for part in match.group().split() if part.lower() not in _ARTICLES]
        while parts and (
            parts[0].lower() in words.speakers or parts[0].lower() in words.modifiers or _TITLES.match(parts[0]) or _RANKS.match(parts[0])
        ):
            parts.pop(0)
        lowered = [part.lower().removesuffix("'s").removesuffix("’s") for part in parts]
        if not parts or any(
            low in words.speakers or low in ("human", "rights", "army", "united", "national", "news", "ministry") for low in lowered
        ):
            continue
        if parts[-1].endswith(("'s", "’s")) or words.body_pattern.fullmatch(" ".join(parts)):
            continue
        if (len(parts) >= 2 or title) and (best is None or not title):
            best = " ".join(parts)
    return best


def _organisation(text: str, heads: frozenset[str]) -> str | None:
    """Return the body that a named person speaks for ("army spokesman X", "X, director of Y"), None for a person in his own right."""
    spokes = heads & {"spokesman", "spokeswoman", "spokesperson", "representative", "director", "spokesmen"}
    if not spokes:
        return None
    match = re.search(r"\b(?:spokes\w+|representative|director)\s+(?:of|for|at|from)\s+(?:the\s+)?([^,]+)", text)
    if match:
        inner = re.match(r"(?:[A-Z][\w'’.-]*|of|for|and|the|[a-z]+\s(?=[a-z]+$)|\s|[a-z-]+$)+", match.group(1))
        return _capital((inner.group() if inner else match.group(1)).strip())
    match = re.search(
        r"(?:^|,\s*)(?:the\s+|a\s+|an\s+)?([\w'’.-]+(?:\s+[\w'’.-]+){0,3}?)(?:['’]s)?\s+(?:\w+\s+)?(?:spokes\w+|representative|director)\b",
        text,
        re.IGNORECASE,
    )
    return _capital(match.group(1).strip()) if match else None


def _medical_name(text: str) -> str:
    match = re.search(r"((?:[A-Z][\w'’-]*\s+)+(?:[Hh]ospital|[Cc]linic))", text)
    if match:
        name = _LEADING.sub("", match.group(1)).strip()
        return f"{name} source"
    return _capital(_LEADING.sub("", text))


def _unnamed_source(text: str, lows: list[str], stance: str | None, heads: frozenset[str], body: str | None) -> Named:
    kind = _type_by_words(text, lows)
    name = _capital(_LEADING.sub("", text))
    if body is not None:
        return Named(f"{speaker_words().bodies[body].name} source (unnamed)", "unnamed", stance, heads, "indefinite")
    if kind not in ("belligerent", "official", "medical") or stance is not None or (len(lows) <= 2 and lows[0] in _ARTICLES):
        kind = "unnamed"
    return Named(name, kind, stance, heads, "definite" if lows[0] in ("the", "this") else "indefinite")


def _plain_name(text: str, heads: frozenset[str]) -> str:
    """Return the words as a name: no article, no apposition, a spokesman's body instead of the spokesman."""
    organisation = _organisation(text, heads)
    if organisation is not None:
        return organisation
    cut = text.split(",")[0].strip()
    return _capital(_LEADING.sub("", cut))


def _capital(text: str) -> str:
    stripped = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    return stripped[:1].upper() + stripped[1:]


_RELEASING = re.compile(
    r"\b(?:Ministry|Department|Embassy|Government|Presidency|Foreign Office|White House|Kremlin|Parliament|Cabinet|Consulate|Office of)\b",
    re.IGNORECASE,
)
_ARMED_BODY = re.compile(
    r"\b(?:Army|Armed Forces|Command|CENTCOM|Coalition|CJTF-OIR|NATO|Brigades?|Military|Navy|Air Force|Defen[cs]e (?:Forces|Ministry)|Ministry of Defen[cs]e|Resistance)\b",
    re.IGNORECASE,
)


def body_of_outlet(outlet: str) -> Source:
    """Return the source of a report's unattributed words: the outlet as author, or the body whose own release it is."""
    body = speaker_words().bodies.get(outlet)
    if body is not None and body.type in ("belligerent", "official"):
        return Source(body.name, body.type)
    if _ARMED_BODY.search(outlet) and not re.search(r"\b(?:News|Times|Agency|Press|Post|Today|Magazine|Journal|Watch)\b", outlet):
        return Source(body.name if body else outlet, "belligerent")
    if _RELEASING.search(outlet):
        return Source(outlet, "official")
    return Source(outlet, "author")
