"""Gives the model's spans what the lists and rules know: who is meant, which count, which day; the model says where to look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Generic, TypeVar

from dateline.data.actors import load_actors
from dateline.find.actors import CLASS_OF_KIND
from dateline.find.names import country_of_demonym
from dateline.find.numbers import find_numbers
from dateline.find.setting import Setting
from dateline.find.triggers import names_a_thing
from dateline.models.spans import Found, ModelMentions, ModelReading
from dateline.records import (
    ActorMention,
    Category,
    Count,
    LossMention,
    Mentions,
    Page,
    PlaceMention,
    Sentence,
    Span,
    TimeMention,
    TollKind,
    TollMention,
)  # fmt: skip
from dateline.veil import ArmedName, veiled

_ARTICLE = re.compile(r"^(?:the|an?|some|several|many|its|their|his|her|our|this|that|these|those)\s+", re.IGNORECASE)
_EDGES = ' \t\n()[],;:"“”'
"""What a span may take along at its ends, and no name begins or ends with."""
_PRONOUN = re.compile(
    r"(?:they|them|it|he|him|she|her|we|us|i|who|which|both|each|others?|the (?:group|force|forces|two|former|latter|other)|those|these)$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:of|in|from|who|which|that|at|near|on|under|led|loyal|belonging|,)\b|,")
_SINGLE = re.compile(r"^(?:a|an|one|another)\s", re.IGNORECASE)
_ARMED = frozenset({"state_forces", "police", "rebel", "militia", "external"})
_SAME_CAMP = 0.5  # a link of two mentions from which one takes the name of the other
_LEVEL = 0.5
_CHAIN = 6  # mentions followed back from a pronoun to a name

Mention = TypeVar("Mention", ActorMention, PlaceMention, TimeMention, TollMention, LossMention)


def find_modelled(
    reading: ModelReading, page: Page, sentences: Sequence[Sentence], rules: Mentions, setting: Setting, names: Sequence[ArmedName], *,
    made_by: str,
) -> ModelMentions:  # fmt: skip
    """Return the mentions of the model's spans; a count that cannot be read as a number gives no toll, a date none that is unknown.

    names: the names of armed sides in the document (`veil.armed_names`), which are never the name of a place.
    """
    by_sentence = {s.index: s for s in sentences}
    text = page.document.text
    actors, places, times, tolls, losses = (
        _Near(rules.actors),
        _Near(rules.places),
        _Near(rules.times),
        _Near(rules.tolls),
        _Near(rules.losses),
    )
    spans = reading.spans
    named = {
        n: _actor(found, text, actors.at(found.span), setting, page, made_by) for n, found in enumerate(spans) if found.kind == "actor"
    }  # fmt: skip
    found_places = {n: _place(found, text, places, made_by) for n, found in enumerate(spans) if found.kind == "place"}
    unnamed = veiled(text, names, capital=False)
    by_name = frozenset(
        n
        for n, place in found_places.items()
        if not place.span.overlaps(span := spans[n].span) or _holds_name(unnamed[span.start : span.end])
    )
    resolved = _pointing_back(found_places, by_name, text, _placed_before(reading))
    return ModelMentions(
        reading,
        _by_others(named, reading),
        resolved,
        _kept((n, _best(times.at(found.span), found.span)) for n, found in enumerate(spans) if found.kind == "time"),
        _kept(
            (n, _toll(found, by_sentence[found.sentence], tolls.at(found.span), made_by))
            for n, found in enumerate(spans)
            if found.kind == "toll"
        ),
        _kept((n, _best(losses.at(found.span), found.span)) for n, found in enumerate(spans) if found.kind == "loss"),
        by_name | {n for n, place in resolved.items() if place.name != found_places[n].name},
        frozenset(n for n in reading.of("trigger") if _names_a_thing(spans[n].span, text)),
    )


def _names_a_thing(trigger: Span, text: str) -> bool:
    behind = _WORD_BEHIND.match(text, trigger.end)
    return behind is not None and names_a_thing(text[trigger.start : trigger.end], behind[1])


_WORD_BEHIND = re.compile(r"\s+([\w-]+)")


def _placed_before(reading: ModelReading) -> dict[int, int]:
    """Return for a place the mention before it that the model takes for the same one."""
    best: dict[int, tuple[float, int]] = {}
    for link in reading.links:
        if link.relation == "corefer" and link.probability >= _SAME_CAMP and reading.spans[link.one].kind == "place":
            best[link.one] = max(best.get(link.one, (0.0, -1)), (link.probability, link.other))
    return {n: other for n, (_, other) in best.items()}


_WORDS = re.compile(r"[\w'’-]+")


def _holds_name(words: str) -> bool:
    """Tell whether words hold a name: a capital that is no demonym ("Syrian town") and no holder ("ISIL-held areas"), or a number.

    The names of armed sides are veiled in them: "a checkpoint of the Northern Front" has no name of its own.
    """
    if _PLACE_PRONOUN.fullmatch(words):
        return False
    for word in _WORDS.findall(_ARTICLE.sub("", words)):
        if any(c.isdigit() for c in word):
            return True
        if any(c.isupper() for c in word) and country_of_demonym(word) is None and not _HOLDER.search(word):
            return True
    return False


_HOLDER = re.compile(r"-(?:held|controlled|run|occupied|besieged|dominated|populated|majority|administered)$", re.IGNORECASE)


def _kept(items: Iterable[tuple[int, Mention | None]]) -> dict[int, Mention]:
    return {n: mention for n, mention in items if mention is not None}


class _Near(Generic[Mention]):
    """Rule mentions by place in the text."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._by_block: dict[int, list[Mention]] = {}
        for mention in mentions:
            for block in range(mention.span.start // _BLOCK, mention.span.end // _BLOCK + 1):
                self._by_block.setdefault(block, []).append(mention)

    def at(self, span: Span) -> list[Mention]:
        """Return the mentions that share a character with a span, in text order."""
        found: dict[int, Mention] = {}
        for block in range(span.start // _BLOCK, span.end // _BLOCK + 1):
            for mention in self._by_block.get(block, ()):
                if mention.span.overlaps(span):
                    found[id(mention)] = mention
        return sorted(found.values(), key=lambda m: m.span)


_BLOCK = 256  # characters in a block of the index over rule mentions


def _iou(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, max(one.end, other.end) - min(one.start, other.start))


def _best(near: Sequence[Mention], span: Span) -> Mention | None:
    """Return the rule mention that a span of the model is about: the one that shares most with it."""
    return max(near, key=lambda m: _iou(m.span, span)) if near else None


# ---------------------------------------------------------------- actors


def _actor(found: Found, text: str, near: Sequence[ActorMention], setting: Setting, page: Page, made_by: str) -> ActorMention:
    """Name an actor: people by what they are, groups by the rule's reading of the same words or by the registry, else by the words."""
    words = text[found.span.start : found.span.end]
    label, _ = found.best("actor_class")
    plain = _ARTICLE.sub("", words).strip(_EDGES)
    base = ActorMention(found.span, found.sentence, plain, None, label, made_by=made_by)
    if _PRONOUN.fullmatch(words):
        return replace(base, generic=True)
    if label == "civilians":
        return replace(base, name="Civilians", side="Civilians", generic=True)
    if label == "protesters":
        return replace(base, name="Protesters", side="Protesters", generic=True)
    head = _TAIL.search(words)
    limit = found.span.start + (head.start() if head else len(words))
    if label == "person":
        whole = next((m for m in near if m.person and m.span.start < limit), None)
        group = next((m for m in near if not m.person and not m.generic and m.actor_class in _ARMED), None)
        side = whole.side if whole is not None and whole.side is not None else group.side if group is not None else None
        return replace(base, name=whole.name if whole else plain, side=side, entry=whole.entry if whole else None, person=True)
    groups = [m for m in near if m.actor_class not in ("civilians", "protesters") and not m.person]
    if groups:
        chosen = min(groups, key=lambda m: (m.generic, m.span.start >= limit, m.span.start))
        return replace(chosen, span=found.span, actor_class=_class_of(chosen, label), made_by=made_by)
    actors = load_actors()
    for match in actors.match(words):
        entries = actors.choose(match.entries, country=setting.at(found.sentence), day=page.sighting.published)
        if entries:
            entry = entries[0]
            return replace(base, name=entry.name, side=entry.side, actor_class=CLASS_OF_KIND[entry.kind], entry=entry.id)
    if label == "unidentified":
        return replace(base, name="Unidentified armed actor", side="Unidentified", generic=True)
    if not any(c.isupper() for c in plain):
        return replace(base, generic=True)
    return replace(base, name=plain, side=plain if label in ("rebel", "militia", "organisation") else None)


def _class_of(chosen: ActorMention, label: str) -> str:
    """The registry knows what its entries are; of a described actor the model judges."""
    return chosen.actor_class if chosen.entry is not None or not label else label


def _by_others(named: Mapping[int, ActorMention], reading: ModelReading) -> dict[int, ActorMention]:
    """Give pronouns and bare nouns the name of the mention that they stand for."""
    behind: dict[int, list[tuple[float, int]]] = {}
    for link in reading.links:
        if link.relation == "corefer" and link.probability >= _SAME_CAMP:
            behind.setdefault(link.one, []).append((link.probability, link.other))
    out = dict(named)
    for n in sorted(named):
        mention = out[n]
        if not mention.generic or mention.entry is not None or mention.side is not None:
            continue
        for _, other in sorted(behind.get(n, ()), reverse=True)[:_CHAIN]:
            earlier = out[other]
            if not earlier.generic or earlier.entry is not None or earlier.side is not None:
                out[n] = replace(
                    mention, name=earlier.name, side=earlier.side, entry=earlier.entry, actor_class=earlier.actor_class, person=earlier.person, generic=False
                )  # fmt: skip
                break
    return out


# ---------------------------------------------------------------- places, counts


def _place(found: Found, text: str, places: _Near[PlaceMention], made_by: str) -> PlaceMention:
    words = text[found.span.start : found.span.end]
    rule = _best(places.at(found.span), found.span)
    kind_told = _KIND_OF_PLACE.search(words) is not None
    if kind_told or rule is None:
        of = (_OF if kind_told else _KIND_OF).match(text, found.span.end)
        named = min(places.at(Span(of.end(), of.end() + 1)), key=lambda place: place.span, default=None) if of else None
        if named is not None:
            return named  # "the mainly Druze towns" of A and B
    if rule is not None and (_iou(rule.span, found.span) >= _LEVEL or rule.span.covers(found.span)):
        return rule
    if rule is not None and found.span.end == rule.span.end and found.span.covers(rule.span) and not _has_name(text, found.span, rule.span):
        return rule  # "the town of X": the rest only says what it is
    level, chance = found.best("level")
    sure = level if chance >= _LEVEL and level != "other" else None
    return PlaceMention(found.span, found.sentence, _ARTICLE.sub("", words).strip(_EDGES), sure, made_by=made_by)


def _has_name(text: str, whole: Span, part: Span) -> bool:
    """Tell whether the words of a span outside a part of it hold a capital."""
    return any(c.isupper() for c in text[whole.start : part.start] + text[part.end : whole.end])


def _pointing_back(
    places: Mapping[int, PlaceMention], by_name: frozenset[int], text: str, before: Mapping[int, int]
) -> dict[int, PlaceMention]:  # fmt: skip
    """Give "it", "there" and "the village" the name of the place that they stand for.

    That is the mention before it that the model links it to, else the latest one named that can be such a thing.
    """
    out: dict[int, PlaceMention] = {}
    named: list[PlaceMention] = []
    for n in sorted(places, key=lambda k: places[k].span):
        place = places[n]
        if n in by_name:
            named.append(place)
            out[n] = place
            continue
        words = text[place.span.start : place.span.end]
        level = _LEVEL_OF.get(words.lower().split()[-1]) if words.split() else None
        fitting = (
            [p for p in named if p.level not in _WIDE] if level is None or level in _SETTLED else [p for p in named if p.level == level]
        )
        linked = out.get(before.get(n, -1))
        back = linked if linked is not None and before[n] in by_name else fitting[-1] if fitting else None
        points = (
            linked is not None or _PLACE_PRONOUN.fullmatch(words) is not None or (level is not None and _DEFINITE.match(words) is not None)
        )
        out[n] = (
            replace(place, name=back.name, level=back.level, within=back.within, known=back.known) if back is not None and points else place
        )
    return out


_PLACE_PRONOUN = re.compile(r"(?:it|there|here|which|where|the (?:area|place|site|region)|its?)", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?:the\s+)?(?=[^\W\d_])")
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_SETTLED = frozenset({"village", "town", "city"})
_WIDE = frozenset({"country", "admin1", "admin2"})
_LEVEL_OF: Mapping[str, str] = {
    "village": "village", "town": "town", "city": "city", "settlement": "village", "hamlet": "village", "district": "admin2", "province": "admin1",
    "region": "admin1", "governorate": "admin1", "country": "country", "camp": "site", "base": "site", "airport": "site", "market": "site", "hill": "hill",
}  # fmt: skip
_KIND = rf"(?:{'|'.join(_LEVEL_OF)}|cities|countrie)s?"
_KIND_OF_PLACE = re.compile(rf"(?:^|\s){_KIND}$")
_KIND_OF = re.compile(rf"\s+{_KIND}{_OF.pattern}")


def _toll(found: Found, sentence: Sentence, near: Sequence[TollMention], made_by: str) -> TollMention | None:
    """Return the rule's toll on the same words; else the number that the words hold, with the model's kind and category."""
    kind = _KINDS.get(found.best("toll_kind")[0], "killed")
    rule = _best(near, found.span)
    if rule is not None:
        return rule if rule.kind == kind or found.best("toll_kind")[1] < _SURE else replace(rule, kind=kind)
    count = _count(found.span, sentence)
    if count is None:
        return None
    return TollMention(
        found.span, found.sentence, kind, count, None, None, None, _CATEGORIES.get(found.best("category")[0], "unknown"), made_by=made_by
    )


_SURE = 0.9
_KINDS: Mapping[str, TollKind] = {
    "killed": "killed", "wounded": "wounded", "captured": "captured", "missing": "missing", "abducted": "abducted", "freed": "freed",
    "displaced": "displaced", "casualties": "casualties",
}  # fmt: skip
_CATEGORIES: Mapping[str, Category] = {"civilian": "civilian", "combatant": "combatant", "mixed": "mixed", "unknown": "unknown"}


def _count(span: Span, sentence: Sentence) -> Count | None:
    """Read the count of a span: its first number, else one where its words name a single person."""
    a, b = span.start - sentence.span.start, span.end - sentence.span.start
    for number in find_numbers(sentence.text):
        if number.start < b and a < number.end:
            return number.count
    words = sentence.text[a:b]
    if _SINGLE.match(words) or (words[:1].isupper() and a > 0):
        return Count(1, 1, 1, "exact")
    return None


__all__ = ["find_modelled"]
