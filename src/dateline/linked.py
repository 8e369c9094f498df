"""The frozen records between reports: sketches, copies, origins, links, events, tolls side by side, control over time.

A sketch is the little that linking needs of a report; it is made once and stored, so that an addition never reads the reports before
it again. Days are proleptic ordinals (`datetime.date.toordinal`), distances kilometres, scores between 0 and 1. Standard library only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from dateline.records import Category, DatePrecision, Realis, Salience, SourceType, TollKind

CopyKind = Literal["identical", "near_duplicate", "agency_copy", "rewrite"]


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
    sentences: tuple[int, ...]  # hashes of the body's normalised sentences
    events: tuple[EventSketch, ...]
    claims: tuple[ClaimSketch, ...]


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
    """

    key: str
    speaker: str | None
    side: str | None
    known: bool
    claims: tuple[str, ...]  # stable claim ids
    evidence: tuple[str, ...] = ()


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


class Neighbours(Protocol):
    """Gives linking the few stored sketches near a new one; blocks are capped."""

    def near_event(self, event: EventSketch, limit: int = 50) -> Iterable[EventSketch]:
        """Return event reports that may be of the same event: by time window, place cell and class."""
        ...

    def near_report(self, report: ReportSketch, limit: int = 50) -> Iterable[ReportSketch]:
        """Return reports that may be copies of each other: by bands of the signature and shared numbers, quotes, places."""
        ...
