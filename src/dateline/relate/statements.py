"""Finds statements: what a report says beside its events (relations, purposes, causes, terms, offices, framing ...)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.data.actors import load_actors
from dateline.data.statement_words import KEY_LETTERS, StatementCue, StatementWords, cue_key, statement_words
from dateline.records import ActorMention, PlaceMention, Sentence, Span, Statement
from dateline.relate.lookup import by_sentence
from dateline.veil import armed_names, veiled

ZONES = frozenset({"title", "body"})
MAX_OBJECT = 160  # longer tails repeat the clause; the span keeps all its words
WORDS_KEPT = 16_384  # words whose cues are remembered: the words of a few hundred reports
CLAUSES_KEPT = 64  # clauses whose verb is remembered: each cue of a clause asks for it
PROSE_WORDS = 4  # fewer words in lower case are a greeting, a signature or a list item, not a sentence
_FULL_STOP = re.compile(r"[.!?][”\"’'\])]*\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_LEADING = re.compile(r"^(?:[\s,;:.()“”\"'’–—-]+|(?:and|but|that|while|which|who|however|also|then|it is|there is)\s+)+", re.IGNORECASE)
_JOINING = frozenset({"and", "but", "that", "while", "which", "who", "however", "also", "then", "it", "there"})
_BLANKS = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_TRAILING = _BLANKS + ',;:()“”"–—.!?-'
_NOUN_PHRASE_END = re.compile(
    r"[,;:.!?()“”\"]|\s(?:and|or|but|in|on|at|of|from|to|with|by|for|near|against|after|before|during|while|who|which|that|as|has|have|had|is|"
    r"are|was|were|will|would|said|says|\w+ed|\w+ing)\b",
    re.IGNORECASE,
)
_HYPHENATED = re.compile(r"([^\W_][\w.’']*(?:-[^\W_][\w.’']*)*)-$")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a sentence, offsets into the sentence's text."""

    start: int
    end: int


def find_statements(
    sentences: Sequence[Sentence],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    *,
    covered: Collection[int] = frozenset(),
) -> tuple[Statement, ...]:
    """Return the statements of titles and body sentences in text order, with ids s1, s2 ...

    covered: indices of sentences that have event reports; a sentence that is not among them and holds no other statement is kept
    whole as `situation` or, if it has a verb, as `other`. subject and object are words of the text; offsets are the document's.
    """
    words = statement_words()
    actors_by, places_by = by_sentence(actors), by_sentence(places)
    found: list[Statement] = []
    for sentence in sentences:
        if sentence.zone not in ZONES:
            continue
        here, there = actors_by.get(sentence.index, []), places_by.get(sentence.index, [])
        seen = veiled(sentence.text, armed_names(here, sentence.text, sentence.span.start), sentence.span.start)
        for statement in _statements_of(sentence, seen, here, there, words, covered=sentence.index in covered):
            found.append(_numbered(statement, len(found) + 1))
    return tuple(found)


def _numbered(statement: Statement, number: int) -> Statement:
    """Return the statement with its final id."""
    return Statement(
        f"s{number}", statement.predicate, statement.subject, statement.object, statement.span, statement.sentence, statement.made_by
    )


def _statements_of(
    sentence: Sentence, seen: str, actors: Sequence[ActorMention], places: Sequence[PlaceMention], words: StatementWords, *, covered: bool
) -> list[Statement]:
    """Return the statements of one sentence, without final ids; `seen` is its text with the names of armed sides veiled: cues are read there."""
    clauses = _clauses(seen, words)
    strong: list[Statement] = []
    weak: list[Statement] = []
    loaded = ((cue, at) for cue, at in _cues(sentence.text, clauses) if cue.predicate == "framing")
    for cue, at in sorted([*loaded, *(one for one in _cues(seen, clauses) if one[0].predicate != "framing")], key=lambda one: one[1]):
        if _in_a_name(at, sentence, actors, framing=cue.predicate == "framing"):
            continue
        statement = _build(sentence, seen, cue, at, clauses, actors, words)
        if statement is None:
            continue
        kept = weak if cue.weak else strong
        if not any(_repeats(statement, other) for other in kept):
            kept.append(statement)
    if strong or covered:
        return strong
    if weak:
        return weak[:1]
    return list(_rest(sentence, seen, clauses, actors, places, words))


def _in_a_name(at: Span, sentence: Sentence, actors: Sequence[ActorMention], *, framing: bool) -> bool:
    """Tell whether words lie in a name of the registry: "Defence Forces" says nothing of force, "Liberation Front" frames nobody."""
    where = Span(at.start + sentence.span.start, at.end + sentence.span.start)
    inside = [actor.span for actor in actors if actor.entry is not None and not actor.generic and actor.span.covers(where)]
    if not framing:
        return bool(inside)
    return any(
        span != where and _proper(sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]) for span in inside
    )


