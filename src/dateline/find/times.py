"""Time expressions and the days they mean, read against the day of publication.

Weekdays and dates without a year lie on or before publication, or ahead of it where the clause speaks of the future.
Durations, times of day and years inside names are no dates.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.data.time_words import TimeWords, time_words
from dateline.records import DateBasis, DatePrecision, DateValue, Sentence, Span, TimeMention

FUTURE_WINDOW = 90
"""Characters before an expression in which a word of the future turns it forward."""
SINCE_WINDOW = 60
"""Characters between "since" and the year that dates the clause ("since the war began in 2011")."""
RECENT_DAYS = 7
"""Length of "recently", by the guideline's rule for news without a date."""
YEARS = range(1900, 2100)

_QUICK = re.compile(
    r"(?:19|20)\d\d|\d[./-]\d|day\b|day['’]?s\b|\bago\b|night\b|morning\b|week|month|year|past|last|recent|lately|today|tomorrow"
    r"|jan|feb|mar|apr|\bmay\b|jun|jul|aug|sep|oct|nov|dec|\b(?:mon|tue|wed|thu|fri|sat|sun)\b|\d\s+(?:hours|days)|['’]\d\d\b|tonight|noon|evening|hours|while",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;]|\.\s|\b(?:after|when|which|who|because)\b", re.IGNORECASE)
_PAPERS = re.compile(r"\s+(?:Times|Mirror|Telegraph|Herald|Express|Post|Mail|Mass|school|sermon|prayers?|Standard|Guardian|People)\b")
_NAMED_DAYS = re.compile(r"(?:Black|Good|Bloody|Ash|Easter|Palm|Holy|Maundy|Big|Super|Man)\s+$")
_MAY_VERB = re.compile(r"\s+(?:be|have|not|also|well|even|soon|now|still|come|take|God|[a-z]+ly|[a-z]{3,})\b")
_LEADS = re.compile(r"\b(?:in|since|early|late|mid|last|of|during|until|till|by|this|next|from|the|past|through|between|before|after|throughout|and|to|around|on|for|beginning|end)[\s-]+(?:of\s+)?$", re.IGNORECASE)
_MODELS = re.compile(r"(?:\b(?:No\.?|number|Resolution|Decree|Law|Agenda|Vision|Expo|Highway|Route|Windows|World\s+Cup|Olympics|model|page|room)\s*|[#$€£:/.\w-])$", re.IGNORECASE)
_YEAR_LEADS = re.compile(
    r"\b(?:in|since|during|until|till|by|of|late|early|mid|before|after|from|throughout|to|between|and|through|around|back\s+in|year|summer|winter|spring|autumn|fall|end\s+of|beginning\s+of)[\s-]+$", re.IGNORECASE
)

_Value = tuple[dt.date | None, dt.date | None, DatePrecision, DateBasis]


@dataclass(frozen=True, slots=True)
class _Context:
    """What an expression is read against."""

    text: str
    match: re.Match[str]
    published: dt.date | None
    future: bool
    words: TimeWords


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shift_months(day: dt.date, months: int) -> dt.date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def year_of(month: int, day: int, published: dt.date | None, *, future: bool) -> int | None:
    """Return the year of a date without one: the latest on or before publication, or the next where the clause is about the future."""
    if published is None:
        return None
    for year in range(published.year - 4, published.year + 5) if future else range(published.year, published.year - 9, -1):
        found = _day(year, month, day)
        if found is not None and (found >= published if future else found <= published):
            return year
    return None


def _full_year(digits: str | None, published: dt.date | None) -> int | None:
    """Read a year of four digits, or of two by the century nearest to publication."""
    if not digits:
        return None
    digits = digits.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    pivot = published.year if published else 2000
    return min((century + int(digits) for century in (1900, 2000)), key=lambda year: abs(year - pivot))


