import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from dateline.errors import GazetteerError
from dateline.gazetteer import add, open_index
from dateline.gazetteer.add import CITIES500_FILE
from dateline.gazetteer.sources import geonames_kind, packaged_rows

GEONAMES = "990001\tVarnaqil\tVarnaqil\tWarnakil,Варнакил\t35.51\t37.21\tP\tPPL\tSY\t\t10\t\t\t\t812\t\t300\tAsia/Damascus\t2020-01-01"


def test_a_csv_with_its_own_headings(tmp_path: Path) -> None:
    path = tmp_path / "my places.csv"
    path.write_text(
        "Place Name,Latitude,Longitude,Governorate,Country,Type,Aliases\n"
        'Zurnabad,35.1,37.2,Hama,Syria,village,"Zournabad;Zurn Abad"\n'
        "Upper Zurnabad/Zurnabad Fawqani,35.2,37.2,Hama,SY,,\n",
        encoding="utf-8",
    )
    calls: list[tuple[int, int]] = []
    assert add(path, home=tmp_path, progress=lambda done, total: calls.append((done, total))) == 2
    assert calls[-1] == (2, 2)
    index = open_index(tmp_path)
    place = index.lookup("Zournabad")[0]
    assert (place.name, place.admin1, place.country, place.kind, place.source) == (
        "Zurnabad",
        "Hama",
        "Syria",
        "village",
        "user:my places.csv",
    )
    assert index.known("Zurnabad Fawqani")
    assert index.lookup("Aleppo")[0].country_code == "SY"
    assert index.version != open_index().version


@pytest.mark.parametrize("zipped", [False, True])
def test_a_geonames_dump(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "SY.txt"
    path.write_text(GEONAMES + "\n", encoding="utf-8")
    if zipped:
        with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
            archive.writestr("readme.txt", "not this one " * 200)
            archive.write(path, "SY.txt")
        path = tmp_path / "SY.zip"
    assert add(path, home=tmp_path) == 1
    place = open_index(tmp_path).lookup("Warnakil")[0]
    assert (place.name, place.country, place.admin1, place.kind, place.population) == ("Varnaqil", "Syria", "Hama", "village", 812)


def test_adding_again_replaces_the_older_version(tmp_path: Path) -> None:
    path = tmp_path / "list.tsv"
    path.write_text("name\tlat\tlon\nQuzmat\t10\t20\n", encoding="utf-8")
    add(path, home=tmp_path)
    path.write_text("name\tlat\tlon\nTurzab\t10\t20\n", encoding="utf-8")
    add(path, home=tmp_path)
    index = open_index(tmp_path)
    assert index.known("Turzab")
    assert not index.known("Quzmat")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("name,lat\nA place,1\n", "no column for lon"),
        ("name,lat,lon\nQuzmat,north,2\nTurzab,1,2\nVirbal,1,400\n", "line 2: lat 'north'.*line 4: lat 1, lon 400"),
        ("name,lat,lon,country\nQuzmat,1,2,Atlantis\n", "line 2: country 'Atlantis'"),
        ("name,lat,lon\n,1,2\n", "line 2: no name"),
        ("name,lat,lon,population\nQuzmat,1,2,many\n", "line 2: population 'many'"),
        ("name,lat,lon\nQuzmat,1\n", "line 2: 2 cells"),
        ("name,lat,lon\n", "no places"),
        ("", "no column"),
        (GEONAMES + "\n" + "1\tshort\n", "line 2: 2 columns, expected 19"),
        (GEONAMES.replace("35.51", "nan"), "line 1: lat nan"),
    ],
)
def test_faults_are_listed_by_line_and_nothing_is_imported(tmp_path: Path, content: str, expected: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GazetteerError, match=expected) as caught:
        add(path, home=tmp_path)
    assert caught.value.hint
    assert "bad.csv" in str(caught.value)
    assert list((tmp_path / "gazetteer").iterdir()) == []


def test_many_faults_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("name,lat,lon\n" + "Quzmat,x,y\n" * 50, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"50 lines .*and 30 more"):
        add(path, home=tmp_path)


def test_files_that_are_no_text(tmp_path: Path) -> None:
    binary = tmp_path / "places.csv"
    binary.write_bytes(b"name,lat,lon\n\xff\xfe\x00\x80rubbish,1,2\n")
    with pytest.raises(GazetteerError, match="UTF-8"):
        add(binary, home=tmp_path)
    with pytest.raises(GazetteerError, match="no such file"):
        add(tmp_path / "absent.csv", home=tmp_path)
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("picture.png", b"x")
    with pytest.raises(GazetteerError, match=r"no \.txt"):
        add(empty, home=tmp_path)


def test_killing_an_import_leaves_the_old_index(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,lat,lon\nQuzmat,10,20\n", encoding="utf-8")
    add(path, home=tmp_path)
    path.write_text("name,lat,lon\n" + "".join(f"Turzab {n},10,20\n" for n in range(40_000)), encoding="utf-8")
    script = (
        "import sys, time; from pathlib import Path; from dateline.gazetteer import add\n"
        "def slow(done, total): print(done, flush=True); time.sleep(60)\n"
        "add(Path(sys.argv[1]), home=Path(sys.argv[2]), progress=slow)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(path), str(tmp_path)], stdout=subprocess.PIPE, text=True, env=os.environ)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "5000"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    index = open_index(tmp_path)
    assert index.known("Quzmat")
    assert not index.known("Turzab 1")
    assert add(path, home=tmp_path) == 40_000
    assert open_index(tmp_path).known("Turzab 1")
    assert [file.name for file in (tmp_path / "gazetteer").iterdir()] == ["list.sqlite"]


def test_cities500_is_packaged_and_whole() -> None:
    with gzip.open(CITIES500_FILE, "rt", encoding="utf-8") as lines:
        assert sum(1 for _ in lines) == 234_908
    first = next(packaged_rows(CITIES500_FILE))
    assert first.country
    assert first.population > 10_000_000


def test_the_file_is_a_plain_database(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("name,lat,lon\nQuzmat,10,20\n", encoding="utf-8")
    add(path, home=tmp_path)
    with closing(sqlite3.connect(tmp_path / "gazetteer" / "one.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    ("feature", "people", "kind"),
    [
        ("P.PPL", 80_000, "city"), ("P.PPLA", 9_000, "town"), ("P.PPL", 0, "village"), ("P.PPLX", 0, "neighbourhood"), ("A.ADM1", 0, "admin1"),
        ("A.ADM2", 0, "admin2"), ("A.PCLI", 0, "country"), ("T.MT", 0, "hill"), ("T.ISL", 0, "area"), ("H.LK", 0, "water"), ("S.AIRP", 0, "site"),
        ("R.RD", 0, "road"), ("L.RGN", 0, "area"), (".", 0, "area"),
    ],
)  # fmt: skip
def test_features_of_geonames_become_levels(feature: str, people: int, kind: str) -> None:
    feature_class, _, code = feature.partition(".")
    assert geonames_kind(feature_class, code, people) == kind
