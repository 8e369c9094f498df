"""Where clauses and noun phrases of a line begin and end."""

from __future__ import annotations

from dateline.attribute.adjuncts import DATE, skip_adjuncts
from dateline.attribute.function_words import AUXILIARIES, CONJUNCTIONS, PREPOSITIONS, PRONOUNS, TERMINAL, has_finite, is_adverb, is_finite
from dateline.attribute.line import QUOTES, Line
from dateline.attribute.phrases import speaks
from dateline.attribute.right_phrases import right_phrase

_TURNS = frozenset("and but while which who where although though as after before when".split())


def clause_start(line: Line, end: int) -> int:
    """Return the first word of the clause that holds the word before `end`: behind ";", ", but", or a fronted adverbial's comma."""
    start = 1 if end > 1 and line.lows[0] in QUOTES and not line.quoted[0] else 0
    for index in range(end - 1, start - 1, -1):
        full = line.lows[index] in QUOTES and index and line.lows[index - 1] in (",", ".", "?", "!")
        if line.lows[index] in (";", ":") or full:
            start = index + 1
            break
    if start < end and (line.lows[start] in PREPOSITIONS or is_adverb(line.lows[start]) or line.lows[start] in ("but", "and", "while")):
        comma = next((i for i in range(start, end) if line.lows[i] == ","), None)
        if comma is not None and comma - start <= 10:
            return comma + 1
        if line.lows[start] in ("but", "and", "while") or is_adverb(line.lows[start]):
            return start + 1
    return start


def clause_subject(line: Line, verb: int) -> tuple[int, int] | None:
    """Return the leading noun phrase of the clause, for a second verb behind "and"."""
    start = clause_start(line, verb)
    end = right_phrase(line, start) if line.lows[start] not in PRONOUNS else start + 1
    if end <= start or end > verb:
        return None
    return (start, end) if speaks(line, (start, end)) else None


def is_date(line: Line, index: int) -> bool:
    """Tell whether a date begins at a word."""
    return DATE.match(line.text, line.starts[index]) is not None


def left_start(line: Line, before: int) -> int:
    """Return the first word of what may precede a speaker: the sentence's, or the one behind the last ";"."""
    for index in range(before - 1, -1, -1):
        if line.lows[index] == ";" and not line.quoted[index]:
            return index + 1
    return 0


def clause_left(line: Line, before: int) -> int:
    """Return the first word of the clause that ends before a word: behind ";", ", and", "that", "which", or the sentence's head."""
    for index in range(before - 1, -1, -1):
        low = line.lows[index]
        if line.quoted[index] or low in (";", ":") or low in ("that", "which", "who", "where", "when", "while", "after", "but", "as"):
            return index + 1
        if low == "and" and has_finite(line, 0, index) and has_finite(line, index, before + 1) and before - index > 1:
            return index + 1
        if low == "," and (index + 1 < before) and has_finite(line, 0, index) and has_finite(line, index, before + 1):
            return index + 1
    return 0


def elided_turn(line: Line, first: int, last: int) -> int:
    """Return where "the attack, but did not give a toll" leaves a content that is a noun phrase; `last` where it does not."""
    turn = next((i for i in range(first + 1, last - 1) if line.lows[i] == "but" and is_finite(line.lows[i + 1])), last)
    return turn if not has_finite(line, first, turn) else last


def clause_right(line: Line, first: int) -> int:
    """Return the word after the clause that goes on at `first`: before ", and/but/while", ", which", ";", or the sentence's end."""
    for index in range(first, len(line)):
        low = line.lows[index]
        if low == ";" or (low in TERMINAL and index + 1 >= len(line)):
            return index
        following = line.lows[index + 1] if index + 1 < len(line) else ""
        turns = following in _TURNS or following in PRONOUNS
        if low == "," and turns and (following != "and" or has_finite(line, index + 2, len(line))):
            return index
        if low == "but" and index > first:
            return index
    return len(line)


def relative_end(line: Line, first: int) -> int:
    """Return where a noun phrase ends before what the reporter tells of it (", which killed", "that wounded", "in a statement")."""
    for index in range(first + 1, len(line)):
        low = line.lows[index]
        following = line.lows[index + 1] if index + 1 < len(line) else ""
        if low in ("which", "that", ";", "whom", "whose", "who"):
            return index - 1 if line.lows[index - 1] == "," else index
        if low == "," and (following.endswith("ing") or following in ("but", "while", "and")):
            return index
        if low in ("in", "on", "via", "through") and skip_adjuncts(line, index).end > index + 2 and not is_date(line, index):
            return index
    return len(line)


def accusation_end(line: Line, first: int) -> int:
    """Return where an accusation ends before what the reporter adds ("..., with reports of fires")."""
    closers = ("with", "after", "as", "while", "amid", "which", "who", "a", "an", "in", "following", "but", "though", "although", "when")
    return next((i for i in range(first, len(line) - 1) if line.lows[i] == "," and line.lows[i + 1] in closers), len(line))


def nominal_end(line: Line, first: int, noun: int) -> int:
    """Return where the content of a reporting noun ends; a noun that is the sentence's subject leaves the last verb to the sentence."""
    end = clause_right(line, first)
    if noun > 4:
        return end
    verbs = [i for i in range(first, end) if is_finite(line.lows[i]) and not (i and line.lows[i - 1] in AUXILIARIES)]
    if len(verbs) < 2 or any(line.lows[i] in CONJUNCTIONS or line.lows[i] == "," for i in range(verbs[-2], verbs[-1])):
        return end
    return verbs[-1]
