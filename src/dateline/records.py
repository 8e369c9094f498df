"""The frozen records that the stages pass on, and the protocols between packages.

Offsets are half-open ranges of Unicode code points into `Document.text`, which never changes.
Standard library only; vocabulary follows ACLED's code book where a field takes a code.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Realis = Literal["actual", "attempted_failed", "planned", "ongoing", "hypothetical_denied"]
Role = Literal["initiator", "target", "victim", "supporter"]
Salience = Literal["core", "background", "aggregate"]
TollKind = Literal["killed", "wounded", "captured", "missing", "abducted", "freed", "displaced", "casualties"]
Modifier = Literal["exact", "at_least", "more_than", "about", "nearly", "up_to", "unquantified", "range"]
Category = Literal["civilian", "combatant", "mixed", "unknown"]
Effect = Literal["destroyed", "damaged", "captured", "engaged", "suppressed"]
OutcomeKind = Literal["captured", "lost", "repelled", "route_cut", "freed", "destroyed", "none_gained"]
DatePrecision = Literal["day", "range", "week", "month", "year", "before", "unknown"]
DateBasis = Literal["explicit", "relative", "publication", "inferred"]
TimexKind = Literal["DATE", "TIME", "DURATION", "SET"]
SourceType = Literal[
    "belligerent", "official", "state_media", "ngo_monitor", "media_outlet", "witness", "medical", "ngo", "un", "unnamed", "author"
]
Certainty = Literal["certain", "probable", "possible"]
CueClass = Literal["neutral", "distancing", "endorsing"]
Relation = Literal["at", "near", "in", "towards", "from"]
ReviewState = Literal["accepted", "corrected"]


REGION_LEVELS = frozenset({"country", "admin1", "admin2", "area"})
"""Levels of places that hold others: too broad to be where a single deed was done."""
READERS = ("rules", "model", "both")
"""Who reads: the rules alone; the model, with the rules' lists, numbers and dates; or both, merged by the table in data/merge.toml."""
DEFAULT_READER = "both"


def stable_id(prefix: str, *parts: object) -> str:
    """Return `prefix` and 16 hex digits of a hash over the parts: the same parts, the same id."""
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, document: Document) -> str:
        """Return the quoted words."""
        return document.text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether `other` lies inside this range."""
        return self.start <= other.start and other.end <= self.end


# ---------------------------------------------------------------- the page


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the page and what it is.

    kind: title | byline | dateline | section (theme, region lines) | body, or one of the boilerplate kinds in BOILERPLATE.
    """

    kind: str
    span: Span


BOILERPLATE = frozenset(
    {
        "donation_appeal", "disclaimer", "copyright", "contact", "navigation", "related_links",
        "social_embed", "image_caption", "site_chrome", "standing_background",
    }
)  # fmt: skip
"""Zones that are no reporting: no event may come from them."""


