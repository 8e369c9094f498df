"""Labels by code book: who takes territory, disorder types, interaction, type of violence, PLOVER."""

import datetime as dt
from dataclasses import replace

import pytest

from dateline.code import code_event
from dateline.code.ucdp import date_prec, event_clarity, where_prec
from dateline.records import Count, DateValue, EventReport, Location, Participant, Span, Toll

REGAINS, OVERTAKES = "Government regains territory", "Non-state actor overtakes territory"
DAY = dt.date(2016, 5, 4)
KINDS = {
    "army": ("state_forces", "sy.army", 1, "Syrian government and allies"),
    "russia": ("state_forces", "ru.army", 8, "Russia"),
    "ndf": ("militia", "ndf", 3, "Syrian government and allies"),
    "hezbollah": ("militia", "hezbollah", 3, "Hezbollah"),
    "is": ("rebel", "is", 2, "Islamic State"),
    "sdf": ("rebel", "sdf", 2, "SDF"),
    "turkey": ("state_forces", "tr.army", 8, "Turkey"),
    "coalition": ("external", "coalition", 8, "US-led Coalition"),
    "gunmen": ("unidentified", None, 3, None),
    "civilians": ("civilians", None, 7, "Civilians"),
    "unknown": ("organisation", None, None, None),
    "marchers": ("protesters", None, 6, None),
}


def who(role: str, kind: str) -> Participant:
    actor_class, entry, code, side = KINDS[kind]
    return Participant(role, kind, side, (), actor_class=actor_class, entry=entry, interac=code)  # type: ignore[arg-type]


def event(
    sub: str, doers: str = "", others: str = "", *, killed: int | None = None, lemma: str = "", realis: str = "actual"
) -> EventReport:
    people = [who("initiator", kind) for kind in doers.split()] + [
        who("victim" if kind == "civilians" else "target", kind) for kind in others.split()
    ]
    tolls = ()
    if killed is not None:
        tolls = (Toll("t1", "killed", Count(killed, killed, killed, "exact"), None, "unknown", None, None, "event", Span(0, 1)),)
    return EventReport(
        "e1", Span(0, 1), (), "", sub, realis, "core", tuple(people),  # type: ignore[arg-type]
        (Location("Old Mill", "at", (), country="Syria", country_code="SY"),), DateValue(DAY, DAY, "day", "explicit"), tolls=tolls, lemma=lemma,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "takers", "expected"),
    [
        (OVERTAKES, "army", REGAINS),
        (OVERTAKES, "army ndf", REGAINS),
        (OVERTAKES, "ndf", REGAINS),
        (OVERTAKES, "hezbollah", REGAINS),
        (OVERTAKES, "russia", REGAINS),
        (OVERTAKES, "army russia", REGAINS),
        (REGAINS, "is", OVERTAKES),
        (REGAINS, "sdf coalition", OVERTAKES),
        (REGAINS, "turkey", OVERTAKES),
        (REGAINS, "gunmen", OVERTAKES),
        (REGAINS, "unknown", REGAINS),
        (OVERTAKES, "unknown", OVERTAKES),
        (REGAINS, "", REGAINS),
        ("Armed clash", "is", "Armed clash"),
    ],
)
def test_who_takes_territory(given: str, takers: str, expected: str) -> None:
    coded = code_event(event(given, takers))
    assert coded.sub_event_type == expected
    assert coded.codes.acled_sub_event_type == expected
    assert coded.event_type == coded.codes.acled_event_type == "Battles"


def test_an_ally_at_home_is_none_elsewhere() -> None:
    abroad = event(REGAINS, "russia")
    abroad = replace(abroad, locations=(Location("Old Mill", "at", (), country="Ukraine", country_code="UA"),))
    assert code_event(abroad).sub_event_type == OVERTAKES


@pytest.mark.parametrize(
    ("sub", "doers", "others", "event_type", "disorder", "interaction"),
    [
        ("Armed clash", "army", "is", "Battles", "Political violence", 12),
        ("Armed clash", "is", "army", "Battles", "Political violence", 12),
        ("Armed clash", "is", "is", "Battles", "Political violence", 22),
        ("Armed clash", "is", "", "Battles", "Political violence", None),
        ("Armed clash", "is", "unknown", "Battles", "Political violence", None),
        ("Air/drone strike", "russia", "is", "Explosions/Remote violence", "Political violence", 28),
        ("Air/drone strike", "army", "", "Explosions/Remote violence", "Political violence", 10),
        ("Air/drone strike", "", "civilians", "Explosions/Remote violence", "Political violence", None),
        ("Attack", "gunmen", "civilians", "Violence against civilians", "Political violence", 37),
        ("Attack", "is", "", "Violence against civilians", "Political violence", 27),
        ("Peaceful protest", "marchers", "", "Protests", "Demonstrations", 60),
        ("Excessive force against protesters", "army", "marchers", "Protests", "Political violence; Demonstrations", 16),
        ("Agreement", "army", "is", "Strategic developments", "Strategic developments", 12),
        ("No such type", "army", "is", None, None, None),
    ],
)
def test_acled(sub: str, doers: str, others: str, event_type: str | None, disorder: str | None, interaction: int | None) -> None:
    codes = code_event(event(sub, doers, others)).codes
    assert codes.acled_event_type == event_type
    assert codes.acled_disorder_type == disorder
    if event_type is not None:
        assert codes.acled_interaction == interaction


