"""Noun phrases that speak, found on words alone: leftwards from a cue, rightwards after one, and at the head of a clause."""

from __future__ import annotations

from dateline.attribute.function_words import (
    AUXILIARIES,
    CLOSED,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    TIME_WORDS,
    has_finite,
    is_adverb,
    is_finite,
    is_speaker,
)
from dateline.attribute.line import QUOTES, Line
from dateline.data.source_types import speaker_words

PARTICIPLES = frozenset(
    (
        "close loyal familiar allied linked affiliated opposed based involved sympathetic aligned present briefed consulted quoted cited contacted "
        "reached released published obtained compiled"
    ).split()
)
"""Words that tie a speaker to a body or medium: "people close to X", "sources consulted by X"."""
_PLURAL_MODIFIERS = frozenset(
    {
        "news",
        "rights",
        "forces",
        "armed forces",
        "affairs",
        "sports",
        "headquarters",
        "press",
        "congress",
        "defence forces",
        "civil defense",
        "doctors",
        "teachers",
        "veterans",
    }
)


ASSERTIONS = frozenset("claim allegation accusation charge assertion report statement suggestion figure".split())
_NO_SUBJECT = PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | TIME_WORDS | frozenset({"that", "this", "to", "not", "also"})


_MAX_UNKNOWN = 5  # words between a determiner and its noun that no list knows; longer runs are clauses


_MAX_APPOSITION = 20  # words between the commas of an apposition; longer ones are clauses of their own


_MAX_PLAIN = 10  # words of a subject that no list knows but that fills the clause before a strong cue


_MAX_RELATIVE = 36  # the same with a relative clause


_MAX_HOPS = 4  # prepositions between a speaker's noun and the cue: "a source at a hospital in the city of X said"


def is_named(line: Line, index: int) -> bool:
    """Tell whether a word is part of a name: capitalised, and no function word at the head of a sentence."""
    low = line.lows[index]
    if not line.is_name(index) or low in TIME_WORDS or low in PRONOUNS:
        return False
    return index > 0 or low not in CLOSED


def is_modifier(line: Line, index: int) -> bool:
    """Tell whether a word may stand before the noun of a speaker's phrase."""
    low = line.lows[index]
    if low in CLOSED and not (index and line.is_name(index)):
        return False
    if is_named(line, index) or low in speaker_words().modifiers or is_speaker(low):
        return True
    return ("-" in low and low[0].isalnum()) or low.endswith(("'s", "’s", "s'", "s’")) or low[0].isdigit()


def _simple_left(line: Line, end: int) -> tuple[int, bool] | None:
    """Return the start of the noun phrase whose last word is end - 1, and whether a determiner opens it."""
    last = end - 1
    if last < 0:
        return None
    low = line.lows[last]
    if low in PRONOUNS or low in ("this", "these", "those", "some", "many", "others", "another", "one", "both", "all", "several", "few"):
        return last, True
    if (
        not low[0].isalnum()
        or line.quoted[last]
        or (low in CLOSED and not is_named(line, last))
        or (is_adverb(low) and not is_named(line, last))
    ):
        return None
    best = last if is_named(line, last) or is_speaker(low) else None
    index, unknown = last, 0
    while index > 0:
        previous = index - 1
        word = line.lows[previous]
        if line.quoted[previous] or word in QUOTES:
            break
        if word in ASSERTIONS and is_named(line, index) and line.lows[previous - 1 : previous] in (("a",), ("an",)):
            break
        if word in DETERMINERS and word not in ("that", "no"):
            return previous, True
        if is_modifier(line, previous) and not _plural_noun(line, previous):
            index = previous
            if unknown == 0:
                best = previous
            continue
        if (
            word in ("of", "for", "and", "&", "de", "al", "bin", "ibn", "el")
            and previous
            and is_named(line, previous - 1)
            and is_named(line, index)
        ):
            index = previous - 1
            if unknown == 0:
                best = index
            continue
        if word in CLOSED or not word[0].isalpha() or is_finite(word) or unknown >= _MAX_UNKNOWN:
            break
        unknown += 1
        index = previous
    return (best, False) if best is not None else None


def _plural_noun(line: Line, index: int) -> bool:
    """Tell whether a word is a plural that no noun follows in one phrase ("terrorists | local media")."""
    low = line.lows[index]
    return low.endswith("s") and is_speaker(low) and low not in _PLURAL_MODIFIERS and not (index and line.is_name(index))


def before_assertion(line: Line, end: int) -> int:
    """Step back over ", a claim" and ", which" at the end of a content ("C, a claim X denied")."""
    if end > 3 and line.lows[end - 1] == "which" and line.lows[end - 2] == ",":
        return end - 2
    if end > 3 and line.lows[end - 1] in ASSERTIONS and line.lows[end - 2] in ("a", "an") and line.lows[end - 3] == ",":
        return end - 3
    return end


