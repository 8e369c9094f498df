"""Tolls and losses of an event report, with the side that bore them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

from dateline.records import ActorMention, Count, Loss, Mentions, Span, Toll, TollKind, TollMention
from dateline.relate.drafts import Draft
from dateline.relate.merge import camp
from dateline.relate.scene import Scene

_EARLIER = re.compile(r"\b(?:previous|earlier|initial|revised from|up from|updated from|had put|previously)\b", re.IGNORECASE)
_CIVIL = re.compile(
    r"\b(?:houses?|homes?|schools?|shops?|bakery|bakeries|hospitals?|clinics?|mosques?|church(?:es)?|markets?|buildings?|bridges?|buses|bus|crops?|farms?)\b",
    re.IGNORECASE,
)
_ARMED = frozenset({"state_forces", "police", "rebel", "militia", "external"})


def tolls_of(draft: Draft, event_id: str, group: str | None, mentions: Mentions) -> tuple[Toll, ...]:
    """Return the tolls of a draft, ids `e1.c1` ..., the same count given twice as one toll with a further mention."""
    kept: list[Toll] = []
    numbers: list[int] = []
    again: list[list[Span]] = []  # the further mentions of each
    alike: dict[tuple[TollKind, Count], list[int]] = {}
    ids: dict[int, str] = {}
    scenes = {s.sentence.index: s for s in reversed(draft.scenes)}
    for number in sorted(set(draft.tolls)):
        found = mentions.tolls[number]
        side = _side(draft, found, mentions, scenes.get(found.sentence))
        candidates = alike.setdefault((found.kind, found.count), [])
        same = next((i for i in candidates if _same(kept[i], found, side)), None)
        if same is not None:
            again[same].append(found.span)
            kept[same] = kept[same] if kept[same].side else replace(kept[same], side=side)
            ids[number] = kept[same].id
            continue
        toll_id = f"{event_id}.c{len(kept) + 1}"
        ids[number] = toll_id
        parent = ids.get(found.part_of) if found.part_of is not None else None
        before = draft.counted[number].before(found.span.start)
        candidates.append(len(kept))
        numbers.append(number)
        again.append([])
        kept.append(
            Toll(
                toll_id,
                found.kind,
                found.count,
                side,
                found.category,
                found.subgroup,
                parent,
                "group" if group else "event",
                found.span,
                superseded=bool(_EARLIER.search(before)),
                made_by=found.made_by,
            )
        )
    kept = [replace(toll, mentions=tuple(spans)) if spans else toll for toll, spans in zip(kept, again, strict=True)]
    return _superseded(kept, numbers, mentions, draft)


_ROSE = re.compile(
    r"\btoll\b[^.;]{0,50}\b(?:rose|risen|climbed|increased|grown|jumped|revised)\b[^.;]{0,20}\bto\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)


def _superseded(tolls: list[Toll], numbers: list[int], mentions: Mentions, draft: Draft) -> tuple[Toll, ...]:
    """Mark earlier counts of the same people as superseded where "the toll rose to" a later one."""
    for at, number in enumerate(numbers):
        found = mentions.tolls[number]
        if not _ROSE.search(draft.counted[number].before(found.span.start, 100)):
            continue
        for earlier in range(at):
            old = tolls[earlier]
            if not old.superseded and old.kind == found.kind and old.part_of is None and (old.side is None or old.side == tolls[at].side):
                tolls[earlier] = replace(old, superseded=True)
    return tuple(tolls)


def _same(toll: Toll, found: TollMention, side: str | None) -> bool:
    """Tell whether a toll of this kind and count is the one found again."""
    if found.part_of is not None or toll.part_of is not None or (found.count.best is None and found.count.low is None):
        return False
    return toll.side is None or side is None or toll.side == side


def _side(draft: Draft, toll: TollMention, mentions: Mentions, scene: Scene | None) -> str | None:
    """Return who the counted people belonged to: their own noun phrase, the subject of "lost", else the other party."""
    if toll.category == "civilian":
        return "Civilians"
    actor = harmed_actor(toll, mentions)
    if actor is not None and actor.actor_class in _ARMED:
        enemies = [a for a in draft.cast.targets if a.actor_class in _ARMED and a.side != actor.side]
        alike = [a for a in enemies if camp(a) == camp(actor)]
        own = any(a.side == actor.side for a in draft.cast.initiators)
        if actor.generic and (alike or (own and enemies and _by_initiator(draft, toll, scene))):
            return (alike or enemies)[0].name
        return actor.name
    if toll.category != "combatant":
        return None
    harmed = _struck(draft) or [a for a in draft.cast.victims if a.actor_class in _ARMED]
    return harmed[0].name if harmed else None


_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|are|is)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_SUFFERED = re.compile(r"\b(?:los[te]|losing|suffered|were|was)\b", re.IGNORECASE)


def _by_initiator(draft: Draft, toll: TollMention, scene: Scene | None) -> bool:
    """Tell "X captured nine fighters", which are the other side's, from "nine fighters were killed" and "X lost nine fighters"."""
    if toll.verb is None or scene is None or "repel" in draft.senses:
        return False
    told = scene.text(toll.verb.start, toll.verb.end)
    return not _SUFFERED.search(told) and not _PASSIVE.search(scene.before(toll.verb.start, 30))


def _struck(draft: Draft) -> list[ActorMention]:
    """Return those who bear the harm where the text does not say who: the attacked, or the attackers who were beaten back."""
    if "repel" in draft.senses and draft.cast.initiators:
        return draft.cast.initiators
    return draft.cast.targets


def harmed_actor(toll: TollMention, mentions: Mentions) -> ActorMention | None:
    """Return the actor that a toll counts: named in its own words, else by the words for its side ("X lost 12 fighters"), else its general noun."""
    own, told = _at(mentions, toll.span, toll.sentence), _at(mentions, toll.side_text, toll.sentence)
    if own is not None and not own.generic:
        return own
    return told if told is not None and told is not own else own


def _at(mentions: Mentions, span: Span | None, sentence: int) -> ActorMention | None:
    """Return the first actor of a sentence that shares a character with a span."""
    if span is None:
        return None
    first = bisect_left(mentions.actors, sentence, key=_sentence_of)
    last = bisect_right(mentions.actors, sentence, first, key=_sentence_of)
    return next((a for a in mentions.actors[first:last] if a.span.overlaps(span)), None)


_sentence_of: Callable[[ActorMention], int] = attrgetter("sentence")


def losses_of(draft: Draft, event_id: str, mentions: Mentions) -> tuple[Loss, ...]:
    """Return the losses of a draft, ids `e1.l1` ...; without holder words they are the attacked party's."""
    out: list[Loss] = []
    for number in sorted(set(draft.losses)):
        found = mentions.losses[number]
        owner = _at(mentions, found.side_text, found.sentence)
        side = owner.name if owner is not None else None
        if side is None and _struck(draft) and not _CIVIL.search(found.item):
            side = _struck(draft)[0].name
        out.append(Loss(f"{event_id}.l{len(out) + 1}", found.item, found.count, side, found.effect, found.span, made_by=found.made_by))
    return tuple(out)
