"""How names, numbers, dates and lists stand in a brief's sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from dateline.data.brief_words import brief_words
from dateline.export.notes import UNKNOWN_OUTLET, outlet_of, relation_words
from dateline.records import Claim, CodedReport, DateValue, Location

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_OF = re.compile(r"\s(?:of|for|in|on|at)\s", re.IGNORECASE)
_OWN = frozenset({"his", "her", "their", "its", "our", "my"})
_VAGUE = " (unspecified)"
NO_REGION = "Region not known"
LONGEST_DESCRIPTION = 8
"""Words of a speaker who is only described; a longer description is given by its canonical name."""


def number(count: int) -> str:
    """Return a count of things that the brief itself counts: words up to ten, then figures.

    >>> number(2), number(12)
    ('two', '12')
    """
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """Return a count with its noun ("one report", "12 reports")."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def listed(items: Iterable[str]) -> str:
    """Return a list in words, each item once.

    >>> listed(["a", "b", "c", "a"])
    'a, b and c'
    """
    *first, last = dict.fromkeys(items)
    return f"{', '.join(first)} and {last}" if first else last


def upper_first(text: str) -> str:
    """Return the text with a capital at its start."""
    return text[:1].upper() + text[1:]


def named(name: str) -> str:
    """Return a name as it stands within a sentence: with its article, a kind of people in lower case.

    >>> named("Northern Army"), named("Residents"), named("Military source"), named("Hayat Tahrir al-Sham")
    ('the Northern Army', 'residents', 'a military source', 'Hayat Tahrir al-Sham')
    """
    words = brief_words()
    name = " ".join(name.removesuffix(_VAGUE).split())
    bare = _BRACKET.sub("", name)
    tokens = bare.split()
    if not tokens or tokens[0].casefold() == "the":
        return name[:1].lower() + name[1:]
    if bare.casefold() in words.pronouns:
        return "an unnamed speaker"
    head = _OF.split(bare, maxsplit=1)[0].split()[-1]
    kind = tokens[0].casefold() in words.kinds and all(token == token.lower() for token in tokens[1:])
    if kind:
        name = name[0].lower() + name[1:]
    if head.casefold() in words.single and (kind or (len(tokens) > 1 and head == head.lower())):
        return f"{_article(name.split()[0])} {name}"
    if kind:
        return f"the {name}" if head.casefold() in words.articled and not head.endswith("s") else name
    proper = head.casefold() in words.articled and tokens[0].casefold().split("-")[0] not in words.bare
    return f"the {name}" if proper else name


def _article(word: str) -> str:
    """Return "a" or "an" as the word's first sound asks, letter by letter where it is an acronym."""
    spelled = len(word) > 1 and word.isupper()
    return "an" if word[0] in ("AEFHILMNORSX" if spelled else "aeioAEIO") or word[:2] in ("un", "Un") else "a"


def speaker(report: CodedReport, claim: Claim) -> str:
    """Return who speaks: the outlet for its own words, a described speaker in the report's words, else the name; with the relay."""
    if claim.source.type == "author" and claim.source.name == outlet_of(report):
        return outlet(report)
    name = named(claim.source.name)
    if claim.source.span is not None:
        words = claim.source.span.of(report.page.document).split()
        if words and words[0].casefold() in _OWN:
            words[0] = "the"
        described = [word for word in words if word.casefold() not in ("the", "a", "an")][:1]
        if described and described[0][0].islower() and len(words) <= LONGEST_DESCRIPTION and described[0] not in brief_words().pronouns:
            words[0] = words[0][:1].lower() + words[0][1:]
            name = " ".join(words) if words[0] in ("the", "a", "an") else named(" ".join(words))
    relay = [named(via.name) for via in claim.via]
    return f"{name} (quoted by {listed(relay)})" if relay else name


def outlet(report: CodedReport) -> str:
    """Return the outlet of a report as a speaker."""
    name = outlet_of(report)
    return "an unnamed outlet" if name == UNKNOWN_OUTLET else named(name)


def day(value: dt.date) -> str:
    """Return a day: "29 October 2017"."""
    return f"{value.day} {value:%B %Y}"


def days(date: DateValue) -> str:
    """Return when, as exactly as the report says: "29 October 2017", "4 to 6 May 2031", "May 2031", "before 6 May 2031"."""
    start, end = date.start or date.end, date.end or date.start
    if start is None or end is None:
        return "day not known"
    if date.precision == "before" or date.start is None:
        return f"on or before {day(end)}"
    if date.end is None:
        return f"on or after {day(start)}"
    if date.precision == "month":
        return f"{start:%B %Y}"
    if date.precision == "year":
        return f"{start:%Y}"
    return span(start, end)


def span(start: dt.date, end: dt.date) -> str:
    """Return two days as one stretch, of the first only what differs."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    return f"{start.day} {start:%B} to {day(end)}" if start.year == end.year else f"{day(start)} to {day(end)}"


def where(places: Sequence[Location]) -> str:
    """Return places as a lead: "Upper Sarn and Old Sarn", "Near Orlun"."""
    if not places:
        return "Place not known"
    shown = [(relation_words(place), place.name) for place in places]
    first = shown[0][0]
    if first in ("at", "in"):
        return upper_first(listed(name for _, name in shown))
    return upper_first(f"{first} {listed(name for _, name in shown)}")


def region(places: Sequence[Location]) -> str:
    """Return the region that an event's places lie in, as a title: "Hama, Syria"; the first place that is in a known one tells."""
    place = next((p for p in places if p.admin1), next((p for p in places if p.country), None))
    if place is None:
        return NO_REGION
    parts = [part for part in (place.admin1, place.country) if part]
    return ", ".join(dict.fromkeys(parts))
