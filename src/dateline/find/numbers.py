"""Number expressions in a sentence: digits, words, ranges, vague quantities, with their modifiers.

Modifiers give low, best and high as UCDP-style coding asks: "at least N" has no high end, "nearly N" no low one,
"dozens" is at least 24. Ages, dates, times, distances, calibres, money, percentages, ordinals and designations are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.find.words import lowered
from dateline.records import Count, Modifier

_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
MAX_DIGITS = 12
"""Digits of a number that may count something; longer runs are codes, serial numbers and broken tables."""
VAGUE_LOW = {"dozens": 24, "scores": 40, "tens": 20, "hundreds": 200}
"""Low ends of indefinite numerals, by the counting rule of the guideline; other vague words have none."""

_WORD = "|".join([*_UNITS, *_SCALES])
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:\.\d{3})+(?![\d.])|\d+(?:\.\d+)?"
_WORDS = (
    rf"(?:half\s+a\s+dozen|(?:(?:a|one)\s+)?(?:hundred|thousand|million|dozen)|{_WORD})\b"
    rf"(?:(?:\s*-\s*|\s+|(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+|(?<=million)\s+and\s+)(?:{_WORD})\b)*"
)
_CORE = rf"(?:(?:{_DIGITS})(?:\s*(?:hundred|thousand|million|dozen)\b|k\b)?|{_WORDS})"
_VAGUE = (
    r"(?:several|a\s+few|many)\s+(?:dozens?|scores?|tens|hundreds?|thousands?)"
    r"|dozens|scores|(?:tens|hundreds)\s+of\s+(?:thousands|millions)|tens|hundreds|thousands|millions"
    r"|an?\s+(?:(?:large|small|great|high|unknown|undetermined|unspecified|undisclosed|considerable|significant|growing|unconfirmed)\s+)?"
    r"(?:number|handful|series)(?=\s+of\b)"
    r"|several|many|numerous|various|countless|multiple|an?\s+few|some"
)
_MODIFIERS: tuple[tuple[Modifier, str], ...] = (
    ("at_least", (
        r"at\s+least|at\s+the\s+least|no\s+fewer\s+than|no\s+less\s+than|not\s+less\s+than|not\s+fewer\s+than"
        r"|a\s+minimum\s+of|at\s+a\s+minimum"
    )),
    ("more_than", (
        r"(?:well\s+|just\s+|slightly\s+|a\s+little\s+|many\s+|far\s+)?(?:more\s+than|over|above)|upwards?\s+of"
        r"|in\s+excess\s+of|exceeding|greater\s+than"
    )),
    ("up_to", (
        r"up\s+to|as\s+many\s+as|no\s+more\s+than|not\s+more\s+than|at\s+most|a\s+maximum\s+of|fewer\s+than|less\s+than"
        r"|(?:just\s+)?under"
    )),
    ("nearly", r"nearly|almost|close\s+to|just\s+short\s+of"),
    ("about", r"about|around|some|approximately|approx\.?|(?:an\s+)?estimated|roughly|circa|or\s+so"),
)  # fmt: skip
_PRE = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _MODIFIERS)
_NUMBER_PATTERN = (
    rf"(?<![\w.,$€£¥#/])(?<![A-Za-z\d]-)(?<!\bno\s)(?<!\bNo\s)"
    rf"(?:(?P<between>between|from)\s+)?"
    rf"(?:(?:{_PRE})\s+(?:(?:some|about|around|an?\s+estimated|an?\s+additional|a\s+further|another)\s+)?)?"
    rf"(?:(?P<a>{_CORE})(?:\s*(?P<join>-|–|—|to|and|or)\s*(?:(?:about|around|as\s+many\s+as|even|perhaps)\s+)?(?P<b>{_CORE}))?"
    rf"|(?P<vague>{_VAGUE}))(?P<plus>\+)?"
    r"(?![\w%°])(?:\s+(?P<post>or\s+(?:more|so|fewer|less))\b)?"
)
_NUMBER = re.compile(_NUMBER_PATTERN, re.IGNORECASE)
_LOW_NUMBER = re.compile(_NUMBER_PATTERN.replace("No", "no"))
"""The same for lower-case text, many times faster: it finds what the other one reads."""
_ANCHOR = re.compile(
    rf"\d+|\b(?:{_WORD}|half|dozens|scores|tens|hundreds|thousands|millions|number|handful|series|several|many|numerous|various|countless"
    r"|multiple|few|some)\b"
)
"""Digits and words one of which every number has, over lower-case text."""
LEAD = 44
"""Characters before a number that its modifier may fill ("at the least an estimated ...")."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_BEFORE = re.compile(
    rf"(?:[$€£¥#/@]|\d:|\b(?:us\$|rs\.?|no\.|nr\.?|number|aged(?:\s+\d+\s*(?:and|to|or|,|-))?|age\s+of|ages|flight|route|highway|road|sector|block|zone|unit|chapter|article"
    r"|resolution|law|page|channel|room|gate|grade|level|phase|type|model|area|hill|point|site|camp|post|checkpoint"
    r"|wards?|battalion|brigade|division|regiment"
    rf"|districts?|blocks|version|operation|volume|section|kms?|{_MONTH}\.?))\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:(?:st|nd|rd|th)\b|%|°|:\d|[-–]?\s*(?:year|month|day|week|hour|minute|second|man|woman|person|storey|story"
    r"|point)s?\s*-?\s*(?:old|long)"
    r"|-\s*(?:year|month|day|week|hour|minute|second|mile|km|kilometer|kilometre|metre|meter|mm|inch|foot|ton|point"
    r"|strong|member|man|pound|vehicle|bus|seat)"
    rf"|\s?(?:mm|cm|km|kms|kg|m|ft|lbs?|rpm|mph|kph|am|pm|hrs?|gmt|utc)\b|a\.m|p\.m"
    r"|(?:more\s+|full\s+|whole\s+|consecutive\s+|straight\s+|long\s+)?(?:years?|months?|days?|weeks?|hours?|minutes?"
    r"|seconds?|decades?|centur(?:y|ies)|nights?|mornings?)\b(?!['’]?\s*old\s+\w+s\b)"
    r"|(?:square\s+|nautical\s+)?(?:kilometers?|kilometres?|meters?|metres?|miles?|feet|foot|yards?|inch(?:es)?"
    r"|hectares?|acres?|tons?|tonnes?|kilos?|kilograms?|pounds?|liters?|litres?|gallons?|degrees?|caliber|calibre)\b"
    r"|per\s*cent|percent|percentage|dollars?|euros?|rupees?|pesos?|rubles?|pounds?|cents?|o['’]?clock|times\b"
    rf"|{_MONTH}\b\.?(?!\s+(?:be|have|not)\b))",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"[0-2]\d[0-5]\d$")
