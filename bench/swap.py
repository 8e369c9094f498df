"""The swap test: the same report with its two sides exchanged, or with the other side's verb, must be coded alike.

`pairs` (bench/swap_texts.py) composes short reports, each with a twin in which the two sides are exchanged throughout (kind "sides"),
"liberated" or "freed" stands in the place of "seized", "overran" or "captured" (kind "framing"), or both. `compare` tells in which cells
the two codings differ although they should not. Only what follows from who acts may differ: participants, sides of tolls and losses,
who gains and loses, the sub-type of a place that changes hands, ACLED's interaction, UCDP's type; and the framing: statements that say
"framing", and the cue class of a claim. Where the sides are not exchanged, the cells that name actors must be equal too.

Every composed text knows the events it tells, so F1 of events (by sub-type and place) is given by the side that acts.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from bench.swap_texts import SEED, Pair, Text, pairs
from dateline.gazetteer import open_index
from dateline.pipeline import code_text
from dateline.records import Claim, CodedReport, EventReport, Source, Span

Read = Callable[[str, dt.date], CodedReport]
"""Codes a text published on a day."""

_TOKEN = r"\w+|[^\w\s]"
_TAKER_DECIDES = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
_BESIDE_EVENTS = frozenset({"claims", "statements", "controls"})  # kinds of difference that leave the events as they are
_OF_SIDES = frozenset({"belligerent", "official", "state_media"})  # source types that depend on who it is that speaks


@dataclass(slots=True)
class Tally:
    """How many events are right, coded and told."""

    right: int = 0
    coded: int = 0
    told: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 where nothing is right."""
        return 2 * self.right / (self.coded + self.told) if self.right else 0.0

    def line(self, name: str) -> str:
        """Return precision, recall and F1 as a row of text."""
        precision, recall = self.right / max(1, self.coded), self.right / max(1, self.told)
        return f"{name:24} P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}   of {self.told}"


@dataclass(slots=True)
class Outcome:
    """What a reader made of the pairs: differences by pair (none where it is empty), and events by the side that acts."""

    differences: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # by pair: sides | framing | both
    acting: dict[str, Tally] = field(default_factory=lambda: {"first": Tally(), "second": Tally()})

    @property
    def share(self) -> float:
        """Share of the pairs that have no difference."""
        return sum(not found for found in self.differences.values()) / max(1, len(self.differences))

    @property
    def share_of_events(self) -> float:
        """Share of the pairs whose events have no difference, whatever their claims, statements and control states have."""
        alike = sum({_kind(told) for told in found} <= _BESIDE_EVENTS for found in self.differences.values())
        return alike / max(1, len(self.differences))


# ---------------------------------------------------------------- comparing

Pieces = tuple[Sequence[Span], Sequence[Span]]


def compare(one: CodedReport, other: CodedReport, *, pieces: Pieces | None = None, exchanged: bool = True) -> list[str]:
    """Return the differences between two codings that neither exchanged sides nor framing account for, each as "kind: what".

    `pieces` cuts the two texts into as many pieces that answer to each other, and is exact where they were composed so; without it they
    are cut at their tokens, the names of actors that the reader found being one token each. Positions are compared as
    (piece, offset in the piece), offsets only where both pieces have the same words. `exchanged=False`: the sides are the same in both,
    so that the cells which name actors must be equal too (kind "actors").
    """
    cut = pieces or _pieces(one, other)
    same = [a.of(one.page.document) == b.of(other.page.document) for a, b in zip(*cut, strict=True)]
    left, right = _Cells(one, cut[0], same, exchanged=exchanged), _Cells(other, cut[1], same, exchanged=exchanged)
    found = list(_differing("events", left.keys(), right.keys()))
    for a, b in _matched(left, right):
        ours, theirs = left.of_event(a), right.of_event(b)
        found.extend(f"{kind}: {ours[kind]} | {theirs[kind]}" for kind in ours if ours[kind] != theirs[kind])
    for kind in ("claims", "statements", "controls"):
        found.extend(_differing(kind, getattr(left, kind)(), getattr(right, kind)()))
    return found


def _differing(kind: str, left: Iterable[Any], right: Iterable[Any]) -> Iterator[str]:
    ours, theirs = Counter(left), Counter(right)
    for here, there, which in ((ours, theirs, "first"), (theirs, ours, "second")):
        for item in (here - there).elements():
            yield f"{kind}: only in the {which}: {item}"


