"""Checks annotated reports: every error at once, by line."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus import REPORTS, vocabulary
from corpus.looks import looks_of
from corpus.markup import read
from corpus.records import SENTENCES, Claim, Event, Fault, Range, Report, Time, Toll, When

NEEDED = ("id", "conflict", "voice", "outlet", "published")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
MONTH_DAY = re.compile(rf"\b(?P<m1>{MONTH}) (?P<d1>\d\d?)\b(?!\d)|\b(?P<d2>\d\d?)(?:st|nd|rd|th)?(?: of)? (?P<m2>{MONTH})")
AWAY = re.compile(r"\b(?:after|before|later|earlier|since|until|till|following|previous|eve|to|and|from|between|by)\b|[-–/]", re.IGNORECASE)
"""Words that put a time at a distance from the day that they name."""
FIRST_YEAR = 1900
MAX_TRIGGER_WORDS = 4
MAX_CUE_WORDS = 5


def check_file(path: Path) -> tuple[Report, list[Fault], list[Fault]]:
    """Return a file's report, its errors and its looks."""
    report = read(path)
    errors = [*report.faults, *errors_of(report), *real_places_of(report)]
    if report.header.get("id") not in (None, path.stem):
        errors.append(Fault(1, f"id {report.header['id']}, but the file is {path.name}"))
    if REPORTS in path.resolve().parents:
        if not report.header.get("profile"):
            errors.append(Fault(1, "the header lacks `profile`"))
        if report.header.get("conflict") not in (None, path.parent.name):
            errors.append(Fault(1, f"conflict {report.header['conflict']}, but the folder is {path.parent.name}"))
    return report, sorted(errors, key=lambda fault: fault.line), sorted(looks_of(report), key=lambda fault: fault.line)


def errors_of(report: Report) -> Iterator[Fault]:
    """Yield what breaks a rule of the guideline, apart from the faults of reading."""
    yield from _header(report)
    yield from _entities(report)
    yield from _numbers(report)
    yield from _mentions(report)
    for event in report.events:
        yield from _event(report, event)
    yield from _tolls(report)
    yield from _losses(report)
    yield from _claims(report)
    yield from _statements(report)
    yield from _covered(report)


# ---------------------------------------------------------------- rules


def _header(report: Report) -> Iterator[Fault]:
    for key in NEEDED:
        if not report.header.get(key):
            yield Fault(1, f"the header lacks `{key}`")
    if report.header.get("voice") and report.header["voice"] not in vocabulary.VOICES:
        yield Fault(1, f"no such voice: {report.header['voice']}; one of {', '.join(sorted(vocabulary.VOICES))}")
    for tag in report.profile:
        if tag not in vocabulary.PROFILES:
            yield Fault(1, f"no such profile: {tag}; one of {', '.join(sorted(vocabulary.PROFILES))}")
    published = report.header.get("published", "")
    if published and not _iso_day(published):
        yield Fault(1, f"published is not a day such as 2023-05-16: {published}")
    if "plain" in report.profile and len(report.profile) > 1:
        yield Fault(1, "a report is plain or hard, not both")
    if not report.lines:
        yield Fault(1, "no text")
    elif report.lines[-1].zone != "disclaimer" or not report.words(report.lines[-1].range).startswith("Fiction:"):
        yield Fault(report.lines[-1].line, "the last line is not `:disclaimer Fiction: ...`")


def _iso_day(value: str) -> bool:
    """Tell whether a value is a day of the years that the corpus covers, as 2023-05-16."""
    try:
        return dt.date.fromisoformat(value).year >= FIRST_YEAR and len(value) == len("2023-05-16")
    except ValueError:
        return False


