"""Finds changes of hands in the words of one sentence: who took a place, and who left or lost it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.data.statement_words import statement_words
from dateline.relate.control_phrases import (
    REACH,
    Found,
    Patterns,
    Scene,
    actor_starting,
    agent,
    ending,
    holder_right,
    named_holder,
    party_before,
    place_before,
    place_left,
    place_right,
    settled,
)

_AUXILIARY = r"(?:was|were|is|are|been|being|be|got)"
_UNREAL = re.compile(
    r"\b(?:to|would|could|will|may|might|should|must|can|cannot|not|never|nearly|almost|n[’']t|of|for|from|about|without|before|in)(?:\s+\w+ly)?"
    r"(?:\s+(?:be|have|been|have been))?\s*$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|in case|lest|imagin\w+|pretend\w*|dream\w*|play\w* down|rumou?rs?|(?:^|[,;]\s)(?:had|should|were|once|"
    r"as soon as)\s(?=the |an? |[A-Z])|hop(?:e|es|ed|ing) (?:that )?|threat\w*|plan(?:s|ned|ning)?|vow\w*)\b[^,;.:]*$",
    re.IGNORECASE,
)
_MONTH = re.compile(r"January|February|March|April|May|June|July|August|September|October|November|December|\w+day|part")
_AT_NAME = re.compile(
    r"(?:\s+(?:in|on|near)\s[^,;.:]{2,40})?,?\s+(?:at|in|near)\s+(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)(?=,?\s+to\b)"
)
_BARE_GROUND = re.compile(r"[a-z][a-z ]*")
_TOWARDS = re.compile(r"\s*(?:to|towards?|for)\s", re.IGNORECASE)
_SHARE = re.compile(
    r"all|most|much|half|third|quarter|thirds|quarters|rest|whole|bulk|majority|number|string|series|dozens|cent", re.IGNORECASE
)
_OF = re.compile(r"(\w+)\s+of\s", re.IGNORECASE)
_BY = re.compile(r"(?:\s+from\s+[^,;.:]{2,40}?)?(?:\s+(?:back|over|up|again|earlier|\w+day|in\s+\w+|on\s+\w+))*\s+by\s+", re.IGNORECASE)
_TO = re.compile(r",?\s+to\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:\s+back)?\s+from\s+", re.IGNORECASE)
_LEFT_PASSIVE = re.compile(
    rf"\b{_AUXILIARY} (?:\w+ly )?(?:abandoned|vacated|evacuated|deserted|given up|relinquished)(?:\s+\w+day)? by ", re.IGNORECASE
)
_OWN_DEED = re.compile(r"\b(?:liberated|conquered|recaptured|retaken|regained|reclaimed|secured|recovered)$", re.IGNORECASE)
_SAID_THAT = re.compile(
    r"\b(?:said|says|claim(?:s|ed)|announced|declared|tweeted|posted|wrote|boasted|"
    r"reported)\s+(?:on\s+\w+\s+)?(?:that\s+)?(?:the\s+)?(?:\w+\s+of\s+)?(?:(?-i:[A-Z])[\w-]*,?\s+(?:and\s+)?)*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(rf"\b{_AUXILIARY}\s+$", re.IGNORECASE)
_OF_PEOPLE = re.compile(r"\b(?:he|she|who|him|her)(?:\s+(?:has|had|have))?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of hands before it has an id and dates; offsets into the sentence. In `left` holder is who left."""

    basis: str  # taken | left
    place: Found
    holder: Found
    former: Found | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Verbs:
    """The words of changes of hands compiled."""

    taken: re.Pattern[str]
    taken_passive: re.Pattern[str]
    fallen: re.Pattern[str]
    given: re.Pattern[str]
    left: re.Pattern[str]
    driven: re.Pattern[str]
    driving: re.Pattern[str]
    lost: re.Pattern[str]
    spokesman: re.Pattern[str]
    party: re.Pattern[str]


