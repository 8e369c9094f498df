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
from dateline.gazetteer import add, added, open_index, remove
from dateline.gazetteer.points import geonames_kind
from dateline.gazetteer.sources import packaged_rows
from dateline.gazetteer.world import CITIES500_FILE

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
    assert add(path, home=tmp_path, progress=lambda done, total: calls.append((done, total))).places == 2
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
    assert add(path, home=tmp_path).places == 1
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
        (
            "name,lat,lon\nQuzmat,north,2\nTurzab,1,2\nVirbal,1,400\n",
            "line 2: lat 'north', expected degrees.*line 4: lon '400', expected degrees from -180 to 180",
        ),
        ("name,lat,lon,country\nQuzmat,1,2,Atlantis\n", "line 2: country 'Atlantis'"),
        ("name,lat,lon\n,1,2\n", "line 2: name '', expected a name"),
        ("name,lat,lon,population\nQuzmat,1,2,many\n", "line 2: population 'many'"),
        ("name,lat,lon\nQuzmat,1\n", "line 2: all '2 columns', expected 3 columns"),
        ("name,lat,lon\n", "no places"),
        ("", "no column"),
        (GEONAMES + "\n" + "1\tshort\n", "line 2: all '2 columns', expected 19 columns"),
        (GEONAMES.replace("35.51", "nan"), "line 1: lat 'nan'"),
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
    with pytest.raises(GazetteerError, match=r"50 lines .*and 30 more, all in .*bad.faults.tsv"):
        add(path, home=tmp_path)
    written = (tmp_path / "gazetteer" / "bad.faults.tsv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "line\tcolumn\tfound\texpected"
    assert [line.split("\t")[0] for line in written[1:]] == [str(line) for line in range(2, 52)]
    path.write_text("name,lat,lon\nQuzmat,1,2\n", encoding="utf-8")
    add(path, home=tmp_path)
    assert [file.name for file in (tmp_path / "gazetteer").iterdir()] == ["bad.sqlite"]


def test_good_lines_are_kept_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "half.csv"
    path.write_text("name,lat,lon\nQuzmat,10,20\nTurzab,95,20\nVirbal,1", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"line 3: lat '95'.*line 4: all '2 columns'"):
        add(path, home=tmp_path)
    assert not open_index(tmp_path).known("Quzmat")
    done = add(path, home=tmp_path, keep_good=True)
    assert (done.places, done.left_out) == (1, 2)
    assert "line 3" in done.faults
    assert open_index(tmp_path).known("Quzmat")


def test_a_refused_import_leaves_the_old_index(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,lat,lon\nQuzmat,10,20\n", encoding="utf-8")
    add(path, home=tmp_path)
    path.write_text("name,lat,lon\nTurzab,10,20\nVirbal,x,20\n", encoding="utf-8")
    with pytest.raises(GazetteerError):
        add(path, home=tmp_path)
    index = open_index(tmp_path)
    assert index.known("Quzmat")
    assert not index.known("Turzab")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (GEONAMES[:-4], "line 2: modification date '2020-0'"),
        (GEONAMES.replace("990001", "x1"), "line 2: geonameid 'x1', expected a whole number"),
        (GEONAMES.replace("\t812\t", "\tmany\t"), "line 2: population 'many'"),
        (GEONAMES.replace("37.21", "-181"), "line 2: lon '-181'"),
    ],
)
def test_faults_of_a_dump_name_the_column(tmp_path: Path, line: str, expected: str) -> None:
    path = tmp_path / "SY.txt"
    path.write_text(f"{GEONAMES}\n{line}", encoding="utf-8")
    with pytest.raises(GazetteerError, match=expected):
        add(path, home=tmp_path)


def test_a_dump_of_another_width_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_text(f"{GEONAMES.rpartition(chr(9))[0]}\n" * 3, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"3 lines .*line 1: all '18 columns', expected 19 .*line 3: all '18 columns'"):
        add(path, home=tmp_path)


def test_mixed_encodings_are_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt"
    path.write_bytes(f"{GEONAMES}\n".encode() + GEONAMES.encode("cp1251") + b"\n")
    with pytest.raises(GazetteerError, match=r"line 2: alternatenames .*expected UTF-8 text"):
        add(path, home=tmp_path)
    assert add(path, home=tmp_path, keep_good=True).places == 1


