"""Where the content of an active cue lies: behind it, before the speaker, or on both sides."""

from __future__ import annotations

from dataclasses import replace

from dateline.attribute.adjuncts import DATE, Adjuncts
from dateline.attribute.bounds import accusation_end, elided_turn, left_start, relative_end
from dateline.attribute.drafts import Draft, trim
from dateline.attribute.function_words import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATE,
    TERMINAL,
    has_finite,
    is_adverb,
    is_finite,
)
from dateline.attribute.hits import NOUNLIKE, STRONG, Hit
from dateline.attribute.line import QUOTES, Line
from dateline.attribute.phrases import before_assertion
from dateline.data.cues import Cue

MIN_CLAUSE = 3  # words that a clause left of "X said" needs; two words there are an adverbial


_MAX_ADJUNCT = 8  # words behind a postposed cue that hold no verb and are still its adjunct


def place_contents(line: Line, base: Draft, hit: Hit, subject: tuple[int, int], after: Adjuncts) -> list[Draft]:
    """Return the draft with its content, or two where the speaker stands in its middle; none where nothing is said."""
    first = after.end
    low = line.lows[first] if first < len(line) else ""
    if "call" in base.entry.frames or "to" in base.entry.frames or "ask" in base.entry.frames or {"of", "for", "with"} & base.entry.frames:
        end = accusation_end(line, first) if base.entry.act == "accuse" else None
        return content_right(line, base, first, end) if low not in TERMINAL and low != "," and low else content_left(line, base, subject)
    if "responsibility" in base.entry.frames:
        return _responsibility(line, base, hit, first)
    if low == ":" and first + 1 >= len(line):
        return content_right(line, base, first)
    if not low or low in TERMINAL or (low == ")" and first + 1 >= len(line)):
        return content_left(line, base, subject)
    if low == "that" or low == ":" or line.quoted[first] or low in QUOTES:
        if low in QUOTES and not line.quoted[first]:
            return content_left(line, base, subject)
        if low not in ("that", ":") and _left_is_quote(line, subject) and subject[0] > 4:
            return content_left(line, base, subject) + content_right(line, base, first)
        return content_right(line, base, first + 1 if low in ("that", ":") else first)
    if subject[0] and line.lows[subject[0] - 1] in ("which", "who", "whom"):
        return content_right(line, base, first, next((i for i in range(first, len(line)) if line.lows[i] == ","), None))
    left = _left_clause(line, subject[0])
    if "toll" in base.entry.frames:
        return content_right(line, base, first)
    if "strict" in base.entry.frames and base.entry.certainty == "certain" and not _strictly(line, base.entry, subject, first, left):
        return []
    if low in (",", "—", "–", "-"):
        return _around_comma(line, base, subject, first, left)
    if left == "quote" and has_finite(line, first, len(line)) and not has_finite(line, 0, subject[0]) and low not in SUBORDINATE:
        return content_right(line, base, first)
    if left == "quote" or (left == "comma" and (low in SUBORDINATE or not has_finite(line, first, len(line)))):
        return content_left(line, base, subject)
    if low in SUBORDINATE and low not in ("about", "of"):
        return _behind_subordinate(line, base, subject, first, left)
    if left == "plain" and not has_finite(line, first, len(line)) and len(line) - first <= _MAX_ADJUNCT and "np" not in base.entry.frames:
        return content_left(line, base, subject)
    sure = base.entry.expression in STRONG - {"add"} and base.entry.expression not in NOUNLIKE and len(line) - first >= MIN_CLAUSE
    if not (sure and left in ("none", "intro")) and not _right_fits(line, base.entry, first):
        return content_left(line, base, subject) if left == "comma" else []
    return content_right(line, base, first)