def _proper(words: str) -> bool:
    """Tell whether words are a name as the registry has it, not a noun for its bearer's people ("ISIS terrorists")."""
    return (
        words[-1:].isalpha()
        and words.split()[-1][0].isupper()
        and any((m.start, m.end) == (0, len(words)) for m in load_actors().match(words))
    )


def _repeats(statement: Statement, other: Statement) -> bool:
    """Tell whether a statement of the same predicate already holds these words."""
    return statement.predicate == other.predicate and statement.span.overlaps(other.span)


@lru_cache(maxsize=WORDS_KEPT)
def _cues_from(word: str) -> tuple[StatementCue, ...]:
    """Return the cues that may begin with a word."""
    lower = word.lower()
    return tuple(cue for cue in statement_words().cues.get(cue_key(word), ()) if lower.startswith(cue.first))


@lru_cache(maxsize=WORDS_KEPT)
def _cues_before(word: str, following: str) -> tuple[StatementCue, ...]:
    """Return the cues that may begin with a word before the letters that follow it."""
    lower = following.lower()
    return tuple(cue for cue in _cues_from(word) if not cue.second or lower.startswith(cue.second))


def _cues(text: str, clauses: Sequence[_Clause]) -> Iterator[tuple[StatementCue, Span]]:
    """Yield the cues with the place of their words; of one predicate at one place only the longest."""
    for word in _WORD.finditer(text):
        cues = _cues_from(word.group())
        if not cues:
            continue
        start, end = word.span()
        if len(cues) > 1 and text[end : end + 1] == " " and (following := text[end + 1 : end + 1 + KEY_LETTERS]).isalpha():
            cues = _cues_before(word.group(), following)
        hyphen = start > 0 and text[start - 1] == "-"
        best: dict[str, tuple[StatementCue, Span]] = {}
        for cue in cues:
            if (cue.shape == "suffix") is not hyphen or (cue.clause_start and not _at_start(text, start, clauses)):
                continue
            match = cue.pattern.match(text, start)
            if match and (cue.predicate not in best or match.end() > best[cue.predicate][1].end):
                best[cue.predicate] = (cue, Span(start, match.end()))
        yield from best.values()


def _at_start(text: str, position: int, clauses: Sequence[_Clause]) -> bool:
    """Tell whether nothing but joining words stands between the clause's beginning, or a comma, and the position."""
    clause = _clause_at(position, clauses)
    before = text[clause.start : position].rstrip()
    return not before or before.endswith(",") or not _LEADING.sub("", before + " ")


def _clauses(text: str, words: StatementWords) -> list[_Clause]:
    """Cut a sentence at marks, and at commas before a conjunction or after a fronted phrase; what stands in brackets comes first."""
    inside = [_Clause(match.start(1), match.end(1)) for match in _BRACKETS.finditer(text)]
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose small form is longer
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    cuts = {match.end() for match in words.boundary.finditer(lower) if not any(c.start <= match.start() < c.end for c in inside)}
    fronted = words.fronted.match(text)
    if fronted:
        cuts.add(fronted.end())
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(text)), len(text)]
    return inside + [_Clause(start, end) for start, end in itertools.pairwise(edges)]


def _clause_at(position: int, clauses: Sequence[_Clause]) -> _Clause:
    """Return the clause that holds the position."""
    return next((clause for clause in clauses if clause.start <= position < clause.end), clauses[-1])


def _build(
    sentence: Sentence,
    seen: str,
    cue: StatementCue,
    at: Span,
    clauses: Sequence[_Clause],
    actors: Sequence[ActorMention],
    words: StatementWords,
) -> Statement | None:
    """Return the statement that a cue marks, or None where its shape has no words to stand on."""
    text, clause = sentence.text, _clause_at(at.start, clauses)
    if cue.shape == "suffix":
        return _suffix(sentence, cue, at, actors)
    if cue.shape == "word":
        holder = _holder(sentence, at, actors) or (_subject(text, seen, clause, at.start, words) if text[: at.end].endswith("ed") else None)
        return _make(sentence, cue.predicate, at.start, at.end, holder, None)
    if cue.shape == "apposition":
        end = _actor_end(sentence, at.end, actors) or _phrase_end(seen, at.end)
        subject = _actor_before(sentence, at.start, actors) or _subject(text, seen, clause, at.start, words)
        return _make(sentence, cue.predicate, at.start, end, subject, text[at.end : end])
    end = clause.end
    if not _trimmed(text[at.end : end]):  # "As soon as, X ...": the words follow in the next clause
        end = _clause_at(max(at.end, min(end, len(text) - 1)), clauses).end
    start = at.start if cue.shape == "tail" else clause.start
    position = clause.end if cue.weak else at.start  # weak cues are nouns of the subject as often as verbs
    return _make(
        sentence, cue.predicate, start, end, _subject(text, seen, clause, position, words), None if cue.weak else text[at.end : end]
    )


