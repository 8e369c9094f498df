"""Time expressions and the days they mean, read against the day of publication.

Weekdays and dates without a year lie on or before publication, or ahead of it where the clause speaks of the future.
Durations, times of day and years inside names are no dates.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.data.edtf import open_end
from dateline.data.time_words import TimeWords, time_words
from dateline.find import calendar_days, feasts, narrative_days, relative_days, solar_days
from dateline.find.calendar_days import Expression, Value
from dateline.find.words import lowered, words_in
from dateline.records import DateValue, Sentence, Span, TimeMention

FUTURE_WINDOW = 90
"""Characters before an expression in which a word of the future turns it forward."""
SINCE_WINDOW = 60
"""Characters between "since" and the year that dates the clause ("since the war began in 2011")."""

BEFORE, AFTER = 48, 64
"""Characters around an anchor that the full pattern is tried on; the longest expression read, "between late on Friday evening and ...", fits in."""
MAX_CHARS = 20_000
"""How much of a sentence is read; only pages without sentence ends are longer."""
_ANCHOR_WORDS = (
    "today tonight yesterday tomorrow ago recent recently lately late overnight weekend week month year summer winter spring autumn fall "
    "morning afternoon evening noon night day days hours weeks months years decades past last previous preceding"
)
_DIGITS = re.compile(r"\d[./-]\d|(?:19|20)\d\d|\bthe\s+\d\d?(?:st|nd|rd|th)\b")
_BREAK = re.compile(
    r"[;]|\.\s|\b(?:after|when|which|who|because|said|says|told|announced)\b|,\s+(?:and|but|while)\s"
    r"|\band\s+(?=[^,;]*\b(?:was|were|had|\w+ed)\b)|\bfor\s(?=\w+ing\b)",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\bwould\s+(?!have\b)|\b(?:announced|called|set|planned|slated|scheduled)\s+for\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|by)\s+$", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|had|been|did|went|held|fought|rose|\w+ed)\b", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:is|are|may|can|must|asks?|gave|gives?|demand\w*|needs?)\b", re.IGNORECASE)
_FRONT = re.compile(
    r"(?:^|[.;:]\s+|\bthat\s+|[\"“]|,\s+(?:and|but)\s+)\W*(?:(?:on|in|by|at|from|until|starting|also|but|and|then)\s+)*$", re.IGNORECASE
)


_READERS: Mapping[str, Callable[[Expression], Value | None]] = {
    "solar": solar_days.read_solar,
    "iso": calendar_days.read_iso,
    "numeric": calendar_days.read_numeric,
    "crossed": calendar_days.read_crossed,
    "crossedm": calendar_days.read_crossed_months,
    "ranged": calendar_days.read_ranged,
    "rangedm": calendar_days.read_ranged_months,
    "dayed": calendar_days.read_dayed,
    "monthed": calendar_days.read_monthed,
    "worded": calendar_days.read_worded,
    "nth": narrative_days.read_nth,
    "same": narrative_days.read_same,
    "months": calendar_days.read_months,
    "month": calendar_days.read_month,
    "year": calendar_days.read_year,
    "decade": calendar_days.read_decade,
    "weekdays": relative_days.read_weekdays,
    "weekday": relative_days.read_weekday,
    "days": relative_days.read_days,
    "recent": relative_days.read_recent,
    "ago": relative_days.read_ago,
    "past": relative_days.read_past,
    "unit": relative_days.read_unit,
    "season": relative_days.read_season,
    "overnight": relative_days.read_overnight,
    "feast": feasts.read_feast,
}
"""One reader a named group of the pattern."""


def _any(words: Iterable[str]) -> str:
    """Alternatives for words and phrases, longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _number_day(name: str) -> str:
    return rf"(?P<{name}>[0-3]?\d)(?:st|nd|rd|th)?"


