"""From a cue to who says what: the frames of English reporting, sentence by sentence, on words alone.

Speaker and content follow from what stands on both sides of a cue: "X said that C", "C, X said", "C said X",
"the attack, X said, killed ...", "according to X, C", "X was quoted as saying C", "amid reports that C".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.attribute.adjuncts import DATE, Adjuncts, skip_addressee, skip_adjuncts, word_at
from dateline.attribute.drafts import Draft, trim
from dateline.attribute.line import QUOTES, Line
from dateline.attribute.phrases import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    has_finite,
    is_adverb,
    is_finite,
    is_speaker,
    antecedent,
    leading_subject,
    left_phrase,
    right_phrase,
    skip_back,
    subject_before,
)
from dateline.data.cues import Cue, CueForm, cue_lexicon
from dateline.data.source_types import speaker_words
from dateline.records import Certainty, Span

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_NEGATIONS = frozenset({"not", "never", "no", "neither", "nor"})
_TERMINAL = frozenset({".", "!", "?"})
_TURN = frozenset({"and", "but", "while", "whereas", "although", "though", "as", "with"})
_SUBORDINATE = frozenset(
    [
        "after",
        "before",
        "when",
        "while",
        "as",
        "amid",
        "following",
        "since",
        "because",
        "although",
        "though",
        "during",
        "citing",
        "adding",
        "and",
        "but",
        "in",
        "at",
        "on",
        "by",
        "from",
        "to",
        "for",
        "with",
        "without",
        "who",
        "which",
        "where",
        "referring",
        "speaking",
        "about",
        "of",
        "over",
    ]
)
_STRONG = frozenset({"say", "tell", "announce", "claim", "report", "confirm", "deny", "accuse", "warn", "state", "declare", "add"})
_NOUNLIKE = frozenset(
    {
        "state",
        "report",
        "claim",
        "comment",
        "remark",
        "question",
        "request",
        "record",
        "register",
        "post",
        "brief",
        "note",
        "count",
        "answer",
        "reply",
        "estimate",
        "detail",
        "outline",
        "offer",
        "demand",
        "blast",
        "fault",
        "charge",
        "document",
        "cite",
        "signal",
        "broadcast",
        "fear",
        "doubt",
        "hold",
        "rule",
        "show",
        "find",
        "read",
        "object",
        "counter",
        "promise",
        "pledge",
        "request",
        "mention",
        "praise",
        "welcome",
        "slam",
        "advise",
        "tweet",
        "feel",
        "suspect",
        "alert",
    }
)
_ATTACKS = frozenset(
    {
        "attack",
        "bombing",
        "killing",
        "assault",
        "ambush",
        "blast",
        "explosion",
        "shooting",
        "raid",
        "strike",
        "kidnapping",
        "assassination",
        "operation",
        "hit",
    }
)
_MODALS = frozenset({"would", "could", "should", "may", "might", "can", "must"})
_MIN_CLAUSE = 3  # words that a clause left of "X said" needs; two words there are an adverbial
_MAX_ADJUNCT = 8  # words behind a postposed cue that hold no verb and are still its adjunct


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue form found in a line: words [first, last)."""

    first: int
    last: int
    forms: tuple[CueForm, ...]

    def form(self, *kinds: str) -> CueForm | None:
        """Return the first form whose cue is of one of the kinds."""
        return next((form for form in self.forms if form.cue.kind in kinds), None)


def find_hits(line: Line) -> list[Hit]:
    """Return the cue forms of a line outside quotation, in text order."""
    lexicon = cue_lexicon()
    hits: list[Hit] = []
    index = 0
    while index < len(line):
        words = lexicon.at(line.lows, index) if line.lows[index] in lexicon.by_first and not line.quoted[index] else ()
        if words and not _name_part(line, index, index + len(words)):
            hits.append(Hit(index, index + len(words), lexicon.forms[" ".join(words)]))
        index += len(words) or 1
    return hits


def _name_part(line: Line, first: int, last: int) -> bool:
    """Tell whether a cue form in capitals is part of a name ("Fox News", "the State Department")."""
    if not first or not line.is_name(first):
        return False
    forms = cue_lexicon().forms[" ".join(line.lows[first:last])]
    if any(form.cue.kind == "noun" or form.form in ("base", "s") for form in forms):
        return True
    return last - first == 1 and not line.is_name(first - 1) and line.lows[first - 1] not in QUOTES


def read_frames(line: Line, sentence: int) -> list[Draft]:
    """Return the drafts of a sentence in text order of their cues."""
    drafts: list[Draft] = []
    floor = 0
    for hit in find_hits(line):
        if hit.first < floor:
            continue
        for made in _read_hit(line, sentence, hit, drafts):
            drafts.append(made)
            floor = max(floor, hit.last)
    return _settle(line, drafts)


