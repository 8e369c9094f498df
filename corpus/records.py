"""What one annotated report holds, every record with the range of the frozen text that it rests on.

Ranges are half-open `(start, end)` in Unicode code points of `Report.text`; `line` is the line of the file, from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]

REPORTING = frozenset({"title", "byline", "dateline", "section", "body", "item"})
"""Zones of the report itself; every other zone is page furniture and carries no reporting."""
SENTENCES = frozenset({"title", "body", "item"})
"""Zones that take every layer; a headline repeats events and tolls, and holds records of its own only where the body does not tell them."""
ANNOTATED = SENTENCES | {"section"}
"""Zones that take any annotation; a heading within the text takes mentions and times only."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong (or, as a look, doubtful) in a file: where, what, what to do."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or place of the header; `fields` are what follows the name, as written."""

    id: str
    kind: str  # actor | place
    name: str
    fields: tuple[str, ...]
    line: int

    def field(self, index: int) -> str | None:
        """Return the field after the name, None where it is left out, `-` or `?`."""
        value = self.fields[index] if index < len(self.fields) else ""
        return None if value in ("", "-", "?") else value

    @property
    def label(self) -> str | None:
        """Actor class, or level of a place."""
        return self.field(0)

    @property
    def side(self) -> str | None:
        """Side of an actor."""
        return self.field(1)

    @property
    def source_type(self) -> str | None:
        """Source type of an actor that speaks."""
        return self.field(2)

    @property
    def speaks_for(self) -> str | None:
        """Id of the body that a person speaks for."""
        value = self.field(3)
        return value.removeprefix("for").strip().removeprefix("@") if value else None

    @property
    def invented(self) -> bool:
        """Whether a place is not on any map."""
        return self.field(4) == "invented"

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude of a place in degrees (WGS84), None where unknown."""
        value = self.field(3)
        if self.kind != "place" or not value:
            return None
        lat, lon = value.split(",")
        return float(lat), float(lon)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One sentence, list item, headline or piece of page furniture."""

    zone: str  # title | body | item | byline | dateline | section | a zone without reporting
    range: Range
    paragraph: int
    line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to an entity."""

    entity: str
    range: Range
    at: int  # index of the TextLine
    line: int


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression and its value in EDTF, None where it has no point."""

    id: str
    range: Range
    value: str | None
    at: int
    line: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A weapon, or a quantity that is neither toll nor loss."""

    kind: str  # weapon | quantity
    range: Range
    at: int
    line: int


@dataclass(frozen=True, slots=True)
class Role:
    """An actor in an event; `group` numbers the alternatives of an either-or, None otherwise."""

    role: str
    entity: str
    disjunct: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an event and how the event stands to it."""

    relation: str
    entity: str


@dataclass(frozen=True, slots=True)
class When:
    """When: the words (`time`), the publication, or a value inferred from the context."""

    basis: str  # time | publication | inferred | unknown
    value: str | None = None  # EDTF
    time: str | None = None  # id of the Time


@dataclass(frozen=True, slots=True)
class Event:
    """What the report says happened at one place."""

    id: str
    trigger: Range
    sub_type: str
    realis: str
    salience: str
    roles: tuple[Role, ...]
    places: tuple[Place, ...]
    on: When
    at: int
    line: int
    group: str | None = None
    outcome: str | None = None
    alternatives: tuple[str, ...] = ()
    incidents: tuple[int, Range] | None = None
    mentions: tuple[tuple[Range, int], ...] = ()  # range, index of the TextLine


@dataclass(frozen=True, slots=True)
class Toll:
    """A count of people harmed, taken, freed or displaced."""

    id: str
    range: Range
    kind: str
    modifier: str
    low: int | None
    best: int | None
    high: int | None
    category: str
    of: str | None
    events: tuple[str, ...]
    group: bool
    at: int
    line: int
    part_of: str | None = None
    subgroup: str | None = None
    earlier: bool = False
    mentions: tuple[tuple[Range, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """Equipment or buildings lost."""

    id: str
    range: Range
    effect: str
    count: int | None
    item: str
    of: str | None
    event: str
    at: int
    line: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One source asserting one contiguous content; `source` is an entity id, "author" or "unnamed"."""

    id: str
    source: str
    source_range: Range | None
    cue: Range | None
    content: Range
    about: tuple[str, ...]
    at: int
    line: int
    via: tuple[str, ...] = ()
    certainty: str = "certain"
    polarity: str = "+"
    cue_class: str = "neutral"
    stance: str | None = None
    actor: tuple[str, ...] = ()
    said_on: When | None = None
    said_at: str | None = None


@dataclass(frozen=True, slots=True)
class Argument:
    """Subject or object of a statement: an entity, or words."""

    entity: str | None
    range: Range | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What is claimed besides events."""

    id: str
    range: Range
    predicate: str
    subject: Argument | None
    object: Argument | None
    at: int
    line: int


@dataclass(frozen=True, slots=True)
class Control:
    """Who is said to hold a place."""

    id: str
    range: Range
    state: str
    place: str
    holders: tuple[str, ...]
    on: When
    at: int
    line: int


Told = Event | Toll | Loss | Statement | Control
"""What a claim can be about."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report with all its layers."""

    id: str
    header: dict[str, str]
    entities: dict[str, Entity]
    text: str
    lines: tuple[TextLine, ...]
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    things: tuple[Thing, ...] = ()
    events: tuple[Event, ...] = ()
    tolls: tuple[Toll, ...] = ()
    losses: tuple[Loss, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    controls: tuple[Control, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    def words(self, where: Range) -> str:
        """Return the quoted words."""
        return self.text[where[0] : where[1]]

    @property
    def told(self) -> tuple[Told, ...]:
        """All that a claim can be about."""
        return (*self.events, *self.tolls, *self.losses, *self.statements, *self.controls)

    @property
    def sentences(self) -> tuple[TextLine, ...]:
        """Sentences and list items of the body."""
        return tuple(line for line in self.lines if line.zone in ("body", "item"))

    @property
    def profile(self) -> tuple[str, ...]:
        """What the report is hard for, or `plain`."""
        return tuple(tag.strip() for tag in self.header.get("profile", "").split(",") if tag.strip())
