"""Tells header, entities, text and annotation of a file apart, and builds the frozen text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus import vocabulary
from corpus.records import Claim, Control, Entity, Event, Fault, Loss, Mention, Range, Statement, TextLine, Thing, Time, Toll

ENTITY = re.compile(r"@(?P<id>[\w-]+) (?P<kind>actor|place): *(?P<rest>.+)")
HEADER = re.compile(r"(?P<key>[a-z_]+): *(?P<value>.*)")
KEYS = ("id", "conflict", "voice", "outlet", "published", "profile", "original_outlet", "author", "place", "notes")
RESERVED = frozenset({"author", "unnamed"})
MARKS = {"=": "title", ">": "body", "*": "item"}


@dataclass
class Draft:
    """What has been read so far of one file; the readers add to it."""

    header: dict[str, str] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    text: str = ""
    lines: list[TextLine] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)  # index of the TextLine, line of the file, annotation
    mentions: list[Mention] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    again: list[tuple[str, Range, int, int]] = field(default_factory=list)  # event or toll, range, index of the TextLine, line
    groups: int = 0
    faults: list[Fault] = field(default_factory=list)


def lay_out(draft: Draft, source: str) -> None:
    """Tell header, text and annotation apart and build the frozen text."""
    paragraph, blank = -1, True
    for number, raw in enumerate(source.split("\n"), start=1):
        line = raw.rstrip()
        if not line:
            blank = True
        elif raw[0] in " \t":
            if not draft.lines:
                draft.faults.append(Fault(number, "an annotation before the first line of text"))
            else:
                draft.notes.append((len(draft.lines) - 1, number, line.strip()))
        elif line[0] in "=>*:":
            zone, words = _zone(line)
            if zone not in vocabulary.ZONES and zone not in MARKS.values():
                draft.faults.append(Fault(number, f"no such zone: {zone}"))
            if not words:
                draft.faults.append(Fault(number, "a line of text without words"))
            paragraph = _append(draft, zone, words, number, paragraph, blank=blank)
            blank = False
        elif draft.lines:
            draft.faults.append(Fault(number, "neither text (= > * :zone) nor annotation (indented)"))
        elif line.startswith("@"):
            _entity(draft, line, number)
        elif match := HEADER.fullmatch(line):
            if match["key"] in draft.header:
                draft.faults.append(Fault(number, f"the header gives `{match['key']}` twice"))
            if match["key"] not in KEYS:
                draft.faults.append(Fault(number, f"no such key of the header: {match['key']}; one of {', '.join(KEYS)}"))
            draft.header[match["key"]] = match["value"].strip()
        else:
            draft.faults.append(Fault(number, "not a header line (key: value), nor an entity (@id actor: ...)"))


def _zone(line: str) -> tuple[str, str]:
    if line[0] == ":":
        zone, _, words = line[1:].partition(" ")
        return zone, words.strip()
    return MARKS[line[0]], line[1:].strip()


def _append(draft: Draft, zone: str, words: str, number: int, paragraph: int, *, blank: bool) -> int:
    """Add one line to the frozen text; return its paragraph."""
    last = draft.lines[-1].zone if draft.lines else None
    if last is None:
        gap = ""
    elif last == "dateline" and zone == "body" and not blank:
        gap = " "
    elif zone == "item" and last == "item" and not blank:
        gap = "\n"
    elif blank or zone != last or zone not in ("body",):
        gap = "\n\n"
    else:
        gap = " "
    if gap in ("", "\n\n"):
        paragraph += 1
    draft.text += gap + ("- " if zone == "item" else "")
    start = len(draft.text)
    draft.text += words
    draft.lines.append(TextLine(zone, (start, len(draft.text)), paragraph, number))
    return paragraph


def _entity(draft: Draft, line: str, number: int) -> None:
    match = ENTITY.fullmatch(line)
    if not match:
        draft.faults.append(Fault(number, "not an entity; expected: @id actor: name | class | side ... or @id place: name | level ..."))
        return
    name, *fields = (part.strip() for part in match["rest"].split("|"))
    if match["id"] in RESERVED:
        draft.faults.append(Fault(number, f"@{match['id']} is a word of the markup; take another id"))
    if len(fields) > (4 if match["kind"] == "actor" else 5):
        draft.faults.append(Fault(number, f"@{match['id']} has too many fields"))
    if match["id"] in draft.entities:
        draft.faults.append(Fault(number, f"@{match['id']} is defined twice"))
    draft.entities[match["id"]] = Entity(match["id"], match["kind"], name, tuple(fields), number)
