"""Tolls side by side: per event who says how many of whom, which of these counts still stand, and why the others do not.

The rules, in the order in which they are tried:

- a count that only its deniers speak of is `denied`; one that another speaker denies stands, with who denies it;
- a count that a report itself calls earlier or wrong is `corrected`, with the same figure in earlier reports of that outlet or speaker;
- what an outlet takes back as a whole is `withdrawn`, with the copies that have it from there;
- a count within a count (`part_of`) is a `part` and never added to its whole, nor is one person told of by itself where others count more;
- of one origin's counts, and of one speaker's, the last one stands: the same figure again is `repeated`, another is `superseded`; what no named speaker
  stands behind is taken as the outlet's own;
- a count `grows`: a higher figure of a later day replaces a lower one of another speaker, where the lower one was open above ("at
  least"), or is one of three or more that rise in the order of time; unless that speaker still says it on that day, or either is a party
  to the conflict and the other not of its side. What is told within hours, or on one day where hours are not known, is a dispute.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.link.speakers import speaker_of
from dateline.linked import LossOf, TollCell, TollEntry, TollRow, TollStanding, TollTable
from dateline.records import Claim, CodedReport, EventReport, Span, Toll, stable_id

Numbered = tuple[CodedReport, Mapping[str, str]]
"""A report with the id of the event of each of its event reports, by local id."""
_Rule = Callable[[TollEntry, TollStanding, str], None]
GROWS_DAYS = 7
"""A later figure further off than this is no bulletin of the same count any more, but another account."""
BULLETINS = 3
"""So many rising figures are bulletins of one count; two may be two opinions."""
SEVERAL = 3
"""Where others count so many, one person told of by itself ("a nurse") is among them."""
_ONE_PERSON = re.compile(r"(?:an?|another)\s", re.IGNORECASE)
_OPEN = frozenset({"at_least", "more_than", "unquantified"})
_PARTIES = frozenset({"belligerent", "state_media"})
GROWS_HOURS = 6
"""On one day, figures learned of within so many hours of each other are two accounts of one evening."""


def toll_tables(reports: Iterable[Numbered], origins: Mapping[str, str] | None = None) -> dict[str, TollTable]:
    """Return the toll table of every event that has a toll, by the event's id.

    origins: key of the origin of each claim (stable id); without it a named speaker is an origin, and each report one of its own.
    """
    entries: dict[str, list[TollEntry]] = defaultdict(list)
    withdrawn: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for report, ids in reports:
        for event, entry in toll_entries(report, ids, origins or {}):
            entries[event].append(entry)
        for event, outlet, day in taken_back(report, ids):
            withdrawn[event].append((outlet, day))
    return {event: toll_table(event, found, withdrawn.get(event, ())) for event, found in sorted(entries.items())}


def toll_entries(report: CodedReport, ids: Mapping[str, str], origins: Mapping[str, str]) -> Iterator[tuple[str, TollEntry]]:
    """Yield the counts of a report with the event that each is of; a group's count is one of each event of the group."""
    names = _claim_ids(report)
    about: dict[str, list[tuple[Claim, str]]] = defaultdict(list)
    for claim, name in zip(report.claims, names, strict=True):
        for target in claim.about:
            about[target].append((claim, name))
    for event in report.events:
        if event.realis in ("planned", "hypothetical_denied"):
            continue
        for toll in event.tolls:
            made = list(_by_speaker(report, toll, about.get(toll.id) or about.get(event.id) or [], origins))
            for member in _members(report, event, toll):
                yield from ((ids.get(member, member), entry) for entry in made)


def _members(report: CodedReport, event: EventReport, toll: Toll) -> list[str]:
    if toll.scope != "group" or event.group is None:
        return [event.id]
    return [e.id for e in report.events if e.group == event.group]


def _claim_ids(report: CodedReport) -> list[str]:
    """Return the stable ids of the claims, as the store names them."""
    seen: Counter[tuple[Span, Span | None]] = Counter()
    out = []
    for claim in report.claims:
        n = seen[claim.content, claim.cue]
        seen[claim.content, claim.cue] += 1
        out.append(stable_id("C", report.page.sighting.id, "claim", claim.content, claim.cue, n))
    return out


