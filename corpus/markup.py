"""Reads one annotated report; every fault is kept with its line, none stops the reading.

`GUIDELINE.md` is the definition of the markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus import vocabulary
from corpus.quotes import QUOTE, QuoteError, locate
from corpus.records import (
    REPORTING,
    Argument,
    Claim,
    Control,
    Entity,
    Event,
    Fault,
    Loss,
    Mention,
    Place,
    Range,
    Report,
    Role,
    Statement,
    TextLine,
    Thing,
    Time,
    Toll,
    When,
)

ENTITY = re.compile(r"@(?P<id>[\w-]+) (?P<kind>actor|place): *(?P<rest>.+)")
HEADER = re.compile(r"(?P<key>[a-z_]+): *(?P<value>.*)")
DAY = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
EDTF = re.compile(rf"{DAY}|{DAY}/{DAY}|{DAY}/\.\.|\.\./{DAY}")
MARKS = {"=": "title", ">": "body", "*": "item"}


class MarkupError(ValueError):
    """A line of annotation that cannot be read."""


@dataclass
class _Draft:
    """What has been read so far of one file."""

    header: dict[str, str] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    text: str = ""
    lines: list[TextLine] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)  # index of the TextLine, line of the file, annotation
    mentions: list[Mention] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tolls: list[Toll] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    event_mentions: list[tuple[str, Range, int, int]] = field(default_factory=list)
    toll_mentions: list[tuple[str, Range, int, int]] = field(default_factory=list)
    groups: int = 0
    faults: list[Fault] = field(default_factory=list)


def read(path: Path) -> Report:
    """Return the report of a file, its faults included."""
    return parse(path.read_text(encoding="utf-8"))


def parse(source: str) -> Report:
    """Return the report of a file's text, its faults included; they come in the order of the lines."""
    draft = _Draft()
    _layout(draft, source)
    for at, line, note in draft.notes:
        try:
            _annotate(draft, at, line, note)
        except (MarkupError, QuoteError) as error:
            draft.faults.append(Fault(line, str(error)))
    _gather_mentions(draft)
    return _freeze(draft)


def bare(source: str) -> str:
    """Return a file without its annotation, entities and profile: what a second reader gets."""
    return "\n".join(
        line for line in source.split("\n") if line[:1] not in (" ", "\t", "@") and not line.startswith(("profile:", "notes:"))
    )


# ---------------------------------------------------------------- lines


def _layout(draft: _Draft, source: str) -> None:
    """Tell header, text and annotation apart and build the frozen text."""
    paragraph, blank = -1, True
    for number, raw in enumerate(source.split("\n"), start=1):
        line = raw.rstrip()
        if not line:
            blank = True
        elif raw[0] in " \t":
            if not draft.lines:
                draft.faults.append(Fault(number, "an annotation before the first line of text"))
            else:
                draft.notes.append((len(draft.lines) - 1, number, line.strip()))
        elif line[0] in "=>*:":
            zone, words = _zone(line)
            if zone not in vocabulary.ZONES and zone not in MARKS.values():
                draft.faults.append(Fault(number, f"no such zone: {zone}"))
            if not words:
                draft.faults.append(Fault(number, "a line of text without words"))
            paragraph = _append(draft, zone, words, number, paragraph, blank=blank)
            blank = False
        elif draft.lines:
            draft.faults.append(Fault(number, "neither text (= > * :zone) nor annotation (indented)"))
        elif line.startswith("@"):
            _entity(draft, line, number)
        elif match := HEADER.fullmatch(line):
            draft.header[match["key"]] = match["value"].strip()
        else:
            draft.faults.append(Fault(number, "not a header line (key: value), nor an entity (@id actor: ...)"))


def _zone(line: str) -> tuple[str, str]:
    if line[0] == ":":
        zone, _, words = line[1:].partition(" ")
        return zone, words.strip()
    return MARKS[line[0]], line[1:].strip()


