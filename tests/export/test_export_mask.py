"""Masking: private names and contacts go, everywhere; the public and everything else stays, offsets included."""

from __future__ import annotations

import dataclasses

import pytest

from dateline.data.privacy_words import parse_privacy_words
from dateline.errors import DataError
from dateline.export.mask import mask_report, private_words
from dateline.export.one_json import to_line
from dateline.records import CodedReport, Document, Mentions, Page, Participant, Reading, Sentence, Sighting, Source, Span
from tests.export.coded_reports import LEARNED, TEXT, claim, event, report


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
        ("Pavel Orr and his wife, Mina Orr, were killed.", "Pavel ███ and his wife, ████ ███, were killed."),
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


def test_a_source_that_is_only_described_is_no_name() -> None:
    claims = [
        claim(f"k{n}", (), source=Source(name, "witness"), cue=None, content=Span(0, 1))
        for n, name in enumerate(("Man in a shop", "A nurse"))
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
