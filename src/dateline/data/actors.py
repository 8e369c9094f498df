"""The actor registry: who fights, governs, or reports, with names, sides, succession and years.

Rows live in `actors_*.tsv` (a file a region; tab-divided, `#` lines are comments, lists divided by semicolons):

    id        unique; `xx.…` for parts of the state with ISO code xx
    name      canonical display name
    aliases   other spellings; "=X" only with exactly these capitals, "!X" also never in an all-capitals text,
              "~X" only where a whole name is looked up, never in running text
    side      the party a coder puts it under; empty: the name
    kind      one of KINDS
    class     ACLED's interaction class at home, 1-8; empty: the default of the kind
    country   ISO codes of home
    units     units of the state (`unit.*` in actor_nouns.toml) that this entry stands for
    parent    name or id of the entry that it is part of; a commander's is the force commanded
    allies, enemies  names or ids of other entries, each with its days where they are known: "ru.army@2015-09-30/2024-12-08"
    from, to  ISO days; empty: open
    after     ids of the entries it succeeds
    ucdp      names in the UCDP Georeferenced Event Dataset, the usual one first
    sector    PLOVER's primary sector; empty: that of the kind
    wikidata  item id, where sure

The army, police, air force ... of a state without a row of its own are made from `actor_nouns.toml` when asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from dateline.data.actor_match import ActorMatch, Matcher, alias_key
from dateline.data.actor_nouns import ActorNouns, Unit, load_actor_nouns
from dateline.data.actor_own import OWN_FILE, merged
from dateline.data.actor_rows import CLASS_OF_KIND, COLUMNS, SECTOR_OF_KIND, ActorEntry, check_entries, read_entries
from dateline.data.countries import Countries, load_countries
from dateline.errors import DataError

__all__ = [
    "COLUMNS", "OWN_FILE", "ActorEntry", "ActorMatch", "Actors", "check_actors", "check_own", "load_actors", "own_actors", "parse_actors",
    "use_own", "with_own",
]  # fmt: skip

_LOOSE = frozenset({"rebel", "political_militia", "identity_militia"})  # their one-word names are no English words ("taliban")
FILES = (
    "actors_middle_east.tsv", "actors_africa.tsv", "actors_asia.tsv", "actors_europe.tsv", "actors_americas.tsv", "actors_sources.tsv",
    "actors_communities.tsv", "actors_commanders.tsv",
)  # fmt: skip


def _in_text(entry: ActorEntry) -> list[str]:
    """Return the spellings that are looked for in running text: a commander's are not, since a person acts or speaks under them."""
    if entry.kind == "commander":
        return []
    return [entry.name, *(alias for alias in entry.aliases if alias[0] != "~")]


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
        names = ((alias, entry.id, entry.kind in _LOOSE) for entry in entries for alias in _in_text(entry))
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
            sector=SECTOR_OF_KIND[unit.kind],
        )
        self._by_id[entry_id] = entry
        return entry


def parse_actors(files: Iterable[tuple[str, str]], *, countries: Countries, nouns: ActorNouns) -> Actors:
    """Read the registry from (file name, text) pairs; raise DataError with every fault found."""
    entries, faults = read_entries(files, countries=countries, nouns=nouns)
    if faults:
        raise DataError("; ".join(faults), hint="correct these lines; nothing was loaded")
    return Actors(entries, countries, nouns)


def check_actors(files: Iterable[tuple[str, str]] | None = None) -> list[str]:
    """Return every fault of the registry's files, or of other (file name, text) pairs, each with file and line."""
    return check_entries(_texts() if files is None else files, countries=load_countries(), nouns=load_actor_nouns())


def _texts() -> list[tuple[str, str]]:
    folder = resources.files("dateline.data")
    return [(name, folder.joinpath(name).read_text(encoding="utf-8")) for name in FILES]


_own: list[str] = []
"""The user's table that this process takes beside the package's: one or none."""


def use_own(text: str) -> None:
    """Take a user's table (of `OWN_FILE`) beside the package's in this process, empty for none.

    It is called before the registry is first read: what was looked up before stays as it was found.
    """
    if own_actors() != text:
        _own[:] = [text] if text else []
        load_actors.cache_clear()


def own_actors() -> str:
    """Return the user's table in use, empty where there is none."""
    return _own[0] if _own else ""


def check_own(text: str) -> list[str]:
    """Return every fault of a user's table, taken together with the package's registry."""
    files, faults = merged(_texts(), text)
    return [*faults, *check_actors(files)]


def with_own(text: str) -> Actors:
    """Return the registry with a user's table; raises DataError with every fault of form or reference."""
    files, faults = merged(_texts(), text)
    if faults:
        raise DataError("; ".join(faults), where=OWN_FILE, hint="correct these lines; nothing was loaded")
    return parse_actors(files, countries=load_countries(), nouns=load_actor_nouns())


@cache
def load_actors() -> Actors:
    """Return the registry in use, read once: the package's, with the user's table where there is one."""
    return with_own(own_actors()) if own_actors() else parse_actors(_texts(), countries=load_countries(), nouns=load_actor_nouns())
