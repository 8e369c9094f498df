"""Names of actors: every name of UCDP GED, variants that the registry does not list, and the time of a look-up."""

from __future__ import annotations

import csv
import datetime as dt
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bench import floors
from dateline.data.actor_lookup import carries, look_up, ucdp_name
from dateline.data.countries import load_countries

VARIANTS = Path(__file__).with_name("actor_variants.tsv")
NIL = "nil"
"""What stands for the UCDP name of a variant that names nobody of the registry."""


@dataclass(frozen=True, slots=True)
class Case:
    """A name as written, the UCDP names that it means (none: nobody), where and when."""

    name: str
    meant: frozenset[str]
    country: str | None
    day: dt.date | None = None
    kind: str = "ucdp"


def parts(name: str) -> frozenset[str]:
    """Return the UCDP names of a list of them."""
    return frozenset(" ".join(part.split()) for part in re.split(r",| \+ ", name) if part.strip() and part.strip().lower() != NIL)


def iso2(name: str) -> str | None:
    """Return the ISO code of a country as UCDP names it ("Russia (Soviet Union)") or as a code, None if unknown."""
    countries = load_countries()
    plain = name.partition(" (")[0].removeprefix("Kingdom of ").strip()
    found = countries.get(plain) if len(plain) == 2 else countries.by_name(plain)
    return found.iso2 if found is not None else ("CG" if plain == "Congo" else None)


def ucdp_cases(path: Path) -> list[Case]:
    """Return a case for every name of UCDP's list, in the country with most of its events."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Case(row["name"], parts(row["name"]), iso2(row["countries"].split(";")[0].rpartition(" ")[0])) for row in rows]


def variant_cases(path: Path = VARIANTS) -> list[Case]:
    """Return the written variants, each in its country and year."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(
            row["variant"], parts(row["ucdp_name"]), iso2(row["country"]), dt.date(int(row["year"]), 7, 1) if row["year"] else None,
            row["kind"],
        )
        for row in rows
    ]  # fmt: skip


def verdict(case: Case) -> str:
    """Return right, wrong, or nil: no answer where one was due.

    Where no actor of UCDP's is meant, one that UCDP does not list is no wrong answer ("Amnesty International").
    """
    found = look_up(case.name, country=case.country, day=case.day)
    if not found:
        return "nil" if case.meant else "right"
    if not case.meant:
        return "wrong" if any(ucdp_name(entry) for entry in found) else "right"
    told = all(any(carries(entry, name) for name in case.meant) for entry in found)
    return "right" if told and all(any(carries(entry, name) for entry in found) for name in case.meant) else "wrong"


def score(cases: Iterable[Case], *, tell: bool) -> dict[str, float]:
    """Return the shares of right and wrong answers; print what is not right."""
    verdicts = [(case, verdict(case)) for case in cases]
    for case, said in verdicts:
        if tell and said != "right":
            found = ", ".join(entry.name for entry in look_up(case.name, country=case.country, day=case.day)) or "nobody"
            print(f"  {said:6}{case.kind:14}{case.name} ({case.country}): meant {', '.join(sorted(case.meant)) or 'nobody'}; read {found}")
    count = Counter(said for _, said in verdicts)
    return {said: count[said] / len(verdicts) for said in ("right", "wrong")}


def microseconds(cases: Iterable[Case]) -> tuple[float, float]:
    """Return the median times of a look-up of a name never asked for, and of one asked for before."""
    kept = list(cases)
    times: list[list[float]] = []
    look_up.cache_clear()
    for _ in range(2):
        spent = []
        for case in kept:
            start = time.perf_counter()
            look_up(case.name, country=case.country, day=case.day)
            spent.append(time.perf_counter() - start)
        times.append(sorted(spent))
    return times[0][len(kept) // 2] * 1e6, times[1][len(kept) // 2] * 1e6


def main(data: Path, *, gate: bool = False) -> int:
    """Print the shares and times; return 1 when a floor does not hold and the gate is asked for."""
    look_up("warm up")
    measured: dict[str, float] = {}
    listed = data / "actors" / "ucdp_actors.tsv"
    if listed.is_file():
        cases = ucdp_cases(listed)
        measured["ucdp"] = score(cases, tell=True)["right"]
        print(f"UCDP names: {len(cases)}, right {measured['ucdp']:.3f}")
    else:
        print(f"{listed}: no list of UCDP names there: skipped")
    cases = variant_cases()
    shares = score(cases, tell=True)
    measured |= {"variants": shares["right"], "variants_wrong": shares["wrong"]}
    print(f"variants: {len(cases)}, right {shares['right']:.3f}, wrong {shares['wrong']:.3f}")
    for kind in sorted({case.kind for case in cases}):
        own = [case for case in cases if case.kind == kind]
        part = score(own, tell=False)
        print(f"  {kind:16}{len(own):4}  right {part['right']:.2f}  wrong {part['wrong']:.2f}")
    measured["microseconds"], again = microseconds(cases)
    print(f"look-up: {measured['microseconds']:.0f} us a new name, {again:.1f} us one asked for before (median)")
    failed = [name for name, floor in floors.load().actors.items() if name in measured and not floor.holds(measured[name])]
    if failed:
        print(f"under the floor: {', '.join(failed)}")
    return 1 if failed and gate else 0
