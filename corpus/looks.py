"""Looks: doubts about an annotation that a person settles; often, not always, a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import vocabulary
from corpus.records import SENTENCES, Event, Fault, Range, Report, Toll

NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty "
    "thirty forty fifty sixty seventy eighty ninety hundred dozen dozens scores".split()
)
SAYING = re.compile(
    r"\b(?:said|says|according to|claimed|claims|announced|reported(?:ly)?|confirmed|denied|told|acknowledged|alleged(?:ly)?)\b"
)
KILLING = re.compile(r"\b(?:killed|killing|dead|died|wounded|injured|abducted|kidnapped|arrested|detained)\b")
CAPITAL = re.compile(r"\b[A-Z][\w’'-]*")
OPENS = frozenset(".!?:\"'“‘(—–])/#")
"""After these a capital may begin a sentence."""
CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October "
    "November December Ramadan Easter Christmas Eid I Mr Mrs Ms".split()
)
GENERAL = re.compile(r"(?:The|A|An|He|She|It|They|We|I|You|Our|My|His|Her|Their|This|That|These|Those|Some|One|All|Both)\b", re.IGNORECASE)
"""Beginnings of mentions that name nobody by themselves."""


def looks_of(report: Report) -> Iterator[Fault]:
    """Yield what is often, not always, a slip: names without a mention, numbers and cues without a record, roles a type asks for."""
    for index, line in enumerate(report.lines):
        if line.zone in SENTENCES:
            yield from _unmarked(report, index)
    for event in report.events:
        yield from _unlikely(report, event)
    yield from _forgotten(report)
    yield from _overlong(report)


def _marked(report: Report, index: int) -> list[Range]:
    """Ranges of one line that carry any mention."""
    ranges = [m.range for m in report.mentions if m.at == index]
    ranges += [time.range for time in report.times if time.at == index]
    ranges += [thing.range for thing in report.things if thing.at == index]
    ranges += [loss.range for loss in report.losses if loss.at == index]
    ranges += [toll.range for toll in report.tolls if toll.at == index]
    ranges += [where for toll in report.tolls for where, at in toll.mentions if at == index]
    ranges += [event.incidents[1] for event in report.events if event.incidents and event.at == index]
    return ranges


def _unmarked(report: Report, index: int) -> Iterator[Fault]:
    line = report.lines[index]
    words = report.words(line.range)
    marked = _marked(report, index)
    base = line.range[0]

    def free(match: re.Match[str]) -> bool:
        return not any(a < base + match.end() and base + match.start() < b for a, b in marked)

    if line.zone != "title":
        inside = [m for m in CAPITAL.finditer(words) if words[max(0, m.start() - 3) : m.start()].rstrip()[-1:] not in {"", *OPENS}]
        names = [m[0] for m in inside if free(m) and m[0] not in CALENDAR and not m[0].isupper()]
        if names:
            yield Fault(line.line, f"no mention for: {', '.join(names)}")
        cue = any(claim.at == index and claim.cue for claim in report.claims)
        here = {type(record) for record in report.told if record.at == index}
        told = bool(here & {Event, Toll})
        if SAYING.search(words) and here and not cue:
            yield Fault(line.line, f"a cue without its claim? {_first(SAYING, words)}")
        again = any(at == index for event in report.events for _, at in event.mentions)
        if KILLING.search(words) and not told and not again:
            yield Fault(line.line, f"no event or toll here? {_first(KILLING, words)}")
    for match in re.finditer(r"\b(?:\d[\d,.]*|[A-Za-z]+)\b", words):
        number = match[0][0].isdigit() or match[0].lower() in NUMBER_WORDS - {"one"}
        ordinal = not words[: match.start()].strip("([# ") and words[match.end() : match.end() + 1] in (".", ")", "/", ":")
        if number and not ordinal and line.zone != "title" and free(match):
            yield Fault(line.line, f"no toll, time or quantity for: {match[0]}")


def _first(pattern: re.Pattern[str], words: str) -> str:
    match = pattern.search(words)
    return match[0] if match else ""


def _unlikely(report: Report, event: Event) -> Iterator[Fault]:
    classes = {role.role: report.entities[role.entity].label for role in event.roles}
    if event.sub_type == "Government regains territory" and classes.get("initiator") in ("rebel", "unidentified"):
        yield Fault(event.line, f"{event.id}: a rebel initiator regains territory for the government?")
    if event.sub_type == "Non-state actor overtakes territory" and classes.get("initiator") in ("state_forces", "police"):
        yield Fault(event.line, f"{event.id}: a state initiator overtakes as a non-state actor?")
    civilian = any(toll.category == "civilian" and event.id in toll.events for toll in report.tolls)
    if civilian and not any(role.role == "victim" for role in event.roles) and event.sub_type not in ("Arrests",):
        yield Fault(event.line, f"{event.id}: a civilian toll, but no victim")
    place = report.entities[event.places[0].entity] if event.places else None
    if event.sub_type == "Attack" and place and not place.invented and place.label not in vocabulary.WIDE:
        yield Fault(event.line, f"{event.id}: an attack on people in a real place: does nobody die?")
    if "initiator" not in classes:
        yield Fault(event.line, f"{event.id}: no initiator")


def _forgotten(report: Report) -> Iterator[Fault]:
    """A name that is a mention elsewhere in the report stands in a line without being one."""
    names = {words for words in (report.words(m.range) for m in report.mentions) if words[0].isupper() and not GENERAL.match(words)}
    for index, line in enumerate(report.lines):
        if line.zone not in SENTENCES:
            continue
        marked = _marked(report, index)
        text = report.words(line.range)
        for name in sorted(names):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
                start, end = line.range[0] + match.start(), line.range[0] + match.end()
                if not any(a < end and start < b for a, b in marked):
                    yield Fault(line.line, f"{name} is a mention elsewhere, not here")


def _overlong(report: Report) -> Iterator[Fault]:
    """A content that swallows its own cue or source; one that begins with the speaker reports what he says of himself ("it would retake X")."""
    for claim in report.claims:
        for where, what in ((claim.cue, "cue"), (claim.source_range, "source")):
            if claim.cue and where and claim.content[0] < where[0] and where[1] <= claim.content[1]:
                yield Fault(
                    claim.line, f"the content holds its own {what} {report.words(where)!r}; two claims, where the cue stands in the middle"
                )
