"""Origins: where claims first came from, and how many independent ones stand behind a set of claims.

A claim belongs to its innermost named speaker, whoever relays it; in a copy, to whoever said it in the report copied. Unattributed
prose and unnamed sources have an unknown origin: the newsroom, at the end of the chain of copies, that first printed them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dateline.link.report_sketch import outlet_key
from dateline.link.speakers import Speaker, institution, speaker_of
from dateline.linked import ClaimSketch, Copy, EventSketch, Origin, OriginCount, ReportSketch
from dateline.records import SourceType

UNKNOWN: frozenset[SourceType] = frozenset({"author", "unnamed"})
"""Types of sources that never have a known origin of their own."""
PARTIES: frozenset[SourceType] = frozenset({"belligerent", "official", "state_media"})
"""Types of sources that speak for a side: allies among them are not independent of each other."""

OFFICES: frozenset[SourceType] = frozenset({"medical", "official"})
"""Types of sources of which a country or town has one under an ordinary name ("the health directorate")."""
BODIES: frozenset[SourceType] = frozenset({"ngo_monitor", "ngo", "un", "medical", "belligerent", "official"})
"""Types of sources that publish pages of their own, which speak as themselves."""


@dataclass(frozen=True, slots=True)
class _Root:
    """Where one claim ends: the claim itself or the one that it was copied from, and who says it."""

    report: ReportSketch
    claim: ClaimSketch
    speaker: Speaker | None
    why: str


class _Reports:
    """The reports by id with what each is copied from, best first, and the content of their claims."""

    def __init__(self, reports: Sequence[ReportSketch], copies: Sequence[Copy]) -> None:
        self.by_id = {report.sighting: report for report in sorted(reports, key=lambda report: report.sighting)}
        self.parents: dict[str, list[Copy]] = defaultdict(list)
        for copy in sorted(copies, key=lambda copy: (copy.sighting, -copy.score, copy.of)):
            if copy.of in self.by_id:
                self.parents[copy.sighting].append(copy)
        self.bodies = {outlet_key(claim.source) for report in reports for claim in report.claims if claim.source_type in BODIES} - {None}
        self.country = {sighting: _country(report) for sighting, report in self.by_id.items()}
        self._content: dict[str, Mapping[str, frozenset[tuple[str, ...]]]] = {}

    def content(self, report: ReportSketch) -> Mapping[str, frozenset[tuple[str, ...]]]:
        """Return what each claim of a report says, in terms that another report's claims share."""
        if report.sighting not in self._content:
            facts = dict(_facts(report.events))
            self._content[report.sighting] = {
                claim.id: frozenset(fact for about in claim.about for fact in facts.get(about, ())) for claim in report.claims
            }
        return self._content[report.sighting]

    def same_claim(self, claim: ClaimSketch, report: ReportSketch, parent: ReportSketch) -> ClaimSketch | None:
        """Return the claim of the report copied that says the same, one by a named speaker first; None where none does."""
        said, theirs = self.content(report)[claim.id], self.content(parent)

        def fit(other: ClaimSketch) -> tuple[int, bool, str]:
            return len(said & theirs[other.id]), other.source_type not in UNKNOWN, other.id

        alike = [other for other in parent.claims if said & theirs[other.id] and other.polarity == claim.polarity]
        return max(alike, key=fit, default=None)

    def speaker(self, claim: ClaimSketch, report: ReportSketch) -> Speaker | None:
        """Return the named speaker of a claim, None for unattributed prose, unnamed sources and words that name nobody."""
        if claim.source_type == "author" and outlet_key(report.outlet) in self.bodies:
            return speaker_of(report.outlet or "")
        if claim.source_type in UNKNOWN:
            return None
        country = self.country[report.sighting]
        found = speaker_of(claim.source, country) or (institution(claim.source, country) if claim.source_type in OFFICES else None)
        if claim.side is not None and claim.source_type in PARTIES and (found is None or found.side is None):
            return Speaker(f"side:{claim.side}", claim.side, found.own if found else f"side:{claim.side}", claim.side)
        return found

    def root(self, claim: ClaimSketch, report: ReportSketch) -> _Root:
        """Follow a claim through copies to where it was first said."""
        why = ""
        seen = {report.sighting}
        while True:
            speaker = self.speaker(claim, report)
            if speaker is not None and claim.source_type != "media_outlet":
                return _Root(report, claim, speaker, why)
            copy = next((copy for copy in self.parents[report.sighting] if copy.of not in seen), None)
            if copy is None:
                return _Root(report, claim, speaker, why)
            parent = self.by_id[copy.of]
            same = self.same_claim(claim, report, parent)
            if same is None and speaker is not None:
                return _Root(report, claim, speaker, why)
            seen.add(parent.sighting)
            why = f"{report.doc_id} is a copy ({copy.kind}) of {parent.doc_id}"
            if same is None:
                return self._unsaid(claim, parent, seen, why)
            claim, report = same, parent

    def _unsaid(self, claim: ClaimSketch, report: ReportSketch, seen: set[str], why: str) -> _Root:
        """Return the end of the chain of copies for what the report copied does not say in so many words."""
        while (copy := next((copy for copy in self.parents[report.sighting] if copy.of not in seen), None)) is not None:
            report = self.by_id[copy.of]
            seen.add(report.sighting)
        return _Root(report, claim, None, why)


