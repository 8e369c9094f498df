"""Invented reports around real names of places."""

import datetime as dt
from collections.abc import Iterator

import pytest

from dateline.gazetteer import MergedIndex, open_index
from dateline.records import Document, Location, Page, PlaceMention, Sighting, Span
from dateline.resolve.places import resolve_places


@pytest.fixture(scope="module")
def index() -> Iterator[MergedIndex]:
    opened = open_index()
    yield opened
    opened.close()


def page_of(text: str, title: str | None = None) -> Page:
    document = Document(text)
    learned = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return Page(document, Sighting(document.id, "test", "test", title, None, None, None, None, "none", learned))


def mention(text: str, name: str, **more: object) -> PlaceMention:
    start = text.index(name)
    return PlaceMention(Span(start, start + len(name)), text.count(". ", 0, start), name, **more)  # type: ignore[arg-type]


def locate(index: MergedIndex, text: str, *names: str | PlaceMention, title: str | None = None) -> tuple[Location, ...]:
    mentions = [name if isinstance(name, PlaceMention) else mention(text, name) for name in names]
    return resolve_places(mentions, page_of(text, title), index)


@pytest.mark.parametrize(
    ("text", "name", "others", "country", "admin1"),
    [
        ("Shells fell on Tripoli in Lebanon overnight. Beirut sent soldiers.", "Tripoli", ["Lebanon", "Beirut"], "LB", "North Lebanon"),
        ("Militias fought in Tripoli, the Libyan ministry said. Benghazi was calm.", "Tripoli", ["Benghazi"], "LY", "Tripoli"),
        (
            "REBELS ATTACKED SAN MIGUEL, THE SALVADORAN ARMY REPORTED. USULUTAN WAS WITHOUT POWER.",
            "SAN MIGUEL",
            ["USULUTAN"],
            "SV",
            "San Miguel",
        ),
        ("Police in San Miguel, Argentina, arrested two men in Buenos Aires province.", "San Miguel", ["Argentina"], "AR", "Buenos Aires"),
        ("A bomb went off in Santiago, Chilean police said. Valparaiso was quiet.", "Santiago", ["Valparaiso"], "CL", None),
        ("Gunmen fired on a bus in Santiago, the Dominican army said.", "Santiago", [], "DO", "Santiago"),
        ("Venezuelan troops fired on protesters in Valencia. Caracas was quiet.", "Valencia", ["Caracas"], "VE", "Carabobo"),
        ("A bomb was defused in Valencia, Spain. Madrid blamed ETA.", "Valencia", ["Spain", "Madrid"], "ES", None),
        ("Mexican marines clashed with gunmen in Guadalupe. Monterrey saw no fighting.", "Guadalupe", ["Monterrey"], "MX", "Nuevo León"),
        ("Ukrainian officials said Kharkov was shelled.", "Kharkov", [], "UA", "Kharkiv"),
        ("A drone hit Córdoba in Colombia, officials said.", "Córdoba", ["Colombia"], "CO", "Córdoba"),
    ],
)
def test_the_report_decides_between_namesakes(
    index: MergedIndex, text: str, name: str, others: list[str], country: str, admin1: str | None
) -> None:
    place = locate(index, text, name, *others)[0]
    assert place.country_code == country, place.candidates
    assert admin1 is None or place.admin1 == admin1
    assert place.status == "resolved"
    assert place.lat is not None


@pytest.mark.parametrize(
    ("within", "admin1", "lat"),
    [
        (("southern Idlib",), "Hama", 35.388),
        (("Hama",), "Hama", 35.388),
        (("Homs province",), "Homs", 34.721),
        (("Suwayda",), "As-Suwayda", 33.081),
    ],
)
def test_the_containing_place_tells_three_namesakes_apart(index: MergedIndex, within: tuple[str, ...], admin1: str, lat: float) -> None:
    text = "Syrian troops moved on Umm Haratayn on Monday."
    place = locate(index, text, mention(text, "Umm Haratayn", level="village", within=within))[0]
    assert (place.status, place.admin1, place.geo_precision, place.name) == ("resolved", admin1, 1, "Umm Haratayn")
    assert place.lat is not None
    assert abs(place.lat - lat) < 0.01


def test_the_side_of_the_province_decides(index: MergedIndex) -> None:
    text = "Syrian troops took Qarfa."
    north = locate(index, text, mention(text, "Qarfa", within=("northern Daraa",)))[0]
    south = locate(index, text, mention(text, "Qarfa", within=("southern Daraa",)))[0]
    assert (north.lat, south.lat) == (pytest.approx(33.211, abs=0.01), pytest.approx(32.814, abs=0.01))


