"""A cited situation summary: sentences built from rows, each phrase with its claims, disagreements and denials stated.

Nothing stands in it that no row supports, and the form of a sentence never depends on who acts, speaks or suffers. What matters most
comes first: deaths, ground that changed hands, independent origins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dateline.errors import ExportError
from dateline.export.brief_events import (
    Asked,
    Between,
    Known,
    Leaf,
    Told,
    bundles,
    claims_of,
    deaths_of,
    happened,
    in_period,
    inside,
    is_change,
    is_total,
    known_of,
    labels_of,
    realis,
    stories,
    told_of,
)
from dateline.export.brief_language import NO_REGION, counted, days, listed, number, outlet, span, speaker, upper_first, where
from dateline.export.brief_records import Brief, Paragraph, Phrase, Quote, Ref, Section, Sentence, SourceNote, Story
from dateline.export.brief_sentences import account, denied, planned
from dateline.export.brief_tolls import agreed, competing, corrections, differing, losses, replaced
from dateline.export.brief_voices import Bundle, sentences
from dateline.export.notes import outlet_of
from dateline.export.resolvers import Triple
from dateline.export.table import Numbered, admitted
from dateline.records import Claim, CodedReport

__all__ = ["Asked", "Between", "brief"]

MAIN = 5
"""Paragraphs that open a brief, the most important first; a brief of fewer than twice as many has no such part."""
REGIONS = 8
"""Regions listed in a sentence; more are counted together."""
LONGEST_QUOTE = 400
"""Characters of a claim's words in the list of sources."""


def brief(
    reports: Iterable[Numbered],
    asked: Asked | None = None,
    *,
    between: Between | None = None,
    unmask: bool = False,
    allow_fiction: bool = False,
) -> Brief:
    """Return the brief of the reports, private persons masked unless asked otherwise; raises ExportError for fiction unless allowed."""
    asked = asked or Asked()
    if asked.since and asked.until and asked.since > asked.until:
        raise ExportError(
            f"the period begins after its end: {asked.since} to {asked.until}", hint="give --since a day before that of --until"
        )
    given = list(reports)
    shown = admitted(given, unmask=unmask, allow_fiction=allow_fiction)
    leaves = [Leaf(report, original, ids) for (report, ids), (original, _) in zip(shown, given, strict=True)]
    labels = labels_of(leaves)
    known = known_of(between or Between(), labels)
    now, earlier = in_period([story for story in stories(leaves, labels, known.copies) if inside(story, asked.region)], asked)

    def told_if(wanted: Callable[[Story], bool], among: Sequence[Story] = now) -> list[Told]:
        chosen = [story for story in among if wanted(story)]
        deaths = deaths_of(chosen, known.counting)
        return [told_of(bundle, known, deaths) for bundle in bundles(chosen)]

    told = told_if(happened)
    sections = [
        *_short(told, known),
        *_events(told, asked.limit, known),
        _hands(told, known),
        _since(told_if(happened, earlier), asked, known),
        _plain("Corrected", told, corrections),
        _plain("Totals over a period", told_if(is_total), lambda bundle: _numbers(bundle, known)),
        _plain("Announced or threatened", told_if(lambda story: realis(story) == {"planned"}), planned),
        _plain("Denied", told_if(lambda story: not happened(story) and "hypothetical_denied" in realis(story)), denied),
    ]
    kept = tuple(section for section in sections if section.paragraphs)
    return Brief("Situation brief", _subtitle(told, asked), kept, tuple(_sources(kept, leaves, labels, known.copies)))


# ------------------------------------------------------------------ sections


def _subtitle(told: Sequence[Told], asked: Asked) -> str:
    ends = [day for one in told for day in (one.date.start, one.date.end) if day]
    since, until = asked.since or min(ends, default=None), asked.until or max(ends, default=None)
    period = span(since, until) if since and until and since <= until else "no day known"
    area = f", {asked.region}" if asked.region else ""
    known = f", as known on {span(asked.known_on, asked.known_on)}" if asked.known_on else ""
    return f"{upper_first(period)}{area}{known}. Machine-coded from the reports listed at the end, not reviewed."


def _cited(told: Iterable[Told]) -> tuple[Ref, ...]:
    """Return every claim about the events."""
    found: dict[Ref, None] = {}
    for one in told:
        for member in one.bundle.members:
            found |= dict.fromkeys(member.ref(claim) for claim in claims_of(member))
    return tuple(found)


