"""Masking: private names and contacts go, everywhere; the public and everything else stays, offsets included."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from dateline.data.privacy_words import parse_privacy_words
from dateline.errors import DataError
from dateline.export import acled, excluded_csv, geojson, jsonl, to_csv, ucdp
from dateline.export.mask import mask_report, private_words
from dateline.export.one_json import to_line
from dateline.pipeline import code_text
from dateline.records import CodedReport, Document, Mentions, Page, Participant, Reading, Sentence, Sighting, Source, Span
from tests.export.coded_reports import LEARNED, TEXT, claim, event, exact, place, report, toll


def bare(text: str) -> CodedReport:
    """Return a report of nothing but a text with one sentence."""
    document = Document(text)
    sighting = Sighting(document.id, "x", "x.txt", None, "Wire", None, None, None, "none", LEARNED)
    sentence = Sentence(0, Span(0, len(text)), text, 0, "body")
    return CodedReport(Page(document, sighting), Reading(sighting.id, "r", "0"), (sentence,), Mentions())


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("A man named Tovan Ulrik was seen.", "A man named █████ █████ was seen."),
        ("Resident Maro Delnik said so. Delnik fled.", "Resident ████ ██████ said so. ██████ fled."),
        ("Ilia Veshko, 34, was killed.", "████ ██████, 34, was killed."),
        ("Ilia Veshko (34) died.", "████ ██████ (34) died."),
        ("the body of Ilia Veshko was found", "the body of ████ ██████ was found"),
        ("12-year-old Ana bint Omar hid.", "12-year-old ███ ████ ████ hid."),
        ("Ana Korsa, a 9-year-old girl, hid.", "███ █████, a 9-year-old girl, hid."),
        ("Sara Lind, a local teacher, wept.", "████ ████, a local teacher, wept."),
        ("Yusuf al-Hadi was shot dead.", "█████ ███████ was shot dead."),
        ("Pavel Orr and his wife, Mina Orr, were killed.", "█████ ███ and his wife, ████ ███, were killed."),
        (
            "The social leader Maria Elena Pechene was shot dead. Pechene's son fled.",
            "The social leader █████ █████ ███████ was shot dead. ███████'s son fled.",
        ),
        ("In Orlun, community leader Jose Paz was killed by rebels.", "In Orlun, community leader ████ ███ was killed by rebels."),
        ("Indigenous governor Luis Tenorio was abducted.", "Indigenous governor ████ ███████ was abducted."),
        (
            "Indigenous governor Luis Tenorio fled. The governor Luis Tenorio is 40.",
            "Indigenous governor ████ ███████ fled. The governor ████ ███████ is 40.",
        ),
        ("Gunmen killed the village head Ana Yule.", "Gunmen killed the village head ███ ████."),
        ("Social leaders Luis Mina and Rosa Vega were murdered.", "Social leaders ████ ████ and ████ ████ were murdered."),
        ("Community action board president Hector Diaz ran.", "Community action board president ██████ ████ ran."),
        ("The social leader of Orlun, Jose Paz, was killed.", "The social leader of Orlun, ████ ███, was killed."),
        ("SOCIAL LEADER MARIA PECHENE SHOT DEAD", "SOCIAL LEADER █████ ███████ SHOT DEAD"),
        ("Social Leader Maria Pechene Shot Dead", "Social Leader █████ ███████ Shot Dead"),
        ("Pedro Lopez, Juan Ortega and Maria Solis were killed.", "█████ █████, ████ ██████ and █████ █████ were killed."),
        ("Farmers Ivan Rojas and Dario Pena hid.", "Farmers ████ █████ and █████ ████ hid."),
        ("Gunmen shot Carlos Ruiz dead.", "Gunmen shot ██████ ████ dead."),
        ("They named the dead as Ana Diaz and Luis Mora.", "They named the dead as ███ ████ and ████ ████."),
        ("Maria del Carmen de la Cruz Pechene, a farmer, hid.", "█████ ███ ██████ ██ ██ ████ ███████, a farmer, hid."),
        (
            "The social leader Ana Mora fell: https://x.example/2020/ana-mora-killed",
            "The social leader ███ ████ fell: https://x.example/2020/████████-killed",
        ),
        ("They opened fire, killing social worker Ana Mora.", "They opened fire, killing social worker ███ ████."),
        ("Sergeant Ivo Lund was killed.", "Sergeant ███ ████ was killed."),
        ("Later Ana Mora was freed.", "Later ███ ████ was freed."),
        ("The victim was identified as Bo Lee.", "The victim was identified as ██ ███."),
        ("Dr. Lena Moor treated them.", "Dr. ████ ████ treated them."),
        ("farmer\nMaro Delnik", "farmer\n████ ██████"),
        ("SUSPECT: suspect JUAN PEREZ. PEREZ ran.", "SUSPECT: suspect ████ █████. █████ ran."),
        ("Write to a.b-c@mail.example.org now", "Write to ██████████████████████ now"),
        ("Call +99 (555) 010-2030.", "Call ███ █████ ████████."),
        ("WhatsApp: 77 12 34 56 78", "WhatsApp: ██ ██ ██ ██ ██"),
        ("office 202-555-0143", "office ████████████"),
        ("Call 0555 010 2030.", "Call ████ ███ ████."),
    ],
)
def test_private_persons_and_contacts_are_masked(text: str, masked: str) -> None:
    assert mask_report(bare(text)).page.document.text == masked


@pytest.mark.parametrize(
    "text",
    [
        "General Aras Tovin was killed.",
        "President Ola Brand, 61, was arrested.",
        "The army spokesman, Colonel Pim Astor, said so; Astor was hurt.",
        "Commander Abu Zed was shot dead.",
        "Mayor Ana Duarte was killed. Opposition leader Ali Reza was shot dead.",
        "African Union head Moussa Faki condemned it.",
        "Troops killed Free Army fighters and Red Front members.",
        "Doctors Without Borders said so.",
        "The death of 12 soldiers on 2017-10-30 at 14:00.",
        "On May 3 2016 2037 GMT.",
        "Between 2016-2017 some 12 000 000 people fled; 35.5123 37.2501.",
        "On Monday, 34, fighters and 1,200,300 people.",
        "The civilians were killed. Dozens were wounded.",
        "A town named after the river. Every Colombian was wounded, None was killed.",
    ],
)
def test_the_public_and_what_is_no_name_stays(text: str) -> None:
    assert mask_report(bare(text)).page.document.text == text


def test_records_quotes_and_text_are_masked_alike_and_offsets_stay() -> None:
    coded = report()
    masked = mask_report(coded)
    document = masked.page.document
    assert len(document.text) == len(TEXT)
    resident = next(c for c in masked.claims if c.id == "k5").source
    assert resident.span is not None
    assert resident.span.of(document) == resident.name == "████ ██████"
    line = to_line(masked, all_claims=True, with_places=True, with_mentions=True)
    for secret in ("Delnik", "Veshko", "desk@harbour-wire.example", "010 2030"):
        assert secret in TEXT
        assert secret not in line
    for name in ("Northern Army", "Red Valley Front", "Sarn Bridge", "Harbour Wire", "Upper Sarn", "12 soldiers"):
        assert name in line
    assert masked.page.sighting.raw == b""
    assert masked.page.sighting.document_id == coded.page.document.id
    assert [s.span for s in masked.sentences] == [s.span for s in coded.sentences]


def test_a_person_who_is_a_participant_is_masked_wherever_the_name_stands() -> None:
    victim = Participant("victim", "Orsolya Brandt", "Civilians", (), actor_class="person")
    coded = dataclasses.replace(bare("Brandt fell. Orsolya Brandt lives."), events=(event("e1", participants=(victim,)),))
    masked = mask_report(coded)
    assert masked.page.document.text == "██████ fell. ███████ ██████ lives."
    assert masked.events[0].participants[0].name == "███████ ██████"


def test_a_registered_person_and_an_official_source_stay() -> None:
    leader = Participant("target", "Osk Varn", "Front", (), actor_class="person", entry="osk-varn")
    official = claim("k1", ("e1",), source=Source("Tam Reld", "official"), cue=None, content=Span(0, 3))
    coded = dataclasses.replace(bare("Tam Reld, 50, was wounded."), events=(event("e1", participants=(leader,)),), claims=(official,))
    assert private_words(coded) == frozenset()


def test_a_community_leader_who_speaks_stays_unless_harmed() -> None:
    speaker = claim("k1", (), source=Source("Musa Bello", "official"), cue=None, content=Span(0, 3))
    spoken = "Community leader Musa Bello said so."
    assert private_words(dataclasses.replace(bare(spoken), claims=(speaker,))) == frozenset()
    harmed = dataclasses.replace(bare(f"{spoken} Bello was wounded."), claims=(speaker,))
    assert mask_report(harmed).page.document.text == "Community leader ████ █████ said so. █████ was wounded."


def test_who_stands_for_a_toll_of_one_is_masked_whatever_bears_the_name() -> None:
    text = "Gunmen left the farmer Hama Orlun dead."
    dead = toll("e1.c1", exact(1), "3 commanders", subgroup="farmer Hama Orlun", span=Span(0, 6))
    coded = dataclasses.replace(
        bare(text), events=(event("e1", tolls=(dead,), locations=(place("Hama"), place("Orlun")), participants=()),)
    )
    masked = mask_report(coded)
    assert masked.page.document.text == "Gunmen left the farmer ████ █████ dead."
    assert masked.events[0].tolls[0].subgroup == "farmer ████ █████"


def test_a_name_in_an_address_is_masked() -> None:
    coded = bare("The social leader José Páz was killed.")
    sighting = dataclasses.replace(
        coded.page.sighting, url="https://wire.example/jose-paz-dead", address="reports/Jose_Paz.html", doc_id="Jose_Paz.html"
    )
    masked = mask_report(dataclasses.replace(coded, page=dataclasses.replace(coded.page, sighting=sighting))).page.sighting
    assert (masked.url, masked.address, masked.doc_id) == ("https://wire.example/████████-dead", "reports/████████.html", "████████.html")


def test_a_source_that_is_only_described_is_no_name() -> None:
    claims = [
        claim(f"k{n}", (), source=Source(name, "witness"), cue=None, content=Span(0, 1))
        for n, name in enumerate(("Man in a shop", "A nurse", "Unnamed reports", "Partners", "Family"))
    ]
    assert private_words(dataclasses.replace(bare("Man and nurse."), claims=tuple(claims))) == frozenset()


def test_a_word_of_a_place_is_not_masked_for_a_namesake() -> None:
    coded = dataclasses.replace(bare("Resident Amin Sarn said Sarn burned."), events=(event("e1"),))
    assert private_words(coded) == {"Amin Sarn", "Amin"}
    assert mask_report(coded).page.document.text == "Resident ████ ████ said Sarn burned."


def test_all_faults_of_a_word_list_are_told() -> None:
    with pytest.raises(DataError) as caught:
        parse_privacy_words("fates = ['Killed']\nodd = []\n")
    for part in ("fates[0]: expected a word in lower case", "odd: unknown list", "particles: expected a list"):
        assert part in str(caught.value)


def test_no_export_of_a_coded_report_names_those_who_bear_a_communitys_title() -> None:
    text = (
        "The social leader Maria Elena Pechene was shot dead in Caloto, Colombia, on 3 March 2020, police said. In Corinto, community "
        "leader Jose Paz was killed by FARC dissidents. Indigenous governor Luis Tenorio was abducted by gunmen near Toribio. "
        "Governor Elias Larrahondo said the attack was a crime."
    )
    coded = [(code_text(text, published=dt.date(2020, 3, 5), reader="rules"), {"e1": "DL-1"})]
    given = [to_csv(acled(coded)), to_csv(ucdp(coded)), excluded_csv(ucdp(coded).excluded), geojson(coded), "".join(jsonl(coded))]
    for name in ("Pechene", "Elena", "Jose Paz", "Tenorio"):
        assert not any(name in out for out in given)
        assert name in "".join(jsonl(coded, unmask=True))
    assert "Elias Larrahondo" in given[-1]
