"""Participants get entry, class, side and country from registry, place and day."""

import datetime as dt

import pytest

from dateline.data.actors import load_actors
from dateline.records import Participant, Span
from dateline.resolve.actors import interac, resolve_participant


def participant(name: str, actor_class: str = "state_forces", entry: str | None = None, side: str | None = None) -> Participant:
    return Participant("initiator", name, side, (Span(0, len(name)),), actor_class=actor_class, entry=entry)


@pytest.mark.parametrize(
    ("name", "entry", "actor_class", "country", "expected"),
    [
        ("Syrian Arab Army", "sy.army", "state_forces", "SY", 1),
        ("Syrian Arab Army", "sy.army", "state_forces", "Syria", 1),
        ("Syrian Arab Army", "sy.army", "state_forces", "LB", 8),
        ("Turkish Armed Forces", "tr.army", "state_forces", "IQ", 8),
        ("Turkish Armed Forces", "tr.army", "state_forces", "TR", 1),
        ("Turkish Armed Forces", "tr.army", "state_forces", None, 1),
        ("US-led Coalition", "coalition", "external", "SY", 8),
        ("Islamic State", "is", "rebel", "SY", 2),
        ("Al-Shabaab", "shabaab", "rebel", "KE", 2),
        ("National Defense Forces", "ndf", "militia", "SY", 3),
        ("Fulani militia", "fulani", "militia", "NG", 4),
        ("Reuters", "reuters", "media", "SY", 7),
        ("Togolese Army", "tg.army", "state_forces", "TG", 1),
        ("Togolese Army", "tg.army", "state_forces", "GH", 8),
        ("troops", None, "state_forces", "GH", 1),
        ("Togolese patrol", None, "state_forces", "GH", 8),
        ("gunmen", None, "unidentified", "MX", 3),
        ("Civilians", None, "civilians", "SY", 7),
        ("demonstrators", None, "protesters", "SY", 6),
        ("looters", None, "rioters", "SY", 5),
        ("a spokesman", None, "person", "SY", None),
    ],
)
def test_interac(name: str, entry: str | None, actor_class: str, country: str | None, expected: int | None) -> None:
    assert interac(name, load_actors().get(entry), actor_class, country, dt.date(2017, 10, 30)) == expected


@pytest.mark.parametrize(("day", "expected"), [(dt.date(2019, 1, 1), 2), (dt.date(2023, 1, 1), 1), (None, 2)])
def test_class_follows_the_day(day: dt.date | None, expected: int) -> None:
    assert interac("Taliban", load_actors().get("taliban"), "rebel", "AF", day) == expected


def test_entry_is_that_of_the_day_and_the_name_that_of_the_text() -> None:
    done = resolve_participant(participant("Jabhat al-Nusra", "rebel", "nusra", "HTS / al-Nusra"), country="SY", date=dt.date(2018, 3, 1))
    assert (done.name, done.entry, done.interac, done.country) == ("Jabhat al-Nusra", "hts", 2, "SY")
    assert done.candidates[0].entry == "nusra"
    then = resolve_participant(participant("Jabhat al-Nusra", "rebel", "nusra"), country="SY", date=dt.date(2014, 3, 1))
    assert then.entry == "nusra"
    assert then.candidates[0].score > done.candidates[0].score


def test_a_shared_name_is_read_in_the_events_country() -> None:
    done = resolve_participant(
        participant("Republican Guard (Syria)", entry="sy.republican_guard", side="Syrian government and allies"),
        country="YE",
        date=dt.date(2015, 4, 1),
    )
    assert (done.name, done.entry, done.side) == ("Republican Guard (Yemen)", "ye.republican_guard", "Republican Guard (Yemen)")
    assert len(done.candidates) >= 3


def test_a_name_without_entry_is_looked_up() -> None:
    done = resolve_participant(participant("Daesh", "rebel"), country="Iraq", date=dt.date(2016, 1, 1))
    assert (done.entry, done.side, done.interac) == ("is", "Islamic State", 2)


def test_part_of_a_phrase_is_no_entry() -> None:
    done = resolve_participant(participant("Friends of the Islamic State debate club", "organisation"), country="IQ", date=None)
    assert (done.entry, done.candidates, done.interac) == (None, (), None)


@pytest.mark.parametrize(
    ("name", "actor_class", "country", "home"),
    [("Civilians", "civilians", "SY", "SY"), ("Ugandan miners", "civilians", "CD", "UG"), ("foreign soldiers", "external", "ML", None)],
)
def test_country_without_entry(name: str, actor_class: str, country: str, home: str | None) -> None:
    done = resolve_participant(participant(name, actor_class), country=country, date=None)
    assert (done.country, done.entry) == (home, None)


@pytest.mark.parametrize(
    ("country", "day", "side"),
    [
        ("SY", dt.date(2016, 6, 1), "Syrian government and allies"),
        ("SY", dt.date(2025, 6, 1), "Hezbollah"),
        ("LB", dt.date(2016, 6, 1), "Hezbollah"),
        (None, None, "Hezbollah"),
    ],
)
def test_an_allied_group_abroad_is_of_the_governments_side(country: str | None, day: dt.date | None, side: str) -> None:
    assert resolve_participant(participant("Hezbollah", "militia", "hezbollah", "Hezbollah"), country=country, date=day).side == side