def _append(draft: _Draft, zone: str, words: str, number: int, paragraph: int, *, blank: bool) -> int:
    """Add one line to the frozen text; return its paragraph."""
    last = draft.lines[-1].zone if draft.lines else None
    if last is None:
        gap = ""
    elif last == "dateline":
        gap = " "
    elif zone == "item" and last == "item" and not blank:
        gap = "\n"
    elif blank or zone != last or zone not in ("body",):
        gap = "\n\n"
    else:
        gap = " "
    if gap in ("", "\n\n"):
        paragraph += 1
    draft.text += gap + ("- " if zone == "item" else "")
    start = len(draft.text)
    draft.text += words
    draft.lines.append(TextLine(zone, (start, len(draft.text)), paragraph, number))
    return paragraph


def _entity(draft: _Draft, line: str, number: int) -> None:
    match = ENTITY.fullmatch(line)
    if not match:
        draft.faults.append(Fault(number, "not an entity; expected: @id actor: name | class | side ... or @id place: name | level ..."))
        return
    name, *fields = (part.strip() for part in match["rest"].split("|"))
    if match["id"] in draft.entities:
        draft.faults.append(Fault(number, f"@{match['id']} is defined twice"))
    draft.entities[match["id"]] = Entity(match["id"], match["kind"], name, tuple(fields), number)


# ---------------------------------------------------------------- annotation


def _annotate(draft: _Draft, at: int, line: int, note: str) -> None:
    """Read one line of annotation."""
    if draft.lines[at].zone not in REPORTING:
        raise MarkupError(f"a zone of kind {draft.lines[at].zone} takes no annotation")
    for pattern, reader in READERS:
        if match := pattern.match(note):
            reader(draft, at, line, match, note[match.end() :].strip())
            return
    raise MarkupError(f"not an annotation: {note[:60]}")


def _quotes(draft: _Draft, at: int, rest: str) -> list[Range]:
    """All of `rest` is quotes: return their ranges."""
    left = QUOTE.sub("", rest).strip()
    if left:
        raise MarkupError(f"expected only quotes, found also: {left[:60]}")
    found = [locate(draft.text, draft.lines[at].range, q[1], int(q[2]) if q[2] else None) for q in QUOTE.finditer(rest)]
    if not found:
        raise MarkupError("no quoted words")
    return found


def _first_quote(draft: _Draft, at: int, rest: str) -> tuple[Range, str]:
    """Return the range of the quote that `rest` begins with, and what follows it."""
    match = QUOTE.match(rest)
    if not match:
        raise MarkupError(f"expected quoted words first, found: {rest[:60]}")
    where = locate(draft.text, draft.lines[at].range, match[1], int(match[2]) if match[2] else None)
    return where, rest[match.end() :].strip()


def _segments(rest: str) -> list[str]:
    """Split at semicolons outside quotes."""
    parts, depth, current = [], False, ""
    for char in rest:
        if char == '"':
            depth = not depth
        if char == ";" and not depth:
            parts.append(current.strip())
            current = ""
        else:
            current += char
    parts.append(current.strip())
    return [part for part in parts if part]


def _refs(draft: _Draft, words: str, kind: str | None = None) -> list[str]:
    """Return the entity ids of `@a @b`; raise if one is unknown or of another kind."""
    ids = []
    for word in words.replace("/", " ").replace(",", " ").split():
        if not word.startswith("@"):
            raise MarkupError(f"expected an entity (@id), found: {word}")
        entity = draft.entities.get(word[1:])
        if entity is None:
            raise MarkupError(f"{word} is not defined in the header")
        if kind and entity.kind != kind:
            raise MarkupError(f"{word} is of kind {entity.kind}, expected {kind}")
        ids.append(word[1:])
    if not ids:
        raise MarkupError("expected an entity (@id)")
    return ids