def _entities(report: Report) -> Iterator[Fault]:
    used = {mention.entity for mention in report.mentions}
    for event in report.events:
        used |= {role.entity for role in event.roles} | {place.entity for place in event.places}
    for claim in report.claims:
        used |= {claim.source, *claim.via, *claim.actor} | ({claim.said_at} if claim.said_at else set())
    used |= {toll.of for toll in report.tolls if toll.of} | {loss.of for loss in report.losses if loss.of}
    for control in report.controls:
        used |= {control.place, *control.holders}
    for statement in report.statements:
        used |= {end.entity for end in (statement.subject, statement.object) if end and end.entity}
    used |= {entity.speaks_for for entity in report.entities.values() if entity.speaks_for}
    for entity in report.entities.values():
        if entity.id not in used:
            yield Fault(entity.line, f"@{entity.id} is defined but never used")
        if not entity.name:
            yield Fault(entity.line, f"@{entity.id} has no name")
        if entity.kind == "actor":
            if entity.label not in vocabulary.ACTOR_CLASSES:
                yield Fault(entity.line, f"no such class of actor: {entity.label}; one of {', '.join(sorted(vocabulary.ACTOR_CLASSES))}")
            if len(entity.fields) < 2:
                yield Fault(entity.line, f"@{entity.id} has no side (? if unknown)")
            if entity.source_type and entity.source_type not in vocabulary.SOURCE_TYPES:
                yield Fault(entity.line, f"no such source type: {entity.source_type}")
            body = report.entities.get(entity.speaks_for or "")
            if entity.speaks_for and (body is None or body.kind != "actor" or body is entity):
                yield Fault(entity.line, f"@{entity.id} speaks for @{entity.speaks_for}, which is no other actor of the header")
        else:
            if entity.label not in vocabulary.LEVELS:
                yield Fault(entity.line, f"no such level of place: {entity.label}; one of {', '.join(sorted(vocabulary.LEVELS))}")
            if len(entity.fields) != 5 or entity.fields[4] not in ("real", "invented"):
                yield Fault(entity.line, "a place is: name | level | admin1 | country | lat,lon | real or invented")
            try:
                point = entity.point
            except ValueError:
                yield Fault(entity.line, f"not a point: {entity.field(3)}; expected lat,lon in degrees")
            else:
                if point and not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
                    yield Fault(entity.line, f"no such point on earth: {point}")


def _numbers(report: Report) -> Iterator[Fault]:
    """Ids are given once, and what refers to a time finds it."""
    given = [(record.id, record.line) for record in (*report.times, *report.told)]
    for name, count in Counter(name for name, _ in given).items():
        if count > 1:
            yield Fault(max(line for other, line in given if other == name), f"{name} is given {count} times")
    for time in report.times:
        yield from _calendar(report, time)
    known = {time.id for time in report.times}
    whens: list[tuple[int, When]] = [(event.line, event.on) for event in report.events]
    whens += [(control.line, control.on) for control in report.controls]
    whens += [(claim.line, claim.said_on) for claim in report.claims if claim.said_on]
    for line, when in whens:
        if when.time and when.time not in known:
            yield Fault(line, f"{when.time} is not defined")


def _calendar(report: Report, time: Time) -> Iterator[Fault]:
    """A weekday or a day of a month in the words is that of the value, where the words name just one and no distance from it."""
    words = report.words(time.range)
    if not time.value or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", time.value) or AWAY.search(words):
        return
    day = dt.date.fromisoformat(time.value)
    named = [name for name in WEEKDAYS if re.search(rf"\b{name}", words)]
    if len(named) == 1 and WEEKDAYS[day.weekday()] != named[0]:
        yield Fault(time.line, f"{time.id}: {time.value} is a {WEEKDAYS[day.weekday()]}, the words say {words!r}")
    match = MONTH_DAY.search(words)
    if match:
        name, number = match["m1"] or match["m2"], match["d1"] or match["d2"]
        if (MONTHS.index(name[:3]) + 1, int(number)) != (day.month, day.day):
            yield Fault(time.line, f"{time.id}: {time.value} is not {words!r}")


def _crossing(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1] and not (a[0] <= b[0] and b[1] <= a[1]) and not (b[0] <= a[0] and a[1] <= b[1])


def _mentions(report: Report) -> Iterator[Fault]:
    seen = Counter((m.entity, m.range) for m in report.mentions)
    for index, one in enumerate(report.mentions):
        if seen[one.entity, one.range] > 1 and one not in report.mentions[:index]:
            yield Fault(one.line, f"{report.words(one.range)!r} is marked twice as @{one.entity}")
        for other in report.mentions[index + 1 :]:
            if other.at == one.at and _crossing(one.range, other.range):
                yield Fault(other.line, f"{report.words(other.range)!r} crosses {report.words(one.range)!r}")


