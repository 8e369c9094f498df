"""The prepared data: built from small invented sources, and the files that are in the package."""

import csv
import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dateline.data.gazetteer import load_terms, parse_terms
from dateline.errors import DataError
from dateline.gazetteer import MergedIndex, open_index
from dateline.gazetteer.index import DEFAULT_INDEX, stop_words
from dateline.gazetteer.schema import PlaceRow
from train.gazetteer import airport_names, extent, latin_names, merge_list, plain_name, read_list
from train.supplement import Settlements, middle_of, rows


@pytest.fixture(scope="module")
def index() -> Iterator[MergedIndex]:
    opened = open_index()
    yield opened
    opened.close()


def row(name: str, lat: float, lon: float, population: int = 0, admin1: str = "SY.10", identity: str = "gn:1") -> PlaceRow:
    return PlaceRow(identity, name, (), lat, lon, "village", "SY", admin1, population, "geonames")


def test_latin_names_drop_codes_scripts_and_doubles() -> None:
    names = ["ALP", "Halab", "halab", "Ḩalab", "حلب", "Алеппо", "Alep", "aleppo", "A"]
    assert latin_names(names) == ("Halab", "Alep")


@pytest.mark.parametrize(
    ("name", "country", "plain"),
    [
        ("Ḩamāh", "SY", "Hamah"),
        ("Rīga", "LV", "Rīga"),
        ("Córdoba", "AR", "Córdoba"),
        ("Al Qā‘im", "IQ", "Al Qa'im"),
        ("Łódź", "PL", "Łódź"),
    ],
)
def test_plain_names_lose_scholarly_signs_only(name: str, country: str, plain: str) -> None:
    assert plain_name(name, country) == plain


def test_airfields_go_by_several_names() -> None:
    assert "Turzab airport" in airport_names("Turzab Military Airport")
    assert "Turzab air base" in airport_names("Turzab Airbase")
    assert airport_names("Turzab") == []