def test_half_an_archive_is_refused(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("SY.txt", f"{GEONAMES}\n" * 500)
    half = tmp_path / "SY.zip"
    half.write_bytes(whole.read_bytes()[:-40])
    with pytest.raises(GazetteerError, match="broken archive"):
        add(half, home=tmp_path)
    assert list((tmp_path / "gazetteer").iterdir()) == []


def test_headings_of_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("CAMP;Northing;Easting;Land\nQuzmat;35.5;37.5;SYR\n", encoding="utf-8")
    add(path, home=tmp_path, name="camps", columns={"name": "camp", "lat": "Northing", "lon": "Easting", "country": "Land"})
    place = open_index(tmp_path).lookup("Quzmat")[0]
    assert (place.lat, place.lon, place.country_code) == (35.5, 37.5, "SY")
    with pytest.raises(GazetteerError, match=r"no heading for lat=Nothing; no column colour"):
        add(path, home=tmp_path, columns={"lat": "Nothing", "colour": "Land"})
    assert [source.name for source in added(tmp_path)] == ["camps"]


def test_gns_rows_of_one_place_are_one_place(tmp_path: Path) -> None:
    path = tmp_path / "gns.txt"
    head = "rk\tufi\tuni\tfull_name\tnt\tlat_dd\tlong_dd\tfc\tdesig_cd\tadm1\tcc_ft"
    lines = [head, "1\t77\t1\tQuzmat\tN\t35.5\t37.5\tP\tPPL\tIdlib\tSYR", "1\t77\t2\tQozmat Fawqani\tV\t35.5\t37.5\tP\tPPL\tIdlib\tSYR"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    add(path, home=tmp_path)
    index = open_index(tmp_path)
    assert index.lookup("Quzmat")[0].id == index.lookup("Qozmat Fawqani")[0].id
    assert index.lookup("Quzmat")[0].kind == "village"


def test_older_gns_files_have_fips_codes(tmp_path: Path) -> None:
    path = tmp_path / "gns.txt"
    path.write_text("UFI\tLAT\tLONG\tFC\tDSG\tCC1\tFULL_NAME_RO\n9\t33.5\t44.5\tP\tPPL\tIZ,SY\tQuzmat\n", encoding="utf-8")
    add(path, home=tmp_path)
    assert open_index(tmp_path).lookup("Quzmat")[0].country_code == "IQ"


GNS_2022 = (
    "rk ufi uni full_name nt lat_dd long_dd efctv_dt term_dt_f term_dt_n desig_cd fc cc_ft adm1 ft_link name_rank lang_cd transl_cd script_cd "
    "name_link cc_nm generic full_nm_nd sort_gen sort_name lat_dms long_dms mgrs mod_dt_ft mod_dt_nm dialect_cd display gis_notes"
).split()  # fmt: skip


def _gns(**cells: str) -> str:
    return "\t".join(cells.get(heading, "") for heading in GNS_2022)


def test_whole_gns_lines_since_2022(tmp_path: Path) -> None:
    path = tmp_path / "Whole_World.txt"
    point = {"lat_dd": "31.5", "long_dd": "34.45", "fc": "P", "desig_cd": "PPL", "nt": "N"}
    lines = [
        "\t".join(GNS_2022),
        _gns(rk="1", ufi="7", full_name="Quzmāţ", full_nm_nd="Quzmat", cc_ft="XGZ", adm1="PS-GZA", **point),
        _gns(rk="2", ufi="8", full_name="Nahr Tuzrak", cc_ft="SYR,TUR", adm1="SY-HL,TR-27", **{**point, "fc": "H", "desig_cd": "STM"}),
        _gns(rk="3", ufi="9", full_name="Turzab Seamount", cc_ft="ZZZ", **{**point, "fc": "U", "desig_cd": "SMU"}),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert add(path, home=tmp_path).places == 3
    index = open_index(tmp_path)
    found = [index.lookup(name)[0] for name in ("Quzmat", "Nahr Tuzrak", "Turzab Seamount")]
    assert [(place.country_code, place.kind, place.admin1) for place in found] == [
        ("PS", "village", None), ("SY", "water", None), (None, "water", None),
    ]  # fmt: skip


def test_divisions_of_older_gns_files_are_those_of_geonames(tmp_path: Path) -> None:
    path = tmp_path / "gns.txt"
    head = "RC\tUFI\tLAT\tLONG\tFC\tDSG\tCC1\tADM1\tSHORT_FORM\tFULL_NAME_RO\tFULL_NAME_ND_RO\tFULL_NAME_RG"
    path.write_text(f"{head}\n3\t9\t35.5\t36.5\tP\tPPL\tSY\t12\tQuzma\tQuzmāt\tQuzmat\tTall Quzmat\n", encoding="utf-8")
    add(path, home=tmp_path)
    index = open_index(tmp_path)
    assert {index.lookup(name)[0].id for name in ("Quzmat", "Quzma", "Tall Quzmat")} == {"user:gns.txt:9"}
    assert index.lookup("Quzmat")[0].admin1 == "Idlib"


COD = [
    # headings and lines as the common operational data sets have them: boundaries since 2025, boundaries before, settlements
    (
        "adm2_name,adm2_name1,adm2_ref_name,adm2_pcode,adm1_name,adm1_pcode,adm0_name,iso2,iso3,valid_on,area_sqkm,center_lat,center_lon\n"
        ",Quzmat,Qozmat el-Kebir,SY0901,Idleb,SY09,Syria,SY,SYR,2024-01-01,512.5,35.5,36.5\n"
    ),
    (
        "ADM2_EN,ADM2_AR,ADM2_REF,ADM2ALT1EN,ADM2_PCODE,ADM1_EN,ADM0_EN,LAT,LON\n"
        "#adm2+name+i_en,#adm2+name+i_ar,,,#adm2+code,#adm1+name,#country+name,#geo+lat,#geo+lon\n"
        "Quzmat,قزمات,,Qozmat el-Kebir,SY0901,Idleb,Syria,35.5,36.5\n"
    ),
    (
        "admin2Name_en;admin2Name_ar;admin2Name_alias;admin2Pcode;admin1Name_en;admin0Name_en;Latitude;Longitude\n"
        "Quzmat;قزمات;Qozmat el-Kebir;SY0901;Idleb;Syria;35.5;36.5\n"
    ),
]


@pytest.mark.parametrize("content", COD)
def test_divisions_of_ocha(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cod.csv"
    path.write_text(content, encoding="utf-8-sig")
    assert add(path, home=tmp_path).places == 1
    index = open_index(tmp_path)
    for name in ("Quzmat", "Qozmat el-Kebir", *(["قزمات"] if "قزمات" in content else [])):
        place = index.lookup(name)[0]
        assert (place.id, place.kind, place.country_code, place.admin1) == ("user:cod.csv:SY0901", "admin2", "SY", "Idleb")


def test_places_of_the_fourth_level_are_settlements(tmp_path: Path) -> None:
    path = tmp_path / "cod.csv"
    path.write_text("admin4Name_en,admin4Pcode,admin1Name_en,lat,lon\nQuzmat,C1001,Idleb,35.5,36.5\n", encoding="utf-8")
    add(path, home=tmp_path)
    assert open_index(tmp_path).lookup("Quzmat")[0].kind == "village"


def test_hashtags_stand_only_below_the_headings(tmp_path: Path) -> None:
    path = tmp_path / "cod.csv"
    path.write_text("name,lat,lon\nQuzmat,35.5,36.5\n#loc+name,#geo+lat,#geo+lon\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"line 3: lat '#geo\+lat'"):
        add(path, home=tmp_path)


def test_lists_are_told_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("name,lat,lon\nQuzmat,10,20\nTurzab,10,21\n", encoding="utf-8")
    add(path, home=tmp_path)
    (source,) = added(tmp_path)
    assert (source.name, source.source, source.places) == ("one", str(path), 2)
    with pytest.raises(GazetteerError, match="no list 'two'"):
        remove("two", home=tmp_path)
    remove("one", home=tmp_path)
    assert added(tmp_path) == []
    assert not open_index(tmp_path).known("Quzmat")


def test_one_place_of_several_sources_keeps_them_all(tmp_path: Path) -> None:
    for name, lat in (("one", "10.001"), ("two", "10.002"), ("far", "11")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"name,lat,lon\nQuzmat,{lat},20\n", encoding="utf-8")
        add(path, home=tmp_path)
    found = open_index(tmp_path).lookup("Quzmat", fuzzy=False)
    assert sorted(place.sources for place in found) == [("user:far.csv",), ("user:one.csv", "user:two.csv")]


def test_files_that_are_no_text(tmp_path: Path) -> None:
    binary = tmp_path / "places.csv"
    binary.write_bytes(b"name,lat,lon\n\xff\xfe\x00\x80rubbish,1,2\n")
    with pytest.raises(GazetteerError, match=r"line 2: name .*expected UTF-8 text"):
        add(binary, home=tmp_path)
    binary.write_text("name,lat,lon\nQuzmat,1,2\n", encoding="utf-16")
    with pytest.raises(GazetteerError, match="UTF-16"):
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
    assert add(path, home=tmp_path).places == 40_000
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
