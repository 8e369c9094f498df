"""Zones and visible metadata of plain texts: dumps with lines, long scraped lines, wire copy."""

from __future__ import annotations

import pytest

from dateline.read.zoning import zone_text
from dateline.records import BOILERPLATE, Document, MetaValue

CROSS_POST = """Video: Valley Guard Pushes Back River Front Near Olden

By [Harbour Watch](#)

Plain Dealer Online, May 4, 2019

[Harbour Watch](#) 3 May 2019

Region: [Inner Valleys](#)

Theme: [Border War](#), [Militias](#)

The Valley Guard entered the village of Olden on Thursday.

Twelve River Front members were killed, a guard officer said.

If you value our work, please donate: PayPal: desk@harbour.example

Cover photo by Harbour Watch.

The original source for this report is [Harbour Watch](#)
Copyright © [Harbour Watch](#), 2019

[Comment on Plain Dealer articles on our page](#)

[Newsletters](#)

Articles by: [Harbour Watch](#)

Disclaimer: The views expressed are those of the authors.

Press contacts: desk@plaindealer.example
"""

NEWS_SITE = """Bandits kill nine in Dankadu raid
By Sani Bello, Gusau
Published: 14 March 2022 | Updated: 15 March 2022
Gunmen on motorcycles stormed Dankadu village on Sunday night, killing nine people.
Photo: Displaced villagers at a school. Credit: S. Bello
READ ALSO: Troops rescue 12 from kidnappers' den
He said three suspects were arrested.
Advertisement
The governor visited on Monday.
Support our journalism! Donate here.
Copyright VALLEY TIMES
You may also like:
Army kills 30 in Marsk
Senate passes bill
For advertising enquiries: ads@valley.example
"""

RELEASE = """On May 3, allied gunboats shelled River Front positions four times.
Off Olden, a salvo sank a ferry. Off Marsk, three salvos burned two trucks and a mortar.
The boats were back in the harbour by dusk, and their crews reported no damage.
An engagement, as understood in these bulletins, is any number of shots at a single target on the same day.
So three shells on one barn are one engagement.
All patrols were carried out under Operation Clear River, the mission to protect the valleys.
"""

SCRAPED = (
    "Olden Market Fire Kills 14 Traders, Mayor Says REUTERS Handout Africa 0912 03.06.2018(updated 1120 03.06.2018) Get short URL 3 41 "
    "A fireman told Sputnik that the blaze at the market of Olden killed 14 people. The dead were traders. "
    "READ MORE Army Sends Three Battalions to Olden Valley In a second fire two guards (banned in Norland) were wounded. "
    "REUTERS Ann Marlow River Front Leader Calls for Talks in Marsk The mayor of Olden said the market would stay closed. "
    "... 27 Related Army Leaves Marsk Bridge Tags blast market Olden Community standardsDiscussion Comment via DisqusComment via Twitter"
)


def words(text: str, kind: str, **given: str) -> list[str]:
    zoned = zone_text(text, **given)
    return [text[zone.span.start : zone.span.end] for zone in zoned.zones if zone.kind == kind]


def values(text: str, **given: str) -> dict[str, object]:
    meta = zone_text(text, **given).meta
    read = {name: getattr(meta, name) for name in meta.__slots__}
    flat = {
        name: value.value if isinstance(value, MetaValue) else tuple(one.value for one in value) for name, value in read.items() if value
    }
    for value in read.values():
        for one in value if isinstance(value, tuple) else (value,):
            if one is not None and one.span is not None and name_like(one.value):
                assert one.value.casefold() in text[one.span.start : one.span.end].casefold()
    return flat


def name_like(value: str) -> bool:
    return not value[:4].isdigit()


def test_cross_post_dump_is_zoned_line_by_line() -> None:
    assert words(CROSS_POST, "title") == ["Video: Valley Guard Pushes Back River Front Near Olden"]
    assert words(CROSS_POST, "byline") == ["By [Harbour Watch](#)"]
    assert words(CROSS_POST, "dateline") == ["Plain Dealer Online, May 4, 2019", "[Harbour Watch](#) 3 May 2019"]
    assert words(CROSS_POST, "section") == ["Region: [Inner Valleys](#)", "Theme: [Border War](#), [Militias](#)"]
    assert words(CROSS_POST, "body") == [
        "The Valley Guard entered the village of Olden on Thursday.\n\nTwelve River Front members were killed, a guard officer said."
    ]
    assert [zone.kind for zone in zone_text(CROSS_POST).zones if zone.kind in BOILERPLATE] == [
        "donation_appeal", "image_caption", "copyright", "copyright", "navigation", "navigation", "navigation", "disclaimer", "contact",
    ]  # fmt: skip