def _read_hit(line: Line, sentence: int, hit: Hit, drafts: list[Draft]) -> list[Draft]:
    before = line.lows[hit.first - 1] if hit.first else ""
    if prep := hit.form("prep"):
        if prep.cue.expression in ("citing", "quoting"):
            return _citing(line, sentence, hit, prep.cue, drafts)
        return _according(line, sentence, hit, prep.cue)
    if by := hit.form("by"):
        return _by(line, sentence, hit, by.cue)
    verb, passive, noun = hit.form("verb"), hit.form("passive"), hit.form("noun")
    be = _auxiliary_be(line, hit.first)
    if passive and be is not None and (found := _passive(line, sentence, hit, passive.cue, be)):
        return found
    if verb and verb.form in ("past", "participle") and be is not None:
        return _passive_verb(line, sentence, hit, verb.cue, be)
    if noun and (not verb or before in DETERMINERS or before in PREPOSITIONS or hit.first == 0 or _adjectival(line, hit.first)):
        found = _nominal(line, sentence, hit, noun.cue)
        if found or not verb or before in DETERMINERS or before in PREPOSITIONS:
            return found
    if adverb := hit.form("adverb"):
        return _adverb(line, sentence, hit, adverb.cue)
    if verb is None:
        return []
    if verb.form == "ing" and not (hit.first and before in AUXILIARIES):
        return _gerund(line, sentence, hit, verb.cue, drafts)
    if verb.form in ("past", "participle") and verb.cue.expression.startswith("claim") and line.lows[hit.last : hit.last + 1] == ("by",):
        return _passive_verb(line, sentence, hit, verb.cue, hit.first)
    return _active(line, sentence, hit, verb, drafts)


def _adjectival(line: Line, first: int) -> bool:
    low = line.lows[first - 1] if first else ""
    return low in (
        "unconfirmed",
        "conflicting",
        "initial",
        "early",
        "media",
        "news",
        "press",
        "were",
        "are",
        "recent",
        "repeated",
        "false",
        "some",
    ) or low.endswith(("'s", "’s"))


def _auxiliary_be(line: Line, first: int) -> int | None:
    """Return the index of a form of "be" that makes the word at `first` passive, adverbs passed over."""
    index = first
    while index and is_adverb(line.lows[index - 1]) and line.lows[index - 1] not in AUXILIARIES:
        index -= 1
    return index - 1 if index and line.lows[index - 1] in _BE else None


# ---------------------------------------------------------------- active verbs


def _active(line: Line, sentence: int, hit: Hit, form: CueForm, drafts: list[Draft]) -> list[Draft]:
    cue = form.cue
    subject, same = _subject(line, hit, form, drafts)
    if subject is None:
        return _inverted(line, sentence, hit, form)
    if cue.expression in ("quote", "cite") and (relayed := _quoted_as(line, sentence, hit, cue, subject)):
        return relayed
    first = hit.last
    via: tuple[Span, ...] = ()
    if "addressee" in cue.frames and not ({":"} & set(line.lows[first : first + 1])):
        match = speaker_words().body_pattern.match(line.text, line.starts[first]) if first < len(line) else None
        first, medium = skip_addressee(line, first, match.end() if match else None)
        via = (medium,) if medium else ()
    elif (
        cue.act == "warn"
        and first < len(line)
        and line.lows[first] not in ("that", "of", "against", "about")
        and first + 1 < len(line)
        and "that" in line.lows[first + 1 : first + 5]
    ):
        first += line.lows[first : first + 5].index("that")
    after = skip_adjuncts(line, first)
    if after.carrier is not None and not via:
        via = (after.carrier,)
    cue_span = _cue_span(line, hit)
    if cue.expression == "claim" and (end := _claimed_attack(line, first)):
        base = Draft(
            sentence,
            cue_span,
            None if same else line.span(*_speaker(line, subject)),
            cue_span,
            _responsibility_cue(),
            "before",
            same_speaker=same,
        )
        return _right(line, base, first, end)
    if _withheld(line, hit, cue):
        cue = replace(cue, act="withhold")
    base = Draft(
        sentence, cue_span, None if same else line.span(*_speaker(line, subject)), cue_span, cue, "before", cue.certainty, _polarity(line, hit, cue), via,
        after.date or _fronted_date(line, subject[0], cue), after.place, same,
    )  # fmt: skip
    return _contents(line, base, hit, subject, after)


def _subject(line: Line, hit: Hit, form: CueForm, drafts: list[Draft]) -> tuple[tuple[int, int] | None, bool]:
    """Return the subject's words and whether they are those of the draft before ("denied it and said")."""
    end = skip_back(line, hit.first)
    before = line.lows[end - 1] if end else ""
    if before in ("to", "not", "n't") or (form.form == "base" and before == "to"):
        return None, False
    if before in ("and", "but", "then") or (before == "," and drafts and end >= 2 and line.lows[end - 2] in ("and", "but")):
        if drafts and drafts[-1].source is not None and drafts[-1].sentence >= 0:
            return (end, end), True
        found = _clause_subject(line, hit.first)
        return (found, False) if found else (None, False)
    subject = subject_before(line, hit.first)
    if subject is None and before == "," and drafts and drafts[-1].shape == "before" and drafts[-1].source and form.form == "past":
        return (end, end), True
    if subject is None and form.form != "base":
        subject = leading_subject(line, _clause_start(line, end), hit.first, strong=form.cue.expression in _STRONG)
    if subject is None:
        return None, False
    if line.lows[subject[0]] in ("who", "which") and subject[1] - subject[0] == 1:
        comma = subject[0] - 1 if subject[0] and line.lows[subject[0] - 1] == "," else subject[0]
        start = antecedent(line, comma)
        return ((start, comma) if start is not None else subject), False
    if form.form == "base" and not _plural(line, subject):
        return None, False
    if form.form in ("base", "s") and form.cue.expression in _NOUNLIKE and not _verb_evidence(line, hit, subject):
        return None, False
    if line.lows[subject[0]] in ("i", "we", "you") and subject[1] - subject[0] == 1:
        return None, False
    if "strict" in form.cue.frames and not _speaks(line, subject):
        return None, False
    if (
        line.lows[subject[0]] in ("this", "these", "those", "all", "both", "one", "few")
        and subject[1] - subject[0] == 1
        and "strict" in form.cue.frames
    ):
        return None, False
    return subject, False


