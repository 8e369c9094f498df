"""The grammatical case of a noun phrase, read from the words before it."""

from __future__ import annotations

import re

_PREPOSITION = re.compile(
    r"\b(by|against|with|from|of|on|at|between|upon|to|for|in|into|near|under|via|through|targeting|including|alongside|over|among|toward|towards)\s+"
    r"(?:(?:the|a|an|both|some|several|its|their|all|two|three|more than|at least|suspected|alleged|\d+)\s+)*(?:[a-z][\w-]*\s+)?$",
)
_SUPPORT = re.compile(
    r"(?:backed by|supported by|with (?:the )?(?:support|help|backing|assistance|aid|cover) (?:of|from)|under (?:the )?cover (?:of|from)|aided by|"
    r"assisted by|in support of)\s+(?:the\s+|its\s+)?$",
)
_BY = re.compile(
    r"\b(?:by|at the hands of|carried out by|committed by|perpetrated by|claimed by|blamed on|launched by|staged by)\s+"
    r"(?:the\s+|a\s+|an\s+|its\s+|their\s+|suspected\s+|alleged\s+|unidentified\s+|unknown\s+|some\s+|several\s+|two\s+|three\s+|four\s+|\d+\s+|armed\s+)*$",
)
_QUANTITY = re.compile(
    r"\b(?:hundreds|dozens|scores|thousands|tens|groups?|members?|numbers?|crowds?|units?|elements|columns?|convoys?|gangs?|bands?|teams?|all|some|most|many|"
    r"several|both|one|two|three|fighters|militants|soldiers|troops|forces|part|hundred|thousand|dozen|patrols?|detachments?|squads?|platoons?|companies|company|contingents?|remnants|pockets)\s+of\s+"
    r"(?:the\s+|about\s+|some\s+|around\s+|at least\s+|nearly\s+|more than\s+|up to\s+)*(?:\d[\d,]*\s+)?$",
)
_WIDTH = 80  # characters before a phrase in which its preposition can stand


def case_before(words: str) -> str:
    """Return "support", "by" (an agent), another preposition, or "" for a phrase that follows these words.

    >>> case_before("the raid was carried out by the "), case_before("clashes with "), case_before("On Monday the ")
    ('by', 'with', '')
    """
    words = _QUANTITY.sub("", words[-_WIDTH:].lower())
    if _SUPPORT.search(words):
        return "support"
    if _BY.search(words):
        return "by"
    match = _PREPOSITION.search(words)
    return match.group(1).lower() if match else ""