def _year_after(name: str) -> str:
    """An optional year of four digits, or of two where no lower-case word follows ("15 JAN 90 (TXT)", not "15 January 20 people")."""
    four = r"(?:19|20)\d\d(?!\d|,\d{3}|-\d)"
    two = r"['’]?\d\d(?!\d|[,:.]\d|\s+[a-z])"
    return rf"(?:,?\s+(?:of\s+)?(?P<{name}>{four}|{two})(?!\s+(?:people|killed|civilians)))?"


_TO = r"\s*(?:-|–|—|to|and|until|till|through)\s*"
_UNIT = r"(?:hours?|days?|weeks?|months?|years?|decades?)"
_PART = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|noon|dawn|midnight))?"


def _calendar_parts(words: TimeWords) -> list[str]:
    month = rf"(?:{_any(words.months)})"
    full_month = rf"(?:{_any(w for w in words.months if len(w) > 3 or w == 'may')})"
    lead = rf"(?:(?:{_any(words.weekdays)})\.?,?\s+(?:the\s+)?)?"
    day, year = _number_day, _year_after
    phase = r"early|mid|late|the\s+end\s+of|the\s+beginning\s+of|(?:the\s+)?middle\s+of"
    solar, solar_year = _any(words.solar), r"1[34]\d\d)(?!\d|[.,]\d)"
    return [
        (rf"(?P<solar>{lead}(?:(?:{day('sd')}(?:\s+(?:of\s+)?|-))?(?P<sm>{solar}),?\s+(?:of\s+)?(?P<sy>{solar_year}"
        rf"|(?P<smd>{solar})\s+{day('sdd')},?\s+(?P<syd>{solar_year}|{day('sdo')}\s+(?:of\s+)?(?P<smo>{_any(words.solar_alone)})\b"
        r"(?!\s+(?:\d|air|anti|missile|system|batter|launcher|foundation|hospital|square|street|brigade|division))))"),
        r"(?P<iso>(?P<iy>(?:19|20)\d\d)-(?P<im>[01]\d)-(?P<id>[0-3]\d))(?![\d-])",
        r"(?P<numeric>(?P<na>\d{1,2})(?P<sep>[./-])(?P<nb>\d{1,2})(?P=sep)(?P<ny>(?:19|20)\d\d|\d\d))(?![\d./-]*\d)",
        rf"(?P<crossed>{lead}{day('xa')}\s+(?P<xam>{month})\.?{year('xay')}{_TO}{lead}{day('xb')}\s+(?P<xbm>{month})\b\.?{year('xy')})",
        rf"(?P<crossedm>{lead}(?P<ymam>{month})\.?\s+{day('yma')}{_TO}{lead}(?P<ymbm>{month})\.?\s+{day('ymb')}(?!\d){year('ymy')})",
        rf"(?P<ranged>{lead}{day('ra')}{_TO}{day('rb')}\s+(?:of\s+)?(?P<rm>{month})\b\.?{year('ry')})",
        rf"(?P<rangedm>{lead}(?P<qm>{month})\.?\s+{day('qa')}{_TO}{day('qb')}(?![\d:]|\s+(?:people|soldiers|rebels|strikes)){year('qy')})",
        rf"(?P<dayed>{lead}{day('da')}(?:\s+(?:of\s+)?|-)(?P<dm>{month})\b\.?(?:-(?=\d))?{year('dy')})",
        rf"(?P<monthed>{lead}(?P<mm>{month})\.?\s+{day('ma')}(?![\d:]|,\d{{3}}(?!\d)|\s?(?:am|pm)\b){year('my')})",
        rf"(?P<worded>(?:the\s+)?(?P<wo>{_any(words.ordinals)})\s+(?:day\s+)?of\s+(?P<wm>{full_month})\b{year('wy')})",
        (r"(?P<nth>(?:(?<=on\s)|(?<=of\s)|(?<=by\s)|(?<=to\s)|(?<=and\s)|(?<=since\s)|(?<=until\s)|(?<=from\s)|(?<=after\s)|(?<=before\s))"
        rf"the\s+(?P<bd>[0-3]?\d)(?:st|nd|rd|th))\b(?!\s+(?:of\s+)?(?:{month}|{solar})\b)"),
        (rf"(?P<months>(?P<za>{full_month})\s*(?:-|–|to|and|until|through)\s*(?P<zb>{full_month})\b"
        r"(?:,?\s+(?P<zy>(?:19|20)\d\d))?(?!\s*\d))"),
        (rf"(?P<month>(?:(?P<phase>{phase})(?:\s*-\s*|\s+)(?:in\s+)?|(?P<which>last|this|next|this\s+past)\s+)?"
        rf"(?P<mn>{full_month}|(?:{month})(?=\.?,?\s+(?:19|20)\d\d))\b\.?(?:,?\s+(?:of\s+)?(?P<mny>(?:19|20)\d\d))?(?!\d))"),
    ]  # fmt: skip