def _pieces(one: CodedReport, other: CodedReport) -> Pieces:
    """Cut two texts so that equal tokens answer to each other, and what stands between them; a name of an actor counts as one token."""
    names = {span.of(report.page.document) for report in (one, other) for span in _name_spans(report)}
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    token = re.compile(rf"(?P<name>(?:\bthe )?\b(?:{either})(?!\w))|\w+|[^\w\s]" if names else _TOKEN, re.IGNORECASE)
    found = [list(token.finditer(report.page.document.text)) for report in (one, other)]
    ours, theirs = ([Span(*match.span()) for match in matches] for matches in found)
    words = [["" if names and match["name"] else match[0] for match in matches] for matches in found]
    left: list[Span] = []
    right: list[Span] = []
    for tag, a, a_end, b, b_end in SequenceMatcher(a=words[0], b=words[1], autojunk=False).get_opcodes():
        if tag == "equal":
            left += ours[a:a_end]
            right += theirs[b:b_end]
        else:
            left.append(_hull(ours, a, a_end))
            right.append(_hull(theirs, b, b_end))
    return left, right


def _name_spans(report: CodedReport) -> Iterator[Span]:
    yield from (mention.span for mention in report.mentions.actors if not mention.generic)
    for event in report.events:
        for participant in event.participants:
            yield from participant.spans


def _hull(tokens: Sequence[Span], start: int, end: int) -> Span:
    at = tokens[start - 1].end if start else 0
    return Span(tokens[start].start, tokens[end - 1].end) if start < end else Span(at, at)


class _Cells:
    """The cells of one coding in the terms in which the two are compared."""

    def __init__(self, report: CodedReport, pieces: Sequence[Span], same: Sequence[bool], *, exchanged: bool) -> None:
        self._report = report
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._same = same
        self._exchanged = exchanged
        self.events = sorted(report.events, key=self.key)
        self._rank = {event.id: rank for rank, event in enumerate(self.events)}

    def at(self, offset: int) -> tuple[int, int]:
        """Return the piece that an offset lies in, and the offset in it, 0 where the two texts have other words there."""
        piece = max(0, bisect_right(self._starts, offset) - 1)
        return piece, offset - self._starts[piece] if self._same[piece] else 0

    def span(self, span: Span | None) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return the places of the first and the last character, None for no span."""
        return (self.at(span.start), self.at(max(span.start, span.end - 1))) if span is not None else None

    def key(self, event: EventReport) -> tuple[tuple[int, int], str]:
        """Return where an event's trigger and place are: what matches it to one of the other report."""
        return self.at(event.trigger.start), event.locations[0].name if event.locations else ""

    def keys(self) -> list[tuple[tuple[int, int], str]]:
        return [self.key(event) for event in self.events]

    def of_event(self, event: EventReport) -> dict[str, Any]:
        """Return the cells of an event that must be equal, by kind."""
        outcome = event.outcome
        sub_type = event.sub_event_type
        cells: dict[str, Any] = {
            "event_type": event.event_type,
            "sub_event_type": "taken" if self._exchanged and sub_type in _TAKER_DECIDES else sub_type,
            "realis": event.realis,
            "salience": event.salience,
            "places": [(place.name, place.relation) for place in event.locations],
            "date": (str(event.date.start), str(event.date.end), event.date.precision, event.date.basis),
            "incidents": event.n_incidents,
            "outcome": (outcome.kind, outcome.places) if outcome else None,
            "tolls": sorted(
                (t.kind, str(t.count.low), str(t.count.best), str(t.count.high), t.count.modifier, t.category, t.subgroup or "", t.scope)
                for t in event.tolls
            ),
            "losses": sorted((loss.item, str(loss.count), loss.effect) for loss in event.losses),
            "plover": (event.codes.plover_event, event.codes.plover_mode),
        }
        if not self._exchanged:
            cells["actors"] = (
                sorted((p.role, p.name, p.side or "") for p in event.participants),
                (outcome.by, outcome.from_) if outcome else None,
                sorted((t.kind, t.side or "") for t in event.tolls),
                sorted((loss.item, loss.side or "") for loss in event.losses),
                (event.codes.acled_interaction, event.codes.ucdp_type_of_violence),
            )
        return cells

    def claims(self) -> list[tuple[Any, ...]]:
        """Return what is said of each claim; who says it only where it is none of the sides, or where these are not exchanged."""
        return [cells for claim in self._report.claims if (cells := self._claim(claim)) is not None]

    def _claim(self, claim: Claim) -> tuple[Any, ...] | None:
        about = [told for item in claim.about if (told := self._about(item)) is not None]
        if not about:
            return None
        return (
            tuple(sorted(about, key=str)), self._speaker(claim.source), claim.attributed, len(claim.via), self.span(claim.cue),
            self.span(claim.content), claim.certainty, claim.polarity, claim.stance,
        )  # fmt: skip

    def _about(self, item: str) -> tuple[Any, ...] | None:
        """Return what a claim is about by its place instead of its number, None for framing."""
        event, _, part = item.partition(".")
        if event in self._rank:
            return (*self.key(self.events[self._rank[event]]), part)
        for statement in self._report.statements:
            if statement.id == item:
                return None if statement.predicate == "framing" else (statement.predicate, self.span(statement.span))
        return next(((control.state, control.place) for control in self._report.controls if control.id == item), (item,))

    def _speaker(self, source: Source) -> tuple[Any, ...]:
        if self._exchanged and source.type in _OF_SIDES:
            return ("a side or an office", self.span(source.span))
        return (source.type, source.name, self.span(source.span))

    def statements(self) -> list[tuple[Any, ...]]:
        return [(s.predicate, self.span(s.span)) for s in self._report.statements if s.predicate != "framing"]

    def controls(self) -> list[tuple[Any, ...]]:
        return [(control.place, control.state, self.span(control.span)) for control in self._report.controls]