@functools.cache
def _pattern() -> re.Pattern[str]:
    words = time_words()
    month = rf"(?:{'|'.join(sorted(words.months, key=len, reverse=True))})"
    weekday = rf"(?:{'|'.join(sorted(words.weekdays, key=len, reverse=True))})"
    full_day = rf"(?:{'|'.join(w for w in words.weekdays if w.endswith('day'))})"
    full_month = rf"(?:{'|'.join(w for w in words.months if len(w) > 3 or w == 'may')})"
    number = rf"(?:\d{{1,3}}|{'|'.join(words.numbers)})"
    part = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|noon|dawn|midnight))?"
    ordinal = r"(?:st|nd|rd|th)?"
    year = r"(?:,?\s+(?:of\s+)?(?P<{}>(?:19|20)\d\d(?!\d|,\d{{{{3}}}}|-\d)|['’]?\d\d(?![\d,:.]\d|\d|\s+[a-z]))(?!\s+(?:people|killed|civilians)))?"
    lead = rf"(?:{weekday}\.?,?\s+(?:the\s+)?)?"
    to = r"\s*(?:-|–|—|to|and|until|till|through)\s*"
    unit = r"(?:hours?|days?|weeks?|months?|years?|decades?)"
    days = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words.days, key=len, reverse=True))
    recent = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words.recent, key=len, reverse=True))
    d = rf"(?P<{{}}>[0-3]?\d){ordinal}"
    parts = [
        r"(?P<iso>(?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d))(?![\d-])",
        r"(?P<numeric>(?P<na>\d{1,2})(?P<sep>[./-])(?P<nb>\d{1,2})(?P=sep)(?P<ny>(?:19|20)\d\d|\d\d))(?![\d./-]*\d)",
        rf"(?P<crossed>{lead}{d.format('xa')}\s+(?P<xam>{month})\.?{year.format('xay')}{to}{lead}{d.format('xb')}\s+(?P<xbm>{month})\b\.?{year.format('xy')})",
        rf"(?P<crossedm>{lead}(?P<ymam>{month})\.?\s+{d.format('yma')}{to}{lead}(?P<ymbm>{month})\.?\s+{d.format('ymb')}(?!\d){year.format('ymy')})",
        rf"(?P<ranged>{lead}{d.format('ra')}{to}{d.format('rb')}\s+(?:of\s+)?(?P<rm>{month})\b\.?{year.format('ry')})",
        rf"(?P<rangedm>{lead}(?P<qm>{month})\.?\s+{d.format('qa')}{to}{d.format('qb')}(?![\d:]|\s+[a-z]*(?:people|soldiers|rebels|strikes)){year.format('qy')})",
        rf"(?P<dayed>{lead}{d.format('da')}(?:\s+(?:of\s+)?|-)(?P<dm>{month})\b\.?(?:-(?=\d))?{year.format('dy')})",
        rf"(?P<monthed>{lead}(?P<mm>{month})\.?\s+{d.format('ma')}(?![\d:]|,\d{{3}}(?!\d)|\s?(?:am|pm)\b){year.format('my')})",
        rf"(?P<month>(?:(?P<phase>early|mid|late|the\s+end\s+of|the\s+beginning\s+of|(?:the\s+)?middle\s+of)(?:\s*-\s*|\s+)(?:in\s+)?|(?P<which>last|this|next|this\s+past)\s+)?(?P<mn>{full_month}|(?:{month})(?=\.?,?\s+(?:19|20)\d\d))\b\.?(?:,?\s+(?:of\s+)?(?P<mny>(?:19|20)\d\d))?(?!\d))",
        rf"(?P<weekdays>(?:(?:from|between|overnight\s+(?:from|on)?)\s+)?(?P<wa>{full_day}){part}\s*(?:-|–|to|and|or|until|through)\s*(?P<wb>{full_day}){part})\b",
        rf"(?P<weekday>(?:(?P<wwhich>last|next|this\s+past|this\s+coming|the\s+previous|the\s+following|this|coming)\s+)?(?:(?:early|late)\s+(?:on\s+)?)?(?P<wd>{full_day})(?:['’]?s\b)?{part}(?P<wk>\s+(?:next|last)(?:\s+week)?)?)\b",
        rf"(?P<days>(?:the\s+)?(?:{days}))\b",
        rf"(?P<recent>{recent})\b",
        rf"(?P<ago>(?:(?:about|around|some|nearly|almost|more\s+than|over|just|less\s+than)\s+)?(?P<an>{number}|several|a\s+few|a\s+couple\s+of)\s+(?P<au>{unit})\s+ago)\b",
        rf"(?P<past>(?:(?:over|in|during|within|for|throughout|across)\s+)?(?:the\s+|these\s+)?(?:past|last|previous|preceding)\s+(?:(?P<pn>{number}|several|few|couple\s+of)\s+)?(?P<pu>{unit}))\b",
        r"(?P<unit>(?:earlier\s+|later\s+|late\s+|over\s+|during\s+|at\s+|on\s+)?(?P<uw>this|last|past|next|the|the\s+past|the\s+last|the\s+coming|the\s+previous)\s+(?P<uu>weekend|week|month|year))(?:['’]s)?\b",
        r"(?P<overnight>overnight)\b",
        r"(?P<year>(?P<yphase>(?:early|mid|late|the\s+end\s+of|the\s+beginning\s+of|the\s+(?:summer|winter|spring|autumn|fall)\s+of)(?:\s*-\s*|\s+)(?:in\s+)?)?(?P<y>(?:19|20)\d\d)(?:\s*(?:-|–|to|and)\s*(?P<y2>(?:19|20)\d\d))?(?!\d|[.,]\d|-))",
    ]
    return re.compile(rf"(?<![\w$€£#/])(?<!\d[.,:-])(?:{'|'.join(parts)})", re.IGNORECASE)