def _short(told: Sequence[Told], known: Known) -> Iterator[Section]:
    """Yield the headline figures."""
    if not told:
        text = "No event that happened is reported for this period and region"
        yield Section("In short", (Paragraph("", (Sentence((Phrase(text, ()),)),)),))
        return
    reports = {m.sighting: m.report for one in told for m in one.bundle.members}
    copies = sum(copy in reports for copy in known.copies)
    outlets = {outlet_of(report) for report in reports.values()}
    events = _n_events(told)
    copied = f" ({number(copies)} of them {'a copy of another' if copies == 1 else 'copies of others'})" if copies else ""
    text = f"{counted(events, 'event')} from {counted(len(reports), 'report')}{copied} by {counted(len(outlets), 'outlet')}"
    sentences = [Sentence((Phrase(upper_first(text), _cited(told), summed=True),)), _deaths(told)]
    areas: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        areas[one.region].append(one)
    if len(areas) > 1:
        order = sorted(areas, key=lambda area: (area == NO_REGION, -_n_events(areas[area]), area))
        phrases = [_area(area, areas[area]) for area in order[:REGIONS]]
        if others := [one for area in order[REGIONS:] for one in areas[area]]:
            phrases.append(_area(counted(len(order) - REGIONS, "further region"), others))
        sentences.append(Sentence(tuple(phrases)))
    unlike = [one for one in told if differing(one.bundle, known.standings)]
    if unlike:
        text = f"sources give different numbers for {counted(_n_events(unlike), 'event')}"
        sentences.append(Sentence((Phrase(upper_first(text), _cited(unlike), summed=True),)))
    yield Section("In short", (Paragraph("", tuple(sentences)),))


def _sum(told: Iterable[Told]) -> Triple:
    low = best = high = 0
    for one in told:
        if one.killed is not None:
            low, best, high = low + one.killed[0], best + one.killed[1], high + one.killed[2]
    return low, best, high


def _killed_words(triple: Triple) -> str:
    low, best, high = triple
    return f"{low:,} killed" if low == high else f"{low:,} to {high:,} killed (best {best:,})"


def _deaths(told: Sequence[Told]) -> Sentence:
    counted_ = [one for one in told if one.killed is not None]
    if not counted_:
        return Sentence((Phrase("No source gives a number of killed", _cited(told), summed=True),))
    events = _n_events(counted_)
    text = f"reports of {counted(events, 'event')} give a number of dead: in all {_killed_words(_sum(counted_))}"
    return Sentence((Phrase(upper_first(text), _cited(counted_), summed=True),))


def _area(area: str, told: Sequence[Told]) -> Phrase:
    deaths = _sum(told)
    killed = f", {_killed_words(deaths)}" if any(one.killed is not None for one in told) else ""
    return Phrase(f"{area}: {counted(_n_events(told), 'event')}{killed}", _cited(told), summed=True)


def _events(told: Sequence[Told], limit: int, known: Known) -> Iterator[Section]:
    """Yield the main events, then the others by region and day; of what the limit leaves out only how many there are."""
    ranked = sorted(told, key=lambda one: (-one.importance, one.order))
    kept, left = ranked[:limit], ranked[limit:]
    main = kept[:MAIN] if len(kept) >= 2 * MAIN else []
    if main:
        yield Section("Main events", tuple(_paragraph(one, known, with_region=True) for one in main))
    rest: dict[str, list[Told]] = defaultdict(list)
    for one in kept[len(main) :]:
        rest[one.region].append(one)
    more: dict[str, list[Told]] = defaultdict(list)
    for one in left:
        more[one.region].append(one)
    for area, found in sorted(rest.items(), key=lambda one: one[0] == NO_REGION):
        paragraphs = tuple(_paragraph(one, known) for one in sorted(found, key=lambda one: one.order))
        yield Section(area, paragraphs, _n_events(more.pop(area, ())))
    if more:
        order = sorted(more, key=lambda area: (area == NO_REGION, -_n_events(more[area]), area))
        text = listed(f"{area} ({number(_n_events(more[area]))})" for area in order[:REGIONS])
        rest_of = [one for area in order[REGIONS:] for one in more[area]]
        text += f", and {counted(_n_events(rest_of), 'event')} in {counted(len(order) - REGIONS, 'other region')}" if rest_of else ""
        refs = _cited(one for found in more.values() for one in found)
        yield Section("Further regions", (Paragraph("", (Sentence((Phrase(f"Not told here: events in {text}", refs, summed=True),)),)),))


