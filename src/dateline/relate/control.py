"""Finds control states: who is said to hold a place ("ISIS-held town", "under government control", "stronghold of")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.data.statement_words import statement_words
from dateline.records import ActorMention, ControlState, PlaceMention, Sentence, Span
from dateline.relate.control_phrases import (
    REACH,
    Found,
    Patterns,
    Scene,
    actor_ending,
    actor_starting,
    holder_before,
    holder_right,
    mention_right,
    named_holder,
    patterns_of_control,
    place_left,
    place_named_before,
    place_right,
    subject_holder,
)
from dateline.relate.lookup import by_sentence

ZONES = frozenset({"title", "body"})
_WORD = re.compile(r"[a-z]+")
_EVENTIVE = re.compile(  # a change of hands, which is an event
    r"\b(?:br[io]\w+|put|c[ao]me|coming|f[ea]ll\w*|plac\w+|t[ao]k\w+|return\w*|pass\w*)\s+(?:\w+\s+){0,6}$", re.IGNORECASE
)
_UNREAL = re.compile(r"\b(?:to|would|could|will|may|might|should|must|can|not|never|if|n[’']t)(?:\s+\w+ly)?\s*$", re.IGNORECASE)
_ARTICLE = re.compile(r",\s+(?:an?|the)\s+(?:\w+\s+)?$", re.IGNORECASE)
_OF = re.compile(r"(?:\s+(?!north|south|east|west)\w+){1,2}\s+of\s+(?:the\s+)?[A-Z]")
_STILL = re.compile(r"\bstill\s+$", re.IGNORECASE)
_PAST = re.compile(r"\b(?:formerly|previously|once|then|until recently)[\s-]+$", re.IGNORECASE)
_PAST_WITHIN = re.compile(r"\b(?:formerly|previously|once)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _State:
    """A control state before it has an id and dates; offsets into the sentence."""

    state: str
    place: Found
    holder: Found | None
    start: int
    end: int


def find_control(
    sentences: Sequence[Sentence], actors: Sequence[ActorMention], places: Sequence[PlaceMention], published: dt.date | None
) -> tuple[ControlState, ...]:
    """Return the control states that titles and body sentences assert, in text order, with ids h1, h2 ...

    holder is who holds the place; in the state `besieged` it is who besieges it, in `lost` who held it before. start is the day given
    by "since", else the day of publication (the place is held by then at the latest); end is the day given by "until", or the day of
    publication for what was lost or held formerly, else open. The place is the mention that the words modify, else the words themselves.
    """
    patterns = patterns_of_control()
    actors_by, places_by = by_sentence(actors), by_sentence(places)
    found: list[ControlState] = []
    for sentence in sentences:
        if sentence.zone not in ZONES or patterns.words.isdisjoint(_WORD.findall(sentence.text.lower())):
            continue
        scene = Scene(
            sentence,
            tuple(actors_by.get(sentence.index, ())),
            tuple(places_by.get(sentence.index, ())),
        )
        kept: list[_State] = []
        for state in _states(scene, patterns):
            if not any(state.start < other.end and other.start < state.end and _same(state, other) for other in kept):
                kept.append(state)
        for state in sorted(kept, key=lambda state: state.start):
            found.append(_record(scene, state, f"h{len(found) + 1}", published, patterns))
    return tuple(found)


def _same(state: _State, other: _State) -> bool:
    """Tell whether two overlapping states speak of one place, or one has no holder of its own."""
    return state.place.start == other.place.start or (state.holder is None and other.place.end > state.place.start)


def _states(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield the states of one sentence, surest patterns first."""
    for find in (_hyphened, _held_by, _under, _strongholds, _verbs, _siege, _contested):
        yield from find(scene, patterns)


