"""From mentions to event reports: one for each happening and each of its places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from operator import itemgetter

from dateline.data.actors import load_actors
from dateline.data.countries import load_countries
from dateline.data.triggers import EVENT_TYPE_OF
from dateline.records import (
    ActorMention,
    Attribution,
    DateValue,
    EventReport,
    Location,
    Loss,
    Mentions,
    Outcome,
    OutcomeKind,
    Page,
    Participant,
    PlaceMention,
    Role,
    Salience,
    Sentence,
    Span,
)  # fmt: skip
from dateline.relate.casualties import harmed_actor, losses_of, tolls_of
from dateline.relate.drafts import Draft, drafts_of
from dateline.relate.hang import hang
from dateline.relate.kinds import sub_event_type
from dateline.relate.merge import absorb, family, find_host, join_within, place_key, sides
from dateline.relate.scene import Scene, lay_out
from dateline.relate.where import containers_of

_VIOLENT = frozenset({"attack", "harm", "blast", "seize"})
_OPPOSED_FRAMES = frozenset({"take", "fall", "fight", "attack", "move", "repel", "withdraw"})
_STATISTIC_DAYS = 31  # a count over more than a month without a place of its own is a war total, no event
_LEAD = 3  # sentences of the lead, which tells the news itself
_NEARBY = 3  # sentences within which a report still speaks of the same events
_WAR_TOTAL = 10_000  # so many dead or displaced in one count are a war's total, not an incident's
_AGGREGATE_DAYS = 7  # GUIDELINE: more than seven days is an aggregate
_BACKGROUND_DAYS = 21  # an event three weeks before publication is told as background
_FIGHTING = frozenset({"state_forces", "police", "rebel", "militia", "external"})
_HERE = re.compile(r"\bhere\b(?!\s+(?:is|are|to)\b)", re.IGNORECASE)  # where the reporter is
_REPEATED = re.compile(r"\b(?:repeatedly|several times|many times|frequently|regularly|often|routinely)\b", re.IGNORECASE)
UNKNOWN_DATE = DateValue(None, None, "unknown", "inferred")


def relate(
    page: Page, sentences: Sequence[Sentence], mentions: Mentions, attributions: Sequence[Attribution], country_at: Callable[[int], str | None]
) -> tuple[EventReport, ...]:  # fmt: skip
    """Return the event reports of a page, ids e1, e2 ... in text order; places and dates still as the text gives them."""
    told = [s for s in sentences if s.zone in ("title", "body")]
    scenes = lay_out(
        told, actors=_unbracketed(mentions.actors, sentences), places=mentions.places, times=mentions.times, triggers=mentions.triggers,
        tolls=mentions.tolls, losses=mentions.losses, attributions=attributions,
    )  # fmt: skip
    body = [s for s in scenes if s.sentence.zone == "body"]
    title = [s for s in scenes if s.sentence.zone == "title"]
    drafts = _gather(body, title, mentions.places, country_at, page)
    if not drafts:
        drafts = _gather(title, [], mentions.places, country_at, page)
    _hang(drafts, mentions, sentences)
    by_sentence = {s.sentence.index: s for s in scenes}
    for draft in drafts:
        draft.counted = {n: by_sentence[mentions.tolls[n].sentence] for n in draft.tolls}
    drafts = [d for d in drafts if not _statistic(d)]
    for draft in drafts:
        _cast_the_harmed(draft, mentions)
        _forces_at_protest(draft)
    _oppose(drafts)
    for draft in drafts:
        draft.sub_event_type = sub_event_type(draft, mentions.tolls)
    return _reports(drafts, mentions, page)


def _hang(drafts: Sequence[Draft], mentions: Mentions, sentences: Sequence[Sentence]) -> None:
    """Hang tolls and losses; those of the headline only where the body has none, since it repeats them."""
    body = {s.index for s in sentences if s.zone == "body"}
    tolls = {n: t for n, t in enumerate(mentions.tolls) if t.sentence in body} or dict(enumerate(mentions.tolls))
    tolls = {n: t for n, t in tolls.items() if max(t.count.low or 0, t.count.best or 0, t.count.high or 0) < _WAR_TOTAL}
    losses = {n: loss for n, loss in enumerate(mentions.losses) if loss.sentence in body} or dict(enumerate(mentions.losses))
    hang(drafts, tolls, losses)


def _unbracketed(actors: Sequence[ActorMention], sentences: Sequence[Sentence]) -> list[ActorMention]:
    by_index = {s.index: s for s in sentences}
    out = []
    for actor in actors:
        sentence = by_index[actor.sentence]
        before = sentence.text[: actor.span.start - sentence.span.start]
        if before.count("(") <= before.count(")"):
            out.append(actor)
    return out


def _gather(
    scenes: Sequence[Scene], titles: Sequence[Scene], places: Sequence[PlaceMention], country_at: Callable[[int], str | None], page: Page
) -> list[Draft]:  # fmt: skip
    accepted: list[Draft] = []
    for position, scene in enumerate(scenes):
        following = scenes[position + 1].sentence if position + 1 < len(scenes) else None
        for draft in join_within(drafts_of(scene, following, page.sighting.published)):
            draft.country = country_at(scene.sentence.index)
            if draft.cast.pronoun and not draft.cast.initiators:
                _carry_actors(draft, accepted)
            host = find_host(draft, accepted)
            if host is not None:
                absorb(host, draft)
                continue
            if draft.definite and draft.trigger.form == "noun" and not draft.places and not draft.cast.everyone() and accepted:
                continue  # points back at something that was no event
            if draft.sense.id == "fight" and draft.trigger.form == "noun" and not draft.places and not draft.scene.tolls:
                continue  # "its fight with X": no happening of its own
            if not draft.cast.initiators:
                _carry_agent(draft, accepted)
            if not draft.places and _adrift(draft, accepted, position):
                continue
            if not draft.places:
                _place_here(draft, page)
            if not draft.places:
                _carry_place(draft, accepted, titles, places, country_at)
            accepted.append(draft)
    return accepted


def _carry_actors(draft: Draft, earlier: Sequence[Draft]) -> None:
    for host in reversed(earlier[-4:]):
        if host.cast.initiators:
            taken = sides(draft.cast.targets)
            draft.cast.initiators = [a for a in host.cast.initiators if a.side not in taken]
            return


_FROM_AFAR = ("air", "strike", "bombard")


def _carry_agent(draft: Draft, earlier: Sequence[Draft]) -> None:
    """Give an event of a list ("Near X, two strikes destroyed ...") the agent of the latest event of its kind."""
    if draft.sense.id not in _FROM_AFAR or draft.trigger.form != "noun":
        return
    for host in reversed(earlier):
        if (family(host) == family(draft) or host.sense.id in _FROM_AFAR) and any(
            a.side or a.actor_class == "external" for a in host.cast.initiators
        ):
            taken = sides(draft.cast.targets)
            draft.cast.initiators = [replace(a, made_by="rule:relate.carried") for a in host.cast.initiators if a.side not in taken]
            return


def _adrift(draft: Draft, earlier: Sequence[Draft], position: int) -> bool:
    """Tell a remark about violence in general from a happening: no place, no day, nobody counted, and no event told nearby."""
    if draft.time is not None or draft.scene.tolls or draft.sense.frame in ("change", "deal") or position < _LEAD:
        return False
    last = max((s.sentence.index for host in earlier for s in host.scenes), default=None)
    return last is None or draft.scene.sentence.index - last > _NEARBY


def _place_here(draft: Draft, page: Page) -> None:
    """Read "here" as the place in the report's dateline."""
    place = page.document.meta.dateline_place
    if place is not None and _HERE.search(draft.scene.sentence.text):
        draft.carried = True
        draft.places = [PlaceMention(draft.trigger.span, draft.scene.sentence.index, place.value, None, "at", (), None, None, True)]


