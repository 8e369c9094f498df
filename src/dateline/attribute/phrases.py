"""Noun phrases that speak, found on words alone: leftwards from a cue, rightwards after one, and at the head of a clause."""

from __future__ import annotations

from dateline.attribute.line import QUOTES, Line
from dateline.data.source_types import speaker_words

DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "some",
        "several",
        "many",
        "few",
        "no",
        "every",
        "each",
        "another",
        "other",
        "one",
        "both",
        "all",
    ]
)
PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "in",
        "at",
        "from",
        "with",
        "by",
        "on",
        "to",
        "near",
        "under",
        "against",
        "during",
        "after",
        "before",
        "into",
        "over",
        "between",
        "among",
        "amid",
        "within",
        "without",
        "outside",
        "inside",
        "through",
        "across",
        "around",
        "since",
        "until",
        "about",
        "despite",
        "towards",
        "toward",
        "behind",
        "below",
        "above",
        "upon",
        "off",
        "via",
        "per",
        "as",
        "like",
        "than",
        "including",
        "following",
        "regarding",
        "concerning",
        "along",
        "beyond",
    ]
)
CONJUNCTIONS = frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "yet",
        "so",
        "while",
        "whereas",
        "although",
        "though",
        "because",
        "if",
        "when",
        "where",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "what",
        "why",
        "how",
        "whether",
        "unless",
        "once",
        "as",
    ]
)
AUXILIARIES = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "having",
        "will",
        "would",
        "could",
        "can",
        "may",
        "might",
        "must",
        "should",
        "shall",
        "do",
        "does",
        "did",
        "isn't",
        "wasn't",
        "aren't",
        "weren't",
        "didn't",
        "doesn't",
        "don't",
        "hasn't",
        "haven't",
        "hadn't",
        "won't",
        "wouldn't",
        "couldn't",
        "can't",
        "cannot",
        "isn’t",
        "wasn’t",
        "aren’t",
        "weren’t",
        "didn’t",
        "doesn’t",
        "don’t",
        "hasn’t",
        "haven’t",
        "hadn’t",
        "won’t",
        "wouldn’t",
        "couldn’t",
        "can’t",
    ]
)
PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "you", "who", "which", "he's", "she's", "it's", "they're"])
TIME_WORDS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "meanwhile",
        "however",
        "earlier",
        "later",
        "then",
        "now",
        "also",
        "still",
        "already",
        "just",
        "even",
        "only",
        "too",
        "not",
        "never",
        "again",
        "further",
        "furthermore",
        "moreover",
        "nevertheless",
        "nonetheless",
        "therefore",
        "thus",
        "instead",
        "indeed",
        "here",
        "there",
        "once",
        "recently",
        "separately",
        "additionally",
        "finally",
        "simultaneously",
        "elsewhere",
        "otherwise",
        "afterwards",
        "afterward",
        "soon",
        "subsequently",
        "eventually",
        "overnight",
        "late",
        "ago",
        "previously",
        "since",
        "twice",
    ]
)
IRREGULAR_PAST = frozenset(
    [
        "died",
        "lied",
        "hit",
        "shot",
        "took",
        "fell",
        "left",
        "fled",
        "struck",
        "blew",
        "held",
        "began",
        "went",
        "came",
        "gave",
        "made",
        "lost",
        "won",
        "fought",
        "broke",
        "drove",
        "brought",
        "built",
        "cut",
        "sent",
        "met",
        "saw",
        "found",
        "told",
        "said",
        "knew",
        "led",
        "ran",
        "became",
        "got",
        "kept",
        "set",
        "put",
        "rose",
        "sank",
        "grew",
        "spoke",
        "stood",
        "threw",
        "wrote",
        "came",
        "forced",
        "withdrew",
        "overran",
        "retook",
        "seized",
        "beat",
        "shook",
        "thought",
        "heard",
        "felt",
        "meant",
        "paid",
        "sought",
        "caught",
        "burst",
        "spread",
        "cost",
        "let",
        "laid",
        "lay",
        "sat",
        "won't",
        "resigned",
    ]
)
ADVERBS = TIME_WORDS | frozenset(
    ["ever", "always", "often", "all", "both", "each", "himself", "herself", "itself", "themselves", "in", "fact"]
) - {"in", "fact", "all", "both", "each"}
_CLOSED = DETERMINERS | PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | PRONOUNS | TIME_WORDS
_PARTICIPLES = frozenset(
    {
        "close",
        "loyal",
        "familiar",
        "allied",
        "linked",
        "affiliated",
        "opposed",
        "based",
        "involved",
        "sympathetic",
        "aligned",
        "present",
        "briefed",
    }
)
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
_NO_SUBJECT = PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | TIME_WORDS | frozenset({"that", "this", "to", "not", "also"})
_LY_NOUNS = frozenset({"family", "assembly", "ally", "italy", "daily", "weekly", "monthly", "july", "bully", "supply", "elderly", "early"})
_MAX_UNKNOWN = 5  # words between a determiner and its noun that no list knows; longer runs are clauses
_MAX_APPOSITION = 20  # words between the commas of an apposition; longer ones are clauses of their own
_MAX_PLAIN = 10  # words of a subject that no list knows but that fills the clause before a strong cue
_MAX_RELATIVE = 36  # the same with a relative clause
_MAX_HOPS = 4  # prepositions between a speaker's noun and the cue: "a source at a hospital in the city of X said"