def test_namesakes_without_context_are_ambiguous_with_ranked_candidates(index: MergedIndex) -> None:
    text = "Syrian troops moved on Umm Haratayn."
    place = locate(index, text, mention(text, "Umm Haratayn", level="village"))[0]
    assert (place.status, place.lat, place.country_code, place.admin1) == ("ambiguous", None, "SY", None)
    shares = [candidate.score for candidate in place.candidates]
    assert len(shares) == 3
    assert shares == sorted(shares, reverse=True)
    assert place.nil is not None
    assert sum(shares) + place.nil == pytest.approx(1, abs=0.01)


def test_a_containing_place_given_once_holds_for_the_whole_report(index: MergedIndex) -> None:
    text = "Umm Haratayn in Homs was shelled in Syria. Fighters left Umm Haratayn later."
    first = mention(text, "Umm Haratayn", within=("Homs",))
    start = text.rindex("Umm Haratayn")
    second = PlaceMention(Span(start, start + 12), 1, "Umm Haratayn")
    places = locate(index, text, first, second)
    assert [place.admin1 for place in places] == ["Homs", "Homs"]


@pytest.mark.parametrize(
    ("words", "level", "status", "precision"),
    [
        ("Hama", None, "resolved", 1),
        ("Hama province", None, "resolved", 3),
        ("the city of Hama", None, "resolved", 1),
        ("northern Hama", None, "area", 3),
        ("the western countryside of Hama", None, "area", 3),
        ("the outskirts of Hama city", None, "area", 2),
        ("Syria", "country", "resolved", 3),
    ],
)
def test_city_province_and_parts_of_it(index: MergedIndex, words: str, level: str | None, status: str, precision: int) -> None:
    text = f"Fighting went on in {words}, a Syrian broadcaster said."
    place = locate(index, text, mention(text, words, level=level))[0]
    assert (place.status, place.geo_precision, place.country_code) == (status, precision, "SY"), place
    assert place.radius_km
    assert place.lat is not None


def test_a_direction_moves_the_middle_of_the_province(index: MergedIndex) -> None:
    text = "Fighting in Hama province spread to northern Hama in Syria."
    whole, north = locate(index, text, "Hama province", "northern Hama")
    assert north.lat is not None
    assert whole.lat is not None
    assert north.lat > whole.lat + 0.2
    assert north.radius_km is not None
    assert whole.radius_km is not None
    assert north.radius_km < whole.radius_km


@pytest.mark.parametrize(
    ("offset", "north", "east", "radius"),
    [
        ("20 kilometers to the east of", 0.0, 20.0, 5.0),
        ("10 miles north of", 16.1, 0.0, 4.0),
        ("about 8km from", 0.0, 0.0, 8.0),
        ("west of", 0.0, 0.0, 25.0),
    ],
)
def test_distances_and_directions(index: MergedIndex, offset: str, north: float, east: float, radius: float) -> None:
    text = f"A convoy was hit {offset} Aleppo in Syria."
    place = locate(index, text, mention(text, "Aleppo", relation="near", offset=offset))[0]
    assert place.lat is not None
    assert place.lon is not None
    assert (place.lat - 36.201) * 111.2 == pytest.approx(north, abs=1)
    assert (place.lon - 37.161) * 111.2 * 0.807 == pytest.approx(east, abs=1)
    assert (place.geo_precision, place.status) == (2, "area")
    assert place.radius_km == pytest.approx(radius, abs=0.1)


def test_parts_of_a_town_take_its_position(index: MergedIndex) -> None:
    text = "Troops took teachers district 5 and the racecourse of Hasakah in Syria. They entered al-Salihiyah too."
    city = mention(text, "Hasakah", level="city")
    district = mention(text, "teachers district 5", level="neighbourhood", within=("Hasakah",))
    racecourse = mention(text, "the racecourse", level="site")
    quarter = mention(text, "al-Salihiyah", level="neighbourhood")
    places = locate(index, text, city, district, racecourse, quarter)
    assert [place.name for place in places] == ["Al Hasakah", "teachers district 5", "racecourse", "al-Salihiyah"]
    assert {(place.lat, place.lon) for place in places} == {(places[0].lat, places[0].lon)}
    assert [place.status for place in places] == ["resolved", "area", "area", "area"]
    assert [place.geo_precision for place in places] == [1, 2, 2, 2]


