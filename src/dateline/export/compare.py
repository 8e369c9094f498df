"""Two code books side by side: what each counts for the same events, and which rules make the difference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from dateline.export.acled import acled
from dateline.export.deaths import Counting
from dateline.export.table import Cell, Choice, Excluded, Numbered, Table, as_csv
from dateline.export.ucdp import ucdp

_EVENT = re.compile(r"(?:^|; )event: ([^;]+)")


@dataclass(frozen=True, slots=True)
class Compared:
    """One ACLED row with the UCDP rows of its events, or UCDP rows without one. Numbers are None where there is no row.

    rules: names of the rules that make the difference, empty where there is none. reasons: the same in words.
    """

    events: str
    day: str
    place: str
    acled: int | None
    ucdp_low: int | None
    ucdp_best: int | None
    ucdp_high: int | None
    difference: int
    rules: str
    reasons: str


def compare(
    reports: Iterable[Numbered], *, of_acled: Counting, of_ucdp: Counting, unmask: bool = False, allow_fiction: bool = False
) -> tuple[Compared, ...]:
    """Return the rows of both code books event by event, by day, and the whole as last row, named `total`.

    The difference is ACLED's fatalities less UCDP's best. Raises ExportError for fiction unless allowed.
    """
    kept = list(reports)
    one = acled(kept, counting=of_acled, unmask=unmask, allow_fiction=allow_fiction)
    other = ucdp(kept, counting=of_ucdp, unmask=unmask, allow_fiction=allow_fiction)
    why = _Why(kept, one, other, of_acled, of_ucdp)
    ged = {str(row["id"]): row for row in other.rows}
    rows: list[Compared] = []
    for row, choice in zip(one.rows, _in_order(one), strict=True):
        events = _EVENT.findall(str(row["tags"]))
        rows.append(
            why.compared(
                events,
                str(row["event_date"]),
                str(row["location"]),
                _number(row["fatalities"]),
                [ged.pop(e) for e in events if e in ged],
                choice,
            )
        )
    for event, row in ged.items():
        place = str(row["where_coordinates"] or row["where_description"])
        rows.append(why.compared([event], str(row["date_start"]), place, None, [row], None))
    rows.sort(key=lambda r: (r.day, r.events))
    return (*(row for row in rows if row.acled or row.ucdp_high), _whole(rows))


def compared_csv(rows: Iterable[Compared]) -> str:
    """Return the comparison as CSV, a column for each field."""
    return as_csv([f.name for f in fields(Compared)], ([getattr(row, f.name) for f in fields(Compared)] for row in rows))


def _in_order(table: Table) -> list[Choice]:
    by_event = {choice.event_id: choice for choice in table.choices}
    return [by_event[str(row["event_id_cnty"])] for row in table.rows]


def _number(cell: Cell) -> int:
    return int(cell or 0)


def _whole(rows: Sequence[Compared]) -> Compared:
    sums = [sum(getattr(row, name) or 0 for row in rows) for name in ("acled", "ucdp_low", "ucdp_best", "ucdp_high")]
    by_rule: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.difference:
            by_rule[row.rules] += row.difference
    shares = "; ".join(f"{rules} {n:+d}" for rules, n in sorted(by_rule.items(), key=lambda item: (-abs(item[1]), item[0])))
    return Compared("total", "", "", sums[0], sums[1], sums[2], sums[3], sums[0] - sums[2], "", shares)


class _Why:
    """Finds the rules behind a difference."""

    def __init__(self, reports: Sequence[Numbered], one: Table, other: Table, of_acled: Counting, of_ucdp: Counting) -> None:
        self._acled, self._ucdp = of_acled, of_ucdp
        self._left_out: dict[str, list[Excluded]] = defaultdict(list)
        for left in (*one.excluded, *other.excluded):
            self._left_out[left.event_id].append(left)
        self._best = {c.event_id: c for c in other.choices if c.column == "best"}
        self._vague: dict[str, list[str]] = defaultdict(list)
        self._shared: set[str] = set()
        for report, ids in reports:
            for event in report.events:
                dead = [t for t in event.tolls if t.kind == "killed"]
                for toll in dead:
                    if toll.count.modifier == "unquantified":
                        self._vague[ids.get(event.id, event.id)].append(toll.span.of(report.page.document))
                if any(t.scope == "group" for t in dead):
                    same = [e.id for e in report.events if event.group is not None and e.group == event.group]
                    self._shared |= {ids.get(e, e) for e in (event.id, *same)}

    def compared(
        self, events: list[str], day: str, place: str, fatalities: int | None, ged: Sequence[object], choice: Choice | None
    ) -> Compared:
        """Return one line, with the rules behind it."""
        rows: Sequence[dict[str, Cell]] = ged  # type: ignore[assignment]
        low, best, high = (sum(_number(row[name]) for row in rows) if rows else None for name in ("low", "best", "high"))
        difference = (fatalities or 0) - (best or 0)
        found = list(dict.fromkeys(self._rules(events, fatalities, rows, choice))) if difference else []
        return Compared(
            ", ".join(events), day, place, fatalities, low, best, high, difference, "; ".join(dict.fromkeys(rule for rule, _ in found)),
            "; ".join(f"{rule}: {reason}" for rule, reason in found),
        )  # fmt: skip

    def _rules(
        self, events: list[str], fatalities: int | None, ged: Sequence[dict[str, Cell]], choice: Choice | None
    ) -> list[tuple[str, str]]:  # fmt: skip
        found: list[tuple[str, str]] = []
        told = {str(row["id"]) for row in ged}
        for event in events:
            for left in self._left_out.get(event, ()):
                book = left.rule.partition(".")[0]
                if (book == "ucdp" and event not in told) or (book == "acled" and fatalities is None):
                    found.append((left.rule, left.explanation))
        if any(event in self._shared for event in events) and self._acled.group != self._ucdp.group:
            found.append(("tolls.group", f"one figure for several places: ACLED takes `{self._acled.group}`, UCDP `{self._ucdp.group}`"))
        vague = [words for event in events for words in self._vague.get(event, ())]
        if vague:
            found.append(("tolls.words", f"ACLED has its own numbers for “{'”, “'.join(dict.fromkeys(vague))}”"))
        competing = any(" or " in c.figures for c in (choice, *(self._best.get(event) for event in events)) if c is not None)
        if competing and self._acled.resolver != self._ucdp.resolver:
            found.append(("tolls.resolver", f"sources differ: ACLED takes `{self._acled.resolver}`, UCDP `{self._ucdp.resolver}`"))
        if len(events) > 1 and len(told) != 1:
            found.append(
                ("acled.merged", f"ACLED makes one row of {len(events)} events of one place, day and pair, and their figures compete")
            )
        if not found:
            found.append(("tolls.sides", "the same figures are shared out over sides in another way, or a bound is taken for the number"))
        return found
