"""Events, origins, copies and tolls on the synthetic war, and what linking costs as it grows.

Events are scored by B-cubed over event reports. Origins are scored by B-cubed over the claims of each incident: what a linker is asked is
who stands behind what is said of one event, so the same speaker of two incidents counts neither for nor against it. Copies are scored by
the links that are given: one is right where both documents go back to one text; found is a copy that has a right link, of those whose
family has another document in the stream. A toll is right where the true dead of a party lie within the range that `toll_range` gives of its
group's toll table; a group's truth is that of the incident most of its event reports are of. Beside the share stand that of ranges without
an upper end and the mean width of the others, (high + 1) / (low + 1), and the share that holds the truth where what was said is taken as it stands.

Bases: event reports of one type, place name and first day; single link, where type and place name are the same and the days overlap;
documents with half of their shingles in common; claims of one named speaker, and each document for itself where none is named.
"""

from __future__ import annotations

import math
import multiprocessing
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bench import clusters, floors
from bench.copies import shingles
from bench.war import MEASURING_SEED, Told, War
from dateline.link import Linker as EventLinker
from dateline.link import kin_of, sketch, sketches
from dateline.link.copies import compared, copies, graph
from dateline.link.origins import origins
from dateline.link.toll_range import said_range, tied, toll_range
from dateline.link.tolls import taken_back, toll_entries, toll_table
from dateline.linked import Copy, EventSketch, Linked, Origin, TollEntry, event_ids
from dateline.records import CodedReport, stable_id

SIZES = (1_000, 3_000, 10_000)
"""Sizes of war that the cost is measured at, with --gate; --size adds others."""
_ALIKE = 0.5  # share of shingles from which the base takes two documents for copies
_LATEST = 40  # documents under one hash that the base compares with: standing phrases are under many
_KEYS = 6  # smallest shingle hashes of a document that the base looks for in others


class Linker(Protocol):
    """What is measured: reports are sketched one at a time, so that only sketches are kept, then linked all together."""

    name: str

    def sketch(self, report: CodedReport) -> Any:
        """Return what the linker keeps of a report."""
        ...

    def link(self, sketched: Sequence[Any]) -> Linked:
        """Return events, copies and origins, by the stable ids of event reports, sightings and claims."""
        ...


class Product:
    """The linker of the package."""

    name = "dateline"

    def sketch(self, report: CodedReport) -> Any:
        """Return the report's sketch."""
        return sketch(report, sketches(report))

    def link(self, sketched: Sequence[Any]) -> Linked:
        """Link all sketches."""
        pairs = compared(sketched)
        copied = graph(pairs)
        groups = EventLinker().update((event for report in sketched for event in report.events), kin=kin_of(pairs)).whole()
        return Linked(groups, (), copied, origins(sketched, copied))


@dataclass(frozen=True, slots=True)
class Plain:
    """What the bases keep of a report."""

    sighting: str
    events: tuple[tuple[str, str, str, int, int], ...]  # id, type, place, first and last day
    claims: tuple[tuple[str, str | None], ...]  # id, speaker
    shingles: frozenset[int]