@pytest.mark.parametrize(
    ("words", "country", "lat", "lon"),
    [
        ("a market in Kupyansk", "UA", 49.71, 37.62),
        ("the Qasr hospital in Mosul", "IQ", 36.34, 43.13),
        ("Mosul University", "IQ", 36.34, 43.13),
    ],
)
def test_sites_take_the_position_of_the_named_town(index: MergedIndex, words: str, country: str, lat: float, lon: float) -> None:
    text = f"Shells hit {words}, witnesses said."
    place = locate(index, text, words)[0]
    assert place.country_code == country
    assert place.geo_precision is not None
    assert place.lat == pytest.approx(lat, abs=0.1)
    assert place.lon == pytest.approx(lon, abs=0.1)


def test_a_site_without_a_name_is_found_by_its_town_in_another_spelling(index: MergedIndex) -> None:
    text = "Shells hit the airport barracks in Kuweires, Syrian witnesses said."
    place = locate(index, text, "the airport barracks in Kuweires")[0]
    assert (place.lat, place.lon) == (pytest.approx(36.19, abs=0.1), pytest.approx(37.58, abs=0.1))


def test_a_site_of_the_index_is_resolved_itself(index: MergedIndex) -> None:
    text = "Syrian warplanes took off from Shayrat military airport near Homs."
    place = locate(index, text, "Shayrat military airport", "Homs")[0]
    assert (place.status, place.geo_precision, place.level) == ("resolved", 1, "site")


def test_an_unknown_village_keeps_its_name_and_area_but_no_coordinates(index: MergedIndex) -> None:
    text = "Syrian troops took the village of Zurqubayta in Hama."
    place = locate(index, text, mention(text, "Zurqubayta", level="village", within=("Hama province",)))[0]
    assert (place.name, place.status, place.admin1, place.country_code) == ("Zurqubayta", "area", "Hama", "SY")
    assert (place.lat, place.lon, place.geo_precision) == (None, None, 3)
    assert place.candidates
    assert place.candidates[0].kind == "admin1"


def test_an_unknown_place_without_area_is_unresolved(index: MergedIndex) -> None:
    place = locate(index, "Gunmen raided Zurqubayta.", "Zurqubayta")[0]
    assert (place.status, place.lat, place.country_code, place.candidates) == ("unresolved", None, None, ())


def test_a_weak_likeness_is_no_answer(index: MergedIndex) -> None:
    text = "Colombian soldiers searched the village of Qumranda."
    place = locate(index, text, mention(text, "Qumranda", level="village"))[0]
    assert place.lat is None


def test_a_small_foreign_namesake_is_no_answer(index: MergedIndex) -> None:
    text = "Ukrainian and Russian officials said troops were near Palestine Hill and Lebanon Junction."
    place = locate(index, text, "Lebanon Junction")[0]
    assert place.country_code != "US" or place.status != "resolved"


def test_a_road_lies_between_its_ends(index: MergedIndex) -> None:
    text = "The army cut the Homs-Palmyra highway in Syria."
    place = locate(index, text, mention(text, "Homs-Palmyra highway", level="road"))[0]
    assert place.status == "area"
    assert place.lon is not None
    assert 36.72 < place.lon < 38.27
    assert place.radius_km is not None
    assert 50 < place.radius_km < 90


def test_answers_keep_order_spans_and_relation(index: MergedIndex) -> None:
    text = "From Idlib they drove towards Aleppo in Syria. Idlib was shelled."
    start = text.rindex("Idlib")
    mentions = [
        mention(text, "Aleppo", relation="towards"),
        PlaceMention(Span(start, start + 5), 1, "Idlib", relation="in"),
        mention(text, "Idlib", relation="from"),
    ]
    places = resolve_places(mentions, page_of(text), index)
    assert [place.spans for place in places] == [(m.span,) for m in mentions]
    assert [place.relation for place in places] == ["towards", "in", "from"]
    assert [place.name for place in places] == ["Aleppo", "Idlib", "Idlib"]


def test_no_mentions_and_empty_names(index: MergedIndex) -> None:
    assert resolve_places([], page_of("Nothing."), index) == ()
    odd = [PlaceMention(Span(0, 1), 0, name) for name in ("", "-", "the", "of", "''", "\u200b")]
    assert [place.status for place in resolve_places(odd, page_of("x"), index)] == ["unresolved"] * len(odd)


def test_capitals_change_nothing(index: MergedIndex) -> None:
    text = "Shells fell on Tripoli in Lebanon overnight."
    plain = locate(index, text, "Tripoli", "Lebanon")
    loud = locate(index, text.upper(), "TRIPOLI", "LEBANON")
    assert [(p.lat, p.country_code, p.status) for p in plain] == [(p.lat, p.country_code, p.status) for p in loud]


