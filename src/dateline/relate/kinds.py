"""The event type of a draft: ACLED's sub-event type from the sense, the weapon words, the actors and who was harmed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.records import TollMention
from dateline.relate.drafts import Draft

TAKE, RETAKE, CLASH = "Non-state actor overtakes territory", "Government regains territory", "Armed clash"
AIR, SHELL, IED, SUICIDE = "Air/drone strike", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Suicide bomb"
ATTACK, GRENADE = "Attack", "Grenade"
_AIR = re.compile(
    r"\b(?:air\s?force|air|aerial|airstrikes?|warplanes?|jets?|aircraft|helicopters?|drones?|(?<!suicide )bombers|planes?|aviation|uavs?|gunships?|"
    r"barrel bombs?|aerospace)\b",
    re.IGNORECASE,
)
_GUNS = re.compile(r"\b(?:rockets?|missiles?|shells?|shelling|mortars?|artillery|howitzers?|grad|katyusha|tank fire)\b", re.IGNORECASE)
_SUICIDE = re.compile(r"\bsuicide\b|\b(?:the|a|one) bomber\b|\bblew (?:him|her|them)sel(?:f|ves) up\b", re.IGNORECASE)
_BOMB = re.compile(r"\b(?:bomb(?:s|ing|ings|ed)?|explosives?|explosion|blast|dynamite|car bomb|ied|landmine|mine)\b", re.IGNORECASE)
_GRENADE = re.compile(r"\bgrenades?\b(?! launcher)", re.IGNORECASE)
_CHEMICAL = re.compile(r"\b(?:chlorine|sarin|mustard gas|nerve (?:gas|agent)|chemical weapons?|poison gas|toxic gas)\b", re.IGNORECASE)
_DISPERSED = re.compile(
    r"\b(?:tear\s?gas|water cannons?|rubber bullets|batons?|dispers(?:e|ed|ing)|br(?:eak|oke|oken) up|opened fire|live (?:fire|rounds|ammunition))\b",
    re.IGNORECASE,
)
_DID = re.compile(r"\b(?:destroyed|damaged|engaged|suppressed|targeted|degraded|disabled|neutrali[sz]ed|hit|struck)\b", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|using)\s+[^.,;]{0,40}", re.IGNORECASE)
_FIGHTERS = frozenset({"state_forces", "police", "rebel", "militia"})
STATE_CLASSES = frozenset({"state_forces", "police", "government"})
_ARMED_CLASSES = STATE_CLASSES | _FIGHTERS


def sub_event_type(draft: Draft, tolls: Sequence[TollMention]) -> str:
    """Return the ACLED sub-event type of a draft."""
    sense = draft.sense
    if sense.frame in ("take", "fall"):
        return _territory(draft)
    if sense.id == "strike":
        return _strike(draft)
    if sense.id in ("attack", "kill", "shoot", "offensive", "murder"):
        return _attack(draft, tolls)
    if sense.id in ("clash", "fight") and any(
        a.actor_class == "protesters" for a in [*draft.cast.initiators, *draft.cast.targets, *draft.cast.victims]
    ):
        return "Violent demonstration"
    if sense.id == "launch":
        return AIR if re.search(r"\b(?:drones?|uavs?)\b", draft.scene.after(draft.trigger.span.end, 60), re.IGNORECASE) else SHELL
    if sense.id == "bombard":
        return AIR if _AIR.search(_near(draft)) and not _GUNS.search(_near(draft)) else SHELL
    if sense.id == "destroy":
        return _destroyed(draft, tolls)
    if sense.id in ("bombing", "explosion"):
        return _bombing(draft)
    if sense.frame == "protest" and sense.id != "mob" and _DISPERSED.search(" ".join(s.sentence.text for s in draft.scenes)):
        shot = any(tolls[i].kind == "killed" for i in draft.tolls) and re.search(
            r"\b(?:shot|opened fire|live (?:fire|rounds|ammunition)|gunfire)\b", draft.scene.sentence.text
        )
        if sense.id == "protest":
            return "Excessive force against protesters" if shot else "Protest with intervention"
    if sense.id == "protest" and shot_at(draft, tolls):
        return "Excessive force against protesters"
    if sense.id == "protest" and any(s in ("riot", "clash", "loot") for s in draft.senses):
        return "Violent demonstration"
    return sense.sub_event_type


def shot_at(draft: Draft, tolls: Sequence[TollMention]) -> bool:
    """Tell whether an armed side, a state's or not, killed protesters at their protest."""
    forces = any(a.actor_class in _ARMED_CLASSES for a in draft.cast.targets)
    return forces and "kill" in draft.senses and any(tolls[i].kind == "killed" for i in draft.tolls)