def _strictly(line: Line, cue: Cue, subject: tuple[int, int], first: int, left: str) -> bool:
    """Tell whether a verb that often tells a deed ("continue", "show") reports here: a quotation or comma stands left, or a clause right."""
    low = line.lows[first]
    if left in ("quote", "comma"):
        return True
    if low in (",", "—", "–", "-"):
        return (
            any(line.quoted[first:])
            or "that" in line.lows[first : first + 16]
            or (subject[0] > 0 and line.lows[subject[0] - 1] in (",", "—", "–"))
        )
    if low in SUBORDINATE and low not in ("about", "of"):
        return "that" in line.lows[first : first + 14]
    return _right_fits(line, cue, first)


def _right_fits(line: Line, cue: Cue, first: int) -> bool:
    """Tell whether the words after the cue can be its content without "that": a clause, or a noun phrase for cues that take one."""
    low = line.lows[first]
    if "strict" in cue.frames and cue.certainty == "certain":
        return (low in DETERMINERS and has_finite(line, first, len(line)) and cue.cue_class == "endorsing") or low in (
            "no",
            "how",
            "why",
            "whether",
            "what",
            "where",
        )
    if low in ("to", "into", "up", "out", "down", "off", "back") and "np" not in cue.frames:
        return cue.expression in ("claim", "profess", "pretend", "expect", "agree") and low == "to"
    if "np" in cue.frames or cue.expression in (
        "report",
        "claim",
        "allege",
        "state",
        "describe",
        "note",
        "cite",
        "mention",
        "detail",
        "explain",
        "stress",
        "recall",
        "relate",
        "predict",
        "outline",
        "highlight",
        "estimate",
    ):
        return True
    clause_end = next((i for i in range(first, len(line)) if line.lows[i] in (",", ";")), len(line))
    if any(is_finite(line.lows[i]) for i in range(first, clause_end)) or low in PRONOUNS:
        return True
    return cue.expression != "add" and any(line.lows[i].endswith("s") and line.lows[i][0].isalpha() for i in range(first, clause_end))


def _left_is_quote(line: Line, subject: tuple[int, int]) -> bool:
    index = subject[0] - 1
    while index >= 0 and line.lows[index] in (",", "."):
        index -= 1
    return index >= 0 and (line.lows[index] in QUOTES or line.quoted[index])


def _left_clause(line: Line, first: int) -> str:
    """Class what stands left of the speaker: none | intro (an adverbial) | quote | comma (a clause and a comma) | plain (a clause without)."""
    start = left_start(line, first)
    last = first
    comma = False
    while last > start and line.lows[last - 1] in (",", "—", "–", "-"):
        comma = True
        last -= 1
    if last <= start:
        return "none"
    if line.lows[last - 1] in QUOTES or line.quoted[last - 1]:
        return "quote"
    opening = line.lows[start]
    if line.lows[last - 1] in CONJUNCTIONS or line.lows[last - 1] in PREPOSITIONS:
        return "none"
    if last - start < MIN_CLAUSE and not comma:
        return "none"
    finite = has_finite(line, start, last)
    if (
        opening in PREPOSITIONS
        or is_adverb(opening)
        or opening in ("as", "when", "while", "although", "though", "if", "once", "because", "but", "and")
        or DATE.match(line.text, line.starts[start])
    ):
        main = next((i for i in range(start, last) if line.lows[i] == ","), None)
        if main is None or not has_finite(line, main, last):
            return "intro"
    if not finite and last - start < MIN_CLAUSE + 2 and comma:
        return "intro"
    return "comma" if comma else ("plain" if finite else "none")


def content_left(line: Line, base: Draft, subject: tuple[int, int]) -> list[Draft]:
    """The content precedes the speaker."""
    start = left_start(line, subject[0])
    cut = trim(line, start, before_assertion(line, subject[0]))
    if cut is None and start == 0 and subject[0] <= 1:
        return [replace(base, content=base.cue, shape="orphan")]
    if cut is None or cut[1] - cut[0] < 2:
        return []
    cut = _quotation_alone(line, cut)
    return [replace(base, content=line.span(*cut), shape="after")]


