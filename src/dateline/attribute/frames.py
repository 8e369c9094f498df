"""From a cue to who says what: the frames of English reporting, sentence by sentence, on words alone.

Speaker and content follow from what stands on both sides of a cue: "X said that C", "C, X said", "C said X",
"the attack, X said, killed ...", "according to X, C", "X was quoted as saying C", "amid reports that C".
"""

from __future__ import annotations

from dataclasses import replace

from dateline.attribute.active import read_active, read_gerund
from dateline.attribute.adjuncts import word_at
from dateline.attribute.drafts import Draft, trim
from dateline.attribute.function_words import AUXILIARIES, DETERMINERS, PREPOSITIONS, is_adverb, is_finite
from dateline.attribute.hits import Hit, auxiliary_be, find_hits
from dateline.attribute.impersonal import read_adverb, read_nominal, read_passive, read_passive_verb
from dateline.attribute.line import Line
from dateline.attribute.phrases import before_assertion
from dateline.attribute.relays import read_according, read_by, read_citing


def read_frames(line: Line, sentence: int) -> list[Draft]:
    """Return the drafts of a sentence in text order of their cues."""
    drafts: list[Draft] = []
    floor = 0
    for hit in find_hits(line):
        if hit.first < floor:
            continue
        for made in _read_hit(line, sentence, hit, drafts):
            drafts.append(made)
            floor = max(floor, hit.last, word_at(line, made.cue.end - line.base))
    drafts = [draft for draft in drafts if not any(other.source is not None and other.source.covers(draft.cue) for other in drafts)]
    return _settle(line, drafts)


def _read_hit(line: Line, sentence: int, hit: Hit, drafts: list[Draft]) -> list[Draft]:
    before = line.lows[hit.first - 1] if hit.first else ""
    if prep := hit.form("prep"):
        if prep.cue.expression in ("citing", "quoting"):
            return read_citing(line, sentence, hit, prep.cue, drafts)
        return read_according(line, sentence, hit, prep.cue)
    if by := hit.form("by"):
        return read_by(line, sentence, hit, by.cue)
    verb, passive, noun = hit.form("verb"), hit.form("passive"), hit.form("noun")
    be = auxiliary_be(line, hit.first)
    if passive and be is not None and (found := read_passive(line, sentence, hit, passive.cue, be)):
        return found
    if verb and verb.form in ("past", "participle") and be is not None:
        return read_passive_verb(line, sentence, hit, verb.cue, be)
    object_of = hit.first > 0 and is_finite(before) and before not in AUXILIARIES and not line.is_name(hit.first - 1)
    if noun and (
        not verb or before in DETERMINERS or before in PREPOSITIONS or hit.first == 0 or object_of or _adjectival(line, hit.first)
    ):
        found = read_nominal(line, sentence, hit, noun.cue)
        if found or not verb or before in DETERMINERS or before in PREPOSITIONS or object_of:
            return found
    if adverb := hit.form("adverb"):
        return read_adverb(line, sentence, hit, adverb.cue)
    if verb is None or (
        verb.form in ("past", "participle") and line.lows[hit.last : hit.last + 1] == ("by",) and verb.cue.expression != "claim"
    ):
        return []
    if verb.form == "ing" and not (hit.first and before in AUXILIARIES):
        return read_gerund(line, sentence, hit, verb.cue, drafts)
    if verb.form in ("past", "participle") and verb.cue.expression.startswith("claim") and line.lows[hit.last : hit.last + 1] == ("by",):
        return read_passive_verb(line, sentence, hit, verb.cue, hit.first)
    return read_active(line, sentence, hit, verb, drafts)


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
    semicolon = line.text.rfind(";", draft.cue.end - line.base, later.cue.start - line.base)
    if semicolon >= 0 and later.shape in ("before", "after") and not line.quoted[word_at(line, semicolon)]:
        return line.base + semicolon
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
        return line.base + line.starts[before_assertion(line, at)]
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