def _verb_evidence(line: Line, hit: Hit, subject: tuple[int, int]) -> bool:
    """Tell whether a form that may be a noun ("reports", "states") is a verb here: a clause, quotation or sentence's end follows it."""
    following = line.lows[hit.last] if hit.last < len(line) else ""
    if following in ("that", ":") or following in QUOTES or (hit.last < len(line) and line.quoted[hit.last]):
        return True
    if line.lows[subject[0]] in PRONOUNS or speaker_words().body_pattern.search(
        line.text, line.starts[subject[0]], line.ends[subject[1] - 1]
    ):
        return True
    return (
        (following in _TERMINAL or not following) and subject[0] > 0 and line.lows[subject[0] - 1] in (",", "—", "–", "-", "”", '"', "''")
    )


def _speaks(line: Line, subject: tuple[int, int]) -> bool:
    return any(
        is_speaker(line.lows[i]) or (line.is_name(i) and (i > 0 or line.lows[i] not in DETERMINERS)) or line.lows[i] in PRONOUNS
        for i in range(*subject)
    )


def _plural(line: Line, subject: tuple[int, int]) -> bool:
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


def _clause_start(line: Line, end: int) -> int:
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


def _clause_subject(line: Line, verb: int) -> tuple[int, int] | None:
    """Return the leading noun phrase of the clause, for a second verb behind "and"."""
    start = _clause_start(line, verb)
    end = right_phrase(line, start) if line.lows[start] not in PRONOUNS else start + 1
    if end <= start or end > verb:
        return None
    return (start, end) if _speaks(line, (start, end)) else None


def _speaker(line: Line, subject: tuple[int, int]) -> tuple[int, int]:
    first, last = subject
    while last > first + 1 and line.lows[last - 1] in (",", ")") and line.lows[last - 1] == ",":
        last -= 1
    return first, last


def _cue_span(line: Line, hit: Hit) -> Span:
    """Return the cue with a manner adverb right before it ("officially announced")."""
    first = hit.first
    if (
        first
        and line.lows[first - 1].endswith("ly")
        and is_adverb(line.lows[first - 1])
        and line.lows[first - 1] not in ("only", "early", "previously", "recently", "reportedly", "allegedly", "family")
    ):
        first -= 1
    return line.span(first, hit.last)


def _responsibility_cue() -> Cue:
    return next(form.cue for form in cue_lexicon().forms["claimed responsibility"])


def _claimed_attack(line: Line, first: int) -> int:
    """Return where the noun phrase of a claimed attack ends ("claimed two attacks in the capital"), 0 where a clause is claimed."""
    end = _relative_end(line, first)
    if line.lows[first : first + 1] in (("that",), ("to",)) or has_finite(line, first, min(end, len(line))):
        return 0
    return end if any(line.lows[i].rstrip("s") in _ATTACKS for i in range(first, min(end, first + 6))) else 0


def _withheld(line: Line, hit: Hit, cue: Cue) -> bool:
    """Tell whether nothing is asserted: "did not say", "would have told", "could not confirm"."""
    chain = line.lows[skip_back(line, hit.first) : hit.first]
    if any(low in _MODALS for low in chain):
        return True
    return cue.act != "deny" and any(low in _NEGATIONS or low.endswith(("n't", "n’t")) for low in chain)


def _polarity(line: Line, hit: Hit, cue: Cue) -> str:
    if cue.act == "deny":
        negated = any(
            line.lows[i] in _NEGATIONS or line.lows[i].endswith(("n't", "n’t")) for i in range(skip_back(line, hit.first), hit.first)
        )
        return "+" if negated else "-"
    return "+"


def _fronted_date(line: Line, subject: int, cue: Cue) -> Span | None:
    """Return a date that opens the sentence right before the subject of an announcing cue."""
    match = DATE.match(line.text, line.starts[0]) if subject else None
    if match and word_at(line, match.end()) < len(line) and subject - word_at(line, match.end()) <= 1:
        return Span(line.base + match.start(), line.base + match.end())
    return None


# ---------------------------------------------------------------- where the content lies