def _mention(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    entity = _refs(draft, match[0].strip())[0]
    draft.mentions += [Mention(entity, where, at, line) for where in _quotes(draft, at, rest)]


def _time(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = _first_quote(draft, at, rest)
    if not after.startswith("="):
        raise MarkupError('expected: t1 "words" = VALUE')
    draft.times.append(Time(match[1], where, _edtf(after[1:].strip()), at, line))


def _edtf(value: str) -> str | None:
    if value == "?":
        return None
    if not EDTF.fullmatch(value):
        raise MarkupError(f"not a time value: {value}; expected 2024-03-12, 2024-03, 2024, A/B, A/.., ../B or ?")
    return value


def _thing(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    kind = {"w": "weapon", "q": "quantity"}[match[1]]
    draft.things += [Thing(kind, where, at, line) for where in _quotes(draft, at, rest)]


def _again(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    kept = draft.event_mentions if match[1].startswith("e") else draft.toll_mentions
    kept += [(match[1], where, at, line) for where in _quotes(draft, at, rest)]


def _when(words: str) -> When:
    if words == "pub":
        return When("publication")
    if words == "?":
        return When("unknown")
    if re.fullmatch(r"t\d+", words):
        return When("time", time=words)
    if words.startswith("="):
        value = _edtf(words[1:].strip())
        return When("inferred", value) if value else When("unknown")
    raise MarkupError(f"not a time: {words}; expected t1, pub, ? or =2024-03-12")


def _event(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    trigger, after = _first_quote(draft, at, rest)
    ids = match[0].split()
    first, *fields = _segments(after)
    head = [part.strip() for part in first.split(",")]
    if len(head) < 2:
        raise MarkupError('expected: e1 "trigger" SUB TYPE, realis; ...')
    sub_type, realis, salience = head[0], head[1], head[2] if len(head) > 2 else "core"
    for value, known, what in (
        (sub_type, vocabulary.SUB_TYPES, "sub type"),
        (realis, vocabulary.REALIS, "realis"),
        (salience, vocabulary.SALIENCE, "salience"),
    ):
        if value not in known:
            raise MarkupError(f"no such {what}: {value}")
    roles: list[Role] = []
    places: list[Place] = []
    each: list[str] = []
    alternatives: list[str] = []
    outcome, incidents, on = None, None, None
    for part in fields:
        key, _, words = part.partition(" ")
        words = words.strip()
        if key in vocabulary.ROLES:
            roles += [Role(key, ref, "/" in words) for ref in _refs(draft, words, "actor")]
        elif key in vocabulary.RELATIONS:
            places += [Place(key, ref) for ref in _refs(draft, words, "place")]
        elif key == "each":
            each = _refs(draft, words, "place")
        elif key == "on":
            on = _when(words)
        elif key == "outcome" and words in vocabulary.OUTCOMES:
            outcome = words
        elif key == "alt" and words in vocabulary.SUB_TYPES:
            alternatives.append(words)
        elif key == "n":
            number, _, quote = words.partition(" ")
            incidents = (int(number), _quotes(draft, at, quote)[0])
        else:
            raise MarkupError(f"not a field of an event: {part}")
    if len(ids) > 1 and len(each) != len(ids):
        raise MarkupError(f"{len(ids)} events, but `each` names {len(each)} places")
    if len(ids) == 1 and each:
        raise MarkupError("`each` is for several events of one trigger; one event takes `at`")
    group = None
    if len(ids) > 1:
        draft.groups += 1
        group = f"g{draft.groups}"
    for index, event_id in enumerate(ids):
        own = (Place("at", each[index]), *places) if each else tuple(places)
        draft.events.append(
            Event(
                event_id, trigger, sub_type, realis, salience, tuple(roles), own, on or When("unknown"), at, line,
                group, outcome, tuple(alternatives), incidents,
            )
        )  # fmt: skip
        if on is None:
            draft.faults.append(Fault(line, f"{event_id} has no time (on t1, on pub, on =DATE or on ?)"))


def _count(words: list[str]) -> tuple[str, int | None, int | None, int | None]:
    """Return modifier, low, best, high of `14`, `at_least 14`, `10-12`, `unquantified 24`."""
    modifier = words[0] if words and words[0] in vocabulary.MODIFIERS else ""
    number = words[1] if modifier and len(words) > 1 else "" if modifier else words[0] if words else ""
    if len(words) > 1 + bool(modifier) or not re.fullmatch(r"(\d+(-\d+)?)?", number):
        raise MarkupError(f"not a count: {' '.join(words)}; expected 14, at_least 14, 10-12, unquantified 24")
    if modifier == "unquantified":
        return modifier, int(number) if number else None, None, None
    if not number:
        raise MarkupError("a count without a number; expected 14, at_least 14, 10-12, unquantified")
    if "-" in number:
        low, high = map(int, number.split("-"))
        return "range", low, None, high
    value = int(number)
    bounds = {"at_least": (value, value, None), "more_than": (value, value, None), "about": (None, value, None)}
    bounds |= dict.fromkeys(("nearly", "up_to"), (None, value, value))
    return modifier or "exact", *bounds.get(modifier, (value, value, value))


def _toll(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = _first_quote(draft, at, rest)
    first, *fields = _segments(after)
    kind, *words = first.split()
    if kind not in vocabulary.TOLL_KINDS:
        raise MarkupError(f"no such kind of toll: {kind}")
    if not words or words[-1] not in vocabulary.CATEGORIES:
        raise MarkupError(f"a toll ends with its category ({' '.join(sorted(vocabulary.CATEGORIES))}): {first}")
    modifier, low, best, high = _count(words[:-1])
    of, events, group, part_of, subgroup, earlier = None, [], False, None, None, False
    for part in fields:
        key, _, value = part.partition(" ")
        value = value.strip()
        if key == "of":
            of = None if value == "?" else _refs(draft, value, "actor")[0]
        elif key == "for":
            events = [word for word in value.replace(",", " ").split() if word != "group"]
            group = "group" in value.split() or len(events) > 1
        elif key == "part_of":
            part_of = value
        elif key == "sub":
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


def _loss(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = _first_quote(draft, at, rest)
    first, *fields = _segments(after)
    effect, _, thing = first.partition(" ")
    count, _, item = thing.strip().partition(" ")
    if effect not in vocabulary.EFFECTS or not item or not re.fullmatch(r"\?|\d+", count):
        raise MarkupError(f"expected: effect, count or ?, item; found: {first}")
    of, event = None, ""
    for part in fields:
        key, _, value = part.partition(" ")
        if key == "of":
            of = None if value.strip() == "?" else _refs(draft, value.strip(), "actor")[0]
        elif key == "for":
            event = value.strip()
        else:
            raise MarkupError(f"not a field of a loss: {part}")
    draft.losses.append(Loss(match[1], where, effect, None if count == "?" else int(count), item.strip('" '), of, event, at, line))


def _claim(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    first, *fields = _segments(rest)
    who, _, spoken = first.partition(",")
    who = who.strip()
    source = who if who in ("author", "unnamed") else _refs(draft, who, "actor")[0]
    claim = Claim(
        f"c{len(draft.claims) + 1}", source, None, _quotes(draft, at, spoken)[0] if spoken.strip() else None,
        draft.lines[at].range, (), at, line,
    )  # fmt: skip
    told = False
    for part in fields:
        if part.startswith('"'):
            claim = replace(claim, content=_quotes(draft, at, part)[0])
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


def _claim_field(draft: _Draft, part: str) -> dict[str, object]:
    """Return what one field of a claim sets."""
    key, _, value = part.partition(" ")
    value = value.strip()
    if key == "about":
        return {"about": tuple(value.replace(",", " ").split())}
    if key == "via":
        return {"via": tuple(_refs(draft, value, "actor"))}
    if key == "actor":
        return {"actor": tuple(_refs(draft, value, "actor"))}
    if key == "said_on":
        return {"said_on": _when(value)}
    if key == "said_at":
        return {"said_at": _refs(draft, value, "place")[0]}
    if key == "stance" and value:
        return {"stance": value.strip('"')}
    if part == "negative":
        return {"polarity": "-"}
    if part in vocabulary.CERTAINTIES:
        return {"certainty": part}
    if part in vocabulary.CUE_CLASSES:
        return {"cue_class": part}
    raise MarkupError(f"not a field of a claim: {part}")


def _argument(draft: _Draft, at: int, words: str) -> Argument:
    if words.startswith("@"):
        return Argument(_refs(draft, words)[0], None)
    return Argument(None, _quotes(draft, at, words)[0])


def _statement(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = _first_quote(draft, at, rest)
    predicate, *fields = _segments(after) or [""]
    if predicate not in vocabulary.PREDICATES:
        raise MarkupError(f"no such predicate: {predicate}")
    ends: dict[str, Argument] = {}
    for part in fields:
        key, _, value = part.partition(" ")
        if key not in ("subject", "object"):
            raise MarkupError(f"not a field of a statement: {part}")
        ends[key] = _argument(draft, at, value.strip())
    draft.statements.append(Statement(match[1], where, predicate, ends.get("subject"), ends.get("object"), at, line))


def _control(draft: _Draft, at: int, line: int, match: re.Match[str], rest: str) -> None:
    where, after = _first_quote(draft, at, rest)
    state, *fields = _segments(after) or [""]
    if state not in vocabulary.STATES:
        raise MarkupError(f"no such state of control: {state}")
    places: list[str] = []
    holders: list[str] = []
    on = When("publication")
    for part in fields:
        key, _, value = part.partition(" ")
        if key == "place":
            places = _refs(draft, value, "place")
        elif key == "holder":
            holders = _refs(draft, value, "actor")
        elif key == "on":
            on = _when(value.strip())
        else:
            raise MarkupError(f"not a field of a control state: {part}")
    ids = match[0].split()
    if len(places) != len(ids):
        raise MarkupError(f"{len(ids)} control states, but {len(places)} places")
    draft.controls += [
        Control(control, where, state, place, tuple(holders), on, at, line) for control, place in zip(ids, places, strict=True)
    ]


Reader = Callable[[_Draft, int, int, re.Match[str], str], None]
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


# ---------------------------------------------------------------- the whole


def _gather_mentions(draft: _Draft) -> None:
    """Hang repeated mentions on their events and tolls; join the events of tolls that count several."""
    for kept, records, what in ((draft.event_mentions, draft.events, "event"), (draft.toll_mentions, draft.tolls, "toll")):
        known = {record.id for record in records}
        draft.faults += [Fault(line, f"{ref}+ repeats an {what} that is not defined") for ref, _, _, line in kept if ref not in known]
        for index, record in enumerate(records):
            again = tuple((where, at) for ref, where, at, _ in kept if ref == record.id)
            if again:
                records[index] = replace(record, mentions=again)  # type: ignore[type-var]
    for toll in draft.tolls:
        if len(toll.events) > 1:
            _join(draft, toll.events)


def _join(draft: _Draft, ids: tuple[str, ...]) -> None:
    """Give events that share a toll one group."""
    have = [event.group for event in draft.events if event.id in ids and event.group]
    if have:
        group = have[0]
    else:
        draft.groups += 1
        group = f"g{draft.groups}"
    draft.events = [replace(event, group=group) if event.id in ids or event.group in have else event for event in draft.events]


def _nearest(draft: _Draft, entity: str, at: int, cue: Range) -> Range | None:
    """The mention of a speaker nearest to the cue, in the cue's line."""
    own = [m.range for m in draft.mentions if m.entity == entity and m.at == at]
    return min(own, key=lambda where: max(where[0] - cue[1], cue[0] - where[1]), default=None)


def _freeze(draft: _Draft) -> Report:
    claims = tuple(
        replace(claim, source_range=_nearest(draft, claim.source, claim.at, claim.cue)) if claim.cue else claim for claim in draft.claims
    )
    return Report(
        draft.header.get("id", ""), draft.header, draft.entities, draft.text, tuple(draft.lines), tuple(draft.mentions),
        tuple(draft.times), tuple(draft.things), tuple(draft.events), tuple(draft.tolls), tuple(draft.losses), claims,
        tuple(draft.statements), tuple(draft.controls), tuple(sorted(draft.faults, key=lambda fault: fault.line)),
    )  # fmt: skip