def origins(reports: Sequence[ReportSketch], copies: Sequence[Copy]) -> tuple[Origin, ...]:
    """Return the origins of all claims of the reports, sorted by key; each claim has one.

    Named speakers are one origin under all their names, a party with its media arms and the parts of its state. What the author of a
    report or an unnamed source says is an unknown origin, one for each newsroom: nothing tells its unnamed sources from itself.
    Where the newsroom is a body that others quote by name (a monitor's own page), its prose is that body speaking.
    """
    known = _Reports(reports, copies)
    claims: dict[str, list[str]] = defaultdict(list)
    shown: dict[str, tuple[Speaker | None, SourceType, str | None]] = {}
    evidence: dict[str, set[str]] = defaultdict(set)
    relays: dict[str, set[tuple[str, str]]] = defaultdict(set)
    types: dict[str, Counter[SourceType]] = defaultdict(Counter)
    for report in known.by_id.values():
        for claim in report.claims:
            root = known.root(claim, report)
            key = root.speaker.key if root.speaker is not None else _unknown_key(root)
            claims[key].append(claim.id)
            types[key][root.claim.source_type] += 1
            side = root.speaker.side if root.speaker is not None else None
            shown.setdefault(key, (root.speaker, root.claim.source_type, side))
            if root.why:
                evidence[key].add(root.why)
            elif root.speaker is not None and root.speaker.name != claim.source:
                tie = "is a name of" if root.speaker.own == root.speaker.key else "speaks for"
                evidence[key].add(f"{claim.source} {tie} {root.speaker.name}")
            for name in (*claim.via, claim.source):
                relay = speaker_of(name, known.country[report.sighting])
                if relay is not None and relay.key != key and claim.source_type != "author":
                    relays[key].add((claim.id, relay.key))
    return tuple(
        Origin(
            key=key, speaker=speaker.name if speaker else None, side=side, known=speaker is not None, claims=tuple(sorted(claims[key])),
            evidence=tuple(sorted(evidence[key])), source_type=min(types[key], key=lambda one: (-types[key][one], one)),
            relays=tuple(sorted(relays[key])),
        )
        for key, (speaker, _, side) in sorted(shown.items())
    )  # fmt: skip


def count(found: Sequence[Origin], claims: Collection[str]) -> OriginCount:
    """Return how many independent origins stand behind some claims (ids), as an interval; 0 to 0 for none.

    high counts every origin, each unknown one too: any of them may be a witness of its own. low counts what must be independent
    even in the worst case: known origins, where those that stand on one side (allies, a party and its offices) are one, and so are
    two of which one relays the other in these claims, enemies included. All unknown ones together are at most one: one where no
    origin is known, none beside a known one, from which they may all have it.
    """
    wanted = set(claims)
    behind = [origin for origin in found if not wanted.isdisjoint(origin.claims)]
    if not behind:
        return OriginCount(0, 0)
    named = {origin.key: origin for origin in behind if origin.known}
    return OriginCount(max(len(groups(list(named.values()), wanted)), 1), len(behind))


def groups(known: Sequence[Origin], claims: Collection[str]) -> tuple[tuple[Origin, ...], ...]:
    """Return known origins in groups that are independent of each other: of one side, or tied by relaying one of these claims."""
    at = {origin.key: origin.key for origin in known}

    def top(key: str) -> str:
        while at[key] != key:
            key = at[key]
        return key

    sides: dict[str, str] = {}
    for origin in sorted(known, key=lambda origin: origin.key):
        ties = [relay for claim, relay in origin.relays if claim in claims and relay in at]
        if origin.side is not None and origin.source_type in PARTIES:
            ties.append(sides.setdefault(origin.side, origin.key))
        for tie in ties:
            one, other = sorted((top(origin.key), top(tie)))
            at[other] = one
    out: dict[str, list[Origin]] = defaultdict(list)
    for origin in sorted(known, key=lambda origin: origin.key):
        out[top(origin.key)].append(origin)
    return tuple(tuple(group) for _, group in sorted(out.items()))


def _unknown_key(root: _Root) -> str:
    """Return the newsroom that first printed it; the report where no outlet is known."""
    outlet = outlet_key(root.report.outlet)
    return f"report:{root.report.sighting}" if outlet is None else f"outlet:{outlet}"


def _facts(events: Sequence[EventSketch]) -> Iterator[tuple[str, frozenset[tuple[str, ...]]]]:
    """Yield local ids of event reports and tolls with what they say: kind of event, place, day; kind of harm and count."""
    for event in events:
        told = {("event", event.event_type, name) for name in (event.place, *event.names) if name}
        told |= {("event", event.event_type, str(event.first_day))} if event.first_day is not None else set()
        yield event.local_id, frozenset(told)
        yield f"{event.local_id}.actors", frozenset({("actors", *sorted(actor.key for actor in event.actors))})
        yield f"{event.local_id}.outcome", frozenset({("outcome", event.outcome or "", event.place or "")})
        for toll in event.tolls:
            yield toll.id, frozenset({("toll", toll.kind, str(toll.best if toll.best is not None else toll.low))})


def _country(report: ReportSketch) -> str | None:
    """Return the country that most of a report's events are in."""
    counted = Counter(event.country_code for event in report.events if event.country_code)
    return min(counted, key=lambda code: (-counted[code], code)) if counted else None
