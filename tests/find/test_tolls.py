"""Tolls: kind, bounds, words, category, sub-counts; and what is no toll."""

from __future__ import annotations

import pytest

from dateline.data.toll_words import parse_toll_words, toll_words
from dateline.errors import DataError
from dateline.find.tolls import find_tolls
from dateline.records import Sentence, Span, TollMention

Row = tuple[str, int | None, int | None, str]

ACTIVE: list[tuple[str, list[Row]]] = [
    ("Gunmen killed 13 farmers and 22 fighters.", [("killed", 13, 13, "13 farmers"), ("killed", 22, 22, "22 fighters")]),
    ("The bomb killed more than 35 shoppers.", [("killed", 35, 35, "more than 35 shoppers")]),
    ("Shells fell on the market, killing nine and wounding several of them.",
     [("killed", 9, 9, "nine"), ("wounded", None, None, "several of them")]),
    ("The blast left 12 dead and 30 injured.", [("killed", 12, 12, "12 dead"), ("wounded", 30, 30, "30 injured")]),
    ("The flood of fire claimed the lives of 21 miners.", [("killed", 21, 21, "21 miners")]),
    ("The raid cost the lives of three medics.", [("killed", 3, 3, "three medics")]),
    ("The column lost 28 riflemen, one field gun and a jeep.", [("killed", 28, 28, "28 riflemen")]),
    ("Border troops liquidated over 45 terrorists.", [("killed", 45, 45, "over 45 terrorists")]),
    ("Army units destroyed 14 militants.", [("killed", 14, 14, "14 militants")]),
    ("Troops neutralised 12 terrorists.", [("casualties", 12, 12, "12 terrorists")]),
    ("The attackers shot dead two guards.", [("killed", 2, 2, "two guards")]),
    ("The attackers gunned down a shopkeeper.", [("killed", 1, 1, "a shopkeeper")]),
    ("They killed and wounded 20 soldiers.", [("casualties", 20, 20, "20 soldiers")]),
    ("The army said it had killed or wounded about 40 rebels.", [("casualties", None, 40, "about 40 rebels")]),
    ("The airstrike killed at least 11 mothers and children.", [("killed", 11, 11, "at least 11 mothers and children")]),
    ("It killed at least 6 more sleeping porters and wounded hundreds of others.",
     [("killed", 6, 6, "at least 6 more sleeping porters"), ("wounded", 200, None, "hundreds of others")]),
    ("Rebels took 12 villagers hostage.", [("abducted", 12, 12, "12 villagers")]),
    ("The patrol took five prisoners.", [("captured", 5, 5, "five prisoners")]),
    ("Militiamen abducted 14 students.", [("abducted", 14, 14, "14 students")]),
    ("The army freed 23 hostages.", [("freed", 23, 23, "23 hostages")]),
    ("Police arrested three suspects.", [("captured", 3, 3, "three suspects")]),
    ("The troops captured four insurgents.", [("captured", 4, 4, "four insurgents")]),
    ("The fighting displaced 3,000 families.", [("displaced", 3000, 3000, "3,000 families")]),
    ("Clashes killed two Belgians in the capital.", [("killed", 2, 2, "two Belgians")]),
    ("They killed five people in Oram and three in Bestal.", [("killed", 5, 5, "five people"), ("killed", 3, 3, "three")]),
    ("Snipers killed the district chief and two bodyguards.", [("killed", 2, 2, "two bodyguards")]),
    ("Rebels executed 22 captured soldiers.", [("killed", 22, 22, "22 captured soldiers")]),
    ("The shelling killed a woman and her two children.", [("killed", 1, 1, "a woman"), ("killed", 2, 2, "two children")]),
    ("Clashes killed 12 on Monday and 5 on Tuesday.", [("killed", 12, 12, "12"), ("killed", 5, 5, "5")]),
    ("We captured nine officers, and six recruits have turned back.", [("captured", 9, 9, "nine officers")]),
    ("They shot dead three Valley Defence Front (VDF) scouts and guards.",
     [("killed", 3, 3, "three Valley Defence Front (VDF) scouts and guards")]),
    ("Shelling killed a couple in their home.", [("killed", 2, 2, "a couple")]),
    ("The mine killed a family of six.", [("killed", 6, 6, "a family of six")]),
    ("The mine killed one of the herders.", [("killed", 1, 1, "one of the herders")]),
    ("The barrage killed 20 to 30 conscripts.", [("killed", 20, None, "20 to 30 conscripts")]),
    ("Gunmen killed several elders.", [("killed", None, None, "several elders")]),
]  # fmt: skip