@dataclass(frozen=True, slots=True)
class MetaValue:
    """A value read from the page, with the words it rests on (None where it came from outside the text)."""

    value: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """What is visible in the text of the page (never what was merely handed over with it)."""

    title: MetaValue | None = None
    authors: tuple[MetaValue, ...] = ()
    outlet: MetaValue | None = None
    original_outlet: MetaValue | None = None
    published: MetaValue | None = None  # ISO date
    original_date: MetaValue | None = None  # ISO date
    dateline_place: MetaValue | None = None
    agency: MetaValue | None = None
    regions: tuple[MetaValue, ...] = ()
    themes: tuple[MetaValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of the page; span is its anchor text where that is in the frozen text."""

    url: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or video of the page: address, caption span, hash where the bytes are known."""

    url: str
    caption: Span | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One page's frozen text with its zones; id is the hash of the text."""

    text: str
    zones: tuple[Zone, ...] = ()
    meta: Meta = Meta()
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    language: str | None = None
    fiction: bool = False  # sample reports: field exports refuse them unless asked

    @property
    def id(self) -> str:
        """Full SHA-256 of the frozen text, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A document seen at an address, from an outlet, published when, learned when.

    title, outlet, url and published are what was given with the text (a feed item's fields, options of the command), or else what the page says.
    """

    document_id: str
    doc_id: str  # the user's name for it: the `id` of a JSON line, else a path or address
    address: str
    title: str | None
    outlet: str | None
    original_outlet: str | None
    url: str | None
    published: dt.date | None  # the day the events are dated from: the original's date for a cross-post
    published_basis: str  # given | text | url | headers | none
    learned: dt.datetime  # aware
    raw: bytes = b""
    raw_sha256: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return stable_id("S", self.document_id, self.address, self.outlet, self.published)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not read, or a remark on what was: what, where, what to do."""

    what: str
    where: str
    hint: str
    fatal: bool = True  # a part of the source, or all of it, was not read; False: a remark, all was read


@dataclass(frozen=True, slots=True)
class Page:
    """What reading gives: a document and the sighting it was found in."""

    document: Document
    sighting: Sighting


# ---------------------------------------------------------------- segments and mentions


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or headline, list item) of the page.

    text has exactly as many code points as span; it equals the quoted words except in a report written all in capitals, where
    it is recased so that finders can tell names from words. Offset i of text is offset span.start + i of the document.
    """

    index: int
    span: Span
    text: str
    paragraph: int
    zone: str  # title | body | section | a boilerplate kind
    header: str | None = None  # the heading of the list that the sentence stands under ("Syria", "Near Kirkuk:"), if any


@dataclass(frozen=True, slots=True)
class ActorMention:
    """A noun phrase that names someone who can act or suffer: army, group, police, state, civilians, an official."""

    span: Span
    sentence: int
    name: str  # canonical name of the registry, else the words
    side: str | None  # the party it belongs to ("Islamic State", "Government of Syria"), None if unknown
    actor_class: str  # state_forces | police | rebel | militia | external | civilians | protesters | government | media | person | organisation | unidentified
    entry: str | None = None  # id in the actor registry
    generic: bool = False  # "troops", "militants": takes its identity from the context
    person: bool = False
    made_by: str = "rule:find.actors"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words that name or describe a place."""

    span: Span
    sentence: int
    name: str
    level: str | None = None  # country | admin1 | admin2 | city | town | village | neighbourhood | site | road | hill | area | water
    relation: Relation = "at"
    within: tuple[str, ...] = ()  # containing places that the words give, nearest first ("northern Hama" -> "Hama")
    offset: str | None = None  # "20 km east of", "west of", "between", "road to", "border with"
    group: int | None = None  # the list it stands in ("the villages of A, B and C")
    known: bool = False  # the place index knows the name
    made_by: str = "rule:find.places"


@dataclass(frozen=True, slots=True)
class DateValue:
    """A resolved date: inclusive ISO days, how exact, and on what it rests."""

    start: dt.date | None
    end: dt.date | None
    precision: DatePrecision
    basis: DateBasis
    expr: Span | None = None
    edtf: str | None = field(default=None, compare=False)  # the same in EDTF where the days alone don't tell it ("2015-05/..")


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression that can date an event, with its value against the day of publication."""

    span: Span
    sentence: int
    value: DateValue
    made_by: str = "rule:find.times"


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression of any type as TIMEX3 has it, with the days it names where it names any."""

    span: Span
    sentence: int
    kind: TimexKind
    value: str  # TIMEX3: 2013-W11, 2012-SU, P2Y, PRESENT_REF, 2013-03-22TAF ...
    mod: str | None = None  # START | MID | END | APPROX | LESS_THAN | MORE_THAN | EQUAL_OR_MORE
    edtf: str | None = None  # None for what is no stretch of the calendar: durations, sets, "now"
    date: DateValue | None = None
    made_by: str = "rule:find.timexes"


@dataclass(frozen=True, slots=True)
class Count:
    """A number read from words: low, best, high as the guideline's modifiers give them."""

    low: int | None
    best: int | None
    high: int | None
    modifier: Modifier


@dataclass(frozen=True, slots=True)
class TollMention:
    """A count of people harmed, captured, freed or displaced, before it is hung on an event report."""

    span: Span  # the number expression with its noun head
    sentence: int
    kind: TollKind
    count: Count
    verb: Span | None  # the words that say what befell them ("were killed")
    who: str | None  # noun head as written ("fighters", "civilians")
    side_text: Span | None  # words that tell their side ("HTS members", subject of "lost 35 fighters")
    category: Category
    subgroup: str | None = None
    part_of: int | None = None  # index of the toll it is included in, in the same report
    made_by: str = "rule:find.tolls"


@dataclass(frozen=True, slots=True)
class LossMention:
    """Equipment or buildings lost: item as a singular noun, count, effect."""

    span: Span
    sentence: int
    item: str
    count: int | None
    effect: Effect
    side_text: Span | None  # words that tell whose it was
    verb: Span | None = None
    made_by: str = "rule:find.losses"


@dataclass(frozen=True, slots=True)
class TriggerMention:
    """The word or words that name an event."""

    span: Span
    sentence: int
    lemma: str
    sense: str  # id of an entry in data/triggers.toml
    form: str  # verb_active | verb_passive | noun
    made_by: str = "rule:find.triggers"


@dataclass(frozen=True, slots=True)
class Via:
    """One link of a relay chain."""

    name: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Who says so."""

    name: str
    type: SourceType
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One speaker asserting, or denying, a contiguous stretch of the text, about conflict or not."""

    sentence: int
    source: Source
    cue: Span | None
    content: Span
    via: tuple[Via, ...] = ()  # nearest the reader first, the source excluded
    cue_class: CueClass = "neutral"
    certainty: Certainty = "certain"
    polarity: str = "+"
    stance: str | None = None
    act: str = "assert"  # assert | deny | accuse | claim_responsibility | announce | call | ask
    said_on: DateValue | None = None
    said_place: str | None = None
    attributed: bool = True
    carried: bool = False  # continued from the sentence before
    made_by: str = "rule:attribute"


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that the finders found in one report, in text order."""

    actors: tuple[ActorMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    triggers: tuple[TriggerMention, ...] = ()
    tolls: tuple[TollMention, ...] = ()
    losses: tuple[LossMention, ...] = ()


# ---------------------------------------------------------------- what is reported


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place of the index that a name may mean."""

    name: str
    lat: float
    lon: float
    kind: str  # level vocabulary of PlaceMention
    country: str | None
    country_code: str | None
    admin1: str | None
    population: int
    id: str
    source: str  # geonames | ne | syria_iraq | user:FILE
    score: float = 0.0
    radius_km: float | None = None  # how far the place reaches from its point, where the index knows
    sources: tuple[str, ...] = ()  # of all rows that are this place


@dataclass(frozen=True, slots=True)
class Area:
    """The area that words about space describe, as one ring of (longitude, latitude), counter-clockwise, its first point repeated at the end."""

    kind: str  # circle | half (the side that a direction gives) | corridor (between two places)
    ring: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Location:
    """Where an event report happened."""

    name: str
    relation: Relation
    spans: tuple[Span, ...]
    level: str | None = None
    admin1: str | None = None
    country: str | None = None
    country_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    geo_precision: int | None = None  # ACLED: 1 named place, 2 near it or small area, 3 larger region
    radius_km: float | None = None
    inferred: bool = False
    status: str = "unresolved"  # resolved | area (only a containing area is known) | ambiguous | unresolved
    candidates: tuple[PlaceCandidate, ...] = ()  # most probable first; score is the probability
    within: tuple[str, ...] = ()
    area: Area | None = None  # where it may lie, if not at a named point
    seat: tuple[float, float] | None = (
        None  # lat, lon of the largest town of a division, where only that is known: the point that ACLED takes
    )
    nil: float | None = None  # probability that it is none of the candidates, nor any other place of the index


@dataclass(frozen=True, slots=True)
class ActorCandidate:
    """A registry entry that a name may mean."""

    entry: str
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor in its role in one event report."""

    role: Role
    name: str
    side: str | None
    spans: tuple[Span, ...]
    inferred: bool = False
    disjunct: bool = False
    actor_class: str = "unidentified"
    entry: str | None = None
    interac: int | None = None  # ACLED's class 1-8, set by resolve
    country: str | None = None
    candidates: tuple[ActorCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of people harmed, on an event report."""

    id: str
    kind: TollKind
    count: Count
    side: str | None
    category: Category
    subgroup: str | None
    part_of: str | None
    scope: Literal["event", "group"]
    span: Span
    superseded: bool = False
    mentions: tuple[Span, ...] = ()  # further places of the text that give the same count
    made_by: str = "rule:relate.tolls"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """Equipment or buildings lost, on an event report."""

    id: str
    item: str
    count: int | None
    side: str | None
    effect: Effect
    span: Span
    made_by: str = "rule:relate.losses"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: who gains or does (`by`), who loses (`from_`), where."""

    kind: OutcomeKind
    by: tuple[str, ...] = ()
    from_: str | None = None
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codes:
    """Labels by code book, each None where information for it is missing."""

    acled_event_type: str | None = None
    acled_sub_event_type: str | None = None
    acled_disorder_type: str | None = None
    acled_interaction: int | None = None
    ucdp_type_of_violence: int | None = None
    plover_event: str | None = None
    plover_mode: str | None = None


@dataclass(frozen=True, slots=True)
class ReaderCell:
    """A cell on which the rules and the model differ: what each read, and whose was kept (rules | model)."""

    cell: str
    rules: str
    model: str
    kept: str


@dataclass(frozen=True, slots=True)
class EventReport:
    """What one report says happened at one place."""

    id: str
    trigger: Span
    mentions: tuple[Span, ...]
    event_type: str
    sub_event_type: str
    realis: Realis
    salience: Salience
    participants: tuple[Participant, ...]
    locations: tuple[Location, ...]  # its own place first
    date: DateValue
    group: str | None = None
    n_incidents: int | None = None
    n_incidents_span: Span | None = None
    outcome: Outcome | None = None
    tolls: tuple[Toll, ...] = ()
    losses: tuple[Loss, ...] = ()
    codes: Codes = Codes()
    sentence: int = 0
    lemma: str = ""
    made_by: str = "rule:relate.events"
    confidence: float | None = None
    readers: tuple[ReaderCell, ...] = ()  # where two readers differ
    review: ReviewState | None = None  # what persons made of it; None: nobody has reviewed it


@dataclass(frozen=True, slots=True)
class Claim:
    """One source asserting one contiguous content span, about event reports, tolls, losses, outcomes, control states or statements."""

    id: str
    about: tuple[str, ...]
    source: Source
    attributed: bool
    via: tuple[Via, ...]
    cue: Span | None
    content: Span
    certainty: Certainty
    polarity: str
    cue_class: CueClass
    stance: str | None = None
    actor: tuple[str, ...] | None = None
    said_on: DateValue | None = None
    said_place: str | None = None
    made_by: str = "rule:attribute"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Anything else that is said: relation, purpose, cause, condition, assessment, agreement terms, office, framing."""

    id: str
    predicate: str  # relation | purpose | cause | condition | assessment | motive | agreement | office | vote | framing | capability | background | other
    subject: str | None
    object: str | None
    span: Span
    sentence: int
    made_by: str = "rule:relate.statements"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class ControlState:
    """Who is said to hold a place ("ISIS-held Raqqa"), or to have taken or left it (basis)."""

    id: str
    place: str
    place_span: Span
    holder: str | None
    side: str | None
    state: str  # held | contested | besieged | shared | lost
    start: dt.date | None
    end: dt.date | None
    span: Span
    sentence: int
    basis: str = "state"  # state | taken | left: that it is so, or that it became so
    former: str | None = None  # who held what was taken, where the words say
    made_by: str = "rule:relate.control"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader version with one set of resources found in one sighting."""

    sighting_id: str
    reader: str  # "rules@0.1.0"
    resources: str  # hash over the data files used

    @property
    def id(self) -> str:
        return stable_id("R", self.sighting_id, self.reader, self.resources)


@dataclass(frozen=True, slots=True)
class CodedReport:
    """One report with all its records: what `dateline code` prints and `dateline add` stores."""

    page: Page
    reading: Reading
    sentences: tuple[Sentence, ...]
    mentions: Mentions
    attributions: tuple[Attribution, ...] = ()
    events: tuple[EventReport, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    controls: tuple[ControlState, ...] = ()
    places: tuple[Location, ...] = ()  # every place mention, resolved
    problems: tuple[Problem, ...] = field(default=())
    unkept: tuple[EventReport, ...] = ()  # event reports of one reader that the merge of two left out
    ids: tuple[tuple[str, str], ...] = ()  # local and stable ids of event reports that persons reviewed: they stay what they were


# ---------------------------------------------------------------- protocols


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """What one encoder pass gives for one sentence; empty for readers without a model."""

    sentence: int
    labels: Mapping[str, float] = field(default_factory=dict)


class Annotator(Protocol):
    """A reader's finder: rules and models implement the same call."""

    name: str

    def annotate(self, page: Page, sentences: Sequence[Sentence], scores: Sequence[SentenceScores] = ()) -> Mentions:
        """Return the mentions found, offsets into the document."""
        ...


class PlaceIndex(Protocol):
    """Looks names of places up; the stages see only this."""

    def __hash__(self) -> int: ...

    def lookup(self, name: str, *, fuzzy: bool = True, limit: int = 20) -> Sequence[PlaceCandidate]:
        """Return candidates for a name, best first (exact, then normalised, then skeleton keys), transliteration-tolerant."""
        ...

    def known(self, name: str) -> bool:
        """Tell whether the name is an exact or normalised name in the index (no fuzzy match)."""
        ...

    def near(self, lat: float, lon: float, km: float, limit: int = 20) -> Sequence[PlaceCandidate]:
        """Return places within `km` of a point, nearest first."""
        ...

    @property
    def version(self) -> str:
        """Hash over what was imported."""
        ...
