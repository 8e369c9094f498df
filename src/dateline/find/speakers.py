"""People that a sentence counts because they speak: "killing seven soldiers, a military official said"."""

from __future__ import annotations

import re

from dateline.find.words import words_in

_SAID = frozenset(
    "said says say told tells added announced stated declared wrote explained insisted acknowledged admitted claimed warned alleged recalled "
    "recounted estimated testified confirmed reported".split()
)
_REACH = 200
"""Characters from a noun to its verb of saying: a place and a relative clause fit in."""
_NAME_PART = r"(?!(?:the|an?|that|which|who|when|where|after|as|and|said|told)\b)[\w'’.-]+"
_PLACE = rf"\s+(?:in|at|of|from|for|with|near|inside|on|within|close\s+to)\s+(?:(?:the|an?|his|her|its|their)\s+)?{_NAME_PART}(?:\s+{_NAME_PART}){{0,4}}?"
_WHO = (
    r",?\s+who\s+(?:was|were|is|are|had|has|have|did|does|asked|spoke|speaks|saw|fled|\w+ed)\b[^,;:]{0,90}?,?"
    r"|,?\s+(?:speaking|asking|requesting|citing|quoting|quoted)\s[^,;:]{0,90}?,"
)
_APPOSED = r",\s+(?:(?:the|an?)\s+)?(?-i:[A-Z])[^,;:]{1,60},"
_SPEECH = re.compile(
    rf"(?:{_PLACE}){{0,2}}(?:\s*\([^()]{{1,40}}\))?(?:{_WHO}|{_APPOSED})?\s+(?:(?:has|have|had|also|later|then|there|\w+ly)\s+){{0,2}}"
    rf"(?:(?:said|says?|tells?|added|announced|stated|declared|wrote|explained|insisted|acknowledged|admitted|claimed|warned|alleged|recalled"
    r"|recounted|estimated|testified)(?!\s+(?:by|to|as)\b)|told(?!\s+(?:by|to|that)\b)|(?:confirmed|reported)(?=\s+that\b|\s*[.,]?$))\b",
    re.IGNORECASE,
)


def may_speak(text: str) -> bool:
    """Tell by its words whether somebody can speak in a sentence; cheap."""
    return not _SAID.isdisjoint(words_in(text))


def speaks_after(text: str, end: int) -> bool:
    """Tell whether the people whose noun ends at an offset are the subject of a verb of saying."""
    return _SPEECH.match(text, end, end + _REACH) is not None