def test_cross_post_metadata_tells_original_from_copy() -> None:
    assert values(CROSS_POST) == {
        "title": "Video: Valley Guard Pushes Back River Front Near Olden",
        "authors": ("Harbour Watch",),
        "outlet": "Plain Dealer Online",
        "original_outlet": "Harbour Watch",
        "published": "2019-05-04",
        "original_date": "2019-05-03",
        "regions": ("Inner Valleys",),
        "themes": ("Border War", "Militias"),
    }


def test_news_site_dump_without_blank_lines() -> None:
    assert words(NEWS_SITE, "title") == ["Bandits kill nine in Dankadu raid"]
    assert "".join(words(NEWS_SITE, "body")) == (
        "Gunmen on motorcycles stormed Dankadu village on Sunday night, killing nine people."
        "He said three suspects were arrested.The governor visited on Monday."
    )
    assert words(NEWS_SITE, "related_links") == [
        "READ ALSO: Troops rescue 12 from kidnappers' den", "You may also like:", "Army kills 30 in Marsk", "Senate passes bill",
    ]  # fmt: skip
    assert words(NEWS_SITE, "contact") == ["For advertising enquiries: ads@valley.example"]
    assert values(NEWS_SITE) == {"title": "Bandits kill nine in Dankadu raid", "authors": ("Sani Bello",), "published": "2022-03-14"}


def test_definitions_and_campaign_notes_of_a_release_are_no_reporting() -> None:
    assert words(RELEASE, "disclaimer") == [
        "An engagement, as understood in these bulletins, is any number of shots at a single target on the same day.",
        "So three shells on one barn are one engagement.",
    ]
    assert len(words(RELEASE, "standing_background")) == 1
    assert words(RELEASE, "body") == [RELEASE[: RELEASE.index("An engagement, as understood")].strip()]


def test_scraped_line_gives_up_its_chrome() -> None:
    given = {"title": "Olden Market Fire Kills 14 Traders, Mayor Says", "outlet": "Sputnik"}
    assert words(SCRAPED, "title", **given) == [given["title"]]
    assert words(SCRAPED, "dateline", **given) == ["Africa 0912 03.06.2018(updated 1120 03.06.2018)"]
    assert words(SCRAPED, "image_caption", **given) == ["REUTERS Handout", "REUTERS Ann Marlow"]
    assert words(SCRAPED, "related_links", **given) == [
        "READ MORE Army Sends Three Battalions to Olden Valley",
        "River Front Leader Calls for Talks in Marsk",
        "... 27 Related Army Leaves Marsk Bridge Tags blast market Olden",
    ]
    assert words(SCRAPED, "standing_background", **given) == ["(banned in Norland)"]
    assert words(SCRAPED, "body", **given) == [
        "A fireman told Sputnik that the blaze at the market of Olden killed 14 people. The dead were traders.",
        "In a second fire two guards",
        "were wounded.",
        "The mayor of Olden said the market would stay closed.",
    ]
    assert values(SCRAPED, **given)["published"] == "2018-06-03"


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        (
            "Shells hit three schools in Marsk mayor Two teachers were hurt when shells fell on Friday.",
            "Shells hit three schools in Marsk: mayor",
            True,
        ),
        ("Mon 8 Jul 2019 Marsk Toll Reaches 12. The toll reached 12 on Sunday.", "Marsk Toll Reaches 12", True),
        ("Mon 8 Jul 2019 Marsk Toll Reaches 12 After Blast. The toll reached 12 on Sunday.", None, True),
        ("Rebels seize Marsk bridge, then leave it again. The army came back.", "Rebels seize Marsk bridge", False),
        ("Rebels seize Marsk bridge and hold it. The army came back.", "Rebels seize Marsk bridge", False),
        ("The army came back to Olden on Monday. Nobody was hurt.", "Rebels seize Marsk bridge", False),
        ("Rebels seize Marsk bridge", "Rebels seize Marsk bridge", False),
    ],
)
def test_a_title_run_into_the_text_is_split_off(text: str, title: str | None, found: bool) -> None:
    assert bool(words(text, "title", title=title)) is found


