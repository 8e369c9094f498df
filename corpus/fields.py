"""The parts that the lines of annotation are made of: fields, entities, quotes, times and counts."""

from __future__ import annotations

import re

from corpus import vocabulary
from corpus.dates import bounds
from corpus.layout import Draft
from corpus.quotes import QUOTE, locate
from corpus.records import Range, When

DAY = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
EDTF = re.compile(rf"{DAY}|{DAY}/{DAY}|{DAY}/\.\.|\.\./{DAY}")
MAX_DIGITS = 9


class MarkupError(ValueError):
    """A line of annotation that cannot be read."""


def segments(rest: str) -> list[str]:
    """Split at semicolons outside quotes."""
    parts, depth, current = [], False, ""
    for char in rest:
        if char == '"':
            depth = not depth
        if char == ";" and not depth:
            parts.append(current.strip())
            current = ""
        else:
            current += char
    parts.append(current.strip())
    return [part for part in parts if part]


def once(parts: list[str], repeated: frozenset[str] = frozenset()) -> list[str]:
    """Return the fields; raise where one that stands once is given twice."""
    keys = ['"' if part.startswith('"') else part.split()[0] for part in parts]
    for key in keys:
        if keys.count(key) > 1 and key not in repeated:
            raise MarkupError("given twice: " + ("the content" if key == '"' else key))
    return parts


def entities(draft: Draft, words: str, kind: str | None = None) -> list[str]:
    """Return the entity ids of `@a @b`; raise if one is unknown or of another kind."""
    ids = []
    for word in words.replace("/", " ").replace(",", " ").split():
        if not word.startswith("@"):
            raise MarkupError(f"expected an entity (@id), found: {word}")
        entity = draft.entities.get(word[1:])
        if entity is None:
            raise MarkupError(f"{word} is not defined in the header")
        if kind and entity.kind != kind:
            raise MarkupError(f"{word} is of kind {entity.kind}, expected {kind}")
        ids.append(word[1:])
    if not ids:
        raise MarkupError("expected an entity (@id)")
    return ids


def one_entity(draft: Draft, words: str, kind: str) -> str:
    """Return the one entity id of `@a`."""
    refs = entities(draft, words, kind)
    if len(refs) > 1:
        raise MarkupError(f"expected one entity, found: {words}")
    return refs[0]


def quotes(draft: Draft, at: int, rest: str) -> list[Range]:
    """All of `rest` is quotes: return their ranges."""
    left = QUOTE.sub("", rest).strip()
    if left:
        raise MarkupError(f"expected only quotes, found also: {left[:60]}")
    found = [locate(draft.text, draft.lines[at].range, q[1], int(q[2]) if q[2] else None) for q in QUOTE.finditer(rest)]
    if not found:
        raise MarkupError("no quoted words")
    return found


def one_quote(draft: Draft, at: int, rest: str, *, beyond: bool = False) -> Range:
    """`rest` is one quote: return its range, which only a content may carry beyond the line."""
    match = QUOTE.fullmatch(rest.strip())
    if not match:
        raise MarkupError(f"expected one quote, found: {rest[:60]}")
    return locate(draft.text, draft.lines[at].range, match[1], int(match[2]) if match[2] else None, beyond=beyond)


def first_quote(draft: Draft, at: int, rest: str) -> tuple[Range, str]:
    """Return the range of the quote that `rest` begins with, and what follows it."""
    match = QUOTE.match(rest)
    if not match:
        raise MarkupError(f"expected quoted words first, found: {rest[:60]}")
    where = locate(draft.text, draft.lines[at].range, match[1], int(match[2]) if match[2] else None)
    return where, rest[match.end() :].strip()


def when(words: str) -> When:
    """Return the time that `t1`, `pub`, `?` or `=2024-03-12` stands for."""
    if words == "pub":
        return When("publication")
    if words == "?":
        return When("unknown")
    if re.fullmatch(r"t\d+", words):
        return When("time", time=words)
    if words.startswith("="):
        value = edtf(words[1:].strip())
        return When("inferred", value) if value else When("unknown")
    raise MarkupError(f"not a time: {words}; expected t1, pub, ? or =2024-03-12")


def edtf(value: str) -> str | None:
    """Return a valid EDTF value, None for `?`; raise where it is no such value, no such day, or ends before it begins."""
    if value == "?":
        return None
    if not EDTF.fullmatch(value):
        raise MarkupError(f"not a time value: {value}; expected 2024-03-12, 2024-03, 2024, A/B, A/.., ../B or ?")
    try:
        first, last = bounds(value)
    except ValueError as error:
        raise MarkupError(f"no such day: {value}") from error
    if first and last and first > last:
        raise MarkupError(f"it ends before it begins: {value}")
    return value


def number(digits: str) -> int:
    """Return the number; raise where it is larger than any count of people."""
    if len(digits) > MAX_DIGITS:
        raise MarkupError(f"too large a number: {digits[:20]}...")
    return int(digits)


def count(words: list[str]) -> tuple[str, int | None, int | None, int | None]:
    """Return modifier, low, best, high of `14`, `at_least 14`, `10-12`, `unquantified 24`."""
    modifier = words[0] if words and words[0] in vocabulary.MODIFIERS else ""
    numbers = words[1:] if modifier else words
    span = re.fullmatch(r"([0-9]+)-([0-9]+)", numbers[0]) if len(numbers) == 1 else None
    if span and modifier in ("", "range"):
        low, high = number(span[1]), number(span[2])
        if low > high:
            raise MarkupError(f"the lower number comes first: {numbers[0]}")
        return "range", low, None, high
    if modifier == "unquantified" and not numbers:
        return modifier, None, None, None
    if len(numbers) != 1 or not re.fullmatch(r"[0-9]+", numbers[0]) or modifier == "range":
        raise MarkupError(f"not a count: {' '.join(words) or 'nothing'}; expected 14, at_least 14, 10-12, unquantified 24")
    value = number(numbers[0])
    if modifier == "unquantified":
        return modifier, value, None, None
    bottom = None if modifier in ("about", "nearly", "up_to") else value
    top = None if modifier in ("about", "at_least", "more_than") else value
    return modifier or "exact", bottom, value, top
