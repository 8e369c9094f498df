"""Event reports in the making: one draft a trigger, joined where two triggers name one happening."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.data.triggers import Sense, load_triggers
from dateline.records import PlaceMention, Realis, Sentence, Span, TimeMention, TriggerMention
from dateline.relate.realis import realis_of
from dateline.relate.roles import Cast, cast_of
from dateline.relate.scene import Scene
from dateline.relate.where import places_of, sources_of

_OBJECT_PLACES = re.compile(
    r"^\s*(?:(?:the|a|an|several|many|some|two|three|four|five|six|seven|eight|nine|ten|\d+|more|new|other|large|vast|key|strategic|army|military|"
    r"enemy|rebel|government|militant|additional|all|most|parts|swathes|of|dozens|number|important|nearby|surrounding|almost)\s+|[\w-]+-(?:held|controlled)\s+)*"
    r"(?:positions?|villages?|towns?|areas?|territor(?:y|ies)|hills?|districts?|neighbou?rhoods?|checkpoints?|bases?|points?|posts?|ground|localities|"
    r"settlements?|cities|land|heights|outposts?|swathes|regions?|sites?|streets?|city|town|village|airports?|air\s?bases?|crossings?|barracks|headquarters|"
    r"garrisons?|camps?|(?:police|power|railway|pumping)\s+stations?|bridges?|dams?|ports?|refiner(?:y|ies)|(?:oil|gas)\s?fields?|fort(?:ress)?(?:es)?|"
    r"compounds?|junctions?|strongholds?)\b",
    re.IGNORECASE,
)
_THE_ATTACKER = re.compile(
    r"\bthe\s+(?:(?:suicide|lone)\s+)?(?:(?:suicide |car )?bombers?|attackers?|assailants?|gunm[ae]n|shooters?|raiders?)\s+(?:(?:had|then|also|\w+ly)\s+)*$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"\b(?:the|its|their|his|'s|’s|same|such)\s+(?:\w+\s+){0,2}$|\b(?:this|that|these|those)\s+(?:\w+\s+){0,4}$|"
    r"\b(?:sunday|monday|tuesday|wednesday|thursday|friday|saturday)['’]?s\s+$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another|second|separate|other|third|different|further|similar|also|additional|new)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dual|twin|one|a dozen|several)\s+"
    r"(?:(?!(?:in|of|at|by|on|from|and|near|with|during|after|before|to|for|since)\b)\w+\s+){0,2}$",
    re.IGNORECASE,
)
_NUMBERS = {
    w: n
    for n, w in enumerate(("one two three four five six seven eight nine ten eleven twelve").split(), start=1)
} | {"dual": 2, "twin": 2, "a dozen": 12}  # fmt: skip
ARMED_CLASSES = frozenset({"state_forces", "police", "rebel", "militia", "external", "unidentified", "government"})


@dataclass(slots=True)
class Draft:
    """One happening while the report is read; lists grow as further triggers join it."""

    scene: Scene
    trigger: TriggerMention
    sense: Sense
    domain: Span
    cast: Cast
    realis: Realis
    places: list[PlaceMention]
    sources: list[PlaceMention]
    time: TimeMention | None
    definite: bool
    another: bool
    n_incidents: int | None = None
    n_span: Span | None = None
    mentions: list[Span] = field(default_factory=list)
    senses: list[str] = field(default_factory=list)
    tolls: list[int] = field(default_factory=list)
    losses: list[int] = field(default_factory=list)
    counted: dict[int, Scene] = field(default_factory=dict)  # the sentence of each toll, also one without a trigger
    carried: bool = False  # the place comes from elsewhere in the report
    place_left: bool = False  # the place stands before the trigger, perhaps in another clause
    outcome: str | None = None
    claimed: bool = False  # somebody claims responsibility for it here
    sub_event_type: str = ""
    scenes: list[Scene] = field(default_factory=list)
    published: dt.date | None = None
    country: str | None = None  # the country of its sentence


def drafts_of(scene: Scene, following: Sentence | None, published: dt.date | None) -> list[Draft]:
    """Return a draft for every trigger of a sentence that can name an event, in text order."""
    senses = load_triggers().senses
    drafts: list[Draft] = []
    triggers = [t for t in scene.triggers if _has_object(scene, t, senses[t.sense])]
    for position, trigger in enumerate(triggers):
        start = triggers[position - 1].span.end if position else scene.sentence.span.start
        end = triggers[position + 1].span.start if position + 1 < len(triggers) else scene.sentence.span.end
        draft = _draft(scene, trigger, senses[trigger.sense], Span(start, end), following, published)
        if draft is None:
            continue
        _share_subject(draft, drafts)
        _speaker_acts(draft)
        drafts.append(draft)
    return [d for d in drafts if _stands(d, drafts)]


def _is_another(before: str, sense: Sense) -> bool:
    """Tell a second happening from more victims of the first ("two soldiers were also killed")."""
    found = _ANOTHER.findall(before)
    return bool(found) and not (sense.id == "kill" and {w.lower() for w in found} == {"also"})


def _has_object(scene: Scene, trigger: TriggerMention, sense: Sense) -> bool:
    """Tell "lost the town" and "launched rockets" from "lost 35 fighters" and "launched an attack", where another word names the event."""
    if sense.needs == "place_object":
        return _takes_place(scene, trigger)
    if sense.needs == "weapon":
        return bool(_WEAPON_OBJECT.match(scene.after(trigger.span.end, 90)))
    return True


def _by_the_same(trigger: TriggerMention, before: str) -> bool:
    """Tell whether the deed's subject is the attacker of whom the report told before: "the bomber struck as they waited"."""
    return trigger.form == "verb_active" and _THE_ATTACKER.search(before) is not None


