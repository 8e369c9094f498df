"""Speech without a subject of its own: passives, reporting nouns, adverbs."""

from __future__ import annotations

from dataclasses import replace

from dateline.attribute.adjuncts import skip_adjuncts
from dateline.attribute.bounds import clause_left, clause_right, nominal_end
from dateline.attribute.drafts import Draft, trim
from dateline.attribute.function_words import AUXILIARIES, is_adverb, is_finite
from dateline.attribute.hits import Hit, responsibility_cue
from dateline.attribute.line import Line
from dateline.attribute.phrases import left_phrase, subject_before
from dateline.attribute.placement import MIN_CLAUSE, content_left, content_right
from dateline.attribute.right_phrases import right_phrase
from dateline.attribute.toll_frames import tells_toll
from dateline.data.cues import Cue
from dateline.records import Certainty, Span


def read_passive(line: Line, sentence: int, hit: Hit, cue: Cue, be: int) -> list[Draft]:
    """ "It was reported that C", "X is believed to have ...": nobody is named."""
    start = be
    while start and (line.lows[start - 1] in AUXILIARIES or is_adverb(line.lows[start - 1])):
        start -= 1
    following = line.lows[hit.last] if hit.last < len(line) else ""
    base = Draft(sentence, line.span(hit.first, hit.last), None, line.span(hit.first, hit.last), cue, "passive", cue.certainty)
    if (start and line.lows[start - 1] == "it" and following in ("that", "the", ":")) or (
        start and line.lows[start - 1] == "it" and hit.last < len(line) and line.is_name(hit.last)
    ):
        return [replace(made, shape="passive") for made in content_right(line, base, hit.last)]
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
        return [replace(made, shape="passive") for made in content_right(line, base, end + 1)]
    if end >= len(line) or line.lows[end] in (".", ",", ";"):
        return content_left(line, base, (pronoun, pronoun)) if pronoun > MIN_CLAUSE else []
    return []


def _clause_of(line: Line, base: Draft, start: int, hit: Hit) -> list[Draft]:
    first = clause_left(line, start)
    last = clause_right(line, hit.last)
    if start - first < 1:
        return []
    cut = trim(line, first, last)
    return [replace(base, content=line.span(*cut), shape="passive")] if cut else []


def read_passive_verb(line: Line, sentence: int, hit: Hit, cue: Cue, be: int) -> list[Draft]:
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
        return content_right(
            line, Draft(sentence, cue_span, line.span(*subject), cue_span, cue, "before", via=via, date=after.date), after.end
        )
    if following == "by" and cue.expression.startswith("claim"):
        end = right_phrase(line, hit.last + 1)
        if end <= hit.last + 1:
            return []
        start = be
        while start and (lows[start - 1] in AUXILIARIES or is_adverb(lows[start - 1]) or lows[start - 1] == ","):
            start -= 1
        responsible = responsibility_cue()
        base = Draft(
            sentence, line.span(hit.first, hit.last), line.span(hit.last + 1, end), line.span(hit.first, hit.last), responsible, "after"
        )
        cut = trim(line, clause_left(line, start), start)
        return [replace(base, content=line.span(*cut))] if cut else []
    if "responsible" in cue.frames:
        return []
    if "toll" in cue.frames:
        return _counted_by(line, sentence, hit, cue, be)
    if {"of", "for"} & cue.frames and following in ("of", "for", "by", "on"):
        first = clause_left(line, be)
        cut = trim(line, first, len(line))
        by = next((i for i in range(hit.last, len(line) - 1) if lows[i] == "by"), None) if following in ("by", "on") else None
        end = right_phrase(line, by + 1) if by is not None else 0
        source = line.span(by + 1, end) if by is not None and end > by + 1 else None
        base = Draft(sentence, line.span(hit.first, hit.last), source, line.span(hit.first, hit.last), cue, "passive", "possible")
        return [replace(base, content=line.span(*cut))] if cut else []
    return []


def _counted_by(line: Line, sentence: int, hit: Hit, cue: Cue, be: int) -> list[Draft]:
    """ "The death toll was put at 57 by X"."""
    start = clause_left(line, be)
    by = next((i for i in range(hit.last, min(len(line) - 1, hit.last + 12)) if line.lows[i] == "by"), None)
    if by is None or not tells_toll(line, start):
        return []
    end = right_phrase(line, by + 1)
    cut = trim(line, start, by)
    if end <= by + 1 or cut is None:
        return []
    cue_span = line.span(hit.first, hit.last)
    return [Draft(sentence, cue_span, line.span(by + 1, end), line.span(*cut), cue, "after")]


def read_nominal(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
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
    of = following == "of" and "of" in cue.frames and cue.expression.endswith("s") and lows[index + 1 : index + 2] != ("responsibility",)
    relative = following == "that" and index + 1 < len(line) and is_finite(line.lows[index + 1])
    if relative or not (of or following == "that"):
        return []
    certainty: Certainty = cue.certainty if source is None else "certain"
    cue_span = line.span(hit.first, hit.last)
    base = Draft(sentence, cue_span, source, cue_span, cue, "nominal", certainty, "-" if cue.act == "deny" else "+", date=after.date)
    cut = trim(line, index + 1, nominal_end(line, index + 1, hit.first))
    return [replace(base, content=line.span(*cut))] if cut else []


def read_adverb(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
    """ "reportedly killing C", "C was allegedly ...": a clause that rests on unnamed reports."""
    before = line.lows[hit.first - 1] if hit.first else ","
    first = hit.last if before == "," or (hit.last < len(line) and line.lows[hit.last].endswith("ing")) else clause_left(line, hit.first)
    cut = trim(line, first, clause_right(line, hit.last))
    if cut is None:
        return []
    return [Draft(sentence, line.span(hit.first, hit.last), None, line.span(*cut), cue, "adverb", cue.certainty)]
