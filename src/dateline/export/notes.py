"""The words of a row: what was said to happen and by whom, each number with its source and its claim, in our own prose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.data.equipment import equipment
from dateline.data.toll_words import plural_of, toll_words
from dateline.export.deaths import Share, claims_about
from dateline.export.mask import BLOCK
from dateline.records import Claim, CodedReport, Count, DateValue, EventReport, Location, Loss, Participant, Toll

UNKNOWN_OUTLET = "Unknown outlet"
"""What stands for the outlet of a report that names none; claims in the report's own words bear it too."""

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

_TWO_SIDED = frozenset({"Armed clash", "Government regains territory", "Non-state actor overtakes territory"})
_MODIFIERS = {
    "at_least": "at least {}", "more_than": "more than {}", "about": "about {}", "nearly": "nearly {}", "up_to": "up to {}",
    "exact": "{}", "range": "{}", "unquantified": "an unstated number",
}  # fmt: skip
_LOSS = {"destroyed": "destroyed", "damaged": "damaged", "captured": "captured", "engaged": "hit", "suppressed": "suppressed"}
_KINDS_OF_PEOPLE = {"civilian": "civilian", "combatant": "fighter"}
_WIDE = frozenset({"country", "admin1", "admin2"})
_ARTICLES = frozenset({"the", "a", "an"})
_POSSESSIVES = frozenset({"her", "his", "their", "its", "our", "my"})


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
    first, last = _day(start), _day(end)
    return f"On {first}" if start == end else f"Between {first} and {last}"


def why_undated(report: CodedReport, date: DateValue) -> str:
    """Return in a clause why a date cannot stand in a row, and what would give one."""
    start, end = date.start or date.end, date.end or date.start
    published = report.page.sighting.published is not None
    advice = "" if published else ": the report's day of publication is not known, and would be given with --published"
    if start is None or end is None:
        words = " ".join(date.expr.of(report.page.document).split()) if date.expr else ""
        return f"“{words}” could not be turned into a day{advice}" if words else f"the report gives no day{advice}"
    if date.precision == "before":
        return f"it is only known to lie before {_day(end)}"
    if date.precision == "year":
        return f"only the year is known, {start:%Y}"
    if date.precision == "unknown":
        return f"no day is known{advice}"
    return f"only a period longer than a month is known, {_day(start)} to {_day(end)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def outlet_of(report: CodedReport) -> str:
    """Return the outlet of a report, as handed over or as the page says; "Unknown outlet" where neither tells."""
    seen = report.page.document.meta.outlet
    return report.page.sighting.outlet or (seen.value if seen else None) or UNKNOWN_OUTLET


def relation_words(place: Location) -> str:
    """Return the preposition that leads to a place: "in" for a country or a division, else its own, "at" for where something came from."""
    relation = "at" if place.relation == "from" else place.relation
    return "in" if relation == "at" and place.level in _WIDE else relation


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
    """Return the source's name with the relay; who is only described keeps the text's words and case ("pro-army sources", "the family")."""
    name = claim.source.name
    if claim.source.span is not None and claim.source.type in ("unnamed", "witness", "medical"):
        words = " ".join(claim.source.span.of(report.page.document).split())
        if words.casefold().endswith(name.casefold()) and words[-len(name) :][:1].islower():
            first = words.split()[0].casefold()
            name = f"the {words[-len(name) :]}" if first in _POSSESSIVES else words[:1].lower() + words[1:] if first in _ARTICLES else words
    relay = [via.name for via in claim.via]
    return f"{name} (relayed by {', '.join(relay)})" if relay else name


def _according(report: CodedReport, claims: Sequence[Claim]) -> str:
    named = list(dict.fromkeys(_speaker(report, c) for c in claims)) or [outlet_of(report)]
    return f"according to {' and '.join(named)}"


def _cast(event: EventReport, *roles: str) -> str:
    """Return the actors in any of the roles, those that no word of the text names marked as inferred; who is unidentified too is left out."""
    actors = [p for p in event.participants if p.role in roles]
    told = {p.name for p in actors if not p.inferred}
    names = [p.name if p.name in told else f"{p.name} (inferred)" for p in actors if not _is_nobody(p)]
    return " and ".join(dict.fromkeys(names))


def _is_nobody(actor: Participant) -> bool:
    return actor.inferred and actor.entry is None and actor.actor_class == "unidentified"