def _relative_parts(words: TimeWords) -> list[str]:
    full_day = rf"(?:{_any(w for w in words.weekdays if w.endswith('day'))})"
    number = rf"(?:\d{{1,3}}|{_any(words.numbers)})"
    which = r"last|next|this\s+past|this\s+coming|the\s+previous|the\s+following|this|coming"
    hedge = r"(?:(?:about|around|some|nearly|almost|more\s+than|over|just|less\s+than)\s+)?"
    over = r"(?:(?:over|in|during|within|for|throughout|across)\s+)?(?:the\s+|these\s+)?"
    late = r"(?:earlier\s+|later\s+|late\s+|over\s+|during\s+|at\s+|on\s+)?"
    whole = r"this|last|past|next|the|the\s+past|the\s+last|the\s+coming|the\s+previous"
    season = r"summer|winter|spring|autumn|fall"
    phase = rf"(?:early|mid|late|the\s+end\s+of|the\s+beginning\s+of|the\s+(?:{season})\s+of)(?:\s*-\s*|\s+)(?:in\s+)?"
    return [
        (rf"(?P<weekdays>(?:(?:from|between|overnight(?:\s+(?:from|on))?)\s+)?(?P<wa>{full_day}){_PART}"
        rf"\s*(?:-|–|to|and|or|until|through)\s*(?P<wb>{full_day}){_PART})\b"),
        (rf"(?P<weekday>(?:(?P<wwhich>{which})\s+)?(?:(?:early|late|overnight)\s+(?:on\s+)?)?(?P<wd>{full_day})(?:['’]?s\b)?{_PART}"
        r"(?P<wk>\s+(?:next|last)(?:\s+week)?)?)\b"),
        (r"(?P<same>(?:the\s+)?(?:very\s+)?same\s+(?P<samed>day|morning|afternoon|evening|night)\b|that\s+(?:same\s+)?(?:day|morning|afternoon|evening|night)\b"
        r"|(?:the\s+)?(?:following|previous|preceding)\s+(?:day|morning|afternoon|evening|night)\b|(?:the\s+)?next\s+(?:day|morning)\b"
        rf"|the\s+(?:day|night|evening)\s+(?:before|after)\b(?!\s+yesterday|\s+tomorrow)|(?P<samen>{number})\s+days?\s+(?:later|earlier)\b)"),
        rf"(?P<days>(?:the\s+)?(?:{_any(words.days)}))\b",
        rf"(?P<recent>{_any(words.recent)})\b",
        rf"(?P<ago>{hedge}(?P<an>{number}|several|a\s+few|a\s+couple\s+of)\s+(?P<au>{_UNIT})\s+ago)\b",
        rf"(?P<past>{over}(?:past|last|previous|preceding|recent)\s+(?:(?P<pn>{number}|several|few|couple\s+of)\s+)?(?P<pu>{_UNIT}))\b",
        rf"(?P<unit>{late}(?P<uw>{whole})\s+(?P<uu>weekend|week|month|year))(?:['’]s)?\b",
        rf"(?P<season>(?:(?P<sw>last|this|next|the\s+past|the)\s+|(?<=in\s)|(?<=since\s))(?P<sn>{season}))\b(?!\s+(?:of|offensive)\b)",
        (rf"(?P<feast>(?:(?P<fe>eve\s+of|first\s+day\s+of|start\s+of|beginning\s+of|end\s+of)\s+)?(?P<fn>{_any(words.feasts)})\b"
        r"(?:\s+(?P<fx>eve|day))?(?:,?\s+(?:of\s+|in\s+)?(?P<fyear>(?:19|20)\d\d))?)(?!\w)"),
        r"(?P<overnight>overnight)\b",
        rf"(?P<year>(?P<yphase>{phase})?(?P<y>(?:19|20)\d\d)(?:\s*(?:-|–|to|and)\s*(?P<y2>(?:19|20)\d\d))?(?!\d|[.,]\d|-|['’]?s\b))",
        r"(?P<decade>(?:the\s+)?(?:(?P<dphase>early|mid|late)[\s-]+)?(?P<dc>(?:1[89]|20)\d0)['’]?s)\b",
    ]  # fmt: skip


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern that finds expressions in lower-case text, many times faster, and the one that reads them as written."""
    words = time_words()
    parts = [*_calendar_parts(words), *_relative_parts(words)]
    pattern = rf"(?<![\w$€£#/])(?<!\d[.,:-])(?:{'|'.join(parts)})"
    return re.compile(pattern), re.compile(pattern, re.IGNORECASE)


@functools.cache
def _future_pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in time_words().future)
    return re.compile(rf"\b(?:{words})\b|['’]ll\b", re.IGNORECASE)


def _is_future(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - FUTURE_WINDOW) : start]
    breaks = [m.end() for m in _BREAK.finditer(before)]
    clause = before[breaks[-1] if breaks else 0 :]
    if _future_pattern().search(clause) or _WOULD.search(clause):
        return True
    if _UNTIL.search(clause) and clause.strip(" ,").count(" ") and (_PRESENT.search(clause) or not _PAST.search(clause)):
        return True
    after = text[end : end + 80]
    if _FRONT.search(text[max(0, start - 40) : start]):
        return re.match(r"[,\s]+(?:[\w'’-]+\s+){0,7}?(?:will|shall)\b", after) is not None
    return re.match(r"\s+(?:[\w'’-]+\s+){0,2}?(?:will|shall)\b", after) is not None


_SINCE = re.compile(
    r"\b(?:ever\s+)?since\s+(?:[\w'’.,-]+\s+){0,9}?(?:in\s+|on\s+|the\s+start\s+of\s+|the\s+beginning\s+of\s+|early\s+"
    r"|late\s+|mid-?)?$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r";|\.\s")
_ABOUT = re.compile(r"(?:about|around|some|nearly|almost)\s", re.IGNORECASE)
_FULL_MONTH_STOP = re.compile(r"(?:[a-z]{4,}|may)\.$", re.IGNORECASE)


def _anchored(c: Expression, value: Value) -> Value:
    """Let a value under "since" run up to publication."""
    before = _CLAUSE_END.split(c.text[max(0, c.match.start() - SINCE_WINDOW) : c.match.start()])[-1]
    start, _, _, basis = value
    if start is not None and _SINCE.search(before) and not re.search(r",\s+(?:on|in)\s+$", before):
        return start, c.published if c.published and c.published >= start else None, "range", basis
    return value


def _kind(match: re.Match[str]) -> str:
    return next(name for name in _READERS if match[name])


def _accept(text: str, match: re.Match[str], published: dt.date | None, reference: dt.date | None) -> DateValue | None:
    kind = _kind(match)
    context = Expression(text, match, published, _is_future(text, match.start(), match.end()), time_words(), reference)
    value = _READERS[kind](context)
    if value is None or not _trusted(kind, match):
        return None
    start, end, precision, basis = _anchored(context, value)
    return DateValue(start, end, precision, basis, edtf=_edtf(match, value, start, end, precision))


def _edtf(match: re.Match[str], read: Value, start: dt.date | None, end: dt.date | None, precision: str) -> str | None:
    """Return EDTF where the days alone don't tell it: an end left open by "since", days that stand for "early March" or "about"."""
    if start is None:
        return None
    if precision == "range" and read[2] != "range":
        return open_end(start, read[1], read[2])
    moon = match["fn"] and time_words().feasts[" ".join(match["fn"].lower().split())] in feasts.MOVABLE
    if match["phase"] or match["yphase"] or match["dphase"] or moon or _ABOUT.match(match.group()):
        return f"{start}~" if start == end else f"{start}~/{end}~" if end else f"{start}~/.."
    return None


