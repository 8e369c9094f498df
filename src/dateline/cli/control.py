"""`dateline control`: who is said to hold each place on a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.reading import Database, KnownOn
from dateline.cli.session import console, put, put_json, say
from dateline.cli.stored import existing_store
from dateline.errors import DatelineError
from dateline.views.control import DELAY, claims_of_control
from dateline.views.days import day, end_of

if TYPE_CHECKING:
    from dateline.linked import ControlSpan

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline control --at 2017-10-30\n"
    "  dateline control --at 2017-10-30 --as-known-on 2017-11-02\n"
    "  dateline control --at 2017-10-30 --geojson > control.geojson\n"
)
COLUMNS = ("place", "state", "holder", "since", "who says so", "why")


def control(
    ctx: typer.Context,
    on: Annotated[str, typer.Option("--at", metavar="DATE", help="The day (YYYY-MM-DD).", show_default=False)],
    known: KnownOn = None,
    place: Annotated[
        str | None,
        typer.Option(
            "--place",
            metavar="NAME",
            help="Only this place, with all its days; where no claim is about it, what is said that day of the areas it lies in.",
        ),
    ] = None,
    delay: Annotated[int, typer.Option("--delay", min=DELAY, metavar="DAYS", help="Show nothing of the last so many days.")] = DELAY,
    db: Database = None,
    geojson: Annotated[bool, typer.Option("--geojson", help="A GeoJSON FeatureCollection, coordinates to about a kilometre.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    allow_fiction: Annotated[bool, typer.Option("--allow-fiction", help="With --geojson: also from reports marked as fiction.")] = False,
) -> None:
    """Say who is said to hold each place on a day, by which speakers: held, claimed by one side alone, contested, besieged, shared, lost."""
    from dateline.export import control_geojson
    from dateline.link.control import at, place_key, said_of_areas, timeline

    at_day, then = day(on), end_of(day(known))
    assert at_day is not None
    latest = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=delay)
    with existing_store(ctx, db) as store:
        spans = timeline(claims_of_control(store, latest, then, refuse_fiction=geojson and not allow_fiction))
    found = at(spans, at_day)
    if place is not None:
        here = [span for span in spans if place_key(span.place) == place_key(place)]
        if not here:
            with existing_store(ctx, db) as store:
                named = [one for report, _ in store.numbered_reports(as_known=then) for one in report.places]
            here = list(said_of_areas(found, named, place))
            found = tuple(here)
        if not here:
            raise DatelineError(f"no claim of the store says who holds {place!r}", hint="`dateline control --at DATE` lists the places")
        found = tuple(here) if not geojson or here[0].area else tuple(span for span in found if span in here)
    if geojson:
        put(control_geojson(found, at_day))
    elif as_json:
        for span in found:
            put_json(_object(span, at_day))
    elif found:
        from dateline.cli.tables import table

        console().print(
            table(f"who is said to hold {len(found)} place(s) on {at_day}", COLUMNS, [_row(span) for span in found], narrow=1, heads=4)
        )
    else:
        say(f"nothing is said of who holds any place on {at_day}\n  hint: `dateline events` lists what the store holds")


def _row(span: ControlSpan) -> tuple[str, ...]:
    until = f"..{dt.date.fromordinal(span.last_day)}" if span.last_day is not None else ""
    says = "; ".join(f"{c.holder}: {', '.join(c.speakers)}{' (its own side alone)' if c.only_own else ''}" for c in span.claimants)
    holder = span.holder or "-"
    place = f"{span.place} (said of {span.area})" if span.area else span.place
    return (
        place, f"{span.state} by {span.besieger}" if span.besieger and span.state == "besieged" else span.state, holder,
        f"{dt.date.fromordinal(span.first_day)}{until}", says or "-", span.reason,
    )  # fmt: skip


def _object(span: ControlSpan, on: dt.date) -> dict[str, object]:
    return {
        "place": span.place, "said_of_area": span.area, "country_code": span.country_code, "lat": span.lat, "lon": span.lon, "on": on.isoformat(),
        "state": span.state, "holder": span.holder, "side": span.side, "besieger": span.besieger,
        "since": dt.date.fromordinal(span.first_day).isoformat(),
        "until": dt.date.fromordinal(span.last_day).isoformat() if span.last_day is not None else None,
        "claimants": [{"holder": c.holder, "side": c.side, "speakers": list(c.speakers), "only_its_own_side": c.only_own} for c in span.claimants],
        "claims": list(span.claims), "reason": span.reason,
    }  # fmt: skip
