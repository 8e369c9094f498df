"""What an outlet's stored reports show of it: whom it quotes, in which words it speaks of which side, whom it copies, what it alone reports.

It counts and describes; nothing here is a grade. Shares come with their 95% interval (Wilson), and those over few cases are marked.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.data.brief_words import brief_words
from dateline.link.speakers import speaker_of
from dateline.linked import Copy, OriginCount
from dateline.records import ActorMention, Claim, CodedReport, CueClass, EventReport, SourceType, Span, Statement

UNNAMED_OUTLET = "(outlet not known)"
Z = 1.959963984540054
"""Normal quantile of a two-sided 95% interval."""
FEW = 10
"""Cases under which a share is marked: its interval is then wider than half of the whole."""
EXAMPLES = 2
"""Sentences shown for a loaded word."""
_TOLD_ZONES = frozenset({"title", "body"})
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")

Read = tuple[CodedReport, Mapping[str, str]]
"""A coded report with the `DL-` ids of its event reports by local id."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of` cases."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """Return the share, None of no cases."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95% interval of the share (Wilson's score interval), the whole range of no cases.

        >>> [round(end, 3) for end in Share(3, 10).interval]
        [0.108, 0.603]
        """
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.count / self.of
        middle = p + Z * Z / (2 * n)
        spread = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        scale = 1 + Z * Z / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    @property
    def few(self) -> bool:
        """Tell whether there are too few cases to say much."""
        return self.of < FEW


