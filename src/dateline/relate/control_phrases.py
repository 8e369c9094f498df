"""Finds the place and the holder beside a control word, in the words of one sentence."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from dateline.data.statement_words import ControlWords, statement_words
from dateline.data.words import is_common
from dateline.records import ActorMention, PlaceMention, Sentence
from dateline.relate.lookup import next_match

REACH = 60  # characters between a control word and the place or holder that belongs to it; more is another phrase
WINDOW = 160  # characters looked at before a word for what leads up to it
_ADVERBS = r"(?:\s+(?:still|now|also|already|largely|mostly|partly|fully|firmly|currently|effectively|reportedly|long|both))*"
_LINK = re.compile(
    r"^[\s,]*(?:(?:no longer|which|that|back|again|once more|"
    r"city|town|village|area|region|district|province|itself|is|are|was|were|has|have|had|been|being|remains?|"
    r"remained|lies?|lay|previously|formerly|still|now|currently|(?!(?:family|ally|supply|july|italy)\b)\w+ly|again|long|an?|the|once|key|"
    r"main|last|major|former)\b[\s,]*)*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[,;:.!?()“”\"]|\s(?:and|or|but|who|which|that|as|has|have|had|is|are|was|were|will|would|said|says|after|before|since|until|when|while|"
    r"for|from|to|by|with|against|during|on|at|into|where|amid|despite|because|came|remains?|continues?|fell|left|killing|wounding)\b",
    re.IGNORECASE,
)
_CONTROL_NOUNS = (
    "rule",
    "sway",
    "charge",
    "possession",
    "command",
    "masters",
    "master",
    "imposed",
    "dug",
    "entrenched",
    "ensconced",
    "cut",
    "back",
    "loss",
    "losing",
    "occupation",
    "authority",
    "administration",
    "hands",
    "contested",
    "disputed",
    "divided",
    "split",
    "siege",
    "blockade",
    "encircle",
    "surround",
    "besiege",
)
_CHANGES = (
    "ours",
    "shared",
    "surrounded",
    "grip",
    "belongs",
    "belonged",
    "belong",
    "hold",
    "holding",
    "controlling",
    "occupying",
    "governing",
    "administering",
    "ruling",
    "fell",
    "falls",
    "fallen",
    "passed",
    "passes",
    "came",
    "comes",
    "come",
    "returned",
    "slipped",
    "lost",
    "claim",
    "claims",
    "claimed",
    "territory",
    "country",
    "turf",
    "encirclement",
    "won",
    "got",
    "unopposed",
    "resistance",
    "fight",
    "shot",
    "both",
    "yet",
    "refuse",
    "refused",
    "besieging",
    "encircling",
    "encircled",
    "surrounding",
    "blockading",
    "besieged",
    "besieges",
    "rings",
    "ring",
    "capturing",
    "recapturing",
    "seizing",
    "retaking",
    "overrunning",
    "liberating",
    "conquering",
    "recovering",
    "regaining",
    "takeover",
    "flag",
    "flags",
    "banner",
    "colours",
    "free",
    "clear",
    "emptied",
    "gone",
    "with",
    "noose",
    "cordon",
    "frontline",
    "line",
    "front",
    "longer",
    "capture",
    "recapture",
    "seizure",
    "takeover",
    "fall",
    "surrender",
    "return",
    "withdrawal",
    "retreat",
    "departure",
    "pullout",
    "leaving",
    "zone",
    "hemmed",
    "clings",
    "hangs",
    "melted",
    "seen",
    "ground",
    "itself",
    "themselves",
)
_PREPOSITION = re.compile(r"\s(?:of|in|near|around|along|inside|outside)\b", re.IGNORECASE)
_COMPLEMENT = re.compile(
    r"\s+(?:of|in|at|near|around|along|inside|outside|above|below|beyond|between|(?:north|south|east|west)\w*)\b", re.IGNORECASE
)
_ADVERBIAL = re.compile(r"(?:in|at|on|by|for)\s", re.IGNORECASE)
_ASIDE = re.compile(r",\s+(?:once|formerly|long|now|which|where|home|an?|the|one|its|their)\b[^,;.]{3,90}$")
_AT_NAME = re.compile(r"\s+(?:of|in|at|near|around)\s+(?:the\s+)?(?=[A-Z])")
_BETWEEN = re.compile(r"\b(?:in|near|around|along|inside|outside|(?:north|south|east|west)\w*\s+of)\b", re.IGNORECASE)
_NAME = (
    r"(?!(?:The|It|They|He|She|We|This|That|These|Those|Its|Their|Both|All|Some|There|Nobody|With|After|Before|Since|While|When|If|In|At|"
    r"On|From|For|As|Meanwhile|Once|Now|But|And|Only|Around|Near|Under|By|Until|Although|Though|Despite|Inside|Outside|Control)\b)[A-Z][\w'’-]*"
)
_PROPER = re.compile(rf"{_NAME}(?:\s+(?:(?:al|el|de|la|as|ar|ad|at|az)[-\s])?(?:[A-Z][\w'’-]*|\d+))*")
_PROPER_BEFORE = re.compile(rf"(?<![\w-]){_PROPER.pattern}$")
_HOLDER_NAME = re.compile(rf"(?<![\w-])(?:[A-Z]{{2,}}|{_NAME}(?:\s+[A-Z][\w'’-]*)+)$")
_NAME_BEFORE = re.compile(rf"(?<![\w-]){_NAME}(?:\s+[A-Z][\w'’-]*)*\s+$")
_BESIDE = re.compile(r"\b(?:north|south|east|west)(?:east|west)?\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_PARTY_NAME = re.compile(r"[A-Z][\w'’-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w'’-]*)+")
_SHARE = re.compile(
    r"(?:(?:almost|nearly|virtually)\s+)?(?:all|most|much|the rest|the whole|a (?:third|quarter|fifth)|two[- ]thirds|"
    r"three[- ]quarters)\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_DAY_OR_MONTH = re.compile(
    r"(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_FORCE_OF = re.compile(r"\s+(?:of|loyal to|allied (?:to|with)|backed by|from)\s+(?:the\s+)?", re.IGNORECASE)
_DETERMINER = re.compile(r"^(?:the|an?|its|their|his|all|some|most|any|of)\s+", re.IGNORECASE)
_LEFT_EDGE = re.compile(
    r".*(?:[,;:()“”\"]|\b(?:of|in|on|at|from|to|between|and|for|into|through|across|over|towards?|near|is|are|was|were|with|while|when|whereas|although|but)\b)\s*",
    re.DOTALL,
)
_LINK_BEFORE = re.compile(
    r"(?:[\s,]*\b(?:which|that|back|again|no longer|and is|is|are|was|were|has|have|had|been|remains?|remained|still|now|"
    r"\w+ly|once|lies?|lay|rests?|sta(?:ys|yed))\b)*[\s,]*$"
)
_RANK_BEFORE = re.compile(
    r"(?:[’']s?)?(?:\s+(?:last|main|remaining|former|key|major|final|biggest|largest|traditional|old|mountain|urban))*[\s-]+$"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with its mentions, and the words to look for."""

    sentence: Sentence
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def base(self) -> int:
        return self.sentence.span.start