def _suffix(sentence: Sentence, cue: StatementCue, at: Span, actors: Sequence[ActorMention]) -> Statement | None:
    """Return the relation of "X-backed NP": subject the noun phrase, object X."""
    text = sentence.text
    head = _HYPHENATED.search(text, 0, at.start)
    if head is None:
        return None
    beside = [m for m in actors if m.span.end - sentence.span.start > at.end and m.span.start - sentence.span.start <= at.end + 2]
    end = max((m.span.end - sentence.span.start for m in beside), default=_phrase_end(text, at.end))
    return _make(sentence, cue.predicate, head.start(), end, text[at.end : end], head.group(1))


def _holder(sentence: Sentence, at: Span, actors: Sequence[ActorMention]) -> str | None:
    """Return the name of the actor that a word is part of or stands beside."""
    start, end = at.start + sentence.span.start, at.end + sentence.span.start
    for mention in actors:
        if mention.span.start - 2 <= end and start - 2 <= mention.span.end:
            return mention.name
    return None


def _actor_before(sentence: Sentence, position: int, actors: Sequence[ActorMention]) -> str | None:
    """Return the words of the nearest actor that ends before the position."""
    base = sentence.span.start
    before = [m for m in actors if m.span.end - base <= position]
    if not before:
        return None
    nearest = max(before, key=lambda m: (m.span.end, -m.span.start))
    return sentence.text[nearest.span.start - base : nearest.span.end - base]


def _actor_end(sentence: Sentence, position: int, actors: Sequence[ActorMention]) -> int | None:
    """Return where the actor ends that begins right after the position, a determiner between at most."""
    at = position + sentence.span.start
    return next((m.span.end - sentence.span.start for m in actors if at <= m.span.start <= at + len(" the ")), None)


def _subject(text: str, seen: str, clause: _Clause, position: int, words: StatementWords) -> str | None:
    """Return the words from the clause's beginning to its first verb or to the position; where these are none, to the verb after it."""
    verb = _first_verb(seen, clause)
    subject = _trimmed(text[clause.start : min(position, verb)])
    if (not subject or subject.lower() in words.determiners) and position < verb < clause.end:
        subject = _trimmed(text[clause.start : verb])
    return subject or None


@lru_cache(maxsize=CLAUSES_KEPT)
def _first_verb(text: str, clause: _Clause) -> int:
    """Return where the first verb of the clause begins, its end where it has none."""
    words = statement_words()
    previous = ""
    for word in _WORD.finditer(text, clause.start, clause.end):
        written = word.group()
        lower = written.lower()
        if lower in words.verbs or (lower.endswith("ed") and lower not in words.not_verbs):
            named = written[0].isupper() and not written.isupper()
            compound = text[word.start() - 1 : word.start()] == "-" or text[word.end() : word.end() + 1] == "-"
            if not (named or compound or previous in words.determiners or previous.endswith(("'s", "’s"))):
                return word.start()
        previous = lower
    return clause.end


def _phrase_end(text: str, start: int) -> int:
    """Return where the noun phrase that begins at `start` ends."""
    first = _WORD.search(text, start)
    if first is None:
        return start
    end = _NOUN_PHRASE_END.search(text, first.end())
    return end.start() if end else len(text)


def _trimmed(words: str) -> str:
    """Return the words without joining words before and marks around them."""
    joined = not words[:1].isalpha() or words.split(None, 1)[0].lower() in _JOINING
    kept = (_LEADING.sub("", words) if joined else words).rstrip(_TRAILING)
    return kept + ")" if kept.count("(") > kept.count(")") and kept + ")" in words else kept


def _make(sentence: Sentence, predicate: str, start: int, end: int, subject: str | None, object_: str | None) -> Statement:
    """Return a statement whose span loses the marks and blanks at its edges."""
    text = sentence.text
    lead = _LEADING.match(text, start, end) if predicate != "framing" else None
    if lead and lead.end() < end:
        start = lead.end()
    end = start + len(text[start:end].rstrip(_TRAILING))
    if text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    base = sentence.span.start
    said = _trimmed(object_)[:MAX_OBJECT] if object_ else None
    about = _trimmed(subject) if subject else None
    return Statement("", predicate, about or None, said or None, Span(base + start, base + end), sentence.index)


def _rest(
    sentence: Sentence,
    seen: str,
    clauses: Sequence[_Clause],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    words: StatementWords,
) -> Iterator[Statement]:
    """Yield the whole sentence as `other` if it says something: a known verb, or prose that ends in a full stop."""
    text = sentence.text
    for clause in clauses:
        if _first_verb(seen, clause) < clause.end:
            about = _actor_before(sentence, clause.end, actors) or next((m.name for m in places), None)
            yield _make(sentence, "other", 0, len(text), _subject(text, seen, clause, clause.end, words) or about, None)
            return
    lower = [word for word in _WORD.findall(seen) if word.islower()]
    if len(lower) >= PROSE_WORDS and _FULL_STOP.search(text):
        yield _make(sentence, "other", 0, len(text), None, None)
