"""The world's index: built once from the package, then looked up."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import GazetteerError
from dateline.gazetteer import MergedIndex, build_world, open_index
from dateline.gazetteer.index import DEFAULT_INDEX
from dateline.gazetteer.schema import PlaceRow, write_index
from dateline.gazetteer.world import WORLD_FILE


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    calls: list[tuple[int, int]] = []
    count = build_world(folder, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (count, count)
    return folder


@pytest.fixture(scope="module")
def world(home: Path) -> Iterator[MergedIndex]:
    opened = open_index(home)
    yield opened
    opened.close()


def test_the_world_replaces_the_packaged_index_and_is_within_bounds(home: Path, world: MergedIndex) -> None:
    assert world.files == (home / "gazetteer" / "world.sqlite",)
    assert world.files[0].stat().st_size < 200_000_000
    assert world.version != open_index().version


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("حلب", "SY", 36.2, 37.16), ("Дамаск", "SY", 33.51, 36.29), ("Харьков", "UA", 49.98, 36.25), ("喀布尔", "AF", 34.53, 69.17),
        ("תל אביב", "IL", 32.08, 34.78),
        ("ሐረር", "ET", 9.31, 42.12), ("Aleppo", "SY", 36.2, 37.16),
    ],
)  # fmt: skip
def test_names_in_every_script(world: MergedIndex, name: str, country: str, lat: float, lon: float) -> None:
    found = world.lookup(name, fuzzy=False)
    assert any(p.country_code == country and abs(p.lat - lat) < 0.3 and abs(p.lon - lon) < 0.3 for p in found), found[:3]
    assert world.known(name)


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Manbij District", "admin2", "SY"),
        ("Mosul Dam", "site", "IQ"),
        ("Zaporizhzhia Nuclear Power Plant", "site", "UA"),
        ("Lake Tana", "water", "ET"),
        ("Syria", "country", "SY"),
        ("Сирия", "country", "SY"),
        ("Antarctica", "area", None),
    ],
)
def test_kinds_of_places(world: MergedIndex, name: str, kind: str, country: str | None) -> None:
    assert any(p.kind == kind and p.country_code == country for p in world.lookup(name, fuzzy=False))


def test_an_index_of_another_versions_data_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "gazetteer"
    folder.mkdir()
    row = PlaceRow("x:1", "Quzmat", (), 1, 2, "village", None, None, 0, "test")
    assert list(write_index(folder / "world.sqlite", [row], meta={"base": "older"}))[-1] == 1
    with pytest.raises(GazetteerError, match="another version's data") as caught:
        open_index(tmp_path)
    assert caught.value.hint
    assert "build-world" in caught.value.hint


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [(35.93, 36.63, "SY.12"), (36.34, 43.13, "IQ.15"), (13.63, 25.35, "SD.55"), (0.0, -140.0, None), (49.98, 36.25, "UA.07")],
)
def test_points_lie_in_divisions(lat: float, lon: float, code: str | None) -> None:
    index = open_index()
    assert index.division_at(lat, lon) == code
    assert bool(index.shape(code or "")) is (code is not None)


def test_search_in_a_region_and_near_a_point(world: MergedIndex) -> None:
    assert {p.country_code for p in world.search("Tripoli", region="Lebanon")} == {"LB"}
    assert {p.country_code for p in world.search("Tripoli", region="LY")} == {"LY"}
    assert {p.admin1 for p in world.search("Umm Haratayn", region="Hama")} == {"Hama"}
    assert world.search("San Miguel", near=(13.5, -88.2))[0].country_code == "SV"
    with pytest.raises(GazetteerError, match="no country, division or area is named 'Qwzrtplk'"):
        world.search("Tripoli", region="Qwzrtplk")


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "Homs " * 2_000, "\u0301" * 30, "\u0301" * 10_000, "\U00012000\U00012001\U00012002", "\ue000\ue001", "\U0001f600"]
)  # fmt: skip
def test_names_that_are_none_are_nil(world: MergedIndex, name: str) -> None:
    assert world.lookup(name) == ()
    assert not world.known(name)


def test_the_supplement_has_sources_and_conflicts() -> None:
    lines = DEFAULT_INDEX.with_name("supplement.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader([line for line in lines if not line.startswith("#")], delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) >= 500
    assert len({row["conflict"] for row in rows}) >= 15
    faults = [r["id"] for r in rows if not r["source"] or not r["name"] or abs(float(r["lat"])) > 90 or abs(float(r["lon"])) > 180]
    assert faults == []
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} <= {"site", "water", "hill", "area", "road"}


def test_the_prepared_tables_stay_small() -> None:
    assert WORLD_FILE.stat().st_size < 3_000_000