_CLOCK_LEAD = re.compile(r"\b(?:as\s+of|at|since|until|till|from|by|to|around|about)\s*$", re.IGNORECASE)
_PEOPLE = re.compile(r"\s+(?:\w+\s+)?(?:people|persons|men|women|children|(?!is\b|was\b|has\b|as\b|this\b)[a-z]+s)\b")
_ASKED = re.compile(r"\b(?:how|so|as|too|that)\s+$", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_RISING = re.compile(
    r"\b(?:rose|rises|risen|rising|raised?|climb\w*|jump\w*|increas\w*|up|grew|grown|grows|went|gone|drop\w*|fell"
    r"|fallen|revis\w*|updat\w*|down)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number expression of a sentence; offsets count from the start of the sentence."""

    start: int  # with its modifier
    end: int
    core: int  # where the number itself begins
    count: Count
    value: int | None  # the number named, None for vague quantities and ranges


def number_value(words: str) -> int | None:
    """Read one number without modifiers ("1,200", "2.5 million", "a hundred and twenty"); None if it is none, or longer than any count."""
    text = " ".join(words.lower().replace("-", " ").split())
    if text.startswith("half a dozen"):
        return 6
    match = re.match(r"[\d.,]+", text)
    if match is None:
        return _spelled(text.split())
    digits = match.group().rstrip(".,")
    if sum(map(str.isdigit, digits)) > MAX_DIGITS:
        return None
    rest = text[match.end() :].strip()
    scale = {"k": 1000, **_SCALES}.get(rest, 1)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", digits) and scale == 1:
        return int(re.sub(r"[.,]", "", digits))
    if digits.count(".") > 1:
        return None  # a date or a version
    return round(float(digits.replace(",", "")) * scale)


def _spelled(words: list[str]) -> int | None:
    total = current = 0
    for word in words:
        if word in ("a", "an", "and"):
            continue
        if word in _UNITS:
            current += _UNITS[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * _SCALES[word]
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current = 0
        else:
            return None
    return (total + current) or None


def counted(value: int, modifier: Modifier) -> Count:
    """Return low, best and high of a number under a modifier."""
    if modifier in ("at_least", "more_than"):
        return Count(value, value, None, modifier)
    if modifier == "about":
        return Count(None, value, None, modifier)
    if modifier in ("nearly", "up_to"):
        return Count(None, value, value, modifier)
    return Count(value, value, value, "exact")


def vague(words: str) -> Count:
    """Return the count of an indefinite quantity: "dozens" is at least 24, "several" has no bound."""
    parts = words.lower().split()
    if parts[-1] in ("thousands", "millions") or "of" in parts:
        return Count(None, None, None, "unquantified")
    last = parts[-1] if parts[-1].endswith("s") else parts[-1] + "s"
    return Count(VAGUE_LOW.get(last), None, None, "unquantified")


def _modifier(match: re.Match[str]) -> Modifier:
    post = (match["post"] or "").lower()
    if match["plus"] or post.endswith("more"):
        return "at_least"
    if post.endswith("so"):
        return "about"
    if post:
        return "up_to"
    for name, _ in _MODIFIERS:
        if match[name]:
            return name
    return "exact"


def _core_start(match: re.Match[str]) -> int:
    return match.start("vague") if match["vague"] else match.start("a")


def _plain(text: str, match: re.Match[str], end: int) -> bool:
    """Tell whether the number counts things, rather than being an age, date, time, distance, code."""
    core = _core_start(match)
    before = text[max(0, match.start() - 18) : match.start()]
    if match.start() == core and _BEFORE.search(before):
        return False
    if _AFTER.match(text, end):
        return False
    words = text[core:end]
    if _CLOCK.match(words) and _CLOCK_LEAD.search(before) and not _PEOPLE.match(text, end):
        return False
    if _YEAR.match(words):
        follows = re.match(r"\s+([a-z]+s|people|men|women|children)\b", text[end : end + 30])
        return match.start() != core or (
            follows is not None and not re.search(r"\b(?:in|since|of|until|by|early|late)\s*$", before, re.IGNORECASE)
        )
    return True


def _range(text: str, match: re.Match[str]) -> Number | None:
    low, high = number_value(match["a"]), number_value(match["b"])
    join = match["join"].lower()
    if low is None or high is None or low >= high:
        return None
    if join == "and" and (match["between"] or "").lower() != "between":
        return None
    if (match["between"] or "").lower() == "from" and _RISING.search(text[max(0, match.start() - 14) : match.start()]):
        return None
    if (
        high < 100
        and low < high
        and re.search(r"(?:hundred|thousand|million)", match["b"], re.IGNORECASE) is None
        and join == "or"
        and high - low > 5
    ):
        return None
    count = Count(low, None, high, "range")
    return Number(match.start(), match.end(), match.start("a"), count, None)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Return the counts named in a sentence, in order; what is an age, date, time, distance, sum of money or code is left out."""
    found: list[Number] = []
    position = 0
    low = lowered(text)
    for anchor in _ANCHOR.finditer(low):
        if anchor.end() <= position:
            continue
        start = max(position, anchor.start() - LEAD)
        end = anchor.end() + LEAD
        while (seen := _LOW_NUMBER.search(low, start, end)) is not None and seen.start() <= anchor.start():
            match = _NUMBER.match(text, seen.start(), end)
            if match is None:
                break
            number = _read(text, match)
            start = position = number.end if number is not None else _after_first(match)
            if number is not None:
                found.append(number)
    return tuple(found)


def _after_first(match: re.Match[str]) -> int:
    return match.end("vague") if match["vague"] else match.end("a")


def _read(text: str, match: re.Match[str]) -> Number | None:
    if match["vague"]:
        return _read_vague(text, match)
    if match["b"]:
        if _plain(text, match, match.end()) and (number := _range(text, match)) is not None:
            return number
        if not _plain(text, match, match.end()) and match["join"] in ("-", "–", "to"):
            return None
    end = match.end("a") if match["b"] else match.end()
    value = number_value(match["a"])
    if value is None or not _plain(text, match, end):
        return None
    start = match.start("a") if match["between"] else match.start()
    return Number(start, end, match.start("a"), counted(value, _modifier(match)), value)


def _read_vague(text: str, match: re.Match[str]) -> Number | None:
    if not _plain(text, match, match.end()) or _ASKED.search(text[: match.start("vague")]):
        return None
    count = vague(match["vague"])
    start = match.start("vague") if match["between"] else match.start()
    return Number(start, match.end(), match.start("vague"), count, None)
