"""Finds control states: who is said to hold a place ("ISIS-held town", "under government control", "stronghold of")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.data.statement_words import statement_words
from dateline.data.words import is_common
from dateline.records import ActorMention, ControlState, PlaceMention, Sentence, Span
from dateline.relate.control_changes import Change, find_changes, whole
from dateline.relate.control_frames import find_frames
from dateline.relate.control_phrases import (
    REACH,
    Found,
    Patterns,
    Scene,
    actor_ending,
    actor_starting,
    agent,
    armed_before,
    ending,
    holder_before,
    holder_right,
    mention_right,
    named_holder,
    named_party,
    owner_of,
    party_before,
    patterns_of_control,
    place_left,
    place_named_before,
    place_right,
    settled,
    subject_holder,
    subject_place,
)
from dateline.relate.lookup import by_sentence

ZONES = frozenset({"title", "body"})
_WORD = re.compile(r"[a-z]+")
_EVENTIVE = re.compile(  # a change of hands, which is an event
    r"\b(?:br(?:ing\w*|ought)|put|c[ao]me|coming|f[ea]ll\w*|plac(?:e|es|ed|ing)|t[ao]k\w+|return\w*|pass\w*)\s+(?:\w+\s+){0,6}$",
    re.IGNORECASE,
)
_UNREAL = re.compile(r"\b(?:to|would|could|will|may|might|should|must|can|not|never|if|n[’']t)(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_ARTICLE = re.compile(r",\s+(?:an?|the)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OF = re.compile(r"(?:\s+(?!north|south|east|west)\w+){1,2}\s+of\s+(?:the\s+)?[A-Z]")
_NO_LONGER = re.compile(r"\b(?:no longer|not|never)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_NAMED_AFTER = re.compile(r"(?:,\s+|\s+(?:of|in|at|around)\s+)(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*)")
_WHO_RUN = re.compile(r"\s(?:are|is|were|was)\s+the\s+ones?\s+who(?:\s+now)?\s*$", re.IGNORECASE)
_WHICH = re.compile(
    r",?\s+(?:which|that|whose\s+(?:\w+\s+)?(?:half|part|side|bank|centre|outskirts|quarters?|suburbs?|edge))\s+(?:the\s+)?$", re.IGNORECASE
)
_TOLD_AS_FICTION = re.compile(
    r"\b(?:novel|film|movie|poem|play|song|painting|exhibition|series|video game)s?\s+(?:\w+\s+)?(?:imagin|depict|captur|portray|tell|show|"
    r"describ|set)\w*",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(r"\b(?:in|during|of|by)\s+(?:(?:early|late|mid)[- ])?(?:\w+\s+)?(?P<year>(?:1\d|20)\d\d)s?\b", re.IGNORECASE)
_LONG_PAST = re.compile(r"\b(?:\w+teenth|twentieth|previous|last) century\b|\b(?:ottoman|roman|colonial|medieval|ancient)\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?:it|them|there|(?:entire |whole |same |small |border |strategic |key )?"
    r"(?:town|village|city|district|area|base|hamlet|settlement|place|province|region|port|camp|enclave))",
    re.IGNORECASE,
)
_PRONOUNS = frozenset({"it", "there", "them"})
_DEFINITE = re.compile(r"\b(?:the|this|that)\s+$", re.IGNORECASE)
_APPOSED_NAME = re.compile(r"(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*),\s+(?:an?|the)\s+(?:\w+\s+){0,2}$")
_NAME_AFTER = re.compile(r",\s+(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*)(?=[,.;]|$)")
_UNTIL = re.compile(r"\buntil\s+[^,;.]{2,25}?\s+(?:an?|the|in|under|held|run|ruled)?\s*$", re.IGNORECASE)
_HAD_UNTIL = re.compile(r"\bhad\s+(?:\w+\s+){1,3}", re.IGNORECASE)
_NO_GROUND = re.compile(r"country|land|lands|ground|state|line|front|part|side|world|square|place|places|well|range|pass", re.IGNORECASE)
_COLON = re.compile(r"\s*[:–—]\s*")
_LISTED_NAME = re.compile(r"(?:,\s*|\s+and\s+|,\s+and\s+)?(?P<name>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*)")
_BALLOT = re.compile(r"\b(?:elections?|polls|ballots?|referendum|championships?|tournament)\b", re.IGNORECASE)
_COPULA = re.compile(
    r"\s+(?:is|are|was|were|remains?|remained|stays?|stayed|lives?|lived|(?:has|have|had)\s+been)"
    r"(?:\s+(?:still|now|also|again|itself|today|both|all|no longer|\w+ly|not))*\s+$",
    re.IGNORECASE,
)
_GAPPED = re.compile(r"(?:,|;)(?:\s+and)?\s+(?:the\s+)?(?P<place>[A-Z\w][\w'’-]*(?:\s+[\w'’-]+){0,3}?)\s+(?P<by>by)\s+")
_SOLE_NAME = re.compile(
    r"\s+(?P<name>(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*)(?=[.,;:]|$|\s(?:and|in|on|near|since|with|"
    r"but|ever|again|despite|without|against|last|while|for|as|from|through|via|under|after|by|until)\b)"
)
_FIRST_OF_TWO = re.compile(r"(?:^|[,;]\s+)(?:(?:[Tt]he|[Bb]oth)\s+)?(?P<ground>(?:[\w’'-]+\s+){0,3}[\w’'-]+)$")
_SINGULAR = re.compile(r"(?:,[^,;]{0,60},)?\s+(?:is|was|remains|has|stays)\b", re.IGNORECASE)
_VERBAL = re.compile(r"(?:is|are|was|were|has|have|had|been|being|and|while|but|then|also)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(
    r"(?P<name>[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*)(?:[’']s|s[’'])\s+(?:(?:last|main|remaining|former|key|major|northern|southern|eastern|western)\s+)*$"
)
_SET_OFF = re.compile(r"[,:]\s+(?:still\s+|now\s+|once again\s+|\w+ly\s+)?$", re.IGNORECASE)
_ITSELF = re.compile(r"\s+(?:itself|proper)$", re.IGNORECASE)
_AND_BEFORE = re.compile(r"\s+and\s+(?:the\s+)?$", re.IGNORECASE)
_IS_A = re.compile(
    r"\s+(?:is|are|was|were|remains?|remained|(?:has|have|had)\s+been)\s+(?:\w+ly\s+|now\s+|still\s+|long\s+)*(?:an?|the)\s+(?:\w+\s+)?$"
)
_WAS = re.compile(r"\s+(?:was|were)\b")
_CALLED = re.compile(r"(?:\s+in\s+[^,;.]{2,30})?,\s+(?P<name>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)(?=[,.;]|$)")
_FELL = re.compile(
    r"(?:\s+(?:in|of|on)\s+[^,;.]{2,40}?)?(?:,[^,;.]{2,40},)?,?\s+(?:has\s+|have\s+|was\s+|were\s+|had\s+)?"
    r"(?:fell|fallen|collapsed|crumbled|surrendered|captured|overrun|(?:re)?taken|retaken|seized|lost)\b",
    re.IGNORECASE,
)
_FALL_OF = re.compile(
    r"\b(?:fall|loss|capture|recapture|collapse|surrender|seizure|lost|captured|took|overran|stormed)\s+(?:of\s+)?(?:the\s+|its\s+|"
    r"their\s+)?(?:last\s+|main\s+)?$",
    re.IGNORECASE,
)
_APPOSED_TO = re.compile(r",\s+(?:(?:an?|the|now|still|once|formerly|until\s+[^,;]{3,25}?)\s+)*$", re.IGNORECASE)
_AND_THEN = re.compile(r"\band\s+(?:(?:now|still|also)\s+)?$", re.IGNORECASE)
_AND_THE = re.compile(
    r",?\s+(?:(?:and|while|but)\s+)?(?:the\s+)?(?P<holder>[\w’'-]+(?:\s+(?!(?:the|holds?|held|controls?|controlled|occup\w+|runs?|rules?|"
    r"retain\w*|keeps?|kept|has|have)\b)[\w’'-]+){0,2}?)\s+(?:the\s+)?"
    r"(?P<place>(?:north|south|east|west|centre|center|rest|other|\w+ern)\b[^,;.:]{0,30}|(?<=the\s)[a-z][\w-]*(?:\s+[\w-]+){0,3}|"
    r"[A-Z][\w-]+(?:\s+[A-Z][\w-]+)*)(?=[.,;]|$)"
)
_LAST = re.compile(r"[\w-]+$")
_KEPT = re.compile(r"\b(?:keeps?|kept|holds?|held|put|placed|has|have|had)\s+(?:the\s+)?(?:\w+\s+of\s+)?$", re.IGNORECASE)
_SIEGE_OF = re.compile(r"\b(?:siege|blockade|encirclement) of ", re.IGNORECASE)
_ENDING = re.compile(r"\b(?:br[eo]ak\w*|broke\w*|lift\w*|end\w*|reliev\w*|rais\w*|eas\w+|end of)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
_KEEPING = re.compile(r"retain\w*|keeps?|kept", re.IGNORECASE)
_STRAIGHT = re.compile(r"\s*(?:(?:the|all|most|half|parts?|much|of)\s+)*", re.IGNORECASE)
_FIRM = re.compile(r"state|government|family|council|party|privately|publicly|nationally|locally|well", re.IGNORECASE)
_CIVIL = frozenset({"civilians", "protesters", "media", "rioters"})
_COMPANY = re.compile(r"\b(?:company|firm|charity|church|university|famil(?:y|ies)|ngo|investors?|agency)\b", re.IGNORECASE)
_LAID_BY = re.compile(r",\s+(?:laid|imposed|begun|started)\s+(?:\w+\s+){0,3}?by\s+", re.IGNORECASE)
_LIFTED = re.compile(
    r"\s+(?:has |have |had |was |were |is |by [^,;.]{2,30} )*(?:been )?(?:lifted|broken|over|ended|ends|eased|relieved|raised)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\s+by\s+")
_GRIP = re.compile(r"[’']s?\s+(?:\w+\s+)?(?:hold|grip) (?:on|over) ", re.IGNORECASE)
_CUT_OFF = re.compile(r"\b(?:has |have |had )?cut\b ", re.IGNORECASE)
_OURS = re.compile(r"\s+(?:is|are|remains?)\s+(?:now\s+|still\s+)?ours\b", re.IGNORECASE)
_STILL = re.compile(r"\bstill\s+$", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:formerly|previously|once(?! more| again)|then|until recently)[\s-]+(?:(?:an?|the|its|their)\s+)?(?:\w+\s+)?$", re.IGNORECASE
)
_PAST_WITHIN = re.compile(r"\b(?:formerly|previously|once(?! more| again))\b[^,]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _State:
    """A control state before it has an id and dates; offsets into the sentence."""

    state: str
    place: Found
    holder: Found | None
    start: int
    end: int
    basis: str = "state"
    former: Found | None = None


def find_control(
    sentences: Sequence[Sentence], actors: Sequence[ActorMention], places: Sequence[PlaceMention], published: dt.date | None
) -> tuple[ControlState, ...]:
    """Return the control states and changes of hands that titles and body sentences assert, in text order, with ids h1, h2 ...

    holder is who holds the place; in the state `besieged` it is who besieges it, in `lost` who held it before. start is the day given
    by "since", else the day of publication (the place is held by then at the latest); end is the day given by "until", or the day of
    publication for what was lost or held formerly, else open. The place is the mention that the words modify, else the words themselves.
    """
    patterns = patterns_of_control()
    actors_by, places_by = by_sentence(actors), by_sentence(places)
    found: list[ControlState] = []
    earlier: list[PlaceMention] = []
    for sentence in sentences:
        if sentence.zone not in ZONES or patterns.words.isdisjoint(_WORD.findall(sentence.text.lower())):
            earlier = list(places_by.get(sentence.index, ()))[-1:] or earlier
            continue
        scene = Scene(
            sentence,
            tuple(actors_by.get(sentence.index, ())),
            tuple(places_by.get(sentence.index, ())),
        )
        kept: list[_State] = []
        if _TOLD_AS_FICTION.search(scene.text) or _LONG_PAST.search(scene.text) or _BALLOT.search(scene.text):
            continue
        for state in sorted(_states(scene, patterns), key=lambda state: state.state == "contested" and state.holder is None):
            if state.basis != "state" and _year_gone(scene.text, published):
                continue  # told as history; an event report of it has its date
            if not state.place.name or _NO_GROUND.fullmatch(state.place.name) or _unarmed(scene, state.holder, patterns):
                continue
            if state.state == "contested" and state.holder is None and any(state.place.name == other.place.name for other in kept):
                continue  # the words say more of it
            if not any(state.start < other.end and other.start < state.end and _same(state, other) for other in kept):
                kept.append(state)
        kept = [_ended(scene, state) for state in kept]
        widened = [one for state in kept for one in _listed(scene, _named(scene, state, earlier), patterns)]
        earlier = [m for m in scene.places if m.offset is None][-1:] or earlier
        for state in sorted(widened, key=lambda state: state.start):
            found.append(_record(scene, state, f"h{len(found) + 1}", published))
    return tuple(found)


def _named(scene: Scene, state: _State, earlier: Sequence[PlaceMention]) -> _State:
    """Return a state of "the town" or "it" as one of the place that was named last, and of "X, a town" as one of X."""
    place = state.place
    if place.name.islower() and (apposed := _NAME_AFTER.match(scene.text, place.end)):  # "the district capital, X"
        return replace(state, place=Found(apposed["name"], apposed.start("name"), apposed.end("name")))
    if _BARE.fullmatch(place.name) is None:
        return state
    if apposed := ending(_APPOSED_NAME, scene.text, place.start):
        return replace(state, place=replace(place, name=apposed["name"]))
    if ending(_DEFINITE, scene.text, place.start) is None and place.name.lower() not in _PRONOUNS:
        return state
    before = [m for m in scene.places if m.span.end - scene.base <= place.start and m.offset is None] or list(earlier)
    return replace(state, place=replace(place, name=before[-1].name)) if before else state


def _unarmed(scene: Scene, holder: Found | None, patterns: Patterns) -> bool:
    """Tell whether words name people who hold no ground: residents, traders, nuns, a company."""
    if holder is None or patterns.holder.search(f"{holder.name} {scene.text[holder.start : holder.end]}"):
        return False
    civil = any(
        m.actor_class in _CIVIL and m.span.start - scene.base < holder.end and holder.start < m.span.end - scene.base for m in scene.actors
    )
    return civil or _COMPANY.search(holder.name) is not None


def _ended(scene: Scene, state: _State) -> _State:
    """Return a state as lost where the words end it: "X, until last week a Y stronghold", "Y had ruled X until"."""
    if state.basis != "state" or state.state != "held":
        return state
    until = state.holder is not None and ending(_UNTIL, scene.text, max(state.holder.start, state.place.end))
    had = _HAD_UNTIL.search(scene.text, state.start, state.end) and scene.text[state.end :].startswith(" until ")
    return replace(state, state="lost") if until or had else state


def _listed(scene: Scene, state: _State, patterns: Patterns) -> Iterator[_State]:
    """Yield a state for each place of the list that its place stands in: "A, B and C", "three villages: A, B and C"."""
    place = state.place
    mention = next((m for m in scene.places if place.start <= m.span.start - scene.base < place.end), None)
    fellows = [m for m in scene.places if mention is not None and mention.group is not None and m.group == mention.group and m != mention]
    names = [Found(m.name, m.span.start - scene.base, m.span.end - scene.base) for m in fellows]
    if not names and (colon := _COLON.match(scene.text, place.end)):
        names = list(_names_after(scene, colon.end()))
        if names:
            yield from (replace(state, place=name) for name in names)
            return
    if not names and place.end >= state.end - 1:
        names = list(_more_after(scene, place.end, patterns))
    if not names and place.start == state.start and not _SINGULAR.match(scene.text, place.end):
        names = list(_more_before(scene, place.start, patterns))
    yield state
    yield from (replace(state, place=name) for name in names)


def _names_after(scene: Scene, position: int) -> Iterator[Found]:
    """Yield the proper names of a list that starts right there."""
    while name := _LISTED_NAME.match(scene.text, position):
        yield Found(name["name"], name.start("name"), name.end("name"))
        position = name.end()


def _more_after(scene: Scene, position: int, patterns: Patterns) -> Iterator[Found]:
    """Yield the ground that is joined to a place by "and": "the causeway and the salt pans at X"."""
    joined = re.compile(r"\s+and\s+(?=the\s)").match(scene.text, position)
    more = place_right(scene, joined.end(), patterns) if joined else None
    if more and not re.search(r"\s(?:is|are|was|were|has|have|had|said|will)\s", scene.text[more.end : more.end + 12]):
        yield more


def _more_before(scene: Scene, position: int, patterns: Patterns) -> Iterator[Found]:
    """Yield the ground that "and" joins before a place: "the quarry and the ridge above it", "X and Y"."""
    joined = ending(_AND_BEFORE, scene.text, position)
    if joined is None:
        return
    mention = next((m for m in scene.places if m.span.end - scene.base == joined.start()), None)
    if mention is not None:
        yield Found(mention.name, mention.span.start - scene.base, joined.start())
        return
    if name := _rare_name(scene, joined.start()):
        yield name
        return
    phrase = ending(_FIRST_OF_TWO, scene.text, joined.start())
    if phrase is not None and patterns.territory.search(phrase["ground"]):
        yield Found(phrase["ground"], phrase.start("ground"), phrase.end("ground"))


def _ours(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "X is ours" as said by the party that the sentence names before."""
    for match in _OURS.finditer(scene.text):
        place = place_left(scene, match.start(), patterns)
        holder = party_before(scene, place.start) if place else None
        if place and holder:
            yield _State("held", place, holder, place.start, match.end())


