"""Reads the lines of annotation, one reader a kind of record."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from corpus import vocabulary
from corpus.fields import MarkupError, count, edtf, entities, first_quote, number, once, one_entity, one_quote, quotes, segments, when
from corpus.layout import Draft
from corpus.records import (
    ANNOTATED,
    SENTENCES,
    Argument,
    Claim,
    Control,
    Event,
    Fault,
    Loss,
    Mention,
    Place,
    Range,
    Role,
    Statement,
    Thing,
    Time,
    Toll,
    When,
)


def annotate(draft: Draft, at: int, line: int, note: str) -> None:
    """Read one line of annotation."""
    zone = draft.lines[at].zone
    if zone not in ANNOTATED:
        raise MarkupError(f"a zone of kind {zone} takes no annotation")
    if zone not in SENTENCES and note[:1] not in ("@", "t"):
        raise MarkupError(f"a {zone} takes mentions and times only")
    if note.count('"') % 2:
        raise MarkupError("a quote is not closed")
    for pattern, reader in READERS:
        if match := pattern.match(note):
            reader(draft, at, line, match, note[match.end() :].strip())
            return
    raise MarkupError(f"not an annotation: {note[:60]}")


def _mention(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    entity = entities(draft, match[0].strip())[0]
    draft.mentions += [Mention(entity, where, at, line) for where in quotes(draft, at, rest)]


def _time(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = first_quote(draft, at, rest)
    if not after.startswith("="):
        raise MarkupError('expected: t1 "words" = VALUE')
    draft.times.append(Time(match[1], where, edtf(after[1:].strip()), at, line))


def _thing(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    kind = {"w": "weapon", "q": "quantity"}[match[1]]
    draft.things += [Thing(kind, where, at, line) for where in quotes(draft, at, rest)]


def _again(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    draft.again += [(match[1], where, at, line) for where in quotes(draft, at, rest)]


MANY = frozenset({*vocabulary.ROLES, *vocabulary.RELATIONS, "alt"})
"""Fields of an event that may stand several times."""


@dataclass
class _Fields:
    """The fields of an event line."""

    roles: list[Role] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    each: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    outcome: str | None = None
    incidents: tuple[int, Range] | None = None
    on: When | None = None


def _event(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    trigger, after = first_quote(draft, at, rest)
    ids = match[0].replace(",", " ").split()
    first, *parts = segments(after) or [""]
    sub_type, realis, salience = _head(first)
    fields = _Fields()
    for part in once(parts, MANY):
        _event_field(draft, at, part, fields)
    if len(ids) > 1 and len(fields.each) != len(ids):
        raise MarkupError(f"{len(ids)} events, but `each` names {len(fields.each)} places")
    if len(ids) == 1 and fields.each:
        raise MarkupError("`each` is for several events of one trigger; one event takes `at`")
    group = None
    if len(ids) > 1:
        draft.groups += 1
        group = f"g{draft.groups}"
    if fields.on is None:
        draft.faults.append(Fault(line, f"{ids[0]} has no time (on t1, on pub, on =DATE or on ?)"))
    for index, event_id in enumerate(ids):
        own = (Place("at", fields.each[index]), *fields.places) if fields.each else tuple(fields.places)
        draft.events.append(
            Event(
                event_id, trigger, sub_type, realis, salience, tuple(fields.roles), own, fields.on or When("unknown"), at, line,
                group, fields.outcome, tuple(fields.alternatives), fields.incidents,
            )
        )  # fmt: skip


def _head(words: str) -> tuple[str, str, str]:
    """Return sub type, realis and salience of `SUB TYPE, realis, salience`."""
    head = [part.strip() for part in words.split(",")]
    if not 2 <= len(head) <= 3:
        raise MarkupError('expected: e1 "trigger" SUB TYPE, realis; ...')
    sub_type, realis, salience = (*head, "core")[:3]
    for value, known, what in (
        (sub_type, vocabulary.SUB_TYPES, "sub type"),
        (realis, vocabulary.REALIS, "realis"),
        (salience, vocabulary.SALIENCE, "salience"),
    ):
        if value not in known:
            raise MarkupError(f"no such {what}: {value}")
    return sub_type, realis, salience


def _event_field(draft: Draft, at: int, part: str, fields: _Fields) -> None:
    """Put one field of an event line where it belongs."""
    key, _, words = part.partition(" ")
    words = words.strip()
    if key in vocabulary.ROLES:
        fields.roles += [Role(key, ref, "/" in words) for ref in entities(draft, words, "actor")]
    elif key in vocabulary.RELATIONS:
        fields.places += [Place(key, ref) for ref in entities(draft, words, "place")]
    elif key == "each":
        fields.each = entities(draft, words, "place")
    elif key == "on":
        fields.on = when(words)
    elif key == "outcome" and words in vocabulary.OUTCOMES:
        fields.outcome = words
    elif key == "alt" and words in vocabulary.SUB_TYPES:
        fields.alternatives.append(words)
    elif key == "n" and re.match(r"[0-9]+ ", words):
        digits, _, quote = words.partition(" ")
        fields.incidents = (number(digits), one_quote(draft, at, quote))
    else:
        raise MarkupError(f"not a field of an event: {part}")


def _toll(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = first_quote(draft, at, rest)
    first, *fields = segments(after) or [""]
    kind, *words = first.split() or [""]
    if kind not in vocabulary.TOLL_KINDS:
        raise MarkupError(f"no such kind of toll: {kind}")
    if not words or words[-1] not in vocabulary.CATEGORIES:
        raise MarkupError(f"a toll ends with its category ({' '.join(sorted(vocabulary.CATEGORIES))}): {first}")
    modifier, low, best, high = count(words[:-1])
    of, events, group, part_of, subgroup, earlier = None, [], False, None, None, False
    for part in once(fields):
        key, _, value = part.partition(" ")
        value = value.strip()
        if key == "of":
            of = None if value == "?" else one_entity(draft, value, "actor")
        elif key == "for":
            events = [word for word in value.replace(",", " ").split() if word != "group"]
            group = "group" in value.split() or len(events) > 1
        elif key == "part_of" and value:
            part_of = value
        elif key == "sub" and value:
            subgroup = value.strip('"')
        elif part == "earlier":
            earlier = True
        else:
            raise MarkupError(f"not a field of a toll: {part}")
    draft.tolls.append(
        Toll(
            match[1], where, kind, modifier, low, best, high, words[-1], of, tuple(events), group, at, line, part_of, subgroup, earlier,
        )
    )  # fmt: skip


def _loss(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = first_quote(draft, at, rest)
    first, *fields = segments(after) or [""]
    effect, _, thing = first.partition(" ")
    amount, _, item = thing.strip().partition(" ")
    if effect not in vocabulary.EFFECTS or not item or not re.fullmatch(r"\?|[0-9]{1,9}", amount):
        raise MarkupError(f"expected: effect, count or ?, item; found: {first}")
    of, event = None, ""
    for part in once(fields):
        key, _, value = part.partition(" ")
        if key == "of":
            of = None if value.strip() == "?" else one_entity(draft, value, "actor")
        elif key == "for":
            event = value.strip()
        else:
            raise MarkupError(f"not a field of a loss: {part}")
    draft.losses.append(Loss(match[1], where, effect, None if amount == "?" else int(amount), item.strip('" '), of, event, at, line))


def _claim(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    first, *fields = segments(rest) or [""]
    who, _, spoken = first.partition(",")
    who = who.strip()
    source = who if who in ("author", "unnamed") else one_entity(draft, who, "actor")
    claim = Claim(
        f"c{len(draft.claims) + 1}", source, None, one_quote(draft, at, spoken) if spoken.strip() else None,
        draft.lines[at].range, (), at, line,
    )  # fmt: skip
    told = False
    flags = [part for part in fields if part in vocabulary.CERTAINTIES] + [part for part in fields if part in vocabulary.CUE_CLASSES]
    if len(flags) > 1 and (set(flags) <= vocabulary.CERTAINTIES or set(flags) <= vocabulary.CUE_CLASSES):
        raise MarkupError(f"one of these is too many: {', '.join(flags)}")
    for part in once(fields):
        if part.startswith('"'):
            claim = replace(claim, content=one_quote(draft, at, part, beyond=True))
            told = True
        else:
            claim = replace(claim, **_claim_field(draft, part))
    if claim.cue and not told:
        raise MarkupError("a claim with a cue needs its content in quotes")
    if not told:
        start, end = claim.content
        while end > start and draft.text[end - 1] in '.!?"”’':
            end -= 1
        claim = replace(claim, content=(start, end))
    draft.claims.append(claim)


def _claim_field(draft: Draft, part: str) -> dict[str, Any]:
    """Return what one field of a claim sets."""
    key, _, value = part.partition(" ")
    value = value.strip()
    if key == "about":
        return {"about": tuple(value.replace(",", " ").split())}
    if key == "via":
        return {"via": tuple(entities(draft, value, "actor"))}
    if key == "actor":
        return {"actor": tuple(entities(draft, value, "actor"))}
    if key == "said_on":
        return {"said_on": when(value)}
    if key == "said_at":
        return {"said_at": one_entity(draft, value, "place")}
    if key == "stance" and value:
        return {"stance": value.strip('"')}
    if part == "negative":
        return {"polarity": "-"}
    if part in vocabulary.CERTAINTIES:
        return {"certainty": part}
    if part in vocabulary.CUE_CLASSES:
        return {"cue_class": part}
    raise MarkupError(f"not a field of a claim: {part}")


def _argument(draft: Draft, at: int, words: str) -> Argument:
    if words.startswith("@"):
        return Argument(one_entity(draft, words, ""), None)
    return Argument(None, one_quote(draft, at, words))


def _statement(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = first_quote(draft, at, rest)
    predicate, *fields = segments(after) or [""]
    if predicate not in vocabulary.PREDICATES:
        raise MarkupError(f"no such predicate: {predicate}")
    ends: dict[str, Argument] = {}
    for part in once(fields):
        key, _, value = part.partition(" ")
        if key not in ("subject", "object"):
            raise MarkupError(f"not a field of a statement: {part}")
        ends[key] = _argument(draft, at, value.strip())
    draft.statements.append(Statement(match[1], where, predicate, ends.get("subject"), ends.get("object"), at, line))


def _control(draft: Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = first_quote(draft, at, rest)
    state, *fields = segments(after) or [""]
    if state not in vocabulary.STATES:
        raise MarkupError(f"no such state of control: {state}")
    places: list[str] = []
    holders: list[str] = []
    on = When("publication")
    for part in once(fields):
        key, _, value = part.partition(" ")
        if key == "place":
            places = entities(draft, value, "place")
        elif key == "holder":
            holders = entities(draft, value, "actor")
        elif key == "on":
            on = when(value.strip())
        else:
            raise MarkupError(f"not a field of a control state: {part}")
    ids = match[0].replace(",", " ").split()
    if len(places) != len(ids):
        raise MarkupError(f"{len(ids)} control states, but {len(places)} places")
    draft.controls += [
        Control(control, where, state, place, tuple(holders), on, at, line) for control, place in zip(ids, places, strict=True)
    ]


Reader = Callable[[Draft, int, int, re.Match[str], str], None]
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"@[\w-]+(?= )"), _mention),
    (re.compile(r"(t\d+)(?= )"), _time),
    (re.compile(r"([wq])(?= )"), _thing),
    (re.compile(r"([ek]\d+)\+(?= )"), _again),
    (re.compile(r"e\d+(?:[ ,]+e\d+)*(?= )"), _event),
    (re.compile(r"(k\d+)(?= )"), _toll),
    (re.compile(r"(l\d+)(?= )"), _loss),
    (re.compile(r"c(?= )"), _claim),
    (re.compile(r"(s\d+)(?= )"), _statement),
    (re.compile(r"h\d+(?:[ ,]+h\d+)*(?= )"), _control),
)