def left_phrase(line: Line, end: int) -> int | None:
    """Return the first word of the speaker's noun phrase that ends just before word `end`, or None.

    "a source at the hospital", "the head of X's Y", "Jane Doe, director of Z," are taken whole; a name left alone behind
    another preposition ("in Geneva said") is none.
    """
    last = end
    if last and line.lows[last - 1] == ")":
        opening = next((i for i in range(last - 2, max(-1, last - 9), -1) if line.lows[i] == "("), None)
        if opening is None:
            return None
        last = opening
    found = _simple_left(line, last)
    if found is None:
        return None
    start = found[0]
    extended = _through_prepositions(line, start)
    if extended is not None:
        start = extended
    elif start and line.lows[start - 1] in PREPOSITIONS and line.lows[start - 1] not in ("after", "before", "since", "as", "following"):
        start = _head_alone(line, start, last)
        if start < 0:
            return None
    return _with_coordinate(line, start) if extended is not None else _spoken_for(line, start)


def _spoken_for(line: Line, start: int) -> int:
    """Take in "a spokesman for the army and" before "police"; else the first half of "X and Y"."""
    before = _simple_left(line, start - 1) if start > 1 and line.lows[start - 1] == "and" else None
    whole = _through_prepositions(line, before[0]) if before is not None else None
    return whole if whole is not None else _with_coordinate(line, start)


def _head_alone(line: Line, start: int, last: int) -> int:
    """Shrink "Homs officials" after a preposition to its plural head; -1 where no speaker is left."""
    low = line.lows[last - 1]
    if last - 1 > start and is_speaker(low) and low.endswith(("s", "men", "people", "police", "media")) and not line.is_name(last - 1):
        return last - 1
    return -1


def _through_prepositions(line: Line, start: int) -> int | None:
    """Follow prepositions leftwards to a noun that takes them ("a spokesman for", "the governor of")."""
    relational = speaker_words().relational
    accepted: int | None = None
    for _ in range(_MAX_HOPS):
        if start < 2 or line.lows[start - 1] not in (
            "of",
            "for",
            "from",
            "in",
            "at",
            "with",
            "to",
            "on",
            "by",
            "near",
            "within",
            "inside",
            "close",
        ):
            break
        before = start - 1
        if line.lows[before - 1] in PARTICIPLES and before > 1:
            before -= 1
        found = _simple_left(line, before)
        if found is None:
            break
        titled = line.lows[start - 1] in ("of", "for") and line.is_name(before - 1) and before > 1 and _begins_name(line, start)
        start = found[0]
        if titled or line.lows[before - 1] in relational:
            accepted = start
    return accepted


def _begins_name(line: Line, start: int) -> bool:
    """Tell whether a name, behind its article or not, begins at a word: "Convention for | the Respect of Human Rights"."""
    first = start + 1 if line.lows[start] == "the" else start
    return first < len(line) and line.is_name(first)


def _with_coordinate(line: Line, start: int) -> int:
    """Take in the first half of "X and Y" where both can speak."""
    if start < 2 or line.lows[start - 1] != "and":
        return start
    before = start - 1
    found = _simple_left(line, before)
    if found is None or line.lows[before - 1] in PRONOUNS:
        return start
    speaks = is_speaker(line.lows[before - 1]) or (is_named(line, before - 1) and found[0] == 0)
    opens = found[0] == 0 or line.lows[found[0] - 1] in (",", ";", "that", "but")
    return found[0] if speaks and opens else start


def antecedent(line: Line, end: int) -> int | None:
    """Return the first word of what "who" or "which" right behind word `end` stands for; an apposition between commas is passed over."""
    comma = next((i for i in range(end - 1, max(0, end - _MAX_APPOSITION), -1) if line.lows[i] == ","), None)
    if comma is not None and comma + 1 < end and not has_finite(line, comma + 1, end) and line.lows[comma + 1] in DETERMINERS:
        found = _simple_left(line, comma)
        if found is not None and is_named(line, comma - 1):
            return found[0]
    found = _simple_left(line, end)
    return found[0] if found is not None else None


def skip_back(line: Line, verb: int) -> int:
    """Return the index after the subject: adverbs and auxiliaries before the verb are passed over."""
    index = verb
    while index and (is_adverb(line.lows[index - 1]) or line.lows[index - 1] in AUXILIARIES) and not line.quoted[index - 1]:
        if line.words[index - 1] == "May" and index > 1 and line.is_name(index - 2):
            break
        index -= 1
    return index