PASSIVE: list[tuple[str, list[Row]]] = [
    ("A policeman was killed.", [("killed", 1, 1, "A policeman")]),
    ("A policeman was killed and two soldiers were wounded.", [("killed", 1, 1, "A policeman"), ("wounded", 2, 2, "two soldiers")]),
    ("At least 11 gunners were killed at the ford and around 25 wounded.",
     [("killed", 11, 11, "At least 11 gunners"), ("wounded", None, 25, "around 25 wounded")]),
    ("Thirty recruits were killed or wounded.", [("casualties", 30, 30, "Thirty recruits")]),
    ("Five officers and a nurse died.", [("killed", 5, 5, "Five officers"), ("killed", 1, 1, "a nurse")]),
    ("Seventeen miners have apparently been killed.", [("killed", 17, 17, "Seventeen miners")]),
    ("Four soldiers from the mountain battalion were killed.", [("killed", 4, 4, "Four soldiers")]),
    ("Three guards killed in a blast near the dam", [("killed", 3, 3, "Three guards")]),
    ("Twelve people killed, five wounded.", [("killed", 12, 12, "Twelve people"), ("wounded", 5, 5, "five wounded")]),
    ("Six villagers who had been kidnapped were freed.", [("abducted", 6, 6, "Six villagers"), ("freed", 6, 6, "Six villagers")]),
    ("Two pilots were taken prisoner.", [("captured", 2, 2, "Two pilots")]),
    ("Eight sailors are missing.", [("missing", 8, 8, "Eight sailors")]),
    ("Eleven hostages were released.", [("freed", 11, 11, "Eleven hostages")]),
    ("More than 5,000 people fled their homes.", [("displaced", 5000, 5000, "More than 5,000 people")]),
    ("About 300 villagers were forced to flee.", [("displaced", None, 300, "About 300 villagers")]),
    ("Seven shepherds lost their lives.", [("killed", 7, 7, "Seven shepherds")]),
    ("Twenty-two rebels were eliminated.", [("killed", 22, 22, "Twenty-two rebels")]),
    ("Some fifteen drivers were shot dead.", [("killed", None, 15, "Some fifteen drivers")]),
    ("Two of the attackers were killed by guards.", [("killed", 2, 2, "Two of the attackers")]),
    ("Seven surveyors -- six Germans and one Briton -- and two drivers were murdered.",
     [("killed", 7, 7, "Seven surveyors"), ("killed", 2, 2, "two drivers"), ("killed", 6, 6, "six Germans"), ("killed", 1, 1, "one Briton")]),
    ("A shepherd was injured and a mill was destroyed.", [("wounded", 1, 1, "A shepherd")]),
    ("Two troopers identified as Palo and Idris were killed.", [("killed", 2, 2, "Two troopers")]),
    ("In all 2,417 Sava Marten Popular Resistance Column (SMPC) guerrillas were killed.",
     [("killed", 2417, 2417, "2,417 Sava Marten Popular Resistance Column (SMPC) guerrillas")]),
    ("Up to 30 militants may have been killed.", [("killed", None, 30, "Up to 30 militants")]),
    ('They said that twenty raiders were "liquidated".', [("killed", 20, 20, "twenty raiders")]),
    ("Two women aged 60 and 72 were killed.", [("killed", 2, 2, "Two women")]),
    ("The two sides said 213 prisoners of war were exchanged.", [("freed", 213, 213, "213 prisoners")]),
    ("One person died and nine were hurt.", [("killed", 1, 1, "One person"), ("wounded", 9, 9, "nine")]),
]  # fmt: skip

