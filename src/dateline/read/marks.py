"""Collects what stretches of a text are, and lays them out as zones."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field

from dateline.records import Span, Zone

_LINK = re.compile(r"\[([^\]\n]{1,300})\]\(([^()\s]{0,500})\)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>()\[\]\"]+)>?")


@dataclass(slots=True)
class Marks:
    """A claim list, kept in text order: the first kind to claim a character keeps it."""

    text: str
    taken: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, start: int, end: int, kind: str) -> bool:
        """Claim a range, trimmed of white space; False where any of it is claimed already or nothing is left."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        if start >= end or not self.free(start, end):
            return False
        insort(self.taken, (start, end, kind))
        return True

    def free(self, start: int, end: int) -> bool:
        """Tell whether no character of the range is claimed."""
        at = bisect_left(self.taken, (end, -1, ""))
        return at == 0 or self.taken[at - 1][1] <= start

    def zones(self) -> tuple[Zone, ...]:
        """Return the claims in text order, the rest as body, white space between them in no zone."""
        out: list[Zone] = []
        at = 0
        for start, end, kind in [*self.taken, (len(self.text), len(self.text), "")]:
            first, last = at, start
            while first < last and self.text[first].isspace():
                first += 1
            while last > first and self.text[last - 1].isspace():
                last -= 1
            if first < last:
                out.append(Zone("body", Span(first, last)))
            if kind:
                out.append(Zone(kind, Span(start, end)))
            at = end
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its surrounding white space; `plain` is it with Markdown links reduced to their words."""

    start: int
    end: int
    plain: str
    blank_before: bool


def lines_of(text: str) -> list[Line]:
    """Return the lines that are not blank."""
    out: list[Line] = []
    blank = True
    for match in re.finditer(r"[^\n\r]*(?:\r\n|[\n\r]|\Z)", text):
        raw = match.group()
        body = raw.strip()
        if body:
            start = match.start() + raw.index(body[0])
            out.append(Line(start, start + len(body), plain(body), blank))
            blank = False
        else:
            blank = True
    return out


def plain(text: str) -> str:
    """Return a text with Markdown links and emphasis reduced to their words."""
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    return text.replace("**", "") if "**" in text else text


def links_of(text: str) -> list[tuple[str, int, int]]:
    """Return (address, start, end) of Markdown links (range of their words) and bare addresses."""
    out: list[tuple[str, int, int]] = []
    if "](" in text:
        out += [(m.group(2), m.start(1), m.end(1)) for m in _LINK.finditer(text)]
    if "://" in text:
        out += [
            (m.group(1).rstrip(".,;:"), m.start(1), m.end(1)) for m in _ADDRESS.finditer(text) if text[m.start() - 1 : m.start()] != "("
        ]
    return sorted(out, key=lambda link: link[1])