def _by_speaker(
    report: CodedReport, toll: Toll, claims: Sequence[tuple[Claim, str]], origins: Mapping[str, str]
) -> Iterator[TollEntry]:  # fmt: skip
    """Yield one entry for each speaker of a count; where only its deniers speak, one entry that they deny."""
    sighting = report.page.sighting
    outlet = sighting.outlet or sighting.doc_id
    deniers = tuple(dict.fromkeys(claim.source.name for claim, _ in claims if claim.polarity == "-"))
    said: dict[str, list[tuple[Claim, str]]] = defaultdict(list)
    for claim, name in claims:
        if claim.polarity == "+":
            said[claim.source.name].append((claim, name))
    blank = TollEntry(
        sighting=sighting.id, doc_id=sighting.doc_id, outlet=sighting.outlet, toll=toll.id, claims=(), kind=toll.kind, side=toll.side,
        category=toll.category, subgroup=toll.subgroup, part_of=toll.part_of, scope=toll.scope, low=toll.count.low, best=toll.count.best,
        high=toll.count.high, modifier=toll.count.modifier, words=" ".join(toll.span.of(report.page.document).split()), speaker=outlet,
        speaker_type="author", speaker_side=None, attributed=False, denied_by=deniers, loss_of=None, voice=f"report:{sighting.id}",
        stream=f"outlet:{outlet.casefold()}", said=sighting.published.toordinal() if sighting.published else None, learned=sighting.learned,
        earlier=toll.superseded,
    )  # fmt: skip
    sides = _sides(report)
    if not said:
        yield blank
    for speaker, found in said.items():
        claim = found[0][0]
        known = speaker_of(speaker) if claim.attributed or claim.source.type != "author" else None
        voice = next((origins[name] for _, name in found if name in origins), known.key if known is not None else blank.voice)
        side = (known.side if known is not None else None) or _side_of(speaker, claim.source.type, sides)
        day = claim.said_on.end if claim.said_on is not None and claim.said_on.end is not None else None
        yield replace(
            blank, claims=tuple(name for _, name in found), speaker=speaker, speaker_type=claim.source.type, speaker_side=side,
            attributed=claim.attributed, loss_of=_loss_of(toll, side), voice=voice,
            stream=voice if not voice.startswith("report:") else f"{blank.stream}:{speaker.casefold()}" if claim.attributed else blank.stream,
            said=day.toordinal() if day is not None else blank.said,
        )  # fmt: skip


def _sides(report: CodedReport) -> frozenset[str]:
    """Return the sides that a report tells of."""
    told = (side for e in report.events for side in (*(p.side for p in e.participants), *(toll.side for toll in e.tolls)))
    return frozenset(side for side in told if side)


def _side_of(speaker: str, kind: str, sides: Collection[str]) -> str | None:
    """Return the side that a party's speaker bears the name of ("Highland Front spokesman"), the longest of several."""
    words = speaker.casefold().removeprefix("the ")
    named = [side for side in sides if kind in _PARTIES and f"{words} ".startswith(f"{side.casefold()} ")]
    return max(named, key=lambda side: (len(side), side), default=None)


def _loss_of(toll: Toll, speaker_side: str | None) -> LossOf | None:
    """Return whose loss a count is for the speaker's side; the dead of neither are third-party losses."""
    if speaker_side is None:
        return None
    if toll.category == "civilian" or toll.side is None or toll.category == "mixed":
        return "third"
    return "own" if toll.side == speaker_side else "enemy"


def taken_back(report: CodedReport, ids: Mapping[str, str]) -> Iterator[tuple[str, str, int | None]]:
    """Yield the events that an outlet itself says did not happen, with the outlet and the day."""
    sighting = report.page.sighting
    outlet = sighting.outlet or sighting.doc_id
    for claim in report.claims:
        if claim.polarity == "-" and (not claim.attributed or claim.source.name == outlet):
            for event in report.events:
                if event.id in claim.about:
                    yield ids.get(event.id, event.id), outlet, sighting.published.toordinal() if sighting.published else None


