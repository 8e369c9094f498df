"""The desk under load: a store of many synthetic events, `dateline serve` on it, a browser and a stream of requests before it.

The reports are those of the synthetic war (bench.war), kept by the store as any others. Of a share of the incidents (LINKED in 100) all
reports that tell of no other are linked by the linker itself, with copies, origins, tolls and the grades that follow; the reports of the
others stay apart, each event report an event of its own, for linking so many is what `bench linking-cost` measures, not this. The desk's
rows are made by the desk's own code; what is drawn is which events are reviewed. The store is made once and kept in the folder that --home
names.

first_view_seconds  from asking for `/` with nothing cached until the map says it has drawn its events; median of browsers begun anew
filter_ms           from a tick at a type until table and map show what is left; median over types
api_p95_ms          of requests that arrive at a fixed rate whether or not earlier ones are answered, each counted from when it was due
api_lost            requests without a good answer
weight_megabytes    what the first view takes over the network, compressed, headers included
memory_megabytes    most resident memory of the server
control_seconds     the page of control after a change of the store: nothing of it is kept (digest, outlets: the same)
save_seconds        from sending a review (an event of several reports accepted) until the page that follows it is there; then it is undone
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa

from bench import floors
from bench.war import War
from dateline.link import sketch, sketches, traits
from dateline.link.copies import standing, text_key
from dateline.linkage import link_reports
from dateline.linked import Copy, ReportSketch
from dateline.records import CodedReport
from dateline.serve import projecting
from dateline.store import DeskRow, LinkTables, Member, Store, StoredEvent, desk_reports, open_store, schema
from dateline.store.body import pack
from dateline.store.database import writing
from dateline.store.store import _add
from dateline.views.events import masked_members

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader",
)  # fmt: skip
SEED, PORTION = 11, 500
LINKED = 15
"""Of a hundred incidents, those whose reports are linked to one event."""
MORE = 2
"""Event reports of the war for each event that is wanted, at most: enough for those that are linked."""
RATE = 50
VIEWS = 5
KEPT = 2.0
"""Seconds for which an idle connection is used again."""
GIVE_UP = 30.0
"""Seconds after which a request is counted as lost."""


def main(*, events: int, seconds: float, home: Path | None, gate: bool) -> int:
    """Measure and print; return 1 with `gate` where a limit does not hold."""
    with _folder(home) as folder:
        path = store_of(folder, events)
        values = asyncio.run(_measured(path, seconds))
    print(f"{events} events, {RATE} requests a second for {seconds:g} s, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    return floors.shown(values, "desk", gate=gate)


@contextmanager
def _folder(home: Path | None) -> Iterator[Path]:
    named = home or (Path(os.environ["DATELINE_HOME"]) if os.environ.get("DATELINE_HOME") else None)
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as made:
        yield Path(made)


# ---------------------------------------------------------------- the store


def store_of(folder: Path, events: int) -> Path:
    """Return a store of so many events in a folder; it is made where it is missing, whole or not at all."""
    path = folder / f"desk-{events}.sqlite3"
    if path.exists():
        return path
    part = path.with_suffix(".part")
    for old in (part, Path(f"{part}-wal"), Path(f"{part}-shm")):
        old.unlink(missing_ok=True)
    started = time.perf_counter()
    with open_store(part) as store:
        _fill(store, events)
        with store._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    part.rename(path)
    print(f"store of {events} events made in {time.perf_counter() - started:.0f} s: {path}", flush=True)
    return path


def _fill(store: Store, events: int) -> None:
    """Fill a store with reports of a war until it has so many events: some reports linked by the linker, the others each by itself."""
    chance = random.Random(SEED)
    portion: list[tuple[CodedReport, bool]] = []
    alone: dict[int, tuple[DeskRow, str]] = {}
    for report, told in War(events * MORE, SEED).documents():
        portion.append((report, all(_linked(incident) for incident in told.incidents.values())))
        if len(portion) == PORTION:
            alone |= _keep(store, portion, chance)
            portion = []
            if _events(store) >= events:
                break
    if portion:
        alone |= _keep(store, portion, chance)
    stamps = store.desk.stale()
    rows = [(row, stamps[event], words) for event, (row, words) in alone.items() if event in stamps]  # others were read anew
    for n in range(0, len(rows), PORTION):
        store.desk.put(rows[n : n + PORTION])
    projecting.refresh(store)


def _linked(incident: str) -> bool:
    """Tell whether an incident is one of the share whose reports are linked."""
    return zlib.crc32(incident.encode()) % 100 < LINKED


def _events(store: Store) -> int:
    with store._engine.connect() as connection:
        return int(connection.scalar(sa.select(sa.func.count(schema.event_members.c.event.distinct()))) or 0)


def _keep(store: Store, portion: Sequence[tuple[CodedReport, bool]], chance: random.Random) -> dict[int, tuple[DeskRow, str]]:
    """Add reports in one transaction; return the rows of the events that are not linked with others."""
    now = dt.datetime.now(dt.UTC).isoformat()
    alone: dict[int, tuple[DeskRow, str]] = {}
    rows = []
    with writing(store._engine).begin() as connection:
        tables = LinkTables(connection, now)
        together: list[CodedReport] = []
        for report, is_linked in portion:
            added = _add(connection, report, pack(report), now)
            number = connection.scalar(sa.select(schema.readings.c.number).where(schema.readings.c.id == added.reading_id))
            assert number is not None
            rows.append(projecting.report_row(number, desk_reports.LAYOUT, report))
            if is_linked:
                together.append(report)
                continue
            sketched = sketch(report, sketches(report))
            tables.put_report(sketched, text_key(sketched), standing(sketched))
            tables.put_sketches([(one, traits(one).id) for one in sketched.events])
            for event in report.events:
                about = {event.id, f"{event.id}.actors", f"{event.id}.outcome"} | {toll.id for toll in event.tolls}
                member = Member(report, event, tuple(claim for claim in report.claims if about & set(claim.about)))
                found = StoredEvent(added.event_ids[event.id], now, (member,))
                shown = dataclasses.replace(found, members=masked_members(found.members))
                row = projecting.row_of(cast("Store", _Alone(sketched)), found, shown)
                row = dataclasses.replace(row, review=chance.choice(("unreviewed",) * 8 + ("accepted", "corrected")))
                alone[row.event] = row, projecting.words_of(shown)
        link_reports(tables, together)
        tables.mark([row.reading for row in rows])
    store.desk_reports.put(rows)
    return alone


class _Alone:
    """The link tables of a store that holds one report, for the row of an event that only it tells of."""

    def __init__(self, report: ReportSketch) -> None:
        self._report = report

    @contextmanager
    def linked(self) -> Iterator[_Alone]:
        """Give the tables."""
        yield self

    def copies(self, sightings: object = None, *, as_known: object = None) -> list[Copy]:
        """Return no copies."""
        return []

    def reports(self, sightings: object) -> list[ReportSketch]:
        """Return the report."""
        return [self._report]


# ---------------------------------------------------------------- measuring


async def _measured(path: Path, seconds: float) -> dict[str, float]:
    values: dict[str, float] = {}
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dateline", "serve", "--db", str(path), "--port", "0", "--no-browser", stderr=subprocess.PIPE
    )
    try:
        started = time.perf_counter()
        address = await _address(server)
        print(f"the server listens after {time.perf_counter() - started:.1f} s", flush=True)
        asked = list(_requests(path, random.Random(SEED)))
        await _stream(address, asked, min(3.0, seconds))  # what is measured is a desk in use, not its first second
        if CHROMIUM.exists():
            values |= await _browse(address)
        else:
            print(f"{CHROMIUM}: no browser there: views are not measured")
        values |= await _stream(address, asked, seconds)
        values |= await asyncio.to_thread(_change, address)
        values["memory_megabytes"] = _peak(server.pid)
    finally:
        with suppress(ProcessLookupError):
            server.terminate()
        await server.wait()
    return values


async def _address(server: asyncio.subprocess.Process) -> str:
    assert server.stderr is not None
    said = b""
    async for line in server.stderr:
        said += line
        if b"the desk is open at " in line:
            return line.split(b"open at ")[1].split()[0].decode()
    raise SystemExit(f"`dateline serve` ended:\n{said.decode()}")


def _requests(path: Path, chance: random.Random) -> Iterator[str]:
    """Yield addresses as desks are asked: maps at all depths, pages of the table, weeks and facets, with filters and words."""
    with open_store(path) as store:
        rows = [row for _, row in store.desk.since(0)[1] if row.lat is not None and row.lon is not None and row.first_day]
    words = sorted({word for row in rows for word in (row.place or "").split() if len(word) > 3})
    names = {key: sorted({value for row in rows for value in getattr(row, f"{key}s")}) for key in ("actor", "side", "outlet", "speaker")}
    types = sorted({row.event_type for row in rows})
    for _ in range(4000):
        pairs: list[tuple[str, Any]] = []
        if chance.random() < 0.5:
            pairs += [("type", name) for name in chance.sample(types, min(len(types), chance.randint(1, 2)))]
        if chance.random() < 0.25:
            key = chance.choice(list(names))
            pairs.append((key, chance.choice(names[key])))
        if chance.random() < 0.25:
            first = chance.choice(rows).first_day or 1
            pairs += [
                ("from", dt.date.fromordinal(first).isoformat()),
                ("to", dt.date.fromordinal(first + chance.randint(1, 90)).isoformat()),
            ]
        if chance.random() < 0.15:
            pairs.append(("q", chance.choice(words)))
        if chance.random() < 0.1:
            pairs.append(("cred", chance.randint(1, 6)))
        what = chance.choices(("map", "events", "weeks", "facets"), (5, 3, 1, 1))[0]
        if what == "map":
            at, zoom = chance.choice(rows), chance.uniform(2, 12)
            wide = 700 / 2**zoom
            assert at.lat is not None
            assert at.lon is not None
            box = (at.lon - wide, max(-85.0, at.lat - wide / 2), at.lon + wide, min(85.0, at.lat + wide / 2))
            pairs += [("bbox", ",".join(f"{edge:.4f}" for edge in box)), ("zoom", f"{zoom:.2f}")]
        elif what == "events":
            sort = chance.choice(("-date", "date", "-killed", "place"))
            pairs += [("limit", chance.choice((50, 50, 200))), ("offset", chance.choice((0, 0, 50, 1000))), ("sort", sort)]
        yield f"/api/v1/{what}?{urlencode(pairs)}"


@dataclass(slots=True)
class _Wire:
    """A connection that is kept; `used`: when last, for a server closes what lies idle."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: float = 0.0


