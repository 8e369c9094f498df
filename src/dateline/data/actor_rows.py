"""Reads and checks the rows of the actor registry; every fault of all files is told at once, with file and line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.data.actor_match import alias_key
from dateline.data.actor_nouns import ActorNouns
from dateline.data.countries import Countries

CLASS_OF_KIND: Mapping[str, int | None] = {
    "army": 1, "air_force": 1, "navy": 1, "police": 1, "government": 1, "office": 1,
    "rebel": 2, "political_militia": 3, "cartel": 3, "identity_militia": 4, "civilians": 7, "coalition": 8, "un": 8,
    "media": None, "state_media": None, "monitor": None, "ngo": None, "medical": None, "agency": None, "commander": None,
}  # fmt: skip
"""Kinds of actors with ACLED's interaction class at home (None: no party to a conflict, or as that of the parent)."""
KINDS = frozenset(CLASS_OF_KIND)
SECTOR_OF_KIND: Mapping[str, str] = {
    "army": "MIL", "air_force": "MIL", "navy": "MIL", "police": "COP", "government": "GOV", "office": "GOV", "rebel": "REB",
    "political_militia": "PRM", "cartel": "CRM", "identity_militia": "PRM", "civilians": "CVL", "coalition": "MIL", "un": "MIL",
    "media": "JRN", "state_media": "JRN", "monitor": "SOC", "ngo": "SOC", "medical": "MED", "agency": "JRN", "commander": "MIL",
}  # fmt: skip
"""Kinds of actors with PLOVER's sector where a row names no other."""
SECTORS = frozenset("COP GOV JUD LEG MIL OPP PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF REL SOC".split())
"""Primary sector codes of the PLOVER manual, table 5.2."""
COLUMNS = (
    "id", "name", "aliases", "side", "kind", "class", "country", "units", "parent", "allies", "enemies", "from", "to", "after",
    "ucdp", "sector", "wikidata",
)  # fmt: skip
MARKS = "=!~"


