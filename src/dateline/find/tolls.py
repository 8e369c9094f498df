"""Tolls: counts of people killed, wounded, captured, missing, abducted, freed or displaced, over a whole report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.find.harm import Harm, may_harm
from dateline.find.named import named_victims
from dateline.find.people import Phrase
from dateline.find.subcounts import may_name_the_dead, read_parts, read_the_dead
from dateline.find.totals import read_totals
from dateline.find.victims import Draft, Reader, may_take
from dateline.find.words import words_in
from dateline.records import Category, Count, Sentence, Span, TollKind, TollMention

MAX_CHARS = 6000
"""How much of a sentence is read: real ones stay far below, and pages without sentence ends would take the square of their length."""
MIN_SHARE, MAX_SHARE = 0.6, 1.3
"""How much of an earlier total the tolls of a later list must make up to be its parts; totals with "more than" leave room above."""


def _category(drafts: Sequence[Draft], index: int) -> Category:
    """A whole is mixed where its sub-counts show both civilians and fighters."""
    draft = drafts[index]
    if draft.category != "unknown" or draft.parent is not None:
        return draft.category
    if draft.phrase.kind in ("bare", "pronoun") and draft.harm.reach != "toll":
        earlier = {d.category for d in drafts if d.phrase.start < draft.phrase.start and d.parent is None}
        return earlier.pop() if len(earlier) == 1 else "unknown"
    parts = {d.category for d in drafts if d.parent == index}
    return "mixed" if {"civilian", "combatant"} <= parts else "unknown"


def _repeats(draft: Draft, kept: Sequence[Draft]) -> bool:
    for other in kept:
        if other.kind != draft.kind:
            continue
        if other.phrase.start == draft.phrase.start:
            return True
        same = (other.count.low, other.count.best) == (draft.count.low, draft.count.best)
        if (
            same
            and (draft.count.best or 0) > 1
            and draft.parent is None
            and other.parent is None
            and other.phrase.head == draft.phrase.head
        ):
            return True
    return False


def _sentence_drafts(text: str) -> list[Draft]:
    reader = Reader(text)
    if not (reader.harms or may_take(text) or may_name_the_dead(text)):
        return []
    read_totals(reader)
    drafts = reader.read() if reader.people else []
    read_parts(reader)
    if may_name_the_dead(text):
        drafts += read_the_dead(text, reader.people, {d.phrase.start for d in drafts})
    return drafts + _named(text, reader.harms, drafts)


def _named(text: str, harms: Sequence[Harm], drafts: Sequence[Draft]) -> list[Draft]:
    """One victim by name, where the sentence counts nobody else of that fate."""
    one = Count(1, 1, 1, "exact")
    return [
        Draft(
            Phrase(v.start, v.end, v.start, v.start, one, "person", "person", "unknown"),
            v.harm,
            v.harm.kind,
            v.end,
            one,
            None,
            subgroup=v.name,
        )
        for v in named_victims(text, harms)
        if not any(d.kind == v.harm.kind for d in drafts)
    ]


def find_tolls(sentences: Sequence[Sentence]) -> tuple[TollMention, ...]:
    """Return the tolls of a report in text order, offsets into the document; part_of is an index into the result."""
    found: list[TollMention] = []
    for sentence in sentences:
        if may_harm(words_in(sentence.text[:MAX_CHARS])):
            found.extend(_mentions(sentence, _sentence_drafts(sentence.text[:MAX_CHARS]), found))
    return _split_totals(found)


def _split_totals(found: Sequence[TollMention]) -> tuple[TollMention, ...]:
    """Make a later list of tolls parts of the total that they add up to ("killed more than 40 people" ... "16 herders and 25 conscripts")."""
    made = list(found)
    groups: dict[tuple[int, TollKind], list[int]] = {}
    for i, toll in enumerate(found):
        if toll.part_of is None and toll.count.best is not None:
            groups.setdefault((toll.sentence, toll.kind), []).append(i)
    for (sentence, kind), members in groups.items():
        if len(members) < 2 or len({found[i].category for i in members}) < 2:
            continue
        total = sum(found[i].count.best or 0 for i in members)
        for w in range(members[0] - 1, -1, -1):
            whole = found[w]
            if whole.kind != kind or whole.sentence >= sentence or whole.part_of is not None or whole.category not in ("unknown", "mixed"):
                continue
            size = whole.count.best or 0
            top = MAX_SHARE if whole.count.high is None else 1.0
            if size and MIN_SHARE * size <= total <= top * size:
                for i in members:
                    made[i] = replace(made[i], part_of=w)
                both = {"civilian", "combatant"} <= {found[i].category for i in members}
                made[w] = replace(made[w], category="mixed" if both else made[w].category)
                break
    return tuple(made)


def _mentions(sentence: Sentence, drafts: list[Draft], before: Sequence[TollMention]) -> list[TollMention]:
    kept: list[Draft] = []
    place: dict[int, int] = {}
    order = sorted(range(len(drafts)), key=lambda i: (drafts[i].parent is not None, drafts[i].phrase.start))
    for i in order:
        if not _repeats(drafts[i], kept):
            place[i] = len(before) + len(kept)
            kept.append(drafts[i])
    index = {id(d): i for i, d in enumerate(drafts)}
    base = sentence.span.start
    made = []
    for draft in kept:
        parent = _parent(draft, place, before)
        made.append(
            TollMention(
                span=Span(base + draft.phrase.start, base + draft.end),
                sentence=sentence.index,
                kind=draft.kind,
                count=draft.count,
                verb=Span(base + draft.harm.start, base + draft.harm.end),
                who=draft.phrase.head,
                side_text=Span(base + draft.side[0], base + draft.side[1]) if draft.side else None,
                category=_category(drafts, index[id(draft)]),
                subgroup=draft.subgroup,
                part_of=parent,
            )
        )
    return made


def _parent(draft: Draft, place: dict[int, int], before: Sequence[TollMention]) -> int | None:
    if draft.parent is None:
        return None
    if draft.parent >= 0:
        return place.get(draft.parent)
    for i in range(len(before) - 1, -1, -1):
        toll = before[i]
        if toll.kind == draft.kind and toll.part_of is None and (toll.count.best is None or (draft.count.best or 0) <= toll.count.best):
            return i
    return None