class Base:
    """Links by type, place and day: `overlap` False takes the first day alone, True joins whatever overlaps (single link)."""

    def __init__(self, *, overlap: bool) -> None:
        self.overlap = overlap
        self.name = "single link" if overlap else "type, place, day"

    def sketch(self, report: CodedReport) -> Plain:
        """Return what is compared."""
        ids = event_ids(report)
        events = []
        for event in report.events:
            first, last = event.date.start, event.date.end
            days = (first.toordinal() if first else 0, last.toordinal() if last else 0)
            events.append((ids[event.id], event.sub_event_type, event.locations[0].name if event.locations else "", *days))
        claims = tuple(
            (identity, claim.source.name if claim.attributed and claim.source.type != "unnamed" else None)
            for identity, claim in zip(claim_ids(report), report.claims, strict=True)
        )
        body = " ".join(s.text for s in report.sentences if s.zone == "body")
        return Plain(report.page.sighting.id, tuple(events), claims, shingles(body))

    def link(self, sketched: Sequence[Plain]) -> Linked:
        """Link all."""
        by_key: dict[tuple[str, str], list[tuple[int, int, str]]] = defaultdict(list)
        for plain in sketched:
            for identity, kind, place, first, last in plain.events:
                by_key[kind, place].append((first, last, identity))
        groups = [group for entries in by_key.values() for group in self._groups(sorted(entries))]
        by_speaker: dict[str, list[str]] = defaultdict(list)
        for plain in sketched:
            for identity, speaker in plain.claims:
                by_speaker[speaker or plain.sighting].append(identity)
        told = [Origin(key, key, None, True, tuple(found)) for key, found in by_speaker.items()]
        return Linked(tuple(groups), (), tuple(self._copies(sketched)), tuple(told))

    def _groups(self, entries: Sequence[tuple[int, int, str]]) -> Iterator[tuple[str, ...]]:
        group: list[str] = []
        until = start = 0
        for first, last, identity in entries:
            if group and (first > until if self.overlap else first != start):
                yield tuple(group)
                group = []
            until = max(until, last) if group else last
            start = first
            group.append(identity)
        if group:
            yield tuple(group)

    def _copies(self, sketched: Sequence[Plain]) -> Iterator[Copy]:
        by_hash: dict[int, list[Plain]] = defaultdict(list)
        for plain in sketched:
            keys = sorted(plain.shingles)[:_KEYS]
            met = {other.sighting: other for key in keys for other in by_hash[key][-_LATEST:]}
            best = max(((_alike(plain.shingles, other.shingles), other.sighting) for other in met.values()), default=(0.0, ""))
            if best[0] >= _ALIKE:
                yield Copy(plain.sighting, best[1], "identical" if best[0] == 1 else "near_duplicate", best[0], ())
            for key in keys:
                by_hash[key].append(plain)


