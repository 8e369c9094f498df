"""The words that may stand between two place names, and what they say of them: a list, one inside the other, one near the other."""

from __future__ import annotations

import re

LIST_GAP = re.compile(
    r"^\s*(?:,|and|, and|or|, or|as well as|, as well as|&)\s*(?:(?:\d+|one|two|three|four|five|six|several|another)\s+)?"
    r"(?:(?:in|on|at|near|in the vicinity of)\s+)?(?:the\s+)?"
    r"(?:(?:nearby|neighbou?ring)\s+)?(?:(?:town|village|city|area|district|province)s?\s+of\s+)?$"
)
WITHIN_GAP = re.compile(
    r"^,?\s*(?:from\s+(?:[\w'’-]+\s+){1,4})?(?:an?\s+(?:[\w-]+\s+){0,3}(?:town|village|city|suburb|area|district)\s+)?(?:located\s+)?(?:in|inside|of|within|,)?\s*(?:the\s+)?"
    r"(?:(?:north|south|east|west|central|upper|lower|far)[\w-]*\s+)?(?:of\s+)?(?:(?:part|parts|countryside|side|outskirts|province|district|region|state|city|town|"
    r"governorate|department|area)\s+of\s+)?(?:the\s+)?$"
)
COMMA_IN = re.compile(r"^\s*,\s*(?:in|inside|within)\s+(?:the\s+)?$")
CHAIN = re.compile(r"^(?:\s*,\s*(?:[A-Z][\w'’.-]*\s?)+)+")
ENDS_IN_AND = re.compile(r"^\s*,?\s*(?:and|or|&|as well as)\b")
JOINED_ON = re.compile(r"^\s*(?:\w+\s+){0,2}(?:,|and|or|&|as well as)\s+(?:the\s+|in\s+|and\s+|near\s+)*[A-Za-z][\w'’-]*", re.IGNORECASE)
NEAR_GAP = re.compile(
    r"^,?\s*(?:an?\s+(?:[\w-]+\s+){0,2}(?:town|village|city|suburb|area)\s+)?(?:just\s+)?"
    r"(?:(?:about|some|around)\s+)?(?:\d[\d.,]*\s?(?:km|kilomet(?:er|re)s?|miles?)\s+)?(?:\([^)]*\)\s+)?(?:to the\s+)?"
    r"(?:near|outside|on the outskirts of|(?:north|south|east|west)[\w-]*\s+of|close to|not far from)\s+(?:the\s+)?$"
)
OFFSET = re.compile(
    r"(?:(?:about|some|around|roughly|nearly)\s+)?\d[\d.,]*\s*-?\s*(?:kilomet(?:er|re)s?|km|kms|miles?|mi)\b[^.;,]{0,30}?"
    r"\b(?:(?:north|south|east|west)[\w-]*(?:\s+of)?|from|of|outside|away from)\s+(?:the\s+)?$"
)
SIDE = re.compile(r"\b(?:(?<=to the )|(?<!the ))(?:north|south|east|west)[\w-]*\s+of\s+(?:the\s+)?$", re.IGNORECASE)
WAY_TO = re.compile(r"\b(?:road|highway|route|motorway|railway|way)\s+(?:leading\s+)?(?:to|towards?)\s+(?:the\s+)?$", re.IGNORECASE)
BORDER_WITH = re.compile(r"\b(?:border|frontier)s?\s+(?:with|to)\s+(?:the\s+)?$", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:(?:town|village|city|village|area)s?\s+of\s+)?$", re.IGNORECASE)
BOTH = re.compile(r"^\s*and\s+(?:the\s+)?(?:(?:town|village|city)\s+of\s+)?$", re.IGNORECASE)