@pytest.mark.parametrize(
    ("doers", "others", "killed", "expected"),
    [
        ("army", "is", 3, 1), ("is", "army", 3, 1), ("is", "army civilians", 3, 1), ("russia", "is", 1, 1), ("coalition", "is", 1, 1),
        ("is", "sdf", 2, 2), ("is", "sdf civilians", 2, 2), ("is", "civilians", 2, 3), ("army", "civilians", 2, 3),
        ("army", "is", None, None), ("army", "is", 0, None), ("gunmen", "civilians", 2, None), ("", "civilians", 2, None), ("is", "", 2, None),
        ("is", "unknown", 2, None), ("unknown", "is", 2, None),
    ],
)  # fmt: skip
def test_type_of_violence(doers: str, others: str, killed: int | None, expected: int | None) -> None:
    assert code_event(event("Armed clash", doers, others, killed=killed)).codes.ucdp_type_of_violence == expected


@pytest.mark.parametrize("realis", ["planned", "hypothetical_denied"])
def test_what_did_not_happen_has_no_type_of_violence(realis: str) -> None:
    assert code_event(event("Armed clash", "army", "is", killed=4, realis=realis)).codes.ucdp_type_of_violence is None


@pytest.mark.parametrize(
    ("sub", "lemma", "expected"),
    [
        ("Air/drone strike", "bomb", ("ASSAULT", "aerial")),
        ("Air/drone strike", "drone strike", ("ASSAULT", "drone")),
        ("Armed clash", "clash", ("ASSAULT", None)),
        ("Armed clash", "Shoot", ("ASSAULT", "firearms")),
        (OVERTAKES, "seize", ("COERCE", "seize")),
        ("Agreement", "truce", ("RETREAT", "ceasefire")),
        ("Agreement", "agree", ("AGREE", None)),
        ("Arrests", "arrest", ("COERCE", "arrest")),
        ("Other", "release", ("RETREAT", "release")),
        ("Other", "whistle", (None, None)),
        ("Disrupted weapons use", "defuse", (None, None)),
    ],
)
def test_plover(sub: str, lemma: str, expected: tuple[str | None, str | None]) -> None:
    codes = code_event(event(sub, "is", "army", lemma=lemma)).codes
    assert (codes.plover_event, codes.plover_mode) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"level": "village", "lat": 1.0, "lon": 1.0, "status": "resolved"}, 1),
        ({"level": "village", "lat": 1.0, "lon": 1.0, "status": "resolved", "relation": "near"}, 2),
        ({"level": "village", "lat": 1.0, "lon": 1.0, "status": "resolved", "relation": "towards"}, 5),
        ({"level": "admin2", "lat": 1.0, "lon": 1.0, "status": "resolved"}, 3),
        ({"level": "admin1", "status": "resolved"}, 4),
        ({"level": "road", "lat": 1.0, "lon": 1.0, "status": "resolved"}, 5),
        ({"level": "area", "lat": 1.0, "lon": 1.0, "status": "resolved", "radius_km": 60.0}, 5),
        ({"level": "country", "status": "resolved"}, 6),
        ({"level": "village", "status": "area", "admin1": "Hill Country"}, 4),
        ({"level": "village", "status": "area", "radius_km": 15.0}, 2),
        ({"level": "village", "status": "area", "country": "Chad"}, 6),
        ({"level": "village", "status": "unresolved"}, None),
    ],
)
def test_where_prec(fields: dict[str, object], expected: int | None) -> None:
    location = Location("Old Mill", fields.pop("relation", "at"), ())  # type: ignore[arg-type]
    assert where_prec(replace(location, **fields)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "precision", "expected"),
    [(1, "day", 1), (3, "range", 2), (6, "range", 2), (7, "range", 3), (8, "week", 3), (30, "month", 4), (365, "year", 5)],
)
def test_date_prec(days: int, precision: str, expected: int) -> None:
    value = DateValue(DAY, DAY + dt.timedelta(days=days - 1), precision, "explicit")  # type: ignore[arg-type]
    assert date_prec(value) == expected
    assert date_prec(replace(value, start=None)) is None


def test_event_clarity() -> None:
    one = event("Armed clash", "is", "army")
    assert event_clarity(one) == 1
    assert event_clarity(replace(one, salience="aggregate")) == 2
    assert event_clarity(replace(one, n_incidents=15)) == 2
