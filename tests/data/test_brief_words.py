from __future__ import annotations

from importlib.resources import files

import pytest

from dateline.data.brief_words import FORMS, brief_words, parse_brief_words
from dateline.data.codebooks import load_acled
from dateline.errors import DataError
from dateline.export.brief_language import days, listed, named, number, span
from dateline.records import DateValue
from tests.export.brief_reports import FIRST

TEXT = (files("dateline.data") / "brief.toml").read_text(encoding="utf-8")


def test_every_type_has_an_act_that_names_just_the_actors_of_its_form() -> None:
    acts = brief_words().acts
    assert set(acts) == set(load_acled().event_type_of)
    for act in acts.values():
        assert set(act) == set(FORMS)


def test_all_faults_of_a_file_are_told_at_once() -> None:
    broken = (
        TEXT.replace('both = "{a} fought {b}"', 'both = "{a} fought"')
        .replace('licence = "', 'license = "')
        .replace('act."Grenade"', 'act."Pea"')
    )
    with pytest.raises(DataError) as error:
        parse_brief_words(broken, name="mine.toml")
    for fault in ("$.licence: missing", "no entry for 'Grenade'", "'Pea' is no sub-event type", '$.act."Armed clash".both'):
        assert fault in str(error.value.what)
    with pytest.raises(DataError, match="not TOML"):
        parse_brief_words("= 1", name="mine.toml")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Northern Army", "the Northern Army"),
        ("Ministry of Health", "the Ministry of Health"),
        ("Military Forces of Norvia (2000-2010)", "the Military Forces of Norvia (2000-2010)"),
        ("Islamic State", "Islamic State"),
        ("Civilians", "civilians"),
        ("Militants (unspecified)", "militants"),
        ("Unidentified armed actor", "an unidentified armed actor"),
        ("ETC official", "an ETC official"),
        ("UN official", "a UN official"),
        ("Front", "the Front"),
        ("they", "an unnamed speaker"),
        ("The Observer", "the Observer"),
        ("Opposition", "the opposition"),
        ("", ""),
    ],
)
def test_names_stand_in_a_sentence_with_their_article(name: str, words: str) -> None:
    assert named(name) == words


def test_numbers_lists_and_days() -> None:
    assert [number(n) for n in (0, 1, 10, 11, 1234)] == ["no", "one", "ten", "11", "1,234"]
    assert [listed(items) for items in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]
    later = FIRST.replace(month=6)
    assert span(FIRST, FIRST) == "1 May 2031"
    assert span(FIRST, FIRST.replace(day=3)) == "1 to 3 May 2031"
    assert span(FIRST, later) == "1 May to 1 June 2031"
    assert span(FIRST, FIRST.replace(year=2032)) == "1 May 2031 to 1 May 2032"
    assert days(DateValue(None, FIRST, "before", "inferred")) == "on or before 1 May 2031"
    assert days(DateValue(FIRST, None, "range", "inferred")) == "on or after 1 May 2031"
    assert days(DateValue(FIRST, FIRST.replace(day=31), "month", "explicit")) == "May 2031"
    assert days(DateValue(None, None, "unknown", "inferred")) == "day not known"
