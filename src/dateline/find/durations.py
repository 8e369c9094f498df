"""What names no days by itself: durations ("two years", "weeks"), sets ("every Monday"), times of day, "now", years without a lead, decades."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Mapping

from dateline.data.time_words import time_words
from dateline.find.relative_days import weekday_on
from dateline.records import TimexKind

PARTS_OF_DAY = {
    "morning": "TMO", "dawn": "TMO", "noon": "T12:00", "midday": "TMI", "afternoon": "TAF", "evening": "TEV", "dusk": "TEV",
    "night": "TNI", "midnight": "T24:00",
}  # fmt: skip
"""Parts of a day as TIMEX3 writes them."""
SEASON_LETTERS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
"""Seasons as TIMEX3 writes them."""

_LETTERS = {"minute": "TM", "second": "TS", "hour": "TH", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_MULTIPLES = {"decade": 10, "century": 100, "centurie": 100, "fortnight": 2}
_COUNTLESS = re.compile(r"(?:\b(?:times|once|twice|percent|per\s+cent|dollars|[$€£]?\d[\d,.]*\s*\w*)|[$€£]\d\S*)\s+$", re.IGNORECASE)
_YEAR_MODEL = re.compile(r"(?:\b(?:no|number|resolution|decree|law|agenda|vision|expo|highway|route|room|page|flight)\.?\s*|[#$€£:/.\w-])$")
_COUNTED = re.compile(
    r"\s+(?:(?:more|other|new|young|armed|civilian|heavy|local|foreign)\s+)?[a-z]{3,}s\b(?<!was)(?<!has)|\s+(?:people|men|women|police|troops"
    r"|dead|wounded|children)\b"
)
_MODS = (
    ("LESS_THAN", r"almost|nearly|close\s+to"), ("MORE_THAN", r"more\s+than|over"), ("APPROX", r"about|around|roughly|some"),
    ("EQUAL_OR_MORE", r"at\s+least"),
)  # fmt: skip

Read = tuple[TimexKind, str, str | None]


def duration(count: int | str | None, unit: str) -> str:
    """Return a TIMEX3 duration, X for a number that is not told.

    >>> duration(2, "years"), duration(None, "hours"), duration(1, "decade")
    ('P2Y', 'PTXH', 'P10Y')
    """
    unit = unit.lower().rstrip("s")
    if unit in _MULTIPLES:
        letter = "W" if unit == "fortnight" else "Y"
        if count is None:
            return "PXDE" if unit == "decade" else f"PX{letter}"
        return f"P{int(count) * _MULTIPLES[unit]}{letter}"
    letters = _LETTERS[unit]
    number = "X" if count is None else str(count)
    return f"P{letters[0]}{number}{letters[1]}" if len(letters) == 2 else f"P{number}{letters}"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


@functools.cache
def patterns(*, first: bool) -> re.Pattern[str]:
    """Return the pattern over lower-case text: of sets and clock times, which go before dates, or of what is left when dates are found."""
    words = time_words()
    days = _any(word for word in words.weekdays if word.endswith("day"))
    parts = _any(PARTS_OF_DAY)
    unit = r"(?:second|minute|hour|day|week|fortnight|month|quarter|year|decade|centur)(?:ies|y|s)?"
    tens = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    number = (
        rf"(?:\d{{1,4}}(?:[.,]\d+)?|(?:{tens})(?:[\s-]+(?:{_any(w for w in words.numbers if len(w) > 2)}))?|{_any(words.numbers)}|hundred)"
    )
    vague = r"several|many|few|a\s+few|some|a\s+couple\s+of|couple\s+of|dozens\s+of|hundreds\s+of"
    hedge = r"(?:(?:almost|nearly|a\s+mere|a\s+full|a\s+whole)\s+)?"
    which = (
        r"(?:the|these|those)\s+(?:(?:past|last|next|coming|first|final|following|previous|preceding|recent)\s+)?|(?:next|first|last)\s+"
    )
    season = "spring|summer|autumn|fall|winter"
    zone = r"(?:\s*(?:gmt|utc|est|edt|cet|eet|local\s+time|z)\b)?"
    clock = rf"(?:[0-2]?\d[:.][0-5]\d(?:\s*[ap]\.?m\b\.?)?|[01]?\d\s*[ap]\.?m\b\.?|noon|midnight){zone}"
    early = [
        r"(?P<quarter>(?:the\s+)?(?P<qn>first|second|third|fourth|last)\s+quarter(?:\s+of\s+(?P<qyear>(?:19|20)\d\d))?)\b",
        rf"(?P<seasonyear>(?:(?:early|mid|late)[\s-]+)?(?:the\s+)?(?P<syn>{season})\s+(?:of\s+)?(?P<sy>(?:19|20)\d\d))\b",
        rf"(?P<earlythis>(?P<etp>early|late|mid|earlier|later)\s+(?P<etw>this|last|next)\s+(?P<etu>year|month|week|{_any(words.months)}))\b",
        rf"(?P<set>(?:every|each)\s+(?:(?P<setn>{number}|other|few|single)\s+)?(?P<setu>{unit}|{days}|{parts}|{season}|season|weekend))\b",
        rf"(?<=on\s)(?P<habit>(?:{days})s)\b(?!\s*['’])",
        r"(?P<often>(?:annually|yearly|monthly|weekly|daily|hourly|nightly)(?=[\s.,;]))",
        rf"(?P<clockon>(?:(?P<cka>{clock})\s*(?:,\s*)?(?:on\s+)?(?P<ckd>{days}))|(?P<ckb>(?<=at\s){clock}|{clock}(?=\s*(?:gmt|utc|local))))",
        r"(?P<lasting>\d{1,2}:[0-5]\d:[0-5]\d)",
    ]
    late = [
        rf"(?P<hyphened>(?P<hn>{number}|several|multi)-(?P<hu>second|minute|hour|day|week|month|year|decade))(?:-long)?(?!-?\w|\s+olds?\b)",
        (
            rf"(?P<counted>{hedge}(?:{which})?(?P<n>{number}|{vague})(?:\s+and\s+a\s+half)?(?:\s+(?:more|long|full|straight|consecutive|solid|whole))?\s+(?P<u>{unit})"
            rf"(?:\s+and\s+a\s+half)?(?:['’](?!s))?)(?!\s+(?:old|of\s+age)\b|[\w-])"
        ),
        rf"(?P<half>half\s+(?:an?|the)\s+(?P<hfu>{unit}))\b",
        rf"(?P<listed>(?<=between\s)(?P<ln>{number})(?=\s+and\s+(?:{number})\s+(?P<lu>{unit})))\b",
        r"(?P<coming>the\s+(?P<cw>following|next|coming|past|last|previous)\s+(?P<cu>decade|century|quarter|hour|day))\b",
        r"(?P<fiscal>(?:this|last|next|the\s+(?:current|previous))\s+(?P<fw>fiscal|financial)\s+(?P<fu>year|quarter))\b",
        r"(?P<yearend>(?:the\s+)?(?P<yep>end|beginning|middle|start)\s+of\s+(?:(?:the|this|next|last)\s+)?(?P<yeu>year|month|week))\b",
        r"(?P<ordinalcentury>(?P<oc>\d{1,2})(?:st|nd|rd|th)[\s-]+century)\b",
        r"(?P<decade>(?:the\s+)?(?:(?:early|mid|late)[\s-]+)?(?P<dc>(?:1[89]|20)\d0|['’]?[2-9]0)['’]?s)\b",
        r"(?P<bare>(?:years|months|weeks|days|hours|minutes|decades|centuries))\b(?!\s+of\s+age)",
        r"(?P<present>now|currently|at\s+present|at\s+the\s+moment|presently|nowadays|at\s+this\s+time)\b",
        (
            r"(?P<gone>the\s+(?:recent\s+|distant\s+)?past(?=[\s.,;]*(?:[.,;]|$|and\b|but\b|when\b))|(?:at|by)\s+(?:the|that)\s+time(?!\s+of\b)"
            r"|recently|lately|not\s+long\s+ago|long\s+ago)\b"
        ),
        r"(?P<ahead>the\s+(?:near\s+|foreseeable\s+)?future|soon(?!\s+after|er\b|\s+as\b))\b(?<!as\ssoon)",
        r"(?P<dayed>(?:that|the\s+same|the\s+following|the\s+next|the\s+previous)\s+(?P<dp>day|morning|afternoon|evening|night))\b",
        r"(?P<bareyear>(?P<by>(?:19|20)\d\d))(?!\d|[,.:]\d|-\d(?!\d(?!\d|-))|\w)",
        r"(?P<shortyear>(?<=(?:19|20)\d\d-)\d\d)(?!\d|-)",
        rf"(?P<baremonth>{_any(w for w in words.months if len(w) > 3 and w not in ('march', 'sept'))}|may|march|sept\.)(?!\w)",
        rf"(?P<dayend>(?:the\s+)?(?:(?:early|late)\s+)?(?P<dep>{parts}|early\s+hours))\b",
    ]
    return re.compile(rf"(?:(?<![\w$€£#/’'-])|(?<=(?:19|20)\d\d-))(?:{'|'.join(early if first else late)})")


def _count(words: str | None) -> int | str | None:
    low = " ".join((words or "").lower().replace("-", " ").split())
    if re.fullmatch(r"[\d.,]+", low):
        return low.replace(",", "") if "." in low else int(low.replace(",", ""))
    if low in ("couple of", "a couple of"):
        return 2
    numbers = time_words().numbers
    tens = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
    first, _, rest = low.partition(" ")
    if first in tens:
        return tens[first] + (numbers.get(rest, 0) if rest else 0)
    return numbers.get(low)


def _mod_of(text: str, start: int, words: str) -> str | None:
    before = text[max(0, start - 12) : start] + words
    return next((mod for mod, pattern in _MODS if re.search(rf"(?:^|\s)(?:{pattern})\s", before, re.IGNORECASE)), None)


def _counted(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    count, unit = m["n"], m["u"]
    if count in ("a", "an", "one") and (unit == "second" or (count == "a" and _COUNTLESS.search(text[max(0, m.start() - 24) : m.start()]))):
        return None
    if re.search(r"\b(?:aged?|ages|years\s+old)\s+$", text[max(0, m.start() - 8) : m.start()], re.IGNORECASE):
        return None
    if count.isdigit() and len(count) == 4:
        return None
    plural = unit.endswith("s")
    if not plural and count not in ("a", "an", "one", "1"):
        return None
    value = _count(count)
    if "half" in m["counted"] and isinstance(value, int):
        value = f"{value}.5"
        if unit.rstrip("s") not in _LETTERS:
            return None
    return "DURATION", duration(value, unit.replace("ies", "y")), _mod_of(text, m.start(), m.group())


def _hyphened(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return "DURATION", duration(_count(m["hn"]), m["hu"]), None


def _half(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return {
        "hour": ("DURATION", "PT30M", None), "year": ("DURATION", "P6M", None), "century": ("DURATION", "P50Y", None),
        "decade": ("DURATION", "P5Y", None), "day": ("DURATION", "PT12H", None),
    }.get(m["hfu"])  # type: ignore[return-value]  # fmt: skip


def _listed(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return "DURATION", duration(_count(m["ln"]), m["lu"]), None


def _coming(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return "DURATION", duration(1, m["cu"]), None


def _set(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    unit = m["setu"]
    weekdays = time_words().weekdays
    if unit in weekdays:
        return "SET", f"XXXX-WXX-{weekdays[unit] + 1}", None
    if unit in PARTS_OF_DAY:
        return "SET", f"XXXX-XX-XX{PARTS_OF_DAY[unit]}", None
    if unit == "weekend":
        return "SET", "XXXX-WXX-WE", None
    if unit in SEASON_LETTERS:
        return "SET", f"XXXX-{SEASON_LETTERS[unit]}", None
    if unit == "season":
        return None
    count = m["setn"]
    return "SET", duration(2 if count == "other" else None if count == "few" else _count(count) or 1, unit), None


def _habit(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return "SET", f"XXXX-WXX-{time_words().weekdays[m['habit'][:-1]] + 1}", None


def _often(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    value = {
        "annually": "P1Y",
        "yearly": "P1Y",
        "monthly": "P1M",
        "weekly": "P1W",
        "daily": "P1D",
        "hourly": "PT1H",
        "nightly": "XXXX-XX-XXTNI",
    }
    return "SET", value[m["often"]], None


def _clock(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    words = (m["cka"] or m["ckb"]).strip()
    time = re.match(r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?", words)
    if time is None:
        told = "T12:00" if words.startswith("noon") else "T24:00"
    else:
        hour = int(time[1]) % 12 + (12 if time[3] == "p" else 0) if time[3] else int(time[1])
        if hour > 24:
            return None
        told = f"T{hour:02}" + (f":{time[2]}" if time[2] else "")
    zone = "Z" if re.search(r"\b(?:gmt|utc|z)$", words) and ":" in told else ""
    day = "XXXX-XX-XX"
    if published is not None:
        weekday = time_words().weekdays.get(m["ckd"]) if m["ckd"] else None
        day = (published if weekday is None else weekday_on(published, weekday, which="", future=False)).isoformat()
    return "TIME", day + told + zone, None


def _lasting(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    hours, minutes, seconds = (int(part) for part in m["lasting"].split(":"))
    return "DURATION", f"PT{hours}H{minutes}M{seconds}S", None


def _fiscal(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    if published is None or m["fu"] != "year":
        return "DATE", "XXXX", None
    step = {"last": -1, "next": 1}.get(m.group().split()[0], -1 if "previous" in m.group() else 0)
    return "DATE", f"{published.year + step:04}", "APPROX"


def _yearend(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    mod = {"end": "END", "middle": "MID"}.get(m["yep"], "START")
    words = m.group().split()
    step = {"last": -1, "next": 1}.get(words[-2], 0)
    return "DATE", _unit_value(m["yeu"], step, published), mod


def _unit_value(unit: str, step: int, published: dt.date | None) -> str:
    if published is None:
        return {"year": "XXXX", "month": "XXXX-XX"}.get(unit, "XXXX-WXX")
    if unit == "year":
        return f"{published.year + step:04}"
    if unit == "month":
        index = published.year * 12 + published.month - 1 + step
        return f"{index // 12:04}-{index % 12 + 1:02}"
    year, week, _ = (published + dt.timedelta(weeks=step)).isocalendar()
    return f"{year:04}-W{week:02}"


def _earlythis(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    mod = {"early": "START", "mid": "MID", "late": "END"}.get(m["etp"])
    step = {"last": -1, "next": 1}.get(m["etw"], 0)
    month = time_words().months.get(m["etu"])
    if month is None:
        return "DATE", _unit_value(m["etu"], step, published), mod
    if published is None:
        return "DATE", f"XXXX-{month:02}", mod
    year = published.year + (step if step * (month - published.month) <= 0 else 0)
    return "DATE", f"{year:04}-{month:02}", mod


def _century(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return "DATE", f"{int(m['oc']) - 1:02}", None


def _decade(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    digits = m["dc"].lstrip("'’")
    if len(digits) == 2 and not re.search(r"\b(?:the|mid|early|late)[\s-]", m.group()):
        return None
    mod = next((mod for word, mod in (("early", "START"), ("mid", "MID"), ("late", "END")) if word in m.group()), None)
    return "DATE", (digits if len(digits) == 4 else "19" + digits)[:3], mod


def _seasonyear(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    return "DATE", f"{m['sy']}-{ {'spring': 'SP', 'summer': 'SU', 'winter': 'WI'}.get(m['syn'], 'FA') }", None


def _quarter(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    number = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(m["qn"])
    if number is None:
        return None
    return "DATE", f"{m['qyear'] or (published.year if published else 'XXXX')}-Q{number}", None


def _bare(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    before = text[max(0, m.start() - 14) : m.start()].lower()
    if re.search(r"(?:\d|['’]s|\b(?:his|her|their|its|our|my|school|war|light|man))\s*$", before):
        return None
    return "DURATION", duration(None, m["bare"].replace("ies", "y")), None


def _always(kind: TimexKind, value: str) -> Callable[[str, re.Match[str], dt.date | None], Read | None]:
    return lambda text, m, published: (kind, value, None)


def _anaphoric(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    if m["dp"] in PARTS_OF_DAY:
        return "TIME", "XXXX-XX-XX" + PARTS_OF_DAY[m["dp"]], None
    return "DATE", "XXXX-XX-XX", None


def _bareyear(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    if _YEAR_MODEL.search(text[max(0, m.start() - 12) : m.start()].lower()) or _COUNTED.match(text, m.end()):
        return None
    return "DATE", m["by"], None


def _shortyear(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    century = text[m.start() - 5 : m.start() - 3]
    return "DATE", century + m["shortyear"], None


def _baremonth(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    words = m["baremonth"]
    if not text[m.start()].isupper() or (words in ("may", "march", "august") and m.start() == 0):
        return None
    if re.search(r"(?:\b[A-Z]\w+|,)\s+$", text[max(0, m.start() - 20) : m.start()]) or re.match(r"\s+[A-Z]", text[m.end() :]):
        return None  # part of a name
    month = time_words().months[words.rstrip(".")]
    if published is None:
        return "DATE", f"XXXX-{month:02}", None
    return "DATE", f"{published.year - (month > published.month):04}-{month:02}", None


def _dayend(text: str, m: re.Match[str], published: dt.date | None) -> Read | None:
    before = text[max(0, m.start() - 10) : m.start()].lower()
    if not re.search(r"\b(?:in|at|by|until|since|before|after|during|that)\s+$", before):
        return None
    day = published.isoformat() if published else "XXXX-XX-XX"
    return "TIME", day + PARTS_OF_DAY.get(m["dep"], "TMO"), None


_READERS: Mapping[str, Callable[[str, re.Match[str], dt.date | None], Read | None]] = {
    "set": _set, "habit": _habit, "often": _often, "clockon": _clock, "lasting": _lasting, "hyphened": _hyphened, "counted": _counted,
    "half": _half, "listed": _listed, "coming": _coming, "fiscal": _fiscal, "yearend": _yearend, "earlythis": _earlythis,
    "ordinalcentury": _century, "decade": _decade, "seasonyear": _seasonyear, "quarter": _quarter, "bare": _bare,
    "present": _always("DATE", "PRESENT_REF"), "gone": _always("DATE", "PAST_REF"), "ahead": _always("DATE", "FUTURE_REF"),
    "dayed": _anaphoric, "bareyear": _bareyear, "shortyear": _shortyear, "baremonth": _baremonth, "dayend": _dayend,
}  # fmt: skip


def read(text: str, match: re.Match[str], published: dt.date | None) -> Read | None:
    """Return type, TIMEX3 value and modifier of a match of `patterns`; None where it is no time expression after all."""
    groups = match.groupdict()
    name = next(name for name in _READERS if groups.get(name))
    return _READERS[name](text, match, published)