@pytest.mark.parametrize(
    ("text", "place", "agency", "body"),
    [
        ("MARSK (Reuters) - Troops left.\n", "Marsk", "Reuters", "Troops left."),
        ("OLDEN, 3 JAN 90 (ACAN-EFE) -- [TEXT] TROOPS LEFT THE CITY.", "Olden", "ACAN-EFE", "TROOPS LEFT THE CITY."),
        ("OLDEN (NORLAND), 3 JAN 90 (EFE) -- [REPORT] [PRESS\nCOMMITTEE, PCO] [TEXT] TROOPS LEFT.", "Olden", "EFE", "TROOPS LEFT."),
        ("MARSK, October 23. /TASS/. Troops left.", "Marsk", "TASS", "Troops left."),
        ("KYIV. July 12 (Interfax-Ukraine) – Troops left.", "Kyiv", "Interfax-Ukraine", "Troops left."),
        ("RAIPUR: Troops left.", "Raipur", None, "Troops left."),
        ("Marsk, SANA- Troops left.", "Marsk", "SANA", "Troops left."),
        ("OLDEN Troops left the town.", "Olden", None, "Troops left the town."),
        ("HAMAS Fighters left the town.", None, None, "HAMAS Fighters left the town."),
        ("Troops left Olden (Reuters said so) - and came back.", None, None, "Troops left Olden (Reuters said so) - and came back."),
        ("The army - that of Norland - left.", None, None, "The army - that of Norland - left."),
    ],
)
def test_datelines(text: str, place: str | None, agency: str | None, body: str) -> None:
    meta = zone_text(text).meta
    assert (meta.dateline_place and meta.dateline_place.value) == place
    assert (meta.agency and meta.agency.value) == agency
    assert words(text, "body") == [body]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("Mon 8 Jul 2019", "2019-07-08"),
        ("08-07-2019", "2019-07-08"),
        ("July 8 2019 0915 UTC+2", "2019-07-08"),
        ("08.07.2019(updated 0640 09.07.2019)", "2019-07-08"),
        ("World News Mon Jul 8 2019 6:12 am EDT", "2019-07-08"),
        ("Published time 8 Jul 2019 1249 Edited time 9 Jul 2019 0011", "2019-07-08"),
    ],
)
def test_a_stamp_before_the_text_is_a_dateline(stamp: str, day: str) -> None:
    text = f"{stamp} The army left the town of Olden. Nobody was hurt."
    assert words(text, "dateline") == [stamp]
    assert values(text) == {"published": day}


def test_a_date_that_opens_a_sentence_is_no_stamp() -> None:
    assert words("8 July 2019 was the day the army left Olden. Nobody was hurt.", "dateline") == []


def test_wire_header_gives_date_and_broadcaster() -> None:
    text = "DEV-0412 (DESK)\n\n   CLANDESTINE, 14 JUN 88 (RADIO VENCEREMOS) -- [TEXT] OUR UNITS TOOK THE POST AT\nOLDEN.\n\n   THE FIGHT LASTED AN HOUR.\n"
    assert values(text) == {"outlet": "Radio Venceremos", "published": "1988-06-14"}
    assert words(text, "section") == ["DEV-0412 (DESK)"]


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("Troops left Olden on Monday, the army said. The bridge was open. --Reuters", "Reuters"),
        ("Olden bridge opens\n\nTroops left Olden.\n\nThe bridge was open.\n\nSource: AFP", "AFP"),
        (
            "Olden bridge opens\n\nTroops left.\n\nNobody was hurt.\n\nThis article was originally published by Harbour Watch.",
            "Harbour Watch",
        ),
        ("Troops left Olden on Monday, the army said. The bridge was open. Nobody asked Reuters.", None),
    ],
)
def test_copies_name_their_origin(text: str, original: str | None) -> None:
    meta = zone_text(text, outlet="Valley Times").meta
    assert (meta.original_outlet and meta.original_outlet.value) == original


@pytest.mark.parametrize(
    "text",
    [
        "The army said it would share the news with the town. Support for the rebels grew near Olden. Watch posts were burned.",
        "Gunmen attacked a market in Olden on Monday.\n\nPhotos of the stalls were shown.\n\nRelated families fled to Marsk.\n\nThe police came late.",
        "Listen: the war in the valleys has been going on for ten years, the mayor said.\nHe left.\nThe police came late.",
    ],
)
def test_prose_with_words_of_chrome_stays_body(text: str) -> None:
    assert {zone.kind for zone in zone_text(text).zones} == {"body"}


