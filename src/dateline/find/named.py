"""Named people as victims: "Mayor Ana Duarte was assassinated", "the murder of Colonel Luis Prado"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.data.toll_words import toll_words
from dateline.find.harm import Harm

_PART = r"[A-Z][a-zà-ÿ]+(?:['’-][A-Za-zà-ÿ]+)*"
_LINK = r"(?:[A-Z]\.|de(?:\s+la|\s+los)?|del|la|al|el|bin|ibn|abu|ould|van|von|da|dos|y)"
_TITLE = (
    r"(?:[Mm]ayor|[Gg]overnor|[Pp]resident|[Gg]eneral|[Cc]olonel|[Mm]ajor|[Cc]aptain|[Ll]ieutenant|[Ss]ergeant"
    r"|[Cc]ommander|[Ll]eader|[Mm]inister|[Ss]enator|[Dd]eputy|[Jj]udge|[Pp]rosecutor"
    r"|[Aa]rchbishop|[Bb]ishop|[Mm]onsignor|[Ff]ather|[Pp]riest|[Ii]mam|[Ss]heikh|[Dd]r\.?|[Pp]rofessor|[Jj]ournalist"
    r"|[Rr]eporter|[Aa]ctivist|[Ll]awyer|[Aa]mbassador|[Ee]missary|[Ee]mir|[Cc]ongressman|[Cc]ouncilman"
    r"|[Cc]hief|[Pp]astor|[Bb]rigadier|[Aa]dmiral|[Cc]orporal|[Pp]rivate|[Ss]oldier|[Oo]fficer|[Mm]r\.?|[Mm]rs\.?"
    r"|[Mm]s\.?|[Ss]on|[Ww]ife|[Dd]aughter|[Bb]rother)"
)
_NAME = (
    r"(?<!\w)(?:(?:(?!(?:on|of|by|in|at|the|and|that|with|against|for|to|from|as|when|where|after|an?|said"
    rf"|killed)\b)[a-z]+\s+|[A-Z]{{2,6}}\s+){{0,2}}{_TITLE}\s+{_PART}(?:\s+(?:{_LINK}|{_PART})){{0,4}}"
    rf"|{_PART}(?:\s+{_LINK})?(?:\s+{_PART}){{1,4}})"
)
_NAMES = re.compile(_NAME)
_GAP = re.compile(r"(?:\s*\([^()]{1,30}\))?(?:(?:\s*,\s*[^,;.]{2,70}){0,3},|)\s+(?P<who>who\s+)?(?:(?:has|have|had)\s+)?", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:in|of|at|by|from|near|to|with|on|for|against)\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER = re.compile(
    r"\s+(?:(?:the|its|their|his|former|retired|then|late|deputy|local|a\s+senior|senior|army|police|opposition|rebel"
    rf"|guerrilla)\s+){{0,3}}(?:\[[^\]]*\]\s*)?(?P<name>{_NAME})"
)
_NOT_PERSONS = re.compile(
    r"\b(?:Front|Army|Brigade|Battalion|Party|Movement|Forces?|Police|Council|Union|State|States|Group|Guard|Corps"
    r"|Division|Ministry|Government|Committee|Organi[sz]ation|Agency|Command|Nations|Republic|Party|Islamic"
    r"|Coalition|Alliance|Province|District|City|Town|Village|Airport|Base|Church|University|School|Hospital|Embassy"
    r"|Street|Valley|River|County|Department|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|January|February|March|April|June|July|August|September|October|November|December|Observatory|Watch|North|South"
    r"|East|West|Central|Northern|Southern|Eastern|Western|News|Radio|Television|Camp|Supreme|National|United)\b"
)
_MASS = re.compile(r"massacre|slaughter", re.IGNORECASE)
_KINDS = frozenset({"killed", "wounded", "abducted", "casualties"})
SUBJECT_WINDOW = 220
"""Characters before a passive verb in which its named subject is looked for; three appositions fit in."""


@dataclass(frozen=True, slots=True)
class Named:
    """A named victim; offsets from the start of the sentence."""

    start: int
    end: int
    name: str
    harm: Harm


def _person(name: str) -> bool:
    people = toll_words().people
    plural = any(noun.plural and not noun.singular for word in name.lower().split() if (noun := people.get(word)) is not None)
    return _NOT_PERSONS.search(name) is None and not plural


def _subject(text: str, clause: int) -> re.Match[str] | None:
    """The nearest name before a verb that may be its subject."""
    base = max(0, clause - SUBJECT_WINDOW)
    for match in reversed(list(_NAMES.finditer(text, base, clause))):
        gap = _GAP.fullmatch(text, match.end(), clause)
        if gap is None or not _person(match.group()):
            continue
        if gap["who"] is None and _PREPOSITION.search(text[: match.start()]):
            continue
        return match
    return None


def name_at(text: str, offset: int) -> tuple[int, int] | None:
    """Return the range of the person named at an offset ("senior commander Abu Yusuf"), None if nobody is."""
    after = _AFTER.match(text, offset)
    if after is None or not _person(after["name"]):
        return None
    match = _NAMES.match(text, after.start("name"))
    return match.span() if match else after.span("name")


def named_victims(text: str, harms: Sequence[Harm]) -> list[Named]:
    """Return the people named as victims of the given predicates, one a predicate at most."""
    found: list[Named] = []
    for harm in harms:
        if harm.kind not in _KINDS or harm.strict:
            continue
        if harm.reach == "subject" and harm.aux in ("was", "is", "has", "been", "had", ""):
            match = _subject(text, harm.clause)
        elif harm.reach in ("object", "of", "participle") and not _MASS.match(text, harm.start):
            after = _AFTER.match(text, harm.end)
            match = _NAMES.match(text, after.start("name")) if after is not None else None
        else:
            match = None
        if match is not None and _person(match.group()):
            found.append(Named(match.start(), match.end(), " ".join(match.group().split()), harm))
    return found