def is_adverb(low: str) -> bool:
    """Tell whether a lower-case word is an adverb that may stand between subject and verb."""
    return low in ADVERBS or (low.endswith("ly") and low not in _LY_NOUNS)


def is_finite(low: str) -> bool:
    """Tell whether a lower-case word looks like a finite verb."""
    return (
        low in AUXILIARIES
        or low in IRREGULAR_PAST
        or (low.endswith("ed") and len(low) > 4 and "-" not in low and low not in ("united", "armed", "hundred"))
    )


def has_finite(line: Line, first: int, last: int) -> bool:
    """Tell whether a finite verb, or a present one of a plural or singular subject, stands among the words."""
    return any(is_finite(line.lows[i]) and not _attributive(line, i) for i in range(first, last))


def _attributive(line: Line, index: int) -> bool:
    """Tell whether a word in -ed is an adjective: "the besieged town", "in an updated toll"."""
    if not index or not line.lows[index].endswith("ed"):
        return False
    before = line.lows[index - 1]
    return before in DETERMINERS or before in PREPOSITIONS or before.endswith("'s")


def bare(low: str) -> str:
    """Strip a possessive ending."""
    return low[:-2] if low.endswith(("'s", "’s")) else low.rstrip("'’")


def is_speaker(low: str) -> bool:
    """Tell whether a lower-case word is a noun that speaks."""
    words = speaker_words()
    return low in words.speakers or (low.rpartition("-")[2] in words.speakers and "-" in low)


def _named(line: Line, index: int) -> bool:
    low = line.lows[index]
    if not line.is_name(index) or low in TIME_WORDS or low in PRONOUNS:
        return False
    return index > 0 or low not in _CLOSED


def _modifier(line: Line, index: int) -> bool:
    low = line.lows[index]
    if low in _CLOSED and not (index and line.is_name(index)):
        return False
    if _named(line, index) or low in speaker_words().modifiers or is_speaker(low):
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
        or (low in _CLOSED and not _named(line, last))
        or (is_adverb(low) and not _named(line, last))
    ):
        return None
    best = last if _named(line, last) or is_speaker(low) else None
    index, unknown = last, 0
    while index > 0:
        previous = index - 1
        word = line.lows[previous]
        if line.quoted[previous] or word in QUOTES:
            break
        if word in DETERMINERS and word not in ("that", "no"):
            return previous, True
        if _modifier(line, previous) and not _plural_noun(line, previous):
            index = previous
            if unknown == 0:
                best = previous
            continue
        if (
            word in ("of", "for", "and", "&", "de", "al", "bin", "ibn", "el")
            and previous
            and _named(line, previous - 1)
            and _named(line, index)
        ):
            index = previous - 1
            if unknown == 0:
                best = index
            continue
        if word in _CLOSED or not word[0].isalpha() or is_finite(word) or unknown >= _MAX_UNKNOWN:
            break
        unknown += 1
        index = previous
    return (best, False) if best is not None else None