def _draft(
    scene: Scene, trigger: TriggerMention, sense: Sense, domain: Span, following: Sentence | None, published: dt.date | None
) -> Draft | None:
    realis, purpose = realis_of(scene, trigger, sense, following)
    if purpose and realis != "actual":
        return None
    before = scene.before(trigger.span.start, 40)
    definite = trigger.form == "noun" and bool(_DEFINITE.search(before))
    claimed = any(s.act == "claim_responsibility" and s.content.overlaps(trigger.span) for s in scene.speakers)
    places = places_of(scene, trigger, sense, domain, definite=definite)
    sense = _other_sense(scene, trigger, sense, domain, places)
    number = _COUNT.search(before) if trigger.form == "noun" and sense.id != "bodies" else None
    count = None
    if number is not None:
        word = number.group(1).lower()
        count = int(word) if word.isdigit() else _NUMBERS.get(word)
    start = trigger.span.start - len(before) + (number.start(1) if number else 0)
    return Draft(
        scene=scene, trigger=trigger, sense=sense, domain=domain, cast=cast_of(scene, trigger, sense, domain), realis=realis, places=places,
        sources=sources_of(scene, trigger, domain, places), time=_time(scene, trigger, domain),
        place_left=bool(places) and places[0].span.start < trigger.span.start,
        definite=definite or claimed or _by_the_same(trigger, before), claimed=claimed, published=published,
        another=_is_another(before[-25:], sense), n_incidents=count,
        n_span=Span(start, trigger.span.end) if count else None, mentions=[trigger.span], senses=[sense.id], outcome=sense.outcome, scenes=[scene],
    )  # fmt: skip


