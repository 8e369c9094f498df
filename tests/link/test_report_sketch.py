"""The report's part of a sketch: what counts as body, counts, quotations, marks of origin, and wordings that a paraphrase keeps."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from rensa import RMinHash

from dateline.data.copy_words import content_word
from dateline.link.likeness import Text
from dateline.link.report_sketch import PERMUTATIONS, outlet_key, signature, sketch
from dateline.store.rows import tables
from tests.link.sketched import coded, sketched

DAY = dt.date(2016, 6, 17)
TEXT = (
    "AZAZ (Reuters) - Two air strikes killed 14 people and wounded thirty in the town of Azaz on Friday, the Syrian Observatory for Human "
    'Rights said.\n\n"We had no warning at all," said a baker. Three trucks were burnt.\n\nOriginally published by Harbour Times.'
)


def test_what_a_sketch_holds():
    found = sketched(TEXT, outlet="Evening Star", published=DAY)
    assert {"14 killed", "30 wounded", "2 strik", "3 vehicl"} <= set(found.numbers)
    assert found.quotes == ("we had no warning at all",)
    assert "azaz" in " ".join(found.places)
    assert "actor:sohr" in found.speakers
    assert {"agency: reuters", "original: harbour times"} <= set(found.marks)
    assert found.published == DAY.toordinal()
    assert len(found.signature) == PERMUTATIONS * 4
    assert len(found.sentences) == len(Text(found).sentences)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Correction: Nine people, and not twelve, were killed in Azaz on Friday, a doctor said.", True),
        ("(Corrects the number of dead) AZAZ - Nine people were killed in Azaz on Friday, a doctor said.", True),
        ("The army withdrew from Azaz on Friday. A correction of the front line followed.", False),
    ],
)
def test_a_report_that_calls_itself_a_correction_is_marked(text, marked):
    assert ("correction" in sketched(text, published=DAY).marks) is marked


def test_claims_bear_the_ids_of_the_store():
    report = coded(TEXT, published=DAY)  # the store names claims; linking may not import it, so that a test holds the two together
    stored = [row["id"] for table, rows in tables(report, 1) if table.name == "claims" for row in rows]
    assert stored
    assert [claim.id for claim in sketch(report, ()).claims] == stored


def test_spelling_of_numbers_and_inflection_make_no_difference():
    one = Text(sketched("Fifteen rebels were killed in Azaz.", published=DAY))
    two = Text(sketched("Rebels killed: 15, in Azaz.", published=DAY))
    assert two.words <= one.words


def test_words_that_a_paraphrase_exchanges_are_one():
    assert content_word("slain") == content_word("killed") == content_word("deaths")
    assert content_word("gunmen") == content_word("fighters")
    assert content_word("however") is None


def test_names_are_told_from_ordinary_words():
    text = Text(sketched("Gunmen attacked the bakery in Darkush, Adnan Qasim said.", published=DAY))
    assert 2 <= len(text.names) < len(text.words)


def test_a_text_too_short_has_no_signature():
    assert signature(["too", "short"]) == b""
    empty = sketched("News.", published=DAY)
    assert empty.n_words == 1


def test_outlets_under_any_name():
    assert outlet_key("Agence France-Presse") == outlet_key("AFP")
    assert outlet_key("The Harbour Times") == outlet_key("Harbour Times")
    assert outlet_key(None) is None


def test_signatures_stay_what_stores_hold():
    assert RMinHash.ALGORITHM_VERSION == 2
    assert hashlib.sha256(signature("the quick brown fox jumps over the lazy dog".split())).hexdigest()[:16] == "5f16c48839fa2771"
