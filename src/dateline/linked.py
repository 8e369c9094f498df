"""The frozen records between reports: sketches, copies, origins, links, events, tolls side by side, control over time.

A sketch is the little that linking needs of a report; it is made once and stored, so that an addition never reads the reports before
it again. Days are proleptic ordinals (`datetime.date.toordinal`), distances kilometres, scores between 0 and 1. Standard library only.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from dateline.records import Category, CodedReport, DatePrecision, Realis, Salience, SourceType, TollKind, stable_id

CopyKind = Literal["identical", "near_duplicate", "agency_copy", "rewrite"]


def event_ids(report: CodedReport) -> dict[str, str]:
    """Return the stable id of each event report by its local id: the same for the same words of the same sighting, in any reading.

    An event report that a person reviewed keeps the id that it had then.
    """
    seen: Counter[str] = Counter()
    sighting = report.page.sighting.id
    found: dict[str, str] = {}
    for event in report.events:
        place = event.locations[0].spans if event.locations else ()
        anchor = stable_id("E", sighting, "event", event.trigger, place)
        found[event.id] = stable_id("E", anchor, seen[anchor])
        seen[anchor] += 1
    return found | dict(report.ids)


@dataclass(frozen=True, slots=True)
class Bond:
    """What a person said of two event reports, by their stable ids: that they are one event, or that they are not."""

    number: int
    one: str
    other: str
    together: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a link: the feature, what it saw in words, and its weight in the score's log-odds."""

    feature: str
    saw: str
    weight: float


@dataclass(frozen=True, slots=True)
class ActorSketch:
    """An actor of an event report: registry entry where there is one, else the name as written."""

    role: str
    key: str
    side: str | None
    actor_class: str


@dataclass(frozen=True, slots=True)
class TollSketch:
    """A toll of an event report, with who says so; `low`/`best`/`high` as in `records.Count`."""

    id: str  # "e1.c1", local to the report
    kind: TollKind
    side: str | None
    category: Category
    low: int | None
    best: int | None
    high: int | None
    subgroup: str | None
    part_of: str | None
    scope: str  # event | group
    superseded: bool


@dataclass(frozen=True, slots=True)
class ClaimSketch:
    """Who says so, without the words: the ultimate speaker, the relay nearest the reader first, what it is about."""

    id: str  # stable: the claim's id in the store
    about: tuple[str, ...]  # local ids of event reports, tolls, control states
    source: str
    source_type: SourceType
    side: str | None  # the side that the speaker stands on, where the registry knows
    attributed: bool
    via: tuple[str, ...]
    polarity: str
    certainty: str


@dataclass(frozen=True, slots=True)
class EventSketch:
    """What linking needs of one event report."""

    id: str  # stable: the event report's id in the store
    local_id: str
    sighting: str
    event_type: str
    sub_event_type: str
    realis: Realis
    salience: Salience
    lemma: str
    first_day: int | None
    last_day: int | None
    date_precision: DatePrecision
    published: int | None
    place: str | None  # the place's name as resolved, else as written
    names: tuple[str, ...]  # all names that the report gives its places, normalised
    lat: float | None
    lon: float | None
    radius_km: float | None
    geo_precision: int | None
    country_code: str | None
    admin1: str | None
    group: str | None  # the list of places it stands in, local to the report
    actors: tuple[ActorSketch, ...]
    tolls: tuple[TollSketch, ...]
    words: tuple[str, ...]  # content words of its sentences, normalised, for likeness of text
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class ReportSketch:
    """What linking needs of one report."""

    sighting: str
    document: str
    doc_id: str
    outlet: str | None
    original_outlet: str | None
    agency: str | None
    published: int | None
    learned: dt.datetime
    signature: bytes  # MinHash of the body's word shingles
    n_words: int
    numbers: tuple[str, ...]  # counts with their noun ("30 killed"), normalised
    quotes: tuple[str, ...]  # quoted strings of three words or more, normalised
    places: tuple[str, ...]
    speakers: tuple[str, ...]
    marks: tuple[str, ...]  # what the page says of its own origin: agency lines, "originally published", cross-post links
    sentences: tuple[int, ...]  # hashes of the body's normalised sentences, in order, each one
    events: tuple[EventSketch, ...]
    claims: tuple[ClaimSketch, ...]
    wording: bytes = b""  # 32-bit hashes of the body's content words in order, odd for names and numbers, 0 after each sentence


# ---------------------------------------------------------------- control