def _carry_place(
    draft: Draft, earlier: Sequence[Draft], titles: Sequence[Scene], places: Sequence[PlaceMention], country_at: Callable[[int], str | None]
) -> None:
    """Take the place from the list heading, the event before, the title, the first place of the report, or the country."""
    draft.carried = True
    if draft.sense.frame in ("change", "deal"):
        places, earlier, titles = [], [], []  # an announcement or an accord is not where the last battle was
    for host in reversed(earlier[-6:]):
        if host.places and (not draft.time or not host.time or draft.time.value == host.time.value or len(earlier) < 3):
            draft.places = [replace(host.places[0], group=None)]
            return
    narrow = [p for p in places if p.level != "country" and p.relation != "from"]
    titled = {s.sentence.index for s in titles}
    before = [p for p in narrow if p.span.start < draft.trigger.span.start]
    for pool in ([p for p in narrow if p.sentence in titled], before[::-1], [p for p in narrow if p.span.start > draft.trigger.span.start]):
        if pool:
            draft.places = [replace(pool[0], group=None)]
            return
    country = load_countries().get(country_at(draft.scene.sentence.index))
    if country is not None:
        draft.places = [PlaceMention(draft.trigger.span, draft.scene.sentence.index, country.name, "country", "at", (), None, None, True)]


