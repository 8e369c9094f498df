"""The JSON interface, `/api/v1`: events, map, weeks and facets, by the same filters as the pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from dateline.errors import DeskError, StoreError
from dateline.export import control_geojson, jsonl, mask_report, to_dict
from dateline.export.control_geojson import DECIMALS
from dateline.link.control import at as on_day
from dateline.linked import ControlSketch, ControlSpan
from dateline.serve.columns import Cluster, Columns
from dateline.serve.desk import desk_of
from dateline.serve.filters import MOST, Pairs, Wanted, checked, wanted
from dateline.serve.holding import holdings
from dateline.serve.people import person_of
from dateline.serve.rendering import render
from dateline.store import DeskRow


class Fault(BaseModel):
    """What went wrong: what, where, what to do."""

    what: str
    where: str | None = None
    hint: str | None = None


class Refusal(BaseModel):
    """An answer that is none."""

    error: Fault


ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal, "description": text}
    for status, text in (
        (400, "a filter cannot be read"), (401, "not signed in"), (403, "not allowed"), (404, "there is none"),
        (405, "no such method here"),
        (422, "a value is of the wrong kind"),
    )
}  # fmt: skip
router = APIRouter(prefix="/api/v1", tags=["events"], responses=ERRORS)

Text = Annotated[str, Field(max_length=MOST)]
EventId = Annotated[str, Path(pattern=r"^DL-[0-9]{1,18}$")]


Pair = Annotated[list[int], Field(min_length=2, max_length=2)]
Killed = Annotated[list[int], Field(min_length=3, max_length=3, description="Low, best, high.")]
Point = Annotated[list[float], Field(min_length=2, max_length=2, description="Longitude, latitude.")]
Bounds = Annotated[list[float], Field(min_length=4, max_length=4, description="West, south, east, north.")]


class Event(BaseModel):
    """An event as the desk lists it; private persons are masked. killed: low, best, high of the dead, by UCDP's way of resolving."""

    id: str
    type: str
    sub: str
    realis: str
    date: str | None
    first_day: dt.date | None
    last_day: dt.date | None
    place: str | None
    admin1: str | None
    country: str | None
    lon: float | None
    lat: float | None
    precision: int | None
    radius_km: float | None
    ring: list[Point] | None
    side: str | None
    actors: list[str]
    sides: list[str]
    outlets: list[str]
    speakers: list[str]
    killed: Killed | None
    cred: int | None
    airwars: str | None
    origins: Pair
    reports: int
    claims: int
    confidence: float | None
    review: str
    fiction: bool
    machine_coded: bool = True


class Listed(BaseModel):
    """A page of events, and how many pass the filters."""

    total: int
    events: list[Event]


class Circle(BaseModel):
    """Events that a map draws as one circle."""

    lon: float
    lat: float
    n: int
    types: dict[str, int]
    killed: Pair
    bbox: Bounds


class Dot(BaseModel):
    """An event that a map draws by itself."""

    id: str
    lon: float
    lat: float
    precision: int | None
    radius_km: float | None
    ring: list[Point] | None
    type: str
    sub: str
    side: str | None
    date: str | None
    place: str | None
    killed: Killed | None
    cred: int | None


class Map(BaseModel):
    """What a map shows: events that pass, those in the box, those without a place; circles and single events."""

    total: int
    in_view: int
    unplaced: int
    clusters: list[Circle]
    events: list[Dot]


class Week(BaseModel):
    """A week from its Monday: events that began in it, and their dead."""

    week: dt.date
    events: int
    low: int
    best: int
    high: int


class Weeks(BaseModel):
    """All weeks from the first to the last with an event."""

    weeks: list[Week]


Counted = Annotated[list[str | int], Field(min_length=2, max_length=2, description="A value, and how many events have it.")]


class Facets(BaseModel):
    """The values of each facet among the events that pass, with their numbers, most first."""

    facets: dict[str, list[Counted]]


class Said(BaseModel):
    """A claim about an event, in the shape of dateline's one JSON, with the report and the event report that it stands in."""

    report: str
    event_report: str
    claim: dict[str, Any]


class Claims(BaseModel):
    """All claims about an event."""

    event: str
    masked: bool
    claims: list[Said]


class Claimant(BaseModel):
    """Who is said to hold a place, and by which speakers; only_its_own_side: by nobody else."""

    holder: str
    side: str | None
    speakers: list[str]
    only_its_own_side: bool


class ControlClaim(BaseModel):
    """What one speaker of one report says of who holds a place; polarity - denies it. since: the day from which it counts."""

    id: str
    report: str
    outlet: str | None
    published: dt.date | None
    speaker: str
    side: str | None
    polarity: str
    state: str
    holder: str | None
    since: dt.date | None
    words: str


State = Literal["held", "claimed", "contested", "shared", "besieged", "lost"]


class Held(BaseModel):
    """Who is said to hold one place, from when to when (inclusive); claimed: by the holder's own side alone. Coordinates to about a kilometre."""

    place: str
    country_code: str | None
    lon: float | None
    lat: float | None
    state: State
    holder: str | None
    side: str | None
    besieger: str | None
    since: dt.date
    until: dt.date | None
    reason: str
    claimants: list[Claimant]
    claims: list[ControlClaim]
    machine_coded: bool = True


