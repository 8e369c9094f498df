"""Marks of event reports against a table of events: new, update or known, on the dev split of the corpus, and what a large table costs.

Rows are made from the annotated events the way coders code them: another day here and there, a week where the day was unclear, the nearest town's point,
a town's name for a village's, incidents of one day, place and pair of actors in one row, other spellings of actors, types coded otherwise, tolls of an
early report. Half of the rows are withheld: their events are new. Beside them stand rows of other events nearby, on the same days and at the same places.

Scored with the annotated event reports ("annotated"; places that no index knows are given a point) and with what the reader makes of the texts
("read"; event reports that it finds, by their trigger). The base calls an event known where a row has its type, place and day, as a spreadsheet's filter would.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import math
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import floors
from bench.links import annotated
from corpus import REPORTS
from corpus.gold import to_gold, write
from corpus.markup import read
from corpus.splits import split_of
from dateline.beside import Marker, import_table
from dateline.data.actor_lookup import acled_name, look_up
from dateline.data.actors import load_actors
from dateline.data.codebooks import load_acled
from dateline.gazetteer import open_index
from dateline.pipeline import code_pages
from dateline.records import CodedReport, EventReport, Location, Participant, PlaceIndex
from dateline.store import Store, open_store

HEADINGS = tuple(column.name for column in load_acled().columns)
WITHHELD = 0.5
OFF_BY_ONE, WEEKS, TOWN, NEAR_TOWN, MERGED, RESPELT, UNIDENTIFIED, OTHER_TYPE, LOWERED = 0.15, 0.15, 0.3, 0.15, 0.3, 0.5, 0.1, 0.1, 0.6
"""Shares of rows with each kind of noise; of those with dead, LOWERED count fewer than the report."""
OTHERS = 6
"""Rows of other events for each event: half nearby on the same day, half at the same place within the month."""
KINDS = ("new", "update", "known")
Cells = dict[str, object]


@dataclass(frozen=True, slots=True)
class Case:
    """An event report of a report, and how it stands to the table."""

    doc_id: str
    event: str
    trigger: tuple[int, int]
    standing: str


def main(*, gate: bool, rows: int, errors: bool) -> int:
    """Print accuracies, confusions and cost; return 1 where, with `gate`, a floor does not hold."""
    with tempfile.TemporaryDirectory(prefix="dateline-reference-") as folder:
        values = quality(Path(folder), errors=errors)
        if rows:
            values |= cost(Path(folder), rows)
    return floors.shown(values, "reference", gate=gate)


def quality(folder: Path, *, split: str = "dev", errors: bool = False) -> dict[str, float]:
    """Return accuracy, F1 by mark, and the base's accuracy."""
    index = open_index()
    placed = [(report, split_of(report)) for report in map(read, sorted(REPORTS.glob("*/*.txt")))]
    chosen = [(report, part) for report, part in placed if part == split]
    write(chosen, folder / "gold")
    documents = [to_gold(report, part) for report, part in chosen]
    reports = [_pointed(report, index) for report in annotated(documents, folder / "gold", index)]
    rows, cases = table(reports, random.Random(7))
    path = folder / "reference.csv"
    _write(path, rows)
    wanted = {(case.doc_id, case.event): case for case in cases}
    values: dict[str, float] = {"events": float(len(cases))}
    with open_store(folder / "s.sqlite") as store:
        import_table(store, path, home=folder)
        found = {(r.page.sighting.doc_id, e): mark for r in reports for e, mark in _marks(store, r).items()}
        pairs = [(case, found[key]) for key, case in wanted.items()]
        values |= _scores("annotated", pairs, errors=errors)
        values["base.accuracy"] = _base(rows, reports, cases)
        values |= _scores("read", list(_read(store, reports, cases, index)), errors=errors)
    return values


def _marks(store: Store, report: CodedReport) -> dict[str, tuple[str, str]]:
    (kept,) = store.references.tables()
    return {event: (mark.standing, mark.reason) for event, mark in Marker(store, kept).report(report).items()}


def _read(store: Store, reports: Iterable[CodedReport], cases: Sequence[Case], index: PlaceIndex) -> Iterator[tuple[Case, tuple[str, str]]]:
    """Yield the cases whose trigger the reader finds, with its mark; an event that it holds planned or an aggregate is not compared."""
    for report in reports:
        (coded,) = code_pages([report.page], index=index)
        if not isinstance(coded, CodedReport):
            continue
        marks = _marks(store, coded)
        for case in cases:
            if case.doc_id != report.page.sighting.doc_id:
                continue
            own = next((e for e in coded.events if e.trigger.start < case.trigger[1] and case.trigger[0] < e.trigger.end), None)
            if own is not None and marks[own.id][0] != "none":
                yield case, marks[own.id]


