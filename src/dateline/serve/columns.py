"""All events of the desk as columns in memory: a filter over 100,000 takes milliseconds, and nothing is asked of the disk.

The columns follow the store's table of events by its number of changes: what changed is read, the rest is kept.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.data.countries import load_countries
from dateline.serve.filters import Box, Wanted
from dateline.store import DeskRow, Store

CELL = 56
"""Pixels of a cell of the map whose events are drawn as one circle: a little more than the largest circle."""
TILE = 512
SINGLES = 400
"""Events in view up to which each is drawn by itself."""
NO_DAY = np.iinfo(np.int32).min
NO_NUMBER = -1
LISTS = ("actors", "sides", "outlets", "speakers")
NAMED = frozenset({"actor", "side", "outlet", "speaker", "place"})
"""Columns of names, of which a part finds them; of a closed list of words only the whole is asked for."""
FACETS = ("event_type", "sub_event_type", "country", "side", "actor", "outlet", "speaker")
FACET_MOST = 200
"""Values of a facet that are offered; a text field takes any other."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Events that are drawn as one circle at its middle; `box` holds them all."""

    lon: float
    lat: float
    n: int
    types: Mapping[str, int]
    killed: tuple[int, int]
    box: Box


@dataclass(frozen=True, slots=True)
class View:
    """What a map shows: clusters, and the events that stand alone."""

    total: int
    in_view: int
    unplaced: int
    clusters: tuple[Cluster, ...]
    events: tuple[DeskRow, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What was reported of a week that begins on a Monday; fatalities low, best, high."""

    monday: dt.date
    events: int
    low: int
    best: int
    high: int


class _Snapshot:
    """The columns at one time; never changed, so that a request that goes on sees one state."""

    def __init__(self, rows: Sequence[DeskRow]) -> None:
        self.rows = rows
        self.at = {row.event: n for n, row in enumerate(rows)}
        self.first = _days(row.first_day for row in rows)
        self.last = _days(row.last_day for row in rows)
        self.lat = np.array([np.nan if row.lat is None else row.lat for row in rows], dtype=np.float64)
        self.lon = np.array([np.nan if row.lon is None else row.lon for row in rows], dtype=np.float64)
        self.precision = _small(row.geo_precision for row in rows)
        self.credibility = _small(row.credibility for row in rows)
        self.reports = _small(row.n_reports for row in rows)
        self.killed = np.array([[_count(row.killed_low), _count(row.killed_best), _count(row.killed_high)] for row in rows], dtype=np.int64)
        self.killed = self.killed.reshape(len(rows), 3)
        self.places = tuple(sorted({row.place for row in rows if row.place is not None}))
        order = {place: n for n, place in enumerate(self.places)}
        self.place = _small(None if row.place is None else order[row.place] for row in rows)
        self.words: dict[str, dict[str, NDArray[np.int32]]] = {
            "event_type": _index([(row.event_type,) for row in rows]),
            "sub_event_type": _index([(row.sub_event_type,) for row in rows]),
            "country": _index([(row.country,) if row.country else () for row in rows]),
            "place": _index([tuple(p for p in (row.place, row.admin1) if p) for row in rows]),
            "review": _index([(row.review,) for row in rows]),
            "actor": _index([row.actors for row in rows]),
            "side": _index([row.sides for row in rows]),
            "outlet": _index([row.outlets for row in rows]),
            "speaker": _index([row.speakers for row in rows]),
        }
        self.types = tuple(sorted({row.event_type for row in rows}))
        number = {kind: n for n, kind in enumerate(self.types)}
        self.type = np.array([number[row.event_type] for row in rows], dtype=np.int16)
        self.x, self.y = _mercator(self.lon, self.lat)

    def changed(self, rows: Sequence[DeskRow], gone: Collection[int]) -> _Snapshot:
        """Return the columns with some rows new or made anew, and others gone: what did not change is copied, not worked out again."""
        part = _Snapshot(sorted(rows, key=lambda row: row.event))
        if not self.rows:
            return part
        out = {*part.at, *gone}
        kept = np.array([n for n, row in enumerate(self.rows) if row.event not in out], dtype=np.int64)
        events = np.array([self.rows[n].event for n in kept.tolist()], dtype=np.int64)
        at = np.searchsorted(events, np.array([row.event for row in part.rows], dtype=np.int64)) + np.arange(len(part.rows))
        old_at = np.setdiff1d(np.arange(len(kept) + len(at)), at, assume_unique=True)
        made = _Snapshot(())

        def both(old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
            column = np.empty((len(kept) + len(at), *old.shape[1:]), dtype=old.dtype)
            column[old_at], column[at] = old[kept], new
            return column

        for name in ("first", "last", "lat", "lon", "precision", "credibility", "reports", "killed", "x", "y"):
            setattr(made, name, both(getattr(self, name), getattr(part, name)))
        made.places = tuple(sorted({*self.places, *part.places}))
        made.place = both(_recoded(self.place, self.places, made.places), _recoded(part.place, part.places, made.places))
        made.types = tuple(sorted({*self.types, *part.types}))
        made.type = both(_recoded(self.type, self.types, made.types), _recoded(part.type, part.types, made.types))
        at_row = dict(zip(at.tolist(), part.rows, strict=True))
        rest = iter(kept.tolist())
        made.rows = [at_row[n] if n in at_row else self.rows[next(rest)] for n in range(len(kept) + len(at))]
        made.at = {row.event: n for n, row in enumerate(made.rows)}
        moved = np.full(len(self.rows), -1, dtype=np.int32)
        moved[kept] = old_at
        for facet, old in self.words.items():
            new = part.words[facet]
            words = {}
            for value in {**old, **new}:
                found = moved[old[value]] if value in old else moved[:0]
                found = found[found >= 0]
                if value in new:
                    found = np.sort(np.concatenate([found, at[new[value]].astype(np.int32)]))
                if len(found):
                    words[value] = found
            made.words[facet] = words
        return made


def _recoded(codes: NDArray[Any], old: Sequence[str], new: Sequence[str]) -> NDArray[Any]:
    """Return codes of values in one list as their codes in another; what is below 0 stays."""
    if old == new or not len(codes):
        return codes
    number = {value: n for n, value in enumerate(new)}
    table = np.array([*(number[value] for value in old), NO_NUMBER], dtype=codes.dtype)  # the last is what -1 finds
    recoded: NDArray[Any] = table[codes]
    return recoded


class Columns:
    """The events of a store, filtered, clustered, counted by week."""

    def __init__(self, store: Store) -> None:
        self._desk = store.desk
        self._change = 0
        self._now = _Snapshot(())
        self._lock = threading.Lock()

    def follow(self) -> _Snapshot:
        """Take in what changed in the store's table since the last time."""
        if self._desk.last_change() == self._change:
            return self._now
        with self._lock:
            change, rows = self._desk.since(self._change)
            if change != self._change:
                latest = {row.event: (gone, row) for gone, row in rows}
                self._now = self._now.changed(
                    [row for gone, row in latest.values() if not gone], [e for e, (gone, _) in latest.items() if gone]
                )
                self._change = change
        return self._now

    def row(self, event: int) -> DeskRow | None:
        """Return the row of an event."""
        now = self.follow()
        at = now.at.get(event)
        return None if at is None else now.rows[at]

    def events(self, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> tuple[int, list[DeskRow]]:
        """Return how many events pass, and those of one page of them in the order asked for."""
        now = self.follow()
        chosen = np.flatnonzero(self._mask(now, wanted) & _inside(now, wanted.box))
        ordered = chosen[_order(now, chosen, wanted.sort)]
        page = ordered[offset : None if limit is None else offset + limit]
        return len(chosen), [now.rows[n] for n in page.tolist()]

    def view(self, wanted: Wanted, box: Box | None, zoom: float) -> View:
        """Return what a map of a box shows at a zoom (512-pixel tiles, as MapLibre counts)."""
        now = self.follow()
        mask = self._mask(now, wanted)
        placed = mask & ~np.isnan(now.lat)
        seen = np.flatnonzero(placed & _inside(now, box))
        total = int(mask.sum())
        if len(seen) <= SINGLES:
            return View(total, len(seen), total - int(placed.sum()), (), tuple(now.rows[n] for n in seen.tolist()))
        clusters, alone = _clusters(now, seen, zoom)
        return View(total, len(seen), total - int(placed.sum()), clusters, tuple(now.rows[n] for n in alone))

    def weeks(self, wanted: Wanted) -> tuple[Week, ...]:
        """Return the weeks from the first to the last that has an event, empty ones too; an event counts in the week of its first day."""
        now = self.follow()
        chosen = np.flatnonzero(self._mask(now, wanted) & _inside(now, wanted.box) & (now.first != NO_DAY))
        if not len(chosen):
            return ()
        week = (now.first[chosen] - 1) // 7
        start, n = int(week.min()), int(week.max() - week.min()) + 1
        at = week - start
        counts = np.bincount(at, minlength=n)
        killed = np.maximum(now.killed[chosen], 0)
        sums = [np.bincount(at, weights=killed[:, i], minlength=n) for i in range(3)]
        return tuple(
            Week(dt.date.fromordinal((start + i) * 7 + 1), int(counts[i]), int(sums[0][i]), int(sums[1][i]), int(sums[2][i]))
            for i in range(n)
        )

    def facets(self, wanted: Wanted) -> dict[str, list[tuple[str, int]]]:
        """Return the values of each facet among the events that pass, with their numbers, most first."""
        now = self.follow()
        mask = self._mask(now, wanted) & _inside(now, wanted.box)
        out = {}
        for facet in FACETS:
            found = Counter({value: int(mask[rows].sum()) for value, rows in now.words[facet].items()})
            out[facet] = [(value, n) for value, n in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])) if n][:FACET_MOST]
        return out

    def values(self, facet: str) -> dict[str, int]:
        """Return all values of a column of words with the number of events that have each."""
        return {value: len(rows) for value, rows in self.follow().words[facet].items()}

    def span(self) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of any event."""
        first = self.follow().first
        days = first[first != NO_DAY]
        return (dt.date.fromordinal(int(days.min())), dt.date.fromordinal(int(days.max()))) if len(days) else None

    def _mask(self, now: _Snapshot, wanted: Wanted) -> NDArray[np.bool_]:
        mask = np.ones(len(now.rows), dtype=bool)
        if wanted.types:
            mask &= _any(now, "event_type", wanted.types)
        for facet, value in (
            ("sub_event_type", wanted.sub), ("actor", wanted.actor), ("side", wanted.side), ("outlet", wanted.outlet),
            ("speaker", wanted.speaker), ("country", wanted.country), ("place", wanted.place), ("review", wanted.review),
        ):  # fmt: skip
            if value:
                mask &= _any(now, facet, (value,))
        if wanted.since is not None:
            mask &= np.where(now.last != NO_DAY, now.last, now.first) >= wanted.since.toordinal()
        if wanted.until is not None:
            mask &= (np.where(now.first != NO_DAY, now.first, now.last) <= wanted.until.toordinal()) & (
                (now.first != NO_DAY) | (now.last != NO_DAY)
            )
        if wanted.credibility is not None:
            mask &= (now.credibility != NO_NUMBER) & (now.credibility <= wanted.credibility)
        if wanted.precision is not None:
            mask &= (now.precision != NO_NUMBER) & (now.precision <= wanted.precision)
        if wanted.text:
            found = np.zeros(len(now.rows), dtype=bool)
            found[[now.at[event] for event in self._desk.found(wanted.text) if event in now.at]] = True
            mask &= found
        return mask


def _any(now: _Snapshot, facet: str, values: Iterable[str]) -> NDArray[np.bool_]:
    """Tell which events have one of some values, compared without case; where no value is called so, those that have the words in their name."""
    mask = np.zeros(len(now.rows), dtype=bool)
    known = now.words[facet]
    for value in values:
        if (rows := known.get(value)) is not None:
            mask[rows] = True
            continue
        folded = value.casefold()
        country = load_countries().get(value) if facet == "country" else None
        called = [at for name, at in known.items() if name.casefold() == folded or (country is not None and name == country.name)]
        if not called and facet in NAMED:
            called = [at for name, at in known.items() if folded in name.casefold()]
        for at in called:
            mask[at] = True
    return mask


def _inside(now: _Snapshot, box: Box | None) -> NDArray[np.bool_]:
    if box is None:
        return np.ones(len(now.rows), dtype=bool)
    west, south, east, north = box
    mask: NDArray[np.bool_] = (now.lat >= south) & (now.lat <= north)
    if east - west >= 360:
        return mask
    west, east = (west + 180) % 360 - 180, (east + 180) % 360 - 180
    if west <= east:
        return mask & (now.lon >= west) & (now.lon <= east)
    return mask & ((now.lon >= west) | (now.lon <= east))


def _order(now: _Snapshot, chosen: NDArray[Any], sort: str) -> NDArray[Any]:
    """Return the order of some events; those without a value come last, equals by their number."""
    columns: dict[str, NDArray[Any]] = {"date": now.first, "killed": now.killed[:, 1], "reports": now.reports, "place": now.place}
    column = columns[sort.lstrip("-")][chosen].astype(np.int64)
    missing = (column == NO_DAY) | (column == NO_NUMBER)
    return np.lexsort((np.arange(len(chosen)), -column if sort.startswith("-") else column, missing))


def _clusters(now: _Snapshot, seen: NDArray[Any], zoom: float) -> tuple[tuple[Cluster, ...], list[int]]:
    """Return one cluster for each cell of the map with several events, and the events that are alone in theirs."""
    size = CELL / (TILE * 2.0 ** max(0.0, min(zoom, 22.0)))
    column, line = (now.x[seen] / size).astype(np.int64), (now.y[seen] / size).astype(np.int64)
    _, at, counts = np.unique(column * (1 << 32) + line, return_inverse=True, return_counts=True)
    by_cell = seen[np.argsort(at, kind="stable")]
    starts = np.cumsum(counts) - counts
    lon, lat, killed = now.lon[by_cell], now.lat[by_cell], np.maximum(now.killed[by_cell], 0)
    west, south, east, north = (
        part.reduceat(edge, starts) for part, edge in ((np.minimum, lon), (np.minimum, lat), (np.maximum, lon), (np.maximum, lat))
    )
    middle_lon, middle_lat = np.add.reduceat(lon, starts) / counts, np.add.reduceat(lat, starts) / counts
    low, high = np.add.reduceat(killed[:, 0], starts), np.add.reduceat(killed[:, 2], starts)
    kinds = np.bincount(at * len(now.types) + now.type[seen], minlength=len(counts) * len(now.types)).reshape(len(counts), -1)
    clusters = tuple(
        Cluster(
            round(float(middle_lon[n]), 4), round(float(middle_lat[n]), 4), int(counts[n]),
            {kind: several for kind, several in zip(now.types, kinds[n].tolist(), strict=True) if several}, (int(low[n]), int(high[n])),
            (float(west[n]), float(south[n]), float(east[n]), float(north[n])),
        )
        for n in np.flatnonzero(counts > 1).tolist()
    )  # fmt: skip
    return clusters, by_cell[starts[counts == 1]].tolist()


def _mercator(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return web Mercator's x and y, each from 0 to 1."""
    bounded = np.radians(np.clip(np.nan_to_num(lat), -85.0511, 85.0511))
    return (np.nan_to_num(lon) + 180) / 360, (1 - np.log(np.tan(bounded) + 1 / np.cos(bounded)) / np.pi) / 2


def _days(values: Iterable[int | None]) -> NDArray[np.int32]:
    return np.array([NO_DAY if value is None else value for value in values], dtype=np.int32)


def _small(values: Iterable[int | None]) -> NDArray[np.int32]:
    return np.array([NO_NUMBER if value is None else value for value in values], dtype=np.int32)


def _count(value: int | None) -> int:
    return NO_NUMBER if value is None else value


def _index(values: Iterable[Sequence[str]]) -> dict[str, NDArray[np.int32]]:
    rows: dict[str, list[int]] = {}
    for n, several in enumerate(values):
        for value in dict.fromkeys(several):
            rows.setdefault(value, []).append(n)
    return {value: np.array(at, dtype=np.int32) for value, at in rows.items()}
