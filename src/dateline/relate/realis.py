"""Whether the event that a trigger names happened, was tried, is planned, goes on or is denied."""

from __future__ import annotations

import re

from dateline.data.realis import load_realis
from dateline.data.triggers import Sense
from dateline.records import Realis, Sentence, TriggerMention
from dateline.relate.scene import Scene

_WIDTH = 160  # characters before a trigger in which its auxiliaries and governing verbs stand
_ATTEMPT = re.compile(r"\b(?:attempt(?:ed|s|ing)?|tried|try|tries|trying|bid|effort)\b", re.IGNORECASE)
_FUTURE_TIME = re.compile(
    r"\b(?:tomorrow|(?:next|coming|following)\s+(?:few\s+)?(?:days?|weeks?|months?|years?|hours?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend))\b",
    re.IGNORECASE,
)
_AGREED_TO = re.compile(r"\bagree(?:d|s)?\s+(?:to|on|upon)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_PRESENT_OFFICE = re.compile(r"\b(?:resigns|steps down)\b", re.IGNORECASE)


def realis_of(scene: Scene, trigger: TriggerMention, sense: Sense, following: Sentence | None) -> tuple[Realis, bool]:
    """Return the realis of a trigger and whether it stands in a mere purpose clause, which is no event."""
    clause = scene.clause(trigger.span)
    before = scene.text(max(scene.sentence.span.start, trigger.span.start - _WIDTH), trigger.span.start).lower()
    local = scene.text(clause.start, trigger.span.start)[-_WIDTH:].lower()
    after = scene.text(trigger.span.end, min(scene.sentence.span.end, trigger.span.end + 110)).lower()
    if sense.realis is not None:
        return "attempted_failed", False
    if _hit("purpose", before, ""):
        return "planned", True
    if _hit("denied", local, after) or _hit("denied_content", before, ""):
        return "hypothetical_denied", False
    if _hit("failed", before[-80:], after) or (_ATTEMPT.search(trigger.lemma) and _hit("failed", "", after)):
        return "attempted_failed", False
    if following is not None and sense.frame in ("attack", "move", "take", "fight") and _failed_next(following):
        return "attempted_failed", False
    if _hit("hypothetical", local, ""):
        return "hypothetical_denied", True
    if _hit("ongoing", local, after) and (
        trigger.form == "noun" or scene.text(trigger.span.start, trigger.span.end).split()[0].endswith("ing")
    ):
        return "ongoing", False
    if _hit("ongoing", local, "") and trigger.form == "verb_active":
        return "ongoing", False
    agreed = sense.frame == "deal" and _AGREED_TO.search(local)
    if not agreed and _hit("planned", local if trigger.form != "noun" else before, after):
        return "planned", False
    if _PRESENT_OFFICE.match(scene.text(trigger.span.start, trigger.span.end)) or _FUTURE_TIME.search(after[:25]):
        return "planned", False
    return "actual", False


def _hit(name: str, before: str, after: str) -> bool:
    first, second = load_realis()[name]
    return bool(first and before and first.search(before)) or bool(second and after and second.search(after))


def _failed_next(sentence: Sentence) -> bool:
    pattern = load_realis()["next_sentence_failed"][1]
    return bool(pattern and pattern.search(sentence.text.lower()))