@dataclass(frozen=True, slots=True)
class Speaking:
    """Someone quoted for events: under one name whatever the reports call it; `share` is of all attributed claims about events."""

    name: str
    source_type: SourceType
    side: str | None
    share: Share


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a report, by the user's name for the report."""

    doc_id: str
    words: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A loaded word said of a side (None where the report does not tell): by the outlet itself, or in words that it attributes.

    per_thousand: uses in the outlet's own voice for each 1,000 words of its titles and bodies, with the 95% interval.
    """

    word: str
    side: str | None
    own: int
    quoted: int
    per_thousand: float
    interval: tuple[float, float]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """How claims about events of speakers of one side are put: with distance ("claimed"), with assent ("confirmed"), or neither."""

    side: str | None
    claims: int
    distancing: Share
    endorsing: Share


@dataclass(frozen=True, slots=True)
class Tie:
    """Copies between the outlet and another; lags are days from the original to the copy, where both days are known."""

    outlet: str
    kinds: tuple[tuple[str, int], ...]
    lags: tuple[int, ...]

    @property
    def copies(self) -> int:
        """Return how many reports are copies."""
        return sum(count for _, count in self.kinds)

    @property
    def median_lag(self) -> float | None:
        """Return the middle lag in days, None where none is known."""
        if not self.lags:
            return None
        ordered, half = sorted(self.lags), len(self.lags) // 2
        return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@dataclass(frozen=True, slots=True)
class Profile:
    """One outlet as its stored reports show it.

    unattributed: of all claims about events, those in the report's own word; headlines and bodies are the same apart. alone: of its
    events, those for which no other outlet's report (where origins are known: no second origin) stands. marked: outlets that its
    pages name as the original. corrections: reports that call themselves one, and numbers that a report calls superseded.
    """

    outlet: str
    reports: int
    words: int
    events: int
    event_reports: int
    first: str | None
    last: str | None
    speakers: tuple[Speaking, ...]
    source_types: tuple[tuple[SourceType, Share], ...]
    unattributed: Share
    unattributed_headlines: Share
    unattributed_bodies: Share
    loaded: tuple[Loaded, ...]
    cues: tuple[Cues, ...]
    taken: tuple[Tie, ...]
    given: tuple[Tie, ...]
    marked: tuple[tuple[str, int], ...]
    alone: Share
    correcting_reports: int
    superseded_numbers: int


@dataclass(slots=True)
class _Counts:
    """What is counted of reports: of one, or of all of an outlet."""

    reports: int = 0
    words: int = 0
    event_reports: int = 0
    days: list[str] = field(default_factory=list)
    events: set[str] = field(default_factory=set)
    speakers: Counter[tuple[str, SourceType, str | None]] = field(default_factory=Counter)
    headlines: Counter[bool] = field(default_factory=Counter)
    bodies: Counter[bool] = field(default_factory=Counter)
    loaded: dict[tuple[str, str | None], Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[tuple[str, str | None], dict[Example, bool]] = field(
        default_factory=lambda: defaultdict(dict)
    )  # whether in its own voice
    cues: dict[str | None, Counter[CueClass]] = field(default_factory=lambda: defaultdict(Counter))
    marked: Counter[str] = field(default_factory=Counter)
    correcting: int = 0
    superseded: int = 0

    def add(self, other: _Counts, ids: Mapping[str, str]) -> None:
        """Add what is counted of one report; `ids`: the `DL-` ids of its event reports."""
        for name in ("reports", "words", "event_reports", "correcting", "superseded"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.days += other.days
        self.events |= {ids.get(event, event) for event in other.events}
        for name in ("speakers", "headlines", "bodies", "marked"):
            _add(getattr(self, name), getattr(other, name))
        for word, uses in other.loaded.items():
            _add(self.loaded[word], uses)
        for side, cues in other.cues.items():
            _add(self.cues[side], cues)
        for key, examples in other.examples.items():
            here = self.examples[key]
            for example, own in examples.items():
                if own or not here:
                    here.setdefault(example, own)


def _add(counter: Counter[Any], other: Mapping[Any, int]) -> None:
    for key, number in other.items():
        counter[key] += number


@dataclass(frozen=True, slots=True)
class Counted:
    """What an outlet's profile counts of one report: by whom, when (ordinal), in which sighting."""

    outlet: str
    sighting: str
    day: int | None
    counts: _Counts

    def values(self) -> list[Any]:
        """Return it as values for JSON."""
        c = self.counts
        return [
            self.outlet, self.sighting, self.day, [c.words, c.event_reports, c.correcting, c.superseded], c.days, sorted(c.events),
            [[*key, n] for key, n in c.speakers.items()], [[c.headlines[True], c.headlines[False]], [c.bodies[True], c.bodies[False]]],
            [[*key, uses[True], uses[False]] for key, uses in c.loaded.items()],
            [[*key, one.doc_id, one.words, own] for key, several in c.examples.items() for one, own in several.items()],
            [[side, dict(uses)] for side, uses in c.cues.items()], dict(c.marked),
        ]  # fmt: skip

    @classmethod
    def of(cls, values: Sequence[Any]) -> Counted:
        """Return what `values` gave."""
        outlet, sighting, day, numbers, days, events, speakers, (heads, bodies), loaded, examples, cues, marked = values
        counts = _Counts(1, numbers[0], numbers[1], days, set(events), correcting=numbers[2], superseded=numbers[3], marked=Counter(marked))
        counts.speakers.update({(name, kind, side): n for name, kind, side, n in speakers})
        counts.headlines, counts.bodies = _said(heads), _said(bodies)
        counts.loaded |= {(word, side): _said((own, quoted)) for word, side, own, quoted in loaded}
        for word, side, doc_id, words, own in examples:
            counts.examples[word, side][Example(doc_id, words)] = own
        counts.cues |= {side: Counter(uses) for side, uses in cues}
        return cls(outlet, sighting, day, counts)


def _said(pair: Sequence[int]) -> Counter[bool]:
    """Return the counts of yes and no that there are."""
    return Counter({which: n for which, n in zip((True, False), pair, strict=True) if n})


def outlet_name(report: CodedReport) -> str:
    """Return the outlet of a report, as handed over or as the page says."""
    seen = report.page.document.meta.outlet
    return report.page.sighting.outlet or (seen.value if seen else None) or UNNAMED_OUTLET


def profiles(
    reports: Iterable[Read], *, copies: Sequence[Copy] = (), origins: Mapping[str, OriginCount] | None = None
) -> tuple[Profile, ...]:
    """Return a profile of every outlet, the one with most reports first; `origins` counts those behind each event (`DL-` id)."""
    most = {event: count.high for event, count in origins.items()} if origins is not None else None
    return profiles_of(((counted(report), ids) for report, ids in reports), copies=copies, origins=most)