def test_the_list_gives_aliases_and_kinds(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text(
        "name\tlat\tlon\tkind\tcountry\theld_by_2017\n"
        "Quzmat/Kuzmat (Old Fort)\t35\t37\ttown\tSY\tgov\n"
        "Turzab oil/gas field\t35\t38\toil\tSY\t\n"
        "Virbal City\t35\t39\ttown\tSY\t\n",
        encoding="utf-8",
    )
    first, second, third = read_list(path)
    assert (first.name, first.alternates, first.kind) == ("Quzmat", ("Kuzmat", "Old Fort"), "village")
    assert (second.name, second.alternates, second.kind) == ("Turzab oil/gas field", (), "site")
    assert third.alternates == ("Virbal",)


def test_a_listed_place_that_is_known_becomes_an_alias_and_others_get_a_division() -> None:
    cities = [row("Qozmat", 35.0, 37.0, 900), row("Virbal", 35.5, 38.0, 50, "SY.04", "gn:2")]
    listed = [
        row("Kuzmat", 35.02, 37.01, identity="si:2"),
        row("Turzab", 35.45, 38.1, identity="si:3"),
        row("Kuzmat", 36.9, 41.0, identity="si:4"),
    ]
    known, other, near, far = merge_list(cities, listed)
    assert known.name == "Kuzmat"
    assert "Qozmat" in known.alternates
    assert (other.name, near.admin1, far.id) == ("Virbal", "SY.04", "si:4")


def test_extent_is_the_middle_of_the_settled_cells() -> None:
    lat, lon, reach = extent([row("A", 10.0, 20.0), row("B", 10.0, 20.01), row("C", 12.0, 22.0)])
    assert (lat, lon) == pytest.approx((11.0, 21.0), abs=0.01)
    assert reach > 100
    assert extent([row("A", 0.0, 179.9), row("B", 0.0, -179.9)])[1] == pytest.approx(180, abs=0.1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[heads]\nplanet = ['moon']\n[strip]\n[directions]\nup = 'high'\n[parts]\n[units]\n", r"heads\.planet.*directions\.up"),
        ("[heads]\n", r"\[strip\] is missing.*\[units\] is missing"),
        ("not toml", "terms.toml"),
    ],
)
def test_faults_of_the_terms_are_all_reported(text: str, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        parse_terms(text)


def test_the_terms_of_the_package() -> None:
    terms = load_terms()
    assert terms.directions["north-east"] == 45
    assert "site" in terms.heads["oil field"]
    assert terms.units["miles"] == pytest.approx(1.609)


def test_regions_are_on_the_globe_with_a_radius() -> None:
    lines = [line for line in DEFAULT_INDEX.with_name("regions.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) > 200
    faults = [r["name"] for r in rows if not (abs(float(r["lat"])) <= 90 and abs(float(r["lon"])) <= 180 and float(r["radius_km"]) > 0)]
    assert faults == []
    names = [r["name"] for r in rows]
    assert sorted(names) == sorted(set(names))


def test_stop_words_hold_no_country_but_one_that_is_a_word() -> None:
    with closing(sqlite3.connect(DEFAULT_INDEX)) as connection:
        names = {name.lower() for (name,) in connection.execute("SELECT name FROM country")}
    assert stop_words() & names == {"reunion"}
    assert {"of", "police", "march", "split"} <= stop_words()


def test_the_packaged_files_stay_small() -> None:
    assert DEFAULT_INDEX.stat().st_size < 25_000_000
    table = DEFAULT_INDEX.with_name("cities500.tsv.gz")
    assert table.stat().st_size < 12_000_000
    with gzip.open(table, "rt", encoding="utf-8") as lines:
        assert next(lines).count("\t") == 7


def test_the_list_of_syria_and_iraq_is_in_the_default() -> None:
    with closing(sqlite3.connect(DEFAULT_INDEX)) as connection:
        count = connection.execute("SELECT count(*) FROM place WHERE source = 'syria_iraq'").fetchone()[0]
        lost = connection.execute("SELECT count(*) FROM place WHERE source = 'syria_iraq' AND admin1 IS NULL").fetchone()[0]
    assert count > 6_500
    assert lost == 0


SUPPLEMENT_KINDS = {
    "of": 40,
    "cr": 40,
    "ri": 100,
    "ro": 20,
    "re": 30,
    "wa": 20,
}  # fields, crossings, rivers, roads, regions, waters: at least


def test_every_row_of_the_supplement_is_in_the_index_with_its_source() -> None:
    lines = DEFAULT_INDEX.with_name("supplement.tsv").read_text(encoding="utf-8").splitlines()
    listed = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(row["source"] and row["conflict"] and row["name"] for row in listed)
    identities = [row["id"] for row in listed]
    assert len(set(identities)) == len(identities)
    with closing(sqlite3.connect(f"{DEFAULT_INDEX.as_uri()}?mode=ro", uri=True)) as connection:
        stored = {row[0]: row[1:] for row in connection.execute("SELECT id, lat, lon FROM place WHERE source = 'supplement'")}
    assert stored == {row["id"]: (float(row["lat"]), float(row["lon"])) for row in listed}
    for kind, least in SUPPLEMENT_KINDS.items():
        assert sum(identity.startswith(f"{kind}:") for identity in identities) >= least
        assert len({row["conflict"] for row in listed if row["id"].startswith(f"{kind}:")}) >= 10


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Torkham crossing", "site", "PK"), ("Majnoon oilfield", "site", "IQ"), ("Shatt al-Arab", "water", None), ("Salah al-Din Road", "road", "PS"),
        ("Strait of Tiran", "water", None), ("Loya Paktia", "area", "AF"),
    ],
)  # fmt: skip
def test_places_that_lists_of_cities_lack(index: MergedIndex, name: str, kind: str, country: str | None) -> None:
    assert [(place.kind, place.country_code) for place in index.lookup(name, fuzzy=False)] == [(kind, country)]


def test_a_road_lies_halfway_along_its_towns() -> None:
    lat, lon, reach = middle_of([(0.0, 0.0), (0.0, 1.0), (0.0, 4.0)])
    assert (lat, lon) == pytest.approx((0.0, 2.0))
    assert reach == pytest.approx(222.4, abs=0.2)
    assert middle_of([(1.0, 1.0), (1.0, 1.0)]) == (1.0, 1.0, 0.0)


def test_rows_of_the_supplement_are_made_of_settlements() -> None:
    known = Settlements()
    for number, (name, lat) in enumerate({"Quzmat": 10.0, "Turzab": 12.0}.items()):
        place = row(name, lat, 20.0, identity=f"gn:{number}")
        known.by_id[str(number)] = known.by_name[name.lower(), "SY"] = place
        known.by_division["SY.10"].append(place)
    known.divisions["sarn", "SY"] = "SY.10"
    entries = {
        "crossings": [("Quzmat crossing", "Quzmat gate", "Syria", "0")],
        "roads": [("Sarn road", "", "Syria", "Quzmat SY, Turzab SY")],
        "regions": [("Sarn plain", "", "Syria", "@Sarn SY")],
    }
    made = [line.split("\t") for line in rows(entries, known)]
    assert [(cells[0], cells[3], cells[5], cells[6], cells[7]) for cells in made] == [
        ("cr:quzmat-crossing", "10.000", "5", "site", "SY"), ("ro:sarn-road", "11.000", "111", "road", "SY"), ("re:sarn-plain", "11.000", "111", "area", "SY"),
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"Far road: .*nowhere"):
        list(rows({**entries, "roads": [("Far road", "", "Syria", "Nowhere SY, 0")]}, known))