def _what(one: Told, several: bool) -> str:
    report, event = one.report, one.event
    claims = [c for c in claims_about(report, event.id) if c.polarity == "+"]
    verb, link = PHRASES.get(one.sub_event_type, PHRASES["Other"])
    harmed = _cast(event, "victim") if one.sub_event_type in _TWO_SIDED else ""  # who dies between two sides is none of them
    doers, others = _cast(event, "initiator"), _cast(event, "target", *(() if harmed else ("victim",)))
    done, second = f"{doers or 'an unnamed actor'} {verb}", f" {link} {others}" if others else ""
    if not doers and one.sub_event_type in _TWO_SIDED and not others:
        done = f"unnamed actors {verb}"
    elif not doers and verb == PHRASES["Other"][0]:
        done = f"there was a development (“{event.trigger.of(report.page.document)}”)"
        second = f" involving {others}" if others else ""
    second += f", also harming {harmed}" if harmed else ""
    place = event.locations[0] if event.locations else None
    where = f" {relation_words(place)} {place.name}" if place else ""
    goal = {"attempted_failed": ", without reaching the goal", "ongoing": ", with no outcome yet"}.get(event.realis, "")
    helpers = _cast(event, "supporter")
    support = f", supported by {helpers}" if helpers else ""
    unsure = " It is put as no more than possible." if claims and all(c.certainty == "possible" for c in claims) else ""
    said = _according(report, claims)
    return f"{day_words(event.date)}, {said}, {done}{second}{where}{support}{goal}{_reference(report, claims, several)}.{unsure}"


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


def _number_of(count: Count) -> int | None:
    """Return the one number of a count, None for a range or where there is none."""
    if count.modifier == "range" and count.low != count.high:
        return None
    return next((n for n in (count.best, count.low, count.high) if n is not None), None)


def _dead(toll: Toll) -> str:
    """Return who was killed with the verb, one or several: "1 civilian was killed", "3 commanders of X were killed"."""
    one = _number_of(toll.count) == 1
    side = f" of {toll.side}" if toll.side and toll.side.casefold() != "civilians" else ""
    words = (toll.subgroup or "").split()
    noun = toll_words().people.get(words[-1].casefold()) if words else None
    if words and noun is None and one and (words[-1][0].isupper() or words[-1][0] == BLOCK):
        name = " ".join(words)
        return f"{'the ' if name[0].islower() else ''}{name}{side} was killed"
    if words:
        last = words[-1]
        if noun is not None and one and noun.plural and not noun.singular:
            last = noun.lemma
        elif noun is not None and not one and noun.singular and not noun.plural:
            last = plural_of(last)
        who = " ".join((*words[:-1], last))
    else:
        kind = _KINDS_OF_PEOPLE.get(toll.category, "person")
        who = kind if one else "people" if kind == "person" else plural_of(kind)
    return f"{count_words(toll.count)} {who}{side} {'was' if one else 'were'} killed"


def _toll(share: Share, several: bool) -> str:
    toll = share.toll
    said = _according(share.report, share.claims)
    doubt = ", a claim that the report keeps its distance from" if any(c.cue_class == "distancing" for c in share.claims) else ""
    words = toll.span.of(share.report.page.document) if toll.count.modifier == "unquantified" else ""
    dead = f"“{words}” were killed" if words else _dead(toll)
    spread = f" over {share.parts} places" if share.parts > 1 else ""
    return f"{said[0].upper()}{said[1:]}, {dead}{spread}{doubt}{_reference(share.report, share.claims, several)}."


def _items(loss: Loss) -> str:
    """Return what was lost, with its number: "17 houses", "1 truck", "ammunition (number not stated)"."""
    things = equipment()
    *before, last = loss.item.split() or [""]
    if loss.count != 1 and last not in things.mass and last not in things.plurals:
        last = next((many for many, single in things.plurals.items() if single == last), plural_of(last))
    items = " ".join((*before, last))
    return f"{items} (number not stated)" if loss.count is None else f"{loss.count} {items}"


def _loss(one: Told, loss: Loss, several: bool) -> str:
    claims = [c for c in claims_about(one.report, loss.id) if c.polarity == "+"]
    said = _according(one.report, claims)
    side = f" of {loss.side}" if loss.side else ""
    verb = "was" if loss.count == 1 or (loss.count is None and loss.item in equipment().mass) else "were"
    return f"{said[0].upper()}{said[1:]}, {_items(loss)}{side} {verb} {_LOSS[loss.effect]}{_reference(one.report, claims, several)}."