def _scores(name: str, pairs: Sequence[tuple[Case, tuple[str, str]]], *, errors: bool) -> dict[str, float]:
    table = Counter((case.standing, mark) for case, (mark, _) in pairs)
    print(f"{name}: rows are the truth, columns the mark")
    print(f"{'':10}" + "".join(f"{kind:>9}" for kind in KINDS))
    for wanted in KINDS:
        print(f"{wanted:10}" + "".join(f"{table[wanted, mark]:9}" for mark in KINDS))
    if errors:
        for case, (mark, reason) in pairs:
            if case.standing != mark:
                print(f"  {case.doc_id}#{case.event}: {case.standing}, marked {reason}")
    values = {f"{name}.found": float(len(pairs)), f"{name}.accuracy": sum(table[kind, kind] for kind in KINDS) / max(1, len(pairs))}
    for kind in KINDS:
        marked, true = sum(table[other, kind] for other in KINDS), sum(table[kind, other] for other in KINDS)
        values[f"{name}.{kind}"] = 2 * table[kind, kind] / max(1, marked + true)
    return values


def _base(rows: Sequence[Cells], reports: Iterable[CodedReport], cases: Iterable[Case]) -> float:
    """Return the accuracy of: known where type, place and day are equal, an update where the dead differ too."""
    events = {(r.page.sighting.doc_id, e.id): e for r in reports for e in r.events}
    listed: dict[tuple[object, ...], object] = {
        (row["sub_event_type"], row["location"], row["event_date"]): row["fatalities"] for row in rows
    }
    right = total = 0
    for case in cases:
        event = events[case.doc_id, case.event]
        key = event.sub_event_type, event.locations[0].name, _written(event.date.start)
        killed = _killed(event)
        mark = "new" if key not in listed else "update" if killed is not None and killed != listed[key] else "known"
        right, total = right + (mark == case.standing), total + 1
    return right / max(1, total)


# ------------------------------------------------------------ the table


def _pointed(report: CodedReport, index: PlaceIndex) -> CodedReport:
    """Return the report as a reader that errs nowhere would give it: actors with their entry in the registry, each place with a point.

    The corpus invents its villages; an index would know real ones.
    """
    events = []
    for event in report.events:
        places = tuple(_point(place, index) for place in event.locations)
        country = places[0].country_code if places else None
        people = tuple(_entered(one, country, event.date.start) for one in event.participants)
        events.append(replace(event, locations=places, participants=people))
    return replace(report, events=tuple(events))


def _entered(actor: Participant, country: str | None, day: dt.date | None) -> Participant:
    found = look_up(actor.name, country=country, day=day)
    return replace(actor, entry=found[0].id, side=found[0].side or found[0].name) if len(found) == 1 else actor


def _point(place: Location, index: PlaceIndex) -> Location:
    if place.lat is not None:
        return place
    country = next(iter(index.lookup(place.admin1 or "")), None) or next(iter(index.lookup(place.country or "")), None)
    if country is None:
        return place
    one, two = hashlib.sha256(f"{place.name} {place.admin1}".encode()).digest()[:2]
    exact = place.geo_precision == 1
    return replace(
        place, lat=country.lat + (one - 127) / 255, lon=country.lon + (two - 127) / 255, country_code=country.country_code, radius_km=3.0 if exact else 20.0,
        geo_precision=1 if exact else 2,
    )  # fmt: skip


def table(reports: Sequence[CodedReport], rng: random.Random) -> tuple[list[Cells], list[Case]]:
    """Return the rows of the table, and how each event report stands to it."""
    rows: list[Cells] = []
    cases: list[Case] = []
    for report in reports:
        pending: dict[tuple[object, ...], tuple[Cells, list[EventReport]]] = {}
        for event in report.events:
            if not _codable(event):
                continue
            row = _row(f"REF{len(rows)}", event, rng)
            rows += _others(len(rows), row, rng)
            if rng.random() < WITHHELD:
                cases.append(_case(report, event, "new"))
                continue
            key = event.date.start, event.locations[0].name, row["actor1"], row["actor2"], event.event_type
            if key in pending and rng.random() < MERGED:
                whole, members = pending[key]
                whole["fatalities"] = int(str(whole["fatalities"])) + (_killed(event) or 0)
                members.append(event)
                cases.append(_case(report, event, "known"))
                continue
            killed = _killed(event)
            standing = "known"
            if killed and rng.random() < LOWERED:
                row["fatalities"], standing = int(killed * rng.uniform(0.2, 0.75)), "update"
            pending[key] = row, [event]
            rows.append(row)
            cases.append(_case(report, event, standing))
    return rows, cases


