"""The code books: what they hold, and what a broken one gets."""

from importlib import resources

import pytest

from dateline.data.codebooks import load_acled, load_plover, load_ucdp, parse_acled, parse_plover, parse_ucdp
from dateline.errors import DataError


def text(name: str) -> str:
    return resources.files("dateline.data").joinpath("codebooks", name).read_text(encoding="utf-8")


def test_acled() -> None:
    book = load_acled()
    assert len(book.columns) == 31
    assert [column.name for column in book.columns][:3] == ["event_id_cnty", "event_date", "year"]
    assert book.hierarchy[0] == "Battles"
    assert book.hierarchy[-1] == "Strategic developments"
    assert len(book.event_type_of) == 25
    assert book.event_type_of["Suicide bomb"] == "Explosions/Remote violence"
    assert book.disorder_type_of["Excessive force against protesters"] == "Political violence; Demonstrations"
    assert book.disorder_type_of["Mob violence"] == "Political violence"
    assert book.disorder_type_of["Violent demonstration"] == "Demonstrations"
    assert book.disorder_type_of["Agreement"] == "Strategic developments"
    assert book.inter[8] == "External/Other forces"
    assert {12, 28, 10} <= book.interactions
    assert 21 not in book.interactions
    assert book.fatalities["dozens"] == 12


def test_ucdp() -> None:
    book = load_ucdp()
    assert len(book.columns) == 49
    assert book.columns[0] == "id"
    assert book.columns[-1] == "gwnob"
    assert book.type_of_violence == {1: "state-based", 2: "non-state", 3: "one-sided"}
    assert sorted(book.where_prec) == [1, 2, 3, 4, 5, 6, 7]
    assert sorted(book.date_prec) == [1, 2, 3, 4, 5]


def test_plover() -> None:
    book = load_plover()
    assert len(book.modes_of) == 16
    assert book.quad_of["ASSAULT"] == "material conflict"
    covered = {sub for rule in book.rules for sub in rule.sub_event_types}
    assert covered <= set(load_acled().event_type_of)
    assert set(load_acled().event_type_of) - covered == {"Disrupted weapons use"}


@pytest.mark.parametrize(
    ("parse", "name", "old", "new", "fault"),
    [
        (parse_acled, "acled.toml", '"Mob violence" =', '"Mob rule" =', "no sub-event type 'Mob rule'"),
        (parse_acled, "acled.toml", "  10, 11,", "  91, 21,", "interaction 21 is no pair"),
        (parse_acled, "acled.toml", 'regains = "Government', 'regains = "Gvt', "territory.regains"),
        (parse_acled, "acled.toml", "[fatalities]", "[deaths]", "key 'fatalities' is missing"),
        (parse_ucdp, "ucdp.toml", '"relid"', '"id"', "column 'id' stands twice"),
        (parse_ucdp, "ucdp.toml", "[rules]", "[rules", "acled.toml|ucdp.toml"),
        (parse_plover, "plover.toml", 'mode = "seize"', 'mode = "sieze"', "COERCE has no mode 'sieze'"),
        (parse_plover, "plover.toml", 'event = "CONSULT"', 'event = "CHAT"', "no event 'CHAT'"),
    ],
)
def test_broken_books_are_refused(parse, name: str, old: str, new: str, fault: str) -> None:  # type: ignore[no-untyped-def]
    book = text(name)
    assert old in book
    with pytest.raises(DataError, match=fault):
        parse(book.replace(old, new))