def _statistic(draft: Draft) -> bool:
    """Tell a war total ("since March 2011 ... have been killed") from an event."""
    counts = [max(t.count.low or 0, t.count.best or 0, t.count.high or 0) for _, t in draft.scene.tolls]
    if draft.sense.id == "kill" and draft.carried and counts and max(counts) >= _WAR_TOTAL:
        return True
    if draft.time is None:
        return False
    value = draft.time.value
    long = value.start is not None and value.end is not None and (value.end - value.start).days > _STATISTIC_DAYS
    return long and draft.sense.id in ("kill", "fight") and (draft.carried or all(p.level == "country" for p in draft.places))


def _forces_at_protest(draft: Draft) -> None:
    """Make forces that killed at a protest its target, not those who protest."""
    if draft.sense.frame == "protest" and "kill" in draft.senses:
        forces = [a for a in draft.cast.initiators if a.actor_class in ("police", "state_forces", "rebel", "militia")]
        draft.cast.initiators = [a for a in draft.cast.initiators if a not in forces]
        draft.cast.targets += forces


def _people_hit(draft: Draft) -> bool:
    """Tell whether fire from afar fell on people of whom nothing says that they were fighters."""
    return draft.sense.id in ("bombard", "air", "strike", "launch") and bool(draft.tolls)


def _oppose(drafts: Sequence[Draft]) -> None:
    """Fill the missing opponent of a fighting party from the rest of the report."""
    pairs: list[tuple[set[str], list[ActorMention]]] = []
    for draft in drafts:
        pairs.append((sides(draft.cast.initiators), draft.cast.targets))
        pairs.append((sides(draft.cast.targets), draft.cast.initiators))
    enemies_of: dict[frozenset[str], list[tuple[int, ActorMention]]] = {}  # by sides, where each enemy stands among the pairs
    for position, draft in enumerate(drafts):
        if (
            draft.sense.frame not in _OPPOSED_FRAMES
            or draft.cast.targets
            or draft.cast.victims
            or not sides(draft.cast.initiators)
            or _people_hit(draft)
        ):
            continue
        mine = frozenset(sides(draft.cast.initiators))
        if mine not in enemies_of:
            enemies_of[mine] = [
                (n, enemy) for n, (others, opponents) in enumerate(pairs) if others & mine and (enemy := _enemy(opponents, mine))
            ]
        enemies = enemies_of[mine]
        if enemies:
            before = bisect_left(enemies, 2 * position, key=itemgetter(0))
            draft.cast.targets = [replace(enemies[max(0, before - 1)][1], made_by="rule:relate.opponent")]


def _enemy(opponents: Sequence[ActorMention], mine: Collection[str]) -> ActorMention | None:
    return next((a for a in opponents if a.side not in mine and a.side is not None and a.actor_class != "civilians"), None)


def _reports(drafts: Sequence[Draft], mentions: Mentions, page: Page) -> tuple[EventReport, ...]:
    reports: list[EventReport] = []
    groups = 0
    for draft in sorted(drafts, key=lambda d: d.trigger.span.start):
        if not draft.places:
            continue
        group = None
        places = _grounds(draft.places)
        if len(places) > 1:
            groups += 1
            group = f"g{groups}"
        for number, place in enumerate(places):
            reports.append(_report(draft, place, number, f"e{len(reports) + 1}", group, mentions, page))
    return tuple(reports)


