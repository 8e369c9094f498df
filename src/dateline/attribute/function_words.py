"""Closed classes of English words, and what can be told of a word without its sentence."""

from __future__ import annotations

from dateline.attribute.line import Line
from dateline.data.source_types import speaker_words

DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some several many few no every each another other one both all".split()
)


PREPOSITIONS = frozenset(
    (
        "of for in at from with by on to near under against during after before into over between among amid within without outside inside "
        "through across around since until about despite towards toward behind below above upon off via per as like than including "
        "following regarding concerning along beyond"
    ).split()
)


CONJUNCTIONS = frozenset(
    (
        "and or but nor yet so while whereas although though because if when where that which who whom whose what why how whether unless "
        "once as"
    ).split()
)


AUXILIARIES = frozenset(
    (
        "is are was were be been being am has have had having will would could can may might must should shall do does did isn't wasn't "
        "aren't weren't didn't doesn't don't hasn't haven't hadn't won't wouldn't couldn't can't cannot isn’t wasn’t aren’t weren’t didn’t "
        "doesn’t don’t hasn’t haven’t hadn’t won’t wouldn’t couldn’t can’t"
    ).split()
)


PRONOUNS = frozenset("he she it they we i you who which he's she's it's they're".split())


TIME_WORDS = frozenset(
    (
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight january february march april june july "
        "august september october november december meanwhile however earlier later then now also still already just even only too not "
        "never again further furthermore moreover nevertheless nonetheless therefore thus instead indeed here there once recently "
        "separately additionally finally simultaneously elsewhere otherwise afterwards afterward soon subsequently eventually overnight "
        "late ago previously since twice"
    ).split()
)


IRREGULAR_PAST = frozenset(
    (
        "died lied hit shot took fell left fled struck blew held began went came gave made lost won fought broke drove brought built cut "
        "sent met saw found told said knew led ran became got kept set put rose sank grew spoke stood threw wrote forced withdrew overran "
        "retook seized beat shook thought heard felt meant paid sought caught burst spread cost let laid lay sat won't resigned"
    ).split()
)


ADVERBS = TIME_WORDS | frozenset(
    ["ever", "always", "often", "all", "both", "each", "himself", "herself", "itself", "themselves", "in", "fact"]
) - {"in", "fact", "all", "both", "each"}


CLOSED = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS | TIME_WORDS


_LY_NOUNS = frozenset("family assembly ally italy daily weekly monthly july bully supply elderly early".split())


BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})


NEGATIONS = frozenset({"not", "never", "no", "neither", "nor"})


TERMINAL = frozenset({".", "!", "?"})


SUBORDINATE = frozenset(
    (
        "after before when while as amid following since because although though during citing adding and but in at on by from to for with "
        "without who which where referring speaking about of over"
    ).split()
)


MODALS = frozenset({"would", "could", "should", "may", "might", "can", "must"})


def is_adverb(low: str) -> bool:
    """Tell whether a lower-case word is an adverb that may stand between subject and verb."""
    return low in ADVERBS or (low.endswith("ly") and low not in _LY_NOUNS)


def is_finite(low: str) -> bool:
    """Tell whether a lower-case word looks like a finite verb."""
    return (
        low in AUXILIARIES
        or low in IRREGULAR_PAST
        or (low.endswith("ed") and len(low) > 4 and "-" not in low and low not in ("united", "armed", "hundred"))
    )


def has_finite(line: Line, first: int, last: int) -> bool:
    """Tell whether a finite verb, or a present one of a plural or singular subject, stands among the words."""
    return any(is_finite(line.lows[i]) and not _attributive(line, i) for i in range(first, last))


def _attributive(line: Line, index: int) -> bool:
    """Tell whether a word in -ed is an adjective: "the besieged town", "in a revised count"."""
    if not index or not line.lows[index].endswith("ed"):
        return False
    before = line.lows[index - 1]
    return before in DETERMINERS or before in PREPOSITIONS or before.endswith("'s")


def bare(low: str) -> str:
    """Strip a possessive ending."""
    return low[:-2] if low.endswith(("'s", "’s")) else low.rstrip("'’")


def is_speaker(low: str) -> bool:
    """Tell whether a lower-case word is a noun that speaks."""
    words = speaker_words()
    return low in words.speakers or (low.rpartition("-")[2] in words.speakers and "-" in low)