class Control(BaseModel):
    """Who is said to hold what on a day, and how many places anything is said of; private persons are masked."""

    on: dt.date
    as_known_on: dt.date | None
    total: int
    places: list[Held]


def filters(
    request: Request,
    since: Annotated[dt.date | None, Query(alias="from", description="First day.")] = None,
    until: Annotated[dt.date | None, Query(alias="to", description="Last day.")] = None,
    types: Annotated[list[Text] | None, Query(alias="type", description="Types of events; any of them.")] = None,
    sub: Annotated[Text | None, Query(description="Sub-event type.")] = None,
    actor: Annotated[Text | None, Query()] = None,
    side: Annotated[Text | None, Query()] = None,
    outlet: Annotated[Text | None, Query()] = None,
    speaker: Annotated[Text | None, Query()] = None,
    country: Annotated[Text | None, Query()] = None,
    place: Annotated[Text | None, Query(description="Place or first-level division.")] = None,
    text: Annotated[Text | None, Query(alias="q", description="Words, all of which must be found; the last may be a beginning.")] = None,
    review: Annotated[str | None, Query(pattern="^(unreviewed|accepted|corrected)$")] = None,
    credibility: Annotated[int | None, Query(alias="cred", ge=1, le=6, description="Information credibility: this or better.")] = None,
    precision: Annotated[int | None, Query(ge=1, le=3, description="ACLED's geo-precision: this or better.")] = None,
    sort: Annotated[str | None, Query(pattern="^-?(date|killed)$|^place$|^-reports$")] = None,
) -> Wanted:
    """Return the filters of a request; raises DatelineError where one cannot be read."""
    return checked(wanted(Pairs(request.query_params.multi_items())))


Filters = Annotated[Wanted, Depends(filters)]
Box = Annotated[str, Query(description="west,south,east,north in degrees", pattern=r"^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){3}$")]


def _columns(request: Request) -> Columns:
    return desk_of(request).columns


Events = Annotated[Columns, Depends(_columns)]