def _codable(event: EventReport) -> bool:
    """Tell whether coders would give the event a row: it happened, at a place and a time known to the week."""
    known = event.realis in ("actual", "ongoing", "attempted_failed") and event.salience != "aggregate"
    date = event.date
    narrow = date.start is not None and date.end is not None and (date.end - date.start).days <= 7
    return known and narrow and bool(event.locations) and event.locations[0].lat is not None


def _case(report: CodedReport, event: EventReport, standing: str) -> Case:
    return Case(report.page.sighting.doc_id, event.id, (event.trigger.start, event.trigger.end), standing)


def _killed(event: EventReport) -> int | None:
    told = [
        t
        for t in event.tolls
        if t.kind == "killed" and t.part_of is None and not t.superseded and t.scope == "event" and t.subgroup is None
    ]
    if not told:
        return None
    sides: dict[str | None, int] = {}
    for toll in told:
        number = toll.count.best if toll.count.best is not None else toll.count.low
        sides[toll.side] = max(sides.get(toll.side, 0), number or 0)
    return sum(sides.values())


def _row(identity: str, event: EventReport, rng: random.Random) -> Cells:
    place = event.locations[0]
    assert place.lat is not None
    assert place.lon is not None
    assert event.date.start is not None
    assert event.date.end is not None
    day = event.date.start + (event.date.end - event.date.start) // 2
    precision = 2 if event.date.end > event.date.start else 1
    if rng.random() < OFF_BY_ONE:
        day += dt.timedelta(days=rng.choice((-1, 1)))
    elif rng.random() < WEEKS:
        day, precision = day + dt.timedelta(days=rng.randint(-2, 2)), 2
    lat, lon, exact, name = place.lat, place.lon, place.geo_precision or 1, place.name
    if rng.random() < NEAR_TOWN:
        (lat, lon), exact, name = _moved(lat, lon, rng.uniform(3, 12), rng), 2, f"Town of {identity}"
    elif rng.random() < TOWN:
        (lat, lon), exact = _moved(lat, lon, rng.uniform(0.5, 4), rng), min(2, exact)
    acting = [p for p in event.participants if p.role in ("initiator", "supporter")]
    suffering = [p for p in event.participants if p.role in ("target", "victim")]
    actors = [_actor(group[0].name, place.country, day, rng) if group else "" for group in (acting, suffering)]
    if event.event_type != "Violence against civilians" and rng.random() < 0.5:
        actors.reverse()  # the order has no meaning
    sub_type = event.sub_event_type
    if rng.random() < OTHER_TYPE:
        book = load_acled().event_type_of
        sub_type = rng.choice(sorted(one for one, kind in book.items() if kind == event.event_type))
    return _cells(identity, day, precision, sub_type, actors, place, name, (lat, lon), exact, _killed(event) or 0)


def _cells(
    identity: str, day: dt.date, precision: int, sub_type: str, actors: Sequence[str], place: Location, name: str, point: tuple[float, float],
    exact: int, killed: int,
) -> Cells:  # fmt: skip
    told: Cells = dict.fromkeys(HEADINGS, "")
    kind = load_acled().event_type_of[sub_type]
    told |= {
        "event_id_cnty": identity, "event_date": _written(day), "year": day.year, "time_precision": precision, "event_type": kind,
        "sub_event_type": sub_type, "actor1": actors[0], "actor2": actors[1], "country": place.country or "", "admin1": place.admin1 or "",
        "location": name, "latitude": round(point[0], 4), "longitude": round(point[1], 4), "geo_precision": exact, "fatalities": killed,
    }  # fmt: skip
    return told


def _written(day: dt.date | None) -> str:
    return f"{day:%d %B %Y}" if day else ""


def _moved(lat: float, lon: float, km: float, rng: random.Random) -> tuple[float, float]:
    turn = rng.uniform(0, 2 * math.pi)
    return lat + km / 111.2 * math.sin(turn), lon + km / 111.2 * math.cos(turn) / max(0.1, math.cos(math.radians(lat)))