def _matched(left: _Cells, right: _Cells) -> Iterator[tuple[EventReport, EventReport]]:
    """Yield the events of both that have the same key, in order."""
    waiting: dict[Any, list[EventReport]] = {}
    for event in right.events:
        waiting.setdefault(right.key(event), []).append(event)
    for event in left.events:
        same = waiting.get(left.key(event))
        if same:
            yield event, same.pop(0)


# ---------------------------------------------------------------- measuring


def count(report: CodedReport, text: Text, tally: Tally) -> None:
    """Add the events of a coded text to a tally: one is right when its sub-type and its first place are those of an event told."""
    coded = Counter((e.sub_event_type, e.locations[0].name.casefold() if e.locations else "") for e in report.events)
    told = Counter((event.sub_event_type, event.place.casefold()) for event in text.events)
    tally.right += (coded & told).total()
    tally.coded += coded.total()
    tally.told += told.total()


def measure(composed: Iterable[Pair], read: Read) -> Outcome:
    """Code both texts of every pair and compare; events are counted for the pairs that exchange sides."""
    outcome = Outcome()
    for pair in composed:
        one, other = read(pair.one.text, pair.published), read(pair.other.text, pair.published)
        exchanged = pair.kind != "framing"
        outcome.kinds[pair.id] = pair.kind
        outcome.differences[pair.id] = compare(one, other, pieces=(pair.one.pieces, pair.other.pieces), exchanged=exchanged)
        for report, text in ((one, pair.one), (other, pair.other)) if exchanged else ():
            count(report, text, outcome.acting[text.acting])
    return outcome


def packaged(reader: str | None = None) -> Read:
    """Return a reader of the package by its name ("rules" and whichever else `code_text` knows), None for its default one.

    The place index is opened once. Raises ConfigError at the first text for a name that is not known.
    """
    chosen: dict[str, Any] = {"reader": reader} if reader else {}
    index = open_index()

    def read(text: str, published: dt.date) -> CodedReport:
        return code_text(text, outlet="Bench Wire", published=published, index=index, **chosen)

    return read


def main(read: Read | None = None, *, seed: int = SEED, shown: int = 3) -> int:
    """Print the share of pairs without a difference, the differences by kind with up to `shown` examples each, and the gap by side.

    `read` is the reader, by default the package's default one. The first of two opponents is the government wherever one of them is.
    """
    composed = pairs(seed)
    outcome = measure(composed, read or packaged())
    whole = Counter(outcome.kinds.values())
    alike = Counter(outcome.kinds[name] for name, found in outcome.differences.items() if not found)
    print(f"no difference but those allowed: {alike.total()} of {whole.total()} pairs, {100 * outcome.share:.1f} %")
    for kind in sorted(whole):
        print(f"  {kind:22} {alike[kind]} of {whole[kind]}")
    print(f"  {'in their events':22} {100 * outcome.share_of_events:.1f} %")
    for kind, told in _by_kind(outcome).items():
        print(f"{kind}: in {len({name for name, _ in told})} pairs")
        for name, what in told[:shown]:
            print(f"  {name}: {what}")
    first, second = outcome.acting["first"], outcome.acting["second"]
    print(first.line("events, first side acts"))
    print(second.line("events, second side acts"))
    print(f"gap of F1 by side: {abs(first.f1 - second.f1):.3f}")
    return 0


def _kind(difference: str) -> str:
    return difference.partition(": ")[0]


def _by_kind(outcome: Outcome) -> dict[str, list[tuple[str, str]]]:
    """Return the differences as (pair, what) by kind, the most frequent kind first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, told in outcome.differences.items():
        for difference in told:
            found.setdefault(_kind(difference), []).append((name, difference.partition(": ")[2]))
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))
