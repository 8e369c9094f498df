"""Units of a stretch of text: paragraphs, list items and headings, before they are split into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

UnitKind = Literal["paragraph", "item", "heading"]

# A list marker needs white space after it; a lone full stop serves as a bullet in dumps of official releases.
_ITEM = re.compile(r"[ \t\xa0]*(?:[.\-*•·▪●‣–—o][ \t\xa0]+|\(?(?:\d{1,2}|[a-z])[.)][ \t\xa0]+)(?=\S)")
_BULLET = re.compile(r"[ \t\xa0]*(?:[.*•·▪●‣–—-][ \t\xa0]+)(?=\S)")
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_FINAL = re.compile(r"[.!?:;,…][\"'”’»)\]]*(?:\[\d{1,3}\])*$")
_DASHED = re.compile(r"--?$")

# Wire copy and mail are wrapped at 60 to 80 columns; a line much longer is a paragraph of its own.
WRAP_MIN, WRAP_MAX = 45, 100
# A wrapped text fills its lines: most lines that another line of the paragraph follows reach this share of the width.
WRAP_FILL = 0.7
WRAP_SHARE = 0.75
# A heading is short and has no final punctuation.
HEADING_WORDS = 10


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, list item or heading, as a half-open range of the text."""

    start: int
    end: int
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    blank_before: bool


def wrap_width(text: str) -> int | None:
    """Return the column at which a text is hard-wrapped, or None where each line is a paragraph."""
    runs: list[list[int]] = [[]]
    for line in re.split(r"\r\n|[\n\r]", text):
        stripped = line.strip()
        if stripped:
            runs[-1].append(len(line.rstrip()))
        elif runs[-1]:
            runs.append([])
    inner = [length for run in runs for length in run[:-1]]
    if len(inner) < 2 or not WRAP_MIN <= (width := max(inner)) <= WRAP_MAX:
        return None
    if max(length for run in runs for length in run) > WRAP_MAX:
        return None
    full = sum(length >= WRAP_FILL * width for length in inner)
    return width if full >= WRAP_SHARE * len(inner) else None


def units(text: str, start: int, end: int, *, width: int | None) -> list[Unit]:
    """Split the range into paragraphs, list items and headings; leading and trailing white space is left out."""
    groups: list[list[_Line]] = []
    for line in _lines(text, start, end):
        if groups and not line.blank_before and _continues(text, groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    out: list[Unit] = []
    for position, group in enumerate(groups):
        first, last = group[0].start, group[-1].end
        if _BULLET.match(text, first, last) or (_ITEM.match(text, first, last) and _in_enumeration(text, groups, position)):
            out.append(Unit(first, last, "item"))
        elif len(group) == 1 and _is_heading(text, group[0]):
            out.append(Unit(first, last, "heading"))
        else:
            out.append(Unit(first, last, "paragraph"))
    return out


def item_body(text: str, unit: Unit) -> int:
    """Return where the words of a list item start, after its marker."""
    marker = _ITEM.match(text, unit.start, unit.end)
    return marker.end() if marker else unit.start


def _lines(text: str, start: int, end: int) -> list[_Line]:
    out: list[_Line] = []
    previous = start
    for match in _LINE.finditer(text, start, end):
        first, last = match.start(), match.end()
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        if first == last:
            continue
        gap = text[previous:first]
        out.append(_Line(first, last, gap.replace("\r\n", "\n").count("\n") > 1))
        previous = last
    return out


def _continues(text: str, before: _Line, line: _Line, width: int | None) -> bool:
    if _BULLET.match(text, line.start, line.end):
        return False
    if width is not None:
        first_word = text[line.start : line.end].split(None, 1)[0]
        room = width - (before.end - text.rfind("\n", 0, before.start) - 1)  # the whole line counts, also where a dateline opens it
        return room <= max(len(first_word) + 2, (1 - WRAP_FILL) * width) or text[line.start].islower()
    if text[line.start].islower():
        return not _FINAL.search(text, before.start, before.end) or text[before.end - 1] in ",;"
    return bool(_DASHED.search(text, before.start, before.end)) or text[before.end - 1] == ","


def _in_enumeration(text: str, groups: list[list[_Line]], position: int) -> bool:
    """Tell whether a neighbouring unit is numbered too: one numbered line alone is prose ("5. May ...")."""
    near = groups[max(position - 1, 0) : position] + groups[position + 1 : position + 2]
    return any(_ITEM.match(text, group[0].start, group[-1].end) for group in near)


def _is_heading(text: str, line: _Line) -> bool:
    words = text[line.start : line.end].split()
    if len(words) > HEADING_WORDS:
        return False
    if text[line.end - 1] == ":":
        return True
    return not _FINAL.search(text, line.start, line.end) and (text[line.start].isupper() or text[line.start].isdigit())