def _actor(name: str, country: str | None, day: dt.date, rng: random.Random) -> str:
    """Return an actor as a coder writes it: ACLED's pattern for a state's forces, another listed spelling, or nobody known."""
    chance = rng.random()
    if chance < UNIDENTIFIED:
        return f"Unidentified Armed Group ({country})"
    entry = load_actors().by_name(name)
    if entry is None:
        return name
    if entry.interac == 1:
        return acled_name(entry, day)
    spellings = [one for one in entry.aliases if one[0] not in "=!~" and len(one) > 3]
    return rng.choice(spellings) if spellings and chance < UNIDENTIFIED + RESPELT else entry.name


def _others(number: int, row: Cells, rng: random.Random) -> Iterator[Cells]:
    """Yield rows of other events: nearby on the same day, and at the same place in the weeks about it."""
    book = load_acled().event_type_of
    day = dt.datetime.strptime(str(row["event_date"]), "%d %B %Y").date()  # noqa: DTZ007
    for n in range(OTHERS):
        other = dict(row) | {
            "event_id_cnty": f"OTH{number}-{n}",
            "fatalities": rng.choice((0, 0, 1, 2, 3, 5, 8, 12, 30)),
            "time_precision": 1,
        }
        other["sub_event_type"] = rng.choice([str(row["sub_event_type"]), *book])
        other["event_type"] = book[str(other["sub_event_type"])]
        if n % 2:
            lat, lon = _moved(float(str(row["latitude"])), float(str(row["longitude"])), rng.uniform(8, 50), rng)
            other |= {"latitude": round(lat, 4), "longitude": round(lon, 4), "location": f"Village {number}-{n}", "geo_precision": 1}
        else:
            other["event_date"] = _written(day + dt.timedelta(days=rng.choice((-1, 1)) * rng.randint(4, 25)))
        yield other


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.DictWriter(stream, HEADINGS)
        out.writeheader()
        out.writerows(rows)


# ------------------------------------------------------------ cost


def cost(folder: Path, count: int) -> dict[str, float]:
    """Return what importing a table of so many rows of one country costs, and marking an event report against it."""
    path = folder / "large.csv"
    _write(path, _many(count))
    size = path.stat().st_size / 1e6
    with open_store(folder / "large.sqlite") as store:
        started = time.perf_counter()
        import_table(store, path, home=folder)
        seconds = time.perf_counter() - started
        (kept,) = store.references.tables()
        index = open_index()
        dev = [(report, "dev") for report in map(read, sorted(REPORTS.glob("syria-2011/*.txt")))]
        write(dev, folder / "syria")
        reports = [_pointed(report, index) for report in annotated([to_gold(*one) for one in dev], folder / "syria", index)]
        marker = Marker(store, kept)
        taken = []
        for report in reports:
            if report.events:
                started = time.perf_counter()
                marker.report(report)
                taken.append(1000 * (time.perf_counter() - started) / len(report.events))
    taken.sort()
    print(f"{count} rows, {size:.0f} MB of CSV; {len(taken)} reports marked, milliseconds an event report")
    return {
        "import_rows_per_second": count / seconds,
        "import_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024) / 1.0,
        "mark_ms_median": statistics.median(taken),
        "mark_ms_99": taken[int(0.99 * (len(taken) - 1))],
    }


def _many(count: int) -> Iterator[Cells]:
    rng = random.Random(1)
    towns = [(f"Town {n}", rng.uniform(32.5, 37.2), rng.uniform(35.8, 42.2)) for n in range(6000)]
    sides = (
        "Military Forces of Syria (2000-2024)",
        "HTS: Hayat Tahrir al Sham",
        "Islamic State (Syria)",
        "QSD: Syrian Democratic Forces",
        "Civilians (Syria)",
    )
    kinds = sorted(load_acled().event_type_of)
    for n in range(count):
        day = dt.date(2011, 3, 1) + dt.timedelta(days=rng.randrange(5000))
        name, lat, lon = rng.choice(towns)
        here = Location(name, "at", (), country="Syria", admin1="Idleb")
        one = _cells(
            f"SYR{n}",
            day,
            rng.choice((1, 1, 1, 2, 3)),
            rng.choice(kinds),
            rng.sample(sides, 2),
            here,
            name,
            (lat, lon),
            rng.choice((1, 1, 2, 3)),
            int(rng.expovariate(0.4)),
        )
        one["notes"] = (
            f"On {day:%d %B %Y}, {one['actor1']} and {one['actor2']} fought at {name}; positions in the vicinity were shelled for hours. "
            * 3
        )
        yield one
