"""Finds the quoted words of the markup in the frozen text."""

from __future__ import annotations

import re

from corpus.records import Range

QUOTE = re.compile(r'"([^"]*)"(?:#([0-9]{1,3}))?')
REACH = 6_000
"""A content may run on over this many characters at most: longer ones were slips of the last words."""


class QuoteError(ValueError):
    """The words are not where the quote says."""


def occurrences(text: str, words: str, start: int, end: int) -> list[Range]:
    """Return where `words` stand as whole words between `start` and `end`."""
    found = []
    at = text.find(words, start, end)
    while at >= 0:
        stop = at + len(words)
        cut_before = at > 0 and text[at - 1].isalnum() and words[0].isalnum()
        cut_after = stop < len(text) and text[stop].isalnum() and words[-1].isalnum()
        if not cut_before and not cut_after:
            found.append((at, stop))
        at = text.find(words, at + 1, end)
    return found


def locate(text: str, line: Range, words: str, nth: int | None = None, *, beyond: bool = False) -> Range:
    """Return the range of a quote of one line; raise QuoteError if it is not there, or there more than once and `nth` does not say which.

    `"first words ... last words"` may end in a later line only with `beyond`.
    """
    if not words or words != words.strip():
        raise QuoteError(f'the quote "{words}" is empty or has a space at an end')
    head, dots, tail = words.partition(" ... ")
    if dots:
        return _stretch(text, line, head, tail, nth, beyond=beyond)
    return _pick(occurrences(text, words, *line), words, nth)


def _pick(found: list[Range], words: str, nth: int | None) -> Range:
    """Return the one occurrence in the line that is meant."""
    if not found:
        raise QuoteError(f'"{words}" does not stand in this line as whole words')
    if nth is None and len(found) > 1:
        raise QuoteError(f'"{words}" stands {len(found)} times in this line; say which: "{words}"#1')
    if nth is not None and not 1 <= nth <= len(found):
        raise QuoteError(f'"{words}"#{nth}: it stands {len(found)} times in this line')
    return found[(nth or 1) - 1]


def _stretch(text: str, line: Range, head: str, tail: str, nth: int | None, *, beyond: bool) -> Range:
    """From the first words in this line to the last words, in this line if they are there, else in a later one."""
    start, after = _pick(occurrences(text, head, *line), head, nth)
    here = occurrences(text, tail, after, line[1])
    if len(here) > 1:
        raise QuoteError(f'"{tail}" (after the dots) stands {len(here)} times in this line; quote more words')
    later = here or (occurrences(text, tail, after, min(len(text), after + REACH)) if beyond else [])
    if not later:
        raise QuoteError(f'"{tail}" (after the dots) stands nowhere after "{head}"' + ("" if beyond else " in this line"))
    return start, later[0][1]
