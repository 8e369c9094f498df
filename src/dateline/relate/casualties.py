"""Tolls and losses of an event report, with the side that bore them."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.records import ActorMention, Loss, Mentions, Span, Toll, TollMention
from dateline.relate.drafts import Draft
from dateline.relate.merge import camp

_EARLIER = re.compile(r"\b(?:previous|earlier|initial|revised from|up from|updated from|had put|previously)\b", re.IGNORECASE)
_CIVIL = re.compile(
    r"\b(?:houses?|homes?|schools?|shops?|bakery|bakeries|hospitals?|clinics?|mosques?|church(?:es)?|markets?|buildings?|bridges?|buses|bus|crops?|farms?)\b",
    re.IGNORECASE,
)
_ARMED = frozenset({"state_forces", "police", "rebel", "militia", "external"})


def tolls_of(draft: Draft, event_id: str, group: str | None, mentions: Mentions) -> tuple[Toll, ...]:
    """Return the tolls of a draft, ids `e1.c1` ..., the same count given twice as one toll with a further mention."""
    kept: list[tuple[int, Toll]] = []
    ids: dict[int, str] = {}
    for number in sorted(set(draft.tolls)):
        found = mentions.tolls[number]
        side = _side(draft, found, mentions)
        same = next((k for k, (_, t) in enumerate(kept) if _same(t, found, side)), None)
        if same is not None:
            position, toll = kept[same]
            kept[same] = (position, replace(toll, mentions=(*toll.mentions, found.span), side=toll.side or side))
            ids[number] = toll.id
            continue
        toll_id = f"{event_id}.c{len(kept) + 1}"
        ids[number] = toll_id
        parent = ids.get(found.part_of) if found.part_of is not None else None
        before = draft.counted[number].before(found.span.start)
        kept.append(
            (
                number,
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
                ),
            )
        )
    return _superseded([toll for _, toll in kept], [number for number, _ in kept], mentions, draft)


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
            if old.kind == found.kind and old.part_of is None and (old.side is None or old.side == tolls[at].side):
                tolls[earlier] = replace(old, superseded=True)
    return tuple(tolls)


def _same(toll: Toll, found: TollMention, side: str | None) -> bool:
    if toll.kind != found.kind or toll.count != found.count or found.part_of is not None or toll.part_of is not None:
        return False
    if found.count.best is None and found.count.low is None:
        return False
    return toll.side is None or side is None or toll.side == side


def _side(draft: Draft, toll: TollMention, mentions: Mentions) -> str | None:
    """Return who the counted people belonged to: their own noun phrase, the subject of "lost", else the other party."""
    if toll.category == "civilian":
        return "Civilians"
    actor = harmed_actor(toll, mentions)
    if actor is not None and actor.actor_class in _ARMED:
        enemies = [a for a in draft.cast.targets if a.actor_class in _ARMED and a.side != actor.side]
        alike = [a for a in enemies if camp(a) == camp(actor)]
        own = any(a.side == actor.side for a in draft.cast.initiators)
        if actor.generic and (alike or (own and enemies and _by_initiator(draft, toll))):
            return (alike or enemies)[0].name
        return actor.name
    if toll.category != "combatant":
        return None
    harmed = _struck(draft) or [a for a in draft.cast.victims if a.actor_class in _ARMED]
    return harmed[0].name if harmed else None


_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|are|is)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_SUFFERED = re.compile(r"\b(?:los[te]|losing|suffered|were|was)\b", re.IGNORECASE)


def _by_initiator(draft: Draft, toll: TollMention) -> bool:
    """Tell "X captured nine fighters", which are the other side's, from "nine fighters were killed" and "X lost nine fighters"."""
    scene = next((s for s in draft.scenes if s.sentence.index == toll.sentence), None)
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
    own, told = _at(mentions, toll.span), _at(mentions, toll.side_text)
    if own is not None and not own.generic:
        return own
    return told if told is not None and told is not own else own


def _at(mentions: Mentions, span: Span | None) -> ActorMention | None:
    if span is None:
        return None
    return next((a for a in mentions.actors if a.span.overlaps(span)), None)


def losses_of(draft: Draft, event_id: str, mentions: Mentions) -> tuple[Loss, ...]:
    """Return the losses of a draft, ids `e1.l1` ...; without holder words they are the attacked party's."""
    out: list[Loss] = []
    for number in sorted(set(draft.losses)):
        found = mentions.losses[number]
        owner = _at(mentions, found.side_text)
        side = owner.name if owner is not None else None
        if side is None and _struck(draft) and not _CIVIL.search(found.item):
            side = _struck(draft)[0].name
        out.append(Loss(f"{event_id}.l{len(out) + 1}", found.item, found.count, side, found.effect, found.span, made_by=found.made_by))
    return tuple(out)