def _same(state: _State, other: _State) -> bool:
    """Tell whether two overlapping states speak of one place, or one has no holder of its own."""
    if state.basis != other.basis:
        return state.place.start == other.place.start and state.state == other.state
    return state.place.start == other.place.start or (state.holder is None and other.place.end > state.place.start)


def _states(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield the states of one sentence, surest patterns first."""
    told = list(find_frames(scene, patterns))
    yield from (_State(one.state, one.place, one.holder, one.start, one.end) for one in told if not isinstance(one, Change))
    yield from (_changed(one) for one in told if isinstance(one, Change))
    for find in (_claimed, _hyphened, _held_by, _under, _strongholds, _verbs, _grips, _siege, _contested, _ours):
        yield from find(scene, patterns)
    yield from (_changed(change) for change in find_changes(scene, patterns))


def _changed(change: Change) -> _State:
    """Return a change of hands as the state that it leaves."""
    state = "lost" if change.basis == "left" else "held"
    return _State(state, change.place, change.holder, change.start, change.end, change.basis, change.former)


def _claimed(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "A and B both claim control of X" as contested."""
    for match in patterns.claimed.finditer(scene.text):
        one = armed_before(scene, match.start(), patterns)
        place = place_right(scene, match.end(), patterns, named=True)
        if one is None or place is None:
            continue
        joined = ending(_AND_BEFORE, scene.text, one.start)
        other = actor_ending(scene, joined.start()) if joined else None
        if one.name.lower() in ("sides", "both sides", "parties", "armies"):
            yield _State("contested", place, None, one.start, place.end)
        elif other is not None:
            yield _State("contested", place, Found(f"{other.name} and {one.name}", other.start, one.end), other.start, place.end)
        else:
            yield _State("held", place, one, one.start, place.end)


def _hyphened(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "rebel-held town", "government-besieged enclave", "rebel held areas"."""
    for match in patterns.hyphen.finditer(scene.text):
        group = "holder" if match["holder"] else "loose"
        place = _apposed(scene, match.start(group), match.end()) or place_right(
            scene,
            match.end(),
            patterns,
            named=group == "holder" and not (match["word"].lower() == "run" and _FIRM.fullmatch(match["holder"])),  # state-run media
        )
        copula = ending(_COPULA, scene.text, match.start(group))
        if copula is not None and not (
            place is not None and scene.text[match.end() : place.start].strip() in ("", "town of", "city of", "village of")
        ):
            place = place_left(scene, copula.start(), patterns)  # "X is rebel-held"
        if place is None:
            continue
        if match[group].lower() in ("long", "firmly", "widely", "closely", "family"):
            continue
        holder = actor_ending(scene, match.end(group)) or Found(match[group], match.start(group), match.end(group))
        state = "besieged" if (match["word"] or "").lower() in statement_words().control.besieged else "held"
        if copula is not None and "no longer" in copula.group():
            state = "lost"
        yield _State(state, place, holder, min(place.start, holder.start), max(place.end, match.end()))


def _apposed(scene: Scene, start: int, end: int) -> Found | None:
    """Return the place of "X, a rebel-held town north of Y"; the town "of Y" is Y itself."""
    article = ending(_ARTICLE, scene.text, start)
    if article is None or _OF.match(scene.text, end):
        return None
    return place_named_before(scene, article.start())


def _held_by(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "an area controlled by X", "the town, besieged by Y"."""
    for match in patterns.by.finditer(scene.text):
        word = match["word"].lower()
        place = place_left(scene, match.start(), patterns, named=word not in ("held", "run", "shared"))  # talks are held, firms are run
        holder = holder_right(scene, match.end())
        copula = ending(_COPULA, scene.text, match.start())
        aside = ending(_SET_OFF, scene.text, match.start())
        if place is None and copula:
            place = _rare_name(scene, copula.start())
        elif place is None and aside and holder and _party(scene, holder, patterns):  # "X, held by the rebels, has no bread"
            place = _rare_name(scene, aside.start())
        if word == "captured" or place is None or holder is None or scene.text[match.start() - 1 : match.start()] == "-":
            continue
        state = "besieged" if word in statement_words().control.besieged else "shared" if match["joint"] or word == "shared" else "held"
        state = "lost" if match["no"] or ending(_NO_LONGER, scene.text, match.start()) else state
        if state == "besieged" and holder.name[:1].islower() and not _party(scene, holder, patterns):
            continue  # "surrounded by hills"
        yield _State(state, place, holder, min(place.start, match.start()), holder.end)
        for gap in _GAPPED.finditer(scene.text, holder.end):  # "..., Y by Z"
            other = place_left(scene, gap.start("by"), patterns) or Found(gap["place"], gap.start("place"), gap.end("place"))
            by = holder_right(scene, gap.end())
            if by and _party(scene, by, patterns) and not _VERBAL.match(gap["place"]):
                yield _State(state, other, by, gap.start("place"), by.end)


def _party(scene: Scene, holder: Found, patterns: Patterns) -> bool:
    """Tell whether words name a party: an actor mention or a holder's noun."""
    mention = any(m.span.start - scene.base < holder.end and holder.start < m.span.end - scene.base for m in scene.actors)
    return mention or patterns.holder.search(holder.name) is not None


def _rare_name(scene: Scene, position: int) -> Found | None:
    """Return the proper name before an offset that is no common word: "Faizabad is held by", not "Talks are held by"."""
    itself = ending(_ITSELF, scene.text, position)
    name = place_named_before(scene, itself.start() if itself else position)
    return None if name is None or is_common(name.name.split()[0].lower()) else name


def _under(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "X is under the control of Y", "under Y's control", "in the hands of Y", "in rebel hands"."""
    for match in (*patterns.under.finditer(scene.text), *patterns.hands.finditer(scene.text)):
        if _EVENTIVE.search(scene.text, max(0, match.start() - REACH), match.start()):
            continue
        named = match["holder"]
        holder = named_holder(scene, match.start("holder"), match.end("holder"), patterns) if named else holder_right(scene, match.end())
        place = place_left(scene, match.start(), patterns)
        if place and holder:
            state = "lost" if ending(_NO_LONGER, scene.text, match.start()) else "held"
            yield _State(state, place, owner_of(scene, holder), min(place.start, match.start()), max(holder.end, match.end()))


def _strongholds(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "the rebel enclave of X", "X, a stronghold of Y", "ISIS's last bastion in X"."""
    text = scene.text
    for match in patterns.stronghold.finditer(text):
        before = holder_before(scene, match.start(), patterns) or _possessor(scene, match.start())
        after = re.compile(r"\s+of\s+(?:the\s+)?", re.IGNORECASE).match(text, match.end())
        owner = before or (actor_starting(scene, after.end()) or named_party(scene, after.end()) if after else None)
        if owner is None or _FELL.match(text, match.end()) or ending(_FALL_OF, text, owner.start):
            continue
        place = place_left(scene, owner.start if before else match.start(), patterns, strict=True)
        if place is None and before and (called := _CALLED.match(text, match.end())):  # "their last stronghold in the north, X"
            place = Found(called["name"], called.start("name"), called.end("name"))
        if place is None and (set_off := ending(_APPOSED_TO, text, owner.start if before else match.start())):
            place = _rare_name(scene, set_off.start())
        if place is None:
            place = mention_right(scene, match.end() if before else owner.end)
        if place is None and before and (named := _NAMED_AFTER.match(text, match.end())):
            place = Found(named["name"], named.start("name"), named.end("name"))
        if place is None and (copula := ending(_IS_A, text, owner.start if before else match.start())):  # "X has been a fief of Y"
            place = _rare_name(scene, copula.start())
            if _WAS.match(copula.group()):
                continue
        if place is None:
            place = Found(text[min(owner.start, match.start()) : match.end()], min(owner.start, match.start()), match.end())
        yield _State("held", place, owner, min(place.start, owner.start, match.start()), max(place.end, owner.end, match.end()))


def _possessor(scene: Scene, position: int) -> Found | None:
    """Return the proper name that a noun belongs to: "the League's last stronghold"."""
    name = ending(_POSSESSIVE, scene.text, position)
    return Found(name["name"], name.start("name"), name.end("name")) if name else None


def _verbs(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "the rebels still hold X", "retained control of Y", "lost control of Z", "no longer controls Z"."""
    for match in patterns.verb.finditer(scene.text):
        at = settled(scene.text, match.start())
        if not match["no"] and _UNREAL.search(scene.text, max(0, at - REACH), at):
            continue
        holder = subject_holder(scene, match.start(), patterns) or agent(scene, match.start(), patterns)
        if holder is None and (relative := ending(_WHO_RUN, scene.text, match.start())):
            holder = armed_before(scene, relative.start(), patterns)
        if holder is None and ending(_AND_THEN, scene.text, match.start()):  # "X entered Y and are in charge of Z"
            holder = party_before(scene, match.start())
        lasting = match["verb"] is None or match["verb"].lower() in ("controls", "control") or ending(_STILL, scene.text, match.start())
        place = place_right(scene, match.end(), patterns, named=bool(lasting))
        if holder and (relative := ending(_WHICH, scene.text, holder.start)):  # "X, which the army holds"
            place = place_left(scene, relative.start(), patterns) or place
        if (
            holder
            and place is None
            and match["verb"]
            and _party(scene, holder, patterns)
            and (name := _SOLE_NAME.match(scene.text, match.end()))
        ):
            place = Found(name["name"], name.start("name"), name.end("name"))
        kept = match["verb"] is not None and _KEEPING.fullmatch(match["verb"])
        if kept and place and not _STRAIGHT.fullmatch(scene.text, match.end(), max(place.start, match.end())):
            continue  # "kept a low profile in X"
        if holder and place:
            state = "lost" if match["no"] or match["lost"] else "held"
            place = whole(scene, place, holder)
            yield _State(state, place, holder, holder.start, max(place.end, match.end()))
            gap = _AND_THE.match(scene.text, place.end) if state == "held" else None
            if (
                gap
                and (gap["place"][:1].isupper() or patterns.territory.search(gap["place"]))
                and _party(scene, other := Found(gap["holder"], gap.start("holder"), gap.end("holder")), patterns)
            ):
                yield _State(state, Found(gap["place"], gap.start("place"), gap.end("place")), other, other.start, gap.end())


def _grips(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "the rebels' hold on X"."""
    for match in _GRIP.finditer(scene.text):
        holder = named_holder(scene, max(0, match.start() - 4), match.start(), patterns) if actor_ending(scene, match.start()) else None
        if holder is None and (word := ending(_LAST, scene.text, match.start())) and patterns.holder.fullmatch(word.group()):
            holder = Found(word.group(), word.start(), word.end())
        place = place_right(scene, match.end(), patterns, named=True)
        if holder and place:
            yield _State("held", place, holder, holder.start, place.end)


def _siege(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "X is under siege by Y" and "the besieged town of X"."""
    for match in patterns.siege.finditer(scene.text):
        copula = ending(_COPULA, scene.text, match.start())
        place = subject_place(scene, copula.start(), patterns) if copula else place_left(scene, match.start(), patterns)
        if place and not ending(_NO_LONGER, scene.text, match.start()):
            holder = holder_right(scene, match.end()) if match["by"] else actor_ending(scene, match.end("besieger") - 1)
            if holder is None and (kept := ending(_KEPT, scene.text, place.start)):  # "X keeps Y under blockade"
                holder = armed_before(scene, kept.start(), patterns)
            yield _State("besieged", place, holder, min(place.start, match.start()), max(match.end(), holder.end if holder else 0))
    for match in _SIEGE_OF.finditer(scene.text):
        place = place_right(scene, match.end(), patterns, named=True)
        by = _BY.match(scene.text, place.end) if place else None
        holder = holder_right(scene, by.end()) if by else None
        laid = _LAID_BY.match(scene.text, place.end) if place else None
        holder = holder_right(scene, laid.end()) if laid else holder
        lifted = ending(_ENDING, scene.text, match.start()) or (place and _LIFTED.match(scene.text, place.end))
        if place and not lifted and not ending(_UNREAL, scene.text, match.start()):
            yield _State("besieged", place, holder, match.start(), holder.end if holder else place.end)
    for match in patterns.besieging.finditer(scene.text):
        holder = armed_before(scene, match.start(), patterns)
        if holder is None or ending(_UNREAL, scene.text, match.start()):
            continue
        place = place_right(scene, match.end(), patterns, named=True)
        if place is None and (relative := ending(_WHICH, scene.text, holder.start)):
            place = place_left(scene, relative.start(), patterns)
        if place:
            yield _State("besieged", place, holder, min(place.start, holder.start), max(place.end, match.end()))
    for match in _CUT_OFF.finditer(scene.text):
        holder, place = armed_before(scene, match.start(), patterns), place_right(scene, match.end(), patterns, named=True)
        if holder and place and scene.text[place.end :].startswith(" off") and not ending(_UNREAL, scene.text, match.start()):
            yield _State("besieged", place, holder, holder.start, place.end)
    for match in re.compile(r"(?<![-\w])(?:besieged|blockaded|encircled|surrounded)\b(?! by)", re.IGNORECASE).finditer(scene.text):
        place = place_right(scene, match.end(), patterns)
        if place is None and (copula := ending(_COPULA, scene.text, match.start())):
            place = place_left(scene, copula.start(), patterns)
        if place is None and (aside := ending(_SET_OFF, scene.text, match.start())):
            place = _rare_name(scene, aside.start())
        if place and actor_ending(scene, match.start() - 1) is None:
            yield _State("besieged", place, None, min(place.start, match.start()), max(place.end, match.end()))


def _contested(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "contested areas", "disputed by A and B", "divided between A and B"."""
    for match in patterns.contested.finditer(scene.text):
        state = "shared" if match["shared"] else "contested"
        if match["by"] or match["shared"]:
            holder = holder_right(scene, match.end())
            place = place_left(scene, match.start(), patterns)
            if holder and place:
                yield _State(state, place, holder, min(place.start, match.start()), holder.end)
        else:
            copula = ending(_COPULA, scene.text, match.start())
            place = place_left(scene, copula.start(), patterns) if copula else place_right(scene, match.end(), patterns, named=True)
            if place:
                yield _State(state, place, None, min(place.start, match.start()), max(place.end, match.end()))


# ---------------------------------------------------------------- records


def _record(scene: Scene, state: _State, id_: str, published: dt.date | None) -> ControlState:
    """Return the record with its dates."""
    before = _PAST.search(scene.text, max(0, state.start - REACH), state.start)
    past = state.state == "lost" or before is not None or _PAST_WITHIN.search(scene.text, state.start, state.end) is not None
    start, end = (None, published) if past else (published, None)
    if year := _year_gone(scene.text, published):
        start, end = None, dt.date(year, 12, 31)
    edge, day = _edge(scene.text)
    if day is not None:
        start, end = (day, end) if edge == "since" else (None, day)
    base = scene.base
    holder = state.holder
    return ControlState(
        id=id_,
        place=state.place.name,
        place_span=Span(base + state.place.start, base + state.place.end),
        holder=holder.name if holder else None,
        side=holder.side if holder else None,
        state=state.state,
        start=start,
        end=end,
        span=Span(base + min(state.start, state.place.start), base + max(state.end, state.place.end)),
        sentence=scene.sentence.index,
        basis=state.basis,
        former=state.former.name if state.former else None,
    )


@lru_cache(maxsize=8)
def _edge(text: str) -> tuple[str, dt.date | None]:
    """Return the last "since" or "until" of a sentence with its first day, None where there is none."""
    patterns = patterns_of_control()
    found = list(patterns.since.finditer(text))
    if not found:
        return "", None
    match = found[-1]
    month = patterns.months.index(match["month"].lower()) + 1 if match["month"] else 1
    return match["edge"].lower(), dt.date(int(match["year"]), month, 1)


@lru_cache(maxsize=8)
def _year_gone(text: str, published: dt.date | None) -> int | None:
    """Return the year before that of publication in which a sentence sets what it tells, None where it sets it in none."""
    year = _IN_YEAR.search(text)
    return int(year["year"]) if year is not None and published is not None and int(year["year"]) < published.year else None