@dataclass(frozen=True, slots=True)
class Found:
    """A holder or a place: its name and where it stands in the sentence."""

    name: str
    start: int
    end: int
    side: str | None = None


@dataclass(frozen=True, slots=True)
class Patterns:
    """The control words compiled."""

    words: frozenset[str]  # a sentence without any of these, in lower case, has no control state
    hyphen: re.Pattern[str]
    by: re.Pattern[str]
    under: re.Pattern[str]
    hands: re.Pattern[str]
    stronghold: re.Pattern[str]
    verb: re.Pattern[str]
    contested: re.Pattern[str]
    siege: re.Pattern[str]
    besieging: re.Pattern[str]
    claimed: re.Pattern[str]
    territory: re.Pattern[str]
    territory_of: re.Pattern[str]
    holder: re.Pattern[str]
    since: re.Pattern[str]
    months: tuple[str, ...]


def ending(pattern: re.Pattern[str], text: str, position: int) -> re.Match[str] | None:
    """Search a pattern that ends at an offset, no farther back than two phrases."""
    return pattern.search(text, max(0, position - WINDOW), position)


@functools.cache
def patterns_of_control() -> Patterns:
    """Compile the packaged control words once."""
    words: ControlWords = statement_words().control
    held, besieged, holders = ("|".join(group) for group in (words.held, words.besieged, words.holders))
    verbs = "|".join(words.controls)
    control = r"(?:full |complete |partial |sole |tight |firm |effective |de facto |joint )?"
    over = f"{control}control (?:of|over) "
    month = "|".join(words.months)
    territory = rf"\b(?:{'|'.join(words.territory)})\b"

    def of(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return Patterns(
        words=frozenset(
            word
            for phrase in (*words.held, *words.besieged, *words.controls, *words.strongholds, *_CONTROL_NOUNS, *words.takes, *words.leaves,
                           *words.drives, *words.gives, *words.keeps, *words.gains, *words.sheds, *words.tightens, *words.power,
                           *words.lodgements, *words.passings, *words.mans, *_CHANGES)
            for word in phrase.split()
        ),
        hyphen=of(rf"(?P<holder>[^\W_][\w.’']*)-(?P<word>{held}|{besieged})\b|\b(?P<loose>{holders}) (?P<plain>held|controlled)\b(?! by)"),
        by=of(rf"\b(?P<no>no longer )?(?P<joint>jointly )?(?P<word>{held}|{besieged}|shared)(?: or \w+ed)?(?: (?:for|since|"
              rf"from) [^,;.:]{{2,25}}?)? by "),
        under=of(rf"\bunder (?:the )?{control}(?:control|rule|occupation|authority|administration) of |"
                 rf"\bunder (?P<holder>(?!the control|control)[^,;.]{{2,40}}?)(?:[’']s?)? {control}(?:control|rule|occupation|authority|"
                 rf"administration)\b"),
        hands=of(r"\bin (?:the )?(?:firm )?(?:hands?|grip) of |\bin the possession of |\bbelong(?:s|ed)? to |"
                 r"\bback under (?:the )?(?!\w+ (?:control|rule)|control|rule)|\bin (?P<holder>[^,;.]{2,30}?)(?:[’']s?)? hands\b"),
        stronghold=of(rf"\b(?:{'|'.join(words.strongholds)})\b"),
        verb=of(rf"\b(?P<no>no longer )?(?:(?P<verb>{verbs})\b(?! (?:of|over|by)\b)|"
                rf"(?:(?:retain|maintain|keep|exercise)(?:s|ed|d|ing)?|kept|has|have|had|(?:is|are|was|were|remains?|remained) in) {over}|"
                rf"(?:is|are|was|were|remains?|remained) in (?:full |sole |firm )?(?:charge|possession|command) of |"
                rf"(?:is|are|was|were|remains?|remained) (?:the )?masters? of |"
                rf"(?:is|are|was|were|been) (?:still |now )?(?:holding|controlling|occupying|governing|administering|ruling) |"
                rf"(?:holds?|held) sway (?:over|in) |(?:has |have |had )?imposed (?:its|their) (?:rule|control|authority) (?:on|over) |"
                rf"(?:has|have|had|is|are|was|were) (?:dug in|entrenched|ensconced) (?:at|in) |"
                rf"(?P<lost>los(?:t|es|e|ing) {over}))"),
        contested=of(r"\b(?:contested|disputed)\b(?P<by> (?:by|between) )?|\b(?P<shared>divided|split|shared) (?:between|among|amongst) "),
        siege=of(r"\bunder (?:a |an |the )?(?P<besieger>(?:[\w’'-]+ ){0,2})(?:siege|blockade)(?P<by> (?:imposed )?by )?"),
        besieging=of(r"\b(?:has |have |had |is |are |were |was )?(?:besiege|blockade|encircle|surround|rings?|ringed|hems? in|"
                     r"hemmed in)\b(?! by\b)|\b(?:has |have |had |is |are |were |was )?(?:besieged|besieging|besieges?|blockaded|blockading|"
                     r"blockades|encircled|"
                     r"encircling|surrounded|surrounding|cut off|laid siege to|"
                     r"(?:imposed|imposes|tightened) (?:a |its |the )?(?:\w+ )?(?:siege|blockade) (?:on|of|around))\b(?! by\b)"),
        claimed=of(rf"\b(?:each |both )?(?:claim(?:s|ed)? {over}|claim(?:s|ed)? to (?:hold|control|be in {control}control of) |"
                   rf"(?:say|says|said|insists?|insisted) (?:that )?(?:they|it) (?:still )?"
                   rf"(?:holds?|controls?|(?:is|are) in {control}control of) )"),
        territory=of(territory),
        territory_of=of(rf"{territory}\s+(?:(?:north|south|east|west)\w*\s+)?of\s+(?:the\s+)?$"),
        holder=of(rf"\b(?:{holders})\b"),
        since=of(rf"\b(?P<edge>since|until) (?:(?:early|late|mid)[- ])?(?:(?P<month>{month})\s+)?(?P<year>(?:19|20)\d\d)\b"),
        months=words.months,
    )  # fmt: skip


# ---------------------------------------------------------------- places


def mention_right(scene: Scene, position: int) -> Found | None:
    """Return the first place mention after the position within reach, in the same phrase."""
    for mention in scene.places:
        start = mention.span.start - scene.base
        between = scene.text[position:start]
        if position - 1 <= start <= position + REACH and not re.search(r"[,;:.()]|\b(?:and|but|who|which|was|were|is|are)\b", between):
            return Found(mention.name, start, mention.span.end - scene.base)
    return None


def place_right(scene: Scene, position: int, patterns: Patterns, *, named: bool = False) -> Found | None:
    """Return the place that the words at the position modify: a mention, a phrase with a territory noun, or with `named` a proper name."""
    text = scene.text
    start = position + len(text[position:]) - len(text[position:].lstrip())
    if share := _SHARE.match(text, start):
        start = position = share.end()
        named = True
    stop = next_match(_STOP, text, start)
    end = stop.start() if stop else len(text)
    mention = mention_right(scene, position)
    if mention and mention.start <= end:
        if not _BETWEEN.search(text, start, mention.start):
            return mention
        end = max(end, mention.end)
    preposition = next_match(_PREPOSITION, text, start, end)
    head = next_match(patterns.territory, text, start, preposition.start() if preposition else end)
    if _ADVERBIAL.match(text, start):  # "hold in part"
        return None
    if head is None:
        name = _PROPER.match(text, start, end) if named else None
        return Found(name.group(), name.start(), name.end()) if name else None
    while following := patterns.territory.match(text, head.end() + 1, end):  # "border town"
        head = following
    if (at := _AT_NAME.match(text, head.end())) and (stops := _name_from(scene, at.end())):  # "the base at X"
        return _phrase(text, start, stops)
    return _phrase(text, start, end if _COMPLEMENT.match(text, head.end()) else head.end())


def _name_from(scene: Scene, position: int) -> int | None:
    """Return where the place mention or proper name ends that starts at the position, None where none does."""
    ends = [m.span.end - scene.base for m in scene.places if m.span.start - scene.base <= position < m.span.end - scene.base]
    name = _PROPER.match(scene.text, position)
    return max(ends) if ends else name.end() if name else None


def _phrase(text: str, start: int, end: int) -> Found:
    """Return the words without a determiner before and blanks after."""
    determiner = _DETERMINER.match(text[start:end])
    start += determiner.end() if determiner else 0
    words = text[start:end].rstrip()
    return Found(words, start, start + len(words))


def place_left(scene: Scene, position: int, patterns: Patterns, *, strict: bool = False, named: bool = True) -> Found | None:
    """Return the place that the words before the position name; strict: a mention only, named: a proper name may do."""
    text = scene.text
    for mention in reversed(scene.places):
        end = mention.span.end - scene.base
        if end <= position and position - end <= REACH and _LINK.match(text[end:position]):
            if not strict and ending(_BESIDE, text, mention.span.start - scene.base):  # "the fields west of X"
                break
            if (
                text[end : end + 1] == ","
                and (aside := _ASIDE.search(text, max(0, end - 2 * REACH), end))
                and (  # "X, their last foothold in Y, is"
                    named_first := next((m for m in scene.places if m.span.end - scene.base == aside.start()), None)
                )
            ):
                return Found(named_first.name, named_first.span.start - scene.base, aside.start())
            return Found(mention.name, mention.span.start - scene.base, end)
    if strict:
        return None
    link = ending(_LINK_BEFORE, text, position)
    stop = link.start() if link else position
    if text[stop : stop + 1] == "," and (aside := _ASIDE.search(text, max(0, stop - 2 * REACH), stop)):  # "X, once a stronghold of Y, is"
        stop = aside.start()
        for mention in scene.places:
            if mention.span.end - scene.base == stop:
                return Found(mention.name, mention.span.start - scene.base, stop)
    edge = _LEFT_EDGE.match(text, max(0, stop - REACH), stop)
    start = edge.end() if edge else max(0, stop - REACH)
    head = patterns.territory_of.search(text, max(0, start - 2 * REACH), start)
    if head:  # "the town of X"
        return _phrase(text, head.start(), stop)
    if patterns.territory.search(text, start, stop):
        return _phrase(text, start, stop)
    return place_named_before(scene, stop) if named else None


def place_named_before(scene: Scene, position: int) -> Found | None:
    """Return the place mention, or else the proper name, that ends at the position."""
    for mention in scene.places:
        if mention.span.end - scene.base == position:
            return Found(mention.name, mention.span.start - scene.base, position)
    name = _PROPER_BEFORE.search(scene.text, max(0, position - REACH), position)
    return Found(name.group(), name.start(), name.end()) if name and not _DAY_OR_MONTH.fullmatch(name.group()) else None


# ---------------------------------------------------------------- holders


def _found(scene: Scene, mention: ActorMention) -> Found:
    """Return an actor as a holder; a generic one ("militants") takes the name before it ("XYZ militants")."""
    start = mention.span.start - scene.base
    name = _NAME_BEFORE.search(scene.text, max(0, start - REACH), start) if mention.generic else None
    if name:
        return Found(scene.text[name.start() : mention.span.end - scene.base], name.start(), mention.span.end - scene.base, mention.side)
    return Found(_OWNING.sub("", mention.name), mention.span.start - scene.base, mention.span.end - scene.base, mention.side)


_OWNING = re.compile(r"[’']s$")


def actor_ending(scene: Scene, position: int) -> Found | None:
    """Return the actor mention that ends at, or covers, the position."""
    at = position + scene.base
    return next((_found(scene, m) for m in scene.actors if m.span.start < at <= m.span.end), None)


def actor_starting(scene: Scene, position: int) -> Found | None:
    """Return the actor mention that begins at the position, a determiner aside."""
    at = position + scene.base
    return next((_found(scene, m) for m in scene.actors if m.span.start <= at < m.span.end or at <= m.span.start <= at + 4), None)


def holder_right(scene: Scene, position: int) -> Found | None:
    """Return the holder named after the position, with a second one joined to it by "and"."""
    first = actor_starting(scene, position)
    if first is None:
        stop = next_match(_STOP, scene.text, position)
        preposition = next_match(_PREPOSITION, scene.text, position)
        end = min(stop.start() if stop else len(scene.text), preposition.start() if preposition else len(scene.text))
        words = _phrase(scene.text, position, end)
        if patterns_of_control().holder.fullmatch(words.name) and _FORCE_OF.match(scene.text, words.end):  # "forces of the X government"
            words = _phrase(scene.text, position, stop.start() if stop else len(scene.text))
        return words if words.name else None
    joined = _JOINED.match(scene.text, first.end)
    second = (actor_starting(scene, joined.end()) or named_party(scene, joined.end())) if joined else None
    if second and _SAYING.match(scene.text, second.end):
        return first
    if second and second.start > first.end:
        return Found(f"{first.name} and {second.name}", first.start, second.end, first.side if first.side == second.side else None)
    return first


def named_party(scene: Scene, position: int) -> Found | None:
    """Return the proper name that starts at the position and is no place: "a stronghold of the Free Cantons"."""
    if any(m.span.start - scene.base <= position < m.span.end - scene.base for m in scene.places):
        return None
    name = _PARTY_NAME.match(scene.text, position)
    return Found(name.group(), name.start(), name.end()) if name else None


def named_holder(scene: Scene, start: int, end: int, patterns: Patterns) -> Found | None:
    """Return the holder that stands between two offsets: an actor mention or words that can hold."""
    if scene.text[start:end].casefold() in ("its", "their", "his"):
        return party_before(scene, start)
    mention = actor_ending(scene, end)
    if mention and mention.start >= start - 4:
        return owner_of(scene, mention)
    words = _phrase(scene.text, start, end)
    return words if patterns.holder.search(words.name) or words.name[:1].isupper() else None


def holder_before(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the holder right before a noun: "rebel", "ISIS's last"."""
    match = ending(_RANK_BEFORE, scene.text, position)
    if match is None:
        return None
    mention = actor_ending(scene, match.start())
    if mention:
        return mention
    word = ending(_LAST_WORD, scene.text, match.start())
    return Found(word.group(), word.start(), word.end()) if word and patterns.holder.fullmatch(word.group()) else None


def subject_holder(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the holder that a verb follows, with adverbs, a bracket or a relative word between."""
    gap = ending(_BEFORE_VERB, scene.text, position)
    end = gap.start() if gap else position
    if ending(_NEITHER, scene.text, end):
        return None
    mention = actor_ending(scene, end)
    if mention:
        return owner_of(scene, mention)
    word = ending(_LAST_WORD, scene.text, end)
    if word and patterns.holder.fullmatch(word.group()):
        named = _NAME_BEFORE.search(scene.text, max(0, word.start() - REACH), word.start()) or ending(
            _KIND, scene.text, word.start()
        )  # "League units"
        start = named.start() if named and word.group().islower() else word.start()
        return owner_of(scene, Found(scene.text[start : word.end()], start, word.end()))
    name = _HOLDER_NAME.search(scene.text, max(0, end - REACH), end) or _THE_NAME.search(scene.text, max(0, end - REACH), end)
    return Found(name["name"] if name.re is _THE_NAME else name.group(), name.start(), name.end()) if name else None


_THE_NAME = re.compile(r"(?<![\w-])[Tt]he\s+(?P<name>[A-Z][\w'’-]+)$")
_JOINED = re.compile(r"(?:\s*\([^)]*\))?(?:,| and|, and)\s+(?:the\s+)?", re.IGNORECASE)
_SAYING = re.compile(
    r"\s+(?:has |have |had )?(?:said|says|say|told|wrote|reported|reports?|added|announced|confirmed|claim\w*|admit\w*|acknowledged)\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:(?:north|south|east|west)\w*ern|government|rebel|tribal|federal|regime|state|separatist|loyalist|insurgent|clan)\s+$",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"\b(?:neither(?:\s+[\w’'-]+){0,5}?\s+nor(?:\s+the)?|neither|no|none of the|nobody|no one)(?:\s+\w+)?$", re.IGNORECASE
)
_OWNED = re.compile(r"\b(?:its|their|his|her|our)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_STANDS_FOR = re.compile(r"\b(?:it|they|we)$", re.IGNORECASE)
_UNARMED = frozenset({"civilians", "protesters", "media", "person", "rioters"})
_RELATIVE = r"(?:\s*\([^)]{0,80}\))?(?:,?\s+(?:which|who|that))?"
_BEFORE_VERB = re.compile(rf"{_RELATIVE}(?:\s+(?:has|have|had))?{_ADVERBS}\s*$", re.IGNORECASE)
_BEFORE_PARTICIPLE = re.compile(rf"{_RELATIVE}(?:\s+(?:has|have|had|was|were|is|are))?{_ADVERBS}(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_LAST_WORD = re.compile(r"[\w-]+$")


def owner_of(scene: Scene, holder: Found) -> Found:
    """Return whose force is meant by "its troops": the last party named before, else the holder itself."""
    return (party_before(scene, holder.start) or holder) if ending(_OWNED, scene.text, holder.start) else holder


def party_before(scene: Scene, position: int) -> Found | None:
    """Return the first party to the conflict that the sentence names before an offset, by an actor mention or a holder's noun."""
    for mention in scene.actors:
        if mention.span.end - scene.base < position and mention.actor_class not in _UNARMED:
            return _found(scene, mention)
    head = re.match(rf"(?:The|A|An)\s+(?P<name>(?:[\w-]+\s+)?{patterns_of_control().holder.pattern})", scene.text, re.IGNORECASE)
    return Found(head["name"], head.start("name"), head.end("name")) if head and head.end() < position else None


_SAYS = re.compile(
    r"\b(?:said|says|say|claim(?:s|ed)?|insist(?:s|ed)?|announced|maintain(?:s|ed)?|added|report(?:s|ed)|den(?:y|ies|ied)|admit(?:s|ted)|"
    r"confirm(?:s|ed))\s+"
    r"(?:on\s+\w+\s+)?(?:that\s+)?$",
    re.IGNORECASE,
)
_QUOTE_ENDS = re.compile(r"[”\"]")


def _speaker_after(scene: Scene, position: int) -> Found | None:
    """Return the party named after the quotation that an offset lies in: "We hold X," a fighter of Y said."""
    closed = next_match(_QUOTE_ENDS, scene.text, position)
    after = [m for m in scene.actors if closed and m.span.start - scene.base >= closed.end() and m.actor_class not in _UNARMED]
    return _found(scene, after[0]) if after else None


def armed_before(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the party that is the subject of a verb: named right before it, or meant by "it", "they", "its troops"."""
    gap = ending(_BEFORE_PARTICIPLE, scene.text, position)
    end = gap.start() if gap else position
    if ending(_NEITHER, scene.text, end):
        return None
    for mention in scene.actors:
        if mention.span.start - scene.base < end <= mention.span.end - scene.base:
            own_men = ending(_OWNED, scene.text, mention.span.start - scene.base) and patterns.holder.fullmatch(
                scene.text[mention.span.start - scene.base : end]
            )
            if own_men and mention.actor_class in _UNARMED:
                start = mention.span.start - scene.base
                return owner_of(scene, Found(scene.text[start:end], start, end))
            return owner_of(scene, _found(scene, mention)) if mention.actor_class not in _UNARMED else None
    if pronoun := ending(_STANDS_FOR, scene.text, end):
        said = ending(_SAYS, scene.text, pronoun.start())
        speaker = armed_before(scene, said.start(), patterns) if said else None
        return speaker or party_before(scene, pronoun.start()) or (_speaker_after(scene, end) if pronoun.group().lower() == "we" else None)
    word = ending(_LAST_WORD, scene.text, end)
    if word and patterns.holder.fullmatch(word.group()):
        named = _NAME_BEFORE.search(scene.text, max(0, word.start() - REACH), word.start()) or ending(
            _KIND, scene.text, word.start()
        )  # "League units"
        start = named.start() if named and word.group().islower() else word.start()
        return owner_of(scene, Found(scene.text[start : word.end()], start, word.end()))
    return None


_CLAUSE_EDGE = re.compile(
    r"[;:“”\"]\s*|,\s+(?:(?:and|but|while|when|after|since|where|whereas|although|though|which|whose|as)\s+)|"
    r"\b(?:(?:said|says|say|saying|claimed|claims|claim|reported|announced|admitted|conceded|insists?|insisted|confirmed|added|"
    r"told \w+)\s+(?:that\s+)?|"
    r"(?:that|because|while|where|whereas|although|though|when|after|since)\s+)",
    re.IGNORECASE,
)
_AUXILIARIES = (
    r"(?:\s+(?:has|have|had|is|are|was|were|been|being|do|does|did|now|still|again|also|then|today|both|together|jointly|between them|alone|"
    r"(?!(?:family|ally|supply|july|italy)\b)\w+ly))*\s*$"
)
_TO_AGENT = re.compile(rf"{_RELATIVE}{_AUXILIARIES}", re.IGNORECASE)
_AFTER_HEAD = re.compile(
    r"(?:\s+(?:mission|members|cells|remnants|fighters|units|men|groups?|grouping|contingent|movement|rebels|militants|soldiers|command|leadership))?"
    r"(?:\s+(?:of|from|loyal to|allied (?:to|with)|backed by|led by|supported by|under|in|at|near|around)\s+[\w’'-]+(?:\s+[\w’'-]+){0,4})?"
    r"(?:,\s[^,;:.]{3,80},)?",
    re.IGNORECASE,
)
_VERB_CHAIN = re.compile(r"(?:\b(?:and|but|then|before|by|after)|,)$", re.IGNORECASE)
_NOBODY_BEFORE = re.compile(r"(?:no|neither|none|nobody|few)\b", re.IGNORECASE)
_FORCE_NAME = re.compile(rf"(?:[Tt]he\s+)?(?P<name>{_NAME}(?:\s+[A-Z][\w-]*)+)")


def agent(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the party that is the subject of the verb at a position.

    It stands right before the verb or its auxiliaries, or heads the clause: before its own complements ("troops loyal to X"), an aside in
    commas, or a first verb that this one is joined to by "and", a comma or "by".
    """
    text = scene.text
    if forced := ending(_FORCED_TO, text, position):  # "the rebels forced the army to withdraw"
        return actor_ending(scene, forced.end("party")) or first_party(scene, forced.start("party"), forced.end("party"), patterns)
    position = settled(text, position)
    direct = armed_before(scene, position, patterns)
    if direct is not None:
        return direct
    gap = ending(_TO_AGENT, text, position)
    end = gap.start() if gap else position
    if ending(_NEITHER, text, end):
        return None
    if gap is not None and (before := armed_before(scene, end, patterns)):
        return before
    land = next((m for m in scene.places if m.level == "country" and m.span.end - scene.base == end and m.offset is None), None)
    if land is not None:
        return Found(land.name, land.span.start - scene.base, end)
    edges = [edge.end() for edge in _CLAUSE_EDGE.finditer(text, 0, position) if text[edge.end() : end].strip()]
    start = edges[-1] if edges else 0
    if _NOBODY_BEFORE.match(text, start):
        return None
    head = first_party(scene, start, end, patterns)
    if head is None:
        return _lone_name(scene, end)
    chained = _VERB_CHAIN.search(text[head.end : end].rstrip()) or text[end : end + 1] == ","
    return owner_of(scene, head) if chained or _AFTER_HEAD.fullmatch(text, head.end, end) else None


_CHAINED = re.compile(r"\s+(?:and|but)\s*$", re.IGNORECASE)


def _first_place(scene: Scene, position: int, patterns: Patterns) -> Found | None:
    """Return the place that the clause before an offset begins with: a mention, words of ground with their name, or a rare proper name."""
    edges = [edge.end() for edge in _CLAUSE_EDGE.finditer(scene.text, 0, position)]
    found = place_right(scene, edges[-1] if edges else 0, patterns, named=True)
    return found if found and found.end <= position else None


def _lone_name(scene: Scene, end: int) -> Found | None:
    """Return the one proper name right before an offset that is neither a common word nor the name of somebody unarmed: "Orlun retook X"."""
    name = _PROPER_BEFORE.search(scene.text, max(0, end - REACH), end)
    if name is None or is_common(name.group().split()[0].lower()) or _DAY_OR_MONTH.fullmatch(name.group()):
        return None
    taken = any(m.span.start - scene.base < end and name.start() < m.span.end - scene.base for m in scene.actors)
    starts = not scene.text[: name.start()].strip() or ending(_OPENED, scene.text, name.start())
    return Found(name.group(), name.start(), end) if starts and not taken else None


_OPENED = re.compile(r"(?:[,;:]\s+|\b(?:that|and|but|while|after|when|as|the)\s+)$", re.IGNORECASE)


def first_party(scene: Scene, start: int, end: int, patterns: Patterns) -> Found | None:
    """Return the first party named between two offsets: an actor mention that may be armed, a holder's noun, or a force by its proper name."""
    named = [m for m in scene.actors if start <= m.span.start - scene.base < end and m.span.end - scene.base <= end]
    first = min(named, key=lambda m: m.span.start, default=None)
    noun = next_match(patterns.holder, scene.text, start, end)
    if noun is not None and (first is None or noun.end() < first.span.start - scene.base):
        before = _NAME_BEFORE.search(scene.text, start, noun.start()) if noun.group().islower() else None
        at = before.start() if before else noun.start()
        return Found(scene.text[at : noun.end()], at, noun.end())
    if first is not None:
        return _found(scene, first) if first.actor_class not in _UNARMED else None
    name = _FORCE_NAME.match(scene.text, start, end)
    if name is None or any(m.span.start - scene.base < name.end() and name.start("name") < m.span.end - scene.base for m in scene.places):
        return None
    return Found(name["name"], name.start("name"), name.end("name"))


def place_before(scene: Scene, position: int) -> Found | None:
    """Return the place that the sentence names last before an offset: a mention, else a proper name that is no party's and no common word."""
    named = [m for m in scene.places if m.span.end - scene.base <= position and m.offset is None]
    if named:
        return Found(named[-1].name, named[-1].span.start - scene.base, named[-1].span.end - scene.base)
    for name in reversed(list(_PROPER.finditer(scene.text, 0, position))):
        party = any(m.span.start - scene.base < name.end() and name.start() < m.span.end - scene.base for m in scene.actors)
        if not party and not is_common(name.group().split()[0].lower()) and not _DAY_OR_MONTH.search(name.group()):
            return Found(_OWNING.sub("", name.group()), name.start(), name.end())
    return None


def settled(text: str, position: int) -> int:
    """Return where the verb begins that a deed is told through as done ("managed to", "was forced to", "are said to have"), else the position."""
    chain = ending(_DONE_BY, text, position) or ending(_FORCED_TO, text, position)
    return chain.start() if chain else position


_DONE_BY = re.compile(
    r"(?<!\w)(?:continu(?:e|es|ed|ing)|manag(?:e|es|ed|ing)|appears?|appeared|seems?|seemed|had|went on|goes on|go on|proceeded|come|came|able|"
    r"(?:forced|compelled|obliged|made|said|reported|believed|understood|known|thought))\s+to\s+(?:(?:now|still|again)\s+)?(?:(?:have|be|"
    r"have been)\s+)?$",
    re.IGNORECASE,
)
_FORCED_TO = re.compile(
    r"\b(?:forc(?:ed|ing)|compell(?:ed|ing)|oblig(?:ed|ing))\s+(?P<party>(?:[\w’'-]+\s+){0,4}[\w’'-]+)\s+to\s+$",
    re.IGNORECASE,
)
_ASIDE_CLOSED = re.compile(r",\s[^,;:.]{3,100},\s*$")


def subject_place(scene: Scene, position: int, patterns: Patterns, *, grounded: bool = False) -> Found | None:
    """Return the place that is the subject of the verb at a position, an aside in commas between them left out.

    grounded: only a place mention, words of ground or a rare proper name that is no party's will do.
    """
    position = settled(scene.text, position)
    if chained := ending(_CHAINED, scene.text, position):  # "X has changed hands and is now held by"
        return _first_place(scene, chained.start(), patterns)
    aside = ending(_ASIDE_CLOSED, scene.text, position)
    place = place_named_before(scene, aside.start()) if aside is not None else None
    if place is not None and (place.start == 0 or scene.text[: place.start].lower().endswith((" of ", "the "))):
        return place
    found = place_left(scene, position, patterns, named=not grounded)
    if found is None and grounded and (name := place_left(scene, position, patterns)):
        party = any(m.span.start - scene.base < name.end and name.start < m.span.end - scene.base for m in scene.actors)
        return None if party or is_common(name.name.split()[0].lower()) else name
    return found
