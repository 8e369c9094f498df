"""Which triggers of a report speak of one happening."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dateline.data.triggers import load_triggers
from dateline.records import REGION_LEVELS, ActorMention, PlaceMention
from dateline.relate.drafts import Draft

_WITH_ANY = frozenset({"explosion", "ground", "air", "shell", "blast", "harm", "remote", "chemical", "any"})
_PAIRS = frozenset(
    {frozenset({"explosion", other}) for other in ("blast", "air", "shell", "remote")}
    | {frozenset({"remote", "air"}), frozenset({"remote", "shell"}), frozenset({"remote", "blast"})}
)
_SEPARATE = re.compile(
    r"^\W*(?:separately|meanwhile|elsewhere|in (?:a |an )?(?:separate|another|other)|in a different|also|in addition(?! to)|additionally|at the same time|"
    r"on the other hand|furthermore|moreover)\b|^\W*[*•▪●]\s|^[A-Z][\w/ -]{2,30}:\s",
    re.IGNORECASE,
)
_DURING = re.compile(r"\b(?:during|in|after|following)\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,2}$", re.IGNORECASE)
_WEAPON_GAP = 12  # characters between a weapon and its verb: one adverb or auxiliary
_WEEK = 7
_MONTH = 31  # a longer span sums many happenings up
_FRESH_DAYS = 10  # an undated sentence tells news of about a week; a date further back is another happening
_MAX_BACK = 12  # drafts looked back at: a report returns to an event within its dozen latest ones
_CAMPS = {"state_forces": "state", "police": "state", "external": "foreign"}
_GENERIC_SIDES = frozenset({"Unidentified", "Militants (unspecified)", None})


def family(draft: Draft) -> str:
    """Return the family of a draft's sense; senses of one family can name one happening."""
    return draft.sense.family


