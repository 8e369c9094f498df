"""Datelines, headers of wire copy and monitored broadcasts, and agency signatures."""

from __future__ import annotations

import re

from dateline.data.outlets import find_outlet
from dateline.read.dates import find_dates
from dateline.read.headvalues import Head
from dateline.read.marks import Marks
from dateline.records import MetaValue, Span

_WIRE = re.compile(
    r"(?P<place>[^\W\d_](?:(?!--)[^\n()\[\]]){1,60}?)(?:\s\((?P<country>[^()\n]{2,30})\))?,\s+"
    r"(?P<date>\d{1,2}\s+[A-Z]{3,9}\.?\s+(?:19|20)?\d{2}|NO\s+DATE)(?:\s+\((?P<agency>[^()]{2,60})\))?\s*--?\s*"
    r"(?P<tags>(?:\[[^\[\]]{2,160}\]\s*)*)"
)
# Possessive: a chain of hyphens ("Al-Al-Al-...") could be parted into names in too many ways.
_NAME = r"[A-ZÀ-Þ][\w'’.]*+(?:-[\w'’.]++)*+"
_DATELINE = re.compile(
    rf"(?P<place>{_NAME}(?:[ -](?:de |la |el |al-)?{_NAME}){{0,3}}(?:, {_NAME}(?: {_NAME}){{0,2}})?)"
    r"(?:,?\s+(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?))?"
    r"\.?\s*(?:[(/](?P<agency>[^()/\n]{2,40})[)/]\.?\s*(?:--|[—–:-])?|(?:,\s*(?P<bare>[A-Z][\w-]+)\s*)?(?:--|[—–_]|\s-|(?<=[A-Z])-(?=\s))|(?P<colon>:))\s+(?=(?P<next>\S+))"
)
_LONG_DASH = re.compile(r"--|[—–]")
# Five letters and more: shorter words in capitals are mostly acronyms of actors.
_BARE = re.compile(r"(?P<place>[A-Z]{5,}(?:[ /][A-Z]{4,}){0,2})\s+(?=[A-Z][a-z]+\s)")
_SIGNATURE = re.compile(
    r"(?:(?:--+|—|–|\()\s*|(?<=[.!?\"”] ))(?:(?:source|via|from)\s*:?\s*)?(?P<agency>(?-i:[A-Z])[\w'&-]*(?: [\w'&-]+){0,3}?)\)?\s*\.?\s*\Z",
    re.IGNORECASE,
)


def read_dateline(marks: Marks, start: int, end: int, head: Head, *, bare: bool = False) -> int:
    """Mark a dateline at the start of a body line ("KYIV (Agency) -", "LIMA, 3 MAY 90 (EFE) -- [TEXT]"); return where prose begins.

    With `bare` a place in capitals alone counts too ("BEIRUT Troops shelled ..."): scrapes lose the dash.
    """
    text = marks.text
    wire = match_wire(text, start)
    if wire:
        return _read_wire(marks, wire, head)
    match = _DATELINE.match(text, start, end)
    if match is None:
        return _read_bare(marks, start, end, head) if bare else start
    place = match["place"].strip()
    named = match["agency"] or match["bare"] or place.partition(", ")[2]
    agency = find_outlet(named) if named else None
    if match["agency"] and agency is None and not place.isupper():
        return start
    if match["colon"] and (not place.split(",")[0].isupper() or len(place) < 4 or match["next"].isupper()):
        return start
    capitals = place.split(",")[0].isupper()
    if agency is None and not capitals and not match["date"] and not _LONG_DASH.search(match.group()):
        return start
    if find_outlet(place) or (not match["agency"] and place.split()[0].title() in _NOT_PLACES):
        return start
    at = match.start("place")
    city = place.split(",")[0].rstrip(".")
    if head.place is None and len(city) > 2:
        head.place = MetaValue(city.title() if city.isupper() else city, Span(at, at + len(city)))
    if head.agency is None and agency is not None:
        at = text.rindex(named, match.start(), match.end())
        head.agency = MetaValue(agency.name, Span(at, at + len(named)))
    if head.published is None and (dates := find_dates(text, match.start(), match.end())):
        head.published = MetaValue(dates[0].day.isoformat(), Span(dates[0].start, dates[0].end))
    marks.add(match.start(), match.end(), "dateline")
    return match.end()


def _read_bare(marks: Marks, start: int, end: int, head: Head) -> int:
    match = _BARE.match(marks.text, start, end)
    if match is None or find_outlet(match["place"]) or match["place"].title() in _NOT_PLACES:
        return start
    city = match["place"].split("/")[0]
    head.place = head.place or MetaValue(city.title(), Span(match.start(), match.start() + len(city)))
    marks.add(match.start(), match.end("place"), "dateline")
    return match.end()


def match_wire(text: str, start: int) -> re.Match[str] | None:
    """Match the header of a monitored broadcast or wire copy ("LIMA, 3 MAY 90 (EFE) -- [TEXT]")."""
    wire = _WIRE.match(text, start, min(start + 400, len(text)))
    return wire if wire and (wire["place"].isupper() or wire["tags"]) else None


_NOT_PLACES = frozenset(
    ["The", "A", "An", "In", "On", "At", "And", "But", "It", "He", "She", "They", "This", "That", "Note", "Update", "Breaking", "Analysis", "Exclusive",
     "Live", "Opinion", "Watch", "Video", "Photos", "Correction", "Editor", "Editors", "World", "News",
     "Hamas", "Daesh", "Taliban", "Centcom", "Unicef", "Unrwa", "Unhcr"]
)  # fmt: skip


def _read_wire(marks: Marks, wire: re.Match[str], head: Head) -> int:
    place = wire["place"].strip()
    if place.upper() not in ("NO CITY", "CLANDESTINE"):
        shown = re.sub(r"\s+", " ", place)
        head.place = MetaValue(shown.title() if shown.isupper() else shown, Span(wire.start("place"), wire.start("place") + len(place)))
    dates = find_dates(marks.text, *wire.span("date"))
    if dates:
        head.published = head.published or MetaValue(dates[0].day.isoformat(), Span(*wire.span("date")))
    if wire["agency"]:
        words = re.sub(r"\s+", " ", wire["agency"])
        known = find_outlet(words)
        value = MetaValue(known.name if known else words.title() if words.isupper() else words, Span(*wire.span("agency")))
        if known and known.copied:
            head.agency = head.agency or value
        else:
            head.outlet = head.outlet or value
    marks.add(wire.start(), wire.end(), "dateline")
    return wire.end()


def read_signature(marks: Marks, start: int, end: int, head: Head) -> None:
    """Mark an agency's name after the last sentence ("--Reuters") and keep it as agency and original outlet."""
    text = marks.text
    match = _SIGNATURE.search(text, max(start, end - 60), end)
    known = find_outlet(match["agency"].strip(" .")) if match else None
    if match is None or known is None or not known.copied or (match.start() > start and text[match.start() - 1 : match.start()].isalnum()):
        return
    if marks.add(match.start(), match.end(), "byline"):
        name = match["agency"].strip(" .")
        value = MetaValue(known.name, Span(match.start("agency"), match.start("agency") + len(name)))
        head.agency = head.agency or value
        head.original_outlet = head.original_outlet or value
