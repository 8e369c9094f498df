"""Who acts on whom: subjects, objects, agents and partners of a trigger."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dateline.data.actors import load_actors
from dateline.data.triggers import Sense
from dateline.records import ActorMention, Span, TriggerMention
from dateline.relate.scene import Scene

_AND_VERB = re.compile(r"\w\s+and\s+(?:(?:then|also|later|\w+ly)\s+)*$", re.IGNORECASE)
_COORDINATED = re.compile(rf"(?:;\s*(?:also\s+|then\s+)?|{_AND_VERB.pattern})$", re.IGNORECASE)
_STRUCK = re.compile(  # "one strike engaged a unit of" X "and destroyed": X is no subject
    r"\b(?:(?:air ?)?strikes?|raids?|attacks?|sorties?|bombs?|bombings?|bombardments?|shelling|shells|drones?|missiles?|rockets?|"
    r"(?:war)?planes?|jets?|aircraft|helicopters?|gunships?|artillery)\s+(?:also\s+|then\s+)?(?:\w{2,}ed|hit|struck)\s+[^.;]*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"^\s+(?:(?:then|also|later|\w+ly)\s+)*(?:\w{2,}ed|fought|drove|sent|took|shot|struck|met|found)\b(?!\s+(?:by|and)\b)", re.IGNORECASE
)
_DISPERSED = re.compile(r"\b(?:dispers\w+|br(?:eak|oke|oken) up|crack\w+ down|repress\w+)\b", re.IGNORECASE)
_COMPOUND = re.compile(
    r"^\s*(?:\([^)]*\))?\s*(?:,|and|, and|as well as|along with|together with|alongside|or|, or|&|, together with|, along with|, as well as|with)\s+"
    r"(?:(?:the|its|their|his|some|allied|a|an|both|other|local|paramilitary|rebel|militant|armed|group|militia|terrorist|insurgent|main|rival|opposition|jihadist)\s+)*$"
)
_APPOSED = re.compile(r"^\s*,\s+an?\s", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:against|on|upon|at|targeting|targeted|with|hit|hitting|striking|struck|engaging|engaged|fighting)\s+"
    r"(?:(?:the|a|an|its|their|some|several|suspected|positions?|strongholds?|targets?|units?|bases?|of|held by|belonging to|\d+|two|three|convoys?|"
    r"buses|bus|gatherings?|hideouts?|camps?|checkpoints?|patrols?|vehicles?|areas|carrying|group|from|occupied|controlled|by|crowded|military|villages|"
    r"inside|in|around|near)\s+)*$",
    re.IGNORECASE,
)
_LIGHT = re.compile(
    r"\b(?:carr(?:y|ied|ies|ying) out|launch(?:ed|es|ing)?|conduct(?:ed|s|ing)?|stag(?:e|ed|es|ing)|mount(?:ed|s|ing)?|made|mak(?:e|es|ing)|le(?:d|ads?)|"
    r"perpetrated|committed|commits?|beg(?:an|in|un)|start(?:ed|s|ing)?|execut(?:ed|es|ing)|attempt(?:ed|s|ing)?|tried|are on|is on|were on|"
    r"was on|on the|continu(?:e|ed|es|ing)|perform(?:ed|ing)?|us(?:ed|ing)|planned|plan|planning|prepar(?:e|ed|ing)|engaged in|claimed|held|hold|"
    r"organi[sz]ed|signed|reached|announced|called|declared|agreed|fired|unleashed|undertook|initiated|resumed|stepped up|intensified|"
    r"took part in|responsible for|behind)\b",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:found|discover(?:ed|s)|uncovered|seized|recovered|unearthed|captured|destroyed|carried out|located|defused)\b", re.IGNORECASE
)
_ADJACENT = re.compile(
    r"(?:['’]s?)?\s*(?:(?!(?:in|on|at|by|of|for|from|with|to|and|or|the|a|an|as|that|which|who|against|after|during|between)\b)[\w-]+\s+){0,2}",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\b(?:along with|together with|alongside)\s+(?:the\s+|its\s+)?$", re.IGNORECASE)
_FIRED = re.compile(r"\b(?:fired|launched|dropped|planted|thrown|hurled|laid|operated|driven)\s+by\s+(?:the\s+)?$", re.IGNORECASE)
_TO_VERB = re.compile(r"^\s*(?:fighters\s+)?to\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:was|were|is|are|has|have|had|will|would|said|says|told|did|does|came|led|left|caused|killed|wounded|injured|destroyed|followed|hit|took|according|repel(?:led|s)?|repuls(?:ed|es)|foiled|thwarted|resisted|faced|suffered|survived)\b",
    re.IGNORECASE,
)


_UNARMED = frozenset({"civilians", "media", "organisation", "protesters"})
_ARMED_FRAMES = frozenset({"take", "attack", "fight", "move", "repel", "blast", "harm", "seize", "arrest"})


_PRONOUN = re.compile(
    r"(?:^\W*|\b(?:they|it|he|she|we|who|which|that)\b[^.;,]{0,40}|\b(?:and|then|before|after|by|while)\s+(?:also\s+|then\s+|have\s+|has\s+|had\s+)*)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Cast:
    """The actors of one trigger."""

    initiators: list[ActorMention] = field(default_factory=list)
    targets: list[ActorMention] = field(default_factory=list)
    victims: list[ActorMention] = field(default_factory=list)
    supporters: list[ActorMention] = field(default_factory=list)
    pronoun: bool = False  # the subject is a pronoun or left out: take it from before

    def everyone(self) -> list[ActorMention]:
        """Return all actors named."""
        return [*self.initiators, *self.targets, *self.victims, *self.supporters]


def case_of(scene: Scene, actor: ActorMention) -> str:
    """Return the preposition that governs an actor, "by" of an agent, "support", or "" where it stands as subject or object."""
    return scene.cases[actor.span]


def cast_of(scene: Scene, trigger: TriggerMention, sense: Sense, domain: Span) -> Cast:
    """Read the actors of a trigger inside its domain of the sentence."""
    actors = [a for a in scene.actors if domain.covers(a.span) and not a.span.overlaps(trigger.span)]
    inside = [a for a in scene.actors if trigger.span.covers(a.span) and a.span != trigger.span]  # "clashed with police"
    left = [a for a in actors if a.span.end <= trigger.span.start]
    right = [a for a in actors if a.span.start >= trigger.span.end]
    if sense.frame == "fall":
        taker = [a for a in right if case_of(scene, a) in ("", "to", "by")][:1]
        cast = Cast(initiators=compound(scene, taker[0], right, leftwards=False) if taker else [])
        if sense.id == "lose":
            cast.targets = _subject(scene, left, trigger.span.start, armed=True)
    elif trigger.form in ("noun", "weak"):
        cast = _of_noun(scene, trigger, sense, left, right)
    elif trigger.form == "verb_passive":
        cast = _of_passive(scene, trigger, left, right)
    else:
        cast = _of_active(scene, trigger, sense, left, right)
    came_under = scene.text(trigger.span.start, trigger.span.end).lower().startswith(("came under", "come under"))
    if came_under:  # "soldiers came under fire from rebels"
        by = [a for a in right if case_of(scene, a) in ("from", "by")]
        cast.initiators, cast.targets = by, cast.initiators + [a for a in cast.targets if a not in by]
    if sense.frame == "repel":  # who repels was attacked
        cast.initiators, cast.targets = cast.targets, cast.initiators
    if sense.frame == "protest":
        _protesters_first(scene, trigger, cast, inside)
    if sense.frame == "fight" and not cast.targets:
        _face_each_other(cast)
    _sort_victims(cast, sense)
    return cast


def _protesters_first(scene: Scene, trigger: TriggerMention, cast: Cast, inside: list[ActorMention]) -> None:
    """In a protest the unarmed act and the forces that face them are its targets ("police dispersed the march", "clashed with police")."""
    cast.targets += inside
    forces = [a for a in cast.initiators if a.actor_class in ("police", "state_forces", "government")]
    unarmed = [a for a in [*cast.targets, *cast.victims] if a.actor_class in ("protesters", "civilians")]
    by_forces = trigger.form == "noun" or "gas" in trigger.lemma or "dispers" in trigger.lemma  # what forces do at a protest, or its name
    mixed = len(forces) < len(cast.initiators)
    if forces and (by_forces or (mixed and unarmed)):
        cast.initiators = [a for a in cast.initiators if a not in forces] or unarmed
        cast.targets = [a for a in cast.targets if a not in unarmed] + forces
        cast.victims = [a for a in cast.victims if a not in unarmed]
    if trigger.form == "noun" and not cast.targets:
        cast.targets = [
            a for a in scene.actors if a.actor_class == "police" and _DISPERSED.search(scene.text(a.span.end, trigger.span.start))
        ]


def _face_each_other(cast: Cast) -> None:
    """Read "X and Y clashed" as one against the other where they are of two sides that are no allies."""
    if len(cast.initiators) < 2:
        return
    first = cast.initiators[0]
    registry = load_actors()
    own = registry.get(first.entry)
    allies = [registry.get(name) for name in own.allies] if own is not None else []
    friends = {entry.side for entry in allies if entry is not None}
    others = [a for a in cast.initiators[1:] if a.side != first.side and a.side not in friends and a.actor_class != first.actor_class]
    cast.initiators = [a for a in cast.initiators if a not in others]
    cast.targets = others


def compound(scene: Scene, first: ActorMention, pool: list[ActorMention], *, leftwards: bool) -> list[ActorMention]:
    """Return an actor with those joined to it by "and", commas, or "along with", in text order."""
    members = [first]
    ordered = sorted(pool, key=lambda a: a.span.start, reverse=leftwards)
    for other in ordered:
        edge = members[-1].span
        gap = scene.text(other.span.end, edge.start) if leftwards else scene.text(edge.end, other.span.start)
        beside = other.span.end <= edge.start if leftwards else other.span.start >= edge.end
        if not beside or not _COMPOUND.match(gap):
            continue
        if _APPOSED.match(gap):  # "X, a rebel group, seized": it says what X is
            members[-1] = members[-1] if not leftwards else other
            continue
        members.append(other)
    return sorted(members, key=lambda a: a.span.start)


def _subject(scene: Scene, left: list[ActorMention], end: int, *, armed: bool) -> list[ActorMention]:
    """Return the nearest actors before a verb that are not governed by a preposition; for armed deeds the unarmed only where nobody else stands there."""
    heads = [a for a in left if case_of(scene, a) == ""]
    able = [a for a in heads if a.actor_class not in _UNARMED] if armed else heads
    heads = able or heads
    if _COORDINATED.search(scene.before(end, 40)):
        while heads and _STRUCK.search(scene.before(heads[-1].span.start, 90)):
            heads = heads[:-1]
    if not heads:
        return []
    chosen = _coordinated(scene, heads, end) or heads[-1]
    members = compound(scene, chosen, left, leftwards=True)
    members += [m for m in compound(scene, members[0], left, leftwards=False) if m not in members]
    return [m for m in members if case_of(scene, m) == "" or m is chosen or _TOGETHER.search(scene.before(m.span.start, 30))]


def _coordinated(scene: Scene, heads: list[ActorMention], end: int) -> ActorMention | None:
    """Return X in "X pursued Y and rescued": a verb joined by "and" has the subject of the verb before it, whose object stands between."""
    if len(heads) < 2 or not _AND_VERB.search(scene.before(end, 40)):
        return None
    first, last = heads[-2], heads[-1]
    gap = scene.text(first.span.end, last.span.start)
    return first if _PAST.match(gap) and not scene.breaks_between(first.span.end, last.span.start) else None


def _by_agents(scene: Scene, right: list[ActorMention]) -> list[ActorMention]:
    for actor in right:
        if case_of(scene, actor) == "by":
            return compound(scene, actor, right, leftwards=False)
    return []


def _supporters(scene: Scene, actors: list[ActorMention]) -> list[ActorMention]:
    return [a for a in actors if case_of(scene, a) == "support"]


def _of_active(scene: Scene, trigger: TriggerMention, sense: Sense, left: list[ActorMention], right: list[ActorMention]) -> Cast:
    cast = Cast(
        initiators=_subject(scene, left, trigger.span.start, armed=sense.frame in _ARMED_FRAMES or sense.frame == "loot"),
        supporters=_supporters(scene, left + right),
    )
    if not cast.initiators:  # "shells fired by X hit"
        cast.initiators = [a for a in left if case_of(scene, a) == "by" and _FIRED.search(scene.before(a.span.start, 30))][-1:]
    if not cast.initiators:  # "an attempt by X to seize"
        cast.initiators = [a for a in left if case_of(scene, a) == "by" and _TO_VERB.match(scene.text(a.span.end, trigger.span.start))][-1:]
    cast.pronoun = not cast.initiators and bool(_PRONOUN.search(scene.before(trigger.span.start, 60)))
    used = {a.span for a in cast.initiators + cast.supporters}
    for actor in right:
        if actor.span in used:
            continue
        case = case_of(scene, actor)
        near = not _FINITE.search(scene.text(trigger.span.end, actor.span.start))
        joined = bool(cast.targets) and bool(_COMPOUND.match(scene.text(cast.targets[-1].span.end, actor.span.start)))
        if (
            joined
            or (case == "" and near)
            or case in ("against", "with", "upon", "targeting")
            or (case in ("on", "at", "of", "in") and near)
        ):
            if case == "with" and sense.frame not in ("fight", "deal", "change"):
                continue
            (cast.initiators if case == "with" and sense.frame in ("deal", "change") else cast.targets).append(actor)
        elif (case == "from" and sense.frame in ("take", "repel", "move", "loot")) or (case == "between" and sense.frame == "fight"):
            cast.targets.append(actor)
        elif case == "by" and sense.frame in ("harm", "blast"):
            cast.initiators.append(actor)
    return cast


def _of_passive(scene: Scene, trigger: TriggerMention, left: list[ActorMention], right: list[ActorMention]) -> Cast:
    cast = Cast(initiators=_by_agents(scene, right), supporters=_supporters(scene, left + right))
    cast.targets = _subject(scene, left, trigger.span.start, armed=False)
    from_side = [a for a in right if case_of(scene, a) == "from"]
    cast.targets += [a for a in from_side if a not in cast.targets]
    return cast


def _of_noun(scene: Scene, trigger: TriggerMention, sense: Sense, left: list[ActorMention], right: list[ActorMention]) -> Cast:
    cast = Cast(supporters=_supporters(scene, left + right))
    start = trigger.span.start
    adjacent = [
        a for a in left
        if _ADJACENT.fullmatch(scene.text(a.span.end, start)) and not _FINITE.search(scene.text(a.span.end, start))
    ]  # fmt: skip
    does = _FOUND if sense.frame == "disrupt" else _LIGHT
    light = [a for a in left if does.search(scene.text(a.span.end, start)) and case_of(scene, a) == ""]
    by = _by_agents(scene, right)
    if by:
        cast.initiators = by
    elif adjacent and not _LIGHT.search(scene.text(adjacent[-1].span.end, start)):
        modifier = adjacent[-1]
        if sense.frame in ("harm", "seize", "arrest", "release") and modifier.actor_class in ("civilians", "person"):
            cast.victims.append(modifier)
        else:
            cast.initiators = [modifier]
    if not cast.initiators and light:
        cast.initiators = compound(scene, light[-1], left, leftwards=True)
    taken = {a.span for a in [*cast.initiators, *cast.supporters, *cast.victims]}
    for actor in right:
        if actor.span not in taken:
            _noun_right(scene, trigger, sense, cast, actor)
    if sense.frame in ("fight", "deal"):
        _partners(scene, trigger, sense, cast, left)
    cast.pronoun = not cast.initiators and bool(re.search(r"\b(?:they|it|he|she|its|their|his)\b", scene.before(start, 50), re.IGNORECASE))
    return cast


def _noun_right(scene: Scene, trigger: TriggerMention, sense: Sense, cast: Cast, actor: ActorMention) -> None:
    case = case_of(scene, actor)
    gap = scene.text(trigger.span.end, actor.span.start)
    near = len(gap) < 90 and not _FINITE.search(gap)
    if case == "between" and sense.frame in ("fight", "deal"):
        (cast.initiators if not cast.initiators else cast.targets).append(actor)
    elif (
        cast.initiators
        and sense.frame in ("fight",)
        and near
        and _COMPOUND.match(scene.text(cast.initiators[-1].span.end, actor.span.start))
    ):
        cast.targets.append(actor)
    elif sense.frame == "deal" and near and case in ("between", "with", ""):
        cast.initiators.append(actor)
    elif case == "of" and near:
        if sense.frame in ("attack", "fight", "move", "protest", "change") and len(gap) < 12 and sense.id not in ("bombard",):
            cast.initiators.append(actor)
        else:
            cast.targets.append(actor)
    elif (
        (near and (case in ("against", "with", "upon", "targeting") or _AGAINST.search(scene.before(actor.span.start, 80))))
        or (near and cast.targets and _COMPOUND.match(scene.text(cast.targets[-1].span.end, actor.span.start)))
        or (case == "from" and sense.frame in ("take", "release"))
    ):
        cast.targets.append(actor)


def _partners(scene: Scene, trigger: TriggerMention, sense: Sense, cast: Cast, left: list[ActorMention]) -> None:
    """Read "A and B in fierce clashes", "fighting between A and B": one side each."""
    if cast.initiators and cast.targets:
        return
    nominative = [a for a in left if case_of(scene, a) in ("", "of")]
    if not cast.initiators and nominative and cast.targets and not _FINITE.search(scene.text(nominative[-1].span.end, trigger.span.start)):
        cast.initiators = [nominative[-1]]


def _sort_victims(cast: Cast, sense: Sense) -> None:
    """Move harmed civilians from the targets to the victims; nobody plays two roles."""
    if sense.frame in _ARMED_FRAMES:
        unfit = (
            ("civilians", "media", "organisation", "person")
            if sense.frame in ("take", "move", "fight")
            else ("civilians", "media", "organisation")
        )
        harmed = [a for a in cast.initiators if a.actor_class in unfit]
        cast.initiators = [a for a in cast.initiators if a not in harmed]
        if sense.frame != "take":
            cast.victims += [a for a in harmed if a.actor_class == "civilians"]
    cast.targets = [a for a in cast.targets if a.actor_class != "unidentified"]
    initiators = {a.span for a in cast.initiators}
    moved = [a for a in cast.targets if a.actor_class in ("civilians", "protesters", "person", "media") and a.span not in initiators]
    cast.targets = [a for a in cast.targets if a not in moved and a.span not in initiators]
    cast.victims += [a for a in moved if a not in cast.victims]
