"""Finds who holds a place in clauses by their roles: who has a grip on what, what is in whose hands, what passed to whom, whose flag flies where."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.data.statement_words import ControlWords, statement_words
from dateline.data.words import is_common
from dateline.relate.control_changes import Change, can_hold, ground, is_real, is_supposed, located
from dateline.relate.control_phrases import (
    REACH,
    Found,
    Patterns,
    Scene,
    agent,
    ending,
    first_party,
    holder_right,
    named_holder,
    named_party,
    party_before,
    place_before,
    place_right,
    subject_place,
)

_DET = r"(?:(?:an?|the|its|their|his|no|any)\s+)?"
_ADVERBS = (
    r"(?:\s+(?:back|again|once more|once again|still|now|today|also|all|both|largely|no longer|not|never|\w+ly|at last|since \w+)\b)*"
)
_COPULA = (
    r"\b(?:is|are|be|was|were|remains?|remained|stays?|stayed|lives?|lived|lies|lay|rests?|rested|stands?|stood|sits|"
    r"(?:has|have|had)\s+(?:\w+ly\s+|now\s+|long\s+)?(?:been|stood|remained|lain|stayed))"
)
_HOLDER = r"(?P<holder>(?!the\s+\w+\s+of\b)[^,;.:]{2,45}?)"
_OWN = r"(?:[’']s?)?"
_ON_SIDES = r"(?: on (?:all|both|most|\w+) sides?| from (?:all|\w+) (?:sides|directions))?"
_NOT_REAL = re.compile(r"\b(?:not|never)\b", re.IGNORECASE)
_WHICH = re.compile(r",?\s+(?:which|that)\s+(?:the\s+)?$", re.IGNORECASE)
_LITTLE = re.compile(r"\b(?:no|little|scant|limited|barely any)\s", re.IGNORECASE)
_WHERE = re.compile(r",?\s+where\s+(?:the\s+)?$", re.IGNORECASE)
_FROM_WHICH = re.compile(r",?\s+from\s+(?:which|where)\s+(?:the\s+)?$", re.IGNORECASE)
_DAY = re.compile(r"day$")
_TO = re.compile(r",?\s+(?:back\s+)?to\s+", re.IGNORECASE)
_FROM = re.compile(r"\s+from\s+", re.IGNORECASE)
_OF_WHOM = re.compile(r"\s+of\s+(?:all\s+|the\s+last\s+)?", re.IGNORECASE)
_BY = re.compile(r"\s+(?:\w+day\s+)?by\s+", re.IGNORECASE)
_OVER = re.compile(r"\s+(?:of|over|on|in|at|across|along|near|around|throughout|above|outside|inside|beyond|upon)\s+", re.IGNORECASE)
_NOMINAL_UNREAL = re.compile(
    r"\b(?:plan\w*|talks|discuss\w*|agree\w*|deal|accord|promis\w*|pledg\w*|vow\w*|battle|fight\w*|struggle|offensive|operation|campaign|"
    r"seek\w*|want\w*|threat\w*|aim\w*|fear\w*|await\w*|prevent\w*|avert\w*|avoid\w*|possible|likely|imminent|eventual|attempt\w*|bid|hop\w+|call\w*|"
    r"demand\w*|order\w*|urg\w+|risk\w*|if|before|until|against|require\w*|for|negotiat\w*|without|offer\w*|beg[aiu]n\w*|start\w*|continu\w*|"
    r"halt\w*|delay\w*)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
_ITS_PART = re.compile(
    r"\s+(?:its|the)\s+(?:\w+\s+)?(?:streets|squares|markets?|roads|centre|center|neighbourhoods|checkpoints)\b", re.IGNORECASE
)
_ANAPHOR = re.compile(r"\s+(?:it|them|there|the\s+(?:town|city|village|place|base|camp|district|area|post))(?=\s|[.,;]|$)", re.IGNORECASE)
_CLOSE = re.compile(r"\s*(?:[.,;:]|$|(?:on|since|after|by|for|in|over|from|when|and|during|at|last|this)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is said to hold, besiege or have lost a place; offsets into the sentence."""

    state: str
    place: Found
    holder: Found | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Frames:
    """The frames compiled."""

    grip: re.Pattern[str]
    lodgement: re.Pattern[str]
    ruler: re.Pattern[str]
    mans: re.Pattern[str]
    passed: re.Pattern[str]
    power_of: re.Pattern[str]
    owned_power: re.Pattern[str]
    in_hands: re.Pattern[str]
    ground_of: re.Pattern[str]
    with_holder: re.Pattern[str]
    free_of: re.Pattern[str]
    contested: re.Pattern[str]
    flag_raised: re.Pattern[str]
    flag_of: re.Pattern[str]
    flag_owned: re.Pattern[str]
    front: re.Pattern[str]
    gone: re.Pattern[str]
    seen: re.Pattern[str]
    present: re.Pattern[str]
    staying: re.Pattern[str]
    leaving: re.Pattern[str]
    to_itself: re.Pattern[str]
    noose: re.Pattern[str]
    hemmed: re.Pattern[str]
    surrounded: re.Pattern[str]
    deed_of: re.Pattern[str]
    back: re.Pattern[str]
    taking: re.Pattern[str]
    withdrew: re.Pattern[str]
    slipped: re.Pattern[str]
    cleared: re.Pattern[str]
    divided: re.Pattern[str]
    together: re.Pattern[str]
    entered: re.Pattern[str]
    has: re.Pattern[str]
    hold_of: re.Pattern[str]
    both: re.Pattern[str]
    gapped: re.Pattern[str]


