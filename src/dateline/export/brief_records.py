"""The frozen records of a brief: sections of paragraphs of sentences, each phrase with the claims that it rests on, and the sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.records import Claim, CodedReport, EventReport


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A claim under a phrase: the event's `DL-` id, the report's label in this brief, the claim's id in its report."""

    event: str
    report: str
    claim: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and the claims that they rest on; what is counted over many claims is `summed`, and lists them in the JSON only."""

    text: str
    refs: tuple[Ref, ...]
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Phrases that a semicolon divides and a full stop ends."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences about one place and day, led by both; `events` are the `DL-` ids told."""

    lead: str
    sentences: tuple[Sentence, ...]
    events: tuple[str, ...] = ()

    def refs(self) -> Iterator[Ref]:
        """Yield the claims under all phrases."""
        for sentence in self.sentences:
            for phrase in sentence.phrases:
                yield from phrase.refs


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under a title, and how many more events the limit left out."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A cited claim: its id, who speaks, and the words of the report."""

    claim: str
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A report of the list of sources, under the label that the references use."""

    label: str
    outlet: str
    title: str | None
    published: dt.date | None
    address: str
    copy_of: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A situation summary; every number, place and name in it comes from the claims cited beside it."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    sources: tuple[SourceNote, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One report's account of an event, under the event's id and the report's label; `original` is the report before masking.

    Only ids and names that are looked up are taken from the original, nothing that is written.
    """

    id: str
    label: str
    report: CodedReport
    event: EventReport
    original: CodedReport
    copied: bool = False  # the report is a copy of another one

    @property
    def sighting(self) -> str:
        """Return the id of the sighting as the store has it."""
        return self.original.page.sighting.id

    def speaker(self, claim: Claim) -> str:
        """Return the name of a claim's source as the store has it."""
        return next((c.source.name for c in self.original.claims if c.id == claim.id), claim.source.name)

    def claims(self, *targets: str, polarity: str = "+") -> tuple[Claim, ...]:
        """Return the claims of a polarity about any of the ids, each once."""
        wanted = set(targets)
        return tuple(c for c in self.report.claims if c.polarity == polarity and wanted & set(c.about))

    def ref(self, claim: Claim) -> Ref:
        """Return how a claim of this account is cited."""
        return Ref(self.id, self.label, claim.id)


@dataclass(frozen=True, slots=True)
class Story:
    """One event: all reports' accounts of it, first published first."""

    id: str
    members: tuple[Member, ...]