def _contents(line: Line, base: Draft, hit: Hit, subject: tuple[int, int], after: Adjuncts) -> list[Draft]:
    first = after.end
    low = line.lows[first] if first < len(line) else ""
    if "call" in base.entry.frames or "to" in base.entry.frames or "ask" in base.entry.frames or {"of", "for", "with"} & base.entry.frames:
        end = _accusation_end(line, first) if base.entry.act == "accuse" else None
        return _right(line, base, first, end) if low not in _TERMINAL and low != "," and low else _left(line, base, subject)
    if "responsibility" in base.entry.frames:
        return _responsibility(line, base, hit, first)
    if low == ":" and first + 1 >= len(line):
        return _right(line, base, first)
    if not low or low in _TERMINAL or (low == ")" and first + 1 >= len(line)):
        return _left(line, base, subject)
    if low == "that" or low == ":" or line.quoted[first] or low in QUOTES:
        if low in QUOTES and not line.quoted[first]:
            return _left(line, base, subject)
        if low != "that" and _left_is_quote(line, subject) and subject[0] > 4:
            return _left(line, base, subject) + _right(line, base, first)
        return _right(line, base, first + 1 if low in ("that", ":") else first)
    if subject[0] and line.lows[subject[0] - 1] in ("which", "who", "whom"):
        return _right(line, base, first, next((i for i in range(first, len(line)) if line.lows[i] == ","), None))
    left = _left_clause(line, subject[0])
    if low in (",", "—", "–", "-"):
        return _around_comma(line, base, subject, first, left)
    if left == "quote" and has_finite(line, first, len(line)) and not has_finite(line, 0, subject[0]) and low not in _SUBORDINATE:
        return _right(line, base, first)
    if left == "quote" or (left == "comma" and (low in _SUBORDINATE or not has_finite(line, first, len(line)))):
        return _left(line, base, subject)
    if low in _SUBORDINATE and low not in ("about", "of"):
        return _behind_subordinate(line, base, subject, first, left)
    if left == "plain" and not has_finite(line, first, len(line)) and len(line) - first <= _MAX_ADJUNCT and "np" not in base.entry.frames:
        return _left(line, base, subject)
    sure = base.entry.expression in _STRONG - {"add"} and base.entry.expression not in _NOUNLIKE and len(line) - first >= _MIN_CLAUSE
    if not (sure and left in ("none", "intro")) and not _right_fits(line, base.entry, first):
        return _left(line, base, subject) if left == "comma" else []
    return _right(line, base, first)


def _accusation_end(line: Line, first: int) -> int:
    """Return where an accusation ends before what the reporter adds ("..., with reports of fires")."""
    closers = ("with", "after", "as", "while", "amid", "which", "who", "a", "an", "in", "following", "but", "though", "although", "when")
    return next((i for i in range(first, len(line) - 1) if line.lows[i] == "," and line.lows[i + 1] in closers), len(line))


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
    start = _left_start(line, first)
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
    if last - start < _MIN_CLAUSE and not comma:
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
    if not finite and last - start < _MIN_CLAUSE + 2 and comma:
        return "intro"
    return "comma" if comma else ("plain" if finite else "none")


def _left_start(line: Line, before: int) -> int:
    for index in range(before - 1, -1, -1):
        if line.lows[index] == ";" and not line.quoted[index]:
            return index + 1
    return 0


def _left(line: Line, base: Draft, subject: tuple[int, int]) -> list[Draft]:
    """The content precedes the speaker."""
    start = _left_start(line, subject[0])
    cut = trim(line, start, subject[0])
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


def _right(line: Line, base: Draft, first: int, last: int | None = None) -> list[Draft]:
    """The content follows the cue; a colon that ends the sentence announces a list or quotation."""
    cut = trim(line, first, len(line) if last is None else last)
    if line.lows[-1] == ":" and (cut is None or not has_finite(line, *cut)):
        return [replace(base, content=base.cue, shape="header")]
    return [] if cut is None else [replace(base, content=line.span(*cut), shape="before")]


def _around_comma(line: Line, base: Draft, subject: tuple[int, int], comma: int, left: str) -> list[Draft]:
    """A comma follows the cue: the speaker stands inside or behind the content, or a parenthesis comes before "that"."""
    following = line.lows[comma + 1] if comma + 1 < len(line) else ""
    if comma + 1 < len(line) and (line.quoted[comma + 1] or following in QUOTES):
        right = _right(line, base, comma + 1)
        return _left(line, base, subject) + right if left in ("quote", "comma") else right
    opening = line.lows[_left_start(line, subject[0])]
    adverbial = left in ("none", "intro") and (subject[0] == 0 or opening in PREPOSITIONS or is_adverb(opening))
    if adverbial:
        that = next((i for i in range(comma + 1, min(len(line), comma + 16)) if line.lows[i] == "that" and line.lows[i - 1] == ","), None)
        if that is not None:
            return _right(line, base, that + 1)
        return _right(line, base, comma + 1) if following not in _SUBORDINATE else []
    found = _left(line, base, subject)
    split = subject[0] > 0 and line.lows[subject[0] - 1] in (",", "—", "–", "-")
    if split and following and following not in _SUBORDINATE and not following.endswith("ing") and has_finite(line, comma + 1, len(line)):
        found += _right(line, base, comma + 1)
    return found