def profiles_of(
    reports: Iterable[tuple[Counted, Mapping[str, str]]], *, copies: Sequence[Copy] = (), origins: Mapping[str, int] | None = None
) -> tuple[Profile, ...]:
    """Return the same from what is counted of each report; `origins`: at most so many stand behind each event."""
    counts: dict[str, _Counts] = defaultdict(_Counts)
    outlet_of: dict[str, tuple[str, int | None]] = {}
    tellers: dict[str, set[str]] = defaultdict(set)
    copying = {copy.sighting for copy in copies}
    for one, ids in reports:
        outlet_of[one.sighting] = one.outlet, one.day
        counts[one.outlet].add(one.counts, ids)
        if one.sighting not in copying:
            for event in {ids.get(local, local) for local in one.counts.events}:
                if origins is None or event not in origins:
                    tellers[event].add(one.outlet)
    taken, given = _ties(copies, outlet_of)
    made = (_profile(name, found, tellers, origins, taken[name], given[name]) for name, found in counts.items())
    return tuple(sorted(made, key=lambda one: (-one.reports, one.outlet)))


# ------------------------------------------------------------------ counting


def counted(report: CodedReport) -> Counted:
    """Return what an outlet's profile counts of one report."""
    document, sighting, counts = report.page.document, report.page.sighting, _Counts(reports=1)
    counts.words = sum(len(_WORD.findall(s.text)) for s in report.sentences if s.zone in _TOLD_ZONES)
    counts.event_reports = len(report.events)
    counts.events = {event.id for event in report.events}
    counts.superseded = sum(toll.superseded for event in report.events for toll in event.tolls)
    if sighting.published:
        counts.days.append(sighting.published.isoformat())
    title = sighting.title or (document.meta.title.value if document.meta.title else "")
    counts.correcting = int(bool({word.casefold() for word in _WORD.findall(title)} & brief_words().corrections))
    agency = document.meta.agency.value if document.meta.agency else None
    for name in dict.fromkeys(name for name in (sighting.original_outlet, agency) if name and name != outlet_name(report)):
        counts.marked[name] += 1
    country = _country(report.events)
    headline = tuple(zone.span for zone in document.zones if zone.kind == "title")
    for claim in _about_events(report):
        where = counts.headlines if any(span.covers(claim.content) for span in headline) else counts.bodies
        where[claim.attributed] += 1
        if claim.attributed:
            name, side = _voice(claim, report, country)
            counts.speakers[name, claim.source.type, side] += 1
            counts.cues[side][claim.cue_class] += 1
    _count_loaded(counts, report)
    return Counted(outlet_name(report), sighting.id, sighting.published.toordinal() if sighting.published else None, counts)


def _about_events(report: CodedReport) -> Iterator[Claim]:
    """Yield the claims about an event report or a part of one."""
    events = {event.id for event in report.events}
    for claim in report.claims:
        if any(target.partition(".")[0] in events for target in claim.about):
            yield claim


def _country(events: Sequence[EventReport]) -> str | None:
    """Return the country (ISO code) that most of the report's events are in."""
    codes = Counter(e.locations[0].country_code for e in events if e.locations and e.locations[0].country_code)
    return min(codes, key=lambda code: (-codes[code], code)) if codes else None


def _voice(claim: Claim, report: CodedReport, country: str | None) -> tuple[str, str | None]:
    """Return the speaker's name and side: by the registry, else as the report's actors of that name have it."""
    known = speaker_of(claim.source.name, country)
    side = known.side if known else None
    if side is None:
        side = next((p.side for e in report.events for p in e.participants if p.name == claim.source.name and p.side), None)
    return known.name if known else claim.source.name, side


def _count_loaded(counts: _Counts, report: CodedReport) -> None:
    """Count loaded words by the side that they are said of, apart for the outlet's own voice and for words that it attributes."""
    document = report.page.document
    attributed = [c.content for c in report.claims if c.attributed]
    for statement in report.statements:
        if statement.predicate != "framing" or report.sentences[statement.sentence].zone not in _TOLD_ZONES:
            continue
        word = " ".join(statement.span.of(document).lower().split())
        key = word, _side_of(statement, report.mentions.actors)
        own = not any(span.covers(statement.span) for span in attributed)
        counts.loaded[key][own] += 1
        if (own or not counts.examples[key]) and len(counts.examples[key]) < EXAMPLES:
            sentence = report.sentences[statement.sentence].span.of(document)
            counts.examples[key].setdefault(Example(report.page.sighting.doc_id, " ".join(sentence.split())), own)


def _side_of(statement: Statement, actors: Sequence[ActorMention]) -> str | None:
    """Return the side that a loaded word is said of: that of the actor that it is part of, stands beside, or that bears its subject."""
    here = [actor for actor in actors if actor.sentence == statement.sentence]
    near = Span(max(statement.span.start - 2, 0), statement.span.end + 2)
    beside = [actor for actor in here if actor.span.overlaps(near)]
    named = [actor for actor in here if actor.name == statement.subject]
    return next((actor.side for actor in (*beside, *named) if actor.side), None)