@dataclass(frozen=True, slots=True)
class Tie:
    """A bond to another actor, `friendly` or not, between two inclusive days, None where open."""

    other: str
    friendly: bool
    since: dt.date | None = None
    until: dt.date | None = None

    def holds_on(self, day: dt.date | None) -> bool:
        """Tell whether the bond held on a day; True where the day is unknown."""
        return day is None or ((self.since is None or self.since <= day) and (self.until is None or day <= self.until))


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
    ties: tuple[Tie, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    ucdp: tuple[str, ...] = ()
    sector: str = "UNK"
    wikidata: str | None = None

    @property
    def allies(self) -> tuple[str, ...]:
        """Return the ids of its allies at any time."""
        return tuple([tie.other for tie in self.ties if tie.friendly])

    @property
    def enemies(self) -> tuple[str, ...]:
        """Return the ids of its enemies at any time."""
        return tuple([tie.other for tie in self.ties if not tie.friendly])

    def ally_of(self, other: str, day: dt.date | None) -> bool:
        """Tell whether the row names another entry as an ally on a day."""
        return any(tie.friendly and tie.other == other and tie.holds_on(day) for tie in self.ties)

    def valid_on(self, day: dt.date | None) -> bool:
        """Tell whether the actor bore this name on that day; True where the day is unknown."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class _Row:
    where: str
    cells: dict[str, str]

    def items(self, column: str) -> tuple[str, ...]:
        cell = self.cells[column]
        return tuple([part for part in cell.split(";") if part]) if cell else ()


@dataclass(slots=True)
class _Links:
    """Ids by id and by folded name, and who comes after whom."""

    target: dict[str, str] = field(default_factory=dict)
    successors: dict[str, list[str]] = field(default_factory=dict)
    folded: dict[str, str] | None = None

    def find(self, name: str, names: Iterable[tuple[str, str]]) -> str | None:
        found = self.target.get(name)
        if found is None:
            if self.folded is None:
                self.folded = {}
                for spelling, entry_id in names:
                    self.folded.setdefault(alias_key(spelling), entry_id)
            found = self.folded.get(alias_key(name))
        return found


def read_entries(files: Iterable[tuple[str, str]], *, countries: Countries, nouns: ActorNouns) -> tuple[list[ActorEntry], list[str]]:
    """Return the entries of (file name, text) pairs and every fault of form or reference found in them."""
    faults: list[str] = []
    rows = [row for where, text in files for row in _rows(text, where, faults)]
    links = _Links()
    for row in rows:
        _check(row, countries=countries, nouns=nouns, faults=faults)
        entry_id = row.cells["id"]
        if entry_id in links.target:
            faults.append(f"{row.where}: id {entry_id!r} stands twice")
        links.target[entry_id] = entry_id
        for before in row.items("after"):
            links.successors.setdefault(before, []).append(entry_id)
    for row in rows:
        links.target.setdefault(row.cells["name"], row.cells["id"])
    for country in countries.all:
        links.target.setdefault(f"Government of {country.name}", f"{country.iso2.lower()}.government")
    names = [(name, entry_id) for name, entry_id in links.target.items()]
    entries = [_entry(row, links, names, faults) for row in rows]
    faults.extend(_loops(rows, entries))
    return entries, faults


def check_entries(files: Iterable[tuple[str, str]], *, countries: Countries, nouns: ActorNouns) -> list[str]:
    """Return every fault of the registry's files, those included that only a look at all names shows: names shared at one time and place."""
    texts = list(files)
    entries, faults = read_entries(texts, countries=countries, nouns=nouns)
    where = {row.cells["id"]: row.where for name, text in texts for row in _rows(text, name, [])}
    return [*faults, *_shared(entries, where)]


def _rows(text: str, where: str, faults: list[str]) -> Iterator[_Row]:
    seen_header = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not seen_header:
            seen_header = True
            if tuple(cells) != COLUMNS:
                faults.append(f"{where}:{number}: columns are {', '.join(cells)}, expected {', '.join(COLUMNS)}")
                return
        elif len(cells) != len(COLUMNS):
            faults.append(f"{where}:{number}: {len(cells)} cells, expected {len(COLUMNS)}")
        else:
            yield _Row(f"{where}:{number}", dict(zip(COLUMNS, cells, strict=True)))


def _check(row: _Row, *, countries: Countries, nouns: ActorNouns, faults: list[str]) -> None:
    cells = row.cells
    if not cells["id"] or not cells["name"]:
        faults.append(f"{row.where}: id and name must be filled")
    if cells["kind"] not in KINDS:
        faults.append(f"{row.where}: kind {cells['kind']!r}, expected one of {', '.join(sorted(KINDS))}")
    if cells["class"] and cells["class"] not in "12345678":
        faults.append(f"{row.where}: class {cells['class']!r}, expected 1-8")
    if cells["sector"] and cells["sector"] not in SECTORS:
        faults.append(f"{row.where}: sector {cells['sector']!r}, expected one of {', '.join(sorted(SECTORS))}")
    if cells["wikidata"] and not (cells["wikidata"][0] == "Q" and cells["wikidata"][1:].isdecimal()):
        faults.append(f"{row.where}: wikidata {cells['wikidata']!r}, expected Q and digits")
    if cells["country"]:
        faults.extend(f"{row.where}: no country {code!r}" for code in row.items("country") if countries.get(code) is None)
    if cells["units"]:
        faults.extend(f"{row.where}: no unit {unit!r}" for unit in row.items("units") if unit not in nouns.units)
        if not cells["country"]:
            faults.append(f"{row.where}: units without a country")


def _day(row: _Row, column: str, text: str, faults: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        faults.append(f"{row.where}: {column} is {text!r}, expected YYYY-MM-DD")
        return None


def _term(row: _Row, column: str, text: str, faults: list[str]) -> tuple[dt.date | None, dt.date | None]:
    """Read "2015-09-30/2024-12-08", either end open."""
    start, _, end = text.partition("/")
    since, until = _day(row, column, start, faults), _day(row, column, end, faults)
    if since and until and since > until:
        faults.append(f"{row.where}: {column}: from {since} is after to {until}")
    return since, until


def _entry(row: _Row, links: _Links, names: list[tuple[str, str]], faults: list[str]) -> ActorEntry:
    cells = row.cells

    def linked(column: str) -> list[tuple[str, str]]:
        found = []
        for item in row.items(column):
            name, _, term = item.partition("@")
            target = links.find(name, names)
            if target is None:
                faults.append(f"{row.where}: {column} names {name!r}, which no row has")
            else:
                found.append((target, term))
        return found

    valid_from, valid_to = _day(row, "from", cells["from"], faults), _day(row, "to", cells["to"], faults)
    if valid_from and valid_to and valid_from > valid_to:
        faults.append(f"{row.where}: from {valid_from} is after to {valid_to}")
    ties = [
        Tie(other, column == "allies", *_term(row, column, term, faults))
        for column in ("allies", "enemies")
        if cells[column]
        for other, term in linked(column)
    ]
    parents = linked("parent") if cells["parent"] else []
    return ActorEntry(
        cells["id"], cells["name"], row.items("aliases"), cells["side"] or cells["name"], cells["kind"],
        int(cells["class"]) if cells["class"].isdecimal() else CLASS_OF_KIND.get(cells["kind"]),
        row.items("country"), row.items("units"), parents[0][0] if parents else None, tuple(ties), valid_from, valid_to,
        tuple([target for target, _ in linked("after")]) if cells["after"] else (), tuple(links.successors.get(cells["id"], ())),
        row.items("ucdp"), cells["sector"] or SECTOR_OF_KIND.get(cells["kind"], "UNK"), cells["wikidata"] or None,
    )  # fmt: skip


def _loops(rows: Sequence[_Row], entries: Sequence[ActorEntry]) -> list[str]:
    """Return a fault for every row from which the line of parents, or of predecessors, comes back to itself."""
    faults: list[str] = []
    parents: dict[str, tuple[str, ...]] = {entry.id: (entry.parent,) if entry.parent else () for entry in entries}
    above = {"parent": parents, "after": {entry.id: entry.predecessors for entry in entries}}
    for row in rows:
        for column, up in above.items():
            start = row.cells["id"]
            seen: set[str] = set()
            stack = list(up.get(start, ()))
            while stack:
                one = stack.pop()
                if one == start:
                    faults.append(f"{row.where}: {column} of {start!r} leads back to itself")
                    break
                if one not in seen:
                    seen.add(one)
                    stack.extend(up.get(one, ()))
    return faults


def _shared(entries: Sequence[ActorEntry], where: Mapping[str, str]) -> list[str]:
    """Return a fault for every name that two actors bear in one country at one time."""
    bearers: dict[tuple[str, str], list[ActorEntry]] = {}
    for entry in entries:
        keys = {alias_key(name.lstrip(MARKS)) for name in (entry.name, *entry.aliases)}
        for key in keys:
            for code in entry.country or ("",):
                bearers.setdefault((key, code), []).append(entry)
    faults: dict[tuple[str, str, str], str] = {}
    for (key, code), found in bearers.items():
        for position, one in enumerate(found):
            for other in found[position + 1 :]:
                if _overlap(one, other):
                    place = f" in {code}" if code else ""
                    faults.setdefault(
                        (other.id, one.id, key), f"{where[other.id]}: {key!r} is also a name of {one.id!r}{place} at the same time"
                    )
    return list(faults.values())


def _overlap(one: ActorEntry, other: ActorEntry) -> bool:
    latest = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return latest < min(one.valid_to or dt.date.max, other.valid_to or dt.date.max)