def test_wrapped_lines_that_begin_like_chrome_stay_body() -> None:
    text = (
        "THE MILLERS SAID ON SUNDAY THAT THE TWO VILLAGES MUST FROM NOW ON\n"
        "SHARE THE WATER OF THE UPPER POND, WHICH THEIR COUNCILS HAD DIVIDED\n"
        "BY LETTER AND WITHOUT A VOTE FOR A MONTH.\n"
    )
    assert words(text, "body") == [text.strip()]


def test_links_keep_their_words() -> None:
    text = "Army [left](https://a.example/x) Olden. See https://b.example/y, they say.\n"
    links = zone_text(text).links
    document = Document(text)
    assert [(link.url, link.span.of(document)) for link in links if link.span] == [
        ("https://a.example/x", "left"),
        ("https://b.example/y", "https://b.example/y,"),
    ]


BODY = "\n\nRebels shelled a market in Azaz on Friday, killing three people.\nTwo of them were children.\n"
HEADS = [
    (
        "Rebels shell market in Azaz\nThe Daily Post\nSaturday, 15 February 2025",
        ("Rebels shell market in Azaz", "The Daily Post", "2025-02-15", None),
    ),
    (
        "Rebels shell market in Azaz\n\nThe Daily Post\nWorld Desk\n\n15 February 2025",
        ("Rebels shell market in Azaz", "The Daily Post", "2025-02-15", None),
    ),
    (
        "The Daily Post\nRebels shell market in Azaz\n15 February 2025",
        ("Rebels shell market in Azaz", "The Daily Post", "2025-02-15", None),
    ),
    ("Rebels shell market in Azaz\nAnn Marlow\n15 February 2025", ("Rebels shell market in Azaz", None, "2025-02-15", None)),
    (
        "MINISTRY OF DEFENCE\nGeneral Command of the Army\n\nCommunique No. 118\nDamascus, 7 May 2031",
        ("Communique No. 118", "Ministry of Defence", "2031-05-07", "Damascus"),
    ),
    (
        "CHANNEL SIX INTERNATIONAL\nTHE WORLD AT NINE\nTRANSCRIPT, 8 MAY 2031",
        ("THE WORLD AT NINE", "Channel Six International", "2031-05-08", None),
    ),
    ("Syria: Hama and Raqqa\nFlash Update No. 4\nAs of 11 May 2031", ("Syria: Hama and Raqqa", None, "2031-05-11", None)),
]


@pytest.mark.parametrize(("head", "values"), HEADS, ids=[head.partition("\n")[0] + str(i) for i, (head, _) in enumerate(HEADS)])
def test_a_date_line_under_names_is_read_with_title_and_outlet(head: str, values: tuple[str | None, ...]) -> None:
    text = head + BODY
    zoned = zone_text(text)
    meta = zoned.meta
    assert tuple(value and value.value for value in (meta.title, meta.outlet, meta.published, meta.dateline_place)) == values
    assert words(text, "body") == [BODY.strip()]
    assert words(text, "dateline") == [head.rpartition("\n")[2]]


NO_HEADS = [
    "The army took Azaz.\nNear Azaz\n5 May 2017\nTroops moved on.\n",
    "Troops moved on\nThey were tired\nand hungry, on 5 May 2017\nNo more.\n",
]


@pytest.mark.parametrize("text", NO_HEADS)
def test_prose_over_a_date_is_no_letterhead(text: str) -> None:
    meta = zone_text(text).meta
    assert (meta.title, meta.outlet) == (None, None)


def test_a_notice_under_a_text_of_one_line_is_no_body() -> None:
    text = "Rebels shelled a market in Azaz on Friday, killing three people. Two were children.\n\nFiction: this report was invented.\n"
    assert words(text, "disclaimer") == ["Fiction: this report was invented."]
    assert len(words(text, "body")) == 1


def test_a_dateline_below_a_headline_line_is_found() -> None:
    text = "Raid in the hills\n\nKARSEN, March 4 (Kestrel) - Bandits raided three villages at dawn on Sunday."
    document = zone_text(text)
    assert [text[z.span.start : z.span.end] for z in document.zones if z.kind == "dateline"] == ["KARSEN, March 4 (Kestrel) -"]
    assert document.meta.dateline_place is not None
    assert document.meta.dateline_place.value == "Karsen"
