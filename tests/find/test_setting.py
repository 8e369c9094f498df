"""Which country a report and its sentences are about."""

from __future__ import annotations

import pytest

from dateline.find.setting import Setting, find_setting
from dateline.find.tokens import tokenize
from dateline.segment import segment
from tests.reader import FRIDAY, index, page_of


def setting(text: str, hint: str = "") -> Setting:
    sentences = segment(page_of(text).document)
    return find_setting(sentences, [tokenize(s) for s in sentences], index(), hint, FRIDAY)


LEADING = [
    ("The army shelled a village in Syria.", "SY"),
    ("Iraqi troops entered the town.", "IQ"),
    ("Clashes broke out near Mogadishu on Monday.", "SO"),
    ("The Colombian army said its men had left.", "CO"),
    ("US jets bombed a village in Yemen.", "YE"),
    ("Russian jets bombed a village in Syria. Syrian troops entered the village.", "SY"),
    ("French and British planes bombed targets in Mali.", "ML"),
    ("UKRAINIAN TROOPS LEFT THE VILLAGE.", "UA"),
    ("The leaves turned.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "country"), LEADING)
def test_the_leading_country(text: str, country: str | None) -> None:
    assert setting(text).country == country


@pytest.mark.parametrize(
    ("hint", "country"), [("Clashes in Somalia", "SO"), ("Somalia's army", "SO"), ("Somali army advances", "SO"), ("Clashes", None)]
)
def test_the_title_hints_at_the_country(hint: str, country: str | None) -> None:
    assert setting("The army left the village.", hint).country == country


BY_SENTENCE = [
    ("Clashes broke out in Syria. In Iraq, Syrian troops left Syria. The army stayed.", ["SY", "IQ", "IQ"]),
    ("Clashes broke out in Syria. The army left. In Iraq, police left. The army stayed.", ["SY", "SY", "IQ", "IQ"]),
    ("In Nigeria, soldiers left. In Niger, soldiers stayed. They slept.", ["NG", "NE", "NE"]),
    ("The army left. Clashes broke out in Somalia. The army stayed.", ["SO", "SO", "SO"]),
]


@pytest.mark.parametrize(("text", "countries"), BY_SENTENCE)
def test_each_sentence_is_in_the_country_named_last(text: str, countries: list[str]) -> None:
    here = setting(text)
    assert [here.at(number) for number in range(len(countries))] == countries


def test_a_country_named_in_passing_is_no_scene() -> None:
    text = (
        "Clashes broke out in Syria. The Syrian army left Syria. Troops in Syria stayed in Syria. A French minister spoke. The army left."
    )
    assert setting(text).at(4) == "SY"


def test_the_day_of_publication_is_kept() -> None:
    assert setting("The army left a village in Syria.").day == FRIDAY
    assert setting("The leaves turned.").day == FRIDAY