def _near(draft: Draft) -> str:
    """Return the words around the triggers and the names of the actors, where a weapon shows."""
    parts = [draft.scene.before(draft.trigger.span.start, 60), draft.scene.text(draft.trigger.span.start, draft.trigger.span.end)]
    after = draft.scene.after(draft.trigger.span.end, 40)
    parts.append(_DID.split(after, maxsplit=1)[0] if draft.trigger.form == "noun" else after)  # "strikes suppressed a mortar team"
    parts += _WITH.findall(draft.scene.text(draft.trigger.span.end, draft.domain.end))
    parts += [a.name for a in draft.cast.initiators]
    parts += [draft.scene.text(a.span.start, a.span.end) for a in draft.cast.initiators]
    return " ".join(parts)


def _territory(draft: Draft) -> str:
    if draft.realis in ("attempted_failed", "ongoing"):
        return CLASH
    if draft.sense.id == "enter" and draft.realis != "hypothetical_denied":
        return CLASH
    state = [a for a in draft.cast.initiators if a.actor_class in STATE_CLASSES or (a.side or "").endswith("government and allies")]
    return RETAKE if state else TAKE


def _strike(draft: Draft) -> str:
    near = _near(draft)
    if _SUICIDE.search(near):
        return SUICIDE
    if _AIR.search(near):
        return AIR
    if _GUNS.search(near):
        return SHELL
    if draft.trigger.lemma == "strike":
        return AIR
    return SHELL if draft.trigger.lemma in ("pound", "pummel") else CLASH


def _destroyed(draft: Draft, tolls: Sequence[TollMention]) -> str:
    near = _near(draft)
    for pattern, kind in ((_AIR, AIR), (_GUNS, SHELL), (_BOMB, IED)):
        if pattern.search(near):
            return kind
    return CLASH if draft.tolls or any(a.actor_class in _FIGHTERS for a in draft.cast.targets) else "Looting/property destruction"


def _bombing(draft: Draft) -> str:
    near = _near(draft)
    whole = " ".join(s.sentence.text for s in draft.scenes[:3])
    if _SUICIDE.search(whole):
        return SUICIDE
    if _AIR.search(near) and not re.search(r"\bairport\b", near, re.IGNORECASE):
        return AIR
    by_state = any(a.actor_class in ("state_forces", "external", "government") for a in draft.cast.initiators)
    if by_state and draft.trigger.lemma == "bomb":
        return AIR
    if _GRENADE.search(near):
        return GRENADE
    return IED


def _attack(draft: Draft, tolls: Sequence[TollMention]) -> str:
    near = _near(draft)
    own = draft.scene.sentence.text
    if _CHEMICAL.search(near):
        return "Chemical weapon"
    if _SUICIDE.search(near):
        return SUICIDE
    if _AIR.search(near) and draft.sense.id in ("attack", "kill"):
        return AIR
    if draft.sense.id == "attack" and _GRENADE.search(near):
        return GRENADE
    if draft.sense.id == "attack" and _GUNS.search(near):
        return SHELL
    if draft.sense.id in ("attack", "kill") and _BOMB.search(near if draft.sense.id == "attack" else own):
        return IED
    return _by_harmed(draft, tolls)


def _by_harmed(draft: Draft, tolls: Sequence[TollMention]) -> str:
    """Armed against armed is a clash, armed against the unarmed an attack on civilians."""
    harmed = [tolls[i] for i in draft.tolls]
    aimed = [*draft.cast.targets, *draft.cast.victims]
    if any(a.actor_class == "protesters" for a in aimed) and any(a.actor_class in _ARMED_CLASSES for a in draft.cast.initiators):
        return "Excessive force against protesters"
    fighters = any(t.category == "combatant" for t in harmed) or any(a.actor_class in _FIGHTERS for a in draft.cast.targets)
    if draft.sense.id == "murder" and not (draft.sense.frame == "harm" and fighters and not draft.cast.victims):
        return ATTACK
    civilians = bool(draft.cast.victims) or any(t.category == "civilian" for t in harmed)
    if fighters:
        return CLASH
    if civilians or any(t.kind in ("killed", "wounded", "casualties") for t in harmed):
        return ATTACK  # only victims are named
    if draft.sense.id in ("kill", "shoot", "murder"):
        return ATTACK
    return CLASH
