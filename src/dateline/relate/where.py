"""Where the event of a trigger happened, by the places of its sentence."""

from __future__ import annotations

import re

from dateline.data.triggers import Sense
from dateline.records import PlaceMention, Span, TriggerMention
from dateline.relate.scene import Scene

_ADJACENT = re.compile(r"^(?:['’]s)?\s*(?:[\w-]+\s+){0,1}$")
_PLACE_SUBJECT = frozenset({"fall"})


def places_of(scene: Scene, trigger: TriggerMention, sense: Sense, domain: Span, *, definite: bool) -> list[PlaceMention]:
    """Return the own places of a trigger, most specific first; a list of places comes whole; empty where the sentence names none.

    "The attack came as troops advanced on X" (definite) takes no place from another clause.
    """
    usable = [p for p in scene.places if _usable(scene, p) and not p.span.overlaps(trigger.span) and not _left(scene, p, trigger)]
    left_out = [p for p in scene.places if p not in usable]
    origins = {p.group for p in left_out if p.group is not None}
    around = {name for p in left_out if _ORIGIN.search(scene.before(p.span.start, 200)) for name in p.within}
    usable = [p for p in usable if (p.group is None or p.group not in origins) and p.name not in around]
    inner = [p for p in usable if not any(_contains(p, q) for q in usable if q is not p)]
    right = [p for p in inner if p.span.start >= trigger.span.end and p.span.end <= domain.end]
    left = [p for p in inner if p.span.end <= trigger.span.start]
    beyond = [p for p in inner if p.span.start >= domain.end]
    if sense.frame == "fall" or (sense.frame == "take" and trigger.form == "verb_passive"):
        return _with_group(_last(left), inner) or _with_group(_first(right), inner)
    if sense.frame == "take":
        return _with_group(_first([p for p in right if p.relation != "from"]), inner) or _with_group(_first(right), inner)
    if sense.frame == "withdraw":
        return _with_group(_first([p for p in right if p.relation == "from"]) or _first(right), inner)
    adjacent = [p for p in left if _ADJACENT.match(scene.text(p.span.end, trigger.span.start))]
    chosen = _listed(scene, right) or _best(right, sense) or _last(adjacent)
    if chosen is None and not definite:
        chosen = _last([p for p in left if p.relation != "from"]) or _first([p for p in beyond if p.relation != "from"])
    if chosen is None and sense.frame in ("seize", "arrest", "release", "loot", "deal"):
        chosen = _first([p for p in right if p.relation == "from"])
    if chosen is not None and sense.frame in ("deal", "change", "release"):
        return [chosen]  # an agreement about two towns is one event
    return _with_group(chosen, inner)


def sources_of(scene: Scene, trigger: TriggerMention, domain: Span, taken: list[PlaceMention]) -> list[PlaceMention]:
    """Return the places that the event came from ("from the direction of X"), for a second location."""
    spans = {p.span for p in taken}
    return [
        p
        for p in scene.places
        if p.relation == "from"
        and p.span not in spans
        and domain.covers(p.span)
        and p.span.start >= trigger.span.end
        and not _left(scene, p, trigger)
    ]


def containers_of(scene: Scene, place: PlaceMention) -> list[PlaceMention]:
    """Return the mentions of the same sentence that contain a place."""
    return [q for q in scene.places if q is not place and _contains(q, place)]


def _contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    behind = outer.span.start > inner.span.start or inner.level in ("neighbourhood", "site") or inner.span.start - outer.span.end <= 3
    return outer.name in inner.within and outer.name != inner.name and behind and (outer.group is None or outer.group != inner.group)


_ORIGIN = re.compile(
    r"\b(?:residents?|evacuees?|inhabitants?|natives?|refugees?|people|villagers|families|citizens|members|delegates?|migrants|civilians|children|women|men|"
    r"students?|workers|prisoners|fighters|youths?|sources?|officials?)\s+(?:\w+ed\s+)?(?:of|from)\s+"
    r"(?:(?:the|two|three|four|both|besieged|nearby|[\w-]+-(?:held|controlled)|[A-Z]\w+)\s+){0,4}(?:(?:town|village|city|area|district|province|camp)s?\s+of\s+)?$"
)


_MOVED = re.compile(
    r"\b(?:evacuated|displaced|buss?ed|deported|expelled|fleeing|fled|escaping|returning|coming)\s+from\s+"
    r"(?:(?:the|two|three|four|both|besieged|nearby|[\w-]+-(?:held|controlled)|[A-Z]\w+)\s+){0,4}(?:(?:town|village|city|area|district|province|camp)s?\s+of\s+)?$"
)


def _left(scene: Scene, place: PlaceMention, trigger: TriggerMention) -> bool:
    """Tell whether those whom something else befell had left the place: "an attack on buses of people evacuated from X"."""
    start = place.span.start - 200
    found = _MOVED.search(scene.before(place.span.start, 200))
    return found is not None and max(start, scene.sentence.span.start) + found.start() > trigger.span.end


def _usable(scene: Scene, place: PlaceMention) -> bool:
    """Leave out where the speaker stands ("told reporters in Geneva") and places in brackets."""
    for speaker in scene.speakers:
        edge = speaker.source.span
        if edge is not None and edge.covers(place.span):
            return False
        if speaker.cue is not None and not speaker.content.overlaps(place.span) and 0 <= place.span.start - speaker.cue.end < 40:
            return False
    before = scene.before(place.span.start, 200)
    if _ORIGIN.search(before):
        return False  # "residents of X": where people are from, not where it happened
    return before.count("(") <= before.count(")")


_INCLUDING = re.compile(
    r"\b(?:including|such as|among them|namely|notably)\s+(?:(?:in|on|the|at)\s+)*(?:[\w-]+\s+of\s+)?(?:the\s+)?$", re.IGNORECASE
)


def _listed(scene: Scene, places: list[PlaceMention]) -> PlaceMention | None:
    """Read "areas in X province, including the towns of A and B": the places named one by one."""
    return next((p for p in places if _INCLUDING.search(scene.before(p.span.start, 50))), None)


def _best(places: list[PlaceMention], sense: Sense) -> PlaceMention | None:
    settled = [p for p in places if p.relation != "from"]
    if sense.frame == "move":
        return _first([p for p in settled if p.relation == "towards"]) or _first(settled)
    local = [p for p in settled if p.level != "country" and p.relation != "towards"] or [p for p in settled if p.level != "country"]
    return _first(local) or _first(settled)


def _first(places: list[PlaceMention]) -> PlaceMention | None:
    return places[0] if places else None


def _last(places: list[PlaceMention]) -> PlaceMention | None:
    return places[-1] if places else None


def _with_group(place: PlaceMention | None, pool: list[PlaceMention]) -> list[PlaceMention]:
    if place is None:
        return []
    if place.group is None:
        return [place]
    return [p for p in pool if p.group == place.group]
