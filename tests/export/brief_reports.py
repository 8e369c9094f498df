"""Reports of invented names at random: what briefs are tested on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from dateline.export import Numbered
from dateline.records import (
    Claim,
    CodedReport,
    Codes,
    ControlState,
    Count,
    DateValue,
    Document,
    EventReport,
    Location,
    Loss,
    Outcome,
    Page,
    Participant,
    Reading,
    Sighting,
    Source,
    Span,
    Statement,
    Toll,
    Via,
)  # fmt: skip

SIDES = ("Umber Army", "Cobal Army", "Vorlak Front", "Ashur Brigade", "Tessen Movement", "Ozmar", "Kelwin Police", "Drovers Union")
PLACES = ("Qorbet", "Upper Sarn", "Old Sarn", "Hill 412", "Nelva Crossing", "Yirdal", "Bezmet", "Camp 9")
REGIONS = (("Harn", "Norvia"), ("Ostel", "Norvia"), ("Ketra", "Suvenia"), (None, "Suvenia"), (None, None))
SPEAKERS = ("Maro Delnik", "Residents", "Military source", "Zenith Observatory", "Ministry of Health", "Umber Army", "Vorlak Front", "they")
OUTLETS = ("Harbour Wire", "Gazeta Polna", "Radio Quell", None)
TYPES = (
    "Armed clash", "Government regains territory", "Air/drone strike", "Attack", "Abduction/forced disappearance", "Peaceful protest",
    "Looting/property destruction", "Other", "Remote explosive/landmine/IED",
)  # fmt: skip
TEXT = "An invented page says “dozens” of things, among them that scores of people, and a few of their houses, were there that day. "
FIRST = dt.date(2031, 5, 1)
LEARNED = dt.datetime(2031, 6, 1, tzinfo=dt.UTC)


def spans() -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, 60), st.integers(1, 40)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def dates() -> st.SearchStrategy[DateValue]:
    day = st.integers(0, 40).map(lambda n: FIRST + dt.timedelta(n))
    exact = day.map(lambda d: DateValue(d, d, "day", "explicit"))
    week = day.map(lambda d: DateValue(d, d + dt.timedelta(7), "week", "publication"))
    before = day.map(lambda d: DateValue(None, d, "before", "inferred"))
    return st.one_of(exact, exact, week, before, st.just(DateValue(None, None, "unknown", "inferred")))


@st.composite
def counts(draw: st.DrawFn) -> Count:
    number = draw(st.integers(1, 9000))
    return draw(
        st.sampled_from(
            [
                Count(number, number, number, "exact"),
                Count(number, number, None, "at_least"),
                Count(None, number, number, "up_to"),
                Count(number, None, number + 7, "range"),
                Count(24, None, None, "unquantified"),
                Count(None, None, None, "unquantified"),
            ]
        )
    )


@st.composite
def locations(draw: st.DrawFn) -> Location:
    admin1, country = draw(st.sampled_from(REGIONS))
    relation: Any = draw(st.sampled_from(["at", "at", "near", "in", "towards"]))
    point = (35.0, 37.0) if admin1 else (None, None)
    return Location(draw(st.sampled_from(PLACES)), relation, (), "village", admin1, country, None, *point, status="resolved")


@st.composite
def events(draw: st.DrawFn, name: str) -> EventReport:
    roles = st.sampled_from(["initiator", "target", "victim", "supporter"])
    people = draw(st.lists(st.tuples(roles, st.sampled_from(SIDES), st.booleans()), max_size=4))
    places = tuple(draw(st.lists(locations(), max_size=2)))
    outcome = None
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["captured", "lost", "repelled", "none_gained", "route_cut", "freed", "destroyed"]))
        by = tuple(draw(st.lists(st.sampled_from(SIDES), max_size=2)))
        outcome = Outcome(kind, by, draw(st.sampled_from([None, *SIDES])), tuple(draw(st.lists(st.sampled_from(PLACES), max_size=2))))
    category = st.sampled_from(["civilian", "combatant", "unknown", "mixed"])
    kinds = st.sampled_from(["killed", "wounded", "captured", "displaced", "casualties"])
    tolls = tuple(
        Toll(
            f"{name}.c{n}", draw(kinds), draw(counts()), draw(st.sampled_from([None, *SIDES])), draw(category),
            draw(st.sampled_from([None, "commanders", "child"])), f"{name}.c1" if n == 2 else None, "event", draw(spans()),
            superseded=draw(st.integers(0, 5)) == 0,
        )
        for n in range(1, draw(st.integers(0, 3)) + 1)
    )  # fmt: skip
    losses = tuple(
        Loss(f"{name}.l{n}", draw(st.sampled_from(["tank", "pick-up truck", "ammunition"])), draw(st.sampled_from([None, 1, 17])),
             draw(st.sampled_from([None, *SIDES])), "destroyed", draw(spans()))
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )  # fmt: skip
    realis: Any = draw(st.sampled_from(["actual", "actual", "actual", "attempted_failed", "ongoing", "planned", "hypothetical_denied"]))
    salience: Any = draw(st.sampled_from(["core", "core", "core", "aggregate"]))
    actors = tuple(Participant(role, who, who, (), inferred) for role, who, inferred in people)
    incidents = draw(st.sampled_from([None, None, 31]))
    return EventReport(
        name, draw(spans()), (), "Battles", draw(st.sampled_from(TYPES)), realis, salience, actors, places, draw(dates()),
        n_incidents=incidents, outcome=outcome, tolls=tolls, losses=losses, codes=Codes(),
    )  # fmt: skip


@st.composite
def claims(draw: st.DrawFn, happened: tuple[EventReport, ...], outlet: str | None) -> tuple[Claim, ...]:
    targets = [target for e in happened for target in (e.id, e.id, f"{e.id}.outcome", f"{e.id}.actors")]
    targets += [part.id for e in happened for part in (*e.tolls, *e.losses)]
    made = []
    for number in range(draw(st.integers(0, 2 * len(targets)))):
        about = tuple(draw(st.lists(st.sampled_from(targets), min_size=1, max_size=4, unique=True)))
        own = draw(st.booleans())
        source = Source(outlet or "Unknown outlet", "author") if own else Source(draw(st.sampled_from(SPEAKERS)), "official")
        via = tuple(Via(draw(st.sampled_from(SPEAKERS[:4]))) for _ in range(0 if own else draw(st.integers(0, 1))))
        certainty: Any = draw(st.sampled_from(["certain", "probable", "possible"]))
        polarity = draw(st.sampled_from(["+", "+", "+", "-"]))
        made.append(Claim(f"k{number}", about, source, not own, via, None, draw(spans()), certainty, polarity, "neutral"))
    return tuple(made)


@st.composite
def stores(draw: st.DrawFn) -> list[Numbered]:
    """Draw reports of which some tell of the same events."""
    found: list[Numbered] = []
    for number in range(draw(st.integers(0, 4))):
        outlet = draw(st.sampled_from(OUTLETS))
        happened = tuple(draw(events(f"e{n}")) for n in range(1, draw(st.integers(0, 3)) + 1))
        made = draw(claims(happened, outlet)) if happened else ()
        ids = {event.id: f"DL-{draw(st.integers(1, 5))}" for event in happened}
        found.append((page(f"r{number}", outlet, happened, made, draw(st.integers(0, 40))), ids))
    return found


def page(
    name: str, outlet: str | None, happened: tuple[EventReport, ...], made: tuple[Claim, ...], days: int = 3,
    statements: tuple[Statement, ...] = (), controls: tuple[ControlState, ...] = (),
) -> CodedReport:  # fmt: skip
    """Return a report of the invented page under a name of its own."""
    document = Document(TEXT)
    published = FIRST + dt.timedelta(days)
    sighting = Sighting(document.id, name, f"reports/{name}.txt", None, outlet, None, None, published, "given", LEARNED)
    return CodedReport(
        Page(document, sighting), Reading(sighting.id, "rules", "0"), (), _nothing(), events=happened, claims=made, statements=statements,
        controls=controls,
    )  # fmt: skip


def _nothing() -> Any:
    from dateline.records import Mentions

    return Mentions()


DAY = DateValue(FIRST, FIRST, "day", "explicit")
HERE = (Location("Qorbet", "at", (), "village", "Harn", "Norvia", "NV", 35.0, 37.0, 1),)


def event(name: str = "e1", **kwargs: Any) -> EventReport:
    known: dict[str, Any] = {
        "event_type": "Battles", "sub_event_type": "Armed clash", "realis": "actual", "salience": "core", "locations": HERE, "date": DAY,
        "participants": (Participant("initiator", "Umber Army", "Umber Army", ()), Participant("target", "Vorlak Front", "Vorlak Front", ())),
    }  # fmt: skip
    return EventReport(name, Span(0, 2), (), **(known | kwargs))


def claim(name: str, *about: str, by: str | None = None, **kwargs: Any) -> Claim:
    source = Source(by, "official") if by else Source("Harbour Wire", "author")
    known: dict[str, Any] = {"certainty": "certain", "polarity": "+", "cue_class": "neutral"}
    return Claim(name, about or ("e1",), source, by is not None, (), None, Span(0, 10), **(known | kwargs))


def toll(name: str, number: int, **kwargs: Any) -> Toll:
    known: dict[str, Any] = {"side": None, "category": "unknown", "subgroup": None, "part_of": None, "scope": "event", "span": Span(0, 3)}
    return Toll(name, kwargs.pop("kind", "killed"), Count(number, number, number, "exact"), **(known | kwargs))