def _event(report: Report, event: Event) -> Iterator[Fault]:
    if not event.roles:
        yield Fault(event.line, f"{event.id} has no role")
    if not event.places:
        yield Fault(event.line, f"{event.id} has no place")
    if len(report.words(event.trigger).split()) > MAX_TRIGGER_WORDS:
        yield Fault(event.line, f"{event.id}: the trigger is longer than {MAX_TRIGGER_WORDS} words")
    if event.sub_type in vocabulary.TERRITORY and not event.outcome:
        yield Fault(event.line, f"{event.id}: territory changes hands, or is meant to, but there is no outcome")
    if event.sub_type in event.alternatives:
        yield Fault(event.line, f"{event.id}: alt repeats the sub type")
    seen = Counter((role.role, role.entity) for role in event.roles)
    yield from (Fault(event.line, f"{event.id}: {role} @{who} twice") for (role, who), count in seen.items() if count > 1)
    both = {role.entity for role in event.roles if role.role == "initiator"} & {
        role.entity for role in event.roles if role.role in ("target", "victim")
    }
    if both and event.sub_type not in ("Agreement", "Other", "Change to group/activity", "Armed clash"):
        yield Fault(event.line, f"{event.id}: @{sorted(both)[0]} does it and suffers it")
    start = _start(report, event.on)
    if start and event.realis not in ("planned", "hypothetical_denied") and start > report.header.get("published", "9999"):
        yield Fault(event.line, f"{event.id} begins on {start}, after the day of publication")


def real_places_of(report: Report) -> Iterator[Fault]:
    """Yield the events that kill people in a real place: harm is told of invented ones, or of wide areas."""
    for event in report.events:
        killed = [toll for toll in report.tolls if event.id in toll.events and toll.kind in ("killed", "casualties")]
        if killed and event.places and event.realis != "hypothetical_denied":
            place = report.entities[event.places[0].entity]
            if not place.invented and place.label not in vocabulary.WIDE:
                wide = ", ".join(sorted(vocabulary.WIDE))
                what = f"people are killed in a real {place.label}, @{place.id}; move it to an invented place (real ones may be {wide})"
                yield Fault(event.line, f"{event.id}: {what}")


def _start(report: Report, when: When) -> str | None:
    value = when.value
    if when.time:
        value = next((time.value for time in report.times if time.id == when.time), None)
    start = (value or "").partition("/")[0]
    return start if re.match(r"\d", start) else None


def _tolls(report: Report) -> Iterator[Fault]:
    tolls = {toll.id: toll for toll in report.tolls}
    events = {event.id: event for event in report.events}
    for toll in report.tolls:
        if not toll.events:
            yield Fault(toll.line, f"{toll.id} belongs to no event (for e1)")
        for ref in toll.events:
            if ref not in events:
                yield Fault(toll.line, f"{toll.id} is for {ref}, which is not defined")
            elif toll.group and not events[ref].group:
                yield Fault(toll.line, f"{toll.id} is for the group of {ref}, which stands alone; name the events: for e1 e2")
        if toll.part_of:
            whole = tolls.get(toll.part_of)
            if whole is None:
                yield Fault(toll.line, f"{toll.id} is part of {toll.part_of}, which is not defined")
            elif _in_a_circle(tolls, toll):
                yield Fault(toll.line, f"{toll.id} is in the end part of itself")
            elif toll.best and whole.best and toll.best > whole.best:
                yield Fault(toll.line, f"{toll.id} is bigger than {whole.id}, of which it is a part")
        digits = [word.replace(",", "") for word in re.findall(r"\d[\d,]*", report.words(toll.range))]
        values = [str(value) for value in (toll.low, toll.best, toll.high) if value is not None]
        if digits and toll.modifier != "unquantified" and not set(digits) & set(values):
            yield Fault(toll.line, f"{toll.id} says {values}, its words {digits}")


def _in_a_circle(tolls: dict[str, Toll], toll: Toll) -> bool:
    seen = {toll.id}
    whole = tolls.get(toll.part_of or "")
    while whole is not None and whole.id not in seen:
        seen.add(whole.id)
        whole = tolls.get(whole.part_of or "")
    return whole is not None


