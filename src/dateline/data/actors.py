"""The actor registry: who fights, governs, or reports, with names, sides, succession and years.

Rows live in `actors_*.tsv` (a file a region; tab-divided, `#` lines are comments, lists divided by semicolons):

    id        unique; `xx.…` for parts of the state with ISO code xx
    name      canonical display name
    aliases   other spellings; "=X" only with exactly these capitals, "!X" also never in an all-capitals text
    side      the party a coder puts it under; empty: the name
    kind      one of KINDS
    class     ACLED's interaction class at home, 1-8; empty: the default of the kind
    country   ISO codes of home
    units     units of the state (`unit.*` in actor_nouns.toml) that this entry stands for
    parent, allies   names or ids of other entries
    from, to  ISO days; empty: open
    after     ids of the entries it succeeds

The army, police, air force ... of a state without a row of its own are made from `actor_nouns.toml` when asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.data.actor_match import ActorMatch, Matcher, alias_key
from dateline.data.actor_nouns import ActorNouns, Unit, load_actor_nouns
from dateline.data.countries import Countries, load_countries
from dateline.errors import DataError

__all__ = ["ActorEntry", "ActorMatch", "Actors", "load_actors", "parse_actors"]

CLASS_OF_KIND: Mapping[str, int | None] = {
    "army": 1, "air_force": 1, "navy": 1, "police": 1, "government": 1, "office": 1,
    "rebel": 2, "political_militia": 3, "cartel": 3, "identity_militia": 4, "civilians": 7, "coalition": 8, "un": 8,
    "media": None, "state_media": None, "monitor": None, "ngo": None, "medical": None, "agency": None,
}  # fmt: skip
"""Kinds of actors with ACLED's interaction class at home (None: no party to a conflict)."""
KINDS = frozenset(CLASS_OF_KIND)
_LOOSE = frozenset({"rebel", "political_militia", "identity_militia"})  # their one-word names are no English words ("taliban")
COLUMNS = ("id", "name", "aliases", "side", "kind", "class", "country", "units", "parent", "allies", "from", "to", "after")
FILES = (
    "actors_middle_east.tsv", "actors_africa.tsv", "actors_asia.tsv", "actors_europe.tsv", "actors_americas.tsv", "actors_sources.tsv",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One actor of the registry; `valid_from` and `valid_to` are inclusive days, None where open."""

    id: str
    name: str
    aliases: tuple[str, ...]
    side: str
    kind: str
    interac: int | None
    country: tuple[str, ...]
    units: tuple[str, ...] = ()
    parent: str | None = None
    allies: tuple[str, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()

    def valid_on(self, day: dt.date | None) -> bool:
        """Tell whether the actor bore this name on that day; True where the day is unknown."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Actors:
    """The registry with its matcher; entries of state units are made on first use and kept."""

    def __init__(self, entries: Sequence[ActorEntry], countries: Countries, nouns: ActorNouns) -> None:
        self.all: tuple[ActorEntry, ...] = tuple(entries)
        self._by_id = {entry.id: entry for entry in entries}
        self._countries = countries
        self._units = nouns.units
        self._by_unit: dict[tuple[str, str], list[ActorEntry]] = {}
        for entry in entries:
            for unit in entry.units:
                self._by_unit.setdefault((entry.country[0], unit), []).append(entry)
        self._by_name: dict[str, ActorEntry] = {}
        for entry in entries:
            self._by_name.setdefault(alias_key(entry.name), entry)
        names = ((alias, entry.id, entry.kind in _LOOSE) for entry in entries for alias in (entry.name, *entry.aliases))
        self._matcher = Matcher(names, countries, nouns, self._unit_ids)

    def match(self, text: str) -> list[ActorMatch]:
        """Return the named actors in the text, leftmost-longest, offsets in code points; several entries where a name is shared."""
        return self._matcher.match(text)

    def get(self, entry_id: str | None) -> ActorEntry | None:
        """Return the entry of an id, or of a state and unit ("ke.army"); None if there is none."""
        if entry_id is None:
            return None
        found = self._by_id.get(entry_id)
        if found is None and "." in entry_id:
            code, _, unit = entry_id.partition(".")
            found = self.state(code, unit)
        return found

    def by_name(self, name: str) -> ActorEntry | None:
        """Return the entry whose canonical name this is, in any case; None if there is none."""
        return self._by_name.get(alias_key(name))

    def state(self, iso2: str, unit: str, day: dt.date | None = None) -> ActorEntry | None:
        """Return the entry for a unit of a state ("SY", "air_force") on a day; None for an unknown country or unit."""
        rows = self._by_unit.get((iso2.upper(), unit), [])
        valid = [row for row in rows if row.valid_on(day)]
        if valid:
            return valid[0]
        return self._generated(iso2.upper(), unit)

    def succession(self, entry_id: str) -> tuple[ActorEntry, ...]:
        """Return the whole line of predecessors and successors, the entry itself included, oldest first."""
        start = self.get(entry_id)
        if start is None:
            return ()
        seen = {start.id: start}
        stack = [start]
        while stack:
            entry = stack.pop()
            for other_id in (*entry.predecessors, *entry.successors):
                other = self._by_id[other_id]
                if other.id not in seen:
                    seen[other.id] = other
                    stack.append(other)
        return tuple(sorted(seen.values(), key=lambda entry: (entry.valid_from or dt.date.min, entry.id)))

    def at(self, entry_id: str, day: dt.date | None) -> ActorEntry | None:
        """Return the entry valid on that day: itself, else the same unit of its state, else one of its succession line; None if none is."""
        entry = self.get(entry_id)
        if entry is None or entry.valid_on(day):
            return entry
        for unit in entry.units:
            if (other := self.state(entry.country[0], unit, day)) is not None and other.valid_on(day):
                return other
        return next((other for other in self.succession(entry_id) if other.valid_on(day)), None)

    def choose(self, ids: Iterable[str], *, country: str | None = None, day: dt.date | None = None) -> tuple[ActorEntry, ...]:
        """Return the entries best first: at home in the country, then those without a home, then valid on the day, then as given."""
        code = country.upper() if country else None

        def rank(entry: ActorEntry) -> tuple[int, bool]:
            foreign = 0 if code in entry.country else 2 if entry.country else 1
            return foreign, not entry.valid_on(day)

        return tuple(sorted((entry for entry in map(self.get, ids) if entry is not None), key=rank))

    def _unit_ids(self, iso2: str, unit: str) -> tuple[str, ...]:
        rows = self._by_unit.get((iso2, unit))
        return tuple(row.id for row in rows) if rows else (f"{iso2.lower()}.{unit}",)

    def _generated(self, iso2: str, unit_name: str) -> ActorEntry | None:
        unit: Unit | None = self._units.get(unit_name)
        country = self._countries.get(iso2)
        if unit is None or country is None:
            return None
        entry_id = f"{iso2.lower()}.{unit_name}"
        if entry_id in self._by_id:
            return self._by_id[entry_id]
        adjective = country.demonyms[0] if country.demonyms else country.name
        sides = self._by_unit.get((iso2, "government"), [])
        entry = ActorEntry(
            id=entry_id,
            name=unit.name.format(adj=adjective, country=country.name),
            aliases=(),
            side=sides[0].side if sides else f"Government of {country.name}",
            kind=unit.kind,
            interac=CLASS_OF_KIND[unit.kind],
            country=(iso2,),
            units=(unit_name,),
        )
        self._by_id[entry_id] = entry
        return entry


@dataclass(frozen=True, slots=True)
class _Row:
    where: str
    cells: dict[str, str]

    def items(self, column: str) -> tuple[str, ...]:
        cell = self.cells[column]
        return tuple([part for part in cell.split(";") if part]) if cell else ()


def _rows(text: str, where: str, faults: list[str]) -> list[_Row]:
    rows: list[_Row] = []
    seen_header = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not seen_header:
            seen_header = True
            if tuple(cells) != COLUMNS:
                faults.append(f"{where}:{number}: columns are {', '.join(cells)}, expected {', '.join(COLUMNS)}")
                return []
        elif len(cells) != len(COLUMNS):
            faults.append(f"{where}:{number}: {len(cells)} cells, expected {len(COLUMNS)}")
        else:
            rows.append(_Row(f"{where}:{number}", dict(zip(COLUMNS, cells, strict=True))))
    return rows


def _day(row: _Row, column: str, faults: list[str]) -> dt.date | None:
    cell = row.cells[column]
    if not cell:
        return None
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        faults.append(f"{row.where}: {column} is {cell!r}, expected YYYY-MM-DD")
        return None


def _check(row: _Row, *, countries: Countries, units: Mapping[str, Unit], faults: list[str]) -> None:
    cells = row.cells
    if not cells["id"] or not cells["name"]:
        faults.append(f"{row.where}: id and name must be filled")
    if cells["kind"] not in KINDS:
        faults.append(f"{row.where}: kind {cells['kind']!r}, expected one of {', '.join(sorted(KINDS))}")
    if cells["class"] and cells["class"] not in "12345678":
        faults.append(f"{row.where}: class {cells['class']!r}, expected 1-8")
    faults.extend(f"{row.where}: no country {code!r}" for code in row.items("country") if countries.get(code) is None)
    faults.extend(f"{row.where}: no unit {unit!r}" for unit in row.items("units") if unit not in units)
    if row.items("units") and not row.items("country"):
        faults.append(f"{row.where}: units without a country")


def _entry(row: _Row, *, resolve: Mapping[str, str], successors: Mapping[str, list[str]], faults: list[str]) -> ActorEntry:
    cells = row.cells

    def linked(column: str) -> tuple[str, ...]:
        found = []
        for name in row.items(column):
            target = resolve.get(name) or resolve.get(alias_key(name))
            if target is None:
                faults.append(f"{row.where}: {column} names {name!r}, which no row has")
            else:
                found.append(target)
        return tuple(found)

    valid_from, valid_to = _day(row, "from", faults), _day(row, "to", faults)
    if valid_from and valid_to and valid_from > valid_to:
        faults.append(f"{row.where}: from {valid_from} is after to {valid_to}")
    return ActorEntry(
        id=cells["id"], name=cells["name"], aliases=row.items("aliases"), side=cells["side"] or cells["name"], kind=cells["kind"],
        interac=int(cells["class"]) if cells["class"].isdecimal() else CLASS_OF_KIND.get(cells["kind"]),
        country=row.items("country"), units=row.items("units"), parent=next(iter(linked("parent")), None), allies=linked("allies"),
        valid_from=valid_from, valid_to=valid_to, predecessors=linked("after"), successors=tuple(successors.get(cells["id"], ())),
    )  # fmt: skip


def parse_actors(files: Iterable[tuple[str, str]], *, countries: Countries, nouns: ActorNouns) -> Actors:
    """Read the registry from (file name, text) pairs; raise DataError with every fault found."""
    faults: list[str] = []
    rows = [row for where, text in files for row in _rows(text, where, faults)]
    resolve: dict[str, str] = {}
    successors: dict[str, list[str]] = {}
    ids: set[str] = set()
    for row in rows:
        _check(row, countries=countries, units=nouns.units, faults=faults)
        entry_id = row.cells["id"]
        if entry_id in ids:
            faults.append(f"{row.where}: id {entry_id!r} stands twice")
        ids.add(entry_id)
        resolve[entry_id] = entry_id
        resolve.setdefault(alias_key(row.cells["name"]), entry_id)
        for before in row.items("after"):
            successors.setdefault(before, []).append(entry_id)
    for country in countries.all:
        resolve.setdefault(alias_key(f"Government of {country.name}"), f"{country.iso2.lower()}.government")
    entries = [_entry(row, resolve=resolve, successors=successors, faults=faults) for row in rows]
    if faults:
        raise DataError("; ".join(faults), hint="correct these lines; nothing was loaded")
    return Actors(entries, countries, nouns)


@cache
def load_actors() -> Actors:
    """Return the package's registry, read once."""
    folder = resources.files("dateline.data")
    texts = ((name, folder.joinpath(name).read_text(encoding="utf-8")) for name in FILES)
    return parse_actors(texts, countries=load_countries(), nouns=load_actor_nouns())