def _behind_subordinate(line: Line, base: Draft, subject: tuple[int, int], first: int, left: str) -> list[Draft]:
    """ "X said after the meeting that C", "C X said as ...", "X said in the north C"."""
    that = next(
        (i for i in range(first, min(len(line), first + 14)) if line.lows[i] == "that" and line.lows[i - 1] not in ("of", "in")), None
    )
    if left in ("none", "intro"):
        if that is not None:
            return _right(line, base, that + 1)
        return _right(line, base, first) if line.lows[first] not in ("adding", "citing", "and", "but", "to") else []
    if left == "plain":
        if that is not None and line.lows[first] not in ("adding", "citing", "and", "but"):
            return _right(line, base, that + 1)
        if has_finite(line, first, len(line)) and line.lows[first] in ("in", "at", "on", "for", "after", "during"):
            return _right(line, base, first)
    return _left(line, base, subject)


def _responsibility(line: Line, base: Draft, hit: Hit, first: int) -> list[Draft]:
    """ "The group claimed responsibility for C" or "claimed the attack C"."""
    if line.lows[first : first + 1] == ("for",):
        return _right(line, base, first + 1, _relative_end(line, first + 1))
    if base.entry.expression.startswith("claim the"):
        return _right(line, base, hit.last - 2, _relative_end(line, hit.last))
    return [replace(base, content=line.span(hit.last - 1, hit.last))]


def _relative_end(line: Line, first: int) -> int:
    """Return where a noun phrase ends before what the reporter tells of it (", which killed", "that wounded")."""
    return next(
        (
            i
            for i in range(first + 1, len(line))
            if line.lows[i] in ("which", "that", ";")
            or (
                line.lows[i] == ","
                and i + 1 < len(line)
                and (line.lows[i + 1].endswith("ing") or line.lows[i + 1] in ("saying", "but", "while", "and"))
            )
        ),
        len(line),
    )


# ---------------------------------------------------------------- inversion, gerunds, relays


def _inverted(line: Line, sentence: int, hit: Hit, form: CueForm) -> list[Draft]:
    """ "C, said X", ""C" says X", "..., reports X": the subject follows the verb."""
    cue = form.cue
    if form.form not in ("past", "s", "base") or not ({"clause", "np"} & cue.frames) or hit.last >= len(line):
        return []
    before = line.lows[hit.first - 1] if hit.first else ""
    if not (before in (",", ".", "?", "!", "—", "–", "-") or before in QUOTES or before in ("as", "so")):
        return []
    end = hit.last + 1 if line.lows[hit.last] in PRONOUNS else right_phrase(line, hit.last)
    if end <= hit.last or not _speaks(line, (hit.last, end)):
        return []
    end = _with_apposition(line, end)
    source = line.span(hit.last, end)
    after = skip_adjuncts(line, end)
    if not _closed_after(line, end, after.end):
        return []
    base = Draft(
        sentence,
        line.span(hit.first, hit.last),
        source,
        source,
        cue,
        "after",
        cue.certainty,
        "-" if cue.act == "deny" else "+",
        date=after.date,
        place=after.place,
    )
    start = hit.first - 1 if before in ("as", "so") else hit.first
    found = _left(line, base, (start, start))
    if (not found and hit.first == 0) or before in ("as", "so"):
        comma = next((i for i in range(end, len(line)) if line.lows[i] == ","), None)
        return found or (_right(line, base, comma + 1) if comma else [])
    if after.end < len(line) and (
        line.quoted[after.end] or (after.end + 1 < len(line) and line.lows[after.end] in (",", ":", ".") and line.quoted[after.end + 1])
    ):
        found += _right(line, base, after.end)
    return found


def _closed_after(line: Line, end: int, after: int) -> bool:
    """Tell whether the inverted subject is complete: no noun of the same phrase follows it."""
    if line.lows[end - 1].endswith(("'s", "’s")):
        return False
    if after > end or end >= len(line):
        return True
    low = line.lows[end]
    return (
        not low[0].isalnum()
        or low in PREPOSITIONS
        or low in CONJUNCTIONS
        or is_adverb(low)
        or low.endswith(("ing", "ed"))
        or line.quoted[end]
    )


def _with_apposition(line: Line, end: int) -> int:
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


def _gerund(line: Line, sentence: int, hit: Hit, cue: Cue, drafts: list[Draft]) -> list[Draft]:
    """ ", saying that C", ", adding C": the subject is the speaker before, or that of the main clause."""
    before = line.lows[hit.first - 1] if hit.first else ""
    if (
        before not in (",", "and", "by", "without", "while")
        and not is_adverb(before)
        and cue.expression not in ("say", "add", "claim", "accuse", "allege", "warn")
    ):
        return []
    if (before in PREPOSITIONS or before in DETERMINERS or before in ("to", "'s")) and before != "as":
        return []
    first = hit.last
    via: tuple[Span, ...] = ()
    if "addressee" in cue.frames:
        match = speaker_words().body_pattern.match(line.text, line.starts[first]) if first < len(line) else None
        first, medium = skip_addressee(line, first, match.end() if match else None)
        via = (medium,) if medium else ()
    after = skip_adjuncts(line, first)
    first = after.end
    while first < len(line) and line.lows[first] in ("that", ":", ","):
        first += 1
    if first >= len(line) or line.lows[first] in _TERMINAL:
        return []
    if "strict" in cue.frames and line.lows[first - 1] != "that":
        return []
    cue_span = line.span(hit.first, hit.last)
    same = bool(drafts) and drafts[-1].shape != "nominal" and (drafts[-1].source is not None or drafts[-1].same_speaker)
    source: Span | None = None
    if not same:
        found = _clause_subject(line, hit.first)
        if found is None:
            return []
        source = line.span(*found)
    base = Draft(
        sentence,
        cue_span,
        source,
        cue_span,
        cue,
        "gerund",
        cue.certainty,
        "-" if cue.act == "deny" else "+",
        via,
        after.date,
        after.place,
        same,
    )
    return [replace(made, shape="gerund") for made in _right(line, base, first)]


