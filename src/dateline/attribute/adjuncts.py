"""What stands between a cue and what is said: when, where, in what paper and to whom it was said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.attribute.function_words import DETERMINERS
from dateline.attribute.line import Line
from dateline.attribute.right_phrases import right_phrase
from dateline.records import Span

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b\.?)"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|night|noon|midday))?"
_CALENDAR = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\b|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b)(?:,?\s+\d{{4}}\b)?"
DATE = re.compile(
    rf"(?:(?:(?:late|early|later|earlier)\s+)?(?:[Oo]n|[Tt]his|[Ll]ast)\s+)?(?:[Ll]ate\s+|[Ee]arly\s+)?"
    rf"(?:{_DAY}{_PART}(?:,?\s+{_CALENDAR})?|{_CALENDAR}|(?:today|yesterday|tonight){_PART})(?![\w'’-])"
    rf"|(?:this|last)\s+(?:week|month|year|weekend|morning|evening)\b|in\s+(?:early\s+|late\s+|mid-)?{_MONTH}(?:\s+\d{{4}})?(?![\w'’-])",
)
_NAME = r"(?:the\s+)?(?:[A-Z][\w.'’&/-]*)(?:\s+(?:of\s+|de\s+|for\s+)?[A-Z][\w.'’&/-]*){0,4}"
_OUTLETISH = (
    r"(?:(?:the|a|an|his|her|its|their)\s+)?(?:[\w'’-]+\s+){0,3}?"
    r"(?:agency|television|TV|radio|newspaper|daily|channel|website|media|press|network|account|page|broadcaster)"
)
_PAPER = (
    r"(?:statement|interview|report|letter|briefing|release|communiqu[eé]|tweet|post|message|speech|toll|tally|count|assessment|announcement|address|video|article|dispatch|bulletin|broadcast|"
    r"note|conference|call|recording|testimony|column|e-?mail|declaration|remarks|comments|update|telegram|cable|documents?|memo|summary|study|survey|"
    r"monologue|segment|ad|memorandum|newscast|appearance|podcast|filing|analysis|op-ed|essay|debate|editorial|story|blog)s?\b"
)
_CARRIED = (
    r"(?:\s+(?:that\s+was\s+)?(?:carried|published|issued|released|posted|broadcast|aired|distributed|quoted|cited|read|sent|made|run|seen|obtained|given)"
    rf"(?:\s+(?:by|on|in|to|at|with|via|through)\s+"
    rf"(?P<carrier>{_NAME}(?:\s+(?:news\s+agency|agency|television|TV|radio|newspaper))?|{_OUTLETISH}))?)?"
)
_SMALL = r"(?:reporters|journalists|newsmen|the\s+(?:press|media|nation|council|court|crowd)|lawmakers|parliament|supporters|the\s+public)"
_ADJUNCT = re.compile(
    rf"\s*(?:(?P<date>{DATE.pattern})"
    rf"|in\s+(?:(?:a|an|his|her|its|their|the|one|another|recent)\s+)?(?:[\w'’-]+\s+){{0,4}}?{_PAPER}(?:\s+(?:with|to|for|from|on|in)\s+(?P<with>{_NAME}|{_SMALL}))?{_CARRIED}"
    rf"|(?:at|during|after)\s+(?:a|an|the|his|her|its|their)\s+(?:[\w'’-]+\s+){{0,3}}?(?:conference|briefing|meeting|hearing|rally|ceremony|session|summit|visit|event|debate|funeral|interview|speech)\b(?:\s+(?:in|at)\s+(?P<venue>{_NAME}))?"
    rf"|to\s+{_SMALL}(?:\s+(?:in|at)\s+(?P<venue2>{_NAME}))?"
    rf"|(?:by|over\s+the|on\s+the)\s+(?:tele)?phone|via\s+[\w'’-]+(?:\s+link)?"
    rf"|on\s+(?:(?:its|his|her|their|the)\s+)?(?:[\w'’.-]+\s+){{0,3}}?(?:website|account|page|channel|radio|television|TV|Twitter|Telegram|Facebook|Truth\s+Social|X)\b"
    rf"|on\s+condition\s+of\s+anonymity|on\s+behalf\s+of\s+{_NAME}|(?:here|earlier|later|recently|again|separately|publicly|officially)\b(?:\s+(?:on\s+)?(?:{_DAY}|in\s+the\s+day|that\s+day|today))?"
    rf"|(?:in|from|at)\s+(?P<place>{_NAME})(?=\s*(?:[,.;:]|that\b|on\s+{_DAY}|$))"
    r")"
)
_ADDRESSEE = re.compile(
    rf"\s*(?:(?P<via>{_OUTLETISH}(?:\s+{_NAME})?|(?:the\s+)?(?:local\s+|state\s+|foreign\s+)?(?:[A-Z][\w.&-]*\s+)?(?:reporters?|journalists?|newsmen|correspondents?))|{_SMALL}|(?:him|her|them|us|me|you|it)\b|(?:the|a|an|his|her|its|their)\s+(?:[\w'’-]+\s+){{0,2}}?[\w'’-]+)(?![\w'’-])"
)


@dataclass(frozen=True, slots=True)
class Adjuncts:
    """Where what is said may begin (word index), and when, where and through whom it was said."""

    end: int
    date: Span | None = None
    place: str | None = None
    carrier: Span | None = None


def skip_adjuncts(line: Line, first: int) -> Adjuncts:
    """Pass over the adjuncts that begin at word `first`."""
    index, date, place, carrier = first, None, None, None
    while index < len(line) and not line.quoted[index]:
        match = _ADJUNCT.match(line.text, line.ends[index - 1] if index else 0)
        if match is None or match.end() <= line.starts[index]:
            break
        if match["date"]:
            date = date or Span(line.base + match.start("date"), line.base + match.end("date"))
        place = place or match["venue"] or match["venue2"] or match["place"]
        for group in ("carrier", "with"):
            if match[group] and match[group][0].isalpha() and carrier is None:
                carrier = Span(line.base + match.start(group), line.base + match.end(group))
        index = word_at(line, match.end())
    return Adjuncts(index, date, place.rstrip(".,") if place else None, carrier)


def skip_addressee(line: Line, first: int, outlet_end: int | None) -> tuple[int, Span | None]:
    """Pass over whom it was told ("told the agency Xyz"); return the next word and the words that name a medium, if any.

    outlet_end: offset in the text where a well-known body that begins at `first` ends.
    """
    if first >= len(line):
        return first, None
    if outlet_end is not None:
        index = word_at(line, outlet_end)
        while index < len(line) and line.lows[index] in (
            "news",
            "agency",
            "television",
            "tv",
            "radio",
            "newspaper",
            "correspondent",
            "correspondents",
        ):
            index += 1
        return index, line.span(first, index)
    if line.lows[first] in DETERMINERS and not line.is_name(first + 1 if first + 1 < len(line) else first):
        end = right_phrase(line, first)
        if end > first:
            return end, line.span(first, end)
    match = _ADDRESSEE.match(line.text, line.ends[first - 1] if first else 0)
    if match is not None and match.end() > line.starts[first]:
        via = Span(line.base + match.start("via"), line.base + match.end("via")) if match["via"] else None
        return word_at(line, match.end()), via
    index = first
    while index < len(line) and line.is_name(index) and index - first < 6:
        index += 1
    return index, (line.span(first, index) if index > first else None)


def word_at(line: Line, offset: int) -> int:
    """Return the index of the first word that begins at or after an offset in the text."""
    index = 0
    for index, start in enumerate(line.starts):
        if start >= offset:
            return index
    return len(line)