def _trusted(kind: str, match: re.Match[str]) -> bool:
    """Months beside numbers are dates only when written as names ("may 5" is a modal verb)."""
    group = {"dayed": "dm", "monthed": "mm", "ranged": "rm", "rangedm": "qm", "crossed": "xam", "crossedm": "ymam"}.get(kind)
    return group is None or match[group][:1].isupper()


@functools.cache
def _anchor_words() -> frozenset[str]:
    """Return the words one of which every expression without digits has."""
    words = time_words()
    calendar = {max(words_in(name), key=len) for name in (*words.months, *words.feasts, *words.solar)}
    return frozenset({*calendar, *words.weekdays, *(f"{day}s" for day in words.weekdays), *_ANCHOR_WORDS.split()})


@functools.cache
def _anchors() -> re.Pattern[str]:
    """Words and digits one of which every expression has, over lower-case text."""
    return re.compile(rf"{_DIGITS.pattern}|\b(?:{_any(_anchor_words())})\b")


@dataclass(frozen=True, slots=True)
class Found:
    """One expression in a sentence: its kind (a named group of the pattern), the match, where it ends without a final full stop."""

    kind: str
    match: re.Match[str]
    end: int
    value: DateValue

    @property
    def start(self) -> int:
        """Return where it begins."""
        return self.match.start()