def _quotation_alone(line: Line, cut: tuple[int, int]) -> tuple[int, int]:
    """Leave out what stands before a quotation that ends the content, set off by a comma or bracket ("In tears, "we lost", he said")."""
    first, last = cut
    if line.lows[last - 1] not in QUOTES:
        return cut
    opening = next((i for i in range(last - 2, first, -1) if line.quoted[i] and not line.quoted[i - 1]), first)
    return (opening, last) if opening > first and line.lows[opening - 1] in (",", "(", "—", "–", ":", ".", "-") else cut


def content_right(line: Line, base: Draft, first: int, last: int | None = None) -> list[Draft]:
    """The content follows the cue; a colon that ends the sentence announces a list or quotation."""
    last = len(line) if last is None else last
    cut = trim(line, first, elided_turn(line, first, last) if "np" in base.entry.frames else last)
    if line.lows[-1] == ":" and (cut is None or not has_finite(line, *cut)):
        return [replace(base, content=base.cue, shape="header")]
    return [] if cut is None else [replace(base, content=line.span(*cut), shape="before")]


def _around_comma(line: Line, base: Draft, subject: tuple[int, int], comma: int, left: str) -> list[Draft]:
    """A comma follows the cue: the speaker stands inside or behind the content, or a parenthesis comes before "that"."""
    following = line.lows[comma + 1] if comma + 1 < len(line) else ""
    if comma + 1 < len(line) and (line.quoted[comma + 1] or following in QUOTES):
        right = content_right(line, base, comma + 1)
        return content_left(line, base, subject) + right if left in ("quote", "comma") else right
    opening = line.lows[left_start(line, subject[0])]
    adverbial = left in ("none", "intro") and (subject[0] == 0 or opening in PREPOSITIONS or is_adverb(opening))
    if adverbial:
        that = next((i for i in range(comma + 1, min(len(line), comma + 16)) if line.lows[i] == "that" and line.lows[i - 1] == ","), None)
        if that is not None:
            return content_right(line, base, that + 1)
        inside = subject[0] > 0 and following not in ("adding", "citing", "saying", "and", "but", "")
        return content_right(line, base, comma + 1) if inside or following not in SUBORDINATE else []
    found = content_left(line, base, subject)
    split = subject[0] > 0 and line.lows[subject[0] - 1] in (",", "—", "–", "-")
    predicate = has_finite(line, comma + 1, len(line)) or not has_finite(line, 0, subject[0])
    if split and following and following not in SUBORDINATE and not following.endswith("ing") and predicate:
        found += content_right(line, base, comma + 1)
    return found


def _behind_subordinate(line: Line, base: Draft, subject: tuple[int, int], first: int, left: str) -> list[Draft]:
    """ "X said after the meeting that C", "C X said as ...", "X said in the north C"."""
    that = next(
        (i for i in range(first, min(len(line), first + 14)) if line.lows[i] == "that" and line.lows[i - 1] not in ("of", "in")), None
    )
    if left in ("none", "intro"):
        if that is not None:
            return content_right(line, base, that + 1)
        return content_right(line, base, first) if line.lows[first] not in ("adding", "citing", "and", "but", "to") else []
    if left == "plain":
        if that is not None and line.lows[first] not in ("adding", "citing", "and", "but"):
            return content_right(line, base, that + 1)
        if has_finite(line, first, len(line)) and line.lows[first] in ("in", "at", "on", "for", "after", "during"):
            return content_right(line, base, first)
    return content_left(line, base, subject)


def _responsibility(line: Line, base: Draft, hit: Hit, first: int) -> list[Draft]:
    """ "The group claimed responsibility for C" or "claimed the attack C"."""
    if line.lows[first : first + 1] == ("for",):
        return content_right(line, base, first + 1, relative_end(line, first + 1))
    if base.entry.expression.startswith("claim the"):
        return content_right(line, base, hit.last - 2, relative_end(line, hit.last))
    return [replace(base, content=line.span(hit.last - 1, hit.last))]
