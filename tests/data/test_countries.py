"""The table of countries: codes, names in any case, demonyms, broken files."""

import pytest

from dateline.data.countries import load_countries, parse_countries
from dateline.errors import DataError


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("Syria", "SY"), ("SYRIA", "SY"), ("El Salvador", "SV"), ("EL SALVADOR", "SV"), ("Burma", "MM"), ("Myanmar", "MM"),
        ("the Sudan", "SD"), ("U.S.", "US"), ("US", "US"), ("United States of America", "US"), ("Cote d\u2019Ivoire", "CI"), ("Zaire", "CD"),
        ("DR Congo", "CD"), ("Soviet Union", "RU"), ("Guinea Bissau", "GW"), ("Timor-Leste", "TL"), ("Turkiye", "TR"), ("South  Sudan", "SS"),
    ],
)  # fmt: skip
def test_by_name(text: str, iso2: str) -> None:
    found = load_countries().by_name(text)
    assert found is not None
    assert found.iso2 == iso2


@pytest.mark.parametrize(
    ("word", "iso2"),
    [
        ("Syrian", "SY"), ("SYRIAN", "SY"), ("Salvadorean", "SV"), ("Salvadoran", "SV"), ("Burmese", "MM"), ("Nigerien", "NE"), ("Nigerian", "NG"),
        ("South Sudanese", "SS"), ("Sudanese", "SD"), ("Afghan", "AF"), ("Filipino", "PH"), ("Croat", "HR"), ("Nepalese", "NP"), ("Saudi", "SA"),
    ],
)  # fmt: skip
def test_by_demonym(word: str, iso2: str) -> None:
    found = load_countries().by_demonym(word)
    assert found is not None
    assert found.iso2 == iso2


def test_unknown_words_find_nothing() -> None:
    countries = load_countries()
    assert countries.by_name("Atlantis") is None
    assert countries.by_demonym("Martian") is None
    assert countries.get("QQ") is None
    assert countries.get(None) is None


@pytest.mark.parametrize(
    ("iso2", "iso3", "numeric", "gw", "acled", "ucdp"),
    [
        ("SY", "SYR", 760, 652, "Middle East", "Middle East"),
        ("EG", "EGY", 818, 651, "Northern Africa", "Middle East"),
        ("SS", "SSD", 728, 626, "Eastern Africa", "Africa"),
        ("CO", "COL", 170, 100, "South America", "Americas"),
        ("GE", "GEO", 268, 372, "Caucasus and Central Asia", "Europe"),
        ("MM", "MMR", 104, 775, "Southeast Asia", "Asia"),
    ],
)
def test_codes(iso2: str, iso3: str, numeric: int, gw: int, acled: str, ucdp: str) -> None:
    country = load_countries().get(iso2.lower())
    assert country is not None
    assert (country.iso3, country.numeric, country.gw, country.acled_region, country.ucdp_region) == (iso3, numeric, gw, acled, ucdp)


def test_every_state_of_the_gleditsch_ward_list_has_a_demonym_or_is_a_microstate() -> None:
    bare = {country.iso2 for country in load_countries().all if country.gw and not country.demonyms}
    assert bare == {"DM", "LI", "SM", "CG"}


def test_all_faults_at_once() -> None:
    header = "iso2\tiso3\tnumeric\tgw\tname\taliases\tdemonyms\tacled_region\tucdp_region\tcapital\n"
    broken = "AA\tAAA\tx\t\tAland\t\tAlander\tEurope\tEurope\tA\nBB\tBBB\t2\t\tAland\t\t\tEurope\tMoon\tB\nshort\n"
    with pytest.raises(DataError) as caught:
        parse_countries(header + broken)
    message = str(caught.value)
    assert ":2: numeric is 'x'" in message
    assert ":3: ucdp_region 'Moon'" in message
    assert ":4: 1 cells" in message
    assert "name 'aland' stands twice" in message


def test_wrong_columns_are_refused() -> None:
    with pytest.raises(DataError, match="columns are"):
        parse_countries("a\tb\n")