def _hyphened(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "rebel-held town", "government-besieged enclave", "rebel held areas"."""
    for match in patterns.hyphen.finditer(scene.text):
        group = "holder" if match["holder"] else "loose"
        place = _apposed(scene, match.start(group), match.end()) or place_right(
            scene,
            match.end(),
            patterns,
            named=group == "holder" and match["word"].lower() != "run",  # state-run media have names too
        )
        if place is None:
            continue
        if match[group].lower() in ("long", "firmly", "widely", "closely", "family"):
            continue
        holder = actor_ending(scene, match.end(group)) or Found(match[group], match.start(group), match.end(group))
        state = "besieged" if (match["word"] or "").lower() in statement_words().control.besieged else "held"
        yield _State(state, place, holder, min(place.start, holder.start), max(place.end, match.end()))


def _apposed(scene: Scene, start: int, end: int) -> Found | None:
    """Return the place of "X, a rebel-held town north of Y"; the town "of Y" is Y itself."""
    article = _ARTICLE.search(scene.text, 0, start)
    if article is None or _OF.match(scene.text, end):
        return None
    return place_named_before(scene, article.start())


def _held_by(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "an area controlled by X", "the town, besieged by Y"."""
    for match in patterns.by.finditer(scene.text):
        word = match["word"].lower()
        place = place_left(scene, match.start(), patterns, named=word not in ("held", "run"))  # talks are held and firms are run
        holder = holder_right(scene, match.end())
        if word == "captured" or place is None or holder is None or scene.text[match.start() - 1 : match.start()] == "-":
            continue
        state = "besieged" if word in statement_words().control.besieged else "shared" if match["joint"] else "held"
        yield _State(state, place, holder, min(place.start, match.start()), holder.end)


def _under(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "X is under the control of Y", "under Y's control", "in the hands of Y", "in rebel hands"."""
    for match in (*patterns.under.finditer(scene.text), *patterns.hands.finditer(scene.text)):
        if _EVENTIVE.search(scene.text, max(0, match.start() - REACH), match.start()):
            continue
        named = match["holder"]
        holder = named_holder(scene, match.start("holder"), match.end("holder"), patterns) if named else holder_right(scene, match.end())
        place = place_left(scene, match.start(), patterns)
        if place and holder:
            yield _State("held", place, holder, min(place.start, match.start()), max(holder.end, match.end()))


def _strongholds(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "the rebel enclave of X", "X, a stronghold of Y", "ISIS's last bastion in X"."""
    text = scene.text
    for match in patterns.stronghold.finditer(text):
        before = holder_before(scene, match.start(), patterns)
        after = re.compile(r"\s+of\s+(?:the\s+)?", re.IGNORECASE).match(text, match.end())
        owner = before or (actor_starting(scene, after.end()) if after else None)
        if owner is None:
            continue
        place = place_left(scene, owner.start if before else match.start(), patterns, strict=True)
        if place is None:
            place = mention_right(scene, match.end() if before else owner.end)
        if place is None:
            place = Found(text[min(owner.start, match.start()) : match.end()], min(owner.start, match.start()), match.end())
        yield _State("held", place, owner, min(place.start, owner.start, match.start()), max(place.end, owner.end, match.end()))


def _verbs(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "the rebels still hold X", "retained control of Y", "lost control of Z", "no longer controls Z"."""
    for match in patterns.verb.finditer(scene.text):
        if not match["no"] and _UNREAL.search(scene.text, max(0, match.start() - REACH), match.start()):
            continue
        holder = subject_holder(scene, match.start(), patterns)
        lasting = match["verb"] is None or match["verb"].lower() in ("controls", "control") or _STILL.search(scene.text, 0, match.start())
        place = place_right(scene, match.end(), patterns, named=bool(lasting))
        if holder and place:
            state = "lost" if match["no"] or match["lost"] else "held"
            yield _State(state, place, holder, holder.start, max(place.end, match.end()))


def _siege(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "X is under siege by Y" and "the besieged town of X"."""
    for match in patterns.siege.finditer(scene.text):
        place = place_left(scene, match.start(), patterns)
        if place:
            holder = holder_right(scene, match.end()) if match["by"] else None
            yield _State("besieged", place, holder, min(place.start, match.start()), holder.end if holder else match.end())
    for match in re.compile(r"(?<![-\w])(?:besieged|blockaded|encircled)\b(?! by)", re.IGNORECASE).finditer(scene.text):
        place = place_right(scene, match.end(), patterns)
        if place and actor_ending(scene, match.start() - 1) is None:
            yield _State("besieged", place, None, match.start(), place.end)


def _contested(scene: Scene, patterns: Patterns) -> Iterator[_State]:
    """Yield "contested areas", "disputed by A and B", "divided between A and B"."""
    for match in patterns.contested.finditer(scene.text):
        state = "shared" if match["shared"] else "contested"
        if match["by"] or match["shared"]:
            holder = holder_right(scene, match.end())
            place = place_left(scene, match.start(), patterns)
            if holder and place:
                yield _State(state, place, holder, min(place.start, match.start()), holder.end)
        else:
            place = place_right(scene, match.end(), patterns)
            if place:
                yield _State(state, place, None, match.start(), place.end)


# ---------------------------------------------------------------- records


def _record(scene: Scene, state: _State, id_: str, published: dt.date | None, patterns: Patterns) -> ControlState:
    """Return the record with its dates."""
    before = _PAST.search(scene.text, max(0, state.start - REACH), state.start)
    past = state.state == "lost" or before is not None or _PAST_WITHIN.search(scene.text, state.start, state.end) is not None
    start, end = (None, published) if past else (published, None)
    for match in patterns.since.finditer(scene.text):
        month = patterns.months.index(match["month"].lower()) + 1 if match["month"] else 1
        day = dt.date(int(match["year"]), month, 1)
        if match["edge"].lower() == "since":
            start = day
        else:
            start, end = None, day
    base = scene.base
    holder = state.holder
    return ControlState(
        id=id_,
        place=state.place.name,
        place_span=Span(base + state.place.start, base + state.place.end),
        holder=holder.name if holder else None,
        side=holder.side if holder else None,
        state=state.state,
        start=start,
        end=end,
        span=Span(base + state.start, base + max(state.end, state.start)),
        sentence=scene.sentence.index,
    )