def _alike(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 0.0


def claim_ids(report: CodedReport) -> list[str]:
    """Return the stable ids of a report's claims, as the store and the sketches name them."""
    seen: Counter[Hashable] = Counter()
    out = []
    for claim in report.claims:
        at = seen[claim.content, claim.cue]
        seen[claim.content, claim.cue] += 1
        out.append(stable_id("C", report.page.sighting.id, "claim", claim.content, claim.cue, at))
    return out


@dataclass(slots=True)
class Truth:
    """The truth of a war by stable ids, and the counts of each event report that the tolls are scored by."""

    incident: dict[str, str] = field(default_factory=dict)
    origin: dict[str, tuple[str, str]] = field(default_factory=dict)  # claim: incident, origin
    of: dict[str, str] = field(default_factory=dict)  # document's name: the name of what it is copied from
    kind: dict[str, str] = field(default_factory=dict)
    sighting: dict[str, str] = field(default_factory=dict)  # document's name: its sighting
    killed: dict[str, Mapping[str, int]] = field(default_factory=dict)
    happened: dict[str, bool] = field(default_factory=dict)
    counts: dict[str, list[TollEntry]] = field(default_factory=dict)  # by event report
    withdrawn: dict[str, list[tuple[str, int | None]]] = field(default_factory=dict)  # by event report: outlet, day
    sketch: dict[str, EventSketch] = field(default_factory=dict)  # by event report

    def add(self, report: CodedReport, told: Told) -> None:
        """Take up one document."""
        ids = event_ids(report)
        self.sketch |= {one.id: one for one in sketches(report)}
        of_toll = {toll.id: event.id for event in report.events for toll in event.tolls}
        for event in report.events:
            self.incident[ids[event.id]] = told.incidents[event.id]
            self.killed[ids[event.id]] = told.killed[event.id]
            self.happened[ids[event.id]] = told.happened[event.id]
        for event_report, entry in toll_entries(report, ids, {}):
            self.counts.setdefault(event_report, []).append(entry)
        for event_report, outlet, day in taken_back(report, ids):
            self.withdrawn.setdefault(event_report, []).append((outlet, day))
        for identity, claim in zip(claim_ids(report), report.claims, strict=True):
            event_id = of_toll.get(claim.about[0], claim.about[0])
            self.origin[identity] = (told.incidents[event_id], told.origins[claim.id])
        name = report.page.sighting.doc_id
        self.sighting[name] = report.page.sighting.id
        if told.of is not None and told.copy_kind is not None:
            self.of[name], self.kind[name] = told.of, told.copy_kind


def score(truth: Truth, found: Linked) -> dict[str, float]:
    """Return all figures of one linking."""
    label = {member: n for n, group in enumerate(found.events) for member in group}
    reports = list(truth.incident)
    events = clusters.b_cubed([truth.incident[i] for i in reports], [label.get(i, i) for i in reports])
    links = clusters.links([truth.incident[i] for i in reports], [label.get(i, i) for i in reports])
    of_claim = {claim: origin.key for origin in found.origins for claim in origin.claims}
    claims = list(truth.origin)
    told = clusters.b_cubed([truth.origin[i] for i in claims], [(truth.origin[i][0], of_claim.get(i, i)) for i in claims])
    named = {sighting: name for name, sighting in truth.sighting.items()}
    copied = _copies(truth, [(named[c.sighting], named[c.of]) for c in found.copies])
    kinds = {named[c.sighting]: c.kind for c in sorted(found.copies, key=lambda c: c.score)}
    sure = [n for n in truth.kind if n in kinds]
    return {
        "events_precision": events.precision, "events_recall": events.recall, "events_f1": events.f1, "event_links_f1": links.f1,
        "origins_precision": told.precision, "origins_recall": told.recall, "origins_f1": told.f1,
        "copies_precision": copied.precision, "copies_recall": copied.recall, "copies_f1": copied.f1,
        "copy_class": sum(kinds[n] == truth.kind[n] for n in sure) / max(1, len(sure)),
    } | _tolls(truth, found.events, found.copies)  # fmt: skip


def _families(truth: Truth) -> dict[str, str]:
    """Return the text that each document goes back to, of those that are in the stream or are named by it."""
    found: dict[str, str] = {}
    for name in truth.sighting:
        at = name
        while at in truth.of:
            at = truth.of[at]
        found[name] = at
    return found


def _copies(truth: Truth, pairs: Sequence[tuple[str, str]]) -> clusters.Score:
    family = _families(truth)
    sizes = Counter(family.values())
    wanted = {name for name in truth.of if sizes[family[name]] > 1}
    right = [(a, b) for a, b in pairs if family[a] == family[b]]
    found = wanted & {name for pair in right for name in pair}
    return clusters.Score(len(right) / len(pairs) if pairs else 0.0, len(found) / len(wanted) if wanted else 0.0)


def _tolls(truth: Truth, groups: Iterable[Sequence[str]], copied: Iterable[Copy]) -> dict[str, float]:
    """Return how often the range of a party's dead holds the truth, how often what was said does, and how wide ranges are.

    What never happened has no toll and is left out.
    """
    inside = said = asked = unbounded = 0
    widths: list[float] = []
    kin = kin_of(copied)
    for group in groups:
        meant = Counter(truth.incident[i] for i in group).most_common(1)[0][0]
        one = next(i for i in group if truth.incident[i] == meant)
        entries = [entry for i in group for entry in truth.counts.get(i, ())]
        if not entries or not truth.happened[one]:
            continue
        table = toll_table(meant, entries, [w for i in group for w in truth.withdrawn.get(i, ())])
        for cell in tied(table, [truth.sketch[i] for i in group if i in truth.sketch], kin).cells:
            found = toll_range(cell) if cell.kind == "killed" and cell.who is not None else None
            if found is None or cell.who is None:
                continue
            dead = truth.killed[one].get(cell.who, 0)
            asked += 1
            inside += found.holds(dead)
            said += (as_said := said_range(cell)) is not None and as_said.holds(dead)
            unbounded += found.high is None
            widths += [] if found.high is None else [(found.high + 1) / (found.low + 1)]
    return {
        "toll_within": inside / max(1, asked), "toll_within_as_said": said / max(1, asked), "toll_open": unbounded / max(1, asked),
        "toll_width": sum(widths) / max(1, len(widths)),
    }  # fmt: skip


def measured(linker: Linker, size: int, seed: int) -> tuple[dict[str, float], float, float, float]:
    """Link one war; return the figures, seconds of sketching and of linking, and peak megabytes of the process."""
    truth, kept = Truth(), []
    sketching = 0.0
    for report, told in War(size, seed).documents():
        truth.add(report, told)
        started = time.process_time()
        kept.append(linker.sketch(report))
        sketching += time.process_time() - started
    started = time.process_time()
    found = linker.link(kept)
    linking = time.process_time() - started
    return score(truth, found), sketching, linking, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def by_truth(size: int, seed: int) -> dict[str, float]:
    """Return the figures on tolls of the true grouping."""
    truth = Truth()
    for report, told in War(size, seed).documents():
        truth.add(report, told)
    groups: dict[str, list[str]] = defaultdict(list)
    for identity, incident in truth.incident.items():
        groups[incident].append(identity)
    return _tolls(truth, groups.values(), ())


def main(*, size: int, seed: int | None, gate: bool) -> int:
    """Print the figures of the package's linker beside the bases; with `gate` return 1 where one is under its floor."""
    seed = MEASURING_SEED if seed is None else seed
    print(f"synthetic war of {size} event reports, seed {seed}")
    for linker in (Base(overlap=False), Base(overlap=True)):
        values, sketching, linking, _ = measured(linker, size, seed)
        print(f"-- base: {linker.name} ({sketching:.1f} s + {linking:.1f} s)")
        print("\n".join(f"{name:34}{value:10.3f}" for name, value in values.items()))
    print("-- the truth, for comparison: what the best linker would get of the tolls")
    print("\n".join(f"{name:34}{value:10.3f}" for name, value in by_truth(size, seed).items()))
    values, sketching, linking, peak = measured(Product(), size, seed)
    print(f"-- dateline ({sketching:.1f} s sketching, {linking:.1f} s linking, {peak:.0f} MB)")
    return floors.shown(values, "war", gate=gate)


def _cost(size: int, seed: int) -> tuple[float, float, float, float]:
    """Return seconds of sketching and of linking, seconds of adding 100 more, and peak megabytes of a process that only links."""
    linker = Product()
    kept = []
    sketching = 0.0
    for report, _ in War(size + 100, seed).documents():
        started = time.process_time()
        kept.append(linker.sketch(report))
        sketching += time.process_time() - started
    last = _last(kept, 100)
    started = time.process_time()
    events = EventLinker()
    events.update(event for report in kept[:last] for event in report.events)
    origins(kept[:last], copies(kept[:last]))
    linking = time.process_time() - started
    started = time.process_time()
    events.update(event for report in kept[last:] for event in report.events)
    adding = time.process_time() - started
    return sketching, linking, adding, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _last(kept: Sequence[Any], events: int) -> int:
    """Return where the documents that hold the last so many event reports begin."""
    at = len(kept)
    while at and events > 0:
        at -= 1
        events -= len(kept[at].events)
    return at


def growth(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the exponent b of seconds = a * size ** b, by least squares over the logarithms."""
    x, y = [math.log(n) for n in sizes], [math.log(s) for s in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)


def cost(sizes: Sequence[int], *, gate: bool) -> int:
    """Print what linking costs at each size, in processor seconds, each in a process of its own; with `gate` return 1 where a figure is over its limit."""
    seconds = []
    values: dict[str, float] = {}
    for size in sizes:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            sketching, linking, adding, peak = pool.apply(_cost, (size, MEASURING_SEED))
        seconds.append(sketching + linking)
        print(
            f"{size:9} event reports: {sketching:8.1f} s sketching {linking:8.1f} s linking {adding:7.2f} s for 100 more {peak:8.0f} MB",
            flush=True,
        )
        values |= {f"seconds_{size}": seconds[-1], f"megabytes_{size}": peak, f"add_100_{size}": adding}
    if len(sizes) > 1:
        values["exponent"] = growth(sizes, seconds)
    return floors.shown(values, "linking_cost", gate=gate)
