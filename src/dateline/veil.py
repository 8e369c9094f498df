"""Hides who is meant from those who only need to know what is done: the names of armed sides, and texts without them.

What is done, what it cost and who says so must be read alike whichever side does it. Readers that look at words alone ("Liberation",
"Government", "National", the length of a name) therefore get the text with these names veiled; who it was, the registry says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dateline.records import ActorMention, Span

_ARMED = frozenset({"state_forces", "rebel", "militia", "external"})
_ARM = re.compile(r"\s(?:armed\s|security\s)?(?:forces?|troops|army|military|militia)\b", re.IGNORECASE)


class ArmedName(NamedTuple):
    """A name of an armed side in a text, and the number of its bearer in the order of appearance."""

    span: Span
    bearer: int


def armed_names(actors: Iterable[ActorMention], text: str, start: int = 0) -> tuple[ArmedName, ...]:
    """Return the names of armed sides in text order, none inside another; a government's "forces" are one.

    `text` holds the mentions, whose offsets are the document's; `start` is its place there.
    """
    out: list[ArmedName] = []
    numbers: dict[str, int] = {}
    for mention in sorted(actors, key=lambda m: (m.span.start, -m.span.end)):
        end = _end(mention, text, start)
        if end is not None and (not out or mention.span.start >= out[-1].span.end):
            number = numbers.setdefault(mention.entry or mention.name, len(numbers))
            out.append(ArmedName(Span(mention.span.start, end), number))
    return tuple(out)


def _end(mention: ActorMention, text: str, start: int) -> int | None:
    """Return where the name of an armed side ends, None for other actors."""
    if mention.generic or mention.person:
        return None
    if mention.actor_class in _ARMED:
        return mention.span.end
    if mention.actor_class != "government":
        return None
    first, last = mention.span.start - start, mention.span.end - start
    behind = _ARM.match(text, last)
    found = [behind] if behind else [arm for arm in _ARM.finditer(text, first, last) if arm.end() == last]
    return found[-1].end() + start if found else None


def veiled(text: str, names: Sequence[ArmedName], start: int = 0, *, capital: bool = True) -> str:
    """Return a text of the same length in which each name is one word that tells nothing; `start` is the text's place in the document.

    capital: whether that word begins with a capital, as a name does.

    >>> veiled("The Northern Front said", [ArmedName(Span(4, 18), 0)])
    'The Xxxxxxxxxxxxxx said'
    """
    parts: list[str] = []
    at = 0
    for span, _ in names:
        a, b = max(span.start - start, at), min(span.end - start, len(text))
        if a < b:
            parts += [text[at:a], "X" if capital else "x", "x" * (b - a - 1)]
            at = b
    return "".join(parts) + text[at:] if parts else text


__all__ = ["ArmedName", "armed_names", "veiled"]
