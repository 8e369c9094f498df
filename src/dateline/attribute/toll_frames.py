"""Verbs that say how many were harmed: "X put the death toll at 57", "X gave a toll of 30"."""

from __future__ import annotations

from dateline.attribute.line import QUOTES, Line

_COUNTS = frozenset(
    "toll tolls number numbers figure figures count tally total totals casualties casualty dead deaths fatalities losses victims it".split()
)
_LEADS = frozenset({"at", "of", "as"})
_NUMBERS = frozenset(
    (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
        "thirty forty fifty sixty seventy eighty ninety hundred thousand dozens scores tens hundreds thousands"
    ).split()
)
_REACH = 14
"""Words from the verb to the preposition before its number: "the number of civilians killed in the raid on Monday at" fits in."""
_NUMBER_REACH = 5
"""Words from that preposition to the number: "at no fewer than 57" fits in."""


def tells_toll(line: Line, first: int) -> bool:
    """Tell whether the words from `first` on say how many: a noun for a count, then "at", "of" or "as" and a number."""
    counted = False
    for index in range(first, min(first + _REACH, len(line))):
        low = line.lows[index]
        if low in QUOTES or low in (";", ":", "that"):
            return False
        counted = counted or low in _COUNTS
        if counted and low in _LEADS and _number_follows(line, index + 1):
            return True
    return False


def _number_follows(line: Line, first: int) -> bool:
    some = line.lows[first : first + _NUMBER_REACH]
    return any(low[0].isdigit() or low.partition("-")[0] in _NUMBERS for low in some)