def dated_in(text: str, published: dt.date | None, reference: dt.date | None = None) -> Iterator[Found]:
    """Yield the expressions of a text that name days; the full pattern runs only around anchors.

    `reference` is the day told last before the text, which "the same day" takes up.
    """
    if _anchor_words().isdisjoint(words_in(text)) and not _DIGITS.search(text):
        return
    finder, reader = _patterns()
    position = 0
    refused: set[tuple[tuple[int, int], str | None]] = set()  # what was no date beside one anchor is none beside the next
    low = lowered(text)
    for anchor in _anchors().finditer(low, 0, MAX_CHARS):
        if anchor.end() <= position:
            continue
        start = max(position, anchor.start() - BEFORE)
        end = min(len(text), anchor.end() + AFTER)
        while (found := finder.search(low, start, end)) is not None and found.start() <= anchor.start():
            match = reader.match(text, found.start(), end)
            if match is None:
                break
            value = _accept(text, match, published, reference) if (match.span(), match.lastgroup) not in refused else None
            if value is not None:
                position = match.end()
                reference = value.start if value.precision == "day" and value.start else reference
                yield Found(_kind(match), match, position - (1 if _FULL_MONTH_STOP.search(match.group()) else 0), value)
                break
            refused.add((match.span(), match.lastgroup))
            start = _next_word(text, match.start())


def _next_word(text: str, offset: int) -> int:
    offset += 1
    while offset < len(text) and text[offset].isalnum() and text[offset - 1].isalnum():
        offset += 1
    return offset


def find_times(sentences: Sequence[Sentence], published: dt.date | None) -> tuple[TimeMention, ...]:
    """Return the time expressions of a report in text order with the days they mean; without a publication day relative ones stay open."""
    found: list[TimeMention] = []
    reference: dt.date | None = None
    for sentence in sentences:
        for one in dated_in(sentence.text, published, reference):
            reference = one.value.start if one.value.precision == "day" and one.value.start else reference
            span = Span(sentence.span.start + one.start, sentence.span.start + one.end)
            found.append(TimeMention(span, sentence.index, replace(one.value, expr=span)))
    return tuple(found)