# ------------------------------------------------------------------ the profile


def _ties(
    copies: Sequence[Copy], outlet_of: Mapping[str, tuple[str, int | None]]
) -> tuple[Mapping[str, list[tuple[str, Copy, int | None]]], Mapping[str, list[tuple[str, Copy, int | None]]]]:
    """Return for each outlet what it takes and what it gives: the other outlet, the copy, the days between."""
    taken: dict[str, list[tuple[str, Copy, int | None]]] = defaultdict(list)
    given: dict[str, list[tuple[str, Copy, int | None]]] = defaultdict(list)
    for copy in copies:
        if copy.sighting in outlet_of and copy.of in outlet_of:
            (taker, late), (giver, early) = outlet_of[copy.sighting], outlet_of[copy.of]
            lag = late - early if late is not None and early is not None else None
            taken[taker].append((giver, copy, lag))
            given[giver].append((taker, copy, lag))
    return taken, given


def _tied(found: Iterable[tuple[str, Copy, int | None]]) -> tuple[Tie, ...]:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    lags: dict[str, list[int]] = defaultdict(list)
    for other, copy, lag in found:
        kinds[other][copy.kind] += 1
        lags[other] += [lag] if lag is not None else []
    order = sorted(kinds, key=lambda other: (-kinds[other].total(), other))
    return tuple(Tie(other, tuple(sorted(kinds[other].items())), tuple(sorted(lags[other]))) for other in order)


def _profile(
    outlet: str,
    counts: _Counts,
    tellers: Mapping[str, set[str]],
    origins: Mapping[str, int] | None,
    taken: Iterable[tuple[str, Copy, int | None]],
    given: Iterable[tuple[str, Copy, int | None]],
) -> Profile:
    attributed = counts.speakers.total()
    types: Counter[SourceType] = Counter()
    for (_, kind, _), number in counts.speakers.items():
        types[kind] += number
    claims = counts.headlines + counts.bodies
    if origins is None:
        alone = sum(tellers[event] <= {outlet} for event in counts.events)
    else:
        alone = sum(origins[event] <= 1 if event in origins else tellers[event] <= {outlet} for event in counts.events)
    speaking = sorted(counts.speakers.items(), key=lambda item: (-item[1], item[0][0]))
    return Profile(
        outlet=outlet,
        reports=counts.reports,
        words=counts.words,
        events=len(counts.events),
        event_reports=counts.event_reports,
        first=min(counts.days, default=None),
        last=max(counts.days, default=None),
        speakers=tuple(Speaking(name, kind, side, Share(number, attributed)) for (name, kind, side), number in speaking),
        source_types=tuple((kind, Share(number, attributed)) for kind, number in sorted(types.items(), key=lambda one: (-one[1], one[0]))),
        unattributed=Share(claims[False], claims.total()),
        unattributed_headlines=Share(counts.headlines[False], counts.headlines.total()),
        unattributed_bodies=Share(counts.bodies[False], counts.bodies.total()),
        loaded=tuple(_loaded(counts)),
        cues=tuple(_cues(counts)),
        taken=_tied(taken),
        given=_tied(given),
        marked=tuple(sorted(counts.marked.items(), key=lambda one: (-one[1], one[0]))),
        alone=Share(alone, len(counts.events)),
        correcting_reports=counts.correcting,
        superseded_numbers=counts.superseded,
    )


def _loaded(counts: _Counts) -> Iterator[Loaded]:
    for (word, side), uses in sorted(counts.loaded.items(), key=lambda item: (-item[1].total(), item[0][0], item[0][1] or "")):
        rate = Share(uses[True], counts.words)
        low, high = rate.interval
        examples = tuple(counts.examples[word, side])[:EXAMPLES]
        yield Loaded(word, side, uses[True], uses[False], 1000 * (rate.value or 0.0), (1000 * low, 1000 * high), examples)


def _cues(counts: _Counts) -> Iterator[Cues]:
    for side, uses in sorted(counts.cues.items(), key=lambda item: (-item[1].total(), item[0] or "")):
        total = uses.total()
        yield Cues(side, total, Share(uses["distancing"], total), Share(uses["endorsing"], total))