_KINDS = (
    "iso", "numeric", "crossed", "crossedm", "ranged", "rangedm", "dayed", "monthed", "month", "weekdays", "weekday", "days", "recent",
    "ago", "past", "unit", "overnight", "year",
)  # fmt: skip


def _span_days(start: dt.date | None, end: dt.date | None) -> _Value | None:
    if start is None or end is None or end < start:
        return None
    return start, end, "day" if start == end else "range", "explicit"


def _one(day: dt.date | None) -> _Value | None:
    return (day, day, "day", "explicit") if day is not None else None


def _calendar_day(c: _Context, month: int, day: int, year_digits: str | None) -> _Value | None:
    if not 1 <= day <= 31:
        return None
    year = _full_year(year_digits, c.published)
    if year is None:
        if c.published is None:
            return (None, None, "day", "explicit")
        year = year_of(month, day, c.published, future=c.future)
    return _one(_day(year, month, day)) if year is not None else None


def _calendar_range(c: _Context, first: tuple[int, int], last: tuple[int, int], year_digits: str | None) -> _Value | None:
    year = _full_year(year_digits, c.published) or year_of(last[0], last[1], c.published, future=c.future)
    if year is None:
        start = year_of(first[0], first[1], c.published, future=c.future)
        if start is None:
            return (None, None, "range", "explicit") if c.published is None else None
        year = start
    start_year = year - 1 if first > last else year
    return _span_days(_day(start_year, *first), _day(year, *last))


def _iso(c: _Context) -> _Value | None:
    return _one(_day(int(c.match["iy"]), int(c.match["im"]), int(c.match["id"])))


def _numeric(c: _Context) -> _Value | None:
    a, b = int(c.match["na"]), int(c.match["nb"])
    if len(c.match["ny"]) == 2 and c.match["sep"] != "/":
        return None
    year = _full_year(c.match["ny"], c.published)
    if year is None:
        return None
    return _one(_day(year, b, a) or _day(year, a, b))


