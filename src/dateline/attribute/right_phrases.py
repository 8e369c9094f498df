"""Noun phrases that speak, rightwards from a cue: "according to X", "said X"."""

from __future__ import annotations

from dateline.attribute.function_words import AUXILIARIES, CLOSED, DETERMINERS, bare, is_finite, is_speaker
from dateline.attribute.line import QUOTES, Line
from dateline.attribute.phrases import PARTICIPLES, is_modifier, is_named
from dateline.data.source_types import speaker_words


def right_phrase(line: Line, first: int) -> int:
    """Return the word index after the speaker's noun phrase that begins at `first`; `first` itself if there is none.

    The phrase ends at a comma or bracket, or where a scraped text without commas begins a clause.
    """
    words = speaker_words()
    match = words.body_pattern.match(line.text, line.starts[first]) if first < len(line) else None
    body = match is not None
    index = first
    while match is not None and index < len(line) and line.starts[index] < match.end():
        index += 1
    seen_head = named = body
    while index < len(line):
        low = line.lows[index]
        if low in QUOTES or (not low[0].isalnum() and low != "&"):
            break
        if index == first and low in DETERMINERS:
            index += 1
            continue
        following = _postmodified(line, index) if seen_head else index
        if following > index:
            index = following
            continue
        if low in CLOSED and not (is_named(line, index) and index > first):
            break
        if line.is_name(index):
            if named and seen_head and (body or not is_named(line, index - 1)) and not _title(line, index - 1):
                break
            named = seen_head = True
        elif is_speaker(low):
            seen_head = True
        elif low in words.modifiers or ("-" in low and not seen_head) or low.endswith(("'s", "’s")):
            pass
        elif seen_head or is_finite(low) or (low[0].isdigit() and not (index == first + 1 and line.lows[first] in DETERMINERS)):
            break
        index += 1
    return index if seen_head or _determined(line, first, index) else first


def _title(line: Line, index: int) -> bool:
    return is_speaker(line.lows[index]) or line.lows[index] in ("of", "for", "and", "al", "de", "bin", "the")


def _determined(line: Line, first: int, index: int) -> bool:
    return index - first >= 2 and line.lows[first] in DETERMINERS


def _postmodified(line: Line, index: int) -> int:
    """Return the index after "of the X" or "close to X" behind a speaker's noun; `index` itself where the phrase ends there."""
    low = line.lows[index]
    if low in PARTICIPLES and index + 1 < len(line) and line.lows[index + 1] in ("to", "with", "by", "in", "at", "from", "of"):
        following = _phrase_of(line, index + 2)
        return following if following > index + 2 else index
    if low in ("of", "for", "in", "at", "from", "within", "inside", "on", "close", "near", "and", "with", "to"):
        return _phrase_after(line, index, low)
    return index


def _phrase_of(line: Line, first: int) -> int:
    """Return the index after a plain noun phrase ("the rebels", "EFE"), `first` itself where none begins."""
    index = first + 1 if first < len(line) and line.lows[first] in DETERMINERS else first
    start = index
    while index < len(line) and is_modifier(line, index):
        index += 1
    return index if index > start else first


def _phrase_after(line: Line, index: int, low: str) -> int:
    """Return the index after "of the X" behind a speaker's noun, `index` itself where the preposition begins something else."""
    head = bare(line.lows[index - 1])
    words = speaker_words()
    if low == "and":
        following = index + 1
        if following < len(line) and (is_speaker(line.lows[following]) or (is_named(line, following) and is_named(line, index - 1))):
            return following
        return index
    if head not in words.relational and not (is_named(line, index - 1) and low in ("of", "for", "in")):
        return index
    following = index + 1
    if following < len(line) and line.lows[following] in DETERMINERS and line.lows[following] != "that":
        following += 1
    start = following
    while following < len(line) and (
        is_modifier(line, following) or (line.lows[following] == "of" and following > start and is_named(line, following - 1))
    ):
        following += 1
    if (
        following == start
        and following < len(line)
        and line.lows[following] not in CLOSED
        and line.lows[following][0].isalpha()
        and start > index + 1
    ):
        following += 1
    return following if following > start else index


def with_apposition(line: Line, end: int) -> int:
    """Take in ", director of Z" behind a speaker at the end of a sentence."""
    if end < len(line) and line.lows[end] == "," and end + 1 < len(line):
        stop = next((i for i in range(end + 1, len(line)) if line.lows[i] in (",", ".", ";") or line.lows[i] in QUOTES), len(line))
        if (
            stop - end <= 12
            and any(is_speaker(line.lows[i]) for i in range(end + 1, stop))
            and not any(line.lows[i] in AUXILIARIES for i in range(end, stop))
        ):
            return stop
    return end