def _plural_noun(line: Line, index: int) -> bool:
    """Tell whether a word is a plural that no noun follows in one phrase ("terrorists | local media")."""
    low = line.lows[index]
    return low.endswith("s") and is_speaker(low) and low not in _PLURAL_MODIFIERS and not (index and line.is_name(index))


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
    return _with_coordinate(line, start)


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
        if line.lows[before - 1] in _PARTICIPLES and before > 1:
            before -= 1
        found = _simple_left(line, before)
        if found is None:
            break
        start = found[0]
        if line.lows[before - 1] in relational:
            accepted = start
    return accepted


def _with_coordinate(line: Line, start: int) -> int:
    """Take in the first half of "X and Y" where both can speak."""
    if start < 2 or line.lows[start - 1] != "and":
        return start
    before = start - 1
    found = _simple_left(line, before)
    if found is None or line.lows[before - 1] in PRONOUNS:
        return start
    speaks = is_speaker(line.lows[before - 1]) or (_named(line, before - 1) and found[0] == 0)
    opens = found[0] == 0 or line.lows[found[0] - 1] in (",", ";", "that", "but")
    return found[0] if speaks and opens else start


def antecedent(line: Line, end: int) -> int | None:
    """Return the first word of what "who" or "which" right behind word `end` stands for; an apposition between commas is passed over."""
    comma = next((i for i in range(end - 1, max(0, end - _MAX_APPOSITION), -1) if line.lows[i] == ","), None)
    if comma is not None and comma + 1 < end and not has_finite(line, comma + 1, end) and line.lows[comma + 1] in DETERMINERS:
        found = _simple_left(line, comma)
        if found is not None and _named(line, comma - 1):
            return found[0]
    found = _simple_left(line, end)
    return found[0] if found is not None else None


def skip_back(line: Line, verb: int) -> int:
    """Return the index after the subject: adverbs and auxiliaries before the verb are passed over."""
    index = verb
    while index and (is_adverb(line.lows[index - 1]) or line.lows[index - 1] in AUXILIARIES) and not line.quoted[index - 1]:
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
    return _named(line, end - 1) or is_speaker(line.lows[end - 1]) or line.lows[start] in PRONOUNS or _named(line, start)


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
        or after in ("based", "linked", "close", "loyal", "named", "called", "identified", "quoted")
    ):
        return first, end
    return None


def right_phrase(line: Line, first: int) -> int:
    """Return the word index after the speaker's noun phrase that begins at `first`; `first` itself if there is none.

    The phrase ends at a comma or bracket, or where a scraped text without commas begins a clause.
    """
    words = speaker_words()
    match = words.body_pattern.match(line.text, line.starts[first]) if first < len(line) else None
    index = first
    seen_head = False
    named = False
    body = match is not None
    while index < len(line):
        low = line.lows[index]
        if match and index == first:
            while index < len(line) and line.starts[index] < match.end():
                index += 1
            seen_head = named = True
            match = None
            continue
        if low in QUOTES or (not low[0].isalnum() and low != "&"):
            break
        if index == first and low in DETERMINERS:
            index += 1
            continue
        if low in ("of", "for", "in", "at", "from", "within", "inside", "on", "close", "near", "and", "with", "to") and seen_head:
            following = _phrase_after(line, index, low)
            if following == index:
                break
            index = following
            continue
        if low in _CLOSED and not (_named(line, index) and index > first):
            break
        if line.is_name(index):
            if named and seen_head and (body or not _named(line, index - 1)) and not _title(line, index - 1):
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


def _phrase_after(line: Line, index: int, low: str) -> int:
    """Return the index after "of the X" behind a speaker's noun, `index` itself where the preposition begins something else."""
    head = bare(line.lows[index - 1])
    words = speaker_words()
    if low == "and":
        following = index + 1
        if following < len(line) and (is_speaker(line.lows[following]) or (_named(line, following) and _named(line, index - 1))):
            return following
        return index
    if head not in words.relational and not (_named(line, index - 1) and low in ("of", "for", "in")):
        return index
    following = index + 1
    if following < len(line) and line.lows[following] in DETERMINERS and line.lows[following] != "that":
        following += 1
    start = following
    while following < len(line) and (
        _modifier(line, following) or (line.lows[following] == "of" and following > start and _named(line, following - 1))
    ):
        following += 1
    if (
        following == start
        and following < len(line)
        and line.lows[following] not in _CLOSED
        and line.lows[following][0].isalpha()
        and start > index + 1
    ):
        following += 1
    return following if following > start else index
