import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dateline.errors import GazetteerError
from dateline.gazetteer import MergedIndex, add, open_index
from dateline.records import PlaceIndex


@pytest.fixture(scope="module")
def index() -> Iterator[MergedIndex]:
    opened = open_index()
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Deir Ezzor", "SY", 35.34, 40.14),
        ("DEIR EZ ZOR", "SY", 35.34, 40.14),
        ("al-Qusayr", "SY", 34.51, 36.58),
        ("Kharkov", "UA", 49.98, 36.25),
        ("Lugansk", "UA", 48.57, 39.31),
        ("Timbuktu", "ML", 16.77, -3.01),
        ("Groß-Gerau", "DE", 49.92, 8.48),
        ("Ouagadougou", "BF", 12.37, -1.53),
        ("SAN SALVADOR", "SV", 13.69, -89.19),
        ("Mogadiscio", "SO", 2.04, 45.34),
        ("Khalkhalah airbase", "SY", 33.08, 36.56),
        ("Chasiv Yar", "UA", 48.59, 37.84),
        ("Ciudad Barrios", "SV", 13.77, -88.27),
    ],
)
def test_lookup_finds_the_place_among_its_first_candidates(index: MergedIndex, name: str, country: str, lat: float, lon: float) -> None:
    hits = [c for c in index.lookup(name)[:3] if c.country_code == country and abs(c.lat - lat) < 0.8 and abs(c.lon - lon) < 0.8]
    assert hits, index.lookup(name)[:3]


@pytest.mark.parametrize(
    ("name", "code"),
    [("Syria", "SY"), ("US", "US"), ("Burma", "MM"), ("Ivory Coast", "CI"), ("DR Congo", "CD"), ("EL SALVADOR", "SV"), ("U.K.", "GB")],
)
def test_countries_come_first(index: MergedIndex, name: str, code: str) -> None:
    first = index.lookup(name)[0]
    assert (first.kind, first.country_code) == ("country", code)
    assert first.radius_km


@pytest.mark.parametrize("name", ["Anbar", "Donetsk Oblast", "Chalatenango", "Cabo Delgado", "Tigray", "North Kivu", "Rakhine"])
def test_divisions_have_an_extent(index: MergedIndex, name: str) -> None:
    assert any(c.kind == "admin1" and c.radius_km for c in index.lookup(name, fuzzy=False))


def test_namesakes_are_all_given(index: MergedIndex) -> None:
    assert {c.admin1 for c in index.lookup("Umm Haratayn", fuzzy=False)} == {"As-Suwayda", "Hama", "Homs"}
    assert {c.country_code for c in index.lookup("Tripoli", fuzzy=False)} >= {"LB", "LY"}


def test_scores_rank_spelling_before_population(index: MergedIndex) -> None:
    scores = [c.score for c in index.lookup("Hawija")]
    assert scores == sorted(scores, reverse=True)
    assert index.lookup("Hawija")[0].score > 0.93


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Aleppo", True), ("ALEPPO", True), ("aleppo", True), ("San Miguel", True), ("US", True), ("us", False), ("Of", False),
        ("Police", False), ("March", False), ("reading", False), ("Split", False), ("the most", False), ("Deir Ezzur", False), ("", False),
        ("7", False), ("2017", False), ("Qwzrtplk", False), ("Ukraine", True), ("Gaza Strip", True),
    ],
)  # fmt: skip
def test_known(index: MergedIndex, name: str, known: bool) -> None:
    assert index.known(name) is known


def test_near_gives_places_by_distance(index: MergedIndex) -> None:
    places = index.near(35.34, 40.14, 30)
    assert places[0].name == "Deir ez-Zor"
    assert [p.score for p in places] == sorted((p.score for p in places), reverse=True)
    assert index.near(0.0, -140.0, 5) == []


@pytest.mark.parametrize(("lat", "lon"), [(90.0, 0.0), (-90.0, 179.9), (0.0, 180.0), (0.0, -180.0)])
def test_near_takes_the_edges_of_the_globe(index: MergedIndex, lat: float, lon: float) -> None:
    assert len(index.near(lat, lon, 50)) <= 20


def test_near_crosses_the_date_line(index: MergedIndex) -> None:
    assert any(place.name == "Labasa" or place.country_code == "FJ" for place in index.near(-16.8, -179.9, 200))


def test_empty_and_odd_names_give_nothing(index: MergedIndex) -> None:
    for name in ("", " ", "-", "'", "!!!", "\u200b"):
        assert index.lookup(name) == ()


def test_the_index_implements_the_protocol(index: MergedIndex) -> None:
    protocol: PlaceIndex = index
    assert len(protocol.version) == 16
    assert open_index().version == protocol.version


def _listed(home: Path, *rows: str) -> MergedIndex:
    path = home / "list.csv"
    path.write_text("\n".join(["name,lat,lon,population,alternates", *rows]) + "\n", encoding="utf-8")
    add(path, home=home)
    return MergedIndex([home / "gazetteer" / "list.sqlite"])


def test_another_spelling_of_a_first_name_scores_above_one_of_another_name(tmp_path: Path) -> None:
    index = _listed(tmp_path, "Qozmat,10,20,5,", "Turzab,11,20,900,Qozmat el-Gharbi;Qozmat")
    found = index.lookup("Quzmaat")
    assert [place.name for place in found] == ["Qozmat", "Turzab"]
    assert found[0].score > found[1].score > 0.5


def test_places_alike_come_by_closeness_then_population_and_once(tmp_path: Path) -> None:
    rows = [f"Qozm{vowel}t,{number},20,{number},Quzmat {number}" for number, vowel in enumerate("aiuaiu", start=1)]
    found = _listed(tmp_path, *rows).lookup("Qezmat")
    assert len({place.id for place in found}) == len(found) == 6
    assert [place.population for place in found[:2]] == [4, 1]
    assert [place.score for place in found] == sorted((place.score for place in found), reverse=True)


def test_a_look_up_gives_more_places_alike_when_asked_for_more(tmp_path: Path) -> None:
    index = _listed(tmp_path, *(f"Qozmat {'b' * (number % 9 + 1)},10,{number},5,Qozmat" for number in range(90)))
    assert len(index.lookup("Quzmat", limit=60)) == 60
    assert len(index.lookup("Quzmat", limit=200)) == 90
    scores = [place.score for place in index.lookup("Quzmat", limit=200)]
    assert scores[:60] == [place.score for place in index.lookup("Quzmat", limit=60)]


def test_an_index_of_an_older_version_is_named(tmp_path: Path) -> None:
    _listed(tmp_path, "Qozmat,10,20,5,").close()
    with closing(sqlite3.connect(tmp_path / "gazetteer" / "list.sqlite")) as connection, connection:
        connection.execute("UPDATE meta SET value = '2' WHERE name = 'schema'")
    with pytest.raises(GazetteerError, match=r"schema 2, this version reads 3[\s\S]*gazetteer build-world"):
        open_index(tmp_path)


def test_a_broken_user_index_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    (folder / "mine.sqlite").write_bytes(b"this is no database, but it is long enough to look like a file " * 20)
    with pytest.raises(GazetteerError, match=r"mine\.sqlite"):
        open_index(tmp_path)