# ---------------------------------------------------------------- what stands


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one stream says of one cell in one report: counts that add up."""

    stream: str
    entries: tuple[TollEntry, ...]

    @property
    def figure(self) -> int:
        return sum(e.figure or 0 for e in self.entries)

    @property
    def day(self) -> int | None:
        return self.entries[0].said

    @property
    def hour(self) -> int | None:
        """Return the hour at which it was learned of, counted from day 0, if that was on the day on which it was said: then it tells when."""
        first = self.entries[0]
        live = first.said is not None and first.learned.date().toordinal() == first.said
        return first.learned.toordinal() * 24 + first.learned.hour if live else None

    @property
    def order(self) -> tuple[int, str, str]:
        """Return what sets statements of a stream in the order in which they were made."""
        first = self.entries[0]
        return first.said or 0, first.learned.isoformat(), first.sighting


def toll_table(event: str, entries: Sequence[TollEntry], taken_back: Sequence[tuple[str, int | None]] = ()) -> TollTable:
    """Return one event's table; the order of the entries does not matter. taken_back: outlets that withdrew their report, with the day."""
    cells: dict[tuple[str, str | None], list[TollEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.said or 0, e.learned, e.sighting, e.toll, e.speaker)):
        cells[entry.kind, entry.who].append(entry)
    made = []
    for _, found in sorted(cells.items(), key=lambda cell: (cell[0][0], cell[0][1] or "")):
        rows = _rows(found, taken_back)
        made.append(TollCell(found[0].kind, found[0].who, rows, _pattern(rows)))
    return TollTable(event, tuple(made))


def _rows(entries: Sequence[TollEntry], taken_back: Sequence[tuple[str, int | None]]) -> tuple[TollRow, ...]:
    ruled: dict[int, tuple[TollStanding, str]] = {}

    def rule(entry: TollEntry, standing: TollStanding, reason: str) -> None:
        ruled.setdefault(id(entry), (standing, reason))

    _correct(entries, rule)
    _withdraw(entries, taken_back, rule)
    for entry in entries:
        if not entry.claims and entry.denied_by:
            rule(entry, "denied", f"only spoken of to deny it, by {', '.join(entry.denied_by)}")
        if entry.part_of is not None:
            rule(entry, "part", "counted within another toll of the report")
    most = max((e.figure or 0 for e in entries if id(e) not in ruled), default=0)
    for entry in entries:
        if entry.figure == 1 and most >= SEVERAL and _ONE_PERSON.match(entry.words):
            rule(entry, "part", "one person told of by itself, among those that others count")
    _last_words([e for e in entries if id(e) not in ruled], lambda e: e.voice, rule)
    _last_words([e for e in entries if id(e) not in ruled], lambda e: e.stream, rule)
    _growth([e for e in entries if id(e) not in ruled], [e for e in entries if e.part_of is None], rule)
    denied = "stands; denied by "
    return tuple(
        TollRow(e, *ruled.get(id(e), ("stands", denied + ", ".join(e.denied_by) if e.denied_by else "nothing speaks against it")))
        for e in entries
    )


def _correct(entries: Sequence[TollEntry], rule: _Rule) -> None:
    for entry in entries:
        if not entry.earlier:
            continue
        rule(entry, "corrected", "the report itself calls it an earlier or wrong count")
        for other in entries:
            before = (other.said or 0, other.learned) <= (entry.said or 0, entry.learned)
            if (
                before
                and not other.earlier
                and other.figure == entry.figure
                and _same_desk(entry, other)
                and other.sighting != entry.sighting
            ):
                rule(other, "corrected", f"{entry.outlet or entry.doc_id} later calls it an earlier or wrong count")


def _same_desk(one: TollEntry, other: TollEntry) -> bool:
    return one.stream == other.stream or (one.outlet is not None and one.outlet == other.outlet)


def _withdraw(entries: Sequence[TollEntry], taken_back: Sequence[tuple[str, int | None]], rule: _Rule) -> None:
    for outlet, day in taken_back:
        gone = [e for e in entries if (e.outlet or e.doc_id) == outlet and (day is None or e.said is None or e.said <= day)]
        voices = {e.voice for e in gone if not e.attributed}  # its own words, by whichever key the origins give them
        for entry in entries:
            if entry in gone:
                rule(entry, "withdrawn", f"{outlet} has taken its report back")
            elif entry.voice in voices and (entry.outlet or entry.doc_id) != outlet:  # its own later report stands
                rule(entry, "withdrawn", f"has it from {outlet}, which has taken its report back")