def _other_sense(scene: Scene, trigger: TriggerMention, sense: Sense, domain: Span, places: list[PlaceMention]) -> Sense:
    """Read "freed 19 civilians" as a release where no place is taken, and "marched" without arms as a protest."""
    if sense.id == "advance" and trigger.lemma == "march" and not _armed_before(scene, trigger):
        return load_triggers().senses["protest"]
    if sense.frame != "take" or sense.id == "enter":
        return sense
    senses = load_triggers().senses
    taken = [t for _, t in scene.tolls if t.kind in ("captured", "abducted") and 0 <= t.span.start - trigger.span.end < 20]
    if taken and trigger.lemma in ("capture", "seize") and len(scene.triggers) == 1:
        by_state = any(a.actor_class in ("state_forces", "police") and a.span.end <= trigger.span.start for a in scene.actors)
        return senses["arrest" if by_state else "abduct"]
    near = next((p for p in places if p.span.start - trigger.span.end < 60), None)
    people = [t for _, t in scene.tolls if t.kind in ("freed", "captured", "abducted") and 0 <= t.span.start - trigger.span.end < 40]
    hostages = [a for a in scene.actors if a.actor_class == "civilians" and 0 <= a.span.start - trigger.span.end < 30]
    if trigger.form == "verb_passive" and trigger.lemma in ("free", "liberate", "recover"):
        left = [a for a in scene.actors if a.actor_class == "civilians" and a.span.end <= trigger.span.start]
        freed = any(t.kind in ("freed", "abducted") and t.span.end <= trigger.span.start for _, t in scene.tolls)
        return senses["release"] if left or freed or _PERSONS.search(scene.before(trigger.span.start, 40)) else sense
    if (
        trigger.lemma in ("free", "liberate", "recover", "liberation")
        and (people or hostages)
        and (near is None or near.span.start > (people or hostages)[0].span.start)
    ):
        return senses["release"]
    return sense


def _armed_before(scene: Scene, trigger: TriggerMention) -> bool:
    return any(a.actor_class in ARMED_CLASSES and a.span.end <= trigger.span.start for a in scene.actors)


_AND_VERB = re.compile(r"\band\s+(?:(?:then|also|later|have|has|had|\w+ly)\s+)*$", re.IGNORECASE)


