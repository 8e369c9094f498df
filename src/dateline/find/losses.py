"""Losses: equipment, buildings and positions destroyed, damaged, captured, engaged or suppressed.

A verb of loss takes the list of noun phrases after it (active) or before it (passive); the item is the singular noun phrase
without determiner, number and the words for its holder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.data.equipment import Equipment, equipment
from dateline.find.items import Item, Lister
from dateline.find.loser import loser
from dateline.find.words import lowered, whole_words, words_in
from dateline.records import Effect, LossMention, Sentence, Span

MAX_CHARS = 6000
"""How much of a sentence is read; see find.tolls."""
_AUX = re.compile(
    r"\b(?:was|were|been|being|be|is|are|got|gets?)(?:\s+(?:\w+(?:ed|it|ot|ck|en)\s+(?:and|or)|\w+ly|also|not|later|all|either|then))*\s*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\b(?:would|will|could|can|should|must|might|may|to|without|of|plans?|planned)(?:\s+(?:be"
    r"|have\s+been|have|also|\w+ly))*)\s*$",
    re.IGNORECASE,
)
_PLURAL_SUBJECT = re.compile(r"\b(?:to|did|they|who|and|forces|jets|troops|rebels|militants|strikes?|raids?)\s*$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\b(?:the|an?|these|those|its|their|his|several|many|some|of)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_REAL = re.compile(r"\b(?:(?:managed|able)\s+to|to\s+have(?:\s+been)?)\s*$", re.IGNORECASE)
_STRONG = frozenset({"destroyed", "damaged"})


@dataclass(frozen=True, slots=True)
class _Verb:
    start: int
    end: int
    effect: Effect
    passive: bool
    active: bool
    clause: int


def _found_words(text: str) -> list[tuple[int, int, str, str, Effect]]:
    """The predicates of loss in the text: range, voice ("verb", "object", "subject"), inflected form, effect."""
    things = equipment()
    low = lowered(text)
    present = words_in(text)
    found: list[tuple[int, int, str, str, Effect]] = []
    for phrase in things.phrases:
        if not phrase.keys.isdisjoint(present):
            found += [(m.start(), m.end(), phrase.place, "phrase", phrase.effect) for m in phrase.pattern.finditer(low)]
    taken = [(start, end) for start, end, *_ in found]
    for word, start in whole_words(low, present & things.verbs.keys()):
        form = things.verbs[word]
        if not any(first <= start < end for first, end in taken):
            found.append((start, start + len(word), "verb", form.form, form.effect))
    return sorted(found)


def _verbs(text: str) -> list[_Verb]:
    found: list[_Verb] = []
    for start, end, place, form, effect in _found_words(text):
        base = max(0, start - 40)
        left = text[base:start]
        if _ADJECTIVE.search(left) or (_NEGATED.search(left) and not _REAL.search(left)):
            continue
        aux = _AUX.search(left)
        if (aux and _NEGATED.search(left[: aux.start()])) or (form == "base" and not _PLURAL_SUBJECT.search(left)):
            continue
        clause = base + aux.start() if aux else start
        passive = place == "subject" or (place == "verb" and aux is not None and form in ("both", "participle", "phrase"))
        reduced = aux is None and form in ("both", "participle")
        found.append(_Verb(start, end, effect, passive or reduced, not passive, clause))
    return found


def _allowed(item: Item, verb: _Verb, words: str, things: Equipment) -> bool:
    if verb.effect == "captured":
        return item.kind in things.seizable
    if words.startswith(("los", "the los", "down", "explod", "crash", "burn", "blast", "level", "sank", "sunk", "sink", "took", "put")):
        return item.kind is not None
    if verb.effect in _STRONG:
        return True
    return item.kind is not None


def _sentence_losses(text: str) -> list[tuple[_Verb, Item, tuple[int, int] | None]]:
    lister = Lister(text)
    found: list[tuple[_Verb, Item, tuple[int, int] | None]] = []
    taken: set[int] = set()
    for verb in _verbs(text):
        words = text[verb.start : verb.end].lower()
        items = lister.follow(verb.end) if verb.active else []
        if not items and verb.passive:
            items = lister.before(verb.clause)
            if verb.active and not (items and items[-1].counted and text[items[-1].end : verb.start].isspace()):
                items = []
        owner = loser(text, verb.start) if words.startswith("los") else None
        for item in items:
            if item.start not in taken and _allowed(item, verb, words, lister.things):
                taken.add(item.start)
                found.append((verb, item, item.side or owner))
    return found


def find_losses(sentences: Sequence[Sentence]) -> tuple[LossMention, ...]:
    """Return equipment and buildings lost, in text order of their verbs, offsets into the document; count None where it is vague."""
    found: list[LossMention] = []
    for sentence in sentences:
        if equipment().signs.isdisjoint(words_in(sentence.text[:MAX_CHARS])):
            continue
        base = sentence.span.start
        for verb, item, side in _sentence_losses(sentence.text[:MAX_CHARS]):
            definite = sentence.text[item.start : item.start + 4].lower() == "the "
            if definite and any((old.item, old.count, old.effect) == (item.item, item.count, verb.effect) for old in found):
                continue
            found.append(
                LossMention(
                    span=Span(base + item.start, base + item.end),
                    sentence=sentence.index,
                    item=item.item,
                    count=item.count,
                    effect=verb.effect,
                    side_text=Span(base + side[0], base + side[1]) if side else None,
                    verb=Span(base + verb.start, base + verb.end),
                )
            )
    return tuple(found)