@pytest.mark.parametrize(
    ("words", "level", "admin1"),
    [
        ("eastern Iraqs Diyala province", "admin1", "Diyala"),
        ("Syrian Daraa province", "admin1", "Daraa"),
        ("Ukraine's Kharkiv region", None, "Kharkiv"),
        ("the Salvadoran department of Morazan", None, "Morazán"),
    ],
)
def test_a_leading_country_is_no_part_of_the_name(index: MergedIndex, words: str, level: str | None, admin1: str) -> None:
    text = f"Troops were ambushed in {words}."
    place = locate(index, text, mention(text, words, level=level))[0]
    assert (place.admin1, place.level, place.geo_precision) == (admin1, "admin1", 3)


def test_a_demonym_stands_for_its_country(index: MergedIndex) -> None:
    place = locate(index, "A Russian convoy was seen.", "Russian")[0]
    assert (place.name, place.level, place.country_code) == ("Russia", "country", "RU")


@pytest.mark.parametrize(("last", "code"), [("Iraq", "IQ"), ("Syria", "SY")])
def test_the_country_named_last_decides(index: MergedIndex, last: str, code: str) -> None:
    first = "Syria" if last == "Iraq" else "Iraq"
    text = f"Strikes continued. In {first}, nine vehicles were hit. In {last}, troops took Hawija."
    assert locate(index, text, "Hawija")[0].country_code == code


def test_an_unknown_village_shares_the_division_of_its_neighbours(index: MergedIndex) -> None:
    text = "Government forces took Salamiyah, Zurqubayta and Suran in Syria."
    town, unknown = locate(index, text, mention(text, "Salamiyah", group=1), mention(text, "Zurqubayta", group=1, level="village"))
    assert (unknown.status, unknown.admin1, unknown.inferred, unknown.lat) == ("unresolved", town.admin1, True, None)


def test_a_position_some_way_from_a_town(index: MergedIndex) -> None:
    text = "They shelled a forward outpost about 9km from Tuz Khurmatu in Iraq."
    place = locate(index, text, "forward outpost about 9km from Tuz Khurmatu")[0]
    assert place.lat == pytest.approx(34.89, abs=0.05)
    assert (place.radius_km, place.geo_precision, place.status) == (9.0, 2, "area")


@pytest.mark.parametrize("level", ["water", "hill"])
def test_a_hill_or_river_that_bears_a_towns_name_is_not_the_town(index: MergedIndex, level: str) -> None:
    words = "Salamiyah River" if level == "water" else "Salamiyah Hill"
    text = f"Syrian troops crossed {words} at dawn."
    place = locate(index, text, mention(text, words, level=level))[0]
    assert (place.status, place.lat, place.name) == ("unresolved", None, words)


def test_candidates_of_an_ambiguous_spelling_keep_the_written_name(index: MergedIndex) -> None:
    text = "Syrian troops took Breij."
    place = locate(index, text, mention(text, "Breij", level="village"))[0]
    assert (place.name, place.status, place.country_code) == ("Breij", "ambiguous", "SY")


def test_a_large_foreign_city_is_the_answer_only_where_no_namesake_comes_near(index: MergedIndex) -> None:
    text = "Salvadoran rebels entered San Antonio, a minister said in London."
    village, capital = locate(index, text, "San Antonio", "London")
    assert (village.country_code, village.lat) == (None, None)
    assert (capital.country_code, capital.status) == ("GB", "resolved")


def test_departments_listed_one_after_another_do_not_contain_each_other(index: MergedIndex) -> None:
    text = "Fighting went on in Morazan, Usulutan and San Miguel, El Salvador."
    first = mention(text, "Morazan", within=("Usulutan", "San Miguel"))
    place = locate(index, text, first, "Usulutan", "San Miguel", "El Salvador")[0]
    assert (place.name, place.admin1) == ("Morazán", "Morazán")


def test_an_unknown_place_lies_where_the_site_named_after_it_lies(index: MergedIndex) -> None:
    text = "Syrian rebels raided Kuweires airbase. Fires burned in Kuweires all night."
    start = text.rindex("Kuweires")
    airport, quarter = locate(index, text, "Kuweires airbase", PlaceMention(Span(start, start + 8), 1, "Kuweires"))
    assert (quarter.lat, quarter.lon, quarter.status, quarter.geo_precision) == (airport.lat, airport.lon, "area", 2)
    assert quarter.name == "Kuweires"


def test_a_base_lies_at_the_village_it_is_named_after_rather_than_the_town_it_is_near(index: MergedIndex) -> None:
    text = "Syrian jets left Furqlus Military Airfield near Homs."
    place = locate(index, text, mention(text, "Furqlus Military Airfield", level="site", within=("Homs",)))[0]
    village = locate(index, "Syrian troops entered Furqlus.", "Furqlus")[0]
    assert (place.lat, place.lon, place.status) == (village.lat, village.lon, "area")