@functools.cache
def _verbs() -> _Verbs:
    words = statement_words().control
    take, leave, drive, give = ("|".join(group) for group in (words.takes, words.leaves, words.drives, words.gives))
    holders = "|".join(words.holders)
    control = r"(?:(?:full |complete |total |partial )?(?:control|possession|command|charge) (?:of|over) )?"

    def of(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Verbs(
        taken=of(
            rf"(?<!-)\b(?:{take})\b(?: back)? {control}(?!by\b|up\b|part\b|place\b|aim\b|hostages?\b|note\b|advantage\b|refuge\b|shelter\b)"
        ),
        taken_passive=of(rf"(?:\b{_AUXILIARY}|,) (?:\w+ly )?(?:{take})\b(?= |$)"),
        fallen=of(
            r"\b(?:fell|falls|fallen|passed|passes|came|comes|come|returned|slipped) "
            r"(?:(?:on|late on|early on) \w+day |overnight |at last |finally )?(?:back )?(?:\w+ly )?"
            r"(?:to\b|(?:into|under) (?:the )?(?:full )?(?:hands|control|authority|rule) of\b|"
            r"(?:into|under) (?P<holder>[^,;.]{2,40}?)(?:[’']s?)? (?:full )?(?:hands|control|rule)\b)"
        ),
        given=of(rf"\b(?:{give})\b(?: back)?(?: over)?\b(?: (?:control|possession|command) of)?"),
        left=of(rf"\b(?:{leave})\b"),
        driven=of(rf"\b{_AUXILIARY} (?:\w+ly )?(?:{drive})(?: back| out)? (?:out of|from|off)\b"),
        driving=of(rf"\b(?:{drive}|drove|threw) (?:the )?(?P<loser>[\w’'-]+(?: [\w’'-]+){{0,3}}?) (?:back )?(?:out of|from|off)\b"),
        lost=of(
            r"\b(?:lost|(?:admit|acknowledg|conced|confirm)\w* (?:losing|(?:to )?having lost|the loss of)) (?:(?:full )?control (?:of|over) |"
            r"possession of )?"
        ),
        spokesman=re.compile(
            rf"\b(?P<party>{holders}|(?!The\b|An?\b)[A-Z][\w-]+)\s+(?:\w+\s+)?(?:spokes\w+|commander|officer|official|general)\s*$"
        ),
        party=of(rf"(?:\w+ )?(?:{holders})"),
    )


def find_changes(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield the changes of hands of a sentence that its words give as having happened: taken first, then left."""
    for find in (_driving, _fallen, _taken_passive, _taken, _given, _driven, _left, _left_passive, _lost):
        yield from find(scene, patterns)


def is_real(text: str, position: int) -> bool:
    """Tell whether nothing right before the words makes them planned, denied or supposed."""
    position = settled(text, position)
    before = text[max(0, position - 2 * REACH) : position]
    return not (_UNREAL.search(before) or is_supposed(text, position))


def is_supposed(text: str, position: int) -> bool:
    """Tell whether the words before are a condition, a hope, a threat or a plan that what follows belongs to."""
    return _SUPPOSED.search(text, max(0, position - 2 * REACH), position) is not None


def ground(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the place after a verb, if the words between name ground and nothing else ("the mood of X" is none)."""
    place = place_right(scene, position, patterns, named=True)
    if place is None or _TOWARDS.match(scene.text, position):
        return None
    of = _OF.search(scene.text, position, place.start)
    if place.name.endswith((" it", " them")) or _MONTH.fullmatch(place.name):
        return None
    return place if of is None or patterns.territory.fullmatch(of.group(1)) or _SHARE.fullmatch(of.group(1)) else None


def located(scene: Scene, place: Found) -> Found:
    """Return the name that is given after words of ground: "its last post on the border, at X, to"."""
    at = _AT_NAME.match(scene.text, place.end)
    return Found(at["name"], place.start, at.end("name")) if at else place


def whole(scene: Scene, place: Found, holder: Found) -> Found:
    """Return the place named between a party and what it takes there: "entered X and secured the harbour"."""
    if not _BARE_GROUND.fullmatch(place.name):
        return place
    named = place_before(scene, place.start)
    between = scene.text[named.end : place.start] if named else ""
    return named if named and named.start > holder.end and re.match(r"[^;:.]*\band\b", between) else place


def _taken(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "the army captured X from Y", "it had taken over the post at X"."""
    for match in _verbs().taken.finditer(scene.text):
        holder = agent(scene, match.start(), patterns)
        place = ground(scene, match.end(), patterns)
        if place and match.group().split()[0].lower() in ("took", "taken") and place.name.startswith("position"):
            continue  # they deployed
        if holder and place and is_real(scene.text, match.start()) and is_real(scene.text, holder.start):
            former = _FROM.match(scene.text, place.end)
            yield Change(
                "taken",
                whole(scene, place, holder),
                holder,
                holder_right(scene, former.end()) if former else None,
                holder.start,
                place.end,
            )


def _taken_passive(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "X was retaken by the army"."""
    for match in _verbs().taken_passive.finditer(scene.text):
        by = _BY.match(scene.text, match.end())
        place = place_left(scene, match.start(), patterns)
        holder = holder_right(scene, by.end()) if by else None
        if by is None and _OWN_DEED.search(match.group()) and (said := ending(_SAID_THAT, scene.text, place.start if place else 0)):
            holder = agent(scene, said.start(), patterns) or _spoken_for(scene, said.start())  # the side that tells of its own deed
        if place and holder and not ending(_OF_PEOPLE, scene.text, match.start()) and is_real(scene.text, match.start()):
            yield Change("taken", place, holder, None, place.start, holder.end)


def _spoken_for(scene: Scene, position: int) -> Found | None:
    """Return the party whose spokesman, commander or officer stands before an offset."""
    speaker = ending(_verbs().spokesman, scene.text, position)
    return Found(speaker["party"], speaker.start("party"), speaker.end("party")) if speaker else None


def _fallen(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "X fell to Y", "X came under the control of Y", "X passed into rebel hands"."""
    for match in _verbs().fallen.finditer(scene.text):
        place = place_left(scene, match.start(), patterns)
        if match["holder"]:
            holder = named_holder(scene, match.start("holder"), match.end("holder"), patterns)
        else:
            holder = holder_right(scene, match.end() + 1)
        bare = match.group().lower().endswith(" to")
        if place and holder and is_real(scene.text, match.start()) and not (bare and not can_hold(scene, holder, patterns)):
            yield Change("taken", place, holder, None, place.start, max(holder.end, match.end()))


def can_hold(scene: Scene, holder: Found, patterns: Patterns) -> bool:
    """Tell whether words name somebody who can hold ground: an actor mention or a holder's noun."""
    mention = any(m.span.start - scene.base < holder.end and holder.start < m.span.end - scene.base for m in scene.actors)
    return mention or patterns.holder.search(holder.name) is not None


def _given(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "Y handed X over to Z", "X was handed over to Z"."""
    for match in _verbs().given.finditer(scene.text):
        if not is_real(scene.text, match.start()):
            continue
        passive = ending(_PASSIVE, scene.text, match.start())
        if passive:
            place, former = place_left(scene, passive.start(), patterns), None
            to = _TO.match(scene.text, match.end())
        else:
            place, former = ground(scene, match.end(), patterns), agent(scene, match.start(), patterns)
            to = re.compile(r"(?:\s+(?:back|over))?\s+to\s+").match(scene.text, place.end) if place else None
        holder = holder_right(scene, to.end()) if to else None
        if holder and holder.name.lower() in ("it", "them"):
            holder = party_before(scene, match.start())
        if place and holder and (passive or former):
            yield Change("taken", place, holder, former, min(place.start, match.start()), holder.end)


def _driven(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "the rebels were driven out of X by the army"."""
    for match in _verbs().driven.finditer(scene.text):
        loser = agent(scene, match.start(), patterns)
        place = ground(scene, match.end(), patterns)
        if loser is None or place is None or not is_real(scene.text, match.start()):
            continue
        by = _BY.match(scene.text, place.end)
        taker = holder_right(scene, by.end()) if by else None
        if taker:
            yield Change("taken", place, taker, loser, loser.start, taker.end)
        else:
            yield Change("left", place, loser, None, loser.start, place.end)


def _driving(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "the army drove the rebels out of X"."""
    for match in _verbs().driving.finditer(scene.text):
        if ending(_PASSIVE, scene.text, match.start()) or " to " in match["loser"]:
            continue
        taker = agent(scene, match.start(), patterns)
        place = ground(scene, match.end(), patterns)
        if taker and place and is_real(scene.text, match.start()) and is_real(scene.text, taker.start):
            loser = Found(match["loser"], match.start("loser"), match.end("loser"))
            yield Change("taken", place, taker, loser, taker.start, place.end)


def _left(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "the army withdrew from X", "soldiers abandoned the base at X"."""
    for match in _verbs().left.finditer(scene.text):
        loser = agent(scene, match.start(), patterns)
        place = ground(scene, match.end(), patterns)
        if place and match.group().lower() == "left" and place.name.startswith("mines"):
            continue
        if loser and place and is_real(scene.text, match.start()):
            to = _TO.match(scene.text, place.end)
            taker = holder_right(scene, to.end()) if to else None
            if taker and (actor_starting(scene, to.end() if to else 0) or _verbs().party.fullmatch(taker.name)):
                yield Change("taken", place, taker, loser, loser.start, taker.end)
            else:
                yield Change("left", place, loser, None, loser.start, place.end)


def _left_passive(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "X was abandoned by the army"."""
    for match in _LEFT_PASSIVE.finditer(scene.text):
        place, loser = place_left(scene, match.start(), patterns), holder_right(scene, match.end())
        if place and loser and can_hold(scene, loser, patterns) and is_real(scene.text, match.start()):
            yield Change("left", place, loser, None, place.start, loser.end)


def _lost(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "the army lost X to the rebels"."""
    for match in _verbs().lost.finditer(scene.text):
        loser = agent(scene, match.start(), patterns)
        place = ground(scene, match.end(), patterns)
        if loser is None or place is None or not is_real(scene.text, match.start()):
            continue
        place = located(scene, place)
        to = _TO.match(scene.text, place.end)
        taker = holder_right(scene, to.end()) if to else None
        if taker and can_hold(scene, taker, patterns):
            yield Change("taken", place, taker, loser, loser.start, taker.end)
        else:
            yield Change("left", place, loser, None, loser.start, place.end)