NOMINAL: list[tuple[str, list[Row]]] = [
    ("The death of four soldiers was confirmed.", [("killed", 4, 4, "four soldiers")]),
    ("Sixty-three dead and over 90 wounded, the clinic wrote.", [("killed", 63, 63, "Sixty-three dead"), ("wounded", 90, 90, "over 90 wounded")]),
    ("The death toll rose to 157.", [("killed", 157, 157, "157")]),
    ("The death toll of a mine under a wedding cart reached at least 24 people.", [("killed", 24, 24, "at least 24 people")]),
    ("The death toll rose from 18 to 32.", [("killed", 32, 32, "32")]),
    ("Death toll in mill blast hits 26", [("killed", 26, 26, "26")]),
    ("The number of casualties as of noon is 38.", [("casualties", 38, 38, "38")]),
    ("The number of dead stands at 61.", [("killed", 61, 61, "61")]),
    ("The number of wounded has risen to 90.", [("wounded", 90, 90, "90")]),
    ("The first death toll was 14, with 33 others hurt.", [("killed", 14, 14, "14"), ("wounded", 33, 33, "33 others")]),
    ("The number of victims stands at 48; nearly 75 are hurt.", [("killed", 48, 48, "48"), ("wounded", None, 75, "nearly 75")]),
    ("Medics counted 20 deaths.", [("killed", 20, 20, "20 deaths")]),
    ("The crews brought out 10 bodies.", [("killed", 10, 10, "10 bodies")]),
    ("The bodies of seven men were found.", [("killed", 7, 7, "seven men")]),
    ("The company reported 18 casualties.", [("casualties", 18, 18, "18 casualties")]),
    ("The kidnapping of two engineers shocked the port.", [("abducted", 2, 2, "two engineers")]),
    ("The clash resulted in one dead guerrilla.", [("killed", 1, 1, "one dead guerrilla")]),
    ("Mayor Ana Duarte was assassinated.", [("killed", 1, 1, "Mayor Ana Duarte")]),
    ("Radio mourned the murder of Colonel Luis Prado.", [("killed", 1, 1, "Colonel Luis Prado")]),
]  # fmt: skip

NONE = [
    "No casualties were reported.",
    "The strike caused no injuries.",
    "The troops did not kill 5 people.",
    "No one was injured.",
    "A second wave would kill 20 people.",
    "They threatened to kill two hostages.",
    "Barges carrying 3000 people arrived.",
    "The vote killed the motion in two hours.",
    "He spoke of wounded pride.",
    "Killing time, two officers played cards.",
    "The garrison has 400 soldiers.",
    "The army captured two villages and a hill.",
    "Two farmers sold 40 sheep.",
    "The raid destroyed four trucks.",
    "In 1999 the governor died.",
    "Three armored personnel carriers were destroyed.",
    "Nobody knows how many rebels died.",
    "There were many destroyed homes.",
    "The bomb could have killed hundreds of shoppers.",
    "They left without killing the two guards.",
]


def _sentences(*texts: str) -> tuple[Sentence, ...]:
    made, start = [], 0
    for index, text in enumerate(texts):
        made.append(Sentence(index, Span(start, start + len(text)), text, 0, "body"))
        start += len(text) + 1
    return tuple(made)


def _words(texts: tuple[str, ...], toll: TollMention) -> str:
    return " ".join(texts)[toll.span.start : toll.span.end]


def _rows(*texts: str) -> list[Row]:
    return [(t.kind, t.count.low, t.count.best, _words(texts, t)) for t in find_tolls(_sentences(*texts))]