async def _stream(address: str, asked: Sequence[str], seconds: float) -> dict[str, float]:
    """Send requests at their rate, each when it is due; return the 95th percentile of their time and how many were lost."""
    parts = urlsplit(address)
    idle: list[_Wire] = []
    took: list[float] = []
    by_kind: dict[str, list[float]] = {}
    lost = 0
    begun = time.perf_counter() + 0.05

    async def one(path: str, due: float) -> None:
        nonlocal lost
        try:
            status = await asyncio.wait_for(_ask(parts.hostname or "", parts.port or 80, path, idle), GIVE_UP)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError):
            status = 0
        spent = time.perf_counter() - due
        took.append(spent)
        by_kind.setdefault(path.split("?")[0].rpartition("/")[2], []).append(spent)
        lost += status != 200

    tasks = []
    for n in range(int(seconds * RATE)):
        due = begun + n / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(asked[n % len(asked)], due)))
    await asyncio.gather(*tasks)
    for wire in idle:
        wire.writer.close()
    for kind, times in sorted(by_kind.items()):
        print(
            f"  {kind:8}{len(times):6} requests, median {statistics.median(times) * 1e3:6.1f} ms, 95 of 100 within {_p95(times) * 1e3:6.1f} ms"
        )
    return {"api_p95_ms": _p95(took) * 1e3, "api_lost": float(lost)}


