"""`dateline profile`: what the store shows of an outlet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dateline.cli.filters import similar
from dateline.cli.reading import Database
from dateline.cli.session import console, put_json, say
from dateline.cli.stored import Json, existing_store
from dateline.errors import DatelineError
from dateline.views.cells import report_name
from dateline.views.together import together

if TYPE_CHECKING:
    from dateline.cli.layout import Fitting
    from dateline.link.profile import Profile, Share, Tie

EXAMPLES = (
    "\b\nExamples:\n"
    "  dateline profile                           a line for each outlet\n"
    "  dateline profile 'Sada Media'              all that the store shows of one\n"
    "  dateline profile 'Sada Media' --json\n"
)
_SHOWN = 20
"""Speakers and loaded words shown in a table; --json gives all."""
_NOT_KNOWN = "(side not known)"


def profile(
    ctx: typer.Context,
    outlet: Annotated[
        str | None, typer.Argument(help="The outlet's name, as reports bear it; without one, a line for each.", metavar="[OUTLET]")
    ] = None,
    db: Database = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="Do not mask private persons: only for what stays with you.")] = False,
    as_json: Json = False,
) -> None:
    """Describe an outlet by its reports: whom it quotes, in which words it speaks of which side, whom it copies, what it alone reports."""
    from dateline.export import mask_report
    from dateline.link.profile import profiles

    with existing_store(ctx, db) as store:
        told = together(store)
    reports = [(report if unmask else mask_report(report), ids) for report, ids in told.reports]
    shown = {report.page.sighting.id: one.page.sighting.id for (report, _), (one, _) in zip(told.reports, reports, strict=True)}
    copies = [dataclasses.replace(copy, sighting=shown[copy.sighting], of=shown[copy.of]) for copy in told.copies]
    found: Sequence[Profile] = profiles(reports, copies=copies, origins=told.origins)
    if outlet is not None:
        found = [_chosen(outlet, found)]
    if as_json:
        for one in found:
            put_json(_object(one))
    elif outlet is not None:
        screen = console()
        for part in _tables(found[0]):
            screen.print(part)
    elif found:
        console().print(_overview(found))
    else:
        say("the store holds no report\n  hint: `dateline add` puts reports in")


def _chosen(name: str, found: Sequence[Profile]) -> Profile:
    """Return the profile of the outlet named, in any case; raises DatelineError where no report bears it."""
    for one in found:
        if one.outlet.casefold() == name.casefold():
            return one
    near = similar(name, {one.outlet for one in found})
    raise DatelineError(
        f"no report of the store is from an outlet called {name!r}",
        hint=f"similar: {', '.join(near)}" if near else "`dateline profile` lists the outlets",
    )


def share(value: Share) -> str:
    """Return a share in words: "12 of 40, 30% (18-45%)"; "few" behind one of few cases."""
    if value.value is None:
        return "0 of 0"
    low, high = (100 * end for end in value.interval)
    return f"{value.count} of {value.of}, {100 * value.value:.0f}% ({low:.0f}-{high:.0f}%{', few' if value.few else ''})"


def _overview(found: Sequence[Profile]) -> Fitting:
    from dateline.cli.tables import table

    columns = (
        "outlet",
        "reports",
        "events",
        "in its own word",
        "quotes most",
        "loaded words per 1,000",
        "only it reports",
        "copies",
        "is copied",
    )
    rows = []
    for one in found:
        most = one.speakers[0].name if one.speakers else "-"
        own = sum(word.own for word in one.loaded)
        rate = f"{1000 * own / one.words:.1f}" if one.words else "-"
        copies, copied = (str(sum(tie.copies for tie in ties)) for ties in (one.taken, one.given))
        cells = (one.outlet, str(one.reports), str(one.events), share(one.unattributed), most, rate, share(one.alone), copies, copied)
        rows.append(cells)
    return table(f"{len(found)} outlet(s); shares with their 95% interval", columns, rows, heads=3)


def _tables(one: Profile) -> Iterator[Fitting]:
    """Yield what a profile holds, as tables."""
    from dateline.cli.tables import table

    period = f"{one.first} to {one.last}" if one.first else "days not known"
    facts = [
        ("reports", f"{one.reports}, {period}, {one.words:,} words of titles and bodies"),
        ("events", f"{one.events} in {one.event_reports} event report(s)"),
        ("claims about events in its own word", share(one.unattributed)),
        ("  in headlines", share(one.unattributed_headlines)),
        ("  in bodies", share(one.unattributed_bodies)),
        ("events that only it reports", share(one.alone)),
        ("reports marked as corrections", str(one.correcting_reports)),
        ("numbers called superseded", str(one.superseded_numbers)),
        ("marked as taken from", ", ".join(f"{name} ({count})" for name, count in one.marked) or "-"),
    ]
    yield table(f"{one.outlet}\nshares with their 95% interval", ("what", "count"), facts)
    kinds = [(kind, share(of)) for kind, of in one.source_types]
    yield table("whom it quotes, by kind of source", ("kind", "attributed claims about events"), kinds)
    speakers = [(s.name, s.source_type, s.side or _NOT_KNOWN, share(s.share)) for s in one.speakers[:_SHOWN]]
    yield table(
        _titled("whom it quotes", len(one.speakers)), ("speaker", "kind", "side", "attributed claims about events"), speakers, heads=2
    )
    cues = [(c.side or _NOT_KNOWN, str(c.claims), share(c.distancing), share(c.endorsing)) for c in one.cues]
    heads = ("side of the speaker", "claims", "put with distance (claimed, alleged)", "put with assent (confirmed, admitted)")
    yield table("how it puts what they say", heads, cues, heads=2)
    words = [
        (
            w.word, w.side or _NOT_KNOWN, str(w.own), str(w.quoted),
            f"{w.per_thousand:.2f} ({w.interval[0]:.2f}-{w.interval[1]:.2f})", "\n".join(f"{report_name(e.doc_id)}: {e.words}" for e in w.examples),
        )
        for w in one.loaded[:_SHOWN]
    ]  # fmt: skip
    columns = ("loaded word", "of which side", "its own", "quoted", "its own per 1,000 words", "examples")
    yield table(_titled("loaded words", len(one.loaded)), columns, words, heads=2)
    ties = [("takes from", *_tie(tie)) for tie in one.taken] + [("gives to", *_tie(tie)) for tie in one.given]
    if ties:
        yield table("copies", ("", "outlet", "reports", "kinds", "days later (median, range)"), ties, heads=2)


def _titled(what: str, count: int) -> str:
    return f"{what}: {count}" + (f", the first {_SHOWN} shown; --json gives all" if count > _SHOWN else "")


def _tie(tie: Tie) -> tuple[str, ...]:
    kinds = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in tie.kinds)
    lag = f"{tie.median_lag:g} ({tie.lags[0]} to {tie.lags[-1]})" if tie.lags else "-"
    return tie.outlet, str(tie.copies), kinds, lag


def _object(one: Profile) -> dict[str, Any]:
    """Return a profile as JSON: every share with value, interval and whether it rests on few cases."""
    return {"schema": "dateline-profile/1", **{f.name: _plain(getattr(one, f.name)) for f in dataclasses.fields(one)}}


def _plain(value: Any) -> Any:
    from dateline.link.profile import Share, Tie

    if isinstance(value, Share):
        low, high = value.interval
        return {"count": value.count, "of": value.of, "share": value.value, "interval_95": [low, high], "few": value.few}
    if isinstance(value, Tie):
        return {"outlet": value.outlet, "kinds": dict(value.kinds), "lags_days": list(value.lags), "median_lag_days": value.median_lag}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