def _quoted_as(line: Line, sentence: int, hit: Hit, cue: Cue, subject: tuple[int, int]) -> list[Draft]:
    """ "State TV quoted the army as saying C", "quoted X: C"."""
    end = hit.last + 1 if line.lows[hit.last : hit.last + 1] and line.lows[hit.last] in PRONOUNS else right_phrase(line, hit.last)
    stop = next(
        (i for i in range(hit.last, min(len(line) - 1, hit.last + 16)) if line.lows[i] == "as" and line.lows[i + 1].endswith("ing")), None
    )
    if stop is None or stop <= hit.last:
        return []
    if end > stop or end <= hit.last:
        end = stop
    cue_at = stop + 1
    after = skip_adjuncts(line, cue_at + 1)
    base = Draft(
        sentence,
        line.span(cue_at, cue_at + 1),
        line.span(hit.last, end),
        line.span(cue_at, cue_at + 1),
        cue,
        "before",
        via=(line.span(*subject),),
        date=after.date,
    )
    return _right(line, base, after.end)


def _citing(line: Line, sentence: int, hit: Hit, cue: Cue, drafts: list[Draft]) -> list[Draft]:
    """ "C, citing X": X stands behind what the sentence says; the speaker of the sentence relays it."""
    end = right_phrase(line, hit.last)
    if end <= hit.last or not _speaks(line, (hit.last, end)):
        return []
    source = line.span(hit.last, end)
    cue_span = line.span(hit.first, hit.last)
    if drafts and drafts[-1].source is not None and drafts[-1].shape in ("before", "after"):
        last = drafts[-1]
        return [Draft(sentence, cue_span, source, last.content, cue, "after", via=(last.source,) if last.source else ())]
    cut = trim(line, 0, hit.first)
    if cut is None or not has_finite(line, *cut):
        return []
    return [Draft(sentence, cue_span, source, line.span(*cut), cue, "after")]


