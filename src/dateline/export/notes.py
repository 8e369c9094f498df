"""The words of a row: what was said to happen and by whom, each number with its source and its claim, in our own prose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.export.deaths import Share, claims_about
from dateline.records import Claim, CodedReport, Count, DateValue, EventReport, Loss, Toll

PHRASES: dict[str, tuple[str, str]] = {
    "Government regains territory": ("took territory", "from"),
    "Non-state actor overtakes territory": ("took territory", "from"),
    "Armed clash": ("fought", "with"),
    "Excessive force against protesters": ("used excessive force", "against"),
    "Protest with intervention": ("protested, with an intervention", "by"),
    "Peaceful protest": ("protested peacefully", "against"),
    "Violent demonstration": ("demonstrated violently", "against"),
    "Mob violence": ("attacked as a mob", "against"),
    "Chemical weapon": ("used a chemical weapon", "against"),
    "Air/drone strike": ("carried out an air or drone strike", "against"),
    "Suicide bomb": ("carried out a suicide bombing", "against"),
    "Shelling/artillery/missile attack": ("shelled or fired missiles", "against"),
    "Remote explosive/landmine/IED": ("set off or left an explosive device", "against"),
    "Grenade": ("threw grenades", "against"),
    "Sexual violence": ("committed sexual violence", "against"),
    "Attack": ("carried out an attack", "against"),
    "Abduction/forced disappearance": ("carried out an abduction", "of"),
    "Agreement": ("reached an agreement", "with"),
    "Arrests": ("made arrests", "of"),
    "Change to group/activity": ("changed its make-up or activity", "towards"),
    "Disrupted weapons use": ("stopped a use of weapons", "by"),
    "Headquarters or base established": ("set up a base", "against"),
    "Looting/property destruction": ("looted or destroyed property", "of"),
    "Non-violent transfer of territory": ("took over territory without fighting", "from"),
    "Other": ("was part of a development", "with"),
}
"""For each sub-event type what the first actor did, and the word that leads to the second."""

_MODIFIERS = {
    "at_least": "at least {}", "more_than": "more than {}", "about": "about {}", "nearly": "nearly {}", "up_to": "up to {}",
    "exact": "{}", "range": "{}", "unquantified": "an unstated number",
}  # fmt: skip
_LOSS = {
    "destroyed": "{} destroyed",
    "damaged": "{} damaged",
    "captured": "{} captured",
    "engaged": "{} hit",
    "suppressed": "{} suppressed",
}


@dataclass(frozen=True, slots=True)
class Told:
    """An event report of a row, with the sub-event type that the row gives it."""

    report: CodedReport
    event: EventReport
    sub_event_type: str


def day_words(date: DateValue) -> str:
    """Return when, in words: "On 29 October 2017", "Between 23 October 2017 and 30 October 2017", "In October 2017"."""
    start, end = date.start or date.end, date.end or date.start
    if start is None or end is None:
        return "On an unknown day"
    if date.precision == "month":
        return f"In {start:%B %Y}"
    first, last = (f"{day.day} {day:%B %Y}" for day in (start, end))
    return f"On {first}" if start == end else f"Between {first} and {last}"


def write_notes(told: Sequence[Told], found: Iterable[Share], remarks: Iterable[str] = ()) -> str:
    """Return the notes of a row: a sentence for each event report, its denials, tolls and losses, then the remarks on counting."""
    several = len({t.report.page.sighting.id for t in told}) > 1
    sentences: list[str] = []
    for one in told:
        sentences.append(_what(one, several))
        sentences += _denials(one, several)
    sentences += [_toll(share, several) for share in found]
    for one in told:
        sentences += [_loss(one, loss, several) for loss in one.event.losses]
    return " ".join(" ".join(sentence.split()) for sentence in dict.fromkeys((*sentences, *remarks)))


def claim_name(report: CodedReport, claim: Claim) -> str:
    """Return a claim's name over all reports: "hw-1/k3"."""
    return f"{report.page.sighting.doc_id}/{claim.id}"


def _reference(report: CodedReport, claims: Iterable[Claim], several: bool) -> str:
    names = [claim_name(report, c) if several else c.id for c in claims]
    if not names:
        return ""
    return f" (claim{'s' if len(names) > 1 else ''} {', '.join(names)})"


