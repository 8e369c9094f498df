"""Coded reports of invented text, built by hand: what export and store are tested on."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

from dateline.records import (
    ActorCandidate,
    ActorMention,
    Attribution,
    Claim,
    CodedReport,
    Codes,
    ControlState,
    Count,
    DateValue,
    Document,
    EventReport,
    Link,
    Location,
    Loss,
    LossMention,
    Media,
    Mentions,
    Meta,
    MetaValue,
    Outcome,
    Page,
    Participant,
    PlaceCandidate,
    PlaceMention,
    Problem,
    Reading,
    Sentence,
    Sighting,
    Source,
    Span,
    Statement,
    TimeMention,
    Toll,
    TollMention,
    TriggerMention,
    Via,
    Zone,
)

TEXT = (
    "Army takes two hamlets near Orlun\r\n"
    "ORLUN, 30 October 2017 (Harbour Wire) – On Sunday, the Northern Army captured the villages of Upper Sarn and “Old” Sarn from the "
    'Red Valley Front, according to pro-army sources, who said: "At least 30 fighters, including 3 commanders, were killed".\r\n'
    "The Front's channel denied the loss, and claimed that the army lost 12 soldiers, two tanks\tand a truck.\r\n"
    "Resident Maro Delnik said a shell killed dozens of people in Sarn Bridge; the body of Ilia Veshko, 34, was found in a yard – "
    "çà et là, 火.\r\n"
    "The army may storm Orlun, held by the Front, next week. More than 90 people were killed in the province in October.\r\n"
    "Please support us: desk@harbour-wire.example, +99 555 010 2030."
)
DAY = dt.date(2017, 10, 29)
LEARNED = dt.datetime(2017, 10, 31, 9, 30, tzinfo=dt.UTC)


def at(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """Return where the nth occurrence of the words stands."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def day(value: dt.date = DAY, expr: Span | None = None) -> DateValue:
    return DateValue(value, value, "day", "relative" if expr else "inferred", expr)


def exact(number: int) -> Count:
    return Count(number, number, number, "exact")


def place(name: str, *, spans: tuple[Span, ...] = (), **kwargs: Any) -> Location:
    known = {
        "level": "village",
        "admin1": "Orlun", "country": "Norvia", "country_code": "NV", "lat": 35.5, "lon": 37.25, "geo_precision": 1, "radius_km": 2.0,
        "status": "resolved",
    }  # fmt: skip
    return Location(name, kwargs.pop("relation", "at"), spans, **(known | kwargs))


def participant(role: Any, name: str, *, side: str | None = None, spans: tuple[Span, ...] = (), **kwargs: Any) -> Participant:
    return Participant(role, name, side if side is not None else name, spans, **kwargs)


ARMY = participant("initiator", "Northern Army", spans=(at("the Northern Army"),), interac=1, actor_class="state_forces", country="Norvia")
FRONT = participant("target", "Red Valley Front", spans=(at("Red Valley Front"),), interac=2, actor_class="rebel")
CIVILIANS = participant("victim", "Civilians", spans=(at("people"),), interac=7, actor_class="civilians")
BATTLE = Codes("Battles", "Government regains territory", "Political violence", 12, 1, "ASSAULT", "heavy-weapons")
SHELLS = "Shelling/artillery/missile attack"
SHELLING = Codes("Explosions/Remote violence", SHELLS, "Political violence", 70, None, "ASSAULT", "heavy-weapons")


def toll(name: str, count: Count, words: str, **kwargs: Any) -> Toll:
    known: dict[str, Any] = {
        "kind": "killed",
        "side": "Red Valley Front",
        "category": "combatant",
        "subgroup": None,
        "part_of": None,
        "scope": "event",
        "span": at(words),
    }
    return Toll(id=name, count=count, **(known | kwargs))


def event(name: str, **kwargs: Any) -> EventReport:
    known: dict[str, Any] = {
        "trigger": at("captured"), "mentions": (), "event_type": "Battles", "sub_event_type": "Government regains territory",
        "realis": "actual",
        "salience": "core", "participants": (ARMY, FRONT), "locations": (place("Upper Sarn", spans=(at("Upper Sarn"),)),),
        "date": day(expr=at("On Sunday")), "codes": BATTLE, "sentence": 1, "lemma": "capture",
    }  # fmt: skip
    return EventReport(id=name, **(known | kwargs))