def _according(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
    """ "According to X, C" and "C, according to X"."""
    if hit.last >= len(line):
        return []
    end = hit.last + 1 if line.lows[hit.last] in PRONOUNS else right_phrase(line, hit.last)
    comma = next((i for i in range(hit.last, min(len(line), hit.last + 22)) if line.lows[i] == ","), None)
    if end <= hit.last:
        if comma is None:
            return []
        end = comma
    if any(line.lows[i] in speaker_words().not_speakers for i in range(hit.last, min(end, hit.last + 4))):
        return []
    fronted = (
        hit.first == 0
        or line.lows[hit.first - 1] in (";", "but", "and", "while", "that", ":", "where", "who", "which")
        or (line.lows[hit.first - 1] == "," and hit.first <= 3)
    )
    source_end = end
    if (
        fronted
        and comma is not None
        and end < comma <= hit.last + 14
        and not has_finite(line, end, comma)
        and line.lows[end] in (PREPOSITIONS | {"released", "published", "obtained", "by"})
    ):
        source_end = comma if line.lows[end] in ("of", "for", "by", "in", "at", "from", "on") else end
        end = comma
    source_end = _with_apposition(line, source_end) if not fronted and source_end == end else source_end
    base = Draft(sentence, line.span(hit.first, hit.last), line.span(hit.last, source_end), line.span(hit.first, hit.last), cue, "before")
    if fronted:
        if end < len(line) and line.lows[end] == ",":
            relative = line.lows[end + 1 : end + 2]
            if relative and relative[0] in ("a", "an", "who", "which", "whose"):
                closing = next((i for i in range(end + 1, min(len(line), end + 18)) if line.lows[i] == ","), None)
                if (
                    closing
                    and not any(line.lows[i] in AUXILIARIES for i in range(end + 1, closing))
                    and has_finite(line, closing, len(line))
                ):
                    end = closing
        return _right(line, base, end)
    left = _left(line, base, (hit.first, hit.first))
    if end < len(line) and line.lows[end] == "," and not left:
        return _right(line, base, end)
    return left


def _by(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
    """ "as reported by X", "C, quoted by X"."""
    end = right_phrase(line, hit.last)
    if end <= hit.last or not _speaks(line, (hit.last, end)):
        return []
    be = _auxiliary_be(line, hit.first)
    start = be if be is not None else hit.first
    if start and line.lows[start - 1] == "as":
        start -= 1
    while start and line.lows[start - 1] in AUXILIARIES:
        start -= 1
    base = Draft(sentence, line.span(hit.first, hit.last), line.span(hit.last, end), line.span(hit.first, hit.last), cue, "after")
    if "according to" in line.text[: line.starts[hit.first]].lower() and start < 18:
        return []
    if line.lows[start] == "as" and start == 0:
        return _right(line, base, end)
    return _left(line, base, (start, start))


# ---------------------------------------------------------------- passives, nouns, adverbs


def _passive(line: Line, sentence: int, hit: Hit, cue: Cue, be: int) -> list[Draft]:
    """ "It was reported that C", "X is believed to have ...": nobody is named."""
    start = be
    while start and (line.lows[start - 1] in AUXILIARIES or is_adverb(line.lows[start - 1])):
        start -= 1
    following = line.lows[hit.last] if hit.last < len(line) else ""
    base = Draft(sentence, line.span(hit.first, hit.last), None, line.span(hit.first, hit.last), cue, "passive", cue.certainty)
    if (start and line.lows[start - 1] == "it" and following in ("that", "the", ":")) or (
        start and line.lows[start - 1] == "it" and hit.last < len(line) and line.is_name(hit.last)
    ):
        return [replace(made, shape="passive") for made in _right(line, base, hit.last)]
    if start and line.lows[start - 1] == "it" and following != "to":
        return _impersonal(line, base, start - 1, hit.last)
    if "it" in cue.frames or following not in ("to", "as"):
        if following == "by" and cue.expression in ("reported", "said", "alleged", "announced"):
            return []
        if cue.expression == "reported" and following in (
            "",
            ".",
            ",",
            "in",
            "on",
            "at",
            "near",
            "dead",
            "killed",
            "wounded",
            "missing",
            "injured",
            "captured",
        ):
            return _clause_of(line, base, start, hit)
        return []
    if cue.expression == "expected":
        return []
    return _clause_of(line, base, start, hit)


def _impersonal(line: Line, base: Draft, pronoun: int, last: int) -> list[Draft]:
    """ "C, it was reported by X", "it was announced in the capital that C"."""
    after = skip_adjuncts(line, last)
    end = after.end
    if line.lows[end : end + 1] == ("by",):
        stop = right_phrase(line, end + 1)
        if stop > end + 1:
            base = replace(base, source=line.span(end + 1, stop), certainty="certain")
            end = skip_adjuncts(line, stop).end
    base = replace(base, date=after.date)
    if line.lows[end : end + 1] == ("that",):
        return [replace(made, shape="passive") for made in _right(line, base, end + 1)]
    if end >= len(line) or line.lows[end] in (".", ",", ";"):
        return _left(line, base, (pronoun, pronoun)) if pronoun > _MIN_CLAUSE else []
    return []


def _clause_of(line: Line, base: Draft, start: int, hit: Hit) -> list[Draft]:
    first = _clause_left(line, start)
    last = _clause_right(line, hit.last)
    if start - first < 1:
        return []
    cut = trim(line, first, last)
    return [replace(base, content=line.span(*cut), shape="passive")] if cut else []


def _passive_verb(line: Line, sentence: int, hit: Hit, cue: Cue, be: int) -> list[Draft]:
    """ "X was quoted as saying C", "X was accused of C", "the attack was claimed by X"."""
    lows = line.lows
    following = lows[hit.last] if hit.last < len(line) else ""
    if cue.expression in ("quote", "cite"):
        stop = next(
            (i for i in range(hit.last, min(len(line) - 1, hit.last + 12)) if lows[i] == "as" and lows[i + 1].endswith("ing")), None
        )
        subject = subject_before(line, be)
        if stop is None or subject is None:
            return []
        via = (line.span(hit.last + 1, stop),) if following == "by" and stop > hit.last + 1 else ()
        after = skip_adjuncts(line, stop + 2)
        cue_span = line.span(hit.first, stop + 2)
        return _right(line, Draft(sentence, cue_span, line.span(*subject), cue_span, cue, "before", via=via, date=after.date), after.end)
    if following == "by" and cue.expression.startswith("claim"):
        end = right_phrase(line, hit.last + 1)
        if end <= hit.last + 1:
            return []
        start = be
        while start and (lows[start - 1] in AUXILIARIES or is_adverb(lows[start - 1]) or lows[start - 1] == ","):
            start -= 1
        responsible = _responsibility_cue()
        base = Draft(
            sentence, line.span(hit.first, hit.last), line.span(hit.last + 1, end), line.span(hit.first, hit.last), responsible, "after"
        )
        cut = trim(line, _clause_left(line, start), start)
        return [replace(base, content=line.span(*cut))] if cut else []
    if {"of", "for"} & cue.frames and following in ("of", "for", "by"):
        first = _clause_left(line, be)
        cut = trim(line, first, len(line))
        by = next((i for i in range(hit.last, len(line) - 1) if lows[i] == "by"), None) if following == "by" else None
        end = right_phrase(line, by + 1) if by is not None else 0
        source = line.span(by + 1, end) if by is not None and end > by + 1 else None
        base = Draft(sentence, line.span(hit.first, hit.last), source, line.span(hit.first, hit.last), cue, "passive", "possible")
        return [replace(base, content=line.span(*cut))] if cut else []
    return []


def _nominal(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
    """ "amid reports that C", "the army's claim that C", "a statement by X that C"."""
    lows = line.lows
    index = hit.last
    source: Span | None = None
    if index < len(line) and lows[index] in ("by", "from"):
        end = right_phrase(line, index + 1)
        if end > index + 1:
            source = line.span(index + 1, end)
            index = end
    elif hit.first and lows[hit.first - 1].endswith(("'s", "’s", "s'", "s’")):
        start = left_phrase(line, hit.first)
        if start is not None:
            source = line.span(start, hit.first)
    after = skip_adjuncts(line, index)
    index = after.end
    following = lows[index] if index < len(line) else ""
    if following == "of" and "of" in cue.frames and cue.expression.endswith("s") and lows[index + 1 : index + 2] != ("responsibility",):
        pass
    elif following != "that" or (
        "that" in cue.frames
        and source is None
        and cue.certainty == "certain"
        and cue.expression in ("report", "news", "word", "information", "remarks")
    ):
        if following != "that":
            return []
    if following == "that" and index + 1 < len(line) and is_finite(line.lows[index + 1]):
        return []
    certainty: Certainty = cue.certainty if source is None else "certain"
    cue_span = line.span(hit.first, hit.last)
    base = Draft(sentence, cue_span, source, cue_span, cue, "nominal", certainty, "-" if cue.act == "deny" else "+", date=after.date)
    cut = trim(line, index + 1, _nominal_end(line, index + 1, hit.first))
    return [replace(base, content=line.span(*cut))] if cut else []


def _nominal_end(line: Line, first: int, noun: int) -> int:
    """Return where the content of a reporting noun ends; a noun that is the sentence's subject leaves the last verb to the sentence."""
    end = _clause_right(line, first)
    if noun > 4:
        return end
    verbs = [i for i in range(first, end) if is_finite(line.lows[i]) and not (i and line.lows[i - 1] in AUXILIARIES)]
    if len(verbs) < 2 or any(line.lows[i] in CONJUNCTIONS or line.lows[i] == "," for i in range(verbs[-2], verbs[-1])):
        return end
    return verbs[-1]


def _adverb(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
    """ "reportedly killing C", "C was allegedly ...": a clause that rests on unnamed reports."""
    before = line.lows[hit.first - 1] if hit.first else ","
    first = hit.last if before == "," or (hit.last < len(line) and line.lows[hit.last].endswith("ing")) else _clause_left(line, hit.first)
    cut = trim(line, first, _clause_right(line, hit.last))
    if cut is None:
        return []
    return [Draft(sentence, line.span(hit.first, hit.last), None, line.span(*cut), cue, "adverb", cue.certainty)]


def _clause_left(line: Line, before: int) -> int:
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


def _clause_right(line: Line, first: int) -> int:
    """Return the word after the clause that goes on at `first`: before ", and/but/while", ", which", ";", or the sentence's end."""
    for index in range(first, len(line)):
        low = line.lows[index]
        if low == ";" or (low in _TERMINAL and index + 1 >= len(line)):
            return index
        following = line.lows[index + 1] if index + 1 < len(line) else ""
        if low == "," and (
            following in ("and", "but", "while", "which", "who", "where", "although", "though", "as", "after", "before", "when")
            or following in PRONOUNS
        ):
            if following != "and" or has_finite(line, index + 2, len(line)):
                return index
        if low == "but" and index > first:
            return index
    return len(line)


# ---------------------------------------------------------------- several cues in one sentence


def _settle(line: Line, drafts: list[Draft]) -> list[Draft]:
    """Cut contents where a sibling attribution of the same sentence begins; drop what has no content left."""
    settled: list[Draft] = []
    for index, draft in enumerate(drafts):
        end = draft.content.end
        for later in drafts[index + 1 :]:
            if later.cue.start < draft.cue.end or not draft.content.covers(later.cue):
                continue
            edge = _sibling_edge(line, draft, later)
            if edge is not None:
                end = min(end, edge)
        if end < draft.content.end:
            first, last = word_at(line, draft.content.start - line.base), word_at(line, end - line.base)
            cut = trim(line, first, last)
            if cut is None:
                continue
            draft = replace(draft, content=line.span(*cut))
        settled.append(draft)
    return settled


def _sibling_edge(line: Line, draft: Draft, later: Draft) -> int | None:
    """Return the document offset where `later` begins as a sibling of `draft`, None where it is nested inside."""
    if draft.shape in ("adverb", "passive", "nominal"):
        return None
    opening = later.source if later.source is not None and later.source.start < later.cue.start else later.cue
    at = word_at(line, opening.start - line.base)
    before = line.lows[at - 1] if at else ""
    while at and is_adverb(before) and later.shape == "gerund":
        at -= 1
        before = line.lows[at - 1] if at else ""
    if later.shape == "gerund" and before in (",", "and", "by", "while", "without"):
        return line.base + line.starts[at - 1]
    if later.same_speaker:
        return line.base + line.starts[at - 1] if before in ("and", "but", "then", ",") else opening.start
    if later.shape == "after" and later.content.covers(draft.cue):
        return opening.start
    if (
        later.shape == "before"
        and later.content.start > later.cue.start
        and before in ("and", "but", "while", "whereas", "although", "though")
        and later.source is not None
    ):
        return line.base + line.starts[at - 1]
    if later.shape == "before" and before == "," and later.source is not None and draft.source is not None:
        head = word_at(line, draft.source.start - line.base)
        if head and line.lows[head - 1] in ("while", "although", "though", "as", "when", "whereas"):
            return line.base + line.starts[at - 1]
    return None
