"""Looks names of places up in the index files, best match first."""

from __future__ import annotations

import functools
import hashlib
import math
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

from dateline.errors import GazetteerError
from dateline.gazetteer.keys import LONGEST_NAME, VOWELS, ascii_fold, key_number, normalise, own_script, skeleton, vowels_alike
from dateline.gazetteer.schema import SCHEMA_VERSION, cell_of
from dateline.gazetteer.shapes import Ring, inside, unpack_rings
from dateline.records import PlaceCandidate

# Scores order the ways of matching. A skeleton hit is the ratio of the two spellings scaled below the worst normalised match.
PRIMARY_EXACT, PRIMARY_KEY, ALTERNATE_EXACT, ALTERNATE_KEY = 1.0, 0.98, 0.96, 0.94
SKELETON_SCALE = 0.9
SKELETON_FLOOR = 0.6  # ratio under which two spellings with one skeleton are different names ("Homs", "Hammes")
_OTHER_NAME = 0.95  # of the likeness to a name that is not the place's first: lists hold misspelt ones
_OTHER_START = 0.85  # of the likeness of two names of which one begins with a vowel
_SKELETON_ROWS = 1000  # places compared that share a skeleton: of a longer list of two consonants none is telling
_KEPT = 200  # candidates given at most: no name has as many places that matter
_ALIKE = 60  # of them places of another spelling, for a look-up that asks for no more
_CACHE = 8192
_MAPPED = 1 << 30  # bytes of a file that are read in place
CAPITAL_NAMES = frozenset({"US"})  # a common word in small letters, a country in capitals
_DATA = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
DEFAULT_INDEX = _DATA / "places.sqlite"
USER_FOLDER = "gazetteer"
WORLD = "world"  # the name of the index that replaces the packaged one
SAME_PLACE_KM = 1.5  # rows of two sources that share a name and lie so near are one place
_KM_A_DEGREE = 111.2

COLUMNS = "number, id, name, alternates, lat, lon, kind, country, admin1, population, radius, source"
_Row = tuple[int, str, str, str, float, float, str, str | None, str | None, int, float | None, str]