@router.get("/events")
def events(
    wanted: Filters,
    columns: Events,
    bbox: Box | None = None,
    limit: Annotated[int, Query(ge=0, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Listed:
    """List the events that pass the filters, a page of them."""
    total, rows = columns.events(wanted, limit=limit, offset=offset)
    return Listed(total=total, events=[event_of(row) for row in rows])


@router.get("/events/{event}")
def event(columns: Events, event: EventId) -> Event:
    """Give one event."""
    row = columns.row(int(event.removeprefix("DL-")))
    if row is None:
        raise DeskError(404, f"there is no such event: {event}", hint="GET /api/v1/events lists them")
    return event_of(row)


@router.get("/events/{event}/claims")
def claims(request: Request, event: EventId) -> Claims:
    """Give every claim about an event; private persons are masked for viewers."""
    unmask = person_of(request).may_unmask
    try:
        found = desk_of(request).store.event(event)
    except StoreError as error:
        raise DeskError(404, error.what, where=event, hint="GET /api/v1/events lists them") from error
    said = []
    for member in found.members:
        report = member.report if unmask else mask_report(member.report)
        wanted = {claim.id for claim in member.claims}
        written = [claim for claim in to_dict(report)["claims"] if claim["id"] in wanted]
        said += [Said(report=report.page.sighting.id, event_report=member.event.id, claim=claim) for claim in written]
    return Claims(event=found.id, masked=not unmask, claims=said)


@router.get("/reports/{sighting}", response_model=dict[str, Any])
def report(request: Request, sighting: Annotated[str, Path(pattern=r"^S-[0-9a-f]{16}$")]) -> Response:
    """Give one report as the JSON Lines export does (schema dateline/1); private persons are masked for viewers."""
    try:
        found = desk_of(request).store.report(sighting)
    except StoreError as error:
        raise DeskError(404, error.what, where=sighting, hint="GET /api/v1/events/{event}/claims names reports") from error
    (line,) = jsonl([found], unmask=person_of(request).may_unmask, allow_fiction=True)
    return Response(line.encode("utf-8", "replace"), media_type="application/json")


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """Describe the interface as a page."""
    described = request.app.openapi()
    return render(request, "api.html", described=described, schemas=described.get("components", {}).get("schemas", {}), kind=_kind)


@router.get("/map")
def map_view(wanted: Filters, columns: Events, bbox: Box | None = None, zoom: Annotated[float, Query(ge=0, le=24)] = 2.0) -> Map:
    """Give what a map shows of a box at a zoom: circles where events crowd, single events where they do not."""
    found = columns.view(dataclasses.replace(wanted, box=None), wanted.box, zoom)
    return Map(
        total=found.total, in_view=found.in_view, unplaced=found.unplaced, clusters=[_circle(one) for one in found.clusters],
        events=[_dot(row) for row in found.events],
    )  # fmt: skip


@router.get("/weeks")
def weeks(wanted: Filters, columns: Events, bbox: Box | None = None) -> Weeks:
    """Count events and dead by week."""
    found = columns.weeks(wanted)
    return Weeks(weeks=[Week(week=one.monday, events=one.events, low=one.low, best=one.best, high=one.high) for one in found])


@router.get("/facets")
def facets(wanted: Filters, columns: Events, bbox: Box | None = None) -> Facets:
    """Give the values that the filters can take."""
    return Facets(facets={facet: [[value, n] for value, n in found] for facet, found in columns.facets(wanted).items()})


@router.get(
    "/control",
    responses={200: {"model": Control, "content": {"application/geo+json": {"schema": {"type": "object"}}}}},
    response_model=None,
)
def control(
    request: Request,
    at: Annotated[dt.date, Query(description="The day.")],
    known: Annotated[dt.date | None, Query(alias="as_known_on", description="As the store knew it at the end of this day (UTC).")] = None,
    form: Annotated[Literal["json", "geojson"], Query(alias="format")] = "json",
    limit: Annotated[int, Query(ge=0, le=10_000)] = 1000,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Control | Response:
    """Say who is said to hold each place on a day, by which claims; as GeoJSON with `format=geojson`."""
    found = holdings(desk_of(request), known)
    spans = on_day(found.spans, at)
    page = spans[offset : offset + limit]
    if form == "geojson":
        return Response(control_geojson(page, at), media_type="application/geo+json")
    held = [_held(span, [found.claims[claim] for claim in span.claims if claim in found.claims]) for span in page]
    return Control(on=at, as_known_on=known, total=len(spans), places=held)


def _held(span: ControlSpan, claims: Iterable[ControlSketch]) -> Held:
    return Held(
        place=span.place, country_code=span.country_code, lon=None if span.lon is None else round(span.lon, DECIMALS),
        lat=None if span.lat is None else round(span.lat, DECIMALS), state=cast("State", span.state), holder=span.holder, side=span.side,
        besieger=span.besieger, since=dt.date.fromordinal(span.first_day), until=_date(span.last_day), reason=span.reason,
        claimants=[
            Claimant(holder=one.holder, side=one.side, speakers=list(one.speakers), only_its_own_side=one.only_own) for one in span.claimants
        ],
        claims=[
            ControlClaim(
                id=one.id, report=one.sighting, outlet=one.outlet, published=_date(one.published), speaker=one.source, side=one.source_side,
                polarity=one.polarity, state=one.state, holder=one.holder, since=_date(one.day), words=one.words,
            )
            for one in claims
        ],
    )  # fmt: skip


def _date(number: int | None) -> dt.date | None:
    return None if number is None else dt.date.fromordinal(number)


def event_of(row: DeskRow) -> Event:
    """Return the row of an event as JSON has it."""
    return Event(
        id=f"DL-{row.event}", type=row.event_type, sub=row.sub_event_type, realis=row.realis, date=row.date,
        first_day=dt.date.fromordinal(row.first_day) if row.first_day else None,
        last_day=dt.date.fromordinal(row.last_day) if row.last_day else None,
        place=row.place, admin1=row.admin1, country=row.country, lon=row.lon, lat=row.lat, precision=row.geo_precision,
        radius_km=row.radius_km, ring=_ring(row), side=row.sides[0] if row.sides else None, actors=list(row.actors), sides=list(row.sides),
        outlets=list(row.outlets), speakers=list(row.speakers), killed=_killed(row), cred=row.credibility, airwars=row.airwars,
        origins=[row.origins_low, row.origins_high], reports=row.n_reports, claims=row.n_claims, confidence=row.confidence,
        review=row.review, fiction=row.fiction,
    )  # fmt: skip


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what a schema asks for, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(_kind(one) for one in schema[key])
    if schema.get("type") == "array":
        several = schema.get("prefixItems")
        return f"({', '.join(_kind(one) for one in several)})" if several else f"list of {_kind(schema.get('items', {}))}"
    if isinstance(schema.get("additionalProperties"), Mapping):
        return f"object of {_kind(schema['additionalProperties'])}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _circle(one: Cluster) -> Circle:
    return Circle(lon=one.lon, lat=one.lat, n=one.n, types=dict(one.types), killed=list(one.killed), bbox=list(one.box))


def _dot(row: DeskRow) -> Dot:
    assert row.lon is not None
    assert row.lat is not None
    return Dot(
        id=f"DL-{row.event}", lon=row.lon, lat=row.lat, precision=row.geo_precision, radius_km=row.radius_km, ring=_ring(row),
        type=row.event_type, sub=row.sub_event_type, side=row.sides[0] if row.sides else None, date=row.date, place=row.place,
        killed=_killed(row), cred=row.credibility,
    )  # fmt: skip


def _ring(row: DeskRow) -> list[list[float]] | None:
    return [list(point[:2]) for point in row.ring] if row.ring else None


def _killed(row: DeskRow) -> list[int] | None:
    if row.killed_low is None or row.killed_best is None or row.killed_high is None:
        return None
    return [row.killed_low, row.killed_best, row.killed_high]
