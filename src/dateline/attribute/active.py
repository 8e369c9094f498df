"""Active cues: "X said that C", "C, said X", "..., adding that C"."""

from __future__ import annotations

from dataclasses import replace

from dateline.attribute.adjuncts import DATE, Adjuncts, skip_addressee, skip_adjuncts, word_at
from dateline.attribute.bounds import clause_start, clause_subject, relative_end
from dateline.attribute.drafts import Draft
from dateline.attribute.function_words import (
    CLOSED,
    CONJUNCTIONS,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    PRONOUNS,
    TERMINAL,
    has_finite,
    is_adverb,
    is_finite,
)
from dateline.attribute.hits import NOUNLIKE, STRONG, Hit, cue_words, responsibility_cue
from dateline.attribute.line import QUOTES, Line
from dateline.attribute.phrases import antecedent, is_nobody, is_plural, leading_subject, skip_back, speaks, subject_before
from dateline.attribute.placement import content_left, content_right, place_contents
from dateline.attribute.relays import read_quoted_as
from dateline.attribute.right_phrases import right_phrase, with_apposition
from dateline.attribute.toll_frames import tells_toll
from dateline.data.cues import Cue, CueForm
from dateline.data.source_types import speaker_words
from dateline.records import Span

_MAX_ADDRESSEE = 4  # words between "told X" and "that" that still belong to X
_MAX_HELD = 10  # words from "held" to "responsible" that name the accused
_ORDINALS = frozenset("the a an first second third last latest only next previous other most".split())
_ATTACKS = frozenset(
    "attack bombing killing assault ambush blast explosion shooting raid strike kidnapping assassination operation hit".split()
)