def akin(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts can name one happening by their kind."""
    a, b = family(one), family(other)
    if a == b:
        return True
    if "any" in (a, b) and {a, b} & {"abduct", "arrest", "loot", "rape"}:
        guest, host = (one, other) if a == "any" else (other, one)
        return (
            one.scene is other.scene
            and not (guest.places and host.places and not _share_place(host, guest))
            and bool(_DURING.search(guest.scene.before(guest.trigger.span.start, 30)))
        )
    if "thwart" in (one.sense.id, other.sense.id) and "any" in (a, b):
        return one.scene is other.scene or {a, b} <= _WITH_ANY
    if "protest" in (a, b) and b == "protest" and one.scene is not other.scene:
        return False  # people killed, then a protest: the protest is about it
    if "any" in (a, b):
        return {a, b} <= _WITH_ANY or (one.sense.id == "kill" or other.sense.id == "kill")
    if {a, b} == {"ground", "harm"}:
        return False
    return frozenset({a, b}) in _PAIRS


def join_within(drafts: Sequence[Draft]) -> list[Draft]:
    """Join the drafts of one sentence that name one happening; the heavier trigger leads."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.sense.frame != "repel", -d.sense.weight, d.trigger.span.start)):
        hosts = [k for k in kept if _one_in_sentence(k, draft)]
        if hosts:
            absorb(min(hosts, key=lambda k: min(abs(m.start - draft.trigger.span.start) for m in k.mentions)), draft)
        else:
            kept.append(draft)
    return sorted(kept, key=lambda d: d.trigger.span.start)


def _one_in_sentence(host: Draft, guest: Draft) -> bool:
    if not akin(host, guest) or _clash_of_realis(host, guest):
        return False
    if guest.sense.id == "kill" or host.sense.id == "kill":
        return not _far_apart(host, guest)
    if _weapon_and_verb(host, guest) or _weapon_and_verb(guest, host):
        return True
    if host.places and guest.places and not _share_place(host, guest) and not _only_country(host) and not _only_country(guest):
        return False
    if host.sense.id == guest.sense.id and host.trigger.form.startswith("verb") and guest.trigger.form.startswith("verb"):
        return _share_place(host, guest) and host.trigger.lemma == guest.trigger.lemma
    if guest.another:
        return False
    return not _opposed(host, guest) or "repel" in (host.sense.frame, guest.sense.frame)


def _weapon_and_verb(noun: Draft, verb: Draft) -> bool:
    """Tell "a roadside bomb hit a patrol", "the blast struck": the weapon and what it did are one happening."""
    gap = verb.trigger.span.start - noun.trigger.span.end
    return (
        noun.trigger.form in ("noun", "weak")
        and verb.trigger.form.startswith("verb")
        and 0 <= gap <= _WEAPON_GAP
        and verb.sense.id in ("strike", "explosion", "kill", "destroy")
    )


def _only_country(draft: Draft) -> bool:
    return all(p.level == "country" for p in draft.places)


def _far_apart(host: Draft, guest: Draft) -> bool:
    """Two clauses with places of their own are two happenings, also in one sentence."""
    if not (host.places and guest.places) or _share_place(host, guest):
        return False
    return any(p.span.start > guest.trigger.span.end and guest.domain.covers(p.span) for p in guest.places) and ";" in host.scene.text(
        min(host.trigger.span.end, guest.trigger.span.end), max(host.trigger.span.start, guest.trigger.span.start)
    )


def find_host(draft: Draft, earlier: Sequence[Draft]) -> Draft | None:
    """Return the earlier draft of the report that a new one repeats or continues, None if it is a new happening."""
    separate = bool(_SEPARATE.match(draft.scene.sentence.text))
    if draft.another and not draft.definite:
        return None
    for host in reversed(earlier[-_MAX_BACK:]):
        if not akin(host, draft) or _clash_of_realis(host, draft) or _other_day(host, draft):
            continue
        if draft.places and host.places and not host.carried:
            if _same_scene(host, draft) and not _opposed(host, draft):
                return host
            continue
        if draft.places and host.carried:
            if not _opposed(host, draft) and not separate and draft.definite:
                return host
            continue
        if separate and not draft.definite:
            continue
        if host.sense.id == "bodies" and draft.sense.id != "kill" and not draft.definite:
            continue  # bodies are found, then somebody attacks: two happenings
        if (_generic(draft) or _dispersal(draft) or draft.definite or draft.sense.id == host.sense.id) and not _opposed(host, draft):
            return host
    return None


def _same_scene(host: Draft, draft: Draft) -> bool:
    """Tell whether the places agree: the same, one in the other, or a definite mention that narrows a broad one ("the attack in X")."""
    if (
        {host.sense.frame, draft.sense.frame} <= {"take", "fall"}
        and all(p.level in REGION_LEVELS for p in host.places)
        and draft.places[0].level not in REGION_LEVELS
    ):
        return True  # "seized three villages in X province ... The villages of A, B and C fell"
    if "take" in (host.sense.frame, draft.sense.frame) and host.sense.frame != draft.sense.frame:
        return any(same_place(p, q) and p.level not in REGION_LEVELS for p in host.places for q in draft.places)
    if (host.sense.frame == "withdraw") != (draft.sense.frame == "withdraw"):
        return False
    if _share_place(host, draft):
        return True
    return draft.definite and all(p.level in REGION_LEVELS for p in host.places) and draft.places[0].level not in REGION_LEVELS


def _generic(draft: Draft) -> bool:
    return draft.sense.id in (
        "kill",
        "destroy",
        "repel",
        "thwart",
        "bodies",
        "fight",
        "clash",
        "attack",
        "offensive",
        "explosion",
        "strike",
        "shoot",
        "bombing",
    )


def _dispersal(draft: Draft) -> bool:
    """Tell whether a draft is what police did at a protest told before ("police fired tear gas")."""
    return family(draft) == "protest" and any(word in draft.trigger.lemma for word in ("gas", "dispers", "rubber", "water cannon"))


def _clash_of_realis(one: Draft, other: Draft) -> bool:
    if one.realis == other.realis:
        return False
    if "hypothetical_denied" in (one.realis, other.realis) or "planned" in (one.realis, other.realis):
        return True
    return "attempted_failed" in (one.realis, other.realis) and not other.definite


def _other_day(one: Draft, other: Draft) -> bool:
    """Tell whether both have a date of their own and the days do not meet."""
    if one.time is None or other.time is None:
        dated = one.time or other.time
        if (
            dated is not None
            and dated.value.start is not None
            and dated.value.end is not None
            and (dated.value.end - dated.value.start).days > _MONTH
        ):
            return True
        if dated is None or one.published is None or dated.value.end is None or dated.value.basis == "publication":
            return False
        again = one.sense.id == other.sense.id and other.scene.sentence.text.startswith("The ")  # "The hostages were seized on ..."
        return not other.definite and not again and (one.published - dated.value.end).days > _FRESH_DAYS
    a, b = one.time.value, other.time.value
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    if (b.end - b.start).days > _MONTH and (a.end - a.start).days <= _WEEK:
        return True  # "since January": a sum over many happenings, not this one
    return a.end < b.start or b.end < a.start


def _share_place(one: Draft, other: Draft) -> bool:
    return any(
        same_place(p, q) or _inside(p, q) or _inside(q, p) or _site_of(p, q) or _site_of(q, p) for p in one.places for q in other.places
    )


def _site_of(site: PlaceMention, place: PlaceMention) -> bool:
    """Tell whether a site is named after a place: "Kandol airport", "Kandol"."""
    return site.level == "site" and place.name.lower() in site.name.lower().split()


def same_place(one: PlaceMention, other: PlaceMention) -> bool:
    """Tell whether two mentions name the same place, articles and case aside."""
    return place_key(one.name) == place_key(other.name)


@lru_cache(maxsize=4096)
def place_key(name: str) -> str:
    """Return a name without case, article and marks."""
    return re.sub(r"^(?:al|el|the)\s+|[^\w]+", "", re.sub(r"[-'’]", " ", name.lower()))


def _inside(inner: PlaceMention, outer: PlaceMention) -> bool:
    return any(place_key(w) == place_key(outer.name) for w in inner.within)


def sides(actors: Sequence[ActorMention]) -> set[str]:
    """Return the known sides of some actors."""
    return {a.side for a in actors if a.side is not None and a.side not in _GENERIC_SIDES}


def camp(actor: ActorMention) -> str:
    """Return whether a force is of a state, foreign or neither: "the soldiers" of a sentence are no rebels."""
    return _CAMPS.get(actor.actor_class or "", "armed")


def _opposed(one: Draft, other: Draft) -> bool:
    """Tell whether the parties of two drafts contradict each other; in fighting, either side may be named first."""
    if family(one) == family(other) == "protest":
        return False  # students, residents, demonstrators: all protest
    if "take" in (one.sense.frame, other.sense.frame) and one.cast.initiators and other.cast.initiators:
        theirs = {camp(a) for a in other.cast.initiators}
        if not any(camp(a) in theirs or a.actor_class == "unidentified" for a in one.cast.initiators):
            return True  # soldiers enter, rebels attack them
    a, b = sides(one.cast.initiators), sides(other.cast.initiators)
    if not a or not b or a & b or other.claimed:
        return False
    if "ground" in (family(one), family(other)) and "take" not in (one.sense.frame, other.sense.frame):
        return not ((a & sides(other.cast.targets)) or (b & sides(one.cast.targets)))
    return True


def absorb(host: Draft, guest: Draft) -> None:
    """Join a draft to another: its words become mentions, its actors, places and date fill what is missing."""
    host.mentions += guest.mentions
    host.senses += guest.senses
    host.tolls += guest.tolls
    host.losses += guest.losses
    later = not host.scenes or host.scenes[-1].sentence.index < guest.scene.sentence.index
    if later or guest.scene not in host.scenes:
        host.scenes.append(guest.scene)
    swapped = bool(sides(host.cast.initiators) & sides(guest.cast.targets)) and family(host) == "ground"
    initiators = guest.cast.targets if swapped else guest.cast.initiators
    targets = guest.cast.initiators if swapped else guest.cast.targets
    _fill(host.cast.initiators, initiators, host, only_if_empty=True)
    _fill(host.cast.targets, targets, host, only_if_empty=False)
    _fill(host.cast.victims, guest.cast.victims, host, only_if_empty=False)
    _fill(host.cast.supporters, guest.cast.supporters, host, only_if_empty=False)
    host.definite = host.definite or (guest.definite and guest.scene is host.scene and family(guest) == "any")
    host.outcome = host.outcome or guest.outcome
    host.time = host.time or guest.time
    host.n_incidents = host.n_incidents or guest.n_incidents
    host.n_span = host.n_span or guest.n_span
    if (host.carried or not host.places) and guest.places and not guest.carried:
        host.places, host.carried = guest.places, False
    elif guest.places and host.place_left and not guest.place_left and not _only_country(guest):
        host.places, host.place_left = guest.places, False
    elif len(host.places) == 1 and guest.places and (any(_inside(p, host.places[0]) for p in guest.places) or _narrows(host, guest)):
        host.places = guest.places
    if guest.sense.weight > host.sense.weight and family(guest) == family(host):
        host.sense = guest.sense
    _specify(host, guest)


def _narrows(host: Draft, guest: Draft) -> bool:
    return host.places[0].level in REGION_LEVELS and guest.places[0].level not in REGION_LEVELS and not guest.carried


def _specify(host: Draft, guest: Draft) -> None:
    """Let a more telling word name the type: "the attack" was a suicide bombing."""
    if family(host) == "any" and family(guest) in _WITH_ANY and family(guest) != "any" and guest.sense.weight >= host.sense.weight:
        host.sense = guest.sense
        if guest.sense.frame in ("take", "blast"):
            host.trigger = guest.trigger
    if guest.sense.id == "suicide" and family(host) in ("blast", "explosion"):
        host.sense = load_triggers().senses["suicide"]
    host.realis = "actual" if "actual" in (host.realis, guest.realis) and host.realis != "attempted_failed" else host.realis


def _fill(mine: list[ActorMention], theirs: list[ActorMention], host: Draft, *, only_if_empty: bool) -> None:
    if only_if_empty and any(a.side not in _GENERIC_SIDES for a in mine):
        return
    named = {a.name for a in host.cast.everyone()}
    if only_if_empty and any(a.side not in _GENERIC_SIDES and a.name not in named for a in theirs):
        mine[:] = [a for a in mine if a.side not in _GENERIC_SIDES]
        named = {a.name for a in host.cast.everyone()}
    for actor in theirs:
        if actor.name not in named:
            mine.append(actor)
            named.add(actor.name)