def _n_events(told: Iterable[Told]) -> int:
    return sum(len(one.bundle.stories) for one in told)


def _lead(one: Told, *, with_region: bool = False) -> str:
    place = where(one.places)
    area = one.region
    named_so = area == NO_REGION or not one.places or one.places[0].name == area.split(", ")[0]
    inside = f" ({area})" if with_region and not named_so else ""
    return f"{place}{inside}, {days(one.date)}"


def _paragraph(one: Told, known: Known, *, with_region: bool = False) -> Paragraph:
    said = [*account(one.bundle, known.count), *agreed(one.bundle, known.standings), *losses(one.bundle)]
    told = (*sentences(said, known.count), *_differences(one.bundle, known))
    return Paragraph(_lead(one, with_region=with_region), told, one.ids)


def _numbers(bundle: Bundle, known: Known) -> Iterator[Sentence]:
    """Yield the numbers of a total over a period."""
    yield from sentences([*agreed(bundle, known.standings)], known.count)
    yield from _differences(bundle, known)


def _differences(bundle: Bundle, known: Known) -> Iterator[Sentence]:
    """Yield the numbers that differ, and those that no longer hold."""
    yield from competing(bundle, known.standings, known.count)
    yield from replaced(bundle, known.standings, known.count)


def _hands(told: Sequence[Told], known: Known) -> Section:
    """Return who is said to have taken what from whom, by day."""
    ground = [one for one in told if any(is_change(m.event) for m in one.bundle.members)]
    paragraphs = []
    for one in sorted(ground, key=lambda one: one.order):
        said = account(one.bundle, known.count)[:1]
        if said:
            first = tuple(sentences(said, known.count))
            paragraphs.append(Paragraph(_lead(one, with_region=True), first, one.ids))
    return Section("Places said to have changed hands", tuple(paragraphs))


def _since(before: Sequence[Told], asked: Asked, known: Known) -> Section:
    """Return events from before the period that its reports are the first to tell of, or tell of again."""
    paragraphs = []
    for one in sorted(before, key=lambda one: one.order):
        days_ = [p for m in one.bundle.members if (p := m.report.page.sighting.published) is not None]
        again = any(asked.since is not None and day < asked.since for day in days_)
        lead = f"{'Reported again' if again else 'New'}: {_lead(one, with_region=True)}"
        paragraphs.append(Paragraph(lead, _paragraph(one, known).sentences, one.ids))
    return Section("Earlier events, first reported or reported again in this period", tuple(paragraphs[: asked.limit]))


def _plain(title: str, told: Sequence[Told], make: Callable[[Bundle], Iterable[Sentence]]) -> Section:
    """Return a section of one kind of sentence, by day; events without one are left out."""
    paragraphs = []
    for one in sorted(told, key=lambda one: one.order):
        made = tuple(make(one.bundle))
        if made:
            paragraphs.append(Paragraph(_lead(one, with_region=True), made, one.ids))
    return Section(title, tuple(paragraphs))


# ------------------------------------------------------------------ sources


def _sources(
    sections: Iterable[Section], leaves: Sequence[Leaf], labels: Mapping[str, str], copied: Mapping[str, str]
) -> Iterator[SourceNote]:
    """Yield each report that is cited, in the order given, with the words of the claims cited."""
    cited: dict[str, set[str]] = defaultdict(set)
    for section in sections:
        for paragraph in section.paragraphs:
            for ref in paragraph.refs():
                cited[ref.report].add(ref.claim)
    for leaf in leaves:
        report, sighting = leaf.shown, leaf.shown.page.sighting
        label = labels[leaf.sighting]
        if label not in cited:
            continue
        quotes = tuple(Quote(c.id, speaker(report, c), _quoted(report, c)) for c in report.claims if c.id in cited[label])
        copy_of = labels.get(copied.get(leaf.sighting, ""))
        address = sighting.url or sighting.address
        yield SourceNote(label, outlet(report), sighting.title, sighting.published, address, copy_of, quotes)


def _quoted(report: CodedReport, claim: Claim) -> str:
    words = " ".join(claim.content.of(report.page.document).split())
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