def _crossed(c: _Context) -> _Value | None:
    m, months = c.match, c.words.months
    first = (months[m["xam"].lower()], int(m["xa"]))
    last = (months[m["xbm"].lower()], int(m["xb"]))
    if m["xay"] and m["xy"]:
        years = _full_year(m["xay"], c.published), _full_year(m["xy"], c.published)
        return _span_days(_day(years[0] or 1, *first), _day(years[1] or 1, *last))
    return _calendar_range(c, first, last, m["xy"] or m["xay"])


def _crossed_months(c: _Context) -> _Value | None:
    m, months = c.match, c.words.months
    return _calendar_range(c, (months[m["ymam"].lower()], int(m["yma"])), (months[m["ymbm"].lower()], int(m["ymb"])), m["ymy"])


def _ranged(c: _Context) -> _Value | None:
    m = c.match
    month = c.words.months[m["rm"].lower()]
    return _calendar_range(c, (month, int(m["ra"])), (month, int(m["rb"])), m["ry"])


def _ranged_months(c: _Context) -> _Value | None:
    m = c.match
    month = c.words.months[m["qm"].lower()]
    return _calendar_range(c, (month, int(m["qa"])), (month, int(m["qb"])), m["qy"])


def _dayed(c: _Context) -> _Value | None:
    return _calendar_day(c, c.words.months[c.match["dm"].lower()], int(c.match["da"]), c.match["dy"])


def _monthed(c: _Context) -> _Value | None:
    return _calendar_day(c, c.words.months[c.match["mm"].lower()], int(c.match["ma"]), c.match["my"])


def _named(word: str) -> bool:
    return word[:1].isupper()


def _month(c: _Context) -> _Value | None:
    m = c.match
    word = m["mn"]
    qualified = m["mny"] or m["phase"] or m["which"]
    if not _named(word) or (not qualified and not _LEADS.search(c.text[max(0, m.start() - 20) : m.start()])):
        return None
    if word.lower() in ("may", "march") and not qualified and _MAY_VERB.match(c.text, m.end()) and not _LEADS.search(c.text[: m.start()]):
        return None
    month = c.words.months[word.lower()]
    which = (m["which"] or "").lower()
    future = c.future or which == "next"
    if m["mny"]:
        year: int | None = int(m["mny"])
    else:
        last = calendar.monthrange(2001, month)[1]
        year = year_of(month, last if future else 1, c.published, future=future)
        if which == "last" and c.published and year == c.published.year and month == c.published.month:
            year -= 1
    if year is None:
        return (None, None, "month", "explicit")
    start, end = _phase_of_month(m["phase"], year, month)
    if c.published is not None and start <= c.published < end and not future:
        end = c.published
    return start, end, "month", "explicit" if m["mny"] else "relative"


def _phase_of_month(phase: str | None, year: int, month: int) -> tuple[dt.date, dt.date]:
    end = _month_end(year, month)
    word = (phase or "").lower()
    if word in ("early",) or "beginning" in word:
        return dt.date(year, month, 1), dt.date(year, month, 10)
    if word.startswith("mid") or "middle" in word:
        return dt.date(year, month, 11), dt.date(year, month, 20)
    if word == "late" or "end" in word:
        return dt.date(year, month, 21), end
    return dt.date(year, month, 1), end


def weekday_on(published: dt.date, weekday: int, *, which: str, future: bool) -> dt.date:
    """Return the weekday meant: the last on or before publication, before it for "last", ahead of it for "next" and the future."""
    back = (published.weekday() - weekday) % 7
    if which in ("next", "this coming", "coming", "the following"):
        return published + dt.timedelta(days=7 - back)
    if future:
        return published + dt.timedelta(days=(7 - back) % 7)
    if which == "last" and back == 0:
        back = 7
    return published - dt.timedelta(days=back)