def subject_before(line: Line, verb: int) -> tuple[int, int] | None:
    """Return the words [first, last) of the subject of the verb at `verb`, appositions between commas included."""
    end = skip_back(line, verb)
    if end == 0:
        return None
    if line.lows[end - 1] in (",", "—", "–", "-"):
        mark = line.lows[end - 1]
        reach = _MAX_RELATIVE if {"who", "which"} & set(line.lows[max(0, end - _MAX_RELATIVE) : end]) else _MAX_APPOSITION
        for comma in range(end - 2, max(-1, end - 2 - reach), -1):
            if line.lows[comma] in QUOTES or line.lows[comma] == ";":
                return None
            if line.lows[comma] != mark or not _apposition(line, comma + 1, end - 1):
                continue
            start = left_phrase(line, comma)
            if start is not None and _worthy(line, start, comma):
                return start, end - 1
        return None
    start = left_phrase(line, end)
    return None if start is None else (start, end)


def _apposition(line: Line, first: int, last: int) -> bool:
    if first >= last:
        return False
    opening = line.lows[first]
    if opening in (
        "who",
        "which",
        "whose",
        "citing",
        "quoting",
        "speaking",
        "referring",
        "himself",
        "herself",
        "itself",
        "in",
        "on",
        "at",
        "whom",
        "where",
        "also",
        "for",
        "too",
        "though",
        "however",
        "asked",
        "based",
    ):
        return True
    if opening in PRONOUNS or opening in ("but", "and", "while", "as", "after", "when"):
        return False
    return not any(line.lows[i] in AUXILIARIES for i in range(first, last)) or "who" in line.lows[first:last]


def _worthy(line: Line, start: int, end: int) -> bool:
    return is_named(line, end - 1) or is_speaker(line.lows[end - 1]) or line.lows[start] in PRONOUNS or is_named(line, start)


def leading_subject(line: Line, first: int, verb: int, *, strong: bool = False) -> tuple[int, int] | None:
    """Return a long subject that opens a clause ("A man whose shop was hit told ..."), words [first, last), or None."""
    end = skip_back(line, verb)
    if not 2 <= end - first <= _MAX_APPOSITION + 6 or any(line.quoted[first:end]):
        return None
    if (
        strong
        and end - first <= _MAX_PLAIN
        and not has_finite(line, first, end)
        and "," not in line.lows[first:end]
        and line.lows[first] not in _NO_SUBJECT
    ):
        return first, end
    opening = line.lows[first]
    if opening in PREPOSITIONS or opening in PRONOUNS or opening in CONJUNCTIONS or is_adverb(opening):
        return None
    head = next((i for i in range(first, min(end, first + 7)) if is_speaker(line.lows[i])), None)
    if head is None:
        return None
    if any(line.lows[i] in PREPOSITIONS or is_finite(line.lows[i]) for i in range(first, head)):
        return None
    after = line.lows[head + 1] if head + 1 < end else ""
    if (
        after in ("who", "whose", "which", "that", "in", "from", "at", "of", "for", "with", "on", "to", "near", ",", "by", "and")
        or after.endswith("ing")
        or (after in PARTICIPLES)
        or after in ("based", "linked", "close", "loyal", "named", "called", "identified", "quoted")
    ):
        return first, end
    return None


def speaks(line: Line, subject: tuple[int, int]) -> bool:
    """Tell whether the words [first, last) hold a speaking noun, a name or a pronoun."""
    return any(
        is_speaker(line.lows[i]) or (line.is_name(i) and (i > 0 or line.lows[i] not in DETERMINERS)) or line.lows[i] in PRONOUNS
        for i in range(*subject)
    )


def is_nobody(line: Line, subject: tuple[int, int]) -> bool:
    """Tell whether the words [first, last) say that nobody does it: "nobody", "no one", "none of the groups", "neither side", "no group"."""
    first, last = subject
    if first and line.lows[first - 1] in ("no", "neither"):
        return True
    if line.lows[first] in ("nobody", "none", "no-one", "neither", "nothing"):
        return True
    before = first - 1 if first and line.lows[first - 1] in DETERMINERS else first
    if before > 1 and line.lows[before - 1] == "of" and line.lows[before - 2] in ("none", "neither"):
        return True
    return line.lows[first] == "no" and (line.lows[first : last + 1][1:2] == ("one",) or not line.is_name(first) or first == 0)


def is_plural(line: Line, subject: tuple[int, int]) -> bool:
    """Tell whether the words [first, last) can be the subject of a base form ("rebels say")."""
    if any(is_speaker(low) and low.endswith(("s", "people", "men")) for low in line.lows[subject[0] : min(subject[1], subject[0] + 5)]):
        return True
    low = line.lows[subject[1] - 1]
    modal = line.lows[subject[1]] in AUXILIARIES if subject[1] < len(line) else False
    return (
        modal
        or low.endswith(("s", "men", "people", "media", "police"))
        or low in ("they", "we", "some", "many", "others", "both", "i", "you")
        or "and" in line.lows[subject[0] : subject[1]]
    )