@dataclass(frozen=True, slots=True)
class ControlSketch:
    """What one speaker says about who holds a place: a state ("X-held"), or a change of hands that an event report tells.

    holder is who holds it; in the state `besieged` who besieges it, in `lost` who held it before. basis: state | taken | left | repelled;
    only `taken` and `left` end what was said before. part: a part of the place is meant ("the western suburbs of X").
    """

    id: str  # stable
    sighting: str
    place: str
    names: tuple[str, ...]  # as written and as resolved
    part: bool
    lat: float | None
    lon: float | None
    country_code: str | None
    holder: str | None
    side: str | None
    state: str  # held | contested | besieged | shared | lost
    basis: str
    day: int | None  # from when on it is said to be so: of a change dated to a stretch of days, the last of them
    since: int | None  # the first of these days
    until: int | None
    source: str
    source_type: SourceType
    source_side: str | None
    attributed: bool
    polarity: str
    certainty: str
    outlet: str | None
    published: int | None
    learned: dt.datetime
    former: str | None = None  # who lost it, of a change of hands
    former_side: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who is said to hold a place, by which speakers, and whether any of them is neither the holder nor of its side."""

    holder: str
    side: str | None
    speakers: tuple[str, ...]
    only_own: bool


@dataclass(frozen=True, slots=True)
class ControlSpan:
    """A place between two days: who holds it, or who claims to.

    state: held | claimed (only by the holder's own side) | contested | shared | besieged | lost (left, and nobody said to hold it). In the
    state `besieged` holder is who holds the place and besieger who is said to besiege it. last_day is inclusive, None where it goes on.
    area: all this is said of an area that the place lies in, not of the place.
    """

    place: str
    lat: float | None
    lon: float | None
    country_code: str | None
    state: str
    holder: str | None
    side: str | None
    first_day: int
    last_day: int | None
    claimants: tuple[Claimant, ...]
    claims: tuple[str, ...]  # ids of control sketches, in the order of their days
    reason: str
    besieger: str | None = None
    area: str | None = None


# ---------------------------------------------------------------- tolls side by side

TollStanding = Literal["stands", "part", "repeated", "superseded", "corrected", "withdrawn", "denied"]
LossOf = Literal["own", "enemy", "third"]


@dataclass(frozen=True, slots=True)
class TollEntry:
    """One speaker's count of people of an event, in one report.

    voice: the origin of the claim, by key. stream: whose later word replaces the earlier: a named speaker everywhere, else the outlet.
    said: the day on which it was said, else published. loss_of: whose loss it is for the speaker's side, None for those on no side.
    earlier: the report itself calls the count an earlier or wrong one.
    """

    sighting: str
    doc_id: str
    outlet: str | None
    toll: str  # local id
    claims: tuple[str, ...]  # stable ids
    kind: TollKind
    side: str | None
    category: Category
    subgroup: str | None
    part_of: str | None
    scope: str  # event | group
    low: int | None
    best: int | None
    high: int | None
    modifier: str
    words: str
    speaker: str
    speaker_type: SourceType
    speaker_side: str | None
    attributed: bool
    denied_by: tuple[str, ...]
    loss_of: LossOf | None
    voice: str
    stream: str
    said: int | None
    learned: dt.datetime
    earlier: bool

    @property
    def figure(self) -> int | None:
        """Return the number that stands for the count: best, else low, else high."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)

    @property
    def who(self) -> str | None:
        """Return whose dead, wounded ... they are: a side, Civilians, or None for a total over sides or of unknown side."""
        if self.category == "mixed":
            return None
        return self.side or ("Civilians" if self.category == "civilian" else None)


@dataclass(frozen=True, slots=True)
class TollRow:
    """A count and whether it stands beside the others: the rule, and the reason in words."""

    entry: TollEntry
    standing: TollStanding
    reason: str


@dataclass(frozen=True, slots=True)
class TollCell:
    """All counts of one kind and side of an event.

    pattern: one voice | agreed | growing | disputed | growing, disputed | none stands. tie: from 0 to 1, how surely the event reports whose
    counts stand are of one event with those that don't count; None where this is not known, or all of them count.
    """

    kind: TollKind
    who: str | None
    rows: tuple[TollRow, ...]
    pattern: str
    tie: float | None = None


@dataclass(frozen=True, slots=True)
class TollTable:
    """Who says how many of whom, of one event."""

    event: str
    cells: tuple[TollCell, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """`sighting` takes its words or facts from `of` (sighting ids); the root of a chain is copied from none."""

    sighting: str
    of: str
    kind: CopyKind
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where claims first came from.

    key: stable within the set of reports; None in `speaker` and `known` False for unattributed prose and unnamed sources, all of which
    together count as at most one at the low end of an event's interval of independent origins.
    relays: (claim id, key of the origin that passes it on): where one named speaker cites another, the two are not independent.
    """

    key: str
    speaker: str | None
    side: str | None
    known: bool
    claims: tuple[str, ...]  # stable claim ids
    evidence: tuple[str, ...] = ()
    source_type: SourceType = "unnamed"
    relays: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OriginCount:
    """How many independent origins stand behind something: at least `low`, at most `high`."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Link:
    """A scored pair of event reports (stable ids, the smaller first); `barred` names the rule that keeps the two apart."""

    a: str
    b: str
    score: float
    evidence: tuple[Evidence, ...]
    barred: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found: events as groups of event reports (singles included), sorted, with the pairs scored, copies and origins."""

    events: tuple[tuple[str, ...], ...]
    links: tuple[Link, ...]
    copies: tuple[Copy, ...]
    origins: tuple[Origin, ...]