def _weekday(c: _Context) -> _Value | None:
    m = c.match
    if not _named(m["wd"]) or _PAPERS.match(c.text, m.end()) or _NAMED_DAYS.search(c.text[: m.start()]):
        return None
    if c.published is None:
        return (None, None, "day", "relative")
    which = " ".join((m["wwhich"] or "").lower().split())
    tail = (m["wk"] or "").lower().split()
    which = tail[0] if tail else which
    day = weekday_on(c.published, c.words.weekdays[m["wd"].lower()], which=which, future=c.future)
    if tail == ["last", "week"]:
        monday = c.published - dt.timedelta(days=c.published.weekday() + 7)
        day = monday + dt.timedelta(days=c.words.weekdays[m["wd"].lower()])
    return day, day, "day", "relative"


def _weekdays(c: _Context) -> _Value | None:
    m = c.match
    if not _named(m["wa"]) or not _named(m["wb"]):
        return None
    if c.published is None:
        return (None, None, "range", "relative")
    end = weekday_on(c.published, c.words.weekdays[m["wb"].lower()], which="", future=c.future)
    back = (end.weekday() - c.words.weekdays[m["wa"].lower()]) % 7
    if back == 0 or (back > 4 and re.search(r"\b(?:and|or)\b", m.group(), re.IGNORECASE)):
        return end, end, "day", "relative"
    return end - dt.timedelta(days=back), end, "range", "relative"


def _days(c: _Context) -> _Value | None:
    key = re.sub(r"^the\s+(?=day)", "", " ".join(c.match.group().lower().split()))
    offset = c.words.days.get(key, c.words.days.get("the " + key))
    if offset is None or c.published is None:
        return (None, None, "day", "relative") if offset is not None else None
    day = c.published + dt.timedelta(days=offset)
    return day, day, "day", "relative"


def _recent(c: _Context) -> _Value | None:
    if c.published is None:
        return (None, None, "week", "publication")
    return c.published - dt.timedelta(days=RECENT_DAYS), c.published, "week", "publication"


def _quantity(words: str | None, table: TimeWords) -> int | None:
    low = " ".join((words or "").lower().split())
    if low.isdigit():
        return int(low)
    return {"a couple of": 2, "couple of": 2}.get(low, table.numbers.get(low))


def _ago(c: _Context) -> _Value | None:
    unit = c.match["au"].lower().rstrip("s")
    count = _quantity(c.match["an"], c.words)
    if c.published is None:
        return (None, None, "unknown", "relative")
    if count is None:
        if unit in ("hour", "day"):
            return _recent(c)
        return None, c.published, "before", "relative"
    try:
        return _ago_value(c.published, count, unit)
    except (ValueError, OverflowError):
        return None


def _ago_value(published: dt.date, count: int, unit: str) -> _Value | None:
    if unit == "hour":
        day = published - dt.timedelta(days=round(count / 24))
        return day, day, "day", "relative"
    if unit == "day":
        day = published - dt.timedelta(days=count)
        return day, day, "day", "relative"
    if unit == "week":
        day = published - dt.timedelta(weeks=count)
        return day - dt.timedelta(days=3), day + dt.timedelta(days=3), "week", "relative"
    if unit == "month":
        day = _shift_months(published, -count)
        return day.replace(day=1), min(_month_end(day.year, day.month), published), "month", "relative"
    year = published.year - count * (10 if unit == "decade" else 1)
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative"


def _past(c: _Context) -> _Value | None:
    unit = c.match["pu"].lower()
    if c.match["pn"] is None and not unit.endswith("s"):
        return _past_one(c, unit)
    if c.published is None:
        return (None, None, "range", "relative")
    count = _quantity(c.match["pn"], c.words)
    unit = unit.rstrip("s")
    if count is None:
        if unit == "hour":
            return c.published - dt.timedelta(days=1), c.published, "range", "relative"
        if unit == "day":
            return _recent(c)
        return None, c.published, "before", "relative"
    try:
        return _past_start(c.published, count, unit), c.published, "range", "relative"
    except (ValueError, OverflowError):
        return None


