"""The frozen text of a report in stretches, each with what is marked in it: what pages show of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from dateline.records import CodedReport, EventReport, Span

UNSHOWN = re.compile("[\x00\ud800-\udfff]")
"""Characters that no page can hold; each is shown as one replacement, so that offsets stay true."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words between two marks; `kinds` are the classes of the marks over them, `told` what they are in words."""

    start: int
    text: str
    kinds: str
    told: str


def verbatim(text: str) -> Markup:
    """Return text for a page, escaped, whose carriage returns reach the browser: offsets counted there are those of the text."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def stretches(text: str, marks: Iterable[tuple[Span, str, str]]) -> list[Stretch]:
    """Return the whole text cut where a mark begins or ends; marks may overlap."""
    given = [(span, kind, told) for span, kind, told in marks if span.start < span.end <= len(text)]
    cuts = sorted({0, len(text), *(span.start for span, _, _ in given), *(span.end for span, _, _ in given)})
    out = []
    for start, end in pairwise(cuts):
        over = [(kind, told) for span, kind, told in given if span.start <= start and end <= span.end]
        kinds, told = (" ".join(dict.fromkeys(one)) for one in (tuple(k for k, _ in over), tuple(t for _, t in over if t)))
        out.append(Stretch(start, UNSHOWN.sub("\ufffd", text[start:end]), kinds, told))
    return out


def event_marks(report: CodedReport, event: EventReport) -> list[tuple[Span, str, str]]:
    """Return the marks of an event report: its sentence, and the words of each of its cells."""
    out = [(s.span, "sentence", "") for s in report.sentences if s.index == event.sentence]
    out += [(event.trigger, "w-type", "type"), *((span, "w-type", "type") for span in event.mentions)]
    out += [(span, "w-place", "place") for place in event.locations[:1] for span in place.spans]
    out += [(event.date.expr, "w-date", "date")] if event.date.expr else []
    out += [(span, "w-actor", f"{p.role}: {p.name}") for p in event.participants for span in p.spans]
    out += [(toll.span, "w-toll", f"toll: {toll.kind}") for toll in event.tolls]
    return out + [(loss.span, "w-loss", f"loss: {loss.item}") for loss in event.losses]