def claim(name: str, about: tuple[str, ...], **kwargs: Any) -> Claim:
    known: dict[str, Any] = {
        "source": Source("Pro-army sources", "unnamed", at("pro-army sources")), "attributed": True, "via": (), "cue": at("according to"),
        "content": at("the Northern Army captured the villages of Upper Sarn and “Old” Sarn from the Red Valley Front"),
        "certainty": "certain", "polarity": "+", "cue_class": "neutral",
    }  # fmt: skip
    return Claim(id=name, about=about, **(known | kwargs))


CANDIDATE = PlaceCandidate("Upper Sarn", 35.5, 37.25, "village", "Norvia", "NV", "Orlun", 120, "g1", "user:norvia.csv", 0.75)


def events() -> tuple[EventReport, ...]:
    captured = Outcome("captured", ("Northern Army",), "Red Valley Front", ("Upper Sarn",))
    bridge = place("Sarn Bridge", spans=(at("Sarn Bridge"),), lat=35.55)
    shelling = {"event_type": "Explosions/Remote violence", "sub_event_type": SHELLS, "codes": SHELLING, "trigger": at("shell")}
    orlun = place("Orlun", spans=(at("Orlun", nth=1),), status="ambiguous", lat=None, lon=None, geo_precision=None, candidates=(CANDIDATE,))
    front_loss = {"side": "Northern Army"}
    return (
        event(
            "e1",
            group="g1",
            mentions=(at("takes"),),
            outcome=captured,
            tolls=(
                toll("e1.c1", Count(30, 30, None, "at_least"), "At least 30 fighters", scope="group"),
                toll("e1.c2", exact(3), "3 commanders", subgroup="commanders", part_of="e1.c1", scope="group"),
                toll("e1.c3", exact(12), "12 soldiers", **front_loss),
            ),
            losses=(
                Loss("e1.l1", "tank", 2, "Northern Army", "destroyed", at("two tanks"), confidence=0.5),
                Loss("e1.l2", "truck", 1, "Northern Army", "destroyed", at("a truck")),
            ),
        ),
        event("e2", group="g1", locations=(place("Old Sarn", spans=(at("“Old” Sarn"),), lat=35.51),), outcome=captured),
        event(
            "e3",
            participants=(CIVILIANS,),
            locations=(bridge,),
            tolls=(toll("e3.c1", Count(24, None, None, "unquantified"), "dozens of people", side="Civilians", category="civilian"),),
            n_incidents=1,
            n_incidents_span=at("a shell"),
            **shelling,
        ),
        event("e4", realis="planned", trigger=at("storm"), locations=(orlun,), date=DateValue(None, None, "unknown", "inferred")),
        event(
            "e5",
            salience="aggregate",
            trigger=at("were killed", nth=1),
            participants=(),
            locations=(place("Orlun", level="admin1", geo_precision=3, status="area", radius_km=60.0, spans=(at("the province"),)),),
            date=DateValue(dt.date(2017, 10, 1), dt.date(2017, 10, 31), "month", "explicit", at("in October")),
            tolls=(toll("e5.c1", Count(90, 90, None, "more_than"), "More than 90 people", side=None, category="unknown"),),
            codes=Codes(),
        ),
    )


def claims() -> tuple[Claim, ...]:
    front = Source("Red Valley Front", "belligerent", at("The Front's channel"))
    denial = {"source": front, "cue": at("denied"), "content": at("the loss"), "polarity": "-", "actor": ("Northern Army",)}
    lost = {
        "source": front,
        "cue": at("claimed"),
        "content": at("the army lost 12 soldiers, two tanks\tand a truck"),
        "cue_class": "distancing",
    }
    body = {"source": Source("Harbour Wire", "author"), "attributed": False, "cue": None}
    relay = (Via("Harbour Wire", at("Harbour Wire")), Via("A paper"))
    resident = Source("Maro Delnik", "witness", at("Maro Delnik"))
    return (
        claim("k1", ("e1", "e2", "e1.outcome", "e1.actors"), via=relay, stance="pro-army"),
        claim("k2", ("e1.c1", "e1.c2"), cue=at("said"), content=at("At least 30 fighters, including 3 commanders, were killed")),
        claim("k3", ("e1",), said_on=day(), said_place="Orlun", **denial),
        claim("k4", ("e1.c3", "e1.l1", "e1.l2"), **lost),
        claim("k5", ("e3", "e3.c1"), source=resident, cue=at("said", nth=1), content=at("a shell killed dozens of people in Sarn Bridge")),
        claim("k6", ("e4", "h1"), content=at("The army may storm Orlun, held by the Front, next week"), certainty="possible", **body),
        claim("k7", ("e5", "e5.c1", "s1"), content=at("More than 90 people were killed in the province in October"), **body),
    )