@functools.cache
def stop_words() -> frozenset[str]:
    """Return the normalised names that are common words and so never known places by themselves."""
    lines = (_DATA / "stopwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in kilometres."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def _content(path: Path) -> str:
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        return str(connection.execute("SELECT value FROM meta WHERE name = 'content'").fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Shard:
    """One index file, open."""

    path: Path
    connection: sqlite3.Connection
    content: str

    @staticmethod
    def open(path: Path) -> _Shard:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size={_MAPPED}")
            facts = dict(connection.execute("SELECT name, value FROM meta"))
        except sqlite3.Error as error:
            raise GazetteerError(f"the place index cannot be opened: {error}", where=str(path), hint="add the source again") from error
        if facts.get("schema") != SCHEMA_VERSION:
            connection.close()
            raise GazetteerError(
                f"the place index has schema {facts.get('schema')}, this version reads {SCHEMA_VERSION}",
                where=str(path),
                hint="build it again: `dateline gazetteer build-world` for the world, `dateline gazetteer add` for a list",
            )
        if "base" in facts and facts["base"] != _content(DEFAULT_INDEX):
            connection.close()
            raise GazetteerError(
                "the world index was built from another version's data", where=str(path), hint="run `dateline gazetteer build-world` again"
            )
        return _Shard(path, connection, facts.get("content", ""))


class MergedIndex:
    """The packaged index and the user's own, looked up as one; implements the PlaceIndex protocol.

    A place that several files hold is given once, from the file opened first. Look-ups are cached in memory.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._shards = [_Shard.open(path) for path in paths]
        self._lock = threading.Lock()
        self._countries: dict[str, str] = {}
        self._admin1: dict[str, str] = {}
        for shard in self._shards:
            self._countries.update(shard.connection.execute("SELECT code, name FROM country"))
            self._admin1.update(shard.connection.execute("SELECT code, name FROM admin1"))
        self._version = hashlib.sha256("".join(shard.content for shard in self._shards).encode()).hexdigest()[:16]
        self._stop = stop_words()
        self._exact = functools.lru_cache(maxsize=_CACHE)(self._find)
        self._cascade = functools.lru_cache(maxsize=_CACHE)(self._find_alike)
        self._has = functools.lru_cache(maxsize=_CACHE * 4)(self._holds)
        self._is_known = functools.lru_cache(maxsize=_CACHE * 4)(self._probe)

    @property
    def version(self) -> str:
        """Hash over what was imported."""
        return self._version

    @property
    def files(self) -> tuple[Path, ...]:
        """The index files in use."""
        return tuple(shard.path for shard in self._shards)

    def close(self) -> None:
        """Close the files."""
        for shard in self._shards:
            shard.connection.close()

    def known(self, name: str) -> bool:
        """Tell whether the name is an exact or normalised name in the index and no common word; ignores case."""
        return self._is_known(name)

    def _probe(self, name: str) -> bool:
        if len(name) > LONGEST_NAME:
            return False
        own = own_script(name)
        if len(own) > 1 and self._has("o", own):
            return True
        key = normalise(name)
        if len(key) < 2 or key.isdigit() or (key in self._stop and name.strip() not in CAPITAL_NAMES):
            return False
        return self._has("n", key)

    def _holds(self, kind: str, key: str) -> bool:
        number = key_number(kind, key)
        with self._lock:
            return any(
                shard.connection.execute("SELECT 1 FROM key WHERE number = ? LIMIT 1", (number,)).fetchone() for shard in self._shards
            )

    def lookup(self, name: str, *, fuzzy: bool = True, limit: int = 20) -> Sequence[PlaceCandidate]:
        """Return candidates for a name, best first: spelling (score 1 to 0), then population."""
        name = name.strip()
        if len(name) > LONGEST_NAME:
            return ()
        return (self._cascade(name, _ALIKE if limit <= _ALIKE else _KEPT) if fuzzy else self._exact(name))[:limit]

    def _find(self, name: str) -> tuple[PlaceCandidate, ...]:
        key, own = normalise(name), own_script(name)
        if (len(key) < 2 and not own) or not any(map(str.isalnum, name)):  # a sign such as an emoji has a name in words, and is none
            return ()
        folded = ascii_fold(name)
        rows = self._rows(key_number("o", own)) if own and self._has("o", own) else {}
        if len(key) > 1 and self._has("n", key):
            rows = self._rows(key_number("n", key)) | rows
        return tuple(self._ranked(rows.values(), lambda row: _name_score(row, folded, key, own)))

    def _find_alike(self, name: str, most: int) -> tuple[PlaceCandidate, ...]:
        found = self._exact(name)
        bones = skeleton(name) if any(map(str.isalnum, name)) else ""
        if not bones:
            return found
        seen = {candidate.id for candidate in found}
        alike = self._alike(bones, ascii_fold(name), normalise(name), most + len(seen))
        scores = {row[1]: score for row, score in alike if row[1] not in seen}
        return (*found, *self._ranked([row for row, _ in alike if row[1] in scores][:most], lambda row: scores[row[1]]))

    def _rows(self, number: int) -> dict[str, _Row]:
        query = f"SELECT {COLUMNS} FROM place WHERE number IN (SELECT place FROM key WHERE number = ? LIMIT 5000)"
        rows: dict[str, _Row] = {}
        with self._lock:
            for shard in self._shards:
                for row in shard.connection.execute(query, (number,)):
                    rows.setdefault(row[1], row)
        return rows

    def _alike(self, bones: str, folded: str, key: str, most: int) -> list[tuple[_Row, float]]:
        """Return the places of a skeleton whose spelling is likest to the one sought, best first, each once, with their scores."""
        number = key_number("s", bones)
        owners: list[tuple[int, int, int]] = []  # people, file and place of each list of spellings
        firsts: list[str] = []
        others: list[str] = []
        owner_of: list[int] = []
        with self._lock:
            for file, shard in enumerate(self._shards):
                query = "SELECT place, population, spellings FROM sound WHERE number = ? LIMIT ?"
                for place, people, joined in shard.connection.execute(query, (number, _SKELETON_ROWS)):
                    first, *rest = joined.split("|")
                    firsts.append(first)
                    others += rest
                    owner_of += [len(owners)] * len(rest)
                    owners.append((-people, file, place))
        heard, sought = vowels_alike(folded), vowels_alike(key)
        best: dict[int, tuple[float, str]] = {}
        cutoff = 100 * SKELETON_FLOOR
        for spelling, ratio, at in process.extract(sought, firsts, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None):
            best[at] = ratio, spelling
        for spelling, ratio, at in process.extract(heard, others, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None):
            if ratio * _OTHER_NAME >= best.get(owner_of[at], (0.0, ""))[0]:
                best[owner_of[at]] = ratio * _OTHER_NAME, normalise(spelling)
        ranked = sorted((-_skeleton_score(ratio, spelling, sought), *owners[at]) for at, (ratio, spelling) in best.items())[:most]
        rows: dict[str, tuple[_Row, float]] = {}
        with self._lock:
            for score, _, file, place in ranked:
                row = self._shards[file].connection.execute(f"SELECT {COLUMNS} FROM place WHERE number = ?", (place,)).fetchone()
                rows.setdefault(row[1], (row, -score))
        return list(rows.values())

    def _ranked(self, rows: Iterable[_Row], score: Callable[[_Row], float]) -> list[PlaceCandidate]:
        scored = [(round(value, 4), row) for row in rows if (value := score(row)) > 0]
        scored.sort(key=lambda pair: (-pair[0], -pair[1][9], pair[1][1]))
        return _merged([self._candidate(row, value) for value, row in scored[:_KEPT]])

    def _candidate(self, row: _Row, score: float) -> PlaceCandidate:
        _, identity, name, _, lat, lon, kind, code, admin1, population, radius, source = row
        return PlaceCandidate(
            name=name, lat=lat, lon=lon, kind=kind, country=self._countries.get(code or "", None), country_code=code,
            admin1=self._admin1.get(admin1 or "", admin1), population=population, id=identity, source=source,
            score=score, radius_km=radius, sources=(source,),
        )  # fmt: skip

    def search(
        self, name: str, *, near: tuple[float, float] | None = None, region: str | None = None, fuzzy: bool = False, limit: int = 20
    ) -> Sequence[PlaceCandidate]:
        """Return candidates for a name in a region only, or nearest to a point (lat, lon) first; scores are those of `lookup`.

        Raises GazetteerError if the index knows no country, division or area of the region's name.
        """
        found = self.lookup(name, fuzzy=fuzzy, limit=_KEPT)
        if region is not None:
            areas = self._areas(region)
            found = [place for place in found if any(_is_in(place, area) for area in areas)]
        if near is not None:
            found = sorted(found, key=lambda place: distance_km(*near, place.lat, place.lon))
        return found[:limit]

    def _areas(self, region: str) -> list[PlaceCandidate]:
        known = self.lookup(region, fuzzy=False, limit=_KEPT)
        areas = [place for place in known if place.kind in {"country", "admin1", "admin2", "area"}]
        if region.isalpha() and len(region) == 2 and region.isupper() and region in self._countries:
            areas = [place for place in self.lookup(self._countries[region], fuzzy=False) if place.kind == "country"]
        if not areas:
            raise GazetteerError(
                f"no country, division or area is named {region!r}", hint="name it as `dateline gazetteer lookup` shows it"
            )
        best = max(place.score for place in areas)
        return [place for place in areas if place.score == best]

    def shape(self, admin1: str) -> list[Ring]:
        """Return the outline of a first-level division by its code ("SY.10"), simplified; empty where none is known."""
        with self._lock:
            row = self._shards[0].connection.execute("SELECT rings FROM shape WHERE code = ?", (admin1,)).fetchone()
        return unpack_rings(row[0]) if row else []

    def division_at(self, lat: float, lon: float) -> str | None:
        """Return the code of the first-level division that a point lies in, to about 2 km."""
        query = "SELECT code, rings FROM shape WHERE ? BETWEEN south AND north AND ? BETWEEN west AND east"
        with self._lock:
            rows = list(self._shards[0].connection.execute(query, (lat, lon)))
        return next((code for code, rings in rows if inside(lat, lon, unpack_rings(rings))), None)

    def near(self, lat: float, lon: float, km: float, limit: int = 20) -> Sequence[PlaceCandidate]:
        """Return places within `km` of a point, nearest first; score is the distance turned into 1 (here) to 0 (at `km`)."""
        south, north = max(-90.0, lat - km / _KM_A_DEGREE), min(89.999, lat + km / _KM_A_DEGREE)
        width = min(180.0, km / (_KM_A_DEGREE * max(0.01, math.cos(math.radians(lat)))))
        columns = range(math.floor(lon - width), math.floor(lon + width) + 1)
        cells = sorted({cell_of(row, column) for row in range(math.floor(south), math.floor(north) + 1) for column in columns})
        marks = ",".join("?" * len(cells))
        rows: dict[str, _Row] = {}
        with self._lock:
            for shard in self._shards:
                for row in shard.connection.execute(f"SELECT {COLUMNS} FROM place WHERE cell IN ({marks})", cells):
                    rows.setdefault(row[1], row)
        reach = max(km, 0.001)
        ranked = self._ranked(rows.values(), lambda row: 1 - distance_km(lat, lon, row[4], row[5]) / reach)
        return ranked[:limit]


_SETTLED = frozenset({"city", "town", "village", "neighbourhood"})


def _merged(found: list[PlaceCandidate]) -> list[PlaceCandidate]:
    """Make one of candidates from several sources that share a normalised name, a sort of place and a point; the first one stands."""
    kept: list[PlaceCandidate] = []
    alike: dict[tuple[str, str], list[int]] = {}
    for place in found:
        sort = (normalise(place.name), "settled" if place.kind in _SETTLED else place.kind)
        twins = alike.setdefault(sort, [])
        for at in twins:
            other = kept[at]
            if place.source not in other.sources and distance_km(place.lat, place.lon, other.lat, other.lon) <= SAME_PLACE_KM:
                kept[at] = replace(
                    other, sources=(*other.sources, place.source), population=other.population or place.population,
                    admin1=other.admin1 or place.admin1,
                )  # fmt: skip
                break
        else:
            twins.append(len(kept))
            kept.append(place)
    return kept


def _is_in(place: PlaceCandidate, area: PlaceCandidate) -> bool:
    if area.kind == "country":
        return place.country_code == area.country_code
    if area.kind == "admin1":
        return place.country_code == area.country_code and place.admin1 is not None and place.admin1 == area.admin1
    return distance_km(place.lat, place.lon, area.lat, area.lon) <= (area.radius_km or 0)


def _name_score(row: _Row, folded: str, key: str, own: str) -> float:
    name, alternates = row[2], row[3]
    if ascii_fold(name) == folded:
        return PRIMARY_EXACT
    if normalise(name) == key:
        return PRIMARY_KEY
    names = alternates.split("|")
    if folded not in names and (not own or own not in names):
        return ALTERNATE_KEY
    return PRIMARY_EXACT if row[6] == "country" else ALTERNATE_EXACT  # "Burma" is as much the country's name as any


def _skeleton_score(ratio: float, spelling: str, sought: str) -> float:
    """Return the score of two spellings of one skeleton by their ratio (0 to 100)."""
    if (spelling[0] in VOWELS) != (sought[0] in VOWELS):  # what vowel a name has differs among writers, seldom whether it begins with one
        ratio *= _OTHER_START
    ones, others = spelling.split(), sought.split()
    if len(ones) == len(others) > 1:  # a shared first word ("Tell", "San") makes no two names alike
        ratio = (ratio + min(fuzz.ratio(one, other) for one, other in zip(ones, others, strict=True))) / 2
    return ratio / 100 * SKELETON_SCALE


def open_index(home: Path | None = None) -> MergedIndex:
    """Open the packaged index, or the world's if that was built under `home`, and every index added there.

    Raises GazetteerError if a file is missing, broken or of another version.
    """
    if not DEFAULT_INDEX.is_file():
        raise GazetteerError("the packaged place index is missing", where=str(DEFAULT_INDEX), hint="reinstall dateline")
    added = sorted((home / USER_FOLDER).glob("*.sqlite")) if home else []
    world = [path for path in added if path.stem == WORLD]
    return MergedIndex([*(world or [DEFAULT_INDEX]), *(path for path in added if path not in world)])
