"""What was learned between two days: new events, counts that changed, places that changed hands, what was taken back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.data.brief_words import brief_words
from dateline.errors import StoreError
from dateline.linked import ControlSpan, TollTable
from dateline.store import Store
from dateline.views.origins import origin_keys
from dateline.views.tolls import tolls_of

MOST = 200
"""Events whose counts are compared; more are only counted."""
_BACK = frozenset({"corrected", "withdrawn", "denied"})
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class TollChange:
    """One count of an event, by kind and whom, in words before and after; None where nobody counted."""

    event: str
    kind: str
    who: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A count that was corrected, withdrawn or denied since: in whose words, and why."""

    event: str
    sighting: str
    words: str
    speaker: str
    standing: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandChange:
    """A place with what was said of it last, as known before and after."""

    place: str
    before: ControlSpan | None
    after: ControlSpan | None


def start_of(day: dt.date) -> dt.datetime:
    """Return the first moment of a day (UTC)."""
    return dt.datetime.combine(day, dt.time.min, dt.UTC)


def toll_changes(store: Store, since: dt.datetime, until: dt.datetime) -> tuple[list[TollChange], list[TakenBack], int]:
    """Return the counts that changed from a time to another (aware), those taken back, and how many events were left out for their number."""
    events = store.watches.told_anew(since, until)
    changes: list[TollChange] = []
    back: list[TakenBack] = []
    for event in events[:MOST]:
        try:
            before, after = _tolls(store, event, since - dt.timedelta(microseconds=1)), _tolls(store, event, until)
        except StoreError:  # it was another event then
            continue
        old, new = _figures(before), _figures(after)
        changes += [TollChange(event, *key, old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)]
        known = {one for one, _ in _taken_back(event, before)}
        back += [told for one, told in _taken_back(event, after) if one not in known]
    return changes, back, max(0, len(events) - MOST)


def corrections(store: Store, since: dt.datetime, until: dt.datetime) -> list[tuple[str, str | None, str | None]]:
    """Return the new reports that call themselves a correction or a retraction in their title: sighting, title, outlet."""
    words = brief_words().corrections
    return [one for one in store.watches.learned(since, until) if words & {word.casefold() for word in _WORD.findall(one[1] or "")}]


def hand_changes(before: Iterable[ControlSpan], after: Iterable[ControlSpan]) -> list[HandChange]:
    """Return the places of whose latest holder something else is said: all spans, as known before and after."""
    old, new = ({(s.place, s.country_code): s for s in sorted(spans, key=lambda s: s.first_day)} for spans in (before, after))
    return [
        HandChange(key[0], old.get(key), new.get(key))
        for key in sorted({*old, *new}, key=lambda key: (key[0], key[1] or ""))
        if _said(old.get(key)) != _said(new.get(key))
    ]


def _said(span: ControlSpan | None) -> tuple[str, str | None, str | None] | None:
    return (span.state, span.side or span.holder, span.besieger) if span is not None else None


def _tolls(store: Store, event: str, then: dt.datetime) -> TollTable | None:
    found = store.event(event, as_known=then)
    sightings = {member.report.page.sighting.id for member in found.members}
    return tolls_of(found, origin_keys(store, sightings, as_known=then))


def _figures(table: TollTable | None) -> dict[tuple[str, str | None], str]:
    """Return the counts that stand, as an interval, by kind and whom."""
    told: dict[tuple[str, str | None], str] = {}
    for cell in table.cells if table else ():
        standing = [row.entry for row in cell.rows if row.standing == "stands"]
        values: Sequence[int] = sorted(n for one in standing for n in (one.low, one.best, one.high) if n is not None)
        if values:
            told[cell.kind, cell.who] = str(values[0]) if values[0] == values[-1] else f"{values[0]} to {values[-1]}"
    return told


def _taken_back(event: str, table: TollTable | None) -> Iterator[tuple[tuple[str, str, str], TakenBack]]:
    for cell in table.cells if table else ():
        for row in cell.rows:
            if row.standing in _BACK:
                one = row.entry
                told = TakenBack(event, one.sighting, one.words, one.speaker, row.standing, row.reason)
                yield (one.sighting, one.toll, one.speaker), told