def _speaker(report: CodedReport, claim: Claim) -> str:
    """Return the source's name, in the case in which the text begins it ("pro-army sources"), with the relay."""
    name = claim.source.name
    if claim.source.span is not None and claim.source.type in ("unnamed", "witness", "medical"):
        words = claim.source.span.of(report.page.document)
        if words[:1].islower() and words.casefold() == name.casefold():
            name = words
    relay = [via.name for via in claim.via]
    return f"{name} (relayed by {', '.join(relay)})" if relay else name


def _outlet(report: CodedReport) -> str:
    return report.page.sighting.outlet or report.page.sighting.doc_id


def _according(report: CodedReport, claims: Sequence[Claim]) -> str:
    named = list(dict.fromkeys(_speaker(report, c) for c in claims)) or [_outlet(report)]
    return f"according to {' and '.join(named)}"


def _what(one: Told, several: bool) -> str:
    report, event = one.report, one.event
    claims = [c for c in claims_about(report, event.id) if c.polarity == "+"]
    doers = [p.name for p in event.participants if p.role == "initiator"]
    others = [p.name for p in event.participants if p.role in ("target", "victim")]
    verb, link = PHRASES.get(one.sub_event_type, PHRASES["Other"])
    first = " and ".join(dict.fromkeys(doers)) or "an unnamed actor"
    second = f" {link} {' and '.join(dict.fromkeys(others))}" if others else ""
    place = event.locations[0] if event.locations else None
    where = f" {'at' if place.relation == 'from' else place.relation} {place.name}" if place else ""
    goal = {"attempted_failed": ", without reaching the goal", "ongoing": ", with no outcome yet"}.get(event.realis, "")
    helpers = [p.name for p in event.participants if p.role == "supporter"]
    support = f", supported by {' and '.join(dict.fromkeys(helpers))}" if helpers else ""
    unsure = " It is put as no more than possible." if claims and all(c.certainty == "possible" for c in claims) else ""
    said = _according(report, claims)
    return f"{day_words(event.date)}, {said}, {first} {verb}{second}{where}{support}{goal}{_reference(report, claims, several)}.{unsure}"


def _denials(one: Told, several: bool) -> list[str]:
    targets = (one.event.id, f"{one.event.id}.outcome", f"{one.event.id}.actors")
    claims = {c.id: c for target in targets for c in claims_about(one.report, target) if c.polarity == "-"}
    return [f"{_speaker(one.report, c)} denied this{_reference(one.report, [c], several)}." for c in claims.values()]


def count_words(count: Count) -> str:
    """Return a count in words: "at least 30", "10 to 15"."""
    if count.modifier == "range" and count.low is not None and count.high is not None:
        return f"{count.low} to {count.high}"
    number = next((n for n in (count.best, count.low, count.high) if n is not None), None)
    return _MODIFIERS[count.modifier].format(number) if number is not None else "an unstated number"


def _of_whom(toll: Toll) -> str:
    who = toll.subgroup or {"civilian": "civilians", "combatant": "fighters"}.get(toll.category, "people")
    side = f" of {toll.side}" if toll.side and toll.side.casefold() != "civilians" else ""
    return f"{who}{side}"


def _toll(share: Share, several: bool) -> str:
    toll = share.toll
    said = _according(share.report, share.claims)
    doubt = ", a claim that the report keeps its distance from" if any(c.cue_class == "distancing" for c in share.claims) else ""
    words = share.toll.span.of(share.report.page.document) if toll.count.modifier == "unquantified" else ""
    amount = f"“{words}”" if words else f"{count_words(toll.count)} {_of_whom(toll)}"
    spread = f" over {share.parts} places" if share.parts > 1 else ""
    return f"{said[0].upper()}{said[1:]}, {amount} were killed{spread}{doubt}{_reference(share.report, share.claims, several)}."


def _loss(one: Told, loss: Loss, several: bool) -> str:
    claims = [c for c in claims_about(one.report, loss.id) if c.polarity == "+"]
    said = _according(one.report, claims)
    amount = f"{loss.item} ({'number not stated' if loss.count is None else loss.count})"
    side = f" of {loss.side}" if loss.side else ""
    return f"{said[0].upper()}{said[1:]}, {_LOSS[loss.effect].format(amount + side)}{_reference(one.report, claims, several)}."