def read_active(line: Line, sentence: int, hit: Hit, form: CueForm, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of an active cue; `drafts` are those found before it in the sentence."""
    cue = form.cue
    if "responsible" in cue.frames and not _holds_responsible(line, hit.last):
        return []
    subject, same = _subject(line, hit, form, drafts)
    if subject is None:
        return _inverted(line, sentence, hit, form)
    if _participle(line, hit, form) or (subject[0] < subject[1] and _ORDINALS.issuperset(line.lows[slice(*subject)])):
        return []
    if is_nobody(line, subject) or ("toll" in cue.frames and not tells_toll(line, hit.last)):
        return []
    if cue.expression in ("quote", "cite") and (relayed := read_quoted_as(line, sentence, hit, cue, subject)):
        return relayed
    after, via = _after_cue(line, hit, cue)
    if (cited := _cited_within(line, subject)) is not None:
        via, subject = (line.span(subject[0], cited[0] - 1), *via), cited
    attack = _claimed_attack(line, hit.last) if cue.expression == "claim" else 0
    if attack:
        cue = responsibility_cue()
    elif _withheld(line, hit, cue):
        cue = replace(cue, act="withhold")
    source = None if same else line.span(*_speaker(line, subject))
    span = cue_words(line, hit)
    base = Draft(
        sentence, span, source, span, cue, "before", cue.certainty, _polarity(line, hit, cue), via,
        after.date or _fronted_date(line, subject[0], cue), after.place, same,
    )  # fmt: skip
    return content_right(line, base, hit.last, attack) if attack else place_contents(line, base, hit, subject, after)


def _after_cue(line: Line, hit: Hit, cue: Cue) -> tuple[Adjuncts, tuple[Span, ...]]:
    """Pass over whom it was told and the adjuncts behind a cue; return them and the medium they name."""
    first = hit.last
    via: tuple[Span, ...] = ()
    if "addressee" in cue.frames and line.lows[first : first + 1] != (":",):
        match = speaker_words().body_pattern.match(line.text, line.starts[first]) if first < len(line) else None
        first, medium = skip_addressee(line, first, match.end() if match else None)
        via = (medium,) if medium else ()
    elif cue.act == "warn" and line.lows[first : first + 1] not in (("that",), ("of",), ("against",), ("about",), ()):
        first = _before_that(line, first)
    after = skip_adjuncts(line, first)
    if "addressee" in cue.frames:
        after = replace(after, end=_before_that(line, after.end))
    return after, via or ((after.carrier,) if after.carrier is not None else ())


def _subject(line: Line, hit: Hit, form: CueForm, drafts: list[Draft]) -> tuple[tuple[int, int] | None, bool]:
    """Return the subject's words and whether they are those of the draft before ("denied it and said")."""
    end = skip_back(line, hit.first)
    before = line.lows[end - 1] if end else ""
    if before in ("to", "not", "n't") or (form.form == "base" and before == "to"):
        return None, False
    if (
        form.form in ("base", "s")
        and form.cue.expression in NOUNLIKE
        and before in ("and", "but")
        and line.lows[hit.last : hit.last + 1] != ("that",)
    ):
        return None, False
    if before in ("and", "but", "then") or (before == "," and drafts and end >= 2 and line.lows[end - 2] in ("and", "but")):
        if drafts and drafts[-1].source is not None and drafts[-1].sentence >= 0:
            return (end, end), True
        found = clause_subject(line, hit.first)
        return (found, False) if found else (None, False)
    subject = subject_before(line, hit.first)
    if subject is None and before == "," and drafts and drafts[-1].shape == "before" and drafts[-1].source and form.form == "past":
        return (end, end), True
    if subject is None and form.form != "base":
        subject = leading_subject(line, clause_start(line, end), hit.first, strong=form.cue.expression in STRONG)
    if subject is None:
        return None, False
    if line.lows[subject[0]] in ("who", "which") and subject[1] - subject[0] == 1:
        comma = subject[0] - 1 if subject[0] and line.lows[subject[0] - 1] == "," else subject[0]
        start = antecedent(line, comma)
        return ((start, comma) if start is not None else subject), False
    if form.form == "base" and not is_plural(line, subject):
        return None, False
    if (
        form.form in ("base", "s")
        and form.cue.expression in NOUNLIKE
        and "responsible" not in form.cue.frames
        and not _verb_evidence(line, hit, subject)
    ):
        return None, False
    if line.lows[subject[0]] in ("i", "we", "you") and subject[1] - subject[0] == 1:
        return None, False
    if "strict" in form.cue.frames and not speaks(line, subject):
        return None, False
    if (
        line.lows[subject[0]] in ("this", "these", "those", "all", "both", "one", "few")
        and subject[1] - subject[0] == 1
        and "strict" in form.cue.frames
    ):
        return None, False
    return subject, False


def _participle(line: Line, hit: Hit, form: CueForm) -> bool:
    """Tell whether the form describes the noun before it: "the men accused of murder", "the people who committed the attack"."""
    following = line.lows[hit.last] if hit.last < len(line) else ""
    if form.cue.expression == "commit":
        return following not in ("to", "itself", "himself", "herself", "themselves")
    return (
        form.form in ("past", "participle")
        and bool({"of", "for", "with"} & form.cue.frames)
        and following in ("of", "for", "with", "on", "by")
    )


def _holds_responsible(line: Line, first: int) -> bool:
    some = line.lows[first : first + _MAX_HELD]
    at = next((i for i, low in enumerate(some) if low in ("responsible", "accountable")), 0)
    return at > 0 and not any(is_finite(low) or low in QUOTES for low in some[:at])


def _cited_within(line: Line, subject: tuple[int, int]) -> tuple[int, int] | None:
    """Return the words of X in "local media, citing X, reported"."""
    at = next((i for i in range(subject[0] + 1, subject[1]) if line.lows[i] in ("citing", "quoting")), None)
    if at is None or line.lows[at - 1] != ",":
        return None
    end = right_phrase(line, at + 1)
    return (at + 1, end) if at + 1 < end <= subject[1] and speaks(line, (at + 1, end)) else None


def _before_that(line: Line, first: int) -> int:
    """Pass over the rest of an addressee that no list knows, up to its "that" ("told Karest villagers that C")."""
    last = min(first + _MAX_ADDRESSEE, len(line))
    that = next((i for i in range(first, last) if line.lows[i] == "that"), first)
    plain = not any(line.lows[i] in CLOSED or not line.lows[i][0].isalnum() or is_finite(line.lows[i]) for i in range(first, that))
    return that if plain else first


def _verb_evidence(line: Line, hit: Hit, subject: tuple[int, int]) -> bool:
    """Tell whether a form that may be a noun ("reports", "states") is a verb here: a clause, quotation or sentence's end follows it."""
    following = line.lows[hit.last] if hit.last < len(line) else ""
    split = following == "," and subject[0] > 0 and line.lows[subject[0] - 1] == ","
    told = following == "the" and line.lows[hit.last + 1 : hit.last + 2] == ("following",)
    if (
        split
        or told
        or following in PRONOUNS
        or following in ("that", ":")
        or following in QUOTES
        or (hit.last < len(line) and line.quoted[hit.last])
    ):
        return True
    if line.lows[subject[0]] in PRONOUNS or speaker_words().body_pattern.search(
        line.text, line.starts[subject[0]], line.ends[subject[1] - 1]
    ):
        return True
    return (following in TERMINAL or not following) and subject[0] > 0 and line.lows[subject[0] - 1] in (",", "—", "–", "-", "”", '"', "''")


def _speaker(line: Line, subject: tuple[int, int]) -> tuple[int, int]:
    first, last = subject
    while last > first + 1 and line.lows[last - 1] in (",", ")") and line.lows[last - 1] == ",":
        last -= 1
    return first, last


def _claimed_attack(line: Line, first: int) -> int:
    """Return where the noun phrase of a claimed attack ends ("claimed two attacks in the capital"), 0 where a clause is claimed."""
    end = relative_end(line, first)
    if line.lows[first : first + 1] in (("that",), ("to",)) or has_finite(line, first, min(end, len(line))):
        return 0
    return end if any(line.lows[i].rstrip("s") in _ATTACKS for i in range(first, min(end, first + 6))) else 0


def _withheld(line: Line, hit: Hit, cue: Cue) -> bool:
    """Tell whether nothing is asserted: "did not say", "would have told", "could not confirm"."""
    chain = line.lows[skip_back(line, hit.first) : hit.first]
    if any(low in MODALS for low in chain):
        return True
    return cue.act != "deny" and any(low in NEGATIONS or low.endswith(("n't", "n’t")) for low in chain)


def _polarity(line: Line, hit: Hit, cue: Cue) -> str:
    if cue.act == "deny":
        negated = any(
            line.lows[i] in NEGATIONS or line.lows[i].endswith(("n't", "n’t")) for i in range(skip_back(line, hit.first), hit.first)
        )
        return "+" if negated else "-"
    return "+"


def _fronted_date(line: Line, subject: int, cue: Cue) -> Span | None:
    """Return a date that opens the sentence right before the subject of an announcing cue."""
    match = DATE.match(line.text, line.starts[0]) if subject else None
    if match and word_at(line, match.end()) < len(line) and subject - word_at(line, match.end()) <= 1:
        return Span(line.base + match.start(), line.base + match.end())
    return None


def _inverted(line: Line, sentence: int, hit: Hit, form: CueForm) -> list[Draft]:
    """ "C, said X", ""C" says X", "..., reports X": the subject follows the verb."""
    cue = form.cue
    if form.form not in ("past", "s", "base") or not ({"clause", "np"} & cue.frames) or hit.last >= len(line):
        return []
    before = line.lows[hit.first - 1] if hit.first else ""
    if not (before in (",", ".", "?", "!", "—", "–", "-") or before in QUOTES or before in ("as", "so")):
        return []
    end = hit.last + 1 if line.lows[hit.last] in PRONOUNS else right_phrase(line, hit.last)
    if end <= hit.last or not speaks(line, (hit.last, end)) or is_nobody(line, (hit.last, end)) or "toll" in cue.frames:
        return []
    end = with_apposition(line, end)
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
    found = content_left(line, base, (start, start))
    if (not found and hit.first == 0) or before in ("as", "so"):
        comma = next((i for i in range(end, len(line)) if line.lows[i] == ","), None)
        return found or (content_right(line, base, comma + 1) if comma else [])
    if after.end < len(line) and (
        line.quoted[after.end] or (after.end + 1 < len(line) and line.lows[after.end] in (",", ":", ".") and line.quoted[after.end + 1])
    ):
        found += content_right(line, base, after.end)
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


def read_gerund(line: Line, sentence: int, hit: Hit, cue: Cue, drafts: list[Draft]) -> list[Draft]:
    """ ", saying that C", ", adding C": the subject is the speaker before, or that of the main clause."""
    before = line.lows[hit.first - 1] if hit.first else ""
    if "responsible" in cue.frames and not _holds_responsible(line, hit.last):
        return []
    if (
        before not in (",", "and", "by", "without", "while")
        and not is_adverb(before)
        and cue.expression not in ("say", "add", "claim", "accuse", "allege", "warn")
    ):
        return []
    if (before in PREPOSITIONS or before in DETERMINERS or before in ("to", "'s")) and before != "as":
        return []
    if "toll" in cue.frames and not tells_toll(line, hit.last):
        return []
    after, via = _after_cue(line, hit, cue)
    first = after.end
    while first < len(line) and line.lows[first] in ("that", ":", ","):
        first += 1
    if first >= len(line) or line.lows[first] in TERMINAL:
        return []
    if "strict" in cue.frames and line.lows[first - 1] != "that":
        return []
    cue_span = line.span(hit.first, hit.last)
    same = bool(drafts) and drafts[-1].shape != "nominal" and (drafts[-1].source is not None or drafts[-1].same_speaker)
    source: Span | None = None
    if not same:
        found = clause_subject(line, hit.first)
        if found is None:
            return []
        source = line.span(*found)
    polarity = "-" if cue.act == "deny" else "+"
    base = Draft(sentence, cue_span, source, cue_span, cue, "gerund", cue.certainty, polarity, via, after.date, after.place, same)
    return [replace(made, shape="gerund") for made in content_right(line, base, first)]
