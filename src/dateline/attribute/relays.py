"""Speech passed on by others: "TV quoted X as saying C", "according to X", "as reported by X"."""

from __future__ import annotations

from dateline.attribute.adjuncts import skip_adjuncts
from dateline.attribute.drafts import Draft, trim
from dateline.attribute.function_words import AUXILIARIES, PREPOSITIONS, PRONOUNS, has_finite
from dateline.attribute.hits import Hit, auxiliary_be
from dateline.attribute.line import Line
from dateline.attribute.phrases import speaks
from dateline.attribute.placement import content_left, content_right
from dateline.attribute.right_phrases import right_phrase, with_apposition
from dateline.data.cues import Cue
from dateline.data.source_types import speaker_words


def read_quoted_as(line: Line, sentence: int, hit: Hit, cue: Cue, subject: tuple[int, int]) -> list[Draft]:
    """ "State TV quoted X as saying C", "quoted X: C"."""
    end = hit.last + 1 if line.lows[hit.last : hit.last + 1] and line.lows[hit.last] in PRONOUNS else right_phrase(line, hit.last)
    stop = next(
        (i for i in range(hit.last, min(len(line) - 1, hit.last + 16)) if line.lows[i] == "as" and line.lows[i + 1].endswith("ing")), None
    )
    if stop is None or stop <= hit.last or subject[0] >= subject[1]:
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
    return content_right(line, base, after.end)


def read_citing(line: Line, sentence: int, hit: Hit, cue: Cue, drafts: list[Draft]) -> list[Draft]:
    """ "C, citing X": X stands behind what the sentence says; the speaker of the sentence relays it."""
    end = right_phrase(line, hit.last)
    if end <= hit.last or not speaks(line, (hit.last, end)):
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


def read_according(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
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
    source_end = with_apposition(line, source_end) if not fronted and source_end == end else source_end
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
        return content_right(line, base, end)
    left = content_left(line, base, (hit.first, hit.first))
    if end < len(line) and line.lows[end] == "," and not left:
        return content_right(line, base, end)
    return left


def read_by(line: Line, sentence: int, hit: Hit, cue: Cue) -> list[Draft]:
    """ "as reported by X", "C, quoted by X"."""
    end = right_phrase(line, hit.last)
    if end <= hit.last or not speaks(line, (hit.last, end)):
        return []
    be = auxiliary_be(line, hit.first)
    start = be if be is not None else hit.first
    if start and line.lows[start - 1] == "as":
        start -= 1
    while start and line.lows[start - 1] in AUXILIARIES:
        start -= 1
    base = Draft(sentence, line.span(hit.first, hit.last), line.span(hit.last, end), line.span(hit.first, hit.last), cue, "after")
    if "according to" in line.text[: line.starts[hit.first]].lower() and start < 18:
        return []
    if line.lows[start] == "as" and start == 0:
        return content_right(line, base, end)
    return content_left(line, base, (start, start))