@pytest.mark.parametrize(("text", "expected"), [*ACTIVE, *PASSIVE, *NOMINAL])
def test_tolls_of_a_sentence(text: str, expected: list[Row]) -> None:
    assert _rows(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_toll(text: str) -> None:
    assert _rows(text) == []


CATEGORIES = [
    ("Gunmen killed nine farmers.", "civilian"),
    ("Gunmen killed nine soldiers.", "combatant"),
    ("Gunmen killed nine people.", "unknown"),
    ("Gunmen killed nine RDF members.", "combatant"),
    ("Gunmen killed nine soldiers and nurses.", "mixed"),
    ("They killed nine rebels and wounded scores of them.", "combatant"),
    ("Nine were killed.", "unknown"),
    ("At least 6 people, all of them civilians, were killed.", "civilian"),
]


@pytest.mark.parametrize(("text", "category"), CATEGORIES)
def test_category_follows_the_noun(text: str, category: str) -> None:
    assert {toll.category for toll in find_tolls(_sentences(text))} == {category}


PARTS: list[tuple[tuple[str, ...], list[tuple[str, int | None, int | None]]]] = [
    (("Eighteen RDF members, including 4 scouts, were killed.",), [("Eighteen RDF members", 18, None), ("4 scouts", 4, 0)]),
    (("The bomb killed 12 shoppers, among them two children.",), [("12 shoppers", 12, None), ("two children", 2, 0)]),
    (("Gunmen abducted 14 students, two of them girls.",), [("14 students", 14, None), ("two of them girls", 2, 0)]),
    (("Twelve people - 8 civilians and 4 soldiers - were killed.",),
     [("Twelve people", 12, None), ("8 civilians", 8, 0), ("4 soldiers", 4, 0)]),
    (("The mine killed 12 people.", "Among the dead were three women."), [("12 people", 12, None), ("three women", 3, 0)]),
    (("The mine killed 12 people.", "The dead included two boys."), [("12 people", 12, None), ("two boys", 2, 0)]),
    (("At least 12 people were killed.", "The victims were mostly traders but included three guards."),
     [("At least 12 people", 12, None), ("three guards", 3, 0)]),
    (("The army shot 12 rebels dead.", "Among the killed rebels was field commander Idris Palo."),
     [("12 rebels", 12, None), ("field commander Idris Palo", 1, 0)]),
    (("At least 12 people were killed.", "Five of the victims were children."),
     [("At least 12 people", 12, None), ("Five of the victims were children", 5, 0)]),
    (("At least 12 people were killed.", "The dead included army deserters."),
     [("At least 12 people", 12, None), ("army deserters", None, 0)]),
    (("The gunboats killed more than 40 people.", "The shelling killed 16 herders and 25 conscripts."),
     [("more than 40 people", 40, None), ("16 herders", 16, 0), ("25 conscripts", 25, 0)]),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), PARTS)
def test_sub_counts_name_their_whole(texts: tuple[str, ...], expected: list[tuple[str, int | None, int | None]]) -> None:
    assert [(_words(texts, t), t.count.best, t.part_of) for t in find_tolls(_sentences(*texts))] == expected


def test_whole_is_mixed_where_its_parts_are() -> None:
    whole = find_tolls(_sentences("Twelve people - 8 civilians and 4 soldiers - were killed."))[0]
    assert whole.category == "mixed"


def test_sub_count_keeps_its_words() -> None:
    part = find_tolls(_sentences("Eighteen RDF members, including 4 senior gunners, were killed."))[1]
    assert part.subgroup == "senior gunners"