@functools.cache
def _frames() -> _Frames:
    words: ControlWords = statement_words().control

    def of(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    keeps, gains, sheds = ("|".join(group) for group in ((*words.keeps, *words.tightens), words.gains, words.sheds))
    power, lodgements, flags = ("|".join(group) for group in (words.power, words.lodgements, words.flags))
    verb = rf"\b(?P<no>no longer )?(?:(?P<keep>{keeps})|(?P<gain>{gains})|(?P<shed>{sheds}))"
    flown = (
        r"(?:(?:has|have|had) )?(?:now )?(?:fl(?:ies|y|ew|own|ying)|flutter(?:s|ed|ing)?|wav(?:es?|ed|ing)|hangs?|hung|(?:is|are|was|were|"
        r"been) (?:flying|fluttering|raised|hoisted|planted|waving))"
    )
    over = r"(?: \w+ly| again| now| since \w+)? (?:over|above|atop|on|in|at|from) (?:top of )?"
    return _Frames(
        grip=of(rf"{verb}\s+{_DET}(?:(?!{power}\b|of\b|on\b|over\b|in\b)[\w-]+\s+){{0,2}}(?P<noun>{power})\s+(?:of|over|on|in|across|"
                rf"throughout|upon)\b"),
        lodgement=of(rf"{verb}\s+{_DET}(?:(?!of\b|on\b|over\b|in\b|at\b)[\w-]+\s+){{0,2}}(?P<noun>{lodgements})\b(?=\s+(?:in|at|on|across|"
                     rf"near|around|inside|along)\b)"),
        ruler=of(rf"(?:,(?=\s+(?:now|still|once|again|already|since|firmly|in\s+(?:\w+\s+)?(?:control|charge|possession)\s+of))|\b(?:is|are|"
                 rf"was|were|be|remains?|remained|becomes?|became|(?:has |have |had )?been|(?:makes?|made) (?:itself|"
                 rf"themselves))\b){_ADVERBS}\s+(?:the\s+)?(?:new\s+)?"
                 rf"(?:{'|'.join(words.rulers)})\s+(?:in|of|over)\b"),
        mans=of(rf"\b(?P<no>no longer )?(?:{'|'.join(words.mans)})\b"),
        passed=of(rf"\b(?:{'|'.join(words.passings)})(?P<over>(?:\s+(?:back|over|again|once more|finally|overnight|at last|late|early|briefly|"
                  rf"hands|\w+ly|on \w+day|in \w+))*)"
                  rf"(?:\s+from\s+(?P<from>[^,;.:]{{2,45}}?))?\s+(?P<prep>to|into|under)\s+"),
        power_of=of(rf"(?:the\s+)?(?:full\s+)?(?:{power}|hands)\s+of\s+"),
        owned_power=of(rf"{_HOLDER}{_OWN}\s+(?:full\s+|firm\s+)?(?:{power}|hands|{flags})\b"),
        in_hands=of(rf"(?P<copula>{_COPULA}){_ADVERBS}\s+(?P<prep>in|within|under|out of|outside)\s+"
                    rf"(?:(?:the\s+(?:full\s+|firm\s+)?(?:{power}|{flags})|(?:the\s+)?hands)\s+of\s+(?P<of>)|{_HOLDER}{_OWN}\s+(?:full\s+|"
                    rf"firm\s+|sole\s+)?(?:{power}|hands|reach|{flags})\b)"),
        ground_of=of(rf"(?P<copula>{_COPULA}){_ADVERBS}\s+(?P<holder>[\w’'-]+(?:\s+[A-Z][\w’'-]+){{0,3}}?){_OWN}\s+(?:territory|ground|"
                     rf"country|land|turf)\b"),
        with_holder=of(rf"(?P<copula>{_COPULA})(?P<adverbs>{_ADVERBS})\s+(?P<prep>with|under|lost to|surrendered to|"
                       rf"abandoned to)\s+(?=[^,;.:]{{2,45}})"),
        free_of=of(rf"(?P<copula>{_COPULA}){_ADVERBS}\s+(?:free|clear|empty|rid|emptied|cleared|purged|cleansed|swept|"
                   rf"devoid)\s+of\s+(?:all\s+|any\s+)?"),
        contested=of(rf"(?P<copula>{_COPULA}){_ADVERBS}\s+(?:contested|disputed|up for grabs|claimed by both|in (?:the|a) gr[ae]y (?:zone|"
                     rf"area)|(?:in |an? )?no[- ]man[’']s[- ]land)\b(?!\s+(?:by|between)\b)"),
        flag_raised=of(rf"\b(?:rais|hoist|plant|unfurl)\w*\s+{_DET}(?:[\w’'-]+\s+){{0,3}}?(?:{flags})\b(?:\s+(?:over|on|above|in|at|atop)\b)?"),
        flag_of=of(rf"\b(?:{flags})\s+of\s+{_HOLDER}\s+{flown}{over}"),
        flag_owned=of(rf"(?P<holder>[^,;.:]{{2,60}}?){_OWN}\s+(?:(?:white|black|red|green|yellow|blue|own|"
                      rf"tricolour)\s+)*(?:{flags})\s+{flown}{over}"),
        front=of(r"\b(?:front ?lines?|front|lines? of contact|contact line|battle ?lines?)\s+(?:now\s+|still\s+|\w+ly\s+)?(?:runs?|ran|cuts?|"
                 r"pass(?:es|ed)?|goes|snakes?|winds?|slices?|stretches|divides?|splits?|bisects?)\b"
                 r"(?:\s+\w+ly)?(?:\s+(?:straight\s+|right\s+)?(?:through|across))?"),
        gone=of(r"\b(?:(?:is|are|was|were)\s+no longer\s+(?:present\s+|based\s+|deployed\s+|stationed\s+|active\s+|seen\s+)?(?:in|at|on)\b|"
                r"(?:have|has|had)\s+(?:gone|disappeared|vanished|departed|slipped away|melted away)\s+from\b|"
                r"(?:melted|slipped|slipping|broke|marched|moved|streamed|filed|slunk)\s+(?:away\s+from|out\s+of)\b|(?:lost|cede[sd]?|gave up|"
                r"yielded)\s+ground\s+(?P<ground>)(?:in|at|around|near|along|outside)\b)"),
        seen=of(r"\b(?:no|not an?|not one|not a single)\s+(?P<holder>[^,;.:]{2,40}?)\s+(?:has|have)\s+been\s+(?:seen|present|spotted|"
                r"left)\s+(?:in|at|on)\b"),
        staying=of(r"\b(?:(?:has|have|had|is|are) yet to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|(?:has|have|did) not(?: yet)?) "
                   r"(?:vacated?|le(?:ave|ft)|withdrawn? from|quit|abandon(?:ed)?|evacuated?|pull(?:ed)? out (?:of|from)|giv(?:e|en) up|"
                   r"relinquish(?:ed)?|surrender(?:ed)?)\b"),
        present=of(rf"\b(?:(?:has|have|had)\s+been|is|are|was|were){_ADVERBS}\s+(?:back\s+(?:in|at)|(?:deployed|stationed|"
                   rf"in place)\s+(?:throughout|across|all over))\b"),
        leaving=of(r",\s+(?:and\s+)?(?:leaving|abandoning|ceding|surrendering|yielding|handing)(?=\s)"),
        to_itself=of(r"\b(?:has|have|had|with)\s+(?P<place>[^,;.:]{2,40}?)\s+(?:all\s+)?to\s+(?:itself|themselves)\b"),
        noose=of(rf"\b(?:tighten|dr[ae]w|clos|throw|threw|lay|laid|impos|put|cast|maintain|ke[ep]p?t?)\w*\s+{_DET}(?:\w+\s+)?(?:noose|ring|"
                 rf"cordon|stranglehold|net|siege|blockade)\s+(?:around|round|on|about|of)\b"),
        hemmed=of(rf"\b(?:{'|'.join(words.besieged)}){_ON_SIDES}\s+(?:for [^,;.]{{3,30}} )?by\s+"),
        surrounded=of(rf"\b(?:has|have|had|keeps?|kept|with)\s+(?P<place>[^,;.:]{{2,40}}?)\s+(?:\w+ly\s+)?(?:{'|'.join(words.besieged)}|"
                      rf"under siege|under blockade)\b(?!\s+by\b)"),
        withdrew=of(r"\b(?:withdrew|withdrawn|pulled out|pulled back|retreated|fled|departed)\b"),
        slipped=of(rf"\b(?:slipped|passed|fallen|gone|broke|broken|freed|torn|prised)\s+(?:away\s+)?(?:out\s+of|"
                   rf"from)\s+{_HOLDER}{_OWN}\s+(?:{power}|hands)\b"),
        cleared=of(r"\b(?P<passive>(?:was|were|been|is|are)\s+)?(?:cleared|swept|purged|freed|rid|emptied|cleansed)\b(?=\s)"),
        divided=of(r"\b(?:is|are|was|were|remains?|remained|has been)\s+(?:\w+ly\s+|now\s+|still\s+)?(?:divided|"
                   r"split)\b[^;:.]{0,20}?,?\s+with\s+(?:the\s+)?(?P<holder>[^,;.:]{2,40}?)\s+(?:in|on|holding|controlling|"
                   r"to)\b[^,;.:]{2,30}\s+and\s+(?:the\s+)?(?P<other>[^,;.:]{2,40}?)\s+(?:in|on|holding|controlling|to)\b"),
        together=of(r"(?:^|\b)(?:the\s+)?(?P<holder>[\w’'-]+(?:\s+[\w’'-]+){0,2}?)"
            r"\s+and\s+(?:the\s+)?(?P<other>[\w’'-]+(?:\s+[\w’'-]+){0,2}?)"
            r"\s+(?:each|both|jointly|together|between them)\s+(?:holds?|control|occupy|run|govern|administer|patrol)\b"),
        taking=of(r"(?:\b(?P<after>after|having|by|since|upon|on)\s+)?\b(?:capturing|recapturing|seizing|retaking|overrunning|liberating|"
                  r"conquering|recovering|regaining|"
                  r"(?<=having )(?:captured|seized|taken|retaken|overrun|liberated|conquered|recovered|regained))\b(?: control of)?"),
        back=of(r"\b(?:won|wins?|got|gets?|took|takes?|taken|clawed|has|have|had|bought)(?=\s[^,;.:]{2,40}\sback\b)"),
        entered=of(r"\b(?:marched|moved|drove|driven|rolled|swept|walked|poured|rode|went|entered|re-entered|"
                   r"reentered)\b(?:\s+(?:back\s+)?into)?(?=\s[^,;:]{2,60}(?:unopposed|without (?:a fight|resistance|firing|a shot|opposition)|"
                   r"after [^,;:]{3,50}(?:fled|left|withdrawn|withdrew|gone|pulled)|and (?:now|set up|set about|raised|hoisted|took over|hold|"
                   r"control)))"),
        has=of(r"\b(?:has|have|had)(?=\s+(?:the\s|(?-i:[A-Z])))"),
        hold_of=of(rf"(?P<siege>\b(?:siege|blockade|encirclement)\s+(?:of|around)\b)|\b(?:{power})\s+(?:of|over|on|in|at)\b"),
        both=of(r"\bboth\s+(?P<holder>(?:rival |warring )?(?:armies|sides|forces|camps|factions|parties))\s+(?:each\s+)?(?:holds?|control|"
                r"occupy|have a (?:part|share) of)\b"),
        deed_of=of(r"\b(?P<taking>capture|recapture|seizure|takeover|conquest|liberation|return)\b|\b(?P<leaving>withdrawal|retreat|pullout|"
                   r"pull-out|departure|evacuation|expulsion|ouster)\b|"
                   r"\b(?P<falling>fall|loss|surrender|handover)\b"),
        gapped=of(r"(?:the\s+)?(?P<one>[^,;.:]{2,40}?),?\s+(?:and|while)\s+(?:the\s+)?(?P<place>[^,;.:]{2,40}?)\s+with\s+"),
    )  # fmt: skip


def find_frames(scene: Scene, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield what the clauses of a sentence say of who holds a place, states and changes of hands, surest first."""
    for find in (
        _shared,
        _grips,
        _lodgements,
        _rulers,
        _flags,
        _in_hands,
        _with,
        _passed,
        _sieges,
        _leavings,
        _gone,
        _free,
        _deeds,
        _grips_of,
        _having,
        _entered,
        _mans,
        _fronts,
    ):
        yield from find(scene, patterns)


def _acting(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the party whose doing the words at a position tell, if nothing makes it planned, supposed or denied."""
    holder = agent(scene, position, patterns) if is_real(scene.text, position) else None
    return holder if holder and not is_supposed(scene.text, holder.start) else None


def _party(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the party that the words at the position name, "it" aside."""
    holder = holder_right(scene, position)
    return holder if holder and can_hold(scene, holder, patterns) else None


def _grips(scene: Scene, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield "X has tightened its grip on P", "X established its authority over P", "X relinquished control of P to Y"."""
    for match in _frames().grip.finditer(scene.text):
        if _LITTLE.search(match.group()):
            continue
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place:
            yield from _had(scene, match, place, holder, patterns)


def _lodgements(scene: Scene, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield "X keeps a bridgehead at P", "X gained a foothold in P", "X lost its last outpost at P to Y"."""
    for match in _frames().lodgement.finditer(scene.text):
        over = _OVER.match(scene.text, match.end())
        holder = _acting(scene, match.start(), patterns)
        place = ground(scene, over.end(), patterns) if over else None
        if holder and place:
            yield from _had(scene, match, place, holder, patterns)


def _had(scene: Scene, match: re.Match[str], place: Found, holder: Found, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield what having, getting or giving up power over a place says of it."""
    end = max(place.end, match.end())
    if match["shed"]:
        place = located(scene, place)
        to = _TO.match(scene.text, place.end)
        taker = _party(scene, to.end(), patterns) if to else None
        if taker:
            yield Change("taken", place, taker, holder, holder.start, taker.end)
        elif match["noun"].lower() == "control":
            yield Told("lost", place, holder, holder.start, end)
        else:
            yield Change("left", place, holder, None, holder.start, end)
    elif match["gain"]:
        former = _FROM.match(scene.text, place.end)
        yield Change("taken", place, holder, holder_right(scene, former.end()) if former else None, holder.start, end)
    else:
        yield Told("lost" if match["no"] else "held", place, holder, holder.start, end)


def _rulers(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "X made themselves masters of P", "X is the dominant force in P"."""
    for match in _frames().ruler.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place and not _NOT_REAL.search(match.group()):
            yield Told("lost" if "no longer" in match.group().lower() else "held", place, holder, holder.start, place.end)


def _mans(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "X still hang on to P", "X now patrols its streets" of the place named before."""
    for match in _frames().mans.finditer(scene.text):
        holder = _acting(scene, match.start(), patterns)
        if holder is None:
            continue
        if part := _ITS_PART.match(scene.text, match.end()):
            place = place_before(scene, match.start())
            place = place if place and place.start > holder.end else None
            end = part.end()
        elif relative := ending(_WHICH, scene.text, holder.start):
            place, end = place_left_of(scene, relative.start(), patterns), match.end()
        else:
            place = ground(scene, match.end(), patterns)
            end = place.end if place else 0
        if place:
            yield Told("lost" if match["no"] else "held", place, holder, min(holder.start, place.start), end)


def _in_hands(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "P is once more in X's grasp", "P has stood under the flag of X", "P is out of X's hands"."""
    for match in _frames().in_hands.finditer(scene.text):
        if match["of"] is not None:
            holder = holder_right(scene, match.end())
        else:
            holder = named_holder(scene, match.start("holder"), match.end("holder"), patterns)
        place = subject_place(scene, match.start("copula"), patterns)
        if place is None or holder is None or _NOT_REAL.search(match.group()) or not is_real(scene.text, match.start()):
            continue
        gone = "no longer" in match.group().lower() or match["prep"].lower() == "out of"
        if match["prep"].lower() != "outside":
            yield Told("lost" if gone else "held", place, holder, place.start, max(match.end(), holder.end))

    for match in _frames().ground_of.finditer(scene.text):
        place, holder = (
            subject_place(scene, match.start("copula"), patterns),
            named_holder(scene, match.start("holder"), match.end("holder"), patterns),
        )
        if place and holder and not _NOT_REAL.search(match.group()) and is_real(scene.text, match.start()):
            yield Told("lost" if "no longer" in match.group().lower() else "held", place, holder, place.start, match.end())


def _with(scene: Scene, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield "P stays with X and Q with Y", "P is back under X", "P was lost to X"."""
    for match in _frames().with_holder.finditer(scene.text):
        preposition = match["prep"].lower()
        pair = _frames().gapped.match(scene.text, match.end()) if preposition == "with" else None
        holder = _party(scene, match.end(), patterns) if pair is None else _named(scene, pair, "one")
        place = subject_place(scene, match.start("copula"), patterns, grounded=preposition == "with")
        if place is None or holder is None or _NOT_REAL.search(match["adverbs"]) or not is_real(scene.text, match.start()):
            continue
        if pair is None and not _CLOSE.match(scene.text, holder.end):
            continue
        if preposition.endswith(" to"):
            yield Change("taken", place, holder, None, place.start, holder.end)
            continue
        if preposition == "under" and "back" not in match["adverbs"].lower():
            continue
        yield Told("lost" if "no longer" in match["adverbs"].lower() else "held", place, holder, place.start, holder.end)
        other = _party(scene, pair.end(), patterns) if pair else None
        if pair and other:
            yield Told("held", _named(scene, pair, "place"), other, pair.start("place"), other.end)


def _named(scene: Scene, match: re.Match[str], group: str) -> Found:
    """Return a group of a match as a holder or a place."""
    return Found(match[group], match.start(group), match.end(group))


def _passed(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "P passed from X to Y", "P slid under rebel rule", "P reverted to the army"."""
    for match in _frames().passed.finditer(scene.text):
        place = subject_place(scene, match.start(), patterns, grounded=match["prep"].lower() == "to")
        if place is None or not is_real(scene.text, match.start()):
            continue
        if power := _frames().power_of.match(scene.text, match.end()):
            holder, end = holder_right(scene, power.end()), power.end()
        elif owned := _frames().owned_power.match(scene.text, match.end()):
            holder, end = named_holder(scene, owned.start("holder"), owned.end("holder"), patterns), owned.end()
        elif match["prep"].lower() == "to":
            holder, end = _party(scene, match.end(), patterns), match.end()
            holder = holder if holder and _CLOSE.match(scene.text, holder.end) else None
        else:
            continue
        former = named_holder(scene, match.start("from"), match.end("from"), patterns) if match["from"] else None
        if holder:
            yield Change("taken", place, holder, former, place.start, max(holder.end, end))


def _free(scene: Scene, patterns: Patterns) -> Iterator[Change | Told]:
    """Yield "P is free of X" and "P lies in the grey zone"."""
    for match in _frames().free_of.finditer(scene.text):
        place, holder = subject_place(scene, match.start(), patterns), _party(scene, match.end(), patterns)
        if place and holder and is_real(scene.text, match.start()) and not _NOT_REAL.search(match.group()):
            yield Change("left", place, holder, None, place.start, holder.end)
    for match in _frames().contested.finditer(scene.text):
        place = subject_place(scene, match.start(), patterns, grounded=True)
        if place and is_real(scene.text, match.start()) and not re.search(r"\b(?:not|never|no longer)\b", match.group(), re.IGNORECASE):
            yield Told("contested", place, None, place.start, match.end())


def _flags(scene: Scene, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield "X hoisted its flag over P", "the flag of X flies over P", "X's banner was raised in P"."""
    for match in _frames().flag_raised.finditer(scene.text):
        holder = _acting(scene, match.start(), patterns)
        place = _flown_over(scene, match.end(), patterns)
        if holder and place is None and (relative := ending(_WHERE, scene.text, holder.start)):
            place = place_left_of(scene, relative.start(), patterns)
        if holder and (place is None or place.name.islower()):  # "reached P and planted the flag on the old fort"
            before = place_before(scene, match.start())
            place = before if before and before.start > holder.end else place
        if holder and place:
            yield Change("taken", place, holder, None, min(place.start, holder.start), max(place.end, match.end()))
    for match in (*_frames().flag_of.finditer(scene.text), *_frames().flag_owned.finditer(scene.text)):
        holder = named_holder(scene, match.start("holder"), match.end("holder"), patterns)
        place = _flown_over(scene, match.end(), patterns)
        if holder and place and is_real(scene.text, match.start()):
            yield Told("held", place, holder, holder.start, place.end)


def _flown_over(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the place over which a flag flies: named right there, or as that of a building ("the compound in P")."""
    place = place_right(scene, position, patterns, named=True)
    return place if place and not _DAY.search(place.name) else _within(scene, position)


def _within(scene: Scene, position: int) -> Found | None:
    """Return the place in which a thing stands that is no ground itself: "the old customs house in P"."""
    for mention in scene.places:
        start = mention.span.start - scene.base
        between = scene.text[position:start]
        if position < start <= position + REACH and re.fullmatch(r"\s*(?:the|an?|its)\s[^,;.:]*\s(?:in|at|of|near)\s+(?:the\s+)?", between):
            return Found(mention.name, start, mention.span.end - scene.base)
    return None


def _sieges(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "X tightened the noose around P", "P is hemmed in on three sides by X", "X has P surrounded"."""
    for match in _frames().noose.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place:
            yield Told("besieged", place, holder, holder.start, place.end)
    for match in _frames().hemmed.finditer(scene.text):
        copula = ending(_BEING, scene.text, match.start())
        place = subject_place(scene, copula.start() if copula else match.start(), patterns)
        holder = _party(scene, match.end(), patterns) or named_party(scene, match.end())
        if place and holder and is_real(scene.text, match.start()):
            yield Told("besieged", place, holder, place.start, holder.end)
    for match in _frames().surrounded.finditer(scene.text):
        holder = _acting(scene, match.start(), patterns)
        place = ground(scene, match.start("place") - 1, patterns)
        if holder and place and place.end <= match.end():
            yield Told("besieged", place, holder, holder.start, match.end())


_BEING = re.compile(rf"{_COPULA}{_ADVERBS}\s+$", re.IGNORECASE)


def _leavings(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "X fled, leaving P to Y", "..., abandoning the town to Y", "X has the town to itself"."""
    for match in _frames().leaving.finditer(scene.text):
        place = _same_or_named(scene, match.end(), match.start(), patterns)
        to = _TO.match(scene.text, place[1]) if place else None
        taker = _party(scene, to.end(), patterns) if to else None
        if place and taker and is_real(scene.text, match.start()):
            yield Change("taken", place[0], taker, None, place[0].start, taker.end)
    for match in _frames().to_itself.finditer(scene.text):
        holder = _acting(scene, match.start(), patterns)
        place = _same_or_named(scene, match.start("place") - 1, match.start(), patterns)
        if holder and place:
            yield Change("taken", place[0], holder, None, min(place[0].start, holder.start), match.end())


def _same_or_named(scene: Scene, position: int, before: int, patterns: Patterns) -> tuple[Found, int] | None:
    """Return the place named at the position with its end; for "it" or "the town" the last one named before an offset."""
    same = _ANAPHOR.match(scene.text, position)
    name = place_before(scene, before) if same else None
    if same and name:
        return name, same.end()
    place = ground(scene, position, patterns)
    return (place, place.end) if place else None


def _gone(scene: Scene, patterns: Patterns) -> Iterator[Change | Told]:
    """Yield "X is no longer present in P", "no soldier has been seen in P", "X have been back in P"."""
    for match in _frames().gone.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place:
            yield Change("left", place, holder, None, holder.start, place.end)
    for match in _frames().staying.finditer(scene.text):
        holder, place = agent(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if place is None and _ANAPHOR.match(scene.text, match.end()):
            place = place_before(scene, match.start())
        if holder and place:
            yield Told("held", place, holder, min(place.start, holder.start), max(place.end, match.end()))
    for match in _frames().withdrew.finditer(scene.text):
        holder = _acting(scene, match.start(), patterns)
        relative = ending(_FROM_WHICH, scene.text, holder.start) if holder else None
        place = place_left_of(scene, relative.start(), patterns) if relative else None
        if holder and place:
            yield Change("left", place, holder, None, place.start, match.end())
    for match in _frames().slipped.finditer(scene.text):
        holder = named_holder(scene, match.start("holder"), match.end("holder"), patterns)
        place = subject_place(scene, match.start(), patterns)
        passed = re.match(r"\s+(?:in)?to\s", scene.text[match.end() :])
        if holder and place and not passed and " to " not in match["holder"] and is_real(scene.text, match.start()):
            yield Change("left", place, holder, None, place.start, match.end())
    for match in _frames().cleared.finditer(scene.text):
        place = subject_place(scene, match.start(), patterns) if match["passive"] else ground(scene, match.end(), patterns)
        of = _OF_WHOM.match(scene.text, match.end() if match["passive"] else place.end) if place else None
        loser = _party(scene, of.end(), patterns) if of else None
        by = _BY.match(scene.text, loser.end) if loser and match["passive"] else None
        taker = (_party(scene, by.end(), patterns) if by else None) if match["passive"] else _acting(scene, match.start(), patterns)
        if place and loser and taker and is_real(scene.text, match.start()):
            yield Change("taken", place, taker, loser, min(place.start, taker.start), max(loser.end, taker.end))
    for match in _frames().seen.finditer(scene.text):
        holder = Found(match["holder"], match.start("holder"), match.end("holder"))
        place = ground(scene, match.end(), patterns)
        if place and can_hold(scene, holder, patterns):
            yield Change("left", place, holder, None, match.start(), place.end)
    for match in _frames().present.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place and not _NOT_REAL.search(match.group()):
            yield Told("held", place, holder, holder.start, place.end)


def _deeds(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "the capture of P by X", "X's withdrawal from P", "the fall of P to X", "P's loss"."""
    for match in _frames().deed_of.finditer(scene.text):
        text = scene.text
        if _NOMINAL_UNREAL.search(text, max(0, match.start() - REACH), match.start()) or not is_real(text, match.start()):
            continue
        owner = _owner(scene, match.start(), patterns)
        goal = re.compile(r"\s+(?:of|from|to)\s+(?:the\s+)?", re.IGNORECASE).match(text, match.end())
        preposition = goal.group().split()[0].lower() if goal else ""
        if match["leaving"]:
            if preposition == "of" and goal and (party := _party(scene, goal.end(), patterns)) and (away := _FROM.match(text, party.end)):
                owner, place = party, ground(scene, away.end(), patterns)
            else:
                place = ground(scene, goal.end(), patterns) if goal and preposition == "from" else None
            if owner and place:
                yield Change("left", place, owner, None, owner.start, place.end)
            continue
        if goal is None or preposition == "from" or (preposition == "to" and match.group().lower() != "return"):
            continue
        place = ground(scene, goal.end(), patterns)
        if place is None:
            continue
        after = (_TO if match["falling"] else _BY).match(text, place.end)
        taker = _party(scene, after.end(), patterns) if after else None if match["falling"] else owner
        if taker is None and match["taking"] and (own_deed := ending(_ANNOUNCED, text, match.start())):
            taker = agent(scene, own_deed.start(), patterns)
        if taker:
            yield Change(
                "taken", place, taker, owner if match["falling"] else None, min(place.start, taker.start), max(place.end, taker.end)
            )
        elif match["falling"] and (loser := owner or agent(scene, _verb_before(text, match.start()), patterns)):
            yield Change("left", place, loser, None, loser.start, place.end)


def _verb_before(text: str, position: int) -> int:
    """Return where "admitted the", "reported the" begins right before a noun, else the position."""
    verb = ending(_CONCEDED, text, position)
    return verb.start() if verb else position


_ANNOUNCED = re.compile(r"\b(?:announc|claim|declar|hail|celebrat)\w*\s+the\s+$", re.IGNORECASE)
_CONCEDED = re.compile(r"\b(?:admit|acknowledg|conced|confirm|report|announc)\w*\s+the\s+$", re.IGNORECASE)
_ITS = re.compile(r"\b(?:its|their)\s+(?:\w+\s+)?$", re.IGNORECASE)
_POSSESSED = re.compile(r"[’']s?\s+(?:\w+\s+)?$")


def _owner(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the party whose deed a noun names: "the army's withdrawal"."""
    if ending(_ITS, scene.text, position):
        return party_before(scene, position)
    own = ending(_POSSESSED, scene.text, position)
    return agent(scene, own.start(), patterns) if own else None


def _grips_of(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "X's grip on P", "rebel rule in P", "X's siege of P"."""
    for match in _frames().hold_of.finditer(scene.text):
        before = max(0, match.start() - REACH)
        owned = re.compile(r"(?P<own>[’']s?)?\s+(?:(?!of\b|the\b)\w+\s+)?$").search(scene.text, before, match.start())
        if (
            owned is None
            or (match["siege"] and _LIFTS.search(scene.text, before, match.start()))
            or _NOMINAL_UNREAL.search(scene.text, before, match.start())
            or _TO_VERB.search(scene.text, before, match.start())
        ):
            continue
        if owned["own"] is not None:
            holder = agent(scene, owned.start(), patterns)
        else:
            holder = _adjacent(scene, match.start(), patterns) if match["siege"] or _RULE.match(match.group()) else None
        place = ground(scene, match.end(), patterns)
        over = place is not None and _IS_OVER.match(scene.text, place.end)
        if holder and place and not over and holder.end >= owned.start() - 2:
            yield Told("besieged" if match["siege"] else "held", place, holder, holder.start, place.end)


_TO_VERB = re.compile(r"\bto\s+\w+\s+(?:[\w’'-]+\s+){0,3}$")
_LIFTS = re.compile(r"\b(?:br[eo]ak\w*|broke\w*|lift\w*|end\w*|reliev\w*|rais\w*|eas\w+)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE)
_WITH_COMMA = re.compile(r",\s+$")
_RULE = re.compile(r"(?:rule|control|administration|authority|occupation|dominance)\s+(?:of|over|in)\b", re.IGNORECASE)
_IS_OVER = re.compile(
    r"\s+(?:has |have |had )?(?:ended|collapsed|crumbled|failed|was lifted|was broken|is over|came to an end)\b", re.IGNORECASE
)


def _adjacent(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the party whose name or adjective stands right before a noun: "rebel rule", "Houthi administration"."""
    word = re.compile(r"[\w-]+(?=\s+$)").search(scene.text, max(0, position - REACH), position)
    if word is None or (is_common(word.group().lower()) and not patterns.holder.fullmatch(word.group())):
        return None
    return (
        named_holder(scene, word.start(), word.end(), patterns)
        if patterns.holder.fullmatch(word.group()) or word.group()[:1].isupper()
        else None
    )


def _having(scene: Scene, patterns: Patterns) -> Iterator[Told | Change]:
    """Yield "X won P back", "X still has P"."""
    for match in _frames().back.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place and re.match(r"\s+back\b", scene.text[place.end :]):
            former = _FROM.match(scene.text, place.end + len(" back"))
            yield Change("taken", place, holder, holder_right(scene, former.end()) if former else None, holder.start, place.end)
    for match in _frames().taking.finditer(scene.text):
        opening = not scene.text[: match.start()].strip() or scene.text[: match.start()].rstrip().endswith(";")
        place = ground(scene, match.end(), patterns)
        if opening and place:  # "After capturing P, X moved on"
            comma = scene.text.find(",", place.end) if not match["after"] or match["after"].lower() != "by" else place.end
            holder = first_party(scene, max(comma, place.end), len(scene.text), patterns)
        else:
            holder = agent(scene, match.start(), patterns) if match["after"] or ending(_WITH_COMMA, scene.text, match.start()) else None
        if holder and place and is_real(scene.text, match.start()) and not is_supposed(scene.text, holder.start):
            yield Change("taken", place, holder, None, min(place.start, holder.start), max(place.end, holder.end))
    for match in _frames().has.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        straight = place is not None and scene.text[match.end() : place.start].strip() in ("", "the")
        if holder and place and straight and _CLOSE.match(scene.text, place.end):
            yield Told("held", place, holder, holder.start, place.end)


def _entered(scene: Scene, patterns: Patterns) -> Iterator[Change]:
    """Yield "X marched into P unopposed": who comes to where nobody resists has it."""
    for match in _frames().entered.finditer(scene.text):
        holder, place = _acting(scene, match.start(), patterns), ground(scene, match.end(), patterns)
        if holder and place:
            yield Change("taken", place, holder, None, holder.start, place.end)


def _shared(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "P, which both armies hold in part"."""
    for match in (*_frames().divided.finditer(scene.text), *_frames().together.finditer(scene.text)):
        pair = _named(scene, match, "holder"), _named(scene, match, "other")
        divided = match.re is _frames().divided
        place = subject_place(scene, match.start(), patterns) if divided else ground(scene, match.end(), patterns)
        if place and all(can_hold(scene, one, patterns) for one in pair):
            both = Found(f"{pair[0].name} and {pair[1].name}", pair[0].start, pair[1].end)
            yield Told("shared", place, both, min(place.start, both.start), max(place.end, both.end))
    for match in _frames().both.finditer(scene.text):
        relative = ending(_WHICH, scene.text, match.start())
        place = place_left_of(scene, relative.start(), patterns) if relative else ground(scene, match.end(), patterns)
        if place:
            yield Told(
                "shared",
                place,
                Found(f"both {match['holder']}", match.start(), match.end("holder")),
                place.start,
                max(place.end, match.end()),
            )


def place_left_of(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the place that a relative clause is about: "P, a village that"."""
    apposed = ending(_VILLAGE, scene.text, position)
    return subject_place(scene, apposed.start() if apposed else position, patterns)


_VILLAGE = re.compile(r",\s+(?:an?|the)\s+(?:\w+\s+){0,2}\w+$")


def _fronts(scene: Scene, patterns: Patterns) -> Iterator[Told]:
    """Yield "the front line runs through P"."""
    for match in _frames().front.finditer(scene.text):
        through = re.search(r"\b(?:through|across|divides?|splits?|bisects?)$", match.group(), re.IGNORECASE)
        place = place_right(scene, match.end(), patterns, named=True)
        if place and through and is_real(scene.text, match.start()):
            yield Told("contested", place, None, match.start(), place.end)