def sentences(text: str = TEXT) -> tuple[Sentence, ...]:
    found, start = [], 0
    for index, line in enumerate(text.split("\r\n")):
        span = Span(start, start + len(line))
        zone = "title" if index == 0 else "contact" if line.startswith("Please") else "body"
        found.append(Sentence(index, span, line.upper() if index == 0 else line, index, zone, "Sarn:" if index == 3 else None))
        start = span.end + 2
    return tuple(found)


def mentions() -> Mentions:
    time = TimeMention(at("On Sunday"), 1, day(expr=at("On Sunday")))
    killed = TollMention(at("12 soldiers"), 2, "killed", exact(12), at("lost"), "soldiers", at("the army"), "combatant", None, 0)
    return Mentions(
        (ActorMention(at("the Northern Army"), 1, "Northern Army", "Northern Army", "state_forces", "norvia-army", person=False),),
        (PlaceMention(at("Upper Sarn"), 1, "Upper Sarn", "village", within=("Orlun",), group=1, known=True),),
        (time,),
        (TriggerMention(at("captured"), 1, "capture", "territory.capture", "verb_active"),),
        (killed,),
        (LossMention(at("two tanks"), 2, "tank", 2, "destroyed", None, at("lost")),),
    )


def document(text: str = TEXT, *, fiction: bool = False) -> Document:
    title = at("Army takes two hamlets near Orlun", text)
    contact = at("Please support us: desk@harbour-wire.example, +99 555 010 2030.", text)
    wire = at("Harbour Wire", text)
    meta = Meta(
        title=MetaValue(title.of(Document(text)), title),
        authors=(MetaValue("Staff"),),
        outlet=MetaValue("Harbour Wire", wire),
        published=MetaValue("2017-10-30", at("30 October 2017", text)),
        regions=(MetaValue("Norvia"),),
    )
    zones = (Zone("title", title), Zone("body", Span(title.end + 2, contact.start - 2)), Zone("contact", contact))
    links = (Link("https://harbour-wire.example/a?b=1&c=2", wire), Link("https://harbour-wire.example/"))
    return Document(text, zones, meta, links, (Media("https://harbour-wire.example/x.jpg", title, "ab" * 32),), "en", fiction)


def report(doc_id: str = "hw-1", *, text: str = TEXT, reader: str = "rules@0.1.0", fiction: bool = False, **kwargs: Any) -> CodedReport:
    """Return a report with every kind of record; `text` may only be longer than TEXT, at its end."""
    page = document(text, fiction=fiction)
    raw = text.encode("utf-8", "surrogatepass")
    sighting = Sighting(
        page.id, doc_id, f"reports/{doc_id}.txt", "Army takes two hamlets near Orlun", "Harbour Wire", "Harbour Agency",
        f"https://harbour-wire.example/{doc_id}", dt.date(2017, 10, 30), "given", LEARNED, raw, hashlib.sha256(raw).hexdigest(),
        (("Content-Type", "text/plain; charset=utf-8"),),
    )  # fmt: skip
    candidates = (ActorCandidate("norvia-army", "Northern Army", 0.875),)
    coded = events()
    first = dataclasses.replace(coded[0], participants=(dataclasses.replace(ARMY, candidates=candidates), FRONT), confidence=0.25)
    spoken = Attribution(4, Source("Harbour Wire", "author"), None, at("next week"), attributed=False, said_on=day())
    held = ControlState("h1", "Orlun", at("Orlun", nth=1), "the Front", "Red Valley Front", "held", None, DAY, at("held by the Front"), 4)
    known: dict[str, Any] = {
        "mentions": mentions(), "attributions": (spoken,), "events": (first, *coded[1:]), "claims": claims(),
        "statements": (Statement("s1", "background", None, "the province", at("in the province in October"), 4),), "controls": (held,),
        "places": (place("Upper Sarn", spans=(at("Upper Sarn"),), candidates=(CANDIDATE,)), place("Nowhere", lat=None, lon=None)),
        "problems": (Problem("no author is named", "line 2", "none needed", False),),
    }  # fmt: skip
    return CodedReport(Page(page, sighting), Reading(sighting.id, reader, "0" * 16), sentences(text), **(known | kwargs))