async def _ask(host: str, port: int, path: str, idle: list[_Wire]) -> int:
    while idle and time.perf_counter() - idle[0].used > KEPT:
        idle.pop(0).writer.close()
    wire = idle.pop() if idle else _Wire(*await asyncio.open_connection(host, port))
    wire.writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await wire.reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    await wire.reader.readexactly(length)
    wire.used = time.perf_counter()
    idle.append(wire)
    return int(head.split()[1])


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def _peak(pid: int) -> float:
    """Return the most memory that a process held, in megabytes; Linux only."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1e3
    raise OSError(f"/proc/{pid}/status has no VmHWM")


def _change(address: str) -> dict[str, float]:
    """Accept an event of several reports, ask for the pages over the whole store, undo; return seconds."""
    (first,) = json.loads(_get(f"{address}api/v1/events?sort=-reports&limit=1"))["events"]
    page = _get(f"{address}review/{first['id']}")
    seen, action = re.search(r'name="seen" value="([^"]*)"', page), re.search(r'action="/(review/E-[^"?]*)', page)
    if seen is None or action is None:
        raise SystemExit(f"{first['id']}: its page of review has no form")
    seconds = {}
    begun = time.perf_counter()
    after = _get(address + action[1], {"do": "accept", "seen": seen[1]})
    seconds["save_seconds"] = time.perf_counter() - begun
    for name in ("control", "digest", "outlets"):
        begun = time.perf_counter()
        _get(f"{address}{name}")
        seconds[f"{name}_seconds"] = time.perf_counter() - begun
    undo = re.search(r'name="number" value="(\d+)"', after)
    if undo is None:
        raise SystemExit(f"{first['id']}: what was accepted cannot be undone")
    begun = time.perf_counter()
    _get(f"{address}review/undo", {"number": undo[1]})
    seconds["save_seconds"] = max(seconds["save_seconds"], time.perf_counter() - begun)
    return seconds


def _get(url: str, fields: dict[str, str] | None = None) -> str:
    """Return a page; with fields they are posted first, and the page is what follows."""
    token = "t" * 43
    headers = {"Cookie": f"dateline_csrf={token}", "X-CSRF-Token": token}
    asked = urllib.request.Request(url, urlencode(fields).encode() if fields else None, headers)
    with urllib.request.urlopen(asked, timeout=300) as answer:
        return str(answer.read().decode())


WATCH = """
addEventListener("DOMContentLoaded", () => {
  const map = document.getElementById("map"), table = document.getElementById("events");
  window.deskTimes = { map: 0, table: 0 };
  new MutationObserver(() => (window.deskTimes.map = performance.now())).observe(map, { attributes: true, attributeFilter: ["data-loaded"] });
  new MutationObserver(() => (window.deskTimes.table = performance.now())).observe(table, { childList: true });
});
"""


async def _browse(address: str) -> dict[str, float]:
    """Open the first page in fresh browsers, then tick types in the last; return times and weight."""
    from playwright.async_api import async_playwright

    firsts: list[float] = []
    weights: list[float] = []
    filters: list[float] = []
    async with async_playwright() as driver:
        for n in range(VIEWS):
            browser = await driver.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
            page = await browser.new_page(viewport={"width": 1440, "height": 900})
            await page.add_init_script(WATCH)
            finished: list[Any] = []
            page.on("requestfinished", lambda request, kept=finished: kept.append(request))
            await page.goto(address)
            firsts.append((await _told(page, "map"))["map"] / 1e3)
            await page.wait_for_timeout(1500)
            sizes = [await request.sizes() for request in finished if not request.url.startswith(("blob:", "data:"))]
            weights.append(sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) / 1e6)
            if n == VIEWS - 1:
                filters = [await _tick(page, at) for at in range(await page.locator("#filters input[name=type]").count()) for _ in range(2)]
            await browser.close()
    print(f"  first views {', '.join(f'{one:.2f}' for one in firsts)} s; filters {', '.join(f'{one:.0f}' for one in filters)} ms")
    return {
        "first_view_seconds": statistics.median(firsts),
        "filter_ms": statistics.median(filters),
        "weight_megabytes": max(weights),
    }


async def _tick(page: Any, at: int) -> float:
    """Tick a type or take the tick away; return milliseconds until table and map have changed."""
    begun = await page.evaluate(
        "at => { window.deskTimes = { map: 0, table: 0 }; const t = performance.now();"
        " document.querySelectorAll('#filters input[name=type]')[at].click(); return t; }",
        at,
    )
    times = await _told(page, "map", "table")
    await page.wait_for_timeout(300)
    return float(max(times["map"], times["table"]) - begun)


async def _told(page: Any, *parts: str) -> dict[str, float]:
    """Return when parts of the page have said that they are drawn; asked from outside, for the page's policy lets no text be run."""
    end = time.perf_counter() + GIVE_UP
    while time.perf_counter() < end:
        times: dict[str, float] = await page.evaluate("() => window.deskTimes")
        if all(times[part] for part in parts):
            return times
        await asyncio.sleep(0.02)
    raise SystemExit(f"the page has not drawn its {' and '.join(parts)} within {GIVE_UP:g} s")