SIDES = [
    ("Eighteen RDF members were killed.", "RDF members"),
    ("The column lost 28 riflemen.", "The column"),
    ("A monitor said that loyalist forces lost 28 riflemen.", "loyalist forces"),
    ("They killed 22 pro-government gunmen.", "pro-government gunmen"),
    ("They killed nine people.", None),
    ("Gunmen killed six members of the Tarma Front.", "Tarma Front"),
    ("Gunmen killed six fighters from the Tarma Liberation Army on Friday.", "Tarma Liberation Army"),
    ("Gunmen killed six fighters from Tarma on Friday.", "fighters"),
    ("Gunmen killed six members of one family.", None),
    ("Three members of the VDF militia were killed.", "VDF militia"),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_words_that_tell_the_side(text: str, side: str | None) -> None:
    (toll,) = find_tolls(_sentences(text))
    assert (text[toll.side_text.start : toll.side_text.end] if toll.side_text else None) == side


def test_people_of_an_armed_body_are_combatants() -> None:
    assert [t.category for t in find_tolls(_sentences("A mine killed six members of the Tarma Front."))] == ["combatant"]
    assert [t.category for t in find_tolls(_sentences("A mine killed six members of the Tarma Teachers Union."))] == ["unknown"]


def test_lists_go_on_behind_the_body_that_people_are_of() -> None:
    rows = _rows("Gunmen killed two members of the Tarma Front and three residents.")
    assert rows == [("killed", 2, 2, "two members"), ("killed", 3, 3, "three residents")]


SPEAKERS: list[tuple[str, list[Row]]] = [
    ("Raiders burned the camp at dawn, killing eight herders, a security official said.", [("killed", 8, 8, "eight herders")]),
    ("Raiders killed eight herders, wounding six, a ministry spokesman told the agency.",
     [("killed", 8, 8, "eight herders"), ("wounded", 6, 6, "six")]),
    ("Raiders killed eight herders, two regional officials said.", [("killed", 8, 8, "eight herders")]),
    ("Raiders killed eight herders, including two boys, a nurse at the clinic in Kosh said.",
     [("killed", 8, 8, "eight herders"), ("killed", 2, 2, "two boys")]),
    ("Raiders killed eight herders, a villager who fled the camp told reporters.", [("killed", 8, 8, "eight herders")]),
    ("Raiders killed eight herders, a police commander, Colonel Adam Orsk, said.", [("killed", 8, 8, "eight herders")]),
    ("Raiders killed eight herders and a teacher, the ministry said.", [("killed", 8, 8, "eight herders"), ("killed", 1, 1, "a teacher")]),
    ("Raiders killed eight herders and a teacher said to be a spy.", [("killed", 8, 8, "eight herders"), ("killed", 1, 1, "a teacher")]),
    ("Eight herders killed, a district official said.", [("killed", 8, 8, "Eight herders")]),
    ("A local commander of the guard, a pro-Torm militia, was also killed.", [("killed", 1, 1, "A local commander")]),
    ("Jets killed 17 herders, including two boys, a member of the Torm Front (TF) told the station.",
     [("killed", 17, 17, "17 herders"), ("killed", 2, 2, "two boys")]),
    ("The mayor said a child was among the wounded.", [("wounded", 1, 1, "a child")]),
    ("Two nurses were also among those killed.", [("killed", 2, 2, "Two nurses")]),
    ("Among the dead were two boys, a doctor said.", [("killed", 2, 2, "two boys")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), SPEAKERS)
def test_who_tells_of_the_dead_is_none_of_them(text: str, rows: list[Row]) -> None:
    assert _rows(text) == rows


def test_verb_is_the_predicate() -> None:
    text = "Nine miners were killed."
    (toll,) = find_tolls(_sentences(text))
    assert toll.verb is not None
    assert text[toll.verb.start : toll.verb.end] == "killed"


def test_named_victim_only_where_nobody_is_counted() -> None:
    assert _rows("Mayor Ana Duarte and two guards were killed.") == [("killed", 2, 2, "two guards")]


def test_named_victim_is_marked_as_person() -> None:
    (toll,) = find_tolls(_sentences("Mayor Ana Duarte was assassinated."))
    assert toll.who == "person"


def test_same_count_twice_in_a_sentence_is_one_toll() -> None:
    assert len(_rows("Nine miners were killed, the union said, adding that the nine miners died at dawn.")) == 1


def test_word_list_loads_and_names_all_faults() -> None:
    assert toll_words().people["children"].category == "civilian"
    with pytest.raises(DataError) as error:
        parse_toll_words({"killed": {"verbs": ["kill"]}, "phrase": [{"kind": "eaten", "place": "over"}]})
    for fault in (
        "[wounded] is missing",
        "[killed] lacks strict",
        "phrase 1: kind",
        "phrase 1: place",
        "phrase 1: pattern",
        "[people] lacks civilian",
    ):
        assert fault in str(error.value)