def _grounds(places: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return the places without the far end of "between A and B": the two stand for one ground, which resolving the near end gives."""
    kept: list[PlaceMention] = []
    opened: PlaceMention | None = None
    for place in places:
        far_end = place.offset == "between" and opened is not None and opened.sentence == place.sentence
        opened = place if place.offset == "between" and not far_end else None
        if not far_end:
            kept.append(place)
    return kept


def _report(
    draft: Draft, place: PlaceMention, number: int, event_id: str, group: str | None, mentions: Mentions, page: Page
) -> EventReport:
    participants = _participants(draft)
    names = [p.name for p in participants if p.role == "initiator"]
    targets = [p.name for p in participants if p.role == "target"]
    tolls = tolls_of(draft, event_id, group, mentions) if number == 0 else ()
    losses: tuple[Loss, ...] = losses_of(draft, event_id, mentions) if number == 0 else ()
    spans = sorted({m for m in draft.mentions if m != draft.trigger.span}, key=lambda s: s.start)
    return EventReport(
        id=event_id, trigger=draft.trigger.span, mentions=tuple(spans), event_type=EVENT_TYPE_OF[draft.sub_event_type],
        sub_event_type=draft.sub_event_type, realis=draft.realis, salience=_salience(draft, page), participants=participants,
        locations=_locations(draft, place), date=draft.time.value if draft.time else UNKNOWN_DATE, group=group,
        n_incidents=draft.n_incidents if number == 0 else None, n_incidents_span=draft.n_span if number == 0 else None,
        outcome=_outcome(draft, place, names, targets), tolls=tolls, losses=losses, sentence=draft.scene.sentence.index, lemma=draft.trigger.lemma,
    )  # fmt: skip


def _locations(draft: Draft, place: PlaceMention) -> tuple[Location, ...]:
    inferred = draft.carried
    own = Location(place.name, place.relation, () if inferred else (place.span,), place.level, inferred=inferred, within=place.within)
    out = [own]
    for outer in containers_of(draft.scene, place) if not inferred else ():
        out.append(Location(outer.name, "in", (outer.span,), outer.level, within=outer.within))
    for source in draft.sources:
        out.append(Location(source.name, "from", (source.span,), source.level, within=source.within))
    return tuple(out)


def _participants(draft: Draft) -> tuple[Participant, ...]:
    out: list[Participant] = []
    seen: set[tuple[str, str]] = set()

    def add(role: Role, actor: ActorMention, *, inferred: bool = False) -> None:
        if (role, actor.name) in seen or any(p.name == actor.name and p.name != "Civilians" for p in out):
            return
        seen.add((role, actor.name))
        guessed = inferred or actor.made_by in ("rule:relate.opponent", "rule:relate.carried")
        out.append(
            Participant(
                role,
                actor.name,
                actor.side,
                () if guessed else (actor.span,),
                inferred=guessed,
                actor_class=actor.actor_class,
                entry=actor.entry,
            )
        )

    for actor in draft.cast.initiators:
        add("initiator", _in_role(actor, draft))
    for actor in draft.cast.supporters:
        add("supporter", actor)
    for actor in draft.cast.targets:
        add("target", _in_role(actor, draft))
    for actor in draft.cast.victims:
        if actor.actor_class == "civilians":
            add("victim", actor)
        else:
            add("target" if actor.actor_class != "person" else "victim", actor)
    if not any(p.role == "initiator" for p in out) and draft.sense.frame in _VIOLENT:
        out.insert(0, Participant("initiator", "Unidentified armed actor", "Unidentified", (), inferred=True))
    if not any(p.role == "initiator" for p in out) and draft.sense.id in ("protest", "riot"):
        out.insert(0, Participant("initiator", _protesters(draft), "Protesters", (), inferred=True, actor_class="protesters"))
    return tuple(out)


_BY_FORCE = frozenset({"take", "fall", "attack", "fight", "move", "repel", "blast", "harm", "withdraw"})


def _in_role(actor: ActorMention, draft: Draft) -> ActorMention:
    """Return the actor as a coder names it in this event: a state that strikes acts through its forces, people who protest are protesters."""
    registry = load_actors()
    entry = registry.get(actor.entry)
    if draft.sense.frame == "protest" and actor.actor_class in ("civilians", "protesters"):
        return replace(actor, name=_protesters(draft), side="Protesters", actor_class="protesters")
    if draft.sense.frame in _BY_FORCE and entry is not None and entry.kind == "government" and entry.country:
        forces = registry.state(entry.country[0], "forces", draft.published)
        if forces is not None:
            return replace(actor, name=forces.name, side=forces.side, actor_class="state_forces", entry=forces.id)
    return actor


def _protesters(draft: Draft) -> str:
    country = load_countries().get(draft.country)
    return f"Protesters ({country.name})" if country else "Protesters"


def _cast_the_harmed(draft: Draft, mentions: Mentions) -> None:
    """Make the harmed of the tolls participants: civilians as victims, fighters as targets unless they attacked."""
    cast = draft.cast
    attacking = {a.side for a in cast.initiators}
    named = {a.name for a in cast.everyone()}
    fighters = any(a.actor_class in _FIGHTING for a in cast.targets) or any(mentions.tolls[n].category == "combatant" for n in draft.tolls)
    for number in draft.tolls:
        toll = mentions.tolls[number]
        if toll.kind == "displaced":
            continue
        actor = harmed_actor(toll, mentions)
        people = actor is not None and actor.actor_class == "civilians" and toll.category != "combatant"
        civil = toll.category == "civilian" or (people and not fighters)
        if civil and "Civilians" not in named:
            cast.victims.append(ActorMention(actor.span if actor else toll.span, toll.sentence, "Civilians", "Civilians", "civilians"))
            named.add("Civilians")
        elif not civil and actor is not None and actor.actor_class in _FIGHTING and actor.side not in attacking and actor.name not in named:
            if actor.generic and any(t.actor_class == actor.actor_class for t in cast.targets):
                continue  # "attacked the X Police, killing 9 policemen"
            repelled = "repel" in draft.senses and not cast.initiators and actor.side not in {a.side for a in cast.targets}
            (cast.initiators if repelled else cast.targets).append(actor)
            named.add(actor.name)


def _outcome(draft: Draft, place: PlaceMention, initiators: list[str], targets: list[str]) -> Outcome | None:
    if draft.sense.frame in ("take", "fall"):
        kind: OutcomeKind = "captured" if draft.realis in ("actual", "planned", "ongoing") else "none_gained"
        if draft.sub_event_type == "Armed clash" and draft.realis == "actual":
            return None
        return Outcome(kind, tuple(initiators), targets[0] if targets else None, (place.name,))
    if draft.realis == "attempted_failed":
        if "repel" in draft.senses or "thwart" in draft.senses:
            return Outcome("repelled", tuple(targets), initiators[0] if initiators else None, (place.name,))
        return Outcome("none_gained", tuple(initiators), None, (place.name,))
    if "repel" in draft.senses or "thwart" in draft.senses:
        return Outcome("repelled", tuple(targets), initiators[0] if initiators else None, (place.name,))
    if draft.sense.frame == "release":
        return Outcome("freed", tuple(initiators), targets[0] if targets else None, (place.name,))
    if draft.sense.frame == "withdraw":
        return Outcome("lost", (), initiators[0] if initiators else None, (place.name,))
    return None


def _salience(draft: Draft, page: Page) -> Salience:
    value = draft.time.value if draft.time else None
    published = page.sighting.published
    text = draft.scene.before(draft.trigger.span.start, 40) + draft.scene.after(draft.trigger.span.end, 20)
    if value is not None and value.start is not None and value.end is not None:
        if (value.end - value.start).days > _AGGREGATE_DAYS and value.basis != "publication":
            return "aggregate"
        if published is not None and (published - value.end).days > _BACKGROUND_DAYS:
            return "background"
    if _REPEATED.search(text) or (draft.places and draft.places[0].level == "country" and (draft.n_incidents or 0) > 1):
        return "aggregate"
    if family(draft) == "agree" and draft.definite:
        return "background"
    return "core"


__all__ = ["Span", "place_key", "relate"]