def _past_start(published: dt.date, count: int, unit: str) -> dt.date:
    if unit == "hour":
        return published - dt.timedelta(days=max(1, round(count / 24)))
    if unit in ("day", "week"):
        return published - dt.timedelta(days=count * (7 if unit == "week" else 1))
    months = {"month": 1, "year": 12, "decade": 120}[unit]
    return _shift_months(published, -count * months)


def _past_one(c: _Context, unit: str) -> _Value | None:
    """ "over the last year" is the year up to publication, "last year" the calendar year before."""
    words = c.match.group().lower()
    spanning = re.match(r"(?:over|during|within|in|for|throughout|across)\s+the\b|the\s+past\b|(?:over|during)\s+the", words) is not None
    if unit == "day":
        return None
    if c.published is None:
        return (None, None, "range" if spanning else "unknown", "relative")
    if spanning:
        return _past_start(c.published, 1, unit), c.published, "week" if unit == "week" else "range", "relative"
    return _whole_unit(c.published, unit, -1)


def _whole_unit(published: dt.date, unit: str, step: int) -> _Value | None:
    if unit == "week":
        monday = published - dt.timedelta(days=published.weekday()) + dt.timedelta(weeks=step)
        end = monday + dt.timedelta(days=6)
        return monday, min(end, published) if step == 0 else end, "week", "relative"
    if unit == "month":
        day = _shift_months(published.replace(day=1), step)
        end = _month_end(day.year, day.month)
        return day, min(end, published) if step == 0 else end, "month", "relative"
    if unit == "year":
        end = dt.date(published.year + step, 12, 31)
        return dt.date(published.year + step, 1, 1), min(end, published) if step == 0 else end, "year", "relative"
    return None


def _unit(c: _Context) -> _Value | None:
    m = c.match
    which, unit = " ".join(m["uw"].lower().split()), m["uu"].lower()
    over = m.group().lower().startswith(("over", "during", "at ", "on "))
    if which == "the" and not (unit == "weekend" and over):
        return None
    if c.published is None:
        return (None, None, "unknown", "relative")
    if unit == "weekend":
        return _weekend(c.published, which)
    if which in ("next", "the coming"):
        return _whole_unit(c.published, unit, 1)
    if which == "this":
        return _whole_unit(c.published, unit, 0)
    if which in ("past", "the past", "the last"):
        return _past_start(c.published, 1, unit), c.published, "week" if unit == "week" else "range", "relative"
    return _whole_unit(c.published, unit, -1)


def _weekend(published: dt.date, which: str) -> _Value:
    saturday = published - dt.timedelta(days=(published.weekday() - 5) % 7)
    if which == "next" or which == "the coming":
        saturday += dt.timedelta(days=7)
    elif which in ("last", "the last", "the previous") and published.weekday() >= 5:
        saturday -= dt.timedelta(days=7)
    sunday = saturday + dt.timedelta(days=1)
    end = min(sunday, published) if saturday <= published else sunday
    return saturday, end, "range", "relative"


def _overnight(c: _Context) -> _Value | None:
    if c.published is None:
        return (None, None, "range", "relative")
    return c.published - dt.timedelta(days=1), c.published, "range", "relative"


def _year(c: _Context) -> _Value | None:
    m = c.match
    before = c.text[max(0, m.start() - 24) : m.start()]
    if _MODELS.search(before) or not (m["yphase"] or m["y2"] or _YEAR_LEADS.search(before) or before.rstrip().endswith("(")):
        return None
    if re.match(r"\s+(?:people|civilians|soldiers|men|troops|fighters|persons|families|others|dead|wounded)\b", c.text[m.end() :]):
        return None
    year = int(m["y"])
    if m["y2"]:
        return (dt.date(year, 1, 1), dt.date(int(m["y2"]), 12, 31), "range", "explicit") if int(m["y2"]) > year else None
    phase = (m["yphase"] or "").lower()
    months = (1, 12)
    for word, found in {"early": (1, 4), "beginning": (1, 3), "mid": (5, 8), "late": (9, 12), "end": (10, 12), "summer": (6, 8), "spring": (3, 5), "autumn": (9, 11), "fall": (9, 11)}.items():
        if word in phase:
            months = found
    precision: DatePrecision = "year" if months == (1, 12) else "range"
    return dt.date(year, months[0], 1), _month_end(year, months[1]), precision, "explicit"