def _object_before(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell "it shot down a Y drone and took Z": who stands between two joined verbs is the object of the first."""
    if not drafts or drafts[-1].scene is not draft.scene or draft.trigger.form != "verb_active" or not drafts[-1].cast.initiators:
        return False
    first = drafts[-1].trigger
    return (
        first.form.startswith("verb")
        and bool(_AND_VERB.search(draft.scene.before(draft.trigger.span.start, 40)))
        and all(a.span.start > first.span.end for a in draft.cast.initiators)
    )


def _share_subject(draft: Draft, drafts: Sequence[Draft]) -> None:
    """Give a verb without a subject that of the verb before it in the sentence."""
    if _object_before(draft, drafts):
        draft.cast.initiators = []
    if draft.cast.initiators or draft.trigger.form == "verb_passive" or draft.sense.frame == "repel":
        return
    for earlier in reversed(drafts):
        if earlier.scene is draft.scene and (earlier.cast.initiators or earlier.cast.targets or earlier.trigger.form != "noun"):
            gap = draft.scene.text(earlier.trigger.span.end, draft.trigger.span.start)
            participle = draft.scene.text(draft.trigger.span.start, draft.trigger.span.end).split()[0].endswith("ing")
            if draft.trigger.form == "verb_active" and (
                participle
                or re.search(
                    r"(?:,|\band\b|\bbut\b|\bthen\b|\bto\b)\s*(?:\w+ly\s+|also\s+|didn['’]t\s+|did not\s+|have\s+|has\s+|had\s+)*$", gap
                )
            ):
                doers = earlier.cast.targets if earlier.sense.frame == "repel" else earlier.cast.initiators
                draft.cast.initiators = [a for a in doers if a not in draft.cast.targets and a not in draft.cast.victims]
                draft.cast.pronoun = not draft.cast.initiators
            return


_IT_WAS = re.compile(
    r"\b(?:it|they|which)\s+(?:was|were|has been|have been|had been|is|are)\s+(?:\w+ly\s+|also\s+|then\s+|later\s+)?$", re.IGNORECASE
)


def _place_pronoun(draft: Draft) -> bool:
    """Read "It was captured by X" as about the place named before."""
    return draft.trigger.form == "verb_passive" and bool(_IT_WAS.search(draft.scene.before(draft.trigger.span.start, 40)))


_AND_IT = re.compile(r"\b(?:it|they|he|she)\s+and\s+(?:the\s+|its\s+|their\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_PERSONAL = re.compile(r"\b(?:it|they|he|she|we)\b[^.;]{0,40}$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:its|their|our|his)\s+(?:own\s+)?$", re.IGNORECASE)


_TO_VERB = re.compile(r"^\s*to\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_ITS_FORCES = re.compile(
    r"\b(?:its|their|our)\s+(?:own\s+)?(?:[\w-]+\s+)?(?:forces|troops|soldiers|fighters|men|units|aircraft|jets|warplanes|planes|drones|militants|members)\s+"
    r"(?:(?:had|have|has|also|later|instead|since|\w+ly)\s+)*$",
    re.IGNORECASE,
)


def _speaker_acts(draft: Draft) -> None:
    """Read "X said it had taken Y" and "X said its fighters had taken Y": the speaker is the one who acts."""
    scene, cast = draft.scene, draft.cast
    spans = [s.source.span for s in scene.speakers if s.content.covers(draft.trigger.span) and s.source.span is not None]
    speakers = [
        a for a in scene.speaking if spans and a.span.overlaps(spans[0]) and a.actor_class not in ("media", "organisation", "civilians")
    ]
    speakers = [a for a in speakers if a.person] or [a for a in speakers if not a.generic] or speakers
    if not speakers:
        return
    if cast.pronoun and not cast.initiators and _PERSONAL.search(scene.before(draft.trigger.span.start, 50)):
        cast.initiators, cast.pronoun = speakers, False
    if not cast.initiators and any(
        s.cue is not None and _TO_VERB.match(scene.text(s.cue.end, draft.trigger.span.start)) for s in scene.speakers
    ):
        cast.initiators = [a for a in speakers if a.actor_class in ARMED_CLASSES]
    if not cast.initiators and _ITS_FORCES.search(scene.before(draft.trigger.span.start, 50)):
        cast.initiators, cast.pronoun = speakers, False
    if cast.initiators and _AND_IT.search(scene.before(cast.initiators[0].span.start, 50)):  # "it and X are working to"
        cast.initiators = [*speakers, *(a for a in cast.initiators if a not in speakers)]
    speaker = speakers[0]
    acting = cast.targets if draft.sense.frame == "repel" else cast.initiators
    own = [a for a in acting if a.generic and _OWN.search(scene.before(a.span.start, 12))]
    if own and speaker.actor_class != "person" and (speaker.actor_class != "government" or speaker.entry is not None):
        acting[:] = [
            replace(a, name=speaker.name, side=speaker.side, actor_class=speaker.actor_class, entry=speaker.entry) if a in own else a
            for a in acting
        ]


def _stands(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell whether a trigger has what its sense needs to name an event."""
    sense, cast = draft.sense, draft.cast
    before = draft.scene.before(draft.trigger.span.start, 20)
    after = draft.scene.after(draft.trigger.span.end, 90)
    if sense.frame in ("take", "fall", "withdraw", "move") and sense.needs in ("place", "out"):
        if not draft.places and not _OBJECT_PLACES.match(after) and not _place_pronoun(draft):
            return False
        if sense.frame == "take" and draft.places and draft.trigger.form == "verb_active":
            first = draft.places[0].span
            gap = draft.scene.text(draft.trigger.span.end, first.start)
            if (
                sense.id not in ("oust", "enter")
                and not _relative(draft)
                and (first.start < draft.trigger.span.start or _interrupted(draft, gap))
                and not _OBJECT_PLACES.match(after)
            ):
                return False
    armed = [a for a in cast.initiators if a.actor_class in ARMED_CLASSES]
    if draft.trigger.form == "noun" and not cast.initiators and sense.needs_armed:
        armed = [a for a in draft.scene.actors if a.actor_class in ARMED_CLASSES and a.span.end <= draft.trigger.span.start][:1]
        cast.initiators = list(armed)
    if draft.trigger.form == "verb_passive" and sense.id == "oust":
        armed = armed or [a for a in cast.targets if a.actor_class in ARMED_CLASSES]
    if sense.needs_armed and not armed and not cast.pronoun:
        return False
    if sense.needs_armed and not armed and cast.initiators:
        return False
    if sense.needs == "actor" and not armed and not _armed_words(draft):
        return False
    if sense.needs == "place_subject" and not any(
        _PLACE_SUBJECT.match(draft.scene.text(p.span.end, draft.trigger.span.start)) for p in draft.places
    ):
        return False
    if draft.trigger.lemma in ("burn", "torch") and not (
        armed
        or draft.scene.losses
        or re.search(
            r"\b(?:houses?|homes?|huts?|shops?|vehicles?|cent(?:re|er)|church|mosque|school|clinic|office|market|village|crops?|fields?)\b",
            after,
        )
    ):
        return False
    if sense.id == "kill" and draft.places and all(p.level == "country" for p in draft.places) and draft.time is None:
        return False  # what a war has cost, no happening
    if sense.frame == "harm" and not armed and _MISHAP.search(draft.scene.sentence.text) and not _ARMS.search(draft.scene.sentence.text):
        return False
    if sense.needs == "found" and not _FOUND.search(draft.scene.sentence.text):
        return False
    if draft.trigger.form == "weak" and any(loss.span.overlaps(draft.trigger.span) for _, loss in draft.scene.losses):
        return False
    if draft.realis in ("planned", "hypothetical_denied") and not draft.places and sense.frame not in ("deal", "change", "protest"):
        return False
    if sense.id == "fight" and draft.trigger.form == "noun" and not draft.places and not cast.everyone():
        return False
    if draft.trigger.lemma == "operation" and (not cast.initiators or any(d is not draft and d.sense.id != "kill" for d in drafts)):
        return False
    if sense.id in ("offensive", "fight") and draft.places and all(p.level == "country" for p in draft.places):
        return False  # fighting somewhere in a country: background, no event of its own
    if sense.needs == "deed" and draft.trigger.form == "noun" and not _DEED.search(draft.scene.sentence.text):
        return False
    if not _grounded(draft):
        return False
    if sense.needs_victim and not (
        cast.victims
        or _PERSONS.search(draft.scene.before(draft.trigger.span.start, 40))
        or _HELD.search(draft.scene.sentence.text)
        or any(t.kind == "freed" for _, t in draft.scene.tolls)
    ):
        return False
    if sense.id == "attack" and draft.trigger.form == "verb_active" and _attack_in_words(draft):
        return False
    if draft.trigger.form == "noun" and not draft.scene.tolls and _OVER.match(after):
        return False
    if sense.id == "fight" and re.search(r"\bto\s+$", before):
        return False  # "ready to fight": no happening
    return draft.trigger.form != "weak" or _explodes(draft)


_ASIDE = re.compile(r"\b(?:near|in|at|from|on|around|outside|by|during|after|with|for|against)\s", re.IGNORECASE)


_OVER = re.compile(
    r"^(?:\s+[\w'’-]+){0,5}?\s+(?:has|have|had)\s+(?:now\s+|largely\s+|mostly\s+)?(?:stopped|ceased|ended|subsided|died down)\b",
    re.IGNORECASE,
)
_MISHAP = re.compile(
    r"\b(?:earthquakes?|quake|floods?|flooding|floodwaters|landslides?|mudslides?|cyclone|hurricane|typhoon|tornado|avalanche|lightning|heat ?wave|"
    r"drought|famine|cholera|ebola|malaria|measles|disease|epidemic|pandemic|virus|(?:car|road|traffic|bus|train|plane|helicopter)\s+(?:accident|crash)|"
    r"collision|derail\w*|capsiz\w+|drown\w*|wildfires?|forest fires?|gas leak|stampede|overturned|building collapse)\b",
    re.IGNORECASE,
)
_ARMS = re.compile(
    r"\b(?:attack\w*|shot|shoot\w*|gun\w*|bomb\w*|shell\w*|rocket\w*|missile\w*|rebels?|militants?|troops|soldiers|fight\w*)\b",
    re.IGNORECASE,
)


_OFFICE = re.compile(
    r"\b(?:minister|president|premier|chancellor|senator|governor|mayor|lawmakers?|deput(?:y|ies)|ambassador|spokes\w+)\b", re.IGNORECASE
)


def _attack_in_words(draft: Draft) -> bool:
    """Tell "the minister attacked the opposition" from an assault: officials on their own, no weapon, nobody harmed."""
    doers = draft.cast.initiators
    officials = bool(doers) and all(a.person or _OFFICE.search(draft.scene.text(a.span.start, a.span.end)) for a in doers)
    return officials and not draft.scene.tolls and not _WEAPON.search(draft.scene.sentence.text)


_HELD = re.compile(
    r"\b(?:hostages?|prisoners?|detainees?|captives?|people|civilians|soldiers|policemen|kidnapped|abducted|captured|villagers|girls|students|workers)\b",
    re.IGNORECASE,
)
_PERSONS = re.compile(
    r"\b(?:they|he|she|who|both|all|people|men|women|hostages?|two|three)\s+(?:(?:was|were|had|have|has|been|later|all|both)\s+)*$",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:sign(?:ed|s|ing)|reach(?:ed|es)|announc(?:ed|es)|declar(?:ed|es)|took effect|takes effect|came into (?:force|effect)|entered into force|brokered|"
    r"collaps(?:ed|es)|violat(?:ed|es|ing)|br(?:oke|eached)|agreed|went into effect|began|held|holding)\b",
    re.IGNORECASE,
)


_THEY = re.compile(r"\b(?:they|he|she|both|all)\s+(?:(?:were|was|had|have|been|later|all|also|then)\s+)*$", re.IGNORECASE)


def _grounded(draft: Draft) -> bool:
    """Tell a reported happening from talk about kinds of happenings ("murders and arrests continue").

    A noun needs a place below the country, people harmed, or a party and a day; a verb needs a party, a place or people harmed. A definite
    noun may still point back at an event and is kept for that.
    """
    cast, places, scene = draft.cast, [p for p in draft.places if p.level != "country"], draft.scene
    harmed = bool(scene.tolls or scene.losses)
    if draft.trigger.form == "noun" and draft.places and not places and not harmed and draft.time is None and draft.n_incidents is None:
        return draft.sense.frame in ("deal", "change", "release", "protest", "fall")  # "strikes in Syria" without a day or a number
    if draft.trigger.form.startswith("verb"):
        theirs = (
            draft.trigger.form == "verb_passive"
            and draft.sense.frame in ("seize", "harm")
            and bool(_THEY.search(scene.before(draft.trigger.span.start, 30)))
        )
        return bool(cast.everyone() or draft.places or harmed or cast.pronoun or theirs)
    if draft.definite or places or harmed:
        return True
    if draft.sense.frame in ("deal", "change", "protest", "release"):
        return bool(cast.initiators or draft.time is not None)
    return bool(cast.initiators) and (
        draft.time is not None or bool(draft.places) or bool(cast.targets) or draft.n_incidents is not None or _launched(draft)
    )


_LAUNCHED = re.compile(r"\b(?:launch|carr|conduct|stag|mount|perpetrat|committ|began|start|fired|made)\w*\b[^.;]{0,60}$", re.IGNORECASE)


def _launched(draft: Draft) -> bool:
    return bool(_LAUNCHED.search(draft.scene.before(draft.trigger.span.start, 80)))


def _interrupted(draft: Draft, gap: str) -> bool:
    """Tell whether something else than the place is the object: people, weapons, a long clause."""
    scene, trigger = draft.scene, draft.trigger
    objects = [loss.span for _, loss in scene.losses] + [t.span for _, t in scene.tolls]
    first = draft.places[0].span
    between = any(trigger.span.end <= s.start < first.start for s in objects)
    return between or len(gap) > 70 or draft.places[0].relation == "from" or bool(_ASIDE.search(gap))


_WEAPON = re.compile(
    r"\b(?:air|aerial|warplanes?|jets?|aircraft|helicopters?|drones?|bombers?|planes?|rockets?|missiles?|shells?|mortars?|artillery|tanks?|military|"
    r"armed|gunfire|troops|army|rebel|terrorist|coalition)\b",
    re.IGNORECASE,
)


def _armed_words(draft: Draft) -> bool:
    window = draft.scene.before(draft.trigger.span.start, 45) + " " + draft.scene.after(draft.trigger.span.end, 45)
    return bool(_WEAPON.search(window)) or (draft.trigger.form == "noun" and bool(draft.scene.losses or draft.scene.tolls))


_DIRECT = re.compile(
    r"^\s*(?:over\s+)?(?:the\s+|a\s+)?(?:(?:strategic|key|whole|entire|small|border|nearby|frontline)\s+)?"
    r"(?:(?:villages?|towns?|cit(?:y|ies)|settlements?|hills?|districts?|hamlets?|bases?|outposts?|suburbs?)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)


def _relative(draft: Draft) -> bool:
    """Read "X, a hamlet that the ministry says its forces have seized": the place stands before the clause."""
    first = draft.places[0].span
    gap = draft.scene.text(first.end, draft.trigger.span.start)
    return (
        first.end <= draft.trigger.span.start and bool(_THAT.match(gap)) and not draft.scene.after(draft.trigger.span.end, 12).strip(" .,")
    )


_THAT = re.compile(r"^(?:,[^.;]{0,60})?,?\s*(?:that|which)\s+[^.;]{2,80}$")


def _takes_place(scene: Scene, trigger: TriggerMention) -> bool:
    """Tell "took the village of X" from "took part": the place is the direct object."""
    end = trigger.span.end
    return any(p.span.start >= end and _DIRECT.match(scene.text(end, p.span.start)) for p in scene.places)


_PLACE_SUBJECT = re.compile(r"^\s*(?:,?\s*(?:also|both|all|finally|then|later|soon)\s+)?$")
_FOUND = re.compile(r"\b(?:found|discovered|recovered|unearthed|dumped|appeared)\b", re.IGNORECASE)
_WEAPON_OBJECT = re.compile(
    r"^\s*(?:[\w-]+\s+){0,5}?(?:drones?|missiles?|rockets?|shells?|mortars?|mortar rounds|projectiles?|artillery|rounds|bombs?|torpedoes|uavs?)\b",
    re.IGNORECASE,
)
_HARM_NEAR = re.compile(
    r"\b(?:kill|wound|injur|explod|detonat|went off|blast|damag|destroy|target|hit|attack|dead|died|planted|struck)\w*", re.IGNORECASE
)


def _explodes(draft: Draft) -> bool:
    """A bare noun for a bomb is an event only where the sentence says that it harmed or went off."""
    return bool(_HARM_NEAR.search(draft.scene.sentence.text))


def _time(scene: Scene, trigger: TriggerMention, domain: Span) -> TimeMention | None:
    """Return the time expression nearest to a trigger that does not belong to a reporting cue."""
    times = [t for t in scene.times if not _of_cue(scene, t)]
    if not times:
        return None
    clause = scene.clause(trigger.span)
    inside = [t for t in times if clause.covers(t.span) or domain.covers(t.span)]
    pool = inside or [t for t in times if t.span.start < scene.sentence.span.start + 40] or times
    return min(pool, key=lambda t: min(abs(t.span.start - trigger.span.end), abs(trigger.span.start - t.span.end)))


def _of_cue(scene: Scene, time: TimeMention) -> bool:
    """Tell whether a date says when something was said: it stands beside the cue, outside of what was said."""
    for speaker in scene.speakers:
        if speaker.cue is None or speaker.carried or speaker.act == "claim_responsibility":
            continue
        named = speaker.said_on is not None and speaker.said_on.expr is not None and speaker.said_on.expr.overlaps(time.span)
        if named or not speaker.content.overlaps(time.span):
            return True
    return False
