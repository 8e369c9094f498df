"""Participants get entry, class, side and country from registry, place and day."""

import datetime as dt

import pytest

from dateline.data.actors import load_actors
from dateline.records import Attribution, Participant, Source, Span
from dateline.resolve.actors import interac, resolve_participant, speaker_side


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


def test_general_words_for_forces_mean_those_of_the_country() -> None:
    for name, entry in [("Government troops", "tg.forces"), ("Soldiers", "tg.army"), ("Police", "tg.police")]:
        done = resolve_participant(participant(name), country="TG", date=dt.date(2015, 1, 1))
        assert (done.entry, done.side) == (entry, "Government of Togo")
    assert resolve_participant(participant("Government troops"), country=None, date=None).entry is None
    assert resolve_participant(participant("Kenyan soldiers"), country="TG", date=None).entry == "ke.kdf"


def test_a_commander_who_acts_is_the_force_commanded() -> None:
    done = resolve_participant(participant("General Khalifa Haftar", "person"), country="LY", date=dt.date(2019, 4, 4))
    assert (done.name, done.entry, done.side) == ("Libyan National Army", "ly.lna", "Libyan National Army")


def test_loaded_words_are_read_as_the_speakers_side_uses_them() -> None:
    name = "Militants (unspecified)"
    said = participant(name, "rebel", side=name)
    by_state = resolve_participant(said, country="LK", date=dt.date(2001, 1, 1), speaker="Government of Sri Lanka")
    assert (by_state.entry, by_state.side) == ("ltte", "LTTE")
    by_nobody = resolve_participant(said, country="LK", date=dt.date(2001, 1, 1))
    assert (by_nobody.entry, by_nobody.name, by_nobody.side) == (None, name, name)


def test_an_alliance_counts_on_its_days_only() -> None:
    hezbollah = participant("Hezbollah", "rebel", "hezbollah", "Hezbollah")
    sides = [resolve_participant(hezbollah, country="SY", date=day).side for day in (dt.date(2008, 1, 1), dt.date(2017, 1, 1))]
    assert sides == ["Hezbollah", "Syrian government and allies"]


def test_the_speakers_side_comes_from_the_attribution_that_holds_the_trigger() -> None:
    told = Attribution(0, Source("Hezbollah's War Media Center", "party_armed"), None, Span(0, 40))
    assert speaker_side(Span(5, 9), [told]) == "Hezbollah"
    assert speaker_side(Span(50, 55), [told]) is None


def test_the_coalition_is_the_only_one_of_its_country_and_day() -> None:
    said = participant("Coalition jets", "external")
    found = [resolve_participant(said, country=country, date=dt.date(2017, 1, 1)).entry for country in ("SY", "YE", "PE")]
    assert found == ["coalition", "saudi_coalition", None]