_READERS: dict[str, Callable[[_Context], _Value | None]] = {
    "iso": _iso, "numeric": _numeric, "crossed": _crossed, "crossedm": _crossed_months, "ranged": _ranged, "rangedm": _ranged_months,
    "dayed": _dayed, "monthed": _monthed, "month": _month, "weekdays": _weekdays, "weekday": _weekday, "days": _days, "recent": _recent,
    "ago": _ago, "past": _past, "unit": _unit, "overnight": _overnight, "year": _year,
}  # fmt: skip


@functools.cache
def _future_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in time_words().future)
    return re.compile(rf"\b(?:{words})\b|['’]ll\b", re.IGNORECASE)


def _is_future(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - FUTURE_WINDOW) : start]
    breaks = [m.end() for m in _BREAK.finditer(before)]
    if _future_pattern().search(before[breaks[-1] if breaks else 0 :]):
        return True
    return re.match(r"[,\s]+(?:[\w'’-]+\s+){0,5}?(?:will|shall)\b", text[end : end + 60]) is not None


_SINCE = re.compile(rf"\b(?:ever\s+)?since\s+(?:[\w'’.,-]+\s+){{0,9}}?(?:in\s+|on\s+|the\s+start\s+of\s+|the\s+beginning\s+of\s+|early\s+|late\s+|mid-?)?$", re.IGNORECASE)
_FULL_MONTH_STOP = re.compile(r"(?:[a-z]{4,}|may)\.$", re.IGNORECASE)


def _anchored(c: _Context, value: _Value) -> _Value:
    """Apply "since" and "before" to a value."""
    before = c.text[max(0, c.match.start() - SINCE_WINDOW) : c.match.start()]
    start, end, _, basis = value
    if start is not None and _SINCE.search(before) and ";" not in before and not re.search(r",\s+(?:on|in)\s+$", before):
        return start, c.published if c.published and c.published >= start else None, "range", basis
    return value


def _accept(text: str, match: re.Match[str], published: dt.date | None) -> DateValue | None:
    kind = next(name for name in _KINDS if match[name])
    context = _Context(text, match, published, _is_future(text, match.start(), match.end()), time_words())
    value = _READERS[kind](context)
    if value is None or not _trusted(kind, match):
        return None
    start, end, precision, basis = _anchored(context, value)
    return DateValue(start, end, precision, basis)


def _trusted(kind: str, match: re.Match[str]) -> bool:
    """Months beside numbers are dates only when written as names ("may 5" is a modal verb)."""
    group = {"dayed": "dm", "monthed": "mm", "ranged": "rm", "rangedm": "qm", "crossed": "xam", "crossedm": "ymam"}.get(kind)
    return group is None or match[group][:1].isupper()


def find_times(sentences: Sequence[Sentence], published: dt.date | None) -> tuple[TimeMention, ...]:
    """Return the time expressions of a report in text order with the days they mean; without a publication day relative ones stay open."""
    found: list[TimeMention] = []
    pattern = _pattern()
    for sentence in sentences:
        text = sentence.text
        if _QUICK.search(text) is None:
            continue
        position = 0
        while (match := pattern.search(text, position)) is not None:
            value = _accept(text, match, published)
            position = match.end() if value is not None else match.start() + 1
            if value is None:
                while position < len(text) and text[position].isalnum() and text[position - 1].isalnum():
                    position += 1
                continue
            end = match.end() - (1 if _FULL_MONTH_STOP.search(match.group()) else 0)
            span = Span(sentence.span.start + match.start(), sentence.span.start + end)
            found.append(TimeMention(span, sentence.index, DateValue(value.start, value.end, value.precision, value.basis, span)))
    return tuple(found)