def _losses(report: Report) -> Iterator[Fault]:
    known = {event.id for event in report.events}
    for loss in report.losses:
        if loss.event not in known:
            yield Fault(loss.line, f"{loss.id} is for {loss.event or 'no event'}, which is not defined")


def _claims(report: Report) -> Iterator[Fault]:
    known, told = _targets(report), _told(report)
    for claim in report.claims:
        yield from _claim(report, claim, known)
        yield from _content(report, claim, told)


def _claim(report: Report, claim: Claim, known: set[str]) -> Iterator[Fault]:
    if not claim.about:
        yield Fault(claim.line, "a claim about nothing (about e1 k1 ...)")
    for ref in claim.about:
        if ref not in known:
            yield Fault(claim.line, f"a claim about {ref}, which is not defined")
    if claim.source == "author" and claim.cue:
        yield Fault(claim.line, "the author needs no cue")
    if claim.source == "unnamed" and not claim.cue:
        yield Fault(claim.line, "an unnamed source shows by its cue")
    entity = report.entities.get(claim.source)
    if entity and not entity.source_type:
        yield Fault(claim.line, f"@{claim.source} speaks here; give it a source type in the header")
    if entity and entity.source_type == "author" and claim.cue:
        yield Fault(
            claim.line, f"@{claim.source} is of source type author and has a cue; in its own words take `c author`, else another type"
        )
    if claim.cue and len(report.words(claim.cue).split()) > MAX_CUE_WORDS:
        yield Fault(claim.line, f"the cue is longer than {MAX_CUE_WORDS} words")


def _told(report: Report) -> dict[str, list[Range]]:
    """Where the words of every record stand, repeated mentions included."""
    told: dict[str, list[Range]] = {}
    for event in report.events:
        told[event.id] = [event.trigger, *(where for where, _ in event.mentions)]
    for toll in report.tolls:
        told[toll.id] = [toll.range, *(where for where, _ in toll.mentions)]
    told |= {loss.id: [loss.range] for loss in report.losses}
    told |= {statement.id: [statement.range] for statement in report.statements}
    told |= {control.id: [control.range] for control in report.controls}
    return told


def _content(report: Report, claim: Claim, told: dict[str, list[Range]]) -> Iterator[Fault]:
    """The content covers what it is about."""
    for ref in claim.about:
        if ref in told and not any(where[0] < claim.content[1] and claim.content[0] < where[1] for where in told[ref]):
            hint = f" (mark the words with {ref}+ if they name it again)" if ref[0] in "ek" else ""
            yield Fault(claim.line, f"the content of this claim holds no words of {ref}{hint}")
    inside = [line.zone for line in report.lines if line.range[0] < claim.content[1] and claim.content[0] < line.range[1]]
    if not set(inside) <= SENTENCES | {"section"}:
        yield Fault(
            claim.line, f"the content of this claim runs into a zone without reporting ({', '.join(sorted(set(inside) - SENTENCES))})"
        )


def _targets(report: Report) -> set[str]:
    """Ids that a claim may be about."""
    targets = {record.id for record in report.told} | {f"{event.id}.actors" for event in report.events}
    return targets | {f"{event.id}.outcome" for event in report.events if event.outcome}


def _statements(report: Report) -> Iterator[Fault]:
    for statement in report.statements:
        if statement.subject is None and statement.object is None and statement.predicate == "relation":
            yield Fault(statement.line, f"{statement.id}: a relation needs a subject or an object")


def _covered(report: Report) -> Iterator[Fault]:
    about = {ref for claim in report.claims for ref in claim.about}
    for record in report.told:
        if record.id not in about:
            yield Fault(record.line, f"{record.id} stands in no claim: who says it? (c author; about {record.id})")


def check_files(paths: Iterable[Path]) -> Iterator[tuple[Path, Report, list[Fault], list[Fault]]]:
    """Check files one after the other; duplicate ids are an error of the second."""
    seen: dict[str, Path] = {}
    for path in paths:
        report, errors, looks = check_file(path)
        if report.id in seen:
            errors.append(Fault(1, f"the id {report.id} is that of {seen[report.id]} too"))
        seen.setdefault(report.id, path)
        yield path, report, errors, looks
