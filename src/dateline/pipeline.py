"""The order of the stages: the only module that knows it."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dateline import __version__
from dateline.attribute import attribute, in_the_wide_sense
from dateline.attribute.claims import claims
from dateline.code import code_event
from dateline.data.actors import load_actors, own_actors
from dateline.data.merge import load_merge_policy
from dateline.errors import ConfigError, DatelineError
from dateline.find import RuleAnnotator, Setting
from dateline.find.modelled import find_modelled
from dateline.merge import Candidate, merge_events, scored
from dateline.models.features import hints_of, veils_of
from dateline.models.spans import ATTITUDES, READ, ModelReading
from dateline.records import (
    DEFAULT_READER,
    READERS,
    REGION_LEVELS,
    ActorMention,
    Attribution,
    CodedReport,
    DateValue,
    Document,
    EventReport,
    Location,
    Mentions,
    Page,
    Participant,
    PlaceIndex,
    PlaceMention,
    Problem,
    Reading,
    Sentence,
    Sighting,
    Span,
    TimeMention,
)  # fmt: skip
from dateline.relate.control import find_control
from dateline.relate.events import relate
from dateline.relate.modelled import relate_modelled
from dateline.relate.statements import find_statements
from dateline.resolve.actors import resolve_participant, speaker_side
from dateline.resolve.dates import Narrative, event_date
from dateline.resolve.places import resolve_places
from dateline.segment import segment
from dateline.veil import ArmedName, armed_names

if TYPE_CHECKING:
    from dateline.models.reader import ModelReader

log = logging.getLogger(__name__)

_HALF_YEAR = 183  # days: "on 1 November" in a report of October, about what is to come, is next month and not eleven months ago
STAGES = ("read", "segment", "find", "relate", "attribute", "resolve", "code")
"""The stages in order; `until` names the last one to run."""


def code_pages(
    pages: Iterable[Page | Problem], *, index: PlaceIndex, until: str | None = None, reader: str = DEFAULT_READER, all_claims: bool = False,
    threads: int | None = None,
) -> Iterator[CodedReport | Problem]:  # fmt: skip
    """Code pages one after the other, each as soon as it is read; problems pass through, and a page that fails becomes one.

    all_claims: the model also looks for attitudes and intentions; they are attributions, never claims. threads: processors that the model uses.

    Raises ConfigError for an unknown stage or reader, and any other DatelineError of a stage: a broken data file breaks every page.
    """
    if until is not None and until not in STAGES:
        raise ConfigError(f"no stage {until!r}", hint=f"stages are: {', '.join(STAGES)}")
    coder = Coder(index, until or STAGES[-1], reader, all_claims=all_claims, threads=threads)
    for page in pages:
        yield page if isinstance(page, Problem) else code_guarded(coder, page)


def code_text(
    text: str, *, doc_id: str = "text", title: str | None = None, outlet: str | None = None, published: dt.date | None = None,
    index: PlaceIndex | None = None, reader: str = DEFAULT_READER,
) -> CodedReport:  # fmt: skip
    """Code one text as it stands, without reading or zoning: the whole text is body."""
    from dateline.gazetteer import open_index
    from dateline.records import Zone

    document = Document(text, zones=(Zone("body", Span(0, len(text))),))
    sighting = Sighting(
        document.id, doc_id, doc_id, title, outlet, None, None, published, "given" if published else "none", dt.datetime.now(dt.UTC)
    )  # fmt: skip
    return Coder(index or open_index(), STAGES[-1], reader).code(Page(document, sighting))


def code_guarded(coder: Coder, page: Page) -> CodedReport | Problem:
    """Code a page; one that a stage cannot cope with is told as a problem, so that the others go on."""
    try:
        return coder.code(page)
    except DatelineError:
        raise
    except Exception as error:  # whatever it is, it concerns this page alone
        log.error("%s: %s in stage %s", page.sighting.address, type(error).__name__, coder.stage, exc_info=error)
        return Problem(
            f"could not be coded: {type(error).__name__} in stage {coder.stage}",
            page.sighting.address,
            "please report it with this text; `dateline --log-file FILE ...` writes down where it arose",
        )


class Coder:
    """Takes pages through the stages, one by one; `stage` is the one that the page is in. `model`: other weights than the package's."""

    def __init__(
        self, index: PlaceIndex, until: str, reader: str = DEFAULT_READER, *, all_claims: bool = False, model: ModelReader | None = None,
        threads: int | None = None,
    ) -> None:  # fmt: skip
        if reader not in READERS:
            raise ConfigError(f"no reader {reader!r}", hint=f"readers are: {', '.join(READERS)}")
        self.stage = STAGES[0]
        self._reader = reader
        self._all_claims = all_claims
        needed = reader != "rules" and STAGES.index(until) >= STAGES.index("find")
        self._model = (model or _load_model(threads)) if needed else None
        self._index = index
        self._annotator = RuleAnnotator(index)
        self._last = STAGES.index(until)
        self._version = f"{resources_version()}:{index.version}"

    def _name(self) -> str:
        """Return the name and version of the reader, as a reading keeps it."""
        rules = f"rules@{__version__}"
        if self._model is None:
            return rules
        made_by = self._model.model.made_by
        return f"{rules}+{made_by}" if self._reader == "both" else made_by

    def _enter(self, stage: str) -> bool:
        """Tell whether a stage is to be run, and note that it begins."""
        if self._last < STAGES.index(stage):
            return False
        self.stage = stage
        return True

    def code(self, page: Page) -> CodedReport:
        """Return the report of a page after the last stage that is to be run."""
        self.stage = STAGES[0]
        report = CodedReport(page, Reading(page.sighting.id, self._name(), self._version), (), Mentions())
        if not self._enter("segment"):
            return report
        sentences = segment(page.document)
        report = replace(report, sentences=sentences)
        if not self._enter("find"):
            return report
        mentions, setting = self._annotator.annotate_in(page, sentences)
        names = armed_names(mentions.actors, page.document.text)
        reading = self._read(sentences, mentions, names)
        self.stage = "attribute"  # who speaks is found before the relations; what they claim, after
        attributions = attribute(page, sentences, mentions.actors, reading)
        report = replace(report, mentions=mentions, attributions=attributions)
        if not self._enter("relate"):
            return report
        told = [s for s in sentences if s.zone in ("title", "body")]
        events = relate(page, sentences, mentions, attributions, setting.at)
        if reading is not None:
            events, unkept = self._merged(page, sentences, mentions, setting, names, events, reading)
            report = replace(report, unkept=unkept)
        report = replace(
            report,
            events=events,
            statements=find_statements(told, mentions.actors, mentions.places, covered=_covered(events, mentions, told)),
            controls=find_control(told, mentions.actors, mentions.places, page.sighting.published),
        )
        if self._enter("resolve"):
            report = _resolve(report, self._index, setting)
        if self._enter("code"):
            report = replace(report, events=tuple(code_event(event) for event in report.events))
        if self._enter("attribute"):
            found = report.attributions
            report = replace(
                report, claims=claims(page, found, report.events, report.statements, report.controls, sentences=told, names=names)
            )
            if self._all_claims and reading is not None:
                report = replace(report, attributions=self._wide(page, sentences, mentions, found))
        return report

    def _read(self, sentences: Sequence[Sentence], mentions: Mentions, names: Sequence[ArmedName]) -> ModelReading | None:
        """Return the model's reading of the headline and the body without the sentences that the filter finds nothing in; None for rules alone.

        It does not see which armed side is which.
        """
        if self._model is None:
            return None
        told = [s for s in sentences if s.zone in ("title", "body")]
        triggered = {trigger.sentence for trigger in mentions.triggers}
        kept = self._model.filter.keep([s.text for s in told])
        parts = [(s.index, s.span.start, s.text) for s, keep in zip(told, kept, strict=True) if keep or s.index in triggered]
        return self._model.read(parts, [*hints_of(mentions), *veils_of(names)], heads=READ)

    def _wide(self, page: Page, sentences: Sequence[Sentence], mentions: Mentions, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
        """Return the attributions with attitudes and intentions: a reading of its own, so that nothing else depends on it."""
        assert self._model is not None
        parts = [(s.index, s.span.start, s.text) for s in sentences if s.zone in ("title", "body")]
        wide = self._model.read(parts, hints_of(mentions), heads=ATTITUDES, sentence_heads=())
        return in_the_wide_sense(page, sentences, mentions.actors, wide, found)

    def _merged(
        self, page: Page, sentences: Sequence[Sentence], mentions: Mentions, setting: Setting, names: Sequence[ArmedName],
        rules: Sequence[EventReport], reading: ModelReading,
    ) -> tuple[tuple[EventReport, ...], tuple[EventReport, ...]]:  # fmt: skip
        """Return the event reports that are kept of the readers that were asked for, and those that are not."""
        assert self._model is not None
        made_by = self._model.model.made_by
        found = find_modelled(reading, page, sentences, mentions, setting, names, made_by=made_by)
        modelled, chances = relate_modelled(page, sentences, found, setting.at, made_by=made_by)
        return self.keep(scored(rules if self._reader == "both" else (), modelled, reading, chances))

    def keep(self, candidates: Sequence[Candidate]) -> tuple[tuple[EventReport, ...], tuple[EventReport, ...]]:
        """Return the event reports that the merge table keeps, and the others."""
        weights: Mapping[str, float] = self._model.confidence.get(self._reader, {}) if self._model is not None else {}
        return merge_events(candidates, load_merge_policy(), weights)


def _load_model(threads: int | None) -> ModelReader:
    """Return the model reader; its runtime is imported only where a model is asked for."""
    try:
        from dateline.models.reader import load_reader
    except ImportError as error:
        raise ConfigError(
            f"the model cannot be run: {error}",
            hint="install its packages (pip install onnxruntime tokenizers numpy), or code with --reader rules",
        ) from error
    return load_reader(threads=threads)


def _covered(events: Sequence[EventReport], mentions: Mentions, told: Sequence[Sentence]) -> frozenset[int]:
    """Return the sentences that an event report or a toll speaks for: they need no statement to stand in."""
    holders = _Holders(told)
    found = (holders.of(span) for event in events for span in (event.trigger, *event.mentions))
    return frozenset(s.index for s in found if s is not None) | {t.sentence for t in mentions.tolls}


class _Holders:
    """Finds the sentence that holds a span."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sorted(sentences, key=lambda s: s.span.start)
        self._starts = [s.span.start for s in self._sentences]

    def of(self, span: Span) -> Sentence | None:
        """Return the sentence that a span lies in, None where it lies in none."""
        position = bisect_right(self._starts, span.start) - 1
        return self._sentences[position] if position >= 0 and self._sentences[position].span.covers(span) else None


# ---------------------------------------------------------------- resolve: places, dates, actors into the events


def _resolve(report: CodedReport, index: PlaceIndex, setting: Setting) -> CodedReport:
    places = resolve_places(report.mentions.places, report.page, index, theatre=_theatre(report.mentions.actors))
    by_span = {m.span: location for m, location in zip(report.mentions.places, places, strict=True)}
    by_name: dict[str, Location] = {}
    for mention, location in zip(report.mentions.places, places, strict=True):
        if mention.offset is None:  # "the border with X", "10 km from X" are not X
            by_name.setdefault(mention.name, location)
    told = _by_sentence(report)
    events = []
    met: dict[tuple[Participant, str | None, dt.date | None, str | None], Participant] = {}
    narrative = Narrative.of(e for e in report.events if not _of_cue(e, told[e.sentence]))
    for event in report.events:
        locations = _located(event, by_span, by_name, report.page, index)
        here = told[event.sentence]
        date = _dated(event, report, here, narrative.at(event, here.sentence))
        narrative.tell(event, here.sentence, date)
        country = locations[0].country_code or setting.at(event.sentence)
        speaker = speaker_side(event.trigger, report.attributions)
        people = []
        for p in event.participants:
            known = met.get((p, country, date.start, speaker))
            if known is None:
                known = resolve_participant(p, country=country, date=date.start, speaker=speaker)
                met[p, country, date.start, speaker] = known
            people.append(known)
        events.append(replace(event, locations=locations, date=date, participants=tuple(people)))
    return replace(report, places=places, events=tuple(events), attributions=_said_on(report))


def _theatre(actors: Sequence[ActorMention]) -> frozenset[str]:
    """Return the home countries of the armed groups named; states, which act abroad, are left out."""
    registry = load_actors()
    entries = [registry.get(actor.entry) for actor in actors if actor.entry and actor.actor_class in ("rebel", "militia")]
    return frozenset(code for entry in entries if entry for code in entry.country)


def _located(
    event: EventReport, by_span: Mapping[Span, Location], by_name: Mapping[str, Location], page: Page, index: PlaceIndex
) -> tuple[Location, ...]:  # fmt: skip
    out = []
    for blank in event.locations:
        found = by_span.get(blank.spans[0]) if blank.spans else by_name.get(blank.name)
        if found is None:
            mention = PlaceMention(event.trigger, event.sentence, blank.name, blank.level, blank.relation, blank.within, known=True)
            found = resolve_places([mention], page, index)[0]
        out.append(
            replace(found, name=blank.name, relation=blank.relation, spans=blank.spans, inferred=blank.inferred, within=blank.within)
        )
    return tuple(out[:1] + [place for place in out[1:] if not _said_by(out[0], place)])


def _said_by(own: Location, outer: Location) -> bool:
    """Tell whether an event's own place, once found, says already that it lies in a region."""
    return outer.relation == "in" and outer.level in REGION_LEVELS and own.level != "country" and own.status in ("resolved", "area")


@dataclass(slots=True)
class _Told:
    """A sentence with what dates the events in it: time expressions, triggers, and the expressions that belong to reporting cues."""

    sentence: Sentence
    times: list[TimeMention] = field(default_factory=list)
    triggers: list[Span] = field(default_factory=list)
    cue_times: list[Span] = field(default_factory=list)


def _by_sentence(report: CodedReport) -> dict[int, _Told]:
    """Return the sentences by their index, each with its times, triggers and cues."""
    holders = _Holders(report.sentences)
    told = {s.index: _Told(s) for s in report.sentences}
    for time in report.mentions.times:
        told[time.sentence].times.append(time)
    for trigger in report.mentions.triggers:
        told[trigger.sentence].triggers.append(trigger.span)
    for attribution in report.attributions:
        expr = attribution.said_on.expr if attribution.said_on is not None else None
        holder = holders.of(expr) if expr is not None else None  # of a speaker carried on, an earlier sentence
        if expr is not None and holder is not None:
            told[holder.index].cue_times.append(expr)
    return told


def _dated(event: EventReport, report: CodedReport, here: _Told, context: DateValue | None) -> DateValue:
    """Return the date of an event: its own expression unless it dates the cue, else what resolve.dates finds, else the report's context."""
    if event.date.basis in ("explicit", "relative", "publication") and event.date.expr is not None and not _of_cue(event, here):
        return _ahead(event, report)
    others = [span for span in here.triggers if span != event.trigger]
    return event_date(
        event.trigger, here.sentence, here.times, published=report.page.sighting.published, realis=event.realis, cue_times=here.cue_times,
        context=context, others=others,
    )  # fmt: skip


def _of_cue(event: EventReport, here: _Told) -> bool:
    """Tell whether the date of an event belongs to a reporting cue of its sentence."""
    own = event.date.expr
    return own is not None and any(own.overlaps(cue) for cue in here.cue_times)


def _ahead(event: EventReport, report: CodedReport) -> DateValue:
    """Return the date of an event; a planned one on a day without a year that lies far back is the coming one."""
    date, published = event.date, report.page.sighting.published
    if event.realis != "planned" or published is None or date.start is None or date.end is None or date.expr is None:
        return date
    if (
        date.end >= published
        or (published - date.end).days < _HALF_YEAR
        or any(c.isdigit() and len(c) == 4 for c in date.expr.of(report.page.document).split())
    ):
        return date
    try:
        return replace(date, start=date.start.replace(year=date.start.year + 1), end=date.end.replace(year=date.end.year + 1))
    except ValueError:  # 29 February
        return date


def _said_on(report: CodedReport) -> tuple[Attribution, ...]:
    """Give the dates on reporting cues their values."""
    times = report.mentions.times  # in text order, none over another
    ends = [t.span.end for t in times]
    out = []
    for attribution in report.attributions:
        said = attribution.said_on
        if said is not None and said.expr is not None and said.start is None:
            position = bisect_right(ends, said.expr.start)
            if position < len(times) and times[position].span.overlaps(said.expr):
                attribution = replace(attribution, said_on=times[position].value)
        out.append(attribution)
    return tuple(out)


@cache
def resources_version() -> str:
    """Return a hash over the data files of the package and the user's actors: a reading names the resources that it rests on."""
    digest = hashlib.sha256()
    for entry in sorted(files("dateline.data").iterdir(), key=lambda e: e.name):
        if entry.is_file() and entry.name.endswith((".toml", ".tsv", ".txt")):
            digest.update(entry.name.encode())
            digest.update(entry.read_bytes())
    digest.update(own_actors().encode())
    return digest.hexdigest()[:16]


__all__ = ["STAGES", "Coder", "code_guarded", "code_pages", "code_text", "resources_version"]
