"""Sentences: where they end, what they stand under, and that offsets are exact."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.read.zoning import zone_text
from dateline.records import Document, Meta, MetaValue, Sentence, Span, Zone
from dateline.segment import segment
from dateline.segment.sentences import MAX_SENTENCE


def sentences(text: str, *zones: Zone) -> tuple[Sentence, ...]:
    return segment(Document(text, zones))


# One "|" marks each boundary that must be found.
@pytest.mark.parametrize(
    "marked",
    [
        "Troops left Olden.|They took the bridge.",
        "Lt. Gen. A. Marlow spoke.|Col. Ruud did not.",
        "U.S. Army aircraft hit a depot of the U.N. Office.|Nobody was hurt.",
        "The post in the U.S. It was closed.".replace(" It", "|It"),
        "He spoke on Nov. 6 near St. Anne.|On Nov.5th he left.",
        "Brigade No. 4 took Mt. Sarvan.|He said no.|No one was hurt.",
        "It began at 5 a.m. on Monday.|It ended at 7 p.m.|The army left.",
        "Losses were 3.5 percent.|About 2,000 fled.",
        "“We left,” he said. “They stayed.”".replace(" “They", "|“They"),
        '"We left." The mayor agreed.'.replace(" The", "|The"),
        "Maj. Karl “K.P.” Marlow said so.|He left.",
        "Six were killed.The army denied it.".replace(".The", ".|The"),
        "He asked why?|Nobody knew!|The town was empty...|They left.",
        "The group (a branch of X. Y. Marlow's party) left.|It came back.",
        "The strike destroyed a truck; two mortars; and a bridge.|It was the third.",
        "See www.valley.example for more.|Mail desk@valley.example today.",
        "Sgt. Maj. Ruud et al. left.|The rest stayed.",
        "Mr. Marlow Jr. Stayed at home.".replace(" Stayed", " stayed"),
        "Troops of Marlow & Co. left.|The 1st Inf. brigade stayed.".replace("Inf. ", "infantry "),
        "The town fell in 1991.[3] It was retaken.[4][5]".replace(" It", "|It"),
        "2. The army left.|It came back.",
        "Two died i.e. the guards.|One lived e.g. the cook.",
    ],
)
def test_where_sentences_end(marked: str) -> None:
    wanted = [part.strip() for part in marked.split("|")]
    text = marked.replace(".|The army denied", ".The army denied").replace("|", " ")
    assert [sentence.text for sentence in sentences(text)] == wanted


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "The army of Norland said on Monday that its troops had taken the town\n"
        "of Olden after a night of fighting. The River Front denied it and said\n"
        "that it held the bridge.\n\n"
        "The mayor said that the people of the town had fled to the hills in\r\n"
        "the north.\n"
    )
    found = sentences(text)
    assert [sentence.paragraph for sentence in found] == [0, 0, 1]
    assert found[0].text == "The army of Norland said on Monday that its troops had taken the town of Olden after a night of fighting."
    assert found[2].text.endswith("the hills in  the north.")
    assert [sentence.span.of(Document(text)).replace("\n", " ").replace("\r", " ") for sentence in found] == [
        sentence.text for sentence in found
    ]


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    text = (
        "Troops left Olden\nThe mayor came back.\n"
        "Nobody was hurt in the town, and the long bridge over the river was open again to everyone on foot, he said.\n"
    )
    assert [sentence.text for sentence in sentences(text)] == [line for line in text.split("\n") if line]


def test_list_items_stand_under_their_heading() -> None:
    text = (
        "Two strikes were made.\nNorland\n.  At Olden a shell hit a bridge; and a truck.\n.  At Marsk a shell hit a post.\n"
        "Sudland:\n- A mine went off.\n* Two posts fell.\nAll came back.\n"
    )
    found = sentences(text)
    assert [(sentence.text, sentence.header) for sentence in found] == [
        ("Two strikes were made.", None),
        ("Norland", None),
        (".  At Olden a shell hit a bridge; and a truck.", "Norland"),
        (".  At Marsk a shell hit a post.", "Norland"),
        ("Sudland:", None),
        ("- A mine went off.", "Sudland"),
        ("* Two posts fell.", "Sudland"),
        ("All came back.", None),
    ]


def test_zones_are_kept_apart_and_inline_notes_stay_in() -> None:
    text = "Army leaves Olden The army left (banned in Norland) the town. It was quiet. Share this"
    zones = (
        Zone("title", Span(0, 17)),
        Zone("body", Span(18, 31)),
        Zone("standing_background", Span(32, 51)),
        Zone("body", Span(52, 75)),
        Zone("navigation", Span(76, 86)),
    )
    assert [(sentence.zone, sentence.text) for sentence in sentences(text, *zones)] == [
        ("title", "Army leaves Olden"),
        ("body", "The army left (banned in Norland) the town."),
        ("body", "It was quiet."),
        ("navigation", "Share this"),
    ]


def test_text_outside_zones_is_body() -> None:
    assert [(one.zone, one.text) for one in sentences("Army leaves. It was quiet.", Zone("title", Span(0, 12)))] == [
        ("title", "Army leaves."),
        ("body", "It was quiet."),
    ]


def test_a_line_that_a_dateline_opens_counts_whole_where_lines_are_wrapped() -> None:
    text = (
        "   OLDENBURY, 3 MAY 90 (KESTREL) -- [TEXT] THE ARMY REPORTED THAT ITS\nTROOPS FOUGHT NEAR OLDEN ON MONDAY MORNING AND THAT TWO MEN\n"
        "WERE HURT.  NOBODY WAS TAKEN AND THE ROAD TO THE COAST IS OPEN TO ALL\nTRAFFIC.\n"
    )
    start = text.index("THE ARMY")
    told = [
        one for one in sentences(text, Zone("dateline", Span(3, start - 1)), Zone("body", Span(start, len(text)))) if one.zone == "body"
    ]
    assert [one.text.split()[-1] for one in told] == ["hurt.", "traffic."]


def test_no_text_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t ") == ()


CAPITALS = "THE ARMY LEFT OLDEN AND THE RIVER FRONT [RF] CAME TO SAN LUIS DE LA REINA WITH FORTY MEN ON MONDAY."
PIECES = st.sampled_from(
    ["Troops left Olden", "The army said so.", "U.S.", "Gen. Marlow", "\n", "\n\n", "\r\n", "\t", " ", "  ", ".", "...", "“", "”", "(banned in Norland)",
     "• ", "- ", ".  ", "1. ", CAPITALS, "İSTANBUL", "STRAßE", "ŉ", "\u2028", "\x00", "\x85", "[x](#)", "By A. Marlow", "Region: ", "3 May 2019",
     "Share this", "READ MORE", "pic.twitter.com/abc", "Copyright ©", "\ud800", "é", "🜚", "Source: AFP", "KYIV (Reuters) -"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join))


def same(shown: str, quoted: str) -> bool:
    return (
        shown == quoted
        or shown.casefold() == quoted.casefold()
        or (shown == " " and (quoted.isspace() or quoted < " " or quoted == "\x7f"))
    )


def spans_of(meta: Meta) -> list[MetaValue]:
    found = [getattr(meta, name) for name in meta.__slots__]
    flat = [one for value in found for one in (value if isinstance(value, tuple) else (value,))]
    return [one for one in flat if one is not None and one.span is not None]


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([None, "Troops left Olden"]))
def test_every_span_quotes_and_every_character_is_read_once(text: str, title: str | None) -> None:
    zoned = zone_text(text, title=title, outlet="Valley Times")
    document = Document(text, zoned.zones, zoned.meta)
    at = 0
    for zone in document.zones:
        assert zone.span.start >= at
        assert zone.span.of(document).strip()
        assert not text[at : zone.span.start].strip()
        at = zone.span.end
    assert not text[at:].strip()
    for value in spans_of(document.meta):
        assert value.span
        assert value.span.of(document).strip()
    at = 0
    for index, sentence in enumerate(segment(document)):
        assert sentence.index == index
        assert sentence.span.start >= at
        assert not text[at : sentence.span.start].strip()
        quoted = sentence.span.of(document)
        assert len(sentence.text) == len(quoted)
        assert all(map(same, sentence.text, quoted))
        at = sentence.span.end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", ["killed ", "x", "and the army of ", "(", "village,\n"])
def test_a_text_without_ends_is_cut_into_sentences_of_bounded_length(unit: str) -> None:
    text = (unit * 4000)[:12_000]
    found = sentences(text, Zone("body", Span(0, len(text))))
    assert max(len(one.span.of(Document(text))) for one in found) <= MAX_SENTENCE
    assert "".join("".join(one.span.of(Document(text)) for one in found).split()) == "".join(text.split())


def test_capitals_without_ends_are_recased_in_time() -> None:
    text = "T-72 " * 12_000
    began = time.process_time()
    sentences(text, Zone("body", Span(0, len(text))))
    assert time.process_time() - began < 5.0