def _stream(entry: TollEntry) -> str:
    return entry.stream


def _statements(entries: Sequence[TollEntry], of: Callable[[TollEntry], str] = _stream) -> list[_Statement]:
    """Return what each stream, or whatever `of` gives, says in each report."""
    found: dict[tuple[str, str], list[TollEntry]] = defaultdict(list)
    for entry in entries:
        found[of(entry), entry.sighting].append(entry)
    return sorted((_Statement(stream, tuple(some)) for (stream, _), some in found.items()), key=lambda s: (s.order, s.stream))


def _last_words(entries: Sequence[TollEntry], of: Callable[[TollEntry], str], rule: _Rule) -> None:
    streams: dict[str, list[_Statement]] = defaultdict(list)
    for statement in _statements(entries, of):
        streams[statement.stream].append(statement)
    for statements in streams.values():
        last = statements[-1]
        for earlier in statements[:-1]:
            same = earlier.figure == last.figure
            for entry in earlier.entries:
                name = last.entries[0].speaker
                if same and entry.speaker == name:
                    rule(entry, "repeated", f"{name} says the same again; counted once")
                elif same:
                    rule(entry, "repeated", f"of one origin with {name}; counted once")
                else:
                    rule(entry, "superseded", f"{name} later says {last.figure}")


def _growth(entries: Sequence[TollEntry], everything: Sequence[TollEntry], rule: _Rule) -> None:
    statements = _statements(entries)
    rising = _rising(everything)
    for one in statements:
        bound = any(e.modifier in _OPEN for e in one.entries) or one.figure in rising
        later = [s for s in statements if bound and _outgrows(one, s)]
        if later:
            top = max(later, key=lambda s: (s.figure, s.order, s.stream))
            for entry in one.entries:
                rule(entry, "superseded", f"the count grew: {top.entries[0].speaker} later has {top.figure}")


def _outgrows(one: _Statement, later: _Statement) -> bool:
    """Tell whether a later figure replaces a lower one of another speaker."""
    if one.day is None or later.day is None or not 0 <= later.day - one.day <= GROWS_DAYS or later.figure <= one.figure:
        return False
    if one.day == later.day and (one.hour is None or later.hour is None or later.hour - one.hour < GROWS_HOURS):
        return False
    a, b = one.entries[0], later.entries[0]
    if a.speaker_type in _PARTIES or b.speaker_type in _PARTIES:
        return a.stream == b.stream or (a.speaker_side is not None and a.speaker_side == b.speaker_side)
    return True


def _rising(entries: Sequence[TollEntry]) -> frozenset[int]:
    """Return the figures that rise in the order of time, three or more of them, from the first; empty where they do not."""
    figures: list[int] = []
    statements = _statements([e for e in entries if e.speaker_type not in _PARTIES])
    for statement in sorted(statements, key=lambda s: (s.day or 0, s.hour or 0, s.figure)):
        if statement.figure not in figures:
            figures.append(statement.figure)
    return frozenset(figures) if len(figures) >= BULLETINS and figures == sorted(figures) else frozenset()


def _pattern(rows: Sequence[TollRow]) -> str:
    standing = _statements([row.entry for row in rows if row.standing == "stands"])
    grew = any(row.standing == "superseded" for row in rows)
    if not standing:
        return "none stands"
    lows = [sum(e.low if e.low is not None else e.figure or 0 for e in s.entries) for s in standing]
    highs = [_high(s) for s in standing]
    disputed = max(lows) > min(highs)
    if disputed:
        return "growing, disputed" if grew else "disputed"
    return "growing" if grew else "agreed" if len(standing) > 1 else "one voice"


def _high(statement: _Statement) -> float:
    """Return the most that a statement allows: no end for "at least" and "more than"."""
    if any(e.high is None and e.modifier in ("at_least", "more_than", "unquantified") for e in statement.entries):
        return float("inf")
    return sum(e.high if e.high is not None else e.figure or 0 for e in statement.entries)
